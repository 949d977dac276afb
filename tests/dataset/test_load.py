"""Editions, the hash of the files, and the columns that loading adds."""

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from sound_data import replace_once

from analysis.dataset.dataset import Dataset
from analysis.dataset.load import hash_data, load_dataset
from analysis.errors import CallerError


def test_the_newest_edition_has_every_source_with_the_undated(invented: Dataset) -> None:
    assert list(invented.sources) == ["invented-20220110", "invented-20221110", "invented-en-20230301", "invented-nd"]
    assert invented.as_of is None
    assert set(invented.observations["source_id"]) == set(invented.sources)


def test_the_newest_edition_is_dated_by_its_newest_source(invented: Dataset) -> None:
    assert invented.edition == dt.date(2023, 3, 1)


@pytest.mark.parametrize(
    ("as_of", "sources"),
    [
        ("2022-01-09", []),
        ("2022-01-10", ["invented-20220110"]),
        ("2022-11-09", ["invented-20220110"]),
        ("2022-11-10", ["invented-20220110", "invented-20221110"]),
        ("2099-12-31", ["invented-20220110", "invented-20221110", "invented-en-20230301"]),
    ],
)
def test_an_edition_knows_only_what_was_published_by_its_date(
    sound_folder: Path, as_of: str, sources: list[str]
) -> None:
    edition = load_dataset(as_of, folder=sound_folder)
    assert list(edition.sources) == sources
    assert sorted(set(edition.observations["source_id"])) == sources
    assert edition.edition == edition.as_of == dt.date.fromisoformat(as_of)


def test_an_edition_keeps_all_code_lists(sound_folder: Path, invented: Dataset) -> None:
    edition = load_dataset("2022-01-10", folder=sound_folder)
    assert (edition.areas, edition.indicators, edition.segments, edition.terms) == (
        invented.areas,
        invented.indicators,
        invented.segments,
        invented.terms,
    )


def test_an_edition_before_all_sources_has_the_same_columns_and_no_row(sound_folder: Path, invented: Dataset) -> None:
    edition = load_dataset("1990-01-01", folder=sound_folder)
    assert edition.observations.empty
    pd.testing.assert_series_equal(edition.observations.dtypes, invented.observations.dtypes)


def test_a_day_and_its_text_name_the_same_edition(sound_folder: Path) -> None:
    by_day = load_dataset(dt.date(2022, 11, 10), folder=sound_folder)
    by_text = load_dataset("2022-11-10", folder=sound_folder)
    assert by_day.as_of == by_text.as_of
    pd.testing.assert_frame_equal(by_day.observations, by_text.observations)


def test_blank_text_names_the_newest_edition(sound_folder: Path) -> None:
    assert load_dataset("", folder=sound_folder).as_of is None


@pytest.mark.parametrize("as_of", ["2022", "2022-11", "10/11/2022", "2024-24-10", "today"])
def test_an_edition_that_is_no_day_is_refused_by_name(sound_folder: Path, as_of: str) -> None:
    with pytest.raises(CallerError, match=as_of):
        load_dataset(as_of, folder=sound_folder)


def test_what_an_observation_says_is_kept_as_it_stands(invented: Dataset) -> None:
    row = invented.observations.iloc[3]
    assert dict(row) == {
        "ref_area": "vi-du",
        "indicator": "admissions",
        "segment": "_T",
        "freq": "YTD",
        "period_start": "2022-01-01",
        "period_end": "2022-10",
        "base_per": "",
        "obs_value": 1500.0,
        "bound": "at_least",
        "obs_status": "P",
        "as_printed": "hơn 1.500",
        "source_id": "invented-20221110",
        "source_detail": "paragraph 1",
        "comment": "Invented.",
        "observation_id": "YTD.vi-du.admissions._T:2022-10@invented-20221110",
        "year": 2022,
        "end_date": pd.Timestamp(2022, 10, 31),
        "published": pd.Timestamp(2022, 11, 10),
    }


def test_an_undated_source_leaves_its_observations_undated(invented: Dataset) -> None:
    undated = invented.observations[invented.observations["published"].isna()]
    assert set(undated["source_id"]) == {"invented-nd"}


def test_two_values_of_one_source_get_ids_of_their_own(invented: Dataset) -> None:
    rows = invented.select("vi-du", "admissions_target", year=2022)
    assert list(rows["observation_id"]) == [
        "A.vi-du.admissions_target._T:2022-12-31@invented-20221110#headline",
        "A.vi-du.admissions_target._T:2022-12-31@invented-20221110#paragraph 3",
    ]


def test_ids_are_the_same_in_every_edition(sound_folder: Path, invented: Dataset) -> None:
    edition = load_dataset("2022-11-10", folder=sound_folder)
    assert set(edition.observations["observation_id"]) < set(invented.observations["observation_id"])


def test_aliases_and_parts_are_tuples(sound: Path) -> None:
    replace_once(
        sound / "codelists" / "indicators.csv",
        "members,stock,persons,,,,",
        "members,stock,persons,,,admissions+members,",
    )
    dataset = load_dataset(folder=sound)
    assert dataset.areas["vi-du"].aliases == ("Tỉnh Mẫu", "Vi Zu")
    assert dataset.areas["moi-2025"].aliases == ()
    assert dataset.indicators["members"].parts == ("admissions", "members")


def test_a_commune_knows_its_parents(invented: Dataset) -> None:
    commune = invented.areas["vi-du/dong-mau/trung-ten"]
    assert commune.parent == "vi-du/dong-mau"
    assert invented.areas[commune.parent].parent == "vi-du"
    assert invented.areas["vi-du"].parent == ""


def test_a_term_counts_five_calendar_years(invented: Dataset) -> None:
    assert list(invented.terms["2015-2020"].years) == [2015, 2016, 2017, 2018, 2019]
    assert invented.term_of(2019) == invented.terms["2015-2020"]
    assert invented.term_of(2020) is None


def test_a_table_without_rows_is_sound(sound: Path) -> None:
    file = sound / "observations" / "invented.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert load_dataset(folder=sound).observations.empty


def test_the_hash_is_that_of_the_files(sound: Path, sound_folder: Path, invented: Dataset) -> None:
    assert invented.data_hash == hash_data(sound) == hash_data(sound_folder)


def test_the_hash_changes_with_a_byte_of_any_table_and_of_the_package(sound: Path) -> None:
    package = json.loads((sound / "datapackage.json").read_text(encoding="utf-8"))
    hashes = [hash_data(sound)]
    for name in ["datapackage.json", *(resource["path"] for resource in package["resources"])]:
        with (sound / name).open("ab") as file:
            file.write(b"\n")
        hashes.append(hash_data(sound))
    assert len(set(hashes)) == len(hashes) == len(package["resources"]) + 2


def test_the_hash_changes_when_two_files_change_places(sound: Path) -> None:
    before = hash_data(sound)
    one, other = sound / "codelists" / "terms.csv", sound / "codelists" / "segments.csv"
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    assert hash_data(sound) != before


def test_the_hash_leaves_out_the_schemas_and_files_that_are_no_data(sound: Path) -> None:
    before = hash_data(sound)
    replace_once(sound / "schemas" / "terms.json", "Vietnamese name.", "Name in Vietnamese.")
    (sound / "README.md").write_text("changed", encoding="utf-8")
    assert hash_data(sound) == before
