"""Units ranked within their level and period; bounds and years to date without a cut-off have no rank."""

import pytest

from analysis.measures.unit_ranking import LEVELS, is_undated, rankings, standings

UNITS = (
    ("p/a", "admissions", "to 2023-10-10", 117),
    ("p/a", "admissions_target", "2023", 115),
    ("p/a", "completion_rate", "to 2023-10-10", 101.74),
    ("p/b", "completion_rate", "to 2023-10-10", 90),
    ("p/c", "completion_rate", "to 2023-10", 95),
    ("p/d", "completion_rate", "2023", 88),
    ("p/e", "completion_rate", "to 2023-10-10", 100, {"bound": "at_least"}),
    ("p/f", "completion_rate", "to 2023", 99),
    ("p/a/x", "completion_rate", "to 2023-10-10", 133.3),
    ("p/g", "admissions_target", "2023", 40),
)


def rates_of(dataset, area="p", year=2023):
    return rankings(dataset, [one.rate for one in standings(dataset, area, year)])


def told(ranking):
    return [(rank, value.ref_area) for rank, value in ranking.ranked]


def test_levels_full_years_and_cut_offs_are_ranked_each_on_their_own(invent):
    found = rates_of(invent(*UNITS))

    assert [(one.level, one.values[0].freq, one.values[0].period_end) for one in found] == [
        ("district", "A", "2023-12-31"),
        ("district", "YTD", "2023"),
        ("district", "YTD", "2023-10"),
        ("district", "YTD", "2023-10-10"),
        ("commune", "YTD", "2023-10-10"),
    ]
    assert told(found[3]) == [(1, "p/a"), (2, "p/b")]
    assert told(found[4]) == [(1, "p/a/x")]


def test_a_bound_has_no_rank_but_stays(invent):
    (ranking,) = [one for one in rates_of(invent(*UNITS)) if len(one.values) == 3]

    assert [value.ref_area for value in ranking.unranked] == ["p/e"]
    assert [value.ref_area for value in ranking.values] == ["p/a", "p/b", "p/e"]


@pytest.mark.parametrize("bound", ["at_least", "at_most", "approx"])
def test_no_bound_and_nothing_approximate_is_ranked(invent, bound):
    dataset = invent(("p/a", "admissions", "2023", 5), ("p/b", "admissions", "2023", 9, {"bound": bound}))

    (ranking,) = rankings(dataset, [one.admitted for one in standings(dataset, "p", 2023)])

    assert told(ranking) == [(1, "p/a")]
    assert [value.obs_value for value in ranking.unranked] == [9]


def test_a_year_to_date_without_a_cut_off_has_no_rank(invent):
    (ranking,) = [one for one in rates_of(invent(*UNITS)) if any(map(is_undated, one.values))]

    assert ranking.ranked == ()
    assert [value.ref_area for value in ranking.unranked] == ["p/f"]
    assert ranking.first == ranking.last == ()


def test_equal_values_share_a_rank_and_the_next_one_counts_them(invent):
    numbers = {"a": 121, "b": 121, "c": 120, "d": 23, "e": 23}
    dataset = invent(*((f"p/{name}", "admissions", "2023", number) for name, number in numbers.items()))

    (ranking,) = rankings(dataset, [one.admitted for one in standings(dataset, "p", 2023)])

    assert told(ranking) == [(1, "p/a"), (1, "p/b"), (3, "p/c"), (4, "p/d"), (4, "p/e")]
    assert [value.ref_area for value in ranking.first] == ["p/a", "p/b"]
    assert [value.ref_area for value in ranking.last] == ["p/d", "p/e"]


def test_a_unit_stands_in_every_cut_off_that_is_known_of_it(invent):
    dataset = invent(
        ("p/a", "completion_rate", "to 2017-09-26", 81),
        ("p/a", "completion_rate", "to 2017-11-23", 105),
        ("p/b", "completion_rate", "to 2017-09-26", 94),
        ("p/b", "completion_rate", "to 2017-11-23", 121),
    )

    first, second = rates_of(dataset, year=2017)

    assert told(first) == told(second) == [(1, "p/b"), (2, "p/a")]
    assert [value.obs_value for value in first.values] == [94, 81]


