"""Shares as dots, told by their artists."""

import pytest
from matplotlib.colors import to_hex

from analysis.figures.charts.shares import draw_admitted, draw_members
from analysis.figures.shares import SharesPage
from analysis.figures.theme import PALETTE
from analysis.measures.shares import admitted_groups, member_groups

GROUPS = (
    ("a", "admissions", "to 2017-11-23", 930, {"segment": "female"}),
    ("a", "admissions_share", "to 2017-11-23", 48.14, {"segment": "female"}),
    ("a", "admissions", "to 2017-11-23", 1932),
    ("b", "admissions", "2019", 359, {"segment": "female"}),
    ("b", "admissions", "2019", 603),
    ("b", "admissions_share", "2016", 11, {"segment": "religious", "bound": "at_least"}),
    ("b", "admissions", "2019", 5, {"segment": "worker"}),
    ("b", "admissions", "2020", 7, {"segment": "pupil"}),
    ("a", "members_share", "at 2021", 10.4, {"segment": "ethnic_minority"}),
)


def page_of(dataset, lang="en"):
    return SharesPage(dataset, "a, b", "2015-2025", lang)


def draw(dataset, lang="en"):
    return draw_admitted(page_of(dataset, lang), admitted_groups(dataset, ["a", "b"], range(2015, 2026)))


def dots(drawing):
    return [
        (round(float(line.get_xdata()[0]), 2), to_hex(line.get_markerfacecolor()))
        for line in drawing.axes.lines
        if line.get_marker() == "o"
    ]


def test_each_known_share_is_a_dot_hollow_where_the_period_was_not_over(invent, drawn):
    draw(invent(*GROUPS))

    hollow, filled = PALETTE["paper"], PALETTE["accent"]
    assert dots(drawn[0]) == [(48.14, hollow), (59.54, filled), (11, filled), (0.83, filled)]


def test_groups_are_headings_and_rows_name_area_period_and_a_base_that_is_not_printed(invent, drawn):
    draw(invent(*GROUPS))

    assert [text.get_text() for text in drawn[0].axes.texts] == [
        "female",
        "A, to 23 November 2017",
        "48.14%",
        "B, 2019",
        "59.5%",
        "religious",
        "B, 2016, base not printed",
        "≥\u202f11%",
        "worker",
        "B, 2019",
        "0.8%",
    ]


def test_a_count_without_a_share_is_not_drawn(invent, drawn):
    chart = draw(invent(*GROUPS))

    assert "pupil" not in chart.alt
    assert "pupil" not in {text.get_text() for text in drawn[0].axes.texts}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Groups overlap, so shares do not add up to 100%."),
        ("vi", "Các nhóm chồng lên nhau nên các tỷ trọng cộng lại không thành 100%."),
    ],
)
def test_the_chart_names_its_base_and_says_that_shares_do_not_add_up(invent, lang, said):
    chart = draw(invent(*GROUPS), lang)

    assert said in str(chart.note)
    assert (
        str(chart.subtitle)
        == {
            "en": "Percent of all admitted in the same area and period",
            "vi": "Phần trăm tổng số kết nạp của cùng địa bàn, cùng kỳ",
        }[lang]
    )


def test_members_have_a_chart_of_their_own(invent, drawn):
    dataset = invent(*GROUPS)

    chart = draw_members(page_of(dataset), member_groups(dataset, ["a", "b"], range(2015, 2026)))

    assert dots(drawn[0]) == [(10.4, PALETTE["accent"])]
    assert "members" in str(chart.subtitle)


def test_the_axis_holds_a_hundred_percent(invent, drawn):
    draw(invent(*GROUPS))

    low, high = drawn[0].axes.get_xlim()
    assert low == 0
    assert high >= 100


def test_without_a_share_there_is_a_remark_and_without_a_group_nothing(invent, drawn):
    dataset = invent(GROUPS[7], ("a", "members", "at 2020", 9))

    assert str(draw(dataset).line) == "No share of a group is known for 2015–2025."
    assert draw_members(page_of(dataset), []) is None
    assert drawn == []


def test_the_same_shares_give_the_same_bytes(invent):
    assert draw(invent(*GROUPS)).svg == draw(invent(*GROUPS)).svg
