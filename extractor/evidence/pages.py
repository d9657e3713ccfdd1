"""Rows of a page: one a payment, one a refund, one a ticket, product or account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from extractor.evidence import facts
from extractor.evidence.calibration import witnesses_of
from extractor.evidence.chats import chat_rows
from extractor.evidence.decide import Decision, decide_number, doubted
from extractor.evidence.lists import list_rows, looks_like_list, table_rows
from extractor.evidence.replies import reply_rows
from extractor.evidence.schema import Kind, Row
from extractor.fields.moments import Moment, find_moments
from extractor.fields.money import Money, parse_capitals
from extractor.fields.numbers import embedded_date, is_mobile, known_format
from extractor.fields.phones import find_phone
from extractor.fields.text import digit_count, fold, squeeze
from extractor.geometry import Box, union_all
from extractor.intake.capture import Capture
from extractor.ocr.lines import Line
from extractor.screens.labels import UNLISTED
from extractor.screens.pairs import SURE, Pair, Value, has_more_digits, value_of, wrapped_number
from extractor.screens.recognise import Page
from extractor.statements import Phrases

T = TypeVar("T")
_CHANNELS = ("wechat_pay", "alipay")
_CHANNEL_LIKE = re.compile(r"(?:4200\d{2}|10000[35]|100010)\d{12}")
"""How WeChat's numbers begin, on whatever page: one of another length is torn or misread."""
_UNSURE_WORDS = 0.3
_CHANNEL_LENGTH = 27
"""No shop's dated numbers are as long as the channels' (28 to 40 digits, one lost in reading)."""
_LEAST_TRADE_DIGITS = 20
"""A line of at least so many digits may begin a channel's number, which may go on in the next line."""
UNLABELLED = "unlabelled"


def page_rows(page: Page, capture: Capture, phrases: Phrases | None = None) -> list[Row]:
    """The rows of a recognised page, top to bottom; empty where it says nothing of a case."""
    if page.chat is not None:
        return chat_rows(page.chat, capture, phrases)
    if page.screen.rows == "list":
        return list_rows(page, capture) or _transaction_rows(page)
    if page.screen.rows == "ticket":
        return [*_ticket_rows(page), *reply_rows(page, capture, phrases)]
    if page.screen.screen == "unknown" and facts.numbers(page, page.pairs, "ticket_no"):
        return _ticket_rows(page)
    if page.screen.rows == "product":
        return _product_rows(page)
    if page.screen.rows == "account":
        return _account_rows(page)
    rows = table_rows(page, capture)
    if rows:
        return rows
    if _repeats(page) or (page.screen.screen == "unknown" and looks_like_list(page)):
        rows = list_rows(page, capture)
        if len(rows) > 1:
            return rows
    return _transaction_rows(page)


def _repeats(page: Page) -> bool:
    """True where one page holds several orders: one label of a number or a payment with several values."""
    labels: dict[str, set[str]] = {}
    for pair in page.pairs:
        if pair.label.slot in ("order_no", "trade_no", "paid_amount"):
            labels.setdefault(pair.label.text, set()).add(squeeze(pair.value.text)[:64])
    return any(len(values) > 1 for values in labels.values())


