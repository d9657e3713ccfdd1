"""Pages as a whole: which screen, and what needs no look."""

from __future__ import annotations

import pytest

from tests.evidence.pages import BILL, ORDER, asking, headline, page, pairs, rows
from tests.helpers import line


@pytest.mark.parametrize(
    ("screen", "items"),
    [
        (
            "qq_wallet.bill",
            (
                ("支付方式", "QQ钱包余额"),
                ("交易时间", "2026-07-28 19:03:46"),
                ("交易单号", "1876800054892607281"),
            ),
        ),
        ("bank.receipt", (("交易卡号", "尾号 5502"), ("检索参考号", "370771003948"))),
        ("shop.order", (("航班", "CZ0000"), ("票号", "784-0202032248"), ("订单编号", "3995992446"))),
        (
            "card_platform.order",
            (
                ("单号", "870478240303611986"),
                ("应付总额", "30.00"),
                ("充值号码", "13800138000"),
                ("商品面值", "流量包"),
            ),
        ),
        ("alipay.transfer", (("付款方账户", "*马 177******08"), ("转账备注", "货款"))),
    ],
)
def test_screens_are_told_by_their_labels(screen: str, items: tuple[tuple[str, str], ...]) -> None:
    assert page(*pairs(*items)).screen.screen == screen


def test_an_unknown_page_whose_labels_say_everything_needs_no_look() -> None:
    items = (("订单编号", "20250314210533120"), ("支付金额", "98.00"), ("支付时间", "2025-03-14 21:05:33"))
    (found,) = rows(*pairs(*items))
    assert found.screen in ("", "unknown")
    assert found.reasons == []


def test_a_sentence_tells_what_is_asked_back() -> None:
    (row,) = asking(
        line("您于2026-04-26 09:30提交了退款申请,", x=50, y=260, w=500, eng="2026-04-26 09:30 ,"),
        line("申请退款", x=600, y=260, w=110),
        line("半45.90,", x=50, y=300, w=100, eng="¥45.90,"),
        line("商家将在48小时内处理。", x=170, y=300, w=300, eng="48"),
    )
    assert (row.amount, row.status, row.occurred_at) == ("45.90", "refunding", "2026-04-26T09:30+08:00")


@pytest.mark.parametrize("gap", [50, 200])
def test_a_label_made_as_wide_as_its_neighbours_is_one(gap: int) -> None:
    spread = [line("实", x=40, y=600, w=28), line("付", x=68 + gap, y=600, w=28)]
    found = rows(*pairs(*ORDER[:3]), *spread, line("27.90元", x=300, y=600, eng="27.90"))
    assert (found[0].rules.get("amount") == "paid_amount:实付:right") is (gap == 50)


def test_a_slanting_watermark_hides_no_headline() -> None:
    slant = [
        line("Ca", x=40 + 300 * (n % 2), y=100 + 200 * n, w=260, h=160, confidence=0.1) for n in range(8)
    ]
    (found,) = rows(headline("¥98.00"), *pairs(*BILL), *slant)
    assert found.amount == "98.00"


def test_an_english_page_with_all_its_labels_does_not_ask_whose_it_is() -> None:
    items = (
        ("Payment Time", "2026-01-15 20:41:33"),
        ("Transaction ID", "4200009372202601153347458613"),
        ("Merchant Order No.", "GC2026011520413392182"),
    )
    said = line("Payment Successful", x=40, y=260)
    shown = [
        line(text, x=40, y=300 + 60 * row + 30 * below, w=13 * len(text), eng=text if below else "", h=22)
        for row, item in enumerate(items)
        for below, text in enumerate(item)
    ]
    [row] = rows(line("Details", x=300, y=40), headline("-218.00"), said, *shown)
    assert (row.order_no, row.status) == ("GC2026011520413392182", "paid")
    assert "unknown_screen" not in row.reasons
