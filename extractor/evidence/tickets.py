"""Rows of complaints and work orders, one a number."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from extractor.evidence import facts
from extractor.evidence.builder import UNLABELLED, RowBuilder
from extractor.evidence.decide import CASE, decide_moment, decide_number
from extractor.evidence.filling import fill
from extractor.evidence.list_items import items_around, items_by_ticket, pairs_of
from extractor.evidence.page_amounts import sum_left
from extractor.evidence.page_numbers import numbers_of, preferred
from extractor.evidence.schema import Row
from extractor.evidence.votes import doubted
from extractor.fields.moments import find_moments
from extractor.fields.numbers import (
    case_number,
    embedded_date,
    is_identity_card,
    is_work_order,
    known_format,
)
from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.pairs import Value, claimed_by, value_of
from extractor.screens.recognise import Page
from extractor.screens.tables import read_table

_LISTED = "ticket_no:list"
"""The rule of a number in a list of work orders that carries the day of its entry."""
_LONE = re.compile(r"[A-Z]{2,5}-?\d{8,20}")
_DIGITS = re.compile(r"\d{12,30}")
_NAME = r"(?:投诉|举报|受理|登记|工单|案件|反馈|申诉|诉求|报案|受案|服务)(?:编号|单号|流水号|号(?!码))"
_NAMED, _SAID = (
    re.compile(_NAME),
    re.compile(_NAME + r"[为是]?[:,]?(?P<number>[A-Za-z]{0,6}-?\d[0-9A-Za-z-]{5,})?"),
)
_CODE = re.compile(r"[A-Za-z]{0,6}-?\d[0-9A-Za-z-]{5,}")
"""What a sentence says behind the name of a complaint's number: 受理编号BANK1776859941,我行将于…."""
_WRAP = 1.5
_OF_DISPUTED = (
    "trade_no",
    "merchant_no",
    "order_no",
    "paid_amount",
    "order_amount",
    "paid_at",
    "counterparty",
    "product",
)
"""What a complaint says of the payment that it is about."""
_COMPLAINT = "wechat.complaint"


def ticket_rows(page: Page) -> list[Row]:
    """One row a complaint or work order that a page names."""
    rows: list[Row] = []
    seen: set[str] = set()
    table = [row.pairs for row in read_table(page.lines, page.screen.labels)]
    entries = [pairs_of(page, item) for item in items_by_ticket(page)] or [list(page.pairs)]
    for pairs in (*table, *entries):
        filed = preferred(facts.moments(pairs, "filed_at"), facts.moments(pairs, "created_at"))
        for decision in facts.numbers(page, pairs, "ticket_no"):
            if decision.value in seen:
                continue
            seen.add(decision.value)
            builder = RowBuilder("ticket")
            builder.number("order_no", decision, None)
            builder.moment(filed, [decision.value])
            builder.text("counterparty", facts.text_of(pairs, "counterparty"))
            builder.pairs(pairs)
            rows.append(builder.done())
    return rows or _cases(page) or _said_tickets(page) or _bare_tickets(page)


def disputed(page: Page) -> list[Row]:
    """The payment that a complaint is about, where its page shows it whole: the channel's own number and the sum, one of each
    beside labels of a payment, and its moment, or at least a number that carries the day. What has become of the complaint is
    none of the payment's status."""
    pairs = [pair for pair in page.pairs if pair.label.slot in _OF_DISPUTED]
    paid, dated = facts.amounts(pairs, "paid_amount"), facts.moments(pairs, "paid_at")
    if not paid and dated:
        paid = facts.amounts(pairs, "order_amount")  # 订单金额, beside 支付时间 and the channel's number
    if not paid and dated and (left := sum_left(page)) is not None:
        paid = [left]  # the shop's name and ¥512.00 head the card of the payment: it asks
    trades = facts.numbers(page, pairs, "trade_no")
    own = [
        number
        for number in facts.numbers(page, pairs, "order_no")
        if not trades and _is_channels(number.value)
    ]
    formats = [known_format(trade.value) for trade in (trades or own)]
    channels = [one for one in formats if one is not None and one.name.startswith(("wechat", "alipay"))]
    if len(paid) != 1 or len(formats) != 1 or not channels:
        return []
    if len(dated) > 1 or (not dated and channels[0].date_at is None):
        return []
    when = dated[0] if dated else None
    # a channel's own page of complaints calls its number 订单号
    order, trade = (None, own[0]) if own else numbers_of(page, pairs, when.value if when else None)
    builder = RowBuilder("transaction", page.screen.screen)
    fill(builder, replace(page, pairs=tuple(pairs)), order, trade, when, paid[0])
    if when is None:
        builder.no_time(shown=True)  # that it is a payment of its own is a guess where nothing says when
    return [builder.done()]


def _is_channels(number: str) -> bool:
    """True for the number of a payment by the form that WeChat and Alipay give theirs."""
    known = known_format(number)
    return known is not None and known.name.startswith(("wechat.", "alipay.")) and known.name != _COMPLAINT


