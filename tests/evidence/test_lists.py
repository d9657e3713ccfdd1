from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from extractor.evidence.list_codes import choose_by_make, settle_look_alikes
from extractor.evidence.lists import crossed
from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.intake.capture import CHINA, Capture, CaptureSource
from extractor.ocr.lines import Line
from tests.evidence.pages import headline, page, pairs, rows
from tests.evidence.pages import taken as taken_rows
from tests.helpers import ENGLISH, line, reading, row


def order(y: int, number: str, product: str, figures: str, paid: str, shown: str, moment: str) -> list[Line]:
    """An item of a shop's list of orders: number, what was bought, when, and what was paid, each on its own line."""
    return [
        line(f"订单号: {number}", x=40, y=y, w=400, eng=f":{number}"),
        line("已完成", x=600, y=y, w=80),
        line(product, x=40, y=y + 50, w=300, eng=figures),
        line(moment, x=40, y=y + 110, w=260, eng=moment),
        line(paid, x=560, y=y + 110, w=120, eng=shown),
    ]


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


def bill(y: int, amount: str, *read: str) -> list[Line]:
    """An item of a bill: who, how much at the right, and below the moment as chi_sim and others read it."""
    moment = Line(
        Box(120, y + 40, 240, 26),
        tuple(reading(text, *([ENGLISH] if number else [])) for number, text in enumerate(read)),
    )
    return [line("天宝卡券商城", x=120, y=y, w=240), line(amount, x=560, y=y, w=120, eng=amount), moment]


def billed(heading: str, *read: str) -> Row:
    """The second item of a bill under a heading, its moment read so."""
    found = rows(
        line("账单", x=330, y=60, w=80),
        line(heading, x=40, y=150, w=180),
        *bill(220, "-98.00", "2月9日 09:30", "2月9日 09:30"),
        *bill(340, "-45.00", *read),
        *bill(460, "-12.50", "2月4日 08:11", "2月4日 08:11"),
    )
    assert [row.amount for row in found] == ["98.00", "45.00", "12.50"]
    assert found[0].occurred_at == "2026-02-09T09:30+08:00"
    return found[1]


def test_moments_without_a_year_stand_on_two_readers() -> None:
    row = billed("2026年2月", "2月8日 21:05", "2月8日 21:05")
    assert row.occurred_at == "2026-02-08T21:05+08:00" and not row.reasons
    single = billed("2026年2月", "2月8日 21:05")
    assert single.occurred_at == "2026-02-08T21:05+08:00" and "single_read:occurred_at" in single.reasons


@pytest.mark.parametrize("read", [("1月8日 21:05", "12月8日 21:05"), ("1月8日 21:05", "1月8日 21:05")])
def test_moments_of_another_month_than_the_headings_ask(read: tuple[str, ...]) -> None:
    assert any(
        reason.endswith(":occurred_at") or "occurred_at=" in reason
        for reason in billed("2026年2月", *read).reasons
    )


@pytest.mark.parametrize(
    ("figures", "asks"), [("2026年2月", False), ("2026年3月", True), ("2025年2月", True)]
)
def test_a_misread_month_of_a_heading_needs_a_reader_with_that_of_its_entries(
    figures: str, asks: bool
) -> None:
    found = rows(
        line("账单", x=330, y=60, w=80),
        line("2026年5月", x=40, y=150, w=180, eng=figures),
        *bill(220, "-98.00", "2月9日 09:30", "2月9日 09:30"),
        *bill(340, "-45.00", "2月8日 21:05", "2月8日 21:05"),
        *bill(460, "-12.50", "2月4日 08:11", "2月4日 08:11"),
    )
    assert [("other_moment_on_page:occurred_at" in row.reasons) for row in found] == [asks] * 3


def test_clocks_under_a_day_stand_on_two_readers() -> None:
    assert billed("2026年2月8日", "21:05", "21:05").reasons == []
    other = billed("2026年2月8日", "21:05", "21:06")
    assert any(reason.startswith("two_reads_disagree:occurred_at") for reason in other.reasons)


def test_a_balance_with_a_misread_label_is_no_item_and_a_misread_weekday_no_end_of_a_heading() -> None:
    def entry(y: int, day: str, amount: str, balance: tuple[str, str], clock: str) -> list[Line]:
        return [
            Line(Box(30, y, 220, 30), (reading(day), reading(day[:10], ENGLISH))),
            line("退款", x=30, y=y + 70, w=60),
            line(amount, x=560, y=y + 72, w=110, eng=amount),
            line(clock, x=30, y=y + 112, w=90, eng=clock),
            Line(Box(510, y + 112, 160, 26), (reading(balance[0]), reading(balance[1], ENGLISH))),
        ]

    found = rows(
        line("交易明细", x=300, y=60, w=120),
        *entry(160, "2026-04-24星期五", "+866.00", ("余额23042.05", "23,042.05"), "07:19:24"),
        *entry(330, "2026-04-23泽期三", "+492.90", ("余稀22176.05", "22,176.05"), "15:49:07"),
        *entry(500, "2026-04-22旺其二", "+620.00", ("余额21683.15", "21,683.15"), "20:51:09"),
    )
    assert [(row.amount, row.occurred_at[:19]) for row in found] == [
        ("866.00", "2026-04-24T07:19:24"),
        ("492.90", "2026-04-23T15:49:07"),
        ("620.00", "2026-04-22T20:51:09"),
    ]


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


def test_a_full_refund_beside_another_sum_asks() -> None:
    """The label of what was refunded is too pale: the sum stands alone."""
    found = rows(
        line("云卡数字", x=300, y=120),
        headline("-1,433.68"),
        line("¥358.42", x=300, y=280, eng="¥358.42"),
        *pairs(
            ("退款状态", "退款成功"),
            ("退款时间", "2026-04-28 10:42:08"),
            ("支付时间", "2026-04-26 19:27:55"),
            ("商家订单号", "2026042619275540938"),
            y=340,
        ),
    )
    refund = next(row for row in found if row.status == "refunded")
    assert refund.amount == "358.42" or "other_amount_on_page:amount" in refund.reasons


def entry(y: int, label: str, number: str, paid: str, moment: str, word: str) -> list[Line]:
    return [
        line("月卡特权", x=40, y=y, w=120),
        line(paid, x=600, y=y, w=80, eng=paid),
        line(f"{label}{number}", x=40, y=y + 50, w=400, eng=number),
        line(word, x=560, y=y + 50, w=120),
        line(moment, x=40, y=y + 100, w=300, eng=moment),
    ]


