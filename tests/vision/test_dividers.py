from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.vision.dividers import divider_of

WIDTH, HEIGHT = 720, 1560


def split(
    *, bar: int = 24, handle: int = 90, at: int = 770, off: int = 0, ground: int = 0, below: int = 240
) -> np.ndarray:
    """Two apps above each other, with a bar between them and a handle in its middle."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    picture[at + bar :] = below
    picture[at : at + bar] = ground
    left = (WIDTH - handle) // 2 + off
    if handle:
        cv2.rectangle(picture, (left, at + 9), (left + handle, at + 14), (100, 100, 100), -1)
    picture[:, -2:] = 255  # what scaling leaves at an edge
    return picture


def test_the_bar_between_two_apps() -> None:
    top, bottom = divider_of(split()) or (0, 0)
    assert (top, bottom) == (770, 794)


@pytest.mark.parametrize(
    "picture",
    [
        split(handle=0),  # a rule of a page
        split(off=150),  # words in a dark bar
        split(ground=200),
        split(at=1500, bar=20),  # the navigation of the phone
        split(bar=4),
        split(below=0),  # a picture in dark
    ],
)
def test_other_bars_part_no_apps(picture: np.ndarray) -> None:
    assert divider_of(picture) is None


def test_several_bars_part_none() -> None:
    picture = split()
    picture[1000:1030] = split()[765:795]
    assert divider_of(picture) is None


@pytest.mark.parametrize(("level", "bare"), [(8, True), (20, False)])
def test_a_bar_that_is_even_but_between_the_columns_that_are_looked_at_first(level: int, bare: bool) -> None:
    picture = split()
    bar = picture[770:794, 7:-7]
    bar[:, 5:200:16] = level
    bar[:, -5:-200:-16] = level
    assert (divider_of(picture) is not None) == bare
