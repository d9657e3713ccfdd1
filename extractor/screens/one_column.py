"""Talks in panels of one width, and floors of a forum: the row above each says who wrote it, its edges say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.messages import Chat, Message
from extractor.screens.threads import LABEL, POSTED, read_thread

_FEWEST = 3
"""So many panels of one width are no bubbles, which are as wide as their words."""
_NEAR = 0.015
_MOST = 0.75


def by_headings(
    chat: Chat, lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]
) -> Chat | None:
    """The talk of a picture by the rows that head its messages, where these tell more than edges did; else None.

    chat is what edges made of the lines, and lends the result its points.
    """
    signed = [m for m in chat.messages if m.name and m.time is not None and m.kind in ("text", "notice")]
    posted = sum(POSTED.fullmatch(squeeze(m.name)) is not None for m in signed) >= _FEWEST
    unboxed = not posted and not _in_panels(signed, size[0])
    if unboxed and not _share_an_edge(signed, size[0]):
        return None
    thread = read_thread(lines, captured, size)
    if thread is None:
        return None
    said = [m for m in thread.messages if m.kind == "text"]
    sides = {m.speaker for m in said if m.sure or posted}
    if len(said) < len(signed) - 1 or not {"me", "other"} <= sides:
        return None
    if unboxed:  # a log; it is read worse than here where a message of its end or a row above it went wrong
        told = sum(m.sure for m in signed if not LABEL.search(squeeze(m.name)))
        if sum(m.sure for m in said) <= told:
            return None
    return replace(thread, points=max(chat.points, thread.points), own_colours=chat.own_colours)


def _share_an_edge(messages: Sequence[Message], width: int) -> bool:
    """Whether messages of both sides all begin at one edge."""
    starts = [m.box.x for m in messages]
    both = {"me", "other"} <= {m.speaker for m in messages}
    return both and len(messages) >= _FEWEST and max(starts) - min(starts) < _NEAR * width


def _in_panels(messages: Sequence[Message], width: int) -> bool:
    """Whether most of the messages begin at one edge and end at one, as no bubbles do."""
    if len(messages) < _FEWEST:
        return False
    near = _NEAR * width
    alike = max(
        sum(abs(m.box.x - o.box.x) < near and abs(m.box.right - o.box.right) < near for m in messages)
        for o in messages
    )
    return alike >= max(_FEWEST, _MOST * len(messages))
