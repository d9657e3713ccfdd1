"""Bubbles that shade off from one colour to another: the parts that the grounds of their lines show are one bubble."""

from __future__ import annotations

from dataclasses import replace

from extractor.screens.messages import Block

_LEVEL_EDGES, _SHADE, _TORN, _BETWEEN = 0.006, 24, 0.65, 0.15
"""Parts of a bubble that shades off end so level and stand so near, of the width, and differ so little in colour; one of them
fills no more of its box."""


def without_shading(by_region: dict[int, Block], width: int) -> dict[int, Block]:
    """The grounds, those that are parts of one bubble that shades off from left to right as one.

    They begin and end level and differ little in colour, and one of them is torn; buttons in a row are whole.
    """
    result: dict[int, Block] = {}
    for number, block in sorted(by_region.items(), key=lambda item: (item[1].box.x, item[1].box.y)):
        part = next((other for other in result.values() if _shades_into(other, block, width)), None)
        if part is None or part.region is None or block.region is None:
            result[number] = block
            continue
        part.lines.extend(block.lines)
        part.box = part.box.union(block.box)
        whole = max(part.region, block.region, key=lambda region: region.solid)
        begins, right = part.region, block.region.right_content
        part.region = replace(
            whole, box=part.box, colour=begins.colour, left_content=begins.left_content, right_content=right
        )
    return result


def _shades_into(left: Block, right: Block, width: int) -> bool:
    if left.region is None or right.region is None:
        return False
    near = _LEVEL_EDGES * width
    level = max(abs(left.box.y - right.box.y), abs(left.box.bottom - right.box.bottom)) < near
    pairs = zip(left.region.colour, right.region.colour, strict=True)
    alike = max(abs(a - b) for a, b in pairs) <= _SHADE
    torn = min(left.region.solid, right.region.solid) < _TORN
    return level and alike and torn and right.box.x - left.box.right < _BETWEEN * width
