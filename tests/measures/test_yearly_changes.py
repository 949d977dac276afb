"""What changed between full years, recomputed and as printed."""

import pytest

from analysis.measures.series import compare_series
from analysis.measures.yearly_changes import changes_of, extremes

YEARS = range(2015, 2026)


def changes(dataset, areas="p", indicator="admissions", years=YEARS):
    told = dataset.indicators[indicator]
    return changes_of(dataset, compare_series(dataset, dataset.find_areas(areas), told, years), told)


def test_a_change_is_between_full_years_that_follow_each_other_among_those_known(invent):
    found = changes(
        invent(
            ("p", "admissions", "2018", 100),
            ("p", "admissions", "to 2019-10", 90),
            ("p", "admissions", "2020", 150),
            ("p", "admissions", "2021", 120),
        )
    )

    assert [(one.years, one.change.obs_value, one.growth.obs_value) for one in found] == [
        ((2018, 2020), 50, pytest.approx(50)),
        ((2020, 2021), -30, pytest.approx(-20)),
    ]
    assert [one.ranked for one in found] == [False, True]
    assert found[0].change.observation_ids == ("observation-2", "observation-0")


@pytest.mark.parametrize(
    ("before", "after", "bound"),
    [
        ("exact", "at_least", "at_least"),
        ("at_least", "exact", "at_most"),
        ("at_most", "at_least", "at_least"),
        ("approx", "exact", "approx"),
        ("approx", "approx", "approx"),
    ],
)
def test_a_change_keeps_the_bounds_of_its_figures(invent, before, after, bound):
    (one,) = changes(
        invent(("p", "admissions", "2020", 100, {"bound": before}), ("p", "admissions", "2021", 120, {"bound": after}))
    )

    assert (one.change.bound, one.growth.bound) == (bound, bound)
    assert not one.ranked


@pytest.mark.parametrize(
    ("before", "after"), [("at_least", "at_least"), ("approx", "at_least"), ("at_most", "at_most")]
)
def test_bounds_that_leave_a_change_open_give_none(invent, before, after):
    (one,) = changes(
        invent(("p", "admissions", "2020", 100, {"bound": before}), ("p", "admissions", "2021", 120, {"bound": after}))
    )

    assert one.change is None
    assert one.growth is None


def test_a_growth_over_nothing_is_none(invent):
    (one,) = changes(invent(("p", "admissions", "2020", 0), ("p", "admissions", "2021", 3)))

    assert (one.change.obs_value, one.growth) == (3, None)


def test_a_rate_changes_by_percentage_points_and_its_range_not_at_all(invent):
    rows = (
        ("p", "completion_rate", "2020", 90, {"printed": "90"}),
        ("p", "completion_rate", "2021", 94.11),
        ("p", "admission_rate_target", "2020", 3, {"bound": "at_least", "detail": "low"}),
        ("p", "admission_rate_target", "2020", 4, {"bound": "at_most", "detail": "high"}),
        ("p", "admission_rate_target", "2021", 4),
    )

    (rate,), (between,) = (
        changes(invent(*rows), indicator=one) for one in ("completion_rate", "admission_rate_target")
    )

    assert (rate.change.unit, rate.change.decimals, rate.growth) == ("percentage_points", 2, None)
    assert rate.change.obs_value == pytest.approx(4.11)
    assert between.change is None


def test_a_printed_growth_stands_beside_the_recomputed_one(invent):
    (one,) = changes(
        invent(
            ("p", "admissions", "2020", 150),
            ("p", "admissions", "2021", 169),
            ("p", "admissions_growth", "2021", 12.7, {"base": "2020"}),
            ("p", "admissions_growth", "2021", 30, {"base": "2017"}),
            ("p", "admissions_growth", "2010-2015", 3, {"base": "2010-2015"}),
        )
    )[:1]

    (printed,) = one.printed
    assert printed.obs_value == 12.7
    assert one.agrees(printed)
    assert one.recomputed(printed).obs_value == pytest.approx(12.6667, abs=1e-4)


@pytest.mark.parametrize(("growth", "agrees"), [(12.7, True), (12.6, False), (13, True), (14, False)])
def test_a_printed_growth_agrees_within_its_rounding(invent, growth, agrees):
    (one,) = changes(
        invent(
            ("p", "admissions", "2020", 150),
            ("p", "admissions", "2021", 169),
            ("p", "admissions_growth", "2021", growth, {"base": "2020"}),
        )
    )

    assert one.agrees(one.printed[0]) is agrees


@pytest.mark.parametrize(("bound", "growth", "agrees"), [("at_least", 50, True), ("at_least", 5, False)])
def test_a_bound_leaves_room_for_the_printed_growth(invent, bound, growth, agrees):
    (one,) = changes(
        invent(
            ("p", "admissions", "2020", 150),
            ("p", "admissions", "2021", 169, {"bound": bound}),
            ("p", "admissions_growth", "2021", growth, {"base": "2020"}),
        )
    )

    assert one.agrees(one.printed[0]) is agrees


def test_a_printed_change_of_a_stock_is_of_its_year_and_its_growth_of_its_day(invent):
    found = changes(
        invent(
            ("p", "members", "at 2019", 100),
            ("p", "members", "at 2020-10-10", 130),
            ("p", "members_change", "2020-01-01/2020-10-10", 31, {"base": "2019"}),
            ("p", "members_growth", "at 2020-10-10", 30, {"base": "2019"}),
            ("p", "members_growth", "at 2020-03-01", 9, {"base": "2019"}),
        ),
        indicator="members",
    )

    assert [[(value.indicator, found[0].agrees(value)) for value in one.printed] for one in found] == [
        [("members_change", False), ("members_growth", True)]
    ]


def test_a_printed_change_stands_for_itself_where_the_earlier_figure_is_not_known(invent):
    (one,) = changes(
        invent(("p", "admissions", "2021", 169), ("p", "admissions_growth", "2021", 12.7, {"base": "2020"}))
    )

    assert (one.earlier, one.years, one.change, one.growth) == (None, (2020, 2021), None, None)
    assert one.agrees(one.printed[0])


def test_the_extremes_are_the_highest_and_the_lowest_between_exact_figures(invent):
    dataset = invent(
        ("p", "admissions", "2018", 100),
        ("p", "admissions", "2020", 900),
        ("p", "admissions", "2021", 990),
        ("p", "admissions", "2022", 950),
        ("q", "admissions", "2021", 100),
        ("q", "admissions", "2022", 500, {"bound": "at_least"}),
        ("r", "admissions", "2021", 100),
        ("r", "admissions", "2022", 130),
    )

    assert [(one.later.ref_area, one.years) for one in extremes(changes(dataset, "p, q, r"))] == [
        ("r", (2021, 2022)),
        ("p", (2021, 2022)),
    ]
    assert len(extremes(changes(dataset, "r"))) == 1
    assert extremes(changes(dataset, "q")) == []


def test_the_printed_change_of_the_real_target_of_dak_lak_agrees(real):
    first, second = changes(real, "dak-lak", "admissions_target")

    assert [value.obs_value for value in first.printed] == [867] == [first.change.obs_value]
    assert first.agrees(first.printed[0])
    assert second.printed == ()
