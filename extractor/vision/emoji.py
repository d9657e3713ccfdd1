"""Pictures set among print, emoji above all, painted over with the ground: a reader makes characters of them.

Print has one ink, so that each of its pixels lies between the ground and black, or the ground and white; a picture has
colours of its own, and is solid where print is strokes.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.components import components
from extractor.vision.crops import crop_area, fitted, ground_colour

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_WORK_HEIGHT = 24
_OFF = 38.0
"""Distance in RGB from what print can be. JPEG smears the colour of thin strokes by less, or by strokes only."""
_SOLID = 7
"""Side in working pixels of the square that fits into a picture and into no stroke."""
_SIZE, _NARROW = (0.5, 1.5), 0.55
"""How high a picture is against its line, and how narrow against its own height: a rose."""
_LEAST_FILL = 0.55
_BLOCK = 0.95
"""What fills so much of the line's height and of the margin above and below it is an avatar: no print reaches so far."""
_MANY_COLOURS = 0.15
"""So much of a box that holds emoji alone is of no ink; of one with print hardly anything is."""
_OTHER_INK = 0.1
"""So much of a picture has another colour than the rest of it."""
_SAME_HUE, _WEAKER, _LEAST_INK = 0.985, 0.7, 60
"""Cosine between two inks as steps from the ground, how much weaker one may be, and how many working pixels tell it."""
_ALONE, _WHOLE = 1.3, 0.8
"""A box so many times as wide as high is one glyph or one picture: a picture where it takes up so much of the box."""
_IN_A_ROW = 4
"""Longer than so many emoji is a button or a bubble."""


def without_emoji(rgb: Pixels, boxes: Sequence[Box]) -> tuple[Pixels, list[Box]]:
    """The picture with emoji in lines of print painted over, and the line boxes without those at their ends.

    boxes are text lines of rgb (H, W, 3). One that is a picture by itself is left out, one that holds several and no print
    stays as it is. The picture is copied only where something is painted.
    """
    painted = rgb
    result: list[Box] = []
    for box in boxes:
        found = _emoji_in(rgb, box)
        if box.w <= _ALONE * box.h:
            if sum(spot.w for spot in found) < _WHOLE * box.w:
                result.append(box)
            continue
        rest = _rest(box, found)
        if not found or rest is None:
            result.append(box)
            continue
        area = crop_area(box, rgb)
        ground = ground_colour(rgb[area.y : area.bottom, area.x : area.right])
        for spot in found:
            if not _stands_on(rgb, spot, ground):
                continue  # an avatar beside a bubble: cut off, but not painted as the bubble is
            if painted is rgb:
                painted = rgb.copy()
            painted[spot.y : spot.bottom, spot.x : spot.right] = ground
        result.append(fitted(painted, rest))
    return painted, result


def is_emoji(rgb: Pixels, box: Box) -> bool:
    """True where nothing in a box is print: a good part of it has colours that no ink on its ground has."""
    area = crop_area(box, rgb)
    crop = np.ascontiguousarray(rgb[area.y : area.bottom, area.x : area.right])
    if not crop.size or float(_off_print(crop).mean()) < _MANY_COLOURS:
        return False
    difference = crop.reshape(-1, 3).astype(np.float32) - ground_colour(crop).astype(np.float32)
    strong = difference[np.linalg.norm(difference, axis=1) > _OFF]
    return _astray(strong, strong) >= _OTHER_INK


