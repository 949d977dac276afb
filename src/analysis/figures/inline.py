"""A line of text with source marks, written once and rendered as Markdown, HTML, Typst or plain text."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from analysis.text.markup import escape_html, escape_markdown, escape_typst


@dataclass(frozen=True)
class Mark:
    """A number as it is shown, with the marks of its sources.

    Attributes:
        text: The number, in the language of the brief.
        sources: Numbers of its sources in the source list.
        computed: Whether ketnap computed it; its first mark then has a "c" before it.
    """

    text: str
    sources: tuple[int, ...]
    computed: bool = False

    def labels(self) -> Iterable[tuple[int, str]]:
        """Yield each source with the label of its mark."""
        for place, source in enumerate(self.sources):
            yield source, ("," if place else "c" if self.computed else "") + str(source)


Piece = str | Mark


@dataclass(frozen=True)
class Inline:
    """A line of text: pieces of plain text and marked numbers."""

    pieces: tuple[Piece, ...] = ()

    @staticmethod
    def of(content: Inline | Piece) -> Inline:
        """Return the content as a line."""
        return content if isinstance(content, Inline) else Inline((content,))

    @staticmethod
    def fill(template: str, values: Mapping[str, Piece | Inline | int]) -> Inline:
        """Return a template with values in the place of its {names}.

        Raises:
            KeyError: The template has a name that is not among the values.
        """
        pieces: list[Piece] = []
        for text, name, _, _ in string.Formatter().parse(template):
            pieces += [text] if text else []
            if name:
                value = values[name]
                pieces += Inline.of(str(value) if isinstance(value, int) else value).pieces
        return Inline(tuple(pieces))

    @staticmethod
    def join(parts: Iterable[Inline | Piece], separator: str = " ") -> Inline:
        """Return the parts as one line, with the separator between them."""
        pieces: list[Piece] = []
        for part in parts:
            pieces += ([separator] if pieces else []) + list(Inline.of(part).pieces)
        return Inline(tuple(pieces))

    def capitalised(self) -> Inline:
        """Return the line with a capital first letter, if it begins with text."""
        match self.pieces:
            case (str(first), *rest):
                return Inline((first[:1].upper() + first[1:], *rest))
        return self

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __str__(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    def markdown(self) -> str:
        """Return the line as Markdown; a mark is a link to #source-N."""
        return self._render(escape_markdown, lambda source, label: f"[{label}](#source-{source})")

    def html(self) -> str:
        """Return the line as HTML; a mark is a link to #source-N."""
        return self._render(escape_html, lambda source, label: f'<a href="#source-{source}">{label}</a>')

    def typst(self) -> str:
        """Return the line as Typst markup; a mark is a link to the source's entry."""
        return self._render(
            escape_typst, lambda source, label: f'#source-link("source-{source}")[{escape_typst(label)}]'
        )

    def _render(self, escape: Callable[[str], str], link: Callable[[int, str], str]) -> str:
        parts = []
        for piece in self.pieces:
            if isinstance(piece, str):
                parts.append(escape(piece))
            else:
                parts.append(escape(piece.text) + "".join(link(source, label) for source, label in piece.labels()))
        return "".join(parts)
