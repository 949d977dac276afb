"""What the rest of a year must bring for its target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from analysis.figures.blocks import Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.target_progress import TargetPage, write_coarse
from analysis.measures.target import MonthlyNeed, TargetProgress, monthly_need
from analysis.measures.values import Value
from analysis.text.periods import last_day


def write_needed(page: TargetPage, progress: TargetProgress) -> Prose | Remark:
    """Return what the rest of the year must bring a month, against what it has brought; or why that is not told."""
    short, admitted = progress.short, progress.admitted
    if progress.is_over:
        return Remark(_outcome(page, progress))
    if progress.is_reached:
        return Remark(page.say("The target is reached; it asks for no more."))
    if progress.excess:
        return Remark(page.say("Whether the target is reached cannot be told from this."))
    if not short or not admitted:
        return Remark(page.say("Admissions and the target are not both known, so neither is what is still needed."))
    return _need(page, progress, short, admitted)


def _outcome(page: TargetPage, progress: TargetProgress) -> Inline:
    if progress.is_reached is None:
        return page.say("The year is over; whether its target was reached is not known.")
    if progress.is_reached:
        return page.say("The year is over, and its target was reached.")
    return page.say("The year is over, and its target was missed.")


def _need(page: TargetPage, progress: TargetProgress, short: Value, admitted: Value) -> Prose:
    end, need = page.area.valid_to, monthly_need(progress)
    if end and end < dt.date(page.year, 12, 31):
        line = page.say(
            "The target asks for {short} more; the area stood only until {date}, so no number a month is given.",
            short=short,
            date=page.language.date(end),
        )
        return Prose((line,))
    if need is None and len(admitted.period_end) == len("2023"):
        line = page.say(
            "The target asks for {short} more; the day of the cut-off is not printed, so no number a month is given.",
            short=short,
        )
        return Prose((line,))
    if need is None:
        return Prose((page.say("On the last day of the year the target still asked for {short} more.", short=short),))
    return Prose((Inline.join([*_monthly(page, short, admitted, need), *write_coarse(page, admitted)]),))


def _monthly(page: TargetPage, short: Value, admitted: Value, need: MonthlyNeed) -> Iterator[Inline]:
    cut_off = last_day(admitted.period_end)
    yield page.say(
        "From {first} to {last} the target asks for {short} more: {needed} a month over {left} months, a part of a "
        "month counted by its days.",
        first=page.language.date(cut_off + dt.timedelta(days=1)),
        last=page.language.date(dt.date(page.year, 12, 31)),
        short=short,
        needed=need.needed,
        left=need.left,
    )
    yield page.say(
        "From {first} to {last}, in {passed} months, {so_far} a month were admitted.",
        first=page.language.date(dt.date(page.year, 1, 1)),
        last=page.language.date(cut_off),
        passed=need.passed,
        so_far=need.so_far,
    )
    if need.pressure:
        yield page.say("The rest of the year needs {pressure} of that number a month.", pressure=need.pressure)
