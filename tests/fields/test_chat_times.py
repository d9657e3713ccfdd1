from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.chat_times import find_stamp, resolve_chat_time, resolve_date_heading
from extractor.fields.moments import CHINA

CAPTURED = datetime(2025, 3, 20, 22, 30, 40, tzinfo=CHINA)  # a Thursday
MORNING = datetime(2025, 3, 20, 9, 10, tzinfo=CHINA)


def at(text: str, captured: datetime | None = CAPTURED) -> str | None:
    found = resolve_chat_time(text, captured)
    return found.at.isoformat(timespec="seconds")[:-6] if found and found.at else None


# EVIDENCE "Times shown in chats" and DOMAIN §3, form by form.
FORMS = [
    ("21:05", "2025-03-20T21:05:00"),
    ("9:05", "2025-03-20T09:05:00"),
    ("下午9:05", "2025-03-20T21:05:00"),
    ("上午10:28", "2025-03-20T10:28:00"),
    ("今天 21:05", "2025-03-20T21:05:00"),
    ("昨天 21:05", "2025-03-19T21:05:00"),
    ("昨天 晚上9:05", "2025-03-19T21:05:00"),
    ("前天 9:05", "2025-03-18T09:05:00"),
    ("星期三 14:20", "2025-03-19T14:20:00"),
    ("星期四 11:32", "2025-03-13T11:32:00"),
    ("周三 14:20", "2025-03-19T14:20:00"),
    ("周日 14:20", "2025-03-16T14:20:00"),
    ("星期天 8:00", "2025-03-16T08:00:00"),
    ("3月14日 晚上9:05", "2025-03-14T21:05:00"),
    ("2025年3月14日 下午3:05", "2025-03-14T15:05:00"),
    ("2025年3月14日 21:05", "2025-03-14T21:05:00"),
    ("2025-6-18 20:03", "2025-06-18T20:03:00"),
    ("2025/03/14 21:05", "2025-03-14T21:05:00"),
    ("03-14 21:05", "2025-03-14T21:05:00"),
    ("01-12 凌晨0:16", "2025-01-12T00:16:00"),
    ("12-31 23:59", "2024-12-31T23:59:00"),
    ("2月29日 8:00", "2024-02-29T08:00:00"),
    ("2025-03-14 21:05:33", "2025-03-14T21:05:33"),
    ("2025年3月14日 星期五 15:05", "2025-03-14T15:05:00"),
    ("中午12:30", "2025-03-20T12:30:00"),
    ("中午11:30", "2025-03-20T11:30:00"),
    ("中午1:30", "2025-03-20T13:30:00"),
    ("凌晨12:30", "2025-03-20T00:30:00"),
    ("早上12:05", "2025-03-20T00:05:00"),
    ("3月14日 晚上12:10", "2025-03-15T00:10:00"),
    ("晚上21:05", "2025-03-20T21:05:00"),
    ("9:05 PM", "2025-03-20T21:05:00"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_every_form_of_the_contract(text: str, expected: str) -> None:
    assert at(text) == expected


# What OCR makes of them: lost and added spaces, other separators, letters for digits, look-alike characters.
NOISE = [
    ("昨天21:05", "2025-03-19T21:05:00"),
    ("星期三14:20", "2025-03-19T14:20:00"),
    ("3月14日晚上9:05", "2025-03-14T21:05:00"),
    ("2025年3月14日下午3:05", "2025-03-14T15:05:00"),
    ("2025-03-1421:05:33", "2025-03-14T21:05:33"),
    ("2025-6-120:03", "2025-06-01T20:03:00"),
    ("03-1421:05", "2025-03-14T21:05:00"),
    ("上 午 1 0 : 2 8", "2025-03-20T10:28:00"),
    ("昨 天 1 4 : 2 7", "2025-03-19T14:27:00"),
    ("昨天 21；05", "2025-03-19T21:05:00"),
    ("昨天 21;05", "2025-03-19T21:05:00"),
    ("昨天 21.05", "2025-03-19T21:05:00"),
    ("昨天 21．05", "2025-03-19T21:05:00"),
    ("昨天 21：05", "2025-03-19T21:05:00"),
    ("昨夭 2l:O5", "2025-03-19T21:05:00"),
    ("2O25-O3-l4 21:05", "2025-03-14T21:05:00"),
    ("下牛9:05", "2025-03-20T21:05:00"),
    ("星朗三 14:20", "2025-03-19T14:20:00"),
    ("星期- 14:20", "2025-03-17T14:20:00"),
    ("—— 昨天 14:27 ——", "2025-03-19T14:27:00"),
    ("３月１４日　２１：０５", "2025-03-14T21:05:00"),
]


@pytest.mark.parametrize(("text", "expected"), NOISE)
def test_forms_through_the_noise_of_ocr(text: str, expected: str) -> None:
    assert at(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我 21:05 付的款",
        "21:05付的",
        "今晚21:05前到账",
        "付款时间 21:05",
        "24:30",
        "25:00",
        "21:75",
        "28.80",
        "12″",
        "2025-13-40 21:05",
        "2月30日 8:00",
        "明天 21:05",
        "星期三",
        "订单 2025031421050000",
        "128.00",
        "",
        "亲",
        "3月14日",
        "lO:OO",
    ],
)
def test_a_line_that_is_no_stamp(text: str) -> None:
    assert resolve_chat_time(text, CAPTURED) is None


@pytest.mark.parametrize("text", ["21:05", "昨天 21:05", "星期三 14:20", "3月14日 晚上9:05", "03-14 21:05"])
def test_relative_stamps_need_the_capture_time(text: str) -> None:
    found = resolve_chat_time(text, None)
    assert found is not None
    assert found.at is None
    assert found.relative
    assert found.reasons == ("relative_time_without_capture_time",)


def test_absolute_stamps_do_not() -> None:
    found = resolve_chat_time("2025-03-14 21:05:33", None)
    assert found is not None
    assert found.at == datetime(2025, 3, 14, 21, 5, 33, tzinfo=CHINA)
    assert (found.precision, found.relative, found.reasons) == ("second", False, ())


def test_a_bare_clock_after_the_capture_is_the_day_before_and_flagged() -> None:
    found = resolve_chat_time("21:05", MORNING)
    assert found is not None
    assert found.at == datetime(2025, 3, 19, 21, 5, tzinfo=CHINA)
    assert found.reasons == ("after_capture_time",)


def test_the_minute_of_the_capture_itself_is_not_after_it() -> None:
    found = resolve_chat_time("22:30", CAPTURED.replace(second=0))
    assert found is not None and found.reasons == ()
    found = resolve_chat_time("22:30:55", CAPTURED)
    assert found is not None and found.reasons == ()


def test_an_absolute_stamp_after_the_capture_is_kept_and_flagged() -> None:
    found = resolve_chat_time("2025-03-21 08:00", CAPTURED)
    assert found is not None
    assert found.at == datetime(2025, 3, 21, 8, 0, tzinfo=CHINA)
    assert "after_capture_time" in found.reasons


def test_midnight_of_a_12_hour_clock_is_flagged() -> None:
    assert at("昨天 晚上12:10", MORNING) == "2025-03-20T00:10:00"
    found = resolve_chat_time("晚上12:10", MORNING)
    assert found is not None
    assert found.at == datetime(2025, 3, 20, 0, 10, tzinfo=CHINA)
    assert found.reasons == ("ambiguous_midnight",)


def test_mended_digits_and_points_are_told() -> None:
    found = resolve_chat_time("昨天 2l:05", CAPTURED)
    assert found is not None and found.reasons == ("mended_digits",)
    found = resolve_chat_time("12.50", CAPTURED)  # may be an amount
    assert found is not None and found.reasons == ("clock_separator_unsure",)


def test_times_do_not_run_backwards_down_a_page() -> None:
    above = datetime(2025, 3, 20, 10, 0, tzinfo=CHINA)
    found = resolve_chat_time("9:05", CAPTURED, after=above)
    assert found is not None and found.reasons == ("before_time_above",)
    found = resolve_chat_time("10:00", CAPTURED, after=above.replace(second=50))
    assert found is not None and found.reasons == ()


def test_a_clock_under_a_date_heading_is_on_that_day() -> None:
    found = resolve_chat_time("21:05", None, day=date(2025, 3, 14))
    assert found is not None
    assert found.at == datetime(2025, 3, 14, 21, 5, tzinfo=CHINA)
    assert not found.relative


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年3月14日", date(2025, 3, 14)),
        ("2025-03-14 星期五", date(2025, 3, 14)),
        ("昨天", date(2025, 3, 19)),
        ("星期三", date(2025, 3, 19)),
        ("03-14 周五", date(2025, 3, 14)),
        ("2025年3月14日(五)", date(2025, 3, 14)),
        ("March 14, 2025", date(2025, 3, 14)),
        ("14 Mar 2025", date(2025, 3, 14)),
        ("Sept. 9", date(2024, 9, 9)),
        ("Yesterday", date(2025, 3, 19)),
        ("March 45, 2025", None),
        ("明天", None),
        ("周三退款", None),
        ("2025年2月30日", None),
        ("21:05", None),
    ],
)
def test_date_headings(text: str, expected: date | None) -> None:
    assert resolve_date_heading(text, CAPTURED) == expected


