"""Groups over several areas and years: which are told, in what order, with which base, and which are missing."""

import pytest

from analysis.measures.composition import composition
from analysis.measures.shares import (
    MAIN_GROUPS,
    admitted_groups,
    member_groups,
    missing_groups,
    share_disagreements,
    share_of,
)


def admitted(area, period, value, segment, indicator="admissions", **options):
    return (area, indicator, period, value, {"segment": segment, **options})


def told(groups):
    return [(one.segment, one.ref_area, one.period.period_end) for one in groups]


def test_groups_stand_in_a_fixed_order_then_by_area_as_given_and_by_period(invent):
    dataset = invent(
        admitted("a", "2021", 5, "worker"),
        admitted("a", "2021", 5, "female"),
        admitted("a", "2020", 4, "female"),
        admitted("b", "2021", 3, "female"),
        admitted("a", "2021", 2, "zebra"),
        admitted("a", "2021", 2, "ethnic_minority"),
    )

    assert told(admitted_groups(dataset, ["b", "a"], [2020, 2021])) == [
        ("female", "b", "2021-12-31"),
        ("female", "a", "2020-12-31"),
        ("female", "a", "2021-12-31"),
        ("ethnic_minority", "a", "2021-12-31"),
        ("worker", "a", "2021-12-31"),
        ("zebra", "a", "2021-12-31"),
    ]


def test_only_the_areas_themselves_and_only_periods_that_end_in_the_years(invent):
    dataset = invent(
        admitted("a/x", "2021", 5, "female"),
        admitted("a", "2015-2020", 50, "female"),
        admitted("a", "2022", 7, "female"),
        admitted("a", "2021-09-01/2022-08-31", 3, "student"),
    )

    assert told(admitted_groups(dataset, ["a"], range(2020, 2023))) == [
        ("female", "a", "2022-12-31"),
        ("student", "a", "2022-08-31"),
    ]
    assert told(admitted_groups(dataset, ["a"], [2019])) == [("female", "a", "2019-12-31")]


def test_a_share_is_one_of_those_admitted_in_the_same_period_alone(invent):
    dataset = invent(
        admitted("a", "to 2017-09-26", 35, "student"),
        ("a", "admissions", "to 2017-09-26", 1383),
        admitted("a", "to 2017-11-23", 930, "female"),
        ("a", "admissions", "to 2017-11-23", 1932),
        admitted("a", "2017", 1000, "worker"),
    )

    shares = {one.segment: one.share for one in admitted_groups(dataset, ["a"], [2017])}

    assert shares["student"].obs_value == pytest.approx(100 * 35 / 1383)
    assert shares["female"].obs_value == pytest.approx(100 * 930 / 1932)
    assert shares["worker"] is None


def test_the_base_of_members_is_all_members_on_the_same_day(invent):
    dataset = invent(
        admitted("a", "at 2019-12-31", 4976, "ethnic_minority", "members"),
        ("a", "members", "at 2019-12-31", 46265),
        ("a", "members", "at 2020-06-30", 99999),
        admitted("a", "at 2021-10-29", 10.4, "ethnic_minority", "members_share"),
    )

    first, second = member_groups(dataset, ["a"], range(2019, 2022))

    assert first.share.obs_value == pytest.approx(100 * 4976 / 46265)
    assert first.base.obs_value == 46265
    assert (second.base, second.count, second.share) == (None, None, None)
    assert share_of(second).obs_value == 10.4


def test_the_printed_share_goes_before_the_recomputed_one(invent):
    rows = [admitted("a", "2020", 694, "age_18_30"), ("a", "admissions", "2020", 1198)]
    printed = admitted("a", "2020", 59.15, "age_18_30", "admissions_share")

    (both,) = admitted_groups(invent(*rows, printed), ["a"], [2020])
    (alone,) = admitted_groups(invent(*rows), ["a"], [2020])

    assert share_of(both).is_printed
    assert share_of(alone).obs_value == pytest.approx(100 * 694 / 1198)


def test_the_sign_of_a_bound_stays_with_the_share(invent):
    dataset = invent(
        admitted("a", "2019", 300, "female", bound="at_least"),
        ("a", "admissions", "2019", 640, {"bound": "approx"}),
        admitted("b", "2019", 11, "religious", "admissions_share", bound="at_least"),
    )

    female, religious = admitted_groups(dataset, ["a", "b"], [2019])

    assert share_of(female).bound == "approx"
    assert share_of(religious).bound == "at_least"


def test_missing_are_the_main_groups_without_a_count_and_without_a_share(invent):
    dataset = invent(
        *(admitted("a", "2020", 1, segment) for segment in MAIN_GROUPS),
        admitted("b", "2020", 5, "pupil"),
        admitted("b", "2020", 48, "female", "admissions_share"),
    )
    groups = admitted_groups(dataset, ["a", "b"], [2020])

    assert missing_groups(["a", "b"], groups) == [
        ("b", ["ethnic_minority", "religious", "youth_union", "private_enterprise"])
    ]


def test_a_share_that_a_correction_sets_aside_is_no_share_but_a_disagreement(real):
    (student,) = [one for one in admitted_groups(real, ["binh-thuan"], [2017]) if one.segment == "student"]
    (finding,) = share_disagreements(real, ["binh-thuan"], [2017])

    assert student.printed_share is None
    assert student.share.obs_value == pytest.approx(100 * 35 / 1383)
    assert finding.printed[0].obs_value == 1.75
    assert finding.fits.obs_value == 2000


def test_disagreements_are_those_of_the_areas_and_years_asked_for(real):
    assert share_disagreements(real, ["binh-thuan"], [2018]) == []
    assert [
        one.printed[0].ref_area for one in share_disagreements(real, ["lam-dong", "nghe-an"], range(2015, 2026))
    ] == [
        "lam-dong",
        "nghe-an",
    ]


def test_every_real_share_has_its_own_base_and_lineage(real):
    grouped = real.observations[real.observations["segment"] != "_T"]
    codes, years = list(grouped["ref_area"].unique()), [2016, 2017, 2019, 2020, 2021]
    seen = 0
    for groups in (admitted_groups(real, codes, years), member_groups(real, codes, years)):
        for one in groups:
            if one.share:
                seen += 1
                assert one.base.period_end == one.count.period_end
                assert one.base.period_start == one.count.period_start
                assert set(one.share.observation_ids) == {*one.count.observation_ids, *one.base.observation_ids}
    assert seen > 20


def test_the_groups_of_an_area_are_those_of_its_brief(real):
    from_brief = [one for one in composition(real, "binh-thuan", 2017) if one.ref_area == "binh-thuan"]

    assert sorted(admitted_groups(real, ["binh-thuan"], [2017]), key=str) == sorted(from_brief, key=str)
    assert len(from_brief) == 5
