"""The page on the quality of the data: coverage, findings, decisions, gaps, what to look for; and the notebook."""

import dataclasses
import itertools
import re

import pytest
from shown import blocks_of, bundle_of

from analysis.dataset.model import Correction
from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Findings, Prose, Remark, SourceList
from analysis.figures.data_checks import (
    MOST_FINDINGS,
    introduce,
    show_contradictions,
    table_gaps,
    write_breaks,
    write_decisions,
    write_doubts,
    write_rest,
    write_unplaced,
)
from analysis.figures.data_quality import (
    DataQuality,
    coverage_parts,
    draw_coverage,
    table_indicators,
    tell_coverage,
    write_summary,
)
from analysis.figures.tables import Table
from analysis.figures.wanted import table_wanted, write_rule
from analysis.measures.audit import audit
from analysis.measures.data_quality import (
    AreaCoverage,
    Decision,
    area_coverage,
    decisions,
    indicator_coverage,
    source_gaps,
    unplaced_values,
)
from analysis.measures.wanted import wanted_figures

ROWS = (
    ("p", "admissions", "2022", 30),
    ("p", "admissions_target", "2022", 40),
    ("p", "completion_rate", "2022", 99),
    ("p", "admissions", "to 2023-05-01", 10),
    ("q", "members", "at 2022-01", 100, {"source": "paper-20230101"}),
    ("q", "members", "at 2022-01", 101, {"source": "other-nd"}),
    ("q", "trainees", "2022", 7),
)


@pytest.fixture(scope="module")
def dataset(invent):
    return invent(*ROWS)


@pytest.fixture
def page(dataset):
    return DataQuality(dataset, 2020, 2024, "en")


def rows_of(table):
    return [[str(cell) for cell in row] for row in table.rows]


def test_the_summary_counts_figures_sources_provinces_and_checks(page, dataset):
    text = str(write_summary(page, area_coverage(dataset, page.years), audit(dataset)).paragraphs[0])

    assert text == (
        "The edition holds 7 figures of 2 sources. For 2020–2024, something is known of 2 provinces. Printed figures "
        "were held against each other 2 times. They agree 0 times; 2 times they do not."
    )


def test_a_single_year_is_named_once(dataset):
    assert DataQuality(dataset, 2022, 2022, "en").title == "Quality of the data, 2022"
    assert DataQuality(dataset, 2020, 2024, "vi").title == "Chất lượng số liệu, 2020–2024"


def test_a_span_that_cannot_be_shown_is_refused(dataset):
    with pytest.raises(CallerError, match="no span of years"):
        DataQuality(dataset, 2024, 2020, "en")


def test_rows_stand_in_the_alphabetical_order_of_the_language(real):
    names = {}
    for lang in ("vi", "en"):
        page = DataQuality(real, 2010, 2025, lang)
        parts = coverage_parts(page, area_coverage(real, page.years))
        names[lang] = [real.areas[one.ref_area].name_vi for part in parts for one in part]

    assert sorted(names["vi"]) == sorted(names["en"])
    assert names["vi"].index("Cao Bằng") < names["vi"].index("Cần Thơ") < names["vi"].index("Đà Nẵng")
    assert names["vi"].index("Bình Dương") < names["vi"].index("Bình Định")
    assert names["en"].index("Bình Định") < names["en"].index("Bình Dương")


@pytest.mark.parametrize("count", [0, 1, 32, 33, 64, 65, 86])
def test_every_row_stands_in_one_part_and_no_part_is_too_long(real, count):
    page = DataQuality(real, 2010, 2025, "vi")
    codes = [area.code for area in real.areas.values() if area.level == "province"][:count]

    parts = coverage_parts(page, [AreaCoverage(code, {2020: "full"}) for code in codes])

    assert len(parts) == 3
    assert sorted(one.ref_area for part in parts for one in part) == sorted(codes)
    assert max(map(len, parts)) <= 32
    filled = [len(part) for part in parts if part]
    assert filled == [len(part) for part in parts][: len(filled)]
    assert max(filled, default=0) - min(filled, default=0) <= 2


def test_the_chart_names_its_first_and_last_row_and_new_areas(real):
    page = DataQuality(real, 2010, 2025, "en")
    charts = [draw_coverage(page, part) for part in coverage_parts(page, area_coverage(real, page.years))]

    assert draw_coverage(page, []) is None
    assert [str(chart.caption) for chart in charts] == [
        "Figure 1. What is known by province: An Giang (new) to Điện Biên",
        "Figure 2. What is known by province: Đồng Nai to Lào Cai",
        "Figure 3. What is known by province: Nam Định to Yên Bái",
    ]
    assert "(new): formed by a merger" in str(charts[0].note)
    assert "Đắk Lắk: full year 2021–2022;" in charts[0].alt
    assert "Đắk Lắk (new): other figures only 2025." in charts[0].alt


