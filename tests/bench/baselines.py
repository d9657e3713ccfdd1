"""Two other ways to read the same pictures, each given to the extractor's own parsers from the lines on.

`whole page`: pytesseract on the whole picture, chi_sim, default page segmentation, one call a picture: how most
people call image_to_string (image_to_data is the same recognition, with the boxes that the parsers need).
`RapidOCR`: PP-OCRv4 in ONNX, its own detection, one thread a process, and one setting besides: it shrinks no picture
to 2000 px, as it does unless told. That is kinder to it, if slower: of the 140 rows of the sample lists, two of them
stitched captures, it then read 127 wholly right when this was tried, else 70.

Both see the decoded, upright, straightened pixels and use as many processes of one thread each as the extractor
does. A field has a single reading here, so rows always ask for review, and that is not counted.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from extractor import reading
from extractor.geometry import Box, union_all
from extractor.intake.find import Found, find_screenshots
from extractor.ocr.lines import Line
from extractor.ocr.look_again import Wanted
from extractor.ocr.reader import Reading, Word
from tests.bench.measure import measured
from tests.bench.readers import Run, chats_of, unread_of

Pixels = npt.NDArray[np.uint8]
Record = dict[str, Any]

WHOLE_PAGE, RAPIDOCR = "whole page", "RapidOCR"
_ENGINES = {WHOLE_PAGE: "tesseract:chi_sim", RAPIDOCR: "rapidocr"}
# Words of one Tesseract line this many line heights apart are a label and its value, not neighbours. Of 0.5 to 2.5
# and none at all this is the gap by which the baseline reads most.
_COLUMN_GAP = 1.0
_NEVER_SHRUNK = 100_000


class PageReader(Protocol):
    """Reads a whole upright RGB picture into lines with boxes."""

    def __call__(self, rgb: Pixels) -> list[Line]: ...


def available() -> list[str]:
    """The baselines that are installed; `pip install -e .[bench]` installs the second."""
    found = importlib.util.find_spec("rapidocr_onnxruntime") is not None
    return [WHOLE_PAGE, RAPIDOCR] if found else [WHOLE_PAGE]


def run_baseline(name: str, folder: Path, jobs: int) -> Run:
    """A baseline over folder, in jobs processes."""
    results, cost = measured(partial(_read_folder, name, folder, jobs))
    rows = [row for rows, _ in results for row in rows]
    records = [record for _, record in results]
    return Run(name, jobs, rows, cost, chats_of(records), unread_of(records))


def _read_folder(name: str, folder: Path, jobs: int) -> list[tuple[list[dict[str, str]], Record]]:
    files = find_screenshots(folder).files
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start_worker, initargs=(name,)) as pool:
        return list(pool.map(_read_file, files))


_reader: PageReader | None = None


def _start_worker(name: str) -> None:
    """Loads the reader once a process, held to one thread."""
    global _reader
    for variable in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS"):
        os.environ[variable] = "1"
    import cv2

    cv2.setNumThreads(1)
    _reader = _tesseract() if name == WHOLE_PAGE else _rapidocr()


def _read_file(found: Found) -> tuple[list[dict[str, str]], Record]:
    """The rows and the record of one file, by the extractor's own code but for the lines.

    Its two functions that cut and read lines are replaced, so that whatever it does before and after them, now or
    later, is done for the baselines too.
    """
    with patch.multiple(reading, find_lines=_uncut, read_lines=_read_pages, look_again=_not_again):
        result = reading.read_batch([(found, "")])[0]
    return [row.cells() for row in result.rows], result.record


def _not_again(wanted: Sequence[Wanted]) -> list[Line]:
    """In place of extractor.ocr.look_again.look_again: a baseline has one reading a line."""
    return [item.line for item in wanted]


def _uncut(rgb: Pixels) -> list[Box]:
    """In place of extractor.vision.lines.find_lines: a baseline finds its lines itself."""
    return []


def _read_pages(
    pages: Sequence[tuple[Pixels, Sequence[Box]]], readers: object, inks: object
) -> list[list[Line]]:
    """In place of extractor.ocr.lines.read_lines."""
    assert _reader is not None
    return [sorted(_reader(rgb), key=lambda line: (line.box.y, line.box.x)) for rgb, _ in pages]


def _tesseract() -> PageReader:
    import pytesseract

    from extractor.ocr.preflight import check_tesseract

    check_tesseract()

    def read(rgb: Pixels) -> list[Line]:
        data = pytesseract.image_to_data(rgb, lang="chi_sim", output_type=pytesseract.Output.DICT)
        return tesseract_lines(data)

    return read


def tesseract_lines(data: Mapping[str, list[Any]]) -> list[Line]:
    """The lines of image_to_data's table, parted where a wide gap sets a value off from its label."""
    by_line: dict[tuple[int, ...], list[tuple[Word, Box]]] = {}
    for index, text in enumerate(data["text"]):
        if int(data["level"][index]) != 5 or not str(text).strip():
            continue
        box = Box(*(int(data[side][index]) for side in ("left", "top", "width", "height")))
        confidence = max(0.0, float(data["conf"][index])) / 100
        place = tuple(int(data[part][index]) for part in ("page_num", "block_num", "par_num", "line_num"))
        by_line.setdefault(place, []).append((Word(str(text).strip(), confidence, box.x, box.right), box))
    return [line for words in by_line.values() for line in _parted(words)]


def _parted(words: list[tuple[Word, Box]]) -> Iterator[Line]:
    height = float(np.median([box.h for _, box in words]))
    part: list[tuple[Word, Box]] = []
    for word, box in words:
        if part and box.x - part[-1][1].right > _COLUMN_GAP * height:
            yield _line(part, WHOLE_PAGE)
            part = []
        part.append((word, box))
    yield _line(part, WHOLE_PAGE)


def _rapidocr() -> PageReader:
    from rapidocr_onnxruntime import RapidOCR

    logging.disable(logging.WARNING)  # it warns of every picture without text
    engine = RapidOCR(max_side_len=_NEVER_SHRUNK, intra_op_num_threads=1, inter_op_num_threads=1)

    def read(rgb: Pixels) -> list[Line]:
        found, _ = engine(np.ascontiguousarray(rgb[:, :, ::-1]))
        return [_rapidocr_line(corners, text, float(score)) for corners, text, score in found or ()]

    return read


def _rapidocr_line(corners: list[list[float]], text: str, score: float) -> Line:
    xs, ys = [round(x) for x, _ in corners], [round(y) for _, y in corners]
    box = Box(min(xs), min(ys), max(1, max(xs) - min(xs)), max(1, max(ys) - min(ys)))
    return _line([(Word(text, score, box.x, box.right), box)], RAPIDOCR)


def _line(words: list[tuple[Word, Box]], name: str) -> Line:
    box = union_all(box for _, box in words)
    assert box is not None
    return Line(box, (Reading(_ENGINES[name], tuple(word for word, _ in words), gap=box.h),))
