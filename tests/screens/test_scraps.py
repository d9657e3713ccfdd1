"""Tests what of a chat's page is no word of it: rims of bubbles and pictures beside them, but never print in a bubble."""

from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.chat import read_chat
from extractor.screens.scraps import without_pictures, without_rims
from extractor.vision.regions import Region
from tests.screens.chats import (
    CAPTURED,
    HEIGHT,
    PAGE,
    TALK,
    WHITE,
    Placed,
    avatar,
    centred,
    line,
    mine,
    other,
    said,
)

WIDTH = 1080


def texts(pairs: list[tuple[Line, Region | None]]) -> list[str]:
    return [pair[0].text for pair in pairs]


def outlined(y: int, *inside: tuple[int, int, int, int, str]) -> list[Placed]:
    """A bubble of 500 by 110 at 150, y with lines in it, their boxes counted from its corner."""
    ground = Region(Box(150, y, 500, 110), WHITE, 0.9, left_content=0.5, solid=0.97)
    return [(line(Box(150 + x, y + top, w, h), text), ground) for x, top, w, h, text in inside]


def test_what_was_read_in_the_outline_of_a_bubble_is_no_word_of_it() -> None:
    bubble = outlined(
        700, (36, 32, 400, 44, "马上给我退"), (484, 78, 14, 20, "<"), (6, 96, 480, 16, "SEE 7/")
    )
    assert texts(without_rims(bubble, WIDTH)) == ["马上给我退"]
    assert said(*TALK, *bubble)[-1] == ("other", "马上给我退")


def test_print_near_the_edge_stays_where_it_is_words_or_alone() -> None:
    torn = outlined(700, (2, 32, 400, 44, "马上给我退"), (200, 60, 60, 44, "30"))
    assert texts(without_rims(torn, WIDTH)) == ["马上给我退", "30"]
    alone = outlined(700, (2, 2, 60, 44, "ok"))
    assert texts(without_rims(alone, WIDTH)) == ["ok"]


def test_short_lines_of_a_bubble_stay_where_pills_stand_in_the_middle() -> None:
    pill = Region(Box(440, 620, 200, 40), (216, 216, 216), 0.8, solid=0.97)
    again = Region(Box(440, 920, 200, 40), (216, 216, 216), 0.8, solid=0.97)
    _, ground = other(700, "亲亲夜间客服仅处理售前咨询哈", width=560)
    bubble: list[Placed] = [
        (line(Box(186, 720, 90, 40), "亲亲,"), ground),
        (line(Box(186, 766, 40, 40), "哈"), ground),
    ]
    pairs: list[Placed] = [
        (line(Box(460, 626, 160, 28), "昨天 23:02"), pill),
        *bubble,
        (line(Box(460, 926, 160, 28), "07:20"), again),
        avatar(20, 700, "店"),
    ]
    assert texts(without_pictures(pairs, WIDTH)) == ["昨天 23:02", "亲亲,", "哈", "07:20"]


def test_what_was_read_in_an_avatar_with_the_tail_of_the_bubble_beside_it_is_no_word() -> None:
    """Whichever of both grounds it was found on."""
    mark, bubble = line(Box(60, 480, 110, 80), "图"), TALK[2][1]
    assert said(*TALK, (mark, bubble)) == said(*TALK)
    assert said(*TALK, (line(Box(920, 322, 130, 80), "图"), PAGE)) == said(*TALK)


def test_the_lower_edge_of_a_bubble_is_no_second_row_of_it() -> None:
    text, bubble = TALK[2]
    edge = line(Box(160, text.box.bottom - 14, 480, 60), "各xj八凸合史力", sure=0.0), bubble
    assert said(*TALK, edge) == said(*TALK)
    row = line(Box(186, text.box.bottom + 14, 400, 44), "各位请看", sure=0.0), bubble
    assert said(*TALK, row) != said(*TALK)


