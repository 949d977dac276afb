"""Terms of congress compared: totals, yearly averages, growth, goals."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, POINT, TERM, YEAR, Term
from analysis.measures.implied import implied_base
from analysis.measures.preference import preferred_of, preferred_value, preferred_values
from analysis.measures.printed import printed_of
from analysis.measures.values import Value, derive, printed_values, ratio

_INDICATORS = (
    "admissions",
    "admissions_growth",
    "admissions_yearly_average",
    "admissions_yearly_goal",
    "excess_rate",
)


@dataclass(frozen=True)
class TermFigures:
    """What is known of one area in one term; None where nothing is.

    Attributes:
        ref_area: Code of the area.
        term: The term.
        admitted: Admissions of the term.
        growth: Printed growth over the term before, in percent.
        average: Printed yearly average.
        recomputed_average: Admissions over the years that the term counts.
        goal: Goal for each year.
        excess: Printed percentage above the term's goal.
        previous: Whole numbers of admissions in the term before that the printed growth implies.
        years: Full years within the term, each against the yearly goal: (admissions, percent of the goal or None).
    """

    ref_area: str
    term: Term
    admitted: Value | None
    growth: Value | None
    average: Value | None
    recomputed_average: Value | None
    goal: Value | None
    excess: Value | None
    previous: tuple[Value, ...]
    years: tuple[tuple[Value, Value | None], ...]


def term_figures(dataset: Dataset, area: str) -> list[TermFigures]:
    """Return what is known of the terms of an area and of the areas below it, by area and term.

    A term counts five calendar years (`data/codelists/terms.csv`), as its printed yearly averages do.
    """
    rows = dataset.select(area, freq=TERM, scope="all")
    rows = rows[rows["indicator"].isin(_INDICATORS)]
    terms = {str(term.period_start): term for term in dataset.terms.values()}
    keys = sorted(set(zip(rows["ref_area"], rows["period_start"], strict=True)))
    return [_figures(dataset, unit, terms[start]) for unit, start in keys]


def _figures(dataset: Dataset, area: str, term: Term) -> TermFigures:
    found = {indicator: _of_term(dataset, area, indicator, term) for indicator in _INDICATORS}
    admitted, growth, goal = found["admissions"], found["admissions_growth"], found["admissions_yearly_goal"]
    before = dataset.terms.get(growth.base_per) if growth else None
    return TermFigures(
        ref_area=area,
        term=term,
        admitted=admitted,
        growth=growth,
        average=found["admissions_yearly_average"],
        recomputed_average=yearly_average(admitted, term) if admitted else None,
        goal=goal,
        excess=found["excess_rate"],
        previous=implied_base(admitted, growth, "admissions", str(before.period_end))
        if admitted and growth and before
        else (),
        years=tuple(_years(dataset, area, term, goal)),
    )


def _of_term(dataset: Dataset, area: str, indicator: str, term: Term) -> Value | None:
    values = printed_of(dataset, area, indicator, freq=TERM)
    told = [value for value in values if value.period_start == str(term.period_start)]
    return preferred_value(dataset, told)


def yearly_average(admitted: Value, term: Term) -> Value:
    """Return the admissions of a term over the calendar years that it counts, in persons a year."""
    return derive(
        admitted,
        indicator="admissions_yearly_average",
        obs_value=admitted.obs_value / len(term.years),
        unit="persons_per_year",
        formula=f"admissions / {len(term.years)}",
        decimals=1 if admitted.bound == EXACT else 0,
    )


def _years(dataset: Dataset, area: str, term: Term, goal: Value | None) -> list[tuple[Value, Value | None]]:
    values = [value for value in printed_of(dataset, area, "admissions", freq=YEAR) if value.year in term.years]
    return [
        (value, ratio(value, goal, "completion_rate", decimals=1) if goal else None)
        for value in preferred_of(dataset, sorted(values, key=lambda value: value.year))
    ]


@dataclass(frozen=True)
class Membership:
    """Members of an area on a day, with their printed growth.

    Attributes:
        members: Members.
        growth: Printed growth over its base year, in percent.
        earlier: Whole numbers of members in the base year that the growth implies.
    """

    members: Value
    growth: Value
    earlier: tuple[Value, ...]


def membership_growth(dataset: Dataset, area: str) -> list[Membership]:
    """Return the memberships of an area and those below it whose growth over a base year is printed."""
    found = []
    for growth in preferred_values(dataset, dataset.select(area, "members_growth", freq=POINT, scope="all")):
        values = printed_of(dataset, growth.ref_area, "members", freq=POINT)
        told = [value for value in values if value.period_end == growth.period_end]
        members = preferred_value(dataset, told)
        if members:
            earlier = implied_base(members, growth, "members", growth.base_per)
            found.append(Membership(members, growth, earlier))
    return found


def other_term_figures(dataset: Dataset, area: str) -> list[Value]:
    """Return what else is printed of the terms of an area and those below it: shares, ratings, coverage."""
    rows = dataset.select(area, freq=TERM, segment=None, scope="all")
    rows = rows[~rows["indicator"].isin(_INDICATORS)].sort_values(["ref_area", "indicator", "segment"])
    return printed_values(dataset, rows)


def goal_of(figures: list[TermFigures], area: str, year: int) -> tuple[Value | None, Value | None]:
    """Return the yearly goal of the term that counts a year, and the full year's admissions in percent of it."""
    for told in figures:
        if told.ref_area == area and told.goal and year in told.term.years:
            rates = {admitted.year: rate for admitted, rate in told.years}
            return told.goal, rates.get(year)
    return None, None
