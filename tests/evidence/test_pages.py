from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from tests.evidence.pages import NUMBER, TAKEN, headline, page, pairs, rows
from tests.helpers import CHINESE, ENGLISH, line, reading

BILL = (
    ("当前状态", "支付成功"),
    ("支付时间", "2026-04-26 19:27:55"),
    ("收单机构", "财付通支付科技有限公司"),
    ("交易单号", NUMBER),
    ("商户单号", "2026042619275540938"),
)


# -- status words beside other things ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [
        "支付成功",
        "您好，li_ming：您最近的交易已成功处理，以下物品已添加",
        "e@支付成功",
        "●支付成功",
        "代充已完成",
        "充值已完成",
    ],
)
def test_a_status_behind_a_bullet_or_what_was_done(shown: str) -> None:
    (found,) = rows(line(shown, x=300, y=120, h=40), headline("¥98.00"), *pairs(*BILL[1:]))
    assert found.status == "paid"


# -- names of firms ------------------------------------------------------------------------------------------------


def test_a_firms_name_has_no_blank_between_its_characters() -> None:
    (found,) = rows(headline("-335.00"), *pairs(("商户全称", "上海蓝礁电子商务有限 公司"), *BILL))
    assert found.counterparty == "上海蓝礁电子商务有限公司"
    assert "上海蓝礁电子商务有限公司" in found.text and "有限 公司" not in found.text


# -- a status that one reading lost -------------------------------------------------------------------------------


def test_a_status_that_only_another_reading_shows_is_taken_and_asks() -> None:
    items = pairs(("当前状态", "已巡款(Y12.50)"), *BILL[1:])
    items[1] = replace(items[1], readings=(*items[1].readings, reading("已退款(Y 12.50)", ENGLISH)))
    _, refund = rows(line("捷充互娱", x=300, y=120), headline("-98.00"), *items)
    assert (refund.status, refund.amount) == ("refunded", "12.50")
    assert "unsure_word:status" in refund.reasons


def test_a_status_behind_an_icon_may_be_read_otherwise_twice_and_asks() -> None:
    icon = line("么产值中", x=270, y=120, confidence=0.3)
    seen = [reading(text, ENGLISH) for text in ("豆充值中", "斑充值中")]
    items = pairs(("订单编号", "20210418104002847586"), ("支付时间", "2021-04-18 10:40:21"))

    def told(*readings: Reading) -> Row:
        shown = replace(icon, readings=(*icon.readings, *readings))
        (row,) = rows(shown, headline("98.50"), *items)
        return row

    assert told(*seen).status == "processing"
    assert "unsure_word:status" in told(*seen).reasons
    assert told(seen[0]).status == ""


# -- moments that are not shown ---------------------------------------------------------------------------------


def partly_refunded(*more: Line) -> Row:
    items = (("当前状态", "已退款(¥12.50)"), *BILL[1:])
    paid, refund = rows(line("捷充互娱", x=300, y=120), headline("-98.00"), *pairs(*items), *more)
    assert (paid.status, paid.amount, paid.occurred_at) == ("paid", "98.00", "2026-04-26T19:27:55+08:00")
    assert (refund.status, refund.amount, refund.occurred_at) == ("refunded", "12.50", "")
    return refund


def test_a_refund_whose_time_the_page_does_not_show_is_no_reason_to_look() -> None:
    refund = partly_refunded(line("09:09", x=40, y=20, eng="09:09"))
    assert refund.notes == ["no_time_shown"]
    assert "missing:occurred_at" not in refund.reasons


@pytest.mark.parametrize("shown", ["2026-04-27 1O:1S:55", "4月27日 10:15", "退款到账时间"])
def test_a_refund_asks_where_the_page_may_show_its_time_after_all(shown: str) -> None:
    assert "missing:occurred_at" in partly_refunded(line(shown, x=300, y=900)).reasons


def test_a_payment_without_a_time_asks() -> None:
    found = rows(headline("-98.00"), *pairs(*(item for item in BILL if item[0] != "支付时间")))
    assert "missing:occurred_at" in found[0].reasons


# -- who was paid -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        "请在12:41内完成支付",
        "支付剩余时间14:59",
        "账单详情",
        "朋友已收款",
        "退款详情",
        "单号XH2026100818550354242",
        "请支付",
    ],
)
def test_what_stands_over_an_amount_and_names_nobody_is_no_counterparty(above: str) -> None:
    assert rows(line(above, x=300, y=120), headline("-98.00"), *pairs(*BILL))[0].counterparty == ""


def test_the_name_over_an_amount_is_the_counterparty() -> None:
    assert (
        rows(line("捷充互娱", x=300, y=120), headline("-98.00"), *pairs(*BILL))[0].counterparty == "捷充互娱"
    )


# -- phones -----------------------------------------------------------------------------------------------------


def account(read: str, eng: str) -> Row:
    labels = [line("账号与安全", y=100), line("登录密码", x=40, y=400), line("最近登录", x=40, y=460)]
    (row,) = rows(*labels, line("绑定手机号", x=40, y=300), line(read, x=300, y=300, eng=eng))
    assert row.kind == "account"
    return row


def test_a_phone_that_both_models_read_alike_stands() -> None:
    row = account("17700001839", "17700001839")
    assert (row.phone, row.reasons) == ("17700001839", [])


def test_a_phone_that_the_models_read_differently_asks() -> None:
    row = account("17709001839", "17700001839")
    assert row.phone
    assert [reason.partition("=")[0] for reason in row.reasons] == ["two_reads_disagree:phone"]


def test_a_phone_read_once_asks() -> None:
    assert account("17700001839", "").reasons == ["single_read:phone"]


@pytest.mark.parametrize("eng", ["138****5678", "138 5678", "138%%5678"])
def test_a_masked_phone_stands_where_both_models_read_its_digits(eng: str) -> None:
    row = account("138****5678", eng)
    assert (row.phone, row.reasons) == ("138****5678", [])


def test_a_masked_phone_whose_digits_differ_asks() -> None:
    assert account("138****5678", "138 5673").reasons == ["single_read:phone"]


# -- numbers that look like phones ------------------------------------------------------------------------------


def ticket(*lines: Line) -> Row:
    (row,) = rows(
        line("投诉详情", y=100), line("投诉对象", x=40, y=500), line("投诉内容", x=40, y=560), *lines
    )
    assert (row.kind, row.order_no) == ("ticket", "17355220146")
    return row


def test_a_number_beside_its_label_is_no_phone() -> None:
    found = ticket(line("投诉编号", x=40, y=300), line("17355220146", x=300, y=300, eng="17355220146"))
    assert found.reasons == []


def test_a_number_of_a_phone_s_form_under_a_label_asks() -> None:
    found = ticket(line("投诉编号", x=40, y=300), line("17355220146", x=40, y=340, eng="17355220146"))
    assert found.reasons == ["looks_like_phone:order_no"]


# -- products, amounts, screens ---------------------------------------------------------------------------------


def test_a_product_s_title_is_no_price() -> None:
    (row,) = rows(
        line("半259.50", x=40, y=300, h=60),
        line("外卖红包兑换卡", x=40, y=400, h=36),
        line("加入购物车", x=40, y=900),
        line("立即购买", x=400, y=900),
        line("商品库存", x=40, y=500),
    )
    assert (row.kind, row.product, row.reasons) == ("product", "外卖红包兑换卡", ["unlabelled:product"])


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("付款后1-10分钟到账,超过24小时未到账全额退款", "移动话费充值80元"),  # terms of sale, not a name
        ("影音会员季卡", "影音会员季卡"),
    ],
)
def test_terms_of_sale_are_no_product_s_name(said: str, product: str) -> None:
    (row,) = rows(
        line("移动话费充值80元", x=40, y=400, h=44),
        line("商品说明", x=40, y=600),
        line(said, x=300, y=600),
        line("商品库存", x=40, y=700),
        line("立即购买", x=400, y=900),
    )
    assert (row.kind, row.product) == ("product", product)
    assert ("unlabelled:product" in row.reasons) == (product != said)


ORDER = (
    ("订单编号", "4556317010272175"),
    ("下单时间", "2026-02-03 14:30:27"),
    ("订单状态", "已完成"),
    ("充值账号", "13800138000"),
)


def test_the_only_amount_of_an_order_page_is_the_order_s() -> None:
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER))
    assert (row.screen, row.amount, row.reasons) == ("unknown", "131.77", [])


def test_one_of_several_amounts_without_a_label_is_not() -> None:
    (row,) = rows(headline("¥131.77"), line("¥150.00", x=40, y=900, eng="¥150.00"), *pairs(*ORDER))
    assert (row.amount, row.reasons) == ("", ["missing:amount"])


@pytest.mark.parametrize(
    ("engine", "one", "other", "asks"),
    [
        (ENGLISH, "67****231", "67****231", False),
        (ENGLISH, "67*#x*231", "67****231", False),
        (ENGLISH, "67**231", "67****231", True),
        (ENGLISH, "alex***9", "ale****9", True),
        (ENGLISH, "acc_2025", "aCc_2025", False),
        (ENGLISH, "aCc_2025", "aCC_2025", True),
        (ENGLISH, "acc_2025", "ACC_2025", True),
        (CHINESE, "acc_2025", "acc_2025", True),
    ],
)
def test_an_account_stands_where_two_models_read_it_alike(
    engine: str, one: str, other: str, *, asks: bool
) -> None:
    value = Line(Box(300, 500, 200, 30), (reading(one), reading(other, engine)))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert ("single_read:account" in row.reasons) == asks


@pytest.mark.parametrize(
    ("main", "network", "sure", "asks"),
    [
        ("67##kkk231", "67****231", 0.99, False),
        ("67半#沙231", "67****231", 0.99, False),
        ("135 ””””2951", "135****2951", 0.99, False),
        ("135 ””””2957", "135****2951", 0.99, True),
        ("67##kkk231", "67****231", 0.6, True),
        ("67##kkk291", "67****231", 0.99, True),
        ("67#4#231", "67****231", 0.99, True),
        ("#231", "****231", 0.99, True),
    ],
)
def test_stars_are_the_network_s_to_tell_and_their_neighbours_of_both(
    main: str, network: str, sure: float, *, asks: bool
) -> None:
    seen = Reading("figures", (Word(network, sure, 300, 500),))
    value = Line(Box(300, 500, 200, 30), (reading(main), seen))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert ("single_read:account" in row.reasons) == asks


@pytest.mark.parametrize(("sure", "asks"), [(0.92, False), (0.28, True)])
def test_an_account_of_words_stands_where_they_were_read_surely(sure: float, *, asks: bool) -> None:
    name = line("艾欧尼亚-小橘子只", x=300, y=500, confidence=sure)
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), name)
    assert ("single_read:account" in row.reasons) == asks


def test_an_account_whose_case_shapes_tell_stands() -> None:
    readings = (reading("acC_2025"), reading("aCc2025", "figures"), reading("acc_2025", "shapes"))
    value = Line(Box(300, 500, 200, 30), readings)
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert (row.account, "single_read:account" in row.reasons) == ("acc_2025", False)


def test_shapes_are_no_second_model_of_an_account() -> None:
    value = Line(Box(300, 500, 200, 30), (reading("acc_2025"), reading("acc_2025", "shapes")))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert "single_read:account" in row.reasons


def test_what_one_model_makes_of_a_mosaic_is_no_account() -> None:
    value = Line(Box(300, 500, 200, 60), (reading("Is"), reading("8", "figures")))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert (row.account, "single_read:account" in row.reasons) == ("", False)


def test_the_letters_of_an_accounts_label_are_no_part_of_it() -> None:
    value = Line(Box(40, 500, 300, 30), (reading("会员ID 5582013"), reading("ID5582013", "figures")))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), value)
    assert (row.account, "single_read:account" in row.reasons) == ("5582013", False)


def test_two_models_outweigh_one_that_reads_the_same_at_many_sizes() -> None:
    stars = (reading("67*火炎*231"), reading("67****231", "figures"), reading("67****231", ENGLISH))
    value = Line(Box(300, 500, 200, 30), (stars[0], stars[0], stars[0], *stars))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert (row.account, "single_read:account" in row.reasons) == ("67****231", False)


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


def test_the_steps_of_an_order_are_not_its_status() -> None:
    steps = [line("提交订单", x=40, y=100), line("支付完成", x=280, y=100), line("充值失败", x=520, y=100)]
    (row,) = rows(*steps, headline("¥131.77"), line("充值失败", x=300, y=260), *pairs(*ORDER[:2], ORDER[3]))
    assert row.status == "failed"


def test_of_steps_without_a_word_apart_the_first_is_taken_as_before() -> None:
    steps = [line("支付完成", x=280, y=100), line("充值完成", x=520, y=100)]
    (row,) = rows(*steps, headline("¥131.77"), *pairs(*ORDER[:2], ORDER[3]))
    assert row.status == "paid"


# -- whose number it is -----------------------------------------------------------------------------------------

JD = (("交易类型", "网购"), ("创建时间", "2023-02-16 08:11:47"), ("实付金额", "89.84"))


def test_a_number_of_a_channels_length_is_the_channels_whatever_it_is_called() -> None:
    items = (*JD, ("总订单编号", "1813726080055410"), ("商户单号", "11003412302160811472054216742"))
    (found,) = rows(*pairs(*items))
    assert (found.order_no, found.trade_no) == ("1813726080055410", "11003412302160811472054216742")
    assert not any("role_unsure" in reason for reason in found.reasons)


def test_two_numbers_of_one_form_ask_which_is_whose() -> None:
    (found,) = rows(*pairs(*JD, ("订单编号", "1813726080055410"), ("商户单号", "2913726080055411")))
    assert {"role_unsure:order_no", "role_unsure:trade_no"} <= set(found.reasons)


RECHARGE = (("充值金额", "500.00"), ("充值时间", "2024-09-08 15:34:20"), ("充值状态", "已到账"))


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


GOODS = (("商品", "原神创世结晶"), ("数量", "2"), ("总计", "68.00"), ("时间", "2024-09-08 15:34:20"))


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


def test_a_currency_beside_its_label_asks() -> None:
    items = (("订单号", "202409081534201198"), ("实付金额", "68.00"), ("支付时间", "2024-09-08 15:34:20"))
    (found,) = rows(*pairs(*items, ("币种", "美元")))
    assert "foreign_currency:amount" in found.reasons
    (found,) = rows(*pairs(*items, ("币种", "人民币")))
    assert "foreign_currency:amount" not in found.reasons


# -- pages that nobody taught -----------------------------------------------------------------------------------


def test_a_notice_has_the_moment_above_it() -> None:
    stamp = line("2025年9月9日 15:00", x=170, y=100, eng="2025年9月9日 15:00")
    items = (("付款金额", "328.00"), ("收款方", "星河互娱"), ("交易状态", "支付成功"))
    (found,) = rows(stamp, *pairs(*items))
    assert (found.amount, found.occurred_at) == ("328.00", "2025-09-09T15:00+08:00")
    assert "unlabelled:occurred_at" not in found.reasons


def test_a_moment_in_a_corner_asks() -> None:
    stamp = line("2025年9月9日 15:00", x=20, y=900, eng="2025年9月9日 15:00")
    (found,) = rows(stamp, *pairs(("付款金额", "328.00"), ("收款方", "星河互娱"), ("交易状态", "支付成功")))
    assert "unlabelled:occurred_at" in found.reasons


def test_a_big_amount_beside_what_became_of_a_payment_is_a_row() -> None:
    said = line("转账成功", x=280, y=100)
    (found,) = rows(said, headline("¥350.50"), *pairs(("收款人", "高杰"), ("付款方式", "余额宝")))
    assert (found.amount, found.status) == ("350.50", "paid")


@pytest.mark.parametrize("word", ["", "立即领取", "已完成"])
def test_a_big_amount_beside_anything_else_is_none(word: str) -> None:
    assert rows(line(word, x=280, y=100), headline("¥350.50"), *pairs(("收款人", "高杰"))) == []


def test_an_unknown_page_whose_labels_say_everything_needs_no_look() -> None:
    items = (("订单编号", "20250314210533120"), ("支付金额", "98.00"), ("支付时间", "2025-03-14 21:05:33"))
    (found,) = rows(*pairs(*items))
    assert found.screen in ("", "unknown")
    assert found.reasons == []


def test_days_with_their_turnover_are_no_payments() -> None:
    assert rows(line("成交金额", x=300, y=100), line("358.50", x=300, y=150, eng="358.50"),
                line("日期", x=40, y=100), line("2025-03-01", x=40, y=150, eng="2025-03-01")) == []  # fmt: skip


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


def test_a_failed_payment_that_was_refunded_is_refunded() -> None:
    items = (("充值单号", "20250314210533120"), ("实付金额", "98.00"), ("充值时间", "2025-03-14 21:05:33"))
    (found,) = rows(line("充值失败，", x=40, y=150, h=40), line("已退款", x=170, y=150, h=40), *pairs(*items))
    assert found.status == "refunded"


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


