"""What agrees and what does not, over one area or all: every check that the printed figures allow."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import EXACT, OTHER, POINT, TERM, TERM_TO_DATE, YEAR, YEAR_TO_DATE
from analysis.measures.book import AreaBook
from analysis.measures.consistency import (
    check_groups,
    check_parts,
    check_possible,
    check_statements,
    check_stock_flow,
    check_stocks,
)
from analysis.measures.findings import BREAK, CONTRADICTION, DOUBT, HOLDS, KINDS, Finding
from analysis.measures.preference import preferred_of
from analysis.measures.printed import printed_of
from analysis.measures.recompute import check_rates
from analysis.measures.values import Value, printed_value, printed_values, stands_for, total

_LONG = (TERM, TERM_TO_DATE, OTHER)
_REGULAR = (YEAR, YEAR_TO_DATE, POINT)
_VERDICTS = (CONTRADICTION, DOUBT, BREAK, HOLDS)
_FOUND = ("impossible", "merger")
_ADDITIVE = ("flow", "stock", "target")
# Series of which a reader is told that they break where areas were merged.
_SERIES = ("admissions", "admissions_target", "members", "grassroots_organisations")
_SUBJECT = ["indicator", "segment", "freq", "period_start", "period_end"]


@dataclasses.dataclass(frozen=True)
class Audit:
    """The outcome of an audit.

    Attributes:
        findings: What does not hold, contradictions first.
        checked: How many checks were made, by kind. Mergers and impossible values are no checks, they are just found.
        held: How many of them hold, by kind.
    """

    findings: tuple[Finding, ...]
    checked: Mapping[str, int]
    held: Mapping[str, int]


def audit(dataset: Dataset, area: str | None = None) -> Audit:
    """Return every check of the figures of an area and those below it that does not hold; None is all areas.

    The work grows with the number of observations, not faster: each area is looked at once.
    """
    checked: Counter[str] = Counter()
    held: Counter[str] = Counter()
    failing = []
    rows = dataset.select(area, segment=None, scope="all") if area else dataset.observations
    for finding in _checks(dataset, rows):
        checked[finding.kind] += finding.kind not in _FOUND
        held[finding.kind] += finding.agrees
        if not finding.agrees:
            failing.append(finding)
    made = [kind for kind in KINDS if checked[kind]]
    return Audit(
        tuple(sorted(failing, key=_order)), {kind: checked[kind] for kind in made}, {kind: held[kind] for kind in made}
    )


def audit_area(dataset: Dataset, area: str, year: int) -> list[Finding]:
    """Return every check that the figures of an area and those below it allow, those that fail first.

    Told are periods that end in the year, the year before (on which its changes rest), and longer ones before.
    """
    rows = dataset.select(area, segment=None, scope="all")
    rows = rows[rows["year"] <= year]
    findings = [finding for finding in _checks(dataset, rows) if _in_time(finding, year)]
    return sorted(findings, key=_order)


def _in_time(finding: Finding, year: int) -> bool:
    told = finding.printed[-1] if finding.kind == "merger" else finding.printed[0]
    return told.year in (year - 1, year) or told.freq in _LONG


def _order(finding: Finding) -> tuple[int, str, int, str]:
    first = finding.printed[0]
    return (_VERDICTS.index(finding.verdict), first.ref_area, list(KINDS).index(finding.kind), first.period_end)


def _checks(dataset: Dataset, rows: pd.DataFrame) -> Iterator[Finding]:
    for book in _books(dataset, rows):
        yield from check_rates(dataset, book)
        yield from check_parts(dataset, book)
        yield from check_groups(book)
        yield from check_statements(book)
        yield from check_stocks(book)
        yield from check_stock_flow(book)
        yield from check_possible(dataset, book)
    yield from _units(dataset, rows)
    yield from _mergers(dataset, rows)


def _books(dataset: Dataset, rows: pd.DataFrame) -> Iterator[AreaBook]:
    for _, told in rows.groupby("ref_area", sort=True):
        yield AreaBook(dataset, printed_values(dataset, told))


def _units(dataset: Dataset, rows: pd.DataFrame) -> Iterator[Finding]:
    """Yield the totals that the units directly below an area, as one source prints them, exceed or just make up.

    Less than the total is no finding: a source seldom names every unit.
    """
    counts = [code for code, one in dataset.indicators.items() if one.unit == "persons" and one.kind in _ADDITIVE]
    told = rows[rows["indicator"].isin(counts) & (rows["bound"] == EXACT)]
    told = told.assign(parent=told["ref_area"].str.replace(r"/?[^/]*$", "", regex=True))
    # A title and its text may print one unit twice.
    told = told.drop_duplicates(["ref_area", *_SUBJECT, "source_id"])
    if not (told["parent"] != "").any():
        return
    units = told[told["parent"] != ""].groupby(["parent", *_SUBJECT, "source_id"], sort=True)
    sums = units["obs_value"].agg(["sum", "size"]).reset_index()
    wholes = told.merge(sums, left_on=["ref_area", *_SUBJECT], right_on=["parent", *_SUBJECT], suffixes=("", "_units"))
    for row in wholes[wholes["sum"] >= wholes["obs_value"]].to_dict("records"):
        key = (row["ref_area"], *(row[name] for name in _SUBJECT), row["source_id_units"])
        finding = _unit_finding(printed_value(dataset, row), printed_values(dataset, units.get_group(key)))
        if len(finding.parts) > 1 or not finding.agrees:
            yield finding


def _unit_finding(printed: Value, units: list[Value]) -> Finding:
    recomputed = total(*units, ref_area=printed.ref_area)
    ranges = [stands_for(unit) for unit in units]
    interval = (sum(low for low, _ in ranges), sum(high for _, high in ranges))
    verdict = HOLDS if interval[0] <= stands_for(printed)[1] else CONTRADICTION
    return Finding("parts", verdict, (printed,), recomputed, interval, tuple(units))


def _mergers(dataset: Dataset, rows: pd.DataFrame) -> Iterator[Finding]:
    """Yield each series that is known of an area until its end and of the area that it was merged into from then on."""
    heirs = Counter(area.successor for area in dataset.areas.values())
    spoken = set(rows["ref_area"].unique())
    for area in dataset.areas.values():
        # An area that alone became another was renamed, not merged.
        if heirs[area.successor] > 1 and area.successor and spoken & {area.code, area.successor}:
            for indicator in _SERIES:
                before, after = (_series(dataset, code, indicator) for code in (area.code, area.successor))
                if before and after:
                    yield Finding("merger", BREAK, (before[-1], after[0]))


def _series(dataset: Dataset, area: str, indicator: str) -> list[Value]:
    values = [value for value in printed_of(dataset, area, indicator) if value.freq in _REGULAR]
    return sorted(preferred_of(dataset, values), key=lambda value: (value.period_end, value.freq))
