"""Nothing is built twice: a brief is built again only if something changed that it is made of."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reporting.projects import GOOD, KETNAP, SmallProject

from analysis.paths import find_project

THREE = ["one/1-en", "one/2-en", "other/1-en"]
NEW: list[str] = ["it was not built yet"]
NOTHING: list[str] = []


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path / "project")


def reasons(project: SmallProject) -> dict[str, list[str]]:
    """What `ketnap build --why` says, in JSON and in words."""
    told: dict[str, list[str]] = json.loads(run(project, "--why", "--json"))
    lines = run(project, "--why").splitlines()
    assert lines == [
        f"{name}: {'; '.join(why) or 'unchanged'}" for name, why in sorted(told.items(), key=lambda one: not one[1])
    ]
    return told


def run(project: SmallProject, *arguments: str) -> str:
    command = [str(KETNAP), "build", "--out", str(project.output), *arguments]
    return subprocess.run(command, env=project.environment(), capture_output=True, text=True, check=True).stdout


def stamps(folder: Path) -> dict[str, int]:
    return {str(one.relative_to(folder)): one.stat().st_mtime_ns for one in folder.rglob("*")}


def test_an_unchanged_brief_is_not_built_and_an_equal_one_not_published(project: SmallProject) -> None:
    project.add("one", GOOD, briefs=2)
    project.add("other", GOOD)
    assert reasons(project) == dict.fromkeys(THREE, NEW)
    built = project.build()
    assert len(built.of("published")) == 3
    assert [line for line in built.messages.splitlines() if "3/3" not in line] == []  # the progress alone
    assert reasons(project) == dict.fromkeys(THREE, NOTHING)
    before = stamps(project.output / "one")
    built = project.build()
    assert (built.status, len(built.of("unchanged"))) == (0, 3)
    assert [Path(one) for one in built.briefs["one/1-en"]["files"]] == [
        project.output / "one" / "1-en" / "brief.html",
        project.output / "one" / "1-en" / "brief.pdf",
    ]
    project.add("one", GOOD + "  # the same", briefs=2)
    assert reasons(project) == {"one/1-en": ["notebook changed"], "one/2-en": ["notebook changed"], "other/1-en": []}
    project.add("one", GOOD, "# no more", briefs=2)
    built = project.build()
    assert (built.of("published"), built.of("unchanged")) == (["one/1-en", "one/2-en"], ["other/1-en"])
    assert stamps(project.output / "one") != before
    before = stamps(project.output / "one")
    built = project.build("--force")
    assert len(built.of("same")) == 3
    assert stamps(project.output / "one") == before
    assert project.build().of("unchanged") == ["one/1-en", "one/2-en", "other/1-en"]


def test_each_part_of_a_brief_is_named_when_it_changed(project: SmallProject) -> None:
    project.add("one", GOOD)
    project.build()
    project.add("one", GOOD, formats=["html"])
    assert reasons(project) == {"one/1-en": ["formats changed from html, pdf to html"]}
    project.add("one", GOOD)
    template = next((project.root / "reports" / "templates").rglob("*.css"))
    template.write_text(template.read_text() + "\n")
    path = template.relative_to(project.root / "reports" / "templates")
    assert reasons(project) == {"one/1-en": [f"template {path} changed"]}
    assert project.build().of("published") == ["one/1-en"]
    segments = project.root / "data" / "codelists" / "segments.csv"
    segments.write_text(segments.read_text().replace("women", "females").replace("Women", "Females"))
    assert reasons(project) == {"one/1-en": ["code lists or corrections of the data changed"]}


def test_what_somebody_else_did_to_the_files_is_mended(project: SmallProject) -> None:
    project.add("one", GOOD, briefs=3)
    project.build()
    (project.output / "one" / "1-en" / "brief.html").write_text("mine")
    (project.output / "one" / "2-en" / "brief.pdf").unlink()
    for note in (project.output / ".ketnap" / "built").rglob("3-en.json"):
        note.write_text("{")
    why = ["its files were changed or removed by somebody else"]
    assert reasons(project) == {"one/1-en": why, "one/2-en": why, "one/3-en": ["nothing is noted of how it was built"]}
    built = project.build()
    assert (built.of("published"), built.of("same")) == (["one/1-en", "one/2-en"], ["one/3-en"])
    assert "Brief 1" in project.text("one/1-en")
    assert not any(reasons(project).values())


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """The real notebook on two provinces, and one that sees all data, built."""
    project = SmallProject(tmp_path_factory.mktemp("provinces") / "project")
    for name in ("province_brief", "target_progress"):
        shutil.copy(find_project().notebooks / f"{name}.ipynb", project.root / "notebooks")
    areas = [{"area": "dak-lak", "year": 2023}, {"area": "binh-thuan", "year": 2021}]
    project.reports = {
        "province-brief": {"notebook": "province_brief.ipynb", "formats": ["html"], "briefs": areas},
        "target-progress": {"notebook": "target_progress.ipynb", "formats": ["html"], "briefs": areas[:1]},
    }
    (project.root / "reports" / "reports.yml").write_text(json.dumps({"reports": project.reports}))
    built = project.build()
    assert len(built.of("published")) == 3, built.messages
    return project


def edit(file: Path, change: Any) -> None:
    with file.open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    rows = change([dict(zip(header, row, strict=True)) for row in rows])
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def changed(provinces: SmallProject) -> Iterator[Path]:
    """The data folder of the provinces, put back afterwards."""
    data = provinces.root / "data"
    yield data
    shutil.rmtree(data)
    shutil.copytree(find_project().data, data)


SEEN = ["province-brief/binh-thuan-2021-vi", "target-progress/dak-lak-2023-vi"]


def stale(project: SmallProject) -> dict[str, list[str]]:
    return {name: why for name, why in reasons(project).items() if why}


def test_a_changed_source_is_a_reason_only_for_those_that_see_it(provinces: SmallProject, changed: Path) -> None:
    assert stale(provinces) == {}

    def comment(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        rows[0]["comment"] = "Read again."
        told.append(rows[0]["source_id"])
        return rows

    told: list[str] = []
    edit(changed / "observations" / "binh-thuan.csv", comment)
    assert stale(provinces) == {name: [f"source {told[0]} changed"] for name in SEEN}


def test_a_new_source_moves_the_edition_of_those_that_see_it_alone(provinces: SmallProject, changed: Path) -> None:
    def add_source(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        new = rows[0] | {"source_id": "binh-thuan-20270101", "published": "2027-01-01", "url": "https://example.org/1"}
        return sorted([*rows, new], key=lambda row: row["source_id"])

    def add_figure(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        like = next(row for row in rows if row["indicator"] == "admissions")
        new = like | {"source_id": "binh-thuan-20270101"}
        return sorted([*rows, new], key=lambda row: [*row.values()])

    edit(changed / "sources.csv", add_source)
    edit(changed / "observations" / "binh-thuan.csv", add_figure)
    told = stale(provinces)
    assert list(told) == SEEN
    assert told[SEEN[0]][-1] == "source binh-thuan-20270101 is new"
    assert all("the edition moved from" in why[0] for why in told.values())


def test_a_gone_figure_is_told_and_the_brief_built_again(provinces: SmallProject, changed: Path) -> None:
    def drop(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        gone = rows[-1]["source_id"]
        return [row for row in rows if row["source_id"] != gone]

    edit(changed / "observations" / "dak-lak.csv", drop)
    told = stale(provinces)
    assert list(told) == ["province-brief/dak-lak-2023-vi", "target-progress/dak-lak-2023-vi"]
    assert "is gone" in told["province-brief/dak-lak-2023-vi"][0]
