"""The notebook that compares areas over years: its blocks over real and invented data, in both languages."""

import dataclasses
import datetime as dt
import itertools

import pytest
from shown import blocks_of

from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Prose, Remark
from analysis.figures.tables import Table
from analysis.figures.trends import Trends, draw_index, draw_rates, draw_values
from analysis.figures.trends_tables import table_changes, table_rates, table_values
from analysis.figures.trends_words import write_breaks, write_missing, write_summary
from analysis.measures.series import compare_series, index_series, per_members
from analysis.measures.yearly_changes import changes_of

SECTIONS = 7
CASES = {
    "defaults": {},
    "targets": {"indicator": "admissions_target", "areas": "dak-lak, Bình Thuận, quang-nam"},
    "members": {"indicator": "members"},
    "many": {"indicator": "members", "areas": "dak-lak, binh-thuan, lam-dong, dien-bien, dong-nai, phu-yen, ca-mau"},
    "organisations": {"indicator": "grassroots_organisations", "areas": "dak-lak, nghe-an, dien-bien, binh-thuan"},
    "rates": {"indicator": "completion_rate"},
    "range": {"indicator": "admission_rate_target", "areas": "dak-lak, binh-thuan"},
    "averages": {"indicator": "admissions_yearly_goal", "areas": "dak-lak"},
    "nothing": {"areas": "ca-mau, bac-lieu"},
    "one figure": {"indicator": "members", "areas": "ca-mau", "end": 2024},
    "only what it went into": {"indicator": "members", "areas": "bac-lieu"},
    "a single year": {"start": 2022, "end": 2022},
    "to date alone": {"areas": "dak-lak", "start": 2023, "end": 2023},
    "after the merger": {"areas": "binh-thuan", "start": 2026, "end": 2027},
    "no merger": {"areas": "thua-thien-hue, hue", "indicator": "members"},
    "new areas": {"areas": "thai-nguyen-2025, thai-nguyen"},
    "units": {"areas": "lam-dong/duc-trong, ninh-thuan/ninh-phuoc, ninh-thuan/ninh-son, hoa-binh/mai-chau"},
    "growth printed": {"areas": "ha-noi, ha-nam, viet-nam", "start": 2005},
    "early edition": {"as_of": "2023-06-30"},
    "first edition": {"as_of": "2011-01-01"},
    "long": {"areas": "viet-nam, phu-yen", "indicator": "members", "start": 1925, "end": 2026},
}


def page_of(dataset, areas="p, q", indicator="admissions", start=2018, end=2024, lang="en"):
    page = Trends(dataset, areas, indicator, start, end, lang)
    return page, compare_series(dataset, page.areas, page.indicator, page.years)


def cells(table):
    return [[str(cell) for cell in row] for row in table.rows]


def boxes(drawing):
    """Every text of a drawing with its box, and whether it is beside the axes and not on them."""
    renderer = drawing._renderer
    for axes in drawing.figure.axes:
        ticks = [
            tick.label1
            for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim()))
            for tick in axis.get_major_ticks()
            if low <= tick.get_loc() <= high and tick.label1.get_visible()
        ]
        for text in (*axes.texts, *ticks, axes._left_title):
            if text.get_text():
                yield text.get_text(), text.get_window_extent(renderer), text not in axes.texts


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_case_shows_every_section_nothing_empty_and_legible_charts(drawn, case, lang):
    page, blocks = blocks_of("trends", lang=lang, **CASES[case])

    headings = [isinstance(block, Prose) and block.level == 2 for block in blocks]
    assert headings.count(True) == SECTIONS
    assert not any(first and second for first, second in itertools.pairwise(headings))
    for table in (block for block in blocks if isinstance(block, Table)):
        assert table.rows
        assert len(table.header) <= 6
    assert type(blocks[-1]).__name__ == "SourceList"
    assert sum(isinstance(block, Chart) for block in blocks) == len(drawn)
    for drawing in drawn:
        assert_legible(drawing)
    assert page.ledger.numbers or not drawn


def assert_legible(drawing):
    told = list(boxes(drawing))
    for (first, box, _), (second, other, beside) in itertools.combinations(told, 2):
        # The dash of the unknown is low in its box, which reaches down to the years.
        assert (beside and first == "–") or not box.overlaps(other), (first, second)
    for text, box, _ in told:
        assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
        assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


