from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.deadline_values import numeral
from extractor.fields.deadlines import Deadline, find_deadline, find_deadlines
from extractor.fields.moments import CHINA
from extractor.fields.workdays import nth_working_day

FRIDAY = datetime(2025, 3, 14, 10, 30, tzinfo=CHINA)


def by(text: str, at: datetime | date | None = FRIDAY) -> str | None:
    found = find_deadline(text, at)
    return found.value if found else None


def get(text: str, at: datetime | date | None = FRIDAY) -> Deadline:
    found = find_deadline(text, at)
    assert found is not None, text
    return found


# The table `promised_by` of EVIDENCE, row by row, said on Friday 2025-03-14 at 10:30.
TABLE = [
    ("24小时内给您退", "2025-03-15T10:30+08:00"),
    ("3天内退款", "2025-03-17"),
    ("7日内退款", "2025-03-21"),
    ("三天内", "2025-03-17"),
    ("一周内到账", "2025-03-21"),
    ("半个月内退", "2025-03-29"),
    ("一个半月内退", "2025-04-29"),
    ("俩礼拜内退", "2025-03-28"),
    ("仨工作日退你", "2025-03-19"),
    ("元月5号前退", "2026-01-05"),
    ("25年4月2号退你", "2025-04-02"),
    ("15号退到您银行卡", "2025-03-15"),
    ("下周二入你余额", "2025-03-18"),
    ("剩下的放到三月底", "2025-03-31"),
    ("明天客服给您退", "2025-03-15"),
    ("下周三给您提交退款", "2025-03-19"),
    ("听日之内退番", "2025-03-15"),
    ("一个月内退", "2025-04-14"),
    ("3个工作日", "2025-03-19"),
    ("3个工作日内到账", "2025-03-19"),
    ("1-3个工作日", "2025-03-19"),
    ("3到5天", "2025-03-19"),
    ("今天给您退", "2025-03-14"),
    ("今日退", "2025-03-14"),
    ("今晚退", "2025-03-14"),
    ("当天到账", "2025-03-14"),
    ("下班前退给您", "2025-03-14"),
    ("明天退", "2025-03-15"),
    ("后天退", "2025-03-16"),
    ("大后天退", "2025-03-17"),
    ("今天下午6点前", "2025-03-14T18:00+08:00"),
    ("明天中午12点前", "2025-03-15T12:00+08:00"),
    ("今晚12点前", "2025-03-15T00:00+08:00"),
    ("周五前", "2025-03-14"),
    ("本周五", "2025-03-14"),
    ("这周五", "2025-03-14"),
    ("周三退", "2025-03-19"),
    ("本周三", "2025-03-19"),
    ("下周一", "2025-03-17"),
    ("下周五退", "2025-03-21"),
    ("月底", "2025-03-31"),
    ("月底前", "2025-03-31"),
    ("本月底", "2025-03-31"),
    ("下月5号", "2025-04-05"),
    ("3月20日前", "2025-03-20"),
    ("20号前", "2025-03-20"),
    ("10号前", "2025-04-10"),
    ("1月5日前", "2026-01-05"),
]

# A full stop before a number is no decimal point, and what comes only then comes then.
BESIDE = [
    ("已核对属实。10个工作日内退还540元", "2025-03-28"),
    ("已核对属实.10个工作日内退还540元", "2025-03-28"),
    ("财务已排期。3月20日前退到贵司账上", "2025-03-20"),
    ("主管出差得明天才能退给您", "2025-03-15"),
    ("得3天才能退给您", "2025-03-17"),
]

