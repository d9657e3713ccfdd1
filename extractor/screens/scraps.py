"""What stands on a chat's page and is no word of it: letters read in avatars, specks, the rims of bubbles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from statistics import median

from rapidfuzz import fuzz

from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.vision.regions import Region

# Bubbles were measured at 0.84 and more, scribbled over at 0.7; patches of photographed backgrounds at 0.68 and less.
_LEAST_SOLID = 0.6
SAME_EDGE = 0.012
"""Of the width: bubbles of one side begin or end so level."""
UNREAD = 0.3
_SCRAP, _SPECK = 0.6, 0.45
_CENTRED = 0.06
_SAME_COLOUR = 12
_LOW = 0.06
"""Of the width: so high a bubble is at least; the halves of an avatar of two colours are lower."""
_BUBBLE = 1.8
"""A bubble is so many usual lines high at least."""
_SMALLER, _UNSURE = 0.75, 0.65
SIGNS = re.compile("[一Oo0@日田四中口回曰加由图国固画吕品丨一·.。,、+~^()<>《》|/\\\\=&$#*-]+")
"""What icons are read as."""
_FLECK, _SHORT, _GUESSED = 0.45, 3, 0.1
_AVATAR = 1.3
"""What is read in an avatar is so many times as high as the usual line."""
_MARK = 0.74
"""So low beside the bubble's print, and hardly legible, is what a watermark across it was read as."""
_TILED, _WORDED, _ONE_TEXT = 3, 3, 80
"""A watermark's text stands so many times on a page, has so many Han characters, and its readings are so alike."""
_OUTSIDE = 0.5
_RIM = 0.15
"""Print keeps farther from the edge of its bubble than this share of a line's height."""


def without_rims(pairs: Sequence[tuple[Line, Region | None]], width: int) -> list[tuple[Line, Region | None]]:
    """The lines without those that were read in a bubble's own outline.

    They reach the edge of the bubble, where print never stands, and hold no words; something else is in the bubble.
    """
    grounds = {id(ground): ground for _, ground in pairs if ground is not None and not ground.is_page(width)}
    rims: set[int] = set()
    for number, ground in grounds.items():
        inside = [line for line, own in pairs if id(own) == number]
        rim = [line for line in inside if _on_the_rim(line, ground.box, inside)]
        if len(rim) < len(inside) and not is_patch(ground):
            rims.update(id(line) for line in rim)
    return [pair for pair in pairs if id(pair[0]) not in rims]


def _on_the_rim(line: Line, ground: Box, company: Sequence[Line]) -> bool:
    usual = max(other.box.h for other in company)
    near = max(1.0, _RIM * usual)
    box = line.box
    if box.h > _SMALLER * usual and line.confidence > _UNSURE:
        return False  # where the ground shades off it ends before its print
    left, right = ground.x + near - box.x, box.right - ground.right + near
    low = box.h <= _SMALLER * usual
    if low and line.confidence < _GUESSED and (max(left, right) > usual or min(left, right) > 0):
        return True  # it goes from rim to rim, or beyond the bubble: no print does
    if is_fleck(line, company) or _lies_over(line, ground, company) or _lies_outside(line, ground):
        return True
    beyond = (
        box.x < ground.x + near
        or box.right > ground.right - near
        or (box.y < ground.y + near and ground.y > 0)  # where the picture begins it may cut through print
        or box.bottom > ground.bottom - near
    )
    return beyond and han_count(line.text) < 2 and digit_count(line.text) < 2


def _lies_outside(line: Line, ground: Box) -> bool:
    """Whether most of what hardly anybody could read lies outside its bubble, some of it beside that: in a photograph, between
    this bubble and the next."""
    shared = line.box.overlap_x(ground) * line.box.overlap_y(ground)
    beside = line.box.x < ground.x or line.box.right > ground.right
    return line.confidence < UNREAD and beside and shared < _OUTSIDE * line.box.area


