"""From parameters to orders: which briefs shall be built, every parameter checked before the first one runs."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import CallerError
from analysis.reporting.catalogue import Report
from analysis.reporting.parameters import fill_in, fit_parameters, read_parameters

# Letters of a folder's name; file systems take 255 bytes.
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Order:
    """One brief that shall be built.

    Attributes:
        report: The report.
        parameters: The values with which its notebook runs, complete and checked.
        formats: Formats to render.
        folder: Where it shall stand.
    """

    report: Report
    parameters: Mapping[str, Any]
    formats: tuple[str, ...]
    folder: Path

    @property
    def name(self) -> str:
        """The report and the brief's folder: "province-brief/dak-lak-2023-vi"."""
        return f"{self.report.name}/{self.folder.name}"


def plan_orders(
    wanted: Iterable[tuple[Report, Mapping[str, Any]]], output: Path, formats: Sequence[str] = ()
) -> list[Order]:
    """Return the briefs to build, each once, every parameter checked before the first one runs.

    Args:
        wanted: Report and parameters of each brief.
        output: The output folder.
        formats: Formats to render; none means those of the report.

    Raises:
        CallerError: A parameter does not fit.
        DataError: The data have faults.
    """
    from analysis.dataset.load import load_dataset, parse_edition

    load = functools.cache(load_dataset)
    declared = functools.cache(read_parameters)
    inside = output.resolve()
    orders: dict[Path, Order] = {}
    for report, entry in wanted:
        dataset = load(parse_edition(str(entry.get("as_of") or "")))
        for given in fill_in(entry, dataset):
            parameters = fit_parameters(declared(report.notebook), given, dataset)
            folder = output / report.name / _folder_name(parameters)
            if not folder.resolve().is_relative_to(inside):
                raise CallerError(f"the parameters lead out of the output folder: {parameters}", where=str(output))
            orders[folder] = Order(report, parameters, tuple(formats) or report.formats, folder)
    return list(orders.values())


def _folder_name(parameters: Mapping[str, Any]) -> str:
    """Return the name of a brief's folder: its parameters, and the edition where it is not the newest.

    Areas are codes of the code list by now; of anything else only letters and digits are kept, so that the name can't
    lead out of the output folder. A name that is too long for a file system ends in a hash of the rest.
    """
    parts = [_part(value) for name, value in parameters.items() if name != "as_of" and value != ""]
    edition = parameters.get("as_of")
    name = "-".join([*parts, *(["as-of", str(edition)] if edition else [])])
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:_LONGEST_NAME]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _part(value: Any) -> str:
    items = str(value).replace("/", ".").split(",")
    return "+".join(re.sub(r"[^\w.]+", "-", item.strip()) for item in items)
