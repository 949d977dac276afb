"""The page on who is admitted: groups among those admitted and among the members, over several areas and years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import Area
from analysis.errors import CallerError
from analysis.figures.blocks import Findings, Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.names import name_period, tell_apart
from analysis.figures.page import Page
from analysis.figures.quality import show_disagreements
from analysis.measures.composition import GroupShare
from analysis.measures.findings import Finding
from analysis.measures.shares import MAIN_GROUPS, share_of
from analysis.text.lists import parse_years

# So many areas are named in the title; of more, how many they are.
_NAMED = 3


class SharesPage(Page):
    """The page on the groups of several areas and years.

    Attributes:
        areas: The areas that it is about.
        years: The calendar years in which its periods end.
    """

    def __init__(self, dataset: Dataset, areas: str, years: str, lang: str) -> None:
        self.areas: list[Area] = dataset.find_areas(areas)
        self.years = parse_years(years)
        super().__init__(dataset, lang)
        if all(dataset.select(area.code, segment=None, scope="all").empty for area in self.areas):
            raise CallerError(
                f"nothing is known of {', '.join(self.codes)} in the edition of {dataset.edition}",
                to_do="choose a later edition (as_of), or other areas",
            )

    @property
    def codes(self) -> list[str]:
        """The codes of the areas."""
        return [area.code for area in self.areas]

    @property
    def span(self) -> str:
        """The years in words: "2015–2025", or "2016, 2018–2020"."""
        runs: list[list[int]] = []
        for year in self.years:
            if runs and year == runs[-1][-1] + 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)

    @property
    def title(self) -> str:
        """The title of the page."""
        names = Inline.join([self.name_of(code) for code in self.codes], ", ")
        if len(self.areas) > _NAMED:
            names = self.say_count("{count} area", "{count} areas", len(self.areas))
        return str(self.say("Who is admitted to the Party: {areas}, {years}", areas=names, years=self.span))

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {
            "summary": self.say("Summary"),
            "admitted": self.say("Groups among those admitted"),
            "members": self.say("Groups among the members"),
            "quality": self.say("What disagrees"),
            "missing": self.say("What is not known"),
            **super().titles,
        }

    def name_of(self, code: str) -> str:
        """Return the name of an area: of a province without its type, of any other area with the one above it."""
        area = self.dataset.areas[code]
        return tell_apart(self, code, super().name_of(code) if area.parent else self.language.name(area))

    def group_name(self, segment: str) -> str:
        """Return the name of a group."""
        return self.language.name(self.dataset.segments[segment])

    def where_and_when(self, group: GroupShare) -> str:
        """Return the area and the period of a group's figures: "Bình Thuận, to 23 November 2017"."""
        return f"{Inline.of(self.name_of(group.ref_area)).capitalised()}, {name_period(self, group.period)}"


def write_summary(page: SharesPage, groups: Sequence[GroupShare]) -> Prose | Remark:
    """Return of how many areas shares are known, and between what they lie for each of the main groups.

    Args:
        page: The page.
        groups: The groups among those admitted.
    """
    known = {group.ref_area for group in groups}
    if not known:
        return Remark(page.say("No figure on a group among those admitted is known for {years}.", years=page.span))
    counted = page.say_count(
        "Figures on groups among those admitted are known for {known} of {count} area.",
        "Figures on groups among those admitted are known for {known} of {count} areas.",
        len(page.areas),
        known=page.language.number(len(known)),
    )
    told = [[one for one in groups if one.segment == segment] for segment in MAIN_GROUPS]
    lines = [line for same in told if (line := _spread(page, same))]
    differing = [page.say("The periods differ in length: these shares are no ranking.")] if lines else []
    return Prose((counted, *lines, *differing), bullets=True)


def _spread(page: SharesPage, groups: Sequence[GroupShare]) -> Inline | None:
    """Return the least and the greatest share of one group, each with its period, or the only one that is known.

    A bound is no reason to leave a share out: it keeps its sign.
    """
    known = [(share, one) for one in groups if (share := share_of(one))]
    if not known:
        return None
    (low, least), (high, most) = (choose(known, key=lambda pair: pair[0].obs_value) for choose in (min, max))
    name = page.group_name(least.segment)
    if low.obs_value == high.obs_value:
        return page.say(
            "{group}: {share} of those admitted ({where}).", group=name, share=low, where=page.where_and_when(least)
        )
    return page.say(
        "{group}: from {low} ({where}) to {high} ({other}) of those admitted.",
        group=name,
        low=low,
        where=page.where_and_when(least),
        high=high,
        other=page.where_and_when(most),
    )


def write_base(page: SharesPage, groups: Sequence[GroupShare]) -> Prose | None:
    """Return what the shares are shares of, and why they may not be added; None where there are no groups."""
    if not groups:
        return None
    return Prose(
        (
            page.say(
                "Each share is the part of a group in all admitted in the same area and period. Groups overlap, as a "
                "woman may be a Youth Union member: shares do not add up to 100%."
            ),
        )
    )


def tell_disagreements(page: SharesPage, findings: list[Finding], groups: Sequence[GroupShare]) -> Findings | Remark:
    """Return the checks of shares that fail, or a remark on whether any share could be checked.

    Args:
        page: The page.
        findings: The checks that fail.
        groups: All groups, those admitted and members.
    """
    if findings:
        return show_disagreements(page, findings)
    if any(one.printed_share and one.share for one in groups):
        return Remark(page.say("Every printed share that can be recomputed agrees, within rounding."))
    return Remark(page.say("No share is both printed and recomputed, so none can be checked."))