def test_where_nothing_is_known_there_are_remarks_alone(drawn):
    page, blocks = blocks_of("trends", lang="en", areas="ca-mau, bac-lieu")

    assert str(blocks[3].line) == (
        "Members admitted: no figure is known of Cà Mau Province, Bạc Liêu Province for 2015–2025."
    )
    assert drawn == []
    assert not any(isinstance(block, Table) for block in blocks)
    assert page.ledger.numbers == []


def test_the_summary_of_the_defaults(real):
    page, series = page_of(real, "dak-lak, binh-thuan, nghe-an", start=2015, end=2025)

    (paragraph,) = write_summary(page, series, changes_of(real, series, page.indicator)).paragraphs

    assert str(paragraph) == (
        "A full-year figure for each area and each year of 2015–2025 would make 31; 7 are known. "
        "For 3 more there are figures to date alone. "
        "The newest full-year figures: Đắk Lắk 2,089 (2022); Bình Thuận ≥\u202f2,000 (2022); Nghệ An 3,998 (2022). "
        "The highest known growth from one year to the next: Nghệ An, 2020 to 2021, 22.6% (from 3,293 to 4,037). "
        "The lowest: Nghệ An, 2021 to 2022, −1.0% (from 4,037 to 3,998); bounds are not compared."
    )


def test_an_area_without_a_figure_is_named(real):
    page, series = page_of(real, "dak-lak, bac-lieu", start=2015, end=2025)

    (paragraph,) = write_summary(page, series, []).paragraphs

    assert "No figure is known of Bạc Liêu Province." in str(paragraph)
    assert "Bạc Liêu Province: no full-year figure known for 2015–2024." in [
        str(line) for line in write_missing(page, series).paragraphs
    ]


def test_one_growth_alone_is_neither_the_highest_nor_the_lowest(invent):
    dataset = invent(("p", "admissions", "2020", 100), ("p", "admissions", "2021", 120))
    page, series = page_of(dataset, "p")

    text = str(write_summary(page, series, changes_of(dataset, series, page.indicator)).paragraphs[0])

    assert "The one known growth from one year to the next: p, 2020 to 2021, 20.0% (from 100 to 120)." in text
    assert "highest" not in text


ROWS = (
    ("p", "admissions", "2020", 100),
    ("p", "admissions", "2021", 120, {"bound": "at_least"}),
    ("p", "admissions", "to 2022-10-10", 90),
    ("q", "admissions", "2021", 50),
    ("q", "admissions", "2022", 60),
    ("q", "admissions", "to 2022-10-10", 45),
    ("q", "members", "at 2022-03", 2000),
)


def test_years_stand_below_each_other_and_a_year_to_date_apart_with_its_cut_off(invent):
    page, series = page_of(invent(*ROWS))
    draw_values(page, series)

    table = table_values(page, series)

    assert cells(table) == [
        ["2020", "100", "–"],
        ["2021", "≥\u202f120", "50"],
        ["2022", "–", "60"],
        ["2022, to 10 October 2022", "90", "45"],
    ]
    assert [str(note) for note in table.notes] == ["Drawn in Figure 1.", "≥: at least; –: not known."]
    assert 'href="#figure-values"' in table.notes[0].html()


def test_of_more_than_four_areas_each_figure_has_a_row(invent):
    rows = [(code, "admissions", "2021", place) for place, code in enumerate("abcde")]
    page, series = page_of(invent(*rows, ("a", "admissions", "to 2022-10", 3)), "a, b, c, d, e")
    draw_values(page, series)

    assert cells(table_values(page, series))[:3] == [
        ["a", "2021", "0"],
        ["a", "2022, to October 2022", "3"],
        ["b", "2021", "1"],
    ]


def test_a_stock_is_told_with_its_day(invent):
    dataset = invent(("p", "members", "at 2021-03-04", 10), ("q", "members", "at 2021", 7))
    page, series = page_of(dataset, indicator="members")
    draw_values(page, series)

    assert cells(table_values(page, series)) == [["p", "4 March 2021", "10"], ["q", "2021", "7"]]


