"""Targets against members, and whose rule holds for an area and a year."""

import pytest

from analysis.measures.unit_quota import printed_admission_rates, quota_rule, quotas
from analysis.measures.unit_ranking import standings

RANGE = (
    ("p", "admission_rate_target", "2023", 3, {"bound": "at_least"}),
    ("p", "admission_rate_target", "2023", 4, {"bound": "at_most"}),
)
OF_NATION = (
    ("viet-nam", "admission_rate_target", "2020-2025", 3, {"bound": "at_least"}),
    ("viet-nam", "admission_rate_target", "2020-2025", 4, {"bound": "at_most"}),
)


def test_the_quota_is_the_target_in_percent_of_the_latest_members_of_the_year(invent):
    dataset = invent(
        ("p/a", "admissions_target", "2023", 115),
        ("p/a", "members", "at 2023-01", 3000),
        ("p/a", "members", "at 2023-10-13", 3557),
        ("p/a", "members", "at 2022", 9999),
        ("p/b", "admissions_target", "2023", 20),
        ("p/c", "members", "at 2023", 100),
    )

    (one,) = quotas(dataset, standings(dataset, "p", 2023), 2023)

    assert (one.target.obs_value, one.members.obs_value) == (115, 3557)
    assert one.rate.obs_value == pytest.approx(100 * 115 / 3557)
    assert set(one.rate.observation_ids) == {"observation-0", "observation-2"}


def test_a_unit_without_members_has_no_quota(invent):
    dataset = invent(("p/a", "admissions_target", "2023", 5), ("p/a", "members", "at 2023", 0))

    assert quotas(dataset, standings(dataset, "p", 2023), 2023) == []


def test_the_range_printed_for_the_area_and_the_year_goes_first(invent):
    rule = quota_rule(invent(*RANGE, *OF_NATION), "p", 2023)

    assert rule.ref_area == "p"
    assert rule.band == (3, 4)


def test_a_unit_takes_the_rule_of_the_area_above_it(invent):
    rule = quota_rule(invent(*RANGE, ("p/a", "members", "at 2023", 5)), "p/a", 2023)

    assert rule.ref_area == "p"


@pytest.mark.parametrize(("year", "known"), [(2019, False), (2020, True), (2024, True), (2025, False)])
def test_a_range_for_each_year_of_a_term_holds_for_its_calendar_years(invent, year, known):
    rule = quota_rule(invent(*OF_NATION, ("p", "members", "at 2023", 5)), "p", year)

    assert (rule is not None) is known
    assert not known or (rule.ref_area, rule.band) == ("viet-nam", (3, 4))


def test_one_printed_share_is_no_range(invent):
    rule = quota_rule(invent(("p", "admission_rate_target", "2024", 3.25)), "p", 2024)

    assert rule.band is None
    assert [end.obs_value for end in rule.ends] == [3.25]


def test_where_nothing_is_printed_there_is_no_rule(invent):
    assert quota_rule(invent(("p", "members", "at 2023", 5)), "p", 2023) is None


@pytest.mark.parametrize(
    ("area", "year", "where", "ends"),
    [
        ("dak-lak", 2023, "dak-lak", [3, 4]),
        ("dak-lak", 2024, "dak-lak", [3.25]),
        ("quang-nam", 2024, "viet-nam", [3, 4]),
        ("ho-chi-minh-2025", 2026, "ho-chi-minh-2025", [3, 4]),
    ],
)
def test_the_real_rules(real, area, year, where, ends):
    rule = quota_rule(real, area, year)

    assert rule.ref_area == where
    assert [end.obs_value for end in rule.ends] == ends


def test_printed_admission_rates_are_those_of_the_units(real):
    values = printed_admission_rates(real, "dong-nai", 2019)

    assert {value.ref_area: value.obs_value for value in values}["dong-nai/bien-hoa"] == 2.58
    assert len(values) == 5
    assert all(value.is_printed for value in values)
