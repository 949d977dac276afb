"""Horizontal bars, each with its name above it and its number behind it: rankings, completion, shares."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures import theme
from analysis.figures.blocks import Chart
from analysis.figures.charts.parts import GROUND, finish_numbers, is_to_date, legend_above, make_chart, sentence
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Inches: of a bar with a name of one line, of each further line, and of what stands above and below.
_BAR, _LINE, _FRAME = 0.4, 0.15, 0.7
# Letters of a name that fit on a line.
_LETTERS = 58


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        name: What it stands for.
        value: How long it is; a period to date is drawn hollow.
        whole: Whether it is the area of which the others are parts; its name is bold.
    """

    name: str
    value: Value
    whole: bool = False

    @property
    def lines(self) -> list[str]:
        """The name, on lines that fit."""
        return textwrap.wrap(self.name, _LETTERS) or [""]


@dataclass(frozen=True)
class Scale:
    """What bars are held against, and how far their axis goes.

    Attributes:
        line: A number at which a line is drawn, None for no line.
        band: The ends of a band that is drawn behind the bars, None for no band; without an upper end it is infinite.
        label: What the line or the band is.
        least: The axis goes at least so far.
    """

    line: float | None = None
    band: tuple[float, float] | None = None
    label: Inline | None = None
    least: float = 0.0


def draw_bars(
    page: Page,
    name: str,
    bars: Sequence[Bar],
    *,
    title: Inline,
    subtitle: Inline,
    lead: Inline,
    scale: Scale | None = None,
    note: Inline | None = None,
    plotted: Sequence[Value] = (),
) -> Chart:
    """Return bars from zero, in the order given.

    Args:
        page: The page.
        name: Slug of the chart.
        bars: The bars, at least one, all of one unit.
        title: What the chart shows.
        subtitle: Unit and period.
        lead: First sentence of the words for who does not see the chart; the bars follow.
        scale: What the bars are held against.
        note: What stands below, before the sources.
        plotted: Further values that the chart rests on, such as the ends of the band.
    """
    scale = scale or Scale()
    places = list(itertools.accumulate((_height(bar) for bar in bars), initial=0.0))
    with theme.canvas(height=_FRAME + places[-1]) as (figure, axes):
        for place, bar in zip(places, bars, strict=False):
            _draw_bar(page, axes, place + _height(bar), bar)
        _draw_scale(axes, scale)
        _label_kinds(page, axes, bars)
        percent = bars[0].value.unit == "percent"
        longest = max(bar.value.obs_value for bar in bars)
        axes.set_ylim(places[-1] + 0.08, -0.06)
        axes.set_xlim(0, max(scale.least, longest * 1.16))
        axes.set_yticks([])
        finish_numbers(page, axes, "x", percent=percent)
        axes.grid(visible=False)
        if axes.get_legend_handles_labels()[1]:
            legend_above(axes, columns=3, handlelength=1.2)
        alt = [lead, *(sentence(page, bar.name, bar.value) for bar in bars)]
        values = [*(bar.value for bar in bars), *plotted]
        return make_chart(page, figure, name, title=title, subtitle=subtitle, plotted=values, alt=alt, note=note)


def _height(bar: Bar) -> float:
    return _BAR + _LINE * (len(bar.lines) - 1)


def _draw_bar(page: Page, axes: Axes, foot: float, bar: Bar) -> None:
    """Draw a bar that ends at a foot, in inches from the top, with its name above it."""
    middle = foot - 0.08
    axes.barh(
        middle,
        bar.value.obs_value,
        height=0.13,
        facecolor=PALETTE["paper" if is_to_date(bar.value) else "accent"],
        edgecolor=PALETTE["accent"],
        linewidth=1.3,
        zorder=2,
    )
    axes.annotate(
        "\n".join(bar.lines),
        (0, middle - 0.08),
        xytext=(2, 0),
        textcoords="offset points",
        va="bottom",
        ha="left",
        fontweight="bold" if bar.whole else "normal",
        linespacing=1.05,
        bbox=GROUND,
        zorder=3,
    )
    axes.annotate(
        page.language.value(bar.value),
        (bar.value.obs_value, middle),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        ha="left",
        color=PALETTE["accent"],
        fontweight="semibold",
        bbox=GROUND,
        zorder=3,
    )


def _draw_scale(axes: Axes, scale: Scale) -> None:
    label = str(scale.label) if scale.label else "_"
    if scale.line is not None:
        axes.axvline(scale.line, color=PALETTE["target"], linewidth=1.2, label=label, zorder=2.5)
    if scale.band is not None:
        axes.axvspan(*scale.band, color=PALETTE["soft"], label=label, zorder=0.5)


def _label_kinds(page: Page, axes: Axes, bars: Sequence[Bar]) -> None:
    """Name full periods and periods to date in the legend, where there are periods to date."""
    kinds = dict.fromkeys(is_to_date(bar.value) for bar in bars)
    if True not in kinds:
        return
    for hollow in kinds:
        label = page.say("year to date") if hollow else page.say("full year")
        face = PALETTE["paper" if hollow else "accent"]
        axes.barh(0, 0, facecolor=face, edgecolor=PALETTE["accent"], linewidth=1.3, label=str(label))
