"""What stands in a bubble or a box of its own and nobody said in words: voice, pictures, tools, buttons, pills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.bubbles import pads
from extractor.screens.messages import (
    INPUT_HINTS,
    LEVEL,
    STATUS_TAG,
    TITLED,
    Block,
    in_rows,
    join_lines,
    same_colour,
)
from extractor.screens.scraps import SIGNS, UNREAD
from extractor.vision.regions import Region

VOICE = "[语音]"
"""How chat programs write of a voice message where they cannot play it."""
_SECONDS = re.compile(r"[^\d]{0,2}\d{1,2}[\"'″”`]{0,3}[^\d]?|[^\d]{0,3}\d{1,2}[\"'″”`]{1,3}[^\d]{0,3}")
_LENGTH = re.compile(r"(?<!\d)(\d{1,2})[\"'″”`]")
_WAVES = re.compile(r"[^\d\u4e00-\u9fffA-Za-z]{1,4}\d{1,2}[\"'″”`]{1,2}")
"""The waves before the seconds of a voice message, read as brackets."""
_SCRIBBLED, _UNSURE, _LOOSE = 16, 0.5, 1.6
_PRINT = (0.8, 1.25)
"""So high, against its lines, is print of a message."""
_LOW_BOX, _TALL_BOX = 2.5, 8
"""So many heights of its print a box to type in has at most; one for several lines has its hint in the first."""
_SEVERAL, _GIANT = 3, 1.8
"""Against so many other lines, so many times as high as the usual one no character of a message is."""
_STREWN, _GUESSED = 0.15, 0.1
"""What is read in a drawing fills so little of its box; so unsurely is read what nobody can read."""
_MANY, _FIGURE, _MOST = 8, 3, 0.75
"""A plot has so many figures, of so many characters each, and little else."""
_ROWS_OF_BARS, _BARS = 2, re.compile(r"[一二三—_~.|·-]+")
_ON_THE_RIM = 0.1
"""Print of a message keeps farther from the side of its bubble, in heights."""
_LEVEL = 0.01
_LATE, _COMPANY = 1.5, 2
"""Print that begins so many heights later than that of so many others has lost its beginning."""
_TIGHT, _SPOILT = 0.5, re.compile(r"[^\w]")
"""A badge's ground ends so near above and below its print, in heights; signs in its text are misread."""
BUTTON = re.compile(
    r"(?:我要|继续|立即|点击|提交)?(?:回复|追加|追问|补充|留言|反馈|评价|提问|回帖)(?:回复|反馈|说明|内容|描述|客服|材料|商家|问题)?|提交|"
    r"(?:结束|关闭)(?:会话|服务|对话|工单)|(?:撤销|取消)(?:工单|投诉|反馈)|(?:服务|评价)评价|联系(?:人工)?客服|重新(?:打开|发起)|(?:问题)?(?:已|未)解决"
)
"""What buttons below a talk say. People say it, too, but in a bubble like their others."""


def is_voice(block: Block) -> bool:
    """A voice message: its seconds and a long empty bubble."""
    if block.region is None or len(block.lines) > 2 or len(squeeze(join_lines(block.lines))) > 8:
        return False
    left, right, _, _ = pads(block)
    texts = [squeeze(reading.text) for line in block.lines for reading in line.readings]
    # the waves beside the seconds come out as a few characters
    seconds = any(_SECONDS.fullmatch(text) for text in texts)
    # a short one has a short bubble: then the waves must have been seen
    return seconds and (max(left, right) > 2.2 or any(_WAVES.fullmatch(text) for text in texts))


def voices(blocks: Sequence[Block]) -> list[Block]:
    """The voice messages among blocks whose seconds were read with their mark, as cards that tell these: [语音]9″."""
    found = []
    for block in blocks:
        texts = [squeeze(fold(reading.text)) for line in block.lines for reading in line.readings]
        length = next((match[1] for text in texts if (match := _LENGTH.search(text))), None)
        if length is not None and is_voice(block):
            found.append(replace(block, kind="card", said=f"{VOICE}{int(length)}″"))
    return found


def is_unread(block: Block) -> bool:
    """True for what holds no character that was read with any sureness: the frames and bars in a picture that was sent. Rows
    of print in a small picture of a page are read as bars."""
    text = join_lines(block.lines)
    read = [squeeze(line.text) for line in block.lines if line.confidence >= UNREAD]
    if len(read) >= _ROWS_OF_BARS and all(_BARS.fullmatch(row) for row in read):
        return True
    return not read and not han_count(text) and not digit_count(text)


def mark_unread(
    blocks: Sequence[Block], pairs: Sequence[tuple[Line, Region | None]], pictures: Sequence[Box]
) -> None:
    """Marks messages of whose print a line could not be read at all: what they say is cut short. Emoji are none."""
    for block in blocks:
        usual = max((line.box.h for line in block.lines), default=0)
        left = min((line.box.x for line in block.lines), default=0)
        if any(
            not line.text
            and line.box not in pictures
            and ground is block.region is not None
            and _PRINT[0] * usual <= line.box.h <= _PRINT[1] * usual
            and line.box.w > line.box.h
            and abs(line.box.x - left) < usual
            for line, ground in pairs
        ):
            block.reasons.append("low_confidence:text")


