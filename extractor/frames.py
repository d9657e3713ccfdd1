"""Which screens a picture shows: one, several beside or below each other, a photographed one, a talk in a pane of a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from extractor.fields.text import squeeze
from extractor.geometry import Box
from extractor.intake.capture import CaptureSource
from extractor.intake.screenshot import Screenshot
from extractor.ocr.lines import Line
from extractor.screens.composites import collage_parts, columns_apart, stacked_parts
from extractor.screens.definitions import Screens
from extractor.screens.panes import find_panes, in_picture, lines_in, stands_in, wide
from extractor.screens.recognise import Page, parted_payment, recognise
from extractor.screens.windows import (
    numbers_of_page,
    says_payment,
    sidebar,
    small_window,
    states_payment,
    uncovered,
)
from extractor.vision.dividers import divider_of
from extractor.vision.emoji import is_emoji
from extractor.vision.lighting import screen_in
from extractor.vision.photos import photos_of
from extractor.vision.rectify import Straightened
from extractor.vision.regions import Region, regions_of
from extractor.vision.thumbnail import thumbnail

Pixels = npt.NDArray[np.uint8]
_Framed = tuple[Box, tuple[Box, ...], bool]
"""A part of a picture, the lines in it, and whether it is the screen in a photograph."""
_LEAST_LINES = 4
"""So many lines has each of two apps that share a screen."""
_UNSURE, _SHORT = 0.5, 3
"""Emoji are read so unsurely, as so few characters at most."""


@dataclass
class Picture:
    """A picture to be understood: its levelled pixels, the boxes of its lines, and what they stand on."""

    shot: Screenshot
    level: Straightened
    boxes: list[Box]
    _grounds: dict[Box, Region | None] = field(default_factory=dict)
    _framed: dict[_Framed, list[Region | None]] = field(default_factory=dict)
    _photos: dict[Box | None, list[Box]] = field(default_factory=dict)
    """What the pixels show, which is asked for again once some lines were read better."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the levelled pixels."""
        height, width = self.level.pixels.shape[:2]
        return int(width), int(height)

    def grounds_of(self, lines: Sequence[Line]) -> list[Region | None]:
        """What each line stands on; looked for once, and only where a picture may be a chat."""
        boxes = [*self.boxes, *(line.box for line in lines)]
        if any(box not in self._grounds for box in boxes):
            self._grounds.update(zip(boxes, regions_of(self.level.pixels, boxes), strict=True))
        return [self._grounds[line.box] for line in lines]

    def grounds_in(self, frame: Box, lines: Sequence[Line], *, photographed: bool) -> list[Region | None]:
        """What each line of a part of the picture stands on; boxes are in the pixels of that part."""
        boxes = [line.box for line in lines]
        asked = frame, tuple(boxes), photographed
        if asked not in self._framed:
            self._framed[asked] = regions_of(self.pixels_in(frame), boxes, photographed=photographed)
        return self._framed[asked]

    def photos_in(self, frame: Box | None) -> list[Box]:
        """The pictures and stickers in a part of the picture (None: in all of it), in the pixels of that part."""
        if frame not in self._photos:
            self._photos[frame] = photos_of(self.pixels_in(frame), self._thumbnail if frame is None else None)
        return self._photos[frame]

    @cached_property
    def _thumbnail(self) -> Pixels:
        return thumbnail(self.level.pixels)

    @cached_property
    def screen(self) -> Box | None:
        """Where a photographed screen is; None for a plain capture."""
        return screen_in(self.level.pixels, self._thumbnail)

    @cached_property
    def divider(self) -> tuple[int, int] | None:
        """The top and bottom of the bar between two apps that share the screen; None for one app."""
        return divider_of(self.level.pixels)

    def pixels_in(self, frame: Box | None) -> Pixels:
        """The levelled pixels of a part of the picture; all of them for None."""
        if frame is None:
            return self.level.pixels
        return np.ascontiguousarray(self.level.pixels[frame.y : frame.bottom, frame.x : frame.right])


def pages_of(picture: Picture, lines: list[Line], screens: Screens) -> list[Page]:
    """The screens that the lines of a picture make, the first or only one first; a talk in a pane is its window's page."""
    parts = collage_parts(lines, picture.size[0])
    if len(parts) > 1:
        width, height = picture.size[0] // len(parts), picture.size[1]
        frames = [Box(place * width, 0, width, height) for place in range(len(parts))]
        return [
            _chat_in_frame(picture, part, screens, frame) or _page(picture, part, screens)
            for part, frame in zip(parts, frames, strict=True)
        ]
    halves = _halves(picture, lines)
    if halves:
        return [
            _chat_in_frame(picture, part, screens, frame) or _page(picture, part, screens)
            for frame, part in halves
        ]
    shot = None
    if picture.screen is not None:
        shot = _chat_in_frame(picture, lines, screens, picture.screen, photographed=True)
    page = shot or _page(picture, lines, screens)
    page = _chat_in_pane(picture, lines, screens, page) or page
    stacked = stacked_parts(lines, picture.size[0]) if page.chat is None else []
    if len(stacked) > 1:
        pages = [_page(picture, part, screens) for part in stacked]
        if all(one.chat is None for one in pages):  # a talk goes on over the seams, and so do its times
            return pages
    return _windows(picture, lines, screens, page) or _beside(picture, lines, screens, page) or [page]


