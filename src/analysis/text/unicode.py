"""Unicode form of Vietnamese text: NFC, the signs of a wrong encoding, slugs."""

from __future__ import annotations

import re
import unicodedata

# UTF-8 read as a Western encoding turns each Vietnamese letter into one of these pairs.
_MOJIBAKE = re.compile(r"Ä[\u0080-\u00bf‘’“”]|Ã[\u0080-\u00bf]|á[»º][\u0080-\u00bf\u0152-\u2122]|\ufffd")


def is_nfc(text: str) -> bool:
    """Tell whether the text is in the normal form C, one code point a Vietnamese letter."""
    return unicodedata.is_normalized("NFC", text)


def looks_mojibake(text: str) -> bool:
    """Tell whether the text shows the marks of UTF-8 that was read in another encoding."""
    return _MOJIBAKE.search(text) is not None


def fold(text: str) -> str:
    """Return the text without tone and vowel marks, in lower case: "Đắk Lắk" gives "dak lak"."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def slug(text: str) -> str:
    """Return a slug of ASCII letters, digits and hyphens: "Krông A Na" gives "krong-a-na"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
