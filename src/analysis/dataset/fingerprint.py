"""What a dataset holds, as hashes: by them it is told whether anything changed that a page can see.

The same data give the same hashes on every machine, in any order of their rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.dataset.index import own_places, places_below
from analysis.dataset.model import lies_within

if TYPE_CHECKING:
    from analysis.dataset.dataset import Dataset


@dataclass(frozen=True)
class Fingerprint:
    """Hashes of what a dataset, or a part of it, holds.

    Attributes:
        lists: SHA-256 of the code lists and the corrections: of what decides how figures are read and shown.
        sources: By the source's id, the SHA-256 of its record and of the observations from it. A source that an edition
            leaves out for its missing date has a hash too, for a page may tell how many these are.
        edition: The day of the edition (`Dataset.edition`), ISO 8601; blank if it has none.
    """

    lists: str
    sources: Mapping[str, str]
    edition: str

    @property
    def digest(self) -> str:
        """SHA-256 of all of it."""
        return sha_of([self.lists, sorted(self.sources.items()), self.edition])


def hash_rows(rows: pd.DataFrame) -> npt.NDArray[np.uint64]:
    """Return 64 bits for each observation; the key is fixed, so that they are the same in every process."""
    return np.asarray(pd.util.hash_pandas_object(rows, index=False), dtype=np.uint64)


def fingerprint(dataset: Dataset) -> Fingerprint:
    """Return the fingerprint of a dataset, or of a part of one; of many parts of one, `Fingerprints` is faster."""
    return Fingerprints(dataset).of()


class Fingerprints:
    """Gives the fingerprints of a dataset and of its parts; each observation is hashed once, whatever its order."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset, self._newest = dataset, dataset.last_published
        self._lists = dataset.code_lists.digest
        self._sources = {key: sha_of(source) for key, source in dataset.sources.items()}
        rows = dataset.observations
        self._hashes = dataset.row_hashes
        self._places: dict[str, dict[str, list[int]]] = {}
        for place, (area, source) in enumerate(zip(rows["ref_area"].tolist(), rows["source_id"].tolist(), strict=True)):
            self._places.setdefault(area, {}).setdefault(source, []).append(place)
        self._areas = sorted(self._places)

    def of(self, scope: tuple[str, ...] = ()) -> Fingerprint:
        """Return the fingerprint of the dataset, or of its part on some areas: that of `dataset.about(scope)`.

        Args:
            scope: Codes of areas, as of `Dataset.scope`; none is everything.
        """
        dataset = self._dataset
        found: dict[str, list[int]] = {} if scope else {source: [] for source in dataset.sources}
        for area in self._within(scope) if scope else self._areas:
            for source, places in self._places[area].items():
                found.setdefault(source, []).extend(places)
        corrections = [one for one in dataset.corrections if not scope or lies_within(one.ref_area, scope)]
        sources = {source: self._of_source(source, places) for source, places in found.items()}
        if not scope:
            sources |= {source: sha_of("left out") for source in dataset.undated if source not in sources}
        days = [one.published for source in found if (one := dataset.sources[source]).published]
        edition = dataset.as_of or max(days, default=self._newest) or ""
        return Fingerprint(sha_of([self._lists, corrections]), sources, str(edition))

    def _within(self, scope: tuple[str, ...]) -> Iterable[str]:
        """Yield the areas with figures that are in a scope, each once."""
        for code in scope:
            yield from (
                self._areas[place] for place in (*own_places(self._areas, code), *places_below(self._areas, code))
            )

    def _of_source(self, source: str, places: list[int]) -> str:
        # Sorted, for the order of the rows tells nothing.
        hashes = np.sort(self._hashes[places]).astype("<u8").tobytes()
        return sha_of([self._sources[source], hashlib.sha256(hashes).hexdigest()])


def sha_of(told: object) -> str:
    """Return the SHA-256 of records, texts and dates; `ascii` writes them alike on every machine."""
    return hashlib.sha256(ascii(told).encode()).hexdigest()
