"""Who is admitted: groups, with the base of every share named."""

from __future__ import annotations

from analysis.figures.blocks import Remark
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.measures.composition import GroupShare


def table_composition(brief: Brief, groups: list[GroupShare]) -> Table | Remark:
    """Return the groups as a table, or a remark if none is known."""
    if not groups:
        return Remark(brief.say("No figure on a group among those admitted is known for {year}.", year=brief.year))
    header = [
        brief.say("Area and period"),
        brief.say("Group"),
        brief.say("Admitted of the group"),
        brief.say("All admitted (base)"),
        brief.say("Share, printed"),
        brief.say("Share, recomputed"),
    ]
    rows = [
        [
            Inline.of(f"{brief.name_of(group.ref_area)}, {brief.language.period(group.period)}").capitalised(),
            Inline.of(brief.language.name(brief.dataset.segments[group.segment])),
            brief.show(group.count),
            brief.show(group.base),
            brief.show(group.printed_share),
            brief.show(group.share),
        ]
        for group in groups
    ]
    caption = brief.say("Groups among the members admitted, persons and percent of those admitted.")
    return brief.table("composition", caption, header, rows, text_columns=2)
