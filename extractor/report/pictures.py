"""The pictures of the report: each screenshot once, and for each row the part it came from, its place marked.

Small reports hold them inside (data: URIs); past EMBEDDED_BYTES they go into a folder beside the page, and a browser
fetches each when it comes into view.
"""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from extractor.errors import Refused
from extractor.geometry import Box
from extractor.intake.find import Found
from extractor.intake.screenshot import take_in

Pixels = npt.NDArray[np.uint8]

EMBEDDED_BYTES = 24 * 1024 * 1024
"""Up to here pictures are part of the page (as text a third more); some 300 screenshots. Beyond, a folder."""
FOLDER = "report-files"
_FULL_WIDTH, _FULL_PIXELS = 1080, 12_000_000
_CROP_WIDTH, _CROP_HEIGHT = 720, 1280
_CONTEXT_WIDTH = 420
"""A small box is shown with so much of its line beside it."""
_MARK = (208, 64, 28)
_SIDE_LIMIT = 16_383  # of WebP


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that the report shows: its file, the content it should have, the boxes of its rows."""

    name: str
    sha256: str
    path: Path
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in the page: src is a data: URI or a path beside the page; width and height those of the original."""

    src: str
    width: int
    height: int


@dataclass(slots=True)
class Album:
    """The pictures by SHA-256, their crops by SHA-256 and box, and what could not be shown with its reason."""

    full: dict[str, Shown] = field(default_factory=dict)
    crops: dict[tuple[str, Box], Shown] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """SHA-256 to `gone`, `changed` or `unreadable`."""
    beside: bool = False
    """True where the pictures stand in FOLDER."""
    files: set[str] = field(default_factory=set)
    """The names in FOLDER that the page refers to."""


@dataclass(frozen=True, slots=True)
class _Encoded:
    name: str
    data: bytes
    width: int
    height: int
    box: Box | None


def make_album(wanted: Sequence[Wanted], out: Path, limit: int = EMBEDDED_BYTES) -> Album:
    """Decodes and encodes all that is wanted; what outgrows limit (bytes) is written into out / FOLDER."""
    album = Album()
    kept: list[tuple[Wanted, _Encoded]] = []
    size = 0
    for item, result in _encoded(wanted):
        if isinstance(result, str):
            album.missing[item.sha256] = result
            continue
        for picture in result:
            kept.append((item, picture))
            size += len(picture.data)
        if size > limit:
            album.beside = True
        if album.beside:
            _put(album, kept, out)
            kept.clear()
    _put(album, kept, out)
    return album


def _put(album: Album, pictures: Iterable[tuple[Wanted, _Encoded]], out: Path) -> None:
    for item, picture in pictures:
        if album.beside:
            folder = out / FOLDER
            folder.mkdir(exist_ok=True)
            place = folder / picture.name
            if not place.is_file() or place.stat().st_size != len(picture.data):
                place.write_bytes(picture.data)
            album.files.add(picture.name)
            src = f"{FOLDER}/{picture.name}"
        else:
            src = "data:image/webp;base64," + base64.b64encode(picture.data).decode("ascii")
        shown = Shown(src, picture.width, picture.height)
        if picture.box is None:
            album.full[item.sha256] = shown
        else:
            album.crops[item.sha256, picture.box] = shown


def _encoded(wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[_Encoded] | str]]:
    """In order, a few at a time: memory holds some pictures, not the folder."""
    workers = min(4, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        for start in range(0, len(wanted), 2 * workers):
            part = wanted[start : start + 2 * workers]
            yield from zip(part, pool.map(_encode, part), strict=True)


def _encode(wanted: Wanted) -> list[_Encoded] | str:
    try:
        shot = take_in(Found(wanted.path, wanted.name))
    except Refused:
        return "unreadable" if wanted.path.exists() else "gone"
    if shot.sha256 != wanted.sha256:
        return "changed"
    short = wanted.sha256[:16]
    result = [_full(shot.pixels, f"{short}.webp")]
    for box in wanted.boxes:
        if box.x < shot.width and box.y < shot.height:  # a box from a file of a person may lie anywhere
            result.append(_crop(shot.pixels, box, f"{short}-{str(box).replace(',', '-')}.webp"))
    return result


def _full(pixels: Pixels, name: str) -> _Encoded:
    height, width = pixels.shape[:2]
    scale = min(1.0, _FULL_WIDTH / width, (_FULL_PIXELS / (width * height)) ** 0.5, _SIDE_LIMIT / height)
    return _Encoded(name, _webp(_scaled(Image.fromarray(pixels), scale)), width, height, None)


def _crop(pixels: Pixels, wanted: Box, name: str) -> _Encoded:
    """The box with some of what stands around it; a frame drawn just outside, so that it covers no text."""
    height, width = pixels.shape[:2]
    box = wanted.padded(0, 0, width, height)
    sideways = max(24, box.h // 6, (_CONTEXT_WIDTH - box.w) // 2)
    if box.w * 2 >= width:
        sideways = width  # labels stand at the edge, and half of one tells nothing
    around = box.padded(sideways, max(24, min(box.h // 4, 80)), width, height)
    part = Image.fromarray(pixels[around.y : around.bottom, around.x : around.right])
    scale = min(1.0, _CROP_WIDTH / part.width, _CROP_HEIGHT / part.height)
    part = _scaled(part, scale)
    placed = Box(box.x - around.x, box.y - around.y, box.w, box.h).scaled(scale)
    thick = max(2, round(part.width / 200))
    frame = placed.padded(thick + 7, thick + 6, part.width, part.height)
    if frame.w > 2 * thick and frame.h > 2 * thick:
        ImageDraw.Draw(part).rounded_rectangle(
            (frame.x, frame.y, frame.right - 1, frame.bottom - 1), radius=6, outline=_MARK, width=thick
        )
    return _Encoded(name, _webp(part), part.width, part.height, wanted)


def _scaled(image: Image.Image, scale: float) -> Image.Image:
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _webp(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=75, method=2)
    return buffer.getvalue()


def sweep(out: Path, album: Album) -> None:
    """Removes the pictures of earlier reports from out / FOLDER, and the folder where nothing is left in it."""
    folder = out / FOLDER
    if not folder.is_dir():
        return
    for path in folder.glob("*.webp"):
        if path.name not in album.files:
            path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
