"""The first stage: a file becomes a Screenshot."""

from __future__ import annotations

import hashlib
import stat
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractor.errors import Refused
from extractor.intake.capture import Capture, capture_of
from extractor.intake.decode import MAX_BYTES, open_image, upright_pixels
from extractor.intake.find import Found, not_a_file, unreadable


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
    """The SHA-256 of a file's bytes, in hex; raises Refused (`unreadable_file`)."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(error) from error


def take_in(found: Found) -> Screenshot:
    """Reads and decodes one file. Raises Refused with a reason code and a message for people."""
    if found.refusal is not None:
        raise found.refusal
    try:
        status = found.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise not_a_file()
        if status.st_size > MAX_BYTES:
            raise Refused(
                "file_too_large", "文件超过 256 MB，不像截图 / larger than 256 MB, not a screenshot"
            )
        data = found.path.read_bytes()
    except OSError as error:
        raise unreadable(error) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on malformed EXIF are nothing to a user
        image = open_image(data)
        capture = capture_of(found.path, image, status.st_mtime)
        pixels, truncated = upright_pixels(image)
    return Screenshot(found.name, hashlib.sha256(data).hexdigest(), capture, pixels, truncated)