class RowBuilder:
    """Collects the fields of one row with the reasons why a person should look at it."""

    def __init__(self, kind: Kind, screen: str = "") -> None:
        self.row = Row(kind)
        # these channels' numbers all have known formats: another length is a misread one
        self.channel = screen.startswith(_CHANNELS)
        self._boxes: list[Box] = []
        self._lines: list[str] = []

    def number(self, column: str, decision: Decision[str] | None, moment: Moment | None) -> None:
        """Sets order_no or trade_no; a known format whose date fits the page is a second leg."""
        if decision is None:
            return
        setattr(self.row, column, decision.value)
        self._note(column, decision)
        ours = column == "trade_no" and self.channel
        if (ours or _CHANNEL_LIKE.match(decision.value)) and known_format(decision.value) is None:
            self.row.reasons.append(f"unknown_format:{column}")
        if is_mobile(decision.value):
            self.row.reasons.append(f"looks_like_phone:{column}")
        if decision.rule == UNLABELLED:
            self.row.reasons.append(f"unlabelled:{column}")
        created = embedded_date(decision.value)
        fits = created is not None and moment is not None and abs(created - moment.date) <= timedelta(days=1)
        certain = fits and known_format(decision.value) and _one_value(decision) and not decision.doubts
        if not decision.agreed and not certain:
            self._doubt(column, decision)
        if created is not None and moment is not None and not fits:
            # an order may wait for its payment, and a refund carries the payment's number
            patience = 31 if column == "order_no" else 366 if self.row.status.startswith("refund") else 0
            if not timedelta(0) < moment.date - created <= timedelta(days=patience):
                self.row.reasons.append(f"{column}_date_mismatch")

    def amount(self, decision: Decision[Money] | None) -> None:
        if decision is None:
            return
        self.row.amount, self.row.currency = str(decision.value), "CNY"
        self._note("amount", decision)
        if not decision.agreed:
            self._doubt("amount", decision)

    def moment(self, decision: Decision[Moment] | None, numbers: Iterable[str]) -> None:
        if decision is None:
            return
        self.row.occurred_at = decision.value.isoformat()
        self._note("occurred_at", decision)
        same_day = any(embedded_date(n) == decision.value.date for n in numbers)
        if not decision.agreed and not (same_day and _one_value(decision) and not decision.doubts):
            self._doubt("occurred_at", decision)

    def status(self, found: facts.StatusFound | None) -> None:
        if found is None:
            return
        self.row.status = found.status
        self.row.rules["status"] = f"status:{found.word}"
        self.use(found.value)
        if not found.exact:
            self.row.reasons.append("unsure_word:status")

    def text(self, column: str, found: facts.TextFound | None) -> None:
        if found is None:
            return
        setattr(self.row, column, found.text)
        self.use(found.value)
        if found.value.confidence < _UNSURE_WORDS:
            self.row.reasons.append(f"low_confidence:{column}")

    def account(self, pairs: Sequence[Pair]) -> None:
        found = facts.account_of(pairs)
        if found is None:
            return
        self.row.account = found[0].text
        self.use(found[0].value)
        if not found[1]:
            self.row.reasons.append("single_read:account")

    def use(self, value: Value) -> None:
        """Takes a value's place and words into the row's box and text."""
        self._boxes.append(value.box)

    def lines(self, lines: Iterable[Line]) -> None:
        self._lines.extend(fold(line.text) for line in lines if line.text)

    def done(self) -> Row:
        self.row.box = union_all(self._boxes)
        self.row.text = "\n".join(dict.fromkeys(self._lines))
        return self.row

    def _note(self, column: str, decision: Decision[str] | Decision[Money] | Decision[Moment]) -> None:
        self.row.rules[column] = decision.rule
        self.row.witnesses[column] = witnesses_of(decision)
        self._boxes.append(decision.box)

    def _doubt(self, column: str, decision: Decision[str] | Decision[Money] | Decision[Moment]) -> None:
        self.row.reasons.extend(f"{doubt}:{column}" for doubt in decision.doubts)
        others = decision.other_readings
        if decision.doubts and len(others) == 1:
            return
        if len(others) > 1:
            self.row.reasons.append(f"two_reads_disagree:{column}={'|'.join(others)}")
        else:
            self.row.reasons.append(f"single_read:{column}")


def _one_value(decision: Decision[str] | Decision[Money] | Decision[Moment]) -> bool:
    return len(decision.other_readings) == 1


def _first(*groups: Sequence[T]) -> T | None:
    return next((group[0] for group in groups if group), None)


