"""A look at several more sizes, for the few lines that one size does not settle: stamps and one-word messages of a chat,
unsure names and goods of a page.

What a line says then is a matter of votes (`fields/stamp_votes.py`); the commonest of the main engine's readings comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from extractor.fields.stamp_votes import vote_stamp
from extractor.fields.text import bare_word, one_form, squeeze
from extractor.ocr import figures
from extractor.ocr.lines import HAN_WITNESS, WITNESS_HEIGHTS, Line, han_arbiter, han_witness
from extractor.ocr.masked_names import MaskedLines
from extractor.ocr.reader import Reader, Reading, Word
from extractor.ocr.tesseract import TesseractReader
from extractor.vision.crops import BORDER, crop_area, normalised_crop
from extractor.vision.stars import star_runs

Pixels = npt.NDArray[np.uint8]

# Measured on 87 separators that one size of each model had left open: with all of these all but one came out right.
_MAIN_HEIGHTS = ((22, 36), (32, 48))
"""The sizes of the first round, and those of the second, for what the first leaves open."""
_SECOND_HEIGHTS = ((24, 32), (28, 48))
_CHECK_HEIGHTS = ((36,), ())
_PART, _SEEN = 4, 0.8
_VOTED = ("stamp", "word")
"""Of these several sizes vote for what the line says; of the others the first reading stays."""


Kind = Literal["stamp", "word", "day"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to look at again, and the picture (H, W, 3) it stands in.

    A stamp is read by both models at several sizes, a word by the main one (between its stars, where it has some: these the witness reads, too), a
    line with a day once more by the main one, only to see whether it says the same. A name (kind None, or beside it) is
    read by the other networks for Han, those that have not read it yet: they know a 雨 from a 十 where the main one is
    sure of either.
    """

    pixels: Pixels
    line: Line
    kind: Kind | None
    named: bool = False


def look_again(wanted: Sequence[Wanted]) -> list[Line]:
    """The lines with one more reading a size, in order; one engine call a model."""
    if not wanted:
        return []
    more: list[list[Reading]] = [[] for _ in wanted]
    stars = {i: star_runs(w.pixels, w.line.box) for i, w in enumerate(wanted) if w.kind == "word"}
    starred = {i: (wanted[i].pixels, wanted[i].line.box, runs) for i, runs in stars.items() if runs}
    lines_with_stars = MaskedLines(starred)
    masked: dict[int, list[Reading]] = {}
    for turn in range(len(_MAIN_HEIGHTS)):
        open_ones = [
            index
            for index, item in enumerate(wanted)
            if item.kind is not None and index not in starred and not (turn and _closed(item, more[index]))
        ]
        between = _read_round(wanted, open_ones, turn, more, [] if turn else lines_with_stars.crops)
        masked |= {} if turn else lines_with_stars.whole(between)
    for network in (han_witness(), han_arbiter()):
        heights = WITNESS_HEIGHTS if network.name == HAN_WITNESS else (network.crop_height,)
        names = [
            (index, height)
            for index, item in enumerate(wanted)
            if item.named and all(reading.engine != network.name for reading in item.line.readings)
            for height in heights
        ]
        besides = lines_with_stars.crops if network.name == HAN_WITNESS else ()
        between = _read(network, names, wanted, more, besides)
        if besides:
            for index, readings in lines_with_stars.whole(between).items():
                more[index][:0] = readings
    looked = []
    for index, (item, readings) in enumerate(zip(wanted, more, strict=True)):
        main_engine = item.line.readings[0].engine if item.line.readings else ""
        # what the main engine made of the stars themselves is no reading of the words beside them
        kept = (r for r in item.line.readings if index not in masked or r.engine != main_engine)
        together = (*masked.get(index, ()), *kept, *readings)
        looked.append(
            replace(item.line, readings=commonest_first(together) if item.kind in _VOTED else together)
        )
    return looked


def _read_round(
    wanted: Sequence[Wanted],
    chosen: Sequence[int],
    turn: int,
    more: list[list[Reading]],
    besides: Sequence[Pixels],
) -> list[Reading]:
    """Adds the readings of one round to more, and returns the main engine's of the crops besides; one engine call a model."""
    main = [
        (index, height)
        for index in chosen
        for height in (_CHECK_HEIGHTS if wanted[index].kind == "day" else _MAIN_HEIGHTS)[turn]
    ]
    between = _read(TesseractReader("chi_sim", crop_height=28), main, wanted, more, besides)
    second = [(i, height) for i in chosen if wanted[i].kind == "stamp" for height in _SECOND_HEIGHTS[turn]]
    _read(TesseractReader("eng", crop_height=36), second, wanted, more)
    return between


def _closed(item: Wanted, more: Sequence[Reading]) -> bool:
    """True where the first round settled a line: a word read alike at all sizes, a stamp whose parts agree."""
    readings = (*item.line.readings, *more)
    if item.kind == "stamp":
        vote = vote_stamp([(reading.engine, reading.text) for reading in readings])
        return vote is not None and vote.agreed
    main = {bare_word(reading.text) for reading in readings if reading.engine == readings[0].engine}
    return len(main) == 1 and main != {""}


def commonest_first(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The main engine's reading that most of its others have too goes to the front: of those that hold what the figure
    network read surely, where some do (chi_sim says Q@ for @); of equal ones one whose brackets close, and the surest."""
    main = [reading for reading in readings if reading.engine == readings[0].engine and reading.words]
    if not main:
        return readings
    seen = [word for r in readings if r.engine == figures.NAME for word in r.words]
    parts = [word.text for word in seen if len(word.text) >= _PART and word.confidence >= _SEEN]
    alike = Counter(one_form(squeeze(reading.text)) for reading in main)

    def worth(reading: Reading) -> tuple[int, int, bool, float]:
        text = squeeze(reading.text)
        held = sum(part in text for part in parts)
        return (
            held,
            alike[one_form(squeeze(reading.text))],
            text.count("(") == text.count(")"),
            reading.confidence,
        )

    best = max(main, key=worth)
    return (best, *(reading for reading in readings if reading is not best))


def _read(
    reader: Reader,
    jobs: Sequence[tuple[int, int]],
    wanted: Sequence[Wanted],
    more: list[list[Reading]],
    besides: Sequence[Pixels] = (),
) -> list[Reading]:
    """Adds a reading for each (line, crop height), and returns those of the crops besides; one engine call."""
    if not jobs and not besides:
        return []
    crops = [normalised_crop(wanted[i].pixels, wanted[i].line.box, height=height) for i, height in jobs]
    readings = reader.read([*crops, *besides])
    for (index, height), reading in zip(jobs, readings[: len(jobs)], strict=True):
        box, pixels = wanted[index].line.box, wanted[index].pixels
        scale, origin = box.h / height, crop_area(box, pixels).x
        words = tuple(
            Word(
                word.text,
                word.confidence,
                round((word.left - BORDER) * scale) + origin,
                round((word.right - BORDER) * scale) + origin,
            )
            for word in reading.words
        )
        more[index].append(Reading(reading.engine, words, gap=box.h))
    return readings[len(jobs) :]
