"""Takes a slanting watermark off a page: 仅供投诉使用 in pale letters over everything, again and again.

Who uploads evidence puts such a text over it first. Its strokes cross lines and join them, so that lines are not found. Print
is level; what slants the same way all over the page, in one shade, is a watermark.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.colours import largest
from extractor.vision.components import components
from extractor.vision.slanting import (
    FAINT,
    GROUND,
    LOOK_WIDTH,
    SHADE,
    Floats,
    Mask,
    Numbers,
    Pixels,
    Watermark,
    colours_of,
    ground_under,
    watermark_on,
)

_MARGIN = 7
"""A pixel may be so many levels stronger than the shade that it belongs to: noise, JPEG."""
_NEAR = 0.03
"""In shares of the page's width: so near print a speck may be a point of it."""
_BESIDE = 1.5
"""In the sizes of the square below: so far from a solid ground its colour is that of what is beside it."""
_SOLID, _NOISE, _LEAST_GROUND = 0.012, 5, 0.005
"""No stroke is so broad, as a share of the page's width, nor does a ground stray so many levels; of the page, the least ground."""
_RULE, _THICK = 0.06, 0.007
"""As shares of the page's width, a rule is at least so long and not so thick."""
_CROSSING = 0.03
"""And so broad are the letters that cross it."""
_SPECK, _SPECK_STRENGTH = 0.01, 1.6
"""Specks are so small, as a share of the page's width, and at most so many times as strong as the watermark."""
_OFF_COLOUR, _OFF_SHARE = 14, 0.25
"""And so far off its colour: a fixed part, and a share of its strength."""
_GLYPH = (0.012, 0.06)
"""The height of glyphs of pale print, as shares of the page's width."""
_LINE, _LONG = 4, 3
"""A line of it has so many, and is so many times as long as high."""
_FEET, _LIKE, _NEXT = 0.08, 0.6, 1.2
"""In heights: the feet of neighbours are so level, their heights so alike, and they stand so close."""
_WORK_WIDTH = 800
"""The width at which grounds and level lines are found for painting."""
_ALIKE = 6
"""In sixteenths of full brightness: so much lighter or darker another ground is at most that the same watermark has the same side of."""


def without_watermark(rgb: Pixels) -> Pixels:
    """The upright picture (H, W, 3) with a slanting watermark painted over in the colour of its ground; itself where there is none.

    Print under it stays: it is stronger than the watermark. Print that is fainter than the watermark stays where it makes a
    level line.
    """
    found = watermark_on(rgb)
    return rgb if found is None else _painted_over(rgb, found)