def _used_lines(pairs: Sequence[Pair]) -> list[Line]:
    lines: list[Line] = []
    for pair in pairs:
        if pair.label.slot != "other":
            lines.append(pair.label_line)
            lines.extend(line for line in pair.value.lines if line is not pair.label_line)
    return lines


def numbers_of(page: Page, pairs: Sequence[Pair]) -> tuple[Decision[str] | None, Decision[str] | None]:
    """(order_no, trade_no): where a channel shows the merchant's number beside its own, its own is the trade's."""
    merchant = _first(facts.numbers(page, pairs, "merchant_no"))
    order = _first(facts.numbers(page, pairs, "order_no"))
    trade = _first(
        facts.numbers(page, pairs, "trade_no"), facts.numbers(page, pairs, "refund_no")
    ) or _unlabelled_trade(page, pairs)
    if merchant is not None and order is not None and trade is None and merchant.value != order.value:
        return merchant, order
    order = merchant or order
    if order is not None and trade is None and page.screen.screen == "unknown" and _is_channels(order.value):
        return None, order
    if order is not None and trade is not None and order.value == trade.value:
        channel = page.screen.screen.startswith(("wechat_pay", "alipay", "bank"))
        return (None, trade) if channel else (order, None)
    return order, trade


def _is_channels(number: str) -> bool:
    """True for the long dated digits that WeChat and Alipay give; Alipay prints 订单号 before its own."""
    return number.isdigit() and len(number) >= _CHANNEL_LENGTH and embedded_date(number) is not None


def _unlabelled_trade(page: Page, pairs: Sequence[Pair]) -> Decision[str] | None:
    """On a channel's page, a number of the channel's own form beside a label that could not be read."""
    if not page.screen.screen.startswith(_CHANNELS):
        return None
    for line in _unpaired_numbers(page, pairs):
        decision = decide_number(wrapped_number(line, page.lines), UNLABELLED)
        known = known_format(decision.value) if decision is not None else None
        if decision is not None and known is not None and known.name.startswith(("wechat", "alipay")):
            return decision
    return None


def _unpaired_numbers(page: Page, pairs: Sequence[Pair]) -> list[Line]:
    """The lines of many digits that no label claims."""
    used = {id(line) for pair in pairs for line in (pair.label_line, *pair.value.lines)}
    return [
        line for line in page.lines if id(line) not in used and digit_count(line.text) >= _LEAST_TRADE_DIGITS
    ]


@dataclass(frozen=True, slots=True)
class _Moments:
    """The moments of a page by what happened then; None where not shown."""

    paid: Decision[Moment] | None
    payment: bool
    """paid is the moment of a payment, not merely of an order."""
    refunded: Decision[Moment] | None
    requested: Decision[Moment] | None


def _moments_of(page: Page) -> _Moments:
    found = {
        slot: _whole(_first(facts.moments(page.pairs, slot)), page)
        for slot in ("paid_at", "created_at", "received_at", "refunded_at", "requested_at")
    }
    refunded = found["refunded_at"]
    return _Moments(
        found["paid_at"] or found["created_at"] or found["received_at"],
        found["paid_at"] is not None,
        refunded,
        found["requested_at"],
    )


def _whole(decision: Decision[Moment] | None, page: Page) -> Decision[Moment] | None:
    """The decision, doubted where it is a mere date and digits stand beside it."""
    if decision is None or decision.value.has_clock:
        return decision
    beside = any(
        line.box.same_row(decision.box) and has_more_digits(line, page.lines)
        for line in page.lines
        if line.box.overlap_x(decision.box) and digit_count(line.text)
    )
    return doubted(decision, "cropped") if beside else decision


