"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from analysis.errors import CallerError, RunError
from analysis.files import replacing


def write(file: Path, text: str) -> None:
    with replacing(file) as stream:
        stream.write(text.encode())


def test_a_file_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    write(file, "số liệu\n")
    write(file, "đối chiếu\n")
    assert file.read_bytes() == "đối chiếu\n".encode()
    assert [one.name for one in tmp_path.iterdir()] == ["data.csv"]


def test_what_stood_there_stands_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "data.csv"
    write(file, "old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(RunError, match="No space left on device"):
        write(file, "new")
    assert file.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["data.csv"]


def test_a_failure_of_the_writer_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError), replacing(tmp_path / "data.csv") as stream:
        stream.writelines([b"half", "no bytes"])  # type: ignore[list-item]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["none/data.csv", "."])
def test_a_place_that_is_none_is_the_callers_fault(tmp_path: Path, place: str) -> None:
    with pytest.raises(CallerError, match="the output can't be written"):
        write(tmp_path / place, "text")
    assert list(tmp_path.iterdir()) == []
