"""CSV files in, frames of text out, with every fault of form on the way: encoding, header, cells, blanks, Unicode."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import Fault
from analysis.text.unicode import is_nfc, looks_mojibake


class Files:
    """The files of a data folder, each read from disk once, however often it is asked for.

    Attributes:
        folder: The data folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._contents: dict[str, bytes | None] = {}

    def read(self, file: str) -> bytes:
        """Return the bytes of a file, named relative to the folder.

        Raises:
            FileNotFoundError: There is no such file.
        """
        content = self._look(file)
        if content is None:
            raise FileNotFoundError(self.folder / file)
        return content

    def has(self, file: str) -> bool:
        """Tell whether there is such a file."""
        return self._look(file) is not None

    def _look(self, file: str) -> bytes | None:
        if file not in self._contents:
            try:
                self._contents[file] = (self.folder / file).read_bytes()
            except FileNotFoundError:
                self._contents[file] = None
        return self._contents[file]

    def digest(self, files: Iterable[str] | None = None) -> str:
        """Return the SHA-256 over the names and bytes of some files, in the order given; of all read by name.

        Raises:
            FileNotFoundError: One of the files named is not there.
        """
        digest = hashlib.sha256()
        for file in filter(self.has, sorted(self._contents)) if files is None else files:
            content = self.read(file)
            digest.update(f"{file}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def forget(self) -> None:
        """Free the memory of all files."""
        self._contents.clear()


def read_table(folder: Path, file: str, columns: Sequence[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a CSV file of a folder as text, see `parse_table`."""
    return parse_table(Files(folder), file, columns)


def parse_table(files: Files, file: str, columns: Sequence[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a CSV file as text.

    Args:
        files: The files of the data folder.
        file: The file, relative to the folder.
        columns: The header that the file must have.

    Returns:
        A frame of text with the columns asked for, blank cells as NaN, the line number as index (the header is line
        1); and the faults of form. With a fault of the whole file the frame is empty.
    """
    try:
        text = files.read(file).decode("utf-8")
    except FileNotFoundError:
        return _empty(columns), [Fault(file, 0, "", "the file is missing")]
    except UnicodeDecodeError as error:
        return _empty(columns), [Fault(file, 0, "", f"byte {error.start} is not UTF-8; save the file as UTF-8")]
    return _parse(file, text, columns)


def _empty(columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), index=pd.Index([], dtype="int64"), dtype="str")


def _parse(file: str, text: str, columns: Sequence[str]) -> tuple[pd.DataFrame, list[Fault]]:
    if text.startswith("\ufeff"):
        return _empty(columns), [
            Fault(file, 1, "", "the file begins with a byte order mark; save it as UTF-8 without one")
        ]
    if "\r" in text:
        return _empty(columns), [
            Fault(file, text[: text.index("\r")].count("\n") + 1, "", "lines end with CR; save them with LF")
        ]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != list(columns):
            return _empty(columns), [
                Fault(file, 1, "", f"the header is {','.join(header)}, expected {','.join(columns)}")
            ]
        lines, rows, faults = _rows(file, reader, len(columns))
    except csv.Error as error:
        return _empty(columns), [Fault(file, reader.line_num, "", f"not readable as CSV: {error}")]
    frame = pd.DataFrame(rows, columns=list(columns), index=pd.Index(lines, dtype="int64"), dtype="str")
    faults += _faults_of_text(file, frame)
    return frame.mask(frame == ""), faults


def _rows(file: str, reader: Any, width: int) -> tuple[list[int], list[list[str]], list[Fault]]:
    lines, rows, faults = [], [], []
    line = reader.line_num
    for row in reader:
        first, line = line + 1, reader.line_num
        if len(row) != width:
            faults.append(Fault(file, first, "", f"the line has {len(row)} cells, expected {width}"))
            continue
        lines.append(first)
        rows.append(row)
    return lines, rows, faults


def _faults_of_text(file: str, frame: pd.DataFrame) -> list[Fault]:
    faults = []
    for column in frame.columns:
        for text in frame[column].unique():
            # Most cells are plain ASCII, of which only blanks at the ends are a fault.
            plain = text.isascii() and text.isprintable() and text == text.strip()
            message = "" if plain else _fault_of_text(text)
            if message:
                lines = frame.index[frame[column] == text]
                faults += [Fault(file, int(line), str(column), f"{text!r} {message}") for line in lines]
    return faults


def _fault_of_text(text: str) -> str:
    if text != text.strip():
        return "has blanks at its ends"
    if not is_nfc(text):
        return "is not in Unicode form NFC"
    if looks_mojibake(text):
        return "looks like UTF-8 that was read in another encoding"
    if any(ord(letter) < 32 for letter in text):
        return "holds a control character or a line break"
    return ""
