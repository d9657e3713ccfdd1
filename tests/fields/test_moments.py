from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.moments import (
    CHINA,
    Moment,
    find_clock,
    find_moments,
    parse_moment,
    parse_moment_without_year,
)


def iso(text: str) -> str | None:
    moment = parse_moment(text)
    return moment.isoformat() if moment else None


# Each written form: the date as it is printed, the clock as it is printed, and what they mean.
DATES = [
    "2025年3月14日",
    "2025年03月14日",
    "2025-03-14",
    "2025/03/14",
    "2025.03.14",
    "2025-3-14",
    "2025.3.14",
]
CLOCKS = [
    ("21:05", "T21:05"),
    ("21:05:33", "T21:05:33"),
    ("09:08", "T09:08"),
    ("9:08", "T09:08"),
    ("00:00:00", "T00:00:00"),
]


@pytest.mark.parametrize("day", DATES)
def test_dates_alone_have_no_clock(day: str) -> None:
    assert iso(day) == "2025-03-14"


@pytest.mark.parametrize("gap", ["", " ", "  ", "\u3000", ", ", " 星期五 ", "周五"])
@pytest.mark.parametrize(("clock", "meaning"), CLOCKS)
@pytest.mark.parametrize("day", DATES)
def test_dates_with_clocks_in_all_spacings(day: str, clock: str, meaning: str, gap: str) -> None:
    assert iso(f"{day}{gap}{clock}") == f"2025-03-14{meaning}+08:00"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2026-05-30T20:37:21", "2026-05-30T20:37:21+08:00"),
        ("2026年6月25日 GMT+8 18:34:13", "2026-06-25T18:34:13+08:00"),
        ("2026-06-25 (北京时间) 18:34", "2026-06-25T18:34+08:00"),
        ("2026-06-25 UTC+08:00 18:34", "2026-06-25T18:34+08:00"),
        ("2025 年 3 月 14 日 21 : 05 : 33", "2025-03-14T21:05:33+08:00"),
        ("２０２５年３月１４日　２１：０５", "2025-03-14T21:05+08:00"),
        ("2025-11-2812:57", "2025-11-28T12:57+08:00"),
        ("2022年8月31日09:08:52", "2022-08-31T09:08:52+08:00"),
        ("2025年3月14日 21；05", "2025-03-14T21:05+08:00"),
        ("支付时间 2025-03-14 21:05:33 复制", "2025-03-14T21:05:33+08:00"),
        ("2024-02-29 21:05", "2024-02-29T21:05+08:00"),
        ("2025-03-14 24:00", "2025-03-15T00:00+08:00"),
        ("2025-12-31 24:00", "2026-01-01T00:00+08:00"),
        ("2025年3月14日21时05分", "2025-03-14T21:05+08:00"),
    ],
)
def test_forms_seen_on_screens(text: str, meaning: str) -> None:
    assert iso(text) == meaning


@pytest.mark.parametrize(
    ("clock", "meaning"),
    [
        ("凌晨0:16", "2025-03-14T00:16"),
        ("凌晨12:30", "2025-03-14T00:30"),
        ("凌晨3:05", "2025-03-14T03:05"),
        ("早上8:05", "2025-03-14T08:05"),
        ("早晨8:05", "2025-03-14T08:05"),
        ("上午10:28", "2025-03-14T10:28"),
        ("上午12:05", "2025-03-14T00:05"),
        ("中午11:30", "2025-03-14T11:30"),
        ("中午12:30", "2025-03-14T12:30"),
        ("中午1:30", "2025-03-14T13:30"),
        ("下午3:05", "2025-03-14T15:05"),
        ("下午12:05", "2025-03-14T12:05"),
        ("下午15:05", "2025-03-14T15:05"),
        ("傍晚6:05", "2025-03-14T18:05"),
        ("晚上9:05", "2025-03-14T21:05"),
        ("晚上9:05:33", "2025-03-14T21:05:33"),
        ("晚上21:05", "2025-03-14T21:05"),
        ("夜里11:59", "2025-03-14T23:59"),
        ("晚上12:10", "2025-03-15T00:10"),
    ],
)
@pytest.mark.parametrize("gap", ["", " "])
def test_twelve_hour_words(clock: str, gap: str, meaning: str) -> None:
    assert iso(f"2025年3月14日{gap}{clock}") == f"{meaning}+08:00"


def test_midnight_of_new_year_is_next_year() -> None:
    assert iso("2025年12月31日 晚上12:10") == "2026-01-01T00:10+08:00"


