"""Notices of a chat: small print in the middle, between messages, that nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from extractor.fields.chat_times import ChatTime, resolve_date_heading
from extractor.fields.moments import CHINA
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.bars import offers_replies
from extractor.screens.bubbles import block_under
from extractor.screens.messages import INPUT_HINTS, NOTICE, STATUS_TAG, Block, Separator, join_lines
from extractor.screens.stamps import named_stamp
from extractor.screens.unspoken import BUTTON

_READ, _BRIEF, _SAID = 0.4, 5, 2
"""A notice has so many Han characters; one of fewer characters than that was read so surely."""
_FULL, _REST, _OF_ONE_PRINT = 0.75, 4, 0.25
"""So wide, of the width, is a notice that wraps; so few characters its rest may have, and so like is their height."""
_ANY_DAY = datetime(2024, 12, 31, tzinfo=CHINA)
_WRAPS = 0.5
"""Of the width: a notice that goes on in a second line has so wide a first one."""
_SESSION = re.compile(
    r"(?:会话|对话|服务|咨询|客服|人工|接待).{0,4}(?:开始|结束|关闭|接入|创建|发起|建立)|(?:开始|结束|发起|接入)(?:会话|对话|咨询)"
)
"""What a help desk's separator says beside its time."""


def notices_among(
    loose: Sequence[Line],
    separators: Sequence[Separator],
    blocks: Sequence[Block],
    title: str,
    reach: tuple[int, int, int],
    width: int,
) -> list[Block]:
    """Centred small print between messages: withdrawals, joins, notices of the system.

    reach: where the bars at the top end (0 where none was told), where the first message begins and the last one ends.
    """
    head, top, bottom = reach
    stamps = {id(s.line) for s in separators}
    names = (line.box.y for line in loose if id(line) not in stamps and block_under(line, blocks) is not None)
    first = min([top, *(s.line.box.y for s in separators), *names], default=top)
    found: list[Block] = []
    legible = [
        line for line in loose if line.confidence >= 0.05 or (han_count(line.text) >= 4 and _mostly_han(line))
    ]
    legible = [line for line in legible if line.confidence >= _READ or len(squeeze(line.text)) >= _BRIEF]
    # a name with its stamp is no notice, and no second line of one
    rows = _rows(line for line in legible if id(line) not in stamps and named_stamp(line, None) is None)
    for row in rows:
        box = row[0].box
        for line in row[1:]:
            box = box.union(line.box)
        text = squeeze(join_lines(row))
        height = row[0].box.h
        last = found[-1] if found else None
        if (
            last is not None
            and last.box.w > 0.5 * width
            and 0 <= box.y - last.box.bottom < 1.2 * height
            and abs(box.x - last.box.x) < height
        ):
            last.lines.extend(row)  # the second line of a notice begins at its left edge
            last.box = last.box.union(box)
            continue
        if last is not None and _wraps_into(last, row, width):
            last.lines.extend(row)
            last.box = last.box.union(box)
            continue
        if (
            len(text) < 4
            or any(sign.match(text) for sign in (STATUS_TAG, INPUT_HINTS))
            or text == squeeze(title)
        ):
            continue
        if han_count(text) < _SAID or BUTTON.fullmatch(text):
            continue  # the address of a page; a button below the last message
        if len(row) == 1 and resolve_date_heading(text, _ANY_DAY) is not None:
            continue  # a day says when, and nothing else
        centred = abs(box.cx - width / 2) < 0.06 * width
        between = (head or first - 3 * height) <= box.y <= bottom + 10 * height
        name = block_under(row[0], blocks) is not None and not NOTICE.search(text)
        name = name and abs(box.cx - width / 2) > 0.015 * width
        tabs = any(
            other is not row and other[0].box.same_row(row[0].box) and han_count(join_lines(other)) >= 2
            for other in rows
        )
        if not centred or not between or name or tabs or (box.y > bottom and offers_replies(row)):
            continue
        close = last is not None and box.y - last.box.bottom < 0.9 * height
        if (
            last
            and close
            and not _stamp_between(last.box, box, separators)
            and not _are_two(last, text, width)
        ):
            last.lines.extend(row)
            last.box = last.box.union(box)
            continue
        found.append(Block(box, row, None, "system", True, kind="notice"))
    opened = [s for s in separators if _SESSION.search(squeeze(fold(s.line.text)))]
    return sorted([*found, *(_of_session(separator) for separator in opened)], key=lambda b: b.box.y)


def _wraps_into(last: Block, row: Sequence[Line], width: int) -> bool:
    """Whether a row is the rest of a wide notice: a character or two in the middle right below it, in its print."""
    box, height = row[0].box, last.lines[-1].box.h
    return (
        len(row) == 1
        and last.box.w > _FULL * width
        and han_count(row[0].text) > 0
        and len(squeeze(row[0].text)) < _REST
        and 0 <= box.y - last.box.bottom < height
        and abs(box.cx - last.box.cx) < height
        and abs(box.h - height) < _OF_ONE_PRINT * height
    )


def _are_two(last: Block, text: str, width: int) -> bool:
    """Whether a row is a notice of its own and not the second line of the one above it: both have the wording of one, and
    the one above ends long before the room does."""
    above = squeeze(join_lines(last.lines))
    return last.box.w < _WRAPS * width and bool(NOTICE.search(above) and NOTICE.search(text))


def session_stamp(line: Line, captured: datetime | None) -> tuple[ChatTime, bool] | None:
    """The time of a separator that tells what became of the session, whose words are nobody's name."""
    found = named_stamp(line, captured)
    return found[1:] if found is not None and _SESSION.search(found[0]) else None


def _of_session(separator: Separator) -> Block:
    """会话开始于 2026-09-29 09:20 is a time for what follows, and says something itself."""
    return Block(
        separator.line.box,
        [separator.line],
        None,
        "system",
        True,
        time=separator.time,
        time_agreed=separator.agreed,
        kind="notice",
    )


def _mostly_han(line: Line) -> bool:
    return 2 * han_count(line.text) > len(squeeze(line.text))


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


def _stamp_between(a: Box, b: Box, separators: Sequence[Separator]) -> bool:
    return any(a.bottom <= s.line.box.cy <= b.y for s in separators)
