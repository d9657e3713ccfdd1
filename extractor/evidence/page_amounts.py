"""What a page says was paid, and what was refunded of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set
from dataclasses import replace
from decimal import Decimal

from extractor.evidence import facts, page_status, status_words
from extractor.evidence.beside import below_refund_heading, given_back
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.notices import refund_asked
from extractor.evidence.page_moments import Moments
from extractor.evidence.page_numbers import preferred
from extractor.evidence.status_words import StatusFound
from extractor.evidence.votes import Decision, doubted
from extractor.fields.money import Money, fits_capitals, parse_amount, parse_capitals
from extractor.fields.text import fold, squeeze
from extractor.screens.pairs import Value, claimed_by, value_of
from extractor.screens.recognise import Page
from extractor.screens.sums import amount_of_line, amounts_in

_DISCOUNT = re.compile(r"优惠|折扣|减|抵|券|红包")
_FEE = re.compile(r"浮动|随机金额|手续费|通道费|服务费|附加费|加价")
_BORNE = re.compile("(?:商户|商家|卖家|店铺|平台|我方)承担")
"""Beside a fee that is none of the payer's."""
_FULL_PRICE = ("原价", "原价格", "原价(元)", "优惠前", "优惠前金额", "折前金额")
GIVEN_BACK = "said:refunded"
"""The rule of a sum of which a sentence says that it came back."""
SAID = "said:paid"
"""The rule of a sum that stands behind the word that says that it was paid."""
_SAID = re.compile(r"(?:支付|付款|扣款|扣费)(?:成功|完成)\D{0,3}\d[\d,]*\.\d\d元?")
_ASKED = re.compile("应退|预计|申请")
"""In the label of what is still to be refunded."""
_TOP_UP, _CREDITED = re.compile("[交缴]费|充值"), re.compile("^paid_amount:(?:充值)?到账")
_COMMA = re.compile(r"(?<!\d)[,;:]\s?(?=\d)")
_CENTS = 2
_MOST_GOODS = 6
"""Of more prices some would make nearly any sum."""
_PRICE = ("价格", "价钱", "Price")
_AGENTS_PRICE = ("进货价", "进货单价", "进价", "拿货价", "供货价", "密价", "代理价", "代理价格", "批发价")
"""What a reseller pays who orders for his own customer."""
_OTHERS_PRICE = re.compile("零售|建议|参考|指导|市场价|官方价|原价|面[值额]|利润")
"""What goods are sold for elsewhere, are worth, or bring in."""
_OF_GOODS = re.compile("^order_amount:(?:商品|货品|小计|单价|[^:]*原价)")
"""What goods cost before what is taken off or put on: another sum of the order comes first."""
_FACE = re.compile(r"^order_amount:[^:]*面[额值]:")
"""What a card or a top-up is worth: the big sum of another size is what it cost."""
DUE = re.compile(r":(?:应付|应支付|待付|待支付|还需支付|需支付|需付|合计支付|合计应付|订单应付)")
"""What is left to be paid when discounts are off."""


def sums_of(
    page: Page, status: StatusFound | None, when: Moments
) -> tuple[Decision[Money] | None, Decision[Money] | None, bool]:
    """(paid, refunded, whether these are two transactions) of a page.

    Two moments, those of a payment and of its refund, are two transactions, a full refund's too; a page that only says
    已全额退款 is one. A page cut above its headline has no amount paid, and two moments all the same.
    """
    paid = _charged(page, _paid_amount(page), status)
    refund = _refund_amount(page, status, paid)
    if refund is not None and paid is not None and not _shows_payment(page, paid, refund, when):
        paid = None
    both_sums = (
        refund is not None and paid is not None and paid.rule.startswith(("paid_amount", "order_amount"))
    )
    said_back = refund is not None and refund.rule == GIVEN_BACK and paid is not None
    two_moments = when.refunded is not None and (
        when.payment or ((both_sums or said_back) and when.paid is not None)
    )
    ended = status is not None and status.status in ("closed", "failed")
    if ended and both_sums and when.payment and refund is not None and not _ASKED.search(refund.rule):
        two_moments = True  # paid, closed, and all of it given back
    if paid is None and (page.screen.screen == "refund.notice" or _told_of_payment(page)):
        two_moments = False  # it tells of the refund, and when the money that came back was sent
    is_refunded = status is not None and status.status == "refunded"
    if two_moments and is_refunded and refund is None and paid is not None:
        if _came_in(page, paid):
            return None, paid, False  # +128.00: what was paid, when 原支付时间 says, this page does not show
        # all of it, as far as the page shows; a sum whose label was not read may be the refund's
        refund = (
            doubted(paid, "other_amount_on_page") if _sums(page, other=False) - {paid.value.value} else paid
        )
    # the notice of a payment above that of its refund, with one moment between them
    two_notices = status is not None and status.status == "paid" and when.refunded is not None
    two = refund is not None and (
        two_moments or (paid is not None and (two_notices or refund.value.value != paid.value.value))
    )
    return paid, refund, two


