"""The page that compares units: what it says, shows and leaves unknown, and the notebook that makes it."""

import itertools

import pytest
from shown import blocks_of, bundle_of

from analysis.dataset.load import load_dataset
from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Prose, Remark
from analysis.figures.tables import Table
from analysis.figures.unit_known import table_coverage, table_standings, write_gaps, write_summary
from analysis.figures.unit_quota import draw_admission_rates, draw_quota, table_quota, write_rule
from analysis.figures.unit_ranking import UnitsPage, draw_admissions, draw_completion, draw_targets
from analysis.measures.annual import printed_completion
from analysis.measures.unit_coverage import coverage_by_level
from analysis.measures.unit_quota import quota_rule, quotas
from analysis.measures.unit_ranking import standings

UNITS = (
    ("p/a", "admissions", "to 2023-10-10", 117),
    ("p/a", "admissions_target", "2023", 115),
    ("p/a", "completion_rate", "to 2023-10-10", 101.74),
    ("p/a", "members", "at 2023-10-13", 3557),
    ("p/b", "completion_rate", "to 2023-10-10", 90),
    ("p/c", "completion_rate", "2023", 88),
    ("p/d", "completion_rate", "to 2023-10-10", 100, {"bound": "at_least"}),
    ("p/e", "admissions_target", "2023", 17),
    ("p/e", "completion_rate", "to 2023-10-10", 88.24),
    ("p/f", "completion_rate", "to 2023", 99),
    ("p/g", "admissions", "2022", 5),
    ("p/a/x", "completion_rate", "to 2023-10-10", 133.3),
    ("p", "completion_rate", "to 2023-10-10", 72.06),
    ("p", "admission_rate_target", "2023", 3, {"bound": "at_least"}),
    ("p", "admission_rate_target", "2023", 4, {"bound": "at_most"}),
)
EDGES = [
    ("dak-lak", 2023, ""),
    ("dak-lak", 2023, "2023-06-30"),
    ("dak-lak", 2024, ""),
    ("dak-lak", 1999, ""),
    ("dak-lak/krong-bong", 2023, ""),
    ("binh-thuan", 2017, ""),
    ("binh-thuan", 2019, ""),
    ("binh-thuan", 2026, ""),
    ("quang-nam", 2024, ""),
    ("can-tho", 2019, ""),
    ("dong-nai", 2019, ""),
    ("ca-mau", 2023, ""),
    ("bac-lieu", 2025, ""),
    ("viet-nam", 2021, ""),
    ("viet-nam", 2022, ""),
    ("viet-nam", 2025, ""),
]


def page_of(dataset, area="p", year=2023, lang="en"):
    page = UnitsPage(dataset, area, year, lang)
    found = standings(dataset, page.area.code, year)
    return page, found, coverage_by_level(dataset, page.area.code, year, found)


def lines_of(prose):
    return [str(line) for line in prose.paragraphs]


def cells(table):
    return [[str(cell) for cell in row] for row in table.rows]


def test_each_level_and_period_has_its_heading_and_its_own_ranks(invent, drawn):
    page, found, _ = page_of(invent(*UNITS))
    draw_completion(page, found, None)

    told = [text.get_text() for text in drawn[0].axes.texts]
    assert [text for text in told if "%" not in text] == [
        "District level, full year",
        "C District",
        "District level, 2023, cut-off not printed",
        "F District",
        "District level, to 10 October 2023",
        "1. A District",
        "2. B District",
        "3. E District",
        "D District",
        "Commune level, to 10 October 2023",
        "X Commune (a District)",
    ]


def test_the_area_itself_stands_apart_for_comparison(invent, drawn):
    page, found, _ = page_of(invent(*UNITS))
    draw_completion(page, found, printed_completion(page.dataset, "p", 2023))

    last = [text for text in drawn[0].axes.texts if "%" not in text.get_text()][-2:]
    assert [text.get_text() for text in last] == ["For comparison", "P Province, to 10 October 2023"]
    assert last[1].get_fontweight() == "semibold"


def test_the_chart_says_that_bounds_have_no_rank(invent):
    page, found, _ = page_of(invent(*UNITS))

    assert "have no rank" in str(draw_completion(page, found, None).note)


