"""A process that loads the data and computes with them has one thread, so that others can be forked from it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_COUNT = "print(len(os.listdir('/proc/self/task')))"
_LOAD = """
import importlib, os, pkgutil
import analysis.dataset, analysis.measures
for room in (analysis.dataset, analysis.measures):
    for module in pkgutil.iter_modules(room.__path__, room.__name__ + "."):
        importlib.import_module(module.name)
from analysis import load_dataset
dataset = load_dataset()
"""
_MEASURE = """
from analysis.measures.annual import year_figures
from analysis.measures.audit import audit_area
from analysis.measures.composition import composition
from analysis.measures.overview import overview_of
from analysis.measures.ranges import implied_years
from analysis.measures.reconcile import reconcile
from analysis.measures.units import unit_progress
for area in ("dak-lak", "nghe-an"):
    year_figures(dataset, area, 2023), overview_of(dataset, area, 2023), unit_progress(dataset, area, 2023)
    audit_area(dataset, area, 2023), composition(dataset, area, 2023), implied_years(dataset, area, 2023)
assert reconcile(dataset, "nghe-an").contradictions
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc: threads cannot be counted here")
def test_loading_and_measuring_take_one_thread(tmp_path: Path) -> None:
    # What only the environment can say: two libraries start threads as soon as they are loaded.
    environment = os.environ | {
        "KETNAP_CACHE": str(tmp_path / "cache"),
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "OPENBLAS_NUM_THREADS": "1",
    }
    script = "\n".join([_LOAD, _COUNT, _MEASURE, _COUNT])
    for _ in ("checked", "from the cache"):
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment, timeout=300
        )
        assert done.stdout.split() == ["1", "1"]
