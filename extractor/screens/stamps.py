"""Time stamps between and above messages, voted on between the readings of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from extractor.fields.chat_times import ChatTime, find_stamp, resolve_chat_time, resolve_date_heading
from extractor.fields.moments import CHINA
from extractor.fields.stamp_votes import vote_stamp
from extractor.fields.text import fold, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.ocr.shapes import ENGINE as SHAPES
from extractor.screens.messages import Separator

# No name holds a sentence's marks, or is a day: 昨天 12:30 in a list of bills is no talk with 昨天.
_NAME = re.compile(
    r"(?!(?:今天|昨天|前天|星期.|周[一二三四五六日天末曰目夭-]|\d+月.*|凌晨|早上|[上中下]午|晚上)$)(?=.*[A-Za-z\u4e00-\u9fff])[^?!,;。]{1,20}"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:;.]\d{2}(?:[:;.]\d{2})?(?!\d)")
_FIGURE_WIDE = (0.4, 1.2)
"""The hole that a lost figure leaves, in heights of the print; between two figures there is less."""
_CLOCK_BROKEN = re.compile(r"(?:[昨前今][天夭]|星期.|周.|[日号]|凌晨|早上|上午|中午|下午|傍晚|晚上)\d{1,2}$")
_CLOCK_REST = re.compile(r"\d?[:;.]?\d{2}")
"""What is left of a clock behind the hole, its colon read or not."""
_DAY_OF_YEAR = re.compile(r"(?<!\d)20\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)")
_STAMP_LIKE = re.compile(r"\d[:;.,°'∶]?\d{2}\D?$|[天期周午晚上月日]\D{0,6}\d")
_OWN = re.compile(
    r"(?:我|本人|自己|您|(?:买家|用户|访客|顾客|客户)\s?\(?[您我]\)?)\s*[·•.|-]?\s*(?=\(?20\d\d|\d{1,2}:|\d{1,2}[-/月]\d)"
)
# A word of these misread makes another day of a promise
_DAY_WORDS = re.compile(
    r"[今明后当][天日晚早]|大后|周[一二三四五六日天末]|星期|[一二两三四五六七八九十半几\d]个?(?:工作[日天]|天|日|小时|周|星期|月|号)|月[底末]|下班"
)
_DUE = re.compile(r"退|到账|打款|转|返|前|内|处理|办|给[您你]")
_POINT_FOR_BLANK = re.compile(r"(20\d\d-\d{1,2}-\d{1,2})[.,;:'](?=\d{1,2}[:;]\d{2}(?!\d))")
"""The blank between day and clock as a point: of 01-16.20:03 a clock would be 16:20:03."""
_NAMES_DAY = re.compile(r"[天夭日号月期周]|\d\s?[-/]\s?\d")
_DAY_OF_MONTH = re.compile(r"\d\s*[-/月]\s*\d")
_DASH = re.compile(r"(?<=[期周])[-—–_](?=[\s\d]|$)")
"""一 as a dash: 星期- 18:22."""
_DAY_BEFORE = re.compile(r"(?:[昨前今]天|星期.|周.|\d\s*[-/月日].*)\s*(?:凌晨|早上|上午|中午|下午|晚上)?$")
_HALF_DAY = re.compile(r"(?:凌晨|早上|上午|中午|下午|晚上|傍晚)[!|,.:;]?")
_HALF_READ = re.compile("[凌早晚傍上下中][上午晨]|[上午晨]\\D{0,2}\\d")
_HALF_END = re.compile(r"[!|,.:;]$")
_NUMBERED = re.compile(r"(\d{3,6})\s+(?=[0-2]\d[:;][0-5]\d[:;][0-5]\d$)")
"""A clerk's number before a clock with its seconds (1008 16:20:46); a day would stand there with its dash."""
_NUMBERED_DAY = re.compile(r"(\d{1,6})\s+(?=20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}[:;]\d\d(?:[:;]\d\d)?$)")
"""A clerk's number before a day with its year and clock: 07 2026-09-18 20:02:10."""
_YEAR_IN_NAME = re.compile(
    r"((?!.*\d{8})\S{0,16}[A-Za-z\u4e00-\u9fff]\S{0,16} \d{1,4})\s+"
    r"(?=20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}[:;]\d\d(?:[:;]\d\d)?$)"
)
"""A name with figures behind it, which may be a year, before a day with its year and clock: tb8830214 2012 2023-04-27 15:58:20."""
_MASKED = re.compile(r"([\dA-Za-z\u4e00-\u9fff]{1,3}[*\"'×]{2,}[\dA-Za-z]{0,4})\s+(?=20\d\d|\d{1,2}[:;]\d\d)")
"""A visitor's masked number before a stamp: 13***88 16:05:58."""
_BEFORE_DIGITS = re.compile(
    r"(.*?(?:[昨前今][天夭]|星期.|周.|凌晨|早上|上午|中午|下午|傍晚|晚上)\s*)([\dOoIl][\dOoIl:;.,' ]{2,5})"
)
"""A day, or the half of one, and the figures of a clock whose colon was lost: 昨天1405."""
_CLOCK_BEGINS = re.compile(r"\s+[OoIlDQ|]{1,2}$")
"""What the first figure of a clock behind a name was read as: 小白不白 o."""
_LETTER = re.compile(r"[A-Za-z](?=[\d-])|(?<=\d)[A-Za-z]")
_SUM = re.compile(r"\d\s*[元块%万]|[¥$]\s*\d")
_OF_SENTENCE = re.compile(
    r"^\D{0,16}(?:(?:时间|日期|^[间期])[为是]|[您你][于在])\s?(?:20\d\d|\d{1,2}[月/-]\d)|^[您你]\s?(?:20\d\d|\d{1,2}[月/-]\d).*\d:\d\d\s?[\u4e00-\u9fff]{2}"
)
"""A moment within a sentence: 退款时间为2026-02-12 10:05, 您2026-02-11 09:40:12下单的订单."""
_DID = re.compile(r"\d\s*(?:回复|提交|发表|留言|补充|追加|追问|写道|评论|答复|发布|说)[:]?$")
"""What somebody did at the moment before it."""
_COLON = re.compile(r"\d[:;∶]\d")
# What is read for the colon of `店名:小美`
_COLON_SPOILT = re.compile(r"(?<=[\u4e00-\u9fff])[;,.'](?=[\u4e00-\u9fff]{1,4}\s?(?:\(?20\d\d|$))")
_BEFORE_YEAR = re.compile(r".{1,20}?(?=\s*\(?20\d\d\s*[-/.年])")
"""A name before a stamp with its year; it may have figures of its own: tb58201_77 (2017-03-08."""
_DATE_LEFT = re.compile(r"\s*\(?20\d\d[-/.年].*$")
_CARD_OF_PHONE = re.compile(r"[\s·.•,-]*(?:(?:卡|[Ss][Ii][Mm]\s?)[12]|中国(?:移动|联通|电信|广电)|短信)$")
"""Behind the time of a text message: 10:15 · 卡1."""
_CARD_BEHIND = re.compile(r"卡[12]$")
_CLOCK_AND_CARD = re.compile(r"([0-2]?\d:[0-5]\d)\s*[12]?")
_DIGITS_LAST = re.compile(r"[\d:;.]{3,6}$")
_DAY_SPOILT = re.compile(r"[\u4e00-\u9fff]\s*[天夭]\s*$|[\u4e00-\u9fff]{2}\s*$")
_ONE_PRINT = 1.6
_ONE_STAMP = 1.5
# More readings than this a line has only where it was looked at again.
LOOKED_AGAIN = 4
_TWO_ENGINES = 2
_SURE_WORD = 0.8
_LONGEST_STAMP = 18
_ANY_DAY = datetime(2024, 12, 31, tzinfo=CHINA)
_SPOILT = re.compile(
    r".?(?:[昨前今][天夭]|星.?期.|周[一二三四五六日天]|\d{1,2}月\d{1,2}日|凌晨|早上|上午|中午|下午|晚上)"
    r"(?:凌晨|早上|上午|中午|下午|晚上)?.{0,3}\d.{1,4}"
)
# Digits of a stamp with its year: no longer one has it inside
_FULL_STAMP = 12


