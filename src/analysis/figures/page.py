"""What every page of figures shares: its language, the ledger of all it shows, its tables and its list of sources."""

from __future__ import annotations

import dataclasses
import datetime as dt
import string
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TOTAL, Indicator, Source
from analysis.figures.blocks import Edition, Prose, SourceEntry, SourceList
from analysis.figures.inline import Foreign, Inline, Mark, Piece, Reference
from analysis.figures.language import UNKNOWN, Language
from analysis.figures.ledger import Ledger
from analysis.figures.tables import Table
from analysis.measures.values import Value


class Page(ABC):
    """A page that shows figures in one language, each with its sources.

    Attributes:
        dataset: The dataset, in the edition of the page.
        language: Writes its texts.
        ledger: Keeps every number shown and numbers the sources.
    """

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.dataset = dataset
        self.language = Language(lang, dataset.area_types)
        self.ledger = Ledger(dataset.sources, self.language)
        self._captions: dict[str, list[str]] = {"figure": [], "table": []}

    @property
    @abstractmethod
    def title(self) -> str:
        """The title of the page."""

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {"sources": self.say("Sources")}

    def section(self, name: str) -> Prose:
        """Return the heading of a section.

        Raises:
            KeyError: No section has this name.
        """
        return Prose((self.titles[name],), level=2)

    @property
    def edition_label(self) -> str:
        """The edition, in words.

        A page that sees some areas only tells the day of the newest source on them: it cannot know what else was
        published up to which day.
        """
        dataset = self.dataset
        if dataset.scope and not dataset.as_of:
            if not any(source.published for source in dataset.sources.values()):
                return str(self.say("The sources do not say when they were published"))
            return str(self.say("Newest source known: {date}", date=self.language.date(dataset.edition)))
        return str(self.say("Figures published up to {date}", date=self.language.date(dataset.edition)))

    def say(self, message: str, **values: Value | Piece | Inline | int) -> Inline:
        """Return a message in the language of the page; values of measures are shown with their source marks.

        They are shown in the order of the sentence, which gives new sources their numbers.
        """
        parsed = string.Formatter().parse(self.language.template(message))
        shown = {name: self._shown(values[name]) for _, name, _, _ in parsed if name}
        line = self.language.say(message, **shown)
        return line.capitalised() if message.startswith("{") else line

    def say_count(self, one: str, many: str, count: int, **values: Value | Piece | Inline | int) -> Inline:
        """Return a message on so many things, see `Language.say_count`; values of measures as of `say`."""
        shown = {name: self._shown(value) for name, value in values.items()}
        return self.language.say_count(one, many, count, **shown)

    def _shown(self, value: Value | Piece | Inline | int) -> Piece | Inline | int:
        return self.show(value) if isinstance(value, Value) else value

    def show(self, *values: Value | None) -> Inline:
        """Return values with their source marks, "; " between them; the sign of the unknown where there are none."""
        known = [self.ledger.show(value) for value in values if value]
        return Inline.join(known, "; ") if known else Inline.of(UNKNOWN)

    def range_text(self, low: Value, high: Value) -> str:
        """Return the two ends of a range, "1,041–1,049", or the one number if they are the same; without marks."""
        ends = [self.language.value(end, sign=False) for end in (low, high)]
        return ends[0] if ends[0] == ends[1] else "–".join(ends)

    def show_range(self, low: Value, high: Value) -> Inline:
        """Return the two ends of a range, with the source marks of both behind it."""
        self.ledger.show(high, sign=False)
        mark = self.ledger.show(low, sign=False)
        return Inline((Mark(self.range_text(low, high), mark.sources, computed=True, decimals=mark.decimals),))

    def cite(self, *values: Value) -> Inline:
        """Return the source marks of values, without the values."""
        return Inline((Mark("", self.ledger.cite(*values)),))

    def name_of(self, code: str) -> str:
        """Return the full name of an area, with the one it belongs to."""
        area = self.dataset.areas[code]
        name = self.language.area(area)
        return f"{name} ({self.language.area(self.dataset.areas[area.parent])})" if area.parent else name

    def label(self, value: Value) -> str:
        """Return the label of a value's indicator, with its segment where that is not the total."""
        label = self.language.label(self.dataset.indicators[value.indicator])
        if value.segment == TOTAL:
            return label
        return f"{label}: {self.language.name(self.dataset.segments[value.segment])}"

    def unit_of(self, indicator: Indicator) -> Inline:
        """Return the unit of an indicator in words."""
        units = {
            "persons": self.say("Persons"),
            "persons_per_year": self.say("Persons a year"),
            "percent": self.say("Percent"),
            "percentage_points": self.say("Percentage points"),
            "organisations": self.say("Organisations"),
            "files": self.say("Files"),
            "classes": self.say("Classes"),
            "places": self.say("Places"),
        }
        return units[indicator.unit]

    def caption(self, kind: str, text: Inline, name: str) -> Inline:
        """Return a numbered caption.

        Args:
            kind: "figure" or "table".
            text: What it shows.
            name: Slug by which `refer` finds it.
        """
        self._captions[kind].append(name)
        number = len(self._captions[kind])
        if kind == "figure":
            return self.say("Figure {number}. {text}", number=number, text=text)
        return self.say("Table {number}. {text}", number=number, text=text)

    def refer(self, kind: str, name: str) -> Reference:
        """Return a link to a figure or a table that stands above: "Figure 2".

        Raises:
            ValueError: None of that name was numbered yet.
        """
        number = self._captions[kind].index(name) + 1
        told = (
            self.say("Figure {number}", number=number)
            if kind == "figure"
            else self.say("Table {number}", number=number)
        )
        return Reference(str(told), f"{kind}-{name}")

    def table(
        self,
        name: str,
        caption: Inline,
        header: Sequence[Inline],
        rows: Iterable[Sequence[Inline]],
        *,
        text_columns: int = 1,
        notes: Iterable[Inline] = (),
    ) -> Table:
        """Return a numbered table, with the meaning of the signs that occur in it below.

        Args:
            name: Slug, unique on the page.
            caption: What the table shows, with unit and period.
            header: Heads of the columns.
            rows: Cells; those of numbers come from `show`.
            text_columns: So many columns on the left hold text; the others hold numbers.
            notes: Further lines below the table.
        """
        body = [tuple(row) for row in rows]
        numeric = tuple(place >= text_columns for place in range(len(header)))
        signs = self.signs(cell for row in body for cell in row)
        below = (*notes, *([signs] if signs else []))
        numbered = self.caption("table", caption, name)
        return Table(name, numbered, tuple(header), body, numeric, below, self.language.decimal_sign)

    def signs(self, cells: Iterable[Inline]) -> Inline | None:
        """Return what the signs mean that occur in some cells, None if none does."""
        texts = {str(cell) for cell in cells}
        joined = " ".join(texts)
        # A dash is the sign of the unknown only where it stands alone; between numbers it means "to".
        told = [meaning for sign, meaning in self._signs() if (sign in texts if sign == UNKNOWN else sign in joined)]
        return Inline.join([Inline.join(told, "; ").capitalised(), "."], "") if told else None

    def _signs(self) -> Iterator[tuple[str, Inline]]:
        yield "≥", self.say("≥: at least")
        yield "≤", self.say("≤: at most")
        yield "≈", self.say("≈: about")
        yield "(E)", self.say("(E): estimated")
        yield "(P)", self.say("(P): provisional")
        yield "(B)", self.say("(B): break in the series")
        yield UNKNOWN, self.say("–: not known")

    def heading(self) -> Prose:
        """Return the title of the page."""
        return Prose((Inline.of(self.title),), level=1)

    def edition(self) -> Edition:
        """Return the line that tells the edition."""
        return Edition(Inline.of(f"{self.edition_label}."))

    def sources(self) -> SourceList:
        """Return the list of the sources cited, and with it the record of every number shown."""
        record = {
            "title": self.title,
            "lang": self.language.code,
            "description": str(
                self.say("Every figure with its source. {edition}.", edition=self.edition_label),
            ),
            "edition": str(self.dataset.edition),
            "edition_label": self.edition_label,
            "sees": list(self.dataset.scope),
            "data_hash": self.dataset.fingerprint.digest,
            "numbers": self.ledger.numbers,
            "sources": [_record_of(number, source) for number, source in self.ledger.cited()],
        }
        entries = tuple(self._entry(number, source) for number, source in self.ledger.cited())
        without = self.say("No figure is shown, so no source is named.")
        legend = self.say(
            "The marks in brackets lead to the sources; “c” marks a number that ketnap computed from them. "
            "≥: at least; ≤: at most; ≈: about; –: not known."
        )
        return SourceList(entries, record, without, legend)

    def _entry(self, number: int, source: Source) -> SourceEntry:
        published = (
            self.say("published {date}", date=self.language.date(source.published))
            if source.published
            else self.say("date of publication not known")
        )
        place = Inline.of(source.publisher) if source.publisher else self.say("publisher not known")
        address = () if source.url else (self.say("address not recorded"),)
        title = self.say("title not recorded").capitalised()
        if source.title:
            foreign = source.language != self.language.code
            title = Inline.of(Foreign(source.title, source.language) if foreign else source.title)
        line = Inline.join([title, Inline.join([place, published, *address], ", ")], ". ")
        return SourceEntry(number, Inline.join([line, "."], ""), source.url)


def _record_of(number: int, source: Source) -> dict[str, Any]:
    record = {"number": number, **dataclasses.asdict(source)}
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in record.items()}