# As people say it (DOMAIN §4 and beyond).
SPOKEN = [
    ("三五天给你退", "2025-03-19"),
    ("两三天到账", "2025-03-17"),
    ("一两个工作日", "2025-03-18"),
    ("十五个工作日内", "2025-04-07"),
    ("半小时内", "2025-03-14T11:00+08:00"),
    ("十分钟内退", "2025-03-14T10:40+08:00"),
    ("一刻钟到账", "2025-03-14T10:45+08:00"),
    ("一个半小时", "2025-03-14T12:00+08:00"),
    ("1.5小时内", "2025-03-14T12:00+08:00"),
    ("24-48小时到账", "2025-03-16T10:30+08:00"),
    ("72小时", "2025-03-17T10:30+08:00"),
    ("24h内退", "2025-03-15T10:30+08:00"),
    ("2个钟头", "2025-03-14T12:30+08:00"),
    ("３－５个工作日", "2025-03-21"),
    ("1到3天", "2025-03-17"),
    ("1个到3个工作日", "2025-03-19"),
    ("一至三个工作日", "2025-03-19"),
    ("T+1到账", "2025-03-17"),
    ("下个工作日", "2025-03-17"),
    ("5个自然日", "2025-03-19"),
    ("最迟周五退给你", "2025-03-14"),
    ("最晚明天下午6点前到账", "2025-03-15T18:00+08:00"),
    ("不超过3天", "2025-03-17"),
    ("三天之内", "2025-03-17"),
    ("三天以内", "2025-03-17"),
    ("本周内", "2025-03-16"),
    ("这周内退", "2025-03-16"),
    ("这周末", "2025-03-16"),
    ("周末之前", "2025-03-16"),
    ("下周给您退", "2025-03-23"),
    ("下下周三退", "2025-03-26"),
    ("下个月5号", "2025-04-05"),
    ("下个月底", "2025-04-30"),
    ("下个月退", "2025-04-30"),
    ("这个月内", "2025-03-31"),
    ("3.20之前", "2025-03-20"),
    ("3/20前退", "2025-03-20"),
    ("2025年3月20日前", "2025-03-20"),
    ("2025-03-20前", "2025-03-20"),
    ("3月20号下午5点前", "2025-03-20T17:00+08:00"),
    ("10号到15号打款", "2025-03-15"),
    ("明早给你处理", "2025-03-15"),
    ("明晚退", "2025-03-15"),
    ("明晚8点前", "2025-03-15T20:00+08:00"),
    ("明后天给您退", "2025-03-16"),
    ("今明两天退", "2025-03-15"),
    ("今天或明天给您退", "2025-03-15"),
    ("次日到账", "2025-03-15"),
    ("今天24点前", "2025-03-15T00:00+08:00"),
    ("今天18:00前", "2025-03-14T18:00+08:00"),
    ("18:00前退", "2025-03-14T18:00+08:00"),
    ("明天9:30前", "2025-03-15T09:30+08:00"),
    ("明天下午三点半给您退", "2025-03-15T15:30+08:00"),
    ("今晚8点半之前", "2025-03-14T20:30+08:00"),
    ("周五下午6点前", "2025-03-14T18:00+08:00"),
    ("下周三下午3点前", "2025-03-19T15:00+08:00"),
    ("晚上给您退", "2025-03-14"),
    ("周一周二打款", "2025-03-18"),
    ("年底前", "2025-12-31"),
    ("半年内", "2025-09-14"),
    ("今天提交，3个工作日到账", "2025-03-19"),
    ("明天给您退，最迟后天", "2025-03-16"),
    ("24小时內给您退", "2025-03-15T10:30+08:00"),
    ("3 个 工 作 日", "2025-03-19"),
    ("3个工作曰到账", "2025-03-19"),
    ("l天内退", "2025-03-15"),
    ("3O分钟内退", "2025-03-14T11:00+08:00"),
    ("—周内到账", "2025-03-21"),
    ("明夭退", "2025-03-15"),
    ("1一3个工作日", "2025-03-19"),
    ("没到账的统一24小时内自动退回", "2025-03-15T10:30+08:00"),
    ("自今日起10个工作日内无息退还", "2025-03-28"),
    ("周3前退你", "2025-03-19"),
    ("五一过脱就退，顶晚5月8号之前", "2025-05-08"),
    ("于3月31日前支付至原账户", "2025-03-31"),
    ("后天晌午12点前准退", "2025-03-16T12:00+08:00"),
    ("晌午前退给你", "2025-03-14T12:00+08:00"),
    ("下月5号同工资一批走账", "2025-04-05"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE + BESIDE + SPOKEN)
def test_what_is_said_and_what_it_comes_to(text: str, expected: str) -> None:
    assert by(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "尽快退", "马上给您退", "稍后处理", "立刻退", "等了三天", "已经三天了", "3天前我就申请了", "超过24小时不处理",
        "7*24小时在线", "24小时在线客服", "7天无理由退款", "3天内未到账请联系我", "请在24小时内提供截图", "有效期30天",
        "工作时间周一至周五9:00-18:00", "上周五就退了", "3月14日充值的订单", "今天单量太大", "购买后7天内可退款",
        "订单号20250314103012345", "1号店", "退款", "第三天了", "扣掉已用的3天", "已于今日14:20退回", "今天退不了",
        "8月20日起陆续退款", "一周年", "用了半个月", "售后期7天", "质保30天",
    ],
)  # fmt: skip
def test_what_sets_no_time(text: str) -> None:
    assert by(text) is None


