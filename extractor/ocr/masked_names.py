"""Reads words with stars in them (`**桐`, `*艳 c**@163.com`): the stars as the picture shows them, the rest by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.ocr.reader import Reading, Word
from extractor.vision.crops import BORDER, crop_area, normalised_crop
from extractor.vision.stars import StarRun, between_stars

Pixels = npt.NDArray[np.uint8]

_HEIGHTS = (20, 22, 32, 36, 48)
_TOUCHING = 0.4
"""Words nearer to stars than this share of the line's height are one word with them."""


_Part = tuple[int, list[Word]]
"""Where a part between stars begins, and its words as they were read, from left to right."""


class MaskedLines:
    """Lines with stars, given as (picture, box, stars) under keys: the crops of what stands between the stars, and what
    their readings make of the lines."""

    def __init__(self, lines: Mapping[int, tuple[Pixels, Box, Sequence[StarRun]]]) -> None:
        self._lines = lines
        self.crops: list[Pixels] = []
        """One a part of a line and a size, for the main reader."""
        self._places: list[tuple[int, int, float, int, int]] = []
        for key, (pixels, box, runs) in lines.items():
            own, parts, left = between_stars(pixels, box, runs)
            for height in _HEIGHTS:
                for part in parts:
                    self.crops.append(normalised_crop(own, part, height=height))
                    origin = left + crop_area(part, own).x
                    self._places.append((key, height, part.h / height, origin, left + part.x))

    def whole(self, read: Sequence[Reading]) -> dict[int, list[Reading]]:
        """The readings of the lines, one a size, under their keys, from those of the crops, in order."""
        parts: dict[tuple[int, int], list[_Part]] = {}
        for (key, height, scale, origin, start), reading in zip(self._places, read, strict=True):
            moved = [_moved(word, scale, origin) for word in reading.words]
            parts.setdefault((key, height), []).append((start, moved))
        engine = read[0].engine if read else ""
        return {
            key: [
                Reading(engine, _joined(runs, parts.get((key, height), []), box.h), gap=box.h)
                for height in _HEIGHTS
            ]
            for key, (_, box, runs) in self._lines.items()
        }


def _moved(word: Word, scale: float, left: int) -> Word:
    """A word's edges from pixels of its crop to pixels of the picture."""
    start, end = (round((x - BORDER) * scale) + left for x in (word.left, word.right))
    return replace(word, left=start, right=end)


def _joined(runs: Sequence[StarRun], parts: Sequence[_Part], height: int) -> tuple[Word, ...]:
    """Stars and words from left to right, those that touch as one word: no space stands inside 138****2936.

    The words of one part keep the order they were read in: an edge is off by up to a character, so by edges 网络 is 络网.
    """
    stars: list[_Part] = [(run.left, [Word("*" * run.count, 1.0, run.left, run.right)]) for run in runs]
    result: list[Word] = []
    for _, words in sorted([*stars, *parts], key=lambda item: item[0]):
        for word in words:
            last = result[-1] if result else None
            touching = last is not None and word.left - last.right < _TOUCHING * height
            if last is not None and touching and "*" in (last.text[-1:], word.text[:1]):
                sure = min(last.confidence, word.confidence)
                result[-1] = Word(last.text + word.text, sure, last.left, word.right)
            else:
                result.append(word)
    return tuple(result)
