"""What disagrees, what was checked and holds, and what is not known."""

from __future__ import annotations

from collections.abc import Callable

from analysis.dataset.model import Indicator
from analysis.figures.blocks import FindingLine, Findings, Prose, Remark, Table
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.measures.audit import Finding
from analysis.measures.values import Value


def show_disagreements(brief: Brief, findings: list[Finding]) -> Findings | Remark:
    """Return the checks that fail, or a remark that none does."""
    failing = [finding for finding in findings if not finding.agrees]
    if not findings:
        return Remark(brief.say("There are too few figures to check one against another."))
    if not failing:
        return Remark(brief.say("Every check that the figures allow holds."))
    return Findings(tuple(FindingLine(False, _sentence(brief, finding)) for finding in failing))


def _sentence(brief: Brief, finding: Finding) -> Inline:
    tell: dict[str, Callable[[Brief, Finding], Inline]] = {"sources": _tell_sources, "stock": _tell_stock}
    return tell.get(finding.kind, _tell_recomputed)(brief, finding)


def _what(brief: Brief, value: Value) -> Inline:
    return Inline.of(
        f"{brief.name_of(value.ref_area)}, {brief.language.period(value)}: {brief.label(value)}"
    ).capitalised()


def _tell_sources(brief: Brief, finding: Finding) -> Inline:
    return brief.say(
        "{what}: the sources differ, {told}; the first is preferred.",
        what=_what(brief, finding.printed[0]),
        told=brief.show(*finding.printed),
    )


def _tell_stock(brief: Brief, finding: Finding) -> Inline:
    first = finding.printed[0]
    told = [
        brief.say("{value} on {date}", value=value, date=brief.language.date(value.period_end))
        for value in finding.printed
    ]
    return brief.say(
        "{what}: far apart within one year, {told}; no source explains it.",
        what=Inline.of(f"{brief.name_of(first.ref_area)}, {first.year}: {brief.label(first)}"),
        told=Inline.join(told, ", "),
    )


def _tell_recomputed(brief: Brief, finding: Finding) -> Inline:
    return brief.say(
        "{what}: printed {told}, recomputed {recomputed} from {parts}; they differ by more than rounding.",
        what=_what(brief, finding.printed[0]),
        told=brief.show(*finding.printed),
        recomputed=brief.show(finding.recomputed),
        parts=_parts(brief, finding),
    )


def table_checks(brief: Brief, findings: list[Finding]) -> Table | None:
    """Return the checks that hold as a table; None if none does."""
    holding = [finding for finding in findings if finding.agrees]
    if not holding:
        return None
    header = [brief.say("Checked and found to agree"), brief.say("Printed"), brief.say("Recomputed"), brief.say("From")]
    rows = [
        [
            _what(brief, finding.printed[0]),
            brief.show(*finding.printed),
            brief.show(finding.recomputed),
            _parts(brief, finding) if finding.parts else brief.say("two sources"),
        ]
        for finding in holding
    ]
    caption = brief.caption("table", brief.say("Checks that hold: printed figures against each other."))
    return Table("checks", caption, header, rows, (False, True, True, True))


def _parts(brief: Brief, finding: Finding) -> Inline:
    sign = {"rate": " / ", "excess": " / ", "parts": " + ", "change": " − ", "average": ""}[finding.kind]
    return Inline.join([brief.show(part) for part in finding.parts], sign)


def write_missing(brief: Brief, missing: list[tuple[str, list[int]]]) -> Prose | Remark:
    """Return what is not known of the area itself.

    Args:
        brief: The brief.
        missing: Indicators, each with the years of which it is not known.
    """
    lines = [_gap(brief, brief.dataset.indicators[code], years) for code, years in missing]
    undated = sum(source.published is None for _, source in brief.ledger.cited())
    if undated:
        lines.append(
            brief.say("Sources without a date of publication, in the newest edition only: {count}.", count=undated)
        )
    return Prose(tuple(lines), bullets=True) if lines else Remark(brief.say("Nothing that was looked for is missing."))


def _gap(brief: Brief, indicator: Indicator, years: list[int]) -> Inline:
    label, told = brief.language.label(indicator), ", ".join(map(str, years))
    if indicator.kind == "stock":
        return brief.say("{label}: not known for {years}.", label=label, years=told)
    return brief.say("{label}: no full-year figure known for {years}.", label=label, years=told)
