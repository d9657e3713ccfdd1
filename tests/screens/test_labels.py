from __future__ import annotations

import pytest

from extractor.fields.text import fold
from extractor.screens.definitions import Label, load_screens
from extractor.screens.labels import find_labels

LABELS = load_screens().fallback.labels


def slots(text: str, *, sure: bool = False) -> list[tuple[str, str, bool]]:
    """(slot, inline value, exact) of each label found."""
    folded = fold(text)
    return [(h.label.slot, folded[h.start : h.end], h.exact) for h in find_labels(folded, LABELS, sure=sure)]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("订单编号", "order_no"),
        ("交易单号", "trade_no"),
        ("商户单号", "merchant_no"),
        ("支付时间", "paid_at"),
        ("实付款", "paid_amount"),
        ("退款金额", "refund_amount"),
        ("当前状态", "status"),
        ("充值账号", "account"),
        ("投诉编号", "ticket_no"),
        ("支付方式", "other"),
        ("金额(元)", "paid_amount"),
        ("金额（元）", "paid_amount"),
    ],
)
@pytest.mark.parametrize("dress", ["{}", " {} ", "{}:", "{}：", "·{}", "您的{}", "{}为"])
def test_a_label_alone(text: str, slot: str, dress: str) -> None:
    assert slots(dress.format(text)) == [(slot, "", True)]


@pytest.mark.parametrize("remark", ["(含服务费¥1.00)", "(已含运费)", "(元)"])
def test_a_remark_behind_a_label_leaves_it_one(remark: str) -> None:
    assert slots("实付金额" + remark) == [("paid_amount", "", True)]


@pytest.mark.parametrize("text", ["折后实付", "会员实付金额", "立减后实付款"])
def test_a_sum_really_paid_whatever_it_is_called(text: str) -> None:
    assert slots(text) == [("paid_amount", "", True)]


def test_a_label_whose_characters_ocr_spaced_out() -> None:
    assert slots("交 易 单 号") == [("trade_no", "", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("订单号为834241125152723490，", [("order_no", "834241125152723490", True)]),
        ("您的退款单号是TK834241125152723490。", [("refund_no", "TK834241125152723490", True)]),
        (
            "订单号为834241125152723490，当前状态：交易完成",
            [("order_no", "834241125152723490", True), ("status", "交易完成", True)],
        ),
        ("上级订单号为834241125152723490", []),  # of whose order, nobody says
        ("订单号为何没有", []),
    ],
)
def test_a_number_that_a_sentence_names(text: str, found: list[tuple[str, str, bool]]) -> None:
    assert slots(text) == found


@pytest.mark.parametrize("colon", [":", "：", " : ", ": ", ";", "："])
def test_a_value_after_a_colon(colon: str) -> None:
    assert slots(f"订单编号{colon}2025031421053312345") == [("order_no", "2025031421053312345", True)]


@pytest.mark.parametrize("number", ["MGTV20260109063014987167", "202601090630149871"])
def test_a_misread_label_right_before_its_number(number: str) -> None:
    assert slots(f"商家订单寻{number}") == [("merchant_no", number, False)]
    assert slots(f"商家订单寻{number[:8]}") == []
    assert slots(f"支付时间寻{number}") == []


def test_letters_before_a_number_read_as_one_character() -> None:
    assert slots("单号炎2026050710303299") == [("order_no", "炎2026050710303299", True)]
    assert slots("单号炎20260507") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("订单编号 2025031421053312345", ("order_no", "2025031421053312345")),
        ("订单编号2025031421053312345", ("order_no", "2025031421053312345")),
        ("实付款¥30.00", ("paid_amount", "¥30.00")),
        ("支付时间2025-03-14 21:05", ("paid_at", "2025-03-14 21:05")),
        ("订单号DD2025031421", ("order_no", "DD2025031421")),
    ],
)
def test_a_value_right_behind_the_label(text: str, found: tuple[str, str]) -> None:
    assert slots(text) == [(*found, True)]


def test_words_behind_a_label_and_a_space() -> None:
    assert slots("当前状态 支付成功") == [("status", "支付成功", True)]


def test_several_labels_in_a_line() -> None:
    assert slots("订单号:123456 下单时间:2025-03-14 21:05") == [
        ("order_no", "123456", True),
        ("created_at", "2025-03-14 21:05", True),
    ]


def test_the_longer_label_wins() -> None:
    assert slots("商家订单号: 123456")[0][0] == "merchant_no"
    assert slots("第三方支付订单号 123456")[0][0] == "trade_no"
    assert slots("快递单号: 123456")[0][0] == "other"


