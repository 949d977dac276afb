"""The chart by year, told by its artists."""

import itertools
import re

import pytest
from matplotlib.colors import to_hex

from analysis.figures.blocks import Chart, Remark
from analysis.figures.brief import Brief
from analysis.figures.charts.trend import draw_trend
from analysis.figures.inline import Inline
from analysis.figures.theme import PALETTE
from analysis.figures.trend import table_years
from analysis.measures.annual import annual_series, year_figures
from analysis.measures.overview import overview_of
from analysis.measures.ranges import implied_years

FULL_AND_TO_DATE = (
    ("p", "admissions", "2018", 1500),
    ("p", "admissions", "2019", 1600),
    ("p", "admissions", "2021", 1800),
    ("p", "admissions", "2022", 1900),
    ("p", "admissions", "to 2023-10-10", 1700),
    ("p", "admissions_target", "2022", 2000),
    ("p", "admissions_target", "2023", 2100),
    ("p", "admissions_target", "2023", 2150, {"bound": "at_least", "source": "new-20231101"}),
    ("p", "admissions_yearly_goal", "2020-2025", 1950),
)


def draw(dataset, area, year, lang="en"):
    return draw_trend(
        Brief(dataset, area, year, lang),
        annual_series(dataset, area, "admissions", last=year),
        annual_series(dataset, area, "admissions_target", last=year),
        overview_of(dataset, area, year).goal,
    )


def marks(drawing, marker, **colours):
    """The points of all lines with a marker, where its colours are those of the palette."""
    return [
        (int(x), y)
        for line in drawing.axes.lines
        if line.get_marker() == marker
        and all(to_hex(getattr(line, f"get_{name}")()) == PALETTE[role] for name, role in colours.items())
        for x, y in line.get_xydata()
    ]


def joined(drawing):
    """The years that a line joins, the goal's dashed line aside."""
    return [
        tuple(int(x) for x in line.get_xdata())
        for line in drawing.axes.lines
        if line.get_linestyle() != "None" and to_hex(line.get_color()) != PALETTE["muted"]
    ]


@pytest.fixture(scope="module")
def drawing(invent, drawn_in_module):
    draw(invent(*FULL_AND_TO_DATE), "p", 2024)
    return drawn_in_module[0]


def test_full_years_are_filled_points_at_their_values(drawing):
    assert marks(drawing, "o", markerfacecolor="accent") == [(2018, 1500), (2019, 1600), (2021, 1800), (2022, 1900)]


def test_a_year_to_date_is_a_hollow_point(drawing):
    assert marks(drawing, "o", markerfacecolor="paper", markeredgecolor="accent") == [(2023, 1700)]


def test_only_full_years_that_follow_each_other_are_joined(drawing):
    assert joined(drawing) == [(2018, 2019), (2021, 2022)]


def test_targets_are_dashes_the_preferred_one_thicker(drawing):
    assert marks(drawing, "_", color="target") == [(2022, 2000), (2023, 2100)]
    assert marks(drawing, "_", color="warning") == [(2023, 2150)]
    widths = {to_hex(line.get_color()): line.get_markeredgewidth() for line in drawing.axes.lines}
    assert widths[PALETTE["target"]] > widths[PALETTE["warning"]]


def test_a_year_without_a_figure_has_the_sign_of_the_unknown_and_no_point(drawing):
    unknown = [int(text.xy[0]) for text in drawing.axes.texts if text.get_text() == "–"]
    points = {year for marker in "o_" for year, _ in marks(drawing, marker)}

    assert sorted(unknown) == [2020, 2024]
    assert points == {2018, 2019, 2021, 2022, 2023}
    assert all(text.xy[1] == 0 for text in drawing.axes.texts if text.get_text() == "–")


def test_the_scale_begins_at_zero_and_holds_every_point(drawing):
    low, high = drawing.axes.get_ylim()

    assert low == 0
    assert high > 2150


def test_every_year_has_its_tick(drawing):
    assert [text for text, _ in drawing.ticks][:7] == [str(year) for year in range(2018, 2025)]
    assert list(drawing.axes.get_xticks()) == list(range(2018, 2025))


