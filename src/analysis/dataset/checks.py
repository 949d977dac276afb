"""Checks over several tables: codes that are on no list, areas and indicators that hang together, keys told twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.dataset.row_checks import faults_of_areas, faults_of_bases, faults_of_digits, faults_of_periods
from analysis.dataset.schema import Table
from analysis.errors import Fault
from analysis.text.suggest import did_you_mean

Frames = Mapping[str, tuple[Table, pd.DataFrame]]
# Checks of the observations, with the code lists that each needs.
_ROW_CHECKS = (
    (faults_of_periods, ("terms",)),
    (faults_of_digits, ("sources",)),
    (faults_of_areas, ("areas", "indicators")),
    (faults_of_bases, ("indicators", "terms")),
)


def faults_across(frames: Frames) -> list[Fault]:
    """Return the faults that no single cell shows.

    Args:
        frames: Table and frame of text by the name of the resource; only tables that have passed their schemas. What
            would need a table that is not among them is not checked.
    """
    faults = [fault for table, frame in frames.values() for fault in _unknown_codes(table, frame, frames)]
    if "areas" in frames:
        faults += [*_cyclic_successors(*frames["areas"]), *_orphans(*frames["areas"])]
    if "indicators" in frames:
        faults += _unknown_parts(*frames["indicators"])
    told = [(table, frame) for name, (table, frame) in frames.items() if name.startswith("observations")]
    lists = {name: frame for name, (_, frame) in frames.items()}
    for check, needs in _ROW_CHECKS:
        if all(name in lists for name in needs):
            faults += [
                fault for table, frame in told for fault in check(table, frame, *(lists[name] for name in needs))
            ]
    return faults + list(_told_twice(told))


def _told_twice(told: list[tuple[Table, pd.DataFrame]]) -> Iterator[Fault]:
    """Keys that stand in two files; those within one file are found with its schema."""
    if not told:
        return
    key = told[0][0].schema["primaryKey"]
    areas = pd.concat([frame[key[0]].drop_duplicates() for _, frame in told])
    shared = areas[areas.duplicated()].unique().tolist()
    if not shared:
        return
    parts = [frame.loc[frame[key[0]].isin(shared), key].assign(file=table.file) for table, frame in told]
    rows = pd.concat([part.assign(line=part.index) for part in parts], ignore_index=True)
    again = rows[rows.duplicated(key, keep=False)]
    for _, same in again.groupby(key, dropna=False, sort=False):
        first = same.iloc[0]
        for row in same[same["file"] != first["file"]].itertuples():
            message = f"has the same {', '.join(key)} as {first['file']} line {first['line']}"
            yield Fault(str(row.file), int(row.line), "", message)


def _unknown_codes(table: Table, frame: pd.DataFrame, frames: Frames) -> Iterator[Fault]:
    for key in table.schema.get("foreignKeys", ()):
        (column,), reference = key["fields"], key["reference"]
        if reference["resource"] and reference["resource"] not in frames:
            continue
        home, known_frame = frames[reference["resource"]] if reference["resource"] else (table, frame)
        known = dict.fromkeys(known_frame[reference["fields"][0]].tolist())
        given = frame[column].dropna()
        # Codes are few and lines are many: only the lines of a code that is on no list are looked for.
        unknown = [code for code in given.unique() if code not in known]
        for line, code in given[given.isin(unknown)].items() if unknown else ():
            advice = did_you_mean(str(code), known, otherwise=f"add it to {home.file} first")
            yield Fault(table.file, int(str(line)), column, f"{code!r} is not in {home.file}; {advice}")


def _orphans(table: Table, frame: pd.DataFrame) -> Iterator[Fault]:
    known = set(frame["code"])
    for line, code in frame["code"].items():
        parent = str(code).rpartition("/")[0]
        if parent and parent not in known:
            yield Fault(
                table.file, int(str(line)), "code", f"{code!r} lies in {parent!r}, which is not in {table.file}"
            )


def _unknown_parts(table: Table, frame: pd.DataFrame) -> Iterator[Fault]:
    known = set(frame["code"])
    for line, codes in frame["parts"].dropna().items():
        for code in str(codes).split("+"):
            if code not in known:
                advice = did_you_mean(code, known, otherwise="add it first")
                yield Fault(table.file, int(str(line)), "parts", f"{code!r} is not in {table.file}; {advice}")


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
