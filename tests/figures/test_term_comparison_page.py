"""The report that compares terms of congress: its sentences and tables, and the notebook in every case that is odd."""

import dataclasses
import datetime as dt
import re

import pytest
from shown import blocks_of, bundle_of

from analysis.errors import CallerError
from analysis.figures.blocks import Chart, KeyFigures, Prose, Remark, SourceList
from analysis.figures.charts.terms import draw_terms
from analysis.figures.tables import Table
from analysis.figures.term_comparison import TermComparison, open_section, write_missing, write_summary
from analysis.figures.term_goals import table_goals, write_goals
from analysis.figures.term_tables import table_averages, table_growth, table_others, table_totals, write_totals
from analysis.measures.term_comparison import compare_terms

TERMS = "2010-2015, 2015-2020, 2020-2025"
ALL = "2005-2010, 2010-2015, 2015-2020, 2020-2025, 2025-2030"
CASES = {
    "defaults": {},
    "gaps": {"areas": "binh-thuan"},
    "merged": {"areas": "binh-thuan, dak-lak, lam-dong-2025", "terms": "2020-2025, 2025-2030"},
    "single figure": {"areas": "dak-lak/lak/dak-phoi", "terms": ALL},
    "one term": {"areas": "dak-lak", "terms": "2015-2020"},
    "early edition": {"areas": "dak-lak/ea-sup, dak-lak", "terms": ALL, "as_of": "2020-06-30"},
    "goals alone": {"areas": "nghe-an, hai-duong", "terms": "2020-2025"},
    "other figures alone": {"areas": "dak-lak/ea-kar, dong-thap", "terms": ALL},
    "formed later": {"areas": "quang-ngai-2025, lam-dong-2025/phu-quy", "terms": ALL},
    "to date": {"areas": "kon-tum/dak-glei, tay-ninh, ben-tre", "terms": ALL},
}
NOTHING = {
    "never": {"areas": "ca-mau, bac-lieu"},
    "too early": {"areas": "dak-lak, binh-thuan", "as_of": "2023-06-30"},
    "ended": {"areas": "dak-nong", "terms": "2025-2030"},
}
FIGURES = (
    ("p", "admissions", "2015-2020", 824),
    ("p", "admissions_growth", "2015-2020", 8.56, {"base": "2010-2015"}),
    ("p", "admissions_yearly_average", "2015-2020", 165),
    ("p", "excess_rate", "2015-2020", 26.9),
    ("q", "admissions", "2015-2020", 1000),
    ("q", "admissions_yearly_goal", "2015-2020", 190),
    ("q", "admissions", "2020-2025 to 2023-09-19", 300),
    ("q", "admissions_target", "2020-2025", 500, {"bound": "at_most"}),
    ("q", "admissions_target", "2020-2025", 450, {"bound": "at_least"}),
    ("q", "admissions", "2015-2020", 400, {"segment": "female"}),
)


class Shown:
    """A page on invented figures, with its chart drawn, so that tables can refer to it."""

    def __init__(self, dataset, areas="p, q", terms=TERMS, lang="en"):
        self.page = TermComparison(dataset, areas, terms, lang)
        self.compared = compare_terms(dataset, self.page.areas, self.page.terms)
        self.chart = draw_terms(self.page, self.compared)

    def __call__(self, function):
        return function(self.page, self.compared)


@pytest.fixture(scope="module")
def shown(invent):
    return Shown(invent(*FIGURES))


def cells(table):
    return [[str(cell) for cell in row] for row in table.rows]


def lines(prose):
    return [str(line) for line in prose.paragraphs]


def words_of(blocks):
    return "\n".join(bundle_of(block)[0]["text/plain"] for block in blocks if not isinstance(block, SourceList))


def test_the_title_names_few_areas_and_counts_many(real):
    few = TermComparison(real, "Đắk Lắk, dak-lak/ea-sup", TERMS, "vi")
    many = TermComparison(real, "dak-lak, binh-thuan, lam-dong, ben-tre, tay-ninh, ha-noi", TERMS, "en")

    assert few.title == "Kết nạp đảng viên theo nhiệm kỳ đại hội: Đắk Lắk, Ea Súp"
    assert many.title == "Admissions by term of congress: 6 areas"


