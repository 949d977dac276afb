"""Whether a year's admissions are on pace, by the days passed and by other provinces; `docs/decisions/0009-pace.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, YEAR
from analysis.measures.prediction import predict
from analysis.measures.readings import Reading, comparable, completions, near_to, read, shares_of_year
from analysis.measures.values import Value, derive, ratio, stands_for


@dataclass(frozen=True)
class Span:
    """Where the reading of one more province would lie, by those of others (`measures.prediction.predict`).

    Attributes:
        low: Lower end, in percent, as of the day asked for.
        high: Upper end.
        median: Median, each province having the same weight.
        chance: Least probability that it lies between the ends, in whole percent, rounded down.
    """

    low: Value
    high: Value
    median: Value
    chance: Value


@dataclass(frozen=True)
class Pace:
    """The pace of an area in a year; None or empty where nothing is known.

    Attributes:
        readings: Its readings within the year, the earliest first.
        full: Completion of the full year, in percent; then the year is over.
        others: Readings of other provinces, all days of all years.
        near: Those from around the day of the area's latest reading.
        expected: Where completion would lie on that day, by those; None if they are too few.
        ends: Readings of other provinces at the end of the year: completion of full years.
        ended: Where completion would lie at the end of the year, by those.
        shares: Readings of what other provinces had done, by around that day, of the admissions of their full year.
        projected: Where the area would end, by its own pace and those; None if they are too few.
    """

    readings: tuple[Reading, ...]
    full: Value | None
    others: tuple[Reading, ...]
    near: tuple[Reading, ...]
    expected: Span | None
    ends: tuple[Reading, ...]
    ended: Span | None
    shares: tuple[Reading, ...]
    projected: Span | None

    @property
    def latest(self) -> Reading | None:
        """The latest reading of a year of which the full year is not known."""
        return self.readings[-1] if self.readings and not self.full else None

    @property
    def place(self) -> str:
        """Where the latest reading lies: below, within or above what is expected; "" where that cannot be told."""
        if not self.latest or not self.expected:
            return ""
        done, least, most = self.latest.done, self.expected.low.obs_value, self.expected.high.obs_value
        low, high = (done.obs_value, done.obs_value) if done.bound == EXACT else stands_for(done)
        if high < least or low > most:
            return "below" if high < least else "above"
        return "within" if least <= low and high <= most else ""


def pace_of(dataset: Dataset, area: str, year: int) -> Pace:
    """Return how the completion of an area in a year compares with the days passed, and with other provinces.

    A reading of another province is carried to the area's day in proportion to the days passed; then all are taken as
    exchangeable. Those of the area's own province are left out, for they are not independent of it.
    """
    own = completions(dataset, area, year)
    readings = tuple(read(value) for value in own if value.freq != YEAR)
    full = next((value for value in own if value.freq == YEAR), None)
    others = comparable(dataset, area, completions(dataset))
    within = tuple(one for one in others if one.done.freq != YEAR)
    ends = tuple(one for one in others if one.done.freq == YEAR)
    latest = readings[-1] if readings and not full else None
    near = near_to(within, latest)
    shares = near_to(comparable(dataset, area, shares_of_year(dataset)), latest)
    return Pace(
        readings=readings,
        full=full,
        others=within,
        near=near,
        expected=_span(near, latest.passed.obs_value) if latest else None,
        ends=ends,
        ended=_span(ends, 100.0),
        shares=shares,
        projected=_project(shares, latest) if latest else None,
    )


def _span(readings: Sequence[Reading], passed: float) -> Span | None:
    found = predict([one.pace.obs_value for one in readings], [one.province for one in readings])
    if found is None:
        return None
    return Span(
        low=readings[found.low].carried(passed),
        high=readings[found.high].carried(passed),
        median=_mean([readings[place].carried(passed) for place in found.middle]),
        chance=derive(
            *(one.done for one in readings),
            indicator="chance",
            obs_value=float(100 * found.chance // 1),
            bound=EXACT,
            unit="percent",
            formula=f"floor(100 * {found.chance}), by readings of {found.groups} provinces",
            decimals=0,
        ),
    )


def _mean(values: Sequence[Value]) -> Value:
    if len(values) == 1:
        return values[0]
    mean = sum(value.obs_value for value in values) / len(values)
    formula = "mean of " + " and ".join(value.formula or value.indicator for value in values)
    return derive(*values, obs_value=mean, formula=formula, decimals=max(value.decimals for value in values))


def _project(shares: Sequence[Reading], own: Reading) -> Span | None:
    """Return where the area ends if, by its day, it had done such a share of its year as others had of theirs."""
    span = _span(shares, own.passed.obs_value)
    if span is None:
        return None
    low, high, median = (
        ratio(own.done, share, "completion_projected", decimals=1) for share in (span.high, span.low, span.median)
    )
    return Span(low, high, median, span.chance)
