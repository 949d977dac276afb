"""Figures that no source prints, computed from those that sources do: rates, changes, averages, sums."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, OTHER, TERM, TERM_TO_DATE, YEAR, Indicator, Term
from analysis.errors import CallerError
from analysis.measures.book import AreaBook
from analysis.measures.identities import AVERAGE, DIFFERENCE, GROWTH, RATIO, Identity, identity_of, key_of
from analysis.measures.values import Value, derive, difference, growth, ratio, total
from analysis.text.periods import last_day

_TERM = re.compile(r"\d{4}-\d{4}")
# Where the definition of an indicator says that it has a base period, it names this column.
_BASE = "BASE_PER"


@dataclass(frozen=True)
class Span:
    """The periods that a caller means: those of one term, or those that end in a year, in a month, or on a day.

    Attributes:
        text: 2023, 2023-10, 2023-10-10, or the code of a term: 2015-2020.
        term: The term, if it is one.
    """

    text: str
    term: Term | None = None

    @property
    def year(self) -> int:
        """The calendar year in which the periods end."""
        return self.term.period_end.year if self.term else int(self.text[:4])

    def holds(self, freq: str, start: str, end: str) -> bool:
        """Tell whether a period is one of them."""
        if self.term:
            return freq in (TERM, TERM_TO_DATE) and start == str(self.term.period_start)
        return end == self.text or end.startswith(f"{self.text}-")


def parse_span(dataset: Dataset, text: str) -> Span:
    """Return the periods that a text means.

    Raises:
        CallerError: It is neither a date nor a term.
    """
    text = text.strip().replace("–", "-")
    if text in dataset.terms:
        return Span(text, dataset.terms[text])
    if _TERM.fullmatch(text):
        raise CallerError(f"there is no term {text}", to_do=f"terms are {', '.join(dataset.terms)}")
    try:
        last_day(text)
    except ValueError as error:
        raise CallerError(str(error), to_do="give a year, a month, a day, or a term such as 2015-2020") from None
    return Span(text)


def templates(dataset: Dataset, book: AreaBook, area: str, indicator: str, segment: str, span: Span) -> Iterator[Value]:
    """Yield the things that an indicator may speak of: in each period of which a figure of the area is known.

    Their number is 0, and they rest on nothing. The base, where there is one, is the year or the term before.
    """
    places = {(value.freq, value.period_start, value.period_end) for value in book.values}
    if span.term:
        places.add((TERM, str(span.term.period_start), str(span.term.period_end)))
    elif len(span.text) == len("2023"):
        places.add((YEAR, f"{span.text}-01-01", f"{span.text}-12-31"))
    one = dataset.indicators[indicator]
    for freq, start, end in sorted(place for place in places if span.holds(*place)):
        base = _base(dataset, freq, start, end) if _has_base(one) else ""
        if base or not _has_base(one):
            yield Value(area, indicator, segment, freq, start, end, 0.0, EXACT, one.unit, (), (), base_per=base)


def _has_base(one: Indicator) -> bool:
    changes = one.kind in (GROWTH, DIFFERENCE) and one.numerator == one.denominator
    return changes or _BASE in one.definition_en


def _base(dataset: Dataset, freq: str, start: str, end: str) -> str:
    if freq == TERM:
        before = (code for code, term in dataset.terms.items() if term.period_end.year + 1 == int(start[:4]))
        return next(before, "")
    return "" if freq in (TERM_TO_DATE, OTHER) else str(int(end[:4]) - 1)


def compute(dataset: Dataset, book: AreaBook, asked: Value) -> tuple[Value, tuple[Value, ...]] | None:
    """Return a thing computed, and what it was computed from; None if that is not known.

    Args:
        dataset: The dataset.
        book: The figures of its area.
        asked: A template, or a printed value to be recomputed; figures of its own source then go first.
    """
    identity = identity_of(dataset, asked)
    if identity:
        return _by_identity(book, identity)
    codes = dataset.indicators[asked.indicator].parts
    found = [book.find(key_of(asked)._replace(indicator=code), asked.source_ids)[:1] for code in codes]
    if found and all(found):
        parts = tuple(value for values in found for value in values)
        return total(*parts, indicator=asked.indicator), parts
    goals = [] if asked.source_ids else book.find(key_of(asked))
    return next(((goal, ()) for goal in goals if not goal.is_printed), None)


def _by_identity(book: AreaBook, identity: Identity) -> tuple[Value, tuple[Value, ...]] | None:
    asked, relation = identity.printed, identity.relation
    above = book.find(identity.above, asked.source_ids)[:1]
    below = book.find(identity.below, asked.source_ids)[:1] if identity.below else []
    if not above or (identity.below and not below):
        return None
    if set(above[0].observation_ids) & set(asked.observation_ids):  # the goal of a term, itself from that for each year
        return None
    if relation == AVERAGE:
        return _average(identity, above[0])
    if relation == DIFFERENCE:
        computed = difference(above[0], below[0], asked.indicator)
    elif below[0].obs_value <= 0:
        return None
    else:
        percent = {RATIO: ratio, GROWTH: growth}[relation]
        computed = percent(above[0], below[0], asked.indicator, decimals=max(asked.decimals, 2))
    return dataclasses.replace(computed, unit=asked.unit, base_per=asked.base_per), (above[0], below[0])


def _average(identity: Identity, above: Value) -> tuple[Value, tuple[Value, ...]] | None:
    if identity.years < 2 or not above.period_end.endswith("-12-31"):  # the years must be full
        return None
    computed = derive(
        above,
        indicator=identity.printed.indicator,
        obs_value=above.obs_value / identity.years,
        unit=identity.printed.unit,
        formula=f"{above.indicator} / {identity.years}",
        decimals=1,
    )
    return computed, (above,)