@pytest.mark.parametrize(("terms", "code"), [(TERMS, "dak-lak"), ("2025-2030", "dak-lak-2025")])
def test_a_name_means_the_area_that_stood_in_the_first_term(real, terms, code):
    assert [area.code for area in TermComparison(real, "Đắk Lắk", terms, "vi").areas] == [code]


def test_an_area_that_was_formed_later_is_told_from_its_namesake(real):
    vi, en = (TermComparison(real, "dak-lak", TERMS, lang) for lang in ("vi", "en"))

    assert (vi.name_of("dak-lak"), vi.name_of("dak-lak-2025")) == ("tỉnh Đắk Lắk", "tỉnh Đắk Lắk (từ 1/7/2025)")
    assert en.name_of("dak-lak-2025") == "Đắk Lắk Province (from 1 July 2025)"


@pytest.mark.parametrize(
    "wrong", [{"terms": "2015-2021"}, {"terms": ""}, {"areas": "nowhere"}, {"areas": " "}, {"lang": "fr"}]
)
def test_wrong_parameters_are_the_callers_fault(wrong):
    with pytest.raises(CallerError) as caught:
        blocks_of("term_comparison", **wrong)
    assert caught.value.to_do


def test_the_summary_counts_what_is_known_and_tells_totals_growth_and_goals(shown):
    (told,) = lines(shown(write_summary))

    assert told == (
        "Totals by area and term: 2 printed, 1 implied by other figures, 1 known to date only, 2 not known. "
        "Admitted in the term 2015–2020: p Province 824; q Province 1,000. "
        "Counted to date, so no totals: q Province 300 (from 2020 to 19 September 2023). "
        "In 2015–2020, p Province admitted 8.56% more than in 2010–2015. "
        "Of the totals that can be held against a goal (2), 2 reached it. "
        "A term counts five calendar years: 2015–2020 the years 2015 to 2019."
    )


def test_the_summary_in_vietnamese(invent):
    (told,) = lines(Shown(invent(*FIGURES), lang="vi")(write_summary))

    assert "2 số do nguồn công bố, 1 số suy ra từ số liệu khác" in told
    assert "số kết nạp của p tăng 8,56% so với nhiệm kỳ 2010–2015." in told
    assert "gồm các năm từ 2015 đến 2019." in told


def test_totals_of_many_areas_are_told_by_the_least_and_the_most(invent):
    dataset = invent(*((f"a{place}", "admissions", "2015-2020", 100 + place) for place in range(6)))

    (told,) = lines(Shown(dataset, ", ".join(f"a{place}" for place in range(6)))(write_summary))

    assert "The 6 totals known of the term 2015–2020 lie between 100 in a0 Province and 105 in a5 Province." in told


def test_a_fall_is_told_as_a_change(invent):
    dataset = invent(("p", "admissions", "2015-2020", 90), ("p", "admissions", "2010-2015", 100))

    (told,) = lines(Shown(dataset, "p")(write_summary))

    assert "Admissions of p Province changed by −10.0% in 2015–2020 against 2010–2015." in told


def test_the_totals_by_area_and_term(shown):
    table = shown(table_totals)

    assert [str(head) for head in table.header] == ["Area", "2010–2015", "2015–2020", "2020–2025"]
    assert cells(table) == [["P Province", "759", "824", "–"], ["Q Province", "–", "1,000", "*300"]]
    assert any("hollow in Figure 1: q Province, from 2020 to 19 September 2023." in str(note) for note in table.notes)
    assert '<a href="#figure-terms">' in bundle_of(table)[0]["text/html"]


def test_a_total_that_is_computed_is_marked_and_explained(invent):
    years = [("p", "admissions", str(year), 100) for year in range(2015, 2020)]
    told = Shown(invent(*years), "p", "2015-2020")

    assert cells(told(table_totals)) == [["P Province", "500"]]
    assert "[c1]" in bundle_of(told(table_totals))[0]["text/html"]
    assert lines(told(write_totals)) == [
        "P Province, 2015–2020: no source prints the total; it is the sum of the five full years."
    ]


def test_a_range_is_told_with_both_ends(invent):
    told = Shown(
        invent(
            ("p", "admissions", "2015-2020", 5000), ("p", "admissions_growth", "2015-2020", 25, {"base": "2010-2015"})
        ),
        "p",
        "2010-2015, 2015-2020",
    )

    assert cells(told(table_totals)) == [["P Province", "3,985–4,016", "5,000"]]
    assert lines(told(write_totals)) == [
        "P Province, 2010–2015: no source prints the total; the printed figures allow 3,985–4,016."
    ]
    assert cells(told(table_growth)) == [["P Province, 2015–2020", "3,985–4,016", "25%", "24.5–25.5%"]]


