"""Talks without bubbles: a row with who and when above each message, and lists that are no talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from extractor.evidence.pages import page_rows
from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.intake.capture import Capture, CaptureSource
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.definitions import load_screens
from extractor.screens.messages import by_name
from extractor.screens.recognise import recognise
from extractor.screens.threads import read_thread

SIZE = (1080, 2300)
CAPTURED = datetime(2025, 3, 25, 10, 0, tzinfo=CHINA)
TAKEN = Capture(CAPTURED, CaptureSource.SCREENSHOT_NAME, None)


def line(x: int, y: int, text: str, *, engines: tuple[str, ...] = ("chi_sim", "eng")) -> Line:
    box = Box(x, y, sum(34 if ord(char) > 255 else 17 for char in text), 34)
    return Line(box, tuple(Reading(engine, (Word(text, 0.9, box.x, box.right),)) for engine in engines))


def thread(*parts: tuple[str, str, tuple[str, ...]], x: int = 60, top: int = 300) -> list[Line]:
    """Messages as (name, stamp, lines); the parts of a name stand apart, stamps end at one edge."""
    lines, y = [line(420, 110, "处理记录")], top
    for name, stamp, texts in parts:
        start = x
        for part in name.split():
            lines.append(line(start, y, part))
            start = lines[-1].box.right + 40
        lines.append(line(1020 - 17 * len(stamp), y, stamp))
        for text in texts:
            y += 60
            lines.append(line(x, y, text))
        y += 140
    return lines


def said(lines: list[Line]) -> list[tuple[str, bool, str]]:
    found = read_thread(lines, CAPTURED, SIZE)
    return [(m.speaker, m.sure, m.text) for m in found.messages] if found else []


ASKED = ("2025-03-14 09:12", ("会员没有到账，", "要求退款"))
ANSWERED = ("2025-03-15 10:30", ("您好，三天内为您退款",))


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        ("我的回复", "客服回复"),
        ("匿名用户 用户回复", "星河充值 商家回复"),
        ("我 消费者诉求", "某某科技 经营者回复"),
        ("张三 补充投诉", "平台"),
    ],
)
def test_headings_tell_who_says_what_and_when(own: str, theirs: str) -> None:
    found = read_thread(thread((own, *ASKED), (theirs, *ANSWERED)), CAPTURED, SIZE)
    assert found is not None
    assert [(m.speaker, m.sure, m.text) for m in found.messages] == [
        ("me", True, "会员没有到账，要求退款"),
        ("other", True, "您好，三天内为您退款"),
    ]
    assert [m.at for m in found.messages] == [
        datetime(2025, 3, 14, 9, 12, tzinfo=CHINA),
        datetime(2025, 3, 15, 10, 30, tzinfo=CHINA),
    ]


def test_the_one_name_beside_the_shops_is_the_users() -> None:
    lines = thread(("北北", *ASKED), ("乐享客服06", *ANSWERED), ("北北", "2025-03-15 11:00", ("好吧",)))
    assert [speaker for speaker, _, _ in said(lines)] == ["me", "other", "me"]


def test_whom_no_heading_tells_is_a_guess() -> None:
    lines = thread(("匿名用户", *ASKED), ("速充全", *ANSWERED))
    assert [(speaker, sure) for speaker, sure, _ in said(lines)] == [("me", True), ("other", False)]


def test_addresses_avatars_and_what_stands_far_below_are_no_part_of_a_message() -> None:
    lines = thread(
        ("刘先生", "2025-03-14 09:12", ("发给客服邮箱", "会员没有到账")), ("某某客服", *ANSWERED), x=160
    )
    lines += [line(40, 420, "刘"), line(160, 2200, "回复全部")]
    assert [text for _, _, text in said(lines)] == ["会员没有到账", "您好，三天内为您退款"]


def test_a_stamp_that_one_engine_read_asks() -> None:
    lines = thread(("我的回复", *ASKED), ("客服回复", *ANSWERED))
    lines = [line(p.box.x, p.box.y, p.text, engines=("chi_sim",)) if p.text == ASKED[0] else p for p in lines]
    found = read_thread(lines, CAPTURED, SIZE)
    assert found is not None
    assert [m.reasons for m in found.messages] == [("single_read:occurred_at",), ()]


@pytest.mark.parametrize(
    "parts",
    [
        # a list of payments
        (("客服充值", ASKED[0], ("-30.00",)), ("商家退款", ANSWERED[0], ("+12.00",))),
        # labels and their values
        (("下单时间", ASKED[0], ("客服已经受理了",)), ("付款时间:", ANSWERED[0], ("商家已经处理了",))),
        # orders of several shops
        tuple((name, ASKED[0], ("爱奇艺会员月卡充值",)) for name in ("星河", "大鹏", "飞鱼", "小黑")),
        # one heading alone
        (("客服回复", *ANSWERED),),
    ],
)
def test_what_is_no_talk(parts: tuple[tuple[str, str, tuple[str, ...]], ...]) -> None:
    assert said(thread(*parts)) == []


def test_stamps_at_different_edges_make_no_thread() -> None:
    lines = thread(("我的回复", *ASKED), ("客服回复", *ANSWERED))
    moved = [line(p.box.x - 200, p.box.y, p.text) if p.text == ASKED[0] else p for p in lines]
    assert said(moved) == []


def test_a_complaints_page_keeps_its_number_and_gives_what_both_sides_say() -> None:
    lines = thread(("匿名用户", *ASKED), ("商家回复", *ANSWERED), top=500)
    lines += [line(60, 220, "投诉编号"), line(300, 220, "17388214605"), line(60, 160, "投诉详情")]
    page = recognise(lines, load_screens(), size=SIZE, captured=CAPTURED)
    rows = page_rows(page, TAKEN)
    assert page.screen.screen == "complaint.ticket"
    assert [(row.kind, row.order_no, row.speaker, row.promised_by) for row in rows] == [
        ("ticket", "17388214605", "", ""),
        ("request", "", "me", ""),
        ("promise", "", "other", "2025-03-18"),
    ]


def test_an_unknown_page_with_a_thread_is_a_chat() -> None:
    page = recognise(
        thread(("我的回复", *ASKED), ("客服回复", *ANSWERED)), load_screens(), size=SIZE, captured=CAPTURED
    )
    assert page.screen.rows == "chat"
    assert [row.kind for row in page_rows(page, TAKEN)] == ["request", "promise"]


def test_stamps_right_behind_the_names_are_headings_too() -> None:
    """A chat in a computer's window; the tools below the last message are none of it."""
    lines, y = [line(40, 40, "某某旗舰店")], 150
    for name, stamp, text in (
        ("tb_2290", "2025-03-14 21:17:33", "卡号密码收到了，登录说已过期"),
        ("某某旗舰店:小美", "2025-03-14 21:18:16", "请问您是什么时候激活的呢"),
        ("某某旗舰店:小美", "2025-03-14 21:40:10", "已激活的点卡是退不了的呢"),
        ("tb_2290", "2025-03-14 21:41:18", "我要找小二介入了"),
    ):
        head = line(30, y, name)
        lines += [head, line(head.box.right + 18, y, stamp), line(60, y + 50, text)]
        y += 120
    lines += [line(40 + 80 * place, y, sign) for place, sign in enumerate("四回O加")]
    found = said(lines)
    assert [speaker for speaker, _, _ in found] == ["me", "other", "other", "me"]
    assert found[-1][2] == "我要找小二介入了"


