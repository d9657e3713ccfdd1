"""RapidOCR (PP-OCRv4 in ONNX) as a reader of line crops: an optional extra, `pip install '.[rapidocr]'`.

Only its recognition is used: lines are cut here. Its models come inside the package, so nothing is downloaded.
Nothing of it is imported before a reader is made.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.errors import ReaderMissing
from extractor.fields.text import han_count
from extractor.i18n import tr
from extractor.ocr.reader import Reading, Word
from extractor.vision.crops import BORDER

Pixels = npt.NDArray[np.uint8]

NAME = "rapidocr"
_PACKAGE = "rapidocr_onnxruntime"
# Of the white border around a crop it wants only a little: it was trained on tight crops.
_KEPT_BORDER = 3


def check_rapidocr() -> None:
    """Raises ReaderMissing where the extra is not installed; imports nothing."""
    if importlib.util.find_spec(_PACKAGE) is None:
        raise ReaderMissing(
            tr(
                "RapidOCR is not installed: run pip install '.[rapidocr]', or leave out --reader and "
                "--second-reader"
            )
        )


class RapidOCRReader:
    """Reads line crops with RapidOCR's recogniser, one thread. Raises ReaderMissing where it is not installed."""

    def __init__(self, *, crop_height: int) -> None:
        check_rapidocr()
        self.name = NAME
        self.crop_height = crop_height

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """One Reading a crop, in order. A word is a run of Chinese or of other characters."""
        if not crops:
            return []
        cut = BORDER - _KEPT_BORDER
        trimmed = [np.stack([crop[cut:-cut, cut:-cut]] * 3, axis=2) for crop in crops]
        found, _ = _recogniser()(trimmed, True)
        return [
            Reading(self.name, _words(text, detail, crop.shape[1], crop.shape[0], cut))
            for (text, _, detail), crop in zip(found, trimmed, strict=True)
        ]


@cache
def _recogniser() -> Any:
    """The recogniser, loaded once a process and held to one thread: parallel runs have a process a core."""
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1).text_rec


def _words(text: str, detail: Sequence[Any], width: int, height: int, offset: int) -> tuple[Word, ...]:
    """Words with their edges in pixels of the untrimmed crop.

    detail: the columns of the network's output that the crop covers, the characters in groups, the column of each
    character, the kinds of the groups, the score of each character.
    """
    columns, _, grouped, _, scores = detail
    places = [column for group in grouped for column in group]
    scale = width / max(1.0, float(columns))
    characters = list(zip(text, places, scores, strict=False))
    words = []
    for (spaced, _), run in groupby(characters, key=lambda c: (c[0].isspace(), bool(han_count(c[0])))):
        part = list(run)
        if spaced:
            continue
        half = height * (0.4 if han_count(part[0][0]) else 0.2)
        left, right = (offset + (part[end][1] + 0.5) * scale for end in (0, -1))
        words.append(
            Word(
                "".join(char for char, _, _ in part),
                min(float(score) for _, _, score in part),
                max(0, round(left - half)),
                round(right + half),
            )
        )
    return tuple(words)
