"""Kernels for the notebooks of a batch, one after the other: the next one starts while one is at work."""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import signal
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from traitlets.config import Config

from analysis.reporting.kernels.client import BatchClient, BatchSession
from analysis.reporting.kernels.provisioner import MEMORY

# In the environment of kernels: nobody watches, so a chart needs no HTML for JupyterLab.
BATCH = {"KETNAP_BATCH": "1"}
# The name of the project's kernelspec.
KERNEL = "ketnap"
_LOG = "kernel.log"
# Characters of its log that are told of a kernel that died.
_LAST_WORDS = 300
# Seconds within which a kernel must answer.
_READY_WITHIN = 60
# Milliseconds in which a client that is closed sends what it has.
_LINGER = 100
# Messages go over sockets in a folder that only its owner may read; Windows has none, so there the loopback is used.
_TRANSPORT = "tcp" if os.name == "nt" else "ipc"
# What a batch gives a kernel: it has no history to keep, and waits for the end of each cell's outputs itself.
ARGUMENTS = [
    "--HistoryManager.enabled=False",
    "--IPythonKernel._execute_sleep=0",
    "--IPKernelApp.outstream_class=analysis.reporting.kernels.stream.BatchStream",
]


def kernel_arguments(spec: KernelSpec) -> list[str]:
    """Return what a batch gives ipykernel's launcher to start a kernel, without the connection file."""
    return [*spec.argv[spec.argv.index("{connection_file}") + 1 :], *ARGUMENTS]


class Kernel:
    """A kernel that works in a folder of its own.

    Attributes:
        name: The name of its kernelspec.
        manager: What Jupyter manages it with.
        client: The client that is connected to it, once it is ready.
        folder: The folder of its sockets and its log.
        work: Its working folder.
    """

    def __init__(self, name: str, parent: Path, environment: Mapping[str, str], **shared: Any) -> None:
        """Make the folder; the kernel is not started yet.

        Args:
            name: The name of the kernelspec.
            parent: Where its folder shall lie, in which its sockets are too.
            environment: What it has in its environment besides this process's own.
            **shared: What its manager shares with those of other kernels.
        """
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="k-", dir=parent))
        self._environment = environment
        factory = f"{BatchClient.__module__}.{BatchClient.__name__}"
        self.manager = AsyncKernelManager(
            kernel_name=name,
            connection_file=str(self.folder / "kernel.json"),
            config=Config({"KernelManager": {"transport": _TRANSPORT, "client_factory": factory}}),
            session=BatchSession(),
            **shared,
        )
        if _TRANSPORT == "ipc":  # who can reach the sockets can read the key too
            self.manager.session.key = b""
        self.client: AsyncKernelClient | None = None
        self.work = self.folder / "work"
        self.work.mkdir()
        self._ready: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Start it, and begin to connect to it, without waiting until it is ready."""
        spec = self.manager.kernel_spec
        with (self.folder / _LOG).open("wb") as log:
            await self.manager.start_kernel(
                cwd=str(self.work),
                env={**os.environ, **self._environment},
                extra_arguments=ARGUMENTS if spec and "ipykernel_launcher" in spec.argv else [],
                stdout=log,
                stderr=log,
            )
        self._ready = asyncio.ensure_future(self._connect())

    async def _connect(self) -> None:
        self.client = client = self.manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=_READY_WITHIN)

    def wait_ready(self) -> None:
        """Wait until it answers.

        Raises:
            RuntimeError: It died, or does not answer in time.
        """
        ready = self._ready
        assert ready is not None

        async def wait() -> None:
            await ready

        run_sync(wait)()

    def kill(self) -> None:
        """Kill it and all that it started, from any thread."""
        group = getattr(self.manager.provisioner, "pgid", None)
        if group and hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

    def status(self) -> int | None:
        """Return its exit status, negative for the signal that killed it; None if it runs, or nobody knows."""
        provisioner = self.manager.provisioner
        return run_sync(provisioner.poll)() if provisioner and provisioner.has_process else None

    def last_words(self) -> str:
        """Return the end of what it wrote to its error output."""
        try:
            return (self.folder / _LOG).read_text("utf-8", "replace").strip()[-_LAST_WORDS:]
        except OSError:
            return ""

    def end(self) -> None:
        """End it, and remove its folder and its sockets."""
        run_sync(self.end_now)()

    async def end_now(self) -> None:
        """As `end`, in an event loop."""
        if self._ready and not self._ready.done():
            self._ready.cancel()
        if self.client:
            self.client.stop_channels()
        if self.manager.has_kernel:
            await self.manager.shutdown_kernel(now=True)
        else:
            await self.manager.cleanup_resources()
        shutil.rmtree(self.folder, ignore_errors=True)


class Kernels:
    """Where a batch takes its kernels from.

    Attributes:
        folder: Where they work.
        memory: Bytes of private memory that each may take; 0 is no limit.
        ahead: Whether the next kernel starts while one is at work.
    """

    def __init__(self, folder: Path, *, memory: int = 0, ahead: bool = False) -> None:
        self.folder = folder
        self.memory = memory
        self.ahead = ahead
        self._spare: Kernel | None = None
        self._done: list[Kernel] = []
        self._context = zmq.asyncio.Context()
        self._specs = _Specs()

    def take(self, name: str) -> Kernel:
        """Return a kernel that answers, started before if possible.

        Raises:
            NoSuchKernel: No kernelspec has this name.
            RuntimeError: The kernel died, or does not answer in time.
        """
        kernel, self._spare = self._spare, None
        if kernel and (kernel.name != name or kernel.status() is not None):
            kernel.end()
            kernel = None
        if kernel is None:
            kernel = self._make(name)
        try:
            if not kernel.manager.has_kernel:
                run_sync(kernel.start)()
            kernel.wait_ready()
        except BaseException:
            kernel.end()
            raise
        return kernel

    def give_back(self, kernel: Kernel) -> None:
        """End a kernel that has done its work; what is left of it is cleared away when there is time."""
        kernel.kill()
        self._done.append(kernel)

    async def use_time(self, name: str) -> None:
        """Do what can be done while a kernel is at work: clear away the last one, start the next."""
        while self._done:
            await self._done.pop().end_now()
        if self.ahead and self._spare is None:
            self._spare = self._make(name)
            try:
                await self._spare.start()
            except Exception:
                # Whatever it is will be told when one is taken.
                spare, self._spare = self._spare, None
                await spare.end_now()

    def close(self) -> None:
        """End all kernels."""
        if self._spare:
            self._done.append(self._spare)
            self._spare = None
        while self._done:
            self._done.pop().end()
        self._context.destroy(linger=_LINGER)

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _make(self, name: str) -> Kernel:
        known = BATCH | ({MEMORY: str(self.memory)} if self.memory else {})
        return Kernel(name, self.folder, known, context=self._context, kernel_spec_manager=self._specs)


class _Specs(KernelSpecManager):
    """Finds a kernelspec once."""

    @functools.lru_cache(maxsize=32)  # noqa: B019 - it lives as long as the batch
    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernelspec of a name."""
        spec: KernelSpec = super().get_kernel_spec(kernel_name)
        return spec
