"""Lists whose entries show no label, no number or no time, in the geometry of real apps."""

from __future__ import annotations

import pytest

from extractor.evidence.builder import RowBuilder
from extractor.evidence.lists import distinct
from extractor.evidence.schema import Row
from extractor.evidence.votes import Decision
from extractor.fields.moments import parse_moment
from extractor.geometry import Box
from extractor.ocr.lines import Line
from tests.evidence.pages import headline, pairs, rows
from tests.helpers import CHINESE, ENGLISH, line


def shop_entry(y: int, name: str, status: str, amount: str) -> list[Line]:
    """A shop's card: who, what has become of it, what, and the sum under it; neither number nor time."""
    return [
        line(name, x=40, y=y, w=160),
        line(status, x=580, y=y, w=100),
        line("视频会员月卡自动充值", x=190, y=y + 60, w=290),
        line("更多", x=370, y=y + 230, w=50),
        line("确认收货", x=580, y=y + 230, w=100),
        line(f"实付款¥{amount}", x=490, y=y + 170, w=210, eng=f"¥{amount}"),
    ]


def test_orders_without_number_and_time_are_rows_that_need_no_look() -> None:
    found = rows(
        line("我的订单", x=300, y=90),
        *shop_entry(200, "小鹿虚拟充值", "交易成功", "178.00"),
        *shop_entry(570, "聚力卡券", "卖家已发货", "118.80"),
    )
    assert [(row.amount, row.status) for row in found] == [("178.00", "paid"), ("118.80", "delivered")]
    assert all(row.notes == ["no_time_shown"] and not row.reasons for row in found)


def test_a_price_alone_asks() -> None:
    def entry(y: int, status: str, amount: str) -> list[Line]:
        return [
            line("数码老王", x=40, y=y, w=130),
            line(status, x=580, y=y, w=100),
            line("会员代充", x=190, y=y + 50, w=130),
            line(f"¥{amount}", x=190, y=y + 120, w=110, eng=f"¥{amount}"),
        ]

    found = rows(
        line("我买到的", x=300, y=90), *entry(200, "交易成功", "88.00"), *entry(420, "退款成功", "99.00")
    )
    assert [(row.amount, row.status) for row in found] == [("88.00", "paid"), ("99.00", "refunded")]
    assert all("unlabelled:amount" in row.reasons for row in found)


def test_entries_that_begin_with_their_moment_keep_it() -> None:
    """The next entry's moment stands nearer to its own sum than to this one's."""

    def entry(y: int, moment: str, name: str, amount: str) -> list[Line]:
        return [
            line(moment, x=30, y=y, w=250, h=22, eng=moment),
            line(name, x=30, y=y + 36, w=200),
            line(amount, x=560, y=y + 38, w=120, eng=amount),
            line("余额:1,203.11元", x=520, y=y + 80, w=160, h=22, eng=":1,203.11"),
        ]

    found = rows(
        line("交易明细", x=300, y=60),
        *entry(150, "2025-06-05 14:03:22", "财付通-优创科技", "-50.00"),
        *entry(290, "2025-06-04 09:12:40", "转入周**", "+300.00"),
        *entry(430, "2025-06-01 18:44:03", "代扣话费", "-99.00"),
    )
    assert [(row.amount, row.occurred_at[:16]) for row in found] == [
        ("50.00", "2025-06-05T14:03"),
        ("300.00", "2025-06-04T09:12"),
        ("99.00", "2025-06-01T18:44"),
    ]