def _told_of_payment(page: Page) -> bool:
    """True where a refund's page names the moment of its payment as that of another: 原支付时间."""
    return any(p.label.slot == "paid_at" and p.label.text.startswith("原") for p in page.pairs)


def _came_in(page: Page, paid: Decision[Money]) -> bool:
    """Whether the only sum of a page is its headline, with a plus."""
    labelled = facts.amounts(page.pairs, "paid_amount") or facts.amounts(page.pairs, "order_amount")
    return paid.rule == "headline" and paid.value.positive and not labelled


def _refund_amount(
    page: Page, status: StatusFound | None, paid: Decision[Money] | None
) -> Decision[Money] | None:
    """What was refunded: a label that says so, the status or an aside, else the big amount under 退款成功."""
    labelled = facts.amounts(page.pairs, "refund_amount")
    if labelled and all(d.value.value == 0 and d.agreed for d in labelled) and not _is_back(status):
        return None  # 退款金额 0.00 in the particulars of an order: nothing came back
    found = preferred(labelled) or page_status.refund_in_status(status)
    if found is not None:
        return found
    aside = facts.refund_aside(page)
    if aside is not None:
        return aside[1]
    said = given_back(page.lines)
    told = decide_amount(_apart(value_of(said)), GIVEN_BACK) if said is not None else None
    if told is not None:
        return told
    asked = refund_asked(page)
    if asked is not None:
        return asked
    beside = _beside_its_word(page) or _in_its_section(page, paid)
    if beside is not None:
        return beside
    word = page_status.captioned(page)
    if word is None or word.status != "refunded" or (paid is not None and paid.rule == "headline"):
        return None
    return facts.headline_amount(page)


def _is_back(status: StatusFound | None) -> bool:
    """True where a page says of its transaction that money comes back, or has."""
    return status is not None and status.status in ("refunded", "refunding")


def _beside_its_word(page: Page) -> Decision[Money] | None:
    """The only sum in the row of the word that heads the notice of a refund, above all labels: 退款成功, and ¥21.60 at the right."""
    first = min((pair.label_line.box.y for pair in page.pairs), default=0)
    if page.screen.screen != "refund.notice":
        return None
    for line in page.lines:
        found = status_words.status_in(squeeze(line.text), page.screen.status, labelled=False)
        if line.box.bottom > first or found is None or not found[1] or found[0].status != "refunded":
            continue
        row = [o for o in page.lines if o is not line and o.text and o.box.same_row(line.box)]
        sums = [o for o in row if (money := amount_of_line(o)) is not None and money.marked]
        if len(row) == len(sums) == 1:
            return decide_amount(value_of(sums[0]), "beside:退款")
    return None


def _in_its_section(page: Page, paid: Decision[Money] | None) -> Decision[Money] | None:
    """The only sum without a label below the heading 退款信息, under the particulars of what was paid, of which it is no more:
    the heads of a table there could not be read. It asks."""
    if paid is None or not paid.rule.startswith("paid_amount:"):
        return None
    claimed = claimed_by(page.pairs)
    below = [line for line in below_refund_heading(page.lines, paid.box.bottom) if id(line) not in claimed]
    read = [
        decide_amount(value_of(line), "section:退款") for line in below if amount_of_line(line) is not None
    ]
    sums = [decision for decision in read if decision is not None and decision.value.decimals == _CENTS]
    found = sums[0] if len(sums) == 1 else None
    return doubted(found, "unlabelled") if found and 0 < found.value.value <= paid.value.value else None


def _apart(value: Value) -> Value:
    """A sentence without the comma that ends what is said before its sum: 库存空,29.04已退."""
    return replace(value, texts=tuple((e, _COMMA.sub(" ", fold(text))) for e, text in value.texts))


