"""Which lines of a page are worth a second look: unsure words that its rows rest on at several more sizes, names and goods,
and the title of a chat, by the other networks for Han."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.evidence import facts, page_status
from extractor.evidence.lists import titles
from extractor.evidence.schema import Row
from extractor.evidence.words import SURE
from extractor.fields.text import digit_count, han_count
from extractor.geometry import Box
from extractor.ocr.lines import HAN_WITNESS, Line
from extractor.screens.recognise import Page

_DECIDED = re.compile(r"\d[.:]\d\d|\d{12}")
"""Figures that may be the row's sum, moment or number beside a name: readings of words are no votes on them."""
_LONG, _TOLD = re.compile(r"\d{12}"), "notice:payee"
"""A sentence's figures have readers of their own, and the witness of words is none of them (evidence/sentences.py)."""
_SLOTS = ("counterparty", "product")
_STARS = frozenset("*#×")
_MASK_LIKE = re.compile(r"[*#×+•]{2}|[*#×+•][xX]|[xX][*#×+•]|\d[xX]{2,}\d")
"""What the stars of a masked account are read as."""


def unsettled_words(page: Page) -> list[Line]:
    """The lines of a page that names, goods or statuses of its rows stand in, and that were read unsurely."""
    found = {
        id(line): line
        for line in _words(page)
        if line.confidence < SURE
        and not (line.borne_out or line.voted or line.contradicted)
        and (han_count(line.text) or _STARS & set(line.text))
    }
    found |= {id(line): line for line in _masked_accounts(page)}
    return list(found.values())


def unwitnessed_names(page: Page, rows: Iterable[Row]) -> frozenset[Box]:
    """The boxes of the lines that names and goods of a page's rows stand in, or may, and of the title of its chat, where the
    network which is built otherwise than the main one has not read them yet."""
    rows = list(rows)
    named = {box for row in rows for box in row.words}
    told = {box for row in rows if row.rules.get("counterparty") == _TOLD for box in row.words}
    lines = [
        line
        for line in page.lines
        if line.box in named and not (_LONG if line.box in told else _DECIDED).search(line.text)
    ]
    if page.chat is not None and page.chat.heading is not None:
        lines.append(page.chat.heading)
    lines += [] if is_talk(page) else _names(page)
    return frozenset(
        line.box
        for line in lines
        if han_count(line.text) and all(reading.engine != HAN_WITNESS for reading in line.readings)
    )


def is_talk(page: Page) -> bool:
    """Whether a page's rows are those of its conversation; a ticket's may stand above one."""
    return page.chat is not None and page.screen.rows != "ticket"


def _masked_accounts(page: Page) -> Iterator[Line]:
    """The lines of accounts with stars, which are told by their shape: an engine reads any sign for them."""
    for pair in page.pairs:
        if pair.label.slot == "account":
            yield from (
                line
                for line in pair.value.lines
                if line.confidence < SURE and any(_MASK_LIKE.search(r.text) for r in line.readings)
            )


def _words(page: Page) -> Iterator[Line]:
    yield from _names(page)
    status = page_status.status_of(page, page.pairs, page.lines)
    if status is not None and not status.exact:
        yield from _without_figures(status.value.lines)


def _names(page: Page) -> Iterator[Line]:
    for pair in page.pairs:
        if pair.label.slot in _SLOTS:
            yield from pair.value.lines
    payee = facts.title_above_headline(page) if page.screen.headline else None
    yield from _without_figures([*([payee] if payee else []), *titles(page)])


def _without_figures(lines: Iterable[Line]) -> Iterator[Line]:
    """A sum beside a word is decided by votes that more readings of one engine would tip."""
    yield from (line for line in lines if not any(digit_count(r.text) for r in line.readings))
