"""Several areas over years: the page and its charts; see `trends_words.py` and `trends_tables.py` for the rest."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import Area, Indicator
from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.line_series import Line
from analysis.figures.charts.lines import draw_lines
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.measures.series import COUNTED, Index, PerMembers, Series
from analysis.text.lists import parse_years

# More areas than these make a chart longer than a page.
_MOST = 12
# So many areas are named in the title.
_NAMED = 3


class Trends(Page):
    """A page that compares one indicator of several areas over years.

    Attributes:
        areas: The areas asked for.
        indicator: The indicator.
        years: The years.

    Raises:
        CallerError: An area or the indicator is unknown, the years are none, or the areas are too many.
    """

    def __init__(self, dataset: Dataset, areas: str, indicator: str, start: int, end: int, lang: str) -> None:
        super().__init__(dataset, lang)
        self.areas: Sequence[Area] = dataset.find_areas(areas)
        if len(self.areas) > _MOST:
            raise CallerError(
                f"{len(self.areas)} areas are too many for one comparison",
                where="parameter areas",
                to_do=f"name at most {_MOST}",
            )
        dataset.select(indicator=indicator)  # raises where there is no such indicator
        self.indicator: Indicator = dataset.indicators[indicator]
        if start > end:
            raise CallerError(
                f"the years end in {end}, before they start in {start}",
                where="parameters start and end",
                to_do="give the earlier year as start",
            )
        span = parse_years(f"{start}-{end}")
        self.years = range(span[0], span[-1] + 1)

    @property
    def counted(self) -> str:
        """The label of the indicator."""
        return self.language.label(self.indicator)

    @property
    def is_count(self) -> bool:
        """Whether the indicator is a count, of which an index and growths can be made."""
        return self.indicator.kind in COUNTED

    @property
    def is_stock(self) -> bool:
        """Whether the indicator is one of a day, not of a year."""
        return self.indicator.kind == "stock"

    @property
    def span(self) -> str:
        """The years: "2015–2025"."""
        ends = [str(self.years[0]), str(self.years[-1])]
        return "–".join(dict.fromkeys(ends))

    @property
    def title(self) -> str:
        """The title of the page."""
        names = ", ".join(self.short_name(area.code) for area in self.areas)
        if len(self.areas) <= _NAMED:
            return str(self.say("{indicator}, {years}: {areas}", indicator=self.counted, years=self.span, areas=names))
        many = self.say_count("{count} area", "{count} areas", len(self.areas))
        return str(self.say("{indicator}, {years}: {areas}", indicator=self.counted, years=self.span, areas=many))

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {
            "summary": self.say("Summary"),
            "values": self.say("Year by year"),
            "index": self.say("Against a base year"),
            "rates": self.say("Per 100 members"),
            "changes": self.say("From one known year to the next"),
            "missing": self.say("What is not known"),
            **super().titles,
        }

    def name_of(self, code: str) -> str:
        """Return the full name of an area, with the one it belongs to; of a new one of an old name it says so."""
        return self._told(code, super().name_of(code))

    def short_name(self, code: str) -> str:
        """Return the name of an area, without what it is called where no other on the page has the same."""
        name = self._told(code, self.language.name(self.dataset.areas[code]))
        return self.name_of(code) if self._names[name] > 1 else name

    def _told(self, code: str, name: str) -> str:
        return str(self.language.say("{area} (new)", area=name)) if self.dataset.areas[code].valid_from else name

    @functools.cached_property
    def _names(self) -> Counter[str]:
        codes = {area.code for area in self.areas} | {area.successor for area in self.areas if area.successor}
        return Counter(self._told(code, self.language.name(self.dataset.areas[code])) for code in codes)


def draw_values(page: Trends, series: Sequence[Series]) -> Chart | Remark:
    """Return the chart of the figures as they are, or a remark if there are none."""
    if not any(one.values for one in series):
        return Remark(page.say("No yearly figure is known."))
    return draw_lines(
        page,
        "values",
        _lines(page, series),
        page.years,
        title=page.say("{indicator} by year", indicator=page.counted),
        subtitle=page.unit_of(page.indicator),
        lead=page.say("Chart by year."),
    )


def _lines(page: Trends, series: Sequence[Series]) -> list[Line]:
    """Return the series of the areas asked for, each with that of the area that it went into."""
    told = {one.area.code: _line(page, one) for one in series}
    heirs = {code: told[one.area.code] for one in series for code in one.before}
    return [
        dataclasses.replace(
            told[one.area.code],
            standing=one.expected,
            ended=one.area.valid_to,
            heir=heirs.get(one.area.code),
        )
        for one in series
        if not one.before
    ]


def _line(page: Trends, one: Series) -> Line:
    ranges = tuple(value.year for value in one.values if one.is_range(value))
    return Line(page.short_name(one.area.code), one.values, one.others, loose=ranges)


def draw_index(page: Trends, series: Sequence[Series], index: Index) -> Chart | Remark:
    """Return the chart of the index, or a remark if none can be made."""
    if not page.is_count:
        return Remark(page.say("This indicator is no count; it is shown as printed, and no index is made of it."))
    if not index.series:
        return Remark(page.say("No area has two full figures, one of them exact: no index can be made."))
    standing = {one.area: one.expected for one in series}
    lines = [
        Line(page.short_name(one.area.code), one.values, standing=standing[one.area], ended=one.area.valid_to)
        for one in index.series
    ]
    return draw_lines(
        page,
        "index",
        lines,
        page.years,
        title=page.say("{indicator} against the base year", indicator=page.counted),
        subtitle=_base(page, index),
        lead=page.say("Chart of the index by year."),
        rule=100,
        note=Inline.join(_index_notes(page, series, index)),
    )


def _base(page: Trends, index: Index) -> Inline:
    if index.base_year:
        return page.say("Index, {year} = 100", year=index.base_year)
    bases = ", ".join(f"{page.short_name(one.area.code)} {one.base.year}" for one in index.series)
    return page.say("Index, own base year = 100: {bases}", bases=bases)


def _index_notes(page: Trends, series: Sequence[Series], index: Index) -> Iterator[Inline]:
    if index.base_year is None:
        yield page.say("There is no year with an exact figure of all of them; the base is the first one of each.")
    if any(one.to_date for one in series):
        yield page.say("Years to date are left out.")
    if index.left_out:
        names = ", ".join(page.short_name(area.code) for area in index.left_out)
        yield page.say("Not indexed, for want of two full figures, one of them exact: {areas}.", areas=names)
    yield page.say("The scale does not begin at zero.")


def draw_rates(page: Trends, series: Sequence[Series], rates: Sequence[PerMembers]) -> Chart | Remark:
    """Return the chart of the figures per 100 members, or a remark if there are none."""
    if page.indicator.unit != "persons" or page.indicator.kind not in ("flow", "target"):
        return Remark(page.say("Only persons counted over a year, and targets for them, are held against the members."))
    if not rates:
        return Remark(page.say("There is no year of which both this figure and the members are known."))
    lines = [
        Line(
            page.short_name(one.area.code),
            tuple(told.rate for told in rates if told.rate.ref_area == one.area.code),
            standing=one.expected,
            ended=one.area.valid_to,
        )
        for one in series
    ]
    return draw_lines(
        page,
        "rates",
        lines,
        page.years,
        title=page.say("{indicator} per 100 members", indicator=page.counted),
        subtitle=page.say("Per 100 members of the same year"),
        lead=page.say("Chart by year, per 100 members."),
    )
