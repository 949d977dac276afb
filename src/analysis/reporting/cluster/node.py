"""What a build on a cluster calls in a Dask worker: the worker keeps a pool of processes for each build that uses it.

Dask's own threads only wait. Briefs are rendered in processes that have imported everything already, as on one machine;
they die with the Dask worker, however it dies. When a build is done it takes leave, and they end; if it never does,
because it was killed, they end when nothing was asked of them for a while.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

from analysis.reporting.cluster.identity import read_identity
from analysis.reporting.inputs import digest
from analysis.reporting.pool import LocalPool
from analysis.reporting.render import Job, Rendered

# Seconds after which a build that asks for nothing is taken to be gone.
_IDLE = 60.0


class _Guest:
    """A build that uses this worker; its methods are called by who holds the lock.

    Attributes:
        pool: Its processes.
        busy: How many briefs are being made.
    """

    def __init__(self, build: str, threads: int) -> None:
        self.pool = LocalPool(threads)
        self.busy = 0
        self._build = build
        self._watch = threading.Timer(0, lambda: None)

    def begin(self) -> None:
        """Note that something is asked."""
        self._watch.cancel()
        self.busy += 1

    def end(self) -> None:
        """Note that it is done; if nothing else is to do, the time without work begins."""
        self.busy -= 1
        if not self.busy:
            self._watch = threading.Timer(_IDLE, _end_idle, [self._build])
            self._watch.daemon = True
            self._watch.start()


# By the build's name; None if it has taken leave.
_guests: dict[str, _Guest | None] = {}
_lock = threading.Lock()


def is_known() -> bool:
    """Return that this module is there: whoever lacks it can't say that."""
    return True


async def join(build: str, wanted: str, notebooks: Sequence[str], threads: int) -> dict[str, str]:
    """Get ready for a build, if this worker makes the same briefs as the build's own machine.

    Args:
        build: Name of the build.
        wanted: `digest` of that machine's identity.
        notebooks: The notebooks that shall run.
        threads: How many briefs this worker may make at once.

    Returns:
        Nothing if it is ready, else its identity.
    """
    return await asyncio.to_thread(_join, build, wanted, notebooks, threads)


def _join(build: str, wanted: str, notebooks: Sequence[str], threads: int) -> dict[str, str]:
    mine = read_identity(notebooks)
    if digest(mine) != wanted:
        return mine
    with _lock:
        if build not in _guests:
            _guests[build] = guest = _Guest(build, threads)
            guest.begin()
            guest.end()
    return {}


def render(build: str, job: Job) -> Rendered | None:
    """Make one brief; None if this worker does not know the build (any more), which must join first.

    Dask may run a task twice. That does no harm: a task only returns bytes, and the build publishes each brief once.
    """
    with _lock:
        guest = _guests.get(build)
        if guest is None:
            return None
        guest.begin()
    try:
        return guest.pool.render(job)
    finally:
        with _lock:
            guest.end()


async def leave(build: str) -> None:
    """End what was started for a build, at once."""
    with _lock:
        guest = _guests.get(build)
        _guests[build] = None  # so that a late join starts nothing
    if guest:
        await asyncio.to_thread(guest.pool.close)


def _end_idle(build: str) -> None:
    with _lock:
        guest = _guests.get(build)
        if guest is None or guest.busy:
            return
        del _guests[build]
    guest.pool.close()