def test_who_asks_on_a_work_order_and_what_the_system_says_are_told_by_name() -> None:
    lines = thread(
        ("提问者", *ASKED), ("售后客服03", *ANSWERED), ("系统消息", "2025-03-16 10:30", ("工单已关闭",))
    )
    assert [speaker for speaker, _, _ in said(lines)] == ["me", "other", "system"]


def test_in_a_forwarded_record_nobody_is_surely_the_user() -> None:
    lines = thread(("小满", *ASKED), ("E缴通客服", *ANSWERED))
    lines[0] = line(380, 110, "小满和客服的聊天记录")
    assert [(speaker, sure) for speaker, sure, _ in said(lines)] == [("other", False), ("other", True)]


def test_the_one_who_serves_by_the_opening_notice_is_surely_the_other_side() -> None:
    lines = thread(("访客8817", *ASKED), ("小雅", *ANSWERED))
    lines.insert(1, line(404, 220, "客服小雅为您服务"))
    assert [(speaker, sure) for speaker, sure, _ in said(lines)] == [
        ("system", True),
        ("me", True),
        ("other", True),
    ]


def test_the_steps_of_a_refund_below_its_particulars_are_no_talk() -> None:
    steps = thread(("商家", "2025-03-14 21:07:30", ("同意退款申请。",)), ("买家", *ASKED), top=700)[1:]
    stated = [line(60, 110, "售后单SH2026051500274"), line(60, 200, "退款数额"), line(800, 200, "¥75.00")]
    stated += [line(60, 280, "申请日期"), line(600, 280, "2025-03-14 20:40:02"), line(573, 400, "退款处理中")]
    head = line(60, 600, "协商历史")
    page = recognise([*stated, head, *steps], load_screens(), size=SIZE, captured=CAPTURED)
    (row,) = page_rows(page, TAKEN)
    assert (row.kind, row.order_no, row.amount) == ("transaction", "SH2026051500274", "75.00")
    assert (row.occurred_at, row.counterparty) == ("2025-03-14T20:40:02+08:00", "")


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("您好，虚拟商品一经售出概不退款，请谅解", ["transaction", "refusal"]),
        ("拒绝退款申请，虚拟商品不支持退款", ["transaction"]),
    ],
)
def test_what_a_shop_writes_in_the_history_of_a_refund_is_its_word(said: str, kinds: list[str]) -> None:
    stated = [line(300, 60, "售后详情"), line(60, 200, "支付金额"), line(600, 200, "¥109.90")]
    stated += [line(60, 280, "支付时间"), line(600, 280, "2025-03-13 12:22:23")]
    stated += [line(60, 360, "订单编号"), line(600, 360, "ZH202503131222236965")]
    steps = thread(("商家", "2025-03-14 15:39:58", (said,)), top=700)[1:]
    lines = [*stated, line(60, 600, "协商历史"), *steps]
    page = recognise(lines, load_screens(), size=SIZE, captured=CAPTURED)
    assert [row.kind for row in page_rows(page, TAKEN)] == kinds


