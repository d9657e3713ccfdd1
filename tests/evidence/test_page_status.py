"""What pages say of what has become of a payment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.evidence.schema import Row
from extractor.ocr.reader import Reading
from tests.evidence.pages import BILL, ORDER, headline, pairs, rows
from tests.helpers import ENGLISH, line, reading

SHOWN = (("订单号", "260422180455071"), ("支付金额", "¥148.00"), ("支付时间", "2026-04-22 18:04:55"))


UNPAID = (("订单号", "296250416010950540"), ("金额", "¥12.03"), ("下单时间", "2025-04-16 01:09:50"))


@pytest.mark.parametrize(
    "shown",
    [
        "支付成功",
        "您好，li_ming：您最近的交易已成功处理，以下物品已添加",
        "e@支付成功",
        "●支付成功",
        "代充已完成",
        "充值已完成",
    ],
)
def test_a_status_behind_a_bullet_or_what_was_done(shown: str) -> None:
    (found,) = rows(line(shown, x=300, y=120, h=40), headline("¥98.00"), *pairs(*BILL[1:]))
    assert found.status == "paid"


def test_a_status_that_only_another_reading_shows_is_taken_and_asks() -> None:
    items = pairs(("当前状态", "已巡款(Y12.50)"), *BILL[1:])
    items[1] = replace(items[1], readings=(*items[1].readings, reading("已退款(Y 12.50)", ENGLISH)))
    _, refund = rows(line("捷充互娱", x=300, y=120), headline("-98.00"), *items)
    assert (refund.status, refund.amount) == ("refunded", "12.50")
    assert "unsure_word:status" in refund.reasons


def test_a_status_behind_an_icon_may_be_read_otherwise_twice_and_asks() -> None:
    icon = line("么产值中", x=270, y=120, confidence=0.3)
    seen = [reading(text, ENGLISH) for text in ("豆充值中", "斑充值中")]
    items = pairs(("订单编号", "20210418104002847586"), ("支付时间", "2021-04-18 10:40:21"))

    def told(*readings: Reading) -> Row:
        shown = replace(icon, readings=(*icon.readings, *readings))
        (row,) = rows(shown, headline("98.50"), *items)
        return row

    assert told(*seen).status == "processing"
    assert "unsure_word:status" in told(*seen).reasons
    assert told(seen[0]).status == ""


def test_the_steps_of_an_order_are_not_its_status() -> None:
    steps = [line("提交订单", x=40, y=100), line("支付完成", x=280, y=100), line("充值失败", x=520, y=100)]
    (row,) = rows(*steps, headline("¥131.77"), line("充值失败", x=300, y=260), *pairs(*ORDER[:2], ORDER[3]))
    assert row.status == "failed"


def test_of_steps_without_a_word_apart_the_first_is_taken_as_before() -> None:
    steps = [line("支付完成", x=280, y=100), line("充值完成", x=520, y=100)]
    (row,) = rows(*steps, headline("¥131.77"), *pairs(*ORDER[:2], ORDER[3]))
    assert row.status == "paid"


def test_a_big_amount_beside_what_became_of_a_payment_is_a_row() -> None:
    said = line("转账成功", x=280, y=100)
    (found,) = rows(said, headline("¥350.50"), *pairs(("收款人", "高杰"), ("付款方式", "余额宝")))
    assert (found.amount, found.status) == ("350.50", "paid")


def test_a_failed_payment_that_was_refunded_is_refunded() -> None:
    items = (("充值单号", "20250314210533120"), ("实付金额", "98.00"), ("充值时间", "2025-03-14 21:05:33"))
    (found,) = rows(line("充值失败，", x=40, y=150, h=40), line("已退款", x=170, y=150, h=40), *pairs(*items))
    assert found.status == "refunded"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PAID", "paid"),
        ("In Progress", "processing"),
        ("Unpaid", "pending"),
        ("Not paid", ""),
        ("Refunded", "refunded"),
    ],
)
def test_a_status_in_english(word: str, status: str) -> None:
    items = (("订单号", "202409081534201198"), ("实付金额", "68.00"), ("支付时间", "2024-09-08 15:34:20"))
    found = rows(*pairs(*items, ("Status", word)))[0]
    assert found.status == status


def test_a_status_behind_a_sign_that_was_read_as_letters() -> None:
    about = (line("春诺网络", x=200, y=240), headline("¥50.00"), line("完成", x=220, y=650))
    assert [row.status for row in rows(line("VW支付成功", x=180, y=130), *about)] == ["paid"]
    assert not any(row.status for row in rows(line("VW如何支付成功", x=180, y=130), *about))


def test_a_status_that_may_be_one_of_several_words_asks() -> None:
    items = (("商户单号", "202409141520110340561"), ("支付时间", "2024-09-14 15:20:11"))
    (found,) = rows(headline("-99.00"), *pairs(("当前状态", "已过款"), *items))
    assert not found.status and "unsure_word:status" in found.reasons
    part = rows(headline("-99.00"), *pairs(("当前状态", "已过款(¥39.00)"), *items))
    assert [(row.amount, row.status, row.needs_review) for row in part] == [
        ("99.00", "paid", True),
        ("39.00", "refunded", True),
    ]
    (other,) = rows(headline("-99.00"), *pairs(("当前状态", "请稍候"), *items))
    assert "unsure_word:status" not in other.reasons


def test_a_transfer_that_nobody_took_yet_is_pending_whatever_will_become_of_it() -> None:
    found = rows(
        line("待云端小客服收款", x=200, y=120),
        headline("¥300.00"),
        *pairs(("转账时间", "2026-02-11 20:15:38"), ("转账说明", "补差价")),
        line("1天内对方未收款，将退还给你。提醒对方收款", x=80, y=900, eng="1"),
    )
    assert [(row.status, row.amount) for row in found] == [("pending", "300.00")]


def test_a_big_amount_over_the_word_for_paid_is_what_was_paid() -> None:
    fare = pairs(
        ("起步价", "13.00元"),
        ("里程费", "10.60元"),
        ("订单号", "172938475610293"),
        ("支付时间", "2026-04-17 18:51:20"),
    )
    [row] = rows(headline("23.60元"), line("已支付", x=320, y=250), *fare)
    assert (row.amount, row.status) == ("23.60", "paid")


def test_a_word_beside_how_it_was_paid_is_a_status() -> None:
    items = (("预订编号", "17534385377"), ("下单时间", "2026-04-26 10:47"), ("付款方式", "在线付(已支付)"))
    [row] = rows(*pairs(*items, ("订单总额", "¥1,476.00")))
    assert row.status == "paid"


def test_a_word_for_a_status_may_be_the_heading_of_an_order() -> None:
    order = pairs(("实付", "¥158.00"), ("订单号", "4938271056"), ("下单时间", "2026-04-18 12:45:09"))
    [row] = rows(line("待使用", x=40, y=100, h=42), *order)
    assert row.status == "paid"
    [row] = rows(line("待使用", x=40, y=100, h=30), *order)  # no larger than the rest: a tab, a button
    assert row.status == ""


def test_tabs_side_by_side_tell_no_status() -> None:
    order = pairs(("订单编号", "2026041919275540938"), ("下单时间", "2026-04-19 19:27"), ("实付", "¥24.90"))
    [row] = rows(line("待付款待发货", x=40, y=100), *order)
    assert row.status == ""
    [row] = rows(line("交易成功已退款", x=40, y=100), *order)
    assert row.status == "refunded"


def test_a_sum_due_on_a_page_that_dates_its_payment_is_not_pending() -> None:
    order = (("订单编号", "2026041919275540938"), ("需付款", "¥24.90"), ("付款时间", "2026-04-19 19:27"))
    [row] = rows(*pairs(*order))
    assert row.status == ""


@pytest.mark.parametrize(
    ("shown", "status"), [("交易处理中", "processing"), ("退汇成功", "refunded"), ("转账成功", "paid")]
)
def test_the_button_beside_a_results_title_is_no_status(shown: str, status: str) -> None:
    receipt = (
        ("收款人", "*刚"),
        ("收款银行", "汇川银行"),
        ("交易时间", "2026-04-02 19:36:19"),
        ("流水号", "20260402245025263089"),
    )
    bar = [line("转账结果", x=300, y=60), line("完成", x=620, y=60)]
    (row,) = rows(*bar, line(shown, x=290, y=120), headline("¥2,326.90"), *pairs(*receipt))
    assert row.status == status


@pytest.mark.parametrize("label", ["结果", "支付结果", "状况", "Result"])
def test_labels_of_results_tell_the_status(label: str) -> None:
    shown = (
        ("订单编号", "LW20260402225014683"),
        ("支付金额", "30.00元"),
        ("下单时间", "2026-04-02 22:50:14"),
        (label, "成功"),
    )
    assert rows(*pairs(*shown))[0].status == "paid"


def test_the_tabs_of_a_page_say_nothing_of_its_order() -> None:
    tabs = [
        line(t, x=40 + 140 * n, y=100, w=80, h=38) for n, t in enumerate(("全部", "待付款", "处理中", "售后"))
    ]
    (found,) = rows(*tabs, line("退款完成", x=560, y=220, w=120), *pairs(*SHOWN))
    assert found.status == "refunded"


def test_a_cashiers_page_is_yet_to_be_paid() -> None:
    asked = line("请于09:58内完成付款", x=200, y=120, eng="09:58")
    (found,) = rows(
        asked, headline("¥128.80"), line("订单 20260502081123655", x=200, y=280, eng="20260502081123655")
    )
    assert (found.status, found.amount, found.occurred_at) == ("pending", "128.80", "")


def test_a_record_that_says_paid_and_processing_asks() -> None:
    lines = pairs(
        ("order_id", "ST20260422163029448"), ("cost", "412.00"), ("paid", "true"), ("state", "处理中")
    )
    (found,) = rows(*lines)
    assert found.status == "processing" and "unsure_word:status" in found.reasons


def test_what_you_bought_was_sent() -> None:
    (found,) = rows(line("您购买的商品已自动发货。", x=40, y=200), *pairs(*SHOWN))
    assert found.status == "delivered"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("处理失败(账号不存在, 请联系客服)", "failed"),
        ("已关闭(未支付)", "closed"),
        ("处理(不存在)", ""),
        ("充值成功(用户反馈未到账)", "paid"),
        ("充值成功（未到账请联系客服）", "paid"),
        ("充值成功(未到账)", "processing"),
        ("交易成功(已退款)", "refunded"),
    ],
)
def test_why_a_status_is_so_does_not_turn_it(said: str, status: str) -> None:
    items = (("订单状态", said), ("订单编号", "20180621130557667"), ("支付时间", "2018-06-21 13:06:40"))
    (row,) = rows(*pairs(*items, ("实付金额", "128.77元")))
    assert row.status == status


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("订单已过期,请重新下单", "closed"),
        ("订单已关闭", "closed"),
        ("支付超时", "closed"),
        ("超时未支付订单将自动取消", "pending"),
        ("已取消", "pending"),  # a tab
        ("支付失败", "pending"),  # and may be tried again
    ],
)
def test_what_a_note_says_of_the_end_of_an_order_that_was_not_paid(note: str, status: str) -> None:
    items = pairs(*UNPAID, ("支付状态", "未支付"))
    (found,) = rows(line("订单查询", x=40, y=100), *items, line(note, x=60, y=700))
    assert found.status == status


def test_what_a_bank_sums_up_as_a_refund_came_back() -> None:
    entry = (("记账时间", "2025-03-22 08:00:31"), ("流水号", "ZJ95980952709582"))
    (found,) = rows(headline("+120.00"), *pairs(("摘要", "退款"), *entry))
    assert (found.status, found.trade_no, found.order_no) == ("refunded", "ZJ95980952709582", "")
    (found,) = rows(headline("-120.00"), *pairs(("摘要", "退款手续费"), *entry))
    assert found.status == ""


@pytest.mark.parametrize(
    ("word", "status"),
    [("发放中", "processing"), ("冲正退款", "refunded"), ("感谢您在京东购物,欢迎再次光临", "paid")],
)
def test_words_of_top_ups_and_of_an_order_that_is_done(word: str, status: str) -> None:
    (found,) = rows(line(word, x=300, y=120), *pairs(*UNPAID))
    assert found.status == status


@pytest.mark.parametrize(("tag", "status"), [("已开通", "paid"), ("完成", ""), ("去查看", "")])
def test_a_tag_beside_the_title_of_an_orders_card_tells_its_status(tag: str, status: str) -> None:
    title = line("黄金会员连续包年", x=40, y=100)
    (found,) = rows(title, line(tag, x=600, y=100), *pairs(*UNPAID))
    assert found.status == status
    (found,) = rows(line("开通会员", x=500, y=160), line(tag, x=600, y=100), *pairs(*UNPAID))
    assert found.status == ""  # no title beside it


def test_the_code_that_one_paid_by_expires() -> None:
    (found,) = rows(
        line("已失效", x=60, y=220), *pairs(*SHOWN), line("付款已完成，5秒后跳转取货页", x=40, y=620)
    )
    assert found.status == "paid"
    (found,) = rows(line("已失效", x=60, y=220), *pairs(*SHOWN))
    assert found.status == "closed"


@pytest.mark.parametrize(
    ("parts", "status", "asks"),
    [
        (("正;", "在多", "t理"), "processing", True),
        (("正", "在", "处", "理"), "processing", False),
        (("充|", "值成", "功"), "paid", False),
        (("已;", "退"), "", False),
        (("未;", "在多", "t理"), "", False),
    ],
)
def test_a_status_whose_characters_stand_apart_in_its_row_is_one_word(
    parts: tuple[str, ...], status: str, asks: bool
) -> None:
    label = line("订单状态", x=40, y=120)
    shown = [line(part, x=300 + 26 * place, y=120, w=18) for place, part in enumerate(parts)]
    (found,) = rows(label, *shown, *pairs(*SHOWN))
    assert (found.status, "unsure_word:status" in found.reasons) == (status, asks)
