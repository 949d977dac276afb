"""The page on all provinces in one year: its sentences, tables and charts, and the notebook as a whole."""

import dataclasses
import itertools
import re

import pytest
from shown import blocks_of, bundle_of

from analysis.dataset.load import load_dataset
from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Findings, KeyFigures, Prose, Remark, SourceList
from analysis.figures.national import National, show_counts, table_coverage, tell_set, write_summary
from analysis.figures.national_maps import (
    draw_admissions_map,
    draw_coverage_map,
    draw_members_map,
    draw_nation,
    rank_admissions,
    rank_completion,
)
from analysis.figures.national_tables import table_members, table_nation, table_provinces, table_to_date
from analysis.figures.tables import Table
from analysis.measures.national import nation_series

ROWS = (
    ("ha-noi", "admissions", "2021", 10_027),
    ("ha-noi", "admissions_target", "2021", 9_744),
    ("ha-noi", "completion_rate", "2021", 102.9),
    ("dak-lak", "admissions", "2021", 1_985),
    ("dak-lak", "admissions_target", "2021", 2_000),
    ("nghe-an", "admissions", "to 2021-10-10", 3_000),
    ("nghe-an", "admissions_target", "2021", 4_000),
    ("nghe-an", "members", "at 2021-07", 193_132),
    ("ca-mau", "members", "at 2021", 47_000, {"bound": "approx"}),
    ("binh-thuan", "admissions", "2021", 2_000, {"bound": "at_least"}),
    ("viet-nam", "admissions", "to 2021-12-25", 143_000, {"bound": "at_least"}),
)


@pytest.fixture(scope="module")
def on_map(invent, real):
    """The function that makes a page of invented observations of real areas."""

    def page(*rows, year=2021, lang="en"):
        dataset = dataclasses.replace(invent(*rows), areas=real.areas, area_types=real.area_types)
        return National(dataset, year, lang)

    return page


@pytest.fixture
def page(on_map):
    return on_map(*ROWS)


def rows_of(table):
    return [[str(cell) for cell in row] for row in table.rows]


def test_the_summary_tells_how_many_the_extremes_and_the_nation(page):
    text = str(write_summary(page, nation_series(page.dataset)).paragraphs[0])

    assert text == (
        "Of the 63 provinces of 31 December 2021, 5 have a figure for 2021. Full-year admissions are known of 3 "
        "provinces, from 1,985 (Đắk Lắk Province) to 10,027 (Hà Nội City). Of the 2 provinces whose full-year "
        "completion is known, 1 reached the target. The whole country, to 25 December 2021: admissions "
        "≥\u202f143,000."
    )


def test_the_summary_of_one_province_and_of_none(on_map):
    one = on_map(("ha-noi", "admissions", "2021", 110), ("ha-noi", "completion_rate", "2021", 99))
    none = on_map(("ha-noi", "admissions", "2020", 110))

    assert str(write_summary(one, []).paragraphs[0]) == (
        "Of the 63 provinces of 31 December 2021, 1 has a figure for 2021. Full-year admissions are known of one "
        "province alone: 110 in Hà Nội City. Full-year completion is known of one province alone: 99% in Hà Nội City."
    )
    assert str(write_summary(none, []).paragraphs[0]) == (
        "Of the 63 provinces of 31 December 2021, none has a figure for 2021."
    )


def test_the_cards_count_provinces(page):
    assert [(str(one.label), str(one.value), str(one.note)) for one in show_counts(page).figures] == [
        ("With any figure, units included", "5", "of 63 provinces"),
        ("With full-year admissions", "3", "of 63 provinces"),
        ("With full-year completion", "2", "of 63 provinces"),
        ("With the number of members", "2", "of 63 provinces"),
    ]


def test_coverage_in_numbers(page):
    assert rows_of(table_coverage(page)) == [
        ["With any figure, units included", "5", "58"],
        ["With full-year admissions", "3", "60"],
        ["With admissions to date only", "1", "62"],
        ["With a target", "3", "60"],
        ["With full-year completion", "2", "61"],
        ["With the number of members", "2", "61"],
    ]


