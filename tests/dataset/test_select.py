"""Observations chosen by area, indicator and time: the same from sorted and from unsorted rows, and never by a typo."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import invent_dataset

from analysis.dataset.dataset import Dataset
from analysis.dataset.index import AreaIndex, take_rows
from analysis.dataset.model import NATION, Area
from analysis.errors import CallerError

AREAS = ["an", "an-2025", "an/ba", "an/ba/ca", "an/ba-2", "ana", "ba", "ba/an"]


def areas_of(rows: pd.DataFrame) -> list[str]:
    return list(rows["ref_area"])


def by_eye(areas: list[str], area: str, scope: str) -> list[int]:
    own = {place for place, one in enumerate(areas) if one == area}
    below = {place for place, one in enumerate(areas) if one.startswith(f"{area}/")}
    return sorted({"area": own, "below": below, "all": own | below}[scope])


@settings(deadline=None)
@given(st.lists(st.sampled_from(AREAS)), st.sampled_from(AREAS), st.booleans())
def test_rows_of_an_area_are_those_that_a_scan_finds(areas: list[str], area: str, is_sorted: bool) -> None:
    areas = sorted(areas) if is_sorted else areas
    rows = pd.DataFrame({"ref_area": pd.Series(areas, dtype="str"), "obs_value": np.arange(float(len(areas)))})
    index = AreaIndex(rows)
    found = {"area": index.rows_of(area), "below": index.rows_below(area), "all": index.rows_within(area)}
    for scope, chosen in found.items():
        places = by_eye(areas, area, scope)
        assert list(chosen.index) == places
        assert list(chosen["obs_value"]) == places
    assert list(index.rows_besides(area).index) == [place for place, one in enumerate(areas) if one != area]


def test_many_rows_are_taken_as_few_are() -> None:
    rows = pd.DataFrame({"text": pd.Series(["a", "b", ""] * 20_000, dtype="str"), "number": np.arange(60_000)})
    rows["day"] = pd.Timestamp(2023, 1, 1)
    places = np.arange(1, 60_000, 2)
    pd.testing.assert_frame_equal(take_rows(rows, places), rows.take(places))


@pytest.fixture(scope="module")
def told() -> Dataset:
    """Figures of two provinces and the nation, not sorted."""
    dataset = invent_dataset(
        ("xa", "admissions", "2022", 5),
        ("viet-nam", "admissions", "2022", 9),
        ("an/ba", "admissions", "2021", 1),
        ("xa", "members", "at 2023-10", 7),
        ("an", "admissions", "to 2023-10-10", 2),
        ("an", "admissions", "2021", 3, {"segment": "female"}),
    )
    silent = Area("xo", "province", "province", "Xo", "Xo", (), "", None, None, "")
    return replace(dataset, areas={**dataset.areas, "xo": silent})


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"segment": None}, [0, 1, 2, 3, 4, 5]),
        ({"indicator": "members"}, [3]),
        ({"area": "an", "segment": None, "scope": "all"}, [2, 4, 5]),
        ({"area": NATION}, [1]),
        ({"area": NATION, "scope": "below"}, [0, 2, 3, 4]),
        ({"area": NATION, "scope": "all"}, [0, 1, 2, 3, 4]),
        ({"area": "xo", "scope": "all"}, []),
        ({"start": "2022"}, [0, 1, 3, 4]),
        ({"end": "2022"}, [0, 1, 2]),
        ({"end": "2022-12-30"}, [2]),
        ({"start": "2022-12-31", "end": "2022-12-31"}, [0, 1]),
        ({"start": "2023-10", "end": "2023-10"}, [3, 4]),
        ({"start": dt.date(2023, 10, 10), "end": dt.date(2023, 10, 30)}, [4]),
        ({"start": "2024", "end": "2020"}, []),
        ({"year": 2023, "freq": "YTD"}, [4]),
    ],
)
def test_rows_are_chosen_by_every_argument(told: Dataset, arguments: dict, places: list[int]) -> None:
    rows = told.select(**arguments)
    assert list(rows.index) == places
    assert list(rows.columns) == list(told.observations.columns)


@pytest.mark.parametrize(
    ("arguments", "what", "to_do"),
    [
        ({"area": "xaa"}, "'xaa' is no area on the list", "did you mean xa"),
        ({"area": "An"}, "'An' is no area on the list", "did you mean an"),
        ({"area": ""}, "'' is no area on the list", "codes are in data/codelists/areas.csv"),
        ({"indicator": "admission"}, "'admission' is no indicator on the list", "did you mean admissions"),
        ({"segment": "females"}, "'females' is no segment on the list", "did you mean female?"),
        ({"freq": "Y"}, "'Y' is no frequency on the list", "choose one of A, YTD, S, Q, M, TERM, TTD, P, _O"),
        ({"scope": "beneath"}, "'beneath' is no scope", "choose one of area, below, all"),
        ({"start": "2023-13"}, "'2023-13' is not in the calendar", "give a day, a month or a year"),
        ({"end": "10/2023"}, "'10/2023' is no date of the form", "give a day, a month or a year"),
    ],
)
def test_what_is_on_no_list_is_refused_with_what_is_near(told: Dataset, arguments: dict, what: str, to_do: str) -> None:
    with pytest.raises(CallerError) as raised:
        told.select(**arguments)
    assert raised.value.what.startswith(what)
    assert raised.value.to_do.startswith(to_do)


@pytest.mark.parametrize("freq", ["A", "S", "Q", "M", "YTD", "TTD", "TERM", "P", "_O"])
def test_every_frequency_of_the_list_can_be_asked_for(told: Dataset, freq: str) -> None:
    assert set(told.select(freq=freq)["freq"]) <= {freq}


def test_the_total_can_be_asked_for_where_no_list_names_it() -> None:
    assert areas_of(invent_dataset(("an", "admissions", "2022", 5, {"segment": "female"})).select("an")) == []


def test_an_edition_without_a_date_says_so(told: Dataset) -> None:
    undated = replace(told, as_of=None, sources={})
    with pytest.raises(CallerError, match="no source says when it was published"):
        _ = undated.edition


def test_sources_without_a_date_are_named() -> None:
    assert invent_dataset(("an", "admissions", "2022", 5)).undated == ()
