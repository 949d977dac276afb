"""A kernel as its owner, a batch, sees it: forked for the batch with a line to it, or managed as Jupyter does."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import tempfile
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from analysis.reporting.kernels.child import Child
from analysis.reporting.kernels.client import BatchClient, BatchSession, Client, LineClient, unsigned_session
from analysis.reporting.kernels.kernel import ARGUMENTS, BATCH
from analysis.reporting.kernels.line import Line
from analysis.reporting.kernels.provisioner import MEMORY
from analysis.reporting.kernels.zygote import Zygote

_RUN = "analysis.reporting.kernels.app:run"
_LOG = "kernel.log"
# Characters of its log that are told of a kernel that died.
_LAST_WORDS = 300
# Seconds within which a kernel must answer.
_READY_WITHIN = 60
# Messages go over sockets in a folder that only its owner may read; Windows has none, so there the loopback is used.
_TRANSPORT = "tcp" if os.name == "nt" else "ipc"


class OwnedKernel(ABC):
    """A kernel that works in a folder of its own.

    Attributes:
        name: The name of its kernelspec.
        client: The client that is connected to it, once it is ready.
        folder: The folder of its log, and of its sockets if they have names.
        work: Its working folder.
    """

    client: Client

    def __init__(self, name: str, parent: Path, memory: int = 0) -> None:
        """Make the folder; the kernel is not started yet.

        Args:
            name: The name of the kernelspec.
            parent: Where its folder shall lie.
            memory: Bytes of private memory that it may take; 0 is no limit.
        """
        self.name = name
        self.memory = memory
        self.folder = Path(tempfile.mkdtemp(prefix="k-", dir=parent))
        self.work = self.folder / "work"
        self.work.mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """Its environment."""
        return {**os.environ, **BATCH, **({MEMORY: str(self.memory)} if self.memory else {})}

    @abstractmethod
    async def start(self) -> None:
        """Start it, and begin to connect to it, without waiting until it is ready."""

    @abstractmethod
    async def wait_ready(self) -> None:
        """Wait until cells can be sent to it.

        Raises:
            RuntimeError: It died, or does not answer in time.
        """

    @abstractmethod
    async def alive(self) -> bool:
        """Whether it runs."""

    @abstractmethod
    async def status(self) -> int | None:
        """Return its exit status, negative for the signal that killed it; None if it runs, or nobody knows."""

    @abstractmethod
    def kill(self) -> None:
        """Kill it and all that it started, from any thread."""

    @abstractmethod
    async def end(self) -> None:
        """End it, and remove its folder."""

    def last_words(self) -> str:
        """Return the end of what it wrote to its error output."""
        try:
            return (self.folder / _LOG).read_text("utf-8", "replace").strip()[-_LAST_WORDS:]
        except OSError:
            return ""


class ForkedKernel(OwnedKernel):
    """A kernel that was ready before it was forked: it takes cells from its first moment on."""

    client: LineClient

    def __init__(self, zygote: Zygote, name: str, parent: Path, memory: int = 0) -> None:
        super().__init__(name, parent, memory)
        self._zygote = zygote
        self._child: Child | None = None

    async def start(self) -> None:
        """Start it.

        Raises:
            ForkError: The zygote can't fork.
        """
        mine, its = socket.socketpair()
        with its, (self.folder / _LOG).open("wb") as log:
            self.client = LineClient(Line(mine))
            self._child = self._zygote.fork(
                _RUN,
                None,
                cwd=self.work,
                env=self.environment,
                stdout=log.fileno(),
                stderr=log.fileno(),
                descriptors=(its.fileno(),),
                memory=self.memory,
            )

    async def wait_ready(self) -> None:
        """Return at once: what is sent to it waits in its line."""

    async def alive(self) -> bool:
        """Whether it runs."""
        return await self.status() is None

    async def status(self) -> int | None:
        """Return its exit status, None if it runs."""
        return self._child.poll() if self._child else None

    def kill(self) -> None:
        """Kill it and all that it started."""
        if self._child:
            self._child.kill()

    async def end(self) -> None:
        """End it, and remove its folder."""
        self.kill()
        if self._child:
            await self._child.gone()
        if hasattr(self, "client"):
            self.client.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class ManagedKernel(OwnedKernel):
    """A kernel that Jupyter starts and manages: any kernel, on any system."""

    client: BatchClient

    def __init__(self, name: str, parent: Path, memory: int = 0) -> None:
        super().__init__(name, parent, memory)
        factory = f"{BatchClient.__module__}.{BatchClient.__name__}"
        self._manager = AsyncKernelManager(
            kernel_name=name,
            connection_file=str(self.folder / "kernel.json"),
            config=Config({"KernelManager": {"transport": _TRANSPORT, "client_factory": factory}}),
            # Who can reach the sockets of a folder can read the key that lies there too.
            session=unsigned_session() if _TRANSPORT == "ipc" else BatchSession(),
        )
        self._ready: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Start it, and begin to connect to it.

        Raises:
            NoSuchKernel: No kernelspec has this name.
        """
        spec = self._manager.kernel_spec
        with (self.folder / _LOG).open("wb") as log:
            await self._manager.start_kernel(
                cwd=str(self.work),
                env=self.environment,
                extra_arguments=ARGUMENTS if spec and "ipykernel_launcher" in spec.argv else [],
                stdout=log,
                stderr=log,
            )
        self._ready = asyncio.ensure_future(self._connect())

    async def _connect(self) -> None:
        client = self._manager.client()
        assert isinstance(client, BatchClient)
        self.client = client
        client.start_channels()
        await client.wait_for_ready(timeout=_READY_WITHIN)

    async def wait_ready(self) -> None:
        """Wait until it answers."""
        assert self._ready is not None
        await self._ready

    async def alive(self) -> bool:
        """Whether it runs."""
        return bool(await self._manager.is_alive())

    async def status(self) -> int | None:
        """Return its exit status, None if it runs, or nobody knows."""
        provisioner = self._manager.provisioner
        return await provisioner.poll() if provisioner and provisioner.has_process else None

    def kill(self) -> None:
        """Kill it and all that it started, from any thread."""
        group = getattr(self._manager.provisioner, "pgid", None)
        if group and hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

    async def end(self) -> None:
        """End it, and remove its folder and its sockets."""
        if self._ready and not self._ready.done():
            self._ready.cancel()
        if hasattr(self, "client"):
            self.client.stop_channels()
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)
        else:
            await self._manager.cleanup_resources()
        shutil.rmtree(self.folder, ignore_errors=True)
