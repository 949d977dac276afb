"""Builds briefs with nothing of Jupyter: the limit of what a build of them could reach on one core.

The code of the notebook runs in this process, which is warm: all is imported, the data are read, caches are filled.
What its cells show goes into a notebook node, which is rendered and published as a build does it. A process of its
own: `limit.py BRIEFS OUT PASSES`. It prints the seconds of each brief of each pass as JSON.
"""

from __future__ import annotations

import ast
import gc
import json
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from work import NOTEBOOK, Brief

from analysis.figures.blocks import show
from analysis.paths import find_project
from analysis.reporting.convert import RENDERERS, find_charts, find_record
from analysis.reporting.manifest import make_manifest
from analysis.reporting.publish import Publisher
from analysis.reporting.render import EXECUTED

_REPORT = "work-1"


class Notebook:
    """A notebook whose code is compiled once."""

    def __init__(self, path: Path) -> None:
        self._node = nbformat.read(path, as_version=4)
        self._code = [_compiled(cell.source) if cell.cell_type == "code" else () for cell in self._node.cells]

    def run(self, parameters: dict[str, Any]) -> NotebookNode:
        """Return the notebook with what its cells show."""
        names: dict[str, Any] = {}
        node = NotebookNode(self._node)
        node.cells = [NotebookNode(cell) for cell in self._node.cells]
        for cell, parts in zip(node.cells, self._code, strict=True):
            shown = None
            for part in parts:
                shown = eval(part, names)
            if shown is not None:
                cell.outputs = [_output(block) for block in show(shown)]
            if "parameters" in cell.metadata.get("tags", ()):
                names |= parameters
        return node


def _compiled(source: str) -> tuple[CodeType, ...]:
    """Return the code of a cell: its statements, and the expression that it ends in."""
    *before, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        return (compile(ast.Module([*before, last], []), "cell", "exec"),)
    return (
        compile(ast.Module(before, []), "cell", "exec"),
        compile(ast.Expression(last.value), "cell", "eval"),
    )


def _output(block: Any) -> NotebookNode:
    bundle = block._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return new_output("display_data", data=data, metadata=metadata)


def _build(notebook: Notebook, brief: Brief, publisher: Publisher, folder: Path) -> float:
    started = time.perf_counter()
    node = notebook.run(brief.parameters)
    files = {EXECUTED: nbformat.writes(node).encode()}
    files |= {f"figures/{name}.svg": svg for name, svg in find_charts(node).items()}
    files |= {f"brief.{name}": render(node) for name, render in RENDERERS.items()}
    files["manifest.json"] = make_manifest(_REPORT, brief.parameters, find_record(node), files)
    publisher.publish(files, folder)
    return time.perf_counter() - started


def _passes(briefs: list[Brief], out: Path, count: int) -> Iterator[list[float]]:
    notebook = Notebook(find_project().notebooks / NOTEBOOK)
    for chosen in (briefs[:1], *[briefs] * count):  # the first one is to warm up
        shutil.rmtree(out, ignore_errors=True)
        publisher = Publisher(out)
        yield [_build(notebook, brief, publisher, out / brief.name) for brief in chosen]
        publisher.close()
        gc.collect()
        gc.freeze()  # as the process does that ketnap forks from


def main() -> None:
    """Build what the command line names."""
    given, out, count = sys.argv[1:]
    briefs = [Brief(**one) for one in json.loads(Path(given).read_text(encoding="utf-8"))]
    _, *passes = _passes(briefs, Path(out), int(count))
    print(json.dumps({"passes": passes}))


if __name__ == "__main__":
    main()
