"""What a span of words that says when comes to: `三天内`, `下周一`, `节后` from the message's time, by the table `promised_by`
of EVIDENCE. `deadline_forms.py` has the words, `deadlines.py` finds them in a text."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from extractor.fields.workdays import end_of_holiday, nth_working_day

_NATIONAL, _MID_AUTUMN = "National Day", "Mid-autumn Festival"
HOLIDAYS = {
    "国庆": frozenset({_NATIONAL}),
    "十一": frozenset({_NATIONAL}),
    "中秋": frozenset({_MID_AUTUMN}),
    "春节": frozenset({"Spring Festival"}),
    "五一": frozenset({"Labour Day"}),
    "端午": frozenset({"Dragon Boat Festival"}),
    "清明": frozenset({"Tomb-sweeping Day"}),
    "元旦": frozenset({"New Year's Day"}),
}
_NO_DAY_OFF = re.compile("双十|双1|618|开学|[寒暑]假")
"""Days and times that shops go by and no calendar of workdays knows."""
_HOLIDAY_AHEAD = 100
"""Days: who says 国庆后 in spring may mean anything."""
Resolver = Callable[["FoundSpan", date | None, datetime | None], "DeadlineValue"]


@dataclass(frozen=True, slots=True)
class DeadlineValue:
    on: date | None = None
    by: datetime | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """One match in the squeezed text. weak: it counts only where something is said to happen by then."""

    form: str
    match: re.Match[str]
    resolve: Resolver
    weak: bool
    weight: int = 0

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    def __getitem__(self, name: str) -> str | None:
        return self.match.groupdict().get(name)


def numeral(text: str) -> float | None:
    """The value of a numeral of a message: `3`, `1.5`, `三`, `十五`, `二十`, `半`; of `三五` the greater one."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if text == "半":
        return 0.5
    digits = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
        "两": 2,
        "俩": 2,
        "仨": 3,
        "〇": 0,
    }
    if len(text) == 2 and all(char in digits for char in text):
        return float(digits[text[1]]) if digits[text[1]] > digits[text[0]] else None
    total = current = 0
    for char in text:
        if char in digits:
            current = digits[char]
        elif char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            return None
    return float(total + current)


def _quantity(hit: FoundSpan) -> float | None:
    n = numeral(hit["n"] or "")
    return n + 0.5 if n is not None and hit["and_half"] else n


