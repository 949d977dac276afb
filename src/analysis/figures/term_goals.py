"""Goals of terms of congress and how far they were reached, with what printed percentages say of goals not printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.figures.blocks import Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.figures.term_comparison import TermComparison, outcomes_of
from analysis.figures.term_tables import explain_stars, keep_filled, star
from analysis.measures.term_comparison import AreaTerms, TermOutcome


def table_goals(page: TermComparison, compared: Sequence[AreaTerms]) -> Table | Remark | None:
    """Return the goals and how far they were reached; a remark if no goal is known. The chart must stand above."""
    if not any(one.is_known for one in compared):
        return None
    told = [one for one in outcomes_of(compared) if one.goals.ends or one.goals.rate]
    if not told:
        return Remark(page.say("No goal of a term is known."))
    header = [
        page.say("Area and term"),
        page.say("Goal"),
        page.say("Reached, printed"),
        page.say("Reached, recomputed"),
    ]
    rows = [
        [
            page.row_of(one),
            page.show_ends(one.goals.ends),
            star(one, page.show(one.goals.rate)),
            star(one, page.show_ends(one.goals.recomputed_rate)),
        ]
        for one in told
    ]
    caption = page.say("Goals of the terms, persons; how far they were reached, percent of the goal.")
    return page.table("goals", caption, *keep_filled(header, rows), notes=list(_on_goals(page, told)))


def _on_goals(page: TermComparison, told: Sequence[TermOutcome]) -> Iterator[Inline]:
    if any(not goal.is_printed for one in told for goal in one.goals.term):
        yield page.say("A goal that is printed for each year counts five times.")
    if any(one.goals.ends for one in told):
        yield page.say("Goals are the marks in {figure}.", figure=page.refer("figure", "terms"))
    yield from explain_stars(page, [one for one in told if one.goals.rate or one.goals.recomputed_rate])


def write_goals(page: TermComparison, compared: Sequence[AreaTerms]) -> Prose | None:
    """Return what printed percentages say of goals that are not printed; None if there are none."""
    lines = [
        Inline.join(sentences)
        for one in outcomes_of(compared)
        for sentences in [[*_implied_goal(page, one), *_excess(page, one)]]
        if sentences
    ]
    return Prose(tuple(lines), bullets=True) if lines else None


def _implied_goal(page: TermComparison, one: TermOutcome) -> Iterator[Inline]:
    implied, rate, total = one.goals.implied, one.goals.rate, one.total
    if not implied or not rate or not total:
        return
    words = {"where": page.row_of(one), "total": page.show(total), "rate": page.show(rate)}
    if implied.is_single:
        yield page.say(
            "{where}: the goal is not printed; {goal} is the only whole number of which {total} is {rate}.",
            goal=implied.low,
            **words,
        )
    else:
        yield page.say(
            "{where}: the goal is not printed; the whole numbers of which {total} is {rate} are {goal}.",
            goal=page.show_ends(implied.ends),
            **words,
        )


def _excess(page: TermComparison, one: TermOutcome) -> Iterator[Inline]:
    """Yield the two readings of "26.9% above the goal": of the total against its goal, of the average against its."""
    goals, excess = one.goals, one.goals.excess
    if excess and goals.recomputed_excess:
        yield page.say(
            "{where}: {excess} above the goal is printed, {recomputed} is recomputed.",
            where=page.row_of(one),
            excess=excess,
            recomputed=goals.recomputed_excess,
        )
    elif excess and not goals.term:
        yield page.say(
            "{where}: {excess} above the goal is printed, the goal is not.", where=page.row_of(one), excess=excess
        )
    if not excess or goals.term:
        return
    if one.average and goals.by_average:
        goal = page.show_ends(goals.by_average.ends)
        yield page.say(
            "If it compares the average of {average}, the goal was {goal} a year.", average=one.average, goal=goal
        )
    elif one.average:
        yield page.say("If it compares the average of {average}, no whole number fits.", average=one.average)
    if one.total and goals.by_total:
        goal = page.show_ends(goals.by_total.ends)
        yield page.say("If it compares the total of {total}, the goal was {goal}.", total=one.total, goal=goal)
    elif one.total:
        yield page.say("If it compares the total of {total}, no whole number fits.", total=one.total)
