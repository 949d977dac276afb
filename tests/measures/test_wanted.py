"""Figures worth looking for: found by the rule, in its order, and never ones that cannot exist."""

import dataclasses
import datetime as dt

import pytest

from analysis.measures.wanted import ADMITTED, MEMBERS, NEIGHBOURS, TARGET, TO_DATE, wanted_figures


def found(dataset, years=range(2015, 2026)):
    return [
        (one.ref_area, one.indicator, one.year, [reason.kind for reason in one.reasons])
        for one in wanted_figures(dataset, years)
    ]


def test_a_full_year_is_wanted_where_a_year_to_date_a_target_and_members_are_known(invent):
    dataset = invent(
        ("p", "admissions", "to 2023-10-10", 80),
        ("p", "admissions_target", "2023", 100),
        ("p", "members", "at 2023-06", 2000),
    )

    assert found(dataset) == [("p", "admissions", 2023, [TO_DATE, TARGET, MEMBERS])]
    (one,) = wanted_figures(dataset, range(2023, 2024))
    assert [reason.values[0].obs_value for reason in one.reasons] == [80, 100, 2000]


def test_the_year_between_two_full_years_is_wanted_a_longer_gap_is_not(invent):
    rows = [("p", "admissions", str(year), 80) for year in (2015, 2017, 2020)]
    rows += [("p", "members", f"at {year}", 900) for year in (2015, 2017, 2020)]
    rows += [("p", "admissions_target", str(year), 90) for year in (2015, 2017, 2020)]

    assert found(invent(*rows)) == [("p", "admissions", 2016, [NEIGHBOURS])]


def test_targets_and_members_are_wanted_where_admissions_are_known(invent):
    dataset = invent(("p", "admissions", "2020", 80))

    assert found(dataset) == [
        ("p", "admissions_target", 2020, [ADMITTED]),
        ("p", "members", 2020, [ADMITTED]),
    ]


def test_a_year_to_date_wants_no_members_for_it_gives_no_rate(invent):
    assert ("p", "members", 2023, [ADMITTED]) not in found(invent(("p", "admissions", "to 2023-10-10", 80)))


def test_more_reasons_go_first_then_stronger_ones_then_newer_years(invent):
    dataset = invent(
        ("a", "members", "at 2022", 900),
        ("b", "admissions_target", "2020", 90),
        ("c", "admissions_target", "2021", 90),
        ("d", "admissions", "to 2019-10", 80),
        ("e", "admissions_target", "2018", 90),
        ("e", "members", "at 2018", 900),
    )

    assert [(area, year) for area, indicator, year, _ in found(dataset) if indicator == "admissions"] == [
        ("e", 2018),
        ("d", 2019),
        ("c", 2021),
        ("b", 2020),
        ("a", 2022),
    ]


@pytest.mark.parametrize(("as_of", "wanted"), [(dt.date(2023, 12, 30), 0), (dt.date(2023, 12, 31), 1)])
def test_nothing_is_wanted_of_a_year_that_is_not_over(invent, as_of, wanted):
    dataset = dataclasses.replace(invent(("p", "admissions_target", "2023", 100)), as_of=as_of)

    assert len(found(dataset)) == wanted


def test_nothing_is_wanted_of_an_area_that_ended_within_the_year(invent):
    dataset = invent(("p", "members", "at 2024", 9), ("p", "members", "at 2025-03", 9))
    ended = dataclasses.replace(dataset.areas["p"], valid_to=dt.date(2025, 6, 30))

    assert found(dataclasses.replace(dataset, areas={"p": ended})) == [("p", "admissions", 2024, [MEMBERS])]


def test_units_below_provinces_are_not_looked_for(invent):
    assert found(invent(("p/x", "admissions_target", "2023", 100))) == []


def test_only_the_years_asked_for_are_looked_at(invent):
    assert found(invent(("p", "admissions_target", "2023", 100)), range(2010, 2020)) == []


def test_the_real_list_opens_with_what_would_tell_most(real):
    first = found(real)[0]

    assert first == ("dak-lak", "admissions", 2023, [TO_DATE, TARGET, MEMBERS])
    assert all(reason.values for one in wanted_figures(real, range(2010, 2026)) for reason in one.reasons)
