"""Numbers in the entries of a list that stand without a label."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.evidence.list_codes import choose_by_make, settle_look_alikes
from tests.evidence.entries import (
    SHORT,
    cards,
    refunds,
)
from tests.evidence.pages import rows
from tests.helpers import line, row


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


def test_of_two_readings_the_one_of_the_others_make_is_the_number() -> None:
    read = [row(order_no=number) for number in ("FLO822141414", "NH0822135026", "TH0820093000")]
    read[0].reasons = ["two_reads_disagree:order_no=FLO822141414|FL0822141414"]
    choose_by_make(read)
    assert read[0].order_no == "FL0822141414" and read[0].reasons
    odd = [row(order_no=number) for number in ("FLO822141414", "NH0822135026", "7735")]
    odd[0].reasons = list(read[0].reasons)
    choose_by_make(odd)
    assert odd[0].order_no == "FLO822141414"


def test_short_numbers_behind_a_label_that_nobody_knows_ask() -> None:
    found = refunds("补退号")
    assert [row.order_no for row in found] == ["RF77120", "RF76894", "RF74266"]
    assert all("unlabelled_number" in row.reasons for row in found)


def test_what_counts_goods_is_no_short_number() -> None:
    counted = tuple((at, f"CF{n}0000", what, paid) for n, (at, _, what, paid) in enumerate(SHORT, start=1))
    assert not any(row.order_no for row in rows(line("我的订单", x=300, y=60), *cards(*counted)))


@pytest.mark.parametrize(("way", "number"), [("支付宝", "CZ20260814222011902"), ("备注", "")])
def test_a_number_behind_the_way_of_a_payment_is_the_entrys(way: str, number: str) -> None:
    """A site's wallet names the order of what was bought, and how money came in."""
    entries = (
        ("购买商品", "-59.90", "订单 20260814223105417", "08-14 22:31:07"),
        ("在线充值", "+200.00", f"{way} CZ20260814222011902", "08-14 22:20:45"),
        ("购买商品", "-35.00", "订单 20260730181244093", "07-30 18:12:44"),
    )
    shown = [line("余额明细", x=320, y=90, w=137)]
    for place, (title, amount, code, at) in enumerate(entries):
        top = 300 + 178 * place
        shown += [
            line(title, x=32, y=top, w=119),
            line(amount, x=600, y=top, w=100, eng=amount),
            line(code, x=32, y=top + 54, w=284, h=24, eng=code.split()[1]),
            line(at, x=32, y=top + 94, w=159, h=21, eng=at),
        ]
    found = rows(*shown)
    assert [row.order_no for row in found] == ["20260814223105417", number, "20260730181244093"]
