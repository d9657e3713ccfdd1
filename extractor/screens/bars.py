"""The bars above and below a conversation: its title, what is on offer, the box to type in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.fields.chat_times import find_stamp, resolve_chat_time
from extractor.fields.money import is_price
from extractor.fields.text import fold, han_count, labelled_value, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.messages import INPUT_HINTS, NOTICE, STATUS_TAG, Block, in_rows, join_lines
from extractor.screens.panes import wide
from extractor.screens.stamps import named_stamp, stamp_of
from extractor.vision.regions import Region

_PAGE_TAIL = re.compile(
    r"^(?:[<>《》〈〉‹›•·.…=@+\-—|口回O]+|[<《〈‹和专]?\d{1,3}[%+]?|[<《〈‹]?(?:消息|返回)?\(?\d{1,3}\+?\)?)$"
)
_UNREAD = re.compile(r"[<《〈‹]?\(?\d{1,3}\+?\)?")
_CARRIER = re.compile("(?:中国)?(?:移动|联通|电信|广电).{0,4}$")
_SIGNED_CARRIER = re.compile("[^\u4e00-\u9fff]{0,3}.?中国(?:移动|联通|电信|广电).{0,2}")
"""The same between the bars and the waves of a status bar, which are read as a character or two."""
_NOTICE_HEAD = re.compile(
    r"您?已进入|以[上下]是|您?正在|排队|.{2,12}为您服务$|历史(?:消息|记录)$|.{2,24}(?:已加入|加入了?会话|接入)$"
)
_TALLEST_BAR = 0.36
"""Of the width: a card with the product or order that is talked of."""
_TALLEST_FIRST = 0.5
"""The same card may share its ground with the title and the status bar."""
_TALLEST_HEADER = 0.8
_SUBTITLE, _SUBTITLE_GAP = 0.95, 0.75
_TALLEST_BAR_OF_ALL, _OTHER_COLOUR, _AVATAR = 0.5, 5, 0.1
"""Two bars in one: where a stitched picture has its seam, the box to type in and the next title share their ground."""
_PRESENCE = re.compile(r"(?:手机|电脑|3G|4G|5G|WiFi)?(?:在线|离线|隐身|忙碌|离开)(?:$|[-·.,|:(（]|状态|正在)")
"""What stands below a name of whether he is there: 在线 · 正在玩 Counter-Strike 2."""
_WARNING = re.compile(r"请勿(?:轻信|相信|点击|向)|谨防|谦防")
_ARROWS = "‹❮〈"
_CLOSED_BY = {"<": ">", "(": ")", "[": "]", "{": "}", "《": "》", "«": "»", "【": "】", "「": "」"}
"""Brackets with what closes them; an arrow is read as one that stays open."""
_CLOCK = re.compile(r"\d{1,2}[:;.]?\d{2}")
_BAR_CLOCK = re.compile(r"\d{1,2}[:;.]?\d{2}(?:(?:中国)?(?:移动|联通|电信|广电)|[\u4e00-\u9fff])?")
"""The clock of a status bar, the name of the network behind it, or the sign of an alarm."""
_STATUS_ENDS, _WIDEST_SIGN, _TOOLS = 0.25, 0.3, 3
_CUT = 0.93
_SIGN_SURE = 0.5
"""The signs of a status bar come out as characters that are read less surely than this."""
_SPARE, _ABOVE_KEYS = 2.5, 0.25
"""The box that is typed in reaches so many heights of its print beyond it, and stands within this share of the width of the
keyboard: a row of tools may stand between them."""
_KEYS, _ROWS_OF_KEYS, _WIDEST_KEY = 5, 2, 0.16
"""An open keyboard has so many rows of so many keys each, none wider than this share of the picture."""
_WIDE_CARD, _BELOW_TITLE = 0.85, 0.05
_PRICE = re.compile(r"\d+\.\d{2}(?!\d)")
_REPLY = re.compile("[\u4e00-\u9fff]{2,6}")
_OUTLINES = re.compile(r"[\s\"“”'‘’|]+")
"""Blanks between buttons, and what the round ends of these are read as."""
_WORD, _ANSWERS, _GAP_OF_BUTTONS, _GAP_OF_OUTLINES = 2, 3, 0.8, 0.4
_HAIR_OF_PRINT, _ABOVE_HINT = 0.15, 4.0
"""In heights of print: how alike two buttons are, and how near above the box to type in they stand."""
_AT_TOP, _BETWEEN_PARTS = 2, 0.15
"""Parts of a bar of several colours begin so high and stand so near each other."""
_LONGEST_REPLY, _WIDEST_REPLY, _HAIR = 8, 0.4, 0.015
"""A button with a ready answer has so many characters at most, and is so wide; so near cells of one menu stand."""


def is_unread_count(line: Line, lines: Sequence[Line], width: int) -> bool:
    """Whether a line is the number of unread messages beside the arrow of a title bar, on a ground of its own as a bubble's."""
    box = line.box
    if not _UNREAD.fullmatch(squeeze(fold(line.text))) or box.right > 0.25 * width or box.y > 0.3 * width:
        return False
    return any(
        o.box.same_row(box) and o.box.h >= box.h and abs(o.box.cx - width / 2) < 0.15 * width
        for o in lines
        if o is not line and stamp_of(o, None) is None
    )


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
        tallest = _TALLEST_BAR if bottom else _TALLEST_FIRST
        if stamped or box.h > tallest * width or box.y > bottom + 0.03 * width:
            break
        bottom = box.bottom
    conversation = any(box.y >= bottom - 2 and box.h > 0.3 * height for box in pages)
    offered = {
        ground.box for ground in grounds if ground is not None and _is_offer(ground, bottom, lines, width)
    }
    if bottom and offered and conversation:
        bottom = max(box.bottom for box in offered)
    return bottom if conversation and bottom < _TALLEST_HEADER * width else 0