def test_an_entry_whose_label_was_not_read_is_not_lost() -> None:
    found = rows(
        line("我的充值", x=300, y=60),
        *entry(200, "", "88057119911997869", "¥30.00", "2024-07-01 12:08:30", "充值成功"),
        *entry(420, "订单", "88811058177524727", "¥6.00", "2024-06-18 20:17:02", "充值成功"),
        *entry(640, "订单", "88775474089004525", "¥68.00", "2024-05-30 00:40:55", "已关闭"),
    )
    assert [row.amount for row in found] == ["30.00", "6.00", "68.00"]
    assert [row.order_no for row in found[1:]] == ["88811058177524727", "88775474089004525"]


def test_a_day_without_a_year_heads_the_entries_below_it() -> None:
    def spent(y: int, amount: str, clock: str) -> list[Line]:
        return [
            line("财付通-天游", x=40, y=y, w=200),
            line(amount, x=580, y=y, w=110, eng=amount),
            line(clock, x=40, y=y + 50, w=110, eng=clock),
        ]

    found = rows(
        line("收支明细", x=300, y=60),
        line("04月15日星期三", x=40, y=140, eng="04月15日"),
        *spent(200, "-68.00", "21:14:02"),
        *spent(320, "-126.50", "18:30:41"),
        line("04月14日星期二", x=40, y=440, eng="04月14日"),
        *spent(500, "-45.90", "09:05:17"),
    )
    assert [(row.amount, row.occurred_at) for row in found] == [
        ("68.00", "2026-04-15T21:14:02+08:00"),
        ("126.50", "2026-04-15T18:30:41+08:00"),
        ("45.90", "2026-04-14T09:05:17+08:00"),
    ]


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


def instalment(y: int, shop: str, day: str, paid: str, *, gap: int) -> list[Line]:
    """A purchase of a bill to be paid later: whom, what, and the day below the name, gap pixels beneath it."""
    return [
        line(shop, x=40, y=y, w=240),
        line(paid, x=580, y=y, w=100, eng=paid),
        line(day, x=40, y=y + 30 + gap, w=150, h=26, eng=day),
    ]


def test_the_day_below_each_name_of_an_instalment_bill_is_its_own() -> None:
    found = rows(
        line("花呗|账单明细", x=260, y=60),
        line("1,582.80", x=40, y=150, w=280, h=60, eng="1,582.80"),
        line("2026年4月消费共3笔", x=40, y=260),
        *instalment(330, "星河点卡店", "2026-04-28", "¥326.00", gap=10),
        *instalment(460, "张记砂锅", "2026-04-21", "¥31.80", gap=10),
        *instalment(590, "天空卡铺自助加款", "2026-04-03", "¥1,200.00", gap=10),
        line("立即还款", x=300, y=900),
    )
    assert [(row.amount, row.occurred_at) for row in found] == [
        ("326.00", "2026-04-28"),
        ("31.80", "2026-04-21"),
        ("1200.00", "2026-04-03"),
    ]


def test_a_day_beside_each_sum_is_that_entrys_own() -> None:
    """A shop's history: the day and the sum in one row, the order's number below, then the goods with their price."""
    lines = [line("购买记录", x=300, y=60)]
    for y, day, paid, number in (
        (290, "2026年10月28日", "¥648.00", "MT49QV7AVY"),
        (580, "2026年9月2日", "¥30.00", "MTZCDNGT3K"),
    ):
        lines += [
            line(day, x=60, y=y, w=220, h=32, eng=day),
            line(paid, x=590, y=y + 3, w=110, h=27, eng=paid),
            line(f"订单号 {number}", x=60, y=y + 48, w=300, h=25, eng=number),
            line("创世结晶", x=160, y=y + 125, w=200),
            line(paid, x=600, y=y + 144, w=100, h=24, eng=paid),
        ]
    assert [(row.order_no, row.occurred_at) for row in rows(*lines)] == [
        ("MT49QV7AVY", "2026-10-28"),
        ("MTZCDNGT3K", "2026-09-02"),
    ]


def shop_table(heads: Sequence[str], *cells: Sequence[str]) -> list[Line]:
    """A table with its header, cells 170 pixels wide."""
    lines = [line(head, x=40 + 170 * n, y=200, w=100, h=24) for n, head in enumerate(heads)]
    for place, texts in enumerate(cells):
        for n, text in enumerate(texts):
            figures = text if any(char.isdigit() for char in text) else ""
            lines.append(line(text, x=40 + 170 * n, y=260 + 60 * place, w=150, h=24, eng=figures))
    return lines


HEADS = ("下单账号", "商品名称", "购买时间", "状态")


def test_orders_of_a_table_without_numbers_and_sums_are_rows_that_ask() -> None:
    first = ("25590318", "名片赞一万", "2026-03-02 10:11:22", "待处理")
    second = ("25590318", "短视频粉丝", "2026-02-27 18:40:05", "已完成")
    found = rows(*shop_table(HEADS, first, second))
    assert [(row.kind, row.account, row.occurred_at[:16], row.status) for row in found] == [
        ("transaction", "25590318", "2026-03-02T10:11", "pending"),
        ("transaction", "25590318", "2026-02-27T18:40", "paid"),
    ]
    assert all({"missing:order_no", "missing:amount"} <= set(row.reasons) for row in found)
    untold = rows(*shop_table(HEADS, (*first[:3], "详细"), (*second[:3], "详细")))
    assert all(row.kind != "transaction" for row in untold)


@pytest.mark.parametrize(("count", "amount"), [("1", "98.60"), ("3", "")])
def test_a_resellers_cost_is_the_sum_of_one_piece_and_asks(count: str, amount: str) -> None:
    heads = ("订单编号", "商品名称", "数量", "面值", "进货价", "提交时间", "订单状态")
    cells = ("话费快充", count, "100.00", "98.60")
    found = rows(
        line("充值中心", x=40, y=60),
        *shop_table(
            heads,
            ("202602161920311130", *cells, "2026-02-16 19:20:31", "充值成功"),
            ("202602161843243987", *cells, "2026-02-16 18:43:24", "充值中"),
        ),
    )
    assert [row.amount for row in found] == [amount, amount]
    assert all(any(reason.endswith(":amount") for reason in row.reasons) for row in found)


def test_a_shops_opening_hours_beside_its_only_order_make_no_grid_of_it() -> None:
    heads = ("订单编号", "商品名称", "实付款", "付款时间", "订单状态")
    cells = ("20260502123610342414", "会员月卡", "29.90元", "2026-05-02 12:36:51", "已付款")
    (found,) = rows(
        line("订单查询", x=40, y=60),
        *shop_table(heads, cells),
        line("工作时间:", x=40, y=900, w=120, h=24),
        line("9:00-23:00", x=180, y=900, w=130, h=24, eng="9:00-23:00"),
    )
    assert (found.order_no, found.amount, found.status) == ("20260502123610342414", "29.90", "paid")


