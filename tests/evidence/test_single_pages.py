"""Pages of one payment, or of a payment and its refund, in words and layouts of small shops."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.evidence.page_moments import came
from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.intake.capture import CaptureSource
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from tests.evidence.pages import NUMBER, TAKEN, headline, page, pairs, rows, taken
from tests.helpers import line, reading


def said(found: list[Row]) -> list[tuple[str, str, str]]:
    return sorted((row.status, row.amount, row.occurred_at) for row in found)


# -- a payment and its refund ----------------------------------------------------------------------------------------

FAILED = (
    ("编号", "JYK-202604151028-093"),
    ("实际付", "470.00"),
    ("状态说明", "充值失败"),
    ("退款情况", "470.00元已按原路退回招商银行信用卡(9914)"),
    ("退款时间", "2026-04-16 17:50"),
)


def test_the_refunds_moment_is_not_that_of_what_was_paid() -> None:
    found = rows(*pairs(*FAILED[:3], FAILED[4]))
    assert all("unlabelled:occurred_at" in row.reasons for row in found if row.status == "failed")


def test_what_was_done_before_the_refund_dates_the_payment_and_asks() -> None:
    found = rows(*pairs(*FAILED, ("办理时间", "2026-04-15 10:28")))
    assert said(found) == [
        ("paid", "470.00", "2026-04-15T10:28+08:00"),
        ("refunded", "470.00", "2026-04-16T17:50+08:00"),
    ]
    assert all("unlabelled:occurred_at" in row.reasons for row in found if row.status == "paid")


def test_a_remark_says_what_came_back_and_when() -> None:
    found = rows(
        *pairs(
            ("订单号", "D260419-112908-47713"),
            ("总额", "29.04元"),
            ("状况", "交易失败[已退]"),
            ("购买时", "2026-04-19 11:29:08"),
            ("备注", "上级库存空,29.04已退至账户余额2026-04-19 11:41:30"),
        )
    )
    assert said(found) == [
        ("paid", "29.04", "2026-04-19T11:29:08+08:00"),
        ("refunded", "29.04", "2026-04-19T11:41:30+08:00"),
    ]


def test_a_closed_order_that_was_paid_and_given_back_is_two() -> None:
    found = rows(
        line("交易已关闭", x=40, y=120, h=40),
        *pairs(
            ("订单编号", "E20260419094418023500017"),
            ("实付款", "¥110.00"),
            ("付款", "2026-04-19 09:44:31"),
            ("关闭", "2026-04-22 09:44:40"),
            ("退款金额", "¥110.00"),
        ),
    )
    assert said(found) == [("paid", "110.00", "2026-04-19T09:44:31+08:00"), ("refunded", "110.00", "")]
    (refund,) = [row for row in found if row.status == "refunded"]
    assert "missing:occurred_at" in refund.reasons


@pytest.mark.parametrize("label", ["应退金额", "预计退款金额"])
def test_a_refund_that_is_still_due_is_no_second_one(label: str) -> None:
    found = rows(
        line("交易已关闭", x=40, y=120, h=40),
        *pairs(
            ("订单编号", "E20260419094418023500017"),
            ("实付款", "¥110.00"),
            ("付款时间", "2026-04-19 09:44:31"),
            (label, "¥110.00"),
        ),
    )
    assert [row.status for row in found] == ["closed"]


# -- moments without a label or a year -------------------------------------------------------------------------------


YEAR = "year_from_capture_time:occurred_at"


@pytest.mark.parametrize(
    ("said", "moment", "asks"),
    [
        ("04-13 19:04:55", "2026-04-13T19:04:55+08:00", False),
        ("04-01 19:04:55", "2026-04-01T19:04:55+08:00", False),
        ("03-31 19:04:55", "2026-03-31T19:04:55+08:00", True),  # so long before, a year may have been lost
        ("05-13 19:04:55", "2025-05-13T19:04:55+08:00", True),
    ],
)
def test_a_moment_without_its_year_is_counted_from_the_capture_and_asks_where_it_is_long_past(
    said: str, moment: str, asks: bool
) -> None:
    (found,) = taken(*pairs(("订单号", "HB82604131904552"), ("扣了你", "272.00"), ("扣的时间", said)))
    assert found.occurred_at == moment
    assert (YEAR in found.reasons) == asks


def test_what_was_finished_today_is_counted_from_the_capture() -> None:
    (found,) = taken(
        *pairs(("订单号", "HB20260413190455210"), ("实付金额", "272.00"), ("完成于", "今天08:37"))
    )
    assert found.occurred_at == "2026-05-02T08:37+08:00"
    assert YEAR not in found.reasons


@pytest.mark.parametrize("source", [CaptureSource.MTIME, CaptureSource.SAVE_NAME])
def test_a_year_counted_from_a_weak_capture_time_asks(source: CaptureSource) -> None:
    weak = replace(TAKEN, source=source)
    shown = pairs(("订单号", "HB82604131904552"), ("扣了你", "272.00"), ("扣的时间", "04-30 19:04:55"))
    page = recognise(shown, load_screens(), size=(720, 1400), captured=weak.at)
    (found,) = page_rows(page, weak)
    assert {YEAR, source.review_reason} <= set(found.reasons)


def test_the_moment_that_the_number_carries_asks() -> None:
    (found,) = rows(
        *pairs(("订单号", "20260418223155908"), ("实付金额", "597.50"), ("下发给上游", "04-18 22:31:55"))
    )
    assert found.occurred_at == "2026-04-18T22:31:55+08:00"
    assert "unlabelled:occurred_at" in found.reasons


def test_the_only_day_of_a_receipt_asks() -> None:
    (found,) = rows(
        line("2026年4月18日", x=40, y=200, eng="2026418"),
        *pairs(("订单ID", "MVQ8X2T7KD"), ("合计", "¥98.00")),
    )
    assert found.occurred_at == "2026-04-18"
    assert "unlabelled:occurred_at" in found.reasons


def test_the_only_sum_without_a_label_asks() -> None:
    (found,) = rows(
        *pairs(("订单号", "J5202604251158460003"), ("支付时间", "2026-04-25 11:59:02"), ("饼饼台", "60.80"))
    )
    assert found.amount == "60.80" and "unlabelled:amount" in found.reasons


# -- whose number it is ----------------------------------------------------------------------------------------------


def test_a_serial_beside_the_channels_number_is_the_sites() -> None:
    (found,) = rows(
        *pairs(
            ("支付金额", "298.00元"),
            ("充值流水", "YC88602604021937"),
            ("支付宝交易号", "2026040222001438571406629183"),
            ("支付时间", "2026-04-02 19:37"),
        )
    )
    assert (found.order_no, found.trade_no) == ("YC88602604021937", "2026040222001438571406629183")


def test_a_trade_number_in_the_form_of_a_card_shops_system_is_the_shops() -> None:
    (found,) = rows(
        *pairs(("交易号", "HQ3ZKX7M2LWPD8TA"), ("实收", "39.9元"), ("下单日期", "2026-04-15 11:02:19"))
    )
    assert (found.order_no, found.trade_no) == ("HQ3ZKX7M2LWPD8TA", "")


def test_the_serial_of_instalments_is_the_banks() -> None:
    (found,) = rows(
        headline("3,600.00"),
        *pairs(("消费日期", "2026/04/01"), ("分期流水号", "FQ00726040417"), ("首期还款日", "2026/05/12")),
    )
    assert (found.order_no, found.trade_no) == ("", "FQ00726040417")


# -- words for what has become of it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("未收到付款", "pending"),
        ("没充进去", "failed"),
        ("资金已退", "refunded"),
        ("单子作废", "closed"),
        ("扣款中", "processing"),
        ("出票失败.退款中", "refunding"),
        ("已付款，等待充值", "paid"),
        ("等待卖家发货", "paid"),
        ("换绑中", "processing"),
        ("部分到账，处理中", "processing"),
        ("激活失败", "failed"),
        ("您购买的影视会员12个月已发货，信息如下:", "delivered"),
        ("您购买的影视会员12个月已过期，请续费", ""),
    ],
)
def test_words_of_small_shops(word: str, status: str) -> None:
    (found,) = rows(
        line(word, x=40, y=120, h=40),
        *pairs(("订单号", "20260418223155908"), ("实付金额", "65.03"), ("创建时间", "2026-04-18 22:31:55")),
    )
    assert found.status == status


def test_who_is_awaited_may_stand_in_quotes() -> None:
    (found,) = rows(
        line('待"张姐代充"确认收款', x=240, y=130),
        headline("¥520.00"),
        *pairs(("转账时间", "2026-04-08 16:47:29"), ("支付方式", "零钱通"), ("转账说明", "月卡")),
    )
    assert found.status == "pending"


# -- orders and complaints -------------------------------------------------------------------------------------------

TAKEN_IN = (("您付了", "198.40元"), ("受理时间", "2026-04-21 09:20"), ("受理编号", "HF260421092006114"))


def test_what_was_taken_in_and_paid_is_an_order() -> None:
    (found,) = rows(*pairs(*TAKEN_IN))
    assert (found.kind, found.order_no, found.amount) == ("transaction", "HF260421092006114", "198.40")
    assert found.occurred_at == "2026-04-21T09:20+08:00"


def test_what_was_taken_in_is_a_complaint_where_somebody_complains() -> None:
    (found,) = rows(line("我的投诉", x=300, y=60), *pairs(*TAKEN_IN))
    assert (found.kind, found.order_no) == ("ticket", "HF260421092006114")


AFTER_SALES = (
    ("退款金额", "320.00元"),
    ("订单号", "688400789666383427"),
    ("支付时间", "2024-05-21 20:35"),
    ("服务单号", "TK2024052159656308"),
)


def test_the_refund_of_an_order_with_the_number_of_its_after_sales_is_a_transaction() -> None:
    (found,) = rows(line("退款中", x=40, y=120, h=40), *pairs(*AFTER_SALES))
    assert (found.kind, found.order_no, found.amount) == ("transaction", "688400789666383427", "320.00")
    assert (found.status, found.occurred_at) == ("refunding", "2024-05-21T20:35+08:00")
    assert not found.trade_no


def test_the_number_of_after_sales_alone_is_a_ticket_and_so_is_one_of_a_complaint() -> None:
    (alone,) = rows(*pairs(*AFTER_SALES[2:]))
    (complaint,) = rows(line("我的投诉", x=300, y=60), *pairs(*AFTER_SALES))
    assert {alone.kind, complaint.kind} == {"ticket"}


# -- the steps of an order -------------------------------------------------------------------------------------------

TOPPED_UP = (("实际支付", "¥500.00"), ("订单号", "2020080420390442446"), ("提交时间", "2020-08-04 20:39:04"))
WHY = ("失败原因", "运营商维护,请联系客服退款")


def stepped(*items: tuple[str, str], last: str = "失败") -> Row:
    steps = [line(word, x=60 + 240 * n, y=120, w=120) for n, word in enumerate(("已提交", "处理中", last))]
    (found,) = rows(*steps, *pairs(*items))
    return found


def test_steps_side_by_side_do_not_tell_how_far_an_order_has_come() -> None:
    found = stepped(*TOPPED_UP)
    assert found.status == "processing" and "unsure_word:status" in found.reasons


def test_steps_of_one_status_do_not_ask() -> None:
    assert "unsure_word:status" not in stepped(*TOPPED_UP, last="充值中").reasons


def test_an_order_that_says_why_it_failed_is_at_that_step() -> None:
    found = stepped(*TOPPED_UP, WHY)
    assert found.status == "failed" and "unsure_word:status" not in found.reasons


def test_money_that_was_to_go_out_and_failed_asks() -> None:
    assert "unsure_word:status" in stepped(*TOPPED_UP, WHY, ("提现方式", "银行卡")).reasons


# -- numbers that carry when they were given -------------------------------------------------------------------------

VAGUE = (("订单", "2026042019160712"), ("金额", "18.80元"))


@pytest.mark.parametrize(
    ("when", "asks"), [("2026-04-20 19:16", False), ("2026-04-20 19:17", True), ("2026-04-20", True)]
)
def test_a_number_and_a_moment_bear_each_other_out_to_the_minute(when: str, *, asks: bool) -> None:
    (found,) = rows(line("已支付", x=40, y=100), *pairs(*VAGUE, ("时间", when)))
    assert ("unknown_screen" in found.reasons) is asks


@pytest.mark.parametrize(("clock", "asks"), [("22:20:07", False), ("22:20:08", True)])
def test_a_moment_without_a_label_that_the_order_s_number_carries(clock: str, *, asks: bool) -> None:
    order = (("单号", "LS20260420222007221"), ("实收", "85.00"))
    stamp = line(f"2026-04-20 {clock}", x=40, y=100, eng=f"2026-04-20 {clock}")
    (found,) = rows(stamp, *pairs(*order))
    assert found.occurred_at == f"2026-04-20T{clock}+08:00"
    assert ("unlabelled:occurred_at" in found.reasons) is ("unknown_screen" in found.reasons) is asks


# -- sentences -------------------------------------------------------------------------------------------------------


def test_a_sentence_about_an_order_by_its_number() -> None:
    text = "订单8815-20260420-7711已付款¥12.80"
    (found,) = rows(
        line(text, x=60, y=300, eng="8815-20260420-7711 ¥12.80"),
        line("(2026-04-20 21:15付),卡密见下方", x=60, y=340, eng="2026-04-20 21:15"),
    )
    assert (found.order_no, found.amount) == ("8815-20260420-7711", "12.80")
    assert (found.occurred_at, found.status) == ("2026-04-20T21:15+08:00", "paid")


def test_what_a_sentence_says_of_an_order_with_letters_in_its_number() -> None:
    (found,) = rows(
        line("订单2GJQ8S8K2JTGT3AA已发货,", x=60, y=200, eng="2GJQ8S8K2JTGT3AA"),
        line("共2张", x=500, y=200),
        *pairs(("合计支付", "56.00元"), ("购买时间", "2020-06-10 18:27:30")),
    )
    assert (found.order_no, found.status) == ("2GJQ8S8K2JTGT3AA", "delivered")


@pytest.mark.parametrize(
    ("title", "status"), [("【星辰发卡】您的订单已完成", "paid"), ("您在本站购买的商品已发货:", "delivered")]
)
def test_what_a_mail_says_of_an_order(title: str, status: str) -> None:
    (found,) = rows(
        line(title, x=60, y=100),
        *pairs(("订单号", "2021030118412735"), ("订单总价", "56.80元"), ("支付时间", "2021-03-01 18:41:27")),
    )
    assert found.status == status


# -- what a shop calls a number without saying of what ---------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "订单详情"])
def test_the_only_vague_number_of_an_orders_page_asks(title: str) -> None:
    (found,) = rows(
        line(title or "小票", x=300, y=40),
        *pairs(
            ("票号", "00418-2251"),
            ("实付款", "190.00"),
            ("运费", "0.00"),
            ("付款时间", "2026-04-24 19:58:40"),
        ),
    )
    assert found.order_no == "00418-2251" and "unlabelled:order_no" in found.reasons


# -- closed, and the money back --------------------------------------------------------------------------------------

CLOSED = (("订单编号", "4418260973315820647"), ("实付款", "72.00"), ("付款时间", "2026-02-01 21:07:29"))


def test_a_closed_order_whose_money_came_back_is_refunded() -> None:
    head, told = line("交易关闭", x=40, y=100, h=40), line("退款成功,交易关闭", x=40, y=160)
    assert [row.status for row in rows(head, told, *pairs(*CLOSED))] == ["refunded"]
    labelled = pairs(*CLOSED, ("订单状态", "交易关闭"))
    assert [row.status for row in rows(line("退款成功", x=500, y=160), *labelled)] == ["refunded"]


def test_a_closed_order_alone_stays_closed() -> None:
    assert [row.status for row in rows(line("交易关闭", x=40, y=100, h=40), *pairs(*CLOSED))] == ["closed"]
    assert [row.status for row in rows(*pairs(*CLOSED, ("订单状态", "退款已关闭")))] == ["closed"]


# -- shops in two languages, dialogs, steps --------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Completed 已完成", "Payment received 已收款", "余额加款成功"])
def test_a_status_behind_its_translation_or_in_one_word(word: str) -> None:
    (found,) = rows(
        line(word, x=40, y=120, h=40),
        *pairs(("订单号", "20260418223155908"), ("实付金额", "65.03"), ("创建时间", "2026-04-18 22:31:55")),
    )
    assert found.status == "paid"


def test_a_dialog_over_the_goods_tells_of_the_payment() -> None:
    (found,) = rows(
        line("库存 214", x=40, y=100),
        line("已售 9032", x=300, y=100),
        line("支付成功!", x=240, y=200, h=50),
        *pairs(
            ("取卡编号", "Q7KD2M9XW4TB60HZ"),
            ("成交价", "¥74.50"),
            ("支付于", "2026/03/08 19:22"),
            ("商品说明", "兑换码有效期至2026-12-31"),
        ),
    )
    assert (found.kind, found.order_no, found.amount) == ("transaction", "Q7KD2M9XW4TB60HZ", "74.50")
    assert (found.status, found.occurred_at) == ("paid", "2026-03-08T19:22+08:00")


def test_the_dot_of_a_step_stands_in_the_box_of_its_word() -> None:
    (found,) = rows(
        line("充值失败", x=30, y=100, h=42),
        *pairs(("订单流水", "DC2505181302114468"), ("合计", "¥168.00")),
        line("买家已付款", x=59, y=590, w=191),
        line("2025-05-18 13:03:26", x=100, y=638, eng="2025-05-18 13:03:26"),
        line("订单生成", x=100, y=716),
        line("2025-05-18 13:02:11", x=100, y=763, eng="2025-05-18 13:02:11"),
    )
    assert (found.occurred_at, found.status) == ("2025-05-18T13:03:26+08:00", "failed")


def test_the_arrow_before_an_orders_heading_is_none_of_its_word() -> None:
    (found,) = rows(
        line("《待使用", x=40, y=120, h=44),
        *pairs(("订单号", "5038417702964415836"), ("实付", "¥91.80"), ("下单时间", "2026-08-09 11:55:02")),
    )
    assert found.status == "paid"


def test_what_came_back_to_a_deposit_is_a_refund() -> None:
    (found,) = rows(
        line("退回预存款", x=40, y=100, h=21),
        line("312.00", x=40, y=130, h=38, eng="312.00"),
        *pairs(("供货单编号", "SUP1734577702946"), ("退单时间", "2024-12-19 11:25:48")),
    )
    assert (found.status, found.amount, found.order_no) == ("refunded", "312.00", "SUP1734577702946")


# -- a number, a sum and a moment whose labels nobody knows ----------------------------------------------------------

PARTICULARS = ("灵石花销", "¥328.00", "缔契", "2026-03-16 22:47:10")


def particulars(*number: str) -> list[Row]:
    texts = (*number, *PARTICULARS)
    return taken(*(line(text, x=40, y=100 + 90 * n, eng=text) for n, text in enumerate(texts)))


@pytest.mark.parametrize("number", [("仙契号", "XY0728-5501-93827"), ("工号XY0728-5501-93827",)])
def test_a_number_a_sum_and_a_moment_are_an_order_that_asks(number: tuple[str, ...]) -> None:
    (found,) = particulars(*number)
    assert (found.order_no, found.amount) == ("XY0728-5501-93827", "328.00")
    assert found.occurred_at == "2026-03-16T22:47:10+08:00"
    assert {"unlabelled:order_no", "unlabelled:amount", "unknown_screen"} <= set(found.reasons)


@pytest.mark.parametrize("number", ["13812345678", "600918", "2026-03-15 21:05", "XK4B-H7VN"])
def test_without_a_number_they_are_none(number: str) -> None:
    assert particulars(number) == []


def test_of_two_codes_neither_is_the_orders() -> None:
    assert particulars("XY0728-5501-93827", "AB0728-5501-93828") == []


def test_a_vague_number_counts_beside_a_sum_and_a_moment() -> None:
    (found,) = rows(*pairs(("编号", "260918074251660"), ("价钱", "¥118.00"), ("开单", "2026-09-18 07:42:51")))
    assert (found.order_no, found.amount) == ("260918074251660", "118.00")
    assert "unlabelled:order_no" in found.reasons


def test_whole_sums_to_choose_from_are_not_what_was_paid() -> None:
    (found,) = rows(
        *(line(f"{n}元", x=40 + 160 * i, y=100) for i, n in enumerate((30, 50, 100, 200))),
        line("199.20元", x=40, y=260, eng="199.20元"),
        *pairs(("订单号", "HF62077419053"), ("支付时间", "2026-05-02 08:15:51")),
    )
    assert (found.order_no, found.amount) == ("HF62077419053", "199.20")
    assert "unlabelled:amount" in found.reasons


def test_steps_of_an_order_say_when_it_was_paid() -> None:
    (found,) = taken(
        line("工号DC-8830145527", x=40, y=100, eng="DC-8830145527"),
        line("¥598.00", x=40, y=160, eng="¥598.00"),
        line("您已下单", x=60, y=300),
        line("01-23 09:14", x=500, y=300, eng="01-23 09:14"),
        line("付款到账", x=60, y=420),
        line("01-23 09:15", x=500, y=420, eng="01-23 09:15"),
    )
    assert found.occurred_at.endswith("-01-23T09:15+08:00")
    assert "year_from_capture_time:occurred_at" in found.reasons


def test_goods_on_their_way_are_in_progress() -> None:
    labelled = pairs(
        ("订单编号", "MP7702519384406127"), ("实付款", "91.90"), ("支付时间", "2026-10-11 16:58:33")
    )
    assert [row.status for row in rows(line("发货中", x=40, y=40, h=40), *labelled)] == ["processing"]


@pytest.mark.parametrize(
    "word", ["已收讫", "钱款已收到", "您的购买已完成,收据已发送", "账号已售出", "已付款分月到账"]
)
def test_words_of_small_shops_for_what_was_paid(word: str) -> None:
    labelled = pairs(("订单编号", "MP7702519384406127"), ("实付款", "91.90"))
    assert [row.status for row in rows(line(word, x=40, y=40, h=40), *labelled)] == ["paid"]


def test_a_bare_figure_at_the_end_of_a_row_is_no_sum_of_an_order() -> None:
    """The reader of figures takes the › of a row for a 2."""
    order = pairs(("订单号", "2026042619275540938"), ("支付时间", "2026-04-26 19:27:55"))
    (found,) = rows(line("订单详情", x=300, y=120), *order, line(">", x=650, y=700, w=12, eng="2"))
    assert found.amount == ""
    (marked,) = rows(line("订单详情", x=300, y=120), *order, line("¥2", x=650, y=700, w=40, eng="¥2"))
    assert marked.amount == "2.00" and "unlabelled:amount" in marked.reasons


def test_a_page_to_pick_codes_up_gives_its_order_and_asks() -> None:
    (found,) = rows(
        line("支付成功，请查收您的卡密", x=60, y=240),
        line("订单号：493260317100245258", x=60, y=290, eng=":493260317100245258"),
        line("商品：完美一卡通15元", x=60, y=330),
        line("数量：4 取卡次数：1", x=60, y=370),
        line("卡密", x=480, y=480),
    )
    assert (found.order_no, found.status) == ("493260317100245258", "paid")
    assert {"missing:amount", "missing:occurred_at"} <= set(found.reasons)


def test_a_red_packet_that_was_opened_names_who_gave_it() -> None:
    (found,) = taken(
        line("阿哲网游的红包", x=250, y=100),
        line("充值没到的补偿，不好意思", x=220, y=140),
        headline("20.00"),
        line("已存入零钱，可直接提现", x=250, y=420),
        line("回复表情到聊天", x=40, y=600),
    )
    assert (found.amount, found.status, found.counterparty) == ("20.00", "paid", "阿哲网游的红包")
    assert found.needs_review


def top_up(status: str) -> list[Row]:
    return rows(
        line(status, x=560, y=120),
        headline("¥196.00"),
        *pairs(
            ("到账金额", "200.00元"), ("交费时间", "2025-11-11 00:03:51"), ("订单号", "8125251111410905582")
        ),
    )


def test_what_a_top_up_cost_is_its_big_sum_and_asks() -> None:
    (found,) = top_up("交费成功")
    assert found.amount == "196.00"
    assert "other_amount_on_page:amount" in found.reasons
    assert top_up("提现成功")[0].amount == "200.00"


def test_a_closed_order_of_which_all_was_given_back_is_refunded() -> None:
    def order(said: str) -> str:
        items = (
            ("订单总额", "¥50.00"),
            ("订单编号", "2607251917667470"),
            ("创建时间", "2026-07-25 19:00:38"),
        )
        (found,) = rows(line("已撤单", x=40, y=200, h=40), line(said, x=40, y=250), *pairs(*items))
        return found.status

    assert order("卖家同意撤单，租金及押金已全额退还") == "refunded"
    assert order("卖家同意撤单，押金已退还") == "closed"


# -- whose number, which sum, which moment ---------------------------------------------------------------------------


def discounted(number: str) -> Row:
    lines = (
        line("等待确认收货", x=480, y=100),
        *pairs(
            ("店铺优惠", "-1.80"),
            ("平台优惠", "-0.50"),
            ("实付金额", "17.60"),
            ("商品说明", "影音会员季卡"),
            ("创建时间", "2025-11-20 12:08"),
            ("订单号", number),
        ),
    )
    assert page(*lines).screen.screen == "shop.order"
    (found,) = rows(*lines)
    return found


def test_alipays_number_among_discounts_is_the_channels() -> None:
    found = discounted("2025112022001541376945920825")
    assert (found.order_no, found.trade_no) == ("", "2025112022001541376945920825")
    assert not found.reasons


def test_a_number_of_that_length_with_the_minute_is_the_shops_and_one_without_asks() -> None:
    assert discounted("2025112012084437694592082511").order_no.startswith("202511201208")
    assert "role_unsure:order_no" in discounted("2025112091084437694592082511").reasons


def test_the_serial_of_a_credit_card_is_the_banks() -> None:
    items = pairs(
        ("交易时间", "2026-05-07 03:18:52"), ("交易状态", "交易成功"), ("流水号", "926127031852740016")
    )
    (found,) = rows(headline("-94.36"), *items, line("账单分期", x=400, y=900))
    assert (found.order_no, found.trade_no) == ("", "926127031852740016")
    assert "role_unsure:order_no" in rows(headline("-94.36"), *items)[0].reasons


REFUND = (
    line("退款进度", x=300, y=60),
    line("退款成功", x=50, y=226, h=36),
    line("已退款至微信零钱", x=50, y=275),
    line("退款成功,钱款已原路退回", x=84, y=340),
    line("2026-08-11 08:00:12", x=84, y=383, eng="2026-08-11 08:00:12"),
    *pairs(("订单编号", "260805-294966265146736"), ("退款类型", "仅退款"), y=843),
)
OFFERS = (line("¥1.99", x=36, y=1252, eng="¥1.99"), line("¥6.8", x=399, y=1252, eng="¥6.8"))


def test_the_sum_beside_the_word_that_heads_a_refund_is_its_own_and_no_offers() -> None:
    (found,) = rows(*REFUND, line("¥21.6", x=610, y=229, eng="¥21.6"), *OFFERS)
    assert (found.status, found.amount, found.reasons) == ("refunded", "21.60", [])
    assert rows(*REFUND, *OFFERS)[0].amount == ""


def test_a_sentence_says_when_a_sum_came_back() -> None:
    (found,) = rows(
        line("订单详情", x=300, y=40),
        line("已退款", x=40, y=100, h=50),
        line("退款¥15.00已于2026-04-30 20:18原路退回", x=40, y=180, eng="¥15.00 2026-04-30 20:18"),
        *pairs(("退款金额", "¥15.00"), ("订单号码", "2606300918274400513"), ("下单时间", "2026-04-30 09:18")),
    )
    assert (found.status, found.occurred_at, found.reasons) == ("refunded", "2026-04-30T20:18+08:00", [])


def slow_top_up(*items: tuple[str, str]) -> Row:
    (found,) = rows(
        line("充值记录详情", x=300, y=60),
        headline("¥95.00"),
        *pairs(
            ("充值面额", "100元"),
            ("订单编号", "202604220900315196"),
            ("提交时间", "2026-04-22 09:00:31"),
            *items,
        ),
    )
    return found


def test_what_a_top_up_is_worth_is_not_what_it_cost() -> None:
    found = slow_top_up(("当前状态", "充值中"))
    assert (found.amount, found.status) == ("95.00", "processing")


def test_how_much_has_come_is_no_status_and_a_failed_top_up_waits_for_its_refund() -> None:
    found = slow_top_up(("充值进度", "已到账0.00元/100.00元"), ("当前状态", "充值失败,等待退款"))
    assert found.status == "refunding"
    assert slow_top_up(("当前状态", "充值失败,可申请退款")).status == "failed"


@pytest.mark.parametrize(("said", "status"), [("审核中", "processing"), ("已驳回", "closed"), ("完成", "")])
def test_a_word_right_below_the_big_sum_tells_its_status(said: str, status: str) -> None:
    (found,) = rows(
        headline("¥640.00"),
        line(said, x=330, y=260, w=60),
        *pairs(("提现单号", "TX202604091018405527"), ("申请时间", "2026-04-09 10:18:40")),
    )
    assert found.status == status


def test_the_word_below_the_big_sum_is_not_the_step_that_the_money_has_reached() -> None:
    (found,) = rows(
        headline("-760.00"),
        line("处理中", x=330, y=260, w=60),
        line("付款成功", x=200, y=340),
        line("到账成功", x=200, y=440),
        *pairs(("创建时间", "2023-06-18 22:10:36"), ("订单号", "20230618200040011100679097515926")),
    )
    assert found.status == "processing"


@pytest.mark.parametrize(("said", "sure"), [("然理中", 0.58), ("处理中", 0.58)])
def test_a_misread_word_below_the_big_sum_asks(said: str, sure: float) -> None:
    (found,) = rows(
        headline("-760.00"),
        line(said, x=330, y=260, w=60, confidence=sure),
        line("付款成功", x=200, y=340),
        *pairs(("创建时间", "2023-06-18 22:10:36"), ("订单号", "20230618200040011100679097515926")),
    )
    assert found.status == "processing"
    assert ("unsure_word:status" in found.reasons) == (said != "处理中")


@pytest.mark.parametrize(
    ("said", "status", "asks"),
    [
        ("交易关闭(超时未付款)", "closed", False),
        ("已远款(¥40.00)", "refunded", True),
        ("已远款", "", False),
    ],
)
def test_brackets_behind_a_status_without_a_label(said: str, status: str, asks: bool) -> None:
    found = rows(
        headline("-128.00"),
        line(said, x=300, y=260, w=200),
        *pairs(("订单编号", "DD241205841048918"), ("支付时间", "2024-12-05 11:20:46")),
    )
    assert found[-1].status == status
    assert ("unsure_word:status" in found[-1].reasons) == asks


def card_order(total: str, count: str = "1") -> Row:
    (found,) = rows(
        *pairs(
            ("订单号", "MRU9T41JTK39QLSU"),
            ("订单名称", "成品号"),
            ("商品单价", "138.00"),
            ("购买数量", count),
            ("优惠券", "-5.00"),
            ("订单总价", total),
            ("订单创建时间", "2026-04-21 13:20:08"),
            ("订单状态", "已完成"),
        ),
    )
    return found


@pytest.mark.parametrize(
    ("total", "count", "asks"), [("133.00", "1", False), ("271.00", "2", False), ("138.00", "1", True)]
)
def test_a_total_that_the_price_less_the_discount_comes_to(total: str, count: str, *, asks: bool) -> None:
    found = card_order(total, count)
    assert found.amount == total
    assert ("other_amount_on_page:amount" in found.reasons) is asks


def test_what_is_due_is_the_sum_of_a_closed_order_of_a_page_that_nobody_knows() -> None:
    items = (("订单编号", "692148077315520943"), ("创建时间", "2026-04-19 00:42"))
    due, ordered = (
        rows(line("交易关闭", x=40, y=100, h=40), *pairs((label, "¥158.00"), *items))[0]
        for label in ("应付款", "订单金额")
    )
    assert (due.screen, due.amount, due.reasons) == ("unknown", "158.00", [])
    assert "unknown_screen" in ordered.reasons


def test_an_order_of_play_for_others_names_its_fee_and_its_deposit() -> None:
    (found,) = rows(
        line("代练中", x=33, y=100, h=40),
        *pairs(("代练费", "¥320.00"), ("安全保证金", "¥50.00"), ("下单时间", "2026-04-19 21:02")),
        *pairs(("订单编号", "DL2603190077412"), y=600),
    )
    assert (found.amount, found.status) == ("320.00", "processing")


def test_the_half_of_a_day_that_one_reader_does_not_know_is_no_other_clock() -> None:
    stamp = Line(
        Box(294, 168, 188, 26), (reading("4月16日 晚上8:11"), reading("4月16日 8:11", "figures", 1.0))
    )
    found = came(stamp, TAKEN)
    assert found is not None
    assert (found.value.isoformat()[:16], found.agreed) == ("2026-04-16T20:11", True)


# -- what the goods' label says, days beside statuses, codes behind a sign --------------------------------------------

ORDER_PAID = "5790339929813624212"
ORDERED = (("订单编号", "260914172048504044"), ("实付金额", "500.00"), ("下单时间", "2026-09-14 17:20:48"))


@pytest.mark.parametrize(
    ("items", "status"),
    [
        ((("付款状态", "已支付"), ("发货状态", "待发货")), "paid"),
        ((("支付状态", "已付款"), ("发货状态", "待发货(人工)")), "paid"),
        ((("付款状态", "已支付"), ("发货状态", "发货中")), "processing"),
        ((("付款状态", "已支付"), ("发货状态", "已发货")), "delivered"),
        ((("付款状态", "已支付"), ("订单状态", "已完成")), "paid"),
        ((("付款状态", "未支付"), ("发货状态", "待发货")), "pending"),
        ((("订单状态", "已付款,等待卖家发货"),), "paid"),
    ],
)
def test_what_became_of_the_goods_says_more_than_their_payment(
    items: tuple[tuple[str, str], ...], status: str
) -> None:
    (found,) = rows(line("订单详情", x=40, y=60), *pairs(*ORDERED, *items))
    assert found.status == status


def test_a_day_beside_what_became_of_the_payment_dates_it_and_asks() -> None:
    said = "2026年5月9日 · 付款 · 已完成"
    bill = (line("-¥168.30", x=40, y=180, w=180, h=60, eng="-¥168.30"),)
    number = ("8B3N4K229MNH8UKTX", "Windows 11 Pro Key")
    (found,) = rows(*bill, line(said, x=40, y=270, eng="2026年5月9日· ·"), *pairs(("交易号", number[0])))
    assert (found.trade_no, found.amount, found.occurred_at, found.status) == (
        number[0],
        "168.30",
        "2026-05-09",
        "paid",
    )
    assert "unlabelled:occurred_at" in found.reasons
    untold = line("2026年5月9日 · 付款", x=40, y=270, eng="2026年5月9日·")
    assert all(not row.occurred_at for row in rows(*bill, untold, *pairs(("交易号", number[0]))))


def test_a_code_behind_a_sign_above_all_labels_is_the_orders_and_asks() -> None:
    code = "8BEN1WNMEPNYFSVT"
    items = pairs(("订单名称", "充值卡"), ("订单总价", "95.60"), ("下单时间", "2026-08-02 11:06:55"))
    head = (line("订单详情", x=40, y=60), line("卡密", x=40, y=900))
    (found,) = rows(*head, line(f"# {code}", x=40, y=150, eng=f"#{code}"), *items)
    assert found.order_no == code
    assert "unlabelled:order_no" in found.reasons
    (below,) = rows(*head, line(f"# {code}", x=40, y=950, eng=f"#{code}"), *items)
    assert not below.order_no


def test_the_serial_of_a_payment_from_a_wallets_own_balance_is_the_wallets() -> None:
    items = (
        ("交易金额", "50.00"),
        ("充值号码", "188****0921"),
        ("状态", "充值成功"),
        ("创建时间", "2026-06-22 08:08:41"),
        ("流水号", "202606220808413945341977"),
    )
    (wallet,) = rows(*pairs(("支付渠道", "和包余额"), *items))
    assert (wallet.order_no, wallet.trade_no) == ("", items[-1][1])
    (shop,) = rows(*pairs(("支付渠道", "账户余额"), *items))
    assert shop.trade_no == ""


def test_the_moment_of_a_request_stands_for_that_of_a_refund_under_way_but_not_of_one_that_arrived() -> None:
    asked = pairs(
        ("退款总金额", "39.00"), ("申请时间", "2026-04-18 09:30:11"), ("订单编号", "3919541817379759283")
    )
    (arrived,) = rows(line("退款成功", x=40, y=120, h=40), *asked)
    assert (arrived.status, arrived.occurred_at) == ("refunded", "2026-04-18T09:30:11+08:00")
    assert "other_moment_on_page:occurred_at" in arrived.reasons
    (under_way,) = rows(line("退款中", x=40, y=120, h=40), *asked)
    assert under_way.status == "refunding"
    assert "other_moment_on_page:occurred_at" not in under_way.reasons


# -- what a shop pays out, what comes bit by bit ------------------------------------------------------------------------

RECYCLED = (
    ("面值", "¥1,000.00"),
    ("打款金额", "¥945.00"),
    ("提现手续费", "¥0.00"),
    ("订单编号", "HS20250730152928013"),
    ("提交时间", "2025-07-30 15:29:28"),
    ("打款时间", "2025-07-30 15:51:27"),
)


def test_what_a_shop_paid_out_for_a_card_is_the_payment() -> None:
    [row] = rows(line("打款成功", x=300, y=120), *pairs(*RECYCLED))
    assert (row.amount, row.occurred_at, row.status) == ("945.00", "2025-07-30T15:51:27+08:00", "paid")
    assert not row.reasons


def test_what_a_shop_paid_out_beside_a_refund_is_no_payment() -> None:
    found = rows(line("已退款", x=300, y=120), *pairs(*RECYCLED))
    assert all(row.status == "refunded" or row.reasons for row in found)


SLOW = (
    ("充值面值", "100元"),
    ("订单编号", "MC202505232130482681"),
    ("下单时间", "2025-05-23 21:30"),
    ("付款时间", "2025-05-23 21:31"),
    ("付款金额", "97.50元"),
)


@pytest.mark.parametrize(("due", "status"), [("70元", "processing"), ("0元", "paid")])
def test_a_sum_that_comes_bit_by_bit_has_come_when_all_has(due: str, status: str) -> None:
    parts = pairs(("已到账", "30元"), ("待到账", due), y=100)
    [row] = rows(*parts, *pairs(*SLOW))
    assert row.status == status


WITHDRAWN = (
    ("提现金额", "¥145.00"),
    ("申请时间", "2026-04-28 08:51:20"),
    ("到账时间", "2026-04-28 09:38:02"),
    ("提现单号", "207240428337078178330253878756"),
)


@pytest.mark.parametrize(("said", "asks"), [("提现已到账", False), ("充值成功", True)])
def test_when_a_withdrawal_came_is_its_moment(said: str, asks: bool) -> None:
    [row] = rows(headline("145.00"), *pairs(("当前状态", said), *WITHDRAWN))
    assert row.occurred_at == "2026-04-28T09:38:02+08:00"
    assert ("unlabelled:occurred_at" in row.reasons) is asks


# -- pages of unknown makers that bear themselves out ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "asks"),
    [("202604301449074570", False), ("202604301329074570", True), ("88261144907457", True)],
)
def test_an_order_numbered_when_it_was_made_and_paid_soon_after(number: str, asks: bool) -> None:
    items = (("状态", "处理失败"), ("支付金额", "¥390.90"), ("支付时间", "2026/04/30 14:50:30"))
    title = line(f"订单{number}", x=40, y=200, eng=number)
    [row] = rows(title, *pairs(*items))
    assert ("unknown_screen" in row.reasons) is asks


@pytest.mark.parametrize(("said", "asks"), [("退款成功，已到账余额", False), ("平台处理退款", True)])
def test_a_refund_with_its_moment_right_below_its_word(said: str, asks: bool) -> None:
    amount = line("退款金额", x=40, y=100), line("¥100.00", x=40, y=150, h=40, eng="¥100.00")
    step = line(said, x=80, y=250), line("2026-04-30 00:22:17", x=80, y=285, eng="2026-04-30 00:22:17")
    order = pairs(("订单编号", "3470207592220456581"), y=560)
    asked = (
        line("买家申请退款", x=80, y=360),
        line("2026-04-29 15:22:17", x=80, y=395, eng="2026-04-29 15:22:17"),
    )
    found = rows(*amount, *step, *asked, *order)
    assert not found or ("unknown_screen" in found[0].reasons) is asks
    assert asks or len(found) == 1


# -- bills in other tongues, the receipts of banks and carriers -----------------------------------------------------


def english(*items: tuple[str, str]) -> list[Line]:
    """Labels of narrow print, values beside."""
    return [
        replace(one, box=replace(one.box, w=220)) if one.box.x < 300 else one for one in pairs(*items, y=320)
    ]


def test_a_wechat_bill_in_english() -> None:
    items = (
        ("Current Status", "Payment successful"),
        ("Payment Time", "2026-04-26 19:27:55"),
        ("Transaction ID", "4200001234202604261234567890"),
        ("Merchant Order No.", "ORD202604261927551234"),
    )
    shown = headline("-144.34"), *english(*items)
    assert page(*shown).screen.screen == "wechat_pay.bill"
    [row] = rows(*shown)
    assert (row.status, row.order_no) == ("paid", "ORD202604261927551234")
    assert row.trade_no == "4200001234202604261234567890"


def test_an_alipay_bill_in_english() -> None:
    items = (
        ("Payment Time", "2026-04-26 19:27:55"),
        ("Description", "爱奇艺黄金会员季卡"),
        ("Payee", "武汉飞鱼数卡网络有限公司"),
        ("Order No.", "2026042623001105522159736638"),
        ("Merchant Order No.", "FK20260426192755"),
    )
    title, said = line("Bill Details", x=280, y=60), line("Successful", x=280, y=250)
    shown = title, headline("-446.54"), said, *english(*items)
    assert page(*shown).screen.screen == "alipay.bill"
    [row] = rows(*shown)
    assert row.status == "paid"
    assert (row.order_no, row.trade_no) == ("FK20260426192755", "2026042623001105522159736638")


def test_a_wechat_bill_in_traditional_characters() -> None:
    items = (
        ("目前状态", "支付成功"),
        ("付款时间", "2026年3月27日10:59:37"),
        ("商户全称", "广州九州点卡科技有限公司"),
        ("交易单号", "4200001925202603276171785233"),
    )
    titles = line("帐单详情", x=280, y=60, confidence=0.55), line("全部帐单", x=580, y=60, confidence=0.53)
    shown = *titles, headline("-214.90"), *pairs(*items)
    assert page(*shown).screen.screen == "wechat_pay.bill"
    [row] = rows(*shown)
    assert (row.status, row.amount) == ("paid", "214.90")


def test_the_serial_of_an_entry_of_an_account_is_the_banks() -> None:
    items = (
        ("交易对方", "支付宝-武汉飞鱼数卡"),
        ("交易时间", "2026-04-26 21:14:18"),
        ("交易账户", "储蓄卡 尾号6093"),
        ("交易状态", "交易成功"),
        ("流水号", "256839587739994145"),
    )
    [row] = rows(headline("-3,509.90"), *pairs(*items))
    assert (row.order_no, row.trade_no, row.reasons) == ("", "256839587739994145", [])


@pytest.mark.parametrize(("through", "theirs"), [("第三方代充", True), ("本店直充", False)])
def test_the_serial_of_a_carrier_is_no_shops(through: str, theirs: bool) -> None:
    items = (
        ("充值金额", "100.00元"),
        ("流水号", "94665362016577076178"),
        ("充值时间", "2026-04-10 22:26:56"),
        ("充值渠道", through),
        ("状态", "充值成功"),
    )
    [row] = rows(*pairs(*items))
    assert bool(row.trade_no) is theirs
    assert "role_unsure:trade_no" in row.reasons if theirs else row.order_no


@pytest.mark.parametrize(("gift", "column"), [("翼支付红包", "trade_no"), ("优惠", "order_no")])
def test_the_serial_beside_the_gift_of_a_carriers_wallet_is_the_wallets_and_asks(
    gift: str, column: str
) -> None:
    items = (
        ("充值号码", "189****0457"),
        ("充值金额", "¥50"),
        ("实际支付", "¥49.85"),
        (gift, "-¥0.15"),
        ("交易时间", "2022-05-18 09:40:55"),
        ("充值流水号", "81102022051809405568349327"),
    )
    [row] = rows(line("充值中", x=300, y=180, h=40), *pairs(*items))
    assert getattr(row, column) == "81102022051809405568349327"
    assert f"role_unsure:{column}" in row.reasons


def test_an_invoice_names_the_order_in_its_note() -> None:
    note = line("备注: 订单号DZ20250426988220", x=40, y=400, eng=": DZ20250426988220")
    paid = line("支付时间2025-04-26 15:29:17", x=360, y=400, eng="2025-04-26 15:29:17")
    [row] = rows(*pairs(("销售方名称", "杭州星畔网络科技有限公司"), ("价税合计", "¥791.00")), note, paid)
    assert (row.order_no, row.amount) == ("DZ20250426988220", "791.00")
    assert row.occurred_at == "2025-04-26T15:29:17+08:00"


# -- what the page says of a sum or a number elsewhere ---------------------------------------------------------------


def test_two_figures_with_their_mark_are_a_headline() -> None:
    big = replace(
        line("88", x=300, y=180, h=60, confidence=0.0), readings=(reading("88"), reading("¥ 88", "figures"))
    )
    (found,) = rows(
        line("支付成功", x=300, y=110), big, *pairs(("收款方", "老凯软件工作室"), ("付款方式", "账户余额"))
    )
    assert (found.amount, found.status) == ("88.00", "paid")


ORDER_PAID = "5790339929813624212"
ORDERED = (("订单编号", "KM20260413170032697"), ("购买价格", "312.50元"), ("订购时间", "2026-04-13 17:00:32"))


def test_a_refund_of_nothing_among_an_orders_particulars_is_none() -> None:
    (found,) = rows(*pairs(*ORDERED, ("退款金额", "0.00"), ("订单状态", "充值成功")))
    assert (found.amount, found.status) == ("312.50", "paid")


def test_a_refund_came_when_the_step_says_beside_the_payments_own_moment() -> None:
    def steps(when: str) -> list[Line]:
        shown = (line("退款已到账", x=40, y=600), line(when, x=40, y=640, eng=when))
        items = (("订单号", "20260414135102710"), ("实付", "¥388.00"), ("支付时间", "2026-04-14 13:51"))
        back = pairs(("退款状态", "已退款"), ("退还金额", "200.00元"), y=800)
        return [*pairs(*items), *shown, *back]

    assert said(rows(*steps("2026-04-15 15:51"))) == [
        ("paid", "388.00", "2026-04-14T13:51+08:00"),
        ("refunded", "200.00", "2026-04-15T15:51+08:00"),
    ]
    assert ("refunded", "200.00", "") in said(rows(*steps("2026-04-13 15:51")))


@pytest.mark.parametrize(("fee", "asks"), [("6.00元(由商户承担)", False), ("6.00元", True)])
def test_a_fee_that_the_seller_bears_changes_no_sum(fee: str, asks: bool) -> None:
    (found,) = rows(
        line("付款完成", x=40, y=120),
        *pairs(
            ("订单编号", "2026031111442510850"),
            ("订单金额", "1000.00元"),
            ("手续费", fee),
            ("支付时间", "2026-03-11 11:44:25"),
        ),
    )
    assert found.amount == "1000.00"
    assert ("other_amount_on_page:amount" in found.reasons) is asks


@pytest.mark.parametrize(("price", "asks"), [("248.88元", False), ("258.88元", True)])
def test_a_full_price_less_its_discount_bears_out_what_was_paid(price: str, asks: bool) -> None:
    shown = line("2358.88元", x=270, y=180, w=180, h=60, eng="238.88")
    big = replace(shown, readings=(*shown.readings, reading("238.88元", "figures")))
    (found,) = rows(
        line("付款成功", x=300, y=110),
        big,
        *pairs(
            ("已优惠", "10.00元"),
            ("原价", price),
            ("交易时间", "2026-04-01 08:38"),
            ("检索参考号", "987752949509"),
        ),
    )
    assert found.amount == "238.88"
    assert bool([reason for reason in found.reasons if "amount" in reason]) is asks


def test_a_number_carries_the_second_without_the_century() -> None:
    def told(number: str) -> Row:
        (found,) = rows(
            *pairs(
                ("订单", number),
                ("付款", "¥45.07(含浮动金额¥0.07)"),
                ("时间", "2026-04-21 18:22:24"),
                ("发货状态", "已发货"),
            )
        )
        return found

    assert (told("199260421182224437").amount, told("199260421182224437").reasons) == ("45.07", [])
    assert told("199260421182225437").reasons == ["unknown_screen"]


def test_the_star_of_a_masked_name_is_seen_by_another_reader() -> None:
    items = pairs(*ORDERED, ("收款方", "+建军"))
    items[-1] = replace(items[-1], readings=(*items[-1].readings, reading("*建军", "tesseract:HanS")))
    (found,) = rows(*items)
    assert found.counterparty == "*建军"


def test_what_waits_for_the_supplier_is_processing() -> None:
    (found,) = rows(*pairs(*ORDERED, ("当前进度", "已付款,等待上游充值")))
    assert found.status == "processing"


def test_goods_on_sale_under_a_menu_of_orders_are_no_order() -> None:
    offer = pairs(
        ("商品价格", "¥6480.00"), ("库存", "充足"), ("有效期", "2027-12-31前激活"), ("联系方式", "请输入邮箱")
    )
    found = rows(
        line("首页 订单查询 联系我们", x=300, y=40),
        line("游戏点券6480面值卡密", x=40, y=200, h=40),
        *offer,
        *pairs(("购买数量", "1"), ("支付方式", "支付宝"), y=600),
        line("提交订单", x=40, y=760),
    )
    assert [row.kind for row in found] == ["product"]


def test_a_refunds_section_with_unread_heads_gives_a_row_that_asks() -> None:
    paid = (("订单编号", ORDER_PAID), ("实付款", "¥10,000.00"), ("付款时间", "2026-04-16 16:07:34"))

    def told(heading: str) -> list[Row]:
        return rows(
            *pairs(*paid),
            line(heading, x=40, y=520),
            line("迪寺使领", x=40, y=580, confidence=0.1),
            line("¥1,000.00", x=40, y=640, eng="¥1,000.00"),
            line("支付宝余额", x=300, y=640),
            line("2026-04-17 22:07:34", x=500, y=640, eng="2026-04-17 22:07:34"),
        )

    found = told("退款信息")
    assert said(found) == [
        ("paid", "10000.00", "2026-04-16T16:07:34+08:00"),
        ("refunded", "1000.00", "2026-04-17T22:07:34+08:00"),
    ]
    (back,) = [row for row in found if row.status == "refunded"]
    assert {"unlabelled:amount", "unlabelled:occurred_at"} <= set(back.reasons)
    assert [row.amount for row in told("猜你喜欢")] == ["10000.00"]


def test_what_came_back_of_a_sum_stands_where_its_payment_does() -> None:
    def told(*more: tuple[str, str]) -> list[Row]:
        aside = line("(已退款89.84)", x=290, y=250, eng="( 89.84)")
        return rows(line("京东平台商户", x=280, y=130), headline("131.77"), aside, *pairs(*more, y=340))

    items = (("交易状态", "交易成功"), ("商户单号", "54028502601021016060280142774"))
    paid, back = told(*items, ("创建时间", "2026-01-02 10:16:06"))
    assert (paid.amount, paid.reasons, back.amount, back.reasons) == ("131.77", [], "89.84", [])
    paid, back = told(*items)
    assert "unknown_screen" in paid.reasons and "unknown_screen" in back.reasons


# -- whose number, whose price ---------------------------------------------------------------------------------------

RESOLD = (("订单单号", "LY20260420163328464"), ("下单时间", "2026-04-20 16:33:28"), ("订单状态", "已完成"))


def test_a_suppliers_number_is_neither_the_shops_nor_the_channels() -> None:
    sold = (*RESOLD, ("支付金额", "¥240.00"))
    for label in ("上游单号", "供应商订单号"):
        (found,) = rows(*pairs(*sold, (label, "U536419960386")))
        assert (found.order_no, found.trade_no) == ("LY20260420163328464", "")
    channels = "4200002345202604205366419960"
    (found,) = rows(*pairs(*sold, ("上游单号", channels)))
    assert (found.order_no, found.trade_no) == ("LY20260420163328464", channels)


def test_a_reseller_paid_his_own_price_and_not_what_others_pay() -> None:
    for others in ((("零售参考价", "¥320.00"),), (("面值", "300元"), ("建议售价", "¥320.00"))):
        (found,) = rows(*pairs(*RESOLD, ("进货价", "¥240.00"), *others))
        assert found.amount == "240.00"
        assert "unlabelled:amount" in found.reasons
    (found,) = rows(*pairs(*RESOLD, ("进货价", "¥240.00"), ("优惠", "¥20.00")))
    assert found.amount == ""  # what came off, nobody says


def test_the_number_of_a_shops_own_slip_is_the_shops_and_asks() -> None:
    slip = (("品名", "季票"), ("实收", "¥82.50"), ("付款于", "2026-05-01 21:06"))
    (found,) = rows(*pairs(("回执号", "AF-0502-0087"), *slip))
    assert (found.order_no, found.trade_no) == ("AF-0502-0087", "")
    assert "role_unsure:order_no" in found.reasons
    (found,) = rows(*pairs(("回执号", "AF-0502-0087"), *slip, ("开户行", "某某银行")))
    assert (found.order_no, found.trade_no) == ("", "AF-0502-0087")


@pytest.mark.parametrize(("confidence", "kinds"), [(0.9, ["product"]), (0.02, [])])
def test_goods_that_nobody_could_read_are_none(confidence: float, kinds: list[str]) -> None:
    found = rows(
        line("亚军了下印于工", x=68, y=448, h=40, confidence=confidence),
        line("加入购物车", x=227, y=806),
        line("立即购买", x=339, y=806),
    )
    assert [row.kind for row in found] == kinds


# -- what needs no look ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "eng", "asks"),
    [
        ("玩家号730015582", "730015582", False),
        ("ID 88213046 / 官服", "ID88213046/", False),
        ("玩家号730015582", "730015532", True),
        ("玩家号730015582", "", True),
    ],
)
def test_an_account_of_words_and_figures_stands_where_another_model_read_the_figures(
    account: str, eng: str, *, asks: bool
) -> None:
    sold = (
        ("订单编号", "XH202604301311089890"),
        ("实付金额", "¥285.00"),
        ("下单时间", "2026-04-30 13:11:08"),
    )
    shown = line(account, x=300, y=600, eng=eng)
    (found,) = rows(
        line("充值成功", x=300, y=120),
        *pairs(*sold),
        line("充值账号", x=40, y=600),
        replace(shown, readings=(*shown.readings, reading(account, "tesseract:chi_sim_std"))),
    )
    assert ("single_read:account" in found.reasons) == asks


def test_a_notice_of_what_came_back_carries_the_payments_number() -> None:
    def told(day: str) -> Row:
        (found,) = rows(
            line("退款到账通知", x=60, y=120),
            *pairs(
                ("退款金额", "¥66.00"),
                ("退款方式", "退回零钱"),
                ("到账时间", f"2026-{day} 10:48"),
                ("退款原因", "商品无法兑换"),
                ("交易单号", NUMBER),
            ),
        )
        return found

    assert (told("05-01").status, told("05-01").trade_no, told("05-01").reasons) == ("refunded", NUMBER, [])
    assert "trade_no_date_mismatch" in told("04-20").reasons  # before it was paid


def test_the_page_of_a_shop_that_sells_codes_is_told_by_its_buttons() -> None:
    sold = (
        ("单号", "766117661515"),
        ("金额", "15.88元"),
        ("状态", "已支付"),
        ("时间", "2026-04-25 02:10:05"),
    )
    buttons = [
        line("自动发货 · 24H无人值守", x=40, y=120),
        line("查看卡密", x=100, y=900),
        line("继续购买", x=400, y=900),
    ]
    (found,) = rows(*pairs(*sold), *buttons)
    assert (found.order_no, found.amount, found.reasons) == ("766117661515", "15.88", [])
    (found,) = rows(*pairs(*sold))
    assert "unknown_screen" in found.reasons


# -- structural checks that spare a question ---------------------------------------------------------------------------


def receipt(*goods: str, more: tuple[tuple[str, str], ...] = ()) -> Row:
    """A store's receipt: what each of its goods cost, without a label, over what they cost together."""
    prices = [line(shown, x=560, y=200 + 40 * n, w=100, eng=shown) for n, shown in enumerate(goods)]
    items = (
        ("总计", "¥352.00"),
        *more,
        ("购买日期", "2026-04-20 23:58"),
        ("确认编号", "1741087474955671073"),
    )
    [found] = rows(
        line("感谢您的购买!", x=40, y=60), line("购买历史记录", x=40, y=20), *prices, *pairs(*items)
    )
    return found


