"""Blocks: sound HTML and Typst, whatever the texts hold."""

import dataclasses
import io
import re

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from shown import bundle_of, notebook_of, soup_of

from analysis.figures.blocks import (
    Chart,
    Edition,
    FindingLine,
    Findings,
    KeyFigure,
    KeyFigures,
    Prose,
    Remark,
    SourceEntry,
    SourceList,
)
from analysis.figures.brief import Brief
from analysis.figures.charts.trend import draw_trend
from analysis.figures.composition import table_composition
from analysis.figures.inline import Inline, Mark
from analysis.figures.members import table_stocks
from analysis.figures.progress import draw_progress, table_units, write_units
from analysis.figures.quality import show_disagreements, table_checks
from analysis.figures.summary import show_key_figures, write_summary
from analysis.figures.tables import Table
from analysis.figures.terms import table_other, table_terms, write_terms
from analysis.figures.trend import table_years
from analysis.measures.annual import annual_series, year_figures
from analysis.measures.audit import audit_area
from analysis.measures.composition import composition
from analysis.measures.coverage import stocks_of
from analysis.measures.overview import overview_of
from analysis.measures.terms import membership_growth, other_term_figures, term_figures
from analysis.measures.units import earlier_targets, quota_extremes, unit_progress
from analysis.text.mime import TYPST_MIME

HOSTILE = "Z<script>alert(1)</script> [x](javascript:y) #let a = 1; #panic() $x$ *b* _c_ `d` \\ \"q\" 'r' @s <t>"
TABLE = Table(
    "units",
    Inline.of("Admitted & <b>"),
    (Inline.of("Unit"), Inline.of("Admitted")),
    ((Inline.of("A"), Inline.of(Mark("2,089", (1,)))), (Inline.of("B"), Inline.of("–"))),
    (False, True),
    (Inline.of("A note."),),
)


def test_a_table_names_its_columns_and_rows():
    table = soup_of(TABLE).table

    assert table["id"] == "table-units"
    assert [(head.text, head["scope"]) for head in table.thead.find_all("th")] == [("Unit", "col"), ("Admitted", "col")]
    assert [(head.text, head["scope"]) for head in table.tbody.find_all("th")] == [("A", "row"), ("B", "row")]
    assert [len(row.find_all(["th", "td"])) for row in table.find_all("tr")] == [2, 2, 2]
    assert next(table.children).name == "caption"


def test_numbers_stand_to_the_right_and_the_note_below():
    soup = soup_of(TABLE)

    assert [cell["class"] for cell in soup.find_all("td")] == [["num"], ["num"]]
    assert soup.find("p", class_="table-note").text == "A note."


def test_the_caption_is_escaped():
    assert soup_of(TABLE).caption.text == "Admitted & <b>"
    assert soup_of(TABLE).b is None


@pytest.mark.parametrize("wrong", [{"numeric": (False,)}, {"header": (Inline.of("Unit"),)}])
def test_a_table_whose_columns_do_not_fit_is_an_error(wrong):
    with pytest.raises(ValueError, match="zip"):
        soup_of(dataclasses.replace(TABLE, **wrong))


@pytest.mark.parametrize(
    ("prose", "markdown"),
    [
        (Prose((Inline.of("Title"),), level=2), "## Title"),
        (Prose((Inline.of("a"), Inline.of("b"))), "a\n\nb"),
        (Prose((Inline.of("a"), Inline.of("b")), bullets=True), "- a\n- b"),
    ],
)
def test_prose_is_markdown(prose, markdown):
    assert bundle_of(prose)[0]["text/markdown"] == markdown


def test_an_entry_of_the_source_list_can_be_linked_to_and_leads_on():
    url = 'https://example.org/?a=1&b="2"'
    entries = (SourceEntry(1, Inline.of("One."), url), SourceEntry(2, Inline.of("Two."), ""))
    first, second = soup_of(SourceList(entries, {})).find_all("li")

    assert (first["id"], first["value"]) == ("source-1", "1")
    assert (first.a["href"], first.a.text) == (url, url)
    assert second.a is None


def test_a_finding_tells_whether_it_agrees():
    findings = Findings((FindingLine(False, Inline.of("no")), FindingLine(True, Inline.of("yes"))))

    assert [line["class"] for line in soup_of(findings).find_all("p")] == [["finding", "warning"], ["finding", "ok"]]


def test_a_chart_carries_its_words_beside_the_drawing():
    lines = (Inline.of("Cap"), Inline.of("Persons"), Inline((Mark("", (1,)),)))
    bundle, metadata = bundle_of(Chart("trend", "<svg/>", "in words", *lines, {"#ffffff": "paper"}))

    assert bundle == {"image/svg+xml": "<svg/>", "text/plain": "in words"}
    assert metadata["image/svg+xml"] == {
        "name": "trend",
        "alt": "in words",
        "caption": "Cap",
        "subtitle": "Persons",
        "note": "[\\[1\\]](#source-1)",
        "palette": {"#ffffff": "paper"},
    }


def simple_blocks(text):
    line = Inline((text, Mark(text, (1,))))
    return [
        Prose((line,)),
        Prose((line,), level=2),
        Prose((line, line), bullets=True),
        Remark(line),
        Edition(line),
        KeyFigures((KeyFigure(line, line, line),)),
        dataclasses.replace(TABLE, caption=line, header=(line, line), rows=((line, line),), notes=(line,)),
        Findings((FindingLine(False, line), FindingLine(True, line))),
        SourceList(
            (SourceEntry(1, line, "https://example.org/#<b>"),), {"title": text, "lang": "en", "edition": "2023-10-13"}
        ),
    ]


