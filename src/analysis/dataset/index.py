"""Where the rows of each area stand among the observations, so that a selection need not look at all of them."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import pandas as pd

# The character after the slash: what begins with "area/" sorts before "area0".
_AFTER_SLASH = chr(ord("/") + 1)


class AreaIndex:
    """The blocks of rows by area, found by binary search in the sorted codes of the areas.

    Rows sorted by area, as `load_dataset` gives them, are taken as slices; others by their positions.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows
        numbers, names = pd.factorize(rows["ref_area"])
        by_name = np.argsort(np.asarray(names, dtype=object), kind="stable")
        self._areas: list[str] = [str(names[place]) for place in by_name]
        ranks = np.argsort(by_name)[numbers]
        self._order = None if (ranks[:-1] <= ranks[1:]).all() else np.argsort(ranks, kind="stable")
        ordered = ranks if self._order is None else ranks[self._order]
        self._starts = np.searchsorted(ordered, np.arange(len(self._areas) + 1))

    def rows_of(self, area: str) -> pd.DataFrame:
        """Return the rows of an area, in the order of all rows."""
        return self._take(self._span(area, area + "\0"))

    def rows_below(self, area: str) -> pd.DataFrame:
        """Return the rows of all areas whose code begins with that of the area and a slash."""
        return self._take(self._span(f"{area}/", f"{area}{_AFTER_SLASH}"))

    def rows_within(self, area: str) -> pd.DataFrame:
        """Return the rows of an area and of those below it."""
        return self._take(self._span(area, area + "\0"), self._span(f"{area}/", f"{area}{_AFTER_SLASH}"))

    def rows_besides(self, area: str) -> pd.DataFrame:
        """Return the rows of all other areas."""
        own = self._span(area, area + "\0")
        return self._take(slice(0, own.start), slice(own.stop, len(self._rows)))

    def _span(self, first: str, after: str) -> slice:
        """The places of the areas from one code on to before another."""
        low, high = bisect_left(self._areas, first), bisect_left(self._areas, after)
        return slice(int(self._starts[low]), int(self._starts[high]))

    def _take(self, *spans: slice) -> pd.DataFrame:
        if self._order is not None:
            return self._rows.take(np.sort(np.concatenate([self._order[span] for span in spans])))
        filled = [span for span in spans if span.start < span.stop]
        if len(filled) > 1:
            return pd.concat([self._rows.iloc[span] for span in filled])
        return self._rows.iloc[filled[0] if filled else slice(0, 0)]
