"""Faults that only several files show, or that stand in several files at once."""

from __future__ import annotations

import json
from pathlib import Path

from sound_data import copy_sound, replace_once

from analysis.dataset.load import find_faults


def add_second_file(folder: Path, text: str) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    first = next(one for one in package["resources"] if one["name"] == "observations-invented")
    package["resources"].append(first | {"name": "observations-second", "path": "observations/second.csv"})
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "observations" / "second.csv").write_text(text, encoding="utf-8")


def test_a_key_that_stands_in_two_files(tmp_path: Path) -> None:
    folder = copy_sound(tmp_path / "data")
    header, first, *_ = (folder / "observations" / "invented.csv").read_text(encoding="utf-8").splitlines()
    add_second_file(folder, f"{header}\n{first}\n")

    (fault,) = find_faults(folder)

    assert (fault.file, fault.line) == ("observations/second.csv", 2)
    assert fault.message.endswith("as observations/invented.csv line 2")


def test_a_fault_of_one_file_hides_none_of_another(tmp_path: Path) -> None:
    folder = copy_sound(tmp_path / "data")
    replace_once(folder / "observations" / "invented.csv", "2021-12-31,,2089,", "2021-12-31,,2098,")
    header, first, *_ = (folder / "observations" / "invented.csv").read_text(encoding="utf-8").splitlines()
    add_second_file(folder, f"{header}\n{first.replace(',A,2.089', ',A+,2.089')}\n")
    replace_once(folder / "codelists" / "terms.csv", "2015-2020,", "2015 to 2020,")

    places = [(fault.file, fault.line, fault.column) for fault in sorted(find_faults(folder))]

    assert ("codelists/terms.csv", 2, "code") in places
    assert ("observations/invented.csv", 2, "obs_value") in places
    assert ("observations/second.csv", 2, "obs_status") in places
    assert len(places) == 3
