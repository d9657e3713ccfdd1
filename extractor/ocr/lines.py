"""Reads the lines of many screenshots: every line once, number-like lines by a second model, disputed ones again.

Two models do not err together on numbers; one model at two sizes does. So chi_sim reads all words, the figure
network what looks like a number, and where they differ eng reads as well, and chi_sim looks again at another size. Long
numbers that stand alone eng reads in chi_sim's stead, in half the time and with a quarter of its errors; chi_sim is
asked where eng and the network differ.

Words that chi_sim reads unsurely another network for Han reads, which is built otherwise; where it does not bear them out a
third reads them too, and all vote.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

import numpy as np
import numpy.typing as npt

from extractor.data_files import models_folder
from extractor.fields.text import bare_word, digit_count, fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.figures import FiguresReader
from extractor.ocr.masking import YEN_LIKE, Masked, without_han
from extractor.ocr.reader import Reader, Reading, RememberingReader, Word
from extractor.ocr.shapes import has_look_alikes, has_unclear_case, read_case, read_shapes
from extractor.ocr.tesseract import WORD, TesseractReader
from extractor.vision.crops import (
    BORDER,
    Inks,
    crop_area,
    glyph_count,
    glyphs_behind_colon,
    runs_on,
    scaled_crop,
    uncovered_ink,
    widest_run,
)

Pixels = npt.NDArray[np.uint8]

_COUNTING_HEIGHT = 48
_SHAPELY = 12
"""The shapes of smaller glyphs, in pixels of the original, say nothing."""
_OF_PRINT = 0.6
"""Words are so high, as a share of the print of their page."""
_UNSURE, _WORD = 0.4, 16
"""A line of Han characters read below this confidence is read again; above it, and below _SURE, one of at most so many."""
_SURE = 0.7
_TWO = 2
WITNESS_HEIGHTS = (28, 36)
"""The crop heights of the witness. Of 544 unsure lines that it was asked about, on screens nobody had seen before and on
samples, the vote of all was right in 364, chi_sim's own in 333; somebody read it right in 404."""
_VOICE = 0.2
"""What a reading weighs beyond its confidence."""
_LONG, _DIGITS, _LARGE = 3.0, 6, 16
"""A number of so many digits is so many times as wide as high; smaller print, in pixels of the original, all engines
read: eng and the network took a 9 of 12 pixels for a 3 together."""
_NARROW, _LEFT_OVER = 0.9, 0.3
"""Widths in heights of the line: of the widest glyph of a number, and of ink in it that is none of its characters."""
_WORDS = 4
"""So many Han characters are words, and no number that the main engine could not read."""
_CODE = re.compile(r"#\s?[0-9A-Z]{12,32}\b")
"""A code behind the sign for a number: its only digit may have been read as a letter."""
_FIGURE = 3
"""This many digits by the second model alone, where the first read none, are a figure and no accident."""
_CONFUSED = re.compile(
    "(?<!租)赁|抱[攻雪炊鞭](?![\u4e00-\u9fff])|温[芯蕊]提示|威鱼|竞换|券玛|(?<!改)革果|企鹭|(?<=已)收均(?![价衡])"
)
"""What chi_sim and the model of the script read for 凭, 抱歉, 温馨提示, 咸鱼, 兑换, 券码, 苹果, 企鹅 and 收款, often surely. None of it is a
word; the witness knows the words."""
_STAR, _READ_FOR_STARS = "*", re.compile(r"""[*:;"'“”‘’.·]""")
_LETTERS_AS_YEN = re.compile(r"[-+]?[A-Za-z]{2,}\d")
"""A ¥ read as more than one letter, YI12.68."""
_COUNTED = re.compile(r"\d\s*[元块角天日号月年时点小分周个工%折倍万千]|[¥￥Y半羊]\s*\d")