def _painted_over(rgb: Pixels, mark: Watermark) -> Pixels:
    step = max(1, round(rgb.shape[1] / _WORK_WIDTH))
    ground = _sharp(ground_under(rgb, step, GROUND * rgb.shape[1] // LOOK_WIDTH), rgb, step)
    away = rgb.astype(np.int16) - ground
    strength = largest(cv2.absdiff(rgb, ground))
    limit = _limits(colours_of(ground), strength, away, mark)
    ours = (strength > FAINT // 2) & (strength <= limit)
    kept = _level_print(ours, strength > np.maximum(limit, FAINT), rgb.shape[1])
    kept |= _rules(strength > FAINT, rgb.shape[1])
    ours &= ~kept
    ours |= _specks(ours, strength, limit, rgb.shape[1]) & ~kept
    painted = rgb.copy()
    painted[ours] = ground[ours]
    return painted


def _sharp(ground: Pixels, rgb: Pixels, step: int) -> Pixels:
    """A ground with the edges that the picture has: where one colour lies solid, it is the ground, and the nearest such is that of
    what lies beside it. A median rounds the corners of bubbles, and fills the gap between two.

    ground was found at every step-th pixel.
    """
    few = ground[::step, ::step].reshape(-1, 3)
    place = (few >> 2).astype(np.int64) @ np.array([4096, 64, 1])
    counts = np.bincount(place)
    size = round(_SOLID * rgb.shape[1]) | 1
    corner = (size // 3) | 1  # so much of a round corner a square leaves out
    sharp, open_ = ground.copy(), np.full(rgb.shape[:2], 255, np.uint8)
    for shade in np.flatnonzero(counts > _LEAST_GROUND * len(few)):
        colour = np.median(few[place == shade], axis=0).astype(np.int16)
        near = cv2.inRange(rgb, np.maximum(colour - _NOISE, 0), np.minimum(colour + _NOISE, 255))
        solid = cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
        solid = cv2.bitwise_and(cv2.dilate(solid, np.ones((corner, corner), np.uint8)), near)
        sharp[solid > 0] = colour
        open_[solid > 0] = 0
    if open_.all():
        return ground
    far, nearest = cv2.distanceTransformWithLabels(open_, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    colours = np.zeros((int(nearest.max()) + 1, 3), np.uint8)
    colours[nearest[open_ == 0]] = sharp[open_ == 0]
    beside = far <= _BESIDE * size
    sharp[beside] = colours[nearest[beside]]
    return sharp


def _rules(ink: Mask, width: int) -> Mask:
    """The level and upright edges of cards and bubbles, and the rules between rows: straighter than slanting strokes are, and
    thin but where a stroke crosses them."""
    long, thick = round(_RULE * width) | 1, max(4, round(_THICK * width))
    gap = round(_CROSSING * width) | 1

    def level(faint: Pixels) -> Mask:
        runs = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
        broad = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
        thin = cv2.compare(runs, broad, cv2.CMP_GT)
        whole = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        return np.asarray(cv2.bitwise_and(whole, faint)) > 0

    faint = ink.astype(np.uint8) * 255
    return np.asarray(level(faint) | level(np.ascontiguousarray(faint.T)).T, np.bool_)


def _specks(ours: Mask, strength: Pixels, limit: Pixels, width: int) -> Mask:
    """What is left of a watermark's letters, a few pixels each: too strong or of another colour by JPEG's noise. Print is
    stronger, and no speck near it is taken, which may be a point of it."""
    left = (strength > FAINT) & ~ours
    _, labels, stats = components(left.astype(np.uint8))

    def reaching(where: Mask) -> Mask:
        """Which components have a pixel there."""
        which = np.zeros(len(stats), bool)
        which[np.unique(labels[where & left])] = True
        return which

    small = np.maximum(stats[:, 2], stats[:, 3]) <= max(2, _SPECK * width)
    small[0] = False
    small &= ~reaching(strength > _SPECK_STRENGTH * np.maximum(limit, FAINT))
    size = round(_NEAR * width) | 1
    near = cv2.dilate((left & ~small[labels]).astype(np.uint8), np.ones((size, size), np.uint8))
    beside = cv2.dilate(ours.astype(np.uint8), np.ones((3, 3), np.uint8))
    small &= reaching(beside > 0) & ~reaching((near > 0) & small[labels])
    return np.asarray(small[labels] & left, np.bool_)


def _limits(grounds: Numbers, strength: Pixels, away: npt.NDArray[np.int16], mark: Watermark) -> Pixels:
    """How strong the watermark is at most at each pixel; 0 where it has another colour or is not known, and where no ink shows."""
    limit = np.zeros(strength.shape, np.uint8)
    shown = strength > FAINT // 2
    smooth = np.asarray(cv2.blur(away, (3, 3)), np.int16)  # JPEG keeps colour at half the resolution
    for ground in np.unique(grounds[::8, ::8]):
        known = _nearest(int(ground), mark.strongest)
        if known is None:
            continue
        here = (grounds == ground) & shown
        strongest = mark.strongest[known]
        limit[here] = strongest + _MARGIN
        if known != ground:
            continue
        core = here & (strength > strongest - 2 * SHADE) & (strength <= strongest)
        if not core.any():
            continue
        colour = np.median(away[core], axis=0).astype(np.float64)
        colour /= max(1.0, float(np.linalg.norm(colour)))
        other = _of_other_colour(away[here], colour) & _of_other_colour(smooth[here], colour)
        limit[here] = np.where(other, 0, limit[here])
    return limit


def _of_other_colour(away: npt.NDArray[np.int16], colour: Floats) -> Mask:
    """Which of the differences from the ground (N, 3) are no multiple of a colour, a unit vector."""
    there = away.astype(np.float64)
    along = there @ colour
    beside = np.linalg.norm(there - np.outer(along, colour), axis=1)
    far = beside > _OFF_COLOUR + _OFF_SHARE * np.linalg.norm(there, axis=1)
    return np.asarray(far | (along < -FAINT), np.bool_)


def _nearest(ground: int, known: dict[int, int]) -> int | None:
    """The ground like this one on which the watermark was seen; None where all are far lighter or darker."""

    def far(other: int) -> int:
        return max(abs((ground >> shift & 15) - (other >> shift & 15)) for shift in (0, 4, 8))

    nearest = min(known, key=far)
    return nearest if far(nearest) <= _ALIKE else None


def _level_print(faint: Mask, strong: Mask, width: int) -> Mask:
    """Where faint ink makes level lines: four or more glyphs that stand on one line, close together: pale print.

    Letters of a slanting text stand each lower or higher than the next. What lies at strong ink is its rim, and is level, too:
    it does not count.
    """
    step = max(1, round(width / _WORK_WIDTH))
    small = faint[::step, ::step].astype(np.uint8)
    rims = cv2.dilate(strong[::step, ::step].astype(np.uint8), np.ones((5, 5), np.uint8))
    small[rims > 0] = 0
    _, _, stats = components(np.asarray(small, np.uint8))
    low, high = _GLYPH[0] * width / step, _GLYPH[1] * width / step
    glyphs = np.array([row[:4] for row in stats[1:] if low <= row[3] <= high and row[2] <= 2 * high])
    kept = np.zeros(faint.shape, bool)
    for box in _level_lines(glyphs):
        box = box.scaled(float(step)).padded(step, step, faint.shape[1], faint.shape[0])
        kept[box.y : box.bottom, box.x : box.right] = True
    return kept


def _level_lines(glyphs: npt.NDArray[np.int32]) -> list[Box]:
    """The boxes of lines of four or more of the glyphs (x, y, w, h) whose feet are level."""
    if len(glyphs) < _LINE:
        return []
    glyphs = glyphs[np.argsort(glyphs[:, 0])]
    x, y, w, h = (glyphs[:, i] for i in range(4))
    line = np.arange(len(glyphs))
    for index in range(len(glyphs)):
        end = int(np.searchsorted(x, x[index] + w[index] + _NEXT * h[index], side="right"))
        after = np.arange(index + 1, end)
        tall = np.maximum(h[after], h[index])
        level = np.abs(y[after] + h[after] - y[index] - h[index]) <= np.maximum(1, _FEET * tall)
        alike = np.minimum(h[after], h[index]) >= _LIKE * tall
        clear = x[after] >= x[index] + w[index] - 1
        for other in after[level & alike & clear][:1]:
            line[line == line[other]] = line[index]
    boxes = []
    for number, count in zip(*np.unique(line, return_counts=True), strict=True):
        if count < _LINE:
            continue
        of = line == number
        left, right = int(x[of].min()), int((x + w)[of].max())
        top, bottom = int(y[of].min()), int((y + h)[of].max())
        if right - left >= _LONG * (bottom - top):
            boxes.append(Box(left, top, right - left, bottom - top))
    return boxes
