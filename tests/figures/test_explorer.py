"""The controls of `explore`, moved without a browser: what is chosen is what is shown."""

import base64
import re

import pytest
from shown import blocks_of, bundle_of

from analysis import load_dataset
from analysis.errors import CallerError
from analysis.figures.explorer import Explorer


def explorer(**changes):
    choice = {
        "area": "dak-lak",
        "indicator": "admissions",
        "start": 2015,
        "end": 2026,
        "segment": "_T",
        "lang": "en",
        "as_of": "",
    }
    return Explorer(load_dataset, **(choice | changes))


@pytest.fixture
def moved():
    """An explorer with its controls by name, and what it shows."""
    one = explorer()
    box = one.controls()
    area, indicator, segment, years, edition, _, shown = box.children
    return one, {"area": area, "indicator": indicator, "segment": segment, "years": years, "edition": edition}, shown


def test_what_the_notebook_is_given_is_chosen_first(moved):
    _, controls, shown = moved

    assert [one.value for one in controls.values()] == ["dak-lak", "admissions", "_T", (2015, 2026), ""]
    assert "2,089" in shown.value


def test_a_change_of_each_control_changes_what_is_shown(moved):
    _, controls, shown = moved
    changes = {
        "area": "binh-thuan",
        "indicator": "members",
        "segment": "female",
        "years": (2021, 2022),
        "edition": "2022-12-31",
    }
    for name, value in changes.items():
        first, before = controls[name].value, shown.value
        controls[name].value = value
        assert shown.value != before, name
        assert controls[name].value == value
        controls[name].value = first
        assert shown.value == before, name


def test_the_page_is_the_one_chosen(moved):
    one, controls, _ = moved
    controls["area"].value = "binh-thuan"
    controls["years"].value = (2020, 2022)

    page = one.page()

    assert page.area.code == "binh-thuan"
    assert {value.year for value in page.values} <= {2020, 2021, 2022}
    assert page.title == "Members admitted: Bình Thuận Province, 2020–2022"


def test_lists_tell_how_many_figures_are_known(moved):
    _, controls, _ = moved
    counts = {code: label for label, code in controls["indicator"].options}
    rows = load_dataset().select("dak-lak", segment=None)

    assert counts["members"] == f"Members ({(rows['indicator'] == 'members').sum()})"
    assert counts["transfers_in"].endswith("(0)")


def test_areas_of_the_same_name_are_told_apart(moved):
    _, controls, _ = moved
    labels = [label for label, code in controls["area"].options if code in ("dak-lak", "dak-lak-2025")]

    assert labels == ["Đắk Lắk Province", "Đắk Lắk Province (since 1 July 2025)"]
    assert len({label for label, _ in controls["area"].options}) > 200


def test_a_choice_without_figures_says_so(moved):
    _, controls, shown = moved
    controls["indicator"].value = "transfers_in"

    assert "No figure is known for this choice." in shown.value
    assert "<table" not in shown.value


def test_marks_lead_to_the_sources_and_to_no_place_within(moved):
    _, _, shown = moved
    hrefs = re.findall(r'<a [^>]*href="([^"]+)"', shown.value)

    assert hrefs
    assert [one for one in hrefs if not one.startswith(("http", "data:"))] == []


def test_the_downloads_hold_the_choice(moved):
    _, controls, shown = moved
    controls["years"].value = (2022, 2022)
    csv, svg = re.findall(r'href="data:[^;]+;base64,([^"]+)"', shown.value)
    lines = base64.b64decode(csv).decode("utf-8").splitlines()

    assert lines[0].startswith("ref_area,indicator,segment,freq")
    assert [line.split(",")[7] for line in lines[1:]] == ["2089"]
    assert "2,089</text>" in base64.b64decode(svg).decode("utf-8")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"area": "atlantis"}, "atlantis"),
        ({"indicator": "admisions"}, "admisions"),
        ({"segment": "femail"}, "femail"),
        ({"start": 2024, "end": 2020}, "backwards"),
        ({"lang": "fr"}, "language"),
        ({"as_of": "2023-13-01"}, "2023-13-01"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(changes, message):
    with pytest.raises((CallerError, ValueError), match=message):
        explorer(**changes)


CASES = [
    {},
    {"area": "binh-thuan"},
    {"area": "binh-thuan", "start": 2026},
    {"area": "ca-mau", "indicator": "members"},
    {"start": 2023, "end": 2023},
    {"indicator": "admissions_share", "segment": "female", "area": "binh-thuan"},
    {"as_of": "2023-06-30"},
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_notebook_shows_no_empty_block(case, lang):
    page, blocks = blocks_of("explore", lang=lang, **case)

    assert page.language.code == lang
    for block in blocks:
        if hasattr(block, "_repr_mimebundle_") and type(block).__module__.startswith("analysis"):
            assert bundle_of(block)[0]["text/plain"].strip() or type(block).__name__ == "SourceList"