def _lies_over(line: Line, ground: Box, company: Sequence[Line]) -> bool:
    """Whether what hardly anybody could read reaches over the lower or upper edge of its bubble and into a row of its print;
    what also goes from one side to the other may be read a little surer."""
    across = line.box.x <= ground.x + 1 and line.box.right >= ground.right - 1
    return (
        line.confidence < (UNREAD if across else _GUESSED)
        and (line.box.bottom > ground.bottom or line.box.y < ground.y)
        and any(
            other.confidence > _UNSURE
            and other.box.overlap_x(line.box) > 0
            and other.box.overlap_y(line.box) > _RIM * other.box.h
            for other in company
            if other is not line
        )
    )


def is_fleck(line: Line, company: Sequence[Line]) -> bool:
    """Whether a line is far lower than the others of its ground, read unsurely, and stands in a row of its own: what a
    photograph behind the bubble has beside its edge."""
    others = [other for other in company if other is not line]
    usual = max((other.box.h for other in others), default=0)
    high = _MARK if line.confidence < _GUESSED and not digit_count(line.text) else _FLECK
    return (
        line.box.h < high * usual
        and line.confidence < _UNSURE
        and len(squeeze(line.text)) <= (_SHORT if han_count(line.text) else 2 * _SHORT)
        and not any(other.box.h >= _FLECK * usual and other.box.same_row(line.box) for other in others)
    )


def is_patch(ground: Region) -> bool:
    """A part of a picture: neither a rectangle with round corners, be it scribbled over, nor a circle."""
    return ground.solid < _LEAST_SOLID and not is_circle(ground)


def is_circle(ground: Region) -> bool:
    """A round avatar or button: a circle fills π/4 of its box. No bubble is as high as wide and round."""
    return _is_square(ground.box) and 0.7 < ground.solid < 0.83


def has_avatar(region: Region) -> bool:
    """Whether something stands beside a ground at one side only; on a photographed page it does at both."""
    least, most = sorted((region.left_content, region.right_content))
    return most > 0.1 and least < 0.04


def _is_square(box: Box) -> bool:
    return 0.8 < box.w / max(1, box.h) < 1.25


def without_pictures(
    pairs: Sequence[tuple[Line, Region | None]], width: int
) -> list[tuple[Line, Region | None]]:
    """The lines without what was read in avatars: circles, and squares in the column outside the bubbles."""
    whole = {id(ground): ground for _, ground in pairs if ground is not None and not is_patch(ground)}
    wide_grounds = [g for g in whole.values() if g.box.w > 1.25 * g.box.h and g.box.w < 0.93 * width]
    wide = [ground.box for ground in wide_grounds]
    squares = [g.box for g in whole.values() if _is_square(g.box) and g.box.w < 0.17 * width]
    usual = median(line.box.h for line, _ in pairs) if pairs else 0
    left_edge, right_edge = _columns(wide_grounds, width, usual)
    top = min((box.y for box in wide), default=0) - 0.2 * width
    kept = []
    for line, ground in pairs:
        text = squeeze(line.text)
        in_bubble = (
            ground is not None
            and ground.box in wide
            and not is_patch(ground)
            and ground.box.right > left_edge
            and ground.box.x < right_edge
            and ground.box.x <= line.box.cx < ground.box.right
        )
        # the box of an avatar may take in the tail of the bubble beside it; no name above one is so high
        tall = line.box.h > _AVATAR * usual and not left_edge < line.box.cx < right_edge
        aside = tall or line.box.right <= left_edge or line.box.x >= right_edge
        if aside and not in_bubble and line.box.w < 0.14 * width:
            picture = line.box.y > top
        elif ground is None:
            picture = line.box.w < 0.16 * width and line.box.h > 0.06 * width and len(text) <= 2
        elif is_circle(ground) and ground.box.w < 0.2 * width:
            picture = len(text) <= 3 and not any(_like(ground, other, width) for other in wide_grounds)
        else:
            picture = (
                _is_square(ground.box)
                and ground.box.w < 0.17 * width
                and len(text) <= 3
                and _outside(ground.box, wide, squares, width)
                and any(other is not line and other.box.overlap_y(ground.box) > 0 for other, _ in pairs)
            )
        if not picture:
            kept.append((line, ground))
    return kept


