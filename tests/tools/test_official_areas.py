"""The official part of the areas file, made by `tools/official_areas.py` from the real package."""

from __future__ import annotations

import csv
import importlib.util
import io
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "official_areas.py"
SHIPPED = ROOT / "data" / "codelists" / "areas.csv"

Row = dict[str, str]


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("official_areas", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


official_areas = load_script()
OFFICIAL = official_areas.read_official()


def row(code: str, level: str, kind: str, name: str, **more: str) -> Row:
    names = {"code": code, "level": level, "type": kind, "name_vi": name, "name_en": name}
    return dict.fromkeys(official_areas.COLUMNS, "") | names | more


def filled(*rows: Row) -> tuple[dict[str, Row], list[str]]:
    """The rows by code after the script, and the codes that it did not find."""
    after, unknown = official_areas.fill_rows(rows, OFFICIAL)
    return {one["code"]: one for one in after}, unknown


def fill(one: Row, *others: Row) -> Row:
    """A row after the script, which must have found it."""
    after, unknown = filled(one, *others)
    assert one["code"] not in unknown
    return after[one["code"]]


@pytest.fixture(scope="module")
def provinces() -> dict[str, Row]:
    after, unknown = filled()
    assert unknown == []
    assert {one["level"] for one in after.values()} == {"nation", "province"}
    return {code: one for code, one in after.items() if one["level"] == "province"}


def standing(provinces: dict[str, Row], day: str) -> list[Row]:
    return [one for one in provinces.values() if one["valid_from"] <= day and (one["valid_to"] or "9") >= day]


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    """A file with one district that has no code yet."""
    file = tmp_path / "areas.csv"
    file.write_text(official_areas.write_rows([row("nghe-an/vinh", "district", "city", "Vinh")]), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("day", "number"), [("2024-12-31", 63), ("2025-01-01", 63), ("2025-06-30", 63), ("2025-07-01", 34)]
)
def test_as_many_provinces_stand_as_the_law_says(provinces: dict[str, Row], day: str, number: int) -> None:
    stood = standing(provinces, day)
    assert len(stood) == number
    assert len({one["official_code"] for one in stood}) == number


def test_six_municipalities_before_and_after_the_mergers(provinces: dict[str, Row]) -> None:
    def municipalities(day: str) -> set[str]:
        return {one["name_vi"] for one in standing(provinces, day) if one["type"] == "municipality"}

    five = {"Hà Nội", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}
    assert municipalities("2024-12-31") == five
    assert municipalities("2025-06-30") == municipalities("2025-07-01") == five | {"Huế"}


def test_every_province_that_ended_has_a_successor_that_stands(provinces: dict[str, Row]) -> None:
    ended = [one for one in provinces.values() if one["valid_to"]]
    assert sorted(one["valid_to"] for one in ended) == ["2024-12-31", *["2025-06-30"] * 52]
    assert [one["code"] for one in ended if provinces[one["successor"]]["valid_to"]] == []
    assert [one["code"] for one in provinces.values() if one["successor"] and not one["valid_to"]] == []


def test_eleven_provinces_stood_on(provinces: dict[str, Row]) -> None:
    before, after = ({one["code"] for one in standing(provinces, day)} for day in ("2025-06-30", "2025-07-01"))
    names = "Hà Nội|Huế|Lai Châu|Điện Biên|Sơn La|Lạng Sơn|Quảng Ninh|Thanh Hóa|Nghệ An|Hà Tĩnh|Cao Bằng"
    assert {provinces[code]["name_vi"] for code in before & after} == set(names.split("|"))


def test_provinces_made_in_2025_have_it_in_their_code(provinces: dict[str, Row]) -> None:
    made = {code for code, one in provinces.items() if one["valid_from"] == "2025-07-01"}
    assert len(made) == 23
    assert made == {code for code in provinces if code.endswith("-2025")}
    assert {code.removesuffix("-2025") for code in made} <= set(provinces)


def test_official_codes_of_provinces_are_those_of_the_package(provinces: dict[str, Row]) -> None:
    database = Path(str(distribution("vietnamadminunits").locate_file("vietnamadminunits"))) / "data" / "dataset.db"
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as known:
        old = dict(known.execute("SELECT provinceCode, provinceShort FROM admin_units_legacy"))
        new = dict(known.execute("SELECT provinceCode, provinceShort FROM admin_units"))
    for day, names in (("2025-06-30", old), ("2025-07-01", new)):
        assert {one["official_code"]: one["name_vi"] for one in standing(provinces, day)} == names


@pytest.mark.parametrize(
    ("code", "successor", "official_code"),
    [
        ("binh-thuan", "lam-dong-2025", "60"),
        ("binh-dinh", "gia-lai-2025", "52"),
        ("gia-lai", "gia-lai-2025", "64"),
        ("ba-ria-vung-tau", "ho-chi-minh-2025", "77"),
        ("thua-thien-hue", "hue", "46"),
        ("gia-lai-2025", "", "52"),
        ("an-giang-2025", "", "91"),
    ],
)
def test_successors_and_codes(provinces: dict[str, Row], code: str, successor: str, official_code: str) -> None:
    assert (provinces[code]["successor"], provinces[code]["official_code"]) == (successor, official_code)


@pytest.mark.parametrize(
    ("code", "aliases"),
    [
        ("dak-lak", "Đăk Lăk|Dak Lak|Daklak|Đắc Lắc"),
        ("dak-lak-2025", "Đăk Lăk|Dak Lak|Daklak|Đắc Lắc"),
        ("hoa-binh", "Hoà Bình|Hoa Binh"),
        ("thanh-hoa", "Thanh Hoá|Thanh Hoa"),
        ("khanh-hoa-2025", "Khánh Hoà|Khanh Hoa"),
        ("gia-lai", ""),
    ],
)
def test_aliases(provinces: dict[str, Row], code: str, aliases: str) -> None:
    assert provinces[code]["aliases"] == aliases


def test_aliases_are_nfc_and_never_the_name(provinces: dict[str, Row]) -> None:
    for one in provinces.values():
        names = [one["name_vi"], *filter(None, one["aliases"].split("|"))]
        assert len(set(names)) == len(names)
        assert all(unicodedata.is_normalized("NFC", name) and name == name.strip() for name in names)


def test_the_nation() -> None:
    after, _ = filled()
    aliases = "Vietnam|Toàn Đảng|Cả nước"
    assert after["viet-nam"] == row("viet-nam", "nation", "nation", "Việt Nam", name_en="Viet Nam", aliases=aliases)


@pytest.mark.parametrize(
    ("code", "name", "given", "kind", "official_code"),
    [
        ("dak-lak/krong-bong", "Krông Bông", "district", "district", "653"),
        ("dak-lak/buon-ma-thuot", "Buôn Ma Thuột", "unknown", "city", "643"),
        ("ha-noi/ba-dinh", "Ba Đình", "district", "urban_district", "001"),
        ("ho-chi-minh/quan-1", "Quận 1", "district", "urban_district", "760"),
        ("dien-bien/muong-lay", "Mường Lay", "town", "town", "095"),
        ("tien-giang/cai-lay", "Cai Lậy", "district", "district", "820"),
        ("tien-giang/cai-lay-town", "Cai Lậy", "town", "town", "817"),
        ("dong-thap/hong-ngu", "Hồng Ngự", "city", "city", "868"),
        ("dong-thap/hong-ngu", "Hồng Ngự", "district", "district", "870"),
    ],
)
def test_a_district_gets_its_code(code: str, name: str, given: str, kind: str, official_code: str) -> None:
    before = row(code, "district", given, name)
    assert fill(before) == before | {"type": kind, "official_code": official_code, "valid_to": "2025-06-30"}


def test_a_district_is_found_by_an_alias_and_keeps_its_names() -> None:
    before = row("dak-lak/ban-me", "district", "city", "Ban Mê", aliases="BMT|Buon Ma Thuot", name_en="Banme")
    after = fill(before)
    assert after["official_code"] == "643"
    assert [after[column] for column in ("name_vi", "name_en", "aliases")] == ["Ban Mê", "Banme", "BMT|Buon Ma Thuot"]


@pytest.mark.parametrize(
    ("district", "commune", "kind", "official_code"),
    [
        (("dak-lak/krong-bong", "Krông Bông"), ("cu-pui", "Cư Pui"), "commune", "24478"),
        (("nam-dinh/truc-ninh", "Trực Ninh"), ("truc-hung", "Trực Hưng"), "commune", "14050"),
        (("nam-dinh/truc-ninh", "Trực Ninh"), ("truc-hung-2", "Trực Hùng"), "commune", "14083"),
        (("thanh-hoa/ngoc-lac", "Ngọc Lặc"), ("ngoc-lac", "Ngọc Lặc"), "township", "15061"),
    ],
)
def test_a_commune_is_looked_for_in_its_district(
    district: tuple[str, str], commune: tuple[str, str], kind: str, official_code: str
) -> None:
    parent = row(district[0], "district", "district", district[1])
    before = row(f"{district[0]}/{commune[0]}", "commune", kind, commune[1])
    assert fill(before, parent) == before | {"official_code": official_code, "valid_to": "2025-06-30"}


@pytest.mark.parametrize(
    ("code", "name", "kind", "official_code"),
    [
        ("ha-noi/hong-ha", "Hồng Hà", "ward", "00097"),
        ("quang-ngai-2025/ly-son", "Lý Sơn", "special_zone", "21548"),
        ("can-tho-2025/phong-dien", "Phong Điền", "commune", "31299"),
    ],
)
def test_a_commune_of_a_province_is_of_the_new_ones(code: str, name: str, kind: str, official_code: str) -> None:
    before = row(code, "commune", "unknown", name, valid_from="2025-07-01")
    assert fill(before) == before | {"type": kind, "official_code": official_code}


def test_districts_of_thua_thien_hue_end_with_it_and_keep_their_type() -> None:
    town = row("thua-thien-hue/huong-thuy", "district", "town", "Hương Thủy")
    # A town since 2025; what the province had was a rural district.
    rural = row("thua-thien-hue/phong-dien", "district", "district", "Phong Điền")
    after, unknown = filled(town, rural)
    assert after[town["code"]] == town | {"official_code": "479", "valid_to": "2024-12-31"}
    assert after[rural["code"]] == rural
    assert unknown == [rural["code"]]


@pytest.mark.parametrize(
    "lost",
    [
        row("quang-nam/nong-son", "district", "district", "Nông Sơn"),
        row("dak-lak-2025/krong-bong", "district", "district", "Krông Bông"),
        row("dak-lak/cu-pui", "commune", "commune", "Cư Pui"),
        row("ha-tay/ha-dong", "district", "city", "Hà Đông"),
        row("dong-thap/hong-ngu", "district", "town", "Hồng Ngự"),
        row("dak-lak/lak", "district", "district", "Lắk", official_code="999"),
        row("dak-lak/lak", "district", "district", "Lắk", valid_to="2020-01-31"),
        row("quang-nam/nong-son/trung-phuoc", "commune", "township", "Trung Phước"),
    ],
    ids=lambda lost: f"{lost['code']} {lost['official_code']}{lost['valid_to']}",
)
def test_what_is_not_found_is_left_as_it_is_and_told(lost: Row) -> None:
    after, unknown = filled(lost)
    assert after[lost["code"]] == lost
    assert unknown == [lost["code"]]


@pytest.mark.parametrize("level", ["bloc", "cell", "unknown"])
def test_other_levels_are_never_touched(level: str) -> None:
    others = [
        row("dak-lak/lak", level, level, "Lắk"),
        row("dak-lak/krong-bong/cu-pui", level, level, "Cư Pui", official_code="1"),
        row("ha-noi/hong-ha", level, level, "Hồng Hà"),
    ]
    after, unknown = filled(row("dak-lak/krong-bong", "district", "district", "Krông Bông"), *others)
    assert [after[one["code"]] for one in others] == others
    assert unknown == []


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_bytes(SHIPPED.read_bytes())
    assert official_areas.main([str(file)]) == 0
    once = file.read_bytes()
    assert official_areas.main([str(file)]) == 0
    assert file.read_bytes() == once
    codes = [one["code"] for one in csv.DictReader(io.StringIO(once.decode("utf-8")))]
    assert codes == sorted(codes)
    assert b"\r" not in once
    before = {one["code"] for one in csv.DictReader(io.StringIO(SHIPPED.read_text(encoding="utf-8")))}
    assert before <= set(codes)


def test_check_tells_and_changes_nothing(areas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = areas.read_bytes()
    assert official_areas.main([str(areas), "--check"]) == 1
    assert f"{areas} would change" in capsys.readouterr().err
    assert areas.read_bytes() == before
    assert official_areas.main([str(areas)]) == 0
    assert b"nghe-an/vinh,district,city,Vinh,Vinh,,412,,2025-06-30," in areas.read_bytes()
    assert official_areas.main([str(areas), "--check"]) == 0
    assert capsys.readouterr().err == ""


def test_the_command_lists_what_it_did_not_find(areas: Path) -> None:
    lost = [row("quang-nam/nong-son", "district", "district", "Nông Sơn")]
    areas.write_text(official_areas.write_rows(lost), encoding="utf-8")
    done = subprocess.run([sys.executable, str(SCRIPT), str(areas)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stderr == "not found in vietnamadminunits, left as it is: quang-nam/nong-son\n"


HEADER = ",".join(official_areas.COLUMNS)
HA_NOI = "ha-noi,province,municipality,Hà Nội,Hà Nội,,,,,\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the header should have the columns"),
        ("code,name\nha-noi,Hà Nội\n", "the header should have the columns"),
        (f"{HEADER}\n{HA_NOI}hue,province\n", "row 2 of the data should have the columns"),
        (f"{HEADER}\n{HA_NOI}{HA_NOI}", "codes that stand twice: ha-noi"),
        (f'{HEADER}\n"ha-noi"x,province\n', "not a CSV file"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_areas_file_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, message: str
) -> None:
    file = tmp_path / "areas.csv"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert official_areas.main([str(file)]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert str(file) in told
    assert (file.read_text(encoding="utf-8") if file.exists() else None) == text
