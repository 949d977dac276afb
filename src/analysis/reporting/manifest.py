"""The manifest of a brief: what it was made of, by which versions, and every number that it shows."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

_PACKAGES = (
    "ketnap",
    "jupyter-client",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "pandas",
    "papermill",
    "seaborn",
    "typst",
)


def make_manifest(
    report: str,
    parameters: Mapping[str, Any],
    record: Mapping[str, Any],
    durations: Mapping[str, float],
    files: Mapping[str, bytes],
) -> bytes:
    """Return the manifest as JSON.

    Args:
        report: Name of the report.
        parameters: The values with which the notebook ran.
        record: What the brief says of itself (`convert.find_record`).
        durations: Seconds by step.
        files: Content of the files by path; the manifest names each with its SHA-256 and its size in bytes.
    """
    manifest = {
        "report": report,
        "parameters": dict(parameters),
        "title": record.get("title"),
        "edition": record.get("edition"),
        "data_hash": record.get("data_hash"),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "durations": {step: round(seconds, 3) for step, seconds in durations.items()},
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(files.items())
        },
        "numbers": record.get("numbers", []),
        "sources": record.get("sources", []),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
