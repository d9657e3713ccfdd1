"""Finds the stars of masked names and accounts (`**桐`, `138****2936`), which engines read as #, x, 坟 or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.components import components
from extractor.vision.crops import BORDER, crop_area, ground_colour, normalised_crop

Pixels = npt.NDArray[np.uint8]

HEIGHT = 48
_INK, _SPECK = 150, 6
# Measured on stars of ten fonts in sample pictures of 285 to 1080 pixels width, against +, c, o, x and the middle dot;
# sizes and places are shares of the height of the line's ink.
_SIZES, _SHAPES, _LOWEST_MIDDLE = (0.17, 0.58), (0.7, 1.4), 0.58
_SOLIDITY = (0.36, 0.7)
"""Share of its convex hull that a star fills: an o or a dot fills it, a c less of it."""
_CORNERS, _BLURRED_CORNERS, _BLURRED = (0.4, 1.5), 2.0, 0.55
"""Ink in the four corners of its box, together: a + has none, letters more; a blurred star is solid, too."""
_CORNER = 0.36
_APART = 1.2


@dataclass(frozen=True, slots=True)
class StarRun:
    """Stars side by side: their left and right edge and how many they are."""

    left: int
    right: int
    count: int


def star_runs(rgb: Pixels, box: Box) -> list[StarRun]:
    """The runs of stars in the line in box, left to right, in pixels of the upright picture rgb (H, W, 3)."""
    crop = normalised_crop(rgb, box, height=HEIGHT)
    scale, origin = box.h / HEIGHT, crop_area(box, rgb).x
    runs: list[StarRun] = []
    for left, right in _stars(crop):
        start, end = (round((x - BORDER) * scale) + origin for x in (left, right))
        if runs and start - runs[-1].right < _APART * (end - start):
            runs[-1] = StarRun(runs[-1].left, end, runs[-1].count + 1)
        else:
            runs.append(StarRun(start, end, 1))
    return runs


def between_stars(rgb: Pixels, box: Box, runs: Sequence[StarRun]) -> tuple[Pixels, list[Box], int]:
    """The line's own picture with its stars painted over, the boxes in it of what stands between them, and where its left
    edge lies in rgb."""
    area = crop_area(box, rgb)
    own = rgb[area.y : area.bottom, area.x : area.right].copy()
    margin = max(1, round(0.04 * box.h))
    for run in runs:
        own[:, max(0, run.left - area.x - margin) : run.right - area.x + margin] = ground_colour(own)
    edges = [box.x, *(x for run in runs for x in (run.left, run.right)), box.right]
    parts = [
        Box(start - area.x, box.y - area.y, end - start, box.h)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end - start > 0.25 * box.h
    ]
    return own, parts, area.x


def _stars(crop: Pixels) -> list[tuple[int, int]]:
    """Left and right edges of the stars in a crop, dark on white."""
    ink = (crop < _INK).astype(np.uint8)
    _, labels, stats = components(ink)
    parts = [(number, *map(int, part)) for number, part in enumerate(stats) if number and part[4] > _SPECK]
    if not parts:
        return []
    top = min(y for _, _, y, _, _, _ in parts)
    high = max(y + h for _, _, y, _, h, _ in parts) - top
    found = []
    for number, x, y, w, h, _ in parts:
        fits = _SIZES[0] <= h / high <= _SIZES[1] and _SHAPES[0] <= w / h <= _SHAPES[1]
        alone = not any(o[0] != number and o[1] < x + w - 1 and o[1] + o[3] > x + 1 for o in parts)
        if fits and alone and (y + h / 2 - top) / high <= _LOWEST_MIDDLE:
            if _is_star((labels[y : y + h, x : x + w] == number).astype(np.uint8)):
                found.append((x, x + w))
    return sorted(found)


def _is_star(shape: Pixels) -> bool:
    outlines, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.contourArea(cv2.convexHull(outlines[0]))
    solidity = cv2.contourArea(outlines[0]) / max(hull, 1.0)
    k = max(1, round(_CORNER * min(shape.shape)))
    corners = sum(float(c.mean()) for c in (shape[:k, :k], shape[:k, -k:], shape[-k:, :k], shape[-k:, -k:]))
    most = _BLURRED_CORNERS if solidity >= _BLURRED else _CORNERS[1]
    return _SOLIDITY[0] <= solidity <= _SOLIDITY[1] and _CORNERS[0] <= corners <= most
