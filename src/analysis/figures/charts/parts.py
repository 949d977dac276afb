"""What several kinds of charts are made of: the finished chart with its words, axes, legends, points, gaps."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from analysis.dataset.model import TERM_TO_DATE, YEAR_TO_DATE
from analysis.figures import theme
from analysis.figures.blocks import Chart
from analysis.figures.inline import Inline, Mark
from analysis.figures.language import UNKNOWN
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A ground for text that a line may pass behind.
GROUND = {"facecolor": PALETTE["paper"], "edgecolor": "none", "pad": 1}


def make_chart(
    page: Page,
    figure: Figure,
    name: str,
    *,
    title: Inline,
    subtitle: Inline,
    plotted: Sequence[Value],
    alt: Iterable[Inline],
    note: Inline | None = None,
) -> Chart:
    """Return a drawing as a chart with all its words; call it inside `theme.canvas`.

    Args:
        page: The page; it numbers the chart and keeps the record of what is plotted.
        figure: The drawing.
        name: Slug, unique on the page.
        title: What the chart shows, and where.
        subtitle: Unit, and period if the axis does not tell it.
        plotted: Every value drawn; the line of sources is made from them. A chart of our own counts has none.
        alt: Sentences that say what the chart shows, with every number.
        note: What the reader must know of the drawing, before the sources.
    """
    caption = page.caption("figure", title, name)
    below = [note] if note else []
    if plotted:
        marks = Inline((Mark("", page.ledger.plot(*plotted)),))
        below.append(page.say("Sources: {sources}.", sources=marks))
    words = str(Inline.join(alt))
    return Chart(name, theme.render_svg(figure), words, caption, subtitle, Inline.join(below), theme.ROLES)


def is_to_date(value: Value) -> bool:
    """Tell whether a value is of a period that was not over: it is drawn hollow."""
    return value.freq in (YEAR_TO_DATE, TERM_TO_DATE)


def draw_points(axes: Axes, xs: Sequence[float], values: Sequence[Value], *, colour: str, marker: str = "o") -> None:
    """Draw full periods as solid points and periods to date as hollow ones.

    Args:
        axes: The axes.
        xs: Where each value stands on the axis.
        values: The values.
        colour: Role in the palette.
        marker: Matplotlib's marker.
    """
    for hollow in (False, True):
        places = [place for place, value in enumerate(values) if is_to_date(value) is hollow]
        if places:
            axes.plot(
                [xs[place] for place in places],
                [values[place].obs_value for place in places],
                linestyle="none",
                marker=marker,
                markersize=7,
                markerfacecolor=PALETTE["paper" if hollow else colour],
                markeredgecolor=PALETTE[colour],
                markeredgewidth=1.6,
                label="_",
                clip_on=False,
                zorder=4,
            )


def draw_gaps(axes: Axes, places: Iterable[float], height: float = 0) -> None:
    """Write the sign of the unknown at the foot of each place of which nothing is known."""
    for place in sorted(places):
        axes.annotate(
            UNKNOWN,
            (place, height),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=PALETTE["muted"],
            fontsize=13,
        )


def finish_years(page: Page, axes: Axes, years: Sequence[int], *, percent: bool = False, most_ticks: int = 9) -> None:
    """Finish an axis of years and one of numbers: ticks in the language of the page, a thin grid, no frame.

    Args:
        page: The page.
        axes: The axes.
        years: The years that the axis spans.
        percent: Whether the numbers are percentages.
        most_ticks: Years are left out of the labels where there are more.
    """
    step = -(-len(years) // most_ticks)
    told = [year for year in years if (years[-1] - year) % step == 0]
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.set_xticks(told, [str(year) for year in told])
    finish_numbers(page, axes, "y", percent=percent)


def finish_numbers(page: Page, axes: Axes, side: Literal["x", "y"], *, percent: bool = False) -> None:
    """Finish an axis of numbers, "x" or "y": numbers in the language of the page, a thin grid, no frame.

    Args:
        page: The page.
        axes: The axes.
        side: The axis of numbers.
        percent: Whether they are percentages.
    """
    import seaborn as sns

    def tell(number: float, _: float) -> str:
        # A tick of 2.5 must not read as 2.
        text = page.language.number(number, 0 if float(number).is_integer() else 1)
        return f"{text}%" if percent else text

    (axes.yaxis if side == "y" else axes.xaxis).set_major_formatter(tell)
    axes.grid(axis=side)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    sns.despine(ax=axes, left=side == "y", bottom=side == "x")


def legend_above(axes: Axes, columns: int = 2, **options: Any) -> None:
    """Put the legend above the axes, from the left."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=columns,
        frameon=False,
        borderaxespad=0.2,
        handletextpad=0.4,
        columnspacing=1.2,
        markerscale=0.6,
        **options,
    )


def spread(heights: Sequence[float], least: float) -> list[float]:
    """Return heights moved apart so that any two differ by at least so much, as little as possible, order kept.

    Args:
        heights: Where labels should stand, in any order.
        least: The least difference, in the same unit.
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    if all(heights[high] - heights[low] >= least for low, high in itertools.pairwise(order)):
        return list(heights)
    from scipy.optimize import isotonic_regression

    # Less their least distance, what is left must only not fall.
    fitted = isotonic_regression([heights[place] - step * least for step, place in enumerate(order)]).x
    moved = dict(zip(order, (float(height) + step * least for step, height in enumerate(fitted)), strict=True))
    return [moved[place] for place in range(len(heights))]


def sentence(page: Page, name: str, value: Value) -> Inline:
    """Return one value as a sentence for who does not see the chart: "Krông Bông: 101.74%."."""
    return Inline.of(f"{name}: {page.language.value(value)}.")
