"""The facts of a dispute that all papers share: one number, one amount, one time, each with the rows that carry it.

Of several rows the best witness gives the value: an official export, then a row that needs no review, then the rest.
A value that two files carry alike stands even where each row by itself asks for review.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from extractor.case.fits import named_amounts, names_alike, near
from extractor.case.groups import Group
from extractor.case.load import CaseRow, Printed
from extractor.case.model import Fact, Facts, ItemState
from extractor.case.names import is_hotline, shop_of
from extractor.case.roles import channel_name, is_channel, to_person
from extractor.case.settings import DisputeSettings
from extractor.fields.money import find_amounts
from extractor.fields.text import squeeze

_FIRM = re.compile(r"公司|商行|经营部|工作室|商店|店$|个体|中心|厂$|合作社|事务所|超市")
_PAID = frozenset({"paid", "delivered", "refunded", "refunding", "processing", ""})
_PREPAID = re.compile(
    r"预存|加款|储值|预付款|(?:平台|商户|会员|站内)余额|余额(?:充值|提现|没|不能)|充值到余额"
)


def facts_of(group: Group, settings: DisputeSettings, printed: Sequence[Printed] = ()) -> Facts:
    """The facts of a group of rows; a fact that no row (and no case.toml) carries is None. printed: what stands on pages."""
    orders = group.of("order")
    payments = [row for row in group.of("payment") if row.status in _PAID]
    refunds = [row for row in group.of("refund") if is_channel(row)]
    money = payments or refunds
    spoken = group.of("request", "promise", "refusal", "mention")
    channel_rows = [*payments, *refunds]
    order_amount = _fact(orders, lambda r: _money(r.amount), "amount")
    amount = (
        _also(_fact(money, lambda r: _money(r.amount), "amount"), [*orders, *spoken], _sums)
        or order_amount
        or _claimed([*spoken, *group.of("ticket")])
    )
    refunded = _refunded(refunds)
    claim = _claim(amount, refunded)
    shown = None if claim is not None and claim.value == "0.00" else _refund_shown(group, printed)
    if shown is not None:
        shown = shown.model_copy(update={"state": "there" if settings.not_refunded else "contradicted"})
    if claim is not None and shown is not None and not settings.not_refunded:
        claim = claim.model_copy(update={"state": "contradicted"})
    return Facts(
        platform=_platform(group, orders, settings),
        respondent=_respondent(channel_rows, group.of("ticket"), settings),
        acquirer=_fact(channel_rows, lambda r: r.extra.get("acquirer", "")),
        icp=_given(settings.respondent.icp) or _fact(group.rows, lambda r: r.extra.get("icp", "")),
        order_no=_also(_fact(orders, lambda r: r.order_no, "order_no"), spoken, lambda r: {r.order_no})
        or _fact(_platform_numbers(spoken, channel_rows), lambda r: r.order_no, "order_no")
        or _unsure(_fact(group.of("ticket"), _order_of_ticket)),
        merchant_no=_fact(channel_rows, lambda r: r.order_no, "order_no"),
        trade_no=_fact(channel_rows, lambda r: r.trade_no, "trade_no")
        or _fact([*orders, *spoken], lambda r: r.trade_no, "trade_no"),
        amount=amount,
        order_amount=order_amount,
        ordered_at=_fact(orders, lambda r: r.occurred_at, "occurred_at", same=_same_minute),
        paid_at=_fact(payments, lambda r: r.occurred_at, "occurred_at", same=_same_minute),
        channel=_fact(channel_rows, channel_name, "screen"),
        product=_fact([*orders, *group.of("product"), *payments], lambda r: r.product, "product"),
        account=_fact([*orders, *group.of("account")], lambda r: masked(r.account), "account"),
        phone=_fact([*orders, *group.of("account")], lambda r: masked(r.phone), "phone"),
        refunded=refunded,
        refund_shown=shown,
        claim=claim,
    )  # fmt: skip


def is_prepaid(group: Group) -> bool:
    """The rows speak of a balance or prepayment kept at the platform, not of one card or recharge."""
    # a bill's text names 余额 as the way of payment, so of bills only the goods count
    pages = " ".join(f"{row.product} {row.text}" for row in group.of("order", "product", "request"))
    goods = " ".join(row.product for row in group.of("payment"))
    return _PREPAID.search(f"{pages} {goods}") is not None


def masked(text: str) -> str:
    """A phone or account as papers may show it: the ends stay, the middle does not."""
    if "*" in text or not text:
        return text
    if re.fullmatch(r"1[3-9]\d{9}", text):
        return f"{text[:3]}****{text[-4:]}"
    if "@" in text:
        name, _, domain = text.partition("@")
        return f"{name[:2]}***@{domain}"
    if len(text) >= 8:
        return f"{text[:3]}****{text[-3:]}"
    return text if len(text) <= 4 else f"{text[:2]}***{text[-2:]}"


def _money(amount: Decimal | None) -> str:
    return f"{amount:.2f}" if amount is not None else ""


def _fact(
    rows: Iterable[CaseRow],
    value: Callable[[CaseRow], str],
    *columns: str,
    same: Callable[[str, str], bool] = lambda a, b: a == b,
) -> Fact | None:
    """The value that the best witness carries, with all rows that carry the same. columns: which ones it stands in."""
    held = [(value(row), row) for row in rows]
    held = [(text, row) for text, row in held if text]
    if not held:
        return None
    best = min(range(len(held)), key=lambda i: (*_witness(held[i][1], columns), -len(held[i][0]), i))
    chosen = held[best][0]
    carriers = [row for text, row in held if same(text, chosen)]
    return Fact(
        value=chosen,
        rows=[row.id for row in carriers],
        state=_state(carriers, columns),
        single_source=len({row.sha256 or row.id for row in carriers}) == 1,
    )


def _also(fact: Fact | None, others: Iterable[CaseRow], values: Callable[[CaseRow], set[str]]) -> Fact | None:
    """The fact with the other rows that say the same: what an order page and a bill both say is no single evidence."""
    if fact is None:
        return None
    same = [row for row in others if fact.value in values(row) and row.id not in fact.rows and not row.loose]
    if not same:
        return fact
    return Fact(
        value=fact.value, rows=[*fact.rows, *(row.id for row in same)], state="there", single_source=False
    )


def _sums(row: CaseRow) -> set[str]:
    return {_money(row.amount), _money(row.promised_amount)} - {""}


def _witness(row: CaseRow, columns: Sequence[str]) -> tuple[bool, bool, bool]:
    return row.loose, not row.neutral, row.doubted(*columns)


def _state(carriers: Sequence[CaseRow], columns: Sequence[str]) -> ItemState:
    files = {row.sha256 or row.id for row in carriers if not row.loose}
    return "there" if len(files) > 1 or any(not row.doubted(*columns) for row in carriers) else "weak"


def _same_minute(one: str, other: str) -> bool:
    """The same moment, or the same as far as the coarser of the two says."""
    short, long = sorted((one.removesuffix("+08:00"), other.removesuffix("+08:00")), key=len)
    return long.startswith(short)


def _given(value: str) -> Fact | None:
    """What a person wrote into case.toml: no row carries it."""
    return Fact(value=value, rows=[], state="there", single_source=False) if value else None


def _platform(group: Group, orders: Sequence[CaseRow], settings: DisputeSettings) -> Fact | None:
    chats = [row for row in group.rows if row.chat and row.kind != "scam"]  # who swindles may be a stranger
    paid = [row for row in group.of("payment", "refund") if not to_person(row)]
    titled = _fact(chats, shop_of, "counterparty")
    return (
        _given(settings.platform)
        or _fact(orders, shop_of, "counterparty")
        or _fact(group.of("product"), shop_of, "counterparty")
        or (titled if settings.confirmed else _unsure(titled))
        or _fact(paid, shop_of, "counterparty")
        or _unsure(_fact(group.of("ticket"), shop_of, "counterparty"))
    )


def _unsure(fact: Fact | None) -> Fact | None:
    """A chat's title is the name of whoever answers, and not surely the platform's."""
    return fact.model_copy(update={"state": "weak"}) if fact else None


def _respondent(
    rows: Sequence[CaseRow], tickets: Sequence[CaseRow], settings: DisputeSettings
) -> Fact | None:
    """The merchant's full name as the channel shows it, else as a complaint that was made already names it."""
    given = _given(settings.respondent.name)
    if given is not None:
        return given

    def full(row: CaseRow) -> str:
        own = row.extra.get("full_name", "")
        if own and names_alike(own, row.counterparty or own):
            return own
        return row.counterparty if _FIRM.search(row.counterparty) else ""

    return _fact(rows, full, "counterparty") or _unsure(_fact(tickets, full, "counterparty"))


