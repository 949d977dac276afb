"""The exporter `brief-html`: a notebook as one HTML file, without a script and without a request to anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import Bool, default

from analysis.fonts import web_fonts
from analysis.reporting.exporters.blocks import Block, read_blocks
from analysis.reporting.exporters.document import Document, read_document
from analysis.reporting.exporters.pictures import decode_picture
from analysis.reporting.exporters.prose import Prose, render_formula
from analysis.reporting.exporters.sanitise import clean_html, wrap_tables
from analysis.reporting.exporters.svg import inline_svg
from analysis.text.markup import escape_html

_PRIORITY = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/plain",
)
# A document of so many sections has a list of them.
_MANY_SECTIONS = 5
_SECTION = re.compile(r'<h2\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_EDITION = re.compile(r'<div class="output"><p class="edition">.*?</div>', re.DOTALL)


class BriefHTMLExporter(HTMLExporter):
    """Exports a notebook as one HTML file for phones, desks, paper and the dark; same notebook, same bytes."""

    export_from_notebook = "Brief (HTML)"
    optimistic_validation = Bool(True).tag(config=True)
    exclude_input = Bool(True, help="Whether to leave the code out.").tag(config=True)

    @default("template_name")
    def _template_name_default(self) -> str:
        return "brief"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        from analysis.paths import find_project

        return [str(find_project().templates)]

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the HTML of a notebook.

        Raises:
            RunError: The notebook's statement of itself is wrong.
        """
        # Past HTMLExporter: what it adds (widgets, scripts, a second parse of the whole page) is not wanted here.
        nb, resources = super(TemplateExporter, self).from_notebook_node(nb, resources, **kw)
        metadata = resources.get("metadata", {})
        document = read_document(nb, str(metadata.get("name", "")))
        folder = Path(metadata["path"]) if metadata.get("path") else None
        blocks = tuple(read_blocks(nb, _PRIORITY, code=not self.exclude_input))
        resources["page"] = Page(document, blocks, folder)
        return self.template.render(nb=nb, resources=resources), resources


class Page:
    """What the template sets. Its methods return markup that is safe as it stands."""

    def __init__(self, document: Document, blocks: tuple[Block, ...], folder: Path | None) -> None:
        self.document = document
        self.blocks = blocks
        self._folder = folder
        self._prose = Prose(document, folder)

    @property
    def words(self) -> Mapping[str, str]:
        """The words that the page adds to the notebook's."""
        return self.document.words

    def prose(self, block: Block) -> Markup:
        """Markdown as HTML."""
        return self._finish(self._prose.render(block.content, block.attachments))

    def made(self, block: Block) -> Markup:
        """HTML that a cell put out."""
        return self._finish(block.content)

    def line(self, markdown: str) -> Markup:
        """One line of Markdown, such as the title of a chart, or the note below it."""
        return self._finish(self._prose.render_line(markdown))

    def formula(self, block: Block) -> Markup:
        """A formula that a cell put out."""
        return Markup(render_formula(block.content, display=True))  # noqa: S704 - MathML, or escaped

    def chart(self, block: Block) -> Markup:
        """A chart as an SVG element of the page."""
        return self._clean(inline_svg(block))

    def picture(self, block: Block) -> Markup:
        """Any other picture; SVG too, so that nothing in it can act."""
        picture = decode_picture(block.content, block.mime)
        if picture is None:
            return Markup("")
        alt = escape_html(block.alt or self.words["image"])
        return Markup(f'<figure class="picture"><img src="{picture.uri}" alt="{alt}"></figure>')  # noqa: S704 - escaped

    def contents(self, body: str) -> Markup:
        """The body with a list of its sections below the line on the edition, if it has enough of them."""
        sections = _SECTION.findall(body)
        if len(sections) < _MANY_SECTIONS:
            return Markup(body)  # noqa: S704 - the body as it was
        links = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in sections)
        nav = f'<nav class="contents" aria-label="{escape_html(self.words["contents"])}"><ul>{links}</ul></nav>'
        return Markup(_EDITION.sub(lambda found: found[0] + nav, body, count=1))  # noqa: S704 - made of the body

    def fonts(self, body: str) -> Markup:
        """The fonts that the body needs."""
        return Markup(web_fonts(body + self.document.title + self.document.edition_label))  # noqa: S704 - rules of ours

    def _finish(self, html: str) -> Markup:
        return Markup(wrap_tables(self._clean(html), self.words["table"]))  # noqa: S704 - just cleaned

    def _clean(self, html: str) -> Markup:
        return Markup(clean_html(html, self._folder, self.words["image"]))  # noqa: S704 - just cleaned