def test_goods_whose_prices_make_the_total_bear_it_out() -> None:
    assert (receipt("¥328.00", "¥24.00").amount, receipt("¥328.00", "¥24.00").reasons) == ("352.00", [])
    assert "other_amount_on_page:amount" in receipt("¥328.00", "¥25.00").reasons
    assert "other_amount_on_page:amount" in receipt("¥328.00").reasons
    assert receipt("¥328.00", "¥24.00", more=(("优惠", "-¥10.00"),)).reasons


def test_an_order_with_the_record_of_its_refund_is_no_list_that_could_not_be_parted() -> None:
    items = (
        ("付款", "¥238.00"),
        ("付款时间", "2026-04-10 18:18:30"),
        ("退款金额", "¥100.00"),
        ("退款时间", "2026-04-11 20:05:12"),
    )
    head = (
        line("金钥匙卡盟", x=240, y=60),
        line("单号9202310101818300029", x=40, y=120, eng="9202310101818300029"),
    )
    found = rows(*head, line("退款记录", x=40, y=240), *pairs(*items))
    assert [(row.status, row.amount, row.reasons) for row in found] == [
        ("paid", "238.00", []),
        ("refunded", "100.00", []),
    ]
    stray = rows(
        *head, line("退款记录", x=40, y=240), *pairs(*items), line("¥99.00", x=500, y=620, eng="¥99.00")
    )
    assert all("other_amount_on_page:amount" in row.reasons for row in stray)


