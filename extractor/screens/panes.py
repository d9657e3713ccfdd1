"""The panes of a program's window on a computer: a conversation beside a list of contacts, or in a corner of a shop's page.

A conversation is read in the frame of its own pane, whose edges its bubbles hug.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.messages import Chat
from extractor.vision.regions import Region

_WIDE = 0.8
"""A picture wider than this share of its height is that of a computer's screen, or of a part of it."""
_WIDTHS, _LEAST_HEIGHT = (0.12, 0.93), 0.5
"""Shares of the picture's width and height that a pane takes."""
_LEAST_LINES = 5


def wide(size: tuple[int, int]) -> bool:
    """Whether a picture of that width and height may show a program's window on a computer."""
    return size[0] >= _WIDE * size[1]


def find_panes(lines: Sequence[Line], grounds: Sequence[Region | None], size: tuple[int, int]) -> list[Box]:
    """The panes of a picture that may hold a conversation, the largest first.

    grounds: the region that each line stands on. size: width and height of the picture in pixels.
    """
    width, height = size
    boxes = {
        ground.box
        for ground in grounds
        if ground is not None
        and _WIDTHS[0] * width <= ground.box.w <= _WIDTHS[1] * width
        and ground.box.h >= _LEAST_HEIGHT * height
    }
    full = [box for box in boxes if len(lines_in(lines, box)) >= _LEAST_LINES]
    return sorted(full, key=lambda box: (-box.area, box.x))


def lines_in(lines: Sequence[Line], pane: Box) -> list[Line]:
    """The lines inside a pane, their boxes in its own pixels."""
    inside = (
        line for line in lines if pane.x <= line.box.cx < pane.right and pane.y <= line.box.cy < pane.bottom
    )
    return [_moved(line, -pane.x, -pane.y) for line in inside]


def in_picture(chat: Chat, pane: Box) -> Chat:
    """A conversation that was read in a pane's own pixels, in those of the picture."""
    messages = tuple(
        replace(
            message,
            box=message.box.scaled(1.0, pane.x, pane.y),
            lines=tuple(_moved(line, pane.x, pane.y) for line in message.lines),
        )
        for message in chat.messages
    )
    return replace(chat, messages=messages)


def _moved(line: Line, dx: int, dy: int) -> Line:
    readings = tuple(
        replace(
            reading,
            words=tuple(replace(word, left=word.left + dx, right=word.right + dx) for word in reading.words),
        )
        for reading in line.readings
    )
    return replace(line, box=line.box.scaled(1.0, dx, dy), readings=readings)
