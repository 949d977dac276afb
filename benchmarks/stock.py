"""Builds briefs in one process with papermill or ploomber-engine, and renders them as the project does.

A process of its own: `stock.py papermill|ploomber BRIEFS OUT`. It prints the seconds of each brief as JSON, and those
of the first one once more, when all is warm.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from work import NOTEBOOK, Brief

from analysis.paths import find_project
from analysis.reporting.convert import RENDERERS

Execute = Callable[[str, str, dict[str, Any], str], Any]


def _papermill(notebook: str, executed: str, parameters: dict[str, Any], folder: str) -> Any:
    """Run a notebook in a kernel that is started the usual way."""
    import papermill

    return papermill.execute_notebook(
        notebook, executed, parameters=parameters, kernel_name="python3", cwd=folder, progress_bar=False
    )


def _ploomber(notebook: str, executed: str, parameters: dict[str, Any], folder: str) -> Any:
    """Run a notebook in this process."""
    from ploomber_engine import execute_notebook

    return execute_notebook(notebook, executed, parameters=parameters, cwd=folder, progress_bar=False)


def _build(execute: Execute, brief: Brief, folder: Path) -> float:
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    notebook = find_project().notebooks / NOTEBOOK
    executed = execute(str(notebook), str(folder / "output.ipynb"), brief.parameters, str(folder))
    for name, render in RENDERERS.items():
        (folder / f"brief.{name}").write_bytes(render(executed))
    return time.perf_counter() - started


def main() -> None:
    """Build what the command line names."""
    side, given, out = sys.argv[1:]
    execute = {"papermill": _papermill, "ploomber": _ploomber}[side]
    briefs = [Brief(**one) for one in json.loads(Path(given).read_text(encoding="utf-8"))]
    seconds = [_build(execute, brief, Path(out) / brief.name) for brief in briefs]
    again = _build(execute, briefs[0], Path(out) / briefs[0].name)
    print(json.dumps({"seconds": seconds, "again": again}))


if __name__ == "__main__":
    main()
