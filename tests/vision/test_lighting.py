"""Photographs of a screen: where the screen stands in them, and what its light does to the grounds of bubbles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.lighting import evened, screen_in
from extractor.vision.regions import regions_of

Pixels = npt.NDArray[np.uint8]

SCREEN = Box(70, 90, 1060, 2200)
OTHERS, OWN = Box(240, 600, 680, 190), Box(280, 1200, 680, 190)
PAGE, BUBBLE = 210, 218


def photograph(*, slope: float = 0.3, stripes: float = 4.0, table: int = 30) -> Pixels:
    """A page with two bubbles hardly brighter than it: the light falls off by slope to the right, and stripes lie across."""
    rgb = np.full((2380, 1200, 3), table, np.float64)
    rgb[SCREEN.y : SCREEN.bottom, SCREEN.x : SCREEN.right] = PAGE
    for bubble in (OTHERS, OWN):
        rgb[bubble.y : bubble.bottom, bubble.x : bubble.right] = BUBBLE
        for x in range(bubble.x + 40, bubble.right - 60, 48):
            rgb[bubble.y + 60 : bubble.y + 110, x : x + 36 : 9] = 40
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    lit = rgb[..., 0] > table
    light = 1 - slope * x / rgb.shape[1]
    wave = stripes * np.sin((x + 2 * y) / 3.5)
    rgb[lit] = rgb[lit] * light[lit][:, None] + wave[lit][:, None]
    return np.clip(rgb, 0, 255).astype(np.uint8)


def words(bubble: Box) -> Box:
    return Box(bubble.x + 40, bubble.y + 60, bubble.w - 100, 50)


def test_bubbles_of_a_screen_that_was_photographed_in_uneven_light_keep_their_shape() -> None:
    rgb = photograph()
    found = regions_of(rgb, [words(OTHERS), words(OWN)])
    for bubble, region in zip((OTHERS, OWN), found, strict=True):
        assert region is not None and region.solid > 0.8
        assert max(abs(region.box.x - bubble.x), abs(region.box.right - bubble.right)) < 24


def test_light_is_evened_on_the_commonest_ground_and_not_where_there_is_none() -> None:
    even = evened(photograph(stripes=0))
    assert even is not None
    page = even[1900, SCREEN.x + 20 : SCREEN.right - 20, 0].astype(int)
    assert page.max() - page.min() <= 4
    assert evened(np.full((900, 400, 3), 20, np.uint8)) is None


def test_a_screen_is_found_on_what_it_lies_on_and_a_capture_is_none() -> None:
    found = screen_in(photograph())
    assert found is not None
    assert max(abs(found.x - SCREEN.x), abs(found.right - SCREEN.right), abs(found.y - SCREEN.y)) <= 12
    capture = photograph()[SCREEN.y : SCREEN.bottom, SCREEN.x : SCREEN.right]
    assert screen_in(np.ascontiguousarray(capture)) is None


def test_a_grain_of_what_a_screen_lies_on_hides_no_screen() -> None:
    rgb = photograph()
    rgb[:4, :4] = 200
    assert screen_in(rgb) is not None


def test_what_a_screen_lies_on_may_shade_off_more_coarsely() -> None:
    rgb = photograph()
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    table = rgb[..., 0] == 30
    steps = 5 * ((x // 60 + y // 60) % 2)  # as coarse as a few pixels of the small picture
    rgb[table] = (30 + steps[table])[:, None]
    assert screen_in(rgb) is not None


def test_in_a_known_photograph_torn_grounds_are_mended_though_most_are_whole() -> None:
    rgb = photograph()
    rgb[300:560, 300:900] = 20
    dark = [Box(340, y, 300, 40) for y in (320, 380, 440, 500)]
    whole = np.ascontiguousarray(rgb[SCREEN.y : SCREEN.bottom, SCREEN.x : SCREEN.right])
    boxes = [box.scaled(1.0, -SCREEN.x, -SCREEN.y) for box in (words(OTHERS), words(OWN), *dark)]
    torn, mended = (regions_of(whole, boxes, photographed=known)[:2] for known in (False, True))
    assert all(region is not None and region.box.w < 0.9 * OTHERS.w for region in torn)
    assert all(region is not None and abs(region.box.w - OTHERS.w) < 24 for region in mended)


def test_cards_on_a_page_are_no_screen() -> None:
    page = np.full((2200, 1080, 3), 245, np.uint8)
    for top in range(120, 2000, 420):
        page[top : top + 340, 40:1040] = 255
    assert screen_in(page) is None
