"""A dialog that an app lays over its page: the page behind it is dimmed, and what counts stands in the dialog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.messages import Chat
from extractor.screens.pairs import find_pairs
from extractor.screens.panes import stands_in
from extractor.screens.stated import talks
from extractor.vision.regions import Region

_WIDTHS, _LEAST_HEIGHT, _OFF_MIDDLE = (0.5, 0.93), 0.15, 0.03
"""Shares of the picture's width and height that a dialog takes, and by how much of the width its margins differ."""
_DIMMED = 0.75
"""Whatever stands behind a dialog is darker than this share of its brightness, the page itself and all that lies on it."""


def order_in_dialog(
    lines: Sequence[Line],
    grounds: Sequence[Region | None],
    chat: Chat,
    labels: Mapping[str, Label],
    size: tuple[int, int],
) -> list[Line]:
    """The lines of a dialog that states an order, its number and its moment beside labels, over a page on which nobody talks;
    empty where a picture shows none. grounds: the region that each line stands on."""
    dialog = _find_dialog(grounds, size)
    if dialog is None:
        return []
    inside = [line for line in lines if stands_in(line, dialog)]
    slots = {pair.label.slot for pair in find_pairs(inside, labels)}
    if not all(any(slot.endswith(end) for slot in slots) for end in ("_no", "_at")):
        return []
    beside = [line for line in lines if not stands_in(line, dialog)]
    return [] if talks(beside, chat, labels) else inside


def _find_dialog(grounds: Sequence[Region | None], size: tuple[int, int]) -> Box | None:
    """The area of one ground in the middle of a picture that all others, but for what lies on it, are dimmed behind."""
    width, height = size
    known = list({id(ground): ground for ground in grounds if ground is not None}.values())
    if not any(ground.is_page(width) for ground in known):
        return None
    for ground in known:
        box = ground.box
        if not (
            _WIDTHS[0] * width <= box.w <= _WIDTHS[1] * width
            and box.h >= _LEAST_HEIGHT * height
            and abs(box.x - (width - box.right)) < _OFF_MIDDLE * width
        ):
            continue
        outside = [o for o in known if o is not ground and not _holds(box, o.box)]
        if all(max(o.colour) < _DIMMED * max(ground.colour) for o in outside):
            return box
    return None


def _holds(outer: Box, inner: Box) -> bool:
    return outer.overlap_x(inner) >= inner.w and outer.overlap_y(inner) >= inner.h
