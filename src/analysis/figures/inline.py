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
        """Yield each source with its part of the mark: "[c1" and ",2]".

        The brackets keep the number apart from its mark where the text is copied or read aloud.
        """
        last = len(self.sources) - 1
        for place, source in enumerate(self.sources):
            before = "," if place else "[c" if self.computed else "["
            yield source, f"{before}{source}{']' if place == last else ''}"


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
        return self._render(escape_markdown, lambda source, label: f"[{escape_markdown(label)}](#source-{source})")

    def html(self, *, numeric: bool = False) -> str:
        """Return the line as HTML; a mark is a link to #source-N.

        Args:
            numeric: Whether it fills a numeric cell: its last marks then hang in a space of their own, so that digits
                stand below digits whether they have marks or not.
        """
        return self._render(
            escape_html,
            lambda source, label: f'<a href="#source-{source}">{label}</a>',
            (lambda marks: f'<span class="marks">{marks}</span>') if numeric else None,
        )

    def typst(self, *, numeric: bool = False) -> str:
        """Return the line as Typst markup; a mark is a link to the source's entry.

        Args:
            numeric: As of `html`.
        """
        return self._render(
            escape_typst,
            lambda source, label: f'#source-link("source-{source}")[{escape_typst(label)}]',
            (lambda marks: f"#marks[{marks}]") if numeric else None,
        )

    def _render(
        self, escape: Callable[[str], str], link: Callable[[int, str], str], hang: Callable[[str], str] | None = None
    ) -> str:
        parts, marks = [], ""
        for piece in self.pieces:
            text, labels = (piece, ()) if isinstance(piece, str) else (piece.text, piece.labels())
            parts.append(marks + escape(text))
            marks = "".join(link(source, label) for source, label in labels)
        return "".join(parts) + (hang(marks) if hang else marks)
