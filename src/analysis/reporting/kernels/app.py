"""The kernel of a batch: ipykernel's own, made before the fork, without the threads that an interactive client needs.

To set up IPython takes a fork as long as half of a short brief: it touches some six thousand pages, each of which the
system must then copy. So the zygote makes kernel and shell, and a fork only opens its sockets. And a cell costs
ipykernel some ten messages, each of which goes through one or two other threads. Here one thread takes requests, runs
cells and sends outputs. There are no subshells, no heartbeat, no control and no messages to late subscribers: a batch
has one client, which kills its kernel by a signal and asks the system whether it lives.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Sequence
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.session import new_id
from zmq.eventloop.zmqstream import ZMQStream

from analysis.reporting.kernels.runner import KERNEL, kernel_arguments

# Milliseconds that the kernel waits for the client that reads its outputs; only then it answers anybody.
_CLIENT_WITHIN = 60_000
# Milliseconds in which a kernel that ends sends what it has.
_LINGER = 1000
# Seconds after a failed cell in which no other cell runs: its client has already sent the rest, and then leaves.
_NO_MORE = 3600.0


class _NoThread:
    """Stands where ipykernel has the thread of the shell channel: false, for there is none."""

    def __init__(self) -> None:
        self.parent_thread = threading.current_thread()

    def __bool__(self) -> bool:
        return False


class _Publisher(IOPubThread):
    """Sends outputs in the thread that makes them; its own thread is never started."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._sends = threading.RLock()
        super().__init__(*arguments, **options)  # type: ignore[no-untyped-call]

    def send_multipart(self, *arguments: Any, **options: Any) -> None:
        """Send a message, at once."""
        with self._sends:
            super().send_multipart(*arguments, **options)  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Close what the thread would close."""
        self.io_loop.close(all_fds=True)

    def _setup_xpub_listener(self) -> None:
        """Leave subscriptions alone: nobody else may read the socket."""


class BatchShell(ZMQInteractiveShell):
    """IPython's shell, which looks at the text of a cell once: by itself it does so three times."""

    _transformed = ("", "")

    def transform_cell(self, raw_cell: str) -> str:
        """Return the Python of a cell; the kernel asks for it, then the shell."""
        (asked, transformed), self._transformed = self._transformed, ("", "")
        if asked != raw_cell:
            transformed = super().transform_cell(raw_cell)
            self._transformed = raw_cell, transformed
        return transformed

    def should_run_async(self, raw_cell: str, *, transformed_cell: str | None = None, **options: Any) -> bool:
        """Return whether a cell waits for something; one without these words does not."""
        may = any(word in (transformed_cell or raw_cell) for word in ("async", "await"))
        return may and super().should_run_async(raw_cell, transformed_cell=transformed_cell, **options)


class BatchKernel(IPythonKernel):
    """An IPython kernel without subshells, which does not say that it is busy: its client sees what it does."""

    shell_class = BatchShell
    stop_on_error_timeout = _NO_MORE

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False

    def _publish_status(self, status: str, *arguments: Any, **options: Any) -> None:
        if status != "busy":
            super()._publish_status(status, *arguments, **options)  # type: ignore[no-untyped-call]


class BatchApp(IPKernelApp):
    """Runs a `BatchKernel` for one client: `prepare` in the zygote, `initialize` and `start` in its fork.

    Attributes:
        prepared: The arguments that it was prepared with.
    """

    kernel_class = BatchKernel
    prepared: tuple[str, ...] | None = None

    def prepare(self, arguments: Sequence[str]) -> None:
        """Do what needs no sockets: read the settings, make kernel and shell.

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
        self.prepared = tuple(arguments)

    def initialize(self, argv: Sequence[str] | None = None) -> None:
        """Open the sockets, and connect the kernel to them.

        Args:
            argv: "-f", the connection file, and the arguments that it was prepared with.
        """
        option, self.connection_file, *arguments = argv or sys.argv[1:]
        assert option == "-f"
        if self.prepared is None:
            self.prepare(arguments)
        self.session.pid, self.session.session = os.getpid(), new_id()
        self.init_connection_file()  # type: ignore[no-untyped-call]
        self.init_sockets()
        self.init_io()  # type: ignore[no-untyped-call]
        self.init_signal()  # type: ignore[no-untyped-call]
        self.init_kernel()
        self.init_path()  # type: ignore[no-untyped-call]
        self.init_gui_pylab()  # type: ignore[no-untyped-call]

    def init_sockets(self) -> None:
        """Open the channels for requests and outputs; there are no others."""
        self.context = zmq.Context()
        atexit.register(self.close)
        self.shell_socket = self._open(zmq.ROUTER, self.shell_port)
        outputs = self._open(zmq.XPUB, self.iopub_port)
        self.iopub_thread = _Publisher(outputs, session=self.session)
        self.iopub_socket = self.iopub_thread.background_socket

    def _open(self, kind: int, port: int) -> zmq.Socket[bytes]:
        assert self.context
        opened: zmq.Socket[bytes] = self.context.socket(kind)
        opened.linger = _LINGER
        self._bind_socket(opened, port)  # type: ignore[no-untyped-call]
        return opened

    def init_kernel(self) -> None:
        """Give the kernel its channels."""
        kernel, shell = self.kernel, self.kernel.shell
        kernel.shell_stream = ZMQStream(self.shell_socket)
        kernel.iopub_thread, kernel.iopub_socket = self.iopub_thread, self.iopub_socket
        shell.displayhook.pub_socket = shell.display_pub.pub_socket = self.iopub_socket
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        self.displayhook.get_execution_count = lambda: kernel.execution_count

    def start(self) -> None:
        """Serve, once the client reads outputs: what is sent before it does would be lost."""
        self.iopub_thread.socket.poll(_CLIENT_WITHIN)
        super().start()  # type: ignore[no-untyped-call]


def prepare() -> None:
    """Prepare the kernel of the project for the forks of this process."""
    spec = KernelSpecManager().get_kernel_spec(KERNEL)
    BatchApp.instance(parent_handle=1).prepare(kernel_arguments(spec))


def forget() -> None:
    """Forget what was prepared: for a fork that shall be another kernel."""
    for made in (BatchShell, BatchKernel, BatchApp):
        made.clear_instance()
