"""The page on how far an area is with the target of a year: its title, key figures, summary, and what is not known."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from analysis.dataset.model import YEAR, YEAR_TO_DATE
from analysis.figures.blocks import Findings, KeyFigure, KeyFigures, Prose, Remark
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.figures.quality import show_disagreements
from analysis.measures.findings import Finding
from analysis.measures.pace import Pace
from analysis.measures.prediction import LEAST_GROUPS
from analysis.measures.readings import WINDOW
from analysis.measures.target import TargetProgress
from analysis.measures.units import UnitProgress
from analysis.measures.values import Value

# Indicators that speak of the progress of a year against its target.
_CHECKED = ("admissions", "admissions_target", "admissions_target_change", "admissions_excess", "completion_rate")


class TargetPage(Brief):
    """What all sections of the page on one area's progress in one year share."""

    @property
    def title(self) -> str:
        """The title of the page."""
        area = self.language.area(self.area)
        return str(self.say("Progress against the admissions target: {area}, {year}", area=area, year=self.year))

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {
            **super().titles,
            "pace": self.say("Pace against the days passed and other provinces"),
            "needed": self.say("What is still needed"),
            "method": self.say("How this is judged, what is not known"),
        }


def show_progress(page: TargetPage, progress: TargetProgress) -> KeyFigures:
    """Return the cards: admitted with its cut-off, target, completion, and what is still needed or above the target."""
    gap, label = progress.short, page.say("Still needed")
    if progress.excess or progress.is_reached:
        gap, label = progress.excess, page.say("Above the target")
    elif progress.is_over:
        label = page.say("Short of the target")
    cards = [
        (page.say("Members admitted"), progress.admitted),
        (page.say("Target of the year"), progress.target),
        (page.say("Target completed"), progress.rate),
        (label, gap),
    ]
    notes = [*(_note(page, value) for _, value in cards[:-1]), _note_of_gap(page, gap)]
    pairs = zip(cards, notes, strict=True)
    return KeyFigures(tuple(KeyFigure(name, page.show(value), note) for (name, value), note in pairs))


def _note(page: TargetPage, value: Value | None) -> Inline:
    if value is None:
        return page.say("not known for {year}", year=page.year)
    period = page.language.period(value)
    return page.say("year to date, {period}", period=period) if value.freq == YEAR_TO_DATE else Inline.of(period)


def _note_of_gap(page: TargetPage, gap: Value | None) -> Inline:
    """Return on which day so many were lacking or above: it is no count of the period."""
    if gap is None or gap.freq == YEAR or len(gap.period_end) == len("2023"):
        return _note(page, gap)
    return page.say("as of {date}", date=page.language.date(gap.period_end))


def write_progress(page: TargetPage, progress: TargetProgress) -> Prose:
    """Return the summary paragraph: each sentence stands only if its figures are known."""
    sentences = [*_ended(page), *_admitted(page, progress), *_completed(page, progress), *_targets(page, progress)]
    return Prose((Inline.join(sentences),))


def _ended(page: TargetPage) -> Iterator[Inline]:
    """Tell of an area that did not stand through the year, for a series never crosses a merger in silence."""
    area, end = page.language.area(page.area), page.area.valid_to
    if not end or end.year > page.year:
        return
    if page.area.successor:
        yield page.say(
            "{area} stood until {date} and then became part of {successor}.",
            area=area,
            date=page.language.date(end),
            successor=page.language.area(page.dataset.areas[page.area.successor]),
        )
    else:
        yield page.say("{area} stood until {date}.", area=area, date=page.language.date(end))


def _admitted(page: TargetPage, progress: TargetProgress) -> Iterator[Inline]:
    admitted, rate, area = progress.admitted, progress.rate, page.language.area(page.area)
    if admitted:
        yield _until(page, admitted, area)
    elif rate:
        yield page.say(
            "{area} completed {rate} of the target ({period}); how many were admitted is not printed.",
            area=area,
            rate=rate,
            period=page.language.period(rate),
        )
    elif progress.target:
        yield page.say("How many members {area} admitted in {year} is not known.", area=area, year=page.year)
    else:
        yield page.say("For {year}, neither admissions nor a target are known.", year=page.year)


