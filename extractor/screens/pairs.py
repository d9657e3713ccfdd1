"""Pairs labels with values by geometry: in the line, to the right, or below; wrapped values are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.fields.moments import find_moments
from extractor.fields.money import parse_amount
from extractor.fields.text import digit_count, fold, han_count, squeeze, tall_glyphs, without_tail
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.screens.bracketed import without_brackets
from extractor.screens.captions import captions
from extractor.screens.continued import continuation, is_button
from extractor.screens.deeds import add_deeds, is_deed
from extractor.screens.definitions import Label
from extractor.screens.label_parts import (
    join_brackets,
    join_spread,
    join_translations,
    join_words,
    join_wrapped,
)
from extractor.screens.label_signs import add_icons, without_bars
from extractor.screens.labels import LabelHit, labels_read
from extractor.screens.value_scraps import is_currency_sign, is_rimmed, is_scrap, is_watermark
from extractor.screens.verbs import is_step, of_moment, only_of_moments, shows_moment, statuses_are_values
from extractor.screens.wraps import begun_above, sum_beside, under_own_label, wrapped_beside

# Above this confidence chi_sim's Han characters are what they say, and a label must match exactly.
SURE = 0.85
_FIGURES = re.compile(r"[-+¥]?[\d.,]*\d[\d.,]*")
_WORD = re.compile(r"[^\s\u4e00-\u9fff]+")
_SUM = re.compile(r"[-+]?\s?¥?\s?\d[\d.,]*")
_CODE = re.compile(r"M[A-Z]{9}")
"""One in twenty of Apple's order numbers has no digit."""
_CLOCK_DIGITS = 3
_NUMBER = 8
"""A line of so many digits and no Han is a number or the most of one."""
_DOTTED = 2.2
_RULE = 0.25
_BUTTON_BEHIND = re.compile(r"\d\s?[(\[|〔【]?\s?复制$")
_RIM = re.compile(r"(?<=\d)\s\S$")
"""What the rim of a button behind a number is read as by who sees no Han: …2385 C before 复制."""
_BARE_CLOCK = re.compile(r"\d{1,2}[:;.]\d{2}(?:[:;.]\d{2})?")
_GOODS = re.compile(r"(?!人民币)[\u4e00-\u9fffA-Za-z]{3,}[^¥\d]*\d+元?$")
_AMOUNT_SLOTS = ("paid_amount", "order_amount", "refund_amount")
# What stands where a merchant's number would: the payee scans the bar code below instead.
_NO_NUMBER = re.compile(r"扫码退款|商家可扫码|支持的商户")


