"""What no source prints and yet holds: parts add up, a year to date rises, units stay within their area.

Each rule ties only quantities that occur; its name is stable.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TERM, TERM_TO_DATE, TOTAL, YEAR, YEAR_TO_DATE
from analysis.measures.identities import Key
from analysis.measures.statements import COUNTED, STRUCTURE, Row, Statement
from analysis.text.periods import last_day

PARTS, SEGMENT, TO_DATE, IN_TERM, UNITS, WHOLE = "parts", "segment", "to_date", "term", "units", "whole"
_MONTH = len("2023-10")
# Periods within a year.
_WITHIN = (YEAR_TO_DATE, "S", "Q", "M")


def structural_statements(dataset: Dataset, occurring: Iterable[Key]) -> list[Statement]:
    """Return the rules that tie quantities to each other.

    Args:
        dataset: The dataset, for the indicators.
        occurring: The quantities that printed figures speak of.
    """
    found = list(dict.fromkeys(occurring))
    parts = list(_parts(dataset, found))
    keys = dict.fromkeys([*found, *(key for statement in parts for key in statement.keys)])
    flows = [key for key in keys if dataset.indicators[key.indicator].kind == "flow"]
    rules = (_segments(dataset, keys), _to_date(flows, keys), _terms(flows, keys), _units(dataset, keys))
    return [*parts, *(statement for rule in rules for statement in rule)]


def whole_statement(key: Key) -> Statement:
    """Return the rule that a count is a whole number; it is no linear one."""
    return Statement(STRUCTURE, (Row(((key, 1.0),), 0.0, math.inf),), rule=WHOLE)


def _within(rule: str, total: Key, parts: Iterable[Key], *, all_of_it: bool = False) -> Statement:
    """Return that the parts together are at most the total, or all of it."""
    terms = ((total, 1.0), *((part, -1.0) for part in parts))
    return Statement(STRUCTURE, (Row(terms, 0.0, 0.0 if all_of_it else math.inf),), rule=rule)


def _parts(dataset: Dataset, keys: list[Key]) -> Iterator[Statement]:
    """An indicator is the sum of its parts; said where at least two of these occur, one may be missing."""
    known = set(keys)
    totals = {code: indicator.parts for code, indicator in dataset.indicators.items() if indicator.parts}
    for place in dict.fromkeys(key._replace(indicator="") for key in keys):
        for code, parts in totals.items():
            total, *rest = (place._replace(indicator=one) for one in (code, *parts))
            if len(known.intersection((total, *rest))) > 1:
                yield _within(PARTS, total, rest, all_of_it=True)


def _segments(dataset: Dataset, keys: Iterable[Key]) -> Iterator[Statement]:
    known = set(keys)
    for key in keys:
        total = key._replace(segment=TOTAL)
        if key.segment != TOTAL and total in known and dataset.indicators[key.indicator].kind in COUNTED:
            yield _within(SEGMENT, total, [key])


def _to_date(flows: Iterable[Key], keys: Iterable[Key]) -> Iterator[Statement]:
    """What is counted from one first day on rises with the last day, and a part of a year stays within the year."""
    known = set(keys)
    groups: dict[Key, list[Key]] = defaultdict(list)
    for key in flows:
        year = _year(key, int(key.period_start[:4]))
        if key.freq in _WITHIN and year in known:
            yield _within(TO_DATE, year, [key])
        if key.freq in (*_WITHIN, TERM_TO_DATE) and len(key.period_end) >= _MONTH:
            long = TERM_TO_DATE if key.freq == TERM_TO_DATE else YEAR
            groups[key._replace(freq=long, period_end="")].append(key)
    for told in groups.values():
        spans = sorted((*_cut_off(key), key) for key in told)
        for place, (_, ends, key) in enumerate(spans):
            yield from (_within(TO_DATE, later, [key]) for begins, _, later in spans[place + 1 :] if begins > ends)


def _year(key: Key, year: int) -> Key:
    return key._replace(freq=YEAR, period_start=f"{year}-01-01", period_end=f"{year}-12-31")


def _cut_off(key: Key) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that the cut-off can be: of a bare month any day of it."""
    last = last_day(key.period_end)
    return (last.replace(day=1) if len(key.period_end) == _MONTH else last), last


def _terms(flows: Iterable[Key], keys: Iterable[Key]) -> Iterator[Statement]:
    """The years of a term add up to it, or stay within it where some are missing; so does a term to date."""
    known = set(keys)
    for term in (key for key in flows if key.freq == TERM):
        years = range(int(term.period_start[:4]), int(term.period_end[:4]) + 1)
        places = [_year(term, year) for year in years]
        found = [place for place in places if place in known]
        if found:
            yield _within(IN_TERM, term, found, all_of_it=len(found) == len(places))
    terms = {(key[:3], key.period_start): key for key in flows if key.freq == TERM}
    for key in flows:
        if key.freq == TERM_TO_DATE and (key[:3], key.period_start) in terms:
            yield _within(IN_TERM, terms[key[:3], key.period_start], [key])


def _units(dataset: Dataset, keys: Iterable[Key]) -> Iterator[Statement]:
    """The persons of the units directly below an area are among those of the area."""
    known = set(keys)
    below: dict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        area = key._replace(ref_area=key.ref_area.rpartition("/")[0])
        indicator = dataset.indicators[key.indicator]
        if area in known and indicator.unit == "persons" and indicator.kind in COUNTED:
            below[area].append(key)
    yield from (_within(UNITS, area, units) for area, units in below.items())
