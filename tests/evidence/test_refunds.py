"""Pages about refunds: when the money came, whose number is whose, and a payment beside its refund."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from tests.evidence.pages import TAKEN, pairs, rows, taken
from tests.helpers import line

ORDER = "5687852048958981025"
ASKED = (
    ("退款原因", "未按约定时间发货"),
    ("退款金额", "¥199.00"),
    ("申请时间", "2026-04-11 20:48"),
    ("订单编号", ORDER),
    ("退款编号", "886723786832859461"),
)


def told(*items: tuple[str, str], below: str = "2026-04-14 11:26:08") -> Row:
    shown = [line("退款详情", x=300, y=40), line("退款成功", x=40, y=120)]
    shown.append(line(below, x=40, y=160, eng=below))
    [row] = rows(*shown, *pairs(*items))
    return row


def test_a_refund_happened_when_it_came_and_not_when_it_was_asked_for() -> None:
    row = told(*ASKED)
    assert (row.status, row.amount, row.occurred_at) == ("refunded", "199.00", "2026-04-14T11:26:08+08:00")
    assert not [reason for reason in row.reasons if "occurred_at" in reason]


def test_a_refund_of_which_only_the_request_is_dated_does_not_ask_without_need() -> None:
    row = told(*ASKED, below="钱款已原路退回")
    assert row.occurred_at == "2026-04-11T20:48+08:00"
    assert "other_moment_on_page" not in row.reasons


def test_a_shop_s_number_of_its_refund_is_no_channel_s() -> None:
    row = told(*ASKED)
    assert (row.order_no, row.trade_no) == (ORDER, "")
    channels = told(*ASKED[:-1], ("退款单号", "50300001234202604141234567890"[:28]))
    assert channels.order_no == ORDER


def test_an_order_that_was_paid_and_refunded_is_two_transactions() -> None:
    items = (
        ("订单编号", "260419-136447654834380"),
        ("实付", "¥46.80"),
        ("支付时间", "2026-04-19 23:01:38"),
        ("退款时间", "2026-04-21 09:30:15"),
    )
    found = rows(line("订单详情", x=300, y=40), line("交易已取消,退款成功", x=40, y=120), *pairs(*items))
    assert sorted((row.status, row.amount, row.occurred_at) for row in found) == [
        ("paid", "46.80", "2026-04-19T23:01:38+08:00"),
        ("refunded", "46.80", "2026-04-21T09:30:15+08:00"),
    ]


def test_an_order_with_its_sum_and_its_day_beside_those_of_its_refund_is_two_transactions() -> None:
    items = (
        ("订单编号", "DS2026041810124464529"),
        ("下单时间", "2026-04-18 10:12:44"),
        ("退款时间", "2026-04-20 15:20:31"),
        ("订单金额", "199.00"),
        ("退款金额", "199.00"),
    )
    found = rows(line("订单详情", x=300, y=40), line("已退款", x=40, y=120), *pairs(*items))
    assert sorted((row.status, row.amount, row.occurred_at) for row in found) == [
        ("paid", "199.00", "2026-04-18T10:12:44+08:00"),
        ("refunded", "199.00", "2026-04-20T15:20:31+08:00"),
    ]


def test_the_notice_of_a_refund_does_not_date_that_of_the_payment_above_it() -> None:
    paid = pairs(("付款金额", "¥39.90"), ("收款方", "小飞侠"), ("交易状态", "支付成功,对方已收款"), y=200)
    back = pairs(("退款金额", "¥39.90"), ("退款方式", "退回零钱"), ("到账时间", "2026-04-19 10:02:11"), y=600)
    title = line("退款到账通知", x=60, y=520)
    first, second = rows(line("微信支付", x=300, y=40), *paid, title, *back)
    assert (first.status, first.amount, first.occurred_at) == ("paid", "39.90", "")
    assert "missing:occurred_at" in first.reasons
    assert (second.status, second.occurred_at) == ("refunded", "2026-04-19T10:02:11+08:00")


def test_a_list_of_what_became_of_an_order_dates_its_payment_and_its_refund() -> None:
    items = (("订单号", "S760881789290"), ("商品", "宽带续费"), ("金额", "¥59.00"))
    events = (
        ("订单失败,款项已原路退回", "2026-04-14 10:31:07"),
        ("已提交运营商", "2026-04-14 10:06:02"),
        ("支付成功", "2026-04-14 10:05:31"),
        ("创建订单", "2026-04-14 10:05:10"),
    )
    shown = []
    for index, (event, at) in enumerate(events):
        shown += [line(event, x=60, y=600 + 90 * index), line(at, x=60, y=632 + 90 * index, eng=at)]
    found = rows(line("订单详情", x=300, y=40), *pairs(*items), *shown)
    assert sorted((row.status, row.amount, row.occurred_at) for row in found) == [
        ("paid", "59.00", "2026-04-14T10:05:31+08:00"),
        ("refunded", "59.00", "2026-04-14T10:31:07+08:00"),
    ]


def test_a_booking_that_was_paid_and_refunded_is_two_by_its_two_sums() -> None:
    items = (
        ("订单号", "7982313041892732"),
        ("预订时间", "2026-04-28 13:40"),
        ("在线付款", "¥412.00"),
        ("退款金额", "¥412.00"),
        ("退款到账时间", "2026-05-01 09:15:27"),
    )
    found = rows(line("订单详情", x=300, y=40), line("已取消·退款成功", x=40, y=120), *pairs(*items))
    assert sorted((row.status, row.occurred_at) for row in found) == [
        ("paid", "2026-04-28T13:40+08:00"),
        ("refunded", "2026-05-01T09:15:27+08:00"),
    ]


def test_a_refund_that_bears_the_number_of_its_payment_does_not_ask_for_its_day() -> None:
    items = (
        ("退款金额", "¥59.90"),
        ("退款时间", "2026-04-22 16:40:12"),
        ("交易单号", "4200842064202604205134551492"),
    )
    [row] = rows(line("退款详情", x=300, y=40), line("退款成功", x=40, y=120), *pairs(*items))
    assert (row.status, row.trade_no) == ("refunded", "4200842064202604205134551492")
    assert "trade_no_date_mismatch" not in row.reasons


def test_a_transfer_that_came_back_is_one_refund_and_no_payment() -> None:
    items = (
        ("退款方式", "退回零钱"),
        ("转账时间", "2018-06-21 14:20:33"),
        ("退款时间", "2018-06-22 14:20:41"),
    )
    shown = [
        line("转账过期退款到账通知", x=40, y=60),
        line("退款金额", x=300, y=140),
        line("1500.00元", x=250, y=180, w=180, h=60, eng="1500.00元"),
    ]
    [row] = rows(*shown, *pairs(*items))
    assert (row.status, row.amount, row.occurred_at) == ("refunded", "1500.00", "2018-06-22T14:20:41+08:00")


def test_a_refund_page_that_shows_its_payment_gives_both() -> None:
    items = (
        ("退款时间", "2024-01-10 09:13:26"),
        ("付款金额", "¥1,301.00"),
        ("付款时间", "2024-01-08 00:03:18"),
        ("付款状态", "交易成功"),
        ("商家订单号", "T200P3792327921892662527"),
    )
    shown = [
        line("退款详情", x=300, y=40),
        line("退款成功", x=300, y=130),
        line("+1,301.00", x=260, y=180, w=180, h=60, eng="+1,301.00"),
    ]
    found = rows(*shown, *pairs(*items))
    assert sorted((row.status, row.amount, row.occurred_at) for row in found) == [
        ("paid", "1301.00", "2024-01-08T00:03:18+08:00"),
        ("refunded", "1301.00", "2024-01-10T09:13:26+08:00"),
    ]


@pytest.mark.parametrize(("sum_", "rows_"), [("+128.00", 1), ("-128.00", 2)])
def test_what_came_back_tells_not_what_was_paid_before(sum_: str, rows_: int) -> None:
    """Only a part of it may have come back."""
    items = (
        ("当前状态", "退款成功"),
        ("退款时间", "2025年12月5日15:30:27"),
        ("支付时间", "2025年12月2日12:08:44"),
        ("交易单号", "4200002766202512020442606952"),
        ("商户单号", "SC202512021208444712"),
    )
    shown = [line("全部账单", x=500, y=40), line(sum_, x=260, y=180, w=180, h=60, eng=sum_)]
    found = rows(*shown, *pairs(*items))
    assert len(found) == rows_
    assert (found[-1].status, found[-1].amount, found[-1].occurred_at) == (
        "refunded",
        "128.00",
        "2025-12-05T15:30:27+08:00",
    )


def test_the_big_amount_under_a_refund_s_word_came_back_and_a_ticket_s_price_was_not_paid_here() -> None:
    items = (
        ("订单号", "FL361000880659"),
        ("票价总额", "¥770.00"),
        ("提交时间", "2023-07-12 13:20:44"),
        ("退款时间", "2023-07-13 09:06:10"),
        ("退改签", "查看"),
        ("乘机人", "王小明"),
    )
    shown = [line("退款成功", x=40, y=130), line("¥617.00", x=40, y=170, w=180, h=60, eng="¥617.00")]
    [row] = rows(*shown, *pairs(*items))
    assert (row.status, row.amount, row.occurred_at) == ("refunded", "617.00", "2023-07-13T09:06:10+08:00")


def test_an_aside_names_the_part_that_came_back() -> None:
    shown = [
        line("131.77", x=200, y=170, w=180, h=60, eng="131.77"),
        line("(已退款89.84)", x=390, y=190, eng="(89.84)"),
        line("交易成功", x=250, y=240),
    ]
    items = (("创建时间", "2022-06-17 00:03:51"), ("总订单编号", "7660164655795222"), ("支付方式", "白条"))
    found = rows(*shown, *pairs(*items))
    assert sorted((row.status, row.amount) for row in found) == [("paid", "131.77"), ("refunded", "89.84")]
    together = [shown[0], line("交易成功已退款(¥89.84)", x=200, y=240, eng="(¥89.84)")]
    found = rows(*together, *pairs(*items))
    assert sorted((row.status, row.amount) for row in found) == [("paid", "131.77"), ("refunded", "89.84")]


def test_a_sum_and_the_aside_beside_it_are_no_torn_word() -> None:
    sum_read = line("131.77", x=40, y=170, w=180, h=60, eng="131.77")
    third = replace(sum_read.readings[1], engine="tesseract:third")
    shown = [
        replace(sum_read, readings=(*sum_read.readings, third)),
        line("(已退款31.77)", x=225, y=190, eng="(31.77)"),
        line("交易成功", x=40, y=240),
        *pairs(("创建时间", "2026-11-11 20:00:08"), ("订单编号", ORDER)),
    ]
    found = rows(*shown)
    assert sorted((row.status, row.amount) for row in found) == [("paid", "131.77"), ("refunded", "31.77")]


def test_the_step_at_which_the_money_came_back_dates_the_refund() -> None:
    steps = [("商家发起退款", "14:02:11"), ("平台处理完毕", "14:02:13"), ("资金退回零钱", "14:02:15")]
    shown = [line("退款详情", x=300, y=40), line("退款已到账", x=300, y=100)]
    for index, (word, clock) in enumerate(steps):
        moment = f"2026-04-18 {clock}"
        shown += [line(word, x=60, y=300 + 100 * index), line(moment, x=60, y=340 + 100 * index, eng=moment)]
    shown.append(line("¥88.00", x=270, y=150, w=180, h=60, eng="¥88.00"))
    items = (("退款单号", "5030295133202604180995731075"), ("原交易单号", "4200599375202604159513307445"))
    [row] = rows(*shown, *pairs(*items, y=700))
    assert (row.status, row.amount, row.occurred_at) == ("refunded", "88.00", "2026-04-18T14:02:15+08:00")


@pytest.mark.parametrize(("label", "count"), [("原支付时间", 1), ("支付时间", 2)])
def test_a_refund_s_page_that_names_when_its_payment_was_shows_no_payment_of_its_own(
    label: str, count: int
) -> None:
    moment = "2026-04-05 14:02:30"
    shown = [
        line("退款到账", x=60, y=300),
        line(moment, x=60, y=340, eng=moment),
        *pairs(("退款总金额", "1,299.00"), y=180),
        *pairs(
            ("退款单号", "5030934998620260405904422549283"),
            ("原交易单号", "4200429740202604029110035225"),
            (label, "2026-04-02 10:11:29"),
            y=700,
        ),
    ]
    found = rows(line("退款详情", x=300, y=40), line("已退款到账", x=60, y=240), *shown)
    assert len(found) == count
    [back] = [row for row in found if row.status == "refunded"]
    assert (back.amount, back.occurred_at[:16]) == ("1299.00", "2026-04-05T14:02")


def test_the_only_moment_that_no_label_claims_may_be_a_refund_s_and_asks() -> None:
    asked = (
        ("退款金额", "¥12.50"),
        ("退款原因", "少件"),
        ("申请时间", "2026-04-14 18:32:01"),
        ("订单编号", ORDER),
    )
    late = line("2026-04-15 12:58:44", x=40, y=120, eng="2026-04-15 12:58:44")
    [row] = rows(line("退款详情", x=300, y=40), late, *pairs(*asked))
    assert row.occurred_at == "2026-04-15T12:58:44+08:00"
    assert "unlabelled:occurred_at" in row.reasons


def test_the_only_number_of_a_shop_s_refund_is_the_shop_s() -> None:
    items = (("退款单号", "YJ8884637914"), ("申请时间", "2026-04-01 09:12"), ("退款金额", "¥199.00"))
    [row] = rows(line("退押金处理中", x=200, y=120), *pairs(*items))
    assert (row.order_no, row.trade_no, row.status) == ("YJ8884637914", "", "refunding")


@pytest.mark.parametrize(
    ("number", "order", "asks"),
    [
        ("2026040109155896798", True, False),  # with the refund's own clock
        ("886723786832859461", True, True),
        ("5030295133202604180995731075", False, False),
    ],
)
def test_the_only_number_of_a_refund_s_notice_is_whose_its_form_says(
    number: str, *, order: bool, asks: bool
) -> None:
    items = (("退款金额", "¥76.00"), ("退款单号", number), ("到账时间", "2026-04-01 09:15:58"))
    [row] = rows(line("退款到账通知", x=40, y=40), *pairs(*items))
    assert (row.order_no, row.trade_no) == ((number, "") if order else ("", number))
    assert any("role_unsure" in reason for reason in row.reasons) is asks


def test_what_a_ticket_cost_was_not_paid_on_the_page_of_its_return() -> None:
    items = (("订单号", "EK82137465"), ("票价", "¥553.00"), ("退票费", "¥27.50"), ("应退票款", "¥525.50"))
    [row] = rows(line("退票成功", x=40, y=100), *pairs(*items, ("退票时间", "2026-04-19 21:14:08")))
    assert (row.status, row.amount) == ("refunded", "525.50")


def test_a_sum_to_refund_of_which_nothing_says_that_it_came_is_no_refund() -> None:
    items = (("退款金额", "¥88.00"), ("申请时间", "2026-04-16 10:01:22"), ("订单编号", ORDER))
    closed = rows(line("退款详情", x=300, y=40), line("退款关闭", x=40, y=120), *pairs(*items))
    assert [row.status for row in closed] == ["closed"]
    open_ones = rows(line("退款详情", x=300, y=40), *pairs(*items))
    assert [row.status for row in open_ones] == [""]
    came = rows(line("退款到账通知", x=300, y=40), *pairs(*items))
    assert [row.status for row in came] == ["refunded"]


def test_a_step_without_a_year_is_counted_from_the_capture() -> None:
    shown = [
        line("退款详情", x=300, y=40),
        line("退款成功", x=300, y=100),
        line("¥45.60", x=270, y=150, w=180, h=60, eng="¥45.60"),
        line("退款到账", x=60, y=300),
        line("05-01 17:40", x=60, y=340, eng="05-01 17:40"),
        line("提交退款申请", x=60, y=420),
        line("04-30 22:08", x=60, y=460, eng="04-30 22:08"),
        *pairs(("退款编号", "91827364551"), ("订单编号", ORDER), y=600),
    ]
    whole = recognise(shown, load_screens(), size=(720, 1400), captured=TAKEN.at)
    [row] = page_rows(whole, TAKEN)
    assert row.occurred_at == "2026-05-01T17:40+08:00"


def test_a_refunds_own_status_and_request_are_those_of_its_row() -> None:
    items = (
        ("订单号", "2019071311223682781"),
        ("付款金额", "¥920.00"),
        ("付款时间", "2019-07-13 11:22:36"),
        ("付款状态", "已支付"),
        ("退款金额", "¥828.00"),
        ("申请时间", "2019-07-15 10:50:12"),
        ("退款状态", "退款处理中"),
    )
    assert [(row.status, row.amount, row.occurred_at) for row in rows(*pairs(*items))] == [
        ("paid", "920.00", "2019-07-13T11:22:36+08:00"),
        ("refunding", "828.00", "2019-07-15T10:50:12+08:00"),
    ]


@pytest.mark.parametrize(
    ("beside", "moment"),
    [("2026-04-25 15:06:13 >", "2026-04-25T15:06:13+08:00"), ("2026-04-20 15:06:13", "")],
)
def test_a_moment_at_the_right_of_what_came_back_is_the_refunds(beside: str, moment: str) -> None:
    items = (
        ("支付时间", "2026-04-22 11:52:30"),
        ("商品说明", "点卡面值150"),
        ("收款方全称", "久久网络科技有限公司"),
        ("订单号", "2026042222001506220709382316"),
        ("商家订单号", "2026042211522864107"),
    )
    found = rows(
        line("账单详情", x=300, y=60),
        line("久久点卡", x=300, y=120),
        line("-147.42", x=270, y=180, w=180, h=60, eng="-147.42"),
        line("已退款(¥47.42)", x=270, y=250, eng="(¥47.42)"),
        *pairs(*items),
        line("退款47.42", x=40, y=620, w=140, eng="47.42"),
        line(beside, x=430, y=620, w=240, eng=beside),
        line("对此订单有疑问", x=40, y=680),
    )
    assert [(row.status, row.amount) for row in found] == [("paid", "147.42"), ("refunded", "47.42")]
    assert found[1].occurred_at == moment


def test_the_record_of_a_refund_at_wechat_has_wechats_number_of_it() -> None:
    number = "50300456782026042193499869044"
    items = (
        ("当前状态", "已全额退款"),
        ("退款方式", "零钱"),
        ("退款时间", "2026-04-21 14:20:36"),
        ("商品", "黄金会员季卡"),
        ("退款单号", number),
        ("商户单号", "FD34436129894297409110"),
    )
    [found] = rows(
        line("全部账单", x=560, y=60),
        line("小鹿卡铺-退款", x=260, y=120),
        line("+66.60", x=270, y=180, w=180, h=60, eng="+66.60"),
        *pairs(*items),
        line("查看原账单", x=40, y=700),
    )
    assert (found.order_no, found.trade_no, found.status) == ("FD34436129894297409110", number, "refunded")
    assert not found.reasons


def test_the_step_at_which_a_refund_was_begun_dates_one_that_is_under_way() -> None:
    (row,) = rows(
        line("退款中", x=60, y=200, h=56),
        *pairs(("退款金额", "256.00元"), ("原订单号", "2026032222001266424049197818"), y=300),
        line("支付宝已受理", x=138, y=600),
        line("2026-03-24 10:02:18", x=138, y=650, eng="2026-03-24 10:02:18"),
        line("商家发起退款", x=138, y=760),
        line("2026-03-24 10:02:16", x=138, y=810, eng="2026-03-24 10:02:16"),
    )
    assert (row.status, row.amount) == ("refunding", "256.00")
    assert row.occurred_at.startswith("2026-03-24T10:02:16")


def test_a_note_under_an_order_that_says_what_came_back_is_a_row_of_its_own() -> None:
    found = rows(
        line("【单号】20260117162208570", x=40, y=200, eng="20260117162208570"),
        line("【下单】2026-01-17 16:22:08", x=40, y=260, eng="2026-01-17 16:22:08"),
        line("【付款】25.80元(QQ钱包)", x=40, y=320, eng="25.80 (QQ )"),
        line("【状态】已退款", x=40, y=380),
        line("已原路退款25.80元,", x=40, y=480, eng="25.80 ,"),
        line("退款时间2026-01-17 22:40:51", x=40, y=540, eng="2026-01-17 22:40:51"),
    )
    told = [(row.status, row.amount, row.occurred_at[:16]) for row in found]
    assert told == [("paid", "25.80", "2026-01-17T16:22"), ("refunded", "25.80", "2026-01-17T22:40")]


def under_way(*steps: tuple[str, str], label: str = "支付时间") -> Row:
    """The row of a refund under way: its sum, its steps with their moments below, and the particulars of the order."""
    shown = [line("退款进度", x=300, y=40), *pairs(("退款总金额", "¥30.50"), y=120)]
    for index, (said, when) in enumerate(steps):
        shown.append(line(said, x=120, y=240 + 140 * index))
        shown.append(line(when, x=120, y=285 + 140 * index, eng=when))
    number = ("订单号", "BF202604271451262323")
    [row] = taken(*shown, *pairs(number, (label, "2026-04-27 14:52:03"), y=900))
    return row


def test_a_refund_under_way_is_dated_by_the_newest_of_its_steps_and_not_by_its_payment() -> None:
    row = under_way(
        ("退款处理中,等待银行入账", "2026-04-28 16:05:21"),
        ("商家同意退款", "2026-04-28 16:05:20"),
        ("您提交了退款申请", "2026-04-28 11:48:09"),
    )
    assert (row.status, row.amount) == ("refunding", "30.50")
    assert row.occurred_at == "2026-04-28T16:05:21+08:00"


def test_a_step_that_is_still_to_come_does_not_date_a_refund() -> None:
    row = under_way(
        ("预计退款到账", "2026-05-01 16:05:00"),
        ("退款中", "2026-04-28 16:05:21"),
    )
    assert (row.status, row.occurred_at) == ("refunding", "2026-04-28T16:05:21+08:00")


def test_steps_without_a_year_date_a_refund_under_way_too() -> None:
    row = under_way(("退款处理中", "04-28 16:05"), ("申请已提交", "04-28 11:48"), label="下单时间")
    assert row.occurred_at == "2026-04-28T16:05+08:00"


def test_a_refund_under_way_of_which_only_the_payment_is_dated_asks() -> None:
    row = under_way(("退款中", "预计1-3个工作日到账"))
    assert row.occurred_at == "2026-04-27T14:52:03+08:00"
    assert "other_moment_on_page:occurred_at" in row.reasons


def test_the_request_dates_a_refund_under_way_before_the_payment_does() -> None:
    (row,) = rows(
        line("退款中", x=60, y=200, h=56),
        *pairs(
            ("退款金额", "¥30.00"),
            ("订单编号", ORDER),
            ("支付时间", "2026-04-10 10:00:00"),
            ("申请时间", "2026-04-11 20:48:16"),
            y=300,
        ),
    )
    assert (row.status, row.occurred_at) == ("refunding", "2026-04-11T20:48:16+08:00")


def test_what_a_refunds_page_says_of_the_payment_is_a_row_of_its_own() -> None:
    """Its big sum is the refund's, though what was paid is the same."""
    items = (
        ("原支付金额", "¥88.80"),
        ("原支付时间", "2026-03-21 12:26:54"),
        ("退款单号", "5030020673202603251893305076"),
        ("交易单号", "4200006377202603214431696069"),
    )
    head = [
        line("退款详情", x=300, y=40),
        line("退款金额", x=300, y=100),
        line("¥88.80", x=270, y=140, w=180, h=60, eng="¥88.80"),
        line("退款成功", x=300, y=220),
        line("2026-03-27 09:12:30", x=300, y=255, eng="2026-03-27 09:12:30"),
    ]
    found = rows(*head, *pairs(*items, y=400))
    assert sorted((row.status, row.amount, row.occurred_at[:16]) for row in found) == [
        ("paid", "88.80", "2026-03-21T12:26"),
        ("refunded", "88.80", "2026-03-27T09:12"),
    ]


