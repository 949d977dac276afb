"""The catalogue of reports (`reports/reports.yml`) and the briefs that it asks for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import CallerError
from analysis.paths import Project
from analysis.text.suggest import did_you_mean

FORMATS = ("html", "pdf")
# What a brief may have instead of an area and of a year.
EVERY, NEWEST = "every", "newest"
_KEYS = {"notebook", "formats", "briefs", "on_request"}


@dataclass(frozen=True)
class Report:
    """A kind of brief.

    Attributes:
        name: Its name in the catalogue.
        notebook: Path of its notebook.
        formats: Formats that it is rendered in.
        briefs: Parameters of each brief that the catalogue asks for; `EVERY` and `NEWEST` are not filled in yet.
        on_request: Whether it is built only when it is named.
    """

    name: str
    notebook: Path
    formats: tuple[str, ...]
    briefs: tuple[Mapping[str, Any], ...]
    on_request: bool = False


def load_catalogue(project: Project) -> dict[str, Report]:
    """Return the reports of a project by name.

    Raises:
        CallerError: The file is missing, is no YAML, or has a key or format that is not known.
    """
    import yaml

    try:
        content = yaml.safe_load(project.catalogue.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CallerError("the catalogue of reports is missing", where=str(project.catalogue)) from None
    except yaml.YAMLError as error:
        raise CallerError(f"the catalogue is not readable as YAML: {error}", where=str(project.catalogue)) from None
    reports = content.get("reports") if isinstance(content, dict) else None
    if not isinstance(reports, dict):
        raise CallerError("the catalogue has no mapping `reports`", where=str(project.catalogue))
    return {name: _report(project, name, entry) for name, entry in reports.items()}


def _report(project: Project, name: str, entry: Any) -> Report:
    where = f"{project.catalogue}, report {name}"
    if not isinstance(entry, dict) or "notebook" not in entry:
        raise CallerError("a report needs a notebook", where=where)
    for key in entry.keys() - _KEYS:
        raise CallerError(f"{key!r} is no key of a report", where=where, to_do=f"it has: {', '.join(sorted(_KEYS))}")
    formats = tuple(entry.get("formats", FORMATS))
    for one in formats:
        if one not in FORMATS:
            raise CallerError(f"{one!r} is no format", where=where, to_do=f"choose from: {', '.join(FORMATS)}")
    notebook = (project.notebooks / str(entry["notebook"])).resolve()
    if not notebook.is_relative_to(project.notebooks.resolve()):
        raise CallerError(f"the notebook {entry['notebook']} lies outside {project.notebooks.name}/", where=where)
    briefs = tuple(brief for one in entry.get("briefs", ()) for brief in _expand(one))
    on_request = entry.get("on_request", False)
    if not isinstance(on_request, bool):
        raise CallerError(f"on_request is {on_request!r}", where=where, to_do="write true or false")
    return Report(name, notebook, formats, briefs, on_request)


def _expand(parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    choices = [value if isinstance(value, list) else [value] for value in parameters.values()]
    for values in itertools.product(*choices):
        yield dict(zip(parameters, values, strict=True))


def find_reports(catalogue: Mapping[str, Report], names: Sequence[str]) -> list[Report]:
    """Return the reports named; if none is, all but those that are built only when they are named.

    Raises:
        CallerError: The catalogue has no such report.
    """
    for name in names:
        if name not in catalogue:
            advice = did_you_mean(name, catalogue, otherwise=f"it has: {', '.join(catalogue)}")
            raise CallerError(f"the catalogue has no report {name!r}", to_do=advice)
    return [catalogue[name] for name in names] or [report for report in catalogue.values() if not report.on_request]
