"""What is known where and when, decisions on figures, and what sources leave out."""

import dataclasses
import datetime as dt

import pytest

from analysis.dataset.model import Correction
from analysis.errors import CallerError
from analysis.measures.data_quality import (
    FULL,
    OTHER,
    TARGET,
    TO_DATE,
    area_coverage,
    decisions,
    indicator_coverage,
    source_gaps,
    unplaced_values,
    years_between,
)

ROWS = (
    ("p", "admissions", "2020", 9),
    ("p", "members", "at 2020", 90),
    ("p", "admissions_target", "2021", 9),
    ("p", "admissions", "to 2022-05-01", 9),
    ("p", "admissions", "2023", 9, {"segment": "female"}),
    ("p/x", "admissions", "2024", 9),
    ("p", "completion_rate", "to 2025-05-01", 9),
    ("q", "admissions", "2019", 9),
)


@pytest.mark.parametrize("span", [(2021, 2020), (1990, 2025), (1, 5)])
def test_a_span_that_cannot_be_shown_is_refused(span):
    with pytest.raises(CallerError, match="no span of years"):
        years_between(*span)


def test_both_ends_belong_to_the_span():
    assert list(years_between(2020, 2022)) == [2020, 2021, 2022]
    assert list(years_between(2020, 2020)) == [2020]


def test_the_best_that_is_known_of_a_year_decides(invent):
    (one,) = area_coverage(invent(*ROWS), range(2020, 2026))

    assert one.ref_area == "p"
    assert one.kinds == {2020: FULL, 2021: TARGET, 2022: TO_DATE, 2023: OTHER, 2024: OTHER, 2025: TO_DATE}


def test_a_full_year_of_a_unit_is_no_full_year_of_its_province(invent):
    (one,) = area_coverage(invent(("p/x", "admissions", "2020", 9)), range(2020, 2021))

    assert one.kinds == {2020: OTHER}


def test_the_real_coverage_holds_every_province_with_figures_and_nothing_else(real):
    found = area_coverage(real, range(2010, 2026))

    rows = real.observations
    rows = rows[rows["year"].between(2010, 2025)]
    known = {code.split("/")[0] for code in rows["ref_area"]} - {"_U", "viet-nam"}
    assert {one.ref_area for one in found} == known
    kinds = {one.ref_area: one.kinds for one in found}
    assert kinds["dak-lak"][2022] == FULL
    assert kinds["hue"][2025] == TO_DATE
    assert 2011 not in kinds["ha-noi"]


def test_coverage_by_indicator_the_best_known_first(invent):
    found = indicator_coverage(invent(*ROWS), range(2019, 2026))

    assert [one.indicator for one in found][:2] == ["admissions", "admissions_target"]
    admissions = found[0]
    assert (admissions.figures, admissions.provinces, admissions.first, admissions.last) == (5, 2, 2019, 2024)


def test_no_year_known_is_no_coverage(invent):
    assert area_coverage(invent(*ROWS), range(1990, 1995)) == []
    assert indicator_coverage(invent(*ROWS), range(1990, 1995)) == []


def test_a_decision_is_told_with_every_figure_and_whether_it_is_set_aside(invent):
    dataset = invent(
        ("p", "members", "at 2022-12-31", 690, {"source": "a-20230101"}),
        ("p", "members", "at 2022-12-31", 6900, {"source": "b-20230101"}),
        ("p", "members", "at 2021-12-31", 680, {"source": "b-20230101"}),
    )
    made = Correction("p", "members", "_T", "P", "2022-12-31", "", ("b-20230101",), {"b-20230101": 6900}, "vì", "why")
    other = dataclasses.replace(made, period_end="2010-12-31")

    (told,) = decisions(dataclasses.replace(dataset, corrections=(made, other)))

    assert told.correction == made
    assert [(value.obs_value, aside) for value, aside in told.figures] == [(690, False), (6900, True)]


def test_the_real_decisions_have_their_figures(real):
    assert len(decisions(real)) == len(real.corrections)
    assert all(any(aside for _, aside in one.figures) for one in decisions(real) if one.correction.distrust)


def test_gaps_of_sources_are_counted_with_what_rests_on_them(invent):
    dataset = invent(
        ("p", "members", "at 2021", 1, {"source": "a-nd"}),
        ("p", "members", "at 2022", 1, {"source": "a-nd"}),
        ("p", "members", "at 2023", 1, {"source": "b-20230101"}),
    )
    named = dataclasses.replace(dataset.sources["b-20230101"], url="https://b", ref_area="p", title="")
    gaps = source_gaps(dataclasses.replace(dataset, sources={**dataset.sources, "b-20230101": named}))

    assert {one.missing: (one.sources, one.figures) for one in gaps} == {
        "published": (1, 2),
        "url": (1, 2),
        "title": (1, 1),
        "publisher": (0, 0),
        "ref_area": (1, 2),
    }


def test_figures_without_an_area(real, invent):
    assert {value.ref_area for value in unplaced_values(real)} == {"_U"}
    assert len(unplaced_values(real)) == (real.observations["ref_area"] == "_U").sum()
    assert unplaced_values(invent(("p", "members", "at 2021", 1))) == []


def test_an_edition_before_all_sources_has_no_gap(invent):
    dataset = invent(*ROWS)
    empty = dataclasses.replace(
        dataset, sources={}, observations=dataset.observations.iloc[:0], as_of=dt.date(1950, 1, 1)
    )

    assert {(one.sources, one.figures) for one in source_gaps(empty)} == {(0, 0)}
    assert decisions(empty) == []
