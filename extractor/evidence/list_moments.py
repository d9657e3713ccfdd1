"""When the entries of a list happened: by their own line, under a heading that names the month or the day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractor.evidence import facts
from extractor.evidence.decide import decide_moment, decide_moment_by
from extractor.evidence.votes import Decision, doubted
from extractor.fields.moments import (
    Moment,
    english_month,
    find_clock,
    find_moments,
    has_month_day,
    parse_moment_without_year,
)
from extractor.fields.text import fold, squeeze
from extractor.ocr.lines import Line
from extractor.screens.pairs import Pair, dated_value, has_more_digits, value_of

_DAY, _CLOCK = (
    re.compile(r"(?:(?P<month>\d{1,2})[-/.])?(?P<day>\d{1,2})[日号]?"),
    re.compile(r"\d{1,2}:\d{2}(?::\d{2})?"),
)
_TORN, _REST = 0.3, re.compile(r"-?[0-3]?\d(?:-[0-3]?\d)?[0-2]\d:[0-5]\d(?::[0-5]\d)?")
"""Parts of one moment touch, and the second begins within the day."""
_FIGURE, _PLAIN_CLOCK = re.compile(r"\d"), re.compile(r"(\d\d)\D?(\d\d)")
"""A clock whose colon one reader lost, or took for another sign."""
_BARE_DAY = re.compile(r"([01]\d)[-/]([0-3]\d)")
_TORN_DAY = re.compile(r"(20\d\d)[-/.年:]?(\d\d)[-/.月:]?(\d\d)(?!\d)")
"""A heading's day of which a dash was lost: 202511-18."""
DAY_WORDS = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2}
"""Names of days, and how many days ago they were."""
_DAY_WORD = re.compile("^(?:" + "|".join(DAY_WORDS) + ")")
_YEAR = re.compile(r"(20\d\d)年[^\d\u4e00-\u9fff]{0,2}")
"""The year whose entries a list shows, alone in its line but for the arrow of its menu."""
_SLOTS = ("paid_at", "created_at", "received_at", "refunded_at", "requested_at", "other_at")
"""The moments of an entry, the one that dates it first."""
_SENT_SOON = timedelta(days=3)
"""How long after a payment its notice comes at the latest."""
DAY_OVER = "list:day_over"
"""The rule of a moment that is the mere day over some entries."""
_SHOWN_DAY = re.compile(r"\d")
"""A heading that names its day by figures, and not by a word like 昨天 alone."""
MONTH = re.compile(r"(?:(20\d\d)\s?[年./-]\s?)?(\d{1,2})\s?月(?!\d)")


def list_moment(
    lines: Sequence[Line], heading_line: Line | None, pairs: Sequence[Pair], taken: date, *, clocked: bool
) -> tuple[Decision[Moment] | None, bool]:
    """An item's moment, and whether its year or day is counted from the day of the capture, taken.

    lines: the item's own; heading_line: the month or day that it stands under; pairs: its labels with their values;
    clocked: other items show a clock, so that a mere day is torn.
    """
    for slot in _SLOTS:
        found = facts.moments(pairs, slot)
        if found:
            torn = clocked and not found[0].value.has_clock
            return doubted(found[0], "cropped") if torn else found[0], False
    cells = _of_cells(pairs, taken)
    if cells is not None:
        return cells, True
    named = _under_its_stamp(lines, pairs)
    if named is not None:
        return named, False
    for line in lines:
        if is_torn_day(line, lines):
            continue
        value = dated_value(line, lines)
        decision = decide_moment(value, "list:moment")
        if decision is not None:
            if not decision.value.has_clock and has_more_digits(value.lines[-1], lines):
                decision = doubted(decision, "cropped")
            return decision, False
    return _under_heading(lines, heading_line, taken)


def _under_its_stamp(lines: Sequence[Line], pairs: Sequence[Pair]) -> Decision[Moment] | None:
    """The moment beside a label that shows no year, 时间 07月13日13:43, in an entry that has one more, with its year and without
    a label: when it was sent, 2026-07-13 13:44, a little later. Then the label says when it was paid."""
    sent = {
        moment.date
        for line in lines
        if not any(line is own for pair in pairs for own in pair.value.lines)
        for moment in find_moments(line.text)
        if moment.has_clock
    }
    if len(sent) != 1:
        return None
    day = sent.pop()

    def dated(text: str) -> Moment | None:
        return parse_moment_without_year(text, not_after=day) if has_month_day(text) else None

    labelled = [pair for pair in pairs if pair.label.slot in _SLOTS and pair.how != "table"]
    for pair in sorted(labelled, key=lambda pair: (_SLOTS.index(pair.label.slot), pair.label.rank)):
        rule = f"{pair.label.slot}:{pair.label.text}:{pair.how}"
        found = decide_moment_by(pair.value, rule, dated, lambda moment: True)
        if found is not None:
            soon = day - found.value.date <= _SENT_SOON
            return found if soon else doubted(found, "other_moment_on_page")
    return None


