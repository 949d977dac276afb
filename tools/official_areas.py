"""Makes the official part of `data/codelists/areas.csv` from the PyPI package `vietnamadminunits`.

    python tools/official_areas.py [AREAS.csv] [--check]

The nation and the provinces are written anew, those before and those after the mergers of 1 July 2025. Rows of
districts and communes are never made: those that the file has get their official code, type and last day. All other
rows stay as they are. Districts and communes that the package does not have are listed on stderr.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from unicodedata import normalize

from analysis.dataset.model import NATION
from analysis.errors import CallerError, KetnapError, RunError
from analysis.paths import find_project
from analysis.text.unicode import slug

Row = dict[str, str]

COLUMNS = (
    "code",
    "level",
    "type",
    "name_vi",
    "name_en",
    "aliases",
    "official_code",
    "valid_from",
    "valid_to",
    "successor",
)
# The package's old table shows the units of the last day before the mergers, its new one those of the day after.
LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"

_PACKAGE = "vietnamadminunits"
_PROVINCE_TYPES = {"tỉnh": "province", "thành phố": "municipality"}
_DISTRICT_TYPES = {"huyện": "district", "quận": "urban_district", "thị xã": "town", "thành phố": "city"}
_COMMUNE_TYPES = {"xã": "commune", "phường": "ward", "thị trấn": "township", "đặc khu": "special_zone"}

_OLD_UNITS = "SELECT DISTINCT province, provinceCode, district, districtCode, ward, wardCode FROM admin_units_legacy"
_NEW_UNITS = "SELECT DISTINCT province, provinceCode, ward, wardCode FROM admin_units"
_KEYS = (
    "SELECT DISTINCT provinceKey, provinceCode FROM admin_units_legacy",
    "SELECT DISTINCT provinceKey, provinceCode FROM admin_units",
)

_NATION = {"name_vi": "Việt Nam", "name_en": "Viet Nam", "aliases": "Vietnam|Toàn Đảng|Cả nước"}
# Resolution 175/2024/QH15 of the National Assembly: on 1 January 2025 the province Thừa Thiên Huế became the
# municipality Huế in the same bounds. The package knows only Huế.
_HUE, _HUE_FROM = "hue", "2025-01-01"
_THUA_THIEN_HUE = {
    "code": "thua-thien-hue",
    "type": "province",
    "name_vi": "Thừa Thiên Huế",
    "name_en": "Thừa Thiên Huế",
    "aliases": "Thừa Thiên - Huế|Thua Thien Hue|Thừa Thiên–Huế",
    "valid_from": "",
    "valid_to": "2024-12-31",
    "successor": _HUE,
}
# Provinces with well-known spellings that cannot be derived from the name.
_ALIASES = {
    "Bà Rịa - Vũng Tàu": "Bà Rịa–Vũng Tàu|Bà Rịa Vũng Tàu|Ba Ria - Vung Tau|BR-VT",
    "Bắc Kạn": "Bắc Cạn|Bac Kan",
    "Hà Nội": "Ha Noi|Hanoi",
    "Hải Phòng": "Hai Phong|Haiphong",
    "Hồ Chí Minh": ("Ho Chi Minh|TP. Hồ Chí Minh|TP.HCM|TPHCM|Thành phố Hồ Chí Minh|Sài Gòn|HCMC|Ho Chi Minh City"),
    "Kon Tum": "Kontum",
    "Đà Nẵng": "Da Nang|Danang",
    "Đắk Lắk": "Đăk Lăk|Dak Lak|Daklak|Đắc Lắc",
    "Đắk Nông": "Đăk Nông|Dak Nong|Đắc Nông|Daknong",
}
# The other way of placing the tone mark. Before another vowel or a consonant ("Hoàng") there is only one way.
_OTHER_TONE_MARK = {"òa": "oà", "óa": "oá"}


@dataclass(frozen=True)
class Unit:
    """A province, district or commune as the package has it.

    Attributes:
        code: Code of the statistics office.
        type: What it is called by law, in the words of the areas file.
        name: Short name, "Cai Lậy".
        full_name: Name with the type, "Thị xã Cai Lậy".
    """

    code: str
    type: str
    name: str
    full_name: str

    @property
    def keys(self) -> frozenset[str]:
        """What it is found by; a numbered ward by its number and by its full name."""
        return frozenset({slug(self.name), slug(self.full_name)})


@dataclass(frozen=True)
class Official:
    """What the package knows; units by the code of the province or district that they belong to.

    Attributes:
        old_provinces: The provinces of the last day before the mergers.
        new_provinces: The provinces of the day after.
        merged_into: Code of the new province, by the code of the old one.
        old_units: Districts by province, and communes by district, of the last day before.
        new_units: Communes by province, of the day after.
    """

    old_provinces: Sequence[Unit]
    new_provinces: Sequence[Unit]
    merged_into: Mapping[str, str]
    old_units: Mapping[str, Sequence[Unit]]
    new_units: Mapping[str, Sequence[Unit]]

    @property
    def made_in_2025(self) -> frozenset[str]:
        """Codes of the new provinces that more than one old province went into."""
        into = list(self.merged_into.values())
        return frozenset(code for code in into if into.count(code) > 1)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all districts and communes."""
        tables = (self.old_units, self.new_units)
        return frozenset(unit.code for table in tables for units in table.values() for unit in units)


