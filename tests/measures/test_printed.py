"""Printed figures are the same, whether asked for by area and indicator or made of selected observations."""

import pytest

from analysis.dataset.load import load_dataset
from analysis.errors import CallerError
from analysis.measures.printed import printed_of
from analysis.measures.values import printed_values


def test_they_are_those_of_the_selected_observations(real):
    for area, indicator in {*zip(real.observations["ref_area"], real.observations["indicator"], strict=True)}:
        rows = real.select(area, indicator)
        assert printed_of(real, area, indicator) == printed_values(real, rows)


@pytest.mark.parametrize(
    "asked",
    [{"segment": "ethnic_minority"}, {"freq": "A"}, {"year": 2023}, {"segment": "_T", "freq": "YTD", "year": 2023}],
)
def test_they_are_chosen_as_observations_are(real, asked):
    found = printed_of(real, "dak-lak", "admissions", **asked)

    assert found
    assert found == printed_values(real, real.select("dak-lak", "admissions", **asked))


def test_of_what_is_not_known_there_are_none(real):
    assert printed_of(real, "dak-lak", "admissions", year=1930) == []
    assert printed_of(real, "dak-lak/ea-sup", "trainees", year=1930) == []


@pytest.mark.parametrize(
    ("area", "indicator", "advice"), [("dak-lac", "admissions", "dak-lak"), ("dak-lak", "admission", "admissions")]
)
def test_a_code_that_is_on_no_list_is_told_with_one_that_is(real, area, indicator, advice):
    with pytest.raises(CallerError, match=advice):
        printed_of(real, area, indicator)


def test_each_edition_has_its_own():
    early, newest = load_dataset("2020-06-30"), load_dataset()

    assert len(printed_of(newest, "dak-lak", "admissions")) > len(printed_of(early, "dak-lak", "admissions"))
