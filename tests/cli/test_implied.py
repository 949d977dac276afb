"""`ketnap implied` on the shipped data: what a person reads, and the structure that a program reads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from analysis.cli.main import cli
from analysis.errors import CallerError

EA_SUP = "dak-lak/ea-sup"


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["implied", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def told() -> Any:
    return json.loads(run("--area", EA_SUP, "--format", "json"))


def block(text: str, head: str) -> list[str]:
    lines = text.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(head))
    return lines[start : lines.index("", start)]


def test_an_implied_figure_is_told_with_digits_sources_and_arithmetic() -> None:
    head, members, growth = block(run("--area", "Ea Súp"), f"{EA_SUP} · members · 2015")

    assert head == f"{EA_SUP} · members · 2015: 2,400 (2,399.87 to 2,400.06)"
    assert " ".join(members.split()) == "“3.011” easup-portal-20200331 members · 2020-03-31 = 3,011"
    assert "“25,46%” easup-portal-20200331" in growth
    assert growth.endswith("members · 2020-03-31 / members · 2015 = 1.25455 to 1.25465")


def test_both_readings_of_a_rate_of_a_term_are_told() -> None:
    text = run("--area", "Ea Súp")
    implied, contradictions = text.split("cannot hold together:")

    goal = block(implied, f"{EA_SUP} · admissions_yearly_goal")
    assert goal[0].endswith("term 2015-2020: 130 (129.58 to 130.47)")
    assert goal[1].strip() == "read against the goal for each year"
    whole = block(contradictions, EA_SUP)
    assert whole[1].strip() == "read against the goal for the whole term"
    assert whole[-3].endswith("admissions_target · term 2015-2020 is a whole number")
    assert whole[-2].strip() == "set aside: “26,9%” easup-portal-20200331"
    assert whole[-1].strip() == "(it fits if its last digit was cut off instead of rounded)"


def test_the_name_of_an_area_is_as_good_as_its_code() -> None:
    assert run("--area", "ea sup") == run("--area", EA_SUP)


def test_without_an_area_all_are_told() -> None:
    text = run()

    assert "dak-lak/military · admissions · to 2023-10-10: 15\n" in text
    assert f"{EA_SUP} · admissions · term 2010-2015: 759" in text
    assert "rule: units" in text
    assert "dak-lak · admissions · to 2023-10-10 ≥ the sum of its units agencies-and-enterprises, " in text


def test_an_earlier_edition_knows_less() -> None:
    text = run("--area", "dak-lak", "--as-of", "2023-01-30")

    assert "dak-lak/military · admissions" not in text
    assert "baodaklak-20231013" not in text


def test_json_has_what_its_documentation_says(told: Any) -> None:
    assert set(told) == {"edition", "implied", "contradictions"}
    lineage = {"reading", "observation_ids", "source_ids", "statements"}
    quantity = {"ref_area", "indicator", "segment", "freq", "period_start", "period_end"}
    for one in told["implied"]:
        assert set(one) == quantity | {"low", "high", "whole"} | lineage
    for one in told["contradictions"]:
        assert set(one) == lineage | {"set_aside", "cut_off"}
    for one in [*told["implied"], *told["contradictions"]]:
        for statement in one["statements"]:
            assert set(statement) == (lineage - {"statements"}) | {"kind", "rule", "as_printed", "rows"}
            assert all(set(row) == {"terms", "low", "high"} for row in statement["rows"])
            assert all(set(term["quantity"]) == quantity for row in statement["rows"] for term in row["terms"])


def test_json_tells_759_with_its_observations(told: Any) -> None:
    (one,) = [one for one in told["implied"] if one["period_end"] == "2014-12-31"]

    assert one["whole"] == {"low": 759, "high": 759, "numbers": [759]}
    assert [statement["as_printed"] for statement in one["statements"]] == ["824", "8,56%"]
    assert one["observation_ids"] == [key for statement in one["statements"] for key in statement["observation_ids"]]
    assert one["source_ids"] == ["easup-portal-20200331"]


def test_json_marks_what_is_set_aside(told: Any) -> None:
    (one,) = [one for one in told["contradictions"] if one["reading"] == "term_goal"]

    assert one["statements"][one["set_aside"]]["as_printed"] == "26,9%"
    assert [statement["rule"] for statement in one["statements"]] == ["", "", "whole"]


def test_json_has_null_where_nothing_limits() -> None:
    told = json.loads(run("--area", "hai-duong", "--format", "json"))

    # The congress set at least 2,200 for each of the five years.
    (one,) = [one for one in told["implied"] if (one["ref_area"], one["freq"]) == ("hai-duong", "TERM")]
    assert (one["indicator"], one["low"], one["high"], one["whole"]) == ("admissions_target", 11000.0, None, None)


def test_an_area_without_figures_is_the_callers_fault() -> None:
    with pytest.raises(CallerError, match="later edition"):
        run("--area", EA_SUP, "--as-of", "2019-01-01")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--area", "dak-lk"], ["no area is called 'dak-lk'", "did you mean dak-lak"]),
        (["--as-of", "2023-24-10"], ["2023-24-10", "--as-of"]),
        (["--format", "csv"], ["'csv' is not one of 'text', 'json'"]),
    ],
)
def test_a_wrong_argument_ends_in_one_message(ketnap: Any, arguments: list[str], words: list[str]) -> None:
    done = ketnap("implied", *arguments)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


def test_contradictions_are_findings_not_failures(ketnap: Any) -> None:
    done = ketnap("implied", "--area", EA_SUP)

    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].endswith("contradictions: 1")
