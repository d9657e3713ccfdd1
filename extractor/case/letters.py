"""Papers to send, in Chinese, from models/letters/ (jinja2). Nothing is invented: what no row carries is a blank.

All papers of a dispute are rendered from one `facts` dictionary, so amount, number and time are the same in each.
A blank that a person must fill reads 【请填写：…】. Where a text has a limit, quotations shrink until it fits; facts stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

import jinja2

from extractor.case.deadlines import demand_day
from extractor.case.facts import masked
from extractor.case.groups import Group
from extractor.case.law import Entry, Reader, citations
from extractor.case.load import CaseRow, moment_of
from extractor.case.model import Dispute, Draft, Fact, Paper, Text
from extractor.case.roles import channel_name, to_person
from extractor.case.settings import DisputeSettings, Settings
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


def drafts_of(
    dispute: Dispute, group: Group, settings: Settings, today: date, *, prepaid: bool
) -> tuple[list[Draft], list[str]]:
    """The papers of a dispute with their texts; none to send where nothing is left to refund."""
    own = settings.dispute.get(dispute.id, DisputeSettings())
    facts = _facts(dispute, group, settings, own, today)
    law = _law(dispute, "platform", prepaid)
    notes = tuple(_checks(dispute))
    drafts: list[Draft] = []
    channel_law: list[Entry] = []
    add = _Shelf(dispute, drafts, notes).add
    open_claim = dispute.facts.claim is None or dispute.facts.claim.value != "0.00"
    if open_claim:
        if dispute.responsibility.cause == "own_mistake":
            add(
                "request",
                "退款协商函",
                "negotiation letter",
                _render("request.j2", f=facts, law=[]),
                docx=True,
            )
            law = []
        else:
            add("demand", "催告函", "demand letter", _render("demand.j2", f=facts, law=law), docx=True)
        if dispute.responsibility.cause != "own_mistake":
            agency = _law(dispute, "agency", prepaid)
            text500 = _fitted("complaint_500.j2", 500, facts, agency)
            add("12315", "12315投诉", "12315 complaint", _render("12315.j2", f=facts, text500=text500))
            for limit in (300, 500, 2000):
                body = _fitted(f"complaint_{limit}.j2", limit, facts, agency)
                add(
                    f"complaint_{limit}",
                    f"投诉正文-{limit}字",
                    f"complaint, {limit} characters",
                    body,
                    limit=limit,
                )
            public = _fitted("public.j2", 500, facts, [])
            add("heimao", "黑猫投诉", "Heimao complaint", _render("heimao.j2", f=facts, public=public))
        paid = [row for row in group.of("payment") if channel_name(row) and not to_person(row)]
        if paid and dispute.responsibility.cause != "own_mistake":
            channel_law = _law(dispute, "channel", prepaid, channel_only=True)
            body = _fitted("channel.j2", 300, facts, channel_law)
            add("channel", f"{channel_name(paid[0])}交易投诉", "payment channel dispute", body, limit=300)
    add("evidence_list", "证据目录", "list of evidence", _evidence_text(dispute), docx=True)
    cited = list(dict.fromkeys(entry.key for entry in (*law, *channel_law))) if open_claim else []
    return drafts, cited


class _Shelf:
    """Collects drafts, a text and where asked a DOCX of each."""

    def __init__(self, dispute: Dispute, drafts: list[Draft], notes: tuple[str, ...]) -> None:
        self.dispute, self.drafts, self.notes = dispute, drafts, notes

    def add(
        self, kind: str, zh: str, en: str, text: str, *, docx: bool = False, limit: int | None = None
    ) -> None:
        blanks = list(dict.fromkeys(_BLANK.findall(text)))
        for form in _BOTH_FORMS if docx else _BOTH_FORMS[1:]:
            paper = Paper(
                kind=kind,
                name=Text(zh=zh, en=en),
                file=f"papers/{self.dispute.id}/{zh}.{form}",
                format=form,
                chars=len(text) if limit else None,
                limit=limit,
                blanks=blanks,
            )
            self.drafts.append(Draft(paper, text, self.notes))


def _law(dispute: Dispute, reader: Reader, prepaid: bool, *, channel_only: bool = False) -> list[Entry]:
    found = citations(
        dispute.responsibility.cause,
        reader=reader,
        prepaid=prepaid,
        has_order=dispute.facts.order_no is not None or dispute.facts.order_amount is not None,
    )
    return [entry for entry in found if entry.only] if channel_only else found


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


def _facts(
    dispute: Dispute, group: Group, settings: Settings, own: DisputeSettings, today: date
) -> dict[str, Any]:
    """What the templates know. Every value comes from a row, from case.toml, or from the calendar."""
    known = dispute.facts
    person = settings.person_of(dispute.person)
    payee = known.respondent or _payee(group)
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
        "has_payment": bool(group.of("payment", "refund")),
        "ordered_at": _when(known.ordered_at),
        "paid_at": _when(known.paid_at),
        "channel": _value(known.channel),
        "product": _product(known.product),
        "order_state": _order_state(group),
        "request": _statement(group, "request"),
        "promise": _promise(dispute, group),
        "refusal": _statement(group, "refusal"),
        "ticket": next(
            (
                _marked(row, row.order_no, "order_no")
                for row in group.of("ticket")
                if row.chat and row.order_no
            ),
            "",
        ),
        "signs": _signs_of(dispute, group),
        "undelivered": any(r.code in _UNDELIVERED for r in dispute.responsibility.reasons),
        "cause": dispute.responsibility.cause,
        "note": hidden(own.facts_note),
        "demand_date": spoken((own.demand_date or demand_day(today)).isoformat()),
        "today": spoken(today.isoformat()),
        "person": person.name,
        "phone": masked(person.phone),
        "address": person.address,
        "exhibits": len(dispute.exhibits),
    }


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


def _statement(group: Group, kind: str) -> dict[str, str] | None:
    """The latest statement of a kind that has a time, else the first; the user's own for a request."""
    rows = [
        row
        for row in group.rows
        if row.kind == kind and not (kind == "request" and row.speaker == "other") and not row.repeated
    ]
    return _said(max(rows, key=lambda r: r.occurred_at)) if rows else None