@pytest.mark.parametrize(("record", "asks"), [("交费记录", False), ("充值记录", True)])
def test_a_carriers_record_says_what_was_paid_in_before_each_sum(record: str, *, asks: bool) -> None:
    lines = [line(record, x=300, y=60)]
    for y, paid, moment in ((200, "100.00", "2026-04-02 19:20:13"), (460, "49.90", "2026-03-01 08:05:44")):
        lines += [
            line(f"话费充值{paid}元", x=40, y=y, eng=f"{paid}元"),
            line("充值成功", x=560, y=y + 60),
            line(moment, x=40, y=y + 76, eng=moment),
            line("微信支付", x=40, y=y + 122),
        ]
    found = rows(*lines)
    assert [(row.amount, row.status, row.counterparty) for row in found] == [
        ("100.00", "paid", ""),
        ("49.90", "paid", ""),
    ]
    assert all(("unlabelled:amount" in row.reasons) is asks for row in found)


@pytest.mark.parametrize(
    ("capitals", "asks"), [("(大写)歇万叁仟伍佰元整", False), ("(大写)歇万叁什伍佰元整", True)]
)
def test_the_sum_of_a_receipt_that_stands_in_capitals_needs_no_label(capitals: str, *, asks: bool) -> None:
    items = (
        ("付款人户名", "蒋某"),
        ("收款人户名", "汇点网络科技有限公司"),
        ("交易流水号", "10505361361675550509100"),
        ("交易时间", "2026-04-08 14:06:50"),
        ("交易结果", "交易成功"),
    )
    [found] = rows(
        line("网上银行电子回单", x=240, y=60),
        line("金额", x=40, y=180),
        line(capitals, x=140, y=180),
        line("(5) 23,500.00", x=420, y=180, eng="() 23,500.00"),
        *pairs(*items),
    )
    assert found.amount == "23500.00"
    assert bool(found.reasons) is asks


