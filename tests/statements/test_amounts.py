from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.fields.deadlines import squeeze_traced
from extractor.statements.amounts import only_amount, refund_amount


def amount(text: str) -> str | None:
    value, _ = refund_amount(squeeze_traced(text)[0])
    return None if value is None else str(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("退你50元", "50.00"),
        ("多扣的1.2万里有5000是重复的，6月3日前退回对公户5000元", "5000.00"),
        ("打到我司对公账户5000元", None),
        ("行，我认，1,099下周一退", "1099.00"),
        ("那就退款吧，1,280.00", "1280.00"),
        ("我认，1,280.00退你", "1280.00"),
        ("478退我 别的不说了", "478.00"),
        ("把代理费599退还给我", "599.00"),
        ("行 255今晚退你", "255.00"),
        ("一千二下周三给你打回去", "1200.00"),
        ("这样吧，给您退25，7天内到账", "25.00"),
        ("多扣的30元今晚给您退回去", "30.00"),
        ("扣的26元5天内退到您原账户", "26.00"),
        ("扣的5元手续费，3天内退您", None),
        ("扣的5元不退", None),
        ("3.18前一定退", None),
        ("打12315退款", None),
        ("退您1,280.00元", "1280.00"),
        ("退款￥45.5", "45.50"),
        ("退 ¥50.00", "50.00"),
        ("退款Y45.50到账", "45.50"),
        ("退你28.8", "28.80"),
        ("退款298", "298.00"),
        ("退款28.80，请查收", "28.80"),
        ("退您1.2万", "12000.00"),
        ("退3k元", "3000.00"),
        ("退十块", "10.00"),
        ("退了三十块五", "30.50"),
        ("那退一半 十四块半总好退的", "14.50"),
        ("退你14块半", "14.50"),
        ("退你50块半个月内", "50.00"),
        ("退两百", "200.00"),
        ("退一千二", "1200.00"),
        ("退五千零五十元", "5050.00"),
        ("一共退您三百五", "350.00"),
        ("10块退你", "10.00"),
        ("把50块退我", "50.00"),
        ("把50退我", "50.00"),
        ("退款金额：50.00元", "50.00"),
        ("商家已退款，金额58.00元", "58.00"),
        ("充值的100元会原路退回", "100.00"),
        ("本单金额50元会在两个工作日内返还", "50.00"),
        ("满100元退10元", "10.00"),
        ("您充了300，退您280", "280.00"),
        ("付了500只退450", "450.00"),
        ("扣10块手续费，退你90块", "90.00"),
        ("扣3%手续费，97元原路退", "97.00"),
        ("先交100元保证金给您退500", "500.00"),
        ("私下给你转50", "50.00"),
    ],
)
def test_the_refund_that_is_named(text: str, expected: str) -> None:
    assert amount(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "先退一半",
        "扣10%手续费",
        "扣10元手续费退",
        "退80%",
        "退八成",
        "订单128元，给您退款",
        "128元的订单给您退",
        "三天内退",
        "退1-3个工作日",
        "退1一3个工作日",
        "退款3笔",
        "退你3天会员",
        "退100话费",
        "退款编号12345678",
        "20元优惠券补偿",
        "需缴纳500元解冻费才能退款",
        "再转2000元到安全账户",
        "你这边先付1块钱验证一下身份才能退款",
        "退12月的",
        "退款",
        "",
    ],
)
def test_amounts_that_are_none(text: str) -> None:
    assert amount(text) is None


def test_several_refunds_are_told_apart_from_none() -> None:
    assert refund_amount("退您50元和30元") == (None, True)
    assert refund_amount("退您50元,退您50元") == (Decimal("50.00"), False)


@pytest.mark.parametrize(
    "text", ["连2000和之前的4500一起退到你账户", "2000和4500一起退给你", "那2000和昨天转的500元都退你"]
)
def test_a_sum_that_another_is_added_to_is_not_the_whole(text: str) -> None:
    assert refund_amount(text) == (None, True)


def test_what_is_no_money_adds_nothing() -> None:
    assert refund_amount("退你50加上3天会员") == (Decimal("50.00"), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("情况属实，深感抱歉。530元今晚返还到您的微信", "530.00"),  # a full stop is no point before a number
        ("提不了现不成立。5600元请于15日前返还", "5600.00"),
        ("99到你余额了哈", "99.00"),
        ("24小时内返147到余额", "147.00"),
        ("贰佰元将自今日起七日内退还", "200.00"),
        ("退3千", "3000.00"),
        ("1500到底几时退", "1500.00"),
    ],
)
def test_sums_beside_points_and_in_other_forms(text: str, expected: str) -> None:
    value, several = refund_amount(squeeze_traced(text)[0])
    assert (str(value), several) == (expected, False)


@pytest.mark.parametrize(
    "text",
    [
        "不退我12315走起",
        "218户退款",
        "一块儿给你退过去",
        "退1到3个月的",
        "拦一下10秒钟退",
        "里面还有六百多点券,给我退钱",
        "去城南来回四十公里,给退了吧",
    ],
)
def test_what_is_no_sum(text: str) -> None:
    squeezed = squeeze_traced(text)[0]
    assert refund_amount(squeezed)[0] is None
    assert only_amount(squeezed, kept=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行，60一分别少", "60.00"),
        ("2月28号之前退你，460一分不差", "460.00"),
        ("200三天内给我行不行", "200.00"),
    ],
)
def test_the_only_sum_beside_other_words(text: str, expected: str) -> None:
    assert str(only_amount(squeeze_traced(text)[0], kept=True)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我是来退款的，订单ECF7K2M9QXx4T8WBN", None),
        ("订单AB79r2退款", None),
        ("单号QX7w3M退一下", None),
        ("订单号TK-3k5退款", None),
        ("券码8k2Z4退款", None),
        ("订单ECF7K2M9QX，退我3k", "3000.00"),
        ("退我1k5", "1500.00"),
        ("退我2w元", "20000.00"),
    ],
)
def test_figures_inside_a_code_are_no_sum(text: str, expected: str | None) -> None:
    value = only_amount(squeeze_traced(text)[0], kept=False)
    assert (None if value is None else str(value)) == expected
