"""The colour of transfers as the colour of somebody's bubbles."""

from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.vision.regions import Region
from tests.screens.chats import ORANGE, PAGE, TALK, WHITE, Placed, chat, line, mine, other


def bubble(y: int, *texts: str) -> list[Placed]:
    ground = Region(Box(430, y, 500, 60 * len(texts) + 50), ORANGE, 0.9, right_content=0.5, solid=0.98)
    return [
        (line(Box(466, y + 30 + 60 * i, 40 * len(text), 44), text), ground) for i, text in enumerate(texts)
    ]


def kinds(*placed: Placed) -> list[str]:
    return [m.kind for m in chat(*TALK, *placed).messages][2:]


def test_bubbles_of_words_in_the_colour_of_transfers_are_no_cards() -> None:
    theme = [*bubble(700, "试了八次", "直接退我50元吧"), *bubble(900, "那我找平台", "处理")]
    assert kinds(*theme) == ["text", "text"]
    assert kinds(*bubble(700, "半500.00", "点券")) == ["card"]
    assert kinds(*bubble(700, "¥500.00", "已收款"), *bubble(900, "¥200.00", "点券")) == ["card", "card"]


def test_who_writes_of_a_transfer_sends_none() -> None:
    def plain(*texts: str) -> list[Placed]:
        ground = Region(Box(150, 700, 600, 60 * len(texts) + 50), WHITE, 0.9, left_content=0.5, solid=0.98)
        return [
            (line(Box(186, 730 + 60 * i, 30 * len(text), 44), text), ground) for i, text in enumerate(texts)
        ]

    assert kinds(*plain("亲，撤销投诉加微信cz88，", "微信转账退你")) == ["text"]
    assert kinds(*plain("¥1,280.00", "微信转账给林姐")) == ["card"]


@pytest.mark.parametrize("sum_", ["¥360.00", "¥99.9", "¥180"])
def test_an_order_with_its_number_is_a_card_and_no_quote_of_the_message_above_it(sum_: str) -> None:
    """订单编号: 3550… has the form of a name and what it says, in smaller print."""
    ground = Region(Box(150, 768, 760, 330), WHITE, 0.9, left_content=0.5, solid=0.98)
    parts = ("订单编号: 260830-510274936618205", "宽带续费一年", sum_, "已发货")
    order = [(line(Box(186, 786 + 60 * i, 17 * len(text), 32), text), ground) for i, text in enumerate(parts)]
    assert kinds(mine(640, "不可以退款"), *order) == ["text", "card"]


def stacked(y: int, *rows: tuple[int, str], step: int = 60) -> list[Placed]:
    """A white card at the right: each row begins at its x."""
    ground = Region(Box(196, y, 734, step * len(rows) + 60), WHITE, 0.9, right_content=0.5, solid=0.98)
    return [
        (line(Box(x, y + 30 + step * i, 20 * len(text), 34), text), ground)
        for i, (x, text) in enumerate(rows)
    ]


def test_an_order_whose_number_stands_at_the_foot_is_a_card_by_its_state() -> None:
    goods, foot = (400, "中国电信话费充值100元慢充"), (212, "订单编号: 4298117603325810846")
    assert kinds(*stacked(700, goods, (398, "¥97.80"), (762, "交易成功"), foot)) == ["card"]
    assert "card" not in kinds(*stacked(700, goods, (398, "¥97.80"), (762, "请尽快退给我"), foot))
    assert "card" not in kinds(*stacked(700, goods, (762, "交易成功"), foot))


def test_the_foot_below_a_cards_rule_is_no_card_of_its_own() -> None:
    card, below = (
        bubble(700, "¥580.00", "已收款"),
        Region(Box(430, 872, 500, 70), ORANGE, 0.9, right_content=0.5, solid=0.98),
    )
    foot = line(Box(460, 884, 120, 30), "微信转账")
    for ground in (below, PAGE):
        message, after = chat(*TALK, *card, (foot, ground), mine(1000, "为什么登不上了")).messages[2:]
        assert after.kind == "text"
        assert (message.kind, message.text) == ("card", "¥580.00已收款微信转账")
    assert kinds(mine(640, "红包我收了"), mine(800, "红包")) == ["text", "card"]  # of nothing above it


def test_the_icon_of_a_card_is_no_word_of_it() -> None:
    ground = Region(Box(200, 700, 730, 190), WHITE, 0.9, right_content=0.5, solid=0.98)
    name = line(Box(225, 742, 343, 43), "异常券码.xlsx"), ground
    size = line(Box(227, 797, 105, 28), "18.6KB"), ground
    icon = line(Box(836, 767, 44, 52), "X"), ground
    (message,) = chat(*TALK, name, size, icon).messages[2:]
    assert (message.kind, message.text) == ("card", "异常券码.xlsx18.6KB")
    aside = line(Box(836, 742, 44, 43), "X"), ground  # in one row with the name, and as high
    assert chat(*TALK, name, size, aside).messages[2].text == "异常券码.xlsxX18.6KB"


def test_a_price_by_itself_keeps_its_sign_where_the_reader_of_figures_saw_it() -> None:
    ground = Region(Box(560, 668, 370, 110), WHITE, 0.9, right_content=0.5, solid=0.98)
    price = line(Box(600, 700, 180, 44), "97.80", "¥97.80"), ground
    assert chat(*TALK, price).messages[-1].text == "¥97.80"
    plain = line(Box(600, 700, 180, 44), "97.80", "x97.80"), ground
    assert chat(*TALK, plain).messages[-1].text == "97.80"


