"""One stock over many years of which few are known: a point a year, never joined over a gap."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analysis.figures import theme
from analysis.figures.blocks import Chart
from analysis.figures.charts.parts import draw_gaps, draw_points, finish_years, make_chart, sentence
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Points: from a point to its label, and from label to label.
_OFF, _STEP = 8, 12
# Labels of points that lie closer than this share of the years shown would meet.
_NEAR = 0.26


def draw_stock(page: Page, name: str, values: Sequence[Value], *, title: Inline, subtitle: Inline) -> Chart:
    """Return the points of a stock, each with its number; years that follow each other are joined.

    Args:
        page: The page.
        name: Slug of the chart.
        values: At least one value, at most one a year, in order of time.
        title: What the chart shows.
        subtitle: Unit and period.
    """
    years = range(values[0].year, values[-1].year + 1)
    gaps = set(years) - {value.year for value in values}
    with theme.canvas(height=2.7) as (figure, axes):
        for before, after in itertools.pairwise(values):
            if after.year == before.year + 1:
                ends = [before.obs_value, after.obs_value]
                axes.plot([before.year, after.year], ends, color=PALETTE["accent"], zorder=2)
        draw_points(axes, [value.year for value in values], values, colour="accent")
        _draw_labels(page, axes, values, near=_NEAR * len(years))
        draw_gaps(axes, gaps)
        axes.set_ylim(0, max(value.obs_value for value in values) * 1.22)
        finish_years(page, axes, years)
        note = page.say("“–”: no figure known.") if gaps else None
        alt = _alt(page, values, sorted(gaps))
        return make_chart(page, figure, name, title=title, subtitle=subtitle, plotted=values, alt=alt, note=note)


def _draw_labels(page: Page, axes: Axes, values: Sequence[Value], near: float) -> None:
    """Write each number above its point; of points near each other in turn below and above, ever further off."""
    crowd = 0
    for place, value in enumerate(values):
        crowd = crowd + 1 if place and value.year - values[place - 1].year < near else 0
        followed = place + 1 < len(values) and values[place + 1].year - value.year < near
        below = crowd % 2 == 0 and (followed or crowd > 0)
        off = _OFF + _STEP * (crowd // 2)
        side, aside = _side(place, len(values))
        axes.annotate(
            page.language.value(value),
            (value.year, value.obs_value),
            xytext=(aside, -off if below else off),
            textcoords="offset points",
            ha=side,
            va="top" if below else "bottom",
            color=PALETTE["accent"],
            fontweight="semibold",
        )


def _side(place: int, count: int) -> tuple[str, int]:
    """Return how a label is aligned and by how many points it is moved, so that those at the ends stay on the axes."""
    if count == 1 or 0 < place < count - 1:
        return "center", 0
    return ("left", -_OFF) if place == 0 else ("right", _OFF)


def _alt(page: Page, values: Sequence[Value], gaps: Sequence[int]) -> Iterator[Inline]:
    yield page.say("Chart by year.")
    for value in values:
        yield sentence(page, page.language.period(value), value)
    if gaps:
        yield page.say("Not known: {years}.", years=", ".join(map(str, gaps)))
