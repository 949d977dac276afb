"""What disagrees, what was checked and holds, and what is not known."""

from __future__ import annotations

from collections.abc import Callable

from analysis.dataset.model import Indicator
from analysis.figures.blocks import FindingLine, Findings, Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.page import Page
from analysis.figures.tables import Table
from analysis.measures.findings import DOUBT, Finding
from analysis.measures.values import Value, difference

# So many parts are named one by one; of more, how many they are.
_FEW = 4


def show_disagreements(page: Page, findings: list[Finding]) -> Findings | Remark:
    """Return the checks that fail, or a remark that none does."""
    failing = [finding for finding in findings if not finding.agrees]
    if not findings:
        return Remark(page.say("There are too few figures to check one against another."))
    if not failing:
        return Remark(page.say("Every check that the figures allow holds."))
    return Findings(tuple(FindingLine(False, tell_finding(page, finding)) for finding in failing))


def tell_finding(page: Page, finding: Finding) -> Inline:
    """Return what does not hold, in one sentence."""
    tell: dict[str, Callable[[Page, Finding], Inline]] = {
        "sources": _tell_sources,
        "stocks": _tell_stocks,
        "stock_flow": _tell_stock_flow,
        "impossible": _tell_impossible,
        "merger": _tell_merger,
        "parts": _tell_parts,
    }
    return tell.get(finding.kind, _tell_recomputed)(page, finding)


def _what(page: Page, value: Value) -> Inline:
    return Inline.of(
        f"{page.name_of(value.ref_area)}, {page.language.period(value)}: {page.label(value)}"
    ).capitalised()


def _tell_sources(page: Page, finding: Finding) -> Inline:
    what, told = _what(page, finding.printed[0]), page.show(*finding.printed)
    if len({value.source_ids for value in finding.printed}) == 1:
        return page.say("{what}: one source prints {told}, which cannot all be right.", what=what, told=told)
    if finding.verdict == DOUBT:
        return page.say(
            "{what}: the sources differ, {told}; they do not print the day, so all may be right.", what=what, told=told
        )
    return page.say("{what}: the sources differ, {told}; the first is preferred.", what=what, told=told)


def _tell_stocks(page: Page, finding: Finding) -> Inline:
    first = finding.printed[0]
    told = [
        page.say("{value} on {date}", value=value, date=page.language.date(value.period_end))
        for value in finding.printed
    ]
    return page.say(
        "{what}: far apart within one year, {told}; no source explains it.",
        what=Inline.of(f"{page.name_of(first.ref_area)}, {first.year}: {page.label(first)}"),
        told=Inline.join(told, ", "),
    )


def _tell_stock_flow(page: Page, finding: Finding) -> Inline:
    after, before = finding.printed
    return page.say(
        "{what}: {rise} more than on {date}, while {admitted} were admitted; no source explains the rest, which may be "
        "transfers.",
        what=_what(page, after),
        rise=difference(after, before, "members_change"),
        date=page.language.date(before.period_end),
        admitted=page.show(finding.recomputed),
    )


def _tell_impossible(page: Page, finding: Finding) -> Inline:
    (printed,) = finding.printed
    if finding.parts:
        return page.say(
            "{what}: {value} admitted are more than the {members} members.",
            what=_what(page, printed),
            value=printed,
            members=finding.parts[0],
        )
    return page.say("{what}: {value} cannot be.", what=_what(page, printed), value=printed)


def _tell_merger(page: Page, finding: Finding) -> Inline:
    before, after = finding.printed
    return page.say(
        "{what}: {before} ({period}) before the merger into the new {area}, {after} ({later}) after it; they are "
        "not one series.",
        what=Inline.of(f"{page.name_of(before.ref_area)}: {page.label(before)}").capitalised(),
        before=before,
        period=page.language.period(before),
        area=page.name_of(after.ref_area),
        after=after,
        later=page.language.period(after),
    )


def _tell_parts(page: Page, finding: Finding) -> Inline:
    if not finding.recomputed or finding.recomputed.is_printed:
        return page.say(
            "{what}: {part} are more than all, {whole}.",
            what=_what(page, finding.parts[0]),
            part=finding.parts[0],
            whole=page.show(*finding.printed),
        )
    if len(finding.parts) > _FEW:
        return page.say(
            "{what}: printed {told}, but its {count} units add up to {recomputed}.",
            what=_what(page, finding.printed[0]),
            told=page.show(*finding.printed),
            count=len(finding.parts),
            recomputed=finding.recomputed,
        )
    return _tell_recomputed(page, finding)


def _tell_recomputed(page: Page, finding: Finding) -> Inline:
    what, told = _what(page, finding.printed[0]), page.show(*finding.printed)
    recomputed, parts = page.show(finding.recomputed), _parts(page, finding)
    if finding.verdict == DOUBT:
        return page.say(
            "{what}: printed {told}, recomputed {recomputed} from {parts}; the last digit was cut off, not rounded.",
            what=what,
            told=told,
            recomputed=recomputed,
            parts=parts,
        )
    line = page.say(
        "{what}: printed {told}, recomputed {recomputed} from {parts}; they differ by more than rounding.",
        what=what,
        told=told,
        recomputed=recomputed,
        parts=parts,
    )
    if not finding.fits:
        return line
    return Inline.join([line, page.say("It fits the target as the base, {target}.", target=finding.fits)], " ")


def table_checks(page: Page, findings: list[Finding]) -> Table | None:
    """Return the checks that hold as a table; None if none does."""
    holding = [finding for finding in findings if finding.agrees]
    if not holding:
        return None
    header = [page.say("Checked and found to agree"), page.say("Printed"), page.say("Recomputed"), page.say("From")]
    rows = [
        [
            _what(page, finding.printed[0]),
            page.show(*finding.printed),
            page.show(finding.recomputed),
            _parts(page, finding) if finding.parts else page.say("two sources"),
        ]
        for finding in holding
    ]
    caption = page.say("Checks that hold: printed figures against each other.")
    return page.table("checks", caption, header, rows)


def _parts(page: Page, finding: Finding) -> Inline:
    sign = {"rate": " / ", "parts": " + ", "change": " − ", "stock_flow": " − "}.get(finding.kind, "")
    parts = [page.show(part) for part in finding.parts]
    kind = page.dataset.indicators[finding.printed[0].indicator].kind
    if finding.kind == "rate" and kind == "growth" and len(parts) == 2:
        value, base = parts
        return Inline.join(["(", value, " − ", base, ") / ", base], "")
    return Inline.join(parts, sign)


def write_missing(page: Page, missing: list[tuple[str, list[int]]]) -> Prose | Remark:
    """Return what is not known of the area itself.

    Args:
        page: The page.
        missing: Indicators, each with the years of which it is not known.
    """
    lines = [_gap(page, page.dataset.indicators[code], years) for code, years in missing]
    undated = sum(source.published is None for _, source in page.ledger.cited())
    if undated:
        lines.append(
            page.say(
                "Sources without a date of publication: {count}; only the newest edition counts them.", count=undated
            )
        )
    return Prose(tuple(lines), bullets=True) if lines else Remark(page.say("Nothing that was looked for is missing."))


def _gap(page: Page, indicator: Indicator, years: list[int]) -> Inline:
    label, told = page.language.label(indicator), ", ".join(map(str, years))
    if indicator.kind == "stock":
        return page.say("{label}: not known for {years}.", label=label, years=told)
    return page.say("{label}: no full-year figure known for {years}.", label=label, years=told)
