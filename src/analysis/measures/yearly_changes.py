"""What changed between full years of one indicator: recomputed, with what sources print of the same change."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import AT_LEAST, AT_MOST, EXACT, OTHER, POINT, YEAR, Indicator
from analysis.measures.preference import preferred_values
from analysis.measures.series import COUNTED, Series
from analysis.measures.values import Value, difference, growth, overlap, rounding_interval, stands_for
from analysis.text.periods import last_day

# What a bound says of a difference in which it is subtracted.
_TURNED = {AT_LEAST: AT_MOST, AT_MOST: AT_LEAST}


@dataclass(frozen=True)
class Change:
    """What changed between two full years that are known, none between them, or between two days of a stock.

    Attributes:
        earlier: The earlier figure, None where just the printed change is known.
        later: The later figure.
        change: Later less earlier, None where bounds leave it open; of percentages in percentage points.
        growth: The same in percent of the earlier figure; None of an indicator that is no count.
        printed: The changes and growths that sources print for the same two years.
    """

    earlier: Value | None
    later: Value
    change: Value | None
    growth: Value | None
    printed: tuple[Value, ...]

    @property
    def years(self) -> tuple[int, int]:
        """The two years."""
        return self.earlier.year if self.earlier else int(self.printed[0].base_per), self.later.year

    @property
    def ranked(self) -> bool:
        """Whether its growth can be ranked: from one year to the next, between exact figures."""
        first, last = self.years
        return last == first + 1 and self.growth is not None and self.growth.bound == EXACT

    def recomputed(self, printed: Value) -> Value | None:
        """Return what a printed change should be by the two figures; None if that can't be told."""
        return self.growth if printed.unit == "percent" else self.change

    def agrees(self, printed: Value) -> bool:
        """Tell whether a printed change is within rounding of what the two figures allow."""
        if self.earlier is None or self.recomputed(printed) is None:
            return True
        (low, high), (least, most) = stands_for(self.later), stands_for(self.earlier)
        if printed.unit != "percent":
            return overlap((low - most, high - least), rounding_interval(printed))
        steepest = 100 * (high / least - 1) if least > 0 else math.inf
        return overlap((100 * (low / most - 1), steepest), rounding_interval(printed))


def changes_of(dataset: Dataset, series: Sequence[Series], indicator: Indicator) -> list[Change]:
    """Return the changes between full figures that follow each other, by area and year.

    A change that is printed while its earlier figure is not known stands for itself.
    """
    found = []
    for one in series:
        printed = _printed_changes(dataset, one, indicator)
        first = [(None, one.full[0])] if one.full else []
        for earlier, later in (*first, *itertools.pairwise(one.full)):
            of_later = [value for value in printed if _is_of(value, later)]
            same = tuple(value for value in of_later if earlier and value.base_per == str(earlier.year))
            if earlier:
                told = (
                    (None, None)
                    if one.is_range(earlier) or one.is_range(later)
                    else _between(earlier, later, indicator)
                )
                found.append(Change(earlier, later, *told, same))
            alone = tuple(value for value in of_later if value not in same)
            found += [Change(None, later, None, None, (value,)) for value in alone]
    return found


def _printed_changes(dataset: Dataset, series: Series, indicator: Indicator) -> list[Value]:
    kinds = [
        code
        for code, other in dataset.indicators.items()
        if other.kind in ("growth", "difference") and other.numerator == other.denominator == indicator.code
    ]
    rows = dataset.select(series.area.code)
    rows = rows[rows["indicator"].isin(kinds) & (rows["base_per"].str.len() == len("2023"))]
    freqs = (YEAR, POINT, OTHER) if indicator.kind == "stock" else (YEAR,)
    return preferred_values(dataset, rows[rows["freq"].isin(freqs)])


def _is_of(printed: Value, later: Value) -> bool:
    same_day = last_day(printed.period_end) == last_day(later.period_end)
    return same_day if printed.freq == POINT else printed.year == later.year


def _between(earlier: Value, later: Value, indicator: Indicator) -> tuple[Value | None, Value | None]:
    bounds = {later.bound, _TURNED.get(earlier.bound, earlier.bound)} - {EXACT}
    # "At least" less "at least" can be anything.
    if len(bounds) > 1:
        return None, None
    change = difference(later, earlier, f"{indicator.code}_change")
    change = dataclasses.replace(change, decimals=max(earlier.decimals, later.decimals))
    if indicator.kind not in COUNTED:
        unit = "percentage_points" if later.unit == "percent" else later.unit
        return dataclasses.replace(change, unit=unit), None
    grown = growth(later, earlier, f"{indicator.code}_growth") if earlier.obs_value > 0 else None
    return change, grown


def extremes(changes: Sequence[Change]) -> list[Change]:
    """Return the change of the greatest and that of the least growth from one year to the next; of one that alone."""
    ranked = sorted((one for one in changes if one.ranked), key=lambda one: -one.growth.obs_value if one.growth else 0)
    return ranked if len(ranked) < 2 else [ranked[0], ranked[-1]]
