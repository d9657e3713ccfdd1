"""Distances between colours, against what numpy says of them in wider types."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.vision.colours import far_from, largest, masked_median, near
from extractor.vision.crops import Inks, crop_area, ground_colour, ink_strength, line_ink
from extractor.vision.lines import median_level


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (4, 1), (4, 4), (3, 1), (9, 30)])
def test_is_what_wider_types_say_for_pictures_of_any_shape(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(sum(shape))
    for _ in range(50):
        rgb = random.integers(0, 256, (*shape, 3)).astype(np.uint8)
        colour = random.integers(0, 256, 3).astype(np.int16)
        assert (far_from(rgb, colour) == np.abs(rgb.astype(np.int16) - colour).max(axis=2)).all()
        assert (largest(rgb) == rgb.max(axis=2)).all()


def test_near_takes_the_halves_of_a_median_and_colours_at_the_ends_of_the_scale() -> None:
    random = np.random.default_rng(1)
    for _ in range(500):
        rgb = random.integers(0, 256, (5, 6, 3)).astype(np.uint8)
        colour = random.integers(0, 511, 3) / 2
        most = int(random.integers(0, 60))
        assert (near(rgb, colour, most) == (np.abs(rgb - colour).max(axis=2) <= most)).all()
    black = np.zeros((2, 2, 3), np.uint8)
    assert near(black, np.array([0.5, 0.0, 24.0]), 24).all()
    assert not near(black, np.array([0.5, 0.0, 24.5]), 24).any()


def test_parts_of_a_picture_are_taken_as_they_lie() -> None:
    rgb = np.random.default_rng(2).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    part, colour = rgb[3:9, 4:11], np.array([200, 10, 255], np.int16)
    assert (far_from(part, colour) == far_from(part.copy(), colour)).all()


def test_the_ground_is_the_fullest_bin_whatever_the_first_pixel_is() -> None:
    random = np.random.default_rng(3)
    for share in (0.2, 0.45, 0.55, 0.9):
        crop = random.integers(0, 256, (20, 60, 3)).astype(np.uint8)
        crop[random.random((20, 60)) < share] = (250, 120, 9)
        for first in ((250, 120, 9), (0, 0, 0)):
            crop[0, 0] = first
            assert np.abs(ground_colour(crop) - (250, 120, 9)).max() <= 1


def test_medians_by_counting_are_those_by_sorting() -> None:
    random = np.random.default_rng(4)
    for size in range(1, 40):
        rgb = random.integers(0, 256, (1, size, 3)).astype(np.uint8)
        mask = random.integers(0, 2, (1, size)).astype(np.uint8)
        mask[0, 0] = 1
        assert (masked_median(rgb, mask) == np.median(rgb[mask > 0], axis=0)).all()


def test_a_median_level_below_what_matters_is_not_looked_for() -> None:
    random = np.random.default_rng(5)
    for size in range(1, 60):
        gray = random.integers(0, 12, (1, size)).astype(np.uint8)
        lower_middle = int(np.sort(gray.ravel())[(size - 1) // 2])
        for least in (0, 4, 6, 8, 12):
            assert median_level(gray, least) == max(least, lower_middle)


def test_the_ink_of_a_line_is_measured_once_and_is_what_it_is_alone() -> None:
    rgb = np.random.default_rng(6).integers(0, 256, (60, 200, 3)).astype(np.uint8)
    inks, box = Inks(rgb), Box(20, 15, 120, 24)
    assert (inks.of_line(box) == line_ink(rgb, box)).all()
    assert (inks.of(box) == ink_strength(rgb[15:39, 20:140])).all()
    assert inks.of_line(box) is inks.of(crop_area(box, rgb))
