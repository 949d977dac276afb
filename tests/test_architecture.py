"""Imports run one way, and importing does no work."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "analysis"
# From the ground up: a module may import its own room and those before it.
ROOMS = [
    "errors",
    "imports",
    "paths",
    "files",
    "fonts",
    "text",
    "dataset",
    "measures",
    "figures",
    "ingest",
    "reporting",
    "cli",
]
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            if name.startswith("analysis."):
                yield name.split(".")[1]
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"


@pytest.mark.parametrize("module", [one for one in MODULES if one != PACKAGE / "__init__.py"], ids=str)
def test_a_module_imports_no_room_above_its_own(module: Path) -> None:
    allowed = ROOMS[: ROOMS.index(room_of(module)) + 1]
    assert set(rooms_imported(module)) <= set(allowed)


@pytest.mark.parametrize("module", sorted((PACKAGE / "reporting").rglob("*.py")), ids=str)
def test_reporting_knows_neither_figures_nor_measures(module: Path) -> None:
    assert not {"figures", "measures", "ingest"} & set(rooms_imported(module))


def test_the_model_has_neither_pandas_nor_files() -> None:
    tree = ast.parse((PACKAGE / "dataset" / "model.py").read_text(encoding="utf-8"))
    imported = {getattr(node, "module", None) or node.names[0].name for node in tree.body if hasattr(node, "names")}
    assert imported == {"__future__", "collections.abc", "datetime", "dataclasses"}


@pytest.mark.parametrize("init", sorted(PACKAGE.glob("*/**/__init__.py")), ids=str)
def test_sub_packages_hold_a_docstring_only(init: Path) -> None:
    body = ast.parse(init.read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


def test_importing_every_module_loads_no_chart_no_kernel_and_writes_nothing(tmp_path: Path) -> None:
    names = [".".join(("analysis", *one.relative_to(PACKAGE).with_suffix("").parts)) for one in MODULES]
    names = [
        name.removesuffix(".__init__") for name in names if "exporters" not in name and not name.endswith(".engine")
    ]
    script = (
        f"import sys, importlib\nfor name in {names!r}: importlib.import_module(name)\n"
        "heavy = {'matplotlib', 'seaborn', 'papermill', 'nbclient', 'nbconvert', 'typst', 'babel', 'pandera'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert not list(tmp_path.iterdir())