def test_relative_headings_need_the_capture_time() -> None:
    assert resolve_date_heading("昨天", None) is None
    assert resolve_date_heading("2025-03-14", None) == date(2025, 3, 14)


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("客服小美 2025-03-14 21:05:33", "2025-03-14 21:05:33"),
        ("2025-03-14 21:05:33 小美", "2025-03-14 21:05:33"),
        ("客服小美2025-03-14 21:05:33", "2025-03-14 21:05:33"),
        ("客服小美21:05:33", "21:05:33"),
        ("2025/03/14 21:51:00访客.20931", "2025/03/14 21:51:00"),
        ("小美  21:05", "21:05"),
        ("易点点发卡 03-14 21:05", "03-14 21:05"),
        ("Leo 2025/03/14 21:05", "2025/03/14 21:05"),
        ("昨天 21:05 已读", "昨天 21:05"),
        ("21:05", "21:05"),
        ("2025-03-14 21:05:11 tb58201_77", "2025-03-14 21:05:11"),
        ("2025-03-14 21:05:45 guest_60417", "2025-03-14 21:05:45"),
    ],
)
def test_stamps_beside_a_name(text: str, stamp: str) -> None:
    found = find_stamp(text)
    assert found is not None
    assert text[slice(*found)] == stamp


@pytest.mark.parametrize(
    "text",
    [
        "我 21:05 付的",
        "我昨天 21:05 付的款",
        "昨天 21:05 付的",
        "付款时间 2025-03-14 21:05:33",
        "支付时间：2025-03-14 21:05:33",
        "今晚21:05前",
        "下午3:05 到账",
        "请在 2025-03-14 21:05 之前处理",
        "订单2025031421053300 21:05:33",
        "小美21:05",
        "余额12.50",
        "间10:00-22:00",
        "客服在线 9:00~18:00",
        "2025-03-14 21:05:11 SF58201177",
        "21:05 tb58201",
    ],
)
def test_a_clock_in_running_text_is_no_stamp(text: str) -> None:
    assert find_stamp(text) is None


