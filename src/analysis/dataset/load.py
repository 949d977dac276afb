"""From the data folder to a checked `Dataset`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset.cache import code_version, read_entry, write_entry
from analysis.dataset.checks import Frames, faults_across
from analysis.dataset.code_lists import CODE_LISTS
from analysis.dataset.corrections import FILE as CORRECTIONS
from analysis.dataset.corrections import faults_of_guards, read_corrections
from analysis.dataset.dataset import Dataset
from analysis.dataset.model import Area, AreaType, Correction, Frequency, Indicator, Segment, Source, Term
from analysis.dataset.part import tell
from analysis.dataset.records import observation_table, read_records
from analysis.dataset.schema import Table, faults_of_schema, parse_package
from analysis.dataset.tables import Files, parse_table
from analysis.errors import CallerError, DataError, Fault
from analysis.paths import find_project
from analysis.text.periods import parse_day

_OBSERVATIONS = "observations"
# Datasets that were read in this process, by all that they were made from; of so many folders, those read last.
_known: dict[str, Dataset] = {}
_KEPT = 2
# What a dataset finds out about its rows, by the names of its properties.
_OF_ROWS = ("row_hashes", "area_index")


def load_dataset(as_of: dt.date | str | None = None, folder: Path | None = None) -> Dataset:
    """Return everything that had been published by a date.

    A folder that was found sound before is not checked again as long as its files, and the code, are the same; in one
    process it is not even read again. What is returned is the caller's own.

    Args:
        as_of: The date, as a day or as ISO 8601 text; None or "" is the newest edition. Sources without a date of
            publication are in the newest edition only; `Dataset.undated` names them.
        folder: A data folder other than the project's.

    Raises:
        DataError: The folder has faults; all of them are listed.
        CallerError: `as_of` is text that is no date.
    """
    day = parse_edition(as_of) if isinstance(as_of, str) else as_of
    return _edition_of(_read_newest(Files(folder or find_project().data)), day)


def _edition_of(newest: Dataset, day: dt.date | None) -> Dataset:
    """Cut an edition from the newest one; whatever is done to its frame or its lists leaves that one as it is."""
    sources, rows = dict(newest.sources), newest.observations.copy(deep=False)
    if day is not None:
        sources = {key: source for key, source in sources.items() if source.published and source.published <= day}
        rows = rows[rows["published"] <= pd.Timestamp(day)].reset_index(drop=True)
    lists: dict[str, Any] = {name: dict(getattr(newest, name)) for name in CODE_LISTS}
    edition = dataclasses.replace(newest, observations=rows, sources=sources, as_of=day, **lists)
    tell(edition, code_lists=newest.code_lists)
    if day is None:
        tell(edition, **{name: vars(newest)[name] for name in _OF_ROWS if name in vars(newest)})
    return edition


def look_ahead() -> None:
    """Read the project's data and find out what every edition then knows: for a process of which others are forks."""
    newest = _read_newest(Files(find_project().data))
    for known, names in ((newest, _OF_ROWS), (newest.code_lists, ("digest", "mergers"))):
        for name in names:
            getattr(known, name)


def parse_edition(text: str) -> dt.date | None:
    """Return the date of an edition, None for the newest.

    Raises:
        CallerError: The text is no date.
    """
    try:
        return parse_day(text) if text else None
    except ValueError as error:
        raise CallerError(f"the edition is no date: {error}", to_do="give it as 2023-10-13") from None


def find_faults(folder: Path | None = None) -> list[Fault]:
    """Return every fault of a data folder, none if it can be trusted; nothing is raised for a faulty file.

    Everything is checked, whatever was found before.
    """
    try:
        read_frames(Files(folder or find_project().data))
    except DataError as error:
        return list(error.faults)
    return []


def _read_newest(files: Files) -> Dataset:
    """Return the newest edition of a data folder, from memory or from the cache where it was found sound before.

    Raises:
        DataError: The folder has faults; all of them are listed.
    """
    tables = parse_package(files)
    try:
        data_hash = _hash(files, tables)
    except FileNotFoundError:
        read_frames(files)
        raise
    if _unnamed_files(files, tables):
        read_frames(files)  # tells of all faults
    key = hashlib.sha256(f"{files.digest()} {code_version()}".encode()).hexdigest()
    newest = _known.pop(key, None) or _newest(files, key, data_hash)
    files.forget()
    _known[key] = newest
    while len(_known) > _KEPT:
        _known.pop(next(iter(_known)))
    return newest


