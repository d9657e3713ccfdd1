"""Logs without bubbles: who is the other side, the notice above the first message, headings on a leaning photograph."""

from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.chat import read_chat
from extractor.screens.threads import read_thread
from extractor.vision.regions import Region
from tests.screens.chats import CAPTURED, line
from tests.screens.test_threads import SIZE, thread

WINDOW = (820, 760)
TALK = (
    ("工号1027", "您好，很高兴为您服务"),
    ("我", "充了300没到"),
    ("主管老刘", "经核实可为您退款300元"),
    ("我", "好"),
    ("工号1027", "不客气"),
    ("我", "再见"),
)


def log(talk: tuple[tuple[str, str], ...]) -> list[Line]:
    lines = [
        line(Box(14, 14, 103, 19), "客户服务中心"),
        line(Box(331, 67, 158, 14), "您已进入排队，前面还有2位"),
    ]
    for place, (name, text) in enumerate(talk):
        y = 103 + 58 * place
        heading = f"{name} 2025-03-14 21:2{place}:05"
        lines += [line(Box(17, y, 185, 15), heading), line(Box(30, y + 22, 14 * len(text), 17), text)]
    return lines


def speakers(talk: tuple[tuple[str, str], ...]) -> list[tuple[str, bool]]:
    lines = log(talk)
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED)
    return [(m.speaker, m.sure) for m in found.messages]


def test_who_is_not_the_user_is_the_other_side_and_a_window_has_a_low_title_bar() -> None:
    sides = [("system", True), ("other", True), ("me", True), ("other", True), ("me", True)]
    assert speakers(TALK)[:5] == sides


def test_a_name_of_one_character_may_be_the_users_own_misread() -> None:
    assert speakers((*TALK[:3], ("找", "好"), *TALK[4:]))[4] == ("unknown", False)


def test_a_stamp_on_a_leaning_picture_belongs_to_the_name_beside_it_and_any_reading_tells_its_day() -> None:
    lines = thread(
        ("我", "2025-03-14 09:12", ("会员没有到账",)),
        ("客服", "03-14 10:30:05", ("可以退款",)),
        ("我", "03-14 10:31:15", ("好的",)),
    )
    leaning = Line(Box(lines[2].box.x, 282, lines[2].box.w, 30), lines[2].readings)
    spoilt = line(lines[5].box, "03:14 10:30:05", "03-14 10:30:05")
    tools = line(Box(60, lines[-1].box.bottom + 30, 120, 34), "o%XS贺", sure=0.2)
    found = read_thread([*lines[:2], leaning, *lines[3:5], spoilt, *lines[6:], tools], CAPTURED, SIZE)
    assert found is not None
    assert [m.text for m in found.messages] == ["会员没有到账", "可以退款", "好的"]


def test_a_stamp_that_stands_apart_from_the_name_heads_the_message_with_it() -> None:
    """In a window's pane, which has neither bar nor status: both notices above the first message are read."""
    lines = [
        line(Box(331, 30, 158, 14), "您已进入排队，前面还有2位"),
        line(Box(331, 66, 158, 14), "排队结束，工号1086为您服务"),
    ]
    for place, (name, text) in enumerate(
        (("工号1086", "您好请讲"), ("我", "昨天加款没到"), ("工号1086", "已备注"))
    ):
        y, wide = 103 + 58 * place, 14 * len(name)
        lines += [
            line(Box(17, y, wide, 15), name),
            line(Box(35 + wide, y, 60, 13), f"16:0{place}:12"),
            line(Box(30, y + 22, 14 * len(text), 17), text),
        ]
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED).messages
    assert [m.speaker for m in found] == ["system", "system", "other", "me", "other"]
    assert [m.at and m.at.second for m in found[2:]] == [12, 12, 12]


def test_an_avatar_is_no_word_of_a_log_and_a_picture_stands_under_its_name() -> None:
    """A ticket's channel: bot, moderator and one more, who is the user as a guess."""
    lines = []
    for place, (name, text) in enumerate(
        (
            ("TicketBot", "频道已创建，|请描述您的问题"),
            ("soda_", ""),
            ("mod_Rin", "确认了明天退款"),
            ("soda_", "好的那我等"),
        )
    ):
        y = 103 + 90 * place
        lines.append(line(Box(75, y, 185, 15), f"{name} 2025-03-14 21:2{place}"))
        lines.append(line(Box(20, y + 8, 30, 26), "这.", sure=0.1))
        for part, said in enumerate(text.split("|") if text else ()):
            lines.append(line(Box(75 + 110 * part, y + 22, 100, 17), said))
    picture = Box(73, 212, 180, 70)
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED, (picture,)).messages
    assert [m.text for m in found] == ["频道已创建，请描述您的问题", "[图片]", "确认了明天退款", "好的那我等"]
    assert [(m.speaker, m.sure) for m in found] == [("other", True), ("me", False)] * 2


