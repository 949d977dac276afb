"""The kernel in a fork of the zygote."""

from __future__ import annotations

import importlib
import sys

_MODULES = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "analysis.reporting.kernels.app",
    "analysis.reporting.kernels.stream",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "tornado.platform.asyncio",
)


def run_kernel(arguments: list[str]) -> None:
    """Run an IPython kernel until it is told to end, as `python -m ipykernel_launcher` does.

    Args:
        arguments: Those of the launcher, such as "-f" and the connection file.
    """
    from ipykernel.kernelapp import IPKernelApp

    from analysis.reporting.kernels import app
    from analysis.reporting.kernels.runner import ARGUMENTS

    if not (app.BatchApp.initialized() and app.BatchApp.instance().prepared == tuple(arguments[2:])):
        app.forget()
    # By its arguments, for what a notebook starts inherits the environment.
    kind = app.BatchApp if {*ARGUMENTS} <= {*arguments} else IPKernelApp
    sys.argv = ["ipykernel_launcher", *arguments]
    # Not a child of its client: the leash watches, not a poll of the parent: 1 is who never goes.
    kind.launch_instance(arguments, parent_handle=1)


def load() -> None:
    """Import what every kernel needs; the debugger too, which costs as much as all the rest."""
    for name in _MODULES:
        importlib.import_module(name)
