"""Words that stand for numbers: scales ("nghìn", "million"), and in Vietnamese the words from one to ten."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

# Powers of ten by the primary subtag of the language. Japanese writes no blanks between words.
_SCALES = {
    "vi": {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9},
    "en": {"thousand": 3, "million": 6, "billion": 9},
    "es": {"mil": 3, "millón": 6, "millones": 6},
    "fr": {"mille": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9},
    "nl": {"duizend": 3, "miljoen": 6, "miljard": 9},
    "ar": {"ألف": 3, "آلاف": 3, "ألفا": 3, "مليون": 6, "ملايين": 6},
    "ja": {"千": 3, "万": 4, "億": 8},
}
_UNBROKEN = ("ja",)
_ONE_TO_TEN = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
# Words that make a larger or a broken number of those beside them: such numbers are not read.
_COMPOUND = frozenset(
    (
        *("mươi", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"),
        *("linh", "lẻ", "rưỡi", "nửa", "phần", "lăm", "mốt", "tư", "bẩy", "không"),
    )
)
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Scales:
    """The scale words of a language.

    Attributes:
        pattern: Matches a scale word behind a number.
        powers: Powers of ten by word.
    """

    pattern: re.Pattern[str]
    powers: dict[str, int]

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """Return the match of a scale word that stands at `start`, None if there is none."""
        return self.pattern.match(text, start) if self.powers else None

    def power(self, found: re.Match[str]) -> int:
        """Return the power of ten that a match means."""
        return self.powers[found[1].lower()]


@functools.cache
def scales_of(language: str) -> Scales:
    """Return the scale words of a language, none for one that has no list here.

    Args:
        language: Primary subtag of BCP 47: "vi", "en" …
    """
    powers = _SCALES.get(language, {})
    words = "|".join(sorted(powers, key=len, reverse=True))
    end = "" if language in _UNBROKEN else r"(?!\w)"
    return Scales(re.compile(rf"\s*({words}){end}", re.IGNORECASE), powers)


def parse_words(text: str, language: str) -> list[int]:
    """Return the numbers from one to ten that a Vietnamese text writes as words: "bảy" gives 7.

    A number of several words ("mười hai", "tám mươi chín", "một phần tám") is not read, and nothing else beside it:
    it may be the one that is meant. "năm" before digits is a year.

    Args:
        text: The text as printed.
        language: Primary subtag of BCP 47; in all languages but Vietnamese nothing is read.
    """
    if language != "vi":
        return []
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    if any(_is_compound(word, before) for before, word in zip(["", *words], words, strict=False)):
        return []
    return [
        _ONE_TO_TEN[word]
        for word, after in zip(words, [*words[1:], ""], strict=False)
        if word in _ONE_TO_TEN and not (word == "năm" and after.isdecimal())
    ]


def _is_compound(word: str, before: str) -> bool:
    makes_one = word in _COMPOUND and (before in _ONE_TO_TEN or before in _COMPOUND)
    return makes_one or (word in _ONE_TO_TEN and (before in _ONE_TO_TEN or before in _COMPOUND))