def test_the_number_of_an_account_behind_the_name_in_the_title_bar_is_no_part_of_it() -> None:
    bar = Region(Box(0, 0, WINDOW[0], 59), (246, 247, 249), 1.0)
    talk = (("点卡商行", "您好请问什么问题"), ("一叶知秋", "昨天充的点卡没到"), ("点卡商行", "24小时内退"))

    def told(title: str) -> list[tuple[str, bool]]:
        lines = [line(Box(14, 20, 200, 19), title), *log(talk)[2:]]
        grounds = [bar, *[None] * (len(lines) - 1)]
        return [(m.speaker, m.sure) for m in read_chat(lines, grounds, WINDOW, CAPTURED).messages]

    assert told("点卡商行 (1283340076)") == [("other", True), ("me", True), ("other", True)]
    assert told("点卡商行群 (1283340076)") == [("unknown", False)] * 3


def test_in_a_narrow_pane_without_a_bar_the_notice_above_a_notice_is_one_too() -> None:
    pane = (490, 793)

    def notices(upper_height: int) -> list[str]:
        lines = [
            line(Box(166, 25, 158, upper_height), "您已进入排队，当前第2位"),
            line(Box(191, 68, 108, 14), "客服为您服务"),
            *log(TALK)[2:],
        ]
        found = read_chat(lines, [None] * len(lines), pane, CAPTURED).messages
        return [m.text for m in found if m.speaker == "system"]

    assert notices(14) == ["您已进入排队，当前第2位", "客服为您服务"]
    assert notices(22) == ["客服为您服务"]  # a title is larger


@pytest.mark.parametrize(
    ("title", "theirs"),
    [("点券批发-大雄", "大雄"), ("蚂蚁点卡售后", "蚂蚁点卡-3号"), ("快充阁(在线)", "快充阁-阿南")],
)
def test_who_the_title_names_in_part_is_the_other_side(title: str, theirs: str) -> None:
    bar = Region(Box(0, 0, WINDOW[0], 59), (246, 247, 249), 1.0)
    talk = (("一叶知秋", "上周五说好今天退"), (theirs, "急什么"), ("一叶知秋", "怕你忘了"))
    lines = [line(Box(14, 20, 200, 19), title), *log(talk)[2:]]
    found = read_chat(lines, [bar, *[None] * (len(lines) - 1)], WINDOW, CAPTURED).messages
    assert [m.speaker for m in found] == ["me", "other", "me"]


def test_a_name_that_tells_its_side_once_tells_it_where_it_was_misread() -> None:
    bar = Region(Box(0, 0, WINDOW[0], 59), (246, 247, 249), 1.0)
    talk = (
        ("一叶知秋", "上周五说好今天退"),
        ("蚂蚁点卡-3号", "急什么"),
        ("一叶知秋", "怕你忘了"),
        ("妈蚁点卡-3号", "忘不了"),
    )
    lines = [line(Box(14, 20, 200, 19), "蚂蚁点卡售后"), *log(talk)[2:]]
    found = read_chat(lines, [bar, *[None] * (len(lines) - 1)], WINDOW, CAPTURED).messages
    assert [m.speaker for m in found] == ["me", "other", "me", "other"]


def shown(*heads: str) -> list[Line]:
    """Cards as wide as the page: a name at the left end of a row, its stamp at the right one, words below."""
    lines = []
    for place, name in enumerate(heads):
        y = 200 + 160 * place
        lines += [
            line(Box(48, y, 22 * len(name), 24), name),
            line(Box(537, y + 2, 189, 21), f"2025-03-14 2{place}:05"),
            line(Box(48, y + 56, 300, 31), "已收到您的申请，正在核实"),
        ]
    return lines


def test_a_stamp_at_the_far_end_of_a_row_heads_the_message_of_the_name_before_it() -> None:
    lines = shown("买家（我）", "平台处理员", "买家（我）")
    found = read_chat(lines, [None] * len(lines), (774, 1200), CAPTURED).messages
    assert [(m.speaker, m.name, m.at and m.at.hour) for m in found] == [
        ("me", "买家(我)", 20),
        ("other", "平台处理员", 21),
        ("me", "买家(我)", 22),
    ]


