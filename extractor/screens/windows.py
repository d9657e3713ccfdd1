"""Several windows in one picture: an app in a small window over another's page, a list beside the order that was opened from it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.panes import stands_in
from extractor.screens.recognise import Page
from extractor.vision.regions import Region

_SMALL, _LEAST_HEIGHT, _WHOLE = (0.35, 0.88), 0.15, 0.97
"""Shares of the picture's width and height that a small window takes, and how much of its outline its ground fills."""
_OFF_MIDDLE = 0.03
"""A window that one drags about leaves margins that differ by more, in widths of the picture; a dialog or card lies in the middle."""
_NEAR = 0.7
"""What ends so near to a window's edge, in heights of the line, may be cut by it."""
_SIDEBAR, _TALL = (0.2, 0.5), 0.85
"""Shares of the picture's width and height that a list takes beside what was opened from it."""
_LEAST_LINES = 5


def small_window(
    lines: Sequence[Line], grounds: Sequence[Region | None], size: tuple[int, int]
) -> Box | None:
    """Where an app lies in a small window over the page of another; None where a picture shows none.

    grounds: the region that each line stands on. size: width and height of the picture in pixels.
    """
    width, height = size
    boxes = {
        ground.box
        for ground in grounds
        if ground is not None
        and ground.solid >= _WHOLE
        and _SMALL[0] * width <= ground.box.w <= _SMALL[1] * width
        and ground.box.h >= _LEAST_HEIGHT * height
        and abs(ground.box.x - (width - ground.box.right)) > _OFF_MIDDLE * width
    }
    full = [box for box in boxes if sum(stands_in(line, box) for line in lines) >= _LEAST_LINES]
    return full[0] if len(full) == 1 else None


def uncovered(lines: Sequence[Line], window: Box) -> list[Line]:
    """The lines of a page that a window over it does not touch: what ends or begins at its edge may go on behind it."""
    return [
        line
        for line in lines
        if not line.box.overlap_y(window)
        or min(abs(line.box.right - window.x), abs(window.right - line.box.x)) > _NEAR * line.box.h
    ]


def sidebar(lines: Sequence[Line], grounds: Sequence[Region | None], size: tuple[int, int]) -> Box | None:
    """The column at the left of a wide picture that holds a list, as tablets show it beside what one opened from it; None where
    there is none. It has a ground of its own from top to bottom, but for the entry that is opened, and no line below its bar
    crosses its edge."""
    width, height = size
    if width <= height:
        return None
    columns: dict[tuple[int, int], Box] = {}
    for ground in grounds:
        if ground is None or ground.box.x > _OFF_MIDDLE * width:
            continue
        edges = (ground.box.x, ground.box.right)
        if _SIDEBAR[0] * width <= ground.box.w <= _SIDEBAR[1] * width:
            columns[edges] = columns.get(edges, ground.box).union(ground.box)
    for box in (box for box in columns.values() if box.h >= _TALL * height):
        crossing = [o for o in lines if o.box.cy > box.y and o.box.x < box.right < o.box.right]
        inside = [line for line in lines if stands_in(line, box)]
        if not crossing and min(len(inside), len(lines) - len(inside)) >= _LEAST_LINES:
            return box
    return None


def states_payment(page: Page) -> bool:
    """Whether a page says of one payment, beside labels of its own, its number, its moment and either its sum or its status."""
    slots = {pair.label.slot for pair in page.pairs}
    return (
        page.chat is None
        and page.screen.rows not in ("ticket", "product", "account")
        and bool(slots & {"order_no", "trade_no", "merchant_no"})
        and bool(slots & {"paid_at", "created_at"})
        and (bool(slots & {"paid_amount", "order_amount", "status"}) or page.headline is not None)
    )


def says_payment(page: Page) -> bool:
    """Whether a page says, beside labels of its own, when something was paid or made, and its sum, once."""
    slots = [pair.label.slot for pair in page.pairs]
    dated = [slot for slot in slots if slot in ("paid_at", "created_at")]
    summed = [slot for slot in slots if slot in ("paid_amount", "order_amount")]
    return (
        page.chat is None
        and page.screen.rows not in ("ticket", "product", "account")
        and bool(dated)
        and (bool(summed) or page.headline is not None)
        and max(map(slots.count, (*dated, *summed))) == 1
    )


def numbers_of_page(page: Page) -> set[str]:
    """The numbers that a page shows beside its labels."""
    return {
        pair.value.text.replace(" ", "")
        for pair in page.pairs
        if pair.label.slot in ("order_no", "trade_no", "merchant_no")
    }
