"""Talks without bubbles and times: names above messages, and forms that are none."""

from __future__ import annotations

from extractor.geometry import Box
from tests.screens.chats import PAGE, Placed, chat, line


def column(*parts: tuple[str, str]) -> list[Placed]:
    """Names at the left, each with a line below it that begins a little farther right."""
    placed: list[Placed] = []
    for i, (name, text) in enumerate(parts):
        y = 300 + 160 * i
        placed.append((line(Box(40, y, 40 * len(name), 40), name), PAGE))
        placed.append((line(Box(80, y + 64, 40 * len(text), 44), text), PAGE))
    return placed


def test_names_above_messages_make_a_talk() -> None:
    found = chat(
        *column(
            ("机器人小巧", "请输入编号选择"),
            ("访客", "3"),
            ("雨菲", "转接成功为您解答"),
            ("访客", "要求退回我的支付款"),
            ("雨菲", "明早10点前给您退"),
        )
    )
    assert [(m.speaker, m.sure, m.text) for m in found.messages] == [
        ("other", True, "请输入编号选择"),
        ("me", True, "3"),
        ("other", False, "转接成功为您解答"),
        ("me", True, "要求退回我的支付款"),
        ("other", False, "明早10点前给您退"),
    ]
    assert found.points >= 6


def test_a_form_with_labels_above_its_values_is_none() -> None:
    found = chat(
        *column(
            ("订单编号", "20250314"), ("商品名称", "视频会员"), ("支付方式", "微信"), ("订单状态", "已完成")
        )
    )
    assert found.points == 0