def day_over(heading_line: Line, taken: date) -> tuple[Decision[Moment] | None, bool]:
    """The day that some entries stand under, none of which shows a clock, as a shop of apps heads what was bought on it; and
    whether its year is counted from the capture."""
    heading = _heading_of(heading_line, taken)
    if heading.day is None or not _SHOWN_DAY.search(squeeze(heading_line.text)):
        return None, False

    def day(text: str) -> Moment | None:
        told = _heading_says(fold(text), taken).day
        return Moment(told.year, told.month, told.day) if told is not None else None

    found = decide_moment_by(value_of(heading_line), DAY_OVER, day, lambda moment: True)
    if found is not None and not heading.sure:
        found = doubted(found, "other_moment_on_page")
    return found, heading.year is None


def year_shown(lines: Sequence[Line], above: int) -> int | None:
    """The only year that stands alone in a line over the entries of a list, 2024年 ▾, as all its readers read it: all entries
    are of it. above: the top of an entry. None where there is none, or two."""
    named = [line for line in lines if line.box.bottom <= above and _YEAR.fullmatch(squeeze(line.text))]
    read = {m[0] for line in named for r in line.readings if (m := re.match(r"20\d\d", squeeze(r.text)))}
    return int(read.pop()) if len(read) == 1 else None


def names_day_by_word(lines: Sequence[Line]) -> bool:
    """True where a day of an entry or of its heading is told from that of the capture: 昨天."""
    return any(word in squeeze(line.text).lower() for line in lines for word in DAY_WORDS)


def is_torn_day(line: Line, lines: Sequence[Line]) -> bool:
    """True for the beginning of a moment that a watermark cut within its day, 2024-04-2 right before 24 18:33."""
    return any(
        other.box.same_row(line.box)
        and other.box.x > line.box.x
        and abs(other.box.x - line.box.right) < _TORN * line.box.h
        and any(_REST.fullmatch(squeeze(reading.text)) for reading in other.readings)
        for other in lines
        if other is not line
    )


def _of_cells(pairs: Sequence[Pair], taken: date) -> Decision[Moment] | None:
    """The moment of a table's cell that shows a day without its year, the clock below it or none: 09-26 over 17:09, and 02/08 on
    a card's statement, where the day of the payment comes before that on which the bank booked it."""

    def clocked(text: str) -> Moment | None:
        moment = parse_moment_without_year(text.replace("\n", " "), not_after=taken)
        return moment if moment is not None and moment.has_clock else None

    def day(text: str) -> Moment | None:
        bare = _BARE_DAY.fullmatch(squeeze(text))
        return parse_moment_without_year(f"{bare[1]}月{bare[2]}日", not_after=taken) if bare else None

    cells = [pair for pair in pairs if pair.label.slot in _SLOTS and pair.how == "table"]
    cells.sort(key=lambda pair: (_SLOTS.index(pair.label.slot), pair.label.rank))
    for dated in (clocked, day):
        for pair in cells:
            rule = f"{pair.label.slot}:{pair.label.text}:{pair.how}"
            found = decide_moment_by(pair.value, rule, dated, lambda moment: True)
            if found is not None:
                return found
    return None


