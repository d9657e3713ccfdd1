"""Which rows are of one dispute: every link has a reason and a strength, and what fits nothing stays alone.

Three steps: equal numbers join orders, payments and refunds; then orders without a payment and payments without an
order are matched by amount, time window and payee, but only where both have no better partner; then chats, tickets,
products and accounts go to the dispute that they fit (placing.py). The platform's order number is usually not on the bill, and
aggregators charge a little more or less than the page says (fees, random cents): hence "near" amounts, and they say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import count

from extractor.case.fits import CHAT_DAYS, NUMBER_LENGTH, RANK, Fit, names_alike, number_fit, order_fit
from extractor.case.groups import Alone, Group
from extractor.case.load import CaseRow, Said
from extractor.case.model import Link, Text
from extractor.case.placing import own_disputes, place, put_filed
from extractor.case.roles import is_background, of_order_list, role_of
from extractor.case.talk import Talk


def link(
    rows: Sequence[CaseRow],
    *,
    joined: Sequence[Sequence[str]] = (),
    left_out: Iterable[str] = (),
    said: Sequence[Said] = (),
    filed: Mapping[str, str] | None = None,
) -> tuple[list[Group], list[Alone]]:
    """Disputes of rows (one person's), and the rows of none. joined, left_out: what a person decided (evidence_ids).

    said: all messages of the chats, for what a statement's row does not say. filed: of each complaint that a person recorded
    its number, and an evidence_id of the dispute that it was recorded for.
    """
    out = set(left_out)
    alone = [
        Alone(
            row,
            "left_out",
            Text(zh="您在 case.toml 里排除了这一行。", en="You left this row out in case.toml."),
        )
        for row in rows
        if row.id in out
    ]
    rows = [row for row in rows if row.id not in out]
    anchors = [row for row in rows if role_of(row) in ("order", "payment", "refund")]
    groups = _by_number(anchors)
    _join_by_hand(groups, joined)
    ambiguous = _match_orders(groups)
    _match_refunds(groups)
    others = [row for row in rows if role_of(row) not in (None, "order", "payment", "refund")]
    talk = Talk(others, said)
    rest = place(groups, others, joined, talk)
    own, rest = own_disputes(rest, talk)
    groups.extend(own)
    rest = put_filed(groups, rest, filed or {})
    kept: list[Group] = []
    for group in groups:
        if all(is_background(row) for row in group.rows):
            alone.extend(_background(group.rows))
        else:
            kept.append(group)
    alone.extend(rest)
    for row in rows:
        if role_of(row) is None:
            reason = row.kind if row.kind in ("none", "unread") else "income"
            alone.append(Alone(row, reason, _WHY_ALONE[reason]))
    for group in kept:
        note = next((text for row, text in ambiguous if row in group.rows), None)
        if note is not None:
            first = group.rows[0]
            group.links.append(Link(a=first.id, b=first.id, reason="ambiguous", strength="weak", text=note))
        group.mark_loose()
    kept.sort(
        key=lambda g: (min((r.occurred_at for r in g.rows if r.occurred_at), default="9"), g.rows[0].id)
    )
    return kept, alone


_WHY_ALONE = {
    "none": Text(zh="这张图里没有读到与交易有关的内容。", en="Nothing about a transaction was found in this picture."),
    "unread": Text(zh="这个文件没有读出来，请看证据表里的原因。", en="This file was not read; the table says why."),
    "income": Text(zh="账单里的收入，不是付款。", en="Income in the bill, no payment."),
    "other_order": Text(
        zh="平台订单列表里的一笔，没有聊天、投诉或付款与它对应，也没有写失败，所以没有单独成案。如果这一笔有纠纷，请补上它的订单详情页或聊天截图。",
        en="An order of a platform's list; no chat, complaint or payment speaks of it, and it did not fail, so it makes no case. If it is disputed, add its own page or the chat.",
    ),
    "background": Text(
        zh="账单里的其他交易，没有订单页或聊天与它对应。",
        en="Another transaction of the bill; no order page and no chat speaks of it.",
    ),
}  # fmt: skip


def _background(rows: Sequence[CaseRow]) -> list[Alone]:
    """Bills go unnamed, for an export has thousands; an order of a platform's list is named, for it may be the one."""
    codes = [(row, "other_order" if of_order_list(row) else "background") for row in rows]
    return [Alone(row, code, _WHY_ALONE[code]) for row, code in codes]


def _by_number(anchors: Sequence[CaseRow]) -> list[Group]:
    """Orders, payments and refunds that share a number are one. A dictionary, for a bill export has thousands of rows."""
    groups: dict[int, Group] = {}
    home: dict[str, int] = {}
    places = count()
    for row in anchors:
        keys = [_key(n) for n in row.numbers if len(n) >= NUMBER_LENGTH]
        own = sorted({home[key] for key in keys if key in home})
        place = own[0] if own else next(places)
        group = groups.setdefault(place, Group())
        for other in own:
            fit = number_fit(row, groups[other])
            if fit is not None:
                group.links.append(_link(row, fit))
        group.rows.append(row)
        for other in own[1:]:
            gone = groups.pop(other)
            group.rows.extend(gone.rows)
            group.links.extend(gone.links)
            home.update({key: place for key, at in home.items() if at == other})
        home.update(dict.fromkeys(keys, place))
    return list(groups.values())


def _key(number: str) -> str:
    """Equal for numbers that are the same_number: a refund's is cut to the payment's part."""
    return re.split(r"[*_]", number, maxsplit=1)[0] if len(number) > 28 and number[:28].isdigit() else number


def _link(row: CaseRow, fit: Fit) -> Link:
    return Link(a=row.id, b=fit.to.id, reason=fit.reason, strength=fit.strength, text=fit.text)


def _merge(groups: list[Group], into: Group, other: Group) -> None:
    into.rows.extend(other.rows)
    into.links.extend(other.links)
    groups.remove(other)


def _join_by_hand(groups: list[Group], joined: Sequence[Sequence[str]]) -> None:
    text = Text(
        zh="您在 case.toml 里指定它们属于同一笔交易", en="you said in case.toml that they belong together"
    )
    for ids in joined:
        mine = [g for g in groups if any(row.id in ids for row in g.rows)]
        for other in mine[1:]:
            a = next(row for row in mine[0].rows if row.id in ids)
            b = next(row for row in other.rows if row.id in ids)
            mine[0].links.append(Link(a=a.id, b=b.id, reason="by_hand", strength="certain", text=text))
            _merge(groups, mine[0], other)


def _match_orders(groups: list[Group]) -> list[tuple[CaseRow, Text]]:
    """Orders without a payment to payments without an order; returns what fitted more than one.

    The strongest pairs first; at each strength only pairs without a rival of that strength are joined.
    """
    orders = [g for g in groups if g.of("order") and not g.of("payment", "refund")]
    payments = [g for g in groups if g.of("payment", "refund") and not g.of("order")]
    fits: dict[tuple[int, int], Fit] = {}
    for i, order in enumerate(orders):
        for j, payment in enumerate(payments):
            fit = order_fit(order, payment)
            if fit is not None:
                fits[i, j] = fit
    pairs: list[tuple[int, int]] = []
    for rank in sorted(RANK.values(), reverse=True):
        pairs += _alone_at(fits, rank, pairs)
    taken_orders, taken_payments = {i for i, _ in pairs}, {j for _, j in pairs}
    open_fits = [(i, j) for i, j in fits if i not in taken_orders and j not in taken_payments]
    ambiguous = [
        (orders[i].rows[0], _ambiguous(sum(a == i for a, _ in open_fits))) for i in {i for i, _ in open_fits}
    ]
    for i, j in pairs:
        orders[i].links.append(_link(orders[i].rows[0], fits[i, j]))
        _merge(groups, orders[i], payments[j])
    return ambiguous


def _alone_at(
    fits: dict[tuple[int, int], Fit], rank: int, taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs of a strength whose two sides fit nothing else that is free and as strong."""
    orders, payments = {i for i, _ in taken}, {j for _, j in taken}
    free = [
        pair
        for pair, fit in fits.items()
        if RANK[fit.strength] == rank and pair[0] not in orders and pair[1] not in payments
    ]
    by_order, by_payment = Counter(i for i, _ in free), Counter(j for _, j in free)
    return [(i, j) for i, j in free if by_order[i] == 1 and by_payment[j] == 1]


def _ambiguous(count: int) -> Text:
    return Text(
        zh=f"有 {count} 笔付款的金额和时间与这个订单相符，或者别的订单也与同一笔付款相符，没有强行对应。请核对后在 case.toml 的 [[link]] 里指定。",
        en=f"{count} payments agree with this order in amount and time, or other orders agree with the same payment; none was forced. Name the right one under [[link]] in case.toml.",
    )


def _match_refunds(groups: list[Group]) -> None:
    """A refund without a number of its own: to the only earlier payment of that amount and payee."""
    for refund in [g for g in groups if g.of("refund") and not g.of("payment", "order")]:
        row = refund.rows[0]
        if row.trade_no or row.amount is None:
            continue
        fitting = [
            (g, p)
            for g in groups
            if g is not refund
            for p in g.of("payment")[:1]
            if p.amount == row.amount
            and p.at is not None
            and row.at is not None
            and timedelta(0) <= row.at - p.at <= CHAT_DAYS
            and names_alike(p.counterparty, row.counterparty)
        ]
        if len(fitting) == 1:
            group, payment = fitting[0]
            text = Text(
                zh=f"退款金额与付款相同（{row.amount} 元），收款方名称相近",
                en=f"refund of the same amount ({row.amount}), similar payee",
            )
            group.links.append(
                Link(a=row.id, b=payment.id, reason="refund_amount", strength="likely", text=text)
            )
            _merge(groups, group, refund)
