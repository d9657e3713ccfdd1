"""The notifications of a phone: on its lock screen, and pulled down over a page; and lists that are none."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.notifications import read_notifications
from extractor.screens.recognise import recognise
from tests.screens.chats import CAPTURED, line

SIZE = (750, 1570)
CLOCK = [line(Box(270, 200, 210, 90), "10:00"), line(Box(255, 150, 240, 32), "3月15日 星期六")]


def text(x: int, y: int, said: str, height: int = 28) -> Line:
    return line(Box(x, y, height * len(said), height), said)


def shade(*entries: tuple[str, str, str]) -> list[Line]:
    """Cards of an app's name with a clock, who writes, and what."""
    lines: list[Line] = []
    for place, (head, title, body) in enumerate(entries):
        y = 380 + 190 * place
        lines += [text(96, y, head, 20), text(52, y + 40, title), text(52, y + 80, body)]
    return lines


def locked(*entries: tuple[str, str, str]) -> list[Line]:
    """Cards of who writes with a clock at the right end of his row."""
    lines: list[Line] = []
    for place, (title, clock, body) in enumerate(entries):
        y = 460 + 150 * place
        lines += [text(140, y, title), line(Box(640, y + 3, 62, 22), clock), text(140, y + 40, body)]
    return lines


WROTE = ("微信 · 09:28", "卡券客服-小布", "您的退款预计今天下午到账")
FETCH = ("菜鸟 · 08:55", "取件通知", "您有一条新的快递待取")


def said(lines: list[Line]) -> list[tuple[str, str, str, str]]:
    found = read_notifications(lines, CAPTURED, SIZE)
    return (
        [(m.speaker, m.name, m.text, f"{m.at:%m-%d %H:%M}") for m in found.messages if m.at] if found else []
    )


def test_under_the_phones_clock_each_notification_is_a_message_of_who_its_title_names() -> None:
    assert said([*CLOCK, *shade(WROTE, FETCH)]) == [
        ("other", "卡券客服-小布", "您的退款预计今天下午到账", "03-15 09:28"),
        ("other", "取件通知", "您有一条新的快递待取", "03-15 08:55"),
    ]


def test_on_a_lock_screen_the_clock_stands_at_the_right_end() -> None:
    lines = [*CLOCK, *locked(("代理-阿龙", "09:02", "老板说肯定退你"), ("部门群", "08:58", "明早的会改了"))]
    assert said(lines) == [
        ("other", "代理-阿龙", "老板说肯定退你", "03-15 09:02"),
        ("other", "部门群", "明早的会改了", "03-15 08:58"),
    ]


def test_without_the_phones_clock_two_known_apps_tell_a_shade() -> None:
    again = ("QQ · 09:11", "退款办理处", "把收款码发我")
    assert [name for _, name, _, _ in said(shade(WROTE, again, FETCH))] == [
        "卡券客服-小布",
        "退款办理处",
        "取件通知",
    ]
    assert said(shade(WROTE, FETCH)) == []


def test_a_list_of_talks_or_payments_is_no_notification() -> None:
    assert said(locked(("代理-阿龙", "09:02", "老板说肯定退你"), ("部门群", "08:58", "明早的会改了"))) == []
    assert said([*CLOCK, *locked(("话费充值", "09:02", "-30.00"))]) == []


def test_a_page_that_nothing_else_explains_is_asked_for_notifications() -> None:
    page = recognise([*CLOCK, *shade(WROTE, FETCH)], load_screens(), size=SIZE, captured=CAPTURED)
    assert page.screen.screen == "other.chat"
    assert page.chat is not None
    assert len(page.chat.messages) == 2


def test_a_lock_screen_without_a_notification_says_nothing() -> None:
    assert said([*CLOCK, text(52, 900, "上滑解锁")]) == []
    assert said([]) == []
