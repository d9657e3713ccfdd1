"""Rows of a list of bills or orders: which entries it has, found by their amounts or repeated labels, and whether they were cut well."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from extractor.evidence.builder import RowBuilder
from extractor.evidence.list_amounts import LABELLED
from extractor.evidence.list_codes import with_numbers
from extractor.evidence.list_entries import is_crowded, product_of, rows_of_entry, title_of
from extractor.evidence.list_items import (
    Item,
    items_by_amount,
    items_by_card,
    items_by_label,
    items_by_line,
    items_by_marks,
    items_of_orders,
    items_of_table,
    mispaired,
    pairs_of,
    uneven,
    with_way,
    without_sums_of_days,
)
from extractor.evidence.list_moments import DAY_OVER, list_moment
from extractor.evidence.list_status import status_of
from extractor.evidence.schema import Row
from extractor.fields.moments import find_clock
from extractor.fields.text import fold, squeeze
from extractor.geometry import union_all
from extractor.intake.capture import Capture
from extractor.ocr.lines import Line
from extractor.screens.recognise import Page

_NOTHING = "0.00"
_STRAYED = "other_moment_on_page:occurred_at"
_FEW = 3
"""So many sums with a sign are a list, though no moment could be read."""
_LEAST_PARTS = 2
"""So many sums with labels that differ are the parts of one."""
_STAMP = re.compile(r"[A-Za-z]{0,6}[_-]?(20\d{10})\d{2}")
_OF_REFUND = re.compile(r"^退款[-—:·]?|[-—:·]?\(?退款\)?$")
_ONE_NAME, _TO_THE_DAY = 85, len("2026-05-30")
"""Names so alike are one, of which a character was misread."""
_AT_ONCE = timedelta(minutes=2)
"""An order is paid, and its number made, so soon after one another."""


def list_rows(page: Page, capture: Capture) -> list[Row]:
    """The rows of a list, top to bottom; empty where fewer than two items are found."""
    shown, page = page, without_sums_of_days(page)
    rows = _list_rows(page, capture)
    for row in rows:
        if row.rules.get("occurred_at") == DAY_OVER and page is shown:
            row.reasons.append("unlabelled:amount")  # no sum of its day bears out that it is an entry
    return rows


def _list_rows(page: Page, capture: Capture) -> list[Row]:
    items = items_of_table(page) or items_by_card(page)
    surely = bool(items)
    items = items or items_by_label(page)
    rows = _rows_of(page, items, capture, surely=surely)
    if len(items) > 1 and rows:
        rows = _with_unlabelled(rows, page, capture, below=_first_row(items))
        return _strayed(rows) if crossed(rows) else rows
    doubtful: list[Row] = []
    by_sum, by_mark = items_by_amount(page), items_by_marks(page)
    torn = len(by_sum) == len(by_mark) and uneven(page, by_sum) and not uneven(page, by_mark)
    ways = (by_mark, by_sum) if torn else (by_sum, by_mark)
    for items in (*ways, items_by_line(page)):
        rows = _rows_of(page, items, capture, surely=False)
        if len(items) > 1 and rows and not _of_one_order(rows):
            if not crossed(rows):
                return _strayed(rows) if torn else rows
            doubtful = doubtful or rows
    return _strayed(doubtful)


def _rows_of(page: Page, items: Sequence[Item], capture: Capture, *, surely: bool) -> list[Row]:
    """The rows of all items; surely: lines or grounds of the page part them, no mere blanks."""
    items = with_way(items)
    rows = [rows_of_entry(page, item, capture) for item in items]
    if any(row.amount for found in rows for row in found):  # an order whose sum could not be read is one, too
        rows = [
            found or rows_of_entry(page, item, capture, unpriced=True)
            for item, found in zip(items, rows, strict=True)
        ]
    strayed = not surely and any(rows) and (mispaired(items) or uneven(page, items))
    crowded = [item.pairs is None and is_crowded(item, pairs_of(page, item)) for item in items]
    for index, found in enumerate(rows):
        # where an entry between two others was lost, what is left of it may have gone to either
        beside = not surely and any(crowded[max(0, index - 1) : index + 2]) and not crowded[index]
        for row in found if strayed or beside else ():
            row.reasons.append(_STRAYED)
    flat = with_numbers(items, _refunded_once(rows), page.pairs)
    bare = [row for row in flat if not (row.occurred_at or row.order_no or row.trade_no or row.status)]
    return (
        flat if len(bare) < len(flat) or len(flat) >= _FEW else []
    )  # the discount of a receipt has a sign, too


def _refunded_once(entries: list[list[Row]]) -> list[list[Row]]:
    """The rows of each entry, without what one names of its refund, 已退款(¥13.50), where another entry is that very refund: the
    same sum came back later under the same name. Where the name is another's, both stay, and that which is named asks."""
    came = [row for found in entries if len(found) == 1 for row in found if row.status == "refunded"]
    kept = []
    for found in entries:
        rest = []
        for paid, refund in itertools.product(found[:1], found[1:]):
            alike = [row for row in came if row.amount == refund.amount and _may_follow(paid, row)]
            same = next((row for row in alike if _of_one_name(paid.counterparty, row.counterparty)), None)
            if same is not None:
                came.remove(same)
                continue
            if alike:
                refund.reasons.append("other_amount_on_page:amount")
            rest.append(refund)
        kept.append([*found[:1], *rest])
    return kept


