"""What was paid: sums, discounts, prices that prove each other."""

from __future__ import annotations

import pytest

from extractor.evidence.pages import page_rows
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from tests.evidence.pages import BILL, ORDER, TAKEN, asking, headline, pairs, rows
from tests.helpers import ENGLISH, line, reading

UNIONPAY = (
    ("当前状态", "交易成功"),
    ("订单金额", "¥50.00"),
    ("优惠金额", "-¥0.25"),
    ("订单时间", "2026-04-02 11:02:18"),
    ("商户订单号", "20260402110219355"),
    ("交易流水号", "512642026040211021830"),
)


def test_the_only_amount_of_an_order_page_is_the_order_s() -> None:
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER))
    assert (row.screen, row.amount, row.reasons) == ("unknown", "131.77", [])


def test_one_of_several_amounts_without_a_label_is_not() -> None:
    (row,) = rows(headline("¥131.77"), line("¥150.00", x=40, y=900, eng="¥150.00"), *pairs(*ORDER))
    assert (row.amount, row.reasons) == ("", ["missing:amount"])


def test_a_currency_beside_its_label_asks() -> None:
    items = (("订单号", "202409081534201198"), ("实付金额", "68.00"), ("支付时间", "2024-09-08 15:34:20"))
    (found,) = rows(*pairs(*items, ("币种", "美元")))
    assert "foreign_currency:amount" in found.reasons
    (found,) = rows(*pairs(*items, ("币种", "人民币")))
    assert "foreign_currency:amount" not in found.reasons


@pytest.mark.parametrize("word", ["", "立即领取", "已完成"])
def test_a_big_amount_beside_anything_else_is_none(word: str) -> None:
    assert rows(line(word, x=280, y=100), headline("¥350.50"), *pairs(("收款人", "高杰"))) == []


@pytest.mark.parametrize("torn", ["¥312.p0", "Y312ao"])
def test_misread_decimals_are_no_amount(torn: str) -> None:
    odd = Line(Box(300, 540, 160, 30), (reading(torn), reading("¥312.p0", ENGLISH)))
    items = (("订单编号", "20250314210533120"), ("支付时间", "2025-03-14 21:05:33"))
    (found,) = rows(*pairs(*items), line("实付金额", x=40, y=540), odd)
    assert found.amount == ""


def test_sums_behind_a_count_of_pieces() -> None:
    lines = []
    for index, (number, amount) in enumerate((("20240701008838", "328.00"), ("20250201684335", "419.90"))):
        y = 200 + 240 * index
        lines += [
            line(f"订单号 {number}", x=40, y=y, eng=number),
            line("Steam充值卡", x=40, y=y + 50),
            line(f"共1件 实付¥{amount}", x=400, y=y + 100, eng=f"1 ¥{amount}"),
            line("2025-02-01 12:24", x=40, y=y + 100, eng="2025-02-01 12:24"),
        ]
    found = rows(line("我的订单", x=300, y=80), *lines)
    assert [(row.order_no, row.amount) for row in found] == [
        ("20240701008838", "328.00"),
        ("20250201684335", "419.90"),
    ]


@pytest.mark.parametrize(
    ("more", "asks"),
    [((("优惠金额", "3.00"),), True), ((("优惠金额", "0.00"),), False), ((), False)],
)
def test_a_discount_doubts_the_orders_amount(more: tuple[tuple[str, str], ...], asks: bool) -> None:
    items = (
        ("订单编号", "20250314210533120"),
        ("订单金额", "98.00"),
        ("下单时间", "2025-03-14 21:05:33"),
        *more,
    )
    (found,) = rows(*pairs(*items))
    assert ("other_amount_on_page:amount" in found.reasons) == asks


def test_a_smaller_sum_without_a_label_doubts_the_orders_amount() -> None:
    items = (("订单编号", "20250314210533120"), ("订单金额", "98.00"), ("下单时间", "2025-03-14 21:05:33"))
    (found,) = rows(*pairs(*items), line("9S5.00元", x=560, y=700, eng="95.00"))
    assert "other_amount_on_page:amount" in found.reasons


