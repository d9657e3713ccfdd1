"""The notifications of a phone, on its lock screen or pulled down over a page: who wrote, when, and the first words of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from extractor.fields.chat_times import ChatTime, resolve_date_heading
from extractor.fields.moments import CHINA
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.screens.messages import Chat, Message, by_name, in_rows, join_lines
from extractor.screens.stamps import named_stamp, stamp_of

_CLOCK = re.compile(r"\d{1,2}[:;.∶]\d{2}")
_LARGE, _BESIDE = 1.6, 1.5
"""The clock of a lock screen is so much higher than print, and its day stands so many of its heights away at most."""
_APPS = re.compile(
    r"微信|企业微信|QQ|TIM|短信|信息|Messages|钉钉|飞书|支付宝|淘宝|闲鱼|京东|拼多多|抖音|快手|小红书|微博|Telegram|WhatsApp|邮件|电话"
)
"""Whose notifications tell a shade that shows no clock of its own."""
_AGO = re.compile(r"现在|刚刚|\d{1,2}\s?(?:分钟|小时)前")
_FEW_APPS, _NEAR, _GAP, _LONGEST_TITLE, _POINTS = 2, 1.0, 1.3, 24, 4
_ANY_DAY = datetime(2024, 12, 31, tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class _Head:
    """The row that begins a notification: its name (of the app, or who writes), and when it came."""

    index: int
    name: tuple[Line, ...]
    words: str
    time: ChatTime | None
    agreed: bool
    of_app: bool
    """True where the row names the app; who writes stands below it."""


def read_notifications(
    lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]
) -> Chat | None:
    """The notifications of a picture as messages, top to bottom; None where it shows none.

    A phone's large clock with the day beside it tells them, or the names of two apps that people write in. What they show
    was written by others; the title names by whom, or in which group.
    """
    rows = in_rows(lines)
    home = _clock_of_phone(lines)
    below = home.box.bottom if home is not None else 0
    heads = [
        head
        for index, row in enumerate(rows)
        if row[0].box.y > below and (head := _head(index, row, captured)) is not None
    ]
    heads = [head for head in heads if not head.of_app or _in_column(head, heads)]
    apps = sum(head.of_app and bool(_APPS.fullmatch(head.words)) for head in heads)
    if home is None and apps < _FEW_APPS:
        return None
    if home is None:
        heads = [head for head in heads if head.of_app]
    if not heads:
        return None
    messages = []
    ends = [*(head.index for head in heads[1:]), len(rows)]
    for head, end in zip(heads, ends, strict=True):
        message = _message(head, rows[head.index + 1 : end])
        if message is not None:
            messages.append(message)
    if not messages:
        return None
    return Chat("", tuple(messages), _POINTS * len(messages))


def _clock_of_phone(lines: Sequence[Line]) -> Line | None:
    """The large clock of a lock screen or a shade, or the day right above or below it, whichever stands lower."""
    print_height = median(line.box.h for line in lines) if lines else 0
    for clock in lines:
        if not _CLOCK.fullmatch(squeeze(fold(clock.text))) or clock.box.h < _LARGE * print_height:
            continue
        for day in lines:
            gap = max(day.box.y - clock.box.bottom, clock.box.y - day.box.bottom)
            if gap < _BESIDE * clock.box.h and resolve_date_heading(day.text, _ANY_DAY) is not None:
                return max(clock, day, key=lambda line: line.box.bottom)
    return None


def _head(index: int, row: Sequence[Line], captured: datetime | None) -> _Head | None:
    """The head that a row is: `微信 · 15:28`, or who writes at the left and the clock at the right end."""
    if len(row) == 1:
        named = named_stamp(row[0], captured)
        if named is not None:
            return _Head(index, (row[0],), squeeze(named[0].strip(" .·-,")), *named[1:], of_app=True)
        return None
    *parts, clock = row
    words = squeeze(join_lines(parts))
    if not 0 < len(words) <= _LONGEST_TITLE or resolve_date_heading(words, _ANY_DAY) is not None:
        return None
    gap = clock.box.x - parts[-1].box.right
    of_app = gap < 2 * clock.box.h  # right behind it stands the name of the app
    if _AGO.fullmatch(squeeze(fold(clock.text))):
        return _Head(index, tuple(parts), words.strip(".·-,"), None, True, of_app)
    stamp = stamp_of(clock, captured)
    if stamp is None or stamp_of(parts[0], captured) is not None:
        return None
    return _Head(index, tuple(parts), words.strip(".·-,"), *stamp, of_app)


def _in_column(head: _Head, heads: Sequence[_Head]) -> bool:
    """Whether the name of an app is known, or stands where others do that are."""
    if _APPS.fullmatch(head.words):
        return True
    return any(
        other.of_app
        and _APPS.fullmatch(other.words)
        and abs(other.name[0].box.x - head.name[0].box.x) < _NEAR * head.name[0].box.h
        for other in heads
    )


def _message(head: _Head, rows: Sequence[Sequence[Line]]) -> Message | None:
    """The notification under a head, whose lines stand close below each other at one edge."""
    last, edge = head.name[0].box, None if head.of_app else head.name[0].box.x
    found: list[Sequence[Line]] = []
    for row in rows:
        first = row[0].box
        if first.y - last.bottom > _GAP * first.h or (
            edge is not None and abs(first.x - edge) > _NEAR * first.h
        ):
            break
        found.append(row)
        last, edge = first, first.x
    title = head.words
    if head.of_app and len(found) > 1:
        title, found = squeeze(join_lines(found[0])), found[1:]
    body = [line for row in found for line in row]
    box = union_all(line.box for line in body)
    text = join_lines(body)
    if box is None or not han_count(text):
        return None
    speaker, sure = by_name(title)
    if speaker != "system":
        speaker, sure = "other", True
    reasons = () if head.agreed else ("single_read:occurred_at",)
    return Message("text", speaker, title, text, head.time, box, tuple(body), sure, reasons)
