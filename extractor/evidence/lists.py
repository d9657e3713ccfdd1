"""Rows of a list of bills or orders: one an item, found by its amount or its repeated labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from extractor.evidence import facts
from extractor.evidence.builder import RowBuilder
from extractor.evidence.calibration import witnesses_of
from extractor.evidence.decide import Decision, decide_number, doubted
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.list_codes import (
    UNLABELLED,
    tells_minute,
    with_numbers,
)
from extractor.evidence.list_items import (
    Item,
    is_item_amount,
    is_summary,
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
)
from extractor.evidence.list_moments import list_moment, names_day_by_word, year_shown
from extractor.evidence.list_status import status_of
from extractor.evidence.page_numbers import numbers_of
from extractor.evidence.schema import Row
from extractor.evidence.status_words import StatusFound
from extractor.fields.moments import Moment, find_clock, find_moments, parse_moment_without_year
from extractor.fields.money import Money, find_amounts
from extractor.fields.numbers import clean_number, embedded_date, known_format
from extractor.fields.text import already, digit_count, fold, han_count, squeeze, without_place
from extractor.geometry import union_all
from extractor.intake.capture import Capture
from extractor.ocr.lines import Line
from extractor.screens.definitions import StatusWord
from extractor.screens.pairs import Pair, claimed_by, value_of
from extractor.screens.recognise import Page
from extractor.screens.records import is_bare_number
from extractor.screens.sums import amounts_in

_CENTS, _NOTHING = 2, "0.00"
_STRAYED = "other_moment_on_page:occurred_at"
_FEW = 3
"""So many sums with a sign are a list, though no moment could be read."""
_LEAP_DAY = date(2000, 2, 29)
_LABELLED = ("paid_amount:", "order_amount:", "refund_amount:")
_LEAST_PARTS = 2
"""So many sums with labels that differ are the parts of one."""
_PART_LABEL = "refund_amount:已退"
_COSTS = ("进货价", "进价", "拿货价", "供货价", "密价", "代理价")
"""Heads of what card platforms charge those who sell on, for one piece."""
_COUNTS = ("数量", "购买数量", "商品数量", "充值数量", "下单数量")
_STAMP = re.compile(r"[A-Za-z]{0,6}[_-]?(20\d{10})\d{2}")
_AT_ONCE = timedelta(minutes=2)
"""An order is paid, and its number made, so soon after one another."""
_SCRAP = 0.6
_ASIDE = re.compile(r"\([^()]*\)")
"""Why a status is what it is, in brackets behind it: (商家拒绝)."""
_MASKED = re.compile(r"\d*\*{2,}\d*")
_CAME_BACK = re.compile(
    r"(?!.*(?:申请|查看|支持|可|未|不))[\u4e00-\u9fff]{0,4}退(?:[款货单费票回还]|押金)(?:返款|退款|回款|返还|退还|入账|到账)?"
)
_RECORD_OF, _PAID_IN = (
    re.compile("[缴交]费(?:记录|明细)"),
    re.compile(r"[\u4e00-\u9fff]{0,4}(?:充值|[缴交]费)¥?\d[\d,]*\.\d\d元?"),
)
"""The name of a record of what was paid to a carrier, and how its entries begin; a shop's goods are called so, too."""
_PART_MARKED = re.compile(r"退款.{0,2}[(¥半羊关Y]")
_PART_ASIDE = re.compile(r"[(\[{]已?退款?\D{0,2}\d[\d,]*\.\d\d元?[)\]}]?$")
_PART = re.compile(r"已退款?\D{0,2}\d[\d,]*\.\d\d(?![\d.-])")
"""What came back of an entry's sum: behind a ¥, in brackets behind the word for what became of it (已退款89.84), or bare."""
_WENT_WELL = frozenset(
    {"成功", "完成", "已完成", "已成功", "已处理", "已结束", "交易成功", "success", "completed"}
)
"""Words that say that something was done, and not what: of 退单返款 that it came back."""
_LONG = 12
"""An order's number without a label has so many characters; accounts have fewer."""