def _transaction_rows(page: Page) -> list[Row]:
    """One row for the payment, one more for a refund of another amount; one alone for a page about a refund."""
    pairs = page.pairs
    order, trade = numbers_of(page, pairs)
    when = _moments_of(page)
    paid = _paid_amount(page)
    status = facts.status_of(page, pairs, page.lines)
    refund = _first(facts.amounts(pairs, "refund_amount")) or facts.refund_in_status(status)
    any_moment = when.paid or when.refunded or when.requested
    if page.screen.screen == "unknown" and not _enough(page, order, trade, any_moment, paid or refund):
        return []
    if order is None and trade is None and paid is None and refund is None:
        return []
    # Two moments, those of a payment and of its refund, are two transactions, a full refund's too; a page that only
    # says 已全额退款 is one. A page cut above its headline has no amount paid, and two moments all the same.
    two_moments = when.payment and when.refunded is not None
    partial = refund is not None and (
        two_moments or (paid is not None and refund.value.value != paid.value.value)
    )

    first = RowBuilder("transaction", page.screen.screen)
    if partial or status is None or status.status != "refunded":
        _fill(
            first,
            page,
            order,
            trade,
            when.paid or (None if partial else when.refunded or when.requested),
            paid or (None if partial else refund),
        )
        if partial and (status is None or status.status in ("refunded", "refunding")):
            first.row.status = "paid"
        elif paid is None and refund is not None and status is None:
            first.row.status = "refunded"
        else:
            first.status(status)
    else:
        _fill(first, page, order, trade, when.paid or when.refunded or when.requested, paid or refund)
        first.status(status)
    if when.paid is not None and not when.payment and _unclaimed_moment(page, when.paid.value):
        first.row.reasons.append("other_moment_on_page")
    rows = [first.done()]
    if partial:
        second = RowBuilder("transaction", page.screen.screen)
        second.row.status = "refunded"
        _fill(second, page, order, trade, when.refunded, refund)
        second.row.status = (
            status.status if status is not None and status.status == "refunding" else "refunded"
        )
        if status is not None:
            second.use(status.value)
        rows.append(second.done())
    return rows


def _unclaimed_moment(page: Page, chosen: Moment) -> bool:
    """True where another moment stands on the page without a label that was surely read: it may be the payment's."""
    claimed = {
        id(line)
        for pair in page.pairs
        if pair.label.slot.endswith("_at")
        and (pair.label.rank < UNLISTED or pair.label_line.confidence >= SURE)
        for line in pair.value.lines
    }
    return any(
        moment.has_clock and moment != chosen
        for line in page.lines
        if id(line) not in claimed
        for moment in find_moments(line.text)
    )


def _paid_amount(page: Page) -> Decision[Money] | None:
    """What was paid: a label that says so, the headline, then the order's amount. Never discounts, fees, balances."""
    labelled = facts.amounts(page.pairs, "paid_amount")
    ordered = facts.amounts(page.pairs, "order_amount")
    headline = facts.headline_amount(page) if page.screen.headline else None
    if headline is not None and labelled:
        same = [d for d in labelled if d.value.value == headline.value.value]
        return _corroborated(headline, same) if same or not labelled[0].agreed else labelled[0]
    found = _first(labelled) or headline or _first(ordered)
    if found is None:
        return None
    capitals = {parse_capitals(line.text) for line in page.lines}
    if found.value.value in capitals:
        return _trusted(found)
    return found


def _corroborated(headline: Decision[Money], same: Sequence[Decision[Money]]) -> Decision[Money]:
    """The same amount in two places of the page stands on two legs."""
    return _trusted(headline) if same else headline


def _trusted(decision: Decision[Money]) -> Decision[Money]:
    return replace(decision, agreed=not decision.doubts)


def _enough(
    page: Page,
    order: Decision[str] | None,
    trade: Decision[str] | None,
    moment: Decision[Moment] | None,
    amount: Decision[Money] | None,
) -> bool:
    """On a page that nobody knows, a transaction needs two facts, each with a label that says so.

    A big signed or marked amount counts as labelled beside a payment's moment.
    """
    number = order is not None or trade is not None
    slots = {pair.label.slot for pair in page.pairs}
    labelled = amount is not None and bool(slots & {"paid_amount", "refund_amount"})
    headline = amount is not None and amount.rule == "headline" and bool(slots & {"paid_at", "refunded_at"})
    return sum((number, moment is not None, labelled or headline)) >= 2 and (number or labelled or headline)


