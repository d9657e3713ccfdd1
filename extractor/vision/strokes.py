"""Takes pen strokes and stamps off a page: arrows, circles and seals drawn in red over the text."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractor.vision.components import components

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_WORK_WIDTH = 800
_LEAST_RED = 0.0005
_DARKER = 0.62
"""Under a stroke, what is this much darker in the red channel than the stroke itself is text."""

_WIDE, _CROSSED = 1.4, 5
"""A run of characters is so much wider than high, and a row of it crosses so many strokes."""
_LEVEL, _BESIDE = 0.12, 0.6
"""Characters of one line begin and end level, and stand so close, in their heights."""


def without_strokes(rgb: Pixels) -> Pixels:
    """The upright picture (H, W, 3) with red strokes painted over by what surrounds them; itself where there are none.

    Dark text under a stroke stays: a red pen dims only the other two channels.
    """
    if not _some_red(rgb):
        return rgb
    scale = min(1.0, _WORK_WIDTH / rgb.shape[1])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    strokes = _strokes(np.asarray(small, np.uint8))
    if not strokes.any():
        return rgb
    reach = np.ones((5, 5), np.uint8)
    grown = cv2.dilate(strokes.astype(np.uint8), reach)
    height, width = rgb.shape[:2]
    mask = cv2.resize(grown, (width, height), interpolation=cv2.INTER_NEAREST).astype(bool)
    red = rgb[:, :, 0]
    core = cv2.resize(strokes.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST).astype(bool)
    text = red < _DARKER * float(np.median(red[core]))
    painted = cv2.inpaint(rgb, (mask & ~text).astype(np.uint8), 3, cv2.INPAINT_TELEA)
    return np.asarray(painted, np.uint8)


def _is_print(stats: npt.NDArray[np.int32], index: int, ink: Mask) -> bool:
    """True for red characters that touch: each row crosses many edges, or more of their height stand beside them.

    A circle's row crosses two lines, four where the pen went round twice; an arrow's one or two.
    """
    x, y, w, h, _ = (int(v) for v in stats[index])
    rows = ink[[3 * h // 10, h // 2, 7 * h // 10]].astype(np.int8)
    crossed = int((np.diff(rows, axis=1, prepend=0) == 1).sum(axis=1).max())
    if w > _WIDE * h and crossed >= _CROSSED:
        return True
    left, top, wide, high = stats[1:, 0], stats[1:, 1], stats[1:, 2], stats[1:, 3]
    level = (abs(top - y) < _LEVEL * h) & (abs(top + high - y - h) < _LEVEL * h)
    beside = np.maximum(left - x - w, x - left - wide)
    return bool((level & (beside >= 0) & (beside < _BESIDE * h)).any())


def _some_red(rgb: Pixels) -> bool:
    """A quick look at one pixel in nine: most pages have no red stroke, and need no more."""
    few = rgb[::3, ::3]
    return bool((few[:, :, 0] > 130).any() and _red(few).mean() > _LEAST_RED / 2)


def _red(rgb: Pixels) -> Mask:
    hsv = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2HSV)
    either = [cv2.inRange(hsv, (low, 101, 131), (high, 255, 255)) for low, high in ((0, 7), (173, 255))]
    return np.asarray(cv2.bitwise_or(*either) > 0, np.bool_)


def _strokes(rgb: Pixels) -> Mask:
    """Where a pen ran (saturated red, thin, long); a red button or headline is none."""
    red = _red(rgb)
    result = np.zeros(red.shape, bool)
    if red.mean() < _LEAST_RED:
        return result
    count, labels, stats = components(red.astype(np.uint8))
    width = rgb.shape[1]
    for index in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[index])
        # a pen stroke spans more than a line of text and fills little of its box; a red button fills it
        long = max(w, h) > 0.12 * width and min(w, h) > 0.03 * width and area / (w * h) < 0.35
        if long and not _is_print(stats, index, labels[y : y + h, x : x + w] == index):
            result[y : y + h, x : x + w] |= labels[y : y + h, x : x + w] == index
    if not result.any():
        return result
    # text crosses a stroke and cuts it: the pieces close to a long one belong to it
    joined = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _, labels, _ = components(np.asarray(joined, np.uint8))
    return np.asarray(red & np.isin(labels, np.unique(labels[result])), np.bool_)