def whole_stamps(lines: Sequence[Line]) -> list[Line]:
    """The lines, a clock joined to the day and the half of the day that stand right before it in its row.

    A wide blank parts 星期一 and 18:22, or 昨天, 下午 and 5:48.
    """
    result = list(lines)
    for clock in lines:
        if not _CLOCK.fullmatch(squeeze(fold(clock.text))):
            continue
        parts = [clock]
        while (before := _part_before(parts[0], lines)) is not None:
            parts.insert(0, before)
            if not _HALF_DAY.fullmatch(squeeze(fold(before.text))):
                break
        if len(parts) == 1 or _HALF_DAY.fullmatch(squeeze(fold(parts[0].text))):
            continue  # the half of a day alone stays for itself: its day may be a line that was not found
        texts = [_HALF_END.sub("", part.text) if part is not clock else part.text for part in parts]
        first = parts[0].readings[0]
        main = Reading(first.engine, (Word(" ".join(texts), min(part.confidence for part in parts), 0, 1),))
        box = parts[0].box
        for part in parts[1:]:
            box = box.union(part.box)
        whole = replace(clock, box=box, readings=(main, *clock.readings[1:]))
        result = [whole if line is clock else line for line in result if line is clock or line not in parts]
    return _without_cuts(result)


def _without_cuts(lines: list[Line]) -> list[Line]:
    """The lines, two neighbours of one row as one where only both together are a stamp or a day: 10月 and 25日."""
    for left in lines:
        for right in lines:
            gap = right.box.x - left.box.right
            if left is right or not left.box.same_row(right.box) or not 0 <= gap < _ONE_STAMP * left.box.h:
                continue
            if (
                len(squeeze(left.text + right.text)) > _LONGEST_STAMP
                or _tells(left.text)
                or _tells(right.text)
            ):
                continue
            texts = dict.fromkeys((r.engine, left.text + r.text) for r in right.readings)
            if not any(_tells(text) for _, text in texts):
                continue
            sure = min(left.confidence, right.confidence)
            readings = tuple(Reading(engine, (Word(text, sure, 0, 1),)) for engine, text in texts)
            whole = replace(right, box=left.box.union(right.box), readings=readings)
            rest = [line for line in lines if line is not left and line is not right]
            return _without_cuts([*rest, whole])
    return lines


