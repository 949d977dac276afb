"""Rows in groups, told by their artists: bars and dots from zero, headings, ranks left to the caller."""

import itertools
import re

import pytest
from matplotlib.colors import to_hex

from analysis.figures.blocks import Chart
from analysis.figures.brief import Brief
from analysis.figures.charts.bars import Bar, Scale
from analysis.figures.charts.grouped import Group, draw_grouped
from analysis.figures.inline import Inline
from analysis.figures.theme import PALETTE, WIDTH
from analysis.measures.values import printed_values

ROWS = (
    ("p/a", "completion_rate", "to 2023-10-10", 101.74),
    ("p/b", "completion_rate", "to 2023-10-10", 90),
    ("p/c", "completion_rate", "2023", 120, {"bound": "at_least"}),
)
# Millimetres: what the page of A4 leaves for a chart, and how wide it is set there (reports/templates/brief.typ).
PAGE, SET = 248, 112


def draw(dataset, lang="en", **options):
    page = Brief(dataset, "p", 2023, lang)
    values = printed_values(dataset, dataset.observations)
    bars = [Bar(value.ref_area, value) for value in values]
    groups = options.pop("groups", None) or [Group("First", tuple(bars[:2])), Group("Second", tuple(bars[2:]))]
    text = Inline.of("…")
    return draw_grouped(page, "chart", groups, title=text, subtitle=text, lead=Inline.of("Lead."), **options)


def bars_of(drawing):
    return [(bar.get_width(), to_hex(bar.get_facecolor())) for bar in drawing.axes.patches]


def dots_of(drawing):
    return [
        (float(line.get_xdata()[0]), to_hex(line.get_markerfacecolor()))
        for line in drawing.axes.lines
        if line.get_marker() == "o"
    ]


def texts(drawing):
    return [text.get_text() for text in drawing.axes.texts]


def legend_of(drawing):
    return [text.get_text() for legend in drawing.figure.legends for text in legend.get_texts()]


def many(number):
    return [(f"p/{place:02}", "completion_rate", "2023", 50 + place) for place in range(number)]


def test_bars_are_as_long_as_their_values_a_period_to_date_is_hollow(invent, drawn):
    draw(invent(*ROWS))

    hollow, filled = PALETTE["paper"], PALETTE["accent"]
    assert bars_of(drawn[0]) == [(101.74, hollow), (90, hollow), (120, filled)]
    assert {bar.get_x() for bar in drawn[0].axes.patches} == {0}


def test_dots_stand_at_their_values_a_period_to_date_is_hollow(invent, drawn):
    draw(invent(*ROWS), dots=True)

    hollow, filled = PALETTE["paper"], PALETTE["accent"]
    assert dots_of(drawn[0]) == [(101.74, hollow), (90, hollow), (120, filled)]
    assert bars_of(drawn[0]) == []


def test_headings_names_and_numbers_stand_from_the_top_in_their_order(invent, drawn):
    draw(invent(*ROWS))

    assert texts(drawn[0]) == ["First", "p/a", "101.74%", "p/b", "90%", "Second", "p/c", "≥\u202f120%"]
    tops = [text.xy[1] for text in drawn[0].axes.texts if not text.get_text().endswith("%")]
    assert tops == sorted(tops)
    bottom, top = drawn[0].axes.get_ylim()
    assert bottom > tops[-1] > tops[0] > top


def test_the_axis_begins_at_zero_and_its_ticks_go_no_further_than_the_figures(invent, drawn):
    draw(invent(*ROWS), scale=Scale(least=100))

    low, high = drawn[0].axes.get_xlim()
    assert low == 0
    assert high > 120
    assert max(drawn[0].axes.get_xticks()) <= 120
    assert list(drawn[0].axes.get_yticks()) == []


def test_a_line_is_drawn_behind_the_rows_of_each_group_and_named(invent, drawn):
    draw(invent(*ROWS), scale=Scale(line=100, label=Inline.of("reached")))

    lines = [one for one in drawn[0].axes.collections if to_hex(one.get_color()[0]) == PALETTE["target"]]
    assert [segment[0][0] for one in lines for segment in one.get_segments()] == [100, 100]
    assert "reached" in legend_of(drawn[0])


