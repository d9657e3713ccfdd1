"""Talks in a ruled window, as web help desks show them: in each row who speaks at the left, what, and the clock at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractor.fields.chat_times import ChatTime
from extractor.fields.text import squeeze
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.screens.bars import title_line, title_of
from extractor.screens.messages import Chat, Message, MessageKind, by_name, in_rows, join_lines
from extractor.screens.stamps import stamp_of

_FEWEST, _NEAR, _LONGEST_NAME, _WRAPS, _POINTS = 3, 0.02, 12, 1.2, 4
"""So many rows make such a log; so near, of the width, its columns begin or end; a line begins so many heights below the one
that it goes on."""


@dataclass(slots=True)
class _Row:
    """One row of the log; words may go on in the lines below it."""

    name: Line
    words: list[Line]
    time: ChatTime
    agreed: bool
    clock: Line


def read_ruled_log(lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]) -> Chat | None:
    """The messages of such a window; None where a picture shows none.

    A table of payments has three columns, too, but nobody in the first of them who is the visitor, and nobody who is the shop.
    """
    near = _NEAR * size[0]
    found: list[_Row] = []
    for parts in in_rows(lines):
        said = _row(parts, captured)
        if said is not None:
            found.append(said)
        elif found and all(_goes_on(line, found[-1], near) for line in parts):
            found[-1].words.extend(parts)
    columns = [row for row in found if _columns_alike(row, found, near) >= _FEWEST]
    told = {speaker for row in columns for speaker, sure in [by_name(squeeze(row.name.text))] if sure}
    if len(columns) < _FEWEST or not {"me", "other"} <= told:
        return None
    messages: list[Message] = []
    last: datetime | None = None
    for row in columns:
        message = _message(row)
        if message.at is not None:
            if last is not None and message.at < last:
                message = replace(message, reasons=(*message.reasons, "times_not_in_order"))
            last = message.at
        messages.append(message)
    bar = title_line(lines, [columns[0].name.box], size)
    return Chat(title_of(bar), tuple(messages), _POINTS * len(messages), stamped=True, heading=bar)


def _row(row: Sequence[Line], captured: datetime | None) -> _Row | None:
    """A row of a name, words and a clock at its end."""
    if len(row) < _FEWEST:
        return None
    name, *words, clock = row
    stamp = stamp_of(clock, captured)
    short = 0 < len(squeeze(name.text)) <= _LONGEST_NAME and stamp_of(name, captured) is None
    return _Row(name, list(words), *stamp, clock) if stamp is not None and short else None


def _message(row: _Row) -> Message:
    name = squeeze(row.name.text)
    speaker, sure = by_name(name)
    box = union_all(line.box for line in row.words) or row.name.box
    reasons = () if row.agreed else ("single_read:occurred_at",)
    kind: MessageKind = "notice" if speaker == "system" else "text"
    return Message(kind, speaker, name, join_lines(row.words), row.time, box, tuple(row.words), sure, reasons)


def _columns_alike(row: _Row, rows: Sequence[_Row], near: float) -> int:
    """How many rows have their words and their clock where this one has them; names end there or begin there."""
    return sum(
        abs(row.words[0].box.x - other.words[0].box.x) < near
        and abs(row.clock.box.right - other.clock.box.right) < near
        and min(abs(row.name.box.x - other.name.box.x), abs(row.name.box.right - other.name.box.right)) < near
        for other in rows
    )


def _goes_on(line: Line, row: _Row, near: float) -> bool:
    """Whether a line without a name and a clock is the next one of a row's words."""
    last = max(row.words, key=lambda other: other.box.bottom)
    return abs(line.box.x - row.words[0].box.x) < near and line.box.y - last.box.bottom < _WRAPS * line.box.h
