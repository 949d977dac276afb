"""Writes a data folder of invented observations, of any size, that `ketnap check` finds sound.

63 provinces, 700 districts and 10,000 communes over 20 years; the schemas and code lists are the project's own. A
known share of the printed rates does not fit the counts beside them. The same size and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from analysis.paths import find_project

PROVINCES, DISTRICTS, COMMUNES = 63, 700, 10_000
YEARS = range(2005, 2025)
# One in so many printed rates is five points off.
DISAGREES = 100
_PAPERS = 2
Row = tuple[str, ...]


@dataclass(frozen=True)
class Generated:
    """What was written: how many observations, sources, and rates that do not fit."""

    observations: int
    sources: int
    disagreements: int


def generate(folder: Path, size: int, seed: int = 1) -> Generated:
    """Write a data folder of `size` observations and return what is in it.

    Args:
        folder: The data folder, which must not exist.
        size: Number of observations, at most about 1.9 million.
        seed: Another seed gives other figures.
    """
    dice = random.Random(seed)
    provinces = [f"province-{number:02}" for number in range(1, PROVINCES + 1)]
    areas = [*provinces, *_below(provinces)]
    rows, wrong = _observations(_units(areas, dice), size, dice)
    files: dict[str, list[Row]] = {province: [] for province in provinces}
    for row in rows:
        files[row[0].partition("/")[0]].append(row)
    sources = sorted({row[11] for row in rows})
    _copy_lists(folder, provinces)
    _write(folder / "codelists" / "areas.csv", (_area(code) for code in sorted(areas)))
    _write(folder / "sources.csv", map(_source, sources))
    for province, told in files.items():
        _write(folder / "observations" / f"{province}.csv", sorted(told))
    return Generated(len(rows), len(sources), wrong)


def _below(provinces: Sequence[str]) -> Iterator[str]:
    districts = [f"{provinces[n % PROVINCES]}/district-{n:03}" for n in range(DISTRICTS)]
    yield from districts
    yield from (f"{districts[n % DISTRICTS]}/commune-{n:05}" for n in range(COMMUNES))


def _units(areas: Sequence[str], dice: random.Random) -> list[tuple[str, int]]:
    """Areas and years in the order in which they are told: the provinces first, all others in any order."""
    units = list(product(areas, YEARS))
    rest = units[PROVINCES * len(YEARS) :]
    dice.shuffle(rest)
    return units[: PROVINCES * len(YEARS)] + rest


def _observations(units: Iterable[tuple[str, int]], size: int, dice: random.Random) -> tuple[list[Row], int]:
    rates = 0

    def rows() -> Iterator[Row]:
        nonlocal rates
        for area, year in units:
            for row in _rows(area, year, dice, wrong=rates % DISAGREES == 0):
                yield row
                rates += row[1] == "completion_rate"

    told = list(islice(rows(), size))
    return told, -(-rates // DISAGREES)


def _rows(area: str, year: int, dice: random.Random, *, wrong: bool) -> Iterator[Row]:
    """The figures of an area and a year, a tuple of cells each."""
    # So far apart that units never add up to more than the area above them.
    size = (20_000, 400, 6)[area.count("/")]
    target = dice.randint(size // 2, size)
    admitted = dice.randint(int(target * 0.7), int(target * 1.2))
    members = dice.randint(18 * size, 22 * size)
    committees, cells = dice.randint(1, size), dice.randint(1, size)
    rate = round(100 * admitted / target, 2) + 5 * wrong
    paper, number = area.partition("/")[0], dice.randrange(_PAPERS)
    late, early = f"{paper}-{year + 1}011{number}", f"{paper}-{year}1015"
    whole = ("A", f"{year}-01-01", f"{year}-12-31")
    point, to_date = ("P", "", f"{year}-12-31"), ("YTD", f"{year}-01-01", f"{year}-10")
    yield _row(area, "completion_rate", whole, round(rate, 2), late, decimals=2)
    yield _row(area, "admissions", whole, admitted, late)
    yield _row(area, "admissions_target", whole, target, late)
    yield _row(area, "admissions", whole, admitted * 2 // 5, late, segment="female")
    yield _row(area, "admissions", to_date, admitted * 3 // 4, early)
    yield _row(area, "members", point, members, late)
    yield _row(area, "grassroots_committees", point, committees, late)
    yield _row(area, "grassroots_cells", point, cells, late)
    yield _row(area, "grassroots_organisations", point, committees + cells, late)


def _row(
    area: str,
    indicator: str,
    period: tuple[str, str, str],
    value: float,
    source: str,
    *,
    segment: str = "_T",
    decimals: int = 0,
) -> Row:
    printed = f"{value:,.{decimals}f}" + "%" * (decimals > 0)
    if _language(source) == "vi":
        printed = printed.translate(str.maketrans(",.", ".,"))
    detail = f"paragraph {1 + area.count('/')}"
    return (
        area,
        indicator,
        segment,
        *period,
        "",
        f"{value:g}" if decimals else str(value),
        "exact",
        "A",
        printed,
        source,
        detail,
        "",
    )


def _language(source: str) -> str:
    return "en" if source.startswith(("province-1", "province-20")) else "vi"


def _area(code: str) -> Row:
    level = ("province", "district", "commune")[code.count("/")]
    number = code.rpartition("-")[2]
    return (code, level, level, f"Mẫu {level[0]}{number}", f"Sample {level[0]}{number}", "", "", "", "2025-06-30", "")


def _source(source: str) -> Row:
    province, _, day = source.rpartition("-")
    published = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return (source, province, "Bài báo ví dụ", "Báo Ví Dụ", published, "", _language(source), "", "")


def _copy_lists(folder: Path, provinces: Sequence[str]) -> None:
    """Copy what is the project's own: the schemas, the code lists, the head of all other tables."""
    real = find_project().data
    shutil.copytree(real / "schemas", folder / "schemas")
    package = json.loads((real / "datapackage.json").read_text(encoding="utf-8"))
    told = next(one for one in package["resources"] if one["name"].startswith("observations"))
    lists = [one for one in package["resources"] if not one["name"].startswith("observations")]
    for one in lists:
        lines = (real / one["path"]).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / one["path"]).parent.mkdir(parents=True, exist_ok=True)
        kept = lines if one["path"].startswith("codelists/") and one["name"] != "areas" else lines[:1]
        (folder / one["path"]).write_text("".join(kept), encoding="utf-8")
    schema = json.loads((real / told["schema"]).read_text(encoding="utf-8"))
    header = ",".join(field["name"] for field in schema["fields"]) + "\n"
    (folder / "observations").mkdir()
    for name in provinces:
        lists.append(told | {"name": f"observations-{name}", "path": f"observations/{name}.csv"})
        (folder / "observations" / f"{name}.csv").write_text(header, encoding="utf-8")
    text = json.dumps(package | {"resources": lists}, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _write(file: Path, rows: Iterable[Row]) -> None:
    """Add the rows to a file that holds its header."""
    with file.open("a", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(rows)


def main() -> None:
    """Write a folder from the command line: `generate_data.py FOLDER SIZE [--seed N]`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(generate(given.folder, given.size, given.seed))


if __name__ == "__main__":
    main()
