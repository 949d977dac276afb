"""What a process has read it need not read again; and nobody's changes are anybody else's."""

import itertools
from pathlib import Path

import pandas as pd
import pytest
from sound_data import replace_once

from analysis.dataset import load
from analysis.dataset.load import load_dataset


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has read nothing yet."""
    monkeypatch.setattr(load, "_known", {})


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The entries of the cache that were asked for."""
    asked, real = [], load.read_entry

    def read_entry(key: str) -> dict[str, pd.DataFrame] | None:
        asked.append(key)
        return real(key)

    monkeypatch.setattr(load, "read_entry", read_entry)
    return asked


def test_the_same_files_are_read_once_whatever_the_edition(sound: Path, reads: list[str]) -> None:
    first, early, second = (load_dataset(day, folder=sound) for day in ("", "2022-01-10", ""))

    assert len(reads) == 1
    pd.testing.assert_frame_equal(first.observations, second.observations)
    assert early.observations["source_id"].unique().tolist() == ["invented-20220110"]
    assert list(early.sources) == ["invented-20220110"]
    assert list(first.sources) == list(second.sources) != list(early.sources)


def test_a_changed_file_is_read_again(sound: Path, reads: list[str]) -> None:
    before = load_dataset(folder=sound)
    replace_once(sound / "sources.csv", "Third invented", "3rd invented")
    after = load_dataset(folder=sound)

    assert len(reads) == 2
    assert before.sources != after.sources


def test_of_many_folders_a_few_are_kept(sound: Path, reads: list[str]) -> None:
    names = ["ketnap", "one", "two", "three"]
    for old, new in itertools.pairwise(names):
        load_dataset(folder=sound)
        replace_once(sound / "datapackage.json", f'"name": "{old}"', f'"name": "{new}"')

    assert len(reads) == 3
    assert list(load._known) == reads[1:]


def test_a_caller_may_change_its_dataset_and_the_next_one_gets_what_is_in_the_files(sound: Path) -> None:
    mine = load_dataset(folder=sound)
    whole = mine.observations.copy()
    areas, sources = dict(mine.areas), dict(mine.sources)

    mine.observations.loc[0, "obs_value"] = -1.0
    mine.observations["as_printed"] = "changed"
    mine.observations.insert(0, "mine", 1)
    mine.observations.index = mine.observations.index[::-1]
    del mine.observations["comment"]
    dict.clear(mine.areas)
    dict.popitem(mine.sources)
    mine.memo["mine"] = "changed"

    other = load_dataset(folder=sound)
    pd.testing.assert_frame_equal(other.observations, whole)
    assert (other.areas, other.sources, other.memo) == (areas, sources, {})


def test_the_numbers_behind_a_frame_cannot_be_written(sound: Path) -> None:
    numbers = load_dataset(folder=sound).observations["obs_value"].to_numpy()
    with pytest.raises(ValueError, match="read-only"):
        numbers[0] = -1.0
