"""What is known where and when, as a matrix of marks: a row an area, a column a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.figures import theme
from analysis.figures.blocks import Chart
from analysis.figures.charts.parts import make_chart
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.data_quality import FULL, OTHER, TARGET, TO_DATE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Inches: of a row, and of what stands above and below all rows.
_ROW, _FRAME = 0.2, 0.8
# Years are left out of the labels where more would meet.
_MOST_TICKS = 8
# How each kind is marked: filled, hollow, a dash as of targets elsewhere, and a small point.
_STYLES: Mapping[str, Mapping[str, Any]] = {
    FULL: {"marker": "s", "markersize": 7.5, "markerfacecolor": PALETTE["accent"], "markeredgewidth": 1.2},
    TO_DATE: {"marker": "s", "markersize": 7.5, "markerfacecolor": PALETTE["paper"], "markeredgewidth": 1.2},
    TARGET: {"marker": "_", "markersize": 9, "markerfacecolor": PALETTE["target"], "markeredgewidth": 2.2},
    OTHER: {"marker": "o", "markersize": 3.2, "markerfacecolor": PALETTE["accent"], "markeredgewidth": 0},
}


@dataclass(frozen=True)
class MatrixRow:
    """One row.

    Attributes:
        name: The area.
        kinds: `FULL`, `TO_DATE`, `TARGET` or `OTHER` by year; a year of which nothing is known is left out.
        absent: Years in which the area did not exist.
    """

    name: str
    kinds: Mapping[int, str]
    absent: tuple[int, ...] = ()


def draw_matrix(
    page: Page, name: str, rows: Sequence[MatrixRow], years: range, *, title: Inline, subtitle: Inline, note: Inline
) -> Chart:
    """Return the matrix: what is not marked is not known. It shows no figures, so it has no line of sources.

    Args:
        page: The page.
        name: Slug of the chart.
        rows: The rows, at least one, from the top.
        years: The columns.
        title: What the chart shows.
        subtitle: Period.
        note: What stands below.
    """
    with theme.canvas(height=_FRAME + _ROW * len(rows)) as (figure, axes):
        for kind, label in _labels(page).items():
            _draw_kind(axes, rows, kind, str(label))
        _draw_absent(page, axes, rows)
        _finish(axes, [row.name for row in rows], years)
        _add_legend(figure, axes)
        alt = _alt(page, rows)
        return make_chart(page, figure, name, title=title, subtitle=subtitle, plotted=(), alt=alt, note=note)


def _add_legend(figure: Figure, axes: Axes) -> None:
    """Put the legend above the years."""
    figure.legend(
        *axes.get_legend_handles_labels(),
        loc="outside upper left",
        ncols=2,
        frameon=False,
        borderpad=0,
        borderaxespad=0.2,
        handlelength=1.2,
        columnspacing=1.4,
    )


def _labels(page: Page) -> dict[str, Inline]:
    return {
        FULL: page.say("full year"),
        TO_DATE: page.say("year to date only"),
        TARGET: page.say("target only"),
        OTHER: page.say("other figures only"),
    }


def _draw_kind(axes: Axes, rows: Sequence[MatrixRow], kind: str, label: str) -> None:
    """Draw the marks of one kind; those of none stand in the legend all the same, so that all charts have one."""
    places = [(year, place) for place, row in enumerate(rows) for year, own in row.kinds.items() if own == kind]
    axes.plot(
        [year for year, _ in places],
        [place for _, place in places],
        linestyle="none",
        markeredgecolor=PALETTE["target" if kind == TARGET else "accent"],
        label=label,
        zorder=3,
        **_STYLES[kind],
    )


def _draw_absent(page: Page, axes: Axes, rows: Sequence[MatrixRow]) -> None:
    """Shade the years in which an area did not exist: to know nothing of them is no gap."""
    label = str(page.say("area did not exist"))
    for place, row in enumerate(rows):
        for first, last in _runs(row.absent):
            width = last - first + 1
            axes.barh(
                place, width, left=first - 0.5, height=0.34, color=PALETTE["grid"], linewidth=0, label=label, zorder=1.5
            )
            label = "_"


def _finish(axes: Axes, names: Sequence[str], years: range) -> None:
    import seaborn as sns

    step = -(-len(years) // _MOST_TICKS)
    told = [year for year in years if (years[-1] - year) % step == 0]
    axes.set_xlim(years[0] - 0.7, years[-1] + 0.7)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xticks(told, [str(year) for year in told])
    axes.set_xticks(list(years), minor=True)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="x", which="both", length=0, labelsize=8.5, top=False, labeltop=True)
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=PALETTE["ink"])
    axes.grid(axis="y")
    axes.grid(axis="x", which="both", linewidth=0.4)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True, bottom=True)


def _alt(page: Page, rows: Sequence[MatrixRow]) -> Iterator[Inline]:
    yield page.say("Chart of what is known by province and year; years that are not named are not known.")
    labels = _labels(page)
    for row in rows:
        told = []
        for kind, label in labels.items():
            years = [year for year, own in row.kinds.items() if own == kind]
            told += [Inline.join([label, spans(years)])] if years else []
        yield Inline.join([f"{row.name}: ", Inline.join(told, "; "), "."], "")


def spans(years: Iterable[int]) -> str:
    """Return years as text, those that follow each other as one span: "2012, 2015–2018"."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in _runs(years))


def _runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and the last year of each run of years that follow each other."""
    runs: list[tuple[int, int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs
