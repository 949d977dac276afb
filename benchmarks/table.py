"""Writes what was measured as Markdown."""

from __future__ import annotations

import datetime as dt
import math
import os
import platform
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from long_build import Long, Memory
from sides import Spent
from work import Brief

BY_HAND, PAPERMILL, PLOOMBER = "by hand", "papermill's API", "ploomber-engine"
KETNAP, TWO_JOBS, LIMIT = "ketnap, 1 job", "ketnap, 2 jobs", "the limit"
_SIDES = {
    BY_HAND: "commands of papermill, nbconvert, Chromium for each brief",
    PAPERMILL: "one process, a kernel started the usual way for each brief",
    PLOOMBER: "one process, all notebooks run in it",
    KETNAP: "`ketnap build --jobs 1`",
    TWO_JOBS: "`ketnap build --jobs 2`",
    LIMIT: "one warm process, no Jupyter",
}
_PACKAGES = ("ketnap", "papermill", "nbclient", "nbconvert", "ipykernel", "matplotlib", "pandas", "typst")
_UNCHANGED, _FAST = 1000, 2.0
_WORKER = 150


@dataclass
class Measured:
    """All that was measured.

    Attributes:
        briefs: The briefs that were built.
        by_hand: Those of them that were built by hand.
        load: Load of the machine before the first run.
        has_browser: Whether by hand ends with a PDF.
        spent: What each side took, an entry a run.
        commands: Seconds a brief of each command by hand, an entry a run.
        reasons: Why a side could not run, by its name.
        differing: Documents of a side that are other than ketnap's, the most in one run.
        memory: Memory by jobs.
        long: The long build.
    """

    briefs: Sequence[Brief]
    by_hand: Sequence[Brief]
    load: str
    has_browser: bool
    spent: dict[str, list[Spent]] = field(default_factory=dict)
    commands: list[Mapping[str, float]] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    differing: dict[str, int] = field(default_factory=dict)
    memory: dict[int, Memory] = field(default_factory=dict)
    long: Long | None = None

    def add(self, side: str, spent: Spent) -> None:
        """Note what a side took in one run."""
        self.spent.setdefault(side, []).append(spent)

    @staticmethod
    def middle(passes: Sequence[Spent]) -> Spent:
        """Return the median of passes over the same briefs."""
        return Spent(None, statistics.median(one.one_more for one in passes))

    def whole(self, side: str) -> list[float]:
        """Return the seconds a brief with the start, run by run; nothing where there are none."""
        return [one.whole for one in self.spent.get(side, ()) if one.whole is not None]

    def one_more(self, side: str) -> list[float]:
        """Return the seconds for one more brief, run by run."""
        return [one.one_more for one in self.spent.get(side, ())]


def write_result(measured: Measured) -> str:
    """Return the tables, with what was measured, where, and how much it varied."""
    parts = ["# Builds", _table(_HEAD, _rows(measured)), _list(_about(measured))]
    if measured.long:
        head = ["long builds, and memory", "measured", "target"]
        parts += [_table(head, _long_rows(measured.long, measured.memory)), _list(_about_long(measured.long))]
    return "\n\n".join([*parts, _list(_where(measured))]) + "\n"


_HEAD = ["side", "is", "s a brief, with its start", "s for one more", "by hand / side", "side / limit"]


def _rows(measured: Measured) -> Iterator[list[str]]:
    for side, told in _SIDES.items():
        if side in measured.reasons:
            yield [side, told, f"does not run: {measured.reasons[side]}", "", "", ""]
            continue
        whole, more = measured.whole(side), measured.one_more(side)
        yield [
            side,
            told,
            _spread(whole),
            _spread(more),
            _spread(_ratios(measured.whole(BY_HAND), whole)),
            _spread(_ratios(more, measured.one_more(LIMIT))),
        ]


def _ratios(over: Iterable[float], under: Iterable[float]) -> list[float]:
    """Return the ratios run by run: what drifts on a machine hits both alike."""
    return [one / other for one, other in zip(over, under, strict=False)]