def _shows_payment(page: Page, paid: Decision[Money], refund: Decision[Money], when: Moments) -> bool:
    """False where what may have been paid is the refund's own amount, or on its page merely what was ordered."""
    if paid.rule == "headline":
        return not _is_refunds(page)
    merely_ordered = paid.rule.startswith("order_amount") and not when.payment
    return not merely_ordered or (refund.rule != "headline" and when.paid is not None)


def _is_refunds(page: Page) -> bool:
    """Whether the big sum of a page stands beside the label of a refund's."""
    claimed = {id(line) for p in page.pairs if p.label.slot == "refund_amount" for line in p.value.lines}
    return id(page.headline) in claimed


def _paid_amount(page: Page) -> Decision[Money] | None:
    """What was paid: a label that says so, the headline, then the order's amount. Never discounts, fees, balances."""
    labelled = facts.amounts(page.pairs, "paid_amount")
    ordered = sorted(facts.amounts(page.pairs, "order_amount"), key=lambda d: bool(_OF_GOODS.search(d.rule)))
    headline = facts.headline_amount(page) if page.screen.headline else None
    if labelled and _is_refunds(page):
        return labelled[0]  # the big sum under 退款金额 bears 原支付金额 out, and is another's
    if headline is not None and labelled:
        same = [d for d in labelled if d.value.value == headline.value.value]
        return _corroborated(headline, same) if same or not labelled[0].agreed else labelled[0]
    found = (
        preferred(labelled)
        or headline
        or _under_its_word(page)
        or preferred(ordered)
        or _only_amount(page)
        or _said_paid(page)
    )
    if found is None:
        return None
    big = facts.headline_amount(page)
    if big is not None and _FACE.search(found.rule) and big.value.value != found.value.value:
        return doubted(big, "other_amount_on_page")
    ordered_sum = not labelled and found.rule.startswith("order_amount") and not DUE.search(found.rule)
    reckoned = _reckoned(page, ordered) if ordered_sum else None
    if reckoned is not None:
        return reckoned
    several = len({decision.value.value for decision in ordered}) > 1
    if ordered_sum and not _all_taken_off(page, found.value) and (several or _changed(page)):
        return doubted(found, "other_amount_on_page")
    if (
        ordered_sum
        and (_less_stands(page, found.value) or _more_stands(page, found.value))
        and str(found.value) not in _made_by_goods(page)
    ):
        return doubted(found, "other_amount_on_page")
    if _in_capitals(page, found.value.value) or _is_price_less_change(page, found.value):
        return _trusted(found)
    return found


def _in_capitals(page: Page, value: Decimal) -> bool:
    """True where a receipt writes an amount in financial capitals, too, one of which may not have been read."""
    return any(parse_capitals(line.text) == value or fits_capitals(line.text, value) for line in page.lines)


def _is_price_less_change(page: Page, paid: Money) -> bool:
    """True for the sum that the only full price of a page comes to, its discounts off: 238.88 over 已优惠10.00 and 原价248.88,
    each of them read alike."""
    prices = [pair for pair in page.pairs if pair.label.text in _FULL_PRICE]
    full = decide_amount(prices[0].value, "") if len(prices) == 1 else None
    change = _change(page)
    if full is None or not full.agreed or not change:
        return False
    return full.value.value + change == paid.value


def _charged(page: Page, paid: Decision[Money] | None, status: StatusFound | None) -> Decision[Money] | None:
    """What a top-up cost, where its big amount is another than what came onto the phone (到账金额); which of them, a person
    sees."""
    if paid is None or status is None or not (_TOP_UP.search(status.word) and _CREDITED.search(paid.rule)):
        return paid
    big = facts.headline_amount(page)
    if big is None or big.value.value == paid.value.value:
        return paid
    return doubted(big, "other_amount_on_page")


def _said_paid(page: Page) -> Decision[Money] | None:
    """The sum of the only step of an order that says that so much was paid: 付款成功 ¥306.50."""
    steps = [line for line in page.lines if _SAID.fullmatch(squeeze(line.text))]
    return decide_amount(value_of(steps[0]), SAID) if len(steps) == 1 else None