def test_an_order_with_its_number_in_the_middle_or_none_is_a_card() -> None:
    goods, price, state = (400, "京东E卡500面值"), (398, "¥470.00"), (212, "等待卖家发货")
    assert kinds(*stacked(700, goods, price, (212, "订单编号 309715524486"), state)) == ["card"]
    assert kinds(*stacked(700, goods, price, state)) == ["card"]
    assert "card" not in kinds(*stacked(700, goods, (398, "470"), state))
    assert "card" not in kinds(*stacked(700, price, state))


def test_the_state_of_an_order_beside_its_label_tells_a_card() -> None:
    number, state = (212, "订单编号: 4021889374615520317"), (212, "订单状态:交易成功")
    assert kinds(*stacked(700, (400, "音乐年卡直充"), (398, "¥88.00"), number, state)) == ["card"]


def test_a_torn_ground_in_the_colour_of_transfers_with_a_sum_is_a_card() -> None:
    """In a picture that was compressed twice it fills less of its box than bubbles do."""
    ground = Region(Box(150, 700, 560, 200), (239, 182, 120), 0.66, left_content=0.5, solid=0.8)
    card = (line(Box(290, 730, 170, 40), "¥200.00"), ground), (line(Box(300, 790, 120, 30), "已收欧"), ground)
    assert kinds(*card) == ["card"]
    plain = (line(Box(290, 730, 170, 40), "好看吧"), ground), (line(Box(300, 790, 120, 30), "风景"), ground)
    assert "card" not in kinds(*plain)


@pytest.mark.parametrize(
    ("head", "speaker"),
    [("退款申请已登记，审核通过后会原路退", "other"), ("您的退款申请已被商家拒绝", "system")],
)
def test_a_headline_has_no_comma_and_a_sentence_that_goes_on_is_somebodys(head: str, speaker: str) -> None:
    ground = Region(Box(150, 700, 780, 150), WHITE, 0.9, left_content=0.5, solid=0.98)
    rows = [
        (line(Box(186, 726, 40 * len(head), 46), head), ground),
        (line(Box(186, 786, 300, 41), "回您的支付账户"), ground),
    ]
    assert chat(*TALK, *rows).messages[2].speaker == speaker


def test_the_sign_of_a_transfer_is_no_character_of_it() -> None:
    """It stands left of the rows and between them, where none has room."""
    ground = Region(Box(430, 700, 500, 230), ORANGE, 0.9, right_content=0.5, solid=0.98)
    parts = ((560, 730, 92, 31, "¥0.01"), (489, 757, 21, 30, "半"), (556, 783, 227, 28, "测试转账 已被接收"))
    placed = [(line(Box(x, y, w, h), text), ground) for x, y, w, h, text in parts]
    [card] = chat(*TALK, *placed).messages[2:]
    assert (card.kind, card.text.replace(" ", "")) == ("card", "¥0.01测试转账已被接收")


def test_the_program_that_a_file_was_sent_with_stands_at_the_foot_of_its_card() -> None:
    card = stacked(700, (232, "退款协商记录.docx"), (232, "24.6 KB"))
    ground = Region(Box(196, 884, 734, 82), WHITE, 0.9, right_content=0.5, solid=0.98)
    foot = line(Box(232, 904, 130, 30), "微信电脑版"), ground
    found = chat(*TALK, *card, foot, other(1020, "收到")).messages[2:]
    assert [(m.kind, m.text) for m in found] == [
        ("card", "退款协商记录.docx24.6 KB微信电脑版"),
        ("text", "收到"),
    ]


@pytest.mark.parametrize(
    ("price", "button"),
    [
        ("¥148.00", "立即购买"),
        ("¥365.00 x1", "申请售后查看订单"),
        ("券后¥97.5", "发送商品"),
        ("¥15.00", "12人想要"),
        ("¥45.00", "查看商品详情"),
    ],
)
def test_goods_with_a_price_and_buttons_are_a_card(price: str, button: str) -> None:
    assert kinds(*stacked(700, (430, "视频会员年卡"), (430, price), (430, button))) == ["card"]


@pytest.mark.parametrize(
    "rows",
    [
        ("视频会员年卡", "¥148.00"),
        ("你看这个", "¥148.00", "要不要"),
        ("这个怎么退", "立即购买"),
        ("立即购买", "¥148.00", "是骗人的吗"),
    ],
)
def test_what_somebody_types_of_goods_is_no_card(rows: tuple[str, ...]) -> None:
    assert kinds(*stacked(700, *((430, row) for row in rows))) == ["text"]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (("钱可以早点退吗，我要求退还", "96.00元"), "text"),
        (("我现在就要求全额退还给我", "96.00元"), "text"),
        (("转账", "96.00元"), "card"),
        (("96.00元", "请确认接收"), "card"),
    ],
)
def test_the_end_of_a_sentence_that_is_a_sum_in_a_row_of_its_own_moves_no_money(
    rows: tuple[str, ...], kind: str
) -> None:
    ground = Region(Box(280, 700, 650, 60 * len(rows) + 50), WHITE, 0.9, right_content=0.5, solid=0.98)
    placed = [(line(Box(320, 730 + 60 * i, 36 * len(text), 38), text), ground) for i, text in enumerate(rows)]
    assert kinds(*placed) == [kind]
