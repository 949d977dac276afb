"""Times builds of the same briefs: by hand, with papermill and ploomber-engine, with `ketnap build`, and at the limit.

`make bench` prints the tables and writes them to benchmarks/results/builds.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from commands import CommandError
from long_build import long_reports, measure_long, measure_memory
from sides import Bench, Spent, differing, find_browser, run_by_hand, run_ketnap, run_limit, run_stock
from table import BY_HAND, KETNAP, LIMIT, PAPERMILL, PLOOMBER, TWO_JOBS, Measured, write_result
from work import Brief, choose_briefs, choose_evenly, copy_project

_RESULT = Path(__file__).parent / "results" / "builds.md"
_AREAS, _LONG, _FULL = 20, 200, 1000
# How often the limit builds all briefs in one run.
_PASSES = 3
# The same briefs under several names: a build of all of them is the same work so many times.
_WORK = ("work-1", "work-2", "work-3", "work-4")


def main() -> int:
    """Measure, print the result, and write it down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=_count, default=3, metavar="N", help="runs of each side (default 3)")
    parser.add_argument("--areas", type=_count, default=_AREAS, metavar="N", help=f"briefs built (default {_AREAS})")
    parser.add_argument("--by-hand", type=_count, default=6, metavar="N", help="of them, built by hand (default 6)")
    parser.add_argument("--long", type=_count, default=_LONG, metavar="N", help=f"a long build (default {_LONG})")
    parser.add_argument("--full", action="store_true", help=f"a long build of {_FULL} briefs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        try:
            measured = measure(Bench(Path(folder), find_browser()), given)
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
    result = write_result(measured)
    if given.areas == _AREAS and (given.full or given.long == _LONG):
        _RESULT.parent.mkdir(exist_ok=True)
        _RESULT.write_text(result, encoding="utf-8")
    print(result, end="")
    return 0


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("expected a whole number from 1 on")
    return int(text)


def measure(bench: Bench, given: argparse.Namespace) -> Measured:
    """Measure all sides in turns, then what shows only in long builds.

    Raises:
        CommandError: A command failed, or two sides made different documents.
    """
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    briefs = choose_briefs(given.areas)
    by_hand = choose_evenly(briefs, min(given.by_hand, len(briefs)))
    reports = dict.fromkeys(_WORK, briefs) | {"one": briefs[:1]}
    copy_project(bench.folder / "project", reports | long_reports(_FULL if given.full else given.long))
    measured = Measured(briefs, by_hand, load, has_browser=bench.browser is not None)
    _warm_up(bench, briefs[:1], measured)
    sides = list(_sides(bench, measured).items())
    for number in range(given.repeat):
        turn = number % len(sides)  # the side that goes first changes from one run to the next
        with bench.run_folder() as folder:
            for name, run in sides[turn:] + sides[:turn]:
                spent = run(folder)
                measured.add(name, spent)
                _tell(f"run {number + 1} of {given.repeat}, {name}: {spent.one_more:.2f} s for one more brief")
            _compare(briefs, folder, measured)
    _tell("memory, then a long build")
    measured.memory = measure_memory(bench, _WORK[:2], given.repeat)
    measured.long = measure_long(bench, 2, given.repeat)
    return measured


def _sides(bench: Bench, measured: Measured) -> dict[str, Callable[[Path], Spent]]:
    """Return the sides by name: each builds into a folder of its name, and returns what it took."""
    briefs = measured.briefs

    def by_hand(_: Path) -> Spent:
        spent = run_by_hand(bench, measured.by_hand)
        measured.commands.append({name: seconds / len(measured.by_hand) for name, seconds in spent.items()})
        each = sum(spent.values()) / len(measured.by_hand)
        return Spent(each, each)

    def ketnap(jobs: int, name: str) -> Callable[[Path], Spent]:
        def run(folder: Path) -> Spent:
            once, _ = run_ketnap(bench, _WORK[:1], folder / "once", jobs, "--force")
            more, _ = run_ketnap(bench, _WORK, folder / "more", jobs, "--force")
            (folder / "once" / _WORK[0]).rename(folder / name)
            return Spent(once / len(briefs), (more - once) / (len(_WORK) - 1) / len(briefs))

        return run

    def limit(folder: Path) -> Spent:
        return measured.middle(run_limit(bench, briefs, folder / LIMIT, _PASSES))

    sides = {
        BY_HAND: by_hand,
        PAPERMILL: lambda folder: run_stock(bench, "papermill", briefs, folder / PAPERMILL),
        PLOOMBER: lambda folder: run_stock(bench, "ploomber", briefs, folder / PLOOMBER),
        KETNAP: ketnap(1, KETNAP),
        TWO_JOBS: ketnap(2, TWO_JOBS),
        LIMIT: limit,
    }
    return {name: run for name, run in sides.items() if name not in measured.reasons}


def _warm_up(bench: Bench, briefs: Sequence[Brief], measured: Measured) -> None:
    """Run each side once off the clock, which fills the caches, and note which one can't run."""
    _tell("one brief of each side off the clock")
    with bench.run_folder() as folder:
        run_by_hand(bench, briefs)
        run_ketnap(bench, ["one"], folder / KETNAP, 1)
        run_limit(bench, briefs, folder / LIMIT, 1)
        run_stock(bench, "papermill", briefs, folder / PAPERMILL)
        try:
            run_stock(bench, "ploomber", briefs, folder / PLOOMBER)
        except CommandError as error:
            measured.reasons[PLOOMBER] = str(error).strip().splitlines()[-1].replace("|", "/")


def _compare(briefs: Sequence[Brief], folder: Path, measured: Measured) -> None:
    """Hold what the sides made against each other; what the stock tools make otherwise is told, no more."""
    for name in (LIMIT, TWO_JOBS, PAPERMILL, PLOOMBER):
        if name in measured.reasons:
            continue
        found = differing(briefs, folder / KETNAP, folder / name)
        if found and name in (LIMIT, TWO_JOBS):
            raise CommandError(f"{name} made other documents than {KETNAP}: {', '.join(found)}")
        measured.differing[name] = max(measured.differing.get(name, 0), len(found))


def _tell(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
