from __future__ import annotations

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.ocr.lines import HAN_ARBITER, HAN_WITNESS, Line
from extractor.ocr.look_again import Wanted, look_again
from extractor.ocr.masked_names import _joined
from extractor.ocr.reader import Word
from extractor.vision.stars import StarRun
from tests.helpers import CHINESE, ENGLISH, cjk_font, drawn, reading

FONT = cjk_font(34)
needs_font = pytest.mark.skipif(FONT is None, reason="no Chinese font")


def looked_again(text: str, *misread: str) -> Line:
    """A drawn line that was misread, after a look at more sizes."""
    page = np.asarray(drawn([(40, 40, text)], (720, 120), font=FONT))
    rows, columns = (np.flatnonzero((page < 128).any(axis=(axis, 2))) for axis in (1, 0))
    left, top = int(columns[0]), int(rows[0])
    box = Box(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)
    readings = (*(reading(t, CHINESE, 0.2) for t in misread), reading("139 0513", ENGLISH))
    return look_again([Wanted(page, Line(box, readings), "word")])[0]


@needs_font
@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("text", ["**博", "转账给**英", "**博139****0513"])
def test_a_masked_name_is_read_between_its_stars(text: str) -> None:
    line = looked_again(text, "坟" + text[2:])
    assert line.text.replace(" ", "") == text
    assert "坟" not in "".join(r.text for r in line.readings)
    assert [r.engine for r in line.readings].count(ENGLISH) == 1


@needs_font
@pytest.mark.usefixtures("tesseract")
def test_words_without_stars_keep_what_was_read_of_them() -> None:
    line = looked_again("首充礼包", "首允礼包")
    assert line.text == "首充礼包"
    assert "首允礼包" in [r.text for r in line.readings]


def test_words_of_one_part_keep_the_order_they_were_read_in() -> None:
    """The first word of a group has the width of the whole group, so that its middle lies behind the next one's."""
    stars = [StarRun(100, 130, 2)]
    behind = [Word("网", 0.9, 134, 260), Word("络", 0.9, 160, 190), Word("公司", 0.9, 200, 260)]
    words = _joined(stars, [(134, behind), (0, [Word("杭州", 0.9, 10, 96)])], 30)
    assert "".join(word.text for word in words) == "杭州**网络公司"


@needs_font
@pytest.mark.usefixtures("tesseract")
def test_a_name_is_read_by_the_other_model_of_han_characters_and_keeps_its_first_reading() -> None:
    page = np.asarray(drawn([(40, 40, "首充礼包")], (720, 120), font=FONT))
    line = Line(Box(38, 40, 150, 44), (reading("首允礼包", CHINESE, 0.9),))
    [found] = look_again([Wanted(page, line, None, named=True)])
    assert [(r.engine, r.text) for r in found.readings] == [
        (CHINESE, "首允礼包"),
        (HAN_WITNESS, "首充礼包"),
        (HAN_WITNESS, "首充礼包"),
        (HAN_ARBITER, "首充礼包"),
    ]
