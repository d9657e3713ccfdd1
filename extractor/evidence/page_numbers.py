"""The order and trade number of a page or of an item of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from extractor.evidence import facts, status_words
from extractor.evidence.builder import CHANNELS, UNLABELLED
from extractor.evidence.decide import decide_number
from extractor.evidence.votes import Decision, doubted
from extractor.fields.moments import Moment, find_moments
from extractor.fields.numbers import embedded_date, is_mobile, known_format
from extractor.fields.text import digit_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.pairs import Pair, claimed_by, value_of, wrapped_number
from extractor.screens.recognise import Page

T = TypeVar("T")
_CHANNEL_LENGTH = 27
"""No shop's dated numbers are as long as the channels' (28 to 40 digits, one lost in reading)."""
_CHANNEL_SCREENS = (*CHANNELS, "bank", "unionpay", "qq_wallet", "refund")
_ALIPAYS = re.compile(r"20\d{6}2[23]001\d{15}")
"""Alipay's number of a payment to a shop."""
_LETTERED = re.compile(r"[A-Z]{1,4}20\d{2}[01]\d[0-3]\d\d{6,}")
_SERIAL = re.compile(
    r"^(?!.*(?:支付|付款|转账|汇款|微信|支付宝|银行|网银|银联|渠道|通道|方|核心|主机|柜员|清算|回单|退款|收款)).*"
    r"(?:流水|流水号|流水ID|流水编号|流水单号|凭证号|参考号|回执号|回执编号)$"
    r"|^(?:交易号|交易编号|交易ID|提现单号|提现编号|收款单号|TradeNo|Transaction(?:ID|No\.?|Number))$"
)
_SUPPLIERS = re.compile(":(?:上游|供货商|供应商)")
"""In the label of the number under which a shop's own supplier took the order: it is neither the shop's nor the channel's."""
_OF_PAYMENT = re.compile(r":(?:交易|提现|收款|Transaction)")
_VOUCHER, _TERMINAL = re.compile(":(?:凭证号|凭证编号|票据号):"), ("批次号", "终端号", "终端编号", "终端机号")
_VOUCHER_DIGITS = 6
"""By so many digits at most a card terminal counts its slips within a batch: many slips have the same."""
_BANKS_WORDS = (
    "开户行",
    "对方户名",
    "对方账号",
    "手机银行",
    "网上银行",
    "借记卡",
    "活期",
    "一卡通",
    "交易后余额",
    "还款日",
    "账单分期",
    "记账日期",
    "记账时间",
    "入账币种",
    "每期本金",
    "PayPal",
)
_PAYEE = ("收款", "对方", "付款给", "转", "受益", "PaidTo", "Payee", "Recipient")
"""What labels of whom the money went to begin with on a channel's page; a shop names itself otherwise."""
_MERCHANT = ("商户", "商家")
"""What labels of the shop begin with on a page that somebody else made, as a rule."""
_WALLET = re.compile(
    r"^(?:付款|收款|支付)钱包$|^(?:付款|支付|转账)给[^,.!:]{2,}|^(?:和包|翼支付|沃支付|沃钱包|壹钱包|苏宁支付|美团支付|京东支付)(?:余额|账户)$"
)
_WALLETS_GIFT = re.compile("^(?:和包|翼支付|沃支付|沃钱包|壹钱包)(?:红包|立减|立减金|优惠|优惠券)$")
"""What a carrier's wallet gives to those who top up by it; a shop may name it, too."""
"""What a wallet says of a payment: from which wallet to which, to whom, from its own balance."""
_SALE = frozenset(
    {
        "数量",
        "购买数量",
        "商品数量",
        "充值数量",
        "单价",
        "商品单价",
        "小计",
        "Subtotal",
        "Quantity",
        "Qty",
        "UnitPrice",
    }
)
_THROUGH, _OTHERS = "充值渠道", "第三方"
"""What a carrier says of a top-up that somebody else sold: 充值渠道: 第三方代充."""
_LEAST_OF_SALE, _BOUGHT = 2, ("购买", "订购")
_ORDERS = ("unknown", "shop.order", "card_platform.order")
_VAGUE, _VAGUE_DIGITS = ("编号", "票号"), 8
"""Labels of the order's number on a page of one order, and of anything on others."""
_ROLE_UNSURE = "role_unsure"
_SHOPS = ("shop.order", "card_platform.order")
_SIGNED = re.compile(r"#[0-9A-Z]{12,32}(?![0-9A-Za-z])")
_BARE = re.compile(r"#?[A-Z]{0,4}\d{14,32}")
_LONE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}[:#]?)?(?:[A-Z]{1,4}-?(?=(?:[A-Z-]*\d){5})[\dA-Z-]{6,}|\d{12,32})"
)
_LONE_DIGITS = 5
_LEAST_TRADE_DIGITS = 20
"""A line of at least so many digits may begin a channel's number, which may go on in the next line."""


