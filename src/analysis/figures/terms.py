"""Terms of congress compared, with what else is printed of them."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.figures.blocks import Prose, Remark
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.measures.terms import Membership, TermFigures
from analysis.measures.values import Value


def table_terms(brief: Brief, figures: list[TermFigures]) -> Table | Remark:
    """Return the terms as a table, or a remark if nothing is known of any."""
    if not figures:
        return Remark(brief.say("No figure on a term is known."))
    header = [
        brief.say("Area and term"),
        brief.say("Admitted"),
        brief.say("Average a year, printed"),
        brief.say("Average a year, recomputed"),
        brief.say("Growth on the term before"),
        brief.say("Goal for each year"),
        brief.say("Above the term's goal"),
    ]
    rows = [
        [
            Inline.of(f"{brief.name_of(told.ref_area)}, {told.term.code.replace('-', '–')}").capitalised(),
            brief.show(told.admitted),
            brief.show(told.average),
            brief.show(told.recomputed_average),
            brief.show(told.growth),
            brief.show(told.goal),
            brief.show(told.excess),
        ]
        for told in figures
    ]
    caption = brief.say("Admissions by term of congress, persons and percent.")
    note = brief.say("A term counts five calendar years: 2015–2020 the years 2015 to 2019.")
    return brief.table("terms", caption, header, rows, notes=[note])


def write_terms(brief: Brief, figures: list[TermFigures], memberships: list[Membership]) -> Prose | None:
    """Return what the table can't say: the implied term before, years against the goal, growth of membership."""
    lines = [line for told in figures for line in (*_implied(brief, told), *_years(brief, told))]
    lines += [_membership(brief, told) for told in memberships]
    return Prose(tuple(lines), bullets=True) if lines else None


def _implied(brief: Brief, told: TermFigures) -> Iterator[Inline]:
    if len(told.previous) == 1 and told.growth and told.admitted:
        yield brief.say(
            "{area}: {admitted} admitted, {growth} more than in the term {before}; the only whole number that fits "
            "that term is {previous}.",
            area=brief.name_of(told.ref_area),
            admitted=told.admitted,
            growth=told.growth,
            before=told.growth.base_per.replace("-", "–"),
            previous=told.previous[0],
        )


def _years(brief: Brief, told: TermFigures) -> Iterator[Inline]:
    for admitted, rate in told.years:
        if told.goal and rate:
            yield brief.say(
                "{area}, {year}: {admitted} admitted, {rate} of the term's goal of {goal} a year.",
                area=brief.name_of(told.ref_area),
                year=admitted.year,
                admitted=admitted,
                rate=rate,
                goal=told.goal,
            )


def _membership(brief: Brief, told: Membership) -> Inline:
    line = brief.say(
        "{area}, {date}: {members} Party members, {growth} more than in {base}.",
        area=brief.name_of(told.members.ref_area),
        date=brief.language.date(told.members.period_end),
        members=told.members,
        growth=told.growth,
        base=told.growth.base_per,
    )
    if len(told.earlier) != 1:
        return line
    implied = brief.say(
        "The only whole number that fits {base} is {earlier}.", earlier=told.earlier[0], base=told.growth.base_per
    )
    return Inline.join([line, implied])


def table_other(brief: Brief, values: list[Value]) -> Table | None:
    """Return what else is printed of the terms as a table; None if nothing is."""
    if not values:
        return None
    header = [brief.say("Area and term"), brief.say("Indicator"), brief.say("Printed")]
    rows = [
        [
            Inline.of(f"{brief.name_of(value.ref_area)}, {brief.language.period(value)}").capitalised(),
            Inline.of(brief.label(value)),
            brief.show(value),
        ]
        for value in values
    ]
    caption = brief.say("Other figures printed for a term, percent.")
    return brief.table("terms-other", caption, header, rows, text_columns=2)
