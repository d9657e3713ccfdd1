"""A chat screenshot to messages: who said what, when, from bubbles, edges and separators.

Sides come from the edges of bubbles and from what stands beside them (avatars), never from the middle of a text;
what the picture does not tell stays `unknown`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from rapidfuzz import fuzz

from extractor.fields.chat_times import ChatTime, find_stamp, resolve_chat_time
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.vision.regions import Region

Speaker = Literal["me", "other", "system", "unknown"]
MessageKind = Literal["text", "notice", "card", "quote"]

_INPUT_HINTS = re.compile(
    r"^(?:发消息|按住说话|按住 ?说话|说点什么|请?输入(?:您的|你的)?(?:消息|问题|内容|文字)|请输入|发送|发信息|短信|文本信息|信息|iMessage|"
    r"聊天输入|想问点什么|请描述|我要提问|在这里输入|发送消息|说两句)"
)
_STATUS_TAG = re.compile(r"^(?:已读|未读|已送达|送达|发送失败|\d+人未读|全部已读|对方已读)$")
_PAGE_TAIL = re.compile(r"^(?:[<>《》〈〉‹›•·.…=@+\-—|口回O]+|\d{1,3}%?)$")
# No name holds a sentence's marks, or is a day: 昨天 12:30 in a list of bills is no talk with 昨天.
_NAME = re.compile(r"(?!(?:今天|昨天|前天|星期.|周.|\d+月.*)$)(?=.*[A-Za-z\u4e00-\u9fff])[^?!,;。]{1,20}")
_TRANSFER = re.compile(
    r"微信转账|转账给你|转账给|已收款|已被接收|请收款|待你收款|已退还|确认收款|QQ转账|向你转账"
)
_RED_PACKET = re.compile(r"微信红包|QQ红包|恭喜发财|红包已领|领取红包|支付宝红包")
_NOTICE = re.compile(
    r"撤回了?一条|以上是|以下是|打招呼|开始聊天|进入排队|为您服务|已加入|邀请|加入了群|退出了群|拍了拍|修改群名|开启了好友验证|"
    r"对方拒收|已结束|会话|接入|转接|转人工|已添加|可以开始|消息已发出|领取了|请勿|谨防|安全提示|温馨提示|系统"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its text (lines joined), who said it, its own or the separator's time, and where it stands.

    sure is False where the speaker is a guess; reasons say why its time or speaker may be off.
    """

    kind: MessageKind
    speaker: Speaker
    name: str
    text: str
    time: ChatTime | None
    box: Box
    lines: tuple[Line, ...]
    sure: bool = True
    reasons: tuple[str, ...] = ()

    @property
    def at(self) -> datetime | None:
        return self.time.at if self.time else None


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as one screenshot shows it, top to bottom; title is the bar's text."""

    title: str
    messages: tuple[Message, ...]
    points: int
    own_colours: tuple[tuple[int, int, int], ...] = ()
    stamped: bool = False
    """True where names or full stamps stand above the messages."""


@dataclass(frozen=True, slots=True)
class _Separator:
    """A centred time stamp between messages; agreed: both models read its clock alike."""

    line: Line
    time: ChatTime
    agreed: bool


@dataclass(slots=True)
class _Block:
    """Lines of one message in the making."""

    box: Box
    lines: list[Line]
    region: Region | None
    speaker: Speaker = "unknown"
    sure: bool = False
    name: str = ""
    time: ChatTime | None = None
    time_agreed: bool = True
    kind: MessageKind = "text"
    reasons: list[str] = field(default_factory=list)


