from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Chat, Message, Speaker
from extractor.screens.pairs import find_pairs
from extractor.screens.recognise import _as_list, recognise
from extractor.screens.records import (
    in_cards,
    is_bare_number,
    is_list,
    marks_of,
    panels_of,
    repeated,
    series_of,
    single_words,
)
from extractor.screens.stated import talks
from extractor.vision.regions import Region
from tests.helpers import line

SIZE = (1180, 430)
PAGE = Region(Box(0, 58, 1180, 372), (238, 242, 240), 0.5, solid=0.6)
LIST = next(screen for screen in load_screens().pages if screen.rows == "list")
WORDS = single_words(LIST.status)


def card(x: int, number: str, moment: str, amount: str, status: str) -> tuple[list[Line], Region]:
    """A card of a site's grid of orders, and the ground that it stands on."""
    lines = [
        line("视频会员月卡", x=x, y=140, w=140, h=16),
        line(status, x=x + 240, y=140, w=46, h=16),
        line(f"订单编号 {number}", x=x, y=185, w=190, h=15, eng=number),
        line(f"下单日期 {moment}", x=x, y=212, w=188, h=15, eng=moment),
        line(f"总价 ¥{amount}", x=x, y=239, w=100, h=15, eng=f"¥{amount}"),
    ]
    return lines, Region(Box(x - 18, 118, 318, 217), (255, 255, 255), 0.9)


def grid() -> tuple[list[Line], list[Region]]:
    found: list[Line] = [line("订单号查询", x=90, y=85, w=70, h=15)]
    grounds = [PAGE]
    for x, number, moment, amount, status in (
        (108, "LT1127483920155801", "2024-06-17 13:40:09", "128.00", "已完成"),
        (448, "LT1127483920155802", "2024-06-15 22:03:51", "59.80", "待支付"),
        (788, "LT1127483920155803", "2024-05-30 08:12:27", "16.60", "已过期"),
    ):
        lines, ground = card(x, number, moment, amount, status)
        found += lines
        grounds += [ground] * len(lines)
    return found, grounds


def test_cards_beside_each_other_are_a_list_each_with_its_own_lines() -> None:
    lines, grounds = grid()
    pairs = find_pairs(lines, LIST.labels)
    panels = panels_of(lines, grounds, SIZE[0])
    cards = in_cards(lines, pairs, WORDS, panels, SIZE[0])
    assert [len(found) for found in cards] == [5, 5, 5]
    assert all(any("¥" in one.text for one in found) for found in cards)
    assert is_list(lines, pairs, WORDS, panels, SIZE[0], strict=True)


def test_cards_of_orders_are_no_talk() -> None:
    lines, grounds = grid()
    page = recognise(lines, load_screens(), size=SIZE, grounds=lambda: grounds)
    assert page.chat is None and page.lists()


def test_the_ground_that_a_card_lies_in_is_no_card_beside_it() -> None:
    lines, ground = card(108, "LT1127483920155801", "2024-06-17 13:40:09", "128.00", "待支付")
    pairs = find_pairs(lines, LIST.labels)
    outer = (Box(0, 0, 500, 1028), Box(0, 0, 500, 590))
    assert in_cards(lines, pairs, WORDS, outer, 500) == []
    assert not is_list(lines, pairs, WORDS, (*outer, ground.box), 500, strict=True)


def test_a_cards_head_of_another_colour_is_the_cards() -> None:
    lines = [line("订单编号", x=20, y=y + 8, w=90, h=20) for y in (100, 300)]
    heads = [Region(Box(10, y, 380, 40), (90, 200, 220), 0.9) for y in (100, 300)]
    bodies = [Region(Box(10, y + 41, 380, 120), (255, 255, 255), 0.9) for y in (100, 300)]
    assert panels_of(lines, [*heads, *bodies], 400) == (Box(10, 100, 380, 161), Box(10, 300, 380, 161))


