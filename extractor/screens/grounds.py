"""The page's own ground where it does not reach from edge to edge: around a photographed screen lies what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.geometry import Box
from extractor.vision.regions import Region

_WIDE, _HIGH, _HELD = 0.75, 0.4, 3
"""The ground of a screen fills so much of the width and the height of a photograph, and holds so many others."""
_WHOLE = 0.78
"""A bubble fills so much of its box, its print counted in."""
_AVATAR, _SQUARE, _BESIDE, _LEVEL = (0.05, 0.14), 0.1, 0.04, 0.3
"""An avatar's width and how far it stands off its bubble, in widths of the page; how square it is, and how level with the bubble's
head, in heights of its own."""
_SEEN, _NOTHING = 0.2, 0.04
"""Share of the strip beside a bubble that an avatar takes; less than the last is none."""


def with_whole_page(grounds: Sequence[Region | None], size: tuple[int, int]) -> list[Region | None]:
    """The grounds, that of a photographed screen as wide as the picture.

    No ground of a page is there else; the one meant is wide and high, and the grounds of bubbles lie in it. A panel that
    lies over a page holds as many, but the page beside it is as wide as the picture.
    """
    width, height = size
    shown = list({id(ground): ground for ground in grounds if ground is not None}.values())
    high = [ground for ground in shown if ground.box.h > _HIGH * height]
    if any(ground.is_page(width) for ground in high):
        return list(grounds)
    wide = [ground for ground in high if ground.box.w > _WIDE * width]
    page = next((ground for ground in wide if _holds(ground, shown) >= _HELD), None)
    if page is None:
        return list(grounds)
    whole = replace(page, box=Box(0, page.box.y, width, page.box.h))
    return [whole if ground is page else ground for ground in grounds]


def _holds(page: Region, grounds: Sequence[Region]) -> int:
    """How many grounds of other colours lie within a page."""
    return sum(
        ground is not page
        and ground.box.area < page.box.area
        and page.box.overlap_x(ground.box) * page.box.overlap_y(ground.box) == ground.box.area
        and ground.colour != page.colour
        and ground.solid > _WHOLE  # no piece of a picture in a wide bubble
        for ground in grounds
    )


def with_pale_avatars(grounds: Sequence[Region | None], width: int) -> list[Region | None]:
    """The grounds, bubbles beside which stands an avatar nearly of the page's colour as having something there: a square on a
    ground of its own, its head level with the bubble's."""
    shown = list({id(ground): ground for ground in grounds if ground is not None}.values())
    squares = [
        ground
        for ground in shown
        if _AVATAR[0] * width <= ground.box.w <= _AVATAR[1] * width
        and abs(ground.box.w - ground.box.h) <= _SQUARE * ground.box.h
    ]
    told: dict[int, Region] = {}
    for ground in shown:
        box = ground.box
        if ground.is_page(width) or max(ground.left_content, ground.right_content) >= _NOTHING:
            continue
        beside = [
            square.box
            for square in squares
            if abs(square.box.y - box.y) < _LEVEL * square.box.h and box.w > square.box.w <= box.h + 2
        ]
        left = any(0 <= box.x - other.right < _BESIDE * width for other in beside)
        right = any(0 <= other.x - box.right < _BESIDE * width for other in beside)
        if left != right:
            told[id(ground)] = replace(
                ground,
                left_content=_SEEN if left else ground.left_content,
                right_content=_SEEN if right else ground.right_content,
            )
    return [ground if ground is None else told.get(id(ground), ground) for ground in grounds]
