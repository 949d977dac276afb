"""The page on an area's progress against the target of a year: its words, and its notebook with every kind of gap."""

import functools
import re

import pytest
from shown import blocks_of, bundle_of

from analysis.errors import CallerError
from analysis.figures.blocks import Chart, KeyFigures, Prose, Remark, SourceList
from analysis.figures.charts.pace import draw_pace
from analysis.figures.needed import write_needed
from analysis.figures.pace import table_pace, write_pace
from analysis.figures.tables import Table
from analysis.figures.target_progress import TargetPage, show_checks, show_progress, write_method, write_progress
from analysis.measures.audit import audit_area
from analysis.measures.pace import pace_of
from analysis.measures.target import target_progress
from analysis.measures.units import unit_progress

TARGET = ("p", "admissions_target", "2023", 200)
ADMITTED = ("p", "admissions", "to 2023-10-10", 150)
OTHERS = (
    ("a", "completion_rate", "to 2019-10-10", 60),
    ("b", "completion_rate", "to 2017-10-10", 70),
    ("c", "completion_rate", "to 2018-10-10", 80),
    ("d", "completion_rate", "to 2022-10-10", 90),
)


def page_of(dataset, lang="en", year=2023):
    return TargetPage(dataset, "p", year, lang)


def summary(dataset, lang="en", year=2023):
    return str(write_progress(page_of(dataset, lang, year), target_progress(dataset, "p", year)).paragraphs[0])


def needed(dataset, lang="en"):
    block = write_needed(page_of(dataset, lang), target_progress(dataset, "p", 2023))
    return str(block.line if isinstance(block, Remark) else block.paragraphs[0])


def paced(dataset, lang="en"):
    page, pace = page_of(dataset, lang), pace_of(dataset, "p", 2023)
    draw_pace(page, pace, "p", 2023)
    prose = write_pace(page, pace, unit_progress(dataset, "p", 2023))
    return [str(line) for line in prose.paragraphs] if prose else None


def cards(dataset):
    shown = show_progress(page_of(dataset), target_progress(dataset, "p", 2023))
    return [(str(one.label), str(one.value), str(one.note)) for one in shown.figures]


def test_the_cards_of_a_year_to_date(invent):
    assert cards(invent(TARGET, ADMITTED)) == [
        ("Members admitted", "150", "year to date, to 10 October 2023"),
        ("Target of the year", "200", "2023"),
        ("Target completed", "75.00%", "year to date, to 10 October 2023"),
        ("Still needed", "50", "as of 10 October 2023"),
    ]


@pytest.mark.parametrize(
    ("rows", "card"),
    [
        (
            [TARGET, ("p", "admissions", "to 2023-10-10", 230)],
            ("Above the target", "30", "as of 10 October 2023"),
        ),
        ([TARGET, ("p", "admissions", "2023", 180)], ("Short of the target", "20", "2023")),
        ([TARGET], ("Still needed", "–", "not known for 2023")),
        ([("p", "completion_rate", "to 2023-10-10", 102)], ("Above the target", "–", "not known for 2023")),
        (
            [("p", "admissions_target", "2023", 200, {"bound": "at_least"}), ("p", "admissions", "2023 S1", 90)],
            ("Still needed", "≥\u202f110", "as of 30 June 2023"),
        ),
    ],
)
def test_the_last_card_tells_what_is_short_or_above(invent, rows, card):
    assert cards(invent(*rows))[3] == card


def test_the_summary_of_a_year_to_date(invent):
    assert summary(invent(TARGET, ADMITTED)) == (
        "From the start of 2023 to 10 October 2023, p Province admitted 150 new Party members. That is 75.00% of the "
        "target of 200. The target still asks for 50 more."
    )


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        ([TARGET, ("p", "admissions", "2023", 180)], "The target was missed by 20."),
        ([TARGET, ("p", "admissions", "2023", 200)], "The target is reached."),
        ([TARGET, ("p", "admissions", "2023", 230)], "The target is exceeded by 30."),
        ([ADMITTED], "No target for 2023 is known."),
        ([TARGET], "The target of the year is 200."),
        ([("p", "members", "at 2023", 9)], "For 2023, neither admissions nor a target are known."),
        (
            [("p", "completion_rate", "to 2023-10", 80)],
            "P Province completed 80% of the target (to October 2023); how many were admitted is not printed.",
        ),
        (
            [("p", "admissions", "2023", 9), ("p", "completion_rate", "2023", 90)],
            "That is 90% of the target, which itself is not printed. The target was not reached.",
        ),
        (
            [("p", "admissions_target", "2023", 200, {"bound": "at_least"}), ("p", "admissions", "to 2023-10-10", 230)],
            "Whether the target is reached cannot be told from this.",
        ),
        (
            [TARGET, ("p", "admissions", "to 2023", 150)],
            "In 2023, up to a day that is not printed, p Province admitted 150 new Party members. That is 75.00% "
            "of the target of 200. The target still asks for 50 more.",
        ),
    ],
)
def test_the_summary_says_what_is_known_and_no_more(invent, rows, ends):
    assert summary(invent(*rows)).endswith(ends)