HOLIDAYS = [
    # 2025: 1 to 8 October off, 11 October works; 2026: 15 to 23 February off, 1 to 5 May off, 9 May works
    ("国庆后上班处理", date(2025, 9, 28), "2025-10-09"),
    ("国庆后给你退哈", date(2025, 10, 3), "2025-10-09"),
    ("中秋后给你退", date(2025, 9, 28), "2025-10-09"),
    ("国庆后3个工作日内退", date(2025, 9, 28), "2025-10-11"),
    ("节后第一个工作日退", date(2025, 9, 28), "2025-10-09"),
    ("节后三天内退", date(2025, 9, 28), "2025-10-11"),
    ("过完年第一时间给您退回去", date(2026, 2, 10), "2026-02-24"),
    ("等春节假期结束后财务退款", date(2026, 2, 10), "2026-02-24"),
    ("节后处理退款", date(2026, 4, 29), "2026-05-06"),
    ("五一后统一退", date(2026, 5, 3), "2026-05-06"),
    ("端午收假那天退给你", date(2026, 6, 17), "2026-06-22"),
    ("五一之后上班头一天就给您打款", date(2026, 4, 30), "2026-05-06"),
    ("元旦收假后头一个工作日退回", date(2025, 12, 30), "2026-01-04"),
    ("假期结束上班第一天给没到的统一退", date(2025, 10, 5), "2025-10-09"),
    ("放完假头一个上班日退", date(2025, 9, 29), "2025-10-09"),
    ("节后开工第二天打给你", date(2026, 2, 10), "2026-02-25"),
    ("国庆假期一过就退给您", date(2025, 9, 29), "2025-10-09"),
    # too far ahead to be meant, or in a year that is not published
    ("国庆后退", date(2025, 3, 14), ""),
    ("元旦后退", date(2026, 12, 20), ""),
]


@pytest.mark.parametrize(("text", "day", "due"), HOLIDAYS)
def test_after_a_holiday_is_its_first_working_day_and_never_sure(text: str, day: date, due: str) -> None:
    found = get(text, day)
    assert (found.value, found.form) == (due, "holiday")
    assert "no_safe_date" in found.reasons
    assert get(text, None).reasons == ("relative_time_without_capture_time",)


def test_a_time_that_tells_which_orders_is_no_deadline() -> None:
    found = get("20号以前的订单本周内全部退完")
    assert (found.value, found.reasons) == ("2025-03-16", ())
    assert by("三天内的订单都能退") is None
    assert by("20号以前退") == "2025-03-20"


