"""The tables of the page on several areas over years: all figures, those per 100 members, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.dataset.model import POINT, YEAR_TO_DATE
from analysis.figures.blocks import Remark
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.figures.trends import Trends
from analysis.measures.series import PerMembers, Series, stood_in
from analysis.measures.values import Value
from analysis.measures.yearly_changes import Change

# So many areas stand side by side; of more, each figure gets a row.
_ACROSS = 4
_ABSENT = "×"


def table_values(page: Trends, series: Sequence[Series]) -> Table | None:
    """Return all figures by year and area, each with what else is printed for the same; None if there are none.

    A year to date has a row of its own for each cut-off. Stocks, and the figures of many areas, get a row each.
    """
    if not any(one.values for one in series):
        return None
    caption = page.say(
        "{indicator} by area and year, {unit}.", indicator=page.counted, unit=_inside(page.unit_of(page.indicator))
    )
    notes = [page.say("Drawn in {figure}.", figure=page.refer("figure", "values"))]
    if any(one.others for one in series):
        notes.append(page.say("Of several figures in a cell the first is preferred by the written rule."))
    if page.is_stock or len(series) > _ACROSS:
        return page.table("values", caption, *_long(page, series), text_columns=2, notes=notes)
    header = [page.say("Year"), *(Inline.of(page.short_name(one.area.code)) for one in series)]
    rows = list(_rows(page, series))
    if any(str(cell) == _ABSENT for row in rows for cell in row):
        notes.append(page.say("×: the area did not stand in that year, or not to its end."))
    return page.table("values", caption, header, rows, notes=notes)


def _inside(unit: Inline) -> str:
    text = str(unit)
    return text[:1].lower() + text[1:]


def _long(page: Trends, series: Sequence[Series]) -> tuple[list[Inline], list[list[Inline]]]:
    header = [page.say("Area"), page.say("Day") if page.is_stock else page.say("Period"), Inline.of(page.counted)]
    rows = [
        [Inline.of(page.short_name(one.area.code)), Inline.of(_period(page, value)), page.show(*one.told_with(value))]
        for one in series
        for value in one.values
    ]
    return header, rows


def _period(page: Trends, value: Value) -> str:
    return page.language.period(value) if value.freq == POINT else page.language.dated(value)


def _rows(page: Trends, series: Sequence[Series]) -> Iterator[list[Inline]]:
    for year in page.years:
        if any(one.of_full(year) for one in series):
            yield [Inline.of(str(year)), *(_cell(page, one, year) for one in series)]
        to_date = {value.period_end: value for one in series for value in one.to_date if value.year == year}
        for period_end in sorted(to_date):
            head = Inline.of(page.language.dated(to_date[period_end]))
            yield [head, *(page.show(*one.of_period(period_end)) for one in series)]


def _cell(page: Trends, series: Series, year: int) -> Inline:
    told = series.of_full(year)
    absent = not told and not stood_in(series.area, page.indicator, year)
    return Inline.of(_ABSENT) if absent else page.show(*told)


def table_rates(page: Trends, rates: Sequence[PerMembers]) -> Table | None:
    """Return the figures per 100 members, with the day on which the members were counted; None if there are none."""
    if not rates:
        return None
    header = [page.say("Area and period"), page.say("Members"), Inline.of(page.counted), page.say("Per 100")]
    rows = [
        [
            Inline.of(f"{page.short_name(told.counted.ref_area)}, {page.language.dated(told.counted)}"),
            Inline.join([page.show(told.members), f"({page.language.date(told.members.period_end)})"]),
            page.show(told.counted),
            page.show(told.rate),
        ]
        for told in rates
    ]
    caption = page.say("{indicator} per 100 members of the same year.", indicator=page.counted)
    notes = [page.say("The members are the latest that are printed for the year.")]
    if any(told.counted.freq == YEAR_TO_DATE for told in rates):
        notes.append(page.say("A year to date is not to be held against a full year."))
    return page.table("rates", caption, header, rows, text_columns=2, notes=notes)


def table_changes(page: Trends, changes: Sequence[Change]) -> Table | Remark:
    """Return what changed between full figures that follow each other, or a remark if nothing can be told."""
    if not changes:
        return Remark(page.say("No two full figures of one area are known, and no change is printed."))
    growths, printed = page.is_count, any(one.printed for one in changes)
    header = [
        page.say("Area and years"),
        page.say("Change"),
        *([page.say("Growth")] if growths else []),
        *([page.say("Printed change")] if printed else []),
    ]
    rows = [
        [
            Inline.of(f"{page.short_name(one.later.ref_area)}, {'–'.join(map(str, one.years))}"),
            page.show(one.change),
            *([page.show(one.growth)] if growths else []),
            *([page.show(*one.printed)] if printed else []),
        ]
        for one in changes
    ]
    caption = page.say("Changes between full figures that follow each other, {unit}.", unit=_units(page))
    notes = [page.say("The figures themselves are in {table}.", table=page.refer("table", "values"))]
    return page.table("changes", caption, header, rows, notes=[*notes, *_disagreements(page, changes)])


def _units(page: Trends) -> str:
    unit = _inside(page.unit_of(page.indicator))
    if page.indicator.unit == "percent":
        return _inside(page.say("Percentage points"))
    return _inside(page.say("{unit} and percent", unit=unit)) if page.is_count else unit


def _disagreements(page: Trends, changes: Sequence[Change]) -> list[Inline]:
    return [
        page.say(
            "{what}: printed {told}, recomputed {recomputed} from {parts}; they differ by more than rounding.",
            what=f"{page.short_name(one.later.ref_area)}, {'–'.join(map(str, one.years))}",
            told=printed,
            recomputed=page.show(one.recomputed(printed)),
            parts=page.show(one.later, one.earlier),
        )
        for one in changes
        for printed in one.printed
        if not one.agrees(printed)
    ]
