"""The project's own data folder: its form, its keys, and nothing in it that nothing uses."""

import csv
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from analysis.dataset.dataset import Dataset
from analysis.dataset.load import find_faults
from analysis.dataset.schema import Table, read_package
from analysis.paths import find_project

DATA = find_project().data
FACTS = find_project().root.parent / "shared" / "facts" / "observations.csv"
TABLES = read_package(DATA)
FILES = [file for file in sorted(DATA.rglob("*")) if file.suffix in {".csv", ".json", ".md", ".yml"}]

# Codes that no figure uses yet: statuses that a figure may get next, and the term that runs.
UNUSED_STATUSES = {"B", "E", "P"}
UNUSED_TERMS = {"2025-2030"}


def rows_of(table: Table) -> list[dict[str, str]]:
    with (DATA / table.file).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_data_have_no_fault() -> None:
    assert find_faults() == []


def test_frictionless_finds_the_package_valid() -> None:
    command = [str(Path(sys.executable).parent / "frictionless"), "validate", str(DATA / "datapackage.json"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["valid"]
    assert report["stats"]["tasks"] == len(TABLES)


def test_every_csv_file_is_named_in_the_package() -> None:
    files = {file.relative_to(DATA).as_posix() for file in DATA.rglob("*.csv")}
    assert files == {table.file for table in TABLES}


def test_every_schema_is_used() -> None:
    assert {file.stem for file in (DATA / "schemas").iterdir()} == {table.schema_name for table in TABLES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_files_are_utf_8_nfc_with_lf_and_a_last_line_end(file: Path) -> None:
    text = file.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_are_sorted_by_their_key(table: Table) -> None:
    keys = [tuple(row[column] for column in table.schema["primaryKey"]) for row in rows_of(table)]
    assert keys == sorted(keys)


def test_observation_ids_are_unique(shipped: Dataset) -> None:
    assert shipped.observations["observation_id"].is_unique


def test_an_observations_file_holds_one_province() -> None:
    for table in TABLES:
        if table.schema_name == "observations":
            provinces = {row["ref_area"].partition("/")[0] for row in rows_of(table)}
            stem = Path(table.file).stem
            assert provinces == {"_U" if stem == "unknown-area" else stem}


def test_every_area_is_used(shipped: Dataset) -> None:
    used = set(shipped.observations["ref_area"]) | {source.ref_area for source in shipped.sources.values()}
    used |= {shipped.areas[code].parent for code in used}
    used |= {shipped.areas[code].successor for code in used if code}
    assert set(shipped.areas) - used == set()


def test_every_area_lies_in_an_area_of_the_list(shipped: Dataset) -> None:
    assert [area.code for area in shipped.areas.values() if area.parent and area.parent not in shipped.areas] == []


def test_every_indicator_is_used(shipped: Dataset) -> None:
    used = set(shipped.observations["indicator"])
    for code in list(used):
        indicator = shipped.indicators[code]
        used |= {indicator.numerator, indicator.denominator, *indicator.parts}
    assert set(shipped.indicators) - used == set()


def test_the_parts_of_an_indicator_are_indicators(shipped: Dataset) -> None:
    parts = {part for indicator in shipped.indicators.values() for part in indicator.parts}
    assert parts <= set(shipped.indicators)


def test_every_segment_is_used(shipped: Dataset) -> None:
    assert set(shipped.segments) == set(shipped.observations["segment"])


def test_every_source_is_used(shipped: Dataset) -> None:
    assert set(shipped.sources) == set(shipped.observations["source_id"])


def test_every_status_is_used_or_may_be_next(shipped: Dataset) -> None:
    (table,) = [table for table in TABLES if table.name == "obs-status"]
    used = set(shipped.observations["obs_status"])
    assert {row["code"] for row in rows_of(table)} == used | UNUSED_STATUSES
    assert used & UNUSED_STATUSES == set()


def test_every_term_is_used_or_runs(shipped: Dataset) -> None:
    used = set(shipped.observations["base_per"]) & set(shipped.terms)
    spans = set(shipped.observations.loc[shipped.observations["freq"] == "TERM", "period_start"])
    used |= {term.code for term in shipped.terms.values() if term.period_start.isoformat() in spans}
    assert set(shipped.terms) == used | UNUSED_TERMS
    assert used & UNUSED_TERMS == set()


def test_terms_follow_each_other_without_gap(shipped: Dataset) -> None:
    years = [year for term in shipped.terms.values() for year in term.years]
    assert years == list(range(years[0], years[-1] + 1))
    assert set(shipped.observations["year"]) <= set(years)


def test_a_base_period_is_a_year_or_a_term_of_the_list(shipped: Dataset) -> None:
    bases = set(shipped.observations["base_per"]) - {""}
    assert {base for base in bases if "-" in base} <= set(shipped.terms)


def test_every_figure_of_the_seed_documents_is_there_and_no_other(shipped: Dataset) -> None:
    if not FACTS.exists():
        pytest.skip(f"{FACTS} is not on this machine: the facts are no part of the project")
    with FACTS.open(encoding="utf-8", newline="") as file:
        printed = [row for row in csv.DictReader(file) if row["source_id"].startswith(("baodaklak-20230130", "print-"))]
    kept = shipped.observations
    assert len(kept) == len(printed)
    assert sorted(kept["obs_value"]) == sorted(float(row["value"]) for row in printed)
