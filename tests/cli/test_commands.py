"""What the commands print when all is well."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from analysis import load_dataset
from analysis.paths import find_project
from analysis.reporting.parameters import read_parameters


def test_check_counts_what_it_found_sound(ketnap: Any) -> None:
    done = ketnap("check")
    dataset = load_dataset()
    assert done.returncode == 0
    assert f"sound: {len(dataset.observations)} observations, {len(dataset.sources)} sources" in done.stdout


def test_list_shows_each_parameter_with_type_default_and_help(ketnap: Any) -> None:
    done = ketnap("list")
    assert done.returncode == 0
    (block,) = re.findall(r"^province-brief  .*\n((?:  .*\n)+)", done.stdout, re.MULTILINE)
    assert re.search(r"^every-area .*a brief of every area; only when it is named", done.stdout, re.MULTILINE)
    for parameter in read_parameters(find_project().notebooks / "province_brief.ipynb"):
        (line,) = [one for one in block.splitlines() if one.split()[:1] == [parameter.name]]
        assert parameter.type in line
        assert repr(parameter.default) in line
        assert parameter.help in line


def test_brief_takes_names_and_prints_where_the_files_are(ketnap: Any, tmp_path: Path) -> None:
    arguments = ("brief", "Krông Bông", "binh thuan", "--lang", "en", "--format", "html", "--out", str(tmp_path))
    done = ketnap(*arguments[:3], "--year", "2021", *arguments[3:])
    assert done.returncode == 2, "nothing is known of Krông Bông in 2021"
    done = ketnap("brief", "Krông Bông", "--year", "2023", *arguments[3:])
    assert done.returncode == 0, done.stderr
    (printed,) = done.stdout.splitlines()
    assert Path(printed) == tmp_path / "province-brief" / "dak-lak.krong-bong-2023-en" / "brief.html"
    assert Path(printed).is_file()


def test_nothing_is_left_behind(ketnap: Any, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    out = tmp_path / "out"
    env = {"TMPDIR": str(temporary)}
    done = ketnap("brief", "dak-lak", "--year", "2022", "--lang", "vi", "--out", str(out), env=env)
    assert done.returncode == 0, done.stderr
    assert list(temporary.iterdir()) == []
    assert [one.name for one in (out / "province-brief").iterdir()] == ["dak-lak-2022-vi"]
    owned = f"TMPDIR={temporary}".encode()
    assert [process for process in Path("/proc").glob("[0-9]*") if owned in _environment(process)] == []


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""
