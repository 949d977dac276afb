"""Several series over years, told by the artists of their charts."""

import datetime as dt
import itertools

import pytest
from matplotlib.colors import to_hex

from analysis.figures.blocks import Chart
from analysis.figures.charts.line_series import Line
from analysis.figures.charts.lines import draw_lines
from analysis.figures.theme import PALETTE, SERIES
from analysis.figures.trends import Trends
from analysis.measures.series import compare_series

ROWS = (
    ("p", "admissions", "2018", 1500),
    ("p", "admissions", "2019", 1600),
    ("p", "admissions", "2021", 1800),
    ("p", "admissions", "2022", 1900, {"bound": "at_least"}),
    ("p", "admissions", "to 2023-10-10", 1700),
    ("q", "admissions", "2021", 900),
    ("q", "admissions", "2022", 950),
    ("r", "admissions", "2018", 300),
    ("s", "admissions", "2018", 400),
)
SPAN = range(2018, 2025)
DEFAULT = "p, q"


def lines_of(dataset, areas, years=SPAN, indicator="admissions", ended=None, heir=None):
    series = compare_series(dataset, dataset.find_areas(areas), dataset.indicators[indicator], years)
    return [
        Line(
            one.area.name_vi,
            one.values,
            one.others,
            standing=one.expected,
            ended=ended,
            heir=None if place else heir,
        )
        for place, one in enumerate(series)
    ]


def draw(dataset, areas=DEFAULT, lang="en", years=SPAN, rule=None, **options):
    page = Trends(dataset, areas, "admissions", years[0], years[-1], lang)
    return draw_lines(
        page,
        "values",
        lines_of(dataset, areas, years, **options),
        years,
        title=page.say("{indicator} by year", indicator=page.counted),
        subtitle=page.unit_of(page.indicator),
        lead=page.say("Chart by year."),
        rule=rule,
    )


def inside(axes):
    """The lines in the numbers of the axes; the markers of the names are not."""
    return [line for line in axes.lines if line.get_transform() == axes.transData]


def points(axes, colour, hollow=False):
    """The points of a series, full or hollow."""
    face = PALETTE["paper" if hollow else colour]
    return [
        tuple(point)
        for line in inside(axes)
        if line.get_linestyle() == "None"
        and line.get_marker() != "_"
        and to_hex(line.get_markeredgecolor()) == PALETTE[colour]
        and to_hex(line.get_markerfacecolor()) == face
        for point in line.get_xydata()
    ]


def joined(axes, colour):
    """The years that the lines of a series join, and whether they are dashed."""
    return [
        (*(round(x) for x in line.get_xdata()), line.is_dashed())
        for line in inside(axes)
        if line.get_linestyle() != "None" and to_hex(line.get_color()) == PALETTE[colour] and len(line.get_xdata()) == 2
    ]


def texts(axes):
    return [text.get_text() for text in axes.texts]


def dashes(axes):
    return sorted(round(text.xy[0]) for text in axes.texts if text.get_text() == "–")


@pytest.fixture(scope="module")
def drawing(invent, drawn_in_module):
    draw(invent(*ROWS))
    return drawn_in_module[0]


def test_full_years_are_solid_points_and_a_year_to_date_a_hollow_one(drawing):
    assert points(drawing.axes, "accent") == [(2018, 1500), (2019, 1600), (2021, 1800), (2022, 1900)]
    assert points(drawing.axes, "accent", hollow=True) == [(2023, 1700)]
    assert points(drawing.axes, "target") == [(2021, 900), (2022, 950)]


def test_a_gap_and_a_year_to_date_are_never_joined_and_a_bound_by_a_dashed_line(drawing):
    assert joined(drawing.axes, "accent") == [(2018, 2019, False), (2021, 2022, True)]
    assert joined(drawing.axes, "target") == [(2021, 2022, False)]


