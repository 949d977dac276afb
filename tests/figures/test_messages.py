"""The messages in the code and the Vietnamese catalogue hold the same sentences."""

import functools
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import analysis.figures

FOLDER = Path(analysis.figures.__file__).parent


@functools.cache
def messages():
    found = set()
    for path in sorted(FOLDER.glob("*.py")):
        found |= {message for _, message, _, _ in extract_from_file("python", path, keywords={"say": None})}
    return found


@functools.cache
def translations():
    with (FOLDER / "locale" / "vi.po").open("rb") as file:
        return {entry.id: entry for entry in read_po(file, abort_invalid=True) if entry.id}


def names(text):
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


def test_every_message_of_the_code_is_found():
    assert {
        "No yearly figure is known.",
        "Figure {number}. {text}",
        "The target is {change} above that of {year}, a growth of {growth}.",
    } < messages()
    assert len(messages()) > 100


def test_every_message_is_translated():
    untranslated = {
        message for message in messages() if not translations().get(message) or not translations()[message].string
    }

    assert untranslated == set()


def test_every_translation_is_used():
    assert set(translations()) - messages() == set()


def test_no_translation_is_left_unsure():
    assert [entry.id for entry in translations().values() if entry.fuzzy] == []


@pytest.mark.parametrize("entry", translations().values(), ids=lambda entry: entry.id[:50])
def test_a_translation_has_the_placeholders_and_the_ends_of_its_message(entry):
    assert names(entry.string) == names(entry.id)
    assert entry.string != entry.id
    assert entry.string.endswith(".") == entry.id.endswith(".")
    assert entry.string.strip() == entry.string


@pytest.mark.parametrize("entry", translations().values(), ids=lambda entry: entry.id[:50])
def test_a_sentence_begins_with_a_capital_in_both_languages_or_in_none(entry):
    assert entry.string[0].isupper() == entry.id[0].isupper()
    assert (entry.string[0] == "{") == (entry.id[0] == "{")
