"""The chart of completion by day of the year, told by its artists."""

import itertools
import re

import pytest
from matplotlib.colors import to_hex

from analysis.figures.blocks import Chart, Remark
from analysis.figures.charts.pace import draw_pace
from analysis.figures.target_progress import TargetPage
from analysis.figures.theme import PALETTE
from analysis.measures.pace import pace_of

ROWS = (
    ("p", "completion_rate", "to 2023-10-10", 72.06),
    ("p/u", "completion_rate", "to 2023-10-10", 99.0),
    ("a", "completion_rate", "to 2019-09-12", 57),
    ("b", "completion_rate", "to 2017-09-26", 69),
    ("c", "completion_rate", "to 2018-11-05", 95),
    ("d", "completion_rate", "to 2022-10-22", 63),
    ("e", "completion_rate", "to 2022-02-15", 14),
    ("a", "completion_rate", "2018", 104),
)


def draw(dataset, area, year, lang="en"):
    return draw_pace(TargetPage(dataset, area, year, lang), pace_of(dataset, area, year), area, year)


def points(drawing, edge, face):
    """The points with a rim and a face of these colours: (day of a year of 365, percent)."""
    return [
        (round(x * 365), y)
        for line in drawing.axes.lines
        if line.get_marker() == "o"
        and to_hex(line.get_markeredgecolor()) == PALETTE[edge]
        and to_hex(line.get_markerfacecolor()) == PALETTE[face]
        for x, y in line.get_xydata()
    ]


@pytest.fixture(scope="module")
def drawing(invent, drawn_in_module):
    draw(invent(*ROWS), "p", 2023)
    return drawn_in_module[0]


def test_the_own_reading_is_a_hollow_point_of_its_own(drawing):
    assert points(drawing, "accent", "paper") == [(283, 72.06)]
    assert points(drawing, "accent", "accent") == []


def test_readings_of_others_are_light_points_the_own_units_are_not_among_them(drawing):
    assert sorted(points(drawing, "muted", "paper")) == [(46, 14), (255, 57), (269, 69), (295, 63), (309, 95)]


def test_full_years_of_others_are_filled_and_stand_at_the_end_of_the_year(drawing):
    assert points(drawing, "muted", "muted") == [(365, 104)]


def test_the_own_point_is_the_largest_and_lies_above_the_others(drawing):
    own, *others = sorted(
        (line for line in drawing.axes.lines if line.get_marker() == "o"), key=lambda line: -line.get_zorder()
    )

    assert to_hex(own.get_markeredgecolor()) == PALETTE["accent"]
    assert all(own.get_markersize() > other.get_markersize() for other in others)


def test_the_band_spans_45_days_to_either_side_at_the_pace_of_the_ends(drawing):
    (band,) = drawing.axes.collections
    corners = {(round(365 * x), round(y, 2)) for x, y in band.get_paths()[0].vertices}

    assert to_hex(band.get_facecolor()[0]) == PALETTE["soft"]
    assert corners == {
        (238, round(63 / 295 * 238, 2)),
        (328, round(63 / 295 * 328, 2)),
        (238, round(95 / 309 * 238, 2)),
        (328, round(95 / 309 * 328, 2)),
    }


def lines(drawing, role):
    return [
        [tuple(point) for point in line.get_xydata()]
        for line in drawing.axes.lines
        if line.get_linestyle() != "None" and to_hex(line.get_color()) == PALETTE[role]
    ]


def test_the_target_an_even_pace_and_the_median_are_lines(drawing):
    even, median = sorted(lines(drawing, "muted"), key=lambda line: line[0])

    assert [y for _, y in lines(drawing, "target")[0]] == [100, 100]
    assert even == [(0, 0), (1, 100)]
    # Half-way between the middle two of four: 57% on day 255 and 69% on day 269, each at its own pace.
    assert median[0][1] == pytest.approx((57 / 255 + 69 / 269) / 2 * 238.0, rel=1e-3)


def test_the_scale_begins_at_zero_and_goes_beyond_the_target(drawing):
    low, high = drawing.axes.get_ylim()

    assert low == 0
    assert high >= 125
    assert drawing.axes.get_xlim()[0] == 0


MONTHS = {"en": ["Jan", "Feb", "Mar"], "vi": ["T1", "T2", "T3"]}
LEGENDS = {
    "en": [
        "other provinces, year to date",
        "other provinces, full year",
        "their range",
        "their median",
        "target reached",
        "even pace",
    ],
    "vi": [
        "tỉnh khác, từ đầu năm",
        "tỉnh khác, cả năm",
        "khoảng của các tỉnh ấy",
        "trung vị của các tỉnh ấy",
        "đạt chỉ tiêu",
        "mức chia đều theo ngày",
    ],
}
LABELS = {"en": {"72.06%\nto 10 Oct"}, "vi": {"72,06%\nđến 10/10"}}


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_months_legend_and_labels_are_in_the_language_of_the_page(invent, drawn, lang):
    draw(invent(*ROWS), "p", 2023, lang)

    assert [text for text, _ in drawn[0].ticks][:3] == MONTHS[lang]
    assert [text for text, _ in drawn[0].legend] == LEGENDS[lang]
    assert {text for text, _ in drawn[0].labels} == LABELS[lang]


