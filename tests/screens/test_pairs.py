from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from tests.helpers import CHINESE, ENGLISH, line, reading
from tests.screens.labelled import only, pairs

TRADE = "10001073012025031412345678901234"


def test_a_value_to_the_right() -> None:
    pair = only(line("交易单号", x=40, y=100), line(TRADE, x=300, y=102))
    assert (pair.label.slot, pair.value.text, pair.how) == ("trade_no", TRADE, "right")
    assert pair.value.box == Box(300, 102, 640, 30)


def test_the_rim_of_the_button_behind_a_number_is_none_of_it() -> None:
    number = "20240602192821382385"
    beside = line(f"{number}〔复制", x=300, y=102, eng=f"{number} C")
    pair = only(line("订单编号", x=40, y=100), beside)
    assert pair.value.texts[1] == (ENGLISH, number)
    other = only(line("订单编号", x=40, y=100), line(number, x=300, y=102, eng=f"{number} C"))
    assert other.value.texts[1] == (ENGLISH, f"{number} C")  # no button there: nobody knows what it is


def test_a_button_within_its_rim_behind_a_number_is_none_of_it() -> None:
    number = line("20240602192821382", x=300, y=102, w=183, h=17, eng="20240602192821382")
    label = line("订单编号", x=40, y=100, h=21)
    button = line("1!酌", x=488, y=96, w=56, h=30, confidence=0.0, eng="QD")
    assert only(label, number, button).value.text == "20240602192821382"
    torn = line("7841", x=488, y=102, w=46, h=17, confidence=0.9, eng="7841")
    assert only(label, number, torn).value.text == "20240602192821382\n7841"


def test_a_value_below() -> None:
    pair = only(line("订单编号", x=40, y=100), line("2025031421053312345", x=40, y=140))
    assert (pair.label.slot, pair.value.text, pair.how) == ("order_no", "2025031421053312345", "below")


def test_a_value_in_the_line_itself() -> None:
    pair = only(line("订单编号：2025031421053312345 复制", x=40, y=100))
    assert (pair.value.text, pair.how) == ("2025031421053312345", "inline")


@pytest.mark.parametrize(
    ("x", "text"),
    [(360, "2025-02-28\n13:30:26"), (420, "2025-02-28")],
    ids=["a space apart", "another column"],
)
def test_what_stands_below_may_be_torn_by_a_wide_space(x: int, text: str) -> None:
    label, date = line("下单时间", x=59, y=100), line("2025-02-28", x=59, y=140, w=270)
    assert only(label, date, line("13:30:26", x=x, y=140)).value.text == text


def test_the_right_goes_before_what_is_below() -> None:
    pair = only(
        line("订单编号", x=40, y=100),
        line("2025031421053312345", x=300, y=100),
        line("20250314", x=40, y=140),
    )
    assert (pair.value.text, pair.how) == ("2025031421053312345", "right")


def test_columns_that_ocr_reads_one_after_the_other_are_paired_by_place() -> None:
    found = pairs(
        line("订单编号", x=40, y=100),
        line("支付时间", x=40, y=160),
        line("当前状态", x=40, y=220),
        line("2025031421053312345", x=300, y=101),
        line("2025-03-14 21:05:33", x=300, y=161),
        line("支付成功", x=300, y=221),
    )
    assert [(p.label.slot, p.value.text) for p in found] == [
        ("order_no", "2025031421053312345"),
        ("paid_at", "2025-03-14 21:05:33"),
        ("status", "支付成功"),
    ]


def test_several_pairs_in_one_line() -> None:
    found = pairs(line("订单号:2025031421053312345 支付时间:2025-03-14 21:05"))
    assert [(p.label.slot, p.value.text) for p in found] == [
        ("order_no", "2025031421053312345"),
        ("paid_at", "2025-03-14 21:05"),
    ]


