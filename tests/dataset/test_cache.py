"""The cache holds what was checked, never gets in the way, and is never believed past a changed byte."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from sound_data import HERE, overlay, replace_once

from analysis.dataset import cache, load
from analysis.dataset.load import load_dataset
from analysis.dataset.tables import Files
from analysis.errors import DataError


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own, and nothing kept in memory."""
    monkeypatch.setattr(load, "_known", {})
    monkeypatch.setattr(load, "_KEPT", 0)
    monkeypatch.setenv("KETNAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were checked, as often as they were."""
    done, real = [], load.read_frames

    def read_frames(files: Files) -> object:
        done.append(files.folder)
        return real(files)

    monkeypatch.setattr(load, "read_frames", read_frames)
    return done


def entries(kept: Path) -> list[Path]:
    return sorted(kept.iterdir()) if kept.exists() else []


def test_a_sound_folder_is_checked_once_and_loaded_alike(sound: Path, checks: list[Path]) -> None:
    first, second = load_dataset(folder=sound), load_dataset(folder=sound)

    assert checks == [sound]
    pd.testing.assert_frame_equal(first.observations, second.observations)
    for name in ("areas", "indicators", "segments", "terms", "sources", "area_types", "undated", "data_hash"):
        assert getattr(first, name) == getattr(second, name)


def test_an_edition_is_cut_from_what_is_kept(sound: Path, checks: list[Path]) -> None:
    before = load_dataset("2022-01-10", folder=sound)
    after = load_dataset("2022-01-10", folder=sound)

    assert checks == [sound]
    pd.testing.assert_frame_equal(before.observations, after.observations)
    assert set(after.observations["source_id"]) == {"invented-20220110"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("observations/invented.csv", ",7,exact,A,bảy", ",8,exact,A,tám"),
        ("sources.csv", "Third invented", "3rd invented"),
        ("datapackage.json", '"name": "ketnap"', '"name": "other"'),
        ("schemas/terms.json", "Vietnamese name.", "Name in Vietnamese."),
    ],
)
def test_a_changed_file_is_checked_again(sound: Path, checks: list[Path], file: str, old: str, new: str) -> None:
    load_dataset(folder=sound)
    replace_once(sound / file, old, new)
    load_dataset(folder=sound)
    assert len(checks) == 2


def test_changed_code_checks_again(sound: Path, checks: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    load_dataset(folder=sound)
    monkeypatch.setattr(load, "code_version", lambda: "other code")
    load_dataset(folder=sound)
    assert len(checks) == 2


def test_corrections_are_part_of_what_is_kept(sound: Path) -> None:
    load_dataset(folder=sound)
    (sound / "corrections.yml").write_text("- no correction\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"corrections\.yml"):
        load_dataset(folder=sound)


def test_nothing_is_kept_of_a_faulty_folder(sound: Path, kept: Path) -> None:
    overlay(sound, HERE / "defects" / "wrong-number")
    with pytest.raises(DataError):
        load_dataset(folder=sound)
    assert entries(kept) == []


def test_a_file_that_the_package_does_not_name_is_seen_in_a_folder_that_is_kept(sound: Path) -> None:
    load_dataset(folder=sound)
    (sound / "observations" / "forgotten.csv").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=r"is not named in datapackage\.json"):
        load_dataset(folder=sound)


@pytest.mark.parametrize("damage", ["truncate", "empty", "garble", "remove", "no-names"])
def test_a_damaged_entry_is_made_anew(sound: Path, kept: Path, checks: list[Path], damage: str) -> None:
    whole = load_dataset(folder=sound)
    (entry,) = entries(kept)
    file = entry / ("tables.txt" if damage == "no-names" else "observations.parquet")
    content = file.read_bytes()
    match damage:
        case "truncate":
            file.write_bytes(content[: len(content) // 2])
        case "empty":
            file.write_bytes(b"")
        case "garble":
            file.write_bytes(content[:4] + bytes(len(content) - 8) + content[-4:])
        case _:
            file.unlink()

    pd.testing.assert_frame_equal(load_dataset(folder=sound).observations, whole.observations)
    assert len(checks) == 2
    load_dataset(folder=sound)
    assert len(checks) == 2


def test_a_cache_that_cannot_be_written_is_no_error(sound: Path, kept: Path) -> None:
    kept.write_text("a file where the folder should be", encoding="utf-8")
    assert len(load_dataset(folder=sound).observations) == 12
    assert kept.read_text(encoding="utf-8") == "a file where the folder should be"


def test_a_disk_that_is_full_leaves_no_half_of_an_entry(
    sound: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, _: pd.DataFrame) -> None:
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "_write", full)
    assert len(load_dataset(folder=sound).observations) == 12
    assert entries(kept) == []


def test_a_user_without_a_home_has_no_cache(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("KETNAP_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert len(load_dataset(folder=sound).observations) == 12


def test_the_folder_is_the_one_named_or_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert cache.cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("KETNAP_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "ketnap"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert cache.cache_folder() == tmp_path / "home" / ".cache" / "ketnap"


def test_a_few_entries_are_kept_and_what_is_not_ours_is_left_alone(kept: Path) -> None:
    frame = pd.DataFrame({"code": ["a"]})
    (kept / "photographs").mkdir(parents=True)
    old, new = (kept / f"begun-dataset-{name}" for name in ("old", "new"))
    old.mkdir()
    new.mkdir()
    os.utime(old, (0, 0))
    for number in range(12):
        cache.write_entry(f"{number:02}", {"areas": frame})
        os.utime(kept / f"dataset-{number:02}", (number, number))

    names = {entry.name for entry in entries(kept)}
    assert {"photographs", "begun-dataset-new", "dataset-11"} <= names
    assert "begun-dataset-old" not in names
    assert len(names) == 2 + 8


def test_an_entry_that_is_used_is_not_the_oldest(kept: Path) -> None:
    cache.write_entry("one", {"areas": pd.DataFrame({"code": ["a"]})})
    os.utime(kept / "dataset-one", (0, 0))
    tables = cache.read_entry("one")
    assert tables is not None
    assert tables["areas"]["code"].tolist() == ["a"]
    assert time.time() - (kept / "dataset-one").stat().st_mtime < 60


def test_two_processes_at_once_load_the_same(sound: Path, kept: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from analysis import load_dataset\n"
        "d = load_dataset(folder=Path(sys.argv[1])); print(len(d.observations), d.data_hash)"
    )

    def run(_: int) -> str:
        command = [sys.executable, "-c", script, str(sound)]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    with ThreadPoolExecutor(3) as pool:
        said = set(pool.map(run, range(3)))
    assert len(said) == 1
    assert said.pop().startswith("12 ")
    assert [entry.name[:8] for entry in entries(kept)] == ["dataset-"]


def test_what_is_kept_is_loaded_without_the_checker(sound: Path) -> None:
    load_dataset(folder=sound)
    script = (
        "import sys; from pathlib import Path; from analysis import load_dataset\n"
        "load_dataset(folder=Path(sys.argv[1])); print('pandera' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(sound)]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout == "False\n"


def test_every_file_is_read_once(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, real = [], Path.read_bytes

    def read_bytes(file: Path) -> bytes:
        read.append(file)
        return real(file)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    for _ in ("checked", "from the cache"):
        load_dataset(folder=sound)
        ours = [file for file in read if file.is_relative_to(sound)]
        assert len(ours) == len(set(ours))
        assert sound / "observations" / "invented.csv" in ours
        read.clear()
