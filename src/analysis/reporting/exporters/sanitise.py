"""HTML from a notebook, made fit for a page that runs no script, asks nobody for anything and is read on phones.

The page's Content-Security-Policy is the guard; what it would block is taken out here. Parsing costs time, so it is
done where such a thing occurs, and for tables that are not ours.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from analysis.reporting.exporters.pictures import find_picture
from analysis.text.markup import escape_html

_DROPPED = ["script", "iframe", "frame", "object", "embed", "applet", "base", "link", "meta", "form", "audio", "video"]
_DROPPED += ["template", "noscript"]
_SUSPECT = re.compile(
    rf"<(?:{'|'.join(_DROPPED)}|img|source)\b|<(?:image|use)\b[^>]*href=[\"'](?!#|data:image)|\son\w+\s*=|\b(?:src|href|xlink:href|data|action)\s*=\s*[\"']?\s*"
    r"(?:javascript|vbscript):|<style\b|\bsrcset\s*=|url\(\s*[\"']?(?!#|data:)",
    re.IGNORECASE,
)
_FOREIGN_TABLE = re.compile(r"<table\b(?![^>]*\bclass=[\"'][^\"']*\bbrief\b)", re.IGNORECASE)
_TABLE = re.compile(
    r"(?P<table><table\b[^>]*>)(?:\s*<caption\b[^>]*>(?P<caption>.*?)</caption>)?", re.IGNORECASE | re.DOTALL
)
_NUMBER = re.compile(r"[-+−–≥≤≈~]*\s*(?:[\d.,\s]*\d[\d.,]*(?:e[-+]\d+)?\s*%?|NaN|nan|None|–)", re.IGNORECASE)
_REMOTE_STYLE = re.compile(r"url\(\s*[\"']?(?!#|data:)[^)]*\)|@import[^;]*;?|expression\(", re.IGNORECASE)


def clean_html(html: str, folder: Path | None, stock_alt: str) -> str:
    """Return HTML without scripts, frames, event handlers and pictures from elsewhere; tables get scopes and classes.

    Args:
        html: A fragment.
        folder: The notebook's own: pictures in it are put into the page.
        stock_alt: What a picture without a text of its own is called.
    """
    if not _SUSPECT.search(html) and not _FOREIGN_TABLE.search(html):
        return html
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all([*_DROPPED, "style"]):
        element.decompose()
    for element in soup.find_all(True):
        _clean_attributes(element)
    for element in soup.find_all(["img", "image", "source"]):
        _embed(element, folder, stock_alt)
    for table in soup.find_all("table"):
        if "brief" not in str(table.get("class", "")):
            _mark_table(table)
    return str(soup)


def _clean_attributes(element: Any) -> None:
    for name, value in list(element.attrs.items()):
        text = value if isinstance(value, str) else " ".join(value)
        scripted = re.match(r"\s*(javascript|vbscript|data:text)", text, re.IGNORECASE)
        if name.lower().startswith("on") or name.lower() in {"srcset", "srcdoc", "ping", "background"} or scripted:
            del element[name]
        elif name == "style":
            element[name] = _REMOTE_STYLE.sub("", text)
        elif element.name == "use" and name.endswith("href") and not text.startswith("#"):
            del element[name]


def _embed(element: Any, folder: Path | None, stock_alt: str) -> None:
    attribute = "src" if element.name == "img" else "href" if element.has_attr("href") else "xlink:href"
    address = str(element.get(attribute, ""))
    alt = str(element.get("alt") or "")
    if address.startswith("data:image/"):
        picture_uri = address
    else:
        picture = find_picture(address, {}, folder)
        picture_uri = picture.uri if picture else ""
    if picture_uri:
        element[attribute] = picture_uri
        if element.name == "img":
            element["alt"] = alt or stock_alt
    elif element.name == "img" and alt:
        element.name, element.attrs = "span", {"class": "absent"}
        element.string = alt
    else:
        element.decompose()


def _mark_table(table: Any) -> None:
    """Give a table what a reader needs: the scope of its headers, and numbers that stand below each other."""
    table.attrs.pop("border", None)
    for row in table.find_all("tr"):
        row.attrs.pop("style", None)
        in_head = row.parent is not None and row.parent.name == "thead"
        for cell in row.find_all(["th", "td"], recursive=False):
            if cell.name == "th":
                cell["scope"] = cell.get("scope") or ("col" if in_head else "row")
            elif not cell.get("style") and _NUMBER.fullmatch(cell.get_text().strip()):
                cell["class"] = [*cell.get("class", []), "num"]
    _align_heads(table)


def _align_heads(table: Any) -> None:
    """Set the head of a column of numbers to the right, where the head's cells count as many as the row's."""
    first = table.select_one("tbody tr")
    cells = first.find_all(["th", "td"], recursive=False) if first else []
    for row in table.select("thead tr"):
        heads = row.find_all("th", recursive=False)
        if len(heads) == len(cells):
            for head, cell in zip(heads, cells, strict=True):
                if "num" in cell.get("class", []) and not head.get("style"):
                    head["class"] = [*head.get("class", []), "num"]


def wrap_tables(html: str, label: str) -> str:
    """Put each table into a region named by its caption, which scrolls sideways and can be reached by key."""

    def open_region(found: re.Match[str]) -> str:
        table, caption = found["table"], found["caption"]
        name = re.sub(r"<[^>]+>", "", caption or "").strip() or escape_html(label)
        kept = f"<caption><span>{caption}</span></caption>" if caption else ""
        quoted = name.replace('"', "&quot;")
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{quoted}">{table}{kept}'

    return _TABLE.sub(open_region, html).replace("</table>", "</table></div>") if "<table" in html else html
