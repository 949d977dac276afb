"""All provinces in one year: which ones stood, what is known of each, and the nation over the years."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import NATION, POINT, YEAR, YEAR_TO_DATE, Area
from analysis.errors import CallerError
from analysis.measures.annual import completion, printed_completion, stock_of, value_of
from analysis.measures.preference import preferred_values
from analysis.measures.values import Value
from analysis.text.periods import last_day

# The years of which a page on provinces can speak at all; others are a slip of the finger.
_YEARS = range(1930, 2101)
_NATIONAL = ("admissions", "admissions_yearly_average", "members")


@dataclass(frozen=True)
class Standing:
    """The provinces by which a year is told.

    Attributes:
        day: A day of the year on which they all stood.
        codes: Their codes, in the order of the code list.
        counts: How many figures each province has for the year, its units counted in; those without one are left out.
        others: Provinces with figures for the year that did not stand on the day.
        ended: Whether provinces ended within the year, so that two sets of them stood in it.
    """

    day: dt.date
    codes: tuple[str, ...]
    counts: dict[str, int]
    others: tuple[str, ...]
    ended: bool

    @property
    def known(self) -> tuple[str, ...]:
        """The provinces that stood on the day and of which the year has a figure."""
        return tuple(code for code in self.codes if code in self.counts)


@dataclass(frozen=True)
class ProvinceFigures:
    """What is known of one province in one year; None where nothing is.

    Attributes:
        ref_area: Code of the province.
        admitted: Admissions of the full year, or else of the year to date.
        target: The preferred target.
        printed_rate: Completion as printed, in percent.
        recomputed_rate: Completion recomputed, in percent.
        members: Members, the latest figure within the year.
    """

    ref_area: str
    admitted: Value | None
    target: Value | None
    printed_rate: Value | None
    recomputed_rate: Value | None
    members: Value | None

    @property
    def rate(self) -> Value | None:
        """The printed completion, or else the recomputed one."""
        return self.printed_rate or self.recomputed_rate

    @property
    def values(self) -> tuple[Value | None, ...]:
        """All figures, in the order of the attributes."""
        return (self.admitted, self.target, self.printed_rate, self.recomputed_rate, self.members)


def standing_of(dataset: Dataset, year: int) -> Standing:
    """Return the provinces by which a year is told.

    Those that stood on its last day; where provinces ended within it, those of whichever side has more with figures
    for the year, the later ones if both have as many.

    Raises:
        CallerError: The year is none of which the data could speak.
    """
    if year not in _YEARS:
        raise CallerError(
            f"{year} is no calendar year of the data",
            where="year",
            to_do=f"give a year from {_YEARS[0]} to {_YEARS[-1]}",
        )
    counts = _counts(dataset, year)
    provinces = [area for area in dataset.areas.values() if area.level == "province"]
    last = dt.date(year, 12, 31)
    ends = {area.valid_to for area in provinces if area.valid_to and area.valid_to.year == year}
    days = sorted({*ends, last})
    sets = {day: tuple(area.code for area in provinces if _stood_on(area, day)) for day in days}
    day = max(days, key=lambda one: (sum(code in counts for code in sets[one]), one))
    others = tuple(code for code in counts if code not in sets[day])
    return Standing(day, sets[day], counts, others, len(days) > 1)


def _stood_on(area: Area, day: dt.date) -> bool:
    return (area.valid_from is None or area.valid_from <= day) and (area.valid_to is None or day <= area.valid_to)


def _counts(dataset: Dataset, year: int) -> dict[str, int]:
    told = dataset.select(segment=None, year=year)["ref_area"].str.split("/").str[0]
    found = Counter(told)
    return {code: found[code] for code, area in dataset.areas.items() if area.level == "province" and found[code]}


def province_figures(dataset: Dataset, codes: Iterable[str], year: int) -> list[ProvinceFigures]:
    """Return what is known of some provinces in a year, of those of which any of it is, in the order given."""
    told = [
        ProvinceFigures(
            code,
            value_of(dataset, code, "admissions", year),
            value_of(dataset, code, "admissions_target", year),
            printed_completion(dataset, code, year),
            completion(dataset, code, year),
            stock_of(dataset, code, "members", year),
        )
        for code in codes
    ]
    return [one for one in told if any(one.values)]


def full_years(values: Iterable[Value | None]) -> list[Value]:
    """Return the values of full years, largest first; years to date are never ranked with them."""
    full = [value for value in values if value and value.freq == YEAR]
    return sorted(full, key=lambda value: (-value.obs_value, value.ref_area))


def years_to_date(figures: Iterable[ProvinceFigures]) -> list[ProvinceFigures]:
    """Return the provinces of which admissions or a completion is known for a year to date, no matter how many."""
    return [
        one
        for one in figures
        if any(value and value.freq == YEAR_TO_DATE for value in (one.admitted, one.printed_rate))
    ]


def nation_series(dataset: Dataset) -> list[Value]:
    """Return the admissions, their yearly averages and the members of the nation, all periods, earliest end first."""
    values = (
        [value for indicator in _NATIONAL for value in preferred_values(dataset, dataset.select(NATION, indicator))]
        if NATION in dataset.areas
        else []
    )
    return sorted(values, key=lambda value: (last_day(value.period_end), _NATIONAL.index(value.indicator), value.freq))


def stocks_over_years(values: Iterable[Value], span: int) -> list[Value]:
    """Return the latest stock of each year, of the last so many years up to the newest one."""
    by_year = {value.year: value for value in values if value.freq == POINT}
    newest = max(by_year, default=0)
    return [value for year, value in sorted(by_year.items()) if year > newest - span]
