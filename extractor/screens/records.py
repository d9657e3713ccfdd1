"""Records below or beside each other: what repeats its own layout is a list, whatever its labels are called.

A list's entries show the same kinds of thing (a number, a moment, a sum, what has become of it) at the same edges, one of each
before the next of any. No single page and no talk does: labels that differ tell apart what stands at one edge of a page.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.fields.moments import find_moments, has_month_day
from extractor.fields.money import find_amounts, parse_amount
from extractor.fields.text import already, digit_count, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import StatusWord
from extractor.screens.pairs import Pair
from extractor.vision.regions import Region

Kind = Literal["number", "moment", "amount", "status"]
_SIGNED, _SIGNED_SUM = 3, re.compile(r"[-+]¥?\d[\d,]*\.\d\d|[-+]¥\d[\d,]*(?:\.\d)?")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:;][0-5]\d(?!\d)")
_CENTS = 2
_FROM = re.compile(r"\d元?起(?:/.)?$")
"""A price "from" is of goods on offer, 猜你喜欢, and no entry's sum."""
_EDGE = 0.8
"""Edges that differ by less, in heights of the print, are one."""
_ALIKE = 0.7
"""Print of one kind in all entries differs in height by no more than this share."""
_BARE_NUMBER = re.compile(r"#?[A-Z]{0,6}-?\d[0-9A-Z]{5,}[0-9A-Z-]{4,24}")
_PHONE = re.compile(r"1[3-9]\d[\d*]{8}")
_DAY_WORD = re.compile("今[天日]|昨[天日]|前天")
"""All that an entry of some wallets shows of when it was, beside the days of others."""
_MIDDLE = 0.04
_SOLID = 0.8
"""Share of its box that a card fills; a page's ground has cards in it, and its corners."""
_LEAST_CARD, _LEAST_HEIGHT = 0.22, 1.5
"""The width of a card in the page's, and its height in those of the print."""
_SEAM, _SAME = 0.008, 0.012
"""Between parts of a card lies no more than a rule, in widths of the page; cards differ in place and width by less."""
_SLOTS: Mapping[str, Kind] = {"_no": "number", "_at": "moment", "_amount": "amount"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something of a record: its kind, the label that it stands beside ("" for none), its line, and where it begins and ends."""

    kind: Kind
    label: str
    line: Line
    box: Box


def marks_of(lines: Sequence[Line], pairs: Sequence[Pair], words: Mapping[str, StatusWord]) -> list[Mark]:
    """What may be of a record: labelled numbers, moments and sums, and the same without labels, top to bottom."""
    marks: list[Mark] = []
    used: set[int] = set()
    for pair in pairs:
        used.add(id(pair.label_line))
        used.update(id(line) for line in pair.value.lines)
        kind = next((kind for end, kind in _SLOTS.items() if pair.label.slot.endswith(end)), None)
        if pair.label.slot == "status":
            kind = "status"
        if kind is not None and pair.label.slot != "other_amount":
            marks.append(Mark(kind, pair.label.text, pair.label_line, pair.label_line.box))
    for line in lines:
        if id(line) not in used and line.text and (kind := _kind_of(line, words)) is not None:
            marks.append(Mark(kind, "", line, line.box))
    return sorted(marks, key=lambda mark: (mark.box.y, mark.box.x))


def _kind_of(line: Line, words: Mapping[str, StatusWord]) -> Kind | None:
    text = squeeze(line.text)
    if already(text).lower() in words:
        return "status"
    texts = [reading.text for reading in line.readings]
    if any(find_moments(t) or has_month_day(t) or _DAY_WORD.fullmatch(squeeze(t)) for t in texts):
        return "moment"
    if any(is_bare_number(t) for t in texts) and not han_count(text):
        return "number"
    if _is_sum(line):
        return "amount"
    return None


def is_bare_number(text: str) -> bool:
    """True for a text that is nothing but a long number, and no phone's."""
    bare = squeeze(text).lstrip(">*·•»-")
    return bool(_BARE_NUMBER.fullmatch(bare)) and digit_count(bare) >= 8 and not _PHONE.fullmatch(bare)


def _is_sum(line: Line) -> bool:
    """True for one sum with a mark, cents or a sign, and little beside it; goods that name a round one are none."""
    if _FROM.search(squeeze(line.text)):
        return False
    wordy = han_count(line.text) > 1  # the figure network sees no Han: of 话费100元 it reads 100元
    for reading in line.readings[:1] if wordy else line.readings:
        money = parse_amount(reading.text)
        if money is not None and (
            money.marked or money.decimals == _CENTS or money.negative or money.positive
        ):
            return True
    found = [m for m in find_amounts(line.text) if m.decimals == _CENTS or (m.marked and m.raw[-1:] != "元")]
    return len(found) == 1 and han_count(line.text) <= 6


def series_of(marks: Sequence[Mark]) -> dict[Kind, list[Mark]]:
    """For each kind the marks that stand at one edge under one label, as many as can be; two at least."""
    result: dict[Kind, list[Mark]] = {}
    for kind in ("number", "moment", "amount", "status"):
        mine = [mark for mark in marks if mark.kind == kind]
        best: list[Mark] = []
        for first in mine:
            for edge in ("left", "right", "any"):
                same = [mark for mark in mine if _same_style(first, mark, edge)]
                if len(same) > len(best):
                    best = same
        if len(best) > 1:
            result[kind] = best
    return result


def _same_style(one: Mark, other: Mark, edge: str) -> bool:
    if one.label != other.label:
        return False
    if edge == "any" and (one.kind not in ("number", "moment") or one.label):
        return False  # in a row of cells of any width, numbers and moments are told by their form
    a, b = one.box, other.box
    far = abs(a.x - b.x) if edge == "left" else abs(a.right - b.right) if edge == "right" else 0
    return (
        far < _EDGE * min(a.h, b.h)
        and min(a.h, b.h) >= _ALIKE * max(a.h, b.h)
        and (one is other or not a.same_row(b))
    )


def repeated(series: Mapping[Kind, Sequence[Mark]]) -> list[Kind]:
    """The kinds of which each entry shows one: between two of the commonest kind stands one of each."""
    best: list[Kind] = []
    for first, anchors in series.items():
        tops = [mark.box.cy for mark in anchors]
        kinds: list[Kind] = [first]
        for kind, marks in series.items():
            if kind != first and len(marks) == len(tops) and _alternate(tops, [m.box.cy for m in marks]):
                kinds.append(kind)
        if len(kinds) > len(best):
            best = kinds
    return best if len(best) > 1 else []


def _alternate(one: Sequence[float], other: Sequence[float]) -> bool:
    """True where the marks of two kinds take turns, the same one first all the way down."""
    pairs = list(zip(one, other, strict=True))
    step = min((b - a for a, b in itertools.pairwise(one)), default=0.0)
    offsets = [b - a for a, b in pairs]
    return max(offsets) - min(offsets) < 0.5 * step and max(map(abs, offsets)) < step


def panels_of(lines: Sequence[Line], grounds: Sequence[Region | None], width: int) -> tuple[Box, ...]:
    """The areas that may be the cards of a list: of one ground with print on it, those that touch and are as wide together.

    A card's head may have a colour of its own; between cards the page shows.
    """
    heights = sorted(line.box.h for line in lines if line.text)
    if not heights:
        return ()
    usual = heights[len(heights) // 2]
    boxes = {
        ground.box
        for ground in grounds
        if ground is not None
        and ground.solid >= _SOLID
        and ground.box.w >= _LEAST_CARD * width
        and ground.box.h >= _LEAST_HEIGHT * usual
    }
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.y, b.x)):  # a head may begin a pixel off the rest of its card
        touching = next((i for i, above in enumerate(merged) if _touches(above, box, width)), None)
        if touching is None:
            merged.append(box)
        else:
            merged[touching] = merged[touching].union(box)
    return tuple(sorted(merged, key=lambda b: (b.y, b.x)))


