"""Pace: readings of completion by day, which of them compare, what is expected and projected from them."""

import dataclasses
import datetime as dt

import pytest

from analysis.measures.pace import pace_of
from analysis.measures.readings import completions, shares_of_year


def rate(area, period, value, **options):
    return (area, "completion_rate", period, value, options)


def done(readings):
    return [(one.done.ref_area, one.done.period_end, one.done.obs_value) for one in readings]


OTHERS = (
    rate("a", "to 2019-09-12", 57.0),
    rate("b", "to 2017-09-26", 69.0),
    rate("c", "to 2018-11-05", 95.0),
    rate("d", "to 2022-10-22", 63.0),
)
OWN = rate("p", "to 2023-10-10", 72.06)


def with_area(dataset, code, **changes):
    return dataclasses.replace(
        dataset, areas=dict(dataset.areas) | {code: dataclasses.replace(dataset.areas[code], **changes)}
    )


def test_completion_is_printed_or_else_recomputed_once_a_day(invent):
    dataset = invent(
        ("a", "admissions_target", "2023", 200),
        ("a", "admissions", "to 2023-06-30", 80),
        ("a", "admissions", "to 2023-09-30", 130),
        rate("a", "to 2023-09-30", 65.1),
        ("b", "admissions", "to 2023-09-30", 5),
        ("c", "admissions_target", "2023", 50),
    )

    found = completions(dataset)

    assert [(one.ref_area, one.period_end, one.obs_value) for one in found] == [
        ("a", "2023-06-30", 40.0),
        ("a", "2023-09-30", 65.1),
    ]
    assert found[0].observation_ids == ("observation-1", "observation-0")


def test_an_exact_recomputed_completion_goes_before_a_printed_bound(invent):
    dataset = invent(
        ("a", "admissions_target", "2024", 12),
        ("a", "admissions", "to 2024-09-02", 10),
        rate("a", "to 2024-09-02", 83, bound="at_least"),
    )

    (found,) = completions(dataset)

    assert (round(found.obs_value, 2), found.bound) == (83.33, "exact")


@pytest.mark.parametrize("period", ["2023", "2023 S1", "2023 Q1", "2023-01", "to 2023-05"])
def test_full_years_and_what_runs_from_january_to_a_known_month_are_readings(invent, period):
    assert len(completions(invent(rate("a", period, 50)))) == 1


@pytest.mark.parametrize("period", ["to 2023", "2023 S2", "2023 Q2", "2023-04", "2020-2025", "2021-01-01/2023-12-31"])
def test_other_periods_are_none(invent, period):
    assert completions(invent(rate("a", period, 50))) == []


def test_a_reading_tells_what_had_passed_of_the_year_and_the_pace(invent):
    (reading,) = pace_of(invent(OWN), "p", 2023).readings

    assert reading.day == dt.date(2023, 10, 10)
    assert reading.passed.obs_value == pytest.approx(100 * 283 / 365)
    assert reading.pace.obs_value == pytest.approx(100 * 72.06 / (100 * 283 / 365))
    assert not reading.passed.is_printed
    assert reading.passed.observation_ids == reading.pace.observation_ids == ("observation-0",)


@pytest.mark.parametrize(("period", "days", "length"), [("to 2024-02-29", 60, 366), ("to 2023-02", 59, 365)])
def test_leap_years_and_bare_months_count_to_their_last_day(invent, period, days, length):
    (reading,) = pace_of(invent(rate("p", period, 10)), "p", int(period[3:7])).readings

    assert reading.passed.obs_value == pytest.approx(100 * days / length)


def test_what_is_expected_is_carried_to_the_day_in_proportion_to_the_days_passed(invent):
    pace = pace_of(invent(OWN, *OTHERS), "p", 2023)

    assert [one.done.ref_area for one in pace.near] == ["b", "c", "a", "d"]
    assert pace.expected.low.obs_value == pytest.approx(63.0 * 283 / 295)
    assert pace.expected.high.obs_value == pytest.approx(95.0 * 283 / 309)
    assert pace.expected.median.obs_value == pytest.approx((57.0 * 283 / 255 + 69.0 * 283 / 269) / 2)
    assert pace.expected.chance.obs_value == 60
    assert pace.place == "within"


def test_the_ends_rest_on_their_reading_the_chance_on_all(invent):
    expected = pace_of(invent(OWN, *OTHERS), "p", 2023).expected

    assert expected.low.observation_ids == ("observation-4",)
    assert expected.high.observation_ids == ("observation-3",)
    assert sorted(expected.median.observation_ids) == ["observation-1", "observation-2"]
    assert len(expected.chance.observation_ids) == 4
    assert not expected.low.is_printed


