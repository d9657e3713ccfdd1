"""Answers below a complaint as a forum shows them: who wrote and a tag that says as what, the words, and below them the moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.screens.bars import title_line, title_of
from extractor.screens.messages import Chat, Message, Speaker, in_rows, join_lines
from extractor.screens.stamps import stamp_of

_FEWEST, _POINTS = 2, 4
_THEIRS = re.compile(
    r"(?:官方)?(?:认证)?(?:商家|商户|卖家|店主|店家|客服|官方|平台|企业|被投诉方)(?:号|回复|客服)?"
)
_OWN = re.compile(r"我|本人|投诉人|发起人|买家")
_OPENS = re.compile(r"楼主|题主|作者")
"""Who began it: on the page of a complaint mostly, and no more, the one who complains."""
_LONGEST_NAME, _NEAR = 16, 0.02
_GAP = 2.6
"""A line of a message begins at most so many of its heights below the one before."""
_FLOOR = re.compile(r"\D{0,3}\d{0,3}\D{0,3}")
"""What stands before the moment: 2楼 ·."""


@dataclass(frozen=True, slots=True)
class _Head:
    index: int
    name: str
    speaker: Speaker
    sure: bool
    x: int


def read_floors(lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]) -> Chat | None:
    """The messages whose writers bear a tag and whose moments stand below their words; None where fewer than two do.

    lines are those of the whole picture. Whom a tag only makes likely stays a guess (`sure` is False).
    """
    rows = in_rows(lines)
    heads = [head for index, row in enumerate(rows) if (head := _head(index, row, captured)) is not None]
    if len(heads) < _FEWEST or max(h.x for h in heads) - min(h.x for h in heads) > _NEAR * size[0]:
        return None
    ends = [*(head.index for head in heads[1:]), len(rows)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        message = _message(head, rows[head.index : end], captured)
        if message is None:
            return None
        found.append(message)
    if not any(message.sure for message in found):
        return None
    bar = title_line(lines, [rows[heads[0].index][0].box], size)
    return Chat(title_of(bar), tuple(found), _POINTS * len(found), stamped=True, heading=bar)


def _head(index: int, row: Sequence[Line], captured: datetime | None) -> _Head | None:
    """The name and the tag behind it that a row is."""
    if len(row) < 2 or any(stamp_of(line, captured) is not None for line in row):
        return None
    *parts, tag = row
    name, role = squeeze("".join(line.text for line in parts)), squeeze(fold(tag.text))
    if not name or len(name) > _LONGEST_NAME or name.endswith((":", "：")):
        return None
    if _THEIRS.fullmatch(role):
        return _Head(index, name, "other", True, parts[0].box.x)
    if _OWN.fullmatch(role):
        return _Head(index, name, "me", True, parts[0].box.x)
    return _Head(index, name, "me", False, parts[0].box.x) if _OPENS.fullmatch(role) else None


def _message(head: _Head, rows: Sequence[Sequence[Line]], captured: datetime | None) -> Message | None:
    """The words below a head, down to the row of their moment; None where there are no words, or no moment ends them."""
    last, body = rows[0][0].box, list[Line]()
    for row in rows[1:]:
        if row[0].box.y - last.bottom > _GAP * row[0].box.h:
            return None
        stamp = stamp_of(row[-1], captured)
        before = squeeze("".join(line.text for line in row[:-1]))
        dated = any(digit_count(reading.text) >= 8 for reading in row[-1].readings)
        if stamp is not None and dated and _FLOOR.fullmatch(before) and han_count(before) <= 1:
            box = union_all(line.box for line in body)
            if box is None:
                return None
            time, agreed = stamp
            reasons = (
                *(time.reasons if not time.relative else ()),
                *(() if agreed else ("single_read:occurred_at",)),
            )
            text, sure = join_lines(body), head.sure
            return Message("text", head.speaker, head.name, text, time, box, tuple(body), sure, reasons)
        body.extend(row)
        last = row[0].box
    return None
