"""A folder for sockets and other passing files, which goes with the processes that use it, however they die.

It lies in the user's folder for temporary files, and only its owner may read it. A lock in it tells that it is in use;
one whose lock nobody holds any more was left by processes that were killed, and the next one to be made sweeps it away.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_LOCK = "in-use"
# Of the path of a socket, 108 bytes with Linux; its name takes some 50.
_LONGEST = 50


class Scratch:
    """The folder, and the lock on it.

    Attributes:
        folder: The folder, with mode 700.
        lock: File descriptor of the lock: the folder is in use as long as any process has it.
    """

    def __init__(self, prefix: str, parent: Path | None = None) -> None:
        """Make a folder, and sweep away those of the same prefix that nobody uses.

        Args:
            prefix: Beginning of its name.
            parent: Where it shall lie; None is the folder for temporary files.

        Raises:
            OSError: It can't be made.
        """
        parent = parent or _short_folder()
        sweep(parent, prefix)
        fresh = Path(tempfile.mkdtemp(prefix=f".new-{prefix}", dir=parent))
        self.lock = os.open(fresh / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        _take(self.lock)
        # Only now it has a name by which others look for what is left over.
        self.folder = fresh.rename(parent / fresh.name.removeprefix(".new-"))

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def sweep(parent: Path, prefix: str) -> None:
    """Remove the folders that begin with `prefix` and that no process uses."""
    for folder in _left(parent, prefix):
        shutil.rmtree(folder, ignore_errors=True)


def _left(parent: Path, prefix: str) -> Iterator[Path]:
    for folder in parent.glob(f"{prefix}*"):
        # One without a lock is being made, or is another program's.
        with suppress(OSError):
            lock = os.open(folder / _LOCK, os.O_RDWR)
            try:
                if _take(lock):
                    yield folder
            finally:
                os.close(lock)


def _take(lock: int) -> bool:
    """Take the lock if nobody has it; where there are no such locks, say that somebody has."""
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _short_folder() -> Path:
    folder = Path(tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) <= _LONGEST or os.name == "nt" else Path("/tmp")  # noqa: S108 - made 700
