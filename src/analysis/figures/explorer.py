"""The controls of the notebook `explore`: a choice of observations, with its chart, table, sources and downloads."""

from __future__ import annotations

import base64
import functools
import io
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from analysis.dataset.dataset import Dataset
from analysis.dataset.export import exported, write_export
from analysis.dataset.model import NATION, TOTAL
from analysis.errors import KetnapError
from analysis.figures.blocks import Chart
from analysis.figures.display import link_sources, show_chart
from analysis.figures.explore import ExplorePage
from analysis.figures.language import Language
from analysis.fonts import web_fonts
from analysis.text.alphabet import alphabet_key
from analysis.text.markup import escape_html

if TYPE_CHECKING:
    import pandas as pd

_PLACE = re.compile(r'<a href="#((?:figure|table)-[\w-]+)">(.*?)</a>')


class _Choice(NamedTuple):
    area: str
    indicator: str
    segment: str
    years: tuple[int, int]
    as_of: str


class Explorer:
    """Controls, and what they choose.

    Attributes:
        load: Gives the dataset of an edition: `load_dataset`.
    """

    def __init__(
        self,
        load: Callable[[str], Dataset],
        area: str,
        indicator: str,
        start: int,
        end: int,
        segment: str,
        lang: str,
        as_of: str,
    ) -> None:
        """Begin with a choice, see `ExplorePage`; `as_of` is the edition as text, blank for the newest.

        Raises:
            CallerError: A part of the choice is on no list.
        """
        self.load = functools.lru_cache(maxsize=8)(load)
        self._newest = self.load("")
        self._language = Language(lang, self._newest.area_types)
        first = ExplorePage(self.load(as_of), area, indicator, start, end, segment, lang)
        self._choice = _Choice(first.area.code, indicator, segment, (start, end), as_of)
        self._relabelling = False

    def page(self) -> ExplorePage:
        """Return the page of what is chosen now."""
        choice = self._choice
        dataset, lang = self.load(choice.as_of), self._language.code
        return ExplorePage(dataset, choice.area, choice.indicator, *choice.years, choice.segment, lang)

    def controls(self) -> Any:
        """Return the controls and what they choose, as a widget; a change of one redraws what is shown."""
        import ipywidgets as widgets

        # The charts of this page are drawn for its font, which readers seldom have.
        font = widgets.HTML(f"<style>{web_fonts('')}</style>")
        shown = widgets.HTML()
        controls = self._make_controls(widgets)

        def update(_: object = None) -> None:
            if not self._relabelling:
                self._choice = _Choice(**{name: control.value for name, control in controls.items()})
                self._tell_counts(controls)
                shown.value = self._render()

        for control in controls.values():
            control.observe(update, names="value")
        update()
        return widgets.VBox([*controls.values(), font, shown])

    def _make_controls(self, widgets: Any) -> dict[str, Any]:
        say, choice = self._language.say, self._choice
        years = self._newest.observations["year"]
        first, last = min(int(years.min()), choice.years[0]), max(int(years.max()), choice.years[1])
        style = {"style": {"description_width": "9em"}, "layout": {"width": "34em", "max_width": "98%"}}
        return {
            "area": widgets.Dropdown(options=self._areas(), value=choice.area, description=str(say("Area")), **style),
            "indicator": widgets.Dropdown(
                options=[(self._indicator(code), code) for code in self._newest.indicators],
                value=choice.indicator,
                description=str(say("Indicator")),
                **style,
            ),
            "segment": widgets.Dropdown(
                options=[(self._segment(code), code) for code in (TOTAL, *self._newest.segments)],
                value=choice.segment,
                description=str(say("Group")),
                **style,
            ),
            "years": widgets.IntRangeSlider(
                value=choice.years,
                min=first,
                max=last,
                description=str(say("Years")),
                continuous_update=False,
                **style,
            ),
            "as_of": widgets.Dropdown(
                options=self._editions(), value=choice.as_of, description=str(say("Edition")), **style
            ),
        }

    def _areas(self) -> list[tuple[str, str]]:
        """Return the areas of which a figure is known, the nation first, each below the one that it belongs to."""
        areas = self._newest.areas
        known = {*self._newest.observations["ref_area"], self._choice.area}
        codes = sorted(known & set(areas), key=lambda code: (code != NATION, self._sort_key(code)))
        return [
            (f"{'  ' * code.count('/')}{self._language.area(areas[code])}{self._since(code)}", code) for code in codes
        ]

    def _sort_key(self, code: str) -> list[Any]:
        parts = code.split("/")
        lineage = ["/".join(parts[: place + 1]) for place in range(len(parts))]
        return [(alphabet_key(self._newest.areas[one].name_vi), one) for one in lineage]

    def _since(self, code: str) -> str:
        begun = self._newest.areas[code].valid_from
        if not begun:
            return ""
        since = self._language.say("since {date}", date=self._language.date(begun))
        return f" ({since})"

    def _indicator(self, code: str) -> str:
        return self._language.label(self._newest.indicators[code])

    def _segment(self, code: str) -> str:
        if code not in self._newest.segments:
            return str(self._language.say("all together"))
        return self._language.name(self._newest.segments[code])

    def _editions(self) -> list[tuple[str, str]]:
        """Return the newest edition, those of the ends of years, and the one that the notebook was given."""
        newest = self._newest.edition
        years = sorted({source.published.year for source in self._newest.sources.values() if source.published})
        days = {f"{year}-12-31" for year in years if year < newest.year} | ({self._choice.as_of} - {""})
        named = [(self._language.date(day), day) for day in sorted(days, reverse=True)]
        return [(str(self._language.say("newest ({date})", date=self._language.date(newest))), ""), *named]

    def _tell_counts(self, controls: Mapping[str, Any]) -> None:
        """Tell in the lists how many figures are known of each indicator and of each group, in the area chosen."""
        rows = self.load(self._choice.as_of).select(self._choice.area, segment=None)
        indicators = rows["indicator"].value_counts()
        segments = rows.loc[rows["indicator"] == self._choice.indicator, "segment"].value_counts()
        self._relabel(controls["indicator"], self._indicator, indicators)
        self._relabel(controls["segment"], self._segment, segments)

    def _relabel(self, control: Any, label: Callable[[str], str], counts: pd.Series[int]) -> None:
        """Give a list new labels; what is chosen stays chosen, and is not taken for a change."""
        chosen = control.value
        options = [(f"{label(code)} ({counts.get(code, 0)})", code) for _, code in control.options]
        if options == list(control.options):
            return
        self._relabelling = True
        control.options = options
        control.value = chosen
        self._relabelling = False

    def _render(self) -> str:
        """Return the choice as HTML: chart, table, sources, downloads; or why there is none."""
        try:
            page = self.page()
            chart, table = page.draw(), page.table_values()
            blocks = [one for one in (chart, table) if one is not None]
            parts = [_html_of(block) for block in blocks]
            if page.values:
                parts += [_html_of(page.sources()), self._downloads(page, chart)]
        except KetnapError as error:
            return f'<p role="alert">{escape_html(str(error))}</p>'
        linked = link_sources(page, _PLACE.sub(r"\2", "".join(parts)))
        return f'<div class="ketnap-explorer" lang="{page.language.code}">{linked}</div>'

    def _downloads(self, page: ExplorePage, chart: object) -> str:
        name = f"{page.area.code.replace('/', '.')}-{page.indicator.code}"
        labels = cast("Literal['vi', 'en']", page.language.code)
        buffer = io.BytesIO()
        write_export(exported(page.dataset, page.rows, labels), "csv", buffer)
        links = [_download(f"{name}.csv", "text/csv", buffer.getvalue(), page.say("The choice as CSV"))]
        if isinstance(chart, Chart):
            font = f"<style>{web_fonts('')}</style>"
            svg = re.sub(r"(<svg\b[^>]*>)", lambda tag: tag[0] + font, chart.svg, count=1).encode("utf-8")
            links.append(_download(f"{name}.svg", "image/svg+xml", svg, page.say("The chart as SVG")))
        return f"<p>{' · '.join(links)}</p>"


def _html_of(block: Any) -> str:
    return show_chart(block, font=False) if isinstance(block, Chart) else str(block._repr_mimebundle_()["text/html"])


def _download(name: str, mime: str, content: bytes, label: Any) -> str:
    data = base64.b64encode(content).decode("ascii")
    return f'<a download="{escape_html(name)}" href="data:{mime};base64,{data}">{label.html()}</a>'
