"""What the letters say, in words: each value with the mark 【请核对】 where nobody has confirmed it yet, phone numbers masked.

Every value comes from a row, from case.toml, or from the calendar; what no row carries stays empty, and the templates make it a
blank that a person fills in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from extractor.case.deadlines import demand_day
from extractor.case.facts import masked
from extractor.case.groups import Group
from extractor.case.load import CaseRow, Printed, Said, moment_of
from extractor.case.model import Dispute, Fact, Facts
from extractor.case.names import shop_of
from extractor.case.page_terms import PageTerm
from extractor.case.settings import DisputeSettings, Settings
from extractor.case.story import Done, Event, events_of, exhibit_numbers
from extractor.fields.numbers import is_identity_card

CHECK, CHECK_DAY = "【请核对】", "【请核对日期】"
MARKS = re.compile("【请核对(?:日期)?】")
UNDELIVERED = frozenset({"not_arrived", "order_failed", "platform_failed"})
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_LONG = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_ORDER_STATES = {"failed": "充值失败", "processing": "仍在处理中", "pending": "未支付", "closed": "已关闭"}
_TOP_ROW_LENGTH = 40
_WECHAT_TRADE = re.compile(r"4200\d{24}")
_INFERRED = frozenset({"platform_failed", "closed_down", "says_delivered", "not_credited"})
_UNSETTLED = ("weak", "contradicted")


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


def letter_facts(
    dispute: Dispute, sources: Sources, own: DisputeSettings, done: Sequence[Done]
) -> dict[str, Any]:
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
        "order_no": _shown(_order_no(known)),
        "merchant_no": _shown(known.merchant_no)
        if known.merchant_no and known.merchant_no != known.order_no
        else "",
        "trade_no": _shown(known.trade_no),
        "paid": _shown(known.amount),
        "order_amount": _shown(known.order_amount),
        "claim": _claim(dispute) or "【请填写：金额】",
        "refunded": _shown(known.refunded),
        "refund_shown": {"refunded": "已退款", "refunding": "退款中"}.get(_value(known.refund_shown), ""),
        "refund_mark": CHECK if known.refund_shown and known.refund_shown.state in _UNSETTLED else "",
        "has_payment": bool(group.of("payment", "refund")),
        "ordered_at": _when(known.ordered_at, group),
        "paid_at": _when(known.paid_at, group),
        "channel": _value(known.channel),
        "product": _product(known.product),
        "order_state": _order_state(group),
        "events": [_told_event(event, numbers, today) for event in events],
        "page_promises": _told_terms(dispute, sources.terms, "promise", numbers),
        "page_clauses": _told_terms(dispute, sources.terms, "clause", numbers),
        "done": told_done(done),
        "signs": _signs_of(dispute, group, own),
        # against the user's interest: only in the user's own decision
        "own_mistake_told": own.cause == "own_mistake" or dispute.responsibility.confirmed,
        "undelivered": undelivered(dispute, own),
        "cause": dispute.responsibility.cause,
        "causes": dispute.responsibility.causes,
        "note": _sentence(hidden(own.facts_note)),
        "personal_use": {True: "是", False: "否", None: ""}[own.personal_use],
        "demand_date": spoken((own.demand_date or demand_day(today)).isoformat()),
        "today": spoken(today.isoformat()),
        "year": (_when(known.paid_at, group) or _when(known.ordered_at, group))[:5],
        "brief": False,
        "person": person.name,
        "phone": masked(person.phone),
        "full_phone": person.phone,
        "address": person.address,
        "exhibits": len(dispute.exhibits),
    }


def _order_no(known: Facts) -> Fact | None:
    """The platform's number; the payment's own, which a complaint's page calls the order's, is told as what it is."""
    order, trade = known.order_no, known.trade_no
    if order is None or (trade is not None and order.value == trade.value):
        return None
    return None if _WECHAT_TRADE.fullmatch(order.value) else order


def _claim(dispute: Dispute) -> str:
    """What is claimed, marked while two pages say different amounts, or the user asked for another one."""
    text = _shown(dispute.facts.claim)
    apart = any(one.kind in ("amount", "claimed_amount") for one in dispute.contradictions)
    if text and apart and not dispute.responsibility.confirmed and not text.endswith(CHECK):
        text += CHECK
    return text


def _told_event(event: Event, numbers: dict[str, str], today: date) -> dict[str, Any]:
    return {
        "sort": event.sort,
        "verb": event.verb,
        "at": _day(event.at, event.copy_time),
        "text": hidden(" ".join(event.text.split())).rstrip("。"),
        "mark": CHECK if event.doubted else "",
        "by": _until(event.by, event.copy_time),
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


def undelivered(dispute: Dispute, own: DisputeSettings) -> bool:
    """Nothing was delivered, by the evidence or by what the user wrote into case.toml."""
    return own.cause == "not_delivered" or any(r.code in UNDELIVERED for r in dispute.responsibility.reasons)


def _signs_of(dispute: Dispute, group: Group, own: DisputeSettings) -> dict[str, str]:
    """The signs that the story tells, each with the mark behind it where only rows in doubt speak of it, or where words were
    taken for an admission; and the one that says what the user named as the cause, where no row speaks of it."""
    doubted = {row.id for row in group.rows if row.doubted_besides_day}
    sure = dispute.responsibility.confirmed
    signs = {
        reason.code: CHECK
        if (reason.rows and doubted.issuperset(reason.rows)) or (reason.code in _INFERRED and not sure)
        else ""
        for reason in dispute.responsibility.reasons
    }
    own_sign, told_by = _SIGN_OF.get(own.cause or "", ("", frozenset()))
    if own_sign and signs.keys().isdisjoint(told_by):
        signs[own_sign] = ""
    return signs


_SIGN_OF = {
    "not_delivered": ("not_delivered", frozenset({"not_arrived"})),
    "debited_not_credited": ("debited", frozenset({"not_credited", "order_unpaid"})),
    "platform_gone": ("closed_down", frozenset({"closed_down"})),
    "not_as_described": ("other_goods", frozenset({"other_goods"})),
}
"""What the story says for a cause that the user named, and what says it already."""


def _sentence(text: str) -> str:
    """text with a full stop, so that what follows begins a sentence of its own."""
    text = text.strip()
    return text if not text or text.endswith(tuple("。！？!?…；;")) else f"{text.rstrip('，,、.')}。"


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
    row = next((row for row in group.of("payment") if shop_of(row)), None)
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


def _when(fact: Fact | None, group: Group) -> str:
    if fact is None:
        return ""
    carriers = [row for row in group.rows if row.id in fact.rows]
    if carriers and all(row.copy_time for row in carriers):
        return spoken(fact.value) + CHECK_DAY
    return spoken(fact.value) + (CHECK if fact.state in _UNSETTLED else "")


def _until(moment: str, copy_time: bool) -> str:
    """A last moment; 今晚12点前 is kept as 00:00 of the next day, and told as 24:00 of its own."""
    end = moment_of(moment)
    if end is None or "T" not in moment or (end.hour, end.minute) != (0, 0):
        return _day(moment, copy_time)
    day = spoken((end - timedelta(days=1)).date().isoformat())
    return f"{day}24:00{CHECK_DAY if copy_time else ''}"


def _day(moment: str, copy_time: bool) -> str:
    """A moment, marked where its day was counted from the time of the file: that may be the time of a copy."""
    return f"{spoken(moment)}{CHECK_DAY}" if moment and copy_time else spoken(moment)


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


_FILED = {"police": "向公安机关报案", "court": "向人民法院起诉", "platform": "向平台提交投诉或工单"}


def told_done(done: Sequence[Done], *, leave: str = "", numbers: bool = True) -> list[str]:
    """What was done already, as papers say it; leave: the channel that the paper itself goes to."""
    return [
        f"{f'于{_day(one.on[:10], one.copy_time)}' if one.on else ''}{_FILED.get(one.channel) or f'向{one.where}投诉'}"
        f"{f'，编号{one.number}{CHECK if one.doubted else str()}' if one.number and numbers else ''}"
        for one in done
        if one.channel and one.channel != leave
    ] + [
        f"{f'于{_day(one.on[:10], one.copy_time)}' if one.on else ''}提交投诉或工单，编号{one.number}{CHECK if one.doubted else ''}"
        for one in done
        if not one.channel and numbers
    ]


_TERM = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十两半])(?:[-~到至]\d{1,2})?个?(?:工作日|小时|天|日|周|月)内?"
)


def headline(dispute: Dispute, facts: dict[str, Any]) -> str:
    """The title of the public complaint: what was paid, what did not come, what was promised and refused."""
    claim = dispute.facts.claim
    amount = f"{claim.value.removesuffix('.00')}元" if claim else "【请填写：金额】元"
    goods = _value(dispute.facts.product)
    bought = "充值" if "充" in goods else "购买卡密" if "卡密" in goods else "付款"
    codes = {reason.code for reason in dispute.responsibility.reasons} | set(facts["signs"])
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
    return f"{bought}{amount}{failed}{end}{CHECK if _claim(dispute).endswith(CHECK) else ''}"


_FAILED = (
    ("not_arrived", "未到账"),
    ("not_delivered", "没有交付"),
    ("not_working", "不能使用"),
    ("other_goods", "与说明不符"),
    ("not_credited", "没有入账"),
    ("debited", "没有入账"),
    ("order_failed", "订单没有完成"),
    ("platform_failed", "没有处理成功"),
)
