"""Builds briefs: those that need it, side by side, each published as it comes; one that fails does not stop others."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from analysis.errors import KetnapError, RunError
from analysis.reporting.built import Notes, reasons_to_build
from analysis.reporting.execute import TIME_LIMIT
from analysis.reporting.inputs import InputReader
from analysis.reporting.orders import Order
from analysis.reporting.pool import LocalPool, Pool
from analysis.reporting.publish import Publisher, failed_notebook
from analysis.reporting.render import EXECUTED, Job, Rendered

# Bytes that a kernel may take: ten times what the largest brief needs.
MEMORY = 2 * 2**30
# When so many briefs failed and none came out, it is not the briefs.
_HOPELESS = 10

Status = Literal["published", "same", "unchanged", "failed", "not begun"]


@dataclass(frozen=True)
class Outcome:
    """What became of one brief.

    Attributes:
        order: The brief.
        status: "published": built, and put in place. "same": built, and the same as what stands there. "unchanged":
            not built, for nothing that it is made of changed. "failed". "not begun": the build stopped before.
        reasons: Why it was to be built.
        seconds: How long it took.
        error: Why it failed.
    """

    order: Order
    status: Status
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    error: KetnapError | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the reader, if they are what they shall be."""
        there = self.status in ("published", "same", "unchanged")
        return tuple(self.order.folder / f"brief.{one}" for one in self.order.formats) if there else ()


@dataclass(frozen=True)
class Plan:
    """What a build has to do.

    Attributes:
        output: The output folder.
        orders: All briefs.
        stale: The briefs to build, with the reasons.
        unchanged: The others.
    """

    output: Path
    orders: tuple[Order, ...]
    stale: tuple[tuple[Order, tuple[str, ...]], ...]
    unchanged: tuple[Order, ...]


@dataclass
class Settings:
    """How briefs are built.

    Attributes:
        keep_going: Whether to go on where the first briefs all failed.
        time_limit: Seconds that a notebook may take.
        memory: Bytes that a kernel may take; 0 is no limit.
        pool: Makes the pool of workers, for so many briefs.
    """

    keep_going: bool = False
    time_limit: float = TIME_LIMIT
    memory: int = MEMORY
    pool: Callable[[int], Pool] = field(default=lambda count: LocalPool(min(1, count)))


def plan_build(orders: Sequence[Order], output: Path, *, force: bool = False) -> Plan:
    """Return which briefs must be built, and why.

    Args:
        orders: The briefs.
        output: The output folder.
        force: Whether to build all.

    Raises:
        DataError: The data have faults.
    """
    notes, reader = Notes(output), InputReader()
    reasons = [["it was asked for"] if force else reasons_to_build(order, notes, reader) for order in orders]
    told = list(zip(orders, map(tuple, reasons), strict=True))
    return Plan(
        output,
        tuple(orders),
        tuple((order, why) for order, why in told if why),
        tuple(order for order, why in told if not why),
    )


def run_build(plan: Plan, settings: Settings) -> Generator[Outcome]:
    """Build what a plan asks for, and yield what became of each brief as it is known.

    Whoever stops iterating stops the build: nothing of it goes on.

    Raises:
        CallerError: The output folder can't be written to, or the workers can't be had.
    """
    for order in plan.unchanged:
        with suppress(OSError):  # what failed before was mended
            failed_notebook(order.folder).unlink(missing_ok=True)
        yield Outcome(order, "unchanged")
    if not plan.stale:
        return
    publisher = Publisher(plan.output)
    try:
        pool = settings.pool(len(plan.stale))
        try:
            yield from _Build(plan, settings, publisher).run(pool)
        finally:
            pool.close()
    finally:
        publisher.close()


class _Build:
    def __init__(self, plan: Plan, settings: Settings, publisher: Publisher) -> None:
        self.stale = plan.stale
        self.settings = settings
        self.publisher = publisher
        self.notes = Notes(plan.output)
        self.reader = InputReader()

    def run(self, pool: Pool) -> Iterator[Outcome]:
        left = dict(enumerate(self.stale))
        failed = 0
        for place, rendered in pool.run([self._job(order) for order, _ in self.stale]):
            order, reasons = left.pop(place)
            outcome = self._finish(order, reasons, rendered)
            yield outcome
            failed += outcome.status == "failed"
            done = len(self.stale) - len(left)
            if failed == done == _HOPELESS and not self.settings.keep_going:
                break
        for order, reasons in left.values():
            yield Outcome(order, "not begun", reasons)

    def _job(self, order: Order) -> Job:
        return Job(
            order.report.name,
            order.report.notebook.name,
            order.parameters,
            order.formats,
            self.settings.time_limit,
            self.settings.memory,
        )

    def _finish(self, order: Order, reasons: tuple[str, ...], rendered: Rendered) -> Outcome:
        """Publish what was rendered, or keep what is left of what failed."""
        started = time.perf_counter()
        error = rendered.error
        status: Status = "failed"
        if error is None:
            try:
                status = "published" if self.publisher.publish(rendered.files, order.folder) else "same"
                self._note(order, rendered)
            except RunError as fault:
                error = fault
        if error:
            kept = rendered.files.get(EXECUTED)
            place = self.publisher.keep_failed(kept, order.folder) if kept else None
            if place:
                error.where = f"{error.where}; kept as {place}"
        seconds = sum(rendered.durations.values()) + time.perf_counter() - started
        return Outcome(order, status, reasons, seconds, error)

    def _note(self, order: Order, rendered: Rendered) -> None:
        """Note what the brief was made of, unless the data changed while it was built."""
        sees = tuple(rendered.record.get("sees", ()))
        told = rendered.record.get("data_hash")  # anybody's notebook tells nothing, and may see all
        if told in (None, self.reader.data_hash(order, sees)):
            self.notes.write(order, self.reader.read(order, sees))
        else:
            self.notes.forget(order)
