"""Words of a row (names, goods, statuses): which lines one size of print does not settle, and when they stand.

Only chi_sim reads Han, so words have no second model. Its own confidence tells more than its agreement with itself: of
1,046 drawn and sample values those read at 0.7 and more were right but for ten, wherever they came from. Of the rest, read
again at four sizes, those that four of five readings have alike are right nine times in ten, the others half the time.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.evidence import facts
from extractor.evidence.lists import titles
from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.pairs import Value
from extractor.screens.recognise import Page

SURE = 0.7
"""Words read with this confidence stand as they are."""
_LEAST_ONCE, _LEAST_OFTEN = 0.3, 0.2
"""The least confidence of words that were read at one or two sizes, and of those read alike at several."""
_SEVERAL = 4
"""So many readings by the main engine has only a line that was looked at again."""
_ALIKE = 0.75
_SLOTS = ("counterparty", "product")
_MOST_DIGITS = 5
"""A line of more digits is a number or a moment, with votes of its own."""


def unsettled_words(page: Page) -> list[Line]:
    """The lines of a page that names, goods or statuses of its rows stand in, and that were read unsurely."""
    found = {id(line): line for line in _words(page) if line.confidence < SURE and han_count(line.text)}
    return list(found.values())


def _words(page: Page) -> Iterator[Line]:
    for pair in page.pairs:
        if pair.label.slot in _SLOTS:
            yield from (line for line in pair.value.lines if digit_count(line.text) <= _MOST_DIGITS)
    payee = facts.title_above_headline(page) if page.screen.headline else None
    lines = [*([payee] if payee else []), *titles(page)]
    status = facts.status_of(page, page.pairs, page.lines)
    if status is not None and not status.exact:
        lines += status.value.lines
    # a sum beside a word is decided by votes that more readings of one engine would tip
    yield from (line for line in lines if not any(digit_count(r.text) for r in line.readings))


def stands(value: Value) -> bool:
    """True where the words of a value were read surely enough to stand without a look at the picture."""
    return all(_stands(line) for line in value.lines)


def _stands(line: Line) -> bool:
    if line.confidence >= SURE or not line.readings:
        return bool(line.readings)
    own = [_bare(r.text) for r in line.readings if r.engine == line.readings[0].engine]
    if len(own) < _SEVERAL:
        return line.confidence >= _LEAST_ONCE
    return own.count(own[0]) >= _ALIKE * len(own) and line.confidence >= _LEAST_OFTEN


def _bare(text: str) -> str:
    """A reading without what sizes differ in and no word hangs on: spaces, marks at its end."""
    return squeeze(fold(text)).strip(".,:;'\"|_-")
