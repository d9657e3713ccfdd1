"""Words for what was done: labels where a moment or a sum stands beside them, and nothing else where none does."""

from __future__ import annotations

import pytest

from tests.helpers import line
from tests.screens.labelled import pairs

WHEN = "2026-03-08 18:04:55"


def slots(*lines_: object) -> list[tuple[str, str, str]]:
    return [(p.label.slot, p.label.text, p.value.text) for p in pairs(*lines_)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "slot"),
    [
        ("付清", "paid_at"),
        ("付讫", "paid_at"),
        ("付款完成", "paid_at"),
        ("关单", "other_at"),
        ("完成支付", "paid_at"),
        ("拍下", "created_at"),
        ("退的时间", "refunded_at"),
        ("申请退", "requested_at"),
        ("关闭", "other_at"),
    ],
)
def test_what_was_done_beside_below_or_right_before_its_moment(word: str, slot: str) -> None:
    assert slots(line(word, x=40, y=100), line(WHEN, x=300, y=100)) == [(slot, word, WHEN)]
    assert slots(line(word, x=40, y=100), line(WHEN, x=40, y=140)) == [(slot, word, WHEN)]
    assert slots(line(f"{word}{WHEN}", x=40, y=100)) == [(slot, word, WHEN)]


@pytest.mark.parametrize(
    ("word", "slot"), [("扣了你", "paid_amount"), ("您付了", "paid_amount"), ("退了你", "refund_amount")]
)
def test_what_was_done_beside_a_sum_says_whose_it_is(word: str, slot: str) -> None:
    assert slots(line(word, x=40, y=100), line("198.40元", x=300, y=100)) == [(slot, word, "198.40元")]


def test_a_sum_in_whole_yuan_is_one_with_its_mark_only() -> None:
    assert slots(line("你付了", x=40, y=100), line("¥ 886", x=300, y=100, eng="¥ 886"))[0][0] == "paid_amount"
    assert slots(line("你付了", x=40, y=100), line("886", x=300, y=100, eng="886")) == []


@pytest.mark.parametrize(
    ("text", "slot"), [("已退半245.60", "refund_amount"), ("共付Y368.00", "paid_amount")]
)
def test_what_was_done_before_a_sum_whose_mark_was_misread(text: str, slot: str) -> None:
    assert [found[0] for found in slots(line(text, x=40, y=100, eng="¥" + text[3:]))] == [slot]


def test_a_refund_right_before_its_sum() -> None:
    assert slots(line("退款 ¥110.00", x=40, y=100)) == [("refund_amount", "退款", "¥110.00")]


@pytest.mark.parametrize("word", ["关闭", "付款", "申请退款", "退款"])
def test_a_button_is_no_label(word: str) -> None:
    assert slots(line(word, x=40, y=100), line("联系商家", x=300, y=100)) == []


@pytest.mark.parametrize("word", ["退", "扣除", "扣费"])
def test_a_badge_and_a_fee_that_is_taken_off_head_no_sum_of_a_payment(word: str) -> None:
    assert slots(line(word, x=40, y=100), line("¥5.00", x=300, y=100)) == []


def test_words_below_their_values_take_what_is_nearer() -> None:
    found = slots(
        line("272.00", x=40, y=100),
        line("扣了你", x=40, y=145),
        line("68.00", x=40, y=240),
        line("退了你", x=40, y=285),
        line("01-13 19:04:55", x=40, y=380),
        line("扣的时间", x=40, y=425),
        line("01-13 20:58:31", x=40, y=520),
        line("退的时间", x=40, y=565),
    )
    assert [(slot, value) for slot, _, value in found] == [
        ("paid_amount", "272.00"),
        ("refund_amount", "68.00"),
        ("paid_at", "01-13 19:04:55"),
        ("refunded_at", "01-13 20:58:31"),
    ]


def test_the_step_of_a_refund_heads_the_moment_in_its_row_only() -> None:
    assert slots(line("退款到账", x=40, y=100), line(WHEN, x=300, y=100)) == [
        ("refunded_at", "退款到账", WHEN)
    ]
    assert slots(line("退款到账", x=40, y=100), line(WHEN, x=40, y=140)) == []


def test_the_letters_of_a_number_behind_a_label_in_latin() -> None:
    assert slots(line("Trade Ref. SG0205-235811-6642", x=40, y=100)) == [
        ("order_no", "TradeRef", "SG0205-235811-6642")
    ]


def test_a_plain_payment_heads_a_sum_in_a_column_of_its_own_only() -> None:
    shown = "¥45.07(含浮动金额¥0.07)"
    assert slots(line("付款", x=40, y=100), line(shown, x=300, y=100)) == [("paid_amount", "付款", shown)]
    assert slots(line("付款", x=40, y=100), line("¥45.07", x=100, y=100)) == []
