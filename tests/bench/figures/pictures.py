"""Draws a line as screenshots show it, spoils it as messengers and small screens do, and cuts it as the extractor cuts."""

from __future__ import annotations

import io
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from extractor.geometry import Box
from extractor.ocr.figures import CROP_HEIGHT, network_input
from extractor.vision.crops import normalised_crop
from tests.bench.figures.fonts import Face

Pixels = npt.NDArray[np.uint8]

_FIGURES = "年月日时分秒元万"


class Undrawable(Exception):
    """The faces at hand lack a character, or nothing of the line can be seen."""


def line_picture(random: Random, text: str, latin: Face, han: Face) -> Pixels:
    """The network's input for text: (32, W) uint8, dark on white; raises Undrawable."""
    rgb, box = line_on_screen(random, text, latin, han)
    crop = network_input(normalised_crop(rgb, box, height=CROP_HEIGHT))
    if crop.shape[1] > 640 or crop.shape[1] < 8:
        raise Undrawable
    return crop


def line_on_screen(random: Random, text: str, latin: Face, han: Face) -> tuple[Pixels, Box]:
    """A piece of a screenshot (H, W, 3) that shows text, and the line's box in it; raises Undrawable."""
    size = round(min(72, max(9, random.lognormvariate(3.2, 0.42))))
    rgb, ink = _drawn(random, text, latin, han, size)
    rgb, ink = _rescaled(random, rgb, ink)
    return _spoilt(random, rgb), _cut(random, ink)


def _drawn(random: Random, text: str, latin: Face, han: Face, size: int) -> tuple[Pixels, Pixels]:
    """The picture (H, W, 3) and the ink of the text in it (H, W)."""
    runs = _runs(text, latin, han, random.random() < 0.2)
    spread = random.choice((0, 0, 0, 0, 0, 1, 2)) * size / 40
    fonts = [(run, (han if chinese else latin).at(size)) for run, chinese in runs]
    width = sum(font.getlength(run) + spread * len(run) for run, font in fonts)
    margin = round(size * random.uniform(0.8, 1.6))
    canvas = Image.new("L", (round(width) + 2 * margin, round(2.4 * size) + 2), 0)
    draw = ImageDraw.Draw(canvas)
    x, base = margin + random.random(), round(1.6 * size)
    for run, font in fonts:
        for part in run if spread else [run]:
            draw.text((x, base), part, 255, font=font, anchor="ls")
            x += font.getlength(part) + spread
    ink = np.asarray(canvas, np.uint8)
    if ink.max() < 100:
        raise Undrawable
    if random.random() < 0.06:  # bolder by smearing
        ink = np.asarray(cv2.dilate(ink, np.ones((1, 2), np.uint8)), np.uint8)
    ground, colour = _colours(random)
    share = ink.astype(np.float32)[..., None] / 255
    if random.random() < 0.08:  # subpixel rendering of desktop systems
        share = (
            np.stack([np.roll(ink, shift, axis=1) for shift in (-1, 0, 1)], axis=-1).astype(np.float32) / 255
        )
        share = np.asarray(cv2.blur(share, (2, 1)), np.float32)
    rgb = (ground * (1 - share) + colour * share).astype(np.uint8)
    _decorate(random, rgb, ink, size)
    return rgb, ink


def _runs(text: str, latin: Face, han: Face, han_figures: bool) -> list[tuple[str, bool]]:
    """The text in runs of one face; han_figures where the Chinese face draws all, as it does in many apps."""
    runs: list[tuple[str, bool]] = []
    for char in text:
        chinese = ord(char) > 0x2E00 or (han_figures and han.latin and han.has(char))
        if not chinese and not latin.has(char) and char != " ":
            chinese = True
        if chinese and char != " " and not han.has(char):
            raise Undrawable
        if runs and runs[-1][1] == chinese:
            runs[-1] = (runs[-1][0] + char, chinese)
        else:
            runs.append((char, chinese))
    return runs


