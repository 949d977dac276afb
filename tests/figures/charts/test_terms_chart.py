"""The chart of terms, told by its artists."""

import dataclasses
import datetime as dt
import itertools
import re

import pytest
from matplotlib.colors import to_hex

from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.terms import draw_terms
from analysis.figures.term_comparison import TermComparison
from analysis.figures.theme import PALETTE
from analysis.measures.term_comparison import compare_terms

ALL = "2005-2010, 2010-2015, 2015-2020, 2020-2025, 2025-2030"
MIXED = (
    ("p", "admissions", "2015-2020", 824),
    ("p", "admissions_growth", "2015-2020", 8.56, {"base": "2010-2015"}),
    ("p", "admissions", "2020-2025 to 2023-09-19", 300),
    ("p", "admissions_target", "2020-2025", 500, {"bound": "at_most"}),
    ("p", "admissions_target", "2020-2025", 450, {"bound": "at_least"}),
    ("q", "admissions", "2015-2020", 1000),
    ("q", "admissions_yearly_goal", "2015-2020", 190),
    ("q", "admissions_yearly_goal", "2010-2015", 180),
    ("q/e", "admissions", "2015-2020", 12),
    ("q/e", "completion_rate", "2015-2020", 120),
)


def draw(dataset, areas="p, q, q/e", terms="2010-2015, 2015-2020, 2020-2025", lang="en"):
    page = TermComparison(dataset, areas, terms, lang)
    return draw_terms(page, compare_terms(dataset, page.areas, page.terms))


def bars(axes, **colours):
    """The ends of the bars whose colours are those of the palette, from the top."""
    return [
        round(bar.get_x() + bar.get_width(), 6)
        for bar in axes.patches
        if all(to_hex(getattr(bar, f"get_{name}")()) == PALETTE[role] for name, role in colours.items())
    ]


def goals(axes):
    """Each mark of a goal: where it stands, and how wide it is."""
    return [
        (x, line.get_markeredgewidth())
        for line in axes.lines
        if line.get_marker() == "|" and to_hex(line.get_color()) == PALETTE["target"]
        for x in line.get_xdata()
    ]


def texts(axes):
    return [text.get_text() for text in axes.texts]


def placed(drawing):
    """All text of a drawing with its place."""
    for axes in drawing.figure.axes:
        ticks = [
            tick.label1
            for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim()))
            for tick in axis.get_major_ticks()
            if min(ends) <= tick.get_loc() <= max(ends)
        ]
        legend = axes.get_legend().get_texts() if axes.get_legend() else []
        yield from drawing._extents([*axes.texts, *ticks, *legend])


@pytest.fixture(scope="module")
def drawing(invent, drawn_in_module):
    draw(invent(*MIXED))
    return drawn_in_module[0]


def test_areas_of_one_level_share_a_scale_from_zero_and_each_level_has_its_own(drawing):
    provinces, districts = drawing.figure.axes

    assert provinces.get_xlim()[0] == districts.get_xlim()[0] == 0
    assert provinces.get_xlim()[1] > 1000 > 100 > districts.get_xlim()[1] > 12


def test_totals_are_filled_implied_ones_light_counts_to_date_hollow(drawing):
    provinces, districts = drawing.figure.axes

    assert bars(provinces, facecolor="accent") == [824, 1000]
    assert set(bars(provinces, facecolor="soft")) == {759}
    assert bars(provinces, facecolor="paper", edgecolor="accent") == [300]
    assert bars(districts, facecolor="accent") == [12]


def test_goals_are_marks_thin_where_a_percentage_implies_them(drawing):
    provinces, districts = drawing.figure.axes

    assert [place for place, _ in goals(provinces)] == [450, 500, 900, 950]
    assert [place for place, _ in goals(districts)] == [10]
    assert {wide for _, wide in goals(provinces)} == {2.2}
    assert {wide for _, wide in goals(districts)} == {1.0}
    joined = [line for line in provinces.lines if line.get_linestyle() == "-"]
    assert [list(line.get_xdata()) for line in joined] == [[450, 500]]


