"""Figures worth looking for next: what is not known, and what known figures would gain from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import YEAR, Area
from analysis.measures.annual import stock_of, value_of
from analysis.measures.printed import printed_of
from analysis.measures.values import Value

# Why a figure is wanted: what of the same area is known already.
TO_DATE, TARGET, NEIGHBOURS, ADMITTED, MEMBERS = "to_date", "target", "neighbours", "admitted", "members"
# From the strongest to the weakest.
_STRENGTH = (TO_DATE, TARGET, NEIGHBOURS, ADMITTED, MEMBERS)


@dataclass(frozen=True)
class Reason:
    """One reason why a figure is wanted.

    Attributes:
        kind: `TO_DATE`: the year is known to date only; `TARGET`: the target is known, so completion would follow;
            `NEIGHBOURS`: the years before and after are known; `MEMBERS`: the members are, so a rate would follow;
            `ADMITTED`: the admissions are, so completion or a rate would follow.
        values: The known figures.
    """

    kind: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Wanted:
    """One figure that is not known and wanted: admissions of the full year, a target, or members within a year."""

    ref_area: str
    indicator: str
    year: int
    reasons: tuple[Reason, ...]

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """The most reasons first; then the strongest one; then the newest year; then the area's code."""
        strongest = min(_STRENGTH.index(reason.kind) for reason in self.reasons)
        return (-len(self.reasons), strongest, -self.year, self.ref_area, self.indicator)


def wanted_figures(dataset: Dataset, years: range) -> list[Wanted]:
    """Return the figures of provinces and of the nation that are worth looking for, see `Wanted.order`.

    Only figures that can exist are wanted: the year is over on the day of the edition, and the area stood to its end.

    Args:
        dataset: The dataset.
        years: The years looked at.
    """
    found = [
        wanted
        for area in dataset.areas.values()
        if area.level in ("nation", "province")
        for wanted in _of_area(dataset, area, years)
    ]
    return sorted(found, key=lambda one: one.order)


@dataclass(frozen=True)
class _Known:
    """What is known of one area, by year."""

    admitted: Mapping[int, Value]
    targets: Mapping[int, Value]
    members: Mapping[int, Value]

    def full_year(self, year: int) -> Value | None:
        value = self.admitted.get(year)
        return value if value and value.freq == YEAR else None


def _known(dataset: Dataset, area: str) -> _Known:
    return _Known(
        _by_year(dataset, area, "admissions", value_of),
        _by_year(dataset, area, "admissions_target", value_of),
        _by_year(dataset, area, "members", stock_of),
    )


def _by_year(
    dataset: Dataset, area: str, indicator: str, read: Callable[[Dataset, str, str, int], Value | None]
) -> dict[int, Value]:
    years = dict.fromkeys(value.year for value in printed_of(dataset, area, indicator))
    return {year: value for year in years if (value := read(dataset, area, indicator, year))}


def _of_area(dataset: Dataset, area: Area, years: range) -> Iterator[Wanted]:
    known = _known(dataset, area.code)
    for year in years:
        last = dt.date(year, 12, 31)
        if last <= dataset.edition and (area.valid_to is None or last <= area.valid_to):
            for indicator, reasons in (
                ("admissions", _for_admissions(known, year)),
                ("admissions_target", _for_target(known, year)),
                ("members", _for_members(known, year)),
            ):
                if found := tuple(reasons):
                    yield Wanted(area.code, indicator, year, found)


def _for_admissions(known: _Known, year: int) -> Iterator[Reason]:
    if known.full_year(year):
        return
    if to_date := known.admitted.get(year):
        yield Reason(TO_DATE, (to_date,))
    if target := known.targets.get(year):
        yield Reason(TARGET, (target,))
    before, after = known.full_year(year - 1), known.full_year(year + 1)
    if before and after:
        yield Reason(NEIGHBOURS, (before, after))
    if members := known.members.get(year):
        yield Reason(MEMBERS, (members,))


def _for_target(known: _Known, year: int) -> Iterator[Reason]:
    if year not in known.targets and (admitted := known.admitted.get(year)):
        yield Reason(ADMITTED, (admitted,))


def _for_members(known: _Known, year: int) -> Iterator[Reason]:
    if year not in known.members and (admitted := known.full_year(year)):
        yield Reason(ADMITTED, (admitted,))
