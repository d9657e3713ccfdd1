from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.definitions import load_screens
from extractor.screens.tables import TableRow, read_table
from tests.helpers import CHINESE, ENGLISH, line

LABELS = load_screens().fallback.labels
COLUMNS = (40, 300, 560, 720, 1040)


def row(y: int, *cells: str) -> list[Line]:
    """Cells under COLUMNS; `a/b` is wrapped over two lines, an empty one is not there."""
    return [
        line(part, x=x, y=y + 36 * index, eng=part if any(c.isdigit() for c in part) else "")
        for x, cell in zip(COLUMNS, cells, strict=False)
        for index, part in enumerate(cell.split("|"))
        if part
    ]


def values(rows: list[TableRow]) -> list[dict[str, str]]:
    return [{pair.label.slot: pair.value.text.replace("\n", " ") for pair in row.pairs} for row in rows]


def test_each_cell_belongs_to_the_label_above_it() -> None:
    lines = [
        *row(100, "订单编号", "商品", "金额(元)", "下单时间", "状态"),
        *row(160, "2026031207443393", "百度网盘年卡", "30.00", "2026-03-12 07:44", "已退款"),
        *row(220, "2026031008583391", "腾讯视频年卡", "328.00", "2026-03-10 08:58", "待支付"),
    ]
    assert values(read_table(lines, LABELS)) == [
        {
            "order_no": "2026031207443393",
            "product": "百度网盘年卡",
            "paid_amount": "30.00",
            "created_at": "2026-03-12 07:44",
            "status": "已退款",
        },
        {
            "order_no": "2026031008583391",
            "product": "腾讯视频年卡",
            "paid_amount": "328.00",
            "created_at": "2026-03-10 08:58",
            "status": "待支付",
        },
    ]


def test_wrapped_cells_stay_in_their_row() -> None:
    lines = [
        *row(100, "订单号", "商品名称", "金额", "下单时间", "状态"),
        *row(180, "20260312074|43393", "话费充值", "30.00", "2026-03-12|07:44:10", "已退款"),
        *row(300, "20260310085|83391", "加油卡", "328.00", "2026-03-10|08:58:33", "已完成"),
    ]
    found = values(read_table(lines, LABELS))
    assert [item["order_no"] for item in found] == ["20260312074 43393", "20260310085 83391"]
    assert [item["created_at"] for item in found] == ["2026-03-12 07:44:10", "2026-03-10 08:58:33"]


@pytest.mark.parametrize(
    ("spent", "received"), [("支出", "收入"), ("支出金额", "收入金额"), ("借方金额", "贷方金额")]
)
def test_spent_and_received_stand_in_columns_of_their_own_and_so_do_day_and_time(
    spent: str, received: str
) -> None:
    lines = [
        *row(100, "交易日期", "交易时间", spent, received, "对方户名"),
        *row(160, "2026-03-12", "07:44:10", "30.00", "", "星河互娱"),
        *row(220, "2026-03-10", "08:58:33", "0.00", "328.00", "星河互娱"),
    ]
    found = values(read_table(lines, LABELS))
    assert [item["paid_amount"] for item in found] == ["30.00", "328.00"]
    assert [item["paid_at"] for item in found] == ["2026-03-12 07:44:10", "2026-03-10 08:58:33"]


def test_labels_over_values_in_a_grid_are_no_table() -> None:
    lines = [
        *row(100, "订单编号", "商品", "实付金额", "下单时间"),
        *row(140, "2026031207443393", "年卡", "30.00", "2026-03-12 07:44"),
        *row(200, "支付方式", "订单状态", "优惠金额", "支付时间"),
        *row(240, "微信", "已退款", "1.00", "2026-03-12 07:45"),
    ]
    assert len(read_table(lines, LABELS)) <= 1


def test_a_menu_beside_the_table_is_none_of_its_cells() -> None:
    shifted = [
        line(each.text, x=each.box.x + 300, y=each.box.y, eng=each.readings[-1].text)
        for each in [
            *row(100, "充值订单号", "方式", "金额", "时间", "状态"),
            *row(160, "2025061418000937054", "支付宝", "100.00", "2025-06-14 18:00:09", "已到账"),
        ]
    ]
    menu = [
        line(word, x=20, y=90 + 40 * index) for index, word in enumerate(("账户首页", "充值记录", "安全中心"))
    ]
    (found,) = read_table([*shifted, *menu], LABELS)
    assert not {cell.text for cell in found.lines} & {"账户首页", "充值记录", "安全中心"}


