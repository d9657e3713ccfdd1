from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from extractor.ocr.reader import Reading, RememberingReader, Word, join_words
from extractor.ocr.tesseract import _parse


def words(*texts: str, gap: int = 2, confidence: float = 0.9) -> tuple[Word, ...]:
    """Words of 20 pixels a character, gap pixels apart."""
    result, x = [], 0
    for text in texts:
        result.append(Word(text, confidence, x, x + 20 * len(text)))
        x += 20 * len(text) + gap
    return tuple(result)


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (("支", "付", "时", "间"), "支付时间"),
        (("支付", "时间", "2025"), "支付时间2025"),
        (("2025-03-14", "21:05"), "2025-03-14 21:05"),
        (("hello", "world"), "hello world"),
        (("付款", "，", "已", "成功"), "付款，已成功"),
        ((), ""),
    ],
)
def test_no_space_between_chinese_characters(texts: tuple[str, ...], joined: str) -> None:
    assert join_words(words(*texts), 28) == joined


def test_a_gap_wider_than_a_character_is_a_space() -> None:
    assert join_words(words("订单号", "复制", gap=60), 28) == "订单号 复制"


@pytest.mark.parametrize("mark", ["，", "。", "！", "？", "；", "）"])
def test_no_gap_is_a_space_before_a_closing_mark(mark: str) -> None:
    assert join_words(words("超过售后期了", f"{mark}没办法", gap=60), 28) == f"超过售后期了{mark}没办法"


def test_a_line_is_as_sure_as_its_worst_word() -> None:
    reading = Reading("x", (*words("支付", confidence=0.9), *words("时间", confidence=0.3)))
    assert reading.confidence == pytest.approx(0.3)
    assert Reading("x", ()).confidence == 0
    assert Reading("x", ()).text == ""


def page(number: int) -> str:
    return f"1\t{number}\t0\t0\t0\t0\t0\t0\t90\t30\t-1\t\n"


def word(page: int, left: int, width: int, conf: str, text: str) -> str:
    return f"5\t{page}\t1\t1\t1\t1\t{left}\t0\t{width}\t30\t{conf}\t{text}\n"


def test_words_go_to_the_crop_of_their_page() -> None:
    table = page(1) + word(1, 10, 40, "96.5", "支付") + page(2) + page(3) + word(3, 0, 20, "-1", '"')
    first, second, third = _parse(table, 3, "tesseract:chi_sim")
    assert first.words == (Word("支付", 0.965, 10, 50),)
    assert second.words == ()
    assert third.words == (Word('"', 0.0, 0, 20),)


@pytest.mark.parametrize("missing", [1, 30, 60])
def test_output_that_a_full_disk_has_cut_off_is_no_reading(missing: int) -> None:
    table = page(1) + word(1, 10, 40, "96.5", "支付") + page(2)
    with pytest.raises(RuntimeError):
        _parse(table[: -len(page(2)) - missing], 2, "e")


def test_long_numbers_stay_text() -> None:
    table = page(1) + word(1, 0, 500, "91", "4200001234202503141234567890")
    (reading,) = _parse(table, 1, "e")
    assert reading.text == "4200001234202503141234567890"


def test_equal_crops_are_read_once_and_remembered() -> None:
    class Counting:
        name, crop_height = "counting", 20

        def __init__(self) -> None:
            self.read_crops = 0

        def read(self, crops: Sequence[npt.NDArray[np.uint8]]) -> list[Reading]:
            self.read_crops += len(crops)
            return [Reading(self.name, (Word(str(int(crop[0, 0])), 1.0, 0, 1),)) for crop in crops]

    counting = Counting()
    reader = RememberingReader(counting, most=2)
    one, two, three = (np.full((2, 3), value, np.uint8) for value in (1, 2, 3))
    assert [r.text for r in reader.read([one, two, one])] == ["1", "2", "1"]
    assert counting.read_crops == 2
    assert [r.text for r in reader.read([two, np.full((3, 2), 2, np.uint8)])] == ["2", "2"]
    assert counting.read_crops == 3  # the same bytes in another shape are another crop
    reader.read([three, three, one])
    assert counting.read_crops == 5


def test_a_narrow_blank_ends_a_clause_in_talk_and_parts_no_name() -> None:
    """Room of three quarters of a height between 听 and 退: a blank where people talk, wide print in a name."""
    before, after = words("不", "想", "听"), words("退", "钱")
    shifted = tuple(Word(w.text, w.confidence, w.left + 85, w.right + 85) for w in after)
    reading = Reading("tesseract:chi_sim", (*before, *shifted), gap=28)
    assert shifted[0].left - before[-1].right == 21
    assert (reading.text, reading.spoken) == ("不想听退钱", "不想听 退钱")
