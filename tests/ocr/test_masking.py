"""Painting over Han: figures beside them stay whole, whatever edges the engine gave."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.ocr.masking import without_han
from extractor.ocr.reader import Reading, Word
from extractor.vision.crops import BORDER, Pixels

HEIGHT = 36
HAN, DIGIT, SPACE = 33, 16, 4


def drawn(kinds: str) -> tuple[Pixels, list[tuple[int, int]]]:
    """A crop with a block for every character of kinds (H a Han one, 0 a digit), and their true edges."""
    x, edges = BORDER, []
    for kind in kinds:
        width = HAN if kind == "H" else DIGIT
        edges.append((x, x + width))
        x += width + SPACE
    crop = np.full((HEIGHT + 2 * BORDER, x + BORDER), 255, np.uint8)
    for left, right in edges:
        crop[BORDER + 2 : BORDER + HEIGHT - 2, left + 1 : right - 1] = 0
    return crop, edges


def left_over(crop: Pixels) -> int:
    """How many blocks a crop shows."""
    count, *_ = cv2.connectedComponentsWithStats((crop < 128).astype(np.uint8))
    return int(count) - 1


@pytest.mark.parametrize("lag", [-12, 0, 12])
def test_digits_between_han_stay_whole(lag: int) -> None:
    """Edges off by a third of a character: all digits stay, no Han does."""
    text = "满200元"
    crop, edges = drawn("H000H")
    words = [
        Word("满", 0.9, edges[0][0] + lag, edges[0][1] + lag),
        Word("200", 0.9, edges[1][0] + lag, edges[3][1] + lag),
        Word("元", 0.9, edges[4][0] + lag, edges[4][1] + lag),
    ]
    assert "".join(word.text for word in words) == text
    shown = without_han(crop, words, HEIGHT)
    assert left_over(shown.crop) == 3


def test_a_first_word_as_wide_as_the_line_takes_nothing_along() -> None:
    """Tesseract often gives the first word of a line the width of the whole line."""
    crop, edges = drawn("HHHH000")
    words = [Word("充值金额", 0.9, BORDER, edges[-1][1]), Word("500", 0.9, edges[4][0] + 8, edges[-1][1])]
    assert left_over(without_han(crop, words, HEIGHT).crop) == 3


def test_the_character_that_stands_for_yen_stays() -> None:
    crop, edges = drawn("H000")
    words = [Word("半", 0.2, *edges[0]), Word("350", 0.9, edges[1][0], edges[3][1])]
    assert left_over(without_han(crop, words, HEIGHT).crop) == 4


def test_a_doubtful_character_before_a_figure_stays() -> None:
    """名4,938.22 was ¥94,938.22: what chi_sim was unsure of there may hold a digit."""
    crop, edges = drawn("H000")
    sure = [Word("名", 0.9, *edges[0]), Word("493", 0.9, edges[1][0], edges[3][1])]
    unsure = [Word("名", 0.1, *edges[0]), Word("493", 0.9, edges[1][0], edges[3][1])]
    assert left_over(without_han(crop, sure, HEIGHT).crop) == 3
    assert left_over(without_han(crop, unsure, HEIGHT).crop) == 4
    before_point = [Word("敬", 0.1, *edges[0]), Word(".18", 0.9, edges[1][0], edges[3][1])]
    assert left_over(without_han(crop, before_point, HEIGHT).crop) == 4


def test_blanks_are_shortened_and_words_led_back() -> None:
    crop, edges = drawn("0HHHHHHHH0")
    words = [
        Word("1", 0.9, *edges[0]),
        Word("充值金额充值金额", 0.9, edges[1][0], edges[8][1]),
        Word("5", 0.9, *edges[9]),
    ]
    shown = without_han(crop, words, HEIGHT)
    assert shown.crop.shape[1] < crop.shape[1] / 2
    end = int(np.flatnonzero((shown.crop < 128).any(axis=0))[-1])
    back = shown.whole(Reading("e", (Word("5", 0.9, end, end),)))
    assert abs(back.words[0].right - edges[9][1]) <= 2


def test_a_line_without_han_is_left_alone() -> None:
    crop, edges = drawn("000")
    shown = without_han(crop, [Word("123", 0.9, edges[0][0], edges[2][1])], HEIGHT)
    assert shown.crop is crop
