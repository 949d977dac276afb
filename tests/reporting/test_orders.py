"""From parameters to orders: everything is checked before the first notebook runs."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from analysis import load_dataset
from analysis.dataset.load import parse_edition
from analysis.errors import CallerError
from analysis.paths import find_project
from analysis.reporting.catalogue import Report, find_reports, load_catalogue
from analysis.reporting.orders import _folder_name, plan_orders
from analysis.reporting.parameters import Parameter, fit_parameters

DECLARED = [
    Parameter("area", "str", "dak-lak", "code of an area"),
    Parameter("year", "int", 2023, "calendar year"),
    Parameter("lang", "str", "vi", "vi or en"),
    Parameter("as_of", "str", "", "edition"),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return load_catalogue(find_project())["province-brief"]


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ({}, "dak-lak-2023-vi"),
        ({"area": "Đắk Lắk", "lang": "en"}, "dak-lak-2023-en"),
        ({"area": "dak-lak/krong-bong"}, "dak-lak.krong-bong-2023-vi"),
        ({"as_of": "2023-06-30"}, "dak-lak-2023-vi-as-of-2023-06-30"),
    ],
)
def test_the_folder_tells_area_year_language_and_edition(
    report: Report, tmp_path: Path, given: dict[str, Any], folder: str
) -> None:
    (order,) = plan_orders([(report, given)], tmp_path)
    assert order.folder == tmp_path / "province-brief" / folder
    assert not (tmp_path / "province-brief").exists()


@pytest.mark.parametrize("area", ["../../etc", "/etc/passwd", "dak-lak/../..", "..", "dak-lak\x00", ""])
def test_no_area_leads_out_of_the_output_folder(report: Report, tmp_path: Path, area: str) -> None:
    with pytest.raises(CallerError):
        plan_orders([(report, {"area": area})], tmp_path)


@pytest.mark.parametrize("as_of", ["../../2023", "2023-06", "tomorrow", "2023-02-30", "2023-06-30/.."])
def test_no_edition_but_a_day(report: Report, tmp_path: Path, as_of: str) -> None:
    with pytest.raises(CallerError, match="edition is no date"):
        plan_orders([(report, {"as_of": as_of})], tmp_path)


def test_defaults_fill_what_is_not_given() -> None:
    values = fit_parameters(DECLARED, {"lang": "en"}, load_dataset())
    assert values == {"area": "dak-lak", "year": 2023, "lang": "en", "as_of": ""}


@pytest.mark.parametrize("name", ["x; import os", "__class__", "Year", "years"])
def test_only_declared_names_reach_papermill(name: str) -> None:
    with pytest.raises(CallerError, match="no parameter"):
        fit_parameters(DECLARED, {name: 1}, load_dataset())


@pytest.mark.parametrize(
    ("name", "value"), [("year", "2023"), ("year", 2023.0), ("year", True), ("area", 5), ("lang", None)]
)
def test_types_are_those_declared(name: str, value: Any) -> None:
    with pytest.raises(CallerError, match=f"parameter {name} is"):
        fit_parameters(DECLARED, {name: value}, load_dataset())


def test_lists_in_the_catalogue_stand_for_one_brief_each(report: Report) -> None:
    assert [(one["area"], one["year"], one["lang"]) for one in report.briefs] == [
        ("dak-lak", 2023, "vi"),
        ("dak-lak", 2023, "en"),
        ("binh-thuan", 2021, "vi"),
        ("binh-thuan", 2021, "en"),
    ]


def test_no_name_means_all_reports() -> None:
    catalogue = load_catalogue(find_project())
    assert find_reports(catalogue, []) == [report for name, report in catalogue.items() if name != "every-area"]


def test_every_area_of_the_edition_in_its_newest_year(report: Report, tmp_path: Path) -> None:
    dataset = load_dataset()
    orders = plan_orders([(report, {"area": "every", "year": "newest", "lang": "en"})], tmp_path)
    known = set(dataset.observations["ref_area"]) - {"_U"}
    assert {order.parameters["area"] for order in orders} == known
    years = {order.parameters["area"]: order.parameters["year"] for order in orders}
    rows = dataset.select("dak-lak", segment=None, scope="all")
    assert years["dak-lak"] == rows.loc[~rows["freq"].isin(["TERM", "TTD", "_O"]), "year"].max()
    assert years["viet-nam"] == dataset.select("viet-nam", "members", year=2026)["year"].max()
    assert max(years.values()) <= dataset.edition.year
    assert len({order.folder for order in orders}) == len(orders)


def test_every_area_is_of_the_edition_asked_for(report: Report, tmp_path: Path) -> None:
    orders = plan_orders([(report, {"area": "every", "year": "newest", "as_of": "2023-06-30"})], tmp_path)
    early = load_dataset(parse_edition("2023-06-30"))
    assert {order.parameters["area"] for order in orders} == set(early.observations["ref_area"]) - {"_U"}


def test_a_year_after_the_end_of_an_area_is_told_by_its_brief(report: Report, tmp_path: Path) -> None:
    (order,) = plan_orders([(report, {"area": "binh-thuan", "year": 2026})], tmp_path)
    assert order.parameters["area"] == "binh-thuan"
    with pytest.raises(CallerError, match="nothing is known of binh-thuan in 1999"):
        plan_orders([(report, {"area": "binh-thuan", "year": 1999})], tmp_path)


LISTS = [
    Parameter("areas", "str", "dak-lak, binh-thuan", "codes or names of areas"),
    Parameter("indicator", "str", "admissions", "code of an indicator"),
    Parameter("lang", "str", "vi", "vi or en"),
]


def test_areas_of_a_list_are_named_by_their_codes() -> None:
    values = fit_parameters(LISTS, {"areas": "Bình Thuận,Đắk Lắk , binh-thuan"}, load_dataset())
    assert values["areas"] == "binh-thuan, dak-lak"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"areas": "dak-lak, atlantis"}, "atlantis"),
        ({"areas": " , "}, "empty"),
        ({"indicator": "admisions"}, "admisions"),
    ],
)
def test_a_list_with_what_is_not_known_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(CallerError, match=message):
        fit_parameters(LISTS, given, load_dataset())


@pytest.mark.parametrize("value", ["../../x", "a/b", "2010-2015, 2015-2020", "x" * 400, "…„“%\x00"])
def test_no_value_leads_out_of_the_folder_or_is_too_long(value: str) -> None:
    name = _folder_name({"areas": value, "lang": "vi"})
    assert re.fullmatch(r"[\w.+-]{1,140}", name)
    assert "/" not in name
    assert name not in (".", "..")


def test_long_names_stay_apart() -> None:
    names = {_folder_name({"areas": "x" * 300 + end}) for end in "abc"}
    assert len(names) == 3


def test_what_is_built_on_request_only_is_left_out_unless_it_is_named(report: Report) -> None:
    other = dataclasses.replace(report, name="other", on_request=True)
    catalogue = {"one": report, "other": other}
    assert find_reports(catalogue, []) == [report]
    assert find_reports(catalogue, ["other"]) == [other]
