"""One indicator of several areas over the years: their series, an index of them, and per 100 members."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, POINT, YEAR, YEAR_TO_DATE, Area, Indicator
from analysis.measures.annual import stock_of
from analysis.measures.preference import prefer
from analysis.measures.values import Value, printed_values, ratio
from analysis.text.periods import last_day

# What can be indexed and grows: counts. Rates, averages and differences are told as printed.
COUNTED = ("flow", "target", "stock")
_MEMBERS = "members"


@dataclass(frozen=True)
class Series:
    """What is known of one indicator of one area, year by year.

    Attributes:
        area: The area.
        values: One figure a year, oldest first: the full year's; else the latest year to date; of a stock the latest.
        others: What other sources print for the same as one of `values`, where it is another number.
        expected: Years of the span of which a full figure can be known: the area stood, and the year was over.
        before: Codes of the areas asked for that went into this one; of an area asked for itself none.
        every_to_date: All figures of years to date, also the earlier ones and those of years known in full.
    """

    area: Area
    values: tuple[Value, ...]
    others: tuple[Value, ...]
    expected: tuple[int, ...]
    before: tuple[str, ...] = ()
    every_to_date: tuple[Value, ...] = ()

    @property
    def full(self) -> tuple[Value, ...]:
        """The figures of full years, of a stock all of them."""
        return tuple(value for value in self.values if value.freq != YEAR_TO_DATE)

    @property
    def to_date(self) -> tuple[Value, ...]:
        """The figures of years to date."""
        return tuple(value for value in self.values if value.freq == YEAR_TO_DATE)

    @property
    def missing(self) -> tuple[int, ...]:
        """Years of which a full figure can be known, and is not."""
        return tuple(year for year in self.expected if year not in {value.year for value in self.full})

    def is_range(self, value: Value) -> bool:
        """Tell whether a figure is one end of a range that its source prints, as "3–4% or more"."""
        ends = (one for one in self.others if one.source_ids == value.source_ids and one.year == value.year)
        return value.bound != EXACT and any(one.bound != EXACT for one in ends)

    def of_full(self, year: int) -> tuple[Value, ...]:
        """Return the full figure of a year and, behind it, what other sources print for the same."""
        told = (value for value in (*self.values, *self.others) if value.year == year)
        return tuple(value for value in told if value.freq != YEAR_TO_DATE)

    def of_period(self, period_end: str) -> tuple[Value, ...]:
        """Return the figure of a year to date by its end and, behind it, what other sources print for the same."""
        told = (*self.every_to_date, *(value for value in self.others if value.freq == YEAR_TO_DATE))
        return tuple(value for value in told if value.period_end == period_end)

    def told_with(self, value: Value) -> tuple[Value, ...]:
        """Return one of `values` and, behind it, what other sources print for the same."""
        return (value, *(other for other in self.others if other.year == value.year))


def compare_series(dataset: Dataset, areas: Sequence[Area], indicator: Indicator, years: range) -> list[Series]:
    """Return the series of areas, in their order, also of those of which nothing is known.

    Where an area ended before the last year did and the one that it went into has figures, these follow as a series of
    their own: the two are never one (`Series.before`).
    """
    asked = [_series(dataset, area, indicator, years) for area in areas]
    heirs: dict[str, list[str]] = {}
    for area in areas:
        if area.successor and ended_within(area, years):
            heirs.setdefault(area.successor, []).append(area.code)
    for code in {area.code for area in areas} & set(heirs):
        del heirs[code]
    new = [_series(dataset, dataset.areas[code], indicator, years, tuple(old)) for code, old in heirs.items()]
    return [*asked, *(one for one in new if one.values)]


def ended_within(area: Area, years: range) -> bool:
    """Tell whether an area no longer stood at the end of the last year."""
    return area.valid_to is not None and area.valid_to < dt.date(years[-1], 12, 31)


def _series(dataset: Dataset, area: Area, indicator: Indicator, years: range, before: tuple[str, ...] = ()) -> Series:
    printed = printed_values(dataset, dataset.select(area.code, indicator.code))
    known = [value for value in prefer(printed, dataset.corrections) if value.year in years]
    chosen = [told for year in years if (told := _of_year([value for value in known if value.year == year]))]
    values = tuple(value for value, _ in chosen)
    others = tuple(other for _, told in chosen for other in told)
    own = {value.year for value in values if value.freq != YEAR_TO_DATE}
    expected = own.union(_expected(dataset, area, indicator, years))
    dated = tuple(value for value in known if value.freq == YEAR_TO_DATE and value.preferred)
    return Series(area, values, others, tuple(sorted(expected)), before, dated)


def _of_year(known: list[Value]) -> tuple[Value, list[Value]] | None:
    for freq in (YEAR, YEAR_TO_DATE, POINT):
        told = [value for value in known if value.freq == freq]
        # Of one day told twice, once as a bare year, the one told more exactly.
        best = max(
            (value for value in told if value.preferred),
            key=lambda value: (last_day(value.period_end), len(value.period_end)),
            default=None,
        )
        if best:
            day, number = last_day(best.period_end), (best.obs_value, best.bound)
            same = [value for value in told if last_day(value.period_end) == day]
            return best, [value for value in same if (value.obs_value, value.bound) != number]
    return None


def _expected(dataset: Dataset, area: Area, indicator: Indicator, years: range) -> Iterator[int]:
    last = last_year(dataset, indicator)
    return (year for year in years if year <= last and stood_in(area, indicator, year))


def stood_in(area: Area, indicator: Indicator, year: int) -> bool:
    """Tell whether an area stood in a year: of a stock on some day, else to its end."""
    day = dt.date(year, 1, 1) if indicator.kind == "stock" else dt.date(year, 12, 31)
    began = area.valid_from is None or area.valid_from.year <= year
    return began and (area.valid_to is None or area.valid_to >= day)


def last_year(dataset: Dataset, indicator: Indicator) -> int:
    """Return the last year of which the edition can know a full figure; stocks and targets are told within the year."""
    return dataset.edition.year - (indicator.kind not in ("stock", "target"))


@dataclass(frozen=True)
class Indexed:
    """The full figures of one area as percentages of one of them.

    Attributes:
        area: The area.
        base: The figure that is 100; exact.
        values: The index of each full figure, unit `index`, the base's own among them.
    """

    area: Area
    base: Value
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Index:
    """The series of several areas, indexed.

    Attributes:
        base_year: The year that is 100 for all of them, None where each has its own.
        series: Those that have two full figures, one of them exact.
        left_out: The areas asked for that have figures, but not these.
    """

    base_year: int | None
    series: tuple[Indexed, ...]
    left_out: tuple[Area, ...]


def index_series(series: Sequence[Series], indicator: Indicator) -> Index:
    """Return an index of the areas asked for; of a rate there is none.

    The base is the first year of which all areas with two full figures have an exact one; where there is no such year,
    each area has its own first. A bound is no base, and a year to date is not indexed.
    """
    counted = indicator.kind in COUNTED
    asked = [one for one in series if one.values and not one.before and counted]
    fit = [one for one in asked if len(one.full) > 1 and _bases(one)]
    shared = set.intersection(*({base.year for base in _bases(one)} for one in fit)) if fit else set()
    year = min(shared, default=None)
    indexed = tuple(_indexed(one, next(base for base in _bases(one) if year in (None, base.year))) for one in fit)
    return Index(year, indexed, tuple(one.area for one in asked if one not in fit))


def _bases(series: Series) -> list[Value]:
    return [value for value in series.full if value.bound == EXACT and value.obs_value > 0]


def _indexed(series: Series, base: Value) -> Indexed:
    values = (
        dataclasses.replace(ratio(value, base, "index", decimals=1), unit="index", base_per=str(base.year))
        for value in series.full
    )
    return Indexed(series.area, base, tuple(values))


@dataclass(frozen=True)
class PerMembers:
    """A figure held against the members of the same year.

    Attributes:
        counted: The figure, of a full year or of a year to date.
        members: The latest number of members printed within the year.
        rate: The figure per 100 members.
    """

    counted: Value
    members: Value
    rate: Value


def per_members(dataset: Dataset, series: Sequence[Series], indicator: Indicator) -> list[PerMembers]:
    """Return persons of a flow or of a target per 100 members, where both are known of one year."""
    if indicator.kind not in ("flow", "target") or indicator.unit != "persons":
        return []
    found = []
    for value in (value for one in series for value in one.values):
        members = stock_of(dataset, value.ref_area, _MEMBERS, value.year)
        if members and members.obs_value > 0:
            rate = ratio(value, members, f"{indicator.code}_per_100_members")
            found.append(PerMembers(value, members, dataclasses.replace(rate, unit="per_100_members")))
    return found
