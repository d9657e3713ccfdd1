"""The panes of a program's window on a computer: a conversation beside a list of contacts, or in a corner of a shop's page.

A conversation is read in the frame of its own pane, whose edges its bubbles hug.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.screens.messages import Chat
from extractor.vision.regions import Region

_WIDE = 0.8
"""A picture wider than this share of its height is that of a computer's screen, or of a part of it."""
_WIDTHS, _LEAST_HEIGHT = (0.12, 0.93), 0.5
"""Shares of the picture's width and height that a pane takes."""
_LEAST_LINES = 5
_WIDGET, _LEAST_WIDGET, _LEAST_BUBBLES = (0.7, 0.96), 0.2, 3
"""Shares of the width and height that a help desk's panel takes on a phone; so many bubbles stand in it."""
_RIM, _APART, _WHOLE = 0.015, 0.02, 0.97


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


def find_widget(grounds: Sequence[Region | None], size: tuple[int, int]) -> Box | None:
    """The panel of a help desk that a page of a site lies behind, its bars with it; None where a picture shows none.

    It stands off both sides of the page, and bubbles stand in it at its left and at its right.
    """
    width, height = size
    whole = {ground.box for ground in grounds if ground is not None}
    panels = [
        box
        for ground in grounds
        if ground is not None and ground.solid > _WHOLE  # one in a photograph is torn
        for box in [ground.box]
        if _WIDGET[0] * width <= box.w <= _WIDGET[1] * width
        and box.h >= _LEAST_WIDGET * height
        and min(box.x, width - box.right) > _RIM * width
        and abs(box.x - (width - box.right))
        < 2 * _RIM * width  # the page of a photographed screen stands anywhere
    ]
    if not panels:
        return None
    panel = max(panels, key=lambda box: box.area)
    if any(
        box.overlap_y(panel) > 0 and box.w < _WIDTHS[1] * width and not panel.x <= box.cx < panel.right
        for box in whole
    ):
        return None  # it holds only a part of what stands there
    inside = [
        box
        for box in whole
        if box.w < _WIDTHS[1] * panel.w
        and box.h < _LEAST_HEIGHT * panel.h
        and box.overlap_x(panel) * box.overlap_y(panel) >= box.area
    ]
    left = [box for box in inside if box.x - panel.x < panel.right - box.right]
    if min(len(left), len(inside) - len(left)) < 1 or len(inside) < _LEAST_BUBBLES:
        return None
    level = [
        box
        for box in whole
        if max(abs(box.x - panel.x), abs(box.right - panel.right)) < _RIM * width
        and -_APART * width < max(panel.y - box.bottom, box.y - panel.bottom) < _APART * width
    ]
    return union_all([panel, *level])


def lines_in(lines: Sequence[Line], pane: Box) -> list[Line]:
    """The lines inside a pane, their boxes in its own pixels."""
    return [_moved(line, -pane.x, -pane.y) for line in lines if stands_in(line, pane)]


def stands_in(line: Line, pane: Box) -> bool:
    """Whether the middle of a line stands in a pane."""
    return pane.x <= line.box.cx < pane.right and pane.y <= line.box.cy < pane.bottom


def grounds_in(lines: Sequence[Line], grounds: Sequence[Region | None], pane: Box) -> list[Region | None]:
    """The grounds of the lines inside a pane, in its own pixels; equal objects for lines on the same ground."""
    moved: dict[int, Region] = {}
    result: list[Region | None] = []
    for line, ground in zip(lines, grounds, strict=True):
        if not stands_in(line, pane):
            continue
        if ground is not None and id(ground) not in moved:
            moved[id(ground)] = replace(ground, box=ground.box.scaled(1.0, -pane.x, -pane.y))
        result.append(None if ground is None else moved[id(ground)])
    return result


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
    heading = _moved(chat.heading, pane.x, pane.y) if chat.heading else None
    offer = tuple(_moved(line, pane.x, pane.y) for line in chat.offer)
    return replace(chat, messages=messages, offer=offer, heading=heading)


def _moved(line: Line, dx: int, dy: int) -> Line:
    readings = tuple(
        replace(
            reading,
            words=tuple(replace(word, left=word.left + dx, right=word.right + dx) for word in reading.words),
        )
        for reading in line.readings
    )
    return replace(line, box=line.box.scaled(1.0, dx, dy), readings=readings)