def offer_of(bars: Sequence[Line], title: Line | None, top: int) -> tuple[Line, ...]:
    """Of the lines on the bars, those of the bar with what is talked of: below the title and above top, where the talk
    begins, from the name of the goods on, which begins where the price below it does. Empty where no price stands there."""
    if title is None:
        return ()
    below = [line for line in bars if title.box.bottom <= line.box.cy < top and line.text]
    prices = [line for line in below if any(is_price(reading.text) for reading in line.readings)]
    if not prices:
        return ()
    price = min(prices, key=lambda line: line.box.y)
    column = [line for line in below if abs(line.box.x - price.box.x) < line.box.h]
    first = min(line.box.y for line in column)
    return tuple(line for line in below if line.box.bottom > first)


def _is_offer(ground: Region, bottom: int, lines: Sequence[Line], width: int) -> bool:
    """Whether a ground is the card with the product or order that is talked of: right below the title, centred and nearly as
    wide as the page, with a price and no avatar."""
    box = ground.box
    centred = abs(box.cx - width / 2) < _HAIR * width and _WIDE_CARD * width < box.w
    near = 0 <= box.y - bottom < _BELOW_TITLE * width and box.h < _TALLEST_BAR * width
    avatar = max(ground.left_content, ground.right_content) > _AVATAR
    if not (centred and near) or avatar:
        return False
    inside = [line for line in lines if box.y <= line.box.cy < box.bottom]
    return any(_PRICE.search(squeeze(fold(line.text))) for line in inside)


