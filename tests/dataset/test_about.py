"""The part of a dataset on some areas holds what is known of them and of all below them, and nothing else."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import invent_dataset

from analysis.dataset.dataset import Dataset
from analysis.dataset.load import load_dataset
from analysis.dataset.model import NATION, UNKNOWN_AREA
from analysis.errors import CallerError

REAL = load_dataset()
LISTS = ("areas", "indicators", "segments", "terms", "area_types", "frequencies")
SCOPES = st.lists(st.sampled_from(sorted(set(REAL.areas) - {NATION})), min_size=1, max_size=4)


def by_eye(dataset: Dataset, codes: list[str]) -> pd.DataFrame:
    rows = dataset.observations
    inside = [any(f"{area}/".startswith(f"{code}/") for code in codes) for area in rows["ref_area"]]
    return rows[inside].reset_index(drop=True)


@settings(max_examples=60, deadline=None)
@given(SCOPES)
def test_a_part_holds_what_a_scan_finds(codes: list[str]) -> None:
    part, rows = REAL.about(codes), by_eye(REAL, codes)
    cited = set(rows["source_id"])

    pd.testing.assert_frame_equal(part.observations, rows)
    assert part.sources == {key: one for key, one in REAL.sources.items() if key in cited}
    assert set(part.undated) == {key for key in cited if not REAL.sources[key].published}
    assert all(getattr(part, name) == getattr(REAL, name) for name in LISTS)
    assert part.as_of is None
    days = [one.published for one in part.sources.values() if one.published]
    assert part.edition == max(days, default=REAL.edition)


@settings(max_examples=50, deadline=None)
@given(SCOPES, st.data())
def test_within_its_areas_a_part_gives_what_the_whole_gives(codes: list[str], data: st.DataObject) -> None:
    area = data.draw(st.sampled_from(sorted(REAL.areas)))
    part = REAL.about(codes)
    found = part.select(area, segment=None, scope="all").reset_index(drop=True)
    known = REAL.select(area, segment=None, scope="all").reset_index(drop=True)
    told = known["ref_area"].isin(part.observations["ref_area"])
    pd.testing.assert_frame_equal(found, known[told].reset_index(drop=True))


def test_rows_keep_their_order_whether_they_are_sorted_or_not() -> None:
    told = [("xa", "admissions", str(year), year) for year in (2022, 2020)]
    told += [("an/ba", "admissions", "2021", 1), ("an-2", "admissions", "2021", 2), ("an", "admissions", "2021", 3)]
    dataset = invent_dataset(*told, ("ca", "admissions", "2021", 4))
    assert list(dataset.about("an, xa").observations["obs_value"]) == [2022, 2020, 1, 3]


def test_an_area_whose_code_begins_alike_is_another() -> None:
    part = REAL.about("dak-lak")
    assert "dak-lak-2025" in set(REAL.observations["ref_area"].str.split("/").str[0])
    assert set(part.observations["ref_area"].str.split("/").str[0]) == {"dak-lak"}


@pytest.mark.parametrize("asked", ["dak-lak", "Đắk Lắk", ["dak lak"], "dak-lak, dak-lak/ea-sup", ["dak-lak"] * 2])
def test_the_scope_is_the_outermost_codes(asked: str | list[str]) -> None:
    assert REAL.about(asked).scope == ("dak-lak",)


def test_the_scope_is_sorted_and_that_of_everything_is_empty() -> None:
    assert REAL.scope == ()
    assert REAL.about("nghe-an, binh-thuan").scope == ("binh-thuan", "nghe-an")


@pytest.mark.parametrize("asked", [NATION, f"dak-lak, {NATION}", "Việt Nam"])
def test_about_the_nation_is_everything(asked: str) -> None:
    assert REAL.about(asked) is REAL
    assert UNKNOWN_AREA in set(REAL.about(asked).observations["ref_area"])


@pytest.mark.parametrize("asked", ["Đak Lăc", "dak-lak, nowhere", "", []])
def test_areas_that_are_on_no_list_are_refused(asked: str | list[str]) -> None:
    with pytest.raises(CallerError):
        REAL.about(asked)


def test_corrections_are_those_of_its_areas() -> None:
    assert REAL.corrections
    for one in REAL.corrections:
        assert one in REAL.about(one.ref_area).corrections
    assert REAL.about("dak-lak").corrections == ()


def test_an_area_may_bring_those_that_it_was_merged_with() -> None:
    assert REAL.about("dak-lak", merged=True).scope == ("dak-lak", "dak-lak-2025")
    assert REAL.about("dak-lak-2025", merged=True).scope == ("dak-lak", "dak-lak-2025", "phu-yen")
    assert REAL.about("ha-noi", merged=True).scope == ("ha-noi",)
    assert REAL.about("dak-lak-2025").scope == ("dak-lak-2025",)


def test_a_part_of_a_part_holds_what_is_in_both() -> None:
    district = REAL.about("dak-lak").about("dak-lak/ea-sup")
    pd.testing.assert_frame_equal(district.observations, REAL.about("dak-lak/ea-sup").observations)
    assert REAL.about("dak-lak").about("nghe-an").observations.empty


def test_the_date_asked_for_stays_the_edition() -> None:
    early = load_dataset("2023-06-30").about("dak-lak")
    assert early.as_of == early.edition == dt.date(2023, 6, 30)
    assert all(one.published and one.published <= early.edition for one in early.sources.values())
    assert early.undated == ()


def test_the_edition_is_the_newest_of_its_own_sources() -> None:
    part = REAL.about("dak-lak")
    assert part.edition == part.observations["published"].max().date() < REAL.edition


def test_an_area_without_figures_gives_an_empty_part_that_says_so() -> None:
    part = REAL.about("long-an")
    assert (len(part.observations), part.sources, part.corrections) == (0, {}, ())
    assert list(part.observations.columns) == list(REAL.observations.columns)
    with pytest.raises(CallerError, match=f"nothing is known of long-an in the edition of {REAL.edition}"):
        part.known_years("long-an")


def test_an_early_edition_without_figures_says_which_it_is() -> None:
    with pytest.raises(CallerError, match="nothing is known of dak-lak in the edition of 2001-01-01"):
        load_dataset("2001-01-01").about("dak-lak").known_years("dak-lak")


def test_a_part_whose_sources_have_no_date_is_of_the_newest_edition() -> None:
    part = REAL.about("hue")
    assert set(part.undated) == set(part.sources)
    assert part.known_years("hue")
    assert part.edition == part.about("hue/phu-bai").edition == REAL.edition
