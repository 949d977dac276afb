"""`ketnap explain`: the chain from one figure to its sources."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.scope import as_of_option, resolve_area, tell_undated
from analysis.cli.values import (
    Teller,
    ends_as_json,
    finding_as_json,
    joined,
    tell_finding,
    tell_interval,
    terminal_width,
    value_as_json,
)

if TYPE_CHECKING:
    from analysis.dataset.dataset import Dataset
    from analysis.dataset.model import Source
    from analysis.measures.explain import Explanation, Other
    from analysis.measures.findings import Finding
    from analysis.measures.values import Value

_HEADINGS = {
    "A": "Full year",
    "YTD": "Year to date",
    "S": "Half-year",
    "Q": "Quarter",
    "M": "Month",
    "TERM": "Term",
    "TTD": "Term to date",
    "P": "Point in time",
    "_O": "Other period",
}
_READINGS = {
    "term_goal": "read against the goal for the whole term",
    "yearly_goal": "read against the goal for each year",
}
# Whole numbers are listed up to this many.
_LISTED = 12
_STEP = 4
_EPILOG = """\b
PERIOD is one of:
  2023        every period that ends in the year: full year, year to date, half-years, points in time
  2023-10     every period that ends in the month; 2023-10-10: on the day
  2015-2020   a term of congress, and terms to date

\b
JSON is one object: edition, data_hash, ref_area, indicator, segment, period, unit, definition; and
explanations, each with why (printed, computed, implied), preferred_because, value; interval and
whole_numbers (of an implied figure; null for no limit, and for more numbers than 12), printed (the
first one is preferred unless it says otherwise; each with as_printed, source, place and comment),
correction, parts (explanations), findings (as of: ketnap audit --help).

\b
Example:
  ketnap explain dak-lak admissions_target 2023
  ketnap explain "Ea Súp" admissions 2010-2015
