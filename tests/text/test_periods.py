"""Dates of every precision end on a day of the calendar, or are refused by name."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.periods import first_day, last_day, parse_day

IMPOSSIBLE = ["2024-24-10", "2023-13", "2023-00", "2023-02-30", "2023-02-29", "2023-04-31", "2023-01-00", "0000"]


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2023", dt.date(2023, 12, 31)),
        ("2023-10", dt.date(2023, 10, 31)),
        ("2023-11", dt.date(2023, 11, 30)),
        ("2023-12", dt.date(2023, 12, 31)),
        ("2023-10-10", dt.date(2023, 10, 10)),
        ("2023-02", dt.date(2023, 2, 28)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("2000-02", dt.date(2000, 2, 29)),
        ("1900-02", dt.date(1900, 2, 28)),
    ],
)
def test_a_date_ends_on_the_last_day_that_it_covers(date: str, day: dt.date) -> None:
    assert last_day(date) == day


@given(st.dates())
def test_a_full_date_is_its_own_last_day(day: dt.date) -> None:
    assert last_day(day.isoformat()) == parse_day(day.isoformat()) == day


@given(st.dates(max_value=dt.date(9999, 11, 30)))
def test_the_day_after_the_last_of_a_month_is_the_first_of_another(day: dt.date) -> None:
    last = last_day(day.isoformat()[:7])
    assert (last.year, last.month) == (day.year, day.month)
    assert (last + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize("date", IMPOSSIBLE)
def test_a_date_that_no_calendar_has_is_refused_by_name(date: str) -> None:
    with pytest.raises(ValueError, match=f"^'{date}' is not in the calendar: "):
        last_day(date)


@pytest.mark.parametrize(
    "date", ["", "23", "2023-1", "2023-1-5", "10/10/2023", "2023-10-10 ", "2023-10-10T00", "20231010"]
)
def test_a_text_of_another_form_is_refused_with_the_form_expected(date: str) -> None:
    with pytest.raises(ValueError, match=f"^'{date}' is no date of the form 2023, 2023-10 or 2023-10-31$"):
        last_day(date)


@pytest.mark.parametrize("date", ["2023", "2023-10", "", "2023-10-1"])
def test_a_day_needs_its_full_date(date: str) -> None:
    with pytest.raises(ValueError, match=f"^'{date}' is no date of the form 2023-10-31$"):
        parse_day(date)


@pytest.mark.parametrize("date", [date for date in IMPOSSIBLE if len(date) == 10])
def test_a_day_that_no_calendar_has_is_refused_by_name(date: str) -> None:
    with pytest.raises(ValueError, match=date):
        parse_day(date)


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2023", dt.date(2023, 1, 1)),
        ("2023-10", dt.date(2023, 10, 1)),
        ("2023-10-10", dt.date(2023, 10, 10)),
        ("2024-02", dt.date(2024, 2, 1)),
    ],
)
def test_a_date_begins_on_the_first_day_that_it_covers(date: str, day: dt.date) -> None:
    assert first_day(date) == day


@pytest.mark.parametrize("date", IMPOSSIBLE)
def test_the_first_day_of_no_date_is_refused_by_name(date: str) -> None:
    with pytest.raises(ValueError, match=f"^'{date}' is not in the calendar: "):
        first_day(date)
