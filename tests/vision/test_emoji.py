"""Emoji among print: painted over and cut off, while print and bubbles stay."""

from __future__ import annotations

import io

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from extractor.geometry import Box
from extractor.vision.emoji import of_one_ink, without_emoji

Pixels = npt.NDArray[np.uint8]
WHITE, GREEN, BLUE = (255, 255, 255), (149, 236, 105), (40, 110, 255)


def bubble(colour: tuple[int, int, int]) -> Pixels:
    return np.full((120, 500, 3), colour, np.uint8)


def write(picture: Pixels, x: int, right: int, ink: tuple[int, int, int] = (20, 20, 20)) -> None:
    """Glyph-like strokes of two pixels between x and right, 24 high from row 48."""
    for left in range(x, right - 20, 26):
        cv2.rectangle(picture, (left, 48), (left + 20, 71), ink, 2)
        cv2.line(picture, (left, 60), (left + 20, 60), ink, 2)


def face(picture: Pixels, x: int) -> None:
    """A yellow face with eyes and a mouth, 26 pixels high, its left end at x."""
    cv2.circle(picture, (x + 13, 60), 13, (255, 204, 50), -1)
    for eye in (x + 9, x + 17):
        cv2.circle(picture, (eye, 56), 2, (90, 50, 10), -1)
    cv2.line(picture, (x + 8, 65), (x + 18, 65), (90, 50, 10), 2)


@pytest.mark.parametrize("ground", [WHITE, GREEN, BLUE])
def test_an_emoji_at_the_end_is_cut_off(ground: tuple[int, int, int]) -> None:
    picture = bubble(ground)
    write(picture, 100, 204, WHITE if ground == BLUE else (20, 20, 20))
    face(picture, 206)
    painted, [box] = without_emoji(picture, [Box(100, 46, 134, 28)])
    assert box.x == pytest.approx(100, abs=3)
    assert box.right == pytest.approx(199, abs=6)
    assert (painted[58:62, 210:230] == ground).all()
    assert not (picture[58:62, 210:230] == ground).all()


def test_an_emoji_in_the_middle_is_painted_over() -> None:
    picture = bubble(WHITE)
    write(picture, 100, 178)
    face(picture, 180)
    write(picture, 212, 290)
    painted, [box] = without_emoji(picture, [Box(100, 46, 186, 28)])
    assert (box.x, box.right) == (pytest.approx(100, abs=3), pytest.approx(286, abs=6))
    assert (painted[50:70, 182:204] == 255).all()


