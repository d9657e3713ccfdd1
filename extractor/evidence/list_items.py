"""The entries of a list of bills or orders, as the lines that belong to each: by a table's header, by the columns of a grid, by
labels that repeat, by the sums at the right, or by whatever repeats itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.evidence.list_headings import CLOSER, headings_of, own_days
from extractor.fields.moments import find_clock, find_moments
from extractor.fields.money import Money, parse_amount
from extractor.fields.text import already, digit_count, han_count, squeeze
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.screens.pairs import Pair
from extractor.screens.recognise import Page
from extractor.screens.records import in_cards, marks_of, repeated, series_of, single_words
from extractor.screens.sums import amount_of_line, amounts_in
from extractor.screens.tables import read_table

_SUMMARY = re.compile(
    r"支出|收入|合计|总计|共\d|结余|余额(?!提现|充值|支付|付款|转|退|消费|购)|统计|预算|优惠|手续费|退款金额|已退款|变[动更][前后]"
)
_LEAST_SLOTS, _CENTS = 3, 2
_TOTALS = ("paid_amount", "order_amount")
_RIGHT = 0.62
"""The sums of a bill end right of this share of the page's width."""
_RULED = 0.25
_SCRAP, _NOISE = 4, 0.4
_NEARER = 0.75
"""Of two sums, a moment belongs to the one that is nearer by so much."""
_BAR = 0.06
"""The system's bar with its clock begins above this share of the page's width."""
_STATEMENT = frozenset(
    (
        "摘要",
        "交易摘要",
        "交易类型",
        "对方户名",
        "对方账户",
        "对方账号",
        "对方信息",
        "交易对方",
        "交易对手",
        "用途",
        "附言",
        "支付方式",
        "付款方式",
    )
)
"""Heads of a bank's statement or a shop's history, whose rows are payments of a mere day."""
_KINDS = ("类型", "类别", "收支类型", "业务类型")
_UNREAD, _WORD, _BY_KIND = 0.6, 2, 2
"""A word read so unsurely, of fewer characters than this, is not known; so many rows tell a table by its kinds."""
_DONE = re.compile("(?:[\u4e00-\u9fff]{2,4})?(?:购买|消费|付款|支付|充值|转账|退款|提现|缴费|还款|续费)")
"""What a cell below 类型 says of one payment beside its goods; beside none it may be the turnover of a day."""


_ANYTHINGS = ("时间", "日期", "创建时间", "生成时间", "添加时间", "操作时间", "Date")
"""Heads of moments that any table has."""
_OF_OTHERS = {
    *("ticket_no", "login_at", "filed_at"),
    *("order_no", "trade_no", "merchant_no", "paid_amount", "order_amount", "refund_amount"),
}
"""What tables of complaints and of logins have; and those of orders with their numbers or sums, which are read as such."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: the lines that belong to it, and the heading (month or day) that it stands under."""

    lines: tuple[Line, ...]
    amount: Line | None
    heading: Line | None
    pairs: tuple[Pair, ...] | None = None
    """The item's own pairs where the header of a table gives them; None: those of the page in its lines."""
    clocked: bool = False
    """Rows of its table show a clock time: where this one shows a mere day, its time was not read."""
    by_day: bool = False
    """Neither a clock nor a label of a number, a sum or a moment stands in any entry of its list: the day over it is all that is
    shown of when it was."""
    back: bool = False
    """Its sum has a minus, and those of most others in its table no sign: it went the other way than they did."""
    unread: bool = False
    """What its table says that was done with the money could not be read: it may have come back."""


def pairs_of(page: Page, item: Item) -> list[Pair]:
    """The labels of an entry with their values: a table's own, else those of the page whose label stands in it."""
    inside = {id(line) for line in item.lines}
    return list(item.pairs or (pair for pair in page.pairs if id(pair.label_line) in inside))


