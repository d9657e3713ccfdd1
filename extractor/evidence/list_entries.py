"""The row of one entry of a list, with what came back of its sum: its numbers, its moment, and whom and what it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractor.evidence import facts
from extractor.evidence.builder import RowBuilder
from extractor.evidence.calibration import witnesses_of
from extractor.evidence.decide import decide_number
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.list_amounts import LABELLED, PAID_IN, cost_of, labelled_amounts, unlabelled_amount
from extractor.evidence.list_codes import UNLABELLED, tells_minute
from extractor.evidence.list_items import Item, is_summary, pairs_of
from extractor.evidence.list_moments import day_over, list_moment, names_day_by_word, year_shown
from extractor.evidence.list_status import status_of, tell_status
from extractor.evidence.page_numbers import numbers_of
from extractor.evidence.schema import Row
from extractor.evidence.status_words import StatusFound
from extractor.evidence.votes import Decision, doubted
from extractor.fields.moments import Moment, find_clock, find_moments, parse_moment_without_year
from extractor.fields.money import Money
from extractor.fields.numbers import clean_number, embedded_date, known_format
from extractor.fields.text import already, digit_count, fold, han_count, squeeze, without_place
from extractor.geometry import union_all
from extractor.intake.capture import Capture
from extractor.ocr.lines import Line
from extractor.screens.definitions import StatusWord
from extractor.screens.pairs import Pair, claimed_by, value_of
from extractor.screens.recognise import Page
from extractor.screens.records import is_bare_number

_LEAP_DAY = date(2000, 2, 29)
_SCRAP = 0.6
_ASIDE = re.compile(r"\([^()]*\)")
"""Why a status is what it is, in brackets behind it: (商家拒绝)."""
_PART_MARKED = re.compile(r"退款.{0,2}[(¥半羊关Y]")
_PART_ASIDE = re.compile(r"[(\[{]已?退款?\D{0,2}\d[\d,]*\.\d\d元?[)\]}]?$")
_PART = re.compile(r"已退款?\D{0,2}\d[\d,]*\.\d\d(?![\d.-])")
"""What came back of an entry's sum: behind a ¥, in brackets behind the word for what became of it (已退款89.84), or bare."""
_LONG = 12
"""An order's number without a label has so many characters; accounts have fewer."""
_BEHIND_WAY = re.compile(
    r"(?:支付宝|微信(?:支付)?|云闪付|银联|余额|银行卡|网银):?(?=(?:[A-Z]*\d){12})[A-Z]{0,6}\d{12,28}"
)
"""The way of a payment, and behind it the number under which a site's wallet took it: 支付宝 CZ20260814222011902."""


def rows_of_entry(page: Page, item: Item, capture: Capture, *, unpriced: bool = False) -> list[Row]:
    """The item's row, and one more for a partial refund that it names: 已退款(¥257.50). unpriced: whether number and moment
    are enough of it, without a sum."""
    row = _row(page, item, capture, unpriced=unpriced)
    if row is None:
        return []
    if item.unread and not row.status:
        row.reasons.append("unsure_word:status")
    for line in item.lines:
        said = already(squeeze(line.text))
        aside = _PART_ASIDE.search(said) is not None
        marked = aside or _PART_MARKED.search(fold(line.text)) is not None
        named = (marked or _PART.search(said)) and line is not item.amount
        part = decide_amount(value_of(line), "list:refund") if named else None
        if part is not None and str(part.value) == row.amount:
            row.status = "refunded" if aside else row.status
        elif part is not None:
            if not marked:
                row.reasons.append("other_amount_on_page:amount")
            row.status = "paid"
            refund = replace(
                row, amount=str(part.value), status="refunded", occurred_at="", reasons=list(row.reasons)
            )
            refund.notes, refund.rules, refund.box = list(row.notes), {"amount": part.rule}, line.box
            refund.witnesses = {"amount": witnesses_of(part)}
            if sum(facts.tells_time(other) for other in item.lines) > 1:
                refund.reasons.append("missing:occurred_at")
            else:
                refund.notes.append("no_time_shown")  # the one time is the payment's
            if not part.agreed:
                refund.reasons.append("single_read:amount")
            return [row, refund]
    return [row]


