"""What a picture states of payments, though it may look like a talk: tables, labels with values, notices of a service."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from extractor.fields.text import digit_count, han_count, label_key, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.cards import find_cards
from extractor.screens.definitions import Label
from extractor.screens.messages import INPUT_HINTS, Chat, by_name
from extractor.screens.pairs import Pair, claimed_by, find_pairs
from extractor.screens.records import Mark, is_bare_number
from extractor.screens.tables import read_table

_CARD = 5
"""So many labels with their values, of a payment, are a page and no bubble, unless somebody talks beside them."""
_ORDER, _MOMENTS = frozenset(("paid_amount", "status")), frozenset(("created_at", "paid_at"))
"""What an order says of itself beside labels, where its number stands without one: these, and when it was made or paid."""
_RECEIPT = frozenset(("order_no", "trade_no", "paid_at"))
"""What a payment's receipt says with its values apart from their labels, as no message does; its sum is its headline."""
_ANSWER = frozenset(("paid_amount", "created_at"))
"""What a shop says of the order that one asked for by its number, which stands above it without a label."""
_SUMS = frozenset(("paid_amount", "refund_amount"))
_NEGOTIATION = re.compile("(?:协商|售后|退款)(?:历史|记录|详情|进度|经过)")
"""What heads the steps of a refund that was asked for."""
_SPOKEN = re.compile("[我你您吗呢吧啊呀哦嗯]|没到|怎么|什么|为何|退款?$")
_LABELLED = re.compile("[\u4e00-\u9fff]{2,6}:.")
"""What stands beside a label that nobody listed."""
_MINE = re.compile("(?:^|[^\u4e00-\u9fff])我的.{0,4}$")
"""The name of a page or a tab: 我的, 我的订单."""
_LIST_S_END = re.compile("我(?:们)?(?:也)?是有底线的")
"""What apps print below the last entry of a list."""
_STAMPED = re.compile(r"^(?:[今昨前]天|星期.|周.|\d{1,2}月\d{1,2}日|\d{1,2}-\d{1,2})?.{0,2}\d{1,2}[:;]\d{2}$")
STATED = 0.35
"""So many lines of a page are labels and their values."""
_CODE = re.compile(r"(?=(?:[A-Z-]*\d){3})[0-9A-Z-]{8,}")
_SIGNED = re.compile(r"[-+]¥?\d[\d,]*\.\d\d|¥\d[\d,]*\.\d\d")
MOSTLY = 0.55
"""So many of them are the particulars of a notice under the name of who sent it."""
_WHOLE, _MARGINS = 0.8, 0.03
"""A card that lies on the page, and not at a side of it, has so much of its width and margins that differ by so little."""
_CELLS = 4
"""Cells of a table with another beside them, at least."""
_COLUMN, _EDGE, _LABEL = 3, 0.5, 8
"""So many labels make a column; how exactly lines stand in it, in heights of the line; a label has so many characters."""


def states_payments(lines: Sequence[Line], chat: Chat, labels: Mapping[str, Label]) -> bool:
    """True for what cannot be a conversation: a table of payments, or labels of number, amount and moment in most lines.

    A bubble may quote an order; then others talk around it, or it has the colour of the user's own.
    """
    if has_table_of_payments(lines, labels):
        return True
    pairs = find_pairs(lines, labels)
    own = claimed_by(pairs)
    beside = [line for line in lines if id(line) not in own]
    apart = [pair.label.slot for pair in pairs if pair.how != "inline"]
    if len(apart) >= _CARD and set(apart) >= _RECEIPT and not talks(beside, chat, labels):
        return True  # with its offers below, 为你推荐
    unlisted = sum(bool(_LABELLED.match(squeeze(line.text))) for line in beside)
    stated = len(own) + unlisted + _cells_of_codes(beside)
    if stated < STATED * len(lines):
        rows = _rows_alike(pairs, beside)
        if stated + 2 * rows < STATED * len(lines) or talks(beside, chat, labels):
            return False
        unlisted += rows
    slots = {pair.label.slot for pair in pairs}
    numbered = any(is_bare_number(r.text) for line in beside for r in line.readings)
    if numbered and len(apart) >= _CARD and set(apart) >= _ANSWER and not talks(beside, chat, labels):
        return True
    told = _bare_sum(beside) and is_payment({*slots, "bare_amount"})
    mostly = told and stated > MOSTLY * len(lines)
    ordered = slots >= _ORDER and bool(slots & _MOMENTS)
    quiet = (ordered or told) and not talks(beside, chat, labels)
    payment = is_payment(slots) or mostly or quiet
    if chat.own_colours:  # a page's banner, card and button have colours, too
        return payment and len(pairs) + unlisted >= _CARD and not talks(beside, chat, labels)
    kinds = [pair.label.slot.rpartition("_")[2] for pair in pairs]
    records = kinds.count("no") > 1 and kinds.count("at") > 1  # whose amounts stand in their heads
    return payment or records


