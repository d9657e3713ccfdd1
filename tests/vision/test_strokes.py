"""Red pens and stamps go, text under them and red text stay."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.vision.lines import Pixels
from extractor.vision.strokes import without_strokes

RED = (228, 46, 40)


def page() -> Pixels:
    rgb = np.full((800, 600, 3), 250, np.uint8)
    cv2.putText(rgb, "4200001234202503", (60, 400), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (40, 40, 40), 3)
    return rgb


def test_a_circle_goes_and_the_number_under_it_stays() -> None:
    clean = page()
    drawn = clean.copy()
    cv2.ellipse(drawn, (250, 390), (190, 40), 8, 0, 360, RED, 5)
    mended = without_strokes(drawn)
    reddish = (mended[:, :, 0].astype(int) - mended[:, :, 1]) > 60
    assert reddish.sum() < 0.03 * ((drawn[:, :, 0].astype(int) - drawn[:, :, 1]) > 60).sum()
    ink = clean[:, :, 0] < 120
    assert (mended[:, :, 0] < 160)[ink].mean() > 0.85


def test_red_text_is_no_stroke() -> None:
    rgb = page()
    cv2.putText(rgb, "-388.00", (180, 200), cv2.FONT_HERSHEY_SIMPLEX, 2.0, RED, 5)
    assert without_strokes(rgb) is rgb


def test_red_characters_that_touch_are_no_stroke() -> None:
    """In strong JPEG the digits of a small red sum run into each other."""
    rgb = np.full((800, 600, 3), 12, np.uint8)
    for index, digit in enumerate("965"):
        cv2.putText(rgb, digit, (300 + 34 * index, 400), cv2.FONT_HERSHEY_SIMPLEX, 1.6, RED, 3)
    cv2.line(rgb, (300, 385), (402, 385), RED, 2)
    assert without_strokes(rgb) is rgb
    two = page()
    for place in (200, 262, 326):
        cv2.ellipse(two, (place, 200), (28, 40), 0, 0, 360, RED, 5)
    cv2.line(two, (200, 160), (262, 160), RED, 5)
    assert without_strokes(two) is two


def test_a_red_button_is_no_stroke() -> None:
    rgb = page()
    cv2.rectangle(rgb, (60, 600), (540, 680), RED, -1)
    assert without_strokes(rgb) is rgb


def test_a_page_without_red_is_itself() -> None:
    rgb = page()
    assert without_strokes(rgb) is rgb


def dark() -> Pixels:
    rgb = np.full((800, 600, 3), 26, np.uint8)
    cv2.putText(rgb, "23:51:20", (80, 400), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (210, 210, 210), 3)
    return rgb


def test_on_a_dark_page_the_edges_of_a_circle_go_and_pale_print_stays() -> None:
    clean = dark()
    drawn = clean.copy()
    cv2.ellipse(drawn, (170, 388), (120, 46), 4, 0, 360, RED, 5, cv2.LINE_AA)
    drawn = np.asarray(cv2.GaussianBlur(drawn, (3, 3), 0), np.uint8)
    mended = without_strokes(drawn)
    away = cv2.dilate((clean[:, :, 1] > 100).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert (mended[:, :, 0] > 70)[away].sum() < 0.05 * (drawn[:, :, 0] > 70)[away].sum()
    ink = clean[:, :, 1] > 180
    assert (mended[:, :, 1] > 100)[ink].mean() > 0.8


def wide() -> Pixels:
    """A window of a computer, on which what one marks is small."""
    rgb = np.full((400, 800, 3), 250, np.uint8)
    cv2.putText(rgb, "paid", (120, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (30, 140, 120), 1)
    return rgb


def test_a_small_oval_around_print_of_another_colour_goes() -> None:
    clean = wide()
    drawn = clean.copy()
    cv2.ellipse(drawn, (140, 195), (34, 17), 0, 0, 360, RED, 2)
    mended = without_strokes(drawn)
    assert ((mended[:, :, 0].astype(int) - mended[:, :, 1]) > 60).sum() < 8
    ink = clean[:, :, 0] < 120
    assert (mended[:, :, 0] < 170)[ink].mean() > 0.85


def test_frames_empty_rings_and_signs_of_one_colour_stay() -> None:
    framed, empty, sign = wide(), wide(), wide()
    cv2.rectangle(framed, (106, 178), (174, 212), RED, 2)
    cv2.ellipse(empty, (440, 195), (34, 17), 0, 0, 360, RED, 2)
    cv2.circle(sign, (440, 195), 18, RED, 2)
    cv2.putText(sign, "!", (434, 203), cv2.FONT_HERSHEY_SIMPLEX, 0.8, RED, 2)
    for rgb in (framed, empty, sign):
        assert without_strokes(rgb) is rgb


def test_red_characters_are_no_rings() -> None:
    """完 and 回 in red fill an oval and are thin; what shades off at their edges is no print of another colour."""
    first, second = wide(), wide()
    cv2.line(first, (440, 180), (440, 203), RED, 2)
    for corners in (
        [(424, 194), (424, 187), (460, 187), (460, 194)],
        [(424, 203), (460, 203)],
        [(436, 203), (434, 212), (424, 216)],
        [(444, 203), (444, 215), (460, 215), (461, 210)],
    ):
        cv2.polylines(first, [np.array(corners)], False, RED, 2)
    cv2.ellipse(second, (440, 198), (24, 16), 0, 0, 360, RED, 2)
    cv2.ellipse(second, (440, 198), (11, 7), 0, 0, 360, RED, 2)
    for drawn in (first, second):
        rgb = np.asarray(cv2.GaussianBlur(drawn, (3, 3), 0.8), np.uint8)
        assert without_strokes(rgb) is rgb
