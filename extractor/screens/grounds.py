"""The page's own ground where it does not reach from edge to edge: around a photographed screen lies what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.geometry import Box
from extractor.vision.regions import Region

_WIDE, _HIGH, _HELD = 0.75, 0.4, 3
"""The ground of a screen fills so much of the width and the height of a photograph, and holds so many others."""


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
        for ground in grounds
    )