def test_a_shaded_title_bar_is_no_message() -> None:
    shaded = Region(Box(0, 0, 540, 190), (232, 53, 38), 0.74, solid=0.97)
    title = line(Box(36, 120, 400, 50), "好运游戏专营店"), shaded
    assert said(title, centred(240, "昨天 21:05"), *TALK[1:]) == said(*TALK)


def test_a_title_bar_of_several_colours_is_no_message() -> None:
    """Its parts stand beside each other at the top of the picture, level; the clock is on the first, the signs on the last."""
    first, middle, last = (
        Region(Box(x, 0, wide, 196), colour, 0.9, solid=1.0)
        for x, wide, colour in (
            (0, 268, (241, 144, 190)),
            (361, 342, (200, 148, 216)),
            (805, 275, (157, 153, 245)),
        )
    )
    bar = (
        (line(Box(845, 19, 182, 39), "al 5G加", sure=0.25), last),
        (line(Box(48, 24, 101, 33), "13:20"), first),
        (line(Box(456, 110, 264, 53), ">浅夏充值"), middle),
    )
    page = Region(Box(0, 200, WIDTH, 1900), (237, 237, 237), 0.9)
    talk = ((centred(240, "昨天 21:05")[0], page), *TALK[1:])
    lines, grounds = zip(*bar, *talk, strict=True)
    found = read_chat(lines, grounds, (WIDTH, HEIGHT), CAPTURED)
    assert [(m.speaker, m.text) for m in found.messages] == said(*TALK)


def test_one_character_twice_as_high_as_the_print_is_an_avatar() -> None:
    read = line(Box(170, 660, 150, 120), "内", sure=0.8), PAGE
    assert said(*TALK, read, mine(900, "好的我等")) == said(*TALK, mine(900, "好的我等"))


def test_the_ground_of_a_photographed_screen_is_the_page_though_it_ends_before_the_picture() -> None:
    """Its title bar shades off, so that its two ends are two grounds, and the clock has the network's name behind it."""
    screen = Region(Box(60, 180, 970, 1900), (254, 253, 252), 0.6, solid=0.67)
    bar = Region(Box(40, 36, 640, 150), (57, 146, 239), 0.88, solid=0.96)
    rest = Region(Box(300, 34, 730, 152), (69, 151, 239), 0.8, solid=0.84)
    placed = [
        (line(Box(66, 60, 180, 28), "09:58中国联通"), bar),
        (line(Box(860, 60, 150, 28), "HD 18", sure=0.2), rest),
        (line(Box(60, 130, 190, 34), "好运充值"), bar),
        *TALK[1:],
        other(700, "请您耐心等待"),
    ]
    stamp = line(Box(690, 280, 240, 24), "2025-03-14 21:05:09 我"), screen
    lines, grounds = zip(*placed[:3], stamp, *placed[3:], strict=True)
    found = read_chat(lines, grounds, (WIDTH, HEIGHT), CAPTURED)
    assert [(m.speaker, m.text) for m in found.messages] == [*said(*TALK), ("other", "请您耐心等待")]


def test_a_character_read_unsurely_in_a_picture_is_no_message() -> None:
    picture = Region(Box(450, 700, 400, 300), WHITE, 0.8, right_content=0.5, solid=0.99)
    found = line(Box(520, 860, 160, 40), "人", sure=0.24), picture
    assert said(*TALK, found) == said(*TALK)
    bubble = Region(Box(450, 700, 116, 104), WHITE, 0.8, right_content=0.5, solid=0.97)
    assert said(*TALK, (line(Box(486, 732, 40, 44), "人", sure=0.4), bubble))[-1][1] == "人"


def test_one_letter_in_a_bubble_at_the_edge_is_an_answer_and_no_avatar() -> None:
    bubble = Region(Box(940, 700, 110, 104), (53, 198, 90), 0.8, solid=0.95)
    asked = other(320, "您的订单已受理"), other(480, "请您对本次服务打分")
    assert said(*asked, (line(Box(976, 732, 36, 44), "R"), bubble))[-1] == ("me", "R")


