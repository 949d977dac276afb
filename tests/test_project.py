"""The project's own papers agree with each other: dependencies, environments, dictionary, paths."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from analysis.dataset.dictionary import fill_dictionary

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = PROJECT["dependencies"]


def canonical(requirement: str) -> str:
    return re.split(r"[><=\[;! ]", requirement)[0].lower().replace("_", "-")


def tracked_files() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def test_environment_yml_names_the_same_packages_with_the_same_bounds() -> None:
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = content["dependencies"]
    assert conda == [f"python{PROJECT['requires-python']}", "pip"]
    assert pip["pip"] == [*DEPENDENCIES, "--editable ."]


def test_every_package_imported_is_declared() -> None:
    known = packages_distributions()
    declared = {canonical(one) for one in [*DEPENDENCIES, *PROJECT["optional-dependencies"]["cluster"]]}
    missing = {}
    for module in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for top in {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"analysis"}:
                if not {canonical(one) for one in known.get(top, ())} & declared:
                    missing[top] = module.name
    assert missing == {}


def test_every_dependency_says_what_it_is_for() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| ([\w-]+) \|", told, re.MULTILINE)) - {"package", "---"}
    assert table == {one.split(">")[0] for one in DEPENDENCIES}
    dev = PROJECT["optional-dependencies"]["dev"]
    assert [one for one in dev if one.split(">")[0] not in told] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_every_dependency_with_hashes_and_name_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==\S+.*\\$", text, re.MULTILINE)
    assert {canonical(one) for one in DEPENDENCIES} <= {canonical(one) for one in pinned}
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_locks_agree_with_each_other() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_data_dictionary_is_made_from_the_schemas() -> None:
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert fill_dictionary(text, ROOT / "data") == text, "run: make dictionary"


def test_no_file_names_a_path_of_one_machine() -> None:
    pattern = re.compile(r"/(?:work|root|farm|home/\w+)/[\w.]")
    found = {}
    for file in tracked_files():
        if file.suffix in {".png", ".pdf"}:
            continue
        hits = pattern.findall(file.read_text(encoding="utf-8"))
        if hits and file != Path(__file__).resolve():
            found[str(file.relative_to(ROOT))] = hits
    assert found == {}


def test_links_between_the_documents_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "data" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="only tests on several cores are in groups")
@pytest.mark.xdist_group("any")
def test_the_tests_of_a_group_stay_together(request: pytest.FixtureRequest) -> None:
    # pytest-xdist tells its scheduler of a group by the name of the test; where it can't, it says nothing.
    assert request.node.nodeid.endswith("@any")