def test_the_number_of_googles_store_holds_digits_behind_its_letters() -> None:
    shown = (
        line("您2026年4月26日的Google Play订单", x=40, y=20),
        line("您已在Google Play上通过某某完成了一笔购买", x=40, y=60),
        *pairs(
            ("订单号", "GPA.3653-3106-7689-34482"), ("订单日期", "2026-04-26 22:14:30"), ("总计", "¥30.00")
        ),
    )
    assert page(*shown).screen.screen == "shop.order"
    [found] = rows(*shown)
    assert (found.order_no, found.amount) == ("GPA.3653-3106-7689-34482", "30.00")
    assert "unknown_screen" not in found.reasons


def test_where_a_shop_is_is_not_its_name() -> None:
    where = "青山区友谊大道999号万象城B1"
    [found] = rows(*pairs(*ORDERED, ("商家信息", where)))
    assert found.counterparty == ""
    [named] = rows(*pairs(*ORDERED, ("商家", "友谊路5号店数码")))
    assert named.counterparty == "友谊路5号店数码"


def test_a_sentence_that_names_the_sum_of_an_order_once_more_is_no_other_order() -> None:
    for said in ("金额¥66将在审核后退回会员余额", "金额30.00已退回余额"):
        much = "¥66" if "66" in said else "¥30.00"
        (row,) = rows(
            line("处理失败", x=140, y=130, h=50),
            line(said, x=95, y=200, eng=much),
            *pairs(("单号", "648303560114708087"), ("金额", much), ("时间", "2025-12-29 21:47:10")),
        )
        assert (row.order_no, row.amount[:3]) == (
            "648303560114708087",
            much[1:] + "." if "." not in much else "30.",
        )


