"""A share has the base of its own period, and of no other."""

import pytest

from analysis.measures.composition import composition

FEMALE = {"segment": "female"}


def test_a_share_is_recomputed_from_the_base_of_the_same_period(invent):
    dataset = invent(
        ("p/c", "admissions", "to 2023-06", 9),
        ("p/c", "admissions", "2023", 100),
        ("p/c", "admissions", "to 2023-10", 5, FEMALE),
        ("p/c", "admissions", "to 2023-10", 12),
        ("p", "admissions", "to 2023-10", 1000),
    )

    (group,) = composition(dataset, "p", 2023)

    assert (group.ref_area, group.segment) == ("p/c", "female")
    assert (group.count.obs_value, group.base.obs_value, group.printed_share) == (5, 12, None)
    assert group.share.obs_value == pytest.approx(100 * 5 / 12)
    assert group.share.observation_ids == ("observation-2", "observation-3")


def test_without_a_base_of_the_same_period_there_is_no_share(invent):
    dataset = invent(("p", "admissions", "to 2023-10-10", 5, FEMALE), ("p", "admissions", "2023", 12))

    (group,) = composition(dataset, "p", 2023)

    assert (group.count.obs_value, group.base, group.share) == (5, None, None)


def test_a_printed_share_stands_beside_its_count_and_base(invent):
    dataset = invent(
        ("p", "admissions", "2022", 40, FEMALE),
        ("p", "admissions_share", "2022", 41, FEMALE),
        ("p", "admissions", "2022", 100),
    )

    (group,) = composition(dataset, "p", 2022)

    assert (group.printed_share.obs_value, group.share.obs_value) == (41, 40)


def test_a_share_alone_names_the_base_where_it_is_known(invent):
    dataset = invent(
        ("p/e", "admissions_share", "2015-2020", 38, {"segment": "rural"}), ("p/e", "admissions", "2015-2020", 824)
    )

    (group,) = composition(dataset, "p", 2023)

    assert (group.count, group.share) == (None, None)
    assert (group.base.obs_value, group.printed_share.obs_value) == (824, 38)
    assert group.period.freq == "TERM"


def test_groups_of_the_year_and_of_earlier_terms_only(invent):
    dataset = invent(
        ("p", "admissions", "2023", 1, FEMALE),
        ("p", "admissions", "2022", 2, FEMALE),
        ("p", "admissions", "2015-2020", 3, FEMALE),
        ("p", "admissions", "2020-2025", 4, FEMALE),
        ("p", "members", "at 2023", 5, FEMALE),
        ("p", "admissions", "2023", 6),
    )

    assert sorted(group.count.obs_value for group in composition(dataset, "p", 2023)) == [1, 3]