def test_a_label_without_a_value_gives_no_pair() -> None:
    assert pairs(line("订单编号", x=40, y=100)) == []
    assert pairs(line("订单编号", x=40, y=100), line("支付时间", x=40, y=140)) == []


def test_a_number_s_label_takes_no_words() -> None:
    assert pairs(line("订单编号", x=40, y=100), line("查询我的订单", x=300, y=100)) == []


def test_far_below_is_no_value() -> None:
    assert pairs(line("订单编号", x=40, y=100), line("2025031421053312345", x=40, y=300)) == []


@pytest.mark.parametrize("button", ["复制", "点击复制", "查看", "查看详情", ">", "口", "去查看"])
def test_a_button_beside_the_value_is_dropped(button: str) -> None:
    pair = only(line("交易单号", x=40, y=100), line(TRADE, x=300, y=100), line(button, x=960, y=100))
    assert pair.value.text == TRADE
    assert pair.value.lines[-1].text == TRADE


def test_a_button_alone_is_no_value() -> None:
    assert pairs(line("充值账号", x=40, y=100), line("复制", x=300, y=100)) == []


# -- wrapped numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [24, 28, 30, 31])
def test_a_number_that_wraps_is_joined(cut: int) -> None:
    pair = only(
        line("交易单号", x=40, y=100), line(TRADE[:cut], x=300, y=100), line(TRADE[cut:], x=300, y=140)
    )
    assert pair.value.text.replace("\n", "") == TRADE
    assert pair.value.box == Box(300, 100, 20 * cut, 70)


def test_a_number_that_wraps_below_its_label() -> None:
    pair = only(line("交易单号", x=40, y=60), line(TRADE[:28], x=40, y=100), line(TRADE[28:], x=40, y=140))
    assert pair.value.text.replace("\n", "") == TRADE


def test_a_number_that_wraps_against_the_right_edge() -> None:
    end = TRADE[28:]
    pair = only(
        line("交易单号", x=40, y=100),
        line(TRADE[:28], x=300, y=100),
        line(end, x=300 + 20 * 28 - 20 * len(end), y=140),
    )
    assert pair.value.text.replace("\n", "") == TRADE


def test_each_reader_s_halves_are_joined_with_its_own() -> None:
    pair = only(
        line("交易单号", x=40, y=100),
        line(TRADE[:28], x=300, y=100, eng=TRADE[:27] + "9"),
        line(TRADE[28:], x=300, y=140, eng=TRADE[28:]),
    )
    texts = dict(pair.value.texts)
    assert texts[CHINESE].replace("\n", "") == TRADE
    assert texts[ENGLISH].replace("\n", "") == TRADE[:27] + "9" + TRADE[28:]


@pytest.mark.parametrize(
    ("main", "digits", "sure"),
    [("二", "4444", 0.95), ("", "2", 0.95), ("了", "7", 0.95), ("交汪", "277", 0.2)],
)
def test_digits_that_the_main_reader_took_for_something_else_are_no_end_of_the_number(
    main: str, digits: str, sure: float
) -> None:
    pair = only(
        line("交易单号", x=40, y=100),
        line(TRADE[:24], x=300, y=100, eng=TRADE[:24]),
        line(main, x=300, y=140, eng=digits, confidence=sure),
    )
    assert len(pair.value.lines) == 2
    assert pair.value.box.h > 40
    said = {text.replace("\n", "") for _, text in pair.value.texts}
    assert TRADE[:24] + digits in said


@pytest.mark.parametrize(
    ("text", "y"),
    [
        ("联系商家", 140),
        ("支付成功", 140),
        ("商户单号", 140),
        ("1234", 200),
        ("2025年3月14日", 140),
        ("¥30.00", 140),
    ],
)
def test_what_stands_below_a_number_and_is_no_part_of_it(text: str, y: int) -> None:
    found = pairs(line("交易单号", x=40, y=100), line(TRADE[:28], x=300, y=100), line(text, x=300, y=y))
    assert found[0].value.text == TRADE[:28]