def read_official() -> Official:
    """Read the package's tables, without importing it.

    Raises:
        RunError: The package is not installed.
    """
    try:
        folder = Path(str(distribution(_PACKAGE).locate_file(_PACKAGE))) / "data"
    except PackageNotFoundError as error:
        raise RunError(f"the package {_PACKAGE} is not installed", to_do="run: make test") from error
    with closing(sqlite3.connect(f"{(folder / 'dataset.db').as_uri()}?mode=ro", uri=True)) as database:
        old = database.execute(_OLD_UNITS).fetchall()
        new = database.execute(_NEW_UNITS).fetchall()
        old_codes, new_codes = (dict(database.execute(query).fetchall()) for query in _KEYS)
    parts_of = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))["DICT_PROVINCE"]
    districts = _group(((row[1], *row[2:4]) for row in old), _DISTRICT_TYPES)
    old_communes = _group(((row[3], *row[4:6]) for row in old if row[4]), _COMMUNE_TYPES)
    return Official(
        old_provinces=_units((row[:2] for row in old), _PROVINCE_TYPES),
        new_provinces=_units((row[:2] for row in new), _PROVINCE_TYPES),
        merged_into={old_codes[part]: new_codes[whole] for whole, parts in parts_of.items() for part in parts},
        old_units=districts | old_communes,
        new_units=_group((row[1:] for row in new), _COMMUNE_TYPES),
    )


def _group(rows: Iterable[tuple[str, ...]], types: Mapping[str, str]) -> dict[str, list[Unit]]:
    """Return the units of rows of parent code, full name and code, by the parent code."""
    by_parent: dict[str, list[tuple[str, ...]]] = {}
    for parent, *named in rows:
        by_parent.setdefault(parent, []).append(tuple(named))
    return {parent: _units(children, types) for parent, children in by_parent.items()}


def _units(rows: Iterable[tuple[str, ...]], types: Mapping[str, str]) -> list[Unit]:
    """Return the units of rows of full name and code, each once.

    The type is read from the full name: in a few rows the package's column of types contradicts it, and the short
    names of the package hold the type where two units share a name.
    """
    units = []
    for full_name, code in sorted(set(rows)):
        full = normalize("NFC", full_name)
        word = next(word for word in types if full.casefold().startswith(f"{word} "))
        units.append(Unit(code, types[word], full[len(word) + 1 :], full))
    return units


def province_rows(official: Official) -> list[Row]:
    """Return the rows of the nation and of all provinces, old and new."""
    made = official.made_in_2025
    new_codes = {unit.code: _province_code(unit, made) for unit in official.new_provinces}
    rows = [_row(code=NATION, level="nation", type="nation", **_NATION)]
    for unit in official.old_provinces:
        into = official.merged_into[unit.code]
        ended = {"valid_to": LAST_DAY, "successor": new_codes[into]} if into in made else {}
        rows.append(_province_row(unit, slug(unit.name), **ended))
    for unit in official.new_provinces:
        if unit.code in made:
            rows.append(_province_row(unit, new_codes[unit.code], valid_from=FIRST_DAY))
    hue = next(row for row in rows if row["code"] == _HUE)
    hue["valid_from"] = _HUE_FROM
    return [*rows, hue | _THUA_THIEN_HUE]


def _province_code(unit: Unit, made: frozenset[str]) -> str:
    return slug(unit.name) + ("-2025" if unit.code in made else "")


def _province_row(unit: Unit, code: str, **validity: str) -> Row:
    names = {"name_vi": unit.name, "name_en": unit.name, "aliases": _aliases(unit.name)}
    return _row(code=code, level="province", type=unit.type, official_code=unit.code, **names, **validity)


def _row(**values: str) -> Row:
    return dict.fromkeys(COLUMNS, "") | values


def _aliases(name: str) -> str:
    """Return the other spellings of a province: the tone mark placed elsewhere, and the name without marks."""
    if name in _ALIASES:
        return _ALIASES[name]
    other = name
    for here, there in _OTHER_TONE_MARK.items():
        other = " ".join(word.removesuffix(here) + there if word.endswith(here) else word for word in other.split(" "))
    plain = slug(name).replace("-", " ").title()
    return "|".join(alias for alias in dict.fromkeys((other, plain)) if alias != name)


