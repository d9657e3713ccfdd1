"""Evens the light of a photographed screen: what is one colour on the screen is brighter at one side of the photograph."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.thumbnail import scale_of, thumbnail

Pixels = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float64]

_WORK_WIDTH = 100
_LIT = 90
"""Of 255: darker is the table that a screen lies on, and print."""
_ROUNDS, _NEAR, _CLOSE = 12, 2.0, 0.03
"""Times that the light is measured; what strays from it by more than so many usual strays, and so much of its
logarithm, is another colour and is left out of the next round."""
_BENDS = 2
_LEAST = 0.2
"""So much of the picture at least is the page's ground whose light was measured."""
_TABLE, _GRAIN = (4, 6), 3
"""What a screen lies on shades off by so little from pixel to pixel, or by so much where it is coarser, its grain, which is
smaller than so many pixels, apart."""
_MARGIN, _PART, _FILLED = 0.015, 0.7, 0.93
"""Of the width: how much of the table shows at each side at least. Of width and height: how much a screen takes. Of its
box: how much a screen fills."""


def evened(rgb: Pixels) -> Pixels | None:
    """The picture (H, W, 3) with the light taken out that shades its commonest ground off smoothly; None where there is
    no such ground."""
    height, width = rgb.shape[:2]
    scale = min(1.0, _WORK_WIDTH / width)
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    light = np.log1p(small.astype(np.float64)).mean(axis=2)
    terms = _terms(*light.shape)
    lit = light > np.log1p(_LIT)
    used = lit
    for _ in range(_ROUNDS):
        if used.mean() < _LEAST:
            return None
        curve = np.linalg.lstsq(terms[used], light[used], rcond=None)[0]
        stray = np.abs(light - terms @ curve)
        used = lit & (stray < max(_CLOSE, _NEAR * float(np.median(stray[used]))))
    field = terms @ curve
    gain = np.exp(np.median(field[used]) - field).astype(np.float32)
    whole = cv2.resize(gain, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(rgb * whole[..., None], 0, 255), np.uint8)


def _terms(height: int, width: int) -> Numbers:
    """The terms of a smooth light at each pixel, (H, W, 6): level, slopes and bends; more would take the bubbles for shades."""
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    powers = [(i, j) for i in range(_BENDS + 1) for j in range(_BENDS + 1 - i)]
    return np.stack([x**i * y**j for i, j in powers], axis=-1)


def screen_in(rgb: Pixels, small: Pixels | None = None) -> Box | None:
    """The box of a photographed screen in the picture (H, W, 3) that shows on all its sides what the screen lies on; None
    for a plain capture. small: its thumbnail, where it is at hand.

    The screen fills the box, a little tilt apart: bubbles and cards on a page fill no box around all of them.
    """
    height, width = rgb.shape[:2]
    scale = scale_of(rgb)
    small = thumbnail(rgb) if small is None else small
    small = np.asarray(cv2.medianBlur(small, _GRAIN), np.uint8)  # a grain in a corner ends the flood
    small = np.asarray(cv2.copyMakeBorder(small, 1, 1, 1, 1, cv2.BORDER_REPLICATE), np.uint8)
    places = (_place_on(small, shade) for shade in _TABLE)
    place = next((place for place in places if place is not None), None)
    return None if place is None else place.scaled(1 / scale).padded(0, 0, width, height)


def _place_on(small: Pixels, shade: int) -> Box | None:
    """The box of the screen in a small picture with a rim of a pixel, on a table that shades off by no more than shade."""
    mask = np.zeros((small.shape[0] + 2, small.shape[1] + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    for y in (0, small.shape[0] - 1):
        for x in (0, small.shape[1] - 1):
            cv2.floodFill(small, mask, (x, y), (0, 0, 0), (shade,) * 3, (shade,) * 3, flags)
    shown = mask[2:-2, 2:-2] == 0
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    if not rows.size:
        return None
    place = Box(int(columns[0]), int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)
    filled = float(shown[place.y : place.bottom, place.x : place.right].mean())
    margins = place.x, place.y, shown.shape[1] - place.right, shown.shape[0] - place.bottom
    if min(margins) < _MARGIN * shown.shape[1] or filled < _FILLED:
        return None
    if place.w < _PART * shown.shape[1] or place.h < _PART * shown.shape[0]:
        return None
    return place
