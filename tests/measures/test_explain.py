"""The tree from a figure to its sources."""

import dataclasses

import pytest

from analysis.dataset.model import Correction
from analysis.errors import CallerError
from analysis.measures.explain import explain
from analysis.measures.unprinted import parse_span


def told(dataset, area, indicator, period, segment="_T"):
    return explain(dataset, area, indicator, parse_span(dataset, period), segment)


def numbers(explanations):
    return [(one.why, one.value.freq, round(one.value.obs_value, 2)) for one in explanations]


def correction(**changes):
    subject = {"ref_area": "p", "indicator": "members", "segment": "_T", "freq": "P", "period_end": "2023"}
    fields = {"prefer": "", "distrust": (), "guard": {}, "reason_vi": "vì", "reason_en": "because"}
    return Correction(**subject, **fields | changes)


SIX = (
    ("p", "members", "at 2023", 1, {"source": "a-20230101"}),
    ("p", "members", "at 2023", 2, {"source": "b-20230301"}),
    ("p", "members", "at 2023", 3, {"source": "c-nd"}),
    ("p", "members", "at 2023", 4, {"source": "d-nd"}),
    ("p", "members", "at 2023", 5, {"source": "e-20240101", "bound": "approx"}),
    ("p", "members", "at 2023", 6, {"source": "f-20250101", "bound": "at_least"}),
)


def test_every_rule_of_preference_is_named(invent):
    (one,) = told(invent(*SIX), "p", "members", "2023")

    assert (one.value.obs_value, one.preferred_because) == (2, "newest")
    assert [(other.value.obs_value, other.because) for other in one.others] == [
        (1, "newest"),
        (3, "undated"),
        (4, "undated"),
        (5, "bound"),
        (6, "bound"),
    ]


def test_what_nothing_else_decides_the_id_does(invent):
    (one,) = told(invent(*SIX[2:4]), "p", "members", "2023")

    assert (one.value.obs_value, one.preferred_because, one.others[0].because) == (3, "id", "id")


def test_a_figure_alone_is_the_only_one(invent):
    (one,) = told(invent(SIX[0]), "p", "members", "2023")

    assert (one.why, one.preferred_because, one.others, one.findings, one.correction) == (
        "printed",
        "only",
        (),
        (),
        None,
    )


@pytest.mark.parametrize(
    ("decision", "first", "because", "rest"),
    [
        ({"prefer": "a-20230101"}, 1, "correction", [(2, "correction"), (3, "correction")]),
        ({"distrust": ("b-20230301",)}, 1, "undated", [(3, "undated"), (2, "correction")]),
        ({"distrust": ("a-20230101", "b-20230301", "c-nd")}, 1, "", [(2, "newest"), (3, "undated")]),
    ],
    ids=["preferred", "one distrusted", "all distrusted"],
)
def test_a_correction_is_given_as_the_reason(invent, decision, first, because, rest):
    dataset = dataclasses.replace(invent(*SIX[:3]), corrections=(correction(**decision),))

    (one,) = told(dataset, "p", "members", "2023")

    assert one.correction.reason_en == "because"
    assert (one.value.obs_value, one.preferred_because) == (first, because)
    assert [(other.value.obs_value, other.because) for other in one.others] == rest


PERIODS = (
    ("p", "admissions", "2023", 40),
    ("p", "admissions", "to 2023-03-31", 10),
    ("p", "admissions", "to 2023-10-10", 30),
    ("p", "admissions", "2023 S1", 20),
    ("p", "admissions", "2023-10", 4),
    ("p", "admissions", "2015-2020", 150),
    ("p", "admissions", "2015-2020 to 2018-06-30", 90),
    ("p", "admissions", "2022", 35),
)


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("2023", [("A", 40), ("YTD", 30), ("YTD", 10), ("S", 20), ("M", 4)]),
        ("2023-10", [("YTD", 30), ("M", 4)]),
        ("2023-10-10", [("YTD", 30)]),
        ("2015-2020", [("TERM", 150), ("TTD", 90)]),
        ("2015–2020", [("TERM", 150), ("TTD", 90)]),
        ("2018", [("TTD", 90)]),
    ],
)
def test_a_period_means_all_that_end_in_it(invent, period, found):
    explained = told(invent(*PERIODS), "p", "admissions", period)

    assert [(one.value.freq, one.value.obs_value) for one in explained if one.why == "printed"] == found


RATE = (
    ("p", "admissions", "2023", 30, {"source": "a-20240101"}),
    ("p", "admissions_target", "2023", 40, {"source": "b-20230101"}),
    ("p", "admissions", "2022", 20, {"source": "a-20240101"}),
)


