"""What the page on data quality tells of single figures and sources: findings, decisions, what sources leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.figures.blocks import FindingLine, Findings, Prose, Remark
from analysis.figures.data_quality import DataQuality
from analysis.figures.inline import Inline
from analysis.figures.names import name_period, tell_apart
from analysis.figures.quality import tell_finding
from analysis.figures.tables import Table
from analysis.measures.audit import Audit
from analysis.measures.data_quality import Decision, SourceGap
from analysis.measures.findings import BREAK, CONTRADICTION, DOUBT, Finding
from analysis.measures.values import Value

# So many findings are told one by one, contradictions first; of more, how many they are by area.
MOST_FINDINGS = 40


def _told(audit: Audit, verdict: str) -> list[Finding]:
    return [finding for finding in audit.findings[:MOST_FINDINGS] if finding.verdict == verdict]


def introduce(page: DataQuality, audit: Audit, verdict: str) -> Prose | None:
    """Return the line that names a verdict, says what it means and how often it was found; None if it never was.

    Args:
        page: The page.
        audit: The outcome of the audit of all areas.
        verdict: "contradiction", "doubt" or "break".
    """
    count = sum(finding.verdict == verdict for finding in audit.findings)
    if not count:
        return None
    word, meaning = page.words_of(verdict)
    return Prose(
        (
            page.say_count(
                "{word}, found {count} time ({table}): {meaning}",
                "{word}, found {count} times ({table}): {meaning}",
                count,
                word=word,
                table=page.refer("table", "checks"),
                meaning=meaning,
            ),
        )
    )


def show_contradictions(page: DataQuality, audit: Audit) -> Findings | Remark:
    """Return the figures that cannot all be true, or a remark that there are none."""
    found = _told(audit, CONTRADICTION)
    if not found:
        return Remark(page.say("No figures contradict each other."))
    return Findings(tuple(FindingLine(False, tell_finding(page, one)) for one in found))


def write_doubts(page: DataQuality, audit: Audit) -> Prose | None:
    """Return the figures that something unprinted must explain, None if there are none."""
    return _write(page, _told(audit, DOUBT))


def write_breaks(page: DataQuality, audit: Audit) -> Prose | None:
    """Return the series that a merger cuts, None if there are none."""
    return _write(page, _told(audit, BREAK))


def _write(page: DataQuality, findings: Sequence[Finding]) -> Prose | None:
    return Prose(tuple(tell_finding(page, one) for one in findings), bullets=True) if findings else None


def write_rest(page: DataQuality, audit: Audit) -> Prose | None:
    """Return how many further findings there are, by area; None if all were told."""
    counts = Counter(finding.printed[0].ref_area for finding in audit.findings[MOST_FINDINGS:])
    if not counts:
        return None
    areas = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    told = ", ".join(f"{tell_apart(page, code, page.name_of(code))} ({page.language.number(n)})" for code, n in areas)
    return Prose((page.say("Further findings, not told one by one: {areas}.", areas=told),))


def write_decisions(page: DataQuality, decisions: Sequence[Decision]) -> Prose | Remark:
    """Return each decision with what the sources print, what is set aside or preferred, and why."""
    if not decisions:
        return Remark(page.say("No decision was made on a figure of this edition."))
    return Prose(tuple(_tell_decision(page, one) for one in decisions), bullets=True)


def _tell_decision(page: DataQuality, one: Decision) -> Inline:
    first = one.figures[0][0]
    lines = [
        page.say(
            "{area}, {period}: {label}: printed {told}.",
            area=tell_apart(page, first.ref_area, page.name_of(first.ref_area)),
            period=name_period(page, first),
            label=page.label(first),
            told=page.show(*(value for value, _ in one.figures)),
        )
    ]
    aside = [value for value, set_aside in one.figures if set_aside]
    if aside:
        lines.append(page.say("Set aside, shown but not computed with: {values}.", values=page.show(*aside)))
    chosen = [value for value, _ in one.figures if value.source_ids[0] == one.correction.prefer]
    if chosen:
        lines.append(page.say("Preferred: {values}.", values=page.show(*chosen)))
    reason = one.correction.reason_vi if page.language.code == "vi" else one.correction.reason_en
    return Inline.join([*lines, page.say("Reason: {reason}", reason=reason)])


def table_gaps(page: DataQuality, gaps: Sequence[SourceGap]) -> Table | Remark:
    """Return how many sources lack a date, an address, a title, a publisher or an area, and what rests on them."""
    if not page.dataset.sources:
        return Remark(page.say("The edition has no source."))
    names = {
        "published": page.say("Date of publication"),
        "url": page.say("Address"),
        "title": page.say("Title"),
        "publisher": page.say("Publisher"),
        "ref_area": page.say("Area spoken of"),
    }
    number = page.language.number
    rows = [[names[one.missing], Inline.of(number(one.sources)), Inline.of(number(one.figures))] for one in gaps]
    header = [page.say("Not told or not recorded"), page.say("Sources"), page.say("Figures")]
    caption = page.say(
        "What is not known of the {sources} sources, and how many of the {figures} figures rest on such sources.",
        sources=number(len(page.dataset.sources)),
        figures=number(len(page.dataset.observations)),
    )
    return page.table("gaps", caption, header, rows, notes=[_undated(page)] if page.dataset.undated else [])


def _undated(page: DataQuality) -> Inline:
    count = len(page.dataset.undated)
    if page.dataset.as_of is None:
        return page.say("Sources without a date stand in the newest edition alone; editions of a day leave them out.")
    return page.say_count(
        "This edition leaves out {count} source without a date of publication.",
        "This edition leaves out {count} sources without a date of publication.",
        count,
    )


def write_unplaced(page: DataQuality, values: Sequence[Value]) -> Prose | Remark:
    """Return the figures whose sources do not say of which area they speak."""
    if not values:
        return Remark(page.say("Every figure of this edition has its area."))
    lines = [Inline.join([f"{name_period(page, one)}: {page.label(one)}: ", page.show(one), "."], "") for one in values]
    intro = page.say("Figures whose area no source tells; they are in no chart and no ranking:")
    return Prose((Inline.join([intro, *lines]),))
