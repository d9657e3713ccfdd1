"""Where pages and chats go: never to a dispute that they contradict, the rows of a page together, recorded complaints home."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractor.case import build_case, write_case
from extractor.case.filings import record_filing
from extractor.case.model import Case, Dispute, Filing
from extractor.evidence.schema import Row
from tests.case.rows import MERCHANT, ORDER, disputed, order, payment, product, results, row, said

NUMBER = "1330110002026100740787540"


def ticket(file: str = "12315.png", number: int = 1, **cells: object) -> Row:
    given = {
        "screen": "complaint.ticket",
        "order_no": NUMBER,
        "occurred_at": "2026-10-07T10:22:00+08:00",
        "text": f"登记编号\n{NUMBER}",
    }
    return row("ticket", file, number, **{**given, **cells})


OTHERS = ticket(
    counterparty="成都迅卡网络科技有限公司",
    text=f"登记编号\n{NUMBER}\n被投诉方\n成都迅卡网络科技有限公司\n涉诉金额\n¥356.00",
)


def made(tmp_path: Path, rows: list[Row], filings: tuple[Filing, ...] = ()) -> Case:
    out = results(tmp_path / "out", rows)
    for filing in filings:
        record_filing(out, filing)
    return build_case(out, today=date(2026, 10, 20))


def on_demand(tmp_path: Path, one: Row) -> Case:
    return build_case(disputed(results(tmp_path / "out", [one]), one), today=date(2026, 10, 20))


def home(case: Case, one: Row) -> Dispute | None:
    return next((d for d in case.disputes if one.evidence_id in d.rows), None)


def test_a_page_of_another_firm_and_sum_stands_by_itself(tmp_path: Path) -> None:
    """Somebody else's complaint is no evidence of the only purchase in the folder."""
    bill = payment()
    case = made(tmp_path, [bill, OTHERS])
    mine, theirs = home(case, bill), home(case, OTHERS)
    assert mine is not None and theirs is not None and mine is not theirs
    assert not mine.loose
    (why,) = [link for link in theirs.links if link.reason == "apart"]
    assert "356.00" in why.text.zh and "成都迅卡网络科技有限公司" in why.text.zh
    assert theirs.facts.claim is not None and theirs.facts.claim.value == "356.00"
    assert theirs.facts.claim.state == "weak"


def test_a_complaint_that_may_be_of_several_purchases_is_a_dispute_of_its_own(tmp_path: Path) -> None:
    """Where the purchases show no names, the sum of the complaint speaks against them."""
    bills = [payment(f"{n}.png", counterparty="", trade_no=f"4200001234202610010123456{n}00", order_no="",
                     amount=f"{n}0.00") for n in (1, 2)]  # fmt: skip
    case = made(tmp_path, [*bills, OTHERS])
    own = home(case, OTHERS)
    assert len(case.disputes) == 3 and own is not None and own.rows == [OTHERS.evidence_id]
    (why,) = [link for link in own.links if link.reason == "apart"]
    assert "2 笔交易都不同" in why.text.zh and "对得上" not in why.text.zh
    # one that names nothing stays loose, and says why
    loose = made(tmp_path / "b", [*bills, ticket()])
    (alone,) = loose.unlinked
    assert alone.reason == "several_fit" and "没有写明号码和金额" in alone.text.zh


def test_a_purchase_of_unknown_sum_does_not_gather_what_fits_no_other(tmp_path: Path) -> None:
    """Other purchases are ruled out by their sums; that leaves one whose sum nobody read, and says nothing of it."""
    known, unknown = (
        payment(),
        payment("b.png", trade_no="4200001234202610010123456700", order_no="", amount=""),
    )
    ask = said(
        "request", "请退我356.00元", "2026-10-05T09:00+08:00", counterparty="在线客服", amount="356.00"
    )
    case = made(tmp_path, [known, unknown, ask])
    own = home(case, ask)
    assert own is not None and own.rows == [ask.evidence_id]
    assert any("无法比较" in link.text.zh for link in own.links)
    # the only purchase of the folder may well be meant, and says that it cannot be compared
    (alone,) = made(tmp_path / "b", [unknown, ask]).disputes
    assert ask.evidence_id in alone.rows and alone.loose
    assert any("无法比较" in link.text.zh for link in alone.links)