def test_the_goal_is_a_dashed_line_over_all_years(drawing):
    (goal,) = [line for line in drawing.axes.lines if to_hex(line.get_color()) == PALETTE["muted"]]

    assert set(goal.get_ydata()) == {1950}
    assert goal.get_xdata()[0] < 2018 < 2024 < goal.get_xdata()[-1]
    assert goal.is_dashed()


def test_labels_carry_the_numbers_the_cut_off_and_the_other_target(drawing):
    texts = {text.get_text() for text in drawing.axes.texts}

    assert texts == {
        "1,500",
        "1,600",
        "1,800",
        "1,900",
        "1,700\nto 10 Oct",
        "2,000",
        "2,100 (≥\u202f2,150)",
        "–",
    }


LEGENDS = {
    "en": {
        "admitted, full year",
        "admitted, year to date",
        "target",
        "target in another source",
        "goal for each year of the term",
    },
    "vi": {
        "kết nạp, cả năm",
        "kết nạp, từ đầu năm",
        "chỉ tiêu",
        "chỉ tiêu ở nguồn khác",
        "mục tiêu mỗi năm của nhiệm kỳ",
    },
}


@pytest.mark.parametrize("lang", LEGENDS)
def test_the_legend_names_what_is_drawn_in_the_language_of_the_brief(invent, drawn, lang):
    draw(invent(*FULL_AND_TO_DATE), "p", 2023, lang)

    assert {text for text, _ in drawn[0].legend} == LEGENDS[lang]


def test_the_legend_names_nothing_that_is_not_drawn(invent, drawn):
    draw(invent(("p", "admissions", "2022", 1900)), "p", 2022)

    assert [text for text, _ in drawn[0].legend] == ["admitted, full year"]


def test_a_full_year_and_a_year_to_date_are_never_joined(invent, drawn):
    draw(invent(("p", "admissions", "2022", 2089), ("p", "admissions", "to 2023-10-10", 1994)), "p", 2023)

    assert joined(drawn[0]) == []


def test_a_number_that_another_source_prints_is_no_second_point(invent, drawn):
    rows = [
        ("p", "admissions", "2022", number, {"source": source}) for number, source in ((1, "a-nd"), (2, "b-20230101"))
    ]
    draw(invent(*rows), "p", 2022)

    assert marks(drawn[0], "o") == [(2022, 2)]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_alternative_text_names_every_plotted_value_and_every_gap(invent, lang):
    chart = draw(invent(*FULL_AND_TO_DATE), "p", 2024, lang)

    for number in (1500, 1600, 1800, 1900, 1700, 2000, 2100, 2150, 1950):
        shown = f"{number:,}" if lang == "en" else f"{number:,}".replace(",", ".")
        assert re.search(rf"(?<!\d){re.escape(shown)}(?!\d)", chart.alt), shown
    assert "2020, 2024" in chart.alt
    assert {"en": "to 10 October 2023", "vi": "đến 10/10/2023"}[lang] in chart.alt
    assert "≥\u202f" in chart.alt


def test_the_text_of_the_chart_is_text(invent):
    chart = draw(invent(*FULL_AND_TO_DATE), "p", 2023)

    assert isinstance(chart, Chart)
    assert "1,500</text>" in chart.svg
    assert "Source Sans Pro" in chart.svg


def test_the_note_cites_every_source_that_is_plotted_and_the_ledger_keeps_every_number(invent):
    dataset = invent(*FULL_AND_TO_DATE)
    page = Brief(dataset, "p", 2023, "en")
    chart = draw_trend(
        page,
        annual_series(dataset, "p", "admissions"),
        annual_series(dataset, "p", "admissions_target"),
        overview_of(dataset, "p", 2023).goal,
    )

    assert re.findall(r"#source-\d", chart.note.html()) == ["#source-1", "#source-2"]
    assert {one["obs_value"] for one in page.ledger.numbers} == {value for _, _, _, value, *_ in FULL_AND_TO_DATE}


def test_a_chart_without_words_is_refused():
    with pytest.raises(ValueError, match="no words"):
        Chart("trend", "<svg/>", "  ", Inline.of("Figure 1."))


IMPLIED = (
    ("p", "admissions", "2022", 1900),
    ("p", "admissions_growth", "2022", 8.5, {"base": "2021"}),
    ("p", "completion_rate", "2022", 95.0),
)


