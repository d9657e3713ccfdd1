"""Cards of a chat to rows: orders with number, sum, moment and status; transfers in other words than 已收款."""

from __future__ import annotations

import pytest

from extractor.evidence.cards import offer_row
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.messages import Message
from tests.evidence.test_chats import message, rows


def part(x: int, y: int, text: str, second: str | None = None) -> Line:
    box = Box(x, y, sum(34 if ord(char) > 255 else 17 for char in text), 34)
    figures = "".join(char for char in text if ord(char) < 256) if second is None else second
    readings = [
        Reading(engine, (Word(said, 0.95, 0, box.w),))
        for engine, said in (("chi_sim", text), ("eng", figures))
    ]
    return Line(box, tuple(readings))


def card(*parts: Line) -> Row:
    said = message("me", "x", kind="card")
    text = "".join(line.text for line in parts)
    [row] = rows(Message("card", "me", "", text, said.time, Box(0, 0, 600, 400), parts, True))
    return row


ORDER = (
    part(0, 0, "订单编号: 2570814466031552817"),
    part(120, 80, "电影通兑券 2张"),
    part(120, 130, "¥79.80"),
    part(0, 240, "付款 2025-03-13 22:40:13"),
    part(500, 240, "买家已付款"),
)


def test_an_order_sent_as_a_card_is_a_transaction_of_its_own_day() -> None:
    row = card(*ORDER)
    assert (row.kind, row.order_no, row.amount, row.status) == (
        "transaction",
        "2570814466031552817",
        "79.80",
        "paid",
    )
    assert row.occurred_at == "2025-03-13T22:40:13+08:00"
    assert row.speaker == "me"


def test_an_order_card_with_two_sums_and_none_named_paid_asks() -> None:
    row = card(*ORDER, part(300, 130, "¥99.00"))
    assert "other_amount_on_page:amount" in row.reasons


def test_what_an_order_card_says_was_paid_is_the_sum_and_not_the_face_value_in_its_words() -> None:
    row = card(
        part(0, 0, "订单编号: 318840276519", "iT #485: 318840276519"),
        part(120, 80, "联通话费充值 100元"),
        part(120, 130, "¥97.50"),
        part(500, 240, "充值中"),
    )
    assert (row.order_no, row.amount, row.status) == ("318840276519", "97.50", "processing")
    assert not [reason for reason in row.reasons if "amount" in reason]


def test_an_order_card_that_shows_no_time_has_none_of_the_conversation() -> None:
    """It may have been sent days after the payment."""
    row = card(*ORDER[:3], ORDER[4])
    assert (row.occurred_at, row.notes) == ("", ["no_time_shown"])
    transfer = card(part(60, 0, "¥45.00"), part(60, 50, "已收款"), part(0, 120, "转账"))
    assert transfer.occurred_at


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("已被退还", "refunded"),
        ("过期已退还", "refunded"),
        ("你发起了一笔转账", "pending"),
        ("待对方收款", "pending"),
        ("待领取", "pending"),
        ("已付款", "paid"),
        ("对方已收钱", "paid"),
        ("收款成功", "paid"),
    ],
)
def test_what_a_transfer_card_says_of_the_sum(words: str, status: str) -> None:
    row = card(part(60, 0, "¥45.00"), part(60, 50, words), part(0, 120, "转账"))
    assert (row.amount, row.status, row.reasons) == ("45.00", status, [])


def test_a_sum_whose_mark_nobody_read_asks() -> None:
    row = card(part(60, 0, "545.00"), part(60, 50, "已被退还"), part(0, 120, "微信转账"))
    assert row.reasons == ["single_read:amount"]


def test_the_apps_own_warning_offers_nothing() -> None:
    warning = message("system", "交易前聊一聊: 脱离平台加微信退款易被骗", kind="notice")
    assert not [row for row in rows(warning) if row.kind == "scam"]


def sent(*parts: Line, moves_money: bool = True) -> list[Row]:
    text = "".join(line.text for line in parts)
    at = message("me", "x").time
    return rows(Message("card", "me", "", text, at, Box(0, 0, 600, 400), parts, moves_money=moves_money))


def test_a_card_in_the_colour_of_transfers_is_one_though_its_words_were_not_read() -> None:
    [row] = sent(part(0, 0, "¥418.00"), part(0, 60, "YY帮 下叶"))
    assert (row.kind, row.amount, row.status) == ("transaction", "418.00", "")
    assert "low_confidence:text" in row.reasons
    assert not sent(part(0, 0, "¥418.00"), part(0, 60, "YY帮 下叶"), moves_money=False)


def test_the_mark_of_a_sum_that_no_engine_knows_is_no_doubt_of_the_card() -> None:
    box = Box(0, 0, 200, 41)
    figures = [("chi_sim", "半328.00", 0.11), ("eng", "¥328.00", 0.9), ("chi_sim", "¥328.00", 0.5)]
    marked = Line(box, tuple(Reading(engine, (Word(said, sure, 0, 200),)) for engine, said, sure in figures))
    [row] = sent(marked, part(0, 60, "已被接收"), part(0, 120, "微信转账"))
    assert (row.amount, row.status) == ("328.00", "paid")
    assert "low_confidence:text" not in row.reasons


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("等待卖家发货", "paid"),
        ("交易成功", "paid"),
        ("买家申请退款", "refunding"),
        ("交易关闭", "closed"),
    ],
)
def test_the_bar_below_the_title_shows_an_order(word: str, status: str) -> None:
    bar = part(150, 0, "购物卡200面值"), part(150, 50, "半180.00", "¥180.00"), part(150, 100, word)
    row = offer_row((*bar, part(600, 50, "提醒发货")), "柠檬茶")
    assert row is not None
    assert (row.kind, row.amount, row.status, row.occurred_at) == ("transaction", "180.00", status, "")
    assert (row.counterparty, row.notes) == ("柠檬茶", ["no_time_shown"])
    assert row.reasons == ["missing:order_no"]  # which payment it was, a person has to say
    assert "提醒发货" not in row.text


def test_goods_on_offer_are_no_order_whatever_their_buttons_say() -> None:
    goods = part(150, 0, "购物卡200面值"), part(150, 50, "¥180.00"), part(150, 100, "包邮")
    assert offer_row((*goods, part(600, 50, "已付款")), "柠檬茶") is None
    assert offer_row((part(150, 0, "购物卡200面值"), part(150, 100, "交易成功")), "柠檬茶") is None


def test_a_bar_with_two_prices_asks() -> None:
    bar = part(150, 50, "¥180.00"), part(300, 50, "¥200.00"), part(150, 100, "交易成功")
    row = offer_row(bar, "柠檬茶")
    assert row is not None
    assert "other_amount_on_page:amount" in row.reasons


def test_a_card_without_a_number_is_an_order_where_a_line_says_what_became_of_it() -> None:
    goods, price = part(40, 0, "京东E卡500面值"), part(40, 60, "¥470.00", "¥470.00")
    row = card(goods, price, part(40, 120, "等待卖家发货"))
    assert (row.kind, row.order_no, row.amount, row.status, row.occurred_at) == (
        "transaction",
        "",
        "470.00",
        "paid",
        "",
    )
    assert sent(goods, price, part(40, 120, "库存充足，拍下秒发"), moves_money=False) == []


def test_an_order_sent_without_a_word_of_what_became_of_it_is_a_mention() -> None:
    row = card(ORDER[0], ORDER[1], part(120, 130, "实付款 ¥79.80"))
    assert (row.kind, row.order_no, row.amount, row.status) == ("mention", "2570814466031552817", "79.80", "")
