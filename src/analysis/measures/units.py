"""How the areas below one area stand: admissions, targets, completion, quota against members."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import YEAR, YEAR_TO_DATE
from analysis.measures.annual import completion, printed_completion, stock_of, target_rate, value_of
from analysis.measures.implied import implied_admissions, implied_earlier
from analysis.measures.preference import preferred_values
from analysis.measures.values import Value, total
from analysis.text.periods import last_day


@dataclass(frozen=True)
class UnitProgress:
    """What is known of one unit in one year; None where nothing is.

    Attributes:
        ref_area: Code of the unit.
        admitted: Admissions, of the full year or of the year to date.
        implied: Whole numbers of admissions that the printed rate implies, where none is printed.
        target: The target.
        printed_rate: Completion as printed, in percent.
        recomputed_rate: Completion from admitted and target, in percent.
        target_rate: Target as a percentage of the members.
        pending: Files being verified.
        expected: Admissions to date if every file that is pending on the same day succeeds.
        classes: Awareness classes held.
        trainees: Persons who attended them.
    """

    ref_area: str
    admitted: Value | None
    implied: tuple[Value, ...]
    target: Value | None
    printed_rate: Value | None
    recomputed_rate: Value | None
    target_rate: Value | None
    pending: Value | None
    expected: Value | None
    classes: Value | None
    trainees: Value | None

    @property
    def rate(self) -> Value | None:
        """The printed completion, or else the recomputed one."""
        return self.printed_rate or self.recomputed_rate

    @property
    def order(self) -> tuple[int, float, str]:
        """Full years, then years to date, for the two are never ranked with each other; highest first, none last.

        Units of which no rate is known are ordered by their target, the largest first.
        """
        if not self.rate:
            return (2, -self.target.obs_value if self.target else math.inf, self.ref_area)
        return (int(self.rate.freq == YEAR_TO_DATE), -self.rate.obs_value, self.ref_area)


def unit_progress(dataset: Dataset, area: str, year: int) -> list[UnitProgress]:
    """Return the units below an area that have a target, admissions or a completion rate of a year, highest first.

    A figure of several years, such as a term, that ends in the year is none of the year.
    """
    rows = dataset.select(area, scope="below", year=year)
    told = rows[rows["indicator"].isin(["admissions", "admissions_target", "completion_rate"])]
    found = [_progress(dataset, unit, year) for unit in told["ref_area"].unique()]
    return sorted((unit for unit in found if unit.admitted or unit.target or unit.rate), key=lambda unit: unit.order)


def _progress(dataset: Dataset, unit: str, year: int) -> UnitProgress:
    admitted = value_of(dataset, unit, "admissions", year)
    target = value_of(dataset, unit, "admissions_target", year)
    rate = printed_completion(dataset, unit, year)
    pending = stock_of(dataset, unit, "pending_files", year)
    return UnitProgress(
        ref_area=unit,
        admitted=admitted,
        implied=implied_admissions(rate, target) if rate and target and not admitted else (),
        target=target,
        printed_rate=rate,
        recomputed_rate=completion(dataset, unit, year),
        target_rate=target_rate(dataset, unit, year),
        pending=pending,
        expected=_expected(admitted, pending),
        classes=value_of(dataset, unit, "training_classes", year),
        trainees=value_of(dataset, unit, "trainees", year),
    )


def _expected(admitted: Value | None, pending: Value | None) -> Value | None:
    """Add what is pending on the day to which admissions are counted; of another day, some may be counted twice."""
    if not admitted or not pending or admitted.freq != YEAR_TO_DATE:
        return None
    return total(admitted, pending) if last_day(admitted.period_end) == last_day(pending.period_end) else None


def quota_extremes(dataset: Dataset, area: str, year: int) -> tuple[Value, Value] | None:
    """Return the largest and the smallest target among the units directly below an area.

    None if fewer than two are known. Units not known may have more or less, unless the source says otherwise.
    """
    rows = dataset.select(area, "admissions_target", freq=YEAR, year=year, scope="below")
    rows = rows[rows["ref_area"].str.count("/") == area.count("/") + 1]
    values = sorted(preferred_values(dataset, rows), key=lambda value: value.obs_value)
    return (values[-1], values[0]) if len(values) > 1 else None


def earlier_targets(dataset: Dataset, area: str, year: int) -> list[Value]:
    """Return, for the units of an area, the target of the year before that a printed change implies."""
    changes = dataset.select(area, "admissions_target_change", year=year, scope="below")
    found = []
    for change in preferred_values(dataset, changes):
        target = value_of(dataset, change.ref_area, "admissions_target", year)
        known = value_of(dataset, change.ref_area, "admissions_target", int(change.base_per))
        if target and not known:
            found.append(implied_earlier(target, change))
    return found
