"""PDFs: both standards, tags, fonts, text, the same bytes. Typst itself refuses what breaks PDF/A-2a or PDF/UA-1."""

import io
import re
import subprocess
import sys

import nbformat
import pytest
import samples
from nbformat.v4 import new_markdown_cell
from pypdf import PdfReader

from analysis.errors import RunError
from analysis.reporting.exporters.pdf import BriefPDFExporter


def convert(nb, name="a notebook"):
    pdf, _ = BriefPDFExporter().from_notebook_node(nb, {"metadata": {"name": name}})
    return pdf


def read(nb):
    reader = PdfReader(io.BytesIO(convert(nb)))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def text_of(*markdown):
    return read(samples.notebook(*map(new_markdown_cell, markdown)))[1]


@pytest.fixture(scope="module")
def brief():
    return read(samples.brief())


@pytest.fixture(scope="module")
def anybody():
    return read(samples.anybody())


def test_title_language_and_standards(brief):
    reader, _ = brief
    catalogue, xmp = reader.trailer["/Root"], reader.xmp_metadata.stream.get_data().decode()

    assert reader.metadata.title == samples.TITLE
    assert reader.metadata.author == "ketnap"
    assert catalogue["/Lang"] == "vi-VN"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part>1<" in xmp
    assert "pdfaid:part>2<" in xmp
    assert "pdfaid:conformance>A<" in xmp
    assert "2023-10-13" in xmp


def test_text_is_there_in_charts_too_and_code_is_not(brief):
    _, text = brief

    for words in ("Đắk Lắk", "Quảng Ngãi", "ữ ợ ẫ", "≥ 165", "Trang 1/1", "Nguồn", "chấm cam là chỉ tiêu"):
        assert words in text
    for words in ("secret_code", "researchers only", "quang-ngai", "a plain text", "the brief"):
        assert words not in text


def test_fonts_are_embedded(anybody):
    def fonts(reader):
        for page in reader.pages:
            yield from (font.get_object() for font in page["/Resources"].get("/Font", {}).values())

    found = list(fonts(anybody[0]))
    assert found
    for font in found:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_marks_lead_to_their_sources_and_a_mark_without_source_is_text(brief):
    reader, text = brief
    links = [annotation.get_object() for page in reader.pages for annotation in page.get("/Annots", [])]

    assert len([link for link in links if "/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo"]) == 7
    assert "công bố9" in re.sub(r"[\s\u2060]+", " ", text).replace(" 9", "9")


def test_pictures_and_charts_have_their_text_in_the_structure(brief):
    alts = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/Alt" in node:
                alts.append(node["/Alt"])
            if "/K" in node:
                walk(node["/K"])

    walk(brief[0].trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert samples.CHART["alt"] in alts


def test_same_bytes_twice():
    assert convert(samples.anybody()) == convert(samples.anybody())
    assert convert(samples.brief()) == convert(samples.brief())


def test_anybodys_notebook(anybody):
    reader, text = anybody

    assert reader.metadata.title == "My Notebook"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    for words in (
        "nested one",
        "1,204",
        "100%",
        "ValueError: bad",
        "remote raw",
        "north",
        "25.5",
        "{'a': 1",
        "last word",
    ):
        assert words in text
    for words in ("secret_code", "\x1b", "[0;31m", "alert", "90%", "warning for the log", "IPython HTML"):
        assert words not in text


def test_jumped_heading_levels_and_empty_headings_compile():
    assert "deep" in text_of("### first\n\n###### deep\n\n#\n\n# up\n\n#### down\n\n- # in a list")


@pytest.mark.parametrize(
    "source",
    [
        "[nowhere](#nowhere) and [here](#Có-dấu)\n\n## Có dấu",
        "👨‍👩‍👧 中文 \ue000 \ufeff \ufffd العربية עברית",
        "unclosed `code, **bold, [link](, <b, $x, <!-- and \\",
        "#set page(width: 1pt) #panic() @label <label> // /* $#",
        "<table><tr><td rowspan=2 colspan=3>a</td></tr><tr></tr></table>",
        "<details><summary>More</summary>\n\ninside\n\n</details>",
        "| a |\n|---|\n| ![x](http://a.b/c.png) |",
        "![](attachment:gone.png) ![x](data:image/png;base64,AAAA)",
        "",
    ],
)
def test_odd_markdown_compiles(source):
    assert text_of(source, "the end").rstrip().endswith("1")


def test_typst_in_prose_is_text():
    assert '#read("/etc/passwd")' in text_of('#read("/etc/passwd")').replace("\n", "")
    assert "#panic" in text_of("```{=typst}\n#panic()\n```")


def test_a_long_table_breaks_over_pages_and_repeats_its_header():
    reader, text = read(samples.brief(rows=200))

    assert len(reader.pages) > 4
    assert "Đơn vị 0" in text
    assert "Đơn vị 199" in text
    assert text.count("Ghi chú") > 203


def test_faulty_typst_is_named():
    nb = samples.notebook(samples.made("<p>x</p>", "#brief-tabel()"))

    with pytest.raises(RunError, match="brief-tabel"):
        convert(nb)


def test_an_unknown_font_is_an_error():
    nb = samples.notebook(samples.made("<p>x</p>", '#text(font: "No Such Font")[x]'))

    with pytest.raises(RunError, match="unknown font family"):
        convert(nb)


def test_typst_sees_no_file_of_the_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("secret")

    with pytest.raises(RunError):
        convert(samples.notebook(samples.made("<p>x</p>", '#read("secret.txt")')))


def test_as_a_command(tmp_path):
    nbformat.write(samples.anybody(), tmp_path / "any.ipynb")
    (tmp_path / "y.png").write_bytes(b"")

    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "brief-pdf", str(tmp_path / "any.ipynb")],
        check=True,
        capture_output=True,
    )

    assert (tmp_path / "any.pdf").read_bytes() == convert(samples.anybody())
