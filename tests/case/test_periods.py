"""Periods of the law over month ends and holidays (民法典 201 to 203)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.case.periods import (
    after_days,
    after_months,
    after_working_days,
    after_years,
    is_working_day,
    rolled,
)

DAYS = st.dates(date(2019, 1, 1), date(2026, 10, 1))
ANY_DAY = st.dates(date(2019, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2029, 10, 1), date(2029, 10, 4)),  # a Monday, but National Day is a holiday in every year
        (date(2031, 1, 1), date(2031, 1, 2)),
        (date(2030, 5, 1), date(2030, 5, 3)),
    ],
)
def test_holidays_of_a_fixed_day_need_no_calendar(day: date, due: date) -> None:
    found = rolled(day)
    assert (found.day, found.strict, found.known) == (due, day, False)


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize(("month", "day"), [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)])
def test_fixed_holidays_are_those_of_the_published_calendars(year: int, month: int, day: int) -> None:
    assert is_working_day(date(year, month, day)) == (False, True)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 9, 22), 3, date(2026, 9, 28)),  # ends on 9-25, Mid-Autumn: 9-25..27 are days of rest
        (date(2026, 9, 28), 3, date(2026, 10, 8)),  # ends on 10-01: National Day to 10-07
        (date(2026, 10, 7), 3, date(2026, 10, 10)),  # a Saturday that is a make-up working day
        (date(2026, 11, 16), 7, date(2026, 11, 23)),
    ],
)
def test_days_over_holidays(start: date, days: int, due: date) -> None:
    assert after_days(start, days).day == due


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 28), 7, date(2026, 10, 13)),
        (date(2026, 11, 21), 3, date(2026, 11, 25)),  # from a day of rest
    ],
)
def test_working_days(start: date, n: int, due: date) -> None:
    assert after_working_days(start, n).day == due


@pytest.mark.parametrize(
    ("start", "months", "strict"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2025, 10, 31), 1, date(2025, 11, 30)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
    ],
)
def test_month_ends(start: date, months: int, strict: date) -> None:
    assert after_months(start, months).strict == strict


@given(DAYS, st.integers(0, 80))
def test_a_period_ends_on_a_working_day_never_early_and_not_far_after(start: date, days: int) -> None:
    due = after_days(start, days)
    assert due.strict == start + timedelta(days=days)
    assert timedelta(0) <= due.day - due.strict <= timedelta(days=11)
    assert is_working_day(due.day)[0]
    assert all(
        not is_working_day(due.strict + timedelta(days=i))[0] for i in range((due.day - due.strict).days)
    )


@given(ANY_DAY, st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last(start: date, months: int) -> None:
    due = after_months(start, months).strict
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == start.day or (due.day < start.day and (due + timedelta(days=1)).day == 1)


@given(ANY_DAY)
def test_three_years_are_thirty_six_months(start: date) -> None:
    assert after_years(start, 3) == after_months(start, 36)


@given(DAYS, st.integers(1, 30))
def test_working_days_are_counted_one_by_one(start: date, n: int) -> None:
    due = after_working_days(start, n).day
    between = [start + timedelta(days=i) for i in range(1, (due - start).days + 1)]
    assert sum(is_working_day(day)[0] for day in between) == n
    assert is_working_day(due)[0]


@given(ANY_DAY, st.integers(0, 40), st.integers(0, 40))
def test_a_longer_period_never_ends_sooner(start: date, a: int, b: int) -> None:
    assert after_days(start, min(a, b)).day <= after_days(start, max(a, b)).day


def test_years_without_a_calendar_are_said_to_be() -> None:
    due = rolled(date(2031, 5, 3))  # a Saturday
    assert due.day == date(2031, 5, 5) and not due.known
    assert after_days(date(2026, 9, 1), 3).known