def _emoji_in(rgb: Pixels, box: Box) -> list[Box]:
    """The pictures in a line, left to right, a little larger than they are."""
    area = crop_area(box, rgb)
    crop = rgb[area.y : area.bottom, area.x : area.right]
    scale = _WORK_HEIGHT / box.h
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(crop, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    if _is_grey(small):
        return []
    off = _off_print(small)
    if int(off.sum()) < 0.1 * _WORK_HEIGHT**2:
        return []
    solid = cv2.morphologyEx(off, cv2.MORPH_OPEN, np.ones((_SOLID, _SOLID), np.uint8))
    whole = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats = components(np.asarray(whole, np.uint8))
    found: list[Box] = []
    for x, y, w, h, filled in (tuple(int(v) for v in row) for row in stats[1:count]):
        low, high = (share * _WORK_HEIGHT for share in _SIZE)
        pieces = max(1, round(w / h)) if h else 1  # several in a row
        if pieces > _IN_A_ROW or not (
            low <= h <= high and _NARROW * h <= w / pieces <= 1.4 * h and filled > _LEAST_FILL * w * h
        ):
            continue
        spot = Box(x, y, w, h)
        block = h == small.shape[0] and filled > _BLOCK * w * h
        if not block and (of_one_ink(small, spot) or _like_the_rest(small, spot)):
            continue  # coloured print, which must never be painted over
        spot = Box(
            area.x + round((x - 2) / scale),
            area.y + round((y - 2) / scale),
            round((w + 4) / scale),
            round((h + 4) / scale),
        )
        left, top = max(area.x, spot.x), max(area.y, spot.y)
        found.append(Box(left, top, min(spot.right, area.right) - left, min(spot.bottom, area.bottom) - top))
    return sorted(found, key=lambda spot: spot.x)


def _is_grey(crop: Pixels) -> bool:
    """True where so few pixels have a colour that no picture's worth is among them."""
    red, green, blue = cv2.split(crop)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return int(cv2.countNonZero(cv2.threshold(spread, _OFF, 1, cv2.THRESH_BINARY)[1])) < 0.1 * _WORK_HEIGHT**2


def of_one_ink(crop: Pixels, spot: Box) -> bool:
    """True where all that stands off the ground has one colour, more or less of it: a coloured glyph, however bold."""
    ground = ground_colour(crop).astype(np.float32)
    difference = crop[spot.y : spot.bottom, spot.x : spot.right].reshape(-1, 3).astype(np.float32) - ground
    strength = np.linalg.norm(difference, axis=1)
    strong = difference[strength > _OFF]
    if not len(strong):
        return True
    return _astray(strong, difference) < _OTHER_INK


def _astray(strong: Floats, of: Floats) -> float:
    """The share of steps from the ground that do not lead towards the ink that is told by the strongest of some steps."""
    strength = np.linalg.norm(of, axis=1)
    ink = np.median(of[strength >= np.quantile(strength, 0.7)], axis=0)
    ink /= max(1.0, float(np.linalg.norm(ink)))
    astray = np.linalg.norm(strong - np.outer(strong @ ink, ink), axis=1)
    return float((astray > _OFF).mean())


def _like_the_rest(crop: Pixels, spot: Box) -> bool:
    """True where a spot has the colour of the line's other print: JPEG smears bold coloured digits to one spot."""
    difference = crop.astype(np.float32) - ground_colour(crop).astype(np.float32)
    beside = np.delete(difference, np.s_[spot.x : spot.right], axis=1)
    mine, rest = (_ink(part.reshape(-1, 3)) for part in (difference[:, spot.x : spot.right], beside))
    if mine is None or rest is None:
        return False
    strength, other = float(np.linalg.norm(mine)), float(np.linalg.norm(rest))
    return float(mine @ rest) > _SAME_HUE * strength * other and _WEAKER < strength / other < 1 / _WEAKER


def _ink(difference: Floats) -> Floats | None:
    """The usual step from the ground to what stands off it most; None where hardly anything does."""
    strength = np.linalg.norm(difference, axis=1)
    strong = strength > _OFF
    if int(strong.sum()) < _LEAST_INK:
        return None
    level = np.quantile(strength[strong], 0.5)
    return np.asarray(np.median(difference[strength >= level], axis=0), np.float32)


def _off_print(crop: Pixels) -> Pixels:
    """1 where a pixel lies neither between the ground and black nor between the ground and white."""
    ground = ground_colour(crop).astype(np.float32)
    difference = crop.astype(np.float32) - ground
    distance = np.minimum(*(_from_segment(difference, end - ground) for end in (0.0, 255.0)))
    return (distance > _OFF).astype(np.uint8)


def _from_segment(difference: Floats, direction: Floats) -> Floats:
    length = float(direction @ direction)
    if length < 1:
        return np.asarray(np.linalg.norm(difference, axis=2), np.float32)
    along = np.clip(difference @ direction / length, 0.0, 1.0)
    return np.asarray(np.linalg.norm(difference - along[:, :, None] * direction, axis=2), np.float32)


def _rest(box: Box, found: Sequence[Box]) -> Box | None:
    """What of a line's box lies between the pictures at its ends; None where less than a narrow glyph is left."""
    left, right = box.x, box.right
    for spot in found:
        if spot.x <= left + 0.25 * box.h:
            left = max(left, spot.right)
    for spot in reversed(found):
        if spot.right >= right - 0.25 * box.h:
            right = min(right, spot.x)
    inner = sum(spot.w for spot in found if left < spot.x and spot.right < right)
    return Box(left, box.y, right - left, box.h) if right - left - inner > 0.4 * box.h else None


def _stands_on(rgb: Pixels, spot: Box, ground: npt.NDArray[np.int16]) -> bool:
    """Whether the ground lies around a picture."""
    part = rgb[spot.y : spot.bottom, spot.x : spot.right].astype(np.int16)
    rim = np.concatenate((part[0], part[-1], part[:, 0], part[:, -1]))
    return float((np.abs(rim - ground).max(axis=1) < 24).mean()) > 0.6
