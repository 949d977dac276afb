"""Kernels that are forked are ordinary kernels: for papermill, nbclient and the shell, each by itself."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from nbformat.v4 import new_code_cell, new_notebook
from reporting.processes import run_apart, wait_for

from analysis.reporting.kernels.child import Child
from analysis.reporting.kernels.provisioner import ForkProvisioner, Zygotes
from analysis.reporting.kernels.zygote import missing

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "forks can be had"),
    pytest.mark.xdist_group("zygote"),
]
Act = Callable[[AsyncKernelManager, Callable[[str], Awaitable[str]]], Awaitable[Any]]


def in_kernel(act: Act, **options: Any) -> Any:
    """Start the kernel `ketnap`, let `act` use it, and end it."""

    async def run() -> Any:
        manager = AsyncKernelManager(kernel_name="ketnap")
        await manager.start_kernel(**options)
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)

            async def ask(code: str) -> str:
                said: list[str] = []
                await client.wait_for_ready(timeout=60)
                await client.execute_interactive(
                    code, timeout=30, output_hook=lambda one: said.append(one["content"].get("text", ""))
                )
                return "".join(said).strip()

            return await act(manager, ask)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    return run_apart(run())


def test_a_kernel_is_forked_and_keeps_its_state_to_itself(tmp_path: Path) -> None:
    async def act(manager: AsyncKernelManager, ask: Callable[[str], Awaitable[str]]) -> tuple[str, str]:
        assert isinstance(manager.provisioner, ForkProvisioner)
        assert isinstance(manager.provisioner.process, Child)
        assert await ask("import os, sys; print(os.getcwd(), 'analysis.figures.page' in sys.modules)") == (
            f"{tmp_path} True"
        )
        await ask("import analysis; analysis.changed = 1; os.environ['CHANGED'] = '1'")
        return await ask("print(os.getppid())"), await ask("print(sorted(vars(analysis).keys() & {'changed'}))")

    async def look(_: AsyncKernelManager, ask: Callable[[str], Awaitable[str]]) -> tuple[str, str]:
        return (
            await ask("import analysis, os; print(os.getppid(), 'CHANGED' in os.environ)"),
            await ask("print(sorted(vars(analysis).keys() & {'changed'}))"),
        )

    parent, changed = in_kernel(act, cwd=str(tmp_path))
    assert changed == "['changed']"
    assert in_kernel(look) == (f"{parent} False", "[]")


def test_interrupt_restart_and_a_cell_that_kills_its_kernel(tmp_path: Path) -> None:
    async def act(manager: AsyncKernelManager, ask: Callable[[str], Awaitable[str]]) -> None:
        sleeping = asyncio.create_task(
            ask("import time\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print('stopped')")
        )
        await asyncio.sleep(0.5)
        await manager.interrupt_kernel()
        assert await asyncio.wait_for(sleeping, 20) == "stopped"
        await ask("x = 1")
        await manager.restart_kernel(now=True)
        assert await ask("print('x' in dir())") == "False"
        dying = asyncio.create_task(ask("import os; os.kill(os.getpid(), 9)"))
        for _ in range(200):
            if not await manager.is_alive():
                break
            await asyncio.sleep(0.05)
        dying.cancel()
        assert manager.provisioner
        assert await manager.provisioner.poll() == -9

    in_kernel(act, cwd=str(tmp_path))


def test_messages_go_over_sockets_of_its_owner_alone_which_end_with_it() -> None:
    async def run() -> None:
        manager = AsyncKernelManager(kernel_name="ketnap")
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        client.stop_channels()
        assert manager.transport == "ipc"
        folder = Path(manager.ip).parent
        assert len([one for one in folder.iterdir() if one.is_socket()]) == 5
        assert folder.stat().st_mode & 0o077 == 0
        await manager.shutdown_kernel()
        assert not await manager.is_alive()
        assert not folder.exists()

    run_apart(run())


def test_spawned_kernels_say_so_once(capfd: pytest.CaptureFixture[str]) -> None:
    async def run() -> bool:
        spec = AsyncKernelManager(kernel_name="ketnap").kernel_spec
        spec.metadata["kernel_provisioner"]["config"]["prepare"] = ["absent:function"]
        forked = []
        for _ in range(2):
            manager = AsyncKernelManager(kernel_name="ketnap")
            manager._kernel_spec = spec
            await manager.start_kernel()
            forked.append(isinstance(manager.provisioner.process, Child))  # type: ignore[union-attr]
            await manager.shutdown_kernel(now=True)
        return any(forked)

    assert run_apart(run()) is False
    told = capfd.readouterr().err
    assert told.count("kernels are spawned, which is slower: ModuleNotFoundError: No module named 'absent'") == 1


def test_a_zygote_is_replaced_when_code_or_environment_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.reporting.kernels import provisioner

    kept, env = Zygotes(), dict(os.environ)
    first = kept.find((), env)
    assert kept.find((), env) is first
    assert kept.find((), env | {"JPY_SESSION_NAME": "another", "KETNAP_BATCH": "1"}) is first
    second = kept.find((), env | {"KETNAP_PROJECT": "/elsewhere"})
    assert second is not first
    assert not first.scratch.exists()
    monkeypatch.setattr(provisioner, "_code", lambda: "changed")
    third = kept.find((), env | {"KETNAP_PROJECT": "/elsewhere"})
    assert third is not second
    assert third.pid
    os.kill(third.pid, 9)
    assert wait_for(lambda: not third.alive, 5)
    fourth = kept.find((), env | {"KETNAP_PROJECT": "/elsewhere"})
    assert fourth is not third
    fourth.close()


def test_plots_are_shown_as_in_any_kernel() -> None:
    async def run() -> list[str]:
        manager = AsyncKernelManager(kernel_name="ketnap")
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        shown: list[str] = []
        await client.execute_interactive(
            "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
            timeout=60,
            output_hook=lambda one: shown.extend(one["content"].get("data", {})),
        )
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return shown

    assert "image/png" in run_apart(run())


def test_papermill_from_the_shell_runs_any_notebook_in_it(tmp_path: Path) -> None:
    cells = [
        new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
        new_code_cell("import os, pathlib; print(pathlib.Path(f'/proc/{os.getppid()}/cmdline').read_text(), n + 1)"),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), tmp_path / "any.ipynb")
    programs = Path(sys.executable).parent
    subprocess.run(
        [programs / "papermill", "-k", "ketnap", "-p", "n", "41", "any.ipynb", "out.ipynb"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    (output,) = nbformat.read(tmp_path / "out.ipynb", 4).cells[-1].outputs
    assert "analysis.reporting.kernels.serving" in output.text
    assert output.text.strip().endswith("42")
    listed = subprocess.run([programs / "jupyter", "kernelspec", "list", "--json"], capture_output=True, check=True)
    spec = json.loads(listed.stdout)["kernelspecs"]["ketnap"]["spec"]
    assert spec["metadata"]["kernel_provisioner"]["provisioner_name"] == "ketnap-fork"
