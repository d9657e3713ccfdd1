"""Dates and times as pages print them, to the precision shown and no further.

Forms: `2025年3月14日 21:05:33`, `2025年3月14日21时05分`, `2025-03-14 21:05`, `2025/03/14 21:05:33`, `2025.3.14`, `2026-05-30T20:37:21`,
`2025年3月14日 下午3:05`, `3月14日 21:05`, `03-14 21:05`, `14 Mar 2025`, `03/30/2026 15:02`, `March 14, 2025 at 9:05 PM`. OCR drops the space between date and time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from extractor.fields.text import fold

CHINA = timezone(timedelta(hours=8))

_HALF = r"凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里"
_CLOCK = (
    rf"(?P<half>{_HALF})?\s*(?P<hour>\d{{1,2}})\s?[::;时]\s?(?P<minute>\d{{2}}|\d(?=\s?分))"
    r"(?:\s?[::;分]\s?(?P<second>\d{2}))?(?!\d)"
)
# Behind a date a colon misread as a point still parts a clock, where all three of its parts are there.
_DATED_CLOCK = (
    r"(?:(?P<hour3>\d{1,2})[.:](?P<minute3>\d{2})[.:](?P<second3>\d{2})(?!\d)" rf"|{_CLOCK}(?![.:']\d))"
)
_NO_CLOCK = r"(?!\d)(?!(?:\D{0,3}|.{0,3}(?:GMT|UTC|CST).{0,8}?)\d{1,2}\s?[.:;'°]\s?\d)"
"""What looks like a clock behind a date is one: where it cannot be read, the moment is not the mere date."""
_BETWEEN = r"[\sT,]*(?:星期.|周.|\(?(?:北京时间|CST|(?:GMT|UTC)\s?\+\s?0?8(?::?00)?)\)?)?\s*"
"""What may stand between a date and its clock; of time zones, China's."""
# chi_sim reads a thin dash as a point: the two parting signs of a date need not be alike, but / stays with /
_YMD = (
    r"(?P<year>20\d{2})\s?(?:年\s?(?P<m1>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?[日目曰]?"
    r"|(?:/\s?(?P<m3>\d{1,2})\s?/|[-.]\s?(?P<m2>\d{1,2})\s?[-.])\s?(?P<d2>\d{2}|\d(?!\d)))"
)
# Without a clock no digit may follow: `2025-03-144` is misread, not the 14th.
_FULL = re.compile(rf"(?<!\d){_YMD}(?:{_BETWEEN}{_DATED_CLOCK}|{_NO_CLOCK})")
_MONTH_DAY = re.compile(
    rf"(?<![\d.])(?:(?P<m1>\d{{1,2}})\s?月\s?(?P<d1>\d{{1,2}})\s?日?|(?P<m2>\d{{2}})[-/](?P<d2>\d{{2}}))\s*{_CLOCK}"
)
_MONTH_DAY_ONLY = re.compile(r"(?<![\d.])(?P<m1>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?日(?!\d)")
MONTHS = {
    name: i
    for i, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
"""The number of a month by the first three letters of its English name, in small letters."""
MONTH_NAME = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
"""A month's English name, whole or shortened, as a part of a pattern."""
_MONTH = rf"(?P<month>{MONTH_NAME})\b\.?"
_ENGLISH = re.compile(
    rf"(?<![\dA-Za-z])(?:(?P<day>\d{{1,2}})\s?{_MONTH},?\s?|{_MONTH.replace('month>', 'month2>')}\s?(?P<day2>\d{{1,2}}),?\s?)"
    r"(?P<year>20\d{2})(?!\d)(?P<clock>\s?,?\s?(?:at|@)?\s?\d{1,2}:\d{2}(?::\d{2})?\s?(?P<half>[AaPp]\.?[Mm]\b\.?)?)?"
)
_ENGLISH_DAY = re.compile(
    rf"(?<![\dA-Za-z])(?:(?P<day>\d{{1,2}})\s?{_MONTH}|{_MONTH.replace('month>', 'month2>')}\s?(?P<day2>\d{{1,2}}))(?!\d)"
    r",?\s?(?:at\s)?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s?(?P<half>[AaPp]\.?[Mm]\b\.?)?(?!\s?[A-Za-z])"
)
_ENGLISH_MONTH = re.compile(rf"{_MONTH}\s?,?\s?(?P<year>20\d\d)")
_MONTH_FIRST = re.compile(r"(?<![\d/.-])(?P<first>\d\d)/(?P<second>\d\d)/(?P<year>20\d\d)(?!\d)")
_LETTERS_BEHIND = re.compile(r"\s?\(?(?!(?:GMT|UTC)\s?\+\s?0?8(?::?00)?\)?$)[A-Za-z]")
_MONTHS_IN_YEAR = 12
_BARE_CLOCK = re.compile(rf"(?<![\d:]){_CLOCK}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment to the precision shown: a date, or a date with minutes, or with seconds. China Standard Time."""

    year: int
    month: int
    day: int
    hour: int | None = None
    minute: int | None = None
    second: int | None = None

    @property
    def date(self) -> date:
        return date(self.year, self.month, self.day)

    @property
    def has_clock(self) -> bool:
        return self.hour is not None

    def isoformat(self) -> str:
        """`2025-03-14`, `2025-03-14T21:05+08:00` or `2025-03-14T21:05:33+08:00`."""
        text = self.date.isoformat()
        if self.hour is None or self.minute is None:
            return text
        clock = time(self.hour, self.minute, self.second or 0)
        return f"{text}T{clock.isoformat(timespec='seconds' if self.second is not None else 'minutes')}+08:00"

    def as_datetime(self) -> datetime:
        """The moment as an aware datetime; midnight where only a date is known."""
        return datetime(
            self.year, self.month, self.day, self.hour or 0, self.minute or 0, self.second or 0, tzinfo=CHINA
        )


def find_moments(text: str) -> list[Moment]:
    """All full dates (with a year) of text, each with its clock where one follows, left to right."""
    return list(_moments_in(text))


@lru_cache(maxsize=8192)
def _moments_in(text: str) -> tuple[Moment, ...]:
    """find_moments, once for a text: a page asks for those of each line again and again."""
    folded = _MONTH_FIRST.sub(_year_first, _ENGLISH.sub(_as_digits, fold(text)))
    return tuple(m for m in (_moment(match, int(match["year"])) for match in _FULL.finditer(folded)) if m)


def _as_digits(match: re.Match[str]) -> str:
    """`Mar 16, 2025 at 9:05 PM` as `2025-03-16 下午9:05`; as it is where another time zone or a misread PM may follow."""
    if match["clock"] and _LETTERS_BEHIND.match(match.string, match.end()):
        return match[0]
    month = MONTHS[(match["month"] or match["month2"])[:3].lower()]
    half = {"a": "上午", "p": "下午"}[match["half"][0].lower()] if match["half"] else ""
    clock = re.search(r"\d[\d:]*", match["clock"]) if match["clock"] else None
    return f"{match['year']}-{month:02d}-{int(match['day'] or match['day2']):02d} " + (
        half + clock[0] if clock else ""
    )


def _year_first(match: re.Match[str]) -> str:
    """`03/30/2026` as `2026-03-30`; as it is where it may be a day before its month as well."""
    first, second = int(match["first"]), int(match["second"])
    if min(first, second) > _MONTHS_IN_YEAR or (max(first, second) <= _MONTHS_IN_YEAR and first != second):
        return match[0]
    month, day = min(first, second), max(first, second)
    return f"{match['year']}-{month:02d}-{day:02d}"


def parse_moment(text: str) -> Moment | None:
    """The only full date of text; None where there is none or where several differ."""
    found = set(find_moments(text))
    return found.pop() if len(found) == 1 else None


def parse_moment_without_year(text: str, *, not_after: date, year: int | None = None) -> Moment | None:
    """`3月14日 21:05` or `03-14 21:05`: the latest such day not after not_after, or in year where it is known."""
    folded = _ENGLISH_DAY.sub(_as_month_day, fold(text))
    match = _MONTH_DAY.search(folded) or _MONTH_DAY_ONLY.search(folded)
    if match is None:
        return None
    moment = _moment(match, year or not_after.year)
    if moment is None and year is None:
        moment = _moment(match, not_after.year - 1)  # 29 February of the leap year before
    if moment is None or year is not None:
        return moment
    if moment.date > not_after:
        try:
            moment = replace(moment, year=moment.year - 1)
            _ = moment.date
        except ValueError:
            return None
    return moment


def has_month_day(text: str) -> bool:
    """Whether text says a day of a month with a clock, and no year: 03-14 21:05."""
    return _MONTH_DAY.search(_ENGLISH_DAY.sub(_as_month_day, fold(text))) is not None


def _as_month_day(match: re.Match[str]) -> str:
    """`14 Apr, 1:14 PM` as `4月14日 下午1:14`."""
    month = MONTHS[(match["month"] or match["month2"])[:3].lower()]
    half = {"a": "上午", "p": "下午"}[match["half"][0].lower()] if match["half"] else ""
    return f"{month}月{match['day'] or match['day2']}日 {half}{match['clock']}"


def english_month(text: str) -> tuple[int, int] | None:
    """(year, month) of a text that is nothing but that: April 2026."""
    match = _ENGLISH_MONTH.fullmatch(fold(text).strip())
    return (int(match["year"]), MONTHS[match["month"][:3].lower()]) if match else None


def find_clock(text: str) -> tuple[int, int, int | None] | None:
    """The first clock time of text in 24 hours: (hour, minute, second or None)."""
    match = _BARE_CLOCK.search(fold(text))
    return _clock(match) if match else None


def _moment(match: re.Match[str], year: int) -> Moment | None:
    groups = match.groupdict()
    month = groups.get("m1") or groups.get("m2") or groups.get("m3")
    day = groups.get("d1") or groups.get("d2")
    if month is None or day is None:
        return None
    try:
        found = date(year, int(month), int(day))
    except ValueError:
        return None
    if groups.get("hour") is None and groups.get("hour3") is None:
        return Moment(found.year, found.month, found.day)
    clock = _clock(match)
    if clock is None:
        return None
    hour, minute, second = clock
    if hour == 24:
        found += timedelta(days=1)
        hour = 0
    return Moment(found.year, found.month, found.day, hour, minute, second)


def _clock(match: re.Match[str]) -> tuple[int, int, int | None] | None:
    groups = match.groupdict()
    end = "" if groups["hour"] is not None else "3"
    hour, minute = int(groups[f"hour{end}"]), int(groups[f"minute{end}"])
    second = int(groups[f"second{end}"]) if groups[f"second{end}"] else None
    half = groups["half"]
    if hour == 24 and (minute or second):
        return None
    if half:
        if hour > 12:
            half = None
        elif half in ("傍晚", "晚上", "夜里") and hour < 5:
            return None  # no app writes it: 晚上1:05 is a torn 晚上11:05, or one o'clock at night
        elif (half in ("下午", "傍晚", "晚上", "夜里") and hour < 12) or (half == "中午" and hour < 3):
            hour += 12
        elif half in ("凌晨", "早上", "早晨", "上午") and hour == 12:
            hour = 0
        elif half in ("晚上", "夜里") and hour == 12:
            hour = 24
    if hour > 24 or minute > 59 or (second or 0) > 59 or (hour == 24 and minute > 59):
        return None
    return hour, minute, second