def over_lost_figures(lines: Sequence[Line]) -> list[Line]:
    """The lines, a stamp whose clock has a hole as wide as a figure (晚上1 and :40 of 晚上10:40) as one line over both parts and
    what stands between them: that was in no box, and is to be looked at."""
    result = list(lines)
    for left in lines:
        if not _CLOCK_BROKEN.search(squeeze(fold(left.text))):
            continue
        for right in lines:
            gap, high = right.box.x - left.box.right, max(left.box.h, right.box.h)
            if (
                left.box.same_row(right.box)
                and _FIGURE_WIDE[0] * high < gap < _FIGURE_WIDE[1] * high
                and any(_CLOCK_REST.fullmatch(squeeze(fold(r.text))) for r in right.readings)
            ):
                sure = min(left.confidence, right.confidence)
                words = (Word(left.text + right.text, sure, left.box.x, right.box.right),)
                whole = Line(left.box.union(right.box), (Reading(left.readings[0].engine, words),))
                result = [whole if line is left else line for line in result if line is not right]
    return result


def _tells(text: str) -> bool:
    """Whether a text is a stamp or a day as a whole."""
    return resolve_chat_time(text, None) is not None or resolve_date_heading(text, _ANY_DAY) is not None


def spoilt_stamp(line: Line) -> bool:
    """True for what begins and ends as a stamp does, and cannot be read as one: 星期三晚上6ij25."""
    text = squeeze(fold(line.text))
    return len(text) <= _LONGEST_STAMP and bool(_SPOILT.fullmatch(text)) and stamp_of(line, None) is None


def in_order(separators: Sequence[Separator], captured: datetime | None) -> list[Separator]:
    """The separators with times that do not run backwards down the page.

    A clock alone is of the day of the capture where that of the day before lies before what stands above it (昨天 23:40 over
    9:05), though that be after the capture; it asks then. Where a day would have to be wrong both ask.
    """
    found = sorted(separators, key=lambda one: one.line.box.y)
    last: int | None = None
    for place, one in enumerate(found):
        at = one.time.at
        if at is None:
            continue
        above = found[last].time.at if last is not None else None
        if last is None or above is None or at >= above:
            last = place
            continue
        today = _on_capture_day(one, captured)
        if today is not None and today >= above:
            time = replace(one.time, at=today, reasons=_with(one.time, "after_capture_time"))
            found[place], last = replace(one, time=time), place
            continue
        for wrong in (last, place):
            time = found[wrong].time
            found[wrong] = replace(found[wrong], time=replace(time, reasons=_with(time, "before_time_above")))
    return found


