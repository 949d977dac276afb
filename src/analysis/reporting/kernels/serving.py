"""What runs in the zygote: it prepares once, then forks a child at each request, and does nothing else.

It must stay single-threaded, for a fork takes along only the thread that forks: no event loop, no ZeroMQ context, no
thread pool. It says so, and ends, if what it prepared left a thread behind.

Requests are JSON objects, one a datagram, with file descriptors beside them:

    {"do": "fork", "target", "arguments", "cwd", "env", "memory"} with [leash, stdout, stderr, more …]
        a child that calls `target` ("module:function") with `arguments` and the descriptors after the third;
        answers {"pid"} with a pidfd
    {"do": "join"} with [socket]        one more client, at the other end of the socket
    {"do": "status", "pid"}             {"status"} of a child that ended, as `os.waitstatus_to_exitcode` gives it

Any answer may be {"error"} instead. The zygote ends with its last client.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.reporting.kernels import leash

LARGEST = 200_000
_MOST_DESCRIPTORS = 16
# Exit statuses that are kept for clients that may ask.
_KEPT = 256


class Server:
    """Answers requests until the last client is gone.

    Attributes:
        clients: Sockets of the clients.
    """

    def __init__(self, client: socket.socket, lock: int) -> None:
        self._selector = selectors.DefaultSelector()
        self._lock = lock
        self._children: dict[int, int] = {}
        self._ended: dict[int, int] = {}
        self.clients: set[socket.socket] = set()
        self._welcome(client)

    def serve(self) -> None:
        """Answer until the last client is gone; a child returns from here never."""
        while self.clients:
            for key, _ in self._selector.select():
                if isinstance(key.fileobj, socket.socket):
                    self._answer(key.fileobj)
                else:
                    self._reap(key.data)

    def _welcome(self, client: socket.socket) -> None:
        self.clients.add(client)
        self._selector.register(client, selectors.EVENT_READ)

    def _answer(self, client: socket.socket) -> None:
        try:
            message, descriptors, _, _ = socket.recv_fds(client, LARGEST, _MOST_DESCRIPTORS)
        except OSError:
            message, descriptors = b"", []
        if not message:
            self._selector.unregister(client)
            self.clients.discard(client)
            client.close()
            return
        try:
            answer = self._do(json.loads(message), descriptors)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        _send(client, answer, [self._children[answer["pid"]]] if "pid" in answer else [])

    def _do(self, request: Mapping[str, Any], descriptors: list[int]) -> dict[str, Any]:
        match request["do"]:
            case "fork":
                return {"pid": self._fork(request, descriptors)}
            case "join":
                self._welcome(socket.socket(fileno=descriptors.pop()))
                return {}
            case "status":
                self._reap(request["pid"])
                return {"status": self._ended.get(request["pid"])}
        raise ValueError(f"{request['do']!r} can't be done")

    def _fork(self, request: Mapping[str, Any], descriptors: Sequence[int]) -> int:
        pid = os.fork()
        if not pid:
            _live(self, request, descriptors)
        self._children[pid] = os.pidfd_open(pid)
        self._selector.register(self._children[pid], selectors.EVENT_READ, pid)
        return pid

    def _reap(self, pid: int) -> None:
        """Take note of a child's end, if it has ended."""
        if pid not in self._children:
            return
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            self._selector.unregister(self._children[pid])
            os.close(self._children.pop(pid))
            self._ended[pid] = os.waitstatus_to_exitcode(status)
            if len(self._ended) > _KEPT:
                del self._ended[next(iter(self._ended))]

    def abandon(self) -> None:
        """Close all that is the zygote's, in a child of it."""
        for key in list(self._selector.get_map().values()):
            os.close(key.fd)
        self._selector.close()
        for client in self.clients:
            client.detach()
        if self._lock >= 0:
            os.close(self._lock)


def _send(client: socket.socket, answer: Mapping[str, Any], descriptors: Sequence[int]) -> None:
    with suppress(OSError):  # the client is gone; its child is on a leash
        socket.send_fds(client, [json.dumps(answer).encode()], descriptors)


def _live(server: Server, request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
    """Be the child: never returns."""
    status = 1
    try:
        server.abandon()
        held, out, err, *rest = descriptors
        _reset(request, held, out, err)
        _find(request["target"])(request["arguments"], *rest)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not stream.closed:
                stream.flush()
        os._exit(status)


def _reset(request: Mapping[str, Any], held: int, out: int, err: int) -> None:
    """Make a fork what a process of its own would be: nothing of the zygote's that a program could notice."""
    os.setsid()
    leash.wear(held)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    for target, descriptor in ((1, out), (2, err)):
        os.dup2(descriptor, target)
        os.close(descriptor)
    atexit._clear()
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["cwd"])
    sys.argv = [request["target"]]
    tempfile.tempdir = None
    _limit_memory(request["memory"])
    # `random` sees to itself after a fork.
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def _limit_memory(limit: int) -> None:
    import resource

    if limit:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _find(call: str) -> Any:
    """Return the function that "module:function" means."""
    module, function = call.split(":")
    return getattr(importlib.import_module(module), function)


def prepare(calls: Sequence[str]) -> None:
    """Call every "module:function", then set all that is loaded apart from what is collected later.

    Raises:
        RuntimeError: Threads are left over.
    """
    for call in calls:
        _find(call)()
    gc.collect()
    gc.freeze()
    tasks = list(Path("/proc/self/task").iterdir())
    if len(tasks) > 1:
        names = sorted({(task / "comm").read_text().strip() for task in tasks})
        raise RuntimeError(f"{len(tasks)} threads are running ({', '.join(names)}); a process with threads can't fork")


def main() -> None:
    """Serve the client at the other end of a socket: `python -m … SOCKET LOCK SCRATCH CALL …` (descriptors, folder)."""
    client, lock, scratch = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]), sys.argv[3]
    # Ctrl-C is for the client, which then goes, and so does this.
    os.setsid()
    # While it prepares it would not notice that its client has gone.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        try:
            leash.wear(client.fileno(), signal.SIGTERM)
            prepare(sys.argv[4:])
            leash.take_off(client.fileno())
        except Exception as error:
            _send(client, {"error": f"{type(error).__name__}: {error}"}, [])
            return
        _send(client, {}, [])
        Server(client, lock).serve()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
