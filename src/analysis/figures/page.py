"""What every page of figures shares: its language, the ledger of all it shows, its list of sources."""

from __future__ import annotations

import dataclasses
import datetime as dt
import string
from abc import ABC, abstractmethod
from typing import Any

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import TOTAL, Source
from analysis.figures.blocks import Edition, Prose, Remark, SourceEntry, SourceList
from analysis.figures.inline import Inline, Mark, Piece
from analysis.figures.language import UNKNOWN, Language
from analysis.figures.ledger import Ledger
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
        self._captions = {"figure": 0, "table": 0}

    @property
    @abstractmethod
    def title(self) -> str:
        """The title of the page."""

    @property
    def edition_label(self) -> str:
        """The edition, in words."""
        return str(self.say("Figures published up to {date}", date=self.language.date(self.dataset.edition)))

    def say(self, message: str, **values: Value | Piece | Inline | int) -> Inline:
        """Return a message in the language of the page; values of measures are shown with their source marks.

        They are shown in the order of the sentence, which gives new sources their numbers.
        """
        parsed = string.Formatter().parse(self.language.template(message))
        shown = {name: self._shown(values[name]) for _, name, _, _ in parsed if name}
        line = self.language.say(message, **shown)
        return line.capitalised() if message.startswith("{") else line

    def _shown(self, value: Value | Piece | Inline | int) -> Piece | Inline | int:
        return self.show(value) if isinstance(value, Value) else value

    def show(self, *values: Value | None) -> Inline:
        """Return values with their source marks, "; " between them; the sign of the unknown where there are none."""
        known = [self.ledger.show(value) for value in values if value]
        return Inline.join(known, "; ") if known else Inline.of(UNKNOWN)

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

    def caption(self, kind: str, text: Inline) -> Inline:
        """Return a numbered caption: kind is "figure" or "table"."""
        self._captions[kind] += 1
        number = self._captions[kind]
        if kind == "figure":
            return self.say("Figure {number}. {text}", number=number, text=text)
        return self.say("Table {number}. {text}", number=number, text=text)

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
            "data_hash": self.dataset.data_hash,
            "numbers": self.ledger.numbers,
            "sources": [_record_of(number, source) for number, source in self.ledger.cited()],
        }
        entries = tuple(self._entry(number, source) for number, source in self.ledger.cited())
        return SourceList(entries, record)

    def legend(self) -> Remark:
        """Return what the signs of the page mean."""
        return Remark(
            self.say(
                "The marks in brackets lead to the sources; “c” marks a number that ketnap computed from them. "
                "≥: at least; ≈: about; –: not known."
            )
        )

    def _entry(self, number: int, source: Source) -> SourceEntry:
        published = (
            self.say("published {date}", date=self.language.date(source.published))
            if source.published
            else self.say("date of publication not known")
        )
        place = Inline.of(source.publisher) if source.publisher else self.say("publisher not known")
        address = () if source.url else (self.say("address not recorded"),)
        title = Inline.of(source.title) if source.title else self.say("title not recorded").capitalised()
        line = Inline.join([title, Inline.join([place, published, *address], ", ")], ". ")
        return SourceEntry(number, Inline.join([line, "."], ""), source.url)


def _record_of(number: int, source: Source) -> dict[str, Any]:
    record = {"number": number, **dataclasses.asdict(source)}
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in record.items()}
