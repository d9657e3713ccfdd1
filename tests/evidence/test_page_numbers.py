"""Order and trade numbers of pages, and whose they are."""

from __future__ import annotations

import pytest

from extractor.evidence.schema import Row
from extractor.ocr.lines import Line
from tests.evidence.pages import NUMBER, headline, pairs, rows
from tests.helpers import line


def ticket(*lines: Line) -> Row:
    (row,) = rows(
        line("投诉详情", y=100), line("投诉对象", x=40, y=500), line("投诉内容", x=40, y=560), *lines
    )
    assert (row.kind, row.order_no) == ("ticket", "17355220146")
    return row


JD = (("交易类型", "网购"), ("创建时间", "2023-02-16 08:11:47"), ("实付金额", "89.84"))


RECHARGE = (("充值金额", "500.00"), ("充值时间", "2024-09-08 15:34:20"), ("充值状态", "已到账"))


GOODS = (("商品", "原神创世结晶"), ("数量", "2"), ("总计", "68.00"), ("时间", "2024-09-08 15:34:20"))


HEADLESS = (
    ("下单时间", "2026-04-29 19:46:50"),
    ("订单金额", "¥88.03"),
    ("发货状态", "已发货"),
    ("支付方式", "微信"),
)


def bare(number: str, *beside: Line, y: int = 180) -> Row:
    head = [line("订单查询", x=300, y=100), line(number, x=40, y=y, eng=number), *beside]
    return rows(*head, *pairs(*HEADLESS))[0]


def test_a_number_beside_its_label_is_no_phone() -> None:
    found = ticket(line("投诉编号", x=40, y=300), line("17355220146", x=300, y=300, eng="17355220146"))
    assert found.reasons == []


def test_a_number_of_a_phone_s_form_under_a_label_asks() -> None:
    found = ticket(line("投诉编号", x=40, y=300), line("17355220146", x=40, y=340, eng="17355220146"))
    assert found.reasons == ["looks_like_phone:order_no"]


def test_a_number_of_a_channels_length_is_the_channels_whatever_it_is_called() -> None:
    items = (*JD, ("总订单编号", "1813726080055410"), ("商户单号", "11003412302160811472054216742"))
    (found,) = rows(*pairs(*items))
    assert (found.order_no, found.trade_no) == ("1813726080055410", "11003412302160811472054216742")
    assert not any("role_unsure" in reason for reason in found.reasons)


def test_two_numbers_of_one_form_ask_which_is_whose() -> None:
    (found,) = rows(*pairs(*JD, ("订单编号", "1813726080055410"), ("商户单号", "2913726080055411")))
    assert {"role_unsure:order_no", "role_unsure:trade_no"} <= set(found.reasons)


def test_a_serial_of_its_own_day_on_a_sites_page_is_the_sites_order() -> None:
    (found,) = rows(*pairs(("流水号", "2024090815342035993"), *RECHARGE))
    assert (found.order_no, found.trade_no) == ("2024090815342035993", "")
    assert "role_unsure:order_no" not in found.reasons


def test_a_serial_without_a_day_asks() -> None:
    (found,) = rows(*pairs(("流水号", "8819935993210"), *RECHARGE))
    assert "role_unsure:order_no" in found.reasons


def test_a_serial_beside_words_of_a_bank_is_the_banks() -> None:
    items = (("交易金额", "500.00"), ("交易时间", "2024-09-08 15:34:20"), ("对方户名", "星河互娱"))
    (found,) = rows(*pairs(("流水号", "8819935993210"), *items))
    assert (found.order_no, found.trade_no) == ("", "8819935993210")


@pytest.mark.parametrize("label", ["交易号", "交易ID", "TransactionID", "流水号"])
def test_the_number_of_a_page_that_counts_out_goods_is_the_sellers(label: str) -> None:
    (found,) = rows(*pairs((label, "5116685921777330312"), *GOODS))
    assert (found.order_no, found.trade_no) == ("5116685921777330312", "")
    assert "role_unsure:order_no" not in found.reasons


def test_the_number_of_a_page_that_names_a_payee_is_the_wallets() -> None:
    items = (("收款方", "优游百货"), ("交易时间", "2024-09-08 15:34:20"), ("交易金额", "15.80"))
    (found,) = rows(*pairs(("流水号", "82202409081320990556691108276454"), *items))
    assert (found.order_no, found.trade_no) == ("", "82202409081320990556691108276454")
    (found,) = rows(*pairs(("流水号", "8820240908"), *items))
    assert "role_unsure:order_no" in found.reasons