def test_a_reading_of_the_very_day_is_taken_as_printed(invent):
    same = rate("a", "to 2022-10-10", 50.0)

    low = pace_of(invent(OWN, same, *OTHERS[1:]), "p", 2023).expected.low

    assert (low.obs_value, low.is_printed) == (50.0, True)


@pytest.mark.parametrize(("value", "place"), [(60.4, "below"), (60.5, "within"), (87.0, "within"), (87.1, "above")])
def test_the_place_of_the_area(invent, value, place):
    assert pace_of(invent(rate("p", "to 2023-10-10", value), *OTHERS), "p", 2023).place == place


@pytest.mark.parametrize(
    ("value", "bound", "place"),
    [
        (72, "at_most", ""),
        (50, "at_most", "below"),
        (72, "at_least", ""),
        (99, "at_least", "above"),
        (72, "approx", "within"),
    ],
)
def test_a_bound_is_placed_only_where_all_that_it_can_be_lies_on_one_side(invent, value, bound, place):
    assert pace_of(invent(rate("p", "to 2023-10-10", value, bound=bound), *OTHERS), "p", 2023).place == place


def test_three_provinces_are_too_few_however_many_of_their_units_are_known(invent):
    units = [rate(f"a/{name}", "to 2019-09-12", 60.0 + place) for place, name in enumerate("uvwxyz")]

    pace = pace_of(invent(OWN, *units, *OTHERS[1:3]), "p", 2023)

    assert len(pace.near) == 8
    assert pace.expected is None
    assert pace.place == ""


def test_readings_more_than_45_days_off_are_not_compared(invent):
    days = {"a": "2019-08-26", "b": "2019-08-25", "c": "2019-11-24", "d": "2019-11-25"}

    pace = pace_of(invent(OWN, *(rate(area, f"to {day}", 70) for area, day in days.items())), "p", 2023)

    assert [one.done.ref_area for one in pace.near] == ["a", "c"]
    assert len(pace.others) == 4


def test_the_days_around_new_year_are_not_near_each_other(invent):
    pace = pace_of(invent(rate("p", "to 2023-12-20", 95), rate("a", "to 2023-01-10", 3)), "p", 2023)

    assert pace.near == ()


def test_the_own_province_is_never_compared_with_itself(invent):
    own = (rate("p/u", "to 2023-10-10", 90), rate("p", "to 2022-10-10", 80), rate("p/v", "to 2019-10-01", 70))

    assert done(pace_of(invent(OWN, *own, *OTHERS), "p", 2023).others) == done(
        pace_of(invent(OWN, *OTHERS), "p", 2023).others
    )
    assert len(pace_of(invent(OWN, *own, *OTHERS), "p/u", 2023).near) == 4


def test_neither_is_what_it_went_into_or_what_went_into_it(invent):
    dataset = with_area(invent(OWN, *OTHERS), "p", successor="a")

    assert [one.province for one in pace_of(dataset, "p", 2023).near] == ["b", "c", "d"]
    assert "p" not in {one.province for one in pace_of(dataset, "a", 2019).near}


def test_the_nation_and_areas_unknown_are_no_other_province(invent):
    dataset = with_area(with_area(invent(OWN, *OTHERS), "a", level="nation"), "b", level="unknown")

    assert [one.province for one in pace_of(dataset, "p", 2023).near] == ["c", "d"]
    assert pace_of(dataset, "a", 2019).near == ()


def test_of_one_day_those_of_the_same_kind_count(invent):
    both = (rate("a", "to 2019-09-12", 57), rate("a/u", "to 2019-09-12", 90), rate("a/v", "to 2019-09-20", 80))
    dataset = invent(OWN, rate("p/x", "to 2023-10-10", 88), *both)

    assert done(pace_of(dataset, "p", 2023).near) == [("a", "2019-09-12", 57), ("a/v", "2019-09-20", 80)]
    assert done(pace_of(dataset, "p/x", 2023).near) == [("a/u", "2019-09-12", 90), ("a/v", "2019-09-20", 80)]


def test_bounds_are_not_compared(invent):
    bounds = [rate("a", "to 2019-10-10", 80, bound=bound) for bound in ("at_least", "at_most")]

    assert pace_of(invent(OWN, *bounds), "p", 2023).near == ()


