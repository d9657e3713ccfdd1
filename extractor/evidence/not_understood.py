"""A page of which nothing was understood: whether it asks for a person all the same."""

from __future__ import annotations

import re

from extractor.evidence.pages import shows_particulars, tells_of_payment
from extractor.evidence.schema import Row
from extractor.fields.text import fold, han_count, squeeze
from extractor.screens.coupons import shows_coupons
from extractor.screens.messages import Message
from extractor.screens.recognise import Page
from extractor.statements import Phrases, Speaker, find_statements

_EVIDENCE_WORDS = ("订单号", "订单编号", "交易单号", "转账单号", "流水号")
"""Labels of numbers: a page that shows one may be evidence."""
_SUM_PAID = re.compile(
    r"(?:付款|支付|实付|收款|退款|扣款|扣费|转账|消费|交易|到账|充值)(?:金额|成功)?.{0,6}?\d[\d,]*\.\d{2}(?!\d)"
)
"""A sum of money right behind what moved it."""
_SPEAKERS: tuple[Speaker, ...] = ("me", "other")
_SENTENCE = 5
"""A sentence about a refund has so many Han characters; the names of buttons and tabs have fewer."""


def page_without_rows(page: Page, phrases: Phrases) -> Row:
    """The row of a page without findings; one that looks like evidence all the same asks for a person."""
    row = Row("none", confidence=0.9)
    if _may_be_evidence(page, phrases):
        row.reasons.append("possible_evidence_not_understood")
        row.confidence = 0.5
    else:
        row.notes.append("nothing_found")
    return row


def _may_be_evidence(page: Page, phrases: Phrases) -> bool:
    """True for a page with a number's label, a labelled sum beside a moment, words of a payment, a sum and what became of it, or
    a refund's talk."""
    if page.chat is None and shows_coupons(page.lines, page.screen.labels):
        return False
    slots = {pair.label.slot for pair in page.pairs}
    if slots & {"order_no", "trade_no", "ticket_no"}:
        return True
    if slots & {"paid_amount", "order_amount", "refund_amount"} and any(s.endswith("_at") for s in slots):
        return True
    if page.chat is not None and any(_states_sum(message) for message in page.chat.messages):
        return True
    if page.chat is None and page.screen.rows in ("transaction", "list") and shows_particulars(page):
        return True
    texts = [squeeze(line.text) for line in page.lines]
    if any(word in text for word in _EVIDENCE_WORDS for text in texts) or tells_of_payment(page):
        return True
    return any(
        find_statements(text, speaker, at=None, phrases=phrases, by_wording=False)
        for text in texts
        if han_count(text) >= _SENTENCE and "退" in text
        for speaker in _SPEAKERS
    )


def _states_sum(message: Message) -> bool:
    """Whether a notice or a card tells of a sum that was paid: nobody said it, and no row states it."""
    if message.kind not in ("notice", "card"):
        return False
    return message.moves_money or bool(_SUM_PAID.search(squeeze(fold(message.text))))
