"""Tells O from 0 and I from 1 in codes by the shapes of their glyphs, where language models can only guess.

In `4EFIB4N0LRC68A9Z` nothing but the picture says which is which, and both models err there together. In nearly all
fonts an O is wider than the digits of its line, which all share one width, and an I is a bare stroke.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt

from extractor.fields.text import fold
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
# Measured over the sans-serif fonts of phones and their Chinese companions: see tests/ocr/test_shapes.py.
_ZERO_AT_MOST, _O_AT_LEAST = 1.09, 1.15
"""Width of the ink against the usual digit's."""
_BARE_STROKE = 0.21
"""Width of the ink against its own height: an I without serifs is thinner, a 1 with its flag thicker."""
_BASED_ONE = 0.46
"""A 1 on a base is nearly as symmetric as an I with serifs, but wider."""
_MIRRORED, _LOPSIDED = 0.86, 0.6
"""How much of the ink lies on ink when mirrored: an I with serifs is symmetric, a 1 leans on its flag."""
_LEAST_DIGITS = 3


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
    def slenderness(self) -> float:
        return self.width / int(self.ink.shape[0])

    @property
    def symmetry(self) -> float:
        """The share of its ink that falls on ink when mirrored left to right."""
        return float((self.ink & self.ink[:, ::-1]).sum() / self.ink.sum())


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


def read_shapes(crop: Pixels, readings: Sequence[Reading]) -> Reading | None:
    """The code in a crop without Han (dark on white), its 0, O, 1 and I told apart by shape.

    Everything else is taken from that of the readings which has as many characters as the picture has glyphs. None
    where no reading has, where a shape is neither one nor the other, or too few digits stand there to compare with.
    """
    texts = [re.sub(r"[^!-~]", "", fold(reading.text)) for reading in readings]
    for ink in _INKS:
        glyphs = _glyphs(crop, ink)
        text = next((t for t in texts if len(t) == len(glyphs) and has_look_alikes(t)), None)
        if text is not None:
            told = _told_apart(text, glyphs)
            return Reading(ENGINE, (Word(told, 1.0, glyphs[0].left, glyphs[-1].right),)) if told else None
    return None


def _glyphs(crop: Pixels, threshold: int) -> list[_Glyph]:
    ink = crop < threshold
    columns = ink.any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    found = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        found.append(_Glyph(int(start), ink[rows[0] : rows[-1] + 1, start:end]))
    return found


def _told_apart(text: str, glyphs: Sequence[_Glyph]) -> str | None:
    digits = [g.width for char, g in zip(text, glyphs, strict=True) if char in "23456789"]
    if len(digits) < _LEAST_DIGITS:
        return None
    usual = median(digits)
    if not all(
        0.5 * usual <= glyph.width <= 2 * usual
        for char, glyph in zip(text, glyphs, strict=True)
        if char.isalnum() and char not in _STROKE
    ):
        return None  # as many pieces as characters, but not one each: one broke where two others touch
    result = ""
    for char, glyph in zip(text, glyphs, strict=True):
        told: str | None = char
        if char in _STROKE:
            told = _stroke(glyph)
        elif char in "0O":
            told = _round(glyph, usual)
        if told is None:
            return None
        result += told
    return result


def _stroke(glyph: _Glyph) -> str | None:
    if glyph.slenderness <= _BARE_STROKE:
        return "I"
    if glyph.slenderness >= _BASED_ONE or glyph.symmetry <= _LOPSIDED:
        return "1"
    return "I" if glyph.symmetry >= _MIRRORED and glyph.slenderness < 0.9 * _BASED_ONE else None


def _round(glyph: _Glyph, usual: float) -> str | None:
    ratio = glyph.width / usual
    if ratio <= _ZERO_AT_MOST:
        return "0"
    return "O" if ratio >= _O_AT_LEAST else None
