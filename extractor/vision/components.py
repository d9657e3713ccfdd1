"""The connected components of a mask."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int32]


def components(mask: Pixels) -> tuple[int, Numbers, Numbers]:
    """(count, labels, sizes) of the parts of an (H, W) mask whose pixels touch, corners included.

    labels (H, W) numbers each pixel's part, 0 for the ground; sizes has a row x, y, w, h, area for each number. Grana's
    algorithm gives the same numbers as the default one of OpenCV 5 in less than half the time.
    """
    count, labels, sizes, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask, 8, cv2.CV_32S, cv2.CCL_GRANA
    )
    return count, np.asarray(labels, np.int32), np.asarray(sizes, np.int32)
