"""What a notebook says about itself, and which of its pieces are shown."""

from datetime import UTC, date, datetime

import pytest
import samples
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from analysis.errors import RunError
from analysis.fonts import replace_missing
from analysis.reporting.exporters.blocks import clean_stream, read_blocks
from analysis.reporting.exporters.document import plain_text, read_document
from analysis.reporting.exporters.pandoc import tidy_math
from analysis.reporting.exporters.pictures import find_picture


def test_a_brief_says_what_it_is():
    document = read_document(samples.brief(), "file")

    assert (document.title, document.lang, document.edition) == (samples.TITLE, "vi", date(2023, 10, 13))
    assert document.edition_label == samples.LABEL
    assert document.timestamp == datetime(2023, 10, 13, tzinfo=UTC)


def test_every_fault_of_a_statement_is_named():
    nb = samples.notebook(samples.statement(title=" ", lang="Vietnamese", edition="13/10/2023"))

    with pytest.raises(RunError, match=r"title is missing; lang is 'Vietnamese'.*edition is '13/10/2023'"):
        read_document(nb, "file")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("text\n\n# The *first* [one](http://a.b) #\n\n# Second", "The first one"),
        ("A setext\n========\n", "A setext"),
        ("```\n# a comment\n```\n\n## Second level", "file"),
    ],
)
def test_the_title_of_anybodys_notebook_is_its_first_heading(source, title):
    assert read_document(samples.notebook(new_markdown_cell(source)), "file").title == title


def test_language_is_taken_from_the_metadata_where_it_is_one():
    assert read_document(samples.notebook(lang="vi"), "x").lang == "vi"
    assert read_document(samples.notebook(lang='"><script>'), "x").lang == "en"
    assert read_document(samples.notebook(lang="fr"), "x").words["page"] == "Page {page} of {pages}"


def test_a_long_title_is_cut_at_a_word():
    document = read_document(samples.notebook(new_markdown_cell("# " + "từ ngữ, " * 20)), "x")

    assert len(document.short_title) <= 71
    assert document.short_title.endswith("từ…")


def test_plain_text_keeps_underscores_inside_words():
    assert plain_text(r"`a_b` _c_ <b>d</b> \* [e](f)") == "a_b c d * e"


def test_notes_statements_and_stderr_are_not_shown():
    cells = [
        new_markdown_cell("hidden", metadata={"tags": ["note"]}),
        samples.statement(),
        new_code_cell("x", outputs=[new_output("stream", name="stderr", text="hidden")]),
        new_markdown_cell("shown"),
    ]

    assert [block.content for block in read_blocks(samples.notebook(*cells), ("text/plain",))] == ["shown"]


def test_a_block_that_carries_the_statement_is_shown_all_the_same():
    cell = samples.made(samples.SOURCES_HTML, samples.SOURCES_TYPST)
    cell.outputs[0].data[samples.BRIEF] = {"title": "a", "lang": "vi", "edition": "2023-10-13"}

    assert [block.kind for block in read_blocks(samples.notebook(cell), ("text/html", "text/plain"))] == ["html"]


def test_the_best_type_is_taken_and_latex_only_where_it_is_a_formula():
    nb = samples.notebook(
        samples.shown({"text/latex": r"\begin{tabular}{l}a\end{tabular}", "text/plain": "a table"}),
        samples.shown({"text/latex": r"$\displaystyle x$", "text/plain": "a formula"}),
        samples.shown({"application/javascript": "alert(1)"}),
    )

    blocks = list(read_blocks(nb, ("text/latex", "text/plain")))

    assert [(block.kind, block.content) for block in blocks] == [("plain", "a table"), ("latex", "x")]


def test_streams_lose_colours_and_overwritten_states():
    assert clean_stream("\x1b[1;32mok\x1b[0m\r\n 1%\r99%\r\nlast\x07\n") == "ok\n99%\nlast"


@pytest.mark.parametrize(
    "url", ["../secret.png", "http://a.b/c.png", "//a.b/c.png", "file:///etc/passwd", "no.png", "t.png"]
)
def test_pictures_are_never_fetched_and_never_taken_from_outside(tmp_path, url):
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "t.png").write_text("no picture")

    assert find_picture(url, {}, folder) is None


def test_a_picture_beside_the_notebook_is_found(tmp_path):
    (tmp_path / "a b.png").write_bytes(b"\x89PNG\r\n\x1a\n...")

    assert find_picture("a%20b.png", {}, tmp_path).uri.startswith("data:image/png;base64,")
    assert find_picture("a%20b.png", {}, None) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a $ x $ b", "a $x$ b"),
        ("$5 and $10", "$5 and $10"),
        ("$$\na\n\n- b % no\n$$", "$$a - b$$"),
        (r"\begin{align}a\end{align}", r"$$\begin{align}a\end{align}$$"),
        ("`$ x $` and\n```\n$ y $\n```", "`$ x $` and\n```\n$ y $\n```"),
        (r"\\(x\\)", "$x$"),
    ],
)
def test_formulas_are_read_as_jupyter_reads_them(written, read):
    assert tidy_math(written) == read


def test_characters_without_a_glyph_become_a_box_and_joiners_go():
    assert replace_missing("Đắk Lắk ữ → ☐ 中👨‍👩\ue000") == "Đắk Lắk ữ → ☐ □□□□"
