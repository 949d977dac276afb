"""What follows from printed figures, and what contradicts: small invented systems, and Ea Súp."""

import dataclasses
import math

import pytest
import scipy.optimize
from oracle import assert_irreducible

from analysis.dataset.dataset import Dataset
from analysis.errors import CallerError
from analysis.measures.reconcile import imply, reconcile

OLD, NEW = {"source": "old-20230130"}, {"source": "new-20231013"}


def rate(printed, **options):
    """The options of a rate as its digits stand in print."""
    return float(printed), {"printed": printed, **options}


def implied(dataset, area=None):
    found = reconcile(dataset, area).implied
    return {(one.key.ref_area, one.key.indicator, one.key.segment, one.key.period_end): one for one in found}


def only(dataset, area=None):
    (one,) = reconcile(dataset, area).implied
    return one


def contradiction(dataset, area=None):
    (one,) = reconcile(dataset, area).contradictions
    assert_irreducible(one.statements)
    return one


def printed(contradiction):
    return [value.obs_value for one in contradiction.statements for value in one.values]


def rules(one):
    return [statement.rule for statement in one.statements if statement.rule]


def test_the_members_of_ea_sup_were_2400_in_2015(real):
    one = implied(real, "dak-lak/ea-sup")["dak-lak/ea-sup", "members", "_T", "2015"]

    assert (one.low, one.high) == pytest.approx((3011 / 1.25465, 3011 / 1.25455), abs=1e-5)
    assert list(one.whole) == [2400]
    assert [value.obs_value for each in one.statements for value in each.values] == [3011, 25.46]
    assert one.source_ids == ("easup-portal-20200331",)
    assert len(one.observation_ids) == 2


def test_759_were_admitted_in_ea_sup_in_the_term_before(real):
    one = implied(real, "dak-lak/ea-sup")["dak-lak/ea-sup", "admissions", "_T", "2014-12-31"]

    assert (one.low, one.high) == pytest.approx((824 / 1.08565, 824 / 1.08555), abs=1e-5)
    assert list(one.whole) == [759]


def test_no_whole_goal_for_the_term_is_26_9_percent_below_824(real):
    one = next(found for found in reconcile(real, "dak-lak/ea-sup").contradictions if found.reading == "term_goal")

    assert printed(one) == [824, 26.9]
    assert rules(one) == ["whole"]
    assert math.floor(824 / 1.2685) < 824 / 1.2695, "649.07 to 649.59 holds no whole number"
    assert one.set_aside.values[0].obs_value == 26.9
    assert_irreducible(one.statements)


def test_130_for_each_year_is_26_9_percent_below_165(real):
    one = implied(real, "dak-lak/ea-sup")["dak-lak/ea-sup", "admissions_yearly_goal", "_T", "2019-12-31"]

    assert one.reading == "yearly_goal"
    assert list(one.whole) == [130]
    assert (one.low, one.high) == pytest.approx((164.5 / 1.2695, 165.5 / 1.2685), abs=1e-5)


def test_88_24_percent_of_17_are_15(real):
    one = implied(real, "dak-lak")["dak-lak/military", "admissions", "_T", "2023-10-10"]

    assert list(one.whole) == [15]


def test_figures_that_fit_are_neither_implied_nor_contradicted(invent):
    found = reconcile(
        invent(
            ("p", "admissions", "2022", 2089),
            ("p", "admissions_target", "2022", 1900),
            ("p", "completion_rate", "2022", 109.95),
        )
    )

    assert found.implied == found.contradictions == ()


