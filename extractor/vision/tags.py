"""Takes coloured tags apart from the line that they stand in: `订单状态: [已完成]`, dark print and then white on green.

As one line the print of one of the two is lost: a crop has one ground.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.colours import near
from extractor.vision.components import components
from extractor.vision.crops import fitted, ground_colour

Pixels = npt.NDArray[np.uint8]

_ROW = 0.1
"""How far inside a line's box its ground shows above and below the print, in heights of the line."""
_OTHER, _SAME = 30, 24
"""A tag's ground differs from the page's by more than this in a channel, and at its top and foot by less than that."""
_SEEN, _STRONG = 16, 120
"""Height in pixels from which a tag's ground is told from its print, and how far a colour is from the page's that no smear makes."""
_SPECKS = 0.05
"""What is of no page in less than this share of a row is a speck."""
_LEAST = 1.1
"""Width of a tag in heights of the line."""
_GAP, _INK, _FILLED = 0.15, 70, 0.5
_MOST, _SMEARED, _STROKE = 0.45, 40, 0.12
"""Share of a tight tag that its ground fills between the strokes, how far a JPEG smears their colours into any tag's, and how wide
a stroke of print beside it may be."""
_BLANK = 0.4
"""The share of blanks in and between print; white print fills less of a tag."""
_CORNER = 0.3
"""Of the height of a line: so much of a column is of a tag's ground between its round corners."""
_BRIGHTNESS = np.array([0.299, 0.587, 0.114])
_SHOWN, _MOST_ROWS, _REST = 0.15, 0.85, 0.5
"""How much of a row of print shows its ground, how many rows do, and how much of a box its print fills where another ground
begins it."""
_STEP_ROWS, _STEP = 3, 12
"""Within so many rows one ground ends and another begins, by more than this in a channel."""
_SOLID, _RIM, _END = 0.6, 0.7, 0.1
"""Shares of it, and of its ends, that are not the page's, and how wide an end is, in heights of the line."""


def without_tags(rgb: Pixels, boxes: Sequence[Box]) -> list[Box]:
    """The line boxes of rgb (H, W, 3), those in which a coloured tag stands as two or three boxes, top to bottom.

    Of a tag or button the box is that of its print, without the edge that was found with it.
    """
    result = [part for box in boxes for part in _parts(rgb, box)]
    return sorted(result, key=lambda box: (box.y, box.x))


def _parts(rgb: Pixels, box: Box) -> list[Box]:
    if box.y >= 2 and box.w >= _LEAST * box.h:
        box = _on_one_ground(rgb, box)
    whole, box = box, _without_rings(rgb, box) if box.y >= 2 and box.h >= _SEEN else box
    inset = max(1, round(_ROW * box.h))
    if box.w < _LEAST * box.h or box.y < 2 or box.h < 4 * inset:
        return [whole]
    page = np.median(rgb[box.y - 2, box.x : box.right], axis=0)
    rows = rgb[[box.y + inset, box.bottom - 1 - inset], box.x : box.right]
    off = ~near(rows, page, _OTHER).any(axis=0)
    rows = rows.astype(np.int16)
    off &= np.abs(rows[0] - rows[1]).max(axis=1) < _SAME
    tags = [run for run in _runs(off, box.h, rows[0]) if _is_ground(rgb, box, page, inset, *run)]
    tags = _with_corners(rgb, box, inset, tags) or _tight(rgb, box, page)
    if not tags:
        return [whole]
    parts: list[Box] = []
    last = 0
    for start, end in [*tags, (box.w, box.w)]:
        if start - last > inset + box.h // 2:
            parts.append(fitted(rgb, Box(box.x + last, box.y, start - last - inset, box.h)))
        if end > start:
            parts.append(_print_in(rgb, Box(box.x + start, box.y, end - start, box.h), inset))
        last = end + inset
    return parts


def _without_rings(rgb: Pixels, box: Box) -> Box:
    """The box without rows at its top and foot that show nothing but the page: the rings of a JPEG around a tag make a box higher
    than the tag is. As it is where that leaves less than most of it, or print of a few pixels, which JPEG smears."""
    page = np.median(rgb[box.y - 2, box.x : box.right], axis=0)
    off = ~near(rgb[box.y : box.bottom, box.x : box.right], page, _OTHER)
    rows = np.flatnonzero(off.mean(axis=1) > _SPECKS)
    if not rows.size or rows[-1] - rows[0] + 1 < max(_SEEN, _FILLED * box.h):
        return box
    return Box(box.x, box.y + int(rows[0]), box.w, int(rows[-1] - rows[0]) + 1)


def _on_one_ground(rgb: Pixels, box: Box) -> Box:
    """The box without the rows at its top that are of another ground than the rest and what lies below it: the foot of the
    bubble above a line of small print, which came out as one with it."""
    below = min(box.bottom + 1, rgb.shape[0] - 1)
    page = np.median(rgb[below, box.x : box.right], axis=0)
    rows = rgb[box.y - 2 : box.bottom, box.x : box.right]
    same = near(rows, page, _SAME).mean(axis=1) > _SHOWN
    if same[0] or not same.any():
        return box
    first = int(np.argmax(same))
    apart = np.abs(rows[[max(0, first - _STEP_ROWS), first]].astype(np.int16) - page).max(axis=2)
    above, at = np.quantile(apart, _SHOWN, axis=1)
    if above - at < _STEP:
        return box  # one ground that shades off from top to foot
    top = box.y - 2 + first + 1
    if box.bottom - top < max(1, _REST * box.h) or same[first:].mean() < _MOST_ROWS:
        return box
    return fitted(rgb, Box(box.x, top, box.w, box.bottom - top))


