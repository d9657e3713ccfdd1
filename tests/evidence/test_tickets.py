"""Lists of complaints: each with its own number and day, with labels and without."""

from __future__ import annotations

import pytest

from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.accepted import lists_tickets
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from extractor.vision.regions import Region
from tests.evidence.pages import TAKEN, pairs, rows
from tests.helpers import line

FILED = (("1330110645882025111294847", "2025-11-12"), ("1330110025572025090326546", "2025-09-03"))


def listed() -> list[Row]:
    lines: list[Line] = [line("我的投诉", x=300, y=60)]
    for n, (number, day) in enumerate(FILED):
        y = 200 + 260 * n
        lines += [
            line(f"星河{n}点卡公司", x=40, y=y),
            line("投诉编号", x=40, y=y + 50),
            line(number, x=240, y=y + 50, w=400, eng=number),
            line("登记日期", x=40, y=y + 100),
            line(day, x=240, y=y + 100, eng=day),
        ]
    return rows(*lines)


def test_each_complaint_of_a_list_has_its_own_day() -> None:
    assert [(row.kind, row.order_no, row.occurred_at) for row in listed()] == [
        ("ticket", number, day) for number, day in FILED
    ]


def test_bare_numbers_of_work_orders_are_tickets_that_ask() -> None:
    found = rows(
        line("工单列表", x=300, y=60),
        line("充值未到账", x=40, y=200),
        line("TK-20240729-00837", x=40, y=240, eng="TK-20240729-00837"),
        line("卡密无效", x=40, y=400),
        line("GD20251013091455", x=40, y=440, eng="GD20251013091455"),
    )
    assert [(row.kind, row.order_no) for row in found] == [
        ("ticket", "TK-20240729-00837"),
        ("ticket", "GD20251013091455"),
    ]
    assert all("unlabelled:order_no" in row.reasons for row in found)


def test_a_number_beside_a_labelled_ticket_is_none() -> None:
    (found,) = rows(
        line("工单详情", x=300, y=60),
        line("工单号", x=40, y=200),
        line("GD20251013091455", x=240, y=200, eng="GD20251013091455"),
        line("TK-20240729-00837", x=40, y=500, eng="TK-20240729-00837"),
    )
    assert found.order_no == "GD20251013091455"


def test_a_work_orders_number_behind_a_sign_in_its_head() -> None:
    (found,) = rows(
        line("工单 #WT-260304-0077", x=40, y=100, eng="#WT-260304-0077"),
        line("待客服回复", x=520, y=100, w=120),
        line("创建：2026-03-04 16:50:12", x=40, y=200, eng=":2026-03-04 16:50:12"),
    )
    assert (found.kind, found.order_no) == ("ticket", "WT-260304-0077")


def test_a_hotlines_number_without_a_label_asks() -> None:
    (found,) = rows(
        line("我的诉求", x=300, y=60),
        line("12345政务服务便民热线", x=40, y=140),
        line("FS20260313-440305-1206", x=40, y=190, w=480, eng="FS20260313-440305-1206"),
        line("诉求标题：网上购买会员未开通", x=40, y=300),
    )
    assert (found.kind, found.order_no) == ("ticket", "FS20260313-440305-1206")
    assert any(reason.startswith("unlabelled") for reason in found.reasons)


def test_a_table_of_work_orders_is_none_of_payments() -> None:
    (found,) = rows(
        *(line(head, x=x, y=200) for head, x in (("工单", 40), ("类型", 220), ("提交", 340), ("进度", 620))),
        line("#GD-55182", x=40, y=260, eng="#GD-55182"),
        line("未到账", x=220, y=260, w=80),
        line("2026-04-01 23:40", x=340, y=260, w=220, eng="2026-04-01 23:40"),
        line("待回复", x=620, y=260, w=80),
        line("订单KM20260401210833充的50Q币,显示成功", x=40, y=340, w=600),
    )
    assert (found.kind, found.order_no, found.occurred_at) == ("ticket", "GD-55182", "2026-04-01T23:40+08:00")


def test_the_payment_that_a_complaint_names_without_calling_it_a_number() -> None:
    number = "20260708200040011100672635048432"
    shown = (("涉及交易", number), ("交易金额", "880.00元"), ("交易时间", "2026-07-08 16:20"))
    assert disputed(*shown)[1:] == [("transaction", number, "880.00", "2026-07-08T16:20", "")]


@pytest.mark.parametrize(
    ("title", "label", "number", "filed"),
    [
        ("接报案回执", "受案编号", "A440320261105615679", ("报案时间", "2026年11月5日 16时30分")),
        ("争议交易进度", "申请编号", "DP20261026735739", ("申请时间", "2026-10-26 09:12")),
    ],
)
def test_what_the_police_and_a_bank_number_a_report_by(
    title: str, label: str, number: str, filed: tuple[str, str]
) -> None:
    items = pairs((label, number), filed, ("争议原因", "未收到商品/服务"))
    (found,) = rows(line(title, x=300, y=60), *items)
    assert (found.kind, found.order_no) == ("ticket", number)
    assert found.occurred_at