def test_the_only_column_of_amounts_is_theirs_though_its_head_was_misread() -> None:
    lines = [
        *row(100, "订单编号", "商品", "次动侈额", "下单时间", "状态"),
        *row(160, "2026031207443393", "百度网盘年卡", "30.00", "2026-03-12 07:44", "已退款"),
        *row(220, "2026031008583391", "腾讯视频年卡", "328.00", "2026-03-10 08:58", "待支付"),
    ]
    found = read_table(lines, LABELS)
    assert [item["paid_amount"] for item in values(found)] == ["30.00", "328.00"]
    assert {pair.label.text for item in found for pair in item.pairs if pair.label.slot == "paid_amount"} == {
        ""
    }


@pytest.mark.parametrize("head", ["#", ""])
def test_a_row_s_own_number_is_none_of_its_order_s_digits(head: str) -> None:
    lines = [
        *row(100, "充值订单号", "方式", "金额", "时间", "状态"),
        *row(160, "2025061418000937054", "支付宝", "100.00", "2025-06-14 18:00", "已到账"),
        *row(220, "2025061318200967042", "微信", "500.00", "2025-06-13 18:20", "已退款"),
        line("1", x=0, y=160, w=8, h=20, eng="1"),
        line("2", x=0, y=220, w=8, h=20, eng="2"),
    ]
    if head:
        lines.append(line(head, x=0, y=100, w=10))
    found = values(read_table(lines, LABELS))
    assert [item["order_no"] for item in found] == ["2025061418000937054", "2025061318200967042"]


def test_a_head_of_two_labels_gives_each_line_of_its_cells_to_the_one_that_it_fits() -> None:
    lines = [
        *row(100, "单号 / 时间", "金额", "状态"),
        *row(180, "CZ2026102020015577|2026-10-20 20:01:55", "¥1,000.00", "已到账"),
        *row(300, "CZ2026101211480393|2026-10-12 11:48:03", "¥500.00", "未支付"),
    ]
    assert values(read_table(lines, LABELS)) == [
        {
            "order_no": "CZ2026102020015577",
            "created_at": "2026-10-20 20:01:55",
            "paid_amount": "¥1,000.00",
            "status": "已到账",
        },
        {
            "order_no": "CZ2026101211480393",
            "created_at": "2026-10-12 11:48:03",
            "paid_amount": "¥500.00",
            "status": "未支付",
        },
    ]


def test_the_wrapped_cells_of_the_only_row_are_read_to_their_end() -> None:
    lines = [
        *row(100, "订单编号", "商品", "总价", "时间", "状态"),
        *row(180, "QY20250529292|798", "空间人气|5000", "18.00", "2025-05-29|16:07", "已退单"),
        line("备注:款项已返还账户余额", x=40, y=300),
    ]
    [found] = values(read_table(lines, LABELS))
    assert (found["order_no"], found["created_at"]) == ("QY20250529292 798", "2025-05-29 16:07")


def torn(text: str, lefts: tuple[int, ...], y: int) -> Line:
    """A line of several words, each beginning at one of lefts, as two models read it."""
    words = tuple(
        Word(word, 0.95, x, x + 11 * len(word)) for word, x in zip(text.split(), lefts, strict=True)
    )
    box = Box(words[0].left, y, words[-1].right - words[0].left, 30)
    return Line(box, (Reading(CHINESE, words), Reading(ENGLISH, words)))


def headed(cell: Line) -> list[Line]:
    heads = (("订单号", 40), ("应付", 310), ("实付", 400), ("状态", 520), ("付款时间", 700))
    shown = (("20240817103359264", 40), ("已完成", 520), ("2024-08-17 10:34:20", 700))
    return [
        *(line(text, x=x, y=100, w=22 * len(text)) for text, x in heads),
        *(line(text, x=x, y=160, w=11 * len(text)) for text, x in shown),
        cell,
    ]


def test_two_sums_read_as_one_line_stand_each_under_its_own_head() -> None:
    (found,) = values(read_table(headed(torn("141.80 139.80", (300, 390), 160)), LABELS))
    assert (found["order_amount"], found["paid_amount"]) == ("141.80", "139.80")


def test_what_is_no_two_sums_stays_one_cell() -> None:
    rows = values(read_table(headed(torn("1,141.80 元", (300, 400), 160)), LABELS))
    assert all("paid_amount" not in found for found in rows)