def test_years_outside_of_an_areas_time_are_shaded(real, drawn):
    page = DataQuality(real, 2024, 2026, "en")
    draw_coverage(page, [AreaCoverage("dak-lak-2025", {2025: "other"}), AreaCoverage("dak-lak", {2024: "full"})])

    assert [(bar.get_x(), bar.get_width()) for bar in drawn[0].axes.patches] == [(2023.5, 1), (2025.5, 1)]


def test_where_nothing_is_known_a_remark_says_so(dataset):
    page = DataQuality(dataset, 1990, 1995, "en")

    assert str(tell_coverage(page, []).line) == "For 1990–1995, nothing is known of any province."
    assert str(table_indicators(page, []).line) == "No figure is known for 1990–1995."
    assert str(table_wanted(page, []).line) == "The rule finds nothing to look for."
    assert tell_coverage(page, [AreaCoverage("p", {1990: "full"})]) is None


def test_indicators_with_few_figures_are_told_together(real):
    page = DataQuality(real, 2010, 2025, "en")
    coverage = indicator_coverage(real, page.years)
    table = table_indicators(page, coverage)

    assert rows_of(table)[0] == ["Members admitted", "258", "40", "2010–2025"]
    assert min(int(row[1]) for row in rows_of(table)) >= 5
    few = [one for one in coverage if one.figures < 5]
    assert (
        f"{len(few)} further indicators have fewer than 5 figures each, {sum(one.figures for one in few)} in all."
        in (" ".join(map(str, table.notes)))
    )


def test_where_all_are_few_they_are_named(page, dataset):
    table = table_indicators(page, indicator_coverage(dataset, page.years))

    assert ["trainees", "1", "1", "2022"] in rows_of(table)


def test_findings_are_told_by_verdict_with_the_table_of_the_checks(page, dataset):
    checks = audit(dataset)
    page.table_checks(checks)

    assert str(introduce(page, checks, "contradiction").paragraphs[0]) == (
        "Contradiction, found 1 time (Table 1): the figures cannot all be true."
    )
    (line,) = show_contradictions(page, checks).lines
    assert "printed 99%, recomputed 75.00%" in str(line.line)
    assert [len(write_doubts(page, checks).paragraphs), write_breaks(page, checks)] == [1, None]
    assert introduce(page, checks, "break") is None
    assert write_rest(page, checks) is None


def test_of_very_many_findings_the_rest_is_counted_by_area(page, dataset):
    checks = audit(dataset)
    contradiction, doubt = checks.findings
    many = dataclasses.replace(checks, findings=(contradiction,) * MOST_FINDINGS + (doubt,) * 2 + (contradiction,))

    assert len(show_contradictions(page, many).lines) == MOST_FINDINGS
    assert write_doubts(page, many) is None
    assert str(write_rest(page, many).paragraphs[0]) == (
        "Further findings, not told one by one: q Province (2), p Province (1)."
    )


def test_without_contradictions_a_remark_says_so(invent):
    dataset = invent(("p", "admissions", "2022", 30))
    page = DataQuality(dataset, 2020, 2024, "en")

    assert str(page.table_checks(audit(dataset)).line) == "There are too few figures to check one against another."
    assert str(show_contradictions(page, audit(dataset)).line) == "No figures contradict each other."


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "en",
            "Q Province, January 2022: members: printed 100; 101. Set aside, shown but not computed with: 101. "
            "Preferred: 100. Reason: so it is.",
        ),
        (
            "vi",
            "Q, tháng 1/2022: members (vi): nguồn nêu 100; 101. Không dùng để tính, vẫn ghi lại: 101. "
            "Được ưu tiên: 100. Lý do: vì thế.",
        ),
    ],
)
def test_a_decision_is_told_with_its_figures_and_its_reason(dataset, lang, expected):
    made = Correction("q", "members", "_T", "P", "2022-01", "paper-20230101", ("other-nd",), {}, "vì thế.", "so it is.")
    page = DataQuality(dataclasses.replace(dataset, corrections=(made,)), 2020, 2024, lang)
    (told,) = write_decisions(page, decisions(page.dataset)).paragraphs

    assert str(told) == expected
    assert re.findall(r"#source-\d", told.html()) == ["#source-1", "#source-2", "#source-2", "#source-1"]