def _about(measured: Measured) -> Iterator[str]:
    runs, count, some = len(measured.one_more(KETNAP)), len(measured.briefs), len(measured.by_hand)
    gain = _spread(_ratios(measured.one_more(KETNAP), measured.one_more(TWO_JOBS)))
    yield f"In the time in which one job builds one brief, two jobs build {gain} (s for one more, 1 job / 2 jobs)."
    yield (
        f"Median of {runs} runs (lowest to highest), all sides in each run, in turns. Ratios are taken within a run, "
        "and their median is told."
    )
    yield (
        f"Each side built the same {count} briefs as HTML and PDF; by hand {some} of them, chosen evenly: "
        f"{_each(measured)}."
    )
    yield (
        "One more, of ketnap: a build of the same briefs four times over less one of them once, by the briefs between. "
        "Of papermill and ploomber-engine: in a process that has imported all. By hand each brief starts anew."
    )
    yield (
        "The limit: the notebook's code, rendering and publishing called directly, on one core, after one brief to "
        "warm up; the median of three passes in each run. Charts, executed notebook and manifest are written too."
    )
    yield f"HTML and PDF held byte by byte against those of ketnap with one job: {_same(measured)}."


def _each(measured: Measured) -> str:
    names = measured.commands[0] if measured.commands else ()
    text = ", ".join(f"{name} {statistics.median(one[name] for one in measured.commands):.2f} s" for name in names)
    return text if measured.has_browser else f"{text}, and no PDF, for no Chromium was found"


def _same(measured: Measured) -> str:
    told = (f"{side} {f'{count} differ' if count else 'all the same'}" for side, count in measured.differing.items())
    return ", ".join(told)


def _long_rows(long: Long, memory: Mapping[int, Memory]) -> Iterator[list[str]]:
    told = f"{_spread(long.unchanged)} s"
    yield [f"{long.briefs} briefs, none changed", told, f"{_FAST:.0f} s for {_UNCHANGED:,}"]
    if long.briefs != _UNCHANGED:
        yield [f"by that, {_UNCHANGED:,} briefs", f"{long.unchanged_of(_UNCHANGED):.2f} s", f"{_FAST:.0f} s"]
    yield [f"a brief, first and last {long.tenth} of the long build", _ends(long.pace, 3, "s"), "the same"]
    yield ["open files, while these were built", _ends(long.files, 0), "the same"]
    yield ["memory, while these were built", _ends(long.pss, 0, "MiB"), "the same"]
    yield ["processes, open files, temporary folders left", ", ".join(map(str, long.left)), "0, 0, 0"]
    if memory:
        for jobs, one in memory.items():
            text = f"{_whole(one.mean)} MiB, peak {_whole(one.peak)} MiB"
            yield [f"memory with {jobs} job{'s' if jobs > 1 else ''}", text, ""]
        mean, peak = (
            [two - one for one, two in zip(getattr(memory[1], name), getattr(memory[2], name), strict=True)]
            for name in ("mean", "peak")
        )
        text = f"{_whole(mean)} MiB, of the peaks {_whole(peak)} MiB"
        yield ["memory of one more worker, with its kernels", text, f"below {_WORKER} MiB"]


def _about_long(long: Long) -> Iterator[str]:
    yield (
        f"The long build: {long.briefs} briefs of all areas and years with {long.jobs} jobs, {long.seconds:.0f} s. Its "
        f"first {long.tenth} briefs are its last {long.tenth} too; seconds a brief are from one to the next."
    )
    yield (
        "Memory: the proportional set size of all processes of a build, in which what they share counts once; every "
        "0.05 s, from the first brief that was written to the last."
    )


def _where(measured: Measured) -> Iterator[str]:
    briefs = ", ".join(f"{one.area} {one.year} {one.lang}" for one in measured.briefs)
    yield f"Briefs: {briefs}."
    yield (
        f"Measured on {dt.date.today()}; Python {platform.python_version()}, {platform.system()}, "
        f"{os.cpu_count()} cores; load average before the first run {measured.load}."
    )
    yield f"Versions: {', '.join(f'{name} {version(name)}' for name in _PACKAGES)}."


def _ends(told: tuple[float, float], digits: int, unit: str = "") -> str:
    if any(map(math.isnan, told)):
        return "too short to tell"
    return " and ".join(f"{one:.{digits}f}" for one in told) + (f" {unit}" if unit else "")


def _spread(values: Sequence[float]) -> str:
    if not values:
        return ""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def _whole(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
