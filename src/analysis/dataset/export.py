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

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.schema import read_package
from analysis.dataset.sdmx import from_sdmx, to_sdmx
from analysis.dataset.workbook import read_workbook, write_workbook
from analysis.files import replacing
from analysis.paths import find_project
from analysis.text.numbers import plain_digits

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
LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


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
        with replacing(target) as stream:
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
            texts = map(plain_digits if column.dtype == "float64" else encode, distinct)
            columns.append(pd.Index([*texts], dtype=object).take(codes).tolist())
        yield zip(*columns, strict=True)


def _write_parquet(frame: pd.DataFrame, stream: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    meanings = _meanings()
    kinds = {name: pa.float64() if name == "obs_value" else pa.string() for name in frame.columns}
    fields = [pa.field(name, kind, metadata={"description": meanings[name]}) for name, kind in kinds.items()]
    schema = pa.schema(fields, metadata={**frame.attrs, "licence": LICENCE})
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


_WRITERS: dict[Format, Callable[[pd.DataFrame, BinaryIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
    "xlsx": lambda frame, stream: write_workbook(frame, stream, _meanings(), LICENCE),
    "sdmx-csv": lambda frame, stream: _write_csv(to_sdmx(frame), stream),
}
_READERS: dict[Format, Callable[[BinaryIO], pd.DataFrame]] = {
    "csv": _read_csv,
    "json": _read_json,
    "parquet": _read_parquet,
    "xlsx": read_workbook,
    "sdmx-csv": lambda source: from_sdmx(_read_csv(source)),
}
FORMATS = tuple(_WRITERS)
