"""`ketnap data`: what is chosen, where it goes, and what is said about it."""

from __future__ import annotations

import csv
import io
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click.testing
import pandas as pd
import pytest

from analysis.cli.data import FORMATS
from analysis.cli.main import cli
from analysis.dataset import export
from analysis.dataset.export import exported, read_export
from analysis.dataset.model import FREQUENCIES
from analysis.errors import CallerError
from analysis.paths import find_project

KETNAP = Path(sys.executable).parent / "ketnap"


def run(*arguments: str) -> click.testing.Result:
    return click.testing.CliRunner().invoke(cli, ["data", *arguments], catch_exceptions=False)


def chosen(*arguments: str) -> pd.DataFrame:
    done = run(*arguments)
    assert done.exit_code == 0
    return read_export(io.BytesIO(done.stdout_bytes), "csv")


def test_without_options_all_observations_are_printed_as_csv(ketnap: Any, real: Any) -> None:
    done = ketnap("data")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(csv.reader(io.StringIO(done.stdout)))) == len(real.observations) + 1
    pd.testing.assert_frame_equal(
        read_export(io.BytesIO(done.stdout.encode()), "csv"), exported(real, real.observations)
    )


@pytest.mark.parametrize(
    ("arguments", "conditions"),
    [
        (["--area", "dak-lak"], {"ref_area": ["dak-lak"]}),
        (["--area", "Đắk Lắk"], {"ref_area": ["dak-lak"]}),
        (["--area", "dak-lak", "--area", "binh-thuan"], {"ref_area": ["dak-lak", "binh-thuan"]}),
        (["--indicator", "members", "--indicator", "admissions"], {"indicator": ["members", "admissions"]}),
        (["--segment", "_T"], {"segment": ["_T"]}),
        (["--freq", "YTD", "--area", "dak-lak"], {"freq": ["YTD"], "ref_area": ["dak-lak"]}),
        (["--area", "dak-lak", "--area", "dak-lak", "--indicator", "admissions"],
         {"ref_area": ["dak-lak"], "indicator": ["admissions"]}),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_chosen_once_and_in_order(
    real: Any, arguments: list[str], conditions: dict[str, list[str]]
) -> None:
    expected = real.observations
    for column, values in conditions.items():
        expected = expected[expected[column].isin(values)]
    assert not expected.empty
    pd.testing.assert_frame_equal(chosen(*arguments), exported(real, expected))


def test_scope_is_the_area_those_below_it_or_both() -> None:
    below = set(chosen("--area", "dak-lak", "--scope", "below")["ref_area"])
    assert below
    assert all(area.startswith("dak-lak/") for area in below)
    assert set(chosen("--area", "dak-lak", "--scope", "all")["ref_area"]) == below | {"dak-lak"}


def test_from_and_to_choose_by_the_end_of_the_period(real: Any) -> None:
    ends = real.observations["end_date"]
    expected = real.observations[(ends >= "2022-07-01") & (ends <= "2023-12-31")]
    pd.testing.assert_frame_equal(chosen("--from", "2022-07", "--to", "2023"), exported(real, expected))


def test_labels_are_in_the_language_asked_for() -> None:
    for lang, label in (("vi", "Đảng viên mới kết nạp"), ("en", "Members admitted")):
        frame = chosen("--area", "dak-lak", "--indicator", "admissions", "--labels", "--lang", lang)
        assert set(frame["indicator_label"]) == {label}
    assert "indicator_label" not in chosen("--area", "dak-lak", "--lang", "vi")


def test_an_edition_says_how_many_undated_sources_it_leaves_out(real: Any) -> None:
    done = run("--as-of", "2023-06-30")
    undated = sum(source.published is None for source in real.sources.values())
    said = f"{undated} sources without a date of publication are left out of the edition of 2023-06-30\n"
    assert done.stderr == said
    published = read_export(io.BytesIO(done.stdout_bytes), "csv")["published"]
    assert (published <= "2023-06-30").all()
    assert (published != "").all()


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_is_written_and_counted_and_nothing_is_printed(real: Any, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"figures.{form}"
    done = run("--area", "dak-lak", "--format", form, "--out", str(file))
    expected = exported(real, real.select("dak-lak", segment=None))
    assert done.stdout == ""
    sources = expected["source_id"].nunique()
    assert done.stderr == f"{file}: {len(expected)} observations from {sources} sources\n"
    pd.testing.assert_frame_equal(read_export(file, form), expected)


@pytest.mark.parametrize(
    ("name", "form"), [("a.xlsx", "xlsx"), ("a.JSON", "json"), ("a.parquet", "parquet"), ("a.csv", "csv"), ("a", "csv")]
)
def test_the_ending_of_the_file_says_the_format(tmp_path: Path, name: str, form: str) -> None:
    run("--area", "dak-lak", "--out", str(tmp_path / name))
    assert not read_export(tmp_path / name, form).empty


@pytest.mark.parametrize("form", FORMATS)
def test_no_match_is_said_and_still_a_whole_file(form: str, tmp_path: Path) -> None:
    file = tmp_path / "none"
    done = run("--area", "dak-lak", "--to", "1931", "--as-of", "2023-06-30", "--format", form, "--out", str(file))
    assert done.exit_code == 0
    assert "no observation matches in the edition of 2023-06-30\n" in done.stderr
    assert f"{file}: 0 observations from 0 sources" in done.stderr
    assert read_export(file, form).empty


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--area", "dak-lk"], ["no area is called 'dak-lk'", "did you mean dak-lak"]),
        (["--indicator", "admision"], ["'admision'", "did you mean admissions"]),
        (["--segment", "femal"], ["'femal'", "did you mean female"]),
        (["--freq", "Y"], ["'Y' is not one of 'A'"]),
        (["--from", "2023-13"], ["--from", "'2023-13' is not in the calendar"]),
        (["--to", "soon"], ["--to", "'soon' is no date of the form 2023"]),
        (["--as-of", "2023-24-10"], ["--as-of", "2023-24-10"]),
        (["--format", "xlsx"], ["xlsx is no text to print", "where: --format", "to do: add --out figures.xlsx"]),
        (["--format", "parquet"], ["parquet is no text to print", "add --out figures.parquet"]),
        (["--format", "ods"], ["'ods' is not one of 'csv'"]),
        (["--out", "."], ["the output can't be written: it is no regular file", "where: ."]),
        (["--out", "no-such-folder/figures.csv"], ["No such file or directory", "no-such-folder/figures.csv"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_wrong_argument_is_the_callers_fault(arguments: list[str], words: list[str]) -> None:
    runner = click.testing.CliRunner()
    done = runner.invoke(cli, ["data", *arguments])
    assert done.stdout == ""
    told = done.stderr
    if isinstance(done.exception, CallerError):
        told = str(done.exception)
    else:
        assert done.exit_code == 2
    for word in words:
        assert word in told


def test_a_wrong_argument_ends_with_status_2_and_one_message(ketnap: Any) -> None:
    done = ketnap("data", "--format", "xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ketnap: xlsx is no text to print\n")


def test_a_reader_that_stops_reading_is_no_failure_to_talk_about() -> None:
    command = f"'{KETNAP}' data --format json --labels | head -c 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.stderr) == ("[", "")


def test_a_full_disk_behind_a_redirection_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this machine")
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{KETNAP}' data > /dev/full"], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 1
    assert done.stderr == "ketnap: the output could not be written: No space left on device\n  where: standard output\n"


def test_formats_and_frequencies_are_those_that_there_are() -> None:
    assert FORMATS == export.FORMATS
    listed = csv.DictReader((find_project().data / "codelists" / "frequencies.csv").open(encoding="utf-8"))
    assert sorted(FREQUENCIES) == sorted(row["code"] for row in listed)


def test_help_shows_two_examples_that_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETNAP_PROJECT", str(find_project().root))
    monkeypatch.chdir(tmp_path)
    text = run("--help").stdout
    examples = [line.strip() for line in text.split("Example:")[1].splitlines() if "ketnap data" in line]
    assert len(examples) == 2
    for example in examples:
        assert run(*shlex.split(example)[2:]).exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["dak-lak.xlsx"]