def test_two_sellers_chats_are_never_put_together_by_time(tmp_path: Path) -> None:
    """A transfer whose sum nobody read, and two strangers' chats: neither is of it for sure."""
    at = "2026-10-05T09:00+08:00"
    bill = payment(amount="", counterparty="", order_no="", screen="wechat_pay.transfer")
    one = said("request", "退款88元", at, "a.png", counterparty="林晓")
    other = said("refusal", "虚拟商品不退", at, "b.png", counterparty="极速卡盟", screen="qq.chat")
    case = made(tmp_path, [bill, one, other])
    homes = [home(case, r) for r in (bill, one, other)]
    assert len({d.id for d in homes if d}) == 3 and None not in homes
    texts = [d.text for d in homes[0].drafts] if homes[0] else []
    assert not any("88" in t.replace("128", "") and "林晓" in t for t in texts)
    # alone it may well be the seller's, and waits for the person
    (both,) = made(tmp_path / "b", [bill, other]).disputes
    assert other.evidence_id in both.rows and both.loose
    assert not any("虚拟商品不退" in d.text.split("正文开始")[-1] for d in both.drafts)


@pytest.mark.parametrize("page", [True, False])
def test_another_sum_is_another_purchase(tmp_path: Path, page: bool) -> None:
    bill = payment(amount="268.00", counterparty="")
    text = "优酷月卡没到账，付了15，退款"
    one = said("request", text, "2026-10-05T09:00+08:00", counterparty="优充会员客服")
    if page:
        one = ticket(text=f"登记编号\n{NUMBER}\n全额退款63元")
    case = made(tmp_path, [bill, one])
    assert home(case, one) is not home(case, bill)


def test_only_whole_yuan_are_taken_as_rounded(tmp_path: Path) -> None:
    """40 may be 40.50 to who chats; 40.20 is not."""
    for text, together in (("请退我40元", True), ("请退我40.20元", False)):
        bill = payment(amount="40.50", counterparty="")
        ask = said("request", text, "2026-10-05T09:00+08:00", counterparty="在线客服")
        case = made(tmp_path / text, [bill, ask])
        assert (home(case, ask) is home(case, bill)) == together


def test_the_same_firm_or_the_same_sum_is_no_contradiction(tmp_path: Path) -> None:
    bill = payment()
    same_sum = ticket(counterparty="成都迅卡", text=f"登记编号\n{NUMBER}\n涉诉金额\n¥128.00")
    same_firm = ticket(
        "b.png", counterparty="杭州云卡数字科技有限公司", text="登记编号\n1\n涉诉金额\n¥100.00"
    )
    nothing = ticket("c.png")
    for number, page in enumerate((same_sum, same_firm, nothing)):
        case = made(tmp_path / str(number), [bill, page])
        assert home(case, page) is home(case, bill)


def test_a_number_that_both_show_outweighs_other_names_and_sums(tmp_path: Path) -> None:
    bill = order()
    page = ticket(counterparty="成都迅卡", text=f"登记编号\n{NUMBER}\n关联订单\n{ORDER}\n涉诉金额\n¥356.00")
    case = made(tmp_path, [bill, page])
    assert home(case, page) is home(case, bill)


def test_why_the_only_dispute_was_taken_is_said_exactly(tmp_path: Path) -> None:
    """Nothing is said to fit where nothing could be compared."""
    undated = ticket(occurred_at="")
    (dispute,) = made(tmp_path, [payment(), undated]).disputes
    (link,) = [one for one in dispute.links if one.reason == "only_dispute"]
    assert "没有日期可以比较" in link.text.zh and "对得上" not in link.text.zh


def test_a_chat_of_another_sum_is_not_said_to_name_none(tmp_path: Path) -> None:
    """The reason that stands with it says what it names."""
    ask = said(
        "request", "请退我150.00元", "2026-10-05T09:00+08:00", amount="150.00", counterparty="橙子电玩"
    )
    second = payment(
        "b.png", trade_no="4200001234202610010123456700", order_no="2026100110101012345", amount="60.00"
    )
    case = made(tmp_path, [payment(), second, ask])
    own = home(case, ask)
    assert own is not None and own.rows == [ask.evidence_id]
    told = " ".join(link.text.zh for link in own.links)
    assert "150.00" in told and "没有写明" not in told and "对得上" not in told
    assert any("150.00" in why.zh for item in own.chain if item.key == "payment" for why in item.why)