def test_averages_growth_and_goals_printed_and_recomputed(shown):
    assert cells(shown(table_averages)) == [
        ["P Province, 2015–2020", "165", "164.8", "–"],
        ["Q Province, 2015–2020", "–", "200.0", "190"],
    ]
    assert cells(shown(table_growth)) == [["P Province, 2015–2020", "759", "8.56%", "8.56%"]]
    assert any("can but agree" in str(note) for note in shown(table_growth).notes)
    assert cells(shown(table_goals)) == [
        ["Q Province, 2015–2020", "950", "105.3%"],
        ["Q Province, 2020–2025", "450–500", "*60.0–66.7%"],
    ]


def test_a_growth_over_another_term_than_the_one_before_is_told_as_such(invent):
    told = Shown(
        invent(
            ("p", "admissions", "2020-2025", 120),
            ("p", "admissions", "2010-2015", 100),
            ("p", "admissions_growth", "2020-2025", 20, {"base": "2010-2015"}),
        ),
        "p",
    )

    assert cells(told(table_growth)) == [["P Province, 2020–2025", "100", "20%", "20.0%"]]
    assert "P Province, 2020–2025: growth over 2010–2015." in [str(note) for note in told(table_growth).notes]


def test_both_readings_of_a_percentage_above_an_unprinted_goal(shown):
    assert lines(shown(write_goals)) == [
        "P Province, 2015–2020: 26.9% above the goal is printed, the goal is not. If it compares the average of 165, "
        "the goal was 130 a year. If it compares the total of 824, no whole number fits."
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [("admissions_target", 1000), ("excess_rate", 30)],
            "P Province, 2015–2020: 30% above the goal is printed, 30.0% is recomputed.",
        ),
        (
            [("completion_rate", 125)],
            "P Province, 2015–2020: the goal is not printed; the whole numbers of which 1,300 is 125% are 1,036–1,044.",
        ),
        (
            [("completion_rate", 105.69)],
            "P Province, 2015–2020: the goal is not printed; 1,230 is the only whole number of which 1,300 is 105.69%.",
        ),
        (
            [("excess_rate", 30.0)],
            "P Province, 2015–2020: 30.0% above the goal is printed, the goal is not. If it compares the total of "
            "1,300, the goal was 1,000.",
        ),
        (
            [("excess_rate", 26.9), ("admissions_yearly_average", 3)],
            "P Province, 2015–2020: 26.9% above the goal is printed, the goal is not. If it compares the average of 3, "
            "no whole number fits. If it compares the total of 1,300, no whole number fits.",
        ),
    ],
)
def test_what_percentages_say_of_goals(invent, rows, told):
    rows = [("p", "admissions", "2015-2020", 1300), *(("p", code, "2015-2020", number) for code, number in rows)]

    assert lines(Shown(invent(*rows), "p")(write_goals)) == [told]


def test_other_figures_stand_with_their_group(shown):
    assert cells(shown(table_others)) == [["Q Province, 2015–2020", "admissions: female", "400"]]


def test_what_is_not_known_is_told_area_by_area(invent):
    shown = Shown(invent(*FIGURES, ("r", "admissions", "2018", 5)), "p, q, r")

    assert lines(shown(write_missing)) == [
        "P Province: no figure on 2020–2025.",
        "Q Province: no figure on 2010–2015; of 2020–2025 the total is not known.",
        "R Province: no figure on any of these terms.",
    ]


def test_nothing_missing_is_said_too(invent):
    remark = Shown(invent(("p", "admissions", "2015-2020", 5)), "p", "2015-2020")(write_missing)

    assert str(remark.line) == "Nothing that was looked for is missing."


def test_a_term_that_an_area_cannot_have_is_told_and_never_counted_as_unknown(invent):
    dataset = invent(("p", "admissions", "2020-2025", 5), ("q", "admissions", "2020-2025", 6))
    ended = dataclasses.replace(dataset.areas["p"], valid_to=dt.date(2025, 6, 30), successor="q")
    shown = Shown(dataclasses.replace(dataset, areas={**dataset.areas, "p": ended}), "p, q", "2020-2025, 2025-2030")

    assert lines(shown(write_summary))[0].startswith("Totals by area and term: 2 printed, 1 not known.")
    assert cells(shown(table_totals)) == [["P Province", "5", "ended"], ["Q Province", "6", "–"]]
    assert lines(shown(write_missing)) == [
        "Q Province: no figure on 2025–2030.",
        "P Province stood until 30 June 2025, then became part of q Province; it has no term 2025–2030.",
    ]


