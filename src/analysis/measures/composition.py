"""Who is admitted: groups among the members admitted, with the base of every share named."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TERM, TOTAL
from analysis.measures.preference import preferred_value, preferred_values
from analysis.measures.printed import printed_of
from analysis.measures.values import Value, group_key, ratio


@dataclass(frozen=True)
class GroupShare:
    """One group among those admitted in one period; None where nothing is known.

    Attributes:
        count: Persons of the group.
        base: All persons admitted in the same period.
        printed_share: The share as printed, in percent of those admitted.
        share: The share recomputed from count and base.
    """

    ref_area: str
    segment: str
    count: Value | None
    base: Value | None
    printed_share: Value | None
    share: Value | None

    @property
    def period(self) -> Value:
        """A value of the group, for its period."""
        value = self.count or self.printed_share
        assert value is not None
        return value


def composition(dataset: Dataset, area: str, year: int) -> list[GroupShare]:
    """Return the groups of an area and the areas below it, in periods that end in the year or in terms before it."""
    rows = dataset.select(area, segment=None, scope="all")
    grouped = rows["indicator"].isin(["admissions", "admissions_share"]) & (rows["segment"] != TOTAL)
    in_time = (rows["year"] == year) | ((rows["freq"] == TERM) & (rows["year"] <= year))
    values = preferred_values(dataset, rows[grouped & in_time])
    counts = {_period_key(value): value for value in values if value.indicator == "admissions"}
    shares = {_period_key(value): value for value in values if value.indicator == "admissions_share"}
    return [_share(dataset, key, counts.get(key), shares.get(key)) for key in sorted(counts | shares)]


def _period_key(value: Value) -> tuple[str, ...]:
    area, _, segment, *period = group_key(value)
    return (area, segment, *period)


def _share(dataset: Dataset, key: tuple[str, ...], count: Value | None, printed: Value | None) -> GroupShare:
    area, segment, freq, start, end, _ = key
    values = printed_of(dataset, area, "admissions", freq=freq)
    told = [value for value in values if (value.period_start, value.period_end) == (start, end)]
    base = preferred_value(dataset, told)
    share = ratio(count, base, "admissions_share", decimals=1) if count and base else None
    return GroupShare(area, segment, count, base, printed, share)
