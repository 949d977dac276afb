"""Series over years as charts hold them: where their points stand, what joins them, what is not known."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.dataset.model import AT_LEAST, AT_MOST
from analysis.figures.charts.labels import Point
from analysis.figures.charts.parts import is_to_date
from analysis.figures.page import Page
from analysis.figures.theme import SERIES
from analysis.measures.values import Value

# So many series stay legible in one chart; more get a panel each.
_TOGETHER = 3
# In the year in which an area ended, its figures stand so far left of the middle, those of the next as far right.
_ASIDE = 0.22
# Share of the scale that stays free above the highest point, for its label.
_ROOM = 0.16


@dataclass(frozen=True)
class Line:
    """One series.

    Attributes:
        name: What it stands for.
        values: One value a year, oldest first; full years that follow each other are joined.
        others: What else is printed for the same as one of `values`.
        loose: Years whose value is one end of a range; nothing is joined to it.
        standing: Years of which a value can be known; those without one have the sign of the unknown.
        ended: The last day of what the series stands for, None if that goes on.
        heir: The series of what it went into, drawn beside it and never joined to it.
    """

    name: str
    values: tuple[Value, ...]
    others: tuple[Value, ...] = ()
    loose: tuple[int, ...] = ()
    standing: tuple[int, ...] = ()
    ended: dt.date | None = None
    heir: Line | None = None

    @property
    def broken_year(self) -> int:
        """The year within which it ended, 0 if it goes on or ended with a year."""
        return self.ended.year if self.ended and (self.ended.month, self.ended.day) != (12, 31) else 0

    @property
    def gaps(self) -> set[int]:
        """Years of which a value can be known, and is not."""
        return set(self.standing) - {value.year for value in self.values}


@dataclass(frozen=True)
class Drawn:
    """A series as it is drawn: its colour and its marker, and the year within which it took over from another."""

    line: Line
    colour: str
    marker: str
    begun: int

    def points(self, values: Sequence[Value]) -> list[Point]:
        """Return where values of the series stand."""
        aside = {self.line.broken_year: -_ASIDE, self.begun: _ASIDE, 0: 0.0}
        return [(value.year + aside.get(value.year, 0.0), value.obs_value) for value in values]

    @property
    def joined(self) -> list[tuple[Point, Point, bool]]:
        """The ends of each line between full years that follow each other, and whether one of them is just a bound."""
        known = list(zip(self.points(self.line.values), self.line.values, strict=True))
        return [
            (start, end, not {before.bound, after.bound}.isdisjoint((AT_LEAST, AT_MOST)))
            for (start, before), (end, after) in itertools.pairwise(known)
            if after.year == before.year + 1 and self._is_joined(before) and self._is_joined(after)
        ]

    def _is_joined(self, value: Value) -> bool:
        return not is_to_date(value) and value.year not in self.line.loose


@dataclass(frozen=True)
class Frame:
    """What the panels of a chart share: page, years of the axis, a rule, ends of the scale, size of the labels."""

    page: Page
    years: range
    rule: float | None
    low: float
    high: float

    def holds(self, day: dt.date | None) -> bool:
        """Tell whether a day lies on the axis, and not at its end."""
        return day is not None and day.year in self.years and day < dt.date(self.years[-1], 12, 31)


def style_lines(lines: Sequence[Line]) -> list[Drawn]:
    """Return the series and behind them their heirs, each once and with a style of its own; only what has values."""
    begun = dict.fromkeys(lines, 0)
    for line in lines:
        if line.heir:
            begun.setdefault(line.heir, line.broken_year)
    styled = zip(begun.items(), itertools.cycle(SERIES), strict=False)
    return [Drawn(line, *style, year) for (line, year), style in styled if line.values]


def gaps_of(lines: Sequence[Line], drawn: Sequence[Drawn]) -> set[int]:
    """Return the years of which a value of some series can be known, and none is drawn."""
    known = {value.year for one in drawn for value in one.line.values}
    return {year for line in lines for year in line.gaps} - known


def limits_of(values: Sequence[Value], rule: float | None) -> tuple[float, float]:
    """Return the ends of a scale that holds values, and zero or else a rule, with room for what is written."""
    heights = [*(value.obs_value for value in values), 0.0 if rule is None else rule]
    low, high = min(heights), max(heights)
    room = _ROOM * (high - low or 1)
    return low - room * (low < 0 or rule is not None), high + room


def is_low(value: Value, own: Drawn, drawn: Sequence[Drawn]) -> bool:
    """Tell whether the label had better stand below: another series is higher in that year, or both neighbours are."""
    if any(
        other.year == value.year and other.obs_value > value.obs_value for one in drawn for other in one.line.values
    ):
        return True
    near = [other.obs_value for other in own.line.values if abs(other.year - value.year) == 1]
    return len(near) > 1 and min(near) > value.obs_value


def is_together(drawn: Sequence[Drawn]) -> bool:
    """Tell whether series are so few that they share the axes."""
    return len(drawn) <= _TOGETHER