def test_the_summary_tells_what_another_source_prints(invent):
    other = ("p", "admissions_target", "2023", 210, {"source": "old-20200101"})

    assert "Another source prints the target as 210;" in summary(invent(TARGET, other, ADMITTED))


def test_an_area_that_was_merged_away_is_said_to_be(real):
    page = TargetPage(real, "binh-thuan", 2026, "en")

    assert str(write_progress(page, target_progress(real, "binh-thuan", 2026)).paragraphs[0]) == (
        "Bình Thuận Province stood until 30 June 2025 and then became part of Lâm Đồng Province. For 2026, neither "
        "admissions nor a target are known."
    )


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "From 11 October 2023 to 31 December 2023 the target asks for 50 more: 18.7 a month over 2.7 months, a "
            "part of a month counted by its days. From 1 January 2023 to 10 October 2023, in 9.3 months, 16.1 a "
            "month were admitted. The rest of the year needs 116% of that number a month.",
        ),
        (
            "vi",
            "Từ 11/10/2023 đến 31/12/2023 còn phải kết nạp 50 đảng viên để đạt chỉ tiêu: bình quân 18,7 mỗi tháng "
            "trong 2,7 tháng (tháng lẻ tính theo số ngày). Từ 1/1/2023 đến 10/10/2023, trong 9,3 tháng, bình quân "
            "mỗi tháng kết nạp 16,1. Thời gian còn lại cần bình quân tháng bằng 116% mức đó.",
        ),
    ],
)
def test_what_each_month_left_must_bring(invent, lang, said):
    assert needed(invent(TARGET, ADMITTED), lang) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([TARGET, ("p", "admissions", "2023", 180)], "The year is over, and its target was missed."),
        ([TARGET, ("p", "admissions", "2023", 200)], "The year is over, and its target was reached."),
        ([("p", "admissions", "2023", 200)], "The year is over; whether its target was reached is not known."),
        ([TARGET, ("p", "admissions", "to 2023-10-10", 200)], "The target is reached; it asks for no more."),
        ([TARGET], "Admissions and the target are not both known, so neither is what is still needed."),
        ([ADMITTED], "Admissions and the target are not both known, so neither is what is still needed."),
        (
            [TARGET, ("p", "admissions", "to 2023", 150)],
            "The target asks for 50 more; the day of the cut-off is not printed, so no number a month is given.",
        ),
        (
            [TARGET, ("p", "admissions", "to 2023-12-31", 150)],
            "On the last day of the year the target still asked for 50 more.",
        ),
        (
            [("p", "admissions_target", "2023", 200, {"bound": "at_least"}), ("p", "admissions", "to 2023-10-10", 230)],
            "Whether the target is reached cannot be told from this.",
        ),
    ],
)
def test_why_no_number_a_month_is_told(invent, rows, said):
    assert needed(invent(*rows)) == said


def test_a_cut_off_of_which_just_the_month_is_printed_is_said_to_be_one(invent):
    dataset = invent(TARGET, ("p", "admissions", "to 2023-10", 150), *OTHERS)
    said = "The source prints just the month of the cut-off; its last day is taken."

    assert needed(dataset).endswith(said)
    assert "From 1 November 2023" in needed(dataset)
    assert paced(dataset)[0].endswith(said)
    assert said not in needed(invent(TARGET, ADMITTED))


def test_a_target_that_is_at_least_so_much_leaves_at_least_so_much(invent):
    target = ("p", "admissions_target", "2023", 200, {"bound": "at_least"})

    assert "asks for ≥\u202f50 more: ≥\u202f18.7 a month" in needed(invent(target, ADMITTED))


def test_an_area_that_ends_within_the_year_has_no_months_to_december(real):
    page = TargetPage(real, "dak-lak/krong-bong", 2025, "en")
    made_up = target_progress(real, "dak-lak", 2023)

    block = write_needed(page, made_up)

    assert isinstance(block, Prose)
    assert "the area stood only until 30 June 2025, so no number a month is given." in str(block.paragraphs[0])


