"""Counts that no source prints but that its printed rates imply, each as the range of whole numbers that fit."""

from __future__ import annotations

from analysis.dataset.model import EXACT
from analysis.measures.values import Value, derive, difference, rounding_interval, whole_numbers


def implied_admissions(rate: Value, target: Value) -> tuple[Value, ...]:
    """Return every whole number of admissions that, as a percentage of the target, rounds to the printed rate.

    With a target of 17 a printed 88.24% leaves 15 alone (15/17 = 88.235…%). From a bound nothing is implied.

    Args:
        rate: Printed completion rate, in percent.
        target: The target, in persons.
    """
    if not rate.bound == target.bound == EXACT:
        return ()
    low, high = (end * target.obs_value / 100 for end in rounding_interval(rate))
    return tuple(
        _implied(rate, target, indicator="admissions", count=count, formula="completion_rate * admissions_target / 100")
        for count in whole_numbers(low, high)
    )


def implied_base(value: Value, rate: Value, indicator: str, base_period: str) -> tuple[Value, ...]:
    """Return every whole number from which the value has grown by the printed rate.

    824 admissions, 8.56% more than in the term before, leave 759 alone (824/759 = 1.08564). From a bound nothing is
    implied.

    Args:
        value: The grown number.
        rate: Its printed growth, in percent.
        indicator: Indicator of the base.
        base_period: Last year of the base's period, ISO 8601.
    """
    if not value.bound == rate.bound == EXACT:
        return ()
    low, high = (value.obs_value / (1 + end / 100) for end in reversed(rounding_interval(rate)))
    formula = f"{value.indicator} / (1 + {rate.indicator} / 100)"
    return tuple(
        _implied(value, rate, indicator=indicator, count=count, formula=formula, period_end=base_period)
        for count in whole_numbers(low, high)
    )


def implied_earlier(value: Value, change: Value) -> Value:
    """Return the value less its printed change: the figure of the base period, in the same unit."""
    return derive(
        difference(value, change, value.indicator),
        base_per="",
        period_start=f"{change.base_per}-01-01",
        period_end=f"{change.base_per}-12-31",
    )


def _implied(
    first: Value, second: Value, *, indicator: str, count: int, formula: str, period_end: str | None = None
) -> Value:
    changes = {"period_start": "", "period_end": period_end} if period_end else {}
    return derive(
        first,
        second,
        indicator=indicator,
        obs_value=float(count),
        unit="persons",
        formula=formula,
        decimals=0,
        base_per="",
        **changes,
    )
