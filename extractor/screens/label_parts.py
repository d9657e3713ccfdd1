"""Labels that stand in several boxes, joined: with their kind in brackets, spread over their column, broken over two lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.fields.text import digit_count, fold, han_count, label_key, squeeze
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading
from extractor.screens.definitions import Label
from extractor.screens.labels import LabelHit, find_labels

_BRACKETED = re.compile(r"\((?:大写|小写|元|人民币|CNY|RMB|¥)\)")
_WORD = re.compile(r"[A-Za-z]{2,10}_?")
_ENDS = ("号", "号码")
"""What is left of a wrapped label in a line of its own, and says nothing by itself."""
_GLUED = re.compile(r"([\u4e00-\u9fff]{2,10})\s?([0-9A-Za-z_-]{10,})")
_REST = re.compile(r"[\u4e00-\u9fff]{1,4}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.#/()']+")
_LEAST_HAN, _LEAST_TRANSLATED = 2, 3
_UNDER, _FLUSH, _SMALLER = 1.0, 0.5, 0.9
"""A translation stands so near below its label, flush with it, in print so much smaller; in the label's heights."""
_WORD_END = re.compile(r"([\u4e00-\u9fff])(?:$|\s?:)")
_SPREAD = 4
"""The two characters of a label made as wide as its neighbours stand no further apart, in their heights."""


def join_brackets(lines: Sequence[Line]) -> Sequence[Line]:
    """金额 and (大写) as one line: full-width brackets stand off their word, and say what kind of label it is."""
    joined: dict[int, Line | None] = {}
    for bracket in lines:
        if not _BRACKETED.fullmatch(squeeze(bracket.text)):
            continue
        box = bracket.box
        before = [o for o in lines if o.box.same_row(box) and 0 <= box.x - o.box.right < 1.2 * box.h]
        word = max(before, key=lambda o: o.box.right, default=None)
        if word is None or not 2 <= han_count(word.text) <= 6 or digit_count(word.text):
            continue
        joined |= {id(word): _as_one(word, bracket, word.readings), id(bracket): None}
    return [kept for line in lines if (kept := joined.get(id(line), line)) is not None]


def join_spread(lines: Sequence[Line], labels: Mapping[str, Label]) -> Sequence[Line]:
    """实 and 付 at the ends of a column of labels that are all made equally wide, as the one label that they are; the second
    may have a colon and its value behind it: 品 and 名:年卡."""
    single = [line for line in lines if len(squeeze(line.text)) == han_count(line.text) == 1]
    joined: dict[int, Line | None] = {}
    for first in single:
        behind = [o for o in lines if o.box.same_row(first.box) and o.box.x >= first.box.right]
        second = min(behind, key=lambda o: o.box.x, default=None)
        if second is None or id(first) in joined or id(second) in joined:
            continue
        end = _WORD_END.match(fold(second.text).strip())
        if end is None or label_key(squeeze(first.text) + end[1]) not in labels:
            continue
        if second.box.x - first.box.right < _SPREAD * first.box.h:
            joined |= {id(first): _prefixed(first, second), id(second): None}
    return [kept for line in lines if (kept := joined.get(id(line), line)) is not None]


def _prefixed(first: Line, second: Line) -> Line:
    """Two lines as one: what the main engine read of the second with the first's word before it; who sees no Han read the second
    alone."""
    main, *others = first.readings[0], *second.readings[1:]
    readings = [Reading(main.engine, (*main.words, *second.readings[0].words), main.gap)]
    for other in others:
        same = other.engine == main.engine
        readings.append(Reading(other.engine, (*main.words, *other.words), other.gap) if same else other)
    return replace(
        first, box=first.box.union(second.box), readings=tuple(readings), glyphs=None, cut=second.cut
    )


def join_words(lines: Sequence[Line], labels: Mapping[str, Label]) -> Sequence[Line]:
    """order and _id as the one label that they are: the underscore of a program's name is below the print, and parts it."""
    words = [line for line in lines if _WORD.fullmatch(squeeze(line.text))]
    joined: dict[int, Line | None] = {}
    for first in words:
        for second in words:
            near = second.box.same_row(first.box) and 0 <= second.box.x - first.box.right < first.box.h
            if second is first or not near or id(first) in joined or id(second) in joined:
                continue
            if label_key(squeeze(first.text) + squeeze(second.text)) in labels:
                joined |= {id(first): _as_one(first, second, first.readings[:1]), id(second): None}
    return [kept for line in lines if (kept := joined.get(id(line), line)) is not None]


