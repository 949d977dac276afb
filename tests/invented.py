"""Small datasets made of invented observations."""

import datetime as dt
import re

import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import FREQUENCIES, Area, AreaType, Frequency, Indicator, Segment, Source, Term
from analysis.text.periods import last_day

# Kind, unit, numerator, denominator and parts of the indicators that invented data may use.
INDICATORS = {
    "admission_rate": ("ratio", "percent", "admissions", "members", ()),
    "admission_rate_target": ("ratio", "percent", "", "", ()),
    "admissions": ("flow", "persons", "", "", ()),
    "admissions_excess": ("difference", "persons", "admissions", "admissions_target", ()),
    "admissions_growth": ("growth", "percent", "admissions", "admissions", ()),
    "admissions_share": ("ratio", "percent", "admissions", "admissions", ()),
    "admissions_target": ("target", "persons", "", "", ()),
    "admissions_target_change": ("difference", "persons", "admissions_target", "admissions_target", ()),
    "admissions_yearly_average": ("average", "persons_per_year", "admissions", "", ()),
    "admissions_yearly_goal": ("average", "persons_per_year", "admissions_target", "", ()),
    "completion_rate": ("ratio", "percent", "admissions", "admissions_target", ()),
    "excess_rate": ("growth", "percent", "admissions", "admissions_target", ()),
    "grassroots_cells": ("stock", "organisations", "", "", ()),
    "grassroots_committees": ("stock", "organisations", "", "", ()),
    "grassroots_organisations": ("stock", "organisations", "", "", ("grassroots_committees", "grassroots_cells")),
    "members": ("stock", "persons", "", "", ()),
    "members_change": ("difference", "persons", "members", "members", ()),
    "members_growth": ("growth", "percent", "members", "members", ()),
    "members_rated_good_share": ("ratio", "percent", "", "", ()),
    "members_share": ("ratio", "percent", "members", "members", ()),
    "pending_files": ("stock", "files", "", "", ()),
    "trainees": ("flow", "persons", "", "", ()),
    "training_classes": ("flow", "classes", "", "", ()),
}
LEVELS = ("province", "district", "commune")


def invent_dataset(*observations, names=None):
    """Return a dataset of tuples (area, indicator, period, value) or (…, value, options).

    A period is "2022" (full year), "2020 S1" (half-year), "2020 Q1" (quarter), "2023-05" (month), "to 2023-10-10" (year
    to date), "at 2023-10" (point in time), "2015-2020" (term), "2015-2020 to 2018-07-13" (term to date) or
    "2011-01-01/2017-12-31" (any other).
    Options are source ("paper-20230130", "paper-nd" for one without a date), segment, bound, status, base, printed,
    detail. An area is named as its code ends, if `names` has no other name by code.
    """
    rows = [_row(number, *observation) for number, observation in enumerate(observations)]
    codes = {code for row in rows for code in _lineage(row["ref_area"])}
    sources = {row["source_id"]: _source(row["source_id"]) for row in rows}
    frame = pd.DataFrame(rows)
    return Dataset(
        observations=frame.assign(
            obs_value=frame["obs_value"].astype(float),
            year=frame["period_end"].str[:4].astype(int),
            end_date=pd.to_datetime(frame["period_end"].map(last_day)),
            published=pd.to_datetime(frame["source_id"].map(lambda key: sources[key].published)),
        ),
        areas={code: _area(code, (names or {}).get(code, code.rpartition("/")[2])) for code in sorted(codes)},
        indicators={code: _indicator(code, *facts) for code, facts in INDICATORS.items()},
        segments={code: Segment(code, f"{code} (vi)", code, "") for code in sorted({row["segment"] for row in rows})},
        terms={f"{year}-{year + 5}": _term(year) for year in (2010, 2015, 2020, 2025)},
        sources=sources,
        as_of=dt.date(2030, 1, 1),
        data_hash="invented",
        frequencies={code: Frequency(code, f"{code} (vi)", code, "") for code in FREQUENCIES},
        area_types={level: AreaType(level, "{}", f"{{}} {level.title()}") for level in LEVELS},
    )


def _row(number, area, indicator, period, value, options=None):
    options = options or {}
    assert set(options) <= {"source", "segment", "bound", "status", "base", "printed", "detail"}
    freq, start, end = _period(period)
    return {
        "ref_area": area,
        "indicator": indicator,
        "segment": options.get("segment", "_T"),
        "freq": freq,
        "period_start": start,
        "period_end": end,
        "base_per": options.get("base", ""),
        "obs_value": value,
        "bound": options.get("bound", "exact"),
        "obs_status": options.get("status", "A"),
        "as_printed": options.get("printed", str(value)),
        "source_id": options.get("source", "paper-20230101"),
        "source_detail": options.get("detail", ""),
        "comment": "",
        "observation_id": f"observation-{number}",
    }


def _period(text):
    if text.startswith("to "):
        return "YTD", f"{text[3:7]}-01-01", text[3:]
    if text.startswith("at "):
        return "P", "", text[3:]
    if "/" in text:
        return "_O", *text.split("/")
    if " to " in text:
        return "TTD", f"{text[:4]}-01-01", text.partition(" to ")[2]
    if re.fullmatch(r"\d{4} [SQ]\d", text):
        months = 6 if text[5] == "S" else 3
        last = months * int(text[6])
        return text[5], f"{text[:4]}-{last - months + 1:02}-01", str(last_day(f"{text[:4]}-{last:02}"))
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return "M", f"{text}-01", str(last_day(text))
    if re.fullmatch(r"\d{4}-\d{4}", text):
        return "TERM", f"{text[:4]}-01-01", f"{int(text[5:]) - 1}-12-31"
    assert re.fullmatch(r"\d{4}", text)
    return "A", f"{text}-01-01", f"{text}-12-31"


def _lineage(code):
    parts = code.split("/")
    return ["/".join(parts[: place + 1]) for place in range(len(parts))]


def _area(code, name):
    level = LEVELS[code.count("/")]
    return Area(code, level, level, name, name, (), "", None, None, "")


def _indicator(code, kind, unit, numerator, denominator, parts):
    label = code.replace("_", " ")
    return Indicator(code, kind, unit, numerator, denominator, parts, f"{code} (vi)", label, "", "")


def _term(year):
    code, text = f"{year}-{year + 5}", f"{year}–{year + 5}"
    return Term(code, f"Nhiệm kỳ {text}", f"Term {text}", dt.date(year, 1, 1), dt.date(year + 4, 12, 31))


def _source(source_id):
    publisher, _, day = source_id.rpartition("-")
    published = None if day == "nd" else dt.date.fromisoformat(day)
    return Source(source_id, "_U", f"Title of {source_id}", publisher, published, None, "en", "", "")
