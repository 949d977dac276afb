"""All provinces in one year: which stood, what is known, what is ranked; and the nation over the years."""

import dataclasses
import datetime as dt

import pytest

from analysis.dataset.load import load_dataset
from analysis.errors import CallerError
from analysis.measures.national import (
    full_years,
    nation_series,
    province_figures,
    standing_of,
    stocks_over_years,
    years_to_date,
)
from analysis.measures.values import printed_values


@pytest.fixture
def on_map(invent, real):
    """The function that makes invented observations of real areas."""
    return lambda *rows: dataclasses.replace(invent(*rows), areas=real.areas)


def test_up_to_2024_63_provinces_stood_and_from_2026_34(real):
    for year, count, day in ((2006, 63, "2006-12-31"), (2024, 63, "2024-12-31"), (2026, 34, "2026-12-31")):
        standing = standing_of(real, year)
        assert (len(standing.codes), str(standing.day), standing.ended) == (count, day, False)


def test_the_year_of_the_mergers_is_told_by_the_side_that_has_more(on_map):
    before = on_map(("dak-lak", "members", "at 2025-03", 1), ("phu-yen/x", "members", "at 2025-03", 1))
    after = on_map(("dak-lak", "members", "at 2025-03", 1), ("dak-lak-2025", "members", "at 2025-09", 1))

    assert (standing_of(before, 2025).day, len(standing_of(before, 2025).codes)) == (dt.date(2025, 6, 30), 63)
    assert (standing_of(after, 2025).day, len(standing_of(after, 2025).codes)) == (dt.date(2025, 12, 31), 34)
    assert standing_of(after, 2025).others == ("dak-lak",)
    assert standing_of(after, 2025).ended


def test_hue_stands_in_its_predecessors_stead_in_2025(real):
    assert "thua-thien-hue" in standing_of(real, 2024).codes
    assert "hue" in standing_of(load_dataset("2025-03-01"), 2025).codes


def test_the_real_year_2025_is_told_by_the_34(real):
    standing = standing_of(real, 2025)

    assert len(standing.codes) == 34
    assert set(standing.known) <= set(standing.codes)
    assert not set(standing.others) & set(standing.codes)


def test_figures_of_units_and_groups_count_for_their_province(on_map):
    dataset = on_map(
        ("dak-lak/krong-bong", "members", "at 2021", 1),
        ("dak-lak", "members", "at 2021", 2, {"segment": "female"}),
        ("dak-lak", "members", "at 2020", 2),
        ("_U", "members", "at 2021", 2),
        ("viet-nam", "members", "at 2021", 2),
    )

    assert standing_of(dataset, 2021).counts == {"dak-lak": 2}
    assert standing_of(dataset, 2021).known == ("dak-lak",)


@pytest.mark.parametrize("year", [0, 20211, 1929])
def test_a_year_that_is_none_is_refused(real, year):
    with pytest.raises(CallerError, match="no calendar year") as caught:
        standing_of(real, year)
    assert caught.value.to_do


def test_what_is_known_of_each_province(on_map):
    dataset = on_map(
        ("ha-noi", "admissions", "2021", 110),
        ("ha-noi", "admissions_target", "2021", 100),
        ("ha-noi", "completion_rate", "2021", 109.9),
        ("dak-lak", "admissions", "to 2021-10-10", 50),
        ("dak-lak", "members", "at 2021-03", 900),
        ("dak-lak", "members", "at 2021-11", 950),
        ("phu-yen", "trainees", "2021", 7),
    )
    hanoi, daklak = province_figures(dataset, ["ha-noi", "dak-lak", "phu-yen"], 2021)

    assert hanoi.admitted.obs_value == 110
    assert hanoi.rate.obs_value == 109.9
    assert hanoi.recomputed_rate.obs_value == pytest.approx(110)
    assert (daklak.admitted.freq, daklak.target, daklak.rate) == ("YTD", None, None)
    assert daklak.members.obs_value == 950
    assert [one.ref_area for one in years_to_date([hanoi, daklak])] == ["dak-lak"]


def test_only_full_years_are_ranked_the_largest_first(on_map):
    dataset = on_map(
        ("ha-noi", "admissions", "2021", 110),
        ("dak-lak", "admissions", "to 2021-10-10", 999),
        ("phu-yen", "admissions", "2021", 120),
        ("ca-mau", "admissions", "2021", 110),
    )
    figures = province_figures(dataset, standing_of(dataset, 2021).known, 2021)

    ranked = full_years([*(one.admitted for one in figures), None])

    assert [value.ref_area for value in ranked] == ["phu-yen", "ca-mau", "ha-noi"]


def test_the_nation_in_order_of_time(real):
    series = nation_series(real)

    assert [value.year for value in series] == sorted(value.year for value in series)
    assert {value.ref_area for value in series} == {"viet-nam"}
    assert {value.indicator for value in series} == {"admissions", "admissions_yearly_average", "members"}


def test_data_without_a_nation_have_no_series(invent):
    assert nation_series(invent(("p", "members", "at 2021", 1))) == []


def test_stocks_of_the_last_years_one_a_year(invent):
    dataset = invent(
        ("p", "members", "at 1945", 5),
        ("p", "members", "at 2010-01", 10),
        ("p", "members", "at 2010-12", 11),
        ("p", "members", "at 2020", 20),
    )
    values = printed_values(dataset, dataset.observations.sort_values("end_date"))

    assert [value.obs_value for value in stocks_over_years(values, 25)] == [11, 20]
    assert [value.obs_value for value in stocks_over_years(values, 10)] == [20]
    assert stocks_over_years([], 25) == []
