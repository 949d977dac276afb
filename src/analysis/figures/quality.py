"""What disagrees, what was checked and holds, and what is not known."""

from __future__ import annotations

from collections.abc import Callable

from analysis.dataset.model import Indicator
from analysis.figures.blocks import FindingLine, Findings, Prose, Remark, Table
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.measures.findings import DOUBT, Finding
from analysis.measures.values import Value, difference

# So many parts are named one by one; of more, how many they are.
_FEW = 4


def show_disagreements(brief: Brief, findings: list[Finding]) -> Findings | Remark:
    """Return the checks that fail, or a remark that none does."""
    failing = [finding for finding in findings if not finding.agrees]
    if not findings:
        return Remark(brief.say("There are too few figures to check one against another."))
    if not failing:
        return Remark(brief.say("Every check that the figures allow holds."))
    return Findings(tuple(FindingLine(False, tell_finding(brief, finding)) for finding in failing))


def tell_finding(brief: Brief, finding: Finding) -> Inline:
    """Return what does not hold, in one sentence."""
    tell: dict[str, Callable[[Brief, Finding], Inline]] = {
        "sources": _tell_sources,
        "stocks": _tell_stocks,
        "stock_flow": _tell_stock_flow,
        "impossible": _tell_impossible,
        "merger": _tell_merger,
        "parts": _tell_parts,
    }
    return tell.get(finding.kind, _tell_recomputed)(brief, finding)


def _what(brief: Brief, value: Value) -> Inline:
    return Inline.of(
        f"{brief.name_of(value.ref_area)}, {brief.language.period(value)}: {brief.label(value)}"
    ).capitalised()


def _tell_sources(brief: Brief, finding: Finding) -> Inline:
    what, told = _what(brief, finding.printed[0]), brief.show(*finding.printed)
    if len({value.source_ids for value in finding.printed}) == 1:
        return brief.say("{what}: one source prints {told}, which cannot all be right.", what=what, told=told)
    if finding.verdict == DOUBT:
        return brief.say(
            "{what}: the sources differ, {told}; they do not print the day, so all may be right.", what=what, told=told
        )
    return brief.say("{what}: the sources differ, {told}; the first is preferred.", what=what, told=told)


def _tell_stocks(brief: Brief, finding: Finding) -> Inline:
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


def _tell_stock_flow(brief: Brief, finding: Finding) -> Inline:
    after, before = finding.printed
    return brief.say(
        "{what}: {rise} more than on {date}, while {admitted} were admitted; transfers must explain the rest.",
        what=_what(brief, after),
        rise=difference(after, before, "members_change"),
        date=brief.language.date(before.period_end),
        admitted=brief.show(finding.recomputed),
    )


def _tell_impossible(brief: Brief, finding: Finding) -> Inline:
    (printed,) = finding.printed
    if finding.parts:
        return brief.say(
            "{what}: {value} admitted are more than the {members} members.",
            what=_what(brief, printed),
            value=printed,
            members=finding.parts[0],
        )
    return brief.say("{what}: {value} cannot be.", what=_what(brief, printed), value=printed)


def _tell_merger(brief: Brief, finding: Finding) -> Inline:
    before, after = finding.printed
    return brief.say(
        "{what}: {before} ({period}) before the merger, {after} ({later}) after it; they are not one series.",
        what=Inline.of(f"{brief.name_of(before.ref_area)}: {brief.label(before)}").capitalised(),
        before=before,
        period=brief.language.period(before),
        after=after,
        later=brief.language.period(after),
    )


def _tell_parts(brief: Brief, finding: Finding) -> Inline:
    if not finding.recomputed or finding.recomputed.is_printed:
        return brief.say(
            "{what}: {part} are more than all, {whole}.",
            what=_what(brief, finding.parts[0]),
            part=finding.parts[0],
            whole=brief.show(*finding.printed),
        )
    if len(finding.parts) > _FEW:
        return brief.say(
            "{what}: printed {told}, but its {count} units add up to {recomputed}.",
            what=_what(brief, finding.printed[0]),
            told=brief.show(*finding.printed),
            count=len(finding.parts),
            recomputed=finding.recomputed,
        )
    return _tell_recomputed(brief, finding)


def _tell_recomputed(brief: Brief, finding: Finding) -> Inline:
    line = brief.say(
        "{what}: printed {told}, recomputed {recomputed} from {parts}; they differ by more than rounding.",
        what=_what(brief, finding.printed[0]),
        told=brief.show(*finding.printed),
        recomputed=brief.show(finding.recomputed),
        parts=_parts(brief, finding),
    )
    if not finding.fits:
        return line
    return Inline.join([line, brief.say("It fits the target as the base, {target}.", target=finding.fits)], " ")


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
    sign = {"rate": " / ", "parts": " + ", "change": " − ", "stock_flow": " − "}.get(finding.kind, "")
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