def resolve_vague(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    return DeadlineValue(reasons=("vague_deadline",))


def resolve_lunar(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    """A day of the traditional calendar, which is not counted here."""
    return DeadlineValue(reasons=("no_safe_date",))


def resolve_holiday(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    """节后: the end of the first working day after the holiday, or the nth one; always with a doubt. 节前 has no date."""
    doubt = ("no_safe_date",)
    if hit["after"] is None:
        return DeadlineValue(reasons=doubt)
    if day is None:
        return DeadlineValue()
    names = HOLIDAYS.get(hit["holiday"] or "", frozenset())
    if _NO_DAY_OFF.search(hit["holiday"] or ""):
        return DeadlineValue(reasons=doubt)
    if not names and "年" in (hit["holiday"] or ""):
        names = HOLIDAYS["春节"]
    last = end_of_holiday(day, names, within=_HOLIDAY_AHEAD)
    n = numeral(hit["n"]) if hit["n"] else 1.0
    if last is None or n is None or n != int(n):
        return DeadlineValue(reasons=doubt)
    if hit["unit"] == "天" and not hit["nth"]:
        return DeadlineValue(on=last + timedelta(days=int(n)), reasons=doubt)
    due, known = nth_working_day(last, int(n))
    return DeadlineValue(on=due, reasons=doubt if known else (*doubt, "holiday_calendar_unknown"))


def resolve_working_days(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    n = 1.0 if hit["next"] else numeral(hit["t"] or hit["n"] or "")
    if n is None or n != int(n):
        return DeadlineValue(reasons=("vague_deadline",))
    if day is None:
        return DeadlineValue()
    due, known = nth_working_day(day, int(n))
    return DeadlineValue(on=due, reasons=() if known else ("holiday_calendar_unknown",))


def resolve_minutes(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    n = 15 * (numeral(hit["quarters"] or "") or 0) if hit["quarters"] else _quantity(hit)
    if n is None:
        return DeadlineValue(reasons=("vague_deadline",))
    return DeadlineValue(by=at + timedelta(minutes=n) if at else None)


def resolve_hours(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    n = _quantity(hit)
    if n is None:
        return DeadlineValue(reasons=("vague_deadline",))
    return DeadlineValue(by=at + timedelta(hours=n) if at else None)


def resolve_days(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    n = _quantity(hit)
    if n is None or n > 999 or n != int(n):  # half a day is no date
        return DeadlineValue(reasons=("vague_deadline",))
    return DeadlineValue(on=day + timedelta(days=int(n)) if day else None)


def resolve_weeks(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    n = _quantity(hit)
    if n is None or n > 99 or n != int(n):
        return DeadlineValue(reasons=("vague_deadline",))
    return DeadlineValue(on=day + timedelta(days=7 * int(n)) if day else None)


def resolve_half_month(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    return DeadlineValue(on=day + timedelta(days=15) if day else None)


def resolve_months(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    n = {"半年": 6.0, "一年": 12.0}.get(hit["year"] or "") or _quantity(hit)
    if n is None or n > 99 or n != int(n):
        return DeadlineValue(reasons=("vague_deadline",))
    half = timedelta(days=15 if hit["half_more"] else 0)
    return DeadlineValue(on=_month_day(day, int(n), day.day) + half if day else None)


def _month_day(day: date, months: int, number: int) -> date:
    """The day of that number, months later; the month's last day where it has none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(number, monthrange(year, month)[1]))


_NOON = ("中午", "正午", "晌午")
_NIGHT = ("晚黑", "晚上", "晚间", "夜里", "夜间", "半夜", "午夜", "深夜", "晚")
_MORNING = ("凌晨", "清晨", "大清早", "清早", "一早", "前晌", "头晌", "早上", "早晨", "上午", "早")


def resolve_day_word(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    if day is None:
        return DeadlineValue()
    word = hit["word"] or ""
    ahead = 0
    if word.startswith("大后"):
        ahead = 3
    elif "后" in word:
        ahead = 2
    elif word[0] in "明次隔翌第听" or word.startswith("今明"):
        ahead = 1
    half = hit["half"] or ("晚上" if word[-1] in "晚夜" else "早上" if word[-1] in "早晨朝" else None)
    value = _on_day(hit, day + timedelta(days=ahead), half, day, at)
    return replace(value, reasons=(*value.reasons, "ambiguous_clock")) if hit["odd"] else value


def resolve_today(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    """A clock or part of the day without a day: today, else tomorrow where it is past."""
    if day is None:
        return DeadlineValue()
    found = _on_day(hit, day, hit["half"], day, at)
    if found.by is not None and at is not None and found.by.replace(tzinfo=at.tzinfo) <= at:
        later = _on_day(hit, day + timedelta(days=1), hit["half"], day, at)
        return replace(later, reasons=(*later.reasons, "clock_already_past"))
    if found.by is not None and at is None:
        return replace(found, reasons=(*found.reasons, "message_clock_unknown"))
    return found


def resolve_weekday(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    if day is None:
        return DeadlineValue()
    said = (hit["until"] or hit["weekday"] or "").replace("天", "日")
    wanted = int(said) - 1 if said.isdigit() else "一二三四五六日".index(said)
    which = hit["which"] or ""
    monday = day - timedelta(days=day.weekday())
    reasons: list[str] = []
    if which.startswith("下"):
        found = monday + timedelta(days=7 * which.count("下") + wanted)
        if day.weekday() == 6:
            reasons.append("ambiguous_next_week")
    else:
        found = monday + timedelta(days=wanted)
        if found < day:
            found += timedelta(days=7)
            if which:
                reasons.append("weekday_already_past")
        if which.startswith("每"):
            reasons.append("recurring_day")
    value = _on_day(hit, found, hit["half"], day, at)
    return replace(value, reasons=(*reasons, *value.reasons))


def resolve_week(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    """The Sunday of this week or of the next."""
    if day is None:
        return DeadlineValue()
    which = hit["which"] or hit["which2"] or ""
    sunday = day + timedelta(days=6 - day.weekday() + 7 * which.count("下"))
    return DeadlineValue(
        on=sunday, reasons=("ambiguous_next_week",) if "下" in which and day.weekday() == 6 else ()
    )


def resolve_month_end(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    if day is None:
        return DeadlineValue()
    which = hit["which"] or hit["which2"] or hit["which3"] or hit["which4"] or ""
    number = {"上": 10, "中": 20}.get(hit["ten"] or "", 31)
    named = _month(hit)
    if named:  # 3月底: the next one
        return DeadlineValue(on=_month_day(day, (named - day.month) % 12, 31))
    return DeadlineValue(on=_month_day(day, 1 if which[:1] in ("下", "次") else 0, number))


def resolve_year_end(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    return DeadlineValue(on=date(day.year, 12, 31) if day else None)


def resolve_day_of_month(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    if day is None:
        return DeadlineValue()
    number = int(numeral(hit["d"] or "") or 0)
    which = hit["which"] or ""
    found: date | None = None
    if which[:1] in ("下", "次"):
        found = _exact(_month_day(day, 1, 1), number)
    elif which:
        found = _exact(day, number)
    else:
        months = (_month_day(day, ahead, 1) for ahead in range(4))
        found = next((d for m in months if (d := _exact(m, number)) is not None and d >= day), None)
    if found is None:
        return DeadlineValue(reasons=("no_such_date",))
    return _on_day(hit, found, hit["half"], day, at)


def _exact(month: date, number: int) -> date | None:
    try:
        return month.replace(day=number)
    except ValueError:
        return None


def resolve_date(hit: FoundSpan, day: date | None, at: datetime | None) -> DeadlineValue:
    """`3月20日`: in its year where one is said, else the first such day on or after the message's."""
    month, number = _month(hit), int(numeral(hit["d"] or "") or 0)
    year = int(hit["y"]) if hit["y"] else 2000 + int(hit["short_year"]) if hit["short_year"] else None
    if year is None and day is not None:
        year = day.year if hit["this_year"] else day.year + 1 if hit["next_year"] else None
    if year is None and day is None:
        return DeadlineValue()
    years = [year] if year is not None else list(range(day.year, day.year + 9)) if day else []
    for candidate in years:
        try:
            found = date(candidate, month, number)
        except ValueError:
            continue
        if year is not None or (day is not None and found >= day):
            return _on_day(hit, found, hit["half"], day or found, at)
    return DeadlineValue(reasons=("no_such_date",))


def _month(hit: FoundSpan) -> int:
    """The number of the month that is named, 元月 the first; 0 where none is."""
    return 1 if hit["m"] == "元" else int(numeral(hit["m"] or "") or 0)


def _on_day(hit: FoundSpan, on: date, half: str | None, today: date, at: datetime | None) -> DeadlineValue:
    """A day, or the minute of it where a clock is said."""
    spoken, colon = hit["hour"], hit["colon_hour"]
    if spoken is None and colon is None:
        noon = half or hit["part"]
        if noon in _NOON and hit.match[0].endswith("前"):
            return DeadlineValue(by=datetime(on.year, on.month, on.day, 12, tzinfo=at.tzinfo if at else None))
        return DeadlineValue(on=on)
    hour = int(colon) if colon else int(numeral(spoken or "") or 0)
    minute = int(hit["minute"] or hit["spoken"] or 0)
    if hit["half_past"]:
        minute = 30
    elif hit["quarter"]:
        minute = 15 if hit["quarter"] == "一" else 45
    if minute > 59:
        return DeadlineValue(reasons=("no_such_date",))
    hours, reasons = _hours_of_day(
        hour, minute, half, colon is not None, at if on == today else None, on == today
    )
    midnight = datetime(on.year, on.month, on.day, tzinfo=at.tzinfo if at else None)
    return DeadlineValue(by=midnight + timedelta(hours=hours, minutes=minute), reasons=reasons)


def _hours_of_day(
    hour: int, minute: int, half: str | None, written: bool, now: datetime | None, today: bool
) -> tuple[int, tuple[str, ...]]:
    """The hour counted from the day's midnight: 24 is the next day's 00:00. now: the message's time, if that day."""
    unsure = ("ambiguous_clock",)
    if hour > 12:
        return hour, ()
    if half in _NIGHT:
        if hour in (0, 12):
            return 24, ()
        return (hour + 12, ()) if hour >= 5 else (hour + 24, unsure)
    if half in ("下午", "午后", "傍晚", "后晌", "擦黑", "傍黑"):
        return (hour + 12 if hour < 12 else 12), ()
    if half in _NOON:
        return (hour + 12 if hour < 3 else hour), ()
    if half in _MORNING:
        if hour == 12 and half == "上午":
            return 12, ()  # nobody has until midnight in the morning
        hour %= 12
        late = today and now is not None and (hour, minute) <= (now.hour, now.minute)
        return (hour + 24, unsure) if late and half == "凌晨" else (hour, ())
    if hour == 0:
        return (24, unsure) if today else (0, ())
    past = today and now is not None and (hour, minute) <= (now.hour, now.minute)
    if past:
        return hour + 12, ()  # of the two readings only one is ahead
    if hour == 12 or (today and not written):
        return (hour if hour >= 8 else hour + 12), unsure
    if hour < 8 and not (written and hour >= 6):
        return hour + 12, unsure
    return hour, unsure if today else ()
