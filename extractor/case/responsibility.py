"""Who answers on this evidence: a suggestion with the rows that say so. A person confirms or overrides it.

What was said decides, in this order: the user's own word that he made a mistake (no paper says so for him before he
confirmed it); a payment that the channel shows and
the platform says it never got; a platform that closed; goods other than described; a promise not kept or taken back; what
never arrived; a refusal by a clause. Of the last five several can hold together. Else it is undecided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.case.groups import Group
from extractor.case.load import CaseRow, Said
from extractor.case.model import Cause, Deadline, Facts, Party, Reason, Responsibility, Text
from extractor.case.names import is_group
from extractor.case.page_terms import PageTerm
from extractor.case.roles import is_channel
from extractor.case.settings import DisputeSettings
from extractor.case.timeline import quoted
from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.fields.text import squeeze

_SENTENCE = re.compile(r"[。！!？?；;\n]+")
_PART = re.compile(r"[，,、：:\s]+")
_REFUND = re.compile(r"退(?:款|钱|回|给|了|还|一下|掉|我|你|您|\d)|(?:给|全额|办理|申请|原路)退")
_CLAUSE = re.compile(r"虚拟|卡密|概不|一经|不支持退|不退不换|不予退|数字商品|售出|规定|条款|协议")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Sign(_Strict):
    key: str
    who: tuple[Literal["me", "other", "system"], ...]
    any: tuple[str, ...]
    unless: tuple[str, ...] = ()
    zh: str
    en: str
    party: Party = "undecided"
    cause: Cause = "undecided"
    pages: bool = False
    clause: bool = False
    lone: tuple[str, ...] = ()

    def said_in(self, speaker: str, text: str, after_refund: bool = False) -> bool:
        """after_refund: a refund was spoken of before, so what did not come may be the money."""
        return speaker in self.who and self.found_in(text, after_refund)

    def found_in(self, text: str, after_refund: bool = False) -> bool:
        if not self.clause:
            return self._matches(squeeze(text))
        for sentence in _SENTENCE.split(text):
            if any(re.search(p, squeeze(sentence)) for p in _signs().never):
                continue
            for part in map(squeeze, _PART.split(sentence)):
                if self._matches(part) and not (after_refund and self._lone(text)):
                    return True
                after_refund = after_refund or _REFUND.search(part) is not None
        return False

    def _matches(self, plain: str) -> bool:
        return any(re.search(p, plain) for p in self.any) and not any(
            re.search(p, plain) for p in self.unless
        )

    def _lone(self, text: str) -> bool:
        return bool(self.lone) and not any(re.search(p, squeeze(text)) for p in self.lone)


class _File(_Strict):
    never: tuple[str, ...]
    signs: tuple[_Sign, ...]
    cautions: tuple[_Sign, ...]


@cache
def _signs() -> _File:
    path = models_folder() / "responsibility.yaml"
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError, re.error) as error:
        raise ModelsInvalid(f"{path}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence of the dispute with the row that stands for it."""

    speaker: str
    text: str
    row: str
    at: str = ""
    in_group: bool = False
    """Said in a group's chat: who the others are, nobody knows."""


def responsibility_of(
    group: Group,
    facts: Facts,
    deadlines: Sequence[Deadline],
    said: Sequence[Said],
    terms: Sequence[PageTerm],
    settings: DisputeSettings,
) -> Responsibility:
    """The suggestion, or what case.toml says instead of it."""
    told = _told(group, said)
    found = {
        sign.key: hits for sign in _signs().signs if (hits := [t for t in told if _gives(sign, t, told)])
    }
    causes, reasons = _judge(group, found, deadlines, terms)
    overridden = settings.responsibility is not None or settings.cause is not None
    if settings.cause is not None:
        # what the evidence says besides still holds, unless it belongs to another story (whose fault, whose money)
        beside = [c for c in causes if c in _TOGETHER] if settings.cause in _TOGETHER else []
        causes = list(dict.fromkeys([settings.cause, *beside]))
    cause = causes[0]
    party = _PARTY_OF[cause]
    if settings.responsibility is not None:
        party = settings.responsibility
    return Responsibility(
        suggested=party,
        cause=cause,
        causes=causes,
        confirmed=settings.confirmed,
        overridden=overridden,
        reasons=reasons,
        cautions=_cautions(group, facts, told),
    )


