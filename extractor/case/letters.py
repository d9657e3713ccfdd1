"""Papers to send, in Chinese, from models/letters/ (jinja2). Nothing is invented: what no row carries is a blank.

All papers of a dispute are rendered from one `facts` dictionary, so amount, number and time are the same in each.
A blank that a person must fill reads 【请填写：…】. Where a text has a limit, quotations shrink until it fits; facts stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, get_args

import jinja2

from extractor.case.channels import channel_code
from extractor.case.deadlines import demand_day
from extractor.case.facts import masked
from extractor.case.filings import AGENCIES
from extractor.case.groups import Group
from extractor.case.law import Entry, Need, Reader, citations
from extractor.case.load import CaseRow, Printed, Said, moment_of
from extractor.case.model import Dispute, Draft, Fact, Paper, Role, Text
from extractor.case.page_terms import PageTerm
from extractor.case.roles import channel_name, to_person
from extractor.case.settings import DisputeSettings, Settings
from extractor.case.story import Done, Event, done_of, events_of, exhibit_numbers
from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.fields.numbers import is_identity_card

NO_ADVICE_LINE = (
    "说明：本文由程序根据本人提供的截图和账单整理，不是法律意见，也不证明截图真实；发送前请逐项核对。"
)
_BLANK = re.compile(r"【请填写：([^】]+)】")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_LONG = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_BOTH_FORMS: tuple[Literal["docx"], Literal["txt"]] = ("docx", "txt")
CHECK = "【请核对】"
_ORDER_STATES = {"failed": "充值失败", "processing": "仍在处理中", "pending": "未支付", "closed": "已关闭"}
_QUOTES = (80, 60, 40, 24, 12, 0)
_TOP_ROW_LENGTH = 40
_UNSETTLED = ("weak", "contradicted")
_UNDELIVERED = frozenset({"not_arrived", "order_failed", "platform_failed"})


@dataclass(frozen=True, slots=True)
class Sources:
    """What the papers of a dispute are made from besides its facts."""

    group: Group
    said: Sequence[Said]
    printed: Sequence[Printed]
    terms: Sequence[PageTerm]
    settings: Settings
    today: date
    prepaid: bool


_OF_A_PURCHASE: tuple[Role, ...] = tuple(role for role in get_args(Role) if role not in ("refusal", "scam"))
"""Roles of rows that show, or speak of, something bought."""


def drafts_of(dispute: Dispute, sources: Sources) -> tuple[list[Draft], list[str]]:
    """The papers of a dispute with their texts; none to send where nothing is left to refund, or where nothing was bought or
    asked for: who only tries to swindle is to be reported (96110), not written to."""
    group = sources.group
    own = sources.settings.dispute.get(dispute.id, DisputeSettings())
    done = done_of(group, dispute.filings, sources.printed)
    facts = _facts(dispute, sources, own, done)
    law = _law(dispute, "platform", sources)
    drafts: list[Draft] = []
    channel_law: list[Entry] = []
    shelf = _Shelf(dispute, drafts, (*_checks(dispute), *_cited_evidence(dispute, facts)), done)
    add = shelf.add
    bought = bool(group.of(*_OF_A_PURCHASE))
    open_claim = bought and (dispute.facts.claim is None or dispute.facts.claim.value != "0.00")
    if open_claim:
        told = {**facts, "done": _told_done(done)}
        if dispute.responsibility.cause == "own_mistake":
            add(
                "request",
                "退款协商函",
                "negotiation letter",
                _render("request.j2", f=told, law=[]),
                docx=True,
            )
            law = []
        else:
            add("demand", "催告函", "demand letter", _render("demand.j2", f=told, law=law), docx=True)
        if dispute.responsibility.cause != "own_mistake":
            agency = _law(dispute, "agency", sources)
            to_agency = {**facts, "done": _told_done(done, leave="12315")}
            text500 = _fitted("complaint_500.j2", 500, to_agency, agency)
            add(
                "12315",
                "12315投诉",
                "12315 complaint",
                _render("12315.j2", f=to_agency, text500=text500),
                channel="12315",
            )
            for limit in (300, 500, 2000):
                body = _fitted(f"complaint_{limit}.j2", limit, told, agency)
                add(
                    f"complaint_{limit}",
                    f"投诉正文-{limit}字",
                    f"complaint, {limit} characters",
                    body,
                    limit=limit,
                )
            to_all = {**facts, "done": _told_done(done, leave="heimao", numbers=False)}
            public = _fitted("public.j2", 500, to_all, [])
            text = _render("heimao.j2", f=to_all, public=public, title=_headline(dispute, facts))
            add("heimao", "黑猫投诉", "Heimao complaint", text, channel="heimao")
        paid = [row for row in group.of("payment") if channel_name(row) and not to_person(row)]
        if paid and dispute.responsibility.cause != "own_mistake":
            channel_law = _law(dispute, "channel", sources, channel_only=True)
            name = channel_name(paid[0])
            code = channel_code(name) or ""
            to_channel = {**facts, "done": _told_done(done, leave=code)}
            body = _fitted("channel.j2", 300, to_channel, channel_law)
            add("channel", f"{name}交易投诉", "payment channel dispute", body, limit=300, channel=code)
    add("evidence_list", "证据目录", "list of evidence", _evidence_text(dispute), docx=True)
    cited = list(dict.fromkeys(entry.key for entry in (*law, *channel_law))) if open_claim else []
    return drafts, cited


class _Shelf:
    """Collects drafts, a text and where asked a DOCX of each."""

    def __init__(
        self, dispute: Dispute, drafts: list[Draft], notes: tuple[str, ...], done: Sequence[Done]
    ) -> None:
        self.dispute, self.drafts, self.notes, self.done = dispute, drafts, notes, done

    def add(
        self,
        kind: str,
        zh: str,
        en: str,
        text: str,
        *,
        docx: bool = False,
        limit: int | None = None,
        channel: str = "",
    ) -> None:
        blanks = list(dict.fromkeys(_BLANK.findall(text)))
        notes = (*_filed_already(self.done, channel), *self.notes)
        for form in _BOTH_FORMS if docx else _BOTH_FORMS[1:]:
            paper = Paper(
                kind=kind,
                name=Text(zh=zh, en=en),
                file=f"papers/{self.dispute.id}/{zh}.{form}",
                format=form,
                chars=len(text) if limit else None,
                limit=limit,
                blanks=blanks,
                marks=text.count(CHECK),
            )
            self.drafts.append(Draft(paper, text, notes))


def _filed_already(done: Sequence[Done], channel: str) -> list[str]:
    """The warning before a paper for a channel where the dispute is already, or for a second agency."""
    notes: list[str] = []
    for one in done:
        given = f"{f'，编号 {one.number}' if one.number else ''}{f'，{spoken(one.on)}' if one.on else ''}"
        if channel and one.channel == channel:
            notes.append(
                f"！已经向{one.where}投诉过{given}：不要再提交一次，新的情况和证据请在原编号下补充。下面的文字可以用作补充。"
            )
        elif channel in AGENCIES and one.channel in AGENCIES:
            notes.append(
                f"！已经向{one.where}投诉过{given}：再向12315投诉，可能以“已由其他机关处理”为由不予受理。"
            )
    return notes


_FILED = {"police": "向公安机关报案", "court": "向人民法院起诉", "platform": "向平台提交投诉或工单"}


def _told_done(done: Sequence[Done], *, leave: str = "", numbers: bool = True) -> list[str]:
    """What was done already, as papers say it; leave: the channel that the paper itself goes to."""
    return [
        f"{f'于{spoken(one.on[:10])}' if one.on else ''}{_FILED.get(one.channel) or f'向{one.where}投诉'}"
        f"{f'，编号{one.number}{CHECK if one.doubted else str()}' if one.number and numbers else ''}"
        for one in done
        if one.channel and one.channel != leave
    ] + [
        f"{f'于{spoken(one.on[:10])}' if one.on else ''}提交投诉或工单，编号{one.number}{CHECK if one.doubted else ''}"
        for one in done
        if not one.channel and numbers
    ]


def _law(dispute: Dispute, reader: Reader, sources: Sources, *, channel_only: bool = False) -> list[Entry]:
    facts = dispute.facts
    reasons = {reason.code for reason in dispute.responsibility.reasons}
    there: dict[Need, bool] = {
        "order": facts.order_no is not None or facts.order_amount is not None,
        "clause": any(term.key == "clause" for term in sources.terms),
        "undelivered": bool(reasons & _UNDELIVERED),
    }
    found = citations(
        dispute.responsibility.causes,
        reader=reader,
        prepaid=sources.prepaid,
        known=[need for need, is_there in there.items() if is_there],
    )
    return [entry for entry in found if entry.only] if channel_only else found


def _cited_evidence(dispute: Dispute, facts: dict[str, Any]) -> list[str]:
    """Which file each number of the list of evidence is that the papers name."""
    named = {e["exhibit"] for e in facts["events"] if e["sort"] == "scam"}
    named |= {term["exhibit"] for term in (*facts["page_promises"], *facts["page_clauses"])}
    rows = [f"{one.number} = {one.file}（{one.rows[0]}）" for one in dispute.exhibits if one.number in named]
    return [f"正文提到的证据，编号同证据目录：{'；'.join(rows)}。"] if rows else []


def _checks(dispute: Dispute) -> list[str]:
    """What a person should settle before a paper goes out."""
    notes = [one.zh for one in dispute.check_first]
    notes += [one.text.zh for one in dispute.contradictions if one.text not in dispute.check_first]
    weak = [item.name.zh for item in dispute.chain if item.state == "weak"]
    if weak:
        notes.append(f"以下内容还较弱，请对照原图核对：{'、'.join(weak)}。")
    missing = [item.name.zh for item in dispute.chain if item.state == "missing" and item.essential]
    if missing:
        notes.append(f"还缺少：{'、'.join(missing)}。补上后请重新运行 extractor run 和 extractor case。")
    if not dispute.responsibility.confirmed:
        notes.append("责任和事由是程序的建议，请在 case.toml 里确认或改正。")
    return notes


def _facts(dispute: Dispute, sources: Sources, own: DisputeSettings, done: Sequence[Done]) -> dict[str, Any]:
    """What the templates know. Every value comes from a row, from case.toml, or from the calendar."""
    group, today = sources.group, sources.today
    known = dispute.facts
    person = sources.settings.person_of(dispute.person)
    payee = known.respondent or _payee(group)
    numbers = exhibit_numbers(dispute.exhibits)
    events = events_of(group, sources.said, dispute.deadlines)
    return {
        "platform": _shown(known.platform),
        "respondent": _shown(known.respondent),
        "payee": _shown(payee),
        "respondent_address": own.respondent.address,
        "respondent_phone": own.respondent.phone,
        "icp": _shown(known.icp),
        "order_no": _shown(known.order_no),
        "merchant_no": _shown(known.merchant_no)
        if known.merchant_no and known.merchant_no != known.order_no
        else "",
        "trade_no": _shown(known.trade_no),
        "paid": _shown(known.amount),
        "order_amount": _shown(known.order_amount),
        "claim": _shown(known.claim) or "【请填写：金额】",
        "refunded": _shown(known.refunded),
        "refund_shown": {"refunded": "已退款", "refunding": "退款中"}.get(_value(known.refund_shown), ""),
        "refund_mark": CHECK if known.refund_shown and known.refund_shown.state in _UNSETTLED else "",
        "has_payment": bool(group.of("payment", "refund")),
        "ordered_at": _when(known.ordered_at),
        "paid_at": _when(known.paid_at),
        "channel": _value(known.channel),
        "product": _product(known.product),
        "order_state": _order_state(group),
        "events": [_told_event(event, numbers, today) for event in events],
        "page_promises": _told_terms(dispute, sources.terms, "promise", numbers),
        "page_clauses": _told_terms(dispute, sources.terms, "clause", numbers),
        "done": _told_done(done),
        "signs": _signs_of(dispute, group),
        "undelivered": any(r.code in _UNDELIVERED for r in dispute.responsibility.reasons),
        "cause": dispute.responsibility.cause,
        "causes": dispute.responsibility.causes,
        "note": hidden(own.facts_note),
        "personal_use": {True: "是", False: "否", None: ""}[own.personal_use],
        "demand_date": spoken((own.demand_date or demand_day(today)).isoformat()),
        "today": spoken(today.isoformat()),
        "year": (_when(known.paid_at) or _when(known.ordered_at))[:5],
        "brief": False,
        "person": person.name,
        "phone": masked(person.phone),
        "full_phone": person.phone,
        "address": person.address,
        "exhibits": len(dispute.exhibits),
    }


def _told_event(event: Event, numbers: dict[str, str], today: date) -> dict[str, Any]:
    return {
        "sort": event.sort,
        "verb": event.verb,
        "at": spoken(event.at),
        "text": hidden(" ".join(event.text.split())),
        "mark": CHECK if event.doubted else "",
        "by": spoken(event.by),
        "late": event.late,
        "who": event.who,
        "exhibit": numbers.get(event.row, ""),
        "weight": event.weight,
    }


def _told_terms(
    dispute: Dispute, terms: Sequence[PageTerm], key: str, numbers: dict[str, str]
) -> list[dict[str, str]]:
    """What stands on pages, marked until a person has confirmed the row or the dispute: no second reader saw it."""
    return [
        {
            "page": term.page,
            "text": hidden(term.text),
            "exhibit": numbers.get(term.row, ""),
            "mark": "" if term.sure or dispute.responsibility.confirmed else CHECK,
        }
        for term in terms
        if term.key == key
    ][:2]


def _signs_of(dispute: Dispute, group: Group) -> dict[str, str]:
    """The signs that the story tells, each with the mark behind it where only loosely tied rows speak of it."""
    loose = {row.id for row in group.rows if row.loose}
    return {
        reason.code: CHECK if reason.rows and loose.issuperset(reason.rows) else ""
        for reason in dispute.responsibility.reasons
    }


def _product(fact: Fact | None) -> str:
    return _shown(fact.model_copy(update={"value": fact.value[:_TOP_ROW_LENGTH]})) if fact else ""


def _order_state(group: Group) -> str:
    """What the platform's newest order page says."""
    rows = [row for row in group.of("order") if row.status in _ORDER_STATES]
    if not rows:
        return ""
    newest = max(rows, key=lambda r: r.captured_at)
    return _marked(newest, _ORDER_STATES[newest.status], "status")


