"""Reads the lines of many screenshots: every line once, number-like lines by a second model, disputed ones again.

Two models do not err together on numbers; one model at two sizes does. So chi_sim reads everything, eng reads
what looks like a number, and where their digits differ both look again at another size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractor.fields.text import digit_count, fold, han_count
from extractor.geometry import Box
from extractor.ocr.reader import Reader, Reading, Word
from extractor.ocr.tesseract import TesseractReader
from extractor.vision.crops import BORDER, crop_area, glyph_count, normalised_crop

Pixels = npt.NDArray[np.uint8]

_COUNTING_HEIGHT = 48
_COUNTED = re.compile(r"\d\s*[元块角天日号月年时点小分周个工%折倍万千]|[¥￥Y半羊]\s*\d")
_CURRENCY_LIKE = re.compile(r"[半羊关兰着肝苹平并站丫竿革沁]")


@dataclass(frozen=True, slots=True)
class Line:
    """A text line of a screenshot: its box in the upright original, and what each reader read, main one first."""

    box: Box
    readings: tuple[Reading, ...]
    glyphs: int | None = None
    """How many tall glyphs stand in it, counted where the readers differ; None elsewhere or where they touch."""

    @property
    def text(self) -> str:
        return self.readings[0].text if self.readings else ""

    @property
    def confidence(self) -> float:
        """The lowest word confidence of the main reading, 0–1."""
        return self.readings[0].confidence if self.readings else 0.0


@dataclass(frozen=True, slots=True)
class ReaderSet:
    """Which engines read: main all lines; second the number-like ones; both again, at other sizes, where they differ."""

    main: Reader
    second: Reader
    second_again: Reader
    again_height: int
    """The crop height at which the main reader looks again at disputed lines."""
    rescue_height: int
    """The one, larger, at which it looks again at lines in which it found nothing."""


def tesseract_readers() -> ReaderSet:
    """The default: chi_sim, eng, and both again at another crop height (heights by measurement, see docs)."""
    return ReaderSet(
        main=TesseractReader("chi_sim", crop_height=28),
        second=TesseractReader("eng", crop_height=36),
        second_again=TesseractReader("eng", crop_height=28),
        again_height=22,
        rescue_height=40,
    )


@dataclass(slots=True)
class _Pending:
    page: int
    box: Box
    readings: list[Reading]
    glyphs: int | None = None


def read_lines(pages: Sequence[tuple[Pixels, Sequence[Box]]], readers: ReaderSet) -> list[list[Line]]:
    """The read lines of each page, in the order of its boxes; pages are (upright RGB pixels, line boxes).

    Lines in which the main reader finds nothing and that are not number-like stay, with an empty text.
    """
    pending = [_Pending(index, box, []) for index, (_, boxes) in enumerate(pages) for box in boxes]
    _read(pages, pending, readers.main, masked=False)
    doubtful = [item for item in pending if _wants_second_look(item.readings[0])]
    _read(pages, doubtful, readers.second, masked=True)
    disputed = [item for item in doubtful if _disputed(item.readings)]
    silent = [item for item in pending if not item.readings[0].words and item.box.w > 1.5 * item.box.h]
    _read_again(pages, disputed, silent, readers)
    for item in disputed:
        item.glyphs = glyph_count(normalised_crop(pages[item.page][0], item.box, height=_COUNTING_HEIGHT))
    result: list[list[Line]] = [[] for _ in pages]
    for item in pending:
        result[item.page].append(Line(item.box, _best_first(item.readings), item.glyphs))
    return result


def _read_again(
    pages: Sequence[tuple[Pixels, Sequence[Box]]],
    disputed: Sequence[_Pending],
    silent: Sequence[_Pending],
    readers: ReaderSet,
) -> None:
    """Disputed lines at another size by both models, silent ones larger by the main one: one engine call a model."""
    wanted = [(item, readers.again_height) for item in disputed]
    wanted += [(item, readers.rescue_height) for item in silent]
    crops = [normalised_crop(pages[item.page][0], item.box, height=height) for item, height in wanted]
    for (item, height), reading in zip(wanted, readers.main.read(crops), strict=True):
        item.readings.append(_in_picture(reading, item.box, pages[item.page][0], height))
    _read(pages, disputed, readers.second_again, masked=True)


def _best_first(readings: list[Reading]) -> tuple[Reading, ...]:
    """The main engine's first reading that has text goes to the front; what it could not read at all follows."""
    engine = readings[0].engine
    if readings[0].words:
        return tuple(readings)
    return tuple(sorted(readings, key=lambda r: (r.engine != engine, not r.words)))


