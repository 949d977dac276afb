"""Renders an executed notebook: HTML, PDF, its charts as SVG files, and the record of its numbers."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.paths import find_project
from analysis.text.mime import BRIEF_MIME

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.reporting.exporters.html import BriefHTMLExporter


def render_html(notebook: NotebookNode) -> bytes:
    """Return the notebook as one HTML file."""
    text, _ = _html_exporter(find_project().templates).from_notebook_node(notebook)
    return str(text).encode("utf-8")


@functools.lru_cache(maxsize=2)
def _html_exporter(templates: Path) -> BriefHTMLExporter:
    """Return an exporter that has its template at hand: to read that takes as long as to fill it."""
    from analysis.reporting.exporters.html import BriefHTMLExporter

    return BriefHTMLExporter(extra_template_basedirs=[str(templates)])  # type: ignore[no-untyped-call]


def render_pdf(notebook: NotebookNode) -> bytes:
    """Return the notebook as PDF/A-2a and PDF/UA-1.

    Raises:
        RunError: Typst found a fault in the document.
    """
    from analysis.reporting.exporters.pdf import BriefPDFExporter

    content, _ = BriefPDFExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    return bytes(content)


RENDERERS = {"html": render_html, "pdf": render_pdf}


def find_charts(notebook: NotebookNode) -> dict[str, bytes]:
    """Return the charts of a brief by name, as SVG."""
    charts = {}
    for output in _outputs(notebook):
        svg = output.get("data", {}).get("image/svg+xml")
        name = output.get("metadata", {}).get("image/svg+xml", {}).get("name")
        if svg and name:
            charts[str(name)] = str(svg).encode("utf-8")
    return charts


def find_record(notebook: NotebookNode) -> dict[str, Any]:
    """Return what the brief says of itself: title, language, edition, sources and every number shown; or nothing."""
    for output in _outputs(notebook):
        record = output.get("data", {}).get(BRIEF_MIME)
        if record:
            return dict(record)
    return {}


def _outputs(notebook: NotebookNode) -> Iterator[Any]:
    for cell in notebook.cells:
        yield from cell.get("outputs", [])
