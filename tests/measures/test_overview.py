"""What a brief opens with."""

import dataclasses

import pytest

from analysis.measures.overview import overview_of

YEAR_2022 = [
    ("p", "admissions", "2022", 2089),
    ("p", "admissions_target", "2022", 1900),
    ("p", "completion_rate", "2022", 109.95),
]
TARGET = ("p", "admissions_target", "2023", 2767)


def test_what_is_not_known_is_none(invent):
    overview = overview_of(invent(("p", "trainees", "2023", 1)), "p", 2023)

    assert {getattr(overview, field.name) for field in dataclasses.fields(overview)} == {None, (), (None,) * 3}


def test_other_targets_are_those_of_other_sources_in_the_year(invent):
    dataset = invent(
        TARGET,
        ("p", "admissions_target", "2023", 2770, {"bound": "at_least", "source": "a-20231101"}),
        ("p", "admissions_target", "2022", 1, {"source": "a-20231101"}),
        ("p", "admissions_target", "2022", 2, {"source": "b-20231102"}),
    )

    overview = overview_of(dataset, "p", 2023)

    assert overview.target.obs_value == 2767
    assert [(other.obs_value, other.bound) for other in overview.other_targets] == [(2770, "at_least")]


def test_the_rate_is_the_printed_one_and_else_the_recomputed(invent):
    admitted = ("p", "admissions", "to 2023-10-10", 1994)
    printed = ("p", "completion_rate", "to 2023-10-10", 72.06)

    assert overview_of(invent(admitted, TARGET, printed), "p", 2023).rate.is_printed
    assert overview_of(invent(admitted, TARGET), "p", 2023).rate.obs_value == pytest.approx(72.0636, abs=1e-4)


def test_once_the_full_year_is_known_a_rate_to_date_is_not_told_of_it(invent):
    dataset = invent(("p", "admissions", "2023", 2800), TARGET, ("p", "completion_rate", "to 2023-10-10", 72.06))

    overview = overview_of(dataset, "p", 2023)

    assert overview.rate.obs_value == pytest.approx(100 * 2800 / 2767)
    assert overview.rate.freq == "A"


def test_the_year_before_counts_only_if_it_is_full(invent):
    full = overview_of(invent(*YEAR_2022, TARGET), "p", 2023)
    to_date = overview_of(invent(("p", "admissions", "to 2022-10", 1700), *YEAR_2022[1:], TARGET), "p", 2023)

    assert [value.obs_value for value in full.before] == [2089, 1900, 109.95]
    assert to_date.before == (None, None, None)


def test_the_change_of_the_target_is_the_one_from_the_year_before(invent):
    older = ("p", "admissions_target_change", "2023", 1000, {"base": "2020"})
    newer = ("p", "admissions_target_change", "2023", 867, {"base": "2022"})

    assert overview_of(invent(older, newer, TARGET), "p", 2023).target_change.obs_value == 867
    assert overview_of(invent(older, TARGET), "p", 2023).target_change is None


def test_the_goal_of_the_term_stands_with_the_rate_of_a_full_year(invent):
    goal = ("p", "admissions_yearly_goal", "2020-2025", 2000)

    full = overview_of(invent(goal, ("p", "admissions", "2021", 2030)), "p", 2021)
    to_date = overview_of(invent(goal, ("p", "admissions", "to 2021-10", 2030)), "p", 2021)

    assert (full.goal.obs_value, full.goal_rate.obs_value) == (2000, pytest.approx(101.5))
    assert (to_date.goal.obs_value, to_date.goal_rate) == (2000, None)
