"""A chat from lines and the grounds they stand on: what is a message, whose, and when."""

from __future__ import annotations

from datetime import datetime

import pytest

from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.chat import read_chat, with_names
from extractor.screens.keyboard import keyboard_top
from extractor.screens.messages import LEVEL, Chat, Message, by_name
from extractor.screens.stamps import named_stamp, over_lost_figures, stamp_of, unsettled, whole_stamps
from extractor.vision.regions import Region
from tests.screens.chats import (
    CAPTURED,
    GREEN,
    HEIGHT,
    ORANGE,
    PAGE,
    TALK,
    WHITE,
    WIDTH,
    Placed,
    avatar,
    centred,
    chat,
    line,
    mine,
    other,
    said,
)


def test_sides_by_edges_and_avatars() -> None:
    assert said(*TALK) == [("me", "我的会员没有到账"), ("other", "您好我们帮您核实一下")]


def test_the_bar_gives_the_title_and_the_separator_the_time() -> None:
    found = chat(*TALK)
    assert found.title == "星河客服"
    assert {m.at for m in found.messages} == {datetime(2025, 3, 14, 21, 5, tzinfo=CHINA)}


def test_letters_in_round_and_square_avatars_are_no_messages() -> None:
    assert said(*TALK, avatar(30, 480, "星"), avatar(945, 320, "我", solid=0.785)) == said(*TALK)


def test_avatars_tell_the_sides_of_wide_bubbles_where_each_colour_has_them_at_one_side() -> None:
    def wide(y: int, text: str, *, own: bool) -> Placed:
        box = Box(120 if own else 210, y, 750, 110)
        ground = Region(
            box,
            GREEN if own else WHITE,
            0.9,
            right_content=0.2 * own,
            left_content=0.2 * (not own),
            solid=0.98,
        )
        return line(Box(box.x + 36, y + 32, 40 * len(text), 44), text), ground

    texts = (
        "我的会员充了一天还没有到账怎么办",
        "您好我们这边帮您向上级核实一下呢",
        "不等了麻烦直接把钱全部退给我吧谢",
        "好的三个工作日内原路退回您的零钱",
    )
    talk = [wide(320 + 140 * place, text, own=place % 2 == 0) for place, text in enumerate(texts)]
    sides = [(m.speaker, m.sure) for m in chat(*talk).messages]
    assert sides == [("me", True), ("other", True)] * 2
    alone = [(m.speaker, m.sure) for m in chat(*talk[:2]).messages]
    assert not all(sure for _, sure in alone)


def test_a_patch_around_several_bubbles_is_the_page_that_they_stand_on() -> None:
    talk = (*TALK, other(640, "三天内给您原路退回"))
    page = Region(Box(10, 400, 612, 500), (248, 247, 252), 0.25, 0.3, 0.1, solid=0.3)
    assert said(*talk, (line(Box(160, 610, 110, 26), "冰美式"), page)) == said(*talk)


def test_the_window_of_a_call_that_floats_over_the_talk_is_no_message() -> None:
    talk = (*TALK, other(640, "后天给您原路退回"), other(800, "请耐心等待"))
    window = Region(Box(700, 660, 340, 240), (15, 27, 44), 0.9, left_content=0.4, solid=0.99)
    call = (line(Box(730, 690, 160, 40), "视频通话"), window), (line(Box(730, 740, 110, 40), "00:42"), window)
    assert said(*talk, *call) == said(*talk)
    assert chat(*talk, *call).points == chat(*talk).points


def test_a_one_word_bubble_is_no_avatar() -> None:
    assert said(*TALK, mine(640, "好"))[-1] == ("me", "好")
    assert said(*TALK, other(640, "嗯"))[-1] == ("other", "嗯")


def test_a_patch_of_a_photographed_background_is_no_bubble() -> None:
    patch = Region(Box(0, 700, 600, 500), (90, 160, 120), 0.4, 0.6, 0.6, solid=0.4)
    assert said(*TALK, (line(Box(40, 900, 90, 60), "一", sure=0.1), patch)) == said(*TALK)


def test_a_voice_message_tells_its_length() -> None:
    found = chat(*TALK, other(640, '少6"', width=260)).messages[-1]
    assert (found.kind, found.speaker, found.text) == ("card", "other", "[语音]6″")
    assert said(*TALK, other(640, "6", width=260)) == said(*TALK)  # whose mark was not read


def test_a_short_voice_message_is_told_by_its_waves() -> None:
    ground = Region(Box(150, 640, 226, 108), WHITE, 0.9, left_content=0.5, solid=0.98)
    short = line(Box(198, 673, 96, 38), '吃6"', '))) 6"'), ground
    assert chat(*TALK, short).messages[-1].text == "[语音]6″"
    size = line(Box(198, 673, 96, 38), '买6"'), ground
    assert said(*TALK, size)[-1] == ("other", '买6"')


def test_the_place_to_type_in_of_a_talk_that_is_over_is_no_message() -> None:
    box = Region(Box(30, 2160, 996, 112), (245, 245, 245), 0.9, solid=0.99)
    parts = ((60, "会话已结束，"), (312, "点此重新咨询"))
    hint = [(line(Box(x, 2194, 40 * len(text), 43), text), box) for x, text in parts]
    assert said(*TALK, *hint) == said(*TALK)


def test_two_short_notices_below_each_other_are_two_and_a_long_one_goes_on() -> None:
    queue, clerk = centred(640, "您已进入排队"), centred(688, "客服小雅为您服务")
    assert [text for _, text in said(*TALK, queue, clerk)[2:]] == ["您已进入排队", "客服小雅为您服务"]
    wide = centred(640, "温馨提示请勿向他人透露验证码谨防诈骗")
    assert len(said(*TALK, wide, centred(688, "如有疑问请联系系统客服"))) == 3


def test_a_separator_that_tells_of_the_session_is_a_notice_and_a_time() -> None:
    found = chat(*TALK, centred(640, "会话开始于2025-03-15 09:20", 30), mine(720, "还没有到账")).messages
    at = datetime(2025, 3, 15, 9, 20, tzinfo=CHINA)
    assert [(m.speaker, m.at) for m in found[2:]] == [("system", at), ("me", at)]
    assert len(chat(*TALK, centred(640, "2025-03-15 09:20", 30), mine(720, "还没有到账")).messages) == 3


def test_the_box_to_type_in_is_no_message() -> None:
    box = Region(Box(30, 2160, 840, 97), (245, 245, 245), 0.9, solid=0.99)
    hint = line(Box(60, 2190, 300, 40), "请简要描述您的问题"), box
    unknown = line(Box(60, 2190, 300, 40), "说说您遇到的情况"), box
    assert said(*TALK, hint) == said(*TALK)
    assert said(*TALK, unknown) == said(*TALK)


def test_icons_of_the_bar_at_the_bottom_are_no_messages() -> None:
    bar = Region(Box(0, 2120, WIDTH, 180), (247, 247, 247), 0.8)
    assert said(*TALK, (line(Box(900, 2180, 120, 48), "四由", sure=0.7), bar)) == said(*TALK)


def test_small_print_in_the_middle_is_a_notice_of_the_system() -> None:
    assert said(*TALK, centred(640, "对方撤回了一条消息"))[-1] == ("system", "对方撤回了一条消息")


def test_ready_answers_and_the_makers_name_below_the_last_message_are_no_notices() -> None:
    offered, maker = centred(640, "申请售后 催发货 我要开票"), centred(640, "某某客服提供技术支持")
    assert said(*TALK, offered) == said(*TALK, maker) == said(*TALK)
    between = centred(390, "申请售后 催发货 我要开票")
    assert ("system", "申请售后 催发货 我要开票") in said(TALK[0], TALK[1], between, other(580, "您好"))


def test_a_bubble_whose_ground_jpeg_tore_is_told_by_its_colour_and_edge() -> None:
    torn = Region(Box(150, 640, 700, 110), (253, 253, 253), 0.9, left_content=0.4, solid=0.26)
    text = line(Box(186, 672, 620, 44), "您把收款码和手机验证码发我")
    assert said(*TALK, (text, torn))[-1] == ("other", "您把收款码和手机验证码发我")


def across(y: int, text: str, *, solid: float = 0.89, lost: int = 0, x: int = 150) -> Placed:
    """A message at the left that a watermark lies across: a bite out of its ground, so much of its print not read."""
    ground = Region(Box(x, y, 576, 110), WHITE, 0.77, left_content=0.5, solid=solid)
    return line(Box(x + 36 + lost, y + 32, 40 * len(text), 44), text), ground


def test_a_bubble_that_a_watermark_lies_across_is_no_notice_and_asks_for_the_words_that_were_lost() -> None:
    before = other(900, "请稍等一下")
    found = chat(*TALK, before, across(1060, "和其他订单一起退", lost=160)).messages
    assert [(m.kind, m.speaker, m.text) for m in found][-1] == ("text", "other", "和其他订单一起退")
    assert "cropped:text" in found[-1].reasons
    assert not any("cropped:text" in m.reasons for m in found[:-1])


def test_a_ground_with_a_bite_that_begins_where_no_bubble_does_is_none() -> None:
    found = chat(*TALK, other(900, "请稍等一下"), across(1060, "和其他订单一起退", lost=100, x=300)).messages
    assert [m.box.w for m in found if m.text == "和其他订单一起退"] == [320]


def test_a_day_of_the_month_that_lost_its_first_digit_is_not_agreed_on() -> None:
    """chi_sim and eng both lost the 1 that the figure network saw."""
    box = Box(440, 240, 200, 34)
    read = ("1月9日下午5:26", "1 9 5:26", "11月9日 5:26")
    words = [
        Reading(name, (Word(text, 0.5, 440, 640),))
        for name, text in zip(("chi_sim", "eng", "figures"), read, strict=True)
    ]
    found = stamp_of(Line(box, tuple(words)), CAPTURED)
    assert found is not None and not found[1]