@pytest.mark.parametrize("clock", ["晚上1:05", "夜里1:30", "傍晚0:10", "晚上0:10"])
def test_an_evening_that_is_none_is_not_guessed(clock: str) -> None:
    assert parse_moment(f"2025年3月14日 {clock}") is None


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-29",
        "2025-13-01",
        "2025-00-14",
        "2025-3-0",
        "2025年2月30日 21:05",
        "2025-03-32",
        "2025-03-14 25:00",
        "2025-03-14 21:60",
        "2025-03-14 21:05:60",
        "2025-03-14 24:30",
        "2025-03-14 24:00:01",
        "2025-03-144",
        "2025-03-144 21:05",
        "2025年3月140日",
        "2025-03/14",
        "12025-03-14",
        "1999-03-14",
        "20250314",
        "",
        "支付时间",
    ],
)
def test_an_impossible_moment_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_several_moments() -> None:
    text = "创建 2025-03-14 21:05 支付 2025-03-15 08:00"
    assert [m.isoformat() for m in find_moments(text)] == ["2025-03-14T21:05+08:00", "2025-03-15T08:00+08:00"]
    assert parse_moment(text) is None
    assert iso("2025-03-14 21:05 2025-03-14 21:05") == "2025-03-14T21:05+08:00"


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2098, 12, 31)),
    st.sampled_from(
        ["{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y年%m月%d日}"]
    ),
    st.sampled_from(["", " ", "  "]),
    st.booleans(),
)
def test_written_moments_come_back(at: datetime, form: str, gap: str, seconds: bool) -> None:
    at = at.replace(microsecond=0)
    moment = parse_moment(form.format(at) + gap + at.strftime("%H:%M:%S" if seconds else "%H:%M"))
    assert moment is not None
    assert moment.as_datetime() == at.replace(second=at.second if seconds else 0, tzinfo=CHINA)
    assert (moment.second is not None) is seconds


@given(st.datetimes(datetime(2001, 1, 1), datetime(2098, 12, 31)))
def test_twelve_hour_clocks_come_back(at: datetime) -> None:
    half = "凌晨" if at.hour < 6 else "上午" if at.hour < 12 else "下午"
    text = f"{at.year}年{at.month}月{at.day}日 {half}{at.hour % 12 or 12}:{at:%M}"
    assert iso(text) == f"{at:%Y-%m-%dT%H:%M}+08:00"


@given(st.text(alphabet="0123456789-/.年月日: T上下午晚上凌晨", max_size=30))
def test_nothing_makes_it_raise(text: str) -> None:
    for moment in find_moments(text):
        assert moment.as_datetime().date() == moment.date
    parse_moment_without_year(text, not_after=date(2025, 3, 14))
    find_clock(text)


# -- without a year ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("3月14日 21:05", "2025-03-14T21:05+08:00"),
        ("03-14 21:05", "2025-03-14T21:05+08:00"),
        ("03/14 21:05:33", "2025-03-14T21:05:33+08:00"),
        ("3月14日 晚上9:05", "2025-03-14T21:05+08:00"),
        ("01-12 凌晨0:16", "2025-01-12T00:16+08:00"),
        ("3月14日", "2025-03-14"),
        ("3月20日 21:05", "2025-03-20T21:05+08:00"),
        ("3月21日 21:05", "2024-03-21T21:05+08:00"),
        ("12月31日", "2024-12-31"),
        ("2月29日 10:00", "2024-02-29T10:00+08:00"),
    ],
)
def test_the_latest_such_day_before_the_capture(text: str, meaning: str) -> None:
    moment = parse_moment_without_year(text, not_after=date(2025, 3, 20))
    assert moment is not None
    assert moment.isoformat() == meaning


@pytest.mark.parametrize("text", ["2月30日 10:00", "13月14日 10:00", "14:05", "", "3月", "1.14 21:05"])
def test_no_such_day_is_none(text: str) -> None:
    assert parse_moment_without_year(text, not_after=date(2025, 3, 20)) is None


def test_a_known_year_is_kept_even_after_the_capture() -> None:
    moment = parse_moment_without_year("3月21日 21:05", not_after=date(2025, 3, 20), year=2025)
    assert moment == Moment(2025, 3, 21, 21, 5)
    assert parse_moment_without_year("2月29日 21:05", not_after=date(2025, 3, 20), year=2025) is None


def test_a_leap_day_that_is_still_to_come_is_none() -> None:
    assert parse_moment_without_year("2月29日 10:00", not_after=date(2024, 1, 15)) is None


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_yearless_day_is_never_after_the_capture(day: date, taken: date) -> None:
    moment = parse_moment_without_year(f"{day.month}月{day.day}日 10:00", not_after=taken)
    if moment is not None:
        assert moment.date <= taken
        assert (moment.month, moment.day) == (day.month, day.day)
        assert (taken - moment.date).days <= 366 + 365 * ((day.month, day.day) == (2, 29))


