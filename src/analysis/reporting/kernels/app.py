"""The kernel of a batch: ipykernel's own, made before the fork, without the threads that an interactive client needs.

To set up IPython takes a fork as long as half of a short brief: it touches some six thousand pages, each of which the
system must then copy. So the zygote makes kernel and shell, and a fork only takes its end of the line to its client.
One thread takes requests, runs cells and sends outputs. There are no subshells, no heartbeat, no control and no
messages to late subscribers: a batch has one client, which kills its kernel by a signal and asks the system whether it
lives.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.session import new_id
from traitlets import Any as AnyTrait

from analysis.reporting.kernels.kernel import KERNEL, kernel_arguments
from analysis.reporting.kernels.line import Channel, Line, Parts

# Seconds after a failed cell in which no other cell runs: its client has already sent the rest, and then leaves.
_NO_MORE = 3600.0


class _NoThread:
    """Stands where ipykernel has the thread of the shell channel: false, for there is none."""

    def __init__(self) -> None:
        self.parent_thread = threading.current_thread()

    def __bool__(self) -> bool:
        return False


class _Publisher(IOPubThread):
    """Sends outputs in the thread that makes them; there is none of its own."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.thread = self.io_loop = None  # type: ignore[assignment]

    def schedule(self, f: Callable[[], object]) -> None:
        """Do it, now."""
        f()

    def send_multipart(self, parts: Parts, **_: Any) -> None:
        """Send a message, now."""
        self._line.send(Channel.IOPUB, parts)


class _Requests:
    """Stands where ipykernel has the stream of its shell channel."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._tasks: set[asyncio.Future[None]] = set()

    def on_recv(self, callback: Callable[[list[zmq.Frame]], Awaitable[None]], **_: Any) -> None:
        """Call back with each request."""
        loop = asyncio.get_event_loop()

        def receive() -> None:
            try:
                messages = self._line.receive()
            except EOFError:  # the client is gone, and the leash ends this too
                loop.remove_reader(self._line.end)
                return
            for _, parts in messages:
                task = asyncio.ensure_future(callback([zmq.Frame(part) for part in parts]))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

        loop.add_reader(self._line.end, receive)

    def send_multipart(self, parts: Parts, **_: Any) -> None:
        """Send a reply."""
        self._line.send(Channel.SHELL, parts)

    def flush(self, *_: Any) -> None:
        """Do nothing: all has been sent."""


class BatchShell(ZMQInteractiveShell):
    """IPython's shell, which looks at the text of a cell once: by itself it does so three times."""

    _transformed = ("", "")

    def transform_cell(self, raw_cell: str) -> str:
        """Return the Python of a cell; the kernel asks for it, then the shell."""
        (asked, transformed), self._transformed = self._transformed, ("", "")
        if asked != raw_cell:
            transformed = super().transform_cell(raw_cell)  # type: ignore[no-untyped-call]
            self._transformed = raw_cell, transformed
        return transformed

    def should_run_async(self, raw_cell: str, *, transformed_cell: str | None = None, **options: Any) -> bool:
        """Return whether a cell waits for something; one without these words does not."""
        may = any(word in (transformed_cell or raw_cell) for word in ("async", "await"))
        return may and super().should_run_async(raw_cell, transformed_cell=transformed_cell, **options)


class BatchKernel(IPythonKernel):
    """An IPython kernel without subshells, which does not say that it is busy: its client sees what it does."""

    shell_class = BatchShell
    shell_stream = AnyTrait()
    stop_on_error_timeout = _NO_MORE

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False

    def _publish_status(self, status: str, *arguments: Any, **options: Any) -> None:
        if status != "busy":
            super()._publish_status(status, *arguments, **options)  # type: ignore[no-untyped-call]


class BatchApp(IPKernelApp):
    """Runs a `BatchKernel` for one client: `prepare` in the zygote, `connect` and `start` in its fork."""

    kernel_class = BatchKernel

    def prepare(self, arguments: Sequence[str]) -> None:
        """Do what can be done before there is a client: read the settings, make kernel and shell.

        Args:
            arguments: Those of the launcher, without the connection file.
        """
        super(IPKernelApp, self).initialize([*arguments])  # type: ignore[no-untyped-call]
        self.init_pdb()  # type: ignore[no-untyped-call]
        self.kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            log=self.log,
            profile_dir=self.profile_dir,
            shell_channel_thread=_NoThread(),
        )
        self.init_shell()  # type: ignore[no-untyped-call]
        self.init_extensions()  # type: ignore[no-untyped-call]
        self.init_code()  # type: ignore[no-untyped-call]

    def connect(self, line: Line) -> None:
        """Give the kernel the line to its client."""
        self.session.pid, self.session.session = os.getpid(), new_id()
        self.session.key = b""  # nobody else has the line
        self.iopub_thread = publisher = _Publisher(line)
        self.iopub_socket = publisher
        self.init_io()  # type: ignore[no-untyped-call]
        self.init_signal()  # type: ignore[no-untyped-call]
        kernel, shell = self.kernel, self.kernel.shell
        kernel.shell_stream = _Requests(line)
        kernel.iopub_thread = kernel.iopub_socket = publisher
        shell.displayhook.pub_socket = shell.display_pub.pub_socket = publisher
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        self.displayhook.get_execution_count = lambda: kernel.execution_count
        self.init_path()  # type: ignore[no-untyped-call]
        self.init_gui_pylab()  # type: ignore[no-untyped-call]


def prepare() -> None:
    """Prepare the kernel of the project for the forks of this process."""
    spec = KernelSpecManager().get_kernel_spec(KERNEL)
    BatchApp.instance(parent_handle=1).prepare(kernel_arguments(spec))


def run(_: None, line: int) -> None:
    """Run the kernel that `prepare` made.

    Args:
        line: File descriptor of its end of the line to its client.
    """
    app = BatchApp.instance()
    sys.argv = ["ipykernel_launcher"]
    app.connect(Line(socket.socket(fileno=line)))
    app.start()  # type: ignore[no-untyped-call]


def forget() -> None:
    """Forget what was prepared: for a fork that shall be another kernel."""
    for made in (BatchShell, BatchKernel, BatchApp):
        made.clear_instance()
