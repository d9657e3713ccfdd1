"""What an entry of a list cost: by its labels, or the sum in it without one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.evidence import facts
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.list_items import Item, is_item_amount, is_summary
from extractor.evidence.votes import Decision, doubted
from extractor.fields.money import Money, find_amounts
from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.pairs import Pair, value_of
from extractor.screens.recognise import Page
from extractor.screens.sums import amounts_in

_CENTS = 2
LABELLED = ("paid_amount:", "order_amount:", "refund_amount:")
"""How the rules of amounts begin that a label names."""
_PART_LABEL = "refund_amount:已退"
_COSTS = ("进货价", "进价", "拿货价", "供货价", "密价", "代理价")
"""Heads of what card platforms charge those who sell on, for one piece."""
_COUNTS = ("数量", "购买数量", "商品数量", "充值数量", "下单数量")
_MASKED = re.compile(r"\d*\*{2,}\d*")
_RECORD_OF, PAID_IN = (
    re.compile("[缴交]费(?:记录|明细)"),
    re.compile(r"[\u4e00-\u9fff]{0,4}(?:充值|[缴交]费)¥?\d[\d,]*\.\d\d元?"),
)
"""The name of a record of what was paid to a carrier, and how its entries begin; a shop's goods are called so, too."""


def cost_of(pairs: Sequence[Pair]) -> Decision[Money] | None:
    """What a reseller was charged by a table that names no sum of the order, 进货价 beside 面值, where one piece was bought; it
    asks."""
    counts = [pair.value for pair in pairs if pair.label.text in _COUNTS]
    if any(all(squeeze(text) != "1" for _, text in count.texts) for count in counts):
        return None
    costs = [
        found
        for pair in pairs
        if pair.label.text in _COSTS
        and (found := decide_amount(pair.value, f"order_amount:{pair.label.text}:{pair.how}")) is not None
    ]
    return doubted(costs[0], "other_amount_on_page") if len(costs) == 1 else None


def labelled_amounts(page: Page, item: Item, pairs: Sequence[Pair]) -> list[Decision[Money]]:
    """The amounts of an entry that labels name, what was paid first; what came back of its sum (131.77 at the right, 已退款89.84
    below the name) is none of them."""
    labelled = [d for s in ("paid_amount", "order_amount", "refund_amount") for d in facts.amounts(pairs, s)]
    part = labelled[0] if labelled and labelled[0].rule.startswith(_PART_LABEL) else None
    whole = unlabelled_amount(page, item) if part and item.amount is not None and item.pairs is None else None
    return [] if part and whole and whole.value.value != part.value.value else labelled


def unlabelled_amount(page: Page, item: Item) -> Decision[Money] | None:
    """The sum of an entry without a label: the one at its right, else the only one in its lines; doubted where another stands
    beside it."""
    line = item.amount
    if line is None:
        candidates = [
            other for other in item.lines if is_item_amount(other) and not is_summary(other, item.lines)
        ] or [other for other in item.lines if len(_sums(other)) == 1]
        if not candidates:
            return _sum_in_line(page, item)
        exact = [other for other in candidates if any(_to_the_cent(r.text) for r in other.readings)]
        line = max(exact or candidates, key=lambda c: c.box.right)  # 话费100元 is what was bought
    found = decide_amount(value_of(line), "list:amount")
    others = {
        money.value
        for other in item.lines
        if other is not line and not is_summary(other, item.lines)
        for reading in other.readings
        for money in find_amounts(_MASKED.sub(" ", reading.text))
        if (money.marked or money.decimals == _CENTS) and not money.raw.endswith("元")
    }
    if found is not None and line is not item.amount and others - {found.value.value}:
        return doubted(found, "other_amount_on_page")
    return found


def _sum_in_line(page: Page, item: Item) -> Decision[Money] | None:
    """The only sum to the cent of an entry, though it stands in a line with the goods: 2.移动话费30 29.55元 [已完成]. It asks, but on
    a record of what was paid in, whose entries say so right before their sums: 交费记录, 话费充值49.90元."""
    lines = [
        (line, sums)
        for line in item.lines
        if (sums := {m.value for m in amounts_in(line) if m.decimals == _CENTS})
        and not is_summary(line, item.lines)
    ]
    if len(lines) != 1 or len(lines[0][1]) != 1:
        return None
    line, sums = lines[0]
    found = decide_amount(value_of(line), "list:amount")
    if found is None or found.value.value not in sums:
        return None
    record = any(_RECORD_OF.fullmatch(squeeze(other.text)) for other in page.lines)
    paid_in = record and PAID_IN.fullmatch(squeeze(line.text)) is not None
    return found if paid_in else doubted(found, "unlabelled")


def _to_the_cent(text: str) -> bool:
    return any(money.decimals == _CENTS for money in find_amounts(text))


def _sums(line: Line) -> set[Decimal]:
    """The amounts with a ¥ and cents inside a line: `共1件 ¥328.00`."""
    return {
        money.value for money in amounts_in(line) if money.decimals == _CENTS and not money.raw.endswith("元")
    }
