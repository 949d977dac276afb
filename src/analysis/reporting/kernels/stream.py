"""The output stream of kernels in a batch."""

from __future__ import annotations

from ipykernel.iostream import OutStream


class BatchStream(OutStream):
    """A stream that flushes only what was written.

    ipykernel flushes both streams five times a cell, and each time waits for a thread: with thirty cells a fifth of a
    short brief's time. Cells of briefs print nothing.
    """

    _written = False

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Write, to be flushed."""
        self._written = True
        return super().write(string)

    def flush(self) -> None:
        """Send what was written, if anything was."""
        if self._written:
            self._written = False
            super().flush()  # type: ignore[no-untyped-call]
