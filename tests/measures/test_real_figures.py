"""What the briefs must say of the real data, recomputed here from the printed digits."""

import pytest

from analysis.measures.annual import annual_series, completion, rate_rule, stock_of, value_of, year_figures
from analysis.measures.audit import audit, audit_area
from analysis.measures.composition import composition
from analysis.measures.coverage import missing_years
from analysis.measures.overview import overview_of
from analysis.measures.terms import goal_of, membership_growth, term_figures
from analysis.measures.units import earlier_targets, quota_extremes, unit_progress

DAK_LAK, BINH_THUAN = "dak-lak", "binh-thuan"


def printed(value):
    """A value as a source prints it: number and bound."""
    return value.obs_value, value.bound


def rounded(value, decimals=2):
    return round(value.obs_value, decimals)


@pytest.fixture(scope="module")
def overview(real):
    return overview_of(real, DAK_LAK, 2023)


@pytest.fixture(scope="module")
def units(real):
    return {unit.ref_area: unit for unit in unit_progress(real, DAK_LAK, 2023)}


@pytest.fixture(scope="module")
def findings(real):
    return audit_area(real, DAK_LAK, 2023)


def finding_on(findings, area, indicator, kind):
    (found,) = [
        finding
        for finding in findings
        if (finding.printed[0].ref_area, finding.printed[0].indicator, finding.kind) == (area, indicator, kind)
    ]
    return found


def test_dak_lak_2023_to_10_october(real, overview):
    admitted = overview.admitted

    assert (admitted.freq, admitted.period_end, printed(admitted)) == ("YTD", "2023-10-10", (1994, "exact"))
    assert printed(overview.target) == (2767, "exact")
    assert printed(overview.rate) == (72.06, "exact")
    assert rounded(completion(real, DAK_LAK, 2023)) == 72.06 == round(100 * 1994 / 2767, 2)
    assert overview.remaining.obs_value == 2767 - 1994


def test_the_other_target_is_a_bound_and_not_preferred(overview, findings):
    (other,) = overview.other_targets

    assert printed(other) == (2770, "at_least")
    assert other.source_ids == ("baodaklak-20230130",)
    assert not other.preferred
    finding = finding_on(findings, DAK_LAK, "admissions_target", "sources")
    assert not finding.agrees
    assert [printed(value) for value in finding.printed] == [(2767, "exact"), (2770, "at_least")]


def test_dak_lak_2022(real, findings):
    before = {figures.year: figures for figures in year_figures(real, DAK_LAK, 2023)}[2022]

    assert before.admitted.freq == "A"
    assert (before.admitted.obs_value, before.targets[0].obs_value) == (2089, 1900)
    assert before.printed_rate.obs_value == 109.95 == round(100 * 2089 / 1900, 2)
    assert rounded(before.recomputed_rate) == 109.95
    assert [rate.printed[0].obs_value for rate in findings if rate.kind == "rate" and rate.printed[0].year == 2022] == [
        109.95
    ]


def test_the_years_known_of_dak_lak_are_these_and_no_more(real):
    found = annual_series(real, DAK_LAK, "admissions")

    assert list(found[["year", "freq", "obs_value"]].itertuples(index=False, name=None)) == [
        (2021, "A", 1985),
        (2022, "A", 2089),
        (2023, "YTD", 1994),
    ]
    assert ("admissions", [2020, 2023]) in missing_years(real, DAK_LAK, 2023)


def test_the_target_rose_by_867_or_45_6_percent(overview, findings):
    assert overview.target_change.obs_value == 867 == 2767 - 1900
    assert rounded(overview.target_growth, 1) == 45.6 == round(100 * 867 / 1900, 1)
    assert finding_on(findings, DAK_LAK, "admissions_target_change", "change").agrees


def test_the_target_lies_inside_the_rule_of_3_to_4_percent(real, overview):
    low, high = rate_rule(real, DAK_LAK, 2023)

    assert overview.members.obs_value == 85867
    assert rounded(overview.target_rate) == 3.22 == round(100 * 2767 / 85867, 2)
    assert (low.obs_value, high.obs_value) == (3, 4)
    assert low.obs_value < overview.target_rate.obs_value < high.obs_value