def test_one_unit_alone_is_not_ranked_nor_drawn(invent, drawn):
    page, found, _ = page_of(invent(*UNITS[:3], ("p/b", "admissions", "2023", 9)))

    assert str(draw_admissions(page, found).line).startswith("No two units of one level have this figure")
    assert str(draw_targets(page, found).line).startswith("No two units of one level have this figure")
    assert drawn == []


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda page: draw_completion(page, [], None), "No completion of a unit is known for 2023."),
        (lambda page: draw_admissions(page, []), "No admissions of a unit are known for 2023."),
        (lambda page: draw_targets(page, []), "No target of a unit is known for 2023."),
        (lambda page: draw_quota(page, [], None, None), "No unit has both a target and a number of members for 2023."),
    ],
)
def test_without_figures_there_is_a_remark(invent, draw, said):
    page, _, _ = page_of(invent(("p", "members", "at 2023", 5)))

    shown = draw(page)

    assert isinstance(shown, Remark)
    assert str(shown.line) == said


def test_the_table_tells_what_is_known_in_the_order_of_the_charts(invent):
    page, found, _ = page_of(invent(*UNITS))

    table = table_standings(page, found)

    assert cells(table) == [
        ["C District, full year", "–", "–", "88%", "–"],
        ["F District, 2023, cut-off not printed", "–", "–", "99%", "–"],
        ["A District", "117", "115", "101.74%", "101.74%"],
        ["D District", "–", "–", "≥\u202f100%", "–"],
        ["B District", "–", "–", "90%", "–"],
        ["E District", "15", "17", "88.24%", "–"],
        ["X Commune (a District)", "–", "–", "133.3%", "–"],
    ]
    assert "to 10 October 2023 unless stated otherwise" in str(table.caption)
    assert any("completion and target imply them" in str(note) for note in table.notes)
    assert "[c1]" in table.rows[5][1].html()


def test_where_no_two_units_share_a_period_every_row_tells_its_own(invent):
    page, found, _ = page_of(invent(("p/a", "admissions", "2023", 9), ("p/b", "admissions", "to 2023-10", 7)))

    table = table_standings(page, found)

    assert [row[0] for row in cells(table)] == ["A District, full year", "B District, to October 2023"]
    assert "unless" not in str(table.caption)


def test_the_summary_counts_the_units_and_names_the_ends_of_each_ranking(invent):
    page, found, covered = page_of(invent(*UNITS))

    lines = lines_of(write_summary(page, covered, found))

    assert lines[0] == "Figures for 2023 are known for 6 district-level units, 1 commune-level unit."
    assert "Completion, district level, to 10 October 2023: from 88.24% (e District) to 101.74% (a District)." in lines
    assert "Targets, district level: from 17 (e District) to 115 (a District)." in lines
    assert not any("commune level" in line for line in lines[1:])


def test_many_units_of_one_rank_are_counted(invent):
    numbers = {"a": 9, "b": 9, "c": 9, "d": 4, "e": 4}
    rows = [(f"p/{name}", "admissions", "2023", number) for name, number in numbers.items()]
    page, found, covered = page_of(invent(*rows))

    assert lines_of(write_summary(page, covered, found))[1] == (
        "Admissions, district level, full year: from 4 (d District, e District) to 9 (3 units)."
    )


def test_equal_units_have_no_ends(invent):
    page, found, covered = page_of(invent(("p/a", "admissions", "2023", 9), ("p/b", "admissions", "2023", 9)))

    assert len(lines_of(write_summary(page, covered, found))) == 1


def test_what_is_not_known_is_told_by_kind(invent):
    page, found, covered = page_of(invent(*UNITS))
    table_standings(page, found)

    lines = lines_of(write_gaps(page, covered, found))

    assert lines == [
        "Only bounds or approximate figures are known for d District.",
        "E District: admissions are not printed; completion and target leave 15 (Table 1).",
        "The cut-off is not printed, so there is no rank, for f District.",
        "District level, nothing known for 2023: g District.",
    ]


def test_the_coverage_never_claims_a_number_of_all_units(invent):
    page, found, covered = page_of(invent(*UNITS))
    table_standings(page, found)

    table = table_coverage(page, covered)

    assert cells(table) == [
        ["District level", "7", "6", "1", "2", "6"],
        ["Commune level", "1", "1", "0", "0", "1"],
    ]
    assert "The list holds only units that some source names, and so is no count of all there are." in map(
        str, table.notes
    )