def test_a_refund_in_a_history_by_days_is_one() -> None:
    heads = ("日期", "物品", "类型", "支付方式", "合计")
    found = rows(
        *shop_table(
            heads,
            ("2026年7月19日", "幻兽帕鲁", "购买", "支付宝", "¥97.20"),
            ("2026年6月28日", "博德之门", "退款", "支付宝", "¥298.00"),
        )
    )
    assert [(row.amount, row.occurred_at, row.status) for row in found] == [
        ("97.20", "2026-07-19", ""),
        ("298.00", "2026-06-28", "refunded"),
    ]


def test_goods_under_a_kind_of_payment_are_a_history_and_a_days_turnover_is_none() -> None:
    heads = ("日期", "物品", "类型", "总计", "钱包余额")
    found = rows(
        *shop_table(
            heads,
            ("2026年1月3日", "黄金树幽影", "购买", "¥198.00", "¥112.35"),
            ("2025年12月26日", "赛博朋克", "退款", "¥149.00", "¥12.35"),
        )
    )
    assert [(row.amount, row.occurred_at, row.status) for row in found] == [
        ("198.00", "2026-01-03", ""),
        ("149.00", "2025-12-26", "refunded"),
    ]
    turnover = rows(
        *shop_table(
            ("日期", "类型", "总计", "余额"),
            ("2026年1月3日", "充值", "¥1980.00", "¥112.35"),
            ("2026年1月2日", "充值", "¥1490.00", "¥12.35"),
        )
    )
    assert not any(row.kind == "transaction" and not row.needs_review for row in turnover)


def test_a_cards_statement_dates_its_rows_by_the_payment_and_marks_by_a_minus_what_came_back() -> None:
    heads = ("记账日", "交易日", "交易摘要", "人民币金额")
    found = taken_rows(
        *shop_table(
            heads,
            ("04/09", "04/08", "支付宝-腾讯充值", "648.00"),
            ("04/20", "04/19", "退款网联-点卡商城", "-1,299.00"),
            ("04/24", "04/23", "携程旅行网", "698.00"),
        )
    )
    assert [(row.amount, row.occurred_at, row.status) for row in found] == [
        ("648.00", "2026-04-08", ""),
        ("1299.00", "2026-04-19", "refunded"),
        ("698.00", "2026-04-23", ""),
    ]


def test_what_stands_over_a_statements_table_is_no_row_of_it() -> None:
    """What is due, by when, and the limit of the card."""
    over = [
        line(text, x=40 + 220 * n, y=y, w=140, eng=text if text[-1].isdigit() else "")
        for y, texts in (
            (60, ("本期应还金额", "到期还款日", "信用额度")),
            (110, ("¥1,346.50", "2026-04-25", "¥30,000")),
        )
        for n, text in enumerate(texts)
    ]
    heads = ("记账日", "交易日", "交易摘要", "人民币金额")
    table = shop_table(
        heads, ("04/09", "04/08", "支付宝-腾讯充值", "648.00"), ("04/20", "04/19", "携程旅行网", "698.50")
    )
    found = taken_rows(line("最低还款额", x=700, y=60), line("¥139.25", x=700, y=110), *over, *table)
    assert [(row.amount, row.occurred_at) for row in found] == [
        ("648.00", "2026-04-08"),
        ("698.50", "2026-04-19"),
    ]


def test_a_minus_among_sums_with_signs_says_that_money_went_out() -> None:
    heads = ("交易日", "交易摘要", "人民币金额")
    found = taken_rows(
        *shop_table(
            heads,
            ("04/08", "支付宝-腾讯充值", "+648.00"),
            ("04/19", "退款网联-点卡商城", "-1,299.00"),
            ("04/23", "携程旅行网", "698.00"),
        )
    )
    assert [row.status for row in found] == ["", "", ""]


@pytest.mark.parametrize(("sign", "status"), [("", "refunded"), ("-", "")])
def test_a_cards_statement_without_a_table_marks_what_came_back_too(sign: str, status: str) -> None:
    """The others' sums have no sign; where all have one a minus is what was paid."""
    shown = (("04/18", "财付通-加速器", f"{sign}¥30.00"), ("04/12", "退货-支付宝-卡多多", "-¥99.00"))
    shown = (*shown, ("04/08", "京东支付", f"{sign}¥2,399.00"))
    lines = [line("本期应还", x=40, y=120), line("最低还款 ¥481", x=40, y=180)]
    for place, (day, name, paid) in enumerate(shown):
        y = 260 + 60 * place
        lines += [line(day, x=40, y=y, w=80, eng=day), line(name, x=160, y=y, w=240)]
        lines.append(line(paid, x=560, y=y, w=110, eng=paid))
    found = taken_rows(*lines)
    assert [(row.amount, row.occurred_at, row.status) for row in found] == [
        ("30.00", "2026-04-18", ""),
        ("99.00", "2026-04-12", status),
        ("2399.00", "2026-04-08", ""),
    ]


def test_a_day_above_its_entries_stays_a_heading() -> None:
    found = rows(
        line("账单", x=340, y=60),
        line("2026-04-28", x=40, y=260, eng="2026-04-28"),
        *[
            part
            for y, shop, clock, paid in (
                (320, "星河点卡店", "10:20", "¥326.00"),
                (420, "张记砂锅", "09:11", "¥31.80"),
            )
            for part in (
                line(shop, x=40, y=y),
                line(clock, x=40, y=y + 36, eng=clock),
                line(paid, x=580, y=y, eng=paid),
            )
        ],
        line("2026-04-27", x=40, y=540, eng="2026-04-27"),
        line("李家面馆", x=40, y=600),
        line("18:00", x=40, y=636, eng="18:00"),
        line("¥12.00", x=580, y=600, eng="¥12.00"),
    )
    assert [row.occurred_at[:10] for row in found] == ["2026-04-28", "2026-04-28", "2026-04-27"]


def recharge(y: int, paid: str, goods: str, number: str, *tag: Line) -> list[Line]:
    return [
        line(paid, x=40, y=y, w=120, eng=paid),
        *tag,
        line(goods, x=40, y=y + 40, eng=goods),
        line(f"订单号{number}", x=40, y=y + 80, eng=number),
    ]


