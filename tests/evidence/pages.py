"""Pages of labels, values and headlines, and the rows that they give."""

from __future__ import annotations

from datetime import datetime

from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.intake.capture import CHINA, Capture, CaptureSource
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import Page, recognise
from tests.helpers import line

TAKEN = Capture(datetime(2026, 5, 2, 9, 9, tzinfo=CHINA), CaptureSource.METADATA, None)
NUMBER = "4200001234202604261234567890"


def page(*lines: Line) -> Page:
    """The page that lines make, 720 pixels wide; when it was taken is not known."""
    return recognise(lines, load_screens(), size=(720, 1400))


def rows(*lines: Line) -> list[Row]:
    """The rows of such a page."""
    return page_rows(page(*lines), TAKEN)


def pairs(*items: tuple[str, str], y: int = 300, eng: bool = True) -> list[Line]:
    """Labels in a column, values beside; figures read alike by both models unless eng is False."""
    lines = []
    for index, (label, value) in enumerate(items):
        lines.append(line(label, x=40, y=y + 60 * index))
        same = value if eng and any(char.isdigit() for char in value) else ""
        lines.append(line(value, x=300, y=y + 60 * index, eng=same))
    return lines


def headline(text: str) -> Line:
    """A big sum in the middle, above the labels."""
    return line(text, x=270, y=180, w=180, h=60, eng=text)


def taken(*lines: Line) -> list[Row]:
    """The rows of a page whose capture time is known."""
    return page_rows(recognise(lines, load_screens(), size=(720, 1400), captured=TAKEN.at), TAKEN)


BILL = (
    ("当前状态", "支付成功"),
    ("支付时间", "2026-04-26 19:27:55"),
    ("收单机构", "财付通支付科技有限公司"),
    ("交易单号", NUMBER),
    ("商户单号", "2026042619275540938"),
)


ORDER = (
    ("订单编号", "4556317010272175"),
    ("下单时间", "2026-02-03 14:30:27"),
    ("订单状态", "已完成"),
    ("充值账号", "13800138000"),
)


def asking(*sentence: Line) -> list[Row]:
    return rows(
        line("售后进度", x=300, y=60),
        line("审核中", x=60, y=160),
        *sentence,
        *pairs(("订单号", "R202604260930209219"), ("申请类型", "仅退款"), y=500),
        line("撤销申请", x=430, y=900),
    )
