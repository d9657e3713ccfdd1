"""The order and trade number of a page or of an item of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from extractor.evidence import facts
from extractor.evidence.builder import CHANNELS, UNLABELLED
from extractor.evidence.decide import Decision, decide_number
from extractor.fields.numbers import embedded_date, known_format
from extractor.fields.text import digit_count
from extractor.ocr.lines import Line
from extractor.screens.pairs import Pair, wrapped_number
from extractor.screens.recognise import Page

T = TypeVar("T")
_CHANNEL_LENGTH = 27
"""No shop's dated numbers are as long as the channels' (28 to 40 digits, one lost in reading)."""
_LEAST_TRADE_DIGITS = 20
"""A line of at least so many digits may begin a channel's number, which may go on in the next line."""


def preferred(*groups: Sequence[T]) -> T | None:
    """The first item of the first group that has one."""
    return next((group[0] for group in groups if group), None)


def numbers_of(page: Page, pairs: Sequence[Pair]) -> tuple[Decision[str] | None, Decision[str] | None]:
    """(order_no, trade_no): where a channel shows the merchant's number beside its own, its own is the trade's."""
    merchant = preferred(facts.numbers(page, pairs, "merchant_no"))
    order = preferred(facts.numbers(page, pairs, "order_no"))
    trade = preferred(
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
    if not page.screen.screen.startswith(CHANNELS):
        return None
    for line in unpaired_numbers(page, pairs):
        decision = decide_number(wrapped_number(line, page.lines), UNLABELLED)
        known = known_format(decision.value) if decision is not None else None
        if decision is not None and known is not None and known.name.startswith(("wechat", "alipay")):
            return decision
    return None


def unpaired_numbers(page: Page, pairs: Sequence[Pair]) -> list[Line]:
    """The lines of many digits that no label claims."""
    used = {id(line) for pair in pairs for line in (pair.label_line, *pair.value.lines)}
    return [
        line for line in page.lines if id(line) not in used and digit_count(line.text) >= _LEAST_TRADE_DIGITS
    ]