def test_cards_with_a_clock_stand_under_their_day_and_a_torn_tag_is_one_word() -> None:
    found = rows(
        line("充值记录", x=300, y=60),
        line("2026-04-20", x=20, y=130, eng="2026-04-20"),
        *recharge(200, "98.80", "话费100元 13:14:02", "20260420131402630", line("已到账", x=600, y=200)),
        *recharge(
            400,
            "49.50",
            "话费50元 08:40:37",
            "20260420084037732",
            line("退款,", x=600, y=400, w=60),
            line("成功", x=665, y=400, w=50),
        ),
        line("2026-04-16", x=20, y=560, eng="2026-04-16"),
        *recharge(630, "296.40", "话费300元 22:07:19", "20260416220719041", line("已到账", x=600, y=630)),
    )
    assert [(row.occurred_at[:16], row.status) for row in found] == [
        ("2026-04-20T13:14", "paid"),
        ("2026-04-20T08:40", "refunded"),
        ("2026-04-16T22:07", "paid"),
    ]


@pytest.mark.parametrize(
    ("name", "sign", "status"),
    [("财付通退款", "+", "refunded"), ("财付通退款", "-", ""), ("支持退款", "+", ""), ("财付通", "+", "")],
)
def test_what_comes_in_under_the_name_of_a_refund_is_one(name: str, sign: str, status: str) -> None:
    def entry(y: int, name: str, paid: str) -> list[Line]:
        return [
            line(name, x=120, y=y),
            line(paid, x=580, y=y, w=120, eng=paid),
            line("21:33尾号7316", x=120, y=y + 40, eng="21:33 7316"),
        ]

    found = rows(
        line("收支明细", x=300, y=60),
        line("2026-04-17", x=40, y=140, eng="2026-04-17"),
        *entry(200, name, f"{sign}99.00"),
        *entry(320, "网联商户", "-26.80"),
    )
    assert [row.status for row in found] == [status, ""]


def test_the_only_row_of_a_table_asks_where_more_stands_below_it() -> None:
    def table(*below: Line) -> Row:
        cells = (
            (("订单号", 40), ("应付", 310), ("实付", 400), ("状态", 500), ("付款时间", 560)),
            (
                ("20260417103359264", 40),
                ("141.80", 300),
                ("139.80", 390),
                ("已完成", 500),
                ("2026-04-17 10:34", 560),
            ),
        )
        shown = [
            line(
                text, x=x, y=200 + 60 * n, w=11 * len(text), h=20, eng=text if n and text[0].isdigit() else ""
            )
            for n, row in enumerate(cells)
            for text, x in row
        ]
        (found,) = rows(
            line("我的订单", x=300, y=60), line("余额12.06", x=500, y=120, eng="12.06"), *shown, *below
        )
        return found

    assert (table().amount, table().reasons) == ("139.80", [])
    assert table(line("2026-04-16 09:00", x=560, y=420, w=150, h=20)).reasons == [
        "other_amount_on_page:amount"
    ]


@pytest.mark.parametrize(
    ("heading", "day", "asks"),
    [("2026-04-17", "2026-04-17", False), ("4月17日", "2026-04-17", False), ("3月17日", "2026-03-17", True)],
)
def test_a_clock_under_a_farther_day_without_its_year_asks(heading: str, day: str, asks: bool) -> None:
    def entry(y: int, name: str, paid: str) -> list[Line]:
        return [
            line(name, x=120, y=y),
            line(paid, x=580, y=y, w=120, eng=paid),
            line("21:33尾号7316", x=120, y=y + 40, eng="21:33 7316"),
        ]

    found = rows(
        line("收支明细", x=300, y=60),
        line(heading, x=40, y=140, eng=heading),
        *entry(200, "星河点卡店", "-99.00"),
        *entry(320, "网联商户", "-26.80"),
    )
    assert [row.occurred_at for row in found] == [f"{day}T21:33+08:00"] * 2
    assert all(("year_from_capture_time:occurred_at" in row.reasons) == asks for row in found)


def history(numbers: Sequence[str], *, gap: int) -> list[Row]:
    """Entries of two rows, number and status over goods, moment and sum; gap: the blank within one, that below it is 40."""
    lines: list[Line] = [line("历史订单", x=40, y=20, h=36)]
    for index, number in enumerate(numbers):
        y = 130 + index * (30 + gap + 30 + 40)
        lines += [
            line(number, x=20, y=y, w=190, h=30, eng=number),
            line("已完成", x=520, y=y, w=60, h=30),
            line("点券", x=20, y=y + 30 + gap, w=60, h=30),
            line(f"2026-09-2{index} 08:17:46", x=112, y=y + 30 + gap, w=175, h=30, eng=f"2026-09-2{index} 08:17:46"),
            line(f"{17 + index}.60元", x=510, y=y + 30 + gap, w=70, h=30, eng=f"{17 + index}.60"),
        ]  # fmt: skip
    return rows(*lines)


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


@pytest.mark.parametrize(
    ("heading", "moment"), [("202602-08星期日", "2026-02-08T21:05"), ("2026:QT08星期日", "")]
)
def test_what_stands_below_a_misread_day_is_not_of_the_day_above(heading: str, moment: str) -> None:
    found = rows(
        line("账单", x=330, y=60, w=80),
        line("2026-02-09星期一", x=40, y=150, w=220, eng="2026-02-09"),
        *bill(220, "-98.00", "09:30", "09:30"),
        line(heading, x=40, y=340, w=220),
        *bill(410, "-45.00", "21:05", "21:05"),
    )
    assert [(row.amount, row.occurred_at[:16]) for row in found] == [
        ("98.00", "2026-02-09T09:30"),
        ("45.00", moment),
    ]
    assert not found[0].reasons and found[1].reasons


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


def cards(*entries: tuple[str, str, str, str]) -> list[Line]:
    """Entries as moment and number in a row, what was bought and its sum in the next."""
    lines: list[Line] = []
    for n, (moment, number, what, paid) in enumerate(entries):
        y = 160 + 200 * n
        lines += [
            line(moment, x=40, y=y, w=260, eng=moment),
            line(number, x=330, y=y, w=160, eng=number),
            line("交易完成", x=600, y=y, w=90),
            line(what, x=40, y=y + 80, w=280),
            line(paid, x=590, y=y + 80, w=100, eng=paid),
        ]
    return lines


SHORT = (
    ("2026-04-20 11:20", "TB9003182", "穿越火线点券", "¥95.00"),
    ("2026-04-19 11:05", "TB9003177", "英雄联盟点券", "¥288.50"),
    ("2026-04-14 23:52", "TB9001564", "逆水寒玉石", "¥43.20"),
)


def test_short_numbers_of_one_make_are_the_orders_and_ask() -> None:
    found = rows(line("我的订单", x=300, y=60), *cards(*SHORT))
    assert [row.order_no for row in found] == ["TB9003182", "TB9003177", "TB9001564"]
    assert all("unlabelled_number" in row.reasons for row in found)