def test_a_wide_bubble_cut_from_its_avatar_is_its_speakers() -> None:
    cut = Region(Box(166, 0, 764, 110), WHITE, 0.9, solid=0.99)  # its tail is cut off, too
    whole = Region(Box(150, 700, 780, 110), WHITE, 0.9, left_content=0.5, solid=0.99)
    placed = [
        (line(Box(186, 30, 700, 44), "人工核对需要一点时间请您稍等"), cut),
        *TALK[1:],
        (line(Box(186, 732, 700, 44), "查到您的单将于今天下午返还的"), whole),
    ]
    found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, HEIGHT), CAPTURED).messages
    assert (found[0].speaker, found[0].text) == ("other", "人工核对需要一点时间请您稍等")


def test_what_goes_from_rim_to_rim_or_beyond_is_no_print_however_many_characters_were_read() -> None:
    rim = outlined(700, (36, 32, 400, 44, "马上给我退"))
    scrawl = line(Box(154, 788, 494, 20), "上口人中的人", sure=0.0), rim[0][1]
    beyond = line(Box(60, 788, 480, 20), "上口人中的人", sure=0.0), rim[0][1]
    print_ = line(Box(154, 770, 494, 44), "退到我卡上去", sure=0.0), rim[0][1]
    assert texts(without_rims([*rim, scrawl], WIDTH)) == ["马上给我退"]
    assert texts(without_rims([*rim, beyond], WIDTH)) == ["马上给我退"]
    assert len(without_rims([*rim, print_], WIDTH)) == 2


def test_a_round_bubble_of_one_letter_has_the_colour_and_the_edge_of_others() -> None:
    mine = Region(Box(640, 520, 410, 120), (53, 198, 90), 0.8, solid=0.95)
    round_one = Region(Box(950, 700, 100, 120), (53, 198, 90), 0.8, solid=0.8)
    pairs: list[Placed] = [
        (line(Box(680, 560, 330, 44), "什么时候有人工"), mine),
        (line(Box(980, 738, 30, 40), "R"), round_one),
    ]
    assert texts(without_pictures(pairs, WIDTH)) == ["什么时候有人工", "R"]
    red = Region(round_one.box, (220, 60, 60), 0.8, solid=0.8)
    assert texts(without_pictures([pairs[0], (pairs[1][0], red)], WIDTH)) == ["什么时候有人工"]


def test_the_avatar_beside_a_title_is_no_message() -> None:
    patch = Region(Box(120, 110, 66, 60), WHITE, 0.4, solid=0.34)
    assert said(*TALK, (line(Box(126, 124, 54, 40), "[sj", sure=0.6), patch)) == said(*TALK)


def test_the_number_of_unread_messages_beside_a_title_is_no_message() -> None:
    pill = Region(Box(40, 112, 70, 40), (58, 58, 58), 0.9, solid=0.95)
    count = line(Box(54, 120, 40, 26), "99+"), pill
    title = centred(110, "云端卡盟客服")
    assert said(count, title, *TALK) == said(title, *TALK)


def test_a_row_of_ready_answers_below_the_talk_is_no_message() -> None:
    names = ("查看订单", "申请售后", "物流查询", "优惠券")
    bar = Region(Box(0, 2060, WIDTH, 90), (250, 250, 250), 0.6)
    pill = Region(Box(300, 2070, 190, 66), (250, 250, 250), 0.6, left_content=0.2, right_content=0.2)
    row: list[Placed] = [
        (line(Box(60 + 240 * i, 2085, 36 * len(name), 36), name), pill if i == 1 else bar)
        for i, name in enumerate(names)
    ]
    hint = line(Box(200, 2220, 300, 40), "请输入您的问题"), None
    icons = line(Box(900, 2215, 120, 60), "四四", sure=0.2), None
    assert said(*TALK, *row, hint, icons) == said(*TALK)


