"""Rows of complaints and work orders, one a number."""

from __future__ import annotations

import re
from collections.abc import Collection

from extractor.evidence import facts
from extractor.evidence.builder import UNLABELLED, RowBuilder
from extractor.evidence.decide import decide_number
from extractor.evidence.list_items import items_by_ticket, pairs_of
from extractor.evidence.page_numbers import preferred
from extractor.evidence.schema import Row
from extractor.fields.text import squeeze
from extractor.screens.pairs import claimed_by, value_of
from extractor.screens.recognise import Page
from extractor.screens.tables import read_table

_TICKET = re.compile(
    r"#?(?:TK|GD|WO|KF|SH|TS|FK|T|CASE|TICKET)[-#]?\d{6,}(?:-\d{2,10})*|[A-Z]{2,3}20\d{6}(?:-\d{3,10}){1,3}",
    re.IGNORECASE,
)
"""How help desks number their work orders."""
_LONE = re.compile(r"[A-Z]{2,5}-?\d{8,20}")


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
    return rows or _bare_tickets(page)


def _bare_tickets(page: Page) -> list[Row]:
    """The tickets of a list that shows their numbers without a label, by their form (TK-20240729-00837, GD20251013091455);
    they ask."""
    claimed = claimed_by(page.pairs)
    rows = []
    for line in page.lines:
        if id(line) in claimed or not any(_TICKET.fullmatch(squeeze(r.text)) for r in line.readings):
            continue
        decision = decide_number(value_of(line), UNLABELLED)
        if decision is not None:
            builder = RowBuilder("ticket")
            builder.number("order_no", decision, None)
            builder.lines([line])
            rows.append(builder.done())
    return rows or _lone_ticket(page, claimed)


def _lone_ticket(page: Page, claimed: Collection[int]) -> list[Row]:
    """The only code of letters and digits on a complaint's page that no label claims, alone in its row: its label may not have
    been read. It asks."""
    codes = [
        line
        for line in page.lines
        if id(line) not in claimed
        and all(_LONE.fullmatch(squeeze(r.text)) for r in line.readings)
        and not any(o is not line and o.text and o.box.same_row(line.box) for o in page.lines)
    ]
    decision = decide_number(value_of(codes[0]), UNLABELLED) if len(codes) == 1 else None
    if decision is None:
        return []
    builder = RowBuilder("ticket")
    builder.number("order_no", decision, None)
    builder.lines(codes)
    return [builder.done()]
