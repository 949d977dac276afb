"""Charts inside a page: one SVG element each, with names of its own and colours that follow the reader's theme."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.reporting.exporters.blocks import Block
from analysis.text.markup import escape_html

_PROLOG = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_INVISIBLE = re.compile(r"<metadata\b.*?</metadata>|<metadata\b[^>]*/>|<!--.*?-->|<(title|style)\b.*?</\1>", re.DOTALL)
_ROOT = re.compile(r"<svg\b[^>]*>")
_IDS = re.compile(r"""\bid="([^"]+)"|\burl\((['"]?)#([^)'"]+)\2\)|\bhref="#([^"]+)\"""")
_NAMESPACES = re.compile(r"""\s(?:xmlns(?::\w+)?|version|width|height|role|aria-\w+|id)="[^"]*\"""")
_COLOURED = re.compile(r"""\b(style|fill|stroke|stop-color)="([^"]*)\"""")
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


def inline_svg(block: Block) -> str:
    """Return a chart as an SVG element for HTML: with its text for who cannot see it, without what only files need.

    Ids get the chart's name before them; each colour of its palette becomes `var(--chart-ROLE, COLOUR)`.
    """
    svg = _INVISIBLE.sub("", _PROLOG.sub("", block.content, count=1)).strip()
    svg = svg.replace("xlink:href=", "href=")
    svg = _IDS.sub(lambda found: _prefix(found, block.name), svg)
    if block.palette:
        palette = {colour.lower(): role for colour, role in block.palette.items()}
        svg = _COLOURED.sub(lambda found: _recolour(found, palette), svg)
    return _ROOT.sub(lambda found: _root(found[0], block.alt), svg, count=1)


def _root(tag: str, alt: str) -> str:
    sizes = dict(re.findall(r'\s(width|height)="([\d.]+)(?:pt|px)?"', tag))
    bare = _NAMESPACES.sub("", tag)
    if "viewBox" not in bare and len(sizes) == 2:
        bare = bare.replace("<svg", f'<svg viewBox="0 0 {sizes["width"]} {sizes["height"]}"', 1)
    return bare.replace("<svg", f'<svg role="img" aria-label="{escape_html(alt)}"', 1)


def _prefix(found: re.Match[str], name: str) -> str:
    own, _quote, painted, linked = found.groups()
    if own:
        return f'id="{name}-{own}"'
    return f"url(#{name}-{painted})" if painted else f'href="#{name}-{linked}"'


def _recolour(found: re.Match[str], palette: Mapping[str, str]) -> str:
    def themed(colour: re.Match[str]) -> str:
        role = palette.get(colour[0].lower())
        return f"var(--chart-{role}, {colour[0]})" if role else colour[0]

    return f'{found[1]}="{_HEX.sub(themed, found[2])}"'
