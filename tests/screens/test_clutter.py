"""What stands between and beside the messages of a chat and is none of them; and messages that look like such things."""

from __future__ import annotations

from dataclasses import replace

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.bubbles import assign_sides, find_bubbles
from extractor.screens.chat import read_chat
from extractor.screens.definitions import load_screens
from extractor.screens.logs import opening_notice
from extractor.screens.messages import join_lines
from extractor.screens.panes import find_widget
from extractor.screens.recognise import recognise
from extractor.screens.scenery import without_scenery
from extractor.vision.regions import Region
from tests.screens.chats import (
    CAPTURED,
    GREEN,
    HEIGHT,
    PAGE,
    TALK,
    WHITE,
    WIDTH,
    Placed,
    centred,
    chat,
    line,
    mine,
    other,
    said,
)

WIDE = 620
"""A bubble so wide stands in the middle of the page, and no pill is so wide."""


def test_a_letter_in_an_avatar_beside_wide_bubbles_is_no_message() -> None:
    face = line(Box(36, 650, 100, 100), "图"), PAGE
    found = said(
        mine(300, "一张都没见"),
        other(450, "这类券发出就算交易完成", width=WIDE),
        other(640, "我看看这笔是怎么回事", width=WIDE),
        face,
    )
    assert found == [
        ("me", "一张都没见"),
        ("other", "这类券发出就算交易完成"),
        ("other", "我看看这笔是怎么回事"),
    ]


def test_half_an_avatar_of_two_colours_is_no_bubble() -> None:
    ground = Region(Box(950, 330, 110, 66), (54, 211, 179), 0.7, solid=0.75)
    half = line(Box(980, 335, 60, 51), "-|", sure=0.61), ground
    assert ("me", "-|") not in said(
        mine(300, "半天了退了吧"), half, other(500, "今天之内退你"), mine(700, "说话算话")
    )


def test_the_first_bubble_of_a_picture_without_bars_is_no_title() -> None:
    first = (
        line(Box(224, 57, 340, 44), "昨天太忙没顾上看"),
        Region(Box(172, 28, 460, 104), WHITE, 0.8, left_content=0.7, solid=0.98),
    )
    placed = [first, mine(202, "这单到底充没充"), other(376, "系统显示充值中"), mine(560, "五天了谁信")]
    found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, HEIGHT), CAPTURED)
    assert found.messages[0].text == "昨天太忙没顾上看"
    assert found.title == ""


def test_a_short_message_in_a_wide_picture_is_one() -> None:
    width = 1640
    ground = Region(Box(1434, 546, 70, 81), GREEN, 0.9, right_content=0.8)
    block = find_bubbles([(line(Box(1455, 573, 30, 27), "OK"), ground)], width)
    assert [b.lines[0].text for b in block] == ["OK"]


def test_a_button_below_the_talk_is_none_of_it() -> None:
    button = line(Box(950, 1800, 80, 40), "回复"), Region(Box(900, 1780, 150, 84), (0, 170, 150), 0.8)
    found = said(mine(300, "三天没人理"), other(450, "正在逐个核查"), mine(600, "余额我用不上"), button)
    assert ("me", "回复") not in found
    assert ("me", "回复") in said(mine(300, "三天没人理"), other(450, "在吗"), mine(600, "回复"))


def test_the_address_of_a_page_and_a_button_are_no_notices() -> None:
    found = said(
        centred(215, "m.cards.example/help"),
        mine(300, "没发货凭什么不退"),
        other(450, "工单已转交主管"),
        centred(700, "追加反馈"),
    )
    assert [speaker for speaker, _ in found] == ["me", "other"]


def test_windows_of_a_city_behind_the_talk_are_no_messages() -> None:
    talk = [
        mine(300, "角色跨区没收到"),
        other(450, "急就走快速通道"),
        mine(600, "不能原路吗"),
        other(750, "私下转给你快些"),
    ]
    tower = Region(
        Box(560, 900, 240, 700), (29, 31, 44), 0.68, left_content=0.24, right_content=0.22, solid=0.88
    )
    lights = [(line(Box(600, 950 + 60 * k, 16, 21), "国目"[k % 2], sure=0.3), tower) for k in range(6)]
    single = (
        line(Box(300, 950, 22, 21), "国", sure=0.87),
        Region(Box(280, 930, 106, 146), (46, 44, 90), 0.98, left_content=0.24, right_content=0.16),
    )
    blocks = without_scenery(find_bubbles([*talk, *lights, single], WIDTH), WIDTH)
    assert [b.lines[0].text for b in blocks] == [p[0].text for p in talk]