def test_a_band_is_drawn_behind_the_rows_of_each_group_and_named(invent, drawn):
    draw(invent(*ROWS), scale=Scale(band=(3, 4), label=Inline.of("asked")))

    faces = [(one, one.get_facecolor()) for one in drawn[0].axes.collections]
    bands = [one for one, face in faces if len(face) and to_hex(face[0]) == PALETTE["soft"]]
    spans = [set(band.get_paths()[0].vertices[:, 0]) for band in bands]
    assert spans == [{3, 4}, {3, 4}]
    assert "asked" in legend_of(drawn[0])


LEGENDS = {"en": ["period to date", "full period"], "vi": ["lũy kế, kỳ chưa kết thúc", "trọn kỳ"]}


@pytest.mark.parametrize("dots", [False, True])
@pytest.mark.parametrize("lang", LEGENDS)
def test_the_legend_tells_hollow_from_solid_in_the_language_of_the_page(invent, drawn, lang, dots):
    draw(invent(*ROWS), lang, dots=dots)

    assert legend_of(drawn[0]) == LEGENDS[lang]


def test_where_all_periods_are_over_there_is_no_legend(invent, drawn):
    draw(invent(*many(3)))

    assert drawn[0].figure.legends == []


def test_the_alternative_text_names_each_group_with_its_rows(invent):
    chart = draw(invent(*ROWS))

    assert chart.alt == "Lead. First: p/a: 101.74%. p/b: 90%. Second: p/c: ≥\u202f120%."


def test_every_row_is_cited_and_so_is_what_the_chart_rests_on(invent):
    rows = [(*row, {"source": f"source-2023010{place}"}) for place, row in enumerate(many(3), start=1)]
    dataset = invent(*rows)
    values = printed_values(dataset, dataset.observations)

    chart = draw(dataset, groups=[Group("All", (Bar("one", values[0]),))], plotted=values[1:2])

    assert re.findall(r"#source-\d", chart.note.html()) == ["#source-1", "#source-2"]


def test_no_more_rows_than_a_page_holds_are_drawn_and_the_reader_is_told(invent, drawn):
    chart = draw(invent(*many(60)))

    shown = len(bars_of(drawn[0]))
    assert 20 < shown < 60
    assert f"Drawn are the first {shown} of 60 rows" in str(chart.note)
    assert chart.alt.count("p/") == shown


def test_a_heading_without_a_row_that_fits_is_left_out(invent, drawn):
    dataset = invent(*many(60))
    bars = [Bar(value.ref_area, value) for value in printed_values(dataset, dataset.observations)]

    draw(dataset, groups=[Group("First", tuple(bars[:33])), Group("Second", tuple(bars[33:]))])

    assert "Second" not in texts(drawn[0])


@pytest.mark.parametrize("count", [1, 10, 33, 60])
def test_a_chart_with_its_words_fits_on_a_page(invent, drawn, count):
    draw(invent(*many(count)))

    height = drawn[0].figure.get_figheight()
    assert height * SET / WIDTH + 15 < PAGE


def test_long_names_wrap_and_no_label_meets_another(invent, drawn):
    names = {f"p/{place}": "Khối các cơ quan và doanh nghiệp tỉnh Đắk Lắk cũ" for place in "abc"}
    dataset = invent(*ROWS, names=names)
    values = printed_values(dataset, dataset.observations)
    draw(dataset, groups=[Group("One", tuple(Bar(f"{names['p/a']} {value.ref_area}", value) for value in values))])

    labels = drawn[0].labels
    assert any("\n" in text for text, _ in labels)
    for (first, box), (second, other) in itertools.combinations([*labels, *drawn[0].ticks], 2):
        assert not box.overlaps(other), (first, second)


def test_the_same_rows_give_the_same_bytes(invent):
    first, second = (draw(invent(*ROWS)) for _ in range(2))

    assert isinstance(first, Chart)
    assert first.svg == second.svg
    assert "101.74%</text>" in first.svg
