"""Text put into markup: HTML, Typst and Markdown.

Every text that comes from data passes through here before it becomes part of a page.
"""

from __future__ import annotations

import re
from html import escape

# Every character that Typst reads as markup somewhere: at the start of a line, doubled, or after a "#name".
_TYPST_MARKUP = re.compile(r"""[\\#$*_`<>@\[\](){}~=+\-/"'.:;]""")
_MARKDOWN_MARKUP = re.compile(r"""[\\`*_{}\[\]<>#|$~^!&]""")
_TYPST_STRING = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def escape_html(text: str) -> str:
    """Return `text` fit for HTML content and for a quoted attribute."""
    return escape(text, quote=True)


def escape_typst(text: str) -> str:
    """Return `text` fit for Typst markup, where it shows as it is; runs of white space become one space.

    Spaces at which no line may break stay what they are.
    """
    return _TYPST_MARKUP.sub(r"\\\g<0>", re.sub(r"[ \t\r\n\f\v\u2028\u2029\x85]+", " ", text))


def typst_string(text: str) -> str:
    """Return `text` as a Typst string literal, with its quotes."""
    return f'"{text.translate(_TYPST_STRING)}"'


def escape_markdown(text: str) -> str:
    """Return `text` fit for a line of Markdown, where it shows as it is."""
    return _MARKDOWN_MARKUP.sub(r"\\\g<0>", text)
