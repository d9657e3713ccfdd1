"""What a picture is: one screen or several, a page or people who talk about one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.composites import collage_parts, stacked_parts
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Chat, Message
from extractor.screens.recognise import Page, recognise
from extractor.screens.stated import shows_notices, stands_in_columns, states_payments
from extractor.vision.regions import Region
from tests.helpers import line
from tests.screens.labelled import LABELS

BILL = ("支付时间", "付款方式", "商品说明", "订单号", "商家订单号")


NO_TALK = Chat("", (), 10)


def recognised(placed: Sequence[tuple[Line, Region]], *, app: str | None = None) -> Page:
    """The page of lines on their grounds, 828 pixels wide; app: what the file's name says of it."""
    grounds = [region for _, region in placed]
    lines = [shown for shown, _ in placed]
    return recognise(lines, load_screens(), size=(828, 1720), grounds=lambda: grounds, app=app)


def columns(stated: Mapping[str, str], *, x: tuple[int, int], y: int, step: int) -> list[Line]:
    """Labels in a column from y on, values in another beside it, both read alike by both models."""
    return [
        part
        for place, (label, value) in enumerate(stated.items())
        for part in (
            line(label, x=x[0], y=y + step * place),
            line(value, x=x[1], y=y + step * place, eng=value),
        )
    ]


def talk(y: int) -> list[Line]:
    """What somebody says, from y on."""
    return [
        line(text, x=32, y=y + 50 * place)
        for place, text in enumerate(("你好", "我的钱怎么还没到呢", "在吗?"))
    ]


def screen(x: int, bar: str, eng: str = "") -> list[Line]:
    """A phone that shows a bill, its status bar read so."""
    shown = [line(bar, x=x + 200, y=10, w=150, eng=eng or bar), line("账单详情", x=x + 160, y=60, w=120)]
    for index, label in enumerate(BILL):
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


def below(y: int, clock: str, signs: str = "IN 5G", *, x: int = 20) -> list[Line]:
    """A phone screen whose status bar stands at y."""
    bar = [line(clock, x=x, y=y + 10, w=50), line(signs, x=380, y=y + 10, w=70)]
    return [*bar, *(replace(one, box=one.box.scaled(1.0, 0, y)) for one in screen(0, clock)[1:])]


def test_phones_below_each_other_are_told_by_their_status_bars() -> None:
    three = [*below(0, "08:38"), *below(700, "08:39"), *below(1400, "08:40")]
    assert [[part[0].text, len(part)] for part in stacked_parts(three, 460)] == [
        ["08:38", 13],
        ["08:39", 13],
        ["08:40", 13],
    ]
    headless = [*screen(0, "账单")[1:], *below(700, "08:39")]
    assert [len(part) for part in stacked_parts(headless, 460)] == [11, 13]


@pytest.mark.parametrize(
    "lower",
    [
        below(700, "08:39", "¥12.00"),
        below(700, "08:39", "已支付"),
        below(700, "08:39", x=80),
        below(200, "08:39"),
    ],
)
def test_a_clock_before_a_sum_or_words_elsewhere_or_close_below_begins_no_screen(lower: list[Line]) -> None:
    assert len(stacked_parts([*below(0, "08:38"), *lower], 460)) == 1


PAGE = Region(Box(0, 0, 828, 1720), (24, 25, 28), 1.0)
BANNER = Region(Box(28, 204, 394, 162), (66, 50, 108), 0.86, right_content=0.13)
CARD = Region(Box(28, 390, 772, 526), (35, 37, 41), 1.0)
PICTURE = Region(Box(60, 422, 104, 104), (254, 175, 45), 0.97, right_content=0.21)
BUTTON = Region(Box(428, 1564, 372, 88), (139, 92, 245), 0.95, left_content=0.05)
ORDER = (
    ("退款金额", "¥135.00"),
    ("下单时间", "2026-01-03 19:55:31"),
    ("订单编号", "LH537654390643"),
    ("微信支付单号", "4200005656202601035235669693"),
    ("退款原因", "陪玩未上线"),
)


