"""The brief that a notebook writes: a page on one area and one year."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import Area
from analysis.figures.inline import Inline
from analysis.figures.page import Page


class Brief(Page):
    """What all sections of one brief share.

    Attributes:
        area: The area that it is about.
        year: The calendar year that it is about.
    """

    def __init__(self, dataset: Dataset, area: str, year: int, lang: str) -> None:
        self.area: Area = dataset.find_area(area)
        self.year = year
        super().__init__(dataset, lang)
        dataset.known_years(self.area.code)  # raises where a brief would be empty

    def name_of(self, code: str) -> str:
        """Return the full name of an area, with the one it belongs to where that is not the area of the brief."""
        area = self.dataset.areas[code]
        return self.language.area(area) if self.area.code in (code, area.parent) else super().name_of(code)

    @property
    def title(self) -> str:
        """The title of the brief."""
        return str(
            self.say("Admission of Party members in {area}, {year}", area=self.language.area(self.area), year=self.year)
        )

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the brief's sections, by name."""
        return {
            "summary": self.say("Summary"),
            "trend": self.say("Trend over the years"),
            "terms": self.say("Terms compared"),
            "units": self.say("Progress by unit"),
            "members": self.say("Members, organisations and the 3–4% rule"),
            "composition": self.say("Who is admitted"),
            "quality": self.say("What disagrees, what is missing"),
            **super().titles,
        }
