"""Times that messages carry themselves: in the corner of a bubble, and right below it."""

from __future__ import annotations

from datetime import datetime

import pytest

from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.chat import read_chat
from extractor.screens.messages import Chat
from extractor.vision.regions import Region
from tests.screens.chats import GREEN, HEIGHT, PAGE, WHITE, WIDTH, centred, line, mine, other

CAPTURED = datetime(2025, 3, 15, 23, 0, tzinfo=CHINA)
Placed = tuple[Line, Region | None]


def bubble(y: int, text: str, clock: str, *, own: bool = False) -> list[Placed]:
    """A bubble with its clock in the lower right corner."""
    wide = 40 * len(text) + 200
    x = WIDTH - 30 - wide if own else 30
    ground = Region(Box(x, y, wide, 90), GREEN if own else WHITE, 0.9, solid=0.98)
    corner = Box(ground.box.right - 110, y + 56, 80, 22)
    return [(line(Box(x + 30, y + 20, 40 * len(text), 44), text), ground), (line(corner, clock), ground)]


def read(*placed: Placed) -> Chat:
    title = line(Box(440, 110, 200, 48), "星河客服"), Region(Box(0, 0, WIDTH, 200), (237, 237, 237), 1.0)
    everything = [title, *placed]
    return read_chat([p[0] for p in everything], [p[1] for p in everything], (WIDTH, HEIGHT), CAPTURED)


def shown(*placed: Placed) -> list[tuple[str, str, str]]:
    return [(m.speaker, m.text, f"{m.at:%m-%d %H:%M}" if m.at else "") for m in read(*placed).messages]


def test_the_clock_in_the_corner_is_the_time_and_no_text() -> None:
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "三天内给您退款", "21:05"),
        *bubble(450, "好的我等着", "21:07 vv", own=True),
        centred(580, "今天"),
        *bubble(650, "还没有到账吗", "09:12", own=True),
    )
    assert found == [
        ("other", "三天内给您退款", "03-12 21:05"),
        ("me", "好的我等着", "03-12 21:07"),
        ("me", "还没有到账吗", "03-15 09:12"),
    ]


def test_the_clock_beside_the_foot_of_each_bubble_is_the_time_under_its_day() -> None:
    def beside(placed: Placed, clock: str, *, own: bool = False) -> list[Placed]:
        ground = placed[1]
        assert ground is not None
        box = ground.box
        x = box.x - 100 if own else box.right + 16
        return [placed, (line(Box(x, box.bottom - 34, 84, 30), clock), PAGE)]

    found = shown(
        centred(230, "2025年3月12日(三)"),
        *beside(mine(320, "序号无效我要退款"), "21:05", own=True),
        *beside(other(460, "三天内给您退款"), "21:07"),
        *beside(mine(600, "好的我等着"), "21:09", own=True),
    )
    assert found == [
        ("me", "序号无效我要退款", "03-12 21:05"),
        ("other", "三天内给您退款", "03-12 21:07"),
        ("me", "好的我等着", "03-12 21:09"),
    ]


def test_one_clock_beside_one_bubble_of_three_is_no_time_of_its_own() -> None:
    lone = line(Box(700, 560, 84, 30), "21:05"), PAGE
    talk = (mine(320, "序号无效我要退款"), other(460, "三天内给您退款"), mine(600, "好的我等着"))
    assert not any("03-15 21:05" in stamp for *_, stamp in shown(*talk, lone)[:2])


def test_under_a_heading_that_was_not_read_the_day_is_unknown() -> None:
    chat = read(
        centred(230, "3月12日"),
        *bubble(320, "三天内给您退款", "21:05"),
        centred(450, "冬大"),
        *bubble(520, "好的我等着", "21:07", own=True),
    )
    last = next(m for m in chat.messages if m.text == "好的我等着")
    assert last.at is None
    assert "single_read:occurred_at" in last.reasons


def test_a_heading_of_which_one_engine_lost_the_first_digit_asks() -> None:
    heading = line(Box(480, 230, 120, 34), "1月2日"), PAGE
    figures = Reading("figures", (Word("11月2日", 0.98, 480, 600),))
    spoilt = Line(heading[0].box, (*heading[0].readings, figures)), PAGE
    first = read(spoilt, *bubble(320, "三天内给您退款", "21:05"), *bubble(450, "好", "21:07")).messages[0]
    assert (first.at and first.at.month, "single_read:occurred_at" in first.reasons) == (11, True)


