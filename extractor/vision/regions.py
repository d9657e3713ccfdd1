"""The areas of one colour that text stands on: bubbles, cards, buttons, bars, the page itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.colours import far_from
from extractor.vision.crops import crop_area, ground_colour
from extractor.vision.lighting import evened

Pixels = npt.NDArray[np.uint8]

_WORK_WIDTH = 600
_SPECKS, _STRIPES = 3, 9
"""Pixels of a median that takes out specks of compression, and the stripes of a photographed screen."""
_WHOLE = 0.78
"""A ground that fills less of its outline is torn."""
# Chat grounds differ by as little as 8 of 255 (a white bubble on a light bar): stay under half of that, and
# allow more only where compression has made the grounds themselves uneven.
_TOLERANCE, _TOLERANCE_NOISY, _TOLERANCE_EVENED = 3, 5, 4
_FLAT, _MOST_EVEN = 12, 0.75
"""Neighbours that differ by less are of one ground; where fewer than this share of them are equal, it is uneven."""
# So much higher than the usual line a box has taken a bubble's outline in; by a little, if the bubble is coloured.
_HIGHER, _HIGHER_COLOURED = 1.45, 1.12
_AVATAR, _OFF_CENTRE, _NARROW = 1.9, 0.2, 0.85
"""An avatar is so many lines high at least, and wider than this share of its height; print beside it stands so far off the
middle of a box around both."""
_PHOTOGRAPH, _LONG = 4, 3
"""What is so many lines high and holds no bubble is a piece of a photograph; a line that long in it, in lines' heights, is print."""
_TINTED, _COLOURED = 24, 60
_AROUND = 0.5
"""So much of its box a region fills that lies around others in it: two bars that meet at a corner lie around nothing."""
_ONE_GROUND, _ONE_GLYPH = 14, 2.6
"""What differs by less is of a bubble's ground; the width of a bubble with one glyph, in heights of the usual line."""


@dataclass(frozen=True, slots=True)
class Region:
    """A connected area of one ground colour: its bounding box in the picture, mean colour (RGB), share of the box filled."""

    box: Box
    colour: tuple[int, int, int]
    fill: float
    left_content: float = 0.0
    right_content: float = 0.0
    """Share of the strip beside the region's head, left and right, that is not the page's ground: an avatar."""
    solid: float = 1.0
    """Share of the box filled with the holes (text, pictures) counted in: near 1 for a bubble, less for a patch of a
    photographed background."""

    def is_page(self, width: int) -> bool:
        """True for the page's own ground and for bars from edge to edge: nothing that a message stands in."""
        return self.box.w > 0.93 * width

    @property
    def saturation(self) -> int:
        """0 (grey) to 255: how coloured the ground is."""
        high, low = max(self.colour), min(self.colour)
        return round(255 * (high - low) / high) if high else 0


def regions_of(rgb: Pixels, boxes: Sequence[Box], *, photographed: bool = False) -> list[Region | None]:
    """The region each text box stands on, in the order of boxes; equal objects for boxes on the same ground.

    None where the ground has no one colour (a photo). Where most lines stand on torn grounds the picture may be a
    photograph of a screen: its light is evened, and the stripes of the screen's pixels are smoothed, if that mends most.
    photographed: that it is one is known, so that any torn ground is reason enough; it may show no stripes.
    """
    found = _regions(rgb, boxes, _SPECKS, None)
    torn = _torn(found)
    if not torn or (2 * torn <= len(boxes) and not photographed):
        return found
    even = evened(rgb)
    if even is None:
        return found
    ways = [(_STRIPES, _TOLERANCE_EVENED), *([(_SPECKS, None)] if photographed else [])]
    best = min((_regions(even, boxes, blur, tolerance) for blur, tolerance in ways), key=_torn)
    return best if 2 * _torn(best) <= torn else found


def _torn(regions: Sequence[Region | None]) -> int:
    """On how many lines' grounds neither a bubble nor a page shows its shape."""
    return sum(region is not None and region.solid < _WHOLE for region in regions)


