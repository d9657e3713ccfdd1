"""Tells O from 0 and I from 1 in codes by the shapes of their glyphs, where language models can only guess.

In `4EFIB4N0LRC68A9Z` nothing but the picture says which is which, and both models err there together. In nearly all
fonts an O is wider than the digits of its line, which all share one width, and an I is a bare stroke.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from extractor.fields.text import fold
from extractor.ocr import figures
from extractor.ocr.reader import Reading, Word

Pixels = npt.NDArray[np.uint8]

ENGINE = "shapes"
_INKS = (140, 100, 64)
"""What counts as ink, the usual value first; darker ones part glyphs that touch."""
_DATED = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}")
"""A written date, which holds no letters."""
_CODE = re.compile(r"[0-9A-Z_-]{8,}")
_ROUND, _STROKE = frozenset("0O"), frozenset("1Il|")
_FOLDED = str.maketrans("OQDIl|", "000111")
_TOLD = str.maketrans("OIl|", "0111")
# Measured over the sans-serif fonts of phones and their Chinese companions: see tests/ocr/test_shapes.py.
_ZERO_AT_MOST, _O_AT_LEAST = 1.09, 1.15
"""Width of the ink against the usual digit's."""
_WIDE_LETTERS, _WIDE = frozenset("CDGHNQU"), 1.1
"""Letters that are wider than digits by so much, but in fonts of one width."""
_MIDDLED, _EVEN = frozenset("02356789ABCDGHKMNOQRSTUVWXYZ"), 0.065
"""Glyphs whose ink fills the middle of their place, and how far, in places, it stands off it in a font of one width."""
_SPECK, _STACKED = 3, 0.6
"""Pixels of ink that are less than any glyph, and how much of the narrower of two parts of one glyph stands over the other."""
_BARE_STROKE = 0.21
"""Width of the ink against its own height: an I without serifs is thinner, a 1 with its flag thicker."""
_MIRRORED, _LOPSIDED = 0.8, 0.6
"""How much of the ink lies on ink when mirrored: an I with serifs is symmetric, a 1 without a base leans on its flag."""
_SERIF, _FLAG = 0.75, 0.5
"""How far the top of an I, and that of a 1, reaches to the right of the stroke's middle, against to the left of it."""
_MARKED, _EMPTY = 0.45, 0.15
"""Ink in the very middle of a 0 that has a dot or a slash, as many fonts of one width give it, and of an O."""
_LEAST_DIGITS = 2
"""With fewer, an O must be as wide as other wide letters too, and a 0 narrower."""
_NARROWER, _AS_WIDE = 0.88, 0.9
"""Width against the usual one of the wide letters beside it: of a 0 at most, and of an O at least."""
_SIZED = frozenset("cosuvwxz")
"""Letters whose small and capital forms differ in height alone."""
_ACCOUNT, _NAMED = re.compile(r"[0-9A-Za-z_.@*-]{4,}"), re.compile("[a-z]")
_SMALL_AT_MOST, _CAPITAL_AT_LEAST = 0.87, 0.92
"""Height against that of a digit or a high letter: small letters of the fonts of phones have 0.7 to 0.8 of it."""
_MOST = dict.fromkeys("23456789J", 1.3)
"""No wider than this against the usual digit: two of them that touch are taken for one by all."""