@pytest.mark.parametrize(
    ("figures", "key", "interval"),
    [
        (
            [("p", "admissions_target", "2022", 200), ("p", "completion_rate", "2022", 60.5)],
            ("p", "admissions", "_T", "2022-12-31"),
            (120.9, 121.1),
        ),
        (
            [("p", "admissions", "2022", 110), ("p", "admissions_growth", "2022", 10, {"base": "2021"})],
            ("p", "admissions", "_T", "2021-12-31"),
            (110 / 1.105, 110 / 1.095),
        ),
        (
            [("p", "admissions_target", "2023", 115), ("p", "admissions_target_change", "2023", 30, {"base": "2022"})],
            ("p", "admissions_target", "_T", "2022-12-31"),
            (85, 85),
        ),
        (
            [("p", "admissions_yearly_average", "2015-2020", 165)],
            ("p", "admissions", "_T", "2019-12-31"),
            (822.5, 827.5),
        ),
        (
            [("p", "admissions", "2022", 200), ("p", "admissions_share", "2022", 38, {"segment": "female"})],
            ("p", "admissions", "female", "2022-12-31"),
            (75, 77),
        ),
        (
            [
                ("p", "grassroots_organisations", "at 2023-10-10", 843),
                ("p", "grassroots_cells", "at 2023-10-10", 454),
            ],
            ("p", "grassroots_committees", "_T", "2023-10-10"),
            (389, 389),
        ),
        (
            [
                ("p", "admissions", "2022", 500),
                ("p", "admissions_target", "2022", 400, {"bound": "at_least"}),
                ("p", "completion_rate", "2022", 100, {"bound": "at_least"}),
            ],
            ("p", "admissions_target", "_T", "2022-12-31"),
            (400, 500),
        ),
    ],
    ids=["ratio", "growth", "difference", "average", "share", "parts", "bounds"],
)
def test_what_a_printed_figure_implies(invent, figures, key, interval):
    one = implied(invent(*figures))[key]

    assert (one.low, one.high) == pytest.approx(interval, abs=1e-5)


def test_the_years_of_a_term_imply_the_missing_bound(invent):
    years = [("p", "admissions", str(year), 100) for year in range(2015, 2019)]
    rising = ("p", "admissions_growth", "2019", *rate("10.0", base="2018"))

    one = implied(invent(*years, rising))["p", "admissions", "_T", "2019-12-31"]
    total = implied(invent(*years, rising, ("p", "admissions_growth", "2015-2020", 0, {"base": "2010-2015"})))

    assert list(one.whole) == [110]
    assert list(total["p", "admissions", "_T", "2019-12-31"].whole) == [510], "the term has the same last day"


def test_a_term_whose_years_are_all_known_is_their_sum(invent):
    years = [("p", "admissions", str(year), 100) for year in range(2015, 2020)]

    one = contradiction(invent(*years, ("p", "admissions", "2015-2020", 501)))

    assert sorted(printed(one)) == [100] * 5 + [501]
    assert rules(one) == ["term"]
    assert reconcile(invent(*years, ("p", "admissions", "2015-2020", 500))).contradictions == ()
    assert reconcile(invent(*years[1:], ("p", "admissions", "2015-2020", 501))).contradictions == ()


