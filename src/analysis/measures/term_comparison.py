"""Terms of congress compared over several areas: totals, averages, growth, and goals against what came of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TERM, TERM_TO_DATE, TOTAL, YEAR, Area, Term
from analysis.errors import CallerError
from analysis.measures.book import AreaBook
from analysis.measures.identities import Key
from analysis.measures.ranges import ImpliedRange, implied_ranges
from analysis.measures.term_goals import GoalFigures, goal_figures
from analysis.measures.terms import term_figures, yearly_average
from analysis.measures.values import Value, group_key, growth, printed_values, total
from analysis.text.lists import split_list
from analysis.text.periods import last_day
from analysis.text.suggest import did_you_mean

# Decimals that a growth is shown with where none is printed.
_DECIMALS = 1


@dataclass(frozen=True)
class TermOutcome:
    """What is known of one area in one term; None or () where nothing is.

    Attributes:
        ref_area: Code of the area.
        term: The term.
        stood: False where the area ended before the term did, so that it can have no such term.
        printed: Total that a source prints.
        summed: Sum of the five full years, where no source prints the total and all five are known.
        implied: What printed figures leave for a total that is neither.
        to_date: Latest count of a part of the term, where the total is neither printed nor a sum.
        average: Printed yearly average.
        recomputed_average: The total over the years that the term counts.
        before: The term that growth is against: that which the source names, else the one before.
        base: Total of that term, or the two ends of what it can be.
        growth: Printed growth over it, in percent.
        recomputed_growth: The same from the two totals; two ends where the earlier one has two.
        goals: The goal, and how far it was reached.
    """

    ref_area: str
    term: Term
    stood: bool = True
    printed: Value | None = None
    summed: Value | None = None
    implied: ImpliedRange | None = None
    to_date: Value | None = None
    average: Value | None = None
    recomputed_average: Value | None = None
    before: Term | None = None
    base: tuple[Value, ...] = ()
    growth: Value | None = None
    recomputed_growth: tuple[Value, ...] = ()
    goals: GoalFigures = field(default_factory=GoalFigures)

    @property
    def total(self) -> Value | None:
        """The total of the whole term, printed or summed."""
        return self.printed or self.summed

    @property
    def count(self) -> Value | None:
        """The total, or else the count to date."""
        return self.total or self.to_date

    @property
    def ends(self) -> tuple[Value, ...]:
        """The total, or the two ends of what it can be; a count to date is none."""
        return (self.total,) if self.total else self.implied.ends if self.implied else ()

    @property
    def is_known(self) -> bool:
        """Whether anything of this kind is known."""
        return self.goals.is_known or any((self.ends, self.to_date, self.average, self.growth))

    @property
    def base_rests_on_growth(self) -> bool:
        """Whether the earlier total follows from the printed growth, so that the recomputed one can but agree."""
        printed = set(self.growth.observation_ids) if self.growth else set()
        return any(printed & set(one.observation_ids) for one in self.base)

    @property
    def told(self) -> tuple[Value, ...]:
        """All printed figures that stand in it."""
        goals = self.goals
        found = (self.printed, self.to_date, self.average, self.growth, goals.rate, goals.excess)
        return (*(one for one in found if one), *goals.yearly, *goals.term)


@dataclass(frozen=True)
class AreaTerms:
    """The terms of one area.

    Attributes:
        area: The area.
        outcomes: One for each term asked for, in their order.
        others: What else is printed of these terms: groups, shares, other counts to date, what other sources print.
    """

    area: Area
    outcomes: tuple[TermOutcome, ...]
    others: tuple[Value, ...]

    @property
    def is_known(self) -> bool:
        """Whether any figure of these terms is known."""
        return bool(self.others) or any(one.is_known for one in self.outcomes)


def find_terms(dataset: Dataset, names: str | Iterable[str]) -> list[Term]:
    """Return the terms that a list of codes means, each once, in the order of time: "2015-2020, 2020–2025".

    Raises:
        CallerError: The list is empty, or a term is on no list.
    """
    codes = [name.replace("–", "-").replace(" ", "") for name in split_list(names)]
    for code in codes:
        if code not in dataset.terms:
            raise CallerError(
                f"{code!r} is no term on the list",
                to_do=did_you_mean(code, dataset.terms, otherwise="codes are in data/codelists/terms.csv"),
            )
    return sorted({dataset.terms[code] for code in codes}, key=lambda term: term.period_start)


def compare_terms(dataset: Dataset, areas: Iterable[Area], terms: Sequence[Term]) -> list[AreaTerms]:
    """Return what is known of terms, area by area, in the order given; of an area without figures nothing is.

    A term counts five calendar years (`data/codelists/terms.csv`). A count to date never stands for a total.
    """
    return [_compare(dataset, area, terms) for area in areas]


def _compare(dataset: Dataset, area: Area, terms: Sequence[Term]) -> AreaTerms:
    rows = dataset.select(area.code, segment=None)
    long = rows[rows["freq"].isin([TERM, TERM_TO_DATE])]
    book = AreaBook(dataset, printed_values(dataset, rows[rows["freq"].isin([TERM, TERM_TO_DATE, YEAR])]))
    ranges = implied_ranges(dataset, area.code, ("admissions",), (TERM,)) if len(long) else []
    totals = {term.code: _total(book, area, term, ranges) for term in dataset.terms.values()}
    figures = {told.term.code: told for told in term_figures(dataset, area.code) if told.ref_area == area.code}
    outcomes = []
    for term in terms:
        told, one = figures.get(term.code), totals[term.code]
        if told:
            one = dataclasses.replace(one, average=told.average, growth=told.growth)
        goals = goal_figures(book, area.code, term, one.count, one.average)
        outcomes.append(dataclasses.replace(_grown(dataset, one, totals), goals=goals))
    starts = {str(term.period_start) for term in terms}
    wanted = printed_values(dataset, long[long["period_start"].isin(starts)])
    return AreaTerms(area, tuple(outcomes), _others(wanted, outcomes))


def _total(book: AreaBook, area: Area, term: Term, ranges: Iterable[ImpliedRange]) -> TermOutcome:
    """Return the total of a term, the best that is known of it."""
    stood = area.valid_to is None or area.valid_to >= term.period_end
    key = Key(area.code, "admissions", TOTAL, TERM, str(term.period_start), str(term.period_end))
    printed = next(iter(book.find(key)), None)
    summed = None if printed else _sum_of_years(book, key, term)
    found = printed or summed
    return TermOutcome(
        area.code,
        term,
        stood,
        printed,
        summed,
        None if found else next((one for one in ranges if one.low.period_start == key.period_start), None),
        None if found else _to_date(book, key),
        recomputed_average=yearly_average(found, term) if found else None,
    )


def _sum_of_years(book: AreaBook, key: Key, term: Term) -> Value | None:
    keys = [key._replace(freq=YEAR, period_start=f"{one}-01-01", period_end=f"{one}-12-31") for one in term.years]
    years = [value for one in keys for value in book.find(one)[:1]]
    if len(years) < len(keys):
        return None
    return total(*years, freq=TERM, period_start=key.period_start, period_end=key.period_end)


def _to_date(book: AreaBook, key: Key) -> Value | None:
    """Return the latest count of a part of the term."""
    keys = {
        other for other, _ in book.groups() if other == key._replace(freq=TERM_TO_DATE, period_end=other.period_end)
    }
    latest = sorted(keys, key=lambda one: (last_day(one.period_end), one.period_end), reverse=True)
    return next((value for one in latest for value in book.find(one)), None)


def _grown(dataset: Dataset, one: TermOutcome, totals: Mapping[str, TermOutcome]) -> TermOutcome:
    """Add the earlier total and the growth over it; between totals of whole terms alone."""
    day_before = one.term.period_start - dt.timedelta(days=1)
    follows = next((term for term in dataset.terms.values() if term.period_end == day_before), None)
    before = dataset.terms.get(one.growth.base_per) if one.growth else follows
    base = totals[before.code].ends if before else ()
    found: tuple[Value, ...] = ()
    if one.total and before and all(end.obs_value > 0 for end in base):
        decimals = max(_DECIMALS, one.growth.decimals if one.growth else 0)
        computed = (growth(one.total, end, "admissions_growth", decimals=decimals) for end in reversed(base))
        found = tuple(dataclasses.replace(rate, base_per=before.code) for rate in computed)
    return dataclasses.replace(one, before=before, base=base, recomputed_growth=found)


def _others(values: Iterable[Value], outcomes: Iterable[TermOutcome]) -> tuple[Value, ...]:
    """Return the printed figures that no outcome tells, less those that print the very same once more."""
    shown = {_saying(value) for one in outcomes for value in one.told}
    found: dict[tuple[object, ...], Value] = {}
    for value in values:
        if _saying(value) not in shown:
            found.setdefault(_saying(value), value)
    return tuple(sorted(found.values(), key=_place))


def _place(value: Value) -> tuple[str, str, str, str, float]:
    return (value.period_start, value.indicator, value.segment, value.period_end, value.obs_value)


def _saying(value: Value) -> tuple[object, ...]:
    return (*group_key(value), value.obs_value, value.bound)
