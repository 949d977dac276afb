"""Each check agrees where the figures do, and disagrees where they do not."""

import pytest

from analysis.measures.audit import audit_area

OLD, NEW = {"source": "old-20230130"}, {"source": "new-20231013"}
CASES = {
    "rate": [
        ("p", "admissions", "to 2023-10-10", 1994),
        ("p", "admissions_target", "2023", 2767),
        ("p", "completion_rate", "to 2023-10-10", 72.06),
    ],
    "parts": [
        ("p", "grassroots_committees", "at 2023-10-10", 389),
        ("p", "grassroots_cells", "at 2023-10-10", 454),
        ("p", "grassroots_organisations", "at 2023-10-10", 843),
    ],
    "change": [
        ("p", "admissions_target", "2022", 1900),
        ("p", "admissions_target", "2023", 2767),
        ("p", "admissions_target_change", "2023", 867, {"base": "2022"}),
    ],
    "average": [("p", "admissions", "2015-2020", 824), ("p", "admissions_yearly_average", "2015-2020", 165)],
    # A growth over the target is a rate too.
    "excess": [
        ("p", "admissions", "2022", 2030),
        ("p", "admissions_target", "2022", 2000),
        ("p", "excess_rate", "2022", 1.5),
    ],
}


KIND = {case: "rate" if case == "excess" else case for case in CASES}


def checks(dataset, year=2023, area="p"):
    return {finding.kind: finding for finding in audit_area(dataset, area, year)}


@pytest.mark.parametrize("kind", CASES)
def test_figures_that_fit_agree(invent, kind):
    found = checks(invent(*CASES[kind]))

    assert list(found) == [KIND[kind]]
    assert found[KIND[kind]].agrees


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("rate", 72.07),
        ("rate", 72.05),
        ("parts", 844),
        ("change", 866),
        ("average", 164),
        ("average", 166),
        ("excess", 1.4),
        ("excess", 101.5),
    ],
)
def test_figures_wrong_by_more_than_rounding_disagree(invent, kind, printed):
    *parts, (area, indicator, period, _, *options) = CASES[kind]

    finding = checks(invent(*parts, (area, indicator, period, printed, *options)))[KIND[kind]]

    assert not finding.agrees
    assert finding.printed[0].obs_value == printed
    assert finding.recomputed.obs_value != printed


@pytest.mark.parametrize(("kind", "printed"), [("rate", 72), ("rate", 72.1), ("excess", 2), ("rate", 72.064)])
def test_a_coarser_or_finer_print_is_judged_by_its_own_decimals(invent, kind, printed):
    *parts, (area, indicator, period, _) = CASES[kind]

    assert checks(invent(*parts, (area, indicator, period, printed)))[KIND[kind]].agrees


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("gone", [0, 1])
def test_without_a_part_nothing_is_checked(invent, kind, gone):
    rows = list(CASES[kind])
    if gone < len(rows) - 1:
        del rows[gone]
        assert checks(invent(*rows)) == {}


def test_a_check_names_what_it_rests_on(invent):
    finding = checks(invent(*CASES["rate"]))["rate"]

    assert [part.obs_value for part in finding.parts] == [1994, 2767]
    assert finding.recomputed.observation_ids == ("observation-0", "observation-1")
    assert finding.recomputed.obs_value == pytest.approx(72.0636, abs=1e-4)


def test_a_rate_is_never_checked_against_admissions_of_another_period(invent):
    _, target, rate = CASES["rate"]

    assert checks(invent(("p", "admissions", "2023", 1994), target, rate)) == {}
    assert checks(invent(("p", "admissions", "to 2023-10-13", 1994), target, rate)) == {}


def test_the_rate_of_a_group_is_checked_against_the_target_of_the_group(invent):
    female = {"segment": "female"}
    total = ("p", "admissions_target", "2023", 2767)
    rows = [("p", "admissions", "2023", 30, female), ("p", "completion_rate", "2023", 75, female)]

    assert checks(invent(total, *rows)) == {}
    assert checks(invent(total, *rows, ("p", "admissions_target", "2023", 40, female)))["rate"].agrees


def test_a_printed_bound_disagrees_only_with_what_it_excludes(invent):
    admitted, target, (area, indicator, period, _) = CASES["rate"]

    def rate(number, bound):
        return checks(invent(admitted, target, (area, indicator, period, number, {"bound": bound})))["rate"]

    assert rate(70, "at_least").agrees
    assert not rate(75, "at_least").agrees
    assert rate(75, "at_most").agrees


