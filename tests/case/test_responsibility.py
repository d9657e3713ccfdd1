"""What words are taken for, and what they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.case.build import build_case
from extractor.case.model import Dispute
from extractor.case.responsibility import said_by_user
from extractor.evidence.schema import Row
from tests.case.rows import ORDER, order, payment, results, said
from tests.case.test_case import TODAY


@pytest.mark.parametrize(
    "text",
    [
        "充100到现在没到，咋个回事嘛",
        "一直没到账",
        "付了钱没到账",
        "加款500没到余额，钱扣了，你们那边查一下",
        "一周了没发，退款! 共316块",
        "还没收到卡密",
    ],
)
def test_goods_that_did_not_come(text: str) -> None:
    assert said_by_user("not_arrived", text)


@pytest.mark.parametrize(
    "text",
    [
        "好，我记下了， 到时候不到账直接起诉",
        "要是明天没到账我就投诉",
        "明天不到账我投诉",
        "退款没到账",
        "申请退款了，一直没到账",
        "钱一直没收到",
        "没收到你们回复",
        "钱到了自然会撤，没到之前不撤",
        "麻烦把没到的那笔钱还给我",
    ],
)
def test_conditions_and_refunds_are_no_missing_goods(text: str) -> None:
    assert not said_by_user("not_arrived", text)


def reasons(tmp_path: Path, text: str, **cells: Any) -> Dispute:
    rows = [
        order(status="paid"),
        payment(),
        said("mention", text, "2026-09-30T10:00+08:00", order_no=ORDER, **cells),
    ]
    return build_case(results(tmp_path / "out", rows), today=TODAY).disputes[0]


@pytest.mark.parametrize(
    "text",
    [
        "您好，充值前请核对号码，充错不退的呢",
        "各位老板，充值失败的单子请按格式报:订单号+账号+金额",
        "您好，虚拟商品一经充值成功无法退款，充值失败的订单系统自动退回",
        "通知:因支付通道维护，今日提现延迟到明天",
        "如果充值失败会自动退款",
        "您的退款失败",
    ],
)
def test_rules_and_conditions_are_no_admission(tmp_path: Path, text: str) -> None:
    assert "platform_failed" not in {r.code for r in reasons(tmp_path, text).responsibility.reasons}


@pytest.mark.parametrize(
    "text",
    ["上游这单确实失败了，明天给你打回去", "经核对您的订单充值失败", "还没充进去", "哎呀真是我充错了"],
)
def test_an_admission_is_marked(tmp_path: Path, text: str) -> None:
    dispute = reasons(tmp_path, text)
    assert "platform_failed" in {r.code for r in dispute.responsibility.reasons}
    demand = next(d.text for d in dispute.drafts if d.paper.kind == "demand")
    assert "没有处理成功【请核对】" in demand


def test_nobody_speaks_for_the_seller_in_a_group(tmp_path: Path) -> None:
    dispute = reasons(tmp_path, "我那单也充值失败了", counterparty="代充交流群(88)")
    assert "platform_failed" not in {r.code for r in dispute.responsibility.reasons}


def test_a_refund_that_did_not_come_is_no_missing_goods(tmp_path: Path) -> None:
    """A word that may be of the refund, after a refund was spoken of."""
    rows = [
        order(status="paid"),
        payment(),
        said("promise", "128元给您退款", "2026-09-30T10:00+08:00", order_no=ORDER),
        said("mention", "怎么还没到账", "2026-10-03T10:00+08:00", number=2, order_no=ORDER, speaker="me"),
    ]
    dispute = build_case(results(tmp_path / "out", rows), today=TODAY).disputes[0]
    assert "not_arrived" not in {r.code for r in dispute.responsibility.reasons}


def test_no_paper_admits_a_mistake_for_the_user(tmp_path: Path) -> None:
    rows = [
        order(status="paid"),
        payment(),
        said("request", "我买错了，退款", "2026-09-30T10:00+08:00", order_no=ORDER),
    ]
    out = results(tmp_path / "out", rows)
    before = build_case(out, today=TODAY).disputes[0]
    assert before.responsibility.cause == "own_mistake" and not before.responsibility.confirmed
    texts = [d.text for d in before.drafts]
    assert texts and not any("有误" in text or "买错" in text for text in texts)
    (out / "case.toml").write_text(f'[dispute."{before.id}"]\ncause = "own_mistake"\n', encoding="utf-8")
    after = build_case(out, today=TODAY).disputes[0]
    assert any("操作有误" in d.text for d in after.drafts)


@pytest.mark.parametrize(
    ("messages", "claim"),
    [
        # what is asked back, though a coupon and another promise are named
        ([("promise", "先退您20元", "20.00"), ("request", "把129还给我，券你自己留着", "129.00")], "129.00"),
        ([("request", "退钱", ""), ("promise", "给您退88元", "88.00")], "88.00"),
        ([("request", "退钱", ""), ("mention", "送您5元无门槛券一张", "5.00")], None),
        ([("request", "退钱", ""), ("mention", "话费余额还是3块2", "3.20")], None),
        ([("request", "没到账，付了15，退吧", "")], "15.00"),
        ([("request", "订单ECF7K2M9QX退款", "7200.00")], None),
    ],
)
def test_the_claim_is_what_is_asked_or_promised_or_paid(
    tmp_path: Path, messages: list[tuple[str, str, str]], claim: str | None
) -> None:
    rows = [
        said(
            kind,
            text,
            f"2026-09-30T10:0{number}+08:00",
            number=number,
            **{"amount" if kind == "mention" else "promised_amount": amount},
        )
        for number, (kind, text, amount) in enumerate(messages, start=1)
    ]
    (dispute,) = build_case(results(tmp_path / "out", rows), today=TODAY).disputes
    found = dispute.facts.claim
    assert (found.value if found else None) == claim
    assert found is None or found.state == "weak"


def doubtful(row: Row, *reasons: str) -> Row:
    row.reasons.extend(reasons)
    return row


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("退货率这周降到2%了，不错", "speaker_unsure"),
        ("有用，上次发完当天就退了", ""),
        ("您的诉求我了解了，退款129元，对吧", ""),
        ("退您72元，券不退", "unsure_wording"),
        ("那我就给他退", "negation_near"),
        ("已经点了同意", "unsure_rule:wording"),
    ],
)
def test_what_may_be_no_promise_is_not_told_as_one(tmp_path: Path, text: str, reason: str) -> None:
    promise = said("promise", text, "2026-09-30T10:00+08:00", order_no=ORDER, promised_by="2026-10-03")
    rows = [order(), payment(), doubtful(promise, *([reason] if reason else []))]
    (dispute,) = build_case(results(tmp_path / "out", rows), today=TODAY).disputes
    assert not any("答应" in d.text for d in dispute.drafts)
    assert not any(d.key == "promise" for d in dispute.deadlines)
    assert "promised" not in {r.code for r in dispute.responsibility.reasons}
    assert any("拿不准" in one.zh and promise.evidence_id in one.zh for one in dispute.check_first)


def test_a_promise_for_a_case_is_told_with_its_condition(tmp_path: Path) -> None:
    rows = [
        order(),
        payment(),
        said("promise", "今晚12点前要是没到账，给您全退", "2026-09-30T10:00+08:00", order_no=ORDER),
    ]
    (dispute,) = build_case(results(tmp_path / "out", rows), today=TODAY).disputes
    demand = next(d.text for d in dispute.drafts if d.paper.kind == "demand")
    assert "答应在一定条件下退款" in demand and "答应退款：" not in demand


def test_orders_of_a_list_are_in_a_case_or_named(tmp_path: Path) -> None:
    shown = {"screen": "bill_list", "counterparty": "", "trade_no": ""}
    failed = order("列表.png", number=1, status="failed", order_no="AB20260126100745371201", **shown)
    done = order("列表.png", number=2, status="paid", order_no="AB20260125164512019472", **shown)
    groceries = payment("账单.png", screen="bill_list", order_no="", trade_no="", counterparty="便利店")
    case = build_case(results(tmp_path / "out", [failed, done, groceries]), today=TODAY)
    assert [d.rows for d in case.disputes] == [[failed.evidence_id]]
    assert "order_failed" in {r.code for r in case.disputes[0].responsibility.reasons}
    assert {(u.evidence_id, u.reason) for u in case.unlinked} == {
        (done.evidence_id, "other_order"),
        (groceries.evidence_id, "background"),
    }
    assert any("1 笔交易没有订单页" in note.zh for note in case.notes)