def _fill(
    builder: RowBuilder,
    page: Page,
    order: Decision[str] | None,
    trade: Decision[str] | None,
    moment: Decision[Moment] | None,
    amount: Decision[Money] | None,
) -> None:
    pairs = page.pairs
    value = moment.value if moment else None
    builder.number("order_no", order, value)
    builder.number("trade_no", trade, value)
    builder.amount(amount)
    builder.moment(moment, [d.value for d in (order, trade) if d])
    builder.text("counterparty", facts.text_of(pairs, "counterparty") or _payee(page))
    builder.account(pairs)
    builder.text("product", facts.text_of(pairs, "product"))
    phone = facts.phone_of(pairs, page.lines)
    if phone is not None:
        builder.row.phone = phone.text
    builder.lines(_used_lines(pairs))
    if page.headline is not None and page.screen.headline:
        builder.lines([page.headline])
    if amount is None:
        builder.row.reasons.append("missing:amount")
    if trade is None and page.screen.screen.startswith(_CHANNELS) and _unpaired_numbers(page, pairs):
        builder.row.reasons.append("missing:trade_no")
    if order is None and trade is None and page.screen.screen == "card_platform.order":
        builder.row.reasons.append("missing:order_no")
    if moment is None:
        builder.row.reasons.append("missing:occurred_at")
    if page.screen.screen == "unknown":
        builder.row.reasons.append("unknown_screen")


def _payee(page: Page) -> facts.TextFound | None:
    line = facts.title_above_headline(page) if page.screen.headline else None
    if line is None:
        return None
    return facts.TextFound(fold(line.text), value_of(line))


def _ticket_rows(page: Page) -> list[Row]:
    rows: list[Row] = []
    found = facts.numbers(page, page.pairs, "ticket_no")
    seen: set[str] = set()
    filed = _first(facts.moments(page.pairs, "filed_at"), facts.moments(page.pairs, "created_at"))
    for decision in found:
        if decision.value in seen:
            continue
        seen.add(decision.value)
        builder = RowBuilder("ticket")
        builder.number("order_no", decision, None)
        builder.moment(filed, [decision.value])
        builder.text("counterparty", facts.text_of(page.pairs, "counterparty"))
        builder.lines(_used_lines(page.pairs))
        rows.append(builder.done())
    return rows


def _product_rows(page: Page) -> list[Row]:
    builder = RowBuilder("product")
    product = facts.text_of([p for p in page.pairs if p.how in ("right", "inline")], "product")
    if product is not None:
        builder.text("product", product)
    else:
        title = max(
            (line for line in page.lines if len(fold(line.text)) >= 5 and digit_count(line.text) < 6),
            key=lambda line: line.box.h,
            default=None,
        )
        if title is not None:
            builder.text("product", facts.TextFound(fold(title.text), value_of(title)))
            builder.row.reasons.append("unlabelled:product")
    builder.text("counterparty", facts.text_of(page.pairs, "counterparty"))
    builder.lines(page.lines)
    return [builder.done()]


def _account_rows(page: Page) -> list[Row]:
    builder = RowBuilder("account")
    phone = facts.phone_of(page.pairs, page.lines)
    if phone is not None:
        builder.row.phone = phone.text
        builder.use(phone.value)
    account = next(
        (p for p in page.pairs if p.label.slot == "account" and not find_phone(p.value.text)), None
    )
    if account is not None:
        builder.text("account", facts.TextFound(fold(account.value.text), account.value))
    login = _first(facts.moments(page.pairs, "login_at"))
    builder.moment(login, [])
    builder.lines(page.lines)
    return [builder.done()]