_PARTY_OF: dict[Cause, Party] = {
    "not_delivered": "platform",
    "clause_refusal": "platform",
    "promise_broken": "platform",
    "platform_gone": "platform",
    "not_as_described": "platform",
    "debited_not_credited": "channel",
    "own_mistake": "user",
    "undecided": "undecided",
}


_TOGETHER: tuple[Cause, ...] = (
    "platform_gone", "not_as_described", "promise_broken", "not_delivered", "clause_refusal",
)  # fmt: skip
"""What can be true of one purchase at once, the gravest first."""


def said_by_user(key: str, text: str) -> bool:
    """Whether the user, saying text, gives the sign key (not_arrived, not_working …)."""
    return any(sign.said_in("me", text) for sign in _signs().signs if sign.key == key)


def _gives(sign: _Sign, one: _Told, told: Sequence[_Told]) -> bool:
    if one.in_group and one.speaker != "me":
        return False
    before = any(o.at and one.at and o.at < one.at and _REFUND.search(squeeze(o.text)) for o in told)
    return sign.said_in(one.speaker, one.text, before)


def _told(group: Group, said: Sequence[Said]) -> list[_Told]:
    """The statements of the dispute's rows, then the other messages of their screenshots."""
    rows = [row for row in group.rows if row.chat and row.text]
    told = [
        _Told(row.speaker, row.text, row.id, row.occurred_at, is_group(row.counterparty))
        for row in rows
        if "speaker_unsure" not in row.review_reason or row.reviewed
    ]
    known = {(row.speaker, squeeze(row.text)) for row in rows}
    first = {row.files[0]: row.id for row in reversed(rows)}
    for message in said:
        key = (message.speaker, squeeze(message.text))
        if message.file in first and key not in known:
            known.add(key)
            told.append(
                _Told(message.speaker, message.text, first[message.file], message.at, is_group(message.title))
            )
    return told


def _reason(key: str, hits: Sequence[_Told]) -> Reason:
    sign = next(s for s in _signs().signs if s.key == key)
    said = quoted(hits[0].text, 40)
    return Reason(
        code=key,
        text=Text(zh=f"{sign.zh}：“{said}”", en=f"{sign.en}: “{said}”"),
        rows=list(dict.fromkeys(hit.row for hit in hits)),
    )


def _judge(
    group: Group, found: dict[str, list[_Told]], deadlines: Sequence[Deadline], terms: Sequence[PageTerm]
) -> tuple[list[Cause], list[Reason]]:
    reasons = [
        *_from_pages(group),
        *(_reason(key, hits) for key, hits in found.items()),
        *_from_statements(group, deadlines, terms),
    ]
    codes = {reason.code for reason in reasons}

    def told(*wanted: str) -> list[Reason]:
        return [reason for reason in reasons if reason.code in wanted]

    if "own_mistake" in codes:
        return ["own_mistake"], told("own_mistake", "platform_failed")
    if "charged" in codes and codes & {"order_unpaid", "not_credited"}:
        return ["debited_not_credited"], told("order_unpaid", "not_credited", "charged")
    reasons = [reason for reason in reasons if reason.code not in ("charged", "order_unpaid", "not_credited")]
    undelivered = bool(codes & {"order_failed", "not_arrived", "not_working", "platform_failed"})
    clause = "clause" in codes and (undelivered or "says_delivered" not in codes)
    holds: dict[Cause, bool] = {
        "platform_gone": "closed_down" in codes,
        "not_as_described": "other_goods" in codes,
        "promise_broken": bool(codes & {"promise_late", "promise_withdrawn"}),
        # a refund was promised for something: of what else nothing speaks
        "not_delivered": undelivered or ("promised" in codes and not clause),
        "clause_refusal": clause,
    }
    return [cause for cause in _TOGETHER if holds[cause]] or ["undecided"], reasons