def _with(time: ChatTime, reason: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*time.reasons, reason)))


def _on_capture_day(one: Separator, captured: datetime | None) -> datetime | None:
    """A bare clock, which was taken for one of the day before the capture, on the capture's day; None for what names a day."""
    at = one.time.at
    if captured is None or at is None or not one.time.relative or _NAMES_DAY.search(fold(one.line.text)):
        return None
    now = captured.astimezone(CHINA) if captured.tzinfo else captured.replace(tzinfo=CHINA)
    later = at + timedelta(days=1)
    return later if later.date() == now.date() else None


def _part_before(clock: Line, lines: Sequence[Line]) -> Line | None:
    """The day, or the half of it, that stands right before a clock in its row."""
    for line in lines:
        text = _DASH.sub("一", fold(line.text))
        if (
            line is not clock
            and line.box.same_row(clock.box)
            and 0 <= clock.box.x - line.box.right < _ONE_STAMP * clock.box.h
            and line.box.h < _ONE_PRINT * clock.box.h  # else a message, and the small clock at its foot
            and (_DAY_BEFORE.search(text) or _HALF_DAY.fullmatch(squeeze(text)))
        ):
            return line
    return None


def stamp_of(line: Line, captured: datetime | None) -> tuple[ChatTime, bool] | None:
    """The time of a line that is nothing but a stamp, and whether both models read its clock alike.

    Where they differ the clock that most readings have takes the place of the main one's; the day stays.
    """
    line = _without_card(_with_colon(_as_read(line)))
    texts = [(reading.engine, reading.text) for reading in line.readings]
    if len(texts) > LOOKED_AGAIN:
        vote = vote_stamp(texts)
        time = resolve_chat_time(vote.text, captured) if vote else None
        if vote is not None and time is not None:
            return time, vote.agreed
    text = _unpointed(_DASH.sub("一", fold(line.text)))
    clocks = [m[0] for reading in line.readings if (m := _CLOCK.search(_unpointed(fold(reading.text))))]
    own = _CLOCK.search(text)
    best = max(dict.fromkeys(clocks), key=clocks.count, default=None)
    if own is not None and best is not None and clocks.count(best) > clocks.count(own[0]):
        time = resolve_chat_time(text[: own.start()] + best + text[own.end() :], captured)
    else:
        time = resolve_chat_time(text, captured)
    if time is None and (lent := _with_lent_clock(line, text, captured)) is not None:
        return lent
    borrowed = time is None
    if time is None and len(line.readings) > 1 and han_count(text) <= 6:
        time = next((t for r in line.readings[1:] if (t := resolve_chat_time(fold(r.text), captured))), None)
        if time is not None and own is not None and _DAY_SPOILT.search(text[: own.start()]):
            return (
                time,
                False,
            )  # what was read before the clock is a day, which the reader of figures does not know
    if time is None:
        return None
    if borrowed and any(_HALF_READ.search(fold(reading.text)) for reading in line.readings):
        return time, False  # the engine whose time it is knows no 晚上
    said_by = [(r.engine, _CLOCK.search(_unpointed(fold(r.text)))) for r in line.readings]
    engines = {engine for engine, match in said_by if match and match[0] == best}
    if _DAY_OF_MONTH.search(text) is None:
        return time, len(engines) > 1
    # 1-15 20:02 beside 11-15 20:02: the first digit of small print is lost more often than one is invented
    behind = [fold(r.text) for r in line.readings[1:] if _digits(r.text).endswith(_digits(text))]
    more = [said for said in behind if _digits(said) != _digits(text)]
    if not more and _same_digits(line, text):
        return time, len(engines) > 1
    longer = [said for said in more or behind if resolve_chat_time(said, captured) is not None]
    return (resolve_chat_time(longer[0], captured) if longer else None) or time, False


def _with_lent_clock(line: Line, text: str, captured: datetime | None) -> tuple[ChatTime, bool] | None:
    """The time of a day, or of the half of one, whose clock lost its colon (昨天1405, 下午431): the clock is that of another
    reading, which knows figures only, and is agreed on where both have its digits."""
    found = _BEFORE_DIGITS.fullmatch(text.strip())
    if found is None:
        return None
    for reading in line.readings[1:]:
        clock = fold(reading.text).strip()
        if _CLOCK.fullmatch(clock) and (time := resolve_chat_time(found[1] + clock, captured)) is not None:
            return time, _digits(found[2]) == _digits(clock)
    return None


