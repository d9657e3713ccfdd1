"""One time stamp out of many readings of it: day, half of the day and clock are voted on one by one.

Separators are the smallest and palest print of a chat. At one size Tesseract reads `昨天 晚上7:44` as `省天哆上744`, at
another as `拘上7:44`; each part is right in most readings, the whole in none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.fields.text import fold, han_count

_CLOCK = re.compile(r"(?<!\d)(\d{1,2}) ?[:;.,'°∶-]{1,2} ?(\d{2})(?!\d)[^\d]{0,2}$")
_BARE_CLOCK = re.compile(r"(?:^|(?<=[\s\u4e00-\u9fff\[|]))(\d{1,2})(\d{2})[^\d年月日号]{0,2}$")
_FULL_CLOCK = re.compile(r"\d{1,2}[:;.]\d{2}[:;.]\d{2}\D{0,2}$")
_HALVES = ("凌晨", "早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上")
_HALF = re.compile(r"凌[晨辰]|早[上晨]|上[午牛干千]|中[午牛干千]|下[午牛干千]|傍晚|晚上")
# What is left of a half that was not read: 上 stands in 早上 and 晚上, of which the second is far more frequent
_HALF_SPOILT = re.compile(r"[\u4e00-\u9fff]上$")
_SIGNS = {"晚": "晚上", "夜": "晚上", "早": "早上", "凌": "凌晨", "下": "下午", "中": "中午"}
"""A character that tells the half of the day where the other of its word was misread."""
_HAN, _DAY_SIGN = re.compile("[\u4e00-\u9fff]"), re.compile("[年月日号]|星期|礼拜|周|[天夭]")
_NOON = str.maketrans("牛干千辰", "午午午晨")
_DATE = re.compile(r"(?:(20\d\d)\D{1,2})?(\d{1,2}) ?(?:月|[-/]) ?(\d{1,2})(?!\d)")
_ONE_SPOILT = re.compile(r"[TIl|](?=[\dTIl|]?月)")
_FIVE = re.compile(r"(?<=\d)[Ss$](?=[\d:])|(?<=:)[Ss$](?=\d)")
"""A 5 among figures as the letter that it looks like: 1S31."""
_LETTER, _NAME = re.compile(r"[A-Za-z\u4e00-\u9fff]"), 3
"""So many letters before a day are somebody's name: xiaobai 2026-06-10 10:35 is no stamp by itself."""
_WEEKDAY = re.compile(r"(?:星.|.期|周|礼拜)([一二三四五六日天])(?!\d)")
_WEEKDAY_SPOILT = re.compile(r"^\D{0,2}[\u4e00-\u9fff]{2}([一二三四五六日])[^\d\u4e00-\u9fff]{0,2}$")
_TWO = 2
_RELATIVE = re.compile(r"([昨前今])[天夭]")
_RELATIVE_SPOILT = re.compile(r"^\W?[\u4e00-\u9fff][天夭][了]?\W?$")


@dataclass(frozen=True, slots=True)
class Vote:
    """A stamp's text as most readings have it, and whether each of its parts was read alike often enough to trust."""

    text: str
    agreed: bool


def vote_stamp(readings: Sequence[tuple[str, str]]) -> Vote | None:
    """The stamp that readings, (engine, text), most agree on; None where too few of them are one.

    The first engine reads Chinese; the others only have a say on the clock.
    """
    if not readings:
        return None
    main = readings[0][0]
    texts = [(engine, _FIVE.sub("5", fold(text))) for engine, text in readings if text]
    if any(_FULL_CLOCK.search(text) for _, text in texts):
        return None  # seconds: a stamp of another kind, read whole
    clocks: Counter[str] = Counter()
    engines: dict[str, set[str]] = {}
    heads: list[str] = []
    for engine, text in texts:
        match, weight = _CLOCK.search(text), 2
        if match is None:
            match, weight = _BARE_CLOCK.search(text), 1
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            if engine == main:
                heads.append(re.sub(r"[\dOoTIl?:;.]+$", "", text))
            continue
        clock = f"{int(match[1])}:{match[2]}"
        clocks[clock] += weight
        engines.setdefault(clock, set()).add(engine)
        if engine == main:
            heads.append(text[: match.start()])
    if not clocks or (not heads and sum(clocks.values()) < 6):
        return None
    (clock, votes), *others = clocks.most_common()
    half, half_sure = _half_of(heads)
    day, day_sure = _day_of([_HALF.sub("", head) for head in heads])
    if day is None and votes >= 6 and all(han_count(h) <= 1 and len(h.strip()) <= 3 for h in heads):
        day = ""  # a bare clock that the main engine could not read at all
    if day is None or (not day and not half and sum(clocks.values()) < _TWO):
        return None  # three figures that one reader alone saw, and no colon: a badge
    rivals = [text for engine, text in texts if engine != main]
    day, dated = _confirmed(day, rivals)
    if half and int(clock.split(":")[0]) > 12:
        usable = [(c, n) for c, n in clocks.most_common() if int(c.split(":")[0]) <= 12]
        if not usable:
            half = ""
        else:
            (clock, votes), *others = usable
    # the first digit of a pale clock is lost more often than one is invented
    longer = next((c for c, n in others if c.endswith(clock) and c != clock and 3 * n >= votes), None)
    if longer is not None:
        return Vote(f"{day} {half}{longer}".strip(), False)
    rival = others[0][1] if others else 0
    sure = (
        len(engines[clock]) > 1
        and votes >= 2 * rival
        and half_sure
        and day_sure
        and dated
        and sum(clocks.values()) >= 4
    )
    return Vote(f"{day} {half}{clock}".strip(), sure)


