"""A number with its lineage, and the arithmetic that keeps it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import APPROX, AT_LEAST, AT_MOST, EXACT, POINT, TOTAL
from analysis.text.numbers import printed_decimals

# From the strongest to the weakest (SDMX CL_OBS_STATUS).
_STATUS_ORDER = "ABPE"
_OPPOSITE = {AT_LEAST: AT_MOST, AT_MOST: AT_LEAST, EXACT: EXACT, APPROX: APPROX}
# "About" and "nearly" are read as within so much of the number; data/README.md says so.
APPROX_TOLERANCE = 0.05
# What the two ends of floating point arithmetic may differ by, relative to a percentage of a few digits.
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Value:
    """One number, printed or computed, with the observations and sources that it rests on.

    Attributes:
        ref_area: Code of the area.
        indicator: Code of the indicator.
        segment: Code of the segment.
        freq: A, YTD, TERM, P …
        period_start: First day, ISO 8601; "" for a point in time.
        period_end: Last day, ISO 8601, as precise as printed.
        obs_value: The number, in `unit`.
        bound: exact, at_least, at_most or approx.
        unit: SDMX concept UNIT_MEASURE.
        observation_ids: The observations, in the order in which they were used.
        source_ids: Their sources.
        formula: How it was computed, in indicator codes; "" for a printed number.
        obs_status: The weakest status among the observations.
        base_per: Base period of a growth or a difference.
        decimals: Decimals that the source prints; negative where it prints whole thousands ("22 nghìn": -3). Of a
            computed number, those it is worth showing with.
        published: Day on which the newest source was published, None if that is not known.
        preferred: False where another source's value for the same thing is preferred.
    """

    ref_area: str
    indicator: str
    segment: str
    freq: str
    period_start: str
    period_end: str
    obs_value: float
    bound: str
    unit: str
    observation_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    formula: str = ""
    obs_status: str = "A"
    base_per: str = ""
    decimals: int = 0
    published: dt.date | None = None
    preferred: bool = True

    @property
    def year(self) -> int:
        """Calendar year in which the period ends."""
        return int(self.period_end[:4])

    @property
    def is_printed(self) -> bool:
        """Whether a source prints the number itself."""
        return not self.formula


VALUE_COLUMNS = [field.name for field in dataclasses.fields(Value)]
# What a `Value` is made of, among the columns of `Dataset.observations`.
_PRINTED = (
    "ref_area",
    "indicator",
    "segment",
    "freq",
    "period_start",
    "period_end",
    "base_per",
    "obs_value",
    "bound",
    "obs_status",
    "as_printed",
    "source_id",
    "observation_id",
)


def printed_values(dataset: Dataset, rows: pd.DataFrame) -> list[Value]:
    """Return a `Value` for each observation, in the order of the rows.

    Args:
        dataset: The dataset, for units and languages.
        rows: Rows of `dataset.observations`.
    """
    # Column by column, for pandas takes ten times as long to make a mapping of each row.
    columns = [rows[name].tolist() for name in _PRINTED]
    return [printed_value(dataset, dict(zip(_PRINTED, cells, strict=True))) for cells in zip(*columns, strict=True)]


def printed_value(dataset: Dataset, row: Mapping[Any, Any]) -> Value:
    """Return the `Value` of one observation, a row of `dataset.observations` as a mapping."""
    source = dataset.sources[row["source_id"]]
    return Value(
        ref_area=row["ref_area"],
        indicator=row["indicator"],
        segment=row["segment"],
        freq=row["freq"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        obs_value=row["obs_value"],
        bound=row["bound"],
        unit=dataset.indicators[row["indicator"]].unit,
        observation_ids=(row["observation_id"],),
        source_ids=(row["source_id"],),
        obs_status=row["obs_status"],
        base_per=row["base_per"],
        decimals=printed_decimals(row["as_printed"], source.language, row["obs_value"]),
        published=source.published,
    )


def to_frame(values: Iterable[Value]) -> pd.DataFrame:
    """Return the values as a tidy frame: the fields of `Value` as columns, and `year`."""
    frame = pd.DataFrame([dataclasses.asdict(value) for value in values], columns=VALUE_COLUMNS)
    return frame.assign(year=frame["period_end"].astype(str).str[:4].astype(int))


def from_frame(frame: pd.DataFrame) -> list[Value]:
    """Return the values of a frame that `to_frame` made, or of some of its rows."""
    return [Value(*row) for row in frame[VALUE_COLUMNS].itertuples(index=False, name=None)]


def ratio(numerator: Value, denominator: Value, indicator: str, *, decimals: int = 2) -> Value:
    """Return 100 times numerator over denominator, in percent, for the numerator's period.

    Raises:
        ZeroDivisionError: The denominator is zero.
    """
    return _percent(
        numerator,
        denominator,
        indicator=indicator,
        obs_value=100 * numerator.obs_value / denominator.obs_value,
        formula=f"100 * {numerator.indicator} / {denominator.indicator}",
        decimals=decimals,
    )


def difference(value: Value, base: Value, indicator: str) -> Value:
    """Return value less base, in their unit; the base period is that of `base`."""
    return derive(
        value,
        base,
        indicator=indicator,
        obs_value=value.obs_value - base.obs_value,
        bound=_bound(value.bound, _OPPOSITE[base.bound]),
        unit=value.unit,
        formula=f"{value.indicator} - {base.indicator}",
        base_per=base.period_end[:4],
    )


def total(*parts: Value, **changes: Any) -> Value:
    """Return the sum of the parts, for the period of the first one, with the changes."""
    return derive(
        *parts,
        obs_value=sum(part.obs_value for part in parts),
        bound=functools.reduce(_bound, (part.bound for part in parts)),
        formula=" + ".join(part.indicator for part in parts),
        **changes,
    )


def growth(value: Value, base: Value, indicator: str, *, decimals: int = 1) -> Value:
    """Return the growth of value over base, in percent: 100 * (value / base - 1).

    Raises:
        ZeroDivisionError: The base is zero.
    """
    return _percent(
        value,
        base,
        indicator=indicator,
        obs_value=100 * (value.obs_value / base.obs_value - 1),
        formula=f"100 * ({value.indicator} / {base.indicator} - 1)",
        base_per=base.period_end[:4],
        decimals=decimals,
    )


def _percent(above: Value, below: Value, **changes: Any) -> Value:
    """Return a percentage of two values; the bound is that of a quotient."""
    return derive(above, below, bound=_bound(above.bound, _OPPOSITE[below.bound]), unit="percent", **changes)


def derive(*parts: Value, **changes: Any) -> Value:
    """Return the first part with the changes, resting on the observations of all parts.

    The status is the weakest of the parts, and the day of publication the newest; it is unknown if one is.
    """
    days = [part.published for part in parts]
    return dataclasses.replace(
        parts[0],
        observation_ids=tuple(dict.fromkeys(key for part in parts for key in part.observation_ids)),
        source_ids=tuple(dict.fromkeys(key for part in parts for key in part.source_ids)),
        obs_status=max((part.obs_status for part in parts), key=_STATUS_ORDER.index),
        published=None if None in days else max(day for day in days if day),
        **changes,
    )


def _bound(first: str, second: str) -> str:
    bounds = {first, second} - {EXACT}
    if not bounds:
        return EXACT
    return bounds.pop() if len(bounds) == 1 else APPROX


def rounding_interval(value: Value) -> tuple[float, float]:
    """Return the least and the greatest number that a printed value can stand for, by its decimals and its bound.

    "About 46,000" stands for what lies within 5% of it, "over 22 thousand" for all from 22,000 on.
    """
    if value.bound == APPROX:
        slack = APPROX_TOLERANCE * abs(value.obs_value)
        return value.obs_value - slack, value.obs_value + slack
    half = 0.5 * 10.0**-value.decimals if value.bound == EXACT else 0.0
    low = -math.inf if value.bound == AT_MOST else value.obs_value - half
    high = math.inf if value.bound == AT_LEAST else value.obs_value + half
    return low, high


def stands_for(value: Value) -> tuple[float, float]:
    """Return the least and the greatest number that a value can be.

    A count printed in full is just itself, "over 2,770" is all from 2,770 on; nothing is added for rounding.
    """
    rounded = value.unit in ("percent", "percentage_points") or value.indicator == "admissions_yearly_average"
    counted = not rounded or not value.is_printed
    if not counted or value.bound == APPROX or (value.bound == EXACT and value.decimals < 0):
        return rounding_interval(value)
    low = -math.inf if value.bound == AT_MOST else value.obs_value
    return low, math.inf if value.bound == AT_LEAST else value.obs_value


def overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Tell whether two ranges have a number in common; what floating point loses does not part them."""
    slack = _TOLERANCE * max(1.0, *(abs(end) for end in (*first, *second) if not math.isinf(end)))
    return first[0] <= second[1] + slack and second[0] <= first[1] + slack


def whole_numbers(low: float, high: float) -> range:
    """Return the whole numbers between two ends, both included."""
    return range(math.ceil(low - _TOLERANCE), math.floor(high + _TOLERANCE) + 1)


def group_key(value: Value) -> tuple[str, ...]:
    """Return what two values must share to speak of the same thing."""
    period = "" if value.freq == POINT else value.period_start
    return (
        value.ref_area,
        value.indicator,
        value.segment or TOTAL,
        value.freq,
        period,
        value.period_end,
        value.base_per,
    )