def test_the_nation_has_every_province_on_the_list_and_both_numbers_of_2025(real):
    page, found, covered = page_of(real, "viet-nam", 2025)
    table_standings(page, found)

    notes = [str(note) for note in table_coverage(page, covered).notes]

    assert "The list holds every province: 63 at the start of the year, 34 at its end." in notes
    assert page.title == "Provinces compared, 2025"


def test_the_quota_is_held_against_the_printed_range(invent, drawn):
    page, found, _ = page_of(invent(*UNITS))
    rule = quota_rule(page.dataset, "p", 2023)
    quota = quotas(page.dataset, found, 2023)

    said, chart, table = write_rule(page, rule), draw_quota(page, quota, rule, None), table_quota(page, quota)

    assert lines_of(said) == ["What is asked of p Province in the year 2023: 3% to 4% of the members."]
    assert "[c" not in said.paragraphs[0].html()
    assert [text.get_text() for text in drawn[0].figure.legends[0].get_texts()] == ["asked for: 3% to 4%"]
    assert cells(table) == [["A District", "13 October 2023", "115", "3,557", "3.23%"]]
    assert "[c1]" in table.rows[0][-1].html()
    assert isinstance(chart, Chart)


def test_the_rule_of_another_area_is_named_as_such(real):
    page, _, _ = page_of(real, "quang-nam", 2024)

    (line,) = lines_of(write_rule(page, quota_rule(real, "quang-nam", 2024)))

    assert line == (
        "No source prints a share for Quảng Nam Province itself; what is asked of Viet Nam in each year of the "
        "term 2020–2025: 3% to 4% of the members."
    )


def test_a_range_or_more_keeps_its_open_end(real):
    page, _, _ = page_of(real, "dak-lak", 2023)

    assert "3% to 4% or more" in lines_of(write_rule(page, quota_rule(real, "dak-lak", 2023)))[0]


def test_without_a_rule_no_band_is_drawn_and_that_is_said(invent, drawn):
    page, found, _ = page_of(invent(*UNITS[:4]))

    said = write_rule(page, None)
    draw_quota(page, quotas(page.dataset, found, 2023), None, None)

    assert isinstance(said, Remark)
    assert str(said.line) == "No source prints what share of the members p Province is to admit in 2023."
    assert drawn[0].figure.legends == []


def test_printed_admission_rates_have_a_chart_only_where_there_are_any(invent):
    page, _, _ = page_of(invent(*UNITS))

    assert draw_admission_rates(page, [], None) is None


@pytest.mark.parametrize("year", [0, 23, 99999])
def test_a_year_that_is_none_is_refused(real, year):
    with pytest.raises(CallerError, match="is no year"):
        UnitsPage(real, "dak-lak", year, "en")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("area", "year", "as_of"), EDGES)
def test_the_notebook_shows_no_empty_block_and_no_label_meets_another(drawn, area, year, as_of, lang):
    page, blocks = blocks_of("units", area=area, year=year, lang=lang, as_of=as_of)

    for block in blocks:
        bundle, _ = bundle_of(block)
        assert bundle["text/plain"].strip()
        if isinstance(block, Table):
            assert block.rows
            assert all(len(row) == len(block.header) <= 6 for row in block.rows)
        if isinstance(block, Prose):
            assert block.paragraphs
    assert page.dataset.as_of is None or str(page.dataset.as_of) == as_of
    for drawing in drawn:
        legends = [text for legend in drawing.figure.legends for text in legend.get_texts()]
        told = [*drawing.labels, *drawing.ticks, *drawing._extents(legends)]
        for (first, box), (second, other) in itertools.combinations(told, 2):
            assert not box.overlaps(other), (first, second)
        for text, box in told:
            assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
            assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


def test_an_area_of_which_nothing_is_known_in_the_edition_is_refused():
    with pytest.raises(CallerError, match="nothing is known"):
        UnitsPage(load_dataset("2007-01-01"), "ca-mau", 2023, "en")


def test_the_notebook_tells_that_an_area_is_over():
    _, blocks = blocks_of("units", area="binh-thuan", year=2026, lang="en")

    assert any(
        "became part of the new Lâm Đồng Province on 1 July 2025" in bundle_of(one)[0]["text/plain"] for one in blocks
    )


def test_every_number_of_the_real_page_has_a_source():
    page, blocks = blocks_of("units", area="dak-lak", year=2023, lang="en")

    assert len(page.ledger.numbers) > 20
    assert all(number["sources"] for number in page.ledger.numbers)
    assert len([block for block in blocks if isinstance(block, Chart)]) == 3