def test_a_head_may_begin_a_pixel_off_its_card() -> None:
    lines = [line("订单编号", x=20, y=y + 8, w=90, h=20) for y in (100, 300)]
    heads = [Region(Box(11, y, 378, 40), (90, 200, 220), 0.9) for y in (100, 300)]
    bodies = [Region(Box(10, y + 41, 380, 120), (255, 255, 255), 0.9) for y in (100, 300)]
    assert panels_of(lines, [*heads, *bodies], 400) == (Box(10, 100, 380, 161), Box(10, 300, 380, 161))


def test_statuses_and_a_lists_end_are_no_talk() -> None:
    lines, grounds = grid()
    said = [line("已退款", x=x + 150, y=160, w=46, h=16) for x in (108, 448)]
    end = line("一我是有底线的一", x=500, y=400, w=120, h=15)
    chat = Chat("", (), 10)
    labels = LIST.labels
    assert not talks([end, end], chat, labels)
    seen = _as_list([*lines, *said, end], grounds, load_screens(), SIZE)
    assert seen is not None and seen.shows_records(chat)


def test_labels_that_differ_are_one_pages_and_no_list() -> None:
    rows = (
        ("下单时间", "2025-03-14 21:02:10"),
        ("商品金额", "¥68.00"),
        ("支付时间", "2025-03-14 21:03:12"),
        ("实付金额", "¥66.00"),
    )
    lines = [
        one
        for index, (label, value) in enumerate(rows)
        for one in (
            line(label, x=40, y=200 + 60 * index, w=100),
            line(value, x=400, y=200 + 60 * index, w=200, eng=value),
        )
    ]
    pairs = find_pairs(lines, LIST.labels)
    assert not is_list(lines, pairs, WORDS, (), 720, strict=False)


def test_stamps_of_a_talk_with_transfers_are_no_entries() -> None:
    lines = []
    for y, stamp, amount in (
        (100, "2025年3月14日 15:05", "¥200.00"),
        (400, "2025年3月15日 09:30", "¥100.00"),
    ):
        lines += [
            line(stamp, x=260, y=y, w=200, h=24, eng=stamp),
            line(amount, x=300, y=y + 70, w=120, eng=amount),
            line("已收款", x=300, y=y + 120, w=90),
        ]
    assert not is_list(lines, [], WORDS, (), 720, strict=True)


def test_signed_sums_beside_whole_moments_are_no_talk() -> None:
    """What a search among bills found, whose names were misread: no label, and nothing else repeats."""

    def found(y: int, amount: str, moment: str) -> list[Line]:
        return [
            line("云海卡券", x=64, y=y, w=89, h=16),
            line(amount, x=279, y=y + 10, w=47, h=14, eng=amount),
            line(moment, x=64, y=y + 21, w=137, h=13, eng=moment),
        ]

    def bills(sign: str) -> list[Line]:
        told = (
            ("50.00", "2025-12-18 20:11:05"),
            ("30.00", "2025-11-29 13:45:10"),
            ("19.90", "2025-09-06 22:19:58"),
        )
        return [one for n, (sum_, at) in enumerate(told) for one in found(98 + 66 * n, sign + sum_, at)]

    assert is_list(bills("-"), [], WORDS, (), 340, strict=True)
    assert not is_list(bills(""), [], WORDS, (), 340, strict=True)


def test_what_takes_turns_repeats() -> None:
    lines = []
    for y, number, moment in (
        (100, "9157201836833", "2025-05-06 11:20:33"),
        (240, "4164935508730", "2025-05-05 22:08:19"),
    ):
        lines += [
            line(f"编号 {number}", x=40, y=y, w=260, eng=number),
            line(f"消费 {25}.00元", x=40, y=y + 40, w=160, eng="25.00"),
            line(f"提交 {moment}", x=40, y=y + 80, w=300, eng=moment),
        ]
    marks = marks_of(lines, find_pairs(lines, LIST.labels), WORDS)
    assert set(repeated(series_of(marks))) == {"number", "amount", "moment"}


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("6619697422803052", True),
        ("> 6619697422803052", True),
        ("WX5919829781216497", True),
        ("13800138000", False),
        ("138****2260", False),
        ("2025-06-03", False),
    ],
)
def test_numbers_without_a_label(text: str, is_number: bool) -> None:
    assert is_bare_number(text) is is_number


