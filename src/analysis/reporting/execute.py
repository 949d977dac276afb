"""Runs a notebook with its parameters through papermill, in a kernel of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import RunError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# Seconds that one cell may take; a brief's slowest takes well under one.
_CELL_TIMEOUT = 300


def execute_notebook(notebook: Path, output: Path, parameters: Mapping[str, Any]) -> NotebookNode:
    """Run a notebook and return the executed one, which is also written to `output`.

    The kernel works in the folder of `output`. Messages go over sockets in a folder that only the owner may read;
    Windows has none, so there the loopback is used.

    Raises:
        RunError: A cell failed; `output` holds the notebook up to it, with the error.
    """
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    transport = "tcp" if os.name == "nt" else "ipc"
    try:
        with _environment():
            executed: NotebookNode = papermill.execute_notebook(
                str(notebook),
                str(output),
                parameters=dict(parameters),
                cwd=str(output.parent),
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=_CELL_TIMEOUT,
                shutdown_kernel="immediate",
                config=Config({"KernelManager": {"transport": transport}}),
            )
            return executed
    except PapermillExecutionError as error:
        # exec_count is the number that Jupyter shows; an unrun cell has none.
        raise RunError(
            f"cell [{error.exec_count}] failed: {error.ename}: {error.evalue}",
            where=notebook.name,
            to_do="see the cell's traceback in the notebook that was kept",
        ) from error
    except CellTimeoutError as error:
        raise RunError(
            f"a cell ran for more than {_CELL_TIMEOUT} seconds", where=notebook.name, to_do="mend the cell that hangs"
        ) from error
    except NoSuchKernel as error:
        raise RunError(
            f"the kernel {error.name!r} is not installed",
            where=notebook.name,
            to_do="install the project, which brings it: make brief, or pip install --editable .",
        ) from error
    except DeadKernelError as error:
        raise RunError(
            "the kernel died while the notebook ran", where=notebook.name, to_do="is there memory enough? run it again"
        ) from error


@contextmanager
def _environment() -> Iterator[None]:
    """Tell the kernel that nobody watches, and give it a private folder with a short path, which goes afterwards.

    In the folder are its sockets and its connection file. A socket's path may have some hundred bytes at most, which
    the default folder exceeds for long user names.
    """
    folder = tempfile.mkdtemp(prefix="ketnap-")
    changes = {"JUPYTER_RUNTIME_DIR": folder, "KETNAP_BATCH": "1"}
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)
