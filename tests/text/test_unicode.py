"""Vietnamese text: its normal form, its slugs, and the marks that a wrong encoding leaves on it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.unicode import fold, is_nfc, looks_mojibake, slug

MARKED = "àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ"
LETTERS = MARKED + MARKED.upper()
ASCII = "".join(map(chr, range(32, 127)))
WORDS = st.text(st.sampled_from(LETTERS + "abcdeghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY"), min_size=1, max_size=8)
NAMES = [
    "Cư Pui",
    "Hà Nội",
    "Đắk Lắk",
    "Đồng Nai",
    "Cần Thơ",
    "Quảng Ngãi",
    "Ea Súp",
    "Krông Ana",
    "Vũng Tàu",
    "ĐẢNG BỘ TỈNH",
    "THÀNH PHỐ HỒ CHÍ MINH",
    "CÔNG TÁC PHÁT TRIỂN ĐẢNG VIÊN",
    "kết nạp “lớp Đảng viên mới” – năm 2023",
    "2015–2020",
]


def as_web_browser(content: bytes) -> str:
    """Windows-1252 as browsers read it: the five bytes that it leaves open are control characters."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in content)


MISREADINGS = {
    "latin-1": lambda text: text.encode().decode("latin-1"),
    "cp1252 with signs of replacement": lambda text: text.encode().decode("cp1252", errors="replace"),
    "cp1252 of browsers": lambda text: as_web_browser(text.encode()),
    "cp1252 with gaps": lambda text: text.encode().decode("cp1252", errors="ignore"),
    "twice": lambda text: as_web_browser(as_web_browser(text.encode()).encode()),
    "decomposed": lambda text: as_web_browser(unicodedata.normalize("NFD", text).encode()),
    "ascii with signs of replacement": lambda text: text.encode().decode("ascii", errors="replace"),
}


@pytest.mark.parametrize("misread", MISREADINGS.values(), ids=MISREADINGS.keys())
@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_a_wrong_encoding_is_seen(name: str, misread) -> None:
    assert looks_mojibake(misread(name))


@pytest.mark.parametrize("misreading", ["latin-1", "cp1252 with signs of replacement", "cp1252 of browsers", "twice"])
def test_every_vietnamese_letter_in_a_wrong_encoding_is_seen(misreading: str) -> None:
    misread = MISREADINGS[misreading]
    assert [letter for letter in LETTERS if not looks_mojibake(misread(f"{letter}n"))] == []


@given(WORDS.filter(lambda word: not word.isascii()), st.sampled_from(["latin-1", "cp1252 of browsers"]))
def test_every_word_in_a_wrong_encoding_is_seen(word: str, misreading: str) -> None:
    assert looks_mojibake(MISREADINGS[misreading](f"{word}ng"))


@given(st.text(st.sampled_from(LETTERS + ASCII)))
def test_sound_vietnamese_is_never_taken_for_a_wrong_encoding(text: str) -> None:
    assert not looks_mojibake(text)


@given(
    st.lists(WORDS, min_size=1), st.sampled_from(["“{}”", "‘{}’", "«{}»", "{}…", "{} – {}", "“{}”, {}—{}", "{}’ {}"])
)
def test_sound_vietnamese_in_quotation_marks_and_dashes_is_not_either(words: list[str], frame: str) -> None:
    text = " ".join(words)
    assert not looks_mojibake(frame.format(text, text, text))


@pytest.mark.parametrize(
    "name", [*NAMES, "THỊ XÃ", "“THỊ XÃ”", "«XÃ»", "XÃ… THÌ…", "Ngã Bảy", "CHÌ 2°", "Ä", "naïve café"]
)
def test_sound_names_are_not_taken_for_a_wrong_encoding(name: str) -> None:
    assert not looks_mojibake(name)


@given(st.text(st.sampled_from(LETTERS), min_size=1))
def test_letters_are_nfc_until_they_are_decomposed(text: str) -> None:
    assert is_nfc(text)
    assert is_nfc(unicodedata.normalize("NFD", text)) == (set(text) <= set("đĐ"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("ĐĂK LĂK", "dak lak"),
        ("Ðắk Lắk", "dak lak"),
        ("Nguyện Ước Huyện", "nguyen uoc huyen"),
        ("M'Đrắk", "m'drak"),
        ("", ""),
    ],
)
def test_folding_takes_the_marks_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_its_base() -> None:
    bases = {
        **dict.fromkeys(MARKED[:17], "a"),
        **dict.fromkeys(MARKED[17:28], "e"),
        **dict.fromkeys(MARKED[28:33], "i"),
    }
    bases |= {**dict.fromkeys(MARKED[33:50], "o"), **dict.fromkeys(MARKED[50:61], "u")}
    bases |= {**dict.fromkeys(MARKED[61:66], "y"), "đ": "d"}
    assert len(bases) == len(MARKED)
    assert {letter: fold(letter) for letter in MARKED} == bases
    assert {letter: fold(letter.upper()) for letter in MARKED} == bases


@given(st.text(st.sampled_from(LETTERS + ASCII)))
def test_folding_sees_no_difference_between_the_normal_forms(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Krông A Na", "krong-a-na"),
        ("Đắk Lắk", "dak-lak"),
        ("  Cư  M’gar ", "cu-m-gar"),
        ("dak-lak/krong-bong", "dak-lak-krong-bong"),
        ("Thừa Thiên – Huế", "thua-thien-hue"),
        ("Quận 1", "quan-1"),
        ("…", ""),
    ],
)
def test_a_slug_is_made_of_the_folded_words(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_a_slug_is_its_own_slug_and_fit_for_a_path(text: str) -> None:
    made = slug(text)
    assert slug(made) == made
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