def _colours(random: Random) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    kind = random.random()
    if kind < 0.5:
        ground = [random.randint(235, 255)] * 3
    elif kind < 0.7:
        ground = [random.randint(0, 60)] * 3
    else:
        ground = [random.randint(0, 255) for _ in range(3)]
    for _ in range(40):
        grey = random.randint(0, 255)
        colour = [grey] * 3 if random.random() < 0.6 else [random.randint(0, 255) for _ in range(3)]
        if max(abs(a - b) for a, b in zip(ground, colour, strict=True)) > random.choice((60, 100, 150, 200)):
            break
    else:
        colour = [0 if sum(ground) > 380 else 255] * 3
    return np.asarray(ground, np.float32), np.asarray(colour, np.float32)


def _decorate(random: Random, rgb: Pixels, ink: Pixels, size: int) -> None:
    """Rules under or beside the text, now and then; a watermark's stroke behind it."""
    h, w = rgb.shape[:2]
    colour = tuple(random.randint(0, 255) for _ in range(3))
    rows = np.flatnonzero(ink.max(axis=1) > 100)
    if random.random() < 0.05:
        y = int(rows[-1]) + random.randint(2, max(3, size // 3))
        cv2.line(rgb, (0, y), (w, y), colour, 1)
    if random.random() < 0.06:
        soft = np.asarray(rgb).copy()
        x = random.randint(0, w)
        cv2.line(
            soft,
            (x, h),
            (x + random.randint(-2 * size, 2 * size), 0),
            colour,
            random.randint(1, max(1, size // 6)),
        )
        share = random.uniform(0.08, 0.25)
        rgb[:] = (rgb * (1 - share) + soft * share).astype(np.uint8)


def _rescaled(random: Random, rgb: Pixels, ink: Pixels) -> tuple[Pixels, Pixels]:
    """Made smaller or larger, as messengers and screens do."""
    if random.random() < 0.45:
        return rgb, ink
    rows = np.flatnonzero(ink.max(axis=1) > 60)
    least = 9 / max(9, len(rows))
    scale = max(least, random.uniform(0.45, 1.0) if random.random() < 0.8 else random.uniform(1.0, 1.6))
    how = random.choice((cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4))
    size = (max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
    return (
        np.asarray(cv2.resize(rgb, size, interpolation=how), np.uint8),
        np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.uint8),
    )


def _spoilt(random: Random, rgb: Pixels) -> Pixels:
    if random.random() < 0.15:
        rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), random.uniform(0.3, 1.0)), np.uint8)
    if random.random() < 0.12:  # a photographed screen: tilted a little, uneven light, noise
        h, w = rgb.shape[:2]
        turn = cv2.getRotationMatrix2D((w / 2, h / 2), random.uniform(-0.7, 0.7), 1)
        rgb = np.asarray(cv2.warpAffine(rgb, turn, (w, h), borderMode=cv2.BORDER_REPLICATE), np.uint8)
        noise = np.random.default_rng(random.getrandbits(32)).normal(0, random.uniform(2, 9), rgb.shape)
        slope = np.linspace(random.uniform(0.85, 1), random.uniform(0.85, 1), w)[None, :, None]
        rgb = np.clip(rgb * slope + noise, 0, 255).astype(np.uint8)
    for _ in range(random.choice((0, 0, 1, 1, 1, 2))):
        buffer = io.BytesIO()
        kind = "WEBP" if random.random() < 0.15 else "JPEG"
        Image.fromarray(rgb).save(
            buffer, kind, quality=random.choice((95, 90, 85, 80, 75, 70, 60, 50, 40, 30))
        )
        rgb = np.asarray(Image.open(buffer).convert("RGB"), np.uint8)
    return rgb


def _cut(random: Random, ink: Pixels) -> Box:
    """The line's box as segmentation gives it: around the ink, a little off now and then."""
    rows, columns = (np.flatnonzero(ink.max(axis=axis) > 60) for axis in (1, 0))
    if not rows.size or not columns.size:
        raise Undrawable
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    height = bottom - top
    if height < 7:
        raise Undrawable
    off = lambda share: round(height * random.triangular(-0.3 * share, share, 0))  # noqa: E731
    top, bottom = max(0, top - off(0.22)), min(ink.shape[0], bottom + off(0.22))
    left, right = max(0, left - max(0, off(0.2))), min(ink.shape[1], right + max(0, off(0.5)))
    return Box(left, top, right - left, bottom - top)
