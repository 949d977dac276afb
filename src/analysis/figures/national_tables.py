"""All provinces in one year, and the nation over the years, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.figures.blocks import Remark
from analysis.figures.inline import Inline
from analysis.figures.names import name_period
from analysis.figures.national import National, of_year, to_date
from analysis.figures.tables import Table
from analysis.measures.national import years_to_date
from analysis.measures.values import Value


def table_provinces(page: National) -> Table | Remark:
    """Return admissions, targets and completion of full years by province; a remark if none is known."""
    told = [
        (one, (of_year(one.admitted), one.target, of_year(one.printed_rate), of_year(one.recomputed_rate)))
        for one in page.figures
    ]
    told = [(one, values) for one, values in told if any(values)]
    if not told:
        return Remark(page.say("No full-year figure of a province is known for {year}.", year=page.year))
    header = [
        page.say("Province"),
        page.say("Admitted"),
        page.say("Target"),
        page.say("Completed, printed"),
        page.say("Completed, recomputed"),
    ]
    rows = [[_name(page, one.ref_area), *(page.show(value) for value in values)] for one, values in told]
    caption = page.say(
        "Admissions, targets and completion by province, full year {year}, persons and percent.", year=page.year
    )
    return page.table("provinces", caption, header, rows)


def table_to_date(page: National) -> Table | Remark:
    """Return what is known of years to date, each with its day; they are not ranked. A remark if there is none."""
    told = years_to_date(page.figures)
    if not told:
        return Remark(page.say("No year to date of a province is known for {year}.", year=page.year))
    rows = []
    for one in told:
        dated = to_date(one.admitted) or to_date(one.rate)
        until = _until(page, dated) if dated else ""
        rate, recomputed = to_date(one.printed_rate), to_date(one.recomputed_rate)
        cells = (to_date(one.admitted), one.target, rate or recomputed)
        rows.append([_name(page, one.ref_area), Inline.of(until), *(page.show(value) for value in cells)])
    header = [
        page.say("Province"),
        page.say("Until"),
        page.say("Admitted"),
        page.say("Target"),
        page.say("Completed"),
    ]
    caption = page.say("Years to date, {year}, persons and percent of the target of the whole year.", year=page.year)
    note = page.say("The days differ, so these figures are not ranked.")
    return page.table("to-date", caption, header, rows, text_columns=2, notes=[note] if len(told) > 1 else [])


def _until(page: National, value: Value) -> str:
    if len(value.period_end) == len("2021"):
        return str(page.say("day not printed"))
    return page.language.date(value.period_end)


def table_members(page: National) -> Table | None:
    """Return the members of each province with the day, None if none are known."""
    values = [one.members for one in page.figures if one.members]
    if not values:
        return None
    header = [page.say("Province"), page.say("Day"), page.say("Party members")]
    rows = [[_name(page, value.ref_area), Inline.of(page.language.period(value)), page.show(value)] for value in values]
    caption = page.say(
        "Party members by province, {year}, with the day for which the source prints them.", year=page.year
    )
    return page.table("members", caption, header, rows, text_columns=2)


def table_nation(page: National, series: Sequence[Value]) -> Table | Remark:
    """Return the figures of the nation, a row a period; a remark if nothing is known.

    Args:
        page: The page.
        series: The figures of the nation, all years.
    """
    if not series:
        return Remark(page.say("No figure of the whole country is known."))
    periods: dict[str, dict[str, Value]] = {}
    for value in series:
        periods.setdefault(name_period(page, value), {})[value.indicator] = value
    header = [
        page.say("Period or day"),
        page.say("Admitted"),
        page.say("Average a year, printed"),
        page.say("Party members"),
    ]
    columns = ("admissions", "admissions_yearly_average", "members")
    rows = [
        [Inline.of(period).capitalised(), *(page.show(told.get(column)) for column in columns)]
        for period, told in periods.items()
    ]
    caption = page.say("Admissions and members of the whole country, persons.")
    note = page.say("A year to date and longer periods are not joined with full years.")
    return page.table("nation", caption, header, rows, notes=[note])


def _name(page: National, code: str) -> Inline:
    return Inline.of(page.language.area(page.dataset.areas[code])).capitalised()
