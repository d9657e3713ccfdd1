"""Cuts round icons in the print's own colour off the ends of lines: the tick before 支付成功, the ⓘ behind a label.

A reader makes a character of them, and where they are larger than the print beside them, it reads that too small.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.components import Numbers, components
from extractor.vision.crops import Inks, crop_area

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_INK = 128
_LEAST = 12
"""Pixels across from which a disc can be told from a bold glyph."""
_LARGE = 0.62
"""Least size in heights of the line; the dot of a list and those of a masked number are smaller."""
_ROUND = (0.86, 1.16)
_UNEVEN = 0.14
"""How far the outline may stray from a circle, in radii; pixels and blur make it stray by a tenth."""
_DISC = 0.785
"""Share of its box that a disc fills."""
_THICK = 0.17
"""Radius of the largest disc of ink in a solid icon, in its widths; those of a heavy O have an eighth."""
_SOLID = 0.78
_MIDDLE = 0.16
_GAP = 0.06
_LONGEST = 12
_LEAST_PRINT = 1.4
"""Width of the print that must be left, in its heights."""


def without_icons(rgb: Pixels, boxes: Sequence[Box], inks: Inks | None = None) -> list[Box]:
    """The line boxes of rgb (H, W, 3) without the solid or ringed round icons at their ends.

    Only labels, names and statuses have such icons: long lines stay as they are. inks: those of rgb.
    """
    inks = inks or Inks(rgb)
    return [_cut(rgb, box, inks) if 2 * box.h < box.w < _LONGEST * box.h else box for box in boxes]


def _cut(rgb: Pixels, box: Box, inks: Inks) -> Box:
    area = crop_area(box, rgb)
    ink = inks.of(area) > _INK
    reach = round(1.5 * area.h)
    left = _icon(ink[:, :reach], box.h)
    right = _icon(ink[:, ::-1][:, :reach], box.h)
    if not left and not right:
        return box
    rest = ink[:, left : ink.shape[1] - right]
    columns, rows = np.flatnonzero(rest.any(axis=0)), np.flatnonzero(rest.any(axis=1))
    if not rows.size:
        return box
    width, height = int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
    if width < _LEAST_PRINT * height:
        return box
    return Box(area.x + left + int(columns[0]), area.y + int(rows[0]), width, height)


def _icon(ink: Mask, line_height: int) -> int:
    """Where the round icon ends with which a line begins, in columns; 0 where it begins with print."""
    count, labels, stats = components(ink.astype(np.uint8))
    specks = max(4.0, 0.004 * line_height**2)
    parts = [number for number in range(1, count) if stats[number, 4] > specks]
    first = min(parts, key=lambda number: int(stats[number, 0]), default=0)
    if not first:
        return 0
    x, y, w, h = (int(v) for v in stats[first, :4])
    if h < max(_LEAST, _LARGE * line_height) or not _ROUND[0] <= w / h <= _ROUND[1] or x + w >= ink.shape[1]:
        return 0
    inside = [n for n in parts if n != first and _within(stats[n], stats[first])]
    behind = [int(stats[n, 0]) for n in parts if n != first and n not in inside]
    if not behind or min(behind) < x + w + _GAP * w:
        return 0
    shape = (labels[y : y + h, x : x + w] == first).astype(np.uint8)
    return x + w if _is_round(shape) and (_is_solid(shape) or _holds_sign(stats, inside, first)) else 0


def _within(part: npt.NDArray[np.int32], whole: npt.NDArray[np.int32]) -> bool:
    x, y, w, h = (int(v) for v in part[:4])
    left, top, width, height = (int(v) for v in whole[:4])
    return left <= x and top <= y and x + w <= left + width and y + h <= top + height


def _is_round(shape: Pixels) -> bool:
    """Whether the outline of a shape, whatever it holds, is a circle: that of a Han character has bays."""
    outlines, _ = cv2.findContours(np.pad(shape, 1), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = outlines[0][:, 0].astype(np.float64) - 0.5
    radii = np.hypot(*(outline - (np.array(shape.shape[::-1]) / 2)).T)
    return float(np.abs(radii / radii.mean() - 1).max()) < _UNEVEN


def _is_solid(shape: Pixels) -> bool:
    """Whether a shape is a disc with a sign cut out of it, and no thick ring."""
    thick = float(cv2.distanceTransform(np.pad(shape, 1), cv2.DIST_L2, 3).max())
    return thick >= _THICK * shape.shape[1] and float(shape.mean()) >= _SOLID * _DISC


def _holds_sign(stats: Numbers, inside: Sequence[int], ring: int) -> bool:
    """Whether an i, a ! or a tick stands in the middle of a ring: no glyph has a part of its own in its counter."""
    if not inside:
        return False
    x, y, w, h = (int(v) for v in stats[ring, :4])
    left, top = (min(int(stats[n, i]) for n in inside) for i in (0, 1))
    right, bottom = (max(int(stats[n, i] + stats[n, i + 2]) for n in inside) for i in (0, 1))
    centred = (
        abs(left + right - 2 * x - w) < 2 * _MIDDLE * w and abs(top + bottom - 2 * y - h) < 2 * _MIDDLE * h
    )
    return centred and bottom - top > 0.25 * h