def join_translations(lines: Sequence[Line], labels: Mapping[str, Label]) -> Sequence[Line]:
    """支付金额 over Amount paid in smaller print as the one label that they are: their value stands at half their height, and
    the two would claim it from each other. Three labels of a page with values to their right stand so, or none does."""
    joined: dict[int, tuple[Line, Line]] = {}
    for label in lines:
        if han_count(label.text) < _LEAST_HAN or label_key(squeeze(label.text)) not in labels:
            continue
        below = [
            o
            for o in lines
            if 0 <= o.box.y - label.box.bottom < _UNDER * label.box.h
            and abs(o.box.x - label.box.x) < _FLUSH * label.box.h
            and o.box.h < _SMALLER * label.box.h
        ]
        if len(below) != 1 or not _LATIN.fullmatch(squeeze(below[0].text)):
            continue
        whole = label.box.union(below[0].box)
        valued = any(
            o.box.x >= whole.right and whole.y < o.box.cy < whole.bottom and not find_labels(o.text, labels)
            for o in lines
        )
        if valued:
            joined[id(label)] = replace(label, box=whole), below[0]
    if len(joined) < _LEAST_TRANSLATED:
        return lines
    gone = {id(translation) for _, translation in joined.values()}
    return [joined[id(line)][0] if id(line) in joined else line for line in lines if id(line) not in gone]


def _as_one(first: Line, second: Line, readings: Sequence[Reading]) -> Line:
    """Two lines as one, in these readings of the first with what the second's main reading says behind."""
    whole = tuple(
        Reading(reading.engine, (*reading.words, *second.readings[0].words), reading.gap)
        for reading in readings
    )
    return replace(first, box=first.box.union(second.box), readings=whole)


def join_wrapped(
    lines: Sequence[Line], labels: Mapping[str, Label], hits: dict[int, list[LabelHit]]
) -> Sequence[Line]:
    """A label broken over two lines (金额(小 / 写)) counts as one: the first line gets its hit, the second goes. So does one
    whose first line fills its column up to its number: 第三方支付订单2024122502…, and 号 below; and one whose first line would
    be a label, too: 商户订单 over 号, with the number at half the height of both."""
    gone: dict[int, Line | None] = {}
    for line in lines:
        glued = _GLUED.fullmatch(fold(line.text)) if not hits[id(line)] else None
        if glued is not None:
            rest = [o for o in lines if not hits[id(o)] and _goes_on_below(line, o)]
            label = labels.get(label_key(glued[1] + squeeze(rest[0].text))) if len(rest) == 1 else None
            if label is not None:
                hits[id(line)] = [LabelHit(label, True, glued.start(2), glued.end(2))]
                gone[id(rest[0])] = None
            continue
        bare = hits[id(line)]
        if len(bare) == 1 and bare[0].start == bare[0].end:
            ends = [o for o in lines if squeeze(o.text) in _ENDS and _goes_on_below(line, o)]
            label = (
                labels.get(label_key(squeeze(line.text) + squeeze(ends[0].text))) if len(ends) == 1 else None
            )
            if label is not None:
                whole = replace(line, box=line.box.union(ends[0].box))
                hits[id(whole)] = [replace(bare[0], label=label)]
                gone |= {id(line): whole, id(ends[0]): None}
        if hits[id(line)] or not 2 <= len(line.text) <= 8:
            continue  # a label by itself is whole
        for other in lines:
            gap = other.box.y - line.box.bottom
            if (
                other is line
                or hits[id(other)]
                or not 0 <= gap < 0.6 * line.box.h
                or abs(other.box.cx - line.box.cx) > line.box.w
            ):
                continue
            found = find_labels(line.text + other.text, labels, sure=True) if len(other.text) <= 4 else []
            if len(found) == 1 and found[0].start == found[0].end:
                whole = replace(line, box=line.box.union(other.box))
                end = len(fold(line.text))
                hits[id(whole)] = [LabelHit(found[0].label, found[0].exact, end, end)]
                gone |= {id(line): whole, id(other): None}
    kept = (gone.get(id(line), line) for line in lines)
    return [line for line in kept if line is not None]


def _goes_on_below(line: Line, other: Line) -> bool:
    """True for one to four Han characters right below the beginning of a line, as the rest of a wrapped label stands."""
    flush = abs(other.box.x - line.box.x) < _FLUSH * line.box.h
    near = 0 <= other.box.y - line.box.bottom < _UNDER * line.box.h
    return flush and near and bool(_REST.fullmatch(squeeze(other.text)))
