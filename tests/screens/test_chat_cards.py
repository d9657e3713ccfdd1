"""The colour of transfers as the colour of somebody's bubbles."""

from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.vision.regions import Region
from tests.screens.test_chat import ORANGE, TALK, WHITE, Placed, chat, line, mine


def bubble(y: int, *texts: str) -> list[Placed]:
    ground = Region(Box(430, y, 500, 60 * len(texts) + 50), ORANGE, 0.9, right_content=0.5, solid=0.98)
    return [
        (line(Box(466, y + 30 + 60 * i, 40 * len(text), 44), text), ground) for i, text in enumerate(texts)
    ]


def kinds(*placed: Placed) -> list[str]:
    return [m.kind for m in chat(*TALK, *placed).messages][2:]


def test_bubbles_of_words_in_the_colour_of_transfers_are_no_cards() -> None:
    theme = [*bubble(700, "试了八次", "直接退我50元吧"), *bubble(900, "那我找平台", "处理")]
    assert kinds(*theme) == ["text", "text"]
    assert kinds(*bubble(700, "半500.00", "点券")) == ["card"]
    assert kinds(*bubble(700, "¥500.00", "已收款"), *bubble(900, "¥200.00", "点券")) == ["card", "card"]


@pytest.mark.parametrize("sum_", ["¥360.00", "¥99.9", "¥180"])
def test_an_order_with_its_number_is_a_card_and_no_quote_of_the_message_above_it(sum_: str) -> None:
    """订单编号: 3550… has the form of a name and what it says, in smaller print."""
    ground = Region(Box(150, 768, 760, 330), WHITE, 0.9, left_content=0.5, solid=0.98)
    parts = ("订单编号: 260830-510274936618205", "宽带续费一年", sum_, "已发货")
    order = [(line(Box(186, 786 + 60 * i, 17 * len(text), 32), text), ground) for i, text in enumerate(parts)]
    assert kinds(mine(640, "不可以退款"), *order) == ["text", "card"]