def read_chat(
    lines: Sequence[Line], grounds: Sequence[Region | None], size: tuple[int, int], captured: datetime | None
) -> Chat:
    """The messages of a picture, and points for how much it looks like a chat at all.

    grounds: the region that each line stands on. captured: the capture time, for relative times; None where unknown.
    """
    width, _ = size
    pairs = [(line, g) for line, g in zip(lines, grounds, strict=True) if not _is_avatar(line, g, width)]
    blocks = _bubbles(pairs, width)
    blocks = [b for b in blocks if not _is_send_button(b)]
    _sides(blocks, width)
    beside = _side_by_side(blocks)
    blocks = _without_avatars(blocks)
    loose = _loose(pairs, blocks)
    listed = _listed(loose, captured)
    if blocks and len(listed) <= len(blocks) + 1:
        blocks = sorted([*blocks, *_unboxed(loose, blocks, captured, width)], key=lambda b: b.box.y)
        loose = _loose(pairs, blocks)
    if not blocks or len(listed) > len(blocks) + 1:
        return Chat(
            _title(loose, [b.box for b in listed], size),
            tuple(_message(b) for b in listed),
            4 * len(listed) if len(listed) >= 2 else 0,
            stamped=True,
        )
    top = min(block.box.y for block in blocks)
    bottom = max(block.box.bottom for block in blocks)
    title = _title(loose, [block.box for block in blocks], size)
    separators = _name_and_time(blocks, loose, size, captured)
    notices = _notices(loose, separators, blocks, title, top, bottom, size)
    _quotes(blocks)
    stamped = any(b.time is not None and b.name for b in blocks)
    _set_times(blocks, notices, separators)
    points = _points([b for b in blocks if b.region is not None], beside, separators, loose, bottom, width)
    everything = sorted([*blocks, *notices], key=lambda b: (b.box.y, b.box.x))
    own = tuple(b.region.colour for b in blocks if b.speaker == "me" and b.region is not None)
    return Chat(title, tuple(_message(b) for b in everything if b.lines), points, own, stamped)


def _message(block: _Block) -> Message:
    return Message(
        block.kind,
        block.speaker,
        block.name,
        join_lines(block.lines),
        block.time,
        block.box,
        tuple(block.lines),
        block.sure,
        tuple(block.reasons),
    )


def join_lines(lines: Sequence[Line], reading: int = 0) -> str:
    """The lines of a message as one text, rows from top to bottom, parts of a row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.box.cy):
        if rows and rows[-1][0].box.same_row(line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    text = ""
    for row in rows:
        for line in sorted(row, key=lambda item: item.box.x):
            part = line.text
            # between two Latin words or numbers a wrap was a space, or a long number goes on: no space is safer
            text += part
    return text


def _bubbles(pairs: Sequence[tuple[Line, Region | None]], width: int) -> list[_Block]:
    """One block a bubble: lines on one ground that is neither the page nor a bar nor an avatar."""
    by_region: dict[int, _Block] = {}
    for line, ground in pairs:
        if ground is None or ground.is_page(width) or not line.text:
            continue
        by_region.setdefault(id(ground), _Block(ground.box, [], ground)).lines.append(line)
    all_blocks = list(by_region.values())
    blocks = [b for b in all_blocks if _is_bubble(b, width)]
    # a bubble that stands in the middle by chance has the colour of others; a pill has none of them
    blocks += [
        b
        for b in all_blocks
        if b not in blocks and _is_centred(b, width) and any(_same_colour(b, o) for o in blocks)
    ]
    blocks.sort(key=lambda b: -b.box.area)
    kept: list[_Block] = []
    for block in blocks:
        outer = next((o for o in kept if _inside(block.box, o.box)), None)
        if outer is None:
            kept.append(block)
        elif not _looks_like_quote(block):
            outer.lines.extend(block.lines)
    # lines whose own ground could not be told, but that stand inside a bubble
    inside = {id(line) for block in kept for line in block.lines}
    for line, _ in pairs:
        if id(line) in inside or not line.text:
            continue
        outer = next((b for b in kept if _inside(line.box, b.box)), None)
        if outer is not None and not any(line in b.lines for b in blocks):
            outer.lines.append(line)
    return sorted(kept, key=lambda b: b.box.y)


def _inside(inner: Box, outer: Box) -> bool:
    return inner.overlap_x(outer) * inner.overlap_y(outer) > 0.85 * inner.area


def _is_send_button(block: _Block) -> bool:
    text = squeeze(join_lines(block.lines))
    return len(text) <= 6 and bool(_INPUT_HINTS.match(text))


def _is_avatar(line: Line, ground: Region | None, width: int) -> bool:
    """A letter or a bit of a picture on a small square at the page's side."""
    if ground is None:
        return line.box.w < 0.16 * width and line.box.h > 0.06 * width and len(squeeze(line.text)) <= 2
    box = ground.box
    square = 0.7 < box.w / max(1, box.h) < 1.4 and box.w < 0.17 * width
    read = len(squeeze(line.text)) > 2 or (len(squeeze(line.text)) == 2 and line.confidence > 0.6)
    return square and not read and (box.cx < 0.17 * width or box.cx > 0.83 * width)


