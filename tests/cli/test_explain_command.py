"""`ketnap explain`: what is printed where, what goes first, what is computed from what."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from click.testing import CliRunner

from analysis.cli.explain import explain

FIGURES = (
    ("p", "admissions", "2023", 30, {"detail": "paragraph 2", "printed": "30 đảng viên"}),
    ("p", "admissions_target", "2023", 40),
    ("p", "admissions_target", "2023", 41, {"source": "other-nd", "bound": "at_least"}),
    ("p", "completion_rate", "2023", 75),
    ("p", "members_growth", "at 2023", 3.5, {"base": "2020"}),
    ("p", "members", "at 2023", 1000),
)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, invent: Any) -> Any:
    """The command on an invented dataset: its result."""
    dataset = invent(*FIGURES)
    sources = {
        **dataset.sources,
        "other-nd": dataclasses.replace(dataset.sources["other-nd"], title="", url="https://example.org/2"),
    }
    indicators = {
        **dataset.indicators,
        "completion_rate": dataclasses.replace(dataset.indicators["completion_rate"], definition_en="Of the target."),
    }
    dataset = dataclasses.replace(dataset, sources=sources, indicators=indicators)
    monkeypatch.setattr("analysis.dataset.load.load_dataset", lambda _=None: dataset)

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(explain, arguments, catch_exceptions=False)

    return run


def test_text_tells_each_printed_figure_with_its_source_and_the_rule(shown: Any) -> None:
    assert shown("p", "admissions_target", "2023").output.splitlines()[:15] == [
        "p Province (p)",
        "admissions target (admissions_target), in persons",
        "",
        "Full year: 2023",
        "  40  printed, preferred: exact goes before about, and about before a bound",
        "      “40”  paper-20230101",
        "      “Title of paper-20230101”, paper, published 2023-01-01",
        "      address not recorded",
        "  ≥ 41  printed, not preferred: exact goes before about, and about before a bound",
        "      “41”  other-nd",
        "      title not recorded, other, date of publication not known",
        "      https://example.org/2",
        "  contradiction (sources): admissions target, 2023",
        "    printed    40  “40”  paper-20230101",
        "             ≥ 41  “41”  other-nd",
    ]


def test_text_tells_the_computation_and_its_parts_further_in(shown: Any) -> None:
    lines = shown("p", "completion_rate", "2023").output.splitlines()
    assert "  Of the target." in lines
    assert "  holds (rate): recomputed 75.00%" in lines
    at = lines.index("  75.00%  computed")
    assert lines[at + 1 : at + 5] == [
        "      100 * admissions / admissions_target",
        "      30  admissions: printed",
        "          “30 đảng viên”  paper-20230101, paragraph 2",
        "      40  admissions target: printed, preferred: exact goes before about, and about before a bound",
    ]


def test_text_tells_what_follows_from_others(shown: Any) -> None:
    lines = shown("p", "members", "2020").output.splitlines()
    assert "Point in time: 2020" in lines
    assert "  966  implied" in lines
    assert "      members_growth = 100 * (members / members - 1)" in lines


def test_json_has_the_tree(shown: Any) -> None:
    told = json.loads(shown("p", "completion_rate", "2023", "--format", "json").output)
    assert told["unit"] == "percent"
    assert told["definition"] == "Of the target."
    printed, computed = told["explanations"]
    assert (printed["why"], computed["why"]) == ("printed", "computed")
    (figure,) = printed["printed"]
    assert (figure["as_printed"], figure["title"]) == ("75", "Title of paper-20230101")
    assert [part["value"]["obs_value"] for part in computed["parts"]] == [30.0, 40.0]
    assert [one["because"] for one in computed["parts"][1]["printed"]] == ["bound", "bound"]


def test_json_has_the_range_of_what_is_implied(shown: Any) -> None:
    (one,) = json.loads(shown("p", "members", "2020", "--format", "json").output)["explanations"]
    assert one["why"] == "implied"
    assert one["whole_numbers"] == [966]
    assert one["interval"][0] < 966 < one["interval"][1]
    assert one["printed"] == []


def test_the_real_command_takes_names(ketnap: Any) -> None:
    done = ketnap("explain", "Krông Bông", "completion_rate", "2023")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Krông Bông District (dak-lak/krong-bong)\n")
    assert "101.74%  computed" in done.stdout
    assert "Our comment: Cut-off taken from the province's figure of the same source." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dak-lk", "admissions", "2023"], ["no area is called 'dak-lk'", "did you mean dak-lak"]),
        (["dak-lak", "admisions", "2023"], ["no indicator 'admisions'", "did you mean admissions"]),
        (["dak-lak", "admissions", "1990"], ["no figure of admissions", "known are"]),
        (["dak-lak", "admissions", "2023", "--as-of", "2001-01-01"], ["nothing is known of this area"]),
        (["dak-lak", "admissions"], ["Missing argument 'PERIOD'"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_wrong_argument_is_the_callers_fault(ketnap: Any, arguments: list[str], words: list[str]) -> None:
    done = ketnap("explain", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
