"""The page on who is admitted: its sentences, tables and gaps, and the notebook that makes it."""

import dataclasses
import itertools

import pytest
from shown import blocks_of, bundle_of

from analysis.dataset.load import load_dataset
from analysis.errors import CallerError
from analysis.figures.blocks import Chart, Findings, Prose, Remark
from analysis.figures.share_tables import table_admitted, table_members, table_missing
from analysis.figures.shares import SharesPage, tell_disagreements, write_base, write_summary
from analysis.figures.tables import Table
from analysis.measures.shares import admitted_groups, member_groups, share_disagreements

GROUPS = (
    ("a", "admissions", "to 2017-11-23", 930, {"segment": "female"}),
    ("a", "admissions_share", "to 2017-11-23", 48.14, {"segment": "female"}),
    ("a", "admissions", "to 2017-11-23", 1932),
    ("b", "admissions_share", "2016", 11, {"segment": "religious", "bound": "at_least"}),
    ("b", "admissions", "2019 S1", 359, {"segment": "female"}),
    ("b", "admissions", "2019 S1", 603),
    ("b", "admissions", "2018-09-01/2019-08-31", 212, {"segment": "pupil"}),
    ("a", "members", "at 2019-12-31", 4976, {"segment": "ethnic_minority"}),
    ("a", "members_share", "at 2021-04", 11, {"segment": "ethnic_minority", "bound": "approx"}),
    ("a", "members", "at 2019-12-31", 46265),
    ("c", "members", "at 2019", 5),
)
EDGES = [
    ("binh-thuan", "2026", ""),
    ("binh-thuan", "2017", ""),
    ("ca-mau", "2015-2025", ""),
    ("bac-lieu, ca-mau", "2025", ""),
    ("dak-lak", "2023", ""),
    ("dak-lak", "2023", "2023-06-30"),
    ("Bình Thuận; Lâm Đồng", "2010-2020", ""),
    ("lam-dong-2025, lam-dong", "2015-2026", ""),
    ("viet-nam, dong-thap, ha-nam, lao-cai, nghe-an", "2005-2025", ""),
    ("ninh-thuan/ninh-phuoc, kon-tum/dak-glei, lam-dong/di-linh, bac-lieu/agencies", "2015-2025", ""),
    ("binh-thuan, dak-lak, dong-nai, lam-dong, quang-binh, quang-tri", "2015-2025", ""),
]


@pytest.fixture
def page_of(invent, real):
    """The function that makes a page on invented areas, with the groups of the real list."""

    def make(*rows, areas="a, b", years="2015-2025", lang="en"):
        dataset = dataclasses.replace(invent(*rows), segments=real.segments)
        page = SharesPage(dataset, areas, years, lang)
        return page, admitted_groups(dataset, page.codes, page.years), member_groups(dataset, page.codes, page.years)

    return make


def cells(table):
    return [[str(cell) for cell in row] for row in table.rows]


def lines_of(prose):
    return [str(line) for line in prose.paragraphs]


def test_the_table_names_period_base_and_both_shares(page_of):
    page, admitted, _ = page_of(*GROUPS)

    assert cells(table_admitted(page, admitted)) == [
        ["Women", "A, to 23 November 2017", "48.14%", "48.1%", "930", "1,932"],
        ["Women", "B, first half of 2019", "–", "59.5%", "359", "603"],
        ["Religious believers", "B, 2016", "≥\u202f11%", "–", "–", "not printed"],
        ["School pupils", "B, school year 2018–2019", "–", "–", "212", "–"],
    ]


def test_the_members_have_their_own_table_and_their_own_base(page_of):
    page, _, members = page_of(*GROUPS)

    table = table_members(page, members)

    assert cells(table) == [
        ["Ethnic minorities", "A, 31 December 2019", "–", "10.8%", "4,976", "46,265"],
        ["Ethnic minorities", "A, April 2021", "≈\u202f11%", "–", "–", "not printed"],
    ]
    assert "all members on the same day" in str(table.caption)


def test_a_computed_share_is_marked_and_a_printed_one_is_not(page_of):
    page, admitted, _ = page_of(*GROUPS)

    (_, _, printed, computed, _, _), *_ = table_admitted(page, admitted).rows

    assert "[1]" in printed.html()
    assert "[c1]" in computed.html()


def test_the_summary_names_the_period_beside_every_share(page_of):
    page, admitted, _ = page_of(*GROUPS)

    assert lines_of(write_summary(page, admitted)) == [
        "Figures on groups among those admitted are known for 2 of 2 areas.",
        "Women: from 48.14% (A, to 23 November 2017) to 59.5% (B, first half of 2019) of those admitted.",
        "Religious believers: ≥\u202f11% of those admitted (B, 2016).",
        "The periods differ in length: these shares are no ranking.",
    ]


def test_one_share_alone_has_no_range(page_of):
    page, admitted, _ = page_of(*GROUPS[:4])

    assert lines_of(write_summary(page, admitted))[1] == "Women: 48.14% of those admitted (A, to 23 November 2017)."


def test_a_bound_is_left_out_of_no_range(page_of):
    page, admitted, _ = page_of(
        ("a", "admissions_share", "2016", 11, {"segment": "religious", "bound": "at_least"}),
        ("b", "admissions_share", "2019", 5.8, {"segment": "religious"}),
    )

    assert lines_of(write_summary(page, admitted))[1] == (
        "Religious believers: from 5.8% (B, 2019) to ≥\u202f11% (A, 2016) of those admitted."
    )


