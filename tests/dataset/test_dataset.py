"""Choosing observations, and finding areas by what people call them."""

import unicodedata
from dataclasses import FrozenInstanceError, replace

import pytest

from analysis.dataset.dataset import Dataset
from analysis.errors import CallerError


def lines(rows) -> list[int]:
    """The rows of `sound/observations/invented.csv`, from 0."""
    return list(rows.index)


def test_select_gives_the_totals_of_the_area_alone(invented: Dataset) -> None:
    assert lines(invented.select("vi-du")) == [0, 1, 2, 3, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"indicator": "admissions"}, [0, 1, 2, 3]),
        ({"indicator": "members"}, [9]),
        ({"segment": None}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ({"segment": "female"}, [4]),
        ({"freq": "A"}, [0, 1, 5, 6, 7, 8]),
        ({"freq": "TERM"}, [2]),
        ({"freq": "YTD"}, [3]),
        ({"freq": "P"}, [9]),
        ({"year": 2021}, [0, 6]),
        ({"year": 2019}, [2]),
        ({"year": 1999}, []),
        ({"scope": "below"}, [10, 11]),
        ({"scope": "all"}, [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]),
        ({"indicator": "admissions", "freq": "A", "year": 2021, "segment": None, "scope": "all"}, [0, 4, 10, 11]),
    ],
)
def test_select_narrows_by_every_argument(invented: Dataset, arguments: dict, expected: list[int]) -> None:
    assert lines(invented.select("vi-du", **arguments)) == expected


def test_below_an_area_is_what_its_path_begins_with_and_no_namesake(invented: Dataset) -> None:
    assert lines(invented.select("vi-du/dong-mau", scope="below")) == [11]
    assert lines(invented.select("vi-du/dong-mau/trung-ten", scope="below")) == []
    assert lines(invented.select("vi-du-2025", scope="all")) == []


def test_a_selection_can_be_changed_and_the_dataset_stays(invented: Dataset) -> None:
    rows = invented.select("vi-du")
    rows.loc[:, "obs_value"] = 0.0
    assert invented.select("vi-du")["obs_value"].min() == -5.3
    with pytest.raises(FrozenInstanceError):
        invented.observations = rows


@pytest.mark.parametrize(
    "name",
    [
        "vi-du/dong-mau",
        "Đồng Mẫu",
        "đồng mẫu",
        "Dong Mau",
        "DONG  MAU",
        "Ðồng Mẫu",
        "Sample Field",
        " dong-mau ",
    ],
)
def test_an_area_is_found_by_code_and_by_name_with_or_without_marks(invented: Dataset, name: str) -> None:
    assert invented.find_area(name).code == "vi-du/dong-mau"


def test_an_area_is_found_by_a_name_in_decomposed_letters(invented: Dataset) -> None:
    assert invented.find_area(unicodedata.normalize("NFD", "Đồng Mẫu")).code == "vi-du/dong-mau"


@pytest.mark.parametrize("name", ["Tỉnh Mẫu", "tinh mau", "Vi Zu", "Example", "Ví Dụ"])
def test_a_name_from_before_and_after_the_merger_means_the_area_before(invented: Dataset, name: str) -> None:
    assert invented.find_area(name).code == "vi-du"


def test_the_area_after_the_merger_is_found_by_its_code(invented: Dataset) -> None:
    assert invented.find_area("vi-du-2025").code == "vi-du-2025"


@pytest.mark.parametrize(("year", "code"), [(1999, "vi-du"), (2024, "vi-du"), (2026, "vi-du-2025")])
def test_the_year_asked_for_decides_between_the_areas_of_one_name(invented: Dataset, year: int, code: str) -> None:
    assert invented.find_area("Ví Dụ", year=year).code == code


@pytest.mark.parametrize("year", [2024, 2026])
def test_a_code_means_its_area_in_every_year(invented: Dataset, year: int) -> None:
    assert invented.find_area("vi-du", year=year).code == "vi-du"


def test_a_name_that_only_a_newer_area_has_finds_it(invented: Dataset) -> None:
    assert invented.find_area("Mới").code == "moi-2025"


def test_a_name_of_two_areas_is_refused_with_the_codes_of_both(invented: Dataset) -> None:
    with pytest.raises(CallerError) as raised:
        invented.find_area("Trùng Tên")
    assert raised.value.what == ("'Trùng Tên' means several areas: vi-du/dong-mau/trung-ten, vi-du/nui-mau/trung-ten")
    assert raised.value.to_do == "give the code of one of them"


def test_a_name_of_two_newer_areas_is_refused(invented: Dataset) -> None:
    twin = replace(invented.areas["moi-2025"], code="moi-2026")
    both = replace(invented, areas={**invented.areas, "moi-2026": twin})
    with pytest.raises(CallerError, match="means several areas: moi-2025, moi-2026"):
        both.find_area("Mới")


@pytest.mark.parametrize(
    ("name", "to_do"),
    [
        ("Dong Mua", "did you mean vi-du/dong-mau"),
        ("nui-mao", "did you mean vi-du/nui-mau"),
        ("Atlantis", "codes are in data/codelists/areas.csv"),
        ("", "codes are in data/codelists/areas.csv"),
    ],
)
def test_an_unknown_name_is_refused_with_what_is_near(invented: Dataset, name: str, to_do: str) -> None:
    with pytest.raises(CallerError) as raised:
        invented.find_area(name)
    assert raised.value.what == f"no area is called {name!r}"
    assert raised.value.to_do.startswith(to_do)
    assert raised.value.exit_status == 2
