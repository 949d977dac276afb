"""The map of tiles: where each province has its tile (`tile_grid.csv`, a layout of our own)."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.dataset.model import Area

_FILE = Path(__file__).parent / "tile_grid.csv"
_LINES = "|"


@dataclass(frozen=True)
class Place:
    """Where a province has its tile, and what is written on it.

    Attributes:
        ref_area: Code of the province.
        row: Row, 0 is the northernmost.
        column: Column, 0 is the westernmost.
        lines: Its short name, in lines that fit on a tile.
    """

    ref_area: str
    row: int
    column: int
    lines: tuple[str, ...]


@functools.cache
def load_grid() -> Mapping[int, tuple[Place, ...]]:
    """Return the two layouts, by how many provinces they hold: 63 until 30 June 2025, 34 since."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [(int(row["version"]), _place(row)) for row in csv.DictReader(file)]
    return {version: tuple(place for own, place in rows if own == version) for version, _ in rows}


def _place(row: Mapping[str, str]) -> Place:
    return Place(row["ref_area"], int(row["row"]), int(row["column"]), tuple(row["label"].split(_LINES)))


def places_of(codes: Iterable[str], areas: Mapping[str, Area]) -> list[Place]:
    """Return the places of some provinces, in the layout that has the most of them; those it lacks are left out.

    An area that another one alone became (Thừa Thiên Huế became Huế) passes its place on to it.

    Args:
        codes: Codes of the provinces that stood on one day.
        areas: The areas by code.
    """
    wanted = list(codes)
    grid = load_grid()
    version = max(grid, key=lambda one: (len({place.ref_area for place in grid[one]} & set(wanted)), one))
    places = {place.ref_area: place for place in grid[version]}
    lines = {place.ref_area: place.lines for own in grid.values() for place in own}
    found = ((code, places.get(code) or places.get(_before(code, areas))) for code in wanted)
    return [Place(code, place.row, place.column, lines.get(code, place.lines)) for code, place in found if place]


def _before(code: str, areas: Mapping[str, Area]) -> str:
    """Return the one area that became this one, blank if there is none or several."""
    before = [area.code for area in areas.values() if area.successor == code]
    return before[0] if len(before) == 1 else ""
