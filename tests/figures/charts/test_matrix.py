"""The matrix of what is known where and when, told by its artists."""

import itertools

import pytest
from matplotlib.colors import to_hex

from analysis.figures import theme
from analysis.figures.audit_page import AuditPage
from analysis.figures.charts.matrix import MatrixRow, draw_matrix, spans
from analysis.figures.inline import Inline
from analysis.figures.theme import PALETTE
from analysis.measures.data_quality import FULL, OTHER, TARGET, TO_DATE

YEARS = range(2015, 2026)
ROWS = (
    MatrixRow("Đắk Lắk", {2015: OTHER, 2016: OTHER, 2018: OTHER, 2021: FULL, 2022: FULL, 2023: TO_DATE}),
    MatrixRow("Huế", {2025: TO_DATE}, tuple(range(2015, 2025))),
    MatrixRow("Cà Mau", {2017: OTHER, 2020: TARGET}, (2025,)),
)


def draw(page, rows=ROWS, years=YEARS):
    text = {name: Inline.of(name) for name in ("title", "subtitle", "note")}
    return draw_matrix(page, "matrix", rows, years, **text)


@pytest.fixture(scope="module")
def drawing(real, drawn_in_module):
    draw(AuditPage(real, "en"))
    return drawn_in_module[0]


def points(drawing, marker, face):
    return [
        (int(x), int(y))
        for line in drawing.axes.lines
        if line.get_marker() == marker and to_hex(line.get_markerfacecolor()) == PALETTE[face]
        for x, y in line.get_xydata()
    ]


def test_each_kind_has_its_mark_at_its_year_and_row(drawing):
    assert points(drawing, "s", "accent") == [(2021, 0), (2022, 0)]
    assert points(drawing, "s", "paper") == [(2023, 0), (2025, 1)]
    assert points(drawing, "o", "accent") == [(2015, 0), (2016, 0), (2018, 0), (2017, 2)]


def test_other_figures_are_smaller_than_full_years(drawing):
    sizes = {line.get_marker(): line.get_markersize() for line in drawing.axes.lines}

    assert sizes["o"] < sizes["s"] / 2


def test_years_in_which_an_area_did_not_exist_are_shaded(drawing):
    bars = [(bar.get_x(), bar.get_width(), bar.get_y() + bar.get_height() / 2) for bar in drawing.axes.patches]

    assert bars == [(2014.5, 10, 1), (2024.5, 1, 2)]


def test_rows_are_named_from_the_top(drawing):
    assert [label.get_text() for label in drawing.axes.get_yticklabels()] == ["Đắk Lắk", "Huế", "Cà Mau"]
    low, high = drawing.axes.get_ylim()
    assert low > high


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("en", ["full year", "year to date only", "target only", "other figures only", "area did not exist"]),
        (
            "vi",
            [
                "cả năm",
                "chỉ có từ đầu năm",
                "chỉ có chỉ tiêu",
                "chỉ có số liệu khác",
                "địa bàn chưa có hoặc đã kết thúc",
            ],
        ),
    ],
)
def test_the_legend_names_every_mark(real, drawn, lang, labels):
    draw(AuditPage(real, lang))

    assert [text.get_text() for text in drawn[0].figure.legends[0].get_texts()] == labels


def test_every_chart_has_the_same_marks_in_its_legend_and_shading_only_where_there_is_some(real, drawn):
    draw(AuditPage(real, "en"), [MatrixRow("Cà Mau", {2017: OTHER})])

    labels = [text.get_text() for text in drawn[0].figure.legends[0].get_texts()]
    assert labels == ["full year", "year to date only", "target only", "other figures only"]


def test_the_words_name_every_mark_of_every_row(real):
    chart = draw(AuditPage(real, "en"))

    assert "Đắk Lắk: full year 2021–2022; year to date only 2023; other figures only 2015–2016, 2018." in chart.alt
    assert "Huế: year to date only 2025." in chart.alt
    assert "Cà Mau: target only 2020; other figures only 2017." in chart.alt


def test_it_shows_no_figure_and_so_cites_no_source(real):
    page = AuditPage(real, "en")
    chart = draw(page)

    assert str(chart.note) == "note"
    assert page.ledger.cited() == []
    assert str(chart.caption) == "Figure 1. title"


def test_the_same_matrix_gives_the_same_bytes(real):
    page = AuditPage(real, "en")

    assert draw(page).svg == draw(page).svg


@pytest.mark.parametrize("years", [range(2021, 2022), range(2010, 2026), range(1996, 2026)])
def test_no_label_meets_another_or_leaves_the_page(real, drawn, years):
    rows = [MatrixRow(f"Thừa Thiên Huế {number}", {years[0]: FULL}, (years[-1],)) for number in range(32)]
    draw(AuditPage(real, "vi"), rows, years)

    (drawing,) = drawn
    legend = drawing._extents(drawing.figure.legends[0].get_texts())
    upper = drawing._extents(tick.label2 for tick in drawing.axes.xaxis.get_major_ticks())
    names = drawing._extents(tick.label1 for tick in drawing.axes.yaxis.get_major_ticks())
    texts = [*drawing.ticks, *legend, *upper, *names]
    assert len(texts) > 36
    for (first, box), (second, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), (first, second)
    for text, box in texts:
        assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
        assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


def test_letters_are_large_enough_and_the_tallest_chart_fits_a_page(real, drawn):
    draw(AuditPage(real, "vi"), [MatrixRow(str(number), {2021: FULL}) for number in range(32)])

    labels = [*drawn[0].axes.get_yticklabels(), *drawn[0].axes.get_xticklabels()]
    assert min(label.get_fontsize() for label in labels) >= 7.5
    assert drawn[0].figure.get_size_inches()[1] <= 7.3
    assert drawn[0].figure.get_size_inches()[0] == theme.WIDTH


@pytest.mark.parametrize(
    ("years", "text"),
    [([], ""), ([2012], "2012"), ([2015, 2012, 2016, 2017], "2012, 2015–2017"), (range(2010, 2012), "2010–2011")],
)
def test_years_as_text(years, text):
    assert spans(years) == text