def test_colour_and_marker_differ_from_series_to_series(drawing):
    markers = [line.get_marker() for line in drawing.axes.lines if line.get_transform() != drawing.axes.transData]

    assert markers[-2:] == [marker for _, marker in SERIES[:2]]


def test_names_stand_at_the_ends_signs_and_cut_off_beside_their_points(drawing):
    assert {"p", "q", "≥\u202f1,900", "1,700\nto 10 Oct"} <= set(texts(drawing.axes))


def test_years_of_which_nothing_is_known_have_the_sign_of_the_unknown(drawing):
    assert dashes(drawing.axes) == [2020, 2024]


def test_over_many_years_the_signs_of_the_unknown_stay_apart(invent, drawn):
    draw(invent(*ROWS), years=range(1930, 2025))

    apart = {later - earlier for earlier, later in itertools.pairwise(dashes(drawn[0].axes))}
    assert min(apart) == 4


def test_the_scale_holds_zero_and_every_point(drawing):
    low, high = drawing.axes.get_ylim()

    assert low == 0
    assert high > 1900


def test_with_a_rule_the_scale_lies_around_it(invent, drawn):
    draw(invent(*ROWS), rule=1550)

    low, high = drawn[0].axes.get_ylim()
    assert 0 < low < 900
    assert high > 1900
    assert [line.get_ydata()[0] for line in drawn[0].axes.lines if list(line.get_xdata()) == [0, 1]] == [1550]


def test_the_note_tells_only_the_signs_that_occur(invent):
    assert str(draw(invent(*ROWS)).note).startswith(
        "Hollow: year to date. Dashed line: one of its ends is only a bound. “–”: no figure known. Sources:"
    )
    plain = draw(invent(("p", "admissions", "2018", 3)), "p", years=range(2018, 2019))
    assert str(plain.note).startswith("Sources:")


def test_more_than_three_series_get_a_panel_each_on_one_scale(invent, drawn):
    draw(invent(*ROWS), "p, q, r, s")

    panels = drawn[0].figure.axes
    assert [axes.get_title(loc="left") for axes in panels] == ["p", "q", "r", "s"]
    assert len({axes.get_ylim() for axes in panels}) == 1
    assert [points(axes, "accent")[0] for axes in panels] == [(2018, 1500), (2021, 900), (2018, 300), (2018, 400)]
    assert dashes(panels[1]) == [2018, 2019, 2020, 2023, 2024]


def test_an_odd_panel_leaves_no_empty_one_and_an_area_without_figures_none(invent, drawn):
    more = [(code, "admissions", "2018", 5) for code in "tu"]
    draw(invent(*ROWS, *more, ("x", "members", "at 2018", 5)), "p, q, r, s, t, x")

    assert [axes.get_title(loc="left") for axes in drawn[0].figure.axes] == ["p", "q", "r", "s", "t"]


HEIR = (("n", "admissions", "2025", 2500), ("n", "admissions", "2026", 2600), ("p", "admissions", "2024", 1700))


def draw_merger(invent, areas=DEFAULT, extra=()):
    dataset = invent(*ROWS, *HEIR, *extra)
    years = range(2018, 2027)
    (heir,) = lines_of(dataset, "n", years)
    return draw(dataset, areas, years=years, ended=dt.date(2025, 6, 30), heir=heir)


def test_what_an_area_went_into_is_another_series_never_joined_to_it(invent, drawn):
    chart = draw_merger(invent)

    axes = drawn[0].axes
    assert points(axes, "third") == [(2025.22, 2500), (2026, 2600)]
    assert joined(axes, "third") == [(2025, 2026, False)]
    assert max(x for x, _ in points(axes, "accent")) == 2024
    assert "Vertical line: 30 June 2025, the last day of p, q." in str(chart.note)
    assert "30 June 2025" in texts(axes)


def test_the_vertical_line_stands_where_the_day_lies(invent, drawn):
    draw_merger(invent)

    (line,) = [line for line in drawn[0].axes.lines if list(line.get_ydata()) == [0, 1]]
    assert line.get_xdata()[0] == pytest.approx(2025, abs=0.01)