def _platform_numbers(spoken: Sequence[CaseRow], channel: Sequence[CaseRow]) -> list[CaseRow]:
    """Rows of chats that name a number which is not the payment's."""
    bills = {n for row in channel for n in row.numbers}
    return [
        row for row in spoken if row.order_no and row.order_no not in bills and not is_hotline(row.order_no)
    ]


def _order_of_ticket(row: CaseRow) -> str:
    """The one order that the page of a complaint names (关联订单); "" where it names none, or several."""
    return next(iter(row.order_mentioned)) if len(row.order_mentioned) == 1 else ""


def _claimed(spoken: Sequence[CaseRow]) -> Fact | None:
    """The amount that only a chat, or the page of a complaint, names: weak, whoever read it. What the user asks back comes
    first, then what the seller promised, then what a message says was paid; of another sum (a coupon, a fee, a balance) nobody
    can say that it is claimed."""

    def promised(row: CaseRow) -> str:
        return _money(row.promised_amount) if row.promised_amount in _said_sums(row) else ""

    def paid(row: CaseRow) -> str:
        plain = squeeze(row.text)
        told = row.kind in ("request", "mention") and _PRICE.search(plain) and not _ASIDE.search(plain)
        named = ({row.amount} if row.amount is not None else named_amounts(row)) & _said_sums(row)
        return _money(named.pop()) if told and len(named) == 1 else ""

    def on_page(row: CaseRow) -> str:
        named = named_amounts(row)  # of several sums on a page nobody can say which one is claimed
        return _money(named.pop()) if len(named) == 1 else ""

    chats = [row for row in spoken if not row.is_ticket]
    return _unsure(
        _fact([r for r in chats if r.kind == "request"], promised)
        or _fact([r for r in chats if r.kind == "promise"], promised)
        or _fact(chats, paid)
        or _fact([r for r in spoken if r.is_ticket], on_page)
    )


