"""case.ics: the deadlines of all disputes for a calendar. Each says whose it is (the subfolder), against which shop and for
how much; no order, phone or account number is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from extractor.case.load import moment_of
from extractor.case.model import Deadline, Dispute

_TITLES = {
    "promise": "对方承诺的退款日",
    "limitation": "诉讼时效届满",
    "prepaid_7_days": "预付款七日",
    "prepaid_15_days": "预付款退款十五日",
    "mistake_90_days": "重大误解九十日",
    "12315_acceptance": "投诉是否受理的告知期限",
    "12315_mediation": "投诉调解期满",
}

_CALLED = ((300, (90, 30, 7, 1)), (30, (14, 3, 1)), (0, (1,)))
"""Of deadlines that run at least so many days, how many days before their end a calendar says so."""


def calendar_of(disputes: Sequence[Dispute], today: date) -> bytes:
    """The iCalendar file (RFC 5545). Deadlines that are met or lie before today are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//evidence-extractor//case//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "退款期限")
    for dispute in disputes:
        for deadline in dispute.deadlines:
            due = moment_of(deadline.due)
            if due is not None and due.date() >= today and deadline.state != "met":
                calendar.add_component(_event(dispute, deadline, due, today))
    return bytes(calendar.to_ical())


def _event(dispute: Dispute, deadline: Deadline, due: datetime, today: date) -> Event:
    event = Event()
    event.add(
        "uid", f"{dispute.id}-{deadline.key}-{deadline.start[:10]}-{deadline.due[:10]}@evidence-extractor"
    )
    event.add("dtstamp", datetime.combine(today, time(0), UTC))
    event.add("summary", _summary(dispute, deadline))
    said = deadline.text.zh
    if not deadline.calendar_known:
        said += "（那一年的节假日安排还没有公布，请届时核对）"
    event.add("description", said)
    if "T" in deadline.due:
        event.add("dtstart", due.astimezone(UTC))
        event.add("dtend", due.astimezone(UTC) + timedelta(minutes=15))
    else:
        event.add("dtstart", due.date())
        event.add("dtend", due.date() + timedelta(days=1))
    for days in _warnings(deadline, due.date()):
        if days == 1 or due.date() - timedelta(days=days) >= today:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", said)
            alarm.add("trigger", timedelta(days=-days))
            event.add_component(alarm)
    return event


def _summary(dispute: Dispute, deadline: Deadline) -> str:
    """What is due, whose it is, against whom, for how much: 诉讼时效届满：张三 云雀卡盟（128.00 元）."""
    facts = dispute.facts
    shop = facts.platform or facts.respondent
    paid = facts.paid_at or facts.ordered_at
    goods = facts.product.value if facts.product else f"{paid.value[:10]} 的付款" if paid else ""
    who = " ".join(part for part in (dispute.person or "", shop.value if shop else goods) if part)
    claim = f"（{facts.claim.value} 元）" if facts.claim else ""
    unsure = "（日期待核对）" if deadline.day_unsure else ""
    return f"{_TITLES.get(deadline.key, deadline.key)}{f'：{who}' if who else ''}{claim}{unsure}"


def _warnings(deadline: Deadline, due: date) -> tuple[int, ...]:
    """How many days before it a deadline is called to mind: the longer it ran, the earlier."""
    start = moment_of(deadline.start)
    length = (due - start.date()).days if start else 0
    return next(days for least, days in _CALLED if length >= least)