def _may_follow(paid: Row, refund: Row) -> bool:
    """Whether a refund's moment is none before that of the payment, as far as both are shown."""
    both = min(len(paid.occurred_at), len(refund.occurred_at), _TO_THE_DAY)
    return refund.occurred_at[:both] >= paid.occurred_at[:both]


def _of_one_name(payee: str, refund: str) -> bool:
    """Whether an entry that is called a refund of somebody names who was paid: 青禾数卡-退款, 退款-青禾数卡."""
    name = _OF_REFUND.sub("", squeeze(refund))
    return bool(payee) and fuzz.ratio(squeeze(payee), name) >= _ONE_NAME


def _of_one_order(rows: Sequence[Row]) -> bool:
    """True for the sums of a single order, its goods' price, 总价 and 实付: one of them alone has a number and a moment, or none
    has any, and no label of theirs stands twice. Entries of a list repeat what they show."""
    named = [row.rules.get("amount", "") for row in rows]
    labels = [rule for rule in named if rule.startswith(LABELLED)]
    told = [row for row in rows if row.occurred_at or row.order_no or row.trade_no]
    if len(told) > 1 or len(set(labels)) < len(labels):
        return False
    whole = any(row.occurred_at and (row.order_no or row.trade_no) for row in told)
    return len(labels) >= (_LEAST_PARTS - 1 if whole else _LEAST_PARTS)


def crossed(rows: Sequence[Row]) -> bool:
    """True where a number carries the minute of a neighbour's moment, and not of its own: the entries were cut wrongly.

    A refund has its payment's number.
    """
    stamps = [_stamp(row.order_no) or _stamp(row.trade_no) for row in rows]
    moments = [datetime.fromisoformat(row.occurred_at) if "T" in row.occurred_at else None for row in rows]
    for row, stamp in zip(rows, stamps, strict=True):
        if stamp is None:
            continue
        own, foreign = (
            any(
                moment is not None
                and abs(moment - stamp.replace(tzinfo=moment.tzinfo)) <= _AT_ONCE
                and ((other.order_no, other.trade_no) == (row.order_no, row.trade_no)) is mine
                for other, moment in zip(rows, moments, strict=True)
            )
            for mine in (True, False)
        )
        if foreign and not own:
            return True
    return False


def _stamp(number: str) -> datetime | None:
    """The minute at which a number was made, as shops' numbers carry it: LJ20250314210533…."""
    found = _STAMP.match(number)
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M") if found else None
    except ValueError:
        return None


def _strayed(rows: list[Row]) -> list[Row]:
    """The rows, all of which ask: their entries were cut wrongly."""
    for row in rows:
        if _STRAYED not in row.reasons:
            row.reasons.append(_STRAYED)
    return rows