def without_bars(
    pairs: Sequence[tuple[Line, Region | None]], size: tuple[int, int]
) -> list[tuple[Line, Region | None]]:
    """The lines without those on bars from edge to edge: title, announcement, tabs, box to type in; a stitched picture
    shows them again at each seam.

    A bar has another colour than the ground of the conversation, and no bubble in it. Stamps and notices stay.
    """
    width, _ = size
    grounds = {id(ground): ground for _, ground in pairs if ground is not None}
    pages = [ground for ground in grounds.values() if ground.is_page(width)]
    inner: dict[int, list[Region]] = {id(page): [] for page in pages}
    for ground in grounds.values():
        around = [page for page in pages if page is not ground and _holds(page.box, ground.box)]
        if around and not ground.is_page(width):
            inner[id(min(around, key=lambda page: page.box.area))].append(ground)
    said = {
        number: squeeze(join_lines([line for line, ground in pairs if id(ground) == number]))
        for number in grounds
    }
    talk = max(pages, key=lambda page: (len(inner[id(page)]), page.box.area), default=None)
    if talk is not None and not inner[id(talk)]:
        talk = None  # the conversation has a picture for its ground
    bars = {
        id(page)
        for page in pages
        if page.box.h < _TALLEST_BAR_OF_ALL * width
        and (_off_colour(page, talk) if talk is not None else _at_an_end(page.box, size))
        and all(_belongs_to_a_bar(ground, said[id(ground)], width) for ground in inner[id(page)])
    }
    on_bars = {id(ground) for bar in bars for ground in inner[bar]} | bars
    return [
        (line, ground) for line, ground in pairs if id(ground) not in on_bars or _stays_on_a_bar(line, width)
    ]


def in_shaded_title_bar(pairs: Sequence[tuple[Line, Region | None]], width: int) -> set[int]:
    """The ids of lines on a title bar that does not reach from edge to edge: on a photograph, or one that shades off.

    It begins with the status bar, a clock at its left and signs at its right, and stands above everything else.
    """
    on: dict[int, list[Line]] = {}
    grounds: dict[int, Box] = {}
    for line, ground in sorted(pairs, key=lambda pair: pair[1].box.x if pair[1] is not None else 0):
        if ground is not None and not ground.is_page(width):
            part = next((n for n, box in grounds.items() if _is_part_of_bar(ground.box, box, width)), None)
            number = id(ground) if part is None else part
            on.setdefault(number, []).append(line)
            grounds[number] = grounds.get(number, ground.box).union(ground.box)
    top = min((line.box.y for line, _ in pairs), default=0)
    status = [
        number
        for number, lines in on.items()
        if min(line.box.y for line in lines) < top + 0.05 * width and _begins_with_status(lines, width)
    ]
    below = [
        number
        for number, box in grounds.items()
        if any(_continues_bar(box, grounds[first], width) for first in status if first != number)
    ]
    return {id(line) for number in (*status, *below) for line in on[number]}


def _is_part_of_bar(box: Box, bar: Box, width: int) -> bool:
    """Whether two grounds are one bar that shades off from left to right: they begin and end level and lie over each other,
    or stand near each other at the very top of the picture."""
    level = max(abs(box.y - bar.y), abs(box.bottom - bar.bottom)) < _HAIR * width
    gap = max(box.x - bar.right, bar.x - box.right)
    return level and (gap < 0 or (max(box.y, bar.y) <= _AT_TOP and gap < _BETWEEN_PARTS * width))


def _continues_bar(box: Box, status: Box, width: int) -> bool:
    """Whether a ground is the title's bar below that of the status bar, which may shade off in two."""
    near = -0.04 * width < box.y - status.bottom < 0.02 * width
    return near and box.h < 0.18 * width and box.w > 0.3 * width


def _begins_with_status(lines: Sequence[Line], width: int) -> bool:
    clocks = [line for line in lines if _BAR_CLOCK.fullmatch(squeeze(fold(line.text)))]
    return any(
        line.box.same_row(clock.box) and line.box.x - clock.box.right > 0.15 * width
        for clock in clocks
        for line in lines
    )


def _holds(outer: Box, box: Box) -> bool:
    return outer.y <= box.cy < outer.bottom and outer.x <= box.cx < outer.right


def _at_an_end(box: Box, size: tuple[int, int]) -> bool:
    """Whether a ground begins with the picture, right below its status bar, or ends with it."""
    return box.y < 0.12 * size[0] or box.bottom > size[1] - 2


