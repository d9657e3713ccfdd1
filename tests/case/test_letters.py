"""Papers: limits, blanks, masks, law; and files that a person has edited."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from extractor.case import build_case, write_case
from extractor.case.law import Need, citations, load_law
from extractor.case.letter_facts import hidden, spoken
from extractor.case.model import Cause, Dispute, Draft
from extractor.case.settings import init_settings, load_settings, template
from extractor.evidence.schema import Row
from tests.case.rows import COMPANY, ORDER, TRADE, disputed, order, payment, product, results, said

TODAY = date(2026, 10, 12)
REQUEST = said("request", "没到账，我要求退款128.00元", "2026-09-30T10:00+08:00", order_no=ORDER)
PROMISE = said(
    "promise", "3天内给您退", "2026-09-30T10:05+08:00", number=2, promised_by="2026-10-03", order_no=ORDER
)
REFUSAL = said("refusal", "虚拟商品一经售出概不退款", "2026-10-09T11:00+08:00", number=3, order_no=ORDER)
ROWS = (order(), payment(), product(), REQUEST, PROMISE, REFUSAL)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return results(tmp_path / "out", ROWS)


def dispute_of(out: Path) -> Dispute:
    (dispute,) = build_case(out, today=TODAY).disputes
    return dispute


def draft(dispute: Dispute, kind: str) -> Draft:
    return next(d for d in dispute.drafts if d.paper.kind == kind)


def test_the_demand_says_fact_law_and_demand(out: Path) -> None:
    text = draft(dispute_of(out), "demand").text
    for fact in (
        COMPANY,
        ORDER,
        TRADE,
        "128.00元",
        "2026年9月28日20:51",
        "2026年9月30日10:00",
        "2026年10月19日前",
    ):
        assert fact in text
    assert text.index("《民法典》第五百零九条") < text.index("《消费者权益保护法》第二十六条")
    assert "《民法典》第四百九十七条" not in text  # no page shows the clause
    assert "不是无理由退货" in text
    assert "二十五条" not in text and "《电子商务法》第五十三条" not in text
    assert set(re.findall("【请填写：([^】]+)】", text)) == {"姓名", "联系电话"}


def test_weak_values_are_marked_in_the_text(tmp_path: Path) -> None:
    out = results(
        tmp_path,
        [order(weak=True), payment(weak=True, amount="130.00", occurred_at="2026-09-28T20:55:00+08:00")],
    )
    for dispute in build_case(disputed(out, payment()), today=TODAY).disputes:
        text = draft(dispute, "demand").text
        assert "【请核对】" in text


def test_marks_go_when_a_person_has_reviewed_and_come_back_when_it_reads_otherwise(tmp_path: Path) -> None:
    def rows(*, weak: bool, reviewed: str = "") -> list[Row]:
        made = [
            order(weak=weak, status="failed"),
            payment(weak=weak),
            said("promise", "3天内给您退", "2026-09-30T10:05+08:00", promised_by="2026-10-03", order_no=ORDER, weak=weak),
        ]  # fmt: skip
        for one in made:
            one.reviewed_at = reviewed
        return made

    def demand(name: str, given: list[Row]) -> str:
        return draft(dispute_of(disputed(results(tmp_path / name, given), payment())), "demand").text

    text = demand("asks", rows(weak=True))
    # two files that agree bear the amount and the number out; what stands on one of them alone is marked
    for doubtful in (f"交易单号{TRADE}", "订单页显示充值失败", "3天内给您退”"):
        assert f"{doubtful}【请核对】" in text, text
    alone = demand("alone", [payment(weak=True)])
    assert "付款128.00【请核对】元" in alone and "将128.00【请核对】元原路退回" in alone
    assert "【请核对】" not in demand("reviewed", rows(weak=False, reviewed="2026-10-12T10:00:00+08:00"))
    changed = rows(weak=False, reviewed="2026-10-12T10:00:00+08:00")
    changed[1].reviewed_at, changed[1].reasons = "", ["changed_since_review:trade_no=1|2"]
    assert f"交易单号{TRADE}【请核对】" in demand("changed", changed)


def test_an_own_mistake_asks_and_cites_nothing(tmp_path: Path) -> None:
    mistake = said("request", "我充错号了，能申请退款吗", "2026-09-28T21:00+08:00", order_no=ORDER)
    dispute = dispute_of(results(tmp_path, [order(), payment(), mistake]))
    assert {d.paper.kind for d in dispute.drafts} == {"request", "evidence_list"}
    assert "《" not in draft(dispute, "request").text and not dispute.law


def test_the_complaint_form_keeps_complaint_and_report_apart(out: Path) -> None:
    text = draft(dispute_of(out), "12315").text
    complaint, report = text.split("【举报】")
    assert "退还货款和服务费用" in complaint and "退还" not in report
    assert "格式条款" not in report and "答复：“虚拟商品一经售出概不退款”" in report and "证件" in complaint


def test_the_public_text_hides_what_is_not_needed(out: Path) -> None:
    (out / "case.toml").write_text('[person]\nname = "张小满"\nphone = "13812345678"\n', encoding="utf-8")
    dispute = dispute_of(out)
    public = draft(dispute, "heimao").text
    assert TRADE not in public and "张小满" not in public and "5678" not in public
    letter = draft(dispute, "demand").text
    assert "张小满" in letter and "联系电话：13812345678" in letter
    assert "13812345678" not in draft(dispute, "12315").text


def test_masks() -> None:
    assert hidden("打13812345678") == "打138****5678"
    assert hidden("身份证11010519491231002X") == "身份证110***********002X"
    assert hidden(ORDER) == ORDER and hidden(TRADE) == TRADE


def test_moments_read_alike_everywhere() -> None:
    assert spoken("2026-09-28T20:51:40+08:00") == "2026年9月28日20:51"
    assert spoken("2026-09-28") == "2026年9月28日" and spoken("") == ""


WORDS = st.text(st.sampled_from("退款充值没到账订单平台客服虚拟商品，。！"), min_size=1, max_size=400)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(WORDS, WORDS, WORDS, st.integers(1, 60), st.integers(1, 40))
def test_limits_hold_for_any_words(
    tmp_path: Path, ask: str, promise: str, refuse: str, goods: int, shop: int
) -> None:
    def with_words(kind: str, text: str, number: int, **cells: str) -> object:
        return said(kind, text, "2026-09-30T10:00+08:00", number=number, order_no=ORDER, **cells)

    rows = [
        order(product="商" * goods, counterparty="店" * shop), payment(counterparty="司" * shop + "公司", order_no="9" * 32),
        with_words("request", ask, 1), with_words("promise", promise, 2, promised_by="2026-10-03"), with_words("refusal", refuse, 3),
    ]  # fmt: skip
    for dispute in build_case(results(tmp_path, rows), today=TODAY).disputes:  # type: ignore[arg-type]
        for one in dispute.drafts:
            assert one.paper.limit is None or len(one.text) <= one.paper.limit
            if one.paper.kind == "channel":
                assert TRADE in one.text and "128.00元" in one.text and "2026年9月28日20:51" in one.text


ALL: tuple[Cause, ...] = (
    "not_delivered", "clause_refusal", "promise_broken", "debited_not_credited", "platform_gone", "not_as_described", "own_mistake", "undecided",
)  # fmt: skip


KNOWN: tuple[Need, ...] = ("order", "clause", "undelivered")


@pytest.mark.parametrize("cause", ALL)
def test_only_verified_law_that_fits_is_cited(cause: Cause) -> None:
    for reader in ("platform", "agency", "channel", "public"):
        for prepaid in (False, True):
            found = citations([cause], reader=reader, prepaid=prepaid, known=KNOWN)  # type: ignore[arg-type]
            assert all(e.tag == "V" and cause in e.causes and (prepaid or not e.prepaid) for e in found)
            keys = {e.key for e in found}
            assert not keys & {"consumer_25", "consumer_55"}
            assert reader == "channel" or "ecommerce_53" not in keys
    needs_law = cause not in ("own_mistake", "undecided")
    assert bool(citations([cause], reader="platform", prepaid=False, known=KNOWN)) == needs_law


def test_the_law_says_where_it_comes_from() -> None:
    for entry in load_law().values():
        assert entry.says and entry.source and entry.when
        assert entry.tag != "V2" or "二手资料" in entry.source
        assert entry.tag != "M" or "未核对" in entry.source
        assert "记忆" not in entry.source


def test_word_files_open_and_say_the_same(out: Path) -> None:
    case = build_case(out, today=TODAY)
    write_case(case, out)
    (dispute,) = case.disputes
    letter = Document(
        str(out / next(p.file for p in dispute.papers if p.kind == "demand" and p.format == "docx"))
    )
    text = "\n".join(p.text for p in letter.paragraphs)
    assert all(line in text for line in draft(dispute, "demand").text.split("\n") if line)
    assert letter.paragraphs[-1].text == "日期：2026年10月12日"
    table = Document(str(out / f"papers/{dispute.id}/证据目录.docx")).tables[0]
    cells = [[cell.text for cell in line.cells] for line in table.rows][1:]
    assert [line[0] for line in cells] == [e.number for e in dispute.exhibits]
    assert all(len(line[5]) == 64 for line in cells)


def test_a_paper_that_a_person_edited_is_kept(out: Path) -> None:
    write_case(build_case(out, today=TODAY), out)
    folder = next((out / "papers").glob("D-*"))
    mine = folder / "催告函.txt"
    mine.write_text("我改过的", encoding="utf-8")
    case = build_case(out, today=TODAY)
    write_case(case, out)
    assert mine.read_text(encoding="utf-8") == "我改过的"
    assert (folder / "催告函-新.txt").is_file()
    assert f"papers/{folder.name}/催告函-新.txt" in {p.file for p in case.disputes[0].papers}
    write_case(build_case(out, today=TODAY), out)
    assert mine.read_text(encoding="utf-8") == "我改过的"
    assert len(list(folder.glob("催告函*.txt"))) == 2


def test_who_only_tries_to_swindle_is_not_written_to(tmp_path: Path) -> None:
    bait = said("scam", "点链接填银行卡领取退款", "2026-09-30T10:00+08:00", counterparty="171 6620 4918")
    said_no = said(
        "refusal", "逾期不予受理", "2026-09-30T10:01+08:00", number=3, counterparty="171 6620 4918"
    )
    dispute = dispute_of(results(tmp_path / "bait", [bait, said_no]))
    assert {d.paper.kind for d in dispute.drafts} == {"evidence_list"}
    asked = [bait, said("request", "我要求退款128.00元", "2026-09-30T10:02+08:00", number=2)]
    assert draft(dispute_of(results(tmp_path / "asked", asked)), "demand")


def test_papers_of_a_dispute_that_is_gone_are_removed(out: Path) -> None:
    write_case(build_case(out, today=TODAY), out)
    old = next((out / "papers").glob("D-*")) / "催告函.txt"
    results(out, [payment("另一张.png")])
    write_case(build_case(out, today=TODAY), out)
    assert not old.exists()


def test_the_calendar_holds_what_is_to_come(out: Path) -> None:
    case = build_case(out, today=date(2026, 10, 1))
    write_case(case, out)
    events = Calendar.from_ical((out / "case.ics").read_bytes()).walk("VEVENT")
    assert {str(e["summary"])[:2] for e in events} == {"对方", "诉讼"}
    days = {e.decoded("dtstart") for e in events}
    assert date(2026, 10, 8) in days and all(not isinstance(day, datetime) for day in days)
    assert TRADE not in (out / "case.ics").read_text(encoding="utf-8")


def test_a_person_overrides(out: Path) -> None:
    number = dispute_of(out).id
    toml = (
        f'[dispute."{number}"]\nconfirmed = true\nresponsibility = "undecided"\ncause = "undecided"\n'
        'demand_date = 2026-12-01\nfacts_note = "客服电话从未接通。"\n'
        f'[dispute."{number}".respondent]\nname = "甲公司"\naddress = "某市某路1号"\n'
    )
    (out / "case.toml").write_text(toml, encoding="utf-8")
    dispute = dispute_of(out)
    assert dispute.responsibility.overridden and dispute.responsibility.confirmed
    assert dispute.responsibility.suggested == "undecided"
    text = draft(dispute, "demand").text
    assert "致：甲公司" in text and "2026年12月1日前" in text and "客服电话从未接通" in text
    assert "某市某路1号" in draft(dispute, "12315").text


def test_the_template_of_settings_is_valid_and_never_overwritten(out: Path) -> None:
    from extractor.errors import CannotRun

    case = build_case(out, today=TODAY)
    path = init_settings(out, case)
    assert load_settings(out).person.name == ""
    assert list(load_settings(out).dispute) == [case.disputes[0].id]
    assert case.disputes[0].title.zh in path.read_text(encoding="utf-8")
    with pytest.raises(CannotRun, match="not overwritten"):
        init_settings(out)


def test_each_example_of_the_template_holds_where_it_stands(tmp_path: Path) -> None:
    """Whoever takes the # of one line away, any line, has settings that are understood."""
    mine, theirs = payment("张三/付款.png"), payment('李"四/b.png', trade_no="4200001234202610010123456700")
    out = results(tmp_path, [mine, theirs])
    case = build_case(out, today=TODAY, person_per_subfolder=True)
    lines = template(case).split("\n")
    examples = [i for i, line in enumerate(lines) if re.match(r"# \w+ = ", line)]
    assert len(examples) == 2 + 2 * 12
    for chosen in [*([i] for i in examples), examples]:
        text = "\n".join(line.removeprefix("# ") if i in chosen else line for i, line in enumerate(lines))
        (out / "case.toml").write_text(text, encoding="utf-8")
        settings = load_settings(out)
        assert set(settings.dispute) == {d.id for d in case.disputes}
        assert set(settings.people) == {"张三", '李"四'}
    assert all(one.confirmed and one.demand_date for one in settings.dispute.values())
    assert settings.leave_out and settings.link[0].rows


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[person]\nname = ""\nleave_out = []\n', "移到文件最上面"),
        ("[person]\nname = 张三\n", r"第 2 行看不懂：name = 张三\n文字要放在英文双引号里"),
        ("[person]\nname = “张三”\n", "英文双引号"),
        ('[person]\nname = "a"\nname = "b"\n', "写了两次"),
        ('[person]\nnam = "x"\n', r"没有 person\.nam 这一项"),
        ("[person]\nname = 5\n", "英文双引号里的文字"),
        ('[dispute."D-1"]\ncause = "magic"\n', r"(?s)只能是.*未到账.*not_delivered"),
        ('[dispute."D-1"]\nconfirmed = "是"\n', "true 或 false"),
        ('[dispute."D-1"]\ndemand_date = "十二月"\n', "2026-12-01"),
        ('leave_out = "E-1"\n', "写成列表"),
    ],
)
def test_a_slip_in_the_settings_says_what_to_do(out: Path, content: str, says: str) -> None:
    from extractor import i18n
    from extractor.errors import CannotRun

    (out / "case.toml").write_text(content, encoding="utf-8")
    i18n.speak("zh")
    try:
        with pytest.raises(CannotRun, match=says):
            load_settings(out)
    finally:
        i18n.speak(None)


