"""The one error family of ketnap.

Every failure that a user can cause ends in one of these. Its text says what is wrong, where, and what to do next;
the command line prints that text and leaves with `exit_status`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class KetnapError(Exception):
    """What went wrong, where, and what to do.

    Attributes:
        what: One sentence: what is wrong.
        where: A file, a place in it, or the argument meant; blank if the sentence already says so.
        to_do: What the reader can do next.
        exit_status: The status with which a command leaves: 2 for what the caller got wrong, 1 for a run that failed.
    """

    exit_status = 1

    def __init__(self, what: str, *, where: str = "", to_do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.to_do = to_do

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.to_do:
            lines.append(f"  to do: {self.to_do}")
        return "\n".join(lines)


class CallerError(KetnapError):
    """An argument or parameter that the caller got wrong."""

    exit_status = 2


class RunError(KetnapError):
    """A run that could not be finished: a failed cell, an unwritable folder, a document that does not compile."""


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in a data file.

    Attributes:
        file: The file, relative to the data folder.
        line: Line number from 1, the header being line 1; 0 if the fault is of the whole file.
        column: Name of the column, blank if the fault is of the whole line.
        message: What is wrong, with the value met and what was expected.
    """

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line or "", self.column) if part != "")
        return f"{place}: {self.message}"


class DataError(KetnapError):
    """A data folder with faults; it lists them all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        super().__init__(
            f"the data have {count} fault{'s' if count != 1 else ''}:\n"
            + "\n".join(f"  {fault}" for fault in self.faults),
            to_do="mend the named lines, then run: ketnap check",
        )
