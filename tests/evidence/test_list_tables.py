"""Lists with a header: what shops and banks print as tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.evidence.schema import Row
from extractor.ocr.lines import Line
from tests.evidence.entries import (
    shop_table,
)
from tests.evidence.pages import rows
from tests.evidence.pages import taken as taken_rows
from tests.helpers import line, reading

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


@pytest.mark.parametrize(
    ("said", "status", "asks"),
    [("异常待处理", "pending", True), ("异常", "failed", False), ("待处理", "pending", False)],
)
def test_a_cell_of_two_words_that_tell_different_things_asks(said: str, status: str, asks: bool) -> None:
    heads = ("订单编号", "商品名称", "实付款", "付款时间", "订单状态")
    cells = ("20260502123610342414", "会员月卡", "29.90", "2026-05-02 12:36:51")
    other = ("20260501183610342977", "会员月卡", "29.90", "2026-05-01 18:36:22", "已付款")
    found = rows(line("订单查询", x=40, y=60), *shop_table(heads, (*cells, said), other))[0]
    assert found.status == status
    assert ("unsure_word:status" in found.reasons) is asks


def history(*kinds: tuple[str, float]) -> list[Row]:
    """The rows of a shop's history of payments, day, goods, kind and sum; kinds: what was read of it, and how surely."""
    heads = ("日期", "物品", "类型", "总计")
    entries = [
        (f"2026年6月2{place}日", "钱包资金充值", kind, f"¥{place}00.00")
        for place, (kind, _) in enumerate(kinds, 1)
    ]
    shown = shop_table(heads, *entries)
    sure = dict(kinds)
    lines = [
        replace(one, readings=(reading(one.text, confidence=sure[one.text]),)) if one.text in sure else one
        for one in shown
    ]
    return rows(*lines)  # fmt: skip


def test_a_row_of_a_history_whose_kind_could_not_be_read_asks_what_became_of_it() -> None:
    found = history(("购买", 0.9), ("充值", 0.9), ("点", 0.3))
    assert [row.amount for row in found] == ["100.00", "200.00", "300.00"]
    assert ["unsure_word:status" in row.reasons for row in found] == [False, False, True]


def test_a_row_of_another_kind_is_still_none_and_one_kind_tells_no_table() -> None:
    assert [row.amount for row in history(("购买", 0.9), ("充值", 0.9), ("余额变动", 0.9))] == [
        "100.00",
        "200.00",
    ]
    assert "300.00" not in {row.amount for row in history(("市场", 0.9), ("充值", 0.9), ("点", 0.3))}
