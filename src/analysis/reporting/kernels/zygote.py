"""The zygote as its clients see it: started once, and asked for children."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.reporting.kernels.child import Child, is_readable
from analysis.reporting.kernels.leash import Leash
from analysis.reporting.kernels.scratch import Scratch
from analysis.reporting.kernels.serving import LARGEST

_SERVER = "analysis.reporting.kernels.serving"
# Seconds that the imports may take; on two old cores they take about three.
_PREPARES_WITHIN = 120
# Seconds that a fork may take; it takes 0.01 to 0.03.
_ANSWERS_WITHIN = 30
# A zygote must have no thread: not those of linear algebra, and not those of jemalloc, the allocator that Arrow takes
# by itself.
_ENVIRONMENT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # The debugger warns on import of what concerns whoever debugs.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
# What ipykernel sets before matplotlib is imported, so that plots are shown: here that comes first.
_INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
# What a client's parent says of the client is not for the zygote's children.
_NOT_INHERITED = ("JPY_PARENT_PID",)


class ForkError(Exception):
    """No child can be had from a zygote; the text says why."""


class Zygote:
    """A process that forks children at request. It ends with its last client.

    Attributes:
        pid: Its process id, None in a client that has only joined.
        scratch: Folder for what its clients and children need for a while; it goes with the zygote.
    """

    def __init__(self, client: socket.socket, scratch: Path, process: subprocess.Popen[bytes] | None = None) -> None:
        self.scratch = scratch
        self._client = client
        self._process = process
        self._begins = process is not None
        self._lock = threading.Lock()
        self._end: Callable[[], object] = lambda: None
        client.settimeout(_ANSWERS_WITHIN)

    @classmethod
    def start(cls, calls: Sequence[str], env: Mapping[str, str] | None = None) -> Zygote:
        """Start one, and return at once; the first fork waits until it is ready.

        Args:
            calls: What it calls before the first fork, each "module:function".
            env: Its environment; None is this process's.

        Raises:
            ForkError: This system can't.
        """
        if reason := missing():
            raise ForkError(reason)
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            scratch = Scratch("ketnap-")
        except OSError as error:
            raise ForkError(f"no folder for sockets can be made: {error}") from error
        known = {name: value for name, value in (env or os.environ).items() if name not in _NOT_INHERITED}
        descriptors = (its.fileno(), scratch.lock)
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            [sys.executable, "-P", "-m", _SERVER, *map(str, descriptors), str(scratch.folder), *calls],
            env=_INLINE | known | _ENVIRONMENT | {"TMPDIR": str(scratch.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=descriptors,
        )
        its.close()
        started = cls(mine, scratch.folder, process)
        # Whatever interrupts its owner: this is done at the latest when that ends.
        started._end = weakref.finalize(started, _end, process, scratch)
        return started

    @property
    def pid(self) -> int | None:
        """Its process id."""
        return self._process.pid if self._process else None

    @property
    def alive(self) -> bool:
        """Whether it still answers, as far as can be told without asking."""
        return self._client.fileno() >= 0 and not is_readable(self._client.fileno(), 0)

    def wait_ready(self) -> None:
        """Wait until it can fork.

        Raises:
            ForkError: It could not prepare.
        """
        with self._lock:
            self._wait_ready()

    def _wait_ready(self) -> None:
        if self._begins:
            self._client.settimeout(_PREPARES_WITHIN)
            self._receive()
            self._client.settimeout(_ANSWERS_WITHIN)
            self._begins = False

    def fork(
        self,
        target: str,
        arguments: Any,
        *,
        cwd: Path | str,
        env: Mapping[str, str],
        stdout: int = 1,
        stderr: int = 2,
        descriptors: Sequence[int] = (),
        memory: int = 0,
    ) -> Child:
        """Return a child that calls a function.

        Args:
            target: The function, "module:function".
            arguments: Its first argument, as JSON can hold it.
            cwd: Working folder of the child.
            env: Its whole environment.
            stdout: File descriptor of its output.
            stderr: File descriptor of its error output.
            descriptors: File descriptors for the child: the function's further arguments.
            memory: Bytes of private memory that it may take; 0 is no limit.

        Raises:
            ForkError: The zygote is gone, or the system lets it not fork.
        """
        request = {"do": "fork", "target": target, "arguments": arguments, "cwd": str(cwd), "memory": memory}
        leash = Leash()
        try:
            known = {name: value for name, value in env.items() if name not in _NOT_INHERITED}
            answer, received = self._ask(request | {"env": known}, [leash.end, stdout, stderr, *descriptors])
        except ForkError:
            leash.release()
            raise
        finally:
            os.close(leash.end)
        return Child(answer["pid"], received[0], leash, self.status_of)

    def admit(self) -> socket.socket:
        """Return a socket with which another process can `join`.

        Raises:
            ForkError: The zygote is gone.
        """
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            self._ask({"do": "join"}, [its.fileno()])
        return mine

    def status_of(self, pid: int) -> int | None:
        """Return the exit status of a child that has ended, None if it is not known."""
        with suppress(ForkError):
            status = self._ask({"do": "status", "pid": pid}, [])[0]["status"]
            return None if status is None else int(status)
        return None

    def close(self) -> None:
        """Leave it. It ends if nobody else uses it, and so do then its files; children end with their owners."""
        if self._process and self._begins:
            self._process.kill()  # it would hear of it only when it is ready
        with self._lock:  # a thread may still wait for an answer
            self._client.close()
        if self._process:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_ANSWERS_WITHIN)
        self._end()

    def _ask(self, request: Mapping[str, Any], descriptors: Sequence[int]) -> tuple[dict[str, Any], list[int]]:
        with self._lock:
            self._wait_ready()
            try:
                socket.send_fds(self._client, [json.dumps(request).encode()], descriptors)
            except OSError as error:
                raise ForkError(f"the process that kernels are forked from is gone: {error}") from error
            return self._receive()

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        try:
            message, descriptors, _, _ = socket.recv_fds(self._client, LARGEST, 1)
        except OSError as error:
            self._client.close()  # a late answer would be taken for that to the next request
            raise ForkError(f"the process that kernels are forked from does not answer: {error}") from error
        if not message:
            raise ForkError("the process that kernels are forked from has ended")
        answer: dict[str, Any] = json.loads(message)
        if "error" in answer:
            raise ForkError(answer["error"])
        return answer, descriptors


def _end(process: subprocess.Popen[bytes], scratch: Scratch) -> None:
    process.kill()
    process.wait()
    scratch.remove()


def missing() -> str:
    """Return what this system lacks for a zygote; "" if nothing."""
    if sys.platform != "linux":
        return f"kernels are forked on Linux only, this is {sys.platform}"
    if not hasattr(os, "pidfd_open"):
        return "this Python has no os.pidfd_open"
    return ""
