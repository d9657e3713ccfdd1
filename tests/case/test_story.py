"""What the papers say, on small made-up rows: true, in order of date, each thing called what it is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from extractor.case import build_case, write_case
from extractor.case.filings import record_filing
from extractor.case.groups import Group
from extractor.case.load import load
from extractor.case.model import Dispute, Filing
from extractor.case.page_terms import key_of
from extractor.case.story import done_of
from extractor.evidence.schema import Row
from extractor.geometry import Box
from tests.case.rows import MERCHANT, disputed, order, payment, product, results, row, said
from tests.case.test_letters import draft

TODAY = date(2026, 12, 1)
CLAUSE, PROMISE = "虚拟商品一经售出概不退换", "超过24小时未到账全额退款"


def ask(text: str, at: str, number: int, **cells: Any) -> Row:
    return said("request", text, at, number=number, order_no="YQ202609282050221234", **cells)


def told(kind: str, text: str, at: str, number: int, **cells: Any) -> Row:
    return said(kind, text, at, number=number, order_no="YQ202609282050221234", **cells)


TALK = (
    told("mention", "充值一直没到账", "2026-11-20T09:00+08:00", 1, speaker="me"),
    ask("没到账，我要求退款", "2026-11-21T10:00+08:00", 2),
    told("promise", "3个工作日内给您退", "2026-11-21T10:05+08:00", 3, promised_by="2026-11-25"),
    told("refusal", "这个订单已经提交上游了，虚拟商品不支持退款", "2026-11-25T10:10+08:00", 4),
    ask("钱还没退，马上退款", "2026-11-25T10:00+08:00", 5),
    told("scam", "加我们财务QQ，先交20元手续费", "2026-11-26T10:00+08:00", 6),
)


def pages(*, order_lines: tuple[str, ...] = (), product_lines: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    def record(file: str, screen: str, texts: tuple[str, ...]) -> dict[str, Any]:
        lines = [{"box": f"40,{100 + 80 * i},{30 * len(t)},40", "text": t} for i, t in enumerate(texts)]
        return {"source_file": file, "screen": screen, "lines": lines}

    return [
        record("订单.png", "card_platform.order", order_lines),
        record("商品.png", "product.page", product_lines),
    ]


def made(folder: Path, *rows: Row, records: list[dict[str, Any]] | None = None, toml: str = "") -> Dispute:
    out = results(folder, [order(), payment(), product(), *rows], records or [])
    if toml:
        number = build_case(out, today=TODAY).disputes[0].id
        (out / "case.toml").write_text(toml.replace("ID", number), encoding="utf-8")
    (dispute,) = build_case(out, today=TODAY).disputes
    return dispute


def in_order(text: str, *parts: str) -> bool:
    at = [text.find(part) for part in parts]
    assert -1 not in at, [part for part, place in zip(parts, at, strict=True) if place < 0]
    return at == sorted(at)


@pytest.mark.parametrize("kind", ["demand", "12315", "complaint_2000"])
def test_what_happened_is_told_in_order_of_date(tmp_path: Path, kind: str) -> None:
    text = draft(made(tmp_path, *TALK), kind).text.split("【举报】")[0]
    if kind == "12315":  # 500 characters: the year stands at the payment
        assert "2026年9月28日" in text
        text = re.sub("(?<=[于期至])(?=11月|12月)", "2026年", text)
    assert in_order(
        text,
        "于2026年11月21日10:00要求退款",
        "于2026年11月21日10:05答应退款",
        "于2026年11月25日10:00再次要求退款",
        "于2026年11月25日10:10又拒绝退款",
        "承诺的日期2026年11月25日已过，截至2026年12月1日没有看到退款到账",
        "于2026年11月26日10:00要求先交费用才能退款",
    )
    assert "于2026年11月20日09:00向" in text or kind == "12315"


@pytest.mark.parametrize("kind", ["complaint_300", "channel"])
def test_short_texts_keep_the_gravest_in_order(tmp_path: Path, kind: str) -> None:
    text = draft(made(tmp_path, *TALK), kind).text
    assert len(text) <= 300
    assert in_order(text, "答应退款", "要求先交费用才能退款")


def test_what_was_not_said_is_not_told(tmp_path: Path) -> None:
    text = draft(made(tmp_path, ask("没到账，我要求退款", "2026-11-21T10:00+08:00", 1)), "demand").text.split(
        "二、依据"
    )[0]
    assert text.count("要求退款：") == 1
    assert not re.search("再次|答应|拒绝|承诺的日期|手续费|本人已|条款", text)


def test_an_undated_demand_is_said_to_be_undated(tmp_path: Path) -> None:
    text = draft(made(tmp_path, ask("没到账，我要求退款", "", 1)), "demand").text
    assert "本人要求退款（截图没有显示日期）" in text


def test_causes_are_several_and_what_never_arrived_leads(tmp_path: Path) -> None:
    dispute = made(tmp_path, *TALK, records=pages(order_lines=(CLAUSE,)))
    assert dispute.responsibility.causes == ["promise_broken", "not_delivered", "clause_refusal"]
    text = draft(dispute, "12315").text
    assert in_order(text, "第五百零九条、第五百七十七条、第五百六十三条", "第五百六十六条")
    letter = draft(dispute, "demand").text
    law = re.findall(r"^\d+\. (《[^》]+》第[^：]+条)：", letter, re.M)
    assert law[:2] == ["《民法典》第五百零九条", "《民法典》第五百七十七条"]
    assert law.index("《民法典》第五百六十六条") < law.index("《民法典》第四百九十七条")
    assert "购买合同自期限届满时解除" in letter


def test_nothing_is_ended_where_nothing_says_that_it_never_arrived(tmp_path: Path) -> None:
    text = draft(made(tmp_path / "a", TALK[2]), "demand").text
    assert "解除，贵方" in text  # the order page says that it is still in progress
    out = disputed(results(tmp_path / "b", [payment(), product(), TALK[2]]), payment())
    (dispute,) = build_case(out, today=TODAY).disputes
    assert "第五百六十五条" not in draft(dispute, "demand").text


def test_only_a_page_has_a_clause(tmp_path: Path) -> None:
    report = draft(made(tmp_path / "chat", *TALK[:5]), "12315").text.split("【举报】")[1]
    assert "格式条款" not in report and "答复：“这个订单已经提交上游了" in report
    assert "第四百九十七条" not in draft(made(tmp_path / "law", *TALK[:5]), "demand").text
    dispute = made(tmp_path / "page", *TALK[:5], records=pages(order_lines=("订单详情", CLAUSE)))
    report = draft(dispute, "12315").text.split("【举报】")[1]
    number = next(e.number for e in dispute.exhibits if e.file == "订单.png")
    assert f"订单页以格式条款写明：“{CLAUSE}”（证据{number}）【请核对】" in report
    assert in_order(report, CLAUSE, "答复：“这个订单已经提交上游了")


def test_the_sellers_own_promise_is_cited_with_its_page(tmp_path: Path) -> None:
    dispute = made(tmp_path, *TALK[:2], records=pages(product_lines=("到账时间", PROMISE)))
    number = next(e.number for e in dispute.exhibits if e.file == "商品.png")
    for kind in ("demand", "12315", "complaint_2000"):
        assert f"商品页写明：“{PROMISE}”（证据{number}）【请核对】" in draft(dispute, kind).text
    assert f"{number} = 商品.png" in " ".join(draft(dispute, "demand").notes)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (CLAUSE, "clause"), (PROMISE, "promise"), ("卡密类商品不退不换", "clause"), ("充值失败自动原路退款", "promise"),
        ("本店不支持七天无理由退货", None), ("充值失败，已退款", None), ("未到账是否可以退款？", None), ("未到账请联系客服", None),
        ("未到账的不予退款", "clause"), ("请在24小时内使用", None), ("谨防私下退款，平台不支持微信退款", None),
    ],
)  # fmt: skip
def test_terms_of_pages(text: str, key: str | None) -> None:
    assert key_of(text) == key


def test_wrapped_lines_of_a_page_are_one_sentence_and_neighbours_are_not(tmp_path: Path) -> None:
    lines = [
        {"box": "40,100,600,40", "text": "未使用的可以申请；已经使用的商品一经售出"},
        {"box": "40,150,200,40", "text": "概不退换"},
        {"box": "40,300,100,40", "text": "到账时间"},
        {"box": "40,350,100,40", "text": "十分钟"},
    ]
    record = {"source_file": "商品.png", "screen": "product.page", "lines": lines}
    out = results(tmp_path, [product()], [record])
    assert [p.text for p in load(out).printed] == [
        "未使用的可以申请；已经使用的商品一经售出概不退换",
        "到账时间",
        "十分钟",
    ]


def test_a_dubious_demand_stands_in_complaints_with_its_evidence(tmp_path: Path) -> None:
    dispute = made(tmp_path, *TALK)
    number = next(e.number for e in dispute.exhibits if e.file == "聊天.png")
    sentence = f"于2026年11月26日10:00要求先交费用才能退款：“加我们财务QQ，先交20元手续费”（证据{number}）"
    for kind in ("demand", "complaint_2000"):
        assert sentence in draft(dispute, kind).text
    assert f"对方{sentence}" in draft(dispute, "12315").text.split("【举报】")[1]
    assert "先交20元手续费" in draft(dispute, "channel").text


def test_a_strangers_offer_is_not_put_into_the_sellers_mouth(tmp_path: Path) -> None:
    other = told(
        "scam",
        "退款要先交50元保证金",
        "2026-11-26T10:00+08:00",
        7,
        file="别人.png",
        counterparty="退款专员小王",
    )
    text = draft(made(tmp_path, *TALK[:5], other), "demand").text
    assert "名为“退款专员小王”的聊天对象于2026年11月26日10:00要求先交费用" in text
    mine = told("scam", "退款要先交50元保证金", "2026-11-26T10:00+08:00", 7, speaker="me")
    assert "保证金：" not in draft(made(tmp_path / "b", *TALK[:5], mine), "demand").text.replace("“", "")


def test_what_was_done_is_told_and_not_done_twice(tmp_path: Path) -> None:
    work_order = said("ticket", "已登记工单，工单编号GD2026112100318", "2026-11-21T11:00+08:00", number=8, order_no="GD2026112100318")  # fmt: skip
    out = results(tmp_path, [order(), payment(), product(), *TALK[:3], work_order])
    (dispute,) = build_case(out, today=TODAY).disputes
    record_filing(out, Filing(dispute=dispute.id, channel="heimao", number="17312345678", filed_on=date(2026, 11, 22)))  # fmt: skip
    (dispute,) = build_case(out, today=TODAY).disputes
    text = draft(dispute, "12315").text
    assert "本人已于11月21日向平台提交投诉或工单，编号GD2026112100318" in text
    assert "；于11月22日向黑猫投诉平台投诉，编号17312345678。" in text
    assert (
        "本人已于2026年11月21日向平台提交投诉或工单，编号GD2026112100318；" in draft(dispute, "demand").text
    )
    again = draft(dispute, "heimao")
    assert "17312345678" not in again.text and "不要再提交一次" in again.notes[0]
    assert not any("不要再提交" in note for note in draft(dispute, "12315").notes)


def test_where_a_ticket_was_filed_is_said_by_its_page(tmp_path: Path) -> None:
    def channel(text: str, number: str, *lines: str) -> str:
        made = row("ticket", "单.png", screen="complaint.ticket", order_no=number, text=text)
        record = {"source_file": "单.png", "screen": "complaint.ticket", "lines": [{"box": "1,1,9,9", "text": t} for t in lines]}  # fmt: skip
        loaded = load(results(tmp_path / number, [made], [record]))
        (done,) = done_of(Group(list(loaded.rows)), [], loaded.printed)
        return done.channel

    assert channel("投诉编号 1", "1330110202611220001234567", "全国12315平台") == "12315"
    assert channel("投诉编号 2", "17312345678") == "heimao"
    assert channel("工单编号 3", "TK20261122001") == ""
    assert channel("工单编号 4", "TK20261122002", "黑猫投诉", "12315") == ""


def test_a_second_agency_is_warned_of(tmp_path: Path) -> None:
    out = results(tmp_path, [order(), payment(), *TALK[:2]])
    (dispute,) = build_case(out, today=TODAY).disputes
    record_filing(
        out, Filing(dispute=dispute.id, channel="consumers", number="X1", filed_on=date(2026, 11, 22))
    )
    (dispute,) = build_case(out, today=TODAY).disputes
    assert "不予受理" in draft(dispute, "12315").notes[0]


CONFIRMED = (
    '[person]\nname = "张小满"\nphone = "13812340023"\n[dispute."ID"]\nconfirmed = true\nplatform = "青禾数卡"\n'
    'personal_use = true\n[dispute."ID".respondent]\naddress = "某市某路1号"\n'
)


def test_marks_and_blanks_go_when_all_is_confirmed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from extractor.cli.case import show_case

    records = pages(order_lines=(CLAUSE,))
    assert "【请核对】" in draft(made(tmp_path, *TALK, records=records), "12315").text
    dispute = made(tmp_path, *TALK, records=records, toml=CONFIRMED)
    for one in dispute.drafts:
        assert "【请核对】" not in one.text and "【请填写" not in one.text, one.text
    text = draft(dispute, "12315").text
    assert "购买平台：青禾数卡\n" in text and "是否为生活消费购买：是\n" in text
    show_case(build_case(tmp_path, today=TODAY), tmp_path)
    assert "read the papers" in capsys.readouterr().out


def test_a_chats_title_is_the_platform_once_confirmed(tmp_path: Path) -> None:
    asked = said("request", "没到账，我要求退款128.00元", "2026-09-28T21:10+08:00", order_no=MERCHANT)
    out = results(tmp_path, [payment(), asked])
    (dispute,) = build_case(out, today=TODAY).disputes
    assert "云雀卡盟”【请核对】" in draft(dispute, "demand").text
    (out / "case.toml").write_text(f'[dispute."{dispute.id}"]\nconfirmed = true\n', encoding="utf-8")
    (dispute,) = build_case(out, today=TODAY).disputes
    assert "云雀卡盟”【请核对】" not in draft(dispute, "demand").text


def test_a_refund_that_a_page_shows_stays_to_be_checked_until_it_is_said_that_none_came(
    tmp_path: Path,
) -> None:
    rows = [order(status="refunded"), payment(), *TALK[:2]]
    out = results(tmp_path, rows)
    (dispute,) = build_case(out, today=TODAY).disputes
    assert "没有收到这笔退款【请核对】" in draft(dispute, "demand").text
    toml = f'[dispute."{dispute.id}"]\nconfirmed = true\nnot_refunded = true\n'
    (out / "case.toml").write_text(toml, encoding="utf-8")
    (dispute,) = build_case(out, today=TODAY).disputes
    assert "没有收到这笔退款。" in draft(dispute, "demand").text and not dispute.contradictions


def test_the_letter_has_the_phone_and_no_note_of_the_program(tmp_path: Path) -> None:
    dispute = made(tmp_path, *TALK, toml=CONFIRMED)
    write_case(build_case(tmp_path, today=TODAY), tmp_path)
    [folder] = (tmp_path / "papers").glob(f"*{dispute.id}")
    letter = Document(str(folder / "催告函.docx"))
    lines = [p.text for p in letter.paragraphs]
    assert lines[-1].startswith("日期：") and "联系电话：13812340023" in lines
    assert not any("程序" in line or "法律意见" in line for line in lines)
    assert "不是法律意见" in (folder / "催告函.txt").read_text(encoding="utf-8-sig")
    for kind in ("12315", "heimao", "channel", "complaint_2000"):
        assert "13812340023" not in draft(dispute, kind).text


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (TALK, "充值128元未到账，承诺3个工作日退款后又拒绝"),
        (TALK[:3], "充值128元未到账，承诺3个工作日退款逾期未退"),
        ((TALK[1], TALK[3]), "充值128元未到账，客服拒绝退款"),
        (TALK[:2], "充值128元未到账，至今没有退款"),
    ],
)
def test_the_title_says_what_happened(tmp_path: Path, rows: tuple[Row, ...], title: str) -> None:
    assert draft(made(tmp_path, *rows), "heimao").text.startswith(f"投诉标题：{title}\n")


def _reasoned(made_row: Row, *reasons: str) -> Row:
    made_row.reasons.extend(reasons)
    return made_row


def test_a_day_counted_from_a_files_time_is_marked_itself_everywhere(tmp_path: Path) -> None:
    copied = "capture_time_from_mtime"
    ask_ = _reasoned(ask("没到账，我要求退款", "2026-11-21T10:00+08:00", 2), copied)
    promise = told("promise", "7天内给您退", "2026-11-29T10:05+08:00", 3, promised_by="2026-12-06")
    dispute = made(tmp_path, ask_, _reasoned(promise, copied))
    for kind in ("demand", "12315", "complaint_300"):
        text = draft(dispute, kind).text
        for day in ("11月21日10:00", "11月29日10:05", "12月6日"):
            assert f"{day}【请核对日期】" in text, text
        assert text.count("【请核对】") == 0
    demand = draft(dispute, "demand")
    assert demand.paper.marks == demand.text.count("【请核对日期】")
    assert any("按文件的保存时间推算" in note for note in demand.notes)
    (due,) = (d for d in dispute.deadlines if d.key == "promise")
    assert due.day_unsure and "请先核对" in due.text.zh
    assert [e for e in dispute.timeline if "请核对" in e.text.zh and e.kind == "promise"]
    (tmp_path / "two").mkdir()
    sure = made(tmp_path / "two", ask("没到账，我要求退款", "2026-11-21T10:00+08:00", 2))
    assert "请核对日期" not in "".join(d.text for d in sure.drafts)
    assert not any("按文件的保存时间推算" in note for d in sure.drafts for note in d.notes)


def test_what_was_said_in_one_minute_is_told_as_it_stands_in_the_picture(tmp_path: Path) -> None:
    at = "2026-11-25T10:10+08:00"
    rows = (
        told(
            "promise",
            "那我报给主管，3个工作日退您",
            at,
            1,
            box=Box.parse("180,1100,700,190"),
            promised_by="2026-11-28",
        ),
        told("refusal", "虚拟商品不支持退款", at, 2, box=Box.parse("180,640,700,190")),
        ask("我要求退款", at, 3, box=Box.parse("210,410,700,190")),
    )
    dispute = made(tmp_path, *rows)
    for kind in ("demand", "complaint_2000"):
        assert in_order(draft(dispute, kind).text, "我要求退款", "虚拟商品不支持退款", "那我报给主管")
    said_ = [e.kind for e in dispute.timeline if e.at == at]
    assert said_ == ["request", "refusal", "promise"]


def test_what_a_hotline_registers_was_not_filed_with_the_platform(tmp_path: Path) -> None:
    ticket = told(
        "ticket", "【12345热线】您反映的订单YQ202609282050221234充值未到账一事已受理，工单编号SD20260609658704", "2026-11-28T11:25+08:00", 1,
        screen="sms.chat", counterparty="12345",
    )  # fmt: skip
    ticket.order_no = "SD20260609658704"
    text = draft(made(tmp_path, ticket), "demand").text
    assert "向12345热线投诉，编号SD20260609658704" in text and "向平台提交" not in text


@pytest.mark.parametrize(
    "kind", ["demand", "12315", "complaint_300", "complaint_500", "complaint_2000", "heimao"]
)
def test_what_the_user_wrote_and_named_as_the_cause_is_told_in_sentences(tmp_path: Path, kind: str) -> None:
    toml = '[dispute."ID"]\ncause = "not_delivered"\nfacts_note = "对方只发了一半的卡"\n'
    refusal = told("refusal", "虚拟商品不支持退款", "2026-11-25T10:10+08:00", 4)
    for rows in ((), (refusal,)):
        text = draft(made(tmp_path / str(len(rows)), *rows, toml=toml), kind).text
        assert "付款后对方没有按约定交付。" in text
        assert text.count("对方只发了一半的卡。") == 1, text
        assert "为什么要求退款" not in text


def test_a_page_of_12315_gives_its_sum_and_its_deadlines(tmp_path: Path) -> None:
    number = "1330110002026042072300227"
    page = row(
        "ticket", "投诉.png", screen="complaint.ticket", order_no=number, occurred_at="2026-11-23T15:32:08+08:00",
        counterparty="海南乐卡互动科技有限公司", text=f"投诉编号\n{number}\n争议金额(元)\n466.00",
    )  # fmt: skip
    lines = [{"box": "40,100,400,40", "text": "全国12315平台"}]
    out = results(
        tmp_path, [page], [{"source_file": "投诉.png", "screen": "complaint.ticket", "lines": lines}]
    )
    (dispute,) = build_case(out, today=TODAY).disputes
    assert dispute.facts.claim is not None and dispute.facts.claim.value == "466.00"
    due = {d.key: d for d in dispute.deadlines}
    assert due["12315_acceptance"].due == "2026-12-02" and due["12315_acceptance"].rows
    assert due["12315_mediation"].due.startswith("2027-02")
    record_filing(out, Filing(dispute=dispute.id, channel="12315", number=number, filed_on=date(2026, 11, 23), accepted_on=date(2026, 11, 25)))  # fmt: skip
    (dispute,) = build_case(out, today=TODAY).disputes
    assert [d.key for d in dispute.deadlines if d.key.startswith("12315")] == ["12315_mediation"]


def test_the_payments_number_is_not_told_as_the_orders(tmp_path: Path) -> None:
    trade = "4200130119202610249846929786"
    page = [
        row("transaction", "投诉.png", 1, screen="complaint.ticket", trade_no=trade, amount="512.00", occurred_at="2026-10-24T22:36:18+08:00", text=f"交易单号\n{trade}"),
        row("ticket", "投诉.png", 2, screen="complaint.ticket", order_no="200008720261025474955671073", occurred_at="2026-10-25T09:14+08:00", text=f"交易单号\n{trade}\n投诉单号\n200008720261025474955671073"),
    ]  # fmt: skip
    (dispute,) = build_case(results(tmp_path, page), today=TODAY).disputes
    text = draft(dispute, "demand").text
    assert text.count(trade) == 1 and f"交易单号{trade}" in text and "订单号【请填写" in text


def test_a_day_that_a_person_confirmed_without_seeing_it_is_named(tmp_path: Path) -> None:
    def demand(name: str, stamp: str, *reasons: str) -> Any:
        ask_ = _reasoned(ask("没到账，我要求退款", "2026-11-21T10:00+08:00", 2), *reasons)
        ask_.reviewed_at = "2026-12-01T10:00:00+08:00"
        lines = [{"box": "40,100,400,40", "text": stamp}]
        record = {"source_file": "聊天.png", "screen": "wechat.chat", "captured_from": "mtime", "lines": lines, "messages": []}  # fmt: skip
        return draft(made(tmp_path / name, ask_, records=[record]), "demand")

    told_ = demand("relative", "昨天 10:00")
    assert any("聊天.png" in note and "保存时间" in note for note in told_.notes)
    assert "请核对日期" not in told_.text
    for sure in (
        demand("shown", "11月21日 上午10:00"),
        demand("corrected", "昨天 10:00", "corrected:occurred_at=1"),
    ):
        assert not any("保存时间" in note for note in sure.notes)


def test_a_message_that_speaks_of_both_is_told_once_and_judged_by_a_person(tmp_path: Path) -> None:
    words, at = "退您实际付的72元，优惠券不退的哈", "2026-11-25T10:10+08:00"
    rows = (told("promise", words, at, 1), told("refusal", words, at, 2))
    text = draft(made(tmp_path / "both", *rows), "demand").text
    assert text.count(words) == 1 and f"答复：“{words}”【请核对】" in text and "拒绝退款" not in text
    lure = "把收款码发我，我直接微信退你一半"
    rows = (told("promise", lure, at, 1), told("scam", lure, at, 2))
    text = draft(made(tmp_path / "lure", *rows), "demand").text
    assert text.count(lure) == 1 and "答应退款" not in text


def test_before_midnight_is_told_as_the_end_of_its_own_day(tmp_path: Path) -> None:
    promise = told(
        "promise", "今晚12点前给您退回", "2026-11-20T14:33+08:00", 1, promised_by="2026-11-21T00:00+08:00"
    )
    text = draft(made(tmp_path, promise), "demand").text
    assert "2026年11月20日24:00" in text and "11月21日" not in text