def test_in_panels_it_stands_beside_its_own_predecessor_alone(invent, drawn):
    chart = draw_merger(invent, "p, q, r")

    first, second, *_ = drawn[0].figure.axes
    assert points(first, "target") == [(2025.22, 2500), (2026, 2600)]
    assert points(second, "target") == []
    assert "Square: the area into which the one of its panel went (n)" in str(chart.note)


def test_what_else_is_printed_is_a_dash_beside_its_point(invent, drawn):
    old = ("p", "admissions", "2018", 1450, {"source": "old-20220101", "bound": "at_least"})
    chart = draw(invent(*ROWS, old))

    (dash,) = [line for line in drawn[0].axes.lines if line.get_marker() == "_"]
    assert dash.get_xydata().tolist() == [[2018, 1450]]
    assert "1,500 (≥\u202f1,450)" in texts(drawn[0].axes)
    assert "Short dash: what else is printed for the same." in str(chart.note)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_alternative_text_has_every_value_and_every_gap(invent, lang):
    chart = draw(invent(*ROWS), lang=lang)

    for number in ("1.500", "1.600", "1.800", "≥\u202f1.900", "1.700", "900", "950"):
        assert (number if lang == "vi" else number.replace(".", ",")) in chart.alt
    assert {"en": "p, 2023, to 10 October 2023: 1,700.", "vi": "p, 2023, đến 10/10/2023: 1.700."}[lang] in chart.alt
    assert {"en": "q: not known for 2018, 2019, 2020", "vi": "Q: chưa có số liệu 2018, 2019, 2020"}[lang].lower() in (
        chart.alt.lower()
    )


def test_every_value_drawn_is_in_the_record_and_its_source_cited(invent):
    dataset = invent(*ROWS)
    page = Trends(dataset, DEFAULT, "admissions", 2018, 2024, "en")
    lines = lines_of(dataset, DEFAULT)

    words = {"title": page.say("Sources"), "subtitle": page.unit_of(page.indicator), "lead": page.say("Chart by year.")}
    chart = draw_lines(page, "values", lines, SPAN, **words)

    assert sorted(one["obs_value"] for one in page.ledger.numbers) == [900, 950, 1500, 1600, 1700, 1800, 1900]
    assert "#source-1" in chart.note.html()


def test_the_same_chart_is_the_same_bytes(invent):
    first, second = (draw(invent(*ROWS), areas) for areas in ("p, q, r, s", "p, q, r, s"))

    assert isinstance(first, Chart)
    assert first.svg == second.svg
    assert "Source Sans Pro" in first.svg


def crowded(period, gap):
    return [
        (code, "admissions", text, 2000 + place * gap, {"bound": "at_least"})
        for place, code in enumerate("pqr")
        for text in ("2020", period, "2022")
    ]


@pytest.mark.parametrize("gap", [0, 1, 5, 40])
@pytest.mark.parametrize("period", ["2021", "to 2021-10-10"])
def test_labels_of_near_numbers_of_neighbouring_years_do_not_meet(invent, drawn, period, gap):
    draw(invent(*crowded(period, gap)), "p, q, r", years=range(2015, 2026))

    told = [(text, box) for text, box in drawn[0].labels if text != "–"]
    assert len(told) == 12
    for (first, box), (second, other) in itertools.combinations(told, 2):
        assert not box.overlaps(other), (first, second)


def test_a_sign_or_a_day_without_room_in_the_chart_stands_below_it(invent, drawn):
    rows = [(code, "admissions", f"to {year}", 2000) for code in "pqr" for year in range(2016, 2024)]
    chart = draw(invent(*rows), "p, q, r", years=range(1996, 2026))

    written = [text for text in texts(drawn[0].axes) if text.startswith("2,000")]
    below = str(chart.note).partition("Without room in the chart: ")[2]
    assert 0 < len(written) < 24
    assert len(written) + below.count("cut-off not printed: 2,000") == 24
