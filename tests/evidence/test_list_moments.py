"""When an entry of a list was: its own moment, the day or month above it, a clock alone."""

from __future__ import annotations

import pytest

from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.ocr.lines import Line
from tests.evidence.entries import (
    bill,
    of_a_year,
)
from tests.evidence.pages import pairs, rows
from tests.helpers import ENGLISH, line, reading


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


def notices(*entries: tuple[str, str, str]) -> list[Row]:
    """Cards of a bank's notices: the stamp of each, its moment beside a label and its sum."""
    return rows(
        line("消息中心·动账通知", x=230, y=30),
        *(
            one
            for n, (stamp, at, amount) in enumerate(entries)
            for one in (
                line("账户支出提醒", x=40, y=160 + 350 * n, h=26),
                line(stamp, x=40, y=196 + 350 * n, h=20, eng=stamp),
                line("金额", x=42, y=250 + 350 * n),
                line(f"人民币{amount}", x=154, y=250 + 350 * n, eng=amount),
                line("时间", x=42, y=300 + 350 * n),
                line(at, x=154, y=300 + 350 * n, eng=at),
            )
        ),
    )


def test_beside_a_label_a_notice_says_when_it_was_paid_and_above_when_it_was_sent() -> None:
    found = notices(
        ("2026-01-01 00:02", "12月31日23:59", "-1,026.00"), ("2025-12-12 23:51", "12月12日23:50", "-68.00")
    )
    assert [row.occurred_at[:16] for row in found] == ["2025-12-31T23:59", "2025-12-12T23:50"]
    assert not any(reason.endswith("occurred_at") for row in found for reason in row.reasons)


def test_a_labelled_day_long_before_the_notice_asks() -> None:
    found = notices(
        ("2026-03-01 00:02", "1月31日23:59", "-1,026.00"), ("2025-12-12 23:51", "12月12日23:50", "-68.00")
    )
    assert ["other_moment_on_page:occurred_at" in row.reasons for row in found] == [True, False]


Bought = tuple[str, str, str]


def of_days(*days: tuple[str, str, tuple[Bought, ...]], over: str = "最近90天总计¥131.00") -> list[Line]:
    """What was bought in a shop of apps: days with what they come to at the right, below each its entries."""
    lines = [line("购买记录", x=300, y=60), line(over, x=30, y=140, w=300, eng=over[6:])]
    y = 220
    for day, total, bought in days:
        lines += [
            line(day, x=30, y=y, w=200, eng=day),
            line(f"总计¥{total}", x=560, y=y, w=130, eng=f"¥{total}"),
        ]
        y += 70
        for name, what, paid in bought:
            lines += [
                line(name, x=160, y=y),
                line(f"¥{paid}", x=590, y=y + 20, w=90, eng=f"¥{paid}"),
                line(what, x=160, y=y + 44),
            ]
            y += 130
    return lines


GAMES = (("王者荣耀", "点券一包", "60.00"), ("金铲铲之战", "铲币一包", "12.00"))
VIDEO = (("优酷视频", "连续包月", "25.00"),)


def test_what_was_bought_on_a_day_is_of_that_day_and_its_sum_no_entry() -> None:
    found = rows(*of_days(("2026年4月28日", "72.00", GAMES), ("2026年4月12日", "25.00", VIDEO)))
    assert [(row.amount, row.occurred_at) for row in found] == [
        ("60.00", "2026-04-28"),
        ("12.00", "2026-04-28"),
        ("25.00", "2026-04-12"),
    ]
    assert not any(row.reasons for row in found)


def test_the_sum_beside_a_day_that_its_goods_do_not_come_to_is_what_was_paid() -> None:
    """Orders with their goods' prices, the first of which was lowered."""
    found = rows(
        *of_days(("2026年4月28日", "70.00", GAMES), ("2026年4月12日", "25.00", VIDEO), over="我的订单")
    )
    assert {row.amount for row in found} <= {"70.00", "25.00"} or all(row.reasons for row in found)


def test_a_day_that_its_readers_saw_differently_asks() -> None:
    lines = of_days(("2026年4月28日", "72.00", GAMES), ("2026年4月12日", "25.00", VIDEO))
    torn = [
        line("2026年4月:28日", x=30, y=item.box.y, w=200, eng="2026年4月28日")
        if item.text == "2026年4月28日"
        else item
        for item in lines
    ]
    found = rows(*torn)
    assert [row.occurred_at for row in found] == ["2026-04-28", "2026-04-28", "2026-04-12"]
    assert ["other_moment_on_page:occurred_at" in row.reasons for row in found] == [True, True, False]


def test_an_entry_whose_clock_was_lost_is_not_of_a_mere_day() -> None:
    lines = of_days(("2026年4月28日", "72.00", GAMES), ("2026年4月12日", "25.00", VIDEO))
    clock = line("21:05", x=300, y=290, eng="21:05")
    found = rows(*lines, clock)
    assert found[0].occurred_at.startswith("2026-04-28T21:05")
    assert all(row.reasons for row in found if "T" not in row.occurred_at)


def test_without_a_sum_of_the_day_what_stands_below_it_may_be_no_entry() -> None:
    lines = of_days(("2026年4月28日", "72.00", GAMES), ("2026年4月12日", "25.00", VIDEO))
    found = rows(*(item for item in lines if not item.text.startswith("总计")))
    assert all("unlabelled:amount" in row.reasons for row in found)


def test_an_order_with_labels_below_its_day_is_no_list_of_what_was_bought() -> None:
    found = rows(
        line("购买记录", x=300, y=60),
        line("2026年4月29日", x=30, y=150, w=200, eng="2026年4月29日"),
        line("加速器年度会员", x=160, y=220),
        line("¥128.00", x=590, y=220, w=90, eng="¥128.00"),
        *pairs(("订单号", "MK5T2Q8VNX"), ("总计", "¥128.00")),
        line("支付宝", x=40, y=520),
        line("¥128.00", x=590, y=520, w=90, eng="¥128.00"),
    )
    assert [row.amount for row in found] == ["128.00"]
