"""A fingerprint changes with all that is seen, and with nothing else."""

import dataclasses
import datetime as dt
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dataset.dataset import Dataset
from analysis.dataset.fingerprint import Fingerprints, fingerprint
from analysis.dataset.load import hash_data, load_dataset
from analysis.dataset.model import NATION, Source
from analysis.paths import find_project

REAL = load_dataset()
WHOLE = fingerprint(REAL)
SEEN = "dak-lak"
PLACES = st.integers(0, len(REAL.observations) - 1)
CODES = st.sampled_from(sorted(set(REAL.areas) - {NATION}))
FIELDS = sorted({field.name for field in dataclasses.fields(Source)} - {"source_id"})


def with_rows(rows: pd.DataFrame) -> Dataset:
    return dataclasses.replace(REAL, observations=rows)


def changed(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp) or cell is pd.NaT:
        return pd.Timestamp(2001, 2, 3) if cell is pd.NaT else cell + pd.Timedelta(days=1)
    return cell + "x" if isinstance(cell, str) else cell + 1


@settings(max_examples=60, deadline=None)
@given(PLACES, st.sampled_from(sorted(set(REAL.observations.columns) - {"ref_area", "source_id"})))
def test_any_cell_that_is_seen_changes_it_and_no_other_does(place: int, column: str) -> None:
    rows = REAL.observations.copy()
    area, source = rows.loc[place, "ref_area"], rows.loc[place, "source_id"]
    rows.loc[place, column] = changed(rows.loc[place, column])
    dataset = with_rows(rows)
    now = fingerprint(dataset)

    assert now.digest != WHOLE.digest
    assert {one for one in WHOLE.sources if now.sources[one] != WHOLE.sources[one]} == {source}
    assert now.lists == WHOLE.lists
    is_seen = area == SEEN or area.startswith(f"{SEEN}/")
    assert (dataset.about(SEEN).data_hash != REAL.about(SEEN).data_hash) is is_seen


@settings(max_examples=20, deadline=None)
@given(PLACES, st.booleans())
def test_an_observation_that_comes_or_goes_changes_it(place: int, comes: bool) -> None:
    rows = REAL.observations
    one = rows.iloc[[place]]
    dataset = with_rows(pd.concat([rows, one], ignore_index=True) if comes else rows.drop(index=place))
    now = fingerprint(dataset)

    assert now.sources[one["source_id"].item()] != WHOLE.sources[one["source_id"].item()]
    assert fingerprint(dataset.about(one["ref_area"].item())) != fingerprint(REAL.about(one["ref_area"].item()))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(REAL.sources)), st.sampled_from(FIELDS))
def test_any_field_of_a_source_that_is_seen_changes_it_and_no_other_does(source: str, name: str) -> None:
    record = REAL.sources[source]
    day = {"published": dt.date(2001, 2, 3), "accessed": dt.date(2001, 2, 3)}
    record = dataclasses.replace(record, **{name: day.get(name, f"{getattr(record, name)}x")})
    dataset = dataclasses.replace(REAL, sources={**REAL.sources, source: record})

    assert {one for one, now in fingerprint(dataset).sources.items() if now != WHOLE.sources[one]} == {source}
    part = REAL.about(SEEN)
    assert (dataset.about(SEEN).data_hash != part.data_hash) is (source in part.sources)


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_sources_does_not_matter(random: Any) -> None:
    places, sources = [*range(len(REAL.observations))], [*REAL.sources.items()]
    random.shuffle(places)
    random.shuffle(sources)
    dataset = dataclasses.replace(REAL, observations=REAL.observations.iloc[places], sources=dict(sources))
    assert fingerprint(dataset) == WHOLE
    assert Fingerprints(dataset).of((SEEN,)) == fingerprint(REAL.about(SEEN))


