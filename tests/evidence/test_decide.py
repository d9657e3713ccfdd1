from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest

from extractor.evidence.builder import RowBuilder
from extractor.evidence.decide import decide_moment, decide_number
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.votes import Decision
from extractor.fields.moments import Moment, parse_moment
from extractor.fields.money import Money
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.ocr.shapes import ENGINE as SHAPES
from extractor.screens.pairs import Value, value_of
from tests.helpers import CHINESE, ENGLISH, reading, value

TRADE = "4200001234202503141234567890"
MISREAD = "4200001234202503141234567898"
PAID = Moment(2025, 3, 14, 21, 5, 33)


T = TypeVar("T")


def made(decision: Decision[T] | None) -> Decision[T]:
    """The decision, which there must be."""
    assert decision is not None
    return decision


def number(*readings: tuple[str, str], glyphs: int | None = None) -> Decision[str]:
    return made(decide_number(value(*readings, glyphs=glyphs), "trade_no"))


def amount(*readings: tuple[str, str]) -> Decision[Money]:
    return made(decide_amount(value(*readings), "paid_amount"))


def moment(*readings: tuple[str, str]) -> Decision[Moment]:
    return made(decide_moment(value(*readings), "paid_at"))


# -- numbers ----------------------------------------------------------------------------------------------------


def test_two_models_that_agree_settle_a_number() -> None:
    decision = number((CHINESE, TRADE), (ENGLISH, TRADE))
    assert (decision.value, decision.agreed, decision.rule) == (TRADE, True, "trade_no")
    assert decision.other_readings == (TRADE,)


def test_buttons_and_spaces_are_no_disagreement() -> None:
    assert number((CHINESE, f"{TRADE} 复制"), (ENGLISH, "4200001234 202503141234567890")).agreed


def test_two_models_that_differ_do_not_settle_it() -> None:
    decision = number((CHINESE, TRADE), (ENGLISH, MISREAD))
    assert not decision.agreed
    assert decision.other_readings == (TRADE, MISREAD)


def test_on_text_without_chinese_the_english_model_goes_first() -> None:
    assert number((CHINESE, TRADE), (ENGLISH, MISREAD)).value == MISREAD
    assert number((CHINESE, MISREAD), (ENGLISH, TRADE)).value == TRADE


def test_a_single_reading_does_not_settle_it() -> None:
    assert not number((CHINESE, TRADE)).agreed
    assert not number((CHINESE, TRADE), (ENGLISH, "abc")).agreed


def test_one_model_at_two_sizes_is_still_one_model() -> None:
    assert not number((CHINESE, TRADE), (CHINESE, TRADE)).agreed


def test_the_structure_of_a_number_outweighs_the_first_reader() -> None:
    decision = number((CHINESE, "4200001234202513141234567890"), (ENGLISH, TRADE))
    assert decision.value == TRADE
    assert not decision.agreed


def test_a_majority_of_both_models_wins_and_is_settled() -> None:
    decision = number((CHINESE, MISREAD), (ENGLISH, TRADE), (CHINESE, TRADE), (ENGLISH, TRADE))
    assert (decision.value, decision.agreed) == (TRADE, True)


def test_two_readings_against_two_are_not_settled() -> None:
    decision = number((CHINESE, TRADE), (ENGLISH, MISREAD), (CHINESE, MISREAD), (ENGLISH, TRADE))
    assert not decision.agreed


