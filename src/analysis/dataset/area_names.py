"""Areas found by what people call them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

from analysis.dataset.model import Area
from analysis.errors import CallerError
from analysis.text.suggest import did_you_mean
from analysis.text.unicode import slug

# What a name is made of; anything else is no name, and is not guessed at.
_NAME = re.compile(r"[\w\s'’.–-]+")


class AreaNames:
    """The areas of a code list by code, name and alias; accents and capitals do not matter."""

    def __init__(self, areas: Mapping[str, Area]) -> None:
        self._areas = areas

    def find(self, name: str, year: int | None) -> Area:
        """Return the area that a name means, as `Dataset.find_area` says."""
        if name in self._areas:
            return self._areas[name]
        wanted = slug(name) if _NAME.fullmatch(unicodedata.normalize("NFC", name)) else ""
        found = self._by_slug.get(wanted, []) if wanted else []
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
        known = [text for area in self._areas.values() for text in (area.code, area.name_vi)]
        raise CallerError(
            f"no area is called {name!r}",
            to_do=did_you_mean(name, known, otherwise="codes are in data/codelists/areas.csv"),
        )

    @functools.cached_property
    def _by_slug(self) -> Mapping[str, list[Area]]:
        """The areas by the slug of each of their names."""
        found: dict[str, list[Area]] = {}
        for area in self._areas.values():
            for name in {slug(text) for text in _names(area)}:
                found.setdefault(name, []).append(area)
        return found


def _stood_in(area: Area, year: int | None) -> bool:
    if year is None:
        return area.valid_from is None
    began = area.valid_from is None or area.valid_from.year <= year
    return began and (area.valid_to is None or area.valid_to.year >= year)


def _names(area: Area) -> tuple[str, ...]:
    return (area.code, area.name_vi, area.name_en, *area.aliases)
