"""O and 0, I and 1 by their shapes, on glyphs as the common sans-serif fonts cut them."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.ocr.reader import Reading, Word
from extractor.ocr.shapes import ENGINE, alike, has_look_alikes, read_shapes
from extractor.vision.crops import Pixels

HEIGHT = 40


def glyph(char: str) -> Pixels:
    """A rough picture of a character: its width, and for 1 and I its form."""
    if char == "I":
        return np.zeros((HEIGHT, 6), np.uint8)
    if char == "1":  # a stroke with a flag at the upper left
        one = np.full((HEIGHT, 14), 255, np.uint8)
        one[:, 8:] = 0
        one[4:10, :] = 0
        return one
    width = 30 if char in "OQ" else 22
    block = np.zeros((HEIGHT, width), np.uint8)
    block[6:-6, 6:-6] = 255
    return block


def crop_of(text: str) -> Pixels:
    gap = np.full((HEIGHT, 4), 255, np.uint8)
    row = np.hstack([part for char in text for part in (gap, glyph(char))] + [gap])
    return np.pad(row, 10, constant_values=255)


def reading(text: str) -> Reading:
    return Reading("tesseract:eng", (Word(text, 0.9, 0, 10),))


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("4EFIB4N0LRC68A9Z", "4EFIB4NOLRC68A9Z"),
        ("4EFIB4N0LRC68A9Z", "4EF1B4N0LRC68A9Z"),
        ("O2401062222", "02401062222"),
        ("20250314O123", "202503140123"),
    ],
)
def test_look_alikes_are_told_apart(drawn: str, read: str) -> None:
    told = read_shapes(crop_of(drawn), [reading(read)])
    assert told is not None
    assert (told.engine, told.text) == (ENGINE, drawn)


def test_another_count_of_glyphs_says_nothing() -> None:
    assert read_shapes(crop_of("4EFIB4N0LRC68A9Z"), [reading("4EFIB4N0LRC68A9")]) is None


def test_too_few_digits_to_compare_with_say_nothing() -> None:
    assert read_shapes(crop_of("ABCDEFO1"), [reading("ABCDEFO1")]) is None


def test_the_reading_that_fits_is_taken() -> None:
    told = read_shapes(crop_of("KM2O25034567"), [reading("KM2025"), reading("KM2025034567")])
    assert told is not None
    assert told.text == "KM2O25034567"


def test_what_looks_alike() -> None:
    assert has_look_alikes("KM2025034567")
    assert not has_look_alikes("KM2")
    assert not has_look_alikes("2026-01-05 11:09:08")
    assert not has_look_alikes("ABCDEFGH")
    assert alike("LBXGUOQ29I84", "LBXGU0Q29184")
    assert not alike("LBXGUOQ29I84", "LBXGUOQ29I85")