def test_short_numbers_that_differ_in_make_or_repeat_are_none() -> None:
    odd = (SHORT[0], (SHORT[1][0], "VIP77120", *SHORT[1][2:]), SHORT[2])
    same = (SHORT[0], (SHORT[1][0], SHORT[0][1], *SHORT[1][2:]), SHORT[2])
    for entries in (odd, same):
        found = rows(line("我的订单", x=300, y=60), *cards(*entries))
        assert not any(row.order_no for row in found)


def test_a_day_with_its_month_at_the_left_and_its_clock_below_the_title() -> None:
    lines = [line("收支明细", x=300, y=60), line("2026年4月", x=40, y=140, eng="2026 4")]
    for n, (day, what, clock, paid) in enumerate(
        (("04/24", "游点充值", "14:32:07", "-328.00"), ("04/15", "工资", "09:00:00", "+3,000.00"))
    ):
        y = 220 + 130 * n
        lines += [
            line(day, x=40, y=y, w=80, eng=day),
            line(what, x=140, y=y, w=160),
            line(paid, x=560, y=y, w=130, eng=paid),
            line(clock, x=140, y=y + 40, w=100, eng=clock),
        ]
    assert [row.occurred_at[:19] for row in rows(*lines)] == ["2026-04-24T14:32:07", "2026-04-15T09:00:00"]


def test_a_cell_with_a_day_over_its_clock_is_of_the_last_such_day() -> None:
    heads = [line(h, x=40 + 150 * n, y=100, w=80) for n, h in enumerate(("订单号", "金额", "时间", "状态"))]
    (found,) = rows(
        *heads,
        line("K17826042655", x=20, y=160, w=130, eng="K17826042655"),
        line("178.00", x=190, y=160, w=80, eng="178.00"),
        line("04-26", x=345, y=145, w=70, eng="04-26"),
        line("17:09", x=345, y=185, w=70, eng="17:09"),
        line("已退款", x=485, y=160, w=90),
    )
    assert found.occurred_at.startswith("2026-04-26T17:09")


def test_the_scrap_of_a_watermark_names_nobody() -> None:
    lines = cards(*SHORT)
    scraps = [line("一人一", x=60, y=200 + 200 * n, w=90, h=14) for n in range(3)]
    found = rows(line("我的订单", x=300, y=60), *lines, *scraps)
    assert [row.counterparty for row in found] == ["穿越火线点券", "英雄联盟点券", "逆水寒玉石"]


def test_what_came_back_of_a_cancelled_order_is_a_refund() -> None:
    lines = [line("余额明细", x=300, y=60)]
    for n, (what, when, sum_) in enumerate(
        (("购买会员", "2026-04-27 09:46:10", "-25.00"), ("退单返还", "2026-04-26 17:02:00", "+32.52"))
    ):
        y = 160 + 130 * n
        lines += [
            line(what, x=40, y=y, w=160),
            line(sum_, x=560, y=y, w=110, eng=sum_),
            line(when, x=40, y=y + 45, w=300, eng=when),
        ]
    assert [row.status for row in rows(*lines)] == ["", "refunded"]


def test_codes_that_tell_their_entrys_minute_need_no_look() -> None:
    """MMDDHHMM behind the letters; the third was made at another time."""
    dated = (
        (SHORT[0][0], "#RC42011209", *SHORT[0][2:]),
        (SHORT[1][0], "#RC41911058", *SHORT[1][2:]),
        (SHORT[2][0], "#RC41423511", *SHORT[2][2:]),
    )
    found = rows(line("我的订单", x=300, y=60), *cards(*dated))
    assert [row.order_no for row in found] == ["RC42011209", "RC41911058", "RC41423511"]
    assert [row.reasons for row in found] == [[], [], ["unlabelled_number"]]


def test_an_entry_whose_code_was_not_read_asks() -> None:
    codes = ("TB9003182", "TB9003177", "T89OO1564", "TB9001201")
    entries = [(f"2026-04-{20 - n} 11:20", code, "点券", f"¥{9 + n}.00") for n, code in enumerate(codes)]
    found = rows(line("我的订单", x=300, y=60), *cards(*entries))
    assert [row.order_no for row in found] == ["TB9003182", "TB9003177", "", "TB9001201"]
    assert "missing:order_no" in found[2].reasons


@pytest.mark.parametrize(
    ("numbers", "doubted"),
    [
        (("JD26022809", "JD26022744", "JD36022530"), False),
        (("JD26022809", "JD26022744", "JD26O22530"), True),  # one shows a letter there
        (("JD06022809", "JD06022744", "JD06022530"), True),  # 0 or O, all begin so
        (("JO26022809", "JO26022744", "JO26022530"), True),
        (("JD26022809", "JD26022744"), True),
    ],
)
def test_numbers_of_one_make_hold_no_letter_among_their_digits(numbers: Sequence[str], doubted: bool) -> None:
    read = [row(order_no=number, reasons=["look_alikes:order_no"]) for number in numbers]
    settle_look_alikes(read)
    assert [bool(one.reasons) for one in read] == [doubted] * len(numbers)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("没成'已退", "refunded"),
        ("取消了", "closed"),
        ("退好了|", "refunded"),
        ("[还在退]", "refunding"),
        ("不给退", "closed"),
        ("未成功", "failed"),
        ("待核对", "pending"),
        ("充", ""),  # an icon
        ("退单", ""),  # a button
    ],
)
def test_what_shops_say_of_an_order_in_words_of_their_own(word: str, status: str) -> None:
    lines = cards(*SHORT)
    told = [line(word, x=600, y=one.box.y, w=90) if one.text == "交易完成" else one for one in lines]
    assert {found.status for found in rows(line("我的订单", x=300, y=60), *told)} == {status}


def test_words_of_a_column_of_statuses() -> None:
    heads = [
        line(h, x=40 + 150 * n, y=100, w=80) for n, h in enumerate(("业务单", "扣费", "扣费时间", "状态"))
    ]
    cells = [
        (f"DL16102{n}608", f"9{n}.00", f"2026-04-2{n} 16:08:33", word)
        for n, word in enumerate(("交货", "退单", "败", "充", "成"))
    ]
    body = [
        line(text, x=30 + 150 * n, y=160 + 60 * r, w=130, eng="" if n == 3 else text)
        for r, cell in enumerate(cells)
        for n, text in enumerate(cell)
    ]
    found = rows(*heads, *body)
    assert [row.status for row in found] == ["delivered", "refunded", "failed", "processing", "paid"]
    assert [(row.order_no, row.amount) for row in found][1] == ("DL161021608", "91.00")
    assert not any("unlabelled:amount" in row.reasons for row in found)


