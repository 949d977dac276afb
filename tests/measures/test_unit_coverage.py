"""Of which units a figure is known; the list of areas is never taken for a count of all there are."""

import dataclasses
import datetime as dt

import pytest

from analysis.measures.unit_coverage import coverage_by_level, standing_on, stood_in
from analysis.measures.unit_ranking import standings


def covered(dataset, area, year):
    return {one.level: one for one in coverage_by_level(dataset, area, year, standings(dataset, area, year))}


def test_each_level_tells_its_units_by_what_is_known(invent):
    dataset = invent(
        ("p/a", "admissions", "2023", 5),
        ("p/b", "admissions_target", "2023", 17),
        ("p/b", "completion_rate", "to 2023-10-10", 88.24),
        ("p/c", "completion_rate", "to 2023-10-10", 100, {"bound": "at_least"}),
        ("p/d", "admissions", "2022", 5),
        ("p/a/x", "admissions", "2023", 1),
    )

    found = covered(dataset, "p", 2023)

    district = found["district"]
    assert district.listed == ("p/a", "p/b", "p/c", "p/d")
    assert (district.admitted, district.targeted, district.rated) == (("p/a",), ("p/b",), ("p/b", "p/c"))
    assert district.known == ("p/a", "p/b", "p/c")
    assert district.unknown == ("p/d",)
    assert district.vague == ("p/c",)
    assert district.implied == ("p/b",)
    assert found["commune"].known == ("p/a/x",)


def test_one_exact_figure_is_enough_not_to_be_vague(invent):
    dataset = invent(
        ("p/a", "completion_rate", "to 2023-10-10", 100, {"bound": "at_least"}),
        ("p/a", "admissions_target", "2023", 20),
    )

    assert covered(dataset, "p", 2023)["district"].vague == ()


def test_units_of_an_area_that_is_over_are_not_listed(real):
    assert covered(real, "binh-thuan", 2026) == {}
    assert stood_in(real, "binh-thuan/military", 2025)
    assert not stood_in(real, "binh-thuan/military", 2026)


@pytest.mark.parametrize(("year", "listed"), [(2019, 63), (2024, 63), (2025, 86), (2026, 34)])
def test_every_province_is_on_the_list(real, year, listed):
    assert len(covered(real, "viet-nam", year)["province"].listed) == listed


@pytest.mark.parametrize(("day", "count"), [(dt.date(2025, 6, 30), 63), (dt.date(2025, 7, 1), 34)])
def test_the_provinces_of_a_day(real, day, count):
    codes = [code for code, area in real.areas.items() if area.level == "province"]

    assert len(standing_on(real, codes, day)) == count


def test_an_area_made_within_the_year_stood_in_it(invent):
    dataset = invent(("p/a", "admissions", "2025", 5))
    made = dataclasses.replace(dataset.areas["p/a"], valid_from=dt.date(2025, 7, 1))
    dataset = dataclasses.replace(dataset, areas={**dataset.areas, "p/a": made})

    assert stood_in(dataset, "p/a", 2025)
    assert not stood_in(dataset, "p/a", 2024)
