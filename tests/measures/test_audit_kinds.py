"""The kinds of findings: each found where it is, and not where it is not."""

import pytest

from analysis.measures.audit import audit
from analysis.measures.findings import KINDS

OLD, NEW = {"source": "old-20230130"}, {"source": "new-20231013"}


def found(dataset, area=None):
    return [(finding.kind, finding.verdict, finding.printed[0].indicator) for finding in audit(dataset, area).findings]


def test_a_group_larger_than_all_contradicts(invent):
    women = {"segment": "female"}
    rows = [("p", "admissions", "2023", 100), ("p", "admissions", "2023", 101, women)]

    (finding,) = audit(invent(*rows)).findings

    assert (finding.kind, finding.verdict) == ("parts", "contradiction")
    assert [value.obs_value for value in finding.values] == [100, 101]
    assert found(invent(rows[0], ("p", "admissions", "2023", 100, women))) == []


def test_a_group_of_another_source_is_not_held_against_the_total(invent):
    rows = [("p", "members", "at 2023", 100, OLD), ("p", "members", "at 2023", 101, {**NEW, "segment": "female"})]

    assert found(invent(*rows)) == []


def test_units_that_add_up_to_more_than_their_province_contradict(invent):
    units = [(f"p/d{number}", "admissions_target", "2024", 650) for number in range(3)]

    (finding,) = audit(invent(("p", "admissions_target", "2024", 1905), *units)).findings

    assert (finding.kind, finding.verdict) == ("parts", "contradiction")
    assert finding.recomputed.obs_value == 1950
    assert finding.recomputed.ref_area == "p"
    assert len(finding.parts) == len(finding.recomputed.observation_ids) == 3


def test_units_that_add_up_hold_and_units_that_do_not_are_not_known_to_be_all(invent):
    units = [(f"p/d{number}", "admissions_target", "2024", 650) for number in range(3)]

    exact = audit(invent(("p", "admissions_target", "2024", 1950), *units))
    fewer = audit(invent(("p", "admissions_target", "2024", 1951), *units))

    assert (exact.findings, exact.checked, exact.held) == ((), {"parts": 1}, {"parts": 1})
    assert (fewer.findings, fewer.checked) == ((), {})


def test_communes_are_not_added_to_the_province(invent):
    rows = [("p", "admissions", "2024", 100), *(("p/d/c" + str(one), "admissions", "2024", 90) for one in range(2))]

    assert found(invent(*rows)) == []


def test_two_statements_of_one_source_that_cannot_both_hold_contradict(invent):
    def told(first, second):
        return found(
            invent(
                ("p", "admissions_target", "2024", first[0], {"bound": first[1], "detail": "title"}),
                ("p", "admissions_target", "2024", second[0], {"bound": second[1], "detail": "text"}),
            )
        )

    assert told((2800, "at_least"), (2814, "exact")) == []
    assert told((2800, "exact"), (2814, "exact")) == [("sources", "contradiction", "admissions_target")]


@pytest.mark.parametrize(
    ("period", "verdict"), [("at 2023-10-10", "contradiction"), ("at 2023-10", "doubt"), ("at 2023", "doubt")]
)
def test_two_sources_on_a_day_that_is_not_printed_are_a_doubt(invent, period, verdict):
    rows = [("p", "members", period, 100, OLD), ("p", "members", period, 120, NEW)]

    assert found(invent(*rows)) == [("sources", verdict, "members")]


def test_members_that_rise_by_more_than_was_admitted_need_an_explanation(invent):
    def told(later):
        return found(
            invent(
                ("d", "members", "at 2017-02-15", 4058),
                ("d", "admissions", "to 2017-02-15", 29),
                ("d", "members", "at 2017-04-27", later),
                ("d", "admissions", "to 2017-04-27", 39),
            )
        )

    assert told(4219) == [("stock_flow", "doubt", "members")]
    assert told(4058 + 10 + 40) == []
    assert told(4000) == []


@pytest.mark.parametrize(
    ("indicator", "value"),
    [("members_share", 100.1), ("members_share", -0.1), ("members", 10.5), ("admissions", -1), ("members", -1)],
)
def test_what_cannot_be_is_told(invent, indicator, value):
    period = "2023" if indicator == "admissions" else "at 2023"

    assert found(invent(("p", indicator, period, value))) == [("impossible", "contradiction", indicator)]