def _under_heading(
    lines: Sequence[Line], heading_line: Line | None, taken: date
) -> tuple[Decision[Moment] | None, bool]:
    """The moment of an entry that shows no year, or a clock alone, and whether it is counted from the day of the capture."""
    heading = _heading_of(heading_line, taken)

    def fits(moment: Moment) -> bool:
        return heading.month is None or moment.month in heading.months

    def dated(text: str) -> Moment | None:
        return parse_moment_without_year(text, not_after=taken, year=heading.year)

    for line in lines:
        decision = decide_moment_by(value_of(line), "list:moment", dated, fits)
        if decision is not None:
            # an entry that names its month itself needs no more of its heading than the year
            sure = fits(decision.value) and (heading.sure or heading.one_year)
            return decision if sure else doubted(decision, "other_moment_on_page"), heading.year is None
    beside = _day_beside(lines, heading)
    if beside is not None:
        return (beside if heading.sure else doubted(beside, "other_moment_on_page")), heading.year is None
    relative = _relative_day(lines, taken)
    base = relative or heading.day
    if base is None:
        return _by_day_word(lines, taken)

    for line in lines:
        clocks = {"".join(_FIGURE.findall(r.text)): r.text for r in line.readings if find_clock(r.text)}

        def at_clock(text: str, seen: Mapping[str, str] = clocks) -> Moment | None:
            four = _PLAIN_CLOCK.fullmatch(_DAY_WORD.sub("", squeeze(text).lower()))
            # 1833 beside 18:33: the same figures
            clock = find_clock(text) or find_clock(seen.get(four[1] + four[2], "") if four else "")
            return Moment(base.year, base.month, base.day, *clock) if clock else None

        decision = decide_moment_by(value_of(line), "list:clock", at_clock, fits)
        if decision is not None:
            sure = relative is not None or heading.sure
            counted = relative is not None or heading.year is None
            return decision if sure else doubted(decision, "other_moment_on_page"), counted
    return None, False


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the heading of some items says of their moments: year, month, day, as far as it names them."""

    year: int | None = None
    month: int | None = None
    day: date | None = None
    sure: bool = True
    """All that its readers read of it agrees."""
    months: frozenset[int] = frozenset()
    """Each month that a reader read there."""
    one_year: bool = False
    """All read a month, and the same year."""


def _heading_of(line: Line | None, taken: date) -> _Heading:
    if line is None:
        return _Heading()
    read = [_heading_says(fold(reading.text), taken) for reading in line.readings]
    told = [heading for heading in read if heading != _Heading()]
    if not told:
        return _Heading()
    months = frozenset(heading.month for heading in told if heading.month is not None)
    one_year = all(h.year == told[0].year and h.year and h.month and h.sure for h in told)
    sure = told[0].sure and len(set(told)) == 1
    best = next(
        (heading for heading in told if heading.day is not None), told[0]
    )  # 2026年7月:1日 and 2026年7月1日
    return replace(best, sure=sure, months=months, one_year=one_year)


def _heading_says(text: str, taken: date) -> _Heading:
    full = find_moments(text)
    if full:
        return _Heading(full[0].year, full[0].month, full[0].date)
    back = next((days for word, days in DAY_WORDS.items() if word in text.lower()), None)
    if back is not None:
        return _Heading(day=taken - timedelta(days=back))
    english = english_month(text)
    if english is not None:
        return _Heading(*english)
    torn = _TORN_DAY.match(squeeze(text))
    if torn is not None:
        try:
            day_read = date(int(torn[1]), int(torn[2]), int(torn[3]))
        except ValueError:
            return _Heading()
        return _Heading(day_read.year, day_read.month, day_read, sure=False)
    month = MONTH.search(text)
    day = parse_moment_without_year(text, not_after=taken)
    if month is None:
        return _Heading(day=day.date if day else None)
    return _Heading(int(month[1]) if month[1] else None, int(month[2]), day.date if day else None)


def _day_beside(lines: Sequence[Line], heading: _Heading) -> Decision[Moment] | None:
    """The moment of an entry that has its day as a number at its left, under a month: 06 or 03/06 beside 14:22."""
    if heading.month is None or heading.day is not None or heading.year is None:
        return None
    year, month = heading.year, heading.month
    left = min((line.box.x for line in lines if line.text), default=0)
    day = next(
        (
            line
            for line in lines
            if abs(line.box.x - left) < line.box.h and _DAY.fullmatch(squeeze(line.text))
        ),
        None,
    )
    clock = next(
        (line for line in lines if any(_CLOCK.fullmatch(squeeze(r.text)) for r in line.readings)), None
    )
    if day is None or clock is None or day is clock:
        return None

    def dated(text: str) -> Moment | None:
        head, _, tail = text.partition("\n")
        number, at = _DAY.fullmatch(squeeze(head)), find_clock(tail)
        if number is None or at is None:
            return None
        own = int(number["month"] or month)
        try:
            return Moment(*(date(year, own, int(number["day"])).timetuple()[:3]), *at)
        except ValueError:
            return None

    return decide_moment_by(
        value_of(day, clock), "list:day_beside", dated, lambda moment: moment.month == month
    )


def _by_day_word(lines: Sequence[Line], taken: date) -> tuple[Decision[Moment] | None, bool]:
    """The day of an entry that shows no more of it than 昨天 or 01-10, and that it is counted from the capture."""

    def named(text: str) -> Moment | None:
        bare = _BARE_DAY.fullmatch(squeeze(text))
        if bare is not None:
            return parse_moment_without_year(f"{bare[1]}月{bare[2]}日", not_after=taken)
        back = DAY_WORDS.get(squeeze(text).lower())
        day = taken - timedelta(days=back) if back is not None else None
        return Moment(day.year, day.month, day.day) if day is not None else None

    for line in lines:
        found = decide_moment_by(value_of(line), "list:day_word", named, lambda moment: True)
        if found is not None:
            return found, True
    return None, False


def _relative_day(lines: Sequence[Line], taken: date) -> date | None:
    """The day that an entry names by a word before its clock, 昨天 19:05, whose colon one reader may have lost: 昨天1905."""
    read = [
        (squeeze(line.text).lower(), any(find_clock(reading.text) for reading in line.readings))
        for line in lines
    ]
    return next(
        (
            taken - timedelta(days=days)
            for word, days in DAY_WORDS.items()
            if any(
                re.search(rf"{word},?\d{{1,2}}:\d\d", text)
                or (clocked and re.fullmatch(rf"{word}{_PLAIN_CLOCK.pattern}", text))
                for text, clocked in read
            )
        ),
        None,
    )
