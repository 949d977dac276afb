"""A tiny sound data package of invented figures, copied and broken."""

import json
import shutil
from pathlib import Path

from analysis.paths import find_project

HERE = Path(__file__).parent
# Files of a defect's folder that say what to do and what to expect; all others replace those of the sound package.
CHANGES, EXPECTED = "changes.txt", "expected.txt"


def copy_sound(folder: Path) -> Path:
    """Write `sound/` with the real schemas and a package that names its files; returns the data folder."""
    real = find_project().data
    shutil.copytree(HERE / "sound", folder, dirs_exist_ok=True)
    shutil.copytree(real / "schemas", folder / "schemas")
    package = json.loads((real / "datapackage.json").read_text(encoding="utf-8"))
    resources = package["resources"]
    kept = [one for one in resources if not one["name"].startswith("observations")]
    observations = next(one for one in resources if one["name"].startswith("observations"))
    kept.append(observations | {"name": "observations-invented", "path": "observations/invented.csv"})
    text = json.dumps(package | {"resources": kept}, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    return folder


def overlay(folder: Path, defect: Path) -> None:
    """Put the files of a defect over a data folder, then do what its `changes.txt` says.

    The changes are those that a text file in Git can't hold: "remove FILE", "crlf FILE" and "encode FILE ENCODING".
    """
    shutil.copytree(defect, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(CHANGES, EXPECTED))
    changes = defect / CHANGES
    for change in changes.read_text(encoding="utf-8").splitlines() if changes.exists() else ():
        match change.split():
            case ["remove", file]:
                (folder / file).unlink()
            case ["crlf", file]:
                (folder / file).write_bytes((folder / file).read_bytes().replace(b"\n", b"\r\n"))
            case ["encode", file, encoding]:
                (folder / file).write_bytes((folder / file).read_text(encoding="utf-8").encode(encoding))
            case _:
                raise ValueError(f"{changes}: {change!r} is no change")


def replace_once(file: Path, old: str, new: str) -> None:
    """Replace a text that occurs once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
