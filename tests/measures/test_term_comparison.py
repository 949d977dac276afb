"""Terms compared: what stands for a total, growth, goals and what printed percentages leave of them."""

import dataclasses
import datetime as dt

import pytest

from analysis.dataset.load import load_dataset
from analysis.errors import CallerError
from analysis.measures.term_comparison import compare_terms, find_terms


def compare(dataset, area="p", terms="2015-2020"):
    (told,) = compare_terms(dataset, [dataset.areas[area]], find_terms(dataset, terms))
    return told


def outcome(dataset, area="p", term="2015-2020"):
    (one,) = compare(dataset, area, term).outcomes
    return one


def numbers(values):
    return [value.obs_value for value in values]


def years(*values, first=2015):
    return [("p", "admissions", str(first + place), value) for place, value in enumerate(values)]


def test_terms_are_found_by_code_in_the_order_of_time(real):
    assert [term.code for term in find_terms(real, "2020-2025, 2010–2015; 2020-2025")] == ["2010-2015", "2020-2025"]


@pytest.mark.parametrize(("given", "advice"), [("2015-2021", "2015-2020"), ("nonsense", "terms.csv")])
def test_a_term_on_no_list_is_the_callers_fault(real, given, advice):
    with pytest.raises(CallerError, match="no term on the list") as caught:
        find_terms(real, f"2010-2015, {given}")
    assert advice in caught.value.to_do


def test_no_term_is_the_callers_fault(real):
    with pytest.raises(CallerError, match="the list is empty"):
        find_terms(real, " , ")


def test_areas_and_terms_stand_as_asked_for(invent):
    dataset = invent(("q", "admissions", "2015-2020", 1), ("p", "admissions", "2020-2025", 2))

    found = compare_terms(
        dataset, [dataset.areas["q"], dataset.areas["p"]], find_terms(dataset, "2015-2020, 2020-2025")
    )

    told = [
        (one.area.code, [(row.term.code, row.total and row.total.obs_value) for row in one.outcomes]) for one in found
    ]
    assert told == [
        ("q", [("2015-2020", 1), ("2020-2025", None)]),
        ("p", [("2015-2020", None), ("2020-2025", 2)]),
    ]


def test_a_printed_total_goes_before_the_sum_of_the_years(invent):
    one = outcome(invent(*years(1, 2, 3, 4, 5), ("p", "admissions", "2015-2020", 16)))

    assert (one.total.obs_value, one.total.is_printed, one.summed) == (16, True, None)


def test_five_full_years_add_up_and_keep_their_sources(invent):
    one = outcome(
        invent(*years(1, 2, 3, 4), ("p", "admissions", "2019", 5, {"source": "b-20230101", "bound": "at_least"}))
    )

    assert one.printed is None
    assert (one.total.obs_value, one.total.bound, one.total.freq) == (15, "at_least", "TERM")
    assert (one.total.period_start, one.total.period_end) == ("2015-01-01", "2019-12-31")
    assert len(one.total.observation_ids) == 5
    assert one.total.source_ids == ("paper-20230101", "b-20230101")


@pytest.mark.parametrize(
    "last", [("p", "admissions", "to 2019-11-30", 5), ("p", "admissions", "2020", 5), ("q", "admissions", "2019", 5)]
)
def test_fewer_than_five_full_years_are_no_total(invent, last):
    one = outcome(invent(*years(1, 2, 3, 4), last))

    assert (one.total, one.to_date, one.ends) == (None, None, ())


def test_the_latest_count_to_date_stands_where_no_total_does_and_is_none_itself(invent):
    one = outcome(
        invent(
            ("p", "admissions", "2015-2020 to 2018-07-13", 364),
            ("p", "admissions", "2015-2020 to 2019-09-12", 500),
            ("p", "admissions", "2020-2025 to 2023", 9),
        )
    )

    assert (one.to_date.obs_value, one.count, one.total, one.ends) == (500, one.to_date, None, ())
    assert (one.recomputed_average, one.recomputed_growth) == (None, ())


def test_beside_a_total_a_count_to_date_is_just_another_figure(invent):
    told = compare(invent(("p", "admissions", "2015-2020", 900), ("p", "admissions", "2015-2020 to 2018", 500)))

    assert told.outcomes[0].to_date is None
    assert [(value.freq, value.obs_value) for value in told.others] == [("TTD", 500)]


