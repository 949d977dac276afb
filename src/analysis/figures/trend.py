"""Admissions and targets over the years: full years solid, year to date hollow, gaps as gaps."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.dataset.model import YEAR, YEAR_TO_DATE
from analysis.figures.blocks import Chart, Remark, Table
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.figures.language import UNKNOWN
from analysis.figures.theme import PALETTE, ROLES, canvas, render_svg
from analysis.measures.annual import YearFigures
from analysis.measures.values import Value, from_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_trend(brief: Brief, admissions: pd.DataFrame, targets: pd.DataFrame, goal: Value | None) -> Chart | Remark:
    """Return the chart of admissions and targets by year.

    Args:
        brief: The brief.
        admissions: Yearly and year-to-date admissions, as `measures.annual.annual_series` returns them, in persons.
        targets: Targets, likewise.
        goal: The term's goal for each year, None if it is not known.

    Returns:
        The chart, or a remark if nothing can be drawn.
    """
    admitted, aimed = from_frame(admissions), from_frame(targets)
    plotted = [*admitted, *aimed]
    if not plotted:
        return Remark(brief.say("No yearly figure is known."))
    years = _years(brief, plotted)
    with canvas(height=2.9) as (figure, axes):
        _draw_targets(brief, axes, aimed)
        _draw_admissions(brief, axes, admitted)
        _draw_labels(brief, axes, admitted, aimed)
        if goal:
            _draw_goal(brief, axes, goal, years)
        _draw_gaps(axes, years, plotted)
        _finish(brief, axes, years)
        svg = render_svg(figure)
    cited = [*plotted, *([goal] if goal else [])]
    caption = brief.say(
        "Members admitted and targets by year, {area}, persons; “–”: no figure known. Sources: {sources}.",
        area=brief.language.area(brief.area),
        sources=brief.cite(*cited),
    )
    alt = _alt(brief, years, admitted, aimed, goal)
    return Chart("trend", svg, str(alt), brief.caption("figure", caption), ROLES)


def _years(brief: Brief, plotted: list[Value]) -> range:
    term = brief.dataset.term_of(brief.year)
    known = [value.year for value in plotted]
    return range(min([*known, *(term.years[:1] if term else ())]), max([*known, brief.year]) + 1)


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
        _draw_points(axes, group, marker="o", markersize=8, label=str(label), zorder=4, **style)


def _draw_targets(brief: Brief, axes: Axes, values: list[Value]) -> None:
    for preferred in (True, False):
        group = [value for value in values if value.preferred is preferred]
        label = brief.say("target") if preferred else brief.say("target in another source")
        style = {
            "markeredgewidth": 2.2 if preferred else 1,
            "color": PALETTE["target"] if preferred else PALETTE["warning"],
        }
        _draw_points(axes, group, marker="_", markersize=30, label=str(label), zorder=3, **style)


def _draw_points(axes: Axes, values: list[Value], **style: Any) -> None:
    if values:
        years, numbers = [value.year for value in values], [value.obs_value for value in values]
        axes.plot(years, numbers, linestyle="none", **style)


def _draw_labels(brief: Brief, axes: Axes, admissions: list[Value], targets: list[Value]) -> None:
    """Label each year's points: the higher one above its mark, the lower one below, so that they never meet."""
    for year in sorted({value.year for value in (*admissions, *targets)}):
        admitted = next((value for value in admissions if value.year == year and value.preferred), None)
        told = [value for value in targets if value.year == year]
        labels = []
        if admitted:
            labels.append((admitted.obs_value, _label_of_admitted(brief, admitted), PALETTE["accent"], "semibold"))
        if told:
            first, *others = [brief.language.value(value) for value in told]
            text = first + (f" ({'; '.join(others)})" if others else "")
            labels.append((told[0].obs_value, text, PALETTE["target"], "normal"))
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


def _draw_gaps(axes: Axes, years: range, plotted: list[Value]) -> None:
    for year in set(years) - {value.year for value in plotted}:
        axes.annotate(
            UNKNOWN,
            (year, 0),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=PALETTE["muted"],
            fontsize=13,
        )


def _finish(brief: Brief, axes: Axes, years: range) -> None:
    import seaborn as sns

    top = axes.get_ylim()[1]
    axes.set_ylim(0, top * 1.16)
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.set_xticks(list(years), [str(year) for year in years])
    axes.yaxis.set_major_formatter(lambda number, _: brief.language.number(number))
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    sns.despine(ax=axes, left=True)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=2,
        frameon=False,
        borderaxespad=0.2,
        handletextpad=0.4,
        columnspacing=1.2,
        markerscale=0.6,
    )


def _alt(brief: Brief, years: range, admissions: list[Value], targets: list[Value], goal: Value | None) -> Inline:
    sentences = [brief.say("Chart by year.")]
    known = [*admissions, *targets]
    for year in sorted({value.year for value in known}):
        for value in known:
            if value.year == year:
                label = brief.language.label(brief.dataset.indicators[value.indicator])
                sentences.append(Inline.of(f"{label}, {brief.language.dated(value)}: {brief.language.value(value)}."))
    if goal:
        sentences.append(brief.say("Goal for each year of the term: {goal}.", goal=brief.language.value(goal)))
    gaps = [str(year) for year in years if year not in {value.year for value in known}]
    if gaps:
        sentences.append(brief.say("Not known: {years}.", years=", ".join(gaps)))
    return Inline.join(sentences)


def table_years(brief: Brief, years: list[YearFigures]) -> Table | None:
    """Return the figures of the trend as a table.

    Args:
        brief: The brief.
        years: What is known of each year.

    Returns:
        The table, or None if nothing is known.
    """
    if not years:
        return None
    header = [
        brief.say("Year"),
        brief.say("Admitted"),
        brief.say("Target"),
        brief.say("Completed, printed"),
        brief.say("Completed, recomputed"),
    ]
    body = [
        [
            Inline.of(_year_label(brief, told)),
            brief.show(told.admitted),
            brief.show(*told.targets),
            brief.show(told.printed_rate),
            brief.show(told.recomputed_rate),
        ]
        for told in years
    ]
    caption = brief.say(
        "Admissions, targets and completion by year, {area}, persons and percent.", area=brief.language.area(brief.area)
    )
    return Table("years", brief.caption("table", caption), header, body, (False, True, True, True, True))


def _year_label(brief: Brief, told: YearFigures) -> str:
    dated = told.admitted or told.printed_rate
    if dated and dated.freq == YEAR_TO_DATE:
        return brief.language.dated(dated)
    return str(told.year)
