"""Logs without bubbles: a line with name and full stamp, the message's lines under it (旺旺, QQ on a PC, web help desks)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median

from rapidfuzz import fuzz

from extractor.fields.chat_times import ChatTime, resolve_chat_time
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.bars import title_line, title_of
from extractor.screens.messages import (
    ADDRESSED,
    INPUT_HINTS,
    NOTICE,
    STATUS_TAG,
    Block,
    by_name,
    in_rows,
    join_lines,
    who_says,
)
from extractor.screens.panes import wide
from extractor.screens.sent_pictures import PICTURE
from extractor.screens.stamps import LOOKED_AGAIN, named_stamp, stamp_of

_BARS_OF_PHONE, _BAR_OF_WINDOW = 0.13, 0.06
_OWN_MISREAD = 50
_LONGEST_HEAD, _FULL_DIGITS, _AS_LONG, _SAME_NAME = 24, 10, 0.02, 70
"""A heading's name has so many characters at most; a full stamp of which some were lost so many digits; headings of one name
are so alike in length, and its spellings so like each other."""
_SYSTEM, _APART, _LEFT = "系统", 1, 0.5
_SYSTEM_SAYS = re.compile(r"(?:系统|平台|安全|温馨|防骗|交易)(?:消息|通知|提示|提醒|公告):")
_AWAY = re.compile(r"对方(?:已|当前|暂时|正)?(?:离开|离线|不在线|忙碌?|隐身|不在)[,.。]?可能(?:无法|不能)")
"""What a program says of who is not there: 对方已离开，可能无法立即回复您的消息."""
_DESK_SAYS = re.compile(
    r"长时间(?:未|没有?)(?:发言|回复|响应|说话|操作)|(?:对话|会话|咨询|服务|连接)(?:即将|将(?:在|于)?.{0,8}|已(?:被)?(?:自动|系统|超时)?|自动)(?:关闭|结束|断开)"
)
"""What a help desk says of the talk itself: 访客长时间未发言，对话将在3分钟后关闭."""
_DESK_OPENS = re.compile(
    r"为[您你]服务|当前(?:接待|排队)|(?:对话|会话)(?:已|成功)(?:建立|开始|接入)|已(?:进入|接入)(?:对话|会话)"
)
"""With what one opens a talk."""
_LIKE_STAMP = 0.15
_COLON = re.compile(r"\s*([:;])\s*")
_LONGEST_NAME, _BLANK, _COLUMN, _FEWEST = 16, 2.5, 0.012, 3
"""A name has so many characters, its stamp begins within so many heights behind it, and so many names make a column."""
_FAR = 8
"""What begins so many heights behind the words before it is none of theirs."""
_ACCOUNT = re.compile(r"\s*[(（]\d{5,}[)）]?$")
_BETWEEN_PARTS = re.compile(r"[-—–·_|@()\s]+")
_BRAND = 3
"""So many Han characters are a name that others may begin with, and no 小马 or 大雄."""
_ALIKE = 0.15
_ABOVE = 5
"""A notice above the first message stands at most so many of its heights from it."""


def _is_agent(name: str, title: str) -> bool:
    """Whether a name is that of a shop's clerk (`店名:小美`), or is that of the title, or a part of it: the title names the
    other side (点券批发-大雄 is 大雄, 蚂蚁点卡-3号 one of 蚂蚁点卡售后)."""
    head = re.split(r"[:：]", name)[0].strip()
    if head != name and len(head) >= 2:
        return True
    whose = _ACCOUNT.sub("", title)  # QQ shows whom one talks to with the number of the account
    if "群" in whose:
        return False
    if len(whose) >= 3 and fuzz.ratio(whose, head) > 70:
        return True
    said, titled = _name_parts(head), _name_parts(whose)
    return any(
        part == other or (min(han_count(part), han_count(other)) >= _BRAND and _begins_alike(part, other))
        for part in said
        for other in titled
    )


def _name_parts(name: str) -> list[str]:
    """The parts of a name between dashes, blanks and brackets, of two Han characters or more."""
    return [part for part in _BETWEEN_PARTS.split(fold(name)) if han_count(part) >= 2]


def _begins_alike(part: str, other: str) -> bool:
    return part.startswith(other) or other.startswith(part)


def listed_blocks(
    loose: Sequence[Line],
    captured: datetime | None,
    size: tuple[int, int],
    pictures: Sequence[Box] = (),
    bars: Sequence[Line] = (),
) -> list[Block]:
    """Logs without bubbles: a line with name and full stamp, the message's lines under it (旺旺, QQ on a PC).

    pictures: what was sent between them; what an avatar before the names was read as is no word of a message.
    bars: the lines of the bars around the talk, whose title names the other side.
    """
    blocks: list[Block] = []
    loose, stampless = _with_whole_heads(loose, captured, size[0])
    heads = {id(line): head for line in loose if (head := _head_of(line, captured)) is not None}
    for line in sorted(loose, key=lambda item: (item.box.y, item.box.x)):
        head = heads.get(id(line)) or _nameless(
            line, captured, [(o, heads[id(o)][0]) for o in loose if id(o) in heads]
        )
        if id(line) in stampless:
            name = who_says(stampless[id(line)])
            blocks.append(Block(line.box, [], None, name=name, reasons=["single_read:occurred_at"]))
        elif head is not None:
            name, time, agreed = head
            reasons = [] if agreed else ["single_read:occurred_at"]
            blocks.append(Block(line.box, [], None, name=who_says(name), time=time, reasons=reasons))
        elif blocks and _is_system_line(line, blocks[-1]):
            blocks.append(Block(line.box, [line], None, "system", sure=True, kind="notice", name=_SYSTEM))
        elif blocks and not (
            any(sign.match(squeeze(line.text)) for sign in (INPUT_HINTS, STATUS_TAG))
            and not any(line.box.same_row(said.box) for said in blocks[-1].lines)
        ):
            last = blocks[-1].lines[-1].box if blocks[-1].lines else blocks[-1].box
            if line.box.y - last.bottom < 2.5 * line.box.h and line.box.right > blocks[-1].box.x:
                blocks[-1].lines.append(line)
    for block in blocks:
        block.lines = _in_column(block)
        _take_picture(block, pictures)
    blocks = [b for b in blocks if b.lines or b.said]
    title = title_of(title_line([*bars, *loose], [b.box for b in blocks], size))
    notices = [b for b in blocks if b.kind == "notice"]
    blocks = [b for b in blocks if b.kind != "notice"]
    for block in blocks:
        boxed = union_all(line.box for line in block.lines)
        block.box = boxed or block.box
        block.speaker, block.sure = by_name(block.name)
        if block.speaker == "unknown" and _is_agent(block.name, title):
            block.speaker, block.sure = "other", True
    for index, block in enumerate(blocks):
        # OCR spells one name in several ways
        block.name = next((b.name for b in blocks[:index] if fuzz.ratio(b.name, block.name) > 70), block.name)
    told = {b.name: b for b in blocks if b.sure}
    for block in blocks:
        if not block.sure and block.name in told:
            block.speaker, block.sure = told[block.name].speaker, True
    names = {b.name for b in blocks}
    if len(names) > max(1, len(blocks) // 2 + 1) or len(names) > 6:
        return []  # a list of many things with times, not a talk between a few
    _sides_left(blocks)
    return sorted([*blocks, *notices], key=lambda b: b.box.y)


def _head_of(line: Line, captured: datetime | None) -> tuple[str, ChatTime, bool] | None:
    """(name, time, read alike twice) of a line that heads a message; none of one that says whom a letter goes to."""
    stamped = named_stamp(line, captured)
    if stamped is None or len(stamped[0]) > _LONGEST_HEAD or ADDRESSED.match(fold(line.text)):
        return None
    marked = len(stamped[0]) < 2 and not by_name(stamped[0])[1]
    return (
        None if marked and stamp_of(line, captured) is not None else stamped
    )  # a stamp with a mark before it


def _nameless(
    line: Line, captured: datetime | None, heads: Sequence[tuple[Line, str]]
) -> tuple[str, ChatTime, bool] | None:
    """A heading whose name was not read: a full stamp in a line that is as long as those of one name, and begins with them.

    The time is never agreed, so that the row asks.
    """
    stamped = named_stamp(line, captured)
    if stamped is None or len(heads) < _FEWEST or sum(map(str.isdigit, line.text)) < _FULL_DIGITS:
        return None
    near = _AS_LONG * line.box.w
    names = [
        name
        for other, name in heads
        if abs(other.box.x - line.box.x) < near and abs(other.box.w - line.box.w) < near
    ]
    if not names or any(fuzz.ratio(names[0], name) <= _SAME_NAME for name in names):
        return None
    return names[0], stamped[1], False


def _is_system_line(line: Line, above: Block) -> bool:
    """Whether a line below a message is the program's own word: it says so, and stands apart."""
    last = above.lines[-1].box if above.lines else above.box
    apart = line.box.y - last.bottom > _APART * line.box.h
    text = squeeze(fold(line.text))
    if not above.lines or not apart:
        return False
    # what stands at the edge of the words above it may be theirs
    beside = line.box.x < above.lines[0].box.x - _LEFT * line.box.h
    return bool(_SYSTEM_SAYS.match(text) or _AWAY.match(text) or (beside and _DESK_SAYS.search(text)))