def _confirmed(day: str, rivals: Sequence[str]) -> tuple[str, bool]:
    """A day of the month as another engine has it, and whether one has just that: 1月3日 is what is left of 11月3日.

    The first digit of small print is lost more often than one is invented: of the two the longer day is taken. Of the year it
    is the other engine's: digits are what it knows.
    """
    own = _DATE.search(day)
    if own is None:
        return day, True
    alike: list[str | None] = []
    for text in rivals:
        other = _DATE.search(text)
        if other is None or other[3] != own[3] or not 1 <= int(other[2]) <= 12:
            continue
        if int(other[2]) == int(own[2]):
            alike.append(other[1])
        elif other[2].endswith(own[2]):
            year = f"{other[1] or own[1]}年" if other[1] or own[1] else ""
            return f"{year}{int(other[2])}月{int(other[3])}日", False
    years = [year for year in alike if year]
    if own[1] and years and own[1] not in years:
        return f"{max(years, key=years.count)}年{int(own[2])}月{int(own[3])}日", False
    if alike:
        return day, not own[1] or bool(years)
    return day, False


def _half_of(heads: Sequence[str]) -> tuple[str, bool]:
    found = Counter(m[0].translate(_NOON) for head in heads if (m := _HALF.search(head)))
    spoilt = sum(1 for head in heads if not _HALF.search(head) and _HALF_SPOILT.search(head.strip()))
    if found:
        (half, votes), *others = found.most_common()
        missing = len(heads) - sum(found.values()) - spoilt
        return (half if votes > missing else ""), votes > (others[0][1] if others else 0)
    if spoilt * 2 > len(heads):
        return "晚上", False
    left = [rest for head in heads if (rest := _beside_day(head))]  # 昨天晚主9:40
    if 2 * len(left) < len(heads) or not left:
        return "", True
    told = Counter(half for rest in left for sign, half in _SIGNS.items() if sign in rest)
    return (told.most_common(1)[0][0] if told else ""), False


def _beside_day(head: str) -> str:
    """The Han characters of a head that are of no day."""
    for day in (_DATE, _RELATIVE, _WEEKDAY):
        head = day.sub("", head)
    return "".join(_HAN.findall(_DAY_SIGN.sub("", head)))


def _names(before: str) -> bool:
    """Whether what stands before a day is somebody's name."""
    return len(_LETTER.findall(before)) >= _NAME


def _day_of(heads: Sequence[str]) -> tuple[str | None, bool]:
    """The day that most heads name; "" where most name none, None where they say something that is no day."""
    found: Counter[str] = Counter()
    for head in heads:
        text = _ONE_SPOILT.sub("1", head.strip(" [](){}<>《》.,:;·'\"-_"))
        if (match := _DATE.search(text)) and _names(text[: match.start()]):
            found["?"] += 1
        elif match:
            if 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
                year = f"{match[1]}年" if match[1] else ""
                found[f"{year}{int(match[2])}月{int(match[3])}日"] += 1
        elif (match := _RELATIVE.search(text) or _WEEKDAY.search(text)) and _names(text[: match.start()]):
            found["?"] += 1
        elif match := _RELATIVE.search(text):
            found[f"{match[1]}天"] += 1
        elif match := _WEEKDAY.search(text):
            found[f"星期{match[1]}"] += 1
        elif _RELATIVE_SPOILT.search(text):
            found["昨天"] += 1
        elif match := _WEEKDAY_SPOILT.search(_HALF_SPOILT.sub("", text)):
            found[f"星期{match[1]}"] += 1
        elif len(_HALF_SPOILT.sub("", text)) <= 1:
            found[""] += 1
        else:
            found["?"] += 1
    if not found:
        return "", False
    (day, votes), *others = found.most_common()
    if day == "?":
        day, votes = next(((d, n) for d, n in others if d), ("?", 0))
    if day == "?":
        return None, False
    return day, votes > (others[0][1] if others else 0)
