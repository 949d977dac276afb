"""Lists as one parameter of a notebook can hold them: codes with commas between them, years and spans of years."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.errors import CallerError

_SPAN = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")
# Longer spans are a slip of the finger.
_LONGEST = 150


def split_list(given: str | Iterable[str]) -> list[str]:
    """Return the items of a list, each once, in order: "dak-lak, binh-thuan", or the items themselves.

    Raises:
        CallerError: There is none.
    """
    items = re.split(r"[,;]", given) if isinstance(given, str) else [str(item) for item in given]
    found = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not found:
        raise CallerError("the list is empty", to_do="name at least one, with commas between several")
    return found


def parse_years(given: str | int | Iterable[str | int]) -> list[int]:
    """Return years in order: "2020-2025", "2019, 2021", 2023, or a list of these.

    Raises:
        CallerError: A part is no year and no span of years.
    """
    text = given if isinstance(given, str) else str(given) if isinstance(given, int) else ",".join(map(str, given))
    years: set[int] = set()
    for item in split_list(text):
        found = _SPAN.fullmatch(item)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not first <= last < first + _LONGEST:
            raise CallerError(f"{item!r} is no year and no span of years", to_do="give 2023, or 2020-2025")
        years |= set(range(first, last + 1))
    return sorted(years)
