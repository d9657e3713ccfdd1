from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.money import find_amounts, fits_capitals, parse_amount, parse_capitals, with_yen
from extractor.fields.text import fold

# Every written form of DOMAIN §1 and §8: text, value, negative, positive.
WRITTEN = [
    ("-24.80", "24.80", True, False),
    ("+0.01", "0.01", False, True),
    ("-￥1,301.00", "1301.00", True, False),
    ("￥6000", "6000.00", False, False),
    ("¥30.00", "30.00", False, False),
    ("30.00元", "30.00", False, False),
    ("30元", "30.00", False, False),
    ("1,754.87", "1754.87", False, False),
    ("88.00", "88.00", False, False),
    ("-388.00", "388.00", True, False),
    ("+200.00", "200.00", False, True),
    ("¥150,000.00", "150000.00", False, False),
    ("100000.00", "100000.00", False, False),
    ("¥10191.0", "10191.00", False, False),
    ("¥7", "7.00", False, False),
    ("+ ￥1000", "1000.00", False, True),
    ("7.92元", "7.92", False, False),
    ("2090.00 CNY", "2090.00", False, False),
    ("CNY 648", "648.00", False, False),
    ("RMB30", "30.00", False, False),
    ("¥ 20000", "20000.00", False, False),
    ("--2.97元", "2.97", True, False),
    ("1.2万", "12000.00", False, False),
    ("1.2万元", "12000.00", False, False),
    ("人民币30元", "30.00", False, False),
    ("¥1,280.00元", "1280.00", False, False),
    ("3元5角", "3.50", False, False),
    ("-131.77天", "131.77", True, False),
]


@pytest.mark.parametrize(("text", "amount", "negative", "positive"), WRITTEN)
def test_every_written_form(text: str, amount: str, negative: bool, positive: bool) -> None:
    money = parse_amount(text)
    assert money is not None
    assert (str(money), money.negative, money.positive) == (amount, negative, positive)


@pytest.mark.parametrize("minus", ["-", "－", "—", "–", "−", "一", "- ", "-¥", "¥-", "-￥"])
def test_every_minus_that_screens_and_ocr_print(minus: str) -> None:
    money = parse_amount(f"{minus}2420.00")
    assert money is not None
    assert (str(money), money.negative) == ("2420.00", True)


@pytest.mark.parametrize("yen", ["Y", "羊", "半", "站", "*", "x", "#", "$", "y", "关", "¢", "V"])
@pytest.mark.parametrize("gap", ["", " "])
def test_a_misread_yen_sign_does_not_hide_the_amount(yen: str, gap: str) -> None:
    assert str(parse_amount(f"{yen}{gap}648.00")) == "648.00"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("¥ 1, 280.00", "1280.00"),
        ("1,280. 00", "1280.00"),
        ("¥1，280．00", "1280.00"),
        ("１２８０．００", "1280.00"),
        ("150.000.00", "150000.00"),
        ("88.00.", "88.00"),
    ],
)
def test_separators_that_ocr_tears_apart_or_mistakes(text: str, amount: str) -> None:
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "1.234",
        "12.3456",
        "12,34.00",
        "1,2345",
        "1,23,456.00",
        "0123",
        "00.50",
        "1280.0012",
        "1280.000",
        "12:30",
        "100,000,000",
    ],
)
def test_an_impossible_grouping_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None
    assert parse_amount(f"¥{text}") is None


@pytest.mark.parametrize("text", [".50", "¥.50", "-.50", ",280.00", "¥,280.00", ". 50", "。50"])
def test_an_amount_whose_first_digits_were_not_read_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "¥",
        "元",
        "abc",
        "三十块",
        "30-50元",
        "¥30 ¥50",
        "131.77(已退款89.84)",
        "1-3个工作日",
        "12.5角",
    ],
)
def test_what_is_not_one_amount_is_none(text: str) -> None:
    assert parse_amount(text) is None


