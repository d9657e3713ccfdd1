"""Turns a line of any colours into what a reader reads best: dark on white, full contrast, one height."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.colours import far_from, largest

Pixels = npt.NDArray[np.uint8]

BORDER = 10
_INK = 128
_CUT_OFF = 0.5
"""What is cut off by the edge of an area and lower than this share of the highest ink in it is another line's."""
_LOW_PRINT = 0.16
"""Of the height of a box: lower is no print but a dash; a clock beside a bubble is a fifth as high."""
_BINS = 16
"""Levels of a colour channel that are told apart to find the ground."""
_ROUNDING = 1e-3
"""A mean of equal levels comes out a hair below them."""
_PALE = 190
"""Ink, too, where a line has grey words beside black ones."""
_GAP = 0.5
"""A wider blank than this, against the height of the glyphs, parts a value from what is before it."""
_DOTS = 0.7
"""How much of a colon's height its dots have at most."""
_TALL, _GLYPH_WIDTH = 0.75, 0.95
"""How high a letter or a digit is against the highest, and how wide against its height at most."""
_BESIDE = 4
"""How far a character's ink may reach beyond the edges that a reader gives it."""
_SLOPE, _LEVEL, _SOME, _MOST = 14, 10, 0.6, 0.8
"""The ground of a line is a gradient where the corners of its crop differ by so much, and most of the crop's rim, the last
share, lies within so few levels of a plane; some of it from the start, when a ¥ cut by the rim still draws that plane to it."""
_SIDES = 0.6
"""So much of a gradient's left and right edge lies on its plane, too: they are short beside those above and below."""
_OTHER_GROUND, _SHADED = 60, 40
"""Levels between a ground and the print on it at the least, and within a ground that is shaded at the most."""
_END_SHARE = 0.12
"""Ink over this share of the crop's height at its very end is a glyph cut through."""


def normalised_crop(rgb: Pixels, box: Box, *, height: int) -> Pixels:
    """The line in box as a grayscale picture: ink dark on a white ground, the line scaled to height pixels.

    rgb is the upright picture (H, W, 3); the result is (height + borders, w) uint8. Ground and ink are taken
    from the crop itself, so light on dark, grey on white and white on a coloured button come out alike.
    """
    return scaled_crop(line_ink(rgb, box), box, height=height)


def line_ink(rgb: Pixels, box: Box) -> Pixels:
    """The ink of the line in box and a little around it (crop_area), in its own size: what crops of any height are made of."""
    around = crop_area(box, rgb)
    return ink_strength(rgb[around.y : around.bottom, around.x : around.right])


class Inks:
    """The ink of the lines of one picture (H, W, 3), each measured once: several look at the same lines of it."""

    def __init__(self, rgb: Pixels) -> None:
        self._rgb = rgb
        self._known: dict[Box, Pixels] = {}

    def of(self, box: Box) -> Pixels:
        """ink_strength of what is in a box; shared, and so not to be changed."""
        if box not in self._known:
            self._known[box] = ink_strength(self._rgb[box.y : box.bottom, box.x : box.right])
        return self._known[box]

    def of_line(self, box: Box) -> Pixels:
        """line_ink of the line in a box."""
        return self.of(crop_area(box, self._rgb))


def scaled_crop(ink: Pixels, box: Box, *, height: int) -> Pixels:
    """normalised_crop of a line whose line_ink is at hand."""
    scale = height / box.h
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=how)
    page = 255 - np.asarray(resized, np.uint8)
    return np.asarray(
        cv2.copyMakeBorder(page, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=255), np.uint8
    )


def crop_area(box: Box, rgb: Pixels) -> Box:
    """The part of the picture that a crop of the line in box covers: the box and a little around it."""
    height, width = rgb.shape[:2]
    return box.padded(max(2, round(box.h * 0.25)), max(1, round(box.h * 0.14)), width, height)


