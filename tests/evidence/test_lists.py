"""Which lines are an entry of a list, and when entries may have been cut wrongly."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.evidence.lists import crossed
from extractor.evidence.schema import Row
from extractor.ocr.lines import Line
from tests.evidence.entries import (
    SHORT,
    bill,
    cards,
    entry,
    history,
    order,
    records,
)
from tests.evidence.pages import rows
from tests.helpers import line, row


def test_two_orders_that_were_not_told_apart_ask() -> None:
    """The second one's labels were not read: its sum and its moment stand beside those of the first."""
    one = order(
        200, "20251201152613700009", "影视联合会员年卡", "", "实付¥702.99", "¥702.99", "2025-12-01 15:26:58"
    )
    two = order(450, "20241110075953444444", "手游月卡", "", "安付¥21.50", "¥21.50", "2024-11-10 08:00:11")
    three = order(700, "20241211191712959", "网游点卡", "", "实付¥88.00", "¥88.00", "2024-12-11 19:17:55")
    found = rows(line("我的订单", x=300, y=60), *one, *two[1:], *three)
    assert [row.amount for row in found][-1] == "88.00" and len(found) == 2
    assert "other_amount_on_page:amount" in found[0].reasons


def test_an_entry_whose_label_was_not_read_is_not_lost() -> None:
    found = rows(
        line("我的充值", x=300, y=60),
        *entry(200, "", "88057119911997869", "¥30.00", "2024-07-01 12:08:30", "充值成功"),
        *entry(420, "订单", "88811058177524727", "¥6.00", "2024-06-18 20:17:02", "充值成功"),
        *entry(640, "订单", "88775474089004525", "¥68.00", "2024-05-30 00:40:55", "已关闭"),
    )
    assert [row.amount for row in found] == ["30.00", "6.00", "68.00"]
    assert [row.order_no for row in found[1:]] == ["88811058177524727", "88775474089004525"]


def test_a_list_of_refunds_has_an_entry_for_each() -> None:
    def refund(y: int, amount: str, moment: str, word: str) -> list[Line]:
        return [
            line("极光充值", x=40, y=y, w=120),
            line(word, x=600, y=y, w=110),
            line(f"退款金额{amount}", x=40, y=y + 60, w=220, eng=amount),
            line(f"申请时间{moment}", x=40, y=y + 110, w=340, eng=moment),
        ]

    found = rows(
        line("退款/售后", x=300, y=60),
        *refund(200, "¥98.00", "2026-04-17 08:01:44", "退款成功"),
        *refund(460, "¥25.00", "2026-04-19 21:40:02", "退款中"),
    )
    assert [(row.amount, row.status) for row in found] == [("98.00", "refunded"), ("25.00", "refunding")]


STAMPED = [f"2026092{day}081746405" for day in range(4)]


def test_the_rows_of_an_entry_that_stand_closer_are_one() -> None:
    found = history(STAMPED, gap=10)
    assert [row.order_no for row in found] == STAMPED
    assert not any("other_moment_on_page:occurred_at" in row.reasons for row in found)


@pytest.mark.parametrize("numbers", [STAMPED, [f"{day}17264400312085{day}" for day in range(4)]])
def test_entries_that_may_be_cut_between_a_number_and_its_moment_ask(numbers: Sequence[str]) -> None:
    found = history(numbers, gap=60)
    assert found and all(
        "other_moment_on_page:occurred_at" in row.reasons or row.order_no == number
        for row, number in zip(found, numbers, strict=False)
    )


def centred(y: int, name: str, kind: str, moment: str, amount: str) -> list[Line]:
    """An entry whose sum stands beside its middle row: what for, its kind, and when, close below one another."""
    return [
        line(name, x=160, y=y, w=160, h=30),
        line(kind, x=160, y=y + 40, w=100, h=26),
        line(moment, x=160, y=y + 76, w=130, h=24, eng=moment),
        *([line(amount, x=600, y=y + 36, w=95, eng=amount)] if amount else []),
    ]


