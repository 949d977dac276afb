"""A papermill engine that hands a kernel all cells of a notebook at once, and takes the outputs as they come.

The kernel goes from one cell to the next without waiting for its client, which reads and stores outputs meanwhile. What
nbclient does with each message stays as it is, but what costs most with many short cells is left out: papermill's notes
of when each cell ran, a check of each output (the notebook is checked as a whole when it is written), and a future for
each message. At a cell that fails the kernel drops those behind it, as Jupyter's protocol has it (`stop_on_error`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import run_sync
from nbclient.client import NotebookClient
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from nbformat import from_dict
from nbformat.v4 import new_output
from papermill.engines import Engine, papermill_engines

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.reporting.kernels.owned import OwnedKernel

ENGINE = "ketnap"
# Seconds between two looks at whether the kernel lives.
_LOOK_AGAIN = 0.5
# Seconds in which what a dead kernel said is read.
_LAST_WORDS_WITHIN = 0.5
# What papermill and Jupyter note of a run is of the run, not of the notebook: it would differ each time.
_OF_THE_RUN = ("papermill", "execution")
_SHOWN = ("display_data", "execute_result")


class AheadClient(NotebookClient):
    """Runs a notebook; its cells are sent ahead.

    Attributes:
        on_begin: Called with each cell when the kernel begins it.
        on_sent: Awaited when all cells have been sent, while the kernel is at work.
    """

    def __init__(
        self,
        nb: NotebookNode,
        *,
        kernel: OwnedKernel,
        on_begin: Callable[[NotebookNode], None],
        on_sent: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(nb, record_timing=False)
        self._kernel = kernel
        self._client = kernel.client
        self.kc = kernel.client  # what nbclient's mimics of controls answer with
        self._client.allow_stdin = False
        self.clear_before_next_output = False
        self.on_begin = on_begin
        self.on_sent = on_sent

    def run(self) -> None:
        """Run all cells up to the first that fails.

        Raises:
            DeadKernelError: The kernel died.
        """
        self.reset_execution_trackers()
        run_sync(self._run)()
        self.nb.metadata["language_info"] = self._client.language_info
        self.set_widgets_metadata()

    async def _run(self) -> None:
        cells = self._send_all()
        await self.on_sent()
        tasks = [asyncio.ensure_future(one) for one in (self._take_outputs(cells), self._watch_kernel())]
        outputs, watch = tasks
        try:
            # The watch ends with an error alone.
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if watch.done():  # what a kernel said before it died is still to be read
                await asyncio.wait([outputs], timeout=_LAST_WORDS_WITHIN)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()

    def _send_all(self) -> dict[str, tuple[int, NotebookNode]]:
        """Send the cells; return them, each with its place, by the id of the request."""
        sent = {}
        for index, cell in enumerate(self.nb.cells):
            if cell.cell_type == "code" and cell.source.strip():
                cell.outputs = []
                sent[self._client.execute(cell.source, store_history=True, stop_on_error=True)] = (index, cell)
        return sent

    async def _take_outputs(self, left: dict[str, tuple[int, NotebookNode]]) -> None:
        """Store what each cell puts out, until the last one ended or one failed; `left` are those that did not end."""
        while True:
            message = await self._client.next_output()
            asked = message["parent_header"].get("msg_id")
            if asked not in left:
                continue
            index, cell = left[asked]
            if message["msg_type"] == "execute_input":
                self.clear_before_next_output = False
                self.on_begin(cell)
            try:
                self.process_message(message, cell, index)
            except CellExecutionComplete:
                del left[asked]
                if await self._failed(cell, asked) or not left:
                    return

    def output(self, outs: list[NotebookNode], msg: Any, display_id: str | None, cell_index: int) -> Any:
        """Store an output."""
        hooked = self.output_hook_stack[msg["parent_header"]["msg_id"]]
        if msg["msg_type"] not in _SHOWN or display_id or hooked or self.clear_before_next_output:
            return super().output(outs, msg, display_id, cell_index)
        named = {name: value for name, value in msg["content"].items() if name != "transient"}
        outs.append(from_dict({"output_type": msg["msg_type"], **named}))  # type: ignore[no-untyped-call]
        return outs[-1]

    async def _watch_kernel(self) -> None:
        while await self._kernel.alive():
            await asyncio.sleep(_LOOK_AGAIN)
        raise DeadKernelError("Kernel died")

    async def _failed(self, cell: NotebookNode, asked: str) -> bool:
        """Return whether a cell that ended failed; if so, one of its outputs says why."""
        message = await self._client.next_reply()
        while message["parent_header"].get("msg_id") != asked:
            message = await self._client.next_reply()
        reply = message["content"]
        failed = bool(reply["status"] != "ok")
        if failed and not any(output.output_type == "error" for output in cell.outputs):
            told = {name: reply.get(name, "") for name in ("ename", "evalue")}
            cell.outputs.append(new_output("error", **told, traceback=reply.get("traceback", [])))  # type: ignore[no-untyped-call]
        return failed


class AheadEngine(Engine):  # type: ignore[misc]
    """Papermill's way to run a notebook with this client."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, **options: Any) -> NotebookNode:  # noqa: ARG003
        """Run a notebook in a kernel that was started; return it without what is of the run alone.

        Args:
            nb: The notebook, with its parameters.
            kernel_name: The kernel's name.
            **options: What `AheadClient` takes; papermill's own do not concern it.
        """
        AheadClient(nb, **{name: options[name] for name in ("kernel", "on_begin", "on_sent")}).run()
        return without_run(nb)


def without_run(notebook: NotebookNode) -> NotebookNode:
    """Take from a notebook what is of the run: times, folders of this machine, random names of cells and controls."""
    for name in _OF_THE_RUN:
        notebook.metadata.pop(name, None)
    for cell in notebook.cells:
        for name in _OF_THE_RUN:
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = "injected-parameters"
    return _name_controls(notebook)


def _name_controls(notebook: NotebookNode) -> NotebookNode:
    """Number the controls of ipywidgets, which have random names."""
    state = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    if not state:
        return notebook
    text = json.dumps(notebook)
    for number, name in enumerate(state, 1):
        text = text.replace(name, f"control-{number}")
    named: NotebookNode = from_dict(json.loads(text))  # type: ignore[no-untyped-call]
    return named


papermill_engines.register(ENGINE, AheadEngine)
