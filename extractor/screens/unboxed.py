"""Messages whose bubbles have the page's own colour: text at one side of it, between the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.bubbles import block_under
from extractor.screens.messages import (
    INPUT_HINTS,
    NOTICE,
    STATUS_TAG,
    Block,
    Speaker,
    by_name,
    in_rows,
    join_lines,
)
from extractor.screens.named_log import names_above
from extractor.screens.scraps import SAME_EDGE, SIGNS
from extractor.screens.stamps import named_stamp, stamp_of

_COLUMN, _LEGIBLE, _ONE_SIGN, _LOWEST, _HIGHEST = 0.02, 0.4, 0.8, 0.68, 1.25
_BUTTON = 8
"""A button's name has so many characters at most."""
_PICTURED = 2
"""What is read as one character and so high against the usual line is no print."""
_ROW, _EDGE = 0.5, 0.2
"""In heights of print: how near below each other the rows of a message stand, and how level they begin."""
_SMALL, _NARROW = 0.9, 0.85
"""Print of a name against the usual line: its height, and how far apart its Han characters stand."""


def _is_button(line: Line, lines: Sequence[Line]) -> bool:
    """True for one of three short words and more in a row: 转人工 | 我的订单 | 退款进度 below the last message."""
    row = [other for other in lines if other.box.same_row(line.box)]
    return len(row) >= 3 and all(len(squeeze(other.text)) <= _BUTTON for other in row)