def _off_colour(ground: Region, other: Region) -> bool:
    return max(abs(a - b) for a, b in zip(ground.colour, other.colour, strict=True)) >= _OTHER_COLOUR


def _belongs_to_a_bar(ground: Region, text: str, width: int) -> bool:
    """Whether what stands on a bar is a button, an icon or the box to type in, and no message with its avatar."""
    avatar = max(ground.left_content, ground.right_content) > _AVATAR and ground.box.w < 0.7 * width
    hint = bool(INPUT_HINTS.match(text))
    return hint or (
        len(text) <= _LONGEST_REPLY and not (avatar and min(ground.left_content, ground.right_content) < 0.04)
    )


def _stays_on_a_bar(line: Line, width: int) -> bool:
    """True for a stamp or a notice in the middle: compression tears stripes off the page's own ground."""
    if abs(line.box.cx - width / 2) > 0.06 * width:
        return False
    return stamp_of(line, None) is not None or bool(NOTICE.search(squeeze(line.text)))


def without_quick_replies(blocks: Sequence[Block], width: int) -> list[Block]:
    """The blocks without the row of ready answers (申请退款 | 催发货 | 开发票) that stands below the last message or above the
    first one, or the menu of an account (我的账单 | 服务与帮助), whose cells touch each other."""
    kept = list(blocks)
    for end in (max, min):
        if not kept:
            break
        outermost = end(kept, key=lambda block: block.box.cy).box
        row = sorted(
            (block for block in kept if block.box.same_row(outermost)), key=lambda block: block.box.x
        )
        short = len(row) > 1 and all(len(squeeze(join_lines(block.lines))) <= _LONGEST_REPLY for block in row)
        narrow = all(block.box.w < _WIDEST_REPLY * width for block in row)
        cells = all(_are_cells(a, b, width) for a, b in itertools.pairwise(row))
        if short and (narrow or cells):
            kept = [block for block in kept if block not in row]
    return kept


def _are_cells(left: Block, right: Block, width: int) -> bool:
    """Whether two blocks stand level and side by side, with a hair's breadth between them."""
    near = _HAIR * width
    level = abs(left.box.y - right.box.y) < near and abs(left.box.bottom - right.box.bottom) < near
    return level and abs(right.box.x - left.box.right) < near


def without_reply_row(
    pairs: Sequence[tuple[Line, Region | None]], width: int
) -> list[tuple[Line, Region | None]]:
    """The lines without the lowest row where that offers ready answers: 查看订单 | 申请售后 | 物流查询.

    Three short names and more, or two alike right above the box to type in, wide apart; a bubble holds at most one of them. The box to type in, tools beside it and
    what cannot be read may stand below.
    """
    grounds = {id(line): ground for line, ground in pairs}
    hint: Line | None = None
    for row in reversed(in_rows([line for line, _ in pairs])):
        texts = [squeeze(fold(line.text)) for line in row]
        hinting = next((line for line, text in zip(row, texts, strict=True) if INPUT_HINTS.match(text)), None)
        hint = hinting or hint
        if hinting or not any(_told(line) for line in row):
            continue
        gone = {id(line) for line in row}
        row = [line for line in row if line.confidence > 0 or han_count(line.text)]  # a rim is no name
        texts = [squeeze(fold(line.text)) for line in row]
        # the outlines of buttons that stand close are read as one line, blanks between the names
        parts = [part for line in row for part in _OUTLINES.split(fold(line.text)) if part]
        parts = parts if len(row) > 1 else texts
        joined = len(parts) > len(row)
        gaps = (right.box.x - left.box.right for left, right in itertools.pairwise(row))
        names = all(len(text) <= _LONGEST_REPLY and han_count(text) >= _WORD for text in parts)
        bubbles = [id(g) for line in row if (g := grounds[id(line)]) is not None and not g.is_page(width)]
        height = min(line.box.h for line in row)
        near = joined or len(set(bubbles)) == len(row)  # each in a pill of its own
        if (
            (len(parts) >= _ANSWERS or (hint is not None and _is_pair_above(row, hint)))
            and names
            and len(set(bubbles)) == len(bubbles)
            and all(gap > (_GAP_OF_OUTLINES if near else _GAP_OF_BUTTONS) * height for gap in gaps)
        ):
            return [pair for pair in pairs if id(pair[0]) not in gone]
        break
    return list(pairs)


