"""Groups and their shares as tables, each share with its base, and which of the main groups are not known."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence

from analysis.figures.blocks import Remark
from analysis.figures.inline import Inline
from analysis.figures.shares import SharesPage
from analysis.figures.tables import Table
from analysis.measures.composition import GroupShare
from analysis.measures.shares import MAIN_GROUPS, missing_groups


def table_admitted(page: SharesPage, groups: Sequence[GroupShare]) -> Table | Remark:
    """Return the groups among those admitted as a table, each share with its base; a remark if none is known."""
    if not groups:
        return Remark(page.say("No figure on a group among those admitted is known for {years}.", years=page.span))
    heads = [page.say("Admitted of the group"), page.say("All admitted (base)")]
    caption = page.say("Groups among the members admitted, persons and percent of those admitted.")
    return _table(page, "admitted", caption, heads, groups)


def table_members(page: SharesPage, groups: Sequence[GroupShare]) -> Table | Remark:
    """Return the groups among the members as a table, each share with its base; a remark if none is known."""
    if not groups:
        return Remark(page.say("No figure on a group among the members is known for {years}.", years=page.span))
    heads = [page.say("Members of the group"), page.say("All members (base)")]
    caption = page.say("Groups among the members, persons and percent of all members on the same day.")
    return _table(page, "members", caption, heads, groups)


def _table(page: SharesPage, name: str, caption: Inline, heads: list[Inline], groups: Sequence[GroupShare]) -> Table:
    header = [
        page.say("Group"),
        page.say("Area and period"),
        page.say("Share, printed"),
        page.say("Share, recomputed"),
        *heads,
    ]
    rows = [
        [
            Inline.of(page.group_name(group.segment)),
            Inline.of(page.where_and_when(group)),
            page.show(group.printed_share),
            page.show(group.share),
            page.show(group.count),
            page.say("not printed") if lacks_base(group) else page.show(group.base),
        ]
        for group in groups
    ]
    return page.table(name, caption, header, rows, text_columns=2)


def lacks_base(group: GroupShare) -> bool:
    """Tell whether a share is printed, but not what it is a share of."""
    return group.printed_share is not None and group.base is None


def table_missing(page: SharesPage, admitted: Sequence[GroupShare], members: Sequence[GroupShare]) -> Table:
    """Return which of the main groups have no figure, by area, as a table; it refers to those of what is known."""
    gaps = [dict(missing_groups(page.codes, groups)) for groups in (admitted, members)]
    header = [page.say("Area"), page.say("Among those admitted"), page.say("Among the members")]
    rows = [
        [Inline.of(page.name_of(code)).capitalised(), *(_told_gaps(page, told.get(code, [])) for told in gaps)]
        for code in page.codes
    ]
    names = Inline.join([page.group_name(segment) for segment in MAIN_GROUPS], "; ")
    caption = page.say("Main groups without a figure, {years}.", years=page.span)
    note = page.say("Main groups: {groups}.", groups=names)
    notes = [note, *_known(page, admitted, members), *_ends(page)]
    return page.table("missing", caption, header, rows, text_columns=3, notes=notes)


def _known(page: SharesPage, admitted: Sequence[GroupShare], members: Sequence[GroupShare]) -> Iterator[Inline]:
    """Yield where the figures that are known stand; the tables of them stand above."""
    tables = [name for name, groups in (("admitted", admitted), ("members", members)) if groups]
    if tables:
        links = Inline.join([page.refer("table", name) for name in tables], ", ")
        yield page.say("What is known: {tables}.", tables=links)


def _told_gaps(page: SharesPage, segments: Sequence[str]) -> Inline:
    if not segments:
        return page.say("none")
    if len(segments) == len(MAIN_GROUPS):
        return page.say("all of them")
    return Inline.join([page.group_name(segment) for segment in segments], "; ")


def _ends(page: SharesPage) -> list[Inline]:
    """Return when areas ended within the years of the page, by day."""
    ended = [area for area in page.areas if area.valid_to and area.valid_to.year <= page.years[-1]]
    ended.sort(key=lambda area: area.valid_to or dt.date.max)
    return [
        page.say(
            "{areas} stood until {date}; the areas formed of them are others, and no figures are joined.",
            areas=Inline.join([page.name_of(area.code) for area in same], ", "),
            date=page.language.date(day),
        )
        for day, same in itertools.groupby(ended, lambda area: area.valid_to or dt.date.max)
    ]
