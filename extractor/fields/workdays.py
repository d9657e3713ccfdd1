"""Chinese working days and blocks of holidays, by the published calendar and counted here one by one.

The calendar package's own search for the nth working day errs where it starts on a day of rest. Its years end with
the last one that the State Council has published: beyond them Monday to Friday work but for the holidays whose day the law
itself fixes, and the answer says so.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Holidays by month and day (全国年节及纪念日放假办法 第二条, as of 2025); the others go by the moon or the sun."""
_LONGEST_BLOCK = 16
"""Days: no block of days off was ever so long."""


def is_working_day(day: date) -> tuple[bool, bool]:
    """Whether day is a Chinese working day, and whether the calendar knows; else Monday to Friday without fixed holidays."""
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED, False


def nth_working_day(day: date, n: int) -> tuple[date, bool]:
    """The nth Chinese working day after day, and whether the holiday calendar knew all days up to it.

    Days of years that the calendar does not know count Monday to Friday, without fixed holidays.
    """
    all_known = True
    while n > 0:
        day += timedelta(days=1)
        working, known = is_working_day(day)
        all_known = all_known and known
        n -= working
    return day, all_known


def end_of_holiday(day: date, names: frozenset[str], *, within: int) -> date | None:
    """The last day off of the first block of days off that has a holiday of one of names on or after day.

    names: as chinese_calendar.Holiday calls them; empty takes any. within: so many days ahead are looked at. None
    where there is none, or the calendar does not know.
    """
    for ahead in range(within + 1):
        last = day + timedelta(days=ahead)
        try:
            off, name = chinese_calendar.get_holiday_detail(last)
        except NotImplementedError:
            return None
        if not off or name is None or (names and name not in names):
            continue
        for _ in range(_LONGEST_BLOCK):
            working, known = is_working_day(last + timedelta(days=1))
            if not known:
                return None
            if working:
                return last
            last += timedelta(days=1)
    return None