def test_without_a_heading_the_day_asks_for_review() -> None:
    chat = read(*bubble(320, "三天内给您退款", "21:05"), *bubble(450, "好的我等着", "21:07", own=True))
    assert all("single_read:occurred_at" in m.reasons for m in chat.messages)


def test_a_time_that_is_the_message_stays() -> None:
    text = line(Box(60, 340, 160, 44), "21:05")
    ground = Region(Box(30, 320, 220, 90), WHITE, 0.9, solid=0.98)
    found = shown((text, ground), *bubble(450, "好的我等着", "21:07", own=True))
    assert "21:05" in [text for _, text, _ in found]


@pytest.mark.parametrize("below", [True, False])
def test_stamps_below_or_above_the_bubbles(below: bool) -> None:
    def stamp(y: int, right: int | None = None) -> Placed:
        x = 150 if right is None else right - 340
        return line(Box(x, y + 122 if below else y - 44, 340, 30), f"2025-03-15 08:{y // 10:02d}:07"), PAGE

    found = shown(
        *(other(300, "您好我们帮您核实一下"), stamp(300)),
        *(mine(530, "我的会员没有到账"), stamp(530, 930)),
    )
    assert found == [
        ("other", "您好我们帮您核实一下", "03-15 08:30"),
        ("me", "我的会员没有到账", "03-15 08:53"),
    ]


def test_the_number_of_the_phones_card_behind_a_clock_is_none_of_it() -> None:
    ground = Region(Box(30, 320, 700, 110), WHITE, 0.9, solid=0.99)
    answer = Region(Box(400, 560, 640, 110), (207, 226, 253), 0.9, solid=0.99)
    found = shown(
        (line(Box(66, 350, 600, 44), "尊敬的用户,十天内退还费用"), ground),
        (line(Box(50, 446, 280, 32), "3月14日10:15.卡1", "3月14日10:15· 1"), PAGE),
        (line(Box(436, 590, 500, 44), "太长了请今天退款"), answer),
        (line(Box(820, 686, 210, 32), "3月14日10:22"), PAGE),
    )
    assert found == [
        ("other", "尊敬的用户,十天内退还费用", "03-14 10:15"),
        ("me", "太长了请今天退款", "03-14 10:22"),
    ]


def test_a_clock_beside_words_whose_bubble_cannot_be_seen_is_theirs_and_no_separator() -> None:
    hidden = (line(Box(640, 580, 200, 44), "还是不行啊"), None), (line(Box(860, 600, 70, 22), "21:09"), None)
    middle = line(Box(480, 740, 100, 22), "21:11"), None
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "三天内给您退款", "21:05"),
        *bubble(450, "好的我等着", "21:07 vv", own=True),
        *hidden,
        middle,
        (line(Box(640, 820, 200, 44), "人呢人呢人"), None),
    )
    assert found[2:] == [("me", "还是不行啊", "03-12 21:09"), ("me", "人呢人呢人", "")]


def test_what_was_read_for_a_clock_with_the_last_word_is_no_word() -> None:
    first = [*bubble(320, "三天内给您退款", "21:05"), *bubble(450, "好的我等着", "21:07", own=True)]
    first += bubble(580, "明天一定给您", "21:09")
    ground = Region(Box(640, 710, 410, 90), GREEN, 0.9, solid=0.98)

    def last(text: str) -> tuple[str, str]:
        return shown(centred(230, "3月12日"), *first, (line(Box(670, 730, 350, 44), text), ground))[-1][1:]

    assert last("都没算你超时zsos") == ("都没算你超时", "")
    assert last("帮我充一个VIP") == ("帮我充一个VIP", "")


def test_a_clock_whose_box_took_in_what_lies_beside_it_is_one_still() -> None:
    talk = [*bubble(320, "三天内给您退款", "21:05"), *bubble(450, "好的我等着", "21:07", own=True)]
    words, corner = bubble(580, "我去换不锁区的", "21:08")
    ground = corner[1]
    high = line(Box(corner[0].box.x, 618, 80, 38), "21:08"), ground
    assert shown(centred(230, "3月12日"), *talk, words, high)[2] == ("other", "我去换不锁区的", "03-12 21:08")
    ticks = line(Box(corner[0].box.x + 10, 612, 96, 48), "1", sure=0.6), ground
    assert shown(centred(230, "3月12日"), *talk, words, high, ticks)[2][1:] == (
        "我去换不锁区的",
        "03-12 21:08",
    )