def _row(page: Page, item: Item, capture: Capture, *, unpriced: bool) -> Row | None:
    pairs = pairs_of(page, item)
    builder = RowBuilder("transaction")
    labelled = labelled_amounts(page, item, pairs)
    priced = item.pairs is not None and any(pair.label.slot == "other_amount" for pair in item.pairs)
    amount = labelled[0] if labelled else cost_of(pairs) if priced else unlabelled_amount(page, item)
    if amount is not None and item.pairs is None and is_crowded(item, pairs):
        amount = doubted(
            amount, "other_amount_on_page"
        )  # the label that parts it from its neighbour was not read
    shown, derived = _moment(page, item, pairs, capture)
    moment = shown.value if shown is not None else None
    order, trade = numbers_of(page, pairs, moment)
    status = status_of(page, item, pairs)
    unread = page.screen.rows == "list" and item.amount is not None and fold(item.amount.text)[:1] in "+-"
    if moment is None and order is None and trade is None and not unread:
        if page.screen.rows == "list" and amount is not None and not amount.rule.startswith(LABELLED):
            amount = doubted(amount, "unlabelled")  # the price of what was sold, as a shop's cards show it
        elif not _is_sold(amount, status):
            return None
        if status is None or not status.exact:
            return None
    named = unpriced and moment is not None and (order is not None or trade is not None)
    if amount is None and not priced and not named:
        return None
    builder.number("order_no", order, moment)
    builder.number("trade_no", trade, moment)
    if order is None and trade is None:
        _bare_number(builder, page, item, moment)
    if amount is not None and amount.rule.startswith("paid_amount::"):
        amount = doubted(amount, "unlabelled")  # the head of its column could not be read
    builder.amount(amount)
    if amount is None:
        builder.row.reasons.append("missing:amount")
    builder.moment(shown, [d.value for d in (order, trade) if d])
    if shown is None:
        # what has a sign was paid or came in: its moment could not be read
        builder.no_time(shown=unread or any(facts.tells_time(line) for line in item.lines))
    elif derived:
        reason = capture.source.review_reason
        if reason:
            builder.row.reasons.append(reason)
        builder.row.reasons.append("year_from_capture_time:occurred_at")
    tell_status(builder, item, status, amount.value if amount is not None else None)
    _name(builder, page, item, pairs, status)
    builder.account(pairs)
    builder.lines(item.lines)
    row = builder.done()
    row.box = union_all(line.box for line in item.lines)
    return row


def _moment(
    page: Page, item: Item, pairs: Sequence[Pair], capture: Capture
) -> tuple[Decision[Moment] | None, bool]:
    """An entry's moment, and whether its year or day is counted from the capture alone.

    Where the list says of which year it is, no later day is meant, and a day of that year needs no capture.
    """
    taken = capture.at.date()
    of_it = [*item.lines, *([item.heading] if item.heading is not None else [])]
    year = year_shown(page.lines, min(line.box.y for line in of_it))
    if year is not None and year < taken.year:
        taken = date(year, 12, 31)
    shown, derived = list_moment(item.lines, item.heading, pairs, taken, clocked=item.clocked)
    if shown is None and item.by_day and item.heading is not None:
        shown, derived = day_over(item.heading, taken)
    if derived and shown is not None and year == shown.value.year == capture.at.year:
        derived = names_day_by_word(of_it)
    return shown, derived


def _name(
    builder: RowBuilder, page: Page, item: Item, pairs: Sequence[Pair], status: StatusFound | None
) -> None:
    """Puts whom an entry names, and what was bought, into its row; 话费充值49.90元 is nobody."""
    goods = product_of(pairs, status)
    title = title_of(item, page.screen.status)
    named = facts.TextFound(fold(title.text), value_of(title)) if title is not None else None
    if named is not None and PAID_IN.fullmatch(squeeze(named.text)):
        goods = goods or named
    elif named is not None and not pairs:
        builder.text("counterparty", named)
    builder.text("product", goods)


