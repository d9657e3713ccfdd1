"""case.ics: the deadlines of all disputes for a calendar. No names and no numbers of people in it."""

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
    claim = f"（{dispute.facts.claim.value} 元）" if dispute.facts.claim else ""
    event = Event()
    event.add(
        "uid", f"{dispute.id}-{deadline.key}-{deadline.start[:10]}-{deadline.due[:10]}@evidence-extractor"
    )
    event.add("dtstamp", datetime.combine(today, time(0), UTC))
    event.add("summary", f"{_TITLES.get(deadline.key, deadline.key)}{claim}")
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
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return event
