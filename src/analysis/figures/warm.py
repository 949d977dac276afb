"""What a process does once, so that kernels forked from it need not: it imports all, reads the data, draws a chart."""

from __future__ import annotations

import importlib
import os
import pkgutil
from contextlib import suppress
from functools import cache

from analysis.dataset.load import load_dataset, look_ahead
from analysis.dataset.model import NATION
from analysis.text.languages import LANGUAGES


@cache
def load() -> None:
    """Import what notebooks import, and read the data; once."""
    _import_all()
    _fill_cache()


def warm_up() -> None:
    """Fill the caches of data, words, fonts and drawing. What is imported later empties some of them again.

    Whatever the data are: a process with less in its caches is slower, and no worse.
    """
    load()
    # What goes wrong here goes wrong in a kernel too, and is told there.
    with suppress(Exception):
        look_ahead()
        for lang in LANGUAGES:
            _draw(lang)


def _import_all() -> None:
    import analysis.dataset
    import analysis.figures
    import analysis.measures

    for room in (analysis.dataset, analysis.measures, analysis.figures):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)


def _fill_cache() -> None:
    """Let a fork read the data first, so that here they are read from the cache.

    What is not in the cache yet is read on all cores, and this process must keep to one thread.
    """
    pid = os.fork()
    if not pid:
        try:
            load_dataset()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def _draw(lang: str) -> None:
    """Draw one chart of the nation as a brief does, and a table beside it."""
    from analysis.figures.brief import Brief
    from analysis.figures.charts.trend import draw_trend
    from analysis.figures.trend import table_years
    from analysis.measures.annual import annual_series, year_figures
    from analysis.measures.overview import overview_of
    from analysis.measures.ranges import implied_years

    dataset = load_dataset()
    year = dataset.known_years(NATION)[-1]
    page = Brief(dataset, NATION, year, lang)
    draw_trend(
        page,
        annual_series(dataset, NATION, "admissions", last=year),
        annual_series(dataset, NATION, "admissions_target", last=year),
        overview_of(dataset, NATION, year).goal,
        implied_years(dataset, NATION, last=year),
    )
    table_years(page, year_figures(dataset, NATION, last=year))
    page.sources()
