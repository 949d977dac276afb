"""Printed rates, changes and averages recomputed from the figures that they tie together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, POINT, TERM, YEAR
from analysis.measures.book import AreaBook
from analysis.measures.findings import CONTRADICTION, DOUBT, HOLDS, Finding
from analysis.measures.identities import AVERAGE, DIFFERENCE, GROWTH, RATIO, Identity, Key, identity_of, key_of
from analysis.measures.values import Value, derive, difference, growth, overlap, ratio, rounding_interval, stands_for

_KIND = {RATIO: "rate", GROWTH: "rate", DIFFERENCE: "change", AVERAGE: "average"}
# Decimals that a recomputed rate is worth showing with.
_DECIMALS = 2
_HAIR = 1e-6


def check_rates(dataset: Dataset, book: AreaBook) -> Iterator[Finding]:
    """Yield a check of each printed rate, change and average whose parts are known.

    Parts that the same source prints go before those of other sources. The check holds if the recomputed number, with
    the rounding and the bounds of its parts, can round to the printed one. It is a doubt if the printed digits are
    those of the recomputed number, cut off instead of rounded.
    """
    for printed in book.values:
        identity = identity_of(dataset, printed)
        if identity is None:
            continue
        above = book.find(identity.above, printed.source_ids)
        below = book.find(identity.below, printed.source_ids) if identity.below else []
        of_itself = any(printed.observation_ids[0] in value.observation_ids for value in above)
        if above and not of_itself and (below or identity.below is None):
            yield from _check(book, identity, above, below)


def _check(book: AreaBook, identity: Identity, above: list[Value], below: list[Value]) -> Iterator[Finding]:
    printed, (over, under) = identity.printed, (_common(above), _common(below))
    if identity.relation in (RATIO, GROWTH) and under[0] <= 0:
        return
    interval = _interval(identity, over, under)
    verdict = _judge(interval, printed)
    if verdict == CONTRADICTION and not _of_the_day(identity, above, below):
        verdict = DOUBT
    recomputed = _recomputed(identity, above[0], below[0] if below else None)
    yield Finding(
        _KIND[identity.relation],
        verdict,
        (printed,),
        recomputed,
        interval,
        (above[0], *below[:1]),
        _other_base(book, identity, above[0]) if verdict == CONTRADICTION and identity.relation == RATIO else None,
    )


def _of_the_day(identity: Identity, above: list[Value], below: list[Value]) -> bool:
    """Tell whether the parts are of the very day asked for, not just of its year."""
    pairs = [(identity.above, above), *([(identity.below, below)] if identity.below else [])]
    return all(key.freq != POINT or key_of(values[0]).period_end == key.period_end for key, values in pairs)


def _judge(interval: tuple[float, float], printed: Value) -> str:
    if overlap(interval, rounding_interval(printed)):
        return HOLDS
    # Below the next number of so many digits, which would be printed as that.
    end = printed.obs_value + (1 - _HAIR) * 10.0**-printed.decimals
    cut_off = printed.bound == EXACT and overlap(interval, (printed.obs_value, end))
    return DOUBT if cut_off else CONTRADICTION


def _common(values: Sequence[Value]) -> tuple[float, float]:
    """Return what all the values allow; what the first one does where they contradict each other."""
    ranges = [stands_for(value) for value in values]
    if not ranges:
        return (0.0, 0.0)
    low, high = max(low for low, _ in ranges), min(high for _, high in ranges)
    return (low, high) if low <= high else ranges[0]


def _interval(identity: Identity, above: tuple[float, float], below: tuple[float, float]) -> tuple[float, float]:
    if identity.relation == AVERAGE:
        return above[0] / identity.years, above[1] / identity.years
    if identity.relation == DIFFERENCE:
        return above[0] - below[1], above[1] - below[0]
    low = 0.0 if math.isinf(below[1]) else 100 * above[0] / below[1]
    high = 100 * above[1] / below[0]
    return (low - 100, high - 100) if identity.relation == GROWTH else (low, high)


def _recomputed(identity: Identity, above: Value, below: Value | None) -> Value:
    printed = identity.printed
    if below is None:
        return derive(
            above,
            indicator=printed.indicator,
            obs_value=above.obs_value / identity.years,
            unit=printed.unit,
            formula=f"{above.indicator} / {identity.years}",
            decimals=1,
        )
    if identity.relation == DIFFERENCE:
        return difference(above, below, printed.indicator)
    compute = growth if identity.relation == GROWTH else ratio
    return compute(above, below, printed.indicator, decimals=max(printed.decimals, _DECIMALS))


def _other_base(book: AreaBook, identity: Identity, above: Value) -> Value | None:
    """Return the area's target of the period, if the rate fits that and not its own base."""
    key = Key(above.ref_area, "admissions_target", "_T", "", "", "")
    year = above.period_end[:4]
    periods = ((YEAR, f"{year}-01-01", f"{year}-12-31"), (TERM, above.period_start, above.period_end))
    for freq, start, end in periods:
        other = key._replace(freq=freq, period_start=start, period_end=end)
        for value in book.find(other, identity.printed.source_ids) if other != identity.below else ():
            if overlap(_interval(identity, stands_for(above), stands_for(value)), rounding_interval(identity.printed)):
                return value
    return None
