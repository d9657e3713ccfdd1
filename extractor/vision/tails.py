"""Takes small print at the end of a line apart from it: the clock in the corner of a bubble.

Telegram, WhatsApp and Lark set the time of a message behind its last word, in print of half the height; as one line
the reader makes letters of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.crops import Inks

Pixels = npt.NDArray[np.uint8]

_INK = 80
"""The clock is grey, and pale once it is compressed."""
_GAP = 0.14
"""Least room before the small print, in heights of the line: more than between two glyphs."""
_LOWER, _LEAST = 0.7, 0.28
"""Height of the small print in heights of the rest: of digits beside Han characters of twice their size."""
_WIDTHS = (1.7, 10.0)
"""Width of a clock, with the marks of delivery behind it, in its own heights."""
_COMPANY = 3
"""One line may end in lower-case letters; where so many end in print of one small height it is that of clocks."""
_ALIKE = 0.3
_DROP = 0.25
"""How far the small print begins below the top of the rest; digits of its own size begin a little below, too."""


def without_tails(rgb: Pixels, boxes: Sequence[Box], inks: Inks | None = None) -> list[Box]:
    """The line boxes of rgb (H, W, 3), those with small print at their end as two boxes. inks: those of rgb."""
    inks = inks or Inks(rgb)
    parts = [_split(inks, box) for box in boxes]
    heights = [part[1].h for part in parts if part is not None]
    heights += [small.h for small in boxes if any(_at_its_foot(small, box) for box in boxes)]
    usual = float(np.median(heights)) if heights else 0.0
    alike = sum(abs(height - usual) <= _ALIKE * usual for height in heights)
    if alike < _COMPANY:
        return list(boxes)
    result: list[Box] = []
    for box, part in zip(boxes, parts, strict=True):
        if part is not None and abs(part[1].h - usual) <= _ALIKE * usual:
            result.extend(part)
        else:
            result.append(box)
    return sorted(result, key=lambda b: (b.y, b.x))


def _at_its_foot(small: Box, box: Box) -> bool:
    """Whether a box is that of small print right behind a line, already apart from it."""
    return (
        small.h <= _LOWER * box.h
        and 0 <= small.x - box.right < box.h
        and abs(small.bottom - box.bottom) < 0.45 * box.h
        and _WIDTHS[0] * small.h <= small.w <= _WIDTHS[1] * small.h
    )


def _split(inks: Inks, box: Box) -> tuple[Box, Box] | None:
    """The boxes of a line's usual print and of the small print behind it; None where it ends as it begins."""
    if box.w < 1.6 * box.h:
        return None
    ink = inks.of(box) > _INK
    columns = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0]))))
    starts, ends = columns[::2], columns[1::2]
    for index in range(1, len(starts)):
        start, end = int(starts[index]), int(ends[index - 1])
        width = int(ends[-1]) - start
        if start - end < max(2, _GAP * box.h) or width > 0.85 * box.w:
            continue
        rest, small = _rows(ink[:, :end]), _rows(ink[:, start:])
        high, low = rest[1] - rest[0], small[1] - small[0]
        if (
            _LEAST * high <= low <= _LOWER * high
            and _WIDTHS[0] * low <= width <= _WIDTHS[1] * low
            and small[0] - rest[0] >= _DROP * high
            and high >= 0.7 * (max(rest[1], small[1]) - rest[0])  # a box may hold blank rows of its bubble
        ):
            left = Box(box.x, box.y + rest[0], end, high)
            return left, Box(box.x + start, box.y + small[0], width, low)
    return None


def _rows(ink: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """First row and end of what is inked, but for specks of a pixel or two."""
    counts = cv2.reduce(ink.astype(np.uint8), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    rows = np.flatnonzero(counts > 0)
    return int(rows[0]), int(rows[-1]) + 1