def test_a_letter_before_a_clock_is_a_digit_that_was_not_read() -> None:
    talk = [*bubble(320, "三天内给您退款", "21:05"), *bubble(450, "好的我等着", "21:07", own=True)]
    spoilt = bubble(580, "我去换不锁区的", "T1:08 VV")
    assert shown(centred(230, "3月12日"), *talk, *spoilt)[2] == ("other", "我去换不锁区的", "")


def test_a_time_before_that_of_the_separator_above_is_not_in_order() -> None:
    def reasons(clock: str) -> tuple[str, ...]:
        stamps = [(line(Box(150, y, 80, 26), said), PAGE) for y, said in ((430, clock), (630, "19:40"))]
        messages = other(300, "小刘我是水果店老张"), other(500, "张叔啥事")
        return read(centred(230, "19:36"), *messages, *stamps).messages[0].reasons

    assert "times_not_in_order" in reasons("9:36")
    assert "times_not_in_order" not in reasons("19:36")


def joined(y: int, text: str, clock: str, *, own: bool = False) -> Placed:
    """A bubble whose clock was read with its words."""
    wide = 40 * len(text) + 150
    x = WIDTH - 30 - wide if own else 30
    ground = Region(Box(x, y, wide, 90), GREEN if own else WHITE, 0.9, solid=0.98)
    return line(Box(x + 30, y + 20, wide - 60, 44), text + clock), ground


def test_a_clock_that_was_read_with_the_words_and_a_point_is_no_sum() -> None:
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "验证码发来解除风控", "18:40"),
        joined(450, "先把本金退回来", "18.47", own=True),
        joined(580, "风控解除后全额退回", " 19.22"),
    )
    assert found == [
        ("other", "验证码发来解除风控", "03-12 18:40"),
        ("me", "先把本金退回来", "03-12 18:47"),
        ("other", "风控解除后全额退回", "03-12 19:22"),
    ]


def test_a_sum_at_the_end_of_some_messages_stays_one() -> None:
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "手续费要扣的", "18:40"),
        joined(450, "那退我", "18.47", own=True),
        *bubble(580, "可以的", "18:49"),
        other(710, "等财务上班处理"),
        other(840, "别着急好不好"),
    )
    assert ("me", "那退我18.47") in [(who, text) for who, text, _ in found]


def test_words_in_the_middle_are_no_day_that_could_not_be_read() -> None:
    """Nor is what is read in the picture behind the talk."""
    torn = Region(Box(0, 200, WIDTH, 300), (140, 200, 120), 0.3, solid=0.4)
    for between in (
        centred(450, "未读消息"),
        centred(450, "Unread Messages"),
        (line(Box(500, 450, 80, 22), "7", sure=0.3), torn),
    ):
        last = read(
            centred(230, "3月12日"),
            *bubble(320, "三天内给您退款", "21:05"),
            between,
            *bubble(520, "好的我等着", "21:07", own=True),
        ).messages[-1]
        assert (last.text, last.at) == ("好的我等着", datetime(2025, 3, 12, 21, 7, tzinfo=CHINA))


def test_a_clock_as_high_as_the_figures_above_it_is_the_time_where_others_have_theirs_there() -> None:
    number = bubble(580, "GC20260203881726", "上午10:06", own=True)
    clock = number[1][0]
    number[0] = (line(Box(number[0][0].box.x, 600, 640, 24), "GC20260203881726"), number[0][1])
    number[1] = (line(clock.box, "上午10:06"), number[1][1])
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "请提供一下订单号", "上午10:05"),
        *bubble(450, "好的我找一下", "上午10:05", own=True),
        *number,
    )
    assert found[2] == ("me", "GC20260203881726", "03-12 10:06")


def test_the_half_of_the_day_goes_with_the_figures_that_more_readings_show() -> None:
    def late(y: int, text: str, clock: str, *, own: bool = False) -> list[Placed]:
        placed = bubble(y, text, clock, own=own)
        said, ground = placed[1]
        half = Reading("chi_sim", (Word(f"下午{clock} VV", 0.5, said.box.x, said.box.right),))
        bare = [
            Reading("eng", (Word(f"{clock} {v}", 0.5, said.box.x, said.box.right),)) for v in ("vv", "VV")
        ]
        return [placed[0], (Line(said.box, (half, *bare)), ground)]

    found = shown(
        centred(230, "3月12日"),
        *late(320, "三天内给您退款", "2:05"),
        *late(450, "好的我等着", "10:07", own=True),
    )
    assert [at for _, _, at in found] == ["03-12 14:05", "03-12 22:07"]
