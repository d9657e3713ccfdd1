"""Which rows are of one dispute: every link has a reason and a strength, and what fits nothing stays alone.

Three steps: equal numbers join orders, payments and refunds; then orders without a payment and payments without an
order are matched by amount, time window and payee, but only where both have no better partner; then chats, tickets,
products and accounts go to the dispute that they fit. The platform's order number is usually not on the bill, and
aggregators charge a little more or less than the page says (fees, random cents): hence "near" amounts, and they say so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import count

from extractor.case.fits import (
    CHAT_DAYS,
    NUMBER_LENGTH,
    RANK,
    Fit,
    how_it_fits,
    named_amounts,
    names_alike,
    names_other_number,
    number_fit,
    order_fit,
)
from extractor.case.groups import Alone, Group
from extractor.case.load import CaseRow, Said
from extractor.case.model import Link, Text
from extractor.case.roles import is_background, role_of
from extractor.case.talk import Talk, conversation

_SAME_MATTER = timedelta(days=30)


def link(
    rows: Sequence[CaseRow],
    *,
    joined: Sequence[Sequence[str]] = (),
    left_out: Iterable[str] = (),
    said: Sequence[Said] = (),
) -> tuple[list[Group], list[Alone]]:
    """Disputes of rows (one person's), and the rows of none. joined, left_out: what a person decided (evidence_ids).

    said: all messages of the chats, for what a statement's row does not say.
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
    rest = _attach(groups, others, joined, Talk(others, said))
    chats, rest = _chat_groups(rest)
    groups.extend(chats)
    kept: list[Group] = []
    for group in groups:
        if all(is_background(row) for row in group.rows):
            alone.extend(_background(group.rows))
        else:
            kept.append(group)
    alone.extend(Alone(row, reason, _WHY_ALONE[reason]) for row, reason in rest)
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
    "several_fit": Text(
        zh="这一行与不止一笔交易对得上，没有强行归入。请核对后在 case.toml 的 [[link]] 里指定。",
        en="It fits more than one dispute and was forced into none; name the right one under [[link]] in case.toml.",
    ),
    "fits_none": Text(
        zh="没有找到与这一行对得上的订单或付款（号码、金额、对方、时间都不相符）。",
        en="No order or payment fits it by number, amount, counterparty or time.",
    ),
    "background": Text(
        zh="账单里的其他交易，没有订单页或聊天与它对应。",
        en="Another transaction of the bill; no order page and no chat speaks of it.",
    ),
    "scam_only": Text(zh="疑似诈骗的内容，没有对应的交易，见诈骗警示。", en="A suspected swindle without a transaction; see the warnings."),
}  # fmt: skip


def _background(rows: Sequence[CaseRow]) -> list[Alone]:
    return [Alone(row, "background", _WHY_ALONE["background"]) for row in rows]


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
        zh=f"有 {count} 笔付款与它对得上，或者还有别的订单也对得上，没有强行对应。请核对后在 case.toml 的 [[link]] 里指定。",
        en=f"{count} payments fit it, or other orders fit too; none was forced. Name the right one under [[link]] in case.toml.",
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


def _attach(
    groups: list[Group], others: Sequence[CaseRow], joined: Sequence[Sequence[str]], talk: Talk
) -> list[tuple[CaseRow, str]]:
    """Puts statements, tickets, products and accounts to their disputes; returns those that fit none or several."""
    waiting: list[CaseRow] = []
    home: dict[str, list[Group]] = defaultdict(list)
    front = [g for g in groups if not all(is_background(r) for r in g.rows)]
    bills: dict[object, list[Group]] = defaultdict(list)
    for group in groups:
        if all(is_background(r) for r in group.rows):
            for key in {*group.numbers, *group.amounts}:
                bills[key].append(group)
    for row in others:
        by_hand = [g for g in groups for ids in joined if row.id in ids and any(r.id in ids for r in g.rows)]
        if by_hand:
            text = Text(zh="您在 case.toml 里指定", en="as you said in case.toml")
            _add(by_hand[0], row, Fit("certain", "by_hand", by_hand[0].rows[0], text), home)
            continue
        likely = [*front, *(g for key in _bill_keys(row) for g in bills.get(key, ()))]
        fits = [(g, f) for g in _distinct(likely) if (f := how_it_fits(row, g)) is not None]
        best = max((RANK[f.strength] for _, f in fits), default=-1)
        top = [(g, f) for g, f in fits if RANK[f.strength] == best]
        if len(top) == 1 and not (best < RANK["strong"] and all(is_background(r) for r in top[0][0].rows)):
            _add(top[0][0], row, top[0][1], home)
        else:
            waiting.append(row)
    front = [g for g in groups if not all(is_background(r) for r in g.rows)]
    rest: list[tuple[CaseRow, str]] = []
    for row in waiting:
        reason = _by_conversation(front, row, home, talk)
        if reason:
            rest.append((row, reason))
    return rest