@dataclass(frozen=True, slots=True)
class Value:
    """The value beside a label: its lines, and its text as each reader read it ((engine, text), main one first)."""

    lines: tuple[Line, ...]
    texts: tuple[tuple[str, str], ...]
    glyphs: int | None = None
    """How many tall glyphs the picture shows there, where they were counted."""
    behind_colon: int | None = None
    """How many it shows behind the colon of the label, where the value stands in the label's line and nothing else."""

    @property
    def cut(self) -> bool:
        """True where a line of it runs on beyond what was read."""
        return any(line.cut for line in self.lines)

    @property
    def text(self) -> str:
        return self.texts[0][1] if self.texts else ""

    @property
    def box(self) -> Box:
        box = union_all(line.box for line in self.lines)
        return box if box is not None else Box(0, 0, 0, 0)

    @property
    def confidence(self) -> float:
        """The lowest confidence of the main readings, 0–1."""
        return min((line.confidence for line in self.lines), default=0.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label of the page with its value; how tells where the value stood: inline, right, below, above or left."""

    label: Label
    label_line: Line
    value: Value
    how: str


def claimed_by(pairs: Iterable[Pair]) -> frozenset[int]:
    """The ids of the lines that are labels or values of pairs: what stands beside them is told by no label."""
    return frozenset(id(line) for pair in pairs for line in (pair.label_line, *pair.value.lines))


def labels_of(line: Line, labels: Mapping[str, Label]) -> list[LabelHit]:
    """The labels in a line by all that was read of it."""
    texts = [line.text, *(reading.text for reading in line.readings[1:])]
    return labels_read(texts, labels, confidence=line.confidence, sure=SURE)


def find_pairs(lines: Sequence[Line], labels: Mapping[str, Label]) -> list[Pair]:
    """All label/value pairs of a page, from top to bottom. Labels without a value give none."""
    lines, bracketed = without_brackets(lines, labels, is_deed)
    lines = join_translations(join_words(join_spread(join_brackets(lines), labels), labels), labels)
    hits = {id(line): labels_of(line, labels) for line in lines}
    add_icons(lines, labels, hits)
    lines = join_wrapped(lines, labels, hits)
    statuses_are_values(lines, hits)
    add_deeds(lines, hits)
    pairs: list[Pair] = []
    behind = captions(lines, hits)
    for line in sorted(lines, key=lambda item: (item.box.y, item.box.x)):
        for hit in hits[id(line)]:
            value, how = behind.get(id(line), (None, ""))
            if value is not None:
                pairs.append(Pair(hit.label, line, _value([value]), how))
                continue
            pair = _pair_of(line, hit, lines, hits)
            if pair is not None:
                pairs.append(pair)
    return without_bars([_as_printed(pair, bracketed) for pair in pairs])


def _as_printed(pair: Pair, printed: Mapping[int, Line]) -> Pair:
    """The pair with the lines of its page, where those were changed to be read."""
    if not printed:
        return pair
    lines = tuple(printed.get(id(line), line) for line in pair.value.lines)
    label = printed.get(id(pair.label_line), pair.label_line)
    return replace(pair, label_line=label, value=replace(pair.value, lines=lines))


def _pair_of(
    line: Line, hit: LabelHit, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]
) -> Pair | None:
    """The label with its value; what a short head like 付款 means is told by the value."""
    when = of_moment(hit)
    timed = _pair(line, when, lines, hits) if when is not None else None
    if timed is not None and shows_moment(hit.label, timed.value.texts) and not is_step(hit.label, timed.how):
        return timed
    return None if only_of_moments(hit.label) else _pair(line, hit, lines, hits)


def _pair(
    line: Line, hit: LabelHit, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]
) -> Pair | None:
    if hit.start < hit.end:
        inline = without_tail(fold(line.text)[hit.start : hit.end])
        if inline:
            rest = continuation(line, line.box, lines, hits, inline)
            if hit.label.slot.endswith("_at"):
                rest = _clock_of(line, line.box, lines)
            # what stands to the right of `标签: 值` and is no button continues it only for digits torn apart
            return Pair(hit.label, line, _value([line, *rest], cut=hit), "inline")
    figures = hit.label.slot in _AMOUNT_SLOTS or hit.label.slot.endswith(("_at", "_no"))
    right = _to_the_right(line, [o for o in lines if not is_scrap(o, line)] if figures else lines, hits)
    if right and hit.label.slot.endswith("_no") and _NO_NUMBER.search(squeeze(right[0].text)):
        under = _under_bar_code(right[0], lines, hits)
        return Pair(hit.label, line, _value([under]), "bar_code") if under is not None else None
    if hit.label.slot in _AMOUNT_SLOTS and len(right) > 1 and is_currency_sign(right[0]):
        right = right[1:]
    if right and not _fits(hit.label, right[0]):
        right = []
    right = right or _in_its_cell(line, hit.label.slot, lines, hits)
    if len(right) == 1 and hit.label.slot.endswith("_at"):
        right = [*right, *_clock_of(right[0], line.box, lines)]
    if len(right) == 1 and hit.label.slot.endswith("_no"):
        begun = begun_above(right[0], line, lines, hits)
        right = [begun] if begun is not None else right
    if right:
        rest = continuation(right[0], line.box, lines, hits, squeeze(right[0].text))
        return Pair(hit.label, line, _value([*right, *rest]), "right")
    below = _below(line, lines, hits, dotted=hit.label.slot == "status")
    if below is not None and _fits(hit.label, below) and not _is_of_goods(hit.label, below):
        beside = _torn_off(below, lines, hits)
        if not beside and hit.label.slot.endswith("_at"):
            beside = _clock_of(below, below.box, lines)
        rest = [] if beside else continuation(below, below.box, lines, hits, squeeze(below.text))
        return Pair(hit.label, line, _value([below, *beside, *rest]), "below")
    if hit.label.slot in _AMOUNT_SLOTS:
        above = _above(line, lines, hits)
        if above is not None:
            return Pair(hit.label, line, _value([above]), "above")
    return None


def _in_its_cell(
    line: Line, slot: str, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]
) -> list[Line]:
    """The line of the value, of two in the cell of a table, beside the label that stands at half the height of both."""
    if slot.endswith("_no"):
        return wrapped_beside(line, lines)
    return sum_beside(line, [o for o in lines if not hits[id(o)]]) if slot in _AMOUNT_SLOTS else []


def _clock_of(line: Line, label: Box, lines: Sequence[Line]) -> list[Line]:
    """The clock of a date that ends its line: wide-set print parts or wraps `2025-03-07` and `13:38:56`."""
    days = [moments[-1] for reading in line.readings if (moments := find_moments(reading.text))]
    if not days or any(day.has_clock for day in days):
        return []
    box = line.box
    for other in sorted((o for o in lines if o is not line), key=lambda o: (o.box.y, o.box.x)):
        beside = other.box.same_row(box) and -2 <= other.box.x - box.right <= 3 * box.h
        below = 0 <= other.box.y - box.bottom < 1.1 * box.h and (
            min(abs(other.box.x - box.x), abs(other.box.right - box.right), abs(other.box.x - label.x))
            < 0.9 * box.h
        )
        clock = any(_BARE_CLOCK.fullmatch(squeeze(reading.text)) for reading in other.readings)
        if (beside or below) and clock:
            return [other]
    return []


def _under_bar_code(
    placeholder: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]
) -> Line | None:
    """The number under the bar code that stands where WeChat and Alipay print 可在支持的商户扫码退款."""
    for other in sorted(lines, key=lambda o: o.box.y):
        gap = other.box.y - placeholder.box.bottom
        if gap <= 0 or gap > 9 * placeholder.box.h:
            continue
        if hits[id(other)]:
            return None
        text = squeeze(other.text)
        if (
            re.fullmatch(r"[0-9A-Za-z_*-]{8,64}", text)
            and digit_count(text) >= 6
            and other.box.overlap_x(placeholder.box)
        ):
            return other
    return None


def _fits(label: Label, line: Line) -> bool:
    """Whether a line can be the value of a label of its kind: amounts, numbers and moments have digits."""
    slot = label.slot
    if slot.endswith("_amount") and any(found.has_clock for found in find_moments(line.text)):
        return False  # 退款到账 over 2025-10-12 16:31:05 is a step, and no sum
    if slot in _AMOUNT_SLOTS or slot.endswith(("_at", "_no")):
        figures = any(digit_count(r.text) for r in line.readings) or "扫码" in line.text
        return figures or (slot == "order_no" and bool(_CODE.fullmatch(squeeze(line.text))))
    return True


def _is_of_goods(label: Label, below: Line) -> bool:
    """True for goods that name their face value below a word of sums: 国家电网电费200元 under the status 已退款 of a card."""
    return label.slot in _AMOUNT_SLOTS and bool(_GOODS.match(squeeze(below.text)))


def _above(line: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]) -> Line | None:
    """The big amount over its caption: larger print, same middle, right above."""
    for other in lines:
        gap = line.box.y - other.box.bottom
        if (
            other is not line
            and -0.2 * line.box.h <= gap <= 1.6 * other.box.h
            and other.box.h > 1.25 * line.box.h
            and abs(other.box.cx - line.box.cx) < 0.5 * other.box.w
            and not hits[id(other)]
            and parse_amount(other.text) is not None
        ):
            return other
    return None


def _to_the_right(line: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]) -> list[Line]:
    """The lines of the same row right of the label, up to the next label; buttons like 复制 are left out."""
    row = sorted(
        (
            o
            for o in lines
            if o is not line
            and o.box.same_row(line.box)
            and o.box.x >= line.box.right - 2
            and not is_watermark(o, line)
        ),
        key=lambda o: o.box.x,
    )
    # beside a label over its translation both lines of a wrapped value stand in its row; the second continues the first
    row = [o for o in row if not any(o.box.y >= a.box.bottom and o.box.overlap_x(a.box) > 0 for a in row)]
    result: list[Line] = []
    for other in row:
        if hits[id(other)] and not is_button(other):
            break
        if result and _is_number(result[0]) and not digit_count(other.text) and han_count(other.text) >= 2:
            break  # 已完成 beside an order's number is none of its digits
        if result and _is_number(result[0]) and is_rimmed(other, result[0]):
            break
        if other.text and not is_button(other):
            result.append(other)
    if not result:
        return []
    # Several parts count as one value only where they stand close; else the first one is the value.
    kept = [result[0]]
    for other in result[1:]:
        if other.box.x - kept[-1].box.right > 2.5 * line.box.h:
            break
        kept.append(other)
    return kept


def _below(
    line: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]], *, dotted: bool = False
) -> Line | None:
    """The value of a card: the nearest line under the label, aligned with its left edge or its middle; dotted: a coloured
    dot may stand before it."""
    height = line.box.h
    best: Line | None = None
    for other in lines:
        gap = other.box.y - line.box.bottom
        if other is line or not -0.2 * height <= gap <= 1.8 * max(height, other.box.h) or not other.text:
            continue
        if other.box.h < _RULE * height:
            continue  # a dashed rule, which readers take for figures
        aligned = (
            abs(other.box.x - line.box.x) < 1.2 * height
            or abs(other.box.cx - line.box.cx) < 1.5 * height
            or (dotted and 0 <= other.box.x - line.box.x < _DOTTED * height)
        )
        if aligned and (best is None or other.box.y < best.box.y):
            best = other
    if best is None or hits[id(best)] or is_button(best) or _has_its_own_label(best, lines, hits):
        return None
    return best


def _has_its_own_label(value: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]) -> bool:
    """True where a label without a value of its own begins the row: 起步价 13.00元 under the word 已支付."""
    row = [o for o in lines if o.box.same_row(value.box) and o.box.right <= value.box.x + 2 and o.text]
    nearest = max(row, key=lambda o: o.box.right, default=None)
    if nearest is None:
        return False
    return len(found := hits[id(nearest)]) == 1 and found[0].start == found[0].end


def _torn_off(first: Line, lines: Sequence[Line], hits: Mapping[int, list[LabelHit]]) -> list[Line]:
    """What goes on behind first in its row after a gap of a character: print of one width has wide spaces."""
    result = [first]
    for other in sorted(lines, key=lambda o: o.box.x):
        gap = other.box.x - result[-1].box.right
        alike = 0.8 * first.box.h < other.box.h < 1.25 * first.box.h
        if other is first or not (other.box.same_row(first.box) and alike and 0 <= gap <= 1.2 * first.box.h):
            continue
        if (
            not other.text
            or hits[id(other)]
            or is_button(other)
            or (_is_number(first) and han_count(other.text))
            or under_own_label(other, first, lines, hits)
        ):
            break
        result.append(other)
    return result[1:]


def _is_number(line: Line) -> bool:
    return digit_count(line.text) >= _NUMBER and not han_count(line.text)


def _value(lines: list[Line], cut: LabelHit | None = None) -> Value:
    readers = max((len(line.readings) for line in lines), default=0)
    texts: list[tuple[str, str]] = []
    for index in range(readers):
        engine = next(line.readings[index].engine for line in lines if len(line.readings) > index)
        parts = [_reading_text(line, index, engine, cut if line is lines[0] else None) for line in lines]
        if any(parts):
            texts.append((engine, "\n".join(part for part in parts if part)))
    counted = [_glyphs(line) for line in lines] if any(line.glyphs is not None for line in lines) else [None]
    glyphs = sum(c for c in counted if c is not None) if cut is None and None not in counted else None
    inline = cut is not None and len(lines) == 1
    return Value(tuple(lines), tuple(texts), glyphs, lines[0].behind_colon if inline else None)


def _glyphs(line: Line) -> int | None:
    """How many tall glyphs a line has: as counted, else as many as all its readers, two at least, saw characters."""
    if line.glyphs is not None:
        return line.glyphs
    seen = {tall_glyphs(without_tail(fold(reading.text))) for reading in line.readings}
    return next(iter(seen)) if len(seen) == 1 and len({r.engine for r in line.readings}) > 1 else None


def _reading_text(line: Line, index: int, engine: str, cut: LabelHit | None) -> str:
    """What the reader at index read in line, else the same engine's first reading of it; without the label."""
    same = [r for r in line.readings if r.engine == engine]
    chosen = line.readings[index] if index < len(line.readings) else (same[0] if same else None)
    if chosen is None:
        return ""
    text = fold(chosen.text)
    if cut is None:
        figures = not han_count(text) and _BUTTON_BEHIND.search(fold(line.text))
        return without_tail(_RIM.sub("", text) if figures else text)
    main = fold(line.text)
    if text == main:
        return without_tail(text[cut.start : cut.end])
    if cut.end < len(main) and chosen.engine == line.readings[0].engine:
        return ""  # several pairs in one line: another reading cannot be cut where this one is
    if han_count(text) and ":" in text:
        return without_tail(text.split(":", 1)[1].strip())
    if not han_count(text) and cut.label.slot.endswith("_amount"):
        return _same_figures(main, cut, text)
    if not han_count(text) and cut.label.slot.endswith("_no"):
        return _behind_figures(main[: cut.start], text)
    return without_tail(text)


def _same_figures(main: str, cut: LabelHit, text: str) -> str:
    """Of the figures that a reader without Han saw in a line those that the main one saw behind a label; all of them where
    the two saw another count of them."""
    seen, mine = list(_SUM.finditer(main)), list(_SUM.finditer(text))
    if len(seen) != len(mine) or len(seen) < 2:
        return without_tail(text)
    kept = [m[0] for m, s in zip(mine, seen, strict=True) if cut.start <= s.start() < cut.end]
    return " ".join(kept)


def _behind_figures(before: str, text: str) -> str:
    """What a reader without Han saw behind the words with figures that the main one saw before a label: 18:20 订单号 R0529…."""
    words, seen = [word for word in _WORD.findall(before) if digit_count(word)], text.split()
    same = len(words) < len(seen) and all(
        digit_count(a) == digit_count(b) for a, b in zip(words, seen, strict=False)
    )
    return without_tail(" ".join(seen[len(words) :]) if same else text)


def wrapped_number(line: Line, lines: Sequence[Line]) -> Value:
    """A number that stands without a label, with the further lines over which it is wrapped."""
    nowhere: dict[int, list[LabelHit]] = {id(other): [] for other in lines}
    return _value([line, *continuation(line, line.box, lines, nowhere, squeeze(line.text))])


def has_more_digits(line: Line, lines: Sequence[Line]) -> bool:
    """True where digits that nobody could make a clock of stand to the right of a date, in its own row."""
    return any(
        other is not line
        and other.box.same_row(line.box)
        and 0 <= other.box.x - line.box.right < 4 * line.box.h
        and any(digit_count(reading.text) >= _CLOCK_DIGITS for reading in other.readings)
        for other in lines
    )


def is_torn(value: Value, lines: Sequence[Line]) -> bool:
    """True where digits of the same print stand close beside the value: the rest of a number torn by wide-set print."""
    mine = {id(line) for line in value.lines}
    return any(
        id(other) not in mine
        and other.box.same_row(line.box)
        and min(other.box.h, line.box.h) > 0.6 * max(other.box.h, line.box.h)
        and max(other.box.x - line.box.right, line.box.x - other.box.right) < 1.5 * line.box.h
        and any(_FIGURES.fullmatch(squeeze(reading.text)) for reading in other.readings)
        for line in value.lines
        for other in lines
    )


def dated_value(line: Line, lines: Sequence[Line]) -> Value:
    """A line that holds a date, with the clock that stands beside it."""
    return _value([line, *_clock_of(line, line.box, lines)])


def value_of(*lines: Line) -> Value:
    """Lines that are a value by themselves: a headline amount, a status word, the cell of a table."""
    return _value(list(lines))