def _under_its_word(page: Page) -> Decision[Money] | None:
    """The big amount right above or below a word that says that it was paid: 23.60元 over 已支付."""
    word = page_status.captioned(page)
    big = facts.headline_amount(page) if word is not None and word.status == "paid" else None
    ordered = {decision.value.value for decision in facts.amounts(page.pairs, "order_amount")}
    # 充值成功 over ¥100.00, and an order of ¥99.80: what was recharged is not what it cost
    return doubted(big, "other_amount_on_page") if big is not None and ordered - {big.value.value} else big


def _reckoned(page: Page, ordered: Sequence[Decision[Money]]) -> Decision[Money] | None:
    """Of the sums of an order and the only one that no label names, that which another gives with all discounts off and all
    fees on: 50.00 and -0.25 beside labels, -¥49.75 in the head. None where no sum, or more than one, comes out so."""
    change = _change(page)
    if change is None:
        return None
    claimed = claimed_by(page.pairs)
    bare = [line for line in page.lines if id(line) not in claimed and amount_of_line(line) is not None]
    named = [decision for line in bare if (decision := decide_amount(value_of(line), "reckoned")) is not None]
    sums = {d.value.value: d for d in (*named, *ordered)}
    found = [sums[total] for d in ordered if (total := d.value.value + change) in sums]
    return _trusted(found[0]) if change and len({d.value.value for d in found}) == 1 else None


def _change(page: Page) -> Decimal | None:
    """What the discounts of a page take off and its fees put on, together; None where one of them could not be read."""
    change = -sum((money.value for money in _unlisted_discounts(page)), Decimal(0))
    for pair in page.pairs:
        off, on = _DISCOUNT.search(pair.label.text), _FEE.search(pair.label.text)
        if pair.label.slot != "other_amount" or not (off or on) or _BORNE.search(pair.value.text):
            continue
        money = decide_amount(pair.value, "")
        if money is None:
            return None
        change += -money.value.value if off else money.value.value
    return change


def _unlisted_discounts(page: Page) -> list[Money]:
    """What discounts take off whose labels nobody listed: -¥3.00 in the row of 抖音支付优惠."""
    claimed = claimed_by(page.pairs)
    free = [line for line in page.lines if line.text and id(line) not in claimed]
    found = []
    for line in free:
        money = amount_of_line(line)
        if money is None or not squeeze(fold(line.text)).startswith("-"):
            continue
        row = [o for o in free if o is not line and o.box.same_row(line.box) and o.box.right <= line.box.x]
        read = decide_amount(value_of(line), "")
        if read is not None and len(row) == 1 and _DISCOUNT.search(squeeze(row[0].text)):
            found.append(read.value)
    return found


def _all_taken_off(page: Page, total: Money) -> bool:
    """True for the total of an order that is what its price and number come to, discounts off and fees on: 138.00 at one of
    them, less 5.00, and 133.00."""
    change = _change(page)
    prices = [
        money.value.value
        for pair in page.pairs
        if pair.label.slot == "other_amount" and pair.label.text.endswith("单价")
        if (money := decide_amount(pair.value, "")) is not None
    ]
    counts = {
        squeeze(pair.value.text).strip("×x*:") for pair in page.pairs if pair.label.text.endswith("数量")
    }
    if not change or len(prices) != 1 or len(counts) != 1 or not (count := counts.pop()).isdecimal():
        return False
    return prices[0] * int(count) + change == total.value


def _changed(page: Page) -> bool:
    """True where a discount is named, a fee, or the odd cents that tell payments apart."""
    return bool(_unlisted_discounts(page)) or any(
        (_DISCOUNT.search(pair.label.text) or _FEE.search(pair.label.text))
        and any(c in "123456789" for c in pair.value.text)
        and not _BORNE.search(pair.value.text)
        for pair in page.pairs
        if pair.label.slot == "other_amount"
    )


def _less_stands(page: Page, ordered: Money) -> bool:
    """True where less may have been paid than ordered: a smaller sum stands without a label."""
    claimed = claimed_by(page.pairs)
    sums = (
        parse_amount(reading.text)
        for line in page.lines
        if id(line) not in claimed
        for reading in line.readings
    )
    return any(
        money is not None and money.decimals == _CENTS and ordered.value / 2 < money.value < ordered.value
        for money in sums
    )


def _more_stands(page: Page, ordered: Money) -> bool:
    """True where a sum a little larger than what was ordered stands on the page."""
    return any(ordered.value < money < ordered.value + 1 for money in _sums(page, other=False))


