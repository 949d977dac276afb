"""The workers of a Dask cluster: the same briefs, made on other machines.

This side decides who does what, so that what a lost worker had to do is done elsewhere, and a worker that would make
other briefs gets nothing to do. Results come back as bytes: nothing but the scheduler's port is shared.
"""

from __future__ import annotations

import queue
import secrets
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.errors import RunError
from analysis.reporting.cluster import node
from analysis.reporting.cluster.crew import ANSWERS_WITHIN, LOOK_EVERY, Crew, Member
from analysis.reporting.cluster.scheduler import connect, disconnect
from analysis.reporting.render import Job, Rendered

if TYPE_CHECKING:
    from distributed import Future

# How often a brief is begun whose worker is lost each time.
_ATTEMPTS = 3
# Seconds that workers may take to hear that the build is over.
_LEAVES_WITHIN = 0.8


@dataclass(eq=False)
class _Task:
    """A job on its way.

    Attributes:
        place: Its place among the jobs.
        job: The job.
        member: The worker that has it.
        future: What Dask promised of it.
        lost: Addresses of workers that were lost with it.
    """

    place: int
    job: Job
    member: Member | None = None
    future: Future[Rendered | None] | None = None
    lost: list[str] = field(default_factory=list)


class ClusterPool:
    """Workers of a Dask cluster.

    Attributes:
        address: The scheduler's address.
    """

    def __init__(self, address: str) -> None:
        """Connect to the scheduler.

        Args:
            address: Its address, such as tcp://HOST:PORT.

        Raises:
            CallerError: It can't be reached or used.
        """
        self.address = address
        self._client = connect(address)
        self._build = secrets.token_hex(8)
        self._crew: Crew | None = None
        self._waiting: deque[_Task] = deque()
        self._running: dict[str, _Task] = {}
        self._ended: queue.SimpleQueue[Future[Rendered | None]] = queue.SimpleQueue()

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Rendered]]:
        """Yield the place of each job and what became of it, as they end.

        Raises:
            CallerError: All workers there would make other briefs than this machine.
        """
        crew = self._crew = Crew(self._client, self._build, sorted({job.notebook for job in jobs}))
        self._waiting.extend(_Task(place, job) for place, job in enumerate(jobs))
        while self._waiting or self._running:
            crew.look()
            yield from self._requeue_lost()
            if reason := crew.given_up():
                yield from self._fail_all(reason)
                return
            self._hand_out(crew)
            yield from self._take(crew)

    def close(self) -> None:
        """End what is at work on the cluster, and leave it."""
        # The scheduler forgets what its client waited for; what is at work ends when its processes are killed.
        if self._crew and self._client.status == "running":
            with suppress(Exception):  # whoever does not hear it now ends by itself
                self._client.run(
                    node.leave,
                    self._build,
                    workers=self._crew.addresses,
                    on_error="ignore",
                    callback_timeout=_LEAVES_WITHIN,
                )
        disconnect(self._client)

    def _hand_out(self, crew: Crew) -> None:
        while self._waiting and (member := crew.free()):
            task = self._waiting.popleft()
            key = f"brief-{secrets.token_hex(16)}"
            # No other worker may have it: what a lost one had to do is handed out anew from here.
            future = self._client.submit(
                node.render, self._build, task.job, key=key, workers=[member.address], pure=False
            )
            future.add_done_callback(self._ended.put)  # type: ignore[no-untyped-call]
            task.member, task.future = member, future
            member.busy += 1
            self._running[key] = task

    def _take(self, crew: Crew) -> Iterator[tuple[int, Rendered]]:
        """Wait a moment for a job to end, and yield what became of it."""
        try:
            future = self._ended.get(timeout=LOOK_EVERY)
        except queue.Empty:
            return
        task = self._running.pop(str(future.key), None)
        if task is None:  # its worker was taken for lost, and it runs elsewhere by now
            return
        assert task.member
        task.member.busy -= 1
        self._hand_out(crew)  # nobody idles while the result travels
        rendered = _result(future)
        if rendered:
            yield task.place, rendered
            return
        crew.ask_again(task.member)
        yield from self._requeue(task)

    def _requeue_lost(self) -> Iterator[tuple[int, Rendered]]:
        for key, task in [*self._running.items()]:
            if task.member and task.member.gone:
                del self._running[key]
                yield from self._requeue(task)

    def _requeue(self, task: _Task) -> Iterator[tuple[int, Rendered]]:
        """Put back a job that was lost; yield its failure if that happened too often."""
        assert task.member
        assert task.future
        task.lost.append(task.member.address)
        # Dask need not run it any more, should a worker with this address come back.
        task.future.release()  # type: ignore[no-untyped-call]
        task.member = task.future = None
        if len(task.lost) < _ATTEMPTS:
            self._waiting.appendleft(task)
            return
        error = RunError(
            f"its worker was lost {_ATTEMPTS} times: {', '.join(task.lost)}",
            to_do="have they memory enough? see their logs, then build it again",
        )
        yield task.place, Rendered(error=error)

    def _fail_all(self, reason: str) -> Iterator[tuple[int, Rendered]]:
        left = [*self._running.values(), *self._waiting]
        self._running.clear()
        self._waiting.clear()
        for task in left:
            error = RunError(reason, where=self.address, to_do="see that the cluster runs, then build it again")
            yield task.place, Rendered(error=error)


def _result(future: Future[Rendered | None]) -> Rendered | None:
    """Return what became of a task that ended; None if nobody knows, for it was lost on the way."""
    failed = future.status == "error"
    try:
        rendered: Rendered | None = future.result(timeout=ANSWERS_WITHIN)
    except Exception as error:
        if not failed:
            return None
        told = f"the cluster failed: {type(error).__name__}: {error}"
        return Rendered(error=RunError(told, to_do="see the logs of its workers"))
    return rendered