def _in_column(block: Block) -> list[Line]:
    """The lines under a head that begin below it, and what goes on behind them: a notice far beside is in another column."""
    kept: list[Line] = []
    for line in sorted(block.lines, key=lambda item: item.box.x):
        far = _FAR * line.box.h
        if line.box.x - block.box.right < far or any(
            other.box.overlap_y(line.box) > 0 and line.box.x - other.box.right < far for other in kept
        ):
            kept.append(line)
    return [line for line in block.lines if line in kept]


def _take_picture(head: Block, pictures: Sequence[Box]) -> None:
    """Gives a name under which nothing is written the picture that stands there."""
    for box in pictures:
        below = 0 <= box.y - head.box.bottom < _BLANK * head.box.h
        if not head.lines and below and abs(box.x - head.box.x) < head.box.h:
            head.box, head.said, head.kind = box, PICTURE, "card"
            return


def _with_whole_heads(
    lines: Sequence[Line], captured: datetime | None, width: int
) -> tuple[list[Line], dict[int, str]]:
    """The lines, a stamp joined to the short name that stands a blank before it, where several names make a column; and
    the names, by the identity of their lines, beside which a stamp could not be read.

    At the right end of its row a stamp belongs to the name at the left one, where such names tell both sides of a talk: a
    list of payments has neither 买家(我) nor 平台处理员 in it.
    """
    heads: list[tuple[Line, Line]] = []
    apart: list[tuple[Line, Line]] = []
    for stamp in lines:
        if stamp_of(stamp, captured) is None:
            continue
        for name in lines:
            gap = stamp.box.x - name.box.right
            short = 0 < len(squeeze(name.text)) <= _LONGEST_NAME and stamp_of(name, captured) is None
            if short and gap > 0 and name.box.same_row(stamp.box):
                (heads if gap < _BLANK * stamp.box.h else apart).append((name, stamp))
    near = _COLUMN * width
    # where some headings are one line, those that came in two are few
    column = [name.box.x for name, _ in heads]
    column += [line.box.x for line in lines if _head_of(line, captured) is not None]
    heads = [head for head in heads if sum(abs(head[0].box.x - x) < near for x in column) >= _FEWEST]
    apart = [
        (name, stamp)
        for name, stamp in apart
        if sum(
            abs(name.box.x - n.box.x) < near and abs(stamp.box.right - s.box.right) < near for n, s in apart
        )
        >= _FEWEST
    ]
    if {"me", "other"} <= {side for name, _ in apart for side, sure in [by_name(squeeze(name.text))] if sure}:
        heads += apart
    spoilt = _beside_unread(lines, heads, captured, near)
    parts = {id(line) for head in [*heads, *spoilt] for line in head}
    whole: list[Line] = []
    for name, stamp in heads:
        sure = min(name.confidence, stamp.confidence)
        said, *others = _settled(stamp, captured)
        clock = _COLON.sub(r"\1", said.text)
        main = Reading(name.readings[0].engine, (Word(f"{name.text} {clock}", sure, 0, 1),))
        box = name.box.union(stamp.box)
        whole.append(replace(name, box=box, readings=(main, *others)))
    unread = [(replace(name, box=name.box.union(stamp.box)), name.text) for name, stamp in spoilt]
    kept = [line for line in lines if id(line) not in parts]
    return [*kept, *whole, *(line for line, _ in unread)], {id(line): name for line, name in unread}