@pytest.mark.parametrize("between", [" ", "“"])
def test_ready_answers_are_told_by_their_pills_and_by_what_the_ends_of_these_are_read_as(
    between: str,
) -> None:
    bar = Region(Box(0, 2060, WIDTH, 90), (250, 250, 250), 0.6)
    pill = Region(Box(466, 2070, 190, 62), WHITE, 0.7, 0.18, solid=0.94)
    row: list[Placed] = [
        (line(Box(248, 2070, 192, 14), "TPR", sure=0.0), pill),
        (line(Box(30, 2076, 447, 58), f"提醒发货{between}联系平台"), bar),
        (line(Box(493, 2082, 137, 33), "我要退款"), pill),
    ]
    for hint in ("想跟TA说点什么", "有问题问我呀~"):
        assert said(*TALK, *row, (line(Box(158, 2201, 325, 38), hint), None)) == said(*TALK)


def test_three_words_of_one_bubble_are_no_ready_answers() -> None:
    bubble = Region(Box(150, 700, 700, 110), WHITE, 0.9, left_content=0.5, solid=0.98)
    words: list[Placed] = [
        (line(Box(186 + 220 * i, 732, 80, 44), word), bubble)
        for i, word in enumerate(("好的", "谢谢", "再见"))
    ]
    assert said(*TALK, *words)[-1] == ("other", "好的 谢谢 再见")


def test_what_an_app_says_of_where_one_read_is_no_message() -> None:
    assert said(*TALK, centred(640, "一一以下为新消息一一")) == said(*TALK)
    assert said(*TALK, centred(640, "以上是历史消息")) == said(*TALK)


def test_what_lies_from_side_to_side_across_the_foot_of_a_bubble_is_no_row_of_it() -> None:
    """However surely it was guessed: print keeps off both sides."""
    bubble = outlined(700, (36, 26, 400, 44, "卡在下家手里呢"))
    ground = bubble[0][1]
    across = line(Box(149, 758, 502, 56), "FT T孙本二%c", sure=0.28), ground
    assert texts(without_rims([*bubble, across], WIDTH)) == ["卡在下家手里呢"]


def test_an_illegible_speck_in_a_bubble_is_no_quote_at_its_head() -> None:
    talk = outlined(700, (36, 52, 400, 44, "需缴纳300元保证金"))
    speck = line(Box(210, 710, 90, 20), "-个天", sure=0.0), PAGE
    assert said(*TALK, *talk, speck)[2:] == [("other", "需缴纳300元保证金")]


def test_the_sign_of_an_alarm_behind_the_clock_of_a_status_bar_is_no_talk() -> None:
    bar = Region(Box(30, 10, 980, 200), (237, 236, 237), 0.84, solid=0.9)
    status: list[Placed] = [
        (line(Box(80, 54, 132, 39), "22:08从", sure=0.4), bar),
        (line(Box(800, 52, 180, 35), "5G ,ll夸] 44%", sure=0.0), bar),
        (line(Box(500, 148, 89, 44), "表妹"), bar),
    ]
    shown = [*status, *TALK]
    found = read_chat([p[0] for p in shown], [p[1] for p in shown], (WIDTH, HEIGHT), CAPTURED)
    assert (found.title, len(found.messages)) == ("表妹", 2)


def test_what_lies_between_two_bubbles_on_a_photograph_is_no_word_of_either() -> None:
    _, bubble = TALK[2]
    between = line(Box(400, 577, 500, 29), "一一一ev", sure=0.25), bubble
    assert said(*TALK, between) == said(*TALK)


def test_badges_are_no_bubbles_that_tell_where_avatars_stand() -> None:
    """A computer's window is wide against its bubbles."""
    talk = [
        (line(Box(60, y + 10, 180, 18), "您好请问怎么退款"), Region(Box(50, y, 200, 38), WHITE, 0.9, 0.3))
        for y in (300, 400)
    ]
    names = [(line(Box(52, y - 18, 61, 13), "可洛喵"), PAGE) for y in (300, 400)]
    plates = [
        (line(Box(124, y - 16, 60, 10), "LV15"), Region(Box(120, y - 18, 70, 14), (13, 45, 65), 0.5, 0.48))
        for y in (300, 400)
    ]
    kept = texts(without_pictures([*talk, *names, *plates], WIDTH))
    assert kept.count("可洛喵") == 2