def _payee(group: Group) -> Fact | None:
    row = next((row for row in group.of("payment") if row.counterparty), None)
    if row is None:
        return None
    return Fact(
        value=row.counterparty,
        rows=[row.id],
        state="weak" if row.doubted("counterparty") else "there",
        single_source=True,
    )


def _value(fact: Fact | None) -> str:
    return fact.value if fact else ""


def _shown(fact: Fact | None) -> str:
    """A fact as a paper says it: what nobody has confirmed yet is marked, so that it is not sent unseen."""
    if fact is None:
        return ""
    return f"{fact.value}{CHECK}" if fact.state in _UNSETTLED else fact.value


def _marked(row: CaseRow, text: str, column: str) -> str:
    """The same for what a single row says in a column."""
    return f"{text}{CHECK}" if row.doubted(column) else text


def _when(fact: Fact | None) -> str:
    if fact is None:
        return ""
    return spoken(fact.value) + (CHECK if fact.state in _UNSETTLED else "")


def spoken(moment: str) -> str:
    """A moment as all papers write it: 2026年9月28日21:05, to the minute; empty for none."""
    found = moment_of(moment)
    if found is None:
        return ""
    day = f"{found.year}年{found.month}月{found.day}日"
    return f"{day}{found:%H:%M}" if "T" in moment else day


