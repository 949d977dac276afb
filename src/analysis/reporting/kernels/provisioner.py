"""The door for Jupyter: a kernel provisioner that forks kernels from a zygote.

`kernel.json` of the kernel `ketnap` names it, so it serves papermill, nbclient, nbconvert and JupyterLab alike. Where
no fork can be had it spawns the kernel as jupyter_client does by itself, and says so once.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from analysis.reporting.kernels.child import Child
from analysis.reporting.kernels.kernel import run_kernel
from analysis.reporting.kernels.scratch import Scratch
from analysis.reporting.kernels.zygote import ForkError, Zygote, missing

_RUN = f"{run_kernel.__module__}:{run_kernel.__name__}"
# Read in the kernel's environment: how kernels are started ("spawn" never forks), and the bytes that one may take.
WAY, MEMORY = "KETNAP_KERNELS", "KETNAP_KERNEL_MEMORY"
# Of the environment, what modules may have read while they were imported.
_DECIDES = ("HOME", "KETNAP_", "LANG", "LC_", "MPL", "PYTHON", "TZ", "XDG_")
_LATER = ("KETNAP_BATCH", "KETNAP_LANG", WAY, MEMORY)


class ForkProvisioner(LocalProvisioner):
    """Provides kernels that are forked from a process which has imported everything.

    Attributes:
        prepare: What that process calls before it forks, each "module:function".
    """

    prepare: List[str] = List(Unicode(), help="Calls, as module:function, before the first fork.").tag(config=True)

    _sockets: Scratch | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare the launch: messages shall go over sockets in a folder that only its owner may read."""
        manager = self.parent
        if manager and manager.transport == "tcp" and not any(manager.ports) and not missing():
            with suppress(OSError):
                self._sockets = Scratch("ketnap-kernel-")
                manager.transport, manager.cache_ports = "ipc", False
                manager.ip = str(self._sockets.folder / "kernel")
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel: fork it, or else spawn it."""
        env = kwargs.get("env") or dict(os.environ)
        arguments = _launcher_arguments(cmd)
        limit = int(env.get(MEMORY) or 0)
        if arguments is not None and env.get(WAY) != "spawn":
            try:
                zygote = await asyncio.to_thread(zygotes.find, tuple(self.prepare), env)
                child = _fork(zygote, arguments, env, limit, kwargs)
            except ForkError as error:
                zygotes.tell(error)
            else:
                self.process = cast("subprocess.Popen[bytes]", child)  # it has its methods
                self.pid = self.pgid = child.pid
                self.cwd = kwargs.get("cwd", Path.cwd())
                return self.connection_info
        info = await super().launch_kernel(cmd, **kwargs)
        if limit and self.pid and sys.platform == "linux":
            import resource

            resource.prlimit(self.pid, resource.RLIMIT_DATA, (limit, limit))
        return info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and all that it started, and wait until it is gone: jupyter_client looks every 0.1 s."""
        await super().kill(restart)
        if isinstance(self.process, Child):
            await self.process.gone()

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the sockets, unless the kernel starts again with them."""
        await super().cleanup(restart)
        if self._sockets and not restart:
            self._sockets.remove()

    async def wait(self) -> int | None:
        """Wait until the kernel has ended, without looking again and again."""
        if isinstance(self.process, Child):
            await self.process.gone()
            status, self.process = self.process.poll(), None
            return status
        return await super().wait()


def _fork(
    zygote: Zygote, arguments: Sequence[str], env: Mapping[str, str], limit: int, options: Mapping[str, Any]
) -> Child:
    cwd = options.get("cwd") or Path.cwd()
    with Path(os.devnull).open("wb") as nothing:
        out, err = (
            _descriptor(options.get(name), inherited, nothing.fileno())
            for name, inherited in (("stdout", 1), ("stderr", 2))
        )
        return zygote.fork(_RUN, list(arguments), cwd=cwd, env=env, memory=limit, stdout=out, stderr=err)


def _descriptor(wanted: Any, inherited: int, nothing: int) -> int:
    """Return the file descriptor for what `subprocess` takes as an output."""
    if wanted is None:
        return inherited
    if wanted in (subprocess.DEVNULL, subprocess.PIPE):
        return nothing
    return wanted if isinstance(wanted, int) else int(wanted.fileno())


def _launcher_arguments(cmd: Sequence[str]) -> list[str] | None:
    """Return what follows in a command of this Python's own ipykernel launcher; None if it is another command."""
    if list(cmd[1:3]) != ["-m", "ipykernel_launcher"] or cmd[0] != sys.executable:
        return None
    return list(cmd[3:])


class Zygotes:
    """The zygote of this process: started when the first kernel is asked for, and anew when it is out of date.

    It is out of date when it has died, when the package's code changed since it started, or when a kernel is asked for
    that needs other preparations or another environment.
    """

    def __init__(self) -> None:
        self._zygote: Zygote | None = None
        self._made_for: tuple[Any, ...] = ()
        self._failed: dict[tuple[Any, ...], ForkError] = {}
        self._lock = threading.Lock()
        self._told = False

    def find(self, prepare: tuple[str, ...], env: Mapping[str, str]) -> Zygote:
        """Return a zygote that is ready.

        Raises:
            ForkError: None can be had.
        """
        with self._lock:
            if zygote := self.given:
                return zygote
            wanted = (prepare, _deciding(env), _code())
            if failed := self._failed.get(wanted):
                raise failed
            if self._zygote and (self._made_for != wanted or not self._zygote.alive):
                self._leave()
            if not self._zygote:
                try:
                    self._zygote = Zygote.start(prepare, env)
                    self._made_for = wanted
                    self._zygote.wait_ready()
                except ForkError as error:
                    self._failed[wanted] = error
                    self._leave()
                    raise
            return self._zygote

    @property
    def given(self) -> Zygote | None:
        """The zygote that `use` was told of, as long as it lives."""
        zygote = self._zygote
        return zygote if zygote and not self._made_for and zygote.alive else None

    def use(self, zygote: Zygote) -> None:
        """Take kernels from a zygote that another process started, whatever they are asked for."""
        self._zygote, self._made_for = zygote, ()

    def tell(self, error: ForkError) -> None:
        """Say once that kernels are spawned."""
        if not self._told:
            print(f"ketnap: kernels are spawned, which is slower: {error}", file=sys.stderr)  # noqa: T201
            self._told = True

    def _leave(self) -> None:
        if self._zygote:
            self._zygote.close()
            self._zygote, self._made_for = None, ()


def _deciding(env: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((name, env[name]) for name in env if name.startswith(_DECIDES) and name not in _LATER)


def _code() -> str:
    """Return a hash of when the package's files were last changed."""
    package = Path(__file__).resolve().parents[2]
    seen = hashlib.sha256()
    for file in sorted(package.rglob("*.[pP][yYoO]*")):
        if "__pycache__" not in file.parts:
            told = file.stat()
            seen.update(f"{file} {told.st_mtime_ns} {told.st_size}\n".encode())
    return seen.hexdigest()


zygotes = Zygotes()
