"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from analysis.errors import CallerError, RunError


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Give a stream to write a file with; the file is put in its place when it is whole.

    Raises:
        CallerError: The place is no regular file, or nothing can be written beside it.
        RunError: Writing failed midway; what stood in the place stands as it was.
    """
    place = Path(os.path.realpath(file))
    fresh = place.with_name(f".ketnap-{secrets.token_hex(8)}")
    try:
        if place.exists() and not place.is_file():
            raise OSError(0, "it is no regular file")
        stream = fresh.open("xb")
    except OSError as error:
        to_do = "name a file in a folder that can be written to"
        raise CallerError(f"the output can't be written: {error.strerror}", where=str(file), to_do=to_do) from None
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(place)
    except OSError as error:
        raise RunError(f"the output could not be written: {error.strerror}", where=str(file)) from None
    finally:
        fresh.unlink(missing_ok=True)
