"""The case from rows without OCR: facts, chain, contradictions, deadlines, responsibility."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from extractor.case import build_case, write_case
from extractor.case.load import load
from extractor.case.model import Case, Dispute, case_schema
from extractor.errors import CannotRun
from extractor.evidence.schema import Row
from tests.case.rows import COMPANY, ORDER, TRADE, order, payment, product, results, row, said
from tests.helpers import ROOT

TODAY = date(2026, 10, 12)


def case_of(folder: Path, *rows: Row, today: date = TODAY, **options: bool) -> Case:
    return build_case(results(folder / "out", rows), today=today, **options)


def only(case: Case) -> Dispute:
    (dispute,) = case.disputes
    return dispute


def states(dispute: Dispute) -> dict[str, str]:
    return {item.key: item.state for item in dispute.chain}


REQUEST = said("request", f"订单{ORDER}没到账，我要求退款128.00元", "2026-09-30T10:00+08:00", order_no=ORDER)


def test_the_published_schema_is_the_models() -> None:
    published = json.loads((ROOT / "docs" / "case.schema.json").read_text(encoding="utf-8"))
    assert published == case_schema(), "run: python docs/build_case_schema.py"


def test_case_json_follows_its_schema(tmp_path: Path) -> None:
    case = case_of(tmp_path, order(), payment(), product(), REQUEST)
    write_case(case, tmp_path / "out")
    written = json.loads((tmp_path / "out" / "case.json").read_text(encoding="utf-8"))
    jsonschema.validate(written, case_schema())
    assert Case.model_validate(written).disputes[0].id == case.disputes[0].id


def test_the_same_rows_give_the_same_case(tmp_path: Path) -> None:
    rows = [order(), payment(), product(), REQUEST]
    one = case_of(tmp_path / "a", *rows)
    two = case_of(tmp_path / "b", *reversed(rows))
    assert [d.facts for d in one.disputes] == [d.facts for d in two.disputes]
    assert [d.id for d in one.disputes] == [d.id for d in two.disputes]


def test_a_closed_chain_and_its_single_sources(tmp_path: Path) -> None:
    dispute = only(case_of(tmp_path, order(), payment(), product(), REQUEST))
    assert dispute.verdict == "closed"
    single = {item.key for item in dispute.chain if item.single_source}
    # the order's number stands on the page and in the chat, the amount on page and bill
    assert {"product", "respondent", "payment"} <= single and not {"order_number", "amount"} & single
    assert "孤证" in dispute.summary.zh


def test_gaps_say_how_to_fill_them(tmp_path: Path) -> None:
    dispute = only(case_of(tmp_path, payment()))
    found = states(dispute)
    assert found["order_number"] == found["product"] == found["request"] == "missing"
    for item in dispute.chain:
        assert (item.gap is not None) or item.state != "missing"
        assert item.gap is None or (item.gap.zh.endswith("。") and item.gap.en)


def test_a_transfer_to_a_person_has_no_merchant(tmp_path: Path) -> None:
    transfer = payment(screen="wechat_pay.transfer", counterparty="转账-转给阿凯", order_no="", product="")
    dispute = only(case_of(tmp_path, transfer))
    assert states(dispute)["respondent"] == "missing" and states(dispute)["payment"] == "weak"
    assert dispute.facts.platform is None
    assert "channel" not in {p.kind for p in dispute.papers}
    gap = next(i.gap for i in dispute.chain if i.key == "respondent")
    assert gap is not None and "转账给个人" in gap.zh


def test_what_asks_for_review_is_weak_until_two_files_agree(tmp_path: Path) -> None:
    weak = only(case_of(tmp_path / "a", payment(weak=True)))
    assert weak.facts.amount is not None and weak.facts.amount.state == "weak"
    export = payment("账单.csv", screen="wechat_pay.export", text="收/支:支出")
    strong = only(case_of(tmp_path / "b", payment(weak=True), export))
    assert strong.facts.amount is not None and strong.facts.amount.state == "there"
    assert next(i for i in strong.chain if i.key == "payment").neutral


def test_a_misread_screenshot_never_beats_the_export(tmp_path: Path) -> None:
    export = payment("账单.csv", screen="wechat_pay.export", text="收/支:支出")
    dispute = only(case_of(tmp_path, payment(amount="123.00", weak=True), export))
    assert dispute.facts.amount is not None and dispute.facts.amount.value == "128.00"
    assert dispute.verdict == "contradicted"


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ((order(order_no=TRADE, amount="328.00"), payment()), "amount"),
        ((payment(), payment("b.png", amount="12.80")), "amount"),
        ((payment(), payment("b.png", occurred_at="2026-09-28T21:51:40+08:00")), "time"),
        ((payment(), payment("b.png", order_no="2026092899999999999")), "order_no"),
        ((order(), payment(), said("request", "退款", "2026-09-20T10:00+08:00", order_no=ORDER)), "chat_before_payment"),
        ((order(), payment(), said("request", "退328元", "2026-09-30T10:00+08:00", order_no=ORDER, promised_amount="328.00")), "claimed_amount"),
        ((order(), payment(), said("request", "退款", "2026-09-30T10:00+08:00", order_no=ORDER[:-1] + "9")), "similar_number"),
    ],
)  # fmt: skip
def test_contradictions(tmp_path: Path, rows: tuple[Row, ...], kind: str) -> None:
    dispute = only(case_of(tmp_path, *rows))
    assert kind in {c.kind for c in dispute.contradictions}
    assert all(len(c.rows) >= 2 and c.text.zh and c.text.en for c in dispute.contradictions)


def test_near_amounts_are_weak_not_contradicted(tmp_path: Path) -> None:
    dispute = only(case_of(tmp_path, order(), payment(amount="128.37")))
    assert not dispute.contradictions and states(dispute)["payment"] == "weak"
    assert dispute.facts.amount is not None and dispute.facts.amount.value == "128.37"


def test_a_refund_reduces_the_claim(tmp_path: Path) -> None:
    back = payment("退.png", status="refunded", amount="28.00", occurred_at="2026-10-01T10:00:00+08:00")
    facts = only(case_of(tmp_path, payment(), back)).facts
    assert facts.claim is not None and facts.claim.value == "100.00"
    assert facts.refunded is not None and facts.refunded.value == "28.00"


def test_nothing_is_claimed_after_a_full_refund(tmp_path: Path) -> None:
    back = payment("退.png", status="refunded", occurred_at="2026-10-01T10:00:00+08:00")
    dispute = only(case_of(tmp_path, payment(), back))
    assert {p.kind for p in dispute.papers} == {"evidence_list"}


PROMISE = said("promise", "3天内给您退", "2026-09-29T10:05+08:00", promised_by="2026-10-02", number=2)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 10, 1), "open"),
        (date(2026, 10, 5), "overdue_strict"),
        (date(2026, 10, 8), "due_today"),
        (date(2026, 10, 9), "overdue"),
    ],
)
def test_a_promise_over_the_national_day(tmp_path: Path, today: date, state: str) -> None:
    dispute = only(case_of(tmp_path, order(), payment(), REQUEST, PROMISE, today=today))
    promise = next(d for d in dispute.deadlines if d.key == "promise")
    assert (promise.due, promise.due_strict, promise.state) == ("2026-10-08", "2026-10-02", state)
    late = dispute.responsibility.cause == "promise_broken"
    assert late == (state == "overdue")


@pytest.mark.parametrize(
    ("by", "today", "state"),
    [
        ("2026-10-12T18:00+08:00", date(2026, 10, 12), "due_today"),
        ("2026-10-12T18:00+08:00", date(2026, 10, 13), "overdue"),
        ("2026-10-13T00:00+08:00", date(2026, 10, 12), "due_today"),
        ("2026-10-13T00:00+08:00", date(2026, 10, 13), "overdue"),
        ("2026-10-12T18:00+08:00", date(2026, 10, 11), "open"),
    ],
)
def test_a_promise_to_the_hour_does_not_move(tmp_path: Path, by: str, today: date, state: str) -> None:
    late = said("promise", "24小时内退", "2026-10-11T18:00+08:00", promised_by=by, number=2)
    dispute = only(case_of(tmp_path, order(), payment(), REQUEST, late, today=today))
    found = next(d for d in dispute.deadlines if d.key == "promise")
    assert (found.due, found.state) == (by, state)


def test_a_refund_keeps_the_promise(tmp_path: Path) -> None:
    back = payment("退.png", status="refunded", occurred_at="2026-10-01T10:00:00+08:00")
    dispute = only(case_of(tmp_path, order(), payment(), REQUEST, PROMISE, back))
    assert next(d for d in dispute.deadlines if d.key == "promise").state == "met"


def test_limitation_starts_again_with_the_latest_demand_or_admission(tmp_path: Path) -> None:
    def end(*rows: Row) -> str:
        dispute = only(case_of(tmp_path / str(len(rows)), *rows))
        return next(d.due_strict for d in dispute.deadlines if d.key == "limitation")

    assert end(order(), payment()) == "2029-09-28"
    assert end(order(), payment(), REQUEST) == "2029-09-30"
    again = said("promise", "退给您", "2026-10-07T09:00+08:00", number=5)
    assert end(order(), payment(), REQUEST, again) == "2029-10-07"
    refused = said("refusal", "不退", "2026-10-09T09:00+08:00", number=6)
    assert end(order(), payment(), REQUEST, again, refused) == "2029-10-07"


def test_prepayments_have_their_own_clocks(tmp_path: Path) -> None:
    balance = order(product="平台余额充值", text="预存款 加款")
    keys = {d.key for d in only(case_of(tmp_path, balance, payment(), REQUEST)).deadlines}
    assert {"prepaid_7_days", "prepaid_15_days"} <= keys
    assert not any(
        d.key.startswith("prepaid")
        for d in only(case_of(tmp_path / "b", order(), payment(), REQUEST)).deadlines
    )


def chat_record(*messages: tuple[str, str]) -> dict[str, object]:
    return {
        "source_file": "聊天.png",
        "title": "云雀卡盟客服",
        "messages": [{"kind": "text", "speaker": who, "text": text, "at": None} for who, text in messages],
    }


@pytest.mark.parametrize(
    ("messages", "order_cells", "party", "cause"),
    [
        ([("me", "我手机号填错了")], {}, "user", "own_mistake"),
        ([("me", "我没填错，是你们充错了")], {"status": "paid"}, "undecided", "undecided"),
        ([("me", "一直没到账")], {"status": "paid"}, "platform", "not_delivered"),
        ([("me", "卡密无效，用不了")], {"status": "paid"}, "platform", "not_delivered"),
        ([("other", "我们没有收到您的付款")], {"status": "pending"}, "channel", "debited_not_credited"),
        ([("me", "少充了，货不对板")], {"status": "paid"}, "platform", "not_as_described"),
        ([("other", "网站已经关闭")], {"status": "paid"}, "platform", "platform_gone"),
        ([("other", "系统显示已到账")], {"status": "paid"}, "undecided", "undecided"),
        ([("me", "在吗")], {"status": "paid"}, "undecided", "undecided"),
    ],
)  # fmt: skip
def test_responsibility(
    tmp_path: Path, messages: list[tuple[str, str]], order_cells: dict[str, str], party: str, cause: str
) -> None:
    rows = [
        order(**order_cells),
        payment(),
        said("request", "申请退款", "2026-09-30T10:00+08:00", order_no=ORDER),
    ]
    out = results(tmp_path / "out", rows, [chat_record(*messages)])
    found = only(build_case(out, today=TODAY)).responsibility
    assert (found.suggested, found.cause) == (party, cause), found.reasons
    assert not found.confirmed


def test_cautions(tmp_path: Path) -> None:
    goods = order(product="外挂辅助脚本", text="进货价 100")
    cautions = " ".join(c.zh for c in only(case_of(tmp_path, goods, payment())).responsibility.cautions)
    assert "不是为生活消费" in cautions and "合同可能无效" in cautions


def test_small_amounts_and_courts(tmp_path: Path) -> None:
    small = only(case_of(tmp_path / "a", payment(amount="38.00"))).cost
    assert small is not None and small.court_fee == "25.00" and "12315" in small.text.zh
    large = only(case_of(tmp_path / "b", payment(amount="23800.00"))).cost
    assert large is not None and large.court_fee == ""


def test_people_stay_apart_and_share_files(tmp_path: Path) -> None:
    rows = [
        payment("张三/付款.png"), payment("李四/付款.png"), order("李四/订单.png"),
        row("none", "封面.png"),
    ]  # fmt: skip
    rows[1].evidence_id, rows[1].source_sha256 = rows[0].evidence_id, rows[0].source_sha256
    case = case_of(tmp_path, *rows, person_per_subfolder=True)
    assert sorted(d.person or "" for d in case.disputes) == ["张三", "李四"]
    assert len({d.id for d in case.disputes}) == 2
    assert len(case.evidence) == 4
    together = case_of(tmp_path / "b", *rows)
    assert len(together.disputes) == 1


def test_formula_guards_are_taken_off(tmp_path: Path) -> None:
    loaded = load(results(tmp_path, [payment(counterparty="=SUM(A1)", product="-甲", text="@x")]))
    (one,) = loaded.rows
    assert (one.counterparty, one.product, one.text) == ("=SUM(A1)", "-甲", "@x")
    (plain,) = load(results(tmp_path, [payment(counterparty="'甲'")])).rows
    assert plain.counterparty == "'甲'"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff", b"a,b\n1,2\n"])
def test_a_folder_without_a_table_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "evidence.csv").write_bytes(content)
    with pytest.raises(CannotRun, match="extractor run"):
        build_case(tmp_path, today=TODAY)


def test_damaged_readings_cost_only_what_they_add(tmp_path: Path) -> None:
    out = results(tmp_path, [payment()])
    (out / "readings.jsonl").write_text('{"source_file": \nnot json\n[1]\n', encoding="utf-8")
    assert only(build_case(out, today=TODAY)).facts.respondent is not None
    (out / "readings.jsonl").unlink()
    assert COMPANY in json.dumps(build_case(out, today=TODAY).model_dump(mode="json"), ensure_ascii=False)
