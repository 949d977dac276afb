"""Every notebook, run by papermill in a real kernel, over data that are hard to show: HTML and PDF come out whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from analysis.paths import find_project
from analysis.reporting.convert import RENDERERS, find_record
from analysis.reporting.execute import execute_notebook
from analysis.reporting.kernels.runner import Kernels

CASES: dict[str, dict[str, dict[str, Any]]] = {
    "province_brief": {
        "gaps": {"area": "binh-thuan", "year": 2019},
        "merged": {"area": "binh-thuan", "year": 2026},
        "one figure": {"area": "ca-mau", "year": 2018},
        "early edition": {"area": "dak-lak", "year": 2023, "as_of": "2023-06-30"},
        "to date alone": {"area": "ben-tre", "year": 2019},
    },
    "trends": {
        "gaps": {"areas": "binh-thuan"},
        "merged": {"areas": "binh-thuan", "start": 2020, "end": 2026, "indicator": "members"},
        "one figure": {"areas": "ca-mau", "indicator": "members"},
        "single year": {"start": 2022, "end": 2022},
        "to date alone": {"areas": "dak-lak", "start": 2023, "end": 2023},
    },
    "term_comparison": {
        "gaps": {"areas": "binh-thuan"},
        "merged": {"areas": "binh-thuan", "terms": "2025-2030"},
        "one figure": {"areas": "ca-mau"},
        "single term": {"areas": "dak-lak/ea-sup", "terms": "2015-2020"},
        "to date alone": {"areas": "ben-tre", "terms": "2015-2020"},
    },
    "target_progress": {
        "gaps": {"area": "binh-thuan", "year": 2019},
        "merged": {"area": "binh-thuan", "year": 2026},
        "one figure": {"area": "ca-mau", "year": 2018},
        "full year": {"area": "dak-lak", "year": 2022},
        "to date alone": {"area": "ben-tre", "year": 2019},
    },
    "units": {
        "gaps": {"area": "binh-thuan", "year": 2017},
        "merged": {"area": "binh-thuan", "year": 2026},
        "one figure": {"area": "ca-mau", "year": 2018},
        "nation": {"area": "viet-nam", "year": 2022},
        "to date alone": {"area": "can-tho", "year": 2019},
    },
    "composition": {
        "gaps": {"areas": "binh-thuan"},
        "merged": {"areas": "binh-thuan", "years": "2026"},
        "one figure": {"areas": "ca-mau"},
        "single year": {"years": "2019"},
        "to date alone": {"areas": "binh-thuan", "years": "2017"},
    },
    "national_overview": {
        "new provinces": {"year": 2026},
        "year of the merger": {"year": 2025},
        "to date alone": {"year": 2023},
        "nothing known": {"year": 1990},
        "early edition": {"as_of": "2010-01-01"},
    },
    "data_quality": {
        "single year": {"start": 2022, "end": 2022},
        "after the merger": {"start": 2025, "end": 2026},
        "early edition": {"as_of": "2010-01-01"},
    },
    "explore": {
        "gaps": {"area": "binh-thuan"},
        "merged": {"area": "binh-thuan", "start": 2026, "end": 2026},
        "one figure": {"area": "ca-mau", "indicator": "members"},
        "single year": {"start": 2022, "end": 2022},
        "to date alone": {"start": 2023, "end": 2023},
    },
}
RUNS = [(name, case) for name, cases in CASES.items() for case in cases]


def test_every_notebook_has_its_cases() -> None:
    assert {path.stem for path in find_project().notebooks.glob("*.ipynb")} == set(CASES)


@pytest.mark.parametrize(("name", "case"), RUNS)
def test_a_run_shows_no_traceback_and_nothing_empty(name: str, case: str, tmp_path: Path) -> None:
    lang = "vi" if len(case) % 2 else "en"
    notebook = find_project().notebooks / f"{name}.ipynb"
    with Kernels(tmp_path) as kernels:
        executed = execute_notebook(notebook, CASES[name][case] | {"lang": lang}, kernels)

    page = BeautifulSoup(RENDERERS["html"](executed), "html.parser")
    assert RENDERERS["pdf"](executed).startswith(b"%PDF-")  # the compiler refuses what is not PDF/UA-1 and PDF/A-2a
    assert page.html is not None
    assert page.html["lang"] == lang
    assert page.select("pre.error") == []
    assert not re.search(r"Traceback|Error:|\bNaN\b|\bNone\b|\bnan\b", page.get_text())
    assert [table.caption for table in page.find_all("table") if not table.select("tbody tr")] == []
    assert find_record(executed)["lang"] == lang
    assert_every_section_says_something(page)


def assert_every_section_says_something(page: BeautifulSoup) -> None:
    """Between one heading of a section and the next there is text."""
    for heading in page.find_all("h2"):
        told = ""
        for element in heading.find_all_next(True):
            if element.name == "h2":
                break
            told += element.get_text() if element.name in ("p", "li", "td", "figcaption") else ""
        assert told.strip(), heading.get_text()