@pytest.mark.parametrize(("said", "status"), [("阿凯卡盟已收款", "paid"), ("待*艳收款", "pending")])
def test_a_name_before_what_became_of_a_transfer(said: str, status: str) -> None:
    (found,) = rows(
        line(said, x=240, y=100), headline("¥860.00"), *pairs(("转账时间", "2026-04-03 22:16:44"))
    )
    assert (found.status, found.counterparty) == (status, "")


def test_a_login_name_that_one_model_read_asks() -> None:
    known = line("账号与安全", x=250, y=60)
    items = (("绑定手机", "138****2936"), ("上次登录", "2025-03-16 12:30:11"))
    (found,) = rows(known, *pairs(("登录账号", "User_8831"), *items, eng=False))
    assert (found.kind, found.account, found.phone) == ("account", "User_8831", "138****2936")
    assert "single_read:account" in found.reasons
    (found,) = rows(known, *pairs(("登录账号", "user_8831"), *items))
    assert "single_read:account" not in found.reasons


@pytest.mark.parametrize(("day", "clock"), [("20240908", "15:34:20"), ("2024-09-08", "15:34:20")])
def test_a_day_and_its_clock_beside_labels_of_their_own(day: str, clock: str) -> None:
    items = (("凭证号", "000182736451"), ("交易日期", day), ("交易时间", clock), ("交易金额", "500.00"))
    (found,) = rows(*pairs(*items, ("对方户名", "星河互娱")))
    assert found.occurred_at == "2024-09-08T15:34:20+08:00"
    assert not any("occurred_at" in reason for reason in found.reasons)


def test_a_moment_of_digits_alone() -> None:
    items = (("交易流水号", "000182736451"), ("交易时间", "20240908153420"), ("交易金额", "500.00"))
    (found,) = rows(*pairs(*items, ("对方户名", "星河互娱")))
    assert found.occurred_at == "2024-09-08T15:34:20+08:00"


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


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PAID", "paid"),
        ("In Progress", "processing"),
        ("Unpaid", "pending"),
        ("Not paid", ""),
        ("Refunded", "refunded"),
    ],
)
def test_a_status_in_english(word: str, status: str) -> None:
    items = (("订单号", "202409081534201198"), ("实付金额", "68.00"), ("支付时间", "2024-09-08 15:34:20"))
    found = rows(*pairs(*items, ("Status", word)))[0]
    assert found.status == status


def test_a_status_behind_a_sign_that_was_read_as_letters() -> None:
    about = (line("春诺网络", x=200, y=240), headline("¥50.00"), line("完成", x=220, y=650))
    assert [row.status for row in rows(line("VW支付成功", x=180, y=130), *about)] == ["paid"]
    assert not any(row.status for row in rows(line("VW如何支付成功", x=180, y=130), *about))


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


def test_a_status_that_may_be_one_of_several_words_asks() -> None:
    items = (("商户单号", "202409141520110340561"), ("支付时间", "2024-09-14 15:20:11"))
    (found,) = rows(headline("-99.00"), *pairs(("当前状态", "已过款"), *items))
    assert not found.status and "unsure_word:status" in found.reasons
    part = rows(headline("-99.00"), *pairs(("当前状态", "已过款(¥39.00)"), *items))
    assert [(row.amount, row.status, row.needs_review) for row in part] == [
        ("99.00", "paid", True),
        ("39.00", "refunded", True),
    ]
    (other,) = rows(headline("-99.00"), *pairs(("当前状态", "请稍候"), *items))
    assert "unsure_word:status" not in other.reasons


def test_what_is_due_after_a_discount_does_not_ask() -> None:
    items = (("优惠金额", "15.00"), ("应付款", "¥1,965.00"), ("订单编号", "20250314210533120"))
    [found] = rows(
        line("订单详情", x=300, y=40),
        line("等待付款", x=40, y=120),
        *pairs(*items, ("下单时间", "2025-03-14 21:05:33")),
    )
    assert found.amount == "1965.00"
    assert "other_amount_on_page:amount" not in found.reasons


# -- what is not yet, and what stands beside --------------------------------------------------------------------


def test_a_transfer_that_nobody_took_yet_is_pending_whatever_will_become_of_it() -> None:
    found = rows(
        line("待云端小客服收款", x=200, y=120),
        headline("¥300.00"),
        *pairs(("转账时间", "2026-02-11 20:15:38"), ("转账说明", "补差价")),
        line("1天内对方未收款，将退还给你。提醒对方收款", x=80, y=900, eng="1"),
    )
    assert [(row.status, row.amount) for row in found] == [("pending", "300.00")]


def bank(clock_label: str) -> Row:
    items = (
        ("交易日期", "2024-09-18"),
        (clock_label, "22:58:13"),
        ("对方户名", "瀚海公司"),
        ("指令序号", "1967007834118585"),
    )
    lines = [shown for index, item in enumerate(items) for shown in pairs(item, y=300 + 120 * index)]
    [row] = rows(headline("720.00"), *lines)
    return row


def test_a_banks_clock_under_a_label_of_its_own_belongs_to_its_day() -> None:
    assert bank("交易时刻").occurred_at == "2024-09-18T22:58:13+08:00"


def test_a_day_beside_a_clock_whose_label_was_not_read_asks() -> None:
    row = bank("父易肘刻")
    assert row.occurred_at == "2024-09-18"
    assert "cropped:occurred_at" in row.reasons


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


