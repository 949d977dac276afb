"""Admissions and targets of one area over the years: full years solid, year to date hollow, gaps as gaps."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.dataset.model import YEAR, YEAR_TO_DATE
from analysis.figures import theme
from analysis.figures.blocks import Chart, Remark
from analysis.figures.brief import Brief
from analysis.figures.charts.parts import draw_gaps, finish_years, legend_above, make_chart, sentence
from analysis.figures.inline import Inline
from analysis.figures.theme import PALETTE
from analysis.measures.ranges import ImpliedRange
from analysis.measures.values import Value, from_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_trend(
    brief: Brief,
    admissions: pd.DataFrame,
    targets: pd.DataFrame,
    goal: Value | None,
    implied: Sequence[ImpliedRange] = (),
) -> Chart | Remark:
    """Return the chart of admissions and targets by year.

    Args:
        brief: The brief.
        admissions: Yearly and year-to-date admissions, as `measures.annual.annual_series` returns them, in persons.
        targets: Targets, likewise.
        goal: The term's goal for each year, None if it is not known.
        implied: What printed figures leave for admissions and targets that are not printed.

    Returns:
        The chart, or a remark if nothing can be drawn.
    """
    admitted, aimed = from_frame(admissions), from_frame(targets)
    plotted = [*admitted, *aimed]
    if not plotted and not implied:
        return Remark(brief.say("No yearly figure is known."))
    years = _years(brief, plotted, implied)
    with theme.canvas(height=2.9) as (figure, axes):
        _draw_implied(brief, axes, implied)
        _draw_targets(brief, axes, aimed)
        _draw_admissions(brief, axes, admitted)
        _draw_labels(brief, axes, admitted, aimed, implied)
        if goal:
            _draw_goal(brief, axes, goal, years)
        told = {value.year for value in plotted} | {one.year for one in implied}
        draw_gaps(axes, set(years) - told)
        axes.set_ylim(0, axes.get_ylim()[1] * 1.16)
        finish_years(brief, axes, years)
        legend_above(axes)
        return make_chart(
            brief,
            figure,
            "trend",
            title=brief.say("Members admitted and targets by year, {area}", area=brief.language.area(brief.area)),
            subtitle=brief.say("Persons"),
            plotted=[*plotted, *([goal] if goal else []), *(end for one in implied for end in one.ends)],
            alt=_alt(brief, years, plotted, goal, implied),
            note=brief.say("“–”: no figure known.") if set(years) - told else None,
        )


def _years(brief: Brief, plotted: list[Value], implied: Sequence[ImpliedRange]) -> range:
    term = brief.dataset.term_of(brief.year)
    known = [*(value.year for value in plotted), *(one.year for one in implied)]
    return range(min([*known, *(term.years[:1] if term else ())]), max([*known, brief.year]) + 1)


def _draw_implied(brief: Brief, axes: Axes, implied: Sequence[ImpliedRange]) -> None:
    label = str(brief.say("implied by other figures"))
    for one in implied:
        colour = PALETTE["target" if one.low.indicator == "admissions_target" else "accent"]
        ends = [one.low.obs_value, one.high.obs_value]
        if one.is_single:
            style: dict[str, Any] = {"marker": "o", "markersize": 7, "markerfacecolor": "none", "markeredgewidth": 0.9}
            axes.plot([one.year], ends[:1], linestyle="none", markeredgecolor=colour, label=label, zorder=3, **style)
        else:
            axes.plot([one.year] * 2, ends, color=colour, linewidth=7, alpha=0.3, label=label, zorder=1.5)
        label = "_"


def _draw_admissions(brief: Brief, axes: Axes, values: list[Value]) -> None:
    full = [value for value in values if value.freq == YEAR and value.preferred]
    for before, after in itertools.pairwise(full):
        if after.year == before.year + 1:
            axes.plot([before.year, after.year], [before.obs_value, after.obs_value], color=PALETTE["accent"], zorder=2)
    to_date = [value for value in values if value.freq == YEAR_TO_DATE and value.preferred]
    for group, face, label in (
        (full, PALETTE["accent"], brief.say("admitted, full year")),
        (to_date, PALETTE["paper"], brief.say("admitted, year to date")),
    ):
        style = {"markerfacecolor": face, "markeredgecolor": PALETTE["accent"], "markeredgewidth": 1.6}
        _draw_marks(axes, group, marker="o", markersize=8, label=str(label), zorder=4, **style)


def _draw_targets(brief: Brief, axes: Axes, values: list[Value]) -> None:
    for preferred in (True, False):
        group = [value for value in values if value.preferred is preferred]
        label = brief.say("target") if preferred else brief.say("target in another source")
        style = {
            "markeredgewidth": 2.2 if preferred else 1,
            "color": PALETTE["target"] if preferred else PALETTE["warning"],
        }
        _draw_marks(axes, group, marker="_", markersize=30, label=str(label), zorder=3, **style)


def _draw_marks(axes: Axes, values: list[Value], **style: Any) -> None:
    if values:
        years, numbers = [value.year for value in values], [value.obs_value for value in values]
        axes.plot(years, numbers, linestyle="none", **style)


def _draw_labels(
    brief: Brief, axes: Axes, admissions: list[Value], targets: list[Value], implied: Sequence[ImpliedRange]
) -> None:
    """Label each year's points: the higher one above its mark, the lower one below, so that they never meet."""
    for year in sorted({value.year for value in (*admissions, *targets)} | {one.year for one in implied}):
        admitted = next((value for value in admissions if value.year == year and value.preferred), None)
        told = [value for value in targets if value.year == year]
        labels = []
        if admitted:
            labels.append((admitted.obs_value, _label_of_admitted(brief, admitted), PALETTE["accent"], "semibold"))
        if told:
            first, *others = [brief.language.value(value) for value in told]
            text = first + (f" ({'; '.join(others)})" if others else "")
            labels.append((told[0].obs_value, text, PALETTE["target"], "normal"))
        for one in implied:
            if one.year == year:
                colour = PALETTE["target" if one.low.indicator == "admissions_target" else "accent"]
                labels.append((one.high.obs_value, brief.range_text(one.low, one.high), colour, "normal"))
        for place, (height, text, colour, weight) in enumerate(sorted(labels, reverse=True)):
            axes.annotate(
                text,
                (year, height),
                xytext=(0, 8 if place == 0 else -8),
                textcoords="offset points",
                ha="center",
                va="bottom" if place == 0 else "top",
                color=colour,
                fontweight=weight,
                linespacing=1.15,
            )


