"""Numbers as Vietnamese and English sources print them."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# Group mark and decimal mark by language.
_MARKS = {"vi": (".", ","), "en": (",", ".")}


def parse_numbers(text: str, language: str) -> list[Decimal]:
    """Read every number in a printed text.

    "2.089/1.900" gives 2089 and 1900 in Vietnamese, where "." groups thousands and "," is the decimal mark; English
    has it the other way round. A group mark that groups no three digits ("72.06" in a Vietnamese text), or that
    follows a zero alone ("0.125"), is read as a decimal mark: such slips are common in reprints. No sign is read: a
    fall is told in words ("giảm 5%"), and "3-4" is a range.

    Args:
        text: The digits as printed, with whatever stands around them.
        language: "vi" or "en".
    """
    group, mark = _MARKS[language]
    return [_parse(found.group(), group, mark) for found in _DIGITS.finditer(text)]


def _parse(digits: str, group: str, mark: str) -> Decimal:
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{group}\d{{3}})+(?:\{mark}\d+)?", digits):
        return Decimal(digits.replace(group, "").replace(mark, "."))
    if len(re.findall(r"[.,]", digits)) <= 1:
        return Decimal(digits.replace(group, ".").replace(mark, "."))
    return Decimal(re.sub(r"\D", "", digits))


def decimals_of(number: Decimal | float | str) -> int:
    """Return how many decimals a number is given with: "72.06" has two, 38 has none."""
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def printed_decimals(as_printed: str, language: str, value: float) -> int:
    """Return how many decimals the source printed for a value: "91,90%" has two although 91.9 has one.

    Args:
        as_printed: The digits as printed.
        language: "vi" or "en".
        value: The value that was read from them; where it can't be found, its own decimals count.
    """
    for found in _DIGITS.finditer(as_printed):
        number = _parse(found.group(), *_MARKS[language])
        if float(number) == abs(value):
            return max(0, -int(number.as_tuple().exponent))
    return decimals_of(value)
