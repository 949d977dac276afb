"""The smallest set of statements that contradict each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from analysis.measures.program import Program
from analysis.measures.statements import Statement

# Corrections to be known at most; then a set from which nothing can be left out must do.
_ROUNDS = 100


def smallest_conflict(program: Program, chosen: Sequence[int]) -> tuple[int, ...]:
    """Return a smallest set of statements, by number, that cannot hold together; the chosen ones must not.

    Implicit hitting sets: whatever cannot hold together shares a statement with every correction (a set without which
    the rest holds together). The smallest set that shares one with each correction known is therefore no larger than
    the smallest contradiction, and if it contradicts itself, it is one. Else it is grown until nothing more fits, and
    what is left over is another correction. Should 100 corrections not do, as where any of many small units may be left
    out of a sum, the set is one from which no statement can be left out, the small figures having been tried first.
    """
    corrections: list[tuple[int, ...]] = []
    by_size = sorted(chosen, key=lambda number: -_stated(program.statements[number]))
    known = tuple(sorted(shrink(by_size, lambda rest: not program.holds(rest))))
    for _ in range(_ROUNDS):
        hit = _hitting_set(corrections)
        if len(hit) >= len(known):
            return known
        if not program.holds(hit):
            return hit
        correction = _correction(program, chosen, hit)
        if not correction:  # within rounding of holding together
            break
        corrections.append(correction)
    return known


def shrink(items: Sequence[int], still: Callable[[tuple[int, ...]], bool]) -> tuple[int, ...]:
    """Leave out one item after the other, the last first, as long as something is still so of the rest."""
    kept = tuple(items)
    for item in reversed(items):
        rest = tuple(one for one in kept if one != item)
        if still(rest):
            kept = rest
    return kept


def _stated(statement: Statement) -> float:
    """Return the size of the figure that a statement states, infinite of one that states none."""
    ends = [abs(end) for row in statement.rows for end in (row.low, row.high) if math.isfinite(end)]
    return max(ends) if any(ends) else math.inf


def _correction(program: Program, chosen: Sequence[int], hit: tuple[int, ...]) -> tuple[int, ...]:
    """Return what must be left out of the chosen statements, so that the rest, which has those hit, holds together."""
    out = sorted(program.violated(chosen, hard=hit))
    kept = [number for number in chosen if number not in out]
    for number in out:
        if program.holds([*kept, number]):
            kept.append(number)
    return tuple(number for number in chosen if number not in kept)


def _hitting_set(corrections: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return a smallest set that shares a member with each of the sets."""
    if not corrections:
        return ()
    import numpy as np
    from scipy.optimize import LinearConstraint, milp

    members = sorted({number for correction in corrections for number in correction})
    rows = np.array([[number in correction for number in members] for correction in corrections], dtype=float)
    found = milp(
        np.ones(len(members)),
        integrality=np.ones(len(members)),
        bounds=(0, 1),
        constraints=LinearConstraint(rows, lb=1),
        options={"mip_rel_gap": 0.0},
    )
    return tuple(number for number, taken in zip(members, found.x, strict=True) if taken > 1 / 2)
