"""Words set wide, 受 案 回 执, as papers print their titles: each character stands as a line of its own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.fields.text import han_count, squeeze
from extractor.ocr.lines import Line

_LEAST = 3
_WIDEST, _UNEVEN = 2.5, 0.6
"""How far the characters stand apart at most, and how much that may differ, in heights of the print."""


def spaced_words(lines: Sequence[Line]) -> list[tuple[str, float]]:
    """The words whose characters stand apart evenly in a row of their own, left to right, each with its lowest confidence."""
    single = [line for line in lines if len(squeeze(line.text)) == han_count(line.text) == 1]
    found: list[tuple[str, float]] = []
    used: set[int] = set()
    for first in single:
        if id(first) in used:
            continue
        row = sorted((o for o in single if o.box.same_row(first.box)), key=lambda o: o.box.x)
        used.update(id(o) for o in row)
        others = any(o.text and o.box.same_row(first.box) and o not in row for o in lines)
        gaps = [b.box.x - a.box.right for a, b in itertools.pairwise(row)]
        high = max(o.box.h for o in row)
        if len(row) < _LEAST or others or not 0 < min(gaps) <= max(gaps) <= _WIDEST * high:
            continue
        if max(gaps) - min(gaps) <= _UNEVEN * high:
            found.append(("".join(squeeze(o.text) for o in row), min(o.confidence for o in row)))
    return found