def thread(file: str = "工单.png", **cells: object) -> list[Row]:
    """A work order's page: its number, what was asked, what was refused and promised."""
    given = {"screen": "complaint.ticket", "counterparty": "", **cells}
    return [
        ticket(file, order_no="GD90417", occurred_at="", text="工单#GD90417 关联订单SP20260910170233"),
        said("request", "下单后三小时没充上，请退款60元", "2026-10-10T20:13+08:00", file, 2, amount="60.00", **given),
        said("refusal", "经核实该商品为即时兑换类，售出后不接受退款申请", "2026-10-11T10:02+08:00", file, 3, **given),
        said("promise", "供货方同意，本站三天内将60元退至您的账户", "2026-10-12T16:45+08:00", file, 4, promised_amount="60.00",
             promised_by="2026-10-15", **given),
    ]  # fmt: skip


def test_a_work_orders_page_is_one_dispute(tmp_path: Path) -> None:
    rows = thread()
    case = made(tmp_path, rows)
    (dispute,) = case.disputes
    assert dispute.rows == [r.evidence_id for r in rows] and not case.unlinked
    states = {item.key: item.state for item in dispute.chain}
    assert {states[key] for key in ("request", "answer", "ticket")} == {"there"}
    assert any(d.key == "promise" for d in dispute.deadlines)
    assert dispute.facts.order_no is not None and dispute.facts.order_no.value == "SP20260910170233"


def test_an_answer_on_a_work_orders_page_is_no_clause(tmp_path: Path) -> None:
    (dispute,) = made(tmp_path, thread()).disputes
    for draft in dispute.drafts:
        assert "条款：“经核实" not in draft.text and "格式条款写明" not in draft.text


def test_a_page_follows_its_transaction(tmp_path: Path) -> None:
    """The order on the page of a work order joins its purchase, and all that the page says goes with it."""
    bill = order(order_no="SP20260910170233", amount="60.00")
    rows = thread()
    paid = row("transaction", "工单.png", 5, screen="complaint.ticket", order_no="SP20260910170233", amount="60.00",
               status="failed", text="关联订单")  # fmt: skip
    second = payment()
    case = made(tmp_path, [bill, second, *rows, paid])
    mine = home(case, bill)
    assert mine is not None and {r.evidence_id for r in (*rows, paid)} <= set(mine.rows)
    assert not case.unlinked


def test_a_page_of_several_complaints_is_not_one(tmp_path: Path) -> None:
    """A list of complaints names several numbers: none of them follows another."""
    rows = [ticket("列表.png", 1, order_no="17312345678", counterparty="成都迅卡", text="投诉编号\n17312345678\n¥356.00"),
            ticket("列表.png", 2, order_no="17387654321", counterparty="北京乙店", text="投诉编号\n17387654321\n¥45.00")]  # fmt: skip
    case = made(tmp_path, [payment(), *rows])
    assert len({id(home(case, one)) for one in rows}) == 2


def filing(dispute: str, number: str = NUMBER) -> Filing:
    return Filing(
        dispute=dispute, channel="12315", number=number, filed_on=date(2026, 10, 7), amount="128.00"
    )


def test_a_recorded_complaint_closes_its_link_and_brings_its_page(tmp_path: Path) -> None:
    bill = payment()
    first = made(tmp_path / "a", [bill, OTHERS])
    number = next(d.id for d in first.disputes if bill.evidence_id in d.rows)
    case = made(tmp_path / "b", [bill, OTHERS], (filing(number),))
    (dispute,) = case.disputes
    assert dispute.id == number and OTHERS.evidence_id in dispute.rows
    assert {link.strength for link in dispute.links if link.reason == "filed"} == {"certain"}
    assert not dispute.loose and any("12315.png" in one.file for one in dispute.exhibits)
    (item,) = [one for one in dispute.chain if one.key == "ticket"]
    assert item.state == "there" and item.rows == [OTHERS.evidence_id]
    assert any(NUMBER in why.zh for why in item.why)


def test_a_recorded_complaint_needs_no_picture(tmp_path: Path) -> None:
    first = made(tmp_path / "a", [payment()])
    (dispute,) = made(tmp_path / "b", [payment()], (filing(first.disputes[0].id),)).disputes
    (item,) = [one for one in dispute.chain if one.key == "ticket"]
    assert item.state == "there" and not item.single_source and item.gap is None
    assert any(NUMBER in why.zh and "截一张" in why.zh for why in item.why)