SLIP = (
    ("商户名称", "红星数码充值店"),
    ("商户编号", "898420158120337"),
    ("终端编号", "60218845"),
    ("交易类型", "消费"),
    ("批次号", "000117"),
    ("凭证号", "003268"),
)


def test_the_number_of_a_terminals_slip_is_that_to_look_it_up_by() -> None:
    (row,) = rows(
        *pairs(
            *SLIP, ("检索参考号", "124731906652"), ("交易时间", "2026/04/19 12:31:08"), ("金额", "360.00")
        ),
        line("交易成功", x=40, y=900),
    )
    assert (row.order_no, row.trade_no, row.amount) == ("", "124731906652", "360.00")


def test_a_terminals_count_of_its_slips_is_no_number_of_a_payment() -> None:
    (row,) = rows(
        *pairs(*SLIP[:1], *SLIP[2:], ("交易时间", "2026-04-19 12:31:08"), ("金额", "360.00")),
        line("交易成功", x=40, y=900),
    )
    assert (row.order_no, row.trade_no) == ("", "")
    (other,) = rows(
        *pairs(("凭证号", "003268"), ("交易时间", "2026-04-19 12:31:08"), ("金额", "360.00")),
        line("交易成功", x=40, y=900),
    )
    assert "003268" in (other.order_no, other.trade_no)


def test_a_payments_label_beside_the_end_of_a_number_asks_where_its_beginning_is_lost() -> None:
    shown = pairs(("交易状态", "付款成功"), ("付款时间", "2026-05-01 21:08:13"), ("交易号", "6212"))
    (row,) = rows(headline("-52.00"), *shown, line(NUMBER, x=40, y=900, eng=NUMBER))
    assert not row.trade_no and "missing:trade_no" in row.reasons
    (whole,) = rows(headline("-52.00"), *shown)
    assert "missing:trade_no" not in whole.reasons


@pytest.mark.parametrize(("title", "payee"), [("红包账单", ""), ("点券批发", "点券批发")])
def test_the_name_of_a_page_of_red_packets_names_nobody(title: str, payee: str) -> None:
    shown = pairs(("交易状态", "付款成功"), ("付款时间", "2026-05-01 21:08:13"), ("交易单号", NUMBER))
    (row,) = rows(line(title, x=300, y=130), headline("-52.00"), *shown)
    assert row.counterparty == payee
