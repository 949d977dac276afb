"""Distribution-free intervals: exact over all orders, at least as good by simulation where numbers come in groups."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from analysis.measures.prediction import LEAST_GROUPS, predict


def ends(numbers, groups=None):
    found = predict(numbers, groups or [str(place) for place in range(len(numbers))])
    return numbers[found.low], numbers[found.high]


def test_few_groups_give_the_least_and_the_greatest_number():
    found = predict([3.0, 1.0, 4.0, 2.0], list("abcd"))

    assert (found.low, found.high, found.groups) == (1, 2, 4)
    assert found.chance == Fraction(3, 5)


@pytest.mark.parametrize(
    ("count", "rank", "chance"), [(5, 1, Fraction(4, 6)), (9, 1, Fraction(8, 10)), (19, 2, Fraction(16, 20))]
)
def test_the_interval_is_the_narrowest_that_holds_in_80_percent_or_else_the_widest(count, rank, chance):
    numbers = [float(number) for number in range(count)]

    assert ends(numbers) == (rank - 1, count - rank)
    assert predict(numbers, [str(number) for number in numbers]).chance == chance


def test_the_chance_is_exact_for_single_numbers_over_all_orders():
    held = [
        low <= next_one <= high for *known, next_one in itertools.permutations(range(6)) for low, high in [ends(known)]
    ]

    assert Fraction(sum(held), len(held)) == predict(list(range(5)), list("abcde")).chance == Fraction(4, 6)


def test_the_numbers_of_a_group_share_its_weight():
    groups = [*("big",) * 30, *(f"single-{place}" for place in range(18))]
    numbers = [*(-float(place) for place in range(1, 31)), *(float(place) for place in range(18))]

    found = predict(numbers, groups)

    # 19 groups, so one group's weight may lie outside each end: that of all numbers of the big one.
    assert found.groups == 19
    assert (numbers[found.low], numbers[found.high]) == (0.0, 16.0)
    assert [numbers[place] for place in found.middle] == [8.0]


def test_one_group_alone_never_decides_the_median():
    numbers = [1.0, 2.0, 50.0, 51.0, 52.0, 53.0, 54.0, 3.0]
    found = predict(numbers, ["a", "b", *("c",) * 5, "d"])

    assert sorted(numbers[place] for place in found.middle) == [2.0, 3.0]


def test_the_median_of_an_odd_number_of_groups_is_one_of_them():
    numbers = [5.0, 1.0, 4.0, 2.0, 3.0]

    assert [numbers[place] for place in predict(numbers, list("abcde")).middle] == [3.0]


@pytest.mark.parametrize("groups", [[], ["a"], ["a", "b", "c"], ["a"] * 50, ["a", "b", "c"] * 10])
def test_too_few_groups_give_nothing_however_many_numbers(groups):
    assert predict([float(place) for place in range(len(groups))], groups) is None


def test_the_least_number_of_groups_is_the_first_that_holds_more_often_than_not():
    chances = {groups: Fraction(groups - 1, groups + 1) for groups in (LEAST_GROUPS - 1, LEAST_GROUPS)}

    assert chances[LEAST_GROUPS - 1] <= Fraction(1, 2) < chances[LEAST_GROUPS]


def test_equal_numbers_are_an_interval_of_one_point():
    found = predict([7.0] * 6, list("abcdef"))

    assert found.chance == Fraction(5, 7)
    assert ends([7.0] * 6) == (7.0, 7.0)


@pytest.mark.parametrize("groups", [5, 12, 24])
def test_the_interval_holds_as_often_as_it_says_where_groups_differ_far_more_than_their_members(groups):
    random = np.random.default_rng(20231010)
    held, tries = 0, 2000
    for _ in range(tries):
        sizes = random.integers(1, 9, size=groups + 1)
        levels = random.normal(0, 3, size=groups + 1)
        *known, new = [level + random.normal(0, 1, size) for level, size in zip(levels, sizes, strict=True)]
        numbers = [float(number) for group in known for number in group]
        found = predict(numbers, [str(place) for place, group in enumerate(known) for _ in group])
        held += numbers[found.low] <= new[0] <= numbers[found.high]

    # Three standard errors of a share of so many tries.
    assert held / tries >= float(found.chance) - 3 * 0.5 / tries**0.5


def test_taking_all_numbers_as_independent_would_not_hold():
    """What the weights are for: without them, one large group of near numbers narrows the interval."""
    random = np.random.default_rng(7)
    held = {"groups": 0, "numbers": 0}
    for _ in range(1000):
        levels = random.normal(0, 3, size=13)
        *known, new = [level + random.normal(0, 0.2, size) for level, size in zip(levels, [40, *[1] * 12], strict=True)]
        numbers = [float(number) for group in known for number in group]
        for way, keys in (
            ("groups", [str(place) for place, group in enumerate(known) for _ in group]),
            ("numbers", [str(place) for place in range(len(numbers))]),
        ):
            low, high = ends(numbers, keys)
            held[way] += low <= new[0] <= high

    assert held["groups"] >= 800
    assert held["numbers"] < 750
