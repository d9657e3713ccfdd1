"""The fonts to draw lines with: every installed one that has the figures and letters, and Han companions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_SUFFIXES = (".ttf", ".otf", ".ttc", ".woff2")
_WEB = re.compile(r"latin-[34567]00-normal$")
"""Of the many files of a web font: Latin characters, upright, usual weights."""
_LATIN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:-/*+%()"
_HAN = "订单编号金额支付时间的国"
# What is no text face: icons, scripts written by hand, blackletter, pixels, other alphabets; and faces set on a slant.
_UNWANTED = [
    "emoji",
    "symbol",
    "icon",
    "dingbat",
    "braille",
    "music",
    "math",
    "italic",
    "oblique",
    "outline",
    "shadow",
    "stencil",
    "script",
    "hand",
    "brush",
    "chancery",
    "d050000l",
    "standardsymbols",
    "fallbackplus",
    "unifont",
    "hanazonoa",
    "hanazonob",
    "marlett",
    "webdings",
    "wingding",
    "barcode",
    "looped",
    "arabic",
    "hebrew",
    "thai",
    "devanagari",
]


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font file, and what it can draw."""

    path: str
    index: int
    latin: bool
    """Digits, letters and signs."""
    lower: bool
    """Small letters that are not just small capitals."""
    han: bool

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at a size in pixels."""
        return _loaded(self.path, self.index, size)

    def has(self, char: str) -> bool:
        """True where the face draws the character and not its sign for a missing one."""
        return _drawn(self.path, self.index, char)


@cache
def _loaded(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=index)


@cache
def _mask(path: str, index: int, char: str) -> bytes:
    image = Image.new("L", (48, 48))
    ImageDraw.Draw(image).text((4, 2), char, 255, font=_loaded(path, index, 32))
    return image.tobytes()


@cache
def _drawn(path: str, index: int, char: str) -> bool:
    mask = _mask(path, index, char)
    return any(mask) and mask != _mask(path, index, "\U0010fffd")


def find_faces(folders: Iterable[Path]) -> list[Face]:
    """All text faces under the folders, in order of their names; one file may hold several."""
    found: dict[bytes, Face] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in _SUFFIXES or any(word in path.name.lower() for word in _UNWANTED):
                continue
            if path.suffix == ".woff2" and not _WEB.search(path.stem):
                continue
            for index in _faces_of(path):
                face = _examined(path, index)
                if face is not None:  # fonts for other scripts share their figures: one of them is enough
                    look = b"".join(_mask(face.path, face.index, char) for char in "02358AGRag订")
                    found.setdefault(look, face)
    return sorted(found.values(), key=lambda face: (Path(face.path).name, face.index))


def family(face: Face) -> str:
    """The family of a face, all weights and widths alike, as far as the file's name says it."""
    return re.split(r"[-_\[]", Path(face.path).stem)[0].lower().replace(" ", "")[:8]


def _faces_of(path: Path) -> Sequence[int]:
    # of a collection for several countries one face stands for all: the third, Simplified Chinese, of the Noto fonts
    return (2,) if path.suffix == ".ttc" and "CJK" in path.name else (0,)


def _examined(path: Path, index: int) -> Face | None:
    try:
        has = {char: _drawn(str(path), index, char) for char in _LATIN + _HAN}
    except (OSError, ValueError):
        return None
    latin = all(has[char] for char in _LATIN)
    if latin:
        latin = _mask(str(path), index, "0") != _mask(str(path), index, "O")
    lower = latin and _ink_height(path, index, "x") < 0.9 * _ink_height(path, index, "X")
    han = all(has[char] for char in _HAN)
    return Face(str(path), index, latin, lower, han) if latin or han else None


def _ink_height(path: Path, index: int, char: str) -> int:
    pixels = np.frombuffer(_mask(str(path), index, char), np.uint8).reshape(48, 48)
    return int((pixels.max(axis=1) > 128).sum())