def test_what_could_not_be_read_between_messages_may_have_been_a_time() -> None:
    """A watermark over 2024-07-23 10:30: the message below it does not surely have the time above the first."""

    def doubted(box: Box, sure: float) -> list[bool]:
        lost = line(box, "Le", sure=sure), PAGE
        found = chat(*TALK, lost, other(820, "三天之内退给您")).messages
        return [
            "single_read:occurred_at" in m.reasons
            for m in found
            if m.text in (TALK[1][0].text, "三天之内退给您")
        ]

    between = Box(300, 640, 480, 120)
    assert doubted(between, 0.0) == [False, True]
    assert doubted(Box(300, 640, 120, 120), 0.0) == [False, False]  # beside the middle
    assert doubted(Box(500, 660, 80, 30), 0.0) == [False, False]  # a speck


def test_a_pill_in_the_middle_is_the_systems_and_a_wide_message_is_its_speakers() -> None:
    pill = Region(Box(290, 640, 500, 90), (60, 60, 60), 0.9, solid=0.98)
    notice = line(Box(330, 668, 420, 34), "消息已发出但被对方拒收了"), pill
    assert said(*TALK, notice)[-1][0] == "system"
    wide = Region(Box(150, 800, 780, 110), WHITE, 0.9, left_content=0.5, solid=0.98)
    assert said(*TALK, (line(Box(186, 832, 700, 44), "三天之内全部原路退给您"), wide))[-1][0] == "other"


def test_white_bubbles_on_a_white_page_are_told_by_their_column() -> None:
    page_coloured = line(Box(186, 672, 700, 44), "三天之内会原路退给您请留意短信"), PAGE
    assert said(*TALK, page_coloured)[-1] == ("other", "三天之内会原路退给您请留意短信")


def test_transfers_orders_and_files_are_cards() -> None:
    transfer = Region(Box(150, 640, 684, 270), ORANGE, 0.9, left_content=0.5, solid=0.99)
    placed = [
        (line(Box(330, 690, 200, 44), "¥50.00"), transfer),
        (line(Box(330, 760, 150, 38), "已被接收"), transfer),
        other(1000, "未到账号码0317.xlsx 40.4K"),
        other(1200, "游戏点券 ¥500.00共1件商品"),
    ]
    assert [m.kind for m in chat(*TALK, *placed).messages][2:] == ["card", "card", "card"]


def test_names_tell_sides_that_edges_do_not() -> None:
    """Customer service of a site: all bubbles at the left, names and stamps above them."""
    placed: list[Placed] = []
    for y, name, text in (
        (300, "客服小鱼 2025-03-14 21:05:33", "您好请问有什么可以帮您"),
        (500, "访客38271 2025-03-14 21:06:02", "我申请退款一直没到账"),
        (700, "客服小鱼 2025-03-14 21:07:40", "三天内给您原路退回"),
    ):
        placed.append((line(Box(40, y, 26 * len(name), 34), name), PAGE))
        ground = Region(Box(40, y + 50, 40 * len(text) + 72, 110), WHITE, 0.9, solid=0.98)
        placed.append((line(Box(76, y + 82, 40 * len(text), 44), text), ground))
    found = chat(*placed).messages
    assert [m.speaker for m in found] == ["other", "me", "other"]
    assert [m.at.minute if m.at else None for m in found] == [5, 6, 7]


def test_a_log_without_bubbles_knows_the_clerk_by_the_shop() -> None:
    placed = [
        (line(Box(40, y, 25 * len(text), 34), text), PAGE)
        for y, text in (
            (300, "星河客服:阿笔 2025-03-14 11:09:08"),
            (350, "激活码类商品概不退换"),
            (450, "夏天的风88 2025-03-14 11:09:52"),
            (500, "无效的码也不退"),
            (600, "星河客服:阿笔 2025-03-14 11:10:23"),
            (650, "确认无效我们给您退"),
        )
    ]
    assert [m.speaker for m in chat(*placed).messages] == ["other", "me", "other"]


def test_the_quote_under_a_message_is_none_itself() -> None:
    box = Region(Box(150, 620, 520, 70), (226, 226, 226), 0.9, solid=0.99)
    quoted = line(Box(170, 638, 480, 30), "我:我的会员没有到账"), box
    found: tuple[Message, ...] = chat(*TALK[:2], other(480, "您好我们帮您核实一下"), quoted).messages
    assert [m.kind for m in found] == ["text", "text", "quote"]


def test_what_is_looked_at_again() -> None:
    def kind(text: str, box: Box, *others: str, sure: float = 0.9) -> str | None:
        return unsettled(line(box, text, *others, sure=sure), WIDTH)

    assert kind("省天哆上744", Box(450, 300, 180, 34)) == "stamp"
    assert kind("昨天 21:05", Box(450, 300, 180, 34)) is None
    assert kind("咽", Box(186, 500, 44, 44), sure=0.3) == "word"
    assert kind("好", Box(186, 500, 44, 44), sure=0.95) is None
    assert kind("三天内给您原路退回", Box(186, 500, 400, 44)) == "day"
    assert kind("请问有什么可以帮您", Box(186, 500, 400, 44)) is None
    assert kind("10:24", Box(500, 20, 80, 30), sure=0.1) is None


def test_a_day_inside_another_is_not_its_second_reading() -> None:
    """1月9日 against 11月9日: the digits of the one stand in those of the other, and the line is looked at again."""
    readings = [("chi_sim", "1月9日下午5:26"), ("eng", "119 5:26")]
    box = Box(440, 330, 292, 38)
    wrong = Line(box, tuple(Reading(e, (Word(t, 0.8, 440, 732),)) for e, t in readings))
    assert unsettled(wrong, 1170) == "stamp"
    right = Line(
        box, tuple(Reading(e, (Word(t, 0.8, 440, 732),)) for e, t in [readings[0], ("eng", "19 5:26")])
    )
    assert unsettled(right, 1170) is None


def test_the_colon_of_a_clerk_s_name_may_be_misread() -> None:
    stamped = named_stamp(line(Box(20, 20, 600, 30), "云鼠点卡店;小艾 2024-10-20 20:23:19"), CAPTURED)
    assert stamped is not None
    assert stamped[0] == "云鼠点卡店:小艾"


def test_the_tip_of_a_bubble_behind_a_visitors_name_is_no_part_of_it() -> None:
    stamped = named_stamp(line(Box(640, 20, 410, 30), "2025-03-14 09:37:10 游客1178，"), CAPTURED)
    assert stamped is not None
    assert (stamped[0], stamped[1].at) == ("游客1178", datetime(2025, 3, 14, 9, 37, 10, tzinfo=CHINA))


def test_a_stamp_whose_day_was_misread_is_not_agreed_on() -> None:
    stamped = named_stamp(line(Box(20, 20, 600, 30), "夏天的风88 2024-10-.24 09:35:18"), CAPTURED)
    assert stamped is not None
    name, _, agreed = stamped
    assert (name, agreed) == ("夏天的风88", False)


def test_the_product_and_the_warning_under_the_title_are_no_messages() -> None:
    product = Region(Box(0, 202, WIDTH, 180), WHITE, 0.9)
    button = Region(Box(860, 260, 180, 70), (253, 220, 4), 0.9, solid=0.95)
    warning = Region(Box(0, 384, WIDTH, 70), (253, 248, 229), 0.9)
    page = Region(Box(0, 456, WIDTH, 1640), (237, 237, 237), 0.9)
    found = said(
        (line(Box(180, 230, 150, 30), "128.50"), product),
        (line(Box(180, 310, 200, 36), "交易前聊一聊"), product),
        (line(Box(880, 278, 140, 34), "立即购买"), button),
        (line(Box(40, 402, 600, 34), "请勿在平台以外交易谨防诈骗"), warning),
        (centred(500, "昨天 21:05")[0], page),
        mine(560, "我的会员没有到账"),
        other(720, "您好我们帮您核实一下"),
    )
    assert found == [("me", "我的会员没有到账"), ("other", "您好我们帮您核实一下")]


def test_the_bar_with_the_order_that_is_talked_of_is_kept_apart_from_the_messages() -> None:
    bar = Region(Box(0, 202, WIDTH, 250), WHITE, 0.9)
    page = Region(Box(0, 456, WIDTH, 1640), (237, 237, 237), 0.9)
    shown = [(150, 230, "购物卡"), (860, 290, "提醒发货"), (150, 290, "¥180.00"), (150, 350, "等待卖家发货")]
    found = chat(
        (line(Box(460, 168, 130, 28), "刚刚来过"), Region(Box(0, 0, WIDTH, 200), (237, 237, 237), 1.0)),
        *((line(Box(x, y, 20 * len(text), 36), text), bar) for x, y, text in shown),
        (centred(500, "昨天 21:05")[0], page),
        mine(560, "我的会员没有到账"),
        other(720, "您好我们帮您核实一下"),
    )
    assert [m.text for m in found.messages] == ["我的会员没有到账", "您好我们帮您核实一下"]
    assert [one.text for one in found.offer] == ["购物卡", "提醒发货", "¥180.00", "等待卖家发货"]
    assert chat(*TALK).offer == ()


def button(x: int, text: str) -> Placed:
    ground = Region(Box(x, 2000, 200, 70), WHITE, 0.9, solid=0.94)
    return line(Box(x + 30, 2016, 34 * len(text), 34), text), ground


def test_ready_answers_in_a_row_below_are_no_messages() -> None:
    answers = [
        button(30 + 220 * i, text) for i, text in enumerate(("申请退款", "催发货", "修改地址", "开发票"))
    ]
    with_answers = chat(*TALK, *answers)
    assert [m.text for m in with_answers.messages] == [m.text for m in chat(*TALK).messages]
    assert with_answers.points == chat(*TALK).points > 0


def test_buttons_in_a_row_above_the_first_message_are_none() -> None:
    def above(x: int, text: str) -> Placed:
        ground = Region(Box(x, 210, 200, 70), WHITE, 0.9, solid=0.94)
        return line(Box(x + 30, 226, 34 * len(text), 34), text), ground

    talk = (centred(340, "昨天 21:05"), mine(440, "我的会员没有到账"), other(600, "您好我们帮您核实一下"))
    buttons = [above(30 + 220 * i, text) for i, text in enumerate(("查物流", "申请售后", "投诉商家"))]
    assert [m.text for m in chat(*buttons, *talk).messages] == [m.text for m in chat(*talk).messages]
    assert chat(*buttons, *talk).points == chat(*talk).points > 0


