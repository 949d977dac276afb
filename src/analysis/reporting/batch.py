"""From parameters to published briefs: checked all at once, then built one after the other."""

from __future__ import annotations

import functools
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import CallerError, KetnapError
from analysis.reporting.catalogue import Report
from analysis.reporting.convert import RENDERERS, find_charts, find_record
from analysis.reporting.execute import execute_notebook
from analysis.reporting.manifest import make_manifest
from analysis.reporting.parameters import fill_in, fit_parameters, read_parameters
from analysis.reporting.publish import keep_failed, publish, working_folder

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


@dataclass(frozen=True)
class Outcome:
    """What became of one brief: the files of the reader, or the error."""

    order: Order
    files: tuple[Path, ...]
    error: KetnapError | None


def plan_orders(
    wanted: Iterable[tuple[Report, Mapping[str, Any]]], output: Path, formats: Sequence[str] = ()
) -> list[Order]:
    """Return the briefs to build, every parameter checked before the first one runs.

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
    orders = []
    for report, entry in wanted:
        dataset = load(parse_edition(str(entry.get("as_of") or "")))
        for given in fill_in(entry, dataset):
            parameters = fit_parameters(declared(report.notebook), given, dataset)
            folder = output / report.name / _folder_name(parameters)
            if not folder.resolve().is_relative_to(output.resolve()):
                raise CallerError(f"the parameters lead out of the output folder: {parameters}", where=str(output))
            orders.append(Order(report, parameters, tuple(formats) or report.formats, folder))
    return orders


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


def build_briefs(orders: Sequence[Order], on_step: Callable[[Order, str], None] = lambda *_: None) -> list[Outcome]:
    """Build briefs one after the other; one that fails does not stop the others.

    Args:
        orders: The briefs.
        on_step: Called before each step with the order and the step's name.

    Raises:
        CallerError: The output folder can't be written to.
    """
    return [_build(order, functools.partial(on_step, order)) for order in orders]


def _build(order: Order, on_step: Callable[[str], None]) -> Outcome:
    with working_folder(order.folder.parent) as work:
        executed = work / "output.ipynb"
        try:
            files = _render(order, executed, on_step)
            on_step("publish")
            publish(files, order.folder, work)
        except KetnapError as error:
            kept = keep_failed(executed, order.folder)
            if kept.is_file():
                error.where = f"{error.where}; kept as {kept}"
            return Outcome(order, (), error)
    return Outcome(order, tuple(order.folder / f"brief.{one}" for one in order.formats), None)


def _render(order: Order, executed: Path, on_step: Callable[[str], None]) -> dict[str, bytes]:
    durations = {}
    started = time.perf_counter()
    on_step("run")
    notebook = execute_notebook(order.report.notebook, executed, order.parameters)
    durations["run"] = time.perf_counter() - started
    files = {"output.ipynb": executed.read_bytes()}
    files |= {f"figures/{name}.svg": svg for name, svg in find_charts(notebook).items()}
    for one in order.formats:
        started = time.perf_counter()
        on_step(one)
        files[f"brief.{one}"] = RENDERERS[one](notebook)
        durations[one] = time.perf_counter() - started
    record = find_record(notebook)
    files["manifest.json"] = make_manifest(order.report.name, order.parameters, record, durations, files)
    return files
