"""Dates of the precision that a source prints: a year, a month or a day."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(date: str) -> dt.date:
    """Return the first day that an ISO 8601 date of any precision covers: "2023-10" gives 1 October 2023.

    Raises:
        ValueError: The text is no such date, or there is no such day in the calendar.
    """
    return _day(date, last=False)


def last_day(date: str) -> dt.date:
    """Return the last day that an ISO 8601 date of any precision covers: "2023-10" gives 31 October 2023.

    Raises:
        ValueError: The text is no such date, or there is no such day in the calendar.
    """
    return _day(date, last=True)


def _day(date: str, *, last: bool) -> dt.date:
    found = _DATE.fullmatch(date)
    if found is None:
        raise ValueError(f"{date!r} is no date of the form 2023, 2023-10 or 2023-10-31")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    month = (12 if last else 1) if month is None else month
    try:
        first = dt.date(year, month, 1)
        if day is None:
            day = calendar.monthrange(year, month)[1] if last else 1
        return first.replace(day=day)
    except ValueError as error:
        raise ValueError(f"{date!r} is not in the calendar: {error}") from None


def parse_day(date: str) -> dt.date:
    """Return the day that a full ISO 8601 date (2023-10-31) means.

    Raises:
        ValueError: The text is no full date, or there is no such day in the calendar.
    """
    if len(date) != len("2023-10-31"):
        raise ValueError(f"{date!r} is no date of the form 2023-10-31")
    return last_day(date)
