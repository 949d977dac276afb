"""The chain from a figure to its sources: what is printed, what is preferred and why, what a computed one rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import AT_LEAST, AT_MOST, EXACT, FREQUENCIES, TOTAL, Correction
from analysis.errors import CallerError
from analysis.measures.audit import audit, audit_area
from analysis.measures.book import AreaBook
from analysis.measures.findings import Finding
from analysis.measures.identities import Key
from analysis.measures.preference import prefer
from analysis.measures.unprinted import Span, compute, templates
from analysis.measures.values import Value, group_key, printed_values
from analysis.text.suggest import did_you_mean

if TYPE_CHECKING:
    from analysis.measures.reconcile import Implied

PRINTED, COMPUTED, IMPLIED = "printed", "computed", "implied"
# Why one of two figures goes first; data/README.md states the rule.
RULES = {
    "only": "the only figure printed",
    "correction": "decided in data/corrections.yml",
    "bound": "exact goes before about, and about before a bound",
    "newest": "what was published last goes first",
    "undated": "what is dated goes before what is not",
    "id": "nothing else decides, so the alphabet does, by source and place in it",
}
_BOUNDS = (AT_LEAST, AT_MOST)
_RELATIONS = {
    "ratio": "100 * {} / {}",
    "growth": "100 * ({} / {} - 1)",
    "difference": "{} - {}",
    "average": "{} / years",
}


@dataclass(frozen=True)
class Other:
    """A printed figure that is not preferred, and the rule (`RULES`) by which another goes before it."""

    value: Value
    because: str


@dataclass(frozen=True)
class Explanation:
    """A figure and all that it rests on.

    Attributes:
        value: The figure; of printed ones the preferred one, or the first if all are distrusted.
        why: How it is known: printed, computed or implied.
        preferred_because: The rule (`RULES`) by which it goes first; blank if it is not printed, or not preferred.
        others: What else is printed for the same thing.
        correction: The decision of ours on these figures, None if there is none.
        parts: What it was computed from, or follows from.
        findings: Checks of the printed figure, and those that fail in which it is a part.
        implied: Of an implied figure: the numbers that it can be, and the statements behind them.
    """

    value: Value
    why: str
    preferred_because: str = ""
    others: tuple[Other, ...] = ()
    correction: Correction | None = None
    parts: tuple[Explanation, ...] = ()
    findings: tuple[Finding, ...] = ()
    implied: Implied | None = None


def explain(dataset: Dataset, area: str, indicator: str, span: Span, segment: str = TOTAL) -> tuple[Explanation, ...]:
    """Return what is known of an indicator in the periods asked for: printed figures, each followed by its computation.

    Only where nothing is printed and nothing can be computed it is looked for among what the printed figures imply.

    Raises:
        CallerError: A code is not known, or no figure is; the message says which periods are known.
    """
    for code, known, kind in ((indicator, dataset.indicators, "indicator"), (segment, dataset.segments, "segment")):
        if code not in known:
            advice = did_you_mean(code, known, otherwise=f"codes are in data/codelists/{kind}s.csv")
            raise CallerError(f"there is no {kind} {code!r}", to_do=advice)
    explainer = _Explainer(dataset, area, span.year)
    found = explainer.known(indicator, segment, span) or explainer.implied(indicator, segment, span)
    if not found:
        raise CallerError(
            f"no figure of {indicator} ({segment}) is known of {area} for {span.text}, and none follows from others",
            to_do=_known(dataset, area, indicator, segment),
        )
    return tuple(found)


class _Explainer:
    """Explains figures of one area; those that its province prints are at hand."""

    def __init__(self, dataset: Dataset, area: str, year: int) -> None:
        self._dataset = dataset
        self._area = area
        self._province = area.partition("/")[0]
        rows = dataset.select(self._province, segment=None, scope="all")
        self._values = prefer(printed_values(dataset, rows), dataset.corrections)
        self._by_id = {value.observation_ids[0]: value for value in self._values}
        self._book = AreaBook(dataset, (value for value in self._values if value.ref_area == area))
        # Those of the year after rest on figures of this year.
        checks = (*audit(dataset, self._province).findings, *audit_area(dataset, self._province, year + 1))
        self._findings = tuple(dict.fromkeys(checks))

    def known(self, indicator: str, segment: str, span: Span) -> list[Explanation]:
        """Return what is printed or can be computed, by frequency, the newest first."""
        printed: dict[tuple[str, ...], Value] = {}
        for value in self._book.values:
            if (value.indicator, value.segment) == (indicator, segment) and span.holds(*_place(value)):
                printed.setdefault(group_key(value), value)
        found = []
        places = {_place(value) for value in printed.values()}
        asked = templates(self._dataset, self._book, self._area, indicator, segment, span)
        for one in [*printed.values(), *(one for one in asked if _place(one) not in places)]:
            told = [self._printed(one)] if one.source_ids else []
            computed = compute(self._dataset, self._book, told[0].value if told else one)
            found += [*told, *([self._computed(*computed)] if computed else [])]
        return sorted(found, key=lambda one: (FREQUENCIES.index(one.value.freq), _descending(one.value.period_end)))

    def implied(self, indicator: str, segment: str, span: Span) -> list[Explanation]:
        """Return what the printed figures imply together."""
        from analysis.measures.reconcile import imply

        def is_asked(key: Key) -> bool:
            return key[:3] == (self._area, indicator, segment) and span.holds(*key[3:])

        found = imply(self._dataset, self._province, is_asked) if self._values else ()
        return [self._implied(one) for one in found]

    def _printed(self, value: Value) -> Explanation:
        """Explain all that is printed of the thing that a value speaks of."""
        told = [one for one in self._values if group_key(one) == group_key(value)]
        correction = next((one for one in self._dataset.corrections if _decides(one, value)), None)
        first, *others = self._ranked(told)
        because = ""
        if first.preferred:
            because = _rule(first, others[0], correction) if others else "only"
        return Explanation(
            value=first,
            why=PRINTED,
            preferred_because=because,
            others=tuple(Other(one, _rule(first, one, correction)) for one in others),
            correction=correction,
            findings=self._findings_on(told),
        )

    def _ranked(self, told: Sequence[Value]) -> list[Value]:
        """Return figures on one thing in the order of preference, those that are distrusted last."""
        rest, ranked = list(told), []
        while rest:
            marked = prefer(rest, self._dataset.corrections)
            ranked.append(rest.pop(next((place for place, one in enumerate(marked) if one.preferred), 0)))
        return ranked

    def _computed(self, value: Value, parts: Iterable[Value]) -> Explanation:
        """Explain a computed figure by its parts, or else by the observations that it rests on."""
        used = tuple(parts) or tuple(self._by_id[key] for key in value.observation_ids)
        return Explanation(value, COMPUTED, parts=tuple(self._part(one) for one in used))

    def _part(self, value: Value) -> Explanation:
        return self._printed(value) if value.is_printed else self._computed(value, ())

    def _implied(self, found: Implied) -> Explanation:
        values = dict.fromkeys(value for one in found.statements for value in one.values)
        formula = "; ".join(
            f"{one.values[0].indicator} = {_RELATIONS[one.kind].format(*(key.indicator for key in one.keys))}"
            for one in found.statements
            if one.kind in _RELATIONS
        )
        only = found.whole is not None and len(found.whole) == 1
        number, bound = (found.low, AT_LEAST) if found.low > 0 else (found.high, AT_MOST)
        value = Value(
            *found.key,
            obs_value=float(found.whole[0]) if only and found.whole else number,
            bound=EXACT if only else bound,
            unit=self._dataset.indicators[found.key.indicator].unit,
            observation_ids=found.observation_ids,
            source_ids=found.source_ids,
            formula=formula or "; ".join(one.rule for one in found.statements if one.rule),
        )
        return Explanation(value, IMPLIED, parts=tuple(self._part(one) for one in values), implied=found)

    def _findings_on(self, told: Iterable[Value]) -> tuple[Finding, ...]:
        keys = {key for value in told for key in value.observation_ids}
        return tuple(
            finding
            for finding in self._findings
            if _rests_on(finding.printed, keys) or (not finding.agrees and _rests_on(finding.parts, keys))
        )


def _rests_on(values: Iterable[Value], keys: set[str]) -> bool:
    return any(keys.intersection(value.observation_ids) for value in values)


def _decides(one: Correction, value: Value) -> bool:
    subject = (value.ref_area, value.indicator, value.segment, value.freq, value.period_end)
    return (one.ref_area, one.indicator, one.segment, one.freq, one.period_end) == subject


def _rule(first: Value, second: Value, correction: Correction | None) -> str:
    """Return the rule by which the first of two printed figures goes before the second."""
    if correction:
        chosen = [value.source_ids[0] == correction.prefer for value in (first, second)]
        distrusted = [value.source_ids[0] in correction.distrust for value in (first, second)]
        if chosen[0] != chosen[1] or distrusted[0] != distrusted[1]:
            return "correction"
    if first.bound != second.bound and not (first.bound in _BOUNDS and second.bound in _BOUNDS):
        return "bound"
    if first.published != second.published:
        return "newest" if second.published else "undated"
    return "id"


def _place(value: Value) -> tuple[str, str, str]:
    return value.freq, value.period_start, value.period_end


def _descending(date: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in date.split("-"))


def _known(dataset: Dataset, area: str, indicator: str, segment: str) -> str:
    """Return advice: the periods of which something is known, or else the segments, or the indicators."""
    rows = dataset.select(area, segment=None)
    of_indicator = rows[rows["indicator"] == indicator]
    told = of_indicator[of_indicator["segment"] == segment]
    terms = {str(term.period_start): code for code, term in dataset.terms.items()}
    if len(told):
        places = zip(told["freq"], told["period_start"], told["period_end"], strict=True)
        names = {
            terms.get(start, end) if freq == "TERM" else end[:4] if freq == "A" else end for freq, start, end in places
        }
        return f"known are {', '.join(sorted(names))}"
    if len(of_indicator):
        return f"known are the segments {', '.join(sorted(of_indicator['segment'].unique()))}"
    if len(rows):
        return f"known of this area are {', '.join(sorted(rows['indicator'].unique()))}"
    return "nothing is known of this area in this edition"
