"""The page that compares terms of congress over several areas: its summary, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import Area, Term
from analysis.figures.blocks import Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.measures.term_comparison import AreaTerms, TermOutcome, find_terms
from analysis.measures.values import Value

# So many areas are named in the title, and so many totals of a term in the summary; of more, how many they are.
_NAMED = 5


class TermComparison(Page):
    """A page on the terms of some areas.

    Attributes:
        areas: The areas, in the order given; of two of one name that which stood in the first term.
        terms: The terms, in the order of time.
    """

    def __init__(self, dataset: Dataset, areas: str, terms: str, lang: str) -> None:
        self.terms: list[Term] = find_terms(dataset, terms)
        self.areas: list[Area] = dataset.find_areas(areas, year=self.terms[0].period_end.year)
        super().__init__(dataset, lang)

    @property
    def title(self) -> str:
        """The title of the page."""
        if len(self.areas) > _NAMED:
            return str(
                self.say_count(
                    "Admissions by term of congress: {count} area",
                    "Admissions by term of congress: {count} areas",
                    len(self.areas),
                )
            )
        names = ", ".join(self.language.name(area) for area in self.areas)
        return str(self.say("Admissions by term of congress: {areas}", areas=names))

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {
            "summary": self.say("Summary"),
            "totals": self.say("Totals of the terms"),
            "averages": self.say("Yearly averages and growth"),
            "goals": self.say("Goals and outcomes"),
            "others": self.say("Other figures of the terms"),
            "missing": self.say("What is not known"),
            **super().titles,
        }

    def name_of(self, code: str) -> str:
        """Return the full name of an area; with the day of one that was formed later, for another bore its name."""
        name, formed = super().name_of(code), self.dataset.areas[code].valid_from
        since = self.say("from {date}", date=self.language.date(formed)) if formed else None
        return f"{name} ({since})" if since else name

    def row_of(self, one: TermOutcome) -> Inline:
        """Return the head of a row: an area and a term."""
        return Inline.of(f"{self.name_of(one.ref_area)}, {name_term(one.term)}").capitalised()

    def show_ends(self, ends: Sequence[Value]) -> Inline:
        """Return one number, or the two ends of a range, with source marks; "–" if there is none."""
        return self.show_range(ends[0], ends[-1]) if len(ends) > 1 else self.show(*ends)

    def range_text(self, low: Value, high: Value) -> str:
        """Return the two ends of a range, of percentages with one sign: "93.9–99.7%"."""
        return super().range_text(low, high).replace("%–", "–")


def name_term(term: Term) -> str:
    """Return the name of a term in a text: "2015–2020"."""
    return term.code.replace("-", "–")


def name_terms(terms: Iterable[Term]) -> str:
    """Return the names of terms in a text: "2010–2015, 2015–2020"."""
    return ", ".join(map(name_term, terms))


def outcomes_of(compared: Iterable[AreaTerms]) -> list[TermOutcome]:
    """Return the terms of all areas, one after the other."""
    return [one for told in compared for one in told.outcomes]


def open_section(page: TermComparison, name: str, compared: Iterable[AreaTerms]) -> Prose | None:
    """Return the heading of a section; None if nothing at all is known, for then one remark says so."""
    return page.section(name) if any(one.is_known for one in compared) else None


def write_summary(page: TermComparison, compared: Sequence[AreaTerms]) -> Prose | Remark:
    """Return what is known, in a paragraph; a remark if nothing is."""
    if not any(one.is_known for one in compared):
        areas = "; ".join(page.name_of(area.code) for area in page.areas)
        nothing = page.say("No figure on {terms} is known of {areas}.", terms=name_terms(page.terms), areas=areas)
        return Remark(Inline.join([nothing, *_ended(page, compared)]))
    outcomes = outcomes_of(compared)
    lines = [_counts(page, outcomes), *(line for term in page.terms for line in _totals(page, term, outcomes))]
    lines += [*_to_date(page, outcomes), *_growth(page, outcomes), *_reached(page, outcomes)]
    lines.append(page.say("A term counts five calendar years: 2015–2020 the years 2015 to 2019."))
    return Prose((Inline.join(lines),))


def _counts(page: TermComparison, outcomes: Iterable[TermOutcome]) -> Inline:
    asked = [one for one in outcomes if one.stood or one.is_known]
    implied = [one for one in asked if one.implied and not one.total]
    to_date = [one for one in asked if one.to_date and not one.ends]
    kinds: list[tuple[int, Callable[[str], Inline]]] = [
        (sum(one.printed is not None for one in asked), lambda count: page.say("{count} printed", count=count)),
        (sum(one.summed is not None for one in asked), lambda count: page.say("{count} added up", count=count)),
        (len(implied), lambda count: page.say("{count} implied by other figures", count=count)),
        (len(to_date), lambda count: page.say("{count} known to date only", count=count)),
        (
            sum(not one.ends and not one.to_date for one in asked),
            lambda count: page.say("{count} not known", count=count),
        ),
    ]
    told = [say(page.language.number(count)) for count, say in kinds if count]
    return page.say("Totals by area and term: {list}.", list=Inline.join(told, ", "))


def _totals(page: TermComparison, term: Term, outcomes: Iterable[TermOutcome]) -> Iterator[Inline]:
    known = [one.total for one in outcomes if one.term == term and one.total]
    if 0 < len(known) <= _NAMED:
        told = [Inline.join([page.name_of(total.ref_area), page.show(total)]) for total in known]
        yield page.say("Admitted in the term {term}: {list}.", term=name_term(term), list=Inline.join(told, "; "))
    elif known:
        low, *_, high = sorted(known, key=lambda total: total.obs_value)
        yield page.say(
            "The {count} totals known of the term {term} lie between {low} in {area} and {high} in {other}.",
            count=page.language.number(len(known)),
            term=name_term(term),
            low=low,
            area=page.name_of(low.ref_area),
            high=high,
            other=page.name_of(high.ref_area),
        )


def _to_date(page: TermComparison, outcomes: Iterable[TermOutcome]) -> Iterator[Inline]:
    told = [
        Inline.join([page.name_of(one.ref_area), page.show(one.to_date), f"({page.language.period(one.to_date)})"])
        for one in outcomes
        if one.to_date
    ]
    if told:
        yield page.say("Counted to date, so no totals: {list}.", list=Inline.join(told, "; "))


def _growth(page: TermComparison, outcomes: Iterable[TermOutcome]) -> Iterator[Inline]:
    for one in outcomes:
        rates = (one.growth,) if one.growth else one.recomputed_growth
        if not rates or not one.before:
            continue
        words: dict[str, Inline | str] = {
            "area": page.name_of(one.ref_area),
            "growth": page.show_ends(rates),
            "term": name_term(one.term),
            "before": name_term(one.before),
        }
        if all(rate.obs_value > 0 for rate in rates):
            yield page.say("In {term}, {area} admitted {growth} more than in {before}.", **words)
        else:
            yield page.say("Admissions of {area} changed by {growth} in {term} against {before}.", **words)


def _reached(page: TermComparison, outcomes: Iterable[TermOutcome]) -> Iterator[Inline]:
    held = [one.goals.reached for one in outcomes if one.total and one.goals.reached is not None]
    if held:
        yield page.say(
            "Of the totals that can be held against a goal ({known}), {count} reached it.",
            known=page.language.number(len(held)),
            count=page.language.number(sum(held)),
        )


def write_missing(page: TermComparison, compared: Sequence[AreaTerms]) -> Prose | Remark | None:
    """Return which areas and terms have no figure, and which cannot have one; None if nothing at all is known."""
    if not any(one.is_known for one in compared):
        return None
    lines = [*(line for one in compared for line in _gaps(page, one)), *_ended(page, compared)]
    undated = sum(source.published is None for _, source in page.ledger.cited())
    if undated:
        count = page.language.number(undated)
        lines.append(
            page.say(
                "Sources without a date of publication: {count}; only the newest edition counts them.", count=count
            )
        )
    return Prose(tuple(lines), bullets=True) if lines else Remark(page.say("Nothing that was looked for is missing."))


def _gaps(page: TermComparison, told: AreaTerms) -> Iterator[Inline]:
    """Yield one line on an area: its terms without a figure, those without a total."""
    name = page.name_of(told.area.code)
    if not told.is_known:
        yield page.say("{area}: no figure on any of these terms.", area=name)
        return
    stood = [one for one in told.outcomes if one.stood]
    starts = {value.period_start for value in told.others}
    nothing = [one.term for one in stood if not one.is_known and str(one.term.period_start) not in starts]
    partial = [one.term for one in stood if one.term not in nothing and not one.ends]
    if nothing and partial:
        yield page.say(
            "{area}: no figure on {terms}; of {others} the total is not known.",
            area=name,
            terms=name_terms(nothing),
            others=name_terms(partial),
        )
    elif nothing:
        yield page.say("{area}: no figure on {terms}.", area=name, terms=name_terms(nothing))
    elif partial:
        yield page.say("{area}: of {terms} the total is not known.", area=name, terms=name_terms(partial))
    yield from _early(page, told)


def _early(page: TermComparison, told: AreaTerms) -> Iterator[Inline]:
    """Yield that figures of an area are of terms that were over when it was formed."""
    formed = told.area.valid_from
    early = [one.term for one in told.outcomes if formed and one.is_known and one.term.period_end < formed]
    if early:
        yield page.say(
            "{area}: the figures of {terms} are of a time before; they stand as its sources print them.",
            area=page.name_of(told.area.code),
            terms=name_terms(early),
        )


def _ended(page: TermComparison, compared: Iterable[AreaTerms]) -> Iterator[Inline]:
    """Yield which terms an area can't have, since it was merged away before they were over."""
    for told in compared:
        terms = name_terms(one.term for one in told.outcomes if not one.stood)
        if not terms or not told.area.valid_to:
            continue
        name, date = page.name_of(told.area.code), page.language.date(told.area.valid_to)
        if told.area.successor:
            heir = page.name_of(told.area.successor)
            yield page.say(
                "{area} stood until {date}, then became part of {heir}; it has no term {terms}.",
                area=name,
                date=date,
                heir=heir,
                terms=terms,
            )
        else:
            yield page.say("{area} stood until {date}; it has no term {terms}.", area=name, date=date, terms=terms)