def test_the_pace_in_words(invent):
    straight, others, end = paced(invent(TARGET, ADMITTED, ("p/u", "completion_rate", "to 2023-10-10", 99), *OTHERS))

    assert straight == (
        "By 10 October 2023, 77.5% of the year had passed and 75.00% of the target was completed: 96.7% of an even "
        "pace. Completion on the same day is known of 1 unit; ahead of an even pace: 1, target reached: 0."
    )
    assert others == (
        "Within 45 days of this day of the year, 4 completions of 4 other provinces are known (Figure 1). Carried "
        "to the same day, they give a range of 60% to 90%, with a median of 75%; an area of one more province lies "
        "in it with a probability of at least 60%. P Province lies in it too, ahead of 2 of the 4: with so few "
        "provinces to compare, that marks it neither as unusually slow nor as unusually fast."
    )
    assert end == (
        "From the pace itself no year-end is projected: that takes full years of 4 provinces of which a figure around "
        "this day is known too. No such year is known."
    )


@pytest.mark.parametrize(
    ("admitted", "options", "said"),
    [
        (100, {}, "P Province lies below this range: slower than is usual around this day."),
        (190, {}, "P Province lies above this range: faster than is usual around this day."),
        (150, {"bound": "at_least"}, "Whether p Province lies in this range cannot be told from a bound."),
    ],
)
def test_the_verdict(invent, admitted, options, said):
    dataset = invent(TARGET, ("p", "admissions", "to 2023-10-10", admitted, options), *OTHERS)

    assert said in paced(dataset)[1]


def test_too_few_provinces_are_said_to_be(invent):
    _, others, _ = paced(invent(TARGET, ADMITTED, *OTHERS[:1]))

    assert others == (
        "Within 45 days of this day of the year, 1 completion of 1 other province is known (Figure 1). That is too "
        "little to judge by: a range that holds more often than not takes 4 provinces."
    )


def test_where_full_years_ended_stands_beside_the_pace(invent):
    full = [(area, "completion_rate", "2020", value) for area, value in zip("abcd", (80, 100, 104, 130), strict=True)]

    assert paced(invent(TARGET, ADMITTED, *full))[2].startswith(
        "Of full years, 4 completions of 4 other provinces are known. They give a range of 80% to 130%, with a "
        "median of 102%; an area of one more province ends its year in it with a probability of at least 60%, "
        "whatever its pace."
    )


def test_a_projection_where_four_provinces_have_both(invent):
    pairs = [
        (area, "admissions", period, value)
        for area, early in zip("abcd", (60, 70, 80, 90), strict=True)
        for period, value in (("to 2021-10-10", early), ("2021", 100))
    ]

    assert paced(invent(TARGET, ADMITTED, *pairs))[2] == (
        "If by this day p Province has admitted as large a part of its year as others had of theirs (4 other "
        "provinces), the year ends at 83.3% to 125.0% of the target, median 100.0%, with a probability of at least "
        "60%."
    )


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_pace_reads_the_same_in_both_languages(invent, lang):
    said = " ".join(paced(invent(TARGET, ADMITTED, *OTHERS), lang))

    for number in ("77.5%", "75.00%", "96.7%", "60%", "90%"):
        assert (number if lang == "en" else number.replace(".", ",")) in said


@pytest.mark.parametrize(
    "rows", [[TARGET], [TARGET, ("p", "admissions", "2023", 180)], [TARGET, ("p", "admissions", "to 2023", 9)]]
)
def test_without_a_dated_completion_the_chart_says_it_and_nothing_else_does(invent, rows):
    dataset = invent(*rows, *OTHERS)

    assert paced(dataset) is None
    assert table_pace(page_of(dataset), pace_of(dataset, "p", 2023)) is None


def test_the_table_has_the_area_and_then_what_is_compared_with_it(invent):
    dataset = invent(TARGET, ADMITTED, *OTHERS[1:], ("a", "completion_rate", "to 2019-09-12", 57))
    page, pace = page_of(dataset), pace_of(dataset, "p", 2023)
    draw_pace(page, pace, "p", 2023)

    table = table_pace(page, pace)

    assert [[str(cell) for cell in row] for row in table.rows] == [
        ["P Province", "10 October 2023", "75.00%", "75.00%"],
        ["D Province", "10 October 2022", "90%", "90%"],
        ["C Province", "10 October 2018", "80%", "80%"],
        ["B Province", "10 October 2017", "70%", "70%"],
        ["A Province", "12 September 2019", "57%", "63.3%"],
    ]
    assert "#figure-pace" in table.notes[0].html()


def test_the_method_stands_only_where_it_was_used(invent):
    used, unused = invent(TARGET, ADMITTED, *OTHERS), invent(TARGET, ("p", "admissions", "2023", 150))
    told = [
        write_method(page_of(one), target_progress(one, "p", 2023), pace_of(one, "p", 2023), [])
        for one in (used, unused)
    ]

    assert [type(block) for block in told] == [Prose, Remark]
    assert "at most 45 days" in str(told[0].paragraphs[0])
    assert "fewer than 4 provinces" in str(told[0].paragraphs[2])