def _read(
    pages: Sequence[tuple[Pixels, Sequence[Box]]], items: Sequence[_Pending], reader: Reader, *, masked: bool
) -> None:
    """Adds one reading by reader to each item; equal crops (labels, status bars) are read once."""
    crops: list[Pixels] = []
    seen: dict[bytes, int] = {}
    where: list[int] = []
    for item in items:
        crop = normalised_crop(pages[item.page][0], item.box, height=reader.crop_height)
        if masked:
            crop = _without_han(crop, item, pages[item.page][0], reader.crop_height)
        key = crop.shape[0].to_bytes(4, "little") + crop.tobytes()
        if key not in seen:
            seen[key] = len(crops)
            crops.append(crop)
        where.append(seen[key])
    readings = reader.read(crops)
    for item, index in zip(items, where, strict=True):
        item.readings.append(_in_picture(readings[index], item.box, pages[item.page][0], reader.crop_height))


def _in_picture(reading: Reading, box: Box, rgb: Pixels, crop_height: int) -> Reading:
    """Word edges from pixels of the crop to pixels of the upright original."""
    scale, origin = box.h / crop_height, crop_area(box, rgb).x

    def back(x: int) -> int:
        return round((x - BORDER) * scale) + origin

    words = tuple(Word(w.text, w.confidence, back(w.left), back(w.right)) for w in reading.words)
    return Reading(reading.engine, words, gap=box.h)


def _wants_second_look(reading: Reading) -> bool:
    text = reading.text
    digits = digit_count(text)
    if digits:
        # running text with a figure that is no amount, date or deadline is not worth the second model's time
        return digits >= 4 or han_count(text) < 8 or bool(_COUNTED.search(text))
    # a big amount that chi_sim could not read at all still deserves a look by the other model
    return not text or (reading.confidence < 0.35 and len(text) <= 12)


def _disputed(readings: Sequence[Reading]) -> bool:
    first, second = (fold(r.text) for r in readings[:2])
    if han_count(first) > 4:
        # most of it is painted over for eng: only the digits themselves are at stake
        return re.sub(r"\D", "", first) != re.sub(r"\D", "", second)
    return _number_like(first) != _number_like(second)


def _number_like(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z.]", "", re.sub(r"^[^\d]*?(?=\d)", "", text)).upper()


def _without_han(crop: Pixels, item: _Pending, rgb: Pixels, crop_height: int) -> Pixels:
    """Paints over Han words, so that a model without Han characters sees only the digits between them.

    Word edges from an LSTM are rough: whole runs of ink whose middle lies in a Han word are painted.
    """
    spans = []
    words = item.readings[0].words
    for index, word in enumerate(words):
        if not re.search("[\u4e00-\u9fff]", word.text) or digit_count(word.text):
            continue
        following = words[index + 1].text if index + 1 < len(words) else ""
        if len(word.text) == 1 and _CURRENCY_LIKE.match(word.text) and following[:1].isdigit():
            continue  # this is how chi_sim spells ¥
        spans.append((word.left, word.right))
    if not spans:
        return crop
    scale, origin = item.box.h / crop_height, crop_area(item.box, rgb).x
    ink = (crop < 150).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], ink.astype(np.int8), [0]))))
    painted = crop.copy()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        middle = ((start + end) / 2 - BORDER) * scale + origin
        for a, b in spans:
            slack = 0.1 * (b - a)
            if a + slack <= middle <= b - slack:
                painted[:, max(0, start - 1) : end + 1] = 255
                break
    return painted