def hidden(text: str) -> str:
    """Text without the middle of phone and identity numbers."""
    text = _LONG.sub(lambda m: f"{m[0][:3]}***********{m[0][-4:]}" if is_identity_card(m[0]) else m[0], text)
    return _PHONE.sub(r"\1****\2", text)


def _need(value: str, what: str) -> str:
    return value or f"【请填写：{what}】"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 2]}……"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(models_folder() / "letters"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,
    )
    filters: dict[str, Callable[..., str]] = {"need": _need, "cut": _cut, "cites": _cites}
    environment.filters.update(filters)
    return environment


def _render(template: str, **values: Any) -> str:
    try:
        text = _environment().get_template(template).render(**values)
    except jinja2.TemplateError as error:
        raise ModelsInvalid(f"models/letters/{template}: {error}") from error
    return re.sub(r"\n{3,}", "\n\n", text.strip())


def _fitted(template: str, limit: int, facts: dict[str, Any], law: Sequence[Entry]) -> str:
    """The text within limit characters. Quotations shrink and the law's lesser articles go first, then what is not the
    claim itself; quotations and the law go whole last."""
    text = ""
    # the year of the payment, which every text names, goes without saying in a short one
    facts = {**facts, "brief": limit <= 500 and bool(facts["year"])}
    main = [entry for entry in law if not set(entry.lead).isdisjoint(facts["causes"])]
    steps = list(_shorter(facts))
    told = next(i for i, given in enumerate(steps) if all(e["weight"] >= 6 for e in given["events"]))
    for given in steps[: told + 1]:
        for cited, quotes in ((law, _QUOTES[:3]), (main[:6], _QUOTES[:4]), (main[:4], _QUOTES[:5])):
            for quote in quotes:
                text = _render(template, f=given, law=cited, q=quote)
                if len(text) <= limit:
                    return text
    for given in steps[told:]:
        for cited in (main[:2], ()):
            for quote in _QUOTES[3:]:
                text = _render(template, f=given, law=cited, q=quote)
                if len(text) <= limit:
                    return text
    return text