def kind(*more: tuple[Line, Region]) -> str:
    """What the page of an order under a banner, with a picture of the goods and a button, is taken for."""
    placed: list[tuple[Line, Region]] = [
        (line("售后详情", x=305, y=117, w=128), PAGE),
        (line("退款中", x=60, y=242, w=112), BANNER),
        (line("商家已收到申请，剩余1天23时", x=60, y=302, w=340), BANNER),
        (line("尹", x=94, y=449, w=36, h=49), PICTURE),
        (line("大神陪玩3局", x=188, y=439, w=200), CARD),
    ]
    for index, (label, value) in enumerate(ORDER):
        y = 565 + 68 * index
        placed.append((line(label, x=60, y=y, w=112), CARD))
        placed.append((line(value, x=267, y=y, w=17 * len(value), eng=value), CARD))
    placed += [(line("平台介入", x=555, y=1591, w=119), BUTTON), *more]
    return recognised(placed).screen.rows


def test_a_page_with_a_banner_and_a_button_is_no_chat() -> None:
    assert kind() != "chat"


def test_where_people_talk_beside_an_order_it_is_a_chat() -> None:
    own = Region(Box(300, 1000, 500, 80), (66, 50, 108), 0.9, right_content=0.5)
    asks = Region(Box(300, 1100, 500, 80), (66, 50, 108), 0.9, right_content=0.5)
    said = [
        (line("你好在吗", x=330, y=1020, w=200), own),
        (line("我的订单怎么还没到", x=330, y=1120, w=400), asks),
    ]
    assert kind(*said) == "chat"


def test_the_talk_below_a_work_order_s_particulars_belongs_to_its_page() -> None:
    bar = Region(Box(0, 0, 828, 170), (15, 138, 142), 0.95)
    card = Region(Box(28, 204, 772, 300), (254, 254, 254), 0.9)
    own = Region(Box(110, 540, 690, 220), (217, 241, 237), 0.9)
    theirs = Region(Box(28, 800, 690, 220), (254, 254, 254), 0.9)
    placed = [(line("我的工单", x=90, y=110, w=200, h=40), bar)]
    for index, (label, value) in enumerate(
        [
            ("工单号", "GD20250611-4387"),
            ("工单类型", "售后支持"),
            ("提交时间", "2025-06-11 20:03:17"),
            ("状态", "已回复"),
        ]
    ):
        placed.append((line(label, x=60, y=230 + 64 * index, w=120), card))
        placed.append((line(value, x=240, y=230 + 64 * index, w=280, eng=value), card))
    for region, name, stamp, said in (
        (own, "我", "2025-06-11 20:03", "兑换不了，已经两天了"),
        (theirs, "售后小璐", "2025-06-12 10:15", "款项将在3个工作日内退回"),
    ):
        x, y = region.box.x + 30, region.box.y + 30
        placed.append((line(name, x=x, y=y, w=30 * len(name), h=28), region))
        placed.append((line(stamp, x=x + 180, y=y + 2, w=230, h=24, eng=stamp), region))
        placed.append((line(said, x=x, y=y + 70, w=500, h=36), region))
    page = recognised(placed)
    assert page.screen.screen == "complaint.ticket"
    assert page.chat is not None
    assert [(m.speaker, m.text) for m in page.chat.messages] == [
        ("me", "兑换不了，已经两天了"),
        ("other", "款项将在3个工作日内退回"),
    ]


