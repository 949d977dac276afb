"""The bars of completion by unit, told by their artists, and the table beside them."""

import itertools
import re

import pytest
from matplotlib.colors import to_hex

from analysis.figures.blocks import Remark
from analysis.figures.brief import Brief
from analysis.figures.progress import draw_progress, table_units, write_units
from analysis.figures.theme import PALETTE
from analysis.measures.overview import overview_of
from analysis.measures.units import earlier_targets, quota_extremes, unit_progress

UNITS = (
    ("p", "completion_rate", "to 2023-10-10", 72.06),
    ("p/a", "completion_rate", "to 2023-10-10", 80),
    ("p/b", "completion_rate", "2023", 104.5),
    ("p/c", "completion_rate", "to 2023-10-10", 61),
    ("p/d", "completion_rate", "to 2023-10", 50),
    ("p/e", "admissions_target", "2023", 30),
)


def draw(dataset, area, year, lang="en"):
    units = unit_progress(dataset, area, year)
    return draw_progress(Brief(dataset, area, year, lang), units, overview_of(dataset, area, year).rate)


@pytest.fixture(scope="module")
def drawing(invent, drawn_in_module):
    draw(invent(*UNITS), "p", 2023)
    return drawn_in_module[0]


@pytest.fixture
def bars(drawing):
    """The bars; those of no length are there for the legend."""
    return [bar for bar in drawing.axes.patches if bar.get_width()]


def test_bars_are_as_long_as_the_rates_highest_first_the_area_itself_last(bars):
    assert [bar.get_width() for bar in bars] == [104.5, 80, 61, 50, 72.06]
    middles = [bar.get_y() + bar.get_height() / 2 for bar in bars]
    assert middles == sorted(middles)
    assert {bar.get_x() for bar in bars} == {0}


def test_a_full_year_is_filled_and_a_year_to_date_hollow(bars):
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [PALETTE["accent"], *[PALETTE["paper"]] * 4]
    assert {to_hex(bar.get_edgecolor()) for bar in bars} == {PALETTE["accent"]}


def test_the_first_bar_stands_on_top_and_the_scale_begins_at_zero(drawing):
    low, high = drawing.axes.get_xlim()
    bottom, top = drawing.axes.get_ylim()

    assert low == 0
    assert high >= 120
    assert bottom > top


def test_a_line_marks_the_target(drawing):
    (line,) = drawing.axes.lines

    assert set(line.get_xdata()) == {100}
    assert to_hex(line.get_color()) == PALETTE["target"]


def test_each_bar_has_its_name_and_number_and_its_day_where_it_differs(drawing):
    assert [text.get_text() for text in drawing.axes.texts] == [
        "B District, full year",
        "104.5%",
        "A District",
        "80%",
        "C District",
        "61%",
        "D District, to October 2023",
        "50%",
        "P Province",
        "72.06%",
    ]


LEGENDS = {
    "en": {"year to date", "full year", "target reached"},
    "vi": {"từ đầu năm", "cả năm", "đạt chỉ tiêu"},
}


@pytest.mark.parametrize("lang", LEGENDS)
def test_the_legend_names_each_kind_once(invent, drawn, lang):
    draw(invent(*UNITS), "p", 2023, lang)
    told = [text for text, _ in drawn[0].legend]

    assert sorted(told) == sorted(LEGENDS[lang])


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_alternative_text_names_every_bar(invent, lang):
    chart = draw(invent(*UNITS), "p", 2023, lang)

    for name, number in (("a", "80"), ("b", "104.5"), ("c", "61"), ("d", "50"), ("p", "72.06")):
        shown = number if lang == "en" else number.replace(".", ",")
        assert re.search(rf"\b{name}\b[^:]*: {shown}%\.", chart.alt, re.IGNORECASE), name


def test_the_caption_tells_the_common_period(invent):
    chart = draw(invent(*UNITS), "p", 2023)

    assert "year to 10 October 2023 unless stated otherwise" in str(chart.subtitle)


def test_full_years_alone_need_no_period(invent, drawn):
    chart = draw(invent(("p/a", "completion_rate", "2023", 90)), "p", 2023)

    assert "unless stated otherwise" not in str(chart.subtitle)
    assert [text.get_text() for text in drawn[0].axes.texts] == ["A District", "90%"]


def test_a_long_name_takes_two_lines_and_leaves_room_for_them(invent, drawn):
    name = "Upper secondary school of a very long name that does not fit on one line at all"
    draw(
        invent(("p/a", "completion_rate", "2023", 90), ("p/b", "completion_rate", "2023", 80), names={"p/b": name}),
        "p",
        2023,
    )

    ((_, first), *_), (told, second) = drawn[0].labels[:2], drawn[0].labels[2]
    assert told.count("\n") == 1
    assert not first.overlaps(second)
    assert second.x1 <= drawn[0].page.x1


def test_the_table_tells_a_full_year_among_years_to_date(invent):
    dataset = invent(*UNITS)

    table = table_units(Brief(dataset, "p", 2023, "en"), unit_progress(dataset, "p", 2023))

    assert [str(row[0]) for row in table.rows] == [
        "B District, full year",
        "A District",
        "C District",
        "D District, to October 2023",
        "E District",
    ]


def test_without_a_completion_there_is_a_remark(invent, drawn):
    shown = draw(invent(("p/e", "admissions_target", "2023", 30)), "p", 2023)

    assert isinstance(shown, Remark)
    assert str(shown.line) == "No completion of a unit is known for 2023."
    assert drawn == []


def test_without_units_there_is_neither_table_nor_prose(invent):
    brief = Brief(invent(("p", "admissions", "2023", 30)), "p", 2023, "en")

    assert table_units(brief, []) is None
    assert write_units(brief, [], None, []) is None


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_label_of_the_real_bars_meets_another_or_leaves_the_page(real, drawn, lang):
    draw(real, "dak-lak", 2023, lang)

    (drawing,) = drawn
    assert len(drawing.labels) == 16
    texts = [*drawing.labels, *drawing.ticks, *drawing.legend]
    for (first, box), (second, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), (first, second)
    for text, box in texts:
        assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
        assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


def test_what_is_told_of_single_units(real):
    brief = Brief(real, "dak-lak", 2023, "en")

    told = write_units(
        brief,
        unit_progress(real, "dak-lak", 2023),
        quota_extremes(real, "dak-lak", 2023),
        earlier_targets(real, "dak-lak", 2023),
    )

    assert [str(line) for line in told.paragraphs] == [
        "The largest known target is 455 (Buôn Ma Thuột City), the smallest 17 (Provincial Military Party Committee).",
        "Krông Bông District, to 13 October 2023: 3 Party-awareness classes with 204 trainees.",
        "Provincial Military Party Committee: admissions are not printed; the only whole number that is 88.24% of 17 "
        "is 15.",
        "Tân An Ward (Buôn Ma Thuột City): 22 of 30 admitted and 7 files being verified; 29 if all of them succeed.",
        "Krông Bông District: the printed rise of its target implies one of 85 for 2022.",
    ]