def _touches(above: Box, below: Box, width: int) -> bool:
    gap = below.y - above.bottom
    return _alike(above, below, width) and -0.5 * min(above.h, below.h) < gap <= _SEAM * width


def _alike(one: Box, other: Box, width: int) -> bool:
    return abs(one.x - other.x) < _SAME * width and abs(one.w - other.w) < _SAME * width


def in_cards(
    lines: Sequence[Line],
    pairs: Sequence[Pair],
    words: Mapping[str, StatusWord],
    panels: Sequence[Box],
    width: int,
) -> list[list[Line]]:
    """The lines of each card, top to bottom, where two cards and more of one width each show two kinds of thing of one entry,
    a sum or a number among them; empty where there are none. A card with several entries is none.
    """
    marks = marks_of(lines, pairs, words)
    best: list[list[Line]] = []
    for first in panels:
        same = [box for box in panels if abs(box.w - first.w) < _SAME * width]
        alike = [box for box in same if not any(_lies_in(other, box) for other in same if other != box)]
        owned = [(box, [mark for mark in marks if _inside(mark.box, box)]) for box in alike]
        told = [box for box, own in owned if _tells_entry(own)]
        if any(repeated(series_of(own)) for _, own in owned) or _left_out(marks, told):
            continue
        cards = [[line for line in lines if _inside(line.box, box)] for box in told]
        if len(cards) > 1 and sum(map(len, cards)) > sum(map(len, best)):
            best = cards
    return best


