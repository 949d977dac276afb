"""The page of an audit: sound HTML in both languages, whatever the texts hold."""

import dataclasses
import re

import pytest
from bs4 import BeautifulSoup

from analysis.cli.audit import as_html
from analysis.figures.audit_page import AuditPage
from analysis.figures.brief import Brief
from analysis.measures.audit import Audit, audit

HOSTILE = "Z<script>alert(1)</script> \"q\" 'r' <img src=x onerror=alert(2)> & [x](javascript:y) *b* _c_"
FIGURES = (
    ("p", "admissions", "2023", 30),
    ("p", "admissions_target", "2023", 40),
    ("p", "completion_rate", "2023", 76),
    ("p", "admissions_target", "2022", 20, {"source": "paper-20230101"}),
    ("p", "admissions_target", "2022", 21, {"source": "other-20230201"}),
    ("p", "members", "at 2023-01", 100, {"source": "paper-20230101"}),
    ("p", "members", "at 2023-01", 101, {"source": "other-20230201"}),
    ("p/x", "admissions", "2023", 25),
    ("p/x", "admissions", "2023", 26, {"segment": "female"}),
)


def page_of(dataset, lang, area=None):
    return BeautifulSoup(as_html(dataset, audit(dataset, area), lang, area), "html.parser")


@pytest.fixture(scope="module", params=["vi", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def page(invent, lang):
    return page_of(invent(*FIGURES), lang)


def test_the_page_says_its_language_and_title(page, lang):
    titles = {"vi": "Đối chiếu các số liệu đã công bố", "en": "Audit of the printed figures"}

    assert page.html["lang"] == lang
    assert page.title.string == page.h1.get_text() == titles[lang]
    assert "invented" in page.main.get_text(), "the hash of the data"


def test_headings_do_not_skip_a_level(page):
    levels = [int(one.name[1]) for one in page.find_all(re.compile(r"h[1-6]"))]

    assert levels == [1, 2, 3, 3, 2]


def test_every_mark_leads_to_a_source_and_every_source_is_marked(page):
    marks = {link["href"] for link in page.main.find_all("a", href=re.compile("^#source-"))}
    sources = {f"#{entry['id']}" for entry in page.find_all("li", id=re.compile("^source-"))}

    assert marks == sources
    assert len(sources) == 2


def test_nothing_is_asked_for_from_elsewhere(page):
    assert page.find_all(["script", "link", "iframe", "img"]) == []
    assert not re.search(r"url\((?![\"']?data:)|@import|https?://", str(page))
    (policy,) = page.find_all("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'")


def test_the_table_counts_what_was_checked(invent):
    dataset = invent(*FIGURES)
    outcome = audit(dataset)
    table = page_of(dataset, "en").table

    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]
    assert sum(int(row[1]) for row in rows) == sum(outcome.checked.values())
    assert ["Two statements on one thing", "2", "0", "2"] in rows
    assert all(int(made) == int(agree) + int(fail) for _, made, agree, fail in rows)


def test_findings_stand_below_their_area_with_their_verdict(invent):
    found = [one.get_text() for one in page_of(invent(*FIGURES), "en").select("h3, p.finding")]
    told = found[found.index("P Province") :]

    assert told[0] == "P Province"
    assert told[1].startswith("Contradiction. P Province, 2023: completion rate: printed 76%[1], recomputed 75.00%[c1]")
    assert any(line.startswith("Doubt. P Province, January 2023: members: the sources differ") for line in told)
    assert told[told.index("X District (p Province)") + 1].startswith("Contradiction. X District (p Province), 2023")


def test_a_rate_that_was_cut_off_is_told_as_such(invent):
    dataset = invent(
        ("p", "admissions", "2023", 2), ("p", "admissions_target", "2023", 3), ("p", "completion_rate", "2023", 66.6)
    )

    assert "from 2[1] / 3[1]; the last digit was cut off, not rounded." in page_of(dataset, "en").main.get_text()


def test_a_merger_names_the_new_area(invent):
    dataset = invent(("p", "members", "at 2023", 5), ("q", "members", "at 2023", 6), ("n", "members", "at 2026", 11))
    merged = {code: dataclasses.replace(dataset.areas[code], successor="n") for code in ("p", "q")}
    text = page_of(dataclasses.replace(dataset, areas={**dataset.areas, **merged}), "en").main.get_text()

    assert "P Province: members: 5[1] (2023) before the merger into the new n Province, 11[1] (2026) after it" in text


def test_what_all_holds_and_what_cannot_be_checked_are_told(invent):
    sound = invent(("p", "admissions", "2023", 30), *FIGURES[1:2], ("p", "completion_rate", "2023", 75))

    assert "Every check that the figures allow holds." in page_of(sound, "en").main.get_text()
    bare = page_of(invent(FIGURES[0]), "en")
    assert "There are too few figures to check one against another." in bare.main.get_text()
    assert bare.table is None


def test_the_page_of_an_area_names_it_with_what_it_belongs_to(invent):
    assert (
        page_of(invent(*FIGURES), "en", "p/x").h1.get_text() == "Audit of the printed figures: x District (p Province)"
    )


def test_hostile_texts_are_shown_as_they_are_and_do_nothing(invent, lang):
    dataset = invent(*FIGURES, names=dict.fromkeys(("p", "p/x"), HOSTILE))
    sources = {
        key: dataclasses.replace(one, title=HOSTILE, publisher=HOSTILE, url=f"https://example.org/?{HOSTILE}")
        for key, one in dataset.sources.items()
    }
    page = page_of(dataclasses.replace(dataset, sources=sources), lang, "p")

    assert page.find_all(["script", "img", "b", "em", "iframe"]) == []
    assert HOSTILE in page.title.string
    assert page.main.get_text().count(HOSTILE) > 5
    assert {link["href"].partition("?")[0] for link in page.main.find_all("a")} <= {
        "#source-1",
        "#source-2",
        "https://example.org/",
    }


def test_a_source_without_a_title_says_so(invent):
    dataset = invent(*FIGURES)
    sources = {key: dataclasses.replace(one, title="") for key, one in dataset.sources.items()}
    entries = page_of(dataclasses.replace(dataset, sources=sources), "en").find_all("li", id=True)

    assert entries[0].get_text() == "Title not recorded. paper, published 1 January 2023, address not recorded."


def test_a_page_names_the_parent_and_a_brief_leaves_out_its_own_area(invent):
    dataset = invent(("p/x/y", "admissions", "2023", 1))
    page, brief = AuditPage(dataset, "en"), Brief(dataset, "p/x", 2023, "en")

    assert [page.name_of(code) for code in ("p", "p/x", "p/x/y")] == [
        "p Province",
        "x District (p Province)",
        "y Commune (x District)",
    ]
    assert [brief.name_of(code) for code in ("p", "p/x", "p/x/y")] == ["p Province", "x District", "y Commune"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_fits_the_screen(browser, invent, lang, width, tmp_path):
    dataset = invent(*FIGURES)
    file = tmp_path / "audit.html"
    file.write_text(as_html(dataset, audit(dataset), lang, None), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800})
    shown, asked = context.new_page(), []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(file.as_uri())

    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_an_empty_audit_is_a_page_too(invent):
    dataset = invent(FIGURES[0])
    blocks = list(AuditPage(dataset, "en").blocks(Audit((), {}, {})))

    assert len(blocks) == 5