@pytest.mark.parametrize(
    ("low", "high", "rule"),
    [
        (("p", "admissions", "to 2023-06-30"), ("p", "admissions", "to 2023-10-10"), "to_date"),
        (("p", "admissions", "to 2023-06"), ("p", "admissions", "to 2023-10-10"), "to_date"),
        (("p", "admissions", "to 2023-10-10"), ("p", "admissions", "2023"), "to_date"),
        (("p", "admissions", "to 2023"), ("p", "admissions", "2023"), "to_date"),
        (("p", "admissions", "2023 Q2"), ("p", "admissions", "2023"), "to_date"),
        (("p", "admissions", "2023 S1"), ("p", "admissions", "to 2023-10"), "to_date"),
        (("p", "admissions", "2015-2020 to 2018-07-13"), ("p", "admissions", "2015-2020"), "term"),
        (("p", "admissions", "2016"), ("p", "admissions", "2015-2020"), "term"),
        (("p/d", "members", "at 2023-10-10"), ("p", "members", "at 2023-10-10"), "units"),
        (("p/d", "admissions_target", "2023"), ("p", "admissions_target", "2023"), "units"),
    ],
)
def test_what_is_within_something_is_at_most_that(invent, low, high, rule):
    one = contradiction(invent((*low, 11), (*high, 10)))

    assert sorted(printed(one)) == [10, 11]
    assert rules(one) == [rule]
    assert reconcile(invent((*low, 10), (*high, 10))).contradictions == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("p", "admissions", "to 2023"), ("p", "admissions", "to 2023-10-10")),
        (("p", "admissions", "to 2023-10"), ("p", "admissions", "to 2023-10-10")),
        (("p", "admissions_target", "2016"), ("p", "admissions_target", "2015-2020")),
        (("p/d", "grassroots_cells", "at 2023-10-10"), ("p", "grassroots_cells", "at 2023-10-10")),
        (("p/d/c", "members", "at 2023-10-10"), ("p", "members", "at 2023-10-10")),
        (("p/d", "members", "at 2023-01-30"), ("p", "members", "at 2023-10-10")),
        (("p", "members", "at 2023-01-30"), ("p", "members", "at 2023-10-10")),
        (("viet-nam", "members", "at 2023"), ("p", "members", "at 2023")),
        (("p-2025", "members", "at 2023"), ("p", "members", "at 2023")),
        (("_U", "members", "at 2023"), ("_U", "members", "at 2023")),
    ],
)
def test_what_is_not_within_something_is_not_tied_to_it(invent, first, second):
    for one, other in ((11, 10), (10, 11)):
        found = reconcile(invent((*first, one), (*second, other), ("z", "members", "at 2023", 1)))
        assert found.contradictions == found.implied == ()


@pytest.mark.parametrize(
    "growth",
    [
        ("admissions_growth", "2022", 10, {"segment": "female"}),
        ("admissions_growth", "2015-2020", 10, {"segment": "female", "base": "2014"}),
        ("admissions_yearly_average", "2020-2025 to 2022-05-31", 10, {"segment": "female"}),
    ],
    ids=["of no base", "of a term over a year", "of years that are not told"],
)
def test_a_rate_whose_arithmetic_is_not_known_ties_nothing(invent, growth):
    period = growth[1]
    counts = [("p", "admissions", period, 50, {"segment": "female"}), ("p", "admissions", period, 1000)]

    found = reconcile(invent(("p", *growth), *counts))

    assert found.implied == found.contradictions == ()


def test_a_segment_is_within_all(invent):
    female = ("p", "admissions", "2023", 11, {"segment": "female"})

    assert rules(contradiction(invent(female, ("p", "admissions", "2023", 10)))) == ["segment"]


def test_units_that_exceed_their_province_are_all_named(invent):
    units = {f"p/unit-{place:02}": 60 + 5 * place for place in range(19)}
    targets = [(area, "admissions_target", "2024", target) for area, target in units.items()]
    excess = sum(units.values()) - 1950

    one = contradiction(invent(("p", "admissions_target", "2024", 1905 + excess), *targets))

    assert len(one.statements) == 1 + len(units) + 1
    assert {value.ref_area for each in one.statements for value in each.values} == {"p", *units}
    assert rules(one) == ["units"]
    assert one.set_aside.values[0].ref_area == "p", "of equals the larger area's"


def test_of_two_sources_that_differ_the_one_not_preferred_is_set_aside(invent):
    one = contradiction(
        invent(
            ("p", "admissions_target", "2023", 2767, NEW),
            ("p", "admissions_target", "2023", 2770, {**OLD, "bound": "at_least"}),
        )
    )

    assert printed(one) == [2767, 2770]
    assert one.set_aside.values[0].obs_value == 2770
    assert one.source_ids == ("new-20231013", "old-20230130")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("completion_rate", "2022", *rate("72.06", **NEW)), ("completion_rate", "2022", *rate("72", **OLD))),
        (("members", "at 2023-10", 10, NEW), ("members", "at 2023-10", 11, OLD)),
        (("members", "at 2023-10-10", 1000, NEW), ("members", "at 2023-10-10", 960, {**OLD, "bound": "approx"})),
    ],
    ids=["rounded", "other days of a month", "about"],
)
def test_two_sources_that_can_both_be_right_do_not_contradict(invent, first, second):
    assert reconcile(invent(("p", *first), ("p", *second))).contradictions == ()


