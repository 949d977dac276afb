"""SDMX-CSV 2.0.0: the columns of an export as the dimensions, the measure and the attributes of a dataflow.

https://github.com/sdmx-twg/sdmx-csv, data message field guide. Ids of components are the names of the columns in upper
case. In SDMX the dimensions tell observations apart. Two sources may print the same figure, and one source may print
two values in two places, so SOURCE_ID and SOURCE_DETAIL are dimensions. A dimension must not be blank: a place in the
source that is not recorded is `_U`. Codes of areas hold slashes, which codes of an SDMX code list must not, so REF_AREA
is uncoded text.
"""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from analysis.dataset.model import POINT, TERM, YEAR
from analysis.text.periods import last_day, parse_day

STRUCTURE_ID = "KETNAP:ADMISSIONS(1.0.0)"
_HEAD = {"STRUCTURE": "dataflow", "STRUCTURE_ID": STRUCTURE_ID, "ACTION": "I"}
DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "SEGMENT", "SOURCE_ID", "SOURCE_DETAIL", "TIME_PERIOD")
_MEASURE = "OBS_VALUE"
_NOT_RECORDED = "_U"
# Months of the calendar periods that SDMX has a form of its own for.
_MONTHS = {YEAR: 12, "S": 6, "Q": 3, "M": 1}


def to_sdmx(frame: pd.DataFrame) -> pd.DataFrame:
    """Return an export in the columns of SDMX-CSV: STRUCTURE, STRUCTURE_ID, ACTION, dimensions, OBS_VALUE, attributes.

    Args:
        frame: What `export.exported` returns.
    """
    sdmx = frame.rename(columns=_component)
    sdmx["TIME_PERIOD"] = _time_periods(frame)
    sdmx["SOURCE_DETAIL"] = frame["source_detail"].map({one: _mark(one) for one in frame["source_detail"].unique()})
    attributes = [name for name in sdmx.columns if name not in (*DIMENSIONS, _MEASURE)]
    return sdmx.assign(**_HEAD)[[*_HEAD, *DIMENSIONS, _MEASURE, *attributes]]


def from_sdmx(sdmx: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of an export out of those that `to_sdmx` returned, without TIME_PERIOD, which is computed.

    Args:
        sdmx: Columns of SDMX-CSV, text as text.
    """
    frame = sdmx.drop(columns=[*_HEAD, "TIME_PERIOD"]).rename(columns=_column)
    details = {one: _unmark(one) for one in frame["source_detail"].unique()}
    return frame.assign(source_detail=frame["source_detail"].map(details))


def time_period(freq: str, start: str, end: str) -> str:
    """Return a period as SDMX writes it (concept TIME_PERIOD).

    A year is 2023, a half-year 2023-S1, a quarter 2023-Q1, a month 2023-05, a point in time 2023, 2023-10 or
    2023-10-10. Any other period is a time range, first day and duration. The duration runs to the last day that the end
    covers, in the unit in which the source prints the end: a year to 10 October 2023 is 2023-01-01/P283D, one to
    October 2023-01-01/P10M, one to a day that is not printed 2023-01-01/P1Y. A term is in years, 2015-01-01/P5Y.

    Args:
        freq: Frequency.
        start: First day, ISO 8601; blank for a point in time.
        end: Last day, ISO 8601, of any precision.
    """
    if freq == POINT or not start:
        return end
    first, after = parse_day(start), last_day(end) + dt.timedelta(days=1)
    months = 12 * (after.year - first.year) + after.month - first.month if after.day == first.day else 0
    size = _MONTHS.get(freq)
    if size == months and first.day == 1 and (first.month - 1) % size == 0:
        number = (first.month - 1) // size + 1
        return {YEAR: start[:4], "M": start[:7]}.get(freq, f"{start[:4]}-{freq}{number}")
    if months and months % 12 == 0 and (freq == TERM or len(end) == len("2023")):
        return f"{start}/P{months // 12}Y"
    if months and len(end) == len("2023-10"):
        return f"{start}/P{months}M"
    return f"{start}/P{(after - first).days}D"


def _time_periods(frame: pd.DataFrame) -> pd.Series[str]:
    columns = ["freq", "period_start", "period_end"]
    codes = frame.groupby(columns, sort=False).ngroup()
    periods = [time_period(*period) for period in frame[columns].drop_duplicates().itertuples(index=False, name=None)]
    return codes.map(dict(enumerate(periods))).astype("str")


def _mark(detail: str) -> str:
    """Blank becomes `_U`; what looks like it gets one more underscore."""
    return _NOT_RECORDED if not detail else f"_{detail}" if re.fullmatch("_+U", detail) else detail


def _unmark(detail: str) -> str:
    return "" if detail == _NOT_RECORDED else detail[1:] if re.fullmatch("__+U", detail) else detail


def _component(column: str) -> str:
    return "UNIT_MEASURE" if column == "unit" else column.upper()


def _column(component: str) -> str:
    return "unit" if component == "UNIT_MEASURE" else component.lower()
