"""Where the rows of each area stand among the observations, and rows taken by their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pandas as pd

# The character after the slash: what begins with "area/" sorts before "area0".
_AFTER_SLASH = chr(ord("/") + 1)
# Rows from which on it pays to work on all cores.
MANY = 20_000
_Places = npt.NDArray[np.int64]


class AreaIndex:
    """The runs of rows of one area, by the code of the area; found by binary search.

    In rows that are sorted by area, as `load_dataset` gives them, an area is one run, and so is all that lies below it.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        column = pa.Table.from_pandas(rows[["ref_area"]], preserve_index=False).column(0).combine_chunks()
        runs = pc.run_end_encode(column, run_end_type=pa.int64())
        areas, stops = runs.values.to_pylist(), runs.run_ends.to_numpy()
        # Stable: of one area, the first run stays first.
        order = sorted(range(len(areas)), key=areas.__getitem__)
        self._rows = rows
        self._areas: list[str] = [areas[place] for place in order]
        self._starts: _Places = np.concatenate([[0], stops[:-1]]).astype(np.int64)[order]
        self._stops: _Places = stops[order]

    def rows_of(self, area: str) -> pd.DataFrame:
        """Return the rows of an area, in the order of all rows."""
        return self._take(own_places(self._areas, area))

    def rows_below(self, area: str) -> pd.DataFrame:
        """Return the rows of all areas whose code begins with that of the area and a slash."""
        return self._take(places_below(self._areas, area))

    def rows_within(self, area: str) -> pd.DataFrame:
        """Return the rows of an area and of those below it."""
        return self._take([*own_places(self._areas, area), *places_below(self._areas, area)])

    def rows_besides(self, area: str) -> pd.DataFrame:
        """Return the rows of all other areas."""
        own = own_places(self._areas, area)
        return self._take([*range(own.start), *range(own.stop, len(self._areas))])

    def _take(self, runs: range | list[int]) -> pd.DataFrame:
        places = np.asarray(runs, dtype=np.int64)
        starts, stops = np.sort(self._starts[places]), np.sort(self._stops[places])
        # Runs that follow each other are one.
        first = np.ones(len(starts), dtype=bool)
        first[1:] = starts[1:] != stops[:-1]
        spans = list(zip(starts[first].tolist(), stops[np.roll(first, -1)].tolist(), strict=True))
        if len(spans) > 2:
            return take_rows(self._rows, np.concatenate([np.arange(start, stop) for start, stop in spans]))
        slices = [self._rows.iloc[start:stop] for start, stop in spans]
        return pd.concat(slices) if len(slices) == 2 else slices[0] if slices else self._rows.iloc[:0]


def own_places(areas: Sequence[str], area: str) -> range:
    """Return the places of an area in a sorted list of areas."""
    return _between(areas, area, f"{area}\0")


def places_below(areas: Sequence[str], area: str) -> range:
    """Return the places, in a sorted list of areas, of all whose code begins with that of an area and a slash."""
    return _between(areas, f"{area}/", f"{area}{_AFTER_SLASH}")


def _between(areas: Sequence[str], first: str, after: str) -> range:
    return range(bisect_left(areas, first), bisect_left(areas, after))


def take_rows(rows: pd.DataFrame, places: _Places) -> pd.DataFrame:
    """Return the rows at some places, as `rows.take(places)` does; of many, the columns on all cores."""
    if len(places) == len(rows):
        return rows
    if len(places) < MANY:
        return rows.take(places)
    with ThreadPoolExecutor() as pool:
        columns = pool.map(lambda name: rows[name].array.take(places), rows.columns)
        return pd.DataFrame(dict(zip(rows.columns, columns, strict=True)), index=rows.index.take(places), copy=False)