def _with_corners(rgb: Pixels, box: Box, inset: int, tags: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The tags as far as their ground reaches at half their height: at its top and foot one with round ends is narrower."""
    result: list[tuple[int, int]] = []
    for start, end in tags:
        part = rgb[box.y : box.bottom, box.x : box.right].astype(np.int16)
        colour = np.median(part[inset, start:end], axis=0)
        ground = (np.abs(part - colour).max(axis=2) < _SAME).mean(axis=0) > _CORNER
        most = box.h // 2
        left, right = start, end
        while left > max(0, start - most) and ground[left - 1]:
            left -= 1
        while right < min(box.w, end + most) and ground[right]:
            right += 1
        result.append((left, right))
    return result


def _runs(
    columns: npt.NDArray[np.bool_], height: int, colours: npt.NDArray[np.int16] | None = None
) -> list[tuple[int, int]]:
    """Where columns are true side by side, for a tag's width at least; strokes of print between them do not count. What parts two
    of different colours is the page between two tags. colours: those of the columns."""

    def alike(run: list[int], start: int, end: int) -> bool:
        if colours is None:
            return True
        one, other = np.median(colours[run[0] : run[1]], axis=0), np.median(colours[start:end], axis=0)
        return float(np.abs(one - other).max()) < _OTHER

    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    runs: list[list[int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] <= max(2, _GAP * height) and alike(runs[-1], start, end):
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return [(start, end) for start, end in runs if _LEAST * height <= end - start]


def _tight(rgb: Pixels, box: Box, page: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Tags no higher than the print on them, whose top and foot are strokes as much as ground: most of each of their columns
    is not the page's, and of one colour."""
    part = rgb[box.y : box.bottom, box.x : box.right]
    other = ~near(part, page, _OTHER)

    def one_ground(start: int, end: int) -> bool:
        inside = part[:, start:end].astype(np.int16)
        filled, end_columns = other[:, start:end], max(2, round(_END * box.h))
        rims = filled[:, :end_columns].mean(), filled[:, -end_columns:].mean()
        if filled.mean() < _SOLID or min(rims) < _RIM:
            return False  # dense print, which is no ground between its strokes and at its ends
        colour = np.median(inside[filled], axis=0)
        solid = float((np.abs(inside - colour).max(axis=2) < _SMEARED).mean()) > _MOST
        return solid and not _shows_page(inside, page, colour)

    columns = _without_strokes(other.mean(axis=0) > _MOST, round(_STROKE * box.h))
    return [run for run in _runs(columns, box.h) if one_ground(*run)]


def _without_strokes(columns: npt.NDArray[np.bool_], widest: int) -> npt.NDArray[np.bool_]:
    """The columns without those before the first and behind the last that are more than a stroke of print side by side."""
    wide = cv2.morphologyEx(
        columns.astype(np.uint8)[None, :], cv2.MORPH_OPEN, np.ones((1, widest + 1), np.uint8)
    )
    found = np.flatnonzero(wide)
    kept = np.zeros_like(columns)
    if found.size:
        kept[found[0] : found[-1] + 1] = columns[found[0] : found[-1] + 1]
    return kept


def _is_ground(
    rgb: Pixels, box: Box, page: npt.NDArray[np.float64], inset: int, start: int, end: int
) -> bool:
    """Whether most between two columns has the colour of their top row: a ground, where the strokes of print are not."""
    part = rgb[box.y + inset : box.bottom - inset, box.x + start : box.x + end].astype(np.int16)
    colour = np.median(part[0], axis=0)
    # in print of a few pixels JPEG smears page and strokes into one colour: only what is far from the page's is a ground then
    strong = box.h >= _SEEN and float(np.abs(colour - page).max()) > _STRONG
    near = _SMEARED if strong else _SAME
    solid = float((np.abs(part - colour).max(axis=2) < near).mean()) > _FILLED
    return solid and not _shows_page(part, page, colour)


def _shows_page(
    part: npt.NDArray[np.int16], page: npt.NDArray[np.float64], colour: npt.NDArray[np.float64]
) -> bool:
    """Whether much of part, and a column from top to foot, is as bright as the page, not as a ground of colour: it parts two
    glyphs. JPEG keeps colour at half the resolution, and fills the blanks in and between small coloured glyphs with theirs."""
    light, of_page, of_ground = part @ _BRIGHTNESS, page @ _BRIGHTNESS, colour @ _BRIGHTNESS
    nearer = np.abs(light - of_page) < np.abs(light - of_ground)
    told = abs(of_page - of_ground) > _SAME and nearer.mean() > _BLANK
    return bool(told and nearer.all(axis=0).any())


def _print_in(rgb: Pixels, tag: Box, inset: int) -> Box:
    """The box of the print on a tag, without the tag's edges; the tag where none shows."""
    inner = rgb[tag.y + inset : tag.bottom - inset, tag.x + inset : tag.right - inset]
    ink = _without_slivers(np.abs(inner.astype(np.int16) - ground_colour(inner)).max(axis=2) > _INK, inset)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return tag
    left, top = tag.x + inset + int(columns[0]), tag.y + inset + int(rows[0])
    return Box(left, top, int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)


def _without_slivers(ink: npt.NDArray[np.bool_], widest: int) -> npt.NDArray[np.bool_]:
    """The ink without narrow strips at its edges: of the page beside a tag's round corners, or of its smeared edge."""
    _, labels, stats = components(ink.astype(np.uint8))
    x, y, w, h = (stats[:, column] for column in range(4))
    at_edge = (x == 0) | (y == 0) | (x + w == ink.shape[1]) | (y + h == ink.shape[0])
    sliver = at_edge & (np.minimum(w, h) <= widest)
    sliver[0] = True
    return ~sliver[labels] if not sliver.all() else ink
