"""Bubbles that shade off from one colour to another: the parts that the grounds of their lines show are one bubble."""

from __future__ import annotations

from dataclasses import replace

from extractor.screens.messages import Block

_LEVEL_EDGES, _SHADE, _TORN, _BETWEEN = 0.006, 24, 0.65, 0.15
"""Parts of a bubble that shades off end so level and stand so near, of the width, and differ so little in colour; one of them
fills no more of its box."""
_WIDE_SHADE = 32
"""The ends of a wide bubble differ so much in colour."""
_ONE_PRINT, _NOT_WHOLE = 1.5, 0.95
"""Lines of one message are so like in height; a part that shades off fills no more of its outline."""
_TAIL = 0.5
"""Of a line's height: as far as the tail of a bubble, which stands at its upper part, reaches out at most."""


def without_shading(by_region: dict[int, Block], width: int) -> dict[int, Block]:
    """The grounds, those that are parts of one bubble that shades off from left to right, or downwards, as one.

    They begin and end level and differ little in colour, and one of them is torn; buttons in a row are whole. Those below
    each other lie over each other, which no two bubbles do.
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


def _shades_down(a: Block, b: Block, width: int) -> bool:
    """Whether two grounds one below the other are the upper and the lower part of one bubble."""
    upper, lower = sorted((a, b), key=lambda block: block.box.y)
    if (
        upper.region is None
        or lower.region is None
        or upper.region.is_page(width)
        or lower.region.is_page(width)
    ):
        return False
    heights = [line.box.h for line in (*upper.lines, *lower.lines)]
    height = max(heights)
    if height > _ONE_PRINT * min(heights) or min(upper.region.solid, lower.region.solid) > _NOT_WHOLE:
        return False
    over = upper.box.bottom - lower.box.y
    edges = max(abs(upper.box.right - lower.box.right), abs(upper.box.x - lower.box.x))
    pairs = zip(upper.region.colour, lower.region.colour, strict=True)
    return (
        0 < over < height
        and upper.box.y < lower.box.y
        and upper.box.bottom < lower.box.bottom
        and edges < _TAIL * height
        and max(abs(x - y) for x, y in pairs) <= _SHADE
        and upper.box.bottom - upper.box.y > height
        and all(line.box.bottom <= upper.box.bottom for line in upper.lines)
    )


def _shades_into(left: Block, right: Block, width: int) -> bool:
    if left.region is None or right.region is None:
        return False
    near = _LEVEL_EDGES * width
    if _shades_down(left, right, width):
        return True
    level = max(abs(left.box.y - right.box.y), abs(left.box.bottom - right.box.bottom)) < near
    pairs = zip(left.region.colour, right.region.colour, strict=True)
    apart = max(abs(a - b) for a, b in pairs)
    torn = min(left.region.solid, right.region.solid) < _TORN
    over = left.box.overlap_x(right.box) > 0
    # print keeps off the edge of a whole bubble: what runs over it goes on in the other part
    runs_on = max(line.box.right for line in left.lines) > left.box.right
    alike = (apart <= _SHADE and (torn or over)) or (apart <= _WIDE_SHADE and runs_on)
    return level and alike and right.box.x - left.box.right < _BETWEEN * width
