"""Messages to rows: promises split over bubbles, groups, cards, and words that two readings spell differently."""

from __future__ import annotations

from datetime import datetime

import pytest

from extractor.evidence.chats import chat_rows, digits_agree
from extractor.evidence.schema import Row
from extractor.fields.chat_times import ChatTime
from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.intake.capture import Capture, CaptureSource
from extractor.ocr.lines import HAN_WITNESS, Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.messages import Chat, Message, MessageKind, Speaker
from tests.helpers import reading

AT = datetime(2025, 3, 14, 10, 30, tzinfo=CHINA)


def line(*texts: str, y: int = 0) -> Line:
    """A line as the main engine read it, then at other sizes; `eng:…` is the second model's."""
    readings = []
    for text in texts:
        engine, _, said = text.rpartition(":") if text.startswith("eng:") else ("chi_sim", "", text)
        readings.append(Reading(engine, (Word(said, 0.95, 0, 300),)))
    return Line(Box(0, y, 300, 20), tuple(readings))


def message(
    speaker: Speaker,
    *texts: str,
    name: str = "",
    kind: MessageKind = "text",
    at: datetime = AT,
    sure: bool = True,
) -> Message:
    shown = line(*texts)
    return Message(
        kind, speaker, name, shown.text, ChatTime(at, "minute", False), shown.box, (shown,), sure=sure
    )


def rows(*messages: Message) -> list[Row]:
    taken = Capture(datetime(2025, 3, 15, 10, tzinfo=CHINA), CaptureSource.SCREENSHOT_NAME, None)
    return chat_rows(Chat("星河客服", messages, 20), taken)


def test_a_day_in_a_bubble_of_its_own_belongs_to_the_promise_beside_it() -> None:
    found = rows(
        message("me", "余额麻烦退一下"),
        message("other", "可以"),
        message("other", "明天下午6点前", "eng:6"),
        message("other", "给你全部退回去"),
    )
    promises = [row for row in found if row.kind == "promise"]
    assert [row.text for row in promises] == ["给你全部退回去"]
    assert promises[0].promised_by == "2025-03-15T18:00+08:00"


def test_a_day_after_the_promise_belongs_to_it_too() -> None:
    found = rows(
        message("other", "298元会原路退给您", "eng:298"),
        message("other", "预计下周五之前到"),
    )
    assert [(row.kind, row.promised_by) for row in found] == [("promise", "2025-03-21")]


def test_a_promise_within_a_span_whose_unit_was_misread_asks() -> None:
    def reasons(text: str) -> list[str]:
        return next(row.reasons for row in rows(message("other", text)) if row.kind == "promise")

    assert "low_confidence:text" in reasons("款项一过内退回给您")
    assert reasons("款项会退回给您，群内公告") == reasons("款项会退回给您")


def test_the_users_word_between_them_parts_them() -> None:
    found = rows(
        message("other", "会给您退的"),
        message("me", "什么时候退"),
        message("other", "明天"),
    )
    assert [row.promised_by for row in found if row.kind == "promise"] == ["", "2025-03-15"]


def test_what_another_member_of_a_group_says_is_no_promise() -> None:
    found = rows(
        message("other", "本周五统一打款退给大家", name="蜜桔老板"),
        message("other", "又是周五", name="小七不加糖"),
    )
    assert [row.text for row in found] == ["本周五统一打款退给大家"]


def test_another_reading_of_the_day_asks_for_a_look() -> None:
    found = rows(message("other", "三天内给您退款", "二天内给您退款"))
    assert found[0].promised_by == "2025-03-17"
    assert "two_reads_disagree:promised_by=2025-03-17|2025-03-16" in found[0].reasons


def test_readings_that_agree_on_the_day_do_not() -> None:
    found = rows(message("other", "三天内给您退款", "三天内给忽退款"))
    assert found[0].reasons == []


def test_another_reading_of_the_sum_asks_for_a_look() -> None:
    found = rows(message("other", "明天给您退八十元", "明天给您退入十元", "明天给您退六十元"))
    assert found[0].promised_amount == "80.00"
    assert "two_reads_disagree:promised_amount=80.00|60.00" in found[0].reasons


def test_a_guessed_side_asks_for_a_look() -> None:
    found = rows(message("other", "明天给您退款", sure=False))
    assert "speaker_unsure" in found[0].reasons