@pytest.mark.parametrize(
    "text",
    [
        "您好请问这个订单怎么还没有到账",
        "订单编号是多少",
        "请提供您的订单编号以便我们查询",
        "如需退款请点击申请售后并填写退款金额",
        "时间就是金钱",
        "商品已经发货请注意查收",
        "20250314",
        "",
        "¥30.00",
        "A",
    ],
)
@pytest.mark.parametrize("sure", [True, False])
def test_running_text_gives_no_label(text: str, sure: bool) -> None:
    assert slots(text, sure=sure) == []


# -- through an OCR error ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("支付时同", "paid_at"),
        ("商户単号", "merchant_no"),
        ("退款金颔", "refund_amount"),
        ("投诉编呈", "ticket_no"),
    ],
)
def test_one_wrong_character_counts_only_where_the_line_was_read_unsurely(text: str, slot: str) -> None:
    assert slots(text) == [(slot, "", False)]
    assert slots(text, sure=True) == []


def test_a_wrong_character_before_a_colon() -> None:
    assert slots("交昜单号: 123456789") == [("trade_no", "123456789", False)]
    assert slots("交昜单号: 123456789", sure=True) == []


@pytest.mark.parametrize("text", ["交昜単号", "某某名称", "甲乙", "ABCD"])
def test_two_wrong_characters_are_another_word(text: str) -> None:
    assert slots(text) == []


@pytest.mark.parametrize(
    ("text", "slot"), [("极速单号", "order_no"), ("核销时间", "other_at"), ("涨价金额", "other_amount")]
)
def test_a_label_that_nobody_listed_is_known_by_its_end(text: str, slot: str) -> None:
    assert slots(text, sure=True) == [(slot, "", True)]


@pytest.mark.parametrize("text", ["请您在付款之前先核对订单号", "我的A单号", "等时间"])
def test_the_end_of_a_sentence_is_no_label(text: str) -> None:
    assert slots(text, sure=True) == []


def test_a_misread_label_is_not_taken_for_an_unlisted_one_of_another_meaning() -> None:
    assert slots("交昜单号", sure=True) == []


def test_a_word_between_two_meanings_is_neither() -> None:
    # one character away from 订单编号 (order) as from 工单编号 (ticket)
    assert slots("口单编号") == []


def test_an_exact_label_is_never_taken_for_its_neighbour() -> None:
    assert slots("工单编号") == [("ticket_no", "", True)]
    assert slots("订单编号") == [("order_no", "", True)]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("站内订单号: 123456789", "order_no"),
        ("京东支付单号", "trade_no"),
        ("极速物流单号", "other"),
        ("某某商户单号", "merchant_no"),
    ],
)
def test_an_unlisted_label_tells_its_kind_by_its_end(text: str, slot: str) -> None:
    assert [found[0] for found in slots(text, sure=True)] == [slot]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Order ID", "order_no"),
        ("order id", "order_no"),
        ("Order1D", "order_no"),
        ("0rder lD", "order_no"),
        ("Transaction ID", "trade_no"),
        ("ltem", "product"),
        ("TOTAL", "order_amount"),
        ("Amount Paid", "paid_amount"),
        ("交易 ID", "trade_no"),
        ("交易 1D", "trade_no"),
    ],
)
def test_an_english_label_in_any_case(text: str, slot: str) -> None:
    assert slots(text) == [(slot, "", True)]


@pytest.mark.parametrize("text", ["Total playtime 12 hours", "Itemised list", "Payment Method Alipay"])
def test_a_sentence_that_begins_like_an_english_label_is_none(text: str) -> None:
    assert slots(text) == []


def test_an_english_label_before_its_amount() -> None:
    assert slots("Order Total: ¥68.00") == [("order_amount", "¥68.00", True)]
    assert slots("Total ¥68.00") == [("order_amount", "¥68.00", True)]


@pytest.mark.parametrize(
    ("text", "slot"),
    [("订单号 Order ID", "order_no"), ("支付时间 Paid at", "paid_at"), ("实付 Total", "paid_amount")],
)
def test_a_label_with_its_translation(text: str, slot: str) -> None:
    [hit] = find_labels(text, load_screens().fallback.labels)
    assert (hit.label.slot, hit.start == hit.end) == (slot, True)


