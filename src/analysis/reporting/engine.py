"""A papermill engine that hands a kernel all cells of a notebook at once, and takes the outputs as they come.

The kernel goes from one cell to the next without waiting for its client, which reads and stores outputs meanwhile:
with some thirty short cells that waiting took a quarter of a brief's time. What nbclient does with each message stays
as it is. At a cell that fails the kernel drops those behind it, as Jupyter's protocol has it (`stop_on_error`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

if TYPE_CHECKING:
    from nbformat import NotebookNode

ENGINE = "ketnap"
# Seconds between two looks at whether the kernel lives.
_LOOK_AGAIN = 0.5
# Seconds in which what a dead kernel said is read.
_LAST_WORDS_WITHIN = 0.5


class AheadClient(PapermillNotebookClient):  # type: ignore[misc]
    """Runs a notebook; its cells are sent ahead.

    Attributes:
        on_begin: Called with each cell when the kernel begins it.
        kc: The client of the kernel.
        on_sent: Awaited when all cells have been sent, while the kernel is at work.
    """

    def __init__(
        self,
        nb_man: Any,
        kc: Any,
        on_begin: Callable[[NotebookNode], None],
        on_sent: Callable[[], Awaitable[None]],
        **options: Any,
    ) -> None:
        super().__init__(nb_man, **options)
        self.kc = kc
        kc.allow_stdin = False
        self.clear_before_next_output = False
        self.on_begin = on_begin
        self.on_sent = on_sent

    def papermill_execute_cells(self) -> None:
        """Run all cells up to the first that fails."""
        run_sync(self._execute_all)()

    async def _execute_all(self) -> None:
        cells = self._send_all()
        await self.on_sent()
        replies: dict[str, asyncio.Future[dict[str, Any]]] = {asked: asyncio.Future() for asked in cells}
        working = [self._take_outputs(cells, replies), self._take_replies(replies), self._watch_kernel()]
        tasks = [asyncio.ensure_future(one) for one in working]
        try:
            # The replies are read only for those who wait for them; the watch ends with an error alone.
            await asyncio.wait([tasks[0], tasks[2]], return_when=asyncio.FIRST_COMPLETED)
            if tasks[2].done():  # what a kernel said before it died is still to be read
                await asyncio.wait([tasks[0]], timeout=_LAST_WORDS_WITHIN)
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
            self.nb_man.cell_start(cell, index)
            if cell.cell_type == "code" and cell.source.strip():
                cell.outputs = []
                sent[self.kc.execute(cell.source, store_history=True, stop_on_error=True)] = (index, cell)
            else:
                self.nb_man.cell_complete(cell, index)
        return sent

    async def _take_outputs(
        self,
        cells: Mapping[str, tuple[int, NotebookNode]],
        replies: Mapping[str, asyncio.Future[dict[str, Any]]],
    ) -> None:
        """Store what each cell puts out, until the last one ended or one failed."""
        left = dict(cells)
        while left:
            message = await self.kc.iopub_channel.get_msg(timeout=None)
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
                if self._note_end(cell, index, await replies[asked]):
                    return

    def _note_end(self, cell: NotebookNode, index: int, reply: Any) -> bool:
        """Note the end of a cell; return whether it failed."""
        failed = bool(reply["status"] == "error")
        if failed:
            error = CellExecutionError.from_cell_and_msg(cell, reply)
            self.nb_man.cell_exception(cell, cell_index=index, exception=error)
        self.nb_man.cell_complete(cell, cell_index=index)
        return failed

    async def _take_replies(self, replies: Mapping[str, asyncio.Future[dict[str, Any]]]) -> None:
        while not all(one.done() for one in replies.values()):
            message = await self.kc.shell_channel.get_msg(timeout=None)
            waiting = replies.get(message["parent_header"].get("msg_id"))
            if waiting and not waiting.done():
                waiting.set_result(message["content"])

    async def _watch_kernel(self) -> None:
        while await self.km.is_alive():
            await asyncio.sleep(_LOOK_AGAIN)
        raise DeadKernelError("Kernel died")


class AheadEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's own engine with a client that sends cells ahead."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Run a notebook in a kernel that was started.

        Args:
            nb_man: What papermill keeps of the run.
            kernel_name: The kernel's name.
            **options: `km`, the kernel's manager; `kc`, `on_begin` and `on_sent` as of `AheadClient`.
        """
        passed = {name: options[name] for name in ("km", "kc", "on_begin", "on_sent")}
        return AheadClient(nb_man, kernel_name=kernel_name, record_timing=False, **passed).execute()


papermill_engines.register(ENGINE, AheadEngine)
