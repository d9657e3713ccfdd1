"""Notices of a payment service below each other, each under the time at which it came: 微信支付, 支付消息, 服务通知."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from extractor.fields.chat_times import resolve_chat_time
from extractor.geometry import Box
from extractor.ocr.lines import Line

_ASKS = re.compile(r"^\s*请|支付|付款|剩余")
"""A time to pay by is no stamp; who sees no Han sees the clock only."""
_TOP = 0.1
"""The system's bar with its clock ends above this share of the picture's width."""
_BAR = 0.08
_MIDDLE = 0.06
_LEAST = 3
"""A notice has so many lines: what it is, an amount, and something of it."""


def find_cards(
    lines: Sequence[Line], claimed: Sequence[Line], size: tuple[int, int], captured: datetime | None
) -> list[tuple[Line, list[Line]]]:
    """Each notice with the stamp above it, top to bottom; empty where there is none. A single one has its stamp right below
    the page's title.

    claimed: the lines that belong to labels; a moment beside its label is no stamp. captured: the capture time.
    """
    mine = {id(line) for line in claimed}
    stamps = [
        line
        for line in lines
        if id(line) not in mine
        and line.box.y >= _TOP * size[0]
        and abs(line.box.cx - size[0] / 2) < _MIDDLE * size[0]
        and not _has_company(line.box, lines)
        and not _ASKS.search(line.text)
        and any(resolve_chat_time(reading.text, captured) is not None for reading in line.readings)
    ]
    stamps.sort(key=lambda line: line.box.y)
    if not stamps or (len(stamps) == 1 and not _below_the_title(stamps[0], lines, size)):
        return []
    ends = [*(stamp.box.y for stamp in stamps[1:]), size[1] + 1]
    cards = [
        (stamp, [line for line in lines if stamp.box.bottom <= line.box.cy < end])
        for stamp, end in zip(stamps, ends, strict=True)
    ]
    return cards if all(len(inside) >= _LEAST for _, inside in cards) else []


def _below_the_title(stamp: Line, lines: Sequence[Line], size: tuple[int, int]) -> bool:
    """True where nothing but a title, and what stands beside it, is between the system's bar and the stamp."""
    above = [line for line in lines if _BAR * size[0] < line.box.cy < stamp.box.y and line.text]
    return bool(above) and all(line.box.same_row(above[0].box) for line in above)


def _has_company(box: Box, lines: Sequence[Line]) -> bool:
    """True where something else stands in the row: a stamp has it for itself."""
    return any(line.box is not box and line.text and line.box.same_row(box) for line in lines)