def _only_amount(page: Page) -> Decision[Money] | None:
    """The big amount of a page that shows no other, where orders have labelled ones as a rule."""
    headline = facts.headline_amount(page)
    aside = facts.refund_aside(page)
    back = {aside[1].value.value} if aside is not None else set()
    if headline is None or not _sums(page, other=True) - back <= {headline.value.value}:
        return None
    return headline


def sum_left(page: Page) -> Decision[Money] | None:
    """The only sum of a page that no label claims, beside the number and the moment of an order whose label of a sum could
    not be read, or says what nobody listed. It asks."""
    claimed = claimed_by(page.pairs)
    free = [line for line in page.lines if id(line) not in claimed and amount_of_line(line) is not None]
    read = [decision for line in free if (decision := decide_amount(value_of(line), "left")) is not None]
    read = [d for d in read if d.value.value]  # nothing was paid by no sum: what is left of a ¥ is read as ¥0
    found = [d for d in read if d.value.marked or d.value.decimals == _CENTS]  # the › of a row is read as a 2
    exact = [
        decision for decision in found if decision.value.decimals
    ]  # some shops leave the last 0 out: ¥21.6
    some = exact or found  # 30元, 50元 are what one may choose from beside 199.20元
    written = {d.value.value: d for d in some if _in_capitals(page, d.value.value)}
    if len(written) == 1:
        return _trusted(next(iter(written.values())))  # what a receipt writes in capitals is its sum
    return doubted(some[0], "unlabelled") if len({d.value.value for d in some}) == 1 else _only_price(page)


def _only_price(page: Page) -> Decision[Money] | None:
    """The price on a receipt that shows no other sum and counts nothing: 价格 199元 beside when it was bought; or what a reseller
    pays, beside nothing but what the goods are sold for. It asks."""
    sums = [pair for pair in page.pairs if pair.label.slot.endswith("_amount")]
    own = [pair for pair in sums if pair.label.text in _AGENTS_PRICE]
    if own and all(pair in own or _OTHERS_PRICE.search(pair.label.text) for pair in sums):
        sums = own
    counted = any(pair.label.text.endswith("数量") for pair in page.pairs)
    if len(sums) != 1 or counted or not (own or sums[0].label.text in _PRICE):
        return None
    price = decide_amount(sums[0].value, f"other_amount:{sums[0].label.text}")
    return doubted(price, "unlabelled") if price is not None else None


def accounted_for(page: Page, amounts: Set[str]) -> bool:
    """True where all sums of a page are those of one order: each beside a label that stands there once, or the prices of its
    goods, some of which together make one of amounts, what was paid for them."""
    labels = [
        pair.label.text
        for pair in page.pairs
        if pair.label.slot.endswith(("_no", "_at", "_amount")) and pair.label.slot != "other_amount"
    ]
    if len(set(labels)) < len(labels):
        return False
    return not _unnamed(page) or bool(_made_by_goods(page) & amounts)


def _unnamed(page: Page) -> list[Decimal]:
    """The sums of a page that no label claims."""
    claimed = claimed_by(page.pairs)
    return [money.value for line in page.lines if id(line) not in claimed for money in amounts_in(line)]


def _made_by_goods(page: Page) -> set[str]:
    """What two or more of the prices that no label claims come to together: 352.00 of 328.00 and 24.00."""
    prices = _unnamed(page)
    if len(prices) > _MOST_GOODS:
        return set()
    return {
        str(sum(parts))
        for count in range(2, len(prices) + 1)
        for parts in itertools.combinations(prices, count)
    }


def _sums(page: Page, *, other: bool) -> set[Decimal]:
    """The marked sums of a page, but for those in goods and names; other: with discounts, fees and balances."""
    named = {
        id(line)
        for pair in page.pairs
        if not pair.label.slot.endswith("_amount") or (pair.label.slot == "other_amount" and not other)
        for line in (pair.label_line, *pair.value.lines)
    }
    return {money.value for line in page.lines if id(line) not in named for money in amounts_in(line)}


def _corroborated(headline: Decision[Money], same: Sequence[Decision[Money]]) -> Decision[Money]:
    """The same amount in two places of the page stands on two legs."""
    return _trusted(headline) if same else headline


def _trusted(decision: Decision[Money]) -> Decision[Money]:
    return replace(decision, agreed=not decision.doubts)
