"""The output stream of kernels in a batch."""

from __future__ import annotations

import os

from ipykernel.iostream import OutStream


class BatchStream(OutStream):
    """A stream that sends what is printed line by line, and flushes nothing else.

    ipykernel flushes both streams five times a cell, and each time waits for a thread: with thirty cells a fifth of a
    short brief's time. Cells of briefs print nothing. What they do print is sent at once, so that it is not lost when
    the kernel is killed. What a fork of the kernel prints goes through the kernel, for sockets do not survive a fork.
    """

    _written = False

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Write, to be flushed."""
        if self._should_watch and not self._is_master_process():  # type: ignore[no-untyped-call]
            os.write(self._original_stdstream_fd, string.encode(errors="replace"))  # which the kernel reads
            return len(string)
        self._written = True
        written = super().write(string)
        if "\n" in string:
            self.flush()
        return written

    def _schedule_flush(self) -> None:
        """Leave it: the end of the line or of the cell comes."""

    def flush(self) -> None:
        """Send what was written, if anything was."""
        if self._written:
            self._written = False
            super().flush()  # type: ignore[no-untyped-call]
