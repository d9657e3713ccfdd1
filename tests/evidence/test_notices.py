from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from extractor.evidence.notices import notice_rows
from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.intake.capture import CHINA, Capture, CaptureSource
from extractor.ocr.lines import HAN_WITNESS, Line
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Chat, Message
from extractor.screens.recognise import recognise
from tests.evidence.pages import TAKEN, page
from tests.helpers import line, reading

LATE = Capture(datetime(2026, 5, 2, 21, 7, tzinfo=CHINA), CaptureSource.METADATA, None)


def rows(*texts: str, eng: bool = True, witness: bool = True) -> list[Row]:
    """The rows of a message in lines close below each other; eng: another model read the figures, witness: one the words."""
    lines = [
        line(
            text,
            x=40,
            y=200 + 44 * index,
            eng="".join(c if c.isascii() else " " for c in text) if eng else "",
        )
        for index, text in enumerate(texts)
    ]
    if witness:
        lines = [
            replace(one, readings=(*one.readings, reading(one.text, engine=HAN_WITNESS))) for one in lines
        ]
    return notice_rows(page(*lines), TAKEN)


@pytest.mark.parametrize(
    ("texts", "amount", "at", "status"),
    [
        (
            (
                "【工商银行】您尾号0471卡2025年",
                "9月3日14:24快捷支付支出(财付通-",
                "星河互娱)1,146.50元，余额",
                "12,005.33元。",
            ),
            "1146.50",
            "2025-09-03T14:24+08:00",
            "",
        ),
        (
            (
                "【建设银行】您尾号8254的储蓄卡2025年7月25日16时32分",
                "消费支出人民币199.00元，活期余额3,821.07元。",
            ),
            "199.00",
            "2025-07-25T16:32+08:00",
            "",
        ),
        (
            ("【兴业银行】您属号2218的账户于2025年9月30日21:32支出人民币1,288.00元，余额3,016.40元。",),
            "1288.00",
            "2025-09-30T21:32+08:00",
            "",
        ),
        (
            ("【美团】您的退款已成功，28.80元已于2026年4月1日08:05原路退回。",),
            "28.80",
            "2026-04-01T08:05+08:00",
            "refunded",
        ),
    ],
)
def test_the_amount_behind_the_verb_and_the_moment(
    texts: tuple[str, ...], amount: str, at: str, status: str
) -> None:
    (found,) = rows(*texts)
    assert (found.amount, found.occurred_at, found.status, found.reasons) == (amount, at, status, [])


@pytest.mark.parametrize(
    ("texts", "number", "amount", "at", "status"),
    [
        (
            (
                "【星卡网】尊敬的会员，您的订单",
                "XK20260411175512480已支付成功，",
                "支付金额: 19.90元，支付时间: 2026-",
                "04-11 17:55:47，商品: 云盘会员月卡。",
                "卡密请登录官网查询。退订回T",
            ),
            "XK20260411175512480",
            "19.90",
            "2026-04-11T17:55:47+08:00",
            "paid",
        ),
        (
            ("付款成功", "您于2026-04-23 07:15在蜂鸟卡铺付款12.60", "元，点击查看详情"),
            "",
            "12.60",
            "2026-04-23T07:15+08:00",
            "paid",
        ),
        (
            (
                "【建设银行】您尾号8254的储蓄卡于2026年4月3日18:20网上支付人民币",
                "66.00元，活期余额2,310.45元。",
            ),
            "",
            "66.00",
            "2026-04-03T18:20+08:00",
            "paid",
        ),
        (
            ("【星卡网】您的订单20260411175512480待支付，金额支付19.90元，2026-04-11 17:55:47失效",),
            "20260411175512480",
            "19.90",
            "2026-04-11T17:55:47+08:00",
            "pending",
        ),
    ],
)
def test_a_shops_notice_tells_number_sum_moment_and_status(
    texts: tuple[str, ...], number: str, amount: str, at: str, status: str
) -> None:
    lines = [
        line(text, x=40, y=200 + 44 * i, w=600, eng="".join(c if c.isascii() else " " for c in text))
        for i, text in enumerate(texts)
    ]
    (found,) = page_rows(page(*lines), TAKEN)
    assert (found.order_no, found.amount, found.occurred_at, found.status) == (number, amount, at, status)
    assert found.reasons == []


