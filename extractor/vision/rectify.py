"""Straightens photographs of a screen: the tilt of their text lines is measured and turned away."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.components import components
from extractor.vision.lines import median_level

Pixels = npt.NDArray[np.uint8]

_WORK_WIDTH = 700
_LEAST, _MOST = 1.0, 12.0
_LONG = 4.0
_LEVEL = 0.5
_AGREEMENT = ((14, 0.8, 0.35), (6, 0.35, 0.0), (4, 0.1, 0.0))
"""So many lines, so little apart in degrees, and no more than this share of them level, make a tilt: two lines of a cell
that run together, or a word with an icon, seem to fall by any angle, and the fewer the lines the sooner all do."""


@dataclass(frozen=True, slots=True)
class Straightened:
    """A picture with level text lines, and the way back to the upright original."""

    pixels: Pixels
    back: npt.NDArray[np.float64] | None
    """2 × 3 affine matrix from straightened to original pixels; None where nothing was turned."""

    def original(self, box: Box, width: int, height: int) -> Box:
        """The box around a straightened box's corners in the original of width by height pixels."""
        if self.back is None:
            return box
        corners = np.array(
            [[box.x, box.y], [box.right, box.y], [box.x, box.bottom], [box.right, box.bottom]], np.float64
        )
        placed = corners @ self.back[:, :2].T + self.back[:, 2]
        left, top = (int(v) for v in np.floor(placed.min(axis=0)))
        right, bottom = (int(v) for v in np.ceil(placed.max(axis=0)))
        return Box(left, top, max(1, right - left), max(1, bottom - top)).padded(0, 0, width, height)


def straightened(rgb: Pixels) -> Straightened:
    """The upright picture (H, W, 3) with its text lines level; unchanged where they are within a degree."""
    angle = text_tilt(rgb)
    if angle is None or not _LEAST <= abs(angle) <= _MOST:
        return Straightened(rgb, None)
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    new_width, new_height = round(height * sin + width * cos), round(height * cos + width * sin)
    turn[0, 2] += new_width / 2 - width / 2
    turn[1, 2] += new_height / 2 - height / 2
    turned = cv2.warpAffine(
        rgb, turn, (new_width, new_height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return Straightened(np.asarray(turned, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64))


def text_tilt(rgb: Pixels) -> float | None:
    """The usual tilt of text lines in degrees, positive where they fall to the right; None where too few are long or agree.

    Real captures were measured to give less than 0.85 degrees (short glyphs lean), photographs of a screen more.
    """
    if rgb.shape[0] > _LONG * rgb.shape[1]:
        return None  # a stitched capture: nobody photographs one
    scale = min(1.0, _WORK_WIDTH / rgb.shape[1])
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        # a factor between one and two by area takes ten times as long, and says no more of a tilt
        how = cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_AREA
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how)
    edges = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    threshold = max(25, 3 * median_level(np.asarray(edges, np.uint8), 25 // 3))
    mask = (edges > threshold).astype(np.uint8)
    # close sideways only a little: lines of different rows must not run together when they are tilted
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, 11), np.uint8))
    _, labels, stats = components(np.asarray(closed, np.uint8))
    angles, weights = [], []
    wide, high = stats[:, 2], stats[:, 3]
    lines = (wide >= 70) & (high >= 6) & (high <= np.minimum(0.35 * wide, 0.25 * wide + 24))
    lines[:1] = False  # the ground
    for index in np.flatnonzero(lines):
        x, y, w, h, _ = (int(v) for v in stats[index])
        part = (labels[y : y + h, x : x + w] == index).astype(np.float32)
        heights = part.sum(axis=0)
        columns = np.flatnonzero(heights)
        middles = (np.arange(h, dtype=np.float32) @ part)[columns] / heights[columns]
        off = columns - columns.mean()
        slope = float(off @ middles) / float(off @ off)  # least squares
        angles.append(float(np.degrees(np.arctan(slope))))
        weights.append(w)
    if len(angles) < 4:
        return None
    order = np.argsort(angles)
    cumulative = np.cumsum(np.array(weights)[order])
    median = float(np.array(angles)[order][np.searchsorted(cumulative, cumulative[-1] / 2)])
    spread = float(np.median(np.abs(np.array(angles) - median)))
    level = float((np.abs(angles) < _LEVEL).mean()) if abs(median) >= _LEVEL else 0.0
    agreed = any(
        len(angles) >= least and spread < apart and level <= share for least, apart, share in _AGREEMENT
    )
    return median if agreed else None