def test_goods_with_their_moments_at_the_right_are_no_talk() -> None:
    lines = shown("话费充值", "视频会员", "话费充值")
    assert not read_chat(lines, [None] * len(lines), (774, 1200), CAPTURED).messages


def test_a_notice_far_beside_a_log_is_no_word_of_it() -> None:
    column = [
        line(Box(640, 108, 36, 17), "公告"),
        line(Box(640, 123, 150, 17), "本站不会索要验证码"),
        line(Box(640, 300, 150, 17), "谨防假冒客服"),
    ]
    lines = log(TALK)
    beside = read_chat([*lines, *column], [None] * (len(lines) + 3), WINDOW, CAPTURED)
    assert [m.text for m in beside.messages if m.speaker != "system"] == [text for _, text in TALK]


def forum(*talk: tuple[str, str]) -> list[Line]:
    lines = []
    for place, (name, text) in enumerate(talk):
        y, wide = 103 + 58 * place, 14 * len(name)
        stamp = Box(30 + wide, y + 3, 102, 10)
        lines += [
            line(Box(17, y, wide, 15), name),
            line(stamp, f"2025-03-14 21:2{place}", *[f"2025-03-14 21:2{place}"] * 6),
            line(Box(17, y + 22, 14 * len(text), 17), text),
        ]
    return lines


def test_a_forum_says_who_speaks_to_whom_and_its_stamps_may_have_been_looked_at_again() -> None:
    lines = forum(
        ("您对卡盟小王说:", "没效果退我"), ("卡盟小王对您说:", "不退"), ("您对卡盟小王说:", "那就投诉")
    )
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED).messages
    assert [(m.speaker, m.name, m.text) for m in found] == [
        ("me", "您", "没效果退我"),
        ("other", "卡盟小王", "不退"),
        ("me", "您", "那就投诉"),
    ]
    assert [m.at and m.at.minute for m in found] == [20, 21, 22]


@pytest.mark.parametrize("misread", ["算对卡盟小王说:", "卡盟小王对雹说:"])
def test_who_speaks_in_a_forum_is_named_first_be_the_other_misread(misread: str) -> None:
    own = misread.startswith("算")
    lines = forum(
        ("您对卡盟小王说:", "没效果退我"),
        ("卡盟小王对您说:", "不退"),
        ("卡盟小王对您说:", "说了不退"),
        (misread, "那就先退钱"),
    )
    last = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED).messages[-1]
    assert (last.name, last.speaker) == (("算", last.speaker) if own else ("卡盟小王", "other"))
    assert not (own and last.speaker == "other" and last.sure)


def test_a_heading_as_long_as_those_of_one_name_is_of_that_name_and_asks() -> None:
    talk = (("话费专营:阿花", "高峰期延迟"), ("tb58201_2012", "24小时不到呢"))
    lines = []
    for place, (name, text) in enumerate(talk * 3):
        y, wide = 103 + 58 * place, 240 if ":" in name else 214
        stamp = f"(2025-03-14 21:2{place}:05):"
        head = line(Box(17, y, wide, 15), f"{name} {stamp}")
        if place == 2:  # the name was lost, and the stamp but for the reader of figures
            head = line(head.box, "和2025.03.14 2122051", stamp)
        lines += [head, line(Box(30, y + 22, 14 * len(text), 17), text)]
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED).messages
    assert [(m.speaker, m.name) for m in found] == [("other", "话费专营:阿花"), ("me", "tb58201_2012")] * 3
    assert [m.reasons for m in found][2] == ("single_read:occurred_at",)


def test_a_stamp_that_could_not_be_read_heads_a_message_whose_time_asks() -> None:
    lines = []
    for place in range(5):
        y, name = 103 + 58 * place, ("站长-星空", "我")[place % 2]
        wide = 14 * len(name)
        stamp = "王壹吕" if place == 2 else f"15 :1{place}: 59"
        lines += [
            line(Box(17, y, wide, 15), name),
            line(Box(30 + wide, y, 49, 12), stamp),
            line(Box(30, y + 22, 14 * 6, 17), f"余额被清零了{place}"),
        ]
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED).messages
    assert [m.text[-1] for m in found] == ["0", "1", "2", "3", "4"]
    assert [m.at is None for m in found] == [False, False, True, False, False]
    assert found[2].reasons == ("single_read:occurred_at",)
    assert found[2].name == "站长-星空"


