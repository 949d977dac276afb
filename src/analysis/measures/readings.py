"""How much of a year's target was completed by which day, as a rate of the days passed; readings that compare."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import APPROX, EXACT, YEAR, YEAR_TO_DATE
from analysis.measures.preference import preferred_values
from analysis.measures.values import Value, derive, ratio
from analysis.text.periods import last_day

# Readings are compared where their days of the year differ by no more: a quarter of the year in all.
WINDOW = 45
# Kinds of periods that may run from 1 January to a day within the year.
TO_DATE = (YEAR_TO_DATE, "S", "Q", "M")


@dataclass(frozen=True)
class Reading:
    """How much of a whole was done by a day of the year.

    Attributes:
        done: What was done, in percent: of the target, or of the admissions of the full year.
        passed: What had passed of the year at the end of that day, in percent.
        pace: What was done as a percentage of what had passed; 100 is an even pace.
    """

    done: Value
    passed: Value
    pace: Value

    @property
    def day(self) -> dt.date:
        """The day; of a month, its last one."""
        return last_day(self.done.period_end)

    @property
    def province(self) -> str:
        """Code of the province that the area is or lies in."""
        return _root(self.done.ref_area)

    def carried(self, passed: float) -> Value:
        """Return what is done when so much of the year has passed, in percent, if it grows with the days passed."""
        if passed == self.passed.obs_value:
            return self.done
        return derive(
            self.done,
            obs_value=self.pace.obs_value * passed / 100,
            formula=f"{self.done.indicator} * {passed:.4f} / {self.passed.obs_value:.4f}",
            decimals=1,
        )


def completions(dataset: Dataset, area: str | None = None, year: int | None = None) -> list[Value]:
    """Return completion on each day that is known to the month, and of each full year: one value an area and period.

    It is the printed one, or, where none is printed or just a bound, admissions over the target of the year.

    Args:
        dataset: The dataset.
        area: Code of an area; None is all.
        year: Calendar year; None is all.

    Returns:
        Completion in percent, by the last day of the period and the area.
    """
    targets = {(one.ref_area, one.year): one for one in _since_january(dataset, "admissions_target", area, year)}
    found: dict[tuple[str, dt.date, bool], Value] = {}
    for admitted in _since_january(dataset, "admissions", area, year):
        target = targets.get((admitted.ref_area, admitted.year))
        if target and target.freq == YEAR and target.obs_value:
            found[_key(admitted)] = ratio(admitted, target, "completion_rate")
    for printed in _since_january(dataset, "completion_rate", area, year):
        known = found.get(_key(printed))
        if known is None or printed.bound == EXACT or known.bound != EXACT:
            found[_key(printed)] = printed
    return sorted(found.values(), key=_order)


def shares_of_year(dataset: Dataset) -> list[Value]:
    """Return what part of a full year's admissions was made by a day within it, in percent, by day and area."""
    admitted = _since_january(dataset, "admissions")
    full = {(one.ref_area, one.year): one for one in admitted if one.freq == YEAR and one.obs_value}
    pairs = [(one, full.get((one.ref_area, one.year))) for one in admitted if one.freq != YEAR]
    return sorted((ratio(one, whole, "share_of_year") for one, whole in pairs if whole), key=_order)


def _since_january(dataset: Dataset, indicator: str, area: str | None = None, year: int | None = None) -> list[Value]:
    """Return the figures of full years, and of periods from 1 January to a day or month that is printed."""
    rows = dataset.select(area, indicator, year=year)
    dated = rows["freq"].isin(TO_DATE) & (rows["period_end"].str.len() > len("2023"))
    rows = rows[(rows["freq"] == YEAR) | dated]
    begins = rows["period_start"] == rows["period_end"].str[:4] + "-01-01"
    return preferred_values(dataset, rows[begins])


def _key(value: Value) -> tuple[str, dt.date, bool]:
    return value.ref_area, last_day(value.period_end), value.freq == YEAR


def _order(value: Value) -> tuple[dt.date, bool, str]:
    return last_day(value.period_end), value.freq == YEAR, value.ref_area


def _root(code: str) -> str:
    return code.partition("/")[0]


def read(done: Value) -> Reading:
    """Return what was done in a period from 1 January, in percent, as a reading on the last day of the period."""
    day = last_day(done.period_end)
    days = day.replace(month=12, day=31).timetuple().tm_yday
    passed = derive(
        done,
        indicator="year_passed",
        obs_value=100 * day.timetuple().tm_yday / days,
        bound=EXACT,
        unit="percent",
        formula="100 * day of the year / days of the year",
        decimals=1,
    )
    pace = ratio(done, passed, "pace", decimals=1)
    return Reading(done, passed, pace)


def comparable(dataset: Dataset, area: str, values: Iterable[Value]) -> list[Reading]:
    """Return the readings of other provinces, of areas of the same kind where a province has both on one day.

    Kinds are a province itself, and any unit below it. Of units named beside their province, those that do well are
    named more often, so they would not do for a province; nor would the province for a unit. Bounds are left out, for
    their place in an order is not known.
    """
    groups: dict[tuple[str, dt.date], list[Value]] = defaultdict(list)
    for value in values:
        if _is_other(dataset, _root(area), _root(value.ref_area)) and value.bound in (EXACT, APPROX):
            groups[_root(value.ref_area), last_day(value.period_end)].append(value)
    alike = {key: [one for one in group if ("/" in one.ref_area) == ("/" in area)] for key, group in groups.items()}
    return [read(value) for key, group in groups.items() for value in alike[key] or group]


def _is_other(dataset: Dataset, own: str, province: str) -> bool:
    """Tell whether an area is another province, and neither one that the own went into nor one that went into it."""
    areas = dataset.areas
    kin = (own, areas[own].successor)
    levels = areas[own].level, areas[province].level
    return levels == ("province", "province") and province not in kin and areas[province].successor != own


def near_to(readings: Iterable[Reading], own: Reading | None) -> tuple[Reading, ...]:
    """Return the readings from around the day of the year of another; days are counted in years of 365."""
    if own is None:
        return ()
    here = own.passed.obs_value
    return tuple(one for one in readings if round(365 * abs(one.passed.obs_value - here) / 100) <= WINDOW)
