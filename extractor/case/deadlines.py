"""The clocks of a dispute: promises, limitation, the lines of prepayments and mistakes, what runs after a filing.

Every deadline names the dated fact from which it counts, its rule, and whether the rule was verified (models/law).
Overdue is said only when the later of the two readings is past: with a last day of rest moved (203) and without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from extractor.case.channels import CHANNELS, IN_ENGLISH
from extractor.case.contradictions import readable
from extractor.case.groups import Group
from extractor.case.law import load_law
from extractor.case.load import CaseRow, moment_of
from extractor.case.model import Deadline, DeadlineState, Facts, Filing, Text
from extractor.case.periods import Due, after_days, after_working_days, after_years, rolled
from extractor.fields.deadlines import find_deadline
from extractor.fields.moments import CHINA

_PERIODS = frozenset({"days", "weeks", "months", "half_month"})
_AGENCIES = frozenset({"12315", "market", "consumers"})
_DEMAND_DAYS = 7


@dataclass(frozen=True, slots=True)
class Situation:
    """What the clocks need to know of a dispute besides its rows."""

    facts: Facts
    prepaid: bool
    mistake: bool
    today: date


def deadlines_of(group: Group, situation: Situation, filings: Sequence[Filing]) -> list[Deadline]:
    """All deadlines, the next one first; those without a date last."""
    found = [
        *_promises(group, situation),
        *_limitation(group, situation),
        *_prepaid(group, situation),
        *_mistake(group, situation),
        *_filed(group, filings, situation.today),
    ]
    return sorted(_each_once(found), key=lambda d: (not d.due, d.due, d.key))


def _each_once(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """The deadlines without those that say the same of another row: two promises in one minute, one day asked for."""
    found: dict[tuple[str, str, str], Deadline] = {}
    for one in deadlines:
        first = found.setdefault((one.key, one.due, one.text.zh), one)
        first.rows = list(dict.fromkeys([*first.rows, *one.rows]))
    return list(found.values())


def demand_day(today: date) -> date:
    """The last day that a demand proposes unless case.toml names one: seven days, on a working day (511, 563)."""
    return after_days(today, _DEMAND_DAYS).day


def _promises(group: Group, situation: Situation) -> Iterator[Deadline]:
    refunds = [row.at for row in group.of("refund") if row.at and row.status == "refunded"]
    for row in group.of("promise"):
        if row.repeated:
            continue
        if row.promised_by:
            yield _promise(row, refunds, situation.today)
        else:
            yield _deadline(
                "promise_open",
                row,
                start=row.occurred_at,
                basis="没有写明期限的，可以随时要求履行，但要给对方必要的准备时间",
                law="civil_511",
                state="unknown",
                text=Text(
                    zh=f"{_when(row)}对方答应退款，但没有说明哪一天。可以发函限定日期，建议写到 {demand_day(situation.today)}。",
                    en=f"A refund was promised without a date; demand one, e.g. by {demand_day(situation.today)}.",
                ),
            )


def _promise(row: CaseRow, refunds: Sequence[datetime], today: date) -> Deadline:
    due = moment_of(row.promised_by)
    if due is None:
        return _deadline(
            "promise",
            row,
            start=row.occurred_at,
            basis="",
            law="civil_201",
            state="unknown",
            text=_TEXT_NO_DATE,
        )
    if "T" in row.promised_by:
        last = Due(due.date(), due.date())
        end: datetime = due
        shown = strict = row.promised_by
    else:
        found = find_deadline(row.text, row.at)
        moves = found is not None and found.form in _PERIODS
        last = rolled(due.date()) if moves else Due(due.date(), due.date())
        end = _end_of(last.day)
        shown, strict = last.day.isoformat(), due.date().isoformat()
    kept = next((at for at in refunds if row.at is None or at >= row.at), None)
    state = _promise_state(end, due, kept, today, day_only="T" not in row.promised_by)
    zh = f"{_when(row)}对方承诺最晚 {readable(strict)} 退款"
    en = f"a refund was promised by {readable(strict)}"
    if shown != strict:
        zh += f"；最后一天是休假日，顺延到 {shown}"
        en += f"; a day of rest, so it moves to {shown}"
    ends_zh = {
        "met": "，退款已经到账。",
        "overdue": f"，已经逾期 {(today - last.day).days} 天。",
        "overdue_strict": "，按承诺的日子算已过，按顺延的日子还没有过。",
        "due_today": "，今天到期。",
        "open": "，还没有到期。",
    }
    ends_en = {
        "met": "; the refund arrived.",
        "overdue": f"; overdue by {(today - last.day).days} days.",
        "overdue_strict": "; past as said, not yet as moved.",
        "due_today": "; due today.",
        "open": "; not yet due.",
    }
    return _deadline(
        "promise",
        row,
        start=row.occurred_at,
        due=shown,
        strict=strict,
        state=state,
        today=today,
        known=last.known and "holiday_calendar_unknown" not in row.review_reason,
        basis="开始的当日不计入；最后一日是法定休假日的，顺延到休假日结束的次日（民法典第二百零一条至第二百零三条）",
        law="civil_203",
        text=Text(zh=zh + ends_zh[state], en=en + ends_en[state]),
    )


_TEXT_NO_DATE = Text(
    zh="承诺的日期没有读出来，请对照原图。", en="The promised date was not read; compare the picture."
)


def _promise_state(
    end: datetime, strict: datetime, kept: datetime | None, today: date, *, day_only: bool
) -> DeadlineState:
    if kept is not None:
        return "met"
    last = (end - timedelta(minutes=1)).date()  # 今晚12点前 is 00:00 of the next day
    if last == today:
        return "due_today"
    if last < today:
        return "overdue"
    now = datetime.combine(today, time(0), CHINA)  # the day has begun; no hour of it is known
    strict_end = _end_of(strict.date()) if day_only else strict
    return "overdue_strict" if now > strict_end else "open"


def _limitation(group: Group, situation: Situation) -> Iterator[Deadline]:
    """188, 195: three years, again from the latest demand or admission that has a date."""
    events = [
        row
        for row in group.of("request", "promise")
        if row.at and (row.kind == "promise" or row.speaker != "other")
    ]
    paid = _first_day(group)
    latest = max(events, key=lambda r: r.at.timestamp() if r.at else 0, default=None)
    if latest is not None and latest.day is not None and (paid is None or latest.day >= paid[1]):
        due = after_years(latest.day, 3)
        what_zh = "最近一次要求退款" if latest.kind == "request" else "对方最近一次答应退款"
        what_en = "your latest demand" if latest.kind == "request" else "their latest promise"
        extra = f"（最保守的算法是从付款之日起算，到 {after_years(paid[1], 3).day}）" if paid else ""
        row, start = latest, latest.day
        zh = f"诉讼时效三年，从{what_zh}（{start}）重新计算，到 {due.day}{extra}。"
        en = f"Limitation: three years, anew from {what_en} ({start}), until {due.day}."
    elif paid is not None:
        row, start = paid
        due = after_years(start, 3)
        zh = f"诉讼时效三年。还没有看到有日期的退款请求或承诺，从付款之日（{start}）起按最保守的算法，到 {due.day}。书面要求退款可以使时效重新计算。"
        en = f"Limitation: no dated demand or promise yet; counted from the payment ({start}), until {due.day}. A written demand restarts it."
    else:
        return
    yield _deadline(
        "limitation",
        row,
        start=start.isoformat(),
        due=due.day.isoformat(),
        strict=due.strict.isoformat(),
        state=_state(due.day, situation.today, past="past"),
        today=situation.today,
        known=due.known,
        basis="知道权利受损害及义务人之日起三年；提出要求或对方同意履行，从中断时起重新计算（民法典第一百八十八条、第一百九十五条）",
        law="civil_188",
        text=Text(zh=zh, en=en),
    )


def _first_day(group: Group) -> tuple[CaseRow, date] | None:
    days = [(row, row.day) for row in group.of("payment", "order") if row.day]
    return min(days, key=lambda pair: pair[1]) if days else None


def _prepaid(group: Group, situation: Situation) -> Iterator[Deadline]:
    if not situation.prepaid:
        return
    paid = _first_day(group)
    if paid is not None:
        due = after_days(paid[1], 7)
        yield _period(
            "prepaid_7_days",
            paid[0],
            paid[1],
            due,
            situation.today,
            "rules_prepaid_14",
            zh=f"预付款：自付款之日（{paid[1]}）起七日内要求退还本金，法院应予支持（此前已从同一经营者获得过相同商品的除外），到 {due.day}。",
            en=f"Prepayment: principal back if asked within seven days of the payment ({paid[1]}), until {due.day}.",
        )
    asked = next((row for row in sorted(group.of("request"), key=lambda r: r.occurred_at) if row.day), None)
    if asked is not None and asked.day is not None:
        due = after_days(asked.day, 15)
        yield _period(
            "prepaid_15_days",
            asked,
            asked.day,
            due,
            situation.today,
            "rules_penalty_10",
            zh=f"预付款：提出退款（{asked.day}）后超过十五日仍不退的，可以作为故意拖延向市场监管部门反映，到 {due.day}（条文为摘要，引用前请核对原文）。",
            en=f"Prepayment: 15 days after the demand ({asked.day}), until {due.day}; a summary of the rule, check its text before citing.",
        )


def _mistake(group: Group, situation: Situation) -> Iterator[Deadline]:
    paid = _first_day(group)
    if not situation.mistake or paid is None:
        return
    due = after_days(paid[1], 90)
    yield _period(
        "mistake_90_days",
        paid[0],
        paid[1],
        due,
        situation.today,
        "civil_152",
        zh=f"因重大误解请求撤销，应在知道之日起九十日内向法院或仲裁机构提出；按付款之日（{paid[1]}）保守计算，到 {due.day}。先与平台协商改充或部分退款。",
        en=f"Rescission for a mistake: within 90 days, by a court or arbitration; counted from the payment ({paid[1]}), until {due.day}. Negotiate first.",
    )


def _filed(group: Group, filings: Sequence[Filing], today: date) -> Iterator[Deadline]:
    """What runs after a complaint to an agency: those recorded, and those whose page a screenshot shows."""
    for filing in filings:
        if filing.channel in _AGENCIES:
            yield from _after_filing(filing, None, today)
    recorded = {filing.number for filing in filings}
    for row in group.of("ticket"):
        agency = row.extra.get("agency", "")
        if agency in _AGENCIES and row.day and not row.chat and row.order_no not in {*recorded, ""}:
            recorded.add(row.order_no)
            shown = Filing(dispute=None, channel=agency, number=row.order_no, filed_on=row.day)
            yield from _after_filing(shown, row, today)


def _after_filing(filing: Filing, row: CaseRow | None, today: date) -> Iterator[Deadline]:
    """row: the page that shows the complaint, which nobody has recorded."""
    accept = after_working_days(filing.filed_on, 7)
    name = f"{CHANNELS.get(filing.channel, filing.channel)}（编号 {filing.number}）"
    name_en = f"{IN_ENGLISH.get(filing.channel, filing.channel)} (no. {filing.number})"
    note_zh = "（按截图上的登记时间；知道受理日的，用 extractor case file 登记）" if row else ""
    note_en = " (by the day on the screenshot; record the day of acceptance with case file)" if row else ""
    if filing.accepted_on is None:
        yield _deadline(
            "12315_acceptance",
            row,
            start=filing.filed_on.isoformat(),
            due=accept.day.isoformat(),
            strict=accept.strict.isoformat(),
            state=_state(accept.day, today, past="overdue"),
            today=today,
            known=accept.known,
            basis="七个工作日内告知是否受理（消费者权益保护法第四十六条）",
            law="consumer_46",
            text=Text(
                zh=f"{name}：{filing.filed_on} 提交，{accept.day} 前应告知是否受理{note_zh}。",
                en=f"{name_en}: filed {filing.filed_on}; whether it is accepted is due by {accept.day}{note_en}.",
            ),
        )
    start = filing.accepted_on or accept.day
    end = after_days(start, 60)
    given = "受理" if filing.accepted_on else "按最晚受理日"
    yield _deadline(
        "12315_mediation",
        row,
        start=start.isoformat(),
        due=end.day.isoformat(),
        strict=end.strict.isoformat(),
        state=_state(end.day, today, past="past"),
        today=today,
        known=end.known,
        basis="自受理之日起六十日内未达成调解协议的，终止调解；调解自愿（投诉举报处理办法第二十三条，二手资料）",
        law="rules_complaints_23",
        text=Text(
            zh=f"{name}：{start}（{given}）起六十日内调解，到 {end.day}；调解不成可以起诉。",
            en=f"{name_en}: mediation within 60 days of {start}, until {end.day}; then a court remains.",
        ),
    )


def _period(
    key: str, row: CaseRow, start: date, due: Due, today: date, law: str, *, zh: str, en: str
) -> Deadline:
    return _deadline(
        key,
        row,
        start=start.isoformat(),
        due=due.day.isoformat(),
        strict=due.strict.isoformat(),
        state=_state(due.day, today, past="past"),
        today=today,
        known=due.known,
        basis=f"{load_law()[law].says}（{load_law()[law].cite}）",
        law=law,
        text=Text(zh=zh, en=en),
    )


def _state(due: date, today: date, *, past: DeadlineState) -> DeadlineState:
    return past if today > due else "due_today" if today == due else "open"


def _deadline(
    key: str,
    row: CaseRow | None,
    *,
    start: str,
    basis: str,
    law: str,
    state: DeadlineState,
    text: Text,
    due: str = "",
    strict: str = "",
    today: date | None = None,
    known: bool = True,
) -> Deadline:
    last = moment_of(due)
    if row is not None and row.loose:
        text = Text(
            zh=text.zh + "（它说的是不是这笔交易，请先确认）",
            en=text.en + " (confirm first that it is about this purchase)",
        )
    if row is not None and row.copy_time:
        text = Text(
            zh=text.zh + "（起算的日期是按文件的保存时间推算的，请先核对）",
            en=text.en + " (it counts from a day that follows from the time of the file: check it first)",
        )
    return Deadline(
        key=key,
        start=start,
        due=due,
        due_strict=strict,
        state=state,
        days_left=(last.date() - today).days if last and today else None,
        rows=[row.id] if row else [],
        basis=basis,
        day_unsure=row is not None and row.copy_time,
        verified=load_law()[law].tag == "V",
        calendar_known=known,
        text=text,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), CHINA)


def _when(row: CaseRow) -> str:
    return f"{readable(row.occurred_at)}，" if row.occurred_at else "（日期不详）"
