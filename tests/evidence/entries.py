"""Entries of lists, as shops and payment services show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.intake.capture import CHINA, Capture, CaptureSource
from extractor.ocr.lines import Line
from tests.evidence.pages import page, rows
from tests.helpers import ENGLISH, line, reading


def order(y: int, number: str, product: str, figures: str, paid: str, shown: str, moment: str) -> list[Line]:
    """An item of a shop's list of orders: number, what was bought, when, and what was paid, each on its own line."""
    return [
        line(f"订单号: {number}", x=40, y=y, w=400, eng=f":{number}"),
        line("已完成", x=600, y=y, w=80),
        line(product, x=40, y=y + 50, w=300, eng=figures),
        line(moment, x=40, y=y + 110, w=260, eng=moment),
        line(paid, x=560, y=y + 110, w=120, eng=shown),
    ]


def bill(y: int, amount: str, *read: str) -> list[Line]:
    """An item of a bill: who, how much at the right, and below the moment as chi_sim and others read it."""
    moment = Line(
        Box(120, y + 40, 240, 26),
        tuple(reading(text, *([ENGLISH] if number else [])) for number, text in enumerate(read)),
    )
    return [line("天宝卡券商城", x=120, y=y, w=240), line(amount, x=560, y=y, w=120, eng=amount), moment]


def entry(y: int, label: str, number: str, paid: str, moment: str, word: str) -> list[Line]:
    """A card of a list of orders: goods and sum, number and what became of it, the moment."""
    return [
        line("月卡特权", x=40, y=y, w=120),
        line(paid, x=600, y=y, w=80, eng=paid),
        line(f"{label}{number}", x=40, y=y + 50, w=400, eng=number),
        line(word, x=560, y=y + 50, w=120),
        line(moment, x=40, y=y + 100, w=300, eng=moment),
    ]


def shop_table(heads: Sequence[str], *cells: Sequence[str]) -> list[Line]:
    """A table with its header, cells 170 pixels wide."""
    lines = [line(head, x=40 + 170 * n, y=200, w=100, h=24) for n, head in enumerate(heads)]
    for place, texts in enumerate(cells):
        for n, text in enumerate(texts):
            figures = text if any(char.isdigit() for char in text) else ""
            lines.append(line(text, x=40 + 170 * n, y=260 + 60 * place, w=150, h=24, eng=figures))
    return lines


def history(numbers: Sequence[str], *, gap: int) -> list[Row]:
    """Entries of two rows, number and status over goods, moment and sum; gap: the blank within one, that below it is 40."""
    lines: list[Line] = [line("历史订单", x=40, y=20, h=36)]
    for index, number in enumerate(numbers):
        y = 130 + index * (30 + gap + 30 + 40)
        lines += [
            line(number, x=20, y=y, w=190, h=30, eng=number),
            line("已完成", x=520, y=y, w=60, h=30),
            line("点券", x=20, y=y + 30 + gap, w=60, h=30),
            line(f"2026-09-2{index} 08:17:46", x=112, y=y + 30 + gap, w=175, h=30, eng=f"2026-09-2{index} 08:17:46"),
            line(f"{17 + index}.60元", x=510, y=y + 30 + gap, w=70, h=30, eng=f"{17 + index}.60"),
        ]  # fmt: skip
    return rows(*lines)


def cards(*entries: tuple[str, str, str, str]) -> list[Line]:
    """Entries as moment and number in a row, what was bought and its sum in the next."""
    lines: list[Line] = []
    for n, (moment, number, what, paid) in enumerate(entries):
        y = 160 + 200 * n
        lines += [
            line(moment, x=40, y=y, w=260, eng=moment),
            line(number, x=330, y=y, w=160, eng=number),
            line("交易完成", x=600, y=y, w=90),
            line(what, x=40, y=y + 80, w=280),
            line(paid, x=590, y=y + 80, w=100, eng=paid),
        ]
    return lines


SHORT = (
    ("2026-04-20 11:20", "TB9003182", "穿越火线点券", "¥95.00"),
    ("2026-04-19 11:05", "TB9003177", "英雄联盟点券", "¥288.50"),
    ("2026-04-14 23:52", "TB9001564", "逆水寒玉石", "¥43.20"),
)


def records(title: str, *entries: tuple[str, ...]) -> list[Line]:
    """Cards of a list, each line of an entry below the one before it, the blanks between entries wider."""
    lines = [line(title, x=300, y=60, w=120)]
    for n, entry in enumerate(entries):
        for k, text in enumerate(entry):
            figures = text if text[:1].isdigit() else text.rpartition(" ")[2] if " " in text else ""
            lines.append(line(text, x=40, y=160 + 240 * n + 46 * k, w=13 * len(text) + 80, eng=figures))
    return lines


def refunds(named: str) -> list[Row]:
    return rows(
        *records(
            "退款记录",
            ("26.00元", "已退回微信零钱", f"{named} RF77120", "2026-03-31 09:14:02"),
            ("110.00元", "银行处理中", f"{named} RF76894", "2026-03-29 18:40:55"),
            ("45.00元", "退款关闭", "(商家拒绝)", f"{named} RF74266", "2026-03-03 21:51:30"),
        )
    )


def of_a_year(
    *shown: str, heading: str = "12月02日星期一", name: str = "消费退货-红狐网络", sign: str = "+"
) -> list[Row]:
    """Two entries of a bank's list under a day without its year, the year above; saved at an unknown time in 2024."""
    heads = [line(text, x=40 + 160 * n, y=100, w=90, eng=text) for n, text in enumerate(shown)]
    entries = []
    for y, clock, what, paid in (
        (260, "14:55", name, f"{sign}64.80"),
        (360, "10:00", "消费-红狐网络", "-64.80"),
    ):
        entries += [
            line(clock, x=40, y=y, eng=clock),
            line(what, x=120, y=y),
            line(paid, x=580, y=y, w=120, eng=paid),
        ]
    day = line(heading, x=40, y=180, eng="".join(c if c.isdigit() else " " for c in heading))
    saved = Capture(
        datetime(2024, 12, 3, 7, 58, tzinfo=CHINA), CaptureSource.MTIME, "capture_time_from_mtime"
    )
    return page_rows(page(line("收支明细", x=300, y=60), *heads, day, *entries), saved)
