"""Short heads whose meaning what stands beside them tells, and heads that are no labels at all there."""

from __future__ import annotations

import pytest

from tests.helpers import line
from tests.screens.labelled import pairs

WHEN = "2026-03-08 18:04:55"


def slots(*lines_: object) -> list[tuple[str, str, str]]:
    return [(p.label.slot, p.label.text, p.value.text) for p in pairs(*lines_)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "slot"), [("下单", "created_at"), ("创建", "created_at"), ("成交", "paid_at")]
)
def test_a_verb_is_the_head_of_the_moment_beside_it(head: str, slot: str) -> None:
    assert slots(line(head, x=40, y=100), line(WHEN, x=300, y=100)) == [(slot, head, WHEN)]
    assert slots(line(head, x=40, y=100), line(WHEN, x=40, y=140)) == [(slot, head, WHEN)]


def test_a_verb_over_anything_else_is_a_button() -> None:
    assert slots(line("下单", x=40, y=100), line("¥128.00", x=40, y=140)) == []


def test_what_became_of_an_order_beside_its_label_heads_no_sum() -> None:
    found = slots(
        line("状态", x=40, y=100),
        line("已付款,", x=420, y=100),
        line("待到账", x=570, y=100),
        line("到账进度", x=40, y=160),
        line("0.00 / 200.00", x=420, y=160),
    )
    assert found == [("status", "状态", "已付款,\n待到账")]


@pytest.mark.parametrize(("label", "slot"), [("paid_at", "paid_at"), ("out_trade_no", "merchant_no")])
def test_a_programs_name_of_a_field_is_a_label(label: str, slot: str) -> None:
    value = WHEN if slot == "paid_at" else "ST20260308180455071"
    assert [found[0] for found in slots(line(label, x=40, y=100), line(value, x=300, y=100))] == [slot]


def test_a_programs_name_in_two_boxes_is_one_label() -> None:
    found = slots(
        line("order", x=40, y=100, w=100),
        line("id", x=160, y=100, w=40),
        line("ST20260308180455071", x=300, y=100),
    )
    assert found == [("order_no", "OrderID", "ST20260308180455071")]


def test_a_label_in_heavy_brackets() -> None:
    found = slots(line("【订单流水】", x=40, y=100), line("10713-20260308-0055", x=300, y=100))
    assert found == [("order_no", "订单流水", "10713-20260308-0055")]


def test_the_number_in_a_pages_title() -> None:
    assert slots(line("Order #7QX02M9PDWE4ZB", x=40, y=100)) == [("order_no", "No.", "7QX02M9PDWE4ZB")]
    assert slots(line("Order #LATEST", x=40, y=100)) == []


def test_a_number_wrapped_beside_a_label_at_half_its_height() -> None:
    menu = line("代理", x=0, y=160, w=60)
    found = slots(
        menu,
        line("外部单号", x=120, y=130, w=120),
        line("4200002871202603084", x=300, y=110),
        line("418830257", x=300, y=155),
    )
    assert found == [("order_no", "外部单号", "4200002871202603084\n418830257")]


def test_the_two_lines_of_a_number_beside_its_label_may_be_a_digit_s_height_apart() -> None:
    found = slots(
        line("支付宝流水", x=90, y=562, w=187, h=39),
        line("2019091522001676758815", x=298, y=538, w=494, h=29),
        line("393606", x=298, y=596, w=134, h=29),
    )
    assert found == [("trade_no", "支付宝流水", "2019091522001676758815\n393606")]


def test_a_number_that_goes_on_in_rows_set_wide_apart() -> None:
    found = slots(
        line("channel", x=40, y=60),
        line("alipay", x=300, y=60),
        line("trade_no", x=40, y=132),
        line("20260308220014", x=300, y=132),
        line("78820519337164", x=300, y=204),
        line("goods", x=40, y=276),
        line("VP 6000", x=300, y=276),
    )
    assert ("trade_no", "TradeNo", "20260308220014\n78820519337164") in found


def test_a_value_ends_above_that_of_a_label_at_half_the_height_of_two_lines() -> None:
    found = slots(
        line("商品名", x=40, y=100),
        line("三千点券", x=300, y=100),
        line("通道余额不足", x=300, y=145),
        line("备注", x=40, y=163),
        line("未提交上游", x=300, y=183),
    )
    assert ("product", "商品名", "三千点券") in found