def _is_pair_above(row: Sequence[Line], hint: Line) -> bool:
    """Whether a row holds two names in print of one size, on one level, right above the hint in the box to type in."""
    if len(row) != 2 or any(STATUS_TAG.match(squeeze(fold(line.text))) for line in row):
        return False
    left, right = (line.box for line in row)
    near = _HAIR_OF_PRINT * left.h
    alike = abs(left.h - right.h) <= near and abs(left.y - right.y) <= near
    return alike and 0 < hint.box.y - left.bottom < _ABOVE_HINT * left.h


def _told(line: Line) -> bool:
    """Whether a line holds words that were read with some sureness: no icon."""
    return han_count(line.text) >= _WORD and line.confidence > _SIGN_SURE


def offers_replies(row: Sequence[Line]) -> bool:
    """True for a row of ready answers that stand too close to be lines of their own: 申请售后 催发货 我要开票."""
    parts = " ".join(fold(line.text) for line in row).split()
    return len(parts) > 1 and all(_REPLY.fullmatch(part) for part in parts)


def without_seams(
    pairs: Sequence[tuple[Line, Region | None]], width: int
) -> list[tuple[Line, Region | None]]:
    """The lines without the bars that a stitched picture shows again at its seams: a status bar, a row of tools.

    A status bar begins with a clock and ends with signs, tools are signs in a row; neither has words.
    """
    bare = [line for line, ground in pairs if ground is None or ground.is_page(width)]
    gone: set[int] = set()
    for line in bare:
        row = [other for other in bare if other.box.same_row(line.box)]
        first, last = min(row, key=lambda item: item.box.x), max(row, key=lambda item: item.box.right)
        signs = [
            other
            for other in row
            if (
                han_count(other.text) < 2
                or other.confidence < _SIGN_SURE
                or _CARRIER.fullmatch(squeeze(other.text))
            )
            and other.box.w < _WIDEST_SIGN * width
        ]
        status = (
            _CLOCK.fullmatch(squeeze(fold(first.text)))
            and first.box.right < _STATUS_ENDS * width
            and last.box.x > (1 - 2 * _STATUS_ENDS) * width
            and last is not first
        )
        tools = len(row) >= _TOOLS and all(len(squeeze(other.text)) <= 2 for other in row)
        if len(signs) == len(row) and (status or tools):
            gone.update(id(other) for other in row)
    return [pair for pair in pairs if id(pair[0]) not in gone]


