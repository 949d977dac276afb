"""One indicator of several areas over years: series, index, per 100 members."""

import dataclasses
import datetime as dt

import pytest

from analysis.measures.series import compare_series, ended_within, index_series, per_members, stood_in

YEARS = range(2018, 2025)


def compare(dataset, areas="p", indicator="admissions", years=YEARS):
    return compare_series(dataset, dataset.find_areas(areas), dataset.indicators[indicator], years)


def merge(dataset, old, new, last=dt.date(2025, 6, 30)):
    """Return the dataset with an area that ended on a day and went into another."""
    areas = dict(dataset.areas)
    areas[old] = dataclasses.replace(areas[old], valid_to=last, successor=new)
    areas[new] = dataclasses.replace(areas[new], valid_from=last + dt.timedelta(days=1))
    return dataclasses.replace(dataset, areas=areas)


def told(values):
    return [(value.period_end, value.obs_value) for value in values]


def test_a_year_has_its_full_figure_or_else_the_latest_to_date(invent):
    (one,) = compare(
        invent(
            ("p", "admissions", "2021", 20),
            ("p", "admissions", "to 2021-10-10", 15),
            ("p", "admissions", "to 2022-03-31", 3),
            ("p", "admissions", "to 2022-09-30", 12),
            ("p", "admissions", "2019 S1", 7),
        )
    )

    assert told(one.values) == [("2021-12-31", 20), ("2022-09-30", 12)]
    assert told(one.full) == [("2021-12-31", 20)]
    assert told(one.to_date) == [("2022-09-30", 12)]
    assert told(one.every_to_date) == [("2021-10-10", 15), ("2022-03-31", 3), ("2022-09-30", 12)]
    assert one.missing == (2018, 2019, 2020, 2022, 2023, 2024)


def test_of_a_stock_the_latest_of_a_year_stands_for_it(invent):
    (one,) = compare(
        invent(
            ("p", "members", "at 2020-03-01", 100),
            ("p", "members", "at 2020-10-01", 110),
            ("p", "members", "at 2021", 120),
            ("p", "members", "at 2030-01-01", 200),
        ),
        indicator="members",
    )

    assert told(one.values) == [("2020-10-01", 110), ("2021", 120)]
    assert one.full == one.values


def test_what_another_source_prints_stays_beside_the_preferred_figure(invent):
    (one,) = compare(
        invent(
            ("p", "admissions", "2021", 20, {"source": "old-20220101"}),
            ("p", "admissions", "2021", 21, {"source": "new-20220201"}),
            ("p", "admissions", "2021", 21, {"source": "same-20220101"}),
        )
    )

    assert [value.obs_value for value in one.of_full(2021)] == [21, 20]
    assert not one.is_range(one.values[0])


def test_the_two_ends_of_a_range_are_known_as_such(invent):
    (one,) = compare(
        invent(
            ("p", "admission_rate_target", "2021", 3, {"bound": "at_least", "detail": "low"}),
            ("p", "admission_rate_target", "2021", 4, {"bound": "at_most", "detail": "high"}),
            ("p", "admission_rate_target", "2022", 3, {"bound": "at_least"}),
        ),
        indicator="admission_rate_target",
    )

    assert [one.is_range(value) for value in one.values] == [True, False]


def test_an_area_without_a_figure_is_not_dropped(invent):
    dataset = invent(("p", "admissions", "2021", 20), ("q", "members", "at 2021", 5))

    assert [(one.area.code, len(one.values)) for one in compare(dataset, "q, p")] == [("q", 0), ("p", 1)]


def test_an_area_that_ended_is_followed_by_the_one_it_went_into(invent):
    dataset = merge(
        invent(
            ("p", "members", "at 2024", 100),
            ("q", "members", "at 2024", 50),
            ("p-2025", "members", "at 2025-09-01", 160),
        ),
        "p",
        "p-2025",
    )

    series = compare(dataset, "p, q", "members", range(2020, 2026))

    assert [(one.area.code, one.before, told(one.values)) for one in series] == [
        ("p", (), [("2024", 100)]),
        ("q", (), [("2024", 50)]),
        ("p-2025", ("p",), [("2025-09-01", 160)]),
    ]


def test_what_an_area_went_into_is_not_added_twice_nor_without_figures_nor_before_its_time(invent):
    rows = (("p", "members", "at 2024", 100), ("p-2025", "members", "at 2025-09-01", 160))
    dataset = merge(invent(*rows), "p", "p-2025")

    assert [one.before for one in compare(dataset, "p, p-2025", "members", range(2020, 2026))] == [(), ()]
    assert len(compare(dataset, "p", "admissions", range(2020, 2026))) == 1
    assert len(compare(dataset, "p", "members", range(2020, 2025))) == 1


def test_years_in_which_an_area_did_not_stand_to_the_end_are_not_missing(invent):
    dataset = merge(invent(("p", "admissions", "2023", 9), ("n", "admissions", "2026", 9)), "p", "n")
    flow, stock = dataset.indicators["admissions"], dataset.indicators["members"]
    old, new = dataset.areas["p"], dataset.areas["n"]

    assert [stood_in(old, flow, year) for year in (2024, 2025)] == [True, False]
    assert [stood_in(old, stock, year) for year in (2024, 2025, 2026)] == [True, True, False]
    assert [stood_in(new, flow, year) for year in (2024, 2025)] == [False, True]
    assert ended_within(old, range(2024, 2026))
    assert not ended_within(old, range(2020, 2025))
    assert compare(dataset, "p", years=range(2022, 2027))[0].missing == (2022, 2024)