def order_page(*more: Line) -> list[Line]:
    """A shop's page of one order: labels and values, some of which nobody listed."""
    rows = ("下单编号: ZC2022122420085716", "业务: 公众号阅读", "链接: mp.example/s", "总价: ¥76.00")
    rows = (*rows, "下单日期: 2022-12-24 20:08:57", "支付状态: 已支付", "进度: 0/10000")
    return [
        *more,
        *(line(text, x=70, y=330 + 60 * index, w=380, eng=text) for index, text in enumerate(rows)),
    ]


def as_bubbles(lines: list[Line]) -> list[Region]:
    """Grounds as a page with bands has them: each line on one of its own, coloured in turn."""
    return [
        Region(Box(50, one.box.y - 14, 590, 58), (240, 200, 120) if index % 2 else (255, 250, 230), 0.9)
        for index, one in enumerate(lines)
    ]


@pytest.mark.parametrize("hint", ["请输入联系QQ", "小财神 · 我的订单"])
def test_what_one_searches_with_and_a_pages_title_are_no_talk(hint: str) -> None:
    lines = order_page(line("查询", x=560, y=210, w=60), line(hint, x=90, y=205, w=170))
    page = recognise(lines, load_screens(), size=(720, 1240), grounds=lambda: as_bubbles(lines))
    assert page.chat is None


def test_signed_sums_beside_clocks_below_the_days_of_a_bank_are_no_talk() -> None:
    def entry(y: int, amount: str, clock: str) -> list[Line]:
        return [
            line("网上支付", x=30, y=y, w=113),
            line(amount, x=700 - 15 * len(amount), y=y + 22, w=15 * len(amount), h=25, eng=amount),
            line(clock, x=30, y=y + 48, w=63, h=18, eng=clock),
            line("尾号9557", x=116, y=y + 46, w=108, h=26, eng="9557"),
        ]

    def bills(sign: str, second: str = "21:39") -> list[Line]:
        days = [line(day, x=30, y=y, w=202, eng=day) for day, y in (("2025-11-25", 190), ("2025-11-15", 380))]
        sums = ((250, "168.00", "11:25"), (440, "45.00", second), (560, "7,929.14", "05:56"))
        return [*days, *(one for y, sum_, at in sums for one in entry(y, sign + sum_, at))]

    assert is_list(bills("-"), [], WORDS, (), 720, strict=True)
    assert not is_list(bills(""), [], WORDS, (), 720, strict=True)
    assert not is_list(bills("-", "已完成"), [], WORDS, (), 720, strict=True)
    assert not is_list(bills("-")[2:], [], WORDS, (), 720, strict=True)


def queried(x: int = 20) -> tuple[list[Line], list[Region]]:
    """What a shop answers to a query: the card of one order below its tabs, from x to the page's right margin of 20."""
    top = [line("查询结果", x=50, y=298, w=82, h=22), line("常见问题", x=232, y=298, w=82, h=22)]
    card = [
        line("单号: 20240930202333667", x=x + 17, y=379, w=251, h=20, eng=":20240930202333667"),
        line("交易成功", x=433, y=379, w=75, h=19),
        line("腾讯视频VIP季卡", x=x + 116, y=437, w=167, h=23),
        line("数量x1", x=x + 116, y=475, w=59, h=19),
        line("2024-09-30 20:23", x=x + 116, y=502, w=160, h=17, eng="2024-09-30 20:23"),
        line("实付: ¥6.00", x=380, y=557, w=129, h=23, eng=":¥6.00"),
    ]
    tabs = Region(Box(0, 281, 546, 60), (255, 255, 255), 0.98)
    ground = Region(Box(x, 361, 526 - x, 242), (254, 254, 254), 0.98)
    return [*top, *card], [tabs] * 2 + [ground] * 6


