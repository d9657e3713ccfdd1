"""The first stage: a file becomes a Screenshot."""

from __future__ import annotations

import hashlib
import os
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from extractor.errors import Refused
from extractor.intake.capture import Capture, capture_of
from extractor.intake.decode import MAX_BYTES, open_image, upright_pixels
from extractor.intake.find import Found, not_a_file, too_large, unreadable

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Screenshot:
    """An input picture as every later stage sees it.

    pixels: upright RGB, (H, W, 3) uint8. sha256: hex digest of the file's bytes as received. truncated: bytes
    were missing at the end of the file, what could be decoded is in pixels.
    """

    name: str
    sha256: str
    capture: Capture
    pixels: npt.NDArray[np.uint8]
    truncated: bool

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex; raises Refused (`unreadable_file`, `not_a_file`, `file_too_large`).

    Holds a piece of the file at a time, for whoever only wants to know whether it is still the same.
    """
    digest = hashlib.sha256()
    left = MAX_BYTES
    with _opened(path) as (file, _):
        while piece := file.read(min(_PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                raise too_large()
            digest.update(piece)
    return digest.hexdigest()


def take_in(found: Found) -> Screenshot:
    """Reads and decodes one file. Raises Refused with a reason code and a message for people.

    The refusal of a file whose bytes were read carries their SHA-256.
    """
    if found.refusal is not None:
        raise found.refusal
    data, modified = _content(found.path)
    digest = hashlib.sha256(data).hexdigest()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on malformed EXIF are nothing to a user
            image = open_image(data, found.path.name)
            capture = capture_of(found.path, image, modified)
            pixels, truncated = upright_pixels(image)
    except Refused as refusal:
        refusal.sha256 = digest
        raise
    return Screenshot(found.name, digest, capture, pixels, truncated)


def _content(path: Path) -> tuple[bytes, float]:
    """The bytes of a regular file, at most MAX_BYTES, and its modification time."""
    with _opened(path) as (file, status):
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large()
    return data, status.st_mtime


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """A regular file to read from, and what the system knows of it. What goes wrong with it is raised as Refused.

    Judged once more on the open file: between the walk and now a name may have become a pipe, which would block, or
    a file without end.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise not_a_file()
            yield file, status
    except OSError as error:
        raise unreadable(error) from error