def _newest(files: Files, key: str, data_hash: str) -> Dataset:
    tables = read_entry(key)
    if tables is None:
        frames, _ = read_frames(files)
        tables = _tables(frames)
        write_entry(key, tables)
    corrections, _ = _parse_corrections(files)
    sources = {source.source_id: source for source in read_records(tables["sources"], Source)}
    return Dataset(
        observations=tables[_OBSERVATIONS],
        areas={area.code: area for area in read_records(tables["areas"], Area)},
        indicators={indicator.code: indicator for indicator in read_records(tables["indicators"], Indicator)},
        segments={segment.code: segment for segment in read_records(tables["segments"], Segment)},
        terms={term.code: term for term in read_records(tables["terms"], Term)},
        sources=sources,
        as_of=None,
        data_hash=data_hash,
        corrections=tuple(correction for _, correction in corrections),
        area_types={one.code: one for one in read_records(tables["area-types"], AreaType)},
        frequencies={one.code: one for one in read_records(tables["frequencies"], Frequency)},
        undated=tuple(key for key, source in sources.items() if source.published is None),
    )


def _tables(frames: Frames) -> dict[str, pd.DataFrame]:
    told = [(table, frame) for name, (table, frame) in frames.items() if name.startswith(_OBSERVATIONS)]
    lists = {name: frame for name, (_, frame) in frames.items() if not name.startswith(_OBSERVATIONS)}
    key = told[0][0].schema["primaryKey"]
    return lists | {_OBSERVATIONS: observation_table([frame for _, frame in told], lists["sources"], key)}


def read_frames(files: Files) -> tuple[Frames, tuple[Correction, ...]]:
    """Read and check every table of the data package, as text, and the corrections.

    Raises:
        DataError: All faults of all files. Checks across tables run only on tables that are sound.
    """
    frames: dict[str, tuple[Table, pd.DataFrame]] = {}
    tables = parse_package(files)
    faults = _unnamed_files(files, tables)
    for table in tables:
        frame, found = parse_table(files, table.file, table.columns)
        found = found or faults_of_schema(table, frame)
        if not found:
            frames[table.name] = (table, frame)
        faults += found
    faults += faults_across(frames)
    corrections, found = _parse_corrections(files)
    told = [frame for name, (_, frame) in frames.items() if name.startswith(_OBSERVATIONS)]
    if told and corrections:
        # Guards need sound observations.
        found += faults_of_guards(corrections, pd.concat(told, ignore_index=True))
    if faults or found:
        raise DataError([*faults, *found])
    return frames, tuple(correction for _, correction in corrections)


def _parse_corrections(files: Files) -> tuple[list[tuple[int, Correction]], list[Fault]]:
    """Read `corrections.yml`, each correction with its line; a folder without one has no corrections."""
    try:
        text = files.read(CORRECTIONS).decode("utf-8")
    except FileNotFoundError:
        return [], []
    except UnicodeDecodeError:
        return [], [Fault(CORRECTIONS, 0, "", "the file is not UTF-8")]
    return read_corrections(text)


def _unnamed_files(files: Files, tables: list[Table]) -> list[Fault]:
    named = {table.file for table in tables}
    there = (file.relative_to(files.folder).as_posix() for file in (files.folder / "observations").glob("*.csv"))
    message = "is not named in datapackage.json, so nothing of it is loaded"
    return [Fault(file, 0, "", message) for file in there if file not in named]


def hash_data(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of `datapackage.json`, its tables, and the corrections.

    The schemas are left out: they decide whether a folder is loaded, not what is loaded from it.
    """
    files = Files(folder)
    return _hash(files, parse_package(files))


def _hash(files: Files, tables: list[Table]) -> str:
    corrections = [CORRECTIONS] if files.has(CORRECTIONS) else []
    return files.digest(["datapackage.json", *(table.file for table in tables), *corrections])
