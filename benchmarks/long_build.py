"""What shows only in long builds: whether they slow down, what they leave behind, what one without changes takes."""

from __future__ import annotations

import itertools
import secrets
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commands import CommandError
from sampler import Sampler, left_over, mean
from sides import Bench, run_ketnap
from work import Brief, choose_evenly, choose_orders

FIRST, MIDDLE, LAST = "long-first", "long-middle", "long-last"
# Seconds between two samples of a long build; and of one whose memory is measured.
_SELDOM, _OFTEN = 0.5, 0.05
# What ends with a build may take this long to be gone.
_SETTLES = 0.5


@dataclass(frozen=True)
class Long:
    """What was measured at a long build.

    Attributes:
        briefs: How many briefs it built.
        tenth: How many of them its first tenth is, and its last one, which are the same.
        jobs: How many it built side by side.
        seconds: How long it took.
        pace: Seconds from one brief to the next in the first and in the last tenth.
        files: Open files of all processes while the first and while the last tenth was built.
        pss: Memory in MiB, likewise.
        left: Processes, open files and temporary folders that were left.
        unchanged: Seconds of builds of which nothing had changed.
        few_unchanged: The same of the first tenth alone.
    """

    briefs: int
    tenth: int
    jobs: int
    seconds: float
    pace: tuple[float, float]
    files: tuple[float, float]
    pss: tuple[float, float]
    left: tuple[int, int, int]
    unchanged: Sequence[float]
    few_unchanged: Sequence[float]

    def unchanged_of(self, count: int) -> float:
        """Return the seconds of a build of so many briefs without changes: a start, and so much for each brief."""
        few, most = (statistics.median(times) for times in (self.few_unchanged, self.unchanged))
        return most + (count - self.briefs) * (most - few) / (self.briefs - self.tenth)


@dataclass
class Memory:
    """Memory of builds in MiB, an entry a run.

    Attributes:
        mean: From when the first brief was written to when the last one was.
        peak: The most at one moment.
    """

    mean: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)


def long_reports(count: int) -> dict[str, list[Brief]]:
    """Return the briefs of a long build by report: the first tenth is built once more at the end."""
    tenth = max(count // 10, 1)
    orders = choose_orders(count - tenth)
    first = choose_evenly(orders, tenth)
    return {FIRST: first, MIDDLE: [one for one in orders if one not in first], LAST: first}


def measure_long(bench: Bench, jobs: int, repeat: int) -> Long:
    """Run a long build, look at what is left of it, and build again with no changes.

    Raises:
        CommandError: A build failed, or did not find that nothing had changed.
    """
    mark, sampler = secrets.token_hex(16), Sampler(_SELDOM)
    known = bench.environment | {"BENCH_MARK": mark}
    with bench.run_folder() as out:
        before = _passing(bench, out)
        reports = (FIRST, MIDDLE, LAST)
        seconds, told = run_ketnap(bench, reports, out, jobs, started=sampler.start, environment=known)
        samples = sampler.stop()
        time.sleep(_SETTLES)
        left = sorted(_passing(bench, out) - before)
        if left:
            print(f"left over: {', '.join(left)}", file=sys.stderr)
        processes, files = left_over(mark)
        first, last = (_written(told, name) for name in (FIRST, LAST))
        return Long(
            briefs=len(told["briefs"]),
            tenth=len(first),
            jobs=jobs,
            seconds=seconds,
            pace=(_pace(first), _pace(last)),
            files=(mean(samples, "files", first[0], first[-1]), mean(samples, "files", last[0], last[-1])),
            pss=(mean(samples, "pss", first[0], first[-1]), mean(samples, "pss", last[0], last[-1])),
            left=(processes, files, len(left)),
            unchanged=[_unchanged(bench, reports, out) for _ in range(repeat)],
            few_unchanged=[_unchanged(bench, (FIRST,), out) for _ in range(repeat)],
        )


def _passing(bench: Bench, out: Path) -> set[str]:
    """Return the files and folders that are there only for a while."""
    folder = Path(bench.environment["TMPDIR"])
    return {str(one) for found in (folder.iterdir(), out.glob(".ketnap/work-*")) for one in found}


def _written(told: Any, report: str) -> list[float]:
    """Return when the briefs of a report were written, in order."""
    folders = [Path(one["folder"]) for one in told["briefs"] if one["name"].startswith(f"{report}/")]
    return sorted((folder / "manifest.json").stat().st_mtime for folder in folders)


def _pace(when: Sequence[float]) -> float:
    """Return the seconds from one brief to the next."""
    return (when[-1] - when[0]) / max(len(when) - 1, 1)


def _unchanged(bench: Bench, reports: Sequence[str], out: Path) -> float:
    seconds, told = run_ketnap(bench, reports, out, 1)
    if told["unchanged"] != len(told["briefs"]):
        raise CommandError(f"of {len(told['briefs'])} briefs just built only {told['unchanged']} counted as unchanged")
    return seconds


def measure_memory(bench: Bench, reports: Sequence[str], repeat: int) -> dict[int, Memory]:
    """Return the memory of builds by their jobs, one and two in turns."""
    found = {1: Memory(), 2: Memory()}
    for _ in range(repeat):
        for jobs, memory in found.items():
            sampler = Sampler(_OFTEN)
            with bench.run_folder() as out:
                _, told = run_ketnap(bench, reports, out, jobs, "--force", started=sampler.start)
                when = sorted(itertools.chain.from_iterable(_written(told, report) for report in reports))
            samples = sampler.stop()
            memory.mean.append(mean(samples, "pss", when[0], when[-1]))
            memory.peak.append(max(one.pss for one in samples))
    return found