def test_without_a_decision_a_remark_says_so(page):
    none: list[Decision] = []

    assert str(write_decisions(page, none).line) == "No decision was made on a figure of this edition."


def test_gaps_of_sources(page, dataset):
    table = table_gaps(page, source_gaps(dataset))

    assert rows_of(table) == [
        ["Date of publication", "1", "1"],
        ["Address", "2", "7"],
        ["Title", "0", "0"],
        ["Publisher", "0", "0"],
        ["Area spoken of", "2", "7"],
    ]


@pytest.mark.parametrize(
    ("as_of", "note"),
    [
        ("", "Sources without a date stand in the newest edition alone"),
        ("2023-06-30", "This edition leaves out 119 sources without a date of publication."),
    ],
)
def test_undated_sources_are_told(as_of, note):
    from analysis.dataset.load import load_dataset

    dataset = load_dataset(as_of)
    table = table_gaps(DataQuality(dataset, 2010, 2025, "en"), source_gaps(dataset))

    assert note in " ".join(map(str, table.notes))


def test_figures_without_an_area_are_listed_with_their_sources(real, page):
    (line,) = write_unplaced(DataQuality(real, 2010, 2025, "en"), unplaced_values(real)).paragraphs

    assert "2023: Target admission rate: ≤\u202f4%." in str(line)
    assert "#source-1" in line.html()
    assert str(write_unplaced(page, []).line) == "Every figure of this edition has its area."


def test_what_is_wanted_stands_with_what_is_known_already(invent):
    dataset = invent(
        ("p", "admissions", "to 2023-10-10", 80),
        ("p", "admissions_target", "2023", 100),
        ("p", "members", "at 2023-06", 2000),
        ("q", "admissions", "2020", 70),
        ("q", "admissions", "2022", 90),
    )
    page = DataQuality(dataset, 2020, 2024, "en")
    table = table_wanted(page, wanted_figures(dataset, page.years))

    assert rows_of(table)[:2] == [
        [
            "P Province",
            "Admissions, full year 2023",
            "Admissions to 10 October 2023: 80; target: 100; members June 2023: 2,000",
        ],
        ["Q Province", "Admissions, full year 2021", "70 in 2020, 90 in 2022"],
    ]
    assert ["Q Province", "Target 2022", "Admissions 2022: 90"] in rows_of(table)
    assert "#source-1" in table.rows[0][2].html()


def test_at_most_25_are_told_and_the_rest_is_counted(real):
    page = DataQuality(real, 2010, 2025, "en")
    wanted = wanted_figures(real, page.years)
    table = table_wanted(page, wanted)

    assert len(table.rows) == 25 < len(wanted)
    assert f"The rule finds {len(wanted) - 25} further figures." in " ".join(map(str, table.notes))
    assert "Wanted are full-year admissions" in str(write_rule(page).paragraphs[0])


CASES = [
    {},
    {"start": 2021, "end": 2021},
    {"start": 2000, "end": 2029},
    {"start": 1990, "end": 1995},
    {"as_of": "2023-06-30"},
    {"as_of": "2010-01-01"},
    {"as_of": "1950-01-01"},
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_notebook_runs_whatever_is_known(case, lang):
    page, blocks = blocks_of("data_quality", lang=lang, **case)

    assert all(str(bundle_of(block)[0]["text/plain"]) for block in blocks if not isinstance(block, SourceList))
    assert all(block.rows for block in blocks if isinstance(block, Table))
    assert all(block.lines for block in blocks if isinstance(block, Findings))
    assert isinstance(blocks[2], Prose)
    headings = [isinstance(block, Prose) and block.level == 2 for block in blocks]
    assert not any(first and second for first, second in itertools.pairwise(headings))
    assert any(isinstance(block, Chart | Remark) for block in blocks)
    assert page.title


def test_every_mark_on_the_real_page_has_its_entry():
    page, blocks = blocks_of("data_quality", lang="en")

    html = "".join(bundle_of(block)[0].get("text/html", "") for block in blocks)
    (sources,) = [block for block in blocks if isinstance(block, SourceList)]
    cited = {int(number) for number in re.findall(r'href="#source-(\d+)"', html)}
    assert cited <= {entry.number for entry in sources.entries}
    assert all(one["sources"] and one["observations"] for one in page.ledger.numbers)
