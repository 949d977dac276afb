"""The table schemas of `datapackage.json` (Frictionless), applied with pandera; every fault found, none hidden."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset.tables import Files
from analysis.errors import DataError, Fault
from analysis.text.periods import parse_day

# The resources that a dataset needs; those of observations have more to their names.
_TABLES = ("areas", "area-types", "indicators", "segments", "terms", "obs-status", "sources", "observations")


@dataclass(frozen=True)
class Table:
    """One file of the data package.

    Attributes:
        name: Name of the resource; files of observations have names that begin with "observations".
        file: The file, relative to the data folder.
        schema: Its Frictionless table schema.
        schema_name: Name of that schema.
    """

    name: str
    file: str
    schema: Mapping[str, Any]
    schema_name: str

    @property
    def columns(self) -> list[str]:
        """The header that the file must have."""
        return [field["name"] for field in self.schema["fields"]]


def read_package(folder: Path) -> list[Table]:
    """Return the tables that the `datapackage.json` of a folder names, see `parse_package`."""
    return parse_package(Files(folder))


def parse_package(files: Files) -> list[Table]:
    """Return the tables that `datapackage.json` names.

    Args:
        files: The files of the data folder.

    Raises:
        DataError: The package or one of its schemas is missing or is no JSON, or the package lacks a table.
    """
    package = _read_json(files, "datapackage.json")
    try:
        resources = [(one["name"], one["path"], one["schema"]) for one in package["resources"]]
    except (KeyError, TypeError):
        message = "expected: resources, each with name, path and schema"
        raise DataError([Fault("datapackage.json", 0, "", message)]) from None
    names = {"observations" if name.startswith("observations") else name for name, _, _ in resources}
    absent = [name for name in _TABLES if name not in names]
    if absent:
        raise DataError([Fault("datapackage.json", 0, "", f"names no resource {name!r}") for name in absent])
    schemas = {schema: _read_json(files, schema) for schema in sorted({schema for _, _, schema in resources})}
    return [Table(name, file, schemas[schema], Path(schema).stem) for name, file, schema in resources]


def _read_json(files: Files, file: str) -> Any:
    try:
        return json.loads(files.read(file).decode("utf-8"))
    except FileNotFoundError:
        raise DataError([Fault(file, 0, "", "the file is missing")]) from None
    except ValueError as error:
        raise DataError([Fault(file, getattr(error, "lineno", 0), "", f"not readable as JSON: {error}")]) from None


def faults_of_schema(table: Table, frame: pd.DataFrame) -> list[Fault]:
    """Return each cell that breaks the table's schema, and each row whose key occurred before."""
    import pandera.pandas as pa

    columns = {field["name"]: _column(field) for field in table.schema["fields"]}
    faults = []
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for case in errors.failure_cases.itertuples():
            message = (
                "is blank, but required" if case.check == "not_nullable" else f"{case.failure_case!r} {case.check}"
            )
            faults.append(Fault(table.file, int(case.index), str(case.column), message))
    return faults + _duplicates(table, frame)


def _column(field: Mapping[str, Any]) -> Any:
    import pandera.pandas as pa

    rules = field.get("constraints", {})
    checks = []
    if "enum" in rules:
        checks.append(pa.Check.isin(rules["enum"], error=f"is none of: {', '.join(rules['enum'])}"))
    if "pattern" in rules:
        checks.append(pa.Check.str_matches(rf"^(?:{rules['pattern']})$", error=f"has not the form {rules['pattern']}"))
    if field["type"] == "number":
        # Not float(): it takes "nan", "inf" and "1_000".
        error = "is not a number (digits and a decimal point)"
        checks.append(pa.Check.str_matches(r"^-?[0-9]+(?:\.[0-9]+)?$", error=error))
    if field["type"] == "date":
        checks.append(pa.Check(_holds(parse_day), error="is not a day of the calendar of the form 2023-10-31"))
    return pa.Column(None, checks, nullable=not rules.get("required", False))


def _holds(parse: Callable[[str], object]) -> Callable[[pd.Series[Any]], pd.Series[Any]]:
    def holds(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return lambda column: column.map({text: holds(text) for text in column.unique()}).astype(bool)


def _duplicates(table: Table, frame: pd.DataFrame) -> list[Fault]:
    key = table.schema["primaryKey"]
    again = frame[key][frame.duplicated(key, keep=False)].fillna("")
    first_lines: dict[tuple[str, ...], int] = {}
    faults = []
    for line, *values in again.itertuples(name=None):
        first = first_lines.setdefault(tuple(values), line)
        if first != line:
            faults.append(Fault(table.file, line, "", f"has the same {', '.join(key)} as line {first}"))
    return faults
