"""The last moment by which a refund was promised, from what a talk's line declares (never from its words).

The rules are those of the evidence table: the day of the message does not count, hours run to the minute,
working days are the Chinese ones, counted a day at a time.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

import chinese_calendar


def _working_day(start: date, count: int) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        if chinese_calendar.is_workday(day):
            count -= 1
    return day


def _month_later(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due(rule: str, at: datetime) -> str:
    """The label for a rule, counted from the message's minute.

    ``h24`` hours; ``d3`` days; ``w3`` working days; ``M1`` a month; ``day1`` tomorrow; ``t1-12:00`` tomorrow noon;
    ``wk5`` this week's Friday, or the next one's where it is past; ``nw1`` next week's Monday; ``eom`` the month's
    end; ``nm5`` the fifth of next month; ``on6`` the date six days on, which the words name.
    """
    today = at.date()
    if rule.startswith("h"):
        return (at + timedelta(hours=int(rule[1:]))).strftime("%Y-%m-%dT%H:%M")
    if rule.startswith("t"):
        ahead, _, clock = rule[1:].partition("-")
        hour, minute = map(int, clock.split(":"))
        moment = datetime.combine(today + timedelta(days=int(ahead)), time()) + timedelta(hours=hour, minutes=minute)
        return moment.strftime("%Y-%m-%dT%H:%M")
    monday = today - timedelta(days=today.weekday())
    if rule.startswith("day"):
        day = today + timedelta(days=int(rule[3:]))
    elif rule.startswith("wk"):
        day = monday + timedelta(days=int(rule[2:]) - 1)
        day += timedelta(days=7 if day < today else 0)
    elif rule.startswith("nw"):
        day = monday + timedelta(days=6 + int(rule[2:]))
    elif rule.startswith("nm"):
        day = _month_later(today.replace(day=1)).replace(day=int(rule[2:]))
    elif rule == "eom":
        day = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    elif rule == "M1":
        day = _month_later(today)
    elif rule.startswith("on"):
        day = today + timedelta(days=int(rule[2:]))
    elif rule.startswith("d"):
        day = today + timedelta(days=int(rule[1:]))
    elif rule.startswith("w"):
        day = _working_day(today, int(rule[1:]))
    else:
        raise ValueError(f"unknown deadline rule {rule!r}")
    return day.isoformat()
