"""Whatever a user gets wrong ends in one message: what, where, what to do; no traceback; status 2 or 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

BRIEF = ("brief", "dak-lak", "--year", "2023", "--lang", "vi", "--format", "html")


def assert_told(done: Any, status: int, *words: str) -> None:
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["brief", "dak-lk", "--year", "2023"], ["no area is called 'dak-lk'", "did you mean dak-lak"]),
        (["brief", "Krông Bôngg", "--year", "2023"], ["did you mean", "Krông Bông"]),
        (["brief", "dak-lak", "--year", "1999"], ["nothing is known of dak-lak in 1999", "2022, 2023"]),
        (["brief", "dak-lak", "--year", "soon"], ["'soon' is not a valid integer"]),
        (["brief", "dak-lak", "--year", "2023", "--lang", "fr"], ["'fr' is not one of 'vi', 'en'"]),
        (["brief", "dak-lak", "--year", "2023", "--format", "docx"], ["'docx' is not one of 'html', 'pdf'"]),
        (["brief", "dak-lak", "--year", "2023", "--as-of", "2023-24-10"], ["the edition is no date", "2023-10-13"]),
        (["brief", "dak-lak", "--year", "2023", "--as-of", "2009-01-01"], ["nothing is known", "later edition"]),
        (["brief", "dak-lak", "--year", "2023", "--colour", "red"], ["No such option"]),
        (["brief", "dak-lak"], ["Missing option '--year'"]),
        (["build", "provinz-brief"], ["no report 'provinz-brief'", "did you mean province-brief"]),
        (["bild"], ["No such command 'bild'"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_wrong_argument_is_the_callers_fault(ketnap: Any, arguments: list[str], words: list[str]) -> None:
    assert_told(ketnap(*arguments), 2, *words)


def test_an_output_folder_that_cannot_be_written(ketnap: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = ketnap(*BRIEF, "--out", str(tmp_path / "file"))
    assert_told(done, 2, "the output folder can't be written to", str(tmp_path / "file"), "--out")
    assert (tmp_path / "file").read_text() == "not a folder"


def test_a_broken_data_file_is_told_with_file_line_and_column(ketnap: Any, project_copy: Path) -> None:
    file = project_copy / "data" / "observations" / "dak-lak.csv"
    figures = file.read_text(encoding="utf-8")
    place = 1 + figures[: figures.index(",2089,exact,")].count("\n")
    file.write_text(figures.replace(",2089,exact,", ",2098,exact,"), encoding="utf-8")
    sources = project_copy / "data" / "sources.csv"
    sound = sources.read_text(encoding="utf-8")
    line = 1 + sound[: sound.index("2023-10-13")].count("\n")
    sources.write_text(sound.replace("2023-10-13", "2023-13-10"), encoding="utf-8")
    env = {"KETNAP_PROJECT": str(project_copy)}
    for arguments in (["check"], list(BRIEF)):
        assert_told(ketnap(*arguments, env=env), 1, f"sources.csv:{line}:published: '2023-13-10'", "ketnap check")
    sources.write_text(sound, encoding="utf-8")
    done = ketnap("check", env=env)
    assert_told(done, 1, f"observations/dak-lak.csv:{place}:obs_value: 2098", "1 fault")


def test_a_project_that_is_none(ketnap: Any, tmp_path: Path) -> None:
    assert_told(ketnap("check", env={"KETNAP_PROJECT": str(tmp_path)}), 2, "no ketnap project here", str(tmp_path))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{notebook: province_brief.ipynb, briefs: [{region: dak-lak}]}", ["no parameter 'region'", "area, year"]),
        ("{notebook: province_brief.ipynb, briefs: [{aera: dak-lak}]}", ["no parameter 'aera'", "did you mean area"]),
        ("{notebook: province_brief.ipynb, briefs: [{year: '2023'}]}", ["parameter year is '2023', expected int"]),
        ("{notebook: province_brief.ipynb, briefs: [{lang: fr}]}", ["'fr' is no language"]),
        ("{notebook: province_brief.ipynb, formats: [docx]}", ["'docx' is no format", "html, pdf"]),
        ("{notebook: province_brief.ipynb, colour: red}", ["'colour' is no key of a report"]),
        ("{notebook: ../../etc/passwd}", ["lies outside notebooks/"]),
        ("{notebook: none.ipynb, briefs: [{year: 2023}]}", ["there is no notebook none.ipynb"]),
        ("{formats: [html]}", ["a report needs a notebook"]),
        ("[1", ["not readable as YAML"]),
    ],
)
def test_a_wrong_catalogue(ketnap: Any, project_copy: Path, entry: str, words: list[str]) -> None:
    (project_copy / "reports" / "reports.yml").write_text(f"reports:\n  province-brief: {entry}\n", encoding="utf-8")
    done = ketnap("build", "--out", str(project_copy / "out"), env={"KETNAP_PROJECT": str(project_copy)})
    assert_told(done, 2, *words)
    assert not (project_copy / "out").exists()


def test_a_failing_cell_keeps_the_notebook_and_the_last_good_brief(ketnap: Any, project_copy: Path) -> None:
    env = {"KETNAP_PROJECT": str(project_copy)}
    out = project_copy / "out"
    done = ketnap(*BRIEF, "--out", str(out), env=env)
    assert done.returncode == 0, done.stderr
    folder = out / "province-brief" / "dak-lak-2023-vi"
    before = {one.name: one.read_bytes() for one in folder.rglob("*") if one.is_file()}

    path = project_copy / "notebooks" / "province_brief.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[4].source = "1 / 0"
    nbformat.write(notebook, path)
    done = ketnap(*BRIEF, "--out", str(out), env=env)
    kept = folder.with_name("dak-lak-2023-vi.failed.ipynb")
    assert_told(done, 1, "ZeroDivisionError", "province_brief.ipynb", str(kept), "1 of 1 briefs failed")
    assert {one.name: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before
    errors = [
        output.ename
        for cell in json.loads(kept.read_text(encoding="utf-8"), object_hook=nbformat.from_dict).cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert errors == ["ZeroDivisionError"]
    assert sorted(one.name for one in folder.parent.iterdir()) == ["dak-lak-2023-vi", "dak-lak-2023-vi.failed.ipynb"]

    notebook.cells[4].source = "page.edition()"
    nbformat.write(notebook, path)
    assert ketnap(*BRIEF, "--out", str(out), env=env).returncode == 0
    assert not kept.exists()


def test_a_kernel_that_dies_is_told(ketnap: Any, project_copy: Path) -> None:
    path = project_copy / "notebooks" / "province_brief.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[4].source = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    nbformat.write(notebook, path)
    done = ketnap(*BRIEF, "--out", str(project_copy / "out"), env={"KETNAP_PROJECT": str(project_copy)})
    assert_told(done, 1, "the kernel died", "province_brief.ipynb")


def test_one_failing_brief_does_not_stop_the_others(ketnap: Any, project_copy: Path) -> None:
    path = project_copy / "notebooks" / "province_brief.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[4].source = 'assert lang == "en"'
    nbformat.write(notebook, path)
    out = project_copy / "out"
    arguments = ("brief", "dak-lak", "--year", "2023", "--format", "html", "--out", str(out))
    done = ketnap(*arguments, env={"KETNAP_PROJECT": str(project_copy)})
    assert done.returncode == 1
    assert "1 of 2 briefs failed" in done.stderr
    assert "dak-lak-2023-en/brief.html" in done.stdout
    assert (out / "province-brief" / "dak-lak-2023-en" / "brief.html").is_file()


def test_debug_shows_the_traceback(ketnap: Any) -> None:
    done = ketnap("--debug", "brief", "dak-lk", "--year", "2023")
    assert done.returncode != 0
    assert "Traceback" in done.stderr
    assert "CallerError" in done.stderr