def test_the_programs_own_word_below_a_message_is_none_of_it() -> None:
    lines = log(TALK)
    last = lines[-1].box
    far = line(Box(30, last.bottom + 25, 200, 17), "系统提示:请勿轻信站外转账")
    said = read_chat([*lines, far], [None] * (len(lines) + 1), WINDOW, CAPTURED).messages
    assert [(m.kind, m.speaker, m.text) for m in said[-2:]] == [
        ("text", "me", "再见"),
        ("notice", "system", "系统提示:请勿轻信站外转账"),
    ]
    near = line(Box(30, last.bottom + 6, 200, 17), "系统提示:余额不足")
    assert (
        "系统提示" in read_chat([*lines, near], [None] * (len(lines) + 1), WINDOW, CAPTURED).messages[-1].text
    )


def test_what_a_window_says_of_who_is_away_is_no_word_of_the_message_above_it() -> None:
    lines = log(TALK)
    away = line(Box(30, lines[-1].box.bottom + 22, 180, 11), "对方已离开，可能无法立即回复您的消息")
    found = read_chat([*lines, away], [None] * (len(lines) + 1), WINDOW, CAPTURED)
    assert [(m.speaker, m.text) for m in found.messages][-2:] == [
        ("me", "再见"),
        ("system", "对方已离开，可能无法立即回复您的消息"),
    ]


def test_whether_somebody_is_there_and_a_warning_are_no_title() -> None:
    lines = [
        line(Box(14, 10, 90, 17), "Rush_Trade"),
        line(Box(14, 40, 170, 17), "在线·正在玩游戏"),
        *log(TALK)[2:],
    ]
    assert read_chat(lines, [None] * len(lines), WINDOW, CAPTURED).title == "Rush_Trade"
    lines[1] = line(Box(14, 40, 270, 20), "提醒:请勿轻信其他渠道的退款")
    assert read_chat(lines, [None] * len(lines), WINDOW, CAPTURED).title == "Rush_Trade"


def test_headings_of_which_some_came_in_two_lines_head_messages_each() -> None:
    lines = []
    for place, (name, text) in enumerate(
        (("Kestrel", "兄弟你的卡密我发邮箱了"), ("半糖拿铁", "激活不了，退我吧"), ("Kestrel", "不退"))
    ):
        y, stamp = 350 + 170 * place, f"2025/9/25 20:3{place}"
        head = [line(Box(195, y, 533, 44), f"{name} {stamp}")]
        if name == "半糖拿铁":
            head = [
                line(Box(191, y, 351, 44), f"{name}{stamp[:9]}"),
                line(Box(553, y + 12, 83, 26), stamp[10:]),
            ]
        lines += [*head, line(Box(192, y + 59, 40 * len(text), 44), text)]
    found = read_chat(lines, [None] * len(lines), (1170, 2082), CAPTURED).messages
    assert [m.text for m in found] == ["兄弟你的卡密我发邮箱了", "激活不了，退我吧", "不退"]
    assert {m.at and m.at.minute for m in found} == {30, 31, 32}


@pytest.mark.parametrize(
    ("notice", "speakers"),
    [
        ("访客长时间未发言，对话将在3分钟后关闭", ["other", "system"]),
        ("会话已自动结束", ["other", "system"]),
        ("客服长时间没有回复会话已超时关闭", ["other", "system"]),
        ("我去请示一下领导", ["other"]),
        ("长时间没有到账的都会退", ["other"]),
    ],
)
def test_what_the_desk_says_of_the_talk_stands_left_of_the_words_above_it(
    notice: str, speakers: list[str]
) -> None:
    lines = [*log(TALK[:5]), line(Box(12, 103 + 58 * 5, 14 * len(notice), 15), notice)]
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED)
    assert [m.speaker for m in found.messages][5:] == speakers
    inside = [*lines[:-1], line(Box(30, 103 + 58 * 5, 14 * len(notice), 15), notice)]
    assert len(read_chat(inside, [None] * len(inside), WINDOW, CAPTURED).messages) == 6


@pytest.mark.parametrize(
    ("notice", "shown"),
    [("您好，客服【云尚-08】为您服务，当前接待17位访客", True), ("请勿相信加QQ退款的骗子", False)],
)
def test_a_desk_opens_the_talk_at_the_left_edge_too(notice: str, shown: bool) -> None:
    lines = [*log(TALK)[:1], line(Box(14, 67, 14 * len(notice), 14), notice), *log(TALK)[2:]]
    found = read_chat(lines, [None] * len(lines), WINDOW, CAPTURED)
    assert (found.messages[0].speaker == "system") is shown
