"""Years and years to date: never mixed, never filled, never invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.annual import (
    annual_series,
    completion,
    printed_completion,
    rate_rule,
    remaining,
    stock_of,
    target_growth,
    target_rate,
    value_of,
    year_figures,
)


def points(frame):
    return list(frame[["year", "freq", "obs_value"]].itertuples(index=False, name=None))


def test_a_year_to_date_stands_only_without_a_full_year(invent):
    dataset = invent(
        ("p", "admissions", "to 2022-10-10", 1700),
        ("p", "admissions", "2022", 2089),
        ("p", "admissions", "to 2023-10-10", 1994),
    )

    assert points(annual_series(dataset, "p", "admissions")) == [(2022, "A", 2089), (2023, "YTD", 1994)]


@pytest.mark.parametrize("days", [("2023-06-30", "2023-10-10"), ("2023-09-30", "2023-10"), ("2023-10-30", "2023-10")])
def test_only_the_latest_year_to_date_stands(invent, days):
    first, last = [(("p", "admissions", f"to {day}", place)) for place, day in enumerate(days)]

    for rows in ((first, last), (last, first)):
        assert points(annual_series(invent(*rows), "p", "admissions")) == [(2023, "YTD", 1)]


def test_gaps_stay_gaps_and_the_last_year_is_kept_to(invent):
    dataset = invent(("p", "admissions", "2023", 3), ("p", "admissions", "2019", 1), ("p", "admissions", "2021", 2))

    assert points(annual_series(dataset, "p", "admissions")) == [(2019, "A", 1), (2021, "A", 2), (2023, "A", 3)]
    assert points(annual_series(dataset, "p", "admissions", last=2021)) == [(2019, "A", 1), (2021, "A", 2)]
    assert annual_series(dataset, "p", "admissions_target").empty


def test_sources_that_disagree_all_stay_the_preferred_first(invent):
    dataset = invent(
        ("p", "admissions_target", "2023", 2770, {"source": "a-20231101", "bound": "at_least"}),
        ("p", "admissions_target", "2023", 2767, {"source": "b-20230130"}),
    )

    found = annual_series(dataset, "p", "admissions_target")

    assert points(found) == [(2023, "A", 2767), (2023, "A", 2770)]
    assert list(found["preferred"]) == [True, False]


def test_terms_points_segments_and_areas_below_are_no_part_of_the_series(invent):
    dataset = invent(
        ("p", "admissions", "2022", 1),
        ("p", "admissions", "2015-2020", 800),
        ("p", "admissions", "2023", 5, {"segment": "female"}),
        ("p/d", "admissions", "2021", 7),
        ("p-2025", "admissions", "2025", 9),
    )

    assert points(annual_series(dataset, "p", "admissions")) == [(2022, "A", 1)]


figures = st.tuples(
    st.integers(2015, 2024), st.sampled_from(["{}", "to {}-06-30", "to {}-10"]), st.integers(1, 9), st.integers(1, 3)
)


@settings(max_examples=40)
@given(st.lists(figures, min_size=1, max_size=10))
def test_the_series_never_invents_a_year_or_a_number(invent, told):
    rows = [
        ("p", "admissions", form.format(year), number, {"source": f"s-2024010{source}"})
        for year, form, number, source in told
    ]
    dataset = invent(*rows)

    found = annual_series(dataset, "p", "admissions")

    known = dataset.observations
    assert set(found["year"]) == set(known["year"])
    assert set(points(found)) <= set(known[["year", "freq", "obs_value"]].itertuples(index=False, name=None))
    for year, group in found.groupby("year"):
        has_full = "A" in set(known.loc[known["year"] == year, "freq"])
        assert set(group["freq"]) == ({"A"} if has_full else {"YTD"})
        assert group["preferred"].sum() == 1


def test_the_value_of_a_year_is_the_full_year_or_the_latest_to_date_or_nothing(invent):
    dataset = invent(
        ("p", "admissions", "to 2022-10-10", 1700),
        ("p", "admissions", "2022", 2089),
        ("p", "admissions", "to 2023-06-30", 900),
        ("p", "admissions", "to 2023-10-10", 1994),
        ("p", "admissions", "to 2023-10-10", 700, {"segment": "female"}),
    )

    assert value_of(dataset, "p", "admissions", 2022).obs_value == 2089
    assert value_of(dataset, "p", "admissions", 2023).obs_value == 1994
    assert value_of(dataset, "p", "admissions", 2023, segment="female").obs_value == 700
    assert value_of(dataset, "p", "admissions", 2021) is None


def test_the_latest_stock_of_a_year_is_taken(invent):
    dataset = invent(
        ("p", "members", "at 2023-10", 3),
        ("p", "members", "at 2023-10-13", 2),
        ("p", "members", "at 2023-01-30", 1),
        ("p", "members", "at 2024-01-30", 9),
    )

    assert stock_of(dataset, "p", "members", 2023).obs_value == 3
    assert stock_of(dataset, "p", "members", 2022) is None


ADMITTED = ("p", "admissions", "to 2023-10-10", 1994)
TARGET = ("p", "admissions_target", "2023", 2767)


def test_completion_is_recomputed_for_the_period_of_the_admissions(invent):
    rate = completion(invent(ADMITTED, TARGET), "p", 2023)

    assert rate.obs_value == pytest.approx(100 * 1994 / 2767)
    assert (rate.freq, rate.period_end) == ("YTD", "2023-10-10")
    assert completion(invent(ADMITTED), "p", 2023) is None
    assert completion(invent(TARGET), "p", 2023) is None


def test_a_printed_completion_of_another_period_is_not_set_beside_the_admissions(invent):
    rate = ("p", "completion_rate", "to 2023-10-10", 72.06)
    earlier = ("p", "completion_rate", "to 2023-06-30", 40)
    full_year = ("p", "admissions", "2023", 2800)

    assert printed_completion(invent(rate, earlier, ADMITTED, TARGET), "p", 2023).obs_value == 72.06
    assert printed_completion(invent(rate, TARGET), "p", 2023).obs_value == 72.06
    assert printed_completion(invent(earlier, ADMITTED, TARGET), "p", 2023) is None
    assert printed_completion(invent(rate, full_year, TARGET), "p", 2023) is None


def test_what_remains_is_the_target_less_the_admissions(invent):
    assert remaining(invent(ADMITTED, TARGET), "p", 2023).obs_value == 773
    assert remaining(invent(ADMITTED), "p", 2023) is None


@pytest.mark.parametrize("target", [1994, 1900])
def test_nothing_remains_of_a_target_that_is_reached(invent, target):
    assert remaining(invent(ADMITTED, ("p", "admissions_target", "2023", target)), "p", 2023) is None


def test_the_growth_of_the_target_needs_the_year_before(invent):
    before = ("p", "admissions_target", "2022", 1900)

    assert target_growth(invent(TARGET, before), "p", 2023).obs_value == pytest.approx(100 * 867 / 1900)
    assert target_growth(invent(TARGET, ("p", "admissions_target", "2021", 1900)), "p", 2023) is None


def test_the_target_rate_needs_members_of_the_same_year(invent):
    members = ("p", "members", "at 2023-01-30", 85867)

    assert target_rate(invent(TARGET, members), "p", 2023).obs_value == pytest.approx(100 * 2767 / 85867)
    assert target_rate(invent(TARGET, ("p", "members", "at 2022-01-30", 85867)), "p", 2023) is None


def test_the_rule_is_the_printed_range_of_the_year(invent):
    low = ("p", "admission_rate_target", "2023", 3, {"bound": "at_least", "detail": "low"})
    high = ("p", "admission_rate_target", "2023", 4, {"bound": "at_most", "detail": "high"})

    assert [end.obs_value for end in rate_rule(invent(high, low), "p", 2023)] == [3, 4]
    assert rate_rule(invent(low), "p", 2023) is None
    assert rate_rule(invent(low, high), "p", 2022) is None


def test_a_row_of_the_year_holds_every_target_and_both_rates(invent):
    dataset = invent(
        ADMITTED,
        TARGET,
        ("p", "admissions_target", "2023", 2770, {"bound": "at_least", "source": "a-20231101"}),
        ("p", "completion_rate", "to 2023-10-10", 72.06),
        ("p", "completion_rate", "2021", 99),
        ("p", "completion_rate", "2015-2020", 98),
        ("p", "members", "at 2020", 5),
    )

    first, last = year_figures(dataset, "p", 2023)

    assert (first.year, first.admitted, first.targets, first.recomputed_rate) == (2021, None, (), None)
    assert first.printed_rate.obs_value == 99
    assert (last.year, last.admitted.obs_value, last.printed_rate.obs_value) == (2023, 1994, 72.06)
    assert [target.obs_value for target in last.targets] == [2767, 2770]
    assert last.recomputed_rate.obs_value == pytest.approx(72.0636, abs=1e-4)
    assert [told.year for told in year_figures(dataset, "p", 2022)] == [2021]
