"""The printed figures of an area by indicator: made once for a dataset, and found without a frame."""

from __future__ import annotations

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TOTAL
from analysis.measures.values import Value, printed_values


def printed_of(
    dataset: Dataset,
    area: str,
    indicator: str,
    *,
    segment: str = TOTAL,
    freq: str | None = None,
    year: int | None = None,
) -> list[Value]:
    """Return the printed figures of an area, in the order of the observations.

    The same as `printed_values` of what `Dataset.select` gives, and much faster where an area is asked for often.

    Args:
        dataset: The dataset.
        area: Code of the area.
        indicator: Code of the indicator.
        segment: Code of the segment.
        freq: Frequency; None is all.
        year: Calendar year in which the period ends; None is all.

    Raises:
        CallerError: A code is on no list; near codes are suggested.
    """
    dataset.check_codes(area, indicator, segment, freq)
    told = _of_area(dataset, area).get(indicator, ())
    return [
        value
        for value in told
        if value.segment == segment and freq in (None, value.freq) and year in (None, value.year)
    ]


def _of_area(dataset: Dataset, area: str) -> dict[str, list[Value]]:
    known: dict[str, dict[str, list[Value]]] = dataset.memo.setdefault("printed", {})
    if area not in known:
        found: dict[str, list[Value]] = {}
        for value in printed_values(dataset, dataset.select(area, segment=None)):
            found.setdefault(value.indicator, []).append(value)
        known[area] = found
    return known[area]
