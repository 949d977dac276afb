"""How far an area has come with the target of a year, and how much a month the rest of the year must bring."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, YEAR, YEAR_TO_DATE
from analysis.measures.annual import annual_series, value_of
from analysis.measures.preference import preferred_values
from analysis.measures.readings import TO_DATE
from analysis.measures.values import Value, derive, difference, from_frame, ratio, stands_for
from analysis.text.periods import last_day

# Numbers a month below this are shown with a decimal.
_SMALL = 100


@dataclass(frozen=True)
class TargetProgress:
    """Admissions of an area against the target of a year; None where nothing is known.

    Attributes:
        admitted: Admissions of the full year, or else of the longest period known from 1 January.
        target: The preferred target of the year.
        other_targets: What other sources print as the target.
        rate: Completion as printed of that period, or else recomputed, in percent.
        short: By how many persons admissions fall short of the target; None if they do not.
        excess: By how many persons admissions exceed it; 0 where they just reach it.
    """

    admitted: Value | None
    target: Value | None
    other_targets: tuple[Value, ...]
    rate: Value | None
    short: Value | None
    excess: Value | None

    @property
    def is_over(self) -> bool:
        """Whether the full year is known."""
        known = self.admitted or self.rate
        return known is not None and known.freq == YEAR

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; None if that cannot be told, because nothing or just a bound is known."""
        if self.rate is None:
            return None
        value = self.rate.obs_value
        low, high = (value, value) if self.rate.bound == EXACT else stands_for(self.rate)
        return True if low >= 100 else False if high < 100 else None


@dataclass(frozen=True)
class MonthlyNeed:
    """What the rest of the year must bring a month, against what the year has brought so far.

    A part of a month counts by its days: to 10 October, 9 and 10/31 months have passed.

    Attributes:
        left: Months from the day after the cut-off to 31 December.
        needed: Admissions a month that reach the target.
        passed: Months from 1 January to the cut-off.
        so_far: Admissions a month up to the cut-off.
        pressure: What is needed a month as a percentage of what there was; None where there was none.
    """

    left: Value
    needed: Value
    passed: Value
    so_far: Value
    pressure: Value | None


def target_progress(dataset: Dataset, area: str, year: int) -> TargetProgress:
    """Return how far an area has come with the target of a year; half-years and quarters from 1 January count too."""
    admitted = _latest(dataset, area, "admissions", year)
    target = value_of(dataset, area, "admissions_target", year)
    targets = annual_series(dataset, area, "admissions_target")
    others = targets[(targets["year"] == year) & ~targets["preferred"].astype(bool)]
    short = _gap(target, admitted, "admissions_remaining", admitted) if admitted and target else None
    excess = _gap(admitted, target, "admissions_excess", admitted) if admitted and target else None
    return TargetProgress(
        admitted=admitted,
        target=target,
        other_targets=tuple(from_frame(others)),
        rate=_rate(dataset, area, year, admitted, target),
        short=short if short and short.obs_value > 0 else None,
        excess=excess if excess and excess.obs_value >= 0 else None,
    )


def _latest(dataset: Dataset, area: str, indicator: str, year: int, like: Value | None = None) -> Value | None:
    """Return the figure of the full year, or else of the longest period from 1 January; of that of `like` if given."""
    rows = dataset.select(area, indicator, year=year)
    rows = rows[(rows["freq"] == YEAR) | (rows["freq"].isin(TO_DATE) & (rows["period_start"] == f"{year}-01-01"))]
    if like:
        rows = rows[(rows["freq"] == like.freq) & (rows["period_end"] == like.period_end)]
    return max(preferred_values(dataset, rows), key=_length, default=None)


def _length(value: Value) -> tuple[bool, str, bool]:
    return value.freq == YEAR, str(last_day(value.period_end)), value.freq == YEAR_TO_DATE


def _rate(dataset: Dataset, area: str, year: int, admitted: Value | None, target: Value | None) -> Value | None:
    printed = _latest(dataset, area, "completion_rate", year, like=admitted)
    computed = ratio(admitted, target, "completion_rate") if admitted and target and target.obs_value else None
    return printed or computed


def _gap(above: Value, below: Value, indicator: str, period: Value) -> Value:
    """Return above less below, as of the period of a value."""
    return dataclasses.replace(
        difference(above, below, indicator),
        freq=period.freq,
        period_start=period.period_start,
        period_end=period.period_end,
        base_per="",
    )


def monthly_need(progress: TargetProgress) -> MonthlyNeed | None:
    """Return what the rest of the year must bring a month.

    Returns:
        Numbers of months and of persons a month; None where the target is not missed, the full year is known, the
        cut-off is not printed to the month, or no day of the year is left after it.
    """
    admitted, short = progress.admitted, progress.short
    if not admitted or not short or progress.is_over or len(admitted.period_end) == len("2023"):
        return None
    day = last_day(admitted.period_end)
    months = day.month - 1 + day.day / last_day(f"{day:%Y-%m}").day
    if months == 12:
        return None
    passed = _months(admitted, months, "months from 1 January to the cut-off, part of a month by its days")
    left = _months(admitted, 12 - months, "months from the cut-off to 31 December, part of a month by its days")
    needed, so_far = _monthly(short, left), _monthly(admitted, passed)
    pressure = ratio(needed, so_far, "monthly_pressure", decimals=0) if admitted.obs_value else None
    return MonthlyNeed(left, needed, passed, so_far, pressure)


def _months(admitted: Value, months: float, formula: str) -> Value:
    changes = {"indicator": "months", "obs_value": months, "bound": EXACT, "unit": "months", "formula": formula}
    return derive(admitted, decimals=1, **changes)


def _monthly(persons: Value, months: Value) -> Value:
    return derive(
        persons,
        months,
        indicator=f"{persons.indicator}_monthly",
        obs_value=persons.obs_value / months.obs_value,
        unit="persons_per_month",
        formula=f"{persons.indicator} / months",
        decimals=0 if persons.obs_value / months.obs_value >= _SMALL else 1,
    )
