"""Tesseract through pytesseract: many line crops a process, one thread a process.

Facts that this file rests on (measured with Tesseract 5.3.0, see docs/architecture.md): start-up costs 0.4 s a
call, so crops go in by the hundred; OpenMP threads make parallel runs many times slower; page segmentation 7
(single line) is the right one for crops; polarity is already normalised, so the engine need not try inversion.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract

from extractor.ocr.preflight import point_pytesseract
from extractor.ocr.reader import Reading, Word

Pixels = npt.NDArray[np.uint8]

_CONFIG = "--psm {segmentation} --oem 1 -c tessedit_create_tsv=1 -c invert_threshold=0"
LINE, WORD = 7, 8
"""Page segmentation: what a crop is taken for. A line of two characters with a comma (买过，) Tesseract takes for none."""
_DATA_VARIABLE = "TESSDATA_PREFIX"
_one_call = threading.Lock()
_PAGE, _LEFT, _WIDTH, _CONFIDENCE = 1, 6, 8, 10
"""The columns of Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
_BASE_TIMEOUT, _SECONDS_PER_CROP = 60, 3


class TesseractReader:
    """Reads line crops with one traineddata model: `chi_sim`, `eng`, or one of the folder data; segmentation: LINE or WORD."""

    def __init__(
        self, language: str, *, crop_height: int, data: Path | None = None, segmentation: int = LINE
    ) -> None:
        self.name = f"tesseract:{language}"
        self.crop_height = crop_height
        self._config = _CONFIG.format(segmentation=segmentation)
        self._language = language
        self._data = data
        point_pytesseract()

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """One Reading a crop, in order; raises RuntimeError where Tesseract fails or takes too long."""
        if not crops:
            return []
        # Tesseract reads this from the environment; set here because pytesseract hands its own on to the child.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        with tempfile.TemporaryDirectory(prefix="extractor-") as folder, _language_data_in(self._data):
            listing = _write_crops(Path(folder), crops)
            table = pytesseract.image_to_data(
                str(listing),
                lang=self._language,
                config=self._config,
                timeout=_BASE_TIMEOUT + _SECONDS_PER_CROP * len(crops),
                output_type=pytesseract.Output.STRING,
            )
        return _parse(str(table), len(crops), self.name)


@contextmanager
def _language_data_in(folder: Path | None) -> Iterator[None]:
    """Tells Tesseract where its models are (None: its own folder), one call at a time: by the environment, for on Windows
    pytesseract cannot pass on an option with a blank in it."""
    with _one_call:
        before = os.environ.get(_DATA_VARIABLE)
        if folder is not None:
            os.environ[_DATA_VARIABLE] = str(folder)
        try:
            yield
        finally:
            if folder is not None:
                os.environ.pop(_DATA_VARIABLE)
                os.environ.update({} if before is None else {_DATA_VARIABLE: before})


def _write_crops(folder: Path, crops: Sequence[Pixels]) -> Path:
    paths = []
    for index, crop in enumerate(crops):
        path = folder / f"{index:05d}.pgm"
        _, encoded = cv2.imencode(".pgm", crop)
        path.write_bytes(encoded.tobytes())
        paths.append(str(path))
    listing = folder / "crops.txt"
    listing.write_text("\n".join(paths) + "\n", encoding="utf-8")
    return listing


def _parse(table: str, count: int, engine: str) -> list[Reading]:
    """Words by crop from Tesseract's TSV: page_num is the crop's number, level 1 opens a page, level 5 is a word.

    Raises RuntimeError where pages are missing or a row is cut: Tesseract does not say when the disk is full, and
    lines that were lost so would look like lines without text.
    """
    words: list[list[Word]] = [[] for _ in range(count)]
    pages = 0
    for row in table.replace("\r\n", "\n").split("\n")[1:]:
        if not row:
            continue
        cells = row.split("\t")
        if len(cells) <= _CONFIDENCE:
            raise RuntimeError("Tesseract's output is cut off")
        pages += cells[0] == "1"
        text = cells[_CONFIDENCE + 1].strip() if cells[0] == "5" and len(cells) > _CONFIDENCE + 1 else ""
        if text:
            left, width = int(cells[_LEFT]), int(cells[_WIDTH])
            confidence = max(0.0, float(cells[_CONFIDENCE])) / 100
            words[int(cells[_PAGE]) - 1].append(Word(text, confidence, left, left + width))
    if pages != count:
        raise RuntimeError(f"Tesseract gave back {pages} of {count} lines")
    return [Reading(engine, tuple(w)) for w in words]