def app_of(
    title: str,
    *more: Line,
    own: tuple[int, int, int] = (120, 60, 200),
    name: str | None = None,
    stamped: bool = False,
) -> str:
    """Which app a talk of two bubbles a side is taken for."""
    page = Region(Box(0, 0, 828, 1720), (245, 245, 245), 0.8)
    placed: list[tuple[Line, Region]] = [(line(title, x=330, y=100, w=180, h=40), page)]
    if not stamped:
        placed.append((line("15:20", x=370, y=210, w=80, eng="15:20"), page))
    for index, said in enumerate(
        ("月卡怎么还没有充上", "排队中最晚今天晚上", "已经一天了申请退款", "好的我这边同意了")
    ):
        mine, y = index % 2 == 0, 320 + 200 * index
        box = Box(320 if mine else 110, y, 400, 90)
        colour = own if mine else (255, 255, 255)
        side = {"right_content": 0.6} if mine else {"left_content": 0.6}
        if stamped:
            stamp = f"{'我' if mine else '小助理'} 2025-08-14 14:0{index}:12"
            placed.append((line(stamp, x=box.x + 2, y=y - 36, w=330, h=26, eng=stamp), page))
        placed.append((line(said, x=box.x + 24, y=y + 28, w=350, h=34), Region(box, colour, 0.8, **side)))
    placed += [(shown, page) for shown in more]
    return recognised(placed, app=name).screen.screen


def test_a_chat_that_nothing_tells_the_app_of_is_of_no_app() -> None:
    assert app_of("桃桃爱囤卡") == "other.chat"


def test_read_marks_alone_make_no_dingtalk() -> None:
    assert app_of("优享小铺", line("已读", x=640, y=425, w=50)) == "other.chat"


@pytest.mark.parametrize(
    ("title", "own", "hint", "screen"),
    [
        ("点卡老陈", (0, 153, 255), "", "qq.chat"),
        ("话费小李", (149, 236, 105), "", "wechat.chat"),
        ("会员小铺", (255, 230, 15), "想跟TA说点什么", "xianyu.chat"),
        ("小宋@星途权益", (201, 231, 255), "", "wecom.chat"),
        ("106557310024", (120, 60, 200), "", "sms.chat"),
        ("售后服务", (120, 60, 200), "", "site.chat"),
    ],
)
def test_an_app_is_told_by_its_colour_its_words_or_the_form_of_its_title(
    title: str, own: tuple[int, int, int], hint: str, screen: str
) -> None:
    more = [line(hint, x=80, y=1300, w=250)] if hint else []
    assert app_of(title, *more, own=own) == screen


def test_names_and_stamps_beside_the_messages_are_not_wechat_s_whatever_the_file_is_called() -> None:
    assert app_of("省心充", name="wechat") == "wechat.chat"
    assert app_of("省心充", name="wechat", stamped=True) == "site.chat"


def trade(*more: Line) -> list[Line]:
    """A trade's page with many labels that no list names, in the columns of the known ones."""
    labels = ("压价详情", "摸底情况", "实付款", "订单号", "支付时间", "甲方姿态", "乙方姿态")
    values = ("满意", "尚可", "¥1,600", "20260527151902785", "2026-05-27 15:20:44", "谦和", "从容")
    lines = columns(dict(zip(labels, values, strict=True)), x=(32, 216), y=440, step=70)
    stray = [line(text, x=32, y=100 + 40 * n) for n, text in enumerate("甲乙丙丁戊己庚")]
    return [*stray, *lines, *more]


def test_a_page_of_labels_that_nobody_listed_is_no_talk() -> None:
    chat, labels = NO_TALK, LABELS
    assert states_payments(trade(), chat, labels)
    said = talk(1000)[:2]
    assert not states_payments(trade(*said), chat, labels)
    apart = [
        replace(item, box=item.box.scaled(1, 40 * n))
        if item.text in ("满意", "尚可", "谦和", "从容")
        else item
        for n, item in enumerate(trade())
    ]
    assert not states_payments(apart, chat, labels)