def _bill_keys(row: CaseRow) -> list[object]:
    """By what a row may find its transaction among the thousands of a bill: a number, or an amount that it names."""
    return [*row.numbers, *row.mentioned, *named_amounts(row)]


def _distinct(groups: Iterable[Group]) -> list[Group]:
    return list({id(group): group for group in groups}.values())


def _add(group: Group, row: CaseRow, fit: Fit, home: dict[str, list[Group]]) -> None:
    group.rows.append(row)
    group.links.append(_link(row, fit))
    key = conversation(row)
    if key and not any(group is g for g in home[key]):
        home[key].append(group)


def _by_conversation(groups: list[Group], row: CaseRow, home: dict[str, list[Group]], talk: Talk) -> str:
    """A row that fits nothing by itself goes with its conversation, or to the only dispute there is. "" where done."""
    same = [g for g in groups if row.chat and any(r.files[0] == row.files[0] and r.chat for r in g.rows)]
    same = [g for g in same if not names_other_number(row, g)]
    if len(same) > 1:
        group, to = max(
            ((g, r) for g in same for r in g.rows if _above(r, row)),
            key=lambda pair: pair[1].id,
            default=(None, None),
        )
        if group is not None and to is not None:
            text = Text(
                zh="同一张聊天截图里紧接在写明号码或金额的消息之后，请核对说的是哪一笔",
                en="follows, in the same screenshot, a message that names number or amount: please check which is meant",
            )
            _add(group, row, Fit("weak", "follows", to, text), home)
            return ""
    if len(same) == 1:
        to = next(r for r in same[0].rows if r.files[0] == row.files[0])
        text = Text(zh="同一张聊天截图", en="in the same screenshot")
        _add(same[0], row, Fit("likely", "same_screenshot", to, text), home)
        return ""
    known = home.get(conversation(row), [])
    if len(known) == 1 and not names_other_number(row, known[0]):
        to = next(r for r in known[0].rows if conversation(r) == conversation(row))
        text = Text(
            zh=f"同一个聊天（{row.counterparty}）", en=f"in the same conversation ({row.counterparty})"
        )
        _add(known[0], row, Fit("likely", "same_conversation", to, text), home)
        return ""
    candidates = [g for g in groups if _possible(row, g) and not talk.speaks_of_another(row, g)]
    if len(candidates) == 1:
        group = candidates[0]
        text = Text(
            zh="没有写明号码和金额，时间上只与这一笔交易对得上",
            en="names neither number nor amount; by its time it fits this dispute only",
        )
        _add(group, row, Fit("weak", "only_dispute", group.rows[0], text), home)
        return ""
    return "several_fit" if len(candidates) > 1 else "fits_none"


def _above(upper: CaseRow, row: CaseRow) -> bool:
    """Two rows of one screenshot, the first standing higher; ids end with the place from top to bottom."""
    return upper.chat and upper.files[0] == row.files[0] and (len(upper.id), upper.id) < (len(row.id), row.id)


def _possible(row: CaseRow, group: Group) -> bool:
    """Nothing speaks against it: no other number, and not before the order or long after the payment."""
    if names_other_number(row, group):
        return False
    start = min((r.at for r in group.of("order", "payment") if r.at), default=None)
    if row.at is None or start is None or row.kind in ("product", "account"):
        return True
    return start - timedelta(days=1) <= row.at <= start + CHAT_DAYS


def _chat_groups(rest: Sequence[tuple[CaseRow, str]]) -> tuple[list[Group], list[tuple[CaseRow, str]]]:
    """Conversations about a refund that belong to no order or payment for sure: disputes of their own.

    So their deadlines run, and where several purchases may be meant, the person says which.
    """
    chats: dict[str, list[tuple[CaseRow, str]]] = defaultdict(list)
    left: list[tuple[CaseRow, str]] = []
    for row, reason in rest:
        if row.chat or (row.is_ticket and reason == "fits_none"):
            chats[conversation(row) or row.files[0]].append((row, reason))
        else:
            left.append((row, reason))
    groups: list[Group] = []
    for pairs in chats.values():
        rows = [row for row, _ in pairs]
        if not any(role_of(row) in ("request", "promise", "refusal", "ticket") for row in rows):
            left.extend((row, "scam_only" if row.kind == "scam" else reason) for row, reason in pairs)
            continue
        first = rows[0]
        text = Text(zh="同一个聊天", en="in the same conversation")
        links = [
            Link(a=r.id, b=first.id, reason="same_conversation", strength="likely", text=text)
            for r in rows[1:]
        ]
        if any(reason == "several_fit" for _, reason in pairs):
            links.append(
                Link(a=first.id, b=first.id, reason="ambiguous", strength="weak", text=_WHICH_PURCHASE)
            )
        groups.append(Group(rows, links))
    return groups, left


_WHICH_PURCHASE = Text(
    zh="这段聊天没有写明号码和金额，与不止一笔交易对得上，没有强行归入。请核对后在 case.toml 的 [[link]] 里指定。",
    en="This conversation names neither number nor amount and fits several purchases; it was forced into none. Name the right one under [[link]] in case.toml.",
)
