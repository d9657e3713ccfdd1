"""Rows of a page: one a payment, one a refund, one a ticket, product or account."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from extractor.evidence import facts, page_status
from extractor.evidence.beside import below_refund_heading
from extractor.evidence.builder import UNLABELLED, RowBuilder
from extractor.evidence.chats import chat_rows
from extractor.evidence.filling import OF_MONEY, all_labelled, fill
from extractor.evidence.letters import complained_of, letter_rows, with_letter
from extractor.evidence.lists import distinct, list_rows, looks_like_list, table_rows, unpriced_orders
from extractor.evidence.notices import labels_in, notice_rows, with_sums
from extractor.evidence.page_amounts import SAID, accounted_for, sum_left, sums_of
from extractor.evidence.page_moments import (
    CAME,
    Moments,
    before_refund,
    beside_status,
    came,
    in_force,
    in_number,
    leftover,
    moments_of,
    only_day,
    refund_time_shown,
    settled,
    spoken,
    stamp,
    tells_of_refund,
    timeline,
    unclaimed_moment,
    under_way,
)
from extractor.evidence.page_numbers import (
    bare_number,
    lone_code,
    numbers_of,
    preferred,
    vague_number,
)
from extractor.evidence.replies import negotiated, reply_rows
from extractor.evidence.schema import Row
from extractor.evidence.status_words import StatusFound
from extractor.evidence.tickets import disputed, names_case, ticket_rows
from extractor.evidence.votes import Decision, doubted
from extractor.fields.moments import Moment, find_moments
from extractor.fields.money import Money, find_amounts, parse_amount
from extractor.fields.phones import find_phone
from extractor.fields.text import already, digit_count, fold, han_count, squeeze
from extractor.intake.capture import Capture
from extractor.ocr.lines import Line
from extractor.screens.coupons import shows_coupons
from extractor.screens.pairs import Pair, value_of
from extractor.screens.recognise import Page
from extractor.screens.sums import amounts_in
from extractor.statements import Phrases

_ENDED = ("refunded", "refunding", "closed", "failed")
"""What becomes of an order that was paid, and whose money came back."""
_CODE = re.compile(r"(?<![\dA-Za-z*./:-])(?=(?:[A-Z-]*\d){6})[A-Z]{0,4}-?\d[\dA-Z-]{8,}(?![\dA-Za-z*./:])")
_COUNTED = re.compile(r"共?(?:计|支出|收入|消费|付款|支付|交易)?(?:[2-9]|\d{2,})笔")
_PHONE = re.compile(r"1[3-9]\d{9}|400-?\d{3}-?\d{4}")
_CENTS = 2
_WITHDRAWN = re.compile("提现(?:已|成功)?到账(?:成功)?")
_YEAR_COUNTED, _RECENT = "year_from_capture_time:occurred_at", 31
"""So many days before a screenshot an app shows a day without its year."""
_LEGIBLE = 0.1
"""Goods without a label were read with more confidence than this, or are what a screen within a picture was taken for."""
_TITLE = 4
"""A title has so many Han characters; a price has one, the ¥ misread."""


def page_rows(page: Page, capture: Capture, phrases: Phrases | None = None) -> list[Row]:
    """The rows of a recognised page, top to bottom; empty where it says nothing of a case."""
    rows = _rows(page, capture, phrases)
    for row in rows:
        _doubt_year(row, capture)
    return rows


def _doubt_year(row: Row, capture: Capture) -> None:
    """Lets a year that was counted from the capture stand where that is sure and the day of the weeks before it.

    Apps leave out the year of what is recent. A farther day may be of any year: what stood before it may be lost.
    """
    if _YEAR_COUNTED not in row.reasons or not row.occurred_at:
        return
    weak = capture.source.review_reason
    days = (capture.at.date() - date.fromisoformat(row.occurred_at[:10])).days
    if weak is None and 0 <= days <= _RECENT:
        row.reasons.remove(_YEAR_COUNTED)
    elif weak is not None and weak not in row.reasons:
        row.reasons.append(weak)


def _rows(page: Page, capture: Capture, phrases: Phrases | None) -> list[Row]:
    if page.chat is None and shows_coupons(page.lines, page.screen.labels):
        return []
    if page.screen.rows == "ticket":
        tickets = ticket_rows(page)
        paid = (disputed(page) or complained_of(page)) if len(tickets) == 1 else []
        return [*tickets, *paid, *reply_rows(page, capture, phrases)]
    if page.chat is not None:
        dated = [row for row in notice_rows(page, capture) if row.occurred_at]
        return _told(chat_rows(page.chat, capture, phrases), dated)
    if page.screen.rows == "list":
        rows = distinct(list_rows(page, capture))
        if not any(row.occurred_at for row in rows) and len(noticed := _notices(page, capture)) >= max(
            1, len(rows)
        ):
            return noticed  # each under its stamp
        return rows or _only_row(page, capture) or _unparted(page) or unpriced_orders(page, capture)
    if page.screen.screen == "unknown" and (facts.numbers(page, page.pairs, "ticket_no") or names_case(page)):
        return ticket_rows(page)
    if page.screen.rows == "product":
        return _product_rows(page)
    if page.screen.rows == "account":
        return _account_rows(page)
    notices = notice_rows(page, capture) if page.screen.screen == "unknown" else []
    if labels_in(notices, page):
        return with_letter(notices, page)
    rows = _notices(page, capture)
    if len(rows) > 1 or (rows and not any(moments_of(page).shown) and stamp(page) is None):
        return rows
    rows = table_rows(page, capture)
    if rows:
        return rows
    if _repeats(page) or page.lists() or (page.screen.screen == "unknown" and looks_like_list(page)):
        rows = distinct(list_rows(page, capture))
        if len(rows) > 1:
            return rows
    return (
        [
            *with_letter(
                with_sums(_transaction_rows(page, told=any(n.amount for n in notices)), notices), page
            ),
            *negotiated(page, capture, phrases),
        ]
        or with_letter(notice_rows(page, capture), page)
        or unpriced_orders(page, capture)
        or (letter_rows(page) if page.screen.screen == "unknown" else [])
    )


def _notices(page: Page, capture: Capture) -> list[Row]:
    """The rows of notices below each other, each under the stamp at which it came."""
    return [row for stamp, card in page.cards for row in _card_rows(card, stamp, capture)]


def _only_row(page: Page, capture: Capture) -> list[Row]:
    """The row of a table that has just one; it asks where more of an entry stands below it: a row that nobody could read."""
    rows = table_rows(page, capture)
    words = {word.word for word in page.screen.status if word.alone}
    for row in rows:
        below = [line for line in page.lines if row.box is not None and line.box.y >= row.box.bottom]
        if any(find_moments(o.text) or already(squeeze(o.text)).lower() in words for o in below):
            row.reasons.append("other_amount_on_page:amount")
    return rows


def _unparted(page: Page) -> list[Row]:
    """The rows of a list that nobody could part into its entries: of a single one, or else a mixture that asks."""
    if _is_summary_of_many(page):
        return []
    rows = _transaction_rows(page)
    words = {word.word for word in page.screen.status if word.alone}
    said = [line for line in page.lines if already(squeeze(line.text)).lower() in words]
    # tabs that name what orders can come to stand beside each other
    told = [a for a in said if not any(b is not a and b.box.same_row(a.box) for b in said)]
    sums = {money.value for line in page.lines for money in amounts_in(line)}
    if len(told) > 1 or (len(sums) > 1 and not accounted_for(page, {row.amount for row in rows})):
        for row in rows:
            row.reasons.append("other_amount_on_page:amount")
    return rows


def _is_summary_of_many(page: Page) -> bool:
    """True for a list's head with no entry below it: how many payments there were, and what they come to, 共支出47笔 合计 ¥5,206.91,
    without the number or the moment of any."""
    summed = [pair for pair in page.pairs if pair.label.slot in ("paid_amount", "order_amount")]
    counted = [
        pair
        for pair in summed
        if any(
            (o is pair.label_line or o.box.same_row(pair.label_line.box)) and _COUNTED.search(squeeze(o.text))
            for o in page.lines
        )
    ]
    told = any(pair.label.slot.endswith(("_no", "_at")) for pair in page.pairs)
    dated = any(find_moments(line.text) for line in page.lines)
    return bool(summed) and len(counted) == len(summed) and not told and not dated


def _told(rows: list[Row], notices: list[Row]) -> list[Row]:
    """The rows of a chat, with the payments that dated notices in it tell of instead of the mention of their amount.

    What a bank tells that came back is no promise either.
    """

    def covered(row: Row) -> bool:
        box = row.box
        return (
            row.kind in ("mention", "promise")
            and box is not None
            and any(
                n.box is not None and n.box.overlap_x(box) * n.box.overlap_y(box) * 2 > box.area
                for n in notices
            )
        )

    return [*(row for row in rows if not covered(row)), *notices]


def _repeats(page: Page) -> bool:
    """True where one page holds several orders: one label of a number or a payment with several values."""
    labels: dict[str, set[str]] = {}
    for pair in page.pairs:
        if pair.label.slot in ("order_no", "trade_no", "paid_amount", "refund_amount"):
            labels.setdefault(pair.label.text, set()).add(_said_beside(pair))
    return any(len(values) > 1 for values in labels.values())


def _said_beside(pair: Pair) -> str:
    """What stands beside a label, a sum without the words around it: 金额 ¥66, and in a sentence 金额 ¥66 将退回余额."""
    text = squeeze(pair.value.text)
    whole = parse_amount(text)
    sums = {
        m.value
        for m in ([whole] if whole else find_amounts(text))
        if m.marked or m.decimals == _CENTS or whole
    }
    amount = pair.label.slot.endswith("_amount") and len(sums) == 1
    return str(sums.pop()) if amount else text[:64]


def _card_rows(card: Page, above: Line, capture: Capture) -> list[Row]:
    """The rows of a notice; where it names no moment of its own, it is that of the stamp above it."""
    came_at = came(above, capture)
    rows = _transaction_rows(card, came_at)
    for row in rows:
        if row.rules.get("occurred_at") == CAME and not find_moments(above.text):
            row.reasons.append("year_from_capture_time:occurred_at")
            if capture.source.review_reason:
                row.reasons.append(capture.source.review_reason)
    return rows


def _shown_moments(page: Page, came_at: Decision[Moment] | None) -> Moments:
    """The moments that labels name, else those of a list of steps, of a sentence or of the stamp above a notice."""
    when = moments_of(page)
    if when.paid is None and when.refunded is None and when.requested is None:
        return (
            timeline(page)
            or (came_at is None and spoken(page))
            or replace(when, paid=came_at or stamp(page) or beside_status(page))
        )
    return when


def _by_what_is_left(
    page: Page, when: Moments, paid: Decision[Money] | None, refund: Decision[Money] | None, *, told: bool
) -> tuple[Moments, Decision[Money] | None]:
    """The moment and the sum of an order that has a number and one of the two, where only one more stands on the page.

    told: a sentence names the sum.
    """
    shown = any(when.shown)
    if not shown and paid is not None:
        return replace(when, paid=only_day(page)), paid
    if shown and paid is None and refund is None and not told:
        return when, sum_left(page)
    return when, paid


def _unnamed(
    page: Page,
    order: Decision[str] | None,
    trade: Decision[str] | None,
    paid: Decision[Money] | None,
    refund: Decision[Money] | None,
) -> tuple[Decision[str] | None, Decision[Money] | None]:
    """The number and the sum of a page with too few labels that say so: a number, a sum and a moment make an order, whatever
    they are called there. What is taken here asks."""
    if order is None and trade is None:
        order = vague_number(page) or lone_code(page)
    if paid is None and refund is None:
        paid = sum_left(page)
    return order, paid


def _code(
    page: Page, trade: Decision[str] | None, amount: Decision[Money] | None, moment: Decision[Moment] | None
) -> Decision[str] | None:
    """The lone code of a page for a row without a number that asks in any case."""
    return None if trade is not None or all_labelled(None, amount, moment, page) else lone_code(page)


def _transaction_rows(
    page: Page, came_at: Decision[Moment] | None = None, *, told: bool = False
) -> list[Row]:
    """One row for the payment, one more for a refund of another amount; one alone for a page about a refund.

    came_at: when a notice came, which is its moment where it names none; told: a sentence of the page names a sum.
    """
    pairs = page.pairs
    when = _shown_moments(page, came_at)
    dated = when.paid or when.requested or when.refunded
    order, trade = numbers_of(page, pairs, dated.value if dated else None)
    if order is None and trade is None:
        order = bare_number(page)
    status = page_status.status_of(page, pairs, page.lines)
    is_refunded = status is not None and status.status == "refunded"
    when = _with_refund(page, when, is_refunded=is_refunded)
    paid, refund, partial = sums_of(page, status, when)
    if order is not None or trade is not None:
        when, paid = _by_what_is_left(page, when, paid, refund, told=told)
    any_moment = when.paid or when.refunded or when.requested
    if page.screen.screen == "unknown" and not _enough(
        page, order, trade, any_moment, paid or refund, status
    ):
        order, paid = _unnamed(page, order, trade, paid, refund)
        clock = any_moment is not None and any_moment.value.has_clock
        if not (clock and (order or trade) and (paid or refund)):
            return []
    if order is None and trade is None and paid is None and refund is None:
        return []
    order = order or vague_number(page) or _code(page, trade, paid or refund, any_moment)
    if any_moment is None and not is_refunded:
        numbers = [d.value for d in (order, trade) if d]
        when = replace(when, paid=in_force(page, numbers) or in_number(page, numbers))

    first = RowBuilder("transaction", page.screen.screen)
    if partial or status is None or status.status != "refunded":
        only_refund = paid is None and not partial and when.refunded is not None
        sent = when.refunded if only_refund else when.paid
        if status is not None and status.status == "refunding" and not partial:
            sent = _of_one_under_way(page, when, paid, refund)
        only_sum = refund if status is None and paid is None and not partial else None
        first.row.status = _back_without_word(page, when, only_sum)
        fill(
            first,
            page,
            order,
            trade,
            sent or (None if partial else _of_refund(page, when, status, paid)),
            paid or (None if partial else refund),
        )
        if partial and (status is None or status.status in _ENDED):
            first.row.status = "paid"
        else:
            first.status(status)
    else:
        first.row.status = "refunded"  # its number may be the payment's, with that day
        moment = when.refunded or when.paid or _only_requested(when.requested)
        fill(first, page, order, trade, moment, paid or refund)
        first.status(status)
    first_of = when.paid or (when.requested if is_refunded and when.refunded is None else None)
    known = [one.value for one in (first_of, when.refunded) if one is not None]
    if first_of is not None and not when.payment and unclaimed_moment(page, *known):
        first.row.reasons.append("other_moment_on_page")
    if not first.row.occurred_at:
        first.no_time(shown=True)
    if status is None and page_status.status_unclear(page):
        first.row.reasons.append("unsure_word:status")
    rows = [first.done()]
    if partial:
        rows.append(_refund_row(page, order, trade, when, refund, status))
        _known_by_payment(rows[0], rows[1], refund)
    return rows


def _of_one_under_way(
    page: Page, when: Moments, paid: Decision[Money] | None, refund: Decision[Money] | None
) -> Decision[Moment] | None:
    """The moment of the row of a refund that has not arrived: its own newest one; the payment's asks beside what is to be refunded.

    The sum beside a label of what was paid goes with the payment's moment.
    """
    if paid is not None and paid.rule != "headline":
        return when.paid
    own = under_way(page, when)
    if own is not None or when.paid is None or refund is None:
        return own or when.paid
    return doubted(when.paid, "other_moment_on_page")


def _back_without_word(page: Page, when: Moments, refund: Decision[Money] | None) -> str:
    """The status of a page that says nothing but what came back, to be known before its numbers: they may be the payment's, with
    that day. refund: the page's only sum, if it is a refund's."""
    told = refund is not None and (when.refunded is not None or tells_of_refund(page))
    return "refunded" if told else ""


def _known_by_payment(paid: Row, back: Row, refund: Decision[Money] | None) -> None:
    """Lets the row of what came back of a sum, in brackets beside it, stand on a page that the payment's row has understood."""
    understood = "unknown_screen" not in paid.reasons and refund is not None and refund.rule == facts.ASIDE
    if understood and "unknown_screen" in back.reasons:
        back.reasons.remove("unknown_screen")