def test_a_big_amount_over_the_word_for_paid_is_what_was_paid() -> None:
    fare = pairs(
        ("起步价", "13.00元"),
        ("里程费", "10.60元"),
        ("订单号", "172938475610293"),
        ("支付时间", "2026-04-17 18:51:20"),
    )
    [row] = rows(headline("23.60元"), line("已支付", x=320, y=250), *fare)
    assert (row.amount, row.status) == ("23.60", "paid")


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


def test_a_word_beside_how_it_was_paid_is_a_status() -> None:
    items = (("预订编号", "17534385377"), ("下单时间", "2026-04-26 10:47"), ("付款方式", "在线付(已支付)"))
    [row] = rows(*pairs(*items, ("订单总额", "¥1,476.00")))
    assert row.status == "paid"


# -- notices below each other -----------------------------------------------------------------------------------


def notices(*more: tuple[str, str]) -> list[Row]:
    paid = pairs(("付款金额", "¥49.90"), ("收款方", "加油站"), ("交易状态", "支付成功"), y=200)
    back = pairs(("退款金额", "¥30.00"), ("商品详情", "抵扣券"), ("退款方式", "退回零钱"), *more, y=600)
    return rows(
        line("微信支付", x=300, y=40),
        line("4月19日 13:26", x=240, y=120, w=240, eng="4月19日 13:26"),
        *paid,
        line("星期四 10:41", x=240, y=500, w=240, eng="10:41"),
        line("退款到账通知", x=40, y=550),
        *back,
    )


def test_each_notice_has_the_time_at_which_it_came() -> None:
    first, second = notices()
    assert (first.status, first.amount, first.occurred_at) == ("paid", "49.90", "2026-04-19T13:26+08:00")
    assert (second.status, second.amount, second.occurred_at) == (
        "refunded",
        "30.00",
        "2026-04-30T10:41+08:00",
    )


def test_a_notice_that_names_its_own_time_has_that() -> None:
    _, second = notices(("到账时间", "2026-04-30 10:40:51"))
    assert second.occurred_at == "2026-04-30T10:40:51+08:00"
    assert "year_from_capture_time:occurred_at" not in second.reasons


# -- what is torn asks ------------------------------------------------------------------------------------------


def test_digits_right_below_a_number_ask() -> None:
    order = [
        line("订单号", x=40, y=300),
        line("QY20250529292", x=300, y=300, w=260, eng="QY20250529292"),
        line("798", x=400, y=338, w=60, eng="798"),
    ]
    [row] = rows(*order, *pairs(("实付", "¥24.90"), ("支付时间", "2026-04-19 19:27:55"), y=420))
    assert row.order_no != "QY20250529292" or "cropped:order_no" in row.reasons


def test_a_single_notice_right_below_the_title_has_its_stamp() -> None:
    [row] = rows(
        line("微信支付", x=300, y=60),
        line("昨天 21:08", x=280, y=120, w=160, eng="21:08"),
        *pairs(("付款金额", "¥98.00"), ("收款方", "点卡商行"), ("交易状态", "支付成功"), y=240),
    )
    assert (row.amount, row.occurred_at) == ("98.00", "2026-05-01T21:08+08:00")


def test_a_word_for_a_status_may_be_the_heading_of_an_order() -> None:
    order = pairs(("实付", "¥158.00"), ("订单号", "4938271056"), ("下单时间", "2026-04-18 12:45:09"))
    [row] = rows(line("待使用", x=40, y=100, h=42), *order)
    assert row.status == "paid"
    [row] = rows(line("待使用", x=40, y=100, h=30), *order)  # no larger than the rest: a tab, a button
    assert row.status == ""


def test_a_date_behind_an_order_s_number_is_no_part_of_it() -> None:
    items = (("支付时间", "2026-04-17 14:20:51"), ("实付", "¥279.00"))
    number = line("订单号: E918273645 2026-04-17 下单", x=40, y=200, eng="E918273645 2026-04-17")
    [row] = rows(number, *pairs(*items))
    assert row.order_no == "E918273645"


def test_what_was_recharged_is_not_what_it_cost() -> None:
    order = pairs(
        ("充值号码", "13800001234"),
        ("订单金额", "¥99.80"),
        ("订单编号", "CM20260419093312"),
        ("下单时间", "2026-04-19 09:33"),
    )
    [row] = rows(line("充值成功", x=320, y=130), headline("¥100.00"), *order)
    assert "other_amount_on_page:amount" in row.reasons


def test_tabs_side_by_side_tell_no_status() -> None:
    order = pairs(("订单编号", "2026041919275540938"), ("下单时间", "2026-04-19 19:27"), ("实付", "¥24.90"))
    [row] = rows(line("待付款待发货", x=40, y=100), *order)
    assert row.status == ""
    [row] = rows(line("交易成功已退款", x=40, y=100), *order)
    assert row.status == "refunded"


def test_a_sum_due_on_a_page_that_dates_its_payment_is_not_pending() -> None:
    order = (("订单编号", "2026041919275540938"), ("需付款", "¥24.90"), ("付款时间", "2026-04-19 19:27"))
    [row] = rows(*pairs(*order))
    assert row.status == ""


# -- sums that the page's other sums prove ------------------------------------------------------------------------

UNIONPAY = (
    ("当前状态", "交易成功"),
    ("订单金额", "¥50.00"),
    ("优惠金额", "-¥0.25"),
    ("订单时间", "2026-04-02 11:02:18"),
    ("商户订单号", "20260402110219355"),
    ("交易流水号", "512642026040211021830"),
)


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


# -- when something came into force -------------------------------------------------------------------------------


def membership(*more: tuple[str, str]) -> Row:
    shown = (("支付金额", "¥88.00"), ("订单编号", "JY2026041815263390417728"), ("支付状态", "已支付"), *more)
    return rows(line("开通记录详情", x=300, y=100), *pairs(*shown))[0]