def test_the_average_is_over_five_years_and_without_decimals_of_a_bound(invent):
    assert outcome(invent(("p", "admissions", "2015-2020", 824))).recomputed_average.obs_value == pytest.approx(164.8)
    least = outcome(invent(("p", "admissions", "2015-2020", 13800, {"bound": "at_least"}))).recomputed_average
    assert (least.bound, least.decimals) == ("at_least", 0)


GROWN = (
    ("p", "admissions", "2015-2020", 824),
    ("p", "admissions_growth", "2015-2020", 8.56, {"base": "2010-2015"}),
)


def test_growth_implies_the_term_before_and_can_but_agree_with_it(invent):
    before, one = compare(invent(*GROWN), terms="2010-2015, 2015-2020").outcomes

    assert (before.total, before.implied.is_single, numbers(before.ends)) == (None, True, [759])
    assert (one.before.code, numbers(one.base), one.base_rests_on_growth) == ("2010-2015", [759], True)
    (rate,) = one.recomputed_growth
    assert rate.obs_value == pytest.approx(8.5639, abs=0.0001)
    assert (rate.decimals, rate.base_per, one.growth.obs_value) == (2, "2010-2015", 8.56)


def test_growth_between_two_printed_totals(invent):
    one = outcome(invent(*GROWN, ("p", "admissions", "2010-2015", 800)))

    assert (numbers(one.base), one.base_rests_on_growth) == ([800], False)
    assert numbers(one.recomputed_growth) == pytest.approx([3.0])


def test_growth_that_nobody_prints_is_over_the_term_before(invent):
    one = outcome(invent(("p", "admissions", "2015-2020", 110), ("p", "admissions", "2010-2015", 100)))

    assert (one.growth, one.before.code, numbers(one.recomputed_growth)) == (None, "2010-2015", pytest.approx([10.0]))


def test_growth_over_a_range_has_two_ends_the_lower_first(invent):
    dataset = invent(
        ("p", "admissions", "2015-2020", 5000), ("p", "admissions_growth", "2015-2020", 25, {"base": "2010-2015"})
    )

    one = outcome(dataset)

    low, high = numbers(one.base)
    assert 3984 <= low < 4000 < high <= 4017
    assert numbers(one.recomputed_growth) == sorted(numbers(one.recomputed_growth))
    assert one.recomputed_growth[0].obs_value == pytest.approx(100 * (5000 / high - 1))


@pytest.mark.parametrize("base", [("p", "admissions", "2010-2015 to 2013", 100), ("p", "admissions", "2010-2015", 0)])
def test_no_growth_over_a_count_to_date_or_over_nothing(invent, base):
    assert outcome(invent(("p", "admissions", "2015-2020", 110), base)).recomputed_growth == ()


def test_a_goal_for_each_year_counts_five_times(invent):
    goals = outcome(
        invent(
            ("p", "admissions", "2015-2020", 10168),
            ("p", "admissions_yearly_goal", "2015-2020", 2000),
            ("p", "completion_rate", "2015-2020", 101.68),
        )
    ).goals

    assert (numbers(goals.yearly), numbers(goals.term), goals.term[0].is_printed) == ([2000], [10000], False)
    assert numbers(goals.recomputed_rate) == pytest.approx([101.68])
    assert (goals.recomputed_rate[0].decimals, goals.rate.obs_value, goals.reached) == (2, 101.68, True)


def test_a_printed_goal_of_the_term_goes_before_that_of_each_year(invent):
    goals = outcome(
        invent(("p", "admissions_target", "2015-2020", 40), ("p", "admissions_yearly_goal", "2015-2020", 10))
    ).goals

    assert (numbers(goals.term), goals.term[0].is_printed, numbers(goals.yearly)) == ([40], True, [10])


@pytest.mark.parametrize(
    ("count", "reached"),
    [(7999, False), (8000, None), (8499, None), (8500, True)],
    ids=["below", "low", "within", "high"],
)
def test_a_goal_that_is_a_range_keeps_both_ends(invent, count, reached):
    goals = outcome(
        invent(
            ("p", "admissions", "2015-2020", count),
            ("p", "admissions_target", "2015-2020", 8500, {"bound": "at_most"}),
            ("p", "admissions_target", "2015-2020", 8000, {"bound": "at_least"}),
        )
    ).goals

    assert numbers(goals.term) == [8000, 8500]
    assert numbers(goals.recomputed_rate) == pytest.approx([100 * count / 8500, 100 * count / 8000])
    assert goals.reached is reached


def test_a_range_of_yearly_goals_counts_five_times_at_both_ends(invent):
    goals = outcome(
        invent(
            ("p", "admissions_yearly_goal", "2015-2020", 100, {"bound": "at_most"}),
            ("p", "admissions_yearly_goal", "2015-2020", 90, {"bound": "at_least"}),
        )
    ).goals

    assert (numbers(goals.yearly), numbers(goals.term)) == ([90, 100], [450, 500])


