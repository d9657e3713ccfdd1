"""O and 0, I and 1 by their shapes, on glyphs as the common sans-serif fonts cut them."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.ocr.reader import Reading, Word
from extractor.ocr.shapes import ENGINE, alike, has_look_alikes, has_unclear_case, read_case, read_shapes
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
    if char == "J":  # a stroke with a hook at its foot
        hook = np.full((HEIGHT, 22), 255, np.uint8)
        hook[:, 16:] = 0
        hook[-6:, :] = 0
        return hook
    width = 30 if char in "OQ" else 28 if char in "CDGHNU" else 22
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
        ("UUHE8N3AIEHIQWTR", "UUHE8N3A1EHIQWTR"),
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


def test_a_small_o_is_no_zero() -> None:
    """It is as wide as one and a third lower; all engines read 9O04O726B17o as …170."""
    small = glyph("0").copy()
    small[: HEIGHT // 3] = 255
    drawn = np.hstack([crop_of("9O04O726B17"), np.pad(small, 10, constant_values=255)])
    assert read_shapes(drawn, [reading("9O04O726B170")]) is None
    assert read_shapes(crop_of("9O04O726B170"), [reading("9O04O726B170")]) is not None


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


# -- fonts of one width ---------------------------------------------------------------------------------------------


def mono(char: str) -> Pixels:
    """As fonts of one width cut it: an O no wider than a digit, a 0 with a dot, an I with serifs, a 1 on a base."""
    block = np.zeros((HEIGHT, 22), np.uint8)
    block[6:-6, 6:-6] = 255
    if char == "0":
        block[15:25, 8:14] = 0
    if char in "1I":
        block[:, :] = 255
        block[:, 8:14] = 0
        block[-6:, :] = 0
        block[:6, : 22 if char == "I" else 14] = 0
    return block


def mono_crop(text: str) -> Pixels:
    gap = np.full((HEIGHT, 4), 255, np.uint8)
    row = np.hstack([part for char in text for part in (gap, mono(char))] + [gap])
    return np.pad(row, 10, constant_values=255)


def test_a_dot_tells_zeros_in_fonts_of_one_width() -> None:
    told = read_shapes(mono_crop("CPO1MYD48Z0142IS"), [reading("CP01MYD48Z01421S")])
    assert told is not None
    assert told.text == "CPO1MYD48Z0142IS"


def test_without_dots_they_cannot_be_told() -> None:
    assert read_shapes(mono_crop("CPO1MYD48Z7142JS"), [reading("CP01MYD48Z7142JS")]) is None


def test_a_wide_letter_in_a_font_of_one_width_bears_nothing_out() -> None:
    """Its G is wider than its digits, and its O is not: what is no wider may be either."""
    parts = []
    for char in "CPO7MYD48Z71G2GS":
        ink = np.pad(mono("X"), ((0, 0), (2, 2)), constant_values=0) if char == "G" else mono(char)
        parts.append(np.pad(ink, ((0, 0), ((30 - ink.shape[1]) // 2,) * 2), constant_values=255))
    crop = np.pad(np.hstack(parts), 10, constant_values=255)
    assert read_shapes(crop, [reading("CP07MYD48Z71G2GS")]) is None


def test_one_digit_tells_where_other_wide_letters_bear_it_out() -> None:
    """An O is as wide as a Q, a 0 as the one digit."""
    drawn = crop_of("SQQ9ST0YGKQKLEO")
    told = read_shapes(drawn, [reading("SQQ9STOYGKQKLE0")])
    assert told is not None
    assert told.text == "SQQ9ST0YGKQKLEO"
    assert read_shapes(crop_of("STS9ST0YSKSKLEO"), [reading("STS9STOYSKSKLE0")]) is None


# -- small and capital letters --------------------------------------------------------------------------------------


def account_crop(text: str, small: int = 29) -> Pixels:
    """Glyphs on one base line, small letters so many of 40 pixels high, an underscore below it."""
    columns = [np.full((HEIGHT + 6, 6), 255, np.uint8)]
    for char in text:
        block = np.full((HEIGHT + 6, 20), 255, np.uint8)
        if char == "_":
            block[-4:] = 0
        else:
            block[HEIGHT - (small if char in "cosuvwxz" else HEIGHT) : HEIGHT] = 0
        columns += [block, columns[0]]
    return np.pad(np.hstack(columns), 10, constant_values=255)


@pytest.mark.parametrize("read", ["acC_2025", "aCC_2025", "acc_2025"])
def test_small_letters_are_told_by_their_height(read: str) -> None:
    told = read_case(account_crop("acc_2025"), [reading(read.replace("_", "")), reading(read)])
    assert told is not None
    assert told.text == "acc_2025"


def test_capital_letters_are_told_by_their_height() -> None:
    told = read_case(account_crop("aCc_2025"), [reading("acc_2025")])
    assert told is not None
    assert told.text == "aCc_2025"


def test_letters_of_neither_height_say_nothing() -> None:
    assert read_case(account_crop("acc_2025", small=36), [reading("acC_2025")]) is None


@pytest.mark.parametrize(
    ("text", "unclear"), [("acC_2025", True), ("admin_2025", False), ("ABC2025", False), ("你好ok", False)]
)
def test_accounts_whose_case_is_unclear(text: str, unclear: bool) -> None:
    assert has_unclear_case(text) == unclear


# -- glyphs that touch ----------------------------------------------------------------------------------------------


def touching(text: str, at: int) -> Pixels:
    """The crop of text, the glyphs at and at + 1 joined at their feet."""
    crop = crop_of(text)
    left = 10 + sum(4 + glyph(char).shape[1] for char in text[: at + 1])
    crop[10 + HEIGHT - 4 : 10 + HEIGHT, left - 2 : left + 6] = 0
    return crop


def overlapping(text: str, at: int) -> Pixels:
    """The crop of text, the glyph at + 1 below the arm of a T at at: no blank column parts them, and they do not touch."""
    crop = crop_of(text)
    left = 10 + sum(4 + glyph(char).shape[1] for char in text[:at]) + 4
    width = glyph(text[at]).shape[1]
    crop[:, left : left + width] = 255
    crop[10:16, left : left + width + 6] = 0
    crop[10 : 10 + HEIGHT, left + 8 : left + 14] = 0
    behind = left + width + 4
    crop[10:20, behind : behind + 4] = 255
    crop[10:16, left + width : left + width + 2] = 0
    return crop


def test_glyphs_that_reach_below_each_other_are_two() -> None:
    code = "4EFTJB4N0LRC68A9Z"
    crop = overlapping(code, 3)
    told = read_shapes(crop, [reading(code.replace("0", "O"))])
    assert told is not None
    assert told.text == code


def test_glyphs_that_touch_say_nothing() -> None:
    code = "4EFIB4N0LRC68A9Z"
    assert read_shapes(touching(code, 8), [reading(code)]) is None


def test_two_that_touch_are_not_taken_for_one() -> None:
    assert read_shapes(crop_of("KEL2OYJW5R9TV63"), [reading("KEL20YJW5R9TV63")]) is not None
    assert read_shapes(touching("KEL2OYJJW5R9TV63", 6), [reading("KEL20YJW5R9TV63")]) is None


def test_the_network_is_asked_first() -> None:
    code = "O8TEL0IHU4VNQ1V6Y"
    told = read_shapes(
        crop_of(code), [reading(code.replace("V", "v")), Reading("figures", reading(code).words)]
    )
    assert told is not None
    assert told.text == code