def _like(ground: Region, bubble: Region, width: int) -> bool:
    """Whether a round ground has a bubble's colour and ends where that does: the bubble of an answer of one letter."""
    apart = max(abs(a - b) for a, b in zip(ground.colour, bubble.colour, strict=True))
    box, other = ground.box, bubble.box
    edge = min(abs(box.x - other.x), abs(box.right - other.right))
    return apart <= _SAME_COLOUR and edge < SAME_EDGE * width


def _columns(grounds: Sequence[Region], width: int, usual: float) -> tuple[int, int]:
    """Where the bubbles of either side begin and end: beyond stand only avatars. 0 and width where none tells.

    A bubble with an avatar beside it tells by itself, however wide it is; of others at least two must. usual: the height of the
    usual line; a badge beside a name is hardly higher.
    """
    # the picture of a computer's window is wide against its bubbles
    beside = [g for g in grounds if has_avatar(g) and g.box.h > min(_LOW * width, _BUBBLE * usual)]
    lefts = sorted(g.box.x for g in beside if g.left_content > 0.1 and g.box.x < width - g.box.right)
    rights = sorted(g.box.right for g in beside if g.right_content > 0.1 and g.box.x > width - g.box.right)
    others = [g.box for g in grounds if abs(g.box.cx - width / 2) > _CENTRED * width]  # no pills with a time
    if not lefts and len(found := sorted(box.x for box in others if box.x < width - box.right)) > 1:
        lefts = found
    if not rights and len(found := sorted(box.right for box in others if box.x > width - box.right)) > 1:
        rights = found
    return lefts[len(lefts) // 2] if lefts else 0, rights[len(rights) // 2] if rights else width


def _outside(box: Box, wide: Sequence[Box], squares: Sequence[Box], width: int) -> bool:
    """Whether a square stands at the page's side where avatars do: beside a bubble, or alone in its column."""
    left, right = box.x < 0.08 * width, box.right > 0.92 * width
    if not left and not right:
        return False
    near = SAME_EDGE * width
    if any(abs((o.x - box.x) if left else (o.right - box.right)) < near for o in wide):
        return False  # wide bubbles begin at the same edge: it is one of them
    beside = any(
        o is not box
        and o.overlap_y(box) > 0.3 * min(o.h, box.h)
        and 0 <= ((o.x - box.right) if left else (box.x - o.right)) < 0.08 * width
        for o in (*wide, *squares)
    )
    beyond = sum((o.x > box.right) if left else (o.right < box.x) for o in wide)
    return beside or beyond >= 2


def without_scraps(pairs: Sequence[tuple[Line, Region | None]]) -> list[tuple[Line, Region | None]]:
    """The lines without specks that hold no print: the corner of a bubble, the tip of its tail."""
    worded = [
        line for line, _ in pairs if len(squeeze(line.text)) > 2
    ]  # in an avatar a character or two are read
    heights = sorted(line.box.h for line in worded or [line for line, _ in pairs])
    usual = (
        heights[7 * len(heights) // 10] if heights else 0
    )  # of words, where each has a small clock beside it
    return [
        (line, ground)
        for line, ground in pairs
        if (longest := max(line.box.w, line.box.h)) > _SCRAP * usual
        or (line.confidence > UNREAD and longest > _SPECK * usual)
    ]


def without_watermarks(
    pairs: Sequence[tuple[Line, Region | None]],
) -> list[tuple[Line, Region | None]]:
    """The lines without a watermark that is written over the whole page: one text several times, and twice in one row, for
    nobody says a thing twice at one height."""
    texts = [squeeze(fold(line.text)) for line, _ in pairs]
    often = {text for text, count in Counter(texts).items() if count >= _TILED and han_count(text) >= _WORDED}
    tiles = {
        text
        for text in often
        for a, b in combinations(
            [line for (line, _), own in zip(pairs, texts, strict=True) if own == text], 2
        )
        if a.box.same_row(b.box) and not a.box.overlap_x(b.box)
    }
    return [
        pair
        for pair, text in zip(pairs, texts, strict=True)
        if not any(text == tile or fuzz.ratio(text, tile) > _ONE_TEXT for tile in tiles)
    ]
