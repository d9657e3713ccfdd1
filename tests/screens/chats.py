"""A chat of bubbles with avatars: its lines, the grounds they stand on, what is read of them."""

from __future__ import annotations

from datetime import datetime

from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.chat import read_chat
from extractor.screens.messages import Chat
from extractor.vision.regions import Region

WIDTH, HEIGHT = 1080, 2300
CAPTURED = datetime(2025, 3, 15, 10, 0, tzinfo=CHINA)
PAGE = Region(Box(0, 200, WIDTH, 1900), (237, 237, 237), 0.9)
WHITE, GREEN, ORANGE = (255, 255, 255), (149, 236, 105), (250, 157, 59)
Placed = tuple[Line, Region | None]


def line(box: Box, text: str, *others: str, sure: float = 0.9) -> Line:
    """A line in box as both models read it; others: what the first read at other sizes."""
    words = [Reading("chi_sim", (Word(said, sure, box.x, box.right),)) for said in (text, *others)]
    return Line(box, (*words, Reading("eng", (Word(text, sure, box.x, box.right),))))


def other(y: int, text: str, *, colour: tuple[int, int, int] = WHITE, width: int | None = None) -> Placed:
    """A message at the left with an avatar beside it."""
    wide = width or 40 * len(text)
    ground = Region(Box(150, y, wide + 72, 110), colour, 0.9, left_content=0.5, solid=0.98)
    return line(Box(186, y + 32, 40 * len(text), 44), text), ground


def mine(y: int, text: str, *, width: int | None = None) -> Placed:
    """A message at the right with an avatar beside it."""
    wide = (width or 40 * len(text)) + 72
    ground = Region(Box(930 - wide, y, wide, 110), GREEN, 0.9, right_content=0.5, solid=0.98)
    return line(Box(966 - wide, y + 32, 40 * len(text), 44), text), ground


def centred(y: int, text: str, height: int = 34) -> Placed:
    """A line in the middle of the page: a time, a notice."""
    wide = round(0.9 * height * len(text))
    return line(Box((WIDTH - wide) // 2, y, wide, height), text), PAGE


def avatar(x: int, y: int, text: str, solid: float = 0.99) -> Placed:
    """A letter in an avatar."""
    ground = Region(Box(x, y, 108, 108), (90, 140, 200), 0.9, solid=solid)
    return line(Box(x + 30, y + 30, 48, 48), text), ground


def chat(*placed: Placed) -> Chat:
    """What is read of placed lines under the title 星河客服."""
    title = line(Box(440, 110, 200, 48), "星河客服"), Region(Box(0, 0, WIDTH, 200), (237, 237, 237), 1.0)
    everything = [title, *placed]
    return read_chat([p[0] for p in everything], [p[1] for p in everything], (WIDTH, HEIGHT), CAPTURED)


def said(*placed: Placed) -> list[tuple[str, str]]:
    """Who says what there."""
    return [(m.speaker, m.text) for m in chat(*placed).messages]


TALK = (centred(240, "昨天 21:05"), mine(320, "我的会员没有到账"), other(480, "您好我们帮您核实一下"))