def _said(row: CaseRow) -> dict[str, str]:
    mark = CHECK if row.doubted() else ""
    return {"at": spoken(row.occurred_at), "text": hidden(" ".join(row.text.split())), "mark": mark}


def _promise(dispute: Dispute, group: Group) -> dict[str, Any] | None:
    """The latest promise with a day that can be counted, else the latest; late where its deadline is overdue."""
    rows = [row for row in group.of("promise") if not row.repeated]
    if not rows:
        return None
    row = max(rows, key=lambda r: (bool(r.promised_by), r.occurred_at))
    late = any(d.key == "promise" and d.state == "overdue" and row.id in d.rows for d in dispute.deadlines)
    return {**_said(row), "by": spoken(row.promised_by), "late": late}


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
    """The text within limit characters. Quotations shrink first, then the law goes, then what is not the claim itself."""
    text = ""
    for given in _shorter(facts):
        for cited in (law, ()):
            for quote in _QUOTES:
                text = _render(template, f=given, law=cited, q=quote)
                if len(text) <= limit:
                    return text
    return text


def _shorter(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same facts, fewer at each step: goods' name, ticket, all signs but the first, the payee's name, the refusal."""
    yield facts
    facts = {**facts, "product": facts["product"][:12], "ticket": ""}
    yield facts
    first = next((code for code in _SIGNS if code in facts["signs"]), None)
    facts = {**facts, "signs": {first: facts["signs"][first]} if first else {}}
    yield facts
    facts = {**facts, "payee": ""}
    yield facts
    if facts["promise"] and facts["refusal"]:
        yield {**facts, "promise": None}


_SIGNS = ("not_arrived", "not_working", "other_goods", "order_unpaid", "not_credited", "order_failed", "platform_failed", "closed_down", "says_delivered")  # fmt: skip


def _cites(law: Sequence[Entry]) -> str:
    """Several articles in a row: 《民法典》第五百零九条、第五百七十七条."""
    parts: list[str] = []
    previous = ""
    for entry in law:
        parts.append(entry.article if entry.law and entry.law == previous else entry.cite)
        previous = entry.law
    return "、".join(parts)


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