def preferred(*groups: Sequence[T]) -> T | None:
    """The first item of the first group that has one."""
    return next((group[0] for group in groups if group), None)


def numbers_of(
    page: Page, pairs: Sequence[Pair], moment: Moment | None = None
) -> tuple[Decision[str] | None, Decision[str] | None]:
    """(order_no, trade_no) of a page or item; moment is when it says that it was paid or ordered.

    A channel shows the merchant's number beside its own, and calls its own an order's. A shop shows its own beside
    the one that it gave the channel. The forms of the numbers say which is which; where they do not, both are
    doubted: `role_unsure`.
    """
    merchant = preferred(facts.numbers(page, pairs, "merchant_no"))
    order = preferred(facts.numbers(page, pairs, "order_no"))
    refunds = [
        refund
        for refund in facts.numbers(page, pairs, "refund_no")
        # a shop counts its refunds, too, beside its orders
        if (_channels_page(page) and page.screen.screen != "refund.notice")
        or _is_channels(refund.value)
        or (order is None and merchant is None)
    ]
    shown = _without_vouchers(facts.numbers(page, pairs, "trade_no"), pairs)
    trade = preferred(_channels_first(_without_suppliers(shown)))
    if trade is None and order is None and merchant is None and (own := _own_refund(page, refunds, moment)):
        return own, None
    trade = trade or preferred(refunds) or _unlabelled_trade(page, pairs)
    if merchant is not None and order is not None and trade is None and merchant.value != order.value:
        return _two_sides(page, merchant, order)
    order = merchant or order
    if order is None and trade is not None and _is_channels(trade.value) and not _channels_page(page):
        order = _sites_own(facts.numbers(page, pairs, "trade_no"), trade)
    if order is None and trade is not None and _shops_own(trade, page):
        return trade, None
    if order is None and trade is not None and _is_serial(trade) and not _channels_page(page):
        return _serial(trade, page, pairs, moment)
    unsaid = page.screen.screen in (
        "unknown",
        "refund.notice",
    )  # who made the page: Alipay calls its own 订单号
    if order is not None and trade is None and unsaid and merchant is None and _is_channels(order.value):
        return None, order
    if (
        order is not None
        and trade is not None
        and unsaid
        and merchant is None
        and _is_channels(order.value)
        and not _is_channels(trade.value)
    ):
        return trade, order  # a site's own table calls its own trade_no, and the channel's 外部单号
    if order is not None and trade is None and merchant is None and page.screen.screen == "shop.order":
        order, trade = _wallets(order, moment)
    if order is not None and trade is not None and order.value == trade.value:
        channel = page.screen.screen.startswith(("wechat_pay", "alipay", "bank"))
        return (None, trade) if channel else (order, None)
    return order, trade


def _wallets(
    order: Decision[str], moment: Moment | None
) -> tuple[Decision[str] | None, Decision[str] | None]:
    """(order_no, trade_no) of the only number of an order with discounts, called 订单号: Alipay's bills look like a shop's order.

    Alipay's 28 digits say after their day how it was paid (22001…); other numbers of that length ask, unless they carry the
    minute of the moment, as a shop's do.
    """
    if not _is_channels(order.value):
        return order, None
    stamp = moment.as_datetime().strftime("%Y%m%d%H%M") if moment is not None and moment.has_clock else ""
    if stamp and order.value.startswith(stamp):
        return order, None
    if _ALIPAYS.fullmatch(order.value):
        return None, order
    return doubted(order, _ROLE_UNSURE), None


def _own_refund(page: Page, refunds: Sequence[Decision[str]], moment: Moment | None) -> Decision[str] | None:
    """The only number of a page, a refund's, where it is its shop's: by its letters (YJ8884637914), or shorter than the
    channels' and with the day of the refund, as shops number theirs; without that day it asks. None for a channel's."""
    unsaid = page.screen.screen == "refund.notice" or not _channels_page(page)
    banks = any(word in squeeze(line.text) for line in page.lines for word in _BANKS_WORDS)
    own = [refund for refund in refunds if not _has_channels_length(refund.value)] if unsaid else []
    if not own or (banks and own[0].value.isdigit()):
        return None
    dated = moment is not None and embedded_date(own[0].value) == moment.date
    return own[0] if dated or not own[0].value.isdigit() else doubted(own[0], _ROLE_UNSURE)


def _without_suppliers(numbers: Sequence[Decision[str]]) -> list[Decision[str]]:
    """The numbers labelled as a payment's but for those of a shop's supplier; one of a channel's form is the channel's, to
    which the shop's own provider of payments passed the order on."""
    return [number for number in numbers if not _SUPPLIERS.search(number.rule) or _is_channels(number.value)]


