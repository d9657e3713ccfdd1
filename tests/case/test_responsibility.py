"""What words are taken for, and what they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.case.build import build_case
from extractor.case.model import Dispute
from extractor.case.responsibility import said_by_user
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
    ],
)
def test_conditions_and_refunds_are_no_missing_goods(text: str) -> None:
    assert not said_by_user("not_arrived", text)


def reasons(tmp_path: Path, text: str, **cells: object) -> Dispute:
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
