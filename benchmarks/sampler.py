"""Looks at a command and all that it starts while they run: memory, processes, open files (Linux)."""

from __future__ import annotations

import math
import statistics
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024  # in kB, as /proc tells them


@dataclass(frozen=True)
class Sample:
    """What was there at one moment.

    Attributes:
        when: The time, as files have it.
        pss: Memory in MiB, what is shared counted once among those who share it.
        processes: How many processes.
        files: How many open files they have.
    """

    when: float
    pss: float
    processes: int
    files: int


class Sampler:
    """Samples the tree of processes below a command, until it ends."""

    def __init__(self, pause: float) -> None:
        """Prepare.

        Args:
            pause: Seconds between two samples.
        """
        self.samples: list[Sample] = []
        self._pause = pause
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, pid: int) -> None:
        """Begin, with the command's process id."""
        self._thread = threading.Thread(target=self._run, args=(pid,), daemon=True)
        self._thread.start()

    def stop(self) -> Sequence[Sample]:
        """End, and return the samples."""
        self._ended.set()
        if self._thread:
            self._thread.join()
        return self.samples

    def _run(self, pid: int) -> None:
        while not self._ended.wait(self._pause):
            tree = _tree(pid)
            # One that has just ended counts no more.
            sizes = list(filter(None, map(_pss, tree)))
            files = sum(map(_open_files, tree))
            if sizes:
                self.samples.append(Sample(time.time(), sum(sizes) / _MIB, len(sizes), files))


def mean(samples: Sequence[Sample], name: str, begun: float, ended: float) -> float:
    """Return the mean of a column between two times; not a number if nothing was sampled then."""
    found = [getattr(one, name) for one in samples if begun <= one.when <= ended]
    return statistics.fmean(found) if found else math.nan


def left_over(mark: str) -> tuple[int, int]:
    """Return how many processes there are whose environment has a mark, and how many files they have open."""
    found = []
    for pid in _pids():
        with suppress(OSError):
            if mark.encode() in Path(f"/proc/{pid}/environ").read_bytes():
                found.append(pid)
    return len(found), sum(map(_open_files, found))


def _pids() -> Iterable[int]:
    return (int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal())


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    below: dict[int, list[int]] = {}
    for pid in _pids():
        with suppress(OSError, IndexError):
            # The name in brackets may hold anything.
            parent = int(Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(pid)
    tree = [root]
    for pid in tree:
        tree += below.get(pid, ())
    return tree


def _pss(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _open_files(pid: int) -> int:
    with suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return 0
