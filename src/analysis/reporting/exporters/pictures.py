"""Pictures that prose points to: attachments, data URIs, files beside the notebook. Nothing is ever fetched."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

_MAGIC = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_SUFFIXES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml", "webp": "image/webp"}
_LARGEST = 20_000_000


@dataclass(frozen=True)
class Picture:
    """The bytes of a picture and what they are, told from the bytes: `png`, `jpeg`, `gif`, `webp` or `svg`."""

    data: bytes
    suffix: str

    @property
    def uri(self) -> str:
        """The picture as a data URI."""
        return f"data:{_SUFFIXES[self.suffix]};base64,{base64.b64encode(self.data).decode('ascii')}"


def read_picture(data: bytes) -> Picture | None:
    """Return the picture that `data` hold, or None where they hold none that a document can show."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Picture(data, "webp")
    for magic, suffix in _MAGIC.items():
        if data.startswith(magic):
            return Picture(data, suffix)
    return Picture(data, "svg") if re.match(rb"\s*(<\?xml|<!|<svg)", data[:200]) and b"<svg" in data else None


def decode_picture(content: str, mime: str) -> Picture | None:
    """Return the picture of an output or an attachment: SVG as text, everything else base64."""
    if mime == "image/svg+xml" and "<svg" in content:
        return read_picture(content.encode("utf-8"))
    try:
        return read_picture(base64.b64decode(content))
    except (binascii.Error, ValueError):
        return None


def find_picture(url: str, attachments: Mapping[str, Mapping[str, str]], folder: Path | None) -> Picture | None:
    """Return the picture that a Markdown cell points to.

    Args:
        url: As written in the cell.
        attachments: Of the cell.
        folder: The notebook's own; files outside of it are not read. None if the notebook is not in a file.
    """
    if url.startswith("attachment:"):
        name = url.removeprefix("attachment:")
        held = attachments.get(name) or attachments.get(unquote(name)) or {}
        found = (decode_picture(data, mime) for mime, data in sorted(held.items(), reverse=True))
        return next((picture for picture in found if picture), None)
    if url.startswith("data:image/"):
        head, _, data = url.partition(",")
        if head.endswith(";base64"):
            return decode_picture(data, "")
        return read_picture(unquote_to_bytes(data))
    return _read_file(unquote(url), folder)


def _read_file(url: str, folder: Path | None) -> Picture | None:
    if folder is None or not url or re.match(r"[A-Za-z][\w+.-]*:|//", url):
        return None
    root = folder.resolve()
    try:
        path = (root / url).resolve()
        if not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return read_picture(path.read_bytes())
    except (OSError, ValueError):
        return None