def test_the_reader_is_told_that_groups_overlap(page_of):
    page, admitted, _ = page_of(*GROUPS)

    assert "shares do not add up to 100%" in lines_of(write_base(page, admitted))[0]
    assert write_base(page, []) is None


def test_missing_main_groups_are_told_by_area(page_of):
    page, admitted, members = page_of(*GROUPS, areas="a, b, c")
    table_admitted(page, admitted)
    table_members(page, members)

    table = table_missing(page, admitted, members)

    assert cells(table) == [
        [
            "A",
            "Ethnic minorities; Religious believers; Youth Union members; Pupils and students; Private enterprises",
            "Women; Religious believers; Youth Union members; Pupils and students; Private enterprises",
        ],
        ["B", "Ethnic minorities; Youth Union members; Private enterprises", "all of them"],
        ["C", "all of them", "all of them"],
    ]
    assert "What is known: Table 1, Table 2." in map(str, table.notes)


def test_where_nothing_is_known_no_table_is_referred_to(page_of):
    page, admitted, members = page_of(("a", "members", "at 2019", 5), areas="a")

    table = table_missing(page, admitted, members)

    assert cells(table) == [["A", "all of them", "all of them"]]
    assert not any("Table" in str(note) for note in table.notes)
    assert str(table_admitted(page, admitted).line).startswith("No figure on a group among those admitted is known")
    assert str(table_members(page, members).line).startswith("No figure on a group among the members is known")
    assert isinstance(write_summary(page, admitted), Remark)


def test_a_share_that_does_not_fit_its_parts_is_told(real):
    page = SharesPage(real, "binh-thuan", "2017", "en")
    groups = admitted_groups(real, page.codes, page.years)

    shown = tell_disagreements(page, share_disagreements(real, page.codes, page.years), groups)

    assert isinstance(shown, Findings)
    (finding,) = shown.lines
    assert "printed 1.75%, recomputed 2.53%" in str(finding.line)
    assert "It fits the target as the base, 2,000." in str(finding.line)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (GROUPS[:3], "Every printed share that can be recomputed agrees, within rounding."),
        (GROUPS[3:6], "No share is both printed and recomputed, so none can be checked."),
    ],
)
def test_where_nothing_disagrees_the_reader_is_told_whether_anything_was_checked(page_of, rows, said):
    page, admitted, members = page_of(*rows, areas=rows[0][0])

    shown = tell_disagreements(page, [], (*admitted, *members))

    assert str(shown.line) == said


@pytest.mark.parametrize(
    ("years", "told"),
    [("2015-2025", "2015–2025"), ("2019", "2019"), ("2016, 2018, 2020-2023", "2016, 2018, 2020–2023")],
)
def test_years_are_told_in_runs(page_of, years, told):
    page, _, _ = page_of(*GROUPS, years=years)

    assert page.span == told
    assert page.title == f"Who is admitted to the Party: A, B, {told}".replace("A, B", "a, b")


def test_the_title_tells_two_areas_of_one_name_apart(real):
    page = SharesPage(real, "lam-dong, lam-dong-2025", "2020-2026", "en")

    assert "Lâm Đồng, Lâm Đồng (since 1 July 2025)" in page.title


def test_areas_that_ended_are_told(real):
    page = SharesPage(real, "binh-thuan, hue", "2020-2026", "en")

    notes = [str(note) for note in table_missing(page, [], []).notes]

    assert (
        "Bình Thuận stood until 30 June 2025; the areas formed of them are others, and no figures are joined." in notes
    )


@pytest.mark.parametrize(
    ("areas", "years", "wrong"),
    [
        ("", "2020", "empty"),
        ("nowhere", "2020", "nowhere"),
        ("dak-lak", "soon", "soon"),
        ("dak-lak", "2025-2015", "2025"),
    ],
)
def test_wrong_parameters_are_refused(real, areas, years, wrong):
    with pytest.raises(CallerError, match=wrong):
        SharesPage(real, areas, years, "en")


def test_areas_of_which_nothing_is_known_in_the_edition_are_refused():
    with pytest.raises(CallerError, match="nothing is known of ca-mau, hue"):
        SharesPage(load_dataset("2007-01-01"), "ca-mau, hue", "2020", "en")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("areas", "years", "as_of"), EDGES)
def test_the_notebook_shows_no_empty_block_and_no_label_meets_another(drawn, areas, years, as_of, lang):
    _, blocks = blocks_of("composition", areas=areas, years=years, lang=lang, as_of=as_of)

    for block in blocks:
        bundle, _ = bundle_of(block)
        assert bundle["text/plain"].strip()
        if isinstance(block, Table):
            assert block.rows
            assert all(len(row) == len(block.header) <= 6 for row in block.rows)
        if isinstance(block, Prose):
            assert block.paragraphs
    assert len(drawn) == len([block for block in blocks if isinstance(block, Chart)])
    for drawing in drawn:
        legends = [text for legend in drawing.figure.legends for text in legend.get_texts()]
        told = [*drawing.labels, *drawing.ticks, *drawing._extents(legends)]
        for (first, box), (second, other) in itertools.combinations(told, 2):
            assert not box.overlaps(other), (first, second)
        for text, box in told:
            assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text
            assert drawing.page.y0 <= box.y0 <= box.y1 <= drawing.page.y1, text


def test_every_number_of_the_default_page_has_a_source_and_all_rows_are_drawn():
    page, blocks = blocks_of("composition", lang="en")

    charts = [block for block in blocks if isinstance(block, Chart)]
    assert len(charts) == 2
    assert not any("Drawn are the first" in str(chart.note) for chart in charts)
    assert all(number["sources"] for number in page.ledger.numbers)
