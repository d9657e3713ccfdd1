"""Reads words with stars in them (`**桐`, `*艳 c**@163.com`): the stars as the picture shows them, the rest by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.ocr.reader import Reading, Word
from extractor.ocr.tesseract import TesseractReader
from extractor.vision.crops import BORDER, crop_area, normalised_crop
from extractor.vision.stars import StarRun, between_stars

Pixels = npt.NDArray[np.uint8]

_HEIGHTS = (20, 22, 32, 36, 48)
_TOUCHING = 0.4
"""Words nearer to stars than this share of the line's height are one word with them."""


def read_masked(
    lines: Mapping[int, tuple[Pixels, Box, Sequence[StarRun]]],
) -> dict[int, list[Reading]]:
    """chi_sim's readings of lines given as (picture, box, stars), one a size, under the keys of lines; one engine call."""
    crops: list[Pixels] = []
    places: list[tuple[int, int, float, int]] = []
    for key, (pixels, box, runs) in lines.items():
        own, parts, left = between_stars(pixels, box, runs)
        for height in _HEIGHTS:
            for part in parts:
                crops.append(normalised_crop(own, part, height=height))
                places.append((key, height, part.h / height, left + crop_area(part, own).x))
    reader = TesseractReader("chi_sim", crop_height=_HEIGHTS[0])
    words: dict[tuple[int, int], list[Word]] = {}
    for (key, height, scale, left), reading in zip(places, reader.read(crops), strict=True):
        words.setdefault((key, height), []).extend(_moved(word, scale, left) for word in reading.words)
    return {
        key: [
            Reading(reader.name, _joined(runs, words.get((key, height), []), box.h), gap=box.h)
            for height in _HEIGHTS
        ]
        for key, (_, box, runs) in lines.items()
    }


def _moved(word: Word, scale: float, left: int) -> Word:
    """A word's edges from pixels of its crop to pixels of the picture."""
    start, end = (round((x - BORDER) * scale) + left for x in (word.left, word.right))
    return replace(word, left=start, right=end)


def _joined(runs: Sequence[StarRun], words: Sequence[Word], height: int) -> tuple[Word, ...]:
    """Stars and words from left to right, those that touch as one word: no space stands inside 138****2936."""
    stars = [Word("*" * run.count, 1.0, run.left, run.right) for run in runs]
    result: list[Word] = []
    for word in sorted([*stars, *words], key=lambda item: item.left + item.right):
        last = result[-1] if result else None
        touching = last is not None and word.left - last.right < _TOUCHING * height
        if last is not None and touching and "*" in (last.text[-1:], word.text[:1]):
            sure = min(last.confidence, word.confidence)
            result[-1] = Word(last.text + word.text, sure, last.left, word.right)
        else:
            result.append(word)
    return tuple(result)