def test_a_pens_wavy_line_is_no_part_of_a_message() -> None:
    message, ground = other(1500, "三天内原路退回193.8元")
    wave = line(Box(186, 1580, 400, 20), "mwweeveevveeeeererererr", sure=0.1), ground
    assert said((message, ground), wave) == said((message, ground)) == [("other", "三天内原路退回193.8元")]


def test_words_in_a_row_below_the_last_message_are_buttons() -> None:
    row = [
        (line(Box(60 + 320 * i, 1900, 34 * len(t), 34), t), PAGE)
        for i, t in enumerate(("转人工", "我的订单", "退款进度"))
    ]
    assert said(*TALK, *row) == said(*TALK)


def key(x: int, y: int, text: str) -> Placed:
    ground = Region(Box(x, y, 98, 125), WHITE, 0.9, solid=0.98)
    return line(Box(x + 30, y + 40, 38, 44), text), ground


def test_the_keys_of_an_open_keyboard_are_no_messages() -> None:
    keys = [
        key(20 + 106 * i, 1700 + 150 * row, name)
        for row, names in enumerate(("QWERTYU", "ASDFGH"))
        for i, name in enumerate(names)
    ]
    talk = [other(300, "在的亲，请说"), mine(460, "充值没有到账"), mine(620, "？")]
    assert said(*talk, *keys) == said(*talk)
    assert said(*talk, other(1700, "Q")) == [*said(*talk), ("other", "Q")]  # one alone is an answer


def test_rows_of_keys_read_as_lines_are_a_keyboard_at_the_foot() -> None:
    def keys(top: int) -> list[Placed]:
        rows = ("qwertyu io p", "asdfgh j k 1!", "zZ xcvbnim")
        return [(line(Box(60, top + 150 * i, 960, 60), text, sure=0.3), PAGE) for i, text in enumerate(rows)]

    talk = [other(300, "在的亲，请说"), mine(460, "充值没有到账"), other(620, "那你退吧 ok")]
    assert said(*talk, *keys(1700)) == said(*talk)
    assert keyboard_top([one for one, _ in keys(1700)], (WIDTH, HEIGHT)) == 1700
    assert keyboard_top([one for one, _ in keys(1700)], (WIDTH, 9000)) is None
    assert keyboard_top([one for one, _ in talk], (WIDTH, HEIGHT)) is None


def test_what_is_being_typed_above_an_open_keyboard_was_not_said() -> None:
    keys = [
        key(20 + 106 * i, 1900 + 150 * row, name)
        for row, names in enumerate(("QWERTYU", "ASDFGH"))
        for i, name in enumerate(names)
    ]
    box = Region(Box(148, 1740, 668, 112), WHITE, 0.9, left_content=0.2, right_content=0.3, solid=1.0)
    draft = line(Box(178, 1774, 280, 46), "你到底退不退"), box
    talk = [other(300, "在的亲，请说"), mine(460, "充值没有到账"), other(620, "稍等，给您看一下")]
    assert said(*talk, draft, *keys) == said(*talk)
    last = other(1740, "三天内退您")  # a message there fits its words and has an avatar at one side
    assert said(*talk, last, *keys) == [*said(*talk), ("other", "三天内退您")]


def test_bars_that_a_stitched_picture_shows_again_are_no_messages() -> None:
    status = [
        (line(Box(60, 1200, 110, 34), "13:33"), PAGE),
        (line(Box(820, 1200, 180, 34), "会GE)"), PAGE),
    ]
    tools = [(line(Box(60 + 180 * i, 1100, 50, 50), sign), PAGE) for i, sign in enumerate("回四O加由")]
    talk = [*TALK, other(1400, "还没轮到呢")]
    assert said(*talk, *tools, *status) == said(*talk)


def test_scraps_of_a_bubbles_edge_are_none_of_its_words() -> None:
    message, ground = mine(700, "那你退我")
    corner = line(Box(ground.box.x + 2, 702, 9, 12) if ground else Box(0, 0, 1, 1), "吉", sure=0.1), ground
    assert said(*TALK, corner, (message, ground))[-1] == ("me", "那你退我")


def test_frames_in_a_picture_that_was_sent_are_no_words() -> None:
    frames = line(Box(660, 732, 90, 24), "EEE", sure=0.1), mine(700, "一二三四五六")[1]
    assert said(*TALK, frames) == said(*TALK)
    assert said(*TALK, mine(700, "ok"))[-1] == ("me", "ok")


@pytest.mark.parametrize("read", ["12条新消息", "人T 36条新消息", "^36条未读消息"])
def test_a_pill_that_counts_new_messages_is_none(read: str) -> None:
    """The arrow before it is read as something."""
    pill = line(Box(850, 320, 190, 44), read), Region(Box(814, 300, 266, 98), WHITE, 0.9, solid=0.96)
    assert said(*TALK, pill) == said(*TALK)


def test_a_quote_in_smaller_print_is_told_by_its_pitch() -> None:
    """Its line may be as high as others, with brackets and descenders; its characters are narrower."""
    below = Region(Box(200, 812, 714, 100), (226, 226, 226), 0.9, solid=1.0)
    quote = line(Box(226, 838, 560, 44), "星河客服-售后经理：您的卡是上周三被核销的"), below
    found = chat(*TALK, mine(700, "我上周三根本没有登录过你们家"), quote, other(1000, "那就是泄露了"))
    assert [m.kind for m in found.messages if "核销" in m.text] == ["quote"]


def test_a_centred_notice_right_above_a_message_is_no_name() -> None:
    notice = centred(640, "我已拍下，待付款")
    found = chat(*TALK, notice, other(690, "付款后五分钟内发卡密哦亲"))
    assert [m.text for m in found.messages if m.speaker == "system"] == ["我已拍下，待付款"]


def test_a_badge_beside_a_name_is_part_of_it() -> None:
    badge = (
        line(Box(156, 656, 48, 16), "LV23"),
        Region(Box(150, 650, 62, 28), (143, 157, 245), 0.9, solid=0.97),
    )
    name = line(Box(224, 652, 160, 26), "搬砖小能手"), PAGE
    found = chat(*TALK, badge, name, other(690, "发错的单子找小伍登记"), mine(860, "好的我去登记"))
    assert [m.text for m in found.messages][2:] == ["发错的单子找小伍登记", "好的我去登记"]
    assert found.messages[2].name == "搬砖小能手"


def test_messages_under_a_name_and_a_stamp_are_a_chat_however_names_were_misread() -> None:
    names = ("在线客服-小雅", "访客", "在技罕服.小特", "访窗", "在线容服-小牙", "访客")
    rows = [
        placed
        for i, name in enumerate(names)
        for placed in (
            (line(Box(30, 300 + 140 * i, 400, 36), f"{name} 13:2{i}:06"), PAGE),
            (line(Box(30, 350 + 140 * i, 500, 44), f"第{i}句话说得很清楚"), PAGE),
        )
    ]
    button = line(Box(860, 1840, 90, 44), "发送"), Region(Box(820, 1820, 170, 90), ORANGE, 0.9, solid=0.99)
    read = chat(*rows, button)
    assert read.points >= 6
    assert [m.text for m in read.messages if "句话" in m.text] == [f"第{i}句话说得很清楚" for i in range(6)]


def test_a_users_handle_heads_a_message_before_a_stamp_in_brackets_only() -> None:
    assert (
        named_stamp(line(Box(20, 20, 700, 40), "tb5501983_2013 (2024-08-15 15:58:11):"), CAPTURED) is not None
    )
    assert named_stamp(line(Box(20, 20, 700, 40), "KB2025102010014488 2025-10-20 10:01:44"), CAPTURED) is None


def stamp(*texts: tuple[str, str]) -> Line:
    box = Box(440, 160, 200, 36)
    return Line(box, tuple(Reading(engine, (Word(text, 0.6, 0, 200),)) for engine, text in texts))


def test_a_month_that_lost_its_first_digit_is_read_whole_and_asks() -> None:
    read = stamp(("eng", "1-15 20:02"), ("figures", "11-15 20:02"), ("chi_sim", "1H-15 20:02"))
    found = stamp_of(read, datetime(2025, 11, 16, 9, 55, tzinfo=CHINA))
    assert found is not None
    assert (found[0].at, found[1]) == (datetime(2025, 11, 15, 20, 2, tzinfo=CHINA), False)
    same = stamp_of(stamp(("eng", "1-15 20:02"), ("figures", "1-15 20:02")), CAPTURED)
    assert same is not None and same[1]


def test_a_clock_belongs_to_the_day_before_it_in_its_row() -> None:
    """星期一 18:22 in two boxes, the 一 read as a dash."""
    day, clock = line(Box(430, 640, 70, 36), "星期-"), line(Box(520, 644, 90, 30), "18:22")
    found = chat(*TALK, (day, PAGE), (clock, PAGE), other(700, "今天财务在盘点"))
    [message] = [m for m in found.messages if "盘点" in m.text]
    assert message.at == datetime(2025, 3, 10, 18, 22, tzinfo=CHINA)


def test_a_sum_or_a_rate_is_no_name_with_a_clock() -> None:
    for text in ("手续费 2.00元", "汇率 7.12", "余额 ¥12.30"):
        assert named_stamp(line(Box(20, 20, 300, 30), text), CAPTURED) is None
    assert named_stamp(line(Box(20, 20, 300, 30), "小艾 20.23", "小艾 20:23"), CAPTURED) is not None