def test_what_is_left_may_be_due_later() -> None:
    found = get("今天只能退20个人,剩下的6月25号之前全部清完", date(2025, 6, 16))
    assert (found.value, "several_deadlines" in found.reasons) == ("2025-06-25", True)
    assert by("剩下的3天会员给您留着") is None
    assert by("扣5%,剩下的12小时内打回你钱包") is not None
    assert by("剩下的3天内用完") is None
    assert "several_deadlines" not in get("24小时内核实,3天内退", date(2025, 6, 16)).reasons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("国庆后上班处理", "no_safe_date"),
        ("春节前退完", "no_safe_date"),
        ("节前退给你", "no_safe_date"),
        ("过几天退给你", "vague_deadline"),
        ("这两天给您退", "vague_deadline"),
        ("十几天吧，会退的", "vague_deadline"),
        ("个把小时", "vague_deadline"),
        ("半天内退", "vague_deadline"),
        ("一天半到账", "vague_deadline"),
        ("下月初退", "vague_deadline"),
        ("几个工作日到账", "vague_deadline"),
    ],
)
def test_said_but_without_a_safe_date(text: str, reason: str) -> None:
    found = get(text)
    assert found.value == ""
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("审核通过后24小时内", "2025-03-15T10:30+08:00"),
        ("受理后3个工作日", "2025-03-19"),
        ("自申请之日起7天内退", "2025-03-21"),
        ("收到卡密后，24小时内退", "2025-03-15T10:30+08:00"),
        ("24小时内核实后给您退", "2025-03-15T10:30+08:00"),
        ("下月5号发了货款，两张一起退你", "2025-04-05"),
        ("20号发工资，到时候退你", "2025-03-20"),
    ],
)
def test_a_start_after_some_event_counts_from_the_message_and_is_flagged(text: str, expected: str) -> None:
    found = get(text)
    assert found.value == expected
    assert "start_after_event" in found.reasons


def test_a_span_before_a_holiday_is_a_span() -> None:
    assert by("已提交审核，节前1到3个工作日退回") == "2025-03-19"
    assert by("3号收了货款，也没钱退你") is None


@pytest.mark.parametrize("text", ["l天内退", "3O分钟内退", "—周内到账"])
def test_digits_put_right_are_flagged(text: str) -> None:
    assert get(text).reasons == ("mended_digits",)


def test_the_slice_says_it() -> None:
    text = "亲，明天中午12点前 给您退"
    found = get(text)
    assert text[found.start : found.end] == "明天中午12点前"
    assert found.form == "day"


def test_form_names_the_rule() -> None:
    assert get("三天内").form == "days"
    assert get("3个工作日").form == "working_days"
    assert get("月底").form == "month_end"


@pytest.mark.parametrize(
    "text", ["三天内", "24小时内", "明天", "3个工作日", "月底", "20号前", "周五前", "3月20日前"]
)
def test_without_a_date_the_message_leaves_it_open(text: str) -> None:
    found = get(text + "退", None)
    assert found.value == ""
    assert found.reasons == ("relative_time_without_capture_time",)


def test_a_full_date_needs_no_message_time() -> None:
    assert by("2025年3月20日前退", None) == "2025-03-20"


def test_a_date_alone_leaves_hours_open() -> None:
    day = date(2025, 3, 14)
    assert by("三天内", day) == "2025-03-17"
    assert by("今天下午6点前", day) == "2025-03-14T18:00+08:00"
    found = get("24小时内", day)
    assert (found.value, found.reasons) == ("", ("message_clock_unknown",))


def test_naive_and_foreign_times_count_in_china() -> None:
    from datetime import UTC

    assert by("今天退", datetime(2025, 3, 14, 17, 0, tzinfo=UTC)) == "2025-03-15"  # 01:00 in China
    assert by("2小时内", datetime(2025, 3, 14, 10, 30, 59)) == "2025-03-14T12:30+08:00"