def test_a_sum_beside_the_middle_row_of_its_entry_takes_all_of_it() -> None:
    found = rows(
        line("账单", x=330, y=60, w=80),
        line("2026年2月", x=40, y=130, w=180),
        *centred(200, "手机充值", "生活缴费", "02-03 19:44", "-49.80"),
        *centred(370, "会员月卡", "文化休闲", "02-02 07:20", "-18.00"),
        *centred(540, "云饺小店", "餐饮美食", "02-01 12:31", "-14.50"),
    )
    assert [(row.counterparty, row.amount, row.occurred_at[5:16]) for row in found] == [
        ("手机充值", "49.80", "02-03T19:44"),
        ("会员月卡", "18.00", "02-02T07:20"),
        ("云饺小店", "14.50", "02-01T12:31"),
    ]
    assert not any(row.reasons for row in found)


def test_an_entry_whose_sum_was_not_read_makes_those_beside_it_ask() -> None:
    """Its moment and the word of its refund are left, and belong to none of the others."""
    found = rows(
        line("账单", x=330, y=60, w=80),
        line("2026年2月", x=40, y=130, w=180),
        *centred(200, "手机充值", "生活缴费", "02-03 19:44", "-49.80"),
        *centred(370, "会员月卡", "文化休闲", "02-02 07:20", "-18.00"),
        *centred(540, "退款-小店", "退款成功", "02-01 18:09", ""),
        *centred(710, "云饺小店", "餐饮美食", "02-01 12:31", "-14.50"),
    )
    assert [(row.amount, bool(row.reasons)) for row in found] == [
        ("49.80", False),
        ("18.00", True),
        ("14.50", True),
    ]


def test_an_entry_whose_moment_was_not_read_stays_and_asks() -> None:
    found = rows(
        line("账单", x=330, y=60, w=80),
        line("2026年2月", x=40, y=130, w=180),
        *bill(220, "-98.00", "2月9日 09:30", "2月9日 09:30"),
        *bill(340, "-45.00", "2A8E 2105", "yoa2"),
        *bill(460, "-12.50", "2月4日 08:11", "2月4日 08:11"),
    )
    assert [(row.amount, row.occurred_at[:10]) for row in found] == [
        ("98.00", "2026-02-09"),
        ("45.00", ""),
        ("12.50", "2026-02-04"),
    ]
    assert "missing:occurred_at" in found[1].reasons


def test_noise_in_the_blanks_between_orders_moves_no_number_to_its_neighbour() -> None:
    """What stands in a photograph's grain is no print: the blank that parts two orders is still the widest."""

    def shop(y: int, number: str, paid: str, moment: str) -> list[Line]:
        return [
            line(f"单号{number}", x=78, y=y, w=442, h=39, eng=number),
            line("已完成", x=885, y=y + 5, w=95, h=31),
            line("迅雷超级会员年卡", x=76, y=y + 80, w=305, h=44),
            line(f"实付¥{paid}", x=762, y=y + 171, w=244, h=46, eng=f"¥{paid}"),
            line(moment, x=76, y=y + 188, w=331, h=31, eng=moment),
        ]

    grain = [
        line("和", x=500, y=416 + 335 * n + down, w=40, h=20, confidence=0.0)
        for n in range(3)
        for down in (240, 275, 300)
    ]
    orders = [
        ("YX20260214091533", "68.60", "2026-02-14 09:15:33"),
        ("YX20260213224708", "41.80", "2026-02-13 22:47:08"),
        ("YX20260211130951", "38.00", "2026-02-11 13:09:51"),
    ]
    found = rows(
        line("我的订单", x=440, y=132),
        *grain,
        *(part for n, told in enumerate(orders) for part in shop(416 + 335 * n, *told)),
    )
    assert [(r.order_no, r.amount, r.occurred_at[:10]) for r in found] == [
        (number, paid, moment[:10]) for number, paid, moment in orders
    ]


def test_numbers_that_begin_with_the_minute_of_another_entry_tell_of_a_wrong_cut() -> None:
    first = row(order_no="YX20260213224708", occurred_at="2026-02-14T09:15:33+08:00")
    second = row(order_no="YX20260211130951", occurred_at="2026-02-13T22:47:08+08:00")
    alone = row(order_no="YX20260209081217", occurred_at="2026-02-09T08:13:40+08:00")
    right = row(order_no="YX20260202200640", occurred_at="2026-02-02T20:06:40+08:00")
    assert crossed([first, second, alone, right]) and not crossed([alone, right])