def test_a_membership_that_shows_no_payments_moment_began_when_it_was_paid() -> None:
    row = membership(("开通时间", "2026-04-18 15:26:33"), ("下次扣费时间", "2027-04-18"))
    assert row.occurred_at == "2026-04-18T15:26:33+08:00"
    assert not any(reason.endswith(":occurred_at") for reason in row.reasons)


def test_when_something_was_finished_asks_where_no_number_bears_it_out() -> None:
    row = membership(("完成时间", "2026-04-19 10:00:00"))
    assert row.occurred_at == "2026-04-19T10:00:00+08:00"
    assert "unlabelled:occurred_at" in row.reasons


def test_a_payments_own_moment_stands_before_that() -> None:
    row = membership(("开通时间", "2026-04-18 15:26:33"), ("支付时间", "2026-04-18 15:26:40"))
    assert row.occurred_at == "2026-04-18T15:26:40+08:00"


def test_what_begins_in_the_future_is_no_payment() -> None:
    lines = pairs(("支付金额", "¥88.00"), ("订单编号", "20260418152633"), ("开通日期", "2026-09-01"))
    later = recognise(lines, load_screens(), size=(720, 1400), captured=TAKEN.at)
    assert page_rows(later, TAKEN)[0].occurred_at == ""


# -- a number in the head of an order, without a label ------------------------------------------------------------

HEADLESS = (
    ("下单时间", "2026-04-29 19:46:50"),
    ("订单金额", "¥88.03"),
    ("发货状态", "已发货"),
    ("支付方式", "微信"),
)


def bare(number: str, *beside: Line, y: int = 180) -> Row:
    head = [line("订单查询", x=300, y=100), line(number, x=40, y=y, eng=number), *beside]
    return rows(*head, *pairs(*HEADLESS))[0]


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


# -- what sentences say -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026年4月26日17:09:45下单,应付35元", "2026-04-26T17:09:45+08:00"),
        ("您于2026-04-26 17:09支付", "2026-04-26T17:09+08:00"),
        ("请您于2026-04-26 17:09支付", ""),
        ("2026-04-26 17:09前支付", ""),
    ],
)
def test_a_sentence_tells_when_something_was_ordered_or_paid(said: str, moment: str) -> None:
    (row,) = rows(
        *pairs(("订单号", "202604261709456907"), ("实付", "¥32.00"), ("当前状态", "充值成功")),
        line(said, x=40, y=600, eng=said),
    )
    assert row.occurred_at == moment


def asking(*sentence: Line) -> list[Row]:
    return rows(
        line("售后进度", x=300, y=60),
        line("审核中", x=60, y=160),
        *sentence,
        *pairs(("订单号", "R202604260930209219"), ("申请类型", "仅退款"), y=500),
        line("撤销申请", x=430, y=900),
    )


def test_a_sentence_tells_what_is_asked_back() -> None:
    (row,) = asking(
        line("您于2026-04-26 09:30提交了退款申请,", x=50, y=260, w=500, eng="2026-04-26 09:30 ,"),
        line("申请退款", x=600, y=260, w=110),
        line("半45.90,", x=50, y=300, w=100, eng="¥45.90,"),
        line("商家将在48小时内处理。", x=170, y=300, w=300, eng="48"),
    )
    assert (row.amount, row.status, row.occurred_at) == ("45.90", "refunding", "2026-04-26T09:30+08:00")


@pytest.mark.parametrize(
    "sentence", ["您最多可申请退款¥45.90", "申请退款3次", "申请退款¥45.90或申请退款¥12.00"]
)
def test_other_sentences_about_refunds_tell_no_sum(sentence: str) -> None:
    (row,) = asking(line(sentence, x=50, y=260, w=500, eng=sentence))
    assert row.amount == "" or row.needs_review


# -- results ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "status"), [("交易处理中", "processing"), ("退汇成功", "refunded"), ("转账成功", "paid")]
)
def test_the_button_beside_a_results_title_is_no_status(shown: str, status: str) -> None:
    receipt = (
        ("收款人", "*刚"),
        ("收款银行", "汇川银行"),
        ("交易时间", "2026-04-02 19:36:19"),
        ("流水号", "20260402245025263089"),
    )
    bar = [line("转账结果", x=300, y=60), line("完成", x=620, y=60)]
    (row,) = rows(*bar, line(shown, x=290, y=120), headline("¥2,326.90"), *pairs(*receipt))
    assert row.status == status


@pytest.mark.parametrize("label", ["结果", "支付结果", "状况", "Result"])
def test_labels_of_results_tell_the_status(label: str) -> None:
    shown = (
        ("订单编号", "LW20260402225014683"),
        ("支付金额", "30.00元"),
        ("下单时间", "2026-04-02 22:50:14"),
        (label, "成功"),
    )
    assert rows(*pairs(*shown))[0].status == "paid"


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


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_steps_of_an_order_side_by_side_have_each_its_own_moment(wrapped: bool) -> None:
    def step(x: int, name: str, clock: str) -> list[Line]:
        day = [line("2026-05-01", x=x - 10, y=195, w=140, h=24, eng="2026-05-01")]
        below = line(clock, x=x, y=225, w=120, h=24, eng=clock)
        both = f"2026-05-01 {clock}"
        whole = line(both, x=x - 30, y=195, w=180, h=24, eng=both)
        return [line(name, x=x, y=160, w=120), *([*day, below] if wrapped else [whole])]

    (row,) = rows(
        line("订单进度", x=300, y=60),
        *step(60, "提交订单", "12:00:10"),
        *step(300, "支付成功", "12:00:31"),
        *step(540, "充值完成", "12:03:00"),
        *pairs(("订单编号", "20260501120010443"), ("实付金额", "¥98.00"), y=400),
    )
    assert row.occurred_at == "2026-05-01T12:00:31+08:00"


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