def test_a_transaction_s_serial_is_the_sellers_only_where_its_day_says_so() -> None:
    (found,) = rows(*pairs(("交易流水号", "2024090815342035993"), *RECHARGE))
    assert (found.order_no, found.trade_no) == ("2024090815342035993", "")
    (found,) = rows(*pairs(("交易流水号", "8819935993210"), *RECHARGE))
    assert (found.order_no, found.trade_no) == ("", "8819935993210")
    assert "role_unsure:trade_no" in found.reasons


def test_a_withdrawal_s_number_of_the_day_it_was_asked_for_is_the_sites() -> None:
    items = (("提现金额", "500.00"), ("申请时间", "2024-09-08 11:31"), ("状态", "提现成功"))
    (found,) = rows(*pairs(("提现单号", "TX20240908113100383"), *items))
    assert (found.order_no, found.trade_no) == ("TX20240908113100383", "")


def test_a_payment_service_gives_transaction_ids() -> None:
    (found,) = rows(line("PayPal", x=40, y=100), *pairs(("TransactionID", "8XF37468LM223314V"), *GOODS))
    assert (found.order_no, found.trade_no) == ("", "8XF37468LM223314V")


def test_a_bracket_stands_off_its_word() -> None:
    lines = pairs(("交易时间", "2025-05-10 14:18:17"), ("交易流水号", "710463595115988701"))
    for index, (bracket, amount) in enumerate((("（小写）", "30,000.00元"), ("（大写）", "叁万元整"))):
        y = 600 + 60 * index
        lines += [
            line("金额", x=40, y=y),
            line(bracket, x=100, y=y, w=80),
            line(amount, x=300, y=y, eng=amount),
        ]
    (found,) = rows(*lines)
    assert found.amount == "30000.00"


def test_a_receipt_s_own_number_does_not_stand_for_the_channel_s() -> None:
    (row,) = rows(
        *pairs(
            ("收款账号", "6222021234567890"),
            ("付款金额", "3500.00元"),
            ("回单编号", "97336837687390248973"),
            ("支付宝流水号", "20240607200040011100673343057392"),
            ("交易时间", "2024-06-07 18:44:13"),
            ("交易状态", "交易成功"),
        )
    )
    assert row.trade_no == "20240607200040011100673343057392"


def test_digits_right_below_a_number_ask() -> None:
    order = [
        line("订单号", x=40, y=300),
        line("QY20250529292", x=300, y=300, w=260, eng="QY20250529292"),
        line("798", x=400, y=338, w=60, eng="798"),
    ]
    [row] = rows(*order, *pairs(("实付", "¥24.90"), ("支付时间", "2026-04-19 19:27:55"), y=420))
    assert row.order_no != "QY20250529292" or "cropped:order_no" in row.reasons


def test_a_date_behind_an_order_s_number_is_no_part_of_it() -> None:
    items = (("支付时间", "2026-04-17 14:20:51"), ("实付", "¥279.00"))
    number = line("订单号: E918273645 2026-04-17 下单", x=40, y=200, eng="E918273645 2026-04-17")
    [row] = rows(number, *pairs(*items))
    assert row.order_no == "E918273645"


def test_a_bare_number_that_has_the_second_of_the_order_is_its_number() -> None:
    row = bare("767260429194650679")
    assert (row.order_no, row.reasons) == ("767260429194650679", [])


def test_a_bare_number_that_stands_in_the_box_to_ask_by_too_is_one_number() -> None:
    again = line("#767260429194650679", x=40, y=240, eng="#767260429194650679")
    row = bare("767260429194650679", again)
    assert (row.order_no, row.reasons) == ("767260429194650679", [])


def test_a_bare_number_with_a_labelled_second_needs_no_known_page() -> None:
    items = (("金额", "¥38.06"), ("下单时间", "2026-04-29 19:46:50"), ("付款时间", "2026-04-29 19:47:01"))
    numbers = ("827260429194650957", "827260428194650957")
    own, foreign = (rows(line(f"#{n}", x=40, y=180, eng=f"#{n}"), *pairs(*items)) for n in numbers)
    assert [(row.order_no, row.reasons) for row in own] == [(numbers[0], [])]
    assert all("unknown_screen" in row.reasons for row in foreign)


def test_a_bare_number_beside_the_orders_status_asks() -> None:
    row = bare("767260929194650679", line("已支付", x=560, y=180))
    assert row.order_no == "767260929194650679"
    assert "unlabelled:order_no" in row.reasons


@pytest.mark.parametrize(
    ("number", "y"), [("767260929194650679", 180), ("767260929194650679", 900), ("6217004408", 180)]
)
def test_other_bare_numbers_are_none(number: str, y: int) -> None:
    assert bare(number, y=y).order_no == ""


