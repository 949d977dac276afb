"""An export as a workbook for spreadsheets: text typed as text, numbers with all their digits."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import closing
from typing import Any, BinaryIO

import pandas as pd

from analysis.errors import CallerError
from analysis.text.numbers import plain_digits

# What a worksheet holds: rows below its header, letters in a cell.
_SHEET_ROWS, _CELL_LETTERS = 1_048_575, 32_767
_WIDTHS = {"indicator": 28, "obs_value": 14, "source_id": 26, "source_title": 50, "indicator_label": 32}
# Code points that XML cannot hold, and text that a spreadsheet would read as one of them (ECMA-376, ST_Xstring).
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def write_workbook(frame: pd.DataFrame, stream: BinaryIO, meanings: Mapping[str, str], licence: str) -> None:
    """Write an export as a workbook of two sheets: the observations, and what they are.

    Args:
        frame: What `export.exported` returns; `attrs` holds edition and data_hash.
        stream: Where to write.
        meanings: What each column means.
        licence: The licence of the data.

    Raises:
        CallerError: The observations do not fit into a worksheet.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.writer.excel import ExcelWriter

    workbook = Workbook(write_only=True)
    _add_observations(workbook, _fitting(frame))
    _add_about(workbook, frame, meanings, licence)
    # Not the time of writing: the same data give the same bytes.
    day = dt.datetime.fromisoformat(frame.attrs.get("edition", "1980-01-01"))
    workbook.properties = DocumentProperties(creator="ketnap", title="ketnap", created=day, modified=day)
    packed = io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(packed, "w")).save()
    with zipfile.ZipFile(packed) as dated, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dated.namelist():
            archive.writestr(zipfile.ZipInfo(name), dated.read(name), zipfile.ZIP_DEFLATED)


def _fitting(frame: pd.DataFrame) -> pd.DataFrame:
    """The export with its texts escaped for a worksheet; refused where it has no room for them."""
    frame, longest = frame.copy(), 0
    for name in frame.columns.drop("obs_value"):
        frame[name] = frame[name].map({text: _escaped(text) for text in frame[name].unique()}).astype("str")
        longest = max(longest, *map(len, frame[name].unique()), 0)
    if len(frame) > _SHEET_ROWS or longest > _CELL_LETTERS:
        raise CallerError(
            f"a worksheet has room for {_SHEET_ROWS:,} observations and for {_CELL_LETTERS:,} letters in a cell;"
            f" these are {len(frame):,} observations, the longest text has {longest:,} letters",
            to_do="choose another format, or fewer observations",
        )
    return frame


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _add_observations(workbook: Any, frame: pd.DataFrame) -> None:
    sheet = workbook.create_sheet("observations")
    sheet.freeze_panes = "A2"
    for place, name in enumerate(frame.columns):
        sheet.column_dimensions[_letters(place)].width = _WIDTHS.get(name, max(12, len(name) + 2))
    sheet.append([_cell(sheet, name, bold=True) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        sheet.append([_cell(sheet, one) for one in row])
    sheet.auto_filter.ref = f"A1:{_letters(frame.shape[1] - 1)}{len(frame) + 1}"


def _add_about(workbook: Any, frame: pd.DataFrame, meanings: Mapping[str, str], licence: str) -> None:
    sheet = workbook.create_sheet("about")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 110
    told = {
        "edition": f"{frame.attrs.get('edition', '')}: what had been published by that day",
        "data_hash": f"SHA-256 of the data: {frame.attrs.get('data_hash', '')}",
        "observations": f"{len(frame):,}, one a printed figure, each with its source",
        "preference": "Where sources disagree, the figures of all stand here; which one is preferred, data/README.md of"
        " the project says: Which figure is preferred.",
        "licence": f"The figures are facts; their selection and arrangement is under {licence}",
    }
    for title, rows in (("about", told), ("column", {name: meanings[name] for name in frame.columns})):
        sheet.append([_cell(sheet, title, bold=True)])
        for name, text in rows.items():
            sheet.append([_cell(sheet, name), _cell(sheet, text)])
        sheet.append([])


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))


def _cell(sheet: Any, value: str | float, *, bold: bool = False) -> Any:
    """A cell whose type is ours to say: openpyxl would take "=1+1" for a formula and write 16 digits of a number."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if value == "":
        return None
    cell = WriteOnlyCell(sheet, value if isinstance(value, str) else plain_digits(value))
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"
    else:
        cell.data_type, cell.number_format = "n", "#,##0" if value.is_integer() else "General"
    if bold:
        cell.font = Font(bold=True)
    return cell


def read_workbook(source: BinaryIO) -> pd.DataFrame:
    """Return the observations of a workbook that `write_workbook` wrote, texts as text."""
    from openpyxl import load_workbook

    with closing(load_workbook(source, read_only=True)) as workbook:
        sheet = workbook["observations"]
        (header,) = sheet.iter_rows(max_row=1, values_only=True)
        rows = [*sheet.iter_rows(min_row=2, max_col=len(header), values_only=True)]
    frame = pd.DataFrame(rows, columns=header).fillna("")
    texts = [name for name in header if name != "obs_value"]
    return frame.assign(**{name: frame[name].map(_unescaped) for name in texts})


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
