"""Checks over several columns or tables: codes that are on no list, periods, areas, and what the digits really say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from analysis.dataset.model import POINT, TERM, YEAR, YEAR_TO_DATE
from analysis.dataset.schema import Table
from analysis.errors import Fault
from analysis.text.numbers import parse_numbers
from analysis.text.periods import last_day
from analysis.text.suggest import did_you_mean

Frames = Mapping[str, tuple[Table, pd.DataFrame]]


def faults_across(frames: Frames) -> list[Fault]:
    """Return the faults that no single cell shows.

    Args:
        frames: Table and frame of text by the name of the resource; only tables that have passed their schemas. What
            would need a table that is not among them is not checked.
    """
    faults = [fault for table, frame in frames.values() for fault in _unknown_codes(table, frame, frames)]
    if "areas" in frames:
        faults += _cyclic_successors(*frames["areas"])
    told = [(table, frame) for name, (table, frame) in frames.items() if name.startswith("observations")]
    for table, frame in told:
        faults += _periods(table, frame, frames) if "terms" in frames else ()
        faults += _digits(table, frame, frames) if "sources" in frames else ()
    return faults + list(_told_twice(told))


def _told_twice(told: list[tuple[Table, pd.DataFrame]]) -> Iterator[Fault]:
    """Keys that stand in two files; those within one file are found with its schema."""
    homes: dict[tuple[str, ...], tuple[str, int]] = {}
    for table, frame in told:
        key = table.schema["primaryKey"]
        for line, *values in frame[key].fillna("").itertuples(name=None):
            file, first = homes.setdefault(tuple(values), (table.file, line))
            if file != table.file:
                yield Fault(table.file, line, "", f"has the same {', '.join(key)} as {file} line {first}")


def _unknown_codes(table: Table, frame: pd.DataFrame, frames: Frames) -> Iterator[Fault]:
    for key in table.schema.get("foreignKeys", ()):
        (column,), reference = key["fields"], key["reference"]
        if reference["resource"] and reference["resource"] not in frames:
            continue
        home, known_frame = frames[reference["resource"]] if reference["resource"] else (table, frame)
        known = known_frame[reference["fields"][0]]
        given = frame[column].dropna()
        for line, code in given[~given.isin(known)].items():
            advice = did_you_mean(str(code), known, otherwise=f"add it to {home.file} first")
            yield Fault(table.file, int(str(line)), column, f"{code!r} is not in {home.file}; {advice}")


def _cyclic_successors(table: Table, frame: pd.DataFrame) -> Iterator[Fault]:
    successor = dict(zip(frame["code"], frame["successor"].fillna(""), strict=True))
    for line, code in frame["code"].items():
        seen, here = [code], successor[code]
        while here and here not in seen:
            seen.append(here)
            here = successor.get(here, "")
        if here == code:
            yield Fault(
                table.file,
                int(str(line)),
                "successor",
                f"goes round in a circle: {' > '.join([*seen, code])}",
            )


def _periods(table: Table, frame: pd.DataFrame, frames: Frames) -> Iterator[Fault]:
    terms = frames["terms"][1]
    spans = set(zip(terms["period_start"], terms["period_end"], strict=True))
    columns = frame[["freq", "period_start", "period_end"]].fillna("")
    for line, freq, start, end in columns.itertuples(name=None):
        message = _fault_of_period(freq, start, end, lambda span: span in spans)
        if message:
            yield Fault(table.file, line, "period_end", message)


def _fault_of_period(freq: str, start: str, end: str, is_term: Callable[[tuple[str, str]], bool]) -> str:
    try:
        first, last = (last_day(start) if start else None), last_day(end)
    except ValueError as error:
        return f"{start or '…'} to {end} is not a period: {error}"
    if freq == POINT:
        return "a point in time has no period_start" if first else ""
    if first is None:
        return f"a period of frequency {freq} needs a period_start"
    if first > last:
        return f"the period ends ({end}) before it starts ({start})"
    whole_year = start.endswith("-01-01") and end == f"{start[:4]}-12-31"
    if freq == YEAR and not whole_year:
        return f"a year runs from 1 January to 31 December, not from {start} to {end}"
    if freq == YEAR_TO_DATE and not (start.endswith("-01-01") and last.year == first.year and not whole_year):
        return f"a year to date runs from 1 January to a day before 31 December, not from {start} to {end}"
    if freq == TERM and not is_term((start, end)):
        return f"{start} to {end} is no term in codelists/terms.csv"
    return ""


def _digits(table: Table, frame: pd.DataFrame, frames: Frames) -> Iterator[Fault]:
    sources = frames["sources"][1]
    language = dict(zip(sources["source_id"], sources["language"], strict=True))
    columns = frame[["obs_value", "as_printed", "source_id"]]
    for line, value, printed, source_id in columns.itertuples(name=None):
        numbers = parse_numbers(printed, language[source_id]) if source_id in language else ()
        # A fall is printed without a sign ("giảm 3,2%").
        if numbers and abs(float(value)) not in map(float, numbers):
            yield Fault(table.file, line, "obs_value", f"{value} is not among the digits printed: {printed!r}")
