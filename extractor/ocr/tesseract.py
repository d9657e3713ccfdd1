"""Tesseract, by a process that a batch's calls share or through pytesseract: many line crops a call, one thread a process.

Facts that this file rests on (measured with Tesseract 5.3.0, see docs/architecture.md): start-up costs 0.1 s of CPU
time, so crops go in by the hundred, and where it can go on it does (running.py); OpenMP threads make parallel runs many
times slower; page segmentation 7 (single line) is the right one for crops; polarity is already normalised, so the
engine need not try inversion.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytesseract

from extractor.ocr.preflight import point_pytesseract
from extractor.ocr.reader import Reading, Word
from extractor.ocr.running import Ended, table_of

Pixels = npt.NDArray[np.uint8]

log = logging.getLogger(__name__)

_CONFIG = "--psm {segmentation} --oem 1 -c tessedit_create_tsv=1 -c invert_threshold=0"
LINE, WORD = 7, 8
"""Page segmentation: what a crop is taken for. A line of two characters with a comma (买过，) Tesseract takes for none."""
_DATA_VARIABLE = "TESSDATA_PREFIX"
_one_call = threading.Lock()
_PAGE, _LEFT, _WIDTH, _CONFIDENCE = 1, 6, 8, 10
"""The columns of Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
_BLANK = 32
"""The side of a picture without print, in pixels."""
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
        seconds = _BASE_TIMEOUT + _SECONDS_PER_CROP * len(crops)
        with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
            paths = _write_crops(Path(folder), crops)
            table = self._from_running(paths, Path(folder), seconds)
            if table is None:
                table = self._from_one_call(paths, Path(folder), seconds)
        return _parse(table, len(crops), self.name)

    def _from_running(self, paths: Sequence[Path], folder: Path, seconds: float) -> str | None:
        """The rows of the table by a Tesseract that is kept running; None where none is, or where it failed: then a call of its
        own tells why."""
        [blank] = _write_crops(folder / "blank", [np.full((_BLANK, _BLANK), 255, np.uint8)])
        environment = os.environ | ({} if self._data is None else {_DATA_VARIABLE: str(self._data)})
        command = [pytesseract.pytesseract.tesseract_cmd, "-l", self._language, *self._config.split()]
        try:
            return table_of(command, environment, paths, blank, seconds)
        except Ended as error:
            log.debug("kept Tesseract ended: %s", error)
            return None

    def _from_one_call(self, paths: Sequence[Path], folder: Path, seconds: float) -> str:
        """The rows of the table by a Tesseract that is started for them."""
        listing = folder / "crops.txt"
        listing.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
        with _language_data_in(self._data):
            table = pytesseract.image_to_data(
                str(listing),
                lang=self._language,
                config=self._config,
                timeout=seconds,
                output_type=pytesseract.Output.STRING,
            )
        return str(table).partition("\n")[2]


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


def _write_crops(folder: Path, crops: Sequence[Pixels]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{index:05d}.pgm" for index in range(len(crops))]
    for path, crop in zip(paths, crops, strict=True):
        height, width = crop.shape
        path.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + crop.tobytes())
    return paths


def _parse(table: str, count: int, engine: str) -> list[Reading]:
    """Words by crop from the rows of Tesseract's TSV: page_num is the crop's number, level 1 opens a page, level 5 is a word.

    Raises RuntimeError where pages are missing or a row is cut: Tesseract does not say when the disk is full, and
    lines that were lost so would look like lines without text.
    """
    words: list[list[Word]] = [[] for _ in range(count)]
    pages = 0
    for row in table.replace("\r\n", "\n").split("\n"):
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