def product_of(pairs: Sequence[Pair], status: StatusFound | None) -> facts.TextFound | None:
    """What was sold, by its label; a word that says what became of it is no goods: 购买商品 · 付款成功."""
    found = facts.text_of(pairs, "product")
    return None if found is not None and status is not None and squeeze(found.text) == status.word else found


def is_crowded(item: Item, pairs: Sequence[Pair]) -> bool:
    """True where an item shows two moments with a clock that no label tells apart, or two sums paid."""
    paid = {d.value.value for d in facts.amounts(pairs, "paid_amount")}
    labelled = claimed_by(pairs)
    lines = [line for line in item.lines if id(line) not in labelled]
    moments = {moment for line in lines if (moment := _clocked(line.text)) is not None}
    return len(paid) > 1 or len(moments) > 1


def _clocked(text: str) -> Moment | None:
    """The first moment of text that has a clock, one without a year as if of a leap year."""
    found = find_moments(fold(text))
    moment = found[0] if found else parse_moment_without_year(text, not_after=_LEAP_DAY, year=_LEAP_DAY.year)
    return moment if moment is not None and moment.has_clock else None


def title_of(item: Item, words: Sequence[StatusWord]) -> Line | None:
    """The first line of an entry that names something: no time, no word that tells what has become of it, and no scrap of a
    watermark."""
    heights = sorted(line.box.h for line in item.lines)
    return next(
        (
            line
            for line in item.lines
            if han_count(line.text) >= 2
            and line.box.h >= _SCRAP * heights[len(heights) // 2]
            and not find_clock(line.text)
            and not find_moments(line.text)
            and not _is_status(line, words)
            and not _ASIDE.fullmatch(fold(line.text))
            and not (is_summary(line, item.lines) and digit_count(line.text) > 1)
        ),
        None,
    )


def _is_status(line: Line, words: Sequence[StatusWord]) -> bool:
    """Whether a line says one of some words and nothing else."""
    said = without_place(already(squeeze(line.text)).lower())
    return any(word.word == said for word in words)


def _bare_number(builder: RowBuilder, page: Page, item: Item, moment: Moment | None) -> None:
    """A number that stands in a list without a label: taken only where its format is a known one with a date."""
    for line in item.lines:
        number = clean_number(line.text)
        known = known_format(number) if len(number) >= 16 else None
        if known is None or (known.date_at is None and known.name != "dujiaoka") or han_count(line.text):
            continue
        channel = known.name.startswith(("wechat", "alipay"))
        decision = decide_number(value_of(line), "list:bare_number")
        if decision is not None:
            builder.number("trade_no" if channel else "order_no", decision, moment)
            if moment is None or embedded_date(decision.value) is None:
                builder.row.reasons.append(UNLABELLED)
            return
    _only_number(builder, page, item, moment)


def _only_number(builder: RowBuilder, page: Page, item: Item, moment: Moment | None) -> None:
    """The only long number of an entry of orders, where the others have one at its place: most likely the order's."""
    if page.screen.rows != "list" and page.screen.screen != "unknown":
        return
    long = [
        line
        for line in item.lines
        if not han_count(line.text) and any(is_bare_number(reading.text) for reading in line.readings)
    ] or [line for line in item.lines if _BEHIND_WAY.fullmatch(squeeze(line.text))]
    decision = decide_number(value_of(long[0]), "list:only_number") if len(long) == 1 else None
    if decision is not None and len(decision.value) >= _LONG:
        builder.number("order_no", decision, moment)
        if moment is None or not tells_minute(decision.value, moment.isoformat()):
            builder.row.reasons.append(UNLABELLED)


def _is_sold(amount: Decision[Money] | None, status: StatusFound | None) -> bool:
    """True for an entry of an order list that shows neither number nor time: a sum with its label, and what became of it."""
    labelled = amount is not None and amount.rule.startswith(LABELLED)
    return labelled and status is not None and status.exact
