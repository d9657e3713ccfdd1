"""Short heads that are a button or a title elsewhere: what stands beside them tells what they mean.

付款 before a moment is when it was paid, before a sum how much. 下单 before a moment is when, before anything else a button.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.fields.moments import find_clock, find_moments, has_month_day
from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.labels import LabelHit

_STEPS = ("退款到账",)
_WHEN = {
    "付款": "paid_at",
    "支付": "paid_at",
    "实付": "paid_at",
    "成交": "paid_at",
    "下单": "created_at",
    "创建": "created_at",
    "提交": "created_at",
    "生成": "created_at",
    "发起": "created_at",
    "开票": "created_at",
    "退款到账": "refunded_at",
}


def of_moment(hit: LabelHit) -> LabelHit | None:
    """The hit of a short head as that of the moment that may stand beside it; None for any other label."""
    slot = _WHEN.get(hit.label.text)
    return None if slot is None else replace(hit, label=replace(hit.label, slot=slot))


def only_of_moments(label: Label) -> bool:
    """True for a short head that is a label only where a moment stands beside it."""
    return label.text in _WHEN and label.slot.endswith("_at")


def is_step(label: Label, how: str) -> bool:
    """True for a word that heads a moment in its row, and is one of the steps of an order where a moment stands below it."""
    return label.text in _STEPS and how != "right"


def shows_moment(label: Label, texts: Sequence[tuple[str, str]]) -> bool:
    """True where any reading of a value (engine, text) shows a moment; with its clock, where the head may be of a sum."""
    if only_of_moments(label):
        return any(find_moments(text) or has_month_day(text) or find_clock(text) for _, text in texts)
    return any(
        has_month_day(text) or any(moment.has_clock for moment in find_moments(text)) for _, text in texts
    )


def statuses_are_values(lines: Sequence[Line], hits: dict[int, list[LabelHit]]) -> None:
    """Takes the hits from 已付款 where it stands beside 状态: it says there what has become of it, and heads no sum."""
    for line in lines:
        found = hits[id(line)]
        if not (len(found) == 1 and found[0].label.slot == "status" and found[0].start == found[0].end):
            continue
        right = [o for o in lines if o is not line and o.box.x >= line.box.right and o.box.same_row(line.box)]
        value = min(right, key=lambda o: o.box.x, default=None)
        if value is None or not squeeze(value.text).startswith("已"):
            continue
        if all(hit.label.slot.endswith("_amount") and hit.start == hit.end for hit in hits[id(value)]):
            hits[id(value)] = []
