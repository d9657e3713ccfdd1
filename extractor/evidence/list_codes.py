"""Numbers of a list's entries that no label names: codes of one make, one in each entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from extractor.evidence.builder import RowBuilder
from extractor.evidence.decide import decide_number
from extractor.evidence.list_items import Item
from extractor.evidence.schema import Row
from extractor.fields.text import han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.pairs import Pair, value_of

UNLABELLED = "unlabelled_number"
_CODE = re.compile(r"#?([A-Z]{2,8}-?(?:\d{6,16}|\d{3}(?!00)\d\d))")
"""Five digits that end in 00 count goods: CF10000."""
_NAMED = re.compile(r"^[\u4e00-\u9fff]{0,5}(?:号|单|编号|编码)[:.]?(?=#?[A-Z])")
"""A label that nobody knows, before the code that it names in one line: 补款号RF77120."""
_MAKE = re.compile(r"([A-Z]{1,8})-?(\d{5,})")
_DISAGREE = "two_reads_disagree:order_no="
_SERIES, _MOST = 3, 0.75
"""So many entries show one code each, and this share of all: the print of one or the other was spoilt."""


def with_numbers(items: Sequence[Item], rows: Sequence[Sequence[Row]], pairs: Sequence[Pair]) -> list[Row]:
    """The rows of all entries, top to bottom, with what the make of their numbers tells: which code without a label is one,
    which of several readings, and that a 0 is no O."""
    number_series(items, rows, pairs)
    flat = [row for found in rows for row in found]
    choose_by_make(flat)
    settle_look_alikes(flat)
    return flat


def number_series(items: Sequence[Item], rows: Sequence[Sequence[Row]], pairs: Sequence[Pair]) -> None:
    """Gives entries without a number the code that each of them shows, letters and digits of one make: TB9003182, #RC52222410.

    No label says what it counts: they ask, unless it holds the minute of their own moment. So do those whose code was not
    read.
    """
    if any(row.order_no or row.trade_no for found in rows for row in found):
        return
    known = {id(pair.label_line) for pair in pairs}  # a complaint's number is no order's
    shown = [
        [(line, code) for line in item.lines if (code := _code_of(line, named=id(line) not in known))]
        for item in items
    ]
    told = [found[0][1] for found in shown if found]
    makes = {re.sub(r"\d", "0", code) for code in told}
    one_each = all(len(found) <= 1 for found in shown) and len(makes) == 1 and len(set(told)) == len(told)
    if not one_each or len(told) < _SERIES or len(told) < _MOST * len(items):
        return
    for codes, found in zip(shown, rows, strict=True):
        for row in found:
            if codes:
                _number(row, codes[0][0])
            if not row.order_no:
                row.reasons.append("missing:order_no")


def _code_of(line: Line, *, named: bool) -> str:
    """The code that is all that a line says, as the first of its readers that sees one does; "" for other lines. named:
    whether a word that calls it a number may stand before it."""
    text = squeeze(line.text)
    if han_count(text) and not (named and _CODE.fullmatch(_NAMED.sub("", text))):
        return ""  # the figure network sees no Han: of CF点100000 it reads CF100000
    found = (_CODE.fullmatch(_NAMED.sub("", squeeze(reading.text))) for reading in line.readings)
    return next((match[1] for match in found if match), "")


def _number(row: Row, line: Line) -> None:
    decision = decide_number(value_of(line), "list:series")
    if decision is None:
        return
    builder = RowBuilder("transaction")
    builder.number("order_no", decision, None)
    told = builder.done()
    row.order_no = told.order_no
    row.rules |= told.rules
    row.witnesses |= told.witnesses
    reasons = [*told.reasons, *([] if tells_minute(told.order_no, row.occurred_at) else [UNLABELLED])]
    row.reasons.extend(reason for reason in reasons if reason not in row.reasons)


def tells_minute(number: str, occurred_at: str) -> bool:
    """True for a code of letters and digits with month, day, hour and minute of a moment (ISO) one behind the other: it was
    made when the entry was, RC52222410 of 22 May, 22:41. Digits alone may be a channel's, too."""
    if "T" not in occurred_at or not number[:1].isalpha():
        return False
    moment = datetime.fromisoformat(occurred_at)
    return f"{moment.month}{moment:%d%H%M}" in re.sub(r"\D", "", number)


def choose_by_make(rows: Sequence[Row]) -> None:
    """Gives an entry whose number was read in several ways the reading that is of the make of all others; it asks as before."""
    for row in rows:
        said = next(
            (r.removeprefix(_DISAGREE).split("|") for r in row.reasons if r.startswith(_DISAGREE)), []
        )
        makes = [_make(other.order_no) for other in rows if other is not row and other.order_no]
        if not said or len(makes) < _SERIES - 1 or len(set(makes)) > 1 or _make(row.order_no) in makes:
            continue
        fitting = [number for number in said if _make(number) in makes]
        if len(fitting) == 1:
            row.order_no = fitting[0]


def _make(number: str) -> str:
    """A number's form: how many letters and digits, and where."""
    return re.sub(r"[A-Za-z]", "A", re.sub(r"\d", "0", number))


def settle_look_alikes(rows: Sequence[Row]) -> None:
    """Takes the doubt of O and 0, I and 1 from numbers of one make: the same letters, and behind them as many digits in each.

    A code with letters among its digits shows others than these two in three entries. Where all go on with the same 0 or
    1, that may be the last of the letters.
    """
    parts = [_MAKE.fullmatch(row.order_no) for row in rows if row.order_no]
    told = {found[0]: (found[1], found[2]) for found in parts if found}
    if len(told) < _SERIES or not all(parts):
        return
    letters, digits = {one for one, _ in told.values()}, [rest for _, rest in told.values()]
    first = {rest[0] for rest in digits}
    if (
        len(letters) > 1
        or len({len(rest) for rest in digits}) > 1
        or (len(first) == 1 and first & {"0", "1"})
    ):
        return
    if set(letters.pop()) & set("OIQ"):
        return
    for row in rows:
        row.reasons = [reason for reason in row.reasons if reason != "look_alikes:order_no"]