def shows_order(
    lines: Sequence[Line],
    chat: Chat,
    labels: Mapping[str, Label],
    marks: Sequence[Mark],
    panels: Sequence[Box],
    width: int,
) -> bool:
    """True for one card between equal margins with an order's number and what was paid beside labels, its moment and what has
    become of it, and nobody who says a word outside it: what one sends in a talk stands at his side of it."""
    cards = [
        box
        for box in panels
        if box.w >= _WHOLE * width
        and abs(box.x - (width - box.right)) < _MARGINS * width
        and _is_order([mark for mark in marks if _holds(box, mark.box)])
        and not _in_bubble(box, marks, panels, width)
    ]
    if len(cards) != 1:
        return False
    beside = [line for line in lines if not _holds(cards[0], line.box)]
    outside = [message for message in chat.messages if not cards[0].overlap_y(message.box)]
    return (
        not any(message.speaker == "other" or message.time for message in outside)
        and not any(
            _SPOKEN.search(text) and not _MINE.search(text) and not INPUT_HINTS.match(text)
            for text in (squeeze(line.text) for line in beside)
        )
        and not talks(beside, chat, labels)
    )


def _in_bubble(card: Box, marks: Sequence[Mark], panels: Sequence[Box], width: int) -> bool:
    """Whether the labelled number and sum in what seems to be a card stand together in a narrower one on it, as an order that
    was sent in a talk does: then it is the ground that the bubbles lie on."""
    told = [mark.box for mark in marks if mark.label and mark.kind in ("number", "amount")]
    told = [box for box in told if _holds(card, box)]
    return any(
        panel.w < _WHOLE * width and _holds(card, panel) and all(_holds(panel, box) for box in told)
        for panel in panels
        if panel != card
    )


def _is_order(marks: Sequence[Mark]) -> bool:
    """True for one labelled number and one labelled sum among what one entry shows of itself."""
    kinds = [mark.kind for mark in marks]
    named = {mark.kind for mark in marks if mark.label}
    return (
        kinds.count("number") == kinds.count("amount") == 1
        and {"number", "amount"} <= named
        and {"moment", "status"} <= set(kinds)
    )


def _holds(outer: Box, inner: Box) -> bool:
    return outer.x <= inner.cx <= outer.right and outer.y <= inner.cy <= outer.bottom


def shows_negotiation(lines: Sequence[Line], labels: Mapping[str, Label]) -> bool:
    """True for the page of a refund asked for: its sum and its moment beside labels, and below them the steps that it took
    (协商历史), each with who took it and when. The steps are the platform's record, and nobody's talk."""
    heads = [line.box.y for line in lines if _NEGOTIATION.fullmatch(squeeze(line.text))]
    if not heads:
        return False
    last = max(heads)  # the page's own title, 售后详情, stands above all
    slots = {pair.label.slot for pair in find_pairs([o for o in lines if o.box.bottom < last], labels)}
    return bool(slots & _SUMS) and any(slot.endswith("_at") for slot in slots)


def _bare_sum(beside: Sequence[Line]) -> bool:
    """True where one sum stands alone with its sign or its mark: the head of a notice whose labels name no sum."""
    return sum(any(_SIGNED.fullmatch(squeeze(r.text)) for r in line.readings) for line in beside) == 1


