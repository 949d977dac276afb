"""A map of tiles: one tile a province, coloured by class, with its name and its number."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures import theme
from analysis.figures.blocks import Chart
from analysis.figures.charts.parts import make_chart
from analysis.figures.inline import Inline
from analysis.figures.language import UNKNOWN
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.figures.tile_grid import Place
from analysis.measures.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

# Neither of the two colours of letters can be read well enough (WCAG: 4.5 to 1) on the fourth colour of the scale.
SHADES = theme.SCALE
# Inches: height of a row. Points: sizes of letters, and from line to line: of up to three lines, of more.
_ROW = 0.45
_NAME, _NUMBER, _DAY = 7.2, 8.0, 7.2
_STEP, _TIGHT = 8.6, 7.5
# Tiles of both layouts have the same width: that of the wider one.
_COLUMNS = 7
# Share of its place that a tile fills.
_FILL = 0.95


@dataclass(frozen=True)
class Classes:
    """The classes by which tiles are coloured.

    Attributes:
        limits: Where the second, the third and the fourth class begin.
        percent: Whether the numbers are percentages; others are whole numbers.
    """

    limits: tuple[int, int, int]
    percent: bool = False

    def of(self, number: float) -> int:
        """Return the class of a number, from 0."""
        return bisect.bisect_right(self.limits, number)

    def names(self, page: Page) -> list[Inline]:
        """Return what the classes are called, the lowest first."""
        first, *_, last = limits = [page.language.number(limit) for limit in self.limits]
        if self.percent:
            pairs = itertools.pairwise(limits)
            between = [page.say("{low} to under {high}%", low=low, high=high) for low, high in pairs]
            return [page.say("under {limit}%", limit=first), *between, page.say("{limit}% and more", limit=last)]
        ends = [page.language.number(limit - 1) for limit in self.limits[1:]]
        between = [Inline.of(low if low == high else f"{low}–{high}") for low, high in zip(limits, ends, strict=False)]
        return [page.say("under {limit}", limit=first), *between, page.say("{limit} and more", limit=last)]


@dataclass(frozen=True)
class Tile:
    """One tile.

    Attributes:
        place: Where it stands, and its name in lines.
        name: Full name, for who does not see the map.
        number: The number as it is shown; the sign of the unknown if there is none.
        shade: The class of the number; None is unknown, or a year to date, which has no class.
        day: Until when a year to date runs, as short as it stands on the tile; blank of all others.
        period: The same in words, for who does not see the map.
    """

    place: Place
    name: str
    number: str = UNKNOWN
    shade: int | None = None
    day: str = ""
    period: str = ""

    @property
    def known(self) -> bool:
        """Whether it has a number."""
        return self.number != UNKNOWN

    @property
    def ink(self) -> str:
        """The colour of what is written on it."""
        if self.shade is None:
            return PALETTE["accent"] if self.known else PALETTE["muted"]
        return theme.ON_LIGHT if self.shade < len(SHADES) - 1 else theme.ON_DARK


def draw_tiles(
    page: Page,
    name: str,
    tiles: Sequence[Tile],
    classes: Classes,
    *,
    title: Inline,
    subtitle: Inline,
    lead: Inline,
    note: Inline,
    plotted: Sequence[Value] = (),
) -> Chart:
    """Return the map: coloured by class; white where nothing is known; hollow, without a class, of a year to date.

    Args:
        page: The page.
        name: Slug of the chart.
        tiles: The tiles, at least one.
        classes: The classes of the numbers.
        title: What the map shows.
        subtitle: Unit and period.
        lead: First sentence of the words for who does not see the map; every known province follows.
        note: What stands below, before the sources.
        plotted: The values on the tiles; none if the numbers are counts of ours, which have no line of sources.
    """
    rows = max(tile.place.row for tile in tiles) + 1
    with theme.canvas(height=_ROW * rows + 0.1) as (figure, axes):
        for tile in tiles:
            _draw_tile(axes, tile)
        axes.set_xlim(-0.5, max(_COLUMNS, *(tile.place.column + 1 for tile in tiles)) - 0.5)
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_axis_off()
        _draw_legend(page, axes, tiles, classes)
        alt = [lead, *_alt(page, tiles)]
        return make_chart(page, figure, name, title=title, subtitle=subtitle, plotted=plotted, alt=alt, note=note)


def _draw_tile(axes: Axes, tile: Tile) -> None:
    place = tile.place
    axes.add_patch(_rectangle(place.column - _FILL / 2, place.row - _FILL / 2, tile.shade, tile.known))
    told = [(line, _NAME, "normal") for line in place.lines] + [(tile.number, _NUMBER, "semibold")]
    told += [(tile.day, _DAY, "normal")] if tile.day else []
    step = _STEP if len(told) < 4 else _TIGHT
    top = step * (len(told) - 1) / 2
    for line, (text, size, weight) in enumerate(told):
        axes.annotate(
            text,
            (place.column, place.row),
            xytext=(0, top - step * line),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            fontsize=size,
            fontweight=weight,
            color=tile.ink,
        )


def _rectangle(x: float, y: float, shade: int | None, known: bool) -> Rectangle:
    from matplotlib.patches import Rectangle

    if shade is not None:
        return Rectangle((x, y), _FILL, _FILL, facecolor=SHADES[shade], edgecolor="none")
    edge, width = (PALETTE["accent"], 1.3) if known else (PALETTE["grid"], 0.8)
    return Rectangle((x, y), _FILL, _FILL, facecolor=PALETTE["paper"], edgecolor=edge, linewidth=width)


def _draw_legend(page: Page, axes: Axes, tiles: Sequence[Tile], classes: Classes) -> None:
    """Put the legend where the land is narrow: left of the longest run of rows that have no tile in the west."""
    kinds = [(_rectangle(0, 0, shade, known=True), str(name)) for shade, name in enumerate(classes.names(page))]
    if any(tile.day for tile in tiles):
        kinds.append((_rectangle(0, 0, None, known=True), str(page.say("year to date"))))
    kinds.append((_rectangle(0, 0, None, known=False), str(page.say("–: not known"))))
    first, last = _empty_rows(tiles)
    axes.legend(
        *zip(*kinds, strict=True),
        loc="center left",
        bbox_to_anchor=(-0.5, (first + last) / 2),
        bbox_transform=axes.transData,
        frameon=False,
        fontsize=8,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.4,
        handleheight=1.1,
        labelspacing=0.35,
    )


def _empty_rows(tiles: Sequence[Tile]) -> tuple[int, int]:
    west = {tile.place.row for tile in tiles if tile.place.column < 3}
    bottom = max(tile.place.row for tile in tiles) + 1
    edges = sorted(west | {-1, bottom})
    before, after = max(itertools.pairwise(edges), key=lambda pair: pair[1] - pair[0])
    return before + 1, after - 1


def _alt(page: Page, tiles: Sequence[Tile]) -> list[Inline]:
    told = [
        Inline.of(f"{tile.name}: {tile.number}{f' ({tile.period})' if tile.period else ''}.")
        for tile in tiles
        if tile.known
    ]
    unknown = sum(not tile.known for tile in tiles)
    if unknown:
        told.append(
            page.say_count(
                "Of {count} further province nothing is known here.",
                "Of {count} further provinces nothing is known here.",
                unknown,
            )
        )
    return told
