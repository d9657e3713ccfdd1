"""Time stamps of chats: the separators between messages, and the stamps that stand beside a name.

Forms (EVIDENCE "Times shown in chats"): `21:05`, `下午9:05`, `昨天 21:05`, `前天 9:05`, `星期三 14:20`, `周三 14:20`,
`3月14日 晚上9:05`, `2025年3月14日 下午3:05`, `2025-6-18 20:03`, `2025/03/14 21:05`, `03-14 21:05`,
`2025-03-14 21:05:33`. OCR loses the spaces, reads `:` as `;` or `.`, 0 as O, 1 as l, 天 as 夭, 午 as 牛.

A line is a stamp only as a whole: a clock time inside running text (`我 21:05 付的款`) is never one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from extractor.fields.moments import CHINA, MONTH_NAME, MONTHS

Precision = Literal["minute", "second"]

# What OCR prints for a digit. Never mapped outside a stamp that matches as a whole.
_LOOKALIKES = str.maketrans("OoQlI|丨", "0001111")
_D = r"[0-9OoQlI|丨]"
_COLON = r"\s*[:;.,'∶]\s*"
_DAY = r"[天夭]"
_SUN = r"[日曰目口]"
_NOON = r"[午牛干千]"
_HALVES = {
    "dawn": r"凌[晨辰层]|清[晨辰]|半夜|午夜|后半夜",
    "morning": rf"早上|早晨|早间|上{_NOON}|早|[Aa]\.?[Mm]\.?",
    "noon": rf"中{_NOON}|正{_NOON}",
    "afternoon": rf"下{_NOON}|{_NOON}后|傍晚|[Pp]\.?[Mm]\.?",
    "night": r"晚上|晚间|夜里|夜晚|夜间|深夜|晚",
}
_HALF = "|".join(f"(?P<{name}>{words})" for name, words in _HALVES.items())
_CLOCK = rf"(?:(?:{_HALF})\s*)?(?P<hour>{_D}{{1,2}})(?P<c1>{_COLON})(?P<minute>{_D}{{2}})(?:{_COLON}(?P<second>{_D}{{2}}))?"
_CLOCK_TAIL = r"(?:\s*(?P<tail>[AaPp]\.?[Mm]\.?))?"
_WEEKDAY = r"(?:星\s?[期朝斯其明朗]|周|週|礼拜)\s*(?P<weekday>[一二三四五六日天曰目夭-])"
_WEEKDAY_TOO = r"(?:星\s?[期朝斯其明朗]|周|週|礼拜)\s*[一二三四五六日天曰目夭-]"
_DATE = (
    rf"(?P<year>2{_D}{{3}})\s*(?:年\s*(?P<m1>{_D}{{1,2}})\s*月\s*(?P<d1>{_D}{{1,2}})\s*{_SUN}?"
    rf"|(?P<sep>[-/.])\s*(?P<m2>{_D}{{1,2}})\s*(?P=sep)\s*(?P<d2>{_D}{{1,2}}))"
    rf"|(?P<m3>{_D}{{1,2}})\s*(?:月\s*(?P<d3>{_D}{{1,2}})\s*{_SUN}?|[-/]\s*(?P<d4>{_D}{{1,2}}))"
)
_RELATIVE = rf"(?P<today>今{_DAY})|(?P<yesterday>[昨咋作]{_DAY}|昨日)|(?P<before>前{_DAY})"
_WHEN = rf"(?:(?:{_DATE})(?:\s*\(?{_WEEKDAY_TOO}\)?|\s*\([一二三四五六日]\)?)?|{_RELATIVE}|{_WEEKDAY})"
_STAMP = re.compile(rf"(?:{_WHEN}[\sT,]*)?{_CLOCK}{_CLOCK_TAIL}")
_HEADING = re.compile(rf"{_WHEN}")
# A day and an hour run together: the day ends where two digits are left for the hour.
_GLUED = re.compile(rf"(?P<sep>[-/.])(?P<day>{_D})(?P<hour>{_D}{{2}})(?={_COLON}{_D}{{2}})")
_PLAIN = {"—": "-", "–": "-", "―": "-", "−": "-", "。": "."}
_EDGE = " \t-—–_·•.,:;|[]()<>「」【】"
_READ_MARKS = re.compile(r"已读|未读|送达|已送达|[✓✔√]+|对方已读")
# What no name beside a stamp holds: the line is a sentence, or the label of a time.
_SENTENCE = re.compile(
    r"时间|日期|说|之前|以前|左右|[我你您咱了吗呢吧啊请不退款钱至]|付款|支付|充值的|下单|到账|到期|截止|有效|订单|单号|编号|"
    r"今天|明天|昨天|后天|已经|^[前后到是就才再付充买]|[在是到的]$|[,;!?]|\d{5,}"
)
# A visitor's name is a number (访客38271), and 用户 holds no sentence's word.
_NUMBERED = re.compile(r"^(?:访客|游客|用户|会员|买家|客户|顾客|网友|UID|ID)[:#_ .,·-]?\d{1,12}$")
_HANDLE = re.compile(r"^[A-Za-z]{1,12}_?\d{4,12}(?:_\d{1,6})?$")
"""An account's name of letters and digits; order numbers look alike, so it counts only before a stamp in brackets."""
_ACCOUNT = re.compile(r"^[a-z]{1,12}_?[a-z]{0,6}\d{1,9}(?:_\d{1,6})?$")
"""The same in small letters, as sites name their visitors (tb58201_77, guest_60417), beside a stamp with its year."""
_FROM, _TO = re.compile(r"\d[:;.]\d{2}\s*[-~—至到]+\s*$"), re.compile(r"\s*[-~—至到]+\s*\d{1,2}[:;.]\d{2}")
"""Before and behind a clock that begins or ends a span: 10:00-22:00."""
_ENGLISH_DAY = re.compile(
    rf"(?:(?P<month>{MONTH_NAME})\.?\s*(?P<day>\d{{1,2}})|(?P<first>\d{{1,2}})\s*(?P<month2>{MONTH_NAME})\.?)"
    r"(?:\s*,?\s*(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_ENGLISH_WORDS = {"today": "今天", "yesterday": "昨天"}
_DIGITS = "0123456789OoQlI|丨"
_LONGEST_NAME = 20
_LONGEST_NAME_BESIDE_CLOCK = 12


@dataclass(frozen=True, slots=True)
class ChatTime:
    """A stamp resolved: at is aware (+08:00), or None where it cannot be resolved without the capture time.

    relative: the value depends on the capture time. reasons: why a person should look
    (`relative_time_without_capture_time`, `after_capture_time`, `ambiguous_midnight`, `before_time_above`,
    `mended_digits`, `clock_separator_unsure`).
    """

    at: datetime | None
    precision: Precision
    relative: bool
    reasons: tuple[str, ...] = ()


def resolve_chat_time(
    text: str, captured: datetime | None, *, after: datetime | None = None, day: date | None = None
) -> ChatTime | None:
    """The moment of a line that is nothing but a time stamp; None for any other line.

    captured: when the screenshot was taken; a naive one is taken as China Standard Time. after: the stamp next
    above on the same page, for a bare or ambiguous clock: times do not run backwards down a page.
    day: the date heading above the line, where the page has one; a bare clock is then on that day.
    """
    match = _match_stamp(text)
    if match is None:
        return None
    clock = _clock(match)
    assert clock is not None  # _match_stamp lets no other through
    hour, minute, second = clock
    reasons = list(_noise(match))
    now = (
        captured.astimezone(CHINA)
        if captured and captured.tzinfo
        else captured and captured.replace(tzinfo=CHINA)
    )
    bare = _is_bare(match)
    if bare and day is not None:
        found, relative = day, False
    else:
        relative = match["year"] is None
        if relative and now is None:
            reasons.append("relative_time_without_capture_time")
            return ChatTime(None, _precision(second), True, tuple(reasons))
        resolved = _day(match, now.date() if now else None)
        if resolved is None:
            return None
        found = resolved
    at = datetime(found.year, found.month, found.day, hour % 24, minute, second or 0, tzinfo=CHINA)
    if hour >= 24:
        at += timedelta(days=1)
        if match["night"]:
            reasons.append("ambiguous_midnight")
    at, late = _not_after(at, now, bare=bare and day is None, midnight=hour >= 24)
    if late:
        reasons.append("after_capture_time")
    if after is not None and at < _minute(
        after.astimezone(CHINA) if after.tzinfo else after.replace(tzinfo=CHINA)
    ):
        reasons.append("before_time_above")
    return ChatTime(at, _precision(second), relative, tuple(dict.fromkeys(reasons)))


def resolve_date_heading(text: str, captured: datetime | None) -> date | None:
    """The day of a line that is nothing but a date (`2025年3月14日`, `昨天`, `星期三`, `03-14 周五`, `March 14, 2025`); else None.

    None also where a relative day has no capture time. The clocks under such a heading are on that day.
    """
    line = _without_english(_plain(text)).strip(_EDGE)
    match = _HEADING.fullmatch(line) or _HEADING.fullmatch(line.replace(" ", ""))
    if match is None or not _valid(match):
        return None
    if captured is None:
        return _day(match, None) if match["year"] else None
    now = captured.astimezone(CHINA) if captured.tzinfo else captured.replace(tzinfo=CHINA)
    return _day(match, now.date())


def _without_english(line: str) -> str:
    """A day in English as the Chinese one that it is (`March 14, 2025` as `2025年3月14日`); any other line as it stands."""
    bare = line.strip(_EDGE)
    match = _ENGLISH_DAY.fullmatch(bare)
    if match is None:
        return _ENGLISH_WORDS.get(bare.lower(), line)
    name, number = match["month"] or match["month2"], match["day"] or match["first"]
    year = f"{match['year']}年" if match["year"] else ""
    return f"{year}{MONTHS[name[:3].lower()]}月{number}日"


def find_stamp(text: str) -> tuple[int, int] | None:
    """Where a stamp stands beside a name (`客服小美 2025-03-14 21:05:33`), as a slice of text; None elsewhere.

    The stamp begins or ends the line, and what is left must look like a name: short, no sentence, no label of a
    time. A line that is a stamp as a whole gives its whole extent.
    """
    folded, where = plain_with_map(text)
    begin = 0
    while (match := _STAMP.search(folded, begin)) is not None:
        begin = match.start() + 1  # of 客服001. 11-15 09:55 the first that looks like a clock is 01. 11
        left, right = folded[: match.start()], folded[match.end() :]
        glued = (
            left[-1:].isdigit() and match[0][0] in _DIGITS
        )  # mint_777今天21:35 ends a name, 777 09:05 may be cut
        if glued or right[:1].isdigit() or not _is_stamp(match):
            continue
        if _is_bare(match) and (_FROM.search(left) or _TO.match(right)):
            continue
        names = [name for name in (_name(left), _name(right)) if name]
        if len(names) == 0 or (len(names) == 1 and _is_name(names[0], match, left[-1:], right[:1])):
            return where[match.start()], where[match.end() - 1] + 1
    return None


@lru_cache(maxsize=4096)
def _match_stamp(text: str) -> re.Match[str] | None:
    line = _plain(text).strip(_EDGE)
    for candidate in _readings(line):
        match = _STAMP.fullmatch(candidate)
        if match is not None and _is_stamp(match):
            return match
    return None


def _is_stamp(match: re.Match[str]) -> bool:
    """Whether the day exists, the clock exists, and enough true digits stand there to trust the misread ones."""
    return sum(char.isdigit() for char in match[0]) >= 2 and _valid(match) and _clock(match) is not None


def _readings(line: str) -> Iterator[str]:
    # `2025-6-120:03` is the 1st at 20:03: clocks of 24 hours have two digits. Then as it stands, then squeezed.
    glued = _GLUED.sub(r"\g<sep>\g<day> \g<hour>", line)
    if glued != line:
        yield glued
    yield line
    yield line.replace(" ", "")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", plain_with_map(text)[0]).strip()


@lru_cache(maxsize=4096)
def plain_with_map(text: str) -> tuple[str, tuple[int, ...]]:
    """Text in half-width forms, and for each of its characters the place in text."""
    plain: list[str] = []
    where: list[int] = []
    for place, char in enumerate(text):
        for folded in unicodedata.normalize("NFKC", char):
            folded = _PLAIN.get(folded, folded)
            plain.append(" " if folded.isspace() else folded)
            where.append(place)
    return "".join(plain), tuple(where)


def _number(text: str) -> int:
    return int(text.translate(_LOOKALIKES))


def _valid(match: re.Match[str]) -> bool:
    month = match["m1"] or match["m2"] or match["m3"]
    if month is None:
        return True
    days = match["d1"] or match["d2"] or match["d3"] or match["d4"]
    return _date(_number(match["year"]) if match["year"] else 2024, _number(month), _number(days)) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> tuple[int, int, int | None] | None:
    """24-hour clock of a stamp; 24 and more mean the day after."""
    hour, minute = _number(match["hour"]), _number(match["minute"])
    second = _number(match["second"]) if match["second"] else None
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    tail = (match["tail"] or "").lower()
    if 1 <= hour <= 12:
        if match["afternoon"] or match["night"] or tail.startswith("p"):
            hour = hour + 12 if hour < 12 else (24 if match["night"] else 12)
        elif match["noon"]:
            hour = hour + 12 if hour < 3 else hour
        elif (match["dawn"] or match["morning"] or tail.startswith("a")) and hour == 12:
            hour = 0
    if hour == 24 and not match["night"]:
        return (24, minute, second) if minute == 0 else None
    return hour, minute, second


def _day(match: re.Match[str], today: date | None) -> date | None:
    """The day that a stamp names, counted from the day of the capture."""
    month = match["m1"] or match["m2"] or match["m3"]
    if month is not None:
        number = _number(month), _number(match["d1"] or match["d2"] or match["d3"] or match["d4"])
        if match["year"]:
            return _date(_number(match["year"]), *number)
        return _latest(*number, today) if today else None
    if today is None:
        return None
    if match["yesterday"]:
        return today - timedelta(days=1)
    if match["before"]:
        return today - timedelta(days=2)
    if match["weekday"]:
        wanted = "一二三四五六日".index(
            {"天": "日", "夭": "日", "曰": "日", "目": "日", "-": "一"}.get(
                match["weekday"], match["weekday"]
            )
        )
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    return today


def _latest(month: int, day: int, today: date) -> date | None:
    """The latest such day not after today; 29 February may lie years back."""
    for year in range(today.year, today.year - 9, -1):
        found = _date(year, month, day)
        if found is not None and found <= today:
            return found
    return None


def _not_after(at: datetime, now: datetime | None, *, bare: bool, midnight: bool) -> tuple[datetime, bool]:
    """The moment, moved to the day before where a bare clock or a late midnight would lie after the capture."""
    if now is None or _minute(at) <= _minute(now):
        return at, False
    if bare:
        return at - timedelta(days=1), not midnight or _minute(at - timedelta(days=1)) > _minute(now)
    return at, True


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _precision(second: int | None) -> Precision:
    return "minute" if second is None else "second"


def _is_bare(match: re.Match[str]) -> bool:
    return not any(match[name] for name in ("m1", "m2", "m3", "today", "yesterday", "before", "weekday"))


def _noise(match: re.Match[str]) -> Iterator[str]:
    names = ("year", "m1", "m2", "m3", "d1", "d2", "d3", "d4", "hour", "minute", "second")
    if any(not (match[name] or "0").isdigit() for name in names):
        yield "mended_digits"
    if match["c1"].strip() in ".,'" and _is_bare(match) and match["second"] is None:
        yield "clock_separator_unsure"  # `12.50` alone may be an amount


def _name(text: str) -> str:
    return _READ_MARKS.sub("", text).strip(_EDGE)


def _is_name(name: str, stamp: re.Match[str], before: str, behind: str) -> bool:
    """Whether what stands beside a stamp can be a name. A clock without day or seconds must stand clear of it."""
    handle = (before == "(" and behind == ")" and _HANDLE.match(name)) or (
        stamp["year"] and _ACCOUNT.match(name)
    )
    if not handle and _SENTENCE.search(_NUMBERED.sub("", name)):
        return False
    if not _is_bare(stamp) or stamp["second"]:
        return len(name) <= _LONGEST_NAME
    clear = before in ("", " ", *_EDGE) and behind in ("", " ", *_EDGE)
    return clear and stamp["c1"].strip() == ":" and len(name) <= _LONGEST_NAME_BESIDE_CLOCK