def _shorter(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same facts, fewer at each step: what stands elsewhere too (the payee, the goods' whole name), the lesser signs and
    complaints, then events one by one, the weightiest last."""
    yield facts
    first = next((code for code in _SIGNS if code in facts["signs"]), None)
    signs = {first: facts["signs"][first]} if first else {}
    steps: tuple[dict[str, Any], ...] = (
        {"events": [event for event in facts["events"] if event["weight"] > 1]},
        {"product": _cut(facts["product"], 14), "payee": ""},
        {"signs": signs, "page_clauses": [], "page_promises": facts["page_promises"][:1]},
        {"done": facts["done"][-1:]},
    )
    for step in steps:
        facts = {**facts, **step}
        yield facts
    while any(event["weight"] < 6 for event in facts["events"]):
        facts = _without_the_least(facts)
        yield facts
    facts = {**facts, "done": [], "page_promises": []}
    yield facts
    while len(facts["events"]) > 1:
        facts = _without_the_least(facts)
        yield facts


def _without_the_least(facts: dict[str, Any]) -> dict[str, Any]:
    least = min(facts["events"], key=lambda event: event["weight"])
    return {**facts, "events": [event for event in facts["events"] if event is not least]}


_SIGNS = ("not_arrived", "not_working", "other_goods", "order_unpaid", "not_credited", "order_failed", "platform_failed", "closed_down", "says_delivered")  # fmt: skip


def _cites(law: Sequence[Entry]) -> str:
    """Several articles in a row: 《民法典》第五百零九条、第五百七十七条."""
    parts: list[str] = []
    previous = ""
    for entry in law:
        parts.append(entry.article if entry.law and entry.law == previous else entry.cite)
        previous = entry.law
    return "、".join(parts)


_TERM = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十两半])(?:[-~到至]\d{1,2})?个?(?:工作日|小时|天|日|周|月)内?"
)


def _headline(dispute: Dispute, facts: dict[str, Any]) -> str:
    """The title of the public complaint: what was paid, what did not come, what was promised and refused."""
    claim = dispute.facts.claim
    amount = f"{claim.value.removesuffix('.00')}元" if claim else "【请填写：金额】元"
    goods = _value(dispute.facts.product)
    bought = "充值" if "充" in goods else "购买卡密" if "卡密" in goods else "付款"
    codes = {reason.code for reason in dispute.responsibility.reasons}
    failed = next((words for code, words in _FAILED if code in codes), "没有退款")
    promise = next((e for e in reversed(facts["events"]) if e["sort"] == "promise"), None)
    found = _TERM.search(promise["text"]) if promise and promise["by"] else None
    promised = f"承诺{found[0].removesuffix('内')}退款" if found else "答应退款"
    if "promise_withdrawn" in codes:
        end = f"，{promised}后又拒绝"
    elif "promise_late" in codes:
        end = f"，{promised}逾期未退"
    elif any(e["sort"] == "refusal" for e in facts["events"]):
        end = "，客服拒绝退款"
    elif "closed_down" in codes:
        end = "，平台联系不上"
    else:
        end = "" if failed == "没有退款" else "，至今没有退款"
    return f"{bought}{amount}{failed}{end}{CHECK if claim and claim.state in _UNSETTLED else ''}"


_FAILED = (
    ("not_arrived", "未到账"),
    ("not_working", "不能使用"),
    ("other_goods", "与说明不符"),
    ("not_credited", "没有入账"),
    ("order_failed", "订单没有完成"),
    ("platform_failed", "没有处理成功"),
)


def _evidence_text(dispute: Dispute) -> str:
    lines = ["证据目录", f"案件编号：{dispute.id}"]
    for one in dispute.exhibits:
        lines += [
            "",
            f"{one.number}　{one.name}",
            f"来源：{one.source}",
            f"证明：{'；'.join(one.proves)}",
            f"文件：{one.file}",
            f"SHA-256：{one.sha256}",
        ]
    lines += [
        "",
        "SHA-256 只能说明文件自整理之日起没有改动，不说明内容真伪。原始页面请保留在手机和账户里，以便当面核对。",
    ]
    return "\n".join(lines)