def draw_implied(dataset, lang="en"):
    return draw_trend(
        Brief(dataset, "p", 2022, lang),
        annual_series(dataset, "p", "admissions"),
        annual_series(dataset, "p", "admissions_target"),
        None,
        implied_years(dataset, "p", 2022),
    )


def test_what_other_figures_imply_is_a_light_bar_and_no_point(invent, drawn):
    draw_implied(invent(*IMPLIED))

    spans = {tuple(line.get_ydata()) for line in drawn[0].axes.lines if line.get_alpha()}
    assert spans == {(1999, 2001)}
    assert marks(drawn[0], "o", markerfacecolor="accent") == [(2022, 1900)]
    (single,) = [line for line in drawn[0].axes.lines if line.get_markerfacecolor() == "none"]
    assert single.get_xydata().tolist() == [[2021, 1751]]
    assert {"1,751", "1,999–2,001"} <= {text.get_text() for text in drawn[0].axes.texts}


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_what_is_implied_is_told_in_words_too(invent, lang):
    chart = draw_implied(invent(*IMPLIED), lang)

    assert {"en": "1,999–2,001", "vi": "1.999–2.001"}[lang] in chart.alt
    assert {"en": "not printed", "vi": "không nêu"}[lang] in chart.alt


def test_the_same_chart_has_the_same_bytes(invent):
    first, second = (draw(invent(*FULL_AND_TO_DATE), "p", 2023).svg for _ in range(2))

    assert first == second


def test_without_figures_there_is_a_remark(invent, drawn):
    shown = draw(invent(("p", "members", "at 2023", 5)), "p", 2023)

    assert isinstance(shown, Remark)
    assert str(shown.line) == "No yearly figure is known."
    assert drawn == []


REAL = [
    ("dak-lak", 2023, ""),
    ("dak-lak", 2022, ""),
    ("dak-lak", 2023, "2023-01-30"),
    ("binh-thuan", 2021, ""),
    ("binh-thuan", 2022, ""),
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("area", "year", "as_of"), REAL)
def test_no_label_of_the_real_charts_meets_another_or_leaves_the_page(real, drawn, area, year, as_of, lang):
    from analysis.dataset.load import load_dataset

    draw(load_dataset(as_of) if as_of else real, area, year, lang)

    (drawing,) = drawn
    texts = [*drawing.labels, *drawing.ticks, *drawing.legend]
    assert len(drawing.labels) > 1
    for (first, box), (second, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), (first, second)
    for text, box in texts:
        assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
        assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


@pytest.mark.parametrize("target", [1960, 1999, 2000, 2001, 2040])
@pytest.mark.parametrize("period", ["2023", "to 2023-10-10"])
def test_labels_of_near_numbers_of_one_year_do_not_meet(invent, drawn, period, target):
    draw(invent(("p", "admissions", period, 2000), ("p", "admissions_target", "2023", target)), "p", 2023)

    told = [(text, box) for text, box in drawn[0].labels if text != "–"]
    assert len(told) == 2
    assert not told[0][1].overlaps(told[1][1])


def test_the_real_chart_of_dak_lak(real, drawn):
    draw(real, "dak-lak", 2023)

    assert marks(drawn[0], "o", markerfacecolor="accent") == [(2021, 1985), (2022, 2089)]
    assert marks(drawn[0], "o", markerfacecolor="paper") == [(2023, 1994)]
    assert marks(drawn[0], "_") == [(2022, 1900), (2023, 2767), (2023, 2770)]
    assert joined(drawn[0]) == [(2021, 2022)]


def test_the_table_tells_the_cut_off_of_a_year_of_which_only_a_rate_is_known(invent):
    dataset = invent(("p", "completion_rate", "to 2023-10-10", 72.06), ("p", "completion_rate", "2022", 109.95))

    table = table_years(Brief(dataset, "p", 2023, "en"), year_figures(dataset, "p", 2023))

    assert [[str(cell) for cell in row] for row in table.rows] == [
        ["2022", "–", "–", "109.95%", "–"],
        ["2023, to 10 October 2023", "–", "–", "72.06%", "–"],
    ]
