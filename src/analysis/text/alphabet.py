"""The order of the Vietnamese alphabet: letters first, tones where all letters are the same."""

from __future__ import annotations

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Level, huyền, hỏi, ngã, sắc, nặng, as combining marks.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_RANKS = {letter: rank for rank, letter in enumerate(_LETTERS, start=1)}


def alphabet_key(text: str) -> tuple[list[tuple[int, str]], list[int]]:
    """Return a key that sorts Vietnamese text as dictionaries do: "Bạc Liêu" before "Bắc Giang" before "Đắk Lắk"."""
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", text.lower()):
        base, tone = _split(letter)
        # What is no letter, such as a blank, goes before all letters.
        letters.append((_RANKS.get(base, 0), base))
        tones.append(_TONES.index(tone))
    return letters, tones


def _split(letter: str) -> tuple[str, str]:
    """Return a letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts if part in _TONES[1:]), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts), tone
