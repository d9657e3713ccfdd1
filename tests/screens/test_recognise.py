"""What a picture is: one screen or several, a page or people who talk about one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import collage_parts, recognise
from extractor.vision.regions import Region
from tests.helpers import line

LABELS = ("支付时间", "付款方式", "商品说明", "订单号", "商家订单号")


def screen(x: int, bar: str, eng: str = "") -> list[Line]:
    shown = [line(bar, x=x + 200, y=10, w=150, eng=eng or bar), line("账单详情", x=x + 160, y=60, w=120)]
    for index, label in enumerate(LABELS):
        shown.append(line(label, x=x + 20, y=200 + 50 * index, w=90))
        shown.append(line("2026-03-16 13:40", x=x + 240, y=200 + 50 * index, w=180))
    return shown


@pytest.mark.parametrize(
    ("bar", "eng"), [("22:10", ""), ("70%国21:07", "70% 21:07"), ("时串国2210", "·1 22:10")]
)
def test_two_or_three_phones_side_by_side_are_told_by_their_clocks(bar: str, eng: str) -> None:
    two = [*screen(0, bar, eng), *screen(460, bar, eng)]
    assert [len(part) for part in collage_parts(two, 920)] == [12, 12]
    three = [*two, *screen(920, bar, eng)]
    assert [len(part) for part in collage_parts(three, 1380)] == [12, 12, 12]


def test_labels_and_values_of_one_phone_are_no_two_screens() -> None:
    assert len(collage_parts(screen(0, "22:10"), 460)) == 1
    wide = [*screen(0, "22:10"), line("一行字横贯两边的说明文字", x=380, y=700, w=200)]
    assert len(collage_parts([*wide, *screen(460, "70%")], 920)) == 1


ORDER = (
    ("退款金额", "¥135.00"),
    ("下单时间", "2026-01-03 19:55:31"),
    ("订单编号", "LH537654390643"),
    ("微信支付单号", "4200005656202601035235669693"),
    ("退款原因", "陪玩未上线"),
)


def coloured(*more: tuple[str, int, int]) -> str:
    """The screen of an order's labels under a banner, with a button at the right: each on a ground of its colour."""
    lines: list[Line] = [line("售后详情", x=300, y=110, w=150), line("退款中", x=60, y=240, w=110)]
    grounds: list[Region | None] = [None, Region(Box(20, 200, 740, 120), (66, 50, 108), 0.9, solid=0.95)]
    for index, (label, value) in enumerate(ORDER):
        for x, text in ((60, label), (270, value)):
            lines.append(line(text, x=x, y=400 + 70 * index, w=110, eng=value if x > 60 else ""))
            grounds.append(Region(Box(20, 360, 740, 420), (37, 38, 42), 0.9, solid=0.9))
    for text, x, y in (("平台介入", 555, 1290), *more):
        lines.append(line(text, x=x, y=y, w=30 * len(text)))
        grounds.append(Region(Box(x - 40, y - 30, 30 * len(text) + 80, 90), (139, 92, 246), 0.9, solid=0.95))

    def shown() -> Sequence[Region | None]:
        return grounds

    return recognise(lines, load_screens(), size=(780, 1440), grounds=shown).screen.rows


def test_a_page_with_a_banner_and_a_button_is_no_chat() -> None:
    assert coloured() != "chat"
