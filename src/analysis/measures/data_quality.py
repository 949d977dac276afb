"""How good the data are: what is known where and when, decisions on figures, sources that tell too little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TOTAL, UNKNOWN_AREA, YEAR, YEAR_TO_DATE, Correction
from analysis.errors import CallerError
from analysis.measures.preference import is_distrusted
from analysis.measures.values import Value, printed_values

# What is known of a province in a year, the most first.
FULL, TO_DATE, TARGET, OTHER = "full", "to_date", "target", "other"
# More years are too narrow for one chart.
_MOST_YEARS = 30


def years_between(start: int, end: int) -> range:
    """Return the years from a first to a last one.

    Raises:
        CallerError: The last is before the first, or there are too many to be shown.
    """
    if not 0 <= end - start < _MOST_YEARS or start < 1000:
        raise CallerError(
            f"{start} to {end} is no span of years that can be shown",
            where="start, end",
            to_do=f"give a first and a last year, at most {_MOST_YEARS} years",
        )
    return range(start, end + 1)


@dataclass(frozen=True)
class AreaCoverage:
    """What is known of one province, its units counted in.

    Attributes:
        ref_area: Code of the province.
        kinds: What is known by year; years of which nothing is are left out. `FULL`: admissions of the full year
            of the province itself; `TO_DATE`: else its admissions or completion of the year to date; `TARGET`: else
            its target; `OTHER`: any other figures alone, those of its units among them.
    """

    ref_area: str
    kinds: Mapping[int, str]


def area_coverage(dataset: Dataset, years: range) -> list[AreaCoverage]:
    """Return what is known of each province by year, of provinces with any figure that ends in the years.

    They stand in the order of the code list.
    """
    rows = _within(dataset, years)
    rows = rows.assign(province=rows["ref_area"].str.split("/").str[0])
    own = rows[(rows["ref_area"] == rows["province"]) & (rows["segment"] == TOTAL)]
    yearly = own[own["freq"] == YEAR]
    full, target = (yearly[yearly["indicator"] == code] for code in ("admissions", "admissions_target"))
    to_date = own[own["indicator"].isin(["admissions", "completion_rate"]) & (own["freq"] == YEAR_TO_DATE)]
    kinds: dict[str, dict[int, str]] = {}
    for kind, told in ((OTHER, rows), (TARGET, target), (TO_DATE, to_date), (FULL, full)):
        for province, year in zip(told["province"], told["year"], strict=True):
            kinds.setdefault(province, {})[int(year)] = kind
    provinces = (code for code, area in dataset.areas.items() if area.level == "province" and code in kinds)
    return [AreaCoverage(code, dict(sorted(kinds[code].items()))) for code in provinces]


def _within(dataset: Dataset, years: range) -> pd.DataFrame:
    rows = dataset.observations
    return rows[rows["year"].between(years[0], years[-1])]


@dataclass(frozen=True)
class IndicatorCoverage:
    """How much is known of one indicator.

    Attributes:
        indicator: Code of the indicator.
        figures: Observations of it.
        provinces: Provinces that they speak of, by themselves or by a unit.
        first: First year in which a period ends.
        last: Last year.
    """

    indicator: str
    figures: int
    provinces: int
    first: int
    last: int


def indicator_coverage(dataset: Dataset, years: range) -> list[IndicatorCoverage]:
    """Return how much is known of each indicator in the years, the best known first."""
    rows = _within(dataset, years)
    codes = rows["ref_area"].str.split("/").str[0]
    provinces = {code for code, area in dataset.areas.items() if area.level == "province"}
    rows = rows.assign(province=codes.where(codes.isin(provinces)))
    found = [
        IndicatorCoverage(
            str(code), len(told), told["province"].nunique(), int(told["year"].min()), int(told["year"].max())
        )
        for code, told in rows.groupby("indicator")
    ]
    return sorted(found, key=lambda one: (-one.figures, one.indicator))


@dataclass(frozen=True)
class Decision:
    """A decision of ours on figures that disagree, with the figures.

    Attributes:
        correction: The decision and its reason.
        figures: What the sources of this edition print for the thing, each with whether it is set aside.
    """

    correction: Correction
    figures: tuple[tuple[Value, bool], ...]


def decisions(dataset: Dataset) -> list[Decision]:
    """Return the decisions on figures that the edition has, in the order of the file."""
    found = []
    for one in dataset.corrections:
        rows = dataset.select(one.ref_area, one.indicator, segment=one.segment, freq=one.freq)
        values = printed_values(dataset, rows[rows["period_end"] == one.period_end])
        if values:
            figures = tuple((value, is_distrusted(value, dataset.corrections)) for value in values)
            found.append(Decision(one, figures))
    return found


@dataclass(frozen=True)
class SourceGap:
    """What sources do not tell.

    Attributes:
        missing: The field that is blank: published, url, title, publisher; or ref_area, if it names no area.
        sources: How many sources lack it.
        figures: How many observations rest on them.
    """

    missing: str
    sources: int
    figures: int


def source_gaps(dataset: Dataset) -> list[SourceGap]:
    """Return what the sources of the edition do not tell, also where none lacks it."""
    figures = dataset.observations["source_id"].value_counts()
    gaps = []
    for name in ("published", "url", "title", "publisher", "ref_area"):
        blank = [key for key, source in dataset.sources.items() if getattr(source, name) in (None, "", UNKNOWN_AREA)]
        gaps.append(SourceGap(name, len(blank), int(figures.reindex(blank, fill_value=0).sum())))
    return gaps


def unplaced_values(dataset: Dataset) -> list[Value]:
    """Return the figures whose sources do not say of which area they speak."""
    if UNKNOWN_AREA not in dataset.areas:
        return []
    return printed_values(dataset, dataset.select(UNKNOWN_AREA, segment=None))