HAN_WITNESS, HAN_ARBITER = "tesseract:chi_sim_std", "tesseract:HanS"
"""The names of the networks for Han that read beside chi_sim."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text line of a screenshot: its box in the upright original, and what each reader read, main one first."""

    box: Box
    readings: tuple[Reading, ...]
    glyphs: int | None = None
    """How many tall glyphs stand in it, counted where the readers differ; None elsewhere or where they touch."""
    cut: bool = False
    """Its ink runs on beyond its box, or to the edge of the picture: more may stand there than was read."""
    voted: bool = False
    """Its words are another network's than the main one's: most readings were against that one."""
    behind_colon: int | None = None
    """How many tall glyphs stand behind its last colon; None where there is none, or they cannot be counted."""

    @property
    def text(self) -> str:
        return self.readings[0].text if self.readings else ""

    @property
    def confidence(self) -> float:
        """The lowest word confidence of the main reading, 0–1."""
        return self.readings[0].confidence if self.readings else 0.0

    @property
    def borne_out(self) -> bool:
        """Whether another model of Han characters read the same words, and no others more surely."""
        return borne_out(self.readings) and not of_two_minds(self.readings)

    @property
    def contradicted(self) -> bool:
        """Whether other networks for Han read the line, and none that counts the same words."""
        return not self.borne_out and any(r.engine in (HAN_WITNESS, HAN_ARBITER) for r in self.readings[1:])


@dataclass(frozen=True, slots=True)
class ReaderSet:
    """Which engines read: main all lines; second the number-like ones; third, and main again, where these two differ."""

    main: Reader
    second: Reader
    third: Reader
    """Sees the lines with their Han characters painted over."""
    again_height: int
    """The crop height at which the main reader looks again at unsure words and at disputed figures beside them."""
    figure_height: int
    """The one, smaller, at which it looks again at disputed figures that stand alone."""
    rescue_height: int
    """The one, larger, at which it looks again at lines in which it found nothing."""
    rescuer: Reader | None = None
    """Reads what is still empty then, as one word: the same network, which sees no line in some short ones."""
    second_masked: bool = False
    """Whether the second needs Han characters painted over as well."""
    witness: Reader | None = None
    """Reads the words that the main reader is unsure of, at its two sizes: another network for Han characters."""
    arbiter: Reader | None = None
    """Reads those of them that the witness reads otherwise: a third network."""
    numbers_apart: bool = False
    """Whether the third reads what the second sees as a long number alone, and the main one only what is left."""


@lru_cache(maxsize=1)
def usual_readers() -> ReaderSet:
    """The default: chi_sim, the figure network, and eng (crop heights by measurement, see docs).

    One set a process, so that what a folder's screenshots share is read once.
    """
    return ReaderSet(
        main=RememberingReader(TesseractReader("chi_sim", crop_height=20)),
        second=RememberingReader(FiguresReader()),
        third=RememberingReader(TesseractReader("eng", crop_height=24)),
        again_height=28,
        figure_height=14,
        rescue_height=40,
        rescuer=TesseractReader("chi_sim", crop_height=28, segmentation=WORD),
        witness=RememberingReader(han_witness()),
        arbiter=RememberingReader(han_arbiter()),
        numbers_apart=True,
    )


def han_witness() -> Reader:
    """Tesseract's older network for Simplified Han, built otherwise than chi_sim; it comes with the program (models/tessdata)."""
    return TesseractReader("chi_sim_std", crop_height=WITNESS_HEIGHTS[0], data=models_folder() / "tessdata")


def han_arbiter() -> Reader:
    """Tesseract's model of the script, built as chi_sim is and trained apart from it; it comes with the program."""
    return TesseractReader("HanS", crop_height=24, data=models_folder() / "tessdata")


@dataclass(slots=True)
class _Pending:
    page: int
    box: Box
    readings: list[Reading]
    ink: Pixels
    glyphs: int | None = None
    behind_colon: int | None = None
    cut: bool = False
    voted: bool = False

    def crop(self, height: int) -> Pixels:
        """The line as engines take it, its text so many pixels high."""
        return scaled_crop(self.ink, self.box, height=height)