@pytest.mark.parametrize(
    "text", ["可在支持的商户扫码退款", "", "复制", "12345", "请在2025年3月14日之前联系客服处理123456"]
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert decide_number(value((CHINESE, text)), "order_no") is None


def test_a_value_that_was_read_by_nobody_is_never_made() -> None:
    decision = number((CHINESE, "4200001234202503141234567891"), (ENGLISH, "4200001234202503141234567892"))
    assert decision.value in {text for _, text in decision.readings}


# -- amounts ----------------------------------------------------------------------------------------------------


def test_a_misread_yen_is_no_disagreement() -> None:
    decision = amount((CHINESE, "羊128.50"), (ENGLISH, "¥128.50"))
    assert (str(decision.value), decision.agreed) == ("128.50", True)


def test_a_yen_read_as_a_digit_shows_as_a_disagreement() -> None:
    decision = amount((CHINESE, "¥128.50"), (ENGLISH, "4128.50"))
    assert not decision.agreed
    assert set(decision.other_readings) == {"128.50", "4128.50"}


def test_a_lost_point_shows_as_a_disagreement() -> None:
    decision = amount((CHINESE, "-24.80"), (ENGLISH, "-2480"))
    assert (str(decision.value), decision.agreed) == ("24.80", False)


def test_a_lost_first_digit_is_never_agreed_on() -> None:
    assert decide_amount(value((CHINESE, ".50"), (ENGLISH, ".50")), "paid_amount") is None


def test_one_amount_inside_words() -> None:
    assert str(amount((CHINESE, "已支付¥35.41"), (ENGLISH, "¥35.41")).value) == "35.41"


@pytest.mark.parametrize("text", ["¥30.00 ¥50.00", "支付成功", "3件", ""])
def test_several_amounts_or_none_give_none(text: str) -> None:
    assert decide_amount(value((CHINESE, text)), "paid_amount") is None


# -- moments ----------------------------------------------------------------------------------------------------


def test_the_second_model_agrees_by_its_digits() -> None:
    decision = moment((CHINESE, "2025年3月14日 21:05:33"), (ENGLISH, "2025 3 14 21:05:33"))
    assert (decision.value, decision.agreed) == (PAID, True)


def test_other_digits_do_not_agree() -> None:
    assert not moment((CHINESE, "2025年3月14日 21:05:33"), (ENGLISH, "2025 3 14 21:05:38")).agreed
    assert not moment((CHINESE, "2025年3月14日 21:05:33"), (ENGLISH, "")).agreed
    assert not moment((CHINESE, "2025年3月14日 21:05:33"), (CHINESE, "2025年3月14日 21:05:33")).agreed


def test_both_models_read_the_same_moment() -> None:
    assert moment((CHINESE, "2025-03-14 21:05:33"), (ENGLISH, "2025-03-1421:05:33")).agreed


def test_two_moments_in_a_value_give_none() -> None:
    assert decide_moment(value((CHINESE, "2025-03-14 至 2025-03-15")), "paid_at") is None


# -- a row stands on two legs: two models, and a date that fits the page ------------------------------


def reasons(
    decision: Decision[str], when: Moment | None, column: str = "trade_no", screen: str = "wechat_pay.bill"
) -> list[str]:
    builder = RowBuilder("transaction", screen)
    builder.number(column, decision, when)
    return builder.done().reasons


def test_an_agreed_trade_number_with_a_fitting_date_needs_no_review() -> None:
    assert reasons(number((CHINESE, TRADE), (ENGLISH, TRADE)), PAID) == []


def test_a_date_bears_out_no_digits_but_its_own() -> None:
    assert reasons(number((CHINESE, TRADE)), PAID) == ["single_read:trade_no"]


@pytest.mark.parametrize("days", [13, 15])
def test_the_date_may_be_a_day_off_around_midnight(days: int) -> None:
    agreed = number((CHINESE, TRADE), (ENGLISH, TRADE))
    assert reasons(agreed, Moment(2025, 3, days, 0, 1)) == []


def test_a_date_that_does_not_fit_asks_even_where_both_models_agree() -> None:
    agreed = number((CHINESE, TRADE), (ENGLISH, TRADE))
    assert reasons(agreed, parse_moment("2025-03-16 10:00")) == ["trade_no_date_mismatch"]


def test_a_disagreement_asks_even_where_the_date_fits() -> None:
    (reason,) = reasons(number((CHINESE, TRADE), (ENGLISH, MISREAD)), PAID)
    assert reason.startswith("two_reads_disagree:trade_no=")
    assert TRADE in reason
    assert MISREAD in reason


@pytest.mark.parametrize(
    ("order", "expected"), [("20280829464512", []), ("20250829464512", ["order_no_date_mismatch"])]
)
def test_a_shops_number_may_look_like_a_day_years_later(order: str, expected: list[str]) -> None:
    agreed = number((CHINESE, order), (ENGLISH, order))
    assert reasons(agreed, PAID, "order_no", "shop.order") == expected


@pytest.mark.parametrize(("digits", "asks"), [(27, True), (28, False), (29, True)])
def test_a_number_a_digit_off_alipays_asks_on_any_page(digits: int, asks: bool) -> None:
    read = "2025031422001925446918203475"[:digits].ljust(digits, "6")
    found = reasons(number((CHINESE, read), (ENGLISH, read)), PAID, "trade_no", "unknown")
    assert ("unknown_format:trade_no" in found) == asks
    bank = reasons(number((CHINESE, read), (ENGLISH, read)), PAID, "trade_no", "bank.receipt")
    assert "unknown_format:trade_no" not in bank


def test_of_a_long_run_of_one_digit_all_readers_may_lose_one() -> None:
    read = "20250314220019254469111111"
    assert "look_alikes" in number((CHINESE, read), (ENGLISH, read)).doubts
    assert "look_alikes" not in number((CHINESE, read), (ENGLISH, read), glyphs=len(read)).doubts


@pytest.mark.parametrize(("shown", "doubts"), [(20, ("characters_beside",)), (18, ()), (None, ())])
def test_a_number_of_which_the_picture_shows_more_behind_its_colon_asks(
    shown: int | None, doubts: tuple[str, ...]
) -> None:
    both = value((CHINESE, "202503142205190798"), (ENGLISH, "202503142205190798"))
    assert made(decide_number(replace(both, behind_colon=shown), "order_no:订单编号:inline")).doubts == doubts


def test_a_letter_behind_the_labels_colon_is_no_trace_of_the_colon() -> None:
    number_of = "order_no:订单编号:inline"
    lost = value((CHINESE, "202505242052482653"), (FIGURES, ":j202505242052482653"))
    assert not made(decide_number(lost, number_of)).agreed
    trace = value((CHINESE, "202505242052482653"), (FIGURES, "i202505242052482653"))
    assert made(decide_number(trace, number_of)).agreed


@pytest.mark.parametrize("read", ["1202505261855595644", "125052618555956448", "0202505261855595644"])
def test_a_digit_before_a_numbers_date_may_be_a_shops_letter(read: str) -> None:
    assert "look_alikes" in number((CHINESE, read), (ENGLISH, read), glyphs=len(read)).doubts


def test_a_phone_is_told_from_an_order_number() -> None:
    phone = number((CHINESE, "13812345678"), (ENGLISH, "13812345678"))
    assert "looks_like_phone:order_no" in reasons(phone, PAID, "order_no", "shop.order")


def test_a_channel_number_of_no_known_format_asks() -> None:
    short = number((CHINESE, TRADE[:-1]), (ENGLISH, TRADE[:-1]))
    assert "unknown_format:trade_no" in reasons(short, PAID)
    assert "unknown_format:trade_no" in reasons(short, PAID, screen="shop.order")  # it begins as WeChat's do
    other = number((CHINESE, TRADE[4:-1]), (ENGLISH, TRADE[4:-1]))
    assert "unknown_format:trade_no" not in reasons(other, PAID, screen="shop.order")


def test_the_decision_knows_where_it_was_read() -> None:
    decision = number((CHINESE, TRADE), (ENGLISH, TRADE))
    assert decision.box == Box(0, 0, 200, 30)
    assert decision.confidence == pytest.approx(0.95)


# -- doubts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seen", ["吕202510282247174301", "20251028224717430了", "20251028224717430B"])
def test_what_touches_a_number_may_be_part_of_it(seen: str) -> None:
    decision = number((CHINESE, seen), (ENGLISH, seen.strip("吕了B")))
    assert decision.doubts == ("characters_beside",)
    assert not decision.agreed


def test_a_button_beside_a_number_is_no_part_of_it() -> None:
    assert not number((CHINESE, f"{TRADE}复制"), (ENGLISH, TRADE)).doubts


def test_shapes_bear_a_code_out_or_speak_against_it() -> None:
    code = "4EFIB4N0LRC68A9Z"
    assert number((CHINESE, code), (ENGLISH, code), (SHAPES, code)).agreed
    against = number((CHINESE, code), (ENGLISH, code), (SHAPES, code.replace("0", "O")))
    assert not against.agreed
    assert against.value == code.replace("0", "O")
    assert set(against.other_readings) == {code, code.replace("0", "O")}


def test_a_code_that_no_shape_bears_out_asks() -> None:
    code = "4EFIB4N0LRC68A9Z"
    decision = number((CHINESE, code), (ENGLISH, code))
    assert (decision.agreed, decision.doubts) == (False, ("look_alikes",))


FIGURES = "figures"


@pytest.mark.parametrize("misread", ["UJ50BF4D2MDWPZ2J", "uJ5OBF4D2MDWPZ2J", "UJ50BF4D2MDWPz2J"])
def test_each_character_of_a_code_seen_by_two_settles_it(misread: str) -> None:
    code = "UJ5OBF4D2MDWPZ2J"
    settled = number((CHINESE, misread), (FIGURES, code), (ENGLISH, "UJS5OBF4D2MDWPZ2J"), (SHAPES, code))
    assert (settled.value, settled.agreed) == (code, True)


def test_a_code_that_the_network_alone_saw_is_not_settled_by_shapes() -> None:
    code = "UJ5OBF4D2MDWPZ2J"
    assert not number((CHINESE, "UJ50BF402MDWPZ2J"), (FIGURES, code), (SHAPES, code)).agreed
    assert not number((CHINESE, code), (FIGURES, "UJ50BF4D2MDWPZ2J"), (SHAPES, code)).agreed


@pytest.mark.parametrize(("code", "agreed"), [("34I9852782I6", False), ("LB4BXGI139U640", True)])
def test_a_bare_stroke_is_a_capital_among_capitals_only(code: str, agreed: bool) -> None:
    decision = number((CHINESE, code), (FIGURES, code), (SHAPES, code))
    assert decision.agreed == agreed


def surely(sure: float, code: str, *others: tuple[str, str]) -> Decision[str]:
    """The decision where the figure network read code so surely, and others what they did, in their order."""
    words = (Word(code, sure, 0, 300),)
    line = Line(Box(0, 0, 300, 30), (Reading(CHINESE, ()), Reading(FIGURES, words)))
    return made(decide_number(replace(value(*others), lines=(line,)), "rule"))


def test_letters_that_the_network_sees_among_digits_ask_though_it_counts_otherwise() -> None:
    """Drawn as 0921975O6l67415o3l89: eng saw digits alone, as many as the picture shows glyphs."""
    digits, network = "09219750616741503189", "0921975O61I67415o3I89"
    readings = ((ENGLISH, digits), (FIGURES, network), (CHINESE, "0921975061I6741503189"))
    line = Line(Box(0, 0, 300, 30), (Reading(FIGURES, (Word(network, 0.51, 0, 300),)),))
    decision = made(decide_number(replace(value(*readings, glyphs=len(digits)), lines=(line,)), "order_no"))
    assert (decision.value, decision.agreed, decision.doubts) == (digits, False, ("look_alikes",))


@pytest.mark.parametrize(("sure", "network"), [(0.92, "HX_2403168909165429"), (0.99, "HX_240316890965429")])
def test_a_shops_digits_ask_where_the_network_is_unsure_or_saw_another_number(
    sure: float, network: str
) -> None:
    """Drawn were 3737I26154 and 8909I65429: both of Tesseract's models read the I as a 1."""
    number = "HX_2403168909165429"
    readings = ((CHINESE, number), (FIGURES, network), (ENGLISH, number))
    assert "look_alikes" in surely(sure, network, *readings).doubts
    assert not surely(0.99, number, (CHINESE, number), (FIGURES, number)).doubts


def test_a_figure_where_such_numbers_have_a_letter_needs_the_network_surer() -> None:
    letters, plain = "PAY_2507014592039011", "PAY_2507014592839011"
    asked = [surely(0.97, number, (CHINESE, number), (FIGURES, number)).doubts for number in (letters, plain)]
    assert asked == [("look_alikes",), ()]


@pytest.mark.parametrize(
    ("code", "sure", "agreed"),
    [
        ("XP1125062113052858708527636192", 0.7, True),  # Pinduoduo's at WeChat Pay
        ("XP1125062113052858708527636192", 0.5, False),
        ("T200P3951118559294966265", 0.7, True),  # Taobao's at Alipay
        ("VIP2026062108493332815", 0.96, True),  # an I between letters is none beside digits
        ("VIP2026062108493332815", 0.85, False),
        ("VI2026062108493332815", 0.96, False),
        ("APPDJSX71994-20250830-195264180", 0.97, True),
        ("APPDJSX71994-20250830-195264180", 0.9, False),
        ("20210917144233658904JY", 0.97, True),
        ("20210917144233658904JO", 0.97, False),
        ("200008920260903378453613032", 0.7, True),  # the number of a complaint at WeChat Pay
        ("070469516774775634", 0.7, True),
        ("07046951677477", 0.7, False),  # shorter ones may be codes
    ],
)
def test_digits_in_their_place_are_no_letters_the_surer_the_network_the_less_is_known_of_the_place(
    code: str, sure: float, *, agreed: bool
) -> None:
    assert surely(sure, code, (ENGLISH, code), (FIGURES, code)).agreed is agreed


def test_a_small_o_that_the_network_saw_among_digits_asks() -> None:
    number = "5320273999917895"
    decision = surely(
        0.95, "532o273999917895", (CHINESE, number), (ENGLISH, number), (FIGURES, "532o273999917895")
    )
    assert not decision.agreed


def test_figures_with_a_hyphen_hold_no_letters() -> None:
    number = "260719-136447654834380"
    decision = surely(0.9, number, (CHINESE, number), (FIGURES, number))
    assert (decision.value, decision.agreed, decision.doubts) == (number, True, ())


@pytest.mark.parametrize(("sure", "agreed"), [(0.99, True), (0.9, False)])
def test_one_model_of_tesseract_is_outvoted_by_the_other_and_a_sure_network(
    sure: float, agreed: bool
) -> None:
    code = "5RZ8L6TXK96DC9R9"
    readings = ((ENGLISH, "SRZ8L6TXKI6DCIRI"), (FIGURES, code), (CHINESE, code))
    decision = surely(sure, code, *readings)
    assert (decision.value, decision.agreed) == (code, agreed)


def test_a_model_that_wavers_outvotes_nobody() -> None:
    code = "5RZ8L6TXK96DC9R9"
    other = "5RZ8L6TXK96DC9R3"
    assert not surely(0.99, code, (ENGLISH, other), (FIGURES, code), (CHINESE, code), (CHINESE, other)).agreed


def test_letters_before_a_number_that_became_one_han_character_are_no_other_reading() -> None:
    shop = "LJ202403151058145610"
    readings = ((ENGLISH, shop), (FIGURES, shop), (CHINESE, "品202403151058145610"))
    assert surely(0.96, shop, *readings).agreed
    assert not surely(0.9, shop, *readings[:2], (CHINESE, "202403151058145610")).agreed
    assert not number((ENGLISH, "J202403151058145610"), *readings[1:]).agreed


@pytest.mark.parametrize(
    ("code", "misread", "agreed"),
    [("KG85QVHJAFQX7REJ", "KG85QVHJAFQX7REj", True), ("2J85202403157753", "2j85202403157753", False)],
)
def test_a_small_letter_among_capitals_is_one_of_them(code: str, misread: str, agreed: bool) -> None:
    assert number((CHINESE, misread), (FIGURES, code)).agreed == agreed


def test_a_code_of_which_the_network_is_very_unsure_asks_though_all_read_it_alike() -> None:
    """An L and a J that touch are a U to all."""
    code = "U202407171243214982"
    readings = ((CHINESE, code), (FIGURES, code), (SHAPES, code))
    assert surely(0.9, code, *readings).doubts == ("look_alikes",)
    assert surely(0.5, code, *readings).doubts == ("look_alikes",)
    other = code.replace("U", "H")
    assert surely(0.9, other, (CHINESE, other), (FIGURES, other), (SHAPES, other)).agreed


@pytest.mark.parametrize(
    ("main", "sure", "agreed"), [(0.17, 0.77, False), (0.17, 0.85, True), (0.5, 0.77, True)]
)
def test_a_code_that_all_barely_read_asks_though_shapes_tell_it(
    main: float, sure: float, *, agreed: bool
) -> None:
    """Drawn was FC4F9IRJJW21I2MR, in thin grey print."""
    code = "FC4F9IRJW21I2MR"
    words = (Word(code, sure, 0, 300),)
    read = (Reading(CHINESE, (Word(code, main, 0, 300),)), Reading(FIGURES, words))
    given = replace(
        value((CHINESE, code), (FIGURES, code), (SHAPES, code)), lines=(Line(Box(0, 0, 300, 30), read),)
    )
    decision = made(decide_number(given, "rule"))
    assert decision.agreed is agreed


@pytest.mark.parametrize(("height", "agreed"), [(24, True), (14, False)])
def test_a_shops_letter_in_small_print_may_be_two(height: int, *, agreed: bool) -> None:
    """Drawn was LJ202511111310549760, which all read so."""
    code = "U202511111310549760"
    read = (Reading(CHINESE, (Word(code, 0.9, 0, 300),)), Reading(FIGURES, (Word(code, 0.97, 0, 300),)))
    given = value((CHINESE, code), (FIGURES, code), (SHAPES, code))
    decision = made(decide_number(replace(given, lines=(Line(Box(0, 0, 300, height), read),)), "rule"))
    assert decision.agreed is agreed


def test_one_decimal_and_a_character_that_counts_nothing_are_two_decimals() -> None:
    torn = amount((CHINESE, "半7.7工"), (FIGURES, "¥7.71"), (ENGLISH, "¥7.7"))
    assert (str(torn.value), torn.agreed) == ("7.71", False)
    assert amount((CHINESE, "7.5元"), (FIGURES, "7.5")).agreed


def test_a_digit_that_became_part_of_a_yen_sign_is_missed_from_the_other_reading() -> None:
    hidden = amount((CHINESE, "闻49.83"), (FIGURES, "¥749.83"), (ENGLISH, "49.83"))
    assert hidden.doubts == ("characters_beside",)
    assert not amount((CHINESE, "闻49.83"), (FIGURES, "¥49.83"), (ENGLISH, "49.83")).doubts


def test_a_number_of_which_the_network_is_unsure_may_hold_a_letter() -> None:
    seen = "YC_2403043737105303"
    both = value((CHINESE, seen), (FIGURES, f":{seen}"))  # the colon of a label before it
    sure, unsure = (decide_number(_with_sureness(both, share), "rule") for share in (0.99, 0.6))
    assert sure is not None and sure.agreed
    assert unsure is not None and unsure.doubts == ("look_alikes",)


def test_a_letter_that_the_network_alone_saw_among_digits_is_not_outvoted() -> None:
    read, seen = "PAY_2406268711147833", "PAY_2406268711I47833"
    decision = number((CHINESE, read), (FIGURES, seen), (ENGLISH, read))
    assert (decision.agreed, decision.doubts) == (False, ("look_alikes",))


def _with_sureness(of: Value, share: float) -> Value:
    readings = [
        replace(r, words=tuple(replace(w, confidence=share) for w in r.words)) if r.engine == FIGURES else r
        for r in of.lines[0].readings
    ]
    return replace(of, lines=(replace(of.lines[0], readings=tuple(readings)),))


def test_a_dated_number_of_digits_holds_no_letter() -> None:
    assert number((CHINESE, TRADE), (ENGLISH, TRADE), (SHAPES, TRADE.replace("0", "O"))).agreed


def test_a_doubled_digit_is_refuted_by_the_count_of_glyphs() -> None:
    readings = ((CHINESE, "-35355.00"), (ENGLISH, "-335.00"), (CHINESE, "-3355.00"), (ENGLISH, "-335.00"))
    decision = made(decide_amount(value(*readings, glyphs=5), "headline"))
    assert (str(decision.value), decision.agreed) == ("335.00", True)
    uncounted = made(decide_amount(value(*readings), "headline"))
    assert not uncounted.agreed


def test_a_lost_digit_is_not_taken_for_a_doubled_one() -> None:
    """eng says F4.42 for 94.42 twice: a letter is no digit less."""
    decision = made(
        decide_amount(
            value(
                (CHINESE, "-94.42"), (ENGLISH, "-F4.42"), (CHINESE, "-94.42"), (ENGLISH, "-F4.42"), glyphs=5
            ),
            "headline",
        )
    )
    assert str(decision.value) == "94.42"


def test_a_longer_figure_behind_a_yen_sign_that_one_reader_saw_makes_a_sum_doubtful() -> None:
    """Two others made a character of ¥7, or left it out."""
    found = amount(
        (CHINESE, "仁 闻23.50"), (FIGURES, "¥723.50"), (ENGLISH, "23.50"), (CHINESE, "实付尖23.50")
    )
    assert found.doubts == ("characters_beside",)
    assert amount((CHINESE, "实付23.50"), (FIGURES, "¥23.50"), (ENGLISH, "23.50")).doubts == ()


def test_a_character_before_an_amount_that_nobody_read_as_yen_asks() -> None:
    assert amount((CHINESE, "名4,938.22"), (ENGLISH, "4,938.22")).doubts == ("characters_beside",)
    assert not amount((CHINESE, "名4,938.22"), (ENGLISH, "¥4,938.22")).doubts


def test_other_cents_behind_a_han_character_that_stands_for_the_first_digit_ask() -> None:
    assert amount((CHINESE, "车.14"), (FIGURES, "¥8.74"), (ENGLISH, "¥8.74")).doubts == ("characters_beside",)
    assert not amount((CHINESE, "敬.18"), (FIGURES, "¥8.18"), (ENGLISH, "¥8.18")).doubts
    assert not amount((CHINESE, "半4,938.22"), (ENGLISH, "4,938.22")).doubts


def test_first_digits_that_one_model_lost_beside_the_yen_make_no_doubt() -> None:
    settled = amount((CHINESE, "兰76.80"), (FIGURES, "¥476.80"), (ENGLISH, "¥476.80"), (CHINESE, "兰76.80"))
    assert (str(settled.value), settled.agreed, settled.doubts) == ("476.80", True, ())
    masked = amount((CHINESE, "壮293 .00"), (FIGURES, "¥293.00"), (ENGLISH, "93.00"))
    assert (str(masked.value), masked.agreed, masked.doubts) == ("293.00", True, ())
    # no ¥ seen, cents lost, another digit: a person looks
    assert not amount((CHINESE, "293.00"), (FIGURES, "293.00"), (ENGLISH, "93.00")).agreed
    assert not amount((CHINESE, "293"), (FIGURES, "¥293"), (ENGLISH, "93")).agreed
    assert not amount((CHINESE, "壮293.00"), (FIGURES, "¥293.00"), (ENGLISH, "98.00")).agreed
    assert not amount((CHINESE, "壮93.00"), (FIGURES, "¥293.00"), (ENGLISH, "93.00")).agreed


def test_the_digits_of_the_english_model_vote_for_a_chinese_moment() -> None:
    decision = moment(
        (CHINESE, "2025年12月1日18:22:21"),
        (ENGLISH, "2025 12 11 18:22:21"),
        (CHINESE, "2025年12月11日18:22:21"),
        (ENGLISH, "2025 12 11 18:22:21"),
    )
    assert (decision.value.day, decision.agreed) == (11, True)


# -- small letters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["5940591g06lo", "070523g7q0253445", "Ab12cd34ef1h"])
def test_codes_with_small_letters_that_look_like_others_are_doubted(code: str) -> None:
    decision = number((CHINESE, code), (ENGLISH, code))
    assert not decision.agreed
    assert decision.doubts == ("look_alikes",)


@pytest.mark.parametrize(
    "code", ["9f86d081884c7d65", "pay2025031421053", "2025031421053312345", "xz8k-27gh4-ywq9"]
)
def test_small_letters_among_which_nothing_looks_alike_are_not(code: str) -> None:
    assert number((CHINESE, code), (ENGLISH, code)).agreed


@pytest.mark.parametrize("read", ["过:32", "名4,938.22", "名. 938.22"])
def test_a_character_that_may_hide_a_digit_is_doubted_through_a_point(read: str) -> None:
    decision = amount((CHINESE, read), (ENGLISH, read[1:].lstrip(":. ")))
    assert decision.doubts == ("characters_beside",)


def test_a_blank_between_letters_and_digits_may_be_an_underscore() -> None:
    assert number((CHINESE, "YC 2401178030958163"), (ENGLISH, "YC 2401178030958163")).doubts == (
        "characters_beside",
    )
    assert number((CHINESE, "YC 2401178030958163"), (ENGLISH, "YC2401178030958163")).agreed
    assert number((CHINESE, "YC_2401178030958163"), (ENGLISH, "YC_2401178030958163")).agreed


@pytest.mark.parametrize(
    ("readings", "chosen"),
    [
        (("YC_2411061156G45504", "Yc_2411061156G45504", "Yc_2411061156G45504"), "YC_2411061156G45504"),
        (("Yc_2411061156G45504", "Yc_2411061156G45504", "Yc_2411061156G45504"), "Yc_2411061156G45504"),
        (("Yb_2411061156G45504", "YB_2411061156G45504", "Yb_2411061156G45504"), "Yb_2411061156G45504"),
    ],
)
def test_letters_that_differ_in_size_alone_are_capitals_where_one_reader_saw_them(
    readings: tuple[str, str, str], chosen: str
) -> None:
    engines = (CHINESE, FIGURES, ENGLISH)
    decision = made(decide_number(value(*zip(engines, readings, strict=True)), "rule"))
    assert decision.value == chosen


def test_a_code_read_in_two_cases_asks() -> None:
    decision = made(
        decide_number(
            value(
                (CHINESE, "YC_2411061156G45504"),
                (FIGURES, "Yc_2411061156G45504"),
                (ENGLISH, "Yc_2411061156G45504"),
            ),
            "rule",
        )
    )
    assert not decision.agreed


@pytest.mark.parametrize(
    "text", ["US$68.00", "HK$68.00", "68.00 USD", "68.00 USDT", "$68.00", "€68.00", "68.00美元"]
)
def test_another_currency_asks(text: str) -> None:
    assert "foreign_currency" in amount((CHINESE, text), (ENGLISH, text)).doubts


@pytest.mark.parametrize("main", ["$68.00", "半68.00", "¥68.00"])
def test_a_yen_sign_that_chi_sim_takes_for_a_dollar_is_one(main: str) -> None:
    assert amount((CHINESE, main), (ENGLISH, "¥68.00")).doubts == ()


def test_a_wrapped_numbers_last_digit_that_tesseract_lost_asks() -> None:
    """Drawn: …16214 / 75 in a font like handwriting; both models of Tesseract saw only the 7, the picture shows two."""
    head, box = "20240112230018162191916214", Box(0, 0, 800, 40)
    first = Line(box, (reading("202401 12230018162191916214", ENGLISH), reading(head, FIGURES)))
    tail = (reading("7"), reading("7三"), reading("75", FIGURES), reading("7", ENGLISH))
    decision = made(decide_number(value_of(first, Line(box, tail, 2)), "rule"))
    assert decision.value == head + "75" or not decision.agreed


def test_an_amount_whose_point_two_models_lost_asks_and_is_the_one_with_cents() -> None:
    found = amount((CHINESE, "半2997"), (FIGURES, "¥ 29.97"), (ENGLISH, "¥ 2997"), (CHINESE, "半2997"))
    assert str(found.value) == "29.97" and not found.agreed
    assert amount((CHINESE, "¥2997"), (ENGLISH, "¥2997")).agreed


@pytest.mark.parametrize(
    ("rule", "number"), [("order_no:订单号:below", "MQXPDEJBPS"), ("trade_no:交易单号:below", None)]
)
def test_apples_order_number_without_a_digit_is_one_beside_its_label_only(
    rule: str, number: str | None
) -> None:
    decision = decide_number(value((CHINESE, "MQXPDEJBPS")), rule)
    assert (decision.value if decision else None) == number
    assert decision is None or not decision.agreed


def test_a_clock_without_its_colons_is_no_mere_day() -> None:
    lost, seen = "2025年9月6日2219.58", "2025年9月6日22:19:58"
    found = made(decide_moment(value((CHINESE, lost), (ENGLISH, "2025 9 6 22:19:58"), (CHINESE, seen)), "x"))
    assert found.value.isoformat().startswith("2025-09-06T22:19:58")
    never = made(decide_moment(value((CHINESE, lost), (ENGLISH, "2025 9 6 2219.58")), "x"))
    assert not never.agreed and "cropped" in never.doubts
    day = made(decide_moment(value((CHINESE, "2025年9月6日"), (ENGLISH, "2025 9 6")), "x"))
    assert day.agreed


@pytest.mark.parametrize("text", ["02-07 12:03", "2月7日 12:03", "2026-02-07 12:03:44"])
def test_a_moment_below_a_numbers_label_is_no_number(text: str) -> None:
    assert decide_number(value((CHINESE, text), (ENGLISH, text)), "order_no:外卖订单号:below") is None


@pytest.mark.parametrize(("sureness", "chosen"), [(0.53, "318806421975"), (0.97, "318806421975G")])
def test_a_letter_that_the_network_sees_in_a_button_is_none_of_the_number(
    sureness: float, chosen: str
) -> None:
    readings = (reading("318806421975复制"), reading("318806421975G", FIGURES, sureness))
    decision = made(decide_number(value_of(Line(Box(600, 40, 400, 40), readings)), "order_no"))
    assert (decision.value, decision.agreed) == (chosen, chosen == "318806421975")


def test_of_three_readings_that_all_differ_the_nearest_to_the_others_is_taken_and_asks() -> None:
    first, middle, last = "VW9VITFNPP7DNWE8", "VW9VJTFNPP7DNWE8", "VWOVJTFNPP7DNWE8"
    decision = number((CHINESE, first), (FIGURES, middle), (ENGLISH, last), (CHINESE, first))
    assert (decision.value, decision.agreed) == (middle, False)


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        ("order_no:订单编号:right", "28417", True),
        ("order_no:订单号:inline", "8417", True),
        ("order_no:订单编号:right", "20260", False),  # the head of a dated one
        ("order_no:订单编号:right", "28417 元", False),
        ("order_no:订单编号:right", "417", False),
        ("trade_no:交易单号:right", "28417", False),  # no channel counts so few
    ],
)
def test_a_small_shops_count_is_its_orders_number(rule: str, text: str, found: bool) -> None:
    decision = decide_number(value((CHINESE, text), (ENGLISH, text)), rule)
    assert (decision is not None and decision.agreed) == found


