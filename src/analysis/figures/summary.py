"""The top of a brief: key figures, and a paragraph written from them."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.dataset.model import YEAR_TO_DATE
from analysis.figures.blocks import KeyFigure, KeyFigures, Prose
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.measures.overview import Overview
from analysis.measures.values import Value


def show_key_figures(brief: Brief, overview: Overview) -> KeyFigures:
    """Return the cards: admitted, target, completion, members; what is not known says so."""
    cards = [
        (brief.say("Members admitted"), overview.admitted),
        (brief.say("Target of the year"), overview.target),
        (brief.say("Target completed"), overview.rate),
        (brief.say("Party members"), overview.members),
    ]
    return KeyFigures(tuple(_card(brief, label, value) for label, value in cards))


def _card(brief: Brief, label: Inline, value: Value | None) -> KeyFigure:
    if value is None:
        return KeyFigure(label, brief.show(None), brief.say("not known for {year}", year=brief.year))
    note = brief.say("year to date, {period}", period=brief.language.period(value))
    if value.freq != YEAR_TO_DATE:
        note = Inline.of(brief.language.period(value))
    return KeyFigure(label, brief.show(value), note)


def write_summary(brief: Brief, overview: Overview) -> Prose:
    """Return the summary paragraph: each sentence stands only if its figures are known."""
    sentences = [*_admitted(brief, overview), *_targets(brief, overview), *_before(brief, overview)]
    sentences += _quota(brief, overview)
    return Prose((Inline.join(sentences),))


def _admitted(brief: Brief, overview: Overview) -> Iterator[Inline]:
    admitted, area = overview.admitted, brief.language.area(brief.area)
    if not admitted and not overview.target:
        yield brief.say("For {year}, neither admissions nor a target are known.", year=brief.year)
    elif admitted is None:
        yield brief.say("How many members {area} admitted in {year} is not known.", area=area, year=brief.year)
    elif admitted.freq == YEAR_TO_DATE and admitted.period_end == str(brief.year):
        yield brief.say(
            "In {year}, up to a day that is not printed, {area} admitted {admitted} new Party members.",
            year=brief.year,
            area=area,
            admitted=admitted,
        )
    elif admitted.freq == YEAR_TO_DATE:
        yield brief.say(
            "From the start of {year} to {date}, {area} admitted {admitted} new Party members.",
            year=brief.year,
            date=brief.language.date(admitted.period_end),
            area=area,
            admitted=admitted,
        )
    else:
        yield brief.say(
            "In {year}, {area} admitted {admitted} new Party members.", year=brief.year, area=area, admitted=admitted
        )
    if admitted and overview.target and overview.rate:
        yield brief.say("That is {rate} of the target of {target}.", rate=overview.rate, target=overview.target)
    if overview.remaining and overview.remaining.freq == YEAR_TO_DATE:
        yield brief.say("The target still asks for {remaining} more.", remaining=overview.remaining)
    elif overview.remaining:
        yield brief.say("The target was missed by {remaining}.", remaining=overview.remaining)


def _targets(brief: Brief, overview: Overview) -> Iterator[Inline]:
    if overview.target and not overview.admitted:
        yield brief.say("The target of the year is {target}.", target=overview.target)
    for other in overview.other_targets:
        yield brief.say(
            "Another source prints the target as {other}; the one used here is preferred by the written rule.",
            other=other,
        )
    if overview.target_change and overview.target_growth:
        yield _change(brief, overview.target_change, overview.target_growth)
    if overview.goal and overview.goal_rate:
        yield brief.say(
            "The congress set a goal of {goal} a year for the term {term}; {year} reached {rate} of it.",
            goal=overview.goal,
            term=brief.language.period(overview.goal),
            year=brief.year,
            rate=overview.goal_rate,
        )


def _change(brief: Brief, change: Value, growth: Value) -> Inline:
    if change.obs_value >= 0:
        return brief.say(
            "The target is {change} above that of {year}, a growth of {growth}.",
            change=change,
            year=change.base_per,
            growth=growth,
        )
    return brief.say(
        "Against {year} the target changed by {change}, or {growth}.",
        year=change.base_per,
        change=change,
        growth=growth,
    )


def _before(brief: Brief, overview: Overview) -> Iterator[Inline]:
    before, target, rate = overview.before
    if before and target and rate:
        yield brief.say(
            "In the full year {year}, {admitted} were admitted against a target of {target}: {rate}.",
            year=before.year,
            admitted=before,
            target=target,
            rate=rate,
        )
    elif before:
        yield brief.say("In the full year {year}, {admitted} were admitted.", year=before.year, admitted=before)


def _quota(brief: Brief, overview: Overview) -> Iterator[Inline]:
    if overview.target_rate and overview.members:
        yield brief.say(
            "The target equals {rate} of the {members} Party members.",
            rate=overview.target_rate,
            members=overview.members,
        )
