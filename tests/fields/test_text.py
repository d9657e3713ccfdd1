from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.text import (
    already,
    closed,
    digit_count,
    fold,
    han_count,
    matched_brackets,
    name_alone,
    squeeze,
    without_place,
    without_tail,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("￥１，２８０．００", "¥1,280.00"),
        ("¥", "¥"),
        ("—35.41", "-35.41"),
        ("–35.41", "-35.41"),
        ("－35.41", "-35.41"),
        ("−35.41", "-35.41"),
        ("订单号：２０２５", "订单号:2025"),
        ("（元）", "(元)"),
        ("“全额”", '"全额"'),
        ("  a \u3000\n b\t", "a b"),
        ("查看＞", "查看>"),
        ("查看 》", "查看 >"),
        ("ＤＤ２０２５", "DD2025"),
        ("商户", "商户"),
    ],
)
def test_one_form_for_look_alikes(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_squeezed_text_has_no_space(text: str) -> None:
    assert " " not in squeeze(text)


def test_squeezing_undoes_the_spaces_of_ocr() -> None:
    assert squeeze("支 付 时 间 ： 2025 年") == "支付时间:2025年"


def test_a_name_is_closed_between_han_characters_alone() -> None:
    assert closed("上海蓝礁电子商务有限 公司") == "上海蓝礁电子商务有限公司"
    assert closed("Blue Reef 旗舰店 07 号") == "Blue Reef 旗舰店 07 号"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("123 复制", "123"),
        ("123复制", "123"),
        ("123 复制 >", "123"),
        ("123 查看详情", "123"),
        ("123 去查看 >", "123"),
        ("123 口", "123"),
        ("123", "123"),
        ("某某公司", "某某公司"),
        ("复制", ""),
        ("复制品", "复制品"),
    ],
)
def test_buttons_after_a_value_fall_off(text: str, body: str) -> None:
    assert without_tail(text) == body


def test_counts() -> None:
    assert han_count("订单号2025年A") == 4
    assert digit_count("订单号2025年３") == 4


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("年卡《官方直充)", "年卡(官方直充)"),
        ("[全国通用)", "(全国通用)"),
        ("年卡(官方直充)", "年卡(官方直充)"),
        ("《明日》(会员)", "《明日》(会员)"),
        ("《明日》会员)", "《明日》会员)"),
    ],
)
def test_brackets_that_do_not_match(read: str, meant: str) -> None:
    assert matched_brackets(read) == meant


@pytest.mark.parametrize(
    ("read", "said"), [("己退款", "已退款"), ("巳完成", "已完成"), ("自己退出", "自己退出"), ("知己", "知己")]
)
def test_what_is_done_begins_with_already(read: str, said: str) -> None:
    assert already(read) == said


def test_where_money_went_back_to_is_no_part_of_what_became_of_it() -> None:
    assert without_place("已退款至原付款户口") == "已退回"


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("你已向卡盟总代-阿昆", "卡盟总代-阿昆"),
        ("你已向 卡盟总代-阿昆(**昆)转账", "卡盟总代-阿昆(**昆)"),
        ("您已成功向小李付款", "小李"),
        ("己向星河互娱支付", "星河互娱"),
        ("转账给阿昆", "阿昆"),
        ("收款方: 星河互娱", "星河互娱"),
        ("退款-鲸鱼点卡专营店", "鲸鱼点卡专营店"),
        ("退款 - 鑫鑫发卡", "鑫鑫发卡"),
        ("退款-订单取消", "退款-订单取消"),
        ("向阳花店", "向阳花店"),
        ("你好花店", "你好花店"),
        ("退款专营店", "退款专营店"),
        ("你已向", "你已向"),
        ("收款方", "收款方"),
    ],
)
def test_a_payee_s_name_stands_alone(shown: str, name: str) -> None:
    assert name_alone(shown) == name
