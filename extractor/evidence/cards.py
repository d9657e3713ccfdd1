"""Cards of a chat to rows: transfers and red packets, and orders that were sent with their number, sum and status."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence import facts, status_words
from extractor.evidence.calibration import witnesses_of
from extractor.evidence.decide import decide_moment, decide_number
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.schema import Row
from extractor.evidence.votes import Decision
from extractor.fields.moments import Moment
from extractor.fields.money import Money, is_price
from extractor.fields.text import fold, squeeze
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.screens.chat_cards import states_order
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Message, join_lines
from extractor.screens.pairs import Pair, find_pairs, value_of

_STATUS = (
    (re.compile(r"[已己巳]被?退[还回]|过期|[已己巳]拒[收绝]|退款到[账帐]"), "refunded"),
    (
        re.compile(
            r"[已己巳]被?(?:收款|接收|收钱|领取|收取|存入|到[账帐]|入[账帐]|付款|支付|收)|(?:收款|付款|转[账帐]|支付)成功"
        ),
        "paid",
    ),
    (
        re.compile(r"[待等].{0,4}(?:收款|收钱|领取|接收|确认)|请.{0,3}收款|发起.{0,4}转[账帐]|未[领收]"),
        "pending",
    ),
)
# Order and file cards name amounts, too, and move none.
_TRANSFER = re.compile(r"转[账帐]|收款|收钱|接收|领取|红包|退还|退回|付款|支付")
_MARK = re.compile(r"[¥￥]|元")
_UNTIED = "missing:order_no"
"""Neither a number nor a moment says which payment the order of a card is: a person has to."""
_ORDER = re.compile(r"订单(?:编号|号码?|ID)")


def card_row(message: Message, row: Row) -> Row | None:
    """row with what a card says of a payment: an order's number, sum, moment and status, else a transfer's; None for
    other cards.

    row holds what every row of the message has.
    """
    text = fold(message.text)
    if _ORDER.search(text):
        return _order_row(message, row)
    if _TRANSFER.search(text):
        return _transfer_row(message, row)
    if message.kind == "card" and states_order(message.lines):
        return _order_row(message, row)
    found = _transfer_row(message, row) if message.moves_money else None
    if found is not None and "low_confidence:text" not in found.reasons:
        found.reasons.append("low_confidence:text")  # its colour alone says that it is a transfer
    return found


def _transfer_row(message: Message, row: Row) -> Row | None:
    # line by line: the arrows of the card's sign beside its amount are read as figures
    decisions = [decide_amount(value_of(line), "card") for line in message.lines]
    amounts = [d for d in decisions if d is not None and (d.value.marked or d.value.decimals == 2)]
    if not amounts:
        return None
    _amount(row, amounts[0])
    marked = any(_MARK.search(reading.text) for line in message.lines for reading in line.readings)
    if not marked and not any("amount" in reason for reason in row.reasons):
        row.reasons.append("single_read:amount")  # the ¥ may have become a digit
    row.status = next((status for pattern, status in _STATUS if pattern.search(message.text)), "")
    return row


def _order_row(message: Message, row: Row) -> Row | None:
    """An order's card; None where it lacks the sum, or both a number and a line that says what became of the order: goods
    that are on offer have neither."""
    known = load_screens().fallback
    pairs = find_pairs(message.lines, known.labels)
    read = (
        decide_number(pair.value, f"order_no:{pair.label.text}") for pair in facts.by_rank(pairs, "order_no")
    )
    orders = [decision for decision in read if decision is not None]
    amounts = _sums(message, pairs)
    if not amounts or not (orders or states_order(message.lines)):
        return None
    if orders:
        row.order_no = orders[0].value
        _doubts(row, "order_no", orders[0])
    _amount(row, amounts[0])
    if len({decision.value.value for decision in amounts}) > 1:
        row.reasons.append("other_amount_on_page:amount")
    moment = _moment(message, pairs)
    _without_time(row, message)
    if moment is not None:
        row.occurred_at = moment.value.isoformat()
        _doubts(row, "occurred_at", moment)
    else:
        row.notes.append("no_time_shown")
    _status(row, message.lines)
    if moment is None and not row.status:
        row.kind = "mention"
    elif moment is None and not orders:
        row.reasons.append(_UNTIED)
    return row


def offer_row(lines: Sequence[Line], title: str) -> Row | None:
    """The order that the bar below a chat's title shows; None for goods on offer: nothing is said of what became of them.

    The word stands in the column of the price; what stands beside it are buttons.
    """
    prices = [line for line in lines if any(is_price(reading.text) for reading in line.readings)]
    if not prices:
        return None
    price = min(prices, key=lambda line: line.box.y)
    column = [line for line in lines if abs(line.box.x - price.box.x) < line.box.h]
    box = union_all(line.box for line in column)
    row = Row("transaction", text=join_lines(column), counterparty=title, box=box, notes=["no_time_shown"])
    _status(row, [line for line in column if line.box.y > price.box.y])
    amount = decide_amount(value_of(price), "card")
    if not row.status or amount is None:
        return None
    _amount(row, amount)
    if len(prices) > 1:
        row.reasons.append("other_amount_on_page:amount")
    row.reasons.append(_UNTIED)
    return row


def _status(row: Row, lines: Sequence[Line]) -> None:
    """Gives a row the first word of a status among lines."""
    known = load_screens().fallback.status
    read = (status_words.status_in(squeeze(line.text), known, labelled=False) for line in lines)
    status = next((found for found in read if found is not None), None)
    if status is not None:
        row.status = status[0].status
        if not status[1]:
            row.reasons.append("unsure_word:status")


def _without_time(row: Row, message: Message) -> None:
    """Takes the message's time from an order's row, with the doubts of it: when a card was sent is not when was paid."""
    told = (*(message.time.reasons if message.time else ()), "times_not_in_order")
    row.occurred_at = ""
    row.reasons = [
        reason
        for reason in row.reasons
        if not (reason.endswith(":occurred_at") or reason in told or reason.startswith("capture_time_from_"))
    ]
    row.notes = [note for note in row.notes if note != "no_time_shown"]


def _sums(message: Message, pairs: Sequence[Pair]) -> list[Decision[Money]]:
    """The sums that a card names: those beside a label of what was paid, else those that stand alone in their line with a ¥
    or cents, else those that its words name. 100元 in the name of the goods is their face value, not what they cost."""
    for slot in ("paid_amount", "order_amount"):
        found = facts.amounts(pairs, slot)
        if found:
            return found
    stated = {id(pair.label_line) for pair in pairs}
    lines = [line for line in message.lines if id(line) not in stated]
    alone = [line for line in lines if any(is_price(reading.text) for reading in line.readings)]
    read = [decide_amount(value_of(line), "card") for line in alone or lines]
    return [d for d in read if d is not None and (d.value.marked or d.value.decimals == 2)]


def _moment(message: Message, pairs: Sequence[Pair]) -> Decision[Moment] | None:
    for slot in ("paid_at", "created_at", "other_at"):
        found = facts.moments(pairs, slot)
        if found:
            return found[0]
    read = [decide_moment(value_of(line), "card") for line in message.lines]
    return next((decision for decision in read if decision is not None), None)


def _amount(row: Row, decision: Decision[Money]) -> None:
    row.amount, row.currency = str(decision.value), "CNY"
    _doubts(row, "amount", decision)


def _doubts(row: Row, column: str, decision: Decision[str] | Decision[Money] | Decision[Moment]) -> None:
    row.witnesses[column] = witnesses_of(decision)
    row.reasons.extend(f"{doubt}:{column}" for doubt in decision.doubts)
    if len(decision.other_readings) > 1:
        row.reasons.append(f"two_reads_disagree:{column}={'|'.join(decision.other_readings)}")
    elif not decision.agreed and not decision.doubts:
        row.reasons.append(f"single_read:{column}")
