from __future__ import annotations

from tests.evidence.test_pages import rows
from tests.helpers import line


def order(y: int, number: str, product: str, figures: str, paid: str, shown: str, moment: str) -> list:
    """An item of a shop's list of orders: number, what was bought, when, and what was paid, each on its own line."""
    return [
        line(f"订单号: {number}", x=40, y=y, w=400, eng=f":{number}"),
        line("已完成", x=600, y=y, w=80),
        line(product, x=40, y=y + 50, w=300, eng=figures),
        line(moment, x=40, y=y + 110, w=260, eng=moment),
        line(paid, x=560, y=y + 110, w=120, eng=shown),
    ]


def test_a_sum_in_a_products_name_is_not_what_was_paid() -> None:
    """The label of the last one was misread: 安付 for 实付."""
    found = rows(
        line("我的订单", x=300, y=60),
        *order(
            200,
            "20251201152613700009",
            "影视联合会员年卡",
            "",
            "实付¥702.99",
            "¥702.99",
            "2025-12-01 15:26:58",
        ),
        *order(
            450, "20241110075953444444", "手游月卡首充礼包", "", "实付¥21.50", "¥21.50", "2024-11-10 08:00:11"
        ),
        *order(
            700, "20241211191712959", "网游点卡300元面值", "300元", "安付7650", "¥7650", "2024-12-11 19:17:55"
        ),
    )
    assert [row.amount for row in found[:2]] == ["702.99", "21.50"]
    assert found[2].amount == "7650.00"


def test_two_sums_without_a_label_ask() -> None:
    found = rows(
        line("我的订单", x=300, y=60),
        *order(
            200,
            "20251201152613700009",
            "影视联合会员年卡",
            "",
            "实付¥702.99",
            "¥702.99",
            "2025-12-01 15:26:58",
        ),
        *order(450, "20241110075953444444", "手游月卡", "", "实付¥21.50", "¥21.50", "2024-11-10 08:00:11"),
        *order(700, "20241211191712959", "¥300.00", "¥300.00", "安付Y88.00", "¥88.00", "2024-12-11 19:17:55"),
    )
    assert "other_amount_on_page:amount" in found[2].reasons
