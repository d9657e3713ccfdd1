"""Several windows in one picture: two apps that share a phone's screen, one in a small window, a list beside the order opened from it."""

from __future__ import annotations

from datetime import datetime

import cv2
import numpy as np

from extractor import reading
from extractor.evidence.schema import Row
from extractor.fields.moments import CHINA
from extractor.frames import Picture, pages_of
from extractor.geometry import Box
from extractor.intake.capture import Capture, CaptureSource
from extractor.intake.screenshot import Screenshot
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import Page
from extractor.screens.windows import uncovered
from extractor.statements import load_phrases
from extractor.vision.rectify import Straightened
from tests.helpers import line

TAKEN = Capture(datetime(2026, 9, 17, 9, 50, tzinfo=CHINA), CaptureSource.METADATA, None)
WHITE = (255, 255, 255)
BILL = (
    ("当前状态", "支付成功"),
    ("支付时间", "2026-08-16 22:31:20"),
    ("商户全称", "襄阳某网络工作室"),
    ("交易单号", "4200006736202608160883548612"),
    ("商户单号", "2026081622305519047"),
)
ORDER = (
    ("订单编号", "S20260816223049817"),
    ("实付金额", "¥56.00"),
    ("下单时间", "2026-08-16 22:30:49"),
    ("订单状态", "已付款"),
)


def labelled(facts: tuple[tuple[str, str], ...], *, x: int, y: int, gap: int = 240) -> list[Line]:
    found = []
    for place, (label, text) in enumerate(facts):
        top = y + 70 * place
        found += [
            line(label, x=x, y=top, w=120, h=30),
            line(text, x=x + gap, y=top, w=14 * len(text), h=30, eng=text),
        ]
    return found


def bill() -> list[Line]:
    return [
        line("09:50", x=40, y=20, w=70, h=26, eng="09:50"),
        line("账单详情", x=280, y=90, w=160, h=36),
        line("-56.00", x=250, y=200, w=220, h=60, eng="-56.00"),
        *labelled(BILL, x=40, y=320),
    ]


def told(picture: np.ndarray, lines: list[Line]) -> tuple[list[Page], list[Row]]:
    shot = Screenshot("a.png", "0" * 64, TAKEN, picture, False)
    pages = pages_of(Picture(shot, Straightened(picture, None), []), lines, load_screens())
    return pages, reading._rows(shot, pages, load_phrases())


def test_two_apps_above_each_other_are_two_pages() -> None:
    picture = np.full((1560, 720, 3), 255, np.uint8)
    picture[800:826] = 0
    lines = [*bill(), line("订单查询", x=40, y=850, w=160, h=36), *labelled(ORDER, x=40, y=960)]
    whole, _ = told(picture, lines)
    cv2.rectangle(picture, (310, 810), (410, 815), (110, 110, 110), -1)
    pages, rows = told(picture, lines)
    assert (len(whole), len(pages)) == (1, 2)
    assert [(row.order_no, row.trade_no, row.occurred_at[11:16]) for row in rows] == [
        ("2026081622305519047", "4200006736202608160883548612", "22:31"),
        ("S20260816223049817", "", "22:30"),
    ]


def windowed(left: int, right: int, facts: tuple[tuple[str, str], ...] = ORDER) -> list[str]:
    """The numbers of the rows of a bill with an order in a window between two edges over it."""
    picture = np.full((1560, 720, 3), 255, np.uint8)
    cv2.rectangle(picture, (left, 760), (right, 1400), (160, 160, 160), 4)
    lines = [*bill(), line("订单查询", x=left + 30, y=790, w=160, h=36)]
    lines += labelled(facts, x=left + 30, y=880, gap=160)
    return [row.order_no for row in told(picture, lines)[1]]


def test_an_app_in_a_small_window_over_another_is_a_page_of_its_own() -> None:
    assert windowed(160, 690) == ["2026081622305519047", "S20260816223049817"]


def test_a_card_in_the_middle_is_the_pages_and_so_is_one_with_the_same_number() -> None:
    assert len(windowed(30, 690)) == 1
    assert len(windowed(160, 690, (("商户单号", "2026081622305519047"), *ORDER[1:]))) == 1


