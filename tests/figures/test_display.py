"""What JupyterLab shows of our objects, through a real IPython."""

import io
import os
import pydoc
import re

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import analysis
from analysis.dataset.dataset import Dataset
from analysis.figures.display import load_ipython_extension
from analysis.figures.explore import ExplorePage
from analysis.measures.annual import annual_series, value_of
from analysis.measures.audit import audit, audit_area


@pytest.fixture(scope="module")
def shell():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KETNAP_BATCH", raising=False)
        one = InteractiveShell()
        load_ipython_extension(one)
        yield one


def html_of(shell, thing):
    data, _ = shell.display_formatter.format(thing)
    return data.get("text/html", "")


def test_a_dataset_tells_its_edition_and_how_much_it_holds(shell, real):
    html = html_of(shell, real)

    assert "Figures published up to" in html
    assert f"<td>{len(real.observations)}</td>" in html
    assert f"<td>{len(real.sources)}</td>" in html
    assert "<code>dak-lak</code>" in html


def test_observations_are_shown_with_labels_and_the_links_of_their_sources(shell, real):
    rows = real.select("dak-lak", "admissions", year=2022)
    html = html_of(shell, rows)

    assert "Đắk Lắk Province" in html
    assert "Members admitted" in html
    assert "2,089" in html
    assert re.search(r'<a href="https://baodaklak\.vn/[^"]+" target="_blank"', html)


def test_many_observations_are_cut_and_it_is_said(shell, real):
    html = html_of(shell, real.observations)

    assert html.count("<tr>") == 41
    assert f"The first 40 of {len(real.observations)} observations." in html


@pytest.mark.parametrize("frame", [pd.DataFrame({"a": [1]}), pd.DataFrame({"observation_id": ["x"]})])
def test_other_frames_are_shown_as_pandas_does(shell, frame):
    assert html_of(shell, frame) == frame._repr_html_()


def test_a_value_tells_what_it_is_and_who_printed_it(shell, real):
    html = html_of(shell, value_of(real, "dak-lak", "admissions", 2022))

    assert "Đắk Lắk Province, 2022: Members admitted" in html
    assert "<strong>2,089" in html
    assert "baodaklak.vn" in html


def test_a_finding_is_a_sentence(shell, real):
    failing, *_, holding = audit_area(real, "dak-lak", 2023)

    assert "the sources differ" in html_of(shell, failing)
    assert "This check holds." in html_of(shell, holding)


def test_an_audit_counts_and_tells(shell, real):
    outcome = audit(real, "dak-lak")
    html = html_of(shell, outcome)

    assert f"{sum(outcome.checked.values())} checks were made, {sum(outcome.held.values())} hold." in html
    assert html.count("<li>") >= len(outcome.findings[:25])


def test_a_chart_stands_with_title_words_and_font(shell, real):
    chart = ExplorePage(real, "dak-lak", "admissions", 2015, 2026, "_T", "en").draw()
    html = html_of(shell, chart)

    assert "<strong>Figure 1. Members admitted, Đắk Lắk Province</strong>" in html
    assert 'aria-label="Every printed figure' in html
    assert "@font-face" in html


def test_a_build_needs_no_html_of_charts(real, monkeypatch):
    monkeypatch.setenv("KETNAP_BATCH", "1")
    one = InteractiveShell()
    load_ipython_extension(one)

    assert html_of(one, ExplorePage(real, "dak-lak", "admissions", 2015, 2026, "_T", "en").draw()) == ""


def test_vietnamese_is_chosen_by_the_environment(shell, real, monkeypatch):
    monkeypatch.setitem(os.environ, "KETNAP_LANG", "vi")

    assert "Số liệu công bố đến ngày" in html_of(shell, real)


HELP = [
    (analysis.load_dataset, ["as_of", "Dataset"]),
    (Dataset.select, ["obs_value", "indicator's unit", "ref_area", "period_end", "source_id", "CallerError"]),
    (Dataset, ["obs_value", "unit", "sources", "areas"]),
    (annual_series, ["to_frame", "sorted by year", "YTD"]),
    (value_of, ["full year", "year to date"]),
]


@pytest.mark.parametrize(("thing", "words"), HELP, ids=lambda one: getattr(one, "__name__", ""))
def test_help_answers_with_columns_and_units(thing, words):
    text = io.StringIO()
    pydoc.Helper(output=text)(thing)

    assert [word for word in words if word not in text.getvalue()] == []
