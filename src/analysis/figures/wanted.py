"""What to look for next: the rule, and the figures that it finds."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.figures.blocks import Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.names import tell_apart
from analysis.figures.page import Page
from analysis.figures.tables import Table
from analysis.measures.wanted import MEMBERS, NEIGHBOURS, TARGET, Reason, Wanted

_MOST = 25


def write_rule(page: Page) -> Prose:
    """Return the rule by which figures are wanted and ranked."""
    return Prose(
        (
            page.say(
                "Wanted are full-year admissions, targets and memberships of provinces and of the whole country that "
                "are not known, of years that are over, where a known figure would gain from them."
            ),
            page.say(
                "Figures with more reasons go first; of as many, those whose strongest reason is stronger: a year to "
                "date, a target, both neighbouring years, admissions, members; then the newest year."
            ),
        )
    )


def table_wanted(page: Page, wanted: Sequence[Wanted]) -> Table | Remark:
    """Return the figures to look for, the most wanted first; a remark if the rule finds none.

    Args:
        page: The page.
        wanted: The figures in their order.
    """
    if not wanted:
        return Remark(page.say("The rule finds nothing to look for."))
    header = [page.say("Province"), page.say("Look for"), page.say("Known already")]
    rows = [
        [
            Inline.of(tell_apart(page, one.ref_area, page.name_of(one.ref_area))).capitalised(),
            _what(page, one),
            Inline.join([_why(page, reason) for reason in one.reasons], "; ").capitalised(),
        ]
        for one in wanted[:_MOST]
    ]
    caption = page.say("Figures to look for, the most wanted first.")
    rest = len(wanted) - len(rows)
    notes = (
        [page.say_count("The rule finds {count} further figure.", "The rule finds {count} further figures.", rest)]
        if rest
        else []
    )
    return page.table("wanted", caption, header, rows, text_columns=3, notes=notes)


def _what(page: Page, one: Wanted) -> Inline:
    match one.indicator:
        case "admissions":
            return page.say("Admissions, full year {year}", year=one.year)
        case "admissions_target":
            return page.say("Target {year}", year=one.year)
    return page.say("Party members {year}", year=one.year)


def _why(page: Page, reason: Reason) -> Inline:
    first = reason.values[0]
    period = page.language.period(first)
    if reason.kind == TARGET:
        return page.say("target: {value}", value=first)
    if reason.kind == MEMBERS:
        return page.say("members {period}: {value}", period=period, value=first)
    if reason.kind == NEIGHBOURS:
        last = reason.values[1]
        return page.say(
            "{before} in {year}, {after} in {later}", before=first, year=first.year, after=last, later=last.year
        )
    return page.say("admissions {period}: {value}", period=period, value=first)
