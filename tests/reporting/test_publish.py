"""A brief is put in its place as a whole, or not at all."""

from __future__ import annotations

import ctypes
import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.errors import CallerError, RunError
from analysis.reporting import publish as module
from analysis.reporting.publish import OWN, Publisher, failed_notebook


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    made = Publisher(tmp_path)
    yield made
    made.close()
    assert [one.name for one in (tmp_path / OWN).iterdir() if one.is_dir()] == []


@pytest.fixture(params=["in one step", "in three"], autouse=True)
def exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once with the system's own exchange of folders, once without."""
    if request.param == "in three":

        class Old:
            def __init__(self, *_: object, **__: object) -> None:
                pass

        monkeypatch.setattr(ctypes, "CDLL", Old)


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_files_of_an_earlier_brief_do_not_stay(publisher: Publisher, tmp_path: Path) -> None:
    folder = tmp_path / "report" / "dak-lak-2023-vi"
    for files in ({"brief.html": b"1", "figures/old.svg": b"1"}, {"brief.html": b"2", "figures/new.svg": b"2"}):
        assert publisher.publish(files, folder)
        assert content(folder) == files
    assert [one.name for one in folder.parent.iterdir()] == ["dak-lak-2023-vi"]
    assert folder.stat().st_mode & 0o777 == folder.parent.stat().st_mode & 0o777


def test_equal_files_are_not_touched(publisher: Publisher, tmp_path: Path) -> None:
    folder, files = tmp_path / "dak-lak-2023-vi", {"brief.html": b"1", "figures/one.svg": b"1"}
    assert publisher.publish(files, folder)
    before = folder.stat().st_ino
    assert not publisher.publish(files, folder)
    assert folder.stat().st_ino == before
    assert publisher.publish(files | {"more": b""}, folder)


def test_a_file_that_cannot_be_written_leaves_the_old_brief(publisher: Publisher, tmp_path: Path) -> None:
    folder = tmp_path / "dak-lak-2023-vi"
    publisher.publish({"brief.html": b"good"}, folder)
    with pytest.raises(RunError, match="could not be written"):
        publisher.publish({"brief.html": b"half", "brief.html/nested": b"impossible"}, folder)
    assert content(folder) == {"brief.html": b"good"}


def test_a_folder_that_cannot_be_moved_in_brings_the_old_brief_back(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dak-lak-2023-vi"
    publisher.publish({"brief.html": b"good"}, folder)
    rename = Path.rename

    def refuse_fresh(path: Path, target: Path) -> Path:
        if path.parent == publisher._scratch.folder and not path.name.endswith("-stale"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_fresh)
    monkeypatch.setattr(module.ctypes, "CDLL", lambda *_, **__: None)
    with pytest.raises(RunError, match="No space left on device") as raised:
        publisher.publish({"brief.html": b"new"}, folder)
    assert "make room" in raised.value.to_do
    assert content(folder) == {"brief.html": b"good"}


def test_two_builds_at_once_mix_nothing(publisher: Publisher, tmp_path: Path) -> None:
    folder = tmp_path / "dak-lak-2023-vi"

    def publish(mine: Publisher, start: int) -> None:
        for number in range(start, 60, 2):
            mine.publish(dict.fromkeys(("one", "two"), str(number).encode()), folder)

    second = Publisher(tmp_path)
    threads = [threading.Thread(target=publish, args=given) for given in ((publisher, 1), (second, 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert content(folder).keys() == {"one", "two"}
    assert len(set(content(folder).values())) == 1


def test_a_failed_notebook_is_kept_until_the_next_success(publisher: Publisher, tmp_path: Path) -> None:
    folder = tmp_path / "dak-lak-2023-vi"
    assert publisher.keep_failed(b"{}", folder) == failed_notebook(folder)
    assert failed_notebook(folder).read_bytes() == b"{}"
    publisher.publish({"brief.html": b"good"}, folder)
    assert not failed_notebook(folder).exists()


def test_an_output_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CallerError, match="can't be written to"):
        Publisher(tmp_path / "file" / "below")
