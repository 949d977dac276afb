"""What a brief opens with: the few figures of one area and year that matter most."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import YEAR
from analysis.measures.annual import (
    annual_series,
    completion,
    printed_completion,
    remaining,
    stock_of,
    target_growth,
    target_rate,
    value_of,
)
from analysis.measures.preference import preferred_value
from analysis.measures.printed import printed_of
from analysis.measures.terms import goal_of, term_figures
from analysis.measures.values import Value, from_frame


@dataclass(frozen=True)
class Overview:
    """Figures of one area in one year; None where nothing is known.

    Attributes:
        admitted: Admissions of the full year, or else of the year to date.
        target: The preferred target.
        other_targets: What other sources print as the target.
        rate: Completion as printed, or else recomputed, in percent.
        remaining: What the target still asks for.
        target_change: Printed change of the target from the year before.
        target_growth: Growth of the target over the year before, in percent.
        members: Members, the latest figure within the year.
        target_rate: Target as a percentage of the members.
        goal: The congress's goal for each year of the term.
        goal_rate: Admissions of the full year as a percentage of that goal.
        before: Admissions, target and completion of the year before.
    """

    admitted: Value | None
    target: Value | None
    other_targets: tuple[Value, ...]
    rate: Value | None
    remaining: Value | None
    target_change: Value | None
    target_growth: Value | None
    members: Value | None
    target_rate: Value | None
    goal: Value | None
    goal_rate: Value | None
    before: tuple[Value | None, Value | None, Value | None]


def overview_of(dataset: Dataset, area: str, year: int) -> Overview:
    """Return the opening figures of an area in a year."""
    targets = annual_series(dataset, area, "admissions_target")
    others = targets[(targets["year"] == year) & ~targets["preferred"].astype(bool)]
    goal, goal_rate = goal_of(term_figures(dataset, area), area, year)
    before = value_of(dataset, area, "admissions", year - 1)
    return Overview(
        admitted=value_of(dataset, area, "admissions", year),
        target=value_of(dataset, area, "admissions_target", year),
        other_targets=tuple(from_frame(others)),
        rate=_rate(dataset, area, year),
        remaining=remaining(dataset, area, year),
        target_change=_change(dataset, area, year),
        target_growth=target_growth(dataset, area, year),
        members=stock_of(dataset, area, "members", year),
        target_rate=target_rate(dataset, area, year),
        goal=goal,
        goal_rate=goal_rate,
        before=(before, value_of(dataset, area, "admissions_target", year - 1), _rate(dataset, area, year - 1))
        if before and before.freq == YEAR
        else (None, None, None),
    )


def _change(dataset: Dataset, area: str, year: int) -> Value | None:
    values = printed_of(dataset, area, "admissions_target_change", freq=YEAR, year=year)
    return preferred_value(dataset, (value for value in values if value.base_per == str(year - 1)))


def _rate(dataset: Dataset, area: str, year: int) -> Value | None:
    return printed_completion(dataset, area, year) or completion(dataset, area, year)