@pytest.mark.parametrize(
    ("code", "sure", "asks"),
    [
        ("GD2026022808165554", 0.99, False),
        ("GD2026022808165554", 0.9, True),
        ("PO5249300983714919", 0.99, True),  # an O beside digits
        ("JD16SO0FLVAPGRX5", 0.99, True),  # letters among digits: small print has no shapes
    ],
)
def test_digits_behind_a_shops_letters_need_no_shapes_in_small_print(
    code: str, sure: float, asks: bool
) -> None:
    readings = tuple(
        reading(code, engine, sure if engine == FIGURES else 0.95) for engine in (CHINESE, FIGURES, SHAPES)
    )
    decision = made(decide_number(value_of(Line(Box(0, 0, 200, 12), readings)), "order_no:订单编号:right"))
    assert ("look_alikes" in decision.doubts) is asks


@pytest.mark.parametrize(
    ("sure", "glyphs", "eng", "agreed"),
    [
        (0.99, 6, "¥133.64", True),
        (0.9, 6, "¥133.64", False),
        (0.99, 7, "¥133.64", False),
        (0.99, 6, "¥153.64", False),
    ],
)
def test_a_sum_that_one_model_of_tesseract_alone_reads_otherwise_stands(
    sure: float, glyphs: int, eng: str, *, agreed: bool
) -> None:
    read = (reading("半153.64"), reading("¥133.64", FIGURES, sure), reading(eng, ENGLISH))
    decision = made(decide_amount(value_of(Line(Box(0, 0, 140, 30), read, glyphs)), "list:amount"))
    assert decision.agreed is agreed


