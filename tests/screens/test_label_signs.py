"""Signs that engines read as characters of labels and values: icons, bars; and what stands before labels in a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Chat
from extractor.screens.pairs import find_pairs
from extractor.screens.stated import states_payments
from tests.helpers import CHINESE, line, reading

LABELS = load_screens().fallback.labels
TRADE = "4200006728202506308926297093"


def told(*lines: Line) -> dict[str, list[str]]:
    return {pair.label.text: [text for _, text in pair.value.texts] for pair in find_pairs(lines, LABELS)}


def receipt(*labels: str) -> list[Line]:
    values = ("186****5027", "微信支付", "2025-06-30", "EC2025063004978969", TRADE)
    return [
        part
        for n, (label, value) in enumerate(zip(labels, values, strict=True))
        for part in (
            line(label, x=60, y=300 + 110 * n),
            line(value, x=60, y=345 + 110 * n, eng="" if value == "微信支付" else value),
        )
    ]


SIGNED = ("里充值号码", "加支付方式", "支付时间", "国订单号", "@支付流水号")


@pytest.mark.parametrize("last", [SIGNED[-1], "CJ支付流水号", "介支付流水号"])
def test_icons_before_labels_are_no_part_of_them(last: str) -> None:
    found = told(*receipt(*SIGNED[:-1], last))
    assert found["订单号"][0] == "EC2025063004978969"
    assert found["充值号码"][0] == "186****5027"
    assert found["支付流水号"][0] == TRADE
    assert set(found["支付方式"]) == {"微信支付"}


def test_what_makes_another_label_is_no_icon() -> None:
    words = told(*receipt("原充值号码", "新支付方式", "支付时间", "原订单号", "支付流水号"))
    assert "支付方式" not in words and "订单号" not in words


def test_a_clock_below_its_day_under_a_label_is_of_it() -> None:
    lines = receipt("充值号码", "支付方式", "支付时间", "订单号", "支付流水号")
    assert (
        told(*lines, line("18:09:54", x=60, y=610, eng="18:09:54"))["支付时间"][0] == "2025-06-30\n18:09:54"
    )


def test_a_receipt_whose_offers_fill_the_screen_is_no_talk() -> None:
    offers = [
        line(text, x=60, y=1000 + 50 * n) for n, text in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")
    ]
    chat = Chat("", (), 10)
    assert states_payments([*receipt(*SIGNED), *offers], chat, LABELS)
    said = [line("你好", x=60, y=2200), line("我的钱怎么还没到呢", x=60, y=2250)]
    assert not states_payments([*receipt(*SIGNED), *offers, *said], chat, LABELS)
    typed = [line(f"{part}: {TRADE}", x=60, y=300 + 50 * n) for n, part in enumerate(("订单号", "交易单号"))]
    assert not states_payments([*typed, *offers], chat, LABELS)


def barred(number: str, moment: str) -> list[Line]:
    return [
        replace(
            line(f"{label}1 {value}", x=40, y=100 + 60 * n, confidence=0.4),
            readings=(
                reading(f"{label}1 {value}", CHINESE, 0.4),
                reading(f"1{value}", "figures"),
                reading(f"I{value}", "tesseract:eng"),
            ),
        )
        for n, (label, value) in enumerate((("订单号", number), ("支付时间", moment)))
    ]


def test_a_bar_between_labels_and_values_is_no_digit() -> None:
    found = told(*barred("SIM202210282702046", "2022-10-28 19:37:21"))
    assert found["订单号"] == ["SIM202210282702046"] * 3
    assert found["支付时间"] == ["2022-10-28 19:37:21"] * 3


def test_a_bar_that_nothing_proves_stays_a_digit() -> None:
    found = told(*barred("SIM202210282702046", "周五"))
    assert found["订单号"][0] == "1 SIM202210282702046"


@pytest.mark.parametrize(
    ("main", "other", "number"),
    [
        ("18:20 .订单号R0529309138567", "18:20 R0529309138567", "R0529309138567"),
        ("订单号R0529309138567", "20R0529309138567", "20R0529309138567"),
        ("18:20 .订单号R0529309138567", "18:20R0529309138567", "18:20R0529309138567"),
    ],
)
def test_what_stands_before_a_label_is_cut_from_every_reading(main: str, other: str, number: str) -> None:
    [texts] = told(line(main, x=33, y=200, eng=other)).values()
    assert texts == ["R0529309138567", number]


def test_goods_below_a_word_of_sums_are_no_sum_of_it() -> None:
    """已退款 heads a card, and below it stands what was bought."""
    card = (line("已退款", x=47, y=100), line("国家电网电费200元", x=46, y=150, eng="200元"))
    assert told(*card) == {}
    sum_of_it = line("零钱支付49.85元", x=46, y=150, eng="49.85")
    assert told(line("退款金额", x=47, y=100), sum_of_it)["退款金额"][0] == "零钱支付49.85元"
    assert told(card[0], line("200元", x=46, y=150, eng="200元"))["已退款"][0] == "200元"


def test_a_day_misread_by_one_engine_still_has_its_clock() -> None:
    torn = (
        line("时间:2024-96-16", x=122, y=831, w=293, eng=":2024-06-16"),
        line("15:09:33", x=436, y=831, eng="15:09:33"),
    )
    assert told(*torn)["时间"][1] == ":2024-06-16\n15:09:33"