def _regions(rgb: Pixels, boxes: Sequence[Box], blur: int, tolerance: int | None) -> list[Region | None]:
    """regions_of with a median of so many pixels; tolerance: how much a ground may vary, None to measure it."""
    width = rgb.shape[1]
    scale = 1 / max(1, round(width / _WORK_WIDTH))  # a whole factor: twenty times as fast as others
    shrunk = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    small = np.ascontiguousarray(cv2.medianBlur(shrunk, blur), np.uint8)
    tolerance = tolerance or _tolerance(small)
    owner = np.zeros(small.shape[:2], np.int32)
    found: list[Region] = []
    result: list[Region | None] = []
    for box in boxes:
        area = crop_area(box, rgb)
        ground = ground_colour(rgb[area.y : area.bottom, area.x : area.right])
        seeds = _seeds(small, box, scale, ground, tolerance + 3)
        best: Region | None = None
        for x, y in seeds:
            if owner[y, x]:
                region = found[owner[y, x] - 1]
            else:
                region = _flood(small, owner, (x, y), len(found) + 1, scale, tolerance)
                found.append(region)
            if best is None or (region.box.area > best.box.area and not region.is_page(width)):
                best = region
            if best.box.w >= box.w and best.box.h >= 0.9 * box.h:
                break  # else a scrap between glyphs, or what compression tore off: try another side
        result.append(best)
    return [
        _outermost(region, box, found, width) if region is not None else None
        for region, box in zip(result, boxes, strict=True)
    ]


def _outermost(region: Region, line: Box, found: Sequence[Region], width: int) -> Region:
    """The large region of the same colour that a torn-off piece (JPEG blocks, a corner behind a glyph) lies in.

    A white bubble with a thin border on a white page is no such piece: it is larger than its text.
    """
    around = [
        other
        for other in found
        if other.box.area > 1.5 * region.box.area
        and other.solid > _AROUND
        and (region.box.area < line.area or not other.is_page(width))
        and region.box.overlap_x(other.box) * region.box.overlap_y(other.box) > 0.9 * region.box.area
        and max(abs(a - b) for a, b in zip(region.colour, other.colour, strict=True)) <= 10
    ]
    return max(around, key=lambda other: other.box.area, default=region)


def _tolerance(small: Pixels) -> int:
    """By the unevenness of what should be flat: how many neighbouring pixels differ."""
    green = small[:, :, 1]
    steps = np.asarray(cv2.absdiff(green[:, 1:], green[:, :-1]), np.uint8)
    flat = cv2.calcHist([steps], [0], None, [256], [0, 256]).ravel()[:_FLAT]
    return _TOLERANCE_NOISY if flat[0] < _MOST_EVEN * flat.sum() else _TOLERANCE


def _seeds(
    small: Pixels, box: Box, scale: float, ground: npt.NDArray[np.int16], tolerance: int
) -> list[tuple[int, int]]:
    """Pixels of the box's surroundings that have the ground colour, (x, y) in the small picture, the surest first: the
    best of all, then the best of each side."""
    height, width = small.shape[:2]
    pad = max(1, round(0.2 * box.h * scale))
    left, top = max(0, round(box.x * scale) - pad), max(0, round(box.y * scale) - pad)
    right = min(width, round(box.right * scale) + pad)
    bottom = min(height, round(box.bottom * scale) + pad)
    part = small[top:bottom, left:right]
    if part.size == 0:
        return []
    distance = far_from(part, ground)
    # the rim first: the white inside an 8 or 口 is no way out to the bubble
    rim = distance.astype(np.int16)
    rim[1:-1, 1:-1] += 64
    y, x = np.unravel_index(int(rim.argmin()), distance.shape)
    spread = int(ground.max()) - int(ground.min())
    limit = tolerance + _more(spread)
    if distance[y, x] > limit:
        return []
    last, end = distance.shape[0] - 1, distance.shape[1] - 1
    sides = [(0, int(distance[0].argmin())), (last, int(distance[last].argmin()))]
    sides += [(int(distance[:, 0].argmin()), 0), (int(distance[:, end].argmin()), end)]
    spots = [(int(y), int(x)), *(spot for spot in sides if distance[spot] <= limit)]
    return [(left + x, top + y) for y, x in dict.fromkeys(spots)]


def _more(spread: int) -> int:
    """How much more a ground may vary whose channels lie so far apart: coloured grounds suffer most from chroma
    subsampling, and stand far from any neighbour."""
    return 14 if spread > _COLOURED else 7 if spread > _TINTED else 0


