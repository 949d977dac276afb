"""The sides that are compared: each builds the same briefs, in processes of its own."""

from __future__ import annotations

import functools
import itertools
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from commands import CommandError, clean_environment, run_command
from work import NOTEBOOK, Brief

_HERE = Path(__file__).parent
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
# Linear algebra without threads, as in a build.
_ONE_CORE = dict.fromkeys(("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Bench:
    """What all runs share.

    Attributes:
        folder: A folder with the copy of the project in `project`; each run has one of its own below it.
        browser: Chromium, None where there is none.
    """

    folder: Path
    browser: str | None

    @functools.cached_property
    def environment(self) -> dict[str, str]:
        """The environment of all commands."""
        known = clean_environment(self.folder, Path(sys.executable).parent)
        return known | {"KETNAP_PROJECT": str(self.folder / "project")}

    @contextmanager
    def run_folder(self) -> Iterator[Path]:
        """Give a folder to one run, and remove it afterwards."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as name:
            yield Path(name)

    @functools.cached_property
    def ploomber(self) -> Path:
        """A folder with ploomber-engine, installed now.

        Raises:
            CommandError: It can't be had.
        """
        folder = self.folder / "ploomber"
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--target", str(folder)]
        given = [sys.executable, "-m", "pip", "install", *options, "-r", str(_HERE / "ploomber.txt")]
        # With the settings of the user, for they know where packages come from.
        run_command(given, self.folder, os.environ, folder / "ploomber_engine" / "__init__.py")
        return folder


@dataclass(frozen=True)
class Spent:
    """The seconds that a side took for a brief.

    Attributes:
        whole: Of the whole command, with its start, divided by the briefs; None where there is no such command.
        one_more: What one brief more costs once all has started.
    """

    whole: float | None
    one_more: float


def find_browser() -> str | None:
    """Return the path of Chromium, or None after saying what that means."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        names = ", ".join(_BROWSERS)
        print(f"no Chromium ({names}): by hand ends with HTML, while all others still make a PDF", file=sys.stderr)
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
    def timed(command: Sequence[str], made: Path) -> float:
        return run_command(command, folder, bench.environment, made).seconds

    notebook, page, pdf, profile = (folder / name for name in ("brief.ipynb", "brief.html", "brief.pdf", "profile"))
    source = bench.folder / "project" / "notebooks" / NOTEBOOK
    given = {"area": brief.area, "year": str(brief.year), "lang": brief.lang}
    parameters = itertools.chain.from_iterable(("-p", name, value) for name, value in given.items())
    # The notebook's own kernel is the project's, which forks; python3 is the stock one.
    execute = [_program("papermill"), "-k", "python3", str(source), notebook.name, *parameters]
    yield "papermill", timed(execute, notebook)
    yield "nbconvert", timed([_program("jupyter"), "nbconvert", "--to", "html", "--no-input", notebook.name], page)
    if bench.browser:
        profile.mkdir()
        places = [f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", page.as_uri()]
        yield "Chromium", timed([bench.browser, *_BROWSER_FLAGS, *places], pdf)


def run_stock(bench: Bench, side: str, briefs: Sequence[Brief], out: Path) -> Spent:
    """Build the briefs in one process with papermill or ploomber-engine."""
    more = {"PYTHONPATH": str(bench.ploomber)} if side == "ploomber" else {}
    seconds, told = _run_script(bench, ["stock.py", side], briefs, out, more)
    # The first brief bears what is done once; so "one more" takes it from when it was built again.
    warm = [told["again"], *told["seconds"][1:]]
    return Spent((seconds - told["again"]) / len(briefs), sum(warm) / len(warm))


def run_limit(bench: Bench, briefs: Sequence[Brief], out: Path, passes: int) -> list[Spent]:
    """Build the briefs with nothing of Jupyter, several times in one process that is warm; return each pass."""
    more = {"KETNAP_BATCH": "1", **_ONE_CORE}
    _, told = _run_script(bench, ["limit.py"], briefs, out, more, str(passes))
    return [Spent(None, sum(one) / len(one)) for one in told["passes"]]


def _run_script(
    bench: Bench, script: Sequence[str], briefs: Sequence[Brief], out: Path, more: dict[str, str], *further: str
) -> tuple[float, Any]:
    given = out.with_name(f"{out.name}.json")
    given.write_text(json.dumps([asdict(brief) for brief in briefs]), encoding="utf-8")
    name, *arguments = script
    command = [sys.executable, str(_HERE / name), *arguments, str(given), str(out), *further]
    done = run_command(command, bench.folder, bench.environment | more)
    return done.seconds, json.loads(done.output)


def run_ketnap(
    bench: Bench,
    reports: Sequence[str],
    out: Path,
    jobs: int,
    *options: str,
    started: Callable[[int], None] | None = None,
    environment: dict[str, str] | None = None,
) -> tuple[float, Any]:
    """Build reports of the project's copy with `ketnap build`; return the seconds and what it printed as JSON."""
    command = [_program("ketnap"), "build", *reports, "--jobs", str(jobs), "--json", "--out", str(out), *options]
    done = run_command(command, bench.folder, environment or bench.environment, started=started)
    return done.seconds, json.loads(done.output)


def differing(briefs: Sequence[Brief], one: Path, other: Path) -> list[str]:
    """Return the documents of the briefs that are not the same byte by byte in two folders."""
    names = [f"{brief.name}/brief.{kind}" for brief in briefs for kind in ("html", "pdf")]
    return [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()]


def _program(name: str) -> str:
    found = shutil.which(name, path=Path(sys.executable).parent)
    if not found:
        raise CommandError(f"{name} is not installed beside {Path(sys.executable).name}: run `make brief` first")
    return found
