"""Which of several printed values for the same thing is preferred; `data/README.md` states the rule in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import APPROX, AT_LEAST, AT_MOST, EXACT, Correction
from analysis.measures.values import Value, group_key, printed_values

_BOUND_ORDER = {EXACT: 0, APPROX: 1, AT_LEAST: 2, AT_MOST: 2}


def prefer(values: Iterable[Value], corrections: Iterable[Correction] = ()) -> list[Value]:
    """Mark, among the values for the same thing, the preferred one; nothing is dropped.

    What `data/corrections.yml` prefers goes first, what it distrusts is never preferred. Else an exact value goes
    before an approximate one and that before a bound; then the newest publication goes first, undated ones last; then
    the source's id decides, so that the choice never depends on the order of the files.

    Returns:
        The values in the order given, with `preferred` set.
    """
    given = list(values)
    decided = {_decided(correction): correction for correction in corrections}
    best: dict[tuple[str, ...], Value] = {}
    for value in sorted(given, key=lambda one: _rank(one, decided.get(_subject(one)))):
        if not _is_set_aside(value, decided.get(_subject(value))):
            best.setdefault(group_key(value), value)
    return [dataclasses.replace(value, preferred=best.get(group_key(value)) == value) for value in given]


def preferred_values(dataset: Dataset, rows: pd.DataFrame) -> list[Value]:
    """Return the preferred values of some observations, in the order of the rows.

    Args:
        dataset: The dataset, for units and languages.
        rows: Rows of `dataset.observations`.
    """
    return preferred_of(dataset, printed_values(dataset, rows))


def preferred_of(dataset: Dataset, values: Iterable[Value]) -> list[Value]:
    """Return the preferred ones of some values, in their order; what `data/corrections.yml` decides is kept to."""
    return [value for value in prefer(values, dataset.corrections) if value.preferred]


def preferred_value(dataset: Dataset, values: Iterable[Value]) -> Value | None:
    """Return the preferred one of values for the same thing, None if there is none."""
    return next(iter(preferred_of(dataset, values)), None)


def is_distrusted(value: Value, corrections: Iterable[Correction]) -> bool:
    """Tell whether `data/corrections.yml` sets a printed value aside."""
    return any(_is_set_aside(value, one) for one in corrections if _decided(one) == _subject(value))


def _is_set_aside(value: Value, correction: Correction | None) -> bool:
    return correction is not None and value.source_ids[0] in correction.distrust


def _rank(value: Value, correction: Correction | None) -> tuple[bool, int, int, str, str]:
    day = value.published or dt.date.min
    chosen = correction is not None and value.source_ids[0] == correction.prefer
    return (not chosen, _BOUND_ORDER[value.bound], -day.toordinal(), value.source_ids[0], value.observation_ids[0])


def _subject(value: Value) -> tuple[str, ...]:
    return (value.ref_area, value.indicator, value.segment, value.freq, value.period_end)


def _decided(correction: Correction) -> tuple[str, ...]:
    return (correction.ref_area, correction.indicator, correction.segment, correction.freq, correction.period_end)
