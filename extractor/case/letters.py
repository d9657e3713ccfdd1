"""Papers to send, in Chinese, from models/letters/ (jinja2). Nothing is invented: what no row carries is a blank.

All papers of a dispute are rendered from one `facts` dictionary (letter_facts.py), so amount, number and time are the same in
each. A blank that a person must fill reads 【请填写：…】. Where a text has a limit, quotations shrink until it fits
(letter_text.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, get_args

from extractor.case.chain import to_look_for
from extractor.case.channels import channel_code
from extractor.case.facts import is_quiet, nothing_to_claim
from extractor.case.filings import AGENCIES
from extractor.case.law import Entry, Need, Reader, citations
from extractor.case.letter_facts import (
    CHECK_DAY,
    MARKS,
    Sources,
    headline,
    letter_facts,
    spoken,
    told_done,
    undelivered,
)
from extractor.case.letter_text import fitted, render
from extractor.case.model import Dispute, Draft, Paper, Role, Text
from extractor.case.roles import channel_name, to_person
from extractor.case.settings import DisputeSettings
from extractor.case.story import Done, done_of

NO_ADVICE_LINE = (
    "说明：本文由程序根据本人提供的截图和账单整理，不是法律意见，也不证明截图真实；发送前请逐项核对。"
)
_BLANK = re.compile(r"【请填写：([^】]+)】")
_COPY_TIMES = (
    f"标着{CHECK_DAY}的日期是按文件的保存时间推算的（截图上只有“昨天”、星期或者钟点），文件复制、转发过就会不对："
    "请对照手机里的原图改正，或者先用 extractor review 改好，再运行 extractor case。"
)
_SUMMED_UP = "“依据”里的条文为摘要，引用前请核对原文。"
_BOTH_FORMS: tuple[Literal["docx"], Literal["txt"]] = ("docx", "txt")


_OF_A_PURCHASE: tuple[Role, ...] = tuple(role for role in get_args(Role) if role not in ("refusal", "scam"))
"""Roles of rows that show, or speak of, something bought."""


def drafts_of(dispute: Dispute, sources: Sources) -> tuple[list[Draft], list[str]]:
    """The papers of a dispute with their texts; none to send where nothing is left to refund, or where nothing was bought or
    asked for: who only tries to swindle is to be reported (96110), not written to."""
    group = sources.group
    own = sources.settings.dispute.get(dispute.id, DisputeSettings())
    done = done_of(group, dispute.filings, sources.printed)
    facts = letter_facts(dispute, sources, own, done)
    law = _law(dispute, "platform", sources)
    drafts: list[Draft] = []
    channel_law: list[Entry] = []
    cited_rows = _cited_evidence(dispute, facts)
    cited_rows += _confirmed_days(sources)
    shelf = _Shelf(dispute, drafts, (*_checks(dispute), *cited_rows), done)
    add = shelf.add
    bought = bool(group.of(*_OF_A_PURCHASE))
    decided = own.confirmed or own.cause or own.facts_note or own.not_refunded or dispute.filings
    quiet = is_quiet(group, [reason.code for reason in dispute.responsibility.reasons])
    undisputed = not decided and (quiet or nothing_to_claim(group))
    open_claim = (
        bought and not undisputed and (dispute.facts.claim is None or dispute.facts.claim.value != "0.00")
    )
    if open_claim:
        told = {**facts, "done": told_done(done)}
        if dispute.responsibility.cause == "own_mistake":
            add(
                "request",
                "退款协商函",
                "negotiation letter",
                render("request.j2", f=told, law=[]),
                docx=True,
            )
            law = []
        else:
            add("demand", "催告函", "demand letter", render("demand.j2", f=told, law=law), docx=True)
        if dispute.responsibility.cause != "own_mistake":
            agency = _law(dispute, "agency", sources)
            to_agency = {**facts, "done": told_done(done, leave="12315")}
            text500 = fitted("complaint_500.j2", 500, to_agency, agency)
            add(
                "12315",
                "12315投诉",
                "12315 complaint",
                render("12315.j2", f=to_agency, text500=text500),
                channel="12315",
            )
            for limit in (300, 500, 2000):
                body = fitted(f"complaint_{limit}.j2", limit, told, agency)
                add(
                    f"complaint_{limit}",
                    f"投诉正文-{limit}字",
                    f"complaint, {limit} characters",
                    body,
                    limit=limit,
                )
            to_all = {**facts, "done": told_done(done, leave="heimao", numbers=False)}
            public = fitted("public.j2", 500, to_all, [])
            text = render("heimao.j2", f=to_all, public=public, title=headline(dispute, facts))
            add("heimao", "黑猫投诉", "Heimao complaint", text, channel="heimao")
        paid = [row for row in group.of("payment") if channel_name(row) and not to_person(row)]
        if paid and dispute.responsibility.cause != "own_mistake":
            channel_law = _law(dispute, "channel", sources, channel_only=True)
            name = channel_name(paid[0])
            code = channel_code(name) or ""
            to_channel = {**facts, "done": told_done(done, leave=code)}
            body = fitted("channel.j2", 300, to_channel, channel_law)
            add("channel", f"{name}交易投诉", "payment channel dispute", body, limit=300, channel=code)
    shelf.notes = (*_checks(dispute, how=True), *cited_rows)
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
        days = (_COPY_TIMES,) if CHECK_DAY in text else ()
        summed_up = (_SUMMED_UP,) if "、依据\n" in text else ()
        notes = (*_filed_already(self.done, channel), *days, *self.notes, *summed_up)
        for form in _BOTH_FORMS if docx else _BOTH_FORMS[1:]:
            paper = Paper(
                kind=kind,
                name=Text(zh=zh, en=en),
                file=f"papers/{self.dispute.id}/{zh}.{form}",
                format=form,
                chars=len(text) if limit else None,
                limit=limit,
                blanks=blanks,
                marks=len(MARKS.findall(text)),
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


def _law(dispute: Dispute, reader: Reader, sources: Sources, *, channel_only: bool = False) -> list[Entry]:
    facts = dispute.facts
    own = sources.settings.dispute.get(dispute.id, DisputeSettings())
    there: dict[Need, bool] = {
        "order": facts.order_no is not None or facts.order_amount is not None,
        "clause": any(term.key == "clause" for term in sources.terms),
        "undelivered": undelivered(dispute, own),
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


def _confirmed_days(sources: Sources) -> list[str]:
    """The screenshots whose day a person confirmed although they do not show it."""
    files = dict.fromkeys(row.files[0] for row in sources.group.rows if row.day_confirmed_only)
    if not files:
        return []
    return [
        f"截图上没有显示年月日、核对时按文件的保存时间确认的：{'、'.join(files)}。"
        "文件复制、转发过，这个时间会不对，请再对照手机里的原图。"
    ]


def _checks(dispute: Dispute, *, how: bool = False) -> list[str]:
    """What a person should settle before a paper goes out. how: with the screenshot that closes each gap; one paper of a
    dispute says that, the others name what is missing."""
    notes = [one.zh for one in dispute.check_first]
    notes += [one.text.zh for one in dispute.contradictions if one.text not in dispute.check_first]
    weak = [item.name.zh for item in dispute.chain if item.state == "weak"]
    if weak:
        notes.append(f"以下内容还较弱，请对照原图核对：{'、'.join(weak)}。")
    gaps = [one for one in dispute.chain if one.state == "missing" and one.essential]
    if gaps and how:
        missing = "；".join(to_look_for(one).zh for one in gaps)
        notes.append(f"还缺少：{missing}。补上后请重新运行 extractor run 和 extractor case。")
    elif gaps:
        notes.append(f"还缺少：{'、'.join(one.name.zh for one in gaps)}（怎么补，看证据目录.txt）。")
    if not dispute.responsibility.confirmed:
        notes.append("责任和事由是程序的建议，请在 case.toml 里确认。")
    return notes


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
