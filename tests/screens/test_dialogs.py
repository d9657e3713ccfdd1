"""A dialog over a dimmed page is the page that counts, where it states an order."""

from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.dialogs import order_in_dialog
from extractor.screens.messages import Chat
from extractor.vision.regions import Region
from tests.helpers import line

SIZE = (1170, 2280)
BEHIND = (
    ("影音大会员年卡", 80, 290, (48, 252, 522, 332)),
    ("超市优选会员卡", 631, 290, (600, 252, 522, 332)),
    ("听书", 79, 650, (48, 610, 72, 334)),
)
"""Tiles at the left and in the right half, as the bubbles of a talk stand."""
ORDER = (
    "支付成功",
    "¥15.90",
    "账号:30****512",
    "时间:2025-10-01 13:24:05",
    "订单号:LY25100113240554915521",
)


def area(x: int, y: int, w: int, h: int, grey: int) -> Region:
    return Region(Box(x, y, w, h), (grey, grey, grey), 1.0)


def inside(*said: str, page: int = 118, tile: int = 137, beside: str = "领域会员商城") -> list[str]:
    """What is taken of a white dialog over the tiles of a shop; page and tile: how bright these are; beside: what else stands
    on the page."""
    whole, dialog = area(0, 0, *SIZE, page), area(120, 570, 930, 974, 254)
    lines: list[Line] = [line(beside, x=48, y=1900, w=270, h=38)]
    grounds: list[Region] = [whole]
    for text, x, y, tiled in BEHIND:
        lines.append(line(text, x=x, y=y, w=36 * len(text), h=38))
        grounds.append(area(*tiled, tile))
    for row, text in enumerate(said):
        lines.append(line(text, x=192, y=660 + 80 * row, w=480, h=38, eng=text))
        grounds.append(dialog)
    labels = load_screens().fallback.labels
    return [found.text for found in order_in_dialog(lines, grounds, Chat("", (), 9), labels, SIZE)]


def test_an_order_in_a_dialog_is_all_that_counts() -> None:
    assert inside(*ORDER) == list(ORDER)


@pytest.mark.parametrize(
    "found",
    [
        inside(*ORDER, page=246, tile=255),  # nothing is dimmed: a card between the tiles
        inside(*ORDER, tile=230),  # nor is all of it
        inside("提示", "确定要离开吗", "取消", "确定"),
        inside(*ORDER, beside="说点什么"),  # somebody talks on the page
    ],
)
def test_what_is_no_order_or_dims_nothing_is_no_such_dialog(found: list[str]) -> None:
    assert found == []
