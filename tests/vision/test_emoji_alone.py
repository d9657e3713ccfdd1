"""Emoji alone in a box, told from print however unsurely that was read."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.geometry import Box
from extractor.vision.emoji import is_emoji

BOX = Box(100, 100, 60, 50)


def test_emoji_have_colours_that_no_ink_has() -> None:
    picture = np.full((300, 400, 3), (149, 236, 105), np.uint8)
    cv2.circle(picture, (130, 125), 22, (255, 205, 60), -1)
    cv2.circle(picture, (122, 120), 6, (230, 60, 60), -1)
    cv2.circle(picture, (138, 120), 6, (60, 60, 230), -1)
    assert is_emoji(picture, BOX)


def test_print_is_of_one_ink_in_whatever_colour() -> None:
    for ink in ((20, 20, 20), (230, 40, 40)):
        picture = np.full((300, 400, 3), (255, 255, 255), np.uint8)
        cv2.rectangle(picture, (106, 104), (150, 144), ink, 4)
        assert not is_emoji(picture, BOX)
