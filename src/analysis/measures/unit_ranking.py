"""How the areas below one area stand against each other: each level and period on its own, bounds without a rank."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, NATION, YEAR, YEAR_TO_DATE, Area
from analysis.measures.implied import implied_admissions
from analysis.measures.preference import preferred_values
from analysis.measures.values import Value, ratio

# Levels of units, from the largest; a unit is ranked within its own alone.
LEVELS = ("province", "district", "bloc", "commune")
_INDICATORS = ("admissions", "admissions_target", "completion_rate")
# Periods that lie within a year; a term or several years are no figure of a year.
WITHIN_YEAR = (YEAR, YEAR_TO_DATE, "S", "Q", "M")
_YEAR_ONLY = len("2023")
Period = tuple[str, str, str]


@dataclass(frozen=True)
class Standing:
    """What is known of one unit in one period of a year; None where nothing is.

    Attributes:
        ref_area: Code of the unit.
        level: Its level, one of `LEVELS`.
        admitted: Admissions of the period, in persons.
        implied: Whole numbers of admissions that the printed rate implies, where none is printed.
        target: Target of the full year, in persons.
        printed_rate: Completion as printed, in percent.
        recomputed_rate: Completion from admitted and target, in percent.
    """

    ref_area: str
    level: str
    admitted: Value | None
    implied: tuple[Value, ...]
    target: Value | None
    printed_rate: Value | None
    recomputed_rate: Value | None

    @property
    def rate(self) -> Value | None:
        """The printed completion, or else the recomputed one."""
        return self.printed_rate or self.recomputed_rate

    @property
    def dated(self) -> Value:
        """A value of the standing, for its period."""
        value = self.admitted or self.printed_rate or self.target
        assert value is not None
        return value

    @property
    def printed(self) -> tuple[Value, ...]:
        """What sources print of it."""
        return tuple(value for value in (self.admitted, self.target, self.printed_rate) if value)


def standings(dataset: Dataset, area: str, year: int) -> list[Standing]:
    """Return the units below an area with admissions, a target or a completion rate in a year, in every period known.

    Below the nation these are the provinces; below any other area districts, blocs and communes, whatever their depth.
    They stand by level, then by code, then by period.
    """
    rows = dataset.select(area, scope="below", year=year)
    rows = rows[rows["indicator"].isin(_INDICATORS) & rows["freq"].isin(WITHIN_YEAR)]
    units = [code for code in rows["ref_area"].unique() if is_unit(area, dataset.areas[code])]
    found = [one for unit in units for one in _standings(dataset, unit, rows[rows["ref_area"] == unit])]
    return sorted(found, key=lambda one: (LEVELS.index(one.level), one.ref_area, _time(one.dated)))


def is_unit(area: str, unit: Area) -> bool:
    """Tell whether an area is a unit of another: a province of the nation, else a district, bloc or commune below."""
    if area == NATION:
        return unit.level == LEVELS[0]
    return unit.level in LEVELS and unit.code.startswith(f"{area}/")


def _standings(dataset: Dataset, unit: str, rows: pd.DataFrame) -> Iterator[Standing]:
    found = {(value.indicator, _period(value)): value for value in preferred_values(dataset, rows)}
    dated = sorted({period for indicator, period in found if indicator != "admissions_target"})
    targets = {period: value for (indicator, period), value in found.items() if indicator == "admissions_target"}
    target = next((value for (freq, _, _), value in targets.items() if freq == YEAR), None)
    for period in dated or sorted(targets):
        admitted, printed = found.get(("admissions", period)), found.get(("completion_rate", period))
        aim = targets.get(period, target)
        yield Standing(
            ref_area=unit,
            level=dataset.areas[unit].level,
            admitted=admitted,
            implied=implied_admissions(printed, aim) if printed and aim and not admitted else (),
            target=aim,
            printed_rate=printed,
            recomputed_rate=_completion(admitted, aim),
        )


def _completion(admitted: Value | None, target: Value | None) -> Value | None:
    if not admitted or not target or target.obs_value <= 0:
        return None
    whole = admitted.freq in (YEAR, YEAR_TO_DATE) or admitted.freq == target.freq
    return ratio(admitted, target, "completion_rate") if whole else None


def _period(value: Value) -> Period:
    return (value.freq, value.period_start, value.period_end)


def _time(value: Value) -> tuple[bool, str, str]:
    """Full years go first, then the others as they end."""
    return (value.freq != YEAR, value.period_end, value.period_start)


@dataclass(frozen=True)
class Ranking:
    """Units of one level with figures of one indicator and one period.

    Attributes:
        level: The level, one of `LEVELS`.
        ranked: Exact values with their rank, the highest first; equal ones share a rank.
        unranked: Values that have no rank: bounds, approximate ones, and years to date whose cut-off is not printed.
    """

    level: str
    ranked: tuple[tuple[int, Value], ...]
    unranked: tuple[Value, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """All values, those without a rank last."""
        return (*(value for _, value in self.ranked), *self.unranked)

    @property
    def first(self) -> tuple[Value, ...]:
        """The values of the highest rank."""
        return self._of_rank(self.ranked[0][0]) if self.ranked else ()

    @property
    def last(self) -> tuple[Value, ...]:
        """The values of the lowest rank."""
        return self._of_rank(self.ranked[-1][0]) if self.ranked else ()

    def _of_rank(self, rank: int) -> tuple[Value, ...]:
        return tuple(value for own, value in self.ranked if own == rank)


def rankings(dataset: Dataset, values: Iterable[Value | None]) -> list[Ranking]:
    """Return units ranked within their level and period, by level and then by period.

    Args:
        dataset: The dataset, for the levels of the areas.
        values: Values of one indicator; None, and a value that was already there, is passed over.
    """

    def group_of(value: Value) -> tuple[int, tuple[bool, str, str], str]:
        return (LEVELS.index(dataset.areas[value.ref_area].level), _time(value), value.freq)

    distinct = dict.fromkeys(value for value in values if value)
    known = sorted(distinct, key=lambda one: (group_of(one), -one.obs_value, one.ref_area))
    return [_ranking(LEVELS[group[0]], list(found)) for group, found in itertools.groupby(known, group_of)]


def _ranking(level: str, values: list[Value]) -> Ranking:
    exact = [value for value in values if _has_rank(value)]
    numbers = [value.obs_value for value in exact]
    ranked = tuple((numbers.index(value.obs_value) + 1, value) for value in exact)
    return Ranking(level, ranked, tuple(value for value in values if not _has_rank(value)))


def _has_rank(value: Value) -> bool:
    return value.bound == EXACT and not is_undated(value)


def is_undated(value: Value) -> bool:
    """Tell whether a value is of a year to date whose cut-off is not printed: it may be held against no other."""
    return value.freq == YEAR_TO_DATE and len(value.period_end) == _YEAR_ONLY
