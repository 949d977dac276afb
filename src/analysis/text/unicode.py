"""Unicode form of Vietnamese text: NFC, the signs of a wrong encoding, slugs."""

from __future__ import annotations

import re
import unicodedata

# UTF-8 read as Latin-1 or Windows-1252 turns each Vietnamese letter into a lead and one or two trails. "Ã" and "Ì" are
# letters of Vietnamese too: a closing mark after them is a trail only in the middle of a word, and » never is.
_CLOSING = "’”"
_TRAIL = "\u0080-\u00ba\u00bc-\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™š›œžŸ"
_ANY_TRAIL = f"{_TRAIL}{_CLOSING}»…–—"
_MOJIBAKE = re.compile(
    rf"[ÄÅÆ][{_ANY_TRAIL}]|á[º»][{_ANY_TRAIL}]|Ã(?:[{_TRAIL}]|[{_CLOSING}](?=\w))"
    r"|Ã…Â|Ì[\u0080-\u0083\u0086\u0089\u009b\u00a3€‚ƒ†‰›]|â[\u0080€]|\ufffd"
)
# "Đ" and its twin "Ð" (the Icelandic Eth), which older Vietnamese keyboards write.
_STROKED = str.maketrans("ĐđÐð", "DdDd")


def is_nfc(text: str) -> bool:
    """Tell whether the text is in the normal form C, one code point a Vietnamese letter."""
    return unicodedata.is_normalized("NFC", text)


def looks_mojibake(text: str) -> bool:
    """Tell whether the text shows the marks of UTF-8 that was read in another encoding."""
    return _MOJIBAKE.search(text) is not None


def fold(text: str) -> str:
    """Return the text without tone and vowel marks, in lower case: "Đắk Lắk" gives "dak lak"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def slug(text: str) -> str:
    """Return a slug of ASCII letters, digits and hyphens: "Krông A Na" gives "krong-a-na"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
