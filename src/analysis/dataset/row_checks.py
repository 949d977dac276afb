"""Checks of observations: whether their periods are what they say, and their digits what the value says.

Each check looks at every combination that occurs once, and names all the lines that have it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator

import pandas as pd

from analysis.dataset.model import OTHER, POINT, TERM, TERM_TO_DATE, YEAR, YEAR_TO_DATE
from analysis.dataset.schema import Table
from analysis.errors import Fault
from analysis.text.numbers import parse_numbers
from analysis.text.periods import last_day

_MONTHS = {"M": 1, "Q": 3, "S": 6, YEAR: 12}
_NAMES = {"M": "a month", "Q": "a quarter", "S": "a half-year", YEAR: "a year"}
_RULES = {
    "M": "a month runs from its first day to its last",
    "Q": "a quarter runs over three months from January, April, July or October",
    "S": "a half-year runs over six months from January or July",
    YEAR: "a year runs from 1 January to 31 December",
    YEAR_TO_DATE: "a year to date runs from 1 January to a day before 31 December",
    TERM_TO_DATE: "a term to date runs from the first day of a term in codelists/terms.csv to a day before its last",
}
# Kinds that tell what has been, so that they cannot lie after the end of an area.
_PAST = ("flow", "stock")
# Ends of codes whose kind alone does not say that there is a base period.
_AGAINST_A_BASE = ("_growth", "admissions_index")


def faults_of_periods(table: Table, frame: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Fault]:
    """Yield the periods that are none, or not of their frequency."""
    spans = dict(zip(terms["period_start"], terms["period_end"], strict=True))

    def judge(freq: str, start: str, end: str) -> str:
        return _fault_of_period(freq, start, end, spans)

    return _each(table, frame, "period_end", ["freq", "period_start", "period_end"], judge)


def _each(
    table: Table, frame: pd.DataFrame, column: str, names: list[str], judge: Callable[..., str]
) -> Iterator[Fault]:
    """Yield a fault for each line whose values in the columns `names` are judged with a message."""
    told = frame[names].fillna("")
    for values in told.drop_duplicates().itertuples(index=False, name=None):
        message = judge(*values)
        if message:
            lines = told.index[(told == list(values)).all(axis="columns")]
            yield from (Fault(table.file, int(line), column, message) for line in lines)


def _fault_of_period(freq: str, start: str, end: str, terms: dict[str, str]) -> str:
    try:
        first, last = (last_day(start) if start else None), last_day(end)
    except ValueError as error:
        return f"{start or '…'} to {end} is not a period: {error}"
    if freq == POINT:
        return "a point in time has no period_start" if first else ""
    if first is None:
        return f"a period of frequency {freq} needs a period_start"
    if first > last:
        return f"the period ends ({end}) before it starts ({start})"
    return _fault_of_frequency(freq, first, last, end, terms)


def _fault_of_frequency(freq: str, first: dt.date, last: dt.date, end: str, terms: dict[str, str]) -> str:
    whole = next((code for code, months in _MONTHS.items() if end == str(_end_of(first, months))), "")
    term_end = terms.get(str(first), "")
    if freq == TERM:
        return "" if term_end == end else f"{first} to {end} is no term in codelists/terms.csv"
    if freq == OTHER:
        is_other = not whole and term_end != end
        return (
            "" if is_other else f"{first} to {end} is {_NAMES.get(whole, 'a term')}, which has a frequency of its own"
        )
    if freq == YEAR_TO_DATE:
        fits = (first.month, first.day) == (1, 1) and last.year == first.year and whole != YEAR
    elif freq == TERM_TO_DATE:
        # A bare year is a cut-off within it that is not printed.
        fits = str(last) < term_end or (str(last) == term_end and end != term_end)
    else:
        fits = whole == freq
    return "" if fits else f"{_RULES[freq]}, not from {first} to {end}"


def _end_of(first: dt.date, months: int) -> dt.date | None:
    """Return the last day of so many calendar months that begin on a day; None if no such period begins there."""
    if first.day != 1 or (first.month - 1) % months:
        return None
    month = first.month + months - 1
    return dt.date(first.year, month, calendar.monthrange(first.year, month)[1])


def faults_of_digits(table: Table, frame: pd.DataFrame, sources: pd.DataFrame) -> Iterator[Fault]:
    """Yield the values that are not among the digits printed, read as the language of the source means them."""
    languages = dict(zip(sources["source_id"], sources["language"], strict=True))
    told = frame.assign(language=frame["source_id"].map(languages))
    return _each(
        table, told[told["language"].notna()], "obs_value", ["obs_value", "as_printed", "language"], _fault_of_digits
    )


def _fault_of_digits(value: str, printed: str, language: str) -> str:
    numbers = parse_numbers(printed, language)
    # A fall is printed without a sign ("giảm 3,2%").
    if not numbers or abs(float(value)) in map(float, numbers):
        return ""
    return f"{value} is not among the digits printed: {printed!r}"


def faults_of_areas(
    table: Table, frame: pd.DataFrame, areas: pd.DataFrame, indicators: pd.DataFrame
) -> Iterator[Fault]:
    """Yield the flows and stocks of an area for a period after its end; a target may look ahead."""
    ends = dict(zip(areas["code"], areas["valid_to"], strict=True))
    past = set(indicators.loc[indicators["kind"].isin(_PAST), "code"])
    told = frame[frame["indicator"].isin(past)]
    told = told.assign(valid_to=told["ref_area"].map(ends))
    names = ["ref_area", "period_end", "valid_to"]
    return _each(table, told[told["valid_to"].notna()], "period_end", names, _fault_of_end)


def _fault_of_end(area: str, end: str, valid_to: str) -> str:
    try:
        after = str(last_day(end)) > valid_to and end[: len(valid_to)] > valid_to[: len(end)]
    except ValueError:
        return ""
    return f"{end} is after the end of {area} on {valid_to}; use the code of its successor" if after else ""


def faults_of_bases(
    table: Table, frame: pd.DataFrame, indicators: pd.DataFrame, terms: pd.DataFrame
) -> Iterator[Fault]:
    """Yield the base periods that are on no list, and the changes and growths without one."""
    needs = set(_against_a_base(indicators))
    known = set(terms["code"])

    def judge(indicator: str, base: str) -> str:
        if not base:
            return f"is blank, but {indicator} is against a base period" if indicator in needs else ""
        return "" if base in known or "-" not in base else f"{base!r} is no term in codelists/terms.csv"

    return _each(table, frame, "base_per", ["indicator", "base_per"], judge)


def _against_a_base(indicators: pd.DataFrame) -> Iterator[str]:
    """Yield the indicators that need a base period; what is held against a target is of the target's own period."""
    kinds = dict(zip(indicators["code"], indicators["kind"], strict=True))
    columns = indicators[["code", "numerator", "denominator"]].fillna("")
    for code, above, below in columns.itertuples(index=False, name=None):
        against_target = above != below and kinds.get(below) == "target"
        if (kinds[code] in ("growth", "difference") and not against_target) or code.endswith(_AGAINST_A_BASE):
            yield code
