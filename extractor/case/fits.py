"""How well two rows of a case fit together: by number, by amount and time, by names; and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.case.groups import Group
from extractor.case.load import CaseRow
from extractor.case.model import Strength, Text
from extractor.case.names import shop_of
from extractor.fields.money import find_amounts
from extractor.fields.numbers import embedded_date
from extractor.fields.text import fold, squeeze

RANK: dict[Strength, int] = {"weak": 0, "likely": 1, "strong": 2, "certain": 3}
CHAT_DAYS = timedelta(days=90)
"""So long after a payment a conversation may still be about it."""
NUMBER_LENGTH = 8
"""Shorter numbers are equal by chance."""
_NEAR_SHARE = Decimal("0.01")
_NEAR_YUAN = Decimal("0.99")
_EARLY = timedelta(minutes=2)
_LATE = timedelta(minutes=31)
_ALIKE = 85
_LONG_NAME = 6
_WORDS_OF_FIRMS = re.compile(
    r"(?:有限|责任|股份|公司|科技|网络|信息|技术|数字|电子|商务|官方|客服|在线|旗舰店|商城|平台|服务)+"
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a row fits another one: how strong the link is, why, and in words."""

    strength: Strength
    reason: str
    to: CaseRow
    text: Text


def same_number(one: str, other: str) -> bool:
    """Equal, or a refund's number that begins with the payment's (Alipay: the 28 digits, `*` or `_`, the refund)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 28 and long.startswith(short) and long[len(short)] in "*_"


def similar_numbers(one: str, other: str) -> bool:
    """Two long numbers that differ by a digit or two: most likely one of them is misread."""
    return (
        one != other
        and min(len(one), len(other)) >= 14
        and abs(len(one) - len(other)) <= 1
        and Levenshtein.distance(one, other, score_cutoff=2) <= (2 if len(one) > 20 else 1)
    )


def near(one: Decimal, other: Decimal) -> bool:
    """Not equal, but within 1 % or 0.99 yuan: fees and random cents."""
    difference = abs(one - other)
    return difference > 0 and (difference <= _NEAR_YUAN or difference <= max(one, other) * _NEAR_SHARE)


def names_alike(one: str, other: str) -> bool:
    """Two names of a shop: 云卡数字 and 杭州云卡数字科技有限公司."""
    a, b = _WORDS_OF_FIRMS.sub("", one) or one, _WORDS_OF_FIRMS.sub("", other) or other
    if min(len(a), len(b)) < 2:
        return False
    if a in other or b in one:
        return True
    # of four characters one that differs makes another name: 飞鱼数娱, 腾飞数娱
    return min(len(a), len(b)) >= _LONG_NAME and fuzz.partial_ratio(a, b) >= _ALIKE


def number_fit(row: CaseRow, group: Group) -> Fit | None:
    for other in group.rows:
        for mine in row.numbers:
            for theirs in other.numbers:
                if len(mine) < NUMBER_LENGTH or len(theirs) < NUMBER_LENGTH or not same_number(mine, theirs):
                    continue
                trade = mine == row.trade_no or theirs == other.trade_no
                what, name = ("交易单号", "trade number") if trade else ("订单号", "order number")
                return Fit(
                    "certain",
                    "same_trade_no" if trade else "same_order_no",
                    other,
                    Text(zh=f"{what}相同：{mine}", en=f"the same {name}: {mine}"),
                )
    return None


def order_fit(order: Group, payment: Group) -> Fit | None:
    best: Fit | None = None
    for o in order.of("order"):
        for p in payment.of("payment", "refund"):
            fit = _pair_fit(o, p)
            if fit is not None and (best is None or RANK[fit.strength] > RANK[best.strength]):
                best = fit
    return best


def _pair_fit(order: CaseRow, payment: CaseRow) -> Fit | None:
    if order.amount is None or payment.amount is None:
        return None
    exact = order.amount == payment.amount
    if not exact and not near(order.amount, payment.amount):
        return None
    if order.trade_no and payment.trade_no and not similar_numbers(order.trade_no, payment.trade_no):
        return None
    window = _window(order, payment)
    payee = bool(order.counterparty and payment.counterparty) and names_alike(
        order.counterparty, payment.counterparty
    )
    if window == "outside" or (window in ("unknown", "hours") and not (exact and payee)):
        return None
    if window == "minutes":
        strength: Strength = "strong" if exact else "likely"
    elif window == "day":
        strength = "likely" if exact else "weak"
    else:
        strength = "weak"
    when_zh, when_en = _WINDOWS[window]
    if exact:
        zh, en = f"金额相同（{order.amount} 元）", f"the same amount ({order.amount})"
    else:
        zh = f"金额接近（订单 {order.amount} 元，付款 {payment.amount} 元，可能是手续费或随机零头，请核对）"
        en = f"near amounts (order {order.amount}, paid {payment.amount}: fee or random cents? please check)"
    who = ("，收款方名称相近", ", similar payee") if payee else ("", "")
    reason = "amount_time" if exact else "near_amount_time"
    return Fit(strength, reason, payment, Text(zh=f"{zh}，{when_zh}{who[0]}", en=f"{en}, {when_en}{who[1]}"))


_WINDOWS = {
    "minutes": ("下单和付款相隔不到半小时", "paid within half an hour of the order"),
    "hours": (
        "下单和付款在一天之内，但相隔超过半小时，请核对",
        "paid within a day, but more than half an hour after the order: please check",
    ),
    "day": ("付款在下单当天或者第二天", "paid on the day of the order or the next"),
    "unknown": ("时间无法比较", "no times to compare"),
}


def _window(order: CaseRow, payment: CaseRow) -> str:
    """minutes, hours, day, outside or unknown: does the payment follow the order as payments do?"""
    made, paid = order.at, payment.at
    if made is not None and paid is not None and order.has_clock and payment.has_clock:
        after = paid - made
        if -_EARLY <= after <= _LATE:
            return "minutes"
        return "hours" if _LATE < after <= timedelta(days=1) else "outside"
    days = {d for d in (order.day, embedded_date(order.order_no) if order.order_no else None) if d}
    if payment.day is None or not days:
        return "unknown"
    return "day" if any(timedelta(0) <= payment.day - d <= timedelta(days=1) for d in days) else "outside"


def names_other_number(row: CaseRow, group: Group) -> bool:
    """The row names a number of a form that the dispute has too, and it is another one."""
    own = {
        n
        for r in group.of("order", "request", "promise", "refusal", "mention")
        for n in ([r.order_no] if r.order_no else [])
    }
    named = row.order_mentioned if row.is_ticket else {row.order_no} - {""}
    own |= group.numbers if row.is_ticket and own else set()
    return bool(
        named and own and not any(same_number(n, o) or similar_numbers(n, o) for n in named for o in own)
    )


def how_it_fits(row: CaseRow, group: Group) -> Fit | None:
    """How well a statement, ticket, product or account fits a dispute, and why."""
    anchors = group.of("order", "payment", "refund")
    for number in row.numbers:
        for anchor in anchors:
            for other in anchor.numbers:
                if same_number(number, other):
                    return Fit(
                        "certain",
                        "same_number",
                        anchor,
                        Text(zh=f"写明了号码 {number}", en=f"names the number {number}"),
                    )
    printed = _printed_fit(row, anchors)
    if printed is not None:
        return printed
    for number in row.numbers:
        for anchor in anchors:
            for other in anchor.numbers:
                if similar_numbers(number, other):
                    text = Text(
                        zh=f"号码几乎相同（{number} 与 {other}），可能有一处读错，请核对",
                        en=f"nearly the same number ({number}, {other}): one may be misread",
                    )
                    return Fit("weak", "similar_number", anchor, text)
    if names_other_number(row, group):
        return None
    if row.kind == "product":
        return _product_fit(row, anchors)
    if row.kind == "account":
        return _account_fit(row, anchors)
    return _speech_fit(row, anchors)


def _printed_fit(row: CaseRow, anchors: Sequence[CaseRow]) -> Fit | None:
    """The page of a ticket, a product or an account prints a number of the dispute: 关联订单."""
    printed = row.mentioned
    for anchor in anchors if printed else ():
        number = next((n for n in anchor.numbers if len(n) >= NUMBER_LENGTH and n in printed), None)
        if number is not None:
            text = Text(zh=f"页面上写着号码 {number}", en=f"the page shows the number {number}")
            return Fit("certain", "same_number", anchor, text)
    return None


def _product_fit(row: CaseRow, anchors: Sequence[CaseRow]) -> Fit | None:
    for anchor in anchors:
        if row.product and anchor.product and fuzz.partial_ratio(row.product, anchor.product) >= _ALIKE:
            return Fit(
                "strong",
                "same_product",
                anchor,
                Text(zh=f"商品相同（{anchor.product}）", en=f"the same product ({anchor.product})"),
            )
    for anchor in anchors:
        shop, other = shop_of(row), shop_of(anchor)
        if shop and other and names_alike(shop, other):
            return Fit(
                "likely",
                "counterparty",
                anchor,
                Text(zh=f"店铺名称相近（{shop}）", en=f"similar shop ({shop})"),
            )
    return None


def _account_fit(row: CaseRow, anchors: Sequence[CaseRow]) -> Fit | None:
    for anchor in anchors:
        for what, mine, theirs in (
            ("账号", row.account, anchor.account),
            ("手机号", row.phone, anchor.phone),
        ):
            if mine and mine == theirs:
                return Fit(
                    "strong", "same_account", anchor, Text(zh=f"{what}相同", en="the same account or phone")
                )
    return None


def _speech_fit(row: CaseRow, anchors: Sequence[CaseRow]) -> Fit | None:
    said = named_amounts(row)
    anchor = next((a for a in anchors if a.amount in said), None)
    amount = anchor is not None
    shop = shop_of(row)
    named = next(
        (a for a in anchors if shop and (other := shop_of(a)) and names_alike(shop, other)),
        None,
    )
    start = min((a.at for a in anchors if a.at), default=None)
    after = row.at is None or start is None or start - timedelta(days=1) <= row.at <= start + CHAT_DAYS
    if not after:
        return None
    if amount and named is not None and anchor is not None:
        return Fit(
            "strong",
            "amount_counterparty",
            anchor,
            Text(
                zh=f"金额相同（{anchor.amount} 元），对方名称相近",
                en=f"the same amount ({anchor.amount}), similar counterparty",
            ),
        )
    if anchor is not None:
        return Fit(
            "likely",
            "amount",
            anchor,
            Text(
                zh=f"金额相同（{anchor.amount} 元），时间在付款之后",
                en=f"the same amount ({anchor.amount}), after the payment",
            ),
        )
    if named is not None:
        paid = {a.amount for a in anchors if a.amount is not None}
        if said and paid and not any(near(a, b) for a in said for b in paid):
            sums = ("、".join(f"{a:.2f}" for a in sorted(said)), "、".join(f"{a:.2f}" for a in sorted(paid)))
            text = Text(
                zh=f"对方名称相近（{shop}），但写的金额是 {sums[0]} 元，不是 {sums[1]} 元",
                en=f"similar counterparty ({shop}), but it names {sums[0]}, not {sums[1]}",
            )
            return Fit("weak", "counterparty", named, text)
        return Fit(
            "likely",
            "counterparty",
            named,
            Text(zh=f"对方名称相近（{shop}）", en=f"similar counterparty ({shop})"),
        )
    return None


_LABELLED = re.compile(
    r"金额\s*(?:\((?:人民币)?元\)\s*:?|:)\s*[¥￥]?(\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{1,7}(?:\.\d\d?)?)(?![\d.])"
)
_PAID = re.compile(
    r"(?:付款?|支付|转账?|花)了(\d{1,6}(?:\.\d{1,2})?)(?![\d.]|[年月天日小分秒次笔单张个%半周])"
)
"""付了15: who paid names no currency."""


def named_amounts(row: CaseRow) -> set[Decimal]:
    said = {a for a in (row.amount, row.promised_amount) if a is not None}
    if row.is_ticket:  # 争议金额(元) and the figure in the next line: the label says that it is money
        said |= {
            Decimal(found[1].replace(",", "")).quantize(Decimal("0.01"))
            for found in _LABELLED.finditer(fold(row.text))
        }
    said |= {Decimal(found[1]).quantize(Decimal("0.01")) for found in _PAID.finditer(squeeze(row.text))}
    return said | {money.value for money in find_amounts(row.text) if money.marked}