def test_codes_side_by_side_are_a_table_of_cards_and_no_talk() -> None:
    chat, labels = Chat("", (), 10, ((230, 246, 237),)), LABELS
    order = [
        line("订单2GJQ8S8K2JTGT3AA已发货", x=50, y=250),
        line("卡号", x=163, y=357),
        line("密码", x=472, y=357),
        *(line(f"14783336611{n}", x=108, y=425 + 66 * n, w=158) for n in range(2)),
        *(line(f"59GD-DUYW-UQYP-MQ6{n}", x=354, y=425 + 66 * n, w=285) for n in range(2)),
        line("商品: Q币充值卡30元", x=28, y=564),
        line("合计支付: 56.00元", x=28, y=604),
        line("购买时间: 2020年6月10日18:27:30", x=28, y=641),
    ]
    around = [line(text, x=28, y=20 + 30 * n) for n, text in enumerate("甲乙丙丁戊己庚辛壬癸")]
    assert states_payments([*around, *order], chat, labels)
    below = [
        replace(item, box=item.box.scaled(1, 0, 33)) if item.text.startswith("59GD") else item
        for item in order
    ]
    assert not states_payments([*around, *below], chat, labels)


def test_cells_side_by_side_are_a_table_and_no_talk() -> None:
    said = [
        Message("text", "other", "", text, None, Box(x, 100 + 60 * y, 160, 40), ())
        for y, row in enumerate(
            (("举报编号", "J20260815733891741"), ("举报类型", "诈骗网站"), ("处理状态", "核查中"))
        )
        for x, text in zip((40, 300), row, strict=True)
    ]
    assert stands_in_columns(Chat("", tuple(said), 10))
    below = [replace(m, box=m.box.scaled(1, 0, 50 * n)) for n, m in enumerate(said)]
    assert not stands_in_columns(Chat("", tuple(below), 10))
    notes = [replace(m, speaker="system") for m in said[1::2]]
    assert not stands_in_columns(Chat("", (*said[::2], *notes), 10))


def test_an_order_whose_number_has_no_label_is_no_talk() -> None:
    chat, labels = NO_TALK, LABELS
    stated = {
        "付款金额": "¥96.50",
        "支付渠道": "微信",
        "下单时间": "2024-11-02 23:18:45",
        "付款时间": "2024-11-02 23:19:02",
        "发货状态": "已发货",
    }
    order = columns(stated, x=(32, 132), y=300, step=36)
    bare = line("# 136241102231845532", x=33, y=159, eng="136241102231845532")
    assert states_payments([bare, *order], chat, labels)
    assert not states_payments([bare, *order[:4]], chat, labels)
    assert states_payments([bare, *order[:6], *order[8:]], chat, labels)  # 未付款: nothing was paid yet
    said = talk(600)
    assert not states_payments([bare, *order, *said], chat, labels)


def test_an_order_that_a_shop_shows_below_the_number_asked_for_is_no_talk() -> None:
    """How it was paid and sent stands beside short words that no list has: 支付, 发货."""
    chat, labels = NO_TALK, LABELS
    stated = {
        "商品": "网盘会员一个月",
        "数量": "2",
        "金额": "¥38.06",
        "支付": "支付宝 / 已支付",
        "下单时间": "2024-04-18 20:45:33",
        "付款时间": "2024-04-18 20:46:01",
        "发货": "已发货",
    }
    order = columns(stated, x=(32, 172), y=300, step=36)
    asked = line("827240418204533957", x=33, y=159, eng="827240418204533957")
    stray = [line(text, x=32, y=600 + 40 * n) for n, text in enumerate("甲乙丙")]
    assert states_payments([asked, *order, *stray], chat, labels)
    assert not states_payments([*order, *stray], chat, labels)
    said = talk(800)
    assert not states_payments([asked, *order, *said], chat, labels)


def notice(y: int, stamp: str, paid: str, shop: str) -> list[Line]:
    """A card of a payment service below its stamp, which stands in the middle of 975 pixels."""
    return [
        line(stamp, x=407, y=y, w=160),
        line("微信支付凭证", x=75, y=y + 120, w=240),
        line("付款金额", x=422, y=y + 220, w=130),
        line(paid, x=379, y=y + 300, w=217, h=62, eng=paid),
        line("收款方", x=76, y=y + 440, w=103),
        line(shop, x=285, y=y + 440, w=140),
    ]


