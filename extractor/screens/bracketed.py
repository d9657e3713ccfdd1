"""Labels in thick brackets with their values behind, 【单号】2026… and 【状态】已退款, as shops' order pages print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from extractor.fields.text import fold, label_key, squeeze
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.definitions import Label

_HEAD = re.compile(r"^[^\w\u4e00-\u9fff]{0,2}[【\[][【\[\s]?([\u4e00-\u9fff]{2,6})\s?[】\])}][】\]\s:]*")
"""The closing bracket is read as others, too."""
_LEAST = 3
"""A page that sets its labels so has so many of them; a message begins with its sender, 【建设银行】."""
_SENTENCE = re.compile(r"[,;!。][^,;!。]{2,}[,;!。]")


def without_brackets(
    lines: Sequence[Line], labels: Mapping[str, Label], is_deed: Callable[[str], bool]
) -> tuple[list[Line], dict[int, Line]]:
    """The lines, those of such labels with a colon in place of the brackets; and, by the id of each of these, the line as it is.

    is_deed: whether a word that no list names, 下单, heads a moment or a sum. What other readings of a line begin with counts,
    too: brackets spoil what stands in them, and no reader that sees no Han sees them.
    """
    found: dict[int, Line] = {}
    for line in lines:
        word = next((said[1] for said in map(_begun, line.readings) if said is not None), None)
        known = word is not None and (label_key(word) in labels or is_deed(word))
        told = _with_colon(line, word) if known and word is not None else None
        if told is not None and not _SENTENCE.search(fold(line.text)):
            found[id(line)] = told
    if len(found) < _LEAST:
        return list(lines), {}
    return (
        [found.get(id(line), line) for line in lines],
        {id(found[id(line)]): line for line in lines if id(line) in found},
    )


def _begun(reading: Reading) -> re.Match[str] | None:
    return _HEAD.match(fold(reading.text))


def _with_colon(line: Line, word: str) -> Line | None:
    """The line as `word:value` in all readings that saw the brackets, and in the main one where it has the same value: CF) 2026-01-17
    16:22:08, of which others saw 【下单】. None where it has another."""
    values = [squeeze(fold(r.text)[m.end() :]) for r in line.readings if (m := _begun(r)) is not None]
    readings = []
    for place, reading in enumerate(line.readings):
        text, head = fold(reading.text), _begun(reading)
        value = text[head.end() :] if head is not None else None
        if place == 0 and value is None:
            tails = (text[start:] for start in range(len(text)))
            value = next((tail for tail in tails if tail.strip() == tail and squeeze(tail) in values), None)
            if value is None:
                return None
        readings.append(reading if value is None else _saying(reading, f"{word}:{value}"))
    return replace(line, readings=tuple(readings))


def _saying(reading: Reading, text: str) -> Reading:
    words = reading.words
    edges = (words[0].left, words[-1].right) if words else (0, 0)
    return Reading(reading.engine, (Word(text, reading.confidence, *edges),), reading.gap)
