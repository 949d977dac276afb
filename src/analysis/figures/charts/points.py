"""Every printed figure of one thing by the end of its period: what a researcher sees first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from analysis.dataset.model import TERM, TERM_TO_DATE, WITHIN_A_YEAR, YEAR, YEAR_TO_DATE
from analysis.figures import theme
from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.parts import (
    draw_gaps,
    draw_points,
    finish_years,
    is_to_date,
    legend_above,
    make_chart,
    sentence,
)
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.values import Value
from analysis.text.periods import first_day, last_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# So many years are shown whole, with their gaps.
_FEW_YEARS = 15
# Of the width of the chart, what a letter takes; of its height, a line of a label, and from a point to its label.
_LETTER, _LINE, _POINT = 0.021, 0.085, 0.035


def draw_observations(
    page: Page, values: Sequence[Value], years: range, *, title: Inline, subtitle: Inline
) -> Chart | Remark:
    """Return every figure as a point at the end of its period: solid, or hollow where the period was not over.

    Args:
        page: The page.
        values: Printed values of one indicator and segment in one area, `preferred` set.
        years: The years asked for; if they are few, all of them are shown, and gaps marked as such.
        title: What the chart shows.
        subtitle: Its unit.

    Returns:
        The chart; it shows terms and other long periods only where no shorter ones are known. A remark if there is
        nothing.
    """
    # Longer periods would dwarf the others.
    short = [value for value in values if value.freq in WITHIN_A_YEAR]
    drawn = sorted(short or values, key=_place)
    if not drawn:
        return Remark(page.say("No figure is known for this choice."))
    with theme.canvas(height=2.9) as (figure, axes):
        if not short:
            _draw_spans(axes, drawn)
        for preferred in (True, False):
            told = [value for value in drawn if value.preferred is preferred]
            draw_points(axes, [_place(one) for one in told], told, colour="accent" if preferred else "muted")
        _draw_kinds(page, axes, drawn)
        axes.set_ylim(0, axes.get_ylim()[1] * 1.2)
        first = min(last_day(value.period_end).year for value in drawn)
        if not short:
            first = min(first_day(value.period_start).year for value in drawn)
        last = max(value.year for value in drawn)
        all_of_them = bool(short) and 0 < len(years) <= _FEW_YEARS
        span = years if all_of_them else range(first, last + 1)
        gaps = set(years) - {value.year for value in drawn} if all_of_them else set()
        draw_gaps(axes, gaps)
        finish_years(page, axes, span, percent=drawn[0].unit == "percent", most_ticks=7)
        _label(page, axes, drawn)
        legend_above(axes)
        notes = [page.say("Terms and other long periods stand in the table only.")] if len(drawn) < len(values) else []
        notes += [page.say("“–”: no figure known.")] if gaps else []
        return make_chart(
            page,
            figure,
            "observations",
            title=title,
            subtitle=subtitle,
            plotted=drawn,
            alt=_alt(page, drawn),
            note=Inline.join(notes) if notes else None,
        )


def _place(value: Value) -> float:
    """Return where a value stands on the axis: a full year on its tick, all else at the end of its period."""
    end = last_day(value.period_end)
    if value.freq == YEAR or len(value.period_end) == len("2023"):
        return float(end.year)
    days = (dt.date(end.year + 1, 1, 1) - dt.date(end.year, 1, 1)).days
    return end.year - 0.5 + end.timetuple().tm_yday / days


def _draw_spans(axes: Axes, values: Sequence[Value]) -> None:
    """Draw a thin line from the start of a long period to its end."""
    for value in values:
        start = first_day(value.period_start).year - 0.5
        end = last_day(value.period_end).year + 0.5 if value.freq == TERM else _place(value)
        axes.plot([start, end], [value.obs_value] * 2, color=PALETTE["soft"], linewidth=2.5, zorder=1)


def _draw_kinds(page: Page, axes: Axes, values: Sequence[Value]) -> None:
    """Name in the legend what occurs: full periods, periods to date, figures of other sources."""
    to_date = page.say("term to date") if any(one.freq == TERM_TO_DATE for one in values) else page.say("year to date")
    kinds = (
        ("accent", "accent", page.say("full period or day"), any(not is_to_date(one) for one in values)),
        ("accent", "paper", to_date, any(is_to_date(one) for one in values)),
        ("muted", "muted", page.say("in another source"), any(not one.preferred for one in values)),
    )
    for edge, face, label, occurs in kinds:
        if occurs:
            style: dict[str, Any] = {
                "markerfacecolor": PALETTE[face],
                "markeredgecolor": PALETTE[edge],
                "markeredgewidth": 1.6,
            }
            axes.plot([], [], linestyle="none", marker="o", markersize=8, label=str(label), **style)


def _label(page: Page, axes: Axes, values: Sequence[Value]) -> None:
    """Write the numbers above their points, or below, as many as find room; all of them stand in the table."""
    (left, right), height = axes.get_xlim(), axes.get_ylim()[1]
    width = right - left
    taken = [_around(value, width, height) for value in values]
    for value in sorted(values, key=lambda one: (not one.preferred, -one.obs_value)):
        lines = [page.language.value(value), *([page.language.cut_off(value)] if value.freq == YEAR_TO_DATE else [])]
        half, tall = _LETTER * max(map(len, lines)) * width / 2, _LINE * len(lines) * height
        middle = min(max(_place(value), left + half), right - half)
        for side in (1, -1):
            foot, top = sorted(
                (value.obs_value + side * _POINT * height, value.obs_value + side * (_POINT * height + tall))
            )
            box = (middle - half, middle + half, foot, top)
            if foot >= 0 and not any(_meet(box, other) for other in taken):
                taken.append(box)
                axes.annotate(
                    "\n".join(lines),
                    (middle, value.obs_value),
                    xytext=(0, 7 * side),
                    textcoords="offset points",
                    ha="center",
                    va="bottom" if side == 1 else "top",
                    color=PALETTE["accent" if value.preferred else "muted"],
                    fontweight="semibold",
                )
                break


_Box = tuple[float, float, float, float]


def _around(value: Value, width: float, height: float) -> _Box:
    """Return what the point of a value covers: left, right, foot and top."""
    x, y = _place(value), value.obs_value
    return x - 0.015 * width, x + 0.015 * width, y - 0.9 * _POINT * height, y + 0.9 * _POINT * height


def _meet(first: _Box, second: _Box) -> bool:
    return first[0] < second[1] and second[0] < first[1] and first[2] < second[3] and second[2] < first[3]


def _alt(page: Page, values: Sequence[Value]) -> Iterator[Inline]:
    yield page.say("Every printed figure by the end of its period.")
    for value in values:
        yield sentence(page, page.language.period(value), value)