def test_the_latest_of_several_own_readings_is_compared(invent):
    pace = pace_of(invent(rate("p", "to 2023-03-31", 30), OWN, *OTHERS), "p", 2023)

    assert [one.done.obs_value for one in pace.readings] == [30, 72.06]
    assert pace.latest.done.obs_value == 72.06
    assert len(pace.near) == 4


def test_once_the_full_year_is_known_there_is_no_pace(invent):
    pace = pace_of(invent(OWN, rate("p", "2023", 101), *OTHERS), "p", 2023)

    assert pace.full.obs_value == 101
    assert len(pace.readings) == 1
    assert (pace.latest, pace.near, pace.expected, pace.projected, pace.place) == (None, (), None, None, "")


def test_where_years_end_is_told_from_full_years_as_printed(invent):
    full = [rate(area, "2020", value) for area, value in zip("abcd", (90, 101, 110, 96), strict=True)]

    pace = pace_of(invent(OWN, rate("p", "2022", 200), *full), "p", 2023)

    assert (pace.ended.low.obs_value, pace.ended.median.obs_value, pace.ended.high.obs_value) == (90, 98.5, 110)
    assert pace.ended.low.is_printed
    assert pace.others == ()


def pair(area, year, early, full):
    return (area, "admissions", f"to {year}-10-10", early), (area, "admissions", f"{year}", full)


def test_the_year_end_is_projected_by_what_others_had_made_of_their_year_by_the_day(invent):
    pairs = [*pair("a", 2021, 60, 100), *pair("b", 2021, 70, 100), *pair("c", 2022, 80, 100), *pair("d", 2022, 90, 100)]

    pace = pace_of(invent(OWN, *pairs), "p", 2023)

    assert [one.done.obs_value for one in pace.shares] == [60, 70, 80, 90]
    assert pace.projected.low.obs_value == pytest.approx(100 * 72.06 / 90)
    assert pace.projected.high.obs_value == pytest.approx(100 * 72.06 / 60)
    assert pace.projected.median.obs_value == pytest.approx(100 * 72.06 / 75)
    assert pace.projected.chance.obs_value == 60
    assert pace.projected.low.observation_ids == ("observation-0", "observation-7", "observation-8")


def test_nothing_is_projected_by_fewer_than_four_provinces(invent):
    pairs = [*pair("a", 2021, 60, 100), *pair("b", 2021, 70, 100), *pair("c", 2022, 80, 100)]

    pace = pace_of(invent(OWN, *pairs), "p", 2023)

    assert len(pace.shares) == 3
    assert pace.projected is None


def test_nothing_is_known_of_an_area_without_a_dated_completion(invent):
    pace = pace_of(invent(("p", "admissions", "to 2023-10-10", 5), rate("p", "to 2023", 50), *OTHERS), "p", 2023)

    assert (pace.readings, pace.full, pace.latest, pace.near, pace.expected) == ((), None, None, (), None)


def test_dak_lak_in_october_2023(real):
    pace = pace_of(real, "dak-lak", 2023)

    assert [one.done.obs_value for one in pace.readings] == [72.06]
    assert {one.province for one in pace.near} == {
        "quang-nam",
        "tay-ninh",
        "ben-tre",
        "binh-thuan",
        "lam-dong",
        "can-tho",
    }
    assert [one.done.ref_area for one in pace.near].count("binh-thuan") == 2
    assert (round(pace.expected.low.obs_value, 1), round(pace.expected.high.obs_value, 1)) == (60.2, 96.1)
    assert pace.expected.chance.obs_value == 71
    assert (pace.place, pace.projected) == ("within", None)


def test_too_little_is_known_around_the_middle_of_the_year(real):
    pace = pace_of(real, "ninh-thuan", 2022)

    assert len(pace.near) == 1
    assert pace.expected is None


def test_no_reading_compared_in_the_real_data_is_of_the_own_province(real):
    dated = completions(real)
    assert len(dated) > 50
    for value in dated[::5]:
        pace = pace_of(real, value.ref_area, value.year)
        own = value.ref_area.partition("/")[0]
        assert own not in {one.province for one in (*pace.others, *pace.ends, *pace.shares)}
        assert all(
            abs((one.day.replace(year=2001) - pace.latest.day.replace(year=2001)).days) <= 46 for one in pace.near
        )


def test_just_one_real_year_is_known_both_within_and_in_full(real):
    assert [(one.ref_area, one.period_end) for one in shares_of_year(real)] == [("nghe-an", "2020-06-30")]
