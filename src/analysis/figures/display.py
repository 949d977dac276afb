"""How JupyterLab shows datasets, observations and findings: an IPython extension, which the kernel `ketnap` loads.

In another kernel: `%load_ext analysis.figures.display`.
"""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Register the displays; IPython calls this. Nothing is imported until something is shown."""