def test_a_value_in_latin_letters_is_no_translation() -> None:
    [hit] = find_labels("支付方式: Alipay", load_screens().fallback.labels)
    assert hit.start < hit.end


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("实付款(含运费)", "paid_amount"),
        ("里程费（11.4公里）", "other_amount"),
        ("车费已支付", "paid_amount"),
        ("订单编码", "order_no"),
        ("上车时间", "other_at"),
        ("交易时刻", "paid_at"),
        ("可退金额", "other_amount"),
    ],
)
def test_labels_with_a_remark_and_those_of_rides_travel_and_recharges(text: str, slot: str) -> None:
    assert [found for found, *_ in slots(text, sure=True)] == [slot]


def test_two_sums_in_a_line_are_two() -> None:
    assert slots("已优惠¥13 实付¥25.3", sure=True) == [
        ("other_amount", "¥13 ", True),
        ("paid_amount", "¥25.3", True),
    ]
    assert slots("¥1,476 (均价¥738/晚)", sure=True) == []
    assert slots("21.80 (免运费,平台券减2元)", sure=True) == []


def test_a_count_of_goods_before_a_sum_is_no_word_of_its_label() -> None:
    assert slots("共1件商品实付款¥49.85", sure=True) == [("paid_amount", "¥49.85", True)]
    assert slots("共1件合计:#Y25.00", sure=True) == [("order_amount", ":#Y25.00", True)]
    assert slots("在线支付(已支付)", sure=True) == []


def test_a_yen_sign_and_the_digit_behind_it_may_be_read_as_one_character() -> None:
    assert slots("实付敬.18") == [("paid_amount", "敬.18", True)]
    assert slots("实付说.1") == []


def test_a_receipt_s_no_begins_its_number() -> None:
    assert slots("No.202605121133087721", sure=True) == [("order_no", "202605121133087721", True)]
    assert slots("No problem 20260512", sure=True) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("20:11 订单号 20260520201108331", "20260520201108331"), ("查看我的订单号20260520201108331", None)],
)
def test_a_number_s_label_inside_a_line(text: str, number: str | None) -> None:
    hits = [hit for hit in find_labels(text, load_screens().fallback.labels) if hit.label.text == "订单号"]
    assert [text[hit.start : hit.end].strip() for hit in hits] == ([number] if number else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("查看订单 #39581120", "39581120"),
        ("您的订单 HF62077419053 已支付", "HF62077419053 已支付"),
        ("No.R1763520", "R1763520"),
    ],
)
def test_a_number_behind_the_words_of_a_button_or_a_sentence(text: str, value: str) -> None:
    assert slots(text) == [("order_no", value, True)]


@pytest.mark.parametrize("text", ["查看订单", "查看订单 #3", "您的订单 2 件商品", "本订单 20.00元"])
def test_a_button_or_a_sentence_alone_has_none(text: str) -> None:
    assert not any(slot == "order_no" for slot, *_ in slots(text))


def test_a_number_of_a_document_is_an_orders() -> None:
    assert slots("玩家单据编号") == [("order_no", "", True)]


@pytest.mark.parametrize("sure", [True, False])
def test_a_character_more_is_no_misread_label_of_another_kind(sure: bool) -> None:
    """回收单号 is a shop's number, 回单号 a bank's: where only that is known, nothing is known of the other."""
    assert [found[0] for found in slots("回收单号: R2026060916024182291", sure=sure)] == ["order_no"]
    bank = {"回单号": Label("回单号", "trade_no", rank=0)}
    assert find_labels("回收单号: R2026060916024182291", bank, sure=sure) == []


def test_a_label_read_surely_is_no_other_one_misread() -> None:
    """查询单号 is one character off 咨询单号, a complaint's, and was read as it stands."""
    assert slots("查询单号20170302221045093", sure=True) == [("order_no", "20170302221045093", True)]
    assert slots("咨调单号20170302221045093", sure=True) == []


def test_the_name_of_a_wallet_begins_with_no_label() -> None:
    """支付 heads sums in a list's cards."""
    cards = next(screen for screen in load_screens().pages if screen.rows == "list").labels
    assert [hit.label.slot for hit in find_labels("支付49.85", cards)] == ["paid_amount"]
    assert find_labels("支付宝159****3380", cards) == []


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("现金支付", "paid_amount"),
        ("首充话费", "order_amount"),
        ("代买服务费", "other_amount"),
        ("提现到", "other"),
    ],
)
def test_labels_of_part_payments_and_charges(text: str, slot: str) -> None:
    assert slots(text) == [(slot, "", True)]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("备注: 订单号DZ20250426988220", "order_no"),
        ("备注: 给订单DZ20250426988220补款", "other"),
        ("备注: 请尽快发货", "other"),
    ],
)
def test_a_note_that_is_a_number_with_its_label(text: str, slot: str) -> None:
    assert [hit[0] for hit in slots(text)] == [slot]
