"""Small pictures that look like a bill and are read in a moment: drawn with OpenCV's strokes, without any font."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
from PIL import Image


def drawn(number: int) -> Image.Image:
    """A picture of two lines of digits, another one for each number."""
    page = np.full((130, 420, 3), 255, np.uint8)
    cv2.putText(page, f"2025031421{number:06d}", (14, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 2)
    cv2.putText(
        page,
        f"{number % 900 + 100}.{number % 100:02d}",
        (14, 100),
        cv2.FONT_HERSHEY_SIMPLEX,
        1.0,
        (20, 20, 20),
        2,
    )
    return Image.fromarray(page)


def encoded_as(image: Image.Image, form: str) -> bytes:
    """The picture as PNG, JPEG, WEBP or HEIF."""
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def put_drawn(folder: Path, first: int, count: int) -> list[Path]:
    """So many different pictures in folder, with names that tell when they were taken."""
    paths = []
    for number in range(first, first + count):
        path = (
            folder
            / f"Screenshot_20250314-{number // 3600 % 24:02d}{number // 60 % 60:02d}{number % 60:02d}.png"
        )
        path.write_bytes(encoded_as(drawn(number), "PNG"))
        paths.append(path)
    return paths