def _settled(stamp: Line, captured: datetime | None) -> Sequence[Reading]:
    """The readings of a stamp; of one that was looked at again those that tell what most of them tell, one of an engine."""
    if len(stamp.readings) <= LOOKED_AGAIN:
        return stamp.readings
    told = [(r, time.at) for r in stamp.readings if (time := resolve_chat_time(fold(r.text), captured))]
    times = [at for _, at in told]
    most = max(dict.fromkeys(times), key=times.count, default=None)
    alike = {r.engine: r for r, at in reversed(told) if at == most}
    return tuple(alike.values()) or stamp.readings


def _beside_unread(
    lines: Sequence[Line], heads: Sequence[tuple[Line, Line]], captured: datetime | None, near: float
) -> list[tuple[Line, Line]]:
    """The names in the column of other headings beside which something stands that is as far away and as long as their
    stamps, and could not be read."""
    if len(heads) < _FEWEST:
        return []
    gap = median(stamp.box.x - name.box.right for name, stamp in heads)
    long, column = median(stamp.box.w for _, stamp in heads), median(name.box.x for name, _ in heads)
    taken = {id(line) for head in heads for line in head}
    found = []
    for name in lines:
        if id(name) in taken or abs(name.box.x - column) >= near or len(squeeze(name.text)) > _LONGEST_NAME:
            continue
        for stamp in lines:
            like = abs(stamp.box.w - long) < _LIKE_STAMP * long and stamp_of(stamp, captured) is None
            apart = stamp.box.x - name.box.right
            if like and name.box.same_row(stamp.box) and abs(apart - gap) < stamp.box.h / 2:
                found.append((name, stamp))
                break
    return found