def test_a_year_that_the_edition_cannot_know_in_full_is_not_missing(invent):
    dataset = dataclasses.replace(invent(("p", "admissions", "2021", 9)), as_of=dt.date(2023, 6, 30))

    assert compare(dataset)[0].missing == (2018, 2019, 2020, 2022)
    assert compare(dataset, indicator="members")[0].missing == (2018, 2019, 2020, 2021, 2022, 2023)


def index(dataset, areas="p, q", indicator="admissions"):
    return index_series(compare(dataset, areas, indicator), dataset.indicators[indicator])


def indexed(one):
    return [(value.year, round(value.obs_value, 1), value.bound) for value in one.values]


def test_the_base_is_the_first_year_of_which_all_have_a_figure(invent):
    found = index(
        invent(
            ("p", "admissions", "2019", 100),
            ("p", "admissions", "2020", 200),
            ("p", "admissions", "2021", 300),
            ("q", "admissions", "2020", 50),
            ("q", "admissions", "2021", 60, {"bound": "at_least"}),
            ("r", "admissions", "2018", 60),
        ),
        "p, q, r",
    )

    assert found.base_year == 2020
    assert [indexed(one) for one in found.series] == [
        [(2019, 50.0, "exact"), (2020, 100.0, "exact"), (2021, 150.0, "exact")],
        [(2020, 100.0, "exact"), (2021, 120.0, "at_least")],
    ]
    assert [area.code for area in found.left_out] == ["r"]


def test_without_a_common_year_each_area_has_its_own_first(invent):
    found = index(
        invent(
            ("p", "admissions", "2018", 100),
            ("p", "admissions", "2019", 110),
            ("q", "admissions", "2020", 50),
            ("q", "admissions", "2021", 60),
        )
    )

    assert found.base_year is None
    assert [one.base.year for one in found.series] == [2018, 2020]


def test_neither_a_bound_nor_a_year_to_date_nor_zero_is_a_base(invent):
    found = index(
        invent(
            ("p", "admissions", "2018", 100, {"bound": "at_least"}),
            ("p", "admissions", "2019", 0),
            ("p", "admissions", "2020", 110),
            ("p", "admissions", "to 2021-10", 90),
            ("q", "admissions", "2020", 50, {"bound": "at_least"}),
            ("q", "admissions", "2021", 60, {"bound": "approx"}),
        )
    )

    (one,) = found.series
    assert one.base.year == 2020
    assert indexed(one) == [(2018, 90.9, "at_least"), (2019, 0.0, "exact"), (2020, 100.0, "exact")]
    assert [area.code for area in found.left_out] == ["q"]


def test_an_index_keeps_both_observations_and_says_how_it_was_made(invent):
    found = index(invent(("p", "admissions", "2018", 100), ("p", "admissions", "2019", 110)), "p")

    value = found.series[0].values[-1]
    assert value.observation_ids == ("observation-1", "observation-0")
    assert (value.unit, value.formula, value.base_per) == ("index", "100 * admissions / admissions", "2018")


def test_a_rate_has_no_index_and_what_an_area_went_into_neither(invent):
    rates = invent(("p", "completion_rate", "2018", 90), ("p", "completion_rate", "2019", 95))
    merged = merge(
        invent(("p", "members", "at 2020", 1), ("n", "members", "at 2025", 5), ("n", "members", "at 2026", 6)), "p", "n"
    )
    series = compare(merged, "p", "members", range(2020, 2027))

    assert index(rates, "p", "completion_rate").series == ()
    assert index_series(series, merged.indicators["members"]).series == ()


def test_per_100_members_stands_where_both_are_known_of_one_year(invent):
    dataset = invent(
        ("p", "admissions", "2020", 30),
        ("p", "members", "at 2020-03", 900),
        ("p", "members", "at 2020-10", 1000, {"bound": "at_least"}),
        ("p", "admissions", "2021", 40),
        ("p", "admissions", "to 2022-06", 5),
        ("p", "members", "at 2022", 500),
    )

    found = per_members(dataset, compare(dataset), dataset.indicators["admissions"])

    assert [(one.rate.year, one.rate.obs_value, one.rate.bound, one.members.period_end) for one in found] == [
        (2020, 3.0, "at_most", "2020-10"),
        (2022, 1.0, "exact", "2022"),
    ]
    assert found[1].rate.freq == "YTD"
    assert {one.rate.unit for one in found} == {"per_100_members"}


@pytest.mark.parametrize("indicator", ["members", "completion_rate", "training_classes"])
def test_nothing_but_persons_of_a_year_is_held_against_the_members(invent, indicator):
    period = "at 2020" if indicator == "members" else "2020"
    dataset = invent(("p", indicator, period, 30), ("p", "members", "at 2020-10", 1000))

    assert per_members(dataset, compare(dataset, indicator=indicator), dataset.indicators[indicator]) == []


def test_the_real_series_of_the_defaults(real):
    series = compare(real, "dak-lak, binh-thuan, nghe-an", years=range(2015, 2026))

    assert [[(value.period_end, value.obs_value) for value in one.values] for one in series] == [
        [("2021-12-31", 1985), ("2022-12-31", 2089), ("2023-10-10", 1994)],
        [("2017-11-23", 1932), ("2019", 1669), ("2021-12-31", 2030), ("2022-12-31", 2000)],
        [("2020-12-31", 3293), ("2021-12-31", 4037), ("2022-12-31", 3998)],
    ]
    assert index_series(series, real.indicators["admissions"]).base_year == 2021


def test_the_real_provinces_of_two_areas_that_went_into_one(real):
    series = compare(real, "binh-thuan, lam-dong", "members", range(2015, 2026))

    assert series[-1].area.code == "lam-dong-2025"
    assert series[-1].before == ("binh-thuan", "lam-dong")
    assert [value.bound for value in series[-1].values] == ["at_least"]
