"""From the rows of a results folder to the case, by pure functions; nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from extractor.case.chain import chain_of, verdict_of
from extractor.case.check_first import check_first, loose_of
from extractor.case.contradictions import contradictions_of
from extractor.case.cost import cost_of
from extractor.case.deadlines import Situation, deadlines_of
from extractor.case.exhibits import exhibits_of
from extractor.case.facts import facts_of, is_prepaid
from extractor.case.filings import checked, load_filings
from extractor.case.groups import Alone, Group
from extractor.case.letter_facts import Sources
from extractor.case.letters import drafts_of
from extractor.case.link import link
from extractor.case.load import CaseRow, Loaded, Printed, Said, load
from extractor.case.model import Case, Dispute, EvidenceRow, Filing, LooseEvidence, Text, Unlinked
from extractor.case.names import shop_of
from extractor.case.overview import overview_of
from extractor.case.page_terms import page_terms
from extractor.case.parting import Parting, parting_of
from extractor.case.placing import brought_by_filing
from extractor.case.responsibility import responsibility_of
from extractor.case.roles import role_of
from extractor.case.scam import scam_warnings
from extractor.case.settings import DisputeSettings, Settings, load_settings, misplaced
from extractor.case.timeline import timeline_of
from extractor.fields.moments import CHINA

NO_ADVICE = Text(
    zh="本文件由程序根据您提供的截图和账单整理，不是法律意见，也不证明截图真实。发送前请逐项核对；拿不准的，请咨询律师或拨打 12348 法律援助热线。",
    en="Made by a program from your screenshots and bills: no legal advice, and no proof that a screenshot is genuine. Check every item before sending; when in doubt ask a lawyer or call 12348.",
)


_ID = re.compile(r"(D-[0-9a-f]{12}-\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class _Context:
    settings: Settings
    filings: tuple[Filing, ...]
    said: tuple[Said, ...]
    printed: tuple[Printed, ...]
    today: date


def build_case(out: Path, *, today: date | None = None, person_per_subfolder: bool | None = None) -> Case:
    """The case of results folder out (`extractor run`'s). today: the day from which deadlines are judged.

    person_per_subfolder: None is as chosen before for out (parting.py).

    Raises CannotRun where there is no evidence.csv, or where case.toml or filings.json is malformed.
    """
    today = today or datetime.now(CHINA).date()
    settings = load_settings(out)
    parting = parting_of(out, person_per_subfolder, settings)
    loaded = load(out, person_per_subfolder=parting.by_person)
    context = _Context(settings, tuple(load_filings(out)), loaded.said, loaded.printed, today)
    disputes: list[Dispute] = []
    alone: list[Alone] = []
    ids: Counter[str] = Counter()
    for person in sorted({row.person for row in loaded.rows}, key=lambda p: p or ""):
        rows = [row for row in loaded.rows if row.person == person]
        groups, rest = link(
            rows,
            joined=[one.rows for one in settings.link],
            left_out=settings.leave_out,
            said=loaded.said,
            filed=_filed(context.filings, ids),
        )
        alone.extend(rest)
        for group in groups:
            disputes.append(_dispute(group, person, _id(group, ids), context, len(groups)))
    return _case(loaded, disputes, alone, context, parting)


def _id(group: Group, ids: Counter[str]) -> str:
    """Of the first payment, else order, else row: it stays while further evidence is added."""
    rows = group.of("payment") or group.of("refund") or group.of("order") or group.rows
    late = brought_by_filing(group)
    own = [row for row in rows if not row.neutral and row.id not in late] or rows
    base = f"D-{min(row.id for row in own).removeprefix('E-')}"
    ids[base] += 1
    return base if ids[base] == 1 else f"{base}-{ids[base]}"


def _filed(filings: Sequence[Filing], ids: Counter[str]) -> dict[str, str]:
    """The numbers of recorded complaints, each with the evidence_id that its dispute's id comes from. ids: those given so far;
    two people's copies of one file make two disputes with one row's id."""
    found: dict[str, str] = {}
    for filing in filings:
        parts = _ID.fullmatch(filing.dispute or "")
        if parts and filing.number and int(parts[2] or 1) == ids[parts[1]] + 1:
            found[filing.number] = f"E-{parts[1].removeprefix('D-')}"
    return found


def _dispute(group: Group, person: str | None, number: str, context: _Context, of: int) -> Dispute:
    settings = context.settings.dispute.get(number, DisputeSettings())
    known = group.known().worded()
    facts = facts_of(known, settings, context.printed)
    against = contradictions_of(known, facts)
    said = [s for s in context.said if any(s.file in row.files for row in group.rows)]
    mine = [f for f in context.filings if f.dispute == number or (f.dispute is None and of == 1)]
    filings = checked(mine, facts.claim)
    chain = chain_of(group, facts, against, said, filings)
    verdict, summary = verdict_of(chain, against)
    prepaid = is_prepaid(known)
    plain = Situation(facts, prepaid, False, context.today)
    deadlines = deadlines_of(group.worded(), plain, filings)
    terms = page_terms(known, context.printed)
    ids = {row.id for row in known.rows}
    told = [s for s in said if any(s.file in row.files for row in known.rows if row.chat)]
    own = [d for d in deadlines if ids.issuperset(d.rows)]
    responsibility = responsibility_of(known, facts, own, told, terms, settings)
    if responsibility.cause == "own_mistake":
        deadlines = deadlines_of(group.worded(), Situation(facts, prepaid, True, context.today), filings)
    dispute = Dispute(
        id=number,
        person=person,
        name=context.settings.person_of(person).name.strip(),
        title=_title(group, person, facts.amount.value if facts.amount else ""),
        facts=facts,
        rows=list(dict.fromkeys(row.id for row in group.rows)),
        links=group.links,
        check_first=check_first(group, against, person),
        loose=[
            LooseEvidence(files=list(one.files), rows=list(one.rows), joined=list(one.joined))
            for one in loose_of(group)
        ],
        verdict=verdict,
        summary=summary,
        chain=chain,
        contradictions=against,
        timeline=timeline_of(group, filings),
        deadlines=deadlines,
        responsibility=responsibility,
        cost=cost_of(facts),
        law=[],
        exhibits=exhibits_of(known),
        filings=filings,
        papers=[],
    )
    sources = Sources(known, told, context.printed, terms, context.settings, context.today, prepaid)
    dispute.take_papers(*drafts_of(dispute, sources))
    return dispute


def _title(group: Group, person: str | None, amount: str) -> Text:
    rows = [*group.of("payment"), *group.of("order"), *group.rows]
    who = next((shop for row in rows if (shop := shop_of(row))), "") or next(
        (row.counterparty for row in rows if row.counterparty), ""
    )
    day = min((row.occurred_at[:10] for row in rows if row.occurred_at), default="")
    name = f"{person} · " if person else ""
    parts_zh = [p for p in (day, who, f"{amount} 元" if amount else "金额不详") if p]
    parts_en = [p for p in (day, who, amount or "amount unknown") if p]
    return Text(zh=name + " ".join(parts_zh), en=name + " ".join(parts_en))


def _case(
    loaded: Loaded, disputes: Sequence[Dispute], alone: Sequence[Alone], context: _Context, parting: Parting
) -> Case:
    home = {(d.person, row): d.id for d in disputes for row in d.rows}
    notes: list[Text] = []
    if any(not deadline.calendar_known for d in disputes for deadline in d.deadlines):
        notes.append(
            Text(
                zh="有的期限落在节假日安排还没有公布的年份，暂按周一至周五和日期固定的法定节日计算，请届时核对。",
                en="Some deadlines fall in years whose holidays are not known yet; Monday to Friday was counted, without the holidays whose day is fixed.",
            )
        )
    quiet = [
        d for d in disputes if all(paper.kind == "evidence_list" for paper in d.papers) and _undisputed(d)
    ]
    if quiet:
        zh = "；".join(f"{d.id} {d.title.zh}" for d in quiet)
        en = "; ".join(f"{d.id} {d.title.en}" for d in quiet)
        notes.append(
            Text(
                zh=f"有 {len(quiet)} 笔只看到付款或订单，没有看到纠纷（没有退款请求、答复、投诉，也没有写失败），只做了证据目录：{zh}。其中有纠纷的，请补上聊天或工单的截图，或者在 case.toml 里给它写上 cause（事由），再运行 extractor case，就会写出文书。",
                en=f"{len(quiet)} show a payment or an order and no dispute (nobody asked, answered or complained, nothing failed); they have a list of evidence only: {en}. If one is disputed, add the chat or the complaint, or set its cause in case.toml, and run extractor case again for its papers.",
            )
        )
    if others := sum(one.reason == "background" for one in alone):
        notes.append(
            Text(
                zh=f"账单里另有 {others} 笔交易没有订单页、聊天或投诉与它们对应，没有成案；case.json 的 unlinked 里逐笔列着。其中有纠纷的，请补上订单页或聊天的截图。",
                en=f"{others} other transactions of bills have no order page, chat or complaint and make no case; unlinked in case.json lists them. Add the order page or the chat of one that is disputed.",
            )
        )
    if not disputes:
        notes.append(
            Text(
                zh="没有找到可以整理成案件的交易或聊天。请放入付款账单、订单详情页和客服聊天的截图，再运行一次 extractor run 和 extractor case。",
                en="No purchase and no chat was found. Add screenshots of the bill, the order page and the chat, then run `extractor run` and `extractor case` again.",
            )
        )
    return Case(
        today=context.today,
        person_per_subfolder=parting.chosen,
        evidence_sha256=loaded.digest,
        warnings=[
            *([parting.note] if parting.note else ()),
            *misplaced(context.settings, disputes, loaded.rows),
        ],
        scam=scam_warnings(loaded.rows, home),
        overview=overview_of(disputes),
        disputes=list(disputes),
        evidence=[_evidence(row, home) for row in loaded.rows],
        unlinked=[
            Unlinked(evidence_id=one.row.id, person=one.row.person, reason=one.reason, text=one.text)
            for one in alone
        ],
        notes=notes,
        no_advice=NO_ADVICE,
    )


def _undisputed(dispute: Dispute) -> bool:
    """No papers, though something may be left to claim."""
    claim = dispute.facts.claim
    return (claim is None or claim.value != "0.00") and not dispute.responsibility.reasons


def _evidence(row: CaseRow, home: dict[tuple[str | None, str], str]) -> EvidenceRow:
    return EvidenceRow(
        evidence_id=row.id,
        person=row.person,
        kind=row.kind,
        role=role_of(row),
        files=list(row.files),
        sha256=row.sha256,
        screen=row.screen,
        captured_at=row.captured_at,
        neutral=row.neutral,
        weak=row.weak,
        review_reason=row.review_reason,
        dispute=home.get((row.person, row.id)),
    )