def without_sums_of_days(page: Page) -> Page:
    """The page without the labelled sums that stand beside its days, 2026年9月28日 and 总计 ¥72.00, where below each day stand the
    sums of its entries, which come to that: no entry of their own. So are not those of all days over them."""
    days = sorted(headings_of(page), key=lambda line: line.box.y)
    sums = [line for line in page.lines if is_item_amount(line) and not is_summary(line, page.lines)]
    totals: list[Pair] = []
    agree = []
    for day, below in itertools.zip_longest(days, days[1:]):
        beside = [
            pair
            for pair in page.pairs
            if pair.label.slot in _TOTALS
            and _SUMMARY.search(pair.label.text)
            and pair.label_line.box.same_row(day.box)
            and pair.label_line.box.x >= day.box.right
        ]
        own = [
            line
            for line in sums
            if day.box.bottom <= line.box.y and (below is None or line.box.bottom <= below.box.y)
        ]
        if len(beside) != 1 or not own:
            continue
        told = {money.value for _, text in beside[0].value.texts if (money := parse_amount(text))}
        come_to = sum((money.value for line in own if (money := amount_of_line(line))), Decimal(0))
        totals += beside
        agree.append(come_to in told)
    if not any(agree) or not all(agree[:-1]):  # the last day's entries may go on below the picture
        return page
    first = min(pair.label_line.box.y for pair in totals)
    over = [
        p for p in page.pairs if p.label.text == totals[0].label.text and p.label_line.box.bottom <= first
    ]
    gone = {id(pair) for pair in (*totals, *over)}
    return replace(page, pairs=tuple(pair for pair in page.pairs if id(pair) not in gone))


def items_of_table(page: Page) -> list[Item]:
    """The rows of a table under its header that hold a number, a clock time or a status beside their amount.

    Days with their turnover are no payments.
    """
    rows = read_table(page.lines, page.screen.labels)
    clocked = any(
        moment.has_clock for row in rows for pair in row.pairs for moment in find_moments(pair.value.text)
    )
    by_kind = sum(any(_names_payment(pair) for pair in row.pairs) for row in rows) >= _BY_KIND
    items = []
    for row in rows:
        slots = {pair.label.slot for pair in row.pairs}
        unread = by_kind and any(_unread_kind(pair) for pair in row.pairs)
        numbered = bool(slots & {"order_no", "trade_no"})
        told = any(pair.label.text in _STATEMENT for pair in row.pairs)
        told = told or ("product" in slots and (unread or any(_names_payment(pair) for pair in row.pairs)))
        one = clocked or "status" in slots or numbered or told
        paid = numbered or bool(slots & {"paid_amount", "order_amount", "refund_amount"})
        dated = numbered or any(slot.endswith("_at") for slot in slots)
        if len(slots) >= _LEAST_SLOTS and one and paid and dated:
            items.append(Item(row.lines, None, None, row.pairs, clocked, unread=unread))
    return items


def _names_payment(pair: Pair) -> bool:
    """True for a cell below 类型 whose first line says what was done with the money: 购买 over 支付宝."""
    return (
        pair.label.text in _KINDS and _DONE.fullmatch(squeeze(pair.value.text.partition("\n")[0])) is not None
    )


def _unread_kind(pair: Pair) -> bool:
    """True for a cell below 类型 whose words nobody could read: what was done with the money is not known."""
    first = pair.value.lines[0]
    return pair.label.text in _KINDS and first.confidence < _UNREAD and han_count(first.text) < _WORD


def with_way(items: Sequence[Item]) -> list[Item]:
    """The entries, those marked that have a minus in a list of sums without signs: a card's statement prints so what came
    back to it."""
    told = [(item, money) for item in items if (money := _sum_of(item)) is not None]
    signed = {id(item) for item, money in told if money.negative}
    plus = any(money.positive for _, money in told)
    against = set() if plus or 2 * len(signed) >= len(told) else signed
    return [replace(item, back=id(item) in against) for item in items]


def _sum_of(item: Item) -> Money | None:
    """What an entry shows as its sum: a table's cell of what was paid, else the line of its amount."""
    cells = [pair.value.text for pair in item.pairs or () if pair.label.slot == "paid_amount"]
    shown = cells or ([item.amount.text] if item.amount is not None else [])
    return next((money for text in shown if (money := parse_amount(text)) is not None), None)