def test_a_note_below_a_column_of_sums_is_none_of_them() -> None:
    heads = [line(h, x=40 + 160 * n, y=100, w=90) for n, h in enumerate(("单号", "提多少", "手续费", "状态"))]
    body = []
    for n, (number, paid, fee) in enumerate(
        (("TX0928112006", "2,000.00", "20.00"), ("TX0914090351", "1,500.00", "15.00"))
    ):
        y = 160 + 90 * n
        moment = f"2026-04-{20 - n} 11:20:06"
        body += [
            line(number, x=20, y=y, w=150, h=24, eng=number),
            line(moment, x=20, y=y + 26, w=150, h=24, eng=moment),
            line(paid, x=195, y=y, w=110, eng=paid),
            line(fee, x=365, y=y, w=80, eng=fee),
            line("已打款", x=520, y=y, w=90),
        ]
    found = rows(
        line("提现明细", x=300, y=40), *heads, *body, line("最低100起,", x=200, y=400, w=130, eng="100")
    )
    assert [row.amount for row in found] == ["2000.00", "1500.00"]
    assert all("unlabelled:amount" in row.reasons for row in found)


@pytest.mark.parametrize(("name", "status"), [("退回.尾号6650失败", "refunded"), ("加款 支付宝转入", "")])
def test_what_came_back_is_a_refund(name: str, status: str) -> None:
    lines = [line("资金流水", x=300, y=60)]
    for n, (what, sum_) in enumerate((("点券直充", "-25.00"), (name, "+49.00"))):
        y = 160 + 130 * n
        lines += [
            line(what, x=40, y=y, w=240),
            line(sum_, x=560, y=y, w=110, eng=sum_),
            line(f"2026-04-2{n} 09:46:10", x=40, y=y + 45, w=300, eng=f"2026-04-2{n} 09:46:10"),
        ]
    assert [row.status for row in rows(*lines)] == ["", status]


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


def history_of(head: str, first: str, second: str) -> list[Row]:
    """Two entries of an English list under a heading, with what each shows of its moment."""
    lines = [line("Payment history", x=250, y=60), line(head, x=30, y=140, w=160, eng=head)]
    for y, what, clock, paid, word in (
        (210, "Game card", first, "-¥64.00", "Completed"),
        (330, "Top up", second, "-¥30.00", "Failed"),
    ):
        lines += [
            line(what, x=30, y=y, w=220, eng=what),
            line(paid, x=560, y=y, w=120, eng=paid),
            line(clock, x=30, y=y + 40, w=12 * len(clock), eng=clock),
            line(word, x=560, y=y + 40, w=100, eng=word),
        ]
    return rows(*lines)


@pytest.mark.parametrize(
    ("head", "clocks", "moments"),
    [
        ("Yesterday", ("13:14", "09:20"), ("2026-05-01T13:14", "2026-05-01T09:20")),
        ("14 Apr 2026", ("13:14", "09:20"), ("2026-04-14T13:14", "2026-04-14T09:20")),
        ("April 2026", ("14 Apr, 1:14 PM", "Apr 2 09:20"), ("2026-04-14T13:14", "2026-04-02T09:20")),
    ],
)
def test_days_and_months_in_english(head: str, clocks: tuple[str, str], moments: tuple[str, str]) -> None:
    found = history_of(head, *clocks)
    assert [(one.occurred_at[:16], one.status) for one in found] == [
        (moments[0], "paid"),
        (moments[1], "failed"),
    ]


def test_the_day_before_yesterday_is_one() -> None:
    lines = [line("账单", x=330, y=60, w=80)]
    for n, (moment, paid) in enumerate((("昨天 09:30", "-98.00"), ("前天 08:11", "-12.50"))):
        lines += bill(160 + 130 * n, paid, moment, moment)
    assert [one.occurred_at[:16] for one in rows(*lines)] == ["2026-05-01T09:30", "2026-04-30T08:11"]


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


def test_of_two_readings_the_one_of_the_others_make_is_the_number() -> None:
    read = [row(order_no=number) for number in ("FLO822141414", "NH0822135026", "TH0820093000")]
    read[0].reasons = ["two_reads_disagree:order_no=FLO822141414|FL0822141414"]
    choose_by_make(read)
    assert read[0].order_no == "FL0822141414" and read[0].reasons
    odd = [row(order_no=number) for number in ("FLO822141414", "NH0822135026", "7735")]
    odd[0].reasons = list(read[0].reasons)
    choose_by_make(odd)
    assert odd[0].order_no == "FLO822141414"


def test_what_became_of_an_order_stands_behind_its_day() -> None:
    entries = [("184块", "2026.1.19", "已发"), ("9.9块", "2026.1.17", "退了"), ("98块", "2026.1.12", "没付")]
    lines = [line("我买过的", x=300, y=60)]
    for n, (price, day, word) in enumerate(entries):
        lines += [
            line(f"QQ音乐年卡{n}", x=60, y=200 + 130 * n, w=200),
            line(price, x=340, y=200 + 130 * n, eng=price[:-1]),
            line(
                f"订单882601{n}913 / {day} / {word}",
                x=60,
                y=250 + 130 * n,
                w=450,
                eng=f"882601{n}913 / {day} /",
            ),
        ]
    assert [row.status for row in rows(*lines)] == ["delivered", "refunded", "pending"]


def records(title: str, *entries: tuple[str, ...]) -> list[Line]:
    """Cards of a list, each line of an entry below the one before it, the blanks between entries wider."""
    lines = [line(title, x=300, y=60, w=120)]
    for n, entry in enumerate(entries):
        for k, text in enumerate(entry):
            figures = text if text[:1].isdigit() else text.rpartition(" ")[2] if " " in text else ""
            lines.append(line(text, x=40, y=160 + 240 * n + 46 * k, w=13 * len(text) + 80, eng=figures))
    return lines


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


def refunds(named: str) -> list[Row]:
    return rows(
        *records(
            "退款记录",
            ("26.00元", "已退回微信零钱", f"{named} RF77120", "2026-03-31 09:14:02"),
            ("110.00元", "银行处理中", f"{named} RF76894", "2026-03-29 18:40:55"),
            ("45.00元", "退款关闭", "(商家拒绝)", f"{named} RF74266", "2026-03-03 21:51:30"),
        )
    )


def test_refunds_that_say_where_they_went_and_a_shops_number_of_each() -> None:
    found = refunds("退款号")
    assert [row.order_no for row in found] == ["RF77120", "RF76894", "RF74266"]
    assert [row.status for row in found] == ["refunded", "processing", "closed"]
    assert not any(row.counterparty for row in found)