def test_704_and_843_organisations_disagree_and_389_and_454_make_843(findings):
    apart = finding_on(findings, DAK_LAK, "grassroots_organisations", "stocks")
    parts = finding_on(findings, DAK_LAK, "grassroots_organisations", "parts")

    assert not apart.agrees
    assert [(value.obs_value, value.period_end) for value in apart.printed] == [
        (843, "2023-10-10"),
        (704, "2023-01-30"),
    ]
    assert parts.agrees
    assert [part.obs_value for part in parts.parts] == [389, 454]
    assert parts.recomputed.obs_value == parts.printed[0].obs_value == 843 == 389 + 454


def test_only_target_and_organisations_disagree(findings):
    disagreeing = [(finding.kind, finding.printed[0].indicator) for finding in findings if not finding.agrees]

    assert disagreeing == [("sources", "admissions_target"), ("stocks", "grassroots_organisations")]
    assert [finding.agrees for finding in findings] == sorted(finding.agrees for finding in findings)


@pytest.mark.parametrize(
    ("area", "kind", "verdict", "indicator", "printed", "against"),
    [
        ("dak-lak", "sources", "contradiction", "admissions_target", 2767, None),
        ("dak-lak", "stocks", "doubt", "grassroots_organisations", 843, None),
        ("binh-thuan", "rate", "contradiction", "admissions_share", 1.75, 100 * 35 / 1383),
        ("quang-nam", "parts", "contradiction", "admissions_target", 1905, 1950),
        ("nghe-an", "rate", "contradiction", "admissions_share", 59.15, 100 * 694 / 1198),
    ],
)
def test_the_audit_finds_every_disagreement_that_is_known(real, area, kind, verdict, indicator, printed, against):
    (found,) = [
        finding
        for finding in audit(real, area).findings
        if (finding.kind, finding.printed[0].indicator, finding.printed[0].ref_area) == (kind, indicator, area)
        and finding.printed[0].obs_value == printed
    ]

    assert found.verdict == verdict
    assert (found.recomputed.obs_value if found.recomputed else None) == pytest.approx(against)


def test_the_share_of_students_fits_the_target_as_its_base(real):
    (found,) = [finding for finding in audit(real, "binh-thuan").findings if finding.fits]

    assert found.fits.obs_value == 2000
    assert round(100 * 35 / 2000, 2) == 1.75 == found.printed[0].obs_value


def test_a_misprint_is_neither_preferred_nor_gone(real):
    rows = real.select("hoa-binh", "members", year=2022)

    assert sorted(rows["obs_value"]) == [69190, 683000]
    assert stock_of(real, "hoa-binh", "members", 2022).obs_value == 69190


def test_krong_bong_has_reached_its_target(units, findings):
    unit = units["dak-lak/krong-bong"]

    assert (unit.admitted.obs_value, unit.target.obs_value) == (117, 115)
    assert unit.printed_rate.obs_value == 101.74 == round(100 * 117 / 115, 2)
    assert rounded(unit.recomputed_rate) == 101.74
    assert finding_on(findings, "dak-lak/krong-bong", "completion_rate", "rate").agrees
    assert (unit.classes.obs_value, unit.trainees.obs_value) == (3, 204)
    assert rounded(unit.target_rate) == round(100 * 115 / 3557, 2)


def test_the_target_of_krong_bong_was_85_in_2022(real):
    (earlier,) = earlier_targets(real, DAK_LAK, 2023)

    assert (earlier.ref_area, earlier.year, earlier.obs_value) == ("dak-lak/krong-bong", 2022, 115 - 30)
    assert not earlier.is_printed


def test_88_24_percent_of_17_are_15(units):
    unit = units["dak-lak/military"]

    assert unit.admitted is None
    assert (unit.printed_rate.obs_value, unit.target.obs_value) == (88.24, 17)
    assert [value.obs_value for value in unit.implied] == [15]
    assert [count for count in range(18) if round(100 * count / 17, 2) == 88.24] == [15]


def test_the_largest_target_is_455_and_the_smallest_17(real):
    largest, smallest = quota_extremes(real, DAK_LAK, 2023)

    assert (largest.ref_area, largest.obs_value) == ("dak-lak/buon-ma-thuot", 455)
    assert (smallest.ref_area, smallest.obs_value) == ("dak-lak/military", 17)


