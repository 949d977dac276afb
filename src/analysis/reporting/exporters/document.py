"""What a notebook says about itself: title, language, description, edition.

A brief of ours says so in one output of the type `BRIEF_MIME`. Of any other notebook the title is its first heading,
and the language is the `lang` in its metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from analysis.errors import RunError
from analysis.text.mime import BRIEF_MIME

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_FENCED = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1", re.MULTILINE | re.DOTALL)
_FIRST_HEADING = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t#]*$|^(\S.*)\n=+[ \t]*$", re.MULTILINE)
_SHORT_TITLE = 70


@dataclass(frozen=True)
class Document:
    """What stands in the head of a document and in the margins of its pages.

    Attributes:
        title: Plain text.
        lang: Language code such as "vi", or with a region: "en-GB".
        description: One sentence for search engines and PDF readers; may be blank.
        edition: The date up to which sources count; None for a notebook that is no brief.
        edition_label: The same in words; may be blank.
    """

    title: str
    lang: str
    description: str = ""
    edition: date | None = None
    edition_label: str = ""

    @property
    def short_title(self) -> str:
        """The title, cut at a word if it is too long for the head of a page."""
        if len(self.title) <= _SHORT_TITLE:
            return self.title
        return self.title[:_SHORT_TITLE].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"

    @property
    def timestamp(self) -> datetime:
        """The moment that goes into files: the edition's and not the clock's, for the same bytes each time."""
        return datetime.combine(self.edition or date(1970, 1, 1), time(), tzinfo=UTC)

    @property
    def words(self) -> Mapping[str, str]:
        """The words that the exporters add, in the document's language or else in English."""
        words = _load_words()
        return words.get(self.lang.split("-")[0], words["en"])


def read_document(nb: Any, name: str) -> Document:
    """Read what a notebook says about itself.

    Args:
        nb: The notebook node.
        name: The notebook's name without suffix: the title of one that has no heading.

    Raises:
        RunError: The brief's own statement has no title, no proper language or no ISO date.
    """
    said = next((data[BRIEF_MIME] for data in _outputs(nb) if BRIEF_MIME in data), None)
    if said is None:
        lang = str(nb.metadata.get("lang", "en"))
        return Document(
            title=_first_heading(nb) or name or "Notebook", lang=lang if _LANGUAGE.fullmatch(lang) else "en"
        )
    return _read_brief(said)


def _read_brief(said: Mapping[str, Any]) -> Document:
    title, lang = str(said.get("title", "")).strip(), str(said.get("lang", ""))
    faults = [] if title else ["the title is missing"]
    if not _LANGUAGE.fullmatch(lang):
        faults.append(f"lang is {lang!r}, not a language code such as 'vi'")
    edition = None
    try:
        edition = date.fromisoformat(str(said.get("edition", "")))
    except ValueError:
        faults.append(f"edition is {said.get('edition')!r}, not a date such as 2023-10-13")
    if faults:
        raise RunError(
            f"the brief's statement of itself is wrong: {'; '.join(faults)}",
            where=f"the output of type {BRIEF_MIME}",
            to_do="mend the notebook's first code cell and run it again",
        )
    return Document(title, lang, str(said.get("description", "")), edition, str(said.get("edition_label", "")))


def _outputs(nb: Any) -> Iterator[Mapping[str, Any]]:
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            yield output.get("data", {})


def _first_heading(nb: Any) -> str:
    texts = [cell.source for cell in nb.cells if cell.cell_type == "markdown"]
    texts += [str(data["text/markdown"]) for data in _outputs(nb) if "text/markdown" in data]
    for text in texts:
        if found := _FIRST_HEADING.search(_FENCED.sub("", text)):
            return plain_text(found[1] or found[2])
    return ""


def plain_text(markdown: str) -> str:
    """Return one line of Markdown without its marks: links become their text, tags go."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"\\([^\w\s])|<[^>]+>|[*`]", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"(?<!\w)_+|_+(?!\w)", "", text)).strip()


@cache
def _load_words() -> dict[str, dict[str, str]]:
    import yaml

    from analysis.paths import find_project

    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        (find_project().templates / "words.yml").read_text(encoding="utf-8")
    )
    return loaded