def read_lines(
    pages: Sequence[tuple[Pixels, Sequence[Box]]], readers: ReaderSet, inks: Sequence[Inks] | None = None
) -> list[list[Line]]:
    """The read lines of each page, in the order of its boxes; pages are (upright RGB pixels, line boxes), inks those of their
    pixels, where some were measured.

    Lines in which the main reader finds nothing and that are not number-like stay, with an empty text.
    """
    inks = inks or [Inks(rgb) for rgb, _ in pages]
    pending = [
        _Pending(index, box, [], of_page.of_line(box))
        for index, ((_, boxes), of_page) in enumerate(zip(pages, inks, strict=True))
        for box in boxes
    ]
    numbers = _long_numbers(pending, readers.second) if readers.numbers_apart else []
    apart = {id(item) for item in numbers}
    worded = [item for item in pending if id(item) not in apart]
    _read(pages, worded, readers.main)
    doubtful = [item for item in worded if _wants_second_look(item.readings[0])]
    _read(pages, doubtful, readers.second, masked=doubtful if readers.second_masked else ())
    disputed = [item for item in doubtful if _disputed(item.readings)]
    _read(pages, [*numbers, *disputed], readers.third, masked=disputed)
    _read(pages, numbers, readers.second)
    disputed += [item for item in numbers if _disputed(item.readings) or _miscounted(item)]
    doubtful += numbers
    unsure = [item for item in pending if _unsure_word(item)]
    if readers.witness is not None:
        settled = {id(item) for item in worded} - {id(item) for item in disputed}
        unsure += [item for item in doubtful if id(item) in settled and _unsure_beside_figures(item)]
        witnessed = [(item, height) for item in unsure for height in WITNESS_HEIGHTS]
        _read_again(pages, witnessed, readers.witness)
        unsure = [item for item in unsure if not borne_out(item.readings)]
    if readers.arbiter is not None:
        _read(pages, unsure, readers.arbiter)
    silent = [item for item in pending if not item.readings[0].words and item.box.w > 1.5 * item.box.h]
    # of words the witness's two sizes say all that another size of the main one would
    again = [] if readers.witness else [(item, readers.again_height) for item in unsure]
    for item in disputed:
        if id(item) in apart:
            again.append((item, readers.main.crop_height))
            continue
        alone = not han_count(item.readings[0].text.lstrip(YEN_LIKE))
        again.append((item, readers.figure_height if alone else readers.again_height))
    _read_again(pages, again + [(item, readers.rescue_height) for item in silent], readers.main)
    if readers.rescuer is not None:
        _read(pages, _still_silent(silent, pages), readers.rescuer)
    for item in numbers:
        if _is_words(item.readings):
            item.readings.insert(0, item.readings.pop())
    han = (readers.main, readers.witness, readers.arbiter)
    for item in unsure:
        main = item.readings[0].engine
        item.readings = _by_votes(item.readings, {r.name for r in han if r is not None})
        item.voted = item.readings[0].engine != main
    differing = {id(item) for item in disputed}
    for item in doubtful:
        crop = item.crop(_COUNTING_HEIGHT)
        item.cut = runs_on(crop)
        item.glyphs = glyph_count(crop) if id(item) in differing else None
        item.behind_colon = glyphs_behind_colon(crop)
        if item.box.h >= _SHAPELY:
            item.readings.extend(_shapes(item, crop, pages[item.page][0]))
    result: list[list[Line]] = [[] for _ in pages]
    for item in pending:
        result[item.page].append(
            Line(
                item.box,
                _best_first(item.readings),
                item.glyphs,
                item.cut,
                item.voted,
                item.behind_colon,
            )
        )
    return result


def _still_silent(
    silent: Sequence[_Pending], pages: Sequence[tuple[Pixels, Sequence[Box]]]
) -> list[_Pending]:
    """Those in which the last look found nothing either and that are as high as their page's print: three dots are not."""
    heights = [median(box.h for box in boxes) if boxes else 0 for _, boxes in pages]
    return [
        item
        for item in silent
        if not item.readings[-1].words and item.box.h >= _OF_PRINT * heights[item.page]
    ]


def _long_numbers(pending: Sequence[_Pending], figures: Reader) -> list[_Pending]:
    """The lines that are a number or a moment of many digits and nothing else, as the figure network sees them."""
    likely = [item for item in pending if item.box.w > _LONG * item.box.h and item.box.h >= _LARGE]
    crops = [item.crop(figures.crop_height) for item in likely]
    narrow = [index for index, crop in enumerate(crops) if widest_run(crop) <= _NARROW * figures.crop_height]
    read = figures.read([crops[index] for index in narrow])
    return [
        likely[index]
        for index, reading in zip(narrow, read, strict=True)
        if digit_count(reading.text) >= _DIGITS
        and not han_count(reading.text)
        and uncovered_ink(crops[index], [(word.left, word.right) for word in reading.words])
        <= _LEFT_OVER * figures.crop_height
    ]


def _read_again(
    pages: Sequence[tuple[Pixels, Sequence[Box]]], wanted: Sequence[tuple[_Pending, int]], main: Reader
) -> None:
    """Adds a reading by main at the given crop height to each item, in one engine call."""
    crops = [item.crop(height) for item, height in wanted]
    for (item, height), reading in zip(wanted, main.read(crops), strict=True):
        item.readings.append(_in_picture(reading, item.box, pages[item.page][0], height))


