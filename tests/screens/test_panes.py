"""A conversation in a window of a computer: beside a list of contacts it reads as it does alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.reading import read_picture
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Chat
from extractor.screens.panes import find_panes, in_picture, lines_in, wide
from extractor.screens.recognise import Page, parted_payment, recognise
from extractor.vision.regions import Region
from tests.helpers import line

SAMPLE = Path(__file__).parents[2] / "samples" / "chats" / "IMG_6032.PNG"


def said(path: Path) -> list[tuple[str, str, int]]:
    chat = read_picture(path).page.chat
    assert chat is not None
    return [(m.speaker, m.text, m.box.x) for m in chat.messages if len(m.text) > 1]


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A part of a conversation alone, and in a window with a list of contacts at its left."""
    folder = tmp_path_factory.mktemp("window")
    with Image.open(SAMPLE) as sample:
        alone = sample.convert("RGB").crop((0, 120, sample.width, 1400))
    alone.save(folder / "alone.png")
    left = 420
    window = Image.new("RGB", (alone.width + left, alone.height), (214, 213, 212))
    window.paste(alone, (left, 0))
    pen = ImageDraw.Draw(window)
    for row in range(8):  # contacts: an avatar, a name, what was said last
        y = 40 + 150 * row
        pen.rectangle((30, y, 120, y + 90), fill=(90, 110, 150))
        pen.text((150, y), "Contact", fill=(20, 20, 20), font_size=34)
        pen.text((150, y + 54), "hello again", fill=(140, 140, 140), font_size=28)
    window.save(folder / "window.png")
    return folder / "alone.png", folder / "window.png"


def test_a_conversation_beside_contacts_reads_as_it_does_alone(talk: tuple[Path, Path]) -> None:
    alone, window = talk
    expected = [(speaker, text) for speaker, text, _ in said(alone)]
    assert len(expected) >= 3
    found = said(window)
    assert [(speaker, text) for speaker, text, _ in found] == expected
    assert all(x >= 420 for _, _, x in found)  # boxes are those of the whole picture


def ground(x: int, y: int, w: int, h: int) -> Region:
    return Region(Box(x, y, w, h), (240, 240, 240), 1.0)


def test_panes_are_high_and_hold_lines() -> None:
    pane, page, bubble = ground(290, 0, 790, 830), ground(0, 0, 1080, 830), ground(300, 100, 200, 40)
    lines = [line(f"第{n}行", x=310, y=100 + 40 * n) for n in range(6)]
    grounds = [pane, pane, page, bubble, pane, pane]
    assert find_panes(lines, grounds, (1080, 830)) == [pane.box]
    assert find_panes(lines[:3], grounds[:3], (1080, 830)) == []
    assert [found.box.x for found in lines_in(lines, pane.box)] == [20] * 6


@pytest.mark.parametrize(
    ("size", "is_wide"), [((1080, 831), True), ((1080, 2400), False), ((900, 1000), True)]
)
def test_phones_have_no_panes(size: tuple[int, int], is_wide: bool) -> None:
    assert wide(size) == is_wide


RECEIPT = (
    ("交易金额", "RMB 4,010.00", "币种", "人民币"),
    ("交易时间", "2025/11/25 15:21:40", "交易流水号", "765388409517"),
    ("附言", "平台加款", "处理结果", "交易成功"),
)


def cells(*more: Line) -> tuple[Page, list[Line]]:
    """A receipt's table of two columns as a whole page, and the lines of its left column."""
    table = [
        line(text, x=100 + 220 * column, y=200 + 60 * row)
        for row, texts in enumerate(RECEIPT)
        for column, text in enumerate(texts)
    ]
    head = line("江南银行电子转账回单", x=400, y=100)
    page = recognise([head, *table, *more], load_screens(), size=(1080, 830))
    return page, [one for one in (*table, *more) if one.box.x < 500]


def test_a_column_of_a_receipts_cells_is_no_talk() -> None:
    page, left = cells()
    assert parted_payment(page, left, Chat("", (), 14))


@pytest.mark.parametrize("texts", [("你好，到账了吗", "我帮您看一下"), ("客服在吗", "昨天15:20")])
def test_a_talk_beside_an_order_stays_one(texts: tuple[str, ...]) -> None:
    page, left = cells(*(line(text, x=110, y=420 + 60 * n) for n, text in enumerate(texts)))
    assert not parted_payment(page, left, Chat("", (), 14))


def test_the_title_of_a_talk_in_a_pane_stands_where_the_picture_shows_it() -> None:
    chat = Chat("云朵点卡", (), 20, heading=line("云朵点卡", x=30, y=10))
    heading = in_picture(chat, Box(64, 60, 600, 900)).heading
    assert heading is not None
    assert (heading.box.x, heading.box.y) == (94, 70)