def test_the_signs_of_a_day_that_eng_lacks_are_glyphs_of_the_moment_all_the_same() -> None:
    read = (
        reading("2024年5月28日19:38:51"),
        reading("2024年5月28日19:58:51"),
        reading("2024年5月28日19:38:51", FIGURES),
        reading("2024 5 28 19:38:51", ENGLISH),
    )
    decision = made(decide_moment(value_of(Line(Box(0, 0, 400, 36), read, 16)), "paid_at"))
    assert (decision.value.isoformat(), decision.agreed) == ("2024-05-28T19:38:51+08:00", True)


@pytest.mark.parametrize(
    ("code", "sure", "agreed"),
    [
        ("WO20240205229927", 0.99, True),
        ("WO20240205229927", 0.9, False),
        ("WO20249905229927", 0.99, False),
        ("KO20240205229927", 0.99, False),
    ],
)
def test_the_letters_of_a_work_order_before_its_day_are_letters(
    code: str, sure: float, *, agreed: bool
) -> None:
    assert surely(sure, code, (CHINESE, code), (FIGURES, code)).agreed is agreed


def test_a_refund_is_what_stands_before_what_it_was_reckoned_from() -> None:
    read = ("半140.00 (订单实付150.00,", "¥ 140.00 ¥ 150.00,")
    both = value((CHINESE, read[0]), (ENGLISH, read[1]))
    assert str(made(decide_amount(both, "refund_amount:退款金额:inline")).value) == "140.00"
    assert decide_amount(both, "paid_amount:金额:inline") is None
    back = value((CHINESE, "150.00 (订单金额150.00,实退140.00)"), (ENGLISH, "¥150.00 ( ¥150.00, ¥140.00)"))
    assert decide_amount(back, "refund_amount:退款金额:inline") is None
