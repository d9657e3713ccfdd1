"""Paints over the Han characters of a line, so that a model without them sees only the figures in between.

An LSTM's word edges are rough, often by half a character: painting by them takes digits along. So the edges are
only where the search begins; the blank columns of the picture say where one run of characters ends and the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractor.ocr.reader import Reading, Word
from extractor.vision.crops import BORDER

Pixels = npt.NDArray[np.uint8]

_HAN = re.compile("[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]")
YEN_LIKE = "半羊关兰着肝苹平并站丫竿革沁类疗汽"
"""How chi_sim, which has no ¥, spells it before a figure."""
_INK = 150
# Usual advance widths, in heights of a Han character.
_WIDE, _NARROW, _POINT = 1.06, 0.58, 0.3
_LAG = 0.3
"""How far behind a word's true beginning the engine usually sees it, in heights of a character."""
_REACH = 1.4
"""How far from there a boundary is looked for."""
_EDGE_WEIGHT = 0.4
_DOUBTFUL = 0.5
_BLANK = 1.0
"""Blanks in a masked crop are shortened to this."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring characters of one kind, Han or not; their expected width in pixels.

    start is where the engine saw the first of them begin; None inside a word, whose right edge is not to be trusted.
    """

    han: bool
    width: float
    start: float | None


@dataclass(frozen=True, slots=True)
class Masked:
    """A crop without Han characters, wide blanks shortened; columns[x] is the column of the whole crop at its x."""

    crop: Pixels
    columns: npt.NDArray[np.int64]

    def whole(self, reading: Reading) -> Reading:
        """A reading of the masked crop, its words' edges in pixels of the whole crop."""
        last = len(self.columns) - 1
        words = tuple(
            replace(w, left=int(self.columns[min(w.left, last)]), right=int(self.columns[min(w.right, last)]))
            for w in reading.words
        )
        return replace(reading, words=words)


def without_han(crop: Pixels, words: Sequence[Word], height: int) -> Masked:
    """The normalised crop (dark on white, text height pixels high) with its Han characters painted white.

    words have their edges in pixels of the crop. A Han character that stands for ¥ before a figure stays.
    """
    runs = _runs(words, height)
    if not any(run.han for run in runs):
        return Masked(crop, np.arange(crop.shape[1], dtype=np.int64))
    painted = crop.copy()
    edges = _boundaries(crop, runs, height)
    for run, (left, right) in zip(runs, pairwise(edges), strict=True):
        if run.han:
            painted[:, left:right] = 255
    # the width costs time, and figures far apart are read worse than near ones
    inked = np.asarray((painted < _INK).any(axis=0), np.bool_)
    columns = np.arange(crop.shape[1], dtype=np.int64)
    since = columns - np.maximum.accumulate(np.where(inked, columns, -1))
    kept = np.flatnonzero(since <= _BLANK * height)
    return Masked(np.ascontiguousarray(painted[:, kept]), kept)


def _runs(words: Sequence[Word], height: int) -> list[_Run]:
    """The line's characters in runs of one kind."""
    line = [
        (char, word.left if index == 0 else None, word.confidence)
        for word in words
        for index, char in enumerate(word.text)
    ]
    runs: list[_Run] = []
    for place, (char, left, confidence) in enumerate(line):
        following = "".join(after for after, *_ in line[place + 1 : place + 3])
        # a doubtful one right before a figure may be a ¥ or a digit, one right before a point ¥ and a digit: no sum begins there
        begins = following[:1].isdigit() or (following[:1] == "." and following[1:].isdigit())
        figure = begins and (char in YEN_LIKE or confidence < _DOUBTFUL)
        han = bool(_HAN.match(char)) and not figure
        width = _advance(char) * height
        if runs and runs[-1].han == han:
            runs[-1] = replace(runs[-1], width=runs[-1].width + width)
        else:
            runs.append(_Run(han, width, None if left is None else left - _LAG * height))
    return runs


def _advance(char: str) -> float:
    if _HAN.match(char):
        return _WIDE
    return _NARROW if char.isalnum() else _POINT


def _boundaries(crop: Pixels, runs: Sequence[_Run], height: int) -> list[int]:
    """Where each run begins, and the end of the last: the blank columns that fit the runs' widths and edges best."""
    ink = np.asarray((crop < _INK).any(axis=0), np.bool_)
    inked = np.flatnonzero(ink)
    first, last = (int(inked[0]), int(inked[-1]) + 1) if inked.size else (BORDER, crop.shape[1] - BORDER)
    gaps = _gaps(ink, crop)
    # fonts differ in width: the expected widths are stretched to fill the line
    stretch = min(1.25, max(0.75, (last - first) / sum(run.width for run in runs)))
    # best[x] = (cost so far, boundaries so far) where the last boundary lies at x
    best: dict[int, tuple[float, list[int]]] = {first: (0.0, [first])}
    for run, following in pairwise(runs):
        near = gaps if following.start is None else gaps[np.abs(gaps - following.start) <= _REACH * height]
        candidates = [int(x) for x in near]
        if not candidates:
            candidates = [round(min(max(following.start or first, first), last))]
        best = {x: _step(best, run.width * stretch, x, following.start, height) for x in candidates}
    end = _step(best, runs[-1].width * stretch, last, None, height)
    edges = end[1]
    edges[0], edges[-1] = 0, crop.shape[1]
    return [int(e) for e in np.maximum.accumulate(edges)]


def _step(
    best: dict[int, tuple[float, list[int]]], width: float, x: int, guess: float | None, height: int
) -> tuple[float, list[int]]:
    def cost(start: int) -> float:
        return best[start][0] + ((x - start - width) / height) ** 2 + (1e6 if x < start else 0)

    start = min(best, key=cost)
    astray = 0.0 if guess is None else _EDGE_WEIGHT * ((x - guess) / height) ** 2
    return cost(start) + astray, [*best[start][1], x]


def _gaps(ink: npt.NDArray[np.bool_], crop: Pixels) -> npt.NDArray[np.int64]:
    """The middles of blank columns between ink; where glyphs touch, the thinnest columns between them as well."""
    edges = np.flatnonzero(np.diff(ink.astype(np.int8)))
    middles = [(int(a) + int(b)) // 2 + 1 for a, b in pairwise(edges) if not ink[a + 1]]
    weight = (255 - crop.astype(np.int32)).sum(axis=0)
    thin = [
        x
        for x in range(1, len(weight) - 1)
        if ink[x] and weight[x] <= weight[x - 1] and weight[x] < weight[x + 1] and weight[x] < 700
    ]
    return np.array(sorted({*middles, *thin}), np.int64)