def _left_out(marks: Sequence[Mark], cards: Sequence[Box]) -> bool:
    """True where labels that stand in the cards have others of their name outside: some card's head or foot is missed; and where
    a number or a moment of the series of which each card has one stands between two: the grounds of a photographed screen run
    into one another, and an entry stands on none of them."""
    for series in series_of(marks).values():
        outside = [mark for mark in series if not any(_inside(mark.box, card) for card in cards)]
        if len(series) >= len(cards) > 1 and len(outside) * 2 > len(series):
            return True
        skipped = [mark for mark in outside if _between_two(mark.box, cards)]
        if skipped and series[0].kind in ("number", "moment") and len(series) - len(outside) == len(cards):
            return True
    within = {id(mark): any(_inside(mark.box, card) for card in cards) for mark in marks if mark.label}
    named = {(mark.kind, mark.label) for mark in marks if within.get(id(mark))}
    return any(not within[id(m)] and (m.kind, m.label) in named for m in marks if m.label)


def _between_two(box: Box, cards: Sequence[Box]) -> bool:
    return any(card.bottom <= box.y for card in cards) and any(card.y >= box.bottom for card in cards)


def _tells_entry(marks: Sequence[Mark]) -> bool:
    """True for two kinds of thing, a sum or a number among them; a price beside a word needs a label."""
    kinds = {mark.kind for mark in marks}
    if kinds == {"amount", "status"}:
        return any(mark.label for mark in marks)
    return len(kinds) > 1 and bool(kinds & {"number", "amount"})


def _lies_in(box: Box, other: Box) -> bool:
    """True where most of a box lies in another: this is the ground of the page then, and no card beside it."""
    return box.overlap_x(other) * box.overlap_y(other) * 2 > box.area and box.area <= other.area


def _inside(box: Box, card: Box) -> bool:
    return card.x <= box.cx <= card.right and card.y <= box.cy <= card.bottom


def is_list(
    lines: Sequence[Line],
    pairs: Sequence[Pair],
    words: Mapping[str, StatusWord],
    panels: Sequence[Box],
    width: int,
    *,
    strict: bool,
) -> bool:
    """True where lines show two entries and more of one layout, each with a sum or a number.

    strict: where they may also be a talk: a stamp alone in the middle of its row is none of an entry, and three kinds, or a
    labelled number and another, or sums with a sign beside moments, must repeat.
    """
    marks = marks_of(lines, pairs, words)
    if strict:
        marks = [mark for mark in marks if not _is_stamp(mark, lines, width)]
    if _same_in_cards(in_cards(lines, pairs, words, panels, width), marks):
        return True
    series = series_of(marks)
    kinds = set(repeated(series))
    told = bool(kinds & {"amount", "number"}) and len(kinds) > 1
    if kinds == {"amount", "status"}:
        # a price beside a word may be anything
        told = bool(series["amount"][0].label) or _are_signed(series["amount"])
    if not strict:
        return told
    labelled = "number" in kinds and bool(series["number"][0].label)
    sums = series.get("amount", []) if kinds & {"moment", "status"} else []
    return (told and (len(kinds) > 2 or labelled or _are_signed(sums))) or _under_days(series, lines)


def _are_signed(sums: Sequence[Mark]) -> bool:
    return len(sums) >= _SIGNED and all(
        any(_SIGNED_SUM.fullmatch(squeeze(reading.text)) for reading in mark.line.readings) for mark in sums
    )


def _under_days(series: Mapping[Kind, Sequence[Mark]], lines: Sequence[Line]) -> bool:
    """True for sums with a sign that take turns with clocks at one edge, all of them below a day: a bank heads what was paid
    on one day by it, so that entries have no moment of their own."""
    sums, days = series.get("amount", ()), series.get("moment", ())
    if not _are_signed(sums) or not days or any(_CLOCK.search(squeeze(day.line.text)) for day in days):
        return False
    clocks = [
        Mark("moment", "", line, line.box)
        for line in sorted(lines, key=lambda line: line.box.y)
        if line.box.y > days[0].box.y and any(_CLOCK.match(squeeze(r.text)) for r in line.readings)
    ]
    edge = series_of(clocks).get("moment", [])
    return len(edge) == len(sums) and _alternate([m.box.cy for m in sums], [m.box.cy for m in edge])


def _same_in_cards(cards: Sequence[Sequence[Line]], marks: Sequence[Mark]) -> bool:
    """True where most cards show a labelled number, and a moment or a sum under the labels that the others have."""
    shown = []
    for card in cards:
        mine = {id(line) for line in card}
        shown.append({(mark.kind, mark.label) for mark in marks if id(mark.line) in mine and mark.label})
    common = set.intersection(*shown) if shown else set()
    kinds = {kind for kind, _ in common}
    return "number" in kinds and bool(kinds & {"moment", "amount"})


def _is_stamp(mark: Mark, lines: Sequence[Line], width: int) -> bool:
    return (
        mark.kind == "moment"
        and not mark.label
        and abs(mark.box.cx - width / 2) < _MIDDLE * width
        and not any(o is not mark.line and o.text and o.box.same_row(mark.box) for o in lines)
    )


def single_words(words: Sequence[StatusWord]) -> dict[str, StatusWord]:
    """The status words by what they say, without those that tell it in a column of statuses only: 充 is an icon elsewhere."""
    return {word.word: word for word in words if not word.cell}
