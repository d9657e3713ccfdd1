"""Small print at the end of a line: a clock comes apart, lower-case letters and single lines do not."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.tails import without_tails

Pixels = npt.NDArray[np.uint8]


def line(picture: Pixels, top: int, clock: int | None, width: int = 130, grey: int = 120) -> Box:
    """Square glyphs 28 px high from x=60 on, and behind them digits of so many pixels at their foot."""
    for x in range(60, 60 + width - 20, 30):
        cv2.rectangle(picture, (x, top), (x + 24, top + 27), (20, 20, 20), 3)
    right = 60 + width
    if clock is not None:
        for x in range(right + 6, right + 6 + 4 * clock, clock):
            cv2.rectangle(picture, (x, top + 30 - clock), (x + clock - 4, top + 29), (grey, grey, grey), 2)
        right += 6 + 4 * clock
    return Box(58, top - 1, right - 58, 32)


def page() -> Pixels:
    return np.full((600, 500, 3), 255, np.uint8)


def test_the_clocks_of_a_conversation_come_apart() -> None:
    picture = page()
    boxes = [line(picture, 40 + 60 * row, 14, 130 + 30 * row) for row in range(4)]
    found = without_tails(picture, boxes)
    assert len(found) == 8
    small = [box for box in found if box.h < 20]
    assert len(small) == 4
    assert all(abs(box.w - 52) < 8 for box in small)


def test_one_line_that_ends_in_small_print_stays_whole() -> None:
    picture = page()
    boxes = [line(picture, 40, 14), line(picture, 100, None), line(picture, 160, None)]
    assert without_tails(picture, boxes) == boxes


def test_lines_of_one_height_stay_whole() -> None:
    picture = page()
    boxes = [line(picture, 40 + 60 * row, 30) for row in range(4)]
    assert without_tails(picture, boxes) == boxes


def test_pale_clocks_come_apart_too() -> None:
    picture = page()
    boxes = [line(picture, 40 + 60 * row, 14, 130 + 30 * row, grey=172) for row in range(4)]
    assert sum(box.h < 20 for box in without_tails(picture, boxes)) == 4
