"""Names and periods where areas stand side by side: areas of one name, and periods of many kinds, told apart."""

from __future__ import annotations

from analysis.dataset.model import OTHER, TERM, Area
from analysis.figures.page import Page
from analysis.measures.values import Value


def tell_apart(page: Page, code: str, name: str) -> str:
    """Return the name of an area, with the day since when it has stood if an older area bears the same name."""
    area = page.dataset.areas[code]
    if not area.valid_from or not any(_share_name(area, one) for one in page.dataset.areas.values()):
        return name
    return str(page.say("{area} (since {date})", area=name, date=page.language.date(area.valid_from)))


def _share_name(area: Area, other: Area) -> bool:
    same = (area.name_vi, area.level, area.parent) == (other.name_vi, other.level, other.parent)
    return same and area.code != other.code


def name_period(page: Page, value: Value) -> str:
    """Return the period of a value with its kind: "term 2015–2020", "school year 2023–2024", "2006–2010"."""
    start, end = value.period_start, value.period_end
    if value.freq == TERM:
        return str(page.say("term {years}", years=page.language.period(value)))
    if value.freq == OTHER and start.endswith("-09-01") and end == f"{int(start[:4]) + 1}-08-31":
        return str(page.say("school year {years}", years=f"{start[:4]}–{end[:4]}"))
    if value.freq == OTHER and start.endswith("-01-01"):
        if end.endswith("-12-31"):
            return f"{start[:4]}–{end[:4]}"
        return str(page.say("from {year} to {date}", year=start[:4], date=page.language.date(end)))
    return page.language.period(value)