def test_a_record_of_a_talk_without_a_refunds_particulars_stays_one() -> None:
    lines = [line(420, 110, "协商历史"), *thread(("我的回复", *ASKED), ("客服回复", *ANSWERED))[1:]]
    page = recognise(lines, load_screens(), size=SIZE, captured=CAPTURED)
    assert [row.kind for row in page_rows(page, TAKEN)] == ["request", "promise"]


def test_a_letter_tells_below_its_name_to_whom_it_goes_and_when() -> None:
    def letter(y: int, name: str, to: str, stamp: str, text: str) -> list[Line]:
        return [line(120, y, name), line(120, y + 40, f"发给{to} · {stamp}"), line(32, y + 100, text)]

    lines = [
        line(34, 110, "关于订单退款的函"),
        *letter(250, "我", "kf@haoka-example.cn", "2025年3月14日 10:05", "请退还货款一千五百元"),
        *letter(500, "service@haoka-example.cn", "我", "2025年3月15日 16:33", "我司正在核查贵方所述"),
        *letter(750, "我", "kf@haoka-example.cn", "2025年3月16日 09:02", "请明确核查的期限"),
    ]
    assert said(lines) == [
        ("me", True, "请退还货款一千五百元"),
        ("other", True, "我司正在核查贵方所述"),
        ("me", True, "请明确核查的期限"),
    ]
    found = read_thread(lines, CAPTURED, SIZE)
    assert found is not None and [m.at and m.at.day for m in found.messages] == [14, 15, 16]