@pytest.mark.parametrize(
    ("said_at", "text", "expected", "flagged"),
    [
        ("2025-03-14T10:00", "今天12点前", "2025-03-14T12:00+08:00", True),
        ("2025-03-14T14:00", "今天12点前", "2025-03-15T00:00+08:00", False),
        ("2025-03-14T14:00", "6点前退", "2025-03-14T18:00+08:00", False),
        ("2025-03-14T20:00", "今天10点前退", "2025-03-14T22:00+08:00", False),
        ("2025-03-14T15:00", "上午10点前退", "2025-03-15T10:00+08:00", True),
        ("2025-03-14T19:00", "今天下午6点前", "2025-03-14T18:00+08:00", True),
        ("2025-03-14T22:00", "今晚2点前到账", "2025-03-15T02:00+08:00", True),
        ("2025-03-14T10:00", "今晚0点前", "2025-03-15T00:00+08:00", False),
        ("2025-03-14T10:00", "晚上12点前", "2025-03-15T00:00+08:00", False),
        ("2025-03-14T10:00", "后天晋午12点前退", "2025-03-16T12:00+08:00", True),
        ("2025-03-14T10:00", "明天晋午十二点之前给你退", "2025-03-15T12:00+08:00", True),
        ("2025-03-14T10:00", "今晚十二点之前到您卡上", "2025-03-15T00:00+08:00", False),
    ],
)
def test_clocks_that_can_be_read_two_ways_are_flagged(
    said_at: str, text: str, expected: str, flagged: bool
) -> None:
    found = get(text, datetime.fromisoformat(said_at).replace(tzinfo=CHINA))
    assert found.value == expected
    assert bool(found.reasons) == flagged


def test_next_week_said_on_a_sunday_is_flagged() -> None:
    sunday = datetime(2025, 3, 16, 10, 0, tzinfo=CHINA)
    found = get("下周一退", sunday)
    assert found.value == "2025-03-17"
    assert found.reasons == ("ambiguous_next_week",)


def test_this_friday_said_on_a_saturday_is_next_weeks() -> None:
    found = get("这周五退", datetime(2025, 3, 15, 10, 0, tzinfo=CHINA))
    assert found.value == "2025-03-21"
    assert found.reasons == ("weekday_already_past",)
    assert by("周五前退", datetime(2025, 3, 15, 10, 0, tzinfo=CHINA)) == "2025-03-21"


# Working days: public holidays and make-up days count (DOMAIN §4).
@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-28", 7, "2026-10-13"),
        ("2026-11-21", 3, "2026-11-25"),  # from a Saturday: the package's own helper says the 26th
        ("2025-09-26", 1, "2025-09-28"),  # Sunday, made up for
        ("2025-09-28", 3, "2025-10-09"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-10-09", 2, "2025-10-11"),  # Saturday, made up for
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-24", 4, "2026-02-28"),
    ],
)
def test_chinese_working_days(start: str, n: int, due: str) -> None:
    assert nth_working_day(date.fromisoformat(start), n) == (date.fromisoformat(due), True)
    assert by(f"{n}个工作日内退", datetime.fromisoformat(start).replace(hour=9, tzinfo=CHINA)) == due


def test_beyond_the_calendar_monday_to_friday_and_flagged() -> None:
    last = max(chinese_calendar.holidays).year
    start = datetime(last + 1, 6, 1, 9, 0, tzinfo=CHINA)
    found = get("5个工作日内退", start)
    expected, day = 5, start.date()
    while expected:
        day += timedelta(days=1)
        expected -= day.weekday() < 5
    assert found.value == day.isoformat()
    assert found.reasons == ("holiday_calendar_unknown",)
    assert (
        "holiday_calendar_unknown" in get("5个工作日内退", datetime(last, 12, 30, 9, 0, tzinfo=CHINA)).reasons
    )


@pytest.mark.parametrize(
    ("start", "text", "due"),
    [
        ("2025-01-31", "一个月内", "2025-02-28"),
        ("2024-01-31", "一个月内", "2024-02-29"),
        ("2025-03-31", "一个月内", "2025-04-30"),
        ("2025-12-15", "一个月内", "2026-01-15"),
        ("2024-02-29", "一个月内", "2024-03-29"),
        ("2025-12-31", "两个月内", "2026-02-28"),
        ("2024-02-10", "月底前", "2024-02-29"),
        ("2025-02-10", "月底前", "2025-02-28"),
        ("2025-01-31", "30号前", "2025-03-30"),
        ("2025-03-14", "2月29日前", "2028-02-29"),
        ("2025-12-31", "明天退", "2026-01-01"),
        ("2024-02-28", "明天退", "2024-02-29"),
        ("2025-12-20", "下月5号", "2026-01-05"),
    ],
)
def test_ends_of_months_and_years(start: str, text: str, due: str) -> None:
    assert by(text, date.fromisoformat(start)) == due


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 10, 31))
MOMENTS = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2026, 10, 31)).map(
    lambda moment: moment.replace(tzinfo=CHINA)
)
NUMERALS = "零一二三四五六七八九十"


