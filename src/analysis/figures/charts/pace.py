"""Completion against the days of the year: an area's readings among those of other provinces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from analysis.figures import theme
from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.parts import GROUND, finish_numbers, legend_above, make_chart, sentence
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.pace import Pace, Span
from analysis.measures.readings import WINDOW, Reading
from analysis.measures.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Short names of months, for twelve of them on the width of a phone; a year without a leap day gives their places.
_MONTH = {"vi": "'T'M", "en": "LLL"}
_DAYS = 365
# So many readings of the area, the latest, have a label.
_LABELLED = 3
# The axis goes at least so far, in percent.
_LEAST = 125.0
# Parts of the height: labels of readings from here on stand below them, from the foot; the others above, from there.
_HIGH, _FOOT, _OVER, _STEP = 0.4, 0.09, 0.43, 0.155
# Part of the year before which a label has no room to the left.
_EARLY = 0.25


def draw_pace(page: Page, pace: Pace, area: str, year: int) -> Chart | Remark:
    """Return an area's dated readings of one year against the days passed, among readings of other provinces.

    Args:
        page: The page.
        pace: The readings, in percent of the target.
        area: Code of the area.
        year: The calendar year.

    Returns:
        The chart, or a remark if no completion on a known day is known.
    """
    name = page.language.area(page.dataset.areas[area])
    if not pace.readings and pace.full:
        return Remark(
            page.say("The year {year} is over and its full figure known: there is no pace to judge.", year=year)
        )
    if not pace.readings:
        said = page.say(
            "No completion of {area} on a known day of {year} is known, so no pace either.", area=name, year=year
        )
        return Remark(said)
    with theme.canvas(height=3.5) as (figure, axes):
        _draw_others(page, axes, pace)
        _draw_expected(page, axes, pace)
        _draw_frame(page, axes)
        axes.set_xlim(0, 1.015)
        axes.set_ylim(0, max(_LEAST, *(1.06 * value.obs_value for value in _plotted(pace))))
        _draw_own(page, axes, pace)
        finish_numbers(page, axes, "y", percent=True)
        legend_above(axes, handlelength=1.6)
        return make_chart(
            page,
            figure,
            "pace",
            title=page.say("Completion of the {year} target by day of the year, {area}", year=year, area=name),
            subtitle=page.say("Percent of the target"),
            plotted=_plotted(pace),
            alt=_alt(page, pace, name),
        )


def _plotted(pace: Pace) -> list[Value]:
    own = [*(one.done for one in pace.readings), *([pace.full] if pace.full else [])]
    others = [one.done for one in (*pace.others, *pace.ends)]
    expected = [pace.expected.low, pace.expected.high, pace.expected.median] if pace.expected else []
    return [*own, *others, *expected]


def _place(reading: Reading) -> float:
    return reading.passed.obs_value / 100


def _draw_frame(page: Page, axes: Axes) -> None:
    """Draw months, the target, and the line of an even pace."""
    from babel.dates import format_date

    months = [dt.date(2001, month, 15) for month in range(1, 13)]
    names = [str(format_date(day, _MONTH[page.language.code], locale=page.language.code)) for day in months]
    axes.set_xticks([day.timetuple().tm_yday / _DAYS for day in months], names, fontsize=8.5)
    axes.axhline(100, color=PALETTE["target"], linewidth=1.2, label=str(page.say("target reached")), zorder=1.5)
    even: dict[str, Any] = {"color": PALETTE["muted"], "linewidth": 1, "linestyle": (0, (4, 3)), "zorder": 1.2}
    axes.plot([0, 1], [0, 100], label=str(page.say("even pace")), **even)


def _draw_expected(page: Page, axes: Axes, pace: Pace) -> None:
    if not pace.expected or not pace.latest:
        return
    own, half = _place(pace.latest), WINDOW / _DAYS
    ends = [max(own - half, 0), min(own + half, 1)]
    low, high, median = ([value.obs_value / own * end for end in ends] for value in _ends(pace.expected))
    axes.fill_between(
        ends, low, high, color=PALETTE["soft"], linewidth=0, label=str(page.say("their range")), zorder=0.5
    )
    axes.plot(ends, median, color=PALETTE["muted"], linewidth=1.6, label=str(page.say("their median")), zorder=1.4)


def _ends(span: Span) -> tuple[Value, Value, Value]:
    return span.low, span.high, span.median


def _draw_others(page: Page, axes: Axes, pace: Pace) -> None:
    for group, face, label in (
        (pace.others, "paper", page.say("other provinces, year to date")),
        (pace.ends, "muted", page.say("other provinces, full year")),
    ):
        style = {"markerfacecolor": PALETTE[face], "markeredgecolor": PALETTE["muted"], "markeredgewidth": 0.9}
        _draw_points(axes, group, label=str(label), markersize=4.2, zorder=2, **style)


def _draw_points(axes: Axes, readings: Sequence[Reading], **style: Any) -> None:
    if readings:
        done = [reading.done.obs_value for reading in readings]
        axes.plot([_place(one) for one in readings], done, linestyle="none", marker="o", clip_on=False, **style)


def _draw_own(page: Page, axes: Axes, pace: Pace) -> None:
    """Draw the area's own readings, each with its number where the other points leave room, and a line to it."""
    style: dict[str, Any] = {"markersize": 8, "markeredgecolor": PALETTE["accent"], "markeredgewidth": 2, "zorder": 4}
    _draw_points(axes, pace.readings, markerfacecolor=PALETTE["paper"], **style)
    if pace.full:
        axes.plot([1], [pace.full.obs_value], marker="o", markerfacecolor=PALETTE["accent"], clip_on=False, **style)
    told = [(_place(one), one.done, page.language.cut_off(one.done)) for one in pace.readings[-_LABELLED:]]
    if pace.full:
        told.append((1, pace.full, str(page.say("full year"))))
    top = axes.get_ylim()[1]
    high = [one for one in reversed(told) if one[1].obs_value >= _HIGH * top]
    height = _FOOT * top
    for place, value, period in (*high, *(one for one in told if one not in high)):
        if value.obs_value < _HIGH * top:
            height = max(height, value.obs_value + _STEP * top, _OVER * top)
        axes.plot([place, place], [height, value.obs_value], color=PALETTE["accent"], linewidth=1, zorder=1.6)
        _label_own(axes, place, height, f"{page.language.value(value)}\n{period}")
        height += _STEP * top


def _label_own(axes: Axes, place: float, height: float, text: str) -> None:
    before = place >= _EARLY
    axes.annotate(
        text,
        (place, height),
        xytext=(-3 if before else 3, 0),
        textcoords="offset points",
        ha="right" if before else "left",
        va="center",
        color=PALETTE["accent"],
        fontweight="semibold",
        linespacing=1.1,
        bbox=GROUND,
        zorder=3,
    )


def _alt(page: Page, pace: Pace, name: str) -> Iterator[Inline]:
    yield page.say("Chart of completion by day of the year.")
    for reading in pace.readings:
        yield sentence(page, _dated(page, name, reading.done), reading.done)
    if pace.full:
        yield sentence(page, _dated(page, name, pace.full), pace.full)
    if pace.expected:
        low, high, median = map(page.language.value, _ends(pace.expected))
        yield page.say(
            "Other provinces, carried to the day: {low} to {high}, median {median}.", low=low, high=high, median=median
        )
    for reading in (*pace.others, *pace.ends):
        yield sentence(page, _dated(page, page.name_of(reading.done.ref_area), reading.done), reading.done)


def _dated(page: Page, name: str, value: Value) -> str:
    return str(Inline.of(f"{name}, {page.language.dated(value)}").capitalised())