def shows_notices(
    lines: Sequence[Line],
    chat: Chat,
    labels: Mapping[str, Label],
    size: tuple[int, int],
    captured: datetime | None,
) -> bool:
    """True for the notices of a payment service, each with a sum beside its label below the time at which it came."""
    claimed = [line for pair in find_pairs(lines, labels) for line in (pair.label_line, *pair.value.lines)]
    cards = find_cards(lines, claimed, size, captured)
    stated = [find_pairs(inside, labels) for _, inside in cards]
    summed = [len(pairs) > 1 and sum(pair.label.slot in _SUMS for pair in pairs) == 1 for pairs in stated]
    own = {id(line) for line in (*claimed, *(stamp for stamp, _ in cards))}
    return (
        bool(cards)
        and all(summed)
        and not talks([line for line in lines if id(line) not in own], chat, labels)
    )


def _cells_of_codes(beside: Sequence[Line]) -> int:
    """How many lines are codes with another right beside them in the same row, as cards stand in a table with their passwords:
    nobody says two things at one height."""
    codes = [line for line in beside if any(_CODE.fullmatch(squeeze(r.text)) for r in line.readings)]
    return sum(any(o is not line and o.box.same_row(line.box) for o in codes) for line in codes)


def _rows_alike(pairs: Sequence[Pair], beside: Sequence[Line]) -> int:
    """How many rows of other lines are laid out as the labels with their values at the right are: those of labels that nobody
    listed, in the columns of the known ones."""
    known = [(pair.label_line.box, pair.value.box) for pair in pairs if pair.how == "right"]
    if len(known) < _COLUMN:
        return 0

    def in_column(box: Box, place: int) -> bool:
        column = [both[place] for both in known]
        left = sum(abs(box.x - other.x) < _EDGE * box.h for other in column)
        right = sum(abs(box.right - other.right) < _EDGE * box.h for other in column)
        return 2 * max(left, right) > len(column)

    return sum(
        2 <= han_count(line.text) <= _LABEL
        and not digit_count(line.text)
        and in_column(line.box, 0)
        and any(
            other is not line
            and other.box.x >= line.box.right
            and other.box.same_row(line.box)
            and in_column(other.box, 1)
            for other in beside
        )
        for line in beside
    )


def talks(beside: Sequence[Line], chat: Chat, labels: Mapping[str, Label]) -> bool:
    """True where people speak beside an order's labels: names, stamps, a place to type in, sentences that say I and you."""
    texts = [squeeze(line.text) for line in beside]
    stamped = any(_STAMPED.search(text) for text in texts[1:] if not re.fullmatch(r"\d{1,2}[:;.]\d{2}", text))
    middle = sum(line.box.cy for line in beside) / max(1, len(beside))
    typed = any(  # below the talk: at the top of a page one types what to look for
        INPUT_HINTS.match(text) and line.box.cy > middle for line, text in zip(beside, texts, strict=True)
    )
    said = sum(
        bool(_SPOKEN.search(text)) and not _MINE.search(text) and not _LIST_S_END.search(text)
        for text in texts
    )
    # 店铺优惠 over its amount is a label, and no shop that talks
    named = any(by_name(m.name)[1] for m in chat.messages if label_key(m.name) not in labels)
    return stamped or typed or said > 1 or named


def stands_in_columns(chat: Chat) -> bool:
    """True for the cells of a table, whose grounds look like bubbles: most of them have another beside them in their row,
    which no two messages have."""
    cells = [message.box for message in chat.messages if message.speaker != "system"]
    beside = sum(
        any(box.same_row(other) and not box.overlap_x(other) for other in cells if other is not box)
        for box in cells
    )
    return beside >= _CELLS and beside * 2 > len(cells)


def has_table_of_payments(lines: Sequence[Line], labels: Mapping[str, Label]) -> bool:
    return any(is_payment({pair.label.slot for pair in row.pairs}) for row in read_table(lines, labels))


def is_payment(slots: Set[str]) -> bool:
    """True where the slots of some pairs hold a number, an amount and a moment."""
    return all(any(slot.endswith(end) for slot in slots) for end in ("_no", "_amount", "_at"))
