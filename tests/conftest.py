"""What tests of several rooms share: datasets, a real build of the shipped briefs, and the machine's Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.paths import find_project

Ketnap = Callable[..., "subprocess.CompletedProcess[str]"]
KETNAP = Path(sys.executable).parent / "ketnap"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all tests that read the built catalogue to one worker, for it is built once a worker."""
    for item in items:
        if "built_all" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("built"))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests load out of the user's cache; commands and kernels that they start inherit it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETNAP_CACHE", str(tmp_path_factory.mktemp("cache")))
        # xdist tells its workers of a narrow terminal that there is not.
        patch.delenv("COLUMNS", raising=False)
        yield


@pytest.fixture(scope="session")
def ketnap() -> Ketnap:
    """The real command: `ketnap("check")`; `env` adds to the environment."""

    def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(KETNAP), *arguments], capture_output=True, text=True, env=os.environ | (env or {}), timeout=900
        )

    return run


@pytest.fixture(scope="session")
def built_all(tmp_path_factory: pytest.TempPathFactory, ketnap: Ketnap) -> Path:
    """The output folder with every brief of the catalogue, built by the real command in real kernels."""
    folder = tmp_path_factory.mktemp("built")
    done = ketnap("build", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def built(built_all: Path) -> Path:
    """The folder with the four briefs on a province and a year."""
    return built_all / "province-brief"


@pytest.fixture(scope="session")
def real() -> Any:
    """The dataset of the project, newest edition."""
    from analysis import load_dataset

    return load_dataset()


@pytest.fixture(scope="session")
def invent() -> Any:
    """The function that makes a dataset of invented observations."""
    from invented import invent_dataset

    return invent_dataset


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """A copy of the project's data, notebooks and reports, to be broken; use it by KETNAP_PROJECT."""
    project = find_project()
    copy = tmp_path / "project"
    for name in ("data", "notebooks", "reports"):
        shutil.copytree(project.root / name, copy / name, ignore=shutil.ignore_patterns("output", ".*"))
    return copy


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The machine's Chromium, driven by Playwright."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(CHROMIUM_NAMES)} is on the PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking", "--disable-sync"]
        )
        yield chromium
        chromium.close()