def without_repeats(blocks: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """The blocks without those that a stitched picture shows twice: below the bar at a seam the last one once more, cut."""
    result: list[Block] = []
    said = {id(line) for block in blocks for line in block.lines}
    for block in sorted(blocks, key=lambda b: b.box.y):
        last = result[-1] if result else None
        if (
            last is not None
            and last.region is not None
            and block.region is not None
            and last.speaker == block.speaker
            and block.box.h < _CUT * last.box.h
            and squeeze(join_lines(block.lines)) == squeeze(join_lines(last.lines))
            and any(
                id(line) not in said
                and last.box.bottom < line.box.y < block.box.y
                and _CLOCK.fullmatch(squeeze(fold(line.text)))
                for line in lines
            )
        ):
            continue
        result.append(block)
    return [block for block in blocks if any(block is kept for kept in result)]


def above_keyboard(
    blocks: Sequence[Block], width: int, height: int, top: int | None = None
) -> tuple[list[Block], int]:
    """The blocks above an open keyboard and above the box that is typed in, and where the keyboard begins.

    Rows of small keys side by side are one: nobody said what stands on them. height of the picture where there is none; top:
    where its letters begin, if they were read.
    """
    rows = [[block for block in blocks if block.box.same_row(one.box)] for one in blocks]
    keys = [row for row in rows if len(row) >= _KEYS and all(_is_key(block, width) for block in row)]
    tops = {min(block.box.y for block in row) for row in keys}
    if len(tops) >= _ROWS_OF_KEYS:
        top = min(tops) if top is None else min(top, *tops)
    if top is None:
        return list(blocks), height
    above = [block for block in blocks if block.box.cy < top]
    return [block for block in above if not _is_draft(block, above, top, width)], top


def _is_draft(block: Block, above: Sequence[Block], keys: int, width: int) -> bool:
    """True for the box that is typed in: the one next to the keyboard, wider than its text or with icons at both sides."""
    if block.region is None or block.box.bottom < max(other.box.bottom for other in above):
        return False
    box, usual = block.region.box, max(1, block.lines[0].box.h)
    spare = box.right - max(line.box.right for line in block.lines) > _SPARE * usual
    framed = min(block.region.left_content, block.region.right_content) > 0.04
    return keys - box.bottom < _ABOVE_KEYS * width and (spare or framed)


def _is_key(block: Block, width: int) -> bool:
    return len(squeeze(join_lines(block.lines))) <= 3 and block.box.w < _WIDEST_KEY * width


def title_of(heading: Line | None) -> str:
    """The title that a title_line shows; empty where there is none.

    The arrow back to the list of chats is read as a bracket: one that nothing closes is no part of a name. A label with its value
    (种类:国际版) is the line of a card, and no title.
    """
    title = (
        re.sub(r"《([^《>]*)>", r"《\1》", fold(heading.text)) if heading else ""
    )  # folding makes 》 the sign of a link
    while title and (title[0] in _ARROWS or (title[0] in _CLOSED_BY and not _is_closed(title))):
        title = title[1:].lstrip()
    return "" if labelled_value(title) else re.sub(r"[.…·\s]+$", "", title)


def _is_closed(text: str) -> bool:
    """Whether the bracket that a text begins with is closed in it."""
    opening, depth = text[0], 0
    for char in text:
        depth += (char == opening) - (char == _CLOSED_BY[opening])
        if not depth:
            return True
    return False


def in_title_bar(line: Line, title: Line) -> bool:
    """Whether a line is the title, stands in its row, or right below it in smaller print: 在线, 873人, 外部联系人."""
    if line is title or line.box.same_row(title.box):
        return True
    height = title.box.h
    below = -0.2 * height <= line.box.y - title.box.bottom < _SUBTITLE_GAP * height
    aligned = abs(line.box.cx - title.box.cx) < height or abs(line.box.x - title.box.x) < height
    return below and aligned and line.box.h < _SUBTITLE * height


def title_line(loose: Sequence[Line], boxes: Sequence[Box], size: tuple[int, int]) -> Line | None:
    """The largest line above the first message that is no clock, battery or arrow."""
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
        and (
            wide(size)  # a window has no phone's status above its title
            or line.box.y > 0.035 * width
            or (han_count(line.text) >= 2 and line.box.cx > 0.1 * width)
        )
        and not (_PRESENCE.match(squeeze(line.text)) or _WARNING.search(squeeze(line.text)))
        and not _NOTICE_HEAD.match(squeeze(line.text))
        and not _PAGE_TAIL.match(squeeze(line.text))
        and not (
            line.box.y < 0.08 * width
            and (_CARRIER.match(text := squeeze(line.text)) or _SIGNED_CARRIER.fullmatch(text))
        )
        and len(squeeze(line.text)) >= (2 if han_count(line.text) else 3)
        and (line.confidence > 0.1 or han_count(line.text) >= 4)
        and resolve_chat_time(line.text, None) is None
        and not find_stamp(fold(line.text))
        and named_stamp(line, None) is None
        and line.box.cx < 0.75 * width
    ]
    return max(candidates, key=lambda line: (round(line.box.h / 4), -line.box.y), default=None)
