"""What printed figures state about quantities, as linear statements that keep their lineage.

A count states its quantity; a rate, a change or an average ties quantities together. What no source prints, since it
lies in the nature of the figures, is stated in `structure.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, POINT, TERM, YEAR_TO_DATE
from analysis.measures.identities import AVERAGE, DIFFERENCE, GROWTH, RATIO, Identity, Key, identity_of, key_of
from analysis.measures.values import Value, group_key, stands_for

COUNT, FIGURE, STRUCTURE = "count", "figure", "structure"
COUNTED = ("flow", "stock", "target")
# The two readings of a rate of a whole term, "26.9% above the goal".
TERM_GOAL, YEARLY_GOAL = "term_goal", "yearly_goal"
_DAY = len("2023-10-31")


@dataclass(frozen=True)
class Row:
    """One linear inequality: low <= the sum of coefficient times quantity <= high."""

    terms: tuple[tuple[Key, float], ...]
    low: float
    high: float


@dataclass(frozen=True)
class Statement:
    """What one printed figure or one rule says about quantities.

    Attributes:
        kind: count, figure (any other number taken by itself), ratio, growth, difference, average; or structure.
        rows: What it says; all of them hold if it does.
        values: The printed figure; none of a rule.
        rule: Name of the rule (`structure.py`), and "whole": a count is a whole number. Blank of a printed figure.
        reading: How a rate of a term is read: against the goal for the whole term, or for each year. Mostly blank.
    """

    kind: str
    rows: tuple[Row, ...]
    values: tuple[Value, ...] = ()
    rule: str = ""
    reading: str = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The quantities that it speaks of, each once."""
        return tuple(dict.fromkeys(key for row in self.rows for key, _ in row.terms))

    @property
    def observation_ids(self) -> tuple[str, ...]:
        """The observations behind it."""
        return tuple(key for value in self.values for key in value.observation_ids)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources behind it."""
        return tuple(key for value in self.values for key in value.source_ids)

    @property
    def is_exact(self) -> bool:
        """Whether it prints one quantity, all digits of it."""
        return self.kind in (COUNT, FIGURE) and self.values[0].bound == EXACT and self.values[0].decimals >= 0


def is_counted(dataset: Dataset, key: Key) -> bool:
    """Tell whether a quantity is a number of persons or things, and therefore whole."""
    return dataset.indicators[key.indicator].kind in COUNTED


def figure_statement(dataset: Dataset, value: Value) -> Statement:
    """Return what a printed figure says of its own quantity: low <= x <= high, by its decimals and its bound.

    A bound of a count is the whole number within: "2,770 or more" does not begin at 2,769.5.
    """
    key = key_of(value)
    counted = is_counted(dataset, key)
    low, high = stands_for(value)
    if counted and value.bound != EXACT:
        low, high = (math.ceil(low) if math.isfinite(low) else low), (math.floor(high) if math.isfinite(high) else high)
    return Statement(COUNT if counted else FIGURE, (Row(((key, 1.0),), low, high),), (value,))


def tie_statement(identity: Identity, reading: str = "") -> Statement:
    """Return what a printed rate, change or average says of the quantities a above and b below the line.

    With low and high the ends of what was rounded to the printed figure: ratio: low/100 b <= a <= high/100 b; growth:
    (1 + low/100) b <= a <= (1 + high/100) b; difference: low <= a - b <= high; average: low years <= a <= high years.
    """
    printed, above, below = identity.printed, identity.above, identity.below
    low, high = stands_for(printed)
    if identity.relation == AVERAGE:
        rows = [Row(((above, 1.0),), low * identity.years, high * identity.years)]
    elif identity.relation == DIFFERENCE:
        assert below
        rows = [Row(((above, 1.0), (below, -1.0)), low, high)]
    else:
        assert below
        one = 1.0 if identity.relation == GROWTH else 0.0
        ends = ((low, 0.0, math.inf), (high, -math.inf, 0.0))
        rows = [Row(((above, 1.0), (below, -one - end / 100)), *span) for end, *span in ends if math.isfinite(end)]
    return Statement(identity.relation, tuple(rows), (printed,), reading=reading)


def printed_statements(dataset: Dataset, values: Iterable[Value]) -> list[Statement]:
    """Return the statements of the figures that go into computations, in their order.

    These are the preferred ones, and whatever else their sources print of the same thing: the other end of a range. A
    rate is stated by itself, too, where another figure is a change of it.

    Args:
        dataset: The dataset, for the indicators and terms.
        values: Printed values with `preferred` set.
    """
    used = list(_used(values))
    ties = {value: tie for value in used if (tie := _tie(dataset, value))}
    tied = {key for tie in ties.values() for key in tie.keys}
    found = []
    for value in used:
        if is_counted(dataset, key_of(value)) or key_of(value) in tied:
            found.append(figure_statement(dataset, value))
        if value in ties:
            found.append(ties[value])
    return found


def _used(values: Iterable[Value]) -> Iterator[Value]:
    given = list(values)
    preferred = {(group_key(value), value.source_ids) for value in given if value.preferred}
    return (value for value in given if (group_key(value), value.source_ids) in preferred)


def _tie(dataset: Dataset, value: Value) -> Statement | None:
    identity = identity_of(dataset, value)
    if not identity:
        return None
    return tie_statement(identity, TERM_GOAL if _is_against_term_goal(dataset, value, identity) else "")


def _is_against_term_goal(dataset: Dataset, value: Value, identity: Identity) -> bool:
    below = identity.below
    of_goal = below is not None and dataset.indicators[below.indicator].kind == "target"
    return of_goal and value.freq == TERM and identity.relation in (RATIO, GROWTH)


def yearly_readings(dataset: Dataset, values: Iterable[Value]) -> list[list[Statement]]:
    """Return, for each rate of a term against its goal, the statements of its other reading.

    "26.9% above the goal" may compare the printed yearly average with the goal for each year. The average stands for
    what rounds to it and is not tied to the total of the term, for the authors may have computed with either.
    """
    used = {key_of(value): value for value in values if value.preferred}
    averages = {
        indicator.numerator: code for code, indicator in dataset.indicators.items() if indicator.kind == AVERAGE
    }
    found = []
    for value in used.values():
        identity = identity_of(dataset, value)
        if not identity or not identity.below or not _is_against_term_goal(dataset, value, identity):
            continue
        average = key_of(value)._replace(indicator=averages.get(identity.above.indicator, ""))
        goal = average._replace(indicator=averages.get(identity.below.indicator, ""))
        if average in used and goal.indicator:
            figures = [figure_statement(dataset, used[key]) for key in (average, goal) if key in used]
            yearly = Identity(value, identity.relation, average, goal)
            found.append([*figures, tie_statement(yearly, YEARLY_GOAL)])
    return found


def rival_statements(dataset: Dataset, values: Iterable[Value]) -> list[tuple[Statement, Statement]]:
    """Return each pair of a preferred figure and another source's on the same thing that cannot both hold.

    Where only a month or a year is printed, two sources may speak of two days, and nothing is said.
    """
    groups: dict[tuple[str, ...], list[Value]] = {}
    for value in values:
        groups.setdefault(group_key(value), []).append(value)
    found = []
    for told in groups.values():
        for chosen in (value for value in told if value.preferred):
            rivals = (value for value in told if value.source_ids != chosen.source_ids and not _is_vague(value))
            found += [(chosen, rival) for rival in rivals if not _meet(chosen, rival)]
    return [(figure_statement(dataset, chosen), figure_statement(dataset, rival)) for chosen, rival in found]


def _is_vague(value: Value) -> bool:
    return value.freq in (POINT, YEAR_TO_DATE) and len(value.period_end) < _DAY


def _meet(first: Value, second: Value) -> bool:
    (low, high), (least, most) = stands_for(first), stands_for(second)
    return low <= most and least <= high
