"""What a term of congress aimed at, and what came of it: goals of the term or of each year, printed or implied."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.dataset.model import APPROX, AT_LEAST, AT_MOST, EXACT, TERM, TERM_TO_DATE, TOTAL, Term
from analysis.measures.book import AreaBook
from analysis.measures.identities import Key
from analysis.measures.implied import implied_base
from analysis.measures.ranges import ImpliedRange
from analysis.measures.values import Value, derive, growth, ratio, rounding_interval, whole_numbers

# Decimals that a percentage is shown with where none is printed.
_DECIMALS = 1
_ALL, _NONE = 100.0, 0.0


@dataclass(frozen=True)
class GoalFigures:
    """What is known of the goal of one area in one term, and how far it was reached; None or () where nothing is.

    Attributes:
        yearly: Goal for each year, or the two ends of its range.
        term: Goal for the term, likewise: printed, or five times that for each year.
        implied: Whole numbers that the goal can be, where just the total's printed percentage of it is known.
        rate: Printed percentage of the goal: of the total, else of the count to date.
        recomputed_rate: The same from the count and the goal; two ends where the goal has two.
        excess: Printed percentage above the goal, likewise.
        recomputed_excess: The same from the count and a goal of one number.
        by_total: Where the goal is not printed: whole numbers that it can be if the excess is that of the total.
        by_average: Whole numbers that the yearly goal can be if the excess is that of the printed yearly average.
    """

    yearly: tuple[Value, ...] = ()
    term: tuple[Value, ...] = ()
    implied: ImpliedRange | None = None
    rate: Value | None = None
    recomputed_rate: tuple[Value, ...] = ()
    excess: Value | None = None
    recomputed_excess: Value | None = None
    by_total: ImpliedRange | None = None
    by_average: ImpliedRange | None = None

    @property
    def ends(self) -> tuple[Value, ...]:
        """The goal of the term, or the two ends of what it can be."""
        return self.term or (self.implied.ends if self.implied else ())

    @property
    def is_known(self) -> bool:
        """Whether a goal, or a percentage of one, is known."""
        return any((self.yearly, self.ends, self.rate, self.excess))

    @property
    def reached(self) -> bool | None:
        """Whether the count reached the goal, by the recomputed percentage before the printed ones; None if unclear."""
        rates = self.recomputed_rate or ((self.rate,) if self.rate else ())
        told, mark = (rates, _ALL) if rates else ((self.excess,) if self.excess else (), _NONE)
        if not told:
            return None
        low, high = max(_span(one)[0] for one in told), min(_span(one)[1] for one in told)
        return True if low >= mark else False if high < mark else None


def _span(rate: Value) -> tuple[float, float]:
    """Return what a percentage can be; one without a bound is taken at its word, as "100%" is."""
    if rate.bound == APPROX:
        return rounding_interval(rate)
    low = -math.inf if rate.bound == AT_MOST else rate.obs_value
    return low, math.inf if rate.bound == AT_LEAST else rate.obs_value


def goal_figures(book: AreaBook, area: str, term: Term, count: Value | None, average: Value | None) -> GoalFigures:
    """Return what is known of the goal of a term.

    Args:
        book: The figures of the area.
        area: Its code.
        term: The term.
        count: Total of the term, or else the latest count to date, in persons.
        average: Printed yearly average.
    """
    key = Key(area, "admissions_target", TOTAL, TERM, str(term.period_start), str(term.period_end))
    goal, yearly = find_ends(book, key), find_ends(book, key._replace(indicator="admissions_yearly_goal"))
    period = (count.freq, count.period_start, count.period_end) if count else key[3:]
    rate, excess = (
        next(iter(book.find(Key(area, code, TOTAL, *period))), None) for code in ("completion_rate", "excess_rate")
    )
    found = GoalFigures(yearly=yearly, term=goal, rate=rate, excess=excess)
    if count and goal:
        return _against(found, count)
    return _implied(found, key, count if count and count.freq != TERM_TO_DATE else None, average)


def find_ends(book: AreaBook, key: Key) -> tuple[Value, ...]:
    """Return the preferred figure of a thing; or both ends, the lower first, where its source prints a range."""
    first = book.find(key)[:1]
    told = sorted(book.find(key, first[0].source_ids), key=lambda one: one.obs_value) if first else []
    return tuple(told) if [one.bound for one in told] == [AT_LEAST, AT_MOST] else tuple(first)


def _against(found: GoalFigures, count: Value) -> GoalFigures:
    """Recompute the percentages of a known goal, from the least to the greatest."""
    goals = [goal for goal in reversed(found.term) if goal.obs_value > 0]
    decimals = max(_DECIMALS, found.rate.decimals if found.rate else 0)
    rates = tuple(ratio(count, goal, "completion_rate", decimals=decimals) for goal in goals)
    excess = None
    if found.excess and len(goals) == 1:
        digits = max(_DECIMALS, found.excess.decimals)
        excess = dataclasses.replace(growth(count, goals[0], "excess_rate", decimals=digits), base_per="")
    return dataclasses.replace(found, recomputed_rate=rates, recomputed_excess=excess)


def _implied(found: GoalFigures, key: Key, admitted: Value | None, average: Value | None) -> GoalFigures:
    """Add the goals that printed percentages leave, where no goal is printed; of counts to date nothing is implied."""
    if found.term:
        return found
    by_rate = _goal_of_rate(admitted, found.rate) if admitted and found.rate else ()
    by_total = implied_base(admitted, found.excess, key.indicator, "") if admitted and found.excess else ()
    by_average = implied_base(average, found.excess, "admissions_yearly_goal", "") if average and found.excess else ()
    yearly = tuple(dataclasses.replace(one, unit="persons_per_year") for one in by_average)
    return dataclasses.replace(
        found,
        implied=range_of(by_rate, key),
        by_total=range_of(by_total, key),
        by_average=range_of(yearly, key),
    )


def _goal_of_rate(admitted: Value, rate: Value) -> Sequence[Value]:
    """Return every whole number of which the total is the printed percentage; from a bound nothing is implied."""
    low, high = rounding_interval(rate)
    if not admitted.bound == rate.bound == EXACT or low <= 0:
        return ()
    return [
        derive(
            admitted,
            rate,
            indicator="admissions_target",
            obs_value=float(count),
            formula="100 * admissions / completion_rate",
        )
        for count in whole_numbers(100 * admitted.obs_value / high, 100 * admitted.obs_value / low)
    ]


def range_of(whole: Sequence[Value], key: Key) -> ImpliedRange | None:
    """Return the least and the greatest of some whole numbers as a range, of the period of a thing; None of none."""
    if not whole:
        return None
    low, high = (
        dataclasses.replace(one, freq=key.freq, period_start=key.period_start, period_end=key.period_end)
        for one in (whole[0], whole[-1])
    )
    if low.obs_value == high.obs_value:
        return ImpliedRange(low, low)
    return ImpliedRange(dataclasses.replace(low, bound=AT_LEAST), dataclasses.replace(high, bound=AT_MOST))
