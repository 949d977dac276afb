"""Targets of units against their members, and the share of the members that sources ask for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analysis.dataset.model import AT_LEAST, TERM
from analysis.figures.blocks import Chart, Prose, Remark
from analysis.figures.charts.bars import Scale
from analysis.figures.charts.grouped import draw_grouped
from analysis.figures.inline import Inline
from analysis.figures.names import name_period
from analysis.figures.tables import Table
from analysis.figures.unit_ranking import UnitsPage, capital_name, group_rankings
from analysis.measures.unit_quota import Quota, QuotaRule
from analysis.measures.unit_ranking import rankings
from analysis.measures.values import Value


def write_rule(page: UnitsPage, rule: QuotaRule | None) -> Prose | Remark:
    """Return what share of the members sources ask for, and for which area and period they print it.

    Args:
        page: The page.
        rule: The rule that holds for the area and the year, None if none is printed.
    """
    area = page.language.area(page.area)
    if not rule:
        line = page.say(
            "No source prints what share of the members {area} is to admit in {year}.", area=area, year=page.year
        )
        return Remark(line)
    told = {"period": _period(page, rule), "share": _show_rule(page, rule)}
    if rule.ref_area == page.area.code:
        line = page.say("What is asked of {area} in {period}: {share} of the members.", area=area, **told)
    else:
        line = page.say(
            "No source prints a share for {area} itself; what is asked of {where} in {period}: {share} of the members.",
            area=area,
            where=page.name_of(rule.ref_area),
            **told,
        )
    return Prose((line,))


def _period(page: UnitsPage, rule: QuotaRule) -> Inline:
    first = rule.ends[0]
    if first.freq == TERM:
        return page.say("each year of the {term}", term=name_period(page, first))
    return page.say("the year {year}", year=first.year)


def _show_rule(page: UnitsPage, rule: QuotaRule) -> Inline:
    if not rule.band:
        return page.show(*rule.ends)
    low, high = (page.ledger.show(end, sign=False) for end in rule.ends)
    if rule.ends[1].bound == AT_LEAST:
        return page.say("{low} to {high} or more", low=low, high=high)
    return page.say("{low} to {high}", low=low, high=high)


def draw_quota(page: UnitsPage, found: Sequence[Quota], rule: QuotaRule | None, whole: Value | None) -> Chart | Remark:
    """Return the targets in percent of the members, against what sources ask for.

    Args:
        page: The page.
        found: The units of which both target and members are known.
        rule: What sources ask for, None if none is printed.
        whole: The area's own target in percent of its members, None if it is not known.
    """
    told = rankings(page.dataset, [one.rate for one in found])
    if not told:
        return Remark(page.say("No unit has both a target and a number of members for {year}.", year=page.year))
    return draw_grouped(
        page,
        "quota",
        group_rankings(page, told, whole),
        title=page.say("Targets by unit against the members, {year}", year=page.year),
        subtitle=page.say("Percent of the members"),
        lead=page.say("Bar chart by unit, each level and period ranked on its own."),
        scale=_scale(page, rule),
        plotted=rule.ends if rule else (),
    )


def draw_admission_rates(page: UnitsPage, values: Sequence[Value], rule: QuotaRule | None) -> Chart | None:
    """Return admissions in percent of the members as sources print them; None where they print none."""
    told = rankings(page.dataset, values)
    if not told:
        return None
    return draw_grouped(
        page,
        "admission-rates",
        group_rankings(page, told),
        title=page.say("Members admitted by unit against the members, as printed, {year}", year=page.year),
        subtitle=page.say("Percent of the members at the start of the period"),
        lead=page.say("Bar chart by unit, each level and period ranked on its own."),
        scale=_scale(page, rule),
        plotted=rule.ends if rule else (),
    )


def _scale(page: UnitsPage, rule: QuotaRule | None) -> Scale:
    """The band or the line of the rule; its own figures stand in the sentence above the chart and in its words."""
    if not rule:
        return Scale(least=4)
    label = page.say("asked for: {share}", share=str(_show_rule(page, rule)))
    if rule.band:
        low, high = rule.band
        return Scale(band=(low, math.inf if rule.ends[1].bound == AT_LEAST else high), label=label, least=high)
    return Scale(line=rule.ends[0].obs_value, label=label, least=rule.ends[0].obs_value)


def table_quota(page: UnitsPage, found: Sequence[Quota]) -> Table | None:
    """Return targets and members of the units as a table; None if nothing is known."""
    if not found:
        return None
    header = [
        page.say("Unit"),
        page.say("Members as of"),
        page.say("Target"),
        page.say("Members"),
        page.say("Target as % of members"),
    ]
    ordered = {
        value: None for ranking in rankings(page.dataset, [one.rate for one in found]) for value in ranking.values
    }
    by_rate = {one.rate: one for one in found}
    rows = [
        [
            Inline.of(capital_name(page, rate)),
            Inline.of(page.language.date(by_rate[rate].members.period_end)),
            page.show(by_rate[rate].target),
            page.show(by_rate[rate].members),
            page.show(rate),
        ]
        for rate in ordered
    ]
    caption = page.say("Targets and members by unit, {year}, persons and percent.", year=page.year)
    return page.table("quota", caption, header, rows, text_columns=2)