def test_full_years_and_years_to_date_have_a_table_each(page):
    assert rows_of(table_provinces(page)) == [
        ["Bình Thuận Province", "≥\u202f2,000", "–", "–", "–"],
        ["Đắk Lắk Province", "1,985", "2,000", "–", "99.25%"],
        ["Hà Nội City", "10,027", "9,744", "102.9%", "102.90%"],
        ["Nghệ An Province", "–", "4,000", "–", "–"],
    ]
    assert rows_of(table_to_date(page)) == [["Nghệ An Province", "10 October 2021", "3,000", "4,000", "75.00%"]]


def test_members_are_told_with_their_day(page):
    assert rows_of(table_members(page)) == [
        ["Cà Mau Province", "2021", "≈\u202f47,000"],
        ["Nghệ An Province", "July 2021", "193,132"],
    ]


def test_the_map_of_admissions_colours_full_years_and_leaves_a_year_to_date_hollow(page, drawn):
    chart = draw_admissions_map(page)

    texts = [text.get_text() for text in drawn[0].axes.texts]
    assert {"10,027", "1,985", "3,000", "to 10 Oct", "≥\u202f2,000"} <= set(texts)
    assert "Nghệ An Province: 3,000 (to 10 October 2021)." in chart.alt
    assert "Of 59 further provinces nothing is known here." in chart.alt
    assert "Hollow: year to date, in no class." in str(chart.note)
    kept = [one["shown"] for one in page.ledger.numbers]
    assert sorted(kept) == sorted(["10,027", "1,985", "3,000", "≥\u202f2,000"])


def test_a_year_to_date_without_a_day_says_so(on_map, drawn):
    page = on_map(("ha-noi", "admissions", "to 2021", 110), ("dak-lak", "admissions", "2021", 120))
    chart = draw_admissions_map(page)

    assert "?" in [text.get_text() for text in drawn[0].axes.texts]
    assert "“?”: the source does not print the day." in str(chart.note)
    assert "Hà Nội City: 110 (2021, cut-off not printed)." in chart.alt
    assert rows_of(table_to_date(page))[0][1] == "day not printed"


def test_the_map_of_coverage_counts_figures_without_a_line_of_sources(page):
    chart = draw_coverage_map(page)

    assert "Hà Nội City: 3." in chart.alt
    assert "Nghệ An Province: 3." in chart.alt
    assert "Sources" not in str(chart.note)
    assert page.ledger.numbers == []


def test_rankings_hold_full_years_alone_the_highest_first(page, drawn):
    table_provinces(page), table_to_date(page)
    admissions, completion = rank_admissions(page), rank_completion(page)

    bars = [[round(bar.get_width()) for bar in one.axes.patches if bar.get_width() > 1] for one in drawn]
    assert bars[0] == [10_027, 2_000, 1_985]
    assert bars[1] == [103, 99]
    assert "3,000" not in admissions.alt
    assert "75" not in completion.alt
    assert "they stand in Table 2" in str(admissions.note)
    assert "see Table 1" in str(completion.note)


def test_a_long_ranking_tells_how_many_it_leaves_out(on_map, real):
    codes = [area.code for area in real.areas.values() if area.level == "province" and not area.valid_from][:20]
    page = on_map(*((code, "admissions", "2021", 1000 + number) for number, code in enumerate(codes)))
    table_provinces(page)

    assert "Drawn are the first 16; 4 further ones stand in Table 1." in str(rank_admissions(page).note)


def test_little_is_told_by_remarks_and_never_by_an_empty_frame(on_map, drawn):
    one = on_map(("ha-noi", "admissions", "2021", 110), ("ha-noi", "members", "at 2021", 900))
    none = on_map(("ha-noi", "admissions", "2020", 110))

    assert all(isinstance(draw(one), Remark) for draw in (rank_admissions, rank_completion, draw_members_map))
    told = [draw_admissions_map, draw_members_map, rank_admissions, table_provinces, table_to_date, table_coverage]
    assert all(isinstance(show(none), Remark) for show in told)
    assert draw_coverage_map(none) is None
    assert table_members(none) is None
    assert isinstance(draw_nation(none, []), Remark)
    assert isinstance(table_nation(none, []), Remark)
    assert len(drawn) == 0