def test_short_numbers_behind_a_label_that_nobody_knows_ask() -> None:
    found = refunds("补退号")
    assert [row.order_no for row in found] == ["RF77120", "RF76894", "RF74266"]
    assert all("unlabelled_number" in row.reasons for row in found)


def test_what_counts_goods_is_no_short_number() -> None:
    counted = tuple((at, f"CF{n}0000", what, paid) for n, (at, _, what, paid) in enumerate(SHORT, start=1))
    assert not any(row.order_no for row in rows(line("我的订单", x=300, y=60), *cards(*counted)))


def flow(*body: tuple[str, ...]) -> list[Row]:
    heads = ("流水ID", "变动", "类型", "结果", "时间")
    xs = (30, 150, 260, 370, 460)
    lines = [line("资金流水", x=300, y=40)]
    lines += [line(head, x=x, y=120, w=70) for head, x in zip(heads, xs, strict=True)]
    for r, cells in enumerate(body):
        for n, (text, x) in enumerate(zip(cells, xs, strict=True)):
            width = 240 if n == 4 else 85
            lines.append(line(text, x=x, y=180 + 60 * r, w=width, eng="" if n in (2, 3) else text))
    return rows(*lines)


def test_a_sites_flow_counts_by_its_own_numbers_and_tells_what_came_back() -> None:
    found = flow(
        ("558213", "-32.50", "下单扣款", "成功", "2026-07-01 22:14:50"),
        ("558170", "+32.50", "退单返款", "成功", "2026-07-01 20:03:11"),
        ("557021", "+200.00", "在线加款", "成功", "2026-06-30 11:45:06"),
        ("557001", "-20.00", "退款", "成功", "2026-06-30 11:45:06"),
    )
    assert [row.order_no for row in found] == ["558213", "558170", "557021", "557001"]
    assert not any(row.trade_no for row in found)
    assert all("role_unsure:order_no" in row.reasons for row in found)
    assert [row.status for row in found] == ["paid", "refunded", "paid", "paid"]


def wallet(*entries: tuple[str, str]) -> list[Row]:
    """The rows of a wallet's list whose entries, a title and a sum each, stand over their moment and number."""
    lines = [line("余额明细", x=300, y=60)]
    for place, (title, amount) in enumerate(entries):
        y, moment = 240 + 200 * place, f"2026-09-1{place} 21:36:44"
        lines += [
            line(title, x=40, y=y),
            line(amount, x=560, y=y, w=120, eng=amount),
            line(moment, x=40, y=y + 50, w=380, eng=moment),
            line(f"订单号 2026091{place}213644241", x=40, y=y + 100, w=440, eng=f"2026091{place}213644241"),
        ]
    return rows(*lines)


def test_what_an_entry_s_title_says_of_its_payment() -> None:
    found = wallet(
        ("支付成功-YY币代充", "-86.00"), ("订单退款-已退回余额", "+58.00"), ("购买商品·付款成功", "-13.50")
    )
    assert [(row.status, row.product) for row in found] == [("paid", ""), ("refunded", ""), ("paid", "")]
    found = wallet(("订单退款-审核中", "+58.00"), ("点券充值-YY币代充", "-86.00"))
    assert [row.status for row in found] == ["", ""]


def test_a_sum_that_came_in_under_the_title_of_a_refund_is_refunded() -> None:
    found = wallet(("退款-快充网", "+30.00"), ("快充网", "-30.00"), ("退款财付通-云上卡盟", "+100.00"))
    assert [row.status for row in found] == ["refunded", "", "refunded"]
    higher = [
        one
        for y in (200, 400)
        for one in (
            line("+30.00", x=560, y=y, w=120, eng="+30.00"),
            line("退款-快充网", x=40, y=y + 4),
            line("11月18日 10:05", x=40, y=y + 50, eng="11 18 10:05"),
        )
    ]
    assert [row.status for row in rows(line("账单", x=300, y=60), *higher)] == ["refunded", "refunded"]
    found = wallet(("退款申请-快充网", "+30.00"), ("退款-快充网", "-30.00"), ("退款审核中", "+100.00"))
    assert "refunded" not in [row.status for row in found]


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


@pytest.mark.parametrize(
    ("aside", "expected"),
    [
        ("(已退款89.84)", [("131.77", "paid"), ("89.84", "refunded"), ("49.50", "paid")]),
        ("{已退款89.84)", [("131.77", "paid"), ("89.84", "refunded"), ("49.50", "paid")]),
        ("(已退款131.77)", [("131.77", "refunded"), ("49.50", "paid")]),
    ],
)
def test_a_part_that_came_back_stands_in_brackets_behind_the_word(
    aside: str, expected: list[tuple[str, str]]
) -> None:
    def entry(y: int, name: str, paid: str, moment: str, *more: Line) -> list[Line]:
        return [
            line(name, x=60, y=y, w=260),
            line(paid, x=560, y=y, w=100, eng=paid),
            line(moment, x=60, y=y + 40, w=240, eng=moment),
            line("交易成功", x=60, y=y + 80, w=90),
            *more,
        ]

    def read(aside: str) -> list[Row]:
        back = line(aside, x=180, y=280, w=160, eng=aside.translate({ord(c): None for c in "已退款"}))
        return rows(
            line("交易账单", x=300, y=60),
            *entry(200, "商城-会员卡", "131.77", "2026-04-29 10:15:22", back),
            *entry(400, "游戏点卡", "49.50", "2026-04-22 23:41:10"),
        )

    assert [(row.amount, row.status) for row in read(aside)] == expected
    bare = read("已退款89.84")
    assert "other_amount_on_page:amount" in bare[0].reasons


def test_goods_sent_back_are_a_refund_that_came_in() -> None:
    def read(name: str, sign: str) -> list[str]:
        table = [
            ("交易时间", "摘要", "金额", "余额"),
            ("2026-04-15", "支付宝-卡券", "-199.00", "3,804.17"),
            ("2026-04-10", name, f"{sign}89.00", "4,503.17"),
        ]
        found = rows(
            line("收支明细", x=300, y=60),
            *(
                line(cell, x=20 + 180 * n, y=200 + 80 * m, w=150, eng=cell if m and n != 1 else "")
                for m, row in enumerate(table)
                for n, cell in enumerate(row)
            ),
        )
        return [row.status for row in found]

    assert read("网银在线退货", "+") == ["", "refunded"]
    assert read("网银在线退货", "-") == ["", ""]
    assert read("不可退货", "+") == ["", ""]


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


