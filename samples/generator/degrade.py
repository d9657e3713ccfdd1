"""What happens to a picture after it was taken: cuts, red pens, mosaics, cameras, messengers."""

from __future__ import annotations

import io
import random
from datetime import datetime

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from samples.generator.render import Box

Pixels = NDArray[np.uint8]
RED = (226, 32, 38)
_STORED_AS = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


def _array(image: Image.Image) -> Pixels:
    return np.array(image, dtype=np.uint8)


def mosaic(image: Image.Image, boxes: list[Box]) -> Image.Image:
    """Pixelate the boxes."""
    out = image.copy()
    for x0, y0, x1, y1 in boxes:
        area = (max(0, int(x0) - 6), max(0, int(y0) - 3), min(image.width, int(x1) + 6), min(image.height, int(y1) + 3))
        if area[2] <= area[0] or area[3] <= area[1]:
            continue
        cell = max(6, (area[3] - area[1]) // 3)
        part = out.crop(area)
        small = part.resize((max(1, part.width // cell), max(1, part.height // cell)), Image.Resampling.BOX)
        out.paste(small.resize(part.size, Image.Resampling.NEAREST), area[:2])
    return out


def _strokes(image: Image.Image, points: list[list[tuple[float, float]]], thickness: float) -> Image.Image:
    canvas = _array(image)
    for line in points:
        cv2.polylines(canvas, [np.array(np.array(line) * 16, dtype=np.int32)], False, RED, max(2, round(thickness)), cv2.LINE_AA, 4)
    return Image.fromarray(canvas)


def circle(image: Image.Image, box: Box, rng: random.Random) -> Image.Image:
    """A hand-drawn red ellipse around the box."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    cx, cy, rx, ry = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2 * 1.04, height * 0.72
    line = []
    for step in range(76):
        angle = -2.4 + step / 76 * 6.75
        swell = 1 + 0.03 * np.sin(3 * angle) + step * 0.0007
        line.append((cx + rx * swell * np.cos(angle) + rng.uniform(-1, 1), cy + ry * swell * np.sin(angle) + rng.uniform(-1, 1)))
    return _strokes(image, [line], height * 0.07)


def underline(image: Image.Image, box: Box, rng: random.Random) -> Image.Image:
    """A red pen line that runs along, and a little through, the lower edge of the box."""
    x0, y0, x1, y1 = box
    base = y1 - (y1 - y0) * 0.2
    line = [(x0 + (x1 - x0) * t / 30, base + (y1 - y0) * 0.05 * np.sin(t / 4) + rng.uniform(-1.5, 1.5)) for t in range(31)]
    return _strokes(image, [line], (y1 - y0) * 0.07)


def arrow(image: Image.Image, box: Box, rng: random.Random) -> Image.Image:
    """A red arrow that ends at the box from below right and crosses its lower edge."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    tip = (x0 + (x1 - x0) * rng.uniform(0.45, 0.75), y1 - height * 0.25)
    tail = (min(image.width - 8.0, tip[0] + height * rng.uniform(1.8, 3)), tip[1] + height * rng.uniform(1.6, 2.6))
    shaft = [(tail[0] + (tip[0] - tail[0]) * t / 20, tail[1] + (tip[1] - tail[1]) * t / 20 + height * 0.18 * np.sin(t / 20 * np.pi)) for t in range(21)]
    direction = np.arctan2(tail[1] - tip[1], tail[0] - tip[0])
    barbs = [[(tip[0] + height * 0.6 * np.cos(direction + turn), tip[1] + height * 0.6 * np.sin(direction + turn)), tip] for turn in (-0.45, 0.45)]
    return _strokes(image, [shaft, *barbs], height * 0.11)


def photographed(image: Image.Image, rng: random.Random, strength: float = 1.0) -> Image.Image:
    """A photo of the screen: perspective, uneven light, moire, noise, a little blur, a pink or blue cast."""
    seed = np.random.default_rng(rng.getrandbits(32))
    width, height = image.size
    desk = tuple(rng.randint(28, 105) for _ in range(3))
    pad_x, pad_y = int(width * 0.09), int(height * 0.05)
    size = (width + 2 * pad_x, height + 2 * pad_y)

    def shift(limit: float) -> float:
        return rng.uniform(-limit, limit) * strength

    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    target = np.array(
        [(pad_x + x + shift(width * 0.045), pad_y + y + shift(height * 0.018)) for x, y in ((0, 0), (width, 0), (width, height), (0, height))],
        dtype=np.float32,
    )
    warp = cv2.getPerspectiveTransform(source, target)
    flat = cv2.warpPerspective(_array(image), warp, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=desk)
    canvas = flat.astype(np.float32)
    yy, xx = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    light = 0.74 + 0.28 * np.exp(-(((xx - size[0] * rng.uniform(0.2, 0.8)) / size[0]) ** 2 + ((yy - size[1] * rng.uniform(0.1, 0.7)) / size[1]) ** 2) * 2.2)
    angle = rng.uniform(0.1, 0.5)
    period = rng.uniform(5.5, 9)
    wave = np.sin((xx * np.cos(angle) + yy * np.sin(angle)) * 2 * np.pi / period) * np.sin(xx * 2 * np.pi / (period * 14))
    canvas *= (light * (1 + 0.035 * strength * wave))[..., None]
    canvas *= np.array([1.03, rng.uniform(0.95, 1.0), rng.uniform(0.93, 1.05)], dtype=np.float32)
    canvas = cv2.GaussianBlur(canvas, (0, 0), 0.8 * strength).astype(np.float32)
    grain = seed.normal(0, 4.0 * strength, (*canvas.shape[:2], 1)) + seed.normal(0, 2.0 * strength, canvas.shape)
    return Image.fromarray(np.clip(canvas + grain, 0, 255).astype(np.uint8))


def scaled(image: Image.Image, width: int) -> Image.Image:
    """Resampled to a width with the good filter of a blog or messenger."""
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def blurred(image: Image.Image, sigma: float) -> Image.Image:
    """A slight blur."""
    return Image.fromarray(cv2.GaussianBlur(_array(image), (0, 0), sigma).astype(np.uint8))


def noisy(image: Image.Image, sigma: float, rng: random.Random) -> Image.Image:
    """Gaussian noise."""
    seed = np.random.default_rng(rng.getrandbits(32))
    array = _array(image).astype(np.float32)
    return Image.fromarray(np.clip(array + seed.normal(0, sigma, array.shape), 0, 255).astype(np.uint8))


def side_by_side(left: Image.Image, right: Image.Image, gap: int) -> Image.Image:
    """Two pictures pasted into one, the second scaled to the first one's height."""
    if right.height != left.height:
        right = right.resize((round(right.width * left.height / right.height), left.height), Image.Resampling.LANCZOS)
    out = Image.new("RGB", (left.width + gap + right.width, left.height), (255, 255, 255))
    out.paste(left, (0, 0))
    out.paste(right, (left.width + gap, 0))
    return out


def encode(image: Image.Image, encoding: str, quality: int, *, earlier: tuple[int, ...] = (), orientation: int = 1, taken: datetime | None = None) -> bytes:
    """The file's bytes; ``earlier`` JPEG qualities were applied before, ``taken`` goes into EXIF."""
    for previous in earlier:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=previous)
        image = Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")
    exif = Image.Exif()
    if orientation != 1:
        image = image.transpose(_STORED_AS[orientation])
        exif[0x0112] = orientation
    if taken:
        exif[0x0132] = exif.get_ifd(0x8769)[0x9003] = f"{taken:%Y:%m:%d %H:%M:%S}"
    extra = {"exif": exif} if len(exif) else {}
    buffer = io.BytesIO()
    if encoding == "jpeg":
        image.save(buffer, "JPEG", quality=quality or 85, optimize=True, **extra)
    elif encoding == "webp":
        image.save(buffer, "WEBP", quality=quality or 75, method=6, **extra)
    elif encoding == "heic":
        from pillow_heif import from_pillow

        heif = from_pillow(image)
        heif.save(buffer, quality=quality or 60, **({"exif": exif.tobytes()} if len(exif) else {}))
    elif encoding == "png8":
        palette = image.quantize(quality or 128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette.save(buffer, "PNG", optimize=True, **extra)
    else:
        image.save(buffer, "PNG", optimize=True, **extra)
    return buffer.getvalue()
