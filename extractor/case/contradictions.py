"""Rows of one dispute that cannot both be right, or do not fit together. Shown to a person, never settled here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from extractor.case.fits import near, same_number, similar_numbers
from extractor.case.groups import Group
from extractor.case.load import CaseRow
from extractor.case.model import Contradiction, Facts, Text


def contradictions_of(group: Group, facts: Facts) -> list[Contradiction]:
    """All contradictions, each pair of values once."""
    found: dict[tuple[str, tuple[str, ...]], Contradiction] = {}
    for one in _all(group, facts):
        key = (one.kind, tuple(sorted(one.values)))
        old = found.get(key)
        if old is None:
            found[key] = one
        else:
            old.rows = list(dict.fromkeys([*old.rows, *one.rows]))
    return list(found.values())


def _all(group: Group, facts: Facts) -> Iterator[Contradiction]:
    payments = group.of("payment")
    yield from _refund_shown(facts)
    yield from _amounts(group.of("order"), payments)
    yield from _same_trade(payments)
    yield from _orders_apart(group.of("order"))
    yield from _similar(group.rows)
    yield from _chat_before(group, payments)
    yield from _claims(group, payments)


def _refund_shown(facts: Facts) -> Iterator[Contradiction]:
    """A page says that the money went back: whoever asks for it all the same may ask for what he has."""
    shown = facts.refund_shown
    if shown is None or shown.state != "contradicted":
        return
    zh, en = ("已退款", "refunded") if shown.value == "refunded" else ("退款中", "being refunded")
    yield Contradiction(
        kind="refund_shown",
        rows=shown.rows,
        values=[],
        text=Text(
            zh=f"页面显示{zh}，而证据里没有到账记录。请先核对是否到账：已经到账的，不要再要求退款；没有到账的，请补一张支付渠道账单的截图，并在 case.toml 里写上 not_refunded = true。",
            en=f"A page says {en}, and no record shows the money come. Check first whether it came: if so, claim nothing; if not, add the bill of the payment channel and set not_refunded = true in case.toml.",
        ),
    )


def _amounts(orders: Sequence[CaseRow], payments: Sequence[CaseRow]) -> Iterator[Contradiction]:
    for order in orders:
        for payment in payments:
            a, b = order.amount, payment.amount
            if a is None or b is None or a == b or near(a, b):
                continue
            yield Contradiction(
                kind="amount",
                rows=[order.id, payment.id],
                values=[f"{a:.2f}", f"{b:.2f}"],
                text=Text(
                    zh=f"订单上是 {a:.2f} 元，付款是 {b:.2f} 元，两处金额不一致。请核对是否同一笔，或是否有优惠、手续费。",
                    en=f"The order says {a:.2f}, the payment {b:.2f}. Is it the same purchase? A discount or fee?",
                ),
            )


def _same_trade(payments: Sequence[CaseRow]) -> Iterator[Contradiction]:
    """Two witnesses of one payment: amount, time and the seller's number must agree."""
    for one, other in combinations(payments, 2):
        if not one.trade_no or not same_number(one.trade_no, other.trade_no):
            continue
        if one.amount and other.amount and one.amount != other.amount:
            yield Contradiction(
                kind="amount",
                rows=[one.id, other.id],
                values=[f"{one.amount:.2f}", f"{other.amount:.2f}"],
                text=Text(
                    zh=f"同一交易单号 {one.trade_no}，一处是 {one.amount:.2f} 元，另一处是 {other.amount:.2f} 元。",
                    en=f"Trade number {one.trade_no}: {one.amount:.2f} here, {other.amount:.2f} there.",
                ),
            )
        if _apart(one, other):
            yield Contradiction(
                kind="time",
                rows=[one.id, other.id],
                values=[one.occurred_at, other.occurred_at],
                text=Text(
                    zh=f"同一交易单号 {one.trade_no}，两处的时间不一致（{readable(one.occurred_at)} 与 {readable(other.occurred_at)}）。",
                    en=f"Trade number {one.trade_no}: two different times ({one.occurred_at}, {other.occurred_at}).",
                ),
            )
        if one.order_no and other.order_no and not same_number(one.order_no, other.order_no):
            yield Contradiction(
                kind="order_no",
                rows=[one.id, other.id],
                values=[one.order_no, other.order_no],
                text=Text(
                    zh=f"同一交易单号 {one.trade_no}，两处的商户单号不一致。",
                    en=f"Trade number {one.trade_no}: two different merchant numbers.",
                ),
            )


