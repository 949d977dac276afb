"""Members and organisations, and the rule that admissions be 3–4% of the members."""

from __future__ import annotations

from analysis.dataset.model import AT_LEAST
from analysis.figures.blocks import Prose, Remark
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.measures.overview import Overview
from analysis.measures.values import Value


def table_stocks(brief: Brief, stocks: list[Value]) -> Table | Remark:
    """Return members and organisations as a table, or a remark if none is known.

    Args:
        brief: The brief.
        stocks: Stocks of the area and the areas below it, sorted as they shall stand.
    """
    if not stocks:
        return Remark(brief.say("Neither members nor organisations are known for {year}.", year=brief.year))
    header = [brief.say("Area"), brief.say("Indicator"), brief.say("Day"), brief.say("Number")]
    rows = [
        [
            Inline.of(brief.name_of(value.ref_area)).capitalised(),
            Inline.of(brief.label(value)),
            Inline.of(brief.language.date(value.period_end)),
            brief.show(value),
        ]
        for value in stocks
    ]
    caption = brief.say("Members and organisations of the Party, {year}.", year=brief.year)
    return brief.table("members", caption, header, rows, text_columns=3)


def write_rate_rule(brief: Brief, overview: Overview, rule: tuple[Value, Value] | None) -> Prose | Remark:
    """Return how the target stands against the 3–4% rule.

    Args:
        brief: The brief.
        overview: The opening figures.
        rule: The ends of the printed range, in percent of the members.
    """
    rate = overview.target_rate
    if not rate or not overview.members or not overview.target:
        return Remark(brief.say("Target and members of one year are not both known: the 3–4% rule can't be checked."))
    lines = [
        brief.say(
            "The target of {target} is {rate} of the {members} Party members.",
            target=overview.target,
            rate=rate,
            members=overview.members,
        )
    ]
    if rule:
        lines.append(_against(brief, rate, *rule))
    return Prose((Inline.join(lines),))


def _against(brief: Brief, rate: Value, low: Value, high: Value) -> Inline:
    ends = {"low": brief.ledger.show(low, sign=False), "high": brief.ledger.show(high, sign=False)}
    if high.bound == AT_LEAST:
        if rate.obs_value < low.obs_value:
            return brief.say("That lies below the {low} to {high} or more that the source asks for.", **ends)
        return brief.say("That reaches the {low} to {high} or more that the source asks for.", **ends)
    if rate.obs_value < low.obs_value:
        return brief.say("That lies below the range of {low} to {high} that the source prints.", **ends)
    if rate.obs_value <= high.obs_value:
        return brief.say("That lies inside the range of {low} to {high} that the source prints.", **ends)
    return brief.say("That lies above the range of {low} to {high} that the source prints.", **ends)
