"""Statements about quantities as a linear program, solved by HiGHS through scipy."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from analysis.measures.identities import Key
from analysis.measures.statements import Row, Statement

# Rows are scaled to the size of what they speak of, so that these are shares of a figure.
_EXACTNESS = 1e-10  # by which HiGHS may miss a row
_SLACK = 1e-8  # by which statements may miss each other and still hold together
_DUAL = 1e-9  # below which a row does not carry an optimum
_DECIMALS = 6  # of an interval's ends
_INFEASIBLE, _OPEN = 2, (3, 4)  # states of scipy.optimize.linprog


class End(NamedTuple):
    """The least or the greatest that statements allow a quantity to be, and which of them (by number) hold it there."""

    number: float
    behind: frozenset[int]


class Interval(NamedTuple):
    """What statements allow a quantity to be, and which of them (by number) hold its two ends."""

    low: float
    high: float
    behind: tuple[int, ...]


class Program:
    """Some statements, each by its number; all quantities are at least zero.

    Attributes:
        statements: The statements.
        keys: The quantities that they speak of, in order of occurrence.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = tuple(statements)
        self.keys = tuple(dict.fromkeys(key for statement in statements for key in statement.keys))
        self._place = {key: place for place, key in enumerate(self.keys)}
        self._size = _sizes(self.statements, self.keys)
        rows, limits, owners = [], [], []
        for number, statement in enumerate(self.statements):
            for coefficients, limit in (side for row in statement.rows for side in self._sides(row)):
                rows.append(coefficients)
                limits.append(limit)
                owners.append(number)
        self._matrix = np.array(rows).reshape(len(rows), len(self.keys))
        self._limits, self._owners = np.array(limits), np.array(owners, dtype=int)

    def _sides(self, row: Row) -> Iterable[tuple[Any, float]]:
        coefficients = np.zeros(len(self.keys))
        for key, factor in row.terms:
            coefficients[self._place[key]] += factor * self._size[self._place[key]]
        scale = max(np.abs(coefficients).max(), np.finfo(float).tiny)
        for sign, limit in ((1.0, row.high), (-1.0, row.low)):
            if math.isfinite(limit):
                yield sign * coefficients / scale, sign * limit / scale

    def violated(self, chosen: Collection[int], hard: Collection[int] = ()) -> dict[int, float]:
        """Return what each statement must give way by, scaled, so that all chosen ones hold; those that need not, not.

        The sum is the least possible. Hard statements, which must hold together, never give way.
        """
        numbers = sorted(chosen)
        mask = np.isin(self._owners, numbers)
        if not mask.any():
            return {}
        giving = -(self._owners[mask][:, None] == np.array(numbers)[None, :]).astype(float)
        matrix = np.hstack([self._matrix[mask], giving])
        costs = np.concatenate([np.zeros(len(self.keys)), np.ones(len(numbers))])
        bounds = [(0, None)] * len(self.keys) + [(0, 0 if number in hard else None) for number in numbers]
        found = _solve(costs, matrix, self._limits[mask], bounds)
        slacks = found.x[len(self.keys) :]
        return {number: float(slack) for number, slack in zip(numbers, slacks, strict=True) if slack > 0}

    def holds(self, chosen: Collection[int]) -> bool:
        """Tell whether the chosen statements can hold together."""
        return sum(self.violated(chosen).values()) <= _SLACK

    def least(self, key: Key, chosen: Collection[int]) -> End:
        """Return the least that a quantity can be; the chosen statements must hold together.

        The statements behind it are those whose rows have a nonzero dual value there; none if it is zero.
        """
        end = self._end(key, chosen, 1.0)
        return end if end.number > 0 else End(0.0, frozenset())

    def greatest(self, key: Key, chosen: Collection[int]) -> End:
        """Return the greatest that a quantity can be, infinite if nothing limits it; see `least`."""
        return self._end(key, chosen, -1.0)

    def interval(self, key: Key, chosen: Collection[int]) -> Interval:
        """Return both ends; see `least`."""
        low, high = self.least(key, chosen), self.greatest(key, chosen)
        return Interval(low.number, high.number, tuple(sorted(low.behind | high.behind)))

    def _end(self, key: Key, chosen: Collection[int], sign: float) -> End:
        mask = np.isin(self._owners, sorted(chosen))
        costs = np.zeros(len(self.keys))
        costs[self._place[key]] = sign
        found = _solve(costs, self._matrix[mask], self._limits[mask], [(0, None)] * len(self.keys))
        if found.status in _OPEN:
            return End(-sign * math.inf, frozenset())
        end = round(float(sign * found.fun * self._size[self._place[key]]), _DECIMALS)
        duals = np.abs(found.ineqlin.marginals)
        carrying = duals > _DUAL * max(1.0, duals.max(initial=0.0))
        return End(end, frozenset(self._owners[mask][carrying].tolist()))


def _sizes(statements: Iterable[Statement], keys: Sequence[Key]) -> Any:
    """Return the rough size of each quantity: as stated, else the least that is stated of any."""
    known: dict[Key, float] = {}
    for statement in statements:
        for row in statement.rows:
            ends = [abs(end) for end in (row.low, row.high) if math.isfinite(end) and end]
            if len(row.terms) == 1 and ends:
                known.setdefault(row.terms[0][0], max(ends))
    usual = min(known.values(), default=1.0)
    return np.array([known.get(key, usual) for key in keys])


def _solve(costs: Any, matrix: Any, limits: Any, bounds: Any) -> Any:
    """Minimise; statements that miss each other by no more than the slack are not let fail on it."""
    from scipy.optimize import linprog

    options = {"primal_feasibility_tolerance": _EXACTNESS, "dual_feasibility_tolerance": _EXACTNESS}
    for slack in (0.0, _SLACK, 10 * _SLACK):
        found = linprog(costs, matrix, limits + slack, bounds=bounds, method="highs", options=options)
        if found.status != _INFEASIBLE:
            break
    return found
