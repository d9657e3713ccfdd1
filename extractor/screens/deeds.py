"""Words for what was done that no list of labels can hold, for they stand on buttons and in sentences, too: 拍下于, 付清, 退了你.

They are labels where a moment or a sum stands beside, below or above them, and say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.fields.moments import find_moments, has_month_day
from extractor.fields.money import parse_amount
from extractor.fields.text import fold, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.labels import UNLISTED, LabelHit

_DEEDS = (
    (r"退成功|退[回还]?(?:了你|给你)?的?|返还", "refunded_at"),
    (r"申请(?:退款?|售后|退货|退费)?|发起退款", "requested_at"),
    (
        r"原?(?:支付|付款|付)|付清|付讫|付了|完成(?:支付|付款)|(?:支付|付款)完成|扣款?的?|扣费|扣除|缴费|结账|买单|刷卡|成交",
        "paid_at",
    ),
    (r"原?下单|拍下|拍|提交|发起|创建|生成|建单|开单|开票|购买|订购|预订|Placed", "created_at"),
    (r"关闭|关单|作废|取消|撤销|发货|过期|失效|到期|截止|核销|完成", "other_at"),
)
_WHEN = tuple(
    (re.compile(rf"(?:{words})(?:于|[日时](?:间|刻|期)?|时分|on|at)?", re.IGNORECASE), slot)
    for words, slot in _DEEDS
)
_SUMS = (
    (re.compile(r"(?:已)?退(?:了你|你|给你|还|回|款)?(?:你)?了?|返还(?:给你)?"), "refund_amount"),
    (
        re.compile(
            r"[实总]?扣(?:了|款)(?:你|您)?|实扣|[你您我]?(?:总共|一共|共)?(?:实际)?(?:支?付|花)(?:了|掉|的|清)|(?:实际)?(?:支|到手)付"
            r"|(?:总共|一共|[共合])付"
            r"|收款|收了?[你您]|付给(?:我们|商家|店家)"
        ),
        "paid_amount",
    ),
    (re.compile(r"[你您]?(?:还)?(?:要|该|应)付(?:款)?(?:多少|的)?"), "order_amount"),
)
_PLAIN = re.compile("付款|支付")
"""A button, too: it heads a sum only where that stands in a column of its own."""
_ASIDE, _COLUMN = re.compile(r"\([^()]*\d[^()]*[)>]?$|\([^()\d]{1,12}\)$"), 2.0
_INLINE = re.compile(r"^([\u4e00-\u9fff]{1,5}?)\s?:?\s?(?=(?:20\d\d|\d\d/\d\d/20\d\d)[-./年\s])")
_MARKED = re.compile(
    r"^([\u4e00-\u9fff]{1,5}?)\s?(:)?\s?(?=(?:[^\w\u4e00-\u9fff]|[Y半羊])?\s?\d[\d,]*\.\d\d\s?(?:元)?(?:\s?\([^()\d]{1,12}\))?$)"
)
"""The sum may have its ¥ misread as one of these characters."""
_SUM = re.compile(r"[-+]?\s?\D?\s?\d[\d,]*(?:\.\d{1,2}元?|元)|[-+]?¥\s?\d[\d,]*")
_LEAST = 2
"""A single character, 退, is the badge of a shop."""
_FAR, _NEAR = 1.8, 1.2


def add_deeds(lines: Sequence[Line], hits: dict[int, list[LabelHit]]) -> None:
    """Gives the words for what was done, which no list knows, their hits where a moment or a sum says that they are labels."""
    for line in lines:
        if hits[id(line)]:
            continue
        found = _inline(fold(line.text)) or _beside(line, lines, hits)
        if found is not None:
            hits[id(line)] = [found]


def _inline(text: str) -> LabelHit | None:
    """The hit of a word with its moment or its sum right behind: 付清 2026-02-06 00:01:37, 退款 ¥110.00."""
    for form, slot_of in ((_INLINE, _when), (_MARKED, _sum)):
        head = form.match(text)
        slot = slot_of(head[1]) if head is not None else None
        if slot is None and head is not None and form is _MARKED and head[2] and _PLAIN.fullmatch(head[1]):
            slot = "paid_amount"  # no button has a colon
        if head is not None and slot is not None and (slot_of is _sum or _is_moment(text)):
            return LabelHit(Label(head[1], slot, UNLISTED), True, head.end(), len(text))
    return None


def _beside(line: Line, lines: Sequence[Line], hits: dict[int, list[LabelHit]]) -> LabelHit | None:
    said = squeeze(line.text)
    word, headed = said.strip(":;."), said.endswith(":")
    when, much = _when(word), _sum(word)
    if when is None and much is None:
        return None
    end = len(fold(line.text))
    for value in _around(line, lines):
        if hits[id(value)]:
            continue
        if when is not None and _is_moment(value.text):
            return LabelHit(Label(word, when, UNLISTED), True, end, end)
        if much is not None and _is_sum(value):
            return LabelHit(Label(word, much, UNLISTED), True, end, end)
        beside = value.box.same_row(line.box)
        apart = beside and (headed or value.box.x - line.box.right > _COLUMN * line.box.h)
        if apart and _PLAIN.fullmatch(word) and _is_sum(value):
            return LabelHit(Label(word, "paid_amount", UNLISTED), True, end, end)
    return None


def is_deed(word: str) -> bool:
    """True for a word that heads a moment or a sum, though no list of labels has it."""
    return _when(word) is not None or _sum(word) is not None


def _when(word: str) -> str | None:
    return next((slot for form, slot in _WHEN if len(word) >= _LEAST and form.fullmatch(word)), None)


def _sum(word: str) -> str | None:
    return next((slot for form, slot in _SUMS if len(word) >= _LEAST and form.fullmatch(word)), None)


def _is_moment(text: str) -> bool:
    return bool(find_moments(text)) or has_month_day(text)


def _is_sum(line: Line) -> bool:
    """True for a sum alone, or with a remark in brackets that holds another: ¥45.07(含浮动金额¥0.07)."""
    texts = [_ASIDE.sub("", squeeze(reading.text)) for reading in line.readings]
    return any(_SUM.fullmatch(text) and parse_amount(text) is not None for text in texts)


def _around(line: Line, lines: Sequence[Line]) -> list[Line]:
    """What may be the value of a label: the next line in its row, else those right below and above it."""
    box = line.box
    right = [o for o in lines if o is not line and o.text and o.box.x >= box.right and o.box.same_row(box)]
    if right:
        return [min(right, key=lambda o: o.box.x)]
    column = [o for o in lines if o is not line and o.text and _aligned(o.box, box)]
    below = [o for o in column if -0.2 * box.h <= o.box.y - box.bottom <= _FAR * box.h]
    above = [o for o in column if -0.2 * box.h <= box.y - o.box.bottom <= _NEAR * box.h]
    return sorted((*below, *above), key=lambda o: max(o.box.y - box.bottom, box.y - o.box.bottom))[:2]


def _aligned(box: Box, other: Box) -> bool:
    return abs(box.x - other.x) < 1.2 * other.h or abs(box.cx - other.cx) < 1.5 * other.h