"""


@click.command(epilog=_EPILOG)
@click.argument("area", metavar="AREA")
@click.argument("indicator", metavar="INDICATOR")
@click.argument("period", metavar="PERIOD")
@click.option("--segment", default="_T", show_default=True, metavar="SEGMENT", help="Code of a group.")
@as_of_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(area: str, indicator: str, period: str, segment: str, as_of: dt.datetime | None, form: str) -> None:
    """Show what is known of a figure: who prints it, which one is preferred and why, what it is computed from.

    AREA is a code (dak-lak) or a name; INDICATOR is a code (admissions).
    """
    from analysis.dataset.load import load_dataset
    from analysis.measures.explain import explain as explain_figure
    from analysis.measures.unprinted import parse_span

    dataset = load_dataset(as_of.date() if as_of else None)
    span = parse_span(dataset, period)
    tell_undated(dataset)
    code = resolve_area(dataset, area, year=span.year)
    found = explain_figure(dataset, code, indicator, span, segment)
    if form == "json":
        told = as_json(dataset, found, span.text)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo(joined(as_text(dataset, found, terminal_width())), nl=False)


def as_json(dataset: Dataset, found: Sequence[Explanation], period: str) -> dict[str, Any]:
    """Return explanations in the structure that `--format json` prints; `_EPILOG` describes it."""
    first = found[0].value
    indicator = dataset.indicators[first.indicator]
    teller = Teller(dataset, 0)
    return {
        "edition": dataset.edition.isoformat(),
        "data_hash": dataset.data_hash,
        "ref_area": first.ref_area,
        "indicator": first.indicator,
        "segment": first.segment,
        "period": period,
        "unit": indicator.unit,
        "definition": indicator.definition_en,
        "explanations": [_explanation_as_json(teller, one) for one in found],
    }


def _explanation_as_json(teller: Teller, one: Explanation) -> dict[str, Any]:
    told = [(one.value, one.preferred_because), *((other.value, other.because) for other in one.others)]
    whole = one.implied.whole if one.implied else None
    return {
        "why": one.why,
        "preferred_because": one.preferred_because,
        "value": value_as_json(one.value),
        "interval": ends_as_json((one.implied.low, one.implied.high)) if one.implied else None,
        "whole_numbers": list(whole) if whole and len(whole) <= _LISTED else None,
        "printed": [_printed_as_json(teller, *row) for row in told] if one.why == "printed" else [],
        "correction": {"reason_vi": one.correction.reason_vi, "reason_en": one.correction.reason_en}
        if one.correction
        else None,
        "parts": [_explanation_as_json(teller, part) for part in one.parts],
        "findings": [finding_as_json(finding, teller.digits) for finding in one.findings],
    }


def _printed_as_json(teller: Teller, value: Value, because: str) -> dict[str, Any]:
    source = teller.dataset.sources[value.source_ids[0]]
    digits, detail, comment = teller.printed[value.observation_ids[0]]
    return {
        "obs_value": value.obs_value,
        "bound": value.bound,
        "preferred": value.preferred,
        "because": because,
        "as_printed": digits,
        "observation_id": value.observation_ids[0],
        "source_id": source.source_id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
        "source_detail": detail,
        "comment": comment,
    }


def as_text(dataset: Dataset, found: Sequence[Explanation], width: int) -> Iterator[str]:
    """Yield explanations as lines for people: what is asked for, then figure by figure."""
    text = _Text(Teller(dataset, width))
    first = found[0].value
    indicator = dataset.indicators[first.indicator]
    yield text.teller.area(first.ref_area)
    yield f"{text.teller.label(first)} ({first.indicator}), in {indicator.unit.replace('_', ' ')}"
    if indicator.definition_en:
        yield from text.teller.fold(indicator.definition_en, indent=2)
    last = ""
    for one in found:
        heading = f"{_HEADINGS[one.value.freq]}: {text.teller.period(one.value)}"
        yield from ("", heading) if heading != last else ("",)
        yield from text.explanation(one, 2)
        last = heading
    yield ""
    yield f"edition  {dataset.edition}"
    yield f"data     {dataset.data_hash}"


class _Text:
    """Explanations as lines; a source and a finding are told in full where they come first."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self._told: set[Finding] = set()
        self._sources: set[str] = set()

    def explanation(self, one: Explanation, indent: int, beside: Value | None = None) -> Iterator[str]:
        """Yield a figure and, below it and further in, what it rests on."""
        if one.why == "printed":
            yield from self._printed(one, indent, beside)
        else:
            yield from self._line(f"{self._number(one)}  {self._what(one.value, beside)}{one.why}", indent)
            yield from self._line(one.value.formula, indent + _STEP)
            if one.implied and one.implied.reading:
                yield from self._line(_READINGS[one.implied.reading], indent + _STEP)
        for part in one.parts:
            yield from self.explanation(part, indent + _STEP, one.value)
        for finding in one.findings:
            if finding not in self._told:
                self._told.add(finding)
                yield from self._finding(finding, indent)

    def _printed(self, one: Explanation, indent: int, beside: Value | None) -> Iterator[str]:
        from analysis.measures.explain import RULES

        verdict = "preferred" if one.preferred_because else "distrusted"
        if one.others:
            verdict += f": {RULES[one.preferred_because or 'correction']}"
        told = "printed" if one.preferred_because == "only" else f"printed, {verdict}"
        yield from self._line(f"{self.teller.number(one.value)}  {self._what(one.value, beside)}{told}", indent)
        yield from self._origin(one.value, indent + _STEP)
        for other in one.others:
            yield from self._other(other, indent)
        if one.correction:
            yield from self._line(f"decision: {one.correction.reason_en}", indent)

    def _other(self, other: Other, indent: int) -> Iterator[str]:
        from analysis.measures.explain import RULES

        because = RULES[other.because]
        yield from self._line(f"{self.teller.number(other.value)}  printed, not preferred: {because}", indent)
        yield from self._origin(other.value, indent + _STEP)

    def _origin(self, value: Value, indent: int) -> Iterator[str]:
        digits, detail, comment = self.teller.printed[value.observation_ids[0]]
        (source,) = value.source_ids
        place = f", {detail}" if detail else ""
        yield from self._line(f"“{digits}”  {source}{place}", indent)
        if source not in self._sources:
            self._sources.add(source)
            yield from self._source(self.teller.dataset.sources[source], indent)
        if comment:
            yield from self._line(f"Our comment: {comment}", indent)

    def _source(self, source: Source, indent: int) -> Iterator[str]:
        title = f"“{source.title}”" if source.title else "title not recorded"
        published = f"published {source.published}" if source.published else "date of publication not known"
        yield from self._line(f"{title}, {source.publisher or 'publisher not known'}, {published}", indent)
        yield from self._line(source.url or "address not recorded", indent)

    def _finding(self, finding: Finding, indent: int) -> Iterator[str]:
        if not finding.agrees:
            yield from tell_finding(self.teller, finding, indent)
            return
        told = f"recomputed {self.teller.number(finding.recomputed)}" if finding.recomputed else "the figures agree"
        yield from self._line(f"holds ({finding.kind}): {told}", indent)

    def _what(self, value: Value, beside: Value | None) -> str:
        what = self.teller.what(value, beside) if beside else ""
        return f"{what}: " if what else ""

    def _number(self, one: Explanation) -> str:
        found = one.implied
        if not found or (found.whole and len(found.whole) == 1):
            return self.teller.number(one.value)
        if found.whole and len(found.whole) <= _LISTED:
            return f"one of {', '.join(f'{number:,}' for number in found.whole)}"
        return tell_interval((found.whole[0], found.whole[-1]) if found.whole else (found.low, found.high))

    def _line(self, text: str, indent: int) -> list[str]:
        return self.teller.fold(text, indent=indent, hang=indent + 2)
