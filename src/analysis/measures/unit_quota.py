"""Targets and admissions of units against their members, and the share of the members that sources ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import AT_LEAST, NATION, TERM, YEAR
from analysis.measures.annual import rate_rule, stock_of, value_of
from analysis.measures.preference import preferred_values
from analysis.measures.unit_ranking import WITHIN_YEAR, Standing, is_unit
from analysis.measures.values import Value, printed_values, ratio


@dataclass(frozen=True)
class Quota:
    """The target of a unit against its members.

    Attributes:
        target: Target of the year, in persons.
        members: Members, the latest figure within the year.
        rate: Target as a percentage of the members.
    """

    target: Value
    members: Value
    rate: Value


def quotas(dataset: Dataset, known: Iterable[Standing], year: int) -> list[Quota]:
    """Return the quota of each unit of which both target and members are known in a year.

    Args:
        dataset: The dataset.
        known: What is known of the units, as `standings` returns it.
        year: The calendar year.
    """
    found = []
    for unit in dict.fromkeys(one.ref_area for one in known):
        target = value_of(dataset, unit, "admissions_target", year)
        members = stock_of(dataset, unit, "members", year)
        if target and members and members.obs_value > 0:
            found.append(Quota(target, members, ratio(target, members, "admission_rate_target")))
    return found


def printed_admission_rates(dataset: Dataset, area: str, year: int) -> list[Value]:
    """Return what sources print of the units' admissions in percent of the members, in periods within a year."""
    rows = dataset.select(area, "admission_rate", scope="below", year=year)
    rows = rows[rows["freq"].isin(WITHIN_YEAR)]
    return [one for one in preferred_values(dataset, rows) if is_unit(area, dataset.areas[one.ref_area])]


@dataclass(frozen=True)
class QuotaRule:
    """What share of the members sources ask to admit in a year.

    Attributes:
        ends: The two ends of the range, or the one share that is printed, in percent.
        ref_area: Code of the area that it is printed for.
    """

    ends: tuple[Value, ...]
    ref_area: str

    @property
    def band(self) -> tuple[float, float] | None:
        """The ends of the range as numbers, None if one share alone is printed."""
        return (self.ends[0].obs_value, self.ends[1].obs_value) if len(self.ends) > 1 else None


def quota_rule(dataset: Dataset, area: str, year: int) -> QuotaRule | None:
    """Return the rule printed for an area and a year, else for its term, else that of the areas above it."""
    parts = area.split("/")
    lineage = ["/".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
    for code in dict.fromkeys([*lineage, NATION]):
        ends = _rule_of(dataset, code, year) if code in dataset.areas else ()
        if ends:
            return QuotaRule(ends, code)
    return None


def _rule_of(dataset: Dataset, area: str, year: int) -> tuple[Value, ...]:
    of_year = rate_rule(dataset, area, year)
    if of_year:
        return of_year
    rows = dataset.select(area, "admission_rate_target")
    within = (rows["freq"] == TERM) & (rows["year"] >= year) & (rows["period_start"] <= f"{year}-12-31")
    for told in (rows[(rows["freq"] == YEAR) & (rows["year"] == year)], rows[within]):
        values = sorted(printed_values(dataset, told), key=lambda value: value.obs_value)
        if len(values) > 1 and values[0].bound == AT_LEAST:
            return (values[0], values[-1])
        if values:
            return tuple(preferred_values(dataset, told)[:1])
    return ()
