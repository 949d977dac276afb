"""Several series over years: in one chart with their names at the ends, or, where they are many, a panel for each."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.dataset.model import EXACT
from analysis.figures import theme
from analysis.figures.blocks import Chart
from analysis.figures.charts.labels import Label, write_labels
from analysis.figures.charts.line_series import Drawn, Frame, Line, gaps_of, is_low, is_together, limits_of, style_lines
from analysis.figures.charts.line_words import label_of, notes_of, words_of
from analysis.figures.charts.parts import (
    draw_gaps,
    draw_points,
    finish_years,
    is_to_date,
    make_chart,
    spread,
)
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Inches: height of the one chart, of a row of panels, and of as many rows as a page holds.
_ONE, _ROW, _MOST = 3.0, 1.5, 6.8
# Letters of a name that fit on a line: at the end of a series, above a panel.
_LETTERS, _LETTERS_OF_PANEL = 12, 24
# Signs of the unknown that fit side by side, for each year that is named.
_DASHES = 3
# Points (1/72 inch) from one name to the next.
_LEADING = 11.5


def draw_lines(
    page: Page,
    name: str,
    lines: Sequence[Line],
    years: range,
    *,
    title: Inline,
    subtitle: Inline,
    lead: Inline,
    rule: float | None = None,
    note: Inline | None = None,
) -> Chart:
    """Return series over years, joined only between full years that follow each other.

    Args:
        page: The page.
        name: Slug of the chart.
        lines: The series, all of one unit; those without a value are not drawn, and at least one has one.
        years: The years of the axis.
        title: What the chart shows.
        subtitle: Unit and base.
        lead: First sentence of the words for who does not see the chart; the values follow.
        rule: A height at which a thin line is drawn and around which the scale lies; without it the scale holds zero.
        note: What stands below, before what the signs mean and the sources.
    """
    known = [line for line in lines if line.values or (line.heir and line.heir.values)]
    drawn = style_lines(known)
    values = [value for one in drawn for value in (*one.line.values, *one.line.others)]
    frame = Frame(page, years, rule, *limits_of(values, rule))
    together = is_together(drawn)
    rows, columns = (1, 1) if together else (-(-len(known) // 2), 2)
    with theme.canvas(_ONE if together else min(_ROW * rows, _MOST), rows, columns, sharey=True) as (figure, axes):
        if together:
            untold = _draw_together(frame, figure, axes, known, drawn)
        else:
            untold = _draw_panels(frame, figure, list(axes.flat), known)
        notes = [*([note] if note else []), *notes_of(frame, known, drawn, untold)]
        alt = [lead, *words_of(page, known, drawn)]
        below = Inline.join(notes) if notes else None
        return make_chart(page, figure, name, title=title, subtitle=subtitle, plotted=values, alt=alt, note=below)


def _draw_together(
    frame: Frame, figure: Figure, axes: Axes, lines: Sequence[Line], drawn: Sequence[Drawn]
) -> list[str]:
    """Draw all series on the same axes; return what had to be written beside its point and has no room there."""
    _draw(frame, axes, lines, drawn, most_ticks=9)
    _date_ends(frame, axes, lines)
    figure.draw_without_rendering()
    _name_ends(axes, drawn)
    # The names have made the axes narrower.
    figure.draw_without_rendering()
    return _label(frame, axes, drawn, size=8, reach=2)


def _draw_panels(frame: Frame, figure: Figure, panels: Sequence[Axes], lines: Sequence[Line]) -> list[str]:
    """Draw a panel for each series with its heir, all on one scale; return what had no room, as above."""
    groups = [style_lines([line]) for line in lines]
    for axes, line, drawn in zip(panels, lines, groups, strict=False):
        _draw(frame, axes, [line], drawn, most_ticks=4)
        for dash in axes.texts:
            dash.set(fontsize=9, position=(0, -3))
        name = textwrap.fill(line.name, _LETTERS_OF_PANEL)
        axes.set_title(name, loc="left", fontsize=9.5, fontweight="semibold", color=PALETTE["ink"])
    for axes in panels[len(lines) :]:
        axes.remove()
    figure.draw_without_rendering()
    pairs = zip(panels, groups, strict=False)
    return [text for axes, drawn in pairs for text in _label(frame, axes, drawn, size=7.5, reach=1)]


def _draw(frame: Frame, axes: Axes, lines: Sequence[Line], drawn: Sequence[Drawn], *, most_ticks: int) -> None:
    """Draw series on their axes, all but what is written beside them."""
    for one in drawn:
        _draw_series(axes, one)
    for day in {line.ended for line in lines if line.ended and frame.holds(line.ended)}:
        axes.axvline(_place(day), color=PALETTE["muted"], linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
    if frame.rule is not None:
        axes.axhline(frame.rule, color=PALETTE["muted"], linewidth=0.9, zorder=1)
    axes.set_ylim(frame.low, frame.high)
    # Over many years the dashes would run into one line.
    step = -(-len(frame.years) // (_DASHES * most_ticks))
    draw_gaps(axes, gaps_of(lines, drawn) & set(frame.years[::step]), frame.low)
    finish_years(frame.page, axes, frame.years, percent=_unit(drawn) == "percent", most_ticks=most_ticks)


def _draw_series(axes: Axes, one: Drawn) -> None:
    colour = PALETTE[one.colour]
    for start, end, bound in one.joined:
        style = (0, (3, 2)) if bound else "-"
        axes.plot(*zip(start, end, strict=True), color=colour, linewidth=1.5, linestyle=style, zorder=2)
    for x, y in one.points(one.line.others):
        axes.plot([x], [y], linestyle="none", marker="_", markersize=12, markeredgewidth=1.5, color=colour, zorder=3)
    xs = [x for x, _ in one.points(one.line.values)]
    draw_points(axes, xs, one.line.values, colour=one.colour, marker=one.marker)


def _date_ends(frame: Frame, axes: Axes, lines: Sequence[Line]) -> None:
    """Write above the vertical lines the day of the last one; more would meet each other."""
    days = [line.ended for line in lines if line.ended and frame.holds(line.ended)]
    if days:
        text, above = frame.page.language.date(max(days)), axes.get_xaxis_transform()
        axes.text(_place(max(days)), 1.01, text, transform=above, ha="center", color=PALETTE["muted"], fontsize=8)


def _place(day: dt.date) -> float:
    """Return where a day stands on an axis that has each year's name at its middle."""
    return day.year - 0.5 + day.timetuple().tm_yday / 365


