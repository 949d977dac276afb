"""What a cell of a brief shows: prose, remarks, tables, charts, lists. JupyterLab and the exporters render them.

Each block gives its own MIME bundle: Markdown for prose; HTML and Typst for everything built; SVG for charts.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.figures.inline import Inline
from analysis.text.markup import escape_html, escape_typst, typst_string
from analysis.text.mime import BRIEF_MIME, TYPST_MIME

Bundle = dict[str, Any]
# Letters that a column of numbers leaves for its marks.
_MARKS = 7
# Letters from which on the head of a row needs room to wrap.
_LONG = 14


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
class Table:
    """A table with a caption; the first column heads its rows.

    Attributes:
        name: Slug; the table's id in HTML.
        caption: What the table shows, with unit and period.
        header: Heads of the columns.
        rows: Cells; what is not known has the sign of the unknown.
        numeric: Whether each column holds numbers, set to the right.
        notes: Lines below the table.
        decimal_sign: What stands before the decimals, so that the numbers of a column can stand below each other by it.
    """

    name: str
    caption: Inline
    header: Sequence[Inline]
    rows: Sequence[Sequence[Inline]]
    numeric: Sequence[bool]
    notes: Sequence[Inline] = ()
    decimal_sign: str = "."

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {"text/html": self._html(), TYPST_MIME: self._typst(), "text/plain": self._plain()}

    def _html(self) -> str:
        kinds = ["num" if numeric else "text" for numeric in self.numeric]
        head = "".join(
            f'<th scope="col" class="{kind}">{cell.html()}</th>' for kind, cell in zip(kinds, self.header, strict=True)
        )
        body = "".join(f"<tr>{self._html_row(row)}</tr>" for row in self.rows)
        notes = "".join(f'<p class="table-note">{note.html()}</p>' for note in self.notes)
        return (
            f'<table class="brief" id="table-{escape_html(self.name)}"><caption>{self.caption.html()}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"
        )

    def _html_row(self, row: Sequence[Inline]) -> str:
        first, *rest = row
        cells = "".join(
            f'<td class="num">{cell.html(numeric=True, pad=self._pad(place, cell))}</td>'
            if self.numeric[place]
            else f'<td class="text">{cell.html()}</td>'
            for place, cell in enumerate(rest, start=1)
        )
        long = ' class="long"' if len(str(first)) > _LONG else ""
        return f'<th scope="row"{long}>{first.html()}</th>{cells}'

    def _typst(self) -> str:
        columns = ", ".join(f"{width}fr" for width in self._widths())
        align = ", ".join("right" if numeric else "left" for numeric in self.numeric)
        header = "".join(f"[{cell.typst()}], " for cell in self.header)
        rows = "".join(f"({self._typst_row(row)}), " for row in self.rows)
        notes = " \\ ".join(note.typst() for note in self.notes)
        return (
            f"#brief-table(columns: ({columns}), align: ({align}), caption: [{self.caption.typst()}], "
            f"header: ({header}), rows: ({rows}), notes: [{notes}], name: {typst_string(f'table-{self.name}')})"
        )

    def _typst_row(self, row: Sequence[Inline]) -> str:
        return "".join(
            f"[{cell.typst(numeric=self.numeric[place], pad=self._pad(place, cell))}], "
            for place, cell in enumerate(row)
        )

    @functools.cached_property
    def _decimals(self) -> Sequence[int | None]:
        """The most decimals in each column, None in a column of percentages and other numbers together."""
        return [self._most_decimals([row[place] for row in self.rows]) for place in range(len(self.header))]

    @staticmethod
    def _most_decimals(cells: Sequence[Inline]) -> int | None:
        numbers = [cell for cell in cells if cell.decimals is not None]
        if len({str(cell).endswith("%") for cell in numbers}) > 1:
            return None
        return max((cell.decimals or 0 for cell in numbers), default=None)

    def _pad(self, place: int, cell: Inline) -> str:
        """Return what a number lacks behind the decimal sign against the longest one of its column."""
        most, own = self._decimals[place], cell.decimals
        if own is None or most is None or own == most:
            return ""
        return (self.decimal_sign if own == 0 else "") + "0" * (most - own)

    def _widths(self) -> list[int]:
        """Return the share of the page that each column gets, in letters: the longest number, or a line of text."""
        widths = []
        for place, numeric in enumerate(self.numeric):
            head = str(self.header[place])
            longest = max(len(str(row[place])) for row in self.rows)
            words = max(min(len(head), 10), *(len(word) for word in head.split()))
            widths.append(max(longest + _MARKS, words + 5) if numeric else max(min(longest, 30), words, 12))
        return widths

    def _plain(self) -> str:
        lines = [self.header, *self.rows]
        return "\n".join([str(self.caption), *(" | ".join(str(cell) for cell in line) for line in lines)])


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