def test_more_admitted_than_there_are_cannot_be(invent):
    rows = [("p", "members", "at 2023-12-31", 99), ("p", "admissions", "2023", 100)]

    (finding,) = audit(invent(*rows)).findings

    assert (finding.kind, finding.parts[0].obs_value) == ("impossible", 99)


def test_a_rate_is_checked_with_the_figures_of_its_own_source_first(invent):
    rows = [
        ("p", "admissions", "2022", 2089, OLD),
        ("p", "admissions_target", "2022", 1900, OLD),
        ("p", "completion_rate", "2022", 109.95, OLD),
        ("p", "admissions_target", "2022", 1950, NEW),
    ]

    assert found(invent(*rows)) == [("sources", "contradiction", "admissions_target")]


def test_a_wrong_share_that_fits_the_target_says_so(invent):
    student = {"segment": "student"}
    rows = [
        ("p", "admissions", "to 2017-09-26", 1383),
        ("p", "admissions", "to 2017-09-26", 35, student),
        ("p", "admissions_share", "to 2017-09-26", 1.75, student),
        ("p", "admissions_target", "2017", 2000),
    ]

    (finding,) = audit(invent(*rows)).findings

    assert (finding.kind, finding.verdict) == ("rate", "contradiction")
    assert finding.fits.obs_value == 2000
    assert finding.interval == pytest.approx((2.5307, 2.5307), abs=1e-4)


def test_the_goal_of_each_year_counts_five_times_for_the_term(invent):
    def told(rate):
        return found(
            invent(
                ("p", "admissions", "2020-2025", 10168),
                ("p", "admissions_yearly_goal", "2020-2025", 2000),
                ("p", "completion_rate", "2020-2025", rate),
            )
        )

    assert told(101.68) == []
    assert told(101.69) == [("rate", "contradiction", "completion_rate")]


def test_about_is_within_five_percent(invent):
    def told(share):
        minority = {"segment": "ethnic_minority"}
        return found(
            invent(
                ("p", "members", "at 2023-09-13", 46000, {"bound": "approx"}),
                ("p", "members", "at 2023-09-13", 25800, {"bound": "approx", **minority}),
                ("p", "members_share", "at 2023-09-13", share, minority),
            )
        )

    assert told(60) == []
    assert told(63) == [("rate", "contradiction", "members_share")]


def test_the_outcome_counts_every_check_by_kind(invent):
    outcome = audit(
        invent(
            ("p", "admissions", "2022", 50),
            ("p", "admissions_target", "2022", 100),
            ("p", "completion_rate", "2022", 50),
            ("q", "admissions", "2022", 50),
            ("q", "admissions_target", "2022", 100),
            ("q", "completion_rate", "2022", 51),
        )
    )

    assert (outcome.checked, outcome.held) == ({"rate": 2}, {"rate": 1})
    assert [finding.printed[0].ref_area for finding in outcome.findings] == ["q"]
    assert set(outcome.checked) <= set(KINDS)


def test_of_one_area_only_what_lies_in_it_is_audited(invent):
    rows = [(area, "members", "at 2023", -1) for area in ("p", "p/d", "p-2025", "q")]

    found_in = [finding.printed[0].ref_area for finding in audit(invent(*rows), "p").findings]

    assert found_in == ["p", "p/d"]


def test_a_series_that_crosses_a_merger_is_told_once_with_its_ends(merged):
    findings = [finding for finding in audit(merged).findings if finding.kind == "merger"]

    assert [(one.verdict, [value.obs_value for value in one.values]) for one in findings] == [
        ("break", [90, 200]),
        ("break", [70, 200]),
    ]


def test_an_area_that_was_only_renamed_has_one_series(invent):
    import dataclasses

    dataset = invent(("p", "members", "at 2020", 80), ("p-2025", "members", "at 2025", 90))
    renamed = dataset.areas | {"p": dataclasses.replace(dataset.areas["p"], successor="p-2025")}

    assert found(dataclasses.replace(dataset, areas=renamed)) == []


@pytest.mark.parametrize(("share", "verdict"), [(69.4, None), (69.3, "doubt"), (69.5, "contradiction")])
def test_digits_cut_off_instead_of_rounded_are_a_doubt(invent, share, verdict):
    minority = {"segment": "ethnic_minority"}
    rows = [("p", "members", "at 2010-09", 98), ("p", "members", "at 2010-09", 68, minority)]

    told = found(invent(*rows, ("p", "members_share", "at 2010-09", share, minority)))

    assert told == ([("rate", verdict, "members_share")] if verdict else [])