def test_what_was_paid_online_is_the_sum_and_what_is_due_at_the_desk_is_none() -> None:
    items = (("订单号", "1651824833651335"), ("支付时间", "2025-04-30 18:52"), ("支付状态", "已支付"))
    (found,) = rows(*pairs(*items, ("在线付", "¥698")))
    assert (found.amount, found.status) == ("698.00", "paid")
    (due,) = rows(*pairs(*items, ("到店付", "¥698")))
    assert "unlabelled:amount" in due.reasons


def test_a_service_that_takes_its_money_itself_was_paid() -> None:
    items = (("当前状态", "已自动扣款"), ("扣款时间", "2026-04-26 19:27:55"), *BILL[2:])
    (found,) = rows(line("会员驿站", x=300, y=120), headline("-25.00"), *pairs(*items))
    assert (found.status, found.amount) == ("paid", "25.00")


def test_a_headline_whose_yuan_was_misread_is_its_sum() -> None:
    read = (reading("49.85关"), reading("49.85元", ENGLISH))
    top = Line(Box(270, 180, 180, 60), read)
    items = (("订单编号", "20250314210533120"), ("交易时间", "2025-03-14 21:05:33"))
    (found,) = rows(line("充值成功", x=280, y=120), top, *pairs(*items))
    assert found.amount == "49.85"
    for doubtful in (("49.85关", "49.86元"), ("49.85万", "49.85元")):
        other = Line(top.box, (reading(doubtful[0]), reading(doubtful[1], ENGLISH)))
        (found,) = rows(line("充值成功", x=280, y=120), other, *pairs(*items))
        assert any("amount" in reason for reason in found.reasons)


def test_what_is_due_after_a_discount_does_not_ask() -> None:
    items = (("优惠金额", "15.00"), ("应付款", "¥1,965.00"), ("订单编号", "20250314210533120"))
    [found] = rows(
        line("订单详情", x=300, y=40),
        line("等待付款", x=40, y=120),
        *pairs(*items, ("下单时间", "2025-03-14 21:05:33")),
    )
    assert found.amount == "1965.00"
    assert "other_amount_on_page:amount" not in found.reasons


@pytest.mark.parametrize("remark", ["¥1,476 (均价¥738/晚)", "¥1,476（含服务费¥6）"])
def test_a_remark_behind_an_amount_is_no_second_one(remark: str) -> None:
    lines = pairs(
        ("预订编号", "17534385377"), ("下单时间", "2024-04-26 10:47"), ("订单总额", remark), ("入住人", "王")
    )
    [row] = rows(*lines)
    assert row.amount == "1476.00"


def test_what_was_paid_after_all_is_no_remark() -> None:
    items = (
        ("订单编号", "17534385377"),
        ("下单时间", "2024-04-26 10:47"),
        ("订单总额", "¥100.00(实付¥80.00)"),
    )
    [row] = rows(*pairs(*items))
    assert row.amount == "80.00"


def test_of_two_sums_in_a_line_the_paid_one_stands_on_both_readers() -> None:
    order = pairs(
        ("订单号码", "8012345678901234567"), ("下单时间", "2026-04-19 12:01:33"), ("配送费", "¥3.50")
    )
    [row] = rows(*order, line("已优惠Y13实付Y25.30", x=300, y=700, eng="¥13 ¥25.30"))
    assert row.amount == "25.30"
    assert not [reason for reason in row.reasons if "amount" in reason]


@pytest.mark.parametrize(
    ("label", "value", "status"),
    [
        ("已付", "¥24.90", "paid"),
        ("合计已收", "¥24.90", "paid"),
        ("需付款", "¥24.90", "pending"),
        ("还需支付", "¥24.90", "pending"),
        ("应付", "¥24.90", ""),
    ],
)
def test_the_name_of_a_sum_may_tell_what_has_become_of_it(label: str, value: str, status: str) -> None:
    [row] = rows(
        *pairs(("订单编号", "2026041919275540938"), ("下单时间", "2026-04-19 19:27"), (label, value))
    )
    assert (row.amount, row.status) == ("24.90", status)


