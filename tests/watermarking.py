"""A slanting watermark drawn over a picture, as people put one over what they hand in."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


def marked(
    rgb: Pixels, *, slant: float = 30, colour: tuple[int, int, int] = (128, 128, 128), share: float = 0.3
) -> Pixels:
    """The picture (H, W, 3) under a text of so many degrees, again and again, that lets 1 - share of it through."""
    scale = rgb.shape[1] / 720
    size = 2 * max(rgb.shape[:2])
    letters = np.zeros((size, size), np.uint8)
    for place, y in enumerate(range(40, size, round(110 * scale))):
        for x in range(-200 + 90 * (place % 2), size, round(330 * scale)):
            where, thick = (x, y), max(1, round(3 * scale))
            cv2.putText(
                letters,
                "COMPLAINT USE",
                where,
                cv2.FONT_HERSHEY_SIMPLEX,
                0.9 * scale,
                255,
                thick,
                cv2.LINE_AA,
            )
    turn = cv2.getRotationMatrix2D((size / 2, size / 2), slant, 1)
    letters = cv2.warpAffine(letters, turn, (size, size))
    top, left = (size - rgb.shape[0]) // 2, (size - rgb.shape[1]) // 2
    cover = letters[top : top + rgb.shape[0], left : left + rgb.shape[1], None] / 255 * share
    return np.asarray(rgb * (1 - cover) + np.array(colour) * cover, np.uint8)