def test_a_short_number_does_not_wrap() -> None:
    found = pairs(
        line("订单编号", x=40, y=100), line("20250314210", x=300, y=100), line("1234", x=300, y=140)
    )
    assert found[0].value.text == "20250314210"


def test_digits_below_in_a_row_of_their_own_label_are_not_joined() -> None:
    found = pairs(
        line("交易单号", x=40, y=100),
        line(TRADE[:28], x=300, y=100),
        line("商户单号", x=40, y=140),
        line("1234567", x=300, y=140),
    )
    assert [p.value.text for p in found] == [TRADE[:28], "1234567"]


def test_a_long_text_value_goes_on_below() -> None:
    pair = only(
        line("商品", x=40, y=100),
        line("视频会员年卡限时优惠", x=300, y=100),
        line("买一年送三个月", x=300, y=140),
    )
    assert pair.value.text == "视频会员年卡限时优惠\n买一年送三个月"


# -- amounts and table heads ------------------------------------------------------------------------------------


def test_the_big_amount_over_its_caption() -> None:
    pair = only(line("-128.50", x=200, y=40, h=60), line("支付金额", x=230, y=120))
    assert (pair.label.slot, pair.value.text, pair.how) == ("paid_amount", "-128.50", "above")


def test_the_heads_of_a_table_take_the_cells_below() -> None:
    found = pairs(
        line("订单编号", x=40, y=100),
        line("实付金额", x=500, y=100),
        line("下单时间", x=800, y=100),
        line("2025031421053312345", x=40, y=145),
        line("¥30.00", x=500, y=145),
        line("2025-03-14 21:05", x=800, y=145),
    )
    assert [(p.label.slot, p.value.text, p.how) for p in found] == [
        ("order_no", "2025031421053312345", "below"),
        ("paid_amount", "¥30.00", "below"),
        ("created_at", "2025-03-14 21:05", "below"),
    ]


def test_two_values_of_a_row_far_apart_are_not_one() -> None:
    pair = only(line("实付款", x=40, y=100), line("¥30.00", x=300, y=100), line("共2件", x=900, y=100))
    assert pair.value.text == "¥30.00"


# -- readings ---------------------------------------------------------------------------------------------------


def test_the_second_reader_s_inline_value_is_cut_too() -> None:
    pair = only(line("订单编号: 2025031421053312345", eng="iT BRS: 2025031421053312346"))
    assert dict(pair.value.texts)[CHINESE] == "2025031421053312345"
    assert dict(pair.value.texts)[ENGLISH].endswith("2025031421053312346")


def test_the_confidence_is_that_of_the_worst_line() -> None:
    pair = only(
        line("交易单号", x=40, y=100),
        line(TRADE[:28], x=300, y=100, confidence=0.9),
        line(TRADE[28:], x=300, y=140, confidence=0.4),
    )
    assert pair.value.confidence == pytest.approx(0.4)


def test_a_label_read_unsurely_may_be_fuzzy_and_a_sure_one_not() -> None:
    number = Line(Box(300, 100, 400, 30), (reading("20250314210533"),))
    assert only(line("投诉编呈", x=40, y=100, confidence=0.5), number).label.slot == "ticket_no"
    assert pairs(line("投诉编呈", x=40, y=100, confidence=0.95), number) == []


def test_a_status_beside_a_number_is_no_part_of_it() -> None:
    pair = only(
        line("订单号", x=40, y=100), line("XP1125091921408313", x=200, y=100), line("已完成", x=590, y=100)
    )
    assert pair.value.text == "XP1125091921408313"


def test_digits_torn_off_a_number_still_belong_to_it() -> None:
    pair = only(line("订单号", x=40, y=100), line("2025031421", x=200, y=100), line("0533123", x=420, y=100))
    assert pair.value.text == "2025031421\n0533123"


