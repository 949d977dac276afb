"""From the data folder to a checked `Dataset`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from analysis.dataset.checks import Frames, faults_across
from analysis.dataset.dataset import Dataset
from analysis.dataset.model import Area, AreaType, Indicator, Segment, Source, Term
from analysis.dataset.schema import Table, faults_of_schema, read_package
from analysis.dataset.tables import read_table
from analysis.errors import DataError, Fault
from analysis.paths import find_project
from analysis.text.periods import last_day, parse_day

_Record = TypeVar("_Record", Area, AreaType, Indicator, Segment, Term, Source)


def load_dataset(as_of: dt.date | str | None = None, folder: Path | None = None) -> Dataset:
    """Return everything that had been published by a date.

    Args:
        as_of: The date, as a day or as ISO 8601 text; None or "" is the newest edition. Sources without a date of
            publication are in the newest edition only.
        folder: A data folder other than the project's.

    Raises:
        DataError: The folder has faults; all of them are listed.
        ValueError: `as_of` is text that is no date.
    """
    folder = folder or find_project().data
    frames = read_frames(folder)
    day = parse_day(as_of) if isinstance(as_of, str) and as_of else as_of or None
    assert not isinstance(day, str)
    sources = {source.source_id: source for source in _records(frames["sources"][1], Source)}
    if day is not None:
        sources = {key: source for key, source in sources.items() if source.published and source.published <= day}
    return Dataset(
        observations=_observations(frames, sources),
        areas={area.code: area for area in _records(frames["areas"][1], Area)},
        indicators={indicator.code: indicator for indicator in _records(frames["indicators"][1], Indicator)},
        segments={segment.code: segment for segment in _records(frames["segments"][1], Segment)},
        terms={term.code: term for term in _records(frames["terms"][1], Term)},
        sources=sources,
        as_of=day,
        data_hash=hash_data(folder),
        area_types={one.code: one for one in _records(frames["area-types"][1], AreaType)},
    )


def find_faults(folder: Path | None = None) -> list[Fault]:
    """Return every fault of a data folder, none if it can be trusted; nothing is raised for a faulty file."""
    try:
        read_frames(folder or find_project().data)
    except DataError as error:
        return list(error.faults)
    return []


def read_frames(folder: Path) -> Frames:
    """Read and check every table of the data package, as text.

    Raises:
        DataError: All faults of all files. Checks across tables run only on tables that are sound.
    """
    frames: dict[str, tuple[Table, pd.DataFrame]] = {}
    tables = read_package(folder)
    faults = _unnamed_files(folder, {table.file for table in tables})
    for table in tables:
        frame, found = read_table(folder, table.file, table.columns)
        found = found or faults_of_schema(table, frame)
        if not found:
            frames[table.name] = (table, frame)
        faults += found
    faults += faults_across(frames)
    if faults:
        raise DataError(faults)
    return frames


def _unnamed_files(folder: Path, named: set[str]) -> list[Fault]:
    files = (file.relative_to(folder).as_posix() for file in (folder / "observations").glob("*.csv"))
    message = "is not named in datapackage.json, so nothing of it is loaded"
    return [Fault(file, 0, "", message) for file in files if file not in named]


def hash_data(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of `datapackage.json` and of every table that it names.

    The schemas are left out: they decide whether a folder is loaded, not what is loaded from it.
    """
    digest = hashlib.sha256()
    for file in ("datapackage.json", *(table.file for table in read_package(folder))):
        content = (folder / file).read_bytes()
        digest.update(f"{file}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _records(frame: pd.DataFrame, record: type[_Record]) -> Iterator[_Record]:
    fields = {field.name: str(field.type) for field in dataclasses.fields(record)}
    for row in frame[list(fields)].fillna("").to_dict("records"):
        yield record(**{name: _parse_cell(row[name], type_) for name, type_ in fields.items()})


def _parse_cell(text: str, type_: str) -> Any:
    if type_.startswith("dt.date"):
        return parse_day(text) if text else None
    if type_.startswith("tuple"):
        return tuple(text.replace("+", "|").split("|")) if text else ()
    return text


def _observations(frames: Frames, sources: Mapping[str, Source]) -> pd.DataFrame:
    parts = [frame for name, (_, frame) in frames.items() if name.startswith("observations")]
    rows = pd.concat(parts, ignore_index=True).fillna("")
    rows = rows[rows["source_id"].isin(list(sources))].reset_index(drop=True)
    ends = {end: last_day(end) for end in rows["period_end"].unique()}
    published = {key: source.published for key, source in sources.items()}
    return rows.assign(
        obs_value=rows["obs_value"].astype(float),
        observation_id=_observation_ids(rows),
        year=rows["period_end"].str[:4].astype(int),
        end_date=pd.to_datetime(rows["period_end"].map(ends)),
        published=pd.to_datetime(rows["source_id"].map(published)),
    )


def _observation_ids(rows: pd.DataFrame) -> pd.Series[str]:
    """The SDMX series key and period, "@" the source, and "#" the place in it where one source prints two values."""
    key = (
        rows["freq"]
        + "."
        + rows["ref_area"]
        + "."
        + rows["indicator"]
        + "."
        + rows["segment"]
        + ":"
        + rows["period_end"]
    )
    key = key + "@" + rows["source_id"]
    return key.mask(key.duplicated(keep=False), key + "#" + rows["source_detail"])
