"""Which bubbles are cards, and which of them the app sent itself."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.vision.regions import Region
from tests.screens.chats import TALK, WHITE, Placed, chat, line, mine

BLUE = (45, 125, 220)


def boxed(
    y: int, *rows: tuple[int, int, int, str], colour: tuple[int, int, int] = WHITE, own: bool = False
) -> list[Placed]:
    """A bubble of 640 by 260 with lines in it: x, y from its corner, height, text."""
    x = 290 if own else 150
    ground = Region(Box(x, y, 640, 260), colour, 0.9, 0.0 if own else 0.5, 0.5 if own else 0.0, solid=0.98)
    return [
        (line(Box(x + left, y + top, round(0.95 * high * len(text)), high), text), ground)
        for left, top, high, text in rows
    ]


def kinds(*placed: Placed) -> list[tuple[str, str]]:
    return [(m.kind, m.speaker) for m in chat(*TALK, *placed).messages][2:]


def test_a_sum_in_a_row_of_its_own_and_short_words_of_a_payment_are_a_card() -> None:
    business = boxed(
        700, (120, 40, 44, "¥1280.00"), (120, 110, 34, "已付款"), (30, 200, 30, "企业收款"), colour=BLUE
    )
    white = boxed(700, (40, 30, 34, "支付宝转账"), (40, 90, 50, "¥460.00"), (40, 190, 34, "待领取"))
    assert kinds(*business) == [("card", "other")]
    assert kinds(*white) == [("card", "other")]


def test_an_order_with_what_was_paid_and_its_state_is_a_card() -> None:
    order = boxed(
        700, (30, 30, 44, "Q币100个"), (30, 100, 34, "实付¥97.00"), (30, 160, 34, "已完成"), own=True
    )
    assert kinds(*order) == [("card", "me")]
    assert kinds(*boxed(700, (30, 30, 44, "实付¥97.00显示已完成"))) == [("text", "other")]


def test_a_sum_that_is_talked_of_is_no_card() -> None:
    assert kinds(mine(700, "你把那笔¥45.00转账退给我")) == [("text", "me")]


def test_an_order_with_its_number_and_sum_is_a_card_and_a_question_about_one_is_none() -> None:
    order = boxed(
        700,
        (30, 30, 34, "订单编号: 2570814466031552817"),
        (160, 90, 34, "电影通兑券 2张"),
        (160, 140, 36, "¥79.80"),
        (30, 210, 32, "付款 2025-03-13 22:40:13"),
        own=True,
    )
    assert kinds(*order) == [("card", "me")]
    assert kinds(mine(700, "订单号25708144,79.80没到")) == [("text", "me")]


def test_a_headline_over_smaller_print_of_the_shops_decision_is_the_systems() -> None:
    refused = boxed(700, (30, 40, 44, "商家已拒绝您的退款申请"), (30, 120, 34, "拒绝说明:虚拟商品无法退款"))
    assert kinds(*refused) == [("notice", "system")]
    level = boxed(700, (30, 40, 40, "平台已关闭退款入口"), (30, 120, 40, "您联系平台吧"))
    assert kinds(*level) == [("text", "other")]