@pytest.mark.parametrize("steps", [1, 2])
def test_a_refund_on_its_way_is_dated_by_its_last_step(steps: int) -> None:
    shown = (("商家已同意，银行处理中", "2026-10-20 15:44:02"), ("退款申请已提交", "2026-10-20 09:18:26"))
    below = [
        one
        for place, (said, at) in enumerate(shown[:steps])
        for one in (line(said, x=60, y=300 + 100 * place), line(at, x=60, y=336 + 100 * place, eng=at))
    ]
    [row] = rows(
        line("退款进度", x=300, y=40),
        line("退款处理中", x=60, y=120),
        line("¥1,288.00", x=60, y=160, w=280, h=60, eng="¥1,288.00"),
        *below,
        *pairs(("退款去向", "农业银行储蓄卡"), ("订单号", "2026101822001694592082556858"), y=700),
    )
    assert (row.status, row.occurred_at[:16]) == ("refunding", "2026-10-20T15:44")


def stepped(*steps: tuple[str, str], title: str = "退款进度") -> tuple[str, str]:
    """The status and the moment of a refund's page whose steps stand so below each other, each over its moment."""
    shown = [line(title, x=300, y=40), line("¥16.50", x=40, y=150, w=180, h=60, eng="¥16.50")]
    for place, (word, clock) in enumerate(steps):
        moment = f"2026-05-30 {clock}"
        shown.append(line(word, x=84, y=300 + 120 * place, h=30))
        shown.append(line(moment, x=84, y=344 + 120 * place, h=24, eng=moment))
    found = rows(*shown, *pairs(("订单号", "3157305868265542"), ("退款说明", "商品缺货"), y=900))
    return found[0].status, found[0].occurred_at[11:16]


def test_of_the_steps_of_a_refund_the_newest_speaks_wherever_it_stands() -> None:
    steps = (("退款申请已提交", "12:47"), ("商家已同意", "12:58"), ("退款已到账", "13:02"))
    assert stepped(*steps) == ("refunded", "13:02")
    assert stepped(*reversed(steps)) == ("refunded", "13:02")
    assert stepped(*steps[:2], ("退款处理中", "12:59"))[0] == "refunding"


def test_a_step_to_come_is_none_that_has_been_taken() -> None:
    assert stepped(("退款处理中", "12:47"), ("预计退款到账", "23:02"))[0] == "refunding"