def test_a_card_that_was_hardly_read_is_no_scenery_with_its_avatar() -> None:
    card = (
        line(Box(300, 620, 200, 40), "CN 418.06", sure=0.0),
        Region(Box(240, 580, 690, 260), (247, 201, 147), 0.88, right_content=0.6),
    )
    talk = [mine(300, "角色跨区没收到"), other(450, "收到排单"), mine(900, "两天了"), card]
    assert "CN 418.06" in [b.lines[0].text for b in without_scenery(find_bubbles(talk, WIDTH), WIDTH)]


def stitched(cut: int) -> list[str]:
    """The messages of two screenshots in one; below the seam the last one stands again, with so many pixels cut off."""
    again = mine(1100, "怎么操作")
    assert again[1] is not None
    box = again[1].box
    again = again[0], replace(again[1], box=Box(box.x, box.y, box.w, box.h - cut))
    seam: list[Placed] = [
        (line(Box(50, 800, 90, 31), "18:15"), PAGE),
        (line(Box(860, 800, 200, 40), "4全 国 )", sure=0.2), PAGE),
    ]
    found = chat(other(300, "没发出去的能退"), mine(450, "怎么操作"), *seam, again, other(1300, "要放假了"))
    return [m.text for m in found.messages]


def test_a_message_cut_at_a_seam_is_not_said_twice_and_the_status_bar_there_is_none() -> None:
    assert stitched(cut=20) == ["没发出去的能退", "怎么操作", "要放假了"]
    assert stitched(cut=0) == ["没发出去的能退", "怎么操作", "怎么操作", "要放假了"]


def test_two_torn_parts_of_a_bubble_are_one() -> None:
    upper = Region(Box(346, 318, 361, 102), GREEN, 0.7, right_content=0.6, solid=0.9)
    lower = Region(Box(225, 318, 323, 101), GREEN, 0.7, right_content=0.6, solid=0.9)
    pairs: list[Placed] = [
        (line(Box(244, 333, 435, 30), "给的是月卡，我拍"), upper),
        (line(Box(244, 368, 109, 30), "的是年卡"), lower),
    ]
    [block] = find_bubbles(pairs, 872)
    assert {shown.text for shown in block.lines} == {"给的是月卡，我拍", "的是年卡"}


def test_a_bubble_reaches_as_far_as_its_print() -> None:
    torn = Region(Box(333, 699, 253, 64), WHITE, 0.5, left_content=0.49, right_content=0.12, solid=0.65)
    blocks = find_bubbles([(line(Box(214, 712, 354, 30), "款项已经原路退了"), torn)], 872)
    assign_sides(blocks, 872)
    assert [block.speaker for block in blocks] == ["other"]


def test_a_card_without_an_avatar_is_the_system_s_though_rows_beside_it_were_read_in_parts() -> None:
    card = Region(Box(226, 900, 632, 242), WHITE, 0.85)
    parts = other(300, "已为您登记", width=WIDE)
    rest = line(Box(480, 332, 300, 44), "预计三天退回"), parts[1]
    pairs: list[Placed] = [
        parts,
        rest,
        mine(500, "有工单号吗"),
        (line(Box(260, 930, 153, 39), "退款工单"), card),
        (line(Box(260, 1000, 350, 31), "已受理预计退款"), card),
    ]
    blocks = find_bubbles(pairs, WIDTH)
    assign_sides(blocks, WIDTH)
    assert [b.speaker for b in blocks] == ["other", "me", "system"]


def test_a_notice_right_above_a_log_opens_it() -> None:
    row = [line(Box(280, 268, 319, 37), "客服 小雅为您服务，"), line(Box(622, 268, 178, 36), "会话已建立")]
    [notice] = opening_notice(row, Box(42, 372, 75, 37), (WIDTH, HEIGHT))
    assert (notice.kind, notice.speaker) == ("notice", "system")
    assert not opening_notice(
        [line(Box(280, 268, 319, 37), "飞鸿数卡商城")], Box(42, 372, 75, 37), (WIDTH, HEIGHT)
    )


