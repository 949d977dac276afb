"""Checked tables as what a `Dataset` holds: code lists as records, observations as one frame."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, TypeVar

import pandas as pd

from analysis.dataset.index import MANY
from analysis.dataset.model import Area, AreaType, Frequency, Indicator, Segment, Source, Term
from analysis.text.periods import last_day, parse_day

_Record = TypeVar("_Record", Area, AreaType, Frequency, Indicator, Segment, Term, Source)
_IN_ID = ("freq", "ref_area", "indicator", "segment")


def read_records(frame: pd.DataFrame, record: type[_Record]) -> Iterator[_Record]:
    """Yield a record for each row of a code list or of the sources, a frame of text."""
    fields = {field.name: str(field.type) for field in dataclasses.fields(record)}
    columns = [[_parse_cell(text, type_) for text in frame[name].fillna("").tolist()] for name, type_ in fields.items()]
    for cells in zip(*columns, strict=True):
        yield record(*cells)


def _parse_cell(text: str, type_: str) -> Any:
    if type_.startswith("dt.date"):
        return parse_day(text) if text else None
    if type_.startswith("tuple"):
        return tuple(text.replace("+", "|").split("|")) if text else ()
    return text


def observation_table(parts: list[pd.DataFrame], sources: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return all observations as `Dataset.observations` has them, in the order of their key.

    Args:
        parts: The tables of observations, as text.
        sources: The table of sources, as text.
        key: Columns of the primary key.
    """
    rows = _sorted(pd.concat(parts, ignore_index=True).fillna(""), key)
    ends = {end: last_day(end) for end in rows["period_end"].unique()}
    days = {text: parse_day(text) for text in sources["published"].dropna().unique()}
    published = dict(zip(sources["source_id"], sources["published"].map(days), strict=True))
    return rows.assign(
        obs_value=rows["obs_value"].astype(float),
        observation_id=_observation_ids(rows),
        year=rows["period_end"].str[:4].astype(int),
        end_date=pd.to_datetime(rows["period_end"].map(ends)).astype("datetime64[s]"),
        published=pd.to_datetime(rows["source_id"].map(published)).astype("datetime64[s]"),
    )


def _sorted(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.compute as pc

    # By the bytes of UTF-8, which is the order in which the files are sorted.
    table = pa.Table.from_pandas(rows, preserve_index=False)
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in key])
    # A process that forks must have no thread.
    threads = len(rows) >= MANY
    table_sorted: pd.DataFrame = table.take(order).combine_chunks().to_pandas(use_threads=threads)
    return table_sorted


def _observation_ids(rows: pd.DataFrame) -> pd.Series[str]:
    """The SDMX series key and period, "@" the source, and "#" the place in it where one source prints two values."""
    series = rows["freq"]
    for name in _IN_ID[1:]:
        series = series + "." + rows[name]
    ids = series + ":" + rows["period_end"] + "@" + rows["source_id"]
    return ids.mask(ids.duplicated(keep=False), ids + "#" + rows["source_detail"])