def test_every_row_has_its_term_and_every_number_its_label(drawing):
    provinces, districts = drawing.figure.axes

    assert [tick.get_text() for tick in provinces.get_yticklabels()] == ["2010–2015", "2015–2020", "2020–2025"] * 2
    assert texts(provinces) == [
        "P Province",
        "759",
        "824",
        "300",
        "goal 450–500",
        "to 19 September 2023",
        "Q Province",
        "–",
        "goal 900",
        "1,000",
        "goal 950",
        "–",
    ]
    assert texts(districts) == ["E District (q Province)", "–", "12", "goal 10", "–"]


def test_a_term_without_a_figure_has_the_sign_of_the_unknown_at_zero_and_no_bar(drawing):
    unknown = [text.xy[0] for axes in drawing.figure.axes for text in axes.texts if text.get_text() == "–"]

    assert unknown == [0, 0, 0, 0]


LEGENDS = {
    "en": [
        "whole term",
        "part of a term, to date",
        "implied by other figures",
        "goal of the term",
        "goal implied by a percentage",
    ],
    "vi": [
        "cả nhiệm kỳ",
        "một phần nhiệm kỳ",
        "suy ra từ số liệu khác",
        "mục tiêu nhiệm kỳ",
        "mục tiêu suy ra từ tỷ lệ",
    ],
}


@pytest.mark.parametrize("lang", LEGENDS)
def test_the_legend_names_just_what_is_drawn_in_the_language_of_the_page(invent, drawn, lang):
    draw(invent(*MIXED), lang=lang)
    draw(invent(("p", "admissions", "2015-2020", 1)), "p", lang=lang)

    legends = [one.figure.axes[0].get_legend().get_texts() for one in drawn]
    assert [[text.get_text() for text in legend] for legend in legends] == [LEGENDS[lang], LEGENDS[lang][:1]]


def test_a_range_that_is_implied_is_lighter_between_its_ends(invent, drawn):
    grown = ("p", "admissions_growth", "2015-2020", 25, {"base": "2010-2015"})
    draw(invent(("p", "admissions", "2015-2020", 5000), grown), "p", "2010-2015, 2015-2020")

    sure, open_end, total = drawn[0].axes.patches
    assert (sure.get_x(), sure.get_width()) == (0, 3985)
    assert (open_end.get_x(), open_end.get_x() + open_end.get_width()) == (3985, 4016)
    assert (sure.get_alpha(), open_end.get_alpha(), total.get_width()) == (None, 0.5, 5000)
    assert "3,985–4,016" in texts(drawn[0].axes)


def test_a_count_to_date_beside_an_implied_total_is_told_below_it(invent, drawn):
    grown = ("p", "admissions_growth", "2015-2020", 8.56, {"base": "2010-2015"})
    counted = ("p", "admissions", "2010-2015 to 2013", 400)
    chart = draw(invent(("p", "admissions", "2015-2020", 824), grown, counted), "p", "2010-2015")

    assert texts(drawn[0].axes) == ["P Province", "759", "400 2013, cut-off not printed"]
    assert bars(drawn[0].axes, facecolor="paper") == []
    assert "400" in chart.alt


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_alternative_text_names_every_number(invent, lang):
    chart = draw(invent(*MIXED), lang=lang)

    for number in ("824", "759", "300", "450–500", "900", "950", "12", "10", {"en": "1,000", "vi": "1.000"}[lang]):
        assert re.search(rf"(?<!\d){number}(?!\d)", chart.alt), number
    assert {"en": "to 19 September 2023", "vi": "đến 19/9/2023"}[lang] in chart.alt
    assert chart.alt.count({"en": "not known", "vi": "chưa có số liệu"}[lang]) == 4


def test_a_term_that_an_area_did_not_live_to_see_is_said_to_be_none(invent, drawn):
    dataset = invent(("p", "admissions", "2020-2025", 5))
    ended = {"p": dataclasses.replace(dataset.areas["p"], valid_to=dt.date(2025, 6, 30))}
    draw(dataclasses.replace(dataset, areas=ended), "p", "2020-2025, 2025-2030")

    assert texts(drawn[0].axes) == ["P Province", "5", "ended"]


def test_where_nothing_is_known_there_is_no_chart(invent, drawn):
    assert draw(invent(("p", "admissions", "2022", 5)), "p") is None
    remark = draw(invent(("p", "members_rated_good_share", "2015-2020", 90)), "p")

    assert isinstance(remark, Remark)
    assert str(remark.line) == "No total of a term and no goal is known."
    assert drawn == []


