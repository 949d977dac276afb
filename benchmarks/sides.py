"""The two ways to a brief that are compared: the stock commands by hand, and `ketnap brief`."""

from __future__ import annotations

import functools
import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commands import CommandError, clean_environment, time_command

from analysis import load_dataset
from analysis.paths import find_project
from analysis.text.languages import LANGUAGES

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Without the browser's own traffic, and without the scripts that stock HTML loads from elsewhere: both depend on the
# network of the day.
_BROWSER_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


@dataclass(frozen=True)
class Brief:
    """The parameters of one brief."""

    area: str
    year: int
    lang: str


@dataclass(frozen=True)
class Bench:
    """What all runs share.

    Attributes:
        folder: An empty folder; each run has one of its own below it.
        browser: Chromium, None where there is none.
    """

    folder: Path
    browser: str | None

    @functools.cached_property
    def environment(self) -> dict[str, str]:
        """The environment of all commands."""
        home = self.folder / "home"
        home.mkdir()
        return clean_environment(home, Path(sys.executable).parent)

    @contextmanager
    def run_folder(self) -> Iterator[Path]:
        """Give a folder to one run, and remove it afterwards."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as name:
            yield Path(name)


def choose_briefs() -> list[Brief]:
    """Return ten briefs: the five area-years with the most figures, of each year at most two, in each language."""
    rows = load_dataset().observations
    counts = rows[~rows["ref_area"].str.startswith("_")].groupby(["ref_area", "year"], as_index=False).size()
    ranked = counts.sort_values(["size", "year", "ref_area"], ascending=[False, False, True])
    chosen = ranked.groupby("year").head(2).head(5)
    area_years = zip(chosen["ref_area"], chosen["year"], strict=True)
    return [Brief(area, int(year), lang) for area, year in area_years for lang in LANGUAGES]


def find_browser() -> str | None:
    """Return the path of Chromium, or None after saying what that means."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        names = ", ".join(_BROWSERS)
        print(f"no Chromium ({names}): by hand ends with HTML, while ketnap still makes its PDF", file=sys.stderr)
    return browser


def run_by_hand(bench: Bench, briefs: Sequence[Brief]) -> dict[str, float]:
    """Build the briefs with the stock commands, one after the other, and return the seconds by command."""
    spent: dict[str, float] = {}
    for brief in briefs:
        with bench.run_folder() as folder:
            for name, seconds in _steps_by_hand(bench, brief, folder):
                spent[name] = spent.get(name, 0) + seconds
    return spent


def _steps_by_hand(bench: Bench, brief: Brief, folder: Path) -> Iterator[tuple[str, float]]:
    notebook, page, pdf, profile = (folder / name for name in ("brief.ipynb", "brief.html", "brief.pdf", "profile"))
    source = find_project().notebooks / "province_brief.ipynb"
    given = {"area": brief.area, "year": str(brief.year), "lang": brief.lang}
    parameters = itertools.chain.from_iterable(("-p", name, value) for name, value in given.items())
    execute = [_program("papermill"), str(source), notebook.name, *parameters]
    yield "papermill", time_command(execute, folder, bench.environment, notebook)
    convert = [_program("jupyter"), "nbconvert", "--to", "html", "--no-input", notebook.name]
    yield "nbconvert", time_command(convert, folder, bench.environment, page)
    if bench.browser:
        profile.mkdir()
        places = [f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", page.as_uri()]
        yield "Chromium", time_command([bench.browser, *_BROWSER_FLAGS, *places], folder, bench.environment, pdf)


def run_ketnap(bench: Bench, briefs: Sequence[Brief]) -> float:
    """Build the briefs with `ketnap brief`, one call a year, and return the seconds."""
    seconds = 0.0
    with bench.run_folder() as folder:
        for call, group in ketnap_calls(briefs):
            seconds += time_command(call, folder, bench.environment, *_published(folder, group))
    return seconds


def ketnap_calls(briefs: Sequence[Brief]) -> Iterator[tuple[list[str], list[Brief]]]:
    """Yield the calls of `ketnap brief`, which takes one year a call, each with the briefs that it builds."""
    for year in sorted({brief.year for brief in briefs}):
        group = [brief for brief in briefs if brief.year == year]
        areas, langs = (dict.fromkeys(getattr(brief, name) for brief in group) for name in ("area", "lang"))
        assert len(group) == len(areas) * len(langs), "one call would build more briefs than asked for"
        options = itertools.chain.from_iterable(("--lang", lang) for lang in langs)
        yield [_program("ketnap"), "brief", *areas, "--year", str(year), *options, "--out", "."], group


def _published(folder: Path, briefs: Sequence[Brief]) -> Iterator[Path]:
    for brief in briefs:
        name = f"{brief.area.replace('/', '.')}-{brief.year}-{brief.lang}"
        yield from (folder / "province-brief" / name / f"brief.{kind}" for kind in ("html", "pdf"))


def help_call() -> list[str]:
    """Return the command `ketnap --help`."""
    return [_program("ketnap"), "--help"]


def _program(name: str) -> str:
    found = shutil.which(name, path=Path(sys.executable).parent)
    if not found:
        raise CommandError(f"{name} is not installed beside {Path(sys.executable).name}: run `make brief` first")
    return found