def unboxed_blocks(
    loose: Sequence[Line],
    blocks: Sequence[Block],
    captured: datetime | None,
    room: tuple[int, int],
    pictures: Sequence[Box] = (),
) -> list[Block]:
    """Messages whose bubble has the page's own colour: text at one side, between the first and the last bubble, or above
    and below these where such messages begin.

    room: the width of the picture, and where its title bar ends. pictures: those that may have been sent, with a name above.
    """
    width, head = room
    names = {id(line) for line in names_above(loose, width)}
    print_height = sorted(line.box.h for block in blocks for line in block.lines)
    usual = print_height[len(print_height) // 2]
    sent = [Block(box, [], None) for box in pictures]
    bottom = lowest = max(b.box.bottom for b in blocks)
    stamps = [line.box.y for line in loose if line.box.y > 0.13 * width and named_stamp(line, captured)]
    stamps += [line.box.y for line in loose if line.box.y > 0.2 * width and stamp_of(line, captured)]
    top, bottom = min([*(b.box.y for b in blocks), *stamps]), max([bottom, *(y + 4 * usual for y in stamps)])
    boxed = [block for block in blocks if block.region is not None]
    found: list[Block] = []
    for line in sorted(loose, key=lambda item: (item.box.y, item.box.x)):
        text = fold(line.text)
        if (
            line.box.y < min(top, max(head, round(0.2 * width)))
            or id(line) in names
            or named_stamp(line, captured) is not None
            or stamp_of(line, captured) is not None
            or line.box.h < 0.68 * usual
            or (line.box.h > _PICTURED * usual and len(squeeze(text)) == 1)  # an avatar
            or (line.box.h < 0.9 * usual and len(squeeze(text)) <= 2)  # 已读 beside a bubble
            or (line.confidence < (0.05 if len(squeeze(text)) > 3 else 0.6) and han_count(text) < 6)
            or text.startswith(("《", "<"))
            or re.fullmatch(r"[^\w?!.…]", squeeze(text))  # an icon
            or (by_name(text)[1] and len(text) <= 10 and not re.search(r"[,;:!?。]|\d{2}", text))
            or (block_under(line, boxed) is not None and not (found and _wraps(found[-1], line)))
            or any(_crosses_corner(line, b) for b in blocks)
            or (_is_small(line, usual) and block_under(line, sent) is not None)
            or STATUS_TAG.match(squeeze(text))
            or (abs(line.box.cx - width / 2) < 0.02 * width and NOTICE.search(squeeze(text)))
            or INPUT_HINTS.match(squeeze(text))
            or (line.box.y > lowest and _is_button(line, loose))
        ):
            continue
        last = found[-1] if found else None
        if last is not None and (
            last.lines[-1].box.same_row(line.box)
            or (
                line.box.y - last.box.bottom < 0.75 * line.box.h
                and abs(line.box.x - last.box.x) < 1.3 * line.box.h
            )
        ):
            last.lines.append(line)
            last.box = last.box.union(line.box)
            continue
        found.append(Block(line.box, [line], None))
    kept: list[Block] = []
    for block in sorted(found, key=lambda b: abs(b.box.cx - width / 2) < 0.06 * width):
        left, right = block.box.x, width - block.box.right
        if block.box.y > lowest and SIGNS.fullmatch(squeeze(join_lines(block.lines))):
            continue
        if abs(block.lines[0].box.cx - width / 2) < 0.04 * width and block.lines[0].box.h < 0.9 * usual:
            continue  # a notice in small print
        rows = in_rows(block.lines)
        said = squeeze(join_lines(block.lines))
        if len(rows) == 1 and abs(block.box.cx - width / 2) < 0.02 * width and NOTICE.search(said):
            continue
        if (
            abs(block.box.cx - width / 2) < 0.06 * width
            and len(rows) == 1
            and not _in_column(block, [*blocks, *found], width)
        ):
            continue  # centred: a notice
        if min(left, right) > 0.3 * width:
            continue
        block.speaker = "me" if right < left and right < 0.25 * width and left > 0.15 * width else "other"
        if abs(block.box.cx - width / 2) < 0.06 * width:
            block.speaker = _column_of(block, [*blocks, *found], width)
        edges = [b.box.x if block.speaker == "other" else b.box.right for b in found if b is not block]
        own = block.box.x if block.speaker == "other" else block.box.right
        block.sure = any(abs(own - edge) < 0.02 * width for edge in edges)
        kept.append(block)
    inside = [block for block in kept if top <= block.box.y < bottom + 2 * usual]
    return [block for block in kept if block in inside or _goes_on(block, inside, usual, width)]


def _wraps(block: Block, line: Line) -> bool:
    """Whether a line is one more row of a message: right below its last one, from the same edge on, in its print."""
    last = block.lines[-1].box
    near = line.box.y - last.bottom < _ROW * line.box.h and abs(line.box.x - last.x) < _EDGE * line.box.h
    return near and not last.same_row(line.box) and line.box.h >= _SMALL * last.h


def _crosses_corner(line: Line, block: Block) -> bool:
    """Whether a line begins beside a bubble and runs on over its upper or lower edge, as watermarks do."""
    box, own = line.box, block.box
    high = box.overlap_y(own)
    beside = box.x < own.x - box.h and own.x + box.h < box.right
    return block.region is not None and beside and 0 < high < box.h


def _goes_on(block: Block, inside: Sequence[Block], usual: int, width: int) -> bool:
    """Whether a text above the first or below the last bubble is one more message in the column of some between them."""
    column = any(b.speaker == "other" and abs(b.box.x - block.box.x) < _COLUMN * width for b in inside)
    text = squeeze(join_lines(block.lines))
    legible = min(line.confidence for line in block.lines) > (_LEGIBLE if len(text) > 1 else _ONE_SIGN)
    height = max(line.box.h for line in block.lines)
    return block.speaker == "other" and column and legible and _LOWEST * usual <= height <= _HIGHEST * usual


def _in_column(block: Block, blocks: Sequence[Block], width: int) -> bool:
    """Whether a text that stands in the middle begins or ends where other texts do."""
    return any(_aligned(block, blocks, width))


def _column_of(block: Block, blocks: Sequence[Block], width: int) -> Speaker:
    left, right = _aligned(block, blocks, width)
    return "me" if right > left else "other"


def _aligned(block: Block, blocks: Sequence[Block], width: int) -> tuple[int, int]:
    """How many texts of the other side begin where block's does, and how many of the user's end where it does."""
    near = SAME_EDGE * width
    left = right = 0
    for other in blocks:
        if other is block or not other.lines:
            continue
        x, end = min(line.box.x for line in other.lines), max(line.box.right for line in other.lines)
        left += other.speaker != "me" and abs(x - block.box.x) < near and end != block.box.right
        right += other.speaker != "other" and abs(end - block.box.right) < near and x != block.box.x
    return left, right


def without_lone_names(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without lines that say the name of somebody who writes here, in smaller print than the messages: what they
    stand above, a sticker or a drawing, was not told."""
    names = {squeeze(fold(block.name)) for block in blocks if block.name}
    heights = sorted(line.box.h for block in blocks for line in block.lines)
    usual = heights[len(heights) // 2] if heights else 0
    return [
        block
        for block in blocks
        if block.region is not None
        or block.kind != "text"
        or not block.lines
        or not all(_is_small(line, usual) for line in block.lines)
        or squeeze(fold(join_lines(block.lines))) not in names
    ]


def _is_small(line: Line, usual: int) -> bool:
    """Whether a line is set in smaller print than the usual one: it is lower, or its characters stand closer."""
    text = squeeze(line.text)
    han = han_count(text)
    pitch = line.box.w / max(1.0, han + 0.55 * (len(text) - han))
    return line.box.h < _SMALL * usual or (han > 1 and pitch < _NARROW * usual)