def test_the_lone_code_of_a_complaint_whose_label_was_not_read_is_its_ticket_and_asks() -> None:
    head = (
        line("网络消费纠纷调解平台", x=40, y=120),
        line("DSB2607202162", x=300, y=200, eng="DSB2607202162"),
    )
    items = pairs(("被投诉平台", "链动小铺"), ("提交时间", "2026-07-20 14:11"), ("订单金额", "500.00"))
    (found,) = rows(*head, *items)
    assert (found.kind, found.order_no, found.amount) == ("ticket", "DSB2607202162", "")
    assert "unlabelled:order_no" in found.reasons
    more = line("KF2607200001", x=300, y=900, eng="KF2607200001")
    assert all(row.kind != "ticket" for row in rows(head[1], more, *items))


def disputed(*items: tuple[str, str]) -> list[tuple[str, str, str, str, str]]:
    found = rows(
        line("商户处理中", x=40, y=120, h=40),
        *pairs(("投诉单号", "200182020260402346890582862"), ("提交时间", "2026-04-02 20:11:53"), *items),
    )
    return [(row.kind, row.trade_no, row.amount, row.occurred_at[:16], row.status) for row in found]


def test_the_payment_that_a_complaint_shows_whole_is_a_row_of_its_own() -> None:
    number = "4200741198202603310135989620"
    shown = (("支付金额", "¥72.00"), ("支付时间", "2026-03-31 12:26:09"), ("交易单号", number))
    assert disputed(*shown)[1:] == [("transaction", number, "72.00", "2026-03-31T12:26", "")]
    assert all(len(disputed(*shown[:n], *shown[n + 1 :])) == 1 for n in (0, 2))


def test_the_sum_that_heads_the_card_of_a_complaints_payment_is_its_own_and_asks() -> None:
    number = "4200741198202603310135989620"
    head = (
        line("商户处理中", x=40, y=120, h=40),
        line("果冻数字商行", x=40, y=200),
        line("¥512.00", x=420, y=200),
    )
    filed = (("投诉单号", "200182020260402346890582862"), ("投诉时间", "2026-04-02 20:11"))
    paid = (("支付时间", "2026-03-31 12:26:09"), ("交易单号", number))
    ticket, payment = rows(*head, *pairs(*paid, *filed))
    assert ticket.kind == "ticket"
    assert (payment.trade_no, payment.amount, payment.occurred_at[:16]) == (
        number,
        "512.00",
        "2026-03-31T12:26",
    )
    assert "unlabelled:amount" in payment.reasons
    assert (
        len(rows(*head, line("¥30.00", x=420, y=900), *pairs(*paid, *filed))) == 1
    )  # which of them was paid?
    assert len(rows(*head, *pairs(paid[1], *filed))) == 1  # it does not say that anything was paid


def test_a_list_of_work_orders_without_a_word_of_it_in_its_title_is_one_of_tickets() -> None:
    filed = (
        ("充值未到账", "GD2026090733232", "2026-09-07 19:55"),
        ("充值未到账", "GD2026090375853", "2026-09-03 08:25"),
        ("卡密无法使用", "GD2026082733221", "2026-08-27 05:00"),
    )

    def entries(label: str) -> list[Line]:
        return [
            one
            for n, (title, number, at) in enumerate(filed)
            for one in (
                line(title, x=34, y=140 + 206 * n, w=160),
                line(f"{label} {number}", x=34, y=196 + 206 * n, w=328, eng=number),
                line(f"提交时间 {at}", x=34, y=242 + 206 * n, w=331, eng=at),
            )
        ]

    found = rows(*entries("工单号"))
    assert [(row.kind, row.order_no, row.occurred_at[:16]) for row in found] == [
        ("ticket", number, at.replace(" ", "T")) for _, number, at in filed
    ]
    assert [row.kind for row in rows(*entries("订单号"))] != ["ticket"] * 3


def test_a_payment_that_a_complaint_shows_without_its_moment_has_the_channels_dated_number_and_asks() -> None:
    number = "4200741198202603310135989620"
    _, payment = rows(
        line("商户处理中", x=40, y=120, h=40),
        *pairs(("投诉单号", "200182020260402346890582862"), ("交易金额", "¥72.00"), ("交易单号", number)),
    )
    assert "missing:occurred_at" in payment.reasons
    assert disputed(("交易金额", "¥72.00"), ("交易单号", number))[1:] == [
        ("transaction", number, "72.00", "", "")
    ]
    assert len(disputed(("交易金额", "¥72.00"), ("交易单号", "77411982026033101"))) == 1


