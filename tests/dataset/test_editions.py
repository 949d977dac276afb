"""An edition holds what had been published by its day, all of it and nothing else."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dataset.load import load_dataset

DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2027, 1, 1))


@settings(max_examples=25, deadline=None)
@given(day=DAYS)
def test_an_edition_never_holds_a_later_or_an_undated_source(real, day):
    edition = load_dataset(day)
    published = {source_id: source.published for source_id, source in real.sources.items()}
    expected = {source_id for source_id, when in published.items() if when and when <= day}

    assert set(edition.sources) == expected
    assert set(edition.observations["source_id"]) == expected & set(real.observations["source_id"])
    assert (edition.observations["published"] <= str(day)).all()


@settings(max_examples=10, deadline=None)
@given(days=st.tuples(DAYS, DAYS))
def test_a_later_edition_holds_all_of_an_earlier_one(days):
    earlier, later = (load_dataset(day) for day in sorted(days))

    assert set(earlier.observations["observation_id"]) <= set(later.observations["observation_id"])


def test_undated_sources_are_counted_in_every_edition_and_held_by_the_newest_alone(real):
    edition = load_dataset("2023-12-31")
    undated = {source_id for source_id, source in real.sources.items() if source.published is None}

    assert set(real.undated) == set(edition.undated) == undated
    assert undated <= set(real.sources)
    assert undated.isdisjoint(edition.sources)


@pytest.mark.parametrize("day", ["2023-01-29", "2023-01-30"])
def test_a_source_is_in_the_edition_of_its_own_day(day):
    assert ("baodaklak-20230130" in load_dataset(day).sources) is (day == "2023-01-30")
