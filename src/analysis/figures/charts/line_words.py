"""What charts of series over years say in words: beside their points, below them, and for who does not see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.figures.charts.line_series import Drawn, Frame, Line, gaps_of, is_together
from analysis.figures.charts.parts import is_to_date, sentence
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.measures.values import Value


def label_of(page: Page, value: Value, others: Sequence[Value]) -> str:
    """Return what stands beside a point: its number, what else is printed for the same, the end of a year to date."""
    told = "; ".join(page.language.value(other) for other in others)
    text = page.language.value(value) + (f" ({told})" if told else "")
    return f"{text}\n{page.language.cut_off(value)}" if is_to_date(value) else text


def notes_of(frame: Frame, lines: Sequence[Line], drawn: Sequence[Drawn], untold: Sequence[str]) -> Iterator[Inline]:
    """Yield what the signs mean that occur in a chart, and what has no room in it."""
    page, together = frame.page, is_together(drawn)
    if any(is_to_date(value) for one in drawn for value in one.line.values):
        yield page.say("Hollow: year to date.")
    if any(bound for one in drawn for *_, bound in one.joined):
        yield page.say("Dashed line: one of its ends is only a bound.")
    if any(one.line.others for one in drawn):
        yield page.say("Short dash: what else is printed for the same.")
    for day in sorted({line.ended for line in lines if line.ended and frame.holds(line.ended)}):
        names = ", ".join(line.name for line in lines if line.ended == day)
        yield page.say("Vertical line: {date}, the last day of {areas}.", date=page.language.date(day), areas=names)
    heirs = dict.fromkeys(line.heir.name for line in lines if line.heir and line.heir.values)
    if heirs and not together:
        yield page.say(
            "Square: the area into which the one of its panel went ({areas}); the two are not one series.",
            areas=", ".join(heirs),
        )
    if gaps_of(lines, drawn) or (not together and any(line.gaps for line in lines)):
        yield page.say("“–”: no figure known.")
    if untold:
        yield page.say("Without room in the chart: {list}.", list="; ".join(untold))


def words_of(page: Page, lines: Sequence[Line], drawn: Sequence[Drawn]) -> Iterator[Inline]:
    """Yield the sentences for who does not see the chart: every number, and every year of which none is known."""
    for one in drawn:
        for value in sorted((*one.line.values, *one.line.others), key=lambda told: told.year):
            yield sentence(page, f"{one.line.name}, {page.language.dated(value)}", value)
    for line in lines:
        if line.gaps:
            years = ", ".join(map(str, sorted(line.gaps)))
            yield page.say("{label}: not known for {years}.", label=line.name, years=years)
