"""The days and months that entries of a list stand under, told from the days that are the entries' own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence.list_moments import DAY_WORDS, MONTH, is_torn_day
from extractor.fields.moments import english_month, find_clock, find_moments
from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.recognise import Page

CLOSER = 0.5
"""A day belongs to what stands above it where the blank there is smaller by so much than that below; so does any row."""
_DAY = re.compile(r"20\d\d[-/.年]\d\d?[-/.月]\d\d?日?(?:星期.|周.)?")
_DAY_OF_YEAR = re.compile(r"(?:\d\d?月\d\d?日|\d\d-\d\d)(?:今天|昨天|(?:星期|周)[一二三四五六日天])?")
_ENGLISH_DAY = re.compile(r"[A-Z][a-z]{2}")
_LIKE_A_DAY = re.compile(
    r"20\d\d(?:[-/年][0-9A-Za-z]{1,2}[-/.月:]?|[.月:]?[0-9A-Za-z]{1,2}[-/月])[0-9A-Za-z]{1,2}日?(?:(?:星期|周).)?"
    r"|20\d\d[-/.年:]?[0-9A-Za-z]{1,2}[-/.月:]?[0-9A-Za-z]{1,2}日?(?:星期|周)."
)
"""A day that was misread, 202511-18星期二 or 2025:TT17星期一: what stands below it is no longer of the day above."""
_LEFT = 0.4
"""Headings begin left of it."""


def headings_of(page: Page) -> list[Line]:
    """The lines at the left that name a day or a month, and hardly more."""
    left = [line for line in page.lines if line.text and line.box.x < _LEFT * page.size[0]]
    return [line for line in left if _is_heading(line) and not is_torn_day(line, page.lines)]


def own_days(headings: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The days that are the entries' own, right below what an entry names, and not the headings of those below them: all of
    them, or none."""
    days = [line for line in headings if find_moments(line.text) or _names_day(line)]
    for day in days:
        above = [day.box.y - o.box.bottom for o in lines if o.box.cy < day.box.y and o.box.overlap_x(day.box)]
        below = [
            o.box.y - day.box.bottom for o in lines if o.box.cy > day.box.bottom and o.box.overlap_x(day.box)
        ]
        if not above or (below and min(above) > CLOSER * min(below)):
            return []
    return days


def _names_day(line: Line) -> bool:
    """True for a day without its year, 01-10, or by its distance, 昨天."""
    text = squeeze(line.text).lower()
    return text in DAY_WORDS or bool(_DAY_OF_YEAR.fullmatch(text))


def _is_heading(line: Line) -> bool:
    text = squeeze(line.text)
    if len(text) > 14 or find_clock(text):
        return False
    return (
        bool(MONTH.search(text))
        or text.lower() in (*DAY_WORDS, "本月")
        or english_month(line.text) is not None
        or (bool(_ENGLISH_DAY.search(text)) and bool(find_moments(line.text)))
        or bool(_DAY_OF_YEAR.fullmatch(text))
        or bool(_LIKE_A_DAY.fullmatch(text))
        # the figure network reads the date alone, where chi_sim makes 泽期三 of the weekday
        or (text[:1].isdigit() and any(_DAY.fullmatch(squeeze(reading.text)) for reading in line.readings))
    )
