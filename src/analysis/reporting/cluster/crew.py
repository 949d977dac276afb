"""The workers of a Dask cluster as one build sees them: who is there, who may be used, who is free."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import CallerError
from analysis.reporting.cluster import node
from analysis.reporting.cluster.identity import read_identity, tell_differences
from analysis.reporting.inputs import digest

if TYPE_CHECKING:
    from distributed import Client

# Seconds between two looks at who is there.
LOOK_EVERY = 0.3
# Seconds within which the scheduler must answer a question.
ANSWERS_WITHIN = 5.0
# Seconds after which a build gives up that finds no worker.
_FOUND_WITHIN = 60.0


@dataclass(eq=False)
class Member:
    """A worker of the cluster.

    Attributes:
        address: Its address.
        threads: How many briefs it makes at once.
        asked: What it answers to the question what it makes briefs with; None before it is asked.
        ready: Whether it makes the same briefs as this machine.
        refused: Why it is not used; blank as long as nothing speaks against it.
        told: Whether the user knows that it is not used.
        busy: How many briefs it makes now.
        gone: Whether it left the cluster.
    """

    address: str
    threads: int
    asked: Future[dict[str, Any]] | None = None
    ready: bool = False
    refused: str = ""
    told: bool = False
    busy: int = 0
    gone: bool = False


class Crew:
    """The workers; whoever uses it must `look` often."""

    def __init__(self, client: Client, build: str, notebooks: Sequence[str]) -> None:
        """Learn what this machine makes briefs with.

        Args:
            client: The client of the cluster.
            build: Name of the build.
            notebooks: The notebooks that shall run.
        """
        self._client = client
        self._build = build
        self._notebooks = notebooks
        self._identity = read_identity(notebooks)
        self._members: dict[str, Member] = {}
        self._used = False
        self._looked = 0.0
        self._found = time.monotonic()

    @property
    def addresses(self) -> list[str]:
        """The addresses of all who are there."""
        return [*self._members]

    def free(self) -> Member | None:
        """Return the worker with the most idle threads, None if there is none."""
        idle = [one for one in self._members.values() if one.ready and one.busy < one.threads]
        return max(idle, key=lambda one: one.threads - one.busy, default=None)

    def look(self) -> None:
        """See who came, who went, and who answered.

        Raises:
            CallerError: All who are there would make other briefs.
        """
        self._hear()
        if time.monotonic() - self._looked < LOOK_EVERY:
            return
        try:
            there = self._client.nthreads(callback_timeout=ANSWERS_WITHIN)  # type: ignore[no-untyped-call]
        except Exception:
            return  # whatever keeps the scheduler from answering: `given_up` knows how long that may go on
        self._looked = time.monotonic()
        for address in self._members.keys() - there.keys():
            self._members.pop(address).gone = True
        for address in there.keys() - self._members.keys():
            self._members[address] = Member(address, there[address])
        for member in self._members.values():
            if not (member.asked or member.refused):
                self._ask(member)
        if not all(one.refused for one in self._members.values()):
            self._found = self._looked

    def given_up(self) -> str:
        """Return why no worker can be hoped for; blank as long as one can."""
        if self._client.status == "closed":
            return "the connection to the scheduler was lost"
        if time.monotonic() - self._found > _FOUND_WITHIN:
            refused = f", but for {len(self._members)} that would make other briefs" if self._members else ""
            return f"no worker was there for {_FOUND_WITHIN:.0f} seconds{refused}"
        return ""

    def ask_again(self, member: Member) -> None:
        """Ask a worker anew before it gets more to do: it has forgotten the build."""
        member.asked, member.ready = None, False

    def _ask(self, member: Member) -> None:
        # Not as a task: a Dask worker that can't unpickle a task ends, and this one may know nothing of ketnap.
        asking = self._client.run(
            node.join,
            self._build,
            digest(self._identity),
            self._notebooks,
            member.threads,
            workers=[member.address],
            on_error="return",
            asynchronous=True,
        )
        loop: Any = self._client.loop  # Tornado's, around asyncio's
        member.asked = asyncio.run_coroutine_threadsafe(asking, loop.asyncio_loop)

    def _hear(self) -> None:
        for member in self._members.values():
            if member.asked and member.asked.done() and not (member.ready or member.refused):
                self._conclude(member, member.asked)
        refused = [one for one in self._members.values() if one.refused]
        if self._used:
            for member in refused:
                _tell(member)
        elif refused and len(refused) == len(self._members):
            raise _refusal(refused)

    def _conclude(self, member: Member, asked: Future[dict[str, Any]]) -> None:
        from distributed.comm.core import CommClosedError

        try:
            theirs = asked.result()[member.address]
        except Exception as error:
            theirs = error
        if isinstance(theirs, CommClosedError):
            member.asked = None  # if it is not gone, it is asked again
        elif isinstance(theirs, Exception):
            told = str(theirs).partition("\n")[0]
            member.refused = f"it can't say what it makes briefs with: {type(theirs).__name__}: {told}"
        elif theirs:
            member.refused = f"it differs in {tell_differences(self._identity, theirs)}"
        else:
            member.ready = self._used = True


def _tell(member: Member) -> None:
    if not member.told:
        print(f"ketnap: the worker {member.address} is not used: {member.refused}", file=sys.stderr)  # noqa: T201
        member.told = True


def _refusal(refused: Sequence[Member]) -> CallerError:
    listed = "\n".join(f"  {one.address}: {one.refused}" for one in refused)
    return CallerError(
        f"no worker of the cluster would make the same briefs as this machine:\n{listed}",
        to_do="bring the workers' clones of the project to this commit, install it there as here, and start them again",
    )
