"""A line of text with source marks, written once and rendered as Markdown, HTML, Typst or plain text."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from analysis.text.markup import escape_html, escape_markdown, escape_typst, typst_string


@dataclass(frozen=True)
class Mark:
    """A number as it is shown, with the marks of its sources.

    Attributes:
        text: The number, in the language of the brief.
        sources: Numbers of its sources in the source list.
        computed: Whether ketnap computed it; its first mark then has a "c" before it.
        decimals: Digits behind the decimal sign of the number.
    """

    text: str
    sources: tuple[int, ...]
    computed: bool = False
    decimals: int = 0

    def labels(self) -> Iterable[tuple[int, str]]:
        """Yield each source with its part of the mark: "[c1" and ",2]".

        The brackets keep the number apart from its mark where the text is copied or read aloud.
        """
        last = len(self.sources) - 1
        for place, source in enumerate(self.sources):
            before = "," if place else "[c" if self.computed else "["
            yield source, f"{before}{source}{']' if place == last else ''}"


@dataclass(frozen=True)
class Reference:
    """A link to another place of the page, such as a figure or a table.

    Attributes:
        text: What the reader sees: "Figure 2".
        target: The id of the place: "figure-trend".
    """

    text: str
    target: str


@dataclass(frozen=True)
class Foreign:
    """Text in another language than that of the page, so that it is read aloud rightly (WCAG 3.1.2).

    Attributes:
        text: The text.
        lang: BCP 47 code of its language.
    """

    text: str
    lang: str


Piece = str | Mark | Reference | Foreign


@dataclass(frozen=True)
class _Writer:
    """How one kind of markup writes text, links to a target on the page, and text in another language."""

    text: Callable[[str], str]
    link: Callable[[str, str], str]
    foreign: Callable[[str, str], str]


def _link_typst(target: str, text: str) -> str:
    function = "source-link" if target.startswith("source-") else "goto"
    return f"#{function}({typst_string(target)})[{escape_typst(text)}]"


_MARKDOWN = _Writer(
    escape_markdown,
    lambda target, text: f"[{escape_markdown(text)}](#{target})",
    lambda text, _: escape_markdown(text),
)
_HTML = _Writer(
    escape_html,
    lambda target, text: f'<a href="#{target}">{escape_html(text)}</a>',
    lambda text, lang: f'<span lang="{escape_html(lang)}">{escape_html(text)}</span>',
)
_TYPST = _Writer(
    escape_typst, _link_typst, lambda text, lang: f"#text(lang: {typst_string(lang[:2])})[{escape_typst(text)}]"
)


@dataclass(frozen=True)
class Inline:
    """A line of text: pieces of plain text, marked numbers, references and text in other languages."""

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

    @property
    def decimals(self) -> int | None:
        """Digits behind the decimal sign, of a line that is one number alone; of any other line None."""
        match self.pieces:
            case (Mark(text=text, decimals=decimals),) if text:
                return decimals
        return None

    def markdown(self) -> str:
        """Return the line as Markdown; a mark is a link to #source-N."""
        return self._render(_MARKDOWN)

    def html(self, *, numeric: bool = False, pad: str = "") -> str:
        """Return the line as HTML; a mark is a link to #source-N.

        Args:
            numeric: Whether it fills a numeric cell: its last marks then hang in a space of their own, so that digits
                stand below digits whether they have marks or not.
            pad: Of a numeric cell: what its number lacks behind the decimal sign; kept free, and never shown or read.
        """
        if not numeric:
            return self._render(_HTML)
        kept = f'<span class="pad" data-pad="{escape_html(pad)}"></span>' if pad else ""
        return self._render(_HTML, lambda marks: f'{kept}<span class="marks">{marks}</span>')

    def typst(self, *, numeric: bool = False, pad: str = "") -> str:
        """Return the line as Typst markup; a mark is a link to the source's entry.

        Args:
            numeric: As of `html`.
            pad: As of `html`.
        """
        if not numeric:
            return self._render(_TYPST)
        kept = f"#hide[{escape_typst(pad)}]" if pad else ""
        text = self._render(_TYPST, lambda marks: f"{kept}#marks[{marks}]")
        # No line breaks between a number and its marks.
        return text if self.decimals is None else f"#box[{text}]"

    def _render(self, writer: _Writer, hang: Callable[[str], str] | None = None) -> str:
        parts, marks = [], ""
        for piece in self.pieces:
            parts.append(marks)
            marks = ""
            match piece:
                case str():
                    parts.append(writer.text(piece))
                case Reference(text, target):
                    parts.append(writer.link(target, text))
                case Foreign(text, lang):
                    parts.append(writer.foreign(text, lang))
                case Mark():
                    parts.append(writer.text(piece.text))
                    marks = "".join(writer.link(f"source-{source}", label) for source, label in piece.labels())
        return "".join(parts) + (hang(marks) if hang else marks)