def items_of_orders(page: Page) -> list[Item]:
    """The rows of a table of orders that shows no sum: a moment with its clock under a head of orders, beside the account or the
    goods."""
    items = []
    for row in read_table(page.lines, page.screen.labels):
        slots = {pair.label.slot for pair in row.pairs}
        dated = any(
            pair.label.slot in ("created_at", "paid_at") and pair.label.text not in _ANYTHINGS
            for pair in row.pairs
        )
        clocked = any(m.has_clock for pair in row.pairs for m in find_moments(pair.value.text))
        named = bool(slots & {"account", "product"})
        if named and dated and clocked and not slots & _OF_OTHERS:
            items.append(Item(row.lines, None, None, row.pairs, clocked=True))
    return items


def items_by_card(page: Page) -> list[Item]:
    """The cards that an entry each stands on, top to bottom."""
    words = single_words(page.screen.status)
    cards = in_cards(page.lines, page.pairs, words, page.panels, page.size[0])
    bar = _BAR * page.size[0] if page.size[1] > page.size[0] else 0.0
    items = [
        Item(tuple(sorted((li for li in card if li.box.y > bar), key=lambda li: li.box.y)), None, None)
        for card in cards
    ]
    return _under_days(page, items)


def _under_days(page: Page, items: list[Item]) -> list[Item]:
    """The items with the day or month that each stands under, where none of them names a moment of its own."""
    lines = [line for line in page.lines if line.text]
    headings = headings_of(page)
    days = [day for day in headings if day not in own_days(headings, lines)]
    heads = {id(day) for day in days}
    own = [tuple(line for line in item.lines if id(line) not in heads) for item in items]
    dated = any(find_moments(r.text) for inside in own for line in inside for r in line.readings)
    if not days or dated or not all(own) or _heads_of_items(days, items):
        return items

    def day_of(inside: Sequence[Line]) -> Line | None:
        top = min(line.box.y for line in inside)
        return max((day for day in days if day.box.bottom <= top), key=lambda day: day.box.y, default=None)

    return [
        replace(item, lines=inside, heading=day_of(inside)) for item, inside in zip(items, own, strict=True)
    ]


def _heads_of_items(days: Sequence[Line], items: Sequence[Item]) -> bool:
    """True where each item begins with a day of its own, beside its sum: 2026年10月28日 and at the right ¥648.00."""
    heads = {id(day) for day in days}
    for item in items:
        own = [line for line in item.lines if id(line) in heads]
        beside = [o for day in own for o in item.lines if o.box.same_row(day.box) and is_item_amount(o)]
        if len(own) != 1 or not beside or any(o.box.bottom <= own[0].box.y for o in item.lines if o.text):
            return False
    return True


def items_by_marks(page: Page) -> list[Item]:
    """What repeats without a label that is known: each entry has one number, moment, sum or status at the same edge."""
    series = series_of(marks_of(page.lines, page.pairs, single_words(page.screen.status)))
    kinds = repeated(series)
    if not kinds:
        return []
    anchors = [mark.box for mark in series[kinds[0]]]
    if len(series.get("amount", [])) > len(anchors):
        return []  # days, each with several entries
    return _between(page, anchors, [[m.box for m in series[kind]] for kind in kinds[1:]])


def items_by_label(page: Page) -> list[Item]:
    """Cards: the label that most items repeat (订单号) marks one item each; the widest blank parts two of them."""
    by_label: dict[str, list[Pair]] = {}
    for pair in page.pairs:
        if pair.label.slot in (
            "order_no",
            "trade_no",
            "paid_amount",
            "created_at",
            "paid_at",
            "order_amount",
            "refund_amount",
        ):
            by_label.setdefault(pair.label.text, []).append(pair)
    anchors = max(by_label.values(), key=lambda p: (len(p), p[0].label.slot == "order_no"), default=[])
    if len(anchors) < 2:
        return []
    return _under_days(
        page, _between(page, sorted((pair.label_line.box for pair in anchors), key=lambda box: box.y))
    )