@pytest.mark.parametrize("sign", ["半", "¥", "羊"])
def test_a_currency_sign_apart_from_its_amount_is_passed_over(sign: str) -> None:
    pair = only(line("实付金额", x=40, y=100), line(sign, x=270, y=100), line("803.50", x=320, y=100))
    assert (pair.label.slot, pair.value.text) == ("paid_amount", "803.50")


@pytest.mark.parametrize("torn", ["名", "4"])
def test_what_may_be_a_digit_torn_off_an_amount_is_not(torn: str) -> None:
    found = pairs(line("实付金额", x=40, y=100), line(torn, x=270, y=100), line("803.50", x=320, y=100))
    assert [pair.value.text for pair in found] != ["803.50"]


def test_a_label_is_not_joined_with_the_line_above_it() -> None:
    lines = (
        line("提现到支付宝", x=40, y=100),
        line("单号:", x=40, y=136),
        line("TX20240514470455", x=200, y=136),
    )
    assert [(pair.label.slot, pair.value.text) for pair in pairs(*lines)] == [
        ("order_no", "TX20240514470455")
    ]


def test_pieces_of_a_watermark_beside_the_rest_of_a_number_are_no_label_of_it() -> None:
    number = line(TRADE[:-1], x=180, y=577, w=346, h=22)
    rest = line(TRADE[-1], x=512, y=610, w=14, h=18)
    scraps = [line(";", x=63, y=606, w=63, h=29), line("由", x=7, y=611, w=63, h=48, confidence=0.0)]
    assert (
        only(line("转账单号", x=32, y=577, w=87, h=24), number, rest, *scraps).value.text
        == f"{TRADE[:-1]}\n{TRADE[-1]}"
    )
    label = line("数量", x=32, y=608, w=44, h=22)
    assert pairs(line("转账单号", x=32, y=577, w=87, h=24), number, rest, label)[0].value.text == TRADE[:-1]


def test_a_label_that_several_readings_tell_together() -> None:
    readings = tuple(reading(text, CHINESE, 0.3) for text in ("交易探号", "交易探右", "交易单吴", "交易单跷"))
    unsure = replace(line("交易探号", x=40, y=100), readings=readings)
    number = line("4200001234202604261234567890", x=40, y=140)
    pair = only(unsure, number)
    assert (pair.label.text, pair.how) == ("交易单号", "below")
    refunded = tuple(reading(text, CHINESE, 0.1) for text in ("授款日期", "退款日期"))
    day = replace(line("授款日期", x=40, y=100), readings=refunded)
    assert only(day, line("2026-06-11 10:44", x=300, y=100)).label.slot == "refunded_at"
    alone = replace(day, readings=refunded[:1])
    assert only(alone, line("2026-06-11 10:44", x=300, y=100)).label.slot == "other_at"


def test_a_label_in_english_may_end_in_a_point() -> None:
    pair = only(line("Merchant Order No.", x=40, y=100), line("GC2026011520413392182", x=40, y=140))
    assert (pair.label.slot, pair.value.text) == ("merchant_no", "GC2026011520413392182")


def test_a_number_wrapped_in_the_middle_of_its_column_goes_on() -> None:
    first = line("SP20260513083012", x=400, y=100, w=300)
    pair = only(line("订单号", x=40, y=100), first, line("9988776", x=485, y=135, w=130))
    assert pair.value.text == "SP20260513083012\n9988776"


def test_a_step_of_a_refund_has_no_sum_below_it() -> None:
    assert pairs(line("退款到账", x=40, y=100), line("2025-10-12 16:31:05", x=40, y=140)) == []


def test_apples_number_may_have_no_digit() -> None:
    assert only(line("订单号", x=40, y=100), line("MQXPDEJBPS", x=40, y=140)).value.text == "MQXPDEJBPS"
    assert pairs(line("订单号", x=40, y=100), line("ICLOUD", x=40, y=140)) == []


