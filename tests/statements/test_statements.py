"""The contract of statements, example by example, and what the messages before add."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.moments import CHINA
from extractor.statements import Speaker, Statement, find_statements
from tests.statements.corpora import SAID_AT, SPEAKERS, Said

FORTNIGHT_AGO = datetime(2025, 2, 28, 10, 0, tzinfo=CHINA)


def states(
    text: str, speaker: Speaker = "other", *before: Said, at: datetime | None = SAID_AT
) -> list[Statement]:
    return find_statements(text, speaker, at=at, before=before)


def kinds(text: str, speaker: Speaker = "other", *before: Said) -> list[str]:
    return [statement.kind for statement in states(text, speaker, *before)]


def one(text: str, speaker: Speaker = "other", *before: Said, at: datetime | None = SAID_AT) -> Statement:
    found = states(text, speaker, *before, at=at)
    assert len(found) == 1, found
    return found[0]


# Speaker, text, kinds, and whether they are sure: from EVIDENCE and DOMAIN §4.
CONTRACT: list[tuple[Speaker, str, list[str], bool]] = [
    ("other", "核实后给您退", ["promise"], True),
    ("other", "24小时内给您退", ["promise"], True),
    ("other", "今晚12点前到账", ["promise"], False),
    ("other", "48小时内处理", ["promise"], False),
    ("other", "马上给您退", ["promise"], True),
    ("other", "已经在退了", ["promise"], True),
    ("other", "已申请退款了", ["promise"], True),
    ("other", "款已退请查收", ["promise"], False),
    ("other", "已原路退回", ["promise"], False),
    ("other", "查到没到账就退", ["promise"], True),
    ("other", "上游退了我就退你", ["promise"], True),
    ("other", "退一半行不行", ["promise"], False),
    ("other", "扣10%手续费退", ["promise"], True),
    ("other", "撤销投诉就退", ["promise"], True),
    ("system", "商家已同意退款", ["promise"], True),
    ("system", "退款将于3个工作日内原路退回", ["promise"], True),
    ("other", "请耐心等待", [], True),
    ("other", "已反馈给技术", [], True),
    ("other", "帮您登记了", [], True),
    ("other", "正在核实", [], True),
    ("other", "需要给您退款吗?", [], True),
    ("other", "虚拟商品不支持退款", ["refusal"], True),
    ("other", "已使用不退", ["refusal"], True),
    ("other", "卡密已发货不退不换", ["refusal"], True),
    ("other", "虚拟商品一经充值成功无法退款", ["refusal"], True),
    ("other", "超过售后期", ["refusal"], False),
    ("other", "不是不给您退，是上游没结算", [], True),
    ("other", "没说不退", [], True),
    ("me", "已提交退款申请", ["request"], True),
    ("me", "我要退款", ["request"], True),
    ("me", "麻烦退一下", ["request"], True),
    ("me", "把钱退给我", ["request"], True),
    ("me", "要求全额退款", ["request"], True),
    ("me", "能退款吗?", [], True),
    ("me", "可以退吗", [], True),
    ("me", "什么时候能退", ["request"], False),
    ("me", "退款什么时候到", [], True),
    ("me", "客服说三天内退", [], True),
    ("me", "你们说虚拟商品不退?", [], True),
    ("me", "我不会给你验证码", [], True),
    ("other", "私下退给你", ["scam"], True),
    ("other", "微信转账退你", ["scam"], True),
    ("other", "加QQ退款", ["scam"], True),
    ("other", "把验证码发我", ["scam"], True),
    ("other", "提供账号密码", ["scam"], True),
    ("other", "先交手续费", ["scam"], True),
    ("other", "打开屏幕共享", ["scam"], True),
    ("other", "收款码发我", ["scam"], True),
    ("other", "不要私下退款", [], True),
    ("other", "请勿把验证码告诉他人", [], True),
    ("other", "任何要求交保证金的都是诈骗", [], True),
    ("other", "我们不会向您索要密码", [], True),
    ("other", "平台客服提醒：对方若要求您提供验证码，请立即停止沟通", [], True),
]


@pytest.mark.parametrize(("speaker", "text", "expected", "sure"), CONTRACT)
def test_contract(speaker: Speaker, text: str, expected: list[str], sure: bool) -> None:
    found = states(text, speaker)
    assert [statement.kind for statement in found] == expected
    assert all(statement.sure == sure for statement in found)


def test_who_pays_himself_where_he_cannot_refund_refuses_nothing() -> None:
    assert kinds("5日内必退，退不了我自己掏") == ["promise"]
    assert kinds("退不了，我也没办法") == ["refusal"]


@pytest.mark.parametrize("text", ["我要的是卡不是退款", "就是啊要的是货不是退钱"])
def test_who_wants_the_goods_and_no_refund_demands_none_for_sure(text: str) -> None:
    assert not any(statement.sure for statement in states(text, "me"))


def test_a_statement_carries_message_clause_rule_amount_and_deadline() -> None:
    text = "亲，您好。退您50元，三天内到账"
    found = one(text)
    assert found.text == text
    assert found.clause == "退您50元"
    assert found.rule == "refund_to_you"
    assert found.amount == Decimal("50.00")
    assert found.deadline is not None
    assert (found.deadline.value, text[found.deadline.start : found.deadline.end]) == ("2025-03-17", "三天内")
    assert found.reasons == ()
    assert found.severity is None


def test_one_message_can_be_several_statements() -> None:
    found = states("这边不支持退款，你加我QQ我单独退给你50")
    assert [statement.kind for statement in found] == ["refusal", "scam"]
    assert found[0].amount is None
    assert found[1].amount == Decimal("50.00")
    assert found[1].severity == "high"
    assert kinds("现金不退，余额可以退给您") == ["promise"]
    assert kinds("卡密不退，话费没充上的可以退") == ["promise", "refusal"]


def test_deadlines_and_their_doubts() -> None:
    assert one("审核通过后24小时内给您退").reasons == ("start_after_event",)
    found = one("明天给您退", at=None)
    assert found.deadline is not None and found.deadline.value == ""
    assert found.reasons == ("relative_time_without_capture_time",)
    assert found.sure  # that it is a promise; not until when
    assert one("国庆后给您退").reasons == ("no_safe_date",)
    assert one("虚拟商品超过7天不退").deadline is None


def test_the_deadline_of_the_promise_not_of_the_user() -> None:
    found = one("请您24小时内提供截图，核实后三天内退")
    assert found.deadline is not None and found.deadline.value == "2025-03-17"
    found = one("今天提交财务，明天下午到账", "other", Said("退款呢", "me"))
    assert found.deadline is not None and found.deadline.value == "2025-03-15"


def test_several_amounts_are_not_guessed() -> None:
    found = one("退您50元和30元")
    assert found.amount is None
    assert "several_amounts" in found.reasons


# --- the messages before ---


def test_a_deadline_and_arrival_after_a_bubble_about_the_refund() -> None:
    before = (Said("退款呢", "me"), Said("退款给您安排了", "other"))
    found = one("明天中午12点前到账", "other", *before)
    assert (found.rule, found.sure) == ("arrives_by_date", True)
    assert found.deadline is not None and found.deadline.value == "2025-03-15T12:00+08:00"


def test_a_deadline_alone_continues_the_bubble_before() -> None:
    found = one("明天中午12点前", "other", Said("会给您退的", "other"))
    assert (found.rule, found.sure) == ("continues_refund_message", True)
    assert kinds("明天中午12点前", "other", Said("这个退不了", "other")) == []
    assert kinds("明天中午12点前", "other", Said("您的会员到期时间我查一下", "other")) == []
    assert kinds("明天中午12点前") == []


def test_a_deadline_alone_answers_when() -> None:
    found = one("三个工作日内", "other", Said("退款什么时候到", "me"))
    assert (found.rule, found.sure) == ("answers_when", True)
    assert kinds("明天", "other", Said("你们几点下班", "me")) == []


def test_yes_and_no_answer_whether() -> None:
    asked = Said("这单能退吗", "me")
    assert one("可以的亲", "other", asked).rule == "answers_yes"
    assert one("不可以哦", "other", asked).rule == "answers_no"
    assert not one("可以的亲", "other", asked).sure
    assert kinds("好的", "other", asked) == []
    assert kinds("可以", "other", Said("可以充Q币吗", "me")) == []
    assert kinds("可以", "me", asked) == []


def test_context_makes_bare_deadlines_sure() -> None:
    assert not one("2小时内到账").sure
    assert one("2小时内到账", "other", Said("我要退款", "me")).sure
    assert kinds("话费2小时内到账", "other", Said("我要退款", "me")) == []


def test_grounds_of_refusal_only_after_a_request() -> None:
    assert kinds("售后期已经过了") == []
    assert one("售后期已经过了", "other", Said("没到账，申请退款", "me")).kind == "refusal"


def test_what_the_system_shows_and_go_and_complain_say_nothing_of_the_refund() -> None:
    asked = Said("没到账，申请退款", "me")
    assert kinds("系统显示已到账", "other", asked) == []
    assert kinds("你去投诉吧", "other", asked) == []
    assert kinds("系统显示已到账，不能退的", "other", asked) == ["refusal"]


def test_what_lies_far_above_is_no_context() -> None:
    chat = [Said("我要退款", "me"), *[Said("在吗", "me")] * 8]
    assert not one("2小时内到账", "other", *chat).sure


# --- sides ---


def test_an_unknown_speaker_is_read_both_ways_and_never_surely() -> None:
    found = one("明天给您退款", "unknown")
    assert (found.kind, found.sure) == ("promise", False)
    assert "speaker_unknown" in found.reasons
    assert one("我要退款", "unknown").kind == "request"
    assert kinds("你们说虚拟商品不退?", "unknown") == []


def test_the_user_neither_promises_nor_refuses_nor_swindles() -> None:
    for text in ("明天给您退款", "虚拟商品不退", "把验证码发我", "加我微信私下退"):
        assert not set(kinds(text, "me")) & {"promise", "refusal", "scam"}


def test_the_platform_does_not_request() -> None:
    assert kinds("我要退款", "other") == []
    assert one("您已提交退款申请，请等待商家处理", "system").kind == "request"


# --- robustness ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("24小时内给忽退歌", "promise"),
        ("給您退款", "promise"),
        ("原跋退回", "promise"),
        ("虚似商品一经售出概不遂款", "refusal"),
        ("卡密己使用不支待退款", "refusal"),
        ("把验征码发我", "scam"),
        ("先交手绫费", "scam"),
        ("亲🌹给您退款了哦[抱拳]", "promise"),
        ("【给您】“退款”", "promise"),
        ("给您退\n款", "promise"),
    ],
)
def test_misreadings_emoji_and_line_ends(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_a_misread_character_in_a_set_phrase_turns_no_yes_to_no() -> None:
    assert one("数字商品不支持七天无理田").rule == "final_sale"
    assert kinds("数字商品都支持七天无理由") == []


@pytest.mark.parametrize("text", ["", " ", "。", "\n", "？？？", "[自动回复]", "😀"])
def test_messages_without_words(text: str) -> None:
    assert kinds(text) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "退款",
                "给您",
                "给我",
                "不",
                "没",
                "能",
                "明天",
                "三天内",
                "50元",
                "，",
                "？",
                "吗",
                "加微信",
                "验证码",
                "发我",
                "申请",
                "已",
                "就",
                "\n",
                " ",
                "谨防",
                "手续费",
                "先交",
            ]
        ),
        max_size=14,
    ).map("".join),
    st.sampled_from(SPEAKERS),
    st.sampled_from([SAID_AT, FORTNIGHT_AGO, None]),
)
def test_any_mix_of_refund_words_keeps_the_contract(text: str, speaker: Speaker, at: datetime | None) -> None:
    found = states(text, speaker, at=at)
    assert len({statement.kind for statement in found}) == len(found)
    for statement in found:
        assert statement.text == text
        assert statement.clause in text
        assert not (statement.sure and speaker == "unknown")
        assert statement.deadline is None or statement.kind == "promise"
        assert speaker != "me" or statement.kind == "request"


@given(st.text(max_size=80), st.sampled_from(SPEAKERS))
def test_any_text_is_read(text: str, speaker: Speaker) -> None:
    for statement in states(text, speaker):
        assert statement.clause in text


def test_a_refusal_and_what_has_not_come_are_whole_before_a_blank() -> None:
    for text in ("这个月亏本没钱退 你爱咋咋地", "虚拟商品不退 您见谅"):
        (refusal,) = find_statements(text, "other", at=None)
        assert (refusal.kind, refusal.sure, refusal.clause) == ("refusal", True, text.split()[0])
    (request,) = find_statements("没到账 还钱", "me", at=None)
    assert (request.kind, request.sure, request.clause) == ("request", True, "还钱")
    assert find_statements("等收到 退款再说", "me", at=None) == []


def test_a_blank_within_a_word_parts_nothing() -> None:
    found = one("核对无误，298元5个工作 日内退回对公账户")
    assert found.deadline is not None and found.deadline.value == "2025-03-21"
    assert found.amount == Decimal("298.00")


def test_a_promise_beside_what_hardly_is_a_swindle_stands_and_asks() -> None:
    found = states("退100啊 明天中午12点前微信发你", "other")
    assert {statement.kind: statement.sure for statement in found} == {"promise": False, "scam": False}


def test_the_rest_that_is_due_later_makes_the_deadline_unsure() -> None:
    promise = one(
        "银行限额 今天只能退20个人，剩下的6月25号之前全部清完", at=datetime(2025, 6, 16, tzinfo=CHINA)
    )
    assert promise.deadline is not None and promise.deadline.value == "2025-06-25"
    assert "several_deadlines" in promise.reasons


def by_rules(text: str, speaker: Speaker = "other", *before: Said) -> list[str]:
    """The kinds that the rules find, without the model of wordings."""
    found = find_statements(text, speaker, at=SAID_AT, before=before, by_wording=False)
    return [statement.kind for statement in found]


def test_the_number_of_a_hotline_is_no_sum() -> None:
    assert by_rules("打96110核实过了") == []
    assert by_rules("打您96元") == ["promise"]


def test_what_another_told_the_speaker_is_no_promise_of_his() -> None:
    assert by_rules("客服上周跟我讲的月中全退") == []
    assert by_rules("财务跟我说了月中给你退") == ["promise"]


def test_a_way_that_will_not_be_is_no_promise() -> None:
    assert by_rules("退微信不可能，只走余额") == ["refusal"]
    assert by_rules("退您微信，没问题") == ["promise"]


def test_whom_somebody_works_for_and_what_is_charged_up_are_no_promises() -> None:
    assert by_rules("我司接受店铺委托办理清退登记") == []
    assert by_rules("我们给您办理清退") == ["promise"]
    assert by_rules("陈总那批今天补冲完成", "other", Said("我的退款呢", "me", SAID_AT)) == []


def test_who_is_to_pay_a_fee_on_top_is_asked_for_it() -> None:
    assert by_rules("您补我15块通道费，我这边给您调一张新的") == ["scam"]
    assert by_rules("您给我25刀手续费我去换") == ["scam"]
    assert by_rules("您给我发一下保证金截图") == []


def test_a_shop_that_does_not_do_seven_days_refuses() -> None:
    assert by_rules("这款不参加七天无理由哦") == ["refusal"]
    assert by_rules("点券不适用7日无理由") == ["refusal"]
    assert by_rules("支持七天无理由的") == []


def test_which_ones_go_back_is_a_request_and_a_card_itself_is_no_money() -> None:
    assert by_rules("另一张算了，退那张", "me") == ["request"]
    assert by_rules("不收就把那几张卡还给我", "me") == []
    assert by_rules("不收就把钱还给我", "me") == ["request"]


def test_a_clock_and_its_day_in_two_clauses_are_one_deadline_which_asks() -> None:
    said = "老板亲自弄 下午6点以前，明天一定给您退到账"
    (found,) = find_statements(said, "other", at=datetime(2025, 3, 14, 10, 30, tzinfo=CHINA))
    assert found.deadline is not None
    assert found.deadline.value == "2025-03-15T18:00+08:00"
    assert "several_deadlines" in found.reasons


@pytest.mark.parametrize(
    ("said", "asks"), [("八天退你18吧，跨完年1月2号弄", True), ("3天内退你18，4月2号以后不卖了", False)]
)
def test_a_span_beside_a_day_of_the_calendar_may_count_the_goods(said: str, *, asks: bool) -> None:
    (found,) = find_statements(said, "other", at=datetime(2025, 3, 14, 10, 30, tzinfo=CHINA))
    assert ("several_deadlines" in found.reasons) is asks


def test_a_clerk_who_only_silences_or_warns_swindles_nobody() -> None:
    assert by_rules("期间麻烦不要在平台上点投诉，不然流程会锁") == []
    assert by_rules("我们绝对不会让用户共享屏幕，千万别开") == []
    assert by_rules("验证码输错三次会锁") == []
    assert by_rules("把验证码发我") == ["scam"]


def test_the_platform_that_advances_the_sum_promises_it_and_a_purse_is_no_refund() -> None:
    assert by_rules("核实完这248我们垫给你", "other", Said("要求退款", "me", SAID_AT)) == ["promise"]
    assert by_rules("不能只退平台余额") == ["refusal"]
    assert by_rules("返钱吧", "me") == ["request"]


@pytest.mark.parametrize(
    ("said", "speaker", "expected"),
    [
        ("tui不了，上游不给tui", "other", ["refusal"]),
        ("我要tui款", "me", ["request"]),
        ("退kuan，谢谢", "me", ["request"]),
        ("明天给你TuiKuan", "other", ["promise"]),
        ("www.tuikuan-cx.cc", "me", []),
        ("tuikuan6", "me", []),
        ("@tui_kf", "me", []),
    ],
)
def test_the_refund_in_letters_is_read_and_addresses_are_not(
    said: str, speaker: Speaker, expected: list[str]
) -> None:
    assert by_rules(said, speaker) == expected


def test_the_clause_of_a_refund_in_letters_is_whole() -> None:
    (found,) = find_statements("不行，就是不给tui", "other", at=None)
    assert (found.kind, found.clause) == ("refusal", "就是不给tui")


def test_a_promise_stands_beside_what_only_the_wording_takes_for_a_swindle_unless_it_doubts_that_too() -> (
    None
):
    before = Said("我那个248的号被找回了，要求退款！", "me", SAID_AT)
    both = states("被找回属于卖家恶意，平台担保的，核实完这248我们垫给你", "other", before)
    [promise] = [statement for statement in both if statement.kind == "promise"]
    assert not promise.sure
    assert kinds("官方渠道卡单了 你先扫我这个码补50手续费 我才能给你提出来") == ["scam"]


def test_who_joins_in_a_demand_promises_nothing() -> None:
    assert by_rules("+1 我的也退") == []
    assert by_rules("你的也退") == ["promise"]
    assert [s.amount for s in states("+1 我的也要退款", "me")] == [None]
    assert [s.amount for s in states("30 我的也要退款", "me")] == [Decimal(30)]


def test_who_says_yes_to_a_refund_asks_for_it() -> None:
    assert kinds("好的退吧", "me") == ["request"]
    assert kinds("好的不退吧", "me") == []


def test_who_stands_behind_the_shop_refuses_nothing() -> None:
    said = "我自己贴钱给你，大后天退118"
    assert kinds(f"上家不认账，{said}") == kinds(said) == ["promise"]


def test_dialects_say_no_and_give_as_others_do() -> None:
    assert by_rules("开过封的卡密唔退㗎，呢个冇得倾") == ["refusal"]
    assert by_rules("听日退返畀你") == ["promise"]
    assert by_rules("唔该等等") == []


def test_who_bids_keep_silent_about_an_account_to_pay_into_warns_nobody() -> None:
    assert by_rules("请勿告知他人，将5000元转入“银联清分账户”后即可解冻退款") == ["scam"]
    assert by_rules("转入所谓安全账户即可解冻的都是诈骗") == []


def test_an_application_handed_in_and_one_not_granted() -> None:
    assert by_rules("我已经在12315上递了退款申请", "me") == ["request"]
    assert by_rules("开通即视为消费，退款请求未获通过") == ["refusal"]


def test_what_the_wording_finds_where_nobody_spoke_of_money_asks() -> None:
    assert all(
        not found.sure
        for found in find_statements("下午4点前付款的，今天发出，预计3天内到", "other", at=SAID_AT)
    )


@pytest.mark.parametrize(
    "text",
    [
        "【建设银行】您尾号7644的银行卡于03日15时08分收到退款114.65元,活期余额3,196.84元。",
        "您尾号1234账户3月3日退款入账50.00元",
    ],
)
def test_a_bank_that_tells_what_came_in_promises_nothing(text: str) -> None:
    assert find_statements(text, "other", at=datetime(2026, 3, 3, 15, 8)) == []


def test_a_shop_that_will_send_the_money_to_a_card_promises_it() -> None:
    found = find_statements("退款50元会退到您尾号1234的卡", "other", at=datetime(2026, 3, 3, 15, 8))
    assert [statement.kind for statement in found] == ["promise"]
