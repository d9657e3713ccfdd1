"""Panels of one width and floors of a forum, where the row above a message and no edge says who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.fields.chat_times import ChatTime
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Chat, Message
from extractor.screens.one_column import by_headings
from extractor.screens.recognise import Page, recognise
from extractor.vision.regions import Region
from tests.screens.test_threads import CAPTURED, SIZE, line

PANEL = (247, 248, 250)
ASKS, REFUSES = "充的500没到账，要求全额退款", "经查已使用，不予退款"
COURSE = (
    ("用户", ASKS),
    ("售后部", REFUSES),
    ("用户", "不是我用的，你们再看看"),
    ("售后部", "三天内给您退款"),
)

TIMED = Message(
    "text", "me", "用户", ASKS, ChatTime(CAPTURED, "minute", relative=False), Box(160, 300, 500, 60), ()
)


def panels(course: Sequence[tuple[str, str]], *, widths: Sequence[int] = ()) -> Page:
    """A page whose messages stand in boxes of these widths, else of one, each under its name and moment."""
    placed: list[tuple[Line, Region | None]] = [(line(480, 110, "处理记录"), None)]
    for number, (name, text) in enumerate(course):
        y, wide = 320 + 240 * number, widths[number] if widths else 920
        ground = Region(Box(130, y + 50, wide, 110), PANEL, 0.9, left_content=0.05, solid=0.99)
        stamp = f"2025-03-1{number} 09:12"
        placed += [
            (line(130, y, name), None),
            (line(1050 - 17 * len(stamp), y, stamp), None),
            (line(160, y + 88, text), ground),
        ]
    grounds = [ground for _, ground in placed]
    return recognise(
        [read for read, _ in placed], load_screens(), size=SIZE, grounds=lambda: grounds, captured=CAPTURED
    )


def sides(page: Page) -> list[tuple[str, bool]]:
    assert page.chat is not None
    return [(message.speaker, message.sure) for message in page.chat.messages]


def test_in_panels_of_one_width_the_names_tell_the_sides() -> None:
    assert sides(panels(COURSE)) == [("me", True), ("other", True), ("me", True), ("other", True)]


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("平台审核", "system"),
        ("用户补充投诉", "me"),
        ("商家回复", "other"),
        ("平台受理", "system"),
        ("平台回复", "other"),
    ],
)
def test_the_course_of_a_complaint_names_its_steps(name: str, side: str) -> None:
    assert sides(panels((*COURSE, (name, "投诉已经收到，分配给商家处理"))))[-1] == (side, True)


def forum(*posts: tuple[str, str, str], action: str = "赞 26") -> list[Line]:
    """A thread of a forum: name and floor, 发表于 and the moment, the words, what one may do with them."""
    lines = [line(480, 110, "帖子详情"), line(60, 220, "【曝光】充值不到账还拉黑")]
    for number, (name, floor, text) in enumerate(posts):
        y = 320 + 260 * number
        lines += [
            line(180, y, name),
            line(980, y, floor),
            line(180, y + 50, f"发表于2025-03-1{number} 20:15"),
        ]
        if number == 0:
            lines.append(line(70, y + 40, "会"))  # a face, read as a character
        lines += [line(180, y + 110, text), line(180, y + 170, "回复"), line(300, y + 170, action)]
    return lines


POSTS = (
    ("楼主·西北", "楼主", "充了300进去，站打不开了"),
    ("键盘侠", "沙发", "这种东西早该凉了"),
    ("老用户", "板侣", "同，我也要退"),
    ("XX卡盟官方", "地板", "所有余额3月25日前退还"),
    ("楼主·西北", "5楼", "那我现在就申请退回300"),
)


def posted(lines: list[Line]) -> list[tuple[str, bool, str]]:
    """What the headings tell, where what seemed a chat took 发表于 for a name."""
    seen = [replace(TIMED, name="发表于", box=read.box) for read in lines[:4]]
    found = by_headings(Chat("", tuple(seen), 8), lines, CAPTURED, SIZE)
    return [(m.speaker, m.sure, m.text) for m in found.messages] if found else []


def test_a_forum_names_who_posted_above_the_moment_and_only_who_speaks_for_the_shop_is_sure() -> None:
    assert posted(forum(*POSTS)) == [
        ("me", False, POSTS[0][2]),
        ("other", False, POSTS[1][2]),
        ("other", False, POSTS[2][2]),  # 老用户 is a name, and not the user
        ("other", True, POSTS[3][2]),
        ("me", False, POSTS[4][2]),
    ]


@pytest.mark.parametrize("action", ["赞3", "举报", "只看楼主", "点赞", "分享"])
def test_what_one_may_do_with_a_post_is_none_of_its_words(action: str) -> None:
    assert [text for _, _, text in posted(forum(*POSTS, action=action))] == [text for _, _, text in POSTS]


def test_bubbles_as_wide_as_their_words_keep_their_edges() -> None:
    chat = Chat("", (TIMED, TIMED, replace(TIMED, box=Box(160, 500, 300, 60))), 8)
    assert by_headings(chat, forum(*POSTS), CAPTURED, SIZE) is None
