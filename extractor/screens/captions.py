"""Values whose labels stand below them, as on tiles (¥52.80 over 实付款), or to their right, at the page's edge.

One such label proves nothing, for each stands between two values in a column. Where several do, and each is nearer to what is
above it, or has nothing else in its row, that is how the page is laid out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set

from extractor.fields.moments import find_moments, has_month_day
from extractor.fields.money import parse_amount
from extractor.fields.text import digit_count, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.labels import LabelHit

_LEAST, _LEAST_OF_FIGURES = 3, 2
"""So many labels of a page stand so, and so many of them name numbers, sums or moments; tiles in one row may be no more."""
_NEAR, _NEARER = 1.1, 1.6
"""A value is so near above its label, in heights of the label; what stands below is farther by so much."""
_NUMBER = re.compile(r"[0-9A-Za-z_-]{8,64}")
_STATED = 8

Hits = Mapping[int, Sequence[LabelHit]]


def captions(lines: Sequence[Line], hits: Hits) -> dict[int, tuple[Line, str]]:
    """The values of labels that stand below them (`above`) or to their right (`left`), by the id of the label's line; empty
    where the page is not laid out so."""
    labels = [
        (line, found[0].label)
        for line in lines
        if len(found := hits[id(line)]) == 1 and found[0].start == found[0].end
    ]
    sure = {id(line) for line, _ in labels if hits[id(line)][0].exact}
    values: dict[int, tuple[Line, str]] = {}
    for how, find in (("above", _over), ("left", _before)):
        told = _laid_out(labels, sure, lines, hits, find)
        values |= {id(line): (value, how) for line, value in told if id(line) not in values}
    return values


def _laid_out(
    labels: Sequence[tuple[Line, Label]],
    sure: Set[int],
    lines: Sequence[Line],
    hits: Hits,
    find: Callable[[Line, Sequence[Line], Hits], Line | None],
) -> list[tuple[Line, Line]]:
    """The labels with their values, where those that were read without an error (`sure`) show that the page is laid out so."""
    told = [
        (line, label, value)
        for line, label in labels
        if (value := find(line, lines, hits)) is not None and _may_be(label, value)
    ]
    plain = [item for item in told if id(item[0]) in sure]
    figures = {label.text for _, label, _ in plain if label.slot.endswith(("_at", "_no", "_amount"))}
    shared = len({id(value) for *_, value in told}) < len(told)
    pair = len(plain) == _LEAST_OF_FIGURES and _side_by_side(plain)
    if not (pair or len(plain) >= _LEAST) or len(figures) < _LEAST_OF_FIGURES or shared:
        return []
    return [(line, value) for line, _, value in told]


def _side_by_side(told: Sequence[tuple[Line, Label, Line]]) -> bool:
    """Whether two values stand over their labels as tiles do: values in one row, labels in the next."""
    (first, _, upper), (second, _, beside) = told
    return (
        first.box.same_row(second.box) and upper.box.same_row(beside.box) and upper.box.bottom <= first.box.y
    )


def _over(label: Line, lines: Sequence[Line], hits: Hits) -> Line | None:
    """What stands right above a label, where nothing is beside it but other labels, and what is below is farther."""
    box = label.box
    row = [o for o in lines if o is not label and o.text and o.box.same_row(box) and o.box.x >= box.right]
    beside = min(row, key=lambda o: o.box.x, default=None)
    if beside is not None and not hits[id(beside)]:
        return None
    column = [o for o in lines if o is not label and o.text and _aligned(o.box, box)]
    above = max((o for o in column if o.box.cy < box.y), key=lambda o: o.box.bottom, default=None)
    if above is None or hits[id(above)]:
        return None
    gap = max(1, box.y - above.box.bottom)
    below = min((o.box.y - box.bottom for o in column if o.box.cy > box.bottom), default=None)
    near = gap <= _NEAR * box.h and (below is None or below >= _NEARER * gap)
    return above if near else None


def _aligned(box: Box, other: Box) -> bool:
    return min(abs(box.x - other.x), abs(box.cx - other.cx), abs(box.right - other.right)) < 0.6 * other.h


def _before(label: Line, lines: Sequence[Line], hits: Hits) -> Line | None:
    """The only other line in the row of a label, left of it."""
    row = [o for o in lines if o is not label and o.text and o.box.same_row(label.box)]
    if len(row) != 1 or hits[id(row[0])] or row[0].box.right > label.box.x:
        return None
    return row[0]


def _may_be(label: Label, value: Line) -> bool:
    """Whether a line is a value of a label's kind, whole."""
    text = squeeze(value.text)
    if label.slot.endswith("_at"):
        return bool(find_moments(value.text)) or has_month_day(value.text)
    if label.slot.endswith("_no"):
        return any(_NUMBER.fullmatch(squeeze(reading.text)) for reading in value.readings)
    if label.slot.endswith("_amount"):
        return any(parse_amount(reading.text) is not None for reading in value.readings)
    if label.slot == "status":
        return han_count(text) >= 2 and len(text) <= _STATED and not digit_count(text)
    return bool(text)