def test_ends_of_two_sources_are_no_range(invent):
    goals = outcome(
        invent(
            ("p", "admissions_target", "2015-2020", 500, {"bound": "at_most", "source": "b-20230102"}),
            ("p", "admissions_target", "2015-2020", 450, {"bound": "at_least"}),
        )
    ).goals

    assert numbers(goals.term) == [500]


@pytest.mark.parametrize(
    ("bound", "count", "reached"), [("at_least", 11000, None), ("at_least", 10999, False), ("at_most", 11000, True)]
)
def test_a_goal_that_is_a_bound_decides_only_on_its_side(invent, bound, count, reached):
    goals = outcome(
        invent(
            ("p", "admissions", "2015-2020", count),
            ("p", "admissions_yearly_goal", "2015-2020", 2200, {"bound": bound}),
        )
    ).goals

    assert goals.reached is reached


@pytest.mark.parametrize(
    ("rate", "options", "reached"),
    [
        (100, {}, True),
        (95.5, {}, False),
        (136, {"bound": "at_least"}, True),
        (90, {"bound": "at_least"}, None),
        (101, {"bound": "approx"}, None),
    ],
)
def test_without_a_goal_the_printed_percentage_decides(invent, rate, options, reached):
    dataset = invent(("p", "admissions", "2015-2020", 50), ("p", "completion_rate", "2015-2020", rate, options))

    assert outcome(dataset).goals.reached is reached


def test_a_count_to_date_is_held_against_the_goal_with_the_percentage_of_its_own_day(invent):
    goals = outcome(
        invent(
            ("p", "admissions", "2015-2020 to 2018-06", 3105),
            ("p", "admissions_target", "2015-2020", 4830),
            ("p", "completion_rate", "2015-2020 to 2018-06", 64.29),
            ("p", "completion_rate", "2015-2020", 99),
        )
    ).goals

    assert goals.rate.obs_value == 64.29
    assert numbers(goals.recomputed_rate) == pytest.approx([64.2857], abs=0.0001)


def test_a_printed_percentage_implies_the_goal_of_a_total_alone(invent):
    total = [("p", "admissions", "2015-2020", 5278), ("p", "completion_rate", "2015-2020", 105.56)]
    part = [("p", "admissions", "2015-2020 to 2018", 5278), ("p", "completion_rate", "2015-2020 to 2018", 105.56)]

    goals = outcome(invent(*total)).goals
    assert (goals.implied.is_single, numbers(goals.ends), goals.recomputed_rate) == (True, [5000], ())
    assert len(goals.ends[0].observation_ids) == 2
    assert outcome(invent(*part)).goals.ends == ()


def test_a_coarse_percentage_implies_a_range_with_bounds(invent):
    goals = outcome(invent(("p", "admissions", "2015-2020", 3061), ("p", "completion_rate", "2015-2020", 95.5))).goals

    assert [(one.obs_value, one.bound, one.unit) for one in goals.ends] == [
        (3204, "at_least", "persons"),
        (3206, "at_most", "persons"),
    ]
    assert {(one.freq, one.period_start, one.period_end) for one in goals.ends} == {
        ("TERM", "2015-01-01", "2019-12-31")
    }


@pytest.mark.parametrize(
    ("admitted", "rate"), [({"bound": "at_least"}, {}), ({}, {"bound": "at_least"}), ({}, {"printed": "0"})]
)
def test_bounds_and_nothing_imply_no_goal(invent, admitted, rate):
    number = 0 if "printed" in rate else 95.5
    dataset = invent(
        ("p", "admissions", "2015-2020", 3061, admitted), ("p", "completion_rate", "2015-2020", number, rate)
    )

    assert outcome(dataset).goals.ends == ()


def test_both_readings_of_a_percentage_above_the_goal(invent):
    goals = outcome(
        invent(
            ("p", "admissions", "2015-2020", 824),
            ("p", "admissions_yearly_average", "2015-2020", 165),
            ("p", "excess_rate", "2015-2020", 26.9),
        )
    ).goals

    assert goals.by_total is None
    assert [(one.obs_value, one.unit) for one in goals.by_average.ends] == [(130, "persons_per_year")]
    assert (goals.ends, goals.reached) == ((), True)


