"""Talks without bubbles and without times: a name above each message, the message behind the name's left edge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.fields.text import fold, squeeze
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.screens.messages import INPUT_HINTS, STATUS_TAG, Block, by_name

_FEWEST, _FEWEST_NAMES = 4, 3
"""So many messages make a talk, so many lines above others a column of names."""
_GAP, _INDENT, _COLUMN = 1.7, (0.3, 2.6), 0.012
_LONGEST_NAME = 16
_NO_NAME = re.compile(r"[,。!?;:]|\d{4}")
_ALIKE = 70


def names_above(lines: Sequence[Line], width: int) -> list[Line]:
    """The lines that are names above messages: short, right above a line that begins a little farther right, and so
    several times in the same two columns."""
    pairs = [
        (upper, lower)
        for upper in lines
        if len(squeeze(upper.text)) <= _LONGEST_NAME and not _NO_NAME.search(fold(upper.text))
        for lower in [_right_below(upper, lines)]
        if lower is not None
        and _INDENT[0] * lower.box.h < lower.box.x - upper.box.x < _INDENT[1] * lower.box.h
    ]
    near = _COLUMN * width
    return [
        upper
        for upper, lower in pairs
        if sum(
            abs(upper.box.x - other.box.x) < near and abs(lower.box.x - below.box.x) < near
            for other, below in pairs
        )
        >= _FEWEST_NAMES
    ]


def _right_below(upper: Line, lines: Sequence[Line]) -> Line | None:
    below = [
        line
        for line in lines
        if line.box.y >= upper.box.cy and line is not upper and line.box.overlap_x(upper.box) > 0
    ]
    nearest = min(below, key=lambda line: line.box.y, default=None)
    if nearest is None or nearest.box.y - upper.box.bottom > _GAP * upper.box.h:
        return None
    return nearest


def named_blocks(lines: Sequence[Line], width: int) -> list[Block]:
    """The messages of such a talk; none where nobody's name is the user's own, or nobody speaks twice.

    A form has labels above its values, too, but no 我 and no 访客 among them.
    """
    names = names_above(lines, width)
    if not names:
        return []
    own = {id(name) for name in names}
    column = sorted(name.box.x for name in names)[len(names) // 2]
    blocks: list[Block] = []
    for line in sorted(lines, key=lambda item: (item.box.y, item.box.x)):
        text = squeeze(fold(line.text))
        if id(line) in own:
            blocks.append(Block(line.box, [], None, name=text.strip(":·")))
        elif blocks and line.box.x > column:
            if blocks[-1].lines and (INPUT_HINTS.match(text) or STATUS_TAG.match(text)):
                continue
            last = blocks[-1].lines[-1].box if blocks[-1].lines else blocks[-1].box
            if line.box.y - last.bottom < _GAP * line.box.h:
                blocks[-1].lines.append(line)
    blocks = [block for block in blocks if block.lines]
    for index, block in enumerate(blocks):
        block.box = union_all(line.box for line in block.lines) or block.box
        block.speaker, block.sure = by_name(block.name)
        block.name = next(
            (b.name for b in blocks[:index] if fuzz.ratio(b.name, block.name) > _ALIKE), block.name
        )
    told = {block.speaker for block in blocks if block.sure}
    if len(blocks) < _FEWEST or "me" not in told or Counter(b.name for b in blocks).most_common(1)[0][1] < 2:
        return []
    for block in blocks:
        if block.speaker == "unknown":
            block.speaker = "other"  # as a guess
    return blocks