def list_rows(page: Page, capture: Capture) -> list[Row]:
    """The rows of a list, top to bottom; empty where fewer than two items are found."""
    items = items_of_table(page) or items_by_card(page)
    surely = bool(items)
    items = items or items_by_label(page)
    rows = _rows_of(page, items, capture, surely=surely)
    if len(items) > 1 and rows:
        rows = _with_unlabelled(rows, page, capture)
        return _strayed(rows) if crossed(rows) else rows
    doubtful: list[Row] = []
    for items in (items_by_amount(page), items_by_marks(page), items_by_line(page)):
        rows = _rows_of(page, items, capture, surely=False)
        if len(items) > 1 and rows and not _of_one_order(rows):
            if not crossed(rows):
                return rows
            doubtful = doubtful or rows
    return _strayed(doubtful)


def _rows_of(page: Page, items: Sequence[Item], capture: Capture, *, surely: bool) -> list[Row]:
    """The rows of all items; surely: lines or grounds of the page part them, no mere blanks."""
    rows = [_rows(page, item, capture) for item in items]
    if any(row.amount for found in rows for row in found):  # an order whose sum could not be read is one, too
        rows = [
            found or _rows(page, item, capture, unpriced=True)
            for item, found in zip(items, rows, strict=True)
        ]
    strayed = not surely and any(rows) and (mispaired(items) or uneven(page, items))
    crowded = [item.pairs is None and _is_crowded(item, pairs_of(page, item)) for item in items]
    for index, found in enumerate(rows):
        # where an entry between two others was lost, what is left of it may have gone to either
        beside = not surely and any(crowded[max(0, index - 1) : index + 2]) and not crowded[index]
        for row in found if strayed or beside else ():
            row.reasons.append(_STRAYED)
    flat = with_numbers(items, rows, page.pairs)
    bare = [row for row in flat if not (row.occurred_at or row.order_no or row.trade_no or row.status)]
    return (
        flat if len(bare) < len(flat) or len(flat) >= _FEW else []
    )  # the discount of a receipt has a sign, too


def _of_one_order(rows: Sequence[Row]) -> bool:
    """True for the sums of a single order, its goods' price, 总价 and 实付: one of them alone has a number and a moment, or none
    has any, and no label of theirs stands twice. Entries of a list repeat what they show."""
    named = [row.rules.get("amount", "") for row in rows]
    labels = [rule for rule in named if rule.startswith(_LABELLED)]
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


def _with_unlabelled(rows: list[Row], page: Page, capture: Capture) -> list[Row]:
    """The rows of a list's labels, or those of its amounts where these tell of more payments and lose none of the numbers:
    of an entry whose label was not read (a pen's circle lies over it)."""
    items = items_by_amount(page)
    if len(items) <= len(rows):
        return rows
    found = _rows_of(page, items, capture, surely=False)
    numbered = any(row.order_no or row.trade_no for row in (*rows, *found))
    for row in found:
        if numbered and not row.order_no and not row.trade_no:
            row.reasons.append("missing:order_no")
    whole = all(row.amount and row.occurred_at for row in found)
    numbers = {(row.order_no, row.trade_no) for row in rows}
    kept = numbers <= {(row.order_no, row.trade_no) for row in found}
    return found if whole and kept and len(found) > len(rows) else rows


