"""A name that is not known is answered with the names that are near it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.suggest import did_you_mean, near

AREAS = ["dak-lak", "dak-lak-2025", "dak-lak/krong-ana", "dak-lak/krong-bong", "dak-lak/lak", "binh-thuan"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("dak-lka", "dak-lak"),
        ("Đắk Lăk", "dak-lak"),
        ("Krong Bong", "dak-lak/krong-bong"),
        ("Krông Bôngg", "dak-lak/krong-bong"),
        ("krong-an", "dak-lak/krong-ana"),
        ("Bình Thuậm", "binh-thuan"),
    ],
)
def test_the_name_meant_comes_first(name: str, meant: str) -> None:
    assert near(name, AREAS)[0] == meant


@pytest.mark.parametrize("name", ["Atlantis", "", "zzz"])
def test_nothing_is_suggested_for_a_name_that_is_near_to_none(name: str) -> None:
    assert near(name, AREAS) == []


def test_no_more_names_are_given_than_asked_for() -> None:
    known = [f"area-{number}" for number in range(9)]
    assert len(near("area", known)) == 3
    assert len(near("area", known, limit=1)) == 1


@given(st.text(max_size=12), st.lists(st.text(st.sampled_from("abkl-/ăđ"), max_size=8)))
def test_suggestions_are_known_names_each_once(name: str, known: list[str]) -> None:
    found = near(name, known)
    assert set(found) <= set(known)
    assert len(found) == len(set(found)) <= 3


def test_the_question_names_all_that_are_near() -> None:
    assert did_you_mean("krong-bonk", ["krong-bong", "krong-buk"], otherwise="-") == (
        "did you mean krong-bong or krong-buk?"
    )


def test_advice_takes_its_place_where_nothing_is_near() -> None:
    assert did_you_mean("Atlantis", AREAS, otherwise="see the list") == "see the list"
