"""The open fonts that are installed, to draw the stress sets with; `make samples` installs all of them on Debian."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
)
# (file, face in a collection): Chinese, then Latin and digits, as the systems of phones pair them.
_CHINESE = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("LXGWWenKai-Regular.ttf", 0),
)
_LATIN = (
    ("Roboto-Regular.ttf", 0),
    ("Roboto-Medium.ttf", 0),
    ("OpenSans-Regular.ttf", 0),
    ("OpenSans-Semibold.ttf", 0),
    ("NotoSans-Regular.ttf", 0),
    ("DejaVuSans.ttf", 0),
    ("DejaVuSansMono.ttf", 0),
    ("RobotoCondensed-Regular.ttf", 0),
)
_THIN = (
    ("Roboto-Light.ttf", 0),
    ("OpenSans-Light.ttf", 0),
    ("LXGWWenKai-Light.ttf", 0),
    ("Roboto-Regular.ttf", 0),
)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and the face in it."""

    path: Path
    index: int

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def has_digits(self) -> bool:
        """False for fallback fonts, which leave digits to the font that they stand in for."""
        boxes = {bytes(self.at(20).getmask(char)) for char in "058¥-"}
        return len(boxes) == 5

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels."""
        return _loaded(str(self.path), self.index, round(size * 4) / 4)


@dataclass(frozen=True, slots=True)
class Fonts:
    """What is installed: faces for Chinese, for digits and Latin, and thin ones for these."""

    chinese: tuple[Face, ...]
    latin: tuple[Face, ...]
    thin: tuple[Face, ...]


class NoFonts(Exception):
    """None of the fonts is installed."""


@cache
def installed() -> Fonts:
    """The fonts of this machine; raises NoFonts where there is no Chinese one."""
    files = {path.name: path for path in _font_files()}

    def faces(wanted: tuple[tuple[str, int], ...]) -> tuple[Face, ...]:
        return tuple(Face(files[name], index) for name, index in wanted if name in files)

    chinese = faces(_CHINESE)
    if not chinese:
        raise NoFonts(
            "no open Chinese font found; on Debian: apt install fonts-noto-cjk fonts-wqy-microhei fonts-wqy-zenhei "
            "fonts-lxgw-wenkai fonts-droid-fallback fonts-roboto fonts-open-sans"
        )
    latin = faces(_LATIN) or tuple(face for face in chinese if face.has_digits)
    return Fonts(chinese, latin, faces(_THIN) or latin)


def _font_files() -> Iterator[Path]:
    windows = os.environ.get("WINDIR")
    folders = [Path(name).expanduser() for name in _FOLDERS]
    for folder in [*folders, Path(windows) / "Fonts"] if windows else folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in (".ttf", ".ttc", ".otf"):
                yield path


@cache
def _loaded(path: str, index: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=index)
