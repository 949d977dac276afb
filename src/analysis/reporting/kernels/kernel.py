"""The kernel in a fork of the zygote."""

from __future__ import annotations

import importlib
import sys

from jupyter_client.kernelspec import KernelSpec

# The name of the project's kernelspec.
KERNEL = "ketnap"
# In the environment of a batch's kernels: nobody watches, so a chart needs no HTML for JupyterLab.
BATCH = {"KETNAP_BATCH": "1"}
# What a batch gives a kernel: it has no history to keep, and waits for the end of each cell's outputs itself.
ARGUMENTS = [
    "--HistoryManager.enabled=False",
    "--IPythonKernel._execute_sleep=0",
    "--IPKernelApp.outstream_class=analysis.reporting.kernels.stream.BatchStream",
]
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

    from analysis.reporting.kernels.app import forget

    forget()
    sys.argv = ["ipykernel_launcher", *arguments]
    # Not a child of its client: the leash watches, not a poll of the parent: 1 is who never goes.
    IPKernelApp.launch_instance(arguments, parent_handle=1)


def kernel_arguments(spec: KernelSpec) -> list[str]:
    """Return what a batch gives ipykernel's launcher to start a kernel, without the connection file."""
    return [*spec.argv[spec.argv.index("{connection_file}") + 1 :], *ARGUMENTS]


def load() -> None:
    """Import what every kernel needs; the debugger too, which costs as much as all the rest."""
    for name in _MODULES:
        importlib.import_module(name)
