"""A number keeps its lineage through arithmetic, and rounding is judged by the printed decimals."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.measures.implied import implied_admissions, implied_base, implied_earlier
from analysis.measures.values import (
    Value,
    derive,
    difference,
    from_frame,
    growth,
    overlap,
    printed_values,
    ratio,
    rounding_interval,
    to_frame,
    total,
    whole_numbers,
)


def value(number, *, indicator="admissions", key="o1", source="s1", **fields):
    known = {
        "ref_area": "p",
        "segment": "_T",
        "freq": "A",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "bound": "exact",
        "unit": "persons",
        **fields,
    }
    return Value(indicator=indicator, obs_value=number, observation_ids=(key,), source_ids=(source,), **known)


def test_a_ratio_rests_on_both_parts_in_the_order_of_use():
    rate = ratio(value(1994, key="b", source="y"), value(2767, key="a", source="x"), "completion_rate")

    assert rate.obs_value == pytest.approx(72.0636)
    assert rate.observation_ids == ("b", "a")
    assert rate.source_ids == ("y", "x")
    assert rate.unit == "percent"
    assert not rate.is_printed


def test_a_shared_source_is_named_once():
    assert ratio(value(1, key="a"), value(2, key="b"), "completion_rate").source_ids == ("s1",)
    assert derive(value(1, key="a"), value(2, key="a")).observation_ids == ("a",)


@pytest.mark.parametrize(
    ("first", "second", "weakest"),
    [("A", "E", "E"), ("P", "A", "P"), ("B", "P", "P"), ("A", "A", "A"), ("E", "P", "E")],
)
def test_the_weakest_status_is_kept(first, second, weakest):
    assert derive(value(1, obs_status=first), value(2, obs_status=second)).obs_status == weakest


def test_the_newest_publication_counts_and_is_unknown_if_one_is():
    old, new = dt.date(2023, 1, 30), dt.date(2023, 10, 13)

    assert derive(value(1, published=old), value(2, published=new)).published == new
    assert derive(value(1, published=new), value(2, published=None)).published is None
    assert derive(value(1, published=None), value(2, published=new)).published is None


BOUNDS_OF_QUOTIENTS = [
    ("exact", "exact", "exact"),
    ("at_least", "exact", "at_least"),
    ("at_most", "exact", "at_most"),
    ("approx", "exact", "approx"),
    ("exact", "at_least", "at_most"),
    ("exact", "at_most", "at_least"),
    ("exact", "approx", "approx"),
    ("at_least", "at_most", "at_least"),
    ("at_most", "at_least", "at_most"),
    ("at_least", "at_least", "approx"),
    ("approx", "at_least", "approx"),
]


@pytest.mark.parametrize(("above", "below", "bound"), BOUNDS_OF_QUOTIENTS)
def test_the_bound_below_the_line_is_turned_round(above, below, bound):
    numerator, denominator = value(10, bound=above), value(20, bound=below)

    assert ratio(numerator, denominator, "completion_rate").bound == bound
    assert difference(numerator, denominator, "admissions_target_change").bound == bound
    assert growth(numerator, denominator, "admissions_growth").bound == bound


@pytest.mark.parametrize(
    ("first", "second", "bound"),
    [
        ("exact", "exact", "exact"),
        ("exact", "at_least", "at_least"),
        ("at_most", "exact", "at_most"),
        ("at_least", "at_most", "approx"),
    ],
)
def test_a_sum_keeps_the_bounds_of_all_its_parts(first, second, bound):
    found = total(value(389, bound=first, key="a"), value(454, bound=second, key="b", indicator="trainees"))

    assert (found.obs_value, found.bound) == (843, bound)
    assert found.formula == "admissions + trainees"
    assert found.observation_ids == ("a", "b")


def test_difference_and_growth_name_their_base_period():
    base = value(1900, period_start="2022-01-01", period_end="2022-12-31")

    assert difference(value(2767), base, "admissions_target_change").obs_value == 867
    assert difference(value(2767), base, "admissions_target_change").base_per == "2022"
    assert growth(value(2767), base, "admissions_target_growth").obs_value == pytest.approx(45.6316, abs=1e-4)
    assert growth(value(2767), base, "admissions_target_growth").base_per == "2022"


@pytest.mark.parametrize("operation", [ratio, growth])
def test_a_base_of_zero_is_an_error(operation):
    with pytest.raises(ZeroDivisionError):
        operation(value(1), value(0), "completion_rate")


def test_a_frame_gives_back_the_same_values():
    values = [value(1, published=dt.date(2023, 1, 30)), value(2.5, key="o2", preferred=False, decimals=1)]

    assert from_frame(to_frame(values)) == values
    assert list(to_frame(values)["year"]) == [2023, 2023]
    assert from_frame(to_frame([])) == []


def test_printed_values_know_unit_lineage_and_the_decimals_of_the_print(invent):
    dataset = invent(("p", "completion_rate", "2022", 91.9, {"printed": "91.90%", "source": "paper-20230130"}))

    (found,) = printed_values(dataset, dataset.observations)

    assert (found.unit, found.decimals, found.is_printed) == ("percent", 2, True)
    assert found.observation_ids == ("observation-0",)
    assert found.source_ids == ("paper-20230130",)
    assert found.published == dt.date(2023, 1, 30)


@pytest.mark.parametrize(
    ("recomputed", "printed", "decimals", "fits"),
    [
        (164.5, 165, 0, True),
        (164.49, 165, 0, False),
        (165.5, 165, 0, True),
        (165.51, 165, 0, False),
        (72.065, 72.06, 2, True),
        (72.0651, 72.06, 2, False),
        (72.055, 72.06, 2, True),
        (72.0549, 72.06, 2, False),
        (91.85, 91.9, 1, True),
        (91.85, 91.9, 2, False),
    ],
)
def test_rounding_goes_to_half_a_unit_of_the_last_printed_decimal(recomputed, printed, decimals, fits):
    assert overlap((recomputed, recomputed), rounding_interval(value(printed, decimals=decimals))) is fits


@pytest.mark.parametrize(
    ("recomputed", "bound", "printed", "printed_bound", "fits"),
    [
        (75, "exact", 72, "at_least", True),
        (70, "exact", 72, "at_least", False),
        (70, "exact", 72, "at_most", True),
        (75, "exact", 72, "at_most", False),
        (75, "at_most", 72, "exact", True),
        (70, "at_most", 72, "exact", False),
        (70, "at_least", 72, "exact", True),
        (75, "at_least", 72, "exact", False),
        (90, "exact", 72, "approx", False),
        (90, "approx", 72, "exact", False),
        (74, "exact", 72, "approx", True),
    ],
)
def test_bounds_contradict_only_what_they_exclude(recomputed, bound, printed, printed_bound, fits):
    ranges = rounding_interval(value(recomputed, bound=bound)), rounding_interval(value(printed, bound=printed_bound))

    assert overlap(*ranges) is fits
    assert overlap(*ranges[::-1]) is fits


def test_the_rounding_interval_follows_the_decimals():
    assert rounding_interval(value(165)) == (164.5, 165.5)
    assert rounding_interval(value(72.06, decimals=2)) == pytest.approx((72.055, 72.065))
    assert rounding_interval(value(72, bound="at_least")) == (72, float("inf"))
    assert rounding_interval(value(72, bound="at_most")) == (float("-inf"), 72)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (14.2, 15.9, [15]),
        (15, 15, [15]),
        (14.999999999999, 15.000000000001, [15]),
        (15.0000000000001, 17 - 1e-13, [15, 16, 17]),
        (15.1, 15.9, []),
    ],
)
def test_whole_numbers_hold_both_ends_in_spite_of_floating_point(low, high, found):
    assert list(whole_numbers(low, high)) == found


counts = st.integers(1, 5000).flatmap(lambda target: st.tuples(st.integers(0, target), st.just(target)))
roundings = st.sampled_from(["ROUND_HALF_UP", "ROUND_HALF_EVEN"])


def as_printed(number, decimals, rounding):
    return float(number.quantize(Decimal(1).scaleb(-decimals), rounding))


@given(counts, st.integers(0, 2), roundings)
def test_a_printed_rate_always_implies_the_true_count(pair, decimals, rounding):
    count, target = pair
    printed = as_printed(Decimal(100) * count / target, decimals, rounding)
    rate = value(printed, indicator="completion_rate", unit="percent", decimals=decimals)

    implied = implied_admissions(rate, value(target, indicator="admissions_target"))

    assert count in [one.obs_value for one in implied]
    rates = [ratio(one, value(target), "completion_rate").obs_value for one in implied]
    assert all(overlap((one, one), rounding_interval(rate)) for one in rates)


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 2), roundings)
def test_a_printed_growth_always_implies_the_true_base(base, grown, decimals, rounding):
    printed = as_printed(100 * (Decimal(grown) / base - 1), decimals, rounding)
    assume(printed > -99)  # a loss of everything leaves no base to tell
    rate = value(printed, indicator="admissions_growth", unit="percent", decimals=decimals)

    implied = implied_base(value(grown), rate, "admissions", "2014-12-31")

    assert base in [one.obs_value for one in implied]


def test_an_implied_count_is_a_computed_number_of_persons():
    rate = value(88.24, indicator="completion_rate", unit="percent", decimals=2, key="r", source="x", freq="YTD")

    (implied,) = implied_admissions(rate, value(17, indicator="admissions_target", key="t", source="y"))

    assert (implied.obs_value, implied.unit, implied.indicator, implied.freq) == (15, "persons", "admissions", "YTD")
    assert implied.observation_ids == ("r", "t")
    assert implied.source_ids == ("x", "y")
    assert not implied.is_printed
    assert implied.decimals == 0


def test_an_implied_base_stands_at_the_end_of_its_own_period():
    rate = value(8.56, indicator="admissions_growth", unit="percent", decimals=2, base_per="2010-2015")

    (implied,) = implied_base(value(824), rate, "admissions", "2014-12-31")

    assert (implied.obs_value, implied.period_end, implied.base_per) == (759, "2014-12-31", "")


@pytest.mark.parametrize("bound", ["at_least", "at_most", "approx"])
def test_from_a_bound_no_count_is_implied(bound):
    rate, loose = value(90, unit="percent"), value(90, unit="percent", bound=bound)

    assert implied_admissions(loose, value(17)) == ()
    assert implied_admissions(rate, value(17, bound=bound)) == ()
    assert implied_base(value(824), loose, "admissions", "2014-12-31") == ()
    assert implied_base(value(824, bound=bound), rate, "admissions", "2014-12-31") == ()


def test_the_figure_before_a_printed_change_takes_the_base_period_and_the_turned_bound():
    change = value(30, indicator="admissions_target_change", base_per="2022", bound="at_least", key="c")

    earlier = implied_earlier(value(115, indicator="admissions_target", key="t"), change)

    assert (earlier.obs_value, earlier.bound) == (85, "at_most")
    assert (earlier.period_start, earlier.period_end, earlier.base_per) == ("2022-01-01", "2022-12-31", "")
    assert earlier.indicator == "admissions_target"
    assert earlier.formula == "admissions_target - admissions_target_change"
    assert earlier.observation_ids == ("t", "c")