def _flood(
    small: Pixels,
    owner: npt.NDArray[np.int32],
    seed: tuple[int, int],
    number: int,
    scale: float,
    tolerance: int,
) -> Region:
    height, width = small.shape[:2]
    mask = np.zeros((height + 2, width + 2), np.uint8)
    high, low = int(small[seed[1], seed[0]].max()), int(small[seed[1], seed[0]].min())
    limit = (tolerance + _more(high - low),) * 3
    flags = 4 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    area, _, _, rect = cv2.floodFill(small, mask, seed, (0, 0, 0), limit, limit, flags)
    x, y, w, h = (int(v) for v in rect)
    inner = mask[1 + y : 1 + y + h, 1 + x : 1 + x + w].astype(bool)
    owned = owner[y : y + h, x : x + w]
    owned[inner & (owned == 0)] = number
    colour = (
        cv2.mean(small[y : y + h, x : x + w], inner.astype(np.uint8)) if area else small[seed[1], seed[0]]
    )
    place = Box(x, y, max(1, w), max(1, h))
    left, right = _content(small, place, 0, x - 2), _content(small, place, x + w + 2, width)
    return Region(
        place.scaled(1 / scale),
        (int(colour[0]), int(colour[1]), int(colour[2])),
        area / max(1, w * h),
        left,
        right,
        _solidity(mask[1:-1, 1:-1], place),
    )


