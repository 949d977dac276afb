"""Each folder of `defects/` is a data folder with one defect; its `expected.txt` lists every fault, in order.

A line of `expected.txt` is a place (`file:line:column`), a colon with a blank, and a part of the message.
"""

from pathlib import Path

import pytest
from sound_data import EXPECTED, HERE, copy_sound, overlay

from analysis.dataset.load import find_faults, load_dataset
from analysis.errors import DataError, Fault

DEFECTS = sorted((HERE / "defects").iterdir())


def place(fault: Fault) -> str:
    return str(fault).removesuffix(f": {fault.message}")


def test_the_sound_folder_has_no_fault(sound: Path) -> None:
    assert find_faults(sound) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda folder: folder.name)
def test_every_fault_is_found_none_is_made_up_and_nothing_is_loaded(sound: Path, defect: Path) -> None:
    overlay(sound, defect)
    expected = [line.split(": ", 1) for line in (defect / EXPECTED).read_text(encoding="utf-8").splitlines()]
    faults = find_faults(sound)
    assert [place(fault) for fault in faults] == [place_ for place_, _ in expected]
    messages = zip(faults, expected, strict=True)
    assert [fault for fault, (_, part) in messages if part not in fault.message] == []
    with pytest.raises(DataError) as raised:
        load_dataset(folder=sound)
    assert list(raised.value.faults) == faults
    assert [fault for fault in faults if str(fault) not in str(raised.value)] == []


def test_an_old_edition_is_not_loaded_past_a_fault_in_a_newer_source(sound: Path) -> None:
    overlay(sound, HERE / "defects" / "wrong-number")
    with pytest.raises(DataError):
        load_dataset("2000-01-01", folder=sound)


def test_a_folder_that_was_sound_is_checked_again(sound: Path, tmp_path: Path) -> None:
    load_dataset(folder=sound)
    overlay(sound, HERE / "defects" / "period-reversed")
    with pytest.raises(DataError):
        load_dataset(folder=sound)
    mended = copy_sound(tmp_path / "mended") / "observations" / "invented.csv"
    (sound / "observations" / "invented.csv").write_bytes(mended.read_bytes())
    assert len(load_dataset(folder=sound).observations) == 12


def test_the_message_counts_the_faults_and_says_what_to_do(sound: Path) -> None:
    overlay(sound, HERE / "defects" / "several-at-once")
    with pytest.raises(DataError, match=r"^the data have 6 faults:\n") as raised:
        load_dataset(folder=sound)
    assert raised.value.to_do == "mend the named lines, then run: ketnap check"
