"""What a cell of a brief shows: prose, remarks, tables, charts, lists. JupyterLab and the exporters render them.

Each block gives its own MIME bundle: Markdown for prose; HTML and Typst for everything built; SVG for charts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.figures.inline import Inline
from analysis.text.markup import escape_html, escape_typst, typst_string
from analysis.text.mime import BRIEF_MIME, TYPST_MIME

Bundle = dict[str, Any]


class Shown(tuple[Any, ...]):
    """Blocks that one cell shows, one below the other."""

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(*self)  # type: ignore[no-untyped-call]


def show(*blocks: Any) -> Shown:
    """Return the blocks of a section for its cell to show; None is no block, and `Shown` is each of its own."""
    several = (block if isinstance(block, Shown) else (block,) for block in blocks)
    return Shown(block for group in several for block in group if block is not None)


@dataclass(frozen=True)
class Prose:
    """Paragraphs of text, or headings, or the items of a list.

    Attributes:
        paragraphs: Lines of text.
        level: 0 for plain paragraphs, 1 or 2 for headings.
        bullets: Whether the paragraphs are the items of a list.
    """

    paragraphs: tuple[Inline, ...]
    level: int = 0
    bullets: bool = False

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        prefix = "#" * self.level + " " if self.level else "- " if self.bullets else ""
        separator = "\n" if self.bullets else "\n\n"
        return {
            "text/markdown": separator.join(prefix + line.markdown() for line in self.paragraphs),
            "text/plain": "\n".join(prefix + str(line) for line in self.paragraphs),
        }


@dataclass(frozen=True)
class Remark:
    """One muted line, such as the one that says that nothing is known."""

    line: Inline

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {
            "text/html": f'<p class="remark">{self.line.html()}</p>',
            TYPST_MIME: f"#remark[{self.line.typst()}]",
            "text/plain": str(self.line),
        }


@dataclass(frozen=True)
class Edition:
    """The line below the title that tells which edition this is."""

    line: Inline

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {
            "text/html": f'<p class="edition">{self.line.html()}</p>',
            TYPST_MIME: f"#edition[{self.line.typst()}]",
            "text/plain": str(self.line),
        }


@dataclass(frozen=True)
class KeyFigure:
    """One of the few numbers that matter most: what it is, the number, and a line on its period or what is unknown."""

    label: Inline
    value: Inline
    note: Inline


@dataclass(frozen=True)
class KeyFigures:
    """The key figures, side by side."""

    figures: tuple[KeyFigure, ...]

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        html = "".join(
            f'<div><dt>{one.label.html()}</dt><dd>{one.value.html()}</dd><dd class="note">{one.note.html()}</dd></div>'
            for one in self.figures
        )
        typst = "".join(
            f"(label: [{one.label.typst()}], value: [{one.value.typst()}], note: [{one.note.typst()}]),"
            for one in self.figures
        )
        return {
            "text/html": f'<dl class="key-figures">{html}</dl>',
            TYPST_MIME: f"#key-figures(({typst}))",
            "text/plain": "\n".join(f"{one.label}: {one.value} ({one.note})" for one in self.figures),
        }


@dataclass(frozen=True)
class Chart:
    """A chart as SVG with its text as text.

    Attributes:
        name: Slug; the name of its file and its id in HTML.
        svg: The drawing.
        alt: What it shows, in words, for those who do not see it.
        caption: What it shows: the numbered title.
        subtitle: Unit and period, below the title.
        note: What the reader must know, and the marks of the sources; below the drawing.
        palette: Role of each colour used, for other grounds than white.

    Raises:
        ValueError: The words for those who do not see it are missing.
    """

    name: str
    svg: str
    alt: str
    caption: Inline
    subtitle: Inline = field(default_factory=Inline)
    note: Inline = field(default_factory=Inline)
    palette: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError(f"the chart {self.name!r} has no words for those who do not see it (alt)")

    def _repr_mimebundle_(self, **_: Any) -> tuple[Bundle, Bundle]:
        metadata = {
            "name": self.name,
            "alt": self.alt,
            "caption": self.caption.markdown(),
            "subtitle": self.subtitle.markdown(),
            "note": self.note.markdown(),
            "palette": dict(self.palette),
        }
        return {"image/svg+xml": self.svg, "text/plain": self.alt}, {"image/svg+xml": metadata}


@dataclass(frozen=True)
class FindingLine:
    """One finding of the audit, as a sentence; `agrees` says whether the figures do."""

    agrees: bool
    line: Inline


@dataclass(frozen=True)
class Findings:
    """Findings of the audit: disagreements stand out, checks that hold stand below."""

    lines: tuple[FindingLine, ...]

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        kinds = ["ok" if one.agrees else "warning" for one in self.lines]
        pairs = list(zip(kinds, self.lines, strict=True))
        return {
            "text/html": "".join(f'<p class="finding {kind}">{one.line.html()}</p>' for kind, one in pairs),
            TYPST_MIME: "\n".join(f'#finding(kind: "{kind}")[{one.line.typst()}]' for kind, one in pairs),
            "text/plain": "\n".join(f"{kind}: {one.line}" for kind, one in pairs),
        }


@dataclass(frozen=True)
class SourceEntry:
    """One entry of the source list: its number, a line on it, and its address if that is known."""

    number: int
    line: Inline
    url: str


@dataclass(frozen=True)
class SourceList:
    """The numbered sources; the marks of all figures link here.

    Attributes:
        entries: The sources.
        record: What the page says of itself, with every number shown.
        without: The line that stands in the place of the list where there is no source.
        legend: What the marks mean, before the list.
    """

    entries: tuple[SourceEntry, ...]
    record: Mapping[str, Any]
    without: Inline = field(default_factory=Inline)
    legend: Inline = field(default_factory=Inline)

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        if not self.entries:
            return {**Remark(self.without)._repr_mimebundle_(), BRIEF_MIME: dict(self.record)}
        html = "".join(
            f'<li id="source-{one.number}" value="{one.number}">{one.line.html()}{self._html_link(one.url)}</li>'
            for one in self.entries
        )
        typst = "".join(
            f"(number: {one.number}, body: [{one.line.typst()}{self._typst_link(one.url)}])," for one in self.entries
        )
        legend = f'<p class="remark">{self.legend.html()}</p>' if self.legend else ""
        return {
            "text/html": f'{legend}<ol class="sources">{html}</ol>',
            TYPST_MIME: f"#source-list(({typst}), legend: {f'[{self.legend.typst()}]' if self.legend else 'none'})",
            "text/plain": "\n".join(f"{one.number}. {one.line} {one.url}" for one in self.entries),
            BRIEF_MIME: dict(self.record),
        }

    @staticmethod
    def _html_link(url: str) -> str:
        return f' <a href="{escape_html(url)}" rel="noreferrer">{escape_html(url)}</a>' if url else ""

    @staticmethod
    def _typst_link(url: str) -> str:
        return f" #link({typst_string(url)})[{escape_typst(url)}]" if url else ""
