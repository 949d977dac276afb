"""The briefs that are built, chosen from the data, and the project that asks for just them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis import load_dataset
from analysis.dataset.load import parse_edition
from analysis.paths import find_project
from analysis.reporting.catalogue import NEWEST
from analysis.reporting.parameters import fill_in
from analysis.text.languages import LANGUAGES

NOTEBOOK = "province_brief.ipynb"
# Areas that are always among them: those with the most figures.
_RICH = ("dak-lak", "binh-thuan")
# Where there are not orders enough for a long build, those of this edition are taken too.
_EDITION = "2024-12-31"


@dataclass(frozen=True)
class Brief:
    """The parameters of one brief."""

    area: str
    year: int
    lang: str
    as_of: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """The values with which the notebook runs."""
        return asdict(self)

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.area.replace('/', '.')}-{self.year}-{self.lang}"


def choose_briefs(count: int) -> list[Brief]:
    """Return so many briefs: areas from those with the most figures to those with one, in their newest year.

    Languages alternate. The areas are `_RICH`, then every k-th of the others, ordered by how many figures there are.
    """
    dataset = load_dataset()
    counts = dataset.observations["ref_area"].value_counts()
    ranked = sorted(counts.index, key=lambda code: (-counts[code], code))
    others = [code for code in ranked if code not in _RICH and not code.startswith("_")]
    chosen = [*_RICH, *choose_evenly(others, count - len(_RICH))][:count]
    entries = [
        {"area": area, "year": NEWEST, "lang": LANGUAGES[number % len(LANGUAGES)]} for number, area in enumerate(chosen)
    ]
    return [Brief(**filled) for entry in entries for filled in fill_in(entry, dataset)]


def choose_orders(count: int) -> list[Brief]:
    """Return so many different briefs, spread evenly over every area, every year and both languages."""
    newest = list(_orders(""))
    if count <= len(newest):
        return choose_evenly(newest, count)
    return newest + choose_evenly(list(_orders(_EDITION)), count - len(newest))


def _orders(as_of: str) -> Iterator[Brief]:
    dataset = load_dataset(parse_edition(as_of))
    for area in sorted(set(dataset.observations["ref_area"])):
        if not area.startswith("_"):
            yield from (Brief(area, int(year), lang, as_of) for year in dataset.known_years(area) for lang in LANGUAGES)


def choose_evenly(items: Sequence[Any], count: int) -> list[Any]:
    """Return so many of the items, in even steps, the first one among them."""
    return [items[number * len(items) // count] for number in range(count)]


def copy_project(root: Path, reports: Mapping[str, Sequence[Brief]]) -> None:
    """Copy data, notebook and templates, with a catalogue that asks for these briefs.

    Args:
        root: Root of the copy.
        reports: The briefs of each report.
    """
    project = find_project()
    for folder in (project.data, project.notebooks, project.templates):
        shutil.copytree(folder, root / folder.relative_to(project.root))
    catalogue = {
        name: {"notebook": NOTEBOOK, "briefs": [brief.parameters for brief in briefs]}
        for name, briefs in reports.items()
    }
    (root / "reports" / "reports.yml").write_text(yaml.safe_dump({"reports": catalogue}), encoding="utf-8")
