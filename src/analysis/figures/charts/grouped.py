"""Rows in groups under headings, their names on the left: bars or dots from one zero, each with its number."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures import theme
from analysis.figures.blocks import Chart
from analysis.figures.charts.bars import Bar, Scale
from analysis.figures.charts.parts import GROUND, finish_numbers, is_to_date, make_chart, sentence
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Inches: of a heading, of a row with a name of one line, of each further line, of the axis, and of the legend.
_HEADING, _ROW, _LINE, _AXIS, _LEGEND = 0.28, 0.198, 0.145, 0.3, 0.22
# Inches that all rows may take, so that a chart with its words fits on a page of A4.
_TALLEST = 6.9
# Share of the width that the names take, and letters that fit there on a line.
_NAMES, _LETTERS = 0.435, 32
_SIZE = 8.8

# Where a band without an upper end is drawn to.
_FAR = 1e6


@dataclass(frozen=True)
class Group:
    """Rows that may be held against each other.

    Attributes:
        heading: What they have in common: "Districts, to 10 October 2023".
        bars: The rows, in their order.
    """

    heading: str
    bars: tuple[Bar, ...]


def draw_grouped(
    page: Page,
    name: str,
    groups: Sequence[Group],
    *,
    title: Inline,
    subtitle: Inline,
    lead: Inline,
    scale: Scale | None = None,
    note: Inline | None = None,
    plotted: Sequence[Value] = (),
    dots: bool = False,
) -> Chart:
    """Return groups of rows, in the order given; those beyond what a page holds are left out, and that is said.

    Args:
        page: The page.
        name: Slug of the chart.
        groups: The groups, at least one, each of at least one row; all of one unit.
        title: What the chart shows.
        subtitle: Unit and period.
        lead: First sentence of the words for who does not see the chart; the rows follow.
        scale: What the rows are held against.
        note: What stands below, before the sources.
        plotted: Further values that the chart rests on, such as the ends of the band.
        dots: Whether the rows are dots, as of shares that are no parts of one whole; else they are bars.
    """
    scale = scale or Scale()
    shown = _fitting(groups)
    values = [bar.value for group in shown for bar in group.bars]
    legend = _LEGEND if scale.label or any(map(is_to_date, values)) else 0.0
    with theme.canvas(height=_AXIS + legend + sum(map(_height, shown))) as (figure, axes):
        top = legend / figure.get_figheight()
        figure.set_layout_engine("constrained", rect=(_NAMES, 0, 1 - _NAMES, 1 - top), h_pad=0.02)
        foot = 0.0
        for group in shown:
            top, foot = foot + _HEADING, foot + _height(group)
            _write(axes, group.heading, top - 0.1, weight="bold")
            _draw_ground(axes, top, foot, scale)
            _draw_rows(page, axes, top, group, dots=dots, banded=scale.band is not None)
        _finish(page, axes, foot, values, scale)
        _add_legend(page, figure, values, scale, dots=dots)
        return make_chart(
            page,
            figure,
            name,
            title=title,
            subtitle=subtitle,
            plotted=[*values, *plotted],
            alt=[lead, *_alt(page, shown)],
            note=_note(page, note, groups, shown),
        )


def _fitting(groups: Sequence[Group]) -> list[Group]:
    """Return as many rows as a page holds; a group of which not one row fits is left out with its heading."""
    room, shown = _TALLEST, []
    for group in groups:
        heights = itertools.accumulate((_row(bar) for bar in group.bars), initial=_HEADING)
        fitting = sum(height <= room for height in itertools.islice(heights, 1, None))
        if fitting:
            shown.append(Group(group.heading, group.bars[:fitting]))
        if fitting < len(group.bars):
            break
        room -= _height(group)
    return shown


def _lines(bar: Bar) -> list[str]:
    return textwrap.wrap(bar.name, _LETTERS) or [""]


def _row(bar: Bar) -> float:
    return _ROW + _LINE * (len(_lines(bar)) - 1)


def _height(group: Group) -> float:
    return _HEADING + sum(map(_row, group.bars))


def _draw_ground(axes: Axes, top: float, foot: float, scale: Scale) -> None:
    """Draw zero and the scale behind the rows of one group, heights in inches from the top; a heading stays free."""
    axes.vlines(0, top, foot, color=PALETTE["muted"], linewidth=1)
    if scale.line is not None:
        axes.vlines(scale.line, top, foot, color=PALETTE["target"], linewidth=1.2, zorder=1.2)
    if scale.band is not None:
        low, high = scale.band
        # The axis, which is set later, cuts off what is too far.
        axes.fill_betweenx(
            [top, foot], low, high if math.isfinite(high) else _FAR, color=PALETTE["soft"], linewidth=0, zorder=0.5
        )


def _draw_rows(page: Page, axes: Axes, top: float, group: Group, *, dots: bool, banded: bool) -> None:
    """Draw the rows below a height, each with its number, which hides a line behind it but no band."""
    for bar in group.bars:
        middle = top + _row(bar) / 2
        _write(axes, "\n".join(_lines(bar)), middle, weight="semibold" if bar.whole else "normal")
        (_draw_dot if dots else _draw_bar)(axes, middle, bar.value)
        axes.annotate(
            page.language.value(bar.value),
            (bar.value.obs_value, middle),
            xytext=(7 if dots else 4, 0),
            textcoords="offset points",
            va="center_baseline",
            color=PALETTE["accent"],
            fontsize=_SIZE,
            fontweight="semibold",
            bbox=None if banded else GROUND,
            zorder=3,
        )
        top += _row(bar)


def _write(axes: Axes, text: str, height: float, *, weight: str) -> None:
    """Write a heading or a name from the left edge of the chart."""
    axes.annotate(
        text,
        (0.01, height),
        xycoords=("figure fraction", "data"),
        va="center",
        fontsize=_SIZE,
        fontweight=weight,
        linespacing=1.05,
        in_layout=False,
    )


def _draw_bar(axes: Axes, middle: float, value: Value) -> None:
    axes.barh(
        middle,
        value.obs_value,
        height=0.12,
        facecolor=PALETTE["paper" if is_to_date(value) else "accent"],
        edgecolor=PALETTE["accent"],
        linewidth=1.3,
        zorder=2,
    )


def _draw_dot(axes: Axes, middle: float, value: Value) -> None:
    axes.plot([0, value.obs_value], [middle, middle], color=PALETTE["soft"], linewidth=1.6, zorder=1.5)
    axes.plot(
        [value.obs_value],
        [middle],
        linestyle="none",
        marker="o",
        markersize=6,
        markerfacecolor=PALETTE["paper" if is_to_date(value) else "accent"],
        markeredgecolor=PALETTE["accent"],
        markeredgewidth=1.5,
        zorder=2.5,
    )


def _finish(page: Page, axes: Axes, foot: float, values: Sequence[Value], scale: Scale) -> None:
    """Finish the axes: from zero, with room for the numbers, and ticks no further than the figures go."""
    longest = max(value.obs_value for value in values)
    furthest = max(scale.least, longest)
    axes.set_ylim(foot + 0.06, 0)
    axes.set_xlim(0, max(furthest, longest * 1.34) or 1)
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=5)
    finish_numbers(page, axes, "x", percent=values[0].unit == "percent")
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= furthest])


def _add_legend(page: Page, figure: Figure, values: Sequence[Value], scale: Scale, *, dots: bool) -> None:
    """Name the line or the band, and full periods and periods to date where there are both or hollow ones alone."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Line2D | Patch] = []
    kinds = dict.fromkeys(is_to_date(value) for value in values)
    for hollow in kinds if True in kinds else ():
        mark = Line2D([], [], linestyle="none", marker="o" if dots else "s", markersize=6, markeredgewidth=1.4)
        mark.set(markerfacecolor=PALETTE["paper" if hollow else "accent"], markeredgecolor=PALETTE["accent"])
        mark.set_label(str(page.say("period to date") if hollow else page.say("full period")))
        handles.append(mark)
    if scale.line is not None:
        handles.append(Line2D([], [], color=PALETTE["target"], linewidth=1.2, label=str(scale.label)))
    if scale.band is not None:
        handles.append(Patch(facecolor=PALETTE["soft"], label=str(scale.label)))
    spacing = {"borderaxespad": 0.1, "borderpad": 0.1, "handlelength": 1.2, "handletextpad": 0.5, "columnspacing": 1.4}
    if handles:
        figure.legend(handles=handles, loc="upper left", ncols=len(handles), frameon=False, **spacing)


def _alt(page: Page, groups: Sequence[Group]) -> Iterator[Inline]:
    for group in groups:
        yield Inline.of(f"{group.heading}:")
        for bar in group.bars:
            yield sentence(page, bar.name, bar.value)


def _note(page: Page, note: Inline | None, groups: Sequence[Group], shown: Sequence[Group]) -> Inline | None:
    every, drawn = (sum(len(group.bars) for group in told) for told in (groups, shown))
    if every == drawn:
        return note
    cut = page.say(
        "Drawn are the first {drawn} of {every} rows; the table holds all of them.",
        drawn=page.language.number(drawn),
        every=page.language.number(every),
    )
    return Inline.join([*([note] if note else []), cut])