def pdf_text(*blocks):
    from analysis.reporting.exporters.pdf import BriefPDFExporter

    pdf, _ = BriefPDFExporter().from_notebook_node(notebook_of(*blocks), {"metadata": {"name": "x"}})
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def page_of(*blocks):
    from analysis.reporting.exporters.html import BriefHTMLExporter

    page, _ = BriefHTMLExporter().from_notebook_node(notebook_of(*blocks), {"metadata": {"name": "x"}})
    return BeautifulSoup(page, "html.parser")


def squeezed(text):
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("block", simple_blocks(HOSTILE), ids=lambda block: type(block).__name__)
def test_hostile_texts_are_shown_as_they_are_and_do_nothing(block):
    page, pdf = page_of(block), pdf_text(block)

    assert HOSTILE in page.main.get_text()
    assert page.main.find_all(["script", "t", "b", "em", "strong", "code", "math", "img"]) == []
    assert {link["href"][:8] for link in page.main.find_all("a", href=True)} <= {"#source-", "https://"}
    assert squeezed(HOSTILE) in squeezed(pdf)


HOSTILE_ROWS = (
    ("p", "admissions", "2022", 2089),
    ("p", "admissions_target", "2022", 1900),
    ("p", "admissions", "to 2023-10-10", 1994),
    ("p", "admissions_target", "2023", 2767),
    ("p", "admissions_target", "2023", 2770, {"bound": "at_least", "source": "other-20231101"}),
    ("p", "completion_rate", "to 2023-10-10", 72.06),
    ("p", "members", "at 2023-01-30", 85867),
    ("p/x", "admissions", "to 2023-10-10", 12),
    ("p/x", "admissions", "to 2023-10-10", 5, {"segment": "female"}),
    ("p/x", "admissions_target", "2023", 9),
    ("p/x", "admissions_target_change", "2023", 3, {"base": "2022"}),
    ("p/x", "pending_files", "at 2023-10-10", 7),
    ("p/y", "admissions_target", "2023", 17),
    ("p/y", "completion_rate", "to 2023-10-10", 88.24),
    ("p/y", "admissions", "2015-2020", 824),
    ("p/y", "admissions_growth", "2015-2020", 8.56, {"base": "2010-2015"}),
    ("p/y", "members_rated_good_share", "2015-2020", 92.06),
    ("p/y", "members", "at 2020-03-31", 3011),
    ("p/y", "members_growth", "at 2020-03-31", 25.46, {"base": "2015"}),
)


def sections(dataset, lang):
    """Every block that names an area."""
    brief = Brief(dataset, "p", 2023, lang)
    overview, units = overview_of(dataset, "p", 2023), unit_progress(dataset, "p", 2023)
    terms, findings = term_figures(dataset, "p"), audit_area(dataset, "p", 2023)
    series = [annual_series(dataset, "p", indicator) for indicator in ("admissions", "admissions_target")]
    return [
        brief.heading(),
        show_key_figures(brief, overview),
        write_summary(brief, overview),
        draw_trend(brief, *series, overview.goal),
        table_years(brief, year_figures(dataset, "p", 2023)),
        table_terms(brief, terms),
        write_terms(brief, terms, membership_growth(dataset, "p")),
        table_other(brief, other_term_figures(dataset, "p")),
        draw_progress(brief, units, overview.rate),
        table_units(brief, units),
        write_units(brief, units, quota_extremes(dataset, "p", 2023), earlier_targets(dataset, "p", 2023)),
        table_stocks(brief, stocks_of(dataset, "p", 2023)),
        table_composition(brief, composition(dataset, "p", 2023)),
        show_disagreements(brief, findings),
        table_checks(brief, findings),
        brief.sources(),
    ]


@pytest.mark.filterwarnings("ignore:constrained_layout")  # the names are longer than a chart is wide
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_hostile_area_name_is_inert_in_every_section(invent, lang):
    dataset = invent(*HOSTILE_ROWS, names=dict.fromkeys(("p", "p/x", "p/y"), HOSTILE))
    source = dataset.sources["other-20231101"]
    sources = {**dataset.sources, source.source_id: dataclasses.replace(source, title=HOSTILE, publisher=HOSTILE)}
    blocks = sections(dataclasses.replace(dataset, sources=sources), lang)
    assert None not in blocks

    page, pdf = page_of(*blocks), pdf_text(*blocks)

    assert page.find_all(["script", "t", "iframe", "img", "b", "em"]) == []
    assert {link["href"].partition("-")[0] for link in page.main.find_all("a", href=True)} == {"#source"}
    assert page.title.string.count(HOSTILE) == 1
    assert page.main.get_text().count(HOSTILE) > 20
    assert squeezed(pdf).count(squeezed("alert(1)")) > 20


def test_the_typst_of_a_table_compiles_with_the_template():
    assert TYPST_MIME in bundle_of(TABLE)[0]
    text = pdf_text(TABLE)

    for shown in ("Admitted & <b>", "Unit", "2,089", "–", "A note."):
        assert squeezed(shown) in squeezed(text)
    assert "2,089" in text