def fill_rows(rows: Iterable[Row], official: Official) -> tuple[list[Row], list[str]]:
    """Return all rows of the areas file, sorted by code, and the codes of the rows that the package does not have.

    Args:
        rows: The rows of the file as it is.
        official: What the package knows.
    """
    filled = {row["code"]: row for row in [*rows, *province_rows(official)]}
    known, unknown = official.codes, []
    found: dict[str, Unit] = {}
    for code in sorted(filled):
        row, parent = filled[code], filled.get(code.rpartition("/")[0])
        if row["level"] not in ("district", "commune"):
            continue
        units, ended = _units_beside(row["level"], parent, found, official) if parent else ((), "")
        unit = _find(row, units, ended) if row["official_code"] in known | {""} else None
        if unit is None:
            unknown.append(code)
            continue
        found[code] = unit
        filled[code] = row | {"official_code": unit.code, "type": unit.type, "valid_to": ended or row["valid_to"]}
    return [filled[code] for code in sorted(filled)], unknown


def _units_beside(level: str, parent: Row, found: Mapping[str, Unit], official: Official) -> tuple[Sequence[Unit], str]:
    """Return the units of a level in an area, and the last day on which they stood there, blank if they still do."""
    ended = min(parent["valid_to"] or LAST_DAY, LAST_DAY)
    match parent["level"], level:
        case "province", "district" if parent["valid_from"] <= LAST_DAY:
            return official.old_units.get(parent["official_code"], ()), ended
        case "province", "commune" if not parent["valid_to"]:
            return official.new_units.get(parent["official_code"], ()), ""
        case "district", "commune" if parent["code"] in found:
            return official.old_units.get(found[parent["code"]].code, ()), ended
    return (), ""


def _find(row: Row, units: Sequence[Unit], ended: str) -> Unit | None:
    """Return the one unit that a row means, or None if there is none, or more than one.

    The old table shows the units of its last day. A row that ended before is another unit, and in a province that
    ended before only a unit of the same type is taken for the same.
    """
    if ended and row["valid_to"] and row["valid_to"] < ended:
        return None
    if ended and ended < LAST_DAY:
        units = [unit for unit in units if unit.type == row["type"]]
    aliases = {slug(alias) for alias in row["aliases"].split("|")}
    named = [unit for unit in units if slug(row["name_vi"]) in unit.keys]
    named = named or [unit for unit in units if aliases & unit.keys]
    signs: tuple[Callable[[Unit], bool], ...] = (
        lambda unit: unit.code == row["official_code"],
        lambda unit: row["name_vi"] in (unit.name, unit.full_name),
        lambda unit: unit.type == row["type"],
    )
    for agrees in signs:
        named = [unit for unit in named if agrees(unit)] or named
    return named[0] if len(named) == 1 else None


def read_rows(text: str, file: Path) -> list[Row]:
    """Read the rows of an areas file.

    Args:
        text: What the file holds.
        file: The file, for the message.

    Raises:
        CallerError: The text is no CSV, its columns are not those of an areas file, or a code stands twice.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise CallerError(f"not a CSV file: {error}", where=f"{file}:{reader.line_num}", to_do="mend it") from error
    ragged = [number for number, row in enumerate(rows, 1) if None in row or None in row.values()]
    if tuple(reader.fieldnames or ()) != COLUMNS or ragged:
        wrong = f"row {ragged[0]} of the data" if ragged else "the header"
        raise CallerError(f"{wrong} should have the columns {', '.join(COLUMNS)}", where=str(file), to_do="mend it")
    codes = [row["code"] for row in rows]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise CallerError(f"codes that stand twice: {', '.join(twice)}", where=str(file), to_do="leave one of each")
    return rows


def write_rows(rows: Iterable[Row]) -> str:
    """Return the text of an areas file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def renew(file: Path, *, check: bool) -> int:
    """Rewrite an areas file, or only tell whether it would change; return the exit status.

    Args:
        file: The areas file.
        check: Change nothing; the status is 1 if the file would change.

    Raises:
        KetnapError: The file is no areas file, or the package is not installed.
    """
    try:
        before = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CallerError(f"the areas file cannot be read: {error}", where=str(file)) from error
    rows, unknown = fill_rows(read_rows(before, file), read_official())
    after = write_rows(rows)
    for code in unknown:
        print(f"not found in {_PACKAGE}, left as it is: {code}", file=sys.stderr)
    if after == before:
        return 0
    if check:
        print(f"{file} would change; run: python tools/official_areas.py {file}", file=sys.stderr)
        return 1
    try:
        file.write_text(after, encoding="utf-8", newline="\n")
    except OSError as error:
        raise RunError(f"the areas file cannot be written: {error}", where=str(file)) from error
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit status: 0 done, 1 would change or failed, 2 the caller got something wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("areas", nargs="?", type=Path, metavar="AREAS.csv", help="default: that of the project")
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if the file would change")
    options = parser.parse_args(arguments)
    try:
        return renew(options.areas or find_project().data / "codelists" / "areas.csv", check=options.check)
    except KetnapError as error:
        print(error, file=sys.stderr)
        return error.exit_status


if __name__ == "__main__":
    sys.exit(main())
