"""The code lists of a dataset, and what is found out about them once: to look at a few thousand areas takes time."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from analysis.dataset.area_names import AreaNames
from analysis.dataset.fingerprint import sha_of
from analysis.dataset.model import FREQUENCIES, TOTAL, Area, AreaType, Frequency, Indicator, Segment, Term
from analysis.errors import CallerError
from analysis.text.suggest import did_you_mean


@dataclass(frozen=True)
class CodeLists:
    """Code lists, each by code; their names are those of the attributes of `Dataset`."""

    areas: Mapping[str, Area]
    indicators: Mapping[str, Indicator]
    segments: Mapping[str, Segment]
    terms: Mapping[str, Term]
    area_types: Mapping[str, AreaType]
    frequencies: Mapping[str, Frequency]

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of all lists."""
        return sha_of([(name, [*getattr(self, name).items()]) for name in CODE_LISTS])

    @functools.cached_property
    def names(self) -> AreaNames:
        """The areas by what people call them."""
        return AreaNames(self.areas)

    @functools.cached_property
    def mergers(self) -> tuple[tuple[str, str], ...]:
        """The code of each area that went into another, and that of the other."""
        return tuple((area.code, area.successor) for area in self.areas.values() if area.successor)

    def check(
        self, area: str | None = None, indicator: str | None = None, segment: str | None = None, freq: str | None = None
    ) -> None:
        """Check that codes are on their lists, as `Dataset.check_codes` says."""
        known: tuple[tuple[str, str | None, Iterable[str], str], ...] = (
            ("area", area, self.areas, "codes are in data/codelists/areas.csv"),
            ("indicator", indicator, self.indicators, "codes are in data/codelists/indicators.csv"),
            ("segment", segment, {TOTAL, *self.segments}, "codes are in data/codelists/segments.csv"),
            ("frequency", freq, FREQUENCIES, f"choose one of {', '.join(FREQUENCIES)}"),
        )
        for name, value, codes, advice in known:
            if value is not None and value not in codes:
                raise CallerError(
                    f"{value!r} is no {name} on the list", to_do=did_you_mean(str(value), codes, otherwise=advice)
                )


CODE_LISTS = tuple(field.name for field in fields(CodeLists))
