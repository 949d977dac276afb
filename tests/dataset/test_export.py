"""What is exported is read back as it was, in every format; and each format says what it should."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.dataset.export import FORMATS, OBSERVATION, exported, read_export, write_export
from analysis.dataset.schema import read_package
from analysis.errors import CallerError, RunError
from analysis.paths import find_project

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS)
PROPERTY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
JOINED = ["unit", "source_title", "publisher", "published", "url"]
LABELS = ["area_name", "indicator_label", "segment_name"]
# Texts that some reader or writer takes for something else.
TRAPS = [
    *("NA", "nan", "NaN", "null", "None", "TRUE", "007", "1e5", "1E400", "-0", "inf", "2023-10-10", "3/4", "1.994"),
    *("=1+1", '=HYPERLINK("https://x.example","y")', "+84", "-5", "@SUM(A1)", "'quoted", "#N/A", "#DIV/0!", "%s", "{}"),
    *('"', '""', "a,b;c|d\te", 'say "yes", then', "\\n", "_x0041_", "_x005F_", "x005F_", "_xFFFF_", "_U", "__U", "U"),
    *("Đắk Lắk – kết nạp", "👩‍🏫🇻🇳", "עברית מימין לשמאל", "\u202eabc", "a\u00a0b", "\u2028", "\x85", "\ufeffmark"),
    *("\ufffe", "<b>&amp;</b>", "]]>", "long " * 4000),
]
# The data forbid control characters; blanks at the ends are forbidden too, but no format should need that.
TEXTS = st.sampled_from(TRAPS) | st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32), max_size=40)
NUMBERS = st.integers(-(10**12), 10**12).map(float) | st.floats(allow_nan=False, allow_infinity=False)


def through(frame: pd.DataFrame, form: str) -> pd.DataFrame:
    return read_export(io.BytesIO(written(frame, form)), form)


def written(frame: pd.DataFrame, form: str) -> bytes:
    stream = io.BytesIO()
    write_export(frame, form, stream)
    return stream.getvalue()


@EVERY_FORMAT
@PROPERTY
@given(choice=st.data())
def test_chosen_observations_come_back_as_they_were(real, form, choice):
    rows = real.observations
    places = choice.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=40))
    frame = exported(real, rows.iloc[places], choice.draw(st.sampled_from(["", "vi", "en"])))

    assert_frame_equal(through(frame, form), frame)


@EVERY_FORMAT
@PROPERTY
@given(choice=st.data())
def test_hostile_texts_and_numbers_come_back_as_they_were(real, form, choice):
    rows = real.observations.iloc[: choice.draw(st.integers(1, 5))]
    hostile = {
        name: choice.draw(st.lists(TEXTS | st.just(""), min_size=len(rows), max_size=len(rows)))
        for name in ("as_printed", "source_detail", "comment")
    }
    numbers = choice.draw(st.lists(NUMBERS, min_size=len(rows), max_size=len(rows)))
    texts = choice.draw(st.lists(TEXTS, min_size=3, max_size=3))
    sources = {
        key: replace(source, title=texts[0], publisher=texts[1], url=texts[2]) for key, source in real.sources.items()
    }
    frame = exported(replace(real, sources=sources), rows.assign(**hostile, obs_value=numbers), "vi")

    assert_frame_equal(through(frame, form), frame)


@EVERY_FORMAT
def test_every_trap_comes_back_as_it_was(real, form):
    rows = real.observations.iloc[[0] * len(TRAPS)].assign(source_detail=TRAPS, comment=TRAPS[::-1])
    frame = exported(real, rows)

    assert_frame_equal(through(frame, form), frame)


@EVERY_FORMAT
def test_nothing_chosen_is_a_whole_empty_file(real, form):
    frame = exported(real, real.observations.head(0))
    assert_frame_equal(through(frame, form), frame)


@EVERY_FORMAT
@pytest.mark.parametrize("labels", ["", "vi"])
def test_the_same_data_give_the_same_bytes(real, form, labels):
    first, second = (written(exported(real, real.observations, labels), form) for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_every_row_carries_its_unit_and_its_source(real):
    frame = exported(real, real.observations)
    assert list(frame.columns) == [*OBSERVATION, *JOINED]
    assert len(frame) == len(real.observations)
    for row in frame.to_dict("records"):
        source = real.sources[row["source_id"]]
        assert row["unit"] == real.indicators[row["indicator"]].unit
        assert (row["source_title"], row["publisher"], row["url"]) == (source.title, source.publisher, source.url)
        assert row["published"] == (source.published.isoformat() if source.published else "")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_labels_are_in_the_language_asked_for(real, lang):
    frame = exported(real, real.observations, lang)
    assert list(frame.columns) == [*OBSERVATION, *JOINED, *LABELS]
    for row in frame.to_dict("records"):
        assert row["area_name"] == getattr(real.areas[row["ref_area"]], f"name_{lang}")
        assert row["indicator_label"] == getattr(real.indicators[row["indicator"]], f"label_{lang}")
        assert row["segment_name"] == getattr(real.segments[row["segment"]], f"name_{lang}")


def test_the_columns_of_an_observation_are_those_of_the_schema():
    package = read_package(find_project().data)
    schema = next(table.schema for table in package if table.schema_name == "observations")
    assert [field["name"] for field in schema["fields"]] == list(OBSERVATION)


@pytest.mark.parametrize(
    ("number", "digits"),
    [(2089.0, "2089"), (101.5, "101.5"), (0.00001, "0.00001"), (-5.3, "-5.3"), (2e16, "2" + "0" * 16)],
)
@pytest.mark.parametrize("form", ["csv", "json", "sdmx-csv"])
def test_numbers_are_neither_padded_nor_scientific(invent, form, number, digits):
    dataset = invent(("vi-du", "admissions", "2022", number))
    text = written(exported(dataset, dataset.observations), form).decode()
    before, after = (": ", ",") if form == "json" else (",", ",")
    assert f"{before}{digits}{after}" in text


def test_csv_is_what_the_shipped_files_are(real):
    text = written(exported(real, real.observations), "csv").decode()
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text), strict=True)
    shipped = [
        row
        for file in sorted((find_project().data / "observations").glob("*.csv"))
        for row in list(csv.reader(file.read_text(encoding="utf-8").splitlines()))[1:]
    ]
    assert header[:14] == list(OBSERVATION)
    assert sorted(row[:14] for row in rows) == sorted(shipped)


def test_csv_is_never_changed_for_a_spreadsheet(real):
    rows = real.observations.head(1).assign(comment="=1+1")
    assert ",=1+1," in written(exported(real, rows), "csv").decode()


def test_json_is_an_array_of_one_object_a_line(real):
    frame = exported(real, real.observations)
    text = written(frame, "json").decode()
    opening, *lines, closing = text.splitlines()
    assert (opening, closing) == ("[", "]")
    assert [json.loads(line.rstrip(",")) for line in lines] == json.loads(text)
    assert all(isinstance(one["obs_value"], int | float) for one in json.loads(text))
    assert "Đắk Lắk" in text
    assert json.loads(written(frame.head(0), "json")) == []


def test_parquet_says_what_its_columns_mean(real):
    schema = pq.read_schema(io.BytesIO(written(exported(real, real.observations, "en"), "parquet")))
    assert all(field.metadata[b"description"] for field in schema)
    assert schema.metadata[b"edition"].decode() == real.edition.isoformat()
    assert schema.metadata[b"data_hash"].decode() == real.data_hash


def test_a_worksheet_holds_text_as_text_and_numbers_as_numbers(real):
    rows = real.observations.head(2).assign(comment=["=1+1", "007"], obs_value=[2089.0, 101.5])
    workbook = openpyxl.load_workbook(io.BytesIO(written(exported(real, rows), "xlsx")))
    sheet = workbook["observations"]
    header = [cell.value for cell in sheet[1]]
    comment, value = header.index("comment"), header.index("obs_value")
    assert [(row[comment].data_type, row[comment].value) for row in sheet["A2:S3"]] == [("s", "=1+1"), ("s", "007")]
    assert [(row[value].data_type, row[value].value) for row in sheet["A2:S3"]] == [("n", 2089), ("n", 101.5)]
    assert [row[value].number_format for row in sheet["A2:S3"]] == ["#,##0", "General"]
    assert sheet.freeze_panes == "A2"


def test_a_workbook_tells_about_itself(real):
    content = written(exported(real, real.observations), "xlsx")
    about = openpyxl.load_workbook(io.BytesIO(content))["about"]
    told = {row[0].value: str(row[1].value) for row in about.iter_rows() if row[0].value and len(row) > 1}
    assert real.edition.isoformat() in told["edition"]
    assert real.data_hash in told["data_hash"]
    assert "CC BY 4.0" in told["licence"]
    assert "data/README.md" in told["preference"]
    assert set(OBSERVATION) | set(JOINED) <= set(told)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_does_not_fit_into_a_worksheet_is_refused(real, monkeypatch):
    rows = real.observations.head(2).assign(comment="x" * 40_000)
    with pytest.raises(CallerError, match="the longest text has 40,000 letters"):
        written(exported(real, rows), "xlsx")
    monkeypatch.setattr("analysis.dataset.workbook._SHEET_ROWS", 1)
    with pytest.raises(CallerError, match="these are 2 observations"):
        written(exported(real, real.observations.head(2)), "xlsx")


@EVERY_FORMAT
def test_a_file_is_written_whole_and_replaces_the_old_one(real, form, tmp_path):
    frame = exported(real, real.observations)
    file = tmp_path / "figures"
    file.write_text("old")
    write_export(frame, form, file)
    assert file.read_bytes() == written(frame, form)
    assert_frame_equal(read_export(file, form), frame)
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_one(real, tmp_path):
    (tmp_path / "link").symlink_to("figures")
    write_export(exported(real, real.observations), "csv", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "figures").is_file()


@pytest.mark.parametrize(
    ("place", "reason"),
    [(".", "it is no regular file"), ("none/figures.csv", "No such file"), ("old/figures.csv", "Not a dir")],
)
def test_a_place_that_cannot_be_written_to_is_refused(real, tmp_path, place, reason):
    (tmp_path / "old").write_text("old")
    with pytest.raises(CallerError, match=reason) as raised:
        write_export(exported(real, real.observations), "csv", tmp_path / place)
    assert raised.value.where == str(tmp_path / place)
    assert list(tmp_path.iterdir()) == [tmp_path / "old"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(real, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = Path(tmp_path / "figures.csv")
    file.write_text("old")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RunError, match="No space left on device"):
        write_export(exported(real, real.observations), "csv", file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_text_that_does_not_fit_leaves_the_old_workbook(real, tmp_path):
    file = tmp_path / "figures.xlsx"
    file.write_text("old")
    with pytest.raises(CallerError):
        write_export(exported(real, real.observations.head(1).assign(comment="x" * 40_000)), "xlsx", file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
