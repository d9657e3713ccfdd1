"""Grounds: bubbles against avatars and patches of photos, and lines that took a bubble's outline in."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extractor.geometry import Box
from extractor.vision.regions import _solidity, regions_of, tightened

Pixels = npt.NDArray[np.uint8]


def page(width: int = 600, height: int = 800, colour: tuple[int, int, int] = (237, 237, 237)) -> Pixels:
    return np.full((height, width, 3), colour, np.uint8)


def bubble(picture: Pixels, box: Box, colour: tuple[int, int, int], radius: int = 8) -> None:
    inner = (box.x + radius, box.y), (box.right - radius, box.bottom)
    cv2.rectangle(picture, *inner, colour, -1)
    cv2.rectangle(picture, (box.x, box.y + radius), (box.right, box.bottom - radius), colour, -1)
    for x in (box.x + radius, box.right - radius):
        for y in (box.y + radius, box.bottom - radius):
            cv2.circle(picture, (x, y), radius, colour, -1)


def print_text(picture: Pixels, box: Box, colour: tuple[int, int, int] = (20, 20, 20)) -> None:
    for x in range(box.x, box.right - 10, 16):
        cv2.rectangle(picture, (x, box.y), (x + 9, box.bottom - 1), colour, 2)


def test_a_bubble_is_solid_a_circle_is_pi_quarters_and_a_patch_is_neither() -> None:
    picture = page()
    bubble(picture, Box(100, 100, 300, 60), (255, 255, 255))
    text = Box(120, 120, 240, 20)
    print_text(picture, text)
    cv2.circle(picture, (50, 130), 30, (90, 140, 200), -1)
    patch = np.array([[100, 300], [400, 320], [250, 360], [420, 480], [120, 440]], np.int32)
    cv2.fillPoly(picture, [patch], (200, 120, 90))
    found = regions_of(picture, [text, Box(40, 120, 20, 20), Box(200, 330, 40, 20)])
    solid = [region.solid for region in found if region is not None]
    assert len(solid) == 3
    assert solid[0] > 0.95
    assert abs(solid[1] - np.pi / 4) < 0.05
    assert solid[2] < 0.7


def test_a_line_with_its_bubble_is_cut_to_the_print() -> None:
    picture = page(colour=(17, 17, 17))
    bubble(picture, Box(100, 100, 300, 60), (44, 44, 44))
    first, second = Box(120, 118, 240, 24), Box(120, 300, 240, 24)
    print_text(picture, first, (230, 230, 230))
    print_text(picture, second, (230, 230, 230))
    cut = tightened(picture, [Box(98, 98, 304, 64), second, Box(20, 400, 200, 24), Box(20, 440, 200, 24)])
    assert Box(98, 98, 304, 64) not in cut
    assert second in cut
    near = [box for box in cut if abs(box.x - first.x) <= 3 and abs(box.y - first.y) <= 3]
    assert near and abs(near[0].w - first.w) <= 14 and abs(near[0].h - first.h) <= 4


def test_two_lines_in_one_outline_come_out_as_two() -> None:
    picture = page(colour=(17, 17, 17))
    bubble(picture, Box(100, 100, 300, 100), (44, 44, 44))
    lines = [Box(120, 118, 240, 24), Box(120, 158, 160, 24)]
    for line in lines:
        print_text(picture, line, (230, 230, 230))
    usual = [Box(20, y, 200, 24) for y in (300, 340, 380)]
    cut = [box for box in tightened(picture, [Box(98, 98, 304, 104), *usual]) if box not in usual]
    assert [round(box.y / 40) for box in cut] == [3, 4]


def test_big_print_without_an_outline_stays() -> None:
    picture = page()
    big = Box(200, 100, 200, 60)
    print_text(picture, big)
    usual = [Box(20, y, 200, 24) for y in (300, 340, 380)]
    assert tightened(picture, [big, *usual]) == [big, *usual]


def test_heavy_print_is_no_ground_of_what_it_leaves_open() -> None:
    picture = page(colour=(255, 255, 255))
    big = Box(200, 100, 118, 62)
    picture[112:124, 200:318] = 20  # heavy bars that touch, with a hole between them, open above and below
    picture[100:162, 224:238] = 20
    picture[100:162, 276:290] = 20
    picture[150:160, 224:290] = 20
    usual = [Box(20, y, 200, 40) for y in (300, 360, 420)]
    assert tightened(picture, [big, *usual])[0] == big


def test_the_corner_of_a_coloured_bubble_is_no_part_of_its_line() -> None:
    picture = page()
    bubble(picture, Box(300, 80, 180, 44), (40, 110, 255), radius=20)
    text = Box(320, 92, 140, 20)
    print_text(picture, text, (255, 255, 255))
    usual = [Box(20, y, 200, 20) for y in (300, 340, 380)]
    found = tightened(picture, [Box(304, 88, 160, 28), *usual])[0]
    assert found.x == pytest.approx(text.x, abs=4)
    assert found.h == pytest.approx(text.h, abs=4)


def test_a_ground_that_compression_tore_is_solid_still() -> None:
    picture = np.zeros((60, 200), np.uint8)
    picture[10:50, 10:190] = 1
    picture[11:50:4, 10:180] = 0  # gaps that open the ground at its left side, all around its print
    assert _solidity(picture, Box(10, 10, 180, 40)) > 0.84


def noisy(picture: Pixels, spread: int) -> Pixels:
    """The picture as strong compression leaves it: each pixel off by up to spread."""
    noise = np.random.default_rng(7).integers(-spread, spread + 1, picture.shape)
    return np.asarray(np.clip(picture + noise, 0, 255), np.uint8)


def test_a_compressed_coloured_bubble_with_the_avatar_beside_it_is_cut_to_the_print() -> None:
    picture = page(colour=(246, 246, 246))
    bubble(picture, Box(142, 100, 204, 44), (250, 228, 16))
    cv2.rectangle(picture, (352, 100), (392, 140), (120, 110, 100), -1)
    print_text(picture, Box(158, 114, 173, 17))
    others = [Box(20, 300 + 40 * row, 200, 17) for row in range(4)]
    for other in others:
        print_text(picture, other)
    cut = tightened(noisy(picture, 18), [Box(142, 99, 250, 46), *others])
    inner = [box for box in cut if box.y < 200]
    assert len(inner) == 1
    assert abs(inner[0].x - 158) <= 3 and abs(inner[0].right - 331) <= 14 and abs(inner[0].h - 17) <= 3


def test_one_sign_in_a_bubble_of_its_own_is_print() -> None:
    picture = page()
    bubble(picture, Box(322, 100, 40, 46), (149, 236, 105))
    for x in range(368, 418, 10):
        cv2.rectangle(picture, (x, 98), (x + 9, 148), (40 + 3 * (x - 368), 120, 160), -1)
    cv2.rectangle(picture, (338, 115), (345, 131), (20, 20, 20), 2)
    others = [Box(20, 300 + 40 * row, 200, 20) for row in range(4)]
    for other in others:
        print_text(picture, other)
    inner = [box for box in tightened(picture, [Box(321, 98, 97, 50), *others]) if box.y < 200]
    assert len(inner) == 1 and inner[0].w < 14 and 14 < inner[0].h < 22


def test_the_last_word_in_one_box_with_the_avatar_beside_it_is_cut_out() -> None:
    picture = page(colour=(18, 18, 18))
    usual = [Box(124, 420, 300, 24), Box(124, 460, 300, 24), Box(124, 500, 300, 24)]
    bubble(picture, Box(104, 100, 400, 110), (41, 41, 41))
    cv2.circle(picture, (66, 140), 34, (160, 120, 170), -1)
    cv2.rectangle(picture, (126, 166), (146, 186), (220, 220, 220), 3)
    [cut] = [box for box in tightened(picture, [Box(60, 104, 90, 100), *usual]) if box not in usual]
    assert (cut.x >= 120, cut.w <= 30, cut.h <= 30) == (True, True, True)


def test_a_figure_alone_in_one_box_with_its_bubble_is_cut_out() -> None:
    """Its bubble is higher than wide; a letter in the square of an avatar stays with it."""
    picture = page()
    usual = [Box(124, y, 300, 24) for y in (420, 460, 500)]
    for line in usual:
        print_text(picture, line)
    for at, wide in ((100, 56), (300, 78)):
        bubble(picture, Box(500 - wide, at, wide, 76), (13, 181, 166))
        cv2.rectangle(
            picture, (500 - wide // 2 - 7, at + 26), (500 - wide // 2 + 7, at + 50), (255, 255, 255), 3
        )
    found = tightened(picture, [Box(443, 99, 58, 78), Box(421, 299, 80, 78), *usual])
    figure, avatar = (box for box in found if box not in usual)
    assert figure.w < 24 and figure.h < 32
    assert avatar == Box(421, 299, 80, 78)
