"""The chat window of a game: channels in brackets, whose sides it does not tell."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.channels import read_channels
from tests.screens.chats import line

WINDOW = (720, 460)


def window(*texts: str) -> list[Line]:
    return [line(Box(39, 91 + 29 * n, 14 * len(text), 16), text) for n, text in enumerate(texts)]


def test_names_stand_between_the_channel_and_what_is_said_and_no_side_is_told() -> None:
    lines = window(
        "[系统]切勿相信游戏外交易",
        "[世界]金多多:收金 1:3200",
        "[私聊]北冥有喵:那单你自己说的退",
        "[私获]金多多: 下线就退你80",
        "[私聊]北冥有吵:好",
    )
    found = read_channels(lines, WINDOW)
    assert found is not None
    assert [(m.speaker, m.sure, m.name, m.text) for m in found.messages] == [
        ("system", True, "", "[系统]切勿相信游戏外交易"),
        ("unknown", False, "金多多", "收金 1:3200"),
        ("unknown", False, "北冥有喵", "那单你自己说的退"),
        ("unknown", False, "金多多", "下线就退你80"),
        ("unknown", False, "北冥有喵", "好"),
    ]
    assert all(message.time is None for message in found.messages)


def test_a_line_without_a_channel_goes_on_with_the_one_above() -> None:
    lines = window("[世界]甲:第一句", "还有后半句", "[世界]乙:第二句", "[私聊]甲:第三句", "[私聊]乙:好")
    found = read_channels(lines, WINDOW)
    assert found is not None
    assert [m.text for m in found.messages][:2] == ["第一句还有后半句", "第二句"]


def test_brackets_of_other_pages_are_no_channels() -> None:
    goods = window("[自营]手机:黑色", "[促销]会员:月卡", "[新品]耳机:白色", "[包邮]数据线:两米")
    assert read_channels(goods, WINDOW) is None
    assert read_channels(window("[世界]甲:一", "[世界]乙:二"), WINDOW) is None
