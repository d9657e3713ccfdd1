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


# -- narrow cells of a desktop's table on a phone ------------------------------------------------------------------------

NARROW = (20, 60, 300, 500, 560, 660, 840)
SHOP = ("#", "订单号", "商品", "数|量", "金额", "下单时间", "状态")
BOUGHT = (
    ("1", "20260715060724297", "点卡50元", "1", "¥372.00", "2026-07-15|06:07:24", "已完成"),
    ("2", "20260714072152418", "月卡", "2", "¥59.60", "2026-07-14|07:21:52", "已完成"),
    ("3", "20260711080733652", "代充", "1", "¥138.00", "2026-07-11|08:07:33", "已退款"),
)


def narrow(y: int, *cells: str) -> list[Line]:
    """Cells under NARROW, in small print; a wrapped one stands about the middle of its row."""
    return [
        line(
            part,
            x=x,
            y=y + 28 * index - 14 * cell.count("|"),
            w=10 * len(part) + 10 * sum(char >= "\u4e00" for char in part),
            h=20,
            eng=part if any(char.isdigit() for char in part) else "",
        )
        for x, cell in zip(NARROW, cells, strict=True)
        for index, part in enumerate(cell.split("|"))
        if part
    ]


def shop(*rows: tuple[str, ...], heads: tuple[str, ...] = SHOP) -> list[dict[str, str]]:
    lines = narrow(100, *heads)
    for place, cells in enumerate(rows):
        lines += narrow(200 + 110 * place, *cells)
    return values(read_table(lines, LABELS))


def sums(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(r.get("order_no", ""), r.get("paid_amount", ""), r.get("created_at", "")) for r in rows]


EXPECTED = [(cells[1], cells[4], cells[5].replace("|", " ")) for cells in BOUGHT]


def test_a_head_wrapped_in_its_narrow_cell_is_one_and_its_count_no_sum() -> None:
    assert sums(shop(*BOUGHT)) == EXPECTED


def test_a_wrapped_head_is_the_label_that_its_parts_make() -> None:
    heads = ("#", "订单号", "商品", "数|量", "支付金|额", "下单时|间", "状态")
    assert sums(shop(*BOUGHT, heads=heads)) == EXPECTED


def test_a_count_whose_head_was_not_read_begins_no_row() -> None:
    heads = (*SHOP[:3], "", *SHOP[4:])
    assert sums(shop(*BOUGHT, heads=heads)) == EXPECTED


@pytest.mark.parametrize("head", ["数|量", ""])
@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_row_whose_sum_was_lost_stays_a_row_and_takes_no_count(head: str, lost: int) -> None:
    bought = [(*cells[:4], "", *cells[5:]) if place == lost else cells for place, cells in enumerate(BOUGHT)]
    expected = [(n, "" if place == lost else paid, at) for place, (n, paid, at) in enumerate(EXPECTED)]
    assert sums(shop(*bought, heads=(*SHOP[:3], head, *SHOP[4:]))) == expected


def test_whole_sums_beside_each_other_and_below_their_head_stay_sums() -> None:
    bought = [
        (*cells[:4], paid, *cells[5:]) for cells, paid in zip(BOUGHT, ("30", "59.60", "7"), strict=True)
    ]
    assert [paid for _, paid, _ in sums(shop(*bought))] == ["30", "59.60", "7"]


@pytest.mark.parametrize("broken", ["2026-07-|15|06:07:24", "2026-|07-15|06:07:24"])
def test_a_day_that_was_broken_behind_its_dash_is_whole(broken: str) -> None:
    (first, *_) = sums(shop((*BOUGHT[0][:5], broken, BOUGHT[0][6]), *BOUGHT[1:]))
    assert first == EXPECTED[0]


def worded(box: Box, *readings: tuple[str, ...]) -> Line:
    """A line whose words stand evenly in its box, as each engine parted them."""
    return Line(
        box,
        tuple(
            Reading(
                engine,
                tuple(
                    Word(text, 0.95, left, left + box.w // len(words) - 12)
                    for n, text in enumerate(words)
                    for left in (box.x + box.w * n // len(words),)
                ),
            )
            for engine, words in zip((CHINESE, ENGLISH), readings, strict=False)
        ),
    )


def test_figures_that_fill_their_cells_and_were_read_as_one_line_are_parted() -> None:
    one, two, three = BOUGHT
    lines = [
        *narrow(100, *SHOP),
        *narrow(180, *one[:4], "", "2026-|", one[6]),
        worded(Box(560, 194, 200, 20), ("¥372.00", "07-15"), ("¥372.00", "07-15")),
        line("06:07:24", x=660, y=222, w=80, h=20, eng="06:07:24"),
        *narrow(280, *two),
        *narrow(360, *three),
    ]
    (first, *_) = values(read_table(lines, LABELS))
    assert (first["paid_amount"], first["created_at"]) == ("¥372.00", "2026-07-15 06:07:24")


def test_what_one_engine_could_not_part_is_told_by_the_other_alone() -> None:
    joined = worded(Box(60, 180, 1150, 20), ("20260715060724297", "07-15"), ("2026071506072429715",))
    lines = [*narrow(100, *SHOP), *narrow(180, *BOUGHT[0][:1], "", *BOUGHT[0][2:5], "", "已完成"), joined]
    lines += narrow(260, *BOUGHT[1])
    (first, _) = read_table(lines, LABELS)
    (number,) = (pair.value for pair in first.pairs if pair.label.slot == "order_no")
    assert number.texts == ((CHINESE, "20260715060724297"),)


def test_what_reaches_under_another_columns_head_and_cannot_be_parted_asks() -> None:
    joined = worded(Box(560, 180, 200, 20), ("372.0007-15",), ("372.0007-15",))
    lines = [*narrow(100, *SHOP), *narrow(180, *BOUGHT[0][:4], "", "", "已完成"), joined]
    lines += narrow(260, *BOUGHT[1])
    cells = [pair.value for row in read_table(lines, LABELS) for pair in row.pairs]
    assert all(cell.cut for cell in cells if "372" in cell.text)