def _of_refund(
    page: Page, when: Moments, status: StatusFound | None, paid: Decision[Money] | None
) -> Decision[Moment] | None:
    """The refund's moment for a row that has no other; doubted where the row is of what was paid: 充值失败, and 退款时间. When a
    withdrawal came, 提现已到账 and 到账时间, is no refund's where nothing on the page is given back."""
    under_way = status is not None and status.status == "refunding"
    found = when.refunded or (when.requested if under_way else _only_requested(when.requested))
    payment = paid is not None and status is not None and status.status not in ("refunded", "refunding")
    if found is None or not payment or _came_out(page, status, found):
        return found
    return doubted(found, UNLABELLED)


def _came_out(page: Page, status: StatusFound | None, moment: Decision[Moment]) -> bool:
    """True where the words for what became of a payment and for its moment are one, and none is of a refund: 提现已到账, 到账时间."""
    came_in = status is not None and status.exact and bool(_WITHDRAWN.fullmatch(status.word))
    return came_in and "到账" in moment.rule and not any("退" in line.text for line in page.lines)


def _only_requested(requested: Decision[Moment] | None) -> Decision[Moment] | None:
    """The moment of a request as that of a refund that has arrived: its own may stand on the page, unread."""
    return None if requested is None else doubted(requested, "other_moment_on_page")