# -- clocks and Moment itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("21:05", (21, 5, None)),
        ("下午3:05:09", (15, 5, 9)),
        ("发于 9:05", (9, 5, None)),
        ("25:05", None),
        ("1234", None),
    ],
)
def test_bare_clocks(text: str, clock: tuple[int, int, int | None] | None) -> None:
    assert find_clock(text) == clock


@given(st.times())
def test_bare_clocks_come_back(at: time) -> None:
    assert find_clock(f"{at:%H:%M:%S}") == (at.hour, at.minute, at.second)


def test_a_moment_says_no_more_than_was_shown() -> None:
    assert Moment(2025, 3, 14).isoformat() == "2025-03-14"
    assert Moment(2025, 3, 14, 0, 0).isoformat() == "2025-03-14T00:00+08:00"
    assert Moment(2025, 3, 14, 0, 0, 0).isoformat() == "2025-03-14T00:00:00+08:00"
    assert not Moment(2025, 3, 14).has_clock
    assert Moment(2025, 3, 14, 0, 0).has_clock


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024年10月6日22.42:03", "2024-10-06T22:42:03+08:00"),
        ("2024年6月15日 16:30.34", "2024-06-15T16:30:34+08:00"),
        ("2026.01-03 22:05:48", "2026-01-03T22:05:48+08:00"),
        ("2025年6月28目08:06:53", "2025-06-28T08:06:53+08:00"),
    ],
)
def test_points_for_colons_and_dashes(text: str, shown: str) -> None:
    assert [moment.isoformat() for moment in find_moments(text)] == [shown]


@pytest.mark.parametrize("text", ["2025.11.07 10.041.08", "2025-03-10 18'39", "2025年6月28日 08.06"])
def test_a_date_before_an_unreadable_clock_is_no_mere_date(text: str) -> None:
    assert find_moments(text) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("16 Mar 2025", "2025-03-16"),
        ("Mar 16, 2025", "2025-03-16"),
        ("March 16, 2025 at 9:05 PM", "2025-03-16T21:05+08:00"),
        ("Mar 6, 2025 @ 12:30am", "2025-03-06T00:30+08:00"),
        ("16 September 2025 21:05:33", "2025-09-16T21:05:33+08:00"),
        ("Sept. 3, 2025 12:10 p.m.", "2025-09-03T12:10+08:00"),
        ("Mar 16, 2025 9:05 PM GMT+8", "2025-03-16T21:05+08:00"),
    ],
)
def test_months_in_english(text: str, iso: str) -> None:
    found = parse_moment(text)
    assert found is not None
    assert found.isoformat() == iso


@pytest.mark.parametrize(
    "text",
    [
        "Marc 16, 2025",
        "116 Mar 2025",
        "Mar 16, 20251",
        "Mar 36, 2025",
        "Mar 16, 2025 9:05 PM PDT",
        "Mar 16, 2025 9:05 PN",
        "16 Mar 2025 09:05 UTC",
    ],
)
def test_what_is_no_english_date(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    "text", ["2026-06-25 UTC 18:34", "2026年6月25日 GMT+0 18:34:13", "2026-06-25 GMTt8 18:34:13"]
)
def test_a_clock_of_another_or_unread_time_zone_is_not_dropped(text: str) -> None:
    assert find_moments(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("付于03/30/2026 15:02", "2026-03-30T15:02+08:00"),
        ("30/03/2026 15:02:11", "2026-03-30T15:02:11+08:00"),
        ("05/05/2026", "2026-05-05"),
    ],
)
def test_a_year_behind_month_and_day(text: str, shown: str) -> None:
    assert [moment.isoformat() for moment in find_moments(text)] == [shown]


@pytest.mark.parametrize("text", ["03/04/2026 15:02", "13/14/2026", "1/03/30/2026"])
def test_a_day_that_may_be_a_month_is_none(text: str) -> None:
    assert find_moments(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4月11日14时3分", "2026-04-11T14:03+08:00"),
        ("4月11日14时03分", "2026-04-11T14:03+08:00"),
        ("4月11日 14:3", None),  # a torn 14:3x
    ],
)
def test_a_bank_writes_minutes_of_one_figure_before_the_word_for_them(text: str, shown: str | None) -> None:
    found = parse_moment_without_year(text, not_after=date(2026, 5, 2))
    clocked = found if found is not None and found.has_clock else None
    assert (clocked.isoformat() if clocked else None) == shown