def bilingual(y: int, label: str, translation: str, value: str) -> list[Line]:
    return [
        line(label, x=60, y=y, h=42),
        line(translation, x=60, y=y + 60, h=30),
        line(value, x=700, y=y + 25, h=34, eng=value),
    ]


BILINGUAL = (
    *bilingual(100, "支付金额", "Amount paid", "CNY 149.90"),
    *bilingual(260, "支付方式", "Payment method", "Alipay支付宝"),
    *bilingual(420, "支付时间", "Paid at", "2026-08-20 23:51:17"),
)


def test_a_label_over_its_translation_is_one() -> None:
    found = {pair.label.text: pair.value.text for pair in pairs(*BILINGUAL)}
    assert found["支付金额"] == "CNY 149.90"
    assert found["支付时间"] == "2026-08-20 23:51:17"


def test_a_number_wrapped_beside_a_label_over_its_translation_goes_on_once() -> None:
    number = [line("20260820220014348710526903", x=400, y=585, w=600, h=34), line("18", x=960, y=648, h=34)]
    label = [line("渠道流水号", x=60, y=592, h=42), line("Channel txn ID", x=60, y=654, h=28)]
    found = {pair.label.text: pair.value.text for pair in pairs(*BILINGUAL, *label, *number)}
    assert found["渠道流水号"] == "20260820220014348710526903\n18"


def test_the_last_digits_of_a_number_wrapped_beside_the_middle_of_its_label() -> None:
    found = pairs(
        line("接口交易号", x=72, y=303, h=26),
        line("20260727220010312984269639", x=223, y=287, w=346, h=25),
        line("93", x=223, y=320, h=23),
        line("商品名称", x=75, y=383, h=26),
        line("芒果TV会员月卡", x=223, y=383, h=25),
    )
    assert next(pair.value.text for pair in found) == "20260727220010312984269639\n93"


@pytest.mark.parametrize("gap", [25, 60])
def test_numbers_wrapped_in_the_columns_of_a_card_stay_in_their_own(gap: int) -> None:
    second = 67 + 375 + gap
    found = pairs(
        line("加款单号", x=67, y=851, w=115),
        line("第三方支付订单号", x=second, y=850, w=230),
        line("JK202604231908261447", x=67, y=903, w=375, h=28),
        line("42000029402026042341", x=second, y=903, w=373, h=28),
        line("3", x=67, y=951, w=18, h=28),
        line("34260701", x=second, y=951, w=148, h=28),
    )
    assert {pair.label.text: pair.value.text for pair in found} == {
        "加款单号": "JK202604231908261447\n3",
        "第三方支付订单号": "42000029402026042341\n34260701",
    }


def test_the_next_row_of_a_table_of_numbers_continues_none() -> None:
    first, second = "20260423190826144735", "20260422190826144736"
    found = pairs(
        line("订单编号", x=67, y=851, w=115),
        line("交易单号", x=500, y=851, w=115),
        line(first, x=67, y=893, w=375, h=28),
        line(first[::-1], x=500, y=893, w=375, h=28),
        line(second, x=67, y=935, w=375, h=28),
        line(second[::-1], x=500, y=935, w=375, h=28),
    )
    assert [pair.value.text for pair in found if pair.label.text == "交易单号"] == [first[::-1]]


@pytest.mark.parametrize("code", ["RMB", "CNY", "人民币", "¥"])
def test_a_sum_behind_its_currency_set_wide_goes_before_a_rule_below(code: str) -> None:
    pair = only(
        line("金额:", x=185, y=951, w=128, h=58),
        line(code, x=349, y=964, w=92, h=42),
        line("360.00", x=475, y=966, w=182, h=44, eng="360.00"),
        line("YY", x=183, y=1039, w=265, h=6, confidence=0.0, eng="8"),
    )
    assert (pair.value.text, pair.how) == ("360.00", "right")