def test_what_is_not_known_is_named(invent):
    dataset = invent(("p/u", "admissions_target", "2023", 5), ("p", "members", "at 2023", 9))
    units = unit_progress(dataset, "p", 2023)

    block = write_method(page_of(dataset), target_progress(dataset, "p", 2023), pace_of(dataset, "p", 2023), units)

    assert [str(line) for line in block.paragraphs] == [
        "Admissions: not known for 2023.",
        "Admissions target: not known for 2023.",
        "1 unit is named, but its completion is not known.",
    ]


def test_only_checks_of_the_years_target_are_shown(invent):
    dataset = invent(
        TARGET,
        ADMITTED,
        ("p", "completion_rate", "to 2023-10-10", 80.5),
        ("p", "completion_rate", "2022", 50),
        ("p", "admissions", "2022", 100),
        ("p", "admissions_target", "2022", 100),
        ("p", "members", "at 2023", 9),
        ("p", "members", "at 2023", 900, {"source": "old-20200101"}),
    )

    (finding,) = show_checks(page_of(dataset), audit_area(dataset, "p", 2023)).lines

    assert "80.5%" in str(finding.line)


NOTEBOOK = {
    "to date": {"area": "dak-lak", "year": 2023},
    "two readings": {"area": "binh-thuan", "year": 2017},
    "no day printed": {"area": "binh-thuan", "year": 2019},
    "full year": {"area": "dak-lak", "year": 2022},
    "full year missed": {"area": "nghe-an", "year": 2020},
    "half-year without a target": {"area": "binh-thuan", "year": 2023},
    "merged away": {"area": "binh-thuan", "year": 2026},
    "merged within the year": {"area": "binh-thuan", "year": 2025},
    "after the merger": {"area": "dak-lak-2025", "year": 2025},
    "a single figure": {"area": "ca-mau", "year": 2023},
    "targets of several years": {"area": "bac-lieu", "year": 2025},
    "nothing in the year": {"area": "dak-lak", "year": 1999},
    "an early edition": {"area": "dak-lak", "year": 2023, "as_of": "2023-06-30"},
    "too little to compare": {"area": "ninh-thuan", "year": 2022},
    "a unit": {"area": "dak-lak/krong-bong", "year": 2023},
    "a month": {"area": "dak-lak/krong-bong/cu-pui", "year": 2023},
    "below the range": {"area": "lam-dong/di-linh", "year": 2018},
    "without a target": {"area": "can-tho", "year": 2019},
    "the nation": {"area": "viet-nam", "year": 2022},
}


@functools.cache
def made(name, lang):
    return blocks_of("target_progress", lang=lang, **NOTEBOOK[name])


@pytest.fixture(scope="module", params=[(name, lang) for name in NOTEBOOK for lang in ("vi", "en")], ids=" ".join)
def shown(request):
    return made(*request.param)


def test_the_notebook_leaves_no_section_and_no_table_empty(shown):
    _, blocks = shown
    headings = [place for place, block in enumerate(blocks) if isinstance(block, Prose) and block.level == 2]

    assert len(headings) == 6
    assert all(after - before > 1 for before, after in zip(headings, [*headings[1:], len(blocks)], strict=True))
    for table in (block for block in blocks if isinstance(block, Table)):
        assert any(any(map(str.isdigit, str(cell))) for row in table.rows for cell in row[1:])
    assert sum(isinstance(block, KeyFigures) for block in blocks) == 1


def test_every_number_of_the_prose_is_in_the_record(shown):
    page, blocks = shown
    recorded = {re.sub(r"[^\d]", "", number["shown"]) for number in page.ledger.numbers}
    for block in blocks:
        if isinstance(block, Prose) and not block.level:
            text = bundle_of(block)[0]["text/markdown"]
            for number in re.findall(r"(\d[\d.,]*)\s?%?\[\\\[", text):
                assert re.sub(r"[^\d]", "", number) in recorded, number


def test_both_languages_show_the_same_blocks():
    for name in NOTEBOOK:
        kinds = [[type(block) for block in made(name, lang)[1]] for lang in ("vi", "en")]
        assert kinds[0] == kinds[1], name


def test_the_sources_of_the_notebook_are_those_of_its_numbers():
    page, blocks = blocks_of("target_progress", lang="en")
    (sources,) = [block for block in blocks if isinstance(block, SourceList)]
    cited = {key for number in page.ledger.numbers for key in number["sources"]}

    assert {source["source_id"] for source in sources.record["sources"]} == cited
    assert sum(isinstance(block, Chart) for block in blocks) == 2


@pytest.mark.parametrize(
    "parameters", [{"area": "nowhere"}, {"lang": "fr"}, {"area": "dak-lak", "as_of": "2001-01-01"}]
)
def test_wrong_parameters_are_told(parameters):
    with pytest.raises(CallerError):
        blocks_of("target_progress", **parameters)
