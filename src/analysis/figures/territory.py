"""What became of an area: when it was made, from which ones, and into which one it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from analysis.dataset.model import Area
from analysis.figures.blocks import Remark
from analysis.figures.inline import Inline
from analysis.figures.page import Page


def tell_territory(page: Page, area: Area, year: int) -> Remark | None:
    """Return the line that tells where a series of an area begins or ends, None if it does neither around a year.

    Args:
        page: The page.
        area: The area.
        year: Last calendar year that the page is about; an end after it is not told.
    """
    lines = list(_lines(page, area, year))
    return Remark(Inline.join(lines)) if lines else None


def _lines(page: Page, area: Area, year: int) -> Iterator[Inline]:
    name = Inline.of(page.language.area(area))
    if area.valid_from:
        yield _beginning(page, area, name)
    if area.valid_to and area.valid_to.year <= year:
        yield _end(page, area, name)


def _beginning(page: Page, area: Area, name: Inline) -> Inline:
    assert area.valid_from is not None
    day = page.language.date(area.valid_from)
    before = [one for one in page.dataset.areas.values() if one.successor == area.code]
    if not before:
        return page.say("{area} has existed since {date}; what was known before is not its own.", area=name, date=day)
    parts = Inline.join([Inline.of(page.language.area(one)) for one in before], ", ")
    return page.say(
        "{area} has existed since {date}; it was formed of {parts}, whose figures are not joined with its own.",
        area=name,
        date=day,
        parts=parts,
    )


def _end(page: Page, area: Area, name: Inline) -> Inline:
    assert area.valid_to is not None
    day = page.language.date(area.valid_to + dt.timedelta(days=1))
    if not area.successor:
        return page.say("{area} ceased to exist on {date}; its figures end there.", area=name, date=day)
    return page.say(
        "{area} became part of the new {successor} on {date}; its own figures end there.",
        area=name,
        successor=page.language.area(page.dataset.areas[area.successor]),
        date=day,
    )
