"""One row of the chart of terms: the bar of a total, the marks of its goal, and what is written beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from analysis.figures.charts.parts import GROUND
from analysis.figures.inline import Inline
from analysis.figures.language import UNKNOWN
from analysis.figures.page import Page
from analysis.figures.theme import PALETTE
from analysis.measures.term_comparison import TermOutcome
from analysis.measures.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Inches that a bar is thick.
BAR = 0.13
# Points that the marks of goals are wide: of one that is printed, and of one that a percentage implies.
_PRINTED, _IMPLIED = 2.2, 1.0


def values_of(row: TermOutcome) -> tuple[Value, ...]:
    """Return every value of a row that is drawn."""
    return (*row.ends, *((row.to_date,) if row.to_date else ()), *row.goals.ends)


def end_of(row: TermOutcome) -> float:
    """Return how far the bar and the marks of a row go."""
    return max(value.obs_value for value in values_of(row))


def number_of(page: Page, row: TermOutcome) -> str:
    """Return the number behind a bar, or what stands in its place."""
    if row.ends:
        return ends_text(page, row.ends)
    if row.to_date:
        return page.language.value(row.to_date)
    return UNKNOWN if row.stood else str(page.say("ended"))


def goal_of(page: Page, row: TermOutcome) -> str:
    """Return what is written on the goal, blank if it is not known."""
    return str(page.say("goal {goal}", goal=ends_text(page, row.goals.ends))) if row.goals.ends else ""


def ends_text(page: Page, ends: Sequence[Value]) -> str:
    """Return one number, or the two ends of what it can be, without marks: "8,000–8,500"."""
    return page.language.value(ends[0]) if len(ends) == 1 else page.range_text(ends[0], ends[-1])


def draw_row(page: Page, axes: Axes, place: float, row: TermOutcome) -> None:
    """Draw a row at a height: totals filled, implied ones light, counts to date hollow, goals as marks."""
    bar: dict[str, Any] = {"y": place, "height": BAR, "linewidth": 1.3, "zorder": 2}
    accent, soft, paper = (PALETTE[role] for role in ("accent", "soft", "paper"))
    if row.total:
        axes.barh(width=row.total.obs_value, facecolor=accent, edgecolor=accent, **bar)
    elif row.implied:
        low, high = row.implied.low.obs_value, row.implied.high.obs_value
        axes.barh(width=low, facecolor=soft, edgecolor=soft, **bar)
        axes.barh(width=high - low, left=low, facecolor=soft, edgecolor=soft, alpha=0.5, **bar)
    elif row.to_date:
        axes.barh(width=row.to_date.obs_value, facecolor=paper, edgecolor=accent, **bar)
    _draw_goal(axes, place, row)
    _write_numbers(page, axes, place, row)


def _draw_goal(axes: Axes, place: float, row: TermOutcome) -> None:
    goals = [goal.obs_value for goal in row.goals.ends]
    colour = PALETTE["target"]
    if len(goals) > 1:
        axes.plot(goals, [place] * 2, color=colour, linewidth=1, zorder=2.5)
    if goals:
        wide = _PRINTED if row.goals.term else _IMPLIED
        style: dict[str, Any] = {"markersize": 12, "markeredgewidth": wide, "color": colour, "zorder": 2.6}
        axes.plot(goals, [place] * len(goals), linestyle="none", marker="|", **style)


def _write_numbers(page: Page, axes: Axes, place: float, row: TermOutcome) -> None:
    """Write the number and the goal behind a bar, and below it until when it counts."""
    style: dict[str, Any] = {"textcoords": "offset points", "va": "center_baseline", "bbox": GROUND, "zorder": 3}
    known = bool(row.ends or row.to_date)
    colour, weight = (PALETTE["accent"], "semibold") if known else (PALETTE["muted"], "normal")
    at = (end_of(row) if known else 0, place)
    number = axes.annotate(number_of(page, row), at, xytext=(5, 0), color=colour, fontweight=weight, **style)
    if row.goals.ends:
        # Behind the number, whose width is known only when it is drawn.
        behind: dict[str, Any] = {"xy": (1, 0), "xycoords": number, "xytext": (7, 0), "va": "bottom"}
        alone: dict[str, Any] = {"xy": (end_of(row), place), "xytext": (5, 0)}
        axes.annotate(goal_of(page, row), **style | (behind if known else alone), color=PALETTE["target"])
    if row.to_date:
        style |= {"va": "top", "bbox": None, "fontsize": 8.5, "color": PALETTE["accent"]}
        axes.annotate(_counted(page, row, row.to_date), (0, place + BAR / 2 + 0.03), xytext=(2, 0), **style)


def _counted(page: Page, row: TermOutcome, value: Value) -> str:
    """Return until when a count to date runs, after the count itself where another number stands behind the bar."""
    until = _until(page, value)
    return f"{page.language.value(value)} {until}" if row.ends else until


def _until(page: Page, value: Value) -> str:
    if len(value.period_end) == len("2023"):
        return str(page.say("{year}, cut-off not printed", year=value.period_end))
    return str(page.say("to {date}", date=page.language.date(value.period_end)))


def legend_of(page: Page, rows: Sequence[TermOutcome]) -> list[Any]:
    """Return the entries of the legend: just the kinds that are drawn."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    accent, soft, paper = (PALETTE[role] for role in ("accent", "soft", "paper"))

    def bar(face: str, edge: str, label: Inline) -> Any:
        return Patch(facecolor=face, edgecolor=edge, label=str(label))

    def mark(width: float, label: Inline) -> Any:
        style: dict[str, Any] = {"marker": "|", "markersize": 16, "color": PALETTE["target"], "markeredgewidth": width}
        return Line2D([], [], linestyle="none", label=str(label), **style)

    entries = [
        (any(row.total for row in rows), bar(accent, accent, page.say("whole term"))),
        (any(row.to_date and not row.ends for row in rows), bar(paper, accent, page.say("part of a term, to date"))),
        (any(row.implied for row in rows), bar(soft, soft, page.say("implied by other figures"))),
        (any(row.goals.term for row in rows), mark(_PRINTED, page.say("goal of the term"))),
        (any(row.goals.implied for row in rows), mark(_IMPLIED, page.say("goal implied by a percentage"))),
    ]
    return [entry for is_drawn, entry in entries if is_drawn]


def tell_row(page: Page, row: TermOutcome) -> Iterator[Inline]:
    """Yield a row in words, with every number, for who does not see the chart."""
    where = Inline.of(f"{page.name_of(row.ref_area)}, {row.term.code.replace('-', '–')}").capitalised()
    if row.implied and not row.total:
        yield page.say(
            "{where}: not printed, but other figures imply {range}.", where=where, range=number_of(page, row)
        )
    elif row.ends or not row.stood:
        yield Inline.join([where, ": ", number_of(page, row), "."], "")
    elif not row.to_date:
        yield page.say("{where}: not known.", where=where)
    if row.to_date:
        count, until = page.language.value(row.to_date), _until(page, row.to_date)
        yield Inline.join([where, f": {count}, {until}."], "")
    if row.goals.ends:
        yield page.say("Goal: {goal}.", goal=ends_text(page, row.goals.ends))