def _until(page: TargetPage, admitted: Value, area: str) -> Inline:
    year, date = page.year, page.language.date(admitted.period_end)
    if admitted.freq == YEAR:
        return page.say(
            "In {year}, {area} admitted {admitted} new Party members.", year=year, area=area, admitted=admitted
        )
    if date == str(year):
        return page.say(
            "In {year}, up to a day that is not printed, {area} admitted {admitted} new Party members.",
            year=year,
            area=area,
            admitted=admitted,
        )
    return page.say(
        "From the start of {year} to {date}, {area} admitted {admitted} new Party members.",
        year=year,
        date=date,
        area=area,
        admitted=admitted,
    )


def _completed(page: TargetPage, progress: TargetProgress) -> Iterator[Inline]:
    admitted, target, rate = progress.admitted, progress.target, progress.rate
    if admitted and target and rate:
        yield page.say("That is {rate} of the target of {target}.", rate=rate, target=target)
    elif admitted and rate:
        yield page.say("That is {rate} of the target, which itself is not printed.", rate=rate)
    elif admitted:
        yield page.say("No target for {year} is known.", year=page.year)
    if rate and progress.is_reached is None:
        yield page.say("Whether the target is reached cannot be told from this.")
    elif progress.short and progress.is_over:
        yield page.say("The target was missed by {remaining}.", remaining=progress.short)
    elif progress.short:
        yield page.say("The target still asks for {remaining} more.", remaining=progress.short)
    elif progress.excess and progress.excess.obs_value:
        yield page.say("The target is exceeded by {excess}.", excess=progress.excess)
    elif progress.is_reached:
        yield page.say("The target is reached.")
    elif rate and progress.is_over:
        yield page.say("The target was not reached.")


def _targets(page: TargetPage, progress: TargetProgress) -> Iterator[Inline]:
    if progress.target and not progress.admitted:
        yield page.say("The target of the year is {target}.", target=progress.target)
    for other in progress.other_targets:
        yield page.say(
            "Another source prints the target as {other}; the one used here is preferred by the written rule.",
            other=other,
        )


def write_coarse(page: TargetPage, value: Value) -> Iterator[Inline]:
    """Yield the sentence that a cut-off is printed as a month only, if it is."""
    if len(value.period_end) == len("2023-10"):
        yield page.say("The source prints just the month of the cut-off; its last day is taken.")


def show_checks(page: TargetPage, findings: list[Finding]) -> Findings | Remark:
    """Return what disagrees among the year's printed admissions, targets and completions, or a remark that none does.

    Args:
        page: The page.
        findings: The audit of the area, of all indicators and years.
    """
    told = [one.printed[0] for one in findings]
    ours = [value.indicator in _CHECKED and value.year == page.year for value in told]
    return show_disagreements(page, list(itertools.compress(findings, ours)))


def write_method(page: TargetPage, progress: TargetProgress, pace: Pace, units: list[UnitProgress]) -> Prose | Remark:
    """Return how the pace is judged, where it is, and what is not known."""
    lines = [*(_method(page) if pace.latest else ()), *_gaps(page, progress, units)]
    return Prose(tuple(lines), bullets=True) if lines else Remark(page.say("Nothing that was looked for is missing."))


def _method(page: TargetPage) -> Iterator[Inline]:
    yield page.say(
        "The comparison takes completions of other provinces, from any year, on days at most {days} days earlier or "
        "later in the year. Where a province has several for one day, those of the same kind as the area count: the "
        "whole province, or its units.",
        days=page.language.number(WINDOW),
    )
    yield page.say(
        "Each is carried to the area’s day in proportion to the days passed, although admissions need not be spread "
        "so evenly over the year."
    )
    yield page.say(
        "Every province weighs the same, however many of its units are known. Whatever the distribution, the "
        "probability follows from the number of provinces alone, as long as the area is as likely as any of them to "
        "take any place in their order; fewer than {least} provinces are too few.",
        least=page.language.number(LEAST_GROUPS),
    )
    yield page.say("Sources tell more readily of areas that do well, so the figures compared may lie too high.")


def _gaps(page: TargetPage, progress: TargetProgress, units: list[UnitProgress]) -> Iterator[Inline]:
    for code, value in (("admissions", progress.admitted), ("admissions_target", progress.target)):
        if value is None:
            label = page.language.label(page.dataset.indicators[code])
            yield page.say("{label}: not known for {years}.", label=label, years=page.year)
    silent = sum(unit.rate is None for unit in units)
    if silent:
        yield page.say_count(
            "{count} unit is named, but its completion is not known.",
            "{count} units are named, but their completion is not known.",
            silent,
        )
    undated = sum(source.published is None for _, source in page.ledger.cited())
    if undated:
        yield page.say(
            "Sources without a date of publication: {count}; only the newest edition counts them.",
            count=page.language.number(undated),
        )
