"""Times `ketnap brief` against the same notebook done by hand with papermill, nbconvert and Chromium.

Both sides are run as a user runs them: as commands, each a process of its own. `make bench` prints the table and
writes it to benchmarks/results/brief-by-hand.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from commands import CommandError, time_command
from sides import Bench, Brief, choose_briefs, find_browser, help_call, run_by_hand, run_ketnap
from table import Times, write_result

_RESULT = Path(__file__).parent / "results" / "brief-by-hand.md"
_HELP_RUNS = 10


def main() -> int:
    """Measure, print the result, and write it down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=_count, default=3, metavar="N", help="runs of each side (default 3)")
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory(prefix="ketnap-bench-", ignore_cleanup_errors=True) as folder:
        try:
            result = measure(Bench(Path(folder), find_browser()), repeat)
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
    _RESULT.parent.mkdir(exist_ok=True)
    _RESULT.write_text(result, encoding="utf-8")
    print(result, end="")
    return 0


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("expected a whole number from 1 on")
    return int(text)


def measure(bench: Bench, repeat: int) -> str:
    """Measure one brief, ten briefs and `ketnap --help`, and return the result in Markdown.

    Raises:
        CommandError: A command failed.
    """
    load, briefs = _load(), choose_briefs()
    _tell("one run of each side off the clock, which fills the caches")
    run_by_hand(bench, briefs[:1])
    run_ketnap(bench, briefs[:1])
    help_times = [time_command(help_call(), bench.folder, bench.environment) for _ in range(_HELP_RUNS)]
    measured = [compare(bench, chosen, repeat) for chosen in (briefs[:1], briefs)]
    return write_result(measured, help_times, load)


def compare(bench: Bench, briefs: Sequence[Brief], repeat: int) -> Times:
    """Time both sides `repeat` times; the side that goes first changes from one run to the next."""
    times = Times(briefs)
    sides = [_time_by_hand, _time_ketnap]
    for number in range(1, repeat + 1):
        for side in sides:
            side(bench, times)
        sides.reverse()
        seconds = f"by hand {times.by_hand[-1]:.1f} s, ketnap {times.ketnap[-1]:.1f} s"
        _tell(f"briefs: {len(briefs)}, run {number} of {repeat}: {seconds}")
    return times


def _time_by_hand(bench: Bench, times: Times) -> None:
    spent = run_by_hand(bench, times.briefs)
    times.by_hand.append(sum(spent.values()))
    for name, seconds in spent.items():
        times.commands.setdefault(name, []).append(seconds)


def _time_ketnap(bench: Bench, times: Times) -> None:
    times.ketnap.append(run_ketnap(bench, times.briefs))


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return "load not known"
    return f"load average before the first run {os.getloadavg()[0]:.1f}"


def _tell(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
