"""Which of several printed values for the same thing is preferred; `data/README.md` states the rule in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from analysis.dataset.model import APPROX, AT_LEAST, AT_MOST, EXACT
from analysis.measures.values import Value, group_key

_BOUND_ORDER = {EXACT: 0, APPROX: 1, AT_LEAST: 2, AT_MOST: 2}


def prefer(values: Iterable[Value]) -> list[Value]:
    """Mark, among the values for the same thing, the preferred one; nothing is dropped.

    An exact value goes before an approximate one and that before a bound; then the newest publication goes first,
    undated ones last; then the source's id decides, so that the choice never depends on the order of the files.

    Returns:
        The values in the order given, with `preferred` set.
    """
    given = list(values)
    best: dict[tuple[str, ...], Value] = {}
    for value in sorted(given, key=_rank):
        best.setdefault(group_key(value), value)
    return [dataclasses.replace(value, preferred=best[group_key(value)] == value) for value in given]


def _rank(value: Value) -> tuple[int, int, str, str]:
    day = value.published or dt.date.min
    return (_BOUND_ORDER[value.bound], -day.toordinal(), value.source_ids[0], value.observation_ids[0])
