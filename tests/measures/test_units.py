"""Units below an area: their order, the largest and smallest target, what is expected."""

import pytest

from analysis.measures.units import earlier_targets, quota_extremes, unit_progress


def by_area(units):
    return {unit.ref_area: unit for unit in units}


def test_units_stand_by_completion_highest_first_and_those_without_last(invent):
    dataset = invent(
        ("p/none", "admissions_target", "2023", 50),
        ("p/also-none", "admissions", "to 2023-10", 5),
        ("p/low", "completion_rate", "to 2023-10", 80),
        ("p/high/deep", "admissions", "to 2023-10", 12),
        ("p/high/deep", "admissions_target", "2023", 9),
        ("p/zero", "completion_rate", "to 2023-10", 0),
        ("p", "completion_rate", "to 2023-10", 90),
        ("p/old", "completion_rate", "2022", 99),
        ("p/stock", "members", "at 2023", 99),
    )

    found = [unit.ref_area for unit in unit_progress(dataset, "p", 2023)]

    assert found == ["p/high/deep", "p/low", "p/zero", "p/none", "p/also-none"]


def test_the_printed_rate_counts_and_else_the_recomputed_one(invent):
    target = ("p/a", "admissions_target", "2023", 115)
    admitted = ("p/a", "admissions", "to 2023-10-10", 117)
    printed = ("p/a", "completion_rate", "to 2023-10-10", 101.74)

    (both,) = unit_progress(invent(target, admitted, printed), "p", 2023)
    (recomputed,) = unit_progress(invent(target, admitted), "p", 2023)

    assert both.rate.obs_value == 101.74
    assert both.recomputed_rate.obs_value == pytest.approx(100 * 117 / 115)
    assert recomputed.rate.obs_value == pytest.approx(100 * 117 / 115)


def test_a_rate_of_an_earlier_day_does_not_stand_for_the_admissions(invent):
    dataset = invent(
        ("p/a", "admissions_target", "2023", 115),
        ("p/a", "admissions", "2023", 120),
        ("p/a", "completion_rate", "to 2023-10-10", 101.74),
    )

    (unit,) = unit_progress(dataset, "p", 2023)

    assert unit.printed_rate is None
    assert unit.rate.freq == "A"
    assert unit.rate.obs_value == pytest.approx(100 * 120 / 115)


def test_a_count_is_implied_only_where_none_is_printed(invent):
    rows = [("p/m", "admissions_target", "2023", 17), ("p/m", "completion_rate", "to 2023-10", 88.24)]

    (implied,) = unit_progress(invent(*rows), "p", 2023)
    (printed,) = unit_progress(invent(*rows, ("p/m", "admissions", "to 2023-10", 15)), "p", 2023)

    assert [value.obs_value for value in implied.implied] == [15]
    assert implied.admitted is None
    assert printed.implied == ()


def test_expected_is_what_is_admitted_and_pending_on_one_day(invent):
    admitted = ("p/t", "admissions", "to 2023-10-13", 22)

    (unit,) = unit_progress(invent(admitted, ("p/t", "pending_files", "at 2023-10-13", 7)), "p", 2023)

    assert unit.expected.obs_value == 29
    assert unit.expected.formula == "admissions + pending_files"
    assert unit.expected.observation_ids == ("observation-0", "observation-1")


@pytest.mark.parametrize(
    ("admitted", "pending"), [("to 2023-10-13", "2023-06-01"), ("2023", "2023-12-31"), ("2023", "2023-10-13")]
)
def test_nothing_is_expected_where_files_may_be_counted_twice(invent, admitted, pending):
    dataset = invent(("p/t", "admissions", admitted, 22), ("p/t", "pending_files", f"at {pending}", 7))

    (unit,) = unit_progress(dataset, "p", 2023)

    assert unit.pending.obs_value == 7
    assert unit.expected is None


def test_the_extremes_are_of_units_directly_below_only(invent):
    dataset = invent(
        ("p", "admissions_target", "2023", 2767),
        ("p/large", "admissions_target", "2023", 455),
        ("p/middle", "admissions_target", "2023", 115),
        ("p/small", "admissions_target", "2023", 17),
        ("p/middle/c", "admissions_target", "2023", 9),
        ("p/last-year", "admissions_target", "2022", 1),
        ("p/female", "admissions_target", "2023", 1, {"segment": "female"}),
        ("p-2025/other", "admissions_target", "2023", 1),
    )

    largest, smallest = quota_extremes(dataset, "p", 2023)

    assert (largest.ref_area, smallest.ref_area) == ("p/large", "p/small")
    assert quota_extremes(dataset, "p/middle", 2023) is None


def test_two_sources_on_one_unit_make_no_extremes(invent):
    one = ("p/a", "admissions_target", "2023", 455)
    other = ("p/a", "admissions_target", "2023", 450, {"source": "old-20200101"})

    assert quota_extremes(invent(one, other), "p", 2023) is None
    largest, smallest = quota_extremes(invent(one, other, ("p/b", "admissions_target", "2023", 452)), "p", 2023)
    assert (largest.ref_area, smallest.ref_area) == ("p/a", "p/b")


def test_an_earlier_target_is_implied_once_and_only_where_none_is_printed(invent):
    target = ("p/a", "admissions_target", "2023", 115)
    change = ("p/a", "admissions_target_change", "2023", 30, {"base": "2022"})
    again = ("p/a", "admissions_target_change", "2023", 30, {"base": "2022", "source": "old-20200101"})

    (earlier,) = earlier_targets(invent(target, change, again), "p", 2023)

    assert (earlier.obs_value, earlier.year) == (85, 2022)
    assert earlier_targets(invent(target, change, ("p/a", "admissions_target", "2022", 84)), "p", 2023) == []
    assert earlier_targets(invent(change), "p", 2023) == []


def test_classes_and_trainees_are_those_of_the_year(invent):
    dataset = invent(
        ("p/k", "admissions_target", "2023", 115),
        ("p/k", "training_classes", "to 2023-10-13", 3),
        ("p/k", "trainees", "to 2023-10-13", 204),
        ("p/k", "trainees", "2022", 9),
    )

    unit = by_area(unit_progress(dataset, "p", 2023))["p/k"]

    assert (unit.classes.obs_value, unit.trainees.obs_value) == (3, 204)


def test_units_of_which_just_a_figure_of_several_years_is_known_are_left_out(invent):
    dataset = invent(
        ("p/a", "admissions_target", "2020-01-01/2023-12-31", 700), ("p/b", "admissions_target", "2023", 9)
    )

    assert [unit.ref_area for unit in unit_progress(dataset, "p", 2023)] == ["p/b"]
