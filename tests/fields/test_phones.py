from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.phones import find_phone, is_contact


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812345678", "13812345678"),
        ("手机号 138 1234 5678", "13812345678"),
        ("绑定手机：138****5678", "138****5678"),
        ("138 **** 5678", "138****5678"),
        ("138xxxx5678", "138****5678"),
        ("138XXXX5678", "138****5678"),
        ("138××××5678", "138****5678"),
        ("138••••5678", "138****5678"),
        ("138####5678", "138****5678"),
        ("138***5678", "138****5678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("+86-138****5678", "138****5678"),
        ("19912345678(已绑定)", "19912345678"),
        ("138******78", "138******78"),
        ("138x*x*xxxx78", "138******78"),
        ("13*****5678", "13*****5678"),
    ],
)
def test_written_forms(text: str, phone: str) -> None:
    assert find_phone(text) == phone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345678901",
        "1381234567",
        "138123456789",
        "2025031413812345678",
        "4200001234202503141234567890",
        "138 5678",
        "****5678",
        "400-123-4567",
        "10****5678",
    ],
)
def test_other_digits_are_no_phone(text: str) -> None:
    assert find_phone(text) is None


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "手机", "："]))
def test_plain_numbers_come_back(phone: str, before: str) -> None:
    assert find_phone(before + phone) == phone


@given(st.text(alphabet="0123456789* x+-", max_size=24))
def test_a_phone_has_its_form(text: str) -> None:
    phone = find_phone(text)
    if phone is not None:
        assert len(phone) == 11
        assert phone.startswith("1")
        assert set(phone) <= set("0123456789*")


@pytest.mark.parametrize(
    ("number", "before"),
    [
        ("4008812377", ""),
        ("400-881-2377", ""),
        ("0512-66018820", "有问题打"),
        ("QQ2938471056", "加"),
        ("2938471056", "加我QQ"),
        ("95588123", "请致电"),
        ("6217001234567890", "打到这个卡号:"),
    ],
)
def test_what_one_calls_adds_or_pays_into_is_a_contact(number: str, before: str) -> None:
    assert is_contact(number, before)


@pytest.mark.parametrize(
    ("number", "before"),
    [("20250314213005123", "订单号"), ("LJ2025031421300512", ""), ("4200001234202503", "单号是")],
)
def test_the_number_of_an_order_is_none(number: str, before: str) -> None:
    assert not is_contact(number, before)