def test_a_number_that_one_model_read_asks() -> None:
    text = "【星卡网】您的订单20260411175512480已支付成功，支付19.90元"
    said = line(text, x=40, y=200, eng="20260411175512489 19.90")
    (found,) = notice_rows(page(said), TAKEN)
    assert any(reason.endswith(":order_no") for reason in found.reasons)


def test_a_stamp_above_tells_the_year_of_its_own_day_only() -> None:
    text = "【招商银行】您账户1234于3月25日16:32快捷支付58.00元，余额3021.55"
    eng = "".join(c if c.isascii() else " " for c in text)
    for day, asks in (("25", False), ("26", True)):
        stamp = line(f"2026年3月{day}日 16:33", x=240, y=100)
        said = line(text, x=40, y=200, eng=eng)
        (found,) = notice_rows(page(stamp, said), TAKEN)
        assert ("year_from_capture_time:occurred_at" in found.reasons) is asks


def test_a_year_that_is_not_said_asks() -> None:
    (found,) = rows("【招商银行】您账户1234于3月25日16:32快捷支付58.00元，余额3021.55")
    assert found.occurred_at == "2026-03-25T16:32+08:00"
    assert "year_from_capture_time:occurred_at" in found.reasons


def test_a_separator_misread_changes_no_amount() -> None:
    (found,) = rows("【建设银行】您尾号8254的储蓄卡2025年7月25日16:32消费支出人民币1.608.00元。")
    assert found.amount == "1608.00"


@pytest.mark.parametrize("amount", ["1608.0", "1608.000", "1609.00"])
def test_another_reading_of_the_amount_asks(amount: str) -> None:
    text = "【建设银行】您尾号8254的储蓄卡2025年7月25日16:32消费支出人民币1608.00元。"
    said = line(text, x=40, y=200, eng=f"8254 2025 7 25 16:32 {amount}")
    (found,) = notice_rows(page(said), TAKEN)
    assert "single_read:amount" in found.reasons


def test_a_misread_unit_at_the_next_line_s_head_asks() -> None:
    (found,) = rows("【建设银行】您尾号8254的储蓄卡2025年7月25日16:32消费支出1,608.00", "7，余额7,667.00元")
    assert (found.amount, found.reasons) == ("1608.00", ["characters_beside:amount"])


def test_digits_that_one_model_read_ask() -> None:
    (found,) = rows("【建设银行】您尾号8254的储蓄卡2025年7月25日16:32消费支出199.00元。", eng=False)
    assert {"single_read:amount", "single_read:occurred_at"} <= set(found.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "【XX银行】尊敬的客户，您最高可借50000元，点击领取，拒收请回复R",
        "【移动】您的套餐已使用流量12.5GB，话费余额36.50元。",
        "【建设银行】您尾号8254的信用卡本期账单应还1,288.00元，还款日为3月25日。",
        "【支付宝】验证码 123456，您正在支付199.00元，切勿告诉他人。",
        "您好，商品支付28.00元即可发货",
    ],
)
def test_adverts_balances_and_bills_to_come_are_no_payments(text: str) -> None:
    assert rows(text) == []


def test_a_notice_without_its_clock_asks() -> None:
    (found,) = rows("【工商银行】您尾号0471卡2024年7月26日1025转账支出555.50元")
    assert (found.occurred_at, found.reasons) == ("2024-07-26", ["cropped:occurred_at"])


def test_a_subscription_tells_of_its_last_payment() -> None:
    (found,) = rows(
        "最近一次扣费",
        "已于2025-12-14 08:00:26从零钱扣款",
        "21.00元，扣款成功。",
        "商户单号20251214080019619563",
    )
    assert (found.amount, found.occurred_at) == ("21.00", "2025-12-14T08:00:26+08:00")
    assert (found.order_no, found.status) == ("20251214080019619563", "paid")


def test_a_subscription_s_next_payment_is_none_yet() -> None:
    assert rows("将于2026-01-14 08:00:26从零钱扣款", "21.00元，扣款成功后通知您。") == []