def widget() -> tuple[list[Line], list[Region | None]]:
    page = Region(Box(0, 0, 1080, 500), (133, 141, 160), 0.5)
    panel = Region(Box(45, 640, 990, 1100), (254, 254, 254), 0.6)
    head = Region(Box(45, 480, 990, 160), (20, 184, 108), 0.8)
    pairs: list[tuple[Line, Region | None]] = [
        (line(Box(40, 300, 300, 50), "元宝专区热卖"), page),
        (line(Box(200, 530, 300, 54), "售后在线支持"), head),
    ]
    for index, text in enumerate(("请描述您的问题", "元宝一直显示发货中", "人工发货请等候", "写的自动秒发")):
        own, y = index % 2 == 1, 760 + 240 * index
        box = Box(480 if own else 200, y, 420, 110)
        colour = (20, 183, 107) if own else (242, 243, 247)
        stamp = f"{'' if own else '小助理 '}2025-03-14 20:4{index}:12"
        pairs.append((line(Box(box.x, y - 44, 390, 34), stamp), panel))
        pairs.append((line(Box(box.x + 30, y + 32, 44 * len(text), 44), text), Region(box, colour, 0.75)))
    return [shown for shown, _ in pairs], [ground for _, ground in pairs]


def test_a_help_desk_s_panel_over_a_page_is_read_in_its_own_frame() -> None:
    lines, grounds = widget()
    assert find_widget(grounds, (1080, 2340)) == Box(45, 480, 990, 1260)
    page = recognise(lines, load_screens(), size=(1080, 2340), grounds=lambda: grounds, captured=CAPTURED)
    assert page.chat is not None
    assert [(m.speaker, m.text) for m in page.chat.messages] == [
        ("other", "请描述您的问题"),
        ("me", "元宝一直显示发货中"),
        ("other", "人工发货请等候"),
        ("me", "写的自动秒发"),
    ]
    assert page.chat.messages[0].box.x == 200


def test_a_talk_on_the_page_s_own_ground_has_no_panel() -> None:
    placed = [mine(300, "三天没人理"), other(450, "正在逐个核查"), mine(600, "余额我用不上")]
    assert find_widget([ground for _, ground in placed], (WIDTH, HEIGHT)) is None


def test_the_page_of_a_photographed_screen_is_no_panel_of_a_help_desk() -> None:
    _, grounds = widget()
    aside = [
        replace(ground, box=Box(ground.box.x - 30, ground.box.y, ground.box.w - 150, ground.box.h))
        for ground in grounds
        if ground is not None
    ]
    assert find_widget(aside, (1080, 2340)) is None
    assert find_widget([*grounds, Region(Box(1040, 900, 36, 60), WHITE, 0.9)], (1080, 2340)) is None


def test_a_box_to_type_several_lines_in_is_no_notice_where_a_button_stands_below_it() -> None:
    talk = (mine(300, "申请退款"), other(450, "您好已经受理请等待"))
    box = Region(Box(50, 1770, 980, 160), WHITE, 0.9, solid=0.99)
    button = Region(Box(50, 1960, 980, 100), (48, 124, 247), 0.9, solid=0.99)
    form = (
        (line(Box(70, 1790, 300, 42), "请输入回复内容"), box),
        (line(Box(460, 1988, 170, 44), "提交回复"), button),
    )
    assert said(*talk, *form) == said(*talk)


def test_the_letter_before_a_sum_is_its_sign() -> None:
    def read(text: str, figures: str = "") -> str:
        return join_lines([line(Box(0, 0, 300, 40), text, figures)])

    assert read("实付Y149.00下单") == "实付¥149.00下单"
    assert read("退款Y318", "¥318") == "退款¥318"
    assert read("退款Y318") == "退款Y318"
    assert read("vivoY50手机") == "vivoY50手机"


def test_a_message_of_which_a_line_could_not_be_read_asks() -> None:
    ground = Region(Box(150, 450, 632, 170), WHITE, 0.9, left_content=0.5, solid=0.98)
    long = line(Box(186, 480, 520, 44), "麻烦把退款也办一下抬头之前")
    unread = line(Box(186, 540, 80, 42), "", sure=0.0), ground
    for more, wanted in (((), ()), ((unread,), ("low_confidence:text",))):
        assert chat(mine(300, "申请退款"), (long, ground), *more).messages[-1].reasons == wanted