def test_bars_at_a_seam_are_told_by_their_colour_and_hold_no_message() -> None:
    first = Region(Box(0, 200, WIDTH, 800), (245, 246, 250), 0.8)
    seam = Region(Box(0, 1002, WIDTH, 340), WHITE, 0.8)
    news = Region(Box(0, 1342, WIDTH, 80), (255, 247, 230), 0.8)
    second = Region(Box(0, 1424, WIDTH, 800), (245, 246, 250), 0.8)
    send = Region(Box(900, 1020, 150, 80), (18, 184, 246), 0.8, solid=0.98)
    talk: list[Placed] = [
        (centred(240, "昨天 21:05")[0], first),
        mine(320, "我的会员没有到账"),
        other(480, "您好我们帮您核实一下"),
        (centred(1440, "昨天 22:10")[0], second),
        other(1520, "还没轮到呢"),
    ]
    bars: list[Placed] = [
        (line(Box(930, 1040, 80, 40), "发送"), send),
        (line(Box(820, 1160, 180, 34), "5G 和) 26"), seam),
        (line(Box(130, 1230, 300, 48), "飞扬手游充值群"), seam),
        (line(Box(130, 1290, 220, 30), "1502人·388在线"), seam),
        (line(Box(40, 1362, 600, 36), "本周活动:首充立减,联系管理领取"), news),
    ]
    assert said(*talk, *bars) == said(*talk)
    assert [m.at for m in chat(*talk, *bars).messages] == [m.at for m in chat(*talk).messages]


def test_a_stripe_torn_off_the_page_is_no_bar() -> None:
    stripe = Region(Box(0, 800, WIDTH, 200), (236, 238, 237), 0.8)
    grounds = [*TALK, (line(Box(186, 840, 80, 44), "好的"), stripe)]
    assert ("other", "好的") in said(*grounds, other(1100, "还没轮到呢"))


def test_the_notices_right_under_the_title_are_the_systems_and_the_state_below_it_is_none() -> None:
    state = line(Box(480, 162, 120, 30), "手机在线"), PAGE
    queue, clerk = centred(300, "您已进入排队,当前第2位"), centred(400, "客服小雅为您服务")
    talk = (mine(560, "我的会员没有到账"), other(720, "您好我们帮您核实一下"))
    assert said(state, queue, clerk, *talk) == [
        ("system", "您已进入排队,当前第2位"),
        ("system", "客服小雅为您服务"),
        *said(*talk),
    ]


def test_tabs_under_the_title_are_no_notices() -> None:
    tabs = [
        (line(Box(100 + 370 * i, 230, 130, 32), text), PAGE)
        for i, text in enumerate(("催发货", "申请售后", "平台介入"))
    ]
    assert said(*tabs, *TALK) == said(*TALK)


def test_the_number_of_unread_talks_is_no_title() -> None:
    count = line(Box(40, 106, 90, 56), "<99+"), PAGE
    assert chat(count, *TALK).title == "星河客服"


def log(*rows: tuple[str, str]) -> Chat:
    """A log without bubbles: heads with name and stamp, a text under each."""
    placed = []
    for i, (head, text) in enumerate(rows):
        y = 300 + 150 * i
        placed.append((line(Box(40, y, 22 * len(head), 34), head), PAGE))
        placed.append((line(Box(60, y + 50, 30 * len(text), 34), text), PAGE))
    return chat(*placed)


def test_in_a_log_the_users_own_me_is_a_name_of_one_character() -> None:
    found = log(
        ("客服-07 2025-03-14 10:41:06", "请提供订单号"),
        ("我2025-03-14 10:42:18", "账号一直没加钻石"),
        ("客服-07 2025-03-14 10:44:52", "国服账号没法加"),
    )
    assert [(m.speaker, m.text) for m in found.messages] == [
        ("other", "请提供订单号"),
        ("me", "账号一直没加钻石"),
        ("other", "国服账号没法加"),
    ]


def test_beside_the_users_known_name_a_misread_clerk_is_not_the_user() -> None:
    found = log(
        ("买家(您) 2025-03-14 20:40:11", "宽带费没到撤单吧"),
        ("诚信数卡 2025-03-14 20:41:00", "今天系统升级"),
        ("系统消息 2025-03-14 20:44:31", "请勿脱离平台交易"),
        ("客服小暖 2025-03-14 20:45:31", "请您稍等"),
        ("买家(您) 2025-03-14 20:46:11", "等多久"),
        ("客服小暖 2025-03-14 20:47:31", "三天内"),
    )
    assert [(m.speaker, m.sure) for m in found.messages] == [
        ("me", True),
        ("other", False),
        ("system", True),
        ("other", True),
        ("me", True),
        ("other", True),
    ]


def test_a_title_bar_in_a_photograph_is_told_by_its_clock() -> None:
    shaded = Region(Box(57, 69, 902, 160), (18, 156, 227), 0.78, solid=0.87)
    bar: list[Placed] = [
        (line(Box(85, 87, 67, 26), "11:48"), shaded),
        (line(Box(808, 99, 125, 30), "合吕28%"), shaded),
        (line(Box(446, 156, 129, 37), "小白代充"), shaded),
    ]
    found = read_chat([p[0] for p in (*bar, *TALK)], [p[1] for p in (*bar, *TALK)], (WIDTH, HEIGHT), CAPTURED)
    assert found.title == "小白代充"
    assert [(m.speaker, m.text) for m in found.messages] == said(*TALK)


def test_a_name_behind_a_badge_that_was_not_read_is_a_name_still() -> None:
    message = other(700, "这样查到漏单就退")
    name = line(Box(260, 650, 120, 30), "网管小哥"), None
    found = chat(*TALK, name, message).messages
    assert [(m.name, m.text) for m in found][-1] == ("网管小哥", "这样查到漏单就退")


def test_icons_below_the_last_message_are_none() -> None:
    tools = (
        line(Box(97, 1500, 300, 45), "O日@"),
        Region(Box(79, 1480, 870, 90), (213, 201, 213), 0.6, solid=0.87),
    )
    assert said(*TALK, tools) == said(*TALK)


def plain(y: int, text: str, x: int = 60) -> Placed:
    """A message of the other side whose bubble has the page's own colour."""
    return line(Box(x, y, 40 * len(text), 44), text), PAGE


def own(y: int, text: str) -> Placed:
    """A message of the user's at the right edge, without an avatar."""
    wide = 40 * len(text) + 60
    return line(Box(1050 - wide + 30, y + 30, 40 * len(text), 44), text), Region(
        Box(1050 - wide, y, wide, 104), (34, 110, 212), 0.8, solid=0.97
    )


def test_messages_on_the_page_go_on_above_the_first_and_below_the_last_bubble() -> None:
    found = said(
        plain(300, "您的单子是人工单"),
        own(420, "少也得有人吧"),
        plain(600, "等同事上班给您处理退款"),
        own(720, "要么现在退要么我去投诉"),
        plain(900, "本次会话即将结束"),
    )
    assert found == [
        ("other", "您的单子是人工单"),
        ("me", "少也得有人吧"),
        ("other", "等同事上班给您处理退款"),
        ("me", "要么现在退要么我去投诉"),
        ("other", "本次会话即将结束"),
    ]


def test_a_sentence_as_large_as_the_message_below_it_is_no_name_of_who_sent_that() -> None:
    # it ends where the bubble below does
    asked = line(Box(186, 610, 720, 48), "阿姨您好，户号发一下")
    found = said(*TALK, (asked, PAGE), mine(668, "0471883205"), plain(850, "核实过了会退的", x=186))
    assert found[2:] == [("other", "阿姨您好，户号发一下"), ("me", "0471883205"), ("other", "核实过了会退的")]


def test_the_second_row_of_a_message_on_the_page_is_no_name_either() -> None:
    rows = (
        line(Box(186, 610, 740, 44), "核实过了未销账的话我们在"),
        line(Box(186, 670, 700, 44), "七天内退回您的银行卡里面"),
    )
    found = said(*TALK, *((row, PAGE) for row in rows), mine(730, "谢谢小同志今天辛苦了"))
    assert found[2:] == [
        ("other", "核实过了未销账的话我们在七天内退回您的银行卡里面"),
        ("me", "谢谢小同志今天辛苦了"),
    ]


def test_the_last_short_words_in_a_bubble_as_wide_as_the_others_are_no_box_to_type_in() -> None:
    def turn(y: int, name: str, text: str) -> list[Placed]:
        ground = Region(Box(48, y + 56, 996, 118), WHITE, 0.9, solid=1.0)
        return [
            (line(Box(36, y, 38 * len(name), 40), name), PAGE),
            (line(Box(82, y + 90, 44 * len(text), 47), text), ground),
        ]

    talk = [
        ("对方", "您好请问有什么可以帮您的吗"),
        ("我", "我要退费一千六百块钱"),
        ("对方", "给您申请全额"),
        ("我", "我录着音呢"),
    ]
    found = chat(
        *(placed for i, (name, text) in enumerate(talk) for placed in turn(300 + 230 * i, name, text))
    )
    sides = ["other", "me", "other", "me"]
    assert [(m.kind, m.speaker, m.text) for m in found.messages] == [
        ("text", side, text) for side, (_, text) in zip(sides, talk, strict=True)
    ]


def test_a_part_of_a_talk_without_bars_names_and_times_is_a_chat() -> None:
    placed = [
        plain(60, "购买前请确认区服,概不退款"),
        own(180, "我区服没错是你们充错"),
        plain(360, "你稍等我看看后台"),
        own(480, "等了九天了"),
        own(620, "不想再耗麻烦退钱"),
        plain(800, "老板初八上班之后才能弄"),
    ]
    found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, 1000), CAPTURED)
    assert found.points >= 6
    buttons = [own(180 * i, "去看看吧这里") for i in range(1, 5)]
    labels = [plain(180 * i, "订单") for i in range(1, 5)]
    both = [*buttons, *labels]
    assert read_chat([p[0] for p in both], [p[1] for p in both], (WIDTH, 1000), CAPTURED).points < 6


def text_messages(y: int, text: str) -> list[Placed]:
    """A message of two rows under its time, in a bubble that cannot be told from the page."""
    rows = (text[:15], text[15:])
    said = [
        (line(Box(60, y + 60 + 56 * i, 40 * len(row), 44), row), PAGE) for i, row in enumerate(rows) if row
    ]
    return [centred(y, "昨天 16:08"), *said]