def test_a_bank_books_what_was_paid_by_its_card_whatever_became_of_it() -> None:
    (found,) = rows("您账户8821于2025年09月13日23:06在财付通-", "小鹿点券快捷支付人民币66.00元")
    assert (found.amount, found.status) == ("66.00", "")


def test_a_sentence_tells_of_a_refund_and_of_its_order() -> None:
    (found,) = rows(
        "尊敬的用户，您的订单（编号DD20260511081244667）已于2026-05-11",
        "08:15:02退款成功，退款金额45.80元已原路退回至您的支付账户。",
    )
    assert (found.order_no, found.amount) == ("DD20260511081244667", "45.80")
    assert (found.occurred_at, found.status) == ("2026-05-11T08:15:02+08:00", "refunded")


@pytest.mark.parametrize(
    "text",
    [
        "我的提问 2026-04-26 12:30:18 充值账号 2048**77一直显示处理中，要求退款30元",
        "2026-04-26 12:30:18 尾号2048的卡被扣，申请退款30.00元",
    ],
)
def test_what_is_demanded_back_has_not_come(text: str) -> None:
    assert rows(text) == []


def test_what_the_user_says_in_a_talk_is_no_notice() -> None:
    told = line(
        "尾号8254的卡2026-04-26 12:30:18退款到账30.00元",
        x=40,
        y=300,
        w=600,
        eng="8254 2026-04-26 12:30:18 30.00",
    )
    whole = page(told)
    said = [
        replace(
            whole,
            chat=Chat(
                "", (Message("text", speaker, "", told.text, None, Box(30, 290, 640, 60), (told,)),), 9
            ),
        )
        for speaker in ("me", "other")
    ]
    assert [len(notice_rows(one, TAKEN)) for one in said] == [0, 1]


def came_at(stamp: str, *texts: str) -> list[Row]:
    """The rows of a message in a talk, below the separator that says when it came."""

    def shown(text: str, y: int) -> Line:
        return line(text, x=40, y=y, w=600, eng="".join(c if c.isascii() else " " for c in text))

    lines = [shown(text, 300 + 44 * index) for index, text in enumerate(texts)]
    whole = page(shown(stamp, 200), *lines)
    box = Box(30, 290, 640, 60 + 44 * len(lines))
    said = Message("text", "other", "", "".join(texts), None, box, tuple(lines))
    return notice_rows(replace(whole, chat=Chat("", (said,), 9)), TAKEN)


SHOPS = ("【北斗加油】支付成功!加油电子券", "500元，实付468.00元，单号", "BD20260403201544197。")


def test_what_was_paid_when_the_message_came_whose_day_the_number_carries() -> None:
    [found] = came_at("4月3日 20:16", *SHOPS)
    assert (found.order_no, found.amount, found.status) == ("BD20260403201544197", "468.00", "paid")
    assert (found.occurred_at, found.reasons) == ("2026-04-03T20:16+08:00", [])


def test_the_year_of_a_stamp_that_no_number_carries_asks() -> None:
    [found] = came_at("4月3日 20:16", *SHOPS[:-1], "BD77060403201544197。")
    assert found.reasons == ["year_from_capture_time:occurred_at"]


def test_what_may_be_paid_is_not_when_the_message_came() -> None:
    [found] = came_at("4月3日 20:16", "【北斗加油】支付成功后发货，实付468.00元")
    assert found.occurred_at == ""


def test_goods_that_are_to_come_do_not_take_back_that_they_were_paid() -> None:
    texts = ("【权益屋】您已成功支付199.00元购买年卡，支付时间", "2026-04-27 14:08:31，激活码将于24小时内")
    [found] = rows(*texts, "以短信发送。拒收请回复R")
    assert (found.amount, found.occurred_at, found.status) == ("199.00", "2026-04-27T14:08:31+08:00", "paid")
    assert rows("【权益屋】您已成功支付1.00元，2026-04-27 14:08，会员费将于5月27日扣款") == []


def test_a_push_message_of_a_payment_is_one() -> None:
    [found] = rows("支付成功", "2026-04-30 22:40:57 你向“银河卡铺”付款36.60元，点击查看详情")
    assert (found.amount, found.occurred_at, found.status) == ("36.60", "2026-04-30T22:40:57+08:00", "paid")