def test_what_was_recharged_is_not_what_it_cost() -> None:
    order = pairs(
        ("充值号码", "13800001234"),
        ("订单金额", "¥99.80"),
        ("订单编号", "CM20260419093312"),
        ("下单时间", "2026-04-19 09:33"),
    )
    [row] = rows(line("充值成功", x=320, y=130), headline("¥100.00"), *order)
    assert "other_amount_on_page:amount" in row.reasons


def test_what_is_left_of_an_order_without_its_discount_was_paid() -> None:
    small = line("-49.75", x=500, y=180, w=140, h=34, eng="-¥49.75")
    (row,) = rows(line("交易详情", x=300, y=100), small, *pairs(*UNIONPAY))
    assert (row.amount, row.rules["amount"]) == ("49.75", "reckoned")
    assert not any(reason.endswith(":amount") for reason in row.reasons)


def test_a_sum_that_does_not_come_out_asks() -> None:
    small = line("-49.70", x=500, y=180, w=140, h=34, eng="-¥49.70")
    (row,) = rows(line("交易详情", x=300, y=100), small, *pairs(*UNIONPAY))
    assert "other_amount_on_page:amount" in row.reasons


def test_of_two_sums_of_an_order_the_one_with_discount_and_fee_was_paid() -> None:
    (row,) = rows(
        line("订单查询", x=300, y=100),
        *pairs(
            ("订单编号", "20260730212114457"),
            ("商品总额", "¥95.00"),
            ("满减", "-¥5.00"),
            ("手续费", "¥0.90"),
            ("订单总额", "¥90.90"),
            ("下单时间", "2026-07-30 21:21:14"),
            ("订单状态", "已完成"),
        ),
    )
    assert (row.amount, row.reasons) == ("90.90", [])


@pytest.mark.parametrize(
    "sentence", ["您最多可申请退款¥45.90", "申请退款3次", "申请退款¥45.90或申请退款¥12.00"]
)
def test_other_sentences_about_refunds_tell_no_sum(sentence: str) -> None:
    (row,) = asking(line(sentence, x=50, y=260, w=500, eng=sentence))
    assert row.amount == "" or row.needs_review


def test_a_sentence_gives_the_sum_that_no_label_names() -> None:
    (row,) = rows(
        line("订阅管理", x=300, y=60),
        line("您已于2026-03-08 08:00:12成功支付会员费", x=48, y=180, w=680, eng="2026-03-08 08:00:12"),
        line("15.00元", x=48, y=222, w=150, eng="15.00"),
        line("商家订单号", x=48, y=300, w=130),
        line("20260308080010112233", x=48, y=340, eng="20260308080010112233"),
        line("下次扣费时间2026-04-08,金额15.00元", x=48, y=440, eng="2026-04-08, 15.00"),
    )
    assert (row.amount, row.order_no) == ("15.00", "20260308080010112233")
    assert (row.occurred_at, row.status) == ("2026-03-08T08:00:12+08:00", "paid")


@pytest.mark.parametrize(
    ("confidence", "seen", "found"),
    [(0.0, "-¥217.99", True), (0.9, "-¥217.99", False), (0.0, "217.99", False)],
)
def test_a_sign_and_a_yen_read_as_two_han_characters_are_a_headlines(
    confidence: float, seen: str, found: bool
) -> None:
    big = line("上半217.99", x=270, y=180, w=180, h=60, confidence=confidence, eng=seen)
    [row] = rows(line("捷充互娱", x=300, y=120), big, *pairs(*BILL))
    assert (row.amount == "217.99") is found
    assert ("missing:amount" in row.reasons) is not found


def test_the_steps_of_an_order_tell_what_was_paid_and_when() -> None:
    steps = (
        ("客服介入", "4月26日 17:48"),
        ("付款成功 ¥306.50", "4月26日 11:25"),
        ("提交订单", "4月26日 11:23"),
    )
    lines = [line("单据 DK-8837120546", x=40, y=120, eng="DK-8837120546")]
    for n, (said, when) in enumerate(steps):
        lines += [line(said, x=140, y=220 + 110 * n), line(when, x=140, y=260 + 110 * n, eng=when)]
    (found,) = page_rows(recognise(lines, load_screens(), size=(720, 1400), captured=TAKEN.at), TAKEN)
    assert (found.order_no, found.amount, found.status) == ("DK-8837120546", "306.50", "paid")
    assert found.occurred_at.startswith("2026-04-26T11:25")


