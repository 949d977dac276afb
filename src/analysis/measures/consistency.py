"""Whether printed figures can stand beside each other: parts and totals, two statements, stocks and flows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, POINT, TOTAL, YEAR, YEAR_TO_DATE
from analysis.measures.book import AreaBook
from analysis.measures.findings import CONTRADICTION, DOUBT, HOLDS, Finding
from analysis.measures.identities import key_of, stock_key
from analysis.measures.values import Value, difference, stands_for, total

# Organisations seldom change by more than this share within a year.
_STEADY = 0.05
# What a stock of members may rise by beyond the admissions, as a share of it, before transfers must explain it.
_TRANSFERS = 0.01
_DAY = len("2023-10-31")
_HUNDRED = 100.0


def check_parts(dataset: Dataset, book: AreaBook) -> Iterator[Finding]:
    """Yield a check of each total of organisations whose parts are all known."""
    for printed in book.values:
        codes = dataset.indicators[printed.indicator].parts
        found = [book.find(key_of(printed)._replace(indicator=code), printed.source_ids) for code in codes]
        if found and all(found):
            yield _sum(printed, [values[0] for values in found])


def _sum(printed: Value, parts: list[Value]) -> Finding:
    low, high = sum(stands_for(part)[0] for part in parts), sum(stands_for(part)[1] for part in parts)
    least, most = stands_for(printed)
    verdict = HOLDS if low <= most and least <= high else CONTRADICTION
    recomputed = total(*parts, indicator=printed.indicator)
    return Finding("parts", verdict, (printed,), recomputed, (low, high), tuple(parts))


def check_groups(book: AreaBook) -> Iterator[Finding]:
    """Yield each group that is larger than all persons or organisations of the same source and period."""
    for key, values in book.groups():
        if key.segment == TOTAL or values[0].unit == "percent":
            continue
        for value in values:
            whole = [
                one for one in book.find(key._replace(segment=TOTAL), value.source_ids) if _same_source(one, value)
            ]
            if whole and stands_for(value)[0] > stands_for(whole[0])[1]:
                yield Finding("parts", CONTRADICTION, (whole[0],), value, stands_for(value), (value,))


def _same_source(first: Value, second: Value) -> bool:
    return first.source_ids == second.source_ids


def check_statements(book: AreaBook) -> Iterator[Finding]:
    """Yield a check of each thing of which two statements are printed.

    Where the day is not printed the statements may be of different days, so that a difference is a doubt.
    """
    for key, told in book.groups():
        several = len({value.source_ids for value in told}) > 1
        holds = _compatible(told)
        if len(told) > 1 and (several or not holds):
            vague = key.freq in (POINT, YEAR_TO_DATE) and len(told[0].period_end) < _DAY
            yield Finding("sources", HOLDS if holds else DOUBT if vague else CONTRADICTION, tuple(told))


def _compatible(values: Iterable[Value]) -> bool:
    """Tell whether one number can satisfy all the statements."""
    ranges = [stands_for(value) for value in values]
    return max(low for low, _ in ranges) <= min(high for _, high in ranges)


def check_stocks(book: AreaBook) -> Iterator[Finding]:
    """Yield a check of organisations that different sources count within one calendar year.

    They may have changed between; by more than 5% in a year they seldom do, and the reader is told.
    """
    years: dict[tuple[str, ...], list[Value]] = {}
    for value in book.values:
        if value.freq == POINT and value.preferred and value.unit == "organisations":
            years.setdefault((value.indicator, value.segment, value.period_end[:4]), []).append(value)
    for told in years.values():
        told.sort(key=lambda value: value.period_end, reverse=True)
        if len({value.source_ids for value in told}) > 1:
            yield Finding("stocks", HOLDS if _steady(told) else DOUBT, tuple(told))


def _steady(values: list[Value]) -> bool:
    low, high = min(value.obs_value for value in values), max(value.obs_value for value in values)
    return high - low <= _STEADY * high or _compatible(values)


def check_stock_flow(book: AreaBook) -> Iterator[Finding]:
    """Yield a check of members on two days of a year between which the admissions are known.

    A rise by more than was admitted needs transfers, which are allowed 1% of the members; a fall needs none.
    """
    stocks: dict[str, list[Value]] = {}
    flows: dict[str, Value] = {}
    for key, told in book.groups():
        if key.segment != TOTAL or told[0].bound != EXACT:
            continue
        if key.indicator == "members" and len(told[0].period_end) == _DAY:
            stocks.setdefault(key.period_end[:4], []).append(told[0])
        if key.indicator == "admissions" and key.freq in (YEAR, YEAR_TO_DATE):
            flows[key.period_end] = told[0]
    for values in stocks.values():
        for first, second in pairwise(sorted(values, key=lambda value: value.period_end)):
            if first.period_end in flows and second.period_end in flows:
                yield _stock_flow(first, second, flows[first.period_end], flows[second.period_end])


def _stock_flow(first: Value, second: Value, before: Value, after: Value) -> Finding:
    admitted, change = difference(after, before, "admissions"), difference(second, first, "members_change")
    explained = change.obs_value <= admitted.obs_value + _TRANSFERS * first.obs_value
    span = (admitted.obs_value, admitted.obs_value)
    return Finding("stock_flow", HOLDS if explained else DOUBT, (second, first), admitted, span, (after, before))


def check_possible(dataset: Dataset, book: AreaBook) -> Iterator[Finding]:
    """Yield each value that cannot be: below zero, half a person, a share above 100%, and the like."""
    for value in book.values:
        if _impossible(dataset, value):
            yield Finding("impossible", CONTRADICTION, (value,))
        if value.indicator == "admissions" and value.freq in (YEAR, YEAR_TO_DATE):
            members = book.find(stock_key(value, "members"), value.source_ids)
            if members and stands_for(value)[0] > stands_for(members[0])[1]:
                yield Finding("impossible", CONTRADICTION, (value,), parts=(members[0],))


def _impossible(dataset: Dataset, value: Value) -> bool:
    indicator = dataset.indicators[value.indicator]
    if indicator.kind in ("flow", "stock", "target"):
        return value.obs_value < 0 or not value.obs_value.is_integer()
    if indicator.kind == "ratio" and value.obs_value < 0:
        return True
    share = value.unit == "percent" and value.indicator.endswith(("_share", "_per_population"))
    return share and not 0 <= value.obs_value <= _HUNDRED