def _apart(one: CaseRow, other: CaseRow) -> bool:
    if one.at is None or other.at is None:
        return False
    if not (one.has_clock and other.has_clock):
        return one.day != other.day
    return abs(one.at - other.at) >= timedelta(minutes=1)


def _orders_apart(orders: Sequence[CaseRow]) -> Iterator[Contradiction]:
    """Two pages of one order must show one amount."""
    for one, other in combinations(orders, 2):
        if (
            one.order_no
            and one.order_no == other.order_no
            and one.amount
            and other.amount
            and one.amount != other.amount
        ):
            yield Contradiction(
                kind="amount",
                rows=[one.id, other.id],
                values=[f"{one.amount:.2f}", f"{other.amount:.2f}"],
                text=Text(
                    zh=f"同一订单号 {one.order_no}，一处是 {one.amount:.2f} 元，另一处是 {other.amount:.2f} 元。",
                    en=f"Order {one.order_no}: {one.amount:.2f} here, {other.amount:.2f} there.",
                ),
            )


def _similar(rows: Sequence[CaseRow]) -> Iterator[Contradiction]:
    numbered = [row for row in rows if row.numbers]
    for one, other in combinations(numbered, 2):
        for a in one.numbers:
            for b in other.numbers:
                if similar_numbers(a, b) and not (a in other.numbers or b in one.numbers):
                    yield Contradiction(
                        kind="similar_number",
                        rows=[one.id, other.id],
                        values=[a, b],
                        text=Text(
                            zh=f"两处号码只差一两位（{a} 与 {b}），很可能有一处读错或抄错，请对照原图改正。",
                            en=f"Two numbers differ by a digit or two ({a}, {b}); one is probably misread. Compare the pictures.",
                        ),
                    )


def _chat_before(group: Group, payments: Sequence[CaseRow]) -> Iterator[Contradiction]:
    """Who asks for a refund, or promises one, before the payment?"""
    paid = min((row for row in payments if row.at), key=lambda r: r.at, default=None)  # type: ignore[arg-type,return-value]
    if paid is None or paid.at is None:
        return
    for row in group.of("request", "promise", "refusal"):
        if row.at is None:
            continue
        early = row.at < paid.at if row.has_clock and paid.has_clock else row.at.date() < paid.at.date()
        if early:
            yield Contradiction(
                kind="chat_before_payment",
                rows=[row.id, paid.id],
                values=[row.occurred_at, paid.occurred_at],
                text=Text(
                    zh=f"聊天的时间（{readable(row.occurred_at)}）早于付款时间（{readable(paid.occurred_at)}），请核对聊天日期，或者它说的是另一笔交易。",
                    en=f"The chat ({row.occurred_at}) is before the payment ({paid.occurred_at}): a wrong date, or another purchase.",
                ),
            )


def _claims(group: Group, payments: Sequence[CaseRow]) -> Iterator[Contradiction]:
    """The user asked for another amount than was paid."""
    paid = next((row for row in payments if row.amount is not None), None)
    if paid is None or paid.amount is None:
        return
    for row in group.of("request"):
        asked = row.amount or row.promised_amount
        if asked is None or row.speaker == "other" or asked == paid.amount or near(asked, paid.amount):
            continue
        yield Contradiction(
            kind="claimed_amount",
            rows=[row.id, paid.id],
            values=[f"{asked:.2f}", f"{paid.amount:.2f}"],
            text=Text(
                zh=f"聊天里要求退 {asked:.2f} 元，付款是 {paid.amount:.2f} 元。各处主张的金额要一致，请说明差额或改正。",
                en=f"The chat asks for {asked:.2f}, {paid.amount:.2f} was paid. Claim one amount everywhere, or say why.",
            ),
        )


def readable(moment: str) -> str:
    """2026-09-28T21:05:33+08:00 as 2026-09-28 21:05."""
    return moment[:16].replace("T", " ")