def test_what_is_set_off_is_a_discount() -> None:
    items = (("订单金额", "100.00元"), ("权益金抵扣", "4.50元"), ("支付时间", "2026-04-22 08:44:36"))
    (found,) = rows(
        line("95.50元", x=500, y=180, w=150, h=40, eng="95.50元"),
        *pairs(*items, ("商户订单号", "TYHG0218084420517"), ("订单状态", "支付成功")),
    )
    assert found.amount == "95.50"


def test_a_sum_in_capitals_in_brackets_behind_its_figures_is_no_label() -> None:
    (row,) = rows(
        line("网上银行电子回单", x=300, y=40),
        *pairs(
            ("金额", "人民币680.00元(大写:陆佰捌拾元整)"),
            ("交易时间", "2023/12/11 10:08"),
            ("币种", "人民币"),
        ),
        *pairs(("指令序号", "HQP81108681273895573379"), y=600),
    )
    assert (row.amount, row.needs_review) == ("680.00", False)


@pytest.mark.parametrize(
    ("beside", "goods", "status"),
    [
        ("已支付", "等待人工发货", "paid"),
        ("已支付", "发货中", "processing"),
        ("", "等待人工发货", "paid"),
    ],
)
def test_what_was_paid_and_waits_for_its_goods_was_paid(beside: str, goods: str, status: str) -> None:
    items = (("发货状态", goods), ("订单编号", "20180621130557667"), ("支付时间", "2018-06-21 13:06:40"))
    said = [line(beside, x=700, y=240)] if beside else []
    (row,) = rows(*said, *pairs(*items, ("实付金额", "128.77元")))
    assert row.status == status


def test_the_only_price_of_a_receipt_is_what_was_paid_and_asks() -> None:
    receipt = (("商品", "个人会员12个月"), ("购买日期", "2025-10-12 22:58"), ("交易号", "4097706173"))
    (found,) = rows(*pairs(("价格", "199元"), *receipt))
    assert (found.order_no, found.amount) == ("4097706173", "199.00")
    assert "unlabelled:amount" in found.reasons
    (found,) = rows(*pairs(("价格", "199元"), ("数量", "2"), *receipt))
    assert found.amount == ""


# -- several sums of one order ------------------------------------------------------------------------------------------

SHOP = (("订单编号", "6948216207481268022"), ("付款时间", "2025-10-02 19:22:55"))


def priced(*sums: tuple[str, str]) -> tuple[str, list[str]]:
    """The amount and the reasons of an order whose sums stand so beside their words."""
    placed = [
        part
        for n, (word, text) in enumerate(sums)
        for part in (line(word, x=40, y=200 + 40 * n), line(text, x=640, y=200 + 40 * n, eng=text))
    ]
    [row] = rows(line("订单详情", x=300, y=60), *placed, *pairs(*SHOP, y=500))
    return row.amount, row.reasons


def test_a_discount_whose_label_nobody_listed_is_taken_off() -> None:
    shown = (("商品总价", "¥648.00"), ("抖音支付新客优惠", "-¥3.00"), ("合计", "¥645.00"))
    assert priced(*shown) == ("645.00", [])


def test_the_sum_of_an_order_comes_before_that_of_its_goods_and_asks_where_nothing_explains_it() -> None:
    for shown in (
        (("商品总价", "¥648.00"), ("合计", "¥640.00")),
        (("合计", "¥640.00"), ("商品总价", "¥648.00")),
    ):
        amount, reasons = priced(*shown)
        assert amount == "640.00"
        assert "other_amount_on_page:amount" in reasons
    assert priced(("商品总价", "¥648.00"), ("合计", "¥648.00")) == ("648.00", [])