def _without_vouchers(numbers: Sequence[Decision[str]], pairs: Sequence[Pair]) -> list[Decision[str]]:
    """The numbers labelled as a payment's but for that of a card terminal's slip, 凭证号 003268 beside 批次号."""
    if not any(pair.label.text in _TERMINAL for pair in pairs):
        return list(numbers)
    return [n for n in numbers if not (_VOUCHER.search(n.rule) and len(n.value) <= _VOUCHER_DIGITS)]


def _channels_first(numbers: list[Decision[str]]) -> list[Decision[str]]:
    """The numbers labelled as a payment's, one of a channel's known form first: a receipt has a number of its own, too."""
    return sorted(numbers, key=lambda decision: not _is_channels(decision.value))


def _two_sides(
    page: Page, merchant: Decision[str], order: Decision[str]
) -> tuple[Decision[str], Decision[str] | None]:
    """(order_no, trade_no) of 商户单号 and 订单号 side by side, by which of them has a channel's form.

    On the shop's own page, where that under which it asked the channel for the money has letters (XP11…), as no channel's has,
    the order's number is 订单编号, and the channel's is not shown.
    """
    if _is_channels(order.value) and not _is_channels(merchant.value):
        return merchant, order
    if _has_channels_length(merchant.value) and not _has_channels_length(order.value):
        return order, merchant
    if page.screen.screen in _SHOPS and merchant.value[:1].isalpha() and not _is_channels(order.value):
        return order, None
    return doubted(merchant, _ROLE_UNSURE), doubted(order, _ROLE_UNSURE)


def _sites_own(numbers: Sequence[Decision[str]], trade: Decision[str]) -> Decision[str] | None:
    """The only other number beside the channel's, whose label says that somebody counted: 充值流水 beside 支付宝交易号 is the
    site's."""
    own = [number for number in numbers if number.value != trade.value and _is_serial(number)]
    return own[0] if len({number.value for number in own}) == 1 else None


def _shops_own(trade: Decision[str], page: Page) -> bool:
    """True for the only number on a shop's page, called a trade's, that has letters before its day: ZH20250527151902785240."""
    return (
        page.screen.screen in _SHOPS
        and not _is_channels(trade.value)
        and bool(_LETTERED.fullmatch(trade.value))
    )


def _is_serial(decision: Decision[str]) -> bool:
    """True for a number whose label (流水号, 交易号) says that somebody counted, not who: a bank, a channel or the shop."""
    return bool(":" in decision.rule and _SERIAL.search(decision.rule.split(":")[1]))


def _channels_page(page: Page) -> bool:
    return page.screen.screen.startswith(_CHANNEL_SCREENS)


def _serial(
    serial: Decision[str], page: Page, pairs: Sequence[Pair], moment: Moment | None
) -> tuple[Decision[str] | None, Decision[str] | None]:
    """(order_no, trade_no) of a 流水号 that stands alone: the issuer's who made the page.

    A page that counts out goods is a shop's, one that says that a third party sold them is not. One that names a payee beside a long number is a wallet's.
    """
    if _is_channels(serial.value):
        return None, serial
    if any(word in squeeze(line.text) for line in page.lines for word in _BANKS_WORDS):
        return None, serial
    if any(pair.label.text == _THROUGH and _OTHERS in pair.value.text for pair in pairs):
        return None, doubted(serial, _ROLE_UNSURE)
    known = known_format(serial.value)
    if known is not None and known.name == "dujiaoka":
        return serial, None
    named = [p.label.text for p in pairs if p.label.slot == "counterparty"]
    payee, merchant = any(n.startswith(_PAYEE) for n in named), any(n.startswith(_MERCHANT) for n in named)
    sells = _counts_out_goods(pairs)
    wallet = not sells and any(_WALLET.search(squeeze(line.text)) for line in page.lines)
    if (payee or wallet) and _has_channels_length(serial.value):
        return None, serial
    dated = moment is not None and embedded_date(serial.value) == moment.date
    if wallet and dated:
        return None, serial
    if sells or (dated and not merchant):
        if not payee and not wallet:
            return serial, None
    unsure = doubted(serial, _ROLE_UNSURE)
    gift = any(_WALLETS_GIFT.search(squeeze(line.text)) for line in page.lines)
    return (None, unsure) if wallet or gift or merchant or _OF_PAYMENT.search(serial.rule) else (unsure, None)


def _counts_out_goods(pairs: Sequence[Pair]) -> bool:
    """True where a page says what was sold, how many at what price, to which account, and when it was bought (购买日期): it is
    the seller's."""
    named = {pair.label.slot for pair in pairs} & {"product", "account"}
    counted = {pair.label.text for pair in pairs} & _SALE
    bought = any(pair.label.slot.endswith("_at") and pair.label.text.startswith(_BOUGHT) for pair in pairs)
    return len(named) + len(counted) + bought >= _LEAST_OF_SALE and (bool(counted) or bought)