@pytest.mark.parametrize(
    ("row", "averages", "growth", "goals"),
    [
        (("p", "completion_rate", "2015-2020", 90), "No yearly average and no growth of a term is known.", None, ""),
        (
            ("p", "admissions", "2015-2020", 5),
            "",
            "No growth over an earlier term is known.",
            "No goal of a term is known.",
        ),
    ],
)
def test_a_section_without_data_says_so_in_one_sentence(invent, row, averages, growth, goals):
    shown = Shown(invent(row), "p")

    for function, told in ((table_averages, averages), (table_growth, growth), (table_goals, goals)):
        block = shown(function)
        assert (str(block.line) if isinstance(block, Remark) else block and "") == told
    assert str(shown(table_others).line) == "Nothing else is printed of these terms."


def test_growth_alone_needs_no_word_on_averages(invent):
    shown = Shown(invent(("p", "admissions_growth", "2015-2020", 5, {"base": "2010-2015"})), "p")

    assert shown(table_averages) is None
    assert cells(shown(table_growth)) == [["P Province, 2015–2020", "5%"]]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_notebook_shows_no_empty_frame_in_any_case(case, lang):
    page, blocks = blocks_of("term_comparison", lang=lang, **CASES[case])

    assert isinstance(blocks[-1], SourceList)
    for block in blocks:
        match block:
            case Table():
                assert block.rows
                assert len(block.header) <= 6
                assert all(len(row) == len(block.header) for row in block.rows)
            case Prose():
                assert all(str(line).strip() for line in block.paragraphs)
            case Remark():
                assert str(block.line).endswith(".")
            case Chart():
                assert "<text" in block.svg
        assert not isinstance(block, KeyFigures)
    text = words_of(blocks)
    assert not re.search(r"\bnan\b|\bNone\b|\{|\}", text)
    assert text.count({"en": "A term counts five", "vi": "Mỗi nhiệm kỳ tính theo năm dương lịch"}[lang]) == 1
    assert page.ledger.numbers


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("case", NOTHING)
def test_where_nothing_is_known_one_remark_names_the_areas(case, lang):
    page, blocks = blocks_of("term_comparison", lang=lang, **NOTHING[case])

    assert not [block for block in blocks if isinstance(block, Table | Chart)]
    assert [block.level for block in blocks if isinstance(block, Prose)] == [1]
    remark = next(block for block in blocks if isinstance(block, Remark))
    assert all(page.name_of(area.code) in str(remark.line) for area in page.areas)
    assert page.ledger.numbers == []
    assert open_section(page, "sources", compare_terms(page.dataset, page.areas, page.terms)) is None


def test_the_merger_is_told_where_the_term_after_it_is_asked_for():
    _, blocks = blocks_of("term_comparison", lang="vi", **NOTHING["ended"])

    assert "sau đó nhập vào tỉnh Lâm Đồng (từ 1/7/2025), nên không có nhiệm kỳ 2025–2030." in words_of(blocks)


def test_every_number_of_the_default_report_has_its_record():
    page, blocks = blocks_of("term_comparison", lang="en")

    kept = {record["shown"] for record in page.ledger.numbers}
    assert {"17,176", "824", "759", "10,168", "101.68%", "8.56%", "7,979", "164.8"} <= kept
    assert all(record["sources"] and record["observations"] for record in page.ledger.numbers)
    for table in (block for block in blocks if isinstance(block, Table)):
        for row in table.rows:
            for cell in (cell for cell, numeric in zip(row, table.numeric, strict=True) if numeric):
                assert re.fullmatch(r"–|ended|\*?[≥≤≈]?[\d,.–%\u202f]+", str(cell)), str(cell)
                assert str(cell) in ("–", "ended") or "source-" in cell.html(), str(cell)


def test_the_same_report_twice_is_the_same():
    first, second = (blocks_of("term_comparison", **CASES["merged"])[1] for _ in range(2))

    assert [bundle_of(block) for block in first] == [bundle_of(block) for block in second]