def titles(page: Page) -> list[Line]:
    """The lines that name the counterparties of a list's items; empty where the page is no list."""
    if page.screen.rows != "list" and page.screen.screen != "unknown":
        return []
    items = items_by_amount(page)
    return [
        title for item in items if len(items) > 1 and (title := _title(item, page.screen.status)) is not None
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
    items = items_of_table(page)
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
    rows = [_rows(page, item, capture) for item in items]
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
        builder.text("product", _product_of(pairs, status))
        builder.account(pairs)
        builder.lines(item.lines)
        builder.row.reasons += ["missing:order_no", "missing:amount"]
        row = builder.done()
        row.box = union_all(line.box for line in item.lines)
        rows.append(row)
    return rows


def _rows(page: Page, item: Item, capture: Capture, *, unpriced: bool = False) -> list[Row]:
    """The item's row, and one more for a partial refund that it names: 已退款(¥257.50). unpriced: whether number and moment
    are enough of it, without a sum."""
    row = _row(page, item, capture, unpriced=unpriced)
    if row is None:
        return []
    for line in item.lines:
        said = already(squeeze(line.text))
        aside = _PART_ASIDE.search(said) is not None
        marked = aside or _PART_MARKED.search(fold(line.text)) is not None
        named = (marked or _PART.search(said)) and line is not item.amount
        part = decide_amount(value_of(line), "list:refund") if named else None
        if part is not None and str(part.value) == row.amount:
            row.status = "refunded" if aside else row.status
        elif part is not None:
            if not marked:
                row.reasons.append("other_amount_on_page:amount")
            row.status = "paid"
            refund = replace(
                row, amount=str(part.value), status="refunded", occurred_at="", reasons=list(row.reasons)
            )
            refund.notes, refund.rules, refund.box = list(row.notes), {"amount": part.rule}, line.box
            refund.witnesses = {"amount": witnesses_of(part)}
            if sum(facts.tells_time(other) for other in item.lines) > 1:
                refund.reasons.append("missing:occurred_at")
            else:
                refund.notes.append("no_time_shown")  # the one time is the payment's
            if not part.agreed:
                refund.reasons.append("single_read:amount")
            return [row, refund]
    return [row]


def _row(page: Page, item: Item, capture: Capture, *, unpriced: bool) -> Row | None:
    pairs = pairs_of(page, item)
    builder = RowBuilder("transaction")
    labelled = _labelled_amounts(page, item, pairs)
    priced = item.pairs is not None and any(pair.label.slot == "other_amount" for pair in item.pairs)
    amount = labelled[0] if labelled else _cost(pairs) if priced else _unlabelled_amount(page, item)
    if amount is not None and item.pairs is None and _is_crowded(item, pairs):
        amount = doubted(
            amount, "other_amount_on_page"
        )  # the label that parts it from its neighbour was not read
    shown, derived = _moment(page, item, pairs, capture)
    moment = shown.value if shown is not None else None
    order, trade = numbers_of(page, pairs, moment)
    status = status_of(page, item, pairs)
    unread = page.screen.rows == "list" and item.amount is not None and fold(item.amount.text)[:1] in "+-"
    if moment is None and order is None and trade is None and not unread:
        if page.screen.rows == "list" and amount is not None and not amount.rule.startswith(_LABELLED):
            amount = doubted(amount, "unlabelled")  # the price of what was sold, as a shop's cards show it
        elif not _is_sold(amount, status):
            return None
        if status is None or not status.exact:
            return None
    named = unpriced and moment is not None and (order is not None or trade is not None)
    if amount is None and not priced and not named:
        return None
    builder.number("order_no", order, moment)
    builder.number("trade_no", trade, moment)
    if order is None and trade is None:
        _bare_number(builder, page, item, moment)
    if amount is not None and amount.rule.startswith("paid_amount::"):
        amount = doubted(amount, "unlabelled")  # the head of its column could not be read
    builder.amount(amount)
    if amount is None:
        builder.row.reasons.append("missing:amount")
    builder.moment(shown, [d.value for d in (order, trade) if d])
    if shown is None:
        # what has a sign was paid or came in: its moment could not be read
        builder.no_time(shown=unread or any(facts.tells_time(line) for line in item.lines))
    elif derived:
        reason = capture.source.review_reason
        if reason:
            builder.row.reasons.append(reason)
        builder.row.reasons.append("year_from_capture_time:occurred_at")
    _tell_status(builder, item, status, amount.value if amount is not None else None)
    _name(builder, page, item, pairs, status)
    builder.account(pairs)
    builder.lines(item.lines)
    row = builder.done()
    row.box = union_all(line.box for line in item.lines)
    return row


def _moment(
    page: Page, item: Item, pairs: Sequence[Pair], capture: Capture
) -> tuple[Decision[Moment] | None, bool]:
    """An entry's moment, and whether its year or day is counted from the capture alone.

    Where the list says of which year it is, no later day is meant, and a day of that year needs no capture.
    """
    taken = capture.at.date()
    of_it = [*item.lines, *([item.heading] if item.heading is not None else [])]
    year = year_shown(page.lines, min(line.box.y for line in of_it))
    if year is not None and year < taken.year:
        taken = date(year, 12, 31)
    shown, derived = list_moment(item.lines, item.heading, pairs, taken, clocked=item.clocked)
    if derived and shown is not None and year == shown.value.year == capture.at.year:
        derived = names_day_by_word(of_it)
    return shown, derived


def _name(
    builder: RowBuilder, page: Page, item: Item, pairs: Sequence[Pair], status: StatusFound | None
) -> None:
    """Puts whom an entry names, and what was bought, into its row; 话费充值49.90元 is nobody."""
    goods = _product_of(pairs, status)
    title = _title(item, page.screen.status)
    named = facts.TextFound(fold(title.text), value_of(title)) if title is not None else None
    if named is not None and _PAID_IN.fullmatch(squeeze(named.text)):
        goods = goods or named
    elif named is not None and not pairs:
        builder.text("counterparty", named)
    builder.text("product", goods)


def _cost(pairs: Sequence[Pair]) -> Decision[Money] | None:
    """What a reseller was charged by a table that names no sum of the order, 进货价 beside 面值, where one piece was bought; it
    asks."""
    counts = [pair.value for pair in pairs if pair.label.text in _COUNTS]
    if any(all(squeeze(text) != "1" for _, text in count.texts) for count in counts):
        return None
    costs = [
        found
        for pair in pairs
        if pair.label.text in _COSTS
        and (found := decide_amount(pair.value, f"order_amount:{pair.label.text}:{pair.how}")) is not None
    ]
    return doubted(costs[0], "other_amount_on_page") if len(costs) == 1 else None


def _labelled_amounts(page: Page, item: Item, pairs: Sequence[Pair]) -> list[Decision[Money]]:
    """The amounts of an entry that labels name, what was paid first; what came back of its sum (131.77 at the right, 已退款89.84
    below the name) is none of them."""
    labelled = [d for s in ("paid_amount", "order_amount", "refund_amount") for d in facts.amounts(pairs, s)]
    part = labelled[0] if labelled and labelled[0].rule.startswith(_PART_LABEL) else None
    whole = (
        _unlabelled_amount(page, item) if part and item.amount is not None and item.pairs is None else None
    )
    return [] if part and whole and whole.value.value != part.value.value else labelled


def _product_of(pairs: Sequence[Pair], status: StatusFound | None) -> facts.TextFound | None:
    """What was sold, by its label; a word that says what became of it is no goods: 购买商品 · 付款成功."""
    found = facts.text_of(pairs, "product")
    return None if found is not None and status is not None and squeeze(found.text) == status.word else found


def _is_crowded(item: Item, pairs: Sequence[Pair]) -> bool:
    """True where an item shows two moments with a clock that no label tells apart, or two sums paid."""
    paid = {d.value.value for d in facts.amounts(pairs, "paid_amount")}
    labelled = claimed_by(pairs)
    lines = [line for line in item.lines if id(line) not in labelled]
    moments = {moment for line in lines if (moment := _clocked(line.text)) is not None}
    return len(paid) > 1 or len(moments) > 1


def _clocked(text: str) -> Moment | None:
    """The first moment of text that has a clock, one without a year as if of a leap year."""
    found = find_moments(fold(text))
    moment = found[0] if found else parse_moment_without_year(text, not_after=_LEAP_DAY, year=_LEAP_DAY.year)
    return moment if moment is not None and moment.has_clock else None


def _title(item: Item, words: Sequence[StatusWord]) -> Line | None:
    """The first line of an entry that names something: no time, no word that tells what has become of it, and no scrap of a
    watermark."""
    heights = sorted(line.box.h for line in item.lines)
    return next(
        (
            line
            for line in item.lines
            if han_count(line.text) >= 2
            and line.box.h >= _SCRAP * heights[len(heights) // 2]
            and not find_clock(line.text)
            and not find_moments(line.text)
            and not any(word.word == without_place(already(squeeze(line.text)).lower()) for word in words)
            and not _ASIDE.fullmatch(fold(line.text))
            and not (is_summary(line, item.lines) and digit_count(line.text) > 1)
        ),
        None,
    )


def _unlabelled_amount(page: Page, item: Item) -> Decision[Money] | None:
    line = item.amount
    if line is None:
        candidates = [
            other for other in item.lines if is_item_amount(other) and not is_summary(other, item.lines)
        ] or [other for other in item.lines if len(_sums(other)) == 1]
        if not candidates:
            return _sum_in_line(page, item)
        exact = [other for other in candidates if any(_to_the_cent(r.text) for r in other.readings)]
        line = max(exact or candidates, key=lambda c: c.box.right)  # 话费100元 is what was bought
    found = decide_amount(value_of(line), "list:amount")
    others = {
        money.value
        for other in item.lines
        if other is not line and not is_summary(other, item.lines)
        for reading in other.readings
        for money in find_amounts(_MASKED.sub(" ", reading.text))
        if (money.marked or money.decimals == _CENTS) and not money.raw.endswith("元")
    }
    if found is not None and line is not item.amount and others - {found.value.value}:
        return doubted(found, "other_amount_on_page")
    return found


def _sum_in_line(page: Page, item: Item) -> Decision[Money] | None:
    """The only sum to the cent of an entry, though it stands in a line with the goods: 2.移动话费30 29.55元 [已完成]. It asks, but on
    a record of what was paid in, whose entries say so right before their sums: 交费记录, 话费充值49.90元."""
    lines = [
        (line, sums)
        for line in item.lines
        if (sums := {m.value for m in amounts_in(line) if m.decimals == _CENTS})
        and not is_summary(line, item.lines)
    ]
    if len(lines) != 1 or len(lines[0][1]) != 1:
        return None
    line, sums = lines[0]
    found = decide_amount(value_of(line), "list:amount")
    if found is None or found.value.value not in sums:
        return None
    record = any(_RECORD_OF.fullmatch(squeeze(other.text)) for other in page.lines)
    paid_in = record and _PAID_IN.fullmatch(squeeze(line.text)) is not None
    return found if paid_in else doubted(found, "unlabelled")


def _to_the_cent(text: str) -> bool:
    return any(money.decimals == _CENTS for money in find_amounts(text))


def _sums(line: Line) -> set[Decimal]:
    """The amounts with a ¥ and cents inside a line: `共1件 ¥328.00`."""
    return {
        money.value for money in amounts_in(line) if money.decimals == _CENTS and not money.raw.endswith("元")
    }


def _bare_number(builder: RowBuilder, page: Page, item: Item, moment: Moment | None) -> None:
    """A number that stands in a list without a label: taken only where its format is a known one with a date."""
    for line in item.lines:
        number = clean_number(line.text)
        known = known_format(number) if len(number) >= 16 else None
        if known is None or (known.date_at is None and known.name != "dujiaoka") or han_count(line.text):
            continue
        channel = known.name.startswith(("wechat", "alipay"))
        decision = decide_number(value_of(line), "list:bare_number")
        if decision is not None:
            builder.number("trade_no" if channel else "order_no", decision, moment)
            if moment is None or embedded_date(decision.value) is None:
                builder.row.reasons.append(UNLABELLED)
            return
    _only_number(builder, page, item, moment)


def _only_number(builder: RowBuilder, page: Page, item: Item, moment: Moment | None) -> None:
    """The only long number of an entry of orders, where the others have one at its place: most likely the order's."""
    if page.screen.rows != "list" and page.screen.screen != "unknown":
        return
    long = [
        line
        for line in item.lines
        if not han_count(line.text) and any(is_bare_number(reading.text) for reading in line.readings)
    ]
    decision = decide_number(value_of(long[0]), "list:only_number") if len(long) == 1 else None
    if decision is not None and len(decision.value) >= _LONG:
        builder.number("order_no", decision, moment)
        if moment is None or not tells_minute(decision.value, moment.isoformat()):
            builder.row.reasons.append(UNLABELLED)


def _is_sold(amount: Decision[Money] | None, status: StatusFound | None) -> bool:
    """True for an entry of an order list that shows neither number nor time: a sum with its label, and what became of it."""
    labelled = amount is not None and amount.rule.startswith(
        ("paid_amount:", "order_amount:", "refund_amount:")
    )
    return labelled and status is not None and status.exact


def _tell_status(builder: RowBuilder, item: Item, found: StatusFound | None, money: Money | None) -> None:
    if found is not None:
        builder.status(found)
        came_in = money is not None and money.positive and found.word in _WENT_WELL
        if came_in and any(_CAME_BACK.fullmatch(squeeze(line.text)) for line in item.lines):
            builder.row.status = "refunded"
        return
    words = " ".join(squeeze(line.text) for line in item.lines)
    cells = {squeeze(line.text) for line in item.lines} if item.pairs is not None else set()
    if (
        "退款" in cells
        or re.search(r"已全额退款|已退款|退款成功", words)
        or (
            re.search(
                r"(?:^| )退[款货单费票回还](?!申请|审核|失败|关闭|取消)|^(?:网联|银联|快捷|财付通|支付宝|微信)退款|(?: )退(?:货款|单款|回款)(?= |$)|[-·]退款|[\u4e00-\u9fff](?<!申请)(?<!查看)(?<!支持)退款(?= )|[\u4e00-\u9fff](?<!申请)(?<!查看)(?<!支持)(?<![不可由])退货(?= |$|[-·](?!审核|申请|处理|失败|关闭))",
                words,
            )
            and money is not None
            and (money.positive or item.back)
        )
    ):
        builder.row.status = "refunded"
