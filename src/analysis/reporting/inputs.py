"""What a brief is made of: if none of it changed, the brief would come out the same, and need not be built."""

from __future__ import annotations

import functools
import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.fonts import faces
from analysis.paths import find_project

if TYPE_CHECKING:
    from analysis.dataset.fingerprint import Fingerprint, Fingerprints
    from analysis.reporting.orders import Order

# Libraries that have a hand in what a brief looks like.
LIBRARIES = (
    "babel",
    "beautifulsoup4",
    "contourpy",
    "cycler",
    "font-source-sans-pro",
    "fonttools",
    "ipykernel",
    "ipython",
    "jinja2",
    "jupyter-client",
    "kiwisolver",
    "latex2mathml",
    "markupsafe",
    "matplotlib",
    "mistune",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pillow",
    "pyarrow",
    "pypandoc_binary",
    "scipy",
    "seaborn",
    "traitlets",
    "typst",
)
# Rooms whose code does not reach into a brief.
_OUTSIDE = ("cli", "ingest")


@functools.cache
def versions() -> dict[str, str]:
    """Return the versions of Python, of ketnap and of the libraries that have a hand in a brief."""
    found = {"python": platform.python_version()}
    for name in ("ketnap", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


@functools.cache
def read_tools() -> dict[str, str]:
    """Return what all briefs are made with: versions of libraries; SHA-256 of code, templates and fonts, by path."""
    package, templates = Path(__file__).resolve().parents[1], find_project().templates
    tools = {f"version of {name}": number for name, number in versions().items()}
    for file in _code_files(package):
        tools[f"code {file.relative_to(package).as_posix()}"] = hash_file(file)
    for file in sorted(one for one in templates.rglob("*") if one.is_file()):
        tools[f"template {file.relative_to(templates).as_posix()}"] = hash_file(file)
    return tools | {f"font {file.name}": hash_file(file) for file in faces()}


def _code_files(package: Path) -> Iterator[Path]:
    for file in sorted(package.rglob("*")):
        inside = file.relative_to(package).parts
        if file.suffix in (".py", ".po", ".csv") and inside[0] not in _OUTSIDE:
            yield file


def digest(parts: Any) -> str:
    """Return the SHA-256 of what JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def hash_file(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Inputs:
    """What one brief is made of.

    Attributes:
        notebook: SHA-256 of the notebook.
        parameters: The values with which it runs.
        formats: Formats that it is rendered in.
        tools: `digest` of `read_tools`.
        sees: Codes of the areas whose figures, with those below them, it can see; none is all.
        edition: Date of the edition.
        lists: Hash of the code lists and corrections.
        sources: Hash of each source that it can see, with the figures from it, by the source's id.
    """

    notebook: str
    parameters: Mapping[str, Any]
    formats: tuple[str, ...]
    tools: str
    sees: tuple[str, ...]
    edition: str
    lists: str
    sources: Mapping[str, str]


class InputReader:
    """Reads inputs; what many briefs share is read once."""

    def __init__(self) -> None:
        self._notebook = functools.cache(hash_file)
        self._edition = functools.cache(_fingerprints)
        self._seen = functools.cache(self._read_seen)
        self._tools = digest(read_tools())

    def read(self, order: Order, sees: tuple[str, ...]) -> Inputs:
        """Return what an order's brief is made of now.

        Args:
            order: The order.
            sees: What its brief said that it can see.
        """
        seen = self._seen(str(order.parameters.get("as_of") or ""), sees)
        return Inputs(
            notebook=self._notebook(order.report.notebook),
            parameters=order.parameters,
            formats=order.formats,
            tools=self._tools,
            sees=sees,
            edition=seen.edition,
            lists=seen.lists,
            sources=seen.sources,
        )

    def data_hash(self, order: Order, sees: tuple[str, ...]) -> str:
        """Return the hash that a brief with this view says of its data, if they are as they were read."""
        return self._seen(str(order.parameters.get("as_of") or ""), sees).digest

    def _read_seen(self, as_of: str, sees: tuple[str, ...]) -> Fingerprint:
        return self._edition(as_of).of(sees)


def _fingerprints(as_of: str) -> Fingerprints:
    from analysis.dataset.fingerprint import Fingerprints
    from analysis.dataset.load import load_dataset

    return Fingerprints(load_dataset(as_of))
