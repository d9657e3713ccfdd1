"""Periods of the law, counted in days: 民法典 201 (the first day does not count), 202 (months), 203 (days of rest).

Pure functions over dates. Each result says whether the holiday calendar knew all days that mattered.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.fields.workdays import is_working_day, nth_working_day


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period. strict: before a day of rest moved it. known: the holidays of the year are known."""

    day: date
    strict: date
    known: bool = True


def rolled(day: date) -> Due:
    """203: a last day of rest moves to the first working day after it."""
    found, known = day, True
    while True:
        working, certain = is_working_day(found)
        known = known and certain
        if working:
            return Due(found, day, known)
        found += timedelta(days=1)


def after_days(start: date, days: int) -> Due:
    """The last day of a period of days: the first day does not count (201), a day of rest moves (203)."""
    return rolled(start + timedelta(days=days))


def after_months(start: date, months: int) -> Due:
    """202: the same day of that month, or its last day where it has none; then 203."""
    count = start.year * 12 + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return rolled(date(year, month, min(start.day, monthrange(year, month)[1])))


def after_years(start: date, years: int) -> Due:
    """Years are twelve months (202)."""
    return after_months(start, 12 * years)


def after_working_days(start: date, days: int) -> Due:
    """The last of so many working days after start, which does not count."""
    day, known = nth_working_day(start, days)
    return Due(day, day, known)
