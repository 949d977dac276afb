"""Terms count five calendar years; growth leads back to the term before."""

import pytest

from analysis.measures.terms import goal_of, membership_growth, other_term_figures, term_figures


def test_the_average_of_a_term_is_over_five_years(invent):
    (told,) = term_figures(invent(("p/e", "admissions", "2015-2020", 824)), "p")

    assert told.term.code == "2015-2020"
    assert list(told.term.years) == [2015, 2016, 2017, 2018, 2019]
    assert told.recomputed_average.obs_value == pytest.approx(164.8)
    assert (told.recomputed_average.unit, told.recomputed_average.formula) == ("persons_per_year", "admissions / 5")


def test_the_growth_implies_the_term_before(invent):
    (told,) = term_figures(
        invent(
            ("p", "admissions", "2015-2020", 824),
            ("p", "admissions_growth", "2015-2020", 8.56, {"base": "2010-2015"}),
        ),
        "p",
    )

    assert [(value.obs_value, value.period_end) for value in told.previous] == [(759, "2014-12-31")]


@pytest.mark.parametrize("base", ["2010-2015", "2005-2010"])
def test_no_term_before_is_implied_without_its_parts(invent, base):
    growth = ("p", "admissions_growth", "2015-2020", 8.56, {"base": base})
    rows = [growth] if base == "2010-2015" else [growth, ("p", "admissions", "2015-2020", 824)]

    (told,) = term_figures(invent(*rows), "p")

    assert told.growth.obs_value == 8.56
    assert told.previous == ()


def test_terms_stand_by_area_and_time_and_only_known_ones(invent):
    dataset = invent(
        ("p/b", "admissions", "2015-2020", 1),
        ("p/a", "admissions_yearly_goal", "2020-2025", 2),
        ("p/a", "excess_rate", "2015-2020", 3),
        ("p", "admissions_yearly_average", "2015-2020", 4),
        ("p/c", "members_rated_good_share", "2015-2020", 5),
        ("q", "admissions", "2015-2020", 6),
    )

    found = [(told.ref_area, told.term.code) for told in term_figures(dataset, "p")]

    assert found == [("p", "2015-2020"), ("p/a", "2015-2020"), ("p/a", "2020-2025"), ("p/b", "2015-2020")]


def test_only_full_years_of_the_term_stand_against_its_goal(invent):
    dataset = invent(
        ("p", "admissions_yearly_goal", "2020-2025", 2000),
        ("p", "admissions", "2021", 2030),
        ("p", "admissions", "to 2022-10", 1500),
        ("p", "admissions", "2019", 1),
        ("p", "admissions", "2025", 2),
    )

    (told,) = term_figures(dataset, "p")

    assert [(admitted.year, rate.obs_value) for admitted, rate in told.years] == [(2021, pytest.approx(101.5))]
    goal, rate = goal_of([told], "p", 2021)
    assert (goal.obs_value, rate.obs_value) == (2000, pytest.approx(101.5))
    assert goal_of([told], "p", 2022) == (told.goal, None)
    assert goal_of([told], "p", 2019) == (None, None)
    assert goal_of([told], "p/d", 2021) == (None, None)


def test_years_without_a_goal_stand_without_a_rate(invent):
    dataset = invent(("p", "admissions", "2015-2020", 824), ("p", "admissions", "2017", 170))

    (told,) = term_figures(dataset, "p")

    assert [(admitted.obs_value, rate) for admitted, rate in told.years] == [(170, None)]
    assert goal_of([told], "p", 2017) == (None, None)


def test_the_growth_of_membership_implies_its_base_year_once(invent):
    rows = [
        ("p/e", "members", "at 2020-03-31", 3011),
        ("p/e", "members_growth", "at 2020-03-31", 25.46, {"base": "2015"}),
        ("p/e", "members_growth", "at 2020-03-31", 25.5, {"base": "2015", "source": "old-20200101"}),
    ]

    (told,) = membership_growth(invent(*rows), "p")

    assert (told.members.obs_value, told.growth.obs_value) == (3011, 25.46)
    assert [(value.obs_value, value.year) for value in told.earlier] == [(2400, 2015)]
    assert membership_growth(invent(*rows[1:]), "p") == []


def test_what_else_is_printed_of_a_term_holds_what_the_table_does_not(invent):
    dataset = invent(
        ("p/e", "members_rated_good_share", "2015-2020", 92.06),
        ("p/e", "admissions_share", "2015-2020", 38, {"segment": "rural"}),
        ("p/e", "admissions", "2015-2020", 824),
        ("p/e", "members_rated_good_share", "2019", 90),
    )

    assert [value.obs_value for value in other_term_figures(dataset, "p")] == [38, 92.06]
