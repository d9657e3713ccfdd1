"""Letters and mails that tell of an order in sentences."""

from __future__ import annotations

import pytest

from extractor.evidence.schema import Row
from tests.evidence.pages import rows
from tests.helpers import line


def letter(*paragraphs: tuple[str, ...]) -> list[Row]:
    """The rows of a page of paragraphs, whose lines stand close below each other."""
    lines, y = [], 160
    for paragraph in paragraphs:
        for text in paragraph:
            figures = "".join(c if c.isascii() or c == "￥" else " " for c in text).strip(" ,:()")
            eng = figures if any(c.isdigit() for c in figures) else ""
            lines.append(line(text, x=40, y=y, eng=eng.replace("￥", "¥"), confidence=0.9))
            y += 46
        y += 60
    return rows(*lines)


UNPAID = (
    (
        "尊敬的顾客，您于 2026年3月19日 07:58",
        "提交的订单（编号",
        "P202603190758028104）因超过 30 分钟",
        "未付款，系统自动关闭。",
    ),
    ("您选购的是：100元面额，共 5 张，应付", "￥478.50（原价 ￥500.00）。"),
    ("若您已经付款但页面仍显示过期，请致电", "021-6128-4470 核对。"),
    ("本页面生成于 2026-03-19 09:29:57",),
)


def test_an_order_told_in_sentences_is_a_row_that_asks() -> None:
    (row,) = letter(*UNPAID)
    assert (row.order_no, row.amount, row.status) == ("P202603190758028104", "478.50", "closed")
    assert row.occurred_at.startswith("2026-03-19T07:58")
    assert "unknown_screen" in row.reasons


@pytest.mark.parametrize(
    ("said", "status", "amount", "at"),
    [
        (
            (
                "尊敬的客户，您 2026-02-11 09:40:12 下单的订单",
                "（单号：77203918455102）因库存不足充值失败，",
                "现已原路退款 320.00 元，退款时间为",
                "2026-02-12 10:05:30。",
            ),
            "refunded",
            "320.00",
            "2026-02-12T10:05",
        ),
        (
            (
                "您于 2026年4月2日 20:15 购买的Q币",
                "（订单编号 77203918455102）我们已收到付款，",
                "实付金额 ￥320.00，优惠 ￥3.60。",
            ),
            "paid",
            "320.00",
            "2026-04-02T20:15",
        ),
    ],
)
def test_what_has_become_of_it_says_which_sum_and_which_moment(
    said: tuple[str, ...], status: str, amount: str, at: str
) -> None:
    (row,) = letter(said)
    assert (row.order_no, row.status, row.amount) == ("77203918455102", status, amount)
    assert row.occurred_at.startswith(at)


def test_what_may_be_and_what_is_to_come_are_no_outcome() -> None:
    first = (
        "您于 2026年3月19日 07:58 提交的订单",
        "（编号P202603190758028104），应付 ￥478.50，",
        "逾期订单将自动关闭。如已付款请忽略。",
    )
    (row,) = letter(first)
    assert (row.order_no, row.amount, row.status) == ("P202603190758028104", "478.50", "")


def test_two_orders_or_terms_without_a_number_are_no_letter_of_one() -> None:
    other = ("您的订单（编号 P202603190758028999）也已关闭。",)
    assert letter(*UNPAID[:2], other) == []
    assert letter(("尊敬的用户，您提交订单后请于 30 分钟内付款，", "单笔满 100.00 元可用优惠券。")) == []


def test_when_it_was_paid_goes_before_the_label_of_when_it_was_ordered() -> None:
    (row,) = letter(
        ("您的订单SN8820261113001已于2026-04-13", "14:02:09付款成功,支付金额", "￥128.00,祝您愉快"),
        ("订单提交时间2026-04-13 14:01:20",),
    )
    assert (row.order_no, row.occurred_at[:19]) == ("SN8820261113001", "2026-04-13T14:02:09")


def test_two_sums_that_were_to_be_paid_leave_none() -> None:
    found = letter(UNPAID[0], ("应付 ￥478.50，应付 ￥500.00。",))
    assert [row.amount for row in found] == [""] and "missing:amount" in found[0].reasons