def _as_read(line: Line) -> Line:
    """The line without what the shapes of its glyphs say: they tell letters from digits, and copy these from an engine."""
    return replace(line, readings=tuple(r for r in line.readings if r.engine != SHAPES))


def _unpointed(text: str) -> str:
    """The text with a blank where a point was read between a day and its clock."""
    return _POINT_FOR_BLANK.sub(r"\1 ", text)


def _with_colon(line: Line) -> Line:
    """The line before the number of the phone's card with the clock that the reader of figures saw, where the reader of
    words lost its colon (1105卡1), or misread it."""
    card = _CARD_BEHIND.search(squeeze(line.text))
    if card is None:
        return line
    own = _CLOCK.search(fold(line.text)[: -len(card[0])])
    seen = [
        m[1] for reading in line.readings[1:] if (m := _CLOCK_AND_CARD.fullmatch(fold(reading.text).strip()))
    ]
    if own is not None or len(set(seen)) != 1:
        return line
    rest = _DIGITS_LAST.sub("", squeeze(fold(line.text))[: -len(card[0])])
    if rest and not _DAY_BEFORE.search(rest):
        return line
    main = Reading(line.readings[0].engine, (Word(f"{rest} {seen[0]}{card[0]}", line.confidence, 0, 1),))
    return replace(line, readings=(main, *line.readings[1:]))


def _without_card(line: Line) -> Line:
    """The line without the number of the phone's card behind its clock; the figure network reads that as a digit."""
    found = _CARD_OF_PHONE.search(line.text)
    if found is None or not _CLOCK.search(fold(line.text)[: found.start()]):
        return line
    readings = []
    for reading in line.readings:
        text = _CARD_OF_PHONE.sub("", reading.text)
        text = text if text != reading.text else re.sub(r"[\s·.•]+[12]$", "", text)
        readings.append(Reading(reading.engine, (Word(text, reading.confidence, 0, 1),)))
    return replace(line, readings=tuple(readings))


def unsettled(line: Line, width: int, middle: float | None = None) -> Literal["stamp", "word", "day"] | None:
    """What a line of a chat may be that one size does not settle: a centred stamp, a message of a word or two, a day
    by which something is promised, which only the main engine can read.

    middle: that of the talk, where this is only a part of a picture so wide.
    """
    text = squeeze(line.text)
    if line.box.y < 0.1 * width or len(line.readings) > LOOKED_AGAIN:
        return None
    middle = width / 2 if middle is None else middle
    if abs(line.box.cx - middle) < 0.1 * width and line.box.w < 0.5 * width:
        found = stamp_of(line, None)
        doubts = set(found[0].reasons) - {"relative_time_without_capture_time"} if found else {""}
        # the clock is read by both models, a day of the month by the main one alone unless all digits agree
        dated = len(re.sub(r"\D", "", text)) > 4
        settled = (
            found is not None
            and found[1]
            and not doubts
            and resolve_chat_time(text, None) is not None
            and (not dated or _same_digits(line, text))
        )
        likely = any(_STAMP_LIKE.search(squeeze(reading.text)) for reading in line.readings)
        if likely and not settled and han_count(text) <= 9 and len(text) <= 24:
            return "stamp"
    if han_count(text) >= 4 and _DAY_WORDS.search(text) and _DUE.search(text):
        return "day"
    small = 0.6 * line.box.h < line.box.w < 4.2 * line.box.h
    if small and len(text) <= 4 and line.confidence < _SURE_WORD and not text.isdigit():
        return "word"
    return None


def _numbered(text: str, *, dated: bool) -> re.Match[str] | None:
    """A name that is a number, or ends in one, before a stamp; dated: the line has a day."""
    return (
        _NUMBERED_DAY.match(text) or (None if dated else _NUMBERED.match(text)) or _YEAR_IN_NAME.match(text)
    )


def _without_preposition(name: str, line: Line) -> str:
    """The name of 买家 于 2026/02/25 08:30 提交, whose 于 is no part of it."""
    return name[:-1].rstrip() if len(name) > 2 and name[-1] == "于" and _DID.search(fold(line.text)) else name


