"""The project's own data folder: its form, its keys, and nothing in it that nothing uses."""

import csv
import datetime as dt
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
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

# Codes that no figure uses yet: statuses that a figure may get next.
UNUSED_STATUSES = {"B", "E", "P"}


def rows_of(table: Table) -> list[dict[str, str]]:
    return read_csv(DATA / table.file)


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


def test_every_area_below_the_provinces_is_used(shipped: Dataset) -> None:
    used = set(shipped.observations["ref_area"]) | {source.ref_area for source in shipped.sources.values()}
    used |= {parent for code in used for parent in _lineage(code)}
    used |= {shipped.areas[code].successor for code in used}
    assert {code for code in shipped.areas if "/" in code} - used == set()


def _lineage(code: str) -> list[str]:
    parts = code.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


@pytest.mark.parametrize(("day", "count"), [("2024-12-31", 63), ("2025-06-30", 63), ("2025-07-01", 34)])
def test_so_many_provinces_stand_on_a_day(shipped: Dataset, day: str, count: int) -> None:
    when = dt.date.fromisoformat(day)
    standing = [
        area.code
        for area in shipped.areas.values()
        if area.level == "province" and (area.valid_from or when) <= when <= (area.valid_to or when)
    ]
    assert len(standing) == count


def test_every_province_that_ended_names_one_that_stands(shipped: Dataset) -> None:
    ended = [area for area in shipped.areas.values() if area.level == "province" and area.valid_to]
    assert len(ended) == 52 + 1  # and Thừa Thiên Huế, which became Huế
    assert all(shipped.areas[area.successor].valid_to is None for area in ended)


def test_two_areas_may_share_a_name_and_never_a_code(shipped: Dataset) -> None:
    assert [area.code for area in shipped.areas.values() if area.name_vi == "Lâm Đồng"] == ["lam-dong", "lam-dong-2025"]
    assert shipped.find_area("Lâm Đồng", year=2024).code == "lam-dong"
    assert shipped.find_area("Lâm Đồng", year=2026).code == "lam-dong-2025"


def test_frequencies_and_bounds_are_those_of_the_schema(shipped: Dataset) -> None:
    (schema,) = {json.dumps(table.schema) for table in TABLES if table.schema_name == "observations"}
    enums = {field["name"]: field["constraints"].get("enum") for field in json.loads(schema)["fields"]}
    lists = {table.name: {row["code"] for row in rows_of(table)} for table in TABLES if "codelists" in table.file}
    areas = next(table.schema for table in TABLES if table.name == "areas")
    types = next(field["constraints"]["enum"] for field in areas["fields"] if field["name"] == "type")
    assert set(enums["freq"]) == lists["frequencies"]
    assert set(enums["bound"]) == lists["bounds"]
    assert set(types) == lists["area-types"] == set(shipped.area_types)


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


def test_every_term_is_used(shipped: Dataset) -> None:
    used = set(shipped.observations["base_per"]) & set(shipped.terms)
    spans = set(shipped.observations.loc[shipped.observations["freq"] == "TERM", "period_start"])
    used |= {term.code for term in shipped.terms.values() if term.period_start.isoformat() in spans}
    assert set(shipped.terms) == used


def test_terms_follow_each_other_without_gap(shipped: Dataset) -> None:
    years = [year for term in shipped.terms.values() for year in term.years]
    assert years == list(range(years[0], years[-1] + 1))


def test_a_base_period_is_a_year_or_a_term_of_the_list(shipped: Dataset) -> None:
    bases = set(shipped.observations["base_per"]) - {""}
    assert {base for base in bases if "-" in base} <= set(shipped.terms)


def test_the_facts_add_up() -> None:
    if not FACTS.exists():
        pytest.skip(f"{FACTS} is not on this machine: the facts are no part of the project")
    raw = read_csv(FACTS)
    urls = {row["source_id"]: _address(row) for row in read_csv(FACTS.with_name("sources.csv"))}
    sources = {row["source_id"]: _address(row) for row in read_csv(DATA / "sources.csv")}
    observations = [row for table in TABLES if table.schema_name == "observations" for row in rows_of(table)]
    left_out = read_csv(DATA / "left-out.csv")

    def told(rows, addresses, column):
        return Counter(
            (addresses[row["source_id"]], abs(float(row[column])), unicodedata.normalize("NFC", row["as_printed"]))
            for row in rows
        )

    facts = told(raw, urls, "value")
    ours = told([*observations, *left_out], sources, "obs_value")
    assert facts - ours == Counter()
    assert sum((facts & told(left_out, sources, "obs_value")).values()) <= 0.05 * len(raw)


def _address(row: dict[str, str]) -> str:
    """The end of an address, past any name that is masked in it; of a source without one, its title."""
    url = row["url"] or (re.findall(r"https?://\S+", row.get("comment", "")) or [""])[0]
    return url[-30:] or row["title"]


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))
