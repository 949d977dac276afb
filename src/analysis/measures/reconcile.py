"""What printed figures imply together, and where they contradict each other.

Every figure is a statement about quantities; statements that share a quantity form a system, which linear programs
solve: the least and the greatest number that each unprinted quantity can be, with the statements behind them. Where
no numbers fit, the smallest set of statements that cannot hold together is named, and the least trusted of them is set
aside, so that one contradiction hides neither the others nor what can be known.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from analysis.dataset.dataset import Dataset, Scope
from analysis.dataset.model import APPROX, EXACT, UNKNOWN_AREA
from analysis.errors import CallerError
from analysis.measures.conflicts import shrink
from analysis.measures.identities import Key, key_of
from analysis.measures.preference import prefer
from analysis.measures.program import Interval, Program
from analysis.measures.statements import (
    COUNT,
    FIGURE,
    Statement,
    is_counted,
    printed_statements,
    rival_statements,
    yearly_readings,
)
from analysis.measures.structure import structural_statements
from analysis.measures.systems import WHOLE_SLACK, components, find_conflict, holds_if_cut_off, whole_numbers
from analysis.measures.values import Value, printed_values

# By which two ends may differ, relative to them.
_SAME = 1e-7


@dataclass(frozen=True)
class _Lineage:
    statements: tuple[Statement, ...]

    @property
    def observation_ids(self) -> tuple[str, ...]:
        """The observations behind it, each once."""
        return tuple(dict.fromkeys(key for one in self.statements for key in one.observation_ids))

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources behind it, each once."""
        return tuple(dict.fromkeys(key for one in self.statements for key in one.source_ids))

    @property
    def reading(self) -> str:
        """How a rate of a term was read, blank if there is none among the statements."""
        return next((one.reading for one in self.statements if one.reading), "")


@dataclass(frozen=True)
class Implied(_Lineage):
    """What printed figures allow a quantity to be that none of them prints in full.

    Attributes:
        statements: Those from which the interval follows; without any of them it is wider.
        key: The quantity.
        low: The least that it can be, in the unit of its indicator.
        high: The greatest; infinite if nothing limits it.
        whole: The whole numbers within; None of an open interval, or of what need not be whole.
    """

    key: Key
    low: float
    high: float
    whole: range | None


@dataclass(frozen=True)
class Contradiction(_Lineage):
    """Statements that cannot hold together, though they can if any one is left out.

    Attributes:
        statements: The statements.
        set_aside: The one with which nothing was computed.
        cut_off: Whether they do hold together if its last printed digit was cut off instead of rounded.
    """

    set_aside: Statement
    cut_off: bool = False


@dataclass(frozen=True)
class Reconciliation:
    """What follows from the figures of some areas.

    Attributes:
        implied: Quantities, by area, indicator, segment and period.
        contradictions: Contradictions, by area, indicator, segment and period of what was set aside.
    """

    implied: tuple[Implied, ...] = field(default=())
    contradictions: tuple[Contradiction, ...] = field(default=())


def reconcile(dataset: Dataset, area: str | None = None, *, below: bool = True) -> Reconciliation:
    """Return what the figures of an area and of those below it imply, and where they contradict each other.

    Figures of which the area is not known are left out, for they may be of different areas.

    Args:
        dataset: The dataset.
        area: Code of the area; None is every province, and the nation.
        below: Whether to look at the areas below it too. Figures of the nation are not tied to those of provinces.

    Raises:
        CallerError: No figure of the area is known in this edition.
    """
    implied: list[Implied] = []
    contradictions: list[Contradiction] = []
    for values in _groups(dataset, area, below=below):
        found = [_reconcile_system(dataset, system, lambda _: True) for system in _systems(dataset, values)]
        rivals = [Contradiction(pair, pair[1]) for pair in rival_statements(dataset, values)]
        implied += sorted((one for part in found for one in part.implied), key=_order)
        contradictions += sorted([*rivals, *(one for part in found for one in part.contradictions)], key=_place)
    return Reconciliation(tuple(implied), tuple(contradictions))


def imply(dataset: Dataset, area: str, wanted: Callable[[Key], bool], *, below: bool = True) -> list[Implied]:
    """Return what `reconcile` finds implied of the quantities wanted; systems without any of them are not solved.

    Args:
        dataset: The dataset.
        area: Code of the area.
        wanted: Tells whether a quantity is.
        below: As of `reconcile`.

    Raises:
        CallerError: No figure of the area is known in this edition.
    """
    implied: list[Implied] = []
    for values in _groups(dataset, area, below=below):
        asked = [system for system in _systems(dataset, values) if any(map(wanted, _unprinted(system)))]
        found = [_reconcile_system(dataset, system, wanted) for system in asked]
        implied += sorted((one for part in found for one in part.implied), key=_order)
    return implied