@pytest.mark.parametrize(
    ("title", "printed", "number"),
    [
        ("先行调解告知书", "(2025)京0105民诉前调88721号", "(2025)京0105民诉前调88721号"),
        ("受案回执", "朝公(刑)受案字(2024] 20715号", "朝公(刑)受案字〔2024〕20715号"),
        ("答复意见", "穗市监投诉告知〔2025〕第1203号", "穗市监投诉告知(2025)第1203号"),
    ],
)
def test_the_number_of_a_case_stands_without_a_label(title: str, printed: str, number: str) -> None:
    (found,) = rows(
        line(title, x=200, y=60),
        line(printed, x=60, y=140, eng="(2025) 90105 88721"),
        line("受案时间", x=40, y=260),
        line("2025-06-11", x=240, y=260, eng="2025-06-11"),
    )
    assert (found.kind, found.order_no, found.occurred_at) == ("ticket", number, "2025-06-11")
    assert found.reasons  # one reader knows Han


def test_a_law_that_is_cited_is_no_case() -> None:
    assert all(
        row.kind != "ticket" for row in rows(line("国发〔2013〕14号", x=60, y=140), line("通知", x=60, y=60))
    )


def test_a_letter_names_the_number_in_a_sentence_or_at_the_beginning_of_its_next_line() -> None:
    head = line("投诉受理进度", x=200, y=60)
    wrapped = (
        line("您的投诉我行已受理,受理编号", x=40, y=200),
        line("YH20250408117,我行将于15日内答复", x=40, y=236, eng="YH20250408117, 15"),
    )
    (found,) = rows(head, *wrapped)
    assert (found.kind, found.order_no, found.reasons) == ("ticket", "YH20250408117", [])
    number = "YH20250408117"
    (found,) = rows(head, line(f"您的投诉已受理,受理编号为{number},请留意", x=40, y=200, eng=number))
    assert found.order_no == number
    (found,) = rows(head, wrapped[0], line(number, x=40, y=236, eng=number))
    assert any(reason.startswith(("cropped", "unlabelled")) for reason in found.reasons)


def test_a_number_in_a_box_above_its_label_asks() -> None:
    number = "1330110645882025111294847"
    box = line(number, x=100, y=200, w=400, eng=number)
    items = pairs(("提交时间", "2025/11/12 09:06:37"), ("被投诉人", "星河商贸行"))
    (found,) = rows(box, *items, line("投诉编号", x=40, y=500), line("如上", x=300, y=500))
    assert (found.kind, found.order_no) == ("ticket", number)
    assert "unlabelled:order_no" in found.reasons
    assert all(row.kind != "ticket" for row in rows(line("我的投诉", x=40, y=100), box, *items))


def test_a_colon_read_as_a_comma_before_a_complaints_number() -> None:
    (found,) = rows(line("举报受理编号，2458225255964", x=40, y=200, eng=":2458225255964"))
    assert (found.kind, found.order_no) == ("ticket", "2458225255964")


def test_the_number_on_a_page_called_a_complaints_particulars() -> None:
    (found,) = rows(line("投诉详情", x=200, y=60), line("编号 17380426828", x=40, y=140, eng="17380426828"))
    assert (found.kind, found.order_no) == ("ticket", "17380426828")


def test_what_a_shop_did_is_not_its_name() -> None:
    (found, *_) = rows(
        line("投诉详情", x=300, y=60),
        *pairs(("投诉编号", "17303792225"), ("投诉对象", "星河卡铺"), ("商家", "已回复")),
    )
    assert found.counterparty == "星河卡铺"


def test_what_a_shop_says_beside_its_tag_is_not_its_name() -> None:
    found = rows(
        line("投诉单号：TS2026040210118823", x=40, y=100, eng="TS2026040210118823"),
        *pairs(("被投诉商家", "顺风话费充值"), ("商家", "话费已充入，请查询账单，不予退款。")),
    )
    assert {row.counterparty for row in found if row.kind == "ticket"} == {"顺风话费充值"}


def test_alipays_own_page_of_a_complaint_calls_the_payments_number_an_orders() -> None:
    number = "2026050922001478939068362637"
    shown = (("订单号", number), ("交易金额", "¥219.00"), ("交易时间", "2026-05-09 23:14:55"))
    assert disputed(*shown)[1:] == [("transaction", number, "219.00", "2026-05-09T23:14", "")]
    assert len(disputed(("订单号", "XJ8839201744"), *shown[1:])) == 1  # a shop's: whose it is nobody says


