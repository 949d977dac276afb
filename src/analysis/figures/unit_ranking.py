"""The page that ranks the units of one area in one year, and its charts: each level and period in its own order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import NATION, YEAR
from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Remark
from analysis.figures.brief import Brief
from analysis.figures.charts.bars import Bar, Scale
from analysis.figures.charts.grouped import Group, draw_grouped
from analysis.figures.inline import Inline
from analysis.figures.names import name_period, tell_apart
from analysis.measures.unit_ranking import Ranking, Standing, rankings
from analysis.measures.values import Value

# Years from the founding of the Party on; what lies far off is a slip of the finger.
_FIRST, _LAST = 1930, 2100


class UnitsPage(Brief):
    """The page on the units of one area in one year."""

    def __init__(self, dataset: Dataset, area: str, year: int, lang: str) -> None:
        if not _FIRST <= year <= _LAST:
            raise CallerError(
                f"{year} is no year that figures are known of", to_do="give a calendar year, such as 2023"
            )
        super().__init__(dataset, area, year, lang)

    @property
    def title(self) -> str:
        """The title of the page."""
        if self.area.code == NATION:
            return str(self.say("Provinces compared, {year}", year=self.year))
        return str(self.say("Units of {area} compared, {year}", area=self.language.area(self.area), year=self.year))

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {
            **super().titles,
            "completion": self.say("Completion of the target"),
            "admissions": self.say("Members admitted"),
            "targets": self.say("Targets"),
            "known": self.say("All that is known of the units"),
            "quota": self.say("Targets against members"),
            "missing": self.say("What is not known"),
        }

    def name_of(self, code: str) -> str:
        """Return the full name of an area, with the one it belongs to where that is not the area of the page."""
        return tell_apart(self, code, super().name_of(code))


def name_level(page: UnitsPage, level: str) -> Inline:
    """Return the name of a level, as a heading."""
    return {
        "province": page.say("Province level"),
        "district": page.say("District level"),
        "bloc": page.say("Blocs"),
        "commune": page.say("Commune level"),
    }[level]


def count_units(page: UnitsPage, level: str, count: int) -> Inline:
    """Return so many units of a level, in words: "4 district-level units"."""
    counted: dict[str, Callable[[], Inline]] = {
        "province": lambda: page.say_count("{count} province", "{count} provinces", count),
        "district": lambda: page.say_count("{count} district-level unit", "{count} district-level units", count),
        "bloc": lambda: page.say_count("{count} bloc", "{count} blocs", count),
        "commune": lambda: page.say_count("{count} commune-level unit", "{count} commune-level units", count),
    }
    return counted[level]()


def head_ranking(page: UnitsPage, ranking: Ranking) -> Inline:
    """Return the level of a ranking with its period; a target is always that of the full year."""
    level, value = name_level(page, ranking.level), ranking.values[0]
    if value.indicator in ("admissions_target", "admission_rate_target") and value.freq == YEAR:
        return level
    period = str(page.say("full year")) if value.freq == YEAR else name_period(page, value)
    return Inline.join([level, period], ", ")


def group_rankings(page: UnitsPage, told: Iterable[Ranking], whole: Value | None = None) -> list[Group]:
    """Return rankings as groups of a chart, each row with its rank; the area itself last.

    Args:
        page: The page.
        told: The rankings.
        whole: The area's own value, in the unit of the others; None if it is not known or not comparable.
    """
    groups = [Group(str(head_ranking(page, ranking)), tuple(_bars(page, ranking))) for ranking in told]
    if not groups or not whole:
        return groups
    name = str(Inline.of(page.language.area(page.area)).capitalised())
    if whole.freq != YEAR:
        name = f"{name}, {name_period(page, whole)}"
    return [*groups, Group(str(page.say("For comparison")), (Bar(name, whole, whole=True),))]


def _bars(page: UnitsPage, ranking: Ranking) -> Iterator[Bar]:
    numbered = len(ranking.ranked) > 1
    for rank, value in ranking.ranked:
        name = capital_name(page, value)
        yield Bar(f"{page.language.number(rank)}. {name}" if numbered else name, value)
    for value in ranking.unranked:
        yield Bar(capital_name(page, value), value)


def capital_name(page: UnitsPage, value: Value) -> str:
    """Return the name of a value's unit with a capital first letter."""
    return str(Inline.of(page.name_of(value.ref_area)).capitalised())


def draw_completion(page: UnitsPage, found: Sequence[Standing], whole: Value | None) -> Chart | Remark:
    """Return completion by unit, in percent; the area's own last.

    Args:
        page: The page.
        found: What is known of each unit.
        whole: Completion of the area itself, in percent; None if it is not known.
    """
    told = rankings(page.dataset, [one.rate for one in found])
    if not told:
        return Remark(page.say("No completion of a unit is known for {year}.", year=page.year))
    return draw_rankings(
        page,
        "completion",
        told,
        whole=whole,
        title=page.say("Completion of the {year} target by unit", year=page.year),
        subtitle=page.say("Percent of the target"),
        scale=Scale(line=100, label=page.say("target reached"), least=120),
    )


def draw_admissions(page: UnitsPage, found: Sequence[Standing]) -> Chart | Remark:
    """Return admissions by unit, in persons; what no source prints is not drawn."""
    told = rankings(page.dataset, [one.admitted for one in found])
    if not told:
        return Remark(page.say("No admissions of a unit are known for {year}.", year=page.year))
    title = page.say("Members admitted by unit, {year}", year=page.year)
    return draw_rankings(page, "admissions", told, title=title, subtitle=page.say("Persons"))


def draw_targets(page: UnitsPage, found: Sequence[Standing]) -> Chart | Remark:
    """Return targets of the year by unit, in persons."""
    told = rankings(page.dataset, [one.target for one in found])
    if not told:
        return Remark(page.say("No target of a unit is known for {year}.", year=page.year))
    title = page.say("Targets by unit, {year}", year=page.year)
    return draw_rankings(page, "targets", told, title=title, subtitle=page.say("Persons"))


def draw_rankings(
    page: UnitsPage,
    name: str,
    told: Sequence[Ranking],
    *,
    title: Inline,
    subtitle: Inline,
    scale: Scale | None = None,
    whole: Value | None = None,
) -> Chart | Remark:
    """Return rankings as a chart; a remark where no two values may be held against each other."""
    if all(len(ranking.values) < 2 for ranking in told):
        return Remark(
            page.say(
                "No two units of one level have this figure for the same period of {year}: nothing is ranked, "
                "and what is known stands in the table.",
                year=page.year,
            )
        )
    return draw_grouped(
        page,
        name,
        group_rankings(page, told, whole),
        title=title,
        subtitle=subtitle,
        lead=page.say("Bar chart by unit, each level and period ranked on its own."),
        scale=scale,
        note=_unranked(page, told),
    )


def _unranked(page: UnitsPage, told: Iterable[Ranking]) -> Inline | None:
    if not any(ranking.unranked for ranking in told):
        return None
    return page.say("Bounds, approximate figures and years to date without a printed cut-off have no rank.")
