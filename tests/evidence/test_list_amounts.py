"""What an entry of a list cost, among the other sums that it shows."""

from __future__ import annotations

from extractor.ocr.lines import Line
from tests.evidence.entries import (
    order,
)
from tests.evidence.pages import pairs, rows
from tests.helpers import line


def test_a_sum_in_a_products_name_is_not_what_was_paid() -> None:
    """The label of the last one was misread: 安付 for 实付."""
    found = rows(
        line("我的订单", x=300, y=60),
        *order(
            200,
            "20251201152613700009",
            "影视联合会员年卡",
            "",
            "实付¥702.99",
            "¥702.99",
            "2025-12-01 15:26:58",
        ),
        *order(
            450, "20241110075953444444", "手游月卡首充礼包", "", "实付¥21.50", "¥21.50", "2024-11-10 08:00:11"
        ),
        *order(
            700, "20241211191712959", "网游点卡300元面值", "300元", "安付7650", "¥7650", "2024-12-11 19:17:55"
        ),
    )
    assert [row.amount for row in found[:2]] == ["702.99", "21.50"]
    assert found[2].amount == "7650.00"


def test_two_sums_without_a_label_ask() -> None:
    found = rows(
        line("我的订单", x=300, y=60),
        *order(
            200,
            "20251201152613700009",
            "影视联合会员年卡",
            "",
            "实付¥702.99",
            "¥702.99",
            "2025-12-01 15:26:58",
        ),
        *order(450, "20241110075953444444", "手游月卡", "", "实付¥21.50", "¥21.50", "2024-11-10 08:00:11"),
        *order(700, "20241211191712959", "¥300.00", "¥300.00", "安付Y88.00", "¥88.00", "2024-12-11 19:17:55"),
    )
    assert "other_amount_on_page:amount" in found[2].reasons


def test_how_many_were_bought_is_no_amount() -> None:
    def shop(y: int, number: str, paid: str) -> list[Line]:
        return [
            line("话费充值", x=40, y=y, w=160),
            line("X1", x=640, y=y, w=40, eng="x1"),
            line(f"共1件商品实付款{paid}", x=360, y=y + 50, w=320, eng=paid),
            line(f"订单编号{number}", x=40, y=y + 100, w=420, eng=number),
            line("下单时间2026-04-17 08:01:22", x=40, y=y + 150, w=420, eng="2026-04-17 08:01:22"),
        ]

    found = rows(
        line("我的订单", x=300, y=60),
        *shop(200, "3382719405516270001", "¥49.85"),
        *shop(460, "3382719405516270002", "¥29.10"),
    )
    assert [row.amount for row in found] == ["49.85", "29.10"]
    bare = rows(
        line("我的订单", x=300, y=60),
        *[shown for shown in shop(200, "3382719405516270001", "49") if "共1件" not in shown.text],
        *[shown for shown in shop(460, "3382719405516270002", "29") if "共1件" not in shown.text],
    )
    assert all(not row.amount for row in bare)


def test_the_discount_of_a_receipt_is_no_entry() -> None:
    (found,) = rows(
        line("购买历史", x=300, y=60),
        *pairs(("订单编号", "3620719845518827340"), ("日期", "2024-06-30 03:09:00"), y=150),
        line("终极版游戏", x=40, y=420, w=180),
        line("¥328.00", x=600, y=420, w=90, eng="¥328.00"),
        line("夏季特卖折扣", x=40, y=470, w=110),
        line("-¥65.60", x=600, y=470, w=90, eng="-¥65.60"),
        *pairs(("总计", "¥262.40"), y=560),
    )
    assert (found.order_no, found.amount) == ("3620719845518827340", "262.40")


def test_an_orders_price_and_discount_below_each_other_are_no_list() -> None:
    [found] = rows(
        line("购买成功", x=30, y=120, w=160, h=40),
        *pairs(("确认编号", "3620719845518827340"), ("日期", "2026-04-30 03:09"), y=200),
        line("终极版", x=40, y=400, w=120),
        line("¥328.00", x=560, y=400, w=120, eng="¥328.00"),
        line("夏季特卖折扣", x=40, y=460, w=180),
        line("-¥65.60", x=560, y=460, w=120, eng="-¥65.60"),
        line("总计", x=40, y=540, w=80),
        line("¥262.40", x=560, y=540, w=120, eng="¥262.40"),
        line("查看购买历史记录", x=200, y=700, w=220),
    )
    assert (found.amount, found.order_no) == ("262.40", "3620719845518827340")


