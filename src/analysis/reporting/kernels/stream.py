"""The output stream of kernels in a batch."""

from __future__ import annotations

from ipykernel.iostream import OutStream


class BatchStream(OutStream):
    """A stream that sends what is printed line by line, and flushes nothing else.

    ipykernel flushes both streams five times a cell, and each time waits for a thread: with thirty cells a fifth of a
    short brief's time. Cells of briefs print nothing. What they do print is sent at once, so that it is not lost when
    the kernel is killed.
    """

    _written = False

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Write, to be flushed."""
        self._written = True
        written = super().write(string)
        if "\n" in string:
            self.flush()
        return written

    def flush(self) -> None:
        """Send what was written, if anything was."""
        if self._written:
            self._written = False
            super().flush()  # type: ignore[no-untyped-call]