def items_by_line(page: Page) -> list[Item]:
    """The entries of a log, each in a line of its own with its moment and its only sum; empty where any line has another."""
    dated = [
        line for line in page.lines if any(m.has_clock for r in line.readings for m in find_moments(r.text))
    ]
    sums = [{money.value for money in amounts_in(line) if money.decimals == _CENTS} for line in dated]
    if len(dated) < 2 or any(len(found) != 1 for found in sums):
        return []
    return [Item((line,), line, None) for line in sorted(dated, key=lambda line: line.box.y)]


def items_by_ticket(page: Page) -> list[Item]:
    """The entries of a list of complaints, each with a labelled number of its own; empty where there are no two."""
    numbers = {
        squeeze(pair.value.text): pair.label_line.box for pair in page.pairs if pair.label.slot == "ticket_no"
    }
    return _between(page, sorted(numbers.values(), key=lambda box: box.y)) if len(numbers) > 1 else []


def items_around(page: Page, anchors: Sequence[Line]) -> list[Item]:
    """One entry for each of some lines that stand once in each, top to bottom."""
    return _between(page, [line.box for line in anchors])


def _between(page: Page, anchors: Sequence[Box], others: Sequence[Sequence[Box]] = ()) -> list[Item]:
    """One item for each anchor, top to bottom, parted at the widest blanks; others: what each of them has, too, in order."""
    lines = sorted(page.lines, key=lambda line: line.box.y)
    spans = [
        union_all((anchor, *(boxes[index] for boxes in others))) or anchor
        for index, anchor in enumerate(anchors)
    ]
    cuts = [_widest_blank(lines, a, b) for a, b in itertools.pairwise(spans)]
    # what stands above the first anchor as far as the others' heads reach belongs to it, the page's title does not
    heads = [b.y - cut for cut, b in zip(cuts, spans[1:], strict=True)]
    tails = [cut - a.bottom for cut, a in zip(cuts, spans, strict=False)]
    edges = [spans[0].y - max(heads), *cuts, spans[-1].bottom + max(tails) + anchors[0].h]
    items = []
    for start, end in itertools.pairwise(edges):
        inside = tuple(line for line in lines if start <= line.box.cy < end)
        items.append(Item(inside, None, None))
    return items


def _is_no_print(line: Line) -> bool:
    """True for what a dashed rule was read as, hardly a letter or a digit, and for the few Han that a photograph's noise is
    taken for: no other engine sees anything there."""
    text = squeeze(line.text)
    scrap = han_count(text) == len(text) <= _SCRAP and line.confidence < _NOISE
    return _is_rule(line.text) or (scrap and not any(digit_count(r.text) > 1 for r in line.readings[1:]))


def _is_rule(text: str) -> bool:
    return len(text) > 3 and sum(char.isalnum() for char in text) < _RULED * len(text)


def _widest_blank(lines: Sequence[Line], above: Box, below: Box) -> int:
    """The middle of the widest gap between rows of text from one anchor to the next, nearest the lower one."""
    rows = sorted(
        (line.box.y, line.box.bottom)
        for line in lines
        if above.y <= line.box.y and line.box.bottom <= below.bottom and line.text and not _is_no_print(line)
    )
    reach, best, where = above.bottom, 0, (above.bottom + below.y) // 2
    for top, bottom in rows:
        if top - reach >= best * 0.98 and top > reach:
            best, where = top - reach, (top + reach) // 2
        reach = max(reach, bottom)
    return where


