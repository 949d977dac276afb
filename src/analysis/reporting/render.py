"""One brief from its notebook to the bytes of its files: what a worker does, here or on another machine."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.errors import KetnapError, RunError
from analysis.paths import find_project
from analysis.reporting.convert import RENDERERS, find_charts, find_record
from analysis.reporting.execute import NotebookError, execute_notebook
from analysis.reporting.manifest import make_manifest

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.reporting.kernels.runner import Kernels

# The executed notebook among the files of a brief.
EXECUTED = "output.ipynb"


@dataclass(frozen=True)
class Job:
    """A brief to render, in terms that hold on any machine with the same project.

    Attributes:
        report: Name of the report.
        notebook: Path of its notebook below the folder of notebooks.
        parameters: The values with which it runs, complete and checked.
        formats: Formats to render.
        time_limit: Seconds that the notebook may take.
        memory: Bytes of private memory that its kernel may take; 0 is no limit.
    """

    report: str
    notebook: str
    parameters: Mapping[str, Any]
    formats: tuple[str, ...]
    time_limit: float
    memory: int


@dataclass(frozen=True)
class Rendered:
    """What became of a job.

    Attributes:
        files: Content by path below the brief's folder; the same inputs give the same bytes. None without an error is
            missing. Of a failed job: the notebook as far as it ran, if it began.
        record: What the brief says of itself (`convert.find_record`).
        durations: Seconds by step.
        error: Why it failed; None if it did not.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    durations: Mapping[str, float] = field(default_factory=dict)
    error: KetnapError | None = None


def render_brief(job: Job, kernels: Kernels) -> Rendered:
    """Run the notebook of a job and render it. Whatever goes wrong is in what is returned."""
    durations: dict[str, float] = {}
    kernels.memory = job.memory
    try:
        return _render(job, kernels, durations)
    except NotebookError as error:
        kept = {EXECUTED: _as_bytes(error.notebook)} if error.notebook else {}
        error.notebook = None
        return Rendered(kept, durations=durations, error=error)
    except KetnapError as error:
        return Rendered(durations=durations, error=error)
    except Exception as error:
        # A fault of ours in one brief must not cost the others.
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = RunError(
            f"{type(error).__name__}: {error}", where=f"{place.filename}:{place.lineno}", to_do="report this fault"
        )
        return Rendered(durations=durations, error=told)


def _render(job: Job, kernels: Kernels, durations: dict[str, float]) -> Rendered:
    path = find_project().notebooks / job.notebook
    written = kernels.folder / f"{os.getpid()}-{EXECUTED}"
    with _timed(durations, "run"):
        try:
            notebook = execute_notebook(path, job.parameters, kernels, output=written, time_limit=job.time_limit)
            files = {EXECUTED: _ended(written.read_bytes())}
        finally:
            written.unlink(missing_ok=True)
    files |= {f"figures/{name}.svg": svg for name, svg in find_charts(notebook).items()}
    for one in job.formats:
        with _timed(durations, one):
            files[f"brief.{one}"] = RENDERERS[one](notebook)
    record = find_record(notebook)
    files["manifest.json"] = make_manifest(job.report, job.parameters, record, files)
    return Rendered(files, record, durations)


@contextmanager
def _timed(durations: dict[str, float], step: str) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        durations[step] = time.perf_counter() - started


def _as_bytes(notebook: NotebookNode) -> bytes:
    import nbformat

    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return _ended(text.encode("utf-8"))


def _ended(text: bytes) -> bytes:
    """Return a text file's content with one line end at its end."""
    return text.rstrip(b"\n") + b"\n"