def _groups(dataset: Dataset, area: str | None, *, below: bool) -> Iterator[list[Value]]:
    """Yield the printed figures that may be tied to each other: those of the nation, and of each province."""
    scope: Scope = "all" if below else "area"
    rows = dataset.observations if area is None else dataset.select(area, segment=None, scope=scope)
    groups: dict[str, list[Value]] = defaultdict(list)
    for value in prefer(printed_values(dataset, rows), dataset.corrections):
        if value.ref_area != UNKNOWN_AREA:
            groups[value.ref_area.partition("/")[0]].append(value)
    if not groups:
        raise CallerError(
            f"no figure of {area or 'any area'} is known in the edition of {dataset.edition}",
            to_do="choose a later edition (as_of), or another area",
        )
    for _, values in sorted(groups.items()):
        yield sorted(values, key=lambda one: (key_of(one), one.observation_ids))


def _systems(dataset: Dataset, values: list[Value]) -> list[list[Statement]]:
    printed = printed_statements(dataset, values)
    keys = [key for statement in printed for key in statement.keys]
    systems = components([*printed, *structural_statements(dataset, keys)])
    return [*systems, *yearly_readings(dataset, values)]


def _order(one: Implied) -> tuple[Key, str]:
    return one.key, one.reading


def _place(one: Contradiction) -> tuple[Key, tuple[str, ...]]:
    return key_of(one.set_aside.values[0]), one.set_aside.observation_ids


def _reconcile_system(
    dataset: Dataset, statements: Sequence[Statement], wanted: Callable[[Key], bool]
) -> Reconciliation:
    """Set statements aside until the others hold together with whole numbers, then solve for what is not printed."""
    program, unknown = Program(statements), _unprinted(statements)
    chosen, contradictions = tuple(range(len(statements))), []
    while True:
        intervals: dict[Key, Interval] = {}
        conflict = find_conflict(dataset, program, chosen, unknown, intervals)
        if not conflict:
            break
        aside = max((one for one in conflict if one.values), key=_distrust)
        contradictions.append(Contradiction(conflict, aside, holds_if_cut_off(dataset, conflict, aside)))
        chosen = tuple(number for number in chosen if statements[number] is not aside)
    told = ((key, found) for key, found in intervals.items() if wanted(key) and _tells(program, found))
    implied = tuple(_implied(dataset, program, key, found) for key, found in told)
    return Reconciliation(implied, tuple(contradictions))


def _unprinted(statements: Iterable[Statement]) -> list[Key]:
    """Return the quantities of which no statement prints all digits, in order of occurrence."""
    printed = {one.keys[0] for one in statements if one.is_exact and _is_possible(one)}
    return [key for key in dict.fromkeys(key for one in statements for key in one.keys) if key not in printed]


def _is_possible(statement: Statement) -> bool:
    return statement.kind == FIGURE or statement.values[0].obs_value.is_integer()


def _distrust(statement: Statement) -> tuple[bool, bool, int, int, int, str, str]:
    """Order by how soon a statement is set aside.

    Readings go first, then rates, bounds, what is not dated or was published first; and of equals the figure of the
    larger area, so that no unit's figure falls for a sum.
    """
    (value,) = statement.values
    bound = (EXACT, APPROX).index(value.bound) if value.bound in (EXACT, APPROX) else 2
    day = (value.published or dt.date.min).toordinal()
    ids = (value.source_ids[0], value.observation_ids[0])
    return (bool(statement.reading), statement.kind != COUNT, bound, -day, -value.ref_area.count("/"), *ids)


def _tells(program: Program, found: Interval) -> bool:
    """Tell whether an interval has an end, and that from more than what is printed of the quantity itself."""
    kinds = {program.statements[number].kind for number in found.behind}
    return not kinds <= {COUNT, FIGURE} and (found.low > WHOLE_SLACK or math.isfinite(found.high))


def _implied(dataset: Dataset, program: Program, key: Key, found: Interval) -> Implied:
    def is_same(rest: tuple[int, ...]) -> bool:
        is_low = found.low == 0 or math.isclose(program.least(key, rest).number, found.low, rel_tol=_SAME)
        if not is_low or math.isinf(found.high):
            return is_low
        return math.isclose(program.greatest(key, rest).number, found.high, rel_tol=_SAME)

    behind = tuple(program.statements[number] for number in shrink(found.behind, is_same))
    whole = whole_numbers(found.low, found.high) if math.isfinite(found.high) and _is_whole(dataset, key) else None
    return Implied(behind, key, found.low, found.high, whole)


def _is_whole(dataset: Dataset, key: Key) -> bool:
    """Tell whether a quantity is a count, or a goal for each year, which congresses set in whole persons."""
    numerator = dataset.indicators[key.indicator].numerator
    goal = numerator and dataset.indicators[numerator].kind == "target"
    return is_counted(dataset, key) or bool(goal)