def test_cu_pui_leads_with_12_of_9_and_5_of_12_are_of_ethnic_minorities(real, units):
    unit = units["dak-lak/krong-bong/cu-pui"]
    (group,) = [told for told in composition(real, DAK_LAK, 2023) if told.ref_area == unit.ref_area]

    assert next(iter(units)) == unit.ref_area
    assert (unit.admitted.obs_value, unit.target.obs_value, unit.admitted.period_end) == (12, 9, "2023-10")
    assert unit.printed_rate.obs_value == 133.3 == round(100 * 12 / 9, 1)
    assert (group.segment, group.count.obs_value, group.base.obs_value) == ("ethnic_minority", 5, 12)
    assert rounded(group.share, 1) == 41.7


def test_tan_an_expects_29_of_30(units):
    unit = units["dak-lak/buon-ma-thuot/tan-an"]

    assert (unit.admitted.obs_value, unit.target.obs_value) == (22, 30)
    assert (unit.pending.obs_value, unit.expected.obs_value) == (7, 29)
    assert rounded(unit.rate) == round(100 * 22 / 30, 2)


def test_units_without_a_printed_count_or_rate_stay_unknown(units):
    assert units["dak-lak/krong-ana"].admitted is None
    assert units["dak-lak/krong-ana"].implied == ()
    assert units["dak-lak/buon-ma-thuot"].rate is None
    assert list(units)[-1] == "dak-lak/buon-ma-thuot"


def test_the_term_of_ea_sup(real, findings):
    (told,) = [told for told in term_figures(real, DAK_LAK) if told.ref_area == "dak-lak/ea-sup"]

    assert (told.ref_area, told.term.code) == ("dak-lak/ea-sup", "2015-2020")
    assert (told.admitted.obs_value, told.average.obs_value) == (824, 165)
    assert told.recomputed_average.obs_value == 164.8 == 824 / 5
    assert (told.growth.obs_value, told.excess.obs_value) == (8.56, 26.9)
    assert [value.obs_value for value in told.previous] == [759]
    assert round(100 * (824 / 759 - 1), 2) == 8.56
    assert finding_on(findings, "dak-lak/ea-sup", "admissions_yearly_average", "average").agrees
    assert told.goal is None


def test_the_members_of_ea_sup_were_2400_in_2015(real):
    (told,) = membership_growth(real, DAK_LAK)

    assert (told.members.obs_value, told.growth.obs_value) == (3011, 25.46)
    assert [(value.year, value.obs_value) for value in told.earlier] == [(2015, 2400)]
    assert round(100 * (3011 / 2400 - 1), 2) == 25.46


def test_38_percent_of_those_admitted_in_ea_sup_have_their_base_named(real):
    (group,) = [told for told in composition(real, DAK_LAK, 2023) if told.segment == "rural"]

    assert (group.printed_share.obs_value, group.base.obs_value, group.count) == (38, 824, None)


def test_binh_thuan_2021(real):
    overview = overview_of(real, BINH_THUAN, 2021)

    assert (overview.admitted.freq, overview.admitted.obs_value, overview.target.obs_value) == ("A", 2030, 2000)
    assert overview.rate.obs_value == 101.5 == 100 * 2030 / 2000
    assert rounded(completion(real, BINH_THUAN, 2021)) == 101.5
    assert overview.goal.obs_value == 2000
    assert overview.goal.unit == "persons_per_year"
    assert rounded(overview.goal_rate) == 101.5
    assert goal_of(term_figures(real, BINH_THUAN), BINH_THUAN, 2021) == (overview.goal, overview.goal_rate)
    assert overview.remaining is None
    assert overview.members is None


def test_every_check_of_binh_thuan_holds(real):
    findings = audit_area(real, BINH_THUAN, 2021)

    in_2021 = [finding for finding in findings if finding.printed[0].year == 2021]

    assert [(finding.kind, finding.agrees) for finding in in_2021] == [("rate", True), ("rate", True)]


def test_an_edition_knows_only_what_was_published_by_then():
    from analysis.dataset.load import load_dataset

    early = load_dataset("2023-01-30")

    assert printed(value_of(early, DAK_LAK, "admissions_target", 2023)) == (2770, "at_least")
    assert value_of(early, DAK_LAK, "admissions", 2023) is None
    assert overview_of(early, DAK_LAK, 2023).other_targets == ()
    assert stock_of(early, DAK_LAK, "grassroots_organisations", 2023).obs_value == 704
    assert overview_of(early, DAK_LAK, 2023).target_rate.bound == "at_least"
