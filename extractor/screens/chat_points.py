"""How much the blocks of a picture look like the bubbles of a chat."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.fields.text import han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.messages import INPUT_HINTS, Block, Separator, join_lines, same_colour
from extractor.screens.scraps import SAME_EDGE
from extractor.vision.regions import Region

_FEW_OWN, _FEW_OTHERS, _WORDS = 3, 2, 5
"""So many messages of either side, and so many Han characters in each on the average, are a talk without other signs."""
_FAR = 0.66
"""The bubbles of the other side begin left of this part of the width; buttons with an icon before them do not."""
_CELLS, _SET_APART = 3, 2
_STATE = 4
"""Characters of a state in the row of a table: 已开通."""
_SENTENCE, _DATED, _BELOW = 8, 2, 3
"""So many Han characters has what others say under a time, so many messages with a time right above each make a talk, and
so many heights below it they begin."""
_ASLANT = 0.03
"""In a photograph that is a little aslant messages of one edge begin so near each other, against the width."""
_PANE, _SPARSE = 0.5, 0.1
"""A pane takes more of its picture than this, and its print less of the pane."""


def is_pane(block: Block, region: Region, size: tuple[int, int]) -> bool:
    """True for a part of a window, most of the picture with a few words spread over it: a bubble is as large as its text."""
    printed = sum(line.box.area for line in block.lines)
    return region.box.area > _PANE * size[0] * size[1] and printed < _SPARSE * region.box.area


def points_of(
    blocks: Sequence[Block],
    beside: int,
    separators: Sequence[Separator],
    lines: Sequence[Line],
    bottom: int,
    width: int,
) -> int:
    """How much the picture looks like a chat: bubbles that hug a side, separators, names, avatars, an input bar.

    Cards, tables and coupons stand side by side; messages never do.
    """
    hugging = [
        b
        for b in blocks
        if b.speaker in ("me", "other")
        and len(squeeze(join_lines(b.lines))) >= 2
        and not _is_cells(b)
        and not (b.speaker == "other" and b.box.x > _FAR * width)
    ]
    hugging = _without_states(hugging)
    if not hugging:
        return 0
    both_sides = len({b.speaker for b in hugging}) == 2
    stamped = sum(1 for b in blocks if (b.time is not None and not separators) or b.name)
    typing = any(INPUT_HINTS.match(squeeze(line.text)) and line.box.y > bottom - line.box.h for line in lines)
    avatars = sum(
        1
        for b in hugging
        if b.region is not None and max(b.region.left_content, b.region.right_content) > 0.1
    )
    worded = sum(han_count(join_lines(b.lines)) >= 2 for b in hugging)
    if worded < 0.4 * len(hugging):
        return 0  # coloured figures: a list of prices
    han = sum(han_count(join_lines(b.lines)) for b in hugging)
    if han < 3 * len(hugging) or not any(han_count(join_lines(b.lines)) >= 5 for b in hugging):
        if not separators:
            return 0  # figures and headings of cells, not sentences
    signs = 3 * min(len(separators), 2) + 2 * min(stamped, 3) + 4 * typing + min(avatars, 3)
    if not signs and not (both_sides and len(hugging) >= 3):
        return 0
    if not separators and not avatars and not stamped and not typing:
        beside += 1 - both_sides
    return 2 * min(len(hugging), 5) + (3 if both_sides else 0) + signs - 6 * beside


def _is_cells(block: Block) -> bool:
    """True for the head of a table: three words and more in one row, all set apart."""
    cells = sorted((line.box for line in block.lines), key=lambda box: box.x)
    return len(cells) >= _CELLS and all(
        a.same_row(b) and b.x - a.right > _SET_APART * a.h for a, b in pairwise(cells)
    )


def _without_states(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without those of a side that say one and the same short word, each as wide as the others: the states of a
    table's rows."""
    kept = list(blocks)
    for side in ("me", "other"):
        mine = [b for b in blocks if b.speaker == side]
        said = {(squeeze(join_lines(b.lines)), b.box.x, b.box.w) for b in mine}
        if len(mine) > 1 and len(said) == 1 and all(len(word) <= _STATE for word, _, _ in said):
            kept = [b for b in kept if b.speaker != side]
    return kept


def plain_points_of(blocks: Sequence[Block], width: int) -> int:
    """Points of a part of a talk without avatars, names and times: own bubbles of one colour that end at one edge, and
    the others' words, whose bubbles the page's colour hides, that begin at one."""
    own = [b for b in blocks if b.speaker == "me" and b.region is not None]
    others = [b for b in blocks if b.speaker == "other" and b.region is None and b.sure]
    if len(own) < _FEW_OWN or len(others) < _FEW_OTHERS:
        return 0
    ends = [b.box.right for b in own]
    level = max(ends) - min(ends) < SAME_EDGE * width and all(same_colour(b, own[0]) for b in own)
    wide = len({b.box.w for b in own}) > 1
    worded = sum(han_count(join_lines(b.lines)) for b in (*own, *others)) >= _WORDS * (len(own) + len(others))
    return 2 * len(own) if level and wide and worded else 0


def dated_points_of(blocks: Sequence[Block], separators: Sequence[Separator], width: int) -> int:
    """Points of a talk whose other side's bubbles the page's colour hides, as text messages in a photograph: sentences that
    begin at one edge, each right below a time in the middle, and own bubbles that stand at the other side of the page."""
    own = [b for b in blocks if b.speaker == "me" and b.region is not None and b.box.x > width / 2]
    others = [b for b in blocks if b.speaker == "other" and b.region is None and b.sure]
    dated = [
        block
        for block in others
        if han_count(join_lines(block.lines)) >= _SENTENCE
        and any(0 < block.box.y - s.line.box.bottom < _BELOW * block.lines[0].box.h for s in separators)
    ]
    if not own or len(dated) < _DATED or any(a.box.overlap_y(b.box) > 0 for a in own for b in others):
        return 0
    begin = [b.box.x for b in dated]
    level = max(begin) - min(begin) < _ASLANT * width and max(begin) < width / 4
    return 2 * (len(own) + len(dated)) if level else 0
