"""The messages in the code and the two catalogues hold the same sentences."""

import functools
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import analysis.figures
from analysis.figures.language import Language

FOLDER = Path(analysis.figures.__file__).parent
LANGUAGES = ("en", "vi")
KEYWORDS = {"say": None, "say_count": (1, 2)}


@functools.cache
def messages():
    found = set()
    for path in sorted(FOLDER.rglob("*.py")):
        found |= {message for _, message, _, _ in extract_from_file("python", path, keywords=KEYWORDS)}
    return found


@functools.cache
def catalogue(code):
    with (FOLDER / "locale" / f"{code}.po").open("rb") as file:
        return {entry.id: entry for entry in read_po(file, abort_invalid=True) if entry.id}


def entries(code):
    """Pairs of message and text; of a message with several forms, each of its forms with the text for it."""
    for entry in catalogue(code).values():
        if isinstance(entry.id, str):
            yield entry.id, entry.string
        else:
            yield from zip(entry.id if len(entry.string) > 1 else entry.id[1:], entry.string, strict=True)


def names(text):
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


def test_every_message_of_the_code_is_found():
    assert {
        "No yearly figure is known.",
        "Figure {number}. {text}",
        "The target is {change} above that of {year}, a growth of {growth}.",
    } < messages()
    assert len(messages()) > 100


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_has_a_text_and_every_text_is_used(code):
    assert {message for message in messages() if message not in catalogue(code)} == set()
    assert set(catalogue(code)) - messages() == set()
    assert [message for message, text in entries(code) if not text] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_left_unsure(code):
    assert [entry.id for entry in catalogue(code).values() if entry.fuzzy] == []


def test_make_messages_has_nothing_to_do():
    before = {code: (FOLDER / "locale" / f"{code}.po").read_bytes() for code in LANGUAGES}
    tool = FOLDER.parents[2] / "tools" / "messages.py"
    done = subprocess.run([sys.executable, str(tool)], capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stdout) == (0, "")
    assert {code: (FOLDER / "locale" / f"{code}.po").read_bytes() for code in LANGUAGES} == before


@pytest.mark.parametrize(
    ("code", "count", "told"), [("en", 1, 0), ("en", 2, 1), ("en", 0, 1), ("vi", 1, 0), ("vi", 7, 0)]
)
def test_a_count_takes_the_form_of_its_language(code, count, told):
    (one, many) = next(message for message in messages() if isinstance(message, tuple))
    form = catalogue(code)[one, many].string[told]
    values = dict.fromkeys(set(names(one) + names(many)) - {"count"}, "x")

    said = str(Language(code).say_count(one, many, count, **values))

    assert said == form.format(count=count, **values)


@pytest.mark.parametrize(("message", "text"), list(entries("en")), ids=lambda text: text[:50])
def test_english_texts_have_the_placeholders_of_their_message(message, text):
    assert names(text) == names(message)


@pytest.mark.parametrize(("message", "text"), list(entries("vi")), ids=lambda text: text[:50])
def test_a_translation_has_the_placeholders_and_the_ends_of_its_message(message, text):
    assert names(text) == names(message)
    assert text != message
    assert text.endswith(".") == message.endswith(".")
    assert text.strip() == text


@pytest.mark.parametrize(("message", "text"), list(entries("vi")), ids=lambda text: text[:50])
def test_a_sentence_begins_with_a_capital_in_both_languages_or_in_none(message, text):
    assert text[0].isupper() == message[0].isupper()
    assert (text[0] == "{") == (message[0] == "{")