def _label_of_admitted(brief: Brief, value: Value) -> str:
    text = brief.language.value(value)
    return f"{text}\n{brief.language.cut_off(value)}" if value.freq == YEAR_TO_DATE else text


def _draw_goal(brief: Brief, axes: Axes, goal: Value, years: range) -> None:
    axes.plot(
        [years[0] - 0.4, years[-1] + 0.4],
        [goal.obs_value, goal.obs_value],
        color=PALETTE["muted"],
        linewidth=1,
        linestyle=(0, (4, 3)),
        label=str(brief.say("goal for each year of the term")),
        zorder=1,
    )


def _alt(
    brief: Brief, years: range, known: list[Value], goal: Value | None, implied: Sequence[ImpliedRange]
) -> Iterator[Inline]:
    yield brief.say("Chart by year.")
    for year in sorted({value.year for value in known}):
        for value in known:
            if value.year == year:
                yield sentence(brief, f"{brief.label(value)}, {brief.language.dated(value)}", value)
    for one in implied:
        yield brief.say(
            "{what}, {year}: not printed, but other figures imply {range}.",
            what=brief.label(one.low),
            year=one.year,
            range=brief.range_text(one.low, one.high),
        )
    if goal:
        yield brief.say("Goal for each year of the term: {goal}.", goal=brief.language.value(goal))
    told = {value.year for value in known} | {one.year for one in implied}
    gaps = [str(year) for year in years if year not in told]
    if gaps:
        yield brief.say("Not known: {years}.", years=", ".join(gaps))