def names_case(page: Page) -> bool:
    """True for a page that prints the number of a court's or an authority's case in a line of its own."""
    return bool(_case_lines(page))


def _case_lines(page: Page) -> list[Line]:
    return [line for line in page.lines if any(case_number(reading.text) for reading in line.readings)]


def _cases(page: Page) -> list[Row]:
    """The case that a paper of a court or an authority is about: its number stands without a label below the title."""
    decisions = [decide_number(value_of(line), CASE) for line in _case_lines(page)]
    found = [decision for decision in decisions if decision is not None]
    rows = []
    for decision in {decision.value: decision for decision in found}.values():
        builder = RowBuilder("ticket")
        builder.number("order_no", decision, None)
        builder.moment(preferred(facts.moments(page.pairs, "filed_at")), [])
        builder.pairs(page.pairs)
        builder.lines(_case_lines(page))
        rows.append(builder.done())
    return rows


def _said_tickets(page: Page) -> list[Row]:
    """The number that a letter names in a sentence, in the line of its name or, wrapped, in the next."""
    lines = sorted((line for line in page.lines if line.text), key=lambda line: (line.box.y, line.box.x))
    for line in lines:
        text = squeeze(line.text)
        for said in _SAID.finditer(text):
            if said["number"]:
                code, number, behind = line, said["number"], text[said.end() :]
            else:
                below = [
                    o
                    for o in lines
                    if 0 <= o.box.y - line.box.bottom < _WRAP * line.box.h and o.box.overlap_x(line.box) > 0
                ]
                wrapped = _CODE.match(squeeze(below[0].text)) if below and said.end() == len(text) else None
                if wrapped is None:
                    continue
                code, number = below[0], wrapped[0]
                behind = squeeze(code.text)[wrapped.end() :]
            decision = decide_number(_run_of(code, number), f"ticket_no:{said[0][:4]}:said")
            if decision is None:
                continue
            if not behind:  # it may go on in the next line
                decision = doubted(decision, "cropped")
            builder = RowBuilder("ticket")
            builder.number("order_no", decision, None)
            builder.lines([line, code])
            return [builder.done()]
    return []


def _run_of(line: Line, number: str) -> Value:
    """The number inside a line as each reader saw it: the same characters, else the longest that it has."""
    texts = []
    for reading in line.readings:
        runs = [run[0] for run in _CODE.finditer(squeeze(reading.text))]
        if runs:
            texts.append((reading.engine, number if number in runs else max(runs, key=len)))
    return Value((line,), tuple(texts))


def _bare_tickets(page: Page) -> list[Row]:
    """The tickets of a list that shows their numbers without a label, by their form (TK-20240729-00837, GD20251013091455), each
    with the only moment that its entry shows. They ask, but for those of a list of work orders that carry the day on which
    they were filed."""
    claimed = claimed_by(page.pairs)
    numbers = [
        line
        for line in page.lines
        if id(line) not in claimed and any(is_work_order(squeeze(r.text)) for r in line.readings)
    ]
    entries = items_around(page, numbers) if len(numbers) > 1 else [None] * len(numbers)
    rows = []
    for line, entry in zip(numbers, entries, strict=True):
        shown = [o for o in entry.lines if any(find_moments(r.text) for r in o.readings)] if entry else []
        filed = decide_moment(value_of(shown[0]), "filed_at:entry") if len(shown) == 1 else None
        listed = page.screen.rows == "ticket" and filed is not None
        decision = decide_number(value_of(line), UNLABELLED)
        if decision is None:
            continue
        if listed and filed is not None and embedded_date(decision.value) == filed.value.date:
            decision = replace(decision, rule=_LISTED)
        builder = RowBuilder("ticket")
        builder.number("order_no", decision, None)
        builder.moment(filed, [decision.value])
        builder.lines(entry.lines if entry else [line])
        rows.append(builder.done())
    return rows or _lone_ticket(page, claimed)


def _may_be_lone(text: str, *, named: bool) -> bool:
    if _LONE.fullmatch(text):
        return True
    known = known_format(text)
    payment = known is not None and known.name.startswith(("wechat.", "alipay.")) and known.name != _COMPLAINT
    return named and bool(_DIGITS.fullmatch(text)) and not payment and not is_identity_card(text)


def _lone_ticket(page: Page, claimed: Collection[int]) -> list[Row]:
    """The only code of letters and digits on a complaint's page that no label claims, alone in its row: its label may not have
    been read. So are digits alone, where the page speaks of its number (投诉编号: 如上). It asks."""
    named = any(_NAMED.search(squeeze(line.text)) for line in page.lines)
    codes = [
        line
        for line in page.lines
        if id(line) not in claimed
        and all(_may_be_lone(squeeze(r.text), named=named) for r in line.readings)
        and not any(o is not line and o.text and o.box.same_row(line.box) for o in page.lines)
    ]
    decision = decide_number(value_of(codes[0]), UNLABELLED) if len(codes) == 1 else None
    if decision is None:
        return []
    builder = RowBuilder("ticket")
    builder.number("order_no", decision, None)
    builder.lines(codes)
    return [builder.done()]
