"""The bar between two apps that share a phone's screen, one above the other."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractor.vision.colours import largest

Pixels = npt.NDArray[np.uint8]
_DARK, _EVEN = 48, 12
"""A bar is as dark as this all along, and varies by no more along a row."""
_HEIGHTS = (0.012, 0.08)
"""How high it is, in widths of the picture."""
_PLACES = (0.15, 0.85)
"""Between which heights of the picture it lies: above and below are status bars and navigation."""
_RIM = 0.01
"""What scaling and compression leave at the edges of a picture is none of the bar."""
_SIDE = 0.3
"""At either side of its handle it is bare for so much of its width."""
_FEW = 16
"""Every so many-th column shows first whether a row may be bare."""
_HANDLES, _OFF_MIDDLE = (0.04, 0.35), 0.03
"""The handle's width, and how far off the middle it may be, in widths of the picture."""
_SEEN = 24
"""A handle, and what stands above and below a bar, differs from it by so much."""


def divider_of(rgb: Pixels) -> tuple[int, int] | None:
    """The top and bottom of a dark bar from edge to edge with a short handle in its middle, which parts two apps on a phone's
    screen; None where a picture shows none, or several."""
    height, width = rgb.shape[:2]
    rim, side = int(_RIM * width), max(1, int(_SIDE * width))
    inner = rgb[:, rim : width - rim]
    bare = np.zeros(height, bool)
    # few rows look bare at a few places, and of these alone all is looked at
    likely = np.flatnonzero(_is_bare(np.concatenate((inner[:, :side:_FEW], inner[:, -side::_FEW]), axis=1)))
    if len(likely):
        bare[likely] = _is_bare(np.concatenate((inner[likely, :side], inner[likely, -side:]), axis=1))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], bare, [False])).astype(np.int8)))
    found = [
        (int(top), int(bottom))
        for top, bottom in zip(edges[::2], edges[1::2], strict=True)
        if _HEIGHTS[0] * width <= bottom - top <= _HEIGHTS[1] * width
        and _PLACES[0] * height < top
        and bottom < _PLACES[1] * height
        and _stands_out(inner, int(top), int(bottom))
        and _has_handle(largest(inner[top:bottom]))
    ]
    return found[0] if len(found) == 1 else None


def _is_bare(ends: Pixels) -> npt.NDArray[np.bool_]:
    """Which rows (H, W, 3) are dark all along, and even."""
    grey = largest(ends)
    highest, lowest = (cv2.reduce(grey, 1, how).ravel() for how in (cv2.REDUCE_MAX, cv2.REDUCE_MIN))
    return np.asarray((highest < _DARK) & (highest - lowest < _EVEN), np.bool_)


def _stands_out(rgb: Pixels, top: int, bottom: int) -> bool:
    """Whether the rows above and below a bar are of another brightness, most of them."""
    ground = float(np.median(largest(rgb[top:bottom])))
    beside = (rgb[row : row + 1] for row in (top - 4, bottom + 3))
    return all(abs(float(np.median(largest(row))) - ground) > _SEEN for row in beside)


def _has_handle(bar: Pixels) -> bool:
    """Whether one piece of another brightness lies in the middle of a bar, off its upper and lower edge."""
    width = bar.shape[1]
    other = np.abs(bar.astype(np.int16) - int(np.median(bar))) > _SEEN
    columns = np.flatnonzero(other.any(axis=0))
    rows = np.flatnonzero(other.any(axis=1))
    if not len(columns) or rows[0] == 0 or rows[-1] == bar.shape[0] - 1:
        return False
    left, right = int(columns[0]), int(columns[-1]) + 1
    whole = len(columns) == right - left
    return (
        whole
        and _HANDLES[0] * width <= right - left <= _HANDLES[1] * width
        and abs((left + right) - width) < 2 * _OFF_MIDDLE * width
    )
