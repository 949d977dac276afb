"""The exporter `brief-pdf`: a notebook as a tagged PDF, checked against PDF/A-2a and PDF/UA-1 by Typst itself."""

from __future__ import annotations

import re
import tempfile
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters.exporter import Exporter
from traitlets import Bool, default

from analysis.errors import RunError
from analysis.fonts import font_folder, replace_missing
from analysis.reporting.exporters.blocks import read_blocks
from analysis.reporting.exporters.document import Document, read_document
from analysis.reporting.exporters.pandoc import Typesetting
from analysis.text.markup import typst_string
from analysis.text.mime import TYPST_MIME

if TYPE_CHECKING:
    from typst import PDFStandard

STANDARDS: tuple[PDFStandard, ...] = ("a-2a", "ua-1")
# Typst keeps what it found out in its last ten compilations, of a rich brief 40 MB each. So many empty documents after
# each of ours leave the last two, which is enough for what all have in common.
_FORGET = 4
_PRIORITY = (
    TYPST_MIME,
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/html",
    "text/plain",
)


class BriefPDFExporter(Exporter):
    """Exports a notebook as a PDF: tagged, archivable, with its fonts, the same bytes for the same notebook."""

    export_from_notebook = "Brief (PDF)"
    output_mimetype = "application/pdf"
    optimistic_validation = Bool(True).tag(config=True)
    exclude_input = Bool(True, help="Whether to leave the code out.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF of a notebook.

        Raises:
            RunError: The notebook's own Typst does not compile, or its statement of itself is wrong.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        metadata = resources.get("metadata", {})
        document = read_document(nb, str(metadata.get("name", "")))
        folder = Path(metadata["path"]) if metadata.get("path") else None
        typesetting = Typesetting(folder, document.words["image"])
        body = typesetting.typeset(read_blocks(nb, _PRIORITY, code=not self.exclude_input))
        source = "\n".join((_template(), *typesetting.definitions, _head(document), body))
        pdf, warnings = compile_pdf(replace_missing(source), typesetting.files, document.timestamp)
        for warning in warnings:
            self.log.warning("Typst: %s", warning)
        return pdf, resources


def compile_pdf(source: str, files: dict[str, bytes], timestamp: datetime) -> tuple[bytes, list[str]]:
    """Compile Typst to PDF; the compiler sees `files` and our fonts, and no other file.

    Returns:
        The PDF and what Typst warns of.

    Raises:
        RunError: It does not compile, does not keep to `STANDARDS`, or asks for a font that is not there.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="ketnap-pdf-") as root:
        for name, data in files.items():
            (Path(root) / name).write_bytes(data)
        compiler = typst.Compiler(root=root, font_paths=_load_fonts(font_folder()), ignore_system_fonts=True)
        try:
            pdf, found = compiler.compile_with_warnings(
                source.encode("utf-8"), format="pdf", pdf_standards=list(STANDARDS), timestamp=timestamp
            )
        except typst.TypstError as error:
            raise RunError(
                f"the PDF could not be made: {error.message}",
                where=_excerpt(error.diagnostic),
                to_do="; ".join(error.hints) or "mend the Typst markup of the named output",
            ) from error
        finally:
            for _ in range(_FORGET):
                _empty_document().compile(b"", format="svg")
    warnings = [str(warning.message) for warning in found]
    if unknown := [warning for warning in warnings if "unknown font family" in warning]:
        raise RunError(f"the PDF could not be made: {'; '.join(unknown)}", to_do="use the fonts that brief.typ names")
    assert isinstance(pdf, bytes)  # one document, not one image a page
    return pdf, warnings


def _head(document: Document) -> str:
    """Return the Typst that applies the template to what follows."""
    before, rest = document.words["page"].split("{page}")
    between, after = rest.split("{pages}")
    lang, _, region = document.lang.partition("-")
    region = region or (document.words["region"] if lang == "vi" else "")
    day = document.timestamp  # PDF/A demands a date
    settings = {
        "title": typst_string(document.title),
        "short-title": typst_string(document.short_title),
        "description": typst_string(document.description) if document.description else "none",
        "lang": typst_string(lang),
        "region": typst_string(region) if region else "none",
        "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})",
        "edition-label": typst_string(document.edition_label),
        "page-words": f"({', '.join(map(typst_string, (before, between, after)))})",
    }
    return f"#show: brief.with({', '.join(f'{name}: {value}' for name, value in settings.items())})\n"


def _excerpt(diagnostic: str) -> str:
    """The first lines of a diagnostic, shortened: a line of it may hold a whole chart."""
    text = re.sub(r"┌─ \S*__typst_py_bytes__\.typ:", "line ", diagnostic)
    lines = [line[:160].strip() for line in text.splitlines()[1:9] if line.strip(" │")]
    return "\n         ".join(lines)


@lru_cache(maxsize=4)
def _template() -> str:
    from analysis.paths import find_project

    return (find_project().templates / "brief.typ").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _empty_document() -> Any:
    import typst

    return typst.Compiler(b"", font_paths=_load_fonts(font_folder()), ignore_system_fonts=True)


@lru_cache(maxsize=4)
def _load_fonts(folder: Path) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