def test_what_a_shop_will_do_after_it_was_paid_is_another_sentence() -> None:
    (found,) = rows(
        "您于2026年4月17日13:08购买的会员季卡已下单，订单号为",
        "QQ2604171307559126，本次共支付58.80元（原价68元），付款方式为微信",
        "支付。系统将在10分钟内充入手机号，请留意。",
    )
    assert (found.order_no, found.amount, found.status) == ("QQ2604171307559126", "58.80", "paid")
    assert found.occurred_at.startswith("2026-04-17T13:08")


def test_what_will_be_paid_is_no_payment() -> None:
    assert rows("【某某银行】您尾号0471卡将于2026年5月8日扣款98.00元，请确保余额充足。") == []


def feed(head: str) -> list[Row]:
    """Two notices of a bank's feed, each with a clock at the right, under a day that heads them."""
    lines = [
        line("消息中心", x=300, y=60),
        line(head, x=30, y=150, eng="".join(c for c in head if c.isdigit())),
    ]
    for y, clock, what in ((220, "13:27", "退货"), (440, "10:05", "消费")):
        lines += [
            line("动账通知", x=50, y=y, w=120),
            line(clock, x=600, y=y, w=80, eng=clock),
            line(f"信用卡(尾号2208){what}¥89.90", x=50, y=y + 44, w=460, eng="( 2208) ¥89.90"),
        ]
    return notice_rows(page(*lines), TAKEN)


def test_a_notice_with_a_clock_alone_is_of_the_day_that_heads_it() -> None:
    found = feed("4月16日")
    assert [row.occurred_at for row in found] == ["2026-04-16T13:27+08:00", "2026-04-16T10:05+08:00"]
    assert all("year_from_capture_time:occurred_at" in row.reasons for row in found)
    assert [row.occurred_at[:10] for row in feed("今天")] == ["2026-05-02", "2026-05-02"]
    assert all("missing:occurred_at" in row.reasons for row in feed("全部消息"))


@pytest.mark.parametrize(
    ("head", "status"), [("网上支付", ""), ("财付通-微信支付", ""), ("支付成功", "paid")]
)
def test_the_way_that_heads_an_entry_tells_no_status(head: str, status: str) -> None:
    day = line("2026年4月16日", x=30, y=100, w=200, eng="2026 4 16")
    entry = [
        line(head, x=30, y=180, w=200),
        line("-168.00", x=580, y=200, w=110, eng="-168.00"),
        line("11:25", x=30, y=226, w=63, eng="11:25"),
        line("尾号9557", x=116, y=226, w=108, eng="9557"),
    ]
    (found,) = notice_rows(page(day, *entry), TAKEN)
    assert (found.amount, found.status) == ("168.00", status)


def test_a_mail_says_when_it_was_paid_beside_when_it_was_sent() -> None:
    [row] = rows(
        "【蓝鲸权益】感谢您的购买，您的订单已完成",
        "发给我 2024-08-12 15:19",
        "您在本站购买的商品已支付 648.00 元，订单号：",
        "4EBG2E78PZR8X44N，付款时间：2024-08-12 15:18:38。",
    )
    assert row.occurred_at == "2024-08-12T15:18:38+08:00"


def test_a_mail_with_two_moments_and_no_word_for_either_asks() -> None:
    [row] = rows(
        "【蓝鲸权益】感谢您的购买，您的订单已完成",
        "发给我 2024-08-12 15:19",
        "您在本站购买的商品已支付 648.00 元，2024-08-12 15:18:38。",
    )
    assert not row.occurred_at
    assert "missing:occurred_at" in row.reasons


@pytest.mark.parametrize(
    ("said", "status"),
    [("元已退回至您的账户余额，请注意查收。", "refunded"), ("元将退回至您的账户余额。", "")],
)
def test_what_a_site_says_of_an_order_that_failed_and_came_back(said: str, status: str) -> None:
    found = rows(
        "退款通知 2026-04-24 00:00:12",
        "您的订单20260423211800424充值失败，订单金",
        f"额211.40{said}",
    )
    assert [(row.status, row.amount, row.order_no) for row in found] == (
        [(status, "211.40", "20260423211800424")] if status else []
    )


