"""What pages' numbers, amount and moment become in a row, beside what else the page says of the payment."""

from __future__ import annotations

import re

from extractor.evidence import facts, page_status
from extractor.evidence.builder import CHANNELS, RowBuilder
from extractor.evidence.decide_amounts import FOREIGN, is_foreign
from extractor.evidence.page_amounts import DUE
from extractor.evidence.page_moments import (
    CAME,
    TOLD,
    by_number,
    carried,
    dated_by,
    made_before,
)
from extractor.evidence.page_numbers import unpaired_numbers
from extractor.evidence.votes import Decision
from extractor.fields.moments import Moment
from extractor.fields.money import Money
from extractor.fields.text import fold, squeeze
from extractor.screens.pairs import Pair, value_of
from extractor.screens.recognise import Page

OF_MONEY = re.compile(
    r"支付|付款|转账|汇款|退款|收款|充值|提现|交易|扣款|缴费|到账|payment|paid|refund|transfer"
)
"""In the words that say what has become of a payment."""
_VAGUE = ("order_amount:", "created_at:日期", "created_at:时间", "order_no:订单:", "order_no:单号:")
"""Rules of labels that name something else on many a page."""
_LABELLED = 2
"""So many colons has the rule of a value that stands beside a label."""
_SIDE, _BESIDE = re.compile("[付收](?:款[人方]?)?$"), 4
"""What stands at the left of the particulars of who paid and who was paid, and within how many lines' heights of a label."""
_CURRENCY = ("币种", "交易币种", "Currency")


def fill(
    builder: RowBuilder,
    page: Page,
    order: Decision[str] | None,
    trade: Decision[str] | None,
    moment: Decision[Moment] | None,
    amount: Decision[Money] | None,
) -> None:
    """Gives a row its numbers, moment and amount, and what else the page's pairs and headline say of the payment; adds the reasons
    why a person should look: an amount, a number or a label that is missing, a currency that is none of ours."""
    pairs = page.pairs
    moment = dated_by(moment, (order, trade))
    if not builder.row.status:  # when a refund came no number tells
        moment = by_number(moment, (order, trade))
    value = moment.value if moment else None
    builder.number("order_no", order, value)
    builder.number("trade_no", trade, value)
    builder.amount(amount)
    builder.moment(moment, [d.value for d in (order, trade) if d])
    builder.text("counterparty", facts.text_of(_of_payee(page), "counterparty") or _payee(page))
    builder.account(pairs)
    product = facts.text_of(pairs, "product")
    builder.text("product", product)
    if product is not None and builder.row.product and facts.is_cut(product, page):
        builder.row.reasons.append("cropped:product")
    builder.phone(facts.phone_of(pairs))
    builder.pairs(pairs)
    if page.headline is not None and page.screen.headline:
        builder.lines([page.headline])
    if amount is None:
        builder.row.reasons.append("missing:amount")
    elif FOREIGN not in amount.doubts and any(
        p.label.text in _CURRENCY and is_foreign(p.value) for p in pairs
    ):
        builder.row.reasons.append(f"{FOREIGN}:amount")
    channels = page.screen.screen.startswith(CHANNELS) or any(p.label.slot == "trade_no" for p in pairs)
    if trade is None and channels and unpaired_numbers(page, pairs):
        builder.row.reasons.append("missing:trade_no")  # 交易号 beside the last digits of a number, too
    if order is None and trade is None and page.screen.screen == "card_platform.order":
        builder.row.reasons.append("missing:order_no")
    if page.screen.screen == "unknown" and not all_labelled(order or trade, amount, moment, page):
        builder.row.reasons.append("unknown_screen")


def all_labelled(
    number: Decision[str] | None,
    amount: Decision[Money] | None,
    moment: Decision[Moment] | None,
    page: Page,
) -> bool:
    """True where number, amount and moment each stand beside a label that says so: who printed the page says no more.

    Beside what has become of the payment a big amount needs no label, and a page no number; a number that carries the minute
    of the moment is the order's, and the moment when it was made; one that carries a second of the minutes before a payment is
    the order's, too.
    """
    status = page_status.status_of(page, page.pairs, page.lines)
    said = status is not None and status.exact and bool(OF_MONEY.search(status.word))
    back = said and status is not None and status.status == "refunded"
    found: tuple[Decision[str] | Decision[Money] | Decision[Moment] | None, ...] = (
        (number, amount, moment) if number is not None or not said else (amount, moment)
    )
    if number is not None and moment is not None and number.rule.count(":") >= _LABELLED:
        # 订单 2020012216223958 and 2020-01-22 16:22 bear each other out, whatever they are called
        if carried(moment.value, (number,)) and not moment.doubts:
            found = (amount,)
        elif made_before(moment.value, number.value):
            found = (amount, moment)
    return all(
        one is not None
        and (
            one.rule.count(":") >= _LABELLED
            or (one.rule == "bare" and not one.doubts)  # it has the second of a moment with a label
            or (said and one.rule in ("headline", "stamp", CAME) and not one.doubts)
            or (back and one.rule == TOLD and not one.doubts)  # 退款成功, and when right below
        )
        for one in found
    ) and not any(
        label in one.rule for one in found if one is not None and not DUE.search(one.rule) for label in _VAGUE
    )


def _of_payee(page: Page) -> list[Pair]:
    """The pairs of a page without the names of who paid, where a receipt has one label, 户名, for both, and 付款人 and 收款人 stand
    beside them, written downwards or not."""
    pairs = list(page.pairs)
    heads = [line for line in page.lines if _SIDE.match(squeeze(line.text))]
    sides = {}
    for pair in pairs:
        label = pair.label_line.box
        twins = [o for o in pairs if o.label.text == pair.label.text and o.value.text != pair.value.text]
        beside = [
            head
            for head in heads
            if head.box.right <= label.x and abs(head.box.cy - label.cy) < _BESIDE * label.h
        ]
        if pair.label.slot == "counterparty" and twins and beside:
            sides[id(pair)] = squeeze(max(beside, key=lambda head: head.box.x).text)[0]
    if set(sides.values()) != {"付", "收"}:
        return pairs
    return [pair for pair in pairs if sides.get(id(pair)) != "付"]


def _payee(page: Page) -> facts.TextFound | None:
    line = facts.title_above_headline(page) if page.screen.headline else None
    if line is None:
        return None
    return facts.TextFound(fold(line.text), value_of(line))
