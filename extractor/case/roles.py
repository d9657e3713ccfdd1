"""What a row is in a dispute: an order, a payment, a refund, a statement …"""

from __future__ import annotations

from extractor.case.load import CaseRow
from extractor.case.model import Role

_CHANNELS = ("wechat_pay.", "alipay.", "unionpay.", "bank.", "refund.notice", "bill_list")
_SHOPS = ("card_platform.", "shop.")
_SAME: dict[str, Role] = {
    "promise": "promise",
    "refusal": "refusal",
    "request": "request",
    "scam": "scam",
    "ticket": "ticket",
    "product": "product",
    "account": "account",
    "mention": "mention",
}


def role_of(row: CaseRow) -> Role | None:
    """None for rows that say nothing of a dispute: nothing found, unread, and income in a bill export."""
    if row.is_ticket:
        return "ticket"
    if row.kind != "transaction":
        return _SAME.get(row.kind)
    if row.neutral and "收/支:收入" in row.text and row.status not in ("refunded", "refunding"):
        return None
    if row.screen.startswith(_SHOPS) or of_order_list(row):
        return "order"
    if row.screen.startswith(_CHANNELS) or row.neutral or row.chat:
        return "refund" if row.status in ("refunded", "refunding") else "payment"
    if row.trade_no and not row.order_no:
        return "refund" if row.status in ("refunded", "refunding") else "payment"
    return "order"


def of_order_list(row: CaseRow) -> bool:
    """A line of a platform's list of orders, and no bill's: bills show a payee and no number of the platform."""
    return row.screen == "bill_list" and bool(row.order_no) and not row.trade_no and not row.counterparty


def is_channel(row: CaseRow) -> bool:
    """The payment channel itself shows the row: a bill, a receipt, an export."""
    if of_order_list(row):
        return False
    return row.screen.startswith(_CHANNELS) or row.neutral


def is_background(row: CaseRow) -> bool:
    """A row of an export or a bill list: most of them are groceries, so they make no dispute by themselves; an order that
    failed does."""
    if of_order_list(row) and row.status in ("failed", "processing"):
        return False
    return row.neutral or row.screen == "bill_list"


def channel_name(row: CaseRow) -> str:
    """The payment channel's name in Chinese; empty where the row does not tell."""
    if row.screen.startswith("wechat_pay"):
        return "微信支付"
    if row.screen.startswith("alipay"):
        return "支付宝"
    if row.screen.startswith("unionpay"):
        return "云闪付"
    if row.screen.startswith("bank."):
        return "银行转账"
    if row.trade_no.startswith("4200") and len(row.trade_no) == 28:
        return "微信支付"
    return ""


def to_person(row: CaseRow) -> bool:
    """A transfer to a person, for which the channel has no complaint against a merchant."""
    return row.screen in ("wechat_pay.transfer", "alipay.transfer") or (
        row.chat and row.kind == "transaction"
    )
