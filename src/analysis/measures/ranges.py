"""What no source prints but all printed figures together allow, as the two ends of a range with their lineage."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import AT_LEAST, AT_MOST, EXACT, NATION, TOTAL, UNKNOWN_AREA, YEAR
from analysis.measures.reconcile import Implied, imply
from analysis.measures.values import Value

# A range whose upper end is more than so many times its lower one tells a reader too little to be shown.
_WIDEST = 1.5


@dataclass(frozen=True)
class ImpliedRange:
    """The least and the greatest that a figure which nobody prints can be, by all printed figures (HiGHS).

    Attributes:
        low: The least, `bound` at_least; of a single number exact, and then the same as `high`.
        high: The greatest, `bound` at_most.
    """

    low: Value
    high: Value

    @property
    def is_single(self) -> bool:
        """Whether just one number is left."""
        return self.low.obs_value == self.high.obs_value

    @property
    def year(self) -> int:
        """Calendar year in which the period ends."""
        return self.low.year

    @property
    def ends(self) -> tuple[Value, ...]:
        """The two ends, or the single number."""
        return (self.low,) if self.is_single else (self.low, self.high)


def implied_ranges(
    dataset: Dataset, area: str, indicators: Iterable[str], freqs: Iterable[str], segment: str = TOTAL
) -> list[ImpliedRange]:
    """Return the ranges that printed figures leave for what is not printed of an area, where they are narrow.

    Args:
        dataset: The dataset.
        area: Code of the area; figures of areas below it limit its own.
        indicators: Codes of the indicators wanted.
        freqs: Frequencies wanted.
        segment: Code of the segment.

    Returns:
        Ranges in the unit of their indicator, of which the upper end is at most one and a half times the lower one,
        in the order of indicator and period. None where nothing is known of the area.
    """
    if area == UNKNOWN_AREA or dataset.select(area, segment=None, scope="all").empty:
        return []
    asked = {(area, indicator, segment, freq) for indicator in indicators for freq in freqs}
    found = imply(dataset, area, lambda key: key[:4] in asked, below=area != NATION)
    told = (one for one in found if not one.reading and one.low > 0 and one.high <= _WIDEST * one.low)
    return [_range(dataset, one) for one in told]


def implied_years(dataset: Dataset, area: str, last: int) -> list[ImpliedRange]:
    """Return the ranges of yearly admissions and targets that are not printed, in persons, up to a last year."""
    found = implied_ranges(dataset, area, ("admissions", "admissions_target"), (YEAR,))
    return [one for one in found if one.year <= last]


def _range(dataset: Dataset, one: Implied) -> ImpliedRange:
    least, most = (one.whole[0], one.whole[-1]) if one.whole else (one.low, one.high)
    unit = dataset.indicators[one.key.indicator].unit
    value = Value(
        *one.key,
        obs_value=float(least),
        bound=EXACT if least == most else AT_LEAST,
        unit=unit,
        observation_ids=one.observation_ids,
        source_ids=one.source_ids,
        formula="implied: the least and the greatest that all printed figures allow",
        decimals=0 if one.whole else 1,
    )
    high = dataclasses.replace(value, obs_value=float(most), bound=AT_MOST) if least != most else value
    return ImpliedRange(value, high)