BALANCE = "余额1,093.46元"


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (
            (
                "【临江银行】您尾号7644的储蓄卡于2026年03月01日11时37分",
                f"消费5,000.00元，{BALANCE}，如非本人操作请致电956001。",
            ),
            [("5000.00", "2026-03-01T11:37+08:00", "")],
        ),
        (
            (
                "【海州农商】账户*0532于2026年04月09日20:57收到退款",
                f"人民币356.80元，来自支付宝，可用{BALANCE}。回复TD退订",
            ),
            [("356.80", "2026-04-09T20:57+08:00", "refunded")],
        ),
        (("【临江银行】您尾号7644的储蓄卡正在支付5,000.00元，如非本人操作请致电956001。",), []),
        (("【临江银行】您尾号7644的卡2026年03月01日11时37分消费可享立减5.00元，回复TD退订",), []),
        (
            (
                "【临江银行】您尾号7644的卡于2026年03月01日11:37支付5,000.00元，验证码338812，",
                f"{BALANCE}，如非本人操作请忽略。",
            ),
            [],
        ),
    ],
)
def test_what_a_bank_booked_may_end_with_a_warning_or_an_offer_to_stop(
    texts: tuple[str, ...], told: list[tuple[str, str, str]]
) -> None:
    assert [(row.amount, row.occurred_at, row.status) for row in rows(*texts)] == told


def test_the_name_of_a_number_moves_no_money() -> None:
    (row,) = rows("你在速达点卡付款成功,付款333.00元,交易号", "2026100222001196513829328367,点击查看")
    assert (row.amount, row.trade_no) == ("333.00", "2026100222001196513829328367")
    assert row.status == "paid"


def test_a_label_in_brackets_is_no_sender() -> None:
    assert rows("【付款】25.80元(QQ钱包)") == []


def test_a_wallets_notification_on_a_lock_screen_has_the_moment_of_its_own_head() -> None:
    said = "你已成功支付66.00元给云朵点卡,交易单号4200002871202605023961833921"
    clock = line("21:06", x=260, y=120, h=120, eng="21:06")
    day = line("5月2日 星期六", x=260, y=60, eng="5 2")

    def told(name: str) -> list[Row]:
        cards = (
            line(name, x=51, y=449, w=121),
            line("21:03", x=649, y=453, w=75, h=25, eng="21:03"),
            line(said, x=52, y=491, w=600, eng="66.00 , 4200002871202605023961833921"),
        )
        shown = recognise([day, clock, *cards], load_screens(), size=(720, 1400), captured=LATE.at)
        return page_rows(shown, LATE)

    (row,) = told("微信支付")
    assert (row.kind, row.amount, row.occurred_at[:16]) == ("transaction", "66.00", "2026-05-02T21:03")
    assert [row.kind for row in told("云朵点卡")] == ["mention"]


def sms(*talk: tuple[str, tuple[str, ...]], agreed: bool = True) -> list[Row]:
    """The rows of a page with messages of a bank, each below the stamp at which it came."""
    lines, y = [], 100
    for stamp, texts in talk:
        lines.append(line(stamp, x=260, y=y, w=200, h=22, eng=figures(stamp) if agreed else ""))
        for text in texts:
            y += 44
            lines.append(line(text, x=40, y=y, eng=figures(text)))
        y += 120
    return notice_rows(page(*lines), TAKEN)


def figures(text: str) -> str:
    """What a reader without Han sees of a text."""
    return "".join(c if c.isascii() else " " for c in text)


SPENT = ("【建设银行】您尾号7644的银行卡于01日11时37分消费", "114.65元，活期余额3,082.19元。")
BACK = ("【建设银行】您尾号7644的银行卡于03日15时08分收到", "退款114.65元，活期余额3,196.84元。")


