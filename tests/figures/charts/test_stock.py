"""One stock over the years, told by its artists."""

import itertools

import pytest

from analysis.figures.audit_page import AuditPage
from analysis.figures.charts.stock import draw_stock
from analysis.figures.inline import Inline
from analysis.measures.national import nation_series, stocks_over_years
from analysis.measures.values import printed_values

ROWS = (
    ("p", "members", "at 2010", 3_200_000, {"bound": "approx"}),
    ("p", "members", "at 2017-12-31", 4_920_000, {"bound": "at_least"}),
    ("p", "members", "at 2018-12-25", 5_200_000, {"bound": "approx"}),
    ("p", "members", "at 2022-01-20", 5_600_000),
)


def draw(dataset, lang="en", values=None):
    values = values or printed_values(dataset, dataset.observations)
    return draw_stock(
        AuditPage(dataset, lang), "nation", values, title=Inline.of("title"), subtitle=Inline.of("Persons")
    )


@pytest.fixture(scope="module")
def drawing(invent, drawn_in_module):
    draw(invent(*ROWS))
    return drawn_in_module[0]


def test_each_year_is_a_point_at_its_number(drawing):
    points = [(int(x), y) for line in drawing.axes.lines if line.get_marker() == "o" for x, y in line.get_xydata()]

    assert points == [(2010, 3_200_000), (2017, 4_920_000), (2018, 5_200_000), (2022, 5_600_000)]


def test_only_years_that_follow_each_other_are_joined(drawing):
    joined = [tuple(map(int, line.get_xdata())) for line in drawing.axes.lines if line.get_linestyle() != "None"]

    assert joined == [(2017, 2018)]


def test_gaps_have_the_sign_of_the_unknown(drawing):
    gaps = [int(text.xy[0]) for text in drawing.axes.texts if text.get_text() == "–"]

    assert gaps == [year for year in range(2010, 2022) if year not in (2010, 2017, 2018)]
    assert drawing.axes.get_ylim()[0] == 0


def test_labels_keep_their_bounds_in_both_languages(invent, drawn):
    for lang, number in (("en", "≥\u202f4,920,000"), ("vi", "≥\u202f4.920.000")):
        chart = draw(invent(*ROWS), lang)
        assert number in [text.get_text() for text in drawn[-1].axes.texts]
        assert number in chart.alt


def test_the_words_name_every_year_and_every_gap(invent):
    chart = draw(invent(*ROWS))

    assert "31 December 2017: ≥\u202f4,920,000." in chart.alt
    assert "2011, 2012, 2013" in chart.alt
    assert "Sources: [1]." in str(chart.note.html()).replace('<a href="#source-1">', "").replace("</a>", "")


CROWDS = [
    (2010, 2011, 2012, 2025),
    (2010, 2022, 2023, 2024, 2025),
    (2010, 2014, 2018, 2022),
    (2010, 2011),
    (2010,),
    tuple(range(2018, 2024)),
]


def assert_apart(drawing):
    texts = [*((text, box) for text, box in drawing.labels if text != "–"), *drawing.ticks]
    for (first, box), (second, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), (first, second)
    for text, box in texts:
        assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
        assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


@pytest.mark.parametrize("years", CROWDS)
def test_labels_do_not_meet(invent, drawn, years):
    rows = [("p", "members", f"at {year}", 5_000_000 + 1000 * year, {"bound": "approx"}) for year in years]
    draw(invent(*rows), "vi")

    assert_apart(drawn[0])


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_real_chart_of_the_nation(real, drawn, lang):
    values = [value for value in nation_series(real) if value.indicator == "members"]
    draw(real, lang, stocks_over_years(values, 25))

    assert_apart(drawn[0])
    assert len([text for text, _ in drawn[0].labels if text != "–"]) >= 4


def test_the_same_chart_gives_the_same_bytes(invent):
    assert draw(invent(*ROWS)).svg == draw(invent(*ROWS)).svg