def _refund_row(
    page: Page,
    order: Decision[str] | None,
    trade: Decision[str] | None,
    when: Moments,
    refund: Decision[Money] | None,
    status: StatusFound | None,
) -> Row:
    """The row of a refund beside that of its payment; 退款状态 beside 付款状态 is the refund's own status."""
    builder = RowBuilder("transaction", page.screen.screen)
    builder.row.status = "refunded"  # its number may be the payment's, with that day
    own = [pair for pair in page.pairs if pair.label.slot == "status" and "退款" in pair.label.text]
    status = (page_status.status_of(page, own, ()) if own else None) or status
    pending = status is not None and status.status == "refunding"
    moment = under_way(page, when) if pending else when.refunded
    fill(builder, page, order, trade, moment, refund)
    builder.row.status = "refunding" if pending else "refunded"
    if status is not None:
        builder.use(status.value)
        if not status.exact:
            builder.row.reasons.append("unsure_word:status")
    if moment is None:
        builder.no_time(shown=refund_time_shown(page))
    return builder.done()


def _with_refund(page: Page, when: Moments, *, is_refunded: bool) -> Moments:
    """The moments of a page with the refund's, where its word or what the labels leave tells it, and that of the order before."""
    if when.refunded is not None:
        return when if when.paid else replace(when, paid=before_refund(page, when.refunded.value))
    notice = page.screen.screen == "refund.notice"
    told = settled(page) if is_refunded and (when.paid is None or when.payment or notice) else None
    before = when.requested or when.paid
    if told is not None and when.payment and not _later(told, when.paid):
        told = None  # of the two below 退款成功 it is no refund's that is before the payment
    headed = bool(when.payment and when.paid and below_refund_heading(page.lines, when.paid.box.bottom))
    left = leftover(page, before.value if before else None) if notice or headed else None
    return replace(when, refunded=told or left)


