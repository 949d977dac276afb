"""SDMX-CSV 2.0.0: the columns, the periods, and keys that tell observations apart."""

import csv
import datetime as dt
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dataset.export import exported, write_export
from analysis.dataset.sdmx import DIMENSIONS, STRUCTURE_ID, from_sdmx, time_period, to_sdmx

# ObservationalTimePeriod of SDMX 3.0: Gregorian and reporting periods, and the time range.
SDMX_TIME = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?|\d{4}-(S[12]|Q[1-4])|\d{4}-\d{2}-\d{2}/P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")


@pytest.mark.parametrize(
    ("freq", "start", "end", "expected"),
    [
        ("A", "2023-01-01", "2023-12-31", "2023"),
        ("S", "2020-01-01", "2020-06-30", "2020-S1"),
        ("S", "2020-07-01", "2020-12-31", "2020-S2"),
        ("Q", "2020-01-01", "2020-03-31", "2020-Q1"),
        ("Q", "2020-10-01", "2020-12-31", "2020-Q4"),
        ("M", "2024-02-01", "2024-02-29", "2024-02"),
        ("M", "2023-12-01", "2023-12-31", "2023-12"),
        ("P", "", "2023", "2023"),
        ("P", "", "2023-10", "2023-10"),
        ("P", "", "2023-10-10", "2023-10-10"),
        ("YTD", "2023-01-01", "2023-10-10", "2023-01-01/P283D"),
        ("YTD", "2023-01-01", "2023-10", "2023-01-01/P10M"),
        ("YTD", "2023-01-01", "2023-10-31", "2023-01-01/P304D"),
        ("YTD", "2019-01-01", "2019", "2019-01-01/P1Y"),
        ("TERM", "2015-01-01", "2019-12-31", "2015-01-01/P5Y"),
        ("TTD", "2020-01-01", "2023-06", "2020-01-01/P42M"),
        ("TTD", "2020-01-01", "2022", "2020-01-01/P3Y"),
        ("TTD", "2020-01-01", "2020-01-01", "2020-01-01/P1D"),
        ("_O", "2022-09-05", "2023-05", "2022-09-05/P269D"),
        ("_O", "2022-09-01", "2023", "2022-09-01/P487D"),
        ("_O", "2011-01-01", "2020-12-31", "2011-01-01/P3653D"),
        # What does not fit its frequency is a range, never a wrong period.
        ("Q", "2020-02-01", "2020-04-30", "2020-02-01/P90D"),
        ("A", "2023-07-01", "2024-06-30", "2023-07-01/P366D"),
    ],
)
def test_periods_in_the_time_formats_of_sdmx(freq, start, end, expected):
    assert time_period(freq, start, end) == expected
    assert SDMX_TIME.fullmatch(expected)


@settings(deadline=None)
@given(
    start=st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)),
    days=st.integers(0, 4000),
    freq=st.sampled_from(["YTD", "TTD", "_O"]),
)
def test_a_range_of_days_ends_on_the_day_printed(start, days, freq):
    end = start + dt.timedelta(days=days)
    first, duration = time_period(freq, str(start), str(end)).split("/")
    assert dt.date.fromisoformat(first) + dt.timedelta(days=int(duration[1:-1]) - 1) == end


def test_columns_stand_in_the_order_of_the_field_guide(real):
    frame = exported(real, real.observations)
    sdmx = to_sdmx(frame)
    assert list(sdmx.columns[:3]) == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert list(sdmx.columns[3:11]) == [*DIMENSIONS, "OBS_VALUE"]
    assert all(re.fullmatch("[A-Z][A-Z_]*", name) for name in sdmx.columns)
    assert set(sdmx["STRUCTURE"] + sdmx["STRUCTURE_ID"] + sdmx["ACTION"]) == {f"dataflow{STRUCTURE_ID}I"}
    assert list(sdmx["UNIT_MEASURE"]) == list(frame["unit"])
    assert list(sdmx["COMMENT"]) == list(frame["comment"])


def test_dimensions_tell_all_observations_apart_and_none_is_blank(real):
    sdmx = to_sdmx(exported(real, real.observations))[list(DIMENSIONS)]
    assert not sdmx.duplicated().any()
    assert (sdmx != "").all(axis=None)
    assert all(SDMX_TIME.fullmatch(period) for period in sdmx["TIME_PERIOD"])


@pytest.mark.parametrize(
    ("detail", "marked"),
    [("", "_U"), ("_U", "__U"), ("__U", "___U"), ("U", "U"), ("_u", "_u"), ("paragraph 2", "paragraph 2")],
)
def test_a_place_that_is_not_recorded_is_marked_and_unmarked(invent, detail, marked):
    dataset = invent(("vi-du", "admissions", "2022", 1, {"detail": detail}))
    frame = exported(dataset, dataset.observations)
    assert list(to_sdmx(frame)["SOURCE_DETAIL"]) == [marked]
    assert list(from_sdmx(to_sdmx(frame))["source_detail"]) == [detail]


def test_one_observation_as_it_stands_in_the_file(invent):
    dataset = invent(
        ("vi-du", "admissions", "to 2023-10-10", 1994, {"printed": "1.994/2.767", "detail": "paragraph 5"})
    )
    stream = io.StringIO()
    with io.BytesIO() as written:
        write_export(exported(dataset, dataset.observations), "sdmx-csv", written)
        stream.write(written.getvalue().decode())
    (row,) = csv.DictReader(io.StringIO(stream.getvalue()))
    assert {name: row[name] for name in (*DIMENSIONS, "OBS_VALUE", "UNIT_MEASURE", "AS_PRINTED")} == {
        "FREQ": "YTD",
        "REF_AREA": "vi-du",
        "INDICATOR": "admissions",
        "SEGMENT": "_T",
        "SOURCE_ID": "paper-20230101",
        "SOURCE_DETAIL": "paragraph 5",
        "TIME_PERIOD": "2023-01-01/P283D",
        "OBS_VALUE": "1994",
        "UNIT_MEASURE": "persons",
        "AS_PRINTED": "1.994/2.767",
    }
