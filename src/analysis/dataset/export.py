"""Chosen observations, each with its source, as CSV, JSON, Parquet, XLSX or SDMX-CSV; and read back as they were.

In every format blank is "", text is text ("007", "NA" and "TRUE" stay what they are) and `obs_value` is a number: whole
ones without a decimal point, none in scientific notation. The same data give the same bytes.

- csv, sdmx-csv: UTF-8, lines end in LF, RFC 4180. They are data for programs and never changed: a text that begins
  with = + - or @ stands as it is, and a spreadsheet that opens the file would take it for a formula.
- xlsx: for spreadsheets. Text is typed and formatted as text, so that nothing is taken for a formula.
- json: an array of objects, one a line; `published` of an undated source is "", not null. An empty array says nothing
  of columns: it is read as one without labels.
- parquet: the meaning of each column stands in its metadata.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.schema import read_package
from analysis.dataset.sdmx import from_sdmx, to_sdmx
from analysis.errors import CallerError, RunError
from analysis.paths import find_project

Format = Literal["csv", "json", "parquet", "xlsx", "sdmx-csv"]
OBSERVATION = (
    *("ref_area", "indicator", "segment", "freq", "period_start", "period_end", "base_per", "obs_value"),
    *("bound", "obs_status", "as_printed", "source_id", "source_detail", "comment"),
)
# What is joined to an observation: the schema and the field that it is taken from.
_JOINED = {
    "unit": ("indicators", "unit"),
    "source_title": ("sources", "title"),
    "publisher": ("sources", "publisher"),
    "published": ("sources", "published"),
    "url": ("sources", "url"),
}
_LABELS = {
    "area_name": "Name of the area, without the word for what it is.",
    "indicator_label": "Label of the indicator.",
    "segment_name": "Name of the segment.",
}
_COLUMNS = (*OBSERVATION, *_JOINED, *_LABELS)
# Rows that are made into text at a time.
_ROWS = 100_000
# What a worksheet holds: rows below its header, letters in a cell.
_SHEET_ROWS, _CELL_LETTERS = 1_048_575, 32_767
_WIDTHS = {"indicator": 28, "obs_value": 14, "source_id": 26, "source_title": 50, "indicator_label": 32}
# Code points that XML cannot hold, and text that a spreadsheet would read as one of them (ECMA-376, ST_Xstring).
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


def exported(dataset: Dataset, rows: pd.DataFrame, labels: Literal["", "vi", "en"] = "") -> pd.DataFrame:
    """Return observations as they are exported, each with its unit and its source.

    Args:
        dataset: The dataset.
        rows: Some of its observations.
        labels: Language of the names of areas, indicators and segments; blank leaves them out.

    Returns:
        The columns of `OBSERVATION`, `unit`, `source_title`, `publisher`, `published` (ISO 8601, as text) and `url`;
        with labels `area_name`, `indicator_label` and `segment_name`. `obs_value` is float64, in the unit of `unit`;
        all others are text, blank is "". `attrs` has the `edition` (ISO 8601) and the `data_hash`.
    """
    columns = {name: rows[name] for name in OBSERVATION}
    homes = {"indicators": ("indicator", dataset.indicators), "sources": ("source_id", dataset.sources)}
    for name, (schema, field) in _JOINED.items():
        key, records = homes[schema]
        columns[name] = rows[key].map(_texts(records, field))
    if labels:
        columns["area_name"] = rows["ref_area"].map(_texts(dataset.areas, f"name_{labels}"))
        columns["indicator_label"] = rows["indicator"].map(_texts(dataset.indicators, f"label_{labels}"))
        columns["segment_name"] = rows["segment"].map(_texts(dataset.segments, f"name_{labels}"))
    frame = _typed(pd.DataFrame(columns))
    frame.attrs = {"edition": dataset.edition.isoformat(), "data_hash": dataset.data_hash}
    return frame


def write_export(frame: pd.DataFrame, form: Format, target: BinaryIO | Path) -> None:
    """Write an export.

    Args:
        frame: What `exported` returns.
        form: The format.
        target: A stream, or a file; a file is written beside its place and put there when it is whole.

    Raises:
        CallerError: The file can't be written there, or the observations do not fit into a worksheet.
        RunError: Writing failed midway; what stood in the place stands as it was.
    """
    write = _WRITERS[form]
    if isinstance(target, Path):
        with _replacing(target) as stream:
            write(frame, stream)
    else:
        write(frame, target)


def read_export(source: BinaryIO | Path, form: Format) -> pd.DataFrame:
    """Return what was exported: the same columns, types and values that `write_export` was given; `attrs` is empty."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return read_export(stream, form)
    return _typed(_READERS[form](source))


def _texts(records: Mapping[str, Any], field: str) -> dict[str, str]:
    return {code: str(getattr(record, field) or "") for code, record in records.items()}


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in _COLUMNS if name in frame]
    types = {name: "float64" if name == "obs_value" else "str" for name in names}
    return frame[names].astype(types).reset_index(drop=True)


