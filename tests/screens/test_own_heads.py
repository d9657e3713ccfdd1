"""Names and stamps that stand inside the bubbles."""

from __future__ import annotations

from datetime import datetime

import pytest

from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.messages import Block, join_lines
from extractor.screens.own_heads import take_heads
from extractor.vision.regions import Region

CAPTURED = datetime(2025, 6, 12, 12, 0, tzinfo=CHINA)
SMALL, USUAL = 15, 19


def line(text: str, x: int, y: int, h: int = USUAL) -> Line:
    width = sum(h if ord(char) > 255 else h // 2 for char in text)
    high = h if any(ord(char) > 255 for char in text) else round(0.78 * h)
    readings = tuple(Reading(engine, (Word(text, 0.95, 0, 1),)) for engine in ("han", "latin"))
    return Line(Box(x, y, width, high), readings)


def bubble(y: int, *lines: Line, left: bool = True) -> Block:
    box = Box(15 if left else 60, y, 355, 120)
    return Block(
        box, list(lines), Region(box, (254, 254, 254), 0.9), speaker="other" if left else "me", sure=True
    )


def text_of(block: Block) -> str:
    return join_lines(block.lines)


def test_a_small_first_line_with_name_and_stamp_is_the_message_s_own_name_and_time() -> None:
    block = bubble(
        400,
        line("售后-小璐 2025-06-12 10:15", 31, 410, SMALL),
        line("您好，款项将在3个工作", 31, 440),
        line("日内原路退回。", 31, 470),
    )
    take_heads([block], CAPTURED)
    assert text_of(block) == "您好，款项将在3个工作日内原路退回。"
    assert block.name == "售后-小璐"
    assert block.time is not None and block.time.at == datetime(2025, 6, 12, 10, 15, tzinfo=CHINA)


def test_name_at_the_left_and_stamp_at_the_right_are_two_lines_of_one_head() -> None:
    block = bubble(
        400,
        line("客服小美", 31, 410, SMALL),
        line("2025-06-11 10:15", 220, 411, SMALL),
        line("明天给您退款到原账户", 31, 440),
        line("请留意查收", 31, 470),
    )
    take_heads([block], CAPTURED)
    assert text_of(block) == "明天给您退款到原账户请留意查收"
    assert block.name == "客服小美"
    assert block.time is not None and block.time.at == datetime(2025, 6, 11, 10, 15, tzinfo=CHINA)


def test_a_name_in_bold_with_the_stamp_under_it() -> None:
    block = bubble(
        400,
        line("平台专员03", 31, 410),
        line("2025/06/11 09:30", 31, 436, SMALL),
        line("您的退款已提交财务", 31, 470),
    )
    take_heads([block], CAPTURED)
    assert text_of(block) == "您的退款已提交财务"
    assert block.name == "平台专员03"


def test_a_stamp_in_small_print_below_the_words() -> None:
    block = bubble(
        400, line("已经给您登记了，后天前处理", 31, 410), line("2025-06-11 18:05:12", 220, 440, 13)
    )
    take_heads([block], CAPTURED)
    assert text_of(block) == "已经给您登记了，后天前处理"
    assert block.time is not None and block.time.at == datetime(2025, 6, 11, 18, 5, 12, tzinfo=CHINA)


def test_heads_in_the_print_of_the_words_bear_each_other_out() -> None:
    blocks = [
        bubble(400, line("小璐 2025-06-11 10:15", 31, 410), line("在的呢", 31, 440)),
        bubble(600, line("阿强 2025-06-11 10:20", 31, 610), line("什么时候退", 31, 640), left=False),
    ]
    take_heads(blocks, CAPTURED)
    assert [text_of(block) for block in blocks] == ["在的呢", "什么时候退"]
    assert [block.name for block in blocks] == ["小璐", "阿强"]


@pytest.mark.parametrize(
    "first",
    ["付款时间 2025-06-11 10:15", "2025-06-11 10:15", "我 10:15", "订单号 2025-06-11 10:15"],
)
def test_one_line_in_the_print_of_the_words_stays_one_of_them(first: str) -> None:
    block = bubble(400, line(first, 31, 410), line("这笔到现在没有到账", 31, 440))
    before = text_of(block)
    take_heads([block], CAPTURED)
    assert text_of(block) == before
    assert block.time is None


def test_in_a_card_as_wide_as_the_page_the_name_tells_whose_message_it_is() -> None:
    talk = (
        ("管理员", "您好，7月22号之前给您退款"),
        ("我", "好的我等着"),
        ("系统通知", "工单已转交给售后处理"),
    )
    cards = [
        bubble(
            400 + 130 * place,
            line(name, 31, 410 + 130 * place, SMALL),
            line(f"2025-06-11 10:1{place}", 220, 411 + 130 * place, SMALL),
            line(text, 31, 440 + 130 * place),
        )
        for place, (name, text) in enumerate(talk)
    ]
    for card in cards:
        card.speaker, card.kind = "system", "notice"
    take_heads(cards, CAPTURED)
    assert [(card.speaker, card.kind) for card in cards] == [
        ("other", "text"),
        ("me", "text"),
        ("system", "notice"),
    ]