def test_an_order_card_moves_no_money_and_a_transfer_card_does() -> None:
    order = message("me", "游戏点券6480 ¥500.00共1件商品", "eng:6480 ¥500.00 1", kind="card")
    transfer = message("other", "¥50.00已收款微信转账", "eng:¥50.00", kind="card")
    assert [(row.kind, row.amount) for row in rows(order, transfer)] == [("transaction", "50.00")]


def test_the_arrows_of_a_transfer_card_are_no_figures_of_its_amount() -> None:
    """The sign at the left of the amount reads as a 2, in a row with it: each line is an amount by itself."""
    sign = Line(Box(0, 8, 20, 20), (Reading("chi_sim", (Word("2", 0.4, 0, 20),)), Reading("figures", ())))
    amount, below = line("500.00", "eng:¥500.00"), line("请收款", y=40)
    amount = Line(Box(60, 0, 140, 30), amount.readings)
    said = message("other", "x", kind="card")
    card = Message(
        "card", "other", "", "2500.00请收款微信转账", said.time, said.box, (sign, amount, below), True
    )
    [row] = rows(card)
    assert (row.amount, row.reasons) == ("500.00", [])


def test_a_message_cut_through_its_last_line_asks_for_review() -> None:
    whole, below = line("亲，您的卡已核销，无法为您退"), line("士户一串", y=30)
    cut = Line(Box(0, 30, 130, 11), below.readings)
    for last, reasons in ((below, False), (cut, True)):
        said = message("other", "亲，您的卡已核销，无法为您退")
        lines = (whole, last)
        [row] = rows(
            Message("text", "other", "", "".join(x.text for x in lines), said.time, said.box, lines, True)
        )
        assert row.kind == "refusal"
        assert ("cropped:text" in row.reasons) is reasons


def test_the_status_of_a_card_is_told_by_a_misread_word_too() -> None:
    transfer = message("other", "¥200.00己收款微信转账", "eng:¥200.00", kind="card")
    [row] = rows(transfer)
    assert (row.kind, row.amount, row.status) == ("transaction", "200.00", "paid")


def test_another_day_with_its_clock_in_the_text_asks_for_review() -> None:
    """It may be when the message was written: a deadline must not be counted from another day silently."""
    said = "小璐 2025-03-13 18:15您好，款项将在3天内原路退回"
    found = rows(message("other", said, f"eng:{said}"))
    assert ["stamp_in_text:occurred_at" in row.reasons for row in found] == [True]


def test_the_message_s_own_time_in_its_text_does_not() -> None:
    said = "小璐 2025-03-14 10:30 您好，款项将在3天内原路退回"
    found = rows(message("other", said, f"eng:{said}"))
    assert found and not any("stamp_in_text:occurred_at" in row.reasons for row in found)


def test_a_first_row_that_is_a_day_with_a_clock_asks_for_review() -> None:
    parts = (line("昨天 18:15", "eng:18:15"), line("款项将在3天内原路退回", "eng:3", y=40))
    said = Message(
        "text",
        "other",
        "",
        "昨天 18:15款项将在3天内原路退回",
        ChatTime(AT, "minute", False),
        Box(0, 0, 300, 80),
        parts,
    )
    [row] = rows(said)
    assert "stamp_in_text:occurred_at" in row.reasons


def tickets(text: str) -> list[str]:
    return [row.order_no for row in rows(message("other", text)) if row.kind == "ticket"]


def test_the_number_of_a_work_order_is_one_behind_what_was_done_with_it_or_by_its_form() -> None:
    assert tickets("工单已为您提交，编号KF88120931") == ["KF88120931"]
    assert tickets("已为您升级处理，TK-20240729-00837") == ["TK-20240729-00837"]
    assert tickets("请凭GD20251013091455号跟进处理进度") == ["GD20251013091455"]
    assert tickets("工单号GD20251013091455，三天内回复") == ["GD20251013091455"]
    assert tickets("您好，工单#58217已受理") == ["58217"]
    assert tickets("工单58217已受理") == []
    assert tickets("您的请求 #4837201 已收到，我是Mia") == ["4837201"]
    assert tickets("Your request #4837201 was received") == ["4837201"]
    assert tickets("退款请求 #4837201") == []  # the refund itself