@contextmanager
def _replacing(file: Path) -> Iterator[BinaryIO]:
    place = Path(os.path.realpath(file))
    fresh = place.with_name(f".ketnap-{secrets.token_hex(8)}")
    try:
        if place.is_dir():
            raise IsADirectoryError(0, "it is a folder")
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


def _write_csv(frame: pd.DataFrame, stream: BinaryIO) -> None:
    stream.write((",".join(frame.columns) + "\n").encode())
    for cells in _encoded(frame, _quoted):
        stream.write("".join(f"{','.join(row)}\n" for row in cells).encode())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def _read_csv(source: BinaryIO) -> pd.DataFrame:
    return pd.read_csv(source, dtype="str", keep_default_na=False, na_filter=False, encoding="utf-8")


def _write_json(frame: pd.DataFrame, stream: BinaryIO) -> None:
    row = "{" + ", ".join(f'"{name}": %s' for name in frame.columns) + "}"
    separator = "[\n"
    for cells in _encoded(frame, lambda text: json.dumps(text, ensure_ascii=False)):
        stream.write((separator + ",\n".join(map(row.__mod__, cells))).encode())
        separator = ",\n"
    stream.write(b"\n]\n" if len(frame) else b"[]\n")


def _read_json(source: BinaryIO) -> pd.DataFrame:
    records = json.loads(source.read())
    return pd.DataFrame(records, columns=list(records[0] if records else (*OBSERVATION, *_JOINED)))


def _encoded(frame: pd.DataFrame, encode: Callable[[str], str]) -> Iterator[Iterable[tuple[str, ...]]]:
    """The rows as texts, some at a time; what stands in many rows is encoded once."""
    for start in range(0, len(frame), _ROWS):
        columns = []
        for _, column in frame.iloc[start : start + _ROWS].items():
            codes, distinct = pd.factorize(column)
            texts = map(_digits if column.dtype == "float64" else encode, distinct)
            columns.append(pd.Index([*texts], dtype=object).take(codes).tolist())
        yield zip(*columns, strict=True)


def _digits(number: float) -> str:
    """The shortest digits that mean the number, never in scientific notation."""
    return format(Decimal(repr(float(number))), "f").removesuffix(".0")


def _write_parquet(frame: pd.DataFrame, stream: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    meanings = _meanings()
    kinds = {name: pa.float64() if name == "obs_value" else pa.string() for name in frame.columns}
    fields = [pa.field(name, kind, metadata={"description": meanings[name]}) for name, kind in kinds.items()]
    schema = pa.schema(fields, metadata={**frame.attrs, "licence": _LICENCE})
    columns = [pa.array(frame[name], kind) for name, kind in kinds.items()]
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), stream)


def _read_parquet(source: BinaryIO) -> pd.DataFrame:
    import pyarrow.parquet as pq

    frame: pd.DataFrame = pq.read_table(source).to_pandas()
    return frame


def _meanings() -> dict[str, str]:
    """What each column means, as the schemas of the project's data package say it."""
    schemas = {table.schema_name: table.schema for table in read_package(find_project().data)}
    origins = {**{name: ("observations", name) for name in OBSERVATION}, **_JOINED}
    told = {(schema, one["name"]): str(one["description"]) for schema in schemas for one in schemas[schema]["fields"]}
    return {name: told[origin] for name, origin in origins.items()} | _LABELS


def _write_workbook(frame: pd.DataFrame, stream: BinaryIO) -> None:
    from openpyxl import Workbook
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.writer.excel import ExcelWriter

    workbook = Workbook(write_only=True)
    _add_observations(workbook, _fitting(frame))
    _add_about(workbook, frame)
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


def _add_about(workbook: Any, frame: pd.DataFrame) -> None:
    sheet = workbook.create_sheet("about")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 110
    told = {
        "edition": f"{frame.attrs.get('edition', '')}: what had been published by that day",
        "data_hash": f"SHA-256 of the data: {frame.attrs.get('data_hash', '')}",
        "observations": f"{len(frame):,}, one a printed figure, each with its source",
        "preference": "Where sources disagree, the figures of all stand here; which one is preferred, data/README.md of"
        " the project says: Which figure is preferred.",
        "licence": f"The figures are facts; their selection and arrangement is under {_LICENCE}",
    }
    meanings = _meanings()
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
    cell = WriteOnlyCell(sheet, value if isinstance(value, str) else _digits(value))
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"
    else:
        cell.data_type, cell.number_format = "n", "#,##0" if value.is_integer() else "General"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _read_workbook(source: BinaryIO) -> pd.DataFrame:
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


_WRITERS: dict[Format, Callable[[pd.DataFrame, BinaryIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
    "xlsx": _write_workbook,
    "sdmx-csv": lambda frame, stream: _write_csv(to_sdmx(frame), stream),
}
_READERS: dict[Format, Callable[[BinaryIO], pd.DataFrame]] = {
    "csv": _read_csv,
    "json": _read_json,
    "parquet": _read_parquet,
    "xlsx": _read_workbook,
    "sdmx-csv": lambda source: from_sdmx(_read_csv(source)),
}
FORMATS = tuple(_WRITERS)
