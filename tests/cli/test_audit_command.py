"""`ketnap audit`: text for people, JSON for programs, HTML for readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from analysis.cli.audit import as_json, as_text, audit
from analysis.measures.audit import audit as audit_figures
from analysis.measures.findings import KINDS

FIGURES = (
    ("p", "admissions", "2023", 30),
    ("p", "admissions_target", "2023", 40, {"bound": "at_least"}),
    ("p", "completion_rate", "2023", 86, {"printed": "86 per cent"}),
    ("p", "admissions_target", "2022", 20, {"source": "paper-20230101"}),
    ("p", "admissions_target", "2022", 21, {"source": "other-20230201"}),
    ("q/x", "admissions", "2023", 25),
    ("q/x", "admissions", "2023", 26, {"segment": "female"}),
)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, invent: Any) -> Any:
    """The command on an invented dataset: its result."""
    monkeypatch.setattr("analysis.dataset.load.load_dataset", lambda _=None: invent(*FIGURES))

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(audit, arguments, catch_exceptions=False)

    return run


def test_text_tells_each_finding_with_its_values_and_sources(shown: Any) -> None:
    lines = shown().output.splitlines()
    assert lines[:2] == ["edition  2030-01-01", "data     invented"]
    at = lines.index("  contradiction (rate): completion rate, 2023")
    assert lines[3] == "p Province (p)"
    assert lines[at + 1 : at + 5] == [
        "    printed          86%  “86 per cent”  paper-20230101",
        "    recomputed  ≤ 75.00%  100 * admissions / admissions_target  (by rounding and bounds 0 to 75)",
        "    from              30  admissions  “30”  paper-20230101",
        "                    ≥ 40  admissions target  “40”  paper-20230101",
    ]


def test_text_ends_with_what_was_checked_and_what_the_verdicts_mean(shown: Any) -> None:
    text = shown().output
    assert "rate: 1 checked, 0 hold\n" in text
    assert "sources: 1 checked, 0 hold\n" in text
    assert [line.split()[0] for line in text.splitlines()[-4:]] == ["contradiction", "doubt", "break", "holds"]


@pytest.mark.parametrize("width", [80, 100])
def test_text_keeps_to_its_width_and_has_no_colour(real: Any, width: int) -> None:
    lines = list(as_text(real, audit_figures(real), width))
    assert [line for line in lines if len(line) > width] == []
    assert "\x1b" not in "".join(lines)


def test_json_has_the_structure_that_is_told(shown: Any) -> None:
    told = json.loads(shown("--format", "json").output)
    assert list(told) == ["edition", "data_hash", "checked", "held", "findings"]
    assert list(told["checked"]) == list(told["held"]) == [kind for kind in KINDS if kind in told["checked"]] != []
    (rate,) = [one for one in told["findings"] if one["kind"] == "rate"]
    assert list(rate) == [
        "kind", "verdict", "ref_area", "indicator", "segment", "freq", "period_start", "period_end", "base_per",
        "printed", "recomputed", "interval", "formula", "parts", "fits",
    ]  # fmt: skip
    assert rate["printed"] == [
        {
            "obs_value": 86.0,
            "bound": "exact",
            "as_printed": "86 per cent",
            "source_id": "paper-20230101",
            "observation_id": "observation-2",
        }
    ]
    assert rate["recomputed"] == 75.0
    assert rate["interval"][0] == 0.0
    assert [part["obs_value"] for part in rate["parts"]] == [30.0, 40.0]


def test_json_has_null_for_an_end_without_limit(invent: Any) -> None:
    dataset = invent(
        ("p", "admissions", "2023", 30, {"bound": "at_least"}),
        ("p", "admissions_target", "2023", 40),
        ("p", "completion_rate", "2023", 50),
    )
    (finding,) = as_json(dataset, audit_figures(dataset))["findings"]
    assert finding["interval"][1] is None
    json.dumps(finding, allow_nan=False)


def test_kinds_are_chosen_and_counted(shown: Any) -> None:
    told = json.loads(shown("--kind", "sources", "--kind", "rate", "--format", "json").output)
    assert told["checked"] == {"rate": 1, "sources": 1}
    assert {one["kind"] for one in told["findings"]} == {"rate", "sources"}


def test_an_area_is_told_with_those_below_it(shown: Any) -> None:
    told = json.loads(shown("--area", "q", "--format", "json").output)
    assert {one["ref_area"] for one in told["findings"]} == {"q/x"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--area", "dak-lk"], ["no area is called 'dak-lk'", "did you mean dak-lak"]),
        (["--kind", "rates"], ["'rates' is no kind of check", "did you mean rate"]),
        (["--kind", "xyz"], ["'xyz' is no kind of check", "kinds are rate, change"]),
        (["--area", "dak-lak", "--as-of", "2001-01-01"], ["nothing is known of dak-lak", "later edition"]),
        (["--as-of", "2001-13-01"], ["'2001-13-01' does not match"]),
        (["--format", "pdf"], ["'pdf' is not one of 'text', 'json', 'html'"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_wrong_argument_is_the_callers_fault(ketnap: Any, arguments: list[str], words: list[str]) -> None:
    done = ketnap("audit", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_the_shipped_data_have_findings_and_the_command_succeeds(ketnap: Any, tmp_path: Path) -> None:
    done = ketnap("audit")
    assert done.returncode == 0, done.stderr
    assert "contradiction (sources): Admissions target, 2023" in done.stdout
    assert "≥ 2,770  “2.770 đảng viên trở lên”  baodaklak-20230130" in done.stdout
    file = tmp_path / "audit.html"
    done = ketnap("audit", "--format", "html", "--lang", "vi", "--out", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [one.name for one in tmp_path.iterdir()] == ["audit.html"]
    assert str(Path(__file__).parents[2]) not in file.read_text(encoding="utf-8")


def test_the_same_html_comes_twice(shown: Any) -> None:
    assert shown("--format", "html").output == shown("--format", "html").output
