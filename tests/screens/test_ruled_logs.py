"""Talks in a ruled window: name, words and clock in one row; and tables that are no talk."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.ruled_logs import read_ruled_log
from tests.screens.chats import CAPTURED, line

WINDOW = (640, 500)


def window(*rows: tuple[str, str, str]) -> list[Line]:
    lines = [line(Box(12, 8, 113, 15), "在线客服")]
    for place, (name, text, clock) in enumerate(rows):
        y = 52 + 35 * place
        lines += [
            line(Box(98 - 14 * len(name), y, 14 * len(name), 14), name),
            line(Box(116, y, 14 * len(text), 14), text),
            line(Box(562, y, 48, 12), clock),
        ]
    return lines


TALK = (
    ("系统", "欢迎您，当前排队人数", "09:02:05"),
    ("客服042", "您好，很高兴为您服务", "09:02:31"),
    ("访客", "充了三百只到了两百", "09:03:18"),
    ("客服042", "差额会退回原账户", "09:05:40"),
)


def test_each_row_is_a_message_of_who_stands_at_its_left() -> None:
    found = read_ruled_log(window(*TALK), CAPTURED, WINDOW)
    assert found is not None
    assert [(m.speaker, m.name, m.text) for m in found.messages] == [
        ("system", "系统", "欢迎您，当前排队人数"),
        ("other", "客服042", "您好，很高兴为您服务"),
        ("me", "访客", "充了三百只到了两百"),
        ("other", "客服042", "差额会退回原账户"),
    ]
    assert [f"{m.at:%m-%d %H:%M:%S}" for m in found.messages if m.at][2] == "03-15 09:03:18"


def test_what_wraps_goes_on_in_the_row_above() -> None:
    wrapped = line(Box(116, 52 + 35 * 3 + 18, 60, 14), "请查收")
    found = read_ruled_log([*window(*TALK), wrapped], CAPTURED, WINDOW)
    assert found is not None
    assert found.messages[-1].text == "差额会退回原账户请查收"


def test_a_table_without_both_sides_is_no_talk() -> None:
    assert read_ruled_log(window(*(("话费", text, at) for _, text, at in TALK)), CAPTURED, WINDOW) is None
    assert read_ruled_log(window(*TALK[:2]), CAPTURED, WINDOW) is None


def test_a_clock_before_the_one_above_it_asks() -> None:
    talk = (*TALK[:3], (*TALK[3][:2], "08:05:40"))
    found = read_ruled_log(window(*talk), CAPTURED, WINDOW)
    assert found is not None
    assert "times_not_in_order" in found.messages[-1].reasons
