"""Systems of statements that share quantities, and what in one of them cannot hold together with whole numbers."""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT
from analysis.measures.conflicts import shrink, smallest_conflict
from analysis.measures.identities import GROWTH, RATIO, Key
from analysis.measures.program import Interval, Program
from analysis.measures.statements import Statement, is_counted
from analysis.measures.structure import WHOLE, whole_statement

# By which an end may miss a whole number.
WHOLE_SLACK = 1e-6


def components(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Divide statements into systems that share no quantity, in their order; a statement alone implies nothing new."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    places = {key: place for place, key in enumerate(dict.fromkeys(key for one in statements for key in one.keys))}
    links = [(places[one.keys[0]], places[key]) for one in statements for key in one.keys]
    if not links:
        return []
    firsts, seconds = zip(*links, strict=True)
    graph = coo_array(([1] * len(links), (firsts, seconds)), shape=(len(places), len(places)))
    _, labels = connected_components(graph, directed=False)
    systems: dict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        systems[labels[places[statement.keys[0]]]].append(statement)
    return list(systems.values())


def holds_if_cut_off(dataset: Dataset, conflict: Sequence[Statement], aside: Statement) -> bool:
    """Tell whether a conflict ends if the rate set aside stands for what is less than a unit above it."""
    (printed,) = aside.values
    if aside.kind not in (RATIO, GROWTH) or printed.bound != EXACT:
        return False
    shift = 0.5 * 10.0**-printed.decimals / 100
    rows = tuple(
        dataclasses.replace(row, terms=(row.terms[0], (row.terms[1][0], row.terms[1][1] - shift))) for row in aside.rows
    )
    others = [one for one in conflict if one is not aside and one.rule != WHOLE]
    program = Program([*others, dataclasses.replace(aside, rows=rows)])
    chosen = tuple(range(len(program.statements)))
    if not program.holds(chosen):
        return False
    counted = [key for key in program.keys if is_counted(dataset, key)]
    return not any(_holds_no_whole(program.interval(key, chosen)) for key in counted)


def find_conflict(
    dataset: Dataset, program: Program, chosen: tuple[int, ...], unknown: Iterable[Key], intervals: dict[Key, Interval]
) -> tuple[Statement, ...]:
    """Return statements that cannot hold together, none if there are none; the intervals found are filled in."""
    if not program.holds(chosen):
        return tuple(program.statements[number] for number in smallest_conflict(program, chosen))
    for key in unknown:
        intervals[key] = program.interval(key, chosen)
        if is_counted(dataset, key) and _holds_no_whole(intervals[key]):
            behind = _behind_no_whole(program, key, intervals[key])
            return (*(program.statements[number] for number in behind), whole_statement(key))
    return ()


def _behind_no_whole(program: Program, key: Key, found: Interval) -> tuple[int, ...]:
    return shrink(found.behind, lambda rest: _holds_no_whole(program.interval(key, rest)))


def whole_numbers(low: float, high: float) -> range:
    """Return the whole numbers between two ends, which may miss them by 0.000001."""
    return range(math.ceil(low - WHOLE_SLACK), math.floor(high + WHOLE_SLACK) + 1)


def _holds_no_whole(found: Interval) -> bool:
    return math.isfinite(found.high) and not whole_numbers(found.low, found.high)
