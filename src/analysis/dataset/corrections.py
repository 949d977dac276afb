"""`data/corrections.yml`: decisions of ours on figures that disagree, each with its reason and its guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import yaml

from analysis.dataset.model import Correction
from analysis.errors import Fault

FILE = "corrections.yml"
_SUBJECT = ("ref_area", "indicator", "segment", "freq", "period_end")
_FIELDS = {*_SUBJECT, "prefer", "distrust", "guard", "reason_vi", "reason_en"}


def read_corrections(text: str) -> tuple[list[tuple[int, Correction]], list[Fault]]:
    """Return the corrections of a file, each with its line, and the faults of its form.

    Args:
        text: YAML: a list of mappings with the fields of `model.Correction`; blank is no correction.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        entries = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [], [Fault(FILE, mark.line + 1 if mark else 0, "", f"not readable as YAML: {error.__class__.__name__}")]
    if not entries:
        return [], []
    if not isinstance(node, yaml.SequenceNode):
        return [], [Fault(FILE, 1, "", "expected a list of corrections")]
    found, faults = [], []
    lines = [item.start_mark.line + 1 for item in node.value]
    for line, entry in zip(lines, entries, strict=True):
        message = _fault_of_form(entry)
        if message:
            faults.append(Fault(FILE, line, "", message))
        else:
            found.append((line, _correction(entry)))
    return found, faults


def _fault_of_form(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "a correction is a mapping"
    unknown, absent = sorted(set(entry) - _FIELDS), sorted({*_SUBJECT, "guard", "reason_vi", "reason_en"} - set(entry))
    if unknown or absent:
        return "; ".join(
            [f"{name} is no field of a correction" for name in unknown] + [f"{name} is missing" for name in absent]
        )
    if not all(isinstance(entry[name], str) for name in (*_SUBJECT, "reason_vi", "reason_en")):
        return f"{', '.join(_SUBJECT)} and the reasons are text; put a bare year in quotes"
    if not (entry.get("prefer") or entry.get("distrust")):
        return "a correction prefers a source, or distrusts some"
    guard = entry["guard"]
    if not isinstance(guard, dict) or not all(isinstance(one, int | float) for one in guard.values()):
        return "guard is a mapping of sources to the numbers that they print"
    return ""


def _correction(entry: Mapping[str, Any]) -> Correction:
    return Correction(
        **{name: entry[name] for name in (*_SUBJECT, "reason_vi", "reason_en")},
        prefer=entry.get("prefer", ""),
        distrust=tuple(entry.get("distrust", ())),
        guard={source: float(number) for source, number in entry["guard"].items()},
    )


def faults_of_guards(corrections: list[tuple[int, Correction]], observations: pd.DataFrame) -> list[Fault]:
    """Return the corrections whose guard no longer holds: a figure has changed, gone, or come.

    Args:
        corrections: Corrections with their lines.
        observations: All observations, with the columns of the subject, source_id and obs_value (number or text).
    """
    return [fault for line, correction in corrections for fault in _faults_of_guard(line, correction, observations)]


def _faults_of_guard(line: int, correction: Correction, observations: pd.DataFrame) -> Iterator[Fault]:
    chosen = pd.Series(True, index=observations.index)
    for name in _SUBJECT:
        chosen &= observations[name] == getattr(correction, name)
    told = observations[chosen]
    printed = {(source, float(value)) for source, value in zip(told["source_id"], told["obs_value"], strict=True)}
    for source, number in sorted(printed ^ set(correction.guard.items())):
        if (source, number) in printed:
            yield Fault(FILE, line, "guard", f"{source} prints {number:g}, which the guard does not name; decide anew")
        else:
            yield Fault(FILE, line, "guard", f"{source} no longer prints {number:g}; decide anew")
    for source in (correction.prefer, *correction.distrust):
        if source and source not in correction.guard:
            yield Fault(FILE, line, "guard", f"does not name {source}, on which the correction rests")
