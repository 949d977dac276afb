"""The frozen `Dataset`: all that is known in one edition."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from analysis.dataset.model import TOTAL, Area, AreaType, Correction, Indicator, Segment, Source, Term
from analysis.errors import CallerError
from analysis.text.suggest import did_you_mean
from analysis.text.unicode import slug

# What a name is made of; anything else is no name, and is not guessed at.
_NAME = re.compile(r"[\w\s'’.–-]+")
Scope = Literal["area", "below", "all"]


@dataclass(frozen=True)
class Dataset:
    """Observations with their code lists and sources, as known on a date.

    Attributes:
        observations: One row per printed figure, in the columns of `data/schemas/observations.json` (blank text is
            ""), and `observation_id` (text), `year` (of the period's end), `end_date` (its last day) and `published`
            (day of publication, NaT if not known). `obs_value` is in the indicator's unit.
        areas: Areas by code.
        indicators: Indicators by code.
        segments: Segments by code.
        terms: Terms by code.
        sources: Sources by id; those of this edition only.
        as_of: The date asked for, None for the newest edition.
        data_hash: SHA-256 of the files that the dataset was read from.
        corrections: Decisions of ours on figures that disagree (`data/corrections.yml`).
        area_types: What areas are called, by code.
    """

    observations: pd.DataFrame
    areas: Mapping[str, Area]
    indicators: Mapping[str, Indicator]
    segments: Mapping[str, Segment]
    terms: Mapping[str, Term]
    sources: Mapping[str, Source]
    as_of: dt.date | None
    data_hash: str
    corrections: tuple[Correction, ...] = ()
    area_types: Mapping[str, AreaType] = field(default_factory=dict)

    @property
    def edition(self) -> dt.date:
        """The date asked for, or the newest day on which a source of the dataset was published."""
        if self.as_of is not None:
            return self.as_of
        return max(source.published for source in self.sources.values() if source.published)

    def select(
        self,
        area: str,
        indicator: str | None = None,
        *,
        segment: str | None = TOTAL,
        freq: str | None = None,
        year: int | None = None,
        scope: Scope = "area",
    ) -> pd.DataFrame:
        """Return the observations of an area.

        Args:
            area: Code of the area.
            indicator: Code of an indicator; None is all.
            segment: Code of a segment, the total unless another is asked for; None is all.
            freq: Frequency: A, YTD, TERM, P …; None is all.
            year: Calendar year in which the period ends; None is all.
            scope: "area" is the area itself, "below" all areas below it, "all" both.
        """
        rows = self.observations
        is_area, is_below = rows["ref_area"] == area, rows["ref_area"].str.startswith(f"{area}/")
        chosen = {"area": is_area, "below": is_below, "all": is_area | is_below}[scope]
        for column, value in (("indicator", indicator), ("segment", segment), ("freq", freq), ("year", year)):
            if value is not None:
                chosen &= rows[column] == value
        return rows[chosen]

    def find_area(self, name: str, *, year: int | None = None) -> Area:
        """Return the area that a code, a name or an alias means; accents and capitals do not matter.

        Args:
            name: The code, the name or the alias.
            year: Calendar year asked for: of two areas of one name, the one that stood in it. Without a year it is
                the one from before the mergers of July 2025.

        Raises:
            CallerError: No area, or several, are called so; near names are suggested.
        """
        if name in self.areas:
            return self.areas[name]
        wanted = slug(name) if _NAME.fullmatch(unicodedata.normalize("NFC", name)) else ""
        found = [area for area in self.areas.values() if wanted in {slug(text) for text in _names(area)}]
        standing = [area for area in found if _stood_in(area, year)]
        if len(standing) == 1:
            return standing[0]
        if len(found) > 1:
            raise CallerError(
                f"{name!r} means several areas: {', '.join(area.code for area in found)}",
                to_do="give the code of one of them",
            )
        if found:
            return found[0]
        known = [text for area in self.areas.values() for text in (area.code, area.name_vi)]
        raise CallerError(
            f"no area is called {name!r}",
            to_do=did_you_mean(name, known, otherwise="codes are in data/codelists/areas.csv"),
        )

    def known_years(self, area: str) -> list[int]:
        """Return the years in which a figure of an area or of one below it ends.

        Raises:
            CallerError: Nothing is known of the area in this edition.
        """
        years = sorted({int(year) for year in self.select(area, segment=None, scope="all")["year"].unique()})
        if not years:
            raise CallerError(
                f"nothing is known of {area} in the edition of {self.edition}",
                to_do="choose a later edition (as_of), or another area",
            )
        return years

    def term_of(self, year: int) -> Term | None:
        """Return the term that counts a calendar year, None where the list has none."""
        return next((term for term in self.terms.values() if year in term.years), None)


def _stood_in(area: Area, year: int | None) -> bool:
    if year is None:
        return area.valid_from is None
    began = area.valid_from is None or area.valid_from.year <= year
    return began and (area.valid_to is None or area.valid_to.year >= year)


def _names(area: Area) -> tuple[str, ...]:
    return (area.code, area.name_vi, area.name_en, *area.aliases)
