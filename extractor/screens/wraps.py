"""Where a wrapped number goes on that no label stands beside: in the cell of a table, in rows set wide apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.fields.money import parse_amount
from extractor.fields.text import digit_count, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.labels import LabelHit

_REST = re.compile(r"[0-9A-Za-z]{1,24}")
"""The rest of a number may be a digit or two, and no more than a number's."""
_TOUCH = 0.3
"""How far the lines of a cell may end above and below its label, in heights of the label."""
_SET_APART = 1.1
"""How far the lines of a wrapped value stand apart, in heights of a digit."""
_LONG, _NUMBER = 12, re.compile(r"[0-9A-Za-z_-]{12,64}")
"""A number has so many digits where it fills its line and goes on."""
_WRAPPED = 8
"""Fewer digits are no number that wraps."""
_NARROWER = 0.93
_ALIKE, _UNDER = 0.9, 1.8


def wrapped_beside(label: Line, lines: Sequence[Line]) -> list[Line]:
    """The first line of a number that is wrapped beside its label, which stands at half the height of both lines in the cell
    of a table."""
    digits = [
        o for o in lines if o.box.x >= label.box.right and digit_count(o.text) and not han_count(o.text)
    ]
    middle = label.box.cy
    for first in sorted(digits, key=lambda o: o.box.x):
        for second in (o for o in digits if _REST.fullmatch(o.text)):
            gap = second.box.y - first.box.bottom
            around = first.box.cy < middle < second.box.cy and first.box.bottom > label.box.y
            column = _one_column(first, second)
            if around and column and 0 <= gap <= _SET_APART * first.box.h and digit_count(first.text) >= 12:
                return [first]
    return []


def begun_above(
    rest: Line, label: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]
) -> Line | None:
    """The line in which a number begins of which only the last digits stand beside the label, at its foot: above them, at the
    right edge or the left, with nothing before it that it would be the value of. None where there is none."""
    if digit_count(rest.text) >= _LONG or not _REST.fullmatch(squeeze(rest.text)):
        return None
    for first in lines:
        gap = rest.box.y - first.box.bottom
        alike = 0.8 * first.box.h < rest.box.h < 1.25 * first.box.h
        if not (alike and -0.2 * first.box.h <= gap <= _SET_APART * first.box.h):
            continue
        if not (_one_column(first, rest) and rest.box.w < _NARROWER * first.box.w):
            continue
        before = any(
            o is not first and o.text and o.box.same_row(first.box) and o.box.right <= first.box.x
            for o in lines
        )
        number = digit_count(first.text) >= _LONG and _NUMBER.fullmatch(squeeze(first.text))
        behind = first.box.x >= label.box.right and first.box.bottom > label.box.y - label.box.h
        headed = _label_above(first, [o for o in lines if not _behind_another(o, lines, hits)], hits)
        if number and behind and not before and not hits[id(first)] and not headed:
            return first
    return None


def _behind_another(line: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]) -> bool:
    """True for a word that could be a label, and is the value beside one: 付款方式 and 账户余额."""
    return any(
        hits[id(o)] and o is not line and o.box.same_row(line.box) and o.box.right <= line.box.x
        for o in lines
    )


def sum_beside(label: Line, lines: Sequence[Line]) -> list[Line]:
    """The sum in a cell of two lines, beside the label that stands at half the height of both: 人民币 3,680.00 元 over the same in
    capitals or over a remark, either without another sum."""
    right = [o for o in lines if o.box.x >= label.box.right and o.text]
    middle = label.box.cy
    for first in sorted(right, key=lambda o: o.box.x):
        for second in right:
            gap = second.box.y - first.box.bottom
            around = first.box.cy < middle < second.box.cy
            touched = first.box.bottom >= label.box.y - _TOUCH * label.box.h
            touched = touched and second.box.y <= label.box.bottom + _TOUCH * label.box.h
            column = abs(first.box.x - second.box.x) < 0.9 * first.box.h
            if not (around and touched and column and 0 <= gap <= _SET_APART * first.box.h):
                continue
            sums = [o for o in (first, second) if any(parse_amount(r.text) for r in o.readings)]
            others = [o for o in (first, second) if not any(digit_count(r.text) for r in o.readings)]
            if len(sums) == len(others) == 1:
                return sums
    return []


def evenly_set(first: Line, above: Line, other: Line, lines: Sequence[Line]) -> bool:
    """True where a line stands below another in a column whose rows are all as far apart as these two."""
    step = other.box.y - above.box.y
    before = [
        o for o in lines if abs(o.box.x - first.box.x) < 0.3 * first.box.h and o.box.bottom <= first.box.y
    ]
    last = max(before, key=lambda o: o.box.y, default=None)
    return (
        last is not None
        and abs(other.box.x - first.box.x) < 0.3 * first.box.h
        and abs((first.box.y - last.box.y) - step) < 0.15 * step
    )


def under_own_label(
    line: Line, first: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]
) -> bool:
    """True for a line at the right of first, in its row, that stands under a label of its own: cards of two or three columns have
    each value below its label, however near the end of a long number comes to the next column."""
    return line.box.x >= first.box.right and _label_above(line, lines, hits)


def goes_on_beside(
    line: Line, other: Line, first: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]
) -> bool:
    """True where a line beside other, which may continue first, is the rest of the value that stands beside first under its own
    label: two numbers of one card, each wrapped in its column. The last lines of both are not as wide as the first, or they were
    the next row of a table."""
    if not digit_count(line.text) or han_count(line.text) or not _label_above(first, lines, hits):
        return False
    return any(
        beside is not first
        and beside.box.same_row(first.box)
        and _one_column(line, beside)
        and digit_count(beside.text) >= _WRAPPED
        and _label_above(beside, lines, hits)
        and (line.box.w < _NARROWER * beside.box.w or other.box.w < _NARROWER * first.box.w)
        for beside in lines
    )


def _one_column(one: Line, other: Line) -> bool:
    """Whether two lines begin, end or are centred alike."""
    a, b = one.box, other.box
    return min(abs(a.x - b.x), abs(a.right - b.right), abs(a.cx - b.cx)) < _ALIKE * max(a.h, b.h)


def _label_above(line: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]) -> bool:
    """Whether a label without anything behind it stands right above a line, in its column."""
    return any(
        label is not line
        and hits[id(label)]
        and -0.2 * label.box.h <= line.box.y - label.box.bottom <= _UNDER * max(label.box.h, line.box.h)
        and _one_column(label, line)
        for label in lines
    )