def _is_bubble(block: _Block, width: int) -> bool:
    box, lines = block.box, block.lines
    tallest = max(line.box.h for line in lines)
    text = squeeze("".join(line.text for line in lines))
    if block.region is None or block.region.fill < 0.3 or not text:
        return False
    if box.h > 1.6 * width or (box.y < 0.05 * width and box.h < 0.1 * width):
        return False  # a panel of a window or the screen in a photo; the status bar
    if sum(find_stamp(fold(line.text)) is not None for line in lines) >= 2:
        return False  # a panel with a log in it
    if _is_centred(block, width) and box.h < 2.1 * tallest:
        return False  # a time stamp or notice on a pill: it fits its print more closely than a bubble
    return box.h > 1.25 * tallest and box.w > 0.06 * width and box.w < 0.93 * width


def _is_centred(block: _Block, width: int) -> bool:
    return (
        abs(block.box.cx - width / 2) < 0.04 * width and block.region is not None and block.region.fill >= 0.3
    )


def _loose(pairs: Sequence[tuple[Line, Region | None]], blocks: Sequence[_Block]) -> list[Line]:
    taken = {id(line) for block in blocks for line in block.lines}
    return [line for line, _ in pairs if id(line) not in taken and line.text and not _in_any(line, blocks)]


def _in_any(line: Line, blocks: Sequence[_Block]) -> bool:
    return any(_inside(line.box, block.box) for block in blocks)


