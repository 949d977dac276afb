"""The page behind the notebook `explore`: one indicator of one area, every figure that is printed of it."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TOTAL
from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.points import draw_observations
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.tables import Table
from analysis.measures.preference import prefer
from analysis.measures.values import Value, printed_values
from analysis.text.suggest import did_you_mean


class ExplorePage(Page):
    """A choice of observations as a page.

    Attributes:
        area: The area.
        indicator: The indicator.
        segment: Code of the segment.
        values: The printed values of the choice, in the order of their periods; `preferred` set.
    """

    def __init__(
        self, dataset: Dataset, area: str, indicator: str, start: int, end: int, segment: str, lang: str
    ) -> None:
        """Choose observations.

        Args:
            dataset: The dataset, in the edition wanted.
            area: Code or name of the area.
            indicator: Code of the indicator.
            start: First calendar year in which a period may end.
            end: Last calendar year in which a period may end.
            segment: Code of the segment, `_T` for all.
            lang: "vi" or "en".

        Raises:
            CallerError: A code is on no list, or the years run backwards.
        """
        super().__init__(dataset, lang)
        for code, known, kind in ((indicator, dataset.indicators, "indicator"), (segment, dataset.segments, "segment")):
            if code not in known and code != TOTAL:
                advice = did_you_mean(code, known, otherwise=f"codes are in data/codelists/{kind}s.csv")
                raise CallerError(f"{code!r} is no {kind} on the list", to_do=advice)
        if start > end:
            raise CallerError(f"the years run backwards: {start} to {end}", to_do="give the earlier year as start")
        self.area = dataset.find_area(area, year=end)
        self.indicator = dataset.indicators[indicator]
        self.segment = segment
        self.years = (start, end)
        self.rows = dataset.select(self.area.code, indicator, segment=segment, start=str(start), end=str(end))
        found = prefer(printed_values(dataset, self.rows), dataset.corrections)
        self.values: list[Value] = sorted(found, key=lambda one: (one.period_end, one.freq, not one.preferred))

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self._label}: {self.language.area(self.area)}, {'–'.join(map(str, dict.fromkeys(self.years)))}"

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {"figures": self.say("Printed figures"), **super().titles}

    @property
    def _label(self) -> str:
        label = self.language.label(self.indicator)
        if self.segment == TOTAL:
            return label
        return f"{label}: {self.language.name(self.dataset.segments[self.segment])}"

    def draw(self) -> Chart | Remark:
        """Return the chart of the choice, or a remark that nothing is known."""
        title = Inline.of(f"{self._label}, {self.language.area(self.area)}")
        return draw_observations(
            self, self.values, self._standing_years(), title=title, subtitle=self.unit_of(self.indicator)
        )

    def _standing_years(self) -> range:
        """Return the years asked for in which the area stood."""
        first, last = self.years
        begun, ended = self.area.valid_from, self.area.valid_to
        first = max(first, begun.year) if begun else first
        return range(first, (min(last, ended.year) if ended else last) + 1)

    def table_values(self) -> Table | None:
        """Return every figure with its sources, None if there is none."""
        if not self.values:
            return None
        header = [self.say("Period"), self.say("Kind of period"), self.say("Printed"), self.say("Preferred")]
        rows = [
            [
                Inline.of(self.language.period(value)),
                Inline.of(self.language.name(self.dataset.frequencies[value.freq])),
                Inline((self.ledger.show(value),)),
                self.say("yes") if value.preferred else self.say("no"),
            ]
            for value in self.values
        ]
        caption = self.say(
            "{indicator}, {area}: every printed figure.", indicator=self._label, area=self.language.area(self.area)
        )
        notes = [self.say("Drawn in {figure}.", figure=self.refer("figure", "observations"))]
        return self.table("values", caption, header, rows, text_columns=2, notes=notes)