def borne_out(readings: Sequence[Reading]) -> bool:
    """Whether another engine read the same words as the first one did at every size; single characters say nothing.

    The model of the script errs as chi_sim does: against the witness it bears out nothing of that.
    """
    first = readings[0] if readings else None
    if first is None or han_count(first.text) < _TWO:
        return False
    engines = {reading.engine for reading in readings} - {first.engine}
    if HAN_WITNESS in engines:
        engines.discard(HAN_ARBITER)
    starred = _STAR in first.text
    own = {_words(r.text, starred=starred) for r in readings if r.engine == first.engine}
    return len(own) == 1 and own <= {_words(r.text, starred=starred) for r in readings if r.engine in engines}


def _words(text: str, *, starred: bool) -> str:
    """What bears out words; starred: where a name's characters are masked, for stars are read as any small sign."""
    return _READ_FOR_STARS.sub("", bare_word(text)) if starred else bare_word(text)


def of_two_minds(readings: Sequence[Reading]) -> bool:
    """Whether no other engine that read the first one's words at one size was as sure of them as of others at another size:
    千游 for 干游."""
    starred = bool(readings) and _STAR in readings[0].text
    text = _words(readings[0].text, starred=starred) if readings else ""
    surest: dict[str, Reading] = {}
    for reading in readings[1:]:
        if reading.engine != readings[0].engine:
            surest[reading.engine] = max(
                surest.get(reading.engine, reading), reading, key=lambda one: one.confidence
            )
    return all(_words(reading.text, starred=starred) != text for reading in surest.values())


def _by_votes(readings: Sequence[Reading], voters: Collection[str]) -> list[Reading]:
    """The readings of unsure words, those of the most votes first: each engine of voters has one for whatever it read at any
    size, which weighs as much as it was sure of it, and a little more.

    Figures are not put to the vote: a reading with others than the main engine's first one has no voice. Nor has one that
    holds what is read for other words and is none.
    """
    main, figures = readings[0].engine, _figures(fold(readings[0].text))
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for reading in readings:
        valid = _figures(fold(reading.text)) == figures and not _CONFUSED.search(squeeze(reading.text))
        if reading.engine in voters and reading.words and valid:
            voices = votes[bare_word(reading.text)]
            voices[reading.engine] = max(voices.get(reading.engine, 0), reading.confidence + _VOICE)

    def place(reading: Reading) -> tuple[bool, float, bool, float]:
        votes_for = sum(votes[bare_word(reading.text)].values())
        return reading.engine not in voters, -votes_for, reading.engine != main, -reading.confidence

    return sorted(readings, key=place)


def _best_first(readings: list[Reading]) -> tuple[Reading, ...]:
    """The main engine's first reading that has text goes to the front, and before it the surer one that another engine has
    too; what it could not read at all follows."""
    first = readings[0]
    if first.words:
        others = {reading.text for reading in readings if reading.engine != first.engine}
        borne_out = [
            reading
            for reading in readings
            if reading.engine == first.engine
            and reading.text in others
            and reading.confidence > first.confidence
        ]
        if borne_out and first.text not in others:
            best = max(borne_out, key=lambda reading: reading.confidence)
            return (best, *(reading for reading in readings if reading is not best))
        return tuple(readings)
    return tuple(sorted(readings, key=lambda r: (r.engine != first.engine, not r.words)))


def _read(
    pages: Sequence[tuple[Pixels, Sequence[Box]]],
    items: Sequence[_Pending],
    reader: Reader,
    *,
    masked: Sequence[_Pending] = (),
) -> None:
    """Adds one reading by reader to each item, in one engine call; of those masked the Han characters are painted over."""
    masks: list[Masked] = []
    hidden = {id(item) for item in masked}
    for item in items:
        rgb = pages[item.page][0]
        crop = item.crop(reader.crop_height)
        words = _in_crop(item, rgb, reader.crop_height) if id(item) in hidden else []
        masks.append(without_han(crop, words, reader.crop_height))
    readings = reader.read([mask.crop for mask in masks])
    for item, mask, reading in zip(items, masks, readings, strict=True):
        item.readings.append(
            _in_picture(mask.whole(reading), item.box, pages[item.page][0], reader.crop_height)
        )