def ink_strength(crop: Pixels) -> Pixels:
    """How far each pixel stands from the ground colour, stretched to 0 (ground) … 255 (ink); shape (H, W)."""
    ground = _gradient(crop)
    distance = far_from(crop, _one_ground(crop)) if ground is None else largest(cv2.absdiff(crop, ground))
    cumulated = np.cumsum(cv2.calcHist([distance], [0], None, [256], [0, 256]).astype(np.int64))
    noise, full = (int(np.searchsorted(cumulated, share * cumulated[-1])) for share in (0.30, 0.98))
    if full - noise < 8:
        return np.zeros(distance.shape, np.uint8)
    table = np.clip((np.arange(256) - noise) * (255.0 / (full - noise)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(distance, table), np.uint8)


def _one_ground(crop: Pixels) -> npt.NDArray[np.int16]:
    """The colour of a crop's ground, (3,) in RGB: the commonest, unless neither end of the crop has it and all of its rim is
    of another. White print is of one level, a noisy or shaded ground of many, each of them rarer."""
    commonest = ground_colour(crop)
    height = crop.shape[0]
    middle = crop[height // 4 : max(height // 4 + 1, 3 * height // 4), [0, -1]].astype(np.int16)
    ends = np.median(middle, axis=0)
    if float(np.abs(ends - commonest).max(axis=1).min()) <= _OTHER_GROUND:
        return commonest
    level = np.median(np.concatenate((crop[0], crop[-1])).astype(np.int16), axis=0)
    return level.astype(np.int16) if float(np.abs(ends - level).max()) <= _SHADED else commonest


def _gradient(crop: Pixels) -> Pixels | None:
    """The ground of a crop that runs evenly from one colour to another, as told by the crop's rim; None where it does not."""
    height, width = crop.shape[:2]
    corners = crop[[0, 0, -1, -1], [0, -1, 0, -1]].astype(np.int16)
    if min(height, width) < 2 or int(np.ptp(corners, axis=0).max()) < _SLOPE:
        return None
    # the rim, row by row
    y = np.concatenate(
        (np.zeros(width, int), np.repeat(np.arange(1, height - 1), 2), np.full(width, height - 1))
    )
    x = np.concatenate((np.arange(width), np.tile([0, width - 1], height - 2), np.arange(width)))
    where, seen = np.stack((np.ones(len(y)), y, x), axis=1), crop[y, x]
    kept = np.ones(len(seen), bool)
    for _ in range(3):  # what print reaches the rim is no ground
        plane = np.linalg.lstsq(where[kept], seen[kept].astype(np.float64), rcond=None)[0]
        kept = np.abs(where @ plane - seen).max(axis=1) <= _LEVEL
        if kept.mean() < _SOME:
            return None
    if kept.mean() < _MOST:
        return None
    if kept[(x == 0) | (x == width - 1)].mean() < _SIDES:
        return None  # two grounds, that of a pill and of the page above it, with an edge between them
    down, across = (axis.ravel() for axis in np.mgrid[0:height, 0:width])
    levels = np.stack((np.ones(down.size), down, across), axis=1) @ plane
    return np.asarray(np.clip(levels.reshape(crop.shape), 0, 255), np.uint8)


def fitted(rgb: Pixels, box: Box) -> Box:
    """The box around the print in it, where something higher was cut off beside it; as it is where none shows."""
    area = crop_area(box, rgb)
    ink = ink_strength(rgb[area.y : area.bottom, box.x : box.right]) > 128
    rows, columns = _own_rows(np.asarray(ink.any(axis=1))), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return box
    left, right = box.x + int(columns[0]), box.x + int(columns[-1]) + 1
    top, bottom = area.y + int(rows[0]), area.y + int(rows[-1]) + 1
    if not _LOW_PRINT * box.h < bottom - top < 0.95 * box.h:
        top, bottom = box.y, box.bottom
    return Box(left, top, right - left, bottom - top)


def _own_rows(inked: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """The rows with ink, without what comes in from the line above or below: low, and cut off by the edge."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    highest = max((end - start for start, end in runs), default=0)
    own = [
        range(start, end)
        for start, end in runs
        if (start > 0 and end < len(inked)) or end - start > _CUT_OFF * highest
    ]
    return np.array([row for run in own for row in run], np.int64)


def ground_colour(crop: Pixels) -> npt.NDArray[np.int16]:
    """The commonest colour of a crop, (3,) in RGB: the mean of its fullest coarse colour bin."""
    first = [int(level) * _BINS // 256 for level in crop[0, 0]] if crop.size else [0, 0, 0]
    chosen = _in_bin(crop, first)
    if 2 * cv2.countNonZero(chosen) <= chosen.size:  # what fills more than half is the fullest
        bins = cv2.calcHist([crop], [0, 1, 2], None, [_BINS] * 3, [0, 256] * 3)
        chosen = _in_bin(crop, np.unravel_index(int(bins.argmax()), bins.shape))
    return np.asarray(np.array(cv2.mean(crop, mask=chosen)[:3]) + _ROUNDING, np.int16)


def _in_bin(crop: Pixels, levels: Sequence[int | np.intp]) -> Pixels:
    """Where a crop's pixels lie in a coarse colour bin, not 0."""
    low = tuple(float(256 // _BINS * int(level)) for level in levels)
    return np.asarray(cv2.inRange(crop, low, tuple(level + 256 // _BINS - 1 for level in low)), np.uint8)


def runs_on(crop: Pixels) -> bool:
    """True where the ink of a normalised crop reaches its left or right end: the line goes on beyond its box."""
    inner = crop[BORDER:-BORDER, BORDER:-BORDER]
    ends = (inner[:, :1] < _INK).sum(), (inner[:, -1:] < _INK).sum()
    return bool(max(ends) > _END_SHARE * inner.shape[0])


def widest_run(crop: Pixels) -> int:
    """The width in pixels of the widest piece of ink between blank columns of a normalised crop."""
    return max((end - start for start, end in _pieces(crop < _INK)), default=0)


def _pieces(ink: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The pieces of ink between blank columns, left to right: the first column of each and that behind its last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def uncovered_ink(crop: Pixels, words: Sequence[tuple[int, int]]) -> int:
    """How many columns of a normalised crop have ink, but stand under none of the words, given by their edges."""
    columns = np.asarray((crop < _PALE).any(axis=0))
    for left, right in words:
        columns[max(0, left - _BESIDE) : right + _BESIDE] = False
    return int(columns.sum())


def glyphs_behind_colon(crop: Pixels) -> int | None:
    """How many tall glyphs stand behind the last colon of a normalised crop, up to its end: those of the value of a label.

    A colon is a piece of ink with nothing at half its height; the glyphs are at least three quarters as high as the last
    ones. None where there is no colon, where glyphs touch (a piece is wider than a glyph can be), or where a gap parts them:
    then it is more than one value.
    """
    ink = crop < _INK
    high = widest = count = 0
    before = None
    for start, end in reversed(_pieces(ink)):
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        height, width = int(rows[-1] - rows[0] + 1), end - start
        if before is not None and before - end > _GAP * high:
            # a full-width colon keeps off its value by half its width
            return count if count and _is_colon(rows, height) and height < high else None
        if count and _is_colon(rows, height) and height < high:
            return count
        high, widest = max(high, height), max(widest, width)
        if widest > _GLYPH_WIDTH * high:
            return None
        count += height > _TALL * high
        before = start
    return None


def _is_colon(rows: npt.NDArray[np.int64], height: int) -> bool:
    """Whether rows of ink, of one piece, are two dots above each other: they leave a third of its height free."""
    return len(rows) <= _DOTS * height


def glyph_count(crop: Pixels) -> int | None:
    """How many tall glyphs a normalised crop shows: runs of ink between blank columns, at least seven tenths as high as the tallest.

    None where they cannot be told apart (they touch: a run is wider than a glyph can be).
    """
    ink = crop < _INK
    runs = _pieces(ink)
    heights = []
    for start, end in runs:
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        heights.append(int(rows[-1] - rows[0] + 1))
    tallest = max(heights, default=0)
    tall = [
        (end - start) for (start, end), height in zip(runs, heights, strict=True) if height > 0.7 * tallest
    ]
    if not tall or max(tall) > 0.95 * tallest:
        return None
    return len(tall)