def test_vouchers_below_each_other_stand_each_under_its_stamp() -> None:
    """Though the account's menu (我的账单) is a list's cue."""

    def voucher(y: int, stamp: str, paid: str, shop: str) -> list[Line]:
        return [
            line(stamp, x=290, y=y, w=140, h=26, eng=stamp),
            line("微信支付凭证", x=60, y=y + 80, w=200),
            line("付款金额", x=310, y=y + 140, w=100),
            line(paid, x=280, y=y + 190, w=160, h=50, eng=paid),
            line("收款方", x=60, y=y + 270, w=90),
            line(shop, x=220, y=y + 270, w=120),
        ]

    found = rows(
        line("微信支付", x=300, y=80, w=120),
        *voucher(150, "2026-04-18 13:22", "¥6.66", "彩云发卡"),
        *voucher(600, "2026-04-19 21:07", "¥199.00", "优享数字"),
        line("我的账单", x=200, y=1300, w=130),
    )
    assert [(row.amount, row.occurred_at[:16], row.status) for row in found] == [
        ("6.66", "2026-04-18T13:22", "paid"),
        ("199.00", "2026-04-19T21:07", "paid"),
    ]


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


# -- whose number a serial is --------------------------------------------------------------------------------------


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


# -- what is said of an order, and what is not -----------------------------------------------------------------------


SHOWN = (("订单号", "260422180455071"), ("支付金额", "¥148.00"), ("支付时间", "2026-04-22 18:04:55"))


def test_the_tabs_of_a_page_say_nothing_of_its_order() -> None:
    tabs = [
        line(t, x=40 + 140 * n, y=100, w=80, h=38) for n, t in enumerate(("全部", "待付款", "处理中", "售后"))
    ]
    (found,) = rows(*tabs, line("退款完成", x=560, y=220, w=120), *pairs(*SHOWN))
    assert found.status == "refunded"


def test_the_code_that_one_paid_by_expires() -> None:
    (found,) = rows(
        line("已失效", x=60, y=220), *pairs(*SHOWN), line("付款已完成，5秒后跳转取货页", x=40, y=620)
    )
    assert found.status == "paid"
    (found,) = rows(line("已失效", x=60, y=220), *pairs(*SHOWN))
    assert found.status == "closed"


def test_a_cashiers_page_is_yet_to_be_paid() -> None:
    asked = line("请于09:58内完成付款", x=200, y=120, eng="09:58")
    (found,) = rows(
        asked, headline("¥128.80"), line("订单 20260502081123655", x=200, y=280, eng="20260502081123655")
    )
    assert (found.status, found.amount, found.occurred_at) == ("pending", "128.80", "")


def test_a_record_that_says_paid_and_processing_asks() -> None:
    lines = pairs(
        ("order_id", "ST20260422163029448"), ("cost", "412.00"), ("paid", "true"), ("state", "处理中")
    )
    (found,) = rows(*lines)
    assert found.status == "processing" and "unsure_word:status" in found.reasons


def test_what_you_bought_was_sent() -> None:
    (found,) = rows(line("您购买的商品已自动发货。", x=40, y=200), *pairs(*SHOWN))
    assert found.status == "delivered"


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


def test_a_number_with_more_of_it_below_in_wide_rows_asks() -> None:
    lines = pairs(("支付时间", "2026-04-22 18:04:55"), ("支付金额", "¥148.00"), ("订单号", "26042218045507"))
    (found,) = rows(*lines, line("5512", x=300, y=492, eng="5512"))
    assert any(reason.startswith("cropped:order_no") for reason in found.reasons) or "5512" in found.order_no


def test_what_is_set_off_is_a_discount() -> None:
    items = (("订单金额", "100.00元"), ("权益金抵扣", "4.50元"), ("支付时间", "2026-04-22 08:44:36"))
    (found,) = rows(
        line("95.50元", x=500, y=180, w=150, h=40, eng="95.50元"),
        *pairs(*items, ("商户订单号", "TYHG0218084420517"), ("订单状态", "支付成功")),
    )
    assert found.amount == "95.50"


def test_a_day_read_in_two_ways_is_the_one_that_the_numbers_carry() -> None:
    def bill(*readings: tuple[str, str]) -> Row:
        shown = replace(
            line("2026年4月2日 19:27:55", x=300, y=360), readings=tuple(reading(t, e) for e, t in readings)
        )
        (found,) = rows(
            headline("-98.00"),
            *pairs(BILL[0]),
            line("支付时间", x=40, y=360),
            shown,
            *pairs(*BILL[2:], y=420),
        )
        return found

    lost = (
        (CHINESE, "2026年4月2日 19:27:55"),
        ("figures", "2026年4月26日 19:27:55"),
        (ENGLISH, "2026 4 2 19:27:55"),
    )
    found = bill(*lost)
    assert (found.occurred_at, found.needs_review) == ("2026-04-26T19:27:55+08:00", False)
    other = ((CHINESE, "2026年4月2日 19:27:55"), ("figures", "2026年4月25日 19:27:55"))
    assert bill(*other).needs_review  # the numbers carry neither


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("处理失败(账号不存在, 请联系客服)", "failed"),
        ("已关闭(未支付)", "closed"),
        ("处理(不存在)", ""),
        ("充值成功(用户反馈未到账)", "paid"),
        ("充值成功（未到账请联系客服）", "paid"),
        ("充值成功(未到账)", "processing"),
        ("交易成功(已退款)", "refunded"),
    ],
)
def test_why_a_status_is_so_does_not_turn_it(said: str, status: str) -> None:
    items = (("订单状态", said), ("订单编号", "20180621130557667"), ("支付时间", "2018-06-21 13:06:40"))
    (row,) = rows(*pairs(*items, ("实付金额", "128.77元")))
    assert row.status == status


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