def is_quiet(group: Group, reasons: Sequence[str]) -> bool:
    """Whether nothing shows a dispute: nobody asked, promised or refused, nothing was complained of, no order failed, and no
    sign speaks of it. reasons: the codes of the responsibility's reasons."""
    if set(reasons) - {"charged", "page_promise"} or group.of(
        "request", "promise", "refusal", "ticket", "scam"
    ):
        return False
    return not any(row.status in ("failed", "processing", "refunding") for row in group.rows)


_PRICE = re.compile(
    r"付|支付|花了|转了|转给|买|拍|充|下单|订单|金额|扣|块.{0,2}一?(?:年|月|季)|单价|价格|[元块]的"
)
_ASIDE = re.compile(r"(?<![点卡])券|优惠|补偿|红包|余额|差价|补差|手续费|赔|送您|赠|积分|运费|税")
_NUMBER = re.compile(r"[0-9A-Za-z]{8,}")
_FIGURE = re.compile(r"(?<![0-9A-Za-z.])\d+(?:\.\d+)?(?![0-9A-Za-z.])")


def _said_sums(row: CaseRow) -> set[Decimal]:
    """The figures of a message that can be a sum: none that is a part of a number or word."""
    plain = _NUMBER.sub(" ", squeeze(row.text))
    # 1.2万 and 三十八块 are figures, too
    sums = {money.value for money in find_amounts(plain)}
    return sums | {
        Decimal(figure).quantize(Decimal("0.01")) for figure in _FIGURE.findall(plain) if len(figure) < 10
    }


def nothing_to_claim(group: Group) -> bool:
    """Whether all that is known of the purchase is a page that waits for the payment, was closed, or says that the money went
    back, and nobody says otherwise."""
    if group.of("request", "promise", "refusal", "mention", "ticket"):
        return False
    statuses = {row.status for row in group.of("order", "payment", "refund")}
    return bool(statuses) and statuses <= {"pending", "closed", "refunded"}


def _refunded(refunds: Sequence[CaseRow]) -> Fact | None:
    """The sum of what the channel shows as refunded; the same refund on two pages counts once."""
    seen: dict[tuple[str, str], CaseRow] = {}
    for row in refunds:
        if row.amount is None or row.status != "refunded":
            continue
        key = (row.trade_no[:28], _money(row.amount))
        seen.setdefault(key, row)
    if not seen:
        return None
    rows = list(seen.values())
    total = sum((row.amount for row in rows if row.amount is not None), Decimal(0))
    ids = [row.id for row in refunds if row.status == "refunded"]
    return Fact(
        value=_money(total), rows=ids, state=_state(rows, ("amount", "status")), single_source=len(rows) == 1
    )


_GONE_BACK = re.compile(
    r"已(?:经|全额|原路)*退[款回还]|退款成功|退款已?到账|(?:货款|款项|钱款|钱)已?(?:经|原路)*退[回还]"
)


def _refund_shown(group: Group, printed: Sequence[Printed]) -> Fact | None:
    """refunded or refunding, where a page says so and its sum is not counted as refunded: the platform's own page, or a
    refund of the channel that is under way or shows no sum. Whether the money came, nobody has shown."""
    pages = [
        row
        for row in group.of("order", "refund")
        if row.status == "refunding"
        or (row.status == "refunded" and (row.amount is None or not is_channel(row)))
    ]
    pages += [
        row
        for row in group.of("order")
        if row.status == "closed"
        and any(
            _GONE_BACK.search(squeeze(text))
            for text in (row.text, *(p.text for p in printed if p.file in row.files))
        )
    ]
    return _fact(pages, lambda r: "refunded" if r.status == "closed" else r.status, "status")


def _claim(amount: Fact | None, refunded: Fact | None) -> Fact | None:
    if amount is None:
        return None
    if refunded is None:
        return amount
    left = max(Decimal(0), Decimal(amount.value) - Decimal(refunded.value))
    return amount.model_copy(update={"value": _money(left), "rows": [*amount.rows, *refunded.rows]})


def amounts_near(group: Group) -> tuple[CaseRow, CaseRow] | None:
    """An order and its payment whose amounts are near, not equal; None where there is none."""
    for order in group.of("order"):
        for payment in group.of("payment"):
            if order.amount and payment.amount and near(order.amount, payment.amount):
                return order, payment
    return None