@pytest.mark.parametrize(
    ("indicator", "number", "parts"),
    [
        ("completion_rate", 75, [30, 40]),
        ("excess_rate", -25, [30, 40]),
        ("admissions_excess", -10, [30, 40]),
        ("admissions_growth", 50, [30, 20]),
    ],
)
def test_what_no_source_prints_is_computed_from_what_they_do(invent, indicator, number, parts):
    (one,) = told(invent(*RATE), "p", indicator, "2023")

    assert (one.why, one.value.obs_value) == ("computed", number)
    assert [(part.why, part.value.obs_value) for part in one.parts] == [("printed", part) for part in parts]
    assert one.value.base_per == ("2022" if indicator == "admissions_growth" else "")


def test_a_printed_rate_is_followed_by_its_computation_and_its_check(invent):
    printed, computed = told(invent(*RATE, ("p", "completion_rate", "2023", 76)), "p", "completion_rate", "2023")

    assert numbers([printed, computed]) == [("printed", "A", 76), ("computed", "A", 75)]
    assert [(finding.kind, finding.verdict) for finding in printed.findings] == [("rate", "contradiction")]
    assert [finding.kind for finding in computed.parts[0].findings] == ["rate"]


def test_a_share_is_of_all_segments_and_an_average_of_the_years(invent):
    dataset = invent(*PERIODS, ("p", "admissions", "2023", 10, {"segment": "female"}))

    (share,) = told(dataset, "p", "admissions_share", "2023", "female")
    (average,) = told(dataset, "p", "admissions_yearly_average", "2015-2020")

    assert share.value.obs_value == 25
    assert (average.value.obs_value, average.value.formula) == (30, "admissions / 5")


def test_a_total_is_the_sum_of_its_parts(invent):
    dataset = invent(("p", "grassroots_cells", "at 2023", 3), ("p", "grassroots_committees", "at 2023", 4))

    (one,) = told(dataset, "p", "grassroots_organisations", "2023")

    assert (one.why, one.value.obs_value, len(one.parts)) == ("computed", 7, 2)


def test_the_chain_goes_down_to_the_goal_for_each_year(invent):
    dataset = invent(("p", "admissions", "2020-2025", 12000), ("p", "admissions_yearly_goal", "2020-2025", 2000))

    (rate,) = told(dataset, "p", "completion_rate", "2020-2025")
    (goal,) = told(dataset, "p", "admissions_target", "2020-2025")
    (printed,) = told(dataset, "p", "admissions_yearly_goal", "2020-2025")

    assert rate.value.obs_value == 120
    assert numbers(rate.parts) == [("printed", "TERM", 12000), ("computed", "TERM", 10000)]
    assert numbers(rate.parts[1].parts) == numbers(goal.parts) == [("printed", "TERM", 2000)]
    assert printed.why == "printed", "the goal for each year is not computed from itself"


def test_a_growth_implies_what_it_grew_from(invent):
    dataset = invent(
        ("p/x", "admissions", "2015-2020", 824),
        ("p/x", "admissions_growth", "2015-2020", 8.56, {"base": "2010-2015"}),
    )

    (one,) = told(dataset, "p/x", "admissions", "2010-2015")

    assert (one.why, one.value.obs_value, list(one.implied.whole)) == ("implied", 759, [759])
    assert one.value.formula == "admissions_growth = 100 * (admissions / admissions - 1)"
    assert sorted(part.value.obs_value for part in one.parts) == [8.56, 824]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("p", "admissons", "2023"), ["no indicator 'admissons'", "did you mean admissions"]),
        (("p", "admissions", "2023", "femal"), ["no segment 'femal'"]),
        (("p", "admissions", "2010"), ["no figure of admissions", "known are 2015-2020, 2018-06-30, 2022, 2023"]),
        (("p", "members", "2010"), ["known of this area are admissions"]),
        (("p", "admissions", "2000-2005"), ["there is no term 2000-2005", "2010-2015"]),
        (("p", "admissions", "soon"), ["'soon' is no date", "a term such as 2015-2020"]),
    ],
)
def test_what_is_not_known_is_told_with_what_is(invent, arguments, words):
    with pytest.raises(CallerError) as error:
        told(invent(*PERIODS), *arguments)

    for word in words:
        assert word in str(error.value)


def test_a_group_that_is_not_known_is_told_with_those_that_are(invent):
    dataset = invent(("p", "members", "at 2023", 3), ("p", "admissions", "2023", 3, {"segment": "female"}))

    with pytest.raises(CallerError, match="known are the segments female"):
        told(dataset, "p", "admissions", "2023")


def test_the_figures_of_the_project_lead_to_their_sources(real):
    (target,) = told(real, "dak-lak", "admissions_target", "2023")

    assert (target.value.obs_value, target.preferred_because) == (2767, "bound")
    assert [(other.value.obs_value, other.because) for other in target.others] == [(2770, "bound")]
    assert "contradiction" in {finding.verdict for finding in target.findings}
