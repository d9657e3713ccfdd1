"""What stands first: a refund that a page shows, evidence that is tied loosely, people that are mixed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractor.case import build_case, write_case
from extractor.case.model import Case, Dispute
from extractor.case.papers import as_text, marked_places
from extractor.case.talk import since_payment
from extractor.evidence.schema import Row
from tests.case.rows import ORDER, disputed, order, payment, product, results, said

TODAY = date(2026, 12, 1)
LONE = {"order_no": "", "counterparty": "小飞侠充值"}


def case_of(folder: Path, *rows: Row, records: Any = (), **options: bool) -> Case:
    return build_case(results(folder, rows, records), today=TODAY, **options)


def text_of(dispute: Dispute, kind: str) -> str:
    draft = next(d for d in dispute.drafts if d.paper.kind == kind)
    return as_text(draft)


# -- a page that shows a refund ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "word"), [("refunded", "已退款"), ("refunding", "退款中")])
def test_a_refund_on_the_order_page_is_settled_first(tmp_path: Path, status: str, word: str) -> None:
    ask = said("request", "钱还没退", "2026-10-03T10:00+08:00", order_no=ORDER)
    (dispute,) = case_of(tmp_path, order(status=status, amount="181.32"), ask).disputes
    assert dispute.verdict == "contradicted"
    assert [c.kind for c in dispute.contradictions] == ["refund_shown"]
    assert f"页面显示{word}" in dispute.check_first[0].zh and "核对是否到账" in dispute.check_first[0].zh
    for kind in ("12315", "demand", "heimao", "complaint_300"):
        text = text_of(dispute, kind)
        assert "181.32【请核对】元" in text and f"页面显示{word}" in text
        assert "请先核对是否到账" in text.split("正文开始")[0]


@pytest.mark.parametrize("status", ["pending", "closed", "refunded"])
def test_nothing_is_demanded_that_was_never_paid_or_came_back(tmp_path: Path, status: str) -> None:
    (dispute,) = case_of(tmp_path, order(status=status)).disputes
    assert {d.paper.kind for d in dispute.drafts} == {"evidence_list"} and not dispute.law
    # somebody who says otherwise is heard
    ask = said("request", "付了款还显示没付，退款", "2026-10-03T10:00+08:00", order_no=ORDER)
    (told,) = case_of(tmp_path / "b", order(status=status), ask).disputes
    assert "demand" in {d.paper.kind for d in told.drafts}
    # so is the person in case.toml
    out = results(tmp_path / "c", [order(status=status)])
    (out / "case.toml").write_text(f'[dispute."{dispute.id}"]\nnot_refunded = true\n', encoding="utf-8")
    (given,) = build_case(out, today=TODAY).disputes
    assert "demand" in {d.paper.kind for d in given.drafts}


def test_a_closed_order_that_says_that_the_money_went_back(tmp_path: Path) -> None:
    record = {
        "source_file": "订单.png",
        "screen": "shop.order",
        "lines": [{"text": "交易关闭，货款已退回", "box": "0,0,300,30"}],
    }
    (dispute,) = case_of(tmp_path, order(status="closed"), payment(), records=[record]).disputes
    assert [c.kind for c in dispute.contradictions] == ["refund_shown"]
    assert "128.00【请核对】元" in text_of(dispute, "demand")


def test_a_refund_that_the_channel_shows_is_no_contradiction(tmp_path: Path) -> None:
    refund = payment("退款.png", status="refunded", occurred_at="2026-10-03T10:00:00+08:00")
    (dispute,) = case_of(tmp_path, order(status="refunded"), payment(), refund).disputes
    assert not dispute.contradictions and not dispute.check_first
    assert dispute.facts.claim is not None and dispute.facts.claim.value == "0.00"


# -- a chat that only its time puts to a purchase --------------------------------------------------------------------


def chat(
    kind: str = "request", text: str = "没到账，我要求退款", at: str = "2026-09-30T10:00+08:00", **cells: Any
) -> Row:
    return said(kind, text, at, **{**LONE, **cells})


def test_a_chat_tied_by_its_time_alone_is_named_and_stays_out_of_papers(tmp_path: Path) -> None:
    promise = chat("promise", "明天退给您", number=2, promised_by="2026-10-01")
    (dispute,) = case_of(tmp_path, order(), payment(), chat(), promise).disputes
    assert {"only_dispute"} <= {link.reason for link in dispute.links}
    (first,) = dispute.check_first
    assert "这段聊天只按时间归到这笔交易，请确认" in first.zh and "聊天.png" in first.zh
    text = text_of(dispute, "demand")
    assert first.zh in text.split("正文开始")[0]
    body = text.split("正文开始")[1]
    assert "没有到账" not in body and "要求退款”" not in body and "明天退给您" not in body
    assert not any(r.rows for r in dispute.responsibility.reasons if r.code in ("not_arrived", "promised"))
    assert all("聊天.png" not in one.file for one in dispute.exhibits)
    assert {c.key: c.state for c in dispute.chain}["request"] == "weak"
    assert all("请先确认" in d.text.zh for d in dispute.deadlines if d.key in ("promise", "limitation"))


def test_an_order_that_hardly_fits_its_payment_is_named_and_marked(tmp_path: Path) -> None:
    late = payment(occurred_at="2026-09-28T23:50:00+08:00", counterparty="云雀卡盟")
    (dispute,) = case_of(tmp_path, order(), late).disputes
    (first,) = dispute.check_first
    assert "对应关系不牢" in first.zh and "订单.png" in first.zh
    text = text_of(dispute, "demand")
    assert f"订单号{ORDER}【请核对】" in text and "付款128.00元" in text


def test_who_confirms_the_link_has_no_marks(tmp_path: Path) -> None:
    row = chat()
    out = results(tmp_path, [order(), payment(), row])
    pair = json.dumps([row.evidence_id, payment().evidence_id])
    (out / "case.toml").write_text(f"[[link]]\nrows = {pair}\n", encoding="utf-8")
    (dispute,) = build_case(out, today=TODAY).disputes
    assert not dispute.check_first and "我要求退款”。" in text_of(dispute, "demand")


def test_a_chat_that_names_another_amount_is_of_another_purchase(tmp_path: Path) -> None:
    half = chat("promise", "退你一半，49.50元", number=2, promised_amount="49.50")
    case = case_of(tmp_path, order(), payment(), chat(), half)
    assert len(case.disputes) == 2 and not any(d.check_first for d in case.disputes)


@pytest.mark.parametrize(("days", "together"), [(0, True), (10, False)])
def test_a_chat_that_says_just_paid_is_not_of_an_old_purchase(
    tmp_path: Path, days: int, together: bool
) -> None:
    at = (date(2026, 9, 28) + timedelta(days=days)).isoformat() + "T21:30+08:00"
    record = {
        "source_file": "聊天.png",
        "title": "小飞侠充值",
        "messages": [{"speaker": "me", "at": at, "text": "我才付款两分钟"}],
    }
    case = case_of(tmp_path, order(), payment(), chat(text="帮我退了吧", at=at), records=[record])
    assert (len(case.disputes) == 1) is together


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("我才付款两分钟", 3),
        ("付了款3个小时了还没到", 240),
        ("10分钟前买的", 11),
        ("刚刚付的款怎么没有", 1440),
        ("付款后10分钟内到账", None),
        ("三天内退给您", None),
    ],
)
def test_how_long_ago_somebody_paid(text: str, minutes: int | None) -> None:
    found = since_payment(text)
    assert (None if found is None else found / timedelta(minutes=1)) == minutes


def test_what_to_write_for_loose_evidence_is_said_and_ready(tmp_path: Path) -> None:
    from extractor.case.settings import init_settings

    pages = [product(f"{n}.png", product="话费", counterparty="") for n in (1, 2, 3)]
    out = results(tmp_path, [order(product="Q币"), payment(product="Q币"), *pages])
    case = build_case(out, today=TODAY)
    (dispute,) = case.disputes
    (first,) = dispute.check_first
    assert first.zh.startswith("这 3 页只因为没有别的交易") and "These 3 pages were" in first.en
    ids = [page.evidence_id for page in pages]
    assert all(i in first.zh for i in ids) and "rows = [" in first.zh
    toml = init_settings(out, case).read_text(encoding="utf-8")
    assert all(name in toml for name in ("1.png、2.png、3.png", *ids))
    # whoever takes the # away has confirmed it
    ready = next(line for line in toml.splitlines() if line.startswith("# rows = [") and ids[0] in line)
    (out / "case.toml").write_text(toml.replace(ready, ready.removeprefix("# ")), encoding="utf-8")
    (dispute,) = build_case(out, today=TODAY).disputes
    assert not dispute.check_first and set(ids) <= set(dispute.rows)
    # and whoever leaves the ids out has them out
    (out / "case.toml").write_text(f"leave_out = {json.dumps(ids)}\n", encoding="utf-8")
    (dispute,) = build_case(out, today=TODAY).disputes
    assert not dispute.check_first and not set(ids) & set(dispute.rows)


def test_one_line_a_conversation_ties_all_of_it(tmp_path: Path) -> None:
    promise = chat("promise", "明天退给您", number=2, promised_by="2026-10-01")
    out = results(tmp_path, [order(), payment(), chat(), promise])
    (dispute,) = build_case(out, today=TODAY).disputes
    (loose,) = dispute.loose
    assert loose.rows == [chat().evidence_id, promise.evidence_id] and len(loose.joined) == 2
    (out / "case.toml").write_text(f"[[link]]\nrows = {json.dumps(loose.joined)}\n", encoding="utf-8")
    (dispute,) = build_case(out, today=TODAY).disputes
    assert not dispute.check_first and promise.evidence_id in dispute.rows


# -- people in subfolders --------------------------------------------------------------------------------------------


def test_evidence_from_two_subfolders_warns(tmp_path: Path) -> None:
    rows = [payment("张三/付款.png"), order("李四/订单.png")]
    (dispute,) = case_of(tmp_path / "a", *rows).disputes
    (first,) = dispute.check_first
    assert "张三" in first.zh and "李四" in first.zh and "--person-per-subfolder" in first.zh
    for dispute in case_of(tmp_path / "b", *rows, person_per_subfolder=True).disputes:
        assert not dispute.check_first


def test_one_subfolder_and_the_folder_itself_warn_of_nothing(tmp_path: Path) -> None:
    (dispute,) = case_of(tmp_path, payment("张三/付款.png"), order("张三/订单.png"), product()).disputes
    assert not dispute.check_first


def test_papers_of_a_former_dispute_go_unless_a_person_edited_them(tmp_path: Path) -> None:
    rows = [payment("张三/付款.png"), order("李四/订单.png")]
    out = results(tmp_path, rows)
    parted = build_case(out, today=TODAY, person_per_subfolder=True)
    write_case(parted, out)
    joined = build_case(out, today=TODAY, person_per_subfolder=False)
    (gone,) = {d.id for d in parted.disputes} - {d.id for d in joined.disputes}
    folder = out / next(d for d in parted.disputes if d.id == gone).papers[0].file
    folder = folder.parent
    assert folder.is_dir()
    write_case(joined, out)
    assert not folder.exists()
    write_case(parted, out)
    edited = folder / "催告函.txt"
    edited.write_text("我改过", encoding="utf-8")
    write_case(joined, out)
    assert edited.read_text(encoding="utf-8") == "我改过"
    assert sorted(path.name for path in folder.iterdir()) == ["催告函.txt", "已过时-请勿提交.txt"]
    assert gone in joined.warnings[-1].zh
    write_case(parted, out)
    assert not (folder / "已过时-请勿提交.txt").exists()


# -- marks and lists in the papers -------------------------------------------------------------------------------------


def test_a_doubted_name_marks_the_name_alone(tmp_path: Path) -> None:
    doubted = order(weak=False, status="failed")
    doubted.reasons.append("low_confidence:counterparty")
    (dispute,) = case_of(tmp_path, doubted).disputes
    text = text_of(dispute, "12315")
    assert "购买平台：云雀卡盟【请核对】" in text
    assert "涉及金额：128.00元" in text and "显示充值失败。" in text
    assert text.split("正文开始")[0].count("· ") == 2 and "· 购买平台：云雀卡盟" in text


def test_what_is_to_be_filled_in_stands_in_one_line_before_the_text(tmp_path: Path) -> None:
    (dispute,) = build_case(disputed(results(tmp_path, [payment()]), payment()), today=TODAY).disputes
    head = text_of(dispute, "12315").split("正文开始")[0]
    (line,) = (one for one in head.splitlines() if one.startswith("还要由您填写："))
    assert "；被投诉方地址；是否为生活消费购买（是或否）；" in line and "按营业执照" not in line
    assert "缺少：" in head and "截图" not in head  # which screenshot closes a gap, one paper says
    assert "截图）" in text_of(dispute, "evidence_list").split("正文开始")[0]


def test_the_places_to_check_are_named_each_once() -> None:
    text = "购买平台：云雀【请核对】\n请退还98.00【请核对】元。请退还98.00【请核对】元，说“不退”【请核对】。"
    assert marked_places(text) == ["购买平台：云雀", "请退还98.00", "说“不退”"]


def test_the_list_of_evidence_has_no_pages_that_nobody_counted(tmp_path: Path) -> None:
    (dispute,) = case_of(tmp_path, order(), payment()).disputes
    assert "页码" not in text_of(dispute, "evidence_list")


# -- deadlines ----------------------------------------------------------------------------------------------------------


def test_the_same_deadline_of_two_messages_is_one(tmp_path: Path) -> None:
    rows = [
        chat("promise", text, number=n, order_no=ORDER) for n, text in enumerate(("会退的", "等会儿退你"), 1)
    ]
    (dispute,) = case_of(tmp_path, order(), payment(), *rows).disputes
    (promise,) = [d for d in dispute.deadlines if d.key == "promise_open"]
    assert promise.rows == [row.evidence_id for row in rows]


def test_a_year_without_a_calendar_is_told_of_once(tmp_path: Path) -> None:
    case = case_of(tmp_path, order(), payment(), chat(order_no=ORDER, at="2026-10-01T10:00+08:00"))
    (dispute,) = case.disputes
    (limit,) = [d for d in dispute.deadlines if d.key == "limitation"]
    assert not limit.calendar_known and "没有公布" not in limit.text.zh
    assert sum("没有公布" in note.zh for note in case.notes) == 1
    assert limit.due == "2029-10-04", "the first three days of October are holidays in every year"