def test_both_ends_of_a_range_count(invent):
    one = implied(
        invent(
            ("p", "admissions", "2022", 100),
            ("p", "completion_rate", "2022", 80, {"bound": "at_least", "detail": "low"}),
            ("p", "completion_rate", "2022", 90, {"bound": "at_most", "detail": "high"}),
        )
    )["p", "admissions_target", "_T", "2022-12-31"]

    assert (one.low, one.high) == pytest.approx((100 / 0.9, 100 / 0.8), abs=1e-5)


def test_a_rate_goes_before_a_count_and_what_remains_is_told(invent):
    found = reconcile(
        invent(
            ("p", "admissions", "2022", 150),
            ("p", "admissions_target", "2022", 200),
            ("p", "completion_rate", "2022", 57.5),
            ("p", "completion_rate", "to 2022-06-30", 50),
        )
    )

    (one,) = found.contradictions
    assert one.set_aside.values[0].indicator == "completion_rate"
    assert printed(one) == [150, 200, 57.5]
    (left,) = found.implied
    assert (left.key.freq, left.low, left.high) == ("YTD", 99, 101)


@pytest.mark.parametrize(
    ("year", "term", "aside"),
    [
        ((11, NEW), (10, OLD), 10),
        ((11, OLD), (10, NEW), 11),
        ((11, {"source": "undated-nd"}), (10, OLD), 11),
        ((11, {**NEW, "bound": "at_least"}), (10, OLD), 11),
    ],
    ids=["older", "older, the other way round", "undated", "bound"],
)
def test_of_two_counts_the_weaker_then_the_older_is_set_aside(invent, year, term, aside):
    one = contradiction(invent(("p", "admissions", "2016", *year), ("p", "admissions", "2015-2020", *term)))

    assert one.set_aside.values[0].obs_value == aside


def test_what_only_restates_is_not_named(invent):
    (one,) = reconcile(
        invent(
            ("p", "members", "at 2022", 100, OLD),
            ("p", "members", "at 2022-12-31", 100, NEW),
            ("p", "members_growth", "at 2023", 10, {"base": "2022"}),
        )
    ).implied

    assert (one.low, one.high) == pytest.approx((109.5, 110.5))
    assert [statement.kind for statement in one.statements] == ["count", "growth"]


def test_one_contradiction_does_not_hide_another(invent):
    year = [("admissions", "2022", 150), ("admissions_target", "2022", 200), ("completion_rate", "2022", 57.5)]
    share = [
        ("admissions", "2022", 100, {"segment": "female"}),
        ("admissions_share", "2022", 20, {"segment": "female"}),
    ]

    found = reconcile(invent(*(("p", *row) for row in (*year, *share))))

    assert [one.set_aside.values[0].obs_value for one in found.contradictions] == [20, 57.5]
    for one in found.contradictions:
        assert_irreducible(one.statements)


def test_half_a_person_is_a_contradiction(invent):
    one = contradiction(invent(("p", "admissions", "2022", 130.5)))

    assert (printed(one), rules(one)) == ([130.5], ["whole"])


def test_a_rate_of_a_term_that_fits_the_goal_for_the_term_implies_it(invent):
    found = reconcile(invent(("p", "admissions", "2015-2020", 825), ("p", "excess_rate", "2015-2020", *rate("26.92"))))

    (one,) = found.implied
    assert (one.key.indicator, one.reading, list(one.whole)) == ("admissions_target", "term_goal", [650])
    assert found.contradictions == ()


