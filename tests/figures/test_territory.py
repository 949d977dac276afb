"""A page says where the series of an area begins and ends."""

import pytest

from analysis.figures.brief import Brief
from analysis.figures.territory import tell_territory

CASES = [
    ("binh-thuan", 2026, ["Bình Thuận", "Lâm Đồng", "1 July 2025"], ["tỉnh Bình Thuận", "sáp nhập", "1/7/2025"]),
    ("binh-thuan", 2025, ["became part of the new"], ["sáp nhập vào tỉnh Lâm Đồng mới"]),
    ("dak-lak-2025", 2025, ["Đắk Lắk Province, Phú Yên Province", "1 July 2025"], ["tỉnh Phú Yên", "1/7/2025"]),
    ("dak-lak/ea-sup", 2026, ["ceased to exist"], ["không còn là đơn vị hành chính"]),
    ("dak-lak-2025/buon-don", 2025, ["what was known before is not its own"], ["không phải của địa bàn này"]),
]


@pytest.mark.parametrize(("code", "year", "english", "vietnamese"), CASES)
def test_where_a_series_begins_or_ends_is_told(real, code, year, english, vietnamese):
    for lang, parts in (("en", english), ("vi", vietnamese)):
        page = Brief(real, code, year, lang)
        text = str(tell_territory(page, page.area, year).line)
        assert [part for part in parts if part.lower() not in text.lower()] == []


@pytest.mark.parametrize(("code", "year"), [("dak-lak", 2023), ("dak-lak/ea-sup", 2020), ("viet-nam", 2026)])
def test_an_area_that_stands_needs_no_word(real, code, year):
    page = Brief(real, code, year, "en")

    assert tell_territory(page, page.area, year) is None