def test_text_messages_in_a_photograph_are_a_talk_by_their_times_and_the_answer() -> None:
    sent = [
        *text_messages(300, "尊敬的用户您购买的会员课程现可退费，请联系专员办理"),
        *text_messages(700, "退费通道今晚关闭，逾期视为放弃，点击链接办理"),
    ]
    found = chat(*sent, own(1000, "TD"))
    assert found.points >= 6
    assert [m.speaker for m in found.messages] == ["other", "other", "me"]
    assert chat(*sent).points < 6
    beside = own(350, "OK")
    assert chat(*sent, beside).points < 6  # a button in the row of a notice is no answer


def test_a_stamp_cut_in_two_is_one_and_asks_where_no_engine_read_it_twice() -> None:
    parts: list[Placed] = [
        (line(Box(430, 640, 150, 34), "星期三晚上6"), PAGE),
        (
            Line(
                Box(590, 640, 60, 34),
                tuple(
                    Reading(e, (Word(t, 0.9, 0, 1),)) for e, t in (("chi_sim", "ij25"), ("figures", ":25"))
                ),
            ),
            PAGE,
        ),
    ]
    last = chat(*TALK, *parts, mine(720, "现在退给我")).messages[-1]
    assert last.at == datetime(2025, 3, 12, 18, 25, tzinfo=CHINA)
    assert "single_read:occurred_at" in last.reasons


def test_below_a_stamp_that_cannot_be_read_no_message_has_the_time_above_it() -> None:
    last = chat(*TALK, centred(640, "星期三晚上6ij25"), mine(720, "现在退给我")).messages[-1]
    assert (last.at, "single_read:occurred_at" in last.reasons) == (None, True)


def test_a_stamp_with_a_hole_as_wide_as_a_figure_is_looked_at_as_a_whole() -> None:
    day, rest = line(Box(411, 362, 222, 32), "10月31日 晚上1"), line(Box(655, 364, 41, 25), "140", ":40")
    [whole] = over_lost_figures([day, rest])
    assert whole.box == Box(411, 362, 285, 32)
    assert unsettled(whole, 1100) == "stamp"
    near = line(Box(640, 364, 56, 25), "1:40")
    blank = line(Box(411, 362, 150, 32), "昨天"), line(Box(580, 364, 70, 25), "9:40")
    assert over_lost_figures([day, near]) == [day, near]
    assert over_lost_figures(blank) == list(blank)


def test_the_day_of_a_heading_is_that_which_most_engines_read() -> None:
    box = Box(20, 70, 207, 14)
    read = (
        ("chi_sim", "雷霆卡盟-售后2025/9/12 21:18:55"),
        ("figures", "- 2023/9/12 21:18:35"),
        ("eng", "- 2023/9/12 21:18:35"),
    )
    stamped = named_stamp(
        Line(box, tuple(Reading(engine, (Word(text, 0.5, 20, 227),)) for engine, text in read)), CAPTURED
    )
    assert stamped is not None
    assert stamped[0] == "雷霆卡盟-售后"
    assert stamped[1].at == datetime(2023, 9, 12, 21, 18, 35, tzinfo=CHINA)
    assert not stamped[2]


def test_a_level_is_a_badge_and_no_message_or_name() -> None:
    badge = line(Box(180, 652, 110, 30), "LV67潜水"), None
    named = line(Box(170, 852, 240, 30), "LV12 网管小哥"), None
    found = chat(*TALK, badge, other(700, "这样查到漏单就退"), named, other(900, "等三天"))
    assert [(m.name, m.text) for m in found.messages][2:] == [
        ("", "这样查到漏单就退"),
        ("网管小哥", "等三天"),
    ]


def test_brackets_are_whole_and_the_tip_of_a_bubbles_tail_is_none() -> None:
    assert said(*TALK, other(700, "【畅玩通]您的退款已受理"))[-1][1] == "【畅玩通】您的退款已受理"
    assert said(*TALK, mine(700, "具体哪天】"))[-1][1] == "具体哪天"
    assert said(*TALK, mine(700, "看【公告】"))[-1][1] == "看【公告】"


def test_words_of_a_talk_stand_for_what_is_read_in_their_place() -> None:
    assert said(*TALK, mine(700, "好嘲"))[-1][1] == "好嘞"
    assert said(*TALK, mine(700, "别自嘲"))[-1][1] == "别自嘲"


def test_a_comma_at_the_end_of_a_row_that_the_reader_of_figures_did_not_see_is_none() -> None:
    def last(figures: str) -> str:
        ground = Region(Box(150, 700, 700, 170), WHITE, 0.9, left_content=0.5, solid=0.98)
        box = Box(186, 732, 600, 44)
        texts = (("chi_sim", "给您申请了退款，48，"), ("figures", figures))
        first = Line(box, tuple(Reading(e, (Word(t, 0.9, box.x, box.right),)) for e, t in texts))
        return said(*TALK, (first, ground), (line(Box(186, 792, 200, 44), "小时内到账"), ground))[-1][1]

    assert last(",48") == "给您申请了退款，48小时内到账"
    assert last(",48,") == "给您申请了退款，48，小时内到账"


def test_the_clock_of_the_status_bar_is_no_time_of_a_bubble_right_below_it_but_one_behind_a_name_is() -> None:
    def first(text: str, *others: str) -> datetime | None:
        bubble = other(120, "这样查到漏单就退")
        stamp = line(Box(160, 84, 200, 30), text, *others), None
        placed = [stamp, bubble, *TALK]
        found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, HEIGHT), CAPTURED)
        return found.messages[0].at

    assert first("09:41") is None
    assert first("小卡助手09:41", "09:41") == datetime(2025, 3, 15, 9, 41, tzinfo=CHINA)


def test_the_cells_of_an_accounts_menu_are_no_messages() -> None:
    """A feed of notices has such a menu for its place to type in: it is no talk."""
    cells = [Region(Box(x, 2000, 470, 126), (247, 247, 247), 0.9, solid=0.99) for x in (132, 606)]
    menu = [
        (line(Box(cell.box.x + 110, 2040, 240, 42), text), cell)
        for cell, text in zip(cells, ("我的账单", "服务与帮助"), strict=True)
    ]
    assert said(*TALK, *menu) == said(*TALK)
    card = Region(Box(40, 320, 1000, 600), WHITE, 0.9, solid=0.99)
    voucher = [
        (line(Box(80, 360 + 90 * i, 300, 44), t), card) for i, t in enumerate(("支付凭证", "付款金额"))
    ]
    assert chat(centred(240, "昨天 21:05"), *voucher, *menu).points == 0


def test_a_stamp_beside_a_watermark_is_no_badge_of_it() -> None:
    at = line(Box(846, 282, 84, 30), "20:34"), PAGE
    mark = line(Box(640, 270, 120, 48), "贬疝", sure=0.1), PAGE
    first = chat(mark, at, mine(320, "我要申请退款一百元"), other(480, "您好我们帮您核实一下")).messages
    assert (first[0].text, first[0].at and first[0].at.minute) == ("我要申请退款一百元", 34)


def test_a_name_with_its_stamp_is_no_second_line_of_the_notice_above_it() -> None:
    notice = line(Box(178, 240, 740, 40), "尊敬的客户您好，智能客服很高兴为您服务"), PAGE
    name = line(Box(178, 300, 430, 36), "小智机器人 2025-03-14 21:05"), PAGE
    found = chat(notice, name, other(342, "猜您想问下面这些"), mine(500, "转人工")).messages
    assert found[0].text == "尊敬的客户您好，智能客服很高兴为您服务"
    assert found[1].name == "小智机器人"


@pytest.mark.parametrize(
    ("title", "name", "speaker", "sure"),
    [
        ("在线对话", "会员26017", "me", True),
        ("在线对话", "小橘子", "me", False),
        ("点卡交流群", "会员26017", "other", True),
        ("点卡交流(128)", "会员26017", "other", True),
    ],
)
def test_beside_a_clerk_the_only_other_one_of_a_help_desk_is_the_user(
    title: str, name: str, speaker: str, sure: bool
) -> None:
    said = [("客服8号", "您好请描述问题"), (name, "一张卡扣了我两次钱"), ("客服8号", "本周五退")]
    shown = Chat(
        title, tuple(Message("text", "other", who, text, None, Box(0, 0, 9, 9), ()) for who, text in said), 9
    )
    messages = with_names(shown).messages
    assert [(m.speaker, m.sure) for m in messages] == [("other", True), (speaker, sure), ("other", True)]


def test_the_transcript_of_a_call_names_both_ends() -> None:
    assert by_name("对方") == ("other", True) and by_name("机主") == ("me", True)


def test_a_name_and_stamp_a_little_far_above_its_bubble_are_that_bubbles() -> None:
    stamp = line(Box(150, 300, 400, 24), "平台客服 2025-03-14 16:30"), PAGE
    found = chat(stamp, other(366, "本订单不予退款"), mine(520, "不认可请退还差价")).messages
    assert found[0].at == datetime(2025, 3, 14, 16, 30, tzinfo=CHINA)


def test_the_parts_of_a_bubble_that_shades_off_are_one_and_buttons_in_a_row_are_not() -> None:
    def parts(solid: float) -> list[Placed]:
        left = Region(Box(150, 640, 230, 180), (254, 237, 244), 0.5, left_content=0.4, solid=solid)
        right = Region(Box(384, 640, 420, 180), (254, 221, 235), 0.8, solid=0.88)
        return [
            (line(Box(190, 670, 180, 44), "定金给宝"), left),
            (line(Box(400, 670, 240, 44), "退，过两天哈"), right),
            (line(Box(190, 740, 270, 44), "最晚三月二日"), right),
        ]

    assert said(*TALK, *parts(0.5))[-1] == ("other", "定金给宝 退，过两天哈最晚三月二日")
    assert len(said(*TALK, *parts(0.97))) > 3


def test_the_upper_and_the_lower_part_of_a_bubble_that_shades_downwards_are_one() -> None:
    def parts(over: int) -> list[Placed]:
        upper = Region(Box(146, 640, 440, 110), (249, 249, 249), 0.7, left_content=0.4, solid=0.89)
        lower = Region(Box(150, 750 - over, 436, 100), (244, 244, 244), 0.9, left_content=0.2, solid=1.0)
        return [
            (line(Box(190, 670, 360, 44), "核实没到账的话"), upper),
            (line(Box(190, 768, 220, 44), "三天内退你"), lower),
        ]

    assert said(*TALK, *parts(20))[-1] == ("other", "核实没到账的话三天内退你")
    assert len(said(*TALK, *parts(-30))) == 4