def test_the_nation_a_row_a_period(on_map):
    page = on_map(
        ("viet-nam", "admissions", "2006", 187_179),
        ("viet-nam", "members", "at 2006", 3_200_000, {"bound": "approx"}),
        ("viet-nam", "admissions", "2011-01-01/2017-12-31", 1_460_000, {"bound": "at_least"}),
        ("viet-nam", "admissions_yearly_average", "2011-01-01/2017-12-31", 209_572),
        ("viet-nam", "members", "at 2017-12-31", 4_920_000),
    )

    assert rows_of(table_nation(page, nation_series(page.dataset))) == [
        ["2006", "187,179", "–", "≈\u202f3,200,000"],
        ["2011–2017", "≥\u202f1,460,000", "209,572", "–"],
        ["31 December 2017", "–", "–", "4,920,000"],
    ]


def test_in_an_ordinary_year_nothing_is_said_of_mergers(page):
    assert tell_set(page) is None


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            [
                "Provinces were merged within 2025",
                "34 provinces of 31 December 2025",
                "23 of these provinces were formed by merger on 1 July 2025",
                "Bạc Liêu Province",
            ],
        ),
        ("vi", ["hợp nhất", "34 tỉnh, thành phố thời điểm 31/12/2025", "ngày 1/7/2025", "tỉnh Bạc Liêu"]),
    ],
)
def test_the_year_of_the_mergers_says_which_set_is_shown_and_what_is_new(real, lang, told):
    page = National(real, 2025, lang)
    text = str(tell_set(page).line)

    assert [part for part in told if part not in text] == []
    note = str(draw_members_map(page).note)
    assert {"en": "formed by merger on 1 July 2025", "vi": "thành lập do hợp nhất ngày 1/7/2025"}[lang] in note


def test_areas_of_one_name_are_told_apart(on_map):
    page = on_map(("quang-ngai", "members", "at 2024", 9), ("quang-ngai-2025", "admissions", "2020-2025", 9), year=2024)

    assert "Quảng Ngãi Province (since 1 July 2025)" in str(tell_set(page).line)


def test_a_year_that_is_none_is_refused(real):
    with pytest.raises(CallerError, match="no calendar year"):
        National(real, 20211, "en")


CASES = [
    {},
    {"year": 2006},
    {"year": 2019},
    {"year": 2023},
    {"year": 2025},
    {"year": 2025, "as_of": "2025-03-01"},
    {"year": 2026},
    {"year": 2030},
    {"as_of": "2023-06-30"},
    {"as_of": "2010-01-01"},
    {"as_of": "1950-01-01"},
]
KINDS = (Chart, Findings, KeyFigures, Prose, Remark, SourceList, Table)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_notebook_runs_whatever_is_known(case, lang):
    page, blocks = blocks_of("national_overview", lang=lang, **case)

    texts = [str(bundle_of(block)[0]["text/plain"]) for block in blocks]
    assert all(texts)
    assert all(block.rows for block in blocks if isinstance(block, Table))
    assert str(case.get("year", 2021)) in page.title
    assert [block for block in blocks if isinstance(block, SourceList)]
    edition = load_dataset(case.get("as_of", "")).edition
    assert page.language.date(edition) in page.edition_label
    # Every section says something.
    headings = [isinstance(block, Prose) and block.level == 2 for block in blocks]
    assert not any(first and second for first, second in itertools.pairwise(headings))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2025])
def test_no_label_of_the_real_maps_meets_another_or_leaves_its_tile(real, drawn, year, lang):
    page = National(real, year, lang)
    for draw in (draw_coverage_map, draw_admissions_map, draw_members_map):
        draw(page)

    assert drawn
    for drawing in drawn:
        boxes = drawing.labels
        tiles = [patch.get_window_extent() for patch in drawing.axes.patches]
        for place, (text, box) in enumerate(boxes):
            assert any(tile.x0 <= box.x0 and box.x1 <= tile.x1 for tile in tiles), text
            assert not any(box.overlaps(other) for _, other in boxes[place + 1 :]), text


def test_every_number_on_the_real_page_has_a_source_and_every_mark_an_entry():
    page, blocks = blocks_of("national_overview", lang="en")

    html = "".join(bundle_of(block)[0].get("text/html", "") for block in blocks)
    cited = {int(number) for number in re.findall(r'href="#source-(\d+)"', html)}
    (sources,) = [block for block in blocks if isinstance(block, SourceList)]
    assert cited <= {entry.number for entry in sources.entries}
    assert all(one["sources"] and one["observations"] for one in page.ledger.numbers)
