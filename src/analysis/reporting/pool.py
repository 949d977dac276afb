"""The workers of this machine: processes that render briefs side by side."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Protocol

from analysis.errors import RunError
from analysis.reporting.kernels.child import Child
from analysis.reporting.kernels.kernel import BATCH, KERNEL
from analysis.reporting.kernels.provisioner import WAY, zygotes
from analysis.reporting.kernels.scratch import Scratch
from analysis.reporting.kernels.zygote import ForkError, Zygote
from analysis.reporting.render import Job, Rendered

_SERVE = "analysis.reporting.worker:serve"
# What is prepared besides, before the last call of the kernel's own, which fills caches. The kernel last: what is
# imported before it does not take this process for a kernel.
_PREPARE = ("analysis.reporting.worker:load", "analysis.reporting.kernels.app:prepare")
# Seconds over a notebook's own limit after which its worker is taken to be stuck: rendering takes about one.
_GRACE = 120
# Seconds after which a thread that waits looks whether the build was stopped.
_LOOKS_AGAIN = 0.2
# Seconds that a thread may take to notice that its worker is gone.
_JOINS_WITHIN = 1.0


class Pool(Protocol):
    """Where jobs are done: on this machine or on others."""

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Rendered]]:
        """Yield the place of each job among `jobs` and what became of it, as they end."""

    def close(self) -> None:
        """Stop all work and leave nothing behind."""


class LostError(Exception):
    """A worker ended in the middle of a job."""


class Worker:
    """A worker process and the line to it."""

    def __init__(self, process: Child | subprocess.Popen[bytes], jobs: IO[bytes], results: IO[bytes]) -> None:
        self._process = process
        self._jobs = jobs
        self._results = results

    def render(self, job: Job) -> Rendered:
        """Have a job done.

        Raises:
            LostError: The worker ended before the job did.
        """
        watch = threading.Timer(job.time_limit + _GRACE, self.kill)
        watch.start()
        try:
            pickle.dump(job, self._jobs)
            self._jobs.flush()
            rendered: Rendered = pickle.load(self._results)  # noqa: S301 - from a process of ours
        except (OSError, EOFError, pickle.UnpicklingError, ValueError) as error:
            raise LostError(self._cause()) from error
        else:
            return rendered
        finally:
            watch.cancel()

    def kill(self) -> None:
        """Kill it, and with it all that it started."""
        if isinstance(self._process, Child) or not hasattr(os, "killpg"):
            self._process.kill()
        elif self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kill it and forget it: between two jobs it has nothing to lose."""
        self.kill()
        self._process.wait()
        for stream in (self._jobs, self._results):
            with suppress(OSError):  # what could not be written is of no use any more
                stream.close()

    def _cause(self) -> str:
        try:
            status = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "it does not answer"
        return f"signal {-status} ({signal.Signals(-status).name})" if status < 0 else f"status {status}"


