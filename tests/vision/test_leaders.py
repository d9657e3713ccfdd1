"""Dotted leaders between a label and its value: both come apart; masked numbers and ellipses stay in their line."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extractor.geometry import Box
from extractor.vision.leaders import without_leaders

Pixels = npt.NDArray[np.uint8]


def drawn(
    dots: int, *, step: int = 8, foot: bool = True, value: int = 90, grey: int = 170
) -> tuple[Pixels, Box]:
    """Square glyphs, dots behind them at the line's foot or in its middle, and a value of so many pixels."""
    picture = np.full((120, 900, 3), 255, np.uint8)
    top, x = 40, 60
    for _ in range(4):
        cv2.rectangle(picture, (x, top), (x + 22, top + 27), (20, 20, 20), 3)
        x += 30
    x += 12
    for _ in range(dots):
        y = top + (23 if foot else 13)
        cv2.rectangle(picture, (x, y), (x + 2, y + 2), (grey, grey, grey), -1)
        x += step
    x += 12
    for at in range(x, x + value, 18):
        cv2.rectangle(picture, (at, top + 5), (at + 11, top + 24), (20, 20, 20), 3)
    right = x + (value // 18 - 1) * 18 + 12 if value else x
    return picture, Box(58, top - 2, right - 58, 32)


def test_label_and_value_come_apart() -> None:
    picture, box = drawn(40)
    label, value = sorted(without_leaders(picture, [box]), key=lambda part: part.x)
    assert abs(label.x - 58) < 4 and abs(label.right - 173) < 6
    assert value.x > label.right + 300 and abs(value.right - box.right) < 6


def test_leaders_without_a_value_leave_the_label() -> None:
    picture, box = drawn(40, value=0)
    (label,) = without_leaders(picture, [box])
    assert label.right < 190


@pytest.mark.parametrize(
    ("dots", "foot"), [(6, True), (12, False), (0, True)], ids=["an ellipsis", "a masked number", "a blank"]
)
def test_other_dots_stay_in_their_line(dots: int, foot: bool) -> None:
    picture, box = drawn(dots, foot=foot)
    assert without_leaders(picture, [box]) == [box]


def test_dots_and_rules_that_are_lines_by_themselves_go() -> None:
    picture = np.full((400, 900, 3), 255, np.uint8)
    words = [Box(40, 40 + 60 * n, 120, 30) for n in range(4)]
    dots = [Box(180 + 30 * n, 50, 10, 9) for n in range(12)]
    few = [Box(180 + 30 * n, 110, 10, 9) for n in range(3)]
    rule = Box(180, 180, 400, 5)
    assert without_leaders(picture, [*words, *dots, *few, rule]) == sorted(
        [*words, *few], key=lambda box: (box.y, box.x)
    )


@pytest.mark.parametrize("print_too", [False, True])
def test_a_dotted_rule_under_a_watermark_is_no_line(print_too: bool) -> None:
    picture = np.full((120, 900, 3), 255, np.uint8)
    for x in range(20, 880, 4):
        picture[60:62, x : x + 2] = 120
    for x in range(300, 420, 14):
        cv2.line(picture, (x, 52), (x + 4, 70), (235, 235, 235), 1)
    if print_too:  # underlined
        for x in range(40, 700, 24):
            cv2.rectangle(picture, (x, 42), (x + 16, 56), (20, 20, 20), 3)
    box = Box(16, 40, 870, 30)
    assert bool(without_leaders(picture, [box])) is print_too