def _unit(drawn: Sequence[Drawn]) -> str:
    return next((one.line.values[0].unit for one in drawn), "")


def _name_ends(axes: Axes, drawn: Sequence[Drawn]) -> None:
    """Write the names, each with its marker, on the right at the heights at which the series end."""
    low, high = axes.get_ylim()
    point = (high - low) / (axes.get_window_extent().height * 72 / axes.figure.dpi)
    names = [textwrap.fill(one.line.name, _LETTERS, break_long_words=False) for one in drawn]
    least = _LEADING * point * max(name.count("\n") + 1 for name in names)
    heights = spread([one.line.values[-1].obs_value for one in drawn], least)
    lift = max(0.0, low + least / 2 - min(heights))
    beside = axes.get_yaxis_transform()
    for one, name, height in zip(drawn, names, heights, strict=True):
        y, colour = height + lift, PALETTE[one.colour]
        axes.plot([1.025], [y], transform=beside, clip_on=False, marker=one.marker, markersize=5.5, color=colour)
        axes.annotate(
            name,
            (1, y),
            xycoords=beside,
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontweight="semibold",
            fontsize=9,
            linespacing=1.05,
        )


def _label(frame: Frame, axes: Axes, drawn: Sequence[Drawn], *, size: float, reach: int) -> list[str]:
    """Write the numbers beside their points, and return those without room whose sign or day must be told."""
    told = {}
    for one in drawn:
        for point, value in zip(one.points(one.line.values), one.line.values, strict=True):
            others = [other for other in one.line.others if other.year == value.year]
            needed = is_to_date(value) or value.bound != EXACT or bool(others)
            if needed or value.obs_value != frame.rule:
                text = label_of(frame.page, value, others)
                label = Label(point, text, one.colour, needed, below=is_low(value, one, drawn))
                told[label] = f"{one.line.name}, {frame.page.language.dated(value)}: {text.partition(chr(10))[0]}"
    points = [point for one in drawn for point in one.points((*one.line.values, *one.line.others))]
    ends = [(start, end) for one in drawn for start, end, _ in one.joined]
    left_out = write_labels(axes, list(told), points, ends, size=size, reach=reach)
    return [told[label] for label in left_out if label.needed]
