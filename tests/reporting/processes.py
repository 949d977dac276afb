"""What tests of processes share: whether one runs, waiting, and an event loop of one's own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any


def runs(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def ends(pids: list[int], seconds: float = 5) -> bool:
    """Whether all processes have ended soon."""
    return wait_for(lambda: not any(map(runs, pids)), seconds)


def wait_for(condition: Callable[[], Any], seconds: float) -> bool:
    """Whether a condition holds within so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def run_apart(work: Coroutine[Any, Any, Any]) -> Any:
    """Run in a thread: the browser of other tests leaves an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
