"""What a shop took in, 受理编号, is an order where money was paid for it, and a complaint where somebody complains; what it
numbers the after-sales of an order by, 服务单号, is no ticket beside that order's refund. What it paid out is a payment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.fields.numbers import is_work_order
from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.labels import UNLISTED
from extractor.screens.pairs import Pair

_TAKEN_IN = re.compile(r"^(?:业务)?受理(?:编号|单号|号|流水号)$")
_AFTER_SALES = re.compile(r"^(?:售后|服务)(?:单号|编号)$")
_COMPLAINS = re.compile(r"投诉|举报|申诉|工单|诉求|维权|信访|12315|黑猫|仲裁|调解")
_AS = {"ticket_no": "order_no", "filed_at": "created_at"}
_SUMS = ("paid_amount", "order_amount", "refund_amount")
_BESIDE = {"ticket_no": "text", "filed_at": "requested_at"}
"""What the number and the day of an after-sale are beside the order that it is of."""
_PAID_OUT = re.compile("^(?:打款|出款|放款)(?=金额|时间)")
_BACK = "退"


def as_payout(pairs: Sequence[Pair], lines: Sequence[Line]) -> list[Pair]:
    """The pairs of a page that says what a shop paid out for a card that it took back or a withdrawal: 打款金额 is then what was
    paid, and 打款时间 when; where anything on the page is given back, they may be the refund's, and stay unsaid."""
    if any(_BACK in line.text for line in lines):
        return list(pairs)
    said = {"other_amount": "paid_amount", "other_at": "paid_at"}
    return [
        replace(pair, label=Label(pair.label.text, said[pair.label.slot], UNLISTED))
        if pair.label.slot in said and _PAID_OUT.match(pair.label.text)
        else pair
        for pair in pairs
    ]


def numbers_tickets(pairs: Sequence[Pair]) -> bool:
    """True where what repeats in a list is numbered as work orders or complaints alone, and costs nothing: 工单号 above its
    提交时间."""
    numbers = [pair for pair in pairs if pair.label.slot.endswith("_no")]
    return (
        len(numbers) > 1
        and all(pair.label.slot == "ticket_no" and not _TAKEN_IN.match(pair.label.text) for pair in numbers)
        and not any(_AFTER_SALES.match(pair.label.text) for pair in numbers)
        and not any(pair.label.slot in _SUMS for pair in pairs)
    )


def lists_tickets(lines: Sequence[Line]) -> bool:
    """True for numbers of several work orders below each other at one edge, each all that its line says: a list of them, though
    the name and the stamp of who answered last stand in each (最近回复: 客服007)."""
    numbers: dict[str, Line] = {}
    for line in lines:
        if any(is_work_order(squeeze(reading.text)) for reading in line.readings):
            numbers.setdefault(squeeze(line.text).lstrip("#"), line)
    found = list(numbers.values())
    return any(
        sum(
            abs(other.box.x - line.box.x) < line.box.h and not other.box.same_row(line.box) for other in found
        )
        > 0
        for line in found
    )


def as_order(pairs: Sequence[Pair], lines: Sequence[Line]) -> list[Pair] | None:
    """The pairs of a page that numbers something taken in, as those of an order, where nothing on it complains; None else.

    受理编号 is the order's number and 受理时间 when it was made, where the page says how much was paid. 服务单号 beside an
    order's number and the sum of its refund is none of either, and the day beside it is when the refund was asked for.
    """
    numbers = [pair for pair in pairs if pair.label.slot == "ticket_no"]
    slots = {pair.label.slot for pair in pairs}
    taken = bool(numbers) and all(_TAKEN_IN.match(pair.label.text) for pair in numbers)
    after = bool(numbers) and all(_AFTER_SALES.match(pair.label.text) for pair in numbers)
    if taken and "paid_amount" in slots:
        slot_of = _AS
    elif after and {"order_no", "refund_amount"} <= slots:
        slot_of = _BESIDE
    else:
        return None
    if any(_COMPLAINS.search(squeeze(line.text)) for line in lines):
        return None
    return [
        replace(pair, label=Label(pair.label.text, slot_of[pair.label.slot], UNLISTED))
        if pair.label.slot in slot_of
        else pair
        for pair in pairs
    ]