WORK_ORDERS = (
    ("#GD202605010098", "待客服回复", "充值未到账", "2026-05-01 23:41", "最近回复:"),
    (
        "#GD202604182808",
        "处理中",
        "卡密提示已被使用,要求换卡或退65元",
        "2026-04-18 15:02",
        "最近回复:客服007",
    ),
    ("#GD202604033490", "已关闭", "申请提现余额", "2026-04-03 09:27", "最近回复:财务"),
)


def work_orders(*listed: tuple[str, str, str, str, str]) -> list[Row]:
    """Work orders on a card each, the moment of each beside who answered last."""
    lines, grounds = [line("我的工单", x=396, y=104, h=42), line("提交工单", x=771, y=108, h=37)], []
    for place, (number, word, what, at, who) in enumerate(listed):
        y = 305 + 260 * place
        card = Region(Box(36, y - 37, 888, 234), (31, 36, 45), 0.95, solid=0.98)
        own = [
            line(number, x=71, y=y, w=281, h=27, eng=number),
            line(word, x=760, y=y, w=128, h=32),
            line(what, x=71, y=y + 65, w=36 * len(what), h=38),
            line(at, x=70, y=y + 129, w=240, h=25, eng=at),
            line(who, x=345, y=y + 126, w=30 * len(who), h=31),
        ]
        lines += own
        grounds += [card] * len(own)
    size, seen = (960, 1750), [None, None, *grounds]
    return page_rows(
        recognise(lines, load_screens(), size=size, grounds=lambda: seen, captured=TAKEN.at), TAKEN
    )


def test_a_list_of_work_orders_is_no_talk_of_those_who_answered() -> None:
    found = work_orders(*WORK_ORDERS)
    assert [(row.kind, row.order_no, row.occurred_at[:16]) for row in found] == [
        ("ticket", number[1:], at.replace(" ", "T")) for number, _, _, at, _ in WORK_ORDERS
    ]
    assert not any(row.reasons for row in found)


def test_a_work_order_whose_number_tells_another_day_than_its_entry_asks() -> None:
    odd = (WORK_ORDERS[1][0], *WORK_ORDERS[1][1:3], "2026-04-08 15:02", WORK_ORDERS[1][4])
    found = work_orders(WORK_ORDERS[0], odd)
    assert ["unlabelled:order_no" in row.reasons for row in found] == [False, True]


def test_one_number_of_a_work_order_makes_no_list_of_a_talk() -> None:
    assert not lists_tickets([line("GD202605010098", x=60, y=200, eng="GD202605010098")])
    twice = [line("#GD202605010098", x=60, y=y, eng="#GD202605010098") for y in (200, 400)]
    assert not lists_tickets(twice)
    said = [line(f"我的工单是GD20260501009{n}", x=60, y=200 + 90 * n) for n in range(3)]
    assert not lists_tickets(said)


def test_the_sum_of_the_order_is_the_payments_beside_its_moment_and_the_channels_number() -> None:
    number = "4200001568202609131667690395"
    shown = (("订单金额", "¥328.00"), ("支付时间", "2026-09-13 20:15:37"), ("交易单号", number))
    assert disputed(*shown)[1:] == [("transaction", number, "328.00", "2026-09-13T20:15", "")]
    assert len(disputed(shown[0], shown[2])) == 1  # when, nobody says


def complained(*said: str) -> list[Row]:
    """The rows of a complaint with what the user wrote below its particulars, but for the ticket's own."""
    told = [line(text, x=32, y=900 + 50 * place, w=600) for place, text in enumerate(said)]
    shown = pairs(("投诉编号", "17398840215"), ("投诉对象", "星空数卡"), ("涉诉金额", "1,366.00元"))
    return rows(line("投诉详情", x=300, y=60), *shown, *told)[1:]


def test_the_order_that_a_user_complains_of_in_his_own_words_is_a_row_that_asks() -> None:
    [row] = complained(
        "本人于6月20日在星空数卡下单支付1366元，订单", "号XK20260620101530，付款后一直显示处理中。"
    )
    assert (row.kind, row.order_no, row.amount) == ("transaction", "XK20260620101530", "1366.00")
    assert row.occurred_at == "2026-06-20"
    assert "unknown_screen" in row.reasons


@pytest.mark.parametrize(
    "said",
    [
        "您的订单号XK20260620101530支付1366元已发货，请查收。",  # the shop's words
        "本人在星空数卡下单支付1366元，付款后一直显示处理中。",
        "本人订单号XK20260620101530，付款后一直显示处理中。",
        "本人支付1366元，订单号XK20260620101530，另一订单号XK20260621101531。",
    ],
)
def test_what_a_complaint_does_not_say_whole_is_no_row(said: str) -> None:
    assert not complained(said)


def test_a_day_that_the_orders_number_does_not_bear_out_is_none() -> None:
    [row] = complained("本人于6月18日下单支付1366元，订单号XK20260620101530。")
    assert row.occurred_at == ""
    assert "missing:occurred_at" in row.reasons
