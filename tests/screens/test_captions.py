from __future__ import annotations

from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.pairs import find_pairs
from tests.helpers import line

LABELS = load_screens().fallback.labels


def told(*lines: Line) -> dict[str, tuple[str, str]]:
    return {pair.label.text: (pair.value.text, pair.how) for pair in find_pairs(lines, LABELS)}


def tile(x: int, y: int, value: str, label: str, *, gap: int = 10) -> list[Line]:
    figures = value if any(char.isdigit() for char in value) else ""
    return [line(value, x=x, y=y, eng=figures), line(label, x=x, y=y + 30 + gap)]


def test_values_over_their_labels() -> None:
    found = told(
        *tile(60, 360, "52.80元", "实付款"),
        *tile(390, 360, "1件", "数量"),
        *tile(60, 460, "2025-08-02 11:16", "购买时间"),
        *tile(390, 460, "已完成", "订单状态"),
        *tile(60, 560, "2SEBEN3WNMEPNYFS", "订单号"),
    )
    assert found["实付款"] == ("52.80元", "above")
    assert found["购买时间"] == ("2025-08-02 11:16", "above")
    assert found["订单状态"] == ("已完成", "above")
    assert found["订单号"] == ("2SEBEN3WNMEPNYFS", "above")


def test_labels_over_their_values_stay_so() -> None:
    """Each label but the first has a value of another's kind above it, though farther away."""
    found = told(
        *tile(60, 360, "实付款", "52.80元"),
        *tile(60, 450, "购买时间", "2025-08-02 11:16"),
        *tile(60, 540, "订单号", "20250802111633451"),
        *tile(60, 630, "支付时间", "2025-08-02 11:17"),
    )
    assert {label: how for label, (_, how) in found.items()} == dict.fromkeys(found, "below")
    assert found["实付款"][0] == "52.80元"


def test_evenly_spaced_rows_are_no_tiles() -> None:
    found = told(
        *tile(60, 360, "实付款", "52.80元", gap=20),
        *tile(60, 460, "购买时间", "2025-08-02 11:16", gap=20),
        *tile(60, 560, "订单号", "20250802111633451", gap=20),
        *tile(60, 660, "支付时间", "2025-08-02 11:17", gap=20),
    )
    assert not any(how == "above" for _, how in found.values())


def mirrored(*items: tuple[str, str]) -> list[Line]:
    return [
        part
        for index, (value, label) in enumerate(items)
        for part in (
            line(value, x=30, y=320 + 70 * index, eng=value if value[-1].isdigit() else ""),
            line(label, x=650, y=314 + 70 * index),
        )
    ]


def test_labels_at_the_right_edge_behind_their_values() -> None:
    found = told(
        *mirrored(
            ("优酷年卡", "商品名称"),
            ("20251219180105249", "订单号"),
            ("2025-12-19 18:01:05", "下单时间"),
            ("¥199.00", "订单金额"),
        )
    )
    assert found["商品名称"] == ("优酷年卡", "left")
    assert found["订单号"] == ("20251219180105249", "left")
    assert found["下单时间"] == ("2025-12-19 18:01:05", "left")
    assert found["订单金额"] == ("¥199.00", "left")


def test_a_single_label_takes_nothing_at_its_left() -> None:
    assert told(*mirrored(("20251219180105249", "订单号"))) == {}


def test_two_tiles_side_by_side_are_enough() -> None:
    found = told(*tile(60, 360, "¥128.00", "支付金额"), *tile(390, 360, "2026-05-03 08:12:44", "支付时间"))
    assert found["支付金额"] == ("¥128.00", "above")
    assert found["支付时间"] == ("2026-05-03 08:12:44", "above")


def test_two_that_stand_apart_are_not() -> None:
    found = told(*tile(60, 360, "¥128.00", "支付金额"), *tile(60, 560, "2026-05-03 08:12:44", "支付时间"))
    assert "支付时间" not in found


def test_a_misread_label_below_its_value_has_it_too_but_proves_nothing() -> None:
    tiles = [
        *tile(60, 360, "128.00", "付款额", gap=31),
        *tile(60, 520, "PT-26022709412", "订单缩号", gap=31),
        *tile(60, 680, "2025-12-24 20:51", "付款时间", gap=31),
        *tile(60, 840, "话费", "商品名称", gap=31),
    ]
    doubtful = [
        line(one.text, x=one.box.x, y=one.box.y, confidence=0.7) if one.text == "订单缩号" else one
        for one in tiles
    ]
    found = told(*doubtful)
    assert found["付款时间"] == ("2025-12-24 20:51", "above")
    assert ("PT-26022709412", "above") in found.values()


def test_a_charge_that_nobody_listed_stands_among_tiles() -> None:
    found = told(
        *tile(60, 360, "¥119.80", "实付金额"),
        *tile(390, 360, "¥10.00", "代买服务费"),
        *tile(690, 360, "2张", "数量"),
        *tile(60, 460, "2162827854940", "订单号"),
        *tile(60, 560, "2025.02.02 11:48:20", "支付时间"),
    )
    assert found["实付金额"] == ("¥119.80", "above")