def test_print_that_runs_over_the_edge_of_its_ground_goes_on_in_the_other_part_of_the_bubble() -> None:
    def parts(end: int) -> list[Placed]:
        left = Region(Box(300, 640, 223, 110), (255, 98, 47), 0.8, solid=0.94)
        right = Region(Box(560, 640, 330, 110), (255, 80, 17), 0.86, right_content=0.5, solid=0.96)
        return [
            (line(Box(330, 672, end - 330, 44), "把钱退俺呗"), left),
            (line(Box(620, 672, 200, 44), "中不中啊"), right),
        ]

    assert [text for _, text in said(*TALK, *parts(600))][2:] == ["把钱退俺呗中不中啊"]
    assert not any("把钱退俺呗中不中啊" in text for _, text in said(*TALK, *parts(500)))


def test_half_of_a_bubble_that_shades_off_is_one_where_others_have_its_colour_and_edge() -> None:
    ground = Region(Box(150, 640, 300, 54), WHITE, 0.65, left_content=0.5, solid=0.98)
    half = line(Box(186, 645, 240, 44), "财务下班了"), ground
    assert said(*TALK, half)[-1] == ("other", "财务下班了")


def test_a_day_alone_between_messages_is_no_notice() -> None:
    lines = (*TALK, centred(700, "2025年3月15日"), mine(800, "好的我等"))
    assert [m.kind for m in chat(*lines).messages] == ["text"] * 3


def test_a_day_at_the_end_of_a_message_is_none_of_the_small_clock_beside_it() -> None:
    said = line(Box(36, 1044, 392, 29), "退你150，周五")
    clock = line(Box(448, 1058, 54, 16), "01:54")
    assert [part.text for part in whole_stamps([said, clock])] == ["退你150，周五", "01:54"]
    day = line(Box(390, 1056, 40, 20), "周五")
    assert [part.text for part in whole_stamps([day, clock])] == ["周五 01:54"]


def test_a_clerks_number_before_a_clock_is_a_name_and_no_day() -> None:
    found = named_stamp(line(Box(16, 151, 83, 11), "1008 16:20:46"), CAPTURED)
    assert found is not None and found[0] == "1008" and found[1].at is not None
    assert named_stamp(line(Box(16, 151, 83, 11), "1008 16:20:46", "10-08 16:20:46"), CAPTURED) is None
    assert named_stamp(line(Box(16, 151, 83, 11), "下午7:21"), CAPTURED) is None
    dated = named_stamp(
        line(Box(31, 332, 303, 23), "07 2025-03-14 20:02:10", "07 2025-03-14 20:02:10"), CAPTURED
    )
    assert dated is not None and dated[0] == "07"
    assert dated[1].at == datetime(2025, 3, 14, 20, 2, 10, tzinfo=CHINA)


def test_the_clock_before_the_number_of_a_card_is_the_one_that_the_reader_of_figures_saw() -> None:
    found = stamp_of(line(Box(61, 1240, 123, 32), "0905卡1", "09:05 1"), CAPTURED)
    assert found is not None and found[0].at == datetime(2025, 3, 15, 9, 5, tzinfo=CHINA)
    spoilt = stamp_of(line(Box(22, 227, 71, 13), "了用天09:12卡1", "09:12 1"), CAPTURED)
    assert spoilt is not None and not spoilt[1]  # its day was lost


def test_the_offer_in_a_card_under_the_title_is_no_message() -> None:
    card = Region(Box(34, 210, 1012, 200), WHITE, 0.7, solid=0.99)
    page = Region(Box(0, 200, WIDTH, 1900), (237, 237, 237), 0.9)
    button = Region(Box(812, 270, 204, 68), (253, 229, 16), 0.7, left_content=0.5, solid=0.95)
    offer = (
        (line(Box(236, 240, 480, 40), "主机游戏数字版兑换码"), card),
        (line(Box(236, 320, 160, 40), "￥165.00"), card),
        (line(Box(840, 284, 144, 40), "查看订单"), button),
    )
    talk = (centred(460, "昨天 21:05"), mine(540, "码是港服的我要国服"), other(700, "页面写了不退的"))
    assert [text for _, text in said(*offer, (talk[0][0], page), *talk[1:])] == [
        "码是港服的我要国服",
        "页面写了不退的",
    ]


def test_the_level_beside_a_name_is_no_message_and_leaves_the_name_one() -> None:
    """Its ground is as high as a low bubble's; a level that was misread is told by standing on one."""
    plate = Region(Box(180, 640, 84, 50), (185, 194, 208), 0.82, 0.58, 0.13, 0.98)
    name = line(Box(279, 642, 90, 36), "Mr.陈"), PAGE
    level = line(Box(193, 654, 59, 21), "LV47"), plate
    found = chat(*TALK, level, name, other(700, "我这也打不开")).messages
    assert [(m.name, m.text) for m in found][2:] == [("Mr.陈", "我这也打不开")]
    spoilt = line(Box(206, 642, 57, 38), "9]", sure=0.33), plate
    found = chat(*TALK, spoilt, name, other(700, "我这也打不开")).messages
    assert [(m.name, m.text) for m in found][2:] == [("Mr.陈", "我这也打不开")]


def own_without_avatar(y: int, text: str, *, sure: float = 0.9) -> Placed:
    wide = 40 * len(text) + 72
    ground = Region(Box(1050 - wide, y, wide, 110), (192, 96, 42), 0.8, solid=0.9)
    return line(Box(1086 - wide, y + 32, 40 * len(text), 44), text, sure=sure), ground


def test_own_bubbles_without_avatars_stay_however_short_or_unsurely_read() -> None:
    others = [other(y, "请问您是想了解退款进度吗") for y in (480, 800, 1120)]
    own = [own_without_avatar(640, "11月的季卡扣了两次")]
    own += [own_without_avatar(960, "3"), own_without_avatar(1280, "一直没到", sure=0.01)]
    found = chat(*others, *own).messages
    assert [m.text for m in found if m.speaker == "me"] == ["11月的季卡扣了两次", "3", "一直没到"]


def test_the_clock_of_a_bubble_makes_no_quote_of_it() -> None:
    whole = Region(Box(400, 640, 560, 110), GREEN, 0.75, solid=0.98)
    torn = Region(Box(410, 645, 545, 100), GREEN, 0.6, solid=0.74)
    speck = line(Box(900, 670, 40, 50), "1", sure=0.6), whole
    said_ = line(Box(440, 672, 360, 44), "截图我都存了18:56"), torn
    assert chat(*TALK, mine(900, "还在吗"), speck, said_).messages[2].text.startswith("截图我都存了")


def test_print_that_runs_out_of_a_bubble_known_in_part_is_of_the_bubble() -> None:
    """In a photograph a ground is told as far as it is lit alike."""
    part = Region(Box(150, 700, 230, 170), WHITE, 0.43, left_content=0.5, solid=0.67)
    first = line(Box(186, 722, 520, 44), "各位供应商那边出问题了卡"), None
    second = line(Box(184, 790, 180, 44), "发不出来"), part
    assert said(*TALK, first, second)[2:] == [("other", "各位供应商那边出问题了卡发不出来")]


def test_a_character_read_in_a_code_that_was_sent_is_a_picture() -> None:
    code = Region(Box(150, 700, 440, 440), WHITE, 0.51, left_content=0.5, solid=1.0)
    more = [other(480 + 160 * i, "我司受平台委托处理") for i in range(4, 7)]
    found = chat(*TALK, (line(Box(190, 990, 108, 106), "回"), code), *more).messages
    assert ("card", "other", "[图片]") in [(m.kind, m.speaker, m.text) for m in found]
    assert "回" not in [m.text for m in found]


def test_the_empty_box_to_type_in_and_its_hint_are_no_messages() -> None:
    box = Region(Box(140, 2100, 690, 92), WHITE, 0.99, 0.14, 0.17, 0.99)
    assert said(*TALK, (line(Box(815, 2170, 18, 22), "-/", sure=0.61), box)) == said(*TALK)
    hint = line(Box(176, 2124, 320, 44), "想跟TA说点什么…"), box
    assert said(*TALK, hint) == said(*TALK)


def test_the_last_character_of_a_notice_is_of_it() -> None:
    rest = line(Box(523, 690, 34, 34), "求"), PAGE
    wide = line(Box(70, 640, 940, 36), "当前为企业微信客服会话，请勿相信会话中的转账刷单等要"), PAGE
    notice = next(m for m in chat(*TALK, wide, rest, other(800, "在的")).messages if m.kind == "notice")
    assert notice.text.endswith("等要求")


def test_a_character_before_an_emoji_in_a_row_of_its_own_is_of_the_message() -> None:
    """The line as a whole is a picture to the eye; what it begins with was read alike each time."""
    bubble = Region(Box(150, 640, 760, 180), WHITE, 0.9, left_content=0.5, solid=0.98)
    row = line(Box(186, 672, 690, 44), "已帮您提交祝您生活愉快再"), bubble
    box = Box(186, 734, 92, 46)
    read = tuple(
        Reading("chi_sim", (Word("见", 0.92, 186, 240), Word(said_, 0.0, 240, 278)))
        for said_ in ("光", "油", "光", "光")
    )
    last = Line(box, read), bubble
    placed = [*TALK, row, last]
    found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, HEIGHT), CAPTURED, [box])
    assert found.messages[-1].text == "已帮您提交祝您生活愉快再见"
    assert found.messages[-1].lines[-1].confidence == 0
    alone = [*TALK, last]  # an emoji by itself may look like a character to the reader, too
    found = read_chat([p[0] for p in alone], [p[1] for p in alone], (WIDTH, HEIGHT), CAPTURED, [box])
    assert "见" not in [m.text for m in found.messages]


