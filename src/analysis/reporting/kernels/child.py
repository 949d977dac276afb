"""A process that was forked elsewhere, handled like any other."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress

from analysis.reporting.kernels.leash import Leash


class Child:
    """A process forked by a zygote, with the methods of `subprocess.Popen` that Jupyter calls.

    It leads a process group of its own, and dies with whoever asked for it.

    Attributes:
        pid: Its process id, and the id of its group.
        ended: A file descriptor that becomes readable when it has ended.
        returncode: Its exit status as `subprocess` gives it; None as long as it runs.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, ended: int, leash: Leash, status_of: Callable[[int], int | None]) -> None:
        """Take over a process.

        Args:
            pid: Its process id.
            ended: The descriptor that tells of its end, which is closed with this object.
            leash: The leash that it wears.
            status_of: Gives the exit status of a process that has ended, None if it is not known.
        """
        self.pid = pid
        self.ended = ended
        weakref.finalize(self, os.close, ended)
        self.returncode: int | None = None
        self._leash = leash
        self._status_of = status_of
        self._noting = threading.Lock()

    def poll(self) -> int | None:
        """Return the exit status, None as long as it runs; of a status that nobody knows any more, 1."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, and return the exit status.

        Raises:
            subprocess.TimeoutExpired: It still runs after `timeout` seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            if deadline is not None:
                timeout = max(0.0, deadline - time.monotonic())
            if not is_readable(self.ended, timeout):
                raise subprocess.TimeoutExpired([f"process {self.pid}"], timeout or 0)
            self._note_end()
        return self.returncode

    async def gone(self) -> None:
        """Wait until it has ended."""
        if is_readable(self.ended, 0):
            return
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.ended, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self.ended)

    def send_signal(self, number: int) -> None:
        """Signal its process group, if it still runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def terminate(self) -> None:
        """Ask its process group to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it and all that it started."""
        self.send_signal(signal.SIGKILL)
        self._leash.release()

    def _note_end(self) -> None:
        with self._noting:  # several threads may wait for it
            if self.returncode is None:
                status = self._status_of(self.pid)
                self._leash.release()  # and so goes what it started and left behind
                self.returncode = 1 if status is None else status


def is_readable(descriptor: int, timeout: float | None) -> bool:
    """Tell whether something can be read, or the other end is gone, within so many seconds; None is without end."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(None if timeout is None else 1000 * timeout))
