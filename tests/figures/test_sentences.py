"""What the briefs say in words."""

import pytest

from analysis.figures.blocks import Remark
from analysis.figures.brief import Brief
from analysis.figures.members import write_rate_rule
from analysis.figures.quality import show_disagreements, table_checks, write_missing
from analysis.figures.summary import show_key_figures, write_summary
from analysis.figures.terms import write_terms
from analysis.measures.annual import rate_rule
from analysis.measures.audit import audit_area
from analysis.measures.coverage import missing_years
from analysis.measures.overview import overview_of
from analysis.measures.terms import membership_growth, term_figures
from analysis.measures.units import unit_progress


def summary(dataset, area, year, lang="en"):
    (paragraph,) = write_summary(Brief(dataset, area, year, lang), overview_of(dataset, area, year)).paragraphs
    return str(paragraph)


def test_the_summary_of_dak_lak_2023(real):
    assert summary(real, "dak-lak", 2023) == (
        "From the start of 2023 to 10 October 2023, Đắk Lắk Province admitted 1,994 new Party members. "
        "That is 72.06% of the target of 2,767. The target still asks for 773 more. "
        "Another source prints the target as ≥\u202f2,770; the one used here is preferred by the written rule. "
        "The target is 867 above that of 2022, a growth of 45.6%. "
        "In the full year 2022, 2,089 were admitted against a target of 1,900: 109.95%. "
        "The target equals 3.22% of the 85,867 Party members."
    )


def test_the_summary_of_binh_thuan_2021(real):
    assert summary(real, "binh-thuan", 2021) == (
        "In 2021, Bình Thuận Province admitted 2,030 new Party members. That is 101.5% of the target of 2,000. "
        "The congress set a goal of 2,000 a year for the term 2020–2025; 2021 reached 101.5% of it."
    )


def test_the_summary_says_what_is_not_known(invent):
    nothing = invent(("p", "members", "at 2022", 5))
    target = invent(("p", "admissions_target", "2023", 30))

    assert summary(nothing, "p", 2023) == "For 2023, neither admissions nor a target are known."
    assert summary(target, "p", 2023) == (
        "How many members p Province admitted in 2023 is not known. The target of the year is 30."
    )


def test_a_key_figure_tells_its_period_or_that_it_is_not_known(invent):
    dataset = invent(("p", "admissions", "to 2023-10", 5), ("p", "admissions_target", "2023", 30))

    cards = show_key_figures(Brief(dataset, "p", 2023, "en"), overview_of(dataset, "p", 2023)).figures

    assert [(str(card.label), str(card.value), str(card.note)) for card in cards] == [
        ("Members admitted", "5", "year to date, to October 2023"),
        ("Target of the year", "30", "2023"),
        ("Target completed", "16.67%", "year to date, to October 2023"),
        ("Party members", "–", "not known for 2023"),
    ]


def test_a_sentence_that_begins_with_an_area_begins_with_a_capital(real):
    brief = Brief(real, "dak-lak", 2023, "vi")

    told = write_terms(brief, term_figures(real, "dak-lak"), membership_growth(real, "dak-lak"))

    assert [str(line) for line in told.paragraphs] == [
        "Huyện Ea Súp: kết nạp 824 đảng viên, tăng 8,56% so với nhiệm kỳ 2010–2015; số nguyên duy nhất phù hợp cho "
        "nhiệm kỳ đó là 759.",
        "Huyện Ea Súp, 31/3/2020: 3.011 đảng viên, tăng 25,46% so với năm 2015. "
        "Số nguyên duy nhất phù hợp cho năm 2015 là 2.400.",
    ]


@pytest.mark.parametrize(("target", "words"), [(29, "below"), (30, "inside"), (40, "inside"), (41, "above")])
def test_the_target_rate_is_set_against_the_printed_range(invent, target, words):
    dataset = invent(
        ("p", "admissions_target", "2023", target),
        ("p", "members", "at 2023", 1000),
        ("p", "admission_rate_target", "2023", 3, {"bound": "at_least"}),
        ("p", "admission_rate_target", "2023", 4, {"bound": "at_most"}),
    )

    prose = write_rate_rule(
        Brief(dataset, "p", 2023, "en"), overview_of(dataset, "p", 2023), rate_rule(dataset, "p", 2023)
    )

    assert f"That lies {words} the range of 3% to 4% that the source prints." in str(prose.paragraphs[0])


def test_without_members_the_rule_is_not_checked(invent):
    dataset = invent(("p", "admissions_target", "2023", 30))

    assert isinstance(write_rate_rule(Brief(dataset, "p", 2023, "en"), overview_of(dataset, "p", 2023), None), Remark)


