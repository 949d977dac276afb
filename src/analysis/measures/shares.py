"""Groups among those admitted and among the members, over several areas and years, each share with its own base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TOTAL
from analysis.measures.audit import audit
from analysis.measures.composition import GroupShare
from analysis.measures.findings import Finding
from analysis.measures.preference import preferred_values
from analysis.measures.values import Value, ratio

# Groups that a reader looks for.
MAIN_GROUPS = ("female", "ethnic_minority", "religious", "youth_union", "student", "private_enterprise")
# Who they are, how old, what they learn, where they work, what they have learnt; others follow as on the list.
_ORDER = (
    "female",
    "ethnic_minority",
    "religious",
    "youth_union",
    "youth",
    "age_18_30",
    "student",
    "pupil",
    "higher_education_student",
    "private_enterprise",
    "enterprise",
    "business_owner",
    "worker",
    "farmer",
    "upper_secondary",
    "vocational",
    "vocational_or_higher",
    "college_or_university",
    "college_or_higher",
)
# Pupils or students told on their own are a figure on pupils and students.
_COVERED_BY = {"student": ("student", "pupil", "higher_education_student")}
_SHARES = ("admissions", "admissions_share", "members", "members_share")


def admitted_groups(dataset: Dataset, areas: Iterable[str], years: Iterable[int]) -> list[GroupShare]:
    """Return the groups among those admitted in periods that end in the years, of the areas themselves.

    They stand by group, then by area in the order given, then by the end of the period. The base of each share is the
    number of all admitted in the same period.
    """
    return _groups(dataset, areas, years, "admissions", "admissions_share")


def member_groups(dataset: Dataset, areas: Iterable[str], years: Iterable[int]) -> list[GroupShare]:
    """Return the groups among the members on days in the years, of the areas themselves; ordered likewise.

    The base of each share is the number of all members on the same day.
    """
    return _groups(dataset, areas, years, "members", "members_share")


def _groups(dataset: Dataset, areas: Iterable[str], years: Iterable[int], count: str, share: str) -> list[GroupShare]:
    codes, within = list(areas), set(years)
    found = []
    for code in codes:
        rows = dataset.select(code, segment=None)
        rows = rows[rows["indicator"].isin([count, share]) & rows["year"].isin(within)]
        known = {(one.indicator, one.segment, _period(one)): one for one in preferred_values(dataset, rows)}
        told = dict.fromkeys((segment, period) for _, segment, period in known if segment != TOTAL)
        found += [
            _group(known.get((count, *key)), known.get((count, TOTAL, key[1])), known.get((share, *key)), share)
            for key in told
        ]
    return _ordered(dataset, codes, found)


def _period(value: Value) -> tuple[str, str, str]:
    return (value.freq, value.period_start, value.period_end)


def _group(count: Value | None, base: Value | None, printed: Value | None, indicator: str) -> GroupShare:
    told = count or printed
    assert told is not None
    share = ratio(count, base, indicator, decimals=1) if count and base and base.obs_value > 0 else None
    return GroupShare(told.ref_area, told.segment, count, base, printed, share)


def _ordered(dataset: Dataset, areas: Sequence[str], groups: Iterable[GroupShare]) -> list[GroupShare]:
    order = list(dict.fromkeys((*_ORDER, *dataset.segments)))
    return sorted(
        groups,
        key=lambda one: (
            order.index(one.segment),
            areas.index(one.ref_area),
            one.period.period_end,
            one.period.period_start,
        ),
    )


def share_of(group: GroupShare) -> Value | None:
    """Return the share of a group as printed, or else as recomputed; None if neither is known."""
    return group.printed_share or group.share


def missing_groups(areas: Iterable[str], groups: Sequence[GroupShare]) -> list[tuple[str, list[str]]]:
    """Return, for each area, the main groups of which neither a count nor a share is among the groups.

    Areas of which every main group is known are left out.
    """
    known = {(one.ref_area, one.segment) for one in groups}
    found = []
    for area in areas:
        gaps = [one for one in MAIN_GROUPS if not any((area, two) in known for two in _COVERED_BY.get(one, (one,)))]
        found += [(area, gaps)] if gaps else []
    return found


def share_disagreements(dataset: Dataset, areas: Iterable[str], years: Iterable[int]) -> list[Finding]:
    """Return the checks of groups and their shares that fail, in periods that end in the years."""
    within = set(years)
    return [
        finding
        for area in areas
        for finding in audit(dataset, area).findings
        if finding.printed[0].ref_area == area and finding.printed[0].year in within and _on_groups(finding)
    ]


def _on_groups(finding: Finding) -> bool:
    return any(one.segment != TOTAL and one.indicator in _SHARES for one in finding.values)
