"""The part of a dataset on some areas, and what one dataset can tell another, so that it is not found out twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.dataset.model import lies_within

if TYPE_CHECKING:
    from analysis.dataset.dataset import Dataset


def part_on(whole: Dataset, scope: Sequence[str]) -> Dataset:
    """Return the part of a dataset on the areas of a scope and all below them, as `Dataset.about` says."""
    found = [whole.select(code, segment=None, scope="all") for code in scope]
    rows = found[0] if len(found) == 1 else pd.concat(found).sort_index()
    cited = set(rows["source_id"].tolist())
    part = dataclasses.replace(
        whole,
        observations=rows.reset_index(drop=True),
        sources={key: source for key, source in whole.sources.items() if key in cited},
        corrections=tuple(one for one in whole.corrections if lies_within(one.ref_area, scope)),
        undated=tuple(key for key in whole.undated if key in cited),
        scope=tuple(scope),
        whole_edition=whole.last_published,
    )
    tell(part, code_lists=whole.code_lists)
    if "row_hashes" in vars(whole) and _is_numbered(whole.observations):
        tell(part, row_hashes=whole.row_hashes[rows.index])
    named = dataclasses.replace(part, data_hash=part.fingerprint.digest)
    tell(named, code_lists=part.code_lists, row_hashes=part.row_hashes, fingerprint=part.fingerprint)
    return named


def tell(dataset: Dataset, **known: Any) -> None:
    """Tell a dataset values of its cached properties that are known already."""
    vars(dataset).update(known)


def _is_numbered(rows: pd.DataFrame) -> bool:
    """Whether the index of rows tells their places, as it does in what `load_dataset` gives."""
    return isinstance(rows.index, pd.RangeIndex) and (rows.index.start, rows.index.step) == (0, 1)