def test_an_order_of_a_list_whose_sum_was_not_read_stays_and_asks() -> None:
    lines = [
        part
        for n, paid in enumerate(("¥57.00", "L半L%", "¥12.90"))
        for part in order(200 + 240 * n, f"2025120115261370000{n}", "月卡", "", paid, paid, f"2025-12-0{n + 1} 15:26:13")
    ]  # fmt: skip
    found = rows(line("我的订单", x=300, y=60), *lines)
    assert [row.amount for row in found] == ["57.00", "", "12.90"]
    assert found[1].occurred_at.startswith("2025-12-02T15:26:13") and "missing:amount" in found[1].reasons


def test_the_scrap_of_a_watermark_names_nobody() -> None:
    lines = cards(*SHORT)
    scraps = [line("一人一", x=60, y=200 + 200 * n, w=90, h=14) for n in range(3)]
    found = rows(line("我的订单", x=300, y=60), *lines, *scraps)
    assert [row.counterparty for row in found] == ["穿越火线点券", "英雄联盟点券", "逆水寒玉石"]


def test_a_log_has_an_entry_in_each_line() -> None:
    told = (
        "2026-04-20 10:22:11 支付宝加款 30.00元 已入账",
        "2026-04-19 09:10:45 微信加款 50.00元 待核对",
    )
    lines = [
        line(text, x=40, y=160 + 80 * n, w=600, eng="".join(c if c.isascii() else " " for c in text))
        for n, text in enumerate(told)
    ]
    found = rows(line("加款记录", x=300, y=60), *lines)
    assert [(one.amount, one.occurred_at[:19], one.status) for one in found] == [
        ("30.00", "2026-04-20T10:22:11", "paid"),
        ("50.00", "2026-04-19T09:10:45", "pending"),
    ]
    more = line("2026-04-18 09:10:45 加款 50.00元 余额 80.00元", x=40, y=320, w=600)
    assert not any(
        one.amount == "50.00" and not one.reasons for one in rows(line("加款记录", x=300, y=60), *lines, more)
    )


TOPPED_UP = (
    ("原神·月卡", "充值失败", "受理号 GL4411802", "已支付 30.00元", "支付于 2024-11-30 20:58"),
    ("水晶6480", "充值成功", "受理号 GL4406677", "已支付 648.00元", "支付于 2024-11-24 19:30"),
    ("原神·纪行", "充值失败", "受理号 GL4398105", "已支付 68.00元", "支付于 2024-11-17 00:12"),
)


def test_what_was_taken_in_and_paid_is_an_order_in_a_list_too() -> None:
    found = rows(*records("充值记录", *TOPPED_UP))
    assert [row.order_no for row in found] == ["GL4411802", "GL4406677", "GL4398105"]
    assert [row.amount for row in found] == ["30.00", "648.00", "68.00"]
    assert not any(
        row.order_no for row in rows(*records("投诉记录", *TOPPED_UP)) if row.kind == "transaction"
    )


def of_refunds(*entries: tuple[str, str, str, str]) -> list[tuple[str, str, list[str]]]:
    """The sum, the status and the reasons of each row of a bill: names, sums, moments and what stands below the sums."""
    lines = [line("账单", x=330, y=60, w=80), line("2026年4月", x=40, y=120, w=160, eng="2026 4")]
    for place, (name, paid, at, note) in enumerate(entries):
        y = 200 + 150 * place
        lines += [
            line(name, x=120, y=y, w=20 * len(name)),
            line(paid, x=560, y=y, w=120, eng=paid),
            line(at, x=120, y=y + 50, w=200, eng=at),
        ]
        if note:
            lines.append(line(note, x=480, y=y + 40, w=200, eng=note.removeprefix("已退款")))
    return [(row.amount, row.status, row.reasons) for row in rows(*lines)]


PAID_BACK = ("青禾数卡", "-128.00", "4月27日 22:48", "已退款(¥40.00)")


