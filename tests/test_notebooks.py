"""Notebooks are thin, typed and stored without outputs."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.paths import find_project
from analysis.reporting.catalogue import load_catalogue
from analysis.reporting.parameters import read_parameters

NOTEBOOKS = sorted(find_project().notebooks.glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def notebook(request: pytest.FixtureRequest) -> Any:
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks_and_each_has_its_report() -> None:
    reports = load_catalogue(find_project())
    assert {report.notebook for report in reports.values()} == set(NOTEBOOKS)
    for report in reports.values():
        declared = nbformat.read(report.notebook, as_version=4).metadata["ketnap"]["report"]
        assert declared == report.name or report.on_request


def test_stored_without_outputs_and_counts(notebook: Any) -> None:
    assert [cell for cell in code_cells(notebook) if cell.outputs or cell.execution_count] == []


def test_valid_with_unique_ids(notebook: Any) -> None:
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))


def test_opens_with_a_title_and_a_question(notebook: Any) -> None:
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "?" in first.source


def test_one_parameters_cell_with_types_and_help(notebook: Any) -> None:
    (cell,) = [one for one in code_cells(notebook) if "parameters" in one.metadata.get("tags", [])]
    for line in cell.source.splitlines():
        assert re.fullmatch(r"\w+: (str|int|float|bool) = .+  # \S.+", line), line


def test_no_definition_no_path_no_literal_data(notebook: Any) -> None:
    for cell in code_cells(notebook):
        if "parameters" in cell.metadata.get("tags", []):
            continue
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For), cell.source
            assert not isinstance(node, ast.List | ast.Dict), cell.source
            if isinstance(node, ast.Constant):
                assert isinstance(node.value, str | bool | None), cell.source
                assert "/" not in str(node.value), cell.source


def test_markdown_cells_speak_to_the_researcher_only(notebook: Any) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert "note" in cell.metadata.get("tags", []), cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_parameters_are_read_with_types_defaults_and_help(path: Path) -> None:
    for parameter in read_parameters(path):
        assert parameter.help
        assert type(parameter.default).__name__ == parameter.type
