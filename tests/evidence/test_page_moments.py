"""When something was paid, ordered, refunded: labels, stamps, steps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from tests.evidence.pages import BILL, TAKEN, headline, pairs, rows
from tests.helpers import CHINESE, ENGLISH, line, reading


def partly_refunded(*more: Line) -> Row:
    items = (("当前状态", "已退款(¥12.50)"), *BILL[1:])
    paid, refund = rows(line("捷充互娱", x=300, y=120), headline("-98.00"), *pairs(*items), *more)
    assert (paid.status, paid.amount, paid.occurred_at) == ("paid", "98.00", "2026-04-26T19:27:55+08:00")
    assert (refund.status, refund.amount, refund.occurred_at) == ("refunded", "12.50", "")
    return refund


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


def membership(*more: tuple[str, str]) -> Row:
    shown = (("支付金额", "¥88.00"), ("订单编号", "JY2026041815263390417728"), ("支付状态", "已支付"), *more)
    return rows(line("开通记录详情", x=300, y=100), *pairs(*shown))[0]


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


def test_days_with_their_turnover_are_no_payments() -> None:
    assert rows(line("成交金额", x=300, y=100), line("358.50", x=300, y=150, eng="358.50"),
                line("日期", x=40, y=100), line("2025-03-01", x=40, y=150, eng="2025-03-01")) == []  # fmt: skip


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


def test_a_banks_clock_under_a_label_of_its_own_belongs_to_its_day() -> None:
    assert bank("交易时刻").occurred_at == "2024-09-18T22:58:13+08:00"


def test_a_day_beside_a_clock_whose_label_was_not_read_asks() -> None:
    row = bank("父易肘刻")
    assert row.occurred_at == "2024-09-18"
    assert "cropped:occurred_at" in row.reasons


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


def test_a_single_notice_right_below_the_title_has_its_stamp() -> None:
    [row] = rows(
        line("微信支付", x=300, y=60),
        line("昨天 21:08", x=280, y=120, w=160, eng="21:08"),
        *pairs(("付款金额", "¥98.00"), ("收款方", "点卡商行"), ("交易状态", "支付成功"), y=240),
    )
    assert (row.amount, row.occurred_at) == ("98.00", "2026-05-01T21:08+08:00")


def test_a_membership_that_shows_no_payments_moment_began_when_it_was_paid() -> None:
    row = membership(("开通时间", "2026-04-18 15:26:33"), ("下次扣费时间", "2027-04-18"))
    assert row.occurred_at == "2026-04-18T15:26:33+08:00"
    assert not any(reason.endswith(":occurred_at") for reason in row.reasons)


def test_a_payments_own_moment_stands_before_that() -> None:
    row = membership(("开通时间", "2026-04-18 15:26:33"), ("支付时间", "2026-04-18 15:26:40"))
    assert row.occurred_at == "2026-04-18T15:26:40+08:00"


def test_what_begins_in_the_future_is_no_payment() -> None:
    lines = pairs(("支付金额", "¥88.00"), ("订单编号", "20260418152633"), ("开通日期", "2026-09-01"))
    later = recognise(lines, load_screens(), size=(720, 1400), captured=TAKEN.at)
    assert page_rows(later, TAKEN)[0].occurred_at == ""


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


def test_when_something_was_finished_asks_where_no_number_bears_it_out() -> None:
    row = membership(("完成时间", "2026-04-19 10:00:00"))
    assert row.occurred_at == "2026-04-19T10:00:00+08:00"
    assert "unlabelled:occurred_at" in row.reasons


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