def _from_pages(group: Group) -> list[Reason]:
    orders, paid = group.of("order"), [row for row in group.of("payment") if is_channel(row)]
    shown = (
        ("charged", paid, "支付渠道显示已付款", "the channel shows the payment"),
        (
            "order_unpaid",
            [row for row in orders if row.status in ("pending", "closed")],
            "平台的订单页显示未支付或已关闭",
            "the order page says unpaid or closed",
        ),
        (
            "order_failed",
            [row for row in orders if row.status in ("failed", "processing")],
            "平台的订单页显示失败或还在处理中",
            "the order page says failed or in progress",
        ),
    )
    return [
        Reason(code=code, text=Text(zh=zh, en=en), rows=[r.id for r in rows])
        for code, rows, zh, en in shown
        if rows
    ]


def _from_statements(group: Group, deadlines: Sequence[Deadline], terms: Sequence[PageTerm]) -> list[Reason]:
    result: list[Reason] = []
    refusals = group.of("refusal")
    clauses = [row for row in refusals if _CLAUSE.search(squeeze(row.text))]
    if clauses:
        said = quoted(clauses[0].text, 40)
        text = Text(
            zh=f"客服以这类商品不退为由拒绝：“{said}”",
            en=f"refused as goods of a kind not refunded: “{said}”",
        )
        result.append(Reason(code="clause", text=text, rows=[row.id for row in clauses]))
    printed = [term for term in terms if term.key == "clause"]
    if printed and refusals:
        said = quoted(printed[0].text, 40)
        text = Text(
            zh=f"{printed[0].page}上写着不退的条款：“{said}”",
            en=f"a clause on a page refuses refunds: “{said}”",
        )
        code = "page_clause" if clauses else "clause"
        result.append(Reason(code=code, text=text, rows=list(dict.fromkeys(t.row for t in printed))))
    own = [term for term in terms if term.key == "promise"]
    if own:
        said = quoted(own[0].text, 40)
        text = Text(
            zh=f"{own[0].page}上写着退款的承诺：“{said}”", en=f"a page itself promises a refund: “{said}”"
        )
        result.append(Reason(code="page_promise", text=text, rows=list(dict.fromkeys(t.row for t in own))))
    late = [d for d in deadlines if d.key == "promise" and d.state == "overdue"]
    if late:
        text = Text(
            zh="对方承诺的退款日期已过，没有看到退款到账", en="the promised day is past and no refund is seen"
        )
        result.append(Reason(code="promise_late", text=text, rows=[i for d in late for i in d.rows]))
    promises = group.of("promise")
    withdrawn = [row for row in refusals if promises and all(_before(promise, row) for promise in promises)]
    if withdrawn:
        text = Text(zh="对方答应退款以后又拒绝", en="a refund was promised, then refused")
        result.append(Reason(code="promise_withdrawn", text=text, rows=[row.id for row in withdrawn]))
    if promises:
        text = Text(zh="对方答应过退款", en="a refund was promised")
        result.append(Reason(code="promised", text=text, rows=[row.id for row in promises]))
    return result


def _before(one: CaseRow, other: CaseRow) -> bool:
    """Surely earlier: where either shows its day alone, on an earlier day."""
    length = 16 if one.has_clock and other.has_clock else 10
    return bool(one.occurred_at) and one.occurred_at[:length] < other.occurred_at[:length]


def _cautions(group: Group, facts: Facts, told: Sequence[_Told]) -> list[Text]:
    pages = [f"{row.product} {row.text}" for row in group.of("order", "product")]
    result = [
        Text(zh=sign.zh, en=sign.en)
        for sign in _signs().cautions
        if any(sign.said_in(t.speaker, t.text) for t in told)
        or (sign.pages and any(sign.found_in(p) for p in pages))
    ]
    if facts.respondent is None:
        result.append(
            Text(
                zh="还不知道被投诉方的全称。只有 ICP 号或昵称时，12315 难以受理，小额诉讼在对方下落不明时也不能用。",
                en="The respondent's full name is unknown: 12315 will hardly accept, and small claims are not open where a party cannot be found.",
            )
        )
    return result