def test_the_price_of_the_goods_the_total_and_what_was_paid_are_one_order() -> None:
    """Two coupons of one kind make words and sums take turns, as the entries of a list do."""
    [found] = rows(
        line("订单已完成", x=33, y=161, w=219, h=44),
        line("9.9元饮品代金券 1张", x=221, y=395, w=313),
        line("¥9.9", x=614, y=397, w=58, eng="¥9.9"),
        line("5518 2093 7741", x=161, y=586, w=210, eng="5518 2093 7741"),
        line("已使用", x=396, y=586, w=78),
        line("5518 2093 8856", x=165, y=622, w=210, eng="5518 2093 8856"),
        line("已使用", x=404, y=622, w=77),
        line("订单号码", x=48, y=781, w=111),
        line("106419206830230965", x=400, y=781, w=272, eng="106419206830230965"),
        line("付款时间", x=48, y=847, w=110),
        line("2024-09-21 11:47", x=446, y=849, w=226, eng="2024-09-21 11:47"),
        line("总价", x=48, y=979, w=56),
        line("¥32.00", x=579, y=981, w=93, eng="¥32.00"),
        line("实付", x=48, y=1045, w=56),
        line("¥19.80", x=575, y=1047, w=97, eng="¥19.80"),
    )
    assert (found.amount, found.order_no, found.status) == ("19.80", "106419206830230965", "paid")


def test_orders_under_one_label_of_what_was_paid_stay_a_list() -> None:
    found = rows(
        line("我的订单", x=300, y=60),
        *order(200, "26050211284409117", "点券", "100", "¥99.00", "¥99.00", "2026-05-02 11:28:44"),
        *order(600, "26050118150377302", "点券", "30", "¥29.70", "¥29.70", "2026-05-01 18:15:03"),
    )
    assert [row.amount for row in found] == ["99.00", "29.70"]


def test_a_masked_account_is_no_second_sum() -> None:
    lines = [line("转账记录", x=300, y=60)]
    for n in range(2):
        y = 160 + 130 * n
        lines += [
            line("转给 刘*军 (6217****3390)", x=40, y=y, w=300, eng="* (6217****3390)"),
            line("480.00", x=560, y=y, w=110, eng="480.00"),
            line("交易成功", x=570, y=y + 45, w=100),
            line(f"2026-04-2{n} 09:46:10", x=40, y=y + 45, w=300, eng=f"2026-04-2{n} 09:46:10"),
        ]
    found = rows(*lines)
    assert [row.amount for row in found] == ["480.00", "480.00"]
    assert not any("other_amount_on_page:amount" in row.reasons for row in found)


def test_a_sum_in_the_line_of_the_goods_is_taken_and_asks() -> None:
    def entry(y: int, goods: str, number: str, moment: str) -> list[Line]:
        return [
            line(goods, x=7, y=y, w=400),
            line(f"单号{number} {moment}", x=7, y=y + 36, w=430, eng=f"{number} {moment}"),
        ]

    found = rows(
        line("我的订单", x=5, y=60),
        *entry(200, "2.移动话费30 29.55元蔬完成", "104159204", "2016-12-03 18:02"),
        *entry(320, "3.盛大一卡通45 43.20元[处理中]", "109547758", "2016-12-01 11:39"),
    )
    assert [row.status for row in found] == ["", "processing"]
    assert [row.amount for row in found] == ["29.55", "43.20"]
    assert all("unlabelled:amount" in row.reasons for row in found)


def test_what_a_balance_is_after_a_change_is_no_second_sum() -> None:
    def entry(y: int, name: str, change: str, moment: str, left: str) -> list[Line]:
        return [
            line(name, x=40, y=y),
            line(change, x=600, y=y, w=90, eng=change),
            line(moment, x=40, y=y + 50, eng=moment),
            line(f"变动后{left}", x=540, y=y + 50, w=150, eng=left),
        ]

    found = rows(
        line("资金明细", x=300, y=60),
        *entry(200, "消费-点卡", "-28.50", "2026-04-30 16:20:05", "502.30"),
        *entry(360, "退款-订单取消", "+45.00", "2026-04-29 11:02:44", "530.80"),
    )
    assert [(row.amount, row.reasons) for row in found] == [("28.50", []), ("45.00", [])]


def test_whole_sums_behind_the_name_of_their_currency_are_a_games_records() -> None:
    bought = (
        ("创世结晶", "CNY 648", "2026-02-18 23:40:10", "发货中", "6426945315347543373"),
        ("空月祝福", "CNY 30", "2026-02-01 10:05:52", "已到账", "6798029578485162985"),
    )
    lines = [line("充值记录", x=300, y=60)]
    for place, (what, paid, at, word, number) in enumerate(bought):
        y = 160 + 190 * place
        lines += [
            line(what, x=60, y=y),
            line(paid, x=560, y=y, w=110, eng=paid.replace(" ", "")),
            line(at, x=60, y=y + 45, eng=at),
            line(word, x=590, y=y + 45, w=80),
            line(f"No. {number}", x=60, y=y + 80, w=420, eng=f"No.{number}"),
        ]
    found = rows(*lines)
    assert [(row.amount, row.order_no, row.status) for row in found] == [
        ("648.00", "6426945315347543373", "processing"),
        ("30.00", "6798029578485162985", "paid"),
    ]
    assert not any(row.reasons for row in found)
