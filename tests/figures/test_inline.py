"""A line of text shows as it is in every markup, with its marks as links."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html_mistune as read_markdown

from analysis.figures.inline import Inline, Mark

HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](http://a.b/c.png)",
    '#let x = 1; #read("/etc/passwd")',
    "*a* _b_ `c` ~~d~~ $e$ \\ @f <g>",
    "a & b \"c\" 'd'",
    "// no /* comment */",
]


def text_of(html):
    return BeautifulSoup(html, "html.parser").get_text()


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_the_text_and_has_no_tag_of_it(text):
    html = Inline.of(text).html()

    assert BeautifulSoup(html, "html.parser").find_all(True) == []
    assert text_of(html) == text


@pytest.mark.parametrize("text", [text for text in HOSTILE if "://" not in text])
def test_markdown_shows_the_text_and_has_no_markup_of_it(text):
    html = read_markdown(Inline.of(f"a {text}").markdown())

    assert [tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)] == ["p"]
    assert text_of(html).strip() == f"a {text}"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_no_typst_markup_is_left_unescaped(text):
    typst = Inline.of(text).typst()

    assert re.sub(r"\\(.)", r"\1", typst) == re.sub(r"\s+", " ", text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[#\[\]$*_`<>@]", typst)


def links_of(html):
    """The targets and texts of the links, without what sets a mark apart from its number."""
    return [(link["href"], link.text.strip("[,]")) for link in BeautifulSoup(html, "html.parser").find_all("a")]


def test_marks_are_links_in_every_markup():
    line = Inline(("up ", Mark("2,089", (1, 3)), "."))
    links = [("#source-1", "1"), ("#source-3", "3")]

    assert str(line) == "up 2,089."
    assert links_of(line.html()) == links
    assert links_of(read_markdown(line.markdown())) == links
    assert re.findall(r'#source-link\("source-(\d)"\)', line.typst()) == ["1", "3"]


def test_a_number_stands_before_its_own_marks():
    line = Inline((Mark("22", (2,)), " of ", Mark("30", (1,))))

    for shown in (line.html(), read_markdown(line.markdown()), line.typst()):
        places = [re.search(part, shown).start() for part in ("22", "source-2", " of ", "30", "source-1")]
        assert places == sorted(places)


def test_a_computed_number_has_a_c_at_its_first_mark_only():
    assert [text for _, text in links_of(Inline.of(Mark("72%", (1, 2), computed=True)).html())] == ["c1", "2"]


def test_a_number_without_source_has_no_mark():
    assert Inline.of(Mark("5", ())).html() == "5"


def test_only_the_last_marks_of_a_numeric_cell_hang_in_a_space_of_their_own():
    line = Inline((Mark("5", (2,)), "; ", Mark("6", (1,))))
    (hanging,) = BeautifulSoup(line.html(numeric=True), "html.parser").select("span.marks")

    assert links_of(str(hanging)) == [("#source-1", "1")]
    assert hanging.previous_sibling == "; 6"
    assert re.search(r"; 6#marks\[#source-link\(\"source-1\"\)\[.*\]\]$", line.typst(numeric=True).replace("\\", ""))
    assert "marks" not in line.html() + line.typst()


def test_the_text_of_a_mark_is_escaped():
    mark = Mark("<b>#*", (1,))

    assert Inline.of(mark).html().startswith("&lt;b&gt;#*<a ")
    assert Inline.of(mark).typst().startswith(r"\<b\>\#\*#source")


def test_fill_puts_texts_marks_lines_and_whole_numbers_in_their_places():
    line = Inline.fill("{a} of {b}, {c}; {d}", {"a": Mark("22", (1,)), "b": 30, "c": "x", "d": Inline(("y", "z"))})

    assert str(line) == "22 of 30, x; yz"


def test_fill_keeps_braces_of_values_and_asks_for_every_name():
    assert str(Inline.fill("{a}", {"a": "{b}"})) == "{b}"
    with pytest.raises(KeyError):
        Inline.fill("{a} {b}", {"a": "x"})


def test_join_puts_the_separator_between_and_nowhere_else():
    assert str(Inline.join(["a", Inline.of("b"), Mark("c", ())], "; ")) == "a; b; c"
    assert str(Inline.join([], "; ")) == ""
    assert not Inline.join([])


@pytest.mark.parametrize(
    ("line", "capitalised"),
    [
        (Inline.of("đảng bộ xã"), "Đảng bộ xã"),
        (Inline.of("tỉnh"), "Tỉnh"),
        (Inline.of("Ea Súp"), "Ea Súp"),
        (Inline((Mark("22", ()), " of")), "22 of"),
        (Inline(()), ""),
    ],
)
def test_capitalised_changes_the_first_letter_alone(line, capitalised):
    assert str(line.capitalised()) == capitalised