def test_an_area_that_did_not_stand_to_the_end_of_a_year_is_not_unknown(invent):
    dataset = invent(*ROWS, ("q", "admissions", "2023", 50))
    ended = dataclasses.replace(dataset.areas["p"], valid_to=dt.date(2023, 6, 30))
    page, series = page_of(dataclasses.replace(dataset, areas={**dataset.areas, "p": ended}))
    draw_values(page, series)

    table = table_values(page, series)

    assert cells(table)[-1] == ["2023", "×", "50"]
    assert "×: the area did not stand in that year, or not to its end." in map(str, table.notes)
    assert [str(line) for line in write_breaks(page).paragraphs] == [
        "P Province ended on 30 June 2023; its series stops there."
    ]


def test_disagreeing_sources_stay_side_by_side(invent):
    page, series = page_of(invent(*ROWS, ("q", "admissions", "2021", 51, {"source": "old-20200101"})))
    draw_values(page, series)

    table = table_values(page, series)

    assert cells(table)[1] == ["2021", "≥\u202f120", "50; 51"]
    assert "Of several figures in a cell the first is preferred by the written rule." in map(str, table.notes)


def test_the_ends_of_a_range_are_shown_together_and_nothing_is_joined_to_them(invent, drawn):
    low, high = {"bound": "at_least", "detail": "low"}, {"bound": "at_most", "detail": "high"}
    rows = [("p", "admission_rate_target", "2021", 3, low), ("p", "admission_rate_target", "2021", 4, high)]
    page, series = page_of(invent(*rows, ("p", "admission_rate_target", "2020", 3)), "p", "admission_rate_target")

    draw_values(page, series)

    assert "≥\u202f3% (≤\u202f4%)" in [text for text, _ in drawn[0].labels]
    assert not [line for line in drawn[0].axes.lines if line.get_linestyle() != "None" and len(line.get_xdata()) == 2]
    assert "p ≥\u202f3%; ≤\u202f4% (2021)" in str(write_summary(page, series, []).paragraphs[0])
    assert cells(table_values(page, series)) == [["2020", "3%"], ["2021", "≥\u202f3%; ≤\u202f4%"]]


def test_per_100_members_tells_the_day_of_the_members(invent):
    dataset = invent(*ROWS)
    page, series = page_of(dataset)
    rates = per_members(dataset, series, page.indicator)

    assert isinstance(draw_rates(page, series, rates), Chart)
    assert cells(table_rates(page, rates)) == [["q, 2022", "2,000 (March 2022)", "60", "3.00"]]


def test_changes_stand_with_what_is_printed_of_them(invent):
    dataset = invent(*ROWS, ("q", "admissions_growth", "2022", 25, {"base": "2021"}))
    page, series = page_of(dataset)
    draw_values(page, series)
    table_values(page, series)

    table = table_changes(page, changes_of(dataset, series, page.indicator))

    assert [str(head) for head in table.header] == ["Area and years", "Change", "Growth", "Printed change"]
    assert cells(table) == [
        ["p, 2020–2021", "≥\u202f20", "≥\u202f20.0%", "–"],
        ["q, 2021–2022", "10", "20.0%", "25%"],
    ]
    assert [str(note) for note in table.notes][:2] == [
        "The figures themselves are in Table 1.",
        "Q, 2021–2022: printed 25%, recomputed 20.0% from 60; 50; they differ by more than rounding.",
    ]


def test_without_printed_changes_there_is_no_column_of_them_and_of_rates_no_growth(invent):
    dataset = invent(("p", "completion_rate", "2020", 90.5), ("p", "completion_rate", "2021", 95.25))
    page, series = page_of(dataset, "p", "completion_rate")
    draw_values(page, series)
    table_values(page, series)

    table = table_changes(page, changes_of(dataset, series, page.indicator))

    assert [str(head) for head in table.header] == ["Area and years", "Change"]
    assert cells(table) == [["p, 2020–2021", "4.75"]]
    assert "percentage points" in str(table.caption)