@pytest.mark.parametrize(
    "text",
    [
        "您的请求 #4837201 已收到",
        "请求编号：#4837201，我们会尽快处理",
        "诉求#4837201已登记",
        "申请编号 #4837201",
    ],
)
def test_a_number_marked_with_a_hash_is_a_ticket_s_and_no_amount(text: str) -> None:
    found = rows(message("other", text))
    assert [(row.kind, row.order_no, row.amount) for row in found] == [("ticket", "4837201", "")]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("订单 #48372 已发货", ""),
        ("编号 ¥58217", ""),
        ("充值*48372", ""),
        ("一共¥48372", "48372.00"),
        ("一共48372元", "48372.00"),
        ("充了#68.00", "68.00"),
    ],
)
def test_a_long_bare_number_in_a_message_is_no_amount(text: str, amount: str) -> None:
    assert [row.amount for row in rows(message("me", text)) if row.amount] == ([amount] if amount else [])


def test_an_order_numbered_alike_is_no_work_order() -> None:
    assert tickets("您的订单号GD20251013091455已发货") == []
    assert tickets("已登记，订单GD20251013091455今天发货") == []
    assert tickets("GD20251013091455") == []


def test_a_promise_in_a_notice_of_no_known_wording_may_be_somebodys_and_asks() -> None:
    """What is left of a message whose bubble was not told stands in the middle as a notice does."""

    def reasons(text: str, name: str = "") -> list[str]:
        return rows(message("system", text, kind="notice", name=name))[0].reasons

    assert "speaker_unsure" in reasons("和其他订单一起退")
    assert "speaker_unsure" in reasons("异常单系统会自动退款，24小时内")
    assert "speaker_unsure" not in reasons("退款工单TK20250314414065已受理，预计3个工作日内退款")
    assert "speaker_unsure" not in reasons("系统提示：退款将在3个工作日内退回")
    assert "speaker_unsure" not in reasons("预计3个工作日内退款", name="系统消息")


def test_a_promise_of_a_group_s_member_asks_unless_his_name_speaks_for_the_platform() -> None:
    def asks(*names: str) -> list[bool]:
        said = [message("other", "明天给您退回来", name=name) for name in names]
        return ["speaker_unsure" in row.reasons for row in rows(*said)]

    assert asks("夜雨声烦", "蜜桔卡盟-客服") == [True, False]
    assert asks("群主-阿豹", "土豆泥") == [False, True]
    assert asks("蜜桔小七", "蜜桔小七1") == [False, False]  # one name, read in two ways
    assert asks("蜜桔卡盟-客服", "夜雨声烦", "") == [
        False,
        True,
        True,
    ]  # signed by nobody, it may be anybody's
    assert asks("") == [False]


def test_what_a_group_s_member_offers_to_get_back_for_a_fee_is_a_swindle_and_no_request() -> None:
    found = rows(
        message("other", "我找人把钱要回来了，你们想要回来先付60块建档费", name="夜雨声烦"),
        message("other", "明天给您退回来", name="蜜桔卡盟-客服"),
    )
    assert [row.kind for row in found] == ["scam", "promise"]


def test_what_a_group_s_member_asks_for_is_a_request_and_no_promise() -> None:
    found = rows(
        message("other", "我那两笔一共400，给我退掉", name="夜雨声烦"),
        message("other", "明天给您退回来", name="蜜桔卡盟-客服"),
    )
    assert [(row.kind, "speaker_unsure" in row.reasons) for row in found] == [
        ("request", True),
        ("promise", False),
    ]


def test_a_member_without_a_name_may_ask_and_talk_that_only_sounds_like_it_asks_for_nothing() -> None:
    staff = message("other", "明天给您退回来", name="蜜桔卡盟-客服")
    other_one = message("other", "单子太多排队", name="夜雨声烦")
    asked = rows(other_one, message("other", "我那个248的号被找回了，要求退款！"), staff)
    assert [row.kind for row in asked] == ["request", "promise"]
    assert "speaker_unsure" in asked[0].reasons
    for said in (
        "前天给你买的那件毛衣大了，我拿去商场退了",
        "3个工作日内要提测，别拖",
        "每人68 不想来的今晚说 票退不了的",
    ):
        talk = [message("other", "好的", name="妈"), message("other", said, name="小舅")]
        assert not [row.kind for row in rows(*talk) if row.kind in ("promise", "request")]


