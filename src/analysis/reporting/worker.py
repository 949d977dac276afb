"""A process that renders briefs, one after the other, for whoever started it.

Jobs come in and results go out as pickles, over a socket if it was forked from a zygote, else over its standard input
and output. It ends when there are no more jobs.
"""

from __future__ import annotations

import os
import pickle
import socket
import sys
from pathlib import Path
from typing import IO

from analysis.imports import skip_slow_imports
from analysis.reporting.kernels.provisioner import zygotes
from analysis.reporting.kernels.runner import Kernels
from analysis.reporting.kernels.zygote import Zygote
from analysis.reporting.render import render_brief

# Something in every face of the fonts.
_WARM = {"cell_type": "markdown", "id": "warm", "metadata": {}, "source": "# a *b* **c**"}


def serve(folder: str, line: int, join: int) -> None:
    """Render what comes over a socket; kernels come from the zygote that this process was forked from.

    Args:
        folder: The folder for sockets and other passing files.
        line: File descriptor of the socket.
        join: File descriptor of a socket to the zygote.
    """
    scratch = Path(folder)
    zygotes.use(Zygote(socket.socket(fileno=join), scratch))
    with socket.socket(fileno=line) as both, both.makefile("rb") as jobs, both.makefile("wb") as results:
        _render_all(jobs, results, scratch, ahead=True)


def _render_all(jobs: IO[bytes], results: IO[bytes], scratch: Path, *, ahead: bool) -> None:
    with Kernels(scratch, ahead=ahead) as kernels:
        while True:
            try:
                job = pickle.load(jobs)  # noqa: S301 - from the process that started this one
            except EOFError:
                return
            pickle.dump(render_brief(job, kernels), results)
            results.flush()


def load() -> None:
    """Import what every worker needs, and make what all of them use: the page's template, its fonts, its words."""
    skip_slow_imports()
    import nbformat
    import papermill  # noqa: F401
    import typst  # noqa: F401

    from analysis.reporting.convert import render_html
    from analysis.reporting.exporters import pdf  # noqa: F401

    page = nbformat.from_dict({"metadata": {}, "cells": [_WARM], "nbformat": 4, "nbformat_minor": 5})  # type: ignore[no-untyped-call]
    render_html(page)


def main() -> None:
    """Render what comes over the standard input: `python -m … SCRATCH`. What is printed goes to the error output."""
    skip_slow_imports()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _render_all(sys.stdin.buffer, results, Path(sys.argv[1]), ahead=False)


if __name__ == "__main__":
    main()
