"""All provinces in one year as maps and rankings, and the members of the nation over the years as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.bars import Bar, Scale, draw_bars
from analysis.figures.charts.stock import draw_stock
from analysis.figures.charts.tiles import Classes, Tile, draw_tiles
from analysis.figures.inline import Inline
from analysis.figures.national import National, new_areas, to_date
from analysis.figures.tile_grid import Place, places_of
from analysis.measures.national import full_years, stocks_over_years
from analysis.measures.values import Value

# Where the second, third and fourth class begin: round numbers, for all years the same.
_COVERAGE = Classes((5, 10, 20))
_ADMISSIONS = Classes((1000, 2000, 4000))
_MEMBERS = Classes((50_000, 100_000, 150_000))
# A map of fewer provinces would say no more than the table does.
_LEAST_TILES = 2
# More bars do not fit on a page.
_MOST_BARS = 16
# On a tile: the day to which a year to date runs is not printed.
_NO_DAY = "?"
# Years of the chart of the nation; earlier ones stand in the table.
_SPAN = 25
# Points of a chart of the nation; fewer are told by the table alone.
_LEAST_POINTS = 3


def draw_coverage_map(page: National) -> Chart | None:
    """Return the map of how many figures are known of each province, None if none is of any."""
    if not page.standing.known:
        return None
    counts = page.standing.counts
    tiles = [
        Tile(
            place,
            _name(page, place),
            page.language.number(counts[place.ref_area]),
            _COVERAGE.of(counts[place.ref_area]),
        )
        if place.ref_area in counts
        else Tile(place, _name(page, place))
        for place in _places(page)
    ]
    return draw_tiles(
        page,
        "coverage-map",
        tiles,
        _COVERAGE,
        title=page.say("Figures known by province, {year}", year=page.year),
        subtitle=page.say("Number of figures, all indicators and units counted in"),
        lead=page.say("Map of the {set} with the number of figures known of each.", set=page.set_label),
        note=_note(page, page.say("Counted are figures whose period ends in the year; this is no number of members.")),
    )


def draw_admissions_map(page: National) -> Chart | Remark:
    """Return the map of admissions: full years by class, years to date hollow; a remark if none is known."""
    values = {one.ref_area: one.admitted for one in page.figures if one.admitted}
    if not values:
        return Remark(page.say("No admissions of a province are known for {year}.", year=page.year))
    return _draw_map(
        page,
        _Map(
            "admissions-map",
            page.say("Members admitted by province, {year}", year=page.year),
            page.say("Persons, full year"),
            page.say("Map of the {set} with the members admitted.", set=page.set_label),
            _hollow(page, [value for value in values.values() if to_date(value)]),
        ),
        values,
        _ADMISSIONS,
    )


def _hollow(page: National, values: Sequence[Value]) -> Inline | None:
    """Return what the hollow tiles mean, None if there are none."""
    if not values:
        return None
    lines = [page.say("Hollow: year to date, in no class.")]
    if not all(map(_has_day, values)):
        lines.append(page.say("“?”: the source does not print the day."))
    return Inline.join(lines)


def draw_members_map(page: National) -> Chart | Remark:
    """Return the map of members, the latest figure within the year; a remark if none is known."""
    values = {one.ref_area: one.members for one in page.figures if one.members}
    if not values:
        return Remark(page.say("No membership of a province is known for {year}.", year=page.year))
    return _draw_map(
        page,
        _Map(
            "members-map",
            page.say("Party members by province, {year}", year=page.year),
            page.say("Persons, latest day printed within the year"),
            page.say("Map of the {set} with the Party members.", set=page.set_label),
        ),
        values,
        _MEMBERS,
    )


@dataclass(frozen=True)
class _Map:
    """The words of a map."""

    name: str
    title: Inline
    subtitle: Inline
    lead: Inline
    note: Inline | None = None


def _draw_map(page: National, words: _Map, values: dict[str, Value], classes: Classes) -> Chart | Remark:
    if len(values) < _LEAST_TILES:
        return Remark(page.say("{what}: known of one province alone, so no map is drawn.", what=words.title))
    tiles = [_tile(page, place, values.get(place.ref_area), classes) for place in _places(page)]
    return draw_tiles(
        page,
        words.name,
        tiles,
        classes,
        title=words.title,
        subtitle=words.subtitle,
        lead=words.lead,
        note=_note(page, words.note),
        plotted=list(values.values()),
    )


def _tile(page: National, place: Place, value: Value | None, classes: Classes) -> Tile:
    name = _name(page, place)
    if value is None:
        return Tile(place, name)
    shown = page.language.value(value)
    if to_date(value):
        day = page.language.cut_off(value) if _has_day(value) else _NO_DAY
        return Tile(place, name, shown, day=day, period=page.language.period(value))
    return Tile(place, name, shown, classes.of(value.obs_value))


def _has_day(value: Value) -> bool:
    return len(value.period_end) > len("2021")


def _places(page: National) -> list[Place]:
    return places_of(page.standing.codes, page.dataset.areas)


def _name(page: National, place: Place) -> str:
    return str(Inline.of(page.language.area(page.dataset.areas[place.ref_area])).capitalised())


def _note(page: National, first: Inline | None) -> Inline:
    lines = [first, new_areas(page), page.say("“–”: no figure known.")]
    return Inline.join([line for line in lines if line])


def rank_admissions(page: National) -> Chart | Remark:
    """Return the bars of full-year admissions, most first; a remark if fewer than two are known."""
    to_date_only = any(to_date(one.admitted) for one in page.figures)
    return _rank(
        page,
        "admissions-ranking",
        full_years(one.admitted for one in page.figures),
        title=page.say("Provinces by members admitted, full year {year}", year=page.year),
        subtitle=page.say("Persons"),
        note=page.say("Years to date are not ranked; they stand in {table}.", table=page.refer("table", "to-date"))
        if to_date_only
        else None,
    )


def rank_completion(page: National) -> Chart | Remark:
    """Return the bars of full-year completion, highest first; a remark if fewer than two are known."""
    rates = full_years(one.rate for one in page.figures)
    return _rank(
        page,
        "completion-ranking",
        rates,
        title=page.say("Provinces by completion of the target, full year {year}", year=page.year),
        subtitle=page.say("Percent"),
        scale=Scale(line=100, label=page.say("target reached"), least=115),
        note=page.say("Completion as printed, or else recomputed: see {table}.", table=page.refer("table", "provinces"))
        if rates
        else None,
    )


def _rank(
    page: National,
    name: str,
    values: Sequence[Value],
    *,
    title: Inline,
    subtitle: Inline,
    scale: Scale | None = None,
    note: Inline | None = None,
) -> Chart | Remark:
    if len(values) < 2:
        return Remark(page.say("{what}: fewer than two are known, so nothing is ranked.", what=title))
    shown, areas = values[:_MOST_BARS], page.dataset.areas
    bars = [Bar(str(Inline.of(page.language.area(areas[one.ref_area])).capitalised()), one) for one in shown]
    lead = page.say("Bar chart, highest first.")
    notes = [one for one in (note, _cut(page, len(shown), len(values))) if one]
    below = Inline.join(notes) if notes else None
    return draw_bars(page, name, bars, title=title, subtitle=subtitle, lead=lead, scale=scale, note=below)


def _cut(page: National, shown: int, known: int) -> Inline | None:
    if shown == known:
        return None
    return page.say_count(
        "Drawn are the first {shown}; {count} further stands in {table}.",
        "Drawn are the first {shown}; {count} further ones stand in {table}.",
        known - shown,
        shown=page.language.number(shown),
        table=page.refer("table", "provinces"),
    )


def draw_nation(page: National, series: Sequence[Value]) -> Chart | Remark:
    """Return the chart of the members of the nation; a remark if too few years are known for one.

    Args:
        page: The page.
        series: The figures of the nation, all years.
    """
    values = stocks_over_years([value for value in series if value.indicator == "members"], _SPAN)
    if len(values) < _LEAST_POINTS:
        return Remark(page.say("Too few years are known of the whole country's membership for a chart."))
    title = page.say("Party members of the whole country")
    return draw_stock(page, "nation", values, title=title, subtitle=page.say("Persons"))
