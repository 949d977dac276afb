"""What agrees and what does not: rates recomputed, parts against their total, sources against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import AT_LEAST, AT_MOST, EXACT, POINT, TERM
from analysis.measures.annual import value_of
from analysis.measures.preference import prefer, preferred_value
from analysis.measures.terms import yearly_average
from analysis.measures.values import Value, derive, difference, group_key, printed_values, ratio, rounds_to, total


@dataclass(frozen=True)
class Finding:
    """One check of printed figures.

    Attributes:
        kind: rate, parts, change, average, excess (recomputed figures); sources (two sources on the same period);
            stock (two sources on one stock within a year).
        agrees: Whether the figures agree, printed rates within their rounding.
        printed: The printed values checked, the preferred one first.
        recomputed: What the printed value was checked against, None for two sources.
        parts: What it was recomputed from.
    """

    kind: str
    agrees: bool
    printed: tuple[Value, ...]
    recomputed: Value | None = None
    parts: tuple[Value, ...] = ()


def audit_area(dataset: Dataset, area: str, year: int) -> list[Finding]:
    """Return every check that the figures of an area and those below it allow, disagreements first.

    Checked are periods that end in the year, the year before (on which its changes rest) and terms.
    """
    rows = dataset.select(area, segment=None, scope="all")
    in_time = rows["year"].isin([year - 1, year]) | ((rows["freq"] == TERM) & (rows["year"] <= year))
    values = prefer(printed_values(dataset, rows[in_time]))
    findings = [*_recomputed(dataset, values), *_sources(values), *_stocks(values)]
    return sorted(findings, key=lambda finding: (finding.agrees, finding.printed[0].ref_area, finding.kind))


def _recomputed(dataset: Dataset, values: list[Value]) -> Iterator[Finding]:
    checks = {
        "completion_rate": _check_rate,
        "excess_rate": _check_excess,
        "admissions_target_change": _check_change,
        "admissions_yearly_average": _check_average,
    }
    for value in values:
        check = _check_parts if dataset.indicators[value.indicator].parts else checks.get(value.indicator)
        finding = check(dataset, value) if check else None
        if finding:
            yield finding


def _same_period(dataset: Dataset, value: Value, indicator: str) -> Value | None:
    rows = dataset.select(value.ref_area, indicator, segment=value.segment, freq=value.freq)
    same = (rows["period_end"] == value.period_end) & (rows["period_start"] == value.period_start)
    return preferred_value(dataset, rows[same])


def _check_rate(dataset: Dataset, printed: Value) -> Finding | None:
    admitted = _same_period(dataset, printed, "admissions")
    target = value_of(dataset, printed.ref_area, "admissions_target", printed.year, segment=printed.segment)
    if not admitted or not target or printed.freq == TERM:
        return None
    recomputed = ratio(admitted, target, printed.indicator)
    return Finding("rate", rounds_to(recomputed, printed), (printed,), recomputed, (admitted, target))


def _check_excess(dataset: Dataset, printed: Value) -> Finding | None:
    admitted = _same_period(dataset, printed, "admissions")
    target = _same_period(dataset, printed, "admissions_target")
    if not admitted or not target:
        return None
    rate = ratio(admitted, target, printed.indicator)
    recomputed = derive(rate, obs_value=rate.obs_value - 100, formula=f"{rate.formula} - 100")
    return Finding("excess", rounds_to(recomputed, printed), (printed,), recomputed, (admitted, target))


def _check_change(dataset: Dataset, printed: Value) -> Finding | None:
    area, segment = printed.ref_area, printed.segment
    target = value_of(dataset, area, "admissions_target", printed.year, segment=segment)
    base = value_of(dataset, area, "admissions_target", int(printed.base_per), segment=segment)
    if not target or not base:
        return None
    recomputed = difference(target, base, printed.indicator)
    return Finding("change", rounds_to(recomputed, printed), (printed,), recomputed, (target, base))


def _check_average(dataset: Dataset, printed: Value) -> Finding | None:
    admitted = _same_period(dataset, printed, "admissions")
    term = next((term for term in dataset.terms.values() if str(term.period_start) == printed.period_start), None)
    if not admitted or not term:
        return None
    recomputed = yearly_average(admitted, term)
    return Finding("average", rounds_to(recomputed, printed), (printed,), recomputed, (admitted,))


def _check_parts(dataset: Dataset, printed: Value) -> Finding | None:
    found = [_same_period(dataset, printed, part) for part in dataset.indicators[printed.indicator].parts]
    parts = tuple(part for part in found if part)
    if len(parts) < len(found):
        return None
    recomputed = total(*parts, indicator=printed.indicator)
    return Finding("parts", rounds_to(recomputed, printed), (printed,), recomputed, parts)


def _sources(values: list[Value]) -> Iterator[Finding]:
    for _, group in groupby(sorted(values, key=group_key), key=group_key):
        told = sorted(group, key=lambda value: not value.preferred)
        if len({value.source_ids for value in told}) > 1:
            yield Finding("sources", all(_compatible(told[0], value) for value in told[1:]), tuple(told))


def _stocks(values: list[Value]) -> Iterator[Finding]:
    """Stocks that one year's sources give for different days.

    They may have changed between; the reader is told, since organisations seldom do within a year.
    """
    stocks = [value for value in values if value.freq == POINT and value.preferred and value.unit == "organisations"]
    key = pd.Series([(value.ref_area, value.indicator, value.segment, value.year) for value in stocks], dtype=object)
    for places in key.groupby(key).groups.values():
        told = sorted((stocks[place] for place in places), key=lambda value: value.period_end, reverse=True)
        if len({value.source_ids for value in told}) > 1:
            yield Finding("stock", all(_compatible(told[0], value) for value in told[1:]), tuple(told))


def _compatible(first: Value, second: Value) -> bool:
    """Tell whether one number can satisfy both statements."""
    low = max((value.obs_value for value in (first, second) if value.bound in (EXACT, AT_LEAST)), default=None)
    high = min((value.obs_value for value in (first, second) if value.bound in (EXACT, AT_MOST)), default=None)
    return low is None or high is None or low <= high
