"""The parameters of a notebook: what its parameters cell declares, and whether given values fit."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import NATION, TOTAL, UNKNOWN_AREA, WITHIN_A_YEAR
from analysis.errors import CallerError
from analysis.reporting.catalogue import EVERY, NEWEST
from analysis.text.languages import LANGUAGES
from analysis.text.suggest import did_you_mean

_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True)
class Parameter:
    """One line of the cell tagged `parameters`.

    Attributes:
        name: Name of the variable.
        type: Its declared type: str, int, float or bool.
        default: Its default.
        help: The comment behind it.
    """

    name: str
    type: str
    default: Any
    help: str


def read_parameters(notebook: Path) -> list[Parameter]:
    """Return what the parameters cell of a notebook declares, read by papermill.

    Raises:
        CallerError: There is no such notebook, or a line of the cell has no type or no literal default.
    """
    import papermill

    if not notebook.is_file():
        raise CallerError(f"there is no notebook {notebook.name}", where=str(notebook.parent))
    found = papermill.inspect_notebook(str(notebook))
    return [_parameter(notebook, one) for one in found.values()]


def _parameter(notebook: Path, found: Mapping[str, str]) -> Parameter:
    name, type_ = found["name"], found["inferred_type_name"]
    if type_ not in _TYPES:
        raise CallerError(
            f"parameter {name} has the type {type_}",
            where=f"{notebook.name}, cell tagged parameters",
            to_do=f"declare it as one of: {', '.join(_TYPES)}",
        )
    try:
        default = ast.literal_eval(found["default"])
    except (ValueError, SyntaxError):
        raise CallerError(
            f"the default of parameter {name} is no literal: {found['default']}",
            where=f"{notebook.name}, cell tagged parameters",
        ) from None
    return Parameter(name, type_, default, found["help"])


def fit_parameters(declared: list[Parameter], given: Mapping[str, Any], dataset: Dataset) -> dict[str, Any]:
    """Return the values with which a notebook runs: the given ones, checked, and the defaults of the others.

    papermill only warns of a name that it does not know, and pastes names into code; so names and types are checked
    here, and areas, years, languages and editions against what is known.

    Args:
        declared: What the notebook declares.
        given: Values by name.
        dataset: The dataset of the edition asked for.

    Raises:
        CallerError: A name is not declared, or a value does not fit.
    """
    known = {parameter.name: parameter for parameter in declared}
    for name, value in given.items():
        if name not in known:
            advice = did_you_mean(name, known, otherwise=f"it has: {', '.join(known)}")
            raise CallerError(f"the notebook has no parameter {name!r}", to_do=advice)
        if type(value) is not _TYPES[known[name].type]:
            raise CallerError(f"parameter {name} is {value!r}, expected {known[name].type}: {known[name].help}")
    values = {parameter.name: given.get(parameter.name, parameter.default) for parameter in declared}
    _check_lists(values, dataset)
    if "lang" in values and values["lang"] not in LANGUAGES:
        raise CallerError(f"{values['lang']!r} is no language of the briefs", to_do=f"choose {' or '.join(LANGUAGES)}")
    if "area" in values:
        values["area"] = dataset.find_area(values["area"], year=values.get("year")).code
    if "area" in values and "year" in values:
        _check_year(dataset, values["area"], values["year"])
    return values


def _check_lists(values: dict[str, Any], dataset: Dataset) -> None:
    """Check what several notebooks have; areas are named by their codes from here on."""
    if "areas" in values:
        values["areas"] = ", ".join(area.code for area in dataset.find_areas(values["areas"]))
    for name, known in (("indicator", dataset.indicators), ("segment", {TOTAL, *dataset.segments})):
        if name in values and values[name] not in known:
            advice = did_you_mean(values[name], known, otherwise=f"codes are in data/codelists/{name}s.csv")
            raise CallerError(f"{values[name]!r} is no {name} on the list", to_do=advice)


def fill_in(given: Mapping[str, Any], dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Yield the parameters of each brief that an entry of the catalogue means.

    `area: every` stands for each area of which the edition knows a figure, `year: newest` for the last year of which
    one is known of the area.
    """
    codes = sorted(set(dataset.observations["ref_area"]) - {UNKNOWN_AREA}) if given.get("area") == EVERY else [None]
    for code in codes:
        filled = dict(given) | ({"area": code} if code else {})
        if filled.get("year") == NEWEST:
            filled["year"] = _newest_year(dataset, dataset.find_area(str(filled.get("area", NATION))).code)
        yield filled


def _newest_year(dataset: Dataset, area: str) -> int:
    """Return the last year of which a figure is known; a term that is to end in it counts only if nothing else does."""
    rows = dataset.select(area, segment=None, scope="area" if area == NATION else "all")
    found = list(zip(rows["freq"].tolist(), rows["year"].tolist(), strict=True))
    within = [year for freq, year in found if freq in WITHIN_A_YEAR]
    return int(max(within or [year for _, year in found] or dataset.known_years(area)))  # raises if nothing is known


def _check_year(dataset: Dataset, area: str, year: int) -> None:
    years = dataset.known_years(area)
    ended = dataset.areas[area].valid_to
    if ended and ended.year < year:
        return  # the brief tells what became of the area
    if year not in years:
        raise CallerError(
            f"nothing is known of {area} in {year}", to_do=f"there are figures for: {', '.join(map(str, years))}"
        )
