"""What was built of what: a note on each published brief, by which a build knows what it need not build again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

from analysis.errors import KetnapError
from analysis.files import replacing
from analysis.reporting.inputs import InputReader, Inputs, digest, read_tools
from analysis.reporting.orders import Order
from analysis.reporting.publish import OWN

# Names of tools or sources that are told one by one; of more, how many there are.
_NAMED = 3


@dataclass(frozen=True)
class Note:
    """What is known of a published brief.

    Attributes:
        inputs: What it was made of.
        files: Size in bytes and time of change in nanoseconds of each file, by its path below the brief's folder.
    """

    inputs: Inputs
    files: Mapping[str, tuple[int, int]]


class Notes:
    """The notes on the briefs of an output folder. A note that can't be read counts as missing."""

    def __init__(self, output: Path) -> None:
        self._folder = output / OWN / "built"
        self._told: set[str] = set()

    def read(self, order: Order) -> Note | None:
        """Return the note on a brief, None if there is none."""
        try:
            found = json.loads(self._file(order).read_bytes())
            inputs = Inputs(**found["inputs"] | {name: tuple(found["inputs"][name]) for name in ("formats", "sees")})
            return Note(inputs, {name: (size, when) for name, (size, when) in found["files"].items()})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, order: Order, inputs: Inputs) -> None:
        """Note what the brief in an order's folder was made of."""
        self._write_tools(inputs.tools)
        self._write(self._file(order), {"inputs": asdict(inputs), "files": _stamps(order.folder)})

    def forget(self, order: Order) -> None:
        """Remove the note on a brief."""
        with suppress(OSError):
            self._file(order).unlink()

    def tools(self, of: str) -> dict[str, str]:
        """Return the tools that a digest stands for; nothing if they were not noted."""
        try:
            found: dict[str, str] = json.loads((self._folder / f"tools-{of}.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return found

    def _file(self, order: Order) -> Path:
        return self._folder / order.report.name / f"{order.folder.name}.json"

    def _write_tools(self, of: str) -> None:
        if of not in self._told:
            if of == digest(read_tools()) and not (self._folder / f"tools-{of}.json").exists():
                self._write(self._folder / f"tools-{of}.json", read_tools())
            self._told.add(of)

    def _write(self, file: Path, content: Mapping[str, Any]) -> None:
        # A note that can't be written costs no more than building again.
        with suppress(OSError, KetnapError):
            file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(file) as stream:
                stream.write(json.dumps(content, ensure_ascii=False).encode())


def reasons_to_build(order: Order, notes: Notes, reader: InputReader) -> list[str]:
    """Return in words why a brief must be built; nothing if it is what it would come out as.

    Raises:
        DataError: The data have faults.
    """
    if not order.folder.is_dir():
        return ["it was not built yet"]
    note = notes.read(order)
    if note is None:
        return ["nothing is noted of how it was built"]
    changes = [*_changes(note.inputs, reader.read(order, note.inputs.sees), notes)]
    if not changes and _stamps(order.folder) != note.files:
        changes.append("its files were changed or removed by somebody else")
    return changes


def _changes(old: Inputs, new: Inputs, notes: Notes) -> Iterator[str]:
    for name in ("notebook", "parameters", "formats"):
        before, now = getattr(old, name), getattr(new, name)
        if before != now:
            told = f" from {_shown(before)} to {_shown(now)}" if name != "notebook" else ""
            yield f"{name} changed{told}"
    if old.tools != new.tools:
        before = notes.tools(old.tools)
        yield from _differences("", before, read_tools()) if before else ("code, templates or libraries changed",)
    if old.edition != new.edition:
        yield f"the edition moved from {old.edition} to {new.edition}"
    if old.lists != new.lists:
        yield "code lists or corrections of the data changed"
    yield from _differences("source ", old.sources, new.sources)


def _differences(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for told, names in (
        ("changed", [name for name in old.keys() & new.keys() if old[name] != new[name]]),
        ("is new", [*new.keys() - old.keys()]),
        ("is gone", [*old.keys() - new.keys()]),
    ):
        names.sort()
        yield from (f"{kind}{name} {told}" for name in names[:_NAMED])
        if names[_NAMED:]:
            yield f"{kind or 'tool '}… {len(names) - _NAMED} more {told}"


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else ", ".join(f"{k}={v}" for k, v in value.items())


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for file in folder.rglob("*"):
        told = file.stat()
        if S_ISREG(told.st_mode):
            found[file.relative_to(folder).as_posix()] = (told.st_size, told.st_mtime_ns)
    return found