def test_a_percentage_above_a_known_goal_is_recomputed(invent):
    goals = outcome(
        invent(
            ("p", "admissions", "2015-2020", 1300),
            ("p", "admissions_target", "2015-2020", 1000),
            ("p", "excess_rate", "2015-2020", 30),
        )
    ).goals

    assert goals.recomputed_excess.obs_value == pytest.approx(30)
    assert (goals.by_total, goals.by_average, goals.implied) == (None, None, None)


def test_a_goal_of_nothing_is_no_divisor(invent):
    goals = outcome(invent(("p", "admissions", "2015-2020", 5), ("p", "admissions_target", "2015-2020", 0))).goals

    assert (numbers(goals.term), goals.recomputed_rate, goals.reached) == ([0], (), None)


def test_what_else_is_printed_is_told_once_and_nothing_twice(invent):
    told = compare(
        invent(
            ("p", "admissions", "2015-2020", 900),
            ("p", "admissions", "2015-2020", 900, {"source": "b-20220101"}),
            ("p", "admissions", "2015-2020", 890, {"source": "c-20220101"}),
            ("p", "admissions", "2015-2020", 300, {"segment": "female"}),
            ("p", "members_rated_good_share", "2015-2020", 92),
            ("p", "admissions", "2010-2015", 1),
            ("p", "admissions", "2017", 2),
            ("p/e", "admissions", "2015-2020", 3),
        )
    )

    assert [(value.indicator, value.segment, value.obs_value) for value in told.others] == [
        ("admissions", "_T", 890),
        ("admissions", "female", 300),
        ("members_rated_good_share", "_T", 92),
    ]


def test_an_area_with_other_figures_alone_is_known_and_one_with_yearly_figures_alone_is_not(invent):
    dataset = invent(("p", "members_rated_good_share", "2015-2020", 92), ("q", "admissions", "2017", 5))

    assert compare(dataset).is_known
    assert not compare(dataset).outcomes[0].is_known
    assert not compare(dataset, "q").is_known


def test_an_area_that_ended_within_a_term_has_no_such_term(invent):
    dataset = invent(("p", "admissions", "2015-2020", 5))
    ended = {"p": dataclasses.replace(dataset.areas["p"], valid_to=dt.date(2025, 6, 30))}
    dataset = dataclasses.replace(dataset, areas=ended)

    found = compare(dataset, terms="2015-2020, 2020-2025, 2025-2030").outcomes

    assert [one.stood for one in found] == [True, True, False]


def test_the_real_terms_of_ea_sup(real):
    told = compare(real, "dak-lak/ea-sup", "2010-2015, 2015-2020, 2020-2025")

    assert [numbers(one.ends) for one in told.outcomes] == [[759], [824], []]
    assert told.outcomes[1].average.obs_value == 165
    assert numbers(told.outcomes[1].goals.by_average.ends) == [130]
    assert [value.indicator for value in told.others] == [
        "admissions_share",
        "members_rated_good_share",
        "villages_with_cell_share",
    ]


@pytest.mark.parametrize(
    ("area", "term", "goal", "rate"),
    [
        ("binh-thuan", "2020-2025", [10000], [101.68]),
        ("hau-giang", "2015-2020", [5000], [114.84]),
        ("ben-tre", "2015-2020", [8000, 8500], [93.87, 99.74]),
        ("nghe-an", "2020-2025", [22500, 25000], []),
        ("lam-dong", "2020-2025", [5000], []),
        ("dak-nong", "2020-2025", [3204, 3206], []),
    ],
)
def test_the_real_goals_and_how_far_they_were_reached(real, area, term, goal, rate):
    goals = outcome(real, area, term).goals

    assert numbers(goals.ends) == goal
    assert numbers(goals.recomputed_rate) == pytest.approx(rate, abs=0.005)


def test_every_printed_figure_of_the_real_terms_is_told_somewhere(real):
    rows = real.observations[real.observations["freq"].isin(["TERM", "TTD"])]
    areas = [real.areas[code] for code in sorted(rows["ref_area"].unique())]

    told = set()
    for one in compare_terms(real, areas, list(real.terms.values())):
        values = [*one.others, *(value for row in one.outcomes for value in row.told)]
        told |= {(value.ref_area, value.indicator, value.freq, value.period_end, value.obs_value) for value in values}

    columns = ["ref_area", "indicator", "freq", "period_end", "obs_value"]
    assert set(rows[columns].itertuples(index=False, name=None)) <= told


def test_an_early_edition_knows_less():
    early = load_dataset("2020-06-30")

    assert outcome(early, "dak-lak/ea-sup").total.obs_value == 824
    assert not compare(early, "binh-thuan", "2020-2025").is_known