def test_notices_of_a_payment_service_are_no_talk() -> None:
    chat, labels = Chat("微信支付", (), 10), LABELS
    taken = datetime(2026, 5, 20, 22, 40)
    lines = [
        line("微信支付", x=402, y=128, w=171),
        *notice(246, "5月18日13:22", "¥6.66", "彩云发卡"),
        *notice(1004, "昨天21:07", "¥199.00", "优享数字"),
    ]
    assert shows_notices(lines, chat, labels, (975, 2095), taken)
    said = talk(1600)
    assert not shows_notices([*lines, *said], chat, labels, (975, 2095), taken)
    assert not shows_notices(lines[:7], Chat("", (), 10), {}, (975, 2095), taken)


def test_a_colour_that_many_apps_have_tells_none() -> None:
    assert app_of("桃桃爱囤卡", own=(211, 226, 254)) == "other.chat"


def test_a_button_read_unsurely_does_not_say_what_was_done() -> None:
    """提交工单 below an order that failed, in a poor photograph: nobody has filed a complaint."""
    stated = {"付款金额": "228.00元", "付款时间": "2025-12-24 11:40:15", "平台单号": "DC251224114008876543"}
    order = columns(stated, x=(52, 400), y=653, step=60)
    button = line("提交工单", x=589, y=1446, w=102, h=24, confidence=0.5)
    page = recognise([line("充值失败", x=295, y=282, h=42), *order, button], load_screens(), size=(750, 1536))
    assert page.screen.screen != "complaint.ticket"


def test_a_notice_of_labels_under_a_sum_is_no_talk() -> None:
    chat, labels = NO_TALK, LABELS
    stated = {
        "退回账户": "某某支付-余额",
        "对应消费": "2026-04-03 12:15点卡屋",
        "消费单号": "285591730466",
        "退回完成": "2026-04-06 22:57:09",
        "退回事由": "商家缺货",
    }
    order = columns(stated, x=(32, 132), y=300, step=36)
    head = [
        line("服务通知", x=32, y=100),
        line("退回到账提醒", x=32, y=160),
        line("+138.60", x=32, y=220, eng="+138.60"),
    ]
    assert states_payments([*head, *order], chat, labels)
    assert not states_payments([head[0], head[1], *order], chat, labels)
    said = talk(600)
    assert not states_payments([*head, *order[:4], *order[6:8], *said], chat, labels)


def test_the_messages_of_a_chat_program_are_no_list_of_payments() -> None:
    button = line("消息记录", x=152, y=38, w=49, h=14, confidence=0.44)
    page = recognise([button, line("代理总群", x=14, y=8)], load_screens(), size=(760, 672))
    assert page.screen.screen != "bill_list"


BOUGHT = {
    "订单号": "575260626210009604",
    "商品": "视频会员",
    "支付金额": "¥54.07",
    "下单时间": "2026-06-26 21:00:09",
    "卡密": "等待人工发货",
}


def test_one_order_under_the_title_of_a_list_is_an_order() -> None:
    head = [line("我的购买记录", x=200, y=40), line("待发货", x=600, y=100)]
    page = recognise([*head, *columns(BOUGHT, x=(40, 300), y=200, step=60)], load_screens(), size=(828, 1720))
    assert page.screen.screen == "card_platform.order"


def test_several_orders_under_it_are_a_list() -> None:
    head = [line("我的购买记录", x=200, y=40), line("待发货", x=600, y=100)]
    second = BOUGHT | {
        "订单号": "575260625113000112",
        "支付金额": "¥20.00",
        "下单时间": "2026-06-25 11:30:00",
    }
    both = [
        part
        for place, stated in enumerate((BOUGHT, second))
        for part in columns(stated, x=(40, 300), y=200 + 500 * place, step=60)
    ]
    assert recognise([*head, *both], load_screens(), size=(828, 1720)).screen.screen == "bill_list"
