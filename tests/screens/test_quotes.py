"""What a message quotes: in smaller print at the head of its bubble, or in the words of an earlier one."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.screens.messages import Block
from extractor.screens.quotes import mark_quotes
from extractor.vision.regions import Region
from tests.screens.chats import TALK, WHITE, Placed, chat, line, mine, said

GREY = Region(Box(150, 1000, 432, 170), WHITE, 0.9, left_content=0.5, solid=0.98)


def rows(*parts: tuple[int, int, int, str]) -> list[Placed]:
    """Lines in one bubble: x from its left edge, y from its top, width of a character, text."""
    wide = max(x + pitch * len(text) for x, _, pitch, text in parts) + 36
    ground = Region(Box(150, 700, wide, parts[-1][1] + 80), WHITE, 0.9, left_content=0.5, solid=0.98)
    return [
        (line(Box(150 + x, 700 + y, pitch * len(text), round(1.1 * pitch)), text), ground)
        for x, y, pitch, text in parts
    ]


def last(*parts: tuple[int, int, int, str]) -> list[tuple[str, str]]:
    return [(m.kind, m.text) for m in chat(*TALK, *rows(*parts)).messages][2:]


def test_smaller_print_behind_a_bar_at_the_head_of_a_bubble_is_a_quote() -> None:
    found = last((60, 30, 30, "南风知我意"), (60, 80, 30, "点卡全是无效的"), (36, 150, 40, "三天内原路退"))
    assert found == [("quote", "南风知我意点卡全是无效的"), ("text", "三天内原路退")]


def test_the_words_of_an_earlier_message_at_the_head_of_a_bubble_are_a_quote() -> None:
    assert last((36, 30, 40, "我的会员没有到账"), (36, 120, 40, "明天给您退")) == [
        ("quote", "我的会员没有到账"),
        ("text", "明天给您退"),
    ]


def test_a_message_of_several_lines_stays_whole() -> None:
    whole = last((36, 30, 40, "我们这边核实一下"), (36, 90, 40, "明天给您"), (36, 150, 40, "退款"))
    assert whole == [("text", "我们这边核实一下明天给您退款")]
    bracket = last((54, 30, 38, "【咖豆生活】已受理"), (36, 90, 40, "明天给您退款"))
    assert [kind for kind, _ in bracket] == ["text"]


def test_a_line_that_took_the_outline_of_its_bubble_in_does_not_make_the_line_above_it_a_quote() -> None:
    found = last((28, 30, 35, "你好这个商品属于虚拟商品"), (0, 82, 40, "发出不支持退款的"))
    assert found == [("text", "你好这个商品属于虚拟商品发出不支持退款的")]


def test_messages_of_one_form_do_not_quote_each_other() -> None:
    first = mine(320, "【松江银行】储蓄卡5月31日支出")
    second = rows((36, 30, 40, "您的松江银行储蓄卡"), (36, 90, 40, "6月1日收到退款"))
    other_one = [
        (line(Box(186, 1032, 360, 44), "您的松江银行储蓄卡"), GREY),
        (line(Box(186, 1092, 280, 44), "5月3日支出"), GREY),
    ]
    assert [m.kind for m in chat(first, *second, *other_one).messages] == ["text", "text", "text"]


def test_a_stamp_in_three_parts_on_a_picture_is_one() -> None:
    pill = Region(Box(400, 640, 280, 44), (65, 66, 95), 0.6, left_content=0.5, solid=0.75)
    parts: list[Placed] = [
        (line(Box(420, 650, 70, 28), "昨天"), pill),
        (line(Box(504, 650, 72, 28), "下午!"), pill),
        (line(Box(592, 650, 66, 28), "5:48"), pill),
    ]
    message = rows((36, 30, 40, "需要什么面值"))
    found = chat(*TALK[1:], *parts, *message).messages[-1]
    assert found.at is not None and f"{found.at:%m-%d %H:%M}" == "03-14 17:48"
    assert said(*TALK, *parts, *message) == [*said(*TALK), ("other", "需要什么面值")]


def test_a_clock_off_the_middle_may_have_lost_its_day() -> None:
    clock: Placed = (line(Box(588, 650, 66, 28), "5:48"), None)
    found = chat(*TALK[1:], clock, *rows((36, 30, 40, "需要什么面值"))).messages[-1]
    assert "single_read:occurred_at" in found.reasons


def test_two_characters_in_a_box_a_little_too_wide_make_no_quote_of_the_line_above_them() -> None:
    ground = Region(Box(150, 700, 700, 150), WHITE, 0.9, left_content=0.5, solid=0.98)
    placed = [
        (line(Box(200, 720, 460, 44), "可我账号里没有截图都发你三"), ground),
        (line(Box(186, 790, 96, 44), "遍了"), ground),
    ]
    assert [(m.kind, m.text) for m in chat(*TALK, *placed).messages][2:] == [
        ("text", "可我账号里没有截图都发你三遍了")
    ]


def below(text: str, *, pitch: int = 30, avatar: bool = False) -> list[tuple[str, str, str]]:
    """The messages with a small box right under a message of the other side."""
    ground = Region(
        Box(150, 822, 36 + pitch * len(text), 60), (250, 250, 250), 0.9, left_content=0.5 * avatar, solid=0.98
    )
    box = line(Box(170, 836, pitch * len(text), round(1.1 * pitch)), text), ground
    found = chat(*TALK, *rows((36, 30, 40, "这个码是去年的")), box).messages
    return [(m.kind, m.speaker, m.text) for m in found][2:]


def test_a_small_box_without_a_name_that_repeats_an_earlier_message_is_a_quote() -> None:
    assert below("我的会员没有到账") == [
        ("text", "other", "这个码是去年的"),
        ("quote", "other", "我的会员没有到账"),
    ]
    assert below("我的会员没有到账", avatar=True)[-1][0] == "text"
    assert below("明天才能给您处理")[-1][0] == "text"


def test_what_a_later_message_quotes_stays_a_message() -> None:
    first = rows((36, 30, 40, "我核对过没有错一个数字都"), (36, 90, 40, "没错"))
    grey = Region(Box(150, 1000, 600, 54), (220, 220, 220), 0.7, solid=1.0)
    later = line(Box(164, 1010, 480, 33), "我核对过没有错一个数字都"), grey
    assert [m.text for m in chat(*TALK, *first, later).messages if m.kind == "text"][
        -2
    ] == "我核对过没有错一个数字都没错"


def test_the_last_character_of_a_message_in_a_box_that_is_too_wide_makes_no_quote_of_the_rest() -> None:
    ground = Region(Box(690, 700, 240, 150), WHITE, 0.9, right_content=0.5, solid=0.98)
    wrapped = [
        (line(Box(722, 720, 200, 18), "买的月卡用不了提示卡密无"), ground),
        (line(Box(710, 745, 40, 20), "效"), ground),
    ]
    assert [(m.kind, m.text) for m in chat(*TALK, *wrapped).messages][2:] == [
        ("text", "买的月卡用不了提示卡密无效")
    ]


def test_a_bubble_with_its_avatar_at_the_other_side_is_no_quote_of_the_message_above() -> None:
    """自动回复: … has the form of a name and what it says; in a photograph the print shrinks towards one side."""
    own, ground = mine(600, "在吗昨天的单子还没处理")
    assert ground is not None
    for beside, kind in ((0.5, "text"), (0.0, "quote")):
        place = Region(Box(150, 730, 770, 110), (230, 230, 230), 0.9, left_content=beside, solid=0.98)
        reply = line(Box(186, 766, 34 * 13, 36), "自动回复:客服上班时间十点")
        blocks = [
            Block(ground.box, [own], ground, speaker="me"),
            Block(place.box, [reply], place, speaker="other"),
        ]
        mark_quotes(blocks)
        assert blocks[1].kind == kind


def test_a_wide_quote_in_the_pages_colour_is_no_notice() -> None:
    page = Region(Box(0, 200, 1080, 1900), (237, 237, 237), 0.9)
    quote = line(Box(290, 765, 520, 34), "星河客服：您好我们帮您核实一下"), page
    other_words = line(Box(290, 765, 520, 34), "温馨提示：请勿相信私下的转账"), page

    def kinds(placed: Placed) -> list[tuple[str, str]]:
        return [(m.kind, m.speaker) for m in chat(*TALK, mine(640, "到点了，钱呢"), placed).messages][3:]

    assert kinds(quote) == [("quote", "me")]
    assert kinds(other_words) == [("notice", "system")]
