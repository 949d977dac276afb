"""The manifest of a brief: what it was made of, by which versions, and every number that it shows.

It is a function of what the brief is made of: durations, times and folders of the machine are not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from analysis.reporting.inputs import versions


def make_manifest(
    report: str,
    parameters: Mapping[str, Any],
    record: Mapping[str, Any],
    files: Mapping[str, bytes],
) -> bytes:
    """Return the manifest as JSON.

    Args:
        report: Name of the report.
        parameters: The values with which the notebook ran.
        record: What the brief says of itself (`convert.find_record`).
        files: Content of the files by path; the manifest names each with its SHA-256 and its size in bytes.
    """
    manifest = {
        "report": report,
        "parameters": dict(parameters),
        "title": record.get("title"),
        "edition": record.get("edition"),
        "data_hash": record.get("data_hash"),
        "sees": record.get("sees"),
        "versions": versions(),
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(files.items())
        },
        "numbers": record.get("numbers", []),
        "sources": record.get("sources", []),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