def test_ready_answers_whose_outlines_were_read_as_one_line_are_no_messages() -> None:
    chip = Region(Box(34, 2000, 202, 68), WHITE, 0.9, solid=0.98)
    chips = Region(Box(236, 2000, 636, 68), WHITE, 0.9, solid=0.98)
    row = [
        (line(Box(66, 2014, 141, 36), "申请售后"), chip),
        (line(Box(233, 2003, 636, 61), "价保 修改订单 评价客服"), chips),
    ]
    talk = mine(300, "没发货凭什么不退"), other(450, "工单已转交主管")
    assert said(*talk, *row) == said(*talk)
    assert said(*talk, mine(600, "退款 什么时候 到账"))[-1] == ("me", "退款 什么时候 到账")


def test_how_many_have_read_a_message_is_none() -> None:
    read = line(Box(812, 420, 116, 33), "2人已读"), PAGE
    assert said(mine(300, "我来联系"), read, other(520, "行换完登记下")) == [
        ("me", "我来联系"),
        ("other", "行换完登记下"),
    ]


def test_the_box_to_type_in_is_none_though_its_round_ends_were_read() -> None:
    box = Region(Box(138, 2000, 888, 102), WHITE, 0.9, 0.17, 0.21, solid=0.98)
    typed = [
        (line(Box(134, 1997, 49, 108), "G", sure=0.7), box),
        (line(Box(175, 2027, 181, 42), "短信/彩信", sure=0.5), box),
        (line(Box(981, 1998, 49, 106), "了7", sure=0.6), box),
    ]
    talk = mine(300, "你们快点"), other(450, "您的反馈已收到")
    assert said(*talk, *typed) == said(*talk)


def test_the_networks_name_in_a_status_bar_at_a_seam_is_no_message() -> None:
    seam = [
        (line(Box(59, 1295, 93, 32), "08:50"), PAGE),
        (line(Box(186, 1293, 150, 40), "中国联通"), PAGE),
        (line(Box(752, 1295, 279, 41), "-1会画) 72", sure=0.3), PAGE),
    ]
    talk = mine(300, "老板充了三百"), other(450, "设备商结算慢")
    after = mine(1500, "周一了"), other(1650, "只能换券")
    assert said(*talk, *seam, *after) == [*said(*talk), ("me", "周一了"), ("other", "只能换券")]


def test_a_notice_that_was_read_in_two_parts_is_one_of_the_system() -> None:
    parts = [
        (line(Box(292, 620, 194, 37), "消息已发出，"), PAGE),
        (line(Box(514, 620, 274, 37), "但被对方拒收了。"), PAGE),
    ]
    found = said(mine(300, "周一了"), mine(450, "听见没"), *parts)
    assert found[-1] == ("system", "消息已发出，但被对方拒收了。")


def test_two_buttons_above_the_box_to_type_in_are_no_messages() -> None:
    def pill(x: int, text: str) -> Placed:
        ground = Region(Box(x - 26, 1738, 36 * len(text) + 52, 64), (245, 245, 245), 0.7, solid=0.95)
        return line(Box(x, 1751, 36 * len(text), 36), text), ground

    box = Region(Box(138, 1828, 700, 104), WHITE, 0.95, solid=0.99)
    hint = line(Box(167, 1860, 198, 40), "输入消息…"), box
    assert said(*TALK, pill(64, "满意度评价"), pill(320, "发送图片"), hint) == said(*TALK)


def test_a_mark_across_the_edge_of_a_bubble_is_no_message() -> None:
    later = mine(720, "收到麻烦出个公告")
    mark = line(Box(60, 570, 300, 40), "黑猫投诉 留证"), PAGE
    assert said(*TALK, mark, later) == said(*TALK, later)


def test_a_stamp_that_was_read_unsurely_is_no_scenery_and_the_page_may_be_torn() -> None:
    """A strongly pressed picture, whose page is in patches around its bubbles."""
    torn = Region(Box(0, 200, WIDTH, 300), (236, 236, 236), 0.5, solid=0.56)
    stamp = line(Box(470, 240, 140, 34), "昨天 21:05", sure=0.35), torn
    found = chat(
        stamp,
        mine(320, "卡密发来是空的"),
        other(480, "重新发您一个"),
        mine(640, "还是不行退款吧"),
        other(800, "已发卡密不退不换"),
    )
    assert [m.at and m.at.isoformat(timespec="minutes") for m in found.messages] == [
        "2025-03-14T21:05+08:00"
    ] * 4