def test_too_few_provinces_give_no_band_and_the_legend_names_none(invent, drawn):
    draw(invent(*ROWS[:4]), "p", 2023)

    assert not drawn[0].axes.collections
    assert [text for text, _ in drawn[0].legend] == ["other provinces, year to date", "target reached", "even pace"]


def test_of_a_year_that_is_over_readings_are_hollow_and_the_full_year_is_filled(invent, drawn):
    draw(invent(*ROWS, ("p", "completion_rate", "2023", 101)), "p", 2023)

    assert points(drawn[0], "accent", "paper") == [(283, 72.06)]
    assert points(drawn[0], "accent", "accent") == [(365, 101)]
    assert not drawn[0].axes.collections
    assert "101%\nfull year" in {text for text, _ in drawn[0].labels}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [("p", "completion_rate", "to 2023", 80)],
            "No completion of P Province on a known day of 2023 is known, so no pace either.",
        ),
        (
            [("p", "completion_rate", "2023", 80)],
            "The year 2023 is over and its full figure known: there is no pace to judge.",
        ),
    ],
)
def test_without_a_dated_completion_there_is_a_remark(invent, drawn, rows, said):
    shown = draw(invent(*rows, *ROWS[2:], names={"p": "P"}), "p", 2023)

    assert isinstance(shown, Remark)
    assert str(shown.line) == said
    assert drawn == []


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_alternative_text_has_every_number_with_its_day(invent, lang):
    chart = draw(invent(*ROWS), "p", 2023, lang)

    for number in ("72.06", "57", "69", "95", "63", "14", "104", "60.4", "87.0", "67.9"):
        shown = number if lang == "en" else number.replace(".", ",")
        assert re.search(rf"(?<![\d.,]){re.escape(shown)}%", chart.alt), shown
    assert {"en": "to 22 October 2022", "vi": "đến 22/10/2022"}[lang] in chart.alt


def test_everything_drawn_is_in_the_record_of_the_page(invent):
    dataset = invent(*ROWS)
    page = TargetPage(dataset, "p", 2023, "en")
    draw_pace(page, pace_of(dataset, "p", 2023), "p", 2023)

    plotted = {round(number["obs_value"], 1) for number in page.sources().record["numbers"]}
    assert plotted == {72.1, 57, 69, 95, 63, 14, 104, 60.4, 87.0, 67.9}


def test_the_same_data_give_the_same_bytes(invent):
    first, second = (draw(invent(*ROWS), "p", 2023) for _ in range(2))

    assert isinstance(first, Chart)
    assert first.svg == second.svg
    assert "72.06%</text>" in first.svg


REAL = [
    ("dak-lak", 2023),
    ("dak-lak/krong-bong", 2023),
    ("dak-lak/krong-bong/cu-pui", 2023),
    ("binh-thuan", 2017),
    ("binh-thuan/police", 2017),
    ("can-tho/thoi-lai", 2019),
    ("hue", 2025),
    ("ninh-thuan", 2022),
    ("ninh-thuan/ninh-son", 2022),
    ("ninh-thuan/police", 2022),
    ("lam-dong/duc-trong", 2017),
    ("hai-duong/hai-duong", 2014),
    ("hoa-binh/mai-chau", 2024),
]


def check_room(drawing):
    texts = [*drawing.labels, *drawing.ticks, *drawing.legend]
    for (first, box), (second, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), (first, second)
    for text, box in texts:
        assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
        assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("area", "year"), REAL)
def test_no_label_of_the_real_charts_meets_another_or_leaves_the_page(real, drawn, area, year, lang):
    draw(real, area, year, lang)

    (drawing,) = drawn
    assert drawing.labels
    check_room(drawing)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "readings",
    [
        [("01-10", 2)],
        [("12-31", 99)],
        [("12-31", 12)],
        [("03-31", 55), ("04-15", 60)],
        [("03-31", 10), ("06-30", 45), ("09-30", 80)],
        [("10-31", 80), ("11-15", 90), ("11-30", 100), ("12-20", 104)],
        [("06-01", 49), ("06-20", 51), ("07-01", 52)],
    ],
)
@pytest.mark.parametrize("full", [False, True])
def test_no_label_of_any_readings_meets_another_or_leaves_the_page(invent, drawn, readings, lang, full):
    rows = [("p", "completion_rate", f"to 2023-{day}", value) for day, value in readings]
    draw(invent(*rows, *([("p", "completion_rate", "2023", 103)] if full else []), *ROWS[2:]), "p", 2023, lang)

    assert len(drawn[0].labels) == min(len(readings), 3) + full
    check_room(drawn[0])