def test_a_yearly_goal_that_the_rate_does_not_fit_contradicts_that_reading_alone(invent):
    found = reconcile(
        invent(
            ("p", "admissions_yearly_average", "2015-2020", 165),
            ("p", "admissions_yearly_goal", "2015-2020", 120),
            ("p", "completion_rate", "2015-2020", *rate("126.90")),
        )
    )

    assert sorted(one.reading for one in found.contradictions) == ["term_goal", "yearly_goal"]
    for one in found.contradictions:
        assert_irreducible(one.statements)


def test_an_area_is_told_with_those_below_it_and_no_other(invent):
    dataset = invent(
        *(
            row
            for area in ("p", "p/d", "q")
            for row in [(area, "admissions_target", "2022", 200), (area, "completion_rate", "2022", *rate("60.50"))]
        )
    )

    assert {key[0] for key in implied(dataset)} == {"p", "p/d", "q"}
    assert {key[0] for key in implied(dataset, "p")} == {"p", "p/d"}
    assert {key[0] for key in implied(dataset, "p/d")} == {"p/d"}


def test_an_area_without_figures_is_the_callers_fault(invent):
    dataset = invent(("p", "members", "at 2023", 1), ("q", "members", "at 2023", 1))
    without = dataclasses.replace(dataset, observations=dataset.observations[:1])

    with pytest.raises(CallerError, match="no figure of q is known"):
        reconcile(without, "q")


@pytest.mark.parametrize("area", ["dak-lak", "binh-thuan"])
def test_the_order_of_the_rows_does_not_matter(real, area):
    backwards = dataclasses.replace(real, observations=real.observations[::-1].reset_index(drop=True))

    assert repr(reconcile(real, area)) == repr(reconcile(backwards, area))


def test_twice_the_provinces_take_twice_the_programs_and_no_scan(invent, monkeypatch):
    linprog, solved = scipy.optimize.linprog, []

    def counted(*arguments, **options):
        solved.append(arguments)
        return linprog(*arguments, **options)

    def programs(provinces):
        solved.clear()
        figures = [("admissions", "2022", 121), ("completion_rate", "2022", *rate("60.50"))]
        reconcile(invent(*((f"p{place:03}", *figure) for place in range(provinces) for figure in figures)))
        return len(solved)

    monkeypatch.setattr(scipy.optimize, "linprog", counted)
    monkeypatch.setattr(Dataset, "select", None)

    assert programs(60) == 2 * programs(30) > 0


@pytest.mark.parametrize(("rate", "cut_off"), [(69.3, True), (69.5, False)])
def test_a_digit_that_was_cut_off_is_told(invent, rate, cut_off):
    minority = {"segment": "ethnic_minority"}
    (found,) = reconcile(
        invent(
            ("p", "members", "at 2010-09-30", 98),
            ("p", "members", "at 2010-09-30", 68, minority),
            ("p", "members_share", "at 2010-09-30", rate, minority),
        )
    ).contradictions

    assert found.set_aside.values[0].obs_value == rate
    assert found.cut_off is cut_off


@pytest.mark.parametrize("area", ["dak-lak/ea-sup", "nghe-an"])
@pytest.mark.parametrize("freq", ["A", "TERM", "P"])
def test_what_is_implied_of_a_few_quantities_is_what_all_figures_imply_of_them(real, area, freq):
    found = imply(real, area, lambda key: key.freq == freq)

    assert found == [one for one in reconcile(real, area).implied if one.key.freq == freq]
    assert imply(real, area, lambda _: False) == []


def test_a_contradiction_is_set_aside_though_it_is_not_of_what_is_wanted(invent):
    years = [("p", "admissions", f"{year}", 100) for year in range(2015, 2020)]
    rates = [("p", "completion_rate", "2019", *rate("50.00")), ("p", "admissions_target", "2018", 90)]
    dataset = invent(*years, ("p", "admissions", "2015-2020", 501), *rates)

    (one,) = imply(dataset, "p", lambda key: key.indicator == "admissions_target")

    assert (one.key.period_end, list(one.whole)) == ("2019-12-31", [200])
    assert len(reconcile(dataset).contradictions) == 1