def items_by_amount(page: Page) -> list[Item]:
    """Rows of a bill: each amount at the right edge is one; its lines reach half way to its neighbours."""
    width = page.size[0]
    lines = [line for line in page.lines if line.text]
    headings = headings_of(page)
    own = own_days(headings, lines)
    headings = [line for line in headings if line not in own]
    amounts = _sums_of(page, lines, anywhere=bool(headings))
    if len(amounts) < 2:
        return []
    moments = _moments_above(amounts, lines)
    if moments:
        spans = [moment.box.union(amount.box) for moment, amount in zip(moments, amounts, strict=True)]
        entries = _between(page, spans)
        return [replace(item, amount=amount) for item, amount in zip(entries, amounts, strict=True)]
    level = _titles_beside(amounts, lines, headings, width)
    items: list[Item] = []
    for index, amount in enumerate(amounts):
        before = amounts[index - 1].box if index else None
        after = amounts[index + 1].box if index + 1 < len(amounts) else None
        start, end = _reach(amount.box, before, after, level=level)
        above = [h for h in headings if h.box.bottom <= amount.box.y + amount.box.h * 0.2]
        heading = max(above, key=lambda h: h.box.y, default=None)
        start, end = _within_headings(amount, start, end, headings)
        inside = tuple(line for line in lines if start <= line.box.cy < end and line not in headings)
        items.append(Item(inside, amount, heading))
    labelled = any(pair.label.slot.endswith(("_no", "_amount", "_at")) for pair in page.pairs)
    clocked = any(find_clock(r.text) for item in items for line in item.lines for r in line.readings)
    by_day = not labelled and not clocked
    return _with_ends(page, [replace(item, by_day=by_day) for item in items if len(item.lines) >= 2])


def _with_ends(page: Page, items: list[Item]) -> list[Item]:
    """The items, with the number or the moment that the first or the last lacks and all others have, where one more stands above
    or below them in the same column: a sum stands in the middle of its entry, and at the ends no neighbour tells how far that
    reaches."""
    series = series_of(marks_of(page.lines, page.pairs, single_words(page.screen.status)))
    for kind in ("number", "moment"):
        lines = [mark.line for mark in series.get(kind, [])]
        if len(lines) != len(items) or len(items) < _LEAST_SLOTS:
            continue
        held = [[i for i, line in enumerate(lines) if any(line is o for o in item.lines)] for item in items]
        for end, others in ((0, range(1, len(items))), (len(items) - 1, range(len(items) - 1))):
            if held[end] or any(held[i] != [i] for i in others):
                continue
            item, lost = items[end], lines[end]
            above, below = (lost, item.lines[0]) if end == 0 else (item.lines[-1], lost)
            outward = all(_beyond(lines[i], items[i], up=end == 0) for i in others)
            if above.box.cy < below.box.cy and outward:
                inside = sorted((*item.lines, lost), key=lambda line: line.box.y)
                items[end] = replace(item, lines=tuple(inside))
    return items


def _beyond(line: Line, item: Item, *, up: bool) -> bool:
    """Whether a line of an entry stands above the entry's sum; below it, where up is False."""
    return item.amount is not None and (line.box.cy < item.amount.box.cy) == up


def _sums_of(page: Page, lines: Sequence[Line], *, anywhere: bool) -> list[Line]:
    """The sums of a bill's entries, top to bottom: at the right edge, else, anywhere, those that stand below one another."""
    sums = [line for line in lines if is_item_amount(line) and not is_summary(line, lines)]
    right = [line for line in sums if line.box.right > _RIGHT * page.size[0]]
    if len(right) < 2 and anywhere and page.screen.rows == "list":
        marks = [mark for mark in marks_of(sums, (), {}) if mark.kind == "amount"]
        right = [mark.line for mark in series_of(marks).get("amount", [])]
    return sorted(right, key=lambda line: line.box.y)


