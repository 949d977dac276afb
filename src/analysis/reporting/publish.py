"""Puts a finished brief in its place: all files at once, or none; a failed run leaves the last good brief alone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import CallerError, RunError


@contextmanager
def working_folder(output: Path) -> Iterator[Path]:
    """Give a folder of its own to one run, on the file system of the output folder, and remove it afterwards.

    Raises:
        CallerError: The output folder can't be made or written to.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".run-", dir=output))
    except OSError as error:
        raise CallerError(
            f"the output folder can't be written to: {error.strerror}",
            where=str(output),
            to_do="choose another one with --out, or change its permissions",
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(files: Mapping[str, bytes], folder: Path, work: Path) -> None:
    """Write the files and put them in place of what `folder` held.

    They are written and synced in the working folder first, and the old folder is moved aside only then.

    Args:
        files: Content by path below the folder.
        folder: Where the brief shall stand.
        work: A folder of this run on the same file system.

    Raises:
        RunError: A file could not be written; the old brief stands as it was.
    """
    fresh, stale = work / "fresh", work / "stale"
    try:
        for name, content in files.items():
            _write_synced(fresh / name, content)
        if folder.exists():
            folder.rename(stale)
        try:
            fresh.rename(folder)
        except OSError:
            if stale.exists():
                stale.rename(folder)
            raise
        failed_notebook(folder).unlink(missing_ok=True)
    except OSError as error:
        raise RunError(f"the brief could not be written: {error.strerror}", where=str(folder)) from None


def keep_failed(notebook: Path, folder: Path) -> Path:
    """Keep the notebook of a failed run beside the brief's folder, and return where."""
    kept = failed_notebook(folder)
    if notebook.is_file():
        notebook.replace(kept)
    return kept


def failed_notebook(folder: Path) -> Path:
    """Return where the notebook of a failed run is kept."""
    return folder.with_name(folder.name + ".failed.ipynb")


def _write_synced(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