def test_what_a_window_cuts_off_is_no_value_of_the_page_behind() -> None:
    window = Box(300, 760, 400, 600)
    cut, clear, above = (
        line("42000067362", x=100, y=900, w=194),
        line("商户单号", x=40, y=1000, w=120),
        line("-56.00", x=100, y=200, w=199),
    )
    assert uncovered([cut, clear, above], window) == [clear, above]


def tablet(minute: str, *, wall: bool = True) -> list[Row]:
    """A list of orders, and the first of them opened beside it."""
    picture = np.full((1200, 1770, 3), 255, np.uint8)
    if wall:
        picture[30:, :600] = (238, 238, 244)
    lines = [line("我的订单", x=20, y=67, w=157, h=41), line("订单详情", x=666, y=86, w=145, h=38)]
    entries = (
        (f"08-16 {minute}", "¥56.00", "已付款"),
        ("08-02 10:15", "¥58.00", "已完成"),
        ("07-30 13:37", "¥97.00", "已取消"),
    )
    for place, (moment, amount, status) in enumerate(entries):
        top = 160 + 128 * place
        lines += [
            line("无主之地季票", x=41, y=top, w=143, h=25),
            line(amount, x=472, y=top + 2, w=86, h=21, eng=amount),
            line(moment, x=41, y=top + 40, w=116, h=19, eng=moment),
            line(status, x=499, y=top + 40, w=59, h=21),
        ]
    for place, (label, text) in enumerate(ORDER):
        top = 362 + 57 * place
        lines += [line(label, x=666, y=top, w=97, h=26), line(text, x=1400, y=top + 2, w=300, h=22, eng=text)]
    return told(picture, lines)[1]


def test_an_order_opened_beside_its_list_is_one_row_with_its_number() -> None:
    rows = tablet("22:30")
    assert [(row.order_no, row.amount) for row in rows if row.order_no] == [("S20260816223049817", "56.00")]
    assert sorted(row.amount for row in rows) == ["56.00", "58.00", "97.00"]
    assert {row.amount: row.occurred_at[:16] for row in rows}["97.00"] == "2026-07-30T13:37"


def test_an_entry_of_another_minute_is_another_payment() -> None:
    assert sorted(row.amount for row in tablet("21:14")) == ["56.00", "56.00", "58.00", "97.00"]


def test_a_list_whose_opened_entry_has_a_ground_of_its_own_is_one_all_the_same() -> None:
    """As wallets on tablets show it: the entry in question shaded from edge to edge, sums without a word of their state."""
    picture = np.full((1036, 1434, 3), 238, np.uint8)
    picture[30:, :418] = 255
    picture[200:290, :418] = (228, 238, 252)
    cv2.rectangle(picture, (476, 74), (1378, 728), (255, 255, 255), -1)
    lines = [line("账单", x=20, y=60, w=50, h=24), line("-56.00", x=818, y=153, w=218, h=44, eng="-56.00")]
    entries = (
        ("飞豆点卡", "-56.00", "08-16 22:31"),
        ("便利店", "-12.50", "08-16 08:11"),
        ("面馆", "-6.00", "08-15 18:20"),
    )
    for place, (name, amount, moment) in enumerate(entries):
        top = 220 + 94 * place
        lines += [
            line(name, x=22, y=top, w=90, h=22),
            line(amount, x=324, y=top, w=70, h=20, eng=amount),
            line(moment, x=22, y=top + 28, w=80, h=16, eng=moment),
        ]
    for place, (label, text) in enumerate(BILL[1:]):
        top = 344 + 52 * place
        lines += [
            line(label, x=496, y=top, w=90, h=24),
            line(text, x=686, y=top, w=14 * len(text), h=20, eng=text),
        ]
    rows = told(picture, lines)[1]
    assert {row.amount: row.trade_no for row in rows} == {
        "56.00": "4200006736202608160883548612",
        "12.50": "",
        "6.00": "",
    }