def _without_avatars(blocks: list[_Block]) -> list[_Block]:
    """Drops bits of pictures in the columns outside the bubbles, where avatars stand."""
    left = [
        b.box.x
        for b in blocks
        if b.region is not None and b.speaker == "other" and b.region.left_content > 0.1
    ]
    right = [
        b.box.right
        for b in blocks
        if b.region is not None and b.speaker == "me" and b.region.right_content > 0.1
    ]
    least = sorted(left)[len(left) // 2] if left else 0
    most = sorted(right)[len(right) // 2] if right else 1 << 30
    return [b for b in blocks if b.box.right > least and b.box.x < most]


def _unboxed(
    loose: Sequence[Line], blocks: Sequence[_Block], captured: datetime | None, width: int
) -> list[_Block]:
    """Messages whose bubble has the page's own colour: text at one side, between the first and the last bubble."""
    print_height = sorted(line.box.h for block in blocks for line in block.lines)
    usual = print_height[len(print_height) // 2]
    bottom = max(b.box.bottom for b in blocks)
    stamps = [line.box.y for line in loose if line.box.y > 0.13 * width and _named_stamp(line, captured)]
    top, bottom = min([*(b.box.y for b in blocks), *stamps]), max([bottom, *(y + 4 * usual for y in stamps)])
    found: list[_Block] = []
    for line in sorted(loose, key=lambda item: (item.box.y, item.box.x)):
        text = fold(line.text)
        if (
            not top <= line.box.y < bottom + 2 * usual
            or _named_stamp(line, captured) is not None
            or stamp_of(line, captured) is not None
            or line.box.h < 0.8 * usual
            or line.confidence < (0.05 if len(squeeze(text)) > 3 else 0.6)
            or text.startswith(("《", "<"))
            or _by_name(text)[1]
            or _block_under(line, [b for b in blocks if b.region is not None]) is not None
            or _STATUS_TAG.match(squeeze(text))
            or _INPUT_HINTS.match(squeeze(text))
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
        found.append(_Block(line.box, [line], None))
    kept = []
    for block in found:
        left, right = block.box.x, width - block.box.right
        if abs(block.box.cx - width / 2) < 0.06 * width and len(block.lines) == 1:
            continue  # centred: a notice
        if min(left, right) > 0.3 * width:
            continue
        block.speaker = "me" if right < left and right < 0.25 * width and left > 0.15 * width else "other"
        edges = [b.box.x if block.speaker == "other" else b.box.right for b in found if b is not block]
        own = block.box.x if block.speaker == "other" else block.box.right
        block.sure = any(abs(own - edge) < 0.02 * width for edge in edges)
        kept.append(block)
    return kept


def _sides(blocks: list[_Block], width: int) -> None:
    """me right, other left: by what stands beside the bubble, else by its edges, else by those of surer ones."""
    for block in blocks:
        left, right = block.box.x, width - block.box.right
        region = block.region
        beside = 0
        if region is not None:
            if region.right_content > 0.1 and region.left_content < 0.04:
                beside = 1
            elif region.left_content > 0.1 and region.right_content < 0.04:
                beside = -1
        margin = 0 if abs(left - right) < 0.05 * width else (1 if right < left else -1)
        vote = beside or margin
        if vote:
            block.speaker = "me" if vote > 0 else "other"
            block.sure = not (beside and margin and beside != margin)
    _by_company(blocks, width)


def _by_company(blocks: list[_Block], width: int) -> None:
    """Bubbles that tell nothing by themselves take the side of those with the same edge or the same colour."""
    certain = [b for b in blocks if b.speaker != "unknown" and b.sure]
    for block in blocks:
        if block.speaker != "unknown" and block.sure:
            continue
        left = Counter(b.speaker for b in certain if abs(b.box.x - block.box.x) < 0.012 * width)
        right = Counter(b.speaker for b in certain if abs(b.box.right - block.box.right) < 0.012 * width)
        colour = Counter(b.speaker for b in certain if _same_colour(b, block))
        if colour and len(colour) == 1:
            block.speaker, block.sure = next(iter(colour)), True
        elif left["other"] and not right["me"]:
            block.speaker, block.sure = "other", True
        elif right["me"] and not left["other"]:
            block.speaker, block.sure = "me", True


def _same_colour(a: _Block, b: _Block) -> bool:
    if a.region is None or b.region is None:
        return False
    return max(abs(x - y) for x, y in zip(a.region.colour, b.region.colour, strict=True)) <= 12


def _title(loose: Sequence[Line], boxes: Sequence[Box], size: tuple[int, int]) -> str:
    """The bar's text: the largest line above the first message that is no clock, battery or arrow."""
    width, _ = size
    top = min((box.y for box in boxes), default=0)
    limit = min(top, 0.36 * width)
    candidates = [
        line
        for line in loose
        if line.box.cy < limit
        and line.box.y > 0.035 * width
        and not _PAGE_TAIL.match(squeeze(line.text))
        and (han_count(line.text) >= 1 or len(squeeze(line.text)) >= 3)
        and line.confidence > 0.1
        and resolve_chat_time(line.text, None) is None
        and not find_stamp(fold(line.text))
        and line.box.cx < 0.75 * width
    ]
    best = max(candidates, key=lambda line: (round(line.box.h / 4), -line.box.y), default=None)
    return re.sub(r"^[<《〈‹\s]+|[.…·\s]+$", "", fold(best.text)) if best else ""


def _name_and_time(
    blocks: Sequence[_Block], loose: list[Line], size: tuple[int, int], captured: datetime | None
) -> list[_Separator]:
    """Gives blocks the names and stamps that stand right above them; returns the centred time separators."""
    width, _ = size
    separators: list[_Separator] = []
    for line in loose:
        stamp = stamp_of(line, captured)
        centred = abs(line.box.cx - width / 2) < 0.09 * width
        block = _block_under(line, blocks)
        if stamp is not None and line.box.y < 0.13 * width and not centred:
            continue  # the status bar's clock is no separator
        if stamp is not None and line.box.y > 0.05 * width:
            block = block or (None if centred else _block_below(line, blocks))
            if block is not None and not centred:
                block.time, block.time_agreed = stamp
            elif centred:
                separators.append(_Separator(line, *stamp))
            continue
        if block is None or (centred and line.box.w < 0.5 * width and not find_stamp(line.text)):
            continue
        _label(block, line, captured)
    return separators


def _label(block: _Block, line: Line, captured: datetime | None) -> None:
    """Reads `name`, `name stamp` or `stamp name` above a bubble. A name that tells a side overrules edges."""
    stamped = _named_stamp(line, captured)
    if stamped is not None:
        name, block.time, block.time_agreed = stamped
    else:
        name = fold(line.text)
    name = name.strip(" :|·()<>《》")
    if name and len(name) <= 24 and not block.name:
        block.name = name
        speaker, sure = _by_name(name)
        if sure and (speaker == "me" or block.region is None or not block.sure):
            block.speaker, block.sure = speaker, True


def _named_stamp(line: Line, captured: datetime | None) -> tuple[str, ChatTime, bool] | None:
    """(name, time, both models agree) of a line with a name and a stamp; any reading may tell the stamp."""
    for reading in line.readings:
        text = fold(reading.text)
        own = re.match(r"(我|本人|自己)\s*(?=\(?20\d\d|\d{1,2}:)", text)
        span = (own.end(), len(text)) if own else find_stamp(text)
        if span is None:
            continue
        stamp = text[span[0] : span[1]].strip("() ")
        time = resolve_chat_time(stamp, captured)
        if time is None:
            continue
        rest = text[: span[0]] + " " + text[span[1] :]
        if reading is not line.readings[0]:
            # the main reading spoilt the stamp's digits, not the name before them
            named = re.match(r"\D{1,20}", fold(line.text))
            rest = named[0] if named else ""
        name = rest.strip(" :|·()")
        if name and _NAME.fullmatch(name) and resolve_chat_time(name, captured) is None:
            return name, time, _same_digits(line, stamp)
    return None


def _same_digits(line: Line, stamp: str) -> bool:
    """True where another reading of the line has the stamp's digits, too."""
    wanted = re.sub(r"\D", "", stamp)
    engines = {r.engine for r in line.readings if wanted in re.sub(r"\D", "", fold(r.text))}
    return len(engines) > 1


def _block_under(line: Line, blocks: Sequence[_Block]) -> _Block | None:
    """The bubble that a line stands right above, at its left or right edge."""
    for block in blocks:
        gap = block.box.y - line.box.bottom
        if -0.5 * line.box.h <= gap <= 1.1 * line.box.h:
            near_left = abs(line.box.x - block.box.x) < 2.0 * line.box.h
            near_right = abs(line.box.right - block.box.right) < 2.0 * line.box.h
            if near_left or near_right:
                return block
    return None


def _block_below(line: Line, blocks: Sequence[_Block]) -> _Block | None:
    """The bubble right below a stamp that stands beside a name, wherever its edges are."""
    near = [b for b in blocks if -0.5 * line.box.h <= b.box.y - line.box.bottom <= 1.1 * line.box.h]
    return min(near, key=lambda b: b.box.y, default=None)


def _notices(
    loose: Sequence[Line],
    separators: Sequence[_Separator],
    blocks: Sequence[_Block],
    title: str,
    top: int,
    bottom: int,
    size: tuple[int, int],
) -> list[_Block]:
    """Centred small print between messages: withdrawals, joins, notices of the system."""
    width, _ = size
    stamps = {id(s.line) for s in separators}
    first = min([top, *(s.line.box.y for s in separators)], default=top)
    found: list[_Block] = []
    for row in _rows(line for line in loose if id(line) not in stamps and line.confidence >= 0.05):
        box = row[0].box
        for line in row[1:]:
            box = box.union(line.box)
        text = squeeze(join_lines(row))
        height = row[0].box.h
        if len(text) < 4 or _STATUS_TAG.match(text) or _INPUT_HINTS.match(text) or text == squeeze(title):
            continue
        centred = abs(box.cx - width / 2) < 0.06 * width
        between = first - 3 * height <= box.y <= bottom + 4 * height
        name = _block_under(row[0], blocks) is not None and not _NOTICE.search(text)
        if not centred or not between or name:
            continue
        last = found[-1] if found else None
        if last and box.y - last.box.bottom < 0.9 * height and not _stamp_between(last.box, box, separators):
            last.lines.extend(row)
            last.box = last.box.union(box)
            continue
        found.append(_Block(box, row, None, "system", True, kind="notice"))
    return found


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one row that stand close together, rows from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.box.y, item.box.x)):
        for row in rows:
            gap = min(abs(line.box.x - row[-1].box.right), abs(row[0].box.x - line.box.right))
            if row[0].box.same_row(line.box) and gap < 2.5 * line.box.h:
                row.append(line)
                break
        else:
            rows.append([line])
    return rows


def _stamp_between(a: Box, b: Box, separators: Sequence[_Separator]) -> bool:
    return any(a.bottom <= s.line.box.cy <= b.y for s in separators)


def _looks_like_quote(block: _Block) -> bool:
    return bool(re.match(r"^[^:：]{1,16}[:：].", fold(join_lines(block.lines))))


def _quotes(blocks: list[_Block]) -> None:
    """Marks the small grey box under a message that repeats an earlier one: `name: text` in smaller print."""
    heights = sorted(max(line.box.h for line in b.lines) for b in blocks)
    usual = heights[len(heights) // 2]
    for above, block in zip(blocks, blocks[1:], strict=False):
        height = max(line.box.h for line in block.lines)
        close = 0 <= block.box.y - above.box.bottom < 1.1 * height
        aligned = min(abs(block.box.x - above.box.x), abs(block.box.right - above.box.right)) < 1.2 * height
        if (
            close
            and aligned
            and height < 0.93 * usual
            and _looks_like_quote(block)
            and not _same_colour(above, block)
        ):
            block.kind = "quote"
            block.speaker = above.speaker
    for block in blocks:
        text = squeeze(join_lines(block.lines))
        if block.kind == "text" and (
            (_TRANSFER.search(text) and re.search(r"\d", text) and len(text) <= 40)
            or (_RED_PACKET.search(text) and len(text) <= 30)
        ):
            block.kind = "card"


_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:;.]\d{2}(?:[:;.]\d{2})?(?!\d)")


def stamp_of(line: Line, captured: datetime | None) -> tuple[ChatTime, bool] | None:
    """The time of a line that is nothing but a stamp, and whether both models read its clock alike.

    Where they differ the clock that most readings have takes the place of the main one's; the day stays.
    """
    text = fold(line.text)
    clocks = [match[0] for reading in line.readings if (match := _CLOCK.search(fold(reading.text)))]
    own = _CLOCK.search(text)
    best = max(dict.fromkeys(clocks), key=clocks.count, default=None)
    if own is not None and best is not None and clocks.count(best) > clocks.count(own[0]):
        time = resolve_chat_time(text[: own.start()] + best + text[own.end() :], captured)
    else:
        time = resolve_chat_time(text, captured)
    if time is None and len(line.readings) > 1:
        time = next((t for r in line.readings[1:] if (t := resolve_chat_time(fold(r.text), captured))), None)
    if time is None:
        return None
    engines = {r.engine for r in line.readings if (match := _CLOCK.search(fold(r.text))) and match[0] == best}
    return time, len(engines) > 1


def _set_times(blocks: Sequence[_Block], notices: Sequence[_Block], separators: Sequence[_Separator]) -> None:
    """A message's time is its own, else that of the nearest separator above; none above: none."""
    for block in [*blocks, *notices]:
        if block.time is not None:
            continue
        above = [s for s in separators if s.line.box.y < block.box.cy]
        if above:
            nearest = max(above, key=lambda s: s.line.box.y)
            block.time, block.time_agreed = nearest.time, nearest.agreed
    for block in [*blocks, *notices]:
        if block.time is not None and not block.time_agreed:
            block.reasons.append("single_read:occurred_at")
    last: datetime | None = None
    for block in sorted(blocks, key=lambda b: b.box.y):
        at = block.time.at if block.time else None
        if at is not None and last is not None and at < last:
            block.reasons.append("times_not_in_order")
        last = at or last


def _side_by_side(blocks: Sequence[_Block]) -> int:
    """How many pairs of blocks with readable text stand beside each other: tabs, cards, table cells."""
    readable = [
        b
        for b in blocks
        if han_count(join_lines(b.lines)) >= 2 and min(line.confidence for line in b.lines) > 0.5
    ]
    return sum(
        1
        for i, a in enumerate(readable)
        for b in readable[i + 1 :]
        if a.box.overlap_y(b.box) > 0.3 * min(a.box.h, b.box.h) and not a.box.overlap_x(b.box)
    )


def _points(
    blocks: Sequence[_Block],
    beside: int,
    separators: Sequence[_Separator],
    loose: Sequence[Line],
    bottom: int,
    width: int,
) -> int:
    """How much the picture looks like a chat: bubbles that hug a side, separators, names, avatars, an input bar.

    Cards, tables and coupons stand side by side; messages never do.
    """
    hugging = [b for b in blocks if b.speaker in ("me", "other") and len(squeeze(join_lines(b.lines))) >= 2]
    if not hugging:
        return 0
    both_sides = len({b.speaker for b in hugging}) == 2
    stamped = sum(1 for b in blocks if (b.time is not None and not separators) or b.name)
    typing = any(
        _INPUT_HINTS.match(squeeze(line.text)) and line.box.y > bottom - line.box.h for line in loose
    )
    avatars = sum(
        1
        for b in hugging
        if b.region is not None and max(b.region.left_content, b.region.right_content) > 0.1
    )
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


def _listed(loose: Sequence[Line], captured: datetime | None) -> list[_Block]:
    """Logs without bubbles: a line with name and full stamp, the message's lines under it (旺旺, QQ on a PC)."""
    blocks: list[_Block] = []
    for line in sorted(loose, key=lambda item: (item.box.y, item.box.x)):
        stamped = _named_stamp(line, captured)
        if stamped is not None and len(stamped[0]) <= 24:
            name, time, agreed = stamped
            reasons = [] if agreed else ["single_read:occurred_at"]
            blocks.append(_Block(line.box, [], None, name=name, time=time, reasons=reasons))
        elif blocks and not _INPUT_HINTS.match(squeeze(line.text)):
            last = blocks[-1].lines[-1].box if blocks[-1].lines else blocks[-1].box
            if line.box.y - last.bottom < 2.5 * line.box.h:
                blocks[-1].lines.append(line)
    blocks = [b for b in blocks if b.lines]
    for block in blocks:
        boxed = union_all(line.box for line in block.lines)
        block.box = boxed or block.box
        block.speaker, block.sure = _by_name(block.name)
    for index, block in enumerate(blocks):
        # OCR spells one name in several ways
        block.name = next((b.name for b in blocks[:index] if fuzz.ratio(b.name, block.name) > 70), block.name)
    names = {b.name for b in blocks}
    if len(names) > max(1, len(blocks) // 2 + 1) or len(names) > 6:
        return []  # a list of many things with times, not a talk between a few
    if len(names) == 2 and sum(b.speaker == "other" for b in blocks):
        for block in blocks:
            if block.speaker == "unknown":
                block.speaker = "me"
    return blocks


_PLATFORM_NAME = re.compile(
    r"客服|商家|卖家|店|官方|小二|专员|助手|机器人|售后|平台|卡盟|财务|经理|系统|在线|服务"
)


def _by_name(name: str) -> tuple[Speaker, bool]:
    if name.strip() in ("我", "自己", "本人", "我自己", "买家", "用户", "访客"):
        return "me", True
    if _PLATFORM_NAME.search(name):
        return "other", True
    return "unknown", False


def with_names(chat: Chat) -> Chat:
    """Speakers that the picture left open, told by their names where these say it (我, 客服小美)."""
    messages = []
    for message in chat.messages:
        if message.speaker == "unknown" and message.name:
            speaker, sure = _by_name(message.name)
            message = replace(message, speaker=speaker, sure=sure)
        messages.append(message)
    return replace(chat, messages=tuple(messages))
