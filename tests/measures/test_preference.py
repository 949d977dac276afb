"""Which printed value is preferred, by the written rule and by nothing else."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.model import Correction
from analysis.measures.preference import prefer, preferred_value
from analysis.measures.values import Value, printed_values


def of_sources(invent, *told):
    """Values for the same thing: (number, source, bound)."""
    rows = [
        ("p", "admissions_target", "2023", number, {"source": source, "bound": bound}) for number, source, bound in told
    ]
    dataset = invent(*rows)
    return printed_values(dataset, dataset.observations)


def preferred(values):
    return [value.obs_value for value in prefer(values) if value.preferred]


@pytest.mark.parametrize(
    ("first", "second"), [("exact", "approx"), ("exact", "at_least"), ("approx", "at_least"), ("approx", "at_most")]
)
def test_the_tighter_statement_goes_before_a_newer_one(invent, first, second):
    values = of_sources(invent, (2770, "new-20231013", second), (2767, "old-20230130", first))

    assert preferred(values) == [2767]


def test_among_equals_the_newest_publication_goes_first(invent):
    values = of_sources(invent, (1, "b-20230130", "exact"), (2, "a-20231013", "exact"), (3, "c-20220101", "exact"))

    assert preferred(values) == [2]


def test_an_undated_source_goes_last(invent):
    values = of_sources(invent, (1, "a-nd", "exact"), (2, "b-19900101", "exact"))

    assert preferred(values) == [2]


def test_the_id_of_the_source_decides_what_is_left(invent):
    values = of_sources(invent, (1, "b-20230130", "exact"), (2, "a-20230130", "exact"))

    assert preferred(values) == [2]


def test_figures_on_different_things_do_not_compete(invent):
    dataset = invent(
        ("p", "admissions_target", "2023", 1),
        ("p", "admissions_target", "2022", 2),
        ("p/d", "admissions_target", "2023", 3),
        ("p", "admissions", "2023", 4),
        ("p", "admissions", "2023", 5, {"segment": "female"}),
        ("p", "admissions", "to 2023-10", 6),
        ("p", "admissions", "to 2023-09", 7),
        ("p", "admissions_target_change", "2023", 8, {"base": "2022"}),
        ("p", "admissions_target_change", "2023", 9, {"base": "2020"}),
    )

    assert preferred(printed_values(dataset, dataset.observations)) == list(range(1, 10))


@st.composite
def statements(draw):
    """Values for one or two things, in an order and in its shuffle."""
    made = [
        Value(
            "p",
            "admissions_target",
            "_T",
            "A",
            f"{year}-01-01",
            f"{year}-12-31",
            float(number),
            draw(st.sampled_from(["exact", "at_least", "at_most", "approx"])),
            "persons",
            (f"o{place}",),
            (f"s{draw(st.integers(0, 2))}",),
            published=draw(st.none() | st.dates()),
            preferred=draw(st.booleans()),
        )
        for place, (year, number) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from([2022, 2023]), st.integers(1, 3)), max_size=6))
        )
    ]
    return made, draw(st.permutations(made))


@given(statements())
def test_the_choice_never_depends_on_the_order_of_the_rows(given_and_shuffled):
    given_order, shuffled = given_and_shuffled

    def choice(values):
        return {value.observation_ids for value in prefer(values) if value.preferred}

    assert choice(given_order) == choice(shuffled)


@given(statements())
def test_nothing_is_dropped_or_moved_and_each_thing_has_one_preferred_value(given_and_shuffled):
    values, _ = given_and_shuffled

    marked = prefer(values)

    assert [dataclasses.replace(value, preferred=True) for value in marked] == [
        dataclasses.replace(value, preferred=True) for value in values
    ]
    chosen = [value.year for value in marked if value.preferred]
    assert sorted(chosen) == sorted({value.year for value in values})


@pytest.fixture
def corrected(invent):
    """A dataset of two targets, and the function that adds a correction to it."""
    dataset = invent(
        ("p", "admissions_target", "2023", 2770, {"source": "old-20230130", "bound": "at_least"}),
        ("p", "admissions_target", "2023", 2767, {"source": "new-20231013"}),
    )

    def correct(prefer="", distrust=()):
        guard = {"old-20230130": 2770.0, "new-20231013": 2767.0}
        correction = Correction(
            "p", "admissions_target", "_T", "A", "2023-12-31", prefer, distrust, guard, "Ví dụ.", "Invented."
        )
        return dataclasses.replace(dataset, corrections=(correction,))

    return correct


def test_what_a_correction_prefers_goes_before_the_rule(corrected):
    dataset = corrected(prefer="old-20230130")

    assert preferred_value(dataset, printed_values(dataset, dataset.observations)).obs_value == 2770
    assert [value.preferred for value in prefer(printed_values(dataset, dataset.observations))] == [False, True]


def test_what_a_correction_distrusts_is_never_preferred(corrected):
    one, both = corrected(distrust=("new-20231013",)), corrected(distrust=("new-20231013", "old-20230130"))

    assert preferred_value(one, printed_values(one, one.observations)).obs_value == 2770
    assert preferred_value(both, printed_values(both, both.observations)) is None
    assert len(both.observations) == 2


def test_a_correction_speaks_of_its_own_period_only(corrected):
    dataset = corrected(distrust=("new-20231013",))
    other = dataclasses.replace(dataset.corrections[0], period_end="2022-12-31")
    values = printed_values(dataset, dataset.observations)

    assert preferred_value(dataclasses.replace(dataset, corrections=(other,)), values).obs_value == 2767
