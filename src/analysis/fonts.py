"""The fonts: registered for charts, cut down and embedded for HTML, gathered in a folder for Typst.

Text is set in Source Sans Pro, which has every Vietnamese letter in its place. What it lacks, PDFs take from DejaVu
Sans, which comes with matplotlib; what both lack (most emoji, CJK) is shown as "□", since PDF/A allows no character
without a glyph.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

TEXT_FAMILY = "Source Sans Pro"
_FACES = {"Regular": (400, "normal"), "Semibold": (600, "normal"), "It": (400, "italic"), "Bold": (700, "normal")}
_USES_ITALIC = re.compile(r"<(?:em|i|cite|var|dfn)\b|italic")
_USES_BOLD = re.compile(r"font(?:-weight)?: *(?:bold|700)")
_MISSING = "□"
_NAMES = frozenset({0, 1, 2, 4, 6, 13})  # copyright, family, style, full name, PostScript name, licence

# What nearly every brief uses. A page gets at least these, so that one cut of the font serves all pages of a run:
# cutting a face takes 0.1 s, and the page's own characters alone would save some 7 kB a face.
ALPHABET = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0x1EA0, 0x1EFA))]
    + list("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư")
    + list("ÐÇçÑñ")  # an Icelandic letter that some sources type for Đ, and names of foreign schools and firms
    + list("\u00a0\u202f«»°±²·×–—‘’“”…≈≥≤−→•")
)


def faces() -> list[Path]:
    """Return the files of the faces in which text is set."""
    return [_source_sans() / f"SourceSansPro-{face}.ttf" for face in _FACES]


def web_fonts(page: str) -> str:
    """Return the `@font-face` rules for a page: the faces that it uses, cut to its characters, as data URIs."""
    characters = ALPHABET | set(page)
    faces = ["Regular", "Semibold"]
    faces += ["It"] if _USES_ITALIC.search(page) else []
    faces += ["Bold"] if _USES_BOLD.search(page) else []
    return "\n".join(_font_rule(face, characters & _covered(face)) for face in faces)


@lru_cache(maxsize=64)
def _font_rule(face: str, characters: frozenset[str]) -> str:
    import base64

    weight, style = _FACES[face]
    data = base64.b64encode(_cut(face, characters)).decode("ascii")
    return (
        f'@font-face{{font-family:"{TEXT_FAMILY}";font-weight:{weight};font-style:{style};font-display:swap;'
        f'src:url("data:font/woff;base64,{data}") format("woff")}}'
    )


def _cut(face: str, characters: frozenset[str]) -> bytes:
    """Return one face with these characters alone, as WOFF; kerning is kept, and its figures are tabular anyway."""
    import io

    from fontTools import subset

    options = subset.Options(
        layout_features=["kern"], hinting=False, name_IDs=["*"], glyph_names=False, notdef_outline=True
    )
    options.drop_tables += ["DSIG", "GSUB"]
    with _open(_source_sans() / f"SourceSansPro-{face}.ttf") as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        # Pruned here, for the subsetter's own way takes as long as all the rest. Browsers refuse a font without names.
        font["name"].names = [name for name in font["name"].names if name.nameID in _NAMES and name.platformID == 3]
        font.flavor = "woff"
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()


def _open(path: Path) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(path, recalcTimestamp=False, lazy=True)


@cache
def _covered(face: str) -> frozenset[str]:
    return _characters(_source_sans() / f"SourceSansPro-{face}.ttf")


@cache
def _characters(path: Path) -> frozenset[str]:
    with _open(path) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _source_sans() -> Path:
    return _package("font_source_sans_pro") / "files"


def _dejavu_sans() -> Path:
    return _package("matplotlib") / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"


@cache
def _package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:  # pragma: no cover: both are dependencies
        raise ModuleNotFoundError(name)
    return Path(spec.origin).parent


def replace_missing(text: str) -> str:
    """Return `text` with "□" for every character that no font of a PDF has; joiners and variation selectors go."""
    unusual = {character for character in set(text) - ALPHABET if character not in "\n\t"}
    if not unusual:
        return text
    covered = _characters(_dejavu_sans()) | frozenset.intersection(*map(_covered, _FACES))
    lost: dict[str, str | int | None] = {
        character: "" if _is_invisible(character) else _MISSING
        for character in unusual
        if character not in covered or _is_private(character) or _is_invisible(character)
    }
    return text.translate(str.maketrans(lost)) if lost else text


def _is_invisible(character: str) -> bool:
    """Whether it only changes its neighbours: joiners, variation selectors, skin tones, tags."""
    ranges = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF))
    return any(low <= ord(character) <= high for low, high in (*ranges, (0x1F3FB, 0x1F3FF), (0xE0000, 0xE0FFF)))


def _is_private(character: str) -> bool:
    return 0xE000 <= ord(character) <= 0xF8FF or ord(character) >= 0xF0000


def font_folder() -> Path:
    """Return a folder with the faces that PDFs need alone: Typst takes folders, and the packages hold dozens."""
    return _font_folder(os.getpid())


@cache
def _font_folder(pid: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ketnap-fonts-"))
    for source in (*faces(), _dejavu_sans()):
        shutil.copyfile(source, folder / source.name)
    atexit.register(_remove_folder, folder, pid)
    return folder


def _remove_folder(folder: Path, pid: int) -> None:
    """Remove the folder, if this is the process that made it and not one forked from it."""
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)
