"""What is known and what is not: figures that a reader looks for, by year; stocks of an area and those below it."""

from __future__ import annotations

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import POINT, YEAR
from analysis.measures.preference import preferred_values
from analysis.measures.printed import printed_of
from analysis.measures.values import Value

_WANTED = ("admissions", "admissions_target", "members", "grassroots_organisations")


def missing_years(dataset: Dataset, area: str, year: int) -> list[tuple[str, list[int]]]:
    """Return, for each indicator that a reader looks for, the years of which no figure is known.

    Looked at are the years of the term that counts `year`, up to it, in which the area existed until their end; a year
    to date does not make a year known.
    """
    term = dataset.term_of(year)
    ended = dataset.areas[area].valid_to
    years = [one for one in (term.years if term else [year]) if one <= year and (not ended or one < ended.year)]
    found = []
    for indicator in _WANTED:
        known = {value.year for value in printed_of(dataset, area, indicator) if value.freq in (YEAR, POINT)}
        gaps = [one for one in years if one not in known]
        if gaps:
            found.append((indicator, gaps))
    return found


def stocks_of(dataset: Dataset, area: str, year: int) -> list[Value]:
    """Return the stocks of a year, of the area itself and of those below it, all days that are printed."""
    rows = dataset.select(area, freq=POINT, segment=None, year=year, scope="all")
    kinds = {code for code, indicator in dataset.indicators.items() if indicator.kind == "stock"}
    rows = rows[rows["indicator"].isin(kinds - {"pending_files"})]
    order = list(dict.fromkeys(("members", *dataset.indicators)))
    return sorted(
        preferred_values(dataset, rows),
        key=lambda one: (one.ref_area, order.index(one.indicator), one.segment, one.period_end),
    )
