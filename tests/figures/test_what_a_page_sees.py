"""A page tells what it sees of the data, shows all of it that it would show of everything, and cites nothing later."""

import datetime as dt
import json

import pytest
from shown import blocks_of, bundle_of

from analysis.dataset.dataset import Dataset
from analysis.dataset.fingerprint import fingerprint
from analysis.dataset.load import load_dataset
from analysis.figures.blocks import Edition, SourceList
from analysis.paths import find_project
from analysis.reporting.catalogue import load_catalogue
from analysis.reporting.parameters import fill_in
from analysis.text.mime import BRIEF_MIME

REAL = load_dataset()
# Every brief of the catalogue that is built unasked, in Vietnamese.
BRIEFS = [
    (report.notebook.stem, brief)
    for report in load_catalogue(find_project()).values()
    if not report.on_request
    for entry in report.briefs
    for brief in fill_in(entry, REAL)
    if brief["lang"] == "vi"
]
SCOPES = {"province_brief": ("area", True), "composition": ("areas", False)}
# What tells the part itself, and so differs from what the whole would tell.
OWN = ("edition", "edition_label", "description", "data_hash", "sees")
DAK_LAK = {"area": "dak-lak", "year": 2023}


def record_of(blocks):
    (listed,) = [block for block in blocks if isinstance(block, SourceList)]
    return bundle_of(listed)[0][BRIEF_MIME]


def line_of(blocks):
    (line,) = [str(block.line) for block in blocks if isinstance(block, Edition)]
    return line


@pytest.fixture(scope="module", params=BRIEFS, ids=lambda brief: f"{brief[0]}-{brief[1].get('area', '')}")
def shown(request):
    name, parameters = request.param
    page, blocks = blocks_of(name, **parameters)
    return name, page, blocks, record_of(blocks)


def test_every_source_cited_was_published_by_the_edition(shown):
    _, _, _, record = shown
    days = [source["published"] for source in record["sources"] if source["published"]]
    assert days
    assert max(days) <= record["edition"]


def test_the_record_tells_what_the_page_sees(shown):
    name, page, blocks, record = shown
    dataset = page.dataset
    assert record["sees"] == list(dataset.scope)
    assert record["data_hash"] == fingerprint(dataset).digest
    assert record["edition"] == str(dataset.edition)
    assert line_of(blocks) == f"{record['edition_label']}."
    assert bool(dataset.scope) is (name in SCOPES)


def test_every_source_cited_is_in_what_it_sees(shown):
    _, _, _, record = shown
    part = REAL.about(record["sees"]) if record["sees"] else REAL
    assert {source["source_id"] for source in record["sources"]} <= set(part.sources)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("province_brief", DAK_LAK),
        ("province_brief", {"area": "dak-lak/ea-sup", "year": 2019}),
        ("province_brief", {"area": "an-giang-2025", "year": 2025}),
        ("province_brief", {"area": "ben-tre", "year": 2024}),
        ("province_brief", {"area": "hue", "year": 2025}),
        ("province_brief", {"area": "viet-nam", "year": 2021}),
        ("composition", {}),
    ],
    ids=lambda one: one if isinstance(one, str) else one.get("area", ""),
)
def test_of_its_part_it_shows_what_it_would_show_of_everything(name, parameters, monkeypatch):
    _, restricted = blocks_of(name, **parameters)
    monkeypatch.setattr(Dataset, "about", lambda dataset, *_, **__: dataset)
    _, whole = blocks_of(name, **parameters)

    assert bodies(restricted) == bodies(whole)


def bodies(blocks):
    found = []
    for block in blocks:
        data, more = bundle_of(block)
        record = {key: told for key, told in data.get(BRIEF_MIME, {}).items() if key not in OWN}
        if not isinstance(block, Edition):
            found.append(json.dumps([{**data, BRIEF_MIME: record}, more], default=str))
    return found


def lines(**parameters):
    return [line_of(blocks_of("province_brief", lang=lang, **parameters)[1]) for lang in ("vi", "en")]


def test_the_edition_line_of_a_page_on_some_areas_tells_their_newest_source():
    day = REAL.about("dak-lak", merged=True).edition
    vi, en = lines(**DAK_LAK)
    assert vi == f"Nguồn mới nhất hiện có đăng ngày {day.day}/{day.month}/{day.year}."
    assert en == f"Newest source known: {day.day} {day:%B %Y}."


def test_the_edition_line_of_a_date_tells_that_date():
    assert lines(**DAK_LAK, as_of="2023-12-31") == [
        "Số liệu công bố đến ngày 31/12/2023.",
        "Figures published up to 31 December 2023.",
    ]


def test_where_no_source_is_dated_the_edition_line_says_so():
    area = {"area": "dak-lak/m-drak", "year": REAL.known_years("dak-lak/m-drak")[-1]}
    assert lines(**area) == [
        "Các nguồn không rõ ngày đăng.",
        "The sources do not say when they were published.",
    ]
    assert record_of(blocks_of("province_brief", **area)[1])["edition"] == str(REAL.edition)


def test_a_page_that_sees_everything_tells_the_edition_of_everything():
    _, blocks = blocks_of("data_quality", lang="en")
    assert line_of(blocks) == f"Figures published up to {dt.date.strftime(REAL.edition, '%-d %B %Y')}."
