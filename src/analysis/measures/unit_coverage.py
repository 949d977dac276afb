"""Of which units below an area a figure is known in a year, and how firm it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT
from analysis.measures.unit_ranking import LEVELS, Standing, is_unit


@dataclass(frozen=True)
class LevelCoverage:
    """What is known of the units of one level in a year; units by their codes.

    Attributes:
        level: The level.
        listed: Units on the list that stood at some time in the year.
        admitted: Those with printed admissions.
        targeted: Those with a target.
        rated: Those with a completion rate, printed or recomputed.
        vague: Those of which bounds and approximate figures alone are known.
        implied: Those whose admissions no source prints but its rate and target imply.
    """

    level: str
    listed: tuple[str, ...]
    admitted: tuple[str, ...]
    targeted: tuple[str, ...]
    rated: tuple[str, ...]
    vague: tuple[str, ...]
    implied: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """Units with any figure."""
        return tuple(dict.fromkeys([*self.admitted, *self.targeted, *self.rated]))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Units on the list of which nothing is known in the year."""
        return tuple(code for code in self.listed if code not in self.known)


def coverage_by_level(dataset: Dataset, area: str, year: int, found: Sequence[Standing]) -> list[LevelCoverage]:
    """Return the coverage of each level that has units on the list, by level.

    The list holds all provinces, but of other units only those that some source names: it is no count of all.

    Args:
        dataset: The dataset.
        area: Code of the area above the units.
        year: The calendar year.
        found: What is known of the units, as `standings` returns it.
    """
    units = [unit for unit in dataset.areas.values() if is_unit(area, unit)]
    listed = [unit.code for unit in units if stood_in(dataset, unit.code, year)]
    levels = {dataset.areas[code].level for code in listed} | {one.level for one in found}
    return [_coverage(dataset, level, listed, found) for level in LEVELS if level in levels]


def _coverage(dataset: Dataset, level: str, listed: list[str], found: Sequence[Standing]) -> LevelCoverage:
    own = [one for one in found if one.level == level]
    firm = {one.ref_area for one in own if any(value.bound == EXACT for value in one.printed)}
    counted = {one.ref_area for one in own if one.admitted}
    return LevelCoverage(
        level=level,
        listed=tuple(code for code in listed if dataset.areas[code].level == level),
        admitted=tuple(dict.fromkeys(one.ref_area for one in own if one.admitted)),
        targeted=tuple(dict.fromkeys(one.ref_area for one in own if one.target)),
        rated=tuple(dict.fromkeys(one.ref_area for one in own if one.rate)),
        vague=tuple(dict.fromkeys(one.ref_area for one in own if one.ref_area not in firm)),
        implied=tuple(dict.fromkeys(one.ref_area for one in own if one.implied and one.ref_area not in counted)),
    )


def stood_in(dataset: Dataset, code: str, year: int) -> bool:
    """Tell whether an area, and each area above it, stood at some time in a calendar year."""
    parts = code.split("/")
    lineage = [dataset.areas["/".join(parts[:depth])] for depth in range(1, len(parts) + 1)]
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return all((one.valid_from or first) <= last and (one.valid_to or last) >= first for one in lineage)


def standing_on(dataset: Dataset, codes: Sequence[str], day: dt.date) -> list[str]:
    """Return those of some areas that stood on a day."""
    areas = [dataset.areas[code] for code in codes]
    return [one.code for one in areas if (one.valid_from or day) <= day <= (one.valid_to or day)]
