"""Values and findings as a terminal shows them, and as JSON; shared by the commands that show single figures."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.dataset.dataset import Dataset
    from analysis.measures.findings import Finding
    from analysis.measures.values import Value

_NARROW, _WIDE = 80, 100


def terminal_width() -> int:
    """Return how many columns to fill: those of the terminal, if that is neither narrow nor very wide."""
    import shutil

    return max(_NARROW, min(_WIDE, shutil.get_terminal_size((_WIDE, 24)).columns))


class Teller:
    """Tells the values of a dataset in English words, in lines of a width."""

    def __init__(self, dataset: Dataset, width: int) -> None:
        from analysis.figures.language import Language

        self.dataset = dataset
        self.width = width
        self.language = Language("en", dataset.area_types)
        rows = dataset.observations[["observation_id", "as_printed", "source_detail", "comment"]]
        self.printed: dict[str, tuple[str, str, str]] = {
            key: (digits, detail, comment) for key, digits, detail, comment in rows.itertuples(index=False, name=None)
        }

    @property
    def digits(self) -> dict[str, str]:
        """The digits as printed, by observation."""
        return {key: digits for key, (digits, _, _) in self.printed.items()}

    def number(self, value: Value) -> str:
        """Return the number with the sign of its bound: "≥ 2,770", "72.06%"."""
        return self.language.value(value).replace("\u202f", " ")

    def area(self, code: str) -> str:
        """Return the name of an area and its code."""
        return f"{self.language.area(self.dataset.areas[code])} ({code})"

    def label(self, value: Value) -> str:
        """Return what is measured, with its segment where that is not the total."""
        label = self.language.label(self.dataset.indicators[value.indicator])
        group = self.dataset.segments.get(value.segment)
        return label if group is None or value.segment == "_T" else f"{label}: {self.language.name(group)}"

    def period(self, value: Value) -> str:
        """Return the period, and what a growth or a difference is against."""
        base = f", against {value.base_per}" if value.base_per else ""
        return self.language.period(value) + base

    def what(self, value: Value, beside: Value | None = None) -> str:
        """Return what a value speaks of: the area, the thing, the period; just what differs from another value."""
        told = [
            (value.ref_area, self.area(value.ref_area)),
            ((value.indicator, value.segment), self.label(value)),
            (self.period(value), self.period(value)),
        ]
        other = () if beside is None else (beside.ref_area, (beside.indicator, beside.segment), self.period(beside))
        return ", ".join(text for place, (key, text) in enumerate(told) if not other or key != other[place])

    def origin(self, value: Value) -> str:
        """Return the digits as printed and the source; of a computed value its formula and the sources."""
        sources = " ".join(value.source_ids)
        if not value.is_printed:
            return f"{value.formula}  {sources}"
        return f"“{self.printed[value.observation_ids[0]][0]}”  {sources}"

    def table(self, rows: Sequence[tuple[str, str, str]], indent: int = 4) -> Iterator[str]:
        """Yield rows of label, number and text as aligned lines; what is too long goes on in the next line."""
        labels, numbers = (max(len(row[place]) for row in rows) for place in (0, 1))
        for label, number, text in rows:
            head = f"{' ' * indent}{label.ljust(labels)}  {number.rjust(numbers)}"
            yield from self.fold(f"{head}  {text}", hang=len(head) + 2)

    def fold(self, text: str, *, indent: int = 0, hang: int | None = None) -> list[str]:
        """Return a text in lines of the width; the first is indented by `indent`, the others by `hang`."""
        first, later = " " * indent, " " * (indent if hang is None else hang)
        lead = len(text) - len(text.lstrip(" "))
        body = textwrap.wrap(
            text[lead:],
            self.width,
            initial_indent=first + text[:lead],
            subsequent_indent=later,
            drop_whitespace=True,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [line.rstrip() for line in body]


def tell_interval(ends: tuple[float, float]) -> str:
    """Return two ends as a range: "109.92 to 109.98", "at least 3.2"."""
    low, high = (f"{end:,.4f}".rstrip("0").rstrip(".") for end in ends)
    if math.isinf(ends[0]):
        return f"at most {high}"
    return f"at least {low}" if math.isinf(ends[1]) else low if low == high else f"{low} to {high}"


def tell_finding(teller: Teller, finding: Finding, indent: int = 2) -> Iterator[str]:
    """Yield one finding: verdict, kind and subject, then every value of it with its source."""
    first = finding.printed[0]
    head = f"{finding.verdict} ({finding.kind}): {teller.label(first)}, {teller.period(first)}"
    yield from teller.fold(head, indent=indent, hang=indent + 2)
    rows = [_row(teller, "printed" if value is first else "", value, first) for value in finding.printed]
    computed = finding.recomputed if finding.recomputed and not finding.recomputed.is_printed else None
    if computed:
        rows.append(("recomputed", teller.number(computed), _computation(finding, computed)))
    for place, part in enumerate(finding.parts):
        label = "from" if computed else "beside"
        rows.append(_row(teller, "" if place else label, part, first))
    if finding.fits:
        rows.append(_row(teller, "fits", finding.fits, first))
    yield from teller.table(rows, indent + 2)


def _row(teller: Teller, label: str, value: Value, beside: Value) -> tuple[str, str, str]:
    what = "" if value is beside else teller.what(value, beside)
    return label, teller.number(value), f"{what}  {teller.origin(value)}" if what else teller.origin(value)


def _computation(finding: Finding, computed: Value) -> str:
    alike = {part.indicator for part in finding.parts}
    formula = (
        f"sum of {len(finding.parts)} figures" if finding.kind == "parts" and len(alike) == 1 else computed.formula
    )
    if finding.interval is None or finding.interval[0] == finding.interval[1]:
        return formula
    return f"{formula}  (by rounding and bounds {tell_interval(finding.interval)})"


def ends_as_json(ends: tuple[float, float] | None) -> list[float | None] | None:
    """Return two ends for JSON: null where there is no limit."""
    return None if ends is None else [end if math.isfinite(end) else None for end in ends]


def _subject_as_json(value: Value) -> dict[str, str]:
    """Return what a value speaks of."""
    names = ("ref_area", "indicator", "segment", "freq", "period_start", "period_end", "base_per")
    return {name: getattr(value, name) for name in names}


def value_as_json(value: Value) -> dict[str, Any]:
    """Return a value with what it speaks of and what it rests on."""
    return {
        **_subject_as_json(value),
        "obs_value": value.obs_value,
        "bound": value.bound,
        "unit": value.unit,
        "formula": value.formula,
        "observation_ids": list(value.observation_ids),
        "source_ids": list(value.source_ids),
    }


def finding_as_json(finding: Finding, digits: dict[str, str]) -> dict[str, Any]:
    """Return one finding as `as_json` describes it; `digits` are those printed, by observation."""
    return {
        "kind": finding.kind,
        "verdict": finding.verdict,
        **_subject_as_json(finding.printed[0]),
        "printed": [_printed_as_json(value, digits) for value in finding.printed],
        "recomputed": finding.recomputed.obs_value if finding.recomputed else None,
        "interval": ends_as_json(finding.interval),
        "formula": finding.recomputed.formula if finding.recomputed else "",
        "parts": [value_as_json(value) for value in finding.parts],
        "fits": value_as_json(finding.fits) if finding.fits else None,
    }


def _printed_as_json(value: Value, digits: dict[str, str]) -> dict[str, Any]:
    (observation,), (source,) = value.observation_ids, value.source_ids
    return {
        "obs_value": value.obs_value,
        "bound": value.bound,
        "as_printed": digits[observation],
        "source_id": source,
        "observation_id": observation,
    }


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text that ends in a line feed."""
    return "\n".join(lines) + "\n"
