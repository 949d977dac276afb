"""Puts a finished brief in its place: all files at once, or none; a failed run leaves the last good brief alone."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import CallerError, RunError
from analysis.reporting.kernels.scratch import Scratch

# Folder in the output folder that is the build's own: what was built of what, and what is being published.
OWN = ".ketnap"
# linux/fs.h and fcntl.h
_RENAME_EXCHANGE, _AT_FDCWD = 2, -100


class Publisher:
    """Publishes the briefs of one build into an output folder; others may do the same there at the same time."""

    def __init__(self, output: Path) -> None:
        """Make the folders that are missing.

        Args:
            output: The output folder.

        Raises:
            CallerError: It can't be made or written to.
        """
        self._own = output / OWN
        try:
            self._own.mkdir(parents=True, exist_ok=True)
            self._scratch = Scratch("work-", self._own)
        except OSError as error:
            raise CallerError(
                f"the output folder can't be written to: {error.strerror}",
                where=str(output),
                to_do="choose another one with --out, or change its permissions",
            ) from None

    def publish(self, files: Mapping[str, bytes], folder: Path) -> bool:
        """Put files in place of what `folder` held, and return whether anything changed.

        They are written and synced first; then the folders change places in one step.

        Args:
            files: Content by path below the folder.
            folder: Where the brief shall stand.

        Raises:
            RunError: A file could not be written; the old brief stands as it was.
        """
        try:
            with self._alone():
                changed = not _holds(folder, files)
                if changed:
                    folder.parent.mkdir(parents=True, exist_ok=True)
                    self._replace(files, folder)
                failed_notebook(folder).unlink(missing_ok=True)
        except OSError as error:
            raise RunError(
                f"the brief could not be written: {error.strerror}", where=str(folder), to_do=_advice(error)
            ) from None
        return changed

    def _replace(self, files: Mapping[str, bytes], folder: Path) -> None:
        fresh = self._scratch.folder / secrets.token_hex(8)
        try:
            fresh.mkdir()
            for name, content in files.items():
                _write_synced(fresh / name, content)
            if folder.exists():
                _exchange(fresh, folder)
            else:
                fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def keep_failed(self, notebook: bytes, folder: Path) -> Path | None:
        """Keep the notebook of a failed run beside the brief's folder, and return where; None if it can't be kept."""
        kept = failed_notebook(folder)
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            _write_synced(self._scratch.folder / kept.name, notebook)
            (self._scratch.folder / kept.name).replace(kept)
        except OSError:
            return None
        return kept

    def close(self) -> None:
        """Remove what only the build needed."""
        self._scratch.remove()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other builds from publishing here for a moment. Locks do not work on network file systems."""
        with (self._own / "publishing").open("wb") as lock:
            with suppress(ImportError):
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def failed_notebook(folder: Path) -> Path:
    """Return where the notebook of a failed run is kept."""
    return folder.with_name(folder.name + ".failed.ipynb")


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds just these files."""
    found = {one.relative_to(folder).as_posix(): one for one in folder.rglob("*") if one.is_file()}
    return found.keys() == files.keys() and all(one.read_bytes() == files[name] for name, one in found.items())


def _write_synced(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places: in one step with Linux, else in three with the old one back if that fails."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if call and call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return
    # This C library or file system has no such call.
    stale = one.with_name(one.name + "-stale")
    other.rename(stale)
    try:
        one.rename(other)
    except OSError:
        stale.rename(other)
        raise
    stale.rename(one)


def _advice(error: OSError) -> str:
    return "make room on the disk, then build again" if error.errno == errno.ENOSPC else "see to the folder's rights"
