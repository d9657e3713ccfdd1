from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.numbers import (
    case_number,
    clean_number,
    embedded_date,
    is_identity_card,
    is_mobile,
    is_plausible_number,
    known_format,
)
from extractor.fields.text import fold
from tests.helpers import subsequence

DAY = date(2025, 3, 14)

# DOMAIN §1: the format's name, what stands before the date, the date's form, how many digits follow.
DATED = [
    ("wechat.payment", "4200001234", "%Y%m%d", 10),
    ("wechat.transfer", "1000050001", "%Y%m%d", 13),
    ("wechat.qr_payment", "1000107301", "%Y%m%d", 14),
    ("wechat.qr_payment", "1000107101", "%Y%m%d", 14),
    ("wechat.transfer_id", "53" + "1" * 12, "%Y%m%d", 10),
    ("wechat.refund", "5030045678", "%Y%m%d", 11),
    ("wechat.group_collect", "1000049501", "%y%m%d", 24),
    ("wechat.withdrawal", "207", "%y%m%d", 21),
    ("wechat.withdrawal", "110", "%y%m%d", 21),
    ("alipay.payment", "", "%Y%m%d", 20),
    ("alipay.transfer", "", "%Y%m%d", 24),
    ("alipay.other", "", "%Y%m%d", 26),
    ("alipay.other", "", "%Y%m%d", 32),
    ("epay", "", "%Y%m%d", 11),
    ("shop.17", "", "%Y%m%d", 9),
    ("acg_faka", "123", "%y%m%d", 9),
    ("pinduoduo.merchant", "XP11", "%y%m%d", 20),
    ("jd.payment", "318027", "%y%m%d", 16),
    ("jd.payment", "3180272", "%y%m%d", 16),
]


def number_of(before: str, form: str, digits: int, day: date = DAY) -> str:
    return before + day.strftime(form) + "123456789012345678901234567890123"[:digits]


@pytest.mark.parametrize(("name", "before", "form", "digits"), DATED)
def test_every_format_with_a_date(name: str, before: str, form: str, digits: int) -> None:
    number = number_of(before, form, digits)
    found = known_format(number)
    assert found is not None
    assert found.name == name
    assert embedded_date(number) == DAY


@pytest.mark.parametrize(("name", "before", "form", "digits"), DATED)
def test_an_impossible_date_is_no_witness(name: str, before: str, form: str, digits: int) -> None:
    impossible = DAY.strftime(form)[:-4] + "0230"
    number = before + impossible + "1" * digits
    found = known_format(number)
    assert found is None or found.name != name
    assert embedded_date(number) != DAY


@pytest.mark.parametrize(("name", "before", "form", "digits"), DATED)
def test_a_digit_more_or_less_is_another_number(name: str, before: str, form: str, digits: int) -> None:
    for number in (number_of(before, form, digits + 1), number_of(before, form, digits - 1)):
        found = known_format(number)
        assert found is None or found.name != name or name == "alipay.other"


@pytest.mark.parametrize("number", ["121131011347355707", "2028082946451299410", "202511202011432091"])
def test_a_shops_number_carries_its_second_or_is_of_no_such_form(number: str) -> None:
    assert known_format(number) is None


def test_qq_wallet_numbers_carry_year_month_day() -> None:
    assert embedded_date("1353933301461607211903715555") == date(2016, 7, 21)


def test_pinduoduo_numbers_have_a_dash() -> None:
    found = known_format("250314-123456789012345")
    assert found is not None
    assert found.name == "pinduoduo"
    assert embedded_date("250314-123456789012345") == DAY


@pytest.mark.parametrize(
    "number", ["SH20250314210533123", "A202503142105331", "DD2025031421053312345", "cz20250314210533"]
)
def test_shop_numbers_with_a_prefix_carry_their_date(number: str) -> None:
    assert embedded_date(number) == DAY


@pytest.mark.parametrize(
    "number",
    [
        "1000039501" + "1" * 21,
        "T200P1234567890123456789",
        "ABCDEFGH12345678",
        "17312345678",
        "512652026153924297531",
        "",
    ],
)
def test_formats_without_a_date_give_none(number: str) -> None:
    assert embedded_date(number) is None


def test_a_date_after_2099_or_before_2010_is_chance() -> None:
    assert embedded_date(number_of("4200001234", "%Y%m%d", 10, date(2009, 3, 14))) is None


@given(st.dates(date(2010, 1, 1), date(2039, 12, 31)), st.sampled_from(DATED))
def test_any_date_comes_back(day: date, case: tuple[str, str, str, int]) -> None:
    _, before, form, digits = case
    assert embedded_date(number_of(before, form, digits, day)) == day


# -- the clean form ---------------------------------------------------------------------------------------------

TRADE = "4200001234202503141234567890"