def _has_channels_length(number: str) -> bool:
    return number.isdigit() and len(number) >= _CHANNEL_LENGTH


def _is_channels(number: str) -> bool:
    """True for the long dated digits that WeChat and Alipay give; Alipay prints 订单号 before its own."""
    return _has_channels_length(number) and embedded_date(number) is not None


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


def bare_number(page: Page) -> Decision[str] | None:
    """The number of an order that has no label: the only one of its kind that no label claims, in the head of an order's page
    beside a word for its status, or a code behind the sign for a number (# 8BEN1WNMEPNYFSVT) above all labels.

    It asks, unless it has the very second (260929194650) that a label says that the order was made or paid.
    """
    if _channels_page(page):
        return None
    used = claimed_by(page.pairs)
    free = [line for line in page.lines if id(line) not in used]
    numbers = [line for line in free if any(_BARE.fullmatch(squeeze(r.text)) for r in line.readings)]
    decisions = {
        line: found for line in numbers if (found := decide_number(wrapped_number(line, page.lines), "bare"))
    }
    made = [d.value for slot in ("created_at", "paid_at") for d in facts.moments(page.pairs, slot)]
    clocks = [m.as_datetime().strftime("%y%m%d%H%M%S") for m in made if m.second is not None]
    told = [found for found in decisions.values() if any(clock in found.value for clock in clocks)]
    if len({found.value for found in told}) == 1:  # it stands in the box to ask by, too
        return next((found for found in told if found.agreed), told[0])
    if not decisions and page.screen.screen in _SHOPS:
        return _signed_code(page, free)
    if len(decisions) != 1 or page.screen.screen == "unknown":
        return None
    (line, found) = next(iter(decisions.items()))
    first = min((pair.label_line.box.y for pair in page.pairs), default=0)
    row = [o for o in free if o is not line and o.text and o.box.same_row(line.box)]
    said = [status_words.status_in(squeeze(o.text), page.screen.status, labelled=False) for o in row]
    return doubted(found, UNLABELLED) if line.box.bottom <= first and any(said) else None


def _signed_code(page: Page, free: Sequence[Line]) -> Decision[str] | None:
    """The only code behind a # above all labels of an order, alone in its row; it asks. free: the lines that no label claims."""
    first = min((pair.label_line.box.y for pair in page.pairs), default=0)
    signed = [
        line
        for line in free
        if line.box.bottom <= first
        and any(_SIGNED.match(squeeze(reading.text)) for reading in line.readings)
        and not any(o is not line and o.text and o.box.same_row(line.box) for o in page.lines)
    ]
    found = decide_number(value_of(signed[0]), "signed") if len(signed) == 1 else None
    return doubted(found, UNLABELLED) if found is not None else None


def vague_number(page: Page) -> Decision[str] | None:
    """The only number on a page that nobody knows beside a label that names any kind of thing (编号, 票号); it asks."""
    if page.screen.screen not in _ORDERS:
        return None
    named = [pair for pair in page.pairs if pair.label.text in _VAGUE]
    found = [d for pair in named if (d := decide_number(pair.value, f"vague:{pair.label.text}")) is not None]
    long = [d for d in found if digit_count(d.value) >= _VAGUE_DIGITS]
    return doubted(long[0], UNLABELLED) if len(long) == 1 else None


def lone_code(page: Page) -> Decision[str] | None:
    """The only code that no label claims on a page that nobody knows: alone in its line, or behind a word for it that no list
    has (工号 DC-8830145527). It asks. A phone, a sum, a moment and a code to redeem are none."""
    if page.screen.screen != "unknown":
        return None
    used = claimed_by(page.pairs)
    found: dict[str, Decision[str]] = {}
    for line in page.lines:
        if id(line) in used or not any(_LONE.fullmatch(squeeze(r.text)) for r in line.readings):
            continue
        if any(find_moments(r.text) or is_mobile(squeeze(r.text)) for r in line.readings):
            continue
        decision = decide_number(wrapped_number(line, page.lines), "lone")
        if decision is not None and digit_count(decision.value) >= _LONE_DIGITS:
            found[decision.value] = decision
    return doubted(next(iter(found.values())), UNLABELLED) if len(found) == 1 else None


def unpaired_numbers(page: Page, pairs: Sequence[Pair]) -> list[Line]:
    """The lines of many digits that no label claims."""
    used = claimed_by(pairs)
    return [
        line for line in page.lines if id(line) not in used and digit_count(line.text) >= _LEAST_TRADE_DIGITS
    ]