@pytest.mark.parametrize("ground, ink", [(WHITE, (20, 20, 20)), (WHITE, (220, 30, 30)), (BLUE, WHITE)])
def test_print_of_any_colour_stays(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> None:
    picture = bubble(ground)
    write(picture, 100, 290, ink)
    boxes = [Box(100, 48, 186, 24)]
    painted, same = without_emoji(picture, boxes)
    assert painted is picture
    assert same == boxes


def test_a_line_of_nothing_but_emoji_stays() -> None:
    picture = bubble(WHITE)
    for x in (100, 130, 160):
        face(picture, x)
    boxes = [Box(100, 47, 86, 27)]
    assert without_emoji(picture, boxes)[1] == boxes


def test_an_avatar_in_a_bubble_s_line_is_cut_off_and_not_painted() -> None:
    picture = np.full((120, 500, 3), 17, np.uint8)
    cv2.rectangle(picture, (40, 40), (76, 76), (190, 140, 70), -1)
    cv2.circle(picture, (58, 64), 11, (40, 90, 200), -1)
    cv2.rectangle(picture, (90, 36), (320, 80), (44, 44, 44), -1)
    write(picture, 104, 310, (220, 220, 220))
    painted, [box] = without_emoji(picture, [Box(40, 40, 262, 37)])
    assert box.x == pytest.approx(104, abs=3)
    assert (painted[42:50, 45:70] == (190, 140, 70)).all()


@pytest.mark.parametrize("ink", [(30, 110, 240), (250, 80, 30), (20, 160, 90)])
@pytest.mark.parametrize("ground", [WHITE, (24, 24, 24)])
def test_bold_print_in_a_colour_is_no_picture(
    ink: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    """The ¥4 of a small, blurred, blue ¥473.99 was painted over once."""
    glyph = np.full((24, 24, 3), ground, np.uint8)
    cv2.rectangle(glyph, (3, 3), (20, 20), ink, -1)
    cv2.rectangle(glyph, (10, 8), (13, 15), ground, -1)
    blurred = np.asarray(cv2.GaussianBlur(glyph, (0, 0), 1.5), np.uint8)
    assert of_one_ink(blurred, Box(2, 2, 20, 20))


def test_a_face_has_more_than_one_ink() -> None:
    picture = bubble(WHITE)
    face(picture, 100)
    assert not of_one_ink(picture, Box(100, 47, 26, 26))


def test_an_emoji_by_itself_is_no_line_and_a_coloured_glyph_is() -> None:
    picture = bubble(WHITE)
    face(picture, 100)
    assert without_emoji(picture, [Box(99, 46, 28, 28)])[1] == []
    glyph = bubble(WHITE)
    write(glyph, 100, 126, (220, 30, 30))
    assert without_emoji(glyph, [Box(99, 46, 28, 28)])[1] == [Box(99, 46, 28, 28)]


@pytest.mark.parametrize("thickness", [6, 8, 12])
@pytest.mark.parametrize("ink", [(250, 66, 66), (255, 80, 0)])
def test_bold_coloured_digits_smeared_by_jpeg_are_no_pictures(
    ink: tuple[int, int, int], thickness: int
) -> None:
    """¥1,965.00 in red on black lost its 965, and 1.00 was read."""
    large = np.full((240, 900, 3), 28, np.uint8)
    cv2.putText(large, "1,965.00", (100, 160), cv2.FONT_HERSHEY_DUPLEX, 2.4, ink, thickness)
    file = io.BytesIO()
    Image.fromarray(cv2.resize(large, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)).save(
        file, "JPEG", quality=35, subsampling=2
    )
    picture = np.asarray(Image.open(file).convert("RGB"), np.uint8)
    (width, height), _ = cv2.getTextSize("1,965.00", cv2.FONT_HERSHEY_DUPLEX, 2.4, thickness)
    box = Box(29, round(0.3 * (156 - height)), round(0.3 * (width + 6)), round(0.3 * (height + 12)))
    painted, boxes = without_emoji(picture, [box])
    assert painted is picture and boxes == [box]


def test_a_narrow_picture_and_one_half_as_high_as_its_line_are_no_print() -> None:
    """A rose on its stalk; a laughing face of which the tears have the ground's colour."""
    rose = bubble(WHITE)
    write(rose, 100, 204)
    cv2.rectangle(rose, (206, 50), (218, 59), (220, 30, 40), -1)
    cv2.rectangle(rose, (206, 60), (218, 69), (60, 140, 50), -1)
    low = bubble(WHITE)
    write(low, 100, 204)
    cv2.rectangle(low, (208, 50), (231, 57), (255, 204, 50), -1)
    cv2.rectangle(low, (208, 57), (231, 63), (200, 90, 30), -1)
    for picture, right in ((rose, 219), (low, 232)):
        _, [box] = without_emoji(picture, [Box(100, 46, right - 100, 28)])
        assert box.right == pytest.approx(199, abs=6)


def test_a_pastel_avatar_beside_a_dark_bubble_is_cut_off() -> None:
    """Its pink is nearly of the print's hue, and no print reaches over the line's margins as it does."""
    picture = np.full((160, 600, 3), 17, np.uint8)
    cv2.rectangle(picture, (90, 20), (590, 140), (44, 44, 44), -1)
    cv2.rectangle(picture, (20, 24), (66, 92), (255, 205, 212), -1)
    face(picture, 30)
    write(picture, 110, 420, (230, 230, 230))
    for left in range(110, 400, 26):  # the next row of the bubble begins where the avatar ends
        cv2.rectangle(picture, (left, 84), (left + 20, 107), (230, 230, 230), 2)
    painted, [box] = without_emoji(picture, [Box(26, 36, 392, 46)])
    assert box.x == pytest.approx(110, abs=4)
    assert (box.y, box.bottom) == (pytest.approx(48, abs=3), pytest.approx(72, abs=3))
    assert painted is picture
