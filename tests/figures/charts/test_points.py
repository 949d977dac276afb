"""Every printed figure as a point, told by the artists."""

import itertools

import pytest
from matplotlib.colors import to_hex

from analysis.figures.blocks import Chart, Remark
from analysis.figures.explore import ExplorePage
from analysis.figures.theme import PALETTE

FIGURES = (
    ("p", "admissions", "2021", 1800),
    ("p", "admissions", "2022", 1900),
    ("p", "admissions", "2022", 1950, {"source": "old-20220601"}),
    ("p", "admissions", "to 2023-10-10", 1700, {"bound": "at_least"}),
    ("p", "admissions", "2015-2020", 9000),
)


def page_of(dataset, lang="en", area="p", indicator="admissions", start=2010, end=2030):
    return ExplorePage(dataset, area, indicator, start, end, "_T", lang)


def points(drawing, edge="accent", face="accent"):
    return [
        (round(float(x), 2), y)
        for line in drawing.axes.lines
        if line.get_marker() == "o"
        and to_hex(line.get_markeredgecolor()) == PALETTE[edge]
        and to_hex(line.get_markerfacecolor()) == PALETTE[face]
        for x, y in line.get_xydata()
    ]


@pytest.fixture(scope="module")
def drawing(invent, drawn_in_module):
    page_of(invent(*FIGURES)).draw()
    return drawn_in_module[0]


def test_full_years_are_solid_and_stand_on_their_year(drawing):
    assert points(drawing) == [(2021, 1800), (2022, 1900)]


def test_a_year_to_date_is_hollow_and_stands_at_its_day(drawing):
    assert points(drawing, face="paper") == [(2023.28, 1700)]


def test_what_another_source_prints_is_muted(drawing):
    assert points(drawing, edge="muted", face="muted") == [(2022, 1950)]


def test_a_term_would_dwarf_the_years_and_stands_in_the_table_only(invent, drawing):
    page = page_of(invent(*FIGURES))
    chart = page.draw()

    assert 9000 not in {y for line in drawing.axes.lines for y in line.get_ydata()}
    assert "stand in the table only" in str(chart.note)
    assert "9,000" in [str(row[2]) for row in page.table_values().rows]


def test_where_only_terms_are_known_they_are_drawn_over_their_years(invent, drawn):
    page_of(invent(("p", "admissions", "2015-2020", 9000))).draw()

    (span,) = [line for line in drawn[0].axes.lines if to_hex(line.get_color()) == PALETTE["soft"]]
    assert span.get_xydata().tolist() == [[2014.5, 9000], [2019.5, 9000]]


def test_bounds_and_cut_offs_are_told(invent, drawing):
    chart = page_of(invent(*FIGURES)).draw()

    assert "≥\u202f1,700\nto 10 Oct" in {text.get_text() for text in drawing.axes.texts}
    assert "to 10 October 2023: ≥\u202f1,700." in chart.alt
    for number in ("1,800", "1,900", "1,950"):
        assert number in chart.alt


@pytest.mark.parametrize(
    ("lang", "legend"),
    [
        ("en", {"full period or day", "year to date", "in another source"}),
        ("vi", {"trọn kỳ hoặc tại thời điểm", "từ đầu năm", "ở nguồn khác"}),
    ],
)
def test_the_legend_is_in_the_language(invent, drawn, lang, legend):
    page_of(invent(*FIGURES), lang).draw()

    assert {text for text, _ in drawn[0].legend} == legend


def test_the_same_choice_gives_the_same_bytes(invent):
    assert page_of(invent(*FIGURES)).draw().svg == page_of(invent(*FIGURES)).draw().svg


def test_without_figures_there_is_a_remark_and_no_table(invent, drawn):
    page = page_of(invent(("p", "members", "at 2020", 5)))

    assert isinstance(page.draw(), Remark)
    assert page.table_values() is None
    assert drawn == []


REAL = [
    ("dak-lak", "admissions"),
    ("binh-thuan", "completion_rate"),
    ("viet-nam", "members"),
    ("dien-bien", "members"),
    ("dak-lak/ea-sup", "admissions"),
    ("nghe-an", "members"),
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("area", "indicator"), REAL)
def test_no_label_of_the_real_charts_meets_another_or_leaves_the_page(real, drawn, area, indicator, lang):
    chart = page_of(real, lang, area, indicator, 1930, 2026).draw()

    assert isinstance(chart, Chart)
    (drawing,) = drawn
    texts = [*drawing.labels, *drawing.ticks, *drawing.legend]
    for (first, box), (second, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), (first, second)
    for text, box in texts:
        assert drawing.page.x0 - 1 <= box.x0 <= box.x1 <= drawing.page.x1 + 1, text