def test_a_dashed_rule_below_a_label_is_no_value() -> None:
    label = line("金额:", x=185, y=951, w=128, h=58)
    assert not pairs(label, line("8", x=183, y=1039, w=265, h=6, confidence=0.0, eng="8"))


LONG = "202605010000300116154905608201356212"
WAY = (line("付款方式", x=22, y=294, w=68, h=16), line("账户余额", x=391, y=294, w=67, h=16))


@pytest.mark.parametrize("at", [350, 341, 333], ids=["at the foot", "half way down", "at the head"])
@pytest.mark.parametrize("cut", [32, 28])
def test_a_number_wrapped_against_the_right_edge_stands_anyhow_beside_its_label(at: int, cut: int) -> None:
    rest = LONG[cut:]
    found = pairs(
        *WAY,
        line(LONG[:cut], x=151, y=332, w=308, h=15),
        line("交易号", x=23, y=at, w=49, h=16),
        line(rest, x=459 - 10 * len(rest), y=352, w=10 * len(rest), h=15),
    )
    assert next(p.value.text for p in found if p.label.slot == "trade_no") == f"{LONG[:cut]}\n{rest}"


def test_the_number_of_another_label_does_not_begin_that_below() -> None:
    found = pairs(
        line("商户单号", x=23, y=332, w=66, h=16),
        line(LONG[:28], x=151, y=332, w=308, h=15),
        line("交易号", x=23, y=350, w=49, h=16),
        line("6212", x=420, y=352, w=39, h=15),
    )
    assert next(p.value.text for p in found if p.label.slot == "trade_no") == "6212"


def test_letters_of_a_watermark_beside_a_value_are_none_of_it() -> None:
    shown = line("支付成功", x=302, y=826, w=160, h=40)
    label = line("当前状态", x=57, y=825, w=155, h=41)
    slanting = line("麻风了", x=524, y=816, w=168, h=92, confidence=0.19)
    assert only(label, shown, slanting).value.text == "支付成功"
    beside = line("退款中", x=524, y=826, w=120, h=40, confidence=0.19)
    assert only(label, shown, beside).value.text != "支付成功"


def test_latin_values_below_labels_are_no_translations() -> None:
    found = pairs(
        line("支付方式", x=60, y=100, h=42),
        line("Alipay", x=60, y=150, h=30),
        line("商品", x=60, y=260, h=42),
        line("Steam Wallet", x=60, y=310, h=30),
        line("收款方", x=60, y=420, h=42),
        line("Pixel Ltd.", x=60, y=470, h=30),
    )
    assert [(pair.value.text, pair.how) for pair in found] == [
        ("Alipay", "below"),
        ("Steam Wallet", "below"),
        ("Pixel Ltd.", "below"),
    ]


def test_a_label_behind_its_translation() -> None:
    assert (
        only(line("Charged 实扣人民币", x=40, y=100), line("¥358.20", x=400, y=100)).label.slot
        == "paid_amount"
    )


def test_a_label_in_brackets_with_its_number() -> None:
    pair = only(line("(订单DD8800417263905)", x=40, y=100))
    assert (pair.label.slot, pair.value.text.rstrip(")")) == ("order_no", "DD8800417263905")


def test_the_rim_of_a_stamp_beside_a_label_is_no_sum() -> None:
    rim = Line(Box(495, 104, 16, 15), (reading("十", CHINESE, 0.2), reading("2", ENGLISH, 0.2)))
    label, below = line("退款金额", x=40, y=100, h=22), line("312.00", x=40, y=130, h=38, eng="312.00")
    assert only(label, rim, below).value.text == "312.00"


def test_a_dot_may_stand_before_a_status_below_its_label() -> None:
    pair = only(line("Status", x=780, y=660, h=36), line("Pending delivery", x=848, y=730, h=40))
    assert (pair.label.slot, pair.value.text, pair.how) == ("status", "Pending delivery", "below")