def _solidity(mask: Pixels, place: Box) -> float:
    part = np.ascontiguousarray(mask[place.y : place.bottom, place.x : place.right])
    # compression tears a ground between its glyphs, and the outline would run around each of them
    part = np.asarray(cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max((cv2.contourArea(outline) for outline in outlines), default=0.0)
    # a contour runs through the middles of its pixels
    return min(1.0, largest / max(1, (place.w - 1) * (place.h - 1)))


def _content(small: Pixels, place: Box, start: int, end: int) -> float:
    """How much of the strip from column start to end beside the head of place differs from its commonest colour."""
    width = small.shape[1]
    start, end = max(start, round(0.012 * width)), min(end, round(0.988 * width))
    bottom = place.y + min(place.h, round(0.12 * width))
    if end - start < 0.03 * width or bottom - place.y < 4:
        return 0.0
    strip = small[place.y : bottom, start:end]
    # only the fifth of the width next to the edge: beside a short bubble lies mostly page
    outer = round(0.18 * width)
    strip = strip[:, :outer] if start < width / 2 else strip[:, -outer:]
    ground = ground_colour(strip)
    return float((far_from(strip, ground) > 24).mean())


def tightened(rgb: Pixels, boxes: Sequence[Box]) -> list[Box]:
    """Line boxes as found, but those that hold a bubble, outline and all, shrunk to the lines of print inside it.

    On dark themes, photographs and coloured bubbles the edge of a bubble is as strong as print, and both come out as
    one box.
    """
    heights = sorted(box.h for box in boxes if box.w > 1.5 * box.h)
    if not heights:
        return list(boxes)
    usual = heights[len(heights) // 2]
    result: list[Box] = []
    for box in boxes:
        inner: list[Box] = []
        if box.h > _HIGHER * usual and box.w > 1.25 * box.h:
            either = [_print_inside(rgb, box, usual, uneven=uneven) for uneven in (False, True)]
            inner = max(either, key=lambda found: sum(line.area for line in found))
        elif box.h > _AVATAR * usual and box.w > 0.5 * box.h:
            found = _print_inside(rgb, box, usual)
            # the last word of a message, alone in its row, in one box with the avatar beside it
            # or a figure alone in a bubble, which is higher than wide, as no avatar is
            narrow = box.w < _NARROW * box.h
            inner = [line for line in found if narrow or abs(line.cx - box.cx) > _OFF_CENTRE * box.w]
        elif _HIGHER_COLOURED * usual < box.h <= _HIGHER * usual and box.w > 0.7 * box.h:
            inner = _print_inside(rgb, box, usual, trimmed=True) or _print_inside(
                rgb, box, usual, trimmed=True, uneven=True
            )
        result.extend(inner or [box])
    kept = [
        box
        for i, box in enumerate(result)
        if not any(
            j != i
            and other.y < box.bottom
            and box.y < other.bottom
            and box.overlap_x(other) * box.overlap_y(other) > 0.8 * box.area
            and (other.area > box.area or j < i)
            and not (other.h > _PHOTOGRAPH * usual and box.h < _HIGHER * usual and box.w > _LONG * usual)
            for j, other in enumerate(result)
        )
    ]
    return sorted(kept, key=lambda b: (b.y, b.x))


_CONVEX = 0.7
"""A bubble with its print fills more than this share of its box, heavy glyphs with what they enclose less."""


def _print_inside(
    rgb: Pixels, box: Box, usual: int, *, trimmed: bool = False, uneven: bool = False
) -> list[Box]:
    """The rows of print on the ground that fills most of a box; none where there are no rows of the usual height.

    trimmed: only corners of a coloured bubble may be in the box, and everything else in it is print. uneven: the bubble
    is coloured, shades off or was compressed, so that its ground varies more.
    """
    middle = rgb[box.y + box.h // 5 : box.bottom - box.h // 5, box.x + box.w // 8 : box.right - box.w // 8]
    if middle.size == 0:
        return []
    colour = ground_colour(middle)
    if trimmed and int(colour.max()) - int(colour.min()) <= _COLOURED:
        return []
    around = box.padded(max(2, usual // 6), max(2, usual // 6), rgb.shape[1], rgb.shape[0])
    part = rgb[around.y : around.bottom, around.x : around.right]
    distance = far_from(part, colour)
    more = _more(int(colour.max()) - int(colour.min())) if uneven else 0
    ground = (distance <= _ONE_GROUND + more).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ground, connectivity=4)
    if count < 2:
        return []
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    _, _, wide, high, filled = (int(v) for v in stats[largest])
    whole = filled >= 0.3 * box.area and wide * high >= 0.6 * box.area
    beside = (
        filled >= 0.2 * box.area and wide * high >= 0.3 * box.area and high > 1.3 * usual
    )  # with its avatar
    if not whole and not beside:
        return []
    rim = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])) == largest
    if (not trimmed and float(rim.mean()) > 0.85) or rim.all():
        return []  # the ground lies around the print: no outline was taken in
    inside = _within(labels == largest)
    if int(inside.sum()) < _CONVEX * wide * high:
        return []  # heavy print, taken for the ground of what it leaves open
    x, y = min(round(0.6 * usual), around.w // 4), around.h // 4
    across = int(inside.any(axis=0).sum())
    if trimmed and (not inside[y:-y, x:-x].all() or across < box.w - 1.5 * usual):
        return []  # a part of the ground only, that print or a picture cuts off
    ink = inside & (distance > max(40.0, 0.4 * float(np.percentile(distance[inside], 99))))
    rows = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(axis=1).astype(np.int8), [0]))))
    found: list[Box] = []
    for top, bottom in _joined(rows[::2], rows[1::2], usual // 4):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        line = Box(
            around.x + int(columns[0]), around.y + top, int(columns[-1] - columns[0] + 1), bottom - top
        )
        if 0.6 * usual <= line.h <= 1.45 * usual:
            found.append(line)
    kept = sum(int(ink[b.y - around.y : b.bottom - around.y].sum()) for b in found)
    if trimmed and kept < 0.9 * int(ink.sum()):
        return []
    # a bubble fits its print; a sliver in a wide box is no line of it, but a ? in a bubble of its own is
    widest = max((line.w for line in found), default=0)
    return found if widest > 0.3 * min(box.w, across) or (found and across < _ONE_GLYPH * usual) else []


def _within(ground: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ground and what it surrounds: all but what can be reached from the rim without crossing it."""
    rest = np.pad((~ground).astype(np.uint8), 1, constant_values=1)
    cv2.floodFill(rest, None, (0, 0), 2)
    return np.asarray(rest[1:-1, 1:-1] != 2)


def _joined(starts: npt.NDArray[np.int_], ends: npt.NDArray[np.int_], gap: int) -> list[tuple[int, int]]:
    """Runs of rows, those with less than gap between them as one: the dot of an i, the parts of 二."""
    runs: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if runs and start - runs[-1][1] < gap:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return runs
