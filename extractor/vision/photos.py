"""Pictures and stickers on a page of one colour: what stands off it in many colours and is larger than an avatar."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.colours import far_from, masked_median
from extractor.vision.components import components
from extractor.vision.thumbnail import scale_of, thumbnail

Pixels = npt.NDArray[np.uint8]

_TONES = 8
"""Levels of a channel that are told apart to find the page's ground."""
_PAGE, _OFF = 0.12, 14
"""A page's ground takes so much of the picture; what differs from it by more stands on it."""
_LEAST, _WIDEST, _HIGHEST, _FILL = 0.14, 0.75, 1.4, 0.4
"""Shares of the width; and of its box that a sticker fills."""
_ONE_COLOUR = 0.6
"""So much of a bubble, a card or a button has one colour."""
_MOSTLY_ONE = 0.85
"""A sticker may be of one colour for the most part: a hand, a face."""
_WIDEST_STICKER, _SQUARE = 0.4, (0.6, 1.7)
"""Of the width; its width against its height."""
_EDGE, _TOUCHED = 2, 0.62
"""So many pixels deep is an edge of the box, and so much of it a rectangle covers."""
_OFF_SIDES = 0.01


@dataclass(frozen=True, slots=True)
class Sticker(Box):
    """The place of a picture that is cut out along its shape, as large emoji and stickers are."""


def photos_of(rgb: Pixels, small: Pixels | None = None) -> list[Box]:
    """The boxes of pictures and stickers of rgb (H, W, 3), top to bottom; none where the page itself is a picture. small: its
    thumbnail, where it is at hand."""
    scale = scale_of(rgb)
    small = thumbnail(rgb) if small is None else small
    wide = small.shape[1]
    counts = cv2.calcHist([small], [0, 1, 2], None, [_TONES] * 3, [0, 256] * 3)
    if counts.max() < _PAGE * wide * small.shape[0]:
        return []
    fullest = np.array(np.unravel_index(int(counts.argmax()), counts.shape)) * (256 // _TONES)
    ground = cv2.inRange(small, fullest.astype(np.float64), fullest + (256 // _TONES - 1.0))
    page = masked_median(small, np.asarray(ground, np.uint8))
    off = far_from(small, page.astype(np.int16)) > _OFF
    count, labels, sizes = components(np.asarray(off, np.uint8))
    found: list[Box] = []
    for number in range(1, count):
        x, y, w, h, area = (int(v) for v in sizes[number])
        if not (_LEAST * wide <= w <= _WIDEST * wide and _LEAST * wide <= h <= _HIGHEST * wide):
            continue
        rim = _OFF_SIDES * wide
        if area < _FILL * w * h or x < rim or x + w > wide - rim:
            continue
        own = _tones(small[y : y + h, x : x + w], 4)[labels[y : y + h, x : x + w] == number]
        place = Box(x, y, w, h).scaled(1 / scale)
        cut_out = w < _WIDEST_STICKER * wide and _SQUARE[0] < w / h < _SQUARE[1]
        cut_out = cut_out and _is_cut_out(labels[y : y + h, x : x + w] == number)
        if np.bincount(own).max() < (_MOSTLY_ONE if cut_out else _ONE_COLOUR) * own.size:
            found.append(Sticker(place.x, place.y, place.w, place.h) if cut_out else place)
    return sorted(found, key=lambda box: box.y)


def _is_cut_out(shape: npt.NDArray[np.bool_]) -> bool:
    """Whether a shape touches three edges of its box and more with a small part of it only: no rectangle, and no bubble."""
    edges = (shape[:_EDGE].any(axis=0), shape[-_EDGE:].any(axis=0))
    sides = (shape[:, :_EDGE].any(axis=1), shape[:, -_EDGE:].any(axis=1))
    return sum(float(edge.mean()) < _TOUCHED for edge in (*edges, *sides)) >= 3


def _tones(pixels: Pixels, bits: int) -> npt.NDArray[np.int32]:
    """The colour of each pixel as a number, of so many bits a channel."""
    coarse = (pixels >> (8 - bits)).astype(np.int32)
    return np.asarray((coarse[:, :, 0] << 2 * bits) + (coarse[:, :, 1] << bits) + coarse[:, :, 2], np.int32)
