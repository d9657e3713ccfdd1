"""To which dispute statements, tickets, products and accounts go, and which of them are disputes of their own.

The rows of one page (the same bytes) go together, unless it names several numbers: a work order's number, what was asked
and what was answered there. A chat may speak of two purchases, so of a chat each message is looked at by itself, and goes
with its conversation where it says nothing. What speaks against a dispute (another number; sums that are all others; on a
page, sums and names) is never put to it for its time alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from extractor.case.fits import (
    CHAT_DAYS,
    RANK,
    Fit,
    how_it_fits,
    named_amounts,
    names_alike,
    names_other_number,
    similar_numbers,
)
from extractor.case.groups import Alone, Group
from extractor.case.load import CaseRow
from extractor.case.model import Link, Text
from extractor.case.names import is_hotline, shop_of
from extractor.case.roles import is_background, role_of
from extractor.case.talk import Talk, conversation

_STATED = ("request", "promise", "refusal")
_FILED = "filed"


@dataclass(slots=True)
class _Places:
    """The disputes, and where conversations went so far."""

    groups: list[Group]
    talk: Talk
    home: dict[str, list[Group]] = field(default_factory=lambda: defaultdict(list))

    def add(self, group: Group, row: CaseRow, fit: Fit) -> None:
        group.rows.append(row)
        group.links.append(
            Link(a=row.id, b=fit.to.id, reason=fit.reason, strength=fit.strength, text=fit.text)
        )
        key = conversation(row)
        if key and not any(group is g for g in self.home[key]):
            self.home[key].append(group)


def place(
    groups: list[Group], others: Sequence[CaseRow], joined: Sequence[Sequence[str]], talk: Talk
) -> list[Alone]:
    """Puts statements, tickets, products and accounts to their disputes; returns those that belong to none, or to which of
    several nobody can tell."""
    places = _Places(groups, talk)
    front = [g for g in groups if not all(is_background(r) for r in g.rows)]
    bills: dict[object, list[Group]] = defaultdict(list)
    for group in groups:
        if all(is_background(r) for r in group.rows):
            for key in {*group.numbers, *group.amounts}:
                bills[key].append(group)
    pictures = _by_picture(groups)
    waiting: list[tuple[list[CaseRow], list[Fit]]] = []
    for rows in _pages(others):
        by_hand = [
            (row, g)
            for row in rows
            for g in groups
            for ids in joined
            if row.id in ids and any(r.id in ids for r in g.rows)
        ]
        if by_hand:
            row, group = by_hand[0]
            text = Text(zh="您在 case.toml 里指定", en="as you said in case.toml")
            _together(places, group, rows, row, Fit("certain", "by_hand", group.rows[0], text))
            continue
        likely = _distinct(
            [*front, *(g for row in rows for key in _bill_keys(row) for g in bills.get(key, ()))]
        )
        fits = [(g, row, f) for row in rows for g in likely if (f := how_it_fits(row, g)) is not None]
        fits = [(g, row, f) for g, row, f in fits if not any(names_other_number(r, g) for r in rows)]
        best = max((RANK[f.strength] for _, _, f in fits), default=-1)
        top = [one for one in fits if RANK[one[2].strength] == best]
        own = _of_the_same_picture(rows, pictures)
        if own is not None and best < RANK["certain"]:
            group, to = own
            _together(places, group, rows, rows[0], _on_one_page(to, rows[0]))
        elif len(_distinct(g for g, _, _ in top)) == 1 and not (
            best < RANK["strong"] and all(is_background(r) for r in top[0][0].rows)
        ):
            group, row, fit = top[0]
            _together(places, group, rows, row, fit)
        else:
            waiting.append((rows, [fit for _, _, fit in top]))
    places.groups = [g for g in groups if not all(is_background(r) for r in g.rows)]
    alone = [alone for rows, fits in waiting for alone in _by_conversation(places, rows, fits)]
    return alone + [one for group in places.groups for one in _strangers(group)]


def _strangers(group: Group) -> list[Alone]:
    """Takes conversations out of a dispute that time alone brought in beside another seller's: one of them is of another
    purchase, and nobody can tell which."""
    timed = {
        _who(row)
        for row in group.rows
        if row.chat and any(link.a == row.id and link.reason == "only_dispute" for link in group.links)
    }
    spoken = [row for row in group.rows if row.chat and row not in group.of("order", "payment", "refund")]
    all_of_them = {_who(row) for row in spoken}
    apart = {one for one in timed if not all(_same_seller(one, other) for other in all_of_them)}
    out = [row for row in spoken if _who(row) in apart]
    ids = {row.id for row in out}
    group.rows = [row for row in group.rows if row not in out]
    group.links = [link for link in group.links if link.a not in ids and link.b not in ids]
    return [Alone(row, "several_fit", _WHY_STRANGERS) for row in out]


_WHY_STRANGERS = Text(
    zh="几个不同的聊天按时间都可能说的是同一笔付款，没有号码、金额或者名称可以对上，没有归入。请核对后在 case.toml 的 [[link]] 里指定。",
    en="By time several conversations can be about the same payment, and no number, sum or name agrees; none was put to it. Name the right one under [[link]] in case.toml.",
)


def _who(row: CaseRow) -> tuple[str, str, str]:
    """Whose conversation it is: the app, the shop that it names, and the conversation itself."""
    return row.screen, shop_of(row), conversation(row) or row.files[0]


def _same_seller(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    if one[2] == other[2]:
        return True
    if one[1] and other[1]:
        return names_alike(one[1], other[1])
    return one[0] == other[0]


def _pages(rows: Sequence[CaseRow]) -> Iterator[list[CaseRow]]:
    """Rows that go together: those of a page that names one number at most. A message of a chat is by itself."""
    found: dict[str, list[CaseRow]] = {}
    for row in rows:
        key = row.id if row.chat else row.sha256 or row.files[0]
        found.setdefault(key, []).append(row)
    for page in found.values():
        tickets = {row.order_no for row in page if row.is_ticket and row.order_no}
        orders = {
            n for row in page for n in ((row.order_no,) if not row.is_ticket else row.order_mentioned) if n
        }
        if len(tickets) > 1 or len(orders - tickets) > 1:
            yield from ([row] for row in page)
        else:
            yield page


def _by_picture(groups: Sequence[Group]) -> dict[str, dict[int, tuple[Group, CaseRow]]]:
    """Of each picture the disputes that have an order or a payment of it. Once for all: a bill export has thousands of rows."""
    found: dict[str, dict[int, tuple[Group, CaseRow]]] = defaultdict(dict)
    for group in groups:
        for row in group.of("order", "payment", "refund"):
            if row.sha256:
                found[row.sha256].setdefault(id(group), (group, row))
    return found


def _of_the_same_picture(
    rows: Sequence[CaseRow], pictures: Mapping[str, Mapping[int, tuple[Group, CaseRow]]]
) -> tuple[Group, CaseRow] | None:
    """The one dispute that has an order or a payment of the very page; None where there are several, or another number."""
    held = [] if rows[0].chat else list(pictures.get(rows[0].sha256, {}).values())
    if len(held) != 1 or any(names_other_number(row, held[0][0]) for row in rows):
        return None
    return held[0]


def _on_one_page(to: CaseRow, row: CaseRow) -> Fit:
    text = (
        Text(zh="同一张聊天截图", en="in the same screenshot")
        if row.chat
        else Text(zh="同一张截图，号码没有矛盾", en="on the same screenshot, no number speaks against it")
    )
    return Fit("likely", "same_screenshot", to, text)


def _together(places: _Places, group: Group, rows: Sequence[CaseRow], first: CaseRow, fit: Fit) -> None:
    """All rows of a page to one dispute: the first for its own reason, the others as they stand beside it."""
    places.add(group, first, fit)
    for row in rows:
        if row is not first:
            places.add(group, row, _on_one_page(first, row))


def _bill_keys(row: CaseRow) -> list[object]:
    """By what a row may find its transaction among the thousands of a bill: a number, or an amount that it names."""
    return [*row.numbers, *row.mentioned, *named_amounts(row)]


def _distinct(groups: Iterable[Group]) -> list[Group]:
    return list({id(group): group for group in groups}.values())


def _by_conversation(places: _Places, rows: Sequence[CaseRow], fits: Sequence[Fit]) -> list[Alone]:
    """Rows that fit nothing by themselves go with their conversation, or to the only dispute there is; else they are alone.

    fits: why they fit several as well.
    """
    row, groups, talk = rows[0], places.groups, places.talk
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
            places.add(group, row, Fit("weak", "follows", to, text))
            return []
    if len(same) == 1:
        to = next(r for r in same[0].rows if r.files[0] == row.files[0])
        places.add(same[0], row, _on_one_page(to, row))
        return []
    known = places.home.get(conversation(row), [])
    if len(known) == 1 and not names_other_number(row, known[0]):
        to = next(r for r in known[0].rows if conversation(r) == conversation(row))
        text = Text(
            zh=f"同一个聊天（{row.counterparty}）", en=f"in the same conversation ({row.counterparty})"
        )
        places.add(known[0], row, Fit("likely", "same_conversation", to, text))
        return []
    open_to = [g for g in groups if all(_possible(r, g) for r in rows)]
    candidates = [g for g in open_to if not any(talk.speaks_of_another(r, g) for r in rows)]
    # what names a sum is of no purchase merely because that one's sum is not known, while others were told apart by theirs
    sure = len(open_to) == 1 or not talk.sums(row) or all(g.sums for g in candidates)
    if len(candidates) == 1 and not fits and sure:
        group = candidates[0]
        text = _why_only(rows, group, talk)
        _together(places, group, rows, row, Fit("weak", "only_dispute", group.rows[0], text))
        return []
    if candidates:
        return [Alone(r, "several_fit", _why_several(rows, candidates, fits, talk)) for r in rows]
    return [Alone(r, "fits_none", _why_none(rows, groups, open_to, talk)) for r in rows]


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


def _what(rows: Sequence[CaseRow]) -> tuple[str, str]:
    return ("这段聊天", "this conversation") if rows[0].chat else ("这一页", "this page")


def _named(rows: Sequence[CaseRow], talk: Talk) -> tuple[str, str]:
    """What rows name that could be compared: sums, names, the number of an order; "" for nothing."""
    sums = sorted({a for row in rows for a in talk.sums(row)})
    names = sorted({n for row in rows for n in talk.names(row)})
    numbers = sorted(
        n
        for row in rows
        for n in (row.order_mentioned if row.is_ticket else {row.order_no} - {""})
        if not is_hotline(n)
    )
    zh = [
        *([f"订单号 {'、'.join(numbers)}"] if numbers else ()),
        *([f"金额 {'、'.join(f'{a:.2f} 元' for a in sums)}"] if sums else ()),
        *([f"名称“{'、'.join(names)}”"] if names else ()),
    ]
    en = [
        *([f"the order number {', '.join(numbers)}"] if numbers else ()),
        *([f"{', '.join(f'{a:.2f}' for a in sums)} yuan"] if sums else ()),
        *([f"the name “{', '.join(names)}”"] if names else ()),
    ]
    return "，".join(zh), ", ".join(en)


def _why_only(rows: Sequence[CaseRow], group: Group, talk: Talk) -> Text:
    """Why the only dispute that is left is taken: what was compared, and what could not be."""
    dated = any(row.at for row in rows) and any(r.at for r in group.rows)
    sums = sorted({a for row in rows for a in talk.sums(row)})
    when = ("按时间，文件夹里只有这一笔可能", "by its time, no other purchase in the folder can be meant")
    if not dated:
        when = (
            "也没有日期可以比较，只因为没有别的交易才归到这里",
            "no date to compare; it is here as there is no other",
        )
    if sums and group.sums:
        zh = f"写的金额是 {'、'.join(f'{a:.2f}' for a in sums)} 元，与这一笔的 {'、'.join(f'{a:.2f}' for a in sorted(group.sums))} 元不同"
        en = f"names {', '.join(f'{a:.2f}' for a in sums)}, not the {', '.join(f'{a:.2f}' for a in sorted(group.sums))} of this purchase"
    elif sums:
        zh, en = (
            "没有写明号码，这一笔的金额没有读出来，无法比较",
            "names no number, and the sum of this purchase is not known",
        )
    else:
        zh, en = "没有写明号码和金额", "names neither number nor amount"
    return Text(zh=f"{zh}，{when[0]}", en=f"{en}; {when[1]}")


def _why_several(rows: Sequence[CaseRow], groups: Sequence[Group], fits: Sequence[Fit], talk: Talk) -> Text:
    what_zh, what_en = _what(rows)
    zh, en = _named(rows, talk)
    end_zh = "没有归入任何一笔。请核对后在 case.toml 的 [[link]] 里指定。"
    end_en = "It was put to none; name the right one under [[link]] in case.toml."
    if fits:
        reasons_zh = "；".join(dict.fromkeys(fit.text.zh for fit in fits))
        reasons_en = "; ".join(dict.fromkeys(fit.text.en for fit in fits))
        return Text(
            zh=f"{what_zh}与不止一笔交易相符（{reasons_zh}），{end_zh}",
            en=f"{what_en.capitalize()} agrees with more than one purchase ({reasons_en}). {end_en}",
        )
    if zh and len(groups) == 1:
        return Text(
            zh=f"{what_zh}写的是：{zh}；没有一笔交易写着同样的内容，按时间可能是一笔金额没有读出来的交易，无法比较，{end_zh}",
            en=f"{what_en.capitalize()} names {en}; no purchase says the same, and by time it can be one whose sum is not known, which cannot be compared. {end_en}",
        )
    if zh:
        return Text(
            zh=f"{what_zh}写的是：{zh}；没有一笔交易写着同样的内容，按时间有 {len(groups)} 笔都可能，{end_zh}",
            en=f"{what_en.capitalize()} names {en}; no purchase says the same, and by time it can be any of {len(groups)}. {end_en}",
        )
    return Text(
        zh=f"{what_zh}没有写明号码和金额，按时间有 {len(groups)} 笔交易都可能，{end_zh}",
        en=f"{what_en.capitalize()} names neither number nor amount, and by time it can be any of {len(groups)} purchases. {end_en}",
    )


def _why_none(rows: Sequence[CaseRow], groups: Sequence[Group], open_to: Sequence[Group], talk: Talk) -> Text:
    what_zh, what_en = _what(rows)
    zh, en = _named(rows, talk)
    if not groups:
        return Text(
            zh="没有订单或付款可以与它比较。请补上订单详情页或账单详情页的截图。",
            en="There is no order and no payment to compare it with. Add the page of the order or of the bill.",
        )
    if zh and open_to:
        return Text(
            zh=f"{what_zh}写的是：{zh}；与时间上可能的 {len(open_to)} 笔交易都不同，所以没有归入其中任何一笔。",
            en=f"{what_en.capitalize()} names {en}, other than the {len(open_to)} purchases that it could be by time; so it was put to none of them.",
        )
    if zh:
        return Text(
            zh=f"{what_zh}写的是：{zh}；按号码或时间，没有一笔交易可能是它说的那一笔，所以没有归入任何一笔。",
            en=f"{what_en.capitalize()} names {en}; by number or time none of the purchases can be meant, so it was put to none.",
        )
    why = (
        ("", "")
        if open_to
        else ("，时间也不在任何一笔交易之后的 90 天之内", ", and is not within 90 days after any purchase")
    )
    return Text(
        zh=f"{what_zh}没有写明号码和金额{why[0]}，所以没有归入任何一笔。",
        en=f"{what_en.capitalize()} names neither number nor amount{why[1]}; so it was put to none.",
    )


def own_disputes(rest: Sequence[Alone], talk: Talk) -> tuple[list[Group], list[Alone]]:
    """Conversations and work orders about a refund that belong to no order or payment for sure, and tickets that name a shop,
    a sum or an order which no purchase here has: disputes of their own. So their deadlines run, and where several purchases
    may be meant, the person says which.
    """
    matters: dict[str, list[Alone]] = defaultdict(list)
    for one in rest:
        matters[_matter(one.row, rest)].append(one)
    groups: list[Group] = []
    left: list[Alone] = []
    for matter in matters.values():
        rows = [one.row for one in matter]
        stated = any(role_of(row) in _STATED for row in rows)
        ticket = any(row.is_ticket for row in rows)
        of_another = any(
            one.reason == "fits_none" or talk.sums(one.row) or talk.names(one.row) or one.row.order_mentioned
            for one in matter
        )
        if not (stated or (ticket and (of_another or any(row.chat for row in rows)))):
            left += [Alone(o.row, "scam_only", _SCAM_ONLY) if o.row.kind == "scam" else o for o in matter]
            continue
        first = rows[0]
        text = (
            Text(zh="同一个聊天", en="in the same conversation")
            if first.chat
            else Text(zh="同一张投诉或工单页", en="on the same page of a complaint")
        )
        reason = "same_conversation" if first.chat else "same_screenshot"
        links = [Link(a=r.id, b=first.id, reason=reason, strength="likely", text=text) for r in rows[1:]]
        why = next((one for one in matter if one.reason == "several_fit"), matter[0])
        code = "ambiguous" if why.reason == "several_fit" else "apart"
        links.append(Link(a=first.id, b=first.id, reason=code, strength="weak", text=why.text))
        groups.append(Group(rows, links))
    return groups, left


_SCAM_ONLY = Text(
    zh="疑似诈骗的内容，没有对应的交易，见诈骗警示。",
    en="A suspected swindle without a transaction; see the warnings.",
)


def _matter(row: CaseRow, rest: Sequence[Alone]) -> str:
    """The conversation, or the ticket that the page shows, however often it was saved; else the page."""
    if row.chat:
        return conversation(row) or row.files[0]
    page = [one.row for one in rest if one.row.files[0] == row.files[0]]
    tickets = {r.order_no for r in page if r.is_ticket and r.order_no}
    if row.is_ticket and row.order_no:
        return f"ticket {row.order_no}"
    return f"ticket {tickets.pop()}" if len(tickets) == 1 else row.files[0]


def put_filed(groups: list[Group], rest: Sequence[Alone], filed: Mapping[str, str]) -> list[Alone]:
    """Puts pages of complaints that a person recorded (their numbers in filed) to the dispute they were recorded for, with
    what else their page holds; returns what is left alone."""
    for number, base in filed.items():
        target = next((g for g in groups if any(row.id == base for row in g.rows)), None)
        if target is None:
            continue
        shown = [row for g in groups if g is not target for row in g.rows] + [one.row for one in rest]
        for row in [r for r in shown if r.is_ticket and _same_ticket(r.order_no, number)]:
            page = {r.id for r in shown if r.id == row.id or (not r.chat and r.sha256 == row.sha256 != "")}
            page -= {r.id for g in groups if g is not target for r in g.of("order", "payment", "refund")}
            moved = [r for r in shown if r.id in page]
            for group in [g for g in groups if g is not target]:
                group.rows = [r for r in group.rows if r.id not in page]
                group.links = [one for one in group.links if one.a not in page and one.b not in page]
            rest = [one for one in rest if one.row.id not in page]
            target.rows += [r for r in moved if r not in target.rows]
            to = next(r for r in target.rows if r.id == base)
            target.links += [_filed_link(r, row, to, number) for r in moved]
    groups[:] = [g for g in groups if g.rows]
    return list(rest)


def _same_ticket(one: str, other: str) -> bool:
    return bool(one) and (one == other or similar_numbers(one, other))


def _filed_link(row: CaseRow, ticket: CaseRow, to: CaseRow, number: str) -> Link:
    if row.id != ticket.id:
        fit = _on_one_page(ticket, row)
        return Link(a=row.id, b=ticket.id, reason=fit.reason, strength=fit.strength, text=fit.text)
    if ticket.order_no != number:
        text = Text(
            zh=f"编号与您登记的几乎相同（{ticket.order_no} 与 {number}），可能有一处读错或写错，请核对",
            en=f"nearly the number that you recorded ({ticket.order_no}, {number}): one may be wrong, please check",
        )
        return Link(a=row.id, b=to.id, reason="similar_number", strength="weak", text=text)
    text = Text(
        zh=f"您用 extractor case file 登记了编号 {number}",
        en=f"you recorded the number {number} with extractor case file",
    )
    return Link(a=row.id, b=to.id, reason=_FILED, strength="certain", text=text)


def brought_by_filing(group: Group) -> set[str]:
    """The rows that are in a dispute only because of a recorded number: its id must not hang on them."""
    found = {link.a for link in group.links if link.reason == _FILED}
    return found | {link.a for link in group.links if link.reason == "same_screenshot" and link.b in found}