@pytest.mark.parametrize(
    "text",
    [
        TRADE,
        f"{TRADE} 复制",
        f"{TRADE}复制",
        f"{TRADE}  点击复制",
        f"{TRADE} 查看详情 >",
        f"{TRADE} ＞",
        f"{TRADE} ›",
        f"{TRADE}口",
        f"{TRADE} 回",
        f"{TRADE} | 复制",
        f": {TRADE}",
        f"：{TRADE}。",
        "4200 0012 3420 2503 1412 3456 7890",
        "42000012342025031412345678\n90",
        "4200001234202503\n1412\n34567890 复制",
        "４２００００１２３４２０２５０３１４１２３４５６７８９０",
        f"\t{TRADE}\u3000",
    ],
)
def test_what_stands_around_a_number_falls_off(text: str) -> None:
    assert clean_number(text) == TRADE


@pytest.mark.parametrize(
    "text", ["XP1125031421053300000000000000", "DD20250314210533-01", "ZZHK-0007-5517-0170-0168", "A_1|2*3@4"]
)
def test_letters_and_marks_of_a_number_stay(text: str) -> None:
    assert clean_number(f"{text} 复制") == text


@pytest.mark.parametrize("text", ["", "复制", "订单号", "---", "可在支持的商户扫码退款", "abc"])
def test_no_digit_no_number(text: str) -> None:
    assert clean_number(text) == ""


def test_the_longest_run_wins() -> None:
    assert clean_number("共2件 20250314210533123 已完成") == "20250314210533123"


@given(st.text(max_size=60))
def test_clean_number_never_invents_a_character(text: str) -> None:
    number = clean_number(text)
    assert subsequence(number, fold(text))
    assert not set(number) - set(string.ascii_letters + string.digits + "_-*|@")


@given(
    st.from_regex(r"[0-9A-Z]{2}[0-9]{8,28}[0-9A-Z]{2}", fullmatch=True),
    st.sampled_from(["", " 复制", "复制", " 点击复制", " >", "查看详情", " 口", "\n复制"]),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from([" ", "\n", "  "])), max_size=4),
)
def test_wrapped_and_spaced_numbers_come_back(number: str, tail: str, gaps: list[tuple[int, str]]) -> None:
    text = number
    for place, gap in gaps:
        at = 1 + place % (len(text) - 1)
        text = text[:at] + gap + text[at:]
    assert clean_number(text + tail) == number


@pytest.mark.parametrize(
    ("number", "plausible"),
    [
        ("123456", True),
        ("12345", False),
        ("ABCDEFG1", False),
        ("AB123", False),
        ("1" * 64, True),
        ("1" * 65, False),
    ],
)
def test_what_can_be_an_order_number(number: str, plausible: bool) -> None:
    assert is_plausible_number(number) is plausible


# -- people's numbers, which are never orders -------------------------------------------------------------------


@pytest.mark.parametrize(
    "number", ["13812345678", "19912345678", "138****5678", "8613812345678", "+8613812345678"]
)
def test_mobile_numbers(number: str) -> None:
    assert is_mobile(number)


@pytest.mark.parametrize(
    "number", ["12812345678", "1381234567", "138123456789", "20250314210533123", "17312345", ""]
)
def test_other_numbers_are_no_mobiles(number: str) -> None:
    assert not is_mobile(number)


def identity(body: str) -> str:
    """GB 11643 by its definition: the check digit makes the weighted sum 1 modulo 11."""
    total = sum(int(d) * (2 ** (17 - i)) for i, d in enumerate(body))
    return body + next(c for c in "0123456789X" if (total + (10 if c == "X" else int(c))) % 11 == 1)


@given(st.integers(110000, 659999), st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
def test_identity_cards_are_known_by_their_check_digit(region: int, born: date, serial: int) -> None:
    number = identity(f"{region}{born:%Y%m%d}{serial:03d}")
    assert is_identity_card(number)
    assert is_identity_card(number.lower())
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert not is_identity_card(wrong)


@pytest.mark.parametrize(
    "number", ["", "123250314210533456", "11010119900307851", "110101199013078515", "1" * 18]
)
def test_other_numbers_are_no_identity_cards(number: str) -> None:
    assert not is_identity_card(number)


@pytest.mark.parametrize("shown", ["GPA.1130-8239-1823-79221", "MMCP9WLVET"])
def test_numbers_of_app_stores(shown: str) -> None:
    assert clean_number(shown) == shown
    assert is_plausible_number(shown)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("（2025）浙 8601 民初 1234 号", "(2025)浙8601民初1234号"),
        ("(2024)最高法民申77号", "(2024)最高法民申77号"),
        ("(2023)京0105执8812号之一", ""),
        ("(2023)京0105执8812之一号", "(2023)京0105执8812之一号"),
        ("杭公(西)立案字〔2024]00321号", "杭公(西)立案字〔2024〕00321号"),
        ("市监投诉受理【2025】第88号", "市监投诉受理〔2025〕第88号"),
        ("法释(2022)12号", ""),
        ("依据(2025)浙8601民初1234号判决,请于", ""),
        ("(2025)90192 4579", ""),
        ("2025060112345678", ""),
    ],
)
def test_numbers_of_cases_of_courts_and_authorities(text: str, number: str) -> None:
    assert case_number(text) == number