@pytest.mark.parametrize("name", ["青禾数卡-退款", "退款-青禾数卡", "退款青禾数卡"])
def test_a_refund_that_an_entry_names_and_another_is_comes_once(name: str) -> None:
    found = of_refunds((name, "+40.00", "4月28日 10:00", ""), PAID_BACK)
    assert found == [("40.00", "refunded", []), ("128.00", "paid", [])]


def test_a_refund_that_no_other_entry_is_has_a_row_of_its_own() -> None:
    found = of_refunds(("美团", "-40.00", "4月28日 10:00", ""), PAID_BACK)
    assert found == [("40.00", "", []), ("128.00", "paid", []), ("40.00", "refunded", [])]


def test_a_refund_of_the_same_sum_from_somebody_else_stays_and_asks() -> None:
    found = of_refunds(("星辰点卡-退款", "+40.00", "4月28日 10:00", ""), PAID_BACK)
    assert [(paid, status) for paid, status, _ in found] == [
        ("40.00", "refunded"),
        ("128.00", "paid"),
        ("40.00", "refunded"),
    ]
    assert found[2][2] == ["other_amount_on_page:amount"]


def test_what_came_back_before_is_not_this_refund_and_one_is_not_two() -> None:
    before = of_refunds(PAID_BACK, ("青禾数卡-退款", "+40.00", "4月20日 10:00", ""))
    assert [status for _, status, _ in before] == ["paid", "refunded", "refunded"]
    other = ("青禾数卡", "-99.00", "4月26日 08:01", "已退款(¥40.00)")
    twice = of_refunds(("青禾数卡-退款", "+40.00", "4月28日 10:00", ""), PAID_BACK, other)
    assert [status for _, status, _ in twice] == ["refunded", "paid", "paid", "refunded"]


def numbered(step: int, *, sum_y: int) -> list[Row]:
    """Four orders, each with its number over goods and moment, and at the right a word over the sum; sum_y: how far below the
    number that stands."""
    shown = [
        ("731260411122048805", "2026-04-11 12:20:48", "待支付", "¥11.30"),
        ("731260411090312796", "2026-04-11 09:03:12", "处理中", "¥45.00"),
        ("731260409225130042", "2026-04-09 22:51:30", "已退款", "¥47.60"),
        ("731260408074405764", "2026-04-08 07:44:05", "充值失败", "¥4.90"),
    ]
    lines = [line("我的订单", x=300, y=40, h=36)]
    for n, (number, moment, word, paid) in enumerate(shown):
        y = 200 + step * n
        lines += [
            line(number, x=60, y=y, w=300, eng=number),
            line("月卡直冲", x=190, y=y + 60, w=160),
            line(moment, x=190, y=y + 120, w=260, eng=moment),
            line(word, x=600, y=y + sum_y - 60, w=80),
            line(paid, x=590, y=y + sum_y, w=100, eng=paid),
        ]
    return rows(*lines)


@pytest.mark.parametrize(("step", "sum_y"), [(240, 105), (220, 100), (260, 110)])
def test_the_first_entrys_number_is_its_own_however_far_above_its_sum(step: int, sum_y: int) -> None:
    found = numbered(step, sum_y=sum_y)
    assert [row.order_no[-6:] for row in found] == ["048805", "312796", "130042", "405764"]


def test_numbers_half_way_between_two_sums_go_with_what_repeats_and_ask() -> None:
    found = numbered(240, sum_y=125)
    assert [row.order_no[-6:] for row in found] == ["048805", "312796", "130042", "405764"]
    assert all("other_moment_on_page:occurred_at" in row.reasons for row in found)


@pytest.mark.parametrize("counted", ["共支出47笔，", "共支出1笔，"])
def test_what_the_payments_of_a_month_come_to_is_none_of_them(counted: str) -> None:
    found = rows(
        line("月账单", x=300, y=60),
        line("支出", x=280, y=200, w=60),
        line("收入", x=400, y=200, w=60),
        line(counted, x=40, y=280, w=168),
        line("合计", x=225, y=280, w=56),
        line("¥5,206.91", x=40, y=340, w=380, h=62, eng="¥5,206.91"),
        line("支出构成", x=40, y=550, w=120),
        line("转账", x=40, y=620, w=60),
    )
    assert bool(found) is (counted == "共支出1笔，")