def test_the_index_names_its_base_and_who_is_left_out(invent):
    rows = (("p", "admissions", "2020", 100), ("p", "admissions", "2021", 120), ("q", "admissions", "2019", 4))
    page, series = page_of(invent(*rows, ("q", "admissions", "to 2020-10", 4)))

    chart = draw_index(page, series, index_series(series, page.indicator))

    assert str(chart.subtitle) == "Index, 2020 = 100"
    assert str(chart.note).startswith(
        "Years to date are left out. Not indexed, for want of two full figures, one of them exact: q. "
        "The scale does not begin at zero."
    )
    assert "p, 2021: 120.0." in chart.alt


def test_bases_of_their_own_are_named_one_by_one(real):
    page, series = page_of(real, "dak-lak, binh-thuan, nghe-an", "members", 2015, 2025)

    chart = draw_index(page, series, index_series(series, page.indicator))

    assert str(chart.subtitle) == "Index, own base year = 100: Đắk Lắk 2015, Bình Thuận 2017, Nghệ An 2015"
    assert "There is no year with an exact figure of all of them" in str(chart.note)


@pytest.mark.parametrize(
    ("indicator", "lang", "said"),
    [
        ("completion_rate", "en", "This indicator is no count; it is shown as printed, and no index is made of it."),
        ("completion_rate", "vi", "Đây không phải số đếm nên để nguyên như công bố, không lập chỉ số."),
        ("members", "en", "No area has two full figures, one of them exact: no index can be made."),
    ],
)
def test_without_an_index_a_remark_says_why(invent, indicator, lang, said):
    page, series = page_of(invent(("p", indicator, "at 2020", 5)), "p", indicator, lang=lang)

    shown = draw_index(page, series, index_series(series, page.indicator))

    assert isinstance(shown, Remark)
    assert str(shown.line) == said


def test_the_merger_is_told_in_words(real):
    page, _ = page_of(real, "dak-lak, nghe-an, hue", end=2025)

    assert [str(line) for line in write_breaks(page).paragraphs] == [
        "Đắk Lắk Province ended on 30 June 2025 and went into Đắk Lắk Province (new); its series stops there and is "
        "joined to no other.",
        "Huế City (new): as it has stood since 1 January 2025.",
    ]
    assert write_breaks(page_of(real, "dak-lak", end=2024)[0]) is None


def test_what_is_not_known_is_told_by_area_with_the_years_to_date_and_those_still_to_come(invent):
    dataset = dataclasses.replace(invent(*ROWS), as_of=dt.date(2023, 6, 30))
    page, series = page_of(dataset)

    assert [str(line) for line in write_missing(page, series).paragraphs] == [
        "P Province: no full-year figure known for 2018–2019, 2022; for 2022 the figure to date alone.",
        "Q Province: no full-year figure known for 2018–2020.",
        "This edition can hold no full-year figure yet for 2023–2024.",
    ]


def test_titles_and_names(real):
    short = page_of(real, "dak-lak, dak-lak-2025", "members", 2025, 2025, "vi")[0]
    many = page_of(real, "dak-lak, binh-thuan, nghe-an, ca-mau", "members")[0]
    same = page_of(real, "hai-duong, hai-duong/hai-duong")[0]

    assert short.title == "Đảng viên, năm 2025: Đắk Lắk, Đắk Lắk (mới)"
    assert many.title == "Members, 2018–2024: 4 areas"
    assert [same.short_name(area.code) for area in same.areas] == [
        "Hải Dương Province",
        "Hải Dương City (Hải Dương Province)",
    ]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"start": 2024, "end": 2018}, "end in 2018, before they start in 2024"),
        ({"start": 2024, "end": 20240}, "no year and no span of years"),
        ({"start": 1, "end": 2024}, "no year and no span of years"),
        ({"indicator": "admision"}, "'admision' is no indicator"),
        ({"areas": "dak-lak, nowhere"}, "no area is called 'nowhere'"),
        ({"areas": " , "}, "the list is empty"),
        ({"lang": "fr"}, "'fr' is no language"),
    ],
)
def test_wrong_parameters_are_the_callers(real, parameters, said):
    with pytest.raises(CallerError, match=said):
        page_of(real, **{"areas": "dak-lak", **parameters})


def test_more_areas_than_a_page_holds_are_refused(real):
    provinces = [code for code, area in real.areas.items() if area.level == "province"][:13]

    with pytest.raises(CallerError, match="13 areas are too many"):
        page_of(real, ", ".join(provinces))
