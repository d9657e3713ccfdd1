"""Takes dotted leaders out of lines: `实收金额 .......... 487.50` is a label and its value.

As one line the dots take the reader in: it makes letters and digits of them, or sees nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.crops import Inks, fitted

Pixels = npt.NDArray[np.uint8]

_INK = 60
"""Leaders are paler than print."""
_LINE = 6.0
"""A line with leaders is so wide in its heights."""
_LEAST = 2.0
"""Width of the leaders in heights of the line: an ellipsis takes two."""
_FLAT, _GAP, _LEVEL = 0.28, 0.8, 0.14
"""Height of a dot, room between two of them, and how far they stand from one level, in heights of the line."""
_LOW = 0.55
"""The dots of leaders stand on the line's foot, below this share of its height; a masked number's in the middle."""
_RULE, _SPECK = 12, 0.4
"""A line of dots alone is so wide in its heights; a dot alone is so high in those of the usual line."""
_THICK, _OF_ITS_INK = 0.25, 0.7
"""Height of a rule in that of its box, and how much of the box's ink it has: print with a pen's line below it has more."""
_DOTS, _MASK = 6, 17
"""Leaders have so many dots; in the middle of the line more than a masked number of a card."""


def without_leaders(rgb: Pixels, boxes: Sequence[Box], inks: Inks | None = None) -> list[Box]:
    """The line boxes of rgb (H, W, 3), those with leaders as what stands before and what stands behind them. inks: those of rgb."""
    inks = inks or Inks(rgb)
    kept = [box for box in _without_dots(boxes) if not _is_rule(inks, box)]
    result = [part for box in kept for part in _parts(rgb, box, inks)]
    return sorted(result, key=lambda box: (box.y, box.x))


def _without_dots(boxes: Sequence[Box]) -> list[Box]:
    """The boxes but for those of leaders alone: flat ones, and rows of specks."""
    usual = float(np.median([box.h for box in boxes if box.w >= 2 * box.h] or [0]))
    low = [box for box in boxes if box.h < _FLAT * usual]
    flat = [box for box in low if box.w > _RULE * box.h]
    specks = [box for box in boxes if box.h < _SPECK * usual and box.w < _SPECK * usual]
    rows = [
        box
        for box in specks
        if sum(abs(o.cy - box.cy) <= 1 and abs(o.h - box.h) <= 1 and abs(o.w - box.w) <= 1 for o in specks)
        >= _DOTS
    ]
    gone = {id(box) for box in (*flat, *rows)}
    return [box for box in boxes if id(box) not in gone]


def _is_rule(inks: Inks, box: Box) -> bool:
    """True for a rule, dotted or not, that a watermark or JPEG's rings made as high as a line: a few rows have its ink."""
    if box.w < _RULE * box.h:
        return False
    rows = inks.of(box).sum(axis=1, dtype=np.int64)
    thick = max(2, round(_THICK * box.h))
    within = np.convolve(rows, np.ones(min(thick, len(rows)), np.int64), "valid")
    return bool(within.max() > _OF_ITS_INK * max(1, int(rows.sum())))


def _parts(rgb: Pixels, box: Box, inks: Inks) -> list[Box]:
    if box.w < _LINE * box.h:
        return [box]
    ink = inks.of(box) > _INK
    found = _leaders(ink)
    if found is None:
        return [box]
    start, end = found
    parts = [(0, start)] if not ink[:, end:].any() else [(0, start), (end, box.w)]
    return [fitted(rgb, Box(box.x + left, box.y, right - left, box.h)) for left, right in parts]


def _leaders(ink: npt.NDArray[np.bool_]) -> tuple[int, int] | None:
    """The first and the end column of the leaders in a line's ink; None where it has none, or nothing before them."""
    height = ink.shape[0]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0]))))
    best: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    level = 0.0
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        middle = (int(rows[0]) + int(rows[-1]) + 1) / 2
        flat = rows[-1] - rows[0] + 1 <= max(2, _FLAT * height) and end - start <= height
        goes_on = run and start - run[-1][1] <= _GAP * height and abs(middle - level) <= 1 + _LEVEL * height
        if not flat:
            run = []
        elif goes_on:
            run.append((start, end))
        else:
            run, level = [(start, end)], middle
        needed = _DOTS if level > _LOW * height else _MASK
        if len(run) >= needed and run[-1][1] - run[0][0] >= _LEAST * height and len(run) > len(best):
            best = list(run)
    if not best or not ink[:, : best[0][0]].any():
        return None
    return best[0][0], best[-1][1]