def test_settings_for_what_is_not_there_are_told_of(out: Path) -> None:
    number = dispute_of(out).id
    (out / "case.toml").write_text(
        'leave_out = ["E-1"]\n[people."赵六"]\nname = "赵六"\n[dispute."D-0123456789ab-01"]\nconfirmed = true\n'
        '[dispute."D-ffffffffffff-01"]\n',
        encoding="utf-8",
    )
    wrong, lost, people = build_case(out, today=TODAY).warnings
    assert "没有这个编号，现有的是" in wrong.zh and number in wrong.zh
    assert "E-1" in lost.zh and "赵六" in people.zh and "--person-per-subfolder" in people.zh


@pytest.mark.parametrize(
    "content", ["[person", '[person]\nnam = "x"\n', '[dispute."D-1"]\ncause = "magic"\n']
)
def test_wrong_settings_are_named(out: Path, content: str) -> None:
    from extractor.errors import CannotRun

    (out / "case.toml").write_text(content, encoding="utf-8")
    with pytest.raises(CannotRun, match=r"case\.toml"):
        build_case(out, today=TODAY)


def test_the_calendar_says_whose_and_warns_of_long_deadlines_in_time(tmp_path: Path) -> None:
    out = results(tmp_path / "out", [order("张三/订单.png"), payment("张三/付款.png")])
    case = build_case(out, today=TODAY, person_per_subfolder=True)
    write_case(case, out)
    (event,) = Calendar.from_ical((out / "case.ics").read_bytes()).walk("VEVENT")
    assert str(event["summary"]) == "诉讼时效届满：张三 云雀卡盟（128.00 元）"
    days = [alarm.decoded("trigger").days for alarm in event.walk("VALARM")]
    assert days == [-90, -30, -7, -1]
    assert TRADE not in event.to_ical().decode() and ORDER not in event.to_ical().decode()