def test_letters_of_a_slanting_watermark_are_no_number_and_those_on_the_line_may_begin_it() -> None:
    label, number = line("订单编号", x=40, y=100, h=34), line("202603301547121958", x=400, y=104, h=27)
    slanting = line("AR", x=280, y=72, w=90, h=52, confidence=0.51)
    assert only(label, slanting, number).value.text == "202603301547121958"
    prefix = line("YK", x=355, y=104, w=40, h=27, confidence=0.9)
    assert "202603301547121958" not in [pair.value.text for pair in pairs(label, prefix, number)]


@pytest.mark.parametrize(
    ("first", "whole"), [("2026101118440232629", False), ("2026101118**440232629", True)]
)
def test_a_masked_account_below_a_number_is_no_part_of_it(first: str, *, whole: bool) -> None:
    pair = only(line(f"订单号：{first}", x=24, y=140, w=420), line("176****5523", x=24, y=176, w=220))
    assert (pair.value.text != first) == whole


def test_a_label_made_as_wide_as_its_neighbours_may_have_its_value_behind_its_colon() -> None:
    found = pairs(
        line("品", x=100, y=100, w=30),
        line("名:雾都季票", x=160, y=100),
        line("实", x=100, y=160, w=30),
        line("收:¥82.50", x=160, y=160, eng=":¥82.50"),
        line("进", x=100, y=220, w=30),
        line("度:", x=160, y=220),
        line("已到账", x=240, y=220),
    )
    assert [(pair.label.text, pair.value.text) for pair in found] == [
        ("品名", "雾都季票"),
        ("实收", "¥82.50"),
        ("进度", "已到账"),
    ]
    assert len({engine for engine, _ in found[1].value.texts}) == 2


@pytest.mark.parametrize(("rest", "slot"), [("号", "trade_no"), ("元", ""), ("号", "")])
def test_a_label_wrapped_beside_its_number_that_touches_it(rest: str, slot: str) -> None:
    number = "2024122502100599210"
    below = line(rest, x=88 if slot or rest == "元" else 300, y=180, w=40, h=40)
    found = pairs(line(f"第三方支付订单{number}", x=88, y=116, w=760, h=40, eng=number), below)
    assert [(pair.label.slot, pair.value.text) for pair in found] == ([(slot, number)] if slot else [])


@pytest.mark.parametrize(("confidence", "found"), [(0.02, True), (0.9, False)])
def test_an_unsurely_read_label_before_its_value_is_what_all_its_readings_say(
    confidence: float, *, found: bool
) -> None:
    number = "ZZHK-6592-2298-4211-6823"
    read = line(f"回音编号: {number}", x=130, y=250, confidence=confidence)
    read = replace(read, readings=(*read.readings, reading(f"回单编号: {number}", CHINESE, 0.2)))
    expected = [("trade_no", number)] if found else []
    assert [(pair.label.slot, pair.value.text) for pair in pairs(read)] == expected


def test_a_sum_over_the_same_in_capitals_in_the_cell_of_a_label_half_way_down() -> None:
    label = line("金额", x=76, y=961, h=34)
    cell = (
        line("人民币3,680.00元", x=317, y=934, h=36, eng="3,680.00"),
        line("叁仟陆佰捌拾元整", x=317, y=985, h=34),
    )
    assert only(label, *cell).value.lines[0] is cell[0]
    other = line("1,200.00元", x=317, y=985, h=34, eng="1,200.00")
    assert pairs(label, cell[0], other) == []  # which of the two nobody says


def test_a_label_whose_first_line_would_be_one_too_goes_on_below_with_its_number_between_both() -> None:
    number = "JK20260108230451866"
    shown = (line("商户订单", x=50, y=1016, w=176, h=46), line("号", x=49, y=1083, w=43, h=41))
    value = line(number, x=360, y=1052, w=482, h=36, eng=number)
    assert [(p.label.text, p.value.text) for p in pairs(*shown, value)] == [("商户订单号", number)]
