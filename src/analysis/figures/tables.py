"""The table of a page: one specification, set as HTML, as Typst and as plain text."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.figures.blocks import Bundle
from analysis.figures.inline import Inline
from analysis.text.markup import escape_html, typst_string
from analysis.text.mime import TYPST_MIME

# Letters that a column of numbers leaves for its marks.
_MARKS = 7
# Letters from which on the head of a row needs room to wrap.
_LONG = 14


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
