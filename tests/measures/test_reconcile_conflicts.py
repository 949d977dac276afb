"""The smallest contradiction is the smallest: every set is tried."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import assert_irreducible, can_hold, smallest

from analysis.measures.conflicts import shrink, smallest_conflict
from analysis.measures.identities import Key
from analysis.measures.program import Program
from analysis.measures.statements import Row, Statement

KEYS = [Key("p", f"indicator_{place}", "_T", "A", "2022-01-01", "2022-12-31") for place in range(4)]


def count(key, number):
    return Statement("count", (Row(((key, 1.0),), number, number),))


def ratio(above, below, low, high):
    rows = (
        Row(((above, 1.0), (below, -low / 100)), 0, math.inf),
        Row(((above, 1.0), (below, -high / 100)), -math.inf, 0),
    )
    return Statement("ratio", rows)


def at_most(total, *parts):
    return Statement("structure", (Row(((total, 1.0), *((part, -1.0) for part in parts)), 0, math.inf),), rule="units")


places = st.sampled_from(range(4))
statements = st.one_of(
    st.builds(lambda place, number: count(KEYS[place], number), places, st.integers(1, 40)),
    st.builds(
        lambda pair, low, width: ratio(KEYS[pair[0]], KEYS[pair[1]], low, low + width),
        st.lists(places, min_size=2, max_size=2, unique=True),
        st.integers(10, 200),
        st.integers(1, 20),
    ),
    st.builds(
        lambda chosen: at_most(*(KEYS[place] for place in chosen)),
        st.lists(places, min_size=2, max_size=4, unique=True),
    ),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(statements, min_size=2, max_size=8))
def test_no_smaller_set_contradicts_itself(found):
    program = Program(found)
    everything = range(len(found))

    assert program.holds(everything) == can_hold(found)
    if not can_hold(found):
        conflict = smallest_conflict(program, everything)
        assert len(conflict) == smallest(found)
        assert_irreducible([found[number] for number in conflict])


@pytest.mark.parametrize("size", [10, 1_000, 5_000_000])
def test_one_person_too_many_is_found_among_large_and_small_figures(size):
    units = [count(KEYS[1], size - 1), count(KEYS[2], 2)]
    found = [count(KEYS[0], size), *units, at_most(KEYS[0], KEYS[1], KEYS[2])]

    assert not Program(found).holds(range(4))
    assert smallest_conflict(Program(found), range(4)) == (0, 1, 2, 3)
    assert Program([count(KEYS[0], size + 1), *found[1:]]).holds(range(4))


@pytest.mark.parametrize(("above", "below", "printed"), [(2089, 1900, 109.95), (3011, 2400, 125.46), (1, 200, 0.5)])
def test_a_rounded_rate_holds_to_its_last_digit(above, below, printed):
    def holds(rate):
        found = [count(KEYS[0], above), count(KEYS[1], below), ratio(KEYS[0], KEYS[1], rate - 0.005, rate + 0.005)]
        return Program(found).holds(range(3))

    assert holds(printed)
    assert not holds(printed + 0.01)
    assert not holds(printed - 0.01)


@pytest.mark.parametrize("digit", [0.125, 12.5, 62.5])
def test_a_rate_at_the_very_end_of_its_rounding_holds(digit):
    found = [count(KEYS[0], 1000 * digit), count(KEYS[1], 100_000), ratio(KEYS[0], KEYS[1], digit, digit + 0.01)]

    assert Program(found).holds(range(3))
    assert Program(found).interval(KEYS[0], range(1, 3)).low == pytest.approx(1000 * digit, abs=1e-6)


def test_figures_that_miss_each_other_by_less_than_can_be_computed_hold():
    found = [count(KEYS[0], 1000), ratio(KEYS[0], KEYS[1], 100 + 5e-7, 101), count(KEYS[1], 1000)]

    assert Program(found).holds(range(3))
    assert Program(found).interval(KEYS[0], range(3)).low == pytest.approx(1000, abs=1e-3)


def test_where_many_sets_contradict_an_irreducible_one_is_found_in_time():
    units = [Key(f"p/{place}", *KEYS[0][1:]) for place in range(24)]
    found = [count(KEYS[0], 800), *(count(unit, 30 + place) for place, unit in enumerate(units))]
    found.append(at_most(KEYS[0], *units))

    start = time.perf_counter()
    conflict = smallest_conflict(Program(found), range(len(found)))

    assert time.perf_counter() - start < 20
    assert len(conflict) == 1 + 18 + 1, "36 to 53 are 801; without any of them the units fit"
    assert_irreducible([found[number] for number in conflict])


def test_shrinking_leaves_out_what_is_not_needed():
    assert shrink(range(10), lambda rest: {2, 5} <= set(rest)) == (2, 5)
    assert shrink(range(3), lambda rest: not rest) == (0, 1, 2)
