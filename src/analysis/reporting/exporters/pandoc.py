"""Blocks become Typst markup, in one run of pandoc for a document.

`reports/templates/notebook.lua` reads the blocks as JSON. What is large or Typst already, charts and tables of ours,
stays here as a definition (`#let block-7 = …`) and pandoc only passes its name on.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.errors import RunError
from analysis.reporting.exporters.blocks import Block, normalise
from analysis.reporting.exporters.pictures import Picture, decode_picture, find_picture
from analysis.text.markup import typst_string

_TIMEOUT = 60
_CODE = re.compile(r"(^ {0,3}(?:```+|~~~+).*?(?:^ {0,3}(?:```+|~~~+)[ \t]*$|\Z)|`+[^`]+`+)", re.MULTILINE | re.DOTALL)
_DISPLAY = re.compile(
    r"(?<!\\)\$\$(?P<body>.+?)(?<!\\)\$\$|(?P<environment>\\begin\{(?P<name>[a-z]+\*?)\}.*?\\end\{(?P=name)\})",
    re.DOTALL,
)
_INLINE = re.compile(r"(?<![\\$])\$[ \t]+([^$\n]+?)[ \t]*\$(?![\d$])|(?<![\\$])\$([^$\n]+?)[ \t]+\$(?![\d$])")
_ADDRESS = re.compile(
    r"!\[[^\]]*\]\(\s*<?([^)\s>]+)|!\[[^\]]*\]\[[^\]]*\]|<img\b[^>]*?\bsrc=[\"']([^\"']+)", re.IGNORECASE
)


@dataclass
class Typesetting:
    """A document on its way to Typst.

    Attributes:
        folder: The notebook's own folder, if it has one: pictures beside it may be shown.
        stock_alt: What a picture without a text of its own is called.
        definitions: Typst, to stand before the body.
        files: The pictures, by file name.
    """

    folder: Path | None
    stock_alt: str
    definitions: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def typeset(self, blocks: Iterable[Block]) -> str:
        """Return the document's body as Typst markup."""
        prepared = [self._prepare(block) for block in blocks]
        text = json.dumps({"stock_alt": self.stock_alt, "blocks": prepared}, ensure_ascii=False)
        return _run_pandoc(text)

    def _prepare(self, block: Block) -> dict[str, Any]:
        match block.kind:
            case "markdown":
                return {"kind": "markdown", "content": tidy_math(block.content), "pictures": self._find_pictures(block)}
            case "html":
                return {"kind": "html", "content": block.content, "pictures": self._find_pictures(block)}
            case "latex":
                return {"kind": "markdown", "content": f"$${_one_line(block.content)}$$"}
            case "chart":
                arguments = ", ".join(map(typst_string, (block.name, block.content, block.alt or self.stock_alt)))
                lines = {"caption": block.caption, "subtitle": block.subtitle, "note": block.note}
                return {"kind": "chart", "lines": lines, "name": self._define(f"chart.with({arguments})")}
            case "typst":
                return {"kind": "reference", "name": self._define(f"[\n{block.content}\n]")}
            case "picture":
                picture = decode_picture(block.content, block.mime)
                if picture is None:
                    return {"kind": "markdown", "content": ""}
                call = f"picture({typst_string(self._keep(picture))}, {typst_string(block.alt or self.stock_alt)})"
                return {"kind": "reference", "name": self._define(call)}
            case _:
                return {"kind": "verbatim", "name": block.kind, "content": block.content}

    def _define(self, value: str) -> str:
        name = f"block-{len(self.definitions) + 1}"
        self.definitions.append(f"#let {name} = {value}")
        return name

    def _keep(self, picture: Picture) -> str:
        """Keep a picture under a name made from its bytes, and return the path that Typst knows it by."""
        name = f"{sha256(picture.data).hexdigest()[:16]}.{picture.suffix}"
        self.files[name] = picture.data
        return f"/{name}"

    def _find_pictures(self, block: Block) -> dict[str, str]:
        addresses = {first or second for first, second in _ADDRESS.findall(block.content)}
        addresses |= {f"attachment:{name}" for name in block.attachments}
        found = {url: find_picture(url, block.attachments, self.folder) for url in sorted(addresses - {""})}
        return {url: self._keep(picture) for url, picture in found.items() if picture}


def tidy_math(markdown: str) -> str:
    r"""Return Markdown whose formulas pandoc sees as Jupyter does.

    Jupyter also takes `$ x $` with blanks inside, `\begin{align}` without dollars and blank lines in display formulas.
    """
    parts = _CODE.split(markdown)
    parts[::2] = [_tidy_formulas(part) if "$" in part or "\\" in part else part for part in parts[::2]]
    return "".join(parts)


def _tidy_formulas(text: str) -> str:
    text = re.sub(r"\\\\\[(.*?)\\\\\]", r"$$\1$$", text, flags=re.DOTALL)
    text = re.sub(r"\\\\\((.*?)\\\\\)", r"$\1$", text)
    text = _DISPLAY.sub(lambda found: f"$${_one_line(found['body'] or found['environment'])}$$", text)
    return _INLINE.sub(lambda found: f"${(found[1] or found[2]).strip()}$", text)


def _one_line(latex: str) -> str:
    """Return a formula on one line, where no line of it can be taken for a list or a heading; comments go."""
    return re.sub(r"\s+", " ", re.sub(r"(?<!\\)%.*", "", latex)).strip()


def _run_pandoc(text: str) -> str:
    command = [_find_pandoc(), "--from", _reader(), "--to", "typst", "--wrap=none", "--syntax-highlighting=none"]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            command, input=text.encode("utf-8"), capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RunError(
            f"pandoc did not finish within {_TIMEOUT} seconds", to_do="look for a very large cell or table output"
        ) from error
    if done.returncode != 0:
        message = done.stderr.decode("utf-8", "replace").strip()[-1000:]
        raise RunError(f"pandoc could not read the notebook: {message}", to_do="run the notebook again, or report this")
    return normalise(done.stdout.decode("utf-8"))


@cache
def _find_pandoc() -> str:
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise RunError("pandoc is missing", to_do="install it: pip install pypandoc_binary") from error


@cache
def _reader() -> str:
    from analysis.paths import find_project

    return str(find_project().templates / "notebook.lua")
