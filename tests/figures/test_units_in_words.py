"""Every unit of the code list has its word in both languages."""

import pytest

from analysis.figures.explore import ExplorePage


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_indicator_has_its_unit_in_words(real, lang):
    page = ExplorePage(real, "dak-lak", "admissions", 2020, 2023, "_T", lang)

    assert all(str(page.unit_of(indicator)) for indicator in real.indicators.values())