def test_a_head_of_sums_that_go_either_way_names_them() -> None:
    heads = ("日期", "时间", "摘要", "收/支金额")
    found = rows(
        line("交易明细", x=300, y=60),
        *shop_table(
            heads,
            ("2026.09.04", "20:18", "完美点卡", "-128.80"),
            ("2026.09.02", "16:51", "拼多多退款", "+95.90"),
        ),
    )
    assert [row.amount for row in found] == ["128.80", "95.90"]
    assert not any("unlabelled:amount" in row.reasons for row in found)


def test_a_wallets_entries_show_a_day_alone_or_its_name() -> None:
    def entry(y: int, name: str, paid: str, day: str, word: str) -> list[Line]:
        return [
            line(name, x=40, y=y),
            line(paid, x=680 - 20 * len(paid), y=y, eng=paid),
            line(day, x=40, y=y + 44, eng=day if "-" in day else ""),
            line(word, x=600, y=y + 44),
        ]

    found = rows(
        line("我的钱包", x=300, y=60),
        line("钱包余额(元)", x=40, y=140),
        line("131.42", x=40, y=180, h=60, eng="131.42"),
        *entry(400, "团购上网卡", "-¥25", "昨天", "支付成功"),
        *entry(520, "外卖退款", "+¥18.6", "04-30", "退款成功"),
        *entry(640, "钱包充值", "+¥100", "04-28", "充值成功"),
    )
    assert [(row.amount, row.occurred_at, row.status) for row in found] == [
        ("25.00", "2026-05-01", "paid"),
        ("18.60", "2026-04-30", "refunded"),
        ("100.00", "2026-04-28", "paid"),
    ]


@pytest.mark.parametrize(("read", "asks"), [("昨天1422", False), ("昨天1428", True)])
def test_a_day_by_its_word_before_a_clock_without_its_colon(read: str, *, asks: bool) -> None:
    found = rows(
        line("收支明细", x=300, y=60),
        *[
            part
            for y, paid, chi, eng in ((200, "-66.60", read, "14:22"), (320, "-328.50", "昨天03:26", "03:26"))
            for part in (
                line("财付通-星卡", x=40, y=y, w=200),
                line(paid, x=580, y=y, w=110, eng=paid),
                line(chi, x=40, y=y + 50, w=110, eng=eng),
            )
        ],
    )
    day = found[1].occurred_at[:10]
    assert found[0].occurred_at == f"{day}T14:22+08:00"
    assert bool([reason for reason in found[0].reasons if "occurred_at" in reason]) is asks


@pytest.mark.parametrize(("read", "asks"), [("1833", False), ("18'33", False), ("1838", True)])
def test_a_clock_without_its_colon_bears_out_the_same_figures_only(read: str, asks: bool) -> None:
    found = rows(
        line("收支明细", x=300, y=60),
        line("2026-04-28", x=40, y=140, eng="2026-04-28"),
        *[
            part
            for y, paid, chi, eng in ((200, "-66.60", read, "18:33"), (320, "-328.50", "03:26", "03:26"))
            for part in (
                line("财付通-星卡", x=40, y=y, w=200),
                line(paid, x=580, y=y, w=110, eng=paid),
                line(chi, x=40, y=y + 50, w=110, eng=eng),
            )
        ],
    )
    assert found[0].occurred_at == "2026-04-28T18:33+08:00"
    assert bool([reason for reason in found[0].reasons if "occurred_at" in reason]) is asks


def test_a_day_that_a_watermark_cut_is_no_heading_and_no_moment() -> None:
    def entry(y: int, paid: str, word: str, *when: Line) -> list[Line]:
        return [
            line("白条还款", x=40, y=y, w=160),
            line(paid, x=560, y=y, w=130, eng=paid),
            *when,
            line(word, x=580, y=y + 44, w=110),
        ]

    whole = line("2026-04-26 12:02", x=40, y=244, w=200, h=24, eng="2026-04-26 12:02")
    head = line("2026-04-2", x=40, y=344, w=108, h=34, eng="2026-04-2")
    rest = line("24 18:33", x=146, y=348, w=94, h=24, eng="24 18:33")
    found = rows(
        line("交易记录", x=300, y=60),
        *entry(200, "-129.00元", "(交易成功)", whole),
        *entry(300, "-648.20元", "(还款成功)", head, rest),
    )
    assert [(row.amount, row.occurred_at, row.status) for row in found] == [
        ("129.00", "2026-04-26T12:02+08:00", "paid"),
        ("648.20", "", "paid"),
    ]
    assert "missing:occurred_at" in found[1].reasons


def of_a_year(
    *shown: str, heading: str = "12月02日星期一", name: str = "消费退货-红狐网络", sign: str = "+"
) -> list[Row]:
    """Two entries of a bank's list under a day without its year, the year above; saved at an unknown time in 2024."""
    heads = [line(text, x=40 + 160 * n, y=100, w=90, eng=text) for n, text in enumerate(shown)]
    entries = []
    for y, clock, what, paid in (
        (260, "14:55", name, f"{sign}64.80"),
        (360, "10:00", "消费-红狐网络", "-64.80"),
    ):
        entries += [
            line(clock, x=40, y=y, eng=clock),
            line(what, x=120, y=y),
            line(paid, x=580, y=y, w=120, eng=paid),
        ]
    day = line(heading, x=40, y=180, eng="".join(c if c.isdigit() else " " for c in heading))
    saved = Capture(
        datetime(2024, 12, 3, 7, 58, tzinfo=CHINA), CaptureSource.MTIME, "capture_time_from_mtime"
    )
    return page_rows(page(line("收支明细", x=300, y=60), *heads, day, *entries), saved)


@pytest.mark.parametrize(
    ("shown", "year", "asks"),
    [
        (("2024年▾",), "2024", False),
        ((), "2024", True),
        (("2023年",), "2023", True),
        (("2024年", "2023年"), "2024", True),
    ],
)
def test_the_year_that_a_list_shows_bears_out_that_of_its_days(
    shown: tuple[str, ...], year: str, *, asks: bool
) -> None:
    found = of_a_year(*shown)
    assert [row.occurred_at for row in found] == [f"{year}-12-02T14:55+08:00", f"{year}-12-02T10:00+08:00"]
    assert [bool(row.reasons) for row in found] == [asks, asks]
    assert all(row.reasons for row in of_a_year("2024年", heading="昨天"))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("消费退货-红狐网络", "refunded"),
        ("消费退货-审核中", ""),
        ("支持退款-红狐网络", ""),
        ("不可退货-红狐网络", ""),
    ],
)
def test_goods_that_a_bank_booked_back_are_a_refund(name: str, status: str) -> None:
    assert [row.status for row in of_a_year("2024年", name=name)] == [status, ""]
    assert [row.status for row in of_a_year("2024年", name=name, sign="-")] == ["", ""]
