"""Answers below a complaint whose writers bear tags and whose moments stand below the words."""

from __future__ import annotations

from extractor.evidence.pages import page_rows
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.floors import read_floors
from extractor.screens.recognise import recognise
from tests.screens.test_threads import CAPTURED, SIZE, TAKEN, line

FLOORS = (
    ("小柚子", "楼主", "充值三天没到账，要求退款", "2025-03-12 22:10"),
    ("云帆点券", "商家", "您好，24小时内给您原路退款", "2025-03-13 09:35"),
)


def floors(*parts: tuple[str, str, str, str]) -> list[Line]:
    lines = [
        line(60, 110, "投诉编号 TS20250312223301"),
        line(60, 180, "投诉标题：充值未到账"),
        line(60, 240, "投诉对象：云帆点券"),
    ]
    for number, (name, tag, text, stamp) in enumerate(parts):
        y = 320 + 220 * number
        lines += [line(180, y, name), line(180 + 34 * len(name) + 30, y, tag), line(180, y + 60, text)]
        if stamp:
            lines += [line(180, y + 120, f"{number + 1}楼"), line(270, y + 120, stamp)]
    return lines


def test_a_tag_tells_the_side_and_the_moment_is_of_the_words_above_it() -> None:
    found = read_floors(floors(*FLOORS), CAPTURED, SIZE)
    assert found is not None
    assert [(m.name, m.speaker, m.sure, m.text, f"{m.at:%m-%d %H:%M}") for m in found.messages if m.at] == [
        ("小柚子", "me", False, FLOORS[0][2], "03-12 22:10"),  # who began it may be anybody
        ("云帆点券", "other", True, FLOORS[1][2], "03-13 09:35"),
    ]


def test_what_the_shop_promises_there_is_a_row_of_the_complaint() -> None:
    page = recognise(floors(*FLOORS), load_screens(), size=SIZE, captured=CAPTURED)
    rows = {row.kind: row for row in page_rows(page, TAKEN, None)}
    assert rows["promise"].occurred_at == "2025-03-13T09:35+08:00"
    assert rows["promise"].promised_by == "2025-03-14T09:35+08:00"
    assert rows["promise"].counterparty == "云帆点券"
    assert rows["promise"].reasons == ["low_confidence:counterparty"]  # one size alone read that line
    assert "speaker_unsure" in rows["request"].reasons


def test_without_a_moment_below_or_a_shops_tag_it_is_no_exchange() -> None:
    assert read_floors(floors(FLOORS[0], (*FLOORS[1][:3], "")), CAPTURED, SIZE) is None
    assert read_floors(floors(FLOORS[0], FLOORS[0]), CAPTURED, SIZE) is None
    assert read_floors(floors(FLOORS[1]), CAPTURED, SIZE) is None