def test_a_day_without_its_month_is_of_the_month_of_the_stamp_above() -> None:
    spent, back = sms(("2026年3月1日 11:37", SPENT), ("2026年3月3日 15:08", BACK))
    assert [(row.amount, row.occurred_at, row.status) for row in (spent, back)] == [
        ("114.65", "2026-03-01T11:37+08:00", ""),
        ("114.65", "2026-03-03T15:08+08:00", "refunded"),
    ]
    assert not spent.reasons and not back.reasons


def test_a_day_of_the_end_of_a_month_whose_message_came_in_the_next_is_of_the_month_before() -> None:
    (row,) = sms(("2026年4月1日 00:05", (SPENT[0].replace("01日", "31日"), SPENT[1])))
    assert (row.occurred_at, row.reasons) == ("2026-03-31T11:37+08:00", [])


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("2026年3月21日 11:37", "2026-03-01T11:37+08:00"),
        ("4月1日 11:37", "2026-04-01T11:37+08:00"),
        ("短信/彩信", "2026-05-01T11:37+08:00"),
    ],
    ids=["far off the stamp", "no year in the stamp", "no stamp"],
)
def test_a_month_that_no_stamp_surely_tells_asks(stamp: str, at: str) -> None:
    (row,) = sms((stamp, SPENT))
    assert row.occurred_at == at
    assert "year_from_capture_time:occurred_at" in row.reasons


@pytest.mark.parametrize(
    ("stamp", "asks"), [("2026年5月2日 09:10", False), ("5月2日 上午9:10", True), ("昨天 09:10", True)]
)
def test_a_message_that_runs_on_from_its_stamp_is_of_the_moment_that_it_tells(stamp: str, asks: bool) -> None:
    day = "01" if "昨" in stamp else "02"
    (row,) = rows(stamp, f"您尾号7644的储蓄卡{day}日08时59分退款入账66.00元，余额1,148.19元。")
    assert (row.occurred_at, row.amount) == (f"2026-05-{day}T08:59+08:00", "66.00")
    assert ("year_from_capture_time:occurred_at" in row.reasons) is asks


def test_a_day_by_which_something_is_due_dates_no_payment() -> None:
    (row,) = rows("【星卡网】您于2026-04-23 07:15付款12.60元，", "30日10:00前可退，尾号1234的卡")
    assert row.occurred_at == "2026-04-23T07:15+08:00"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "您尾号7644的储蓄卡10月30日20时06分向支付宝-北斗点卡快捷支付支出人民币158.00元，活期余额4210.09元。[建设银行]",
            "支付宝-北斗点卡",
        ),
        (
            "您尾号7644的储蓄卡11月2日16时40分收到支付宝-北斗点卡退款人民币58.00元，活期余额4268.09元。[建设银行]",
            "支付宝-北斗点卡",
        ),
        (
            "【工商银行】您尾号0471卡2025年9月3日14:24快捷支付支出(财付通-星河互娱)1,146.50元，余额12,005.33元。",
            "财付通-星河互娱",
        ),
        (
            "【建设银行】您尾号8254的储蓄卡2025年7月25日16时32分消费支出人民币199.00元，活期余额3,821.07元。",
            "",
        ),
        ("【美团】您的退款已成功，28.80元已于2026年4月1日08:05原路退回。", "美团"),
    ],
)
def test_who_was_paid_is_whom_the_bank_names_and_never_the_bank(text: str, name: str) -> None:
    assert [row.counterparty for row in rows(text)] == [name]


def test_a_payee_that_nobody_bore_out_asks() -> None:
    (row,) = rows(
        "【工商银行】您尾号0471卡2025年9月3日14:24快捷支付支出(财付通-星河互娱)1,146.50元，余额12,005.33元。",
        witness=False,
    )
    assert "low_confidence:counterparty" in row.reasons


@pytest.mark.parametrize(
    "text",
    [
        "【建设银行】快贷额度最高20万元，日息低至万2，提款到账50000元，拒收请回复R",
        "【平安银行】您的授信额度200000.00元，借款转入账户100000.00元仅需一步",
        "【招商银行】您的积分可兑换消费券50.00元，支付50.00元立享",
        "【微众银行】微粒贷年化利率低至7.2%，还款500.00元起，随借随还",
    ],
)
def test_what_a_bank_offers_moved_no_money(text: str) -> None:
    assert rows(text) == []
