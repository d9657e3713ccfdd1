"""Several phone screens in one picture: each is read by itself, its talk in its own frame, a talk that goes on as a whole."""

from __future__ import annotations

from datetime import datetime

import cv2
import numpy as np

from extractor import reading
from extractor.fields.moments import CHINA
from extractor.frames import Picture, pages_of
from extractor.geometry import Box
from extractor.intake.capture import Capture, CaptureSource
from extractor.intake.screenshot import Screenshot
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import Page
from extractor.vision.rectify import Straightened
from tests.helpers import line

TAKEN = Capture(datetime(2026, 1, 11, 13, 14, tzinfo=CHINA), CaptureSource.METADATA, None)
WIDTH, HEIGHT = 500, 700
GREEN, WHITE, AVATAR = (149, 236, 106), (254, 254, 254), (90, 140, 200)


def phone(picture: np.ndarray, left: int, top: int, clock: str, stamp: str) -> list[Line]:
    """A talk of two messages under a title and a stamp, drawn into the picture; its lines."""
    cv2.rectangle(picture, (left + 210, top + 170), (left + 416, top + 220), GREEN, -1)
    cv2.rectangle(picture, (left + 432, top + 170), (left + 482, top + 220), AVATAR, -1)
    cv2.rectangle(picture, (left + 78, top + 240), (left + 264, top + 294), WHITE, -1)
    cv2.rectangle(picture, (left + 14, top + 240), (left + 64, top + 290), AVATAR, -1)
    return [
        line(clock, x=left + 23, y=top + 12, w=48, h=17, eng=clock),
        line("IN 5G", x=left + 395, y=top + 10, w=78, h=20),
        line("猫猫点卡", x=left + 206, y=top + 60, w=82, h=26),
        line(stamp, x=left + 154, y=top + 120, w=190, h=22, eng=stamp),
        line("点卡没到给我退款", x=left + 226, y=top + 184, w=174, h=22),
        line("三天内退给您的", x=left + 94, y=top + 257, w=152, h=22),
    ]


def pages(picture: np.ndarray, lines: list[Line]) -> list[Page]:
    shot = Screenshot("a.png", "0" * 64, TAKEN, picture, False)
    return pages_of(Picture(shot, Straightened(picture, None), []), lines, load_screens())


def test_two_talks_side_by_side_have_each_the_stamp_of_its_own_screen() -> None:
    picture = np.full((HEIGHT, 2 * WIDTH, 3), 237, np.uint8)
    first = phone(picture, 0, 0, "13:10", "2026年1月9日 上午11:30")
    found = pages(picture, [*first, *phone(picture, WIDTH, 0, "13:12", "2026年1月11日 下午1:05")])
    assert [
        [
            (m.speaker, m.sure, f"{m.at:%d %H:%M}" if m.at else "", m.box.x // WIDTH)
            for m in page.chat.messages
        ]
        for page in found
        if page.chat is not None
    ] == [
        [("me", True, "09 11:30", 0), ("other", True, "09 11:30", 0)],
        [("me", True, "11 13:05", 1), ("other", True, "11 13:05", 1)],
    ]


def bill(top: int, clock: str) -> list[Line]:
    number = f"42000012342026010{top // HEIGHT + 1}1234567890"
    rows = (
        ("当前状态", "支付成功"),
        ("支付时间", f"2026-01-0{top // HEIGHT + 1} 19:27:55"),
        ("收单机构", "财付通支付科技有限公司"),
        ("交易单号", number),
    )
    lines = [
        line(clock, x=23, y=top + 12, w=48, h=17, eng=clock),
        line("IN 5G", x=395, y=top + 10, w=78, h=20),
        line(f"-{top // HEIGHT + 1}0.00", x=180, y=top + 160, w=140, h=46, eng=f"-{top // HEIGHT + 1}0.00"),
    ]
    for place, (label, value) in enumerate(rows):
        figures = value if value[:1].isdigit() else ""
        lines.append(line(label, x=20, y=top + 260 + 50 * place, w=90, h=22))
        lines.append(line(value, x=160, y=top + 260 + 50 * place, w=300, h=22, eng=figures))
    return lines


def test_bills_below_each_other_are_rows_of_their_own_and_do_not_ask() -> None:
    picture = np.full((3 * HEIGHT, WIDTH, 3), 255, np.uint8)
    lines = [one for place in range(3) for one in bill(place * HEIGHT, f"08:3{place}")]
    shot = Screenshot("a.png", "0" * 64, TAKEN, picture, False)
    rows = reading._rows(shot, pages(picture, lines), reading.load_phrases(None))
    assert [(row.trade_no, row.amount, row.occurred_at[:10]) for row in rows] == [
        (f"42000012342026010{day}1234567890", f"{day}0.00", f"2026-01-0{day}") for day in (1, 2, 3)
    ]
    assert not any("several_screens_in_one_picture" in row.reasons for row in rows)


def test_a_talk_over_several_screens_is_one() -> None:
    picture = np.full((2 * HEIGHT, WIDTH, 3), 237, np.uint8)
    first = phone(picture, 0, 0, "13:10", "2026年1月9日 上午11:30")
    found = pages(picture, [*first, *phone(picture, 0, HEIGHT, "13:12", "2026年1月11日 下午1:05")])
    assert len(found) == 1
    assert found[0].chat is not None
    assert Box(0, 0, WIDTH, HEIGHT).h < max(m.box.y for m in found[0].chat.messages)


PAID = [
    line("付款成功", x=125, y=79, w=69, h=18),
    line("¥16.80", x=105, y=119, w=107, h=27, eng="¥16.80"),
    line("收款方", x=15, y=175, w=43, h=18),
    line("卡小铺", x=254, y=177, w=50, h=16),
    line("付款方式", x=15, y=215, w=58, h=16),
    line("余额宝", x=260, y=215, w=44, h=17),
    line("付款时间", x=15, y=253, w=57, h=16),
    line("2025-12-12 21:06", x=194, y=255, w=110, h=13, eng="2025-12-12 21:06"),
]


def asked(*, top: int, step: int) -> list[Line]:
    """The page of an order in the right half of a picture."""
    stated = {
        "订单编号": "WWDXCFBC2PJSP1SE",
        "名称": "月卡",
        "总价": "16.80",
        "时间": "2025-12-12 21:05:48",
        "状态": "已过期",
    }
    return [
        part
        for place, (label, value) in enumerate(stated.items())
        for part in (
            line(label, x=335, y=top + step * place, w=48, h=17),
            line(value, x=400, y=top + step * place, w=138, h=16, eng=value),
        )
    ]  # fmt: skip


def test_a_payment_and_its_order_side_by_side_without_status_bars_are_two_pages() -> None:
    picture = np.full((419, 640, 3), 254, np.uint8)
    found = pages(picture, [*PAID, *asked(top=51, step=37)])
    assert [{pair.label.slot for pair in page.pairs} >= {"order_no"} for page in found] == [False, True]
    assert [page.headline is not None for page in found] == [True, False]


def test_two_columns_of_one_page_whose_rows_stand_level_stay_one() -> None:
    picture = np.full((419, 640, 3), 254, np.uint8)
    level = [
        one
        for place, one in enumerate(asked(top=177, step=38))
        if place < 8
    ]  # fmt: skip
    assert len(pages(picture, [*PAID, *level])) == 1


def test_a_page_higher_than_wide_is_not_parted() -> None:
    picture = np.full((900, 640, 3), 254, np.uint8)
    assert len(pages(picture, [*PAID, *asked(top=51, step=37)])) == 1
