"""Where a value goes on: its further lines, and the digits of a number that is wrapped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.fields.text import digit_count, han_count, squeeze, without_tail
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.labels import LabelHit
from extractor.screens.value_scraps import SLANTING
from extractor.screens.wraps import evenly_set, goes_on_beside

_MASKED = re.compile(r"\*{2}")
_LONG = 20
"""A number of so many digits may fill its line and go on at the page's edge."""
_LAPPED = 0.3
_UNREAD = 0.3
"""With less confidence the main engine saw nothing in a line."""
_STROKE = 2.5
"""Wider than this for each character, in heights, is a line drawn by hand."""
_BUTTON = re.compile(r"^(?:点击)?(?:复制|查看|详情|拷贝|修改|去查看|查看详情|展开|收起|[>|口回〇日]){1,2}$")


def continuation(
    first: Line, label_box: Box, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]], text: str
) -> list[Line]:
    """The further lines of a wrapped value: close below, in the value's column, with nothing beside them.

    A wrapped number goes on with digits only: anything else under it is the next thing on the page.
    """
    numeric = digit_count(text) >= 8 and han_count(text) == 0
    result: list[Line] = []
    current = first
    for other in sorted(lines, key=lambda o: o.box.y):
        gap = other.box.y - current.box.bottom
        height = min(current.box.h, other.box.h)
        said = other.text or (_wrapped_digits(other) if numeric else "")
        if other is first or other is current or gap < -0.4 * height or not said:
            continue
        if gap > 1.1 * height and not (numeric and evenly_set(first, current, other, lines)):
            break
        left = abs(other.box.x - first.box.x) < 0.9 * height
        right = abs(other.box.right - first.box.right) < 0.9 * height
        # a shop's `标签: 号码` wraps to the edge under the label
        under = digit_count(text) >= _LONG and numeric and abs(other.box.x - label_box.x) < 0.9 * height
        middle = numeric and abs(other.box.cx - first.box.cx) < 0.9 * height
        if not (left or right or under or middle) or hits[id(other)] or is_button(other) or _is_stroke(other):
            continue
        alone = not any(
            o is not other
            and _beside(o, other, hits)
            and o.box.right <= other.box.x
            and any(char.isalnum() for char in o.text)
            and not (numeric and goes_on_beside(o, other, first, lines, hits))
            and o.box.h
            < SLANTING * first.box.h  # a mark alone and what is higher than print are of a watermark
            for o in lines
            if label_box is first.box or (o.box != label_box and o.box.right > label_box.x)  # else a menu's
        )
        if not alone or not other.box.h < 1.5 * first.box.h:
            break
        rest = _wrapped_digits(other) if numeric else ""
        if numeric and not _continues_number(text, rest or squeeze(said)):
            break
        if not numeric and (label_box is first.box or len(result) >= 3):
            break
        result.append(other)
        text += squeeze(said)
        current = other
    return result


def _beside(one: Line, other: Line, hits: Mapping[int, list[LabelHit]]) -> bool:
    """True for lines of one row, and for a label at half the height of two lines."""
    lapped = one.box.overlap_y(other.box) > _LAPPED * min(one.box.h, other.box.h)
    return one.box.same_row(other.box) or (lapped and bool(hits[id(one)]))


def _wrapped_digits(line: Line) -> str:
    """The digits that another reader saw where the main one saw nothing, no digit surely, or a single character that is
    none; else ""."""
    unsure = line.confidence < _UNREAD and not digit_count(line.text)
    if (len(squeeze(line.text)) > 1 and not unsure) or line.text.isdigit():
        return ""
    return next((r.text for r in line.readings if r.text.isdigit()), "")


def _continues_number(so_far: str, text: str) -> bool:
    body = without_tail(text)
    digits = digit_count(so_far)
    if _MASKED.search(body) and not _MASKED.search(so_far):
        return False  # 176****5523 below an order's number is whom it is for
    return bool(re.fullmatch(r"[0-9A-Za-z_*-]{1,24}", body)) and digits >= 12 and digits + len(body) <= 64


def _is_stroke(line: Line) -> bool:
    """True for a line drawn by hand under a value, for which every reader sees a few letters, and none a digit."""
    drawn = line.box.w > _STROKE * line.box.h * max(1, len(squeeze(line.text)))
    return drawn and line.confidence < _UNREAD and not any(digit_count(r.text) for r in line.readings)


def is_button(line: Line) -> bool:
    return bool(_BUTTON.match(squeeze(line.text)))
