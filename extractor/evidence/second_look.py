"""Which lines of a page are worth a second look: unsure words that its rows rest on at several more sizes, names and goods
that one model is sure of by another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.evidence import facts, page_status
from extractor.evidence.lists import titles
from extractor.evidence.words import SURE
from extractor.fields.text import digit_count, han_count
from extractor.ocr.lines import HAN_ARBITER, Line
from extractor.screens.recognise import Page

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


def unwitnessed_names(page: Page) -> list[Line]:
    """The lines that names and goods of a page's rows stand in, and that no second model of Han characters has read yet."""
    found = {
        id(line): line
        for line in _names(page)
        if line.confidence >= SURE
        and han_count(line.text)
        and not any(reading.engine == HAN_ARBITER for reading in line.readings)
    }
    return list(found.values())


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
