"""What is known of one area in one year, and over the years."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import AT_LEAST, POINT, TOTAL, YEAR, YEAR_TO_DATE
from analysis.measures.preference import prefer, preferred_of
from analysis.measures.printed import printed_of
from analysis.measures.values import Value, difference, from_frame, growth, ratio, to_frame
from analysis.text.periods import last_day


def annual_series(dataset: Dataset, area: str, indicator: str, *, last: int | None = None) -> pd.DataFrame:
    """Return the yearly and year-to-date figures of an indicator.

    A year-to-date figure stands only for a year of which no full-year figure is known, and only the latest one does;
    it keeps its frequency YTD. Where sources disagree on a year all values stay, one of them preferred.

    Args:
        dataset: The dataset.
        area: Code of the area.
        indicator: Code of a flow or a target.
        last: Last year wanted; None is all.

    Returns:
        The columns of `measures.values.to_frame`, sorted by year and then by preference.
    """
    values = printed_of(dataset, area, indicator)
    years = sorted({value.year for value in values if last is None or value.year <= last})
    chosen = [value for year in years for value in _of_year(values, year)]
    return to_frame(chosen)


def _of_year(values: list[Value], year: int) -> list[Value]:
    full = [value for value in values if value.freq == YEAR and value.year == year]
    to_date = [value for value in values if value.freq == YEAR_TO_DATE and value.year == year]
    if not full and to_date:
        latest = max(last_day(value.period_end) for value in to_date)
        full = [value for value in to_date if last_day(value.period_end) == latest]
    return sorted(prefer(full), key=lambda value: not value.preferred)


def value_of(dataset: Dataset, area: str, indicator: str, year: int, *, segment: str = TOTAL) -> Value | None:
    """Return the preferred figure of a year: the full year's, else the latest year to date; None if none is known."""
    values = printed_of(dataset, area, indicator, segment=segment, year=year)
    return next((value for value in _of_year(values, year) if value.preferred), None)


def stock_of(dataset: Dataset, area: str, indicator: str, year: int) -> Value | None:
    """Return the latest figure of a stock within a year, None if none is known."""
    values = printed_of(dataset, area, indicator, freq=POINT, year=year)
    return max(preferred_of(dataset, values), key=lambda value: last_day(value.period_end), default=None)


def completion(dataset: Dataset, area: str, year: int) -> Value | None:
    """Return admissions as a percentage of the target, recomputed; None if a figure is missing."""
    admitted = value_of(dataset, area, "admissions", year)
    target = value_of(dataset, area, "admissions_target", year)
    return ratio(admitted, target, "completion_rate") if admitted and target else None


def printed_completion(dataset: Dataset, area: str, year: int) -> Value | None:
    """Return the printed completion of a year, of the same period as its admissions if these are known."""
    admitted = value_of(dataset, area, "admissions", year)
    values = printed_of(dataset, area, "completion_rate", year=year)
    if admitted:
        period = (admitted.freq, admitted.period_end)
        values = [value for value in values if (value.freq, value.period_end) == period]
    return next((value for value in _of_year(values, year) if value.preferred), None)


def remaining(dataset: Dataset, area: str, year: int) -> Value | None:
    """Return by how many persons the admissions fall short of the target; None if a figure is missing or it is reached.

    Its period is that of the admissions: of a year to date it is what the target still asks for.
    """
    admitted = value_of(dataset, area, "admissions", year)
    target = value_of(dataset, area, "admissions_target", year)
    if not admitted or not target or admitted.obs_value >= target.obs_value:
        return None
    short = difference(target, admitted, "admissions_remaining")
    return dataclasses.replace(
        short, freq=admitted.freq, period_start=admitted.period_start, period_end=admitted.period_end, base_per=""
    )


def target_growth(dataset: Dataset, area: str, year: int) -> Value | None:
    """Return the growth of the target over the year before, in percent; None if one of the targets is missing."""
    target = value_of(dataset, area, "admissions_target", year)
    before = value_of(dataset, area, "admissions_target", year - 1)
    return growth(target, before, "admissions_target_growth") if target and before else None


def target_rate(dataset: Dataset, area: str, year: int) -> Value | None:
    """Return the target as a percentage of the members, by the latest stock within the year; None if unknown."""
    target = value_of(dataset, area, "admissions_target", year)
    members = stock_of(dataset, area, "members", year)
    return ratio(target, members, "admission_rate_target") if target and members else None


def rate_rule(dataset: Dataset, area: str, year: int) -> tuple[Value, Value] | None:
    """Return the ends of the range within which the target is asked to lie, in percent of the members.

    The range is the one printed for the area in the year; None if none is.
    """
    printed = printed_of(dataset, area, "admission_rate_target", freq=YEAR, year=year)
    values = sorted(printed, key=lambda value: value.obs_value)
    return (values[0], values[-1]) if len(values) > 1 and values[0].bound == AT_LEAST else None


@dataclass(frozen=True)
class YearFigures:
    """What is known of one area in one year; None where nothing is.

    Attributes:
        year: The calendar year.
        admitted: Admissions of the full year, or else of the year to date.
        targets: Every target printed, the preferred one first.
        printed_rate: Completion as printed, in percent.
        recomputed_rate: Completion recomputed, in percent.
    """

    year: int
    admitted: Value | None
    targets: tuple[Value, ...]
    printed_rate: Value | None
    recomputed_rate: Value | None


def year_figures(dataset: Dataset, area: str, last: int) -> list[YearFigures]:
    """Return the years, up to the last one wanted, of which admissions, a target or a completion rate is known."""
    targets = annual_series(dataset, area, "admissions_target", last=last)
    indicators = ("admissions", "admissions_target", "completion_rate")
    known = [value for indicator in indicators for value in printed_of(dataset, area, indicator)]
    years = sorted({value.year for value in known if value.freq in (YEAR, YEAR_TO_DATE) and value.year <= last})
    return [
        YearFigures(
            year,
            value_of(dataset, area, "admissions", year),
            tuple(from_frame(targets[targets["year"] == year])),
            printed_completion(dataset, area, year),
            completion(dataset, area, year),
        )
        for year in years
    ]
