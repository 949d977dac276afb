"""The order of the Vietnamese alphabet."""

import random
import unicodedata

import pytest

from analysis.text.alphabet import alphabet_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương", "Bình Định"],
        ["Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp"],
        ["Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ"],
        ["Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang"],
    ],
)
def test_names_stand_as_in_a_dictionary(ordered):
    mixed = random.Random(1).sample(ordered, len(ordered))

    assert sorted(mixed, key=alphabet_key) == ordered


def test_capitals_and_the_unicode_form_make_no_difference():
    assert alphabet_key("ĐẮK LẮK") == alphabet_key("đắk lắk") == alphabet_key(unicodedata.normalize("NFD", "Đắk Lắk"))


def test_text_without_letters_has_a_key_too():
    assert sorted(["b", "", "1"], key=alphabet_key) == ["", "1", "b"]
