"""A brief is put in its place as a whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import CallerError, RunError
from analysis.reporting.publish import failed_notebook, keep_failed, publish, working_folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_files_of_an_earlier_brief_do_not_stay(tmp_path: Path) -> None:
    folder = tmp_path / "dak-lak-2023-vi"
    for files in ({"brief.html": b"1", "figures/old.svg": b"1"}, {"brief.html": b"2", "figures/new.svg": b"2"}):
        with working_folder(tmp_path) as work:
            publish(files, folder, work)
        assert content(folder) == files
    assert [one.name for one in tmp_path.iterdir()] == ["dak-lak-2023-vi"]


def test_a_file_that_cannot_be_written_leaves_the_old_brief(tmp_path: Path) -> None:
    folder = tmp_path / "dak-lak-2023-vi"
    with working_folder(tmp_path) as work:
        publish({"brief.html": b"good"}, folder, work)
    with working_folder(tmp_path) as work, pytest.raises(RunError, match="could not be written"):
        publish({"brief.html": b"half", "brief.html/nested": b"impossible"}, folder, work)
    assert content(folder) == {"brief.html": b"good"}
    assert [one.name for one in tmp_path.iterdir()] == ["dak-lak-2023-vi"]


def test_a_folder_that_cannot_be_moved_in_brings_the_old_brief_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dak-lak-2023-vi"
    with working_folder(tmp_path) as work:
        publish({"brief.html": b"good"}, folder, work)
    rename = Path.rename

    def refuse_fresh(path: Path, target: Path) -> Path:
        if path.name == "fresh":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_fresh)
    with working_folder(tmp_path) as work, pytest.raises(RunError, match="No space left on device"):
        publish({"brief.html": b"new"}, folder, work)
    assert content(folder) == {"brief.html": b"good"}


def test_a_failed_notebook_is_kept_until_the_next_success(tmp_path: Path) -> None:
    folder = tmp_path / "dak-lak-2023-vi"
    with working_folder(tmp_path) as work:
        (work / "output.ipynb").write_bytes(b"{}")
        assert keep_failed(work / "output.ipynb", folder) == failed_notebook(folder)
    assert failed_notebook(folder).read_bytes() == b"{}"
    with working_folder(tmp_path) as work:
        publish({"brief.html": b"good"}, folder, work)
    assert not failed_notebook(folder).exists()


def test_a_place_that_is_no_folder_is_the_callers_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CallerError, match="can't be written to"), working_folder(tmp_path / "file" / "out"):
        pass
