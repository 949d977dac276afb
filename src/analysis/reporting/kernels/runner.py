"""Kernels for the notebooks of a batch, one after the other: the next one starts while one is at work."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync

from analysis.reporting.kernels.kernel import KERNEL
from analysis.reporting.kernels.owned import ForkedKernel, ManagedKernel, OwnedKernel
from analysis.reporting.kernels.provisioner import zygotes
from analysis.reporting.kernels.zygote import ForkError


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
        self._spare: OwnedKernel | None = None
        self._done: list[OwnedKernel] = []

    def take(self, name: str) -> OwnedKernel:
        """Return a kernel that answers, started before if possible.

        Raises:
            NoSuchKernel: No kernelspec has this name.
            RuntimeError: The kernel died, or does not answer in time.
        """
        return run_sync(self._take)(name)

    async def _take(self, name: str) -> OwnedKernel:
        kernel, self._spare = self._spare, None
        if kernel and (kernel.name != name or await kernel.status() is not None):
            await kernel.end()
            kernel = None
        kernel = kernel or await self._start(name)
        try:
            await kernel.wait_ready()
        except BaseException:
            await kernel.end()
            raise
        return kernel

    def give_back(self, kernel: OwnedKernel) -> None:
        """End a kernel that has done its work; what is left of it is cleared away when there is time."""
        kernel.kill()
        self._done.append(kernel)

    async def use_time(self, name: str) -> None:
        """Do what can be done while a kernel is at work: clear away the last one, start the next."""
        while self._done:
            await self._done.pop().end()
        if self.ahead and self._spare is None:
            with suppress(Exception):  # whatever it is will be told when one is taken
                self._spare = await self._start(name)

    def close(self) -> None:
        """End all kernels."""
        if self._spare:
            self._done.append(self._spare)
            self._spare = None
        while self._done:
            run_sync(self._done.pop().end)()

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    async def _start(self, name: str) -> OwnedKernel:
        zygote = zygotes.given if name == KERNEL else None
        if zygote:
            with suppress(ForkError):  # Jupyter's way has another zygote, or none
                return await _started(ForkedKernel(zygote, name, self.folder, self.memory))
        return await _started(ManagedKernel(name, self.folder, self.memory))


async def _started(kernel: OwnedKernel) -> OwnedKernel:
    try:
        await kernel.start()
    except BaseException:
        await kernel.end()
        raise
    return kernel
