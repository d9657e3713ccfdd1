"""Names and stamps that a bubble holds itself, in small print above its words or below them: work orders, help desks.

`售后-小璐 2025-06-12 10:15` and then the text, a name in bold with the stamp under it, a stamp as the last line.
Such a line says who wrote the message and when; it is no part of what was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from extractor.fields.chat_times import ChatTime
from extractor.fields.text import fold, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.messages import Block, by_name, in_rows
from extractor.screens.stamps import named_stamp, stamp_of, whole_stamps

_DAY = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}|[今昨前]天|星期|周[一二三四五六日天]")
_LONGEST_NAME = 16
_NO_NAME = re.compile(r"[,。!?;]|\d{5,}|时间|日期|[编单]号|号码|状态|金额|有效期|到期|截止")
_ALONE = 2
"""So many bubbles with a head in the same place bear each other out."""
_SMALL = 0.92
_FIGURES = 0.78
"""How high figures are in print of one size, against Han characters."""
_SHORT = 1.2
"""A line that ends so many heights before another of its bubble was not wrapped: what follows was set below it."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What a bubble holds of its writer and time: the lines, where they stand, and whether they alone say so surely."""

    block: Block
    lines: tuple[Line, ...]
    below: bool
    name: str
    time: ChatTime
    agreed: bool
    dated: bool
    plain: bool


def take_heads(blocks: Sequence[Block], captured: datetime | None) -> list[Line]:
    """Takes names and stamps out of the bubbles that hold them and gives them to the messages; returns the lines taken.

    One bubble alone must show by its print, or by a name that tells a side, that the line is none of its words; one
    of several with such lines in the same place need not.
    """
    found = [head for block in blocks if block.time is None and (head := _head(block, captured)) is not None]
    taken: list[Line] = []
    for head in found:
        company = sum(other.below == head.below for other in found)
        if company < _ALONE and not (head.dated and head.plain):
            continue
        block = head.block
        block.lines = [line for line in block.lines if line not in head.lines]
        block.time, block.time_agreed = head.time, head.agreed
        taken.extend(head.lines)
        if head.name and not block.name:
            block.name = head.name
            speaker, sure = by_name(squeeze(head.name))
            boxed = block.region is not None and block.sure and block.speaker != "system"
            if sure and (speaker in ("me", "system") or not boxed):
                block.speaker, block.sure = speaker, True
                if block.kind == "notice" and speaker != "system":
                    block.kind = "text"  # a card as wide as the page
    return taken


def _head(block: Block, captured: datetime | None) -> _Head | None:
    """The head of a bubble: its first row, its first two (name, then stamp), or its last."""
    rows = in_rows(whole_stamps(block.lines))
    if block.region is None or len(rows) < 2:
        return None
    own = {id(line) for line in block.lines}
    tries = [(rows[:1], rows[1:], False), (rows[-1:], rows[:-1], True)]
    if len(rows) > 2 and _is_name(rows[0]) and _reading(rows[1], captured, bare=True) is not None:
        tries.insert(0, (rows[:2], rows[2:], False))
    for head, rest, below in tries:
        read = _reading(head[-1], captured, bare=len(head) > 1)
        if read is None:
            continue
        name, time, agreed = read
        if len(head) > 1:
            name = _text(head[0])
        lines = tuple(line for row in head for line in row)
        if any(id(line) not in own for line in lines):
            # a clock and its day were joined: their own lines are those that stand within
            lines = tuple(line for line in block.lines if any(line.box.overlap_y(o.box) > 0 for o in lines))
        words = [line for row in rest for line in row]
        dated = bool(_DAY.search(fold(" ".join(line.text for line in head[-1]))))
        plain = by_name(squeeze(name))[1] or _is_small(head[-1], words) or (len(head) > 1 and not below)
        return _Head(
            block, lines, below, name, time, agreed, dated, plain and _ends_early(head[-1], words, name)
        )
    return None


def _reading(
    row: Sequence[Line], captured: datetime | None, *, bare: bool
) -> tuple[str, ChatTime, bool] | None:
    """(name, time, read alike twice) of a row with a stamp and at most a name; bare: a stamp alone."""
    stamps = [(line, read) for line in row if (read := stamp_of(line, captured)) is not None]
    if len(stamps) == 1:
        line, (time, agreed) = stamps[0]
        rest = [other for other in row if other is not line]
        if not rest:
            return "", time, agreed
        return (_text(rest), time, agreed) if not bare and _is_name(rest) else None
    if stamps or bare or len(row) > 1:
        return None
    named = named_stamp(row[0], captured)
    return named if named is not None and not _NO_NAME.search(named[0]) else None


def _text(row: Sequence[Line]) -> str:
    return fold(" ".join(line.text for line in row)).strip(" :|·()<>《》[]")


def _is_name(row: Sequence[Line]) -> bool:
    text = _text(row)
    return 0 < len(squeeze(text)) <= _LONGEST_NAME and not _NO_NAME.search(text)


def _height(line: Line) -> float:
    return line.box.h if han_count(line.text) else line.box.h / _FIGURES


def _is_small(row: Sequence[Line], words: Sequence[Line]) -> bool:
    """Whether a row is set in smaller print than the words of its bubble; Han characters tell it best."""
    usual = median(_height(line) for line in words)
    written = [line for line in row if han_count(line.text)] or row
    return median(_height(line) for line in written) < _SMALL * usual


def _ends_early(row: Sequence[Line], words: Sequence[Line], name: str) -> bool:
    """Whether a row cannot be the beginning or the end of a wrapped sentence: it ends before the text does, or is in parts."""
    end = max(line.box.right for line in row)
    height = max(line.box.h for line in row)
    early = max(line.box.right for line in words) - end > _SHORT * height
    return early or len(row) > 1 or not name or _is_small(row, words)
