"""Admissions by term of congress: bars from zero by area, goals as marks, what is implied light, to date hollow."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures import theme
from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.parts import GROUND, finish_numbers, legend_above, make_chart
from analysis.figures.charts.term_rows import draw_row, end_of, goal_of, legend_of, number_of, tell_row, values_of
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.term_comparison import AreaTerms, TermOutcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Inches: of a term, of the line below its bar, of a line of an area's name, of the space above it; of the numbers at
# the foot of a level, of the legend; and the greatest height, with which a chart and its words still fill no page.
_ROW, _BELOW, _NAME, _SPACE, _FOOT, _LEGEND, _TALLEST = 0.185, 0.14, 0.19, 0.07, 0.24, 0.5, 7.0
# Letters of a name that fit on a line; inches that one letter of a number takes, and those that bars and numbers share.
_LETTERS, _LETTER, _ACROSS = 60, 0.072, 3.35
# Points by which the names of areas stand to the left of the bars, where the names of the terms begin.
_INDENT = 47


@dataclass(frozen=True)
class _Block:
    """The terms of one area that are drawn, below its name."""

    level: str
    name: tuple[str, ...]
    rows: tuple[TermOutcome, ...]

    @property
    def height(self) -> float:
        below = sum(row.to_date is not None for row in self.rows)
        return _SPACE + _NAME * len(self.name) + _ROW * len(self.rows) + _BELOW * below


def draw_terms(page: Page, compared: Sequence[AreaTerms]) -> Chart | Remark | None:
    """Return the totals of the terms as bars, one block an area, with the goals; areas without either are left out.

    Areas of one level share a scale, for a district beside a province would be no bar at all.

    Args:
        page: The page.
        compared: The areas.

    Returns:
        The chart; a remark if nothing can be drawn, None if nothing at all is known.
    """
    if not any(one.is_known for one in compared):
        return None
    found = [_block(page, one) for one in compared if any(map(values_of, one.outcomes))]
    if not found:
        return Remark(page.say("No total of a term and no goal is known."))
    blocks = _fitting(found)
    levels = [[block for block in blocks if block.level == level] for level in _levels(blocks)]
    heights = [sum(block.height for block in level) for level in levels]
    with theme.canvas(height=_height(blocks), rows=len(levels), height_ratios=heights) as (figure, _):
        for level, axes in zip(levels, figure.axes, strict=True):
            _draw_level(page, axes, level)
        rows = [row for block in blocks for row in block.rows]
        legend_above(figure.axes[0], handles=legend_of(page, rows), handlelength=1.2)
        return make_chart(
            page,
            figure,
            "terms",
            title=page.say("Members admitted by term of congress"),
            subtitle=page.say("Persons"),
            plotted=[value for row in rows for value in values_of(row)],
            alt=[page.say("Bar chart by area and term."), *(line for row in rows for line in tell_row(page, row))],
            note=_note(page, found, blocks),
        )


def _block(page: Page, one: AreaTerms) -> _Block:
    name = str(Inline.of(page.name_of(one.area.code)).capitalised())
    return _Block(one.area.level, tuple(textwrap.wrap(name, _LETTERS)), one.outcomes)


def _levels(blocks: Sequence[_Block]) -> list[str]:
    return list(dict.fromkeys(block.level for block in blocks))


def _height(blocks: Sequence[_Block]) -> float:
    return _LEGEND + _FOOT * len(_levels(blocks)) + sum(block.height for block in blocks)


def _fitting(blocks: list[_Block]) -> list[_Block]:
    """Return what a page holds: all, or else just the terms of which something is drawn, of the first areas."""
    if _height(blocks) > _TALLEST:
        blocks = [_Block(one.level, one.name, tuple(filter(values_of, one.rows))) for one in blocks]
    while _height(blocks) > _TALLEST:
        blocks = blocks[:-1]
    return blocks


def _draw_level(page: Page, axes: Axes, blocks: Sequence[_Block]) -> None:
    """Draw areas that share a scale; heights are in inches from the top."""
    from matplotlib.ticker import MaxNLocator

    tops = list(itertools.accumulate((block.height for block in blocks), initial=0.0))
    ticks: list[tuple[float, str]] = []
    for top, block in zip(tops, blocks, strict=False):
        place = top + _SPACE + _NAME * len(block.name)
        _write_name(axes, place - 0.04, block)
        for row in block.rows:
            draw_row(page, axes, place + _ROW / 2, row)
            ticks.append((place + _ROW / 2, row.term.code.replace("-", "–")))
            place += _ROW + (_BELOW if row.to_date else 0)
    axes.set_xlim(0, _reach(page, blocks))
    axes.set_ylim(tops[-1], 0)
    axes.set_yticks([place for place, _ in ticks], [text for _, text in ticks])
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    finish_numbers(page, axes, "x")
    axes.tick_params(axis="y", labelcolor=PALETTE["ink"])


def _write_name(axes: Axes, foot: float, block: _Block) -> None:
    axes.annotate(
        "\n".join(block.name),
        (0, foot),
        xycoords=("axes fraction", "data"),
        xytext=(-_INDENT, 0),
        textcoords="offset points",
        va="bottom",
        fontweight="bold",
        linespacing=1.05,
        bbox=GROUND,
        zorder=3,
    )


def _reach(page: Page, blocks: Sequence[_Block]) -> float:
    """Return how far the scale goes, so that what stands behind the longest bar still stands on the page."""
    rows = [row for block in blocks for row in block.rows if values_of(row)]
    letters = [len(number_of(page, row)) + len(goal_of(page, row)) for row in rows]
    needed = (end_of(row) / (1 - (_LETTER * count + 0.25) / _ACROSS) for row, count in zip(rows, letters, strict=True))
    return max([*needed, 1.0])


def _note(page: Page, found: Sequence[_Block], blocks: Sequence[_Block]) -> Inline | None:
    rows = [row for block in blocks for row in block.rows]
    left = len(found) - len(blocks)
    lines = []
    if len(_levels(blocks)) > 1:
        lines.append(page.say("Areas of one level share a scale; each level has its own."))
    if any(row.stood and not row.ends and not row.to_date for row in rows):
        lines.append(page.say("“–”: no figure known."))
    if len(rows) < sum(len(block.rows) for block in found[: len(blocks)]):
        lines.append(page.say("Terms without a figure are left out."))
    if left:
        lines.append(page.say_count("{count} area more is in the table.", "{count} areas more are in the table.", left))
    return Inline.join(lines) if lines else None