def _first_row(items: Sequence[Item]) -> int:
    """Where the first row of a table begins, whose header says what is none of it; the top of the page for other lists."""
    return min(line.box.y for item in items for line in item.lines) if items[0].pairs is not None else 0


def _with_unlabelled(rows: list[Row], page: Page, capture: Capture, *, below: int) -> list[Row]:
    """The rows of a list's labels, or those of its amounts where these tell of more payments and lose none of the numbers:
    of an entry whose label was not read (a pen's circle lies over it). below: no entry stands above it."""
    items = [i for i in items_by_amount(page) if min(line.box.bottom for line in i.lines) > below]
    if len(items) <= len(rows):
        return rows
    found = _rows_of(page, items, capture, surely=False)
    numbered = any(row.order_no or row.trade_no for row in (*rows, *found))
    for row in found:
        if numbered and not row.order_no and not row.trade_no:
            row.reasons.append("missing:order_no")
    # under one day the goods of an order stand as its entries do
    dated = all(row.occurred_at and row.rules["occurred_at"] != DAY_OVER for row in found)
    whole = dated and all(row.amount for row in found)
    numbers = {(row.order_no, row.trade_no) for row in rows}
    kept = numbers <= {(row.order_no, row.trade_no) for row in found}
    return found if whole and kept and len(found) > len(rows) else rows


def titles(page: Page) -> list[Line]:
    """The lines that name the counterparties of a list's items; empty where the page is no list."""
    if page.screen.rows != "list" and page.screen.screen != "unknown":
        return []
    items = items_by_amount(page)
    return [
        title
        for item in items
        if len(items) > 1 and (title := title_of(item, page.screen.status)) is not None
    ]


def looks_like_list(page: Page) -> bool:
    """True for a cut-out of a list of bills: two or more signed amounts at the right, each with a clock time."""
    items = items_by_amount(page)
    dated = [i for i in items if any(find_clock(r.text) for line in i.lines for r in line.readings)]
    signed = [i for i in items if i.amount is not None and fold(i.amount.text)[:1] in "+-"]
    return len(dated) >= 2 and len(dated) == len(items) and len(signed) * 2 >= len(items)


def distinct(rows: list[Row]) -> list[Row]:
    """The rows without those that say the same of the same place, for an order whose number stands twice is one order; and
    without those of nothing: ¥0.00 is a fee that was not taken, no entry of a list."""
    seen: set[tuple[str, ...]] = set()
    result = []
    for row in rows:
        key = (*row.cells().values(), str(row.box))
        if key not in seen and row.amount != _NOTHING:
            seen.add(key)
            result.append(row)
    return result


def table_rows(page: Page, capture: Capture) -> list[Row]:
    """The rows of a table with a header, one or more; empty where there is no such table."""
    items = with_way(items_of_table(page))
    if len(items) == 1:
        heads = {id(pair.label_line) for pair in items[0].pairs or ()}
        if any(
            id(p.label_line) not in heads
            and p.label.slot.endswith(("_no", "_at", "_amount"))
            and p.label.slot
            not in ("other_amount", "other_at")  # a balance in the head of the site, when it is open
            for p in page.pairs
        ):
            return []  # one row of a grid of labels over values
    rows = [rows_of_entry(page, item, capture) for item in items]
    return with_numbers(items, rows, page.pairs)


def unpriced_orders(page: Page, capture: Capture) -> list[Row]:
    """The orders of a table that shows neither their numbers nor what they cost: the account or the goods, the moment and a word
    for what became of each, as shops that top up accounts list them. They ask."""
    rows = []
    for item in items_of_orders(page):
        builder = RowBuilder("transaction")
        pairs = pairs_of(page, item)
        status = status_of(page, item, pairs)
        moment, derived = list_moment(item.lines, None, pairs, capture.at.date(), clocked=item.clocked)
        if status is None or not status.exact or moment is None or derived:
            continue
        builder.moment(moment, [])
        builder.status(status)
        builder.text("product", product_of(pairs, status))
        builder.account(pairs)
        builder.lines(item.lines)
        builder.row.reasons += ["missing:order_no", "missing:amount"]
        row = builder.done()
        row.box = union_all(line.box for line in item.lines)
        rows.append(row)
    return rows
