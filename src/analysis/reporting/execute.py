"""Runs a notebook with its parameters through papermill, in a kernel of its own."""

from __future__ import annotations

import functools
import signal
import textwrap
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import run_sync

from analysis.errors import RunError

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.reporting.kernels.owned import OwnedKernel
    from analysis.reporting.kernels.runner import Kernels

# Seconds that a notebook may take; the slowest takes four.
TIME_LIMIT = 300
# Letters of a cell that are told.
_LETTERS = 80
_NO_MEMORY = ("MemoryError", "_ArrayMemoryError", "ArrowMemoryError")
_GIGABYTE = 2**30


class NotebookError(RunError):
    """A notebook that could not be run to its end.

    Attributes:
        notebook: The notebook as far as it ran.
    """

    notebook: NotebookNode | None = None


def execute_notebook(
    notebook: Path,
    parameters: Mapping[str, Any],
    kernels: Kernels,
    *,
    output: Path | None = None,
    time_limit: float = TIME_LIMIT,
) -> NotebookNode:
    """Run a notebook and return the executed one: the same inputs give the same notebook.

    Args:
        notebook: The notebook.
        parameters: Values for its parameters.
        kernels: Where its kernel comes from.
        output: Where papermill writes what is returned.
        time_limit: Seconds that it may take as a whole; then its kernel and all that it started are killed.

    Raises:
        NotebookError: A cell failed, the kernel died, or the time is over.
    """
    from jupyter_client.kernelspec import NoSuchKernel

    name = _kernel_of(notebook, notebook.stat().st_mtime_ns)
    try:
        kernel = kernels.take(name)
    except RuntimeError as error:
        raise NotebookError(
            f"the kernel {name!r} did not start: {error}", where=notebook.name, to_do="is there memory enough?"
        ) from error
    except NoSuchKernel as error:
        raise NotebookError(
            f"the kernel {error.name!r} is not installed",
            where=notebook.name,
            to_do="install the project, which brings it: make brief, or pip install --editable .",
        ) from error
    try:
        return _Run(notebook, kernel, kernels, time_limit).execute(parameters, output)
    finally:
        kernels.give_back(kernel)


@functools.lru_cache(maxsize=32)
def _kernel_of(notebook: Path, changed: int) -> str:  # noqa: ARG001 - a changed notebook may name another kernel
    import nbformat

    return str(nbformat.read(notebook, as_version=4).metadata.get("kernelspec", {}).get("name", "ketnap"))  # type: ignore[no-untyped-call]


class _Run:
    """One run of a notebook, and how far it came."""

    def __init__(self, notebook: Path, kernel: OwnedKernel, kernels: Kernels, time_limit: float) -> None:
        self.notebook = notebook
        self.kernel = kernel
        self.kernels = kernels
        self.time_limit = time_limit
        self.begun: list[NotebookNode] = []
        self.late = False

    def execute(self, parameters: Mapping[str, Any], output: Path | None) -> NotebookNode:
        import papermill
        from nbclient.exceptions import DeadKernelError
        from papermill.exceptions import PapermillExecutionError

        from analysis.reporting.engine import ENGINE

        watch = threading.Timer(self.time_limit, self._end_late)
        watch.start()
        try:
            executed: NotebookNode = papermill.execute_notebook(
                str(self.notebook),
                None if output is None else str(output),
                parameters=dict(parameters),
                kernel_name=self.kernel.name,
                cwd=str(self.kernel.work),
                progress_bar=False,
                request_save_on_cell_execute=False,
                engine_name=ENGINE,
                kernel=self.kernel,
                on_begin=self.begun.append,
                on_sent=self._use_time,
            )
        except PapermillExecutionError as error:
            raise self._failed(*self._told(error)) from error
        except (DeadKernelError, RuntimeError) as error:
            if not self.late and run_sync(self.kernel.alive)():
                raise
            raise self._failed(*self._death()) from error
        finally:
            watch.cancel()
        return executed

    async def _use_time(self) -> None:
        await self.kernels.use_time(self.kernel.name)

    def _end_late(self) -> None:
        self.late = True
        self.kernel.kill()

    def _told(self, error: Any) -> tuple[str, str]:
        # exec_count is the number that Jupyter shows; an unrun cell has none.
        cell = f"cell [{error.exec_count}]"
        if error.ename in _NO_MEMORY and self.kernels.memory:
            limit = self.kernels.memory / _GIGABYTE
            return f"{cell} asked for more than the {limit:.3g} GiB that a kernel may take", "mend the cell"
        return f"{cell} failed: {error.ename}: {error.evalue}", "see the cell's traceback in the notebook that was kept"

    def _death(self) -> tuple[str, str]:
        source = textwrap.shorten(self.begun[-1].source, _LETTERS, placeholder=" …") if self.begun else ""
        cell = f"while this cell ran: {source}" if source else "before the first cell"
        if self.late:
            return (
                f"the notebook did not end within {self.time_limit:.10g} seconds; it was stopped {cell}",
                "mend the cell that hangs",
            )
        status = run_sync(self.kernel.status)()
        cause = ""
        if status is not None and status < 0:
            cause = f" of signal {-status} ({signal.Signals(-status).name})"
        words = self.kernel.last_words()
        told = f"; it last said: {words}" if words else ""
        return f"the kernel died{cause} {cell}{told}", "is there memory enough? build it again"

    def _failed(self, what: str, to_do: str) -> NotebookError:
        failed = NotebookError(what, where=self.notebook.name, to_do=to_do)
        failed.notebook = self._partial()
        return failed

    def _partial(self) -> NotebookNode:
        from nbformat.v4 import new_notebook

        from analysis.reporting.engine import without_run

        about = {"kernelspec": {"name": self.kernel.name, "display_name": self.kernel.name}}
        return without_run(new_notebook(cells=self.begun, metadata=about))  # type: ignore[no-untyped-call]
