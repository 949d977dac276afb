"""Markdown becomes HTML: nbconvert's own renderer, with formulas as MathML and pictures inside the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from analysis.reporting.exporters.document import Document
from analysis.reporting.exporters.pictures import find_picture
from analysis.text.markup import escape_html

_SAFE_LINK = re.compile(r"(?!\s*(?:javascript|vbscript|data|file):)", re.IGNORECASE)


class ProseRenderer(IPythonRenderer):
    """Renders the Markdown of one document; it knows the anchors given so far."""

    def __init__(self, document: Document, folder: Path | None) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.document = document
        self.folder = folder
        self.anchors: set[str] = set()

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        """A heading with the anchor that Jupyter gives it: its text, hyphens for blanks; a second one gets a number."""
        name = re.sub(r"\s+", "-", re.sub(r"<[^>]+>", "", text).strip())
        anchor, count = name, 1
        while anchor in self.anchors:
            count += 1
            anchor = f"{name}-{count}"
        if not name:
            return ""
        self.anchors.add(anchor)
        return f'<h{level} id="{anchor.replace(chr(34), "&quot;")}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link; the mark of a source says so to who cannot see that it is small and raised."""
        if not _SAFE_LINK.match(url):
            return text
        label = ""
        if url.startswith("#source-"):
            label = f' aria-label="{escape_html(self.document.words["source"])} {escape_html(url[8:])}"'
        hint = f' title="{escape_html(title)}"' if title else ""
        return f'<a href="{escape_html(url)}"{label}{hint}>{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture as a data URI; its text where it is not at hand, for nothing is ever fetched."""
        picture = find_picture(url, self.attachments, self.folder)
        if picture is None:
            return f'<span class="absent">{escape_html(text)}</span>' if text else ""
        hint = f' title="{escape_html(title)}"' if title else ""
        return f'<img src="{picture.uri}" alt="{escape_html(text or self.document.words["image"])}"{hint}>'

    def block_code(self, code: str, info: str | None = None) -> str:
        """A block of code, without colours."""
        language = re.sub(r"[^\w+#-]", "", info.split()[0]) if info and info.split() else ""
        named = f' class="language-{language}"' if language else ""
        label = escape_html(self.document.words["code"])
        return f'<pre tabindex="0" role="region" aria-label="{label}"><code{named}>{escape_html(code)}</code></pre>\n'

    def block_math(self, body: str) -> str:
        """A formula on its own line."""
        return f'<div class="formula">{render_formula(body, display=True)}</div>'

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return render_formula(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        """A formula given as a LaTeX environment."""
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


class Prose:
    """Renders Markdown, cell after cell of one document."""

    def __init__(self, document: Document, folder: Path | None) -> None:
        self._renderer = ProseRenderer(document, folder)
        self._markdown = MarkdownWithMath(renderer=self._renderer)

    def render(self, markdown: str, attachments: Mapping[str, Any] | None = None) -> str:
        """Return the HTML of one cell."""
        self._renderer.attachments = dict(attachments or {})
        return str(self._markdown.render(markdown))

    def render_line(self, markdown: str) -> str:
        """Return the HTML of a caption: of its one paragraph without the tags around it."""
        html = self.render(markdown).strip()
        return html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else html


@lru_cache(maxsize=1024)
def render_formula(tex: str, *, display: bool) -> str:
    """Return a formula as MathML, or as its TeX where that is not understood."""
    from latex2mathml.converter import convert

    try:
        return str(convert(tex.strip(), display="block" if display else "inline"))
    except Exception:  # latex2mathml raises a dozen unrelated types, IndexError among them
        return f"<code>{escape_html(tex.strip())}</code>"