@pytest.fixture
def merged(invent):
    import dataclasses

    dataset = invent(
        ("p", "members", "at 2023-12-31", 80),
        ("p", "members", "at 2024-12-31", 90),
        ("p-2025", "members", "at 2025-09-30", 200),
        ("p-2025", "members", "at 2025-12-31", 210),
        ("q", "members", "at 2024-12-31", 70),
    )
    heirs = {code: dataclasses.replace(dataset.areas[code], successor="p-2025") for code in ("p", "q")}
    areas = dataset.areas | heirs
    return dataclasses.replace(dataset, areas=areas)


def test_a_stock_of_a_bare_year_is_not_taken_for_its_end(invent):
    def told(period, rate=5):
        return found(
            invent(
                ("p", "members", period, 1000),
                ("p", "admissions", "2020", 60),
                ("p", "admission_rate", "2020", rate, {"base": "2019"}),
            )
        )

    assert told("at 2019-12-31") == [("rate", "contradiction", "admission_rate")]
    assert told("at 2019-12") == [("rate", "contradiction", "admission_rate")]
    assert told("at 2019") == [("rate", "doubt", "admission_rate")]
    assert told("at 2019", 6) == []
    assert found(invent(("p", "members", "at 2020", 1000), ("p", "members", "at 2020-12-31", 1100))) == []


def test_an_average_of_broken_years_is_not_checked(invent):
    rows = [
        ("p", "admissions", "2020-09-01/2023-08-31", 300),
        ("p", "admissions_yearly_average", "2020-09-01/2023-08-31", 100),
    ]

    assert audit(invent(*rows)).checked == {}


def test_a_base_year_without_29_february_is_no_failure(invent):
    rows = [
        ("p", "admissions", "to 2024-02-29", 11),
        ("p", "admissions", "to 2023-02-28", 10),
        ("p", "admissions_growth", "to 2024-02-29", 10, {"base": "2023"}),
    ]

    assert audit(invent(*rows)).held == {"rate": 1}


def test_one_unit_printed_twice_is_added_once(invent):
    total = ("p", "admissions_target", "2024", 500)
    unit = [("p/d", "admissions_target", "2024", 300, {"detail": place}) for place in ("title", "text")]

    assert found(invent(total, *unit)) == []
    assert found(invent(total, ("p/d", "admissions_target", "2024", 700))) == [
        ("parts", "contradiction", "admissions_target")
    ]


def test_a_distrusted_figure_is_not_computed_with(invent):
    import dataclasses

    from analysis.dataset.model import Correction

    dataset = invent(
        ("p", "admissions", "2023", 100, OLD),
        ("p", "admissions_target", "2023", 1000, OLD),
        ("p", "admissions_target", "2023", 200, NEW),
        ("p", "completion_rate", "2023", 50, OLD),
    )
    guard = {"old-20230130": 1000.0, "new-20231013": 200.0}
    distrust = ("old-20230130",)
    subject = ("p", "admissions_target", "_T", "A", "2023-12-31")
    correction = Correction(*subject, "", distrust, guard, "Ví dụ.", "Invented.")

    told = audit(dataclasses.replace(dataset, corrections=(correction,)))

    assert told.held["rate"] == told.checked["rate"] == 1


def test_a_year_of_which_all_stocks_are_distrusted_is_not_checked(invent):
    import dataclasses

    from analysis.dataset.model import Correction

    rows = [("p", "members", period, 1000) for period in ("at 2019", "at 2019-12-31")]
    dataset = invent(*rows, ("p", "admissions", "2020", 60), ("p", "admission_rate", "2020", 5, {"base": "2019"}))
    corrections = tuple(
        Correction(
            "p", "members", "_T", "P", end, "", ("paper-20230101",), {"paper-20230101": 1000.0}, "Ví dụ.", "One."
        )
        for end in ("2019", "2019-12-31")
    )

    assert audit(dataclasses.replace(dataset, corrections=corrections)).checked == {}


def test_over_a_hundred_percent_is_not_a_little_less(invent):
    def told(admitted):
        rows = [("p", "admissions", "2019", admitted), ("p", "admissions_target", "2019", 1000)]
        return found(invent(*rows, ("p", "completion_rate", "2019", 100, {"bound": "at_least"})))

    assert told(1000) == []
    assert told(996) == [("rate", "contradiction", "completion_rate")]