def _sides_left(blocks: Sequence[Block]) -> None:
    """Gives a side to those whom no name tells, where others tell it."""
    # a clerk's name is read in several ways; the one name that is left is the user's
    told = {b.speaker for b in blocks if b.sure}
    # mod_Rin and a bot may talk to anybody: the one who is left there is the user as a guess
    shop = any(b.sure and b.speaker == "other" and han_count(b.name) for b in blocks)
    if len({b.name for b in blocks if b.speaker == "unknown"}) == 1 and "other" in told:
        for block in blocks:
            if block.speaker == "unknown":
                # where the user's own name is known, too, it is the clerk's, misread
                block.speaker, block.sure = ("other", False) if "me" in told else ("me", shop)
    own = {b.name for b in blocks if b.speaker == "me" and b.sure}
    for block in blocks:
        # everybody but the user is the other side; a name of one character may be 我, misread
        if block.speaker == "unknown" and own and len(block.name) > 1:
            block.speaker = "other"
            block.sure = all(fuzz.ratio(block.name, name) < _OWN_MISREAD for name in own)


def _is_one_more(box: Box, below: Box) -> bool:
    """Whether a row above a notice is one in the same print: a narrow pane has no bar of its own that it could stand in."""
    return abs(box.h - below.h) <= _ALIKE * below.h and below.y - box.bottom < _BLANK * box.h


def opening_notice(loose: Sequence[Line], first: Box | None, size: tuple[int, int]) -> list[Block]:
    """The notices right above a log's first message, which stands in first: 客服小雅为您服务，会话已建立."""
    if first is None:
        return []
    width, _ = size
    # a window on a computer has a low title bar, its pane of the talk none; neither has a phone's status above it
    bar = 0 if wide(size) else _BARS_OF_PHONE * width
    above = [line for line in loose if line.box.y < first.y]
    print_height = max((line.box.h for line in loose if first.y <= line.box.cy < first.bottom), default=0)
    found: list[Block] = []
    for row in reversed(in_rows(above)):
        box = union_all(line.box for line in row)
        if (
            box is not None
            and 0 < first.y - box.bottom < _ABOVE * box.h
            and (
                abs(box.cx - width / 2) < 0.06 * width
                or (box.x < first.x + box.h and _DESK_OPENS.search(squeeze(fold(join_lines(row)))))
            )
            and (
                box.y >= max(bar, _BAR_OF_WINDOW * width if box.h > print_height else 0)
                or (found and _is_one_more(box, found[0].box))
            )
            and NOTICE.search(squeeze(join_lines(row)))
            and stamp_of(row[-1], None) is None
        ):
            found.insert(0, Block(box, row, None, "system", sure=True, kind="notice"))
            first = box
    return found
