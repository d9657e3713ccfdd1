"""Round icons at the ends of lines: cut off, while glyphs that are nearly round stay."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extractor.geometry import Box
from extractor.vision.icons import without_icons

Pixels = npt.NDArray[np.uint8]
GREEN, WHITE, DARK = (7, 193, 96), (255, 255, 255), (25, 25, 25)


def page(ground: tuple[int, int, int] = WHITE) -> Pixels:
    return np.full((120, 420, 3), ground, np.uint8)


def write(picture: Pixels, x: int, glyphs: int, ink: tuple[int, int, int]) -> int:
    """Square glyphs 24 high from row 48; the end of the last one."""
    for left in range(x, x + 28 * glyphs, 28):
        cv2.rectangle(picture, (left, 48), (left + 22, 71), ink, 2)
        cv2.line(picture, (left, 60), (left + 22, 60), ink, 2)
    return x + 28 * glyphs - 4


def tick(picture: Pixels, x: int, ink: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    cv2.circle(picture, (x + 18, 60), 18, ink, -1, cv2.LINE_AA)
    cv2.polylines(
        picture, [np.array([[x + 9, 60], [x + 16, 67], [x + 28, 54]])], False, ground, 3, cv2.LINE_AA
    )


@pytest.mark.parametrize("ink, ground", [(GREEN, WHITE), (DARK, WHITE), (WHITE, GREEN), (GREEN, DARK)])
@pytest.mark.parametrize("blur", [0.0, 1.0])
def test_a_tick_in_a_disc_is_cut_off(
    ink: tuple[int, int, int], ground: tuple[int, int, int], blur: float
) -> None:
    picture = page(ground)
    tick(picture, 40, ink, ground)
    right = write(picture, 88, 4, ink)
    if blur:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8)
    [box] = without_icons(picture, [Box(40, 42, right - 40, 37)])
    assert (box.x, box.right) == (pytest.approx(88, abs=3), pytest.approx(right, abs=3))
    assert (box.y, box.h) == (pytest.approx(48, abs=3), pytest.approx(24, abs=5))


def test_a_ringed_i_behind_a_label_is_cut_off() -> None:
    picture = page()
    right = write(picture, 40, 4, DARK)
    cv2.circle(picture, (right + 20, 60), 12, DARK, 2, cv2.LINE_AA)
    cv2.line(picture, (right + 20, 57), (right + 20, 65), DARK, 2)
    [box] = without_icons(picture, [Box(39, 46, right + 34 - 39, 28)])
    assert box.right == pytest.approx(right, abs=3)


@pytest.mark.parametrize("thick", [2, 4, 6])
def test_an_o_before_digits_stays(thick: int) -> None:
    picture = page()
    cv2.circle(picture, (52, 60), 12 - thick // 2, DARK, thick, cv2.LINE_AA)
    right = write(picture, 70, 5, DARK)
    boxes = [Box(39, 46, right - 39, 28)]
    assert without_icons(picture, boxes) == boxes


def test_the_dots_of_a_masked_number_stay() -> None:
    picture = page()
    for x in (45, 59, 73, 87):
        cv2.circle(picture, (x, 60), 5, DARK, -1, cv2.LINE_AA)
    right = write(picture, 110, 4, DARK)
    boxes = [Box(39, 47, right - 39, 26)]
    assert without_icons(picture, boxes) == boxes


def test_framed_glyphs_stay() -> None:
    """回, 国, 口: as wide as high, thick-framed and with something inside."""
    picture = page()
    cv2.rectangle(picture, (40, 48), (63, 71), DARK, 4)
    cv2.rectangle(picture, (48, 56), (55, 63), DARK, -1)
    right = write(picture, 70, 4, DARK)
    boxes = [Box(39, 47, right - 39, 26)]
    assert without_icons(picture, boxes) == boxes


def test_a_disc_by_itself_stays() -> None:
    picture = page()
    tick(picture, 40, GREEN, WHITE)
    tick(picture, 90, GREEN, WHITE)
    boxes = [Box(40, 42, 87, 37)]
    assert without_icons(picture, boxes) == boxes
