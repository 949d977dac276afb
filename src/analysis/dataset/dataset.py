"""The frozen `Dataset`: all that is known in one edition."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.dataset.code_lists import CODE_LISTS, CodeLists
from analysis.dataset.fingerprint import Fingerprint, fingerprint, hash_rows
from analysis.dataset.index import AreaIndex, take_rows
from analysis.dataset.model import (
    NATION,
    TOTAL,
    Area,
    AreaType,
    Correction,
    Frequency,
    Indicator,
    Segment,
    Source,
    Term,
    lies_within,
)
from analysis.dataset.part import part_on
from analysis.errors import CallerError
from analysis.text.lists import split_list
from analysis.text.periods import first_day, last_day
from analysis.text.suggest import did_you_mean

Scope = Literal["area", "below", "all"]
_SCOPES = ("area", "below", "all")


@dataclass(frozen=True)
class Dataset:
    """Observations with their code lists and sources, as known on a date.

    Attributes:
        observations: One row per printed figure, in the columns of `data/schemas/observations.json` (blank text is
            ""), and `observation_id` (text), `year` (of the period's end), `end_date` (its last day) and `published`
            (day of publication, NaT if not known). `obs_value` is in the indicator's unit. What `load_dataset` gives
            is sorted by the primary key.
        areas: Areas by code.
        indicators: Indicators by code.
        segments: Segments by code.
        terms: Terms by code.
        sources: Sources by id; those of this edition only.
        as_of: The date asked for, None for the newest edition.
        data_hash: SHA-256 of the files that the dataset was read from; of a part (`about`) of what is in it.
        corrections: Decisions of ours on figures that disagree (`data/corrections.yml`).
        area_types: What areas are called, by code.
        frequencies: Kinds of periods, by code.
        undated: Ids of the sources of the data folder without a date of publication; the newest edition has them, an
            earlier one leaves them out. Of a part, those that are in it.
        scope: Codes of the areas to which the dataset is restricted, with all below them, sorted; none is everything.
        whole_edition: Of a part, the newest day on which a source of what it is a part of was published.
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
    frequencies: Mapping[str, Frequency] = field(default_factory=dict)
    undated: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    whole_edition: dt.date | None = None

    @property
    def last_published(self) -> dt.date | None:
        """The newest day on which a source was published, `whole_edition` if no source says when it was."""
        return max((one.published for one in self.sources.values() if one.published), default=self.whole_edition)

    @property
    def edition(self) -> dt.date:
        """The date asked for, or the newest day on which a source of the dataset was published.

        A part whose sources have no date is of the newest edition of the data, for no other has them.

        Raises:
            CallerError: No date was asked for, and no source has one.
        """
        day = self.as_of or self.last_published
        if day is None:
            raise CallerError(
                "the edition has no date: no source says when it was published",
                where="sources.csv, column published",
                to_do="ask for the edition of a day (as_of)",
            )
        return day

    def select(
        self,
        area: str | None = None,
        indicator: str | None = None,
        *,
        segment: str | None = TOTAL,
        freq: str | None = None,
        year: int | None = None,
        start: dt.date | str | None = None,
        end: dt.date | str | None = None,
        scope: Scope = "area",
    ) -> pd.DataFrame:
        """Return the observations that were asked for, in the order and with the columns of `observations`.

        Args:
            area: Code of an area; None is all.
            indicator: Code of an indicator; None is all.
            segment: Code of a segment, the total unless another is asked for; None is all.
            freq: Frequency (`data/codelists/frequencies.csv`); None is all.
            year: Calendar year in which the period ends; None is all.
            start: First day on which a period may end: a day, or ISO 8601 text (2023, 2023-10, 2023-10-10).
            end: Last day on which a period may end, likewise: "2023" is 31 December 2023.
            scope: "area" is the area itself, "below" all areas below it, "all" both. All other areas lie below the
                nation.

        Returns:
            A frame with the columns ref_area, indicator, segment, freq, period_start, period_end, base_per, bound,
            obs_status, as_printed, source_id, source_detail, comment, observation_id (text, "" where blank),
            obs_value (float, in the indicator's unit), year (whole number), end_date and published (days; NaT is not
            known). The index is the place among all observations. An area without figures gives no rows.

        Raises:
            CallerError: A code is on no list, the scope is none, or a date can't be read; near codes are suggested.
        """
        self.check_codes(area, indicator, segment, freq, scope)
        first, last = _day(start, first_day, "start"), _day(end, last_day, "end")
        rows = self._rows(area, scope)
        places = None
        for column, compare, value in (
            ("indicator", operator.eq, indicator),
            ("segment", operator.eq, segment),
            ("freq", operator.eq, freq),
            ("year", operator.eq, year),
            ("end_date", operator.ge, first),
            ("end_date", operator.le, last),
        ):
            if value is not None:
                # Of what was chosen so far, for to compare a million texts takes time.
                cells = rows[column].array if places is None else rows[column].array.take(places)
                chosen = np.flatnonzero(compare(cells, value))
                places = chosen if places is None else places[chosen]
        return rows if places is None else take_rows(rows, places)

    def _rows(self, area: str | None, scope: Scope) -> pd.DataFrame:
        if area is None or (area == NATION and scope == "all"):
            return self.observations
        index = self.area_index
        if area == NATION and scope == "below":
            return index.rows_besides(area)
        ways = {"area": index.rows_of, "below": index.rows_below, "all": index.rows_within}
        return ways[scope](area)

    @functools.cached_property
    def area_index(self) -> AreaIndex:
        """Where the observations of each area stand."""
        return AreaIndex(self.observations)

    def check_codes(
        self,
        area: str | None = None,
        indicator: str | None = None,
        segment: str | None = None,
        freq: str | None = None,
        scope: str = "area",
    ) -> None:
        """Check that codes are on their lists; None is on each.

        Raises:
            CallerError: One is not; near codes are suggested.
        """
        self.code_lists.check(area, indicator, segment, freq)
        if scope not in _SCOPES:
            advice = f"choose one of {', '.join(_SCOPES)}"
            raise CallerError(f"{scope!r} is no scope", to_do=did_you_mean(scope, _SCOPES, otherwise=advice))

    def about(self, areas: str | Iterable[str], *, merged: bool = False) -> Dataset:
        """Return the part of the dataset on some areas and all below them: what a page on these areas can see.

        It has the observations of these areas, the sources that they are from, the corrections of them, and all code
        lists. So its edition is the newest of these sources, and its `data_hash` changes only with what is in it. An
        area without figures gives an empty part.

        Args:
            areas: Codes or names, as of `find_areas`. About the nation is everything, the dataset itself.
            merged: Whether it is also about the areas that these went into, and those that went into these.

        Raises:
            CallerError: The list is empty, or a name is unknown or means several.
        """
        asked = {area.code for area in self.find_areas(areas)}
        if merged:
            asked |= {code for tie in self.code_lists.mergers if asked & {*tie} for code in tie}
        if NATION in asked:
            return self
        return part_on(self, sorted(code for code in asked if not lies_within(code, asked - {code})))

    def find_area(self, name: str, *, year: int | None = None) -> Area:
        """Return the area that a code, a name or an alias means; accents and capitals do not matter.

        Args:
            name: The code, the name or the alias.
            year: Calendar year asked for: of two areas of one name, the one that stood in it. Without a year it is
                the one from before the mergers of July 2025.

        Raises:
            CallerError: No area, or several, are called so; near names are suggested.
        """
        return self.code_lists.names.find(name, year)

    @functools.cached_property
    def fingerprint(self) -> Fingerprint:
        """Hashes of what is in it."""
        return fingerprint(self)

    @functools.cached_property
    def code_lists(self) -> CodeLists:
        """Its code lists together."""
        return CodeLists(**{name: getattr(self, name) for name in CODE_LISTS})

    @functools.cached_property
    def row_hashes(self) -> npt.NDArray[np.uint64]:
        """A hash of each observation, by its place."""
        return hash_rows(self.observations)

    def find_areas(self, names: str | Iterable[str], *, year: int | None = None) -> list[Area]:
        """Return the areas that a list of codes or names means, each once, in the order given.

        Args:
            names: "dak-lak, Bình Thuận", or the items themselves.
            year: As of `find_area`.

        Raises:
            CallerError: The list is empty, or a name is unknown or means several.
        """
        return list(dict.fromkeys(self.find_area(name, year=year) for name in split_list(names)))

    def known_years(self, area: str) -> list[int]:
        """Return the years in which a figure of an area or of one below it ends.

        Raises:
            CallerError: Nothing is known of the area in this edition.
        """
        known: dict[str, list[int]] = self.memo.setdefault("years", {})
        if area not in known:
            known[area] = sorted(set(self.select(area, segment=None, scope="all")["year"].tolist()))
        years = known[area]
        if not years:
            raise CallerError(
                f"nothing is known of {area} in the edition of {self.edition}",
                to_do="choose a later edition (as_of), or another area",
            )
        return [*years]

    @functools.cached_property
    def memo(self) -> dict[str, Any]:
        """What was found out about the dataset once and is kept, by a name for it; a dataset never changes."""
        return {}

    def term_of(self, year: int) -> Term | None:
        """Return the term that counts a calendar year, None where the list has none."""
        return next((term for term in self.terms.values() if year in term.years), None)


def _day(date: dt.date | str | None, read: Callable[[str], dt.date], name: str) -> pd.Timestamp | None:
    if date is None:
        return None
    try:
        return pd.Timestamp(read(date) if isinstance(date, str) else date)
    except ValueError as error:
        raise CallerError(str(error), where=name, to_do="give a day, a month or a year: 2023-10-31") from None
