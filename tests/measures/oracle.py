"""Whether statements can hold together, told by another road than the code under test: unscaled, whole by MILP."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def can_hold(statements):
    """Tell whether there are quantities, whole where a rule says so, for which all statements hold."""
    keys = list(dict.fromkeys(key for one in statements for key in one.keys))
    if not keys:
        return True
    rows = [row for one in statements for row in one.rows]
    matrix = np.zeros((len(rows), len(keys)))
    for place, row in enumerate(rows):
        for key, factor in row.terms:
            matrix[place, keys.index(key)] += factor
    whole = {one.keys[0] for one in statements if one.rule == "whole"}
    found = milp(
        np.zeros(len(keys)),
        integrality=np.array([key in whole for key in keys]),
        bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(matrix, [row.low for row in rows], [row.high for row in rows]),
    )
    assert found.status in (0, 2), found.message
    return found.status == 0


def smallest(statements):
    """Return the size of the smallest set that cannot hold together, None if all can; by trying every set."""
    for size in range(1, len(statements) + 1):
        if any(not can_hold(chosen) for chosen in combinations(statements, size)):
            return size
    return None


def assert_irreducible(statements):
    """Assert that statements cannot hold together, and can if any one of them is left out."""
    assert not can_hold(statements)
    for place in range(len(statements)):
        assert can_hold([*statements[:place], *statements[place + 1 :]]), statements[place]