class LocalPool:
    """Workers of this machine, forked from one zygote, or spawned where that can't be.

    Attributes:
        size: How many workers there are.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._stopped = False
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._threads: list[threading.Thread] = []
        self._zygote: Zygote | None = None
        self._scratch: Scratch | None = None
        self._spawns = os.environ.get(WAY) == "spawn"
        try:
            # Begun at once: it gets ready while the first jobs are made.
            self._zygote = None if self._spawns else start_zygote()
        except ForkError as error:
            self._spawn_from_now(error)

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Rendered]]:
        """Yield the place of each job and what became of it, as they end."""
        waiting = iter(enumerate(jobs))
        # Few results wait to be published, however fast they come.
        done: queue.Queue[tuple[int, Rendered]] = queue.Queue(maxsize=2 * self.size)
        for _ in range(min(self.size, len(jobs))):
            self._threads.append(threading.Thread(target=self._work, args=(waiting, done), daemon=True))
            self._threads[-1].start()
        for _ in jobs:
            yield done.get()

    def close(self) -> None:
        """Kill the workers and all that they started, and remove their files."""
        with self._lock:
            self._stopped = True
            workers, self._workers = self._workers, set()
        for worker in workers:
            worker.close()
        self._leave_zygote()  # who waits for it hears that at once
        with self._starting:  # and starts no other
            self._leave_zygote()
            if self._scratch:
                self._scratch.remove()
                self._scratch = None
        for thread in self._threads:
            thread.join(_JOINS_WITHIN)

    def render(self, job: Job) -> Rendered:
        """Do one job in an idle worker, or a new one: there are as many as threads that ever asked at once."""
        worker: Worker | None = None
        try:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            worker = worker or self._start()
            rendered = worker.render(job)
        except LostError as error:
            if worker:
                self._drop(worker)
            told = f"the process that built it ended: {error}"
            return Rendered(error=RunError(told, to_do="is there memory enough? build it again"))
        with self._lock:
            self._idle.append(worker)
        return rendered

    def _work(self, waiting: Iterator[tuple[int, Job]], done: queue.Queue[tuple[int, Rendered]]) -> None:
        while not self._stopped:
            with self._lock:
                place, job = next(waiting, (-1, None))
            if job is None:
                break
            rendered = self.render(job)
            while not self._stopped:
                with suppress(queue.Full):
                    done.put((place, rendered), timeout=_LOOKS_AGAIN)
                    break

    def _drop(self, worker: Worker) -> None:
        with self._lock:
            mine = worker in self._workers
            self._workers.discard(worker)
        if mine:
            worker.close()

    def _start(self) -> Worker:
        try:
            worker = self._fork()
        except ForkError as error:
            if self._stopped:
                raise LostError("the build was stopped") from error
            self._spawn_from_now(error)
            worker = self._spawn()
        with self._lock:
            stopped = self._stopped
            if not stopped:
                self._workers.add(worker)
        if stopped:
            worker.close()
            raise LostError("the build was stopped")
        return worker

    def _fork(self) -> Worker:
        with self._starting:
            if self._spawns or self._stopped:
                raise ForkError("the pool is closed" if self._stopped else "kernels shall be spawned")
            zygote = self._zygote
            if zygote and not zygote.alive:
                self._leave_zygote()
                zygote = None
            self._zygote = zygote = zygote or start_zygote()
            return _fork_from(zygote)

    def _leave_zygote(self) -> None:
        zygote, self._zygote = self._zygote, None
        if zygote:
            zygote.close()

    def _spawn(self) -> Worker:
        with self._starting:
            if self._stopped:
                raise LostError("the build was stopped")
            self._scratch = self._scratch or Scratch("ketnap-")
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            [sys.executable, "-P", "-m", "analysis.reporting.worker", str(self._scratch.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, WAY: "spawn", "TMPDIR": str(self._scratch.folder)},
            start_new_session=True,
        )
        assert process.stdin
        assert process.stdout
        return Worker(process, process.stdin, process.stdout)

    def _spawn_from_now(self, error: ForkError) -> None:
        if not self._spawns:
            zygotes.tell(error)
        self._spawns = True


def start_zygote() -> Zygote:
    """Return a process whose forks are workers, and kernels of a batch.

    Raises:
        ForkError: None can be had.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(KERNEL)
        *calls, last = spec.metadata["kernel_provisioner"]["config"]["prepare"]
    except (NoSuchKernel, KeyError, ValueError) as error:
        raise ForkError(f"the kernel {KERNEL} is not installed as this project has it") from error
    return Zygote.start([*calls, *_PREPARE, last], os.environ | BATCH)


def _fork_from(zygote: Zygote) -> Worker:
    mine, its = socket.socketpair()
    with its, zygote.admit() as join:
        folder = str(zygote.scratch)
        env = {**os.environ, "TMPDIR": folder}
        try:
            process = zygote.fork(_SERVE, folder, cwd=folder, env=env, descriptors=(its.fileno(), join.fileno()))
        except ForkError:
            mine.close()
            raise
    with mine:
        return Worker(process, mine.makefile("wb"), mine.makefile("rb"))
