"""Numbers as Vietnamese sources and those of other languages print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from analysis.text.number_words import parse_words, scales_of

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# Between the two numbers of a range, of which the last alone has its scale: "3-4 triệu".
_RANGE = re.compile(r"\s*(?:[-–—]|đến|to)\s*")
# Languages (primary subtag of BCP 47) where "," groups thousands and "." is the decimal mark; in all others, the
# minority languages of Vietnam among them, it is the other way round.
_COMMA_GROUPS = ("ar", "en", "hi", "ja", "ur")
# The marks of Arabic script and of full width, which stand only in languages of that kind.
_OTHER_MARKS = str.maketrans("٬٫，．", ",.,.")


def parse_numbers(text: str, language: str) -> list[Decimal]:
    """Read every number in a printed text.

    "2.089/1.900" gives 2089 and 1900 in Vietnamese, where "." groups thousands and "," is the decimal mark; English
    has it the other way round. A group mark that groups no three digits ("72.06" in a Vietnamese text), or that
    follows a zero alone ("0.125"), is read as a decimal mark: such slips are common in reprints. No sign is read: a
    fall is told in words ("giảm 5%"), and "3-4" is a range.

    A scale that follows counts: "22 nghìn" is 22000, as 22E+3, so that its exponent says how far it is known. In
    Vietnamese the words from "một" to "mười" are numbers too; they come after all digits.

    Args:
        text: The digits as printed, with whatever stands around them.
        language: BCP 47: "vi", "en", "ja" …
    """
    numbers = list(_parse_digits(text.translate(_OTHER_MARKS), language.partition("-")[0].lower()))
    return numbers + [Decimal(number) for number in parse_words(text, language.partition("-")[0].lower())]


def _parse_digits(text: str, language: str) -> Iterator[Decimal]:
    group, mark = (",", ".") if language in _COMMA_GROUPS else (".", ",")
    found = list(_DIGITS.finditer(text))
    powers = _powers(text, found, language)
    for match, power in zip(found, powers, strict=True):
        yield _parse(match.group(), group, mark).scaleb(power)


def _powers(text: str, found: list[re.Match[str]], language: str) -> list[int]:
    """Return the power of ten that stands behind each number; the first of a range has that of the second."""
    scales = scales_of(language)
    powers = [0] * len(found)
    for place in reversed(range(len(found))):
        here = scales.match(text, found[place].end())
        if here:
            powers[place] = scales.power(here)
        elif place + 1 < len(found) and _RANGE.fullmatch(text, found[place].end(), found[place + 1].start()):
            powers[place] = powers[place + 1]
    return powers


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

    Of a number with a scale they may be negative: "22 nghìn" has -3, known to the thousand.

    Args:
        as_printed: The digits as printed.
        language: BCP 47.
        value: The value that was read from them; where it can't be found, its own decimals count.
    """
    for number in parse_numbers(as_printed, language):
        if float(number) == abs(value):
            return -int(number.as_tuple().exponent)
    return decimals_of(value)


def plain_digits(number: float) -> str:
    """Return the shortest digits that mean a number: 2089 without a decimal point, never 1e6."""
    return format(Decimal(repr(float(number))), "f").removesuffix(".0")
