"""Shares of groups as dots, group by group, each row with its area and period."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.bars import Bar, Scale
from analysis.figures.charts.grouped import Group, draw_grouped
from analysis.figures.inline import Inline
from analysis.figures.share_tables import lacks_base
from analysis.figures.shares import SharesPage
from analysis.measures.composition import GroupShare
from analysis.measures.shares import share_of


def draw_admitted(page: SharesPage, groups: Sequence[GroupShare]) -> Chart | Remark | None:
    """Return the shares among those admitted, in percent of all admitted in the same area and period."""
    return _draw(
        page,
        "admitted",
        groups,
        title=page.say("Groups among those admitted, {years}", years=page.span),
        subtitle=page.say("Percent of all admitted in the same area and period"),
    )


def draw_members(page: SharesPage, groups: Sequence[GroupShare]) -> Chart | Remark | None:
    """Return the shares among the members, in percent of all members of the same area on the same day."""
    return _draw(
        page,
        "members",
        groups,
        title=page.say("Groups among the members, {years}", years=page.span),
        subtitle=page.say("Percent of all members of the same area on the same day"),
    )


def _draw(
    page: SharesPage, name: str, groups: Sequence[GroupShare], *, title: Inline, subtitle: Inline
) -> Chart | Remark | None:
    """Return the shares that are known, printed ones before recomputed ones.

    A remark if there is none; None if there is no group either, for then the table says so.
    """
    if not groups:
        return None
    told = [group for group in groups if share_of(group)]
    if not told:
        return Remark(page.say("No share of a group is known for {years}.", years=page.span))
    rows = [
        Group(page.group_name(segment), tuple(_bars(page, same)))
        for segment, same in itertools.groupby(told, lambda group: group.segment)
    ]
    return draw_grouped(
        page,
        name,
        rows,
        title=title,
        subtitle=subtitle,
        lead=page.say("Dots by group, each with its area and period."),
        scale=Scale(least=100),
        note=page.say("Groups overlap, so shares do not add up to 100%."),
        dots=True,
    )


def _bars(page: SharesPage, groups: Iterator[GroupShare]) -> Iterator[Bar]:
    for group in groups:
        share = share_of(group)
        assert share is not None
        name = page.where_and_when(group)
        if lacks_base(group):
            name = ", ".join([name, str(page.say("base not printed"))])
        yield Bar(name, share)