@dataclass(frozen=True, slots=True)
class _Glyph:
    left: int
    ink: npt.NDArray[np.bool_]
    """Its own pixels, cut to its height and width."""

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def width(self) -> int:
        return int(self.ink.shape[1])

    @property
    def height(self) -> int:
        return int(self.ink.shape[0])

    @property
    def slenderness(self) -> float:
        return self.width / self.height

    @property
    def symmetry(self) -> float:
        """The share of its ink that falls on ink when mirrored left to right."""
        return float((self.ink & self.ink[:, ::-1]).sum() / self.ink.sum())

    @property
    def filled(self) -> float:
        """The share of ink in its very middle."""
        h, w = self.ink.shape
        return float(self.ink[2 * h // 5 : -(2 * h // 5), 2 * w // 5 : -(2 * w // 5)].mean())

    @property
    def stems(self) -> int:
        """The strokes that a level line through its upper half cuts: one of a J, two where two of them touch."""
        row = self.ink[2 * self.height // 5].astype(np.int8)
        return int((np.diff(row, prepend=0) == 1).sum())

    @property
    def right_of_stem(self) -> float:
        """How far its top reaches to the right of the middle of its stroke, against to the left of it."""
        h = self.height
        if h < 5:
            return 0.0
        stem = np.flatnonzero(self.ink[2 * h // 5 : 3 * h // 5].mean(axis=0) > 0.5)
        top = np.flatnonzero(self.ink[: max(1, h // 5)].any(axis=0))
        if not len(stem) or not len(top):
            return 0.0
        middle = (stem[0] + stem[-1]) / 2
        return float((top[-1] - middle + 0.5) / max(middle - top[0] + 0.5, 0.5))


def has_look_alikes(text: str) -> bool:
    """True where text holds a long number of capital letters and digits, one of which looks like another."""
    return any(
        set(match[0]) & (_ROUND | _STROKE) and not _DATED.match(match[0])
        for match in _CODE.finditer(fold(text).replace(" ", ""))
    )


def has_letters(number: str) -> bool:
    """True for a number of capital letters and digits mixed."""
    return bool(re.search("[A-Z]", number))


def alike(one: str, other: str) -> bool:
    """True where two codes differ in look-alikes only."""
    return one.translate(_FOLDED) == other.translate(_FOLDED)


def told_alike(one: str, other: str) -> bool:
    """True where two codes differ at most in what shapes tell apart."""
    return one.translate(_TOLD) == other.translate(_TOLD)


def told_within(part: str, code: str) -> bool:
    """True where part stands in code, but for what shapes tell apart."""
    return part.translate(_TOLD) in code.translate(_TOLD)


def read_shapes(crop: Pixels, readings: Sequence[Reading]) -> Reading | None:
    """The code in a crop without Han (dark on white), its 0, O, 1 and I told apart by shape.

    Everything else is taken from that of the readings which has as many characters as the picture has glyphs. None
    where no reading has, where a shape is neither one nor the other, or too few digits stand there to compare with.
    """
    # the figure network first: the others take a capital for a small letter
    known = sorted(readings, key=lambda reading: reading.engine != figures.NAME)
    texts = [re.sub(r"[^!-~]", "", fold(reading.text)) for reading in known]
    texts = [text for text in texts if has_look_alikes(text)]
    for ink in _INKS:
        glyphs = _glyphs(crop, ink)
        text = next((t for t in texts if len(t) == len(glyphs)), None)
        if text is not None:
            told = _told_apart(text, glyphs)
            return Reading(ENGINE, (Word(told, 1.0, glyphs[0].left, glyphs[-1].right),)) if told else None
    return None


def has_unclear_case(text: str) -> bool:
    """True where text holds an account of Latin letters, some of which are small and capital of one shape."""
    return any(
        set(match[0].lower()) & _SIZED and _NAMED.search(match[0]) for match in _ACCOUNT.finditer(fold(text))
    )


def read_case(crop: Pixels, readings: Sequence[Reading]) -> Reading | None:
    """The account in a crop without Han (dark on white), its c, o, s, u, v, w, x and z small or capital as they are high.

    Everything else is taken from that of the readings which has as many characters as the picture has glyphs. None
    where no reading has, or a letter's height is neither that of a capital nor that of a small letter.
    """
    texts = [re.sub(r"[^!-~]", "", fold(reading.text)) for reading in readings]
    for ink in _INKS:
        glyphs = _glyphs(crop, ink)
        text = next((t for t in texts if len(t) == len(glyphs) and has_unclear_case(t)), None)
        if text is not None:
            told = _sized(text, glyphs)
            return Reading(ENGINE, (Word(told, 1.0, glyphs[0].left, glyphs[-1].right),)) if told else None
    return None


def _sized(text: str, glyphs: Sequence[_Glyph]) -> str | None:
    pairs = list(zip(text, (glyph.height for glyph in glyphs), strict=True))
    high = [height for char, height in pairs if char.isdigit() or char in "ABDEFHIKLMNTbdfhkl"]
    if not high:
        return None
    result = ""
    for char, height in pairs:
        if char.lower() not in _SIZED:
            result += char
        elif height <= _SMALL_AT_MOST * median(high):
            result += char.lower()
        elif height >= _CAPITAL_AT_LEAST * median(high):
            result += char.upper()
        else:
            return None
    return result


def _glyphs(crop: Pixels, threshold: int) -> list[_Glyph]:
    """The glyphs of a crop, left to right: connected ink, with what stands above or below it (the parts of a colon).

    Blank columns do not part a T from the A that reaches below its arm.
    """
    ink = (crop < threshold).astype(np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found: list[tuple[int, int, list[int]]] = []
    order = sorted((int(stats[i, cv2.CC_STAT_LEFT]), i) for i in range(1, count))
    for start, i in order:
        end = start + int(stats[i, cv2.CC_STAT_WIDTH])
        if stats[i, cv2.CC_STAT_AREA] < _SPECK:
            continue
        if found:
            left, right, ids = found[-1]
            if min(right, end) - max(left, start) >= _STACKED * min(right - left, end - start):
                found[-1] = (min(left, start), max(right, end), [*ids, i])
                continue
        found.append((start, end, [i]))
    glyphs = []
    for start, end, ids in found:
        own = np.isin(parts[:, start:end], ids)
        rows = np.flatnonzero(own.any(axis=1))
        glyphs.append(_Glyph(start, own[rows[0] : rows[-1] + 1]))
    return glyphs


def _told_apart(text: str, glyphs: Sequence[_Glyph]) -> str | None:
    pairs = list(zip(text, glyphs, strict=True))
    digits = [glyph.width for char, glyph in pairs if char in "23456789"]
    wide = [glyph.width for char, glyph in pairs if char in _WIDE_LETTERS]
    if len(digits) < _LEAST_DIGITS and set(text) & set("0O") and not (digits and wide):
        return None
    usual = median(digits or [glyph.width for char, glyph in pairs if char not in _STROKE])
    if not all(
        (0.5 if char != "J" else 0) * usual <= glyph.width <= _MOST.get(char, 2) * usual
        and (char != "J" or glyph.stems == 1)
        for char, glyph in pairs
        if char.isalnum() and char not in _STROKE
    ):
        return None  # as many pieces as characters, but not one each: one broke where two others touch
    high = median(glyph.height for char, glyph in pairs if char.isalnum())
    marked = any(glyph.filled > _EMPTY for char, glyph in pairs if char in "0O")
    wider = any(_is_wide(char, glyph, usual) for char, glyph in pairs)
    varied = not marked and wider and not _is_even(text, glyphs)
    result = ""
    for char, glyph in pairs:
        told: str | None = char
        if char in _STROKE:
            told = _stroke(glyph)
        elif char in "0O":
            told = _marked(glyph) if marked else _round(glyph, usual, varied=varied)
            if glyph.height <= _SMALL_AT_MOST * high:
                told = None  # a small o, which all read as the digit
            if len(digits) < _LEAST_DIGITS and not marked and not _fits(told, glyph.width / median(wide)):
                told = None
        if told is None:
            return None
        result += told
    return result


def _is_even(text: str, glyphs: Sequence[_Glyph]) -> bool:
    """True where the middles of the glyphs stand at equal distances: a font of one width, whose G is wider than its 2 yet."""
    middles = [
        (place, glyph.left + glyph.width / 2)
        for place, (char, glyph) in enumerate(zip(text, glyphs, strict=True))
        if char in _MIDDLED
    ]
    if len(middles) < _LEAST_DIGITS + 2:
        return False
    places, at = np.array(middles).T
    pitch, start = np.polyfit(places, at, 1)
    return bool(np.abs(at - start - pitch * places).max() < _EVEN * pitch)


def _is_wide(char: str, glyph: _Glyph, usual: float) -> bool:
    """True for what shows a font in which letters have widths of their own."""
    if char in _STROKE:
        return glyph.slenderness <= _BARE_STROKE
    return glyph.width >= (_O_AT_LEAST if char in "0O" else _WIDE) * usual and (
        char in "0O" or char in _WIDE_LETTERS
    )


def _stroke(glyph: _Glyph) -> str | None:
    if glyph.slenderness <= _BARE_STROKE:
        return "I"
    if glyph.symmetry <= _LOPSIDED or glyph.right_of_stem <= _FLAG:
        return "1"
    return "I" if glyph.symmetry >= _MIRRORED and glyph.right_of_stem >= _SERIF else None


def _marked(glyph: _Glyph) -> str | None:
    if glyph.filled >= _MARKED:
        return "0"
    return "O" if glyph.filled <= _EMPTY else None


def _fits(told: str | None, share: float) -> bool:
    """Whether a 0 or an O of that share of the width of wide letters can be one."""
    return share <= _NARROWER if told == "0" else share >= _AS_WIDE


def _round(glyph: _Glyph, usual: float, *, varied: bool) -> str | None:
    """varied: the letters of this font have widths of their own; else its O is no wider than a digit."""
    ratio = glyph.width / usual
    if ratio <= _ZERO_AT_MOST:
        return "0" if varied else None
    return "O" if ratio >= _O_AT_LEAST else None