def _shapes(item: _Pending, crop: Pixels, rgb: Pixels) -> list[Reading]:
    """What the shapes of a number's or an account's glyphs say, where they say it."""
    code = any(has_look_alikes(reading.text) for reading in item.readings)
    if not code and not any(has_unclear_case(reading.text) for reading in item.readings):
        return []
    shown = without_han(crop, _in_crop(item, rgb, _COUNTING_HEIGHT), _COUNTING_HEIGHT)
    told = (read_shapes if code else read_case)(shown.crop, item.readings)
    return [] if told is None else [_in_picture(shown.whole(told), item.box, rgb, _COUNTING_HEIGHT)]


def _in_picture(reading: Reading, box: Box, rgb: Pixels, crop_height: int) -> Reading:
    """Word edges from pixels of the crop to pixels of the upright original."""
    scale, origin = box.h / crop_height, crop_area(box, rgb).x

    def back(x: int) -> int:
        return round((x - BORDER) * scale) + origin

    words = tuple(Word(w.text, w.confidence, back(w.left), back(w.right)) for w in reading.words)
    return Reading(reading.engine, words, gap=box.h)


def _in_crop(item: _Pending, rgb: Pixels, crop_height: int) -> list[Word]:
    """The words of an item's first reading, their edges in pixels of a crop of that height."""
    scale, origin = crop_height / item.box.h, crop_area(item.box, rgb).x

    def there(x: int) -> int:
        return round((x - origin) * scale) + BORDER

    return [Word(w.text, w.confidence, there(w.left), there(w.right)) for w in item.readings[0].words]


def _wants_second_look(reading: Reading) -> bool:
    text = reading.text
    digits = digit_count(text)
    if digits:
        # running text with a figure that is no amount, date or deadline is not worth the second model's time
        return digits >= 4 or han_count(text) < 8 or bool(_COUNTED.search(text))
    if len(text) == 1:
        return (
            True  # the last digit of a number that is wrapped before it: alone, chi_sim takes it for anything
        )
    if _CODE.match(fold(text)):
        return True
    # a big amount that chi_sim could not read at all still deserves a look by the other model
    return not text or (reading.confidence < 0.35 and len(text) <= 12 and han_count(text) <= 2)


def _unsure_word(item: _Pending) -> bool:
    """True for Han characters read unsurely: a label, a name, a status hangs on each of them."""
    reading = item.readings[0]
    if len(item.readings) != 1 or han_count(reading.text) < _TWO:
        return False
    if reading.confidence >= _SURE:
        return bool(_CONFUSED.search(squeeze(reading.text)))
    return reading.confidence < _UNSURE or len(reading.text) <= _WORD + 2


def _unsure_beside_figures(item: _Pending) -> bool:
    """True for talk with a few figures in it whose Han characters were read unsurely; what is more figures than words (a
    number beside its label, a name with its stamp) has enough witnesses of what counts in it."""
    reading = item.readings[0]
    words = [word.confidence for word in reading.words if han_count(word.text)]
    talk = (
        han_count(reading.text) > max(_TWO, digit_count(reading.text)) and digit_count(reading.text) < _DIGITS
    )
    return talk and min(words, default=1) < _UNSURE


def _miscounted(item: _Pending) -> bool:
    """True where the picture shows another count of glyphs than both readers of a long number read: in a run of one
    digit eng and the network lose count together."""
    shown = glyph_count(item.crop(_COUNTING_HEIGHT))
    text = fold(item.readings[0].text)
    read = sum(char.isalnum() or char in "¥/*#()" for char in text)
    # the colons of some fonts are nearly as high as their digits
    return shown is not None and shown not in (read, read + text.count(":"))


def _is_words(readings: Sequence[Reading]) -> bool:
    """True for what the figure network took for a long number where eng finds none and the main engine, asked last, words."""
    return digit_count(readings[0].text) < _DIGITS and han_count(readings[-1].text) >= _WORDS


def _disputed(readings: Sequence[Reading]) -> bool:
    """True where the two readers differ in what counts: the figures beside Chinese text, else the whole number."""
    first, second = (fold(r.text) for r in readings[:2])
    if not digit_count(first):
        return digit_count(second) >= _FIGURE
    if _LETTERS_AS_YEN.match(squeeze(first)) and "¥" in second:
        return True  # nobody knows whether the last of them is a digit
    if han_count(first):
        return _figures(first) != _figures(second)
    return _number_like(first) != _number_like(second)


def _figures(text: str) -> str:
    """The digits with the points between them: the rest was painted over for the second model, or is a remnant."""
    return re.sub(r"[^0-9.]|\.(?!\d)|(?<!\d)\.", "", text)


def _number_like(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z.]", "", re.sub(r"^[^\d]*?(?=\d)", "", text)).upper()