def test_a_disputes_id_does_not_hang_on_a_recorded_page(tmp_path: Path) -> None:
    """A dispute of a chat alone has the id of its first row; a page that its complaint brings must not change it."""
    chats = [said("request", "请退款", "2026-10-05T09:00+08:00", f"聊天{n}.png") for n in range(3)]
    for number, chat in enumerate(chats):
        first = made(tmp_path / f"a{number}", [chat])
        case = made(tmp_path / f"b{number}", [chat, OTHERS], (filing(first.disputes[0].id),))
        assert [d.id for d in case.disputes] == [first.disputes[0].id]
        assert case.disputes[0].filings


def test_what_is_missing_says_which_screenshot_closes_it(tmp_path: Path) -> None:
    case = on_demand(tmp_path, payment())
    (dispute,) = case.disputes
    assert "平台订单号（平台“我的订单”里这一单的详情页截图）" in dispute.summary.zh
    for item in dispute.chain:
        assert item.look.zh and item.look.en
        if item.state == "missing" and item.essential:
            assert f"{item.name.zh}（{item.look.zh}）" in dispute.summary.zh
    draft = next(d for d in dispute.drafts if d.paper.kind == "evidence_list")
    assert any("平台订单号（平台“我的订单”里这一单的详情页截图）" in note for note in draft.notes)


def test_a_name_stands_once_in_a_sentence(tmp_path: Path) -> None:
    """Where the bill alone names the other side, platform and payee are one name."""
    case = on_demand(tmp_path, payment())
    (dispute,) = case.disputes
    texts = {d.paper.kind: d.text for d in dispute.drafts}
    assert "杭州云卡数字科技有限公司（杭州云卡数字科技有限公司）" not in texts["heimao"]
    body = texts["complaint_500"]
    assert body.count("杭州云卡数字科技有限公司") == 1
    assert "收款方为杭州云卡数字科技有限公司" in texts["channel"]
    # two names are both told
    both = next(iter(made(tmp_path / "b", [order(), payment()]).disputes))
    heimao = next(d.text for d in both.drafts if d.paper.kind == "heimao")
    assert "投诉对象：云雀卡盟（杭州云卡数字科技有限公司）" in heimao


def test_nobody_is_asked_for_money_without_a_reason(tmp_path: Path) -> None:
    case = on_demand(tmp_path, payment())
    (dispute,) = case.disputes
    assert len(dispute.drafts) > 2
    for draft in dispute.drafts:
        if draft.paper.kind != "evidence_list":
            assert "要求退款的理由是：【请填写：为什么要求退款" in draft.text
    ask = said("request", "没到账，退款", "2026-10-05T09:00+08:00", order_no=MERCHANT)
    asked = made(tmp_path / "b", [payment(), ask])
    assert not any("要求退款的理由是" in d.text for d in asked.disputes[0].drafts)


def test_a_claim_that_pages_contradict_is_marked(tmp_path: Path) -> None:
    """328 on the order, 298 paid: which of them is claimed, somebody has to settle before it is sent."""
    rows = [order(), payment(amount="98.00", order_no=ORDER), product()]
    out = results(tmp_path / "out", rows)
    case = build_case(out)
    (dispute,) = case.disputes
    assert any(one.kind == "amount" for one in dispute.contradictions)
    demand = next(d.text for d in dispute.drafts if d.paper.kind == "demand")
    assert "98.00【请核对】元原路退回" in demand
    (out / "case.toml").write_text(f'[dispute."{dispute.id}"]\nconfirmed = true\n', encoding="utf-8")
    confirmed = next(d.text for d in build_case(out).disputes[0].drafts if d.paper.kind == "demand")
    assert "98.00元原路退回" in confirmed


def test_marks_stand_behind_the_name_and_its_quotation_marks(tmp_path: Path) -> None:
    ask = said("request", "没到账，退款128.00元", "2026-10-05T09:00+08:00", amount="128.00")
    case = made(tmp_path, [payment(), ask])
    write_case(case, tmp_path / "out")
    demand = next(d.text for d in case.disputes[0].drafts if d.paper.kind == "demand")
    assert "在“云雀卡盟”【请核对】购买" in demand


def test_what_shows_no_dispute_has_no_letters_and_is_named(tmp_path: Path) -> None:
    case = made(tmp_path, [payment()])
    (dispute,) = case.disputes
    assert {p.kind for p in dispute.papers} == {"evidence_list"} and not dispute.law
    assert any("没有看到纠纷" in note.zh and dispute.id in note.zh for note in case.notes)
    given = on_demand(tmp_path / "b", payment())
    assert "demand" in {p.kind for p in given.disputes[0].papers}
    assert not any("没有看到纠纷" in note.zh for note in given.notes)