def _later(one: Decision[Moment], other: Decision[Moment] | None) -> bool:
    return other is not None and one.value.isoformat() > other.value.isoformat()


def tells_of_payment(page: Page) -> bool:
    """True where a page shows a sum to the cent, and a word that says what has become of a payment: 付款成功."""
    status = page_status.status_of(page, page.pairs, page.lines)
    return (
        status is not None
        and status.exact
        and bool(OF_MONEY.search(status.word))
        and any(money.decimals == _CENTS for line in page.lines for money in amounts_in(line))
    )


def shows_particulars(page: Page) -> bool:
    """True where a page shows what an order has, though no label of it is known: a sum with its mark or its cents, a moment with
    day and clock, and a long code or words that say what has become of it."""
    sums = any(money.marked or money.decimals == _CENTS for line in page.lines for money in amounts_in(line))
    dated = any(m.has_clock for line in page.lines for r in line.readings for m in find_moments(r.text))
    if not (sums and dated):
        return False
    coded = any(
        not _PHONE.fullmatch(code[0]) and not find_moments(reading.text)
        for line in page.lines
        for reading in line.readings
        for code in _CODE.finditer(squeeze(reading.text))
    )
    status = page_status.status_of(page, page.pairs, page.lines)
    return coded or (status is not None and status.exact)