def test_disagreements_are_told_with_every_number(real):
    told = show_disagreements(Brief(real, "dak-lak", 2023, "en"), audit_area(real, "dak-lak", 2023))

    assert [str(one.line) for one in told.lines] == [
        "Đắk Lắk Province, 2023: Admissions target: the sources differ, 2,767; ≥\u202f2,770; the first is preferred.",
        "Đắk Lắk Province, 2023: Grassroots organisations: far apart within one year, 843 on 10 October 2023, 704 on "
        "30 January 2023; no source explains it.",
    ]


def test_a_rate_that_is_wrong_is_told_with_its_parts(invent):
    dataset = invent(
        ("p", "admissions", "2023", 30), ("p", "admissions_target", "2023", 40), ("p", "completion_rate", "2023", 76)
    )

    told = show_disagreements(Brief(dataset, "p", 2023, "en"), audit_area(dataset, "p", 2023))

    assert [str(one.line) for one in told.lines] == [
        "P Province, 2023: completion rate: printed 76%, recomputed 75.00% from 30 / 40; they differ by more than "
        "rounding."
    ]


def test_without_a_disagreement_there_is_a_remark(real, invent):
    holds = show_disagreements(Brief(real, "binh-thuan", 2021, "en"), audit_area(real, "binh-thuan", 2021))
    few = show_disagreements(Brief(invent(("p", "admissions", "2023", 30)), "p", 2023, "en"), [])

    assert str(holds.line) == "Every check that the figures allow holds."
    assert str(few.line) == "There are too few figures to check one against another."


def test_gaps_are_told_by_year(real):
    told = write_missing(Brief(real, "dak-lak", 2023, "en"), missing_years(real, "dak-lak", 2023))

    assert [str(line) for line in told.paragraphs] == [
        "Members admitted: no full-year figure known for 2020, 2023.",
        "Admissions target: no full-year figure known for 2020, 2021.",
        "Members: not known for 2022.",
        "Grassroots organisations: not known for 2020, 2021, 2022.",
    ]


def test_cited_sources_without_a_date_are_counted(real):
    brief = Brief(real, "binh-thuan", 2021, "en")
    brief.show(overview_of(real, "binh-thuan", 2021).admitted)

    assert [str(line) for line in write_missing(brief, []).paragraphs] == [
        "Sources without a date of publication: 1; only the newest edition counts them."
    ]
    assert isinstance(write_missing(Brief(real, "binh-thuan", 2021, "en"), []), Remark)


def test_a_finished_year_below_its_target_missed_it(invent):
    dataset = invent(("p", "admissions", "2023", 20), ("p", "admissions_target", "2023", 30))

    assert "The target was missed by 10." in summary(dataset, "p", 2023)
    assert "still asks" not in summary(dataset, "p", 2023)


def test_a_target_that_fell_is_not_said_to_have_grown(invent):
    dataset = invent(
        ("p", "admissions_target", "2022", 40),
        ("p", "admissions_target", "2023", 30),
        ("p", "admissions_target_change", "2023", -10, {"base": "2022"}),
    )

    assert "Against 2022 the target changed by −10, or −25.0%." in summary(dataset, "p", 2023)


def test_sources_are_numbered_in_the_order_of_the_sentence(invent):
    dataset = invent(
        ("p", "admissions", "2023", 20, {"source": "second-20240101"}),
        ("p", "admissions_target", "2023", 30, {"source": "first-20240101"}),
    )
    brief = Brief(dataset, "p", 2023, "en")
    overview = overview_of(dataset, "p", 2023)

    line = brief.say("The target of {target} is {rate} of the {members} Party members.", rate=overview.admitted,
                     members=overview.admitted, target=overview.target)  # fmt: skip

    assert [one.sources for one in line.pieces if not isinstance(one, str)] == [(1,), (2,), (2,)]


def test_units_of_a_full_year_stand_before_those_of_a_year_to_date(invent):
    dataset = invent(
        ("p/a", "completion_rate", "to 2023-10-10", 99),
        ("p/b", "completion_rate", "2023", 50),
        ("p/c", "completion_rate", "2023", 60),
    )

    assert [unit.ref_area for unit in unit_progress(dataset, "p", 2023)] == ["p/c", "p/b", "p/a"]


def test_a_growth_is_checked_by_the_formula_that_it_stands_for(invent):
    page = Brief(
        invent(
            ("p", "admissions", "2021", 2030),
            ("p", "admissions_target", "2021", 2000),
            ("p", "excess_rate", "2021", 1.5),
        ),
        "p",
        2021,
        "en",
    )

    rows = table_checks(page, audit_area(page.dataset, "p", 2021)).rows

    assert [str(row[-1]) for row in rows] == ["(2,030 − 2,000) / 2,000"]
