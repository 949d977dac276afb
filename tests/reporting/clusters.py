"""Real Dask clusters on this machine, in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from reporting.processes import wait_for

_DASK = Path(sys.executable).parent / "dask"
_SCHEDULER, _WORKER = r"Scheduler at: +(tcp://\S+)", r"Start worker at: +(tcp://\S+)"
_STARTS_WITHIN = 60


class Cluster:
    """A scheduler and its workers.

    Attributes:
        address: The scheduler's address.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._started: list[tuple[subprocess.Popen[bytes], Path]] = []
        self._folder.mkdir()
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self.told(self.scheduler, _SCHEDULER)

    def add(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker."""
        options = ("--no-dashboard", "--local-directory", str(self._folder))
        return self._start("worker", self.address, *options, *arguments, **environment)

    def address_of(self, worker: subprocess.Popen[bytes]) -> str:
        """The address of a worker, once it has joined."""
        self.told(worker, r"(Registered to)")
        return self.told(worker, _WORKER)

    def told(self, process: subprocess.Popen[bytes], pattern: str) -> str:
        """The first group of what a process says sooner or later."""
        (log,) = [log for one, log in self._started if one is process]
        assert wait_for(lambda: re.search(pattern, log.read_text()), _STARTS_WITHIN), log.read_text()
        return re.search(pattern, log.read_text())[1]  # type: ignore[index]

    def close(self) -> None:
        for process, _ in self._started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        log = self._folder / f"{len(self._started)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [str(_DASK), *arguments], env={**self._environment, **environment}, stdout=out, stderr=out,
                cwd=self._folder, start_new_session=True,
            )  # fmt: skip
        self._started.append((process, log))
        return process