def test_a_buyer_beside_the_user_may_be_a_seller_misread() -> None:
    parts = (("我", *ASKED), ("买家-椰子数码", *ANSWERED))
    assert [(m[0], m[1]) for m in said(thread(*parts))] == [("me", True), ("me", False)]
    parts = (("买家(我)", *ASKED), ("卖家-椰子数码", *ANSWERED))
    assert [(m[0], m[1]) for m in said(thread(*parts))] == [("me", True), ("other", True)]


def test_a_role_with_a_look_alike_tells_a_side_where_it_was_read_surely() -> None:
    lines = thread(("买家", *ASKED), ("卖家", *ANSWERED))
    unsure = [
        Line(one.box, tuple(Reading(r.engine, (Word(r.text, 0.4, 0, 1),)) for r in one.readings))
        if one.text == "卖家"
        else one
        for one in lines
    ]
    assert [(m[0], m[1]) for m in said(lines)] == [("me", True), ("other", True)]
    assert [(m[0], m[1]) for m in said(unsure)] == [("me", True), ("other", False)]


def record(title: str, *parts: tuple[str, str, str]) -> list[Line]:
    """A record that was forwarded: a day in the middle where the name is empty, else name, clock and words."""
    lines, y = [line(420, 110, title)], 300
    for name, stamp, text in parts:
        if name:
            lines += [line(160, y, name), line(1020 - 17 * len(stamp), y, stamp), line(160, y + 60, text)]
        else:
            lines.append(line(540 - 17 * len(stamp) // 2, y, stamp))
        y += 200
    return lines


RECORD = (
    ("", "2025-03-10", ""),
    ("客服小七", "14:22", "七天内全额退给您"),
    ("阿峰", "14:25", "好的麻烦尽快"),
    ("", "2025-03-17", ""),
    ("阿峰", "9:03", "还没退请立刻退款"),
)


def test_in_a_forwarded_record_clocks_are_of_the_day_above_them_and_nobody_is_surely_the_user() -> None:
    found = read_thread(record("阿峰和客服小七的聊天记录", *RECORD), CAPTURED, SIZE)
    assert found is not None
    assert [(m.speaker, m.sure, m.text) for m in found.messages] == [
        ("other", True, "七天内全额退给您"),
        ("me", False, "好的麻烦尽快"),
        ("me", False, "还没退请立刻退款"),
    ]
    assert [m.at for m in found.messages] == [
        datetime(2025, 3, 10, 14, 22, tzinfo=CHINA),
        datetime(2025, 3, 10, 14, 25, tzinfo=CHINA),
        datetime(2025, 3, 17, 9, 3, tzinfo=CHINA),
    ]
    group = read_thread(record("群聊的聊天记录", *RECORD), CAPTURED, SIZE)
    assert group is not None
    assert [(m.speaker, m.sure) for m in group.messages][1:] == [("other", False)] * 2


def test_below_a_day_that_could_not_be_read_a_clock_tells_no_time() -> None:
    spoilt = (*RECORD[:3], ("", "2O2S-0E", ""), RECORD[4])
    found = read_thread(record("群聊的聊天记录", *spoilt), CAPTURED, SIZE)
    assert found is not None
    assert found.messages[-1].at is None
    assert "single_read:occurred_at" in found.messages[-1].reasons


def test_clocks_without_a_day_above_them_make_no_thread() -> None:
    assert said(record("群聊的聊天记录", *(part for part in RECORD if part[0]))) == []


def test_a_heading_of_a_work_order_may_be_one_line() -> None:
    lines, y = [line(420, 110, "工单详情")], 300
    for head, text in (
        ("我 · 03-14 20:18", "充值未到账，申请退款"),
        ("系统 · 03-14 20:18", "已受理您的工单"),
        ("客服001. 03-15 09:55", "核实未到账，七天内退款"),
    ):
        lines += [line(80, y, head), line(104, y + 64, text)]
        y += 200
    found = read_thread(lines, CAPTURED, SIZE)
    assert found is not None
    assert [(m.speaker, m.name, m.sure) for m in found.messages] == [
        ("me", "我", True),
        ("system", "系统", True),
        ("other", "客服001", True),
    ]
    assert [f"{m.at:%m-%d %H:%M}" for m in found.messages if m.at] == [
        "03-14 20:18",
        "03-14 20:18",
        "03-15 09:55",
    ]


def test_what_somebody_did_stands_behind_his_name_with_the_stamp_below_it() -> None:
    lines, y = [line(420, 110, "投诉详情")], 300
    for head, stamp, text in (
        ("匿名发起投诉", "2025-03-14 19:22:08", "充值未到账请求退款"),
        ("消费者服务平台审核通过", "2025-03-15 08:05:33", "已分配至商家处理"),
        ("天域点券回复投诉", "2025-03-16 16:50:12", "系统显示已到账，无法退款"),
    ):
        lines += [line(150, y, head), line(150, y + 44, stamp), line(150, y + 90, text)]
        y += 260
    assert said(lines) == [
        ("me", True, "充值未到账请求退款"),
        ("system", True, "已分配至商家处理"),
        ("other", True, "系统显示已到账，无法退款"),
    ]


def test_an_authority_is_neither_side() -> None:
    lines = thread(
        ("投诉人", *ASKED), ("市场监管部门", *ANSWERED), ("被投诉人", "2025-03-16 11:00", ("同意退款",))
    )
    assert [speaker for speaker, _, _ in said(lines)] == ["me", "system", "other"]


def test_a_record_names_its_two_parties_below_its_title_and_one_has_a_name_of_the_trade() -> None:
    talk = (
        ("", "2025-3-15", ""),
        ("momo", "12:59", "你好，申请退款"),
        ("老马数卡", "13:01", "请问是什么问题呢"),
        ("momo", "13:02", "2"),
        ("老马数卡", "13:06", "下周三之前退给您"),
    )
    lines = [*record("聊天记录", *talk), line(300, 170, "老马数卡和momo的聊天记录")]
    assert [(who, sure) for who, sure, _ in said(lines)] == [("me", False), ("other", False)] * 2
    strangers = record(
        "聊天记录", *(("阿峰" if part[0] == "老马数卡" else part[0], *part[1:]) for part in talk)
    )
    assert {who for who, _, _ in said(strangers)} == {"unknown"}


def mail(*parts: tuple[str, str, tuple[str, ...]]) -> list[Line]:
    """Letters as (name, stamp, lines): an avatar before the name, the stamp right below that, the text at the page's edge."""
    lines, y = [line(420, 110, "收件箱")], 300
    for name, stamp, texts in parts:
        lines += [line(62, y, "O"), line(180, y, name), line(180, y + 50, stamp)]
        for number, text in enumerate(texts):
            lines.append(line(43, y + 120 + 60 * number, text))
        y += 300
    return lines


def test_a_letter_has_its_stamp_right_below_the_name() -> None:
    asked = ("陈思远", "2025年3月4日 21:14", ("绘图软件年度授权无法激活，现正式申请全额退", "款399元。"))
    answered = (
        "Support 售后支持",
        "2025年3月6日 10:02",
        ("经核查您的授权码尚未激活，款项将在四月一日前退还", "68元。"),
    )
    assert [one[:2] for one in said(mail(asked, answered))] == [("me", True), ("other", True)]
    goods = ("话费充值", "2025年3月4日 21:14", ("话费", "-50.00"))
    assert said(mail(goods, answered)) == []


def test_what_was_read_with_an_avatar_is_the_message_beside_it() -> None:
    asked, answered = ("我", *ASKED), ("客服", *ANSWERED)
    lines = thread(asked, answered, ("我", "2025-03-16 09:00", ()), x=160)
    below = lines[-1].box.y + 60
    torn = (Word("有", 0.4, 22, 56), Word("再拖我就打12315了", 0.9, 160, 460))
    lines.append(Line(Box(22, below, 438, 34), (Reading("chi_sim", torn), Reading("eng", torn))))
    assert [text for _, _, text in said(lines)][-1] == "再拖我就打12315了"


def masked(*stamps: str) -> list[Line]:
    """A record whose names lie under a mosaic, of which scraps were read."""
    lines = []
    for place, stamp in enumerate(stamps):
        y = 260 + 170 * place
        scrap = Line(Box(177, y + 5, 55, 20), (Reading("chi_sim", (Word("面虽", 0.1, 177, 232),)),))
        lines += [line(1040 - 34 * len(stamp), y, stamp), scrap, line(160, y + 56, "那换十张咖啡券给我")]
    return lines


def test_who_wrote_a_record_whose_names_are_masked_stays_unknown() -> None:
    onward = ("星期五17:21", "星期五17:45", "星期六18:03", "昨天09:00")
    assert said(masked(*onward)) == [("unknown", False, "那换十张咖啡券给我")] * 4
    # the newest stands first in a list of talks
    assert said(masked(*reversed(onward))) == []
    assert said(masked(*onward[:3])) == []


def test_of_the_two_in_a_searched_record_the_one_with_a_name_of_the_trade_is_the_other_side() -> None:
    searched = thread(("夏天不加冰", *ASKED), ("琳琳网络充值", *ANSWERED), top=400)
    searched[0] = line(420, 110, "聊天记录")
    assert [speaker for speaker, _, _ in said(searched)] == ["unknown", "unknown"]
    found = said([*searched, line(60, 250, "退款"), line(960, 250, "取消")])
    assert [(speaker, sure) for speaker, sure, _ in found] == [("me", False), ("other", False)]


def test_the_rim_of_a_bubble_is_no_word_of_its_message() -> None:
    lines = thread(("我的回复", *ASKED), ("客服回复", *ANSWERED))
    lines.append(Line(Box(50, 350, 8, 120), (Reading("chi_sim", (Word("攻", 0.0, 50, 58),)),)))
    assert [text for _, _, text in said(lines)] == ["会员没有到账，要求退款", "您好，三天内为您退款"]


def test_a_record_that_was_forwarded_is_a_talk_though_it_speaks_of_a_list() -> None:
    talk = (
        ("", "2025-03-10", ""),
        ("阿峰", "14:22", "我想申请退款"),
        ("客服小七", "14:25", "请把充值记录发来"),
        ("阿峰", "14:26", "充值记录"),
    )
    page = recognise(record("群聊的聊天记录", *talk), load_screens(), size=SIZE, captured=CAPTURED)
    assert page.chat is not None
    assert [m.text for m in page.chat.messages] == ["我想申请退款", "请把充值记录发来", "充值记录"]
    other = recognise(record("我的消息", *talk), load_screens(), size=SIZE, captured=CAPTURED)
    assert other.screen.rows == "list" and other.chat is None


def test_yesterday_before_a_clock_is_no_day_before_the_day_above_it() -> None:
    talk = (("", "2025-03-14", ""), ("客服小七", "昨天 9:03", "七天内全额退"), ("阿峰", "昨天 9:10", "好的"))
    lines = [
        replace(one, readings=(*one.readings, Reading("figures", (Word(one.text[3:], 0.9, 0, 1),))))
        if one.text.startswith("昨天")
        else one
        for one in record("群聊的聊天记录", *talk)
    ]
    found = read_thread(lines, CAPTURED, SIZE)
    assert found is not None
    assert [f"{m.at:%m-%d %H:%M}" for m in found.messages if m.at] == ["03-14 09:03", "03-14 09:10"]


def test_a_sum_behind_its_label_in_what_was_filed_makes_no_list_of_payments() -> None:
    filed = thread(
        ("用户提交投诉", "03-18 20:11", ("问题类型：未收到商品",)),
        ("商家已回复", "03-19 10:05", ("您好，三天内为您退款",)),
    )
    filed[3:3] = [line(60, 332, "订单金额:"), line(260, 332, "¥66.00")]
    assert [text for _, _, text in said(filed)][1:] == ["您好，三天内为您退款"]


def test_the_title_of_a_complaints_page_is_nobody() -> None:
    lines = thread(("我的回复", *ASKED), ("客服回复", *ANSWERED))
    lines.append(line(60, 200, "工单编号：GD20250314091200"))
    page = recognise(lines, load_screens(), size=SIZE, captured=CAPTURED)
    said_rows = [row for row in page_rows(page, TAKEN, None) if row.kind in ("promise", "request")]
    assert said_rows
    assert {row.counterparty for row in said_rows} == {""}


@pytest.mark.parametrize(
    ("name", "speaker"), [("客户", "me"), ("客户经理", "other"), ("客户服务部", "other"), ("主管", "other")]
)
def test_the_customer_is_the_user_and_who_looks_after_him_is_not(name: str, speaker: str) -> None:
    told = said(thread((name, *ASKED), ("客服回复", *ANSWERED)))
    assert told[0][:2] == (speaker, True)


def test_a_clerks_number_behind_his_name_is_part_of_it_above_a_stamp() -> None:
    lines = [line(420, 110, "工单详情")]
    for y, name, stamp, text in (
        (300, "我的提问", "2025/03/12 09:14", "点券没到账，请退款"),
        (520, "官方客服007", "2025/03/12 10:02", "您好，三天内为您退款"),
    ):
        lines += [line(60, y, name), line(60, y + 50, stamp), line(60, y + 110, text)]
    assert said(lines) == [("me", True, "点券没到账，请退款"), ("other", True, "您好，三天内为您退款")]


@pytest.mark.parametrize("name", ["用户追加", "用户补充说明", "我的追问", "消费者补充投诉"])
def test_who_adds_to_his_complaint_is_the_user(name: str) -> None:
    assert by_name(name) == ("me", True)


def test_a_step_that_the_user_took_is_no_name() -> None:
    assert by_name("用户提交投诉") == (
        "unknown",
        False,
    )  # it heads a course of events, which is no talk of bubbles


def test_a_last_word_that_was_hardly_read_is_a_message_still() -> None:
    lines = thread(("我", *ASKED), ("客服", *ANSWERED), ("我", "2025-03-15 10:40", ("好咯",)))
    last = replace(lines[-1], readings=(Reading("chi_sim", (Word("好咯", 0.0, 60, 128),)),))
    assert [text for _, _, text in said([*lines[:-1], last])] == [
        "会员没有到账，要求退款",
        "您好，三天内为您退款",
        "好咯",
    ]


def test_where_the_title_names_the_user_the_one_who_is_no_clerk_is_he_as_a_guess() -> None:
    lines = thread(("小满", *ASKED), ("E缴通客服", *ANSWERED))
    lines[0] = line(380, 110, "我和客服的聊天记录")
    assert [(speaker, sure) for speaker, sure, _ in said(lines)] == [("me", False), ("other", True)]


def test_in_the_record_of_a_group_all_are_others_as_a_guess() -> None:
    lines = thread(("小满", *ASKED), ("飞鱼-站长", *ANSWERED))
    lines[0] = line(380, 110, "群聊的聊天记录")
    assert [(speaker, sure) for speaker, sure, _ in said(lines)] == [("other", False), ("other", False)]
