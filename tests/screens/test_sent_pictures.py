"""Pictures that were sent, as messages: whose, when, and never in the place of words."""

from __future__ import annotations

from datetime import datetime

from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.chat import read_chat
from extractor.screens.sent_pictures import emoji_bubbles
from extractor.vision.photos import Sticker
from extractor.vision.regions import Region
from tests.screens.chats import CAPTURED, HEIGHT, PAGE, TALK, WIDTH, Placed, centred, line, mine, other

MINE, OTHERS = Box(600, 700, 330, 480), Box(152, 700, 250, 250)


def read(*more: Placed, pictures: tuple[Box, ...]) -> list[tuple[str, str, str, datetime | None]]:
    placed = (*TALK, *more)
    found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, HEIGHT), CAPTURED, pictures)
    return [(m.kind, m.speaker, m.text, m.at) for m in found.messages]


def test_a_picture_is_whose_bubbles_its_edge_is_level_with() -> None:
    at = datetime(2025, 3, 14, 21, 5, tzinfo=CHINA)
    assert read(pictures=(MINE,))[-1] == ("card", "me", "[图片]", at)
    assert read(pictures=(OTHERS,))[-1] == ("card", "other", "[图片]", at)
    assert len(read(pictures=(Box(400, 700, 300, 300),))) == 2


def test_the_stamp_above_a_picture_is_its_time_and_its_scribbles_are_no_words() -> None:
    scribble = line(Box(700, 900, 60, 60), "攻", sure=0.2), None
    found = read(centred(640, "22:12"), scribble, pictures=(MINE,))
    assert [text for _, _, text, _ in found] == ["我的会员没有到账", "您好我们帮您核实一下", "[图片]"]
    assert found[-1][3] == datetime(2025, 3, 14, 22, 12, tzinfo=CHINA)


def test_words_are_never_taken_for_a_picture() -> None:
    bubble = Region(Box(600, 700, 330, 150), (149, 236, 105), 0.9, right_content=0.5, solid=0.98)
    said = [
        text for _, _, text, _ in read((line(Box(640, 750, 200, 44), "什么时候退"), bubble), pictures=(MINE,))
    ]
    assert "什么时候退" in said
    unsure = line(Box(640, 750, 60, 44), "ok", sure=0.2), bubble
    said = [text for _, _, text, _ in read(unsure, pictures=(Box(598, 698, 400, 152),))]
    assert "[图片]" not in said


def test_the_length_of_a_film_is_no_word_of_it() -> None:
    assert read((line(Box(860, 1130, 60, 30), "0:15"), None), pictures=(MINE,))[-1][2] == "[图片]"


def test_a_bubble_of_emoji_alone_is_a_message_and_what_was_read_of_them_is_none_of_its_words() -> None:
    bubble = Region(Box(790, 700, 140, 110), (149, 236, 105), 0.8, right_content=0.5, solid=0.95)
    emoji = line(Box(830, 730, 60, 50), "村", sure=0.3), bubble
    assert read(emoji, pictures=(emoji[0].box,))[-1][:3] == ("card", "me", "[表情]")
    assert read(emoji, pictures=())[-1][:3] == ("text", "me", "村")
    name = line(Box(152, 650, 60, 34), "村", sure=0.3), None
    assert len(read(name, pictures=(name[0].box,))) == 2


def test_the_strokes_of_a_drawing_are_no_words_of_it() -> None:
    assert read((line(Box(640, 900, 60, 20), "一一"), None), pictures=(MINE,))[-1][2] == "[图片]"


def test_a_sticker_says_that_it_is_one() -> None:
    sticker = Sticker(OTHERS.x, OTHERS.y, OTHERS.w, OTHERS.h)
    assert read(pictures=(sticker,))[-1][:3] == ("card", "other", "[表情]")


def test_the_name_and_stamp_above_a_picture_are_its_own() -> None:
    head = line(Box(152, 660, 400, 30), "客服小美 2025-03-14 22:30"), None
    assert read(head, pictures=(OTHERS,))[-1][3] == datetime(2025, 3, 14, 22, 30, tzinfo=CHINA)


def test_a_name_above_a_picture_is_that_of_its_sender_and_no_message() -> None:
    name = line(Box(152, 655, 102, 34), "老班长"), PAGE
    placed = (*TALK, name)
    found = read_chat([p[0] for p in placed], [p[1] for p in placed], (WIDTH, HEIGHT), CAPTURED, (OTHERS,))
    assert [(m.name, m.text) for m in found.messages][2:] == [("老班长", "[图片]")]


def test_a_name_above_what_was_not_told_is_no_message_where_somebody_has_it() -> None:
    named = line(Box(152, 640, 135, 34), "阮思思"), PAGE
    again = line(Box(152, 880, 135, 34), "阮思思"), PAGE
    found = read(named, other(684, "好的"), again, mine(1300, "收到"), pictures=())
    assert [text for _, _, text, _ in found][2:] == ["好的", "收到"]


def test_the_wall_beside_an_avatar_is_no_bubble_with_emoji() -> None:
    def wall(right: int) -> tuple[Line, Region]:
        ground = Region(Box(912, 730, right - 912, 168), (195, 185, 161), 0.52, solid=0.94)
        return line(Box(920, 745, 100, 110), "芝"), ground

    for right, found in ((1080, 0), (1040, 1)):
        placed = wall(right)
        assert len(emoji_bubbles([placed[0].box], [placed], 1080)) == found