@pytest.mark.parametrize(
    ("number", "roles"),
    [
        ("ZH20260427151902785240", ("ZH20260427151902785240", "")),
        ("4200001234202604271234567890", ("", "4200001234202604271234567890")),
    ],
)
def test_the_only_number_of_a_shops_page_is_its_own_where_it_has_letters(
    number: str, roles: tuple[str, str]
) -> None:
    (row,) = rows(
        *pairs(
            ("商品标价", "¥1,680"),
            ("买家实付", "¥1,600"),
            ("交易单号", number),
            ("下单时间", "2026-04-27 15:19:02"),
            ("支付时间", "2026-04-27 15:20:44"),
        ),
        line("联系卖家", x=400, y=900),
        line("订单详情", x=300, y=60),
    )
    assert (row.order_no, row.trade_no) == roles
    assert row.amount == "1600.00"


def test_a_wallets_serial_of_its_own_day_is_the_wallets() -> None:
    items = (
        ("付款钱包", "工商银行 钱包(0038)"),
        ("收款钱包", "微众银行(0099)"),
        ("交易时间", "2026-03-08 19:27:55"),
    )
    (found,) = rows(headline("¥168.00"), *pairs(("交易流水号", "2026030819275533810047162"), *items))
    assert (found.order_no, found.trade_no) == ("", "2026030819275533810047162")
    assert "role_unsure:trade_no" not in found.reasons


def test_a_serial_beside_the_merchants_name_is_not_surely_the_merchants() -> None:
    items = (("商户名称", "炫动游戏平台"), ("交易时间", "2026-03-08 17:15:08"))
    (found,) = rows(headline("¥1,500.00"), *pairs(("业务流水号", "HB20260308171508336142"), *items))
    assert (found.order_no, found.trade_no) == ("", "HB20260308171508336142")
    assert "role_unsure:trade_no" in found.reasons


def test_a_sites_table_calls_its_own_number_trade_no() -> None:
    items = (("外部单号", NUMBER), ("realmoney", "328.07"), ("endtime", "2026-04-26 22:18:05"))
    (found,) = rows(*pairs(("trade_no", "2026042622173845106"), *items))
    assert (found.order_no, found.trade_no, found.amount) == ("2026042622173845106", NUMBER, "328.07")


def test_a_number_beside_a_label_of_anything_asks() -> None:
    items = (("支付流水", "2026042622001491780513346207"), ("时间", "2026-04-26 07:21:46"))
    (found,) = rows(headline("598.00元"), *pairs(("编号", "YD2604260720113384"), *items))
    assert found.order_no == "YD2604260720113384" and "unlabelled:order_no" in found.reasons
    (found,) = rows(headline("598.00元"), *pairs(("编号", "YD26"), *items))
    assert found.order_no == ""


def test_a_number_with_more_of_it_below_in_wide_rows_asks() -> None:
    lines = pairs(("支付时间", "2026-04-22 18:04:55"), ("支付金额", "¥148.00"), ("订单号", "26042218045507"))
    (found,) = rows(*lines, line("5512", x=300, y=492, eng="5512"))
    assert any(reason.startswith("cropped:order_no") for reason in found.reasons) or "5512" in found.order_no


def test_a_shops_own_page_with_the_number_it_gave_the_channel() -> None:
    items = (("订单编号", "241111-491277458335307"), ("商户单号", "XP1124111100052888615183492323"))
    (found,) = rows(
        *pairs(("实付", "¥85.00"), *items, ("支付方式", "微信支付"), ("下单时间", "2024-11-11 00:05:31")),
        line("确认收货", x=500, y=1300),
        line("申请退款", x=300, y=1300),
    )
    assert (found.order_no, found.trade_no) == ("241111-491277458335307", "")
    assert not any("role_unsure" in reason for reason in found.reasons)


def test_the_number_of_a_stores_receipt_is_the_stores() -> None:
    number, when = ("交易编号", "10319723042533"), ("购买日期", "2025/05/01 10:48")
    for shown in (
        (("小计", "¥498.00"), ("总额", "¥398.40")),
        (("商品", "个人会员12个月"), ("总额", "¥398.40")),
    ):
        (found,) = rows(*pairs(number, when, *shown))
        assert (found.order_no, found.trade_no) == ("10319723042533", "")
        assert not any("role_unsure" in reason for reason in found.reasons)
    (found,) = rows(*pairs(number, ("交易时间", "2025/05/01 10:48"), ("总额", "¥398.40")))
    assert any("role_unsure" in reason for reason in found.reasons)


def test_wechats_bill_in_english_has_the_merchants_number() -> None:
    items = (("Status", "Paid"), ("Payment Time", "2026-04-26 19:27:55"), ("Acquirer", "Lakala Payment"))
    (found,) = rows(
        headline("-328.00"), *pairs(*items, ("Transaction ID", NUMBER), ("Merchant ID", "XCX202604261927457"))
    )
    assert (found.trade_no, found.order_no, found.status) == (NUMBER, "XCX202604261927457", "paid")