def test_the_stamp_right_below_the_edge_of_a_windows_pane_is_a_separator() -> None:
    """A pane of a program on a computer has no status bar, whose clock it could be."""
    pane = (756, 596)
    page = Region(Box(0, 0, 756, 540), (237, 237, 237), 0.9)

    def at(size: tuple[int, int]) -> list[bool]:
        placed = [(line(Box(361, 34, 35, 12), "15:02"), page)]
        for row, text in enumerate(("在开会晚点再说", "明天给你答复")):
            ground = Region(Box(60, 72 + 60 * row, 170, 42), WHITE, 0.9, left_content=0.5, solid=0.98)
            placed.append((line(Box(74, 84 + 60 * row, 130, 20), text), ground))
        found = read_chat([p[0] for p in placed], [p[1] for p in placed], size, CAPTURED)
        return [message.at is not None for message in found.messages]

    assert at(pane) == [True, True]
    assert at((756, 1500)) == [False, False]


def test_a_point_for_the_blank_between_day_and_clock_makes_no_clock_of_the_day() -> None:
    stamp = stamp_of(line(Box(137, 71, 87, 10), "2025-01-16.20:03", "2025-01-1620:03"), CAPTURED)
    assert stamp is not None and stamp[0].at == datetime(2025, 1, 16, 20, 3, tzinfo=CHINA)


def test_the_clock_behind_a_name_that_more_engines_read_stands_and_asks() -> None:
    """shapes tells letters from digits, and copies these: it is no witness of a 3 or a 5."""
    main = line(Box(24, 392, 182, 15), "xiaobai 2025-03-10 10:55", "xiaobai 2025-03-10 10:35")
    others = [
        Reading(engine, (Word(said, 0.9, 24, 206),))
        for engine, said in (
            ("figures", "xiaobai 2025-03-10 10:35"),
            ("shapes", "xiaobai2025-03-1010:55"),
        )
    ]
    eng = Reading("eng", (Word("xiaobai 2025-03-10 10:35", 0.9, 24, 206),))
    stamped = named_stamp(Line(main.box, (*main.readings[:2], *others, eng)), CAPTURED)
    assert stamped is not None
    assert (stamped[0], stamped[1].at and stamped[1].at.minute, stamped[2]) == ("xiaobai", 35, False)


def test_a_time_of_the_engine_that_knows_no_evening_is_not_agreed_on() -> None:
    figures = Reading("figures", (Word("2025年3月14日8:30", 0.9, 0, 1),))
    eng = Reading("eng", (Word("2025 2 14 8:30", 0.9, 0, 1),))

    def agreed(*main: str) -> bool:
        read = [Reading("chi_sim", (Word(text, 0.3, 0, 1),)) for text in main]
        stamp = stamp_of(Line(Box(400, 300, 200, 30), (*read, figures, eng)), CAPTURED)
        return stamp is not None and stamp[1]

    assert not agreed("2025年3月王且列E8:30", "2025年3月切旦晚上8:30")
    assert agreed("2025年3月14日 8:30")


def test_the_user_has_one_name() -> None:
    def sides(*names: str) -> list[tuple[str, bool]]:
        box = Box(40, 200, 400, 34)
        said = [Message("text", "me", name, "十二月二十日前退你160元", None, box, ()) for name in names]
        return [(m.speaker, m.sure) for m in with_names(Chat("", tuple(said), 20)).messages]

    assert sides("我", "买家-椰子数码") == [("me", True), ("me", False)]
    assert sides("大鹏", "橙子数码") == [("me", False), ("me", False)]
    assert sides("夏天的风88", "夏天的凤88", "") == [("me", True)] * 3  # one name, read in two ways


def test_a_day_keeps_its_word_where_only_the_engine_of_figures_saw_the_colon() -> None:
    def told(text: str, figures: str) -> tuple[str, bool]:
        box = Box(440, 330, 292, 38)
        found = stamp_of(
            Line(
                box,
                tuple(Reading(e, (Word(t, 0.8, 440, 732),)) for e, t in (("chi_sim", text), ("f", figures))),
            ),
            CAPTURED,
        )
        assert found is not None
        assert found[0].at is not None
        return f"{found[0].at:%m-%d %H:%M}", found[1]

    assert told("昨天1405", "14:05") == ("03-14 14:05", True)
    assert told("昨天1505", "14:05") == ("03-14 14:05", False)
    assert told("下午431", "4:31") == ("03-14 16:31", True)


def test_names_that_look_like_days_and_names_before_days() -> None:
    def name(*texts: str) -> str | None:
        box = Box(100, 330, 292, 38)
        found = named_stamp(
            Line(box, tuple(Reading(f"e{n}", (Word(t, 0.8, 0, 9),)) for n, t in enumerate(texts))), CAPTURED
        )
        return found[0] if found else None

    assert name("周舟17:41", "17:41") == "周舟"
    assert name("周五17:41", "17:41") is None
    assert name("mint_777今天21:35") == "mint_777"
    # looked at again, it is no separator of 今天 either
    assert name(*["TicketBot今天21:33"] * 3, "TicketBot 21:33", "TicketBot今天21:33") == "TicketBot"
    assert name("小自不白 o27", "0:47") == "小自不白"


def test_the_middle_of_a_talk_in_a_window_tells_what_is_looked_at_again() -> None:
    stamp = line(Box(760, 300, 60, 34), "1531")
    assert unsettled(stamp, WIDTH) is None
    assert unsettled(stamp, WIDTH, 790) == "stamp"


def test_where_all_bubbles_stand_at_one_side_the_title_and_the_ground_tell_the_users_own_as_a_guess() -> None:
    def signed(y: int, name: str, text: str, colour: tuple[int, int, int]) -> list[Placed]:
        return [(line(Box(150, y - 40, 34 * len(name), 30), name), PAGE), other(y, text, colour=colour)]

    blue = (217, 232, 255)
    talk = [
        *signed(400, "星河客服", "您好我们帮您核实一下", WHITE),
        *signed(620, "周舟", "这单拖了一周了", blue),
        *signed(840, "星河客服", "已经确认会原路退回", WHITE),
        *signed(1060, "周舟", "上次也是这样说", blue),
    ]
    assert [(m.speaker, m.sure) for m in chat(*talk).messages] == [("other", True), ("me", False)] * 2
    alike = [placed if placed[1] is PAGE else other(placed[0].box.y - 32, placed[0].text) for placed in talk]
    assert {m.speaker for m in chat(*alike).messages} == {"other"}


def test_a_watermark_over_the_page_is_neither_title_nor_words_and_hides_no_stamp() -> None:
    marks = [
        (line(Box(x, y, 200, 40), "仅供投诉使用"), PAGE)
        for x, y in ((60, 236), (760, 236), (60, 700), (760, 700))
    ]
    found = chat(*TALK, *marks)
    assert [m.text for m in found.messages] == ["我的会员没有到账", "您好我们帮您核实一下"]
    assert found.messages[0].at == datetime(2025, 3, 14, 21, 5, tzinfo=CHINA)


def test_a_bubble_that_compression_tore_in_two_is_one() -> None:
    upper = Region(Box(160, 700, 700, 70), WHITE, 0.9, left_content=0.5, solid=0.98)
    lower = Region(Box(150, 730, 720, 120), WHITE, 0.9, left_content=0.5, solid=0.98)
    torn = (
        (line(Box(186, 720, 300, 44), "您的退款正在处理，"), upper),
        (line(Box(500, 720, 330, 44), "一到三个工作日"), lower),
        (line(Box(186, 780, 160, 44), "退回哦"), lower),
    )
    assert said(*TALK, *torn)[-1] == ("other", "您的退款正在处理，一到三个工作日退回哦")


def test_a_pane_with_a_few_words_spread_over_it_is_no_bubble() -> None:
    def points(*, dense: bool) -> int:
        size = (2560, 2270)
        pane = Region(Box(380, 200, 2160, 1960), WHITE, 0.9, left_content=0.1, solid=0.99)
        chosen = Region(Box(24, 656, 332, 84), (200, 225, 250), 0.9, solid=0.99)
        words = ["创建应用", "建议使用正方形的图片", "应用名称", "应用介绍", "可见范围", "已有小程序快速创建"]
        spread = [(line(Box(1100, 240 + 180 * n, 28 * len(w), 28), w), pane) for n, w in enumerate(words)]
        print_ = [(line(Box(480, 240 + 90 * n, 1960, 60), "好" * 30), pane) for n in range(20)]
        menu = [(line(Box(96, 684, 112, 28), "应用管理"), chosen)]
        menu += [(line(Box(50, 599, 158, 30), "88应用管理"), None)]
        menu += [(line(Box(1100, 120, 220, 30), "昨天 21:05"), None)]
        everything = [*(print_ if dense else spread), *menu]
        return read_chat([p[0] for p in everything], [p[1] for p in everything], size, CAPTURED).points

    assert points(dense=True) >= 6 > points(dense=False)


def test_buttons_states_and_heads_of_a_table_are_no_bubbles() -> None:
    def points(words: list[str], *, x: int, cells: int) -> int:
        def plate(box: Box, *, left: float = 0.3, right: float = 0.0) -> Region:
            return Region(box, (230, 240, 250), 0.9, left_content=left, right_content=right, solid=0.99)

        head = plate(Box(60, 400, 900, 75))
        told = [(line(Box(90 + 220 * n, 420, 80, 28), "权限名称"), head) for n in range(cells)]
        for n, word in enumerate(words):
            own = plate(Box(700, 600 + 140 * n, 110, 36), left=0.1, right=0.3)
            told.append((line(Box(712, 604 + 140 * n, 80, 28), word), own))
        shown = plate(Box(x, 250, 240, 75))
        told.append((line(Box(x + 20, 270, 200, 28), "当前修改均已发布"), shown))
        return read_chat([p[0] for p in told], [p[1] for p in told], (WIDTH, 1200), CAPTURED).points

    assert points(["已开通", "好的谢谢"], x=60, cells=1) >= 6
    assert points(["已开通", "已开通"], x=60, cells=4) < 6
    assert points([], x=820, cells=0) < 2