def test_parts_are_added_on_one_day_only(invent):
    committees, cells, _ = CASES["parts"]

    assert checks(invent(committees, cells, ("p", "grassroots_organisations", "at 2023-01-30", 843))) == {}


@pytest.mark.parametrize(
    ("first", "second", "agrees"),
    [
        ((2767, "exact"), (2770, "exact"), False),
        ((2767, "exact"), (2767, "exact"), True),
        ((2767, "exact"), (2770, "at_least"), False),
        ((2800, "exact"), (2770, "at_least"), True),
        ((2770, "exact"), (2770, "at_least"), True),
        ((2760, "exact"), (2770, "at_most"), True),
        ((2780, "exact"), (2770, "at_most"), False),
        ((2770, "at_least"), (2800, "at_least"), True),
        ((2770, "at_least"), (2760, "at_most"), False),
        ((2770, "at_least"), (2790, "at_most"), True),
    ],
)
def test_two_sources_agree_if_one_number_fits_both(invent, first, second, agrees):
    rows = [
        ("p", "admissions_target", "2023", number, {**source, "bound": bound})
        for (number, bound), source in ((first, OLD), (second, NEW))
    ]

    for told in (rows, rows[::-1]):
        finding = checks(invent(*told))["sources"]
        assert finding.agrees is agrees
        assert finding.printed[0].preferred
        assert {value.obs_value for value in finding.printed} == {first[0], second[0]}
        assert finding.recomputed is None


def test_a_third_source_that_differs_is_told(invent):
    rows = [("p", "admissions", "2023", number, {"source": f"s-2023010{number}"}) for number in (1, 1, 2)]

    finding = checks(invent(*rows, ("p", "admissions", "2023", 1, {"source": "t-20230109"})))["sources"]

    assert not finding.agrees
    assert len(finding.printed) == 4


def test_one_source_is_not_compared_with_itself(invent):
    rows = [("p", "admission_rate_target", "2023", number, {"bound": "at_least"}) for number in (3, 4)]

    assert checks(invent(*rows)) == {}


def test_stocks_of_two_days_are_told_apart_by_source(invent):
    def told(number, source=NEW):
        return checks(
            invent(
                ("p", "grassroots_organisations", "at 2023-01-30", 704, OLD),
                ("p", "grassroots_organisations", "at 2023-10-10", number, source),
            )
        )

    assert not told(843)["stocks"].agrees
    assert [value.obs_value for value in told(843)["stocks"].printed] == [843, 704]
    assert told(704)["stocks"].agrees
    assert told(843, OLD) == {}


def test_members_may_change_within_a_year(invent):
    assert checks(invent(("p", "members", "at 2023-01", 1, OLD), ("p", "members", "at 2023-10", 2, NEW))) == {}


def test_stocks_of_two_years_are_not_compared(invent):
    rows = [("p", "grassroots_cells", "at 2022-10", 1, OLD), ("p", "grassroots_cells", "at 2023-10", 2, NEW)]

    assert checks(invent(*rows)) == {}


def test_the_year_the_year_before_and_terms_are_checked_and_no_more(invent):
    def excess(year):
        return [
            ("p", "admissions", year, 2030),
            ("p", "admissions_target", year, 2000),
            ("p", "excess_rate", year, 1.5),
        ]

    dataset = invent(*excess("2021"), *excess("2022"), *excess("2023"), *excess("2024"), *CASES["average"])

    found = [(finding.kind, finding.printed[0].year) for finding in audit_area(dataset, "p", 2023)]

    assert sorted(found) == [("average", 2019), ("rate", 2022), ("rate", 2023)]


def test_areas_below_are_checked_too_and_disagreements_stand_first(invent):
    wrong = [(f"p/d{indicator[1:]}", *rest) for indicator, *rest in CASES["parts"][:2]]
    dataset = invent(*CASES["rate"], *wrong, ("p/d", "grassroots_organisations", "at 2023-10-10", 900))

    found = [(finding.agrees, finding.printed[0].ref_area) for finding in audit_area(dataset, "p", 2023)]

    assert found == [(False, "p/d"), (True, "p")]


def test_an_area_of_the_same_name_after_the_merger_is_another_area(invent):
    rows = [("p-2025", *row[1:]) for row in CASES["parts"]]

    dataset = invent(("p", "members", "at 2023", 1), *rows)

    assert checks(dataset, area="p") == {}
    assert checks(dataset, area="p-2025")["parts"].agrees
