"""Any text put into HTML, Typst or Markdown shows as it is: read back, it is the same text."""

import html
import json
import re

import pytest
import typst
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from analysis.text.markup import escape_html, escape_markdown, escape_typst, typst_string

MARKS = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum())
# All that is text to every format: no control characters, and no surrogates, which no file can hold.
ANY = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")))
# The marks of all markup languages, crowded together between letters.
CROWDED = st.text(st.sampled_from(MARKS + "ab1đế "), max_size=30)
SAMPLES = [
    "= Heading",
    "- item",
    "+ item",
    "1. item",
    "/ Term: meaning",
    "#let x = 1",
    "#panic()",
    "@source <label>",
    "$x$ _a_ *b* `c` ~",
    "a -- b --- c ... \"d\" 'e'",
    "http://example.org/a//b /* c */ // d",
    "\\",
    "\\u{41}",
    "[a](b) ![c](d)",
    "<script>alert(1)</script>",
    "&amp; &lt;",
    "| a | b |",
    "Báo Đắk Lắk – “2.089/1.900” (109,95%)",
]
# Reads a piece of Typst content back as text; a piece that is more than text shows its name.
PLAIN = """#let plain(it) = {
  if type(it) == str { it }
  else if it == [ ] { " " }
  else if repr(it.func()) in ("text", "symbol") { it.text }
  else if it.has("children") { it.children.map(plain).join("") }
  else { "<" + repr(it.func()) + ">" }
}
"""


def read_typst(literals: list[str]) -> list[str]:
    """What Typst makes of expressions that give text."""
    lines = [f"#metadata({literal}) <t>" for literal in literals]
    return json.loads(typst.query((PLAIN + "\n".join(lines)).encode(), "<t>", field="value"))


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@given(ANY | CROWDED)
def test_html_reads_back(text: str) -> None:
    assert html.unescape(escape_html(text)) == text


@given(ANY | CROWDED)
def test_html_is_one_text_and_one_attribute(text: str) -> None:
    escaped = escape_html(text)
    page = BeautifulSoup(f"<p title=\"{escaped}\" lang='{escaped}'>{escaped}</p>", "html.parser")
    assert [(tag.name, tag.get_text()) for tag in page.find_all()] == [("p", text)]
    assert page.p.attrs == {"title": text, "lang": text}


@settings(max_examples=30, deadline=None)
@given(st.lists(ANY | CROWDED, min_size=1, max_size=20))
def test_typst_markup_reads_back(texts: list[str]) -> None:
    content = [f"plain([x {escape_typst(text)} y])" for text in texts]
    assert read_typst(content) == [re.sub(r"[ \t\r\n\f\v\u2028\u2029\x85]+", " ", f"x {text} y") for text in texts]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_space_at_which_no_line_may_break_stays_one(space: str) -> None:
    assert read_typst([f"plain([{escape_typst(f'≥{space}5')}])"]) == [f"≥{space}5"]


@settings(max_examples=30, deadline=None)
@given(st.lists(ANY | CROWDED | st.text(st.sampled_from('\\"\n\t\rnu{41}')), min_size=1, max_size=20))
def test_typst_strings_read_back(texts: list[str]) -> None:
    assert read_typst([typst_string(text) for text in texts]) == texts


def test_samples_read_back_from_typst_at_the_start_of_a_block() -> None:
    assert read_typst([f"plain([{escape_typst(text)}])" for text in SAMPLES]) == SAMPLES


def test_the_reader_of_these_tests_sees_markup_that_is_not_escaped() -> None:
    assert read_typst(["plain([x *a* y])", 'plain([x "a" y])']) == ["x <strong> y", "x <smartquote>a<smartquote> y"]


# Left out: "&" and "(", which escape_markdown does not escape ("&amp;" shows as "&", "\(x\)" as a formula).
@settings(deadline=None)
@given(st.text(st.sampled_from(MARKS.replace("&", "").replace("(", "") + "ab1đế "), max_size=30))
def test_markdown_reads_back_inside_a_line(text: str) -> None:
    text = " ".join(text.split())
    page = markdown2html_mistune(escape_markdown(f"x {text} y"))
    assert html.unescape(re.fullmatch(r"<p>(.*)</p>\s*", page)[1]) == f"x {text} y"


@pytest.mark.parametrize("text", ["# a", "> a", "* a", "`a`", "| a | b |", "[a](b)", "$a$", "~~a~~", "<b>a</b>", "^a^"])
def test_markdown_reads_back_at_the_start_of_a_line(text: str) -> None:
    page = markdown2html_mistune(escape_markdown(text))
    assert page.strip() == f"<p>{html.escape(text, quote=False)}</p>"