def named_stamp(line: Line, captured: datetime | None) -> tuple[str, ChatTime, bool] | None:
    """(name, time, both models agree) of a line with a name and a stamp; any reading may tell the stamp."""
    line = _as_read(line)
    if len(line.readings) > LOOKED_AGAIN and stamp_of(line, captured) is not None:
        return None
    texts = [fold(reading.text) for reading in line.readings]
    told = _SUM.search(texts[0]) or _OF_SENTENCE.match(texts[0])
    if told or not any(_COLON.search(text) for text in texts):
        return None  # 手续费 2.00元, 汇率 7.12
    for reading in line.readings:
        text = _COLON_SPOILT.sub(":", fold(reading.text))
        own = _OWN.match(text)
        if (masked := _MASKED.match(text)) and (time := resolve_chat_time(text[masked.end() :], captured)):
            return masked[1], time, _same_digits(line, text[masked.end() :])
        numbered = _numbered(text, dated=_has_day(line))
        if numbered and _same_digits(line, text):
            time = resolve_chat_time(text[numbered.end() :], captured)
            if time is not None:
                # 售后01于2026/02/25: the reader of figures sees no more than the number
                whole = _BEFORE_YEAR.match(fold(line.text)) if reading is not line.readings[0] else None
                named = whole[0] if whole and han_count(whole[0]) else numbered[1]
                return _without_preposition(named.strip(), line), time, True
        span = (own.end(), len(text)) if own else find_stamp(text)
        if span is None:
            continue
        stamp = text[span[0] : span[1]].strip("() ")
        time = resolve_chat_time(stamp, captured)
        if time is None:
            continue
        rest = text[: span[0]] + " " + text[span[1] :]
        if reading is not line.readings[0]:
            # the main reading spoilt the stamp's digits, not the name before them
            named = _BEFORE_YEAR.match(fold(line.text)) or re.match(r"\D{1,20}", fold(line.text))
            rest = _CLOCK_BEGINS.sub("", named[0]) if named else ""
        name = rest.strip(" :|·(),;")  # the tip of a bubble below it is read as a comma
        agreed = _same_digits(line, stamp)
        if (more := _outvoted(line, stamp)) != stamp:
            time, agreed = resolve_chat_time(more, captured) or time, False
        if len(_digits(stamp)) >= _FULL_STAMP:
            name = _COLON_SPOILT.sub(":", name)
        elif spoilt := _DATE_LEFT.search(name):
            name, agreed = (
                name[: spoilt.start()],
                False,
            )  # its day was misread, and is that of the capture now
        name += ")" * (name.count("(") - name.count(")"))
        if name and _NAME.fullmatch(name) and resolve_chat_time(name, captured) is None:
            # a day in the name may be the stamp's own
            return _without_preposition(name, line), time, agreed and _DAY_OF_MONTH.search(name) is None
    return None


def _outvoted(line: Line, stamp: str) -> str:
    """The stamp with the day of its year, and the clock, that more engines read than its own."""
    for part in (_DAY_OF_YEAR, _CLOCK):
        own = part.search(stamp)
        said: dict[str, set[str]] = {}
        for reading in line.readings:
            for match in part.finditer(fold(reading.text)):
                said.setdefault(match[0], set()).add(reading.engine)
        if own is None or not said:
            continue
        best = max(said, key=lambda value: (len(said[value]), value == own[0]))
        if len(said[best]) >= _TWO_ENGINES and len(said[best]) > len(said.get(own[0], ())):
            stamp = stamp[: own.start()] + best + stamp[own.end() :]
    return stamp


def _has_day(line: Line) -> bool:
    return any(_DAY_OF_MONTH.search(fold(reading.text)) for reading in line.readings)


def _same_digits(line: Line, stamp: str) -> bool:
    """True where another reading of the line has the stamp's digits, too.

    A short stamp must be all that the other reading has: 1月9日 stands inside 11月9日, and is another day.
    """
    wanted = _digits(stamp)
    whole = _digits(line.text) == wanted and len(wanted) < _FULL_STAMP
    engines = {
        r.engine
        for r in line.readings
        # a letter among them is a digit that was not read
        if (wanted == _digits(r.text) and not _LETTER.search(r.text) if whole else wanted in _digits(r.text))
    }
    return len(engines) > 1


def _digits(text: str) -> str:
    return re.sub(r"\D", "", fold(text))