@pytest.mark.parametrize(("title", "asks"), [("萤火虫点卡", False), ("董火虫点卡", True)])
def test_a_title_that_was_read_unsurely_asks(title: str, *, asks: bool) -> None:
    read = [("chi_sim", title, 0.95), (HAN_WITNESS, "萤火虫点卡", 0.9)]
    readings = tuple(Reading(engine, (Word(text, sure, 300, 500),)) for engine, text, sure in read)
    taken = Capture(datetime(2025, 3, 15, 10, tzinfo=CHINA), CaptureSource.SCREENSHOT_NAME, None)
    chat = Chat(
        title,
        (message("other", "三天内给您退款"),),
        20,
        heading=Line(Box(300, 100, 200, 40), readings),
    )
    (row,) = chat_rows(chat, taken)
    assert ("low_confidence:counterparty" in row.reasons) is asks


def test_a_whole_stamp_that_lies_after_the_capture_asks() -> None:
    late = ChatTime(AT.replace(year=2026), "minute", False, ("after_capture_time",))
    shown = line("明天给你全部退回去")
    found = rows(Message("text", "other", "", shown.text, late, shown.box, (shown,)))
    assert [row.kind for row in found] == ["promise"]
    assert "after_capture_time" in found[0].reasons
    assert "after_capture_time" not in rows(message("other", "明天给你全部退回去"))[0].reasons


def test_a_digit_that_few_of_many_readings_saw_is_not_agreed_on() -> None:
    def read(*others: tuple[str, str]) -> bool:
        readings = tuple(
            reading(text, engine) for engine, text in (("tesseract:chi_sim", "至天了5"), *others)
        )
        return digits_agree([Line(Box(0, 0, 169, 50), readings)])

    unread = [("tesseract:chi_sim", "三误了"), ("tesseract:HanS", "三夫"), ("tesseract:chi_sim", "三天误")]
    assert not read(*unread, ("tesseract:chi_sim_std", "万大了5"))
    assert read(*unread[:1], ("tesseract:chi_sim_std", "万大了5"))
    assert read(*unread, ("figures", "5"))


@pytest.mark.parametrize("said", ["给您退款，如非本人操作请致电4008812377", "给您退款，加我QQ2938471056"])
def test_a_number_to_call_is_no_orders(said: str) -> None:
    figures = "eng:" + "".join(char for char in said if char.isdigit())
    assert not any(row.order_no for row in rows(message("me", "退款"), message("other", said, figures)))


@pytest.mark.parametrize(("second", "asks"), [("eng:t.ck9.cn/r8", True), ("eng:tck9.cn/r8", False)])
def test_an_address_that_one_engine_read_asks(second: str, asks: bool) -> None:
    found = rows(message("other", "退款通道:tck9.cn/r8填写银行卡号和密码即可退款", second))
    assert found
    assert all(("single_read:text" in row.reasons) is asks for row in found)


@pytest.mark.parametrize("said", ["您的请求 #4837201 已收到", "排队号#58217", "订单 #20250314"])
def test_a_number_behind_its_sign_is_no_sum_though_a_yuan_may_be_read_so(said: str) -> None:
    assert all(not row.amount for row in rows(message("other", said)))


@pytest.mark.parametrize(
    ("before", "said", "number"),
    [
        ("大家一起去黑猫发", "发了，编号17382046157", "17382046157"),
        ("去12315投诉他们", "提交了编号1103020250314", "1103020250314"),
        ("大家一起去黑猫发", "编号多少", None),
        ("快递到了吗", "发了，编号17382046157", None),
    ],
)
def test_the_number_of_a_complaint_just_spoken_of_asks(before: str, said: str, number: str | None) -> None:
    found = [row for row in rows(message("other", before), message("other", said)) if row.kind == "ticket"]
    assert [row.order_no for row in found] == ([number] if number else [])
    assert all(row.reasons for row in found)


@pytest.mark.parametrize(
    "text",
    [
        "【建设银行】快贷额度最高20万元，日息低至万2，点击 ccb.com/k3 领取，拒收请回复R",
        "【招商银行】您有一笔闪电贷，最高可借30万元，点击 cmb.cn/a 查看，退订回T",
        "您的专属额度已提升至50000元，随借随还，戳链接领取",
        "您的积分可兑换50元话费券，点击领取",
    ],
)
def test_an_advert_for_a_loan_or_for_points_names_no_amount(text: str) -> None:
    assert rows(message("other", text)) == []


@pytest.mark.parametrize(
    "text", ["这单最高退您200元吧", "您尾号0471卡11月2日14:24消费支出200元，积分可兑换好礼，点击查看"]
)
def test_what_is_no_advert_still_names_its_amount(text: str) -> None:
    found = rows(message("other", text))
    assert "200.00" in {amount for row in found for amount in (row.amount, row.promised_amount)}
