"""What has become of an entry of a list: words beside it, a sign, its title."""

from __future__ import annotations

import pytest

from extractor.evidence.schema import Row
from extractor.ocr.lines import Line
from tests.evidence.entries import (
    SHORT,
    cards,
    of_a_year,
    refunds,
    shop_table,
)
from tests.evidence.pages import headline, pairs, rows
from tests.evidence.pages import taken as taken_rows
from tests.helpers import line


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


def test_refunds_that_say_where_they_went_and_a_shops_number_of_each() -> None:
    found = refunds("退款号")
    assert [row.order_no for row in found] == ["RF77120", "RF76894", "RF74266"]
    assert [row.status for row in found] == ["refunded", "processing", "closed"]
    assert not any(row.counterparty for row in found)


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
