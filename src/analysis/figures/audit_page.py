"""The page of an audit: how many checks were made, and what does not hold, area by area, with every source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.dataset.dataset import Dataset
from analysis.figures.blocks import Bundle, Edition, Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.language import UNKNOWN
from analysis.figures.page import Page
from analysis.figures.quality import tell_finding
from analysis.figures.tables import Table
from analysis.measures.audit import Audit
from analysis.measures.findings import BREAK, CONTRADICTION, DOUBT, KINDS, Finding
from analysis.text.markup import escape_html

# What is no contradiction has a grey bar beside it, not the red one of warnings.
_MUTED = ' style="border-left-color: var(--muted)"'


@dataclass(frozen=True)
class VerdictLine:
    """One finding: its verdict (a code), the same in a word, and the sentence on it."""

    verdict: str
    word: Inline
    line: Inline


@dataclass(frozen=True)
class VerdictLines:
    """The findings on one area."""

    lines: tuple[VerdictLine, ...]

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {
            "text/html": "".join(self._html(one) for one in self.lines),
            "text/plain": "\n".join(f"{one.word}. {one.line}" for one in self.lines),
        }

    @staticmethod
    def _html(one: VerdictLine) -> str:
        style = "" if one.verdict == CONTRADICTION else _MUTED
        name = escape_html(one.verdict)
        return f'<p class="finding {name}"{style}><strong>{one.word.html()}.</strong> {one.line.html()}</p>'


class AuditPage(Page):
    """The page of an audit of all areas, or of one area and those below it.

    Attributes:
        area: Code of the area; None is all.
    """

    def __init__(self, dataset: Dataset, lang: str, area: str | None = None) -> None:
        super().__init__(dataset, lang)
        self.area = area

    @property
    def title(self) -> str:
        """The title of the page."""
        if self.area is None:
            return str(self.say("Audit of the printed figures"))
        return str(self.say("Audit of the printed figures: {area}", area=self.name_of(self.area)))

    def blocks(self, audit: Audit) -> Iterator[Any]:
        """Yield the page from its title to its list of sources.

        Args:
            audit: The outcome; kinds of which it counts no check are left out of the table.
        """
        yield self.heading()
        yield self.edition()
        yield Edition(self.say("Data: SHA-256 {hash}", hash=self.dataset.data_hash))
        yield self._summary(audit)
        if audit.checked or audit.findings:
            yield self.table_counts(audit)
            yield Prose((self.say("Findings"),), level=2)
            yield from self._findings(audit)
        if self.ledger.cited():
            yield Prose((self.say("Sources"),), level=2)
        yield self.sources()

    def _summary(self, audit: Audit) -> Prose | Remark:
        if not audit.checked and not audit.findings:
            return Remark(self.say("There are too few figures to check one against another."))
        made, held = sum(audit.checked.values()), sum(audit.held.values())
        line = self.say(
            "Printed figures were held against each other {made} times. They agree {held} times; {failing} times they "
            "do not.",
            made=made,
            held=held,
            failing=made - held,
        )
        return Prose((line,))

    def table_counts(self, audit: Audit) -> Table:
        """Return how many checks of each kind were made, how many hold and how many do not."""
        names = self._kinds()
        rows = [
            (
                names[kind],
                self._count(audit.checked.get(kind)),
                self._count(audit.held.get(kind)),
                self._count(len(_of_kind(audit, kind))),
            )
            for kind in KINDS
            if kind in audit.checked or _of_kind(audit, kind)
        ]
        header = (self.say("Check"), self.say("Made"), self.say("Agree"), self.say("Do not agree"))
        caption = self.say("Checks by what is checked.")
        return self.table("checks", caption, header, rows)

    def _count(self, number: int | None) -> Inline:
        return Inline.of(UNKNOWN if number is None else self.language.number(number))

    def _findings(self, audit: Audit) -> Iterator[Any]:
        if not audit.findings:
            yield Remark(self.say("Every check that the figures allow holds."))
            return
        words, meanings = self.verdicts(), self.meanings()
        told = dict.fromkeys(finding.verdict for finding in audit.findings)
        yield Prose(tuple(Inline.join([words[verdict], meanings[verdict]], ": ") for verdict in told), bullets=True)
        areas: dict[str, list[Finding]] = {}
        for finding in audit.findings:
            areas.setdefault(finding.printed[0].ref_area, []).append(finding)
        for area, findings in areas.items():
            yield Prose((Inline.of(self.name_of(area)).capitalised(),), level=3)
            lines = (VerdictLine(one.verdict, words[one.verdict], tell_finding(self, one)) for one in findings)
            yield VerdictLines(tuple(lines))

    def verdicts(self) -> dict[str, Inline]:
        """Return the verdicts in a word each."""
        return {
            CONTRADICTION: self.say("Contradiction"),
            DOUBT: self.say("Doubt"),
            BREAK: self.say("Break"),
        }

    def meanings(self) -> dict[str, Inline]:
        """Return what each verdict means."""
        return {
            CONTRADICTION: self.say("the figures cannot all be true."),
            DOUBT: self.say("they can all be true, but only if something explains it that is not printed."),
            BREAK: self.say("the figures are not one series, for the area is no longer the same."),
        }

    def _kinds(self) -> dict[str, Inline]:
        return {
            "rate": self.say("Rates, shares and growths, recomputed"),
            "change": self.say("Differences, recomputed"),
            "average": self.say("Yearly averages, recomputed"),
            "parts": self.say("Parts against their total"),
            "sources": self.say("Two statements on one thing"),
            "stocks": self.say("Stocks of one thing within a year"),
            "stock_flow": self.say("Rise of membership against admissions"),
            "impossible": self.say("Values that cannot be"),
            "merger": self.say("Series that cross a merger"),
        }


def _of_kind(audit: Audit, kind: str) -> list[Finding]:
    return [finding for finding in audit.findings if finding.kind == kind]
