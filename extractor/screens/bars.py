"""The bars above and below a conversation: its title, what is on offer, the box to type in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.fields.chat_times import find_stamp, resolve_chat_time
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.messages import Block, join_lines
from extractor.screens.stamps import named_stamp, stamp_of
from extractor.vision.regions import Region

_PAGE_TAIL = re.compile(r"^(?:[<>《》〈〉‹›•·.…=@+\-—|口回O]+|\d{1,3}%?)$")
_NOTICE_HEAD = re.compile(r"您?已进入|以[上下]是|您?正在|排队|.{2,12}为您服务$")
_TALLEST_BAR = 0.36
"""Of the width: a card with the product or order that is talked of."""
_TALLEST_HEADER = 0.8
_KEYS, _ROWS_OF_KEYS, _WIDEST_KEY = 5, 2, 0.16
"""An open keyboard has so many rows of so many keys each, none wider than this share of the picture."""
_LONGEST_REPLY, _WIDEST_REPLY = 8, 0.4
"""A button with a ready answer has so many characters at most, and is so wide."""


def is_footer(ground: Region, width: int, height: int) -> bool:
    """Whether a ground is the bar at the bottom with the box to type in."""
    box = ground.box
    return (
        ground.is_page(width)
        and box.y > 0.5 * height
        and box.bottom > 0.9 * height
        and box.h < 0.2 * min(width, height)
    )


def header_bottom(grounds: Sequence[Region | None], lines: Sequence[Line], size: tuple[int, int]) -> int:
    """Where the bars end that a page begins with: title, product or order on offer, a warning; 0 where there are none.

    They reach from edge to edge and lie one right under the other, above the ground of the conversation itself.
    """
    width, height = size
    pages = {ground.box for ground in grounds if ground is not None and ground.is_page(width)}
    bottom = 0
    for box in sorted(pages, key=lambda b: b.y):
        stamped = any(
            line.box.y > 0.13 * width
            and box.y <= line.box.cy < box.bottom
            and (stamp_of(line, None) is not None or named_stamp(line, None) is not None)
            for line in lines
        )
        if stamped or box.h > _TALLEST_BAR * width or box.y > bottom + 0.03 * width:
            break
        bottom = box.bottom
    conversation = any(box.y >= bottom - 2 and box.h > 0.3 * height for box in pages)
    return bottom if conversation and bottom < _TALLEST_HEADER * width else 0


def without_quick_replies(blocks: Sequence[Block], width: int) -> list[Block]:
    """The blocks without the row of ready answers (申请退款 | 催发货 | 开发票) that stands below the last message."""
    if not blocks:
        return []
    lowest = max(blocks, key=lambda block: block.box.cy).box
    row = [block for block in blocks if block.box.same_row(lowest)]
    buttons = len(row) > 1 and all(
        len(squeeze(join_lines(block.lines))) <= _LONGEST_REPLY and block.box.w < _WIDEST_REPLY * width
        for block in row
    )
    return [block for block in blocks if not buttons or block not in row]


def without_keyboard(blocks: Sequence[Block], width: int) -> list[Block]:
    """The blocks above an open keyboard: rows of small keys side by side, of which nobody said anything."""
    rows = [[block for block in blocks if block.box.same_row(one.box)] for one in blocks]
    keys = [row for row in rows if len(row) >= _KEYS and all(_is_key(block, width) for block in row)]
    tops = {min(block.box.y for block in row) for row in keys}
    if len(tops) < _ROWS_OF_KEYS:
        return list(blocks)
    return [block for block in blocks if block.box.cy < min(tops)]


def _is_key(block: Block, width: int) -> bool:
    return len(squeeze(join_lines(block.lines))) <= 3 and block.box.w < _WIDEST_KEY * width


def title_of(loose: Sequence[Line], boxes: Sequence[Box], size: tuple[int, int]) -> str:
    """The bar's text: the largest line above the first message that is no clock, battery or arrow."""
    width, _ = size
    top = min((box.y for box in boxes), default=0)
    stamps = [
        line.box.y for line in loose if line.box.y > 0.13 * width and resolve_chat_time(line.text, None)
    ]
    limit = min([top, 0.36 * width, *stamps])
    candidates = [
        line
        for line in loose
        if line.box.cy < limit
        and (line.box.y > 0.035 * width or (han_count(line.text) >= 2 and line.box.cx > 0.1 * width))
        and not _NOTICE_HEAD.match(squeeze(line.text))
        and not _PAGE_TAIL.match(squeeze(line.text))
        and len(squeeze(line.text)) >= (2 if han_count(line.text) else 3)
        and (line.confidence > 0.1 or han_count(line.text) >= 4)
        and resolve_chat_time(line.text, None) is None
        and not find_stamp(fold(line.text))
        and line.box.cx < 0.75 * width
    ]
    best = max(candidates, key=lambda line: (round(line.box.h / 4), -line.box.y), default=None)
    return re.sub(r"^[<《〈‹\s]+|[.…·\s]+$", "", fold(best.text)) if best else ""