def test_amounts_inside_running_text() -> None:
    found = find_amounts("已支付¥35.41，优惠2.00元，实付 33.41")
    assert [(str(m), m.marked) for m in found] == [("35.41", True), ("2.00", True), ("33.41", False)]


def test_the_parts_of_a_refund_in_brackets() -> None:
    assert [str(m) for m in find_amounts("131.77(已退款89.84)")] == ["131.77", "89.84"]


@pytest.mark.parametrize("text", ["2025-03-14", "21:05:33", "4200001234202503141234567890", "1.234.5678"])
def test_dates_clocks_and_numbers_are_not_money_with_cents(text: str) -> None:
    assert not [m for m in find_amounts(text) if m.marked or m.decimals == 2]


def test_where_an_amount_stands_in_the_folded_text() -> None:
    text = "实付：¥35.41元"
    (money,) = find_amounts(text)
    assert fold(text)[money.start : money.end].strip() == "¥35.41元"


CENTS = st.integers(min_value=1, max_value=9_999_999_999)


@given(
    cents=CENTS,
    sign=st.sampled_from(["", "-", "+", "－", "— ", "+ "]),
    yen=st.sampled_from(["", "¥", "￥", "¥ ", "Y", "羊"]),
    comma=st.sampled_from(["", ",", "，", ", "]),
    unit=st.sampled_from(["", "元", " 元", " CNY"]),
)
def test_formatted_amounts_come_back(cents: int, sign: str, yen: str, comma: str, unit: str) -> None:
    whole, part = divmod(cents, 100)
    money = parse_amount(f"{sign}{yen}{f'{whole:,}'.replace(',', comma)}.{part:02d}{unit}")
    assert money is not None
    assert money.value == Decimal(cents) / 100
    assert money.negative == (sign.strip() in ("-", "－", "—"))
    assert money.positive == sign.startswith("+")


@given(yuan=st.integers(min_value=0, max_value=99_999_999), unit=st.sampled_from(["", "元", "块"]))
def test_whole_amounts_come_back(yuan: int, unit: str) -> None:
    assert str(parse_amount(f"¥{yuan}{unit}")) == f"{yuan}.00"


@given(st.text(alphabet="0123456789.,' ¥-+元万角Y", max_size=16))
def test_no_digit_is_invented_or_dropped(text: str) -> None:
    money = parse_amount(text)
    if money is None or "万" in text or "角" in text:
        return
    shown = re.sub(r"\D", "", text)
    digits = f"{money.value:.2f}".replace(".", "")
    assert digits == shown + "0" * (2 - money.decimals)


@given(st.text(max_size=40))
def test_nothing_makes_it_raise(text: str) -> None:
    parse_amount(text)
    find_amounts(text)
    parse_capitals(text)


# -- financial capitals, against a formatter of our own ---------------------------------------------------------

_DIGITS, _PLACES, _GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿")