def mark_late(blocks: Sequence[Block]) -> None:
    """Marks messages whose print begins far farther inside their bubble than that of others of its colour: the first words
    were lost, to a watermark or a finger. Emoji that stand first may lie in what was lost, too."""
    whole = [block for block in blocks if block.region is not None and block.lines]
    for block in whole:
        others = sorted(
            _room_before(other) for other in whole if other is not block and same_colour(other, block)
        )
        if len(others) >= _COMPANY and _room_before(block) > others[len(others) // 2] + _LATE:
            block.reasons.append("cropped:text")


def _room_before(block: Block) -> float:
    return pads(block)[0]


def is_tag(block: Block) -> bool:
    """True for a pill that the app lays over the talk: 已读, 12条新消息."""
    return len(block.lines) == 1 and bool(STATUS_TAG.match(squeeze(block.lines[0].text)))


def is_level(block: Block) -> bool:
    """True for the badge of a level beside a name in a group, which has a ground of its own: LV23. With a title in it
    (LV15 风纪委员) it is told by its ground, which fits its print more closely than any bubble's."""
    if len(block.lines) == 1 and LEVEL.fullmatch(squeeze(block.lines[0].text)):
        return True
    if block.region is None or not block.lines or not TITLED.fullmatch(_SPOILT.sub("", _words(block))):
        return False
    return len(in_rows(block.lines)) == 1 and max(pads(block)[2:]) < _TIGHT


def is_silent(block: Block, blocks: Sequence[Block]) -> bool:
    """True for what nobody said in words: the box to type in, tools beside it, a voice message, a picture, a pill."""
    if any(sign(block) for sign in (is_voice, is_tag, is_unread, is_picture)):
        return True
    return any(sign(block, blocks) for sign in (is_input, is_tools, is_button, is_drawing))


def is_button(block: Block, blocks: Sequence[Block]) -> bool:
    """The button beside or below the box to type in (回复, 提交): the lowest one, in a colour of its own."""
    last = max((b.box.bottom for b in blocks if not b.box.same_row(block.box)), default=0)
    if block.box.y < last or not BUTTON.fullmatch(squeeze(join_lines(block.lines))):
        return False
    return not any(b is not block and same_colour(b, block) for b in blocks)


def is_picture(block: Block) -> bool:
    """A picture that was sent: a character or two read unsurely somewhere in it, where a bubble fits its words."""
    text = join_lines(block.lines)
    if block.region is None or han_count(text) > 1 or len(text) > _SCRIBBLED:
        return False
    _, _, top, bottom = pads(block)
    return max(line.confidence for line in block.lines) < _UNSURE and max(top, bottom) > _LOOSE


def is_drawing(block: Block, blocks: Sequence[Block]) -> bool:
    """A picture of strokes, in which characters were read: a QR code, with print far larger than that of any message or none that
    anybody could read in a box that it hardly fills; a plot, with figures strewn over it."""
    if block.region is None or not block.lines:
        return False
    others = [line.box.h for other in blocks if other is not block for line in other.lines]
    if len(others) >= _SEVERAL and len(squeeze(join_lines(block.lines))) <= 1:
        if min(line.box.h for line in block.lines) > _GIANT * median(others):
            return True
    printed = sum(line.box.area for line in block.lines)
    if printed > _STREWN * block.region.box.area:
        return False
    if max(line.confidence for line in block.lines) < _GUESSED and max(pads(block)[2:]) > _GIANT:
        return True
    short = sum(len(squeeze(line.text)) <= _FIGURE for line in block.lines)
    return len(block.lines) >= _MANY and short > _MOST * len(block.lines)


def is_tools(block: Block, blocks: Sequence[Block]) -> bool:
    """The icons below the last message: signs alone, and no other bubble has their ground."""
    text = squeeze(join_lines(block.lines))
    lowest = block.box.bottom >= max(b.box.bottom for b in blocks)
    own_colour = not any(b is not block and same_colour(b, block) for b in blocks)
    return lowest and len(text) > 1 and own_colour and bool(SIGNS.fullmatch(text))


def _words(block: Block) -> str:
    return squeeze(join_lines(block.lines))


def is_input(block: Block, blocks: Sequence[Block]) -> bool:
    """The box to type in: the lowest one, with a hint at its left or a send button beside it, and empty else."""
    text = squeeze(join_lines(block.lines))
    if len(text) <= 6 and INPUT_HINTS.match(text):  # 发送
        return True
    lowest = block.box.bottom >= max(b.box.y for b in blocks)
    last = not any(b.box.y >= block.box.bottom and not BUTTON.fullmatch(_words(b)) for b in blocks)
    tall = block.box.h / max(line.box.h for line in block.lines)
    one_row = len(in_rows(block.lines)) == 1
    # the round ends of its outline may have been read as signs beside the hint
    hinted = any(INPUT_HINTS.match(said) for said in (text, *(squeeze(line.text) for line in block.lines)))
    if last and hinted and tall < (_TALL_BOX if one_row else _LOW_BOX):
        return True
    left, right, _, _ = pads(block)
    if lowest and SIGNS.fullmatch(text) and min(left, right) < _ON_THE_RIM:
        return True  # its outline, or an icon beside it
    empty = len(block.lines) == 1 and block.region is not None and right > 6 and len(text) <= 16
    # what has a clock in its corner is a message, be there room for that behind its words
    return lowest and empty and block.time is None and not _is_one_of_rows(block, blocks)


def _is_one_of_rows(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether other bubbles begin and end where a block does, in its colour: a transcript's are as wide as the page."""
    near = _LEVEL * block.box.w
    level = (
        max(abs(other.box.x - block.box.x), abs(other.box.right - block.box.right)) < near
        for other in blocks
        if other is not block and same_colour(other, block)
    )
    return sum(level) >= _COMPANY
