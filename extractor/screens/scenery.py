"""What is read in the photograph behind a talk, which is no word of it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.messages import Block, same_colour
from extractor.screens.scraps import SAME_EDGE, has_avatar, is_patch
from extractor.screens.stamps import stamp_of
from extractor.vision.regions import Region

_LEGIBLE, _SIGNED, _PAIR = 0.4, 3, 2
"""So surely is a bubble read; so many bubbles with avatars, and of either side, tell how messages stand on a page."""
_DAY = 2
"""So many characters has the shortest day."""
_PAGE, _WHOLE_BUBBLE = 0.4, 0.9
"""The ground of a page takes so much of its height; so much of its box fills a bubble that stands on a photograph."""


def without_scenery(blocks: Sequence[Block], width: int) -> list[Block]:
    """The blocks without parts of the picture behind the talk: no avatar beside them, no bubble's colour, hardly legible.

    Where the user's own bubbles have no avatar, one that was misread has the colour of those that were not, and ends where
    they do.
    """
    beside = [b for b in blocks if b.region is not None and has_avatar(b.region)]
    legible = [b for b in blocks if _legible(b)]
    told = [b for b in beside if b in legible]
    if len(told) < _SIGNED:
        return list(blocks)
    near = SAME_EDGE * width
    return [
        b
        for b in blocks
        if b in legible
        or b in beside
        or any(
            same_colour(b, other) and (other in told or abs(b.box.right - other.box.right) < near)
            for other in legible
        )
    ]


def scenery_among(
    pairs: Sequence[tuple[Line, Region | None]], blocks: Sequence[Block], size: tuple[int, int]
) -> set[int]:
    """The ids of the lines on the photograph behind a talk, none where the page has a colour of its own: there each message, of
    both sides, stands in a bubble, and what is read between these is a name above one, or nothing. A stamp is print, however unsurely it was read."""
    width, height = size
    grounds = [ground for _, ground in pairs if ground is not None]
    if any(ground.is_page(width) and ground.box.h > _PAGE * height for ground in grounds):
        return set()
    whole = [b for b in blocks if b.region is not None and b.region.solid > _WHOLE_BUBBLE]
    if any(sum(b.speaker == side for b in whole) < _PAIR for side in ("me", "other")):
        return set()
    inside = {id(line) for block in blocks for line in block.lines}
    return {
        id(line)
        for line, ground in pairs
        if (ground is None or is_patch(ground)) and id(line) not in inside and stamp_of(line, None) is None
    }


def is_speck(line: Line, ground: Region | None) -> bool:
    """Whether a line is a sign or none that was hardly read on a photograph: a day has more of them."""
    return (
        ground is not None
        and is_patch(ground)
        and len(squeeze(line.text)) < _DAY
        and line.confidence < _LEGIBLE
    )


def _legible(block: Block) -> bool:
    """Whether most of a block was read with some sureness; a character or two alone may be anything."""
    read = [(line.confidence, len(squeeze(line.text))) for line in block.lines]
    count = sum(number for _, number in read)
    return count > 2 and sum(sure * number for sure, number in read) > _LEGIBLE * count
