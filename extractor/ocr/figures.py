"""A small network of our own reads figures: digits, Latin letters and signs, in a few milliseconds a line.

It has no language model: what a character is, its own pixels and those of its neighbours say. So it errs in other
places than Tesseract's models, which guess from what text usually says. Everything that is neither figure nor letter
(Han characters, icons) is one class of its own, so nothing need be painted over. `make figures` trains it;
`models/figures.md` says on what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.i18n import tr
from extractor.ocr.reader import Reading, Word
from extractor.vision.crops import BORDER

Pixels = npt.NDArray[np.uint8]

NAME = "figures"
CROP_HEIGHT, INPUT_HEIGHT = 24, 32
_SIDE = 6
"""Blank columns left at either side, of the border that a crop has."""
_FILE = "figures.onnx"
_OTHER = "\u25a1"
_UNITS = "年月日时分秒元万"
_HALF_WIDTH = 6
"""Half the width of a digit in a crop: where CTC sees a character is near its middle."""
_WIDTH_STEP, _MOST_TOGETHER = 32, 16
"""Crops of one width go through together; widths are rounded up to this."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A character, how sure the network is of it (0–1), and the column of the crop where it saw it."""

    char: str
    confidence: float
    x: int


class FiguresReader:
    """Reads line crops with the figure network, one thread. Raises ModelsInvalid where its files are damaged."""

    name = NAME
    crop_height = CROP_HEIGHT

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """One Reading a crop, in order; of words and icons it says nothing."""
        inputs = [network_input(crop) for crop in crops]
        order = sorted(range(len(inputs)), key=lambda i: inputs[i].shape[1])
        found: dict[int, Reading] = {}
        for width, group in groupby(order, key=lambda i: _rounded(inputs[i].shape[1])):
            indices = list(group)
            for start in range(0, len(indices), _MOST_TOGETHER):
                chosen = indices[start : start + _MOST_TOGETHER]
                for index, reading in zip(chosen, _read([inputs[i] for i in chosen], width), strict=True):
                    found[index] = reading
        return [found[index] for index in range(len(crops))]


def network_input(crop: Pixels) -> Pixels:
    """A normalised crop of text height 24, dark on white, as the network takes it: (32, W) uint8, the text in the middle."""
    inner = crop[BORDER:-BORDER, BORDER - _SIDE : crop.shape[1] - BORDER + _SIDE]
    missing = INPUT_HEIGHT - inner.shape[0]
    if missing < 0:
        top = -missing // 2
        return np.ascontiguousarray(inner[top : top + INPUT_HEIGHT])
    top = missing // 2
    return np.asarray(
        cv2.copyMakeBorder(inner, top, missing - top, 0, 0, cv2.BORDER_CONSTANT, value=255), np.uint8
    )


def _read(inputs: Sequence[Pixels], width: int) -> Iterator[Reading]:
    network, characters, stride = load_network()
    ink = np.zeros((len(inputs), 1, INPUT_HEIGHT, width), np.float32)
    for row, pixels in enumerate(inputs):
        ink[row, 0, :, : pixels.shape[1]] = (255 - pixels.astype(np.float32)) / 255
    network.setInput(ink)
    scores = network.forward()[:, :, 0, :]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = scores / scores.sum(axis=1, keepdims=True)
    for row, pixels in enumerate(inputs):
        yield Reading(
            NAME, words_of(_seen(shares[row, :, : -(-pixels.shape[1] // stride)], characters, stride))
        )


def _seen(shares: npt.NDArray[np.float32], characters: str, stride: int) -> list[Seen]:
    """CTC's greedy path: of each run of one class its surest column, blanks left out."""
    best, sure = shares.argmax(axis=0), shares.max(axis=0)
    seen = []
    column = 0
    for kind, group in groupby(best.tolist()):
        length = len(list(group))
        if kind:
            surest = column + int(sure[column : column + length].argmax())
            middle = column + (length - 1) / 2
            x = round((middle + 0.5) * stride) + BORDER - _SIDE
            seen.append(Seen(characters[kind - 1], float(sure[surest]), x))
        column += length
    return seen


def words_of(seen: Sequence[Seen]) -> tuple[Word, ...]:
    """The characters of a line, from left to right, in words, parted at spaces and at what is no figure; units stay behind a digit only."""
    words: list[Word] = []
    part: list[Seen] = []
    for index, item in enumerate(seen):
        lone_unit = item.char in _UNITS and not (index and seen[index - 1].char.isdigit())
        if item.char in (" ", _OTHER) or lone_unit:
            words.extend(_word(part))
            part = []
        else:
            part.append(item)
    words.extend(_word(part))
    return tuple(words)


def _word(part: Sequence[Seen]) -> Iterator[Word]:
    if part:
        text = "".join(item.char for item in part)
        left, right = max(0, part[0].x - _HALF_WIDTH), part[-1].x + _HALF_WIDTH
        yield Word(text, min(item.confidence for item in part), left, right)


def _rounded(width: int) -> int:
    return -(-width // _WIDTH_STEP) * _WIDTH_STEP


@cache
def load_network() -> tuple[Any, str, int]:
    """The network, its classes after CTC's blank, and how many columns of a crop make one of its output."""
    path = models_folder() / _FILE
    try:
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        # from memory: OpenCV cannot open paths with Chinese characters on Windows
        network = cv2.dnn.readNetFromONNX(np.frombuffer(path.read_bytes(), np.uint8))
        return network, str(about["characters"]), int(about["stride"])
    except (OSError, ValueError, KeyError, cv2.error) as error:
        raise ModelsInvalid(
            tr("{path} is damaged, please reinstall: {why}", path=path, why=type(error).__name__)
        ) from error