def _beside(picture: Picture, lines: list[Line], screens: Screens, whole: Page) -> list[Page]:
    """The pages of a picture put together of two without status bars, a payment and the order that it was for, each of which says
    a sum and its moment; empty where it is one page."""
    if whole.chat is not None or whole.screen.rows not in ("transaction", "unknown"):
        return []
    for parts in columns_apart(lines, picture.size):
        pages = [_page(picture, part, screens) for part in parts]
        if all(says_payment(page) for page in pages):
            return pages
    return []


def _halves(picture: Picture, lines: Sequence[Line]) -> list[tuple[Box, list[Line]]]:
    """The frames of two apps that share a screen, one above the other, with the lines of each; empty for one app."""
    bar = picture.divider
    if bar is None:
        return []
    width, height = picture.size
    frames = [Box(0, 0, width, bar[0]), Box(0, bar[1], width, height - bar[1])]
    parts = [[line for line in lines if stands_in(line, frame)] for frame in frames]
    return list(zip(frames, parts, strict=True)) if min(map(len, parts)) >= _LEAST_LINES else []


def _windows(picture: Picture, lines: list[Line], screens: Screens, whole: Page) -> list[Page]:
    """The pages of a picture in which an app lies in a small window over another's page, or a list beside the order that was
    opened from it, each of which states a payment; empty where it is one page."""
    if whole.chat is not None or not states_payment(whole):
        return []
    grounds = picture.grounds_of(lines)
    window = small_window(lines, grounds, picture.size)
    if window is not None:
        below, inside = _parted(lines, window)
        behind, over = (_page(picture, part, screens) for part in (uncovered(below, window), inside))
        apart = not numbers_of_page(behind) & numbers_of_page(over)
        if states_payment(behind) and states_payment(over) and apart:
            return [behind, over]
    column = sidebar(lines, grounds, picture.size)
    if column is not None:
        beside, inside = _parted(lines, column)
        # a list looks for sums at the right edge, which is that of its column
        pane = Box(0, 0, column.right, picture.size[1])
        opened, listed = _page(picture, beside, screens), _page(picture, inside, screens, pane)
        is_list = listed.chat is None and (listed.screen.rows == "list" or listed.lists())
        if states_payment(opened) and is_list and not listed.pairs:
            return [listed, opened]
    return []


def _parted(lines: Sequence[Line], frame: Box) -> tuple[list[Line], list[Line]]:
    """The lines outside a frame, and those in it."""
    inside = [line for line in lines if stands_in(line, frame)]
    return [line for line in lines if not stands_in(line, frame)], inside


def _chat_in_frame(
    picture: Picture, lines: list[Line], screens: Screens, frame: Box, *, photographed: bool = False
) -> Page | None:
    """The conversation of a photographed screen, or one of a collage, read in its own frame, whose edges its bubbles hug; None where it is none."""
    page = _page(picture, lines_in(lines, frame), screens, frame, photographed=photographed)
    if page.chat is None:
        return None
    return replace(page, lines=tuple(lines), size=picture.size, chat=in_picture(page.chat, frame))


def _page(
    picture: Picture,
    lines: list[Line],
    screens: Screens,
    pane: Box | None = None,
    *,
    photographed: bool = False,
) -> Page:
    """The screen that lines make; pane: the part of the picture that they stand in, whose pixels their boxes are in;
    photographed: that it is the screen in a photograph."""
    pixels = picture.pixels_in(pane)

    def grounds() -> list[Region | None]:
        if pane is None:
            return picture.grounds_of(lines)
        return picture.grounds_in(pane, lines, photographed=photographed)

    height, width = pixels.shape[:2]
    return recognise(
        lines,
        screens,
        size=(int(width), int(height)),
        grounds=grounds,
        pictures=lambda: [*picture.photos_in(pane), *_emoji(pixels, lines)],
        captured=picture.shot.capture.at,
        app=picture.shot.capture.app,
        saved=picture.shot.capture.source is CaptureSource.SAVE_NAME,
    )


def _emoji(pixels: Pixels, lines: Sequence[Line]) -> list[Box]:
    """The boxes of lines that are emoji and no print, where the reader was not sure of a character or two."""
    return [
        line.box
        for line in lines
        if line.confidence < _UNSURE and len(squeeze(line.text)) <= _SHORT and is_emoji(pixels, line.box)
    ]


def _chat_in_pane(picture: Picture, lines: list[Line], screens: Screens, whole: Page) -> Page | None:
    """The conversation in a pane of a program's window, where there is one: the likeliest. whole: what the window shows."""
    if not wide(picture.size):
        return None
    read = [
        (_page(picture, lines_in(lines, pane), screens, pane), pane)
        for pane in find_panes(lines, picture.grounds_of(lines), picture.size)
    ]
    talks = [
        (page.chat, page, pane)
        for page, pane in read
        if page.chat is not None
        and {"me", "other"} <= {message.speaker for message in page.chat.messages}
        and not parted_payment(whole, [line for line in lines if stands_in(line, pane)], page.chat)
    ]
    if not talks:
        return None
    chat, page, pane = max(talks, key=lambda talk: talk[0].points)
    return replace(page, lines=tuple(lines), size=picture.size, chat=in_picture(chat, pane))