def test_a_day_at_the_left_of_its_entry_is_one_of_the_month_above() -> None:
    def entry(y: int, day: str, clock: str, name: str, amount: str) -> list[Line]:
        return [
            line(day, x=50, y=y, w=42, eng=day),
            line(name, x=140, y=y, w=200),
            line(amount, x=630, y=y, w=110, eng=amount),
            line(clock, x=140, y=y + 44, w=60, h=22, eng=clock),
        ]

    found = rows(
        line("交易记录", x=300, y=60),
        line("2025年6月", x=32, y=150, w=140, eng="2025年6月"),
        *entry(240, "06", "14:22", "微信转账-给阿杰", "-500.00"),
        *entry(390, "03", "20:08", "顺风点卡批发", "-76.00"),
    )
    assert [row.occurred_at for row in found] == ["2025-06-06T14:22+08:00", "2025-06-03T20:08+08:00"]
    assert not any(row.reasons for row in found)


def test_rows_in_the_middle_stand_under_their_days() -> None:
    def entry(y: int, clock: str, amount: str, status: str) -> list[Line]:
        return [
            line(clock, x=28, y=y, w=110, eng=clock),
            line(f"¥{amount}", x=320, y=y, w=90, eng=f"¥{amount}"),
            line(status, x=640, y=y, w=60),
        ]

    found = rows(
        line("充值明细", x=300, y=60),
        line("2025-03-08", x=28, y=150, w=150, eng="2025-03-08"),
        *entry(210, "10:22:31", "50.00", "成功"),
        *entry(270, "09:01:15", "100.00", "失败"),
        line("2025-03-07", x=28, y=330, w=150, eng="2025-03-07"),
        *entry(390, "21:40:09", "30.00", "成功"),
    )
    assert [(row.amount, row.occurred_at[:19], row.status) for row in found] == [
        ("50.00", "2025-03-08T10:22:31", "paid"),
        ("100.00", "2025-03-08T09:01:15", "failed"),
        ("30.00", "2025-03-07T21:40:09", "paid"),
    ]


def test_a_banks_statement_of_mere_days_is_one_of_payments() -> None:
    columns = (
        (60, "交易日期"),
        (220, "摘要"),
        (330, "对方户名"),
        (480, "支出"),
        (560, "收入"),
        (640, "余额"),
    )
    heads = [line(text, x=x, y=150, w=20 * len(text)) for x, text in columns]

    def entry(y: int, day: str, what: str, who: str, amount: str, at: int, balance: str) -> list[Line]:
        return [
            line(day, x=50, y=y, w=100, h=20, eng=day),
            line(what, x=220, y=y, w=40, h=20),
            line(who, x=330, y=y, w=80, h=20),
            line(amount, x=at, y=y, w=60, h=20, eng=amount),
            line(balance, x=640, y=y, w=70, h=20, eng=balance),
        ]

    found = rows(
        line("账户交易明细", x=280, y=60),
        *heads,
        *entry(200, "2025-04-30", "消费", "优卡网络", "298.00", 475, "5120.33"),
        *entry(250, "2025-04-28", "转入", "王小明", "1000.00", 555, "5418.33"),
        *entry(300, "2025-04-25", "消费", "话费充值", "100.00", 475, "4418.33"),
    )
    assert [(row.amount, row.occurred_at) for row in found] == [
        ("298.00", "2025-04-30"),
        ("1000.00", "2025-04-28"),
        ("100.00", "2025-04-25"),
    ]


def test_a_number_that_each_entry_has_is_the_orders_and_asks() -> None:
    def entry(y: int, name: str, number: str, amount: str, moment: str) -> list[Line]:
        return [
            line(name, x=40, y=y, w=150),
            line(f"¥{amount}", x=600, y=y, w=90, eng=f"¥{amount}"),
            line(number, x=40, y=y + 40, w=230, h=22, eng=number),
            line(moment, x=440, y=y + 40, w=250, h=22, eng=moment),
        ]

    found = rows(
        line("购买记录", x=300, y=60),
        *entry(180, "星巴克电子卡", "WX5919829781216497", "42.00", "2025-07-22 18:05:10"),
        *entry(340, "麦当劳代金券", "WX5482254814236971", "38.50", "2025-07-21 11:59:27"),
    )
    assert [row.order_no for row in found] == ["WX5919829781216497", "WX5482254814236971"]
    assert all("unlabelled_number" in row.reasons for row in found)


