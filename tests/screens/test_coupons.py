"""Lists of coupons, which are neither talk nor payments."""

from __future__ import annotations

import pytest

from extractor.ocr.lines import Line
from extractor.screens.coupons import shows_coupons
from tests.evidence.pages import rows
from tests.helpers import line
from tests.screens.labelled import LABELS


def column(*texts: str) -> list[Line]:
    return [line(text, x=220, y=100 + 60 * place, eng=text) for place, text in enumerate(texts)]


LISTS = [
    ("我的优惠券", "话费满50可用", "2026.12.01-2026.12.07", "券码 074812680222", "家电满999可用", "有效期至2026-12-31 23:59", "券码 230492437004"),
    ("红包卡券", "¥10", "满100减10", "立即使用", "有效期至2026-12-31", "¥25.00", "无门槛", "立即使用", "有效期至2026-11-30"),
    ("卡券包", "满¥300可用", "2026.11.20-2026.12.20", "去使用", "满¥50可用", "2026.11.20-2026.12.20", "已过期"),
]  # fmt: skip


@pytest.mark.parametrize("texts", LISTS)
def test_a_list_of_coupons_is_told_and_gives_no_rows(texts: tuple[str, ...]) -> None:
    assert shows_coupons(column(*texts), LABELS)
    assert rows(*column(*texts)) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("我的优惠券呢", "满100减10的券怎么用不了", "您好 券码 074812680222 已过期", "那给我退款"),
        ("订单详情", "商品名称", "视频会员", "优惠券", "满100减10", "有效期至2026-12-31", "立即使用"),
        ("我的订单", "话费50元", "已完成", "立即使用", "再次购买", "话费100元", "已完成", "立即使用"),
    ],
)
def test_a_coupon_in_a_talk_or_on_an_orders_page_is_no_list(texts: tuple[str, ...]) -> None:
    assert not shows_coupons(column(*texts), LABELS)


def test_coupons_offered_below_a_payment_do_not_hide_it() -> None:
    paid = [
        line("订单编号", x=40, y=20),
        line("4556317010272175", x=300, y=20, eng="4556317010272175"),
        line("实付金额", x=40, y=60),
        line("¥88.00", x=300, y=60, eng="¥88.00"),
    ]
    offered = [line(text, x=220, y=200 + 60 * place) for place, text in enumerate(LISTS[0])]
    assert not shows_coupons([*paid, *offered], LABELS)
