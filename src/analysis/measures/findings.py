"""What an audit says: one check of printed figures, and its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.measures.values import Value

HOLDS = "holds"
CONTRADICTION = "contradiction"  # the figures cannot all be true
DOUBT = "doubt"  # they can, but something that is not printed must explain it
BREAK = "break"  # they are not one series

# The kinds of checks, in the order in which they are told.
KINDS = {
    "rate": "a printed rate, share or growth against the one recomputed from its parts",
    "change": "a printed difference against the one recomputed",
    "average": "a printed yearly average against the one recomputed",
    "parts": "parts against their total: organisations by kind, a group and all, units and their province",
    "sources": "two statements on the same thing and period",
    "stocks": "two stocks of one thing, less than a year apart",
    "stock_flow": "the change of a stock against the flow between its two days",
    "impossible": "a value that cannot be",
    "merger": "a series that crosses the merger of an area",
}


@dataclass(frozen=True)
class Finding:
    """One check of printed figures.

    Attributes:
        kind: One of `KINDS`.
        verdict: holds, contradiction, doubt or break.
        printed: The printed values checked, the preferred one first.
        recomputed: What the printed value was checked against, None if nothing was computed.
        interval: Least and greatest number that the recomputed value can have, by the rounding and the bounds of its
            parts; None if nothing was computed.
        parts: What it was recomputed from.
        fits: What the printed rate does fit, of the figures that were not meant; None if there is none.
    """

    kind: str
    verdict: str
    printed: tuple[Value, ...]
    recomputed: Value | None = None
    interval: tuple[float, float] | None = None
    parts: tuple[Value, ...] = ()
    fits: Value | None = None

    @property
    def agrees(self) -> bool:
        """Whether the check holds."""
        return self.verdict == HOLDS

    @property
    def values(self) -> tuple[Value, ...]:
        """The printed values, then the parts."""
        return (*self.printed, *self.parts)