def _moments_above(amounts: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The moment above each sum, where an entry begins with it: one between two sums, nearer to the lower; else empty."""
    dated = [line for line in lines if any(m.has_clock for r in line.readings for m in find_moments(r.text))]
    reach = [amounts[0].box.y - (amounts[1].box.y - amounts[0].box.y), *(line.box.y for line in amounts)]
    found: list[Line] = []
    for above, amount in zip(reach, amounts, strict=False):
        between = [line for line in dated if above < line.box.cy < amount.box.y]
        if len(between) != 1 or amount.box.y - between[0].box.cy > _NEARER * (between[0].box.cy - above):
            return []
        found.append(between[0])
    return found


def mispaired(items: Sequence[Item]) -> bool:
    """True where the only moment of most entries is nearer to a neighbour's sum than to its own: they may be cut wrongly."""
    told = []
    for item in items:
        dated = [line for line in item.lines if any(find_moments(reading.text) for reading in line.readings)]
        sums = [item.amount] if item.amount else [line for line in item.lines if is_item_amount(line)]
        told.append((dated[0], sums) if len(dated) == 1 and sums else None)
    strays = 0
    for index, entry in enumerate(told):
        others = [other for other in told[max(0, index - 1) : index + 2] if other and other is not entry]
        if entry is None or not others:
            continue
        own = min(abs(entry[0].box.cy - line.box.cy) for line in entry[1])
        foreign = min(abs(entry[0].box.cy - line.box.cy) for other in others for line in other[1])
        strays += foreign < _NEARER * own
    return strays * 2 > len(items)


def uneven(page: Page, items: Sequence[Item]) -> bool:
    """True where as many numbers or statuses as there are entries stand below each other, and not one in each: a cut lies
    between a number and what belongs to it."""
    series = series_of(marks_of(page.lines, page.pairs, single_words(page.screen.status)))
    for kind in ("number", "status"):
        lines = {id(mark.line) for mark in series.get(kind, ())}
        if len(lines) == len(items) and any(sum(id(o) in lines for o in i.lines) != 1 for i in items):
            return True
    return False


def _titles_beside(
    amounts: Sequence[Line], lines: Sequence[Line], headings: Sequence[Line], width: int
) -> bool:
    """True where most amounts stand on their item's first row, beside the title: the rest of the item lies below."""
    titles = [
        next(
            (
                o
                for o in lines
                if o.box.same_row(a.box)
                and o.box.right < a.box.x
                and o.box.x < 0.5 * width
                and han_count(o.text) >= 2
            ),
            None,
        )
        for a in amounts
    ]
    beside = sum(title is not None for title in titles)
    within = [
        _is_within(above, title, [line for line in lines if line not in headings])
        for above, title in itertools.pairwise(titles)
        if above is not None and title is not None
    ]
    return beside * 2 > len(amounts) and sum(within) * 2 <= len(within)


def _is_within(above: Line, below: Line, lines: Sequence[Line]) -> bool:
    """True where below is no first row of its item: the blank that parts it from the item of above is not right over it."""
    column = [
        o.box for o in lines if above.box.bottom <= o.box.cy < below.box.y and o.box.overlap_x(below.box)
    ]
    rows = [above.box, *sorted(column, key=lambda box: box.y), below.box]
    *others, last = [lower.y - upper.bottom for upper, lower in itertools.pairwise(rows)]
    return last < CLOSER * max(others, default=0)


def _reach(amount: Box, before: Box | None, after: Box | None, *, level: bool) -> tuple[float, float]:
    """From which row to which an item reaches around its amount."""
    step = (after.cy - amount.cy) if after else (amount.cy - before.cy if before else 5 * amount.h)
    if level:
        return amount.y - 0.6 * amount.h, (after.y - 0.6 * after.h) if after else amount.cy + 0.95 * step
    start = (before.cy + amount.cy) / 2 if before else amount.cy - 2.2 * amount.h
    return start, (amount.cy + after.cy) / 2 if after else amount.cy + 0.75 * step


def _within_headings(amount: Line, start: float, end: float, headings: Sequence[Line]) -> tuple[float, float]:
    """Moves the item's edges to the headings between it and its neighbours."""
    for heading in headings:
        if start < heading.box.cy < amount.box.y:
            start = max(start, heading.box.bottom)
        if amount.box.bottom < heading.box.cy < end:
            end = min(end, heading.box.y)
    return start, end


def is_item_amount(line: Line) -> bool:
    money = amount_of_line(line)
    return money is not None and (
        money.decimals == _CENTS or money.marked or money.negative or money.positive
    )


def is_summary(line: Line, lines: Sequence[Line]) -> bool:
    """True for the sums of a month's head: 支出 ¥1,234.00, and for discounts under an amount."""
    if _SUMMARY.search(already(squeeze(line.text))):
        return True
    beside = [o for o in lines if o is not line and o.box.same_row(line.box) and o.box.right <= line.box.x]
    nearest = max(beside, key=lambda o: o.box.right, default=None)
    if nearest is None:
        return False
    text = squeeze(nearest.text)
    close = line.box.x - nearest.box.right < 2 * line.box.h
    return bool(_SUMMARY.search(text)) and (close or len(text) <= 4)
