"""The chat window of a game: each line begins with its channel in brackets, and most go on with a name and what he says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from extractor.fields.text import fold, squeeze
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.screens.messages import Chat, Message, in_rows, join_lines

_FEWEST, _KNOWN, _NEAR, _WRAPS, _POINTS = 4, 3, 0.02, 1.2, 4
"""So many lines make such a window, and so many of them name a channel that games have."""
_LINE = re.compile(r"[\[【]\s*([\u4e00-\u9fff]{2})\s*[\]】]\s*(.+)")
_CHANNELS = re.compile(
    r"世界|私聊|密语|队伍|团队|组队|帮会|帮派|公会|军团|家族|门派|阵营|联盟|国家|附近|当前|场景|区域|综合|交易|喇叭|好友|系统|招募|战场|同城"
)
_SAID = re.compile(r"([^:]{1,16}?)\s*:\s*(.+)")
_ONE_NAME = 50
"""Readings of one name in such small print are as alike as this."""


def read_channels(lines: Sequence[Line], size: tuple[int, int]) -> Chat | None:
    """The messages of such a window; None where a picture shows none.

    Which of those who talk is the user, and when it was, such a window does not say: the sides stay unknown.
    """
    rows = [row for row in in_rows(lines) if row]
    heads = [row for row in rows if _LINE.match(fold(join_lines(row)))]
    if len(heads) < _FEWEST:
        return None
    column = median(row[0].box.x for row in heads)
    said: list[list[Line]] = []
    for row in rows:
        level = abs(row[0].box.x - column) < _NEAR * size[0]
        if row in heads and level:
            said.append(list(row))
        elif said and level and row[0].box.y - said[-1][-1].box.bottom < _WRAPS * row[0].box.h:
            said[-1].extend(row)
    named = [match for lines_of in said if (match := _LINE.match(fold(join_lines(lines_of))))]
    if len(said) < _FEWEST or sum(bool(_CHANNELS.fullmatch(match[1])) for match in named) < _KNOWN:
        return None
    if any(below[0].box.y <= above[0].box.y for above, below in pairwise(said)):
        return None
    messages: list[Message] = []
    for lines_of, match in zip(said, named, strict=True):
        box = union_all(line.box for line in lines_of)
        assert box is not None
        whole = join_lines(lines_of)
        parts = _SAID.fullmatch(match[2])
        if match[1] == "系统" or parts is None:
            messages.append(Message("notice", "system", "", whole, None, box, tuple(lines_of)))
            continue
        name = squeeze(parts[1])
        name = next((m.name for m in messages if m.name and fuzz.ratio(m.name, name) >= _ONE_NAME), name)
        text = re.split("[:：]", whole, maxsplit=1)[-1].strip()
        messages.append(Message("text", "unknown", name, text, None, box, tuple(lines_of), sure=False))
    if not any(message.kind == "text" for message in messages):
        return None
    return Chat("", tuple(messages), _POINTS * len(messages))
