"""HTML: one file, no script, no request; a text for every picture; the same bytes."""

import re

import pytest
import samples
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell

from analysis.reporting.exporters.html import BriefHTMLExporter


def convert(nb, name="a notebook", **options):
    return BriefHTMLExporter(**options).from_notebook_node(nb, {"metadata": {"name": name}})[0]


def soup_of(*markdown):
    return BeautifulSoup(convert(samples.notebook(*map(new_markdown_cell, markdown))), "html.parser")


@pytest.fixture(scope="module", params=["brief", "anybody"])
def page(request):
    return convert(getattr(samples, request.param)())


def test_no_script_and_no_request(page):
    soup = BeautifulSoup(page, "html.parser")

    assert not soup.find_all(["script", "iframe", "object", "embed", "link", "base"])
    assert not re.search(r"\bon(error|load|click)=", page)
    for element in soup.find_all(True):
        for name in ("src", "href", "srcset", "xlink:href", "data", "poster"):
            if element.name != "a" and element.has_attr(name):
                assert element[name].startswith(("data:", "#"))
    for address in re.findall(r"url\(['\"]?([^)'\"]{0,8})", page):
        assert address.startswith(("data:", "#"))
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:" in page


def test_every_picture_has_a_text(page):
    soup = BeautifulSoup(page, "html.parser")

    assert all(image.get("alt") for image in soup.find_all("img"))
    assert all(svg.get("aria-label") and svg["role"] == "img" for svg in soup.find_all("svg"))


def test_no_code_and_same_bytes_twice(page):
    assert "secret_code" not in page
    assert page in (convert(samples.brief()), convert(samples.anybody()))


def test_ids_are_unique_and_tables_can_be_scrolled(page):
    soup = BeautifulSoup(page, "html.parser")
    ids = [element["id"] for element in soup.find_all(id=True)]

    assert len(ids) == len(set(ids))
    for table in soup.find_all("table"):
        region = table.parent
        assert (region["role"], region["tabindex"]) == ("region", "0")
        assert region["aria-label"]


def test_head_of_a_brief():
    soup = BeautifulSoup(convert(samples.brief()), "html.parser")

    assert soup.html["lang"] == "vi"
    assert soup.title.string == samples.TITLE
    assert soup.find("meta", attrs={"name": "description"})["content"].startswith("Số đảng viên mới")
    assert soup.find("meta", attrs={"name": "viewport"})
    assert soup.select_one("a.skip")["href"] == "#main"
    assert soup.select_one("main h1").string == samples.TITLE
    assert "the brief" not in soup.main.get_text()


def test_a_chart_is_part_of_the_page_and_follows_the_theme():
    page = convert(samples.brief())
    svg = BeautifulSoup(page, "html.parser").select_one("figure#figure-trend > svg")

    assert svg["aria-label"] == samples.CHART["alt"]
    assert "fill: var(--chart-paper, #ffffff)" in str(svg)
    assert 'href="#trend-m1"' in str(svg)
    assert "url(#trend-p1a2b3c)" in str(svg)
    assert "<metadata" not in page
    assert "<?xml" not in page
    assert svg.parent.figcaption.find("a", href="#source-1")["aria-label"] == "Nguồn 1"


def test_scripts_in_markdown_are_dropped_and_the_text_stays():
    soup = soup_of('before <script>alert(1)</script> <b onclick="x()">bold</b> <img src=x onerror=y alt="gone"> after')

    assert "alert" not in str(soup.main)
    assert "onclick" not in str(soup.main)
    assert soup.main.get_text().split() == ["before", "bold", "gone", "after"]


@pytest.mark.parametrize(
    "source",
    [
        "<meta http-equiv=refresh content='0;url=http://a.b'>x",
        "<base href='http://a.b'>x",
        "<svg><image href='http://a.b/c.png'/><use href='http://a.b/d.svg#e'/></svg>",
        "<div style='background:url(http://a.b/c.png)'>x</div>",
        "<style>@import url(http://a.b/c.css)</style>",
        "<img srcset='http://a.b/c.png 2x'>",
        "<video src='http://a.b/c.mp4'></video>",
        "![x](http://a.b/c.png)",
        "<form action='http://a.b'><input type=submit></form>",
    ],
)
def test_nothing_from_elsewhere_stays(source):
    assert "a.b" not in str(soup_of(source).main)


def test_harmful_links_lose_their_target():
    soup = soup_of("[x](javascript:alert(1)) <a href='javascript:alert(2)'>y</a> [z](https://example.org)")

    assert [link.get("href") for link in soup.main.find_all("a")] == [None, "https://example.org"]


def test_texts_are_escaped():
    nb = samples.notebook(
        samples.statement(title="<b>&\"'", edition_label="</p><script>"), samples.shown({"text/plain": "<i>"})
    )
    soup = BeautifulSoup(convert(nb), "html.parser")

    assert soup.title.string == "<b>&\"'"
    assert "</p><script>" in soup.footer.get_text()
    assert soup.pre.get_text() == "<i>"


def test_headings_have_the_anchors_of_jupyter_each_its_own():
    soup = soup_of("# Một hai\n\n## Một hai", '## A & "B"')

    assert [heading["id"] for heading in soup.find_all(["h1", "h2"])][:2] == ["Một-hai", "Một-hai-2"]


def test_formulas_are_mathml():
    soup = soup_of("Inline $x^2$ and\n\n$$\\frac{a}{b}$$")

    assert [math["display"] for math in soup.find_all("math")] == ["inline", "block"]


def test_frames_get_scopes_and_numbers_to_the_right():
    soup = BeautifulSoup(convert(samples.anybody()), "html.parser")
    table = soup.select_one("table.dataframe")

    assert all(head.get("scope") for head in table.find_all("th"))
    assert len(table.select("td.num")) == 18
    assert soup.select_one(".output style") is None


def test_code_is_shown_on_demand_but_never_parameters():
    nb = samples.brief()

    page = convert(nb, exclude_input=False)

    assert "secret_code" in page
    assert "quang-ngai" not in page


def test_fonts_are_cut_alike_each_time_and_italics_only_where_used():
    page, plain = convert(samples.brief()), convert(samples.notebook(new_markdown_cell("plain")))

    assert page.count("@font-face{") == 3
    assert plain.count("@font-face{") == 2
    assert len(plain) < 70_000


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
def test_in_a_browser_fonts_load_nothing_is_asked_for_and_the_page_does_not_scroll_sideways(browser, tmp_path, width):
    requests, messages = [], []
    for name in ("brief", "anybody"):
        path = tmp_path / f"{name}.html"
        path.write_text(convert(getattr(samples, name)()), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text[:200]))
        page.goto(path.as_uri())
        assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(f => f.status))")
        assert set(page.evaluate("[...document.fonts].map(font => font.status)")) == {"loaded"}
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.close()

    assert messages == []
    assert [url for url in requests if not url.startswith(("data:", "file:"))] == []
    assert len([url for url in requests if url.startswith("file:")]) == 2