@given(DAYS, st.integers(1, 60))
def test_days_and_weeks_count_from_the_day_after(day: date, n: int) -> None:
    due = (day + timedelta(days=n)).isoformat()
    assert by(f"{n}天内退", day) == due
    assert by(f"{n}日内退", day) == due
    if n <= 10:
        assert by(f"{NUMERALS[n]}天内退" if n != 2 else "两天内退", day) == due
    assert by(f"{n}周内退", day) == (day + timedelta(days=7 * n)).isoformat()
    if n > 1:
        assert by(f"{n - 1}-{n}天退", day) == due
        assert by(f"{n - 1}到{n}天退", day) == due


@given(MOMENTS, st.integers(1, 96))
def test_hours_count_to_the_minute(moment: datetime, n: int) -> None:
    due = (moment.replace(second=0, microsecond=0) + timedelta(hours=n)).isoformat(timespec="minutes")
    assert by(f"{n}小时内退", moment) == due
    assert by(f"{n}h内退", moment) == due


@given(DAYS, st.integers(1, 20))
def test_working_days_are_counted_one_by_one(day: date, n: int) -> None:
    due, known = nth_working_day(day, n)
    assert known
    assert due > day
    assert chinese_calendar.is_workday(due)
    between = [day + timedelta(days=i) for i in range(1, (due - day).days + 1)]
    assert sum(chinese_calendar.is_workday(d) for d in between) == n
    assert by(f"{n}个工作日内退", day) == due.isoformat()
    if n > 1:
        assert by(f"{n - 1}-{n}个工作日退", day) == due.isoformat()


@given(DAYS, st.integers(0, 6))
def test_weekdays_lie_ahead(day: date, weekday: int) -> None:
    name = "一二三四五六日"[weekday]
    for text in (f"周{name}前退", f"本周{name}退", f"这周{name}退", f"星期{name}退"):
        due = date.fromisoformat(by(text, day) or "")
        assert due.weekday() == weekday
        assert 0 <= (due - day).days <= 6 + (6 - day.weekday())
        same_week = day - timedelta(days=day.weekday()) + timedelta(days=weekday)
        assert due == (same_week if same_week >= day else same_week + timedelta(days=7))
    following = date.fromisoformat(by(f"下周{name}退", day) or "")
    assert following.isocalendar()[:2] == (day + timedelta(days=7)).isocalendar()[:2]
    assert following.weekday() == weekday


@given(DAYS)
def test_weeks_and_months_end(day: date) -> None:
    sunday = date.fromisoformat(by("本周内退", day) or "")
    assert sunday.weekday() == 6 and 0 <= (sunday - day).days <= 6
    end = date.fromisoformat(by("月底前退", day) or "")
    assert (end.year, end.month, end.day) == (day.year, day.month, monthrange(day.year, day.month)[1])
    month = date.fromisoformat(by("一个月内退", day) or "")
    assert (month.year * 12 + month.month) - (day.year * 12 + day.month) == 1
    assert month.day == min(day.day, monthrange(month.year, month.month)[1])


@given(DAYS, st.integers(1, 28), st.integers(1, 12))
def test_named_days_are_the_first_such_day_on_or_after_the_message(
    day: date, number: int, month: int
) -> None:
    due = date.fromisoformat(by(f"{number}号前退", day) or "")
    assert due.day == number and 0 <= (due - day).days <= 31
    due = date.fromisoformat(by(f"{month}月{number}日前退", day) or "")
    assert (due.month, due.day) == (month, number)
    assert 0 <= (due - day).days <= 366