def one(*lines: Line) -> Row:
    [row] = rows(*lines)
    return row


def test_alipays_number_on_a_refunds_page_is_its_own() -> None:
    row = one(
        line("退款-软件激活码店", x=260, y=120),
        headline("88.00"),
        line("退款成功", x=300, y=250, w=120),
        *pairs(
            ("退款方式", "余额"),
            ("退款进度", "已退回余额"),
            ("退款时间", "2025-12-29 18:20:15"),
            ("订单号", "2025122722001953193397530236"),
        ),
    )
    assert (row.order_no, row.trade_no) == ("", "2025122722001953193397530236")


def test_odd_cents_beside_an_orders_sum_ask() -> None:
    row = one(
        *pairs(
            ("订单编号", "559251012004119087"),
            ("下单时间", "2025-10-12 00:41:19"),
            ("数量", "1"),
            ("订单金额", "¥52.00"),
            ("浮动金额", "+¥0.37"),
            ("订单状态", "已支付"),
        )
    )
    assert row.amount == "52.00" and "other_amount_on_page:amount" in row.reasons


def test_a_payees_name_in_brackets_does_not_hide_that_it_waits() -> None:
    row = one(
        line("待老K(直充总代)收款", x=200, y=120, w=320),
        headline("¥260.00"),
        *pairs(("转账时间", "2024-01-05 20:14:08")),
        line("1天内对方未收款,将退还给你。提醒对方收款", x=40, y=420, w=560),
    )
    assert row.status == "pending"


@pytest.mark.parametrize(
    ("number", "moment", "asks"),
    [
        ("JK202605131231201423", "2026-05-13 12:31:20", False),
        ("JK202605131231201423", "2026-05-13 12:31:27", True),  # another second
        ("OD202605131231201423", "2026-05-13 12:31:20", True),  # a letter that a digit looks like
        ("JK202605131231201423", "2026-05-13 12:31", True),
    ],
)
def test_a_shops_number_that_tells_the_pages_second_needs_no_look(
    number: str, moment: str, asks: bool
) -> None:
    read = tuple((engine, number) for engine in (CHINESE, ENGLISH))
    decision = Decision(
        number, False, read, 0.9, Box(0, 0, 10, 10), "order_no:订单编号:right", ("look_alikes",)
    )
    builder = RowBuilder("transaction")
    builder.number("order_no", decision, parse_moment(moment))
    assert ("look_alikes:order_no" in builder.row.reasons) is asks


def test_goods_named_by_their_face_value_are_no_sums() -> None:
    def entry(y: int, face: str, amount: str, moment: str) -> list[Line]:
        return [
            line(f"¥{amount}", x=28, y=y, w=122, h=32, eng=f"¥{amount}"),
            line("已完成", x=620, y=y, w=70),
            line(f"移动话费{face}元", x=28, y=y + 48, w=160, h=25, eng=f"{face}元"),
            line(moment, x=470, y=y + 50, w=222, h=22, eng=moment),
        ]

    found = rows(
        line("我的订单", x=300, y=90),
        *entry(180, "100", "98.80", "2025-06-12 12:11:03"),
        *entry(340, "50", "49.60", "2025-06-11 20:45:51"),
    )
    assert [row.amount for row in found] == ["98.80", "49.60"]


def entry_of(amount: str, y: int) -> Row:
    return Row("transaction", order_no="482251005015844961", amount=amount, box=Box(40, y, 600, 90))


def test_what_stands_twice_is_one_order_and_nothing_is_none() -> None:
    kept = distinct(
        [entry_of("72.34", 100), entry_of("72.34", 100), entry_of("72.34", 300), entry_of("0.00", 500)]
    )
    assert [(row.amount, row.box.y if row.box else None) for row in kept] == [("72.34", 100), ("72.34", 300)]