def _enough(
    page: Page,
    order: Decision[str] | None,
    trade: Decision[str] | None,
    moment: Decision[Moment] | None,
    amount: Decision[Money] | None,
    status: StatusFound | None,
) -> bool:
    """On a page that nobody knows, a transaction needs two facts, each with a label that says so.

    A big signed or marked amount counts as labelled beside a payment's moment, or beside what has become of a payment.
    """
    number = order is not None or trade is not None
    slots = {pair.label.slot for pair in page.pairs}
    labelled = amount is not None and bool(slots & {"paid_amount", "refund_amount"})
    big = amount is not None and amount.rule in ("headline", SAID)
    said = status is not None and status.exact and bool(OF_MONEY.search(status.word))
    headline = big and (said or bool(slots & {"paid_at", "refunded_at"}))
    named = labelled or headline
    dated = moment is not None and (
        number or said or moment.value.has_clock
    )  # days with their turnover are no payments
    return sum((number, dated, named, big and said)) >= 2 and (number or named)


def _product_rows(page: Page) -> list[Row]:
    builder = RowBuilder("product")
    product = facts.text_of([p for p in page.pairs if p.how in ("right", "inline")], "product")
    if product is not None:
        builder.text("product", product)
    else:
        title = max(
            (line for line in page.lines if han_count(line.text) >= _TITLE and digit_count(line.text) < 6),
            key=lambda line: line.box.h,
            default=None,
        )
        if title is not None and (title.borne_out or title.confidence >= _LEGIBLE):
            builder.text("product", facts.TextFound(fold(title.text), value_of(title)))
            builder.row.reasons.append("unlabelled:product")
    if not builder.row.product:
        return []
    builder.text("counterparty", facts.text_of(page.pairs, "counterparty"))
    builder.lines(page.lines)
    return [builder.done()]


def _account_rows(page: Page) -> list[Row]:
    builder = RowBuilder("account")
    builder.phone(facts.phone_of(page.pairs))
    builder.account([p for p in page.pairs if not any(find_phone(text) for _, text in p.value.texts)])
    login = preferred(facts.moments(page.pairs, "login_at"))
    builder.moment(login, [])
    builder.lines(page.lines)
    return [builder.done()]