def test_the_card_of_a_single_order_is_no_talk() -> None:
    def shown(x: int = 20, *more: Line, speaker: Speaker = "me") -> bool:
        lines, grounds = queried(x)
        said = tuple(Message("text", speaker, "", one.text, None, one.box, (one,)) for one in more)
        chat = Chat("", said, 10)
        seen = _as_list([*lines, *more], [*grounds, *[None] * len(more)], load_screens(), (546, 1128))
        assert seen is not None
        return seen.shows_order(chat)

    assert shown()
    assert not shown(70)
    assert not shown(20, line("老板我这单没到账", x=200, y=700, w=200, h=22))
    assert not shown(20, line("亲稍等", x=20, y=700, w=100, h=22), speaker="other")


def test_an_order_that_was_sent_in_a_talk_is_no_card_of_the_page() -> None:
    """The ground of the talk lies around it, between margins that are as equal as a card's."""
    lines, _ = queried(70)
    bubble = Region(Box(70, 361, 370, 242), (254, 254, 254), 0.98)
    talk = Region(Box(0, 300, 545, 800), (242, 242, 242), 0.98)
    lines = [line(one.text, x=90, y=one.box.y, w=one.box.w, eng=one.readings[-1].text) for one in lines]
    said = line("好的", x=420, y=700, w=60)
    mine_ = Region(Box(400, 680, 120, 60), (255, 217, 186), 0.98)
    seen = _as_list([*lines, said], [talk, talk, *[bubble] * 6, mine_], load_screens(), (546, 1128))
    chat = Chat("", (Message("text", "me", "", "好的", None, said.box, (said,)),), 10)
    assert seen is not None
    assert not seen.shows_order(chat)
    bare = _as_list([*lines, said], [talk] * 9, load_screens(), (546, 1128))
    assert bare is not None
    assert bare.shows_order(chat)


def test_cards_between_which_an_entry_stands_on_none_are_no_parting() -> None:
    """The ground of two cards of a photographed list is one, and would be taken for no card."""
    lines = []
    for n in range(4):
        number, moment = f"73126041112204880{n}", f"2026-04-1{n} 12:20:48"
        lines += [
            line(number, x=90, y=240 + 270 * n, w=240, h=26, eng=number),
            line(moment, x=90, y=350 + 270 * n, w=204, h=24, eng=moment),
            line("¥45.00", x=640, y=330 + 270 * n, w=96, h=27, eng="¥45.00"),
        ]
    one = [Box(50, 200 + 270 * n, 716, 250) for n in range(4)]
    assert len(in_cards(lines, [], WORDS, one, 780)) == 4
    run_together = [one[0], one[1].union(one[2]), one[3]]
    assert not in_cards(lines, [], WORDS, run_together, 780)
    assert len(in_cards(lines, [], WORDS, one[:3], 780)) == 3  # the last is cut by the picture's edge


@pytest.mark.parametrize(("offer", "listed"), [("¥15.80起", True), ("¥15.80", False)])
def test_prices_from_which_goods_are_on_offer_are_no_sums_of_entries(offer: str, listed: bool) -> None:
    """Below the orders of a page stands what else one might like."""
    lines = [line("订单查询", x=400, y=120, w=280, h=46)]
    for place, (code, day) in enumerate((("P8WX2LQ0RM5TC1VA", "05"), ("Z3HN9B7KDE2YU6GS", "03"))):
        top = 400 + 430 * place
        lines += [
            line(code, x=70, y=top, w=343, h=30),
            line("已完成", x=905, y=top, w=105, h=35),
            line(f"2026-02-{day} 19:33:12", x=70, y=top + 190, w=327, h=29),
            line("¥96.50", x=855, y=top + 190, w=156, h=37),
        ]
    for place in range(2):
        lines.append(line(offer, x=855, y=1300 + 80 * place, w=156, h=39))
    pairs = find_pairs(lines, LIST.labels)
    assert is_list(lines, pairs, WORDS, (), 1080, strict=True) is listed
