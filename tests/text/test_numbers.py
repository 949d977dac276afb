"""Printed numbers are read as their language means them, and their decimals are kept."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.numbers import decimals_of, parse_numbers, printed_decimals

LANGUAGES = st.sampled_from(["vi", "en"])
WHOLE = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2.089/1.900", ["2089", "1900"]),
        ("1.234.567,8", ["1234567.8"]),
        ("1.234.567", ["1234567"]),
        ("72,06%", ["72.06"]),
        ("91,90%", ["91.90"]),
        ("1383", ["1383"]),
        ("12345,6", ["12345.6"]),
        ("05", ["5"]),
        ("0", ["0"]),
        ("3 - 4%", ["3", "4"]),
        ("3-4%", ["3", "4"]),
        ("117/115", ["117", "115"]),
        ("2.770 đảng viên trở lên", ["2770"]),
        ("từ 2.770, hơn 1.900.", ["2770", "1900"]),
        ("(1.994)", ["1994"]),
        ("1,46 triệu", ["1460000"]),
        ("gần 3,2 triệu", ["3200000"]),
        ("hơn 22 nghìn", ["22000"]),
        ("72 ngàn", ["72000"]),
        ("bảy", ["7"]),
        ("giảm 5,3%", ["5.3"]),
    ],
)
def test_vietnamese_groups_with_points_and_divides_with_commas(text: str, numbers: list[str]) -> None:
    assert parse_numbers(text, "vi") == [Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2,089/1,900", ["2089", "1900"]),
        ("1,234,567.8", ["1234567.8"]),
        ("72.06%", ["72.06"]),
        ("more than 2,770 members", ["2770"]),
        ("1383", ["1383"]),
        ("0.500", ["0.5"]),
        ("more than 4.92 million", ["4920000"]),
    ],
)
def test_english_groups_with_commas_and_divides_with_points(text: str, numbers: list[str]) -> None:
    assert parse_numbers(text, "en") == [Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [("72.06", "vi", "72.06"), ("133.3%", "vi", "133.3"), ("72,06", "en", "72.06"), ("0.125", "vi", "0.125")],
)
def test_a_group_mark_that_groups_nothing_is_a_decimal_mark(text: str, language: str, number: str) -> None:
    assert parse_numbers(text, language) == [Decimal(number)]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("más de 108.000", "es", "108000"),
        ("2.77٪", "ar", "2.77"),
        ("1,172", "ar", "1172"),
        ("2,285", "ja", "2285"),
        ("1.141", "nl", "1141"),
        ("1.141", "bdq", "1141"),
    ],
)
def test_reprints_group_as_their_language_does(text: str, language: str, number: str) -> None:
    assert parse_numbers(text, language) == [Decimal(number)]


@pytest.mark.parametrize(
    ("text", "language", "value", "decimals"),
    [
        ("22 nghìn", "vi", 22000, -3),
        ("gần 3,2 triệu", "vi", 3200000, -5),
        ("1,46 triệu", "vi", 1460000, -4),
        ("more than 4.92 million", "en", 4920000, -4),
        ("22.000", "vi", 22000, 0),
        ("bảy", "vi", 7, 0),
    ],
)
def test_whole_thousands_and_millions_have_fewer_decimals_than_none(text, language, value, decimals) -> None:
    assert printed_decimals(text, language, value) == decimals


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("số 05", "vi", ["5"]),
        ("4.500-5.000", "vi", ["4500", "5000"]),
        ("3-4 triệu", "vi", ["3000000", "4000000"]),
        ("từ 1,5 đến 2 triệu", "vi", ["1500000", "2000000"]),
        ("29/41", "vi", ["29", "41"]),
        ("3 nghìnx", "vi", ["3"]),
        ("5.2 million", "en", ["5200000"]),
        ("5.2 Million", "en-GB", ["5200000"]),
        ("108 mil", "es", ["108000"]),
        ("1,2 miljoen", "nl", ["1200000"]),
        ("1,2 millions", "fr", ["1200000"]),
        ("520万人", "ja", ["5200000"]),
        ("٢٫٧٧٪", "ar", ["2.77"]),
        ("5,2 triệu", "ktv", ["5.2"]),
        ("hai xã, ba phường", "vi", ["2", "3"]),
        ("Mười", "vi", ["10"]),
        ("năm 2021: bảy", "vi", ["2021", "7"]),
        ("seven", "en", []),
    ],
)
def test_scales_and_words_are_read_as_their_language_means_them(text: str, language: str, numbers: list[str]) -> None:
    assert parse_numbers(text, language) == [Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    "text",
    ["hai nghìn không trăm tám mươi chín", "mười hai", "bảy và mười hai", "một phần tám", "trên nửa", "", "%", ".,-"],
)
def test_words_are_left_alone(text: str) -> None:
    assert parse_numbers(text, "vi") == []


@given(st.decimals(0, 10**9, places=3), LANGUAGES)
def test_what_babel_formats_is_read_back(number: Decimal, language: str) -> None:
    assert parse_numbers(format_decimal(number, locale=language), language) == [number]


@given(st.lists(WHOLE, max_size=5), LANGUAGES, st.sampled_from(["/", " - ", "; ", " và ", " (", "%, "]))
def test_numbers_side_by_side_are_read_in_their_order(numbers: list[int], language: str, between: str) -> None:
    text = between.join(format_decimal(number, locale=language) for number in numbers)
    assert parse_numbers(text, language) == numbers


@given(WHOLE)
def test_digits_without_marks_are_the_number(number: int) -> None:
    assert parse_numbers(str(number), "vi") == parse_numbers(str(number), "en") == [number]


@pytest.mark.parametrize(
    ("printed", "language", "value", "decimals"),
    [
        ("91,90%", "vi", 91.9, 2),
        ("91.90%", "en", 91.9, 2),
        ("38%", "vi", 38.0, 0),
        ("2.089/1.900", "vi", 1900.0, 0),
        ("từ 3 đến 3,0%", "vi", 3.0, 0),
        ("giảm 5,30%", "vi", -5.3, 2),
        ("bảy", "vi", 7.0, 0),
        ("một phần tám", "vi", 12.5, 1),
    ],
)
def test_decimals_are_those_of_the_print(printed: str, language: str, value: float, decimals: int) -> None:
    assert printed_decimals(printed, language, value) == decimals


@given(WHOLE, st.integers(0, 4), LANGUAGES)
def test_printed_zeros_count_as_decimals(number: int, decimals: int, language: str) -> None:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    printed = format_decimal(number, format=pattern, locale=language)
    assert printed_decimals(printed, language, float(number)) == decimals


@pytest.mark.parametrize(
    ("number", "decimals"), [("72.06", 2), (38, 0), (38.0, 0), (1.5, 1), (Decimal("91.90"), 1), (100, 0), (1e-4, 4)]
)
def test_a_number_on_its_own_has_the_decimals_that_it_needs(number: object, decimals: int) -> None:
    assert decimals_of(number) == decimals
