"""The pieces of a notebook that a document shows, in their order, before they are HTML or Typst.

Shown are Markdown cells and the outputs of code cells: of each output the best type that the exporter can take. Not
shown are cells tagged `note`, a brief's statement of itself, raw cells, and what a cell wrote to stderr: that is for
the operator's log, not for readers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from analysis.text.mime import BRIEF_MIME, TYPST_MIME

NOTE_TAG = "note"
PARAMETER_TAGS = frozenset({"parameters", "injected-parameters"})

Kind = Literal["markdown", "code", "stream", "error", "plain", "html", "typst", "latex", "chart", "picture"]
_KINDS: Mapping[str, Kind] = {
    TYPST_MIME: "typst",
    "text/html": "html",
    "text/markdown": "markdown",
    "text/latex": "latex",
}
_SVG = "image/svg+xml"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_FORMULA = re.compile(r"\s*(\$|\\\[|\\begin\{(equation|align|gather|multline|eqnarray)\*?\})")


@dataclass(frozen=True)
class Block:
    """One piece of a document.

    Attributes:
        kind: What it is, and so what `content` holds.
        content: The text; of a picture its data, base64 unless SVG.
        mime: Of a picture.
        name: Of a chart: its anchor.
        alt: What a chart or picture shows, for who cannot see it.
        caption: Markdown: the title of a chart.
        subtitle: Markdown below that title.
        note: Markdown below the chart.
        palette: Of a chart: its colours, each with its name.
        attachments: Of a Markdown cell: name to type to base64.
    """

    kind: Kind
    content: str
    mime: str = ""
    name: str = ""
    alt: str = ""
    caption: str = ""
    subtitle: str = ""
    note: str = ""
    palette: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_blocks(nb: Any, priority: Sequence[str], *, code: bool = False) -> Iterator[Block]:
    """Yield the blocks of a notebook.

    Args:
        nb: The notebook node.
        priority: The types of output that the exporter can take, best first.
        code: Whether to show the code as well.
    """
    for cell in nb.cells:
        tags = set(cell.metadata.get("tags", ()))
        if NOTE_TAG in tags:
            continue
        if cell.cell_type == "markdown":
            yield Block("markdown", normalise(cell.source), attachments=cell.get("attachments", {}))
        elif cell.cell_type == "code":
            if code and cell.source.strip() and not tags & PARAMETER_TAGS:
                yield Block("code", clean_stream(cell.source))
            for output in cell.outputs:
                yield from _read_output(output, priority)


def _read_output(output: Any, priority: Sequence[str]) -> Iterator[Block]:
    if output.output_type == "stream":
        if output.name == "stdout" and (text := clean_stream(output.text)).strip():
            yield Block("stream", text)
    elif output.output_type == "error":
        trace = clean_stream("\n".join(output.traceback)) or f"{output.ename}: {output.evalue}"
        yield Block("error", trace)
    else:
        metadata = output.get("metadata", {})
        # A chart of ours that was run in JupyterLab has an HTML for there as well.
        first = [_SVG] if metadata.get(_SVG, {}).get("name") else []
        usable = (mime for mime in (*first, *priority) if mime in output.data and _takes(mime, output.data))
        mime = next(usable, None)
        if mime is not None:
            yield _read_data(mime, output.data[mime], metadata.get(mime, {}))


def _takes(mime: str, data: Mapping[str, Any]) -> bool:
    """Whether a type holds something to show: LaTeX a formula, plain text not just the text of a brief's statement."""
    if mime == "text/plain":
        return BRIEF_MIME not in data
    return mime != "text/latex" or bool(_FORMULA.match(_joined(data[mime])))


def _read_data(mime: str, data: Any, metadata: Any) -> Block:
    said = metadata if isinstance(metadata, Mapping) else {}
    text = _joined(data)
    if mime == _SVG:
        text = normalise(text)
    if mime == _SVG and said.get("name"):
        return Block(
            "chart",
            text,
            mime,
            name=re.sub(r"[^\w-]+", "-", str(said["name"])),
            alt=normalise(str(said.get("alt", ""))),
            caption=normalise(str(said.get("caption", ""))),
            subtitle=normalise(str(said.get("subtitle", ""))),
            note=normalise(str(said.get("note", ""))),
            palette={str(colour): str(role) for colour, role in said.get("palette", {}).items()},
        )
    if mime.startswith("image/"):
        return Block("picture", text, mime, alt=normalise(str(said.get("alt", ""))))
    if mime == "text/plain":
        return Block("plain", clean_stream(text))
    return Block(_KINDS[mime], _strip_dollars(normalise(text)) if mime == "text/latex" else normalise(text))


def _strip_dollars(latex: str) -> str:
    body = latex.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\[", "\\]")):
        if body.startswith(opening) and body.endswith(closing):
            body = body[len(opening) : -len(closing)]
            break
    return body.replace("\\displaystyle", "").strip()


def _joined(data: Any) -> str:
    return "".join(data) if isinstance(data, list) else str(data)


def normalise(text: str) -> str:
    """Return `text` in NFC, with line feeds only and without control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", lines))


def clean_stream(text: str) -> str:
    """Return what a terminal would show of `text`: no escape codes, of a line written over only its last state."""
    lines = _ESCAPES.sub("", text).replace("\r\n", "\n").split("\n")
    return normalise("\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)).strip("\n")
