"""Where one more number of a kind would lie: distribution-free intervals from numbers that come in groups."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# An interval must hold more often than not; the widest one of three groups holds just every other time.
LEAST_GROUPS = 4
# Of several intervals, the narrowest that holds so often is taken.
_WANTED = Fraction(8, 10)


@dataclass(frozen=True)
class Interval:
    """An interval between two of the numbers given, and their median; places are those among the numbers given.

    Attributes:
        low: Place of the lower end.
        high: Place of the upper end.
        middle: Place of the median, or of the two numbers around it.
        groups: How many groups the numbers come from.
        chance: Least probability that a number of one more group lies in the interval, its ends included.
    """

    low: int
    high: int
    middle: tuple[int, ...]
    groups: int
    chance: Fraction


def predict(numbers: Sequence[float], groups: Sequence[str]) -> Interval | None:
    """Return the interval in which a number of one more group lies, whatever the distribution.

    Of n exchangeable numbers, the next lies between the j-th smallest and the j-th largest with a probability of at
    least (n + 1 - 2j) / (n + 1) (Wilks 1942, Annals of Mathematical Statistics 13:400-409; Hahn and Meeker 1991,
    Statistical Intervals, chapter 5). Numbers of one group are alike, so groups are taken as exchangeable, not numbers:
    n is the number of groups, and each of the m numbers of a group has the weight 1/m. The ends are the outermost
    numbers with no more than j - 1 of weight outside them, which keeps the probability, for each tail misses at most
    j / (n + 1) (hierarchical conformal prediction: Lee, Barber and Willett 2023, arXiv:2306.06342).

    j is the largest that leaves a probability of 80%, or else 1: the interval from the least to the greatest number.

    Args:
        numbers: The numbers.
        groups: The group of each.

    Returns:
        The interval, or None where fewer than four groups are known: it would hold no more often than every other time.
    """
    sizes = Counter(groups)
    if len(sizes) < LEAST_GROUPS:
        return None
    weights = [Fraction(1, sizes[group]) for group in groups]
    rank = max(1, int((1 - _WANTED) / 2 * (len(sizes) + 1)))
    return Interval(
        low=_end(numbers, weights, rank),
        high=_end([-number for number in numbers], weights, rank),
        middle=_middle(numbers, weights),
        groups=len(sizes),
        chance=Fraction(len(sizes) + 1 - 2 * rank, len(sizes) + 1),
    )


def _end(numbers: Sequence[float], weights: Sequence[Fraction], rank: int) -> int:
    """Return the place of the largest number with no more than rank - 1 of weight below it."""
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    below, end = Fraction(0), order[0]
    for before, place in itertools.pairwise(order):
        below += weights[before]
        if below > rank - 1:
            break
        end = place
    return end


def _middle(numbers: Sequence[float], weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the place of the number that halves the weight, or of the two numbers between which it is halved."""
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    below, half = Fraction(0), sum(weights, Fraction(0)) / 2
    for rank, place in enumerate(order):
        below += weights[place]
        if below >= half:
            return (place, order[rank + 1]) if below == half else (place,)
    raise AssertionError("the weights add up to more than their half")
