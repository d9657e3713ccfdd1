"""Pictures on a page: told from bubbles, cards and avatars, and never where the page is a picture itself."""

from __future__ import annotations

import numpy as np

from extractor.geometry import Box
from extractor.vision.lighting import screen_in
from extractor.vision.photos import Sticker, photos_of
from extractor.vision.thumbnail import thumbnail

PAGE, GREEN = (237, 237, 237), (149, 236, 105)
PLACE = Box(560, 500, 340, 460)


def page() -> np.ndarray:
    return np.full((2000, 1080, 3), PAGE, np.uint8)


def coloured(box: Box) -> np.ndarray:
    noise = np.random.default_rng(7).integers(0, 255, (box.h // 20 + 1, box.w // 20 + 1, 3), np.uint8)
    return noise.repeat(20, axis=0).repeat(20, axis=1)[: box.h, : box.w]


def test_a_picture_stands_off_the_page_in_many_colours() -> None:
    rgb = page()
    rgb[PLACE.y : PLACE.bottom, PLACE.x : PLACE.right] = coloured(PLACE)
    rgb[1200:1320, 300:900] = GREEN
    [found] = photos_of(rgb)
    assert max(abs(found.x - PLACE.x), abs(found.right - PLACE.right), abs(found.y - PLACE.y)) <= 4


def test_an_avatar_is_too_small_and_a_wallpaper_is_the_page() -> None:
    rgb = page()
    rgb[500:620, 30:150] = coloured(Box(0, 0, 120, 120))
    assert photos_of(rgb) == []
    whole = coloured(Box(0, 0, 1080, 2000))
    whole[1200:1320, 300:900] = GREEN
    assert photos_of(whole) == []


def test_a_sticker_is_cut_out_and_may_be_of_one_colour_and_a_bubble_with_its_tail_is_neither() -> None:
    rgb = page()
    rows, columns = np.ogrid[:2000, :1080]
    face = (rows - 700) ** 2 + (columns - 300) ** 2 < 110**2
    rgb[face] = (255, 200, 40)
    rgb[660:700, 250:350] = (120, 80, 20)
    rgb[660:720, 350:380] = (250, 250, 250)
    bubble = Box(400, 1200, 250, 170)
    rgb[bubble.y : bubble.bottom, bubble.x : bubble.right] = GREEN
    rgb[1230:1250, 640:662] = GREEN
    rgb[PLACE.y + 900 : PLACE.bottom + 900, PLACE.x : PLACE.right] = coloured(PLACE)
    found = photos_of(rgb)
    assert [isinstance(box, Sticker) for box in found] == [True, False]


def test_a_thumbnail_at_hand_says_the_same_as_the_picture() -> None:
    rgb = np.full((900, 720, 3), 237, np.uint8)
    rgb[300:520, 120:420] = np.random.default_rng(7).integers(0, 256, (220, 300, 3))
    found = photos_of(rgb)
    assert found
    assert photos_of(rgb, thumbnail(rgb)) == found
    assert screen_in(rgb, thumbnail(rgb)) == screen_in(rgb)