@given(
    st.datetimes(min_value=datetime(2020, 1, 2), max_value=datetime(2030, 12, 30)),
    st.integers(0, 3 * 365 * 24 * 60),
)
def test_what_an_app_prints_is_read_back(moment: datetime, minutes_later: int) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=CHINA)
    captured = moment + timedelta(minutes=minutes_later)
    clock = f"{moment.hour}:{moment.minute:02d}"
    days = (captured.date() - moment.date()).days
    printed = [f"{moment.year}年{moment.month}月{moment.day}日 {clock}", moment.strftime("%Y-%m-%d %H:%M")]
    if days == 0:
        printed.append(clock)
    if days == 1:
        printed.append(f"昨天 {clock}")
    if 1 <= days <= 7:
        printed.append(f"星期{'一二三四五六日'[moment.weekday()]} {clock}")
    if days < 365 and not (moment.month == 2 and moment.day == 29):
        printed.append(f"{moment.month}月{moment.day}日 {clock}")
    for text in printed:
        for shown in (text, text.replace(" ", "") if "-" not in text else text, text.replace(":", "；")):
            found = resolve_chat_time(shown, captured)
            assert found is not None, shown
            assert found.at == moment, shown
            assert not found.reasons, shown


@given(st.text(max_size=40))
def test_any_text_gives_a_value_or_none(text: str) -> None:
    resolve_chat_time(text, CAPTURED)
    resolve_chat_time(text, None)
    stamp = find_stamp(text)
    assert stamp is None or 0 <= stamp[0] < stamp[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("客服001. 11-15 09:55", "11-15 09:55"),
        ("mint_777今天21:35", "今天21:35"),
        ("客服003 . 11-16 17:26", "11-16 17:26"),
    ],
)
def test_a_name_that_ends_in_figures_is_no_part_of_its_stamp(text: str, stamp: str) -> None:
    found = find_stamp(text)
    assert found is not None
    assert text[found[0] : found[1]].strip() == stamp
