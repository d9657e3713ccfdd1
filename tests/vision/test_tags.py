"""A coloured tag in a line of print is a line of its own; print and buttons stay whole."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extractor.geometry import Box
from extractor.vision.tags import without_tags

Pixels = npt.NDArray[np.uint8]
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GREEN, RED, WHITE, DARK = (40, 190, 110), (230, 60, 50), (255, 255, 255), (40, 40, 40)


def write(picture: Pixels, x: int, right: int, ink: tuple[int, int, int]) -> None:
    """Glyph-like strokes between x and right, 26 high from row 50."""
    for left in range(x, right - 22, 28):
        cv2.rectangle(picture, (left, 50), (left + 22, 75), ink, 2)
        cv2.line(picture, (left, 63), (left + 22, 63), ink, 2)


def tag(picture: Pixels, x: int, right: int, colour: tuple[int, int, int]) -> None:
    cv2.rectangle(picture, (x, 42), (right - 1, 84), colour, -1)
    write(picture, x + 12, right - 8, WHITE)


@pytest.mark.parametrize("colour", [GREEN, RED])
@pytest.mark.parametrize("page", [WHITE, (245, 246, 248)])
def test_a_tag_behind_its_label(colour: tuple[int, int, int], page: tuple[int, int, int]) -> None:
    picture = np.full((130, 600, 3), page, np.uint8)
    write(picture, 60, 230, DARK)
    tag(picture, 250, 370, colour)
    found = sorted(without_tags(picture, [Box(60, 42, 310, 43)]), key=lambda box: box.x)
    assert [(box.x, box.right) for box in found] == [
        (60, pytest.approx(223, abs=4)),
        (pytest.approx(262, abs=2), pytest.approx(341, abs=4)),
    ]
    assert all(48 <= box.y <= 52 and 24 <= box.h <= 30 for box in found)


def test_print_stays_whole_and_a_button_is_its_print() -> None:
    picture = np.full((130, 600, 3), WHITE, np.uint8)
    write(picture, 60, 320, DARK)
    line = Box(58, 48, 260, 30)
    assert without_tags(picture, [line]) == [line]
    tag(picture, 40, 560, GREEN)
    button = Box(40, 42, 520, 43)
    [inner] = without_tags(picture, [button])
    assert (inner.x, inner.y, inner.h) == (
        pytest.approx(52, abs=2),
        pytest.approx(50, abs=2),
        pytest.approx(26, abs=4),
    )


@pytest.mark.parametrize("colour", [GREEN, RED])
@pytest.mark.parametrize("gap", [4, 14])
def test_a_tag_no_higher_than_its_print_is_cut_off_its_label(colour: tuple[int, int, int], gap: int) -> None:
    picture = np.full((130, 600, 3), WHITE, np.uint8)
    write(picture, 60, 170, DARK)
    left = 167 + gap
    cv2.rectangle(picture, (left, 48), (left + 103, 77), colour, -1)
    write(picture, left + 10, left + 100, WHITE)
    line = Box(60, 48, left + 104 - 60, 30)
    found = sorted(without_tags(picture, [line]), key=lambda box: box.x)
    assert [(box.x, box.right) for box in found] == [
        (60, pytest.approx(167, abs=3)),
        (pytest.approx(left + 10, abs=3), pytest.approx(left + 89, abs=5)),
    ]


@pytest.mark.parametrize("ink", [DARK, (150, 150, 150)])
@pytest.mark.parametrize("blur", [1, 3])
def test_dense_print_is_no_tag(ink: tuple[int, int, int], blur: int) -> None:
    picture = np.full((130, 600, 3), WHITE, np.uint8)
    for left in range(60, 180, 17):
        for y in range(48, 64, 4):
            cv2.line(picture, (left, y), (left + 14, y), ink, 1)
        cv2.line(picture, (left + 7, 48), (left + 7, 62), ink, 2)
        cv2.line(picture, (left + 2, 50), (left + 2, 62), ink, 1)
    picture = np.asarray(cv2.GaussianBlur(picture, (blur, blur), 0), np.uint8)
    line = Box(59, 47, 124, 17)
    assert without_tags(picture, [line]) == [line]


def test_small_coloured_figures_whose_colour_jpeg_smears_are_no_tag() -> None:
    """+12.00 in gold: the blanks in and between the noughts are gold, too, but as bright as the page."""
    gold, smeared = (212, 168, 62), (255, 245, 185)
    picture = np.full((60, 200, 3), WHITE, np.uint8)
    cv2.rectangle(picture, (60, 20), (120, 37), smeared, -1)
    for left in (64, 73, 92, 101, 110):
        cv2.rectangle(picture, (left, 21), (left + 7, 36), gold, 2)
    line = Box(60, 20, 61, 18)
    assert without_tags(picture, [line]) == [line]


def test_the_box_of_a_tag_s_print_has_no_part_of_its_smeared_edge() -> None:
    picture = np.full((130, 600, 3), WHITE, np.uint8)
    cv2.rectangle(picture, (244, 39), (375, 88), (235, 255, 210), -1)  # what JPEG makes of the page around it
    tag(picture, 250, 370, GREEN)
    found = without_tags(picture, [Box(244, 39, 132, 50)])
    assert [(box.x, box.right) for box in found] == [(pytest.approx(262, abs=2), pytest.approx(341, abs=4))]
    assert 24 <= found[0].h <= 30


def test_the_foot_of_a_bubble_above_small_print_is_cut_off_and_no_page() -> None:
    """The row above the box is the bubble's then, and the print's own ground would be a tag on it."""
    picture = np.full((130, 600, 3), (248, 249, 253), np.uint8)
    cv2.rectangle(picture, (300, 0), (600, 38), (212, 228, 254), -1)
    write(picture, 400, 520, (150, 150, 155))
    [line] = without_tags(picture, [Box(396, 30, 125, 46)])
    assert (line.x, line.right, line.y) == (
        pytest.approx(400, abs=2),
        pytest.approx(508, abs=3),
        pytest.approx(50, abs=2),
    )


def test_the_print_on_a_bubble_with_round_ends_is_whole_and_the_clock_before_it_low() -> None:
    picture = np.full((130, 600, 3), (140, 170, 218), np.uint8)
    for left in range(62, 100, 10):
        cv2.line(picture, (left, 64), (left, 78), DARK, 2)
    green = (141, 221, 87)
    cv2.circle(picture, (150, 63), 35, green, -1)
    cv2.circle(picture, (515, 63), 35, green, -1)
    cv2.rectangle(picture, (150, 28), (515, 98), green, -1)
    write(picture, 140, 540, DARK)
    found = sorted(without_tags(picture, [Box(60, 27, 492, 73)]), key=lambda box: box.x)
    assert [(box.x, box.right) for box in found] == [
        (pytest.approx(61, abs=2), pytest.approx(94, abs=3)),
        (pytest.approx(139, abs=2), pytest.approx(527, abs=3)),
    ]
    assert found[0].h < 20


@pytest.mark.parametrize("seed", range(40))
def test_no_box_of_any_size_on_any_ground_is_a_fault(seed: int) -> None:
    """Grounds in bands, as bubbles above lines make them, and boxes of a pixel and more, at the edges too."""
    rng = np.random.default_rng(seed)
    picture = np.repeat(rng.integers(0, 256, (40, 1, 3), np.uint8), 120, axis=1)
    picture = np.repeat(picture, rng.integers(1, 9), axis=0)
    height, width = picture.shape[:2]
    noise = rng.normal(0, 6, picture.shape)
    picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(0, width - 1)), int(rng.integers(0, height - 1))
        w, h = int(rng.integers(1, width - x + 1)), int(rng.integers(1, min(60, height - y) + 1))
        for part in without_tags(picture, [Box(x, y, w, h)]):
            assert part.w > 0 and part.h > 0
            assert part.x >= 0 and part.y >= 0 and part.right <= width and part.bottom <= height


def small_tags() -> Pixels:
    """Label, sum and two tags of different colours with a hair between them, shrunk to a third and kept as a JPEG, which leaves
    rings of their edges above and below them."""
    picture = np.full((180, 900, 3), WHITE, np.uint8)
    write(picture, 60, 230, DARK)
    for left, colour in ((300, GREEN), (462, (30, 150, 245))):
        cv2.rectangle(picture, (left, 33), (left + 151, 93), colour, -1)
        write(picture, left + 20, left + 140, WHITE)
    small = cv2.resize(picture, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    _, kept = cv2.imencode(".jpg", small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])
    return np.asarray(cv2.imdecode(kept, cv2.IMREAD_COLOR)[:, :, ::-1], np.uint8)


def test_two_small_tags_side_by_side_are_two_though_their_box_is_higher() -> None:
    picture = small_tags()
    for line in (Box(18, 8, 188, 27), Box(18, 10, 188, 22)):
        found = sorted(without_tags(picture, [line]), key=lambda box: box.x)
        assert [(box.x, box.right) for box in found] == [
            (pytest.approx(20, abs=4), pytest.approx(76, abs=5)),
            (pytest.approx(107, abs=3), pytest.approx(143, abs=5)),
            (pytest.approx(161, abs=3), pytest.approx(197, abs=5)),
        ]


@pytest.mark.parametrize(("ink", "quality"), [(90, 40), (90, 60), (150, 40), (150, 60)])
def test_print_of_a_few_pixels_that_jpeg_smears_is_no_tag(ink: int, quality: int) -> None:
    picture = np.full((60, 300, 3), WHITE, np.uint8)
    for left in range(30, 130, 5):
        cv2.rectangle(picture, (left, 20), (left + 3, 26), (ink, ink, ink), 1)
        cv2.line(picture, (left, 23), (left + 3, 23), (ink, ink, ink), 1)
    picture = np.asarray(cv2.GaussianBlur(picture, (3, 3), 0), np.uint8)
    _, kept = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    picture = np.asarray(cv2.imdecode(kept, cv2.IMREAD_COLOR), np.uint8)
    line = Box(28, 18, 104, 11)
    assert without_tags(picture, [line]) == [line]


def test_a_small_stamp_in_a_higher_box_is_whole() -> None:
    """星期日 14:42 in grey, ten pixels high, whose 星 a JPEG filled."""
    picture = cv2.imdecode(
        np.fromfile(SAMPLES / "chats" / "QQ截图20260401213024.jpg", np.uint8), cv2.IMREAD_COLOR
    )
    stamp = Box(157, 109, 75, 19)
    assert without_tags(np.asarray(picture[:, :, ::-1], np.uint8), [stamp]) == [stamp]


@pytest.mark.parametrize(
    ("top", "foot"),
    [((30, 90, 255), (180, 200, 255)), ((240, 50, 40), (255, 190, 180)), ((255, 255, 255), (110, 160, 250))],
)
def test_print_on_a_ground_that_shades_off_stays_whole(
    top: tuple[int, int, int], foot: tuple[int, int, int]
) -> None:
    share = np.linspace(0, 1, 130)[:, None]
    ground = np.array(top) * (1 - share) + np.array(foot) * share
    picture = np.ascontiguousarray(np.repeat(ground.astype(np.uint8)[:, None], 600, axis=1))
    for left in range(60, 190, 28):
        cv2.rectangle(picture, (left, 50), (left + 14, 75), WHITE if top != WHITE else DARK, -1)
    [found] = without_tags(picture, [Box(56, 46, 142, 34)])
    assert found.y <= 51
    assert found.bottom >= 76
