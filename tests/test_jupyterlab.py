"""A researcher's way: a real JupyterLab with the suite and its kernel, the controls of `explore` moved in a browser."""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.paths import find_project

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]
JUPYTER = Path(sys.executable).parent / "jupyter"
PATIENCE = 90_000  # milliseconds


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on loopback with a token, on a copy of the notebooks; its address."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(find_project().notebooks, folder / "notebooks")
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet), encoding="utf-8")
    port, token = free_port(), secrets.token_hex(16)
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command = [str(JUPYTER), "lab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", *options]
    log = folder / "lab.log"
    with log.open("w", encoding="utf-8") as stream:
        server = subprocess.Popen([*command, str(folder / "notebooks")], env=env, stdout=stream, stderr=stream)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api/status?token={token}", server, log)
        yield f"{address}/lab/tree/{{}}?token={token}&reset"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def explore(lab: str, browser: Any) -> Iterator[Any]:
    """The notebook `explore`, opened and run from top to bottom."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    run_all(page, lab.format("explore.ipynb"))
    page.wait_for_selector(".ketnap-explorer svg")
    page.wait_for_selector("text=Số trong ngoặc vuông", state="attached")
    yield page
    context.close()


def run_all(page: Any, address: str) -> None:
    """Open a notebook and run it; JupyterLab forgets a run that is asked for before the session is there."""
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector("text=ketnap | Idle")
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_timeout(2000)
        # Cells out of sight are not in the page.
        prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
        if re.search(r"\[[\d*]+\]", " ".join(prompts)):
            return
    raise AssertionError("the notebook does not run")


def shown(page: Any) -> tuple[str, str]:
    """What the chart says and which sources are named."""
    chart = page.locator(".ketnap-explorer svg[role=img]").get_attribute("aria-label")
    return str(chart), str(page.locator(".ketnap-explorer ol.sources").inner_text())


def choose(page: Any, control: str, code: str) -> None:
    """Choose in the list with this label what has this text."""
    box = page.get_by_label(control, exact=True)
    labels = [" ".join(text.split()) for text in box.locator("option").all_text_contents()]
    (place,) = [place for place, label in enumerate(labels) if re.fullmatch(code, label)]
    box.select_option(index=place)


def test_it_runs_in_the_kernel_of_the_project_without_an_error(explore: Any) -> None:
    assert explore.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert explore.get_by_text("ketnap", exact=True).count() > 0
    assert explore.locator(".jp-Toolbar-kernelName").first.inner_text().strip() == "ketnap"


def test_a_control_moves_chart_and_sources(explore: Any) -> None:
    chart, sources = shown(explore)
    assert "2.089" in chart

    choose(explore, "Địa bàn", "tỉnh Bình Thuận")
    label = "document.querySelector('.ketnap-explorer svg[role=img]')?.getAttribute('aria-label')"
    explore.wait_for_function(f"before => {label} !== before", arg=chart)
    moved, others = shown(explore)
    assert "2.030" in moved
    assert "2.089" not in moved
    assert others != sources


def test_an_earlier_edition_names_only_what_was_published_by_then(explore: Any) -> None:
    choose(explore, "Địa bàn", "tỉnh Đắk Lắk")
    explore.wait_for_function("() => document.querySelector('.ketnap-explorer').innerText.includes('2.089')")
    choose(explore, "Ấn bản", "31/12/2022")
    explore.wait_for_function("() => !document.querySelector('.ketnap-explorer').innerText.includes('2.089')")
    choose(explore, "Ấn bản", "mới nhất.*")
    explore.wait_for_function("() => document.querySelector('.ketnap-explorer').innerText.includes('2.089')")


def test_the_sources_can_be_followed_and_marks_lead_to_them(explore: Any) -> None:
    links = explore.locator(".ketnap-explorer a[target=_blank]")
    addresses = [links.nth(place).get_attribute("href") for place in range(links.count())]
    assert addresses
    assert all(str(one).startswith("http") for one in addresses)


def test_the_choice_comes_as_csv_and_the_chart_as_svg(explore: Any) -> None:
    choose(explore, "Địa bàn", "tỉnh Đắk Lắk")
    explore.wait_for_selector('a[download="dak-lak-admissions.csv"]')
    with explore.expect_download() as download:
        explore.get_by_role("link", name="Tải lựa chọn (CSV)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename == "dak-lak-admissions.csv"
    assert text.startswith("ref_area,indicator,")
    assert ",2089," in text
    address = explore.get_by_role("link", name="Tải biểu đồ (SVG)").get_attribute("href")
    svg = base64.b64decode(str(address).partition("base64,")[2]).decode("utf-8")
    assert "2.089</text>" in svg
    assert "@font-face" in svg


def test_the_charts_of_a_brief_stand_with_their_titles_and_in_their_font(lab: str, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    run_all(page, lab.format("province_brief.ipynb"))
    page.wait_for_selector("text=Số trong ngoặc vuông", state="attached")
    charts = page.locator(".jp-RenderedHTML figure.ketnap-chart")
    assert charts.count() >= 2
    assert "Hình 1." in str(charts.first.locator("figcaption").text_content())
    assert "2.089" in str(charts.first.locator("svg").get_attribute("aria-label"))
    assert page.evaluate("document.fonts.check('16px \"Source Sans Pro\"')")
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").count() == 0
    context.close()