def in_capitals(cents: int) -> str:
    """A bank's way to write an amount out: groups of four places, one 零 for every gap."""
    yuan, rest = divmod(cents, 100)
    groups = [(yuan // 10_000**i) % 10_000 for i in (2, 1, 0)]
    text = ""
    gap = False
    for group, name in zip(groups, reversed(_GROUPS), strict=True):
        if not group:
            gap = gap or bool(text)
            continue
        for place in (3, 2, 1, 0):
            digit = group // 10**place % 10
            if digit:
                text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
                gap = False
            else:
                gap = gap or bool(text)
        text += name
        gap = group % 10 == 0
    jiao, fen = divmod(rest, 10)
    tail = (_DIGITS[jiao] + "角" if jiao else "零" if fen and text else "") + (
        _DIGITS[fen] + "分" if fen else ""
    )
    return (text or "零") + "元" + (tail or "整")


def test_the_formatter_of_this_test() -> None:
    assert in_capitals(401_000) == "肆仟零壹拾元整"
    assert in_capitals(12_850) == "壹佰贰拾捌元伍角"
    assert in_capitals(305) == "叁元零伍分"
    assert in_capitals(2_050_000_000) == "贰仟零伍拾万元整"


@given(
    cents=st.integers(min_value=1, max_value=10**13 - 1),
    prefix=st.sampled_from(["", "人民币", "大写：", "（大写）"]),
)
def test_capitals_come_back(cents: int, prefix: str) -> None:
    assert parse_capitals(prefix + in_capitals(cents)) == Decimal(cents) / 100


@given(cents=CENTS)
def test_capitals_survive_the_spaces_of_ocr(cents: int) -> None:
    assert parse_capitals(" ".join(in_capitals(cents))) == Decimal(cents) / 100


@pytest.mark.parametrize(
    ("text", "amount"),
    [("壹仟零壹圆整", "1001"), ("拾元整", "10"), ("壹佰贰拾捌元伍角正", "128.5"), ("两佰元整", "200")],
)
def test_variants_of_capitals(text: str, amount: str) -> None:
    assert parse_capitals(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "商品名称",
        "肆仟零壹拾",
        "伍分",
        "元元元",
        "元整角",
        "壹贰元整",
        "仟零壹拾元整",
        "叁元伍",
        "三千元整",
        "4010元",
    ],
)
def test_capitals_with_a_character_lost_are_none(text: str) -> None:
    assert parse_capitals(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("190.0000", "190.00"), ("1,280.5000", "1280.50"), ("¥3.7500", "3.75")]
)
def test_the_four_decimals_of_card_platforms_say_nothing_in_their_last_two(text: str, value: str) -> None:
    money = parse_amount(text)
    assert money is not None
    assert (str(money), money.decimals) == (value, 2)


@pytest.mark.parametrize(
    ("text", "marked"), [("LV67", False), ("LV 12", False), ("V67", True), ("Y 72.34", True)]
)
def test_a_letter_of_a_word_is_no_yen_sign(text: str, marked: bool) -> None:
    assert [money.marked for money in find_amounts(text)] == [marked]


@pytest.mark.parametrize("text", ["微信支付 186****5027", "186**x*5027", "到账 6222********8839"])
def test_a_masked_number_is_no_sum(text: str) -> None:
    assert find_amounts(text) == []


def test_a_star_for_the_sign_is_still_one() -> None:
    assert [str(money.value) for money in find_amounts("共 **50.00")] == ["50.00"]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("建议使用750*750，1M以内", []),
        ("3*12.50", ["12.50"]),
        ("2*1200元", ["1200.00"]),
        ("共 *50.5", ["50.50"]),
    ],
)
def test_a_size_is_no_sum(text: str, sums: list[str]) -> None:
    assert [str(m) for m in find_amounts(text) if m.marked or m.decimals == 2] == sums


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("YY186.32", "¥186.32"),
        ("-Y5.00", "-¥5.00"),
        ("半98.60", "¥98.60"),
        ("羊 1,280.00", "¥1,280.00"),
        ("平台98.60", "平台98.60"),
        ("XY2025", "XY2025"),
        ("12.00", "12.00"),
    ],
)
def test_a_yen_that_the_engine_lacks_is_printed(read: str, printed: str) -> None:
    assert with_yen(read) == printed


@given(cents=st.integers(100_000, 999_999), lost=st.integers(0, 40))
def test_capitals_fit_though_one_was_not_read(cents: int, lost: int) -> None:
    value, text = Decimal(cents) / 100, in_capitals(cents)
    at = lost % len(text)
    long = len(text) >= 6
    assert fits_capitals(f"(大写){text}", value) is long
    assert fits_capitals(f"{text[:at]}歇{text[at + 1 :]}", value) is long
    for other in "壹贰玖":
        misread = f"{text[:at]}{other}{text[at + 1 :]}"
        assert fits_capitals(misread, value) is (long and misread == text)


@pytest.mark.parametrize("text", ["歇歇叁仟伍佰元整", "贰万叁仟伍佰元", "叁仟伍佰元整", "23,500.00", ""])
def test_capitals_of_another_sum_do_not_fit(text: str) -> None:
    assert not fits_capitals(text, Decimal("23500.00"))
