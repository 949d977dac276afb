"""Which figures a printed rate, change or average ties together: the arithmetic that it stands for.

`indicators.csv` names the numerator and the denominator of each; here their periods and segments are found. The audit
recomputes with them, the reconciliation solves for what is not printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import OTHER, POINT, TERM, TERM_TO_DATE, TOTAL, YEAR, Indicator, Term
from analysis.measures.values import Value

# What the printed number is of a, above the line, and b, below it; the kinds of `indicators.csv`.
RATIO = "ratio"  # 100 * a / b
GROWTH = "growth"  # 100 * (a / b - 1)
DIFFERENCE = "difference"  # a - b
AVERAGE = "average"  # a / years


class Key(NamedTuple):
    """What a figure speaks of: area, indicator, segment, and period.

    A stock of a bare year is on some day of it; one of December is taken for the end of the year.
    """

    ref_area: str
    indicator: str
    segment: str
    freq: str
    period_start: str
    period_end: str


@dataclass(frozen=True)
class Identity:
    """The arithmetic of one printed figure.

    Attributes:
        printed: The rate, change or average as printed.
        relation: ratio, growth, difference or average.
        above: What stands above the line, is averaged, or is subtracted from.
        below: What stands below it, or is subtracted; None of an average.
        years: Of an average: the calendar years of its period.
    """

    printed: Value
    relation: str
    above: Key
    below: Key | None
    years: int = 0


def key_of(value: Value) -> Key:
    """Return what a value speaks of."""
    if value.freq == POINT:
        return stock_key(value, value.indicator)
    return Key(value.ref_area, value.indicator, value.segment, value.freq, value.period_start, value.period_end)


def stock_key(value: Value, indicator: str) -> Key:
    """Return the stock of an indicator, of the value's area and segment, on the last day of its period."""
    return Key(value.ref_area, indicator, value.segment, POINT, "", _year_end(value.period_end))


def _year_end(date: str) -> str:
    return f"{date}-31" if date[4:] == "-12" else date


def identity_of(dataset: Dataset, printed: Value) -> Identity | None:
    """Return the arithmetic that a printed figure stands for; None if it is no rate, change or average of others.

    Of one indicator over itself, a growth or difference is against its base period, a share against all segments. A
    base that is a year tells nothing of a flow over several years; an average is one of whole years; the target of a
    period that is neither a year nor a term is not known to be that of the same days. A growth of a stock is against
    some day of its base year, a rate against its end.
    """
    indicator = dataset.indicators[printed.indicator]
    if not indicator.numerator:
        return None
    above = _operand(dataset, printed, indicator.numerator)
    if indicator.kind == AVERAGE:
        if not above or not (printed.period_start.endswith("-01-01") and printed.period_end.endswith("-12-31")):
            return None
        years = int(printed.period_end[:4]) - int(printed.period_start[:4]) + 1
        return Identity(printed, AVERAGE, above, None, years)
    share = indicator.numerator == indicator.denominator and not printed.base_per
    if share and indicator.kind != RATIO:
        return None
    segment = TOTAL if share else printed.segment
    below = _operand(dataset, printed, indicator.denominator, segment=segment, base=printed.base_per)
    return Identity(printed, indicator.kind, above, below) if above and below and above != below else None


def _operand(dataset: Dataset, printed: Value, code: str, *, segment: str = "", base: str = "") -> Key | None:
    period = _period(dataset, printed, dataset.indicators[code], base)
    return Key(printed.ref_area, code, segment or printed.segment, *period) if period else None


def _period(dataset: Dataset, printed: Value, indicator: Indicator, base: str) -> tuple[str, str, str] | None:
    if base in dataset.terms:
        return _term_period(dataset.terms[base])
    if indicator.kind == "stock":
        grown = dataset.indicators[printed.indicator].kind == GROWTH
        return (POINT, "", (base if grown else f"{base}-12-31") if base else _year_end(printed.period_end))
    if indicator.kind == "target" and printed.freq == OTHER:
        return None
    if indicator.kind == "target" and printed.freq in (TERM, TERM_TO_DATE):
        return _term_period(next((term for term in dataset.terms.values() if _starts(term, printed)), None))
    if indicator.kind == "target":
        year = base or printed.period_end[:4]
        return (YEAR, f"{year}-01-01", f"{year}-12-31")
    if base:
        if printed.period_start[:4] != printed.period_end[:4]:
            return None
        # The base year may have no 29 February.
        end = base + printed.period_end[4:].replace("-02-29", "-02-28")
        return (printed.freq, base + printed.period_start[4:], end)
    return (printed.freq, printed.period_start, printed.period_end)


def _term_period(term: Term | None) -> tuple[str, str, str] | None:
    return (TERM, str(term.period_start), str(term.period_end)) if term else None


def _starts(term: Term, printed: Value) -> bool:
    return str(term.period_start) == printed.period_start
