"""Figures on the admission of Party members in Vietnam's provinces, each with its source.

>>> from analysis import load_dataset
>>> load_dataset().select(area="dak-lak", indicator="admissions")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.dataset.load import load_dataset

__all__ = ["load_dataset"]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then, so that importing the package does no work."""
    if name == "load_dataset":
        from analysis.dataset.load import load_dataset

        return load_dataset
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