def test_a_target_of_a_unit_with_two_periods_is_ranked_once(invent):
    dataset = invent(
        ("p/a", "admissions", "to 2017-02", 29),
        ("p/a", "admissions", "to 2017-04", 39),
        ("p/a", "admissions_target", "2017", 200),
    )
    found = standings(dataset, "p", 2017)

    (ranking,) = rankings(dataset, [one.target for one in found])

    assert len(found) == 2
    assert told(ranking) == [(1, "p/a")]


def test_completion_is_recomputed_with_the_target_of_the_year_and_keeps_its_lineage(invent):
    (one,) = standings(invent(*UNITS[:3]), "p", 2023)

    assert one.recomputed_rate.obs_value == pytest.approx(100 * 117 / 115)
    assert one.recomputed_rate.observation_ids == ("observation-0", "observation-1")
    assert one.rate == one.printed_rate


def test_a_half_year_is_not_held_against_the_target_of_the_year(invent):
    dataset = invent(("p/a", "admissions", "2023 S1", 60), ("p/a", "admissions_target", "2023", 120))

    (one,) = standings(dataset, "p", 2023)

    assert one.admitted.freq == "S"
    assert one.rate is None


def test_no_target_of_nothing_is_divided_by(invent):
    (one,) = standings(invent(("p/a", "admissions", "2023", 6), ("p/a", "admissions_target", "2023", 0)), "p", 2023)

    assert one.recomputed_rate is None


def test_admissions_that_rate_and_target_imply_are_kept_apart_and_not_ranked(invent):
    dataset = invent(("p/a", "admissions_target", "2023", 17), ("p/a", "completion_rate", "to 2023-10-10", 88.24))
    found = standings(dataset, "p", 2023)

    assert [value.obs_value for value in found[0].implied] == [15]
    assert found[0].admitted is None
    assert rankings(dataset, [one.admitted for one in found]) == []


def test_terms_several_years_and_groups_are_no_figures_of_a_year(invent):
    dataset = invent(
        ("p/a", "admissions", "2015-2020", 824),
        ("p/b", "admissions", "2017-01-01/2019-12-31", 60),
        ("p/c", "admissions", "2019", 5, {"segment": "female"}),
        ("p/d", "admissions", "2018", 7),
    )

    assert standings(dataset, "p", 2019) == []


def test_the_preferred_one_of_two_sources_is_ranked(invent):
    dataset = invent(
        ("p/a", "admissions", "2023", 10, {"source": "old-20230101"}),
        ("p/a", "admissions", "2023", 12, {"source": "new-20240101"}),
    )

    (one,) = standings(dataset, "p", 2023)

    assert one.admitted.obs_value == 12


def test_the_units_of_the_nation_are_its_provinces(real):
    found = standings(real, "viet-nam", 2019)

    assert {one.level for one in found} == {"province"}
    assert "dong-nai" in {one.ref_area for one in found}
    assert not any("/" in one.ref_area for one in found)


def test_units_of_an_area_of_the_same_first_letters_are_not_its_own(real):
    assert all(one.ref_area.startswith("thai-nguyen/") for one in standings(real, "thai-nguyen", 2020))
    assert standings(real, "thai-nguyen", 2025) == []


def test_the_real_districts_of_dak_lak(real):
    district, bloc, *communes = rates_of(real, "dak-lak", 2023)

    assert told(district) == [(1, "dak-lak/krong-bong"), (2, "dak-lak/krong-ana"), (3, "dak-lak/lak")]
    assert told(bloc) == [(1, "dak-lak/agencies-and-enterprises"), (2, "dak-lak/military")]
    assert [(one.level, len(one.values)) for one in communes] == [("commune", 1), ("commune", 1)]


def test_no_ranking_of_any_real_area_mixes_levels_periods_or_kinds(real):
    told = real.observations[real.observations["ref_area"].str.contains("/")]
    seen = 0
    for code in ["viet-nam", *told["ref_area"].str.partition("/")[0].unique()]:
        for year in (2017, 2019, 2022, 2023, 2024):
            found = standings(real, code, year)
            for of in ("admitted", "target", "rate"):
                for ranking in rankings(real, [getattr(one, of) for one in found]):
                    seen += 1
                    values = ranking.values
                    assert {real.areas[value.ref_area].level for value in values} == {ranking.level}
                    assert len({(value.freq, value.period_start, value.period_end) for value in values}) == 1
                    assert {value.bound for _, value in ranking.ranked} <= {"exact"}
                    assert ranking.level in LEVELS
    assert seen > 50