def test_an_area_without_a_figure_is_left_out(invent, drawn):
    draw(invent(("p", "admissions", "2015-2020", 5), ("q", "admissions", "2022", 5)), "q, p")

    assert "P Province" in texts(drawn[0].axes)
    assert not any(text.startswith("Q") for text in texts(drawn[0].axes))


@pytest.mark.parametrize("count", [7, 11, 40])
def test_more_areas_than_a_page_holds_lose_empty_rows_first_and_are_then_counted(invent, drawn, count):
    rows = [(f"a{place:02}", "admissions", "2015-2020", 100 + place) for place in range(count)]
    chart = draw(invent(*rows), ", ".join(row[0] for row in rows))

    assert drawn[0].figure.get_figheight() <= 7.0
    shown = bars(drawn[0].axes, facecolor="accent")
    assert shown == [100 + place for place in range(len(shown))]
    left = count - len(shown)
    assert ("left out" in str(chart.note)) is (count > 7)
    assert (f"{left} areas more are in the table." in str(chart.note)) is (left > 0)
    assert (left == 0) is (count < 40)


def test_the_same_data_give_the_same_bytes(invent):
    first, second = (draw(invent(*MIXED)) for _ in range(2))

    assert isinstance(first, Chart)
    assert first.svg == second.svg
    assert "1,000</text>" in first.svg


def test_every_source_drawn_is_cited(invent):
    rows = [("p", "admissions", "2015-2020", 5, {"source": "a-nd"}), ("p", "admissions_target", "2015-2020", 4)]
    chart = draw(invent(*rows), "p")

    assert re.findall(r"#source-\d", chart.note.html()) == ["#source-1", "#source-2"]


REAL = [
    ("dak-lak, dak-lak/ea-sup, binh-thuan, lam-dong, ben-tre", "2010-2015, 2015-2020, 2020-2025"),
    ("dak-lak, dak-lak/ea-sup, binh-thuan, lam-dong, ben-tre", ALL),
    ("binh-thuan", "2020-2025, 2025-2030"),
    ("gia-lai, gia-lai/chu-se, dien-bien/muong-nhe, dak-lak/lak/dak-phoi, nghe-an, hai-duong", ALL),
    ("quang-ngai-2025, lam-dong-2025/phu-quy", "2020-2025"),
    ("dak-nong", "2020-2025"),
    ("tay-ninh, binh-dinh, tien-giang, hau-giang, ninh-thuan, dak-nong", "2015-2020, 2020-2025"),
    ("kon-tum/dak-glei, lam-dong/don-duong, lao-cai/van-ban/nam-xay, nghe-an/tuong-duong/xieng-my", ALL),
    ("hai-duong/thanh-ha, hai-duong/nam-sach/dong-lac", "2020-2025"),
]


@pytest.mark.parametrize(("areas", "terms"), [*REAL, (", ".join(areas for areas, _ in REAL), ALL)])
def test_no_text_of_the_real_charts_meets_another_or_leaves_the_page(real, drawn, areas, terms):
    pages = [TermComparison(real, areas, terms, lang) for lang in ("vi", "en")]
    compared = compare_terms(real, pages[0].areas, pages[0].terms)
    for page in pages:
        draw_terms(page, compared)

    assert len(drawn) == 2
    for drawing in drawn:
        found = list(placed(drawing))
        assert len(found) > 4
        for (first, box), (second, other) in itertools.combinations(found, 2):
            assert not box.overlaps(other), (first, second)
        for text, box in found:
            assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
            assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


@pytest.mark.parametrize("number", [9, 12345678])
@pytest.mark.parametrize("goal", [1, 0.2, 5])
def test_long_and_short_numbers_stay_on_the_page_beside_their_goals(invent, drawn, number, goal):
    rows = [("p", "admissions", "2015-2020", number), ("p", "admissions_target", "2015-2020", round(number * goal))]
    draw(invent(*rows), "p")

    texts_with_place = list(placed(drawn[0]))
    assert all(drawn[0].page.x0 <= box.x0 <= box.x1 <= drawn[0].page.x1 for _, box in texts_with_place)
    for (first, box), (second, other) in itertools.combinations(texts_with_place, 2):
        assert not box.overlaps(other), (first, second)