@given(DAYS)
def test_day_words(day: date) -> None:
    for text, ahead in (("今天", 0), ("今晚", 0), ("明天", 1), ("明早", 1), ("后天", 2), ("大后天", 3)):
        assert by(f"{text}给您退", day) == (day + timedelta(days=ahead)).isoformat()


@given(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2026, 10, 31)), st.integers(1, 11))
def test_hours_of_the_clock(moment: datetime, hour: int) -> None:
    tomorrow = (moment + timedelta(days=1)).date().isoformat()
    assert by(f"明天下午{hour}点前退", moment) == f"{tomorrow}T{hour + 12:02d}:00+08:00"
    assert by(f"明天上午{hour}点前退", moment) == f"{tomorrow}T{hour:02d}:00+08:00"
    after = (moment + timedelta(days=2)).date().isoformat()
    assert by("明晚12点前退", moment) == f"{after}T00:00+08:00"


@given(st.text(max_size=60), st.sampled_from([FRIDAY, FRIDAY.date(), None]))
def test_any_text_gives_a_value_or_none(text: str, at: datetime | date | None) -> None:
    for found in find_deadlines(text, at):
        assert 0 <= found.start < found.end <= len(text)
        assert found.value or found.reasons


@given(
    st.lists(
        st.sampled_from("3明天内工作日个小时前退周五月底号点12下午今晚至-到，后 一二半"), max_size=24
    ).map("".join)
)
def test_scraps_of_deadlines_do_no_harm(text: str) -> None:
    for found in find_deadlines(text, FRIDAY):
        assert found.value or found.reasons


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("1.5", 1.5),
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("二十三", 23),
        ("半", 0.5),
        ("三五", 5),
        ("一百二十", 120),
    ],
)
def test_numerals(text: str, value: float) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("同意返还480元，于4月9日前支付", "2025-04-09"),
        ("于3月18日前支付完毕", "2025-03-18"),
        ("168三个工作日内退", "2025-03-19"),  # the digits of the sum before it are none of the span's
        ("工作日两天内退款", "2025-03-18"),
        ("10月18号下班前退给您", "2025-10-18"),
        ("您这单21号前退出去", "2025-03-21"),
        ("20号当天肯定给您", "2025-03-20"),
        ("4月底之前打款", "2025-04-30"),
        ("今天肯定到", "2025-03-14"),
        ("明天一定", "2025-03-15"),
        ("明天就能收到", "2025-03-15"),
        ("今晚系统自动退回", "2025-03-14"),
        ("今天上午12点前返您", "2025-03-14T12:00+08:00"),
        ("月底先还500", "2025-03-31"),
        ("厂家说下个月5号出账单，那天一起退", "2025-04-05"),
        ("退款请于7个工作日内留意到账", "2025-03-25"),
    ],
)
def test_days_by_which_money_is_paid_out(text: str, expected: str) -> None:
    assert by(text) == expected


@pytest.mark.parametrize(
    "text",
    ["请于24小时内支付", "请您在3月20日前支付", "今天系统维护", "今天收到您的申请", "请在三天内查收附件"],
)
def test_days_by_which_the_user_shall_do_something(text: str) -> None:
    assert by(text) is None


def test_what_can_only_be_done_on_a_day_is_due_then_and_what_only_was_is_not() -> None:
    at = datetime(2026, 1, 24, 18, 40, tzinfo=CHINA)
    found = find_deadline("主管出差 得明天才能退给您", at)
    assert found is not None and found.value == "2026-01-25"
    assert find_deadline("周一才上班", at) is None
    assert find_deadline("今天才收到", at) is None


@pytest.mark.parametrize(
    "text", ["初八上班就退", "正月十五前退清", "双12之前给你退", "618之后退", "开学前退"]
)
def test_days_that_no_calendar_here_knows_have_no_safe_date(text: str) -> None:
    assert (get(text).value, get(text).reasons) == ("", ("no_safe_date",))


@pytest.mark.parametrize("text", ["15号客服给您退过了", "15号提交的退款", "今天收到您的申请", "最初的退款"])
def test_what_was_done_on_a_day_is_not_due_by_it(text: str) -> None:
    assert by(text) is None
