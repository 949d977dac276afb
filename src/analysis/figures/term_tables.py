"""Terms of congress compared over several areas: tables of totals, averages, growth and what else is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.figures.blocks import Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.language import UNKNOWN
from analysis.figures.tables import Table
from analysis.figures.term_comparison import TermComparison, name_term, outcomes_of
from analysis.measures.term_comparison import AreaTerms, TermOutcome

# Stands before a count to date.
_STAR = "*"
Cells = list[Inline]


def keep_filled(header: Cells, rows: list[Cells]) -> tuple[Cells, list[Cells]]:
    """Return a table less the columns in which nothing is known."""
    kept = [at for at in range(len(header)) if at == 0 or any(str(row[at]) != UNKNOWN for row in rows)]
    return [header[at] for at in kept], [[row[at] for at in kept] for row in rows]


def star(one: TermOutcome, cell: Inline) -> Inline:
    """Return a cell with a star before it if it is of a count to date; `explain_stars` tells what it means."""
    return Inline.join([_STAR, cell], "") if one.to_date and not one.total and str(cell) != UNKNOWN else cell


def explain_stars(page: TermComparison, outcomes: Iterable[TermOutcome]) -> Iterator[Inline]:
    """Yield what the star means and which day it stands for, if there is one. The chart must stand above."""
    told = [
        f"{page.name_of(one.ref_area)}, {page.language.period(one.to_date)}"
        for one in outcomes
        if one.to_date and not one.total
    ]
    if told:
        yield page.say(
            "*: counted to date, no total, hollow in {figure}: {list}.",
            figure=page.refer("figure", "terms"),
            list="; ".join(told),
        )


def table_totals(page: TermComparison, compared: Sequence[AreaTerms]) -> Table | None:
    """Return the totals, a row an area and a column a term; None if there are none. The chart must stand above."""
    told = [one for one in compared if any(outcome.ends or outcome.to_date for outcome in one.outcomes)]
    if not told:
        return None
    header = [page.say("Area"), *(Inline.of(name_term(term)) for term in page.terms)]
    rows = [
        [
            Inline.of(page.name_of(one.area.code)).capitalised(),
            *(_total(page, outcome) for outcome in one.outcomes),
        ]
        for one in told
    ]
    notes = explain_stars(page, [one for one in outcomes_of(told) if not one.ends])
    return page.table("totals", page.say("Members admitted by term, persons."), header, rows, notes=notes)


def _total(page: TermComparison, one: TermOutcome) -> Inline:
    if one.ends:
        return page.show_ends(one.ends)
    if one.to_date:
        return star(one, page.show(one.to_date))
    return page.show(None) if one.stood else page.say("ended")


def write_totals(page: TermComparison, compared: Sequence[AreaTerms]) -> Prose | None:
    """Return how totals are known that no source prints; None if there are none."""
    lines = [line for one in outcomes_of(compared) for line in _unprinted(page, one)]
    return Prose(tuple(lines), bullets=True) if lines else None


def _unprinted(page: TermComparison, one: TermOutcome) -> Iterator[Inline]:
    where = page.row_of(one)
    if one.summed:
        yield page.say("{where}: no source prints the total; it is the sum of the five full years.", where=where)
    elif one.implied and one.implied.is_single:
        yield page.say(
            "{where}: no source prints the total; {total} is the only whole number that the printed figures allow.",
            where=where,
            total=one.implied.low,
        )
    elif one.implied:
        yield page.say(
            "{where}: no source prints the total; the printed figures allow {range}.",
            where=where,
            range=page.show_ends(one.implied.ends),
        )


def table_averages(page: TermComparison, compared: Sequence[AreaTerms]) -> Table | Remark | None:
    """Return averages, printed and recomputed, beside yearly goals; a remark if neither they nor growth are known."""
    if not any(one.is_known for one in compared):
        return None
    rows = [
        [
            page.row_of(one),
            page.show(one.average),
            page.show(one.recomputed_average),
            page.show_ends(one.goals.yearly),
        ]
        for one in outcomes_of(compared)
        if _has_average(one)
    ]
    if not rows:
        growth = any(map(_has_growth, outcomes_of(compared)))
        return None if growth else Remark(page.say("No yearly average and no growth of a term is known."))
    header = [
        page.say("Area and term"),
        page.say("Average, printed"),
        page.say("Average, recomputed"),
        page.say("Yearly goal"),
    ]
    return page.table(
        "averages", page.say("Admitted on average, and goals, persons a year."), *keep_filled(header, rows)
    )


def _has_average(one: TermOutcome) -> bool:
    return bool(one.average or one.recomputed_average or one.goals.yearly)


def _has_growth(one: TermOutcome) -> bool:
    return bool(one.growth or one.recomputed_growth)


def table_growth(page: TermComparison, compared: Sequence[AreaTerms]) -> Table | Remark | None:
    """Return growth over an earlier term, printed and recomputed; a remark beside averages if none is known."""
    told = [one for one in outcomes_of(compared) if _has_growth(one)]
    if not told:
        averages = any(map(_has_average, outcomes_of(compared)))
        return Remark(page.say("No growth over an earlier term is known.")) if averages else None
    header = [
        page.say("Area and term"),
        page.say("Earlier total"),
        page.say("Growth, printed"),
        page.say("Growth, recomputed"),
    ]
    rows = [
        [
            page.row_of(one),
            page.show_ends(one.base),
            page.show(one.growth),
            page.show_ends(one.recomputed_growth),
        ]
        for one in told
    ]
    caption = page.say("Growth over the term before, persons and percent.")
    notes = [line for one in told for line in _on_growth(page, one)]
    return page.table("growth", caption, *keep_filled(header, rows), notes=notes)


def _on_growth(page: TermComparison, one: TermOutcome) -> Iterator[Inline]:
    if one.recomputed_growth and one.base_rests_on_growth:
        yield page.say(
            "{where}: the earlier total follows from the printed growth itself, so the recomputed one can but agree.",
            where=page.row_of(one),
        )
    if one.growth and one.before and one.before.period_end.year + 1 != one.term.period_start.year:
        yield page.say("{where}: growth over {before}.", where=page.row_of(one), before=name_term(one.before))


def table_others(page: TermComparison, compared: Sequence[AreaTerms]) -> Table | Remark | None:
    """Return what else is printed of the terms, group by group; a remark if nothing is."""
    if not any(one.is_known for one in compared):
        return None
    values = [value for one in compared for value in one.others]
    if not values:
        return Remark(page.say("Nothing else is printed of these terms."))
    header = [page.say("Area and period"), page.say("Indicator"), page.say("Printed")]
    rows = [
        [
            Inline.of(f"{page.name_of(value.ref_area)}, {page.language.period(value)}").capitalised(),
            Inline.of(page.label(value)),
            page.show(value),
        ]
        for value in values
    ]
    caption = page.say("Other figures printed of the terms; percent where so marked.")
    return page.table("others", caption, header, rows, text_columns=2)
