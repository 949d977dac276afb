"""Every brief of the catalogue, in a real Chromium: axe-core finds nothing, and nothing scrolls sideways on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from analysis.paths import find_project
from analysis.reporting.catalogue import find_reports, load_catalogue
from analysis.reporting.orders import plan_orders

pytestmark = pytest.mark.browser


def briefs() -> list[str]:
    """The briefs that `ketnap build` makes: report and folder."""
    reports = find_reports(load_catalogue(find_project()), [])
    wanted = [(report, brief) for report in reports for brief in report.briefs]
    return [order.name for order in plan_orders(wanted, Path("output"))]


@pytest.fixture(scope="module", params=[(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def screen(request: pytest.FixtureRequest, browser: Any) -> Iterator[tuple[int, Any]]:
    """A window of a width, in a colour scheme."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield width, context.new_page()
    context.close()


@pytest.mark.parametrize("name", briefs())
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(
    name: str, built_all: Path, screen: tuple[int, Any]
) -> None:
    width, page = screen
    page.goto((built_all / name / "brief.html").as_uri(), wait_until="load")
    found = Axe().run(page).response["violations"]
    told = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
