"""Brings the gettext catalogues into line with the messages of the code: `make messages`.

New messages are added, those that the code no longer has go. English readers get the message itself until somebody
words it better in `en.po`; what Vietnamese ones get must be written into `vi.po`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from analysis.files import replacing

FIGURES = Path(__file__).resolve().parents[1] / "src" / "analysis" / "figures"
# `say` takes a message, `say_count` one for one thing and one for several.
KEYWORDS = {"say": None, "say_count": (1, 2)}
LANGUAGES = ("en", "vi")
_HEAD = "# What readers get for the messages of src/analysis/figures, in the language {code}; `make messages` keeps it."


def find_messages(folder: Path = FIGURES) -> Iterator[str | tuple[str, str]]:
    """Yield the messages of the code; one on so many things as a pair, for one thing and for several."""
    for path in sorted(folder.rglob("*.py")):
        for _, message, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            yield message if isinstance(message, str) else (message[0], message[1])


def update_catalogue(code: str, *, prune: bool) -> list[str]:
    """Update the catalogue of a language, and return the messages that have no text yet."""
    file = FIGURES / "locale" / f"{code}.po"
    known = Catalog(locale=code)
    if file.exists():
        with file.open("rb") as stream:
            known = read_po(stream, locale=code)
    head = {"project": "ketnap", "version": "0", "msgid_bugs_address": "", "last_translator": "", "language_team": code}
    fresh = Catalog(locale=code, header_comment=_HEAD.format(code=code), fuzzy=False, **head)
    fresh.creation_date = fresh.revision_date = known.creation_date
    messages = dict.fromkeys(find_messages())
    kept = [] if prune else [entry.id for entry in known if entry.id]
    for message in sorted(dict.fromkeys([*messages, *kept]), key=str):
        entry = known.get(message if isinstance(message, str) else message[0])
        same_form = entry is not None and entry.id == message
        text = entry.string if entry is not None and same_form else ""
        if code == "en" and not _is_filled(text):
            text = message
        fresh.add(message, text)
    with replacing(file) as out:
        write_po(out, fresh, width=0, no_location=True, sort_output=False)
    return [str(entry.id) for entry in fresh if entry.id and not _is_filled(entry.string)]


def _is_filled(text: str | Sequence[str] | None) -> bool:
    return bool(text) if text is None or isinstance(text, str) else all(text)


def main() -> int:
    """Update all catalogues; the status is 1 if a message has no text yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep what the code no longer has")
    prune = not parser.parse_args().keep
    missing = {code: update_catalogue(code, prune=prune) for code in LANGUAGES}
    for code, messages in missing.items():
        for message in messages:
            print(f"{code}.po has no text for: {message}")
    return int(any(missing.values()))


if __name__ == "__main__":
    sys.exit(main())