@pytest.mark.parametrize("swapped", [False, True])
def test_the_counterparty_of_a_receipt_is_who_was_paid(*, swapped: bool) -> None:
    sides = [("付款人", "钱小二"), ("收款人", "北斗网络科技有限公司")]
    shown = [line("网上银行电子回单", x=300, y=40)]
    for column, (head, name) in enumerate(reversed(sides) if swapped else sides):
        left = 40 + 500 * column
        shown += [line(sign, x=left, y=330 + 30 * row, w=22, h=22) for row, sign in enumerate(head)]
        shown += [line("户名", x=left + 60, y=300), line(name, x=left + 160, y=300, w=240)]
    (row,) = rows(*shown, *pairs(("金额", "680.00"), ("交易时间", "2023/12/11 10:08"), y=600))
    assert row.counterparty == "北斗网络科技有限公司"


@pytest.mark.parametrize(
    ("beside", "goods", "status"),
    [
        ("已支付", "等待人工发货", "paid"),
        ("已支付", "发货中", "processing"),
        ("", "等待人工发货", "processing"),
    ],
)
def test_what_was_paid_and_waits_for_its_goods_was_paid(beside: str, goods: str, status: str) -> None:
    items = (("发货状态", goods), ("订单编号", "20180621130557667"), ("支付时间", "2018-06-21 13:06:40"))
    said = [line(beside, x=700, y=240)] if beside else []
    (row,) = rows(*said, *pairs(*items, ("实付金额", "128.77元")))
    assert row.status == status


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


# -- what an order, a store and a bank say of themselves ------------------------------------------------------------


UNPAID = (("订单号", "296250416010950540"), ("金额", "¥12.03"), ("下单时间", "2025-04-16 01:09:50"))


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("订单已过期,请重新下单", "closed"),
        ("订单已关闭", "closed"),
        ("支付超时", "closed"),
        ("超时未支付订单将自动取消", "pending"),
        ("已取消", "pending"),  # a tab
        ("支付失败", "pending"),  # and may be tried again
    ],
)
def test_what_a_note_says_of_the_end_of_an_order_that_was_not_paid(note: str, status: str) -> None:
    items = pairs(*UNPAID, ("支付状态", "未支付"))
    (found,) = rows(line("订单查询", x=40, y=100), *items, line(note, x=60, y=700))
    assert found.status == status


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


def test_the_only_price_of_a_receipt_is_what_was_paid_and_asks() -> None:
    receipt = (("商品", "个人会员12个月"), ("购买日期", "2025-10-12 22:58"), ("交易号", "4097706173"))
    (found,) = rows(*pairs(("价格", "199元"), *receipt))
    assert (found.order_no, found.amount) == ("4097706173", "199.00")
    assert "unlabelled:amount" in found.reasons
    (found,) = rows(*pairs(("价格", "199元"), ("数量", "2"), *receipt))
    assert found.amount == ""


def test_what_a_bank_sums_up_as_a_refund_came_back() -> None:
    entry = (("记账时间", "2025-03-22 08:00:31"), ("流水号", "ZJ95980952709582"))
    (found,) = rows(headline("+120.00"), *pairs(("摘要", "退款"), *entry))
    assert (found.status, found.trade_no, found.order_no) == ("refunded", "ZJ95980952709582", "")
    (found,) = rows(headline("-120.00"), *pairs(("摘要", "退款手续费"), *entry))
    assert found.status == ""


def test_when_goods_went_back_is_when_a_payment_card_gave_the_money_back() -> None:
    items = (
        ("交易状态", "已退货"),
        ("退货时间", "2025/08/11 07:55:12"),
        ("订单编号", "549467062954247897803"),
    )
    (found,) = rows(
        line("交易详情", x=300, y=60),
        headline("¥73.50"),
        *pairs(*items, ("付款方式", "贵州农信[0087]")),
        line("在此商户的交易", x=40, y=900),
    )
    assert (found.status, found.occurred_at) == ("refunded", "2025-08-11T07:55:12+08:00")


def test_wechats_bill_in_english_has_the_merchants_number() -> None:
    items = (("Status", "Paid"), ("Payment Time", "2026-04-26 19:27:55"), ("Acquirer", "Lakala Payment"))
    (found,) = rows(
        headline("-328.00"), *pairs(*items, ("Transaction ID", NUMBER), ("Merchant ID", "XCX202604261927457"))
    )
    assert (found.trade_no, found.order_no, found.status) == (NUMBER, "XCX202604261927457", "paid")


@pytest.mark.parametrize(
    ("word", "status"),
    [("发放中", "processing"), ("冲正退款", "refunded"), ("感谢您在京东购物,欢迎再次光临", "paid")],
)
def test_words_of_top_ups_and_of_an_order_that_is_done(word: str, status: str) -> None:
    (found,) = rows(line(word, x=300, y=120), *pairs(*UNPAID))
    assert found.status == status


@pytest.mark.parametrize(("tag", "status"), [("已开通", "paid"), ("完成", ""), ("去查看", "")])
def test_a_tag_beside_the_title_of_an_orders_card_tells_its_status(tag: str, status: str) -> None:
    title = line("黄金会员连续包年", x=40, y=100)
    (found,) = rows(title, line(tag, x=600, y=100), *pairs(*UNPAID))
    assert found.status == status
    (found,) = rows(line("开通会员", x=500, y=160), line(tag, x=600, y=100), *pairs(*UNPAID))
    assert found.status == ""  # no title beside it
