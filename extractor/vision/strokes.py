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

_DARK, _BRIGHT = 90, 110
"""The ground beside a stroke is dark below this; what has more than that in all channels is text on it, and no pen's edge."""
_RING_WIDTH, _RING_HEIGHT, _OBLONG = 24, 14, 1.2
"""The least pixels of a ring, and that it is wider than high, as words are and no character is."""
_ROUND, _THIN = (0.6, 0.9), 0.4
"""How much of its box the hull of a ring fills (an ellipse: 0.79, a frame or a button: nearly all), how much of that its line."""
_INSIDE, _OTHER = (0.02, 0.6), 60
"""The share of ink within a ring, and how far, in levels, that differs from the ground there."""
_RIM, _CLEAR = 0.2, 0.2
"""How far in, in its heights, the line of a ring runs, and the share of it that may lie farther in: a pen's end."""

_WIDE, _CROSSED = 1.4, 5
"""A run of characters is so much wider than high, and a row of it crosses so many strokes."""
_LEVEL, _BESIDE = 0.12, 0.6
"""Characters of one line begin and end level, and stand so close, in their heights."""


def without_strokes(rgb: Pixels) -> Pixels:
    """The upright picture (H, W, 3) with red strokes painted over by what surrounds them; itself where there are none.

    Dark text under a stroke stays: a red pen dims only the other two channels. So does pale text beside one on a dark page.
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
    if float(np.median(red[mask & ~core])) < _DARK:
        text = rgb.min(axis=2) > _BRIGHT
    else:
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


def _is_ring(ink: Mask, rgb: Pixels, red: Mask) -> bool:
    """True for a thin oval around print of another colour, which in a wide window is no longer than the words it marks."""
    h, w = ink.shape
    if w < max(_RING_WIDTH, _OBLONG * h) or h < _RING_HEIGHT:
        return False
    hull = cv2.convexHull(cv2.findNonZero(ink.astype(np.uint8)))
    filled = cv2.contourArea(hull)
    if not _ROUND[0] <= filled / (w * h) <= _ROUND[1] or ink.sum() > _THIN * filled:
        return False
    within = np.zeros((h, w), np.uint8)
    cv2.fillConvexPoly(within, hull, 1)
    reach = 2 * round(_RIM * h) + 1
    inside = cv2.erode(within, np.ones((reach, reach), np.uint8)) > 0
    if not inside.any() or (ink & inside).sum() > _CLEAR * ink.sum():
        return False  # a character has strokes in its middle
    seen = inside & (cv2.dilate(red.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0)
    if not seen.any():
        return False
    grey = rgb.min(axis=2).astype(np.int16)
    share = float((abs(grey - np.median(grey[seen])) > _OTHER)[seen].mean())
    return _INSIDE[0] <= share <= _INSIDE[1]


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
        own = labels[y : y + h, x : x + w] == index
        ring = not long and _is_ring(own, rgb[y : y + h, x : x + w], red[y : y + h, x : x + w])
        if ring or (long and not _is_print(stats, index, own)):
            result[y : y + h, x : x + w] |= own
    if not result.any():
        return result
    # text crosses a stroke and cuts it: the pieces close to a long one belong to it
    joined = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _, labels, _ = components(np.asarray(joined, np.uint8))
    return np.asarray(red & np.isin(labels, np.unique(labels[result])), np.bool_)