def test_of_two_badges_the_farther_one_belongs_to_the_name_too() -> None:
    plate = Region(Box(150, 648, 90, 36), (254, 180, 0), 0.7, solid=0.99)
    level = Region(Box(250, 648, 78, 38), (122, 184, 245), 0.7, solid=0.99)
    rank = line(Box(160, 650, 70, 27), "管理员"), plate
    number = line(Box(260, 652, 58, 21), "LV14"), level
    name = line(Box(345, 650, 128, 31), "管理-汤圆"), PAGE
    for order in ((rank, name, number), (number, rank, name), (name, number, rank)):
        found = chat(*TALK, *order, other(690, "没到的补发元宝不走退款")).messages
        assert [(m.name, m.text) for m in found][2:] == [("管理-汤圆", "没到的补发元宝不走退款")]


def test_a_level_with_a_title_is_a_badge_however_wide() -> None:
    """Its ground fits it more closely than a bubble does; the print of it may be torn."""
    plate = Region(Box(300, 648, 210, 42), (13, 45, 65), 0.52, 0.48, solid=1.0)
    badge = [(line(Box(310, 654, 120, 30), "LV15风纪"), plate), (line(Box(440, 654, 56, 30), "委员"), plate)]
    name = line(Box(150, 652, 140, 36), "可可洛喵"), PAGE
    found = chat(*TALK, *badge, name, other(700, "思考中请稍等一下")).messages
    assert [(m.name, m.text) for m in found][2:] == [("可可洛喵", "思考中请稍等一下")]


def test_an_avatar_of_nearly_the_pages_colour_tells_the_side_of_a_wide_bubble() -> None:
    def wide(y: int, text: str) -> list[Placed]:
        ground = Region(Box(150, y, 764, 110), WHITE, 0.8, left_content=0.03, solid=0.98)
        face = Region(Box(28, y, 106, 106), (253, 254, 254), 0.88, right_content=0.11, solid=0.92)
        return [
            (line(Box(202, y + 32, 40 * len(text), 44), text), ground),
            (line(Box(27, y + 64, 72, 25), "D运"), face),
        ]

    own = mine(320, "我的会员没有到账"), mine(640, "退给我吧")
    found = said(
        own[0], *wide(480, "您好我们帮您核实一下好吗"), own[1], *wide(800, "三个工作日内退给您好的吧")
    )
    assert found == [
        ("me", "我的会员没有到账"),
        ("other", "您好我们帮您核实一下好吗"),
        ("me", "退给我吧"),
        ("other", "三个工作日内退给您好的吧"),
    ]


def test_a_part_of_an_avatar_tells_the_side_of_a_bubble_as_wide_as_the_page() -> None:
    box = Box(70, 700, 940, 300)
    ground = Region(box, (0, 102, 204), 0.6, left_content=0.0, right_content=0.08, solid=1.0)
    wide = line(Box(100, 900, 800, 44), "把这张图片和我的头像左右拼接起来"), ground
    assert said(*TALK, wide)[-1] == ("me", "把这张图片和我的头像左右拼接起来")


def test_what_is_read_in_a_picture_inside_a_bubble_is_no_word_of_it() -> None:
    ground = Region(Box(150, 700, 700, 500), WHITE, 0.6, left_content=0.5, solid=1.0)
    patch = Region(Box(200, 740, 300, 200), (123, 36, 36), 0.3, solid=0.3)
    words = line(Box(186, 1100, 560, 44), "注意两张图片的尺寸可能不一致"), ground
    drawn = line(Box(220, 760, 60, 40), "世W", sure=0.3), patch
    assert said(*TALK, words, drawn)[-1] == ("other", "注意两张图片的尺寸可能不一致")


def test_what_is_read_in_a_photograph_behind_a_talk_is_no_message_and_no_name() -> None:
    wall = Region(Box(0, 200, 500, 900), (204, 190, 170), 0.4, solid=0.45)
    bar = Region(Box(0, 0, WIDTH, 200), (237, 237, 237), 1.0)
    title = line(Box(440, 110, 200, 48), "星河客服"), bar
    talk = (
        mine(320, "我的会员没有到账"),
        other(480, "您好我们帮您核实一下"),
        mine(640, "退给我吧"),
        other(960, "三个工作日内退给您"),
    )
    scraps = (
        (line(Box(190, 800, 200, 44), "inal大字", sure=0.73), wall),
        (line(Box(200, 920, 200, 34), "国有 瑟", sure=0.0), wall),
    )

    def read(*placed: Placed) -> list[tuple[str, str, str]]:
        found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, HEIGHT), CAPTURED)
        return [(m.speaker, m.name, m.text) for m in found.messages]

    assert read(title, *talk, *scraps) == read(title, *talk)
    name = line(Box(160, 920, 140, 34), "客服小七", sure=0.8), wall
    assert ("other", "客服小七", "三个工作日内退给您") in read(title, *talk, name)


def test_letters_read_in_an_avatar_beside_a_bubble_are_no_name() -> None:
    avatar_ = line(Box(100, 664, 60, 50), "禹", sure=0.0), PAGE
    assert [m.name for m in chat(*TALK, avatar_, other(700, "这样查到漏单就退")).messages] == ["", "", ""]


def test_a_plot_and_a_code_that_nobody_can_read_are_pictures() -> None:
    ground = Region(Box(150, 700, 600, 600), WHITE, 0.9, left_content=0.3, solid=1.0)
    strewn = [(line(Box(200, 720 + 50 * row, 30, 20), f"{5 * row}"), ground) for row in range(9)]
    heading = line(Box(400, 720, 200, 24), "Salesman"), ground
    found = chat(*TALK, *strewn, heading, mine(1400, "就是这张图")).messages
    assert [m.text for m in found][2:] == ["[图片]", "就是这张图"]
    code = line(Box(260, 820, 300, 24), "本上DR毒并3", sure=0.0), ground
    found = chat(*TALK, code, mine(1400, "就是这张图")).messages
    assert [m.text for m in found][2:] == ["[图片]", "就是这张图"]


def test_a_name_may_end_in_a_year_before_its_stamp() -> None:
    read = named_stamp(line(Box(20, 20, 700, 40), "tb8830214 2012 2025-03-14 15:58:20"), CAPTURED)
    assert read is not None
    assert (read[0], read[1].at) == ("tb8830214 2012", datetime(2025, 3, 14, 15, 58, 20, tzinfo=CHINA))
    assert (
        named_stamp(line(Box(20, 20, 700, 40), "KB20251020100144 88 2025-03-14 10:01:44"), CAPTURED) is None
    )


def test_a_day_whose_clock_was_lost_ends_the_time_above_it() -> None:
    found = chat(*TALK, centred(640, "2025-03-15"), mine(720, "现在退给我")).messages
    assert [m.at and m.at.day for m in found] == [14, 14, None]


def test_figures_that_only_the_first_look_saw_are_not_those_of_the_message() -> None:
    def read(*readings: tuple[str, str]) -> str:
        box = Box(186, 732, 620, 44)
        said_ = Line(
            box, tuple(Reading(engine, (Word(text, 0.7, box.x, box.right),)) for engine, text in readings)
        )
        ground = Region(Box(150, 700, 692, 110), WHITE, 0.9, left_content=0.5, solid=0.98)
        return said(*TALK, (said_, ground))[-1][1]

    first, again = "月底前统一退，您这笔6448.00", "月底前统一退，您这笔648.00"
    figures = ("figures", ", 648.00"), ("eng", "648.00")
    assert read(("chi_sim", first), *figures, ("chi_sim", again)) == again
    assert read(("chi_sim", first), figures[0], ("chi_sim", again)) == first  # one engine is no two
    assert read(("chi_sim", first), *figures, ("chi_sim", "月底前统一还，您这笔648.00")) == first
    assert read(("chi_sim", "封17天"), ("figures", "i7"), ("eng", "7"), ("chi_sim", "封i7天")) == "封17天"
    assert read(("chi_sim", first), ("figures", "6448.00"), figures[1], ("chi_sim", again)) == first


def test_a_notice_right_above_the_first_bubble_is_nobodys_name() -> None:
    notice = line(Box(164, 262, 732, 44), "你已添加了退款专员008,现在可以开始聊天了。"), PAGE
    found = chat(notice, other(330, "您好请问当时付了多少"), mine(480, "付了四百六"), other(640, "好的"))
    assert {message.name for message in found.messages} == {""}


def test_the_network_beside_the_bars_of_its_strength_is_no_title() -> None:
    """Where the title is under a mosaic, or read as nothing."""
    for read in ("|中国联通会", "让中国联通倒", "中国移动"):
        network = line(Box(20, 10, 260, 40), read), Region(Box(0, 0, WIDTH, 200), (237, 237, 237), 1.0)
        everything = [network, *TALK]
        found = read_chat([p[0] for p in everything], [p[1] for p in everything], (WIDTH, HEIGHT), CAPTURED)
        assert found.title == ""


def test_bars_in_a_small_picture_of_a_page_are_no_words() -> None:
    ground = Region(Box(700, 640, 224, 366), WHITE, 0.9, right_content=0.5, solid=0.98)
    rows = [(line(Box(720, 700 + 60 * row, 160, 36), text, sure=0.7), ground) for row, text in enumerate(("一 一一", "—", "一一"))]  # fmt: skip
    assert said(*TALK, *rows) == said(*TALK)


@pytest.mark.parametrize("read", ["LV15", "[LV15", "(LV15)"])
def test_a_badge_of_a_level_in_brackets_is_one(read: str) -> None:
    assert LEVEL.fullmatch(read)


@pytest.mark.parametrize(
    ("heading", "figures", "name"),
    [
        ("买家于2025/02/25 08:30提交", "2025/02/25 08:30", "买家"),
        ("售后01于2025/02/25 09:12回复", "01 2025/02/25 09:12", "售后01"),
        ("小于2025-02-25 09:12", "2025-02-25 09:12", "小于"),
    ],
)
def test_what_stands_between_a_name_and_its_moment_is_no_part_of_the_name(
    heading: str, figures: str, name: str
) -> None:
    box = Box(20, 20, 600, 30)
    readings = [Reading(e, (Word(t, 0.9, 20, 620),)) for e, t in (("chi_sim", heading), ("eng", figures))]
    stamped = named_stamp(Line(box, tuple(readings)), CAPTURED)
    assert stamped is not None
    assert stamped[0] == name