@pytest.mark.parametrize("name", ["areas", "indicators", "segments", "terms", "area_types", "frequencies"])
def test_any_record_of_a_code_list_is_seen_by_all(name: str) -> None:
    records = {**getattr(REAL, name)}
    code, record = records.popitem()
    field = dataclasses.fields(record)[1].name
    for less in (records, records | {code: dataclasses.replace(record, **{field: "another"})}):
        dataset = dataclasses.replace(REAL, **{name: less})
        assert fingerprint(dataset).lists != WHOLE.lists
        assert fingerprint(dataset).sources == WHOLE.sources
        assert Fingerprints(dataset).of((SEEN,)).lists != Fingerprints(REAL).of((SEEN,)).lists


def test_a_correction_is_seen_where_it_concerns() -> None:
    first, *others = REAL.corrections
    dataset = dataclasses.replace(REAL, corrections=(dataclasses.replace(first, reason_en="Another."), *others))
    assert fingerprint(dataset).lists != WHOLE.lists
    assert dataset.about(first.ref_area).data_hash != REAL.about(first.ref_area).data_hash
    assert dataset.about(SEEN).data_hash == REAL.about(SEEN).data_hash


def test_the_edition_is_told_and_counts() -> None:
    early, next_day = load_dataset("2024-06-01").about(SEEN), load_dataset("2024-06-02").about(SEEN)
    first, second = fingerprint(early), fingerprint(next_day)
    assert (first.sources, first.lists) == (second.sources, second.lists)
    assert (first.edition, second.edition) == ("2024-06-01", "2024-06-02")
    assert early.data_hash != next_day.data_hash
    for part in (REAL, REAL.about(SEEN), REAL.about("hue"), REAL.about("long-an")):
        assert fingerprint(part).edition == str(part.edition)


def test_a_part_without_a_dated_source_changes_with_the_newest_edition() -> None:
    newest = max(REAL.sources.values(), key=lambda one: one.published or dt.date.min)
    later = dataclasses.replace(newest, published=dt.date(2027, 1, 1))
    dataset = dataclasses.replace(REAL, sources={**REAL.sources, newest.source_id: later})
    assert Fingerprints(dataset).of(("hue",)) == fingerprint(dataset.about("hue")) != fingerprint(REAL.about("hue"))
    assert dataset.about(SEEN).data_hash == REAL.about(SEEN).data_hash


def test_an_edition_tells_what_it_leaves_out() -> None:
    early = load_dataset("2024-06-01")
    fewer = dataclasses.replace(early, undated=early.undated[1:])
    assert set(fingerprint(early).sources) == {*early.sources, *early.undated}
    assert fingerprint(early).digest != fingerprint(fewer).digest


@settings(max_examples=50, deadline=None)
@given(st.lists(CODES, min_size=1, max_size=3))
def test_hashed_once_or_as_a_part_of_its_own_is_the_same(codes: list[str]) -> None:
    part = REAL.about(codes)
    assert Fingerprints(REAL).of(part.scope) == fingerprint(part)
    assert part.data_hash == fingerprint(part).digest


def test_the_hash_of_the_whole_is_that_of_its_files() -> None:
    assert REAL.data_hash == hash_data(find_project().data)


def test_another_process_and_the_cache_give_the_same(
    sound: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KETNAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    checked, cached = (fingerprint(load_dataset(folder=sound)).digest for _ in range(2))
    script = (
        "import sys; from pathlib import Path; from analysis.dataset.load import load_dataset\n"
        "from analysis.dataset.fingerprint import fingerprint\n"
        "print(fingerprint(load_dataset(folder=Path(sys.argv[1]))).digest)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(sound)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == checked == cached


def test_a_thousand_parts_take_no_time() -> None:
    codes = sorted(set(REAL.areas) - {NATION})
    pairs = [(codes[place % len(codes)], codes[place * 7 % len(codes)]) for place in range(1000)]
    start = time.process_time()
    prints = Fingerprints(REAL)
    for pair in pairs:
        _ = prints.of(pair).digest
    assert time.process_time() - start < 0.5


def test_a_million_observations_take_seconds() -> None:
    rows = pd.concat([REAL.observations] * (1_000_000 // len(REAL.observations) + 1), ignore_index=True)
    dataset = with_rows(rows.assign(obs_value=np.arange(float(len(rows)))))
    start = time.process_time()
    _ = fingerprint(dataset).digest
    assert time.process_time() - start < 10
