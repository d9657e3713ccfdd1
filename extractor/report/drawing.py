"""Draws the pictures of the report: a screenshot reduced to show, and for each row the part it came from, its place marked.

Runs inside a worker process of pool.py, for screenshots are hostile input. What was drawn stands in a folder, under a
name that tells what it is; so it need not be drawn again.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from extractor.errors import Refused
from extractor.geometry import Box
from extractor.intake import decode
from extractor.intake.find import Found
from extractor.intake.screenshot import take_in

Pixels = npt.NDArray[np.uint8]

_FULL_WIDTH, _FULL_PIXELS = 1080, 12_000_000
_CROP_WIDTH, _CROP_HEIGHT = 720, 1280
_CONTEXT_WIDTH = 420
"""A small box is shown with so much of its line beside it."""
_LINE, _EDGE = 80, 12
"""A line is no higher than this, what is may be a photo; so much stands beside one that was not to be cut."""
_MARK = (208, 64, 28)
_SIDE_LIMIT = 16_383  # of WebP
_NAME = re.compile(r"([0-9a-f]{32})\.(full|[0-9]+(?:-[0-9]+){3})\.([0-9]+)x([0-9]+)\.([0-9a-f]{8})\.webp")
_DIGITS = 32
"""So much of a SHA-256 names its pictures: nobody finds two screenshots that share it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands on a picture: the boxes of its lines, and of each label with its value."""

    lines: tuple[Box, ...] = ()
    pairs: tuple[tuple[Box, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that the report shows: its file, the content it should have, the boxes of its rows.

    barred: why the file is not to be opened as a picture, a code of code_names.MISSING_PICTURES; else "".
    """

    name: str
    sha256: str
    path: Path
    boxes: tuple[Box, ...]
    barred: str = ""
    around: Around = Around()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in the name of its file: of which screenshot, the whole (box is None) or a part of it.

    width, height: of the screenshot, or of the part as it is shown. edition: what drew it.
    """

    short: str
    box: Box | None
    width: int
    height: int
    edition: str

    @property
    def name(self) -> str:
        part = "full" if self.box is None else str(self.box).replace(",", "-")
        return f"{self.short}.{part}.{self.width}x{self.height}.{self.edition}.webp"

    @classmethod
    def parse(cls, name: str) -> Drawn | None:
        """What the name of a file tells; None for a file of another kind."""
        found = _NAME.fullmatch(name)
        if found is None:
            return None
        box = None if found[2] == "full" else Box.parse(found[2].replace("-", ","))
        if box is None and found[2] != "full":
            return None
        return cls(found[1], box, int(found[3]), int(found[4]), found[5])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one Wanted: its pictures stand in the folder where all is empty here.

    missing: why there are none, a code of MISSING_PICTURES. unwritten: the system's errno where the disk, and not
    the screenshot, is at fault.
    """

    missing: str = ""
    unwritten: int = 0


def short_of(sha256: str) -> str:
    """What names the pictures of a screenshot."""
    return sha256[:_DIGITS]


@cache
def edition() -> str:
    """Tells pictures of this build from those that another one drew: code and Pillow count, not a number to raise."""
    digest = hashlib.sha256(version("pillow").encode())
    for path in (Path(__file__), Path(decode.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def parts_of(wanted: Wanted, width: int, height: int) -> list[Box]:
    """The boxes to show of a screenshot of that size: one from a file of a person may lie anywhere."""
    return [box for box in wanted.boxes if box.x < width and box.y < height]


def missing_for(refusal: Refused) -> str:
    """What the report says in the place of a file that was refused, a code of MISSING_PICTURES."""
    gone = isinstance(refusal.__cause__, FileNotFoundError | NotADirectoryError)
    return "gone" if gone else "unreadable"


def draw_batch(batch: Sequence[Wanted], folder: Path) -> list[Outcome]:
    """Draws the pictures of each into folder, an outcome each, in order. Never raises for one file but MemoryError."""
    return [_outcome(wanted, folder) for wanted in batch]


def failed(wanted: Wanted, why: Refused) -> Outcome:
    """The outcome of a screenshot whose drawing ended its worker."""
    del wanted, why
    return Outcome(missing="unreadable")


def _outcome(wanted: Wanted, folder: Path) -> Outcome:
    try:
        shot = take_in(Found(wanted.path, wanted.name))
        if shot.sha256 != wanted.sha256:
            return Outcome(missing="changed")
        pictures = [_full(shot.pixels, wanted)]
        pictures += [_crop(shot.pixels, wanted, box) for box in parts_of(wanted, shot.width, shot.height)]
    except MemoryError:
        raise
    except Refused as refusal:
        if refusal.sha256 and refusal.sha256 != wanted.sha256:
            return Outcome(missing="changed")
        return Outcome(missing=missing_for(refusal))
    except Exception:  # whatever a crafted picture makes Pillow raise costs its own place only
        return Outcome(missing="unreadable")
    try:
        for drawn, image in pictures:
            _keep(image, folder / drawn.name)
    except OSError as error:
        return Outcome(unwritten=error.errno or errno.EIO)
    return Outcome()


def _keep(data: bytes, place: Path) -> None:
    """Puts a file into its place, whole; one that a killed worker leaves half-written has no picture's name."""
    handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).replace(place)


def _full(pixels: Pixels, wanted: Wanted) -> tuple[Drawn, bytes]:
    height, width = pixels.shape[:2]
    scale = min(1.0, _FULL_WIDTH / width, (_FULL_PIXELS / (width * height)) ** 0.5, _SIDE_LIMIT / height)
    drawn = Drawn(short_of(wanted.sha256), None, width, height, edition())
    return drawn, _webp(_scaled(Image.fromarray(pixels), scale))


def _crop(pixels: Pixels, wanted: Wanted, place: Box) -> tuple[Drawn, bytes]:
    """The box with some of what stands around it; a frame drawn just outside, so that it covers no text."""
    height, width = pixels.shape[:2]
    box = place.padded(0, 0, width, height)
    sideways = max(24, box.h // 6, (_CONTEXT_WIDTH - box.w) // 2)
    if box.w * 2 >= width:
        sideways = width  # labels stand at the edge, and half of one tells nothing
    around = _with_labels(box, wanted.around).padded(sideways, max(24, min(box.h // 4, 80)), width, height)
    around = _between_lines(around, wanted.around.lines).padded(0, 0, width, height)
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
    return Drawn(short_of(wanted.sha256), place, part.width, part.height, edition()), _webp(part)


def _with_labels(box: Box, around: Around) -> Box:
    """The box of a row, and the labels of the values in it: without them nobody sees which value is which."""
    for label, value in around.pairs:
        if value.overlap_x(box) * value.overlap_y(box) * 2 >= value.area:
            box = box.union(label)
    return box


def _between_lines(part: Box, lines: Sequence[Box]) -> Box:
    """A part of a picture, made larger where its edge would cut through a line: half of one tells nothing."""
    wider = part
    for line in lines:
        if line.overlap_y(part) and line.overlap_x(part):
            left, right = min(part.x, line.x - _EDGE), max(part.right, line.right + _EDGE)
            whole = (
                Box(left, line.y, right - left, line.h)
                if line.x < part.x or line.right > part.right
                else line
            )
            if part.union(whole).h - part.h <= _LINE:
                wider = wider.union(whole)
    return wider


def _scaled(image: Image.Image, scale: float) -> Image.Image:
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _webp(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=75, method=2)
    return buffer.getvalue()
